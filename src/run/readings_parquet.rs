//! The Parquet side of `run/readings.parquet`, in row groups, so that a city's readings never stand in memory at once
//! while they are written. The same readings give the same bytes, however many threads there are.

use super::RunError;
use super::readings::{Reading, Rebuild, rows_of};
use crate::rules::Dictionary;
use crate::survey::Units;
use crate::text;
use polars::error::{PolarsError, PolarsResult};
use polars::io::SerReader;
use polars::prelude::{Column, DataFrame, ParquetReader, ParquetWriter};
use rayon::prelude::*;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Units a row group: some fifty thousand rows, so that little memory is held at once.
const BLOCK: usize = 500;

/// Row groups put together at once, by as many threads as there are. A fixed number: it must not change the bytes.
const AT_ONCE: usize = 4;

/// Writes the readings of all units.
pub fn write(out: &mut dyn Write, units: &Units, dictionary: &Dictionary) -> io::Result<()> {
    let schema = frame(&[]).map_err(into_io)?.schema().clone();
    let mut writer = ParquetWriter::new(out).batched(&schema).map_err(into_io)?;
    let all: Vec<usize> = (0..units.count).collect();
    for some in all.chunks(BLOCK * AT_ONCE) {
        let frames: PolarsResult<Vec<DataFrame>> =
            some.par_chunks(BLOCK).map(|block| frame_of(units, dictionary, block)).collect();
        for frame in frames.map_err(into_io)? {
            writer.write_batch(&frame).map_err(into_io)?;
        }
    }
    writer.finish().map_err(into_io)?;
    Ok(())
}

/// The readings of a block of units.
fn frame_of(units: &Units, dictionary: &Dictionary, block: &[usize]) -> PolarsResult<DataFrame> {
    let names: Vec<String> = block.iter().map(|&unit| units.name(unit)).collect();
    let named = block.iter().zip(&names);
    let rows: Vec<Reading<'_>> = named.flat_map(|(&unit, name)| rows_of(units, dictionary, unit, name)).collect();
    frame(&rows)
}

fn frame(rows: &[Reading<'_>]) -> PolarsResult<DataFrame> {
    let texts = |name: &str, get: for<'a> fn(&'a Reading<'_>) -> Option<&'a str>| {
        Column::new(name.into(), rows.iter().map(get).collect::<Vec<Option<&str>>>())
    };
    let numbers = |name: &str, get: fn(&Reading) -> Option<f64>| {
        Column::new(name.into(), rows.iter().map(get).collect::<Vec<Option<f64>>>())
    };
    DataFrame::new(
        rows.len(),
        vec![
            Column::new("number".into(), rows.iter().map(|row| row.number).collect::<Vec<u32>>()),
            texts("unit", |row| Some(&row.unit)),
            texts("field", |row| Some(&row.field)),
            texts("value", |row| row.value.as_deref()),
            numbers("low", |row| row.low),
            numbers("high", |row| row.high),
            texts("written", |row| row.written.as_deref()),
            texts("file", |row| row.file.as_deref()),
            texts("sheet", |row| row.sheet.as_deref()),
            texts("cell", |row| row.cell.as_deref()),
        ],
    )
}

/// Reads the units back from a run's file.
pub fn read(path: &Path, dictionary: &Dictionary) -> Result<Units, RunError> {
    let damaged = |detail: String| {
        let shown = path.display();
        RunError::new(
            text!("`{shown}` 读不出来：{detail}", "`{shown}` cannot be read: {detail}"),
            Some(text!("请重新运行一次评估", "assess the survey again")),
        )
    };
    let file = File::open(path).map_err(|error| RunError::cannot_read(path, &error))?;
    let frame = ParquetReader::new(file).finish().map_err(|error| damaged(error.to_string()))?;
    let mut rebuild = Rebuild::new(dictionary);
    let add = |reading: &Reading| rebuild.add(reading).ok_or(reading.number);
    match each_row(&frame, add).map_err(|error| damaged(error.to_string()))? {
        Ok(()) => Ok(rebuild.done()),
        Err(number) => Err(damaged(format!("#{number}"))),
    }
}

fn each_row<E>(frame: &DataFrame, mut add: impl FnMut(&Reading) -> Result<(), E>) -> PolarsResult<Result<(), E>> {
    let text = |name: &str| frame.column(name).and_then(|column| column.str());
    let (numbers, low, high) =
        (frame.column("number")?.u32()?, frame.column("low")?.f64()?, frame.column("high")?.f64()?);
    let (unit, field, value, written) = (text("unit")?, text("field")?, text("value")?, text("written")?);
    let (file, sheet, cell) = (text("file")?, text("sheet")?, text("cell")?);
    for at in 0..frame.height() {
        let reading = Reading {
            number: numbers.get(at).unwrap_or(0),
            unit: unit.get(at).unwrap_or_default().into(),
            field: field.get(at).unwrap_or_default().into(),
            value: value.get(at).map(Cow::from),
            low: low.get(at),
            high: high.get(at),
            written: written.get(at).map(Cow::from),
            file: file.get(at).map(Cow::from),
            sheet: sheet.get(at).map(Cow::from),
            cell: cell.get(at).map(Cow::from),
        };
        if let Err(error) = add(&reading) {
            return Ok(Err(error));
        }
    }
    Ok(Ok(()))
}

fn into_io(error: PolarsError) -> io::Error {
    match error {
        // The kind is what the message is made of: a full disk has to be called one.
        PolarsError::IO { error, .. } => io::Error::new(error.kind(), error.to_string()),
        other => io::Error::other(other.to_string()),
    }
}
