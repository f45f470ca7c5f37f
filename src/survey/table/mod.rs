//! A table as read: what stood under a header, column by column, one entry a row.
//!
//! What always holds: every column is as long as there are rows that were kept; every other row that holds data is
//! counted as rejected, withdrawn or unread. Deliberately absent: how rows are read (`rows.rs`), which of them
//! make one unit (`identity.rs`).

pub(super) mod beside;
pub(super) mod compound;
pub(super) mod findings;
pub(super) mod header;
pub(super) mod header_search;
pub mod header_text;
pub(super) mod list_text;
pub(super) mod merged;
pub(super) mod names;
pub(super) mod placed;
pub(super) mod read_file;
mod read_once;
pub(super) mod recognised;
pub(super) mod row_kind;
mod rows;
mod same_as_above;

use crate::rules::FieldIx;
use crate::rules::value::Value;
use crate::survey::books::{ListRows, RejectedRow, UnitRows};
use crate::survey::cell::words::is_blank;
use crate::survey::finding::Finding;
use crate::survey::grid::{Cell, Content};
use foldhash::HashSet;
use header::Subject;
use jiff::civil::Date;
use list_text::TextColumn;
use names::Names;
use std::sync::Arc;

/// A table as read: every column as long as there are rows.
#[derive(Debug)]
pub struct Table {
    /// What it is about
    pub subject: Subject,
    /// Whether it has a column for each key field; without, all its rows are rejected
    pub has_keys: bool,
    /// The column of each key field, from 0, in the dictionary's order
    pub key_columns: Vec<Option<u32>>,
    /// The rows that were kept
    pub rows: Vec<KeptRow>,
    /// Fields of the unit, or of the list's items
    pub fields: Vec<FieldColumn>,
    /// Columns that give one item of a list
    pub items: Vec<ItemColumn>,
    /// Columns of text about a list
    pub texts: Vec<TextColumn>,
    /// Columns that are carried through, those of text about a list among them
    pub carried: Vec<CarriedColumn>,
    /// In a table of a list: what each row says
    pub says: Vec<Says>,
}

/// A row that was kept.
#[derive(Debug)]
pub struct KeptRow {
    /// Which row, from 1
    pub row: u32,
    /// Its key as keys are compared
    pub key: Arc<str>,
    /// The parts of its key as written
    pub shown: Box<[Arc<str>]>,
}

/// A column of one field.
#[derive(Debug)]
pub struct FieldColumn {
    /// The field of the unit, or of the list
    pub field: FieldIx,
    /// What each row holds; `None` where blank
    pub cells: Vec<Option<ReadCell>>,
}

/// A cell that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadCell {
    /// What was made of it
    pub value: Value,
    /// Where it stands: a merged cell where it begins
    pub at: (u32, u32),
    /// What it showed
    pub written: Arc<str>,
}

/// A column that gives one item of a list.
#[derive(Debug)]
pub struct ItemColumn {
    /// Which list, and which of its columns
    pub meaning: (usize, usize),
    /// The column, from 0
    pub column: u32,
    /// What each row says
    pub cells: Vec<(Says, Option<ReadCell>)>,
}

/// What is said of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Nothing: it may or may not exist
    Nothing,
    /// There is none
    None,
    /// It exists
    Item,
}

/// A column that is carried through.
#[derive(Debug)]
pub struct CarriedColumn {
    /// Its header, as the outputs show it
    pub header: String,
    /// What each row shows
    pub cells: Vec<Option<Arc<str>>>,
}

/// A finding, and the row it is about where that row was kept: the unit's name is put in when it is known.
#[derive(Debug)]
pub struct Told {
    /// The finding
    pub finding: Finding,
    /// Table and row, counted from 0 among those of the sheet
    pub row: Option<(usize, usize)>,
}

/// What came of a sheet.
#[derive(Debug, Default)]
pub struct SheetRead {
    /// Its tables, from top to bottom
    pub tables: Vec<Table>,
    /// Rows of units: found, rejected, withdrawn, unread
    pub unit_rows: UnitRows,
    /// Rows of lists: found, rejected, withdrawn
    pub list_rows: ListRows,
    /// What is to be told
    pub told: Vec<Told>,
    /// The rejected rows
    pub rejected: Vec<RejectedRow>,
    /// The keys, as they are compared, of units whose rows are struck through
    pub withdrawn: Vec<Arc<str>>,
}

/// Texts that occur again and again, kept once.
#[derive(Default)]
pub struct Texts(HashSet<Arc<str>>);

impl Texts {
    /// The one copy of a text.
    pub fn one(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let new: Arc<str> = Arc::from(text);
        self.0.insert(new.clone());
        new
    }
}

/// What reading the sheets of a file needs to know.
pub struct Reader<'a> {
    /// The file, as people know it
    pub file: &'a Arc<str>,
    /// What headers mean
    pub names: &'a Names<'a>,
    /// The day of the run
    pub as_of: Date,
    /// The file's texts
    pub texts: Texts,
}

/// Whether a cell shows nothing.
pub fn is_blank_cell(cell: &Cell) -> bool {
    matches!(&cell.content, Content::Text(text) if text.chars().all(is_blank))
}
