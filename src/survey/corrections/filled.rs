//! A workbook of corrections that comes back → its rows.
//!
//! What always holds: it is recognised by what it holds, whatever its name; what was filled in keeps its type, apart
//! from dates, whose epoch is that of this workbook. Deliberately absent: what rows come to (`mend.rs`).

use super::doubtful::text_of;
use super::{FIXED, TITLE};
use crate::survey::finding::cell_name;
use crate::survey::grid::{Cell, Content, Row, Sheet};
use std::sync::Arc;

/// A row of corrections.
#[derive(Clone, Debug)]
pub struct FilledRow {
    /// Which file of the input it stands in, which of its sheets and which row
    pub place: (usize, usize, u32),
    /// That file, and that sheet
    pub named: (Arc<str>, Arc<str>),
    /// The file that it mends
    pub file: String,
    /// The sheet
    pub sheet: String,
    /// The row, if that is a number
    pub row: Option<u32>,
    /// The hash of what was shown
    pub hash: String,
    /// Header, column here, and what was filled in
    pub cells: Vec<(String, u32, Option<Cell>)>,
}

impl FilledRow {
    /// A cell of it as people find it: `corrections.xlsx › 门栋 1 › K5`.
    pub fn cell(&self, column: u32) -> String {
        format!("{} › {} › {}", self.named.0, self.named.1, cell_name(self.place.2, column))
    }
}

/// Whether these are the sheets of a workbook of corrections.
pub fn is_corrections(sheets: &[Sheet]) -> bool {
    let begins =
        |sheet: &Sheet| sheet.rows.first().is_some_and(|row| row.number == 1 && text_at(row, 0, sheet) == TITLE);
    sheets.iter().any(|sheet| has_rows(sheet) || begins(sheet))
}

/// Whether a sheet is one of corrections.
fn has_rows(sheet: &Sheet) -> bool {
    let is_fixed = |row: &Row| FIXED.iter().zip(0..).all(|(text, column)| text_at(row, column, sheet) == *text);
    sheet.rows.first().is_some_and(is_fixed)
}

fn text_at(row: &Row, column: u32, sheet: &Sheet) -> String {
    let cell = row.cells.iter().find(|(c, _)| *c == column);
    cell.map_or(String::new(), |(_, cell)| text_of(cell, sheet.epoch_1904))
}

/// The rows of all sheets of a workbook of corrections, which is file number `file` of the input.
pub fn filled_rows(file: usize, name: &Arc<str>, sheets: &[Sheet]) -> Vec<FilledRow> {
    let mut filled = Vec::new();
    for (nth, sheet) in sheets.iter().enumerate().filter(|(_, sheet)| has_rows(sheet)) {
        let Some((header, rows)) = sheet.rows.split_first() else { continue };
        let first = FIXED.len() as u32;
        let last = rows.iter().chain([header]).filter_map(|row| row.cells.last()).map(|(c, _)| *c).max().unwrap_or(0);
        let headers: Vec<(u32, String)> =
            (first..=last).map(|column| (column, text_at(header, column, sheet))).collect();
        for row in rows.iter().filter(|row| row.cells.iter().any(|(_, c)| !text_of(c, sheet.epoch_1904).is_empty())) {
            let cell = |column: u32| {
                let found = row.cells.iter().find(|(c, _)| *c == column).map(|(_, cell)| cell);
                found.filter(|cell| !text_of(cell, sheet.epoch_1904).is_empty()).map(|cell| as_filled(cell, sheet))
            };
            filled.push(FilledRow {
                place: (file, nth, row.number),
                named: (name.clone(), sheet.name.clone()),
                file: text_at(row, 0, sheet),
                sheet: text_at(row, 1, sheet),
                row: text_at(row, 2, sheet).parse().ok(),
                hash: text_at(row, 3, sheet),
                cells: headers.iter().map(|(column, text)| (text.clone(), *column, cell(*column))).collect(),
            });
        }
    }
    filled
}

fn as_filled(cell: &Cell, sheet: &Sheet) -> Cell {
    let content = match &cell.content {
        Content::Date(_) => Content::Text(text_of(cell, sheet.epoch_1904).into()),
        content => content.clone(),
    };
    Cell { content, struck: false }
}
