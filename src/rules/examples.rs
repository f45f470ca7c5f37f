//! The examples that a rules file carries (`[[tests]]`): values read by the dictionary, grades that should come
//! out. They are only read here; `assess` runs them.

use super::build::Builder;
use super::criteria::{grade, named};
use super::diagnostic::Place;
use super::dictionary::Field;
use super::document::{Entry, Item, Node, Table};
use super::nearest::did_you_mean;
use super::ruleset::Test;
use super::value::Value;
use super::values::field_value;
use crate::text;

/// What a test can expect beside the grades of criteria.
const CLASSES: &[&str] = &["class", "best_class", "worst_class"];

/// Reads the tests.
pub(super) fn tests(builder: &mut Builder, merged: &Table) -> Vec<Test> {
    merged.list("tests").iter().filter_map(|item| Some(test(builder, item.table()?, &item.place))).collect()
}

fn test(builder: &mut Builder, own: &Table, place: &Place) -> Test {
    let mut test = Test {
        name: own.owned("name").unwrap_or_default(),
        given: Vec::new(),
        lists: Vec::new(),
        grades: Vec::new(),
        class: None,
        best_class: None,
        worst_class: None,
        place: place.clone(),
    };
    for entry in own.table("given").map_or(&[][..], |given| &given.entries) {
        give(builder, entry, &mut test);
    }
    let Some(expect) = own.table("expect") else { return test };
    if let Some(item) = own.item("expect").filter(|_| expect.entries.is_empty()) {
        builder
            .out
            .error("R037", &item.place, text!("示例什么也没有预期", "the test expects nothing"))
            .help(text!("写明至少一个等级或 class", "give at least one grade or `class`"));
    }
    for entry in &expect.entries {
        match entry.key.as_str() {
            "class" => test.class = grade(builder, &entry.item, false).flatten(),
            "best_class" => test.best_class = grade(builder, &entry.item, false).flatten(),
            "worst_class" => test.worst_class = grade(builder, &entry.item, false).flatten(),
            _ => {
                if let (Some(ix), Some(grade)) = (named(builder, entry, CLASSES), grade(builder, &entry.item, true)) {
                    test.grades.push((ix, grade));
                }
            }
        }
    }
    test
}

fn give(builder: &mut Builder, entry: &Entry, test: &mut Test) {
    let name = entry.key.as_str();
    if let Some(ix) = place_of(&builder.dictionary.fields, name) {
        if test.given.iter().any(|(given, _)| *given == ix) {
            builder.out.error("R040", &entry.key_place, text!("`{name}` 给了两次", "`{name}` is given twice"));
        } else if let Some(value) = value(builder, entry, None, ix) {
            test.given.push((ix, value));
        }
    } else if let Some(list) = builder.dictionary.lists.iter().position(|list| list.id == name || list.label == name) {
        if let Some(items) = items(builder, &entry.item, list) {
            test.lists.push((list, items));
        }
    } else {
        let fields = builder.dictionary.fields.iter().map(|field| field.id.as_str());
        let known = fields.chain(builder.dictionary.lists.iter().map(|list| list.id.as_str()));
        let mut help = did_you_mean(name, known);
        if builder.params.iter().any(|param| param.id == name) || builder.derived.iter().any(|d| d.id == name) {
            help = Some(text!("given 只给调查表里有的字段", "`given` gives what a survey holds, fields and lists"));
        }
        builder
            .out
            .error("R048", &entry.key_place, text!("字段表里没有 `{name}`", "the dictionary has no `{name}`"))
            .help = help;
    }
}

fn place_of(fields: &[Field], name: &str) -> Option<usize> {
    fields.iter().position(|field| field.id == name).or_else(|| fields.iter().position(|field| field.label == name))
}

/// The value of a unit's field, or of a field of that list.
fn value(builder: &mut Builder, entry: &Entry, list: Option<usize>, ix: usize) -> Option<Value> {
    if matches!(entry.item.node, Node::Broken) {
        return None;
    }
    let dictionary = &builder.dictionary;
    let field = match list {
        Some(list) => dictionary.lists.get(list)?.fields.get(ix)?,
        None => dictionary.fields.get(ix)?,
    };
    // What is wrong with the field itself has been said.
    if builder.is_unusable(&field.id) {
        return None;
    }
    let read = field_value(&entry.item, field);
    read.map_err(|complaint| builder.complain(complaint, &entry.item.place)).ok()
}

fn items(builder: &mut Builder, item: &Item, list: usize) -> Option<Vec<Vec<(usize, Value)>>> {
    let Node::List(items) = &item.node else {
        let found = item.kind();
        let (zh, en) = (found.zh, found.en);
        builder
            .out
            .error("R036", &item.place, text!("清单要写成数组，写的是{zh}", "a list is an array of items, found {en}"))
            .help(text!("写成 [ {{ … }}, {{ … }} ]；一项也没有写 []", "write [ {{ … }}, {{ … }} ], or [] for none"));
        return None;
    };
    let mut all = Vec::with_capacity(items.len());
    for item in items {
        let Node::Table(own) = &item.node else {
            builder.out.error(
                "R036",
                &item.place,
                text!("清单的一项要写成 {{ 字段 = 值 }}", "an item is a table of fields and values"),
            );
            continue;
        };
        all.push(own.entries.iter().filter_map(|entry| item_value(builder, entry, list)).collect());
    }
    Some(all)
}

fn item_value(builder: &mut Builder, entry: &Entry, list: usize) -> Option<(usize, Value)> {
    let name = &entry.key;
    let fields = &builder.dictionary.lists.get(list)?.fields;
    match place_of(fields, name) {
        Some(ix) => Some((ix, value(builder, entry, Some(list), ix)?)),
        None => {
            let help = did_you_mean(name, fields.iter().map(|field| field.id.as_str()));
            builder
                .out
                .error("R048", &entry.key_place, text!("清单没有字段 `{name}`", "the list has no field `{name}`"))
                .help = help;
            None
        }
    }
}
