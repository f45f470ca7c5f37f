//! The sheets of one file → its tables, findings and rejected rows: what can be done before other files are known.
//!
//! What always holds: nothing here depends on other files, so files are read at the same time in any order.
//! Deliberately absent: opening files (`formats`), units (`assemble.rs`).

use super::beside::{rows_unread, told_aside};
use super::findings as tell;
use super::header::{Header, Subject};
use super::names::Names;
use super::{Reader, SheetRead, Texts, Told, is_blank_cell};
use crate::rules::dictionary::Complete;
use crate::survey::books::UnitRows;
use crate::survey::cell::words::clean;
use crate::survey::grid::{Cell, Content, Row, Sheet};
use crate::survey::mapping::{Mapping, Matched, prepare};
use jiff::civil::Date;
use std::collections::HashSet;
use std::sync::Arc;

/// A sheet of prose whose first cell ends with this says of itself that it is no survey, and nothing is told about it:
/// the instructions of an empty form, its lists of choices.
pub const NO_DATA_HERE: &str = "本页不填数据";

/// Reads the sheets of a file.
pub fn read_sheets(
    file: &Arc<str>,
    sheets: &[Sheet],
    names: &Names,
    as_of: Date,
    mapping: Option<&Mapping>,
) -> Vec<SheetRead> {
    let mut reader = Reader { file, names, as_of, texts: Texts::default() };
    let mut headers_told = HashSet::new();
    let found: Vec<Matched> = sheets.iter().map(|sheet| prepare(file, sheet, names, mapping)).collect();
    // With no table in the whole file, a row of one cell may be a row too: a text file split at the wrong sign.
    let alone = found.iter().all(|found| found.headers.is_empty() && !found.contested);
    let has_units = found.iter().flat_map(|found| &found.headers).any(|header| header.subject == Subject::Units);
    let mut read = Vec::with_capacity(sheets.len());
    for Matched { sheet, merged, headers, told, contested } in &found {
        let mut out = SheetRead::default();
        out.told.extend(told.iter().map(|finding| Told { finding: finding.clone(), row: None }));
        if headers.is_empty() {
            let rows = sheet.rows.iter().filter(|row| holds_data(row, alone)).count() as u64;
            out.unit_rows = UnitRows { found: rows, unread: rows, ..UnitRows::default() };
            if !sheet.rows.is_empty() && !contested && (alone || rows > 0 || !says_no_data_here(sheet)) {
                let finding = tell::no_table(file, sheet, names, rows, alone);
                out.told.push(Told { finding, row: None });
            }
        }
        for header in headers {
            let findings = tell::about_header(file, sheet, header, names, &mut headers_told);
            out.told.extend(findings.into_iter().map(|finding| Told { finding, row: None }));
            if header.clashes.is_empty() {
                let before = out.unit_rows.found + out.list_rows.found;
                reader.read_table(sheet, merged, header, &mut out);
                let beside = rows_unread(sheet, header);
                out.unit_rows.found += beside;
                out.unit_rows.unread += beside;
                let empty = out.unit_rows.found + out.list_rows.found == before;
                if empty && !(has_units && says_nothing_empty(header, names)) {
                    let finding = tell::no_rows(file, &sheet.name, header.rows.1);
                    out.told.push(Told { finding, row: None });
                }
            } else {
                let rows = rows_under(sheet, header);
                out.unit_rows.found += rows;
                out.unit_rows.unread += rows;
            }
        }
        let aside = told_aside(file, sheet, headers);
        out.told.extend(aside.map(|finding| Told { finding, row: None }));
        read.push(out);
    }
    read
}

fn says_no_data_here(sheet: &Sheet) -> bool {
    let first = sheet.rows.first().and_then(|row| row.cells.first());
    matches!(first, Some((_, Cell { content: Content::Text(text), .. }))
        if clean(text).trim_end_matches([')', '）', '。']).ends_with(NO_DATA_HERE))
}

/// Whether a table without rows leaves everything open: one of a list whose silence means nothing. Beside a table of
/// units it is the sheet of a form that nobody had anything to write on.
fn says_nothing_empty(header: &Header, names: &Names) -> bool {
    let Subject::List(list) = header.subject else { return false };
    names.dictionary.lists.get(list).is_some_and(|list| list.complete == Complete::Unit)
}

/// Whether a row of a sheet without a header may be data. Lines of prose, one cell each, are not, so that a sheet of
/// instructions beside the tables does not count as rows that were not read.
fn holds_data(row: &Row, alone: bool) -> bool {
    let cells = row.cells.iter().filter(|(_, cell)| !is_blank_cell(cell)).count();
    cells > 1 || (cells == 1 && (alone || !row.cells.iter().any(|(_, cell)| matches!(cell.content, Content::Text(_)))))
}

fn rows_under(sheet: &Sheet, header: &Header) -> u64 {
    // A sheet may have as many tables as rows, so rows outside the spans are not gone through.
    let under = |(top, bottom): (u32, u32)| {
        let from = sheet.rows.partition_point(|row| row.number < top);
        sheet.rows.iter().skip(from).take_while(move |row| row.number <= bottom)
    };
    let rows = header.spans.iter().copied().flat_map(under);
    rows.filter(|row| row.cells.iter().any(|(_, cell)| !is_blank_cell(cell))).count() as u64
}
