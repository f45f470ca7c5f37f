//! A sheet, read as a source of the mapping file says: rows skipped, the header where it is said to be, columns that
//! mean what is said, blanks filled.
//!
//! What always holds: a sheet that no source is about is left to the search alone; what was done, and what could not
//! be, is told once a sheet. Deliberately absent: how rows are read (`table/rows.rs`).

use super::fill::fill_down;
use super::{HeaderRow, Mapping, Source, Which, told};
use crate::survey::finding::Finding;
use crate::survey::grid::{Row, Sheet};
use crate::survey::table::header::{Header, HeaderColumn, Role, find_headers};
use crate::survey::table::header_search::Search;
use crate::survey::table::merged::Merged;
use crate::survey::table::names::{Meaning, Names};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// A sheet whose tables were found, by the search or as the mapping file says.
pub struct Matched<'s> {
    /// Without the rows that are skipped
    pub sheet: Cow<'s, Sheet>,
    /// Its merged cells
    pub merged: Merged,
    /// Its tables
    pub headers: Vec<Header>,
    /// What is to be told of the mapping
    pub told: Vec<Finding>,
    /// Whether several sources are about it, so that it cannot be read
    pub contested: bool,
}

/// Finds the tables of a sheet.
pub fn prepare<'s>(file: &Arc<str>, sheet: &'s Sheet, names: &Names, mapping: Option<&Mapping>) -> Matched<'s> {
    let Some((mapping, sources)) = mapping.map(|mapping| (mapping, mapping.about(file, &sheet.name))) else {
        return searched(sheet, names);
    };
    match sources.as_slice() {
        [] => searched(sheet, names),
        [source] => source.apply(file, sheet, names, mapping),
        [first, second, ..] => Matched {
            told: vec![told::contested(mapping, file, &sheet.name, first, second)],
            contested: true,
            headers: Vec::new(),
            merged: Merged::new(sheet),
            sheet: Cow::Borrowed(sheet),
        },
    }
}

fn searched<'s>(sheet: &'s Sheet, names: &Names) -> Matched<'s> {
    let merged = Merged::new(sheet);
    let headers = find_headers(sheet, &merged, names);
    Matched { sheet: Cow::Borrowed(sheet), merged, headers, told: Vec::new(), contested: false }
}

impl Source {
    fn apply<'s>(&self, file: &Arc<str>, sheet: &'s Sheet, names: &Names, mapping: &Mapping) -> Matched<'s> {
        let sheet = if self.skip.is_empty() { Cow::Borrowed(sheet) } else { Cow::Owned(self.without_skipped(sheet)) };
        let merged = Merged::new(&sheet);
        let mut headers = self.headers(&sheet, &merged, names);
        let mut told = Vec::new();
        if headers.is_empty() {
            told.extend(told::no_header(mapping, file, &sheet.name, self));
        } else {
            told.push(told::applied(mapping, file, &sheet, self, &headers, names));
            told.extend(self.absent(&headers).map(|written| told::absent(mapping, file, &sheet.name, self, written)));
            let others = self.other_units(&headers);
            told.extend(others.map(|(said, own)| told::other_unit(mapping, file, &sheet.name, self, said, own)));
        }
        for target in &self.fill_down {
            let is = |meaning: Meaning| target.meanings.contains(&meaning);
            if !headers.is_empty() && !headers.iter().any(|header| header.known().any(|(_, meaning)| is(meaning))) {
                told.push(told::nothing_to_fill(mapping, file, &sheet.name, self, &target.written));
            }
        }
        let wanted: Vec<Meaning> = self.fill_down.iter().flat_map(|target| target.meanings.iter().copied()).collect();
        for header in headers.iter_mut().filter(|header| header.clashes.is_empty()) {
            let runs = fill_down(&sheet, &merged, header, &wanted);
            told.extend(runs.iter().map(|run| told::filled(file, &sheet, run, names)));
        }
        Matched { sheet, merged, headers, told, contested: false }
    }

    /// The sheet without the rows that are skipped; a cell merged over such rows and others stays with the others.
    fn without_skipped(&self, sheet: &Sheet) -> Sheet {
        let mut rows: Vec<Row> = sheet.rows.iter().filter(|row| !self.skips(row.number)).cloned().collect();
        let mut merged = sheet.merged.clone();
        for range in merged.iter_mut().filter(|range| self.skips(range.top)) {
            let Some(top) = (range.top..=range.bottom).find(|row| !self.skips(*row)) else { continue };
            let home = crate::survey::table::merged::cell_at(sheet, range.top, range.left).cloned();
            range.top = top;
            let Some(home) = home else { continue };
            let at = rows.partition_point(|row| row.number < top);
            if rows.get(at).is_none_or(|row| row.number != top) {
                rows.insert(at, Row { number: top, cells: Vec::new() });
            }
            let Some(row) = rows.get_mut(at) else { continue };
            row.cells.retain(|(column, _)| *column != range.left);
            let place = row.cells.partition_point(|(column, _)| *column < range.left);
            row.cells.insert(place, (range.left, home));
        }
        Sheet { rows, merged, name: sheet.name.clone(), ..*sheet }
    }

    fn headers(&self, sheet: &Sheet, merged: &Merged, names: &Names) -> Vec<Header> {
        let named = self.columns.iter().filter_map(|assigned| match &assigned.which {
            Which::Named(name) => {
                let meanings = assigned.target.as_ref().map_or(Vec::new(), |target| target.meanings.clone());
                Some((name.clone(), meanings))
            }
            Which::Letter(_) => None,
        });
        let names = &names.with(named);
        let mut headers = match self.header_row {
            None => find_headers(sheet, merged, names),
            Some(rows) => self.header_at(rows, sheet, merged, names).into_iter().collect(),
        };
        let aside = |name: &str| {
            self.columns.iter().any(|assigned| {
                assigned.target.is_none() && matches!(&assigned.which, Which::Named(own) if own == name)
            })
        };
        for column in headers.iter_mut().flat_map(|header| &mut header.columns).filter(|column| aside(&column.name)) {
            column.role = Role::Aside;
        }
        for column in headers.iter_mut().flat_map(|header| &mut header.columns).filter(|column| column.unit.is_none()) {
            column.unit = self.assigned(column).and_then(|assigned| assigned.unit);
        }
        headers
    }

    /// What is said of a column: by its letter or its very name, else by a longer one.
    fn assigned(&self, column: &HeaderColumn) -> Option<&super::Assigned> {
        let exactly = |assigned: &&super::Assigned| match &assigned.which {
            Which::Letter(letter) => *letter == column.column,
            Which::Named(name) => *name == column.name,
        };
        let about = || self.columns.iter().find(|assigned| assigned.is_about(column));
        self.columns.iter().find(exactly).or_else(about)
    }

    /// The headers in `columns` whose unit of measure is not that of the sheet's own header, which counts.
    fn other_units<'m>(&'m self, headers: &'m [Header]) -> impl Iterator<Item = (&'m str, &'static str)> {
        let columns = headers.iter().flat_map(|header| &header.columns);
        columns.filter_map(|column| {
            let assigned = self.assigned(column)?;
            let (said, own) = (assigned.unit?, column.unit?);
            (said != own).then_some((assigned.written.as_str(), own.symbol))
        })
    }

    fn header_at(&self, rows: HeaderRow, sheet: &Sheet, merged: &Merged, names: &Names) -> Option<Header> {
        let letters = self.columns.iter().filter_map(|assigned| match assigned.which {
            Which::Letter(column) => {
                Some((column, assigned.target.as_ref().map_or(Vec::new(), |target| target.meanings.clone())))
            }
            Which::Named(_) => None,
        });
        let letters: HashMap<u32, Vec<Meaning>> = letters.collect();
        let (top, bottom) = match rows {
            HeaderRow::None => (0, 0),
            HeaderRow::Rows(top, bottom) => (top, bottom),
        };
        let mut header = Search::new(sheet, merged, names).told((top, bottom), letters)?;
        header.spans = spans(sheet, (top, bottom));
        Some(header)
    }

    /// The headers in `columns` that no table of a sheet has. Of several for one field one is enough: they are the
    /// ways in which different sheets write it.
    fn absent<'m>(&'m self, headers: &[Header]) -> impl Iterator<Item = &'m str> {
        let occurs = |assigned: &super::Assigned| match &assigned.which {
            Which::Letter(_) => true,
            Which::Named(_) => {
                headers.iter().flat_map(|header| &header.columns).any(|column| assigned.is_about(column))
            }
        };
        let found: Vec<bool> = self.columns.iter().map(occurs).collect();
        let absent: Vec<&str> = self
            .columns
            .iter()
            .zip(&found)
            .filter(|(assigned, occurs)| {
                let same = |other: &super::Assigned| {
                    let ours = assigned.target.as_ref().map(|target| &target.meanings);
                    ours.is_some() && other.target.as_ref().map(|target| &target.meanings) == ours
                };
                !**occurs && !self.columns.iter().zip(&found).any(|(other, found)| *found && same(other))
            })
            .map(|(assigned, _)| assigned.written.as_str())
            .collect();
        absent.into_iter()
    }
}

impl super::Assigned {
    /// Whether it is about this column.
    fn is_about(&self, column: &HeaderColumn) -> bool {
        let meant = |meaning| self.target.as_ref().is_some_and(|target| target.meanings.contains(&meaning));
        match &self.which {
            Which::Letter(letter) => *letter == column.column,
            // `楼梯净宽` may be a `净宽` under a `楼梯`.
            Which::Named(name) => {
                column.name == *name
                    || !column.name.is_empty()
                        && name.ends_with(&column.name)
                        && matches!(column.role, Role::Known(meaning) if meant(meaning))
            }
        }
    }
}

/// What stands under a header, without the rows in which it is printed again.
fn spans(sheet: &Sheet, (top, bottom): (u32, u32)) -> Vec<(u32, u32)> {
    let of_header: Vec<&Row> = sheet.rows.iter().filter(|row| (top..=bottom).contains(&row.number)).collect();
    let mut spans = vec![(bottom + 1, u32::MAX)];
    for row in sheet.rows.iter().filter(|row| row.number > bottom) {
        let again = |header: &&Row| header.cells.len() > 1 && header.cells == row.cells;
        if of_header.iter().any(again) {
            if let Some(last) = spans.last_mut() {
                last.1 = row.number.saturating_sub(1);
            }
            spans.push((row.number.saturating_add(1), u32::MAX));
        }
    }
    spans
}
