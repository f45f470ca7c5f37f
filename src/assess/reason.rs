//! Which comparisons decided a condition, told in order.
//!
//! What always holds: only parts that bear the outcome speak. Of an `and` that fails the sides that fail, of one
//! that is open the open ones; of a list the item nearest to changing it. Deliberately absent: how one comparison
//! is worded.

use super::blame;
use super::margin;
use super::parts::{CondPart, items};
use super::phrase;
use super::statement::{Speaker, Statement};
use crate::rules::ListIx;
use crate::rules::language::typed::CondNode;

impl<'b> Speaker<'b> {
    /// Tells why `part` is as it is in `row`, where it is wanted to be `wanted`.
    pub fn tell(&self, part: &CondPart<'b>, row: usize, wanted: bool, out: &mut Vec<Statement>) {
        let truth = part.truth.get(row);
        match &part.cond.node {
            CondNode::Not(_) => part.conds.iter().for_each(|inner| self.tell(inner, row, !wanted, out)),
            CondNode::Derived(_) => part.conds.iter().for_each(|inner| self.tell(inner, row, wanted, out)),
            CondNode::If(..) => match part.conds.first().map(|cond| cond.truth.get(row)) {
                Some(Some(value)) => {
                    part.conds.get(if value { 1 } else { 2 }).iter().for_each(|it| self.tell(it, row, wanted, out));
                }
                _ if truth.is_none() => self.tell_unknown(part, row, out),
                // Both branches agree, whatever the condition turns out to be.
                _ => part.conds.iter().skip(1).for_each(|branch| self.tell(branch, row, wanted, out)),
            },
            CondNode::And(..) | CondNode::Or(..) => {
                let all_needed = matches!(part.cond.node, CondNode::And(..)) == wanted;
                self.tell_both(part, row, wanted, all_needed, out);
            }
            CondNode::Any(list, _) | CondNode::Every(list, _) => {
                let all_needed = matches!(part.cond.node, CondNode::Every(..)) == wanted;
                self.tell_items(part, *list, row, wanted, all_needed, out);
            }
            _ if truth.is_none() => self.tell_open_leaf(part, row, wanted, out),
            _ => {
                if let Some(statement) = self.leaf(part, row, wanted) {
                    push(out, statement);
                }
            }
        }
    }

    fn tell_both(&self, part: &CondPart<'b>, row: usize, wanted: bool, all_needed: bool, out: &mut Vec<Statement>) {
        let truth = part.truth.get(row);
        let alike = || part.conds.iter().filter(|side| side.truth.get(row) == truth);
        if truth == Some(wanted) && !all_needed {
            // One side is enough: the one with the most room, else the first.
            let best = alike().rev().max_by_key(|side| self.room(side, row, wanted));
            best.iter().for_each(|side| self.tell(side, row, wanted, out));
        } else if truth == Some(!wanted) && !all_needed {
            let told = alike().map(|side| {
                let mut told = Vec::new();
                self.tell(side, row, wanted, &mut told);
                told
            });
            push_alternatives(told.collect(), self.lang.pick("或", "or "), out);
        } else {
            alike().for_each(|side| self.tell(side, row, wanted, out));
        }
    }

    fn tell_items(
        &self,
        part: &CondPart<'b>,
        list: ListIx,
        row: usize,
        wanted: bool,
        all_needed: bool,
        out: &mut Vec<Statement>,
    ) {
        let (rules, lang) = (self.block.rules, self.lang);
        let truth = part.truth.get(row);
        let Some(inner) = part.conds.first() else { return };
        let (Some(rows), Some(truth)) = (items(self.block, list, part.scope, row), truth) else {
            return self.tell_unknown(part, row, out);
        };
        let name = phrase::list_name(rules, list, lang);
        if rows.is_empty() {
            let subject = lang.pick(format!("无{name}"), format!("no {name}"));
            return push(out, Statement { subject, demand: String::new() });
        }
        let met = truth == wanted;
        let bearing: Vec<usize> = rows.clone().filter(|&item| (inner.truth.get(item) == Some(wanted)) == met).collect();
        if !met && !all_needed {
            let says = phrase::says(rules, inner.cond, lang);
            let says = if wanted { says } else { lang.pick(format!("不满足（{says}）"), format!("not ({says})")) };
            let subject = lang.pick(format!("{name}中没有“{says}”的"), format!("none of {name} with `{says}`"));
            return push(out, Statement { subject, demand: String::new() });
        }
        // All needed: the item with the least room; one enough: the one with the most.
        let room = |&item: &usize| self.room(inner, item, wanted);
        let nearest = match all_needed {
            true => bearing.iter().copied().min_by_key(room),
            false => bearing.iter().copied().rev().max_by_key(room),
        };
        let Some(nearest) = nearest else { return };
        let mut told = Vec::new();
        self.tell(inner, nearest, wanted, &mut told);
        let others = bearing.len() - 1;
        if all_needed && others > 0 {
            let count = bearing.len();
            let note = match met {
                true => lang.pick(
                    format!("{name} {count} 项均满足，此项余量最小"),
                    format!("the least room of {count} {name}"),
                ),
                false => lang.pick(format!("另有 {others} 项不满足"), format!("and {others} more of {name}")),
            };
            if let Some(last) = told.last_mut() {
                let target = if last.demand.is_empty() { &mut last.subject } else { &mut last.demand };
                *target = lang.pick(format!("{target}（{note}）"), format!("{target} ({note})"));
            }
        }
        told.into_iter().for_each(|statement| push(out, statement));
    }

    /// A comparison that the bounds of what is known do not decide; of what is not known at all, that it is not.
    fn tell_open_leaf(&self, part: &CondPart<'b>, row: usize, wanted: bool, out: &mut Vec<Statement>) {
        let partly = |at: usize| part.nums.get(at).is_some_and(|num| !num.value.get(row).is_unknown());
        if !partly(0) || !partly(1) {
            return self.tell_unknown(part, row, out);
        }
        let Some(mut statement) = self.leaf(part, row, wanted) else { return };
        // Where the bounds are those of the subject itself they stand there already.
        let mut blames = Vec::new();
        blame::of_cond(self.block, part, row, &mut blames);
        let told: Vec<String> = blames.iter().map(|blame| self.blame(blame)).collect();
        let new: Vec<String> = told.into_iter().filter(|told| !told.starts_with(&statement.subject)).collect();
        if !new.is_empty() {
            let new = new.join(self.lang.pick("、", ", "));
            statement.demand =
                self.lang.pick(format!("{}（{new}）", statement.demand), format!("{} ({new})", statement.demand));
        }
        push(out, statement);
    }

    fn tell_unknown(&self, part: &CondPart<'b>, row: usize, out: &mut Vec<Statement>) {
        let mut blames = Vec::new();
        blame::of_cond(self.block, part, row, &mut blames);
        for blame in &blames {
            push(out, Statement { subject: self.blame(blame), demand: String::new() });
        }
    }

    /// How much room there is, for choosing among sides and items: the worse end of the first margin. What has
    /// none stands between falling short and having room.
    fn room(&self, part: &CondPart, row: usize, wanted: bool) -> i64 {
        match margin::of_cond(self.block, part, row).first() {
            Some((_, margin)) if wanted => margin.low_end(),
            Some((_, margin)) => margin.negated().low_end(),
            None => 0,
        }
    }
}

/// Adds a statement, unless it has been made.
fn push(out: &mut Vec<Statement>, statement: Statement) {
    if !out.contains(&statement) {
        out.push(statement);
    }
}

/// Adds what was told of sides of which one would be enough: the first, then each other as an alternative.
fn push_alternatives(told: Vec<Vec<Statement>>, or: &str, out: &mut Vec<Statement>) {
    let mut first = true;
    for side in told.into_iter().filter(|side| !side.is_empty()) {
        for (at, statement) in side.into_iter().enumerate() {
            let known = out.iter().any(|made| *made == statement);
            if !known {
                let alternative = at == 0 && !first;
                let subject = if alternative { format!("{or}{}", statement.subject) } else { statement.subject };
                out.push(Statement { subject, ..statement });
            }
        }
        first = false;
    }
}
