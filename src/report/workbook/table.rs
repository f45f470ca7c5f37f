//! Tables on a sheet: a header, rows of texts, counts and shares.
//!
//! What always holds: a share of nothing is blank, never an error.

use crate::report::palette;
use crate::report::workbook::looks::Looks;
use crate::report::workbook::write_text;
use crate::rules::ruleset::Grade;
use rust_xlsxwriter::{Color, Format, FormatAlign, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

/// One cell of a row.
#[derive(Clone, Debug)]
pub enum Cell<'t> {
    /// A text, one line
    Text(&'t str),
    /// A text of several lines
    Wrapped(&'t str),
    /// A text in the middle
    Middle(&'t str),
    /// A class, in its colours
    Class(Grade, &'t str),
    /// How many
    Count(u64),
    /// How many of how many, as a share
    Share(u64, u64),
}

/// One column: its header, how wide it is, and the class it is about, which gives the header its colours.
#[derive(Clone, Copy, Debug)]
pub struct Head<'t> {
    /// What it says
    pub text: &'t str,
    /// Characters wide
    pub width: f64,
    /// The class it counts
    pub class: Option<Grade>,
}

/// A header about no class.
pub fn head(text: &str, width: f64) -> Head<'_> {
    Head { text, width, class: None }
}

/// Writes a header from the first column on, and sets the widths.
pub fn write_heads(sheet: &mut Worksheet, looks: &Looks, row: u32, heads: &[Head]) -> Result<(), XlsxError> {
    for (head, column) in heads.iter().zip(0..) {
        sheet.set_column_width(column, head.width)?;
    }
    sheet.set_row_height(row, 32)?;
    write_head_cells(sheet, looks, row, heads)
}

/// Writes a header where the widths are another table's.
pub fn write_head_cells(sheet: &mut Worksheet, looks: &Looks, row: u32, heads: &[Head]) -> Result<(), XlsxError> {
    for (head, column) in heads.iter().zip(0..) {
        write_text(sheet, row, column, head.text, &header(looks, head.class))?;
    }
    Ok(())
}

fn header(looks: &Looks, class: Option<Grade>) -> Format {
    match class.map(palette::of) {
        Some(colours) => {
            looks.header.clone().set_background_color(Color::RGB(colours.tint)).set_font_color(Color::RGB(colours.ink))
        }
        None => looks.header.clone(),
    }
}

/// Writes a row from a column on.
pub fn write_row(sheet: &mut Worksheet, looks: &Looks, row: u32, from: u16, cells: &[Cell]) -> Result<(), XlsxError> {
    for (cell, column) in cells.iter().zip(from..) {
        match cell {
            Cell::Text(text) => write_text(sheet, row, column, text, &indented(&looks.text))?,
            Cell::Wrapped(text) => write_text(sheet, row, column, text, &words(looks))?,
            Cell::Middle(text) => {
                write_text(sheet, row, column, text, &looks.text.clone().set_align(FormatAlign::Center))?;
            }
            Cell::Class(class, text) => write_text(sheet, row, column, text, &looks.class(*class))?,
            Cell::Count(count) => write_count(sheet, row, column, *count, &looks.count)?,
            Cell::Share(part, whole) => write_share(sheet, row, column, (*part, *whole), &looks.share)?,
        }
    }
    Ok(())
}

/// Words in lines, with room before them: numbers stand at the side.
pub fn words(looks: &Looks) -> Format {
    indented(&looks.wrapped).set_align(FormatAlign::VerticalCenter)
}

fn indented(look: &Format) -> Format {
    look.clone().set_align(FormatAlign::Left).set_indent(1)
}

/// A number with room behind it.
fn at_the_right(look: &Format) -> Format {
    look.clone().set_align(FormatAlign::Right).set_indent(1)
}

/// How high a row has to be for words in a column that is so wide.
pub fn height(text: &str, width: f64) -> f64 {
    // Cells are set smaller than what widths are counted in, so a little more goes into a line.
    let line = (width * 1.08 - 2.0).max(1.0);
    let lines: f64 = text.lines().map(|text| (text.width() as f64 / line).ceil().max(1.0)).sum();
    lines.clamp(1.0, 25.0) * 14.0 + 5.0
}

/// Writes the row that adds up the others.
pub fn write_total(sheet: &mut Worksheet, looks: &Looks, row: u32, cells: &[Cell]) -> Result<(), XlsxError> {
    let [text, count, share] = &looks.total;
    for (cell, column) in cells.iter().zip(0..) {
        match cell {
            Cell::Text(said) | Cell::Wrapped(said) | Cell::Middle(said) | Cell::Class(_, said) => {
                write_text(sheet, row, column, said, &indented(text))?;
            }
            Cell::Count(number) => write_count(sheet, row, column, *number, count)?,
            Cell::Share(part, whole) => write_share(sheet, row, column, (*part, *whole), share)?,
        }
    }
    Ok(())
}

/// Writes a whole number.
pub fn write_count(sheet: &mut Worksheet, row: u32, column: u16, count: u64, look: &Format) -> Result<(), XlsxError> {
    // Counts are far below 2^53, so nothing is lost.
    sheet.write_number_with_format(row, column, count as f64, &at_the_right(look)).map(drop)
}

/// Writes a share of one; nothing where it is a share of nothing.
pub fn write_share(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    (part, whole): (u64, u64),
    look: &Format,
) -> Result<(), XlsxError> {
    match whole {
        0 => sheet.write_blank(row, column, look).map(drop),
        _ => sheet
            .write_number_with_format(
                row,
                column,
                part as f64 / whole as f64,
                &look.clone().set_align(FormatAlign::Center),
            )
            .map(drop),
    }
}
