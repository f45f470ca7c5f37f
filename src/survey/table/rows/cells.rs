//! The cells of a row that is kept, each into its column; what is doubtful about one is told.
//!
//! What always holds: a merged cell is read once and told about once; a column that has data and no header is carried
//! from the first row on that has some. Deliberately absent: cells that are more than one field (`many.rs`).

use super::super::findings as tell;
use super::super::header::{HeaderColumn, Role, Subject};
use super::super::placed::{Placed, Placing};
use super::super::same_as_above::Above;
use super::super::{CarriedColumn, ReadCell, Says, SheetRead, Told};
use super::{Slot, Under};
use crate::rules::value::Value;
use crate::rules::{Field, FieldIx};
use crate::survey::cell::reading::{Doubt, Reading};
use crate::survey::cell::words::is_blank;
use crate::survey::cell::{read_cell, written};
use crate::survey::finding::Finding;
use crate::survey::grid::{Cell, Content};
use crate::survey::identity::lists::kind_fields;

impl<'s> Under<'_, '_, 's> {
    /// Reads the cells of a row that is kept.
    pub(super) fn keep(&mut self, placed: &[Placed<'s>], placing: &mut Placing<'s>, out: &mut SheetRead) {
        self.table.fields.iter_mut().for_each(|column| column.cells.push(None));
        self.table.items.iter_mut().for_each(|column| column.cells.push((Says::Nothing, None)));
        self.table.texts.iter_mut().for_each(|column| column.cells.push(None));
        self.table.carried.iter_mut().for_each(|column| column.cells.push(None));
        let mut said: Vec<(FieldIx, Says)> = Vec::new();
        for p in placed {
            match self.slots.get(&p.column).copied() {
                Some(Slot::Aside) => {}
                Some(Slot::Field(ix)) => {
                    let Some((reading, cell)) = self.read(p, placing, out) else { continue };
                    let Some(column) = self.table.fields.get_mut(ix) else { continue };
                    said.push((column.field, says(&reading, p.cell)));
                    if let Some(last @ None) = column.cells.last_mut() {
                        *last = Some(cell);
                    }
                }
                Some(Slot::Several(places)) => {
                    said.extend(self.keep_several(places, p, placing, out));
                }
                Some(Slot::Item(ix)) => {
                    let Some((reading, cell)) = self.read(p, placing, out) else { continue };
                    if let Some(last) = self.table.items.get_mut(ix).and_then(|column| column.cells.last_mut()) {
                        *last = (says(&reading, p.cell), Some(cell));
                    }
                }
                Some(Slot::Text(text, carried)) => {
                    self.read_text(text, p, placing, out);
                    self.carry(carried, p);
                }
                Some(Slot::Carried(ix)) => self.carry(ix, p),
                None if self.table.subject == Subject::Units => {
                    let ix = self.nameless_column(p, out);
                    self.carry(ix, p);
                }
                None => {
                    self.slots.insert(p.column, Slot::Aside);
                    let finding = tell::nameless_column(self.reader.file, &self.sheet.name, p.at, false);
                    out.told.push(Told { finding, row: None });
                }
            }
        }
        if let Subject::List(list) = self.table.subject {
            let list = self.reader.names.dictionary.lists.get(list);
            let kinds = list.map(kind_fields).unwrap_or_default();
            self.table.says.push(row_says(&said, &kinds));
        }
    }

    fn carry(&mut self, ix: usize, p: &Placed) {
        let text = written(&p.cell.content, self.sheet.epoch_1904);
        let text = self.reader.texts.one(text.trim_matches(is_blank));
        if let Some(last @ None) = self.table.carried.get_mut(ix).and_then(|column| column.cells.last_mut()) {
            *last = Some(text);
        }
    }

    /// A column for data that has no header, from the first row on that has some.
    fn nameless_column(&mut self, p: &Placed, out: &mut SheetRead) -> usize {
        let ix = self.table.carried.len();
        let cells = vec![None; self.table.rows.len()];
        self.table.carried.push(CarriedColumn { header: tell::nameless(p.column), cells });
        self.slots.insert(p.column, Slot::Carried(ix));
        let finding = tell::nameless_column(self.reader.file, &self.sheet.name, p.at, true);
        out.told.push(Told { finding, row: None });
        ix
    }

    /// What was made of a cell; one that is merged over several rows is read once and told about once.
    fn read(&mut self, p: &Placed, placing: &mut Placing<'s>, out: &mut SheetRead) -> Option<(Reading, ReadCell)> {
        let column = *self.columns.get(&p.column)?;
        let Role::Known(meaning) = column.role else { return None };
        let known = placing.spread(p).and_then(|spread| spread.reading.clone());
        let reading = match known {
            Some(reading) => reading,
            None => {
                let field = self.reader.names.field(meaning)?;
                let reading = self.reading_of(column, field, p.cell);
                let reading = if reading.says_same { self.as_above(p, column, field, reading) } else { reading };
                // A value that was filled in from above was told of where it stands.
                if let Some(doubt) = reading.doubt.as_ref().filter(|_| p.own || placing.spread(p).is_some()) {
                    self.tell(doubt, &self.reader.names.id(meaning), p, &reading.written, out);
                }
                if let Some(spread) = placing.spread_mut(p) {
                    spread.reading = Some(reading.clone());
                }
                reading
            }
        };
        if reading.says_same {
            self.row_above.came_to(p.column, 0, &reading);
        }
        let mut value = reading.value.clone();
        if let Value::Text(text) = &value {
            value = Value::Text(self.reader.texts.one(text));
        }
        let cell = ReadCell { value, at: p.at, written: reading.written.clone() };
        Some((reading, cell))
    }

    fn reading_of(&mut self, column: &HeaderColumn, field: &Field, cell: &Cell) -> Reading {
        let reader = &mut *self.reader;
        self.readings.of(column.column, cell, || {
            let reading = read_cell(field, cell, column.unit, self.sheet, reader.as_of);
            Reading { written: reader.texts.one(&reading.written), ..reading }
        })
    }

    /// What a `同上` comes to. One that is merged over rows stands in the first of them.
    fn as_above(&mut self, p: &Placed, column: &HeaderColumn, field: &Field, reading: Reading) -> Reading {
        let above = match self.row_above.of(self.row, p.column, 0).filter(|_| p.own) {
            Some(Above::Resolved(above)) => Some(above.clone()),
            Some(Above::Cell(above)) => Some(self.reading_of(column, field, above.cell)),
            None => None,
        };
        reading.below(above.as_ref(), field)
    }

    pub(super) fn doubted(&self, doubt: &Doubt, at: (u32, u32), field: &str, written: &str) -> Finding {
        let finding = Finding::new(doubt.code, self.reader.file, &self.sheet.name, doubt.message.clone())
            .at(at.0, at.1)
            .of_field(field)
            .from_written(written, doubt.reading.clone());
        Finding { suggestion: doubt.suggestion.clone(), ..finding }
    }

    /// Tells a doubt about a cell of the row at hand.
    pub(super) fn tell(&self, doubt: &Doubt, id: &str, p: &Placed, written: &str, out: &mut SheetRead) {
        let row = self.table.rows.len().checked_sub(1).map(|row| (self.place, row));
        out.told.push(Told { finding: self.doubted(doubt, p.at, id, written), row });
    }
}

/// What a cell says of the item it stands for.
pub(super) fn says(reading: &Reading, cell: &Cell) -> Says {
    match cell.content {
        _ if cell.struck || reading.says_nothing => Says::Nothing,
        Content::Error(_) | Content::NoValue => Says::Nothing,
        _ if reading.says_none => Says::None,
        _ => Says::Item,
    }
}

/// What a row of a list says: none where its kind is `无`, or, for a list without kinds, where it says `无` and
/// nothing else. Beside a blank kind it denies a detail, and whether there is an item stays open.
fn row_says(said: &[(FieldIx, Says)], kinds: &[FieldIx]) -> Says {
    let kind = said.iter().find(|(field, says)| kinds.contains(field) && *says != Says::Nothing).map(|(_, says)| *says);
    match kind {
        Some(says) => says,
        None if said.iter().any(|(_, says)| *says == Says::Item) => Says::Item,
        None if kinds.is_empty() && said.iter().any(|(_, says)| *says == Says::None) => Says::None,
        None => Says::Nothing,
    }
}
