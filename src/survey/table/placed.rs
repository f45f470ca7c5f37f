//! Which cells hold for a row: its own, and those merged over it from above.
//!
//! What always holds: a merged cell across several fields' columns belongs to the first of them; what stands hidden
//! in a merged cell, in a table at the side, or in a row of a legend, is not seen. Deliberately absent: what cells mean.

use super::header::Header;
use super::is_blank_cell;
use super::merged::{Merged, cell_at, is_hidden};
use super::names::Meaning;
use crate::survey::cell::reading::Reading;
use crate::survey::grid::{Cell, Range, Row, Sheet};

/// How many merged cells may reach one row. They cannot overlap, so an honest sheet has fewer than columns; in one that
/// is not honest, further ones are cells like others.
const MOST_MERGED: usize = 2_000;

/// A merged cell that reaches the row at hand.
pub struct Spread<'s> {
    range: Range,
    home: u32,
    cell: Option<&'s Cell>,
    /// What was made of it, once it was read
    pub reading: Option<Reading>,
    /// Whether it was told about, where it holds more than one field
    pub told: bool,
}

/// A cell that holds for a row.
#[derive(Clone, Copy)]
pub struct Placed<'s> {
    /// The column it counts for
    pub column: u32,
    /// The cell
    pub cell: &'s Cell,
    /// Where it stands
    pub at: (u32, u32),
    /// Whether it stands in this row, rather than in one above and merged
    pub own: bool,
    spread: Option<usize>,
}

impl Placed<'_> {
    /// Whether it is merged over the row, rather than one of its own or one that a mapping file fills it with.
    pub fn is_merged(&self) -> bool {
        self.spread.is_some()
    }
}

/// A merged cell across several fields' columns, to be told about.
pub struct Across<'s> {
    /// The first field, which it counts for
    pub first: Meaning,
    /// The last
    pub last: Meaning,
    /// Where it begins
    pub at: (u32, u32),
    /// What it holds
    pub cell: &'s Cell,
}

/// Goes down the rows under a header.
pub struct Placing<'s> {
    sheet: &'s Sheet,
    header: &'s Header,
    coming: std::iter::Peekable<std::slice::Iter<'s, Range>>,
    active: Vec<Spread<'s>>,
    /// Merged cells across several fields that were met and not yet told about
    pub across: Vec<Across<'s>>,
}

impl<'s> Placing<'s> {
    /// From row `top` on.
    pub fn new(sheet: &'s Sheet, header: &'s Header, merged: &'s Merged, top: u32) -> Placing<'s> {
        let coming = merged.beginning_at(top).iter().peekable();
        Placing { sheet, header, coming, active: Vec::new(), across: Vec::new() }
    }

    /// The cells that hold for a row, in the order of columns. Rows are to be asked for from top to bottom.
    pub fn row(&mut self, row: &'s Row) -> Vec<Placed<'s>> {
        self.active.retain(|spread| spread.range.bottom >= row.number);
        while let Some(range) = self.coming.next_if(|range| range.top <= row.number) {
            if range.bottom >= row.number && self.active.len() < MOST_MERGED {
                let spread = self.spread_of(*range);
                self.active.push(spread);
            }
        }
        let mut placed = Vec::with_capacity(row.cells.len());
        let own: &[_] = if self.header.is_only_aside(row) { &[] } else { &row.cells };
        for (column, cell) in own {
            if self.header.is_beside(*column) || is_blank_cell(cell) {
                continue;
            }
            let at = (row.number, *column);
            let spread = self.active.iter().position(|s| (s.range.left..=s.range.right).contains(column));
            match spread.and_then(|ix| self.active.get(ix)) {
                Some(spread) if is_hidden(&spread.range, at.0, at.1) => {}
                Some(s) => placed.push(Placed { column: s.home, cell, at, own: true, spread }),
                None => placed.push(Placed { column: *column, cell, at, own: true, spread: None }),
            }
        }
        for (ix, spread) in self.active.iter().enumerate().filter(|(_, s)| s.range.top < row.number) {
            if let Some(cell) = spread.cell.filter(|_| !self.header.is_beside(spread.home)) {
                let at = (spread.range.top, spread.range.left);
                placed.push(Placed { column: spread.home, cell, at, own: false, spread: Some(ix) });
            }
        }
        for (column, at) in self.header.fills.of(row.number) {
            if let Some(cell) = cell_at(self.sheet, at.0, at.1) {
                placed.push(Placed { column: *column, cell, at: *at, own: false, spread: None });
            }
        }
        placed.sort_by_key(|p| (p.column, !p.own));
        placed
    }

    /// The merged cell that a cell is.
    pub fn spread(&self, p: &Placed) -> Option<&Spread<'s>> {
        p.spread.and_then(|ix| self.active.get(ix))
    }

    /// The merged cell that a cell is, to be written to.
    pub fn spread_mut(&mut self, p: &Placed) -> Option<&mut Spread<'s>> {
        p.spread.and_then(|ix| self.active.get_mut(ix))
    }

    /// Whether a row holds something, but only in a table at the side.
    pub fn is_only_beside(&self, row: &Row) -> bool {
        row.cells.iter().any(|(column, cell)| self.header.is_beside(*column) && !is_blank_cell(cell))
    }

    /// Whether every cell of a row is struck through. A cell merged over several rows belongs to all of them, so it
    /// has a say only where there is nothing else.
    pub fn is_withdrawn(&self, placed: &[Placed]) -> bool {
        let own = || placed.iter().filter(|p| p.own);
        let tall = |p: &&Placed| self.spread(p).is_some_and(|spread| spread.range.top < spread.range.bottom);
        let of_this_row: Vec<&Placed> = own().filter(|p| !tall(p)).collect();
        if of_this_row.is_empty() { own().all(|p| p.cell.struck) } else { of_this_row.iter().all(|p| p.cell.struck) }
    }

    /// A merged cell and the column its value belongs to: of several fields' columns the first, else its own first.
    fn spread_of(&mut self, range: Range) -> Spread<'s> {
        let within = |column: u32| (range.left..=range.right).contains(&column);
        let mut known: Vec<(u32, Meaning)> =
            self.header.known().map(|(c, meaning)| (c.column, meaning)).filter(|(c, _)| within(*c)).collect();
        known.dedup_by_key(|(column, _)| *column);
        let cell = cell_at(self.sheet, range.top, range.left).filter(|cell| !is_blank_cell(cell));
        if let (Some(cell), [first, .., last]) = (cell, known.as_slice()) {
            self.across.push(Across { first: first.1, last: last.1, at: (range.top, range.left), cell });
        }
        let home = known.first().map_or(range.left, |(column, _)| *column);
        Spread { range, home, cell, reading: None, told: false }
    }
}
