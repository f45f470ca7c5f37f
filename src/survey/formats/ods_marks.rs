//! What calamine does not tell of an `.ods`: merged cells, percentages, struck-through text.
//!
//! What always holds: memory is for what the file holds, not for how often it says that a row is repeated. Text counts
//! as struck through where its cell's own format says so (the one of the cell, else of its row, else of its column);
//! formats inherited from named ones are not followed. Deliberately absent: what cells hold (`legacy.rs`).

use super::{OpenError, limits};
use crate::survey::grid::Range;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::HashSet;
use std::io::{BufReader, Cursor};
use zip::ZipArchive;

/// The marks of one sheet.
#[derive(Debug, Default)]
pub struct Marks {
    /// Merged cells
    pub merged: Vec<Range>,
    rows: Vec<MarkedRow>,
}

/// How a cell looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Its number is shown as a percentage
    pub percent: bool,
    /// Its text is struck through
    pub struck: bool,
}

/// Rows alike, from 1, with the columns that have a look of their own: first, last.
#[derive(Debug)]
struct MarkedRow {
    top: u32,
    bottom: u32,
    cells: Vec<(u32, u32, Look)>,
}

impl Marks {
    /// How a cell looks, row from 1 and column from 0.
    pub fn look(&self, row: u32, column: u32) -> Look {
        let at = self.rows.partition_point(|marked| marked.bottom < row);
        let Some(marked) = self.rows.get(at).filter(|marked| marked.top <= row) else { return Look::default() };
        let at = marked.cells.partition_point(|(_, last, _)| *last < column);
        marked.cells.get(at).filter(|(first, ..)| *first <= column).map_or(Look::default(), |(.., look)| *look)
    }
}

/// The marks of every sheet, in order, with its name.
pub fn read_marks(bytes: &[u8]) -> Result<Vec<(String, Marks)>, OpenError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(OpenError::broken)?;
    let content = archive.by_name("content.xml").map_err(OpenError::broken)?;
    let mut reader = Reader::from_reader(BufReader::new(content));
    reader.config_mut().expand_empty_elements = true;
    // As calamine has it: what it reads must not fail here.
    reader.config_mut().check_end_names = false;
    let mut pass = Pass::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(OpenError::broken)? {
            Event::Start(element) => pass.start(&element)?,
            Event::End(element) if element.name().as_ref() == "table:table-row" => pass.end_row(),
            Event::Eof => return Ok(pass.sheets),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Pass {
    sheets: Vec<(String, Marks)>,
    /// The format being defined
    format: String,
    struck: HashSet<String>,
    /// Columns whose cells are struck through unless they have a format of their own: first, last
    columns: Vec<(u32, u32)>,
    next_column: u32,
    next_row: u32,
    row: Option<MarkedRow>,
    row_struck: Option<bool>,
    /// Where the next cell stands
    column: u32,
}

impl Pass {
    fn start(&mut self, element: &BytesStart) -> Result<(), OpenError> {
        match element.name().as_ref() {
            "style:style" => self.format = text(element, "style:name")?.unwrap_or_default(),
            "style:text-properties" => {
                let line = |name| Ok::<_, OpenError>(text(element, name)?.is_some_and(|line| line != "none"));
                if line("style:text-line-through-style")? || line("style:text-line-through-type")? {
                    self.struck.insert(self.format.clone());
                }
            }
            "table:table" => {
                self.sheets.push((text(element, "table:name")?.unwrap_or_default(), Marks::default()));
                (self.next_column, self.next_row) = (0, 1);
                self.columns.clear();
            }
            "table:table-column" => {
                let count = number(element, "table:number-columns-repeated")?;
                let next = self.next_column.saturating_add(count).min(limits::COLUMNS);
                if self.is_struck(element, "table:default-cell-style-name")? == Some(true) && next > self.next_column {
                    self.columns.push((self.next_column, next - 1));
                }
                self.next_column = next;
            }
            "table:table-row" => {
                let count = number(element, "table:number-rows-repeated")?;
                let (top, next) = (self.next_row, self.next_row.saturating_add(count));
                self.row = Some(MarkedRow { top, bottom: next.saturating_sub(1), cells: Vec::new() });
                self.row_struck = self.is_struck(element, "table:default-cell-style-name")?;
                (self.next_row, self.column) = (next, 0);
            }
            "table:table-cell" | "table:covered-table-cell" => self.cell(element)?,
            _ => {}
        }
        Ok(())
    }

    fn cell(&mut self, element: &BytesStart) -> Result<(), OpenError> {
        let (left, count) = (self.column, number(element, "table:number-columns-repeated")?);
        self.column = left.saturating_add(count);
        let Some(row) = &self.row else { return Ok(()) };
        let (rows, columns) =
            (number(element, "table:number-rows-spanned")?, number(element, "table:number-columns-spanned")?);
        if rows > 1 || columns > 1 {
            let (bottom, right) = (row.top.saturating_add(rows - 1), left.saturating_add(columns - 1));
            let range = Range { top: row.top, left, bottom, right };
            if let Some((_, marks)) = self.sheets.last_mut() {
                marks.merged.push(range);
            }
        }
        // A cell without content has no look that matters; there may be sixteen thousand of them.
        let Some(kind) = text(element, "office:value-type")? else { return Ok(()) };
        let by_default = || {
            let within = |(first, last): &(u32, u32)| (*first..=*last).contains(&left);
            self.row_struck.unwrap_or_else(|| self.columns.iter().any(within))
        };
        let struck = self.is_struck(element, "table:style-name")?.unwrap_or_else(by_default);
        let look = Look { percent: kind == "percentage", struck };
        let last = self.column.saturating_sub(1);
        if let Some(row) = self.row.as_mut().filter(|_| look != Look::default()) {
            row.cells.push((left, last, look));
        }
        Ok(())
    }

    fn end_row(&mut self) {
        if let (Some(row), Some((_, marks))) = (self.row.take(), self.sheets.last_mut())
            && !row.cells.is_empty()
        {
            marks.rows.push(row);
        }
    }

    /// Whether the format that an attribute names strikes through; `None` where it names none.
    fn is_struck(&self, element: &BytesStart, attribute: &str) -> Result<Option<bool>, OpenError> {
        Ok(text(element, attribute)?.map(|name| self.struck.contains(&name)))
    }
}

fn text(element: &BytesStart, name: &str) -> Result<Option<String>, OpenError> {
    let attribute = element.try_get_attribute(name).map_err(OpenError::broken)?;
    attribute
        .map(|a| a.normalized_value(XmlVersion::default()).map(|value| value.into_owned()).map_err(OpenError::broken))
        .transpose()
}

/// A count that is 1 where it is not stated, and never 0.
fn number(element: &BytesStart, name: &str) -> Result<u32, OpenError> {
    let stated = text(element, name)?.and_then(|text| text.parse::<u32>().ok());
    Ok(stated.unwrap_or(1).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    /// The marks of a sheet of these rows, in a workbook where format `s` strikes through.
    fn marks(table: &str) -> Marks {
        let content = format!(
            r#"<?xml version="1.0"?><office:document-content><office:automatic-styles>
            <style:style style:name="p"><style:text-properties style:text-line-through-style="none"/></style:style>
            <style:style style:name="s"><style:text-properties style:text-line-through-style="solid"/></style:style>
            </office:automatic-styles><table:table table:name="调查&amp;表">{table}</table:table></office:document-content>"#
        );
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("content.xml", SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
        let mut sheets = read_marks(zip.finish().unwrap().get_ref()).unwrap();
        assert_eq!((sheets.len(), sheets[0].0.as_str()), (1, "调查&表"));
        sheets.remove(0).1
    }

    const STRUCK: Look = Look { percent: false, struck: true };

    #[test]
    fn merged_cells_where_rows_and_columns_are_repeated() {
        let marks = marks(
            r#"<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>
            <table:table-row><table:table-cell table:number-columns-repeated="2"/>
            <table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="6" office:value-type="string"/>
            <table:covered-table-cell/><table:table-cell table:number-rows-spanned="1" office:value-type="float"/></table:table-row>"#,
        );
        assert_eq!(marks.merged, [Range { top: 4, left: 2, bottom: 9, right: 3 }]);
        assert_eq!(marks.look(4, 2), Look::default());
    }

    #[test]
    fn percentages_and_struck_text_by_cell_row_and_column() {
        let marks = marks(
            r#"<table:table-column/><table:table-column table:default-cell-style-name="s"/>
            <table:table-row><table:table-cell office:value-type="percentage" office:value="0.4" table:number-columns-repeated="2"/>
            <table:table-cell table:style-name="s" office:value-type="string"/></table:table-row>
            <table:table-row table:default-cell-style-name="s"><table:table-cell office:value-type="float"/>
            <table:table-cell table:style-name="p" office:value-type="float"/></table:table-row>
            <table:table-row table:number-rows-repeated="2"><table:table-cell/><table:table-cell office:value-type="float"/></table:table-row>"#,
        );
        let percent = Look { percent: true, struck: false };
        assert_eq!([marks.look(1, 0), marks.look(1, 1), marks.look(1, 2)], [percent, percent, STRUCK]);
        assert_eq!([marks.look(2, 0), marks.look(2, 1)], [STRUCK, Look::default()]);
        assert_eq!([marks.look(3, 0), marks.look(3, 1), marks.look(4, 1)], [Look::default(), STRUCK, STRUCK]);
        assert_eq!(marks.look(5, 1), Look::default());
    }
}
