//! What the rows of a header would be read as, asked by those who write one.
//!
//! What always holds: the answer is that of the reader itself, for the same texts in the same places of a sheet of
//! the same name.

use super::header::{Subject, find_headers};
use super::merged::Merged;
use super::names::{Meaning, Names};
use crate::quantity::Unit;
use crate::rules::Dictionary;
use crate::survey::grid::{Cell, Content, Row, Sheet};

/// A table as the reader recognises it.
#[derive(Clone, Debug)]
pub struct Recognised {
    /// What it is about
    pub subject: Subject,
    /// What each of its columns is, with the unit of measure its cells are read in, where the header states one
    pub columns: Vec<(u32, Meaning, Option<&'static Unit>)>,
}

/// The first table of a sheet of that name with these texts in its first rows, from the first column on.
pub fn recognise(sheet: &str, rows: &[Vec<String>], dictionary: &Dictionary) -> Option<Recognised> {
    let cell = |text: &String| Cell { content: Content::Text(text.as_str().into()), struck: false };
    let row = |(number, texts): (u32, &Vec<String>)| Row {
        number,
        cells: (0..).zip(texts).filter(|(_, text)| !text.is_empty()).map(|(at, text)| (at, cell(text))).collect(),
    };
    let rows = (1..).zip(rows).map(row).collect();
    let sheet = Sheet { name: sheet.into(), rows, ..Sheet::default() };
    let names = Names::new(dictionary);
    let header = find_headers(&sheet, &Merged::new(&sheet), &names).into_iter().next()?;
    let columns = header.known().map(|(column, meaning)| (column.column, meaning, column.unit)).collect();
    Some(Recognised { subject: header.subject, columns })
}
