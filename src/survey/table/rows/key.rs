//! The key of a row: its parts, each from its own column, from one that holds several, or from the row above where it
//! says `同上`.
//!
//! What always holds: a row without a full key is rejected with the reason, told once. Deliberately absent: how a part
//! is read (`identity/key.rs`).

use super::super::compound::says_no_part;
use super::super::findings as tell;
use super::super::header::Subject;
use super::super::placed::Placed;
use super::super::same_as_above::{Above, says_same};
use super::super::{KeptRow, SheetRead, Told};
use super::Under;
use super::many::key_of_compound;
use crate::rules::{Field, FieldIx};
use crate::survey::cell::reading::Doubt;
use crate::survey::cell::written;
use crate::survey::finding::Finding;
use crate::survey::grid::{Cell, Row};
use crate::survey::identity::key::{BETWEEN_PARTS, KeyPart, read_part};
use std::sync::Arc;

impl<'s> Under<'_, '_, 's> {
    /// The key of a row of units that is struck through, where it can be read all the same.
    pub(super) fn withdrawn_key(&self, keys: &[(FieldIx, Option<u32>, Option<Placed>)]) -> Option<Arc<str>> {
        let part = |(ix, _, placed): &(FieldIx, Option<u32>, Option<Placed>)| {
            let cell = Cell { struck: false, ..placed.as_ref()?.cell.clone() };
            let field = self.reader.names.dictionary.fields.get(*ix)?;
            match read_part(field, Some(&cell), self.sheet, self.reader.as_of) {
                KeyPart::Part { normal, .. } => Some(normal),
                _ => None,
            }
        };
        let parts: Option<Vec<String>> = keys.iter().map(part).collect();
        parts
            .filter(|_| self.table.subject == Subject::Units)
            .map(|parts| parts.join(&BETWEEN_PARTS.to_string()).into())
    }

    /// The row's key, or the code of why it has none.
    pub(super) fn key(
        &mut self,
        row: &Row,
        keys: &[(FieldIx, Option<u32>, Option<Placed>)],
        out: &mut SheetRead,
    ) -> Result<KeptRow, &'static str> {
        if !self.table.has_keys {
            return Err(tell::KEY_COLUMN_MISSING);
        }
        let (names, file, sheet) = (self.reader.names, self.reader.file, self.sheet);
        let mut full = String::new();
        let mut shown = Vec::with_capacity(keys.len());
        let mut missing = Vec::new();
        let mut refused: Option<Finding> = None;
        let (told_before, told_of_range) = (out.told.len(), self.told_of_range);
        for (ix, column, cell) in keys {
            let Some(field) = names.dictionary.fields.get(*ix) else { continue };
            let at = cell.map_or((row.number, column.unwrap_or(0)), |cell| cell.at);
            let raw = cell.map_or(Arc::from(""), |c| written(&c.cell.content, sheet.epoch_1904));
            let part = cell.map_or(KeyPart::Missing, |c| self.key_part(*ix, field, c.column, c.cell));
            // Of a cell for several parts, which would also be told as not understood, nothing is taken from above.
            let same = |c: &Placed| says_same(c.cell) && self.compound_of(c.column).is_none();
            let part = match cell.filter(|c| part == KeyPart::Missing && same(c)) {
                Some(c) => self.key_above(*ix, field, &c, out),
                None => part,
            };
            match part {
                KeyPart::Part { normal, shown: text, perhaps_range } => {
                    if perhaps_range && !self.told_of_range {
                        self.told_of_range = true;
                        let finding = tell::perhaps_range(file, &sheet.name, at, &raw, field);
                        out.told.push(Told { finding, row: Some((self.place, self.table.rows.len())) });
                    }
                    if !full.is_empty() {
                        full.push(BETWEEN_PARTS);
                    }
                    full.push_str(&normal);
                    shown.push(self.reader.texts.one(&text));
                }
                KeyPart::Missing => missing.push((field, at, raw)),
                KeyPart::Date(likely) => {
                    refused.get_or_insert_with(|| tell::date_key(file, &sheet.name, at, &raw, field, likely));
                }
                KeyPart::Range => {
                    refused.get_or_insert_with(|| tell::range_key(file, &sheet.name, at, &raw, field));
                }
            }
        }
        let refused = refused.or_else(|| {
            let (_, at, raw) = missing.first()?;
            let fields: Vec<_> = missing.iter().map(|(field, ..)| *field).collect();
            let compound = self.compound_of(at.1).filter(|_| !says_no_part(raw));
            if let Some(compound) = compound {
                let all: Vec<_> = compound.parts().filter_map(|part| names.field(part.meaning)).collect();
                return Some(tell::compound_key(file, &sheet.name, *at, raw, &all));
            }
            Some(tell::key_missing(file, &sheet.name, (row.number, at.1), raw, &fields))
        });
        if let Some(finding) = refused {
            let code = finding.code;
            // A row without a key that was told of for its range is rejected; what it may be no longer matters.
            out.told.truncate(told_before);
            self.told_of_range = told_of_range;
            out.told.push(Told { finding, row: None });
            return Err(code);
        }
        Ok(KeptRow { row: row.number, key: Arc::from(full), shown: shown.into() })
    }

    /// The part of the key that a cell is, or holds beside others.
    pub(super) fn key_part(&mut self, ix: FieldIx, field: &Field, column: u32, cell: &Cell) -> KeyPart {
        let (names, sheet, as_of) = (self.reader.names, self.sheet, self.reader.as_of);
        let compound = self.compound_of(column);
        self.key_parts.of(ix as u32, cell, || match compound {
            Some(compound) => key_of_compound(ix, &compound, cell, names, sheet, as_of),
            None => read_part(field, Some(cell), sheet, as_of),
        })
    }

    /// The part of the key that a `同上` stands for.
    fn key_above(&mut self, ix: FieldIx, field: &Field, p: &Placed, out: &mut SheetRead) -> KeyPart {
        let sheet = self.sheet;
        let known = self.row_above.key(self.row, ix).cloned();
        let part = match self.row_above.of(self.row, p.column, 0).filter(|_| p.own) {
            _ if known.is_some() => known,
            Some(Above::Cell(above)) => {
                let cell = above.cell;
                Some(self.key_part(ix, field, p.column, cell))
            }
            _ => None,
        };
        let part = part.unwrap_or(KeyPart::Missing);
        self.row_above.key_came_to(ix, &part);
        // In a table of units, a key is a field as well, and told about when that is read.
        if let (KeyPart::Part { shown, .. }, Subject::List(_)) = (&part, self.table.subject) {
            let written = written(&p.cell.content, sheet.epoch_1904);
            let doubt = Doubt::same(&written, shown.clone());
            let finding = self.doubted(&doubt, p.at, &field.id, &written);
            out.told.push(Told { finding, row: Some((self.place, self.table.rows.len())) });
        }
        part
    }
}
