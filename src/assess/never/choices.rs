//! `R087`: choices of a list's items that no rule mentions, so that such items pass unseen.
//!
//! What always holds: told only of choices that are written nowhere in the rules, and where one such item more makes no
//! difference to any criterion, whatever else is known. Deliberately absent: fields of the unit, where what is not named
//! falls under "otherwise" by design.

use super::{Doubts, ITEMS, QUESTIONS, lists_of};
use crate::assess::regions::{Asked, Effort, Few, Point, Reach, Slot, TooLarge, regions};
use crate::assess::uses_of;
use crate::lang::{Text, listed};
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
        criterion.conditions().for_each(|rule| of_cond(&rule.cond, &mut mentioned));
    }
    for derived in &rules.derived {
        match &derived.value {
            Expr::Cond(cond) => of_cond(cond, &mut mentioned),
            Expr::Num(num) => of_num(num, &mut mentioned),
        }
    }
    for ((list, field), choices) in mentioned {
        let Some(def) = rules.dictionary.lists.get(list) else { continue };
        let Some(of) = def.fields.get(field) else { continue };
        let Kind::Choice(known) = &of.kind else { continue };
        let unseen = |choice: &u16| !choices.contains(choice) && is_seen(doubts, list, field, *choice) == Ok(false);
        let left: Vec<&str> =
            (0u16..).zip(known).filter(|(ix, _)| unseen(ix)).map(|(_, choice)| choice.id.as_str()).collect();
        let asking = rules.enabled().find(|criterion| uses_of(rules, criterion).items.contains(&(list, field)));
        let Some(asking) = asking.filter(|_| !left.is_empty()) else { continue };
        let (list, field, Text { zh, en }) = (&def.id, &of.id, listed(left));
        doubts
            .out
            .warning(
                "R087",
                &asking.suitable.place,
                text!("没有规则提到 `{list}.{field}` 的这些选项：{zh}", "no rule mentions these choices of `{list}.{field}`: {en}"),
            )
            .help(text!(
                "这样的项怎样都不算数；补上对它们的要求；确实不管的，在条件里点它们的名",
                "items of these kinds count for nothing; say what is asked of them, or name them where they are left out on purpose"
            ));
    }
}

/// Whether any criterion can grade a unit otherwise for one such item more.
fn is_seen(doubts: &Doubts, list: ListIx, field: FieldIx, choice: u16) -> Result<bool, TooLarge> {
    let (rules, effort) = (doubts.rules, Effort::new(QUESTIONS));
    let mut seen = false;
    for criterion in rules.enabled().filter(|criterion| uses_of(rules, criterion).lists.contains(&list)) {
        let most = lists_of(rules, criterion).enough().filter(|most| *most <= ITEMS).ok_or(TooLarge)?;
        for count in 1..=most {
            let mut pinned = Point::default();
            pinned.few.insert(Few::Length(list), count as u32);
            pinned.few.insert(Few::One(Slot::Item(list, count - 1, field)), u32::from(choice));
            let reach = Reach { items: count, blanks: false };
            regions(&rules.dictionary, reach, &effort, &pinned, &mut |walk| {
                let with = Asked { either_way: true, ..Asked::of(rules) };
                let without = Asked { fewer: Some(list), ..with };
                seen |= with.grades(walk, criterion, &mut |_| {})? != without.grades(walk, criterion, &mut |_| {})?;
                Ok(!seen)
            })?;
            if seen {
                return Ok(true);
            }
        }
    }
    Ok(false)
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
