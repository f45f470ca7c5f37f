//! How a survey is to be read: what the caller decides and no file can say.

use crate::survey::formats::Limits;
use crate::survey::mapping::Mapping;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// What the caller decides.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day of the run: the latest day that `87年` can be before
    pub as_of: Date,
    /// Which of two contradicting values wins
    pub duplicates: Duplicates,
    /// The encoding of text files, by its web name (`gb18030`), where it is not to be detected
    pub encoding: Option<String>,
    /// Whether one bad file stops the reading
    pub strict: bool,
    /// The program that reads `.xls` (`.et`), `.xlsb` and `.ods` in a process of its own; without one they are refused
    pub reader: Option<PathBuf>,
    /// How large a file and what is in it may be
    pub limits: Limits,
    /// Which folders within the ones given hold no survey, whatever is in them: what came of earlier ones
    pub left_out: fn(&Path) -> bool,
    /// Files and folders that are no part of the survey, even within a folder given: the roster, decisions
    pub not_surveys: Vec<PathBuf>,
    /// What is said of tables that cannot be read without being told how
    pub mapping: Option<Mapping>,
}

impl Options {
    /// As the command line has them when nothing is said, for a run on `as_of`.
    pub fn on(as_of: Date) -> Options {
        Options {
            as_of,
            duplicates: Duplicates::Report,
            encoding: None,
            strict: false,
            reader: None,
            limits: Limits::default(),
            left_out: |_| false,
            not_surveys: Vec::new(),
            mapping: None,
        }
    }
}

/// Which of two contradicting values of one unit wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplicates {
    /// Neither: the value is unknown, and a finding names both cells
    #[default]
    Report,
    /// The first in the order of the input
    First,
    /// The last
    Last,
}
