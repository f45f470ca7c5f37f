//! Cells as people fill them in, and what becomes of each: the table that documents [`super::read_cell`].
//!
//! One file a subject. Each line is: what stands in the cell, the field, the unit of measure of its header (empty:
//! none), what it is read as, and the code of the finding (empty: none). The tests here hold the program to it, and
//! `docs/cells.md` is printed from it, so page and behaviour cannot part.

mod boxes;
mod days;
mod estimates;
mod fields;
mod lengths;
mod page;
mod properties;
mod same;
mod shares;
mod stored;
mod together;
mod wordings;

use super::reading::Reading;
use super::{compound::split_compound, read_cell};
use crate::quantity::unit_named;
use crate::survey::finding::{CODES, FindingSeverity, severity};
use crate::survey::grid::{Cell, Content, Sheet};
use fields::{field, show};
use jiff::civil::{Date, date};

/// Cases of one subject.
pub struct Group {
    pub title: &'static str,
    /// What holds for all of them, in a sentence or two
    pub about: &'static str,
    pub rows: Rows,
}

/// The lines of a group.
pub enum Rows {
    /// Text, field, header's unit, read as, code
    Texts(&'static [(&'static str, &'static str, &'static str, &'static str, &'static str)]),
    /// The same for what spreadsheets store
    Stored(&'static [(Held, &'static str, &'static str, &'static str, &'static str)]),
    /// The text above, the text, field, read as, code
    Same(&'static [(&'static str, &'static str, &'static str, &'static str, &'static str)]),
    /// Text, fields, its parts
    Together(&'static [(&'static str, &'static str, &'static str)]),
}

/// What a spreadsheet stores in a cell.
#[derive(Clone, Copy)]
pub enum Held {
    Number(f64),
    Percent(f64),
    Date(f64),
    /// A date of a workbook that counts from 1904
    Date1904(f64),
    Iso(&'static str),
    Flag(bool),
    Error(&'static str),
    NoValue,
    Struck(&'static str),
}

/// In the order of the page.
pub const GROUPS: &[Group] = &[
    lengths::UNITS,
    lengths::NUMERALS,
    lengths::IMPLAUSIBLE,
    estimates::ESTIMATES,
    estimates::NOTES,
    estimates::PIPES,
    estimates::COUNTS,
    days::YEARS,
    days::DAYS,
    shares::SHARES,
    shares::MONEY,
    wordings::CHOICES,
    wordings::FLAGS,
    boxes::BOXES,
    wordings::SILENT,
    wordings::FREE_TEXT,
    same::SAME,
    together::TOGETHER,
    stored::STORED,
    wordings::UNCLEAR,
];

/// The day of the run in these cases.
pub const AS_OF: Date = date(2025, 11, 3);

fn text(text: &str) -> Cell {
    Cell { content: Content::Text(text.into()), struck: false }
}

impl Held {
    fn cell(self) -> (Cell, bool) {
        let content = match self {
            Held::Number(number) => Content::Number(number),
            Held::Percent(share) => Content::Percent(share),
            Held::Date(serial) | Held::Date1904(serial) => Content::Date(serial),
            Held::Iso(text) => Content::IsoDate(text.into()),
            Held::Flag(flag) => Content::Flag(flag),
            Held::Error(error) => Content::Error(error.into()),
            Held::NoValue => Content::NoValue,
            Held::Struck(text) => Content::Text(text.into()),
        };
        (Cell { content, struck: matches!(self, Held::Struck(_)) }, matches!(self, Held::Date1904(_)))
    }
}

fn reading(cell: &Cell, name: &str, unit: &str, epoch_1904: bool) -> Reading {
    let sheet = Sheet { epoch_1904, ..Sheet::default() };
    let reading = read_cell(&field(name), cell, unit_named(unit), &sheet, AS_OF);
    sound(&reading);
    reading
}

/// What holds for every reading: its doubt has a known code and texts, and a note has a reading, a warning has none.
fn sound(reading: &Reading) {
    let Some(doubt) = &reading.doubt else { return };
    assert!(CODES.iter().any(|entry| entry.0 == doubt.code), "{}", doubt.code);
    assert!(!doubt.message.zh.is_empty() && !doubt.message.en.is_empty());
    assert_eq!(severity(doubt.code) == FindingSeverity::Note, !doubt.reading.is_empty(), "{doubt:?}");
}

fn told(reading: &Reading, name: &str) -> (String, &'static str) {
    (show(&reading.value, &field(name)), reading.doubt.as_ref().map_or("", |doubt| doubt.code))
}

/// What a cell says under a cell of the same column.
fn below(above: &str, here: &str, name: &str) -> Reading {
    let above = reading(&text(above), name, "", false);
    let reading = reading(&text(here), name, "", false).below(Some(&above), &field(name));
    sound(&reading);
    reading
}

fn parts(written: &str, names: &str) -> String {
    let fields: Vec<_> = names.split(' ').map(field).collect();
    let fields: Vec<_> = fields.iter().collect();
    split_compound(&text(written).content, &fields).map_or("整格".into(), |parts| parts.join(" | "))
}

#[test]
fn every_cell_is_read_as_the_table_says() {
    let mut wrong = Vec::new();
    let mut compare = |what: String, got: (String, &str), want: (&str, &str)| {
        if (got.0.as_str(), got.1) != want {
            wrong.push(format!("{what}: {got:?}, not {want:?}"));
        }
    };
    for group in GROUPS {
        match group.rows {
            Rows::Texts(rows) => rows.iter().for_each(|(written, name, unit, value, code)| {
                let got = told(&reading(&text(written), name, unit, false), name);
                compare(format!("`{written}` as {name}"), got, (value, code));
            }),
            Rows::Stored(rows) => rows.iter().for_each(|(held, name, unit, value, code)| {
                let (cell, epoch_1904) = held.cell();
                let got = told(&reading(&cell, name, unit, epoch_1904), name);
                compare(format!("{:?} as {name}", cell.content), got, (value, code));
            }),
            Rows::Same(rows) => rows.iter().for_each(|(above, here, name, value, code)| {
                compare(format!("`{here}` under `{above}`"), told(&below(above, here, name), name), (value, code));
            }),
            Rows::Together(rows) => rows.iter().for_each(|(written, names, want)| {
                compare(format!("`{written}` as {names}"), (parts(written, names), ""), (want, ""));
            }),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_no_text_is_not_taken_apart() {
    let (a, b) = (field("层数"), field("户数"));
    // 6/24 that the spreadsheet made a date of.
    for content in [Content::Date(44371.0), Content::Number(6.24), Content::NoValue, Content::Percent(0.4)] {
        assert_eq!(split_compound(&content, &[&a, &b]), None);
    }
}

#[test]
fn silence_and_none_are_told_apart() {
    let says = |written: &str, name: &str| {
        let reading = reading(&text(written), name, "", false);
        (reading.says_nothing, reading.says_none)
    };
    assert_eq!(says("不详", "净宽"), (true, false));
    assert_eq!(says(" ", "净宽"), (true, false));
    assert_eq!(says("无", "净宽"), (false, true));
    assert_eq!(says("——", "净宽"), (false, true));
    // A spelling of the field's own is a value, and no word for none.
    assert_eq!(says("无", "保护"), (false, false));
    assert_eq!(says("无", "电梯"), (false, false));
    assert_eq!(says("1.2", "净宽"), (false, false));
}

#[test]
fn the_likely_unit_is_suggested_and_numbers_are_shown_with_their_units() {
    let told = |written: &str, unit: &str| {
        let doubt = reading(&text(written), "净宽", unit, false).doubt.unwrap();
        (doubt.message.zh, doubt.suggestion.unwrap().zh)
    };
    let (message, suggestion) = told("1200", "");
    assert_eq!(message, "`1200`（1200m）超出 `净宽` 的合理范围 0.5~5m，可能单位不对，按未知处理");
    assert_eq!(suggestion, "如果是以 mm 计（即 1.2m），请写明单位");
    assert_eq!(told("1.2", "mm").1, "如果是以 m 计（即 1.2m），请写明单位");
    assert_eq!(told("1100~1200", "").1, "如果是以 mm 计（即 1.1~1.2m），请写明单位");
    assert_eq!(told("1200m", "").1, "如果是以 mm 计（即 1.2m），请改正单位");
}

#[test]
fn findings_show_what_a_cell_was_read_as() {
    let read_as = |reading: Reading| reading.doubt.unwrap().reading;
    assert_eq!(read_as(reading(&text("1100(最窄处)"), "净宽", "mm", false)), "1.1m");
    assert_eq!(read_as(reading(&text("砖混（见注1）"), "结构", "", false)), "砖混");
    assert_eq!(read_as(below("砖混（见注1）", "同上", "结构")), "砖混");
    assert_eq!(read_as(below("1m20", "同上", "净宽")), "1.2m");
    assert_eq!(read_as(below("是", "同上", "电梯")), "是");
}

#[test]
fn what_stood_there_is_kept_as_the_cell_shows_it() {
    let (cell, epoch) = Held::Date1904(42886.0).cell();
    assert_eq!(&*reading(&cell, "日期", "", epoch).written, "2021-06-01");
    assert_eq!(&*reading(&Held::Struck("1.2").cell().0, "净宽", "", false).written, "1.2");
    assert_eq!(&*below("1.2", "同上", "净宽").written, "同上");
}
