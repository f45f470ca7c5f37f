//! Lists joined to their units: rows of list sheets by key, columns of a unit's own row, pooled from all sources.
//!
//! What always holds: every row of a list joins a unit or is rejected; what is surely there is kept, however often it
//! is also denied; what nobody speaks of is unknown unless the dictionary says that silence means none. Deliberately
//! absent: the fields of a unit (`merge.rs`).

use super::met::Met;
use super::no_column::kinds_without_column;
use super::pool::{Form, Pooled, Statement, pool};
use super::{Filed, Identity, RowRef, Source, place, place_from};
use crate::lang::Text;
use crate::rules::dictionary::{Complete, Dictionary, Kind, ListDef};
use crate::rules::value::Value;
use crate::rules::{FieldIx, ListIx};
use crate::survey::books::RejectedRow;
use crate::survey::finding::{Finding, cell_name};
use crate::survey::table::header::Subject;
use crate::survey::table::list_text::{TextSays, kind_field};
use crate::survey::table::{ReadCell, Says};
use crate::survey::units::{Column, Items, Origin, RowPlace, SheetName};
use crate::text;
use std::collections::BTreeMap;

/// A list as joined.
pub struct Joined {
    /// Its items
    pub items: Items,
    /// What is to be told
    pub told: Vec<Filed>,
    /// Rows of no unit, with the sheet each stands in
    pub rejected: Vec<(usize, u32, RejectedRow)>,
    /// How many rows joined a unit, by sheet
    pub joined: Vec<u64>,
}

/// The fields that tell what kind of item an item is: those that every column of the list states (`kind = "gas"`),
/// else its first choice.
pub fn kind_fields(list: &ListDef) -> Vec<FieldIx> {
    let states = |field: FieldIx| list.columns.iter().all(|c| c.with.iter().any(|(stated, _)| *stated == field));
    let stated: Vec<FieldIx> = (0..list.fields.len()).filter(|field| states(*field)).collect();
    if !list.columns.is_empty() && !stated.is_empty() {
        return stated;
    }
    list.fields.iter().position(|field| matches!(field.kind, Kind::Choice(_))).into_iter().collect()
}

/// Where a statement about an item stands.
#[derive(Clone, Copy)]
struct Entry {
    unit: u32,
    row: RowRef,
    spot: Spot,
}

/// What of a row states it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    /// The whole row, of a list
    Row,
    /// A column of the unit's own row
    Column(u32),
    /// A column of text in the unit's own row, and which of the things it says
    Text(u32, u32),
}

/// Joins one list to the units.
pub fn join(
    list_ix: ListIx,
    sources: &[Source],
    identity: &Identity,
    sheets: &[SheetName],
    dictionary: &Dictionary,
) -> Option<Joined> {
    let list = dictionary.lists.get(list_ix)?;
    let mut joined = Joined {
        items: Items {
            offsets: vec![0],
            known: Vec::new(),
            sure: Vec::new(),
            rows: Vec::new(),
            columns: Vec::new(),
            unsettled: BTreeMap::new(),
            fields: list.fields.iter().map(|field| Column::new(&field.kind)).collect(),
        },
        told: Vec::new(),
        rejected: Vec::new(),
        joined: vec![0; sheets.len()],
    };
    let mut entries = Vec::new();
    for (source, at) in sources.iter().zip(0..) {
        match source.table.subject {
            Subject::List(of) if of == list_ix => {
                for (kept, nth) in source.table.rows.iter().zip(0..) {
                    let row = RowRef { source: at, row: nth };
                    match identity.by_key.get(&kept.key) {
                        Some(&unit) => {
                            entries.push(Entry { unit, row, spot: Spot::Row });
                            if let Some(count) = joined.joined.get_mut(source.sheet as usize) {
                                *count += 1;
                            }
                        }
                        None => reject(&mut joined, source, row, list, dictionary, sheets),
                    }
                }
            }
            Subject::List(_) => {}
            Subject::Units => {
                let units = identity.unit_of.get(at as usize).map_or(&[][..], Vec::as_slice);
                for (item, column) in source.table.items.iter().zip(0..) {
                    if item.meaning.0 != list_ix {
                        continue;
                    }
                    for (unit, nth) in units.iter().zip(0..) {
                        entries.push(Entry {
                            unit: *unit,
                            row: RowRef { source: at, row: nth },
                            spot: Spot::Column(column),
                        });
                    }
                }
                for (text, column) in source.table.texts.iter().zip(0..).filter(|(text, _)| text.list == list_ix) {
                    for ((unit, nth), cell) in units.iter().zip(0..).zip(&text.cells) {
                        for said in 0..cell.as_ref().map_or(0, |cell| cell.says.len() as u32) {
                            let row = RowRef { source: at, row: nth };
                            entries.push(Entry { unit: *unit, row, spot: Spot::Text(column, said) });
                        }
                    }
                }
            }
        }
    }
    // By unit, and for a unit in the order of the input.
    entries.sort_by_key(|entry| (entry.unit, entry.row, entry.spot));
    let silent_means_none = silence(list_ix, list, sources, identity);
    let kinds = kind_fields(list);
    let context = Context { list, sources, sheets, kinds };
    let mut rest = entries.as_slice();
    let mut met = Met::default();
    for unit in 0..identity.first.len() as u32 {
        let count = rest.iter().take_while(|entry| entry.unit == unit).count();
        let (of_unit, others) = rest.split_at(count);
        rest = others;
        let statements: Vec<Statement> = of_unit.iter().filter_map(|entry| context.statement(entry)).collect();
        let pooled = pool(&statements);
        context.tell_denied(&mut joined.told, identity, unit, of_unit, &pooled);
        let silent = silent_means_none.get(unit as usize).copied().unwrap_or(false);
        let unsettled = context.unsettled(of_unit, &statements, &pooled);
        if !unsettled.is_empty() {
            joined.items.unsettled.insert(unit as usize, unsettled);
        }
        context.push((&mut joined.items, &mut met), of_unit, statements, &pooled, silent);
    }
    joined.told.extend(kinds_without_column(list_ix, list, sources, sheets));
    Some(joined)
}

/// Units for which silence means none: with `complete = "file"`, those of files that carry the list.
fn silence(list_ix: ListIx, list: &ListDef, sources: &[Source], identity: &Identity) -> Vec<bool> {
    let mut silent = vec![false; identity.first.len()];
    if list.complete != Complete::File {
        return silent;
    }
    let files = sources.iter().map(|source| source.file + 1).max().unwrap_or(0);
    let mut carries = vec![false; files];
    for source in sources {
        let sheet = source.table.subject == Subject::List(list_ix) && source.table.has_keys;
        let columns = source.table.items.iter().any(|item| item.meaning.0 == list_ix);
        if let Some(carries) = carries.get_mut(source.file).filter(|_| sheet || columns) {
            *carries = true;
        }
    }
    for (source, units) in sources.iter().zip(&identity.unit_of) {
        if carries.get(source.file).copied().unwrap_or(false) {
            for unit in units {
                if let Some(silent) = silent.get_mut(*unit as usize) {
                    *silent = true;
                }
            }
        }
    }
    silent
}

fn reject(
    joined: &mut Joined,
    source: &Source,
    row: RowRef,
    list: &ListDef,
    dictionary: &Dictionary,
    sheets: &[SheetName],
) {
    let Some(name) = sheets.get(source.sheet as usize) else { return };
    let Some(kept) = source.table.rows.get(row.row as usize) else { return };
    let (label, unit, number) = (&list.label, kept.shown.join("/"), kept.row);
    let message = text!(
        "第 {number} 行的 `{label}` 属于门栋 `{unit}`，而调查表里没有这个门栋，整行未采用",
        "row {number} of `{label}` is about unit `{unit}`, which the survey does not have; it is rejected"
    );
    let finding = Finding::new("S064", &name.file, &name.sheet, message)
        .at(number, None)
        .of_field(list.id.as_str())
        .from_written(unit, "")
        .suggesting(text!("请核对门号，或补上这个门栋的调查", "check its key, or survey that unit"));
    joined.told.push(Filed { file: source.file, sheet: Some(source.sheet), finding });
    let keys = dictionary.key_fields().filter_map(|ix| dictionary.fields.get(ix)).zip(kept.shown.iter());
    let mut cells: Vec<(String, String)> = keys.map(|(field, text)| (field.label.clone(), text.to_string())).collect();
    for column in &source.table.fields {
        if let (Some(field), Some(Some(cell))) = (list.fields.get(column.field), column.cells.get(row.row as usize)) {
            cells.push((field.label.clone(), cell.written.to_string()));
        }
    }
    let row = RejectedRow { file: name.file.clone(), sheet: name.sheet.clone(), row: number, code: "S064", cells };
    joined.rejected.push((source.file, source.sheet, row));
}

struct Context<'a> {
    list: &'a ListDef,
    sources: &'a [Source],
    sheets: &'a [SheetName],
    kinds: Vec<FieldIx>,
}

impl Context<'_> {
    /// What an entry says.
    fn statement(&self, entry: &Entry) -> Option<Statement> {
        let source = self.sources.get(entry.row.source as usize)?;
        let mut values = vec![Value::Unknown; self.list.fields.len()];
        let mut written = vec![None; self.list.fields.len()];
        let set = |values: &mut Vec<Value>, field: FieldIx, value: &Value| {
            if let Some(slot) = values.get_mut(field) {
                *slot = value.clone();
            }
        };
        let mut kinds = self.kinds.clone();
        let mut form = Form::Row;
        let says = match entry.spot {
            Spot::Row => {
                for column in &source.table.fields {
                    if let Some(Some(cell)) = column.cells.get(entry.row.row as usize) {
                        set(&mut values, column.field, &cell.value);
                        if let Some(slot) = written.get_mut(column.field) {
                            *slot = Some(cell.clone());
                        }
                    }
                }
                *source.table.says.get(entry.row.row as usize)?
            }
            Spot::Column(ix) => {
                form = Form::Column;
                let item = source.table.items.get(ix as usize)?;
                let definition = self.list.columns.get(item.meaning.1)?;
                kinds = definition.with.iter().map(|(field, _)| *field).collect();
                for (field, value) in &definition.with {
                    set(&mut values, *field, value);
                }
                let (says, cell) = item.cells.get(entry.row.row as usize)?;
                if let Some(cell) = cell.as_ref().filter(|_| *says != Says::None) {
                    set(&mut values, definition.field, &cell.value);
                    if let Some(slot) = written.get_mut(definition.field) {
                        *slot = Some(cell.clone());
                    }
                }
                *says
            }
            Spot::Text(ix, said) => {
                form = Form::Text;
                let cell = source.table.texts.get(ix as usize)?.cells.get(entry.row.row as usize)?.as_ref()?;
                match *cell.says.get(said as usize)? {
                    TextSays::None => Says::None,
                    TextSays::Unnamed { refers } => {
                        form = Form::Unnamed { refers };
                        Says::Nothing
                    }
                    TextSays::Kind { choice, sure } => {
                        let (kind, _) = kind_field(self.list)?;
                        kinds = vec![kind];
                        let value = Value::Choice(choice);
                        set(&mut values, kind, &value);
                        if let Some(slot) = written.get_mut(kind) {
                            *slot = Some(ReadCell { value, at: cell.at, written: cell.written.clone() });
                        }
                        if sure { Says::Item } else { Says::Nothing }
                    }
                }
            }
        };
        // The same sheet says two alike; a row of the unit's own says each of its columns once.
        let origin = match entry.spot {
            Spot::Row => (source.sheet, None),
            Spot::Column(_) | Spot::Text(..) => (source.sheet, Some(entry.row)),
        };
        Some(Statement { says, values, written, kinds, origin, form })
    }

    fn push(
        &self,
        (items, met): (&mut Items, &mut Met),
        entries: &[Entry],
        statements: Vec<Statement>,
        pooled: &Pooled,
        silent: bool,
    ) {
        for kept in &pooled.items {
            let (Some(statement), Some(entry)) = (statements.get(kept.statement), entries.get(kept.statement)) else {
                continue;
            };
            let at = place(self.sources, entry.row);
            items.sure.push(kept.sure);
            items.rows.push(at);
            items.columns.push(self.spot(entry).and_then(|(_, _, column)| column));
            for ((column, value), cell) in items.fields.iter_mut().zip(&statement.values).zip(&statement.written) {
                column.values.push(value);
                column.origins.push(cell.as_ref().map(|cell| Origin {
                    sheet: at.map_or(0, |at| at.sheet),
                    row: cell.at.0,
                    column: cell.at.1,
                    written: met.once(cell.written.clone()),
                }));
            }
        }
        items.offsets.push(items.sure.len() as u32);
        items.known.push(pooled.known || (silent && !pooled.left_open));
    }

    /// Where there is something that leaves a unit's items open whatever rows say elsewhere.
    fn unsettled(&self, entries: &[Entry], statements: &[Statement], pooled: &Pooled) -> Vec<(RowPlace, Option<u32>)> {
        let unnamed = |statement: &Statement| pooled.left_open && matches!(statement.form, Form::Unnamed { .. });
        let texts = entries.iter().zip(statements).filter(|(_, statement)| unnamed(statement)).map(|(entry, _)| entry);
        let denied = pooled.denied.iter().flat_map(|(item, none)| [entries.get(*item), entries.get(*none)]).flatten();
        let mut spots: Vec<_> =
            texts.chain(denied).filter_map(|entry| self.spot(entry)).map(|(_, row, column)| (row, column)).collect();
        spots.sort();
        spots.dedup();
        spots
    }

    fn tell_denied(&self, told: &mut Vec<Filed>, identity: &Identity, unit: u32, entries: &[Entry], pooled: &Pooled) {
        for (item, none) in &pooled.denied {
            let (Some(item), Some(none)) = (entries.get(*item), entries.get(*none)) else { continue };
            let (Some(a), Some(b)) = (self.spot(item), self.spot(none)) else { continue };
            // The later of the two tells, and names the earlier.
            let says_none = (item.row, item.spot) < (none.row, none.spot);
            let ((file, here, column), (_, there, other)) = if says_none { (b, a) } else { (a, b) };
            let Some(name) = self.sheets.get(here.sheet as usize) else { continue };
            let label = &self.list.label;
            let place = match other {
                Some(column) => Text::same(cell_name(there.row, column)),
                None => Text { zh: format!("第 {} 行", there.row), en: format!("row {}", there.row) },
            };
            let zh = place_from(self.sheets, here.sheet, there.sheet, &place.zh);
            let en = place_from(self.sheets, here.sheet, there.sheet, &place.en);
            let message = if says_none {
                text!(
                    "这里写没有 `{label}`，而 {zh} 写有，按可能有处理",
                    "there is no `{label}` here, but there is in {en}; it may or may not exist"
                )
            } else {
                text!(
                    "这里写有 `{label}`，而 {zh} 写没有，按可能有处理",
                    "there is `{label}` here, but none in {en}; it may or may not exist"
                )
            };
            let mut finding = Finding::new("S065", &name.file, &name.sheet, message)
                .at(here.row, column)
                .of_field(self.list.id.as_str())
                .suggesting(text!("请核实后改正其中一处", "find out which is right and correct the other"));
            finding.against =
                self.sheets.get(there.sheet as usize).map(|name| (name.file.clone(), name.sheet.clone(), there.row));
            finding.unit = identity
                .first
                .get(unit as usize)
                .and_then(|f| self.sources.get(f.source as usize)?.table.rows.get(f.row as usize))
                .map_or(String::new(), |kept| kept.shown.join("/"));
            told.push(Filed { file, sheet: Some(here.sheet), finding });
        }
    }

    fn spot(&self, entry: &Entry) -> Option<(usize, RowPlace, Option<u32>)> {
        let source = self.sources.get(entry.row.source as usize)?;
        let column = match entry.spot {
            Spot::Row => None,
            Spot::Column(ix) => source.table.items.get(ix as usize).map(|item| item.column),
            Spot::Text(ix, _) => source.table.texts.get(ix as usize).map(|text| text.column),
        };
        Some((source.file, place(self.sources, entry.row)?, column))
    }
}
