//! An answer on the terminal.
//!
//! What always holds: it fits 80 columns where words leave room; without colours nothing is lost.

use super::{Cell, Paper, Part, Table};
use crate::lang::{Lang, one_line, shortened};
use crate::report::paint::{Paint, marked, painted, unmarked};
use crate::report::terminal;
use crate::rules::ruleset::Grade;
use crate::text;
use comfy_table::CellAlignment;

/// Columns of a cell of words: all of it is in the file.
const WORDS: usize = 44;
/// Columns of a cell of sentences, which takes several lines.
const SENTENCES: usize = 150;

/// The whole.
pub fn show(paper: &Paper, lang: Lang, colour: bool) -> String {
    let mut shown = format!("{}\n", painted(colour, Paint::Strong, &one_line(&paper.title)));
    paper.notes.iter().for_each(|note| shown.push_str(&format!("{}\n", one_line(note))));
    for part in paper.parts.iter().filter(|part| part.on_screen) {
        shown.push_str(&part_of(part, lang, colour));
    }
    let in_files = |part: &&Part| !part.on_screen && part.tables.iter().any(|table| !table.rows.is_empty());
    let more: Vec<&str> = paper.parts.iter().filter(in_files).map(|part| part.name.as_str()).collect();
    if !more.is_empty() {
        let (zh, en) = (more.join("、"), more.join(", "));
        let note = text!("用 -o 写成文件还可以看到：{zh}", "in the files that `-o` writes: {en}");
        let note = crate::lang::folded(note.get(lang), usize::from(terminal::WIDTH));
        shown.push_str(&format!("\n{}\n", painted(colour, Paint::Faint, &note)));
    }
    shown
}

fn part_of(part: &Part, lang: Lang, colour: bool) -> String {
    let mut shown = format!("\n{}\n", painted(colour, Paint::Strong, &one_line(&part.title)));
    if !part.note.is_empty() {
        let note = crate::lang::folded(&part.note, usize::from(terminal::WIDTH));
        shown.push_str(&format!("{}\n", painted(colour, Paint::Faint, &note)));
    }
    for table in part.tables.iter().filter(|table| table.on_screen > 0) {
        if !table.title.is_empty() {
            shown.push_str(&format!("{}\n", one_line(&table.title)));
        }
        shown.push_str(&table_of(table, lang, colour));
    }
    shown
}

fn table_of(table: &Table, lang: Lang, colour: bool) -> String {
    let columns: Vec<usize> =
        (0..table.heads.len()).filter(|&at| table.heads.get(at).is_some_and(|h| h.on_screen)).collect();
    let mut laid = terminal::table();
    laid.set_header(columns.iter().filter_map(|&at| table.heads.get(at)).map(|head| {
        let text = one_line(&head.text);
        head.class.map_or(text.to_string(), |class| marked(colour, paint(class), &text))
    }));
    let cell = |row: &Vec<Cell>, at: usize| match row.get(at) {
        Some(Cell::Class(class)) => marked(colour, paint(*class), class.label().get(lang)),
        Some(Cell::Count(0)) => marked(colour, Paint::Faint, "0"),
        Some(cell) => {
            let wide = table.heads.get(at).is_some_and(|head| head.wide > 60);
            shortened(&cell.shown(lang), if wide { SENTENCES } else { WORDS }).into_owned()
        }
        None => String::new(),
    };
    let totals = usize::from(table.total);
    let rows = table.rows.len().saturating_sub(totals);
    let shown = rows.min(table.on_screen);
    for row in table.rows.iter().take(shown).chain(table.rows.iter().skip(rows)) {
        laid.add_row(columns.iter().map(|&at| cell(row, at)));
    }
    for (place, &at) in columns.iter().enumerate() {
        if table.heads.get(at).is_some_and(|head| head.number)
            && let Some(column) = laid.column_mut(place)
        {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let mut text = unmarked(&laid.trim_fmt()) + "\n";
    let more = rows - shown;
    if more > 0 {
        let note = text!("…… 另有 {more} 行，全部见 -o 写出的文件\n", "… {more} more rows: `-o` writes them all\n");
        text.push_str(note.get(lang));
    }
    text
}

fn paint(class: Grade) -> Paint {
    match class {
        Grade::Suitable => Paint::Green,
        Grade::Difficult => Paint::Yellow,
        Grade::Unsuitable => Paint::Red,
    }
}
