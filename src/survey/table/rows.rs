//! Reads the rows under a header into a table.
//!
//! What always holds: every row that holds data is kept, rejected or withdrawn, and counted as that; a merged cell's
//! value holds for every row it spans and is told about once. Deliberately absent: which rows make one unit
//! (`identity.rs`), what a list's rows come to (`lists.rs`).

use super::compound::{CompoundReading, says_no_part};
use super::findings as tell;
use super::header::{Header, HeaderColumn, Role, Subject};
use super::list_text::{TextColumn, TextSays};
use super::merged::Merged;
use super::names::Meaning;
use super::placed::{Across, Placed, Placing};
use super::read_once::ReadOnce;
use super::row_kind::{RowKind, RowSeen, headings_above};
use super::same_as_above::{Above, RowAbove, says_same};
use super::{CarriedColumn, FieldColumn, ItemColumn, KeptRow, ReadCell, Reader, Says, SheetRead, Table, Told};
use crate::rules::value::Value;
use crate::rules::{Field, FieldIx};
use crate::survey::books::{ListRows, RejectedRow, UnitRows};
use crate::survey::cell::reading::{Doubt, Reading};
use crate::survey::cell::words::is_blank;
use crate::survey::cell::{read_cell, written};
use crate::survey::finding::Finding;
use crate::survey::grid::{Cell, Content, Row, Sheet};
use crate::survey::identity::key::{BETWEEN_PARTS, KeyPart, read_part};
use many::key_of_compound;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

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
        let mut slots = HashMap::new();
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
        let text = |cell: &Cell| written(&cell.content, self.sheet.epoch_1904).trim_matches(is_blank).to_string();
        placed.iter().map(|p| (header(p.column), text(p.cell))).collect()
    }

    /// The key of a row of units that is struck through, where it can be read all the same.
    fn withdrawn_key(&self, keys: &[(FieldIx, Option<u32>, Option<Placed>)]) -> Option<Arc<str>> {
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
    fn key(
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
            let part = match cell.filter(|c| part == KeyPart::Missing && says_same(c.cell)) {
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

    /// Reads the cells of a row that is kept.
    fn keep(&mut self, placed: &[Placed<'s>], placing: &mut Placing<'s>, out: &mut SheetRead) {
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
            let kinds = list.map(crate::survey::identity::lists::kind_fields).unwrap_or_default();
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

    /// The part of the key that a cell is, or holds beside others.
    fn key_part(&mut self, ix: FieldIx, field: &Field, column: u32, cell: &Cell) -> KeyPart {
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

    fn doubted(&self, doubt: &Doubt, at: (u32, u32), field: &str, written: &str) -> Finding {
        let finding = Finding::new(doubt.code, self.reader.file, &self.sheet.name, doubt.message.clone())
            .at(at.0, at.1)
            .of_field(field)
            .from_written(written, doubt.reading.clone());
        Finding { suggestion: doubt.suggestion.clone(), ..finding }
    }

    /// Tells a doubt about a cell of the row at hand.
    fn tell(&self, doubt: &Doubt, id: &str, p: &Placed, written: &str, out: &mut SheetRead) {
        let row = self.table.rows.len().checked_sub(1).map(|row| (self.place, row));
        out.told.push(Told { finding: self.doubted(doubt, p.at, id, written), row });
    }

    fn finish(self, out: &mut SheetRead) {
        if !self.skipped.is_empty() {
            let finding = tell::skipped(self.reader.file, &self.sheet.name, &self.skipped);
            out.told.push(Told { finding, row: None });
        }
        out.tables.push(self.table);
    }
}

/// What a cell says of the item it stands for.
fn says(reading: &Reading, cell: &Cell) -> Says {
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

/// The texts of a row, to know it again.
fn texts_of(row: &Row) -> String {
    let texts = row.cells.iter().filter_map(|(_, cell)| match &cell.content {
        Content::Text(text) => Some(text.trim_matches(is_blank)),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}
