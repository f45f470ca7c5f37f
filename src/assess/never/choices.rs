//! `R087`: choices of a list's items that no rule mentions, so that such items pass unseen.
//!
//! What always holds: told only of a field that rules do ask for by its choices; a table row that takes anything mentions
//! none. Deliberately absent: fields of the unit, where what is not named falls under "otherwise" by design.

use super::Doubts;
use crate::lang::listed;
use crate::rules::language::typed::{At, Cond, CondNode, Expr, Key, Num, NumNode, Part, Pick, RowKey};
use crate::rules::{FieldIx, Kind, ListIx};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// Which choices of items are mentioned, by field.
type Mentioned = BTreeMap<(ListIx, FieldIx), BTreeSet<u16>>;

/// Looks at every field of every list.
pub(super) fn look(doubts: &mut Doubts) {
    let rules = doubts.rules;
    let mut mentioned = Mentioned::new();
    for criterion in rules.enabled() {
        super::rules_of(criterion).for_each(|rule| of_cond(&rule.cond, &mut mentioned));
    }
    for derived in &rules.derived {
        match &derived.value {
            Expr::Cond(cond) => of_cond(cond, &mut mentioned),
            Expr::Num(num) => of_num(num, &mut mentioned),
        }
    }
    for ((list, field), choices) in mentioned {
        let Some(def) = rules.dictionary.lists.get(list) else { continue };
        let Some(field) = def.fields.get(field) else { continue };
        let Kind::Choice(known) = &field.kind else { continue };
        let left: Vec<&str> =
            (0u16..).zip(known).filter(|(ix, _)| !choices.contains(ix)).map(|(_, c)| c.id.as_str()).collect();
        let place = rules.enabled().find(|criterion| super::used_by(rules, criterion).lists.contains(&list));
        let Some(place) = place.filter(|_| !left.is_empty()).map(|criterion| &criterion.suitable.place) else {
            continue;
        };
        let (list, field, left) = (&def.id, &field.id, listed(left));
        let (zh, en) = (&left.zh, &left.en);
        doubts
            .out
            .warning(
                "R087",
                place,
                text!(
                    "没有规则提到 `{list}.{field}` 的这些选项：{zh}",
                    "no rule mentions these choices of `{list}.{field}`: {en}"
                ),
            )
            .help(text!(
                "这样的项不论多近都不算数；补上对它们的要求，或从字段表里去掉",
                "items of these kinds count for nothing; say what is asked of them, or take them out of the dictionary"
            ));
    }
}

fn of_cond(cond: &Cond, mentioned: &mut Mentioned) {
    let mut note = |pick: &Pick, choices: &[u16]| {
        if let Pick::Field(At::Item(list, field)) = pick {
            mentioned.entry((*list, *field)).or_default().extend(choices);
        }
    };
    match &cond.node {
        CondNode::SameChoice { left, right: Pick::Known { choice, .. }, .. } => note(left, &[*choice]),
        CondNode::SameChoice { left: Pick::Known { choice, .. }, right, .. } => note(right, &[*choice]),
        CondNode::AmongChoices { value, among, .. } => note(value, among),
        _ => {}
    }
    cond.parts(&mut |part| of_part(part, mentioned));
}

fn of_num(num: &Num, mentioned: &mut Mentioned) {
    if let NumNode::Lookup(lookup) = &num.node {
        for (at, key) in lookup.keys.iter().enumerate() {
            if let Key::Choice { pick: Pick::Field(At::Item(list, field)), .. } = key {
                let named = lookup.rows.iter().filter_map(|row| match row.keys.get(at) {
                    Some(RowKey::Choice(choice)) => Some(*choice),
                    _ => None,
                });
                mentioned.entry((*list, *field)).or_default().extend(named);
            }
        }
    }
    num.parts(&mut |part| of_part(part, mentioned));
}

fn of_part(part: Part, mentioned: &mut Mentioned) {
    match part {
        Part::Cond(cond) => of_cond(cond, mentioned),
        Part::Num(num) => of_num(num, mentioned),
        _ => {}
    }
}
