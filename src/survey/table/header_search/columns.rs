//! The texts over each column of a block of rows, from top to bottom: what its header is read from.
//!
//! What always holds: a merged cell stands over every column it spans; a title over everything names none. Deliberately
//! absent: what the texts mean (`judge.rs`).

use super::{Search, text_of};
use crate::quantity::Unit;
use crate::rules::Field;
use crate::survey::cell::words::clean;
use crate::survey::table::compound::{Compound, Part};
use crate::survey::table::header_text::HeaderText;
use crate::survey::table::merged::is_hidden;
use crate::survey::table::names::Names;
use std::collections::BTreeMap;

/// One text over a column, in one row of a header.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub(super) row: u32,
    pub(super) text: String,
    pub(super) header: HeaderText,
    /// The names in it, where it names several fields
    pub(super) several: Vec<HeaderText>,
    /// First and last column of the cell it stands in
    pub(super) across: (u32, u32),
}

/// One column of a block of rows that may be a header.
pub(super) struct Candidate {
    pub(super) column: u32,
    /// Its texts, from top to bottom
    pub(super) levels: Vec<Level>,
}

impl<'s> Search<'s> {
    /// The texts over each column in a block of rows.
    pub(super) fn candidates(&mut self, top: u32, bottom: u32) -> Vec<Candidate> {
        let mut columns: BTreeMap<u32, Vec<Level>> = BTreeMap::new();
        let sheet = self.sheet;
        let from = sheet.rows.partition_point(|row| row.number < top);
        for row in sheet.rows.iter().skip(from).take_while(|row| row.number <= bottom) {
            for (column, cell) in self.cells(row) {
                let Some(text) = text_of(cell) else { continue };
                let range = self.merged.holding(row.number, *column);
                if range.is_some_and(|range| is_hidden(range, row.number, *column)) {
                    continue;
                }
                let across = range.map_or((*column, *column), |range| {
                    (range.left.max(self.window.0), range.right.min(self.window.1))
                });
                let (header, several) = self.taken_apart(text).clone();
                self.effort += u64::from(across.1.saturating_sub(across.0)) + 1;
                for at in across.0..=across.1 {
                    let level = Level {
                        row: row.number,
                        text: clean(text),
                        header: header.clone(),
                        several: several.clone(),
                        across,
                    };
                    columns.entry(at).or_default().push(level);
                }
            }
        }
        let ends = columns.keys().next().copied().zip(columns.keys().next_back().copied());
        if let Some((left, right)) = ends.filter(|(left, right)| left < right) {
            // A title over everything names no column; at most it states a unit of measure.
            for level in columns.values_mut().flatten().filter(|l| l.across.0 <= left && l.across.1 >= right) {
                level.header.name.clear();
                level.several.clear();
            }
        }
        columns.into_iter().map(|(column, levels)| Candidate { column, levels }).collect()
    }
}

impl Candidate {
    /// The lowest text that is more than a unit of measure.
    pub(super) fn named(&self) -> Option<&Level> {
        self.levels.iter().rev().find(|level| !level.header.name.is_empty())
    }

    /// The unit of measure that holds for the column. One that its own text or one below states holds whatever it is,
    /// and cells will be doubted where it does not fit; one from above only where it fits: a title's `mm` is not
    /// meant for the number of storeys.
    pub(super) fn unit(&self, own_row: u32, field: Option<&Field>) -> Option<&'static Unit> {
        let fits =
            |unit: &Unit| field.is_none_or(|field| field.kind.dimension().is_some_and(|d| d.meets(unit.dimension)));
        let units = self.levels.iter().rev().filter_map(|level| Some((level.row, level.header.unit?)));
        units.into_iter().find(|(row, unit)| *row >= own_row || fits(unit)).map(|(_, unit)| unit)
    }

    /// The names in its own text, where it names several fields.
    pub(super) fn several(&self) -> &[HeaderText] {
        self.named().filter(|level| level.across.0 == self.column).map_or(&[], |level| &level.several)
    }

    /// A column of several fields with the unit of measure of each: its own, else the one at the end of the header,
    /// else that of another row, where they fit.
    pub(super) fn with_units(&self, compound: &Compound, names: &Names) -> Compound {
        let fits = |unit: &Unit, part: &Part| {
            let dimension = names.field(part.meaning).and_then(|field| field.kind.dimension());
            dimension.is_some_and(|dimension| dimension.meets(unit.dimension))
        };
        let at_end = compound.parts().last().and_then(|part| part.unit);
        let own_row = self.named().map(|level| level.row);
        let others = || self.levels.iter().rev().filter(|l| Some(l.row) != own_row).filter_map(|l| l.header.unit);
        let with_unit = |part: Part| {
            let shared = || at_end.into_iter().chain(others()).find(|unit| fits(unit, &part));
            Part { unit: part.unit.or_else(shared), ..part }
        };
        Compound::of(&compound.parts().map(with_unit).collect::<Vec<_>>()).unwrap_or(*compound)
    }

    /// Whether a text stands over this very column, rather than over several from further left.
    pub(super) fn is_named(&self) -> bool {
        self.named().is_some_and(|level| level.across.0 == self.column)
    }
}
