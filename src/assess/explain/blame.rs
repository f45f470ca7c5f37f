//! Why a condition or number is not exactly known in a row: the values, items and tables to blame.
//!
//! What always holds: only what still matters is blamed. Of an `and` that a false side has settled nothing is, nor
//! of an item that is exactly known.

use super::parts::{CondPart, NumPart, items};
use super::shown;
use crate::assess::evaluate::lookup::{Reach, open_keys, reach};
use crate::assess::evaluate::{Block, Scope};
use crate::assess::uses;
use crate::lang::Lang;
use crate::rules::language::typed::{At, CondNode, Key, Lookup, NumNode, Pick, Word};
use crate::rules::{ListIx, Value};
use crate::survey::Column;

/// One thing to blame.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::assess) enum Blame<'b> {
    /// A field that is not exactly known, in a row of a scope
    Field(At, Scope, usize),
    /// An item of which it is not known whether it exists
    Existence(ListIx, usize),
    /// A list that is unknown
    List(ListIx),
    /// The smallest or largest of a list without an item that surely exists
    NoItem(ListIx),
    /// A lookup whose keys reach no row
    NoRow(&'b Lookup, Scope, usize),
    /// A division by what may be zero
    Division,
}

/// Adds what makes `part` unknown in `row`; nothing where it is known.
pub(in crate::assess) fn of_cond<'b>(block: &Block, part: &CondPart<'b>, row: usize, out: &mut Vec<Blame<'b>>) {
    if part.truth.get(row).is_some() {
        return;
    }
    let below = |conds: &[CondPart<'b>], out: &mut Vec<Blame<'b>>| {
        conds.iter().for_each(|cond| of_cond(block, cond, row, out));
    };
    match &part.cond.node {
        CondNode::Known(_) | CondNode::FlagParam(_) => {}
        CondNode::Flag(at) | CondNode::Has { field: at, .. } => field(block, *at, part.scope, row, out),
        CondNode::SameChoice { left, right, .. } => {
            [left, right].into_iter().for_each(|side| pick(block, side, part.scope, row, out));
        }
        CondNode::AmongChoices { value, .. } => pick(block, value, part.scope, row, out),
        CondNode::SameText { left, right, .. } => {
            [left, right].into_iter().for_each(|side| word(block, side, part.scope, row, out));
        }
        CondNode::AmongTexts { value, among } => {
            std::iter::once(value).chain(among).for_each(|side| word(block, side, part.scope, row, out));
        }
        CondNode::Compare(..) | CondNode::Within(..) | CondNode::AmongNumbers(..) => {
            part.nums.iter().for_each(|num| of_num(block, num, row, out));
        }
        CondNode::Derived(ix) if part.conds.is_empty() => of_derived(block, *ix, part.scope, row, out),
        CondNode::Derived(_) | CondNode::Not(_) | CondNode::And(..) | CondNode::Or(..) => below(&part.conds, out),
        CondNode::If(..) => match part.conds.first().map(|cond| cond.truth.get(row)) {
            Some(Some(true)) => below(part.conds.get(1..2).unwrap_or_default(), out),
            Some(Some(false)) => below(part.conds.get(2..3).unwrap_or_default(), out),
            _ => below(&part.conds, out),
        },
        CondNode::Any(list, _) | CondNode::Every(list, _) => {
            let harmless = Some(matches!(part.cond.node, CondNode::Every(..)));
            of_items(block, *list, part.scope, row, out, |item, out| {
                let inner = part.conds.first();
                inner.iter().for_each(|inner| of_cond(block, inner, item, out));
                inner.is_some_and(|inner| inner.truth.get(item) != harmless)
            });
        }
    }
}

/// Adds what keeps `part` from being exact in `row`.
pub(in crate::assess) fn of_num<'b>(block: &Block, part: &NumPart<'b>, row: usize, out: &mut Vec<Blame<'b>>) {
    if part.value.get(row).is_exact() {
        return;
    }
    let before = out.len();
    match &part.num.node {
        NumNode::Known(_) | NumNode::Param(_) => {}
        NumNode::Field(at) => field(block, *at, part.scope, row, out),
        NumNode::If(..) => {
            part.conds.iter().for_each(|cond| of_cond(block, cond, row, out));
            let truth = part.conds.first().and_then(|cond| cond.truth.get(row));
            // The branch that is surely not taken bears on nothing.
            let branches = [truth != Some(false), truth != Some(true)].into_iter().zip(&part.nums);
            branches.filter(|(taken, _)| *taken).for_each(|(_, branch)| of_num(block, branch, row, out));
        }
        NumNode::Lookup(lookup) => {
            let sides = block.sides_at(lookup, part.scope, row);
            let nothing = reach(&lookup.rows, &sides) == Reach::Nothing;
            let mut numbers = part.nums.iter();
            for (key, open) in lookup.keys.iter().zip(open_keys(&lookup.rows, &sides)) {
                let number = if matches!(key, Key::Number(_)) { numbers.next() } else { None };
                match (key, number) {
                    _ if !open && !nothing => {}
                    (Key::Choice { pick: key, .. }, _) => pick(block, key, part.scope, row, out),
                    (Key::Number(_), number) => number.iter().for_each(|num| of_num(block, num, row, out)),
                }
            }
            if nothing {
                out.push(Blame::NoRow(lookup, part.scope, row));
            }
        }
        NumNode::Count(list, _) => of_items(block, *list, part.scope, row, out, |item, out| {
            part.conds.iter().for_each(|inner| of_cond(block, inner, item, out));
            part.conds.first().is_some_and(|inner| inner.truth.get(item) != Some(false))
        }),
        NumNode::MinOf(list, _) | NumNode::MaxOf(list, _) | NumNode::SumOf(list, _) => {
            of_items(block, *list, part.scope, row, out, |item, out| {
                part.nums.iter().for_each(|inner| of_num(block, inner, item, out));
                true
            });
            if out.len() == before {
                out.push(Blame::NoItem(*list));
            }
        }
        NumNode::Derived(ix) if part.nums.is_empty() => of_derived(block, *ix, part.scope, row, out),
        NumNode::Derived(_)
        | NumNode::Negated(_)
        | NumNode::Magnitude(_)
        | NumNode::Plus(..)
        | NumNode::Minus(..)
        | NumNode::Times(..)
        | NumNode::Over(..)
        | NumNode::Min(_)
        | NumNode::Max(_) => part.nums.iter().for_each(|num| of_num(block, num, row, out)),
    }
    if out.len() == before && matches!(part.num.node, NumNode::Over(..)) {
        out.push(Blame::Division);
    }
}

/// Blames every field that a derived field stands on, and is not exactly known: for one that is not opened.
fn of_derived<'b>(block: &Block, ix: usize, scope: Scope, row: usize, out: &mut Vec<Blame<'b>>) {
    let used = uses::of_derived(block.rules, ix);
    used.fields.iter().for_each(|&at| field(block, At::Unit(at), scope, row, out));
    for &list in &used.lists {
        of_items(block, list, scope, row, out, |item, out| {
            let fields = uses::of_list(&used, list).map(|field| At::Item(list, field));
            fields.for_each(|at| field(block, at, Scope::Item(list), item, out));
            true
        });
    }
}

/// Blames an unknown list, or its items: `matters` adds what is to blame of an item and says whether it matters
/// that it exists.
fn of_items<'b>(
    block: &Block,
    list: ListIx,
    scope: Scope,
    row: usize,
    out: &mut Vec<Blame<'b>>,
    matters: impl Fn(usize, &mut Vec<Blame<'b>>) -> bool,
) {
    let Some(rows) = items(block, list, scope, row) else {
        return out.push(Blame::List(list));
    };
    for item in rows {
        let sure = block.joined(list).is_some_and(|joined| joined.sure.get(item));
        if matters(item, out) && !sure {
            out.push(Blame::Existence(list, item));
        }
    }
}

fn pick<'b>(block: &Block, pick: &Pick, scope: Scope, row: usize, out: &mut Vec<Blame<'b>>) {
    if let Pick::Field(at) = pick {
        field(block, *at, scope, row, out);
    }
}

fn word<'b>(block: &Block, word: &Word, scope: Scope, row: usize, out: &mut Vec<Blame<'b>>) {
    if let Word::Field(at) = word {
        field(block, *at, scope, row, out);
    }
}

fn field<'b>(block: &Block, at: At, scope: Scope, row: usize, out: &mut Vec<Blame<'b>>) {
    if !value(block, at, scope, row).is_exact() {
        let blame = Blame::Field(at, scope, row);
        if !out.contains(&blame) {
            out.push(blame);
        }
    }
}

/// The value of a field in a row.
pub(in crate::assess) fn value(block: &Block, at: At, scope: Scope, row: usize) -> Value {
    match (column(block, at), block.place(at, scope, row)) {
        (Some(column), Some(place)) => column.values.get(place),
        _ => Value::Unknown,
    }
}

/// The value of a field in a row, for people; foreign text as it was written.
pub(in crate::assess) fn shown(block: &Block, at: At, scope: Scope, row: usize, lang: Lang) -> String {
    let Some(field) = at.field(&block.rules.dictionary) else { return String::new() };
    let origin = column(block, at).zip(block.place(at, scope, row)).and_then(|(column, place)| column.origin(place));
    shown::value(field, &value(block, at, scope, row), origin, lang)
}

fn column<'u>(block: &Block<'u>, at: At) -> Option<&'u Column> {
    match at {
        At::Unit(field) => block.units.fields.get(field),
        At::Item(list, field) => block.units.lists.get(list)?.fields.get(field),
    }
}
