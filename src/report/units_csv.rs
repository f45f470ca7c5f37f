//! `units.csv`: one row a unit, for programs and for Excel.

use super::csv_text::{BOM, cell, into_io, writer};
use super::unit_table::{TableCell, UnitTable};
use rayon::prelude::*;
use std::io::{self, Write};

/// Units written together: text is made of blocks in parallel and goes out in order.
const BLOCK: usize = 500;
const BLOCKS: usize = 16;

/// Writes the table.
pub fn write(out: &mut dyn Write, table: &UnitTable) -> io::Result<()> {
    out.write_all(BOM)?;
    let mut header = writer(Vec::new());
    header.write_record(table.columns().iter().map(|column| cell(&column.id).into_owned())).map_err(into_io)?;
    out.write_all(&bytes(header)?)?;
    let all: Vec<usize> = (0..table.len()).collect();
    for some in all.chunks(BLOCK * BLOCKS) {
        let texts: Vec<io::Result<Vec<u8>>> = some.par_chunks(BLOCK).map(|block| text_of(table, block)).collect();
        for text in texts {
            out.write_all(&text?)?;
        }
    }
    Ok(())
}

fn text_of(table: &UnitTable, units: &[usize]) -> io::Result<Vec<u8>> {
    let mut rows = writer(Vec::new());
    for &unit in units {
        for column in table.columns() {
            let written = match table.cell(column, unit) {
                TableCell::Blank => rows.write_field(""),
                TableCell::Text(text) => rows.write_field(cell(&text).as_bytes()),
                TableCell::Number(bounds) => rows.write_field(bounds.to_string()),
                TableCell::Flag(flag) => rows.write_field(if flag { "true" } else { "false" }),
            };
            written.map_err(into_io)?;
        }
        rows.write_record(None::<&[u8]>).map_err(into_io)?;
    }
    bytes(rows)
}

fn bytes(writer: csv::Writer<Vec<u8>>) -> io::Result<Vec<u8>> {
    writer.into_inner().map_err(|error| io::Error::other(error.error().to_string()))
}
