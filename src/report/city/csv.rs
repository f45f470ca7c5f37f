//! The report as CSV: headers, rows, totals. UTF-8 with a byte-order mark, or GB18030 (or GBK) for programs that want it.
//!
//! What always holds: no cell starts a formula; a character that the encoding does not have is an error that names the
//! cell, not a question mark. Deliberately absent: title and notes, which are no rows; sheets, which follow one another.

use super::table::{Cell, CityReport};
use crate::lang::Text;
use crate::report::csv_text::{BOM, cell, into_io, writer};
use crate::text;
use encoding_rs::{Encoding, UTF_8};
use std::io;

/// Why it cannot be written: a message, and what to do.
pub type Refused = (Text, Option<Text>);

/// The bytes of the file.
pub fn write(report: &CityReport, encoding: &'static Encoding) -> Result<Vec<u8>, Refused> {
    let mut records: Vec<Vec<String>> = vec![report.headers.iter().map(|header| cell(header).into_owned()).collect()];
    for sheet in &report.sheets {
        let rows = sheet.rows.iter().chain(&sheet.total);
        records.extend(rows.map(|row| row.iter().map(|content| cell(&shown(content)).into_owned()).collect()));
    }
    let mut bytes = if encoding == UTF_8 { BOM.to_vec() } else { Vec::new() };
    let written: io::Result<()> = (|| {
        let mut out = writer(&mut bytes);
        for record in &records {
            out.write_record(record).map_err(into_io)?;
        }
        out.flush()
    })();
    if let Err(error) = written {
        let why = error.to_string();
        return Err((text!("无法写成 CSV：{why}", "cannot write CSV: {why}"), None));
    }
    if encoding == UTF_8 {
        return Ok(bytes);
    }
    for (row, record) in records.iter().enumerate() {
        for (header, content) in report.headers.iter().zip(record) {
            if let Some(c) = content.chars().find(|c| !has(encoding, *c)) {
                let (name, code, line) = (encoding.name(), u32::from(c), row + 1);
                return Err((
                    text!(
                        "第 {line} 行“{header}”一格里的 `{c}`（U+{code:04X}）用 {name} 写不出来：`{content}`",
                        "`{c}` (U+{code:04X}) in row {line}, column `{header}` cannot be written in {name}: `{content}`"
                    ),
                    Some(text!(
                        "改掉这个字再评估一次，或改用 --encoding utf-8 或 .xlsx",
                        "change it and assess again, or use `--encoding utf-8` or .xlsx"
                    )),
                ));
            }
        }
    }
    // All of it was written as UTF-8 just now, and every character is in the encoding.
    let text = String::from_utf8_lossy(&bytes);
    Ok(encoding.encode(&text).0.into_owned())
}

fn has(encoding: &'static Encoding, c: char) -> bool {
    let mut utf8 = [0; 4];
    !encoding.encode(c.encode_utf8(&mut utf8)).2
}

/// A cell as a text.
pub fn shown(content: &Cell) -> String {
    match content {
        Cell::Blank => String::new(),
        Cell::Text(text) | Cell::Class(_, text) => text.clone(),
        Cell::Count(count) | Cell::Nth(count) => count.to_string(),
        Cell::Number(value, places) | Cell::Sum(value, places) => value.with_places(*places),
        Cell::Share(share) => match share.divided_by_ratio(1, 100) {
            Some(hundredths) => format!("{}%", tenths(hundredths)),
            None => share.to_string(),
        },
    }
}

/// With one decimal, half away from zero.
fn tenths(value: crate::quantity::Decimal) -> String {
    let step = 100_000;
    let half = if value.micros() < 0 { -step / 2 } else { step / 2 };
    let rounded = (value.micros() + half) / step * step;
    crate::quantity::Decimal::from_micros(rounded).unwrap_or(value).with_places(1)
}
