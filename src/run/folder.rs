//! A run's folder while it is written: beside its final place, every file hashed as it goes out, all of them made sure
//! of together at the end, which costs a fraction of doing so one by one where there are thousands.
//!
//! `结果` is written as `结果.part` and moved into place by [`super::swap`]; `结果.old` is the previous run on its way
//! out, `结果.new` a new run that could not be moved in, `结果.kept` files of a previous run that somebody had changed,
//! `结果.lock` the lock. What always holds: a [`Writing`] that is dropped unfinished leaves nothing behind, and what
//! stood at the final place stands there still.

use super::RunError;
use super::lock::Lock;
use super::manifest::{MANIFEST, Manifest};
use super::read_back::READINGS;
use super::swap::{self, Ended};
use crate::text;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

/// Stands in a folder that is being written, so that only such a one is ever cleared away.
const MARK: &str = "liftfit.part";

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Its path in the folder, with `/` between the parts
    pub name: String,
    /// Its size
    pub bytes: u64,
    /// BLAKE3 of its bytes, hexadecimal
    pub hash: String,
}

/// How far writing has come, by the names of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrote<'a> {
    /// This one is being written
    Begun(&'a str),
    /// This one stands
    Done(&'a str),
}

/// What writes a file.
pub type Writer<'a> = dyn Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'a;

/// A file to be written: its path in the folder, and what writes it.
pub struct Output<'a> {
    /// Its path in the folder, with `/` between the parts
    pub name: String,
    /// Writes it
    pub write: Box<Writer<'a>>,
}

impl<'a> Output<'a> {
    /// The file of that name, written so.
    pub fn new(
        name: impl Into<String>,
        write: impl Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'a,
    ) -> Output<'a> {
        Output { name: name.into(), write: Box::new(write) }
    }
}

/// Where a run's folder stands or will stand, and the names beside it.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder
    pub out: PathBuf,
}

impl Place {
    /// The place that a path given by people means; symbolic links are followed, so that the folder is replaced
    /// and not the link.
    pub fn new(given: &Path) -> Result<Place, RunError> {
        let absolute = std::path::absolute(given).map_err(|error| RunError::cannot_write(given, &error))?;
        let out = real(&absolute).map_err(|error| RunError::cannot_write(given, &error))?;
        if out.file_name().is_none() || out.parent().is_none() {
            let shown = given.display();
            return Err(RunError::new(
                text!("`{shown}` 不能作为结果文件夹", "`{shown}` cannot be the folder of a run"),
                Some(text!("请给出一个新文件夹的名字，例如 --out 结果", "name a new folder, for example --out result")),
            ));
        }
        Ok(Place { out })
    }

    /// The name beside it: `结果` → `结果.part`.
    pub fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.out.file_name().unwrap_or_default().to_os_string();
        name.push(".");
        name.push(ending);
        self.out.with_file_name(name)
    }
}

/// A path without links and `..`, as far as it stands; what does not is taken as it is written.
fn real(path: &Path) -> io::Result<PathBuf> {
    let standing = path.ancestors().find(|part| part.exists()).unwrap_or(path);
    let mut real = standing.canonicalize()?;
    for part in path.strip_prefix(standing).unwrap_or(Path::new("")).components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
    }
    Ok(real)
}

/// A folder that is being written.
#[derive(Debug)]
pub struct Writing {
    place: Place,
    part: PathBuf,
    /// Parents made for it, outermost first
    parents: Vec<PathBuf>,
    /// Released when all else is done
    lock: Option<Lock>,
}

impl Writing {
    /// Locks the place, mends what an interrupted run left there, refuses a folder that is in the way, and begins.
    pub fn begin(out: &Path) -> Result<Writing, RunError> {
        let place = Place::new(out)?;
        refuse_foreign(&place.out, out)?;
        refuse_current(&place.out, out)?;
        let parents = make_parents(&place.out)?;
        let begun = (|| {
            let lock = Lock::take(place.beside("lock"))?;
            swap::mend(&place)?;
            // Once more: it may have changed while another run had the lock, or been mended.
            refuse_foreign(&place.out, out)?;
            let part = place.beside("part");
            clear_part(&part)?;
            fs::create_dir(&part).map_err(|error| RunError::cannot_write(&part, &error))?;
            let mark = part.join(MARK);
            if let Err(error) = File::create(&mark) {
                let _ = fs::remove_dir(&part);
                return Err(RunError::cannot_write(&mark, &error));
            }
            Ok((lock, part))
        })();
        match begun {
            Ok((lock, part)) => Ok(Writing { place, part, parents, lock: Some(lock) }),
            Err(error) => {
                remove_empty(&parents);
                Err(error)
            }
        }
    }

    /// Writes these files, several at a time. [`Writing::finish`] wants to be told of them.
    pub fn write(&self, outputs: &[Output]) -> Result<Vec<Written>, RunError> {
        self.write_telling(outputs, &|_| ())
    }

    /// The same, `told` being told of each file when it is begun and when it is done.
    pub fn write_telling(&self, outputs: &[Output], told: &(dyn Fn(Wrote) + Sync)) -> Result<Vec<Written>, RunError> {
        let write = |output: &Output| {
            told(Wrote::Begun(&output.name));
            let written = write_file(&self.part, output)?;
            told(Wrote::Done(&output.name));
            Ok(written)
        };
        outputs.par_iter().map(write).collect()
    }

    /// Writes `run.json`, which lists the files `written`, and moves the folder into its place.
    pub fn finish(mut self, mut manifest: Manifest, written: Vec<Written>) -> Result<Ended, RunError> {
        manifest.files = written;
        let text = manifest.to_json();
        let last = write_file(&self.part, &Output::new(MANIFEST, |out| out.write_all(text.as_bytes())))?;
        manifest.files.par_iter().chain([&last]).try_for_each(|file| on_disk(&self.part, &file.name))?;
        let mark = self.part.join(MARK);
        fs::remove_file(&mark).map_err(|error| RunError::cannot_write(&mark, &error))?;
        let ended = swap::swap(&self.place, &self.part, &swap::rename_patiently)?;
        // Nothing of it is to be cleared away any more.
        self.parents.clear();
        Ok(ended)
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if self.part.exists() {
            let _ = clear_part(&self.part);
        }
        // Its file may stand in one of the parents.
        self.lock = None;
        remove_empty(&self.parents);
    }
}

/// The path in a folder of a name with `/` between its parts.
fn path_of(folder: &Path, name: &str) -> PathBuf {
    name.split('/').fold(folder.to_path_buf(), |path, part| path.join(part))
}

/// Makes sure that a file that was written is on the disk.
fn on_disk(folder: &Path, name: &str) -> Result<(), RunError> {
    let path = path_of(folder, name);
    // For writing: Windows makes sure of no file that is only read.
    let synced = OpenOptions::new().write(true).open(&path).and_then(|file| file.sync_all());
    synced.map_err(|error| RunError::cannot_write(&path, &error))
}

/// Writes one file; [`on_disk`] makes sure of it.
fn write_file(folder: &Path, output: &Output) -> Result<Written, RunError> {
    let path = path_of(folder, &output.name);
    let wrote = (|| {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut out = Hashing {
            inner: BufWriter::with_capacity(1 << 16, File::create(&path)?),
            hasher: blake3::Hasher::new(),
            bytes: 0,
        };
        (output.write)(&mut out)?;
        let Hashing { inner, hasher, bytes } = out;
        inner.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Written { name: output.name.clone(), bytes, hash: hasher.finalize().to_hex().to_string() })
    })();
    wrote.map_err(|error| RunError::cannot_write(&path, &error))
}

struct Hashing<W> {
    inner: W,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(buf)?;
        self.hasher.update(buf.get(..n).unwrap_or(buf));
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Whether a folder holds a run of liftfit's.
pub fn is_run(folder: &Path) -> bool {
    Manifest::read(folder).is_ok()
}

/// Whether a folder is a run that is being written, or of which the writing was interrupted.
pub fn is_half_written(folder: &Path) -> bool {
    folder.join(MARK).is_file()
}

/// Whether a folder is a run, half or a broken one, or what was kept of one: nothing that a survey is looked for in.
pub fn is_of_a_run(folder: &Path) -> bool {
    // Another program may have a file of that name; what a run was made from stands in no folder of anybody else's.
    let broken = |folder: &Path| folder.join(MANIFEST).exists() && folder.join(READINGS).is_file();
    let whole_or_broken = |folder: &Path| is_run(folder) || broken(folder);
    // The run that something was kept of stands beside it.
    let kept = folder.extension().is_some_and(|ending| ending == "kept") && whole_or_broken(&folder.with_extension(""));
    kept || is_half_written(folder) || whole_or_broken(folder)
}

fn is_empty_folder(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// An error if what stands at the final place is neither nothing, an empty folder nor a run.
fn refuse_foreign(out: &Path, given: &Path) -> Result<(), RunError> {
    let shown = given.display();
    let help =
        Some(text!("请换一个位置（--out），或自行移走它", "choose another place (--out), or move it away yourself"));
    match fs::symlink_metadata(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(RunError::cannot_write(given, &error)),
        Ok(metadata) if !metadata.is_dir() => Err(RunError::new(
            text!("`{shown}` 已经存在，而且不是文件夹", "`{shown}` exists and is not a folder"),
            help,
        )),
        Ok(_) if is_empty_folder(out) || is_run(out) => Ok(()),
        Ok(_) => Err(RunError::new(
            text!(
                "文件夹 `{shown}` 里有不是本程序写的内容（没有它的 run.json），不会动它",
                "folder `{shown}` holds something that liftfit did not write (no run.json of its own), and is left alone"
            ),
            help,
        )),
    }
}

/// An error if the program was started in that folder or below: it would be gone from under whoever started it.
fn refuse_current(out: &Path, given: &Path) -> Result<(), RunError> {
    let inside = std::env::current_dir().and_then(|here| here.canonicalize()).is_ok_and(|here| here.starts_with(out));
    if !inside {
        return Ok(());
    }
    let shown = given.display();
    Err(RunError::new(
        text!(
            "`{shown}` 是当前所在的文件夹，写结果时要把它整个换掉",
            "`{shown}` is the folder you are in, and a run replaces its folder as a whole"
        ),
        Some(text!("请给出一个新文件夹的名字，例如 --out 结果", "name a new folder, for example --out result")),
    ))
}

pub(super) fn make_parents(out: &Path) -> Result<Vec<PathBuf>, RunError> {
    let missing: Vec<&Path> = out.ancestors().skip(1).take_while(|parent| !parent.exists()).collect();
    let mut made = Vec::new();
    for parent in missing.into_iter().rev() {
        if let Err(error) = fs::create_dir(parent)
            && error.kind() != io::ErrorKind::AlreadyExists
        {
            remove_empty(&made);
            return Err(RunError::cannot_write(parent, &error));
        }
        made.push(parent.to_path_buf());
    }
    Ok(made)
}

/// Removes those of `parents` that are empty, innermost first.
pub(super) fn remove_empty(parents: &[PathBuf]) {
    for parent in parents.iter().rev() {
        let _ = fs::remove_dir(parent);
    }
}

/// Clears away a half-written folder, its mark last; refuses one that liftfit did not begin.
pub(super) fn clear_part(part: &Path) -> Result<(), RunError> {
    if !part.exists() || is_empty_folder(part) {
        return remove_last(part, None);
    }
    if part.join(MARK).is_file() {
        remove_last(part, Some(MARK))
    } else if is_run(part) {
        remove_last(part, Some(MANIFEST))
    } else {
        Err(in_the_way(part))
    }
}

pub(super) fn in_the_way(path: &Path) -> RunError {
    let shown = path.display();
    RunError::new(
        text!("`{shown}` 不是本程序写的，却占着它要用的名字", "`{shown}` is in the way, and liftfit did not write it"),
        Some(text!("请移走它，或换一个输出位置", "move it away or choose another place for the output")),
    )
}

/// Removes a folder, that file last: it is what the folder is recognised by if this is interrupted.
pub(super) fn remove_last(folder: &Path, last: Option<&str>) -> Result<(), RunError> {
    let failed = |path: &Path, error: io::Error| RunError::cannot_write(path, &error);
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(|error| failed(folder, error))?,
    };
    for entry in entries {
        let entry = entry.map_err(|error| failed(folder, error))?;
        if last.is_some_and(|last| entry.file_name() == last) {
            continue;
        }
        let path = entry.path();
        let is_dir = entry.file_type().map_err(|error| failed(&path, error))?.is_dir();
        let removed = if is_dir { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.map_err(|error| failed(&path, error))?;
    }
    if let Some(last) = last {
        let path = folder.join(last);
        fs::remove_file(&path).map_err(|error| failed(&path, error))?;
    }
    fs::remove_dir(folder).map_err(|error| failed(folder, error))
}
