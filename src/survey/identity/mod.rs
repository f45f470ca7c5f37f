//! Which rows are one unit: rows with the same key, in one file or several.
//!
//! What always holds: units stand in the order in which they first occur in the input, and a unit's rows likewise; a
//! key is shown as first written. Deliberately absent: how keys are compared (`key.rs`), what a unit's rows come to
//! (`merge.rs`), lists (`lists.rs`).

pub mod assemble;
mod fuller;
pub(super) mod key;
pub(super) mod lists;
mod merge;
mod met;
mod no_column;
mod pool;

use crate::rules::dictionary::{Dictionary, Field};
use crate::survey::finding::{Finding, cell_name};
use crate::survey::table::Table;
use crate::survey::table::header::Subject;
use crate::survey::units::{RowPlace, SheetName};
use crate::text;
use key::{BETWEEN_PARTS, loose_key};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// A table, and where it stands in the input.
#[derive(Debug)]
pub struct Source {
    /// Which file, in the order of the input
    pub file: usize,
    /// Which sheet of all, in the order of the input
    pub sheet: u32,
    /// The table
    pub table: Table,
}

/// A finding, and the sheet it belongs to in the order of the input.
#[derive(Debug)]
pub struct Filed {
    /// Which file
    pub file: usize,
    /// Which sheet of all; `None` where it is about the file
    pub sheet: Option<u32>,
    /// The finding
    pub finding: Finding,
}

/// A row of a table: places among the sources and among the table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowRef {
    /// Which source
    pub source: u32,
    /// Which of its rows
    pub row: u32,
}

/// The units of all sources.
#[derive(Debug, Default)]
pub struct Identity {
    /// A unit's first row
    pub first: Vec<RowRef>,
    /// Its other rows, for the few that have some
    pub more: HashMap<u32, Vec<RowRef>>,
    /// The unit of each row of each source; empty for tables of lists
    pub unit_of: Vec<Vec<u32>>,
    /// The unit of a key
    pub by_key: foldhash::HashMap<Arc<str>, u32>,
}

impl Identity {
    /// Finds the units.
    pub fn new(sources: &[Source]) -> Identity {
        let mut found = Identity::default();
        for (source, at) in sources.iter().zip(0..) {
            let mut units = Vec::new();
            if source.table.subject == Subject::Units {
                units.reserve_exact(source.table.rows.len());
                for (row, nth) in source.table.rows.iter().zip(0..) {
                    units.push(found.add(&row.key, RowRef { source: at, row: nth }));
                }
            }
            found.unit_of.push(units);
        }
        found
    }

    fn add(&mut self, key: &Arc<str>, row: RowRef) -> u32 {
        if let Some(&unit) = self.by_key.get(key) {
            self.more.entry(unit).or_default().push(row);
            return unit;
        }
        // A survey has fewer than four thousand million rows: a row takes more than a byte of some file.
        let unit = self.first.len() as u32;
        self.by_key.insert(key.clone(), unit);
        self.first.push(row);
        unit
    }

    /// A unit's rows, in the order of the input.
    pub fn rows(&self, unit: u32) -> impl Iterator<Item = RowRef> {
        let more = self.more.get(&unit).map_or(&[][..], Vec::as_slice);
        self.first.get(unit as usize).into_iter().chain(more).copied()
    }

    /// The keys of all units as first written, a column a part.
    pub fn keys(&self, sources: &[Source], parts: usize) -> Vec<Vec<Arc<str>>> {
        let shown = |row: &RowRef| sources.get(row.source as usize)?.table.rows.get(row.row as usize).map(|r| &r.shown);
        (0..parts)
            .map(|part| {
                let part = |row: &RowRef| shown(row).and_then(|shown| shown.get(part)).cloned();
                self.first.iter().map(|row| part(row).unwrap_or_else(|| Arc::from(""))).collect()
            })
            .collect()
    }

    /// Where a unit's rows stand.
    pub fn places(&self, sources: &[Source], unit: u32) -> Vec<RowPlace> {
        self.rows(unit).filter_map(|row| place(sources, row)).collect()
    }
}

/// Where a row stands.
pub fn place(sources: &[Source], row: RowRef) -> Option<RowPlace> {
    let source = sources.get(row.source as usize)?;
    Some(RowPlace { sheet: source.sheet, row: source.table.rows.get(row.row as usize)?.row })
}

/// A cell's name for another sheet to speak of: `甲.xlsx › 调查表 › F23`, or `F23` in the same sheet.
pub fn cell_from(sheets: &[SheetName], here: u32, there: u32, at: (u32, u32)) -> String {
    let cell = cell_name(at.0, at.1);
    place_from(sheets, here, there, &cell)
}

/// A place's name for another sheet to speak of.
pub fn place_from(sheets: &[SheetName], here: u32, there: u32, place: &str) -> String {
    match sheets.get(there as usize) {
        Some(name) if here != there && name.sheet.is_empty() => format!("{} › {place}", name.file),
        Some(name) if here != there => format!("{} › {} › {place}", name.file, name.sheet),
        _ => place.to_string(),
    }
}

/// Keys that nearly agree, each pair told of once: parts of keys under the same parts before them. `三村` beside `3村`
/// is one finding, not one a unit.
pub fn nearly_equal(
    identity: &Identity,
    sources: &[Source],
    sheets: &[SheetName],
    dictionary: &Dictionary,
) -> Vec<Filed> {
    let fields: Vec<&Field> = dictionary.key_fields().filter_map(|ix| dictionary.fields.get(ix)).collect();
    let mut findings = Vec::new();
    // For the parts before and the loose part: the row in which such a part first stands.
    let mut first_like: foldhash::HashMap<String, RowRef> = foldhash::HashMap::default();
    let mut met: foldhash::HashSet<String> = foldhash::HashSet::default();
    for row in &identity.first {
        let kept = sources.get(row.source as usize).and_then(|source| source.table.rows.get(row.row as usize));
        let Some(kept) = kept else { continue };
        let mut before = String::new();
        for (part, normal) in kept.key.split(BETWEEN_PARTS).enumerate() {
            if met.insert(format!("{before}{normal}")) {
                let loose = loose_key(normal);
                match first_like.entry(format!("{part}{BETWEEN_PARTS}{before}{BETWEEN_PARTS}{loose}")) {
                    Entry::Vacant(entry) => {
                        entry.insert(*row);
                    }
                    Entry::Occupied(other) => {
                        findings.extend(nearly(sources, sheets, fields.get(part).copied(), part, *row, *other.get()));
                    }
                }
            }
            before.push_str(normal);
            before.push(BETWEEN_PARTS);
        }
    }
    findings
}

fn nearly(
    sources: &[Source],
    sheets: &[SheetName],
    field: Option<&Field>,
    part: usize,
    row: RowRef,
    other: RowRef,
) -> Option<Filed> {
    let at = |row: RowRef| {
        let source = sources.get(row.source as usize)?;
        let kept = source.table.rows.get(row.row as usize)?;
        let cell = (kept.row, source.table.key_columns.get(part).copied().flatten()?);
        Some((source, cell, kept.shown.get(part)?.clone()))
    };
    let ((here, cell, mine), (there, other_cell, theirs)) = (at(row)?, at(other)?);
    let name = sheets.get(here.sheet as usize)?;
    let field = field?;
    let label = &field.label;
    let place = cell_from(sheets, here.sheet, there.sheet, other_cell);
    let message = text!(
        "{label} `{mine}` 与 `{theirs}`（{place}）写法相近，按两个不同的名称处理",
        "{label} `{mine}` is nearly `{theirs}` ({place}); they are taken for two"
    );
    let finding = Finding::new("S063", &name.file, &name.sheet, message)
        .at(cell.0, cell.1)
        .of_field(&*field.id)
        .from_written(&*mine, &*mine)
        .suggesting(text!("如果是同一个，请统一写法", "if they are one, write them alike"));
    Some(Filed { file: here.file, sheet: Some(here.sheet), finding })
}
