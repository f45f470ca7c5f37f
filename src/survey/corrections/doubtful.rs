//! Rows of a sheet, whole, as a workbook of corrections shows them.
//!
//! What always holds: a row's hash depends on the texts of the cells that hold for it (merged ones too) and their
//! columns, not on its number. Only the rows asked for are kept. Deliberately absent: which rows those are.

use super::FIXED;
use crate::survey::cell::words::is_blank;
use crate::survey::cell::written;
use crate::survey::finding::column_name;
use crate::survey::grid::{Cell, Row, Sheet};
use crate::survey::mapping::{Mapping, Matched, prepare};
use crate::survey::table::findings::nameless;
use crate::survey::table::header::{Header, HeaderColumn, Role, Subject};
use crate::survey::table::merged::Merged;
use crate::survey::table::names::{Meaning, Names};
use crate::survey::table::placed::{Placed, Placing};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A row to be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoubtfulRow {
    /// The file, as people know it
    pub file: Arc<str>,
    /// The sheet; empty for a text file
    pub sheet: Arc<str>,
    /// The row, from 1
    pub row: u32,
    /// What it is recognised by when it comes back
    pub hash: String,
    /// Whether it was mended in this run
    pub mended: bool,
    /// The columns of its table
    pub layout: Arc<Layout>,
    /// What stands in each of them
    pub cells: Vec<DoubtfulCell>,
}

/// The columns of a table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Layout {
    /// The list that it is about, by its label; `None` for units
    pub list: Option<String>,
    /// Their headers, no two alike
    pub headers: Vec<String>,
    /// The ids of the fields in each, several where it is read as several
    pub fields: Vec<Vec<String>>,
    /// Whether each is one of the key's
    pub keys: Vec<bool>,
}

/// What stands in a column of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoubtfulCell {
    /// Its text; empty where it is blank
    pub text: String,
    /// Where it stands: a merged cell where it begins
    pub at: (u32, u32),
}

/// Column, text and place of a cell that holds for a row.
pub type CellText = (u32, String, (u32, u32));

/// The rows asked for (each perhaps for one of its cells) of a sheet. Asked for a cell that is merged over several
/// rows, all of them are given. `mended` are the hashes of those that were mended, as they were before.
pub fn doubtful_rows_of(
    file: &Arc<str>,
    sheet: &Sheet,
    names: &Names,
    mapping: Option<&Mapping>,
    asked: &BTreeSet<(u32, Option<u32>)>,
    mended: &HashMap<u32, String>,
) -> Vec<DoubtfulRow> {
    let Matched { sheet, merged, headers, .. } = &prepare(file, sheet, names, mapping);
    let mut rows = BTreeSet::new();
    for (row, column) in asked {
        match column.and_then(|column| merged.holding(*row, column)) {
            // The rows that stand there, and not the million that a merged cell may claim.
            Some(range) => {
                let from = sheet.rows.partition_point(|r| r.number < range.top);
                rows.extend(
                    sheet.rows.iter().skip(from).map(|r| r.number).take_while(|number| *number <= range.bottom),
                );
            }
            None => drop(rows.insert(*row)),
        }
    }
    let mut found = Vec::new();
    for header in headers.iter().filter(|header| header.clashes.is_empty()) {
        let mut of_table: Vec<(u32, Vec<CellText>)> = Vec::new();
        let mut columns: BTreeSet<u32> = header.columns.iter().map(|column| column.column).collect();
        for_each_row(sheet, merged, header, &rows, |row, placed| {
            let cells = texts(sheet, placed);
            columns.extend(cells.iter().map(|(column, ..)| *column));
            of_table.push((row.number, cells));
        });
        let columns: Vec<u32> = columns.into_iter().collect();
        let layout = Arc::new(Layout {
            list: match header.subject {
                Subject::Units => None,
                Subject::List(list) => names.dictionary.lists.get(list).map(|list| list.label.clone()),
            },
            headers: headers_of(header, &columns),
            fields: columns.iter().map(|column| fields_of(header, *column, names)).collect(),
            keys: columns.iter().map(|column| is_key(header, *column, names)).collect(),
        });
        for (row, cells) in of_table {
            let hash = mended.get(&row).cloned();
            let shown = |column: &u32| {
                let cell = cells.binary_search_by_key(column, |(c, ..)| *c).ok().and_then(|at| cells.get(at));
                cell.map_or(DoubtfulCell { text: String::new(), at: (row, *column) }, |(_, text, at)| DoubtfulCell {
                    text: text.clone(),
                    at: *at,
                })
            };
            found.push(DoubtfulRow {
                file: file.clone(),
                sheet: sheet.name.clone(),
                row,
                mended: hash.is_some(),
                hash: hash.unwrap_or_else(|| hash_of(&cells)),
                layout: layout.clone(),
                cells: columns.iter().map(shown).collect(),
            });
        }
    }
    found
}

/// Goes down those rows of a table that hold something.
pub fn for_each_row<'s>(
    sheet: &'s Sheet,
    merged: &'s Merged,
    header: &'s Header,
    rows: &BTreeSet<u32>,
    mut each: impl FnMut(&'s Row, &[Placed<'s>]),
) {
    for (top, bottom) in &header.spans {
        if top > bottom {
            continue;
        }
        let mut placing = Placing::new(sheet, header, merged, *top);
        for number in rows.range(top..=bottom) {
            let row = sheet.rows.binary_search_by_key(number, |row| row.number).ok().and_then(|ix| sheet.rows.get(ix));
            let Some(row) = row else { continue };
            let placed = placing.row(row);
            if placed.iter().any(|p| p.own) {
                each(row, &placed);
            }
        }
    }
}

/// Column, text and place of each cell that holds for a row, one a column; what a mapping file fills is not shown, for it
/// follows the row above.
pub(super) fn texts(sheet: &Sheet, placed: &[Placed]) -> Vec<CellText> {
    let mut texts: Vec<CellText> = Vec::with_capacity(placed.len());
    for p in placed.iter().filter(|p| p.own || p.is_merged()) {
        if texts.last().is_none_or(|(column, ..)| *column != p.column) {
            texts.push((p.column, text_of(p.cell, sheet.epoch_1904), p.at));
        }
    }
    texts
}

/// What a cell shows, as it is compared with what was filled in.
pub fn text_of(cell: &Cell, epoch_1904: bool) -> String {
    let written = written(&cell.content, epoch_1904);
    let text = written.trim_matches(is_blank);
    // Carriage returns and the like do not survive in a workbook.
    let is_lost = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.replace(is_lost, "")
}

/// What a row is recognised by.
pub(super) fn hash_of(cells: &[CellText]) -> String {
    let mut hasher = blake3::Hasher::new();
    for (column, text, _) in cells {
        hasher.update(column_name(*column).as_bytes()).update(b"\x1f");
        hasher.update(text.as_bytes()).update(b"\x1e");
    }
    // Begins with a letter: twelve figures, or `12e4…`, would become a number on the way.
    hasher.finalize().to_hex().chars().take(12).fold(String::from("h"), |hash, c| hash + c.encode_utf8(&mut [0; 4]))
}

/// The headers of these columns; a second one of the same text is numbered.
pub fn headers_of(header: &Header, columns: &[u32]) -> Vec<String> {
    // None of them is to be taken for one that all sheets of corrections have.
    let mut seen: HashMap<String, usize> = FIXED.iter().flatten().map(|name| (name.to_string(), 1)).collect();
    let of = |column: &u32| {
        let known = column_of(header, *column).map(|c| c.shown_whole().trim().replace('\r', ""));
        let text = known.filter(|text| !text.is_empty()).unwrap_or_else(|| nameless(*column));
        let nth = seen.entry(text.clone()).or_default();
        *nth += 1;
        if *nth == 1 { text } else { format!("{text} ({nth})") }
    };
    columns.iter().map(of).collect()
}

/// A column of a header, which has them in order.
fn column_of(header: &Header, column: u32) -> Option<&HeaderColumn> {
    header.columns.binary_search_by_key(&column, |c| c.column).ok().and_then(|at| header.columns.get(at))
}

fn meanings<'h>(header: &'h Header, column: u32) -> impl Iterator<Item = Meaning> + use<'h> {
    column_of(header, column).into_iter().flat_map(HeaderColumn::meanings)
}

fn fields_of(header: &Header, column: u32, names: &Names) -> Vec<String> {
    let of_text = column_of(header, column).into_iter().filter_map(|c| match c.role {
        Role::FreeText(list) => names.dictionary.lists.get(list).map(|list| list.id.clone()),
        _ => None,
    });
    meanings(header, column).map(|meaning| names.id(meaning)).chain(of_text).collect()
}

fn is_key(header: &Header, column: u32, names: &Names) -> bool {
    meanings(header, column).any(|meaning| match meaning {
        Meaning::Field(ix) => names.dictionary.fields.get(ix).is_some_and(|field| field.key),
        _ => false,
    })
}
