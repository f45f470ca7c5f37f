//! `units.parquet`: the same rows, typed. A number is there where it is exact; beside a column that has bounds stand
//! `<field>.low` and `<field>.high`.

use super::unit_table::{Sort, TableCell, TableColumn, UnitTable};
use crate::quantity::Decimal;
use polars::error::{PolarsError, PolarsResult};
use polars::prelude::{Column, DataFrame, ParquetWriter};
use rayon::prelude::*;
use std::io::{self, Write};

/// Units a row group, so that little stands in memory at once.
const BLOCK: usize = 5_000;

/// Row groups put together at once, by as many threads as there are. A fixed number: it must not change the bytes.
const AT_ONCE: usize = 4;

/// Writes the table.
pub fn write(out: &mut dyn Write, table: &UnitTable) -> io::Result<()> {
    let columns: Vec<(&TableColumn, bool)> =
        table.columns().par_iter().map(|column| (column, has_bounds(table, column))).collect();
    let schema = frame(table, &columns, &[]).map_err(into_io)?.schema().clone();
    let mut writer = ParquetWriter::new(out).batched(&schema).map_err(into_io)?;
    let all: Vec<usize> = (0..table.len()).collect();
    for some in all.chunks(BLOCK * AT_ONCE) {
        let frames: PolarsResult<Vec<DataFrame>> =
            some.par_chunks(BLOCK).map(|block| frame(table, &columns, block)).collect();
        for frame in frames.map_err(into_io)? {
            writer.write_batch(&frame).map_err(into_io)?;
        }
    }
    writer.finish().map_err(into_io)?;
    Ok(())
}

fn has_bounds(table: &UnitTable, column: &TableColumn) -> bool {
    let inexact = |unit| matches!(table.cell(column, unit), TableCell::Number(bounds) if !bounds.is_exact());
    column.sort == Sort::Number && (0..table.len()).any(inexact)
}

fn frame(table: &UnitTable, columns: &[(&TableColumn, bool)], units: &[usize]) -> PolarsResult<DataFrame> {
    let mut made = Vec::new();
    for &(column, bounds) in columns {
        let cells = || units.iter().map(|&unit| table.cell(column, unit));
        match column.sort {
            Sort::Text => {
                let cells: Vec<TableCell> = cells().collect();
                let texts: Vec<Option<&str>> = cells
                    .iter()
                    .map(|cell| if let TableCell::Text(text) = cell { Some(text.as_ref()) } else { None })
                    .collect();
                made.push(Column::new(column.id.as_str().into(), texts));
            }
            Sort::Flag => {
                let flags: Vec<Option<bool>> =
                    cells().map(|cell| if let TableCell::Flag(flag) = cell { Some(flag) } else { None }).collect();
                made.push(Column::new(column.id.as_str().into(), flags));
            }
            Sort::Number => {
                let numbers = |name: String, get: fn(crate::quantity::Bounds) -> Option<Decimal>| {
                    let values: Vec<Option<f64>> = cells()
                        .map(|cell| if let TableCell::Number(bounds) = cell { get(bounds).map(plain) } else { None })
                        .collect();
                    Column::new(name.as_str().into(), values)
                };
                made.push(numbers(column.id.clone(), |bounds| bounds.value()));
                if bounds {
                    made.push(numbers(format!("{}.low", column.id), |bounds| bounds.low()));
                    made.push(numbers(format!("{}.high", column.id), |bounds| bounds.high()));
                }
            }
        }
    }
    DataFrame::new(units.len(), made)
}

/// The nearest floating-point number, which is what reads back as the same six decimals.
fn plain(value: Decimal) -> f64 {
    value.micros() as f64 / 1e6
}

fn into_io(error: PolarsError) -> io::Error {
    match error {
        // The kind is what the message is made of: a full disk has to be called one.
        PolarsError::IO { error, .. } => io::Error::new(error.kind(), error.to_string()),
        other => io::Error::other(other.to_string()),
    }
}
