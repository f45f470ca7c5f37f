//! `run/readings.parquet`: what was made of every cell, so that a run can be read back from itself alone.
//!
//! One row a reading: the unit's place in the input and its name, the field or list item, the value (text, choice id,
//! flag, or a number that is exact), the ends of a number, what was written, and in which cell. `field` is
//! `stair_width`; `pipes[0].distance` for an item of a list; `pipes[0]` for the item itself (`sure` or `maybe`);
//! `pipes` for whether the list is known; `key.estate` for a part of the name as first written; `survey.备注` for a
//! column carried through; empty for a row that the unit stands on. What always holds: [`rows_of`] followed by
//! [`Rebuild`] gives the same units again, but for the order of the sheets. What is unknown and was not written has
//! no row. Deliberately absent: the Parquet format (`readings_parquet`).

use crate::quantity::{Bounds, Decimal};
use crate::rules::{Dictionary, Field, Kind, Value};
use crate::survey::finding::cell_name;
use crate::survey::units::{RowPlace, SheetName};
use crate::survey::{Column, Items, Origin, Units, Values};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

pub use super::readings_parquet::{read, write};

/// One row of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading<'a> {
    /// The unit's place in the order of the input, from 1
    pub number: u32,
    /// Its name
    pub unit: Cow<'a, str>,
    /// The field or list item
    pub field: Cow<'a, str>,
    /// A text, a choice's id (several joined by `;`, possible ones marked `?`, [`FOREIGN`]), a flag, an exact number
    pub value: Option<Cow<'a, str>>,
    /// The lower end of a number
    pub low: Option<f64>,
    /// The upper end of a number
    pub high: Option<f64>,
    /// What the cell showed
    pub written: Option<Cow<'a, str>>,
    /// The file
    pub file: Option<Cow<'a, str>>,
    /// The sheet
    pub sheet: Option<Cow<'a, str>>,
    /// The cell, or the number of the row
    pub cell: Option<Cow<'a, str>>,
}

/// The value of a choice field whose text is none of the choices; a lookup's `"*"` alone matches it.
pub const FOREIGN: &str = "*";

/// The rows of one unit of that name, in a fixed order: its rows, key, fields, lists, carried columns.
pub fn rows_of<'a>(units: &'a Units, dictionary: &'a Dictionary, unit: usize, name: &'a str) -> Vec<Reading<'a>> {
    let base = Reading { number: unit as u32 + 1, unit: name.into(), ..Reading::default() };
    let mut rows = Vec::new();
    let places = units.rows.get(unit).map_or(&[][..], Vec::as_slice);
    rows.extend(places.iter().map(|place| at_row(units, base.clone(), *place)));
    if places.is_empty() {
        // A unit without a row of its own (made-up ones) still has to be counted.
        rows.push(base.clone());
    }
    for (ix, key) in dictionary.key_fields().zip(&units.keys) {
        let Some(field) = dictionary.fields.get(ix) else { continue };
        let value = key.get(unit).map(|text| Cow::from(&**text));
        rows.push(Reading { field: format!("key.{}", field.id).into(), value, ..base.clone() });
    }
    for (field, column) in dictionary.fields.iter().zip(&units.fields) {
        rows.extend(reading(units, &base, (&field.id).into(), field, column, unit));
    }
    for (list, items) in dictionary.lists.iter().zip(&units.lists) {
        if items.known.get(unit) == Some(&true) {
            rows.push(Reading { field: (&list.id).into(), value: Some("known".into()), ..base.clone() });
        }
        for (n, at) in items.of(unit).enumerate() {
            let name = format!("{}[{n}]", list.id);
            let sure = if items.sure.get(at) == Some(&true) { "sure" } else { "maybe" };
            let row = Reading { field: name.clone().into(), value: Some(sure.into()), ..base.clone() };
            rows.push(match items.rows.get(at).copied().flatten() {
                Some(place) => at_row(units, row, place),
                None => row,
            });
            for (field, column) in list.fields.iter().zip(&items.fields) {
                rows.extend(reading(units, &base, format!("{name}.{}", field.id).into(), field, column, at));
            }
        }
    }
    for (header, texts) in &units.carried {
        let value = texts.get(unit).and_then(Option::as_ref).map(|text| Cow::from(&**text));
        // The first unit names every column, so that their order is kept.
        if value.is_some() || unit == 0 {
            rows.push(Reading { field: format!("survey.{header}").into(), value, ..base.clone() });
        }
    }
    rows
}

fn at_row<'a>(units: &'a Units, row: Reading<'a>, place: RowPlace) -> Reading<'a> {
    let sheet = units.sheets.get(place.sheet as usize);
    Reading {
        file: sheet.map(|s| (&*s.file).into()),
        sheet: sheet.map(|s| (&*s.sheet).into()),
        cell: Some(place.row.to_string().into()),
        ..row
    }
}

fn reading<'a>(
    units: &'a Units,
    base: &Reading<'a>,
    name: Cow<'a, str>,
    field: &'a Field,
    column: &'a Column,
    at: usize,
) -> Option<Reading<'a>> {
    let value = column.values.get(at);
    let origin = column.origin(at);
    if value == Value::Unknown && origin.is_none() {
        return None;
    }
    let (low, high) = if let Value::Number(bounds) = &value { (bounds.low(), bounds.high()) } else { (None, None) };
    let number = |end: Option<Decimal>| end.map(|end| end.micros() as f64 / 1e6);
    let sheet = origin.and_then(|origin| units.sheets.get(origin.sheet as usize));
    Some(Reading {
        field: name,
        value: plain(field, value),
        low: number(low),
        high: number(high),
        written: origin.map(|origin| (&*origin.written).into()),
        file: sheet.map(|s| (&*s.file).into()),
        sheet: sheet.map(|s| (&*s.sheet).into()),
        cell: origin.map(|origin| cell_name(origin.row, origin.column).into()),
        ..base.clone()
    })
}

fn plain(field: &Field, value: Value) -> Option<Cow<'_, str>> {
    let choices = field.kind.choices().unwrap_or_default();
    match value {
        Value::Unknown => None,
        Value::Foreign => Some(FOREIGN.into()),
        Value::Number(bounds) => bounds.value().map(|value| value.to_string().into()),
        Value::Choice(choice) => choices.get(usize::from(choice)).map(|choice| (&choice.id).into()),
        Value::Several { must, may } => {
            let mut ids = Vec::new();
            for (n, choice) in choices.iter().enumerate().take(64) {
                if must >> n & 1 == 1 {
                    ids.push(choice.id.clone());
                } else if may >> n & 1 == 1 {
                    ids.push(format!("{}?", choice.id));
                }
            }
            Some(ids.join(";").into())
        }
        Value::Flag(flag) => Some(if flag { "true" } else { "false" }.into()),
        Value::Text(text) => Some(text.to_string().into()),
    }
}

fn value_of(field: &Field, reading: &Reading) -> Value {
    let text = reading.value.as_deref();
    match &field.kind {
        Kind::Number(_) | Kind::Percent => {
            // An end is a whole number of millionths below 2^53, so it comes back from floating point unharmed.
            let end = |end: Option<f64>| end.and_then(Decimal::from_f64);
            match Bounds::between(end(reading.low), end(reading.high)) {
                Bounds::UNKNOWN => Value::Unknown,
                bounds => Value::Number(bounds),
            }
        }
        Kind::Choice(choices) => match text {
            None => Value::Unknown,
            Some(FOREIGN) => Value::Foreign,
            Some(id) => choices
                .iter()
                .position(|choice| choice.id == id)
                .and_then(|at| u16::try_from(at).ok())
                .map_or(Value::Unknown, Value::Choice),
        },
        Kind::Several(choices) => {
            let Some(text) = text else { return Value::Unknown };
            let (mut must, mut may) = (0u64, 0u64);
            for id in text.split(';').filter(|id| !id.is_empty()) {
                let (id, maybe) = id.strip_suffix('?').map_or((id, false), |id| (id, true));
                let bit = choices.iter().take(64).position(|choice| choice.id == id).map_or(0, |n| 1u64 << n);
                may |= bit;
                must |= if maybe { 0 } else { bit };
            }
            Value::Several { must, may }
        }
        Kind::Flag => match text {
            Some("true") => Value::Flag(true),
            Some("false") => Value::Flag(false),
            _ => Value::Unknown,
        },
        Kind::Text => text.map_or(Value::Unknown, |text| Value::Text(text.into())),
    }
}

/// Units being made again of their readings, which come in the order they were written in.
pub struct Rebuild<'a> {
    dictionary: &'a Dictionary,
    units: Units,
    sheets: HashMap<(String, String), u32>,
}

impl<'a> Rebuild<'a> {
    /// None yet.
    pub fn new(dictionary: &'a Dictionary) -> Rebuild<'a> {
        Rebuild { dictionary, units: Units::new(dictionary), sheets: HashMap::new() }
    }

    /// Adds one reading. `None` if it does not fit: not in order, or of no field of the dictionary.
    pub fn add(&mut self, reading: &Reading) -> Option<()> {
        let number = reading.number as usize;
        if number == self.units.count + 1 {
            self.begin_unit();
        } else if number != self.units.count || number == 0 {
            return None;
        }
        let place = self.place(reading);
        if reading.field.is_empty() {
            let rows = self.units.rows.last_mut()?;
            rows.extend(place.map(|(sheet, row, _)| RowPlace { sheet, row }));
        } else if let Some(id) = reading.field.strip_prefix("key.") {
            let at = self
                .dictionary
                .key_fields()
                .position(|ix| self.dictionary.fields.get(ix).is_some_and(|f| f.id == id))?;
            *self.units.keys.get_mut(at)?.last_mut()? = reading.value.as_deref().unwrap_or_default().into();
        } else if let Some(header) = reading.field.strip_prefix("survey.") {
            self.carry(header, reading.value.as_deref().map(Arc::from))?;
        } else if let Some((list, rest)) = reading.field.split_once('[') {
            let list = self.dictionary.list(list)?;
            match rest.split_once("].") {
                None => self.begin_item(list, reading, place),
                Some((_, field)) => {
                    let field = self.dictionary.lists.get(list)?.field(field)?;
                    let kind = self.dictionary.lists.get(list)?.fields.get(field)?;
                    let column = self.units.lists.get_mut(list)?.fields.get_mut(field)?;
                    set_last(column, kind, reading, place)?;
                }
            }
        } else if let Some(ix) = self.dictionary.field(&reading.field) {
            let field = self.dictionary.fields.get(ix)?;
            set_last(self.units.fields.get_mut(ix)?, field, reading, place)?;
        } else {
            let list = self.dictionary.list(&reading.field)?;
            *self.units.lists.get_mut(list)?.known.last_mut()? = true;
        }
        Some(())
    }

    /// The units.
    pub fn done(self) -> Units {
        self.units
    }

    fn begin_unit(&mut self) {
        let units = &mut self.units;
        units.count += 1;
        units.keys.iter_mut().for_each(|key| key.push(Arc::from("")));
        units.rows.push(Vec::new());
        units.carried.iter_mut().for_each(|(_, texts)| texts.push(None));
        units.fields.iter_mut().for_each(push_unknown);
        for items in &mut units.lists {
            items.known.push(false);
            items.offsets.push(items.sure.len() as u32);
        }
    }

    fn begin_item(&mut self, list: usize, reading: &Reading, place: Option<(u32, u32, Option<u32>)>) {
        let Some(items) = self.units.lists.get_mut(list) else { return };
        let Items { offsets, sure, rows, fields, .. } = items;
        sure.push(reading.value.as_deref() == Some("sure"));
        rows.push(place.map(|(sheet, row, _)| RowPlace { sheet, row }));
        fields.iter_mut().for_each(push_unknown);
        if let Some(end) = offsets.last_mut() {
            *end += 1;
        }
    }

    fn carry(&mut self, header: &str, text: Option<Arc<str>>) -> Option<()> {
        let count = self.units.count;
        let carried = &mut self.units.carried;
        let at = carried.iter().position(|(name, _)| name == header).unwrap_or_else(|| {
            carried.push((header.to_string(), vec![None; count]));
            carried.len() - 1
        });
        *carried.get_mut(at)?.1.last_mut()? = text;
        Some(())
    }

    /// Sheet, row and column of a reading.
    fn place(&mut self, reading: &Reading) -> Option<(u32, u32, Option<u32>)> {
        let (file, sheet) = (reading.file.as_deref()?.to_string(), reading.sheet.as_deref()?.to_string());
        let (row, column) = cell_of(reading.cell.as_deref()?)?;
        let sheets = &mut self.units.sheets;
        let at = *self.sheets.entry((file, sheet)).or_insert_with_key(|(file, sheet)| {
            sheets.push(SheetName { file: file.as_str().into(), sheet: sheet.as_str().into() });
            sheets.len() as u32 - 1
        });
        Some((at, row, column))
    }
}

fn push_unknown(column: &mut Column) {
    column.values.push(&Value::Unknown);
    column.origins.push(None);
}

fn set_last(
    column: &mut Column,
    field: &Field,
    reading: &Reading,
    place: Option<(u32, u32, Option<u32>)>,
) -> Option<()> {
    drop_last(&mut column.values)?;
    column.values.push(&value_of(field, reading));
    if let (Some((sheet, row, Some(cell_column))), Some(written)) = (place, &reading.written) {
        *column.origins.last_mut()? = Some(Origin { sheet, row, column: cell_column, written: (&**written).into() });
    }
    Some(())
}

/// Takes the last value off; `None` if there is none.
fn drop_last(values: &mut Values) -> Option<()> {
    match values {
        Values::Number { low, high } => low.pop().and(high.pop()).map(drop),
        Values::Choice(choices) => choices.pop().map(drop),
        Values::Several { must, may } => must.pop().and(may.pop()).map(drop),
        Values::Flag(flags) => flags.pop().map(drop),
        Values::Text(texts) => texts.pop().map(drop),
    }
}

/// Row and column of `F23`; a row alone of `23`.
fn cell_of(cell: &str) -> Option<(u32, Option<u32>)> {
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = cell.split_at(digits);
    let mut column = 0u32;
    for letter in letters.bytes() {
        let value = letter.is_ascii_uppercase().then(|| u32::from(letter - b'A') + 1)?;
        column = column.checked_mul(26)?.checked_add(value)?;
    }
    Some((digits.parse().ok()?, column.checked_sub(1)))
}

#[cfg(test)]
#[path = "readings_tests.rs"]
mod tests;
