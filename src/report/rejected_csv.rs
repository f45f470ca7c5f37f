//! `rejected.csv`: every rejected row, whole, a line a cell.

use super::csv_text::{BOM, cell, into_io, writer};
use crate::survey::RejectedRow;
use std::io::{self, Write};

const COLUMNS: [&str; 6] = ["file", "sheet", "row", "code", "header", "text"];

/// Writes the rejected rows in their order.
pub fn write(out: &mut dyn Write, rejected: &[&RejectedRow]) -> io::Result<()> {
    out.write_all(BOM)?;
    let mut rows = writer(out);
    rows.write_record(COLUMNS).map_err(into_io)?;
    for row in rejected {
        let number = row.row.to_string();
        for (header, text) in &row.cells {
            let texts = [&row.file, &row.sheet, number.as_str(), row.code, header, text];
            rows.write_record(texts.map(|text| cell(text).into_owned())).map_err(into_io)?;
        }
    }
    rows.flush()
}
