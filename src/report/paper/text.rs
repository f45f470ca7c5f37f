//! An answer on the terminal.
//!
//! What always holds: it fits 80 columns where words leave room; no line ends within a number or a place in a file that
//! fits its column; without colours nothing is lost.

use super::{Cell, Paper, Part, Table};
use crate::lang::{Lang, one_line, parts, shortened};
use crate::report::paint::{Paint, marked, painted, unmarked};
use crate::report::terminal;
use crate::rules::ruleset::Grade;
use crate::text;
use comfy_table::{CellAlignment, ColumnConstraint, Width};
use unicode_width::UnicodeWidthStr;

/// Columns of a cell, in several lines: all of it is in the file.
const WORDS: usize = 160;
/// Columns of a cell of sentences.
const SENTENCES: usize = 400;
/// Stands between parts of a cell while it is laid out; nobody sees it.
const BREAK: char = '\u{200b}';

/// The whole.
pub fn show(paper: &Paper, lang: Lang, colour: bool) -> String {
    show_kept_in(paper, None, lang, colour)
}

/// The same of a paper that is all in this file, and not in one that `-o` names.
pub fn show_kept_in(paper: &Paper, kept_in: Option<&str>, lang: Lang, colour: bool) -> String {
    let mut shown = format!("{}\n", painted(colour, Paint::Strong, &one_line(&paper.title)));
    paper.notes.iter().for_each(|note| shown.push_str(&format!("{}\n", one_line(note))));
    for part in paper.parts.iter().filter(|part| part.on_screen) {
        shown.push_str(&part_of(part, kept_in, lang, colour));
    }
    let in_files = |part: &&Part| !part.on_screen && part.tables.iter().any(|table| !table.rows.is_empty());
    let more: Vec<&str> = paper.parts.iter().filter(in_files).map(|part| part.name.as_str()).collect();
    if !more.is_empty() {
        let (zh, en) = (more.join("、"), more.join(", "));
        let note = text!("-o 写出的文件里还有：{zh}", "in the files that `-o` writes: {en}");
        let note = crate::lang::folded(note.get(lang), usize::from(terminal::WIDTH));
        shown.push_str(&format!("\n{}\n", painted(colour, Paint::Faint, &note)));
    }
    shown
}

fn part_of(part: &Part, kept_in: Option<&str>, lang: Lang, colour: bool) -> String {
    let mut shown = format!("\n{}\n", painted(colour, Paint::Strong, &one_line(&part.title)));
    if !part.note.is_empty() {
        let note = crate::lang::folded(&part.note, usize::from(terminal::WIDTH));
        shown.push_str(&format!("{}\n", painted(colour, Paint::Faint, &note)));
    }
    for table in part.tables.iter().filter(|table| table.on_screen > 0) {
        if !table.title.is_empty() {
            shown.push_str(&format!("{}\n", one_line(&table.title)));
        }
        shown.push_str(&table_of(table, kept_in, lang, colour));
    }
    shown
}

fn table_of(table: &Table, kept_in: Option<&str>, lang: Lang, colour: bool) -> String {
    let columns: Vec<usize> =
        (0..table.heads.len()).filter(|&at| table.heads.get(at).is_some_and(|h| h.on_screen)).collect();
    let mut laid = terminal::table();
    laid.set_delimiter(BREAK);
    // Of each column its widest part, and its widest cell.
    let mut needs = vec![(0, 0); columns.len()];
    let mut in_parts = |place: usize, text: &str| {
        let parts = parts(text);
        let widest = parts.iter().map(|part| part.trim_end().width()).max().unwrap_or(0);
        if let Some((least, most)) = needs.get_mut(place) {
            (*least, *most) = (widest.max(*least), text.width().max(*most));
        }
        parts.join(BREAK.encode_utf8(&mut [0; 4]))
    };
    let heads: Vec<String> = columns
        .iter()
        .filter_map(|&at| table.heads.get(at))
        .enumerate()
        .map(|(place, head)| {
            let text = in_parts(place, &one_line(&head.text));
            head.class.map_or(text.clone(), |class| marked(colour, paint(class), &text))
        })
        .collect();
    laid.set_header(heads);
    let mut cell = |row: &Vec<Cell>, place: usize, at: usize| match row.get(at) {
        Some(Cell::Class(class)) => marked(colour, paint(*class), &in_parts(place, class.label().get(lang))),
        Some(Cell::Count(0)) => marked(colour, Paint::Faint, &in_parts(place, "0")),
        Some(cell) => {
            let wide = table.heads.get(at).is_some_and(|head| head.wide > 60);
            in_parts(place, &shortened(&cell.shown(lang), if wide { SENTENCES } else { WORDS }))
        }
        None => String::new(),
    };
    let totals = usize::from(table.total);
    let rows = table.rows.len().saturating_sub(totals);
    let shown = rows.min(table.on_screen);
    for row in table.rows.iter().take(shown).chain(table.rows.iter().skip(rows)) {
        laid.add_row(columns.iter().enumerate().map(|(place, &at)| cell(row, place, at)).collect::<Vec<_>>());
    }
    if let Some(widths) = widths(&needs) {
        laid.set_constraints(widths.into_iter().map(|width| ColumnConstraint::Absolute(Width::Fixed(width))));
    }
    for (place, &at) in columns.iter().enumerate() {
        if table.heads.get(at).is_some_and(|head| head.number)
            && let Some(column) = laid.column_mut(place)
        {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let mut text = unmarked(&laid.trim_fmt().replace(BREAK, "")) + "\n";
    let more = rows - shown;
    if more > 0 {
        let note = match kept_in {
            Some(file) => text!("…… 另有 {more} 行，全部见 {file}\n", "… {more} more rows: all are in {file}\n"),
            None => text!("…… 另有 {more} 行，全部见 -o 写出的文件\n", "… {more} more rows: `-o` writes them all\n"),
        };
        text.push_str(note.get(lang));
    }
    text
}

/// How wide the columns are, each with a blank at both sides: as wide as their widest part at least, and what is left goes
/// to those that need the least, so that few of them break. Nothing where the widest parts do not fit beside one another.
fn widths(needs: &[(usize, usize)]) -> Option<Vec<u16>> {
    let taken: usize = needs.iter().map(|(least, _)| least + 2).sum();
    let mut left = usize::from(terminal::WIDTH).checked_sub(taken)?;
    let mut widths: Vec<u16> = needs.iter().map(|(least, _)| (least + 2) as u16).collect();
    let mut wanted: Vec<(usize, usize)> =
        needs.iter().enumerate().map(|(place, (least, most))| (most.saturating_sub(*least), place)).collect();
    wanted.sort_unstable();
    let columns = wanted.len();
    for (nth, (more, place)) in wanted.into_iter().enumerate() {
        let share = more.min(left / (columns - nth));
        left -= share;
        // No more than the terminal is wide.
        widths.get_mut(place).into_iter().for_each(|width| *width += share as u16);
    }
    Some(widths)
}

fn paint(class: Grade) -> Paint {
    match class {
        Grade::Suitable => Paint::Green,
        Grade::Difficult => Paint::Yellow,
        Grade::Unsuitable => Paint::Red,
    }
}
