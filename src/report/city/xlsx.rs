//! The report as a workbook: title, lines, table, notes; a sheet a value where it is split. It prints as it looks.

use super::json::float;
use super::table::{Cell, CityReport, Sheet};
use crate::lang::Lang;
use crate::report::workbook::looks::Looks;
use crate::report::workbook::{new_workbook, print_setup, sheet_name, width, write_text};
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};
use std::collections::HashSet;
use unicode_width::UnicodeWidthStr;

/// Rows whose texts are looked at for the width of columns.
const MEASURED: usize = 500;
/// A column that is to be filled in by hand has room for a word or two.
const LEAST: usize = 6;
/// Excel has no row higher than that.
const HIGHEST: f64 = 409.0;
/// Beyond that a text takes several lines.
const MOST: usize = 42;

/// The bytes of the file.
pub fn write(report: &CityReport, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = new_workbook(&report.title)?;
    let looks = roomy(Looks::default());
    let mut taken = HashSet::new();
    for sheet in &report.sheets {
        let own = if sheet.name.is_empty() { &report.title } else { &sheet.name };
        let page = workbook.add_worksheet();
        page.set_name(own_name(&sheet_name(own, "1"), &mut taken))?;
        write_sheet(page, report, sheet, &looks, lang)?;
    }
    workbook.save_to_buffer()
}

/// Numbers stand at the right, with some room before the line.
fn roomy(mut looks: Looks) -> Looks {
    let [total, count, share] = &mut looks.total;
    for look in [&mut looks.count, &mut looks.number, &mut looks.share, count, share] {
        *look = look.clone().set_align(FormatAlign::Right).set_indent(1);
    }
    *total = total.clone().set_text_wrap();
    looks
}

/// A name that no other sheet has; Excel takes capitals and small letters for one.
fn own_name(name: &str, taken: &mut HashSet<String>) -> String {
    let mut own = name.to_string();
    let mut n = 1;
    while !taken.insert(own.to_lowercase()) {
        n += 1;
        let ending = format!("-{n}");
        own = name.chars().take(31 - ending.chars().count()).collect::<String>() + &ending;
    }
    own
}

fn write_sheet(
    page: &mut Worksheet,
    report: &CityReport,
    sheet: &Sheet,
    looks: &Looks,
    lang: Lang,
) -> Result<(), XlsxError> {
    let widths: Vec<f64> = (0..report.headers.len()).map(|at| wide(report, sheet, at)).collect();
    // A printed sheet says which of them it is.
    let title = match sheet.name.as_str() {
        "" => report.title.clone(),
        name => format!("{}　{name}", report.title),
    };
    across(page, 0, &title, &looks.title, &widths, 22.0, 1.7)?;
    let mut row = 1;
    for line in &sheet.lines {
        across(page, row, line, &looks.note, &widths, 13.0, 1.0)?;
        row += 1;
    }
    let header = row;
    for (column, title) in (0u16..).zip(&report.headers) {
        write_text(page, header, column, title, &looks.header)?;
    }
    for (column, wide) in (0u16..).zip(&widths) {
        page.set_column_width(column, *wide)?;
    }
    page.set_row_height(header, 34)?;
    for cells in &sheet.rows {
        row += 1;
        for (column, cell) in (0u16..).zip(cells) {
            write_cell(page, row, column, cell, looks)?;
        }
        page.set_row_height(row, height(cells, &widths))?;
    }
    if let Some(total) = &sheet.total {
        row += 1;
        for (column, cell) in (0u16..).zip(total) {
            write_total(page, row, column, cell, looks)?;
        }
        page.set_row_height(row, height(total, &widths))?;
    }
    // What is counted in them is counted over all sheets.
    let (zh, en) =
        if report.sheets.len() > 1 { ("注（各工作表合计）", "note (all sheets)") } else { ("注", "note") };
    let said = report.notes.iter().map(|note| lang.pick(format!("{zh}：{}", note.zh), format!("{en}: {}", note.en)));
    for line in sheet.notes.iter().cloned().chain(said) {
        row += 1;
        across(page, row, &line, &looks.note, &widths, 13.0, 1.0)?;
    }
    page.set_freeze_panes(header + 1, 0)?;
    print_setup(page, !report.portrait, header + 1, &title)
}

/// A text over the whole width of the table, in as many lines as it takes: beyond the table nothing is printed.
fn across(
    page: &mut Worksheet,
    row: u32,
    text: &str,
    look: &Format,
    widths: &[f64],
    line: f64,
    large: f64,
) -> Result<(), XlsxError> {
    let look = look.clone().set_text_wrap().set_align(FormatAlign::VerticalCenter);
    if widths.len() > 1 {
        page.merge_range(row, 0, row, widths.len() as u16 - 1, "", &look)?;
    }
    write_text(page, row, 0, text, &look)?;
    let room = (widths.iter().sum::<f64>() - 2.0).max(2.0);
    let lines: f64 = text.lines().map(|part| (part.width() as f64 * large / room).ceil().max(1.0)).sum();
    page.set_row_height(row, (lines.max(1.0) * line + 5.0).min(HIGHEST)).map(drop)
}

/// How wide a column is.
fn wide(report: &CityReport, sheet: &Sheet, at: usize) -> f64 {
    if let Some(given) = report.widths.get(at).copied().flatten() {
        return f64::from(given);
    }
    let cells = sheet.rows.iter().take(MEASURED).chain(&sheet.total).filter_map(|row| row.get(at));
    let texts: Vec<String> = cells.map(super::csv::shown).collect();
    let header = report.headers.get(at).map_or("", String::as_str);
    // A long header takes two lines.
    let half: String = header.chars().take(header.chars().count().div_ceil(2).max(3)).collect();
    width(texts.iter().map(String::as_str).chain([half.as_str()]), LEAST, MOST)
}

/// How high a row is: not every program finds that out by itself.
fn height(cells: &[Cell], widths: &[f64]) -> f64 {
    let lines = |(cell, wide): (&Cell, &f64)| match cell {
        // A little is lost at the end of each line, where words and signs are not parted.
        Cell::Text(text) => text.lines().map(|line| (line.width() as f64 / (wide - 2.0).max(2.0)).ceil()).sum(),
        _ => 1.0,
    };
    let lines = cells.iter().zip(widths).map(lines).fold(1.0, f64::max);
    (lines * 13.0 + 5.0).min(HIGHEST)
}

fn write_cell(page: &mut Worksheet, row: u32, column: u16, cell: &Cell, looks: &Looks) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => page.write_blank(row, column, &looks.text).map(drop),
        Cell::Text(text) => {
            write_text(page, row, column, text, &looks.wrapped.clone().set_align(FormatAlign::VerticalCenter))
        }
        Cell::Count(count) => page.write_number_with_format(row, column, *count as f64, &looks.count).map(drop),
        Cell::Nth(nth) => {
            let middle = looks.text.clone().set_align(FormatAlign::Center);
            page.write_number_with_format(row, column, *nth as f64, &middle).map(drop)
        }
        Cell::Number(value, places) => {
            page.write_number_with_format(row, column, float(*value), &decimals(&looks.number, *places)).map(drop)
        }
        Cell::Sum(value, places) => {
            page.write_number_with_format(row, column, float(*value), &adding(&looks.count, *places)).map(drop)
        }
        Cell::Share(share) => page.write_number_with_format(row, column, float(*share), &looks.share).map(drop),
        Cell::Class(class, text) => write_text(page, row, column, text, &looks.class(*class)),
    }
}

fn write_total(page: &mut Worksheet, row: u32, column: u16, cell: &Cell, looks: &Looks) -> Result<(), XlsxError> {
    let [text_look, count_look, share_look] = &looks.total;
    match cell {
        Cell::Blank => page.write_blank(row, column, text_look).map(drop),
        Cell::Text(text) | Cell::Class(_, text) => write_text(page, row, column, text, text_look),
        Cell::Count(count) | Cell::Nth(count) => {
            page.write_number_with_format(row, column, *count as f64, count_look).map(drop)
        }
        Cell::Number(value, places) | Cell::Sum(value, places) => {
            page.write_number_with_format(row, column, float(*value), &adding(count_look, *places)).map(drop)
        }
        Cell::Share(share) => page.write_number_with_format(row, column, float(*share), share_look).map(drop),
    }
}

fn decimals(format: &Format, places: usize) -> Format {
    match places {
        0 => format.clone(),
        places => format.clone().set_num_format(format!("0.{}", "0".repeat(places))),
    }
}

/// What adds up is grouped by thousands, as counts are; what was measured is not.
fn adding(format: &Format, places: usize) -> Format {
    match places {
        0 => format.clone(),
        places => format.clone().set_num_format(format!("#,##0.{}", "0".repeat(places))),
    }
}
