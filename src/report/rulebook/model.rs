//! What a rulebook consists of: sections with lists, entries and tables.
//!
//! What always holds: names that can be linked carry the path of what they name, and entries and rows the path they have
//! themselves. Deliberately absent: what is said, and how it looks.

use crate::rules::language::outline::Saying;
use crate::rules::language::phrase::Phrase;
use crate::rules::ruleset::Grade;

/// A rule set as a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rulebook {
    /// Of which rule set
    pub title: String,
    /// What kind of document it is
    pub kind: &'static str,
    /// What it begins with: version, days, files
    pub facts: Vec<(String, Cell)>,
    /// Its sections; the first of a variant is what it changes
    pub sections: Vec<Section>,
}

/// A section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// What it is linked by
    pub anchor: &'static str,
    /// `2`; empty where it is not counted
    pub number: String,
    /// Its title
    pub title: String,
    /// What it consists of
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading within the section, with its number
    Heading(String, String),
    /// Running text
    Text(Phrase),
    /// A list
    List(Vec<Saying>),
    /// A criterion, a remedy
    Entry(Entry),
    /// A table
    Table(Table),
}

/// Something that is told in several rows: a criterion, a remedy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// `criteria.stair-width`
    pub path: String,
    /// `2.1.3`
    pub number: String,
    /// Its title
    pub title: String,
    /// Its id
    pub id: String,
    /// Its line in the rules file
    pub place: String,
    /// Whether a variant adds it
    pub new: bool,
    /// What is said of it
    pub rows: Vec<Row>,
}

/// A row of an entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The key in the rules file that it says, or a word for what it says beside
    pub key: &'static str,
    /// What is said here
    pub label: String,
    /// The grade that it is about
    pub grade: Option<Grade>,
    /// Its line, where another file than the entry's says it
    pub place: String,
    /// What is said
    pub cell: Cell,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it is linked by, if it is
    pub path: String,
    /// How its columns are laid out
    pub kind: &'static str,
    /// What it shows, where a section has several
    pub title: String,
    /// Its id and its line in the rules file
    pub place: String,
    /// Lines above it
    pub notes: Vec<Cell>,
    /// The columns
    pub heads: Vec<String>,
    /// The rows
    pub rows: Vec<TableRow>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRow {
    /// `params.good_stair_width`; empty where nothing refers to it
    pub path: String,
    /// Its id, which stands in the first cell
    pub id: String,
    /// Its line in the rules file, which stands in the first cell
    pub place: String,
    /// Whether a variant adds it
    pub new: bool,
    /// A cell a column
    pub cells: Vec<Cell>,
}

/// What is said in one place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Lines
    pub lines: Vec<Saying>,
    /// Small grey lines below
    pub quiet: Vec<Phrase>,
    /// What the base of a variant says here, where it says otherwise
    pub before: Option<Vec<Saying>>,
    /// Whether a variant may differ in it without a mark: who uses something, lines of files
    pub unmarked: bool,
}

impl Section {
    /// A section that is counted later.
    pub fn new(anchor: &'static str, title: &str, blocks: Vec<Block>) -> Section {
        Section { anchor, number: String::new(), title: title.to_string(), blocks }
    }

    /// Counts it, its headings and its entries: 2, 2.1, 2.1.1.
    pub fn count(&mut self, number: usize) {
        self.number = number.to_string();
        let (mut headings, mut entries) = (0, 0);
        for block in &mut self.blocks {
            match block {
                Block::Heading(own, _) => {
                    (headings, entries) = (headings + 1, 0);
                    *own = format!("{number}.{headings}");
                }
                Block::Entry(entry) => {
                    entries += 1;
                    entry.number = match headings {
                        0 => format!("{number}.{entries}"),
                        _ => format!("{number}.{headings}.{entries}"),
                    };
                }
                _ => {}
            }
        }
    }
}

impl Cell {
    /// One line, or one with a list below it.
    pub fn of(line: impl Into<Saying>) -> Cell {
        Cell { lines: vec![line.into()], ..Cell::default() }
    }

    /// A small grey line alone.
    pub fn quiet(line: impl Into<Phrase>) -> Cell {
        Cell::default().and_quiet(line)
    }

    /// The same with a small grey line below.
    pub fn and_quiet(mut self, line: impl Into<Phrase>) -> Cell {
        self.quiet.push(line.into());
        self
    }

    /// Its first line.
    pub fn words(&self) -> String {
        self.lines.first().map_or_else(String::new, |line| line.phrase.to_string())
    }

    /// The same, without a mark where a variant differs.
    pub fn unmarked(self) -> Cell {
        Cell { unmarked: true, ..self }
    }
}

impl Rulebook {
    /// What a variant changes: one section, or none.
    pub fn changes(&self) -> &[Section] {
        self.sections.get(..self.sections.iter().take_while(|it| it.number.is_empty()).count()).unwrap_or_default()
    }

    /// The other sections.
    pub fn counted(&self) -> &[Section] {
        self.sections.get(self.changes().len()..).unwrap_or_default()
    }

    /// The cell of a row of the entry at a path, or of the row of a table at it: `value` is its second column.
    pub fn cell(&self, path: &str, key: &str) -> Option<&Cell> {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        blocks.clone().find_map(|block| match block {
            Block::Entry(entry) if entry.path == path => Some(&entry.rows.iter().find(|row| row.key == key)?.cell),
            Block::Table(table) => table.rows.iter().find(|row| row.path == path && !path.is_empty())?.cells.get(1),
            _ => None,
        })
    }
}
