//! Which item of a unit's list in the one run is which in the other.
//!
//! What always holds: items that are the same in every value are one, in whatever order they stand; of the rest the most
//! alike are one item that changed, and what is like no other came or went. Where two are as much alike as two others,
//! those that stand at the same place are one.

use crate::rules::{FieldIx, Value};
use crate::survey::Items;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// Pairs that are held against one another at most; among more, nothing is alike.
const PAIRS: usize = 1 << 20;

/// An item of both runs that is not the same in both, by its place in each; or one of one run alone.
pub(super) type Pair = [Option<usize>; 2];

/// Whether an item surely exists, and its values by field.
pub(super) type Item = (bool, Vec<Value>);

/// What is not the same of a unit's items, in the order of the second run, those of the first alone last.
///
/// `kind` are the fields that say what an item is.
pub(super) fn unlike(lists: [&Items; 2], unit: [usize; 2], kind: &[FieldIx]) -> Vec<Pair> {
    let [first, second] = lists;
    let (old, new) = (first.of(unit[0]), second.of(unit[1]));
    if old.len() == new.len() && old.clone().zip(new.clone()).all(|(a, b)| item(first, a) == item(second, b)) {
        return Vec::new();
    }
    let mut before: HashMap<Item, Vec<usize>> = HashMap::new();
    // Backwards, so that the first of several that are the same is taken first.
    old.clone().rev().for_each(|at| before.entry(item(first, at)).or_default().push(at));
    let came: Vec<usize> =
        new.clone().filter(|&at| before.get_mut(&item(second, at)).and_then(Vec::pop).is_none()).collect();
    let mut went: Vec<usize> = before.into_values().flatten().collect();
    went.sort_unstable();

    let mut alike = Vec::new();
    if came.len().saturating_mul(went.len()) <= PAIRS {
        for &a in &went {
            for &b in &came {
                let same_place = a - old.start == b - new.start;
                alike.extend(likeness(lists, [a, b], kind).map(|like| (Reverse((like, same_place)), a, b)));
            }
        }
    }
    alike.sort_unstable();
    let (mut of_new, mut taken) = (HashMap::new(), HashSet::new());
    for (_, a, b) in alike {
        if !taken.contains(&a) && !of_new.contains_key(&b) {
            taken.insert(a);
            of_new.insert(b, a);
        }
    }
    let stayed = came.into_iter().map(|b| [of_new.get(&b).copied(), Some(b)]);
    stayed.chain(went.iter().filter(|a| !taken.contains(a)).map(|&a| [Some(a), None])).collect()
}

/// An item as it is.
pub(super) fn item(items: &Items, at: usize) -> Item {
    (items.sure.get(at) == Some(&true), items.fields.iter().map(|column| column.values.get(at)).collect())
}

/// Whether both are of one kind, and how many known values are the same; nothing where they are different things: of
/// different kinds, and more of what is known of both differs than is the same.
fn likeness(lists: [&Items; 2], [a, b]: [usize; 2], kind: &[FieldIx]) -> Option<(bool, usize)> {
    let [first, second] = lists;
    let (mut same, mut other, mut kinds) = (0, 0, 0);
    for (field, (first, second)) in first.fields.iter().zip(&second.fields).enumerate() {
        match (first.values.get(a), second.values.get(b)) {
            (Value::Unknown, _) | (_, Value::Unknown) => {}
            (before, after) if before == after => {
                same += 1;
                kinds += usize::from(kind.contains(&field));
            }
            _ => other += 1,
        }
    }
    let same_kind = !kind.is_empty() && kinds == kind.len();
    (same_kind || same >= other).then_some((same_kind, same))
}
