//! Merged cells of a sheet, found by row.
//!
//! What always holds: looking up costs what lies near, in honest sheets; [`Merged::effort`] tells when a sheet is not.
//! What stands in a merged cell is what its first cell holds; the others show nothing, whatever a program left in
//! them.

use crate::survey::grid::{self, Range, Sheet};
use std::cell::Cell;

/// The merged cells of a sheet, in order of their first row.
pub struct Merged {
    ranges: Vec<Range>,
    /// The last row that any of the ranges up to here reaches
    reach: Vec<u32>,
    effort: Cell<u64>,
}

impl Merged {
    /// Of a sheet. Ranges of one cell, and those turned inside out, are no merged cells.
    pub fn new(sheet: &Sheet) -> Merged {
        let mut ranges: Vec<Range> = sheet
            .merged
            .iter()
            .copied()
            .filter(|r| r.top <= r.bottom && r.left <= r.right && (r.top < r.bottom || r.left < r.right))
            .collect();
        ranges.sort_by_key(|r| (r.top, r.left));
        let mut farthest = 0;
        let reach = ranges
            .iter()
            .map(|r| {
                farthest = farthest.max(r.bottom);
                farthest
            })
            .collect();
        Merged { ranges, reach, effort: Cell::new(0) }
    }

    /// Those whose first row is this one or a later one, in order.
    pub fn beginning_at(&self, row: u32) -> &[Range] {
        self.ranges.get(self.ranges.partition_point(|r| r.top < row)..).unwrap_or(&[])
    }

    /// The merged cells that touch these rows, the lowest first.
    pub fn touching(&self, top: u32, bottom: u32) -> impl Iterator<Item = &Range> {
        let end = self.ranges.partition_point(|r| r.top <= bottom);
        let near = self.ranges.iter().zip(&self.reach).take(end).rev();
        let near = near.inspect(|_| self.effort.set(self.effort.get() + 1));
        near.take_while(move |(_, reach)| **reach >= top).map(|(range, _)| range).filter(move |r| r.bottom >= top)
    }

    /// How many merged cells were looked at so far.
    pub fn effort(&self) -> u64 {
        self.effort.get()
    }

    /// The merged cell that holds this one.
    pub fn holding(&self, row: u32, column: u32) -> Option<&Range> {
        self.touching(row, row).find(|r| r.left <= column && column <= r.right)
    }
}

/// The cell at a place, if it is not blank.
pub fn cell_at(sheet: &Sheet, row: u32, column: u32) -> Option<&grid::Cell> {
    let row = sheet.rows.binary_search_by_key(&row, |r| r.number).ok().and_then(|ix| sheet.rows.get(ix))?;
    row.cells.binary_search_by_key(&column, |(c, _)| *c).ok().and_then(|ix| row.cells.get(ix)).map(|(_, cell)| cell)
}

/// Whether a merged cell hides this one.
pub fn is_hidden(range: &Range, row: u32, column: u32) -> bool {
    (range.top, range.left) != (row, column)
}
