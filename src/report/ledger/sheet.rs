//! How a sheet of the ledger looks, on the screen and on paper.
//!
//! What always holds: rows are written in their order, and those of a large sheet are not held (100,000 units are
//! millions of cells) but stand in a temporary file; two rows of headers, of which the lower one filters; nothing is
//! merged. On paper (A3 across) what is said stands on the
//! first page across, and names and headers on every page.

use super::cells::{Cell, cell, grade_words};
use super::columns::{Column, Part, columns, foot};
use super::title;
use crate::lang::Lang;
use crate::report::outputs::Made;
use crate::report::palette;
use crate::report::unit_table::{Decided, Sort, Source};
use crate::report::workbook::looks::Looks;
use crate::report::workbook::{cell_text, new_workbook, print_setup, sheet_name, width, write_text};
use crate::rules::Kind;
use crate::rules::ruleset::Grade;
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

/// Rows above the units.
pub const HEADERS: u32 = 2;
/// Units whose texts say how wide a column has to be.
const SAMPLE: usize = 2_000;
/// Excel's number for A3.
const A3: u8 = 8;
/// Per cent of its size at which the ledger is printed, and how many characters a page of A3 then has across.
const SCALE: u16 = 65;
const PAGE: f64 = 245.0;
/// Height of a line of text in points, and most lines that a row shows.
const LINE: f64 = 12.75;
const LINES: usize = 16;

/// The formats of the ledger's cells.
struct Formats {
    text: Format,
    /// Long texts, in small
    long: Format,
    centred: Format,
    number: Format,
    metres: Format,
    day: Format,
    /// By class: on its tint
    classes: [Format; 3],
    /// By grade: in its ink alone
    plain: [Format; 3],
    /// By grade: in its ink, slanted
    provisional: [Format; 3],
    faint: Format,
}

impl Formats {
    fn new(looks: &Looks) -> Formats {
        // A text does not touch the number before it.
        let text = looks.text.clone().set_text_wrap().set_indent(1);
        let number = looks.number.clone().set_align(FormatAlign::Right).set_indent(1);
        let centred = looks.text.clone().set_text_wrap().set_align(FormatAlign::Center);
        let ink = |class: Grade| centred.clone().set_font_color(Color::RGB(palette::of(class).ink));
        Formats {
            metres: number.clone().set_num_format("0.00##"),
            number,
            day: centred.clone().set_num_format("yyyy-mm-dd"),
            classes: Grade::ALL.map(|class| looks.class(class)),
            plain: Grade::ALL.map(ink),
            provisional: Grade::ALL.map(|class| ink(class).set_italic()),
            faint: centred.clone().set_font_color(Color::RGB(0x8A929C)),
            long: looks.text.clone().set_text_wrap().set_font_size(9),
            text,
            centred,
        }
    }
}

/// The workbook of these units, `of` whom its title says; the rows of more than `held` stand in a temporary file.
pub fn workbook(made: &Made, of: &str, units: &[usize], held: usize) -> Result<Workbook, XlsxError> {
    let (answers, lang) = (&made.answers, made.answers.lang);
    let title = title(of, lang);
    let mut workbook = new_workbook(&title)?;
    let looks = Looks::default();
    let formats = Formats::new(&looks);
    let columns = columns(answers, made.table);
    let widths: Vec<f64> = columns.iter().map(|column| width_of(made, column, units)).collect();
    // A sheet of ordinary size wants no temporary file, for which there may be no room.
    let sheet = match units.len() > held {
        true => workbook.add_worksheet_with_low_memory()?,
        false => workbook.add_worksheet(),
    };
    sheet.set_name(sheet_name(lang.pick("台账", "ledger"), "ledger"))?;
    for (width, at) in widths.iter().zip(0_u16..) {
        sheet.set_column_width(at, *width)?;
    }
    headers(sheet, &looks, &columns, &widths)?;
    for (&unit, row) in units.iter().zip(HEADERS..) {
        let cells: Vec<Cell> = columns.iter().map(|column| cell(answers, made.table, column, unit)).collect();
        let lines = cells.iter().zip(&widths).map(|(cell, width)| lines(cell, *width)).max().unwrap_or(1);
        sheet.set_row_height(row, lines.clamp(1, LINES) as f64 * LINE + 6.0)?;
        for ((cell, column), at) in cells.iter().zip(&columns).zip(0_u16..) {
            write(sheet, (row, at), cell, column, &formats, lang)?;
        }
    }
    let names = columns.iter().filter(|column| column.part == Part::Names).count() as u16;
    let last = HEADERS + units.len().max(1) as u32 - 1;
    sheet.autofilter(HEADERS - 1, 0, last, (columns.len() as u16).saturating_sub(1))?;
    sheet.set_freeze_panes(HEADERS, names)?;
    print_setup(sheet, true, HEADERS, &foot(answers, &title))?;
    sheet.set_paper_size(A3).set_print_scale(SCALE).set_vertical_page_breaks(&breaks(&columns, &widths))?;
    if names > 0 {
        sheet.set_repeat_columns(0, names - 1)?;
    }
    Ok(workbook)
}

/// The headings of the parts, and the headers. A heading runs on over the columns of its part, which are blank.
fn headers(sheet: &mut Worksheet, looks: &Looks, columns: &[Column], widths: &[f64]) -> Result<(), XlsxError> {
    let mut before: Option<(Part, &str)> = None;
    sheet.set_row_height(0, 20)?;
    for (column, at) in columns.iter().zip(0_u16..) {
        let now = (column.part, column.heading.as_str());
        let ground = Color::RGB(if column.part == Part::Inside { 0xF1E9EE } else { 0xDFE7F0 });
        let format = looks.section.clone().set_font_size(11).set_background_color(ground);
        let format = format.set_align(FormatAlign::VerticalCenter);
        if before == Some(now) {
            sheet.write_blank(0, at, &format)?;
        } else {
            write_text(sheet, 0, at, &column.heading, &format)?;
        }
        before = Some(now);
    }
    let lines = columns.iter().zip(widths).map(|(column, width)| column.header.width() as f64 / (width - 4.0));
    sheet.set_row_height(1, lines.fold(2.0, f64::max).ceil().min(5.0) * 14.0 + 6.0)?;
    let inside = looks.header.clone().set_background_color(Color::RGB(0x6B4A60));
    for (column, at) in columns.iter().zip(0_u16..) {
        let format = if column.part == Part::Inside { &inside } else { &looks.header };
        write_text(sheet, 1, at, &column.header, &format.clone().set_align(FormatAlign::VerticalCenter))?;
    }
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    cell: &Cell,
    column: &Column,
    formats: &Formats,
    lang: Lang,
) -> Result<(), XlsxError> {
    let by_class = |formats: &[Format; 3], class: Grade| formats.get(class as usize).cloned().unwrap_or_default();
    match cell {
        Cell::Blank => sheet.write_blank(row, at, &formats.text).map(drop),
        Cell::Text(text) if is_long(column) => write_text(sheet, row, at, text, &formats.long),
        Cell::Text(text) if is_short(column) => write_text(sheet, row, at, text, &formats.centred),
        Cell::Text(text) => write_text(sheet, row, at, text, &formats.text),
        Cell::Number(number) => {
            let metres = column.measure.is_some_and(|measure| measure.places() > 0);
            let format = if metres { &formats.metres } else { &formats.number };
            sheet.write_number_with_format(row, at, *number, format).map(drop)
        }
        Cell::Day(day) => {
            let (year, month, of_month) = (day.year() as u16, day.month() as u8, day.day() as u8);
            let day = ExcelDateTime::from_ymd(year, month, of_month)?;
            sheet.write_datetime_with_format(row, at, day, &formats.day).map(drop)
        }
        Cell::Class(class, settled) => {
            let tinted = match column.of.source {
                Source::Class => true,
                // One that lapsed is not to be taken for a class in force.
                Source::Decided(_) => *settled,
                _ => !settled,
            };
            let format = by_class(if tinted { &formats.classes } else { &formats.plain }, *class);
            write_text(sheet, row, at, class.label().get(lang), &format)
        }
        Cell::Grade(grade, settled) => {
            let format = match grade {
                None => formats.faint.clone(),
                Some(grade) if !settled => by_class(&formats.provisional, *grade),
                Some(Grade::Suitable) => by_class(&formats.plain, Grade::Suitable),
                Some(grade) => by_class(&formats.classes, *grade),
            };
            write_text(sheet, row, at, grade_words(*grade, *settled).get(lang), &format)
        }
    }
}

/// Whether its texts are sentences and lists.
fn is_long(column: &Column) -> bool {
    matches!(column.of.source, Source::Deciding | Source::Missing | Source::Help | Source::Reasons | Source::Rows)
}

/// Whether its texts are words that are compared down the column: choices, yes and no, numbers of buildings, and what
/// stands in place of a class.
fn is_short(column: &Column) -> bool {
    let class = matches!(column.of.source, Source::Class | Source::Best | Source::Worst);
    let choice = column.field.is_some_and(|field| matches!(field.kind, Kind::Choice(_)));
    let number = column.field.is_some_and(|field| field.key && !field.group);
    class || column.of.sort == Sort::Flag || choice || number
}

/// How wide a column is: for its texts, and for its header in two lines.
fn width_of(made: &Made, column: &Column, units: &[usize]) -> f64 {
    let header = (column.header.width().div_ceil(2) + 5).clamp(7, 16) as f64;
    let sampled = |least: usize, most: usize| {
        let texts = units.iter().take(SAMPLE).filter_map(|&unit| match cell(&made.answers, made.table, column, unit) {
            Cell::Text(text) => Some(cell_text(&text).into_owned()),
            Cell::Number(number) => Some(number.to_string()),
            _ => None,
        });
        let texts: Vec<String> = texts.collect();
        width(texts.iter().map(String::as_str), least, most)
    };
    let lang = made.answers.lang;
    match column.of.source {
        Source::Class | Source::Best | Source::Worst | Source::Decided(Decided::Class) => lang.pick(13.0, 12.0),
        Source::Reasons => 92.0,
        Source::Deciding => 26.0,
        Source::Missing => 24.0,
        Source::Help => 36.0,
        Source::Rows => sampled(16, 40),
        Source::Grade(_) => header.max(lang.pick(11.0, 14.0)),
        _ if column.of.sort == Sort::Flag => header,
        _ => header.max(sampled(6, 30)),
    }
}

/// How many lines a cell takes.
fn lines(cell: &Cell, width: f64) -> usize {
    let Cell::Text(text) = cell else { return 1 };
    // Less than the width that is there: a line is broken before a character that does not fit whole.
    let width = (width as usize).saturating_sub(2).max(4);
    text.split('\n').map(|line| line.width().div_ceil(width).max(1)).sum()
}

/// Before which columns a page ends: after what is said, and where no more fit.
fn breaks(columns: &[Column], widths: &[f64]) -> Vec<u32> {
    let names: f64 =
        columns.iter().zip(widths).filter(|(column, _)| column.part == Part::Names).map(|(_, width)| width).sum();
    let mut breaks = Vec::new();
    let (mut wide, mut before) = (names, Part::Names);
    for ((column, width), at) in columns.iter().zip(widths).zip(0_u32..).filter(|((c, _), _)| c.part != Part::Names) {
        let begins = before == Part::Said && column.part != Part::Said;
        if wide > names && (begins || wide + width > PAGE) {
            breaks.push(at);
            wide = names;
        }
        wide += width;
        before = column.part;
    }
    breaks
}
