//! `.xls`, `.xlsb` and `.ods` by calamine: only ever in a process of its own, for its readers of these formats
//! trust the file's lengths and have panicked, and take memory for the rectangle a sheet declares.
//!
//! What calamine does not tell (percentages, struck-through text, merged cells, some errors), `ods_marks.rs`,
//! `xls_marks.rs` and `xlsb_marks.rs` do. Where those cannot follow a workbook that calamine reads, that is said: a row
//! struck through would count as data. Without them a percentage is a bare number; `cell.rs` asks before it takes 0.4
//! for 40 % or 0.4 %.

use super::kind::FileKind;
use super::ods_marks::{Look, read_marks};
use super::xlsx::{ranges, rows_of};
use super::{Notes, OpenError, limits, xls_marks, xlsb_marks};
use crate::survey::cell::words::is_blank;
use crate::survey::grid::{Cell, Content, Sheet};
use crate::text;
use calamine::{Data, DataRef, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, XlsbError};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Reads all worksheets of a workbook of `kind`.
pub fn read_workbook(bytes: &[u8], kind: FileKind) -> Result<(Vec<Sheet>, Notes), OpenError> {
    match kind {
        FileKind::Xls => read_xls(bytes),
        FileKind::Xlsb => read_xlsb(bytes),
        FileKind::Ods => Ok((read_ods(bytes)?, Notes::new())),
        FileKind::Xlsx | FileKind::Text => {
            Err(OpenError::damaged(text!("不是 xls、xlsb 或 ods", "it is no xls, xlsb or ods")))
        }
    }
}

type Cells = BTreeMap<(u32, u32), Content>;

fn no_marks() -> Notes {
    vec![(
        "S009",
        text!(
            "这个文件里的删除线看不到：划掉的行会算作数据，请核对",
            "struck-through text cannot be seen in this file: rows struck through count as data"
        ),
        Some(text!("请用 WPS 或 Excel 打开，另存为 .xlsx", "open it in a spreadsheet program and save it as .xlsx")),
    )]
}

fn read_xls(bytes: &[u8]) -> Result<(Vec<Sheet>, Notes), OpenError> {
    let failed = |error| match error {
        XlsError::Password => OpenError::encrypted(),
        XlsError::Unrecognized { .. } | XlsError::IfTab(_) | XlsError::Etpg(_) => OpenError::beyond_us(),
        error => OpenError::broken(error),
    };
    let marks = xls_marks::read_marks(bytes).ok();
    if marks.as_ref().is_some_and(|marks| !marks.sheets.is_empty() && !marks.sheets.iter().any(|(is, _)| *is)) {
        // Charts alone, whose names calamine may not like.
        return Ok((Vec::new(), Notes::new()));
    }
    let undeclared = marks.as_ref().and_then(|marks| xls_marks::undeclared(bytes, marks).ok());
    let mut book: Xls<_> = Xls::new(Cursor::new(undeclared.as_deref().unwrap_or(bytes))).map_err(failed)?;
    let epoch_1904 = book.has_1904_epoch();
    let sheets: Result<Vec<Sheet>, OpenError> = worksheets(&book)
        .into_iter()
        .map(|(at, name, hidden)| {
            let mut cells = cells_of_range(&book.worksheet_range(&name).map_err(failed)?)?;
            mark_formulas(&mut cells, book.worksheet_formula(&name).ok().as_ref())?;
            let merged = book.merge_cells_by_sheet_name(&name).map_err(failed)?;
            let mut sheet = Sheet { merged: ranges(&merged), epoch_1904, ..sheet(name, hidden, cells) };
            if let Some((_, looks)) = marks.as_ref().and_then(|marks| marks.sheets.get(at)) {
                mark(&mut sheet, |row, column| looks.get(&(row, column)).copied().unwrap_or_default());
            }
            Ok(sheet)
        })
        .collect();
    Ok((sheets?, if marks.is_some() { Notes::new() } else { no_marks() }))
}

fn read_ods(bytes: &[u8]) -> Result<Vec<Sheet>, OpenError> {
    let failed = |error| match error {
        OdsError::Password => OpenError::encrypted(),
        OdsError::CellLimitExceeded { requested, .. } => OpenError::new(
            "S019",
            text!("文件声称有 {requested} 个单元格，太多了", "the file says that it has {requested} cells, too many"),
            text!("请删去远处的零星单元格，或另存为 .xlsx 再试", "delete stray cells far away, or save it as .xlsx"),
        ),
        error => OpenError::broken(error),
    };
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(failed)?;
    let marks = read_marks(bytes)?;
    worksheets(&book)
        .into_iter()
        .map(|(_, name, hidden)| {
            let mut cells = cells_of_range(&book.worksheet_range(&name).map_err(failed)?)?;
            mark_formulas(&mut cells, book.worksheet_formula(&name).ok().as_ref())?;
            let marks = marks.iter().find(|(of, _)| *of == name).map(|(_, marks)| marks);
            let mut sheet = sheet(name, hidden, cells);
            if let Some(marks) = marks {
                sheet.merged = marks.merged.clone();
                sheet.merged.sort_by_key(|range| (range.top, range.left));
                mark(&mut sheet, |row, column| marks.look(row, column));
            }
            Ok(sheet)
        })
        .collect()
}

/// Adds how cells look.
fn mark(sheet: &mut Sheet, look: impl Fn(u32, u32) -> Look) {
    for row in &mut sheet.rows {
        for (column, cell) in &mut row.cells {
            let look = look(row.number, *column);
            cell.struck = look.struck;
            if let (true, Content::Number(number)) = (look.percent, &cell.content) {
                cell.content = Content::Percent(*number);
            }
        }
    }
}

fn read_xlsb(bytes: &[u8]) -> Result<(Vec<Sheet>, Notes), OpenError> {
    let failed = |error| match error {
        XlsbError::Password => OpenError::encrypted(),
        XlsbError::UnsupportedType(_)
        | XlsbError::Etpg(_)
        | XlsbError::IfTab(_)
        | XlsbError::BErr(_)
        | XlsbError::Ptg(_)
        | XlsbError::CellError(_)
        | XlsbError::Unrecognized { .. } => OpenError::beyond_us(),
        error => OpenError::broken(error),
    };
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(failed)?;
    let marks = xlsb_marks::read_marks(bytes);
    let epoch_1904 = book.has_1904_epoch();
    let sheets: Result<Vec<Sheet>, OpenError> = worksheets(&book)
        .into_iter()
        .map(|(_, name, hidden)| {
            let mut cells = Cells::new();
            let mut reader = book.worksheet_cells_reader(&name).map_err(failed)?;
            while let Some(cell) = reader.next_cell().map_err(failed)? {
                let (row, column) = cell.get_position();
                if let Some(content) = content(owned(cell.get_value())) {
                    cells.insert(limits::place(row, column)?, content);
                }
            }
            let Some(marks) = marks.as_ref().and_then(|marks| marks.get(&name)) else {
                return Ok(Sheet { epoch_1904, ..sheet(name, hidden, cells) });
            };
            for ((row, column), error) in &marks.errors {
                cells.insert(limits::place(*row, *column)?, Content::Error((*error).into()));
            }
            let mut sheet = Sheet { epoch_1904, merged: marks.merged.clone(), ..sheet(name, hidden, cells) };
            mark(&mut sheet, |row, column| marks.looks.get(&(row, column)).copied().unwrap_or_default());
            Ok(sheet)
        })
        .collect();
    Ok((sheets?, if marks.is_some() { Notes::new() } else { no_marks() }))
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

/// The worksheets: which of the sheets of any kind, its name, and whether it is hidden.
fn worksheets<R: std::io::Read + std::io::Seek>(book: &impl Reader<R>) -> Vec<(usize, String, bool)> {
    let all = book.sheets_metadata().iter().enumerate();
    all.filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet)
        .map(|(at, sheet)| (at, sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect()
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
