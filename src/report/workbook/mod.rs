//! How every workbook is begun, looks and prints that is written here: one hand.
//!
//! What always holds: nothing in it depends on the clock, so the same content is the same bytes; a text of somebody
//! else's is a text, never a formula, a link or more than a cell holds; every sheet prints on A4 with its headers on
//! each page. Deliberately absent: sheets, which each output makes for itself.

pub mod charts;
pub mod looks;
pub mod table;

use looks::Looks;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// Characters of a cell that Excel holds, with something to spare for the mark of what was cut.
const TEXT: usize = 32_000;
/// Characters of a sheet's name.
const SHEET_NAME: usize = 31;
/// Excel's number for A4.
const A4: u8 = 9;

/// A workbook of that title, without sheets.
pub fn new_workbook(title: &str) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // Some day it must have been made on, and today's would change the bytes.
    let made_on = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made_on));
    Ok(workbook)
}

/// Writes a text that may be anybody's, as a text.
pub fn write_text(sheet: &mut Worksheet, row: u32, column: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, column, &*cell_text(text), format).map(drop)
}

/// A text as a cell can hold it: without control characters but line breaks, and cut where it is longer than Excel
/// allows.
pub fn cell_text(text: &str) -> Cow<'_, str> {
    let control = |c: char| c.is_control() && c != '\n';
    let text: Cow<str> = match text.chars().any(control) {
        true => text.replace("\r\n", "\n").chars().map(|c| if control(c) { ' ' } else { c }).collect::<String>().into(),
        false => text.into(),
    };
    // Excel counts as UTF-16 does: a character beyond the common ones is two.
    let mut length = 0;
    let cut = text.char_indices().find(|(_, c)| {
        length += c.len_utf16();
        length > TEXT
    });
    match cut {
        Some((end, _)) => format!("{}……", text.get(..end).unwrap_or_default()).into(),
        None => text,
    }
}

/// A text as the name of a sheet: short enough, without the signs that cannot be in one; `or` where nothing is left.
pub fn sheet_name(text: &str, or: &str) -> String {
    let name: String = text.chars().filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control()).take(SHEET_NAME).collect();
    if name.trim().is_empty() { or.into() } else { name.trim().into() }
}

/// How wide a column has to be for these texts, Chinese characters being two wide, within bounds.
pub fn width<'t>(texts: impl IntoIterator<Item = &'t str>, least: usize, most: usize) -> f64 {
    let widest = texts.into_iter().flat_map(str::lines).map(UnicodeWidthStr::width).max().unwrap_or(0);
    // Room for the arrow of a filter and the lines beside the text.
    (widest + 3).clamp(least, most) as f64
}

/// A4, as many pages long as it takes and one wide, header rows (0 to `header_rows`, not including it) on every page,
/// page numbers at the foot.
pub fn print_setup(sheet: &mut Worksheet, landscape: bool, header_rows: u32, title: &str) -> Result<(), XlsxError> {
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    if landscape {
        sheet.set_landscape();
    }
    if header_rows > 0 {
        sheet.set_repeat_rows(0, header_rows - 1)?;
    }
    // `&` begins a code in a footer.
    let title: String = cell_text(title).replace('&', "&&").chars().take(80).collect();
    sheet.set_footer(format!("&L&9{title}&R&9&P / &N"));
    Ok(())
}

/// The title of a sheet in its first row, and what it says below in the second.
pub fn write_title(sheet: &mut Worksheet, looks: &Looks, title: &str, note: &str) -> Result<(), XlsxError> {
    write_text(sheet, 0, 0, title, &looks.title)?;
    sheet.set_row_height(0, 27)?;
    write_text(sheet, 1, 0, note, &looks.note)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit_a_cell_and_a_sheets_name() {
        assert_eq!(cell_text("甲\r\n乙\u{1b}[31m\u{0}"), "甲\n乙 [31m ");
        let long = "长".repeat(40_000);
        assert_eq!(cell_text(&long).chars().count(), TEXT + 2);
        assert_eq!(cell_text(&"𠮷".repeat(40_000)).chars().count(), TEXT / 2 + 2);
        assert_eq!(sheet_name("甲/乙[1]'", "表"), "甲乙1");
        assert_eq!(sheet_name("//", "表"), "表");
        assert_eq!(sheet_name(&"村".repeat(60), "表").chars().count(), 31);
        assert_eq!(width(["梯段净宽", "1.05"], 6, 40), 11.0);
    }
}
