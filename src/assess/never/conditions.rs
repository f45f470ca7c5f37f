//! `R081`: a condition, or a part of one, that is always true or always false.
//!
//! What always holds: the outermost such part is told, and only one that asks for something of the unit; flags among the
//! parameters count as set either way, since planners turn them.

use super::lists::Lists;
use super::{Doubts, asks, place_of};
use crate::assess::explain::shown::Measure;
use crate::assess::regions::{Asked, TooLarge};
use crate::lang::{Lang, Text, listed};
use crate::rules::diagnostic::Place;
use crate::rules::language::typed::{Cond, CondNode, Expr, Key, Num, NumNode};
use crate::rules::language::uses;
use crate::rules::ruleset::Criterion;
use crate::rules::{Dictionary, Field, FieldIx, ListIx};
use crate::text;
use std::collections::BTreeSet;

/// The conditions of a criterion.
pub(super) fn of_criterion(doubts: &mut Doubts, criterion: &Criterion) -> Result<(), TooLarge> {
    criterion
        .conditions()
        .try_for_each(|rule| Part { written: &rule.written, place: &rule.place }.look(doubts, &rule.cond, None))
}

/// Derived conditions, and conditions in derived numbers. One that is too large is looked at where it is used.
pub(super) fn of_derived(doubts: &mut Doubts) {
    let rules = doubts.rules;
    for derived in &rules.derived {
        let part = Part { written: &derived.written, place: &derived.place };
        let _ = match &derived.value {
            Expr::Cond(cond) => part.look(doubts, cond, None),
            Expr::Num(num) => part.look_into(doubts, num, None),
        };
    }
}

/// An expression of the file.
#[derive(Clone, Copy)]
struct Part<'e> {
    written: &'e str,
    place: &'e Place,
}

impl Part<'_> {
    /// Tells of a condition that is constant, or looks at its parts. `list` is whose items it is about.
    fn look(self, doubts: &mut Doubts, cond: &Cond, list: Option<ListIx>) -> Result<(), TooLarge> {
        let rules = doubts.rules;
        if !asks(rules, cond) {
            return Ok(());
        }
        match constant(doubts, cond, list)? {
            Some(always) => self.tell(doubts, cond, always),
            // What stands in a derived field is written elsewhere.
            None if matches!(cond.node, CondNode::Derived(_)) => {}
            None => {
                let mut conds = |conds: &[&Cond], list| conds.iter().try_for_each(|cond| self.look(doubts, cond, list));
                match &cond.node {
                    CondNode::Not(a) => conds(&[a], list)?,
                    CondNode::And(a, b) | CondNode::Or(a, b) => conds(&[a, b], list)?,
                    CondNode::If(a, b, c) => conds(&[a, b, c], list)?,
                    CondNode::Any(of, inner) | CondNode::Every(of, inner) => conds(&[inner], Some(*of))?,
                    CondNode::Compare(a, _, b) => {
                        [a, b].into_iter().try_for_each(|num| self.look_into(doubts, num, list))?
                    }
                    CondNode::Within(a, b, c) => {
                        [a, b, c].into_iter().try_for_each(|num| self.look_into(doubts, num, list))?;
                    }
                    CondNode::AmongNumbers(a, among) => {
                        std::iter::once(&**a).chain(among).try_for_each(|num| self.look_into(doubts, num, list))?;
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Looks at the conditions in a number.
    fn look_into(self, doubts: &mut Doubts, num: &Num, list: Option<ListIx>) -> Result<(), TooLarge> {
        let mut nums = |nums: &[&Num], list| nums.iter().try_for_each(|num| self.look_into(doubts, num, list));
        match &num.node {
            NumNode::Negated(a) | NumNode::Magnitude(a) => nums(&[a], list),
            NumNode::Plus(a, b) | NumNode::Minus(a, b) | NumNode::Times(a, b) | NumNode::Over(a, b) => {
                nums(&[a, b], list)
            }
            NumNode::Min(all) | NumNode::Max(all) => all.iter().try_for_each(|num| self.look_into(doubts, num, list)),
            NumNode::MinOf(of, value) | NumNode::MaxOf(of, value) | NumNode::SumOf(of, value) => {
                nums(&[value], Some(*of))
            }
            NumNode::Lookup(lookup) => lookup.keys.iter().try_for_each(|key| match key {
                Key::Number(num) => self.look_into(doubts, num, list),
                Key::Choice { .. } => Ok(()),
            }),
            NumNode::Count(of, cond) => self.look(doubts, cond, Some(*of)),
            NumNode::If(cond, a, b) => {
                self.look(doubts, cond, list)?;
                self.look_into(doubts, a, list)?;
                self.look_into(doubts, b, list)
            }
            _ => Ok(()),
        }
    }

    fn tell(self, doubts: &mut Doubts, cond: &Cond, always: bool) {
        let rules = doubts.rules;
        let written = self.written.get(cond.span.clone()).unwrap_or(self.written).trim();
        let message = match always {
            true => text!("`{written}` 总是成立", "`{written}` is always true"),
            false => text!("`{written}` 总不成立", "`{written}` is always false"),
        };
        let place = place_of(rules, self.written, self.place, &cond.span);
        let used = uses(cond, &rules.derived);
        let ranges = ranges(&rules.dictionary, &used.fields);
        let help = match ranges.zh.is_empty() {
            true => text!(
                "看看比较的方向、数值和单位，是不是有两处互相抵触或重复",
                "look at the direction of the comparisons, the values and their units of measure: two may contradict or repeat each other"
            ),
            false => {
                let Text { zh, en } = ranges;
                text!(
                    "看看比较的方向、数值和单位；字段的合理范围：{zh}",
                    "look at the direction of the comparison, the values and their units of measure; plausible: {en}"
                )
            }
        };
        doubts.out.warning("R081", &place, message).help(help);
    }
}

/// What a condition always is, whatever the unit.
fn constant(doubts: &Doubts, cond: &Cond, list: Option<ListIx>) -> Result<Option<bool>, TooLarge> {
    let rules = doubts.rules;
    let lists = Lists::of_cond(rules, cond);
    let (mut yes, mut no) = (false, false);
    doubts.all_regions(&lists, &mut |walk| {
        let asked = Asked { item: list.map(|list| (list, 0)), either_way: true, ..Asked::of(rules) };
        let truth = asked.cond(walk, cond, &mut |_| {})?;
        yes |= truth != Some(false);
        no |= truth != Some(true);
        Ok(!(yes && no))
    })?;
    Ok(if yes && no { None } else { Some(yes) })
}

/// The plausible ranges of fields: `层数 1~40`.
fn ranges(dictionary: &Dictionary, fields: &BTreeSet<FieldIx>) -> Text {
    let ranged = |field: &&Field| field.range.is_some();
    let fields: Vec<&Field> = fields.iter().filter_map(|&ix| dictionary.fields.get(ix)).filter(ranged).collect();
    let in_lang = |lang: Lang| {
        let one = |field: &&Field| {
            let (measure, range) = (Measure::of_field(field)?, field.range?);
            Some(format!("{} {}", lang.pick(&field.label, &field.id), measure.show_bounds(range, lang)))
        };
        fields.iter().filter_map(one).collect::<Vec<_>>()
    };
    Text { zh: listed(in_lang(Lang::Zh)).zh, en: listed(in_lang(Lang::En)).en }
}
