//! Units made up from bytes, in every state of knowledge, and what may be found out of them later.

use super::made_up::{FLAG, LISTS, NUMBERS, SEVERAL, Source, TEXT, TEXTS};
use super::made_up_expressions::{bounds, decimal};
use crate::quantity::{Bounds, Decimal};
use crate::rules::Value;
use crate::survey::Units;
use crate::survey::units::MadeUpItems;
use std::sync::Arc;

/// A value of a field of [`kinds`].
pub fn value(src: &mut Source, field: usize) -> Value {
    match (src.pick(4), field) {
        (3, _) => Value::Unknown,
        (_, 0..NUMBERS) => Value::Number(bounds(src)),
        (_, FLAG) => Value::Flag(src.once_in(2)),
        (_, SEVERAL) => {
            let (must, more) = (src.pick(8) as u64, src.pick(8) as u64);
            Value::Several { must, may: must | more }
        }
        (_, TEXT) => Value::Text(Arc::from(TEXTS[src.pick(2)])),
        (_, _) => match src.pick(4) {
            3 => Value::Foreign,
            choice => Value::Choice(choice as u16),
        },
    }
}

/// Values by field, and the lists.
pub type Unit = (Vec<Value>, Vec<List>);

/// One list of a unit.
#[derive(Clone, Debug)]
pub struct List {
    /// Whether it is known which items there are; where it is not, these are some of them
    pub known: bool,
    pub items: MadeUpItems,
}

pub fn unit(src: &mut Source) -> Unit {
    // Of some units little is known.
    let sparse = src.once_in(3);
    let fields = values(src, sparse);
    let list = |_| {
        let items = (0..src.pick(4)).map(|_| (!src.once_in(3), values(src, sparse))).collect();
        List { known: !src.once_in(if sparse { 2 } else { 6 }), items }
    };
    (fields, (0..LISTS).map(list).collect())
}

fn values(src: &mut Source, sparse: bool) -> Vec<Value> {
    (0..=TEXT).map(|field| if sparse && src.once_in(2) { Value::Unknown } else { value(src, field) }).collect()
}

/// Adds the unit.
pub fn push(units: &mut Units, (fields, lists): &Unit) {
    let items: Vec<_> = lists.iter().map(|list| Some(list.items.clone())).collect();
    units.push(&[], fields, &items);
    for (items, list) in units.lists.iter_mut().zip(lists) {
        items.known.pop();
        items.known.push(list.known);
    }
}

/// The unit with some of what is unknown of it found out, in a way that the bounds allow.
pub fn found_out(src: &mut Source, (fields, lists): &Unit) -> Unit {
    let lists = lists.iter().map(|list| {
        let known = list.known || !src.once_in(3);
        let mut items: MadeUpItems = Vec::new();
        for (sure, values) in &list.items {
            let (exists, open) = (!src.once_in(2), src.once_in(3));
            if *sure || exists || open {
                items.push((*sure || !open, found_values(src, values)));
            }
        }
        if !list.known {
            items.extend((0..src.pick(3)).map(|_| (true, values(src, false))));
        }
        List { known, items }
    });
    let lists = lists.collect();
    (found_values(src, fields), lists)
}

fn found_values(src: &mut Source, values: &[Value]) -> Vec<Value> {
    let found = values.iter().enumerate().map(|(field, known)| match known {
        same if src.once_in(4) => same.clone(),
        Value::Unknown => loop {
            let value = value(src, field);
            // Foreign text is not one of the values that a blank may turn out to be.
            match value {
                Value::Foreign => break Value::Choice(0),
                Value::Unknown if src.bytes.is_empty() => break Value::Unknown,
                Value::Unknown => {}
                value => break value,
            }
        },
        Value::Number(bounds) => {
            let near = |end: Option<Decimal>, src: &mut Source| end.or_else(|| Some(decimal(src)));
            let ends = [near(bounds.low(), src), near(bounds.high(), src)];
            let inside = ends[src.pick(2)].map_or(*bounds, Bounds::exact);
            Value::Number(inside.narrowed(*bounds).unwrap_or(*bounds))
        }
        Value::Several { must, may } => {
            let set = must | (may & src.pick(8) as u64);
            Value::Several { must: set, may: set }
        }
        same => same.clone(),
    });
    found.collect()
}
