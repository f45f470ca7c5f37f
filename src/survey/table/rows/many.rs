//! Cells under a header that are more than one field: several fields together, and text about a list.
//!
//! What always holds: a cell merged over several rows is told about once; every value taken points to the whole cell.
//! Deliberately absent: how such a cell is taken apart (`compound.rs`, `list_text.rs`).

use super::super::compound::{Compound, CompoundReading, parts_of, read_compound};
use super::super::findings as tell;
use super::super::header::Role;
use super::super::list_text::{TextCell, TextSays, read_list_text};
use super::super::names::{Meaning, Names};
use super::super::placed::{Placed, Placing};
use super::super::{ReadCell, Says, SheetRead, Told};
use super::cells::says;
use super::{Under, shown};
use crate::rules::{Field, FieldIx};
use crate::survey::cell::reading::Doubt;
use crate::survey::grid::{Cell, Content, Sheet};
use crate::survey::identity::key::{KeyPart, read_part};
use jiff::civil::Date;
use std::sync::Arc;

impl<'s> Under<'_, '_, 's> {
    pub(super) fn compound_of(&self, column: u32) -> Option<Compound> {
        match self.columns.get(&column)?.role {
            Role::Compound(compound) => Some(compound),
            _ => None,
        }
    }

    /// What was made of a cell for several fields; doubts are told once, like those about other cells.
    fn read_several(
        &mut self,
        p: &Placed<'s>,
        placing: &mut Placing<'s>,
        out: &mut SheetRead,
    ) -> Option<Arc<CompoundReading>> {
        let compound = self.compound_of(p.column)?;
        let names = self.reader.names;
        let fields: Option<Vec<_>> =
            compound.parts().map(|part| Some((names.field(part.meaning)?, part.unit))).collect();
        let fields = fields?;
        let as_of = self.reader.as_of;
        let reading =
            self.compounds.of(p.column, p.cell, || Arc::new(read_compound(&fields, p.cell, self.sheet, as_of)));
        if placing.spread_mut(p).is_some_and(|spread| std::mem::replace(&mut spread.told, true)) {
            return Some(reading);
        }
        let ids: Vec<String> = compound.parts().map(|part| names.id(part.meaning)).collect();
        let whole = shown(p.cell, self.sheet);
        if let Some(doubt) = &reading.doubt {
            self.tell(doubt, &ids.join(","), p, &whole, out);
        }
        for (part, id) in reading.parts.iter().zip(&ids) {
            if let Some(doubt) = &part.doubt {
                self.tell(doubt, id, p, &whole, out);
            }
        }
        Some(reading)
    }

    /// Keeps what a cell for several fields says, each in its place; gives what it says of each.
    pub(super) fn keep_several(
        &mut self,
        places: [Option<usize>; 3],
        p: &Placed<'s>,
        placing: &mut Placing<'s>,
        out: &mut SheetRead,
    ) -> Vec<(FieldIx, Says)> {
        let Some(reading) = self.read_several(p, placing, out) else { return Vec::new() };
        let mut said = Vec::new();
        for (place, part) in places.iter().zip(&reading.parts) {
            let Some(column) = place.and_then(|ix| self.table.fields.get_mut(ix)) else { continue };
            said.push((column.field, says(part, p.cell)));
            if let Some(last @ None) = column.cells.last_mut() {
                *last = Some(ReadCell { value: part.value.clone(), at: p.at, written: part.written.clone() });
            }
        }
        said
    }

    /// Keeps what a text says of a list, and tells what was taken from it.
    pub(super) fn read_text(&mut self, ix: usize, p: &Placed<'s>, placing: &mut Placing<'s>, out: &mut SheetRead) {
        let names = self.reader.names;
        let Some(column) = self.table.texts.get_mut(ix) else { return };
        let Some(list) = names.dictionary.lists.get(column.list) else { return };
        let text = shown(p.cell, self.sheet);
        let doubt = match &p.cell.content {
            _ if p.cell.struck => Some(Doubt::struck(&text)),
            Content::Error(_) => Some(Doubt::error_cell(&text)),
            Content::NoValue => Some(Doubt::no_value()),
            _ => None,
        };
        let says = match &doubt {
            Some(_) => Arc::from([]),
            None => self.list_texts.of(p.column, p.cell, || Arc::<[TextSays]>::from(read_list_text(list, &text))),
        };
        if let Some(last @ None) = column.cells.last_mut() {
            let written = self.reader.texts.one(&text);
            *last = Some(TextCell { says: says.clone(), at: p.at, written });
        }
        if placing.spread_mut(p).is_some_and(|spread| std::mem::replace(&mut spread.told, true)) {
            return;
        }
        if let Some(doubt) = doubt {
            self.tell(&doubt, &list.id, p, &text, out);
            return;
        }
        let header = self.columns.get(&p.column).map_or(String::new(), |column| column.shown());
        if let Some(finding) =
            tell::text_about_list(self.reader.file, &self.sheet.name, p.at, &text, &header, list, &says)
        {
            let row = self.table.rows.len().checked_sub(1).map(|row| (self.place, row));
            out.told.push(Told { finding, row });
        }
    }
}

/// The part of a key in a cell that holds several fields. One that may be a range of doors is not certain enough.
pub(super) fn key_of_compound(
    field: FieldIx,
    compound: &Compound,
    cell: &Cell,
    names: &Names,
    sheet: &Sheet,
    as_of: Date,
) -> KeyPart {
    let fields: Vec<(Meaning, &Field)> =
        compound.parts().filter_map(|part| Some((part.meaning, names.field(part.meaning)?))).collect();
    let Some((at, (_, own))) = fields.iter().enumerate().find(|(_, (meaning, _))| *meaning == Meaning::Field(field))
    else {
        return KeyPart::Missing;
    };
    if let date @ KeyPart::Date(_) = read_part(own, Some(cell), sheet, as_of) {
        return date;
    }
    let only: Vec<&Field> = fields.iter().map(|(_, field)| *field).collect();
    let parts = if cell.struck { None } else { parts_of(&cell.content, &only) };
    let Some(text) = parts.as_ref().and_then(|parts| parts.get(at)) else { return KeyPart::Missing };
    let part = Cell { content: Content::Text(text.clone()), struck: false };
    match read_part(own, Some(&part), sheet, as_of) {
        KeyPart::Part { perhaps_range: true, .. } => KeyPart::Range,
        part => part,
    }
}
