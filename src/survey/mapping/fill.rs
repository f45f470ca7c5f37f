//! Blanks that take the value above (`fill_down`), where a mapping file asks for it.
//!
//! What always holds: only rows that hold something of the table besides are filled, never totals and notes; nothing
//! is filled over a header that returns; every run of filled cells is told. Deliberately absent: merged cells, which
//! hold for their rows anyway.

use crate::survey::grid::{Cell, Row, Sheet};
use crate::survey::table::header::Header;
use crate::survey::table::is_blank_cell;
use crate::survey::table::merged::{Merged, cell_at, is_hidden};
use crate::survey::table::names::Meaning;
use crate::survey::table::row_kind::{says_note, says_total};
use std::collections::{HashMap, HashSet};

/// A column, and where the value stands that it takes.
pub type Taken = (u32, (u32, u32));

/// The blanks of a table that take a value from above.
#[derive(Clone, Debug, Default)]
pub struct Fills {
    /// By row
    cells: HashMap<u32, Vec<Taken>>,
    /// Rows that hold nothing but values for the rows below
    headings: HashSet<u32>,
}

impl Fills {
    /// What a row takes from above: for a column, where the value stands.
    pub fn of(&self, row: u32) -> &[Taken] {
        self.cells.get(&row).map_or(&[], Vec::as_slice)
    }

    /// Whether a row only says what holds for the rows below.
    pub fn is_heading(&self, row: u32) -> bool {
        self.headings.contains(&row)
    }
}

/// A run of blanks that were filled with one value.
pub struct Run {
    /// Which field
    pub meaning: Meaning,
    /// Which column
    pub column: u32,
    /// The first and the last row filled
    pub rows: (u32, u32),
    /// Where the value stands
    pub home: (u32, u32),
}

/// Fills the blanks of a table's columns that mean one of `wanted`.
pub fn fill_down(sheet: &Sheet, merged: &Merged, header: &mut Header, wanted: &[Meaning]) -> Vec<Run> {
    let filled: Vec<(u32, Meaning)> = header
        .known()
        .filter(|(_, meaning)| wanted.contains(meaning))
        .map(|(c, meaning)| (c.column, meaning))
        .collect();
    let others: HashSet<u32> =
        header.known().map(|(column, _)| column.column).filter(|c| filled.iter().all(|(own, _)| own != c)).collect();
    let mut fills = Fills::default();
    let mut runs: Vec<Run> = Vec::new();
    for (top, bottom) in header.spans.iter().copied().filter(|_| !filled.is_empty()) {
        let from = sheet.rows.partition_point(|row| row.number < top);
        let mut last: HashMap<u32, (u32, u32)> = HashMap::new();
        for row in sheet.rows.iter().skip(from).take_while(|row| row.number <= bottom) {
            let seen: Vec<(u32, &Cell)> = shown(row, merged).collect();
            let totals = seen.iter().any(|(column, cell)| !others.contains(column) && says_total(cell));
            if totals || seen.first().is_none_or(|(_, cell)| says_total(cell) || says_note(cell)) {
                continue;
            }
            if seen.iter().all(|(column, _)| filled.iter().any(|(own, _)| own == column)) {
                fills.headings.insert(row.number);
            }
            let is_data = seen.iter().any(|(column, _)| others.contains(column));
            for (column, meaning) in &filled {
                if seen.iter().any(|(own, _)| own == column) {
                    last.insert(*column, (row.number, *column));
                } else if let Some(range) = merged.holding(row.number, *column) {
                    let home = (range.top, range.left);
                    if cell_at(sheet, home.0, home.1).is_some_and(|cell| !is_blank_cell(cell)) {
                        last.insert(*column, home);
                    }
                } else if let Some(home) = last.get(column).copied().filter(|_| is_data) {
                    fills.cells.entry(row.number).or_default().push((*column, home));
                    match runs.iter_mut().rev().take(filled.len()).find(|run| run.column == *column && run.home == home)
                    {
                        Some(run) => run.rows.1 = row.number,
                        None => {
                            let rows = (row.number, row.number);
                            runs.push(Run { meaning: *meaning, column: *column, rows, home });
                        }
                    }
                }
            }
        }
    }
    header.fills = fills;
    runs
}

/// The cells of a row that are not blank, nor hidden in a merged cell.
fn shown<'r>(row: &'r Row, merged: &'r Merged) -> impl Iterator<Item = (u32, &'r Cell)> {
    let cells = row.cells.iter().filter(|(_, cell)| !is_blank_cell(cell)).map(|(column, cell)| (*column, cell));
    cells.filter(|(column, _)| {
        !merged.holding(row.number, *column).is_some_and(|range| is_hidden(range, row.number, *column))
    })
}
