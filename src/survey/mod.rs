//! Workbooks and text files → [`Units`] with typed fields, each value with its cell; [`Finding`]s; the [`Books`]
//! of rows.
//!
//! In phases, each in its own place: `files` walks folders, `formats` turns a file into [`grid::Sheet`]s (nothing
//! else opens a survey); `table` finds the tables of a sheet by the dictionary and reads their rows, `cell` one cell;
//! then, over all files, `identity` makes units of rows, joins their lists and closes the books; `read` is all of it. What always holds: every row that holds data is
//! accounted for, or reading fails. `roster` holds a survey against the list of all units,
//! `decisions` against what a committee decided. Deliberately absent: the rules' logic, grades, output formats.

pub mod books;
#[cfg(test)]
mod cases;
pub mod cell;
pub mod corrections;
pub mod decisions;
pub mod files;
pub mod finding;
pub mod formats;
pub(crate) mod fuzz;
pub mod grid;
mod identity;
pub mod lifts;
pub mod mapping;
pub mod options;
pub mod read;
pub mod roster;
mod table;
pub mod units;

pub use books::{Books, FileBooks, ListRows, RejectedRow, UnitRows};
pub use cell::read_cell;
pub use cell::reading::{Doubt, Reading};
pub use corrections::{Doubtful, DoubtfulRow};
pub use decisions::{Decision, DecisionState, Decisions};
pub use files::{Found, InputError, SurveyFile, find_files};
pub use finding::{Finding, FindingSeverity};
pub use formats::{Limits, OpenError, Opened, open};
pub use identity::assemble::Unbalanced;
pub use identity::key::normal_key;
pub use identity::lists::kind_fields;
pub use mapping::Mapping;
pub use options::{Duplicates, Options};
pub use read::{Progress, ReadError, read, read_beside};
pub use roster::Coverage;
pub use table::header::Subject;
pub use table::header_text::{HeaderText, split_header};
pub use table::names::Meaning;
pub use table::read_file::NO_DATA_HERE;
pub use table::recognised::{Recognised, recognise};
pub use units::{Column, Items, Origin, Units, Values};

use std::sync::Arc;

/// A survey that was read.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// The units, in the order of the input
    pub units: Units,
    /// What is to be told, in the order of the input
    pub findings: Vec<Finding>,
    /// What became of every row
    pub books: Books,
    /// The rejected rows, whole
    pub rejected: Vec<RejectedRow>,
    /// The keys, as they are compared, of rows that are struck through, where they can be read
    pub withdrawn: Vec<Arc<str>>,
    /// What it comes to beside a roster, where there is one
    pub coverage: Option<Coverage>,
    /// What a committee decided, where its decisions were given
    pub decisions: Option<Decisions>,
    /// The rows to be looked at once more, and those mended in this run, in the order of the input
    pub doubtful: Doubtful,
}

impl Survey {
    /// The rejected rows of the survey, then those of decisions.
    pub fn all_rejected(&self) -> Vec<&RejectedRow> {
        self.rejected.iter().chain(self.decisions.iter().flat_map(|decisions| &decisions.rejected)).collect()
    }
}
