//! What calamine does not tell of an `.xlsb`: percentages, struck-through text, merged cells, formulas whose result is an
//! error (which it passes over), and cells cut short (for which it takes what is left of the one before).
//!
//! Each part of the workbook is a row of records: a type and a length of one or more bytes, seven bits each, then the
//! bytes. What always holds: lengths are checked, memory is for records that are there. Deliberately absent: what other
//! cells hold (`legacy.rs`).

use super::ods_marks::Look;
use super::xls_marks::Looks;
use super::xlsx::is_percent;
use crate::survey::grid::Range;
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The marks of one sheet.
#[derive(Debug, Default)]
pub struct Marks {
    /// Merged cells
    pub merged: Vec<Range>,
    /// How cells look
    pub looks: Looks,
    /// Errors that formulas give, and cells cut short, row and column from 0
    pub errors: Vec<((u32, u32), &'static str)>,
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The marks of every sheet by its name; `None` where the workbook is not as it should be.
pub fn read_marks(bytes: &[u8]) -> Option<HashMap<String, Marks>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    // A workbook need not have a format at all.
    let looks = part(&mut archive, "xl/styles.bin").map_or(Some(Vec::new()), |styles| looks_of(&styles))?;
    let targets = targets(&part(&mut archive, "xl/_rels/workbook.bin.rels")?)?;
    let book = part(&mut archive, "xl/workbook.bin")?;
    let mut marks = HashMap::new();
    for (_, data) in records(&book).filter(|(kind, _)| *kind == BUNDLE_SHEET) {
        let (relation, rest) = wide_text(data.get(8..)?)?;
        let (name, _) = wide_text(rest)?;
        let target = targets.get(&relation)?;
        // Written from the root, or from the workbook's folder.
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_string);
        marks.insert(name, marks_of(&part(&mut archive, &path)?, &looks)?);
    }
    Some(marks)
}

/// A part of the workbook; calamine, too, does not mind capitals.
fn part(archive: &mut Archive, path: &str) -> Option<Vec<u8>> {
    let name = archive.file_names().flatten().find(|name| name.eq_ignore_ascii_case(path))?.into_owned();
    let mut bytes = Vec::new();
    archive.by_name(&name).ok()?.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Where each relation of the workbook leads.
fn targets(xml: &[u8]) -> Option<HashMap<String, String>> {
    let mut reader = quick_xml::Reader::from_reader(xml);
    let mut targets = HashMap::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let element = match reader.read_event_into(&mut buffer).ok()? {
            Event::Eof => return Some(targets),
            Event::Start(element) | Event::Empty(element) => element,
            _ => continue,
        };
        let text = |name| {
            let attribute = element.try_get_attribute(name).ok()??;
            Some(attribute.normalized_value(XmlVersion::default()).ok()?.into_owned())
        };
        if let (Some(id), Some(target)) = (text("Id"), text("Target")) {
            targets.insert(id, target);
        }
    }
}

/// How each cell format looks.
fn looks_of(styles: &[u8]) -> Option<Vec<Look>> {
    let (mut struck_fonts, mut percents, mut looks) = (Vec::new(), HashMap::new(), Vec::new());
    let mut of_cells = false;
    for (kind, data) in records(styles) {
        match kind {
            // Bit 3 of the font's flags.
            FONT => struck_fonts.push(u16_at(data, 2)? & 8 != 0),
            FORMAT => {
                percents.insert(u16_at(data, 0)?, is_percent(&wide_text(data.get(2..)?)?.0));
            }
            BEGIN_CELL_FORMATS => of_cells = true,
            END_CELL_FORMATS => of_cells = false,
            CELL_FORMAT if of_cells => {
                let (format, font) = (u16_at(data, 2)?, usize::from(u16_at(data, 4)?));
                let percent = percents.get(&format).copied().unwrap_or(matches!(format, 9 | 10));
                looks.push(Look { percent, struck: struck_fonts.get(font).copied().unwrap_or(false) });
            }
            _ => {}
        }
    }
    Some(looks)
}

fn marks_of(sheet: &[u8], looks: &[Look]) -> Option<Marks> {
    let mut marks = Marks::default();
    let mut row = 0_u32;
    for (kind, data) in records(sheet) {
        match kind {
            ROW => row = u32_at(data, 0)?,
            // Cells of any kind: the column, then three bytes for the format.
            CELL_BLANK..=FORMULA_ERROR => {
                let (column, look) = (u32_at(data, 0)?, u32_at(data, 4)? & 0x00FF_FFFF);
                if let Some(look) = looks.get(look as usize).filter(|look| **look != Look::default()) {
                    marks.looks.insert((row.saturating_add(1), column), *look);
                }
                if data.len() < least(kind) {
                    marks.errors.push(((row, column), "#ERROR!"));
                } else if kind == FORMULA_ERROR {
                    marks.errors.push(((row, column), error_text(*data.get(8)?)));
                }
            }
            MERGED => marks.merged.push(Range {
                top: u32_at(data, 0)?.saturating_add(1),
                bottom: u32_at(data, 4)?.saturating_add(1),
                left: u32_at(data, 8)?,
                right: u32_at(data, 12)?,
            }),
            _ => {}
        }
    }
    marks.merged.sort_by_key(|range| (range.top, range.left));
    Some(marks)
}

/// The bytes that a cell has at least, by what it holds: nothing, a flag or error, a number, or anything else.
fn least(kind: u16) -> usize {
    match kind {
        CELL_BLANK => 8,
        3 | 4 | 10 | FORMULA_ERROR => 9,
        5 | 9 => 16,
        _ => 12,
    }
}

/// An error as spreadsheets show it.
fn error_text(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#ERROR!",
    }
}

const ROW: u16 = 0;
const CELL_BLANK: u16 = 1;
const FORMULA_ERROR: u16 = 11;
const FONT: u16 = 0x2B;
const FORMAT: u16 = 0x2C;
const CELL_FORMAT: u16 = 0x2F;
const BUNDLE_SHEET: u16 = 0x9C;
const MERGED: u16 = 0xB0;
const BEGIN_CELL_FORMATS: u16 = 0x0269;
const END_CELL_FORMATS: u16 = 0x026A;

/// The records of a part; ends where a record does not fit in.
fn records(part: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = part;
    std::iter::from_fn(move || {
        let kind = number(&mut rest, 2)?;
        let length = number(&mut rest, 4)?;
        let (data, after) = rest.split_at_checked(length as usize)?;
        rest = after;
        Some((u16::try_from(kind).ok()?, data))
    })
}

/// A number of at most so many bytes, seven bits each, the lowest first; the eighth says that there are more.
fn number(rest: &mut &[u8], most: u32) -> Option<u32> {
    let mut number = 0;
    for place in 0..most {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= u32::from(byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

/// A text in UTF-16 with its length before it, and what follows.
fn wide_text(bytes: &[u8]) -> Option<(String, &[u8])> {
    let length = (u32_at(bytes, 0)? as usize).checked_mul(2)?;
    let (text, after) = bytes.get(4..)?.split_at_checked(length)?;
    let (text, _) = encoding_rs::UTF_16LE.decode_without_bom_handling(text);
    Some((text.into_owned(), after))
}
