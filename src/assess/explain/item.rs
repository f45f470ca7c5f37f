//! How items and their fields are named: `燃气距外墙`, and `燃气（第 7 行）距外墙` where the unit has several such.
//!
//! What always holds: a name that is not followed by a row or a number means one item of the unit, or the one that
//! stands in the unit's own row. Deliberately absent: where the item's values stand, which the list of values says.

use super::blame;
use super::comparison::Speaker;
use super::phrase;
use crate::assess::evaluate::Scope;
use crate::rules::language::typed::At;
use crate::rules::{Kind, ListIx, Value};

impl Speaker<'_> {
    /// What is said of an item, with the item; of the unit as it is.
    pub fn with_item(&self, scope: Scope, row: usize, said: &str) -> String {
        match scope {
            Scope::Unit => said.to_string(),
            Scope::Item(list) => {
                let item = self.item(list, scope, row);
                self.lang.pick(format!("{item}{said}"), format!("{item} {said}"))
            }
        }
    }

    /// The name of a field, an item's with the item: `燃气距外墙`.
    pub fn named(&self, at: At, scope: Scope, row: usize) -> String {
        let name = phrase::field_name(self.block.rules, at, self.lang);
        match at {
            At::Unit(_) => name.to_string(),
            At::Item(list, _) => {
                let item = self.item(list, scope, row);
                self.lang.pick(format!("{item}{name}"), format!("{item} {name}"))
            }
        }
    }

    /// An item by its kind, and by its row where the unit has several of that kind: `燃气`, `燃气（第 7 行）`.
    pub fn item(&self, list: ListIx, scope: Scope, row: usize) -> String {
        let (block, lang) = (self.block, self.lang);
        let name = phrase::list_name(block.rules, list, lang);
        let Some(joined) = block.joined(list) else { return name.to_string() };
        let place = joined.items.start + row;
        let def = block.rules.dictionary.lists.get(list);
        let kind = def.and_then(|def| def.fields.iter().position(|field| matches!(field.kind, Kind::Choice(_))));
        let kind = kind.map(|field| At::Item(list, field));
        let kind_of = |item: usize| kind.map(|at| blame::value(block, at, scope, item));
        let own_kind = kind_of(row).filter(|value| !matches!(value, Value::Unknown));
        let name = match kind.filter(|_| own_kind.is_some()) {
            Some(at) => self.value(at, scope, row),
            None => name.to_string(),
        };
        let unit = block.unit_of(scope, row).unwrap_or(0);
        let items = joined.of(unit);
        // One of unknown kind may be of any.
        let alike = |item: &usize| own_kind.is_none() || kind_of(*item) == own_kind;
        if items.clone().filter(alike).count() < 2 {
            return name;
        }
        let written = block.units.lists.get(list).and_then(|items| *items.rows.get(place)?);
        let rows = block.units.rows.get(block.range.start + unit);
        let own = rows.is_some_and(|rows| written.is_some_and(|row| rows.contains(&row)));
        match written {
            Some(_) if own => name,
            Some(place) => {
                let row = place.row;
                lang.pick(format!("{name}（第 {row} 行）"), format!("{name} (row {row})"))
            }
            None => {
                let nth = row - items.start + 1;
                lang.pick(format!("{name}（第 {nth} 项）"), format!("{name} (no. {nth})"))
            }
        }
    }
}
