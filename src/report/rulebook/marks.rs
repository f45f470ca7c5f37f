//! Where a variant says something else than what it stands on: both are said the same way, and laid side by side.
//!
//! What always holds: a mark stands where the words differ, whatever in the rules makes them differ; a figure that is
//! changed is so marked in every criterion that works with it. What decides grades is told by `changes`.

use super::model::{Block, Cell, Entry, Rulebook, Table, TableRow};
use crate::rules::language::outline::Saying;

/// Marks what the other does not say so.
pub(super) fn mark(book: &mut Rulebook, below: &Rulebook) {
    for section in &mut book.sections {
        // The doubts and examples of a variant are its own.
        let Some(other) = below.sections.iter().find(|it| it.anchor == section.anchor) else { continue };
        for block in &mut section.blocks {
            match block {
                Block::Entry(entry) => mark_entry(entry, &other.blocks),
                Block::Table(table) if !table.path.is_empty() || table.rows.iter().any(|row| !row.path.is_empty()) => {
                    mark_table(table, &other.blocks);
                }
                _ => {}
            }
        }
    }
}

fn mark_entry(entry: &mut Entry, below: &[Block]) {
    let found = below.iter().find_map(|block| match block {
        Block::Entry(other) if other.path == entry.path => Some(other),
        _ => None,
    });
    let Some(other) = found else {
        entry.new = true;
        return;
    };
    for row in &mut entry.rows {
        match other.rows.iter().find(|it| it.key == row.key) {
            Some(before) => mark_cell(&mut row.cell, Some(&before.cell)),
            None => mark_cell(&mut row.cell, None),
        }
    }
}

fn mark_table(table: &mut Table, below: &[Block]) {
    let found = below.iter().find_map(|block| match block {
        Block::Table(other) if other.path == table.path && other.kind == table.kind => Some(other),
        _ => None,
    });
    for row in &mut table.rows {
        let before = found.and_then(|other| other.rows.iter().find(|it| key(it) == key(row)));
        match before {
            Some(before) => {
                row.cells.iter_mut().zip(&before.cells).for_each(|(cell, before)| mark_cell(cell, Some(before)));
            }
            None => row.new = true,
        }
    }
}

/// What a row is of; of a lookup table, what it is looked up by: all but the value and the line.
fn key(row: &TableRow) -> Vec<String> {
    match row.path.as_str() {
        "" => row.cells.iter().rev().skip(2).map(|cell| words(&cell.lines)).collect(),
        path => vec![path.to_string()],
    }
}

fn mark_cell(cell: &mut Cell, before: Option<&Cell>) {
    let said = |cell: &Cell| words(&cell.lines) + &cell.quiet.iter().map(ToString::to_string).collect::<String>();
    if cell.unmarked || before.is_some_and(|before| said(before) == said(cell)) {
        return;
    }
    let lines = before.map(|before| {
        let quiet = before.quiet.iter().map(|line| Saying::from(line.clone()));
        before.lines.iter().cloned().chain(quiet).collect()
    });
    cell.before = Some(lines.unwrap_or_default());
}

fn words(lines: &[Saying]) -> String {
    lines.iter().map(|line| format!("{}\n{}", line.phrase, words(&line.items))).collect()
}
