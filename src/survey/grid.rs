//! A sheet as it was written, before anything is made of it: the one thing that every format is turned into.
//!
//! What always holds: rows and cells are sparse and in order, so a sheet takes memory for what it holds and not
//! for what it declares. Rows count from 1 as spreadsheets show them, columns from 0.

use std::sync::Arc;

/// One sheet.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name; empty for a text file
    pub name: Arc<str>,
    /// Whether it is hidden
    pub hidden: bool,
    /// Rows that have cells, in order
    pub rows: Vec<Row>,
    /// Merged ranges, in order of their first cell
    pub merged: Vec<Range>,
    /// Whether dates count from 1904
    pub epoch_1904: bool,
}

/// One row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its number, from 1
    pub number: u32,
    /// Cells that are not blank, in the order of columns
    pub cells: Vec<(u32, Cell)>,
}

/// A rectangle of cells, all ends belonging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// First row, from 1
    pub top: u32,
    /// First column, from 0
    pub left: u32,
    /// Last row
    pub bottom: u32,
    /// Last column
    pub right: u32,
}

/// A cell that is not blank.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it holds
    pub content: Content,
    /// Whether its text is struck through
    pub struck: bool,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Text, as stored
    Text(Arc<str>),
    /// A number
    Number(f64),
    /// A number shown as a percentage, as stored (0.4 is shown as 40 %)
    Percent(f64),
    /// A number shown as a date, as a serial of the sheet's epoch
    Date(f64),
    /// A date in text form, as OpenDocument stores it: `2021-05-12`
    IsoDate(Arc<str>),
    /// TRUE or FALSE
    Flag(bool),
    /// An error: `#REF!`
    Error(Arc<str>),
    /// A formula without a stored value
    NoValue,
}
