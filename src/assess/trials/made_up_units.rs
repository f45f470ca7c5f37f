//! Units made up from bytes, in every state of knowledge, and what may be found out of them later.

use super::made_up::{FLAG, LISTS, NUMBERS, SEVERAL, Source, TEXT, bounds, decimal};
use crate::quantity::{Bounds, Decimal};
use crate::rules::Value;
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
        (_, TEXT) => Value::Text(Arc::from(["x", "y"][src.pick(2)])),
        (_, _) => match src.pick(4) {
            3 => Value::Foreign,
            choice => Value::Choice(choice as u16),
        },
    }
}

/// Values by field and, for each list, its items or that it is unknown.
pub type Unit = (Vec<Value>, Vec<Option<Vec<(bool, Vec<Value>)>>>);

pub fn unit(src: &mut Source) -> Unit {
    let values = |src: &mut Source| (0..=TEXT).map(|field| value(src, field)).collect::<Vec<_>>();
    let fields = values(src);
    let lists = (0..LISTS).map(|_| {
        let items = (0..src.pick(4)).map(|_| (!src.once_in(3), values(src))).collect();
        (!src.once_in(4)).then_some(items)
    });
    let lists = lists.collect();
    (fields, lists)
}

/// The unit with some of what is unknown of it found out, in a way that the bounds allow.
pub fn found_out(src: &mut Source, (fields, lists): &Unit) -> Unit {
    let lists = lists.iter().map(|list| match list {
        None if src.once_in(3) => None,
        None => Some((0..src.pick(3)).map(|_| (true, (0..=TEXT).map(|field| value(src, field)).collect())).collect()),
        Some(items) => {
            let kept = items.iter().filter_map(|(sure, values)| {
                let (exists, open) = (!src.once_in(2), src.once_in(3));
                (*sure || exists || open).then(|| (*sure || !open, found_values(src, values)))
            });
            Some(kept.collect())
        }
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
