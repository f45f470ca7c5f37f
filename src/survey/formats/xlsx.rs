//! `.xlsx` and `.xlsm`, streamed cell by cell.
//!
//! What always holds: only cells that are stored are held, whatever range a sheet declares (calamine's ranges would
//! allocate the rectangle up to the farthest cell). calamine tells dates from numbers by their format; percentages
//! and struck-through text are told here from the style, in a second pass that is made only where the workbook has
//! such a style. Text of which only a part is struck through counts as not struck. Deliberately absent: formulas
//! (only that there is one without a value), pictures, pivot tables, macros, links.

use super::limits::ColumnsUsed;
use super::outline::Outline;
use super::zip_scan::Container;
use super::{OpenError, limits};
use crate::survey::grid::{Cell, Content, Range, Row, Sheet};
use crate::text;
use calamine::{
    DataRef, Dimensions, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError, XlsxFormulaMetadata as Formula,
};
use foldhash::HashMap;
use std::io::Cursor;
use std::sync::Arc;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;
/// Texts by the address of the workbook's own string: a text that a thousand cells share is held once.
type Texts = HashMap<usize, Arc<str>>;

/// Reads all worksheets. More cells than its parts hold can only be read where one part is several sheets.
pub fn read_workbook(container: &Container, most_columns: usize) -> Result<Vec<Sheet>, OpenError> {
    let mut book: Book = Xlsx::new(Cursor::new(container.copy.as_slice())).map_err(failed)?;
    let mut outline: Option<Book> = match &container.outline {
        Outline::Apart(outline) => Some(Xlsx::new(Cursor::new(outline.as_slice())).map_err(failed)?),
        Outline::NoneMerged | Outline::Whole => None,
    };
    let epoch_1904 = book.has_1904_epoch();
    let listed = book.sheets_metadata().to_vec();
    let mut texts = Texts::default();
    let mut left = container.cells;
    let mut sheets = Vec::new();
    for sheet in listed.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let rows = match read_rows(&mut book, &sheet.name, &mut texts, &mut left, most_columns) {
            // Old macro sheets are listed as worksheets.
            Err(XlsxFailure::Calamine(XlsxError::NotAWorksheet(_))) => continue,
            Err(XlsxFailure::Calamine(error)) => return Err(failed(error)),
            Err(XlsxFailure::Place(error)) => return Err(error),
            Ok(rows) => rows,
        };
        let merged = match &container.outline {
            Outline::NoneMerged => Vec::new(),
            Outline::Apart(_) | Outline::Whole => {
                let book = outline.as_mut().unwrap_or(&mut book);
                book.merge_cells_by_sheet_name(&sheet.name).map_err(failed)?
            }
        };
        sheets.push(Sheet {
            name: sheet.name.into(),
            hidden: sheet.visible != SheetVisible::Visible,
            rows,
            merged: ranges(&merged),
            epoch_1904,
        });
    }
    Ok(sheets)
}

fn failed(error: XlsxError) -> OpenError {
    match error {
        XlsxError::Password => OpenError::encrypted(),
        error => OpenError::broken(error),
    }
}

fn one_for_several() -> OpenError {
    OpenError::damaged(text!("几张工作表用的是同一份数据", "several sheets are one and the same part"))
}

enum XlsxFailure {
    Calamine(XlsxError),
    Place(OpenError),
}

impl From<XlsxError> for XlsxFailure {
    fn from(error: XlsxError) -> XlsxFailure {
        XlsxFailure::Calamine(error)
    }
}

/// A cell and its place, row from 1 and column from 0.
type Placed = ((u32, u32), Cell);

fn read_rows(
    book: &mut Book,
    name: &str,
    texts: &mut Texts,
    left: &mut u64,
    most_columns: usize,
) -> Result<Vec<Row>, XlsxFailure> {
    let mut cells = match read_cells(book, name, texts, None, left, most_columns)? {
        Cells::Read(cells) => cells,
        // calamine gives up on errors newer than itself (#SPILL!) without saying where they stand.
        Cells::UnplacedError => {
            let places = all_places(book, name)?;
            match read_cells(book, name, texts, Some(&places), left, most_columns)? {
                Cells::Read(cells) => cells,
                Cells::UnplacedError => return Err(XlsxError::Unexpected("error cell without a place").into()),
            }
        }
    };
    // Hostile files have cells in any order, and several in one place.
    if !cells.is_sorted_by(|a, b| a.0 < b.0) {
        cells.sort_by_key(|(place, _)| *place);
        cells.dedup_by_key(|(place, _)| *place);
    }
    apply_styles(book, name, &mut cells)?;
    Ok(rows_of(cells))
}

/// Cells in order → rows.
pub fn rows_of(cells: Vec<Placed>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for ((number, column), cell) in cells {
        match rows.last_mut() {
            Some(row) if row.number == number => row.cells.push((column, cell)),
            _ => rows.push(Row { number, cells: vec![(column, cell)] }),
        }
    }
    rows
}

/// Merged ranges as sheets hold them; a range of one cell merges nothing.
pub fn ranges(merged: &[Dimensions]) -> Vec<Range> {
    let mut ranges: Vec<Range> = merged
        .iter()
        .map(|Dimensions { start, end }| Range {
            top: start.0.min(end.0).saturating_add(1),
            left: start.1.min(end.1),
            bottom: start.0.max(end.0).saturating_add(1),
            right: start.1.max(end.1),
        })
        .filter(|range| (range.top, range.left) != (range.bottom, range.right))
        .collect();
    ranges.sort_by_key(|range| (range.top, range.left, range.bottom, range.right));
    ranges
}

enum Cells {
    Read(Vec<Placed>),
    UnplacedError,
}

/// All cells that are not blank. `places` has the place of every cell element in turn, where it is known.
fn read_cells(
    book: &mut Book,
    name: &str,
    texts: &mut Texts,
    places: Option<&[(u32, u32)]>,
    left: &mut u64,
    most_columns: usize,
) -> Result<Cells, XlsxFailure> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let mut cells = Vec::new();
    let mut turns = places.map(|places| places.iter());
    let before = *left;
    // Counted here, so that a sheet with too many is not held before it is refused.
    let mut used = ColumnsUsed::new(most_columns);
    loop {
        let (told, content) = match reader.next_cell_with_formula_metadata() {
            Ok(None) => return Ok(Cells::Read(cells)),
            Ok(Some(record)) => (Some(record.pos), content(record.value, record.formula.as_ref(), texts)),
            Err(XlsxError::CellError(error)) => (None, Some(Content::Error(error.into()))),
            Err(error) => return Err(error.into()),
        };
        let place = match &mut turns {
            Some(turns) => turns.next().copied(),
            None => told,
        };
        let Some((row, column)) = place else {
            *left = before;
            return Ok(Cells::UnplacedError);
        };
        *left = left.checked_sub(1).ok_or_else(|| XlsxFailure::Place(one_for_several()))?;
        if let Some(content) = content {
            let place = limits::place(row, column).map_err(XlsxFailure::Place)?;
            used.add(column, name).map_err(XlsxFailure::Place)?;
            cells.push((place, Cell { content, struck: false }));
        }
    }
}

/// The place of every cell element, blank or not, in turn.
fn all_places(book: &mut Book, name: &str) -> Result<Vec<(u32, u32)>, XlsxError> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let mut places = Vec::new();
    while let Some(cell) = reader.next_formula()? {
        places.push(cell.get_position());
    }
    Ok(places)
}

fn content(value: DataRef<'_>, formula: Option<&Formula>, texts: &mut Texts) -> Option<Content> {
    let blank = |text: &str| text.chars().all(crate::survey::cell::words::is_blank);
    Some(match value {
        DataRef::Empty => {
            let is_formula = match formula? {
                Formula::Normal { formula } => !formula.is_empty(),
                _ => true,
            };
            return is_formula.then_some(Content::NoValue);
        }
        DataRef::SharedString(text) if blank(text) => return None,
        DataRef::SharedString(text) => {
            Content::Text(texts.entry(text.as_ptr() as usize).or_insert_with(|| text.into()).clone())
        }
        DataRef::String(text) if blank(&text) => return None,
        DataRef::String(text) => Content::Text(text.into()),
        DataRef::Int(number) => Content::Number(number as f64),
        DataRef::Float(number) => Content::Number(number),
        DataRef::DateTime(date) if date.is_duration() => Content::Number(date.as_f64()),
        DataRef::DateTime(date) => Content::Date(date.as_f64()),
        DataRef::DateTimeIso(text) => Content::IsoDate(text.into()),
        DataRef::DurationIso(text) => Content::Text(text.into()),
        DataRef::Bool(flag) => Content::Flag(flag),
        DataRef::Error(error) => Content::Error(error.to_string().into()),
    })
}

/// What of a style matters here.
#[derive(Clone, Copy, PartialEq)]
struct Look {
    percent: bool,
    struck: bool,
}

fn look(style: &Style) -> Look {
    Look {
        percent: style.number_format.as_ref().is_some_and(|format| is_percent(&format.format_code)),
        struck: style.font.as_ref().is_some_and(|font| font.has_strikethrough()),
    }
}

/// Whether a number format shows hundredths: a `%` in it that is not quoted or escaped.
pub fn is_percent(format: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    for c in format.chars() {
        match c {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            '%' => return true,
            _ => {}
        }
    }
    false
}

fn apply_styles(book: &mut Book, name: &str, cells: &mut [Placed]) -> Result<(), XlsxFailure> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let looks: Vec<Look> = reader.styles().iter().map(look).collect();
    if !looks.iter().any(|look| look.percent || look.struck) {
        return Ok(());
    }
    while let Some((row, column, style)) = reader.next_style_id()? {
        let Some(look) = looks.get(style).filter(|look| look.percent || look.struck) else { continue };
        let place = limits::place(row, column).map_err(XlsxFailure::Place)?;
        let Ok(at) = cells.binary_search_by_key(&place, |(place, _)| *place) else { continue };
        let Some((_, cell)) = cells.get_mut(at) else { continue };
        cell.struck = look.struck;
        if let (true, Content::Number(number)) = (look.percent, &cell.content) {
            cell.content = Content::Percent(*number);
        }
    }
    Ok(())
}
