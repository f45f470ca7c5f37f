//! Workbooks and text files → [`Units`] with typed fields, each value with its cell; [`Finding`]s; the [`Books`]
//! of rows.
//!
//! In phases, each in its own place: `files` walks folders, `formats` turns a file into [`grid::Sheet`]s (nothing
//! else opens a survey); `header` finds the tables in a sheet by the dictionary, `table_rows` reads the rows under a
//! header, `cell` reads one cell; then, over all files, `identity` finds which rows are one unit, `merge` what they
//! come to, `lists` joins lists to them, `assemble` closes the books. What always holds: every row that holds data is
//! accounted for, or reading fails. Deliberately absent: the rules' logic, grades, output formats.

mod assemble;
pub mod books;
mod calendar;
pub mod cell;
#[cfg(test)]
mod cell_cases;
mod choices;
mod figure;
pub mod files;
pub mod finding;
pub mod formats;
pub mod grid;
mod header;
mod header_search;
pub mod header_text;
mod identity;
mod key;
#[cfg(test)]
mod list_cases;
mod lists;
#[cfg(test)]
mod made_up;
#[cfg(test)]
mod made_up_survey;
mod measure;
mod merge;
mod merged;
mod names;
mod numeral;
pub mod options;
mod placed;
mod pool;
pub mod read;
mod read_file;
mod read_once;
pub mod reading;
mod row_kind;
#[cfg(test)]
mod survey_cases;
mod table;
mod table_findings;
mod table_rows;
pub mod units;
pub mod words;

pub use assemble::Unbalanced;
pub use books::{Books, FileBooks, ListRows, RejectedRow, UnitRows};
pub use cell::read_cell;
pub use files::{InputError, SurveyFile, find_files};
pub use finding::{Finding, FindingSeverity};
pub use formats::{OpenError, Opened, open};
pub use header_text::{HeaderText, split_header};
pub use options::{Duplicates, Options};
pub use read::{Progress, ReadError, read};
pub use reading::{Doubt, Reading};
pub use units::{Column, Items, Origin, Units, Values};

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
}
