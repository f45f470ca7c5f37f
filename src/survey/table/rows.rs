//! Reads the rows under a header into a table.
//!
//! What always holds: every row that holds data is kept, rejected or withdrawn, and counted as that; a merged cell's
//! value holds for every row it spans and is told about once. Deliberately absent: which rows make one unit
//! (`identity.rs`), what a list's rows come to (`lists.rs`).

use super::compound::CompoundReading;
use super::findings as tell;
use super::header::{Header, HeaderColumn, Role, Subject};
use super::list_text::{TextColumn, TextSays};
use super::merged::Merged;
use super::names::Meaning;
use super::placed::{Across, Placed, Placing};
use super::read_once::ReadOnce;
use super::row_kind::{RowKind, RowSeen, headings_above};
use super::same_as_above::RowAbove;
use super::{CarriedColumn, FieldColumn, ItemColumn, Reader, SheetRead, Table, Told};
use crate::rules::FieldIx;
use crate::survey::books::{ListRows, RejectedRow, UnitRows};
use crate::survey::cell::reading::Reading;
use crate::survey::cell::words::is_blank;
use crate::survey::cell::written;
use crate::survey::finding::Finding;
use crate::survey::grid::{Cell, Content, Row, Sheet};
use crate::survey::identity::key::KeyPart;
use foldhash::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

mod cells;
mod key;
mod many;

impl Reader<'_> {
    /// Reads one table of a sheet into `out`.
    pub fn read_table<'s>(&mut self, sheet: &'s Sheet, merged: &'s Merged, header: &'s Header, out: &mut SheetRead) {
        let mut under = Under::new(self, sheet, header, out.tables.len());
        for span in &header.spans {
            under.read_span(*span, merged, out);
        }
        under.finish(out);
    }
}

/// How many rows above a header are looked at: a form's title, notes and signatures are fewer.
const ROWS_ABOVE: usize = 50;

/// Where a cell of a column goes.
#[derive(Clone, Copy)]
enum Slot {
    Field(usize),
    Item(usize),
    /// Several fields; where each goes, keys in a table of a list nowhere
    Several([Option<usize>; 3]),
    /// Text about a list: its column, and the one that is carried through
    Text(usize, usize),
    Carried(usize),
    /// A key in a table of a list, a running number
    Aside,
}

struct Under<'r, 'a, 's> {
    reader: &'r mut Reader<'a>,
    sheet: &'s Sheet,
    header: &'s Header,
    /// The table's place among those of the sheet
    place: usize,
    table: Table,
    slots: HashMap<u32, Slot>,
    readings: ReadOnce<Reading>,
    compounds: ReadOnce<Arc<CompoundReading>>,
    list_texts: ReadOnce<Arc<[TextSays]>>,
    /// By field rather than by column
    key_parts: ReadOnce<KeyPart>,
    columns: HashMap<u32, &'s HeaderColumn>,
    /// Column of each key field, in the dictionary's order
    key_columns: Vec<(FieldIx, Option<u32>)>,
    /// Texts of the rows above the header: they may return with it
    above: HashSet<String>,
    /// Rows that are the heading of the next table
    headings: HashSet<u32>,
    skipped: Vec<u32>,
    after_note: bool,
    /// The row at hand, from 1
    row: u32,
    row_above: RowAbove<'s>,
    /// Whether a key that may be a range was told of: where people write `1-2` for a unit, every row has one
    told_of_range: bool,
}

impl<'r, 'a, 's> Under<'r, 'a, 's> {
    fn new(reader: &'r mut Reader<'a>, sheet: &'s Sheet, header: &'s Header, place: usize) -> Self {
        let mut table = Table {
            subject: header.subject,
            has_keys: header.missing_keys.is_empty(),
            key_columns: Vec::new(),
            rows: Vec::new(),
            fields: Vec::new(),
            items: Vec::new(),
            texts: Vec::new(),
            carried: Vec::new(),
            says: Vec::new(),
        };
        let mut slots = HashMap::default();
        for column in &header.columns {
            let slot = match (column.role, header.subject) {
                (Role::Known(Meaning::Field(field)), Subject::Units)
                | (Role::Known(Meaning::ListField(_, field)), Subject::List(_)) => {
                    table.fields.push(FieldColumn { field, cells: Vec::new() });
                    Slot::Field(table.fields.len() - 1)
                }
                (Role::Compound(compound), subject) => {
                    let mut places = [None; 3];
                    for (place, part) in places.iter_mut().zip(compound.parts()) {
                        if let (Meaning::Field(field), Subject::Units)
                        | (Meaning::ListField(_, field), Subject::List(_)) = (part.meaning, subject)
                        {
                            *place = Some(table.fields.len());
                            table.fields.push(FieldColumn { field, cells: Vec::new() });
                        }
                    }
                    Slot::Several(places)
                }
                (Role::Known(Meaning::Item(list, ix)), _) => {
                    table.items.push(ItemColumn { meaning: (list, ix), column: column.column, cells: Vec::new() });
                    Slot::Item(table.items.len() - 1)
                }
                (Role::FreeText(list), Subject::Units) => {
                    table.texts.push(TextColumn { list, column: column.column, cells: Vec::new() });
                    table.carried.push(CarriedColumn { header: column.shown(), cells: Vec::new() });
                    Slot::Text(table.texts.len() - 1, table.carried.len() - 1)
                }
                (Role::Unmatched | Role::Elsewhere(_), Subject::Units) => {
                    table.carried.push(CarriedColumn { header: column.shown(), cells: Vec::new() });
                    Slot::Carried(table.carried.len() - 1)
                }
                _ => Slot::Aside,
            };
            slots.insert(column.column, slot);
        }
        let column_of = |ix: FieldIx| {
            let is = |c: &&HeaderColumn| c.meanings().any(|meaning| meaning == Meaning::Field(ix));
            header.columns.iter().find(is).map(|c| c.column)
        };
        let key_columns: Vec<_> = reader.names.dictionary.key_fields().map(|ix| (ix, column_of(ix))).collect();
        table.key_columns = key_columns.iter().map(|(_, column)| *column).collect();
        // Only the nearest: a sheet may have as many tables as rows.
        let end = sheet.rows.partition_point(|row| row.number < header.rows.0);
        let above = sheet.rows.iter().take(end).skip(end.saturating_sub(ROWS_ABOVE)).map(texts_of).collect();
        Under {
            reader,
            sheet,
            header,
            place,
            table,
            slots,
            readings: ReadOnce::default(),
            compounds: ReadOnce::default(),
            list_texts: ReadOnce::default(),
            key_parts: ReadOnce::default(),
            columns: header.columns.iter().map(|c| (c.column, c)).collect(),
            key_columns,
            above,
            headings: HashSet::new(),
            skipped: Vec::new(),
            after_note: false,
            row: 0,
            row_above: RowAbove::default(),
            told_of_range: false,
        }
    }

    fn read_span(&mut self, (top, bottom): (u32, u32), merged: &'s Merged, out: &mut SheetRead) {
        let sheet = self.sheet;
        let mut placing = Placing::new(sheet, self.header, merged, top);
        let left = self.header.columns.first().map_or(0, |column| column.column);
        self.headings = headings_above(sheet, merged, (top, bottom), left);
        let from = sheet.rows.partition_point(|row| row.number < top);
        for (nth, row) in sheet.rows.iter().skip(from).take_while(|row| row.number <= bottom).enumerate() {
            let placed = placing.row(row);
            let across = std::mem::take(&mut placing.across);
            if placed.iter().any(|p| p.own) {
                self.read_row(row, &placed, &mut placing, nth == 0, out);
            } else if placing.is_only_beside(row) {
                // The table at the side is longer than this one.
                out.unit_rows.found += 1;
                out.unit_rows.unread += 1;
            }
            // Totals and notes are often merged over several columns.
            if self.skipped.last() != Some(&row.number) {
                out.told.extend(across.iter().map(|across| Told { finding: self.across(across), row: None }));
            }
        }
    }

    fn across(&self, across: &Across) -> Finding {
        let names = self.reader.names;
        let labels = [names.label(across.first), names.label(across.last)];
        let text = written(&across.cell.content, self.sheet.epoch_1904);
        tell::across_fields(self.reader.file, &self.sheet.name, across.at, &text, labels)
    }

    fn read_row(
        &mut self,
        row: &'s Row,
        placed: &[Placed<'s>],
        placing: &mut Placing<'s>,
        first: bool,
        out: &mut SheetRead,
    ) {
        let key_cell = |column: Option<u32>| placed.iter().find(|p| Some(p.column) == column).copied();
        let keys: Vec<(FieldIx, Option<u32>, Option<Placed>)> =
            self.key_columns.iter().map(|(ix, column)| (*ix, *column, key_cell(*column))).collect();
        let full_key = keys.iter().all(|(.., cell)| cell.is_some());
        let is_running = |p: &&Placed| self.columns.get(&p.column).is_some_and(|c| c.role == Role::RunningNumber);
        let own = || placed.iter().filter(|p| p.own);
        let seen = RowSeen {
            own: own().map(|p| p.cell).collect(),
            naming: own()
                .filter(|p| is_running(p) || keys.iter().any(|(_, column, _)| *column == Some(p.column)))
                .map(|p| p.cell)
                .collect(),
            numbered_only: own().all(|p| is_running(&p)),
            full_key,
            columns: self.header.columns.len(),
            first,
            after_note: self.after_note,
        };
        let kind = match seen.kind() {
            RowKind::Data if !full_key && self.above.contains(&texts_of(row)) => RowKind::Note,
            RowKind::Data if !full_key && self.headings.contains(&row.number) => RowKind::Note,
            RowKind::Data if !full_key && self.header.fills.is_heading(row.number) => RowKind::Note,
            kind => kind,
        };
        self.after_note = kind == RowKind::Note;
        if kind != RowKind::Data {
            self.skipped.push(row.number);
            return;
        }
        self.count(out, |units| &mut units.found, |lists| &mut lists.found);
        if placing.is_withdrawn(placed) {
            self.count(out, |units| &mut units.withdrawn, |lists| &mut lists.withdrawn);
            let written = self.cells_of(placed).into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" ");
            let finding = tell::withdrawn(self.reader.file, &self.sheet.name, row.number, &written);
            out.told.push(Told { finding, row: None });
            out.withdrawn.extend(self.withdrawn_key(&keys));
            return;
        }
        self.row = row.number;
        match self.key(row, &keys, out) {
            Ok(kept) => {
                self.table.rows.push(kept);
                self.keep(placed, placing, out);
                self.row_above.kept(row.number, placed);
            }
            Err(code) => {
                self.row_above.rejected();
                self.count(out, |units| &mut units.rejected, |lists| &mut lists.rejected);
                out.rejected.push(RejectedRow {
                    file: self.reader.file.clone(),
                    sheet: self.sheet.name.clone(),
                    row: row.number,
                    code,
                    cells: self.cells_of(placed),
                });
            }
        }
    }

    fn count(
        &self,
        out: &mut SheetRead,
        of_units: fn(&mut UnitRows) -> &mut u64,
        of_lists: fn(&mut ListRows) -> &mut u64,
    ) {
        match self.table.subject {
            Subject::Units => *of_units(&mut out.unit_rows) += 1,
            Subject::List(_) => *of_lists(&mut out.list_rows) += 1,
        }
    }

    /// Header and text of each cell, in the order of columns.
    fn cells_of(&self, placed: &[Placed]) -> Vec<(String, String)> {
        let header = |column: u32| match self.columns.get(&column) {
            Some(column) => column.shown(),
            None => tell::nameless(column),
        };
        placed.iter().map(|p| (header(p.column), shown(p.cell, self.sheet))).collect()
    }

    fn finish(self, out: &mut SheetRead) {
        if !self.skipped.is_empty() {
            let finding = tell::skipped(self.reader.file, &self.sheet.name, &self.skipped);
            out.told.push(Told { finding, row: None });
        }
        out.tables.push(self.table);
    }
}

/// The texts of a row, to know it again.
fn texts_of(row: &Row) -> String {
    let texts = row.cells.iter().filter_map(|(_, cell)| match &cell.content {
        Content::Text(text) => Some(text.trim_matches(is_blank)),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// What a cell shows, without blanks around it.
fn shown(cell: &Cell, sheet: &Sheet) -> String {
    written(&cell.content, sheet.epoch_1904).trim_matches(is_blank).to_string()
}
