//! The answer to a question of `study` on paper: parts with tables and charts, said once and shown three ways.
//!
//! [`text`] is the terminal, [`page`] one self-contained page, [`book`] a workbook. What always holds: all three show the
//! same figures in the same order; the terminal shows the first rows of long tables and says how many more there are; texts
//! of others are texts. Deliberately absent: figures (`study`), JSON, which has a shape of its own for each question.

pub mod book;
pub mod page;
mod svg;
#[cfg(test)]
mod tests;
pub mod text;

use crate::lang::Lang;
use crate::rules::ruleset::Grade;

/// The answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paper {
    /// What it is about
    pub title: String,
    /// Lines below the title: by which rules, of how many units
    pub notes: Vec<String>,
    /// Its parts, what matters most first
    pub parts: Vec<Part>,
}

/// A part: a sheet of the workbook, a section of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// Its name in a word or two, for a sheet and a list of contents
    pub name: String,
    /// Its heading
    pub title: String,
    /// What is to be known to read it; may be empty
    pub note: String,
    /// Whether the terminal shows it
    pub on_screen: bool,
    /// Its charts, above the tables
    pub charts: Vec<Chart>,
    /// Its map of cells, above the tables; a workbook shades the table instead
    pub cells: Option<CellMap>,
    /// Its tables
    pub tables: Vec<Table>,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it is about, where a part has several
    pub title: String,
    /// The columns
    pub heads: Vec<Head>,
    /// The rows, each with a cell a column
    pub rows: Vec<Vec<Cell>>,
    /// Whether the last row adds up the others
    pub total: bool,
    /// How many rows the terminal shows
    pub on_screen: usize,
    /// Whose counts all columns but the first are: a workbook shades them from few to many
    pub shaded: Option<Grade>,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// What it says
    pub text: String,
    /// The class it counts, which colours it
    pub class: Option<Grade>,
    /// Whether its cells are numbers, which stand at the right
    pub number: bool,
    /// Whether the terminal shows it
    pub on_screen: bool,
    /// Characters wide at most, in a workbook
    pub wide: usize,
    /// Whether the page keeps its cells in one line: keys, places in files
    pub unbroken: bool,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing
    Blank,
    /// Words
    Text(String),
    /// How many
    Count(u64),
    /// How many more, or fewer
    Change(i64),
    /// How many of how many
    Share(u64, u64),
    /// A number with its unit of measure as shown, and by itself
    Number(String, f64),
    /// A class
    Class(Grade),
}

/// A chart of lines over a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What it shows
    pub title: String,
    /// What stands below: the name of the number, with its unit of measure
    pub across: String,
    /// What the heights are
    pub upwards: String,
    /// The lines
    pub lines: Vec<Line>,
    /// A value to mark, and what it is called
    pub mark: Option<(f64, String)>,
}

/// Counts of a class over two numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct CellMap {
    /// What it shows
    pub title: String,
    /// What stands below and at the left: the names of the numbers, with their units of measure
    pub names: [String; 2],
    /// The stretches of the number that goes across, from where to where
    pub across: Vec<(f64, f64)>,
    /// The stretches of the number that goes upwards
    pub upwards: Vec<(f64, f64)>,
    /// How many: by stretch of the second number, then of the first
    pub counts: Vec<Vec<u64>>,
    /// The class they are of
    pub class: Grade,
    /// A point to mark, and what it is called
    pub mark: Option<([f64; 2], String)>,
}

/// A line of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is called
    pub name: String,
    /// The class it counts, which colours it
    pub class: Option<Grade>,
    /// Its points, from left to right
    pub points: Vec<(f64, f64)>,
}

/// A column of words.
pub fn words(text: impl Into<String>) -> Head {
    Head { text: text.into(), class: None, number: false, on_screen: true, wide: 40, unbroken: false }
}

/// A column of numbers.
pub fn numbers(text: impl Into<String>) -> Head {
    Head { text: text.into(), class: None, number: true, on_screen: true, wide: 14, unbroken: true }
}

/// A column that counts a class.
pub fn of_class(class: Grade, lang: Lang) -> Head {
    Head { class: Some(class), ..numbers(class.label().get(lang)) }
}

impl Head {
    /// The same, but not on the terminal, which has no room for it.
    pub fn not_on_screen(self) -> Head {
        Head { on_screen: false, ..self }
    }

    /// The same, its cells each in one line on the page.
    pub fn unbroken(self) -> Head {
        Head { unbroken: true, ..self }
    }

    /// The same, with room for so many characters in a workbook.
    pub fn wide(self, wide: usize) -> Head {
        Head { wide, ..self }
    }
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Cell {
        match text.into() {
            text if text.is_empty() => Cell::Blank,
            text => Cell::Text(text),
        }
    }

    /// As people read it.
    pub fn shown(&self, lang: Lang) -> String {
        match self {
            Cell::Blank => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Count(count) => super::numbers::grouped(*count),
            Cell::Change(change) if *change > 0 => format!("+{change}"),
            Cell::Change(change) => change.to_string(),
            Cell::Share(_, 0) => String::new(),
            // Counts are far below 2^53, so nothing is lost.
            Cell::Share(part, whole) => format!("{:.1}%", *part as f64 * 100.0 / *whole as f64),
            Cell::Number(shown, _) => shown.clone(),
            Cell::Class(class) => class.label().get(lang).to_string(),
        }
    }
}
