//! Lookups: `table[a, b]`, with the table's rows typed for these keys (`row_keys`).
//!
//! A table says nothing of what its keys are: the same rows may be looked up with any fields of fitting sort. So the
//! rows are typed at every lookup, and what is wrong with a row is told there, with the row's number.

use super::Problem;
use super::choices::choice_called;
use super::fold::fold;
use super::names::Meaning;
use super::resolve::Found;
use super::row_keys::{Fault, KeySort, row_key, row_value};
use super::tree::{Node, Tree};
use super::typed::{Key, Lookup, LookupRow, Num, NumNode, Pick, RowKey, Span, TableIx};
use super::types::{Checker, Operand};
use crate::lang::{Text, listed};
use crate::quantity::{Decimal, Dimension};
use crate::rules::dictionary::{Choice, Dictionary, Field, Kind, ListIx};
use crate::rules::ruleset::Table;
use crate::text;

/// A choice and the choices it is one of.
type Chosen<'a> = (Pick, &'a [Choice]);

impl<'a> Checker<'a> {
    pub fn lookup(&mut self, name: &Tree, keys: &[Tree], span: Span) -> Option<Num> {
        let Some((ix, table)) = self.table(name) else {
            keys.iter().for_each(|key| self.operand_quietly(key));
            return None;
        };
        if keys.len() != table.keys.len() {
            keys.iter().for_each(|key| self.operand_quietly(key));
            let (id, wanted, count) = (&table.id, table.keys.len(), keys.len());
            let names = table.keys.join(", ");
            let message = text!(
                "表 `{id}` 要 {wanted} 个键，这里有 {count} 个",
                "the table `{id}` takes {wanted} keys, here are {count}"
            );
            let help = text!("写成 `{id}[{names}]`", "write `{id}[{names}]`");
            self.report(Problem::error("R021", span, message).help(help));
            return None;
        }
        let typed: Vec<Option<(Key, KeySort<'a>)>> =
            table.keys.iter().zip(keys).map(|(key, tree)| self.key(key, tree)).collect();
        let (keys, sorts): (Vec<Key>, Vec<KeySort>) =
            typed.into_iter().collect::<Option<Vec<_>>>()?.into_iter().unzip();
        let (rows, dimension) = self.rows(ix, table, &sorts, &name.span)?;
        let lookup = Lookup { table: ix, keys, rows: rows.into() };
        Some(Num { node: NumNode::Lookup(lookup), dimension, span })
    }

    fn table(&mut self, name: &Tree) -> Option<(TableIx, &'a Table)> {
        let Node::Name { text, .. } = &name.node else { return None };
        let problem = match self.look(text) {
            Found::One(Meaning::Table(ix)) => return Some((ix, self.scope.tables.get(ix)?)),
            Found::One(Meaning::Unusable(_)) | Found::Many(_) => {
                self.resolve(text, &name.span);
                return None;
            }
            _ => Problem::error("R021", name.span.clone(), text!("没有表 `{text}`", "there is no table `{text}`")),
        };
        let near = self.names.nearest(text, |meaning| matches!(meaning, Meaning::Table(_)));
        let help = match near {
            Some((_, near)) => {
                let near = self.spelt(near);
                Some(text!("是不是 `{near}`？", "did you mean `{near}`?"))
            }
            None => {
                let Text { zh, en } = listed(self.scope.tables.iter().map(|table| &table.id));
                (!zh.is_empty()).then(|| text!("表有 {zh}", "the tables are {en}"))
            }
        };
        self.report(problem.maybe_help(help));
        None
    }

    /// What a lookup is asked with in the key column `column`.
    fn key(&mut self, column: &str, tree: &Tree) -> Option<(Key, KeySort<'a>)> {
        if let Some(at) = self.choice_field(tree) {
            let choices = self.field(at)?.kind.choices()?;
            return Some((choice_key(Pick::Field(at), choices), KeySort::Choice(choices)));
        }
        if let Some((pick, choices)) = self.key_word(column, tree)? {
            return Some((choice_key(pick, choices), KeySort::Choice(choices)));
        }
        match self.operand(tree)? {
            Operand::Num(num) => {
                let sort = KeySort::Number(num.dimension);
                Some((Key::Number(num), sort))
            }
            other => {
                let Text { zh, en } = self.sort(&other);
                let message = text!("表的键应是选项或数，却是{zh}", "a key must be a choice or a number, found {en}");
                self.report(Problem::error("R021", tree.span.clone(), message));
                None
            }
        }
    }

    /// A choice that is written as a key, or a parameter's. Which choices there are is known by the column's name,
    /// where it is that of a choice field. `Some(None)`: it is something else; `None`: it is wrong.
    fn key_word(&mut self, column: &str, tree: &Tree) -> Option<Option<Chosen<'a>>> {
        let param = self.word_param(tree);
        let word = match &tree.node {
            Node::Text(word) => word,
            Node::Name { text, ticked: false } if param.is_some() || matches!(self.look(text), Found::Nothing) => text,
            _ => return Some(None),
        };
        let Some(field) = column_field(self.scope.dictionary, self.lists.last().copied(), column) else {
            return Some(None);
        };
        let choices = field.kind.choices().unwrap_or_default();
        if let Some((ix, held)) = param {
            return self.param_choice(field, ix, held, tree.span.clone()).map(|pick| Some((pick, choices)));
        }
        match self.choice_named(field, tree) {
            Some(choice) => Some(Some((Pick::Known { choice, param: None }, choices))),
            None => {
                self.no_choice(field, word, tree.span.clone());
                None
            }
        }
    }

    /// The rows, typed, and the dimension of their values.
    fn rows(
        &mut self,
        ix: TableIx,
        table: &Table,
        sorts: &[KeySort],
        span: &Span,
    ) -> Option<(Vec<LookupRow>, Dimension)> {
        let mut rows = Vec::with_capacity(table.rows.len());
        let mut dimension = None;
        for (row_ix, written) in table.rows.iter().enumerate() {
            match row(written, &table.keys, sorts, dimension) {
                Ok((keys, value, of)) => {
                    dimension = Some(of);
                    rows.push(LookupRow { keys, value });
                }
                Err(faults) => {
                    let (id, number) = (&table.id, row_ix + 1);
                    for Fault { message: Text { zh, en }, help } in faults {
                        let message = text!("表 `{id}` 第 {number} 行：{zh}", "row {number} of the table `{id}`: {en}");
                        let problem = Problem::error("R022", span.clone(), message).maybe_help(help);
                        self.report(Problem { row: Some((ix, row_ix)), ..problem });
                    }
                }
            }
        }
        if table.rows.is_empty() {
            let id = &table.id;
            let message = text!("表 `{id}` 没有行", "the table `{id}` has no rows");
            self.report(Problem::error("R022", span.clone(), message));
        }
        let complete = rows.len() == table.rows.len();
        dimension.filter(|_| complete).map(|dimension| (rows, dimension))
    }
}

/// The choice field that a key column is named after: of the list around, of the unit, of any list.
pub(super) fn column_field<'a>(dictionary: &'a Dictionary, around: Option<ListIx>, column: &str) -> Option<&'a Field> {
    let around = around.and_then(|list| dictionary.lists.get(list));
    let named = |field: &&'a Field| {
        matches!(field.kind, Kind::Choice(_)) && (field.id == column || fold(&field.label) == fold(column))
    };
    let items = around.into_iter().flat_map(|list| &list.fields);
    let others = dictionary.lists.iter().flat_map(|list| &list.fields);
    items.chain(&dictionary.fields).chain(others).find(named)
}

fn choice_key(pick: Pick, choices: &[Choice]) -> Key {
    // A dictionary holds at most 64 choices a field.
    Key::Choice { pick, choices: u16::try_from(choices.len()).unwrap_or(u16::MAX) }
}

/// One row, and the dimension of all values so far.
fn row(
    written: &[String],
    columns: &[String],
    sorts: &[KeySort],
    so_far: Option<Dimension>,
) -> Result<(Vec<RowKey>, Decimal, Dimension), Vec<Fault>> {
    let Some((value, keys)) = written.split_last().filter(|(_, keys)| keys.len() == sorts.len()) else {
        let (wanted, count) = (sorts.len() + 1, written.len());
        let message = text!("应有 {wanted} 格，却有 {count} 格", "expected {wanted} cells, found {count}");
        return Err(vec![Fault { message, help: None }]);
    };
    let mut faults = Vec::new();
    let mut typed = Vec::new();
    for ((key, sort), column) in keys.iter().zip(sorts).zip(columns) {
        match row_key(key, *sort, column) {
            Ok(key) => typed.push(key),
            Err(fault) => faults.push(fault),
        }
    }
    match row_value(value, so_far) {
        Ok((value, dimension)) if faults.is_empty() => Ok((typed, value, dimension)),
        Ok(_) => Err(faults),
        Err(fault) => {
            faults.push(fault);
            Err(faults)
        }
    }
}

/// A row as written in a table with these key columns, for the keys of a lookup that was checked with other rows; `None`
/// where it does not fit them.
pub(in crate::rules) fn typed_row(
    dictionary: &Dictionary,
    around: Option<ListIx>,
    lookup: &Lookup,
    columns: &[String],
    written: &[String],
) -> Option<LookupRow> {
    fn choices(field: Option<&Field>) -> Option<KeySort<'_>> {
        field?.kind.choices().map(KeySort::Choice)
    }
    let sort = |(key, column): (&Key, &String)| match key {
        Key::Number(num) => Some(KeySort::Number(num.dimension)),
        Key::Choice { pick: Pick::Field(at), .. } => choices(at.field(dictionary)),
        Key::Choice { .. } => choices(column_field(dictionary, around, column)),
    };
    let sorts: Vec<KeySort> = lookup.keys.iter().zip(columns).map(sort).collect::<Option<_>>()?;
    let (keys, value, _) = row(written, columns, &sorts, None).ok()?;
    Some(LookupRow { keys, value })
}

/// The choice that a row's key names.
pub(super) fn row_choice(choices: &[Choice], key: &str) -> Option<RowKey> {
    choice_called(choices, key).map(RowKey::Choice)
}
