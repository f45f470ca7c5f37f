//! Puts cells into a sheet, each for its row alone.
//!
//! What always holds: a merged cell is split around the rows that change, and holds for the others, and for the rest of
//! those rows, as before; one pass over the sheet, however many cells there are. Deliberately absent: which cells.

use crate::survey::grid::{Cell, Range, Row, Sheet};
use crate::survey::table::merged::cell_at;
use std::collections::{BTreeMap, BTreeSet};

/// How many merged cells may reach one row, as where rows are read.
const MOST_MERGED: usize = 2_000;

/// Cells by row and column.
pub type Cells = BTreeMap<(u32, u32), Option<Cell>>;

/// Puts cells into their places. `home` says in which column of a row a merged cell counts.
pub fn put(sheet: &mut Sheet, cells: Cells, home: impl Fn(u32, &Range) -> u32) {
    let split = split(sheet, &cells);
    let mut written = Cells::new();
    for (nth, rows) in &split {
        let Some(range) = sheet.merged.get(*nth).copied() else { continue };
        let held = cell_at(sheet, range.top, range.left).cloned();
        for row in rows {
            // What a program left hidden in the merged cell is not to come to light.
            if let Ok(at) = sheet.rows.binary_search_by_key(row, |r| r.number)
                && let Some(row) = sheet.rows.get_mut(at)
            {
                row.cells.retain(|(column, _)| !(range.left..=range.right).contains(column));
            }
            written.insert((*row, home(*row, &range)), held.clone());
        }
        for piece in pieces(&range, rows) {
            if piece.top > range.top {
                written.insert((piece.top, piece.left), held.clone());
            }
            sheet.merged.push(piece);
        }
    }
    let mut nth = 0;
    sheet.merged.retain(|_| {
        nth += 1;
        !split.contains_key(&(nth - 1))
    });
    sheet.merged.sort_by_key(|r| (r.top, r.left));
    written.extend(cells);
    write(sheet, written);
}

/// Which merged cells are to be split, and for which rows.
fn split(sheet: &Sheet, cells: &Cells) -> BTreeMap<usize, BTreeSet<u32>> {
    let mut order: Vec<(usize, Range)> =
        sheet.merged.iter().copied().enumerate().filter(|(_, r)| r.top <= r.bottom && r.left <= r.right).collect();
    order.sort_by_key(|(_, r)| r.top);
    let mut coming = order.into_iter().peekable();
    let mut active: Vec<(usize, Range)> = Vec::new();
    let mut split: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
    for (row, column) in cells.keys() {
        active.retain(|(_, range)| range.bottom >= *row);
        while let Some((nth, range)) = coming.next_if(|(_, range)| range.top <= *row) {
            if range.bottom >= *row && active.len() < MOST_MERGED {
                active.push((nth, range));
            }
        }
        for (nth, _) in active.iter().filter(|(_, r)| (r.left..=r.right).contains(column)) {
            split.entry(*nth).or_default().insert(*row);
        }
    }
    split
}

/// What is left of a merged cell without some rows.
fn pieces(range: &Range, rows: &BTreeSet<u32>) -> Vec<Range> {
    let mut pieces = Vec::new();
    let mut top = range.top;
    for row in rows {
        if top < *row {
            pieces.push(Range { top, bottom: row - 1, ..*range });
        }
        top = row.saturating_add(1);
    }
    if top <= range.bottom {
        pieces.push(Range { top, ..*range });
    }
    pieces
}

fn write(sheet: &mut Sheet, cells: Cells) {
    let stands = |row: &u32| sheet.rows.binary_search_by_key(row, |r| r.number).is_ok();
    let new: BTreeSet<u32> = cells.keys().map(|(row, _)| *row).filter(|row| !stands(row)).collect();
    if !new.is_empty() {
        sheet.rows.extend(new.into_iter().map(|number| Row { number, cells: Vec::new() }));
        sheet.rows.sort_by_key(|row| row.number);
    }
    for ((row, column), cell) in cells {
        let Ok(at) = sheet.rows.binary_search_by_key(&row, |r| r.number) else { continue };
        let Some(row) = sheet.rows.get_mut(at) else { continue };
        match (row.cells.binary_search_by_key(&column, |(c, _)| *c), cell) {
            (Ok(at), Some(cell)) => {
                if let Some(slot) = row.cells.get_mut(at) {
                    slot.1 = cell;
                }
            }
            (Ok(at), None) => drop(row.cells.remove(at)),
            (Err(at), Some(cell)) => row.cells.insert(at, (column, cell)),
            (Err(_), None) => {}
        }
    }
}
