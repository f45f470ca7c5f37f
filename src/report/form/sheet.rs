//! How the sheets of the form look, on the screen and on paper.

use super::entry::{known, number_format, validation, width};
use super::help::note;
use super::lists::{Lists, SHEET};
use super::tables::{Column, INSTRUCTIONS, Table};
use super::{Entry, FilledRow, FormError, Of};
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, Worksheet};
use unicode_width::UnicodeWidthStr;

/// The last row a sheet can have, from 0: rules hold down to it.
const LAST_ROW: u32 = 1_048_575;
/// What a page of A3 across holds legibly, in characters of the spreadsheet.
const PAGE: f64 = 210.0;
const FONT: &str = "微软雅黑";
const A3: u8 = 8;
const A4: u8 = 9;

fn text_format() -> Format {
    Format::new().set_font_name(FONT).set_font_size(10)
}

/// A table to be filled in.
pub fn of_table(
    table: &Table,
    filled: &[&FilledRow],
    prepared: u32,
    lists: &mut Lists,
) -> Result<Worksheet, FormError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(&table.name)?;
    let header = table.above.len() as u32;
    above(&mut sheet, table)?;
    let last = (header + prepared.max(filled.len() as u32)).min(LAST_ROW);
    for (column, at) in table.columns.iter().zip(0_u16..) {
        let cell = text_format().set_num_format(number_format(column)).set_align(FormatAlign::VerticalCenter);
        sheet.set_column_width(at, width(column))?;
        sheet.set_column_format(at, &cell)?;
        sheet.write_string_with_format(header, at, &column.header, &header_format(column))?;
        sheet.insert_note(header, at, &note_of(column))?;
        if let Some(rule) = validation(column, lists)? {
            sheet.add_data_validation(header + 1, at, LAST_ROW, at, &rule)?;
        }
        let cell = cell.set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xBFBFBF));
        for row in header + 1..=last {
            sheet.write_blank(row, at, &cell)?;
        }
        for (filled, row) in filled.iter().zip(header + 1..) {
            if let Some((_, entry)) = filled.iter().find(|(of, _)| *of == column.of) {
                let known = if let Entry::Known(value) = entry { known(column, value) } else { None };
                write(&mut sheet, row, at, known.as_ref().unwrap_or(entry), &cell)?;
            }
        }
    }
    let lines =
        table.columns.iter().map(|column| column.header.width() as f64 / (width(column) - 3.0)).fold(1.0, f64::max);
    sheet.set_row_height(header, lines.ceil() * 15.0 + 6.0)?;
    let right = (table.columns.len() as u16).saturating_sub(1);
    sheet.set_freeze_panes(header + 1, table.keys as u16)?;
    sheet.autofilter(header, 0, last, right)?;
    print(&mut sheet, table, header)?;
    Ok(sheet)
}

/// Title and hint stand right of the keys: those return on every page and would cut them off.
fn above(sheet: &mut Worksheet, table: &Table) -> Result<(), FormError> {
    let at = table.keys as u16;
    for (text, row) in table.above.iter().zip(0_u32..) {
        let format = match row {
            0 => text_format().set_bold().set_font_size(14),
            _ => text_format().set_font_color(Color::RGB(0x595959)),
        };
        sheet.write_string_with_format(row, at, text, &format.set_align(FormatAlign::VerticalCenter))?;
        sheet.set_row_height(row, if row == 0 { 24 } else { 18 })?;
    }
    Ok(())
}

/// Keys dark, what the rules use plain, the rest pale.
fn header_format(column: &Column) -> Format {
    let (ground, ink) = match (column.of, column.used) {
        (Of::Unit(_), _) if column.field.key => (0x1F4E79, 0xFFFFFF),
        (_, true) => (0xDDEBF7, 0x000000),
        _ => (0xF2F2F2, 0x7F7F7F),
    };
    text_format()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x7F7F7F))
        .set_background_color(Color::RGB(ground))
        .set_font_color(Color::RGB(ink))
}

fn note_of(column: &Column) -> Note {
    let lines = note(column);
    // Some 38 columns of text fit across.
    let height: usize = lines.iter().map(|line| line.width().div_ceil(38).max(1)).sum();
    Note::new(lines.join("\n"))
        .add_author_prefix(false)
        .set_width(280)
        .set_height(height as u32 * 18 + 12)
        .set_font_name(FONT)
        .set_font_size(9)
}

fn write(sheet: &mut Worksheet, row: u32, at: u16, entry: &Entry, format: &Format) -> Result<(), FormError> {
    match entry {
        Entry::Text(text) => sheet.write_string_with_format(row, at, text, format)?,
        Entry::Number(number) => sheet.write_number_with_format(row, at, *number, format)?,
        Entry::Known(_) => sheet,
        Entry::Wanted => sheet.write_blank(row, at, &format.clone().set_background_color(Color::RGB(0xFFF2CC)))?,
        Entry::Day(day) => {
            let (year, month, of_month) = (day.year().max(0) as u16, day.month() as u8, day.day() as u8);
            sheet.write_datetime_with_format(row, at, ExcelDateTime::from_ymd(year, month, of_month)?, format)?
        }
    };
    Ok(())
}

/// Landscape, as many pages across as it takes to stay legible, header and keys on each of them.
fn print(sheet: &mut Worksheet, table: &Table, header: u32) -> Result<(), FormError> {
    let wide: f64 = table.columns.iter().map(width).sum();
    let keys: f64 = table.columns.iter().take(table.keys).map(width).sum();
    let across = if wide <= PAGE { 1.0 } else { ((wide - keys) / (PAGE - keys).max(PAGE / 4.0)).ceil() };
    sheet.set_landscape();
    sheet.set_paper_size(if wide <= PAGE * 0.7 { A4 } else { A3 });
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_print_fit_to_pages(across as u16, 0);
    sheet.set_repeat_rows(header, header)?;
    if across > 1.0 && table.keys > 0 {
        sheet.set_repeat_columns(0, table.keys as u16 - 1)?;
    }
    sheet.set_footer("&L&A&C第 &P 页 共 &N 页");
    Ok(())
}

/// The page of instructions: prose, one cell below the other.
pub fn of_instructions(lines: &[String]) -> Result<Worksheet, FormError> {
    const WIDTH: usize = 74;
    let mut sheet = Worksheet::new();
    sheet.set_name(INSTRUCTIONS)?;
    sheet.set_column_width(0, WIDTH as f64)?;
    for (line, row) in lines.iter().zip(0_u32..) {
        let format = text_format().set_text_wrap().set_align(FormatAlign::VerticalCenter);
        let format = if row == 0 { format.set_bold().set_font_size(14) } else { format.set_font_size(11) };
        sheet.write_string_with_format(row, 0, line, &format)?;
        let lines = (line.width() * 11 / 10).div_ceil(WIDTH).max(1);
        sheet.set_row_height(row, lines as f64 * 18.0 + 8.0)?;
    }
    sheet.set_screen_gridlines(false);
    sheet.set_paper_size(A4).set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3).set_print_fit_to_pages(1, 0);
    sheet.set_footer("&C第 &P 页 共 &N 页");
    Ok(sheet)
}

/// What drop-downs take their choices from, out of sight.
pub fn of_lists(cells: &[String]) -> Result<Worksheet, FormError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(SHEET)?;
    for (text, row) in cells.iter().zip(0_u32..).filter(|(text, _)| !text.is_empty()) {
        sheet.write_string_with_format(row, 0, text, &text_format().set_num_format("@"))?;
    }
    sheet.set_hidden(true);
    Ok(sheet)
}
