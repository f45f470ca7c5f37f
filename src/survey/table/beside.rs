//! What stands at the side of a table: another table, whose header may begin in another row, or a legend, remarks.
//!
//! What always holds: of tables side by side the one that names most is read, the first of several, and every row of
//! the others counts as unread; rows that hold nothing but a legend past a blank column are no rows, and are told.
//! Deliberately absent: sides whose headers stand in the same rows (`header_search/sides.rs`).

use super::header::{Header, Role, find_below};
use super::header_search::Search;
use super::is_blank_cell;
use super::merged::Merged;
use super::names::{Meaning, Names};
use crate::survey::finding::{Finding, cell_name};
use crate::survey::grid::{Row, Sheet};
use crate::text;
use std::collections::VecDeque;
use std::sync::Arc;

/// A table at the side of another, which is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beside {
    /// First and last row, its header among them, as far as the other table goes
    pub rows: (u32, u32),
    /// The last row of its header; where it goes on beside a further table, the row before
    pub header: u32,
    /// First and last column
    pub columns: (u32, u32),
}

/// How many tables with headers in other rows are looked for at the side of one, and how often in a sheet what is below
/// is looked at once more for them.
const MOST_SIDES: usize = 8;
/// A row of a legend has no more cells (`○ 适合 12`); one that has may be a unit in the wrong place, and is rejected.
const CELLS_OF_LEGEND: usize = 3;

impl Beside {
    fn holds(&self, column: u32) -> bool {
        (self.columns.0..=self.columns.1).contains(&column)
    }
}

impl Header {
    /// Whether a column belongs to a table at the side.
    pub fn is_beside(&self, column: u32) -> bool {
        let at = self.beside.partition_point(|beside| beside.columns.1 < column);
        self.beside.get(at).is_some_and(|beside| beside.holds(column))
    }

    /// Whether a row holds nothing but a line of a legend or of remarks, past a blank column.
    pub fn is_only_aside(&self, row: &Row) -> bool {
        let is_aside = |column: u32| self.aside.iter().any(|(left, right)| (*left..=*right).contains(&column));
        let mut seen = shown(row).peekable();
        !self.aside.is_empty()
            && seen.peek().is_some()
            && seen.clone().all(is_aside)
            && seen.nth(CELLS_OF_LEGEND).is_none()
    }

    /// First and last of its columns.
    pub fn reach(&self) -> Option<(u32, u32)> {
        Some((self.columns.first()?.column, self.columns.last()?.column))
    }

    /// First and last of the columns that make it a table.
    fn core(&self) -> Option<(u32, u32)> {
        let mut core = self.columns.iter().filter(|c| c.is_known() || c.role == Role::RunningNumber).map(|c| c.column);
        let first = core.next()?;
        Some((first, core.next_back().unwrap_or(first)))
    }

    fn last_row(&self) -> u32 {
        self.spans.last().map_or(self.rows.1, |span| span.1)
    }
}

/// The tables of a sheet in which none was found, looked for between its blank columns: the first part that has some.
pub fn find_in_parts<'s>(search: &mut Search<'s>, sheet: &'s Sheet) -> Vec<Header> {
    let mut occupied = Occupied(Vec::new());
    sheet.rows.iter().flat_map(shown).for_each(|column| occupied.mark(column));
    let parts = occupied.parts();
    if parts.len() < 2 {
        return Vec::new();
    }
    let mut found = parts.into_iter().take(MOST_SIDES).map(|(left, right)| {
        search.look_within(left, right);
        find_below(search, sheet, (0, u32::MAX))
    });
    found.find(|found| !found.is_empty()).unwrap_or_default()
}

/// Tells what stands at the side of each table of a sheet; where that fits better than the table, they change places.
pub fn tell_apart<'s>(headers: Vec<Header>, search: &mut Search<'s>, sheet: &'s Sheet, merged: &Merged) -> Vec<Header> {
    let mut apart: Vec<Header> = Vec::with_capacity(headers.len());
    let mut coming = VecDeque::from(headers);
    let (mut above, mut searches) = (0, 0);
    while let Some(mut header) = coming.pop_front() {
        let last = header.last_row();
        header.beside.iter_mut().for_each(|beside| beside.rows.1 = last);
        if header.clashes.is_empty() {
            let new = !header.beside.is_empty();
            let before = apart.last().map_or(&[][..], |header| &header.beside);
            let goes_on = |b: &&Beside| !header.columns.iter().any(|column| b.holds(column.column));
            let going_on =
                before.iter().filter(goes_on).map(|b| Beside { rows: (above + 1, last), header: above, ..*b });
            let going_on: Vec<Beside> = going_on.collect();
            header.beside.extend(going_on);
            header.beside.sort_by_key(|beside| beside.columns);
            let mut occupied = Occupied::of(sheet, merged, &header);
            let known = header.beside.len();
            while header.beside.len() < known + MOST_SIDES
                && let Some(side) = side_of(&header, &occupied, search, sheet, (above, last))
            {
                header = with_side(header, side, &mut occupied, last, search.names());
            }
            header.aside = occupied.aside_of(&header);
            if (new || header.beside.len() > known || !header.aside.is_empty()) && searches < MOST_SIDES {
                searches += 1;
                search_below(&mut header, &mut coming, search, sheet);
            }
        }
        above = header.last_row();
        apart.push(header);
    }
    apart
}

/// Tables below one that has something at its side, looked for once more in its own columns, since a number at the
/// side may hide their headers; down to one that reaches beyond these columns.
fn search_below<'s>(
    header: &mut Header,
    coming: &mut VecDeque<Header>,
    search: &mut Search<'s>,
    sheet: &'s Sheet,
) -> Option<()> {
    let core = header.core()?;
    let outside = || header.beside.iter().map(|b| b.columns).chain(header.aside.iter().copied());
    let left = outside().filter_map(|columns| columns.1.checked_add(1)).filter(|left| *left <= core.0).max();
    let right = outside().filter_map(|columns| columns.0.checked_sub(1)).filter(|right| *right >= core.1).min();
    let window = (left.unwrap_or(0), right.unwrap_or(u32::MAX));
    let is_wide = |table: &Header| table.core().is_some_and(|core| core.0 < window.0 || core.1 > window.1);
    let wide = coming.iter().position(is_wide);
    let until = wide.and_then(|ix| coming.get(ix)).map_or(u32::MAX, |table| table.rows.0.saturating_sub(1));
    search.look_within(window.0, window.1);
    let mut found = VecDeque::from(find_below(search, sheet, (header.rows.0.checked_sub(1)?, until)));
    let first = found.pop_front().filter(|first| first.rows == header.rows)?;
    header.spans = first.spans;
    let last = header.last_row();
    header.beside.iter_mut().for_each(|beside| beside.rows.1 = last);
    coming.drain(..wide.unwrap_or(coming.len()));
    found.into_iter().rev().for_each(|table| coming.push_front(table));
    Some(())
}

/// The table at the side of one, with a header of its own.
fn side_of<'s>(
    header: &Header,
    occupied: &Occupied,
    search: &mut Search<'s>,
    sheet: &'s Sheet,
    rows: (u32, u32),
) -> Option<Header> {
    let (left, right) = header.core()?;
    let windows = [Some((right + 1, occupied.last()?)), left.checked_sub(1).map(|end| (0, end))];
    windows.into_iter().flatten().find_map(|(left, right)| {
        if !occupied.is_unexplained(left, right, header) {
            return None;
        }
        search.look_within(left, right);
        let found = find_below(search, sheet, rows);
        found.into_iter().find(|side| side.clashes.is_empty() && is_table_beside(side, header, search.names()))
    })
}

/// Whether it is a table like the one at its side: with a key column in common, and all of them or something to say.
fn is_table_beside(side: &Header, header: &Header, names: &Names) -> bool {
    let has = |meaning: Meaning| header.known().any(|(_, known)| known == meaning);
    let is_key =
        |meaning: Meaning| matches!(meaning, Meaning::Field(_)) && names.field(meaning).is_some_and(|field| field.key);
    let shared = side.known().any(|(_, meaning)| is_key(meaning) && has(meaning));
    shared && (side.missing_keys.is_empty() || side.score >= 3)
}

/// The better of two tables side by side, with the other at its side.
fn with_side(header: Header, side: Header, occupied: &mut Occupied, last: u32, names: &Names) -> Header {
    let (Some(own), Some(other)) = (header.core(), side.core()) else { return header };
    let (mut read, aside, columns) = if side.fits(names) > header.fits(names) {
        let beside = header.beside.clone();
        let columns = occupied.around(own, other);
        (Header { beside, ..side }, header.rows, columns)
    } else {
        let columns = occupied.around(other, own);
        (header, side.rows, columns)
    };
    occupied.clear(columns);
    read.columns.retain(|column| !(columns.0..=columns.1).contains(&column.column));
    read.beside.push(Beside { rows: (aside.0, last), header: aside.1, columns });
    read.beside.sort_by_key(|beside| beside.columns);
    read
}

/// Which columns hold something beside or under a header.
struct Occupied(Vec<bool>);

impl Occupied {
    fn of(sheet: &Sheet, merged: &Merged, header: &Header) -> Occupied {
        let mut occupied = Occupied(Vec::new());
        for row in rows_of(sheet, (header.rows.0, header.last_row())) {
            shown(row).for_each(|column| occupied.mark(column));
        }
        let widest = occupied.last().unwrap_or(0);
        for range in merged.touching(header.rows.0, header.rows.1) {
            (range.left..=range.right.min(widest)).for_each(|column| occupied.mark(column));
        }
        header.beside.iter().for_each(|beside| occupied.clear(beside.columns));
        occupied
    }

    fn mark(&mut self, column: u32) {
        let ix = column as usize;
        if ix >= self.0.len() {
            self.0.resize(ix + 1, false);
        }
        if let Some(seen) = self.0.get_mut(ix) {
            *seen = true;
        }
    }

    fn clear(&mut self, (left, right): (u32, u32)) {
        let from = self.0.iter_mut().skip(left as usize);
        from.take(right.saturating_sub(left) as usize + 1).for_each(|seen| *seen = false);
    }

    fn is(&self, column: u32) -> bool {
        self.0.get(column as usize).is_some_and(|seen| *seen)
    }

    fn last(&self) -> Option<u32> {
        self.0.len().checked_sub(1).map(|last| last as u32)
    }

    /// Whether a column there has no header, or stands past a blank one.
    fn is_unexplained(&self, left: u32, right: u32, header: &Header) -> bool {
        let Some(own) = header.core().map(|core| self.run(core)) else { return false };
        let has_header = |column: u32| header.columns.binary_search_by_key(&column, |c| c.column).is_ok();
        let past_blank = |column: u32| column < own.0 || column > own.1;
        (left..=right).any(|column| self.is(column) && (past_blank(column) || !has_header(column)))
    }

    /// The runs of columns between blank ones.
    fn parts(&self) -> Vec<(u32, u32)> {
        let mut parts = Vec::new();
        let mut from = 0;
        while let Some(left) = (from..self.0.len() as u32).find(|column| self.is(*column)) {
            let (_, right) = self.run((left, left));
            parts.push((left, right));
            from = right + 1;
        }
        parts
    }

    /// These columns, and those beside them up to a blank one.
    fn run(&self, (mut left, mut right): (u32, u32)) -> (u32, u32) {
        while let Some(next) = left.checked_sub(1).filter(|next| self.is(*next)) {
            left = next;
        }
        while self.is(right + 1) {
            right += 1;
        }
        (left, right)
    }

    /// The columns of a table, without those of the table at its side.
    fn around(&self, core: (u32, u32), other: (u32, u32)) -> (u32, u32) {
        let (left, right) = self.run(core);
        let left = if other.1 < core.0 && left <= other.1 { core.0 } else { left };
        let right = if core.1 < other.0 && right >= other.0 { core.1 } else { right };
        (left, right)
    }

    /// The columns past a blank one at the sides of a table.
    fn aside_of(&self, header: &Header) -> Vec<(u32, u32)> {
        let Some((left, right)) = header.core().map(|core| self.run(core)) else { return Vec::new() };
        let sides = [left.checked_sub(1).map(|end| (0, end)), self.last().map(|end| (right + 1, end))];
        sides.into_iter().flatten().filter(|(from, to)| (*from..=*to).any(|column| self.is(column))).collect()
    }
}

/// The rows of tables at the side that nobody else counts: those in which the table that is read holds something
/// too, or that are none of its rows.
pub fn rows_unread(sheet: &Sheet, header: &Header) -> u64 {
    let Some(top) = header.beside.iter().map(|beside| beside.header + 1).min() else { return 0 };
    let mut unread = 0;
    for row in rows_of(sheet, (top, header.last_row())) {
        let at = header.spans.partition_point(|(_, bottom)| *bottom < row.number);
        let in_span = header.spans.get(at).is_some_and(|(top, _)| *top <= row.number);
        if in_span && shown(row).all(|column| header.is_beside(column)) {
            continue;
        }
        let holding = |beside: &&Beside| beside.header < row.number && in_columns(row, beside.columns);
        unread += header.beside.iter().filter(holding).count() as u64;
    }
    unread
}

/// Whether something stands in these columns of a row.
fn in_columns(row: &Row, (left, right): (u32, u32)) -> bool {
    let from = row.cells.partition_point(|(column, _)| *column < left);
    let cells = row.cells.iter().skip(from).take_while(|(column, _)| *column <= right);
    cells.into_iter().any(|(_, cell)| !is_blank_cell(cell))
}

/// A table at the side that is not read.
pub fn told_beside(file: &Arc<str>, sheet: &Sheet, beside: &Beside) -> Finding {
    let (left, right) = beside.columns;
    let last = rows_of(sheet, beside.rows).rev().find(|row| in_columns(row, beside.columns));
    let bottom = last.map_or(beside.header, |row| row.number);
    let range = format!("{}:{}", cell_name(beside.rows.0, left), cell_name(bottom, right));
    let message = text!(
        "{range} 是并排的另一张表，没有读取",
        "{range} is another table at the side of this one, and was not read"
    );
    let suggestion = text!("请把它移到另一张工作表", "move it to a sheet of its own");
    Finding::new("S046", file, &sheet.name, message).at(beside.rows.0, left).suggesting(suggestion)
}

/// Rows at the side of a sheet's tables that are none of theirs, all in one.
pub fn told_aside(file: &Arc<str>, sheet: &Sheet, headers: &[Header]) -> Option<Finding> {
    let mut rows: Vec<&Row> = Vec::new();
    for header in headers.iter().filter(|header| header.clashes.is_empty() && !header.aside.is_empty()) {
        let under = header.spans.iter().flat_map(|span| rows_of(sheet, *span));
        rows.extend(under.filter(|row| header.is_only_aside(row)));
    }
    let (top, bottom, count) = (rows.first()?.number, rows.last()?.number, rows.len());
    let left = rows.iter().filter_map(|row| shown(row).next()).min()?;
    let right = rows.iter().filter_map(|row| shown(row).last()).max()?;
    let range = format!("{}:{}", cell_name(top, left), cell_name(bottom, right));
    let message = text!(
        "{range} 在表的旁边，隔着空列，不是表里的行，没有读取（{count} 行）",
        "{range} stands at the side of the table past a blank column; it is none of its rows and was not read ({count} rows)"
    );
    let suggestion = text!(
        "图例、说明不必理会；如果是调查数据，请移到表头下面",
        "a legend may stay where it is; data belongs under the header"
    );
    Some(Finding::new("S068", file, &sheet.name, message).at(top, left).suggesting(suggestion))
}

fn rows_of(sheet: &Sheet, (top, bottom): (u32, u32)) -> impl DoubleEndedIterator<Item = &Row> {
    let from = sheet.rows.partition_point(|row| row.number < top);
    let to = sheet.rows.partition_point(|row| row.number <= bottom);
    sheet.rows.get(from..to).unwrap_or_default().iter()
}

/// The columns of a row in which something stands.
fn shown(row: &Row) -> impl DoubleEndedIterator<Item = u32> + Clone {
    row.cells.iter().filter(|(_, cell)| !is_blank_cell(cell)).map(|(column, _)| *column)
}
