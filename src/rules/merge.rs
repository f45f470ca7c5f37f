//! Laying a variant over its base, key by key, the nearer file winning; every key keeps the place that set it.
//!
//! What always holds: the base's order is kept, new entries follow; arrays are replaced whole; `id`, `title`,
//! `version`, `extends` and `[[tests]]` are those of the nearest file alone. An entry that is new in a file must be
//! whole in itself: one that is not was meant to override something, and what that is gets suggested.
//!
//! Dictionaries are not merged: a variant uses its base's, or names another whole one with `fields`. Which columns a
//! survey has is a fact about the survey, not a rule that a variant relaxes.

use super::diagnostic::{Diagnostics, Place};
use super::document::{Entry, Item, Node, Table, index};
use super::keys::{Holds, RULES, Section};
use super::nearest::{did_you_mean, nearest};
use crate::text;

/// Keys of `[ruleset]` that a variant does not inherit.
const OWN: [&str; 4] = ["id", "title", "version", "extends"];

/// Checks the first file of a chain, which stands on nothing.
pub(super) fn ground(table: &Table, out: &mut Diagnostics) {
    whole(None, table, &RULES, out);
}

/// Lays `over` on `base`.
pub(super) fn lay(mut base: Table, over: Table, out: &mut Diagnostics) -> Table {
    whole(Some(&base), &over, &RULES, out);
    base.entries.retain(|entry| entry.key != "tests");
    if let Some(Node::Table(own)) = base.entries.iter_mut().find(|e| e.key == "ruleset").map(|e| &mut e.item.node) {
        own.entries.retain(|entry| !OWN.contains(&entry.key.as_str()));
    }
    merge(base, over)
}

/// Lays settings of the command line on a rule set: everything else stays the rule set's own.
pub(super) fn set(mut base: Table, over: Table) -> Table {
    base.entries.retain(|entry| entry.key != "tests");
    merge(base, over)
}

fn merge(mut base: Table, over: Table) -> Table {
    let places: Vec<Option<usize>> = {
        let known = index(&base);
        over.entries.iter().map(|entry| known.get(entry.key.as_str()).copied()).collect()
    };
    for (entry, place) in over.entries.into_iter().zip(places) {
        // The place was found in `base`, which only grows.
        match place.and_then(|place| base.entries.get_mut(place)) {
            Some(old) => override_entry(old, entry),
            None => base.entries.push(entry),
        }
    }
    base
}

fn override_entry(old: &mut Entry, new: Entry) {
    match (&mut old.item.node, new.item.node) {
        // The header stays the base's, where the thing is declared; the keys in it know their own places.
        (Node::Table(below), Node::Table(above)) => *below = merge(std::mem::take(below), above),
        (_, node) => {
            let item = Item { node, place: new.item.place };
            let below = std::mem::replace(&mut old.item, item);
            old.key_place = new.key_place;
            old.base = Some(Box::new(below));
        }
    }
}

/// Checks that what is new in a table is whole: required keys are there.
fn whole(base: Option<&Table>, table: &Table, section: &'static Section, out: &mut Diagnostics) {
    for key in section.keys {
        let Some(entry) = table.entry(key.name) else { continue };
        let below = base.and_then(|base| base.table(key.name));
        match (key.holds, &entry.item.node) {
            // Only the nearest file's name counts, but every file has one.
            (Holds::One(inner), Node::Table(own)) if inner.path == "ruleset" => required(own, inner, entry, out),
            (Holds::One(inner), Node::Table(own)) => {
                if below.is_none() {
                    required(own, inner, entry, out);
                }
                whole(below, own, inner, out);
            }
            (Holds::Named(_, inner), Node::Table(own)) => {
                for entry in &own.entries {
                    let Some(new) = entry.item.table() else { continue };
                    match below.and_then(|below| below.table(&entry.key)) {
                        Some(old) => whole(Some(old), new, inner, out),
                        None if base.is_some() => meant(below, new, inner, entry, out),
                        None => required(new, inner, entry, out),
                    }
                }
            }
            (Holds::Many(inner), Node::List(items)) => {
                for item in items {
                    if let Some(own) = item.table() {
                        lacking(own, inner, "…", &item.place, out);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Checks the required keys of a dictionary's tables.
pub(super) fn whole_dictionary(table: &Table, section: &'static Section, out: &mut Diagnostics) {
    whole(None, table, section, out);
    for (_, list) in table.named("lists") {
        if let Some(Holds::Named(_, inner)) = section.key("lists").map(|key| key.holds) {
            whole(None, list, inner, out);
        }
    }
}

fn required(own: &Table, section: &'static Section, entry: &Entry, out: &mut Diagnostics) {
    lacking(own, section, &entry.key, &entry.key_place, out);
}

/// Reports required keys that are not there, of the entry `id`.
fn lacking(own: &Table, section: &'static Section, id: &str, place: &Place, out: &mut Diagnostics) {
    for key in section.keys.iter().filter(|key| key.required && !own.has(key.name)) {
        let (name, zh, en) = (key.name, key.zh, key.en);
        let path = section.path.replace('…', id);
        out.error("R037", place, text!("`[{path}]` 缺少 `{name}`", "`{name}` is missing in `[{path}]`"))
            .help(text!("加上 `{name} = …`（{zh}）", "add `{name} = …`: {en}"));
    }
}

/// A new entry that is not whole, in a file that stands on another, was meant to override something there.
fn meant(below: Option<&Table>, own: &Table, section: &'static Section, entry: &Entry, out: &mut Diagnostics) {
    let lacks: Vec<&str> =
        section.keys.iter().filter(|key| key.required && !own.has(key.name)).map(|key| key.name).collect();
    if lacks.is_empty() {
        return;
    }
    let (id, path, needed) = (&entry.key, section.path.trim_end_matches('…'), lacks.join("`, `"));
    let known = below.map(|below| below.entries.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>());
    let known = known.unwrap_or_default();
    let message = text!("底版里没有 `{path}{id}`，无从改起", "the base has no `{path}{id}` to override");
    let near = nearest(id, known.iter().copied());
    let help = match near {
        Some(_) => did_you_mean(id, known.iter().copied()),
        None => Some(text!("要新添一个，还缺 `{needed}`", "to add a new one, give `{needed}` too")),
    };
    let diagnostic = out.error("R038", &entry.key_place, message);
    diagnostic.help = help;
    if let Some(base) = near.and_then(|near| below?.entry(near)) {
        let near = &base.key;
        diagnostic.also(&base.key_place, text!("底版的 `{near}` 在这里", "the base's `{near}`"));
    }
}
