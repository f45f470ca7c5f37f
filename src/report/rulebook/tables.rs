//! Lookup tables with the labels of their columns and choices.
//!
//! What always holds: a table says nothing of what its keys are, so columns and choices are named as the rules look them
//! up; where two lookups differ, or none is made, as they are written.

use super::Teller;
use super::model::{Block, Cell, Section, Table, TableRow};
use super::walk::{Met, walk};
use crate::rules::Field;
use crate::rules::language::phrase::Phrase;
use crate::rules::language::printer::show_num;
use crate::rules::language::typed::{Key, Lookup, LookupRow, Num, NumNode, Pick, RowKey};
use crate::rules::ruleset::Table as Written;

/// What a column is looked up with.
struct Column<'r> {
    name: String,
    field: Option<&'r Field>,
}

impl Teller<'_> {
    /// All of them.
    pub(super) fn tables(&self) -> Section {
        let tables = self.rules.tables.iter().enumerate().map(|(ix, table)| Block::Table(self.table(ix, table)));
        Section::new("tables", self.pick("查找表", "lookup tables"), tables.collect())
    }

    fn table(&self, ix: usize, table: &Written) -> Table {
        let lookups = self.lookups(ix);
        let columns: Vec<Column> =
            table.keys.iter().enumerate().map(|(at, key)| self.column(at, key, &lookups)).collect();
        let more = [self.pick("值", "value"), self.pick("规则文件", "line")].map(String::from);
        let heads = columns.iter().map(|column| column.name.clone()).chain(more);
        let rows = table.rows.iter().zip(&table.places).enumerate().map(|(at, (row, place))| {
            let typed = lookups.first().and_then(|lookup| lookup.rows.get(at));
            let cells = self.cells(row, typed, &columns).into_iter().map(Cell::of);
            let place = Cell::quiet(self.place(place)).unmarked();
            TableRow { cells: cells.chain([place]).collect(), ..TableRow::default() }
        });
        let used = self.users(|uses| uses.tables.contains(&ix)).lines.into_iter().map(|line| line.phrase);
        let used = Phrase::from(self.pick("用于：", "used by: ")).and(Phrase::joined(used, ""));
        let order = self.pick("从上往下查，第一行相符的为准。", "read from the top: the first row that fits counts");
        Table {
            path: format!("tables.{}", table.id),
            kind: "lookup",
            title: self.pick(&table.label, &table.id).clone(),
            place: table.id.clone(),
            notes: vec![self.cited(table.cite.as_ref()), Cell::of(used).unmarked(), Cell::of(order)],
            heads: heads.collect(),
            rows: rows.collect(),
        }
    }

    /// A row as readers see it: choices by their labels, bounds with signs.
    pub(super) fn cells_of(&self, ix: usize, row: usize) -> Option<Vec<String>> {
        let (table, lookups) = (self.rules.tables.get(ix)?, self.lookups(ix));
        let columns: Vec<Column> =
            table.keys.iter().enumerate().map(|(at, key)| self.column(at, key, &lookups)).collect();
        Some(self.cells(table.rows.get(row)?, lookups.first().and_then(|lookup| lookup.rows.get(row)), &columns))
    }

    fn cells(&self, row: &[String], typed: Option<&LookupRow>, columns: &[Column]) -> Vec<String> {
        let cell = |(at, written): (usize, &String)| {
            let key = typed.and_then(|row| row.keys.get(at));
            let choices = columns.get(at).and_then(|column| column.field?.kind.choices()).unwrap_or_default();
            match key {
                Some(RowKey::Choice(choice)) => {
                    let choice = choices.get(usize::from(*choice));
                    choice.map_or(written.clone(), |choice| self.pick(choice.shown(), &choice.id).to_string())
                }
                _ if written.trim() == "*" => self.pick("不论", "any").to_string(),
                _ => signed(written, self.pick(" 至 ", " to ")),
            }
        };
        row.iter().enumerate().map(cell).collect()
    }

    fn column<'t>(&'t self, at: usize, written: &str, lookups: &[&Lookup]) -> Column<'t> {
        let named = |lookup: &&Lookup| match lookup.keys.get(at) {
            Some(Key::Choice { pick: Pick::Field(of), .. }) => {
                let field = of.field(&self.rules.dictionary)?;
                Some((self.pick(&field.label, &field.id).clone(), Some(field)))
            }
            Some(Key::Number(num)) => Some((show_num(num, &self.scope, self.lang).to_string(), None)),
            _ => None,
        };
        let mut names = lookups.iter().map(named);
        let first = names.next().flatten();
        match first {
            Some((name, field)) if names.all(|other| other.is_some_and(|other| other.0 == name)) => {
                Column { name, field }
            }
            _ => Column { name: written.to_string(), field: first.and_then(|first| first.1) },
        }
    }

    /// Every lookup that the rules make in a table.
    fn lookups(&self, ix: usize) -> Vec<&Lookup> {
        let mut found = Vec::new();
        walk(self.rules, &mut |met| match met {
            Met::Num(Num { node: NumNode::Lookup(lookup), .. }) if lookup.table == ix => found.push(lookup),
            _ => {}
        });
        found
    }
}

/// `<= 200 mm` as `≤ 200 mm`.
fn signed(written: &str, to: &str) -> String {
    written.replace("<=", "≤").replace(">=", "≥").replace("..", to)
}
