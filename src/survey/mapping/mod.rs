//! The mapping file (`--mapping`): what people say of tables that cannot be read without being told how.
//!
//! What always holds: a mapping that exists has been checked against the dictionary, all its mistakes having come out
//! at once before any survey was opened; a sheet is read by one source or by none; whatever a source does, or cannot
//! do, is a finding. Deliberately absent: how tables are found where nothing is said (`table/header.rs`).

mod apply;
mod fill;
mod glob;
mod load;
mod told;

pub(in crate::survey) use apply::{Matched, prepare};
pub(in crate::survey) use fill::Fills;
pub use load::{NotLoaded, load};
pub(in crate::survey) use told::unused;

use crate::quantity::Unit;
use crate::rules::RulesFile;
use crate::survey::table::names::Meaning;
use glob::matches;
use std::sync::Arc;

/// A file by its name, and the names of its sheets; `None` where it was not read to its end.
pub(in crate::survey) type SheetsOf = (Arc<str>, Option<Vec<Arc<str>>>);

/// A mapping file that was read and checked.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The file, whole
    pub file: RulesFile,
    sources: Vec<Source>,
}

/// One `[[source]]`: which sheets it is about, and how they are to be read.
#[derive(Clone, Debug)]
pub(in crate::survey) struct Source {
    /// The line it begins in
    line: usize,
    /// `file`, as written
    file: String,
    /// `sheet`, as written
    sheet: Option<String>,
    header_row: Option<HeaderRow>,
    /// Rows that are no part of the table, first and last
    skip: Vec<(u32, u32)>,
    columns: Vec<Assigned>,
    fill_down: Vec<Target>,
}

/// Where the header stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HeaderRow {
    /// Nowhere: the columns are known by their letters
    None,
    /// First and last row
    Rows(u32, u32),
}

/// One entry of `columns`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Assigned {
    /// As written
    written: String,
    which: Which,
    /// What the column is; `None` to leave it aside
    target: Option<Target>,
    /// The unit of measure that is said here of a column whose own header names none
    unit: Option<&'static Unit>,
}

/// Which column an entry is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Which {
    /// The one with that header, as headers are compared
    Named(String),
    /// The one with that letter, from 0
    Letter(u32),
}

/// What a field's id or name in a mapping means; the kind of table decides where it is several things.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Target {
    /// As written
    written: String,
    meanings: Vec<Meaning>,
}

impl Mapping {
    /// The sources that are about a sheet of a file, with their places.
    fn about(&self, file: &str, sheet: &str) -> Vec<&Source> {
        self.sources.iter().filter(|source| source.is_about_file(file) && source.is_about_sheet(sheet)).collect()
    }
}

impl Source {
    fn is_about_file(&self, name: &str) -> bool {
        // `甲*.xlsx` is meant wherever the file lies, `一街道/*.xlsx` is not.
        let whole = self.file.contains(['/', '\\']);
        let name = if whole { name } else { name.rsplit('/').next().unwrap_or(name) };
        matches(&self.file, name)
    }

    fn is_about_sheet(&self, name: &str) -> bool {
        self.sheet.as_ref().is_none_or(|pattern| matches(pattern, name))
    }

    fn skips(&self, row: u32) -> bool {
        self.skip.iter().any(|(first, last)| (*first..=*last).contains(&row))
    }
}
