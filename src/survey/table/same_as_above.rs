//! What `同上` stands for: the cell of the same column in the row directly above.
//!
//! What always holds: a row is above another only where both are data that was kept and nothing stands between, not
//! even a blank row; what `同上` itself came to is remembered for the row below, so chains work. Cells above are read
//! again when they are asked for, which is seldom, rather than kept. Deliberately absent: which words say it
//! (`cell/words.rs`), what a value above must be to count (`cell/reading.rs`).

use super::placed::Placed;
use crate::rules::FieldIx;
use crate::survey::cell::reading::Reading;
use crate::survey::cell::words::text_says_same;
use crate::survey::grid::{Cell, Content};
use crate::survey::identity::key::KeyPart;
use std::collections::HashMap;

/// The row that was kept last, as the row under it may need it.
#[derive(Default)]
pub(super) struct RowAbove<'s> {
    /// From 1; 0 before the first
    number: u32,
    cells: Vec<Placed<'s>>,
    readings: HashMap<(u32, usize), Reading>,
    keys: HashMap<FieldIx, KeyPart>,
    /// What is known of the row at hand
    coming_readings: HashMap<(u32, usize), Reading>,
    coming_keys: HashMap<FieldIx, KeyPart>,
}

impl<'s> RowAbove<'s> {
    /// What came of a `同上` above, in that column and part of its cells (0 where they have one); else the cell there,
    /// to be read. `None` where `row` has no row above.
    pub fn of(&self, row: u32, column: u32, part: usize) -> Option<Above<'_, 's>> {
        if self.number + 1 != row {
            return None;
        }
        let resolved = self.readings.get(&(column, part)).map(Above::Resolved);
        resolved.or_else(|| self.cells.iter().find(|p| p.column == column).map(|p| Above::Cell(*p)))
    }

    /// The same for a part of the key.
    pub fn key(&self, row: u32, field: FieldIx) -> Option<&KeyPart> {
        self.keys.get(&field).filter(|_| self.number + 1 == row)
    }

    /// A `同上` of the row at hand came to this.
    pub fn came_to(&mut self, column: u32, part: usize, reading: &Reading) {
        self.coming_readings.insert((column, part), reading.clone());
    }

    /// A `同上` of the row at hand, in a key column, came to this.
    pub fn key_came_to(&mut self, field: FieldIx, part: &KeyPart) {
        self.coming_keys.insert(field, part.clone());
    }

    /// The row at hand was rejected: nothing of it counts.
    pub fn rejected(&mut self) {
        self.coming_readings.clear();
        self.coming_keys.clear();
    }

    /// The row at hand was kept and is done with.
    pub fn kept(&mut self, row: u32, cells: &[Placed<'s>]) {
        self.number = row;
        self.cells.clear();
        self.cells.extend_from_slice(cells);
        self.readings.clear();
        self.keys.clear();
        std::mem::swap(&mut self.readings, &mut self.coming_readings);
        std::mem::swap(&mut self.keys, &mut self.coming_keys);
    }
}

/// Whether a cell says `同上`.
pub(super) fn says_same(cell: &Cell) -> bool {
    matches!(&cell.content, Content::Text(text) if !cell.struck && text_says_same(text))
}

/// What stands above a `同上`.
pub(super) enum Above<'a, 's> {
    /// A `同上` too, and what it came to
    Resolved(&'a Reading),
    /// Another cell
    Cell(Placed<'s>),
}
