//! A run read back from its own folder: its record, its rules files, its units.
//!
//! What always holds: what is read is what was written, by its hash; a file changed since is an error and not
//! another answer. The rules are given as texts: typing and merging them is for `rules`.

use super::RunError;
use super::folder::Place;
use super::lock::Lock;
use super::manifest::{MANIFEST, Manifest};
use super::swap::{hash_file, mend};
use super::{classes_kept, decisions_kept, folder::is_half_written, folder::is_run, readings};
use crate::lang::Text;
use crate::rules::Dictionary;
use crate::rules::ruleset::Grade;
use crate::survey::{Decisions, Units};
use crate::text;
use std::fs;
use std::path::{Path, PathBuf};

/// Where a run keeps its readings.
pub const READINGS: &str = "run/readings.parquet";

/// A run that was opened.
#[derive(Clone, Debug)]
pub struct RunRead {
    pub(super) folder: PathBuf,
    /// Its record
    pub manifest: Manifest,
    /// Its rules files, the one named first: name as people know it, and text
    pub rules: Vec<(String, String)>,
}

/// Opens the run in `folder`.
pub fn read_back(folder: &Path) -> Result<RunRead, RunError> {
    let place = Place::new(folder)?;
    if !folder.exists() && is_run(&place.beside("old")) {
        // A swap was interrupted between its two renames; unless it is still going on, it is undone.
        let _lock = Lock::take(place.beside("lock"))?;
        mend(&place)?;
    }
    let shown = folder.display();
    if !folder.is_dir() {
        let message = match folder.exists() {
            true => text!("`{shown}` 是文件，不是结果文件夹", "`{shown}` is a file and not the folder of a run"),
            false => text!("没有文件夹 `{shown}`", "no such folder `{shown}`"),
        };
        return Err(RunError::new(message, Some(which_folder())));
    }
    if is_half_written(folder) {
        return Err(RunError::new(
            text!("`{shown}` 没有写完", "the run in `{shown}` was not written to its end"),
            Some(again()),
        ));
    }
    let manifest = Manifest::read(folder).map_err(|error| RunError { help: Some(which_folder()), ..error })?;
    let manifest = manifest.sound(folder)?;
    if manifest.rules.files.is_empty() {
        let shown = folder.join(MANIFEST);
        let shown = shown.display();
        return Err(RunError::new(
            text!("`{shown}` 里没有记下规则文件", "`{shown}` does not list the rules files of the run"),
            Some(again()),
        ));
    }
    let mut rules = Vec::new();
    for file in &manifest.rules.files {
        let path = unchanged(folder, &manifest, &file.kept)?;
        let text = fs::read_to_string(&path).map_err(|error| RunError::cannot_read(&path, &error))?;
        rules.push((file.name.clone(), text));
    }
    Ok(RunRead { folder: folder.to_path_buf(), manifest, rules })
}

fn again() -> Text {
    text!("请重新运行一次评估", "assess the survey again")
}

fn which_folder() -> Text {
    text!(
        "要给的是 assess 用 --out 写的结果文件夹，里面有 run.json",
        "give the folder that assess wrote with --out; it holds run.json"
    )
}

impl RunRead {
    /// The run's units, by the dictionary of its own rules.
    pub fn units(&self, dictionary: &Dictionary) -> Result<Units, RunError> {
        readings::read(&unchanged(&self.folder, &self.manifest, READINGS)?, dictionary)
    }

    /// The classes that the run gave its units, each with its best and worst; none where it is of a version that kept none.
    pub fn classes(&self, units: &Units) -> Result<Option<Vec<[Grade; 3]>>, RunError> {
        if !self.manifest.files.iter().any(|file| file.name == classes_kept::CLASSES) {
            return Ok(None);
        }
        let path = unchanged(&self.folder, &self.manifest, classes_kept::CLASSES)?;
        classes_kept::read(&path, units.count).map(Some)
    }

    /// What was decided of its units, where the run was given decisions; without the rows they were read from.
    pub fn decisions(&self, units: &Units) -> Result<Option<Decisions>, RunError> {
        if !self.manifest.files.iter().any(|file| file.name == decisions_kept::DECISIONS) {
            return Ok(None);
        }
        let path = unchanged(&self.folder, &self.manifest, decisions_kept::DECISIONS)?;
        decisions_kept::read(&path, units).map(Some)
    }
}

/// The path of a file of the run that is still as it was written.
pub(super) fn unchanged(folder: &Path, manifest: &Manifest, name: &str) -> Result<PathBuf, RunError> {
    let path = folder.join(name);
    let shown = path.display();
    // Only what the record lists is opened, so that a record made by hand cannot lead elsewhere.
    let listed =
        manifest.files.iter().find(|file| file.name == name && !name.split(['/', '\\']).any(|part| part == ".."));
    let Some(listed) = listed else {
        return Err(RunError::new(
            text!("运行记录里没有 `{name}`", "the record of the run does not list `{name}`"),
            Some(again()),
        ));
    };
    let hash = hash_file(&path).map_err(|error| RunError::cannot_read(&path, &error))?;
    if hash == listed.hash {
        return Ok(path);
    }
    Err(RunError::new(text!("`{shown}` 在运行之后被改动过", "`{shown}` has been changed since the run"), Some(again())))
}
