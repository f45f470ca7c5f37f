//! `.xls`, `.xlsb` and `.ods` by calamine: only ever in a process of its own, for its readers of these formats
//! trust the file's lengths and have panicked, and take memory for the rectangle a sheet declares.
//!
//! What calamine does not tell of `.xls` and `.xlsb`: percentages (0.4 arrives as a bare number; `cell.rs` asks before
//! it takes one for 40 % or 0.4 %), struck-through text, and in `.xlsb` merged cells. For `.ods`, `ods_marks.rs` does.

use super::kind::FileKind;
use super::ods_marks::{Marks, read_marks};
use super::xlsx::{ranges, rows_of};
use super::{OpenError, limits};
use crate::survey::cell::words::is_blank;
use crate::survey::grid::{Cell, Content, Sheet};
use crate::text;
use calamine::{Data, DataRef, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, XlsbError};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Reads all worksheets of a workbook of `kind`.
pub fn read_workbook(bytes: &[u8], kind: FileKind) -> Result<Vec<Sheet>, OpenError> {
    match kind {
        FileKind::Xls => read_xls(bytes),
        FileKind::Xlsb => read_xlsb(bytes),
        FileKind::Ods => read_ods(bytes),
        FileKind::Xlsx | FileKind::Text => {
            Err(OpenError::damaged(text!("不是 xls、xlsb 或 ods", "it is no xls, xlsb or ods")))
        }
    }
}

type Cells = BTreeMap<(u32, u32), Content>;

fn read_xls(bytes: &[u8]) -> Result<Vec<Sheet>, OpenError> {
    let failed = |error| match error {
        XlsError::Password => OpenError::encrypted(),
        error => OpenError::broken(error),
    };
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(failed)?;
    let epoch_1904 = book.has_1904_epoch();
    worksheets(&book)
        .into_iter()
        .map(|(name, hidden)| {
            let mut cells = cells_of_range(&book.worksheet_range(&name).map_err(failed)?)?;
            mark_formulas(&mut cells, book.worksheet_formula(&name).ok().as_ref())?;
            let merged = book.merge_cells_by_sheet_name(&name).map_err(failed)?;
            Ok(Sheet { merged: ranges(&merged), epoch_1904, ..sheet(name, hidden, cells) })
        })
        .collect()
}

fn read_ods(bytes: &[u8]) -> Result<Vec<Sheet>, OpenError> {
    let failed = |error| match error {
        OdsError::Password => OpenError::encrypted(),
        error => OpenError::broken(error),
    };
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(failed)?;
    let marks = read_marks(bytes)?;
    worksheets(&book)
        .into_iter()
        .map(|(name, hidden)| {
            let mut cells = cells_of_range(&book.worksheet_range(&name).map_err(failed)?)?;
            mark_formulas(&mut cells, book.worksheet_formula(&name).ok().as_ref())?;
            let marks = marks.iter().find(|(of, _)| *of == name).map(|(_, marks)| marks);
            let mut sheet = sheet(name, hidden, cells);
            marks.into_iter().for_each(|marks| mark(&mut sheet, marks));
            Ok(sheet)
        })
        .collect()
}

/// Adds what calamine does not tell of a sheet.
fn mark(sheet: &mut Sheet, marks: &Marks) {
    sheet.merged = marks.merged.clone();
    sheet.merged.sort_by_key(|range| (range.top, range.left));
    for row in &mut sheet.rows {
        for (column, cell) in &mut row.cells {
            let look = marks.look(row.number, *column);
            cell.struck = look.struck;
            if let (true, Content::Number(number)) = (look.percent, &cell.content) {
                cell.content = Content::Percent(*number);
            }
        }
    }
}

fn read_xlsb(bytes: &[u8]) -> Result<Vec<Sheet>, OpenError> {
    let failed = |error| match error {
        XlsbError::Password => OpenError::encrypted(),
        error => OpenError::broken(error),
    };
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(failed)?;
    let epoch_1904 = book.has_1904_epoch();
    worksheets(&book)
        .into_iter()
        .map(|(name, hidden)| {
            let mut cells = Cells::new();
            let mut reader = book.worksheet_cells_reader(&name).map_err(failed)?;
            while let Some(cell) = reader.next_cell().map_err(failed)? {
                let (row, column) = cell.get_position();
                let content = content(owned(cell.get_value()));
                cells.extend(
                    content.map(|content| limits::place(row, column).map(|place| (place, content))).transpose()?,
                );
            }
            Ok(Sheet { epoch_1904, ..sheet(name, hidden, cells) })
        })
        .collect()
}

fn owned(value: &DataRef<'_>) -> Data {
    match value {
        DataRef::Int(number) => Data::Int(*number),
        DataRef::Float(number) => Data::Float(*number),
        DataRef::String(text) => Data::String(text.clone()),
        DataRef::SharedString(text) => Data::String(text.to_string()),
        DataRef::Bool(flag) => Data::Bool(*flag),
        DataRef::DateTime(date) => Data::DateTime(*date),
        DataRef::DateTimeIso(text) => Data::DateTimeIso(text.clone()),
        DataRef::DurationIso(text) => Data::DurationIso(text.clone()),
        DataRef::Error(error) => Data::Error(error.clone()),
        DataRef::Empty => Data::Empty,
    }
}

/// Names of the worksheets, and whether each is hidden.
fn worksheets<R: std::io::Read + std::io::Seek>(book: &impl Reader<R>) -> Vec<(String, bool)> {
    let listed = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    listed.map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible)).collect()
}

/// A sheet of the cells that are not blank. Blank texts are kept until here: they tell an empty result from none.
fn sheet(name: String, hidden: bool, cells: Cells) -> Sheet {
    let shows = |content: &Content| !matches!(content, Content::Text(text) if text.chars().all(is_blank));
    let cells = cells
        .into_iter()
        .filter(|(_, content)| shows(content))
        .map(|(place, content)| (place, Cell { content, struck: false }));
    Sheet { name: name.into(), hidden, rows: rows_of(cells.collect()), ..Sheet::default() }
}

fn cells_of_range(range: &Range<Data>) -> Result<Cells, OpenError> {
    let (top, left) = range.start().unwrap_or_default();
    let mut cells = Cells::new();
    for (row, column, value) in range.used_cells() {
        if let Some(content) = content(value.clone()) {
            cells.insert(limits::place(top.saturating_add(row as u32), left.saturating_add(column as u32))?, content);
        }
    }
    Ok(cells)
}

/// A formula whose cell holds nothing at all was saved without its result; one with an empty text shows nothing.
fn mark_formulas(cells: &mut Cells, formulas: Option<&Range<String>>) -> Result<(), OpenError> {
    let Some(formulas) = formulas else { return Ok(()) };
    let (top, left) = formulas.start().unwrap_or_default();
    for (row, column, _) in formulas.used_cells() {
        let place = limits::place(top.saturating_add(row as u32), left.saturating_add(column as u32))?;
        cells.entry(place).or_insert(Content::NoValue);
    }
    Ok(())
}

fn content(value: Data) -> Option<Content> {
    Some(match value {
        Data::Empty => return None,
        Data::String(text) => Content::Text(text.into()),
        Data::Int(number) => Content::Number(number as f64),
        Data::Float(number) => Content::Number(number),
        Data::DateTime(date) if date.is_duration() => Content::Number(date.as_f64()),
        Data::DateTime(date) => Content::Date(date.as_f64()),
        Data::DateTimeIso(text) => Content::IsoDate(text.into()),
        Data::DurationIso(text) => Content::Text(text.into()),
        Data::Bool(flag) => Content::Flag(flag),
        Data::Error(error) => Content::Error(error.to_string().into()),
    })
}
