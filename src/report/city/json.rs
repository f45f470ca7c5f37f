//! The report as JSON: sheets of rows by header, numbers as numbers, shares of one, classes as the template writes them.

use super::table::{Cell, CityReport};
use crate::lang::Lang;
use crate::quantity::Decimal;
use serde_json::{Map, Value, json};

/// The document.
pub fn document(report: &CityReport, lang: Lang) -> Value {
    let row = |cells: &Vec<Cell>| {
        let cells = report.headers.iter().zip(cells).map(|(header, cell)| (header.clone(), value(cell)));
        Value::Object(cells.collect::<Map<String, Value>>())
    };
    let sheets = report.sheets.iter().map(|sheet| {
        json!({
            "name": sheet.name,
            "lines": sheet.lines,
            "rows": sheet.rows.iter().map(row).collect::<Vec<_>>(),
            "total": sheet.total.as_ref().map(row),
            "notes": sheet.notes,
        })
    });
    json!({
        "title": report.title,
        "body": report.body,
        "date": report.date.to_string(),
        "columns": report.headers,
        "sheets": sheets.collect::<Vec<_>>(),
        "notes": report.notes.iter().map(|note| note.get(lang)).collect::<Vec<_>>(),
    })
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Blank => Value::Null,
        Cell::Text(text) | Cell::Class(_, text) => json!(text),
        Cell::Count(count) | Cell::Nth(count) => json!(count),
        Cell::Number(number, _) | Cell::Sum(number, _) | Cell::Share(number) => json!(float(*number)),
    }
}

/// A decimal as the nearest number that programs have.
pub fn float(value: Decimal) -> f64 {
    value.micros() as f64 / 1_000_000.0
}
