//! Whether two rule sets read surveys alike: what differs between their dictionaries.
//!
//! What always holds: dictionaries without a difference give the same units of the same survey. How a field is filled
//! in (`help`) and who may see it (`private`) make no difference to that.

use crate::lang::Text;
use crate::rules::{Dictionary, Field, ListDef};
use crate::text;

/// What differs, field by field, list by list.
pub fn differences(from: &Dictionary, to: &Dictionary) -> Vec<Text> {
    let mut found = Vec::new();
    of_fields("", &from.fields, &to.fields, &mut found);
    for list in &from.lists {
        match to.lists.iter().find(|other| other.id == list.id) {
            Some(other) => of_list(list, other, &mut found),
            None => found.push(only("", &list.id, true)),
        }
    }
    let known = |id: &str| from.lists.iter().any(|list| list.id == id);
    found.extend(to.lists.iter().filter(|list| !known(&list.id)).map(|list| only("", &list.id, false)));
    if found.is_empty() && order(from) != order(to) {
        found.push(text!("字段的次序不同", "the fields stand in another order"));
    }
    found
}

fn order(dictionary: &Dictionary) -> Vec<&str> {
    let lists =
        dictionary.lists.iter().flat_map(|list| std::iter::once(&list.id).chain(list.fields.iter().map(|f| &f.id)));
    dictionary.fields.iter().map(|field| &field.id).chain(lists).map(String::as_str).collect()
}

fn only(list: &str, id: &str, first: bool) -> Text {
    match first {
        true => text!("只有前一套有 `{list}{id}`", "only the first has `{list}{id}`"),
        false => text!("只有后一套有 `{list}{id}`", "only the second has `{list}{id}`"),
    }
}

fn of_fields(list: &str, from: &[Field], to: &[Field], found: &mut Vec<Text>) {
    for field in from {
        match to.iter().find(|other| other.id == field.id) {
            Some(other) => {
                let what = of_field(field, other);
                if !what.is_empty() {
                    let (id, what) = (&field.id, what.join(", "));
                    found.push(text!("`{list}{id}` 的 {what} 不同", "`{list}{id}` differs in {what}"));
                }
            }
            None => found.push(only(list, &field.id, true)),
        }
    }
    let known = |id: &str| from.iter().any(|field| field.id == id);
    found.extend(to.iter().filter(|field| !known(&field.id)).map(|field| only(list, &field.id, false)));
}

/// The keys of a field in which two differ.
fn of_field(from: &Field, to: &Field) -> Vec<&'static str> {
    let differs = [
        ("label", from.label != to.label),
        ("aliases", from.aliases != to.aliases),
        ("kind", kind(from) != kind(to)),
        ("choices", from.kind.choices() != to.kind.choices()),
        ("unit", from.unit != to.unit),
        ("range", from.range != to.range),
        ("none", from.none != to.none),
        ("key", from.key != to.key),
        ("group", from.group != to.group),
        ("strip", from.strip != to.strip),
        ("yes", from.yes != to.yes),
        ("no", from.no != to.no),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(key, _)| key).collect()
}

fn kind(field: &Field) -> impl PartialEq {
    (std::mem::discriminant(&field.kind), field.kind.dimension())
}

fn of_list(from: &ListDef, to: &ListDef, found: &mut Vec<Text>) {
    let id = &from.id;
    of_fields(&format!("{id}."), &from.fields, &to.fields, found);
    let differs = [
        ("label", from.label != to.label),
        ("aliases", from.aliases != to.aliases),
        ("complete", from.complete != to.complete),
        ("columns", from.columns != to.columns),
    ];
    for (what, _) in differs.into_iter().filter(|(_, differs)| *differs) {
        found.push(text!("`{id}` 的 {what} 不同", "`{id}` differs in {what}"));
    }
}
