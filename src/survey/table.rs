//! Rows of a table: what stands under a header, column by column, one entry a row.
//!
//! What always holds: every row that holds data is kept, rejected or withdrawn, and counted as that; a merged cell's
//! value holds for every row it spans and is told about once. Deliberately absent: which rows make one unit
//! (`identity.rs`), what a list's rows come to (`lists.rs`).

use super::books::{ListRows, RejectedRow, UnitRows};
use super::cell::{read_cell, written};
use super::finding::Finding;
use super::grid::{Cell, Content, Range, Row, Sheet};
use super::header::{Header, HeaderColumn, Role, Subject};
use super::key::{BETWEEN_PARTS, KeyPart, read_part};
use super::merged::{Merged, cell_at, is_hidden};
use super::names::{Meaning, Names};
use super::reading::Reading;
use super::row_kind::{RowKind, RowSeen};
use super::table_findings as tell;
use super::words::is_blank;
use crate::rules::FieldIx;
use crate::rules::value::Value;
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A table as read: every column as long as there are rows.
#[derive(Debug)]
pub struct Table {
    /// What it is about
    pub subject: Subject,
    /// Whether it has a column for each key field; without, all its rows are rejected
    pub has_keys: bool,
    /// The rows that were kept
    pub rows: Vec<KeptRow>,
    /// Fields of the unit, or of the list's items
    pub fields: Vec<FieldColumn>,
    /// Columns that give one item of a list
    pub items: Vec<ItemColumn>,
    /// Columns that are carried through
    pub carried: Vec<CarriedColumn>,
    /// In a table of a list: what each row says
    pub says: Vec<Says>,
}

/// A row that was kept.
#[derive(Debug)]
pub struct KeptRow {
    /// Which row, from 1
    pub row: u32,
    /// Its key as keys are compared
    pub key: Arc<str>,
    /// The parts of its key as written
    pub shown: Box<[Arc<str>]>,
}

/// A column of one field.
#[derive(Debug)]
pub struct FieldColumn {
    /// The field of the unit, or of the list
    pub field: FieldIx,
    /// What each row holds; `None` where blank
    pub cells: Vec<Option<ReadCell>>,
}

/// A cell that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadCell {
    /// What was made of it
    pub value: Value,
    /// Where it stands: a merged cell where it begins
    pub at: (u32, u32),
    /// What it showed
    pub written: Arc<str>,
}

/// A column that gives one item of a list.
#[derive(Debug)]
pub struct ItemColumn {
    /// Which list, and which of its columns
    pub meaning: (usize, usize),
    /// The column, from 0
    pub column: u32,
    /// What each row says
    pub cells: Vec<(Says, Option<ReadCell>)>,
}

/// What is said of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Nothing: it may or may not exist
    Nothing,
    /// There is none
    None,
    /// It exists
    Item,
}

/// A column that is carried through.
#[derive(Debug)]
pub struct CarriedColumn {
    /// Its header, as the outputs show it
    pub header: String,
    /// What each row shows
    pub cells: Vec<Option<Arc<str>>>,
}

/// A finding, and the row it is about where that row was kept: the unit's name is put in when it is known.
#[derive(Debug)]
pub struct Told {
    /// The finding
    pub finding: Finding,
    /// Table and row, counted from 0 among those of the sheet
    pub row: Option<(usize, usize)>,
}

/// What came of a sheet.
#[derive(Debug, Default)]
pub struct SheetRead {
    /// Its tables, from top to bottom
    pub tables: Vec<Table>,
    /// Rows of units: found, rejected, withdrawn, unread
    pub unit_rows: UnitRows,
    /// Rows of lists: found, rejected, withdrawn
    pub list_rows: ListRows,
    /// What is to be told
    pub told: Vec<Told>,
    /// The rejected rows
    pub rejected: Vec<RejectedRow>,
}

/// Texts that occur again and again, kept once.
#[derive(Default)]
pub struct Texts(HashSet<Arc<str>>);

impl Texts {
    /// The one copy of a text.
    pub fn one(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let new: Arc<str> = Arc::from(text);
        self.0.insert(new.clone());
        new
    }
}

/// What reading the sheets of a file needs to know.
pub struct Reader<'a> {
    /// The file, as people know it
    pub file: &'a Arc<str>,
    /// What headers mean
    pub names: &'a Names<'a>,
    /// The day of the run
    pub as_of: Date,
    /// The file's texts
    pub texts: Texts,
}

impl Reader<'_> {
    /// Reads one table of a sheet into `out`.
    pub fn read_table(&mut self, sheet: &Sheet, merged: &Merged, header: &Header, out: &mut SheetRead) {
        let mut under = Under::new(self, sheet, header, out.tables.len());
        for span in &header.spans {
            under.read_span(*span, merged, out);
        }
        under.finish(out);
    }
}

/// Where a cell of a column goes.
#[derive(Clone, Copy)]
enum Slot {
    Field(usize),
    Item(usize),
    Carried(usize),
    /// A key in a table of a list, a running number
    Aside,
}

/// A merged cell that reaches the row at hand.
struct Spread<'s> {
    range: Range,
    home: u32,
    cell: Option<&'s Cell>,
    reading: Option<Reading>,
}

/// A cell that holds for a row.
#[derive(Clone, Copy)]
struct Placed<'s> {
    column: u32,
    cell: &'s Cell,
    at: (u32, u32),
    /// Whether it stands in this row, rather than in one above and merged
    own: bool,
    spread: Option<usize>,
}

struct Under<'r, 'a, 's> {
    reader: &'r mut Reader<'a>,
    sheet: &'s Sheet,
    header: &'s Header,
    /// The table's place among those of the sheet
    place: usize,
    table: Table,
    slots: HashMap<u32, Slot>,
    columns: HashMap<u32, &'s HeaderColumn>,
    /// Column of each key field, in the dictionary's order
    key_columns: Vec<(FieldIx, Option<u32>)>,
    /// Texts of the rows above the header: they may return with it
    above: HashSet<String>,
    skipped: Vec<u32>,
    after_note: bool,
    /// Whether a key that may be a range was told of: where people write `1-2` for a unit, every row has one
    told_of_range: bool,
}

impl<'r, 'a, 's> Under<'r, 'a, 's> {
    fn new(reader: &'r mut Reader<'a>, sheet: &'s Sheet, header: &'s Header, place: usize) -> Self {
        let mut table = Table {
            subject: header.subject,
            has_keys: header.missing_keys.is_empty(),
            rows: Vec::new(),
            fields: Vec::new(),
            items: Vec::new(),
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
                (Role::Known(Meaning::Item(list, ix)), _) => {
                    table.items.push(ItemColumn { meaning: (list, ix), column: column.column, cells: Vec::new() });
                    Slot::Item(table.items.len() - 1)
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
            let is = |c: &&HeaderColumn| c.role == Role::Known(Meaning::Field(ix));
            header.columns.iter().find(is).map(|c| c.column)
        };
        let key_columns = reader.names.dictionary.key_fields().map(|ix| (ix, column_of(ix))).collect();
        let above = sheet.rows.iter().take_while(|row| row.number < header.rows.0).map(texts_of).collect();
        Under {
            reader,
            sheet,
            header,
            place,
            table,
            slots,
            columns: header.columns.iter().map(|c| (c.column, c)).collect(),
            key_columns,
            above,
            skipped: Vec::new(),
            after_note: false,
            told_of_range: false,
        }
    }

    fn read_span(&mut self, (top, bottom): (u32, u32), merged: &Merged, out: &mut SheetRead) {
        let mut ranges = merged.beginning_at(top).iter().peekable();
        let mut active: Vec<Spread> = Vec::new();
        let sheet = self.sheet;
        let from = sheet.rows.partition_point(|row| row.number < top);
        for (nth, row) in sheet.rows.iter().skip(from).take_while(|row| row.number <= bottom).enumerate() {
            active.retain(|spread| spread.range.bottom >= row.number);
            while let Some(range) = ranges.next_if(|range| range.top <= row.number) {
                if range.bottom >= row.number {
                    active.push(self.spread(*range, out));
                }
            }
            let mut placed = self.placed(row, &active);
            if placed.iter().any(|p| p.own) {
                placed.sort_by_key(|p| (p.column, !p.own));
                self.read_row(row, &placed, &mut active, nth == 0, out);
            } else if row.cells.iter().any(|(column, cell)| self.is_beside(*column) && !is_blank_cell(cell)) {
                // The table at the side is longer than this one.
                out.unit_rows.found += 1;
                out.unit_rows.unread += 1;
            }
        }
    }

    /// A merged cell and the column its value belongs to: of several fields' columns the first, else its own first.
    fn spread(&mut self, range: Range, out: &mut SheetRead) -> Spread<'s> {
        let known = self.header.known().filter(|(c, _)| (range.left..=range.right).contains(&c.column));
        let known: Vec<(&HeaderColumn, Meaning)> = known.collect();
        let cell = cell_at(self.sheet, range.top, range.left).filter(|cell| !is_blank_cell(cell));
        if let (Some(cell), [first, .., last]) = (cell, known.as_slice()) {
            let names = self.reader.names;
            let finding = tell::across_fields(
                self.reader.file,
                &self.sheet.name,
                (range.top, range.left),
                &written(&cell.content, self.sheet.epoch_1904),
                [names.label(first.1), names.label(last.1)],
            );
            out.told.push(Told { finding, row: None });
        }
        let home = known.first().map_or(range.left, |(column, _)| column.column);
        Spread { range, home, cell, reading: None }
    }

    fn is_beside(&self, column: u32) -> bool {
        self.header.beside.iter().any(|(left, right)| (*left..=*right).contains(&column))
    }

    /// The cells that hold for a row: its own, and those merged over it from above.
    fn placed(&self, row: &'s Row, active: &[Spread<'s>]) -> Vec<Placed<'s>> {
        let mut placed = Vec::with_capacity(row.cells.len());
        for (column, cell) in &row.cells {
            if self.is_beside(*column) || is_blank_cell(cell) {
                continue;
            }
            let at = (row.number, *column);
            let spread = active.iter().position(|s| (s.range.left..=s.range.right).contains(column));
            match spread.and_then(|ix| active.get(ix)) {
                Some(spread) if is_hidden(&spread.range, at.0, at.1) => {}
                Some(s) => placed.push(Placed { column: s.home, cell, at, own: true, spread }),
                None => placed.push(Placed { column: *column, cell, at, own: true, spread: None }),
            }
        }
        for (ix, spread) in active.iter().enumerate().filter(|(_, s)| s.range.top < row.number) {
            if let Some(cell) = spread.cell.filter(|_| !self.is_beside(spread.home)) {
                let at = (spread.range.top, spread.range.left);
                placed.push(Placed { column: spread.home, cell, at, own: false, spread: Some(ix) });
            }
        }
        placed
    }

    fn read_row(
        &mut self,
        row: &'s Row,
        placed: &[Placed<'s>],
        active: &mut [Spread<'s>],
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
            full_key,
            columns: self.header.columns.len(),
            first,
            after_note: self.after_note,
        };
        let kind = match seen.kind() {
            RowKind::Data if !full_key && self.above.contains(&texts_of(row)) => RowKind::Note,
            kind => kind,
        };
        self.after_note = kind == RowKind::Note;
        if kind != RowKind::Data {
            self.skipped.push(row.number);
            return;
        }
        self.count(out, |units| &mut units.found, |lists| &mut lists.found);
        if is_withdrawn(placed, active) {
            self.count(out, |units| &mut units.withdrawn, |lists| &mut lists.withdrawn);
            let written = self.cells_of(placed).into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" ");
            let finding = tell::withdrawn(self.reader.file, &self.sheet.name, row.number, &written);
            out.told.push(Told { finding, row: None });
            return;
        }
        match self.key(row, &keys, out) {
            Ok(kept) => {
                self.table.rows.push(kept);
                self.keep(placed, active, out);
            }
            Err(code) => {
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
        for (ix, column, cell) in keys {
            let Some(field) = names.dictionary.fields.get(*ix) else { continue };
            let at = cell.map_or((row.number, column.unwrap_or(0)), |cell| cell.at);
            let raw = cell.map_or(Arc::from(""), |c| written(&c.cell.content, sheet.epoch_1904));
            match read_part(field, cell.map(|c| c.cell), sheet, self.reader.as_of) {
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
            Some(tell::key_missing(file, &sheet.name, (row.number, at.1), raw, &fields))
        });
        if let Some(finding) = refused {
            let code = finding.code;
            out.told.push(Told { finding, row: None });
            // A row without a key that was told of for its range is rejected; what it may be no longer matters.
            let here = (self.place, self.table.rows.len());
            out.told.retain(|told| told.row != Some(here));
            return Err(code);
        }
        Ok(KeptRow { row: row.number, key: Arc::from(full), shown: shown.into() })
    }

    /// Reads the cells of a row that is kept.
    fn keep(&mut self, placed: &[Placed<'s>], active: &mut [Spread<'s>], out: &mut SheetRead) {
        self.table.fields.iter_mut().for_each(|column| column.cells.push(None));
        self.table.items.iter_mut().for_each(|column| column.cells.push((Says::Nothing, None)));
        self.table.carried.iter_mut().for_each(|column| column.cells.push(None));
        let mut said: Vec<(FieldIx, Says)> = Vec::new();
        for p in placed {
            match self.slots.get(&p.column).copied() {
                Some(Slot::Aside) => {}
                Some(Slot::Field(ix)) => {
                    let Some((reading, cell)) = self.read(p, active, out) else { continue };
                    let Some(column) = self.table.fields.get_mut(ix) else { continue };
                    said.push((column.field, says(&reading, p.cell)));
                    if let Some(last @ None) = column.cells.last_mut() {
                        *last = Some(cell);
                    }
                }
                Some(Slot::Item(ix)) => {
                    let Some((reading, cell)) = self.read(p, active, out) else { continue };
                    if let Some(last) = self.table.items.get_mut(ix).and_then(|column| column.cells.last_mut()) {
                        *last = (says(&reading, p.cell), Some(cell));
                    }
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
            let kinds = list.map(super::lists::kind_fields).unwrap_or_default();
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
    fn read(&mut self, p: &Placed, active: &mut [Spread], out: &mut SheetRead) -> Option<(Reading, ReadCell)> {
        let column = self.columns.get(&p.column)?;
        let Role::Known(meaning) = column.role else { return None };
        let known = p.spread.and_then(|ix| active.get(ix)).and_then(|spread| spread.reading.clone());
        let reading = match known {
            Some(reading) => reading,
            None => {
                let field = self.reader.names.field(meaning)?;
                let mut reading = read_cell(field, p.cell, column.unit, self.sheet, self.reader.as_of);
                reading.written = self.reader.texts.one(&reading.written);
                if let Some(doubt) = &reading.doubt {
                    let finding = Finding::new(doubt.code, self.reader.file, &self.sheet.name, doubt.message.clone())
                        .at(p.at.0, p.at.1)
                        .of_field(self.reader.names.id(meaning))
                        .from_written(&*reading.written, doubt.reading.clone());
                    let finding = Finding { suggestion: doubt.suggestion.clone(), ..finding };
                    let row = self.table.rows.len().checked_sub(1).map(|row| (self.place, row));
                    out.told.push(Told { finding, row });
                }
                if let Some(spread) = p.spread.and_then(|ix| active.get_mut(ix)) {
                    spread.reading = Some(reading.clone());
                }
                reading
            }
        };
        let mut value = reading.value.clone();
        if let Value::Text(text) = &value {
            value = Value::Text(self.reader.texts.one(text));
        }
        let cell = ReadCell { value, at: p.at, written: reading.written.clone() };
        Some((reading, cell))
    }

    fn finish(self, out: &mut SheetRead) {
        if !self.skipped.is_empty() {
            let finding = tell::skipped(self.reader.file, &self.sheet.name, &self.skipped);
            out.told.push(Told { finding, row: None });
        }
        out.tables.push(self.table);
    }
}

/// Whether every cell of a row is struck through. A cell merged over several rows belongs to all of them, so it has a
/// say only where there is nothing else.
fn is_withdrawn(placed: &[Placed], active: &[Spread]) -> bool {
    let own = || placed.iter().filter(|p| p.own);
    let tall = |p: &&Placed| {
        p.spread.and_then(|ix| active.get(ix)).is_some_and(|spread| spread.range.top < spread.range.bottom)
    };
    let of_this_row: Vec<&Placed> = own().filter(|p| !tall(p)).collect();
    if of_this_row.is_empty() { own().all(|p| p.cell.struck) } else { of_this_row.iter().all(|p| p.cell.struck) }
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

/// What a row of a list says: none where its kind is `无`, or where it says `无` and nothing else.
fn row_says(said: &[(FieldIx, Says)], kinds: &[FieldIx]) -> Says {
    let kind = said.iter().find(|(field, says)| kinds.contains(field) && *says != Says::Nothing).map(|(_, says)| *says);
    match kind {
        Some(says) => says,
        None if said.iter().any(|(_, says)| *says == Says::Item) => Says::Item,
        None if said.iter().any(|(_, says)| *says == Says::None) => Says::None,
        None => Says::Nothing,
    }
}

/// Whether a cell shows nothing.
pub fn is_blank_cell(cell: &Cell) -> bool {
    matches!(&cell.content, Content::Text(text) if text.chars().all(is_blank))
}

/// The texts of a row, to know it again.
fn texts_of(row: &Row) -> String {
    let texts = row.cells.iter().filter_map(|(_, cell)| match &cell.content {
        Content::Text(text) => Some(text.trim_matches(is_blank)),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}
