//! The books: every row that holds data, and what became of it. They balance, or the run fails.

use crate::lang::Text;
use std::sync::Arc;

/// Rows of survey tables, counted. `found = assessed + rejected + merged + withdrawn + unread + mending`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnitRows {
    /// Rows that hold data
    pub found: u64,
    /// Units that first stand here
    pub assessed: u64,
    /// Rows without a full key, or with one that cannot be a key
    pub rejected: u64,
    /// Second and further rows of a unit
    pub merged: u64,
    /// Rows struck through
    pub withdrawn: u64,
    /// Rows of a sheet that matches nothing, or whose columns clash
    pub unread: u64,
    /// Rows of corrections that mended a row of units
    pub mending: u64,
}

impl UnitRows {
    /// Whether every row found is accounted for.
    pub fn balances(&self) -> bool {
        self.found == self.assessed + self.rejected + self.merged + self.withdrawn + self.unread + self.mending
    }

    /// Adds other rows to these.
    pub fn add(&mut self, other: &UnitRows) {
        self.found += other.found;
        self.assessed += other.assessed;
        self.rejected += other.rejected;
        self.merged += other.merged;
        self.withdrawn += other.withdrawn;
        self.unread += other.unread;
        self.mending += other.mending;
    }
}

/// Rows of list sheets, counted. `found = joined + rejected + withdrawn + mending`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListRows {
    /// Rows that hold data
    pub found: u64,
    /// Rows that joined a unit
    pub joined: u64,
    /// Rows without a key, or of a unit that is not in the survey
    pub rejected: u64,
    /// Rows struck through
    pub withdrawn: u64,
    /// Rows of corrections that mended a row of a list
    pub mending: u64,
}

impl ListRows {
    /// Whether every row found is accounted for.
    pub fn balances(&self) -> bool {
        self.found == self.joined + self.rejected + self.withdrawn + self.mending
    }

    /// Adds other rows to these.
    pub fn add(&mut self, other: &ListRows) {
        self.found += other.found;
        self.joined += other.joined;
        self.rejected += other.rejected;
        self.withdrawn += other.withdrawn;
        self.mending += other.mending;
    }
}

/// The books of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileBooks {
    /// The file, as people know it
    pub name: Arc<str>,
    /// Its size
    pub bytes: u64,
    /// BLAKE3 of its bytes, hexadecimal
    pub hash: String,
    /// Why it could not be read to its end, if it could not; then it gives no units
    pub failed: Option<Text>,
    /// Rows of survey tables
    pub rows: UnitRows,
    /// Rows of list sheets
    pub list_rows: ListRows,
    /// The same, sheet by sheet, in order
    pub sheets: Vec<(Arc<str>, UnitRows, ListRows)>,
}

/// The books of a survey, file by file in the order of the input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    /// One a file
    pub files: Vec<FileBooks>,
}

/// A rejected row, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedRow {
    /// The file, as people know it
    pub file: Arc<str>,
    /// The sheet; empty for a text file
    pub sheet: Arc<str>,
    /// The row, from 1
    pub row: u32,
    /// The code of the finding that says why
    pub code: &'static str,
    /// Header and text of each cell that is not blank, in the order of columns
    pub cells: Vec<(String, String)>,
}
