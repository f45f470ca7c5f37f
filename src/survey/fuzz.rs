//! What must hold of reading a survey, whatever the bytes: one function a way in, for fuzzing (`fuzz/`), and run over
//! the fuzzers' corpora by the tests.
//!
//! What always holds: a broken promise is a panic, here on purpose and nowhere else; nothing is read from disk and
//! nothing depends on the day. Deliberately absent: what the right answer is, which other tests know.

use super::cell::read_cell;
use super::files::SurveyFile;
use super::finding::CODES;
use super::formats;
use super::grid::{Cell, Content, Range, Row, Sheet};
use super::identity::assemble::{FileRead, assemble};
use super::options::{Duplicates, Options};
use super::table::names::Names;
use super::table::read_file::read_sheets;
use crate::quantity::UNITS;
use crate::rules::{Dictionary, Field, Value, load};
use jiff::civil::Date;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TODAY: Date = Date::constant(2026, 7, 1);

/// The shipped dictionary, which has a field of every kind.
fn dictionary() -> &'static Dictionary {
    static SHIPPED: OnceLock<Dictionary> = OnceLock::new();
    // The shipped rules load: a test says so.
    SHIPPED.get_or_init(|| load("shanghai", &[]).rules.map(|rules| rules.dictionary).unwrap_or_default())
}

/// One cell: the first byte says which field, the second in which unit of measure its header is, the third what is
/// stored (a text, a number, a percentage, a date, an ISO date), the rest is that.
pub fn cell(data: &[u8]) {
    let [which, unit, stored, rest @ ..] = data else { return };
    let text: Arc<str> = String::from_utf8_lossy(rest).into();
    let number = || f64::from_le_bytes(std::array::from_fn(|at| rest.get(at).copied().unwrap_or(0)));
    let content = match stored % 5 {
        0 => Content::Text(text),
        1 => Content::Number(number()),
        2 => Content::Percent(number()),
        3 => Content::Date(number()),
        _ => Content::IsoDate(text),
    };
    let fields: Vec<&Field> =
        dictionary().fields.iter().chain(dictionary().lists.iter().flat_map(|list| &list.fields)).collect();
    let Some(field) = fields.get(usize::from(*which) % fields.len().max(1)) else { return };
    let unit = UNITS.get(usize::from(*unit));
    let reading = read_cell(field, &Cell { content, struck: false }, unit, &Sheet::default(), TODAY);
    if let Some(doubt) = &reading.doubt {
        assert!(CODES.iter().any(|known| known.0 == doubt.code), "{} is no code", doubt.code);
    }
    assert!(!reading.says_nothing || reading.value == Value::Unknown, "{reading:?} says nothing and has a value");
    if let Value::Number(bounds) = reading.value {
        let ends = [bounds.low(), bounds.high()];
        assert!(ends[0].is_none() || ends[1].is_none() || ends[0] <= ends[1], "{reading:?} is upside down");
        let plausible = |end| field.range.is_none_or(|range| range.admits(end));
        let is_none = field.none.as_ref() == Some(&reading.value);
        assert!(is_none || ends.into_iter().flatten().all(plausible), "{reading:?} is outside the field's range");
    }
}

/// A sheet as tab-separated text: tables, rows, units, books. A line `=2 0 4 1` merges rows 2 to 4 of columns 0 to 1.
pub fn tables(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut sheet = Sheet { name: "表".into(), ..Sheet::default() };
    for line in text.lines().take(2_000) {
        if let Some(range) = line.strip_prefix('=') {
            let ends: Vec<u32> = range.split(' ').filter_map(|end| end.parse().ok()).collect();
            if let [top, left, bottom, right] = ends[..] {
                sheet.merged.push(Range { top, left, bottom, right });
            }
            continue;
        }
        let cells = line.split('\t').zip(0..).filter(|(text, _)| !text.is_empty());
        let cell = |text: &str| {
            let content = text.parse().map_or_else(|_| Content::Text(text.into()), Content::Number);
            Cell { content, struck: text.starts_with('~') }
        };
        let number = sheet.rows.len() as u32 + 1;
        sheet.rows.push(Row { number, cells: cells.map(|(text, column)| (column, cell(text))).collect() });
    }
    balances(&[sheet]);
}

/// A text file, of any encoding.
pub fn text_file(data: &[u8]) {
    file(data, "表.csv");
}

/// A workbook as it lies on the disk.
pub fn container(data: &[u8]) {
    file(data, "表.xlsx");
}

/// The parts of a workbook, packed here, so that what is damaged is the text within: sheet, texts, styles and
/// workbook, with a zero byte between them.
pub fn workbook(data: &[u8]) {
    const PARTS: [&str; 4] = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"];
    const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    let mut pack = |name: &str, part: &[u8]| {
        packed.start_file(name, SimpleFileOptions::default()).ok()?;
        packed.write_all(part).ok()
    };
    let mut parts = data.split(|byte| *byte == 0);
    let packed_all = PARTS.iter().all(|name| match parts.next() {
        Some(part) if !part.is_empty() => pack(name, part).is_some(),
        _ if *name == "xl/workbook.xml" => pack(name, BOOK.as_bytes()).is_some(),
        _ => true,
    });
    let with_relations = pack("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes());
    if let (true, Some(()), Ok(packed)) = (packed_all, with_relations, packed.finish()) {
        file(packed.get_ref(), "表.xlsx");
    }
}

/// Opens bytes as a file of that name, and reads what it holds.
fn file(bytes: &[u8], name: &str) {
    // Without a reader program: what that would read, dies alone.
    let at = SurveyFile { path: PathBuf::from(name), name: name.into() };
    match formats::read(bytes, &at, &Options::on(TODAY)) {
        Ok((sheets, notes)) => {
            notes.iter().for_each(|(code, ..)| assert!(CODES.iter().any(|known| known.0 == *code), "{code}"));
            for sheet in &sheets {
                assert!(sheet.rows.is_sorted_by(|a, b| a.number < b.number), "rows in disorder");
                let in_order = |row: &Row| row.cells.is_sorted_by(|a, b| a.0 < b.0);
                assert!(sheet.rows.iter().all(in_order), "cells in disorder");
            }
            balances(&sheets);
        }
        Err(error) => assert!(!error.message.zh.is_empty() && !error.message.en.is_empty(), "refused without a word"),
    }
}

/// Makes units of sheets: the books balance, and every unit has a name.
fn balances(sheets: &[Sheet]) {
    let (names, name) = (Names::new(dictionary()), Arc::from("表"));
    let of_sheets = read_sheets(&name, sheets, &names, TODAY, None);
    let read = FileRead {
        name,
        sheets: sheets.iter().map(|sheet| sheet.name.clone()).zip(of_sheets).collect(),
        ..FileRead::default()
    };
    match assemble(vec![read], dictionary(), Duplicates::Report) {
        Ok(survey) => (0..survey.units.count).for_each(|unit| assert!(!survey.units.name(unit).is_empty())),
        Err(unbalanced) => panic!("the books do not balance: {unbalanced:?}"),
    }
}
