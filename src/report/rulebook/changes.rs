//! What a variant changes against what it stands on: first what can change a grade or a class, then the rest.
//!
//! What always holds: what can change a grade is what `rules::difference` finds, each in the words of both books.

use super::model::{Block, Cell, Rulebook, Section, Table, TableRow};
use super::{Teller, quoted};
use crate::lang::{Lang, Text};
use crate::rules::difference::{Difference, Part, Said};
use crate::rules::language::outline::Saying;
use crate::rules::language::phrase::Phrase;
use crate::rules::ruleset::Grade;
use crate::text;

/// The rows of a criterion that say what decides; they are told by the differences.
const DECIDING: [&str; 6] = ["applies", "suitable", "difficult", "otherwise", "missing", "where"];

/// Two rule sets and their books.
pub(super) struct Sides<'s, 'r> {
    pub below: &'s Teller<'r>,
    pub own: &'s Teller<'r>,
    pub below_book: &'s Rulebook,
    pub book: &'s Rulebook,
}

/// The section.
pub(super) fn changes(sides: &Sides) -> Section {
    let lang = sides.own.lang;
    let mut blocks = Vec::new();
    let title = match Difference::of(sides.below.rules, sides.own.rules) {
        Ok(difference) => {
            let parts = difference.atoms.iter().flat_map(|atom| &atom.parts);
            let rows: Vec<TableRow> = parts.map(|part| sides.part(part)).collect();
            blocks.push(match rows.is_empty() {
                true => {
                    Block::Text(sides.own.pick("没有会影响结论的改动。", "nothing that could change a class").into())
                }
                false => Block::Table(sides.table("", rows)),
            });
            sides.own.pick("其他改动，不影响结论", "other changes, which decide nothing")
        }
        Err(unlike) => {
            let said = text!(
                "两套规则的字段表不同，读到的单元就不同，不能逐项对照：",
                "the two have different dictionaries and do not see the same units:"
            );
            blocks.push(Block::Text(sides.own.say(said).into()));
            blocks.push(Block::List(unlike.iter().map(|text| Saying::from(text.get(lang))).collect()));
            sides.own.pick("其他改动", "other changes")
        }
    };
    let rest = sides.rest();
    if !rest.is_empty() {
        blocks.push(Block::Table(sides.table(title, rest)));
    }
    Section::new("changes", sides.own.pick("改了什么", "what this variant changes"), blocks)
}

/// The section where what a variant stands on does not read by itself.
pub(super) fn unreadable(lang: Lang) -> Section {
    let said =
        lang.pick("底版单独读不通，不能逐项对照。", "what it stands on does not read by itself: it cannot be compared");
    Section::new("changes", lang.pick("改了什么", "what this variant changes"), vec![Block::Text(said.into())])
}

impl Sides<'_, '_> {
    fn table(&self, title: &str, rows: Vec<TableRow>) -> Table {
        let pick = |zh, en| self.own.pick(zh, en);
        let heads = [pick("改了什么", "what"), pick("底版", "before"), pick("本规则", "now")];
        Table { kind: "changes", title: title.into(), heads: heads.map(String::from).into(), rows, ..Table::default() }
    }

    fn part(&self, part: &Part) -> TableRow {
        let lang = self.own.lang;
        let place = match (&part.after, &part.before) {
            (Some(after), _) => after.place.as_ref().map(|place| self.own.place(place)),
            (None, Some(before)) => before.place.as_ref().map(|place| self.below.place(place)),
            (None, None) => None,
        };
        let depth = if part.path.starts_with("verdict.") { 3 } else { 2 };
        let thing = part.path.splitn(3, '.').take(depth).collect::<Vec<_>>().join(".");
        // Which row of a table it is, the cells say in words.
        let of_row =
            part.path.contains(".rows[").then(|| self.own.row_of(&thing).or_else(|| self.below.row_of(&thing)));
        let about = of_row.flatten().unwrap_or_else(|| part.about.get(lang).to_string());
        let about = Phrase::of(about, thing);
        TableRow {
            place: place.unwrap_or_default(),
            cells: vec![
                Cell::of(about),
                self.said(part, part.before.as_ref(), self.below, self.below_book),
                self.said(part, part.after.as_ref(), self.own, self.book),
            ],
            ..TableRow::default()
        }
    }

    /// What one side says, in the words of its book.
    fn said(&self, part: &Part, said: Option<&Said>, teller: &Teller, book: &Rulebook) -> Cell {
        let Some(said) = said else { return Cell::of(teller.pick("（没有）", "(none)")) };
        let path: Vec<&str> = part.path.splitn(3, '.').collect();
        let word = |text: Text| Some(Cell::of(teller.say(text)));
        let found = match path.as_slice() {
            ["params" | "derive", _] | ["verdict", "escalate", _] => book.cell(&part.path, "").cloned(),
            ["criteria", _] => word(text!("有这一项", "there is")),
            ["criteria", _, "enabled"] if said.text == "true" => word(text!("启用", "in use")),
            ["criteria", _, "enabled"] => word(text!("停用", "switched off")),
            ["criteria", id, key] => book.cell(&format!("criteria.{id}"), key).cloned(),
            ["tables", _] => word(text!("整张表，见“查找表”", "the whole table")),
            ["tables", ..] => teller.row_said(part, said).map(Cell::of),
            ["verdict", ..] => Grade::named(&said.text).map(|grade| Cell::of(quoted(grade, teller.lang))),
            _ => None,
        };
        // What is not told by itself, a criterion that is switched off, is told as it is written.
        let found = found.unwrap_or_else(|| Cell::of(said.text.as_str()));
        Cell { before: None, ..found }
    }

    /// What differs beside that: names, citations, notes, sources, remedies.
    fn rest(&self) -> Vec<TableRow> {
        let mut rows = Vec::new();
        let mut put = |place: &str, about: Phrase, before: Vec<Saying>, cell: &Cell| {
            let quiet = cell.quiet.iter().map(|line| Saying::from(line.clone()));
            let now = cell.lines.iter().cloned().chain(quiet).collect();
            let cells = vec![
                Cell::of(about),
                Cell { lines: before, ..Cell::default() },
                Cell { lines: now, ..Cell::default() },
            ];
            rows.push(TableRow { place: place.to_string(), cells, ..TableRow::default() });
        };
        let added = self.own.pick("新增", "new");
        let of = self.own.pick("：", ": ");
        for block in self.book.sections.iter().flat_map(|section| &section.blocks) {
            match block {
                Block::Entry(entry) => {
                    let name = || Phrase::of(&entry.title, entry.path.clone());
                    if entry.new && !entry.path.starts_with("criteria.") {
                        put(&entry.place, name(), Vec::new(), &Cell::of(added));
                    }
                    for row in entry.rows.iter().filter(|row| !DECIDING.contains(&row.key)) {
                        if let Some(before) = row.cell.before.clone() {
                            let place = if row.place.is_empty() { &entry.place } else { &row.place };
                            put(place, name().and(of).and(row.label.as_str()), before, &row.cell);
                        }
                    }
                }
                Block::Table(table) if table.rows.iter().any(|row| !row.path.is_empty()) => {
                    for row in &table.rows {
                        let name =
                            || Phrase::of(row.cells.first().map_or_else(String::new, Cell::words), row.path.clone());
                        if row.new && table.kind == "fields" {
                            let before = Saying::from(self.own.pick("没有用到", "not used"));
                            put(&row.place, name(), vec![before], &Cell::of(self.own.pick("用到", "used")));
                        } else if row.new {
                            put(&row.place, name(), Vec::new(), &Cell::of(added));
                        }
                        // The second column of parameters and of what is computed decides.
                        let decides = |at: usize| at == 1 && table.kind != "sources" && table.kind != "fields";
                        for (at, cell) in row.cells.iter().enumerate().filter(|(at, _)| !decides(*at)) {
                            if let (Some(before), Some(head)) = (cell.before.clone(), table.heads.get(at)) {
                                put(&row.place, name().and(of).and(head.as_str()), before, cell);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        rows
    }
}

impl Teller<'_> {
    /// `表“净距表”的一行`, of the table at a path.
    fn row_of(&self, path: &str) -> Option<String> {
        let table = self.rules.tables.iter().find(|table| path.strip_prefix("tables.") == Some(&table.id))?;
        let (label, id) = (&table.label, &table.id);
        Some(self.say(text!("表“{label}”的一行", "a row of the table `{id}`")))
    }

    /// A row of a lookup table as readers see it.
    fn row_said(&self, part: &Part, said: &Said) -> Option<String> {
        let id = part.path.strip_prefix("tables.")?.split(".rows[").next()?;
        let (ix, table) = self.rules.tables.iter().enumerate().find(|(_, table)| table.id == id)?;
        let row = table.places.iter().position(|place| Some(place) == said.place.as_ref())?;
        Some(self.cells_of(ix, row)?.join(self.pick("，", ", ")))
    }
}
