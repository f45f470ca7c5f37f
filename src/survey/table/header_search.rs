//! Looks for headers in a sheet: which block of rows is one, and how far it reaches.
//!
//! What always holds: a header never cuts a merged cell of its columns, holds no number, and takes in the rows above
//! whose merged cells span it; the search gives up on a sheet that would take too long. Deliberately absent: which
//! rows of a sheet are looked at (`header.rs`), what a block's columns are (`columns.rs`), what they mean (`judge.rs`).

mod columns;
mod judge;
mod sides;

use super::beside::Beside;
use super::compound::names_in;
use super::header::Header;
use super::header_text::{HeaderText, split_header};
use super::merged::{Merged, cell_at};
use super::names::{Meaning, Names};
use crate::quantity::unit_named;
use crate::survey::cell::words::clean;
use crate::survey::grid::{Cell, Content, Row, Sheet};
use columns::{Candidate, Level};
use judge::Named;
use std::collections::HashMap;

/// Longer texts are prose, not headers.
const LONGEST_HEADER: usize = 60;
/// How many rows a header has at most, before merged cells above are taken in.
const HEADER_ROWS: u32 = 4;

/// How many blocks of rows are remembered; those of a few rows above are asked for again.
const MOST_REMEMBERED: usize = 1_000;

/// How many texts and merged cells are looked at in a sheet before the search is given up: a thousand times what an
/// honest survey needs, and a few seconds. Rows below are still read under the header found last, or count as unread.
const MOST_EFFORT: u64 = 20_000_000;

/// Looks for headers in one sheet.
pub struct Search<'s> {
    sheet: &'s Sheet,
    merged: &'s Merged,
    names: &'s Names<'s>,
    /// First and last column that are looked at
    window: (u32, u32),
    /// Texts already taken apart: a column of data repeats its few texts
    texts: HashMap<&'s str, (HeaderText, Vec<HeaderText>)>,
    effort: u64,
    /// What blocks of rows come to
    judged: HashMap<(u32, u32), Option<Named>>,
    /// Columns that a mapping file tells by their letters, and what they mean; nothing where they are left aside
    assigned: HashMap<u32, Vec<Meaning>>,
}

impl<'s> Search<'s> {
    /// In all columns of that sheet.
    pub fn new(sheet: &'s Sheet, merged: &'s Merged, names: &'s Names) -> Search<'s> {
        let last = sheet.rows.iter().filter_map(|row| row.cells.last());
        let widest = last.map(|(column, _)| *column).max().unwrap_or(0);
        Search {
            sheet,
            merged,
            names,
            window: (0, widest),
            texts: HashMap::new(),
            effort: 0,
            judged: HashMap::new(),
            assigned: HashMap::new(),
        }
    }

    /// What headers mean.
    pub fn names(&self) -> &'s Names<'s> {
        self.names
    }

    /// The same search, among these columns alone from here on.
    pub fn look_within(&mut self, left: u32, right: u32) {
        self.window = (left, right);
        self.judged.clear();
    }

    /// The cells of a row that are looked at.
    fn cells(&self, row: &'s Row) -> impl DoubleEndedIterator<Item = &'s (u32, Cell)> + use<'s> {
        let (left, right) = self.window;
        let from = row.cells.partition_point(|(column, _)| *column < left);
        let to = row.cells.partition_point(|(column, _)| *column <= right);
        row.cells.get(from..to).unwrap_or_default().iter()
    }

    /// Whether a row holds a number, be it as text: then it is no header. A formula that failed may have been a name.
    fn holds_a_number(&self, number: u32) -> bool {
        let is_number = |cell: &Cell| match &cell.content {
            Content::Text(text) => clean(text).parse::<f64>().is_ok(),
            Content::Error(_) | Content::NoValue => false,
            _ => true,
        };
        self.row(number).is_some_and(|row| self.cells(row).any(|(_, cell)| is_number(cell)))
    }

    /// A text taken apart, once for all cells that hold it.
    fn taken_apart(&mut self, text: &'s str) -> &(HeaderText, Vec<HeaderText>) {
        static PROSE: (HeaderText, Vec<HeaderText>) = (HeaderText { name: String::new(), unit: None }, Vec::new());
        if text.chars().nth(LONGEST_HEADER).is_some() {
            return &PROSE;
        }
        let names = self.names;
        self.texts.entry(text).or_insert_with(|| {
            let header = split_header(text);
            let known = !names.meanings(&header.name).is_empty();
            let several = if known { Vec::new() } else { names_in(text, names) };
            // A row of units of measure under the names: `m`, `mm`, `户`.
            match unit_named(&header.name) {
                Some(unit) if header.unit.is_none() && !known => {
                    (HeaderText { name: String::new(), unit: Some(unit) }, Vec::new())
                }
                _ => (header, several),
            }
        })
    }

    /// Whether one of the first texts of a row is a name of the dictionary.
    pub fn names_something(&mut self, row: &'s Row, looked_at: usize) -> bool {
        let names = self.names;
        let texts = self.cells(row).filter_map(|(_, cell)| text_of(cell));
        texts.take(looked_at).any(|text| {
            let (header, several) = self.taken_apart(text);
            !several.is_empty() || !names.meanings(&header.name).is_empty()
        })
    }

    /// The best header near this row, the first that names something; if there is one at all. A form may name a key
    /// or two above its table (`小区：` `楼号：`), so rows below are looked at, but not beyond a row of data. Rows down to
    /// `below` belong to the header above.
    pub fn best_near(&mut self, row: u32, below: u32) -> Option<Header> {
        let mut best: Option<((u32, u32), Named)> = None;
        for top in row.saturating_sub(2).max(below + 1)..=row + HEADER_ROWS {
            if (row..top).any(|above| self.holds_a_number(above)) {
                break;
            }
            for bottom in top.max(row)..top + HEADER_ROWS {
                if self.effort + self.merged.effort() > MOST_EFFORT {
                    return None;
                }
                let Some(named) = self.named_in(top, bottom) else { continue };
                let better = best.is_none_or(|((best_top, best_bottom), so_far)| {
                    let lower = bottom - top < best_bottom - best_top;
                    named.score > so_far.score || named.score == so_far.score && lower
                });
                if better {
                    best = Some(((top, bottom), named));
                }
            }
        }
        let (rows, _) = best.filter(|(_, named)| self.is_header(*named))?;
        self.whole(rows, below)
    }

    /// How much a block of rows names. Where row after row names something, the same blocks are asked for again.
    fn named_in(&mut self, top: u32, bottom: u32) -> Option<Named> {
        if let Some(known) = self.judged.get(&(top, bottom)) {
            return *known;
        }
        if self.judged.len() > MOST_REMEMBERED {
            self.judged.clear();
        }
        let named = self.judge_block(top, bottom);
        self.judged.insert((top, bottom), named);
        named
    }

    /// The header in rows that a mapping file names, which it is however little it says; `None` where it says nothing
    /// that is known. Row 0 is no row: the columns are those assigned.
    pub fn told(mut self, (top, bottom): (u32, u32), assigned: HashMap<u32, Vec<Meaning>>) -> Option<Header> {
        self.assigned = assigned;
        let mut candidates = self.candidates(top, bottom);
        let without = |column: &&u32| candidates.iter().all(|candidate| candidate.column != **column);
        let bare: Vec<u32> = self.assigned.keys().filter(without).copied().collect();
        candidates.extend(bare.into_iter().map(|column| Candidate { column, levels: Vec::new() }));
        candidates.sort_by_key(|candidate| candidate.column);
        if let Some(title) = self.title_with_unit(top, &candidates) {
            candidates.iter_mut().for_each(|candidate| candidate.levels.insert(0, title.clone()));
        }
        let judged = self.judge(&candidates);
        (judged.named.score > 0).then(|| self.with_roles((top, bottom), &candidates, &judged))
    }

    /// Whether so much is named that it is a header: all keys, a key and something else, or three things.
    fn is_header(&self, judged: Named) -> bool {
        let keys = self.names.dictionary.key_fields().count();
        (judged.keys > 0 && (judged.keys == keys || judged.score >= 2)) || judged.score >= 3
    }

    fn judge_block(&mut self, top: u32, bottom: u32) -> Option<Named> {
        if (top..=bottom).any(|row| self.holds_a_number(row)) {
            return None;
        }
        let candidates = self.candidates(top, bottom);
        let judged = self.judge(&candidates);
        let named = judged.meanings.iter().zip(&judged.compounds).map(|(m, c)| m.is_some() || c.is_some());
        let matched = candidates.iter().zip(named).filter(|(_, named)| *named).map(|(c, _)| c.column);
        let (left, right) = (matched.clone().min()?, matched.max()?);
        let cut = self.merged.touching(top, bottom).any(|r| {
            let inside = r.left <= right && r.right >= left;
            inside && (r.top < top || r.bottom > bottom)
        });
        (!cut).then_some(judged.named)
    }

    /// The header in full: rows above taken in, tables side by side told apart, every column with its role.
    fn whole(&mut self, (mut top, mut bottom): (u32, u32), below: u32) -> Option<Header> {
        let lowest = self.candidates(top, bottom);
        let (left, right) = (lowest.first()?.column, lowest.last()?.column);
        while let Some(higher) = self.spanned_from(top, left, right)
            && (below == 0 || (higher > below && (higher..top).all(|row| self.is_no_data(row))))
        {
            top = higher;
        }
        while self.states_units_alone(bottom + 1) {
            bottom += 1;
        }
        let mut candidates = self.candidates(top, bottom);
        if below == 0
            && let Some(title) = self.title_with_unit(top, &candidates)
        {
            candidates.iter_mut().for_each(|candidate| candidate.levels.insert(0, title.clone()));
        }
        let judged = self.judge(&candidates);
        let header = self.with_roles((top, bottom), &candidates, &judged);
        if header.clashes.is_empty() {
            return Some(header);
        }
        Some(self.best_side((top, bottom), &candidates).unwrap_or(header))
    }

    /// Two columns for one field may be two tables side by side: the one that fits best, the first of several.
    fn best_side(&self, rows: (u32, u32), candidates: &[Candidate]) -> Option<Header> {
        let sides = self.sides(rows, candidates);
        let best = (0..sides.len()).rev().max_by_key(|ix| sides.get(*ix).map(|side| side.fits(self.names)))?;
        let mut chosen = sides.get(best).filter(|_| sides.len() > 1)?.clone();
        let others = sides.iter().enumerate().filter(|(ix, _)| *ix != best);
        let beside = |side: &Header| Some(Beside { rows: (rows.0, u32::MAX), header: rows.1, columns: side.reach()? });
        chosen.beside = others.filter_map(|(_, side)| beside(side)).collect();
        Some(chosen)
    }

    /// A title over all columns, further up than the rows of the header, that states a unit of measure: lines such as
    /// `填报单位：… 日期：…` often stand between the two.
    fn title_with_unit(&mut self, top: u32, candidates: &[Candidate]) -> Option<Level> {
        let (left, right) = (candidates.first()?.column, candidates.last()?.column);
        let merged = self.merged;
        let wide = merged.touching(0, top.checked_sub(1)?).filter(|r| r.bottom < top && r.left <= left);
        wide.filter(|r| r.right >= right).find_map(|range| {
            let text = cell_at(self.sheet, range.top, range.left).and_then(text_of)?;
            let unit = self.taken_apart(text).0.unit?;
            let header = HeaderText { name: String::new(), unit: Some(unit) };
            Some(Level {
                row: range.top,
                text: clean(text),
                header,
                several: Vec::new(),
                across: (range.left, range.right),
            })
        })
    }

    /// Where the merged cells begin that stand in the row above and span some of these columns.
    fn spanned_from(&self, top: u32, left: u32, right: u32) -> Option<u32> {
        let above = top.checked_sub(1)?;
        let mut wide = self.merged.touching(above, above).filter(|r| r.left < r.right);
        wide.find(|r| r.left <= right && r.right >= left).map(|r| r.top)
    }

    fn row(&self, number: u32) -> Option<&'s Row> {
        let rows = &self.sheet.rows;
        rows.binary_search_by_key(&number, |row| row.number).ok().and_then(|ix| rows.get(ix))
    }

    /// Whether a row in mid-sheet cannot be the last row of the table above: nothing but text, in no tall merged cell.
    fn is_no_data(&self, number: u32) -> bool {
        let tall = self.merged.touching(number, number).any(|r| r.top < number || r.bottom > number);
        let text_only = self.row(number).is_none_or(|row| self.cells(row).all(|(_, cell)| text_of(cell).is_some()));
        let wide = self.merged.touching(number, number).filter(|r| r.left < r.right).count();
        !tall && text_only && self.row(number).is_none_or(|row| self.cells(row).count() <= 2 * wide)
    }

    /// Whether a row holds units of measure and nothing else.
    fn states_units_alone(&mut self, number: u32) -> bool {
        let Some(row) = self.row(number) else { return false };
        let mut cells = self.cells(row).peekable();
        cells.peek().is_some()
            && cells.all(|(_, cell)| {
                let header = text_of(cell).map(|text| &self.taken_apart(text).0);
                header.is_some_and(|header| header.name.is_empty() && header.unit.is_some())
            })
    }
}

fn text_of(cell: &Cell) -> Option<&str> {
    match &cell.content {
        Content::Text(text) => Some(text),
        _ => None,
    }
}
