//! A workbook of corrections that comes back → its rows.
//!
//! What always holds: it is recognised by what it holds, whatever its name, wherever its columns were moved to; what
//! was filled in keeps its type, apart from dates, whose epoch is that of this workbook. Only cells that hold something
//! are kept. Deliberately absent: what rows come to (`mend.rs`).

use super::doubtful::text_of;
use super::{FIXED, RECOGNISED_BY, TITLE};
use crate::lang::Text;
use crate::survey::finding::cell_name;
use crate::survey::grid::{Cell, Content, Row, Sheet};
use crate::text;
use std::collections::HashMap;
use std::sync::Arc;

/// How far down the row is looked for that names the columns: people put a line or two above it.
const ABOVE: usize = 20;

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
    /// The columns of its sheet
    pub columns: Arc<FilledColumns>,
    /// Column and what was filled in, where that is something, in the order of columns
    pub cells: Vec<(u32, Cell)>,
    /// Why it cannot be used, whatever it mends
    pub unclear: Option<Text>,
    /// Which file of the input it mends, once that is known
    pub mends: Option<usize>,
}

/// The columns of a sheet of corrections, but those that all of them have.
#[derive(Clone, Debug, Default)]
pub struct FilledColumns {
    /// The row that they are named in
    pub row: u32,
    /// Their headers
    pub headers: HashMap<u32, String>,
    /// Where each header first stands
    pub by_header: HashMap<String, u32>,
}

impl FilledRow {
    /// A cell of it as people find it: `corrections.xlsx › 门栋 1 › K5`.
    pub fn cell(&self, column: u32) -> String {
        format!("{} › {} › {}", self.named.0, self.named.1, cell_name(self.place.2, column))
    }

    /// What was filled in under a header; an error where there is no such column.
    pub fn under(&self, header: &str) -> Option<(u32, Option<&Cell>)> {
        let column = *self.columns.by_header.get(header)?;
        let cell = self.cells.binary_search_by_key(&column, |(c, _)| *c).ok().and_then(|ix| self.cells.get(ix));
        Some((column, cell.map(|(_, cell)| cell)))
    }
}

/// What a sheet of a workbook of corrections is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It holds rows, below the row with this index
    Rows(usize),
    /// The one that says what to do
    Introduction,
    /// One that people added
    Other,
}

/// What a sheet is, if the workbook is one of corrections.
pub fn kind_of(sheet: &Sheet) -> Kind {
    let names_columns = |row: &Row| {
        let texts: Vec<String> = row.cells.iter().map(|(_, cell)| text_of(cell, sheet.epoch_1904)).collect();
        FIXED.iter().take(RECOGNISED_BY).all(|wanted| texts.iter().any(|text| wanted.contains(&text.as_str())))
    };
    match sheet.rows.iter().take(ABOVE).position(names_columns) {
        Some(at) => Kind::Rows(at),
        None if sheet.rows.first().is_some_and(|row| TITLE.contains(&text_at(row, 0, sheet).as_str())) => {
            Kind::Introduction
        }
        None => Kind::Other,
    }
}

/// Whether these are the sheets of a workbook of corrections.
pub fn is_corrections(sheets: &[Sheet]) -> bool {
    sheets.iter().any(|sheet| kind_of(sheet) != Kind::Other)
}

fn text_at(row: &Row, column: u32, sheet: &Sheet) -> String {
    let cell = row.cells.iter().find(|(c, _)| *c == column);
    cell.map_or(String::new(), |(_, cell)| text_of(cell, sheet.epoch_1904))
}

/// The rows of all sheets of a workbook of corrections, which is file number `file` of the input.
pub fn filled_rows(file: usize, name: &Arc<str>, sheets: &[Sheet]) -> Vec<FilledRow> {
    let mut filled = Vec::new();
    for (nth, sheet) in sheets.iter().enumerate() {
        let Kind::Rows(at) = kind_of(sheet) else { continue };
        let Some((header, rows)) = sheet.rows.get(at..).and_then(<[Row]>::split_first) else { continue };
        let (fixed, columns) = columns_of(header, sheet);
        let columns = Arc::new(columns);
        let text = |row: &Row, nth: usize| {
            fixed.get(nth).copied().flatten().map_or(String::new(), |column| text_at(row, column, sheet))
        };
        for row in rows.iter().filter(|row| row.cells.iter().any(|(_, cell)| is_filled(cell, sheet))) {
            let cells =
                row.cells.iter().filter(|(column, cell)| !fixed.contains(&Some(*column)) && is_filled(cell, sheet));
            let cells: Vec<(u32, Cell)> = cells.map(|(column, cell)| (*column, as_filled(cell, sheet))).collect();
            filled.push(FilledRow {
                place: (file, nth, row.number),
                named: (name.clone(), sheet.name.clone()),
                file: text(row, 0),
                sheet: text(row, 1),
                row: text(row, 2).parse().ok(),
                hash: text(row, 3),
                unclear: unclear(&cells, &columns),
                columns: columns.clone(),
                cells,
                mends: None,
            });
        }
    }
    filled
}

/// Where the columns are that all sheets of corrections have, and the others.
fn columns_of(header: &Row, sheet: &Sheet) -> ([Option<u32>; 6], FilledColumns) {
    let mut fixed = [None; 6];
    let mut columns = FilledColumns { row: header.number, ..FilledColumns::default() };
    for (column, cell) in &header.cells {
        let text = text_of(cell, sheet.epoch_1904);
        let own = FIXED.iter().zip(&mut fixed).find(|(names, at)| at.is_none() && names.contains(&text.as_str()));
        match own {
            Some((_, at)) => *at = Some(*column),
            None => {
                columns.by_header.entry(text.clone()).or_insert(*column);
                columns.headers.insert(*column, text);
            }
        }
    }
    (fixed, columns)
}

fn is_filled(cell: &Cell, sheet: &Sheet) -> bool {
    cell.content == Content::NoValue || !text_of(cell, sheet.epoch_1904).is_empty()
}

/// What cannot be told what to make of is not used: a line through a cell may mean that the row is to go, or that the
/// work on it is done.
fn unclear(cells: &[(u32, Cell)], columns: &FilledColumns) -> Option<Text> {
    cells.iter().find_map(|(column, cell)| {
        let header = columns.headers.get(column).filter(|header| !header.is_empty())?;
        if columns.by_header.get(header) != Some(column) {
            return Some(text!("有两列叫 `{header}`", "two columns are headed `{header}`"));
        }
        if cell.content == Content::NoValue {
            return Some(text!("`{header}` 是没有计算结果的公式", "`{header}` is a formula without its result"));
        }
        cell.struck.then(|| {
            text!(
                "`{header}` 带删除线，不知道是不要了还是改好了（不要的行请在原表里整行划掉）",
                "`{header}` is struck through, which may mean that it is to go or that it is done (strike the row of the survey through if it is to go)"
            )
        })
    })
}

fn as_filled(cell: &Cell, sheet: &Sheet) -> Cell {
    let content = match &cell.content {
        Content::Date(_) => Content::Text(text_of(cell, sheet.epoch_1904).into()),
        content => content.clone(),
    };
    Cell { content, ..*cell }
}
