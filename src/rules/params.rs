//! Parameters and lookup tables of a merged rules file.
//!
//! What a parameter is follows from what is written: a quantity, number, date, flag, a word (a choice or text) or
//! several. A nearer file may change the value but not what it is. Of a table, the form is checked here and the
//! last column read; what its keys match is checked where it is looked up.

use super::build::Builder;
use super::diagnostic::Place;
use super::dictionary_reader::range;
use super::document::{Entry, Item, Node, Table};
use super::ruleset::{Param, ParamValue, Table as Lookup};
use super::values::{Complaint, Quantity, Wanted, begins_like_a_number, day, days, fit, quantity, unreadable, word};
use crate::quantity::Dimension;
use crate::text;

/// Reads the parameters.
pub(super) fn params(builder: &mut Builder, merged: &Table) -> Vec<Param> {
    builder.named(merged, "params").into_iter().filter_map(|(entry, own)| param(builder, entry, own)).collect()
}

fn param(builder: &mut Builder, entry: &Entry, own: &Table) -> Option<Param> {
    let label = own.owned("label").unwrap_or_else(|| entry.key.clone());
    let Some((value, place)) = value(builder, own) else {
        builder.add_unusable(&entry.key, &label);
        return None;
    };
    let cite = builder.cite(own);
    let range = match (&value, own.entry("range")) {
        (ParamValue::Number { dimension, .. }, Some(entry)) => {
            range(&entry.item, Wanted { dimension: *dimension, percent: false }, builder.out)
        }
        (_, Some(entry)) => {
            builder.out.error("R054", &entry.key_place, text!("只有数量才有 range", "only quantities have a `range`"));
            None
        }
        (_, None) => None,
    };
    Some(Param { id: entry.key.clone(), label, value, cite, range, place })
}

fn value(builder: &mut Builder, own: &Table) -> Option<(ParamValue, Place)> {
    let entry = own.entry("value")?;
    let item = &entry.item;
    let base = entry.base.as_ref().and_then(|base| setting(builder, base).ok().flatten());
    let read = match (setting(builder, item), &base) {
        (Ok(Some(value)), Some(base)) => like(value, base, item).map(Some),
        (Err(_), Some(ParamValue::Number { dimension, .. })) => {
            Err(unreadable(item.text().unwrap_or_default(), Some(*dimension)))
        }
        (read, _) => read,
    };
    match read {
        Ok(value) => value.map(|value| (value, item.place.clone())),
        Err(Complaint { code, message, help }) => {
            let diagnostic = builder.out.error(code, &item.place, message);
            diagnostic.help = help;
            if let Some(base) = entry.base.as_ref().filter(|_| base.is_some()) {
                diagnostic.also(&base.place, text!("底版的值", "the base's value"));
            }
            None
        }
    }
}

/// What a value says; `None` where it is broken, which has been reported.
fn setting(builder: &Builder, item: &Item) -> Result<Option<ParamValue>, Complaint> {
    let number = |Quantity { value, dimension, unit }| ParamValue::Number { value, dimension, unit };
    Ok(Some(match &item.node {
        Node::Number(text) => number(quantity(text).ok_or_else(|| unreadable(text, None))?),
        Node::Date(date) => ParamValue::Number { value: days(*date), dimension: Dimension::Date, unit: None },
        Node::Flag(flag) => ParamValue::Flag(*flag),
        Node::List(items) => {
            if items.iter().any(|item| item.text().is_none()) {
                return Ok(None);
            }
            ParamValue::Words(items.iter().filter_map(Item::text).map(str::to_string).collect())
        }
        Node::Text(text) => {
            if let Some(read) = quantity(text) {
                number(read)
            } else if let Ok(date) = day(text) {
                ParamValue::Number { value: days(date), dimension: Dimension::Date, unit: None }
            } else if begins_like_a_number(text) && !is_choice(builder, text) {
                return Err(unreadable(text, None));
            } else {
                ParamValue::Word(text.trim().to_string())
            }
        }
        Node::Table(_) | Node::Broken => return Ok(None),
    }))
}

/// Whether any field has such a choice: then `1类` is one, however it begins.
fn is_choice(builder: &Builder, text: &str) -> bool {
    let dictionary = &builder.dictionary;
    let fields = dictionary.fields.iter().chain(dictionary.lists.iter().flat_map(|list| &list.fields));
    let mut choices = fields.filter_map(|field| field.kind.choices()).flatten();
    choices.any(|choice| choice.spellings.iter().chain([&choice.id]).any(|spelling| word(spelling) == word(text)))
}

/// A value that overrides the base's must be of its sort.
fn like(value: ParamValue, base: &ParamValue, item: &Item) -> Result<ParamValue, Complaint> {
    match (&value, base) {
        (
            ParamValue::Number { value: number, dimension, unit },
            ParamValue::Number { dimension: wanted, unit: usual, .. },
        ) => {
            let (Node::Text(text) | Node::Number(text)) = &item.node else { return Ok(value) };
            if *dimension == Dimension::Date && *wanted == Dimension::Date {
                return Ok(value);
            }
            let read = Quantity { value: *number, dimension: *dimension, unit: *unit };
            // Counts, years and plain numbers stand for each other, as in expressions; a bare number is what the base's is.
            if *dimension == Dimension::Number && unit.is_none() && dimension.meets(*wanted) {
                return Ok(ParamValue::Number { value: *number, dimension: *wanted, unit: *usual });
            }
            if dimension.meets(*wanted) {
                return Ok(value);
            }
            fit(text, read, Wanted { dimension: *wanted, percent: false }).map(|_| value)
        }
        (ParamValue::Word(_), ParamValue::Word(_))
        | (ParamValue::Words(_), ParamValue::Words(_))
        | (ParamValue::Flag(_), ParamValue::Flag(_)) => Ok(value),
        _ => {
            let (found, wanted) = (sort(&value), sort(base));
            let (zh, en, wanted_zh, wanted_en) = (found.zh, found.en, wanted.zh, wanted.en);
            let message =
                text!("底版的值是{wanted_zh}，这里写的是{zh}", "the base's value is {wanted_en}, this one is {en}");
            Err(Complaint { code: "R042", message, help: None })
        }
    }
}

fn sort(value: &ParamValue) -> crate::lang::Text {
    match value {
        ParamValue::Number { dimension, .. } => dimension.name(),
        ParamValue::Word(_) => text!("选项或文字", "a choice or text"),
        ParamValue::Words(_) => text!("选项的数组", "an array of choices"),
        ParamValue::Flag(_) => text!("真假值", "a flag"),
    }
}

/// Reads the lookup tables.
pub(super) fn tables(builder: &mut Builder, merged: &Table) -> Vec<Lookup> {
    builder.named(merged, "tables").into_iter().filter_map(|(entry, own)| table(builder, entry, own)).collect()
}

fn table(builder: &mut Builder, entry: &Entry, own: &Table) -> Option<Lookup> {
    let label = own.owned("label").unwrap_or_else(|| entry.key.clone());
    let before = builder.out.found.len();
    let keys = own.texts("keys");
    let mut lookup =
        Lookup { id: entry.key.clone(), label: label.clone(), keys, rows: Vec::new(), cite: None, places: Vec::new() };
    lookup.cite = builder.cite(own);
    let readable = matches!((own.item("keys"), own.item("rows")), (Some(a), Some(b))
        if matches!(a.node, Node::List(_)) && matches!(b.node, Node::List(_)));
    if let Some(item) = own.item("keys").filter(|_| readable && lookup.keys.is_empty()) {
        builder.out.error("R047", &item.place, text!("表至少要有一个键", "a table has at least one key"));
    }
    if let Some(item) = own.item("rows").filter(|_| readable && own.list("rows").is_empty()) {
        builder.out.error("R047", &item.place, text!("表里一行也没有", "the table has no row"));
    }
    let mut dimension = None;
    for row in own.list("rows") {
        let Node::List(cells) = &row.node else { continue };
        if let Some(cells) = cells_of(builder, &lookup.keys, row, cells, &mut dimension) {
            lookup.rows.push(cells);
            lookup.places.push(row.place.clone());
        }
    }
    let broken_cell = own.list("rows").iter().any(|row| match &row.node {
        Node::List(cells) => cells.iter().any(|cell| matches!(cell.node, Node::Broken)),
        _ => true,
    });
    if !readable || broken_cell || builder.out.found.len() > before {
        builder.add_unusable(&entry.key, &label);
        return None;
    }
    Some(lookup)
}

/// The cells of a row as text; the first row's value says of what dimension the others' must be.
fn cells_of(
    builder: &mut Builder,
    keys: &[String],
    row: &Item,
    cells: &[Item],
    dimension: &mut Option<(Dimension, Place)>,
) -> Option<Vec<String>> {
    if cells.len() != keys.len() + 1 {
        let (found, wanted, names) = (cells.len(), keys.len() + 1, keys.join(", "));
        builder
            .out
            .error(
                "R047",
                &row.place,
                text!("这一行有 {found} 格，应当是 {wanted} 格", "cells in this row: {found}, not {wanted}"),
            )
            .help(text!("每行先写键（{names}），最后写值", "a row has its keys ({names}), then the value"));
        return None;
    }
    let written = |item: &Item| match &item.node {
        Node::Text(text) | Node::Number(text) => Some(text.trim().to_string()),
        _ => None,
    };
    let last = cells.last()?;
    let text = written(last)?;
    match (quantity(&text), &*dimension) {
        (None, first) => {
            let Complaint { code, message, help } = unreadable(&text, first.as_ref().map(|first| first.0));
            builder.out.error(code, &last.place, message).help = help;
            return None;
        }
        (Some(read), None) => *dimension = Some((read.dimension, last.place.clone())),
        (Some(read), Some((first, place))) if !read.dimension.meets(*first) => {
            let (found, wanted) = (read.dimension.name(), first.name());
            let (zh, en, wanted_zh, wanted_en) = (found.zh, found.en, wanted.zh, wanted.en);
            let message =
                text!("`{text}` 是{zh}，前面的行是{wanted_zh}", "`{text}` is {en}, the rows before give {wanted_en}");
            builder.out.error("R042", &last.place, message).also(place, text!("如这一行", "as here"));
            return None;
        }
        _ => {}
    }
    cells.iter().map(written).collect()
}
