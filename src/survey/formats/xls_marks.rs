//! What calamine does not tell of an `.xls`: percentages and struck-through text; and what it must not believe: the
//! size that a sheet declares, for which it would take memory.
//!
//! The stream in the container is a row of records, each a type, a length and its bytes; those of the workbook as a
//! whole (fonts, formats, how cells look, where sheets begin) come first, then each sheet's. What always holds: lengths
//! are checked, memory is for records that are there. Deliberately absent: what cells hold, merged cells (`legacy.rs`).

use super::ods_marks::Look;
use super::xlsx::is_percent;
use cfb::CompoundFile;
use std::collections::HashMap;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

/// Cells that look otherwise than plain, row from 1 and column from 0.
pub type Looks = HashMap<(u32, u32), Look>;

/// What the records of a workbook tell.
#[derive(Debug, Default)]
pub struct Marks {
    /// The sheets of any kind, in order: whether it is a worksheet, and how its cells look
    pub sheets: Vec<(bool, Looks)>,
    /// Where in the stream a sheet declares its size, and the bytes of that
    dimensions: Vec<(usize, usize)>,
}

/// The names of the stream: of Excel 97 and later, and of Excel 5 and 95.
const STREAMS: [&str; 2] = ["Workbook", "Book"];

/// Reads the marks of a workbook; an error where the container or the records are not as they should be.
pub fn read_marks(bytes: &[u8]) -> io::Result<Marks> {
    let mut container = CompoundFile::open(Cursor::new(bytes))?;
    let name = STREAMS.into_iter().find(|name| container.is_stream(name)).ok_or(io::ErrorKind::NotFound)?;
    let mut stream = Vec::new();
    container.open_stream(name)?.take(bytes.len() as u64).read_to_end(&mut stream)?;
    marks_of(&stream).ok_or(io::ErrorKind::InvalidData.into())
}

/// The workbook, its sheets declaring no size.
pub fn undeclared(bytes: &[u8], marks: &Marks) -> io::Result<Vec<u8>> {
    let mut container = CompoundFile::open(Cursor::new(bytes.to_vec()))?;
    let name = STREAMS.into_iter().find(|name| container.is_stream(name)).ok_or(io::ErrorKind::NotFound)?;
    let mut stream = container.open_stream(name)?;
    for (at, length) in &marks.dimensions {
        stream.seek(SeekFrom::Start(*at as u64))?;
        stream.write_all(&vec![0; *length])?;
    }
    stream.flush()?;
    drop(stream);
    container.flush()?;
    Ok(container.into_inner().into_inner())
}

fn marks_of(stream: &[u8]) -> Option<Marks> {
    let mut marks = Marks::default();
    let (mut struck_fonts, mut percents, mut looks, mut starts) = (Vec::new(), HashMap::new(), Vec::new(), Vec::new());
    let mut wide = false;
    for (_, kind, data) in records(stream, 0) {
        match kind {
            // What follows is encrypted.
            PASSWORD => return None,
            BOF => wide = u16_at(data, 0)? >= 0x0600,
            // Bit 3 of the font's flags.
            FONT => struck_fonts.push(u16_at(data, 2)? & 8 != 0),
            FORMAT => {
                percents.insert(u16_at(data, 0)?, is_percent(&format_code(data, wide)?));
            }
            XF => looks.push((u16_at(data, 0)?, u16_at(data, 2)?)),
            BOUND_SHEET => {
                starts.push(u32::from(u16_at(data, 0)?) | u32::from(u16_at(data, 2)?) << 16);
                marks.sheets.push((*data.get(5)? == 0, Looks::new()));
            }
            EOF => break,
            _ => {}
        }
    }
    let looks: Vec<Look> = looks
        .into_iter()
        .map(|(font, format)| {
            // No font has the number 4.
            let font = usize::from(if font > 4 { font - 1 } else { font });
            let percent = percents.get(&format).copied().unwrap_or(matches!(format, 9 | 10));
            Look { percent, struck: struck_fonts.get(font).copied().unwrap_or(false) }
        })
        .collect();
    for (start, (_, sheet)) in starts.into_iter().zip(&mut marks.sheets) {
        read_sheet(stream, start as usize, &looks, sheet, &mut marks.dimensions)?;
    }
    Some(marks)
}

fn read_sheet(
    stream: &[u8],
    start: usize,
    looks: &[Look],
    sheet: &mut Looks,
    dimensions: &mut Vec<(usize, usize)>,
) -> Option<()> {
    // Charts within a sheet are records between a BOF and an EOF of their own.
    let mut depth = 0;
    for (at, kind, data) in records(stream, start) {
        match kind {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            _ if depth > 1 => {}
            DIMENSIONS => dimensions.push((at, data.len())),
            FORMULA | NUMBER | LABEL | RICH_TEXT | RK | SHARED_TEXT => {
                let (row, column, look) = (u16_at(data, 0)?, u16_at(data, 2)?, u16_at(data, 4)?);
                put(sheet, looks, (row, column), look);
            }
            // Row, first column, then six bytes for each cell (look, number), last column.
            SEVERAL_RK => {
                let (row, first) = (u16_at(data, 0)?, u16_at(data, 2)?);
                for (column, cell) in (first..).zip(data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6)) {
                    put(sheet, looks, (row, column), u16_at(cell, 0)?);
                }
            }
            _ => {}
        }
    }
    Some(())
}

fn put(sheet: &mut Looks, looks: &[Look], (row, column): (u16, u16), look: u16) {
    if let Some(look) = looks.get(usize::from(look)).filter(|look| **look != Look::default()) {
        sheet.insert((u32::from(row) + 1, u32::from(column)), *look);
    }
}

/// The text of a FORMAT record. Only ASCII in it matters: each byte is taken for a character.
fn format_code(data: &[u8], wide: bool) -> Option<String> {
    let (length, text) = if wide {
        (usize::from(u16_at(data, 2)?), data.get(4..)?)
    } else {
        (usize::from(*data.get(2)?), data.get(3..)?)
    };
    let character = |byte: &u8| char::from(*byte);
    Some(match (wide, text) {
        // Two bytes a character; `chunks_exact` gives no fewer.
        (true, [flags, text @ ..]) if flags & 1 == 1 => {
            text.chunks_exact(2).take(length).map(|pair| if pair[1] == 0 { char::from(pair[0]) } else { '?' }).collect()
        }
        (true, [_, text @ ..]) | (false, text) => text.iter().take(length).map(character).collect(),
        (true, []) => String::new(),
    })
}

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const PASSWORD: u16 = 0x002F;
const FONT: u16 = 0x0031;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const FORMULA: u16 = 0x0006;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const RICH_TEXT: u16 = 0x00D6;
const SHARED_TEXT: u16 = 0x00FD;
const RK: u16 = 0x027E;
const SEVERAL_RK: u16 = 0x00BD;

/// The records from a place on: where its bytes begin, type, bytes. Ends with the stream, or where a record does not
/// fit in.
fn records(stream: &[u8], mut at: usize) -> impl Iterator<Item = (usize, u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, at)?, u16_at(stream, at.checked_add(2)?)?);
        let start = at.checked_add(4)?;
        let end = start.checked_add(usize::from(length))?;
        at = end;
        Some((start, kind, stream.get(start..end)?))
    })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    pair.try_into().ok().map(u16::from_le_bytes)
}
