//! `run.json`: what a run was made from, with which options, what it counted and wrote. Also what a run's folder is
//! recognised by.
//!
//! What always holds: it is the only file of a run that holds the clock, and it is written last. Keys are English
//! and never renamed; unknown ones are passed over, so that a newer run's can be read.

use super::RunError;
use super::folder::Written;
use crate::lang::{Lang, one_line};
use crate::rules::RuleSet;
use crate::survey::Books;
use crate::text;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Its name.
pub const MANIFEST: &str = "run.json";
const PROGRAM: &str = "liftfit";
/// A survey of a city has some hundred files; a thousand times that is still read.
const LIMIT: u64 = 256 << 20;

/// The whole of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `liftfit`
    pub program: String,
    /// Its version
    pub version: String,
    /// When the run began
    #[serde(default)]
    pub began: String,
    /// How long each stage took, in seconds
    #[serde(default)]
    pub durations: Durations,
    /// The rule set
    #[serde(default)]
    pub rules: RulesUsed,
    /// The options that bear on the result
    #[serde(default)]
    pub options: OptionsUsed,
    /// Warnings about rules: not in force, doubtful
    #[serde(default)]
    pub warnings: Vec<String>,
    /// What was counted
    #[serde(default)]
    pub counts: Counts,
    /// The files read
    #[serde(default)]
    pub inputs: Vec<Input>,
    /// The roster's files, where there is a roster: they are no part of the survey
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roster: Vec<Input>,
    /// The files of decisions, where there are some: they are no part of the survey either
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Input>,
    /// The files written, but this one
    #[serde(default)]
    pub files: Vec<Written>,
}

/// Seconds a stage took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Durations {
    /// Reading the survey
    pub reading: f64,
    /// Assessing
    pub assessing: f64,
    /// Writing, but for this file
    pub writing: f64,
}

/// The rule set of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesUsed {
    /// As `--rules` named it
    pub given: String,
    /// Its id
    pub id: String,
    /// Its title
    pub title: String,
    /// Its version
    pub version: String,
    /// Every rules file read, the one named first
    pub files: Vec<RulesFileUsed>,
}

/// A rules file of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesFileUsed {
    /// As people know it
    pub name: String,
    /// Where the run keeps it
    pub kept: String,
    /// BLAKE3 of its bytes, hexadecimal
    pub hash: String,
}

/// The options of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionsUsed {
    /// The day the run is for
    pub as_of: String,
    /// `--set`, in order
    pub set: Vec<(String, String)>,
    /// `--duplicates`
    pub duplicates: String,
    /// `--encoding`
    pub encoding: Option<String>,
    /// `--strict`
    pub strict: bool,
    /// `--roster`: its files
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roster: Vec<RosterUsed>,
    /// `--decisions`: its files
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<RosterUsed>,
    /// `--since`: the run that this one was held against
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// `--mapping`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<RulesFileUsed>,
    /// The language of texts
    pub lang: String,
}

/// A file of the roster or of decisions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterUsed {
    /// As people know it
    pub name: String,
    /// BLAKE3 of its bytes, hexadecimal
    pub hash: String,
}

/// What a run counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Units assessed
    pub units: u64,
    /// Of class suitable
    pub suitable: u64,
    /// Of class difficult
    pub difficult: u64,
    /// Of class unsuitable
    pub unsuitable: u64,
    /// Whose class no missing datum can change
    pub settled: u64,
    /// Findings
    pub findings: u64,
    /// Rows rejected
    pub rejected: u64,
    /// Of the units, those that have a lift already: summaries leave them out
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_lift: Option<LiftCounts>,
}

/// Units that have a lift already, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // the words of `Counts`
pub struct LiftCounts {
    pub units: u64,
    pub suitable: u64,
    pub difficult: u64,
    pub unsuitable: u64,
    pub settled: u64,
}

impl Counts {
    /// The counts without units that have a lift; all, where the run did not count these.
    pub fn without_lift(&self) -> Counts {
        let lift = self.with_lift.unwrap_or_default();
        Counts {
            units: self.units.saturating_sub(lift.units),
            suitable: self.suitable.saturating_sub(lift.suitable),
            difficult: self.difficult.saturating_sub(lift.difficult),
            unsuitable: self.unsuitable.saturating_sub(lift.unsuitable),
            settled: self.settled.saturating_sub(lift.settled),
            with_lift: None,
            ..*self
        }
    }
}

/// A survey file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// As people know it
    pub name: String,
    /// Its size
    pub bytes: u64,
    /// BLAKE3 of its bytes, hexadecimal
    pub hash: String,
    /// Why it was not read to its end
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
    /// Rows of survey tables
    pub rows: InputRows,
    /// Rows of list sheets
    pub list_rows: InputListRows,
}

/// Rows of survey tables, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // the words of `survey::UnitRows`
pub struct InputRows {
    pub found: u64,
    pub assessed: u64,
    pub rejected: u64,
    pub merged: u64,
    pub withdrawn: u64,
    pub unread: u64,
    #[serde(default)]
    pub mending: u64,
}

/// Rows of list sheets, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // the words of `survey::ListRows`
pub struct InputListRows {
    pub found: u64,
    pub joined: u64,
    pub rejected: u64,
    pub withdrawn: u64,
    #[serde(default)]
    pub mending: u64,
}

impl Manifest {
    /// One of this program, with nothing in it yet.
    pub fn new() -> Manifest {
        Manifest { program: PROGRAM.into(), version: env!("CARGO_PKG_VERSION").into(), ..Manifest::default() }
    }

    /// The run's text of it.
    pub fn to_json(&self) -> String {
        // Plain data with text keys: nothing in it can fail to become JSON.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// That of a run's folder; an error if the folder is none of liftfit's.
    pub fn read(folder: &Path) -> Result<Manifest, RunError> {
        let path = folder.join(MANIFEST);
        let failed = |error: &io::Error| RunError::cannot_read(&path, error);
        let mut text = String::new();
        let file = File::open(&path).map_err(|error| failed(&error))?;
        file.take(LIMIT).read_to_string(&mut text).map_err(|error| failed(&error))?;
        match serde_json::from_str::<Manifest>(&text) {
            Ok(manifest) if manifest.program == PROGRAM => Ok(manifest),
            _ => {
                let shown = path.display();
                Err(RunError::new(
                    text!("`{shown}` 不是 liftfit 的运行记录", "`{shown}` is not the record of a liftfit run"),
                    None,
                ))
            }
        }
    }

    /// Itself, read in that folder; an error where it says what the program never writes.
    pub fn sound(self, folder: &Path) -> Result<Manifest, RunError> {
        let numbers = |version: &str| version.split(['.', '-', '+']).next().is_some_and(|n| n.parse::<u64>().is_ok());
        let Manifest { version, began, options, .. } = &self;
        // Keys that an older program did not write are empty.
        let odd = [
            ("version", version, numbers(version)),
            ("began", began, began.is_empty() || began.parse::<Timestamp>().is_ok()),
            ("as_of", &options.as_of, options.as_of.is_empty() || options.as_of.parse::<Date>().is_ok()),
        ];
        let wrong = odd.into_iter().find(|(.., sound)| !sound);
        let Some((key, written, _)) = wrong else { return Ok(self) };
        let path = folder.join(MANIFEST);
        let (path, written) = (path.display(), one_line(written));
        Err(RunError::new(
            text!(
                "`{path}` 被改动过：`{key}` 写的是 `{written}`",
                "`{path}` has been changed: its `{key}` is `{written}`"
            ),
            Some(text!("请重新运行一次评估", "assess the survey again")),
        ))
    }
}

impl RulesUsed {
    /// What a rule set says of itself; `kept` are the places of its files in the run, in their order.
    pub fn of(given: &str, rules: &RuleSet, kept: &[String]) -> RulesUsed {
        let files = rules.files.iter().zip(kept).map(|(file, kept)| RulesFileUsed {
            name: file.name.clone(),
            kept: kept.clone(),
            hash: file.hash.clone(),
        });
        RulesUsed {
            given: given.into(),
            id: rules.id.clone(),
            title: rules.title.clone(),
            version: rules.version.clone(),
            files: files.collect(),
        }
    }
}

/// The books as `run.json` and `summary.json` show them.
pub fn inputs_of(books: &Books, lang: Lang) -> Vec<Input> {
    let files = books.files.iter().map(|file| Input {
        name: file.name.to_string(),
        bytes: file.bytes,
        hash: file.hash.clone(),
        failed: file.failed.as_ref().map(|why| why.get(lang).to_string()),
        rows: InputRows {
            found: file.rows.found,
            assessed: file.rows.assessed,
            rejected: file.rows.rejected,
            merged: file.rows.merged,
            withdrawn: file.rows.withdrawn,
            unread: file.rows.unread,
            mending: file.rows.mending,
        },
        list_rows: InputListRows {
            found: file.list_rows.found,
            joined: file.list_rows.joined,
            rejected: file.list_rows.rejected,
            withdrawn: file.list_rows.withdrawn,
            mending: file.list_rows.mending,
        },
    });
    files.collect()
}
