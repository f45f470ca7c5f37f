//! Which cells of a form the report goes to.
//!
//! What always holds: nothing is inserted; more rows than the form has room for are an error that says how many are
//! needed; a column that is left blank for people keeps what the form has there. Deliberately absent: the form's file, which `fill` fills in place.

use super::fill::{Filled, FilledCell};
use super::json::float;
use super::table::{Cell, CityReport, Sheet};
use super::template::{Content, Form, Template};
use crate::lang::Text;
use crate::text;

/// The cells; or that the form is too short, and what to do.
pub fn form_cells(
    template: &Template,
    form: &Form,
    report: &CityReport,
) -> Result<Vec<FilledCell>, (Text, Option<Text>)> {
    let mut placed = Vec::new();
    for sheet in &report.sheets {
        fits(form, sheet)?;
        for (sheet, row, column, text) in &sheet.fixed {
            let sheet = sheet.clone().or_else(|| form.sheet.clone());
            placed.push(FilledCell { sheet, row: *row, column: *column, content: Filled::Text(text.clone()) });
        }
        let mut line = |row: u32, cells: &[Cell]| {
            for (at, (column, cell)) in template.columns.iter().zip(cells).enumerate() {
                // Columns without a letter stand one after another from A.
                let letter = column.letter.unwrap_or(at as u16);
                // What people are to fill in, and a form may compute, is left alone.
                if !matches!(column.content, Content::Blank) {
                    placed.push(FilledCell { sheet: form.sheet.clone(), row, column: letter, content: content(cell) });
                }
            }
        };
        for (row, cells) in (form.first_row..).zip(&sheet.rows) {
            line(row, cells);
        }
        if let Some(total) = &sheet.total {
            line(form.total_row.unwrap_or(form.first_row + sheet.rows.len() as u32), total);
        }
    }
    Ok(placed)
}

fn fits(form: &Form, sheet: &Sheet) -> Result<(), (Text, Option<Text>)> {
    let after = sheet.total.is_some() && form.total_row.is_none();
    let needed = sheet.rows.len() as u64 + u64::from(after);
    let below = form.total_row.filter(|&total| total > form.first_row);
    let last = match (form.last_row, below) {
        (Some(last), Some(total)) => last.min(total - 1),
        (Some(last), None) => last,
        (None, Some(total)) => total - 1,
        (None, None) => return Ok(()),
    };
    let room = u64::from(last - form.first_row) + 1;
    if needed <= room {
        return Ok(());
    }
    let (first, last) = (form.first_row + 1, last + 1);
    let (zh, en) = match form.sheet.as_deref() {
        Some(name) => (format!("表“{name}”"), format!("sheet `{name}`")),
        None => ("第一张表".into(), "the first sheet".into()),
    };
    Err((
        text!(
            "{zh}第 {first} 行到第 {last} 行只有 {room} 行，要填 {needed} 行",
            "{en} has {room} rows from {first} to {last}, and {needed} are needed"
        ),
        Some(text!(
            "在表里添够空行（连同格式），再改模板里的 last_row 和 total_row；或把 [where] 收窄",
            "add rows to the form, with their formats, and change `last_row` and `total_row`; or narrow `[where]`"
        )),
    ))
}

fn content(cell: &Cell) -> Filled {
    match cell {
        Cell::Blank => Filled::Blank,
        Cell::Text(text) | Cell::Class(_, text) => Filled::Text(text.clone()),
        Cell::Count(count) | Cell::Nth(count) => Filled::Number(*count as f64),
        Cell::Number(value, _) | Cell::Sum(value, _) | Cell::Share(value) => Filled::Number(float(*value)),
    }
}
