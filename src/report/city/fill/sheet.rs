//! One sheet, gone through from its first tag to its last: which pieces of it are replaced so that cells hold something
//! else.
//!
//! What always holds: rows and cells come out in order; a cell that is made has the look that a program would give it,
//! its row's or its column's; merged ranges and formulas are known before anything is given back, so a cell that may
//! not be set is an error; what formulas came to before does not stay. Deliberately absent: which cells (`super`), how one is written (`cell`).

use super::area::{Area, read_cell};
use super::edits::Edits;
use super::markup::{Stands, Tag, Tags};
use super::workbook::SHEETS;
use super::{FillError, Filled, ROWS, Wanted, cell, place};
use crate::survey::finding::cell_name;
use crate::text;
use std::collections::BTreeMap;
use std::ops::Range;

/// A sheet with cells set.
pub struct FilledSheet {
    /// Its part
    pub text: String,
    /// Whether a cell holds something else than before
    pub set: bool,
    /// Whether it has formulas
    pub formulas: bool,
}

/// The sheet with these cells set; `name` is for messages.
pub fn fill(source: &str, name: &str, wanted: &Wanted) -> Result<FilledSheet, FillError> {
    let mut sheet = Sheet { source, name, left: wanted.clone(), ..Sheet::default() };
    let mut tags = Tags::new(source, SHEETS);
    while let Some(tag) = tags.next()? {
        sheet.see(tags.path(), tag)?;
    }
    sheet.check(wanted)?;
    // Rows are left over where there is no place for any.
    if !sheet.left.is_empty() {
        return Err(damaged(name));
    }
    sheet.widen_dimension();
    let text = sheet.edits.apply(source).ok_or_else(|| damaged(name))?;
    Ok(FilledSheet { text, set: sheet.set, formulas: sheet.formulas })
}

fn damaged(name: &str) -> FillError {
    FillError::damaged(text!(
        "工作表 `{name}` 的行或格不合规矩",
        "the rows or cells of sheet `{name}` are not as they should be"
    ))
}

/// What is known of a sheet while its tags go by.
#[derive(Default)]
struct Sheet<'s> {
    source: &'s str,
    name: &'s str,
    /// The cells that have not been come to
    left: Wanted<'s>,
    edits: Edits,
    dimension: Option<Tag<'s>>,
    /// The looks of columns: first, last, which
    columns: Vec<(u32, u32, String)>,
    /// The row before, from 0
    row_before: Option<u32>,
    row: Option<Row<'s>>,
    /// The cells that were made, altogether
    made: Option<Area>,
    merged: Vec<Area>,
    /// Where formulas put their results
    results: Vec<Area>,
    formulas: bool,
    set: bool,
}

/// A row that is gone through.
struct Row<'s> {
    number: u32,
    tag: Tag<'s>,
    wanted: BTreeMap<u16, &'s Filled>,
    column_before: Option<u16>,
    cell: Option<Cell<'s>>,
    /// First and last of the columns made in it
    made: Option<(u16, u16)>,
}

/// A cell that is gone through.
struct Cell<'s> {
    column: u16,
    tag: Tag<'s>,
    content: Option<&'s Filled>,
    formula: bool,
    /// What it held: these pieces go
    values: Vec<Range<usize>>,
    /// Where the element in it that is gone through begins
    child: usize,
}

impl<'s> Sheet<'s> {
    fn see(&mut self, path: &[&str], tag: Tag<'s>) -> Result<(), FillError> {
        match (path, tag.stands) {
            ([_, "dimension"], Stands::Open | Stands::Alone) => self.dimension = Some(tag),
            ([_, "cols", "col"], Stands::Open | Stands::Alone) => self.see_column(&tag),
            ([_, "sheetData"], Stands::Close) => {
                let rows = self.rows_before(ROWS, tag.prefix());
                self.edits.replace(tag.at.start..tag.at.start, rows);
            }
            ([_, "sheetData"], Stands::Alone) => {
                let rows = self.rows_before(ROWS, tag.prefix());
                if !rows.is_empty() {
                    self.edits.replace(tag.at.clone(), format!("{}{rows}</{}>", tag.opening(&[], ""), tag.name));
                }
            }
            ([_, "sheetData", "row"], Stands::Open) => self.begin_row(tag)?,
            ([_, "sheetData", "row"], Stands::Alone) => {
                self.begin_row(tag.clone())?;
                self.end_row(&tag);
            }
            ([_, "sheetData", "row"], Stands::Close) => self.end_row(&tag),
            ([_, "sheetData", "row", "c"], Stands::Open) => self.begin_cell(tag)?,
            ([_, "sheetData", "row", "c"], Stands::Alone) => {
                self.begin_cell(tag.clone())?;
                self.end_cell(&tag);
            }
            ([_, "sheetData", "row", "c"], Stands::Close) => self.end_cell(&tag),
            ([_, "sheetData", "row", "c", inside], _) => self.see_inside(inside, &tag),
            ([_, "mergeCells", "mergeCell"], Stands::Open | Stands::Alone) => {
                self.merged.extend(tag.get("ref").and_then(|name| Area::read(&name)));
            }
            _ => {}
        }
        Ok(())
    }

    fn see_column(&mut self, tag: &Tag) {
        let number = |name| tag.get(name).and_then(|number| number.parse().ok());
        if let (Some(first), Some(last), Some(look)) = (number("min"), number("max"), tag.get("style")) {
            self.columns.push((first, last, look.into_owned()));
        }
    }

    fn begin_row(&mut self, tag: Tag<'s>) -> Result<(), FillError> {
        let next = self.row_before.map_or(0, |row| row + 1);
        let number = match tag.get("r") {
            Some(number) => number.trim().parse().ok().and_then(|number: u32| number.checked_sub(1)),
            None => Some(next),
        };
        let number = number.filter(|number| (next..ROWS).contains(number)).ok_or_else(|| damaged(self.name))?;
        let rows = self.rows_before(number, tag.prefix());
        self.edits.replace(tag.at.start..tag.at.start, rows);
        self.row_before = Some(number);
        let wanted = self.left.remove(&number).unwrap_or_default();
        self.row = Some(Row { number, tag, wanted, column_before: None, cell: None, made: None });
        Ok(())
    }

    fn end_row(&mut self, end: &Tag) {
        let Some(mut row) = self.row.take() else { return };
        let cells = self.cells_before(&mut row, u16::MAX);
        let spans = row.made.and_then(|made| widened(&row.tag.get("spans")?, made));
        let spans = spans.map(|spans| row.tag.opening(&["spans"], &format!(r#" spans="{spans}""#)));
        if row.tag.stands == Stands::Alone {
            if !cells.is_empty() {
                let open = spans.unwrap_or_else(|| row.tag.opening(&[], ""));
                self.edits.replace(row.tag.at.clone(), format!("{open}{cells}</{}>", row.tag.name));
            }
            return;
        }
        self.edits.replace(end.at.start..end.at.start, cells);
        if let Some(open) = spans {
            self.edits.replace(row.tag.at.clone(), open);
        }
    }

    fn begin_cell(&mut self, tag: Tag<'s>) -> Result<(), FillError> {
        let Some(mut row) = self.row.take() else { return Ok(()) };
        let next = row.column_before.map_or(0, |column| column + 1);
        let column = match tag.get("r") {
            Some(name) => read_cell(name.trim()).filter(|(there, _)| *there == row.number).map(|(_, column)| column),
            None => Some(next),
        };
        let column = column.filter(|column| (next..super::COLUMNS).contains(column)).ok_or_else(|| {
            let name = self.name;
            FillError::damaged(text!("工作表 `{name}` 的格次序不对", "the cells of sheet `{name}` are out of order"))
        })?;
        let cells = self.cells_before(&mut row, column);
        self.edits.replace(tag.at.start..tag.at.start, cells);
        row.column_before = Some(column);
        let content = row.wanted.remove(&column);
        row.cell = Some(Cell { column, tag, content, formula: false, values: Vec::new(), child: 0 });
        self.row = Some(row);
        Ok(())
    }

    fn see_inside(&mut self, inside: &str, tag: &Tag) {
        let Some(row) = &mut self.row else { return };
        let Some(cell) = &mut row.cell else { return };
        if tag.stands != Stands::Close {
            cell.child = tag.at.start;
        }
        match inside {
            "v" | "is" if tag.stands != Stands::Open => cell.values.push(cell.child..tag.at.end),
            "f" if tag.stands != Stands::Close => {
                (self.formulas, cell.formula) = (true, true);
                let here = Area { top: row.number, left: cell.column, bottom: row.number, right: cell.column };
                // Of an array, the other cells hold results only.
                let spread = tag.get("t").is_some_and(|kind| matches!(&*kind, "array" | "dataTable"));
                let area = tag.get("ref").filter(|_| spread).and_then(|name| Area::read(&name));
                self.results.extend(area.or(cell.content.map(|_| here)));
            }
            _ => {}
        }
    }

    fn end_cell(&mut self, end: &Tag) {
        let Some(cell) = self.row.as_mut().and_then(|row| row.cell.take()) else { return };
        // `vm` and `cm` tell of the value that goes; with a formula, `cm` tells of that.
        let (content, gone): (_, &[&str]) = match cell.content {
            Some(content) => (content, &["t", "cm", "vm"]),
            // What a formula came to was computed from the cells as they were: programs that do not compute it again
            // are to show nothing rather than that.
            None if cell.formula && !cell.values.is_empty() => (&Filled::Blank, &["t", "vm"]),
            None => return,
        };
        let (kind, inside) = cell::written(content, cell.tag.prefix());
        // What else it holds stays: the formula, lists of extensions.
        let (mut rest, mut from) = (String::new(), cell.tag.at.end);
        for value in &cell.values {
            rest.push_str(self.source.get(from..value.start).unwrap_or_default());
            from = value.end;
        }
        rest.push_str(self.source.get(from..end.at.start).unwrap_or_default());
        let rest = if rest.trim().is_empty() { "" } else { &rest };
        let open = cell.tag.opening(gone, kind);
        let piece = cell.tag.at.start..end.at.end;
        let text = element(&open, &format!("{inside}{rest}"), cell.tag.name);
        self.set |= cell.content.is_some() && self.source.get(piece.clone()) != Some(&*text);
        self.edits.replace(piece, text);
    }

    /// The rows to be made before the one of that number.
    fn rows_before(&mut self, number: u32, prefix: &str) -> String {
        let later = self.left.split_off(&number);
        let rows = std::mem::replace(&mut self.left, later);
        let mut out = String::new();
        for (number, cells) in rows {
            let mut inside = String::new();
            for (column, content) in cells.into_iter().filter(|(_, content)| **content != Filled::Blank) {
                inside.push_str(&self.made(number, column, None, content, prefix));
            }
            if !inside.is_empty() {
                out.push_str(&format!(r#"<{prefix}row r="{}">{inside}</{prefix}row>"#, number + 1));
            }
        }
        out
    }

    /// The cells to be made in a row before that column.
    fn cells_before(&mut self, row: &mut Row, column: u16) -> String {
        let later = row.wanted.split_off(&column);
        let cells = std::mem::replace(&mut row.wanted, later);
        let custom = row.tag.get("customFormat").is_some_and(|custom| matches!(&*custom, "1" | "true"));
        let look = row.tag.get("s").filter(|_| custom);
        let mut out = String::new();
        for (column, content) in cells.into_iter().filter(|(_, content)| **content != Filled::Blank) {
            out.push_str(&self.made(row.number, column, look.as_deref(), content, row.tag.prefix()));
            row.made = Some(row.made.map_or((column, column), |(first, last)| (first.min(column), last.max(column))));
        }
        out
    }

    /// A cell that was not there, in the look of its row or its column.
    fn made(&mut self, row: u32, column: u16, look: Option<&str>, content: &Filled, prefix: &str) -> String {
        let number = u32::from(column) + 1;
        let of_column = self.columns.iter().find(|(first, last, _)| (*first..=*last).contains(&number));
        let look = look.or(of_column.map(|(.., look)| &**look));
        let look = look.map_or(String::new(), |look| format!(r#" s="{look}""#));
        let here = Area { top: row, left: column, bottom: row, right: column };
        self.set = true;
        self.made = Some(self.made.map_or(here, |made| made.with(row, column)));
        let (kind, inside) = cell::written(content, prefix);
        let name = format!("{prefix}c");
        element(&format!(r#"<{name} r="{}"{look}{kind}>"#, cell_name(row + 1, column.into())), &inside, &name)
    }

    /// Refuses cells that may not be set, the first by row and column.
    fn check(&self, wanted: &Wanted) -> Result<(), FillError> {
        for (row, column) in wanted.iter().flat_map(|(row, cells)| cells.keys().map(move |column| (*row, *column))) {
            let place = place(self.name, row, column);
            if self.results.iter().any(|area| area.holds(row, column)) {
                return Err(FillError::new(
                    text!("{place} 里是公式，不能填", "{place} holds a formula and cannot be filled"),
                    text!(
                        "表样的公式会自己算：不要填这一格，或先在表样里去掉公式",
                        "the form computes it by itself: do not fill this cell, or take the formula out of the form"
                    ),
                ));
            }
            let merged = self.merged.iter().find(|area| area.holds(row, column));
            if let Some(area) = merged.filter(|area| (area.top, area.left) != (row, column)) {
                let first = cell_name(area.top + 1, area.left.into());
                return Err(FillError::new(
                    text!(
                        "{place} 在合并单元格 `{area}` 里，填了也看不见",
                        "{place} is inside the merged range `{area}`, where nothing would be seen"
                    ),
                    text!("请填左上角的 `{first}`", "fill its first cell, `{first}`"),
                ));
            }
        }
        Ok(())
    }

    /// Says anew how far the sheet goes, where cells were made beyond.
    fn widen_dimension(&mut self) {
        let (Some(tag), Some(made)) = (&self.dimension, self.made) else { return };
        let Some(area) = tag.get("ref").and_then(|name| Area::read(&name)) else { return };
        let wide = area.with(made.top, made.left).with(made.bottom, made.right);
        if wide != area {
            self.edits.replace(tag.at.clone(), tag.changed(&["ref"], &format!(r#" ref="{wide}""#)));
        }
    }
}

/// An element of which the opening tag is given.
fn element(open: &str, inside: &str, name: &str) -> String {
    match inside.is_empty() {
        true => format!("{}/>", open.strip_suffix('>').unwrap_or(open)),
        false => format!("{open}{inside}</{name}>"),
    }
}

/// The `spans` of a row (`1:6`, from 1) with these columns (from 0) in them; `None` where they are already.
fn widened(spans: &str, (first, last): (u16, u16)) -> Option<String> {
    let ends: Vec<u32> = spans.split([':', ' ']).filter_map(|end| end.parse().ok()).collect();
    let (least, most) = (*ends.iter().min()?, *ends.iter().max()?);
    let (first, last) = (u32::from(first) + 1, u32::from(last) + 1);
    (first < least || last > most).then(|| format!("{}:{}", least.min(first), most.max(last)))
}
