//! The empty survey form, made from a dictionary: a workbook that is filled in by hand and read without a finding.
//!
//! [`tables`] decides which columns there are and proves that the reader takes each for what it is; [`entry`] says how
//! a cell of a field is filled in (drop-downs, plausible ranges), [`help`] what a surveyor is told, `sheet` how it
//! looks. What always holds: the same rules give the same bytes; a form whose headers would be read as something else
//! is not made. Cells warn and never refuse: a surveyor who finds what nobody thought of can write it down, and it
//! comes back as a finding. The form is in Chinese, as its dictionary is. Deliberately absent: files (`run` writes them).

mod entry;
mod help;
mod lists;
mod sheet;
pub mod tables;
#[cfg(test)]
mod tests;

pub use entry::can_be_written;

use crate::lang::Text;
use crate::report::workbook::new_workbook;
use crate::rules::value::Value;
use crate::rules::{FieldIx, ListIx, RuleSet};
use crate::text;
use jiff::civil::Date;
use lists::Lists;
use rust_xlsxwriter::XlsxError;
use std::collections::{BTreeMap, BTreeSet};

/// What the form is to have.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// All fields of the dictionary, rather than those that name a unit or that the rules use
    pub all: bool,
    /// How many rows are prepared
    pub rows: u32,
}

/// What is filled in from the start: nothing, in an empty form.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    /// Rows of units
    pub units: Vec<FilledRow>,
    /// Rows of a list's sheet
    pub items: Vec<(ListIx, FilledRow)>,
}

/// The cells of a row that are filled in.
pub type FilledRow = Vec<(Of, Entry)>;

/// What a column of the form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A field of the unit
    Unit(FieldIx),
    /// A field of a list's items
    Item(FieldIx),
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A text
    Text(String),
    /// A number, in the header's unit of measure
    Number(f64),
    /// A day
    Day(Date),
    /// What was surveyed already, as it is written in the column's unit of measure
    Known(Value),
    /// Nothing yet: what is to be measured and written here
    Wanted,
}

/// What a form that is carried to some doors has.
#[derive(Clone, Debug, Default)]
pub struct ToCarry {
    /// Rows of units and of items: keys, what is known, and [`Entry::Wanted`] where something is to be written
    pub filled: Filled,
    /// The fields of the unit that have a column
    pub fields: BTreeSet<FieldIx>,
    /// The lists that have a sheet, and the fields that have a column there besides those that the rules use
    pub lists: BTreeMap<ListIx, BTreeSet<FieldIx>>,
    /// What is to be known besides, a line each
    pub told: Vec<String>,
}

/// Why there is no form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// What is the matter
    pub message: Text,
    /// What to do, where that can be said
    pub help: Option<Text>,
}

impl From<XlsxError> for FormError {
    fn from(error: XlsxError) -> FormError {
        FormError { message: text!("调查表做不出来：{error}", "the form cannot be made: {error}"), help: None }
    }
}

/// A form to carry to these doors, to be assessed beside the surveys once it is filled in: rows of one unit are put
/// together, and an item gives way to one that says all of it and more, so what is written here adds to what was known.
pub fn to_carry(rules: &RuleSet, carry: &ToCarry) -> Result<Vec<u8>, FormError> {
    let mut tables = tables::unproved(rules, true);
    tables.retain(|table| table.list.is_none_or(|list| carry.lists.contains_key(&list)));
    for table in &mut tables {
        let counted = table.columns.iter().all(|column| !column.used);
        let besides = table.list.and_then(|list| carry.lists.get(&list));
        table.columns.retain(|column| match column.of {
            Of::Unit(field) => {
                column.field.key || table.list.is_none() && (column.field.group || carry.fields.contains(&field))
            }
            Of::Item(field) => {
                column.used || column.kind || counted || besides.is_some_and(|besides| besides.contains(&field))
            }
        });
        table.above = help::above_of_carried(table);
    }
    tables.iter().try_for_each(|table| tables::prove(table, &rules.dictionary))?;
    let mut instructions = help::instructions(rules, &tables, true);
    instructions.extend(carry.told.iter().cloned());
    workbook(&tables, &carry.filled, 200, &instructions)
}

/// The form as the bytes of an `.xlsx` workbook.
pub fn form(rules: &RuleSet, wanted: Wanted, filled: &Filled) -> Result<Vec<u8>, FormError> {
    let tables = tables::tables(rules, wanted.all)?;
    workbook(&tables, filled, wanted.rows, &help::instructions(rules, &tables, false))
}

fn workbook(
    tables: &[tables::Table],
    filled: &Filled,
    prepared: u32,
    instructions: &[String],
) -> Result<Vec<u8>, FormError> {
    let mut workbook = new_workbook(tables::UNITS)?;
    let mut lists = Lists::default();
    let rows = |list: Option<ListIx>| match list {
        None => filled.units.iter().collect(),
        Some(list) => filled.items.iter().filter(|(of, _)| *of == list).map(|(_, row)| row).collect::<Vec<_>>(),
    };
    for table in tables {
        workbook.push_worksheet(sheet::of_table(table, &rows(table.list), prepared, &mut lists)?);
    }
    workbook.push_worksheet(sheet::of_instructions(instructions)?);
    if !lists.cells().is_empty() {
        workbook.push_worksheet(sheet::of_lists(lists.cells())?);
    }
    Ok(workbook.save_to_buffer()?)
}
