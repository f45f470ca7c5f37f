//! Cells of an existing `.xlsx` form are set in place; all else in it stays as it is.
//!
//! `container` opens the zip and writes it again, `workbook` knows where its sheets are, `sheet` goes through one of them
//! and says what is to be replaced (`edits`, made of the tags that `markup` finds), `cell` writes one cell, `area` reads
//! names of cells and ranges. What always holds: parts that are not touched are copied as they are packed, and of a
//! sheet only the cells that were asked for are written anew, and what formulas came to before is taken out, for it is
//! true no more; nothing is moved, and no formula, no cell hidden under a merged one is written over; the same form and
//! cells give the same bytes. Deliberately absent: making rows, styles or
//! sheets that the form does not have, and computing formulas: the program that opens the form does.

mod area;
mod cell;
mod container;
mod edits;
#[cfg(test)]
mod hand_written;
mod markup;
mod sheet;
#[cfg(test)]
mod tests;
mod workbook;

use crate::lang::{Text, listed};
use crate::survey::finding::cell_name;
use crate::text;
use container::Container;
use std::collections::BTreeMap;
use workbook::{SheetPart, Workbook};

/// What a cell is to hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Filled {
    /// A text, whatever it looks like: never a formula
    Text(String),
    /// A number
    Number(f64),
    /// Nothing; the look of the cell stays
    Blank,
}

/// A cell to be set.
#[derive(Clone, Debug, PartialEq)]
pub struct FilledCell {
    /// The name of its sheet; without one, the first sheet that is not hidden
    pub sheet: Option<String>,
    /// Its row, from 0
    pub row: u32,
    /// Its column, from 0
    pub column: u16,
    /// What it is to hold
    pub content: Filled,
}

/// Why a form cannot be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FillError {
    /// What is the matter
    pub message: Text,
    /// What to do
    pub help: Option<Text>,
}

/// Rows that a sheet can have.
const ROWS: u32 = 1_048_576;
/// Columns that a sheet can have.
const COLUMNS: u16 = 16_384;

/// The cells to be set of one sheet: by row and column, both from 0, in order.
type Wanted<'c> = BTreeMap<u32, BTreeMap<u16, &'c Filled>>;

/// The form with these cells set.
pub fn fill(form: &[u8], cells: &[FilledCell]) -> Result<Vec<u8>, FillError> {
    let mut container = Container::open(form)?;
    let workbook = Workbook::read(&mut container)?;
    let wanted = by_sheet(&workbook, cells)?;
    let (mut changed, mut set, mut formulas) = (BTreeMap::new(), false, false);
    // The sheets of which nothing is asked, too: their formulas may look at the others.
    for (at, sheet) in workbook.sheets.iter().enumerate() {
        let source = container.read(sheet.part)?;
        let filled = sheet::fill(&source, &sheet.name, wanted.get(&at).unwrap_or(&Wanted::new()))?;
        set |= filled.set;
        formulas |= filled.formulas;
        if filled.text != source {
            changed.insert(sheet.part, filled.text);
        }
    }
    if !set {
        return Ok(form.to_vec());
    }
    if formulas {
        let source = container.read(workbook.part)?;
        let computed = workbook::computed_when_opened(&source)?;
        if computed != source {
            changed.insert(workbook.part, computed);
        }
    }
    container.write(&changed)
}

/// The cells of each sheet, all of them cells that a sheet can have with contents that a cell can hold, one each.
fn by_sheet<'c>(workbook: &Workbook, cells: &'c [FilledCell]) -> Result<BTreeMap<usize, Wanted<'c>>, FillError> {
    let mut sheets: BTreeMap<usize, Wanted> = BTreeMap::new();
    for cell in cells {
        let (at, sheet) = workbook.sheet(cell.sheet.as_deref())?;
        check_place(sheet, cell)?;
        cell::check(&cell.content).map_err(|error| error.at(&sheet.name, cell.row, cell.column))?;
        let row = sheets.entry(at).or_default().entry(cell.row).or_default();
        if row.insert(cell.column, &cell.content).is_some() {
            let place = place(&sheet.name, cell.row, cell.column);
            return Err(FillError::new(
                text!("{place} 要填两个内容", "{place} is to hold two contents"),
                text!("请让每个格只填一次", "let each cell be filled once"),
            ));
        }
    }
    Ok(sheets)
}

fn check_place(sheet: &SheetPart, cell: &FilledCell) -> Result<(), FillError> {
    if cell.row < ROWS && cell.column < COLUMNS {
        return Ok(());
    }
    let (name, row, column) = (&sheet.name, u64::from(cell.row) + 1, u32::from(cell.column) + 1);
    Err(FillError::new(
        text!(
            "工作表 `{name}` 没有第 {row} 行第 {column} 列：最多 {ROWS} 行、{COLUMNS} 列",
            "sheet `{name}` has no row {row}, column {column}: it ends at row {ROWS}, column {COLUMNS}"
        ),
        text!("请检查起始行和要填的行数", "check the first row and how many are to be filled"),
    ))
}

/// A cell, as messages name it.
fn place(sheet: &str, row: u32, column: u16) -> String {
    // A row beyond the last has been refused before it is named.
    format!("`{sheet} › {}`", cell_name(row.saturating_add(1), u32::from(column)))
}

impl FillError {
    fn new(message: Text, help: Text) -> FillError {
        FillError { message, help: Some(help) }
    }

    /// The form is not what it should be.
    fn damaged(detail: Text) -> FillError {
        let Text { zh, en } = detail;
        FillError::new(
            text!("表样已损坏：{zh}", "the form is damaged: {en}"),
            text!(
                "请用 WPS 或 Excel 打开表样，另存为 .xlsx 再试",
                "open the form in a spreadsheet program and save it again as .xlsx"
            ),
        )
    }

    /// The same, said of one cell.
    fn at(self, sheet: &str, row: u32, column: u16) -> FillError {
        let (place, Text { zh, en }) = (place(sheet, row, column), self.message);
        FillError { message: text!("{place} {zh}", "{place} {en}"), help: self.help }
    }

    fn no_such_sheet(wanted: &str, sheets: &[SheetPart]) -> FillError {
        let names = listed(sheets.iter().map(|sheet| format!("`{}`", sheet.name)));
        let (zh, en) = (names.zh, names.en);
        FillError::new(
            text!("表样里没有工作表 `{wanted}`", "the form has no sheet `{wanted}`"),
            text!("表样里有：{zh}", "it has {en}"),
        )
    }
}
