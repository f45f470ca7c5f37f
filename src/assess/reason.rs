//! Which comparisons decided a condition, told in order.
//!
//! What always holds: only parts that bear the outcome speak. Of an `and` that fails the sides that fail, of one
//! that is open the open ones; of a list the item nearest to changing it. Deliberately absent: how one comparison
//! is worded.

use super::blame::{self, Blame};
use super::comparison::Speaker;
use super::evaluate::Scope;
use super::margin;
use super::parts::{CondPart, items};
use super::phrase;
use super::shown;
use super::statement::{Statement, push, push_alternatives};
use crate::rules::ListIx;
use crate::rules::language::typed::CondNode;
use std::ops::Range;

/// How many open items of a list are told of one by one.
const TOLD_ITEMS: usize = 3;

impl<'b> Speaker<'b> {
    /// Tells why `part` is as it is in `row`, where it is wanted to be `wanted`.
    pub fn tell(&self, part: &CondPart<'b>, row: usize, wanted: bool, out: &mut Vec<Statement>) {
        let truth = part.truth.get(row);
        match &part.cond.node {
            CondNode::Not(_) => part.conds.iter().for_each(|inner| self.tell(inner, row, !wanted, out)),
            CondNode::Derived(_) if part.conds.is_empty() => match truth {
                None => self.tell_unknown(part, row, out),
                Some(truth) => {
                    let (name, value) = (phrase::says(self.block.rules, part.cond, self.lang), shown::flag(truth));
                    let subject = format!("{name}{}{}", self.lang.pick("：", ": "), value.get(self.lang));
                    push(out, Statement::bare(subject));
                }
            },
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
            push_alternatives(told.collect(), self.lang, out);
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
        let Some(rows) = items(self.block, list, part.scope, row) else {
            return self.tell_unknown(part, row, out);
        };
        let Some(truth) = truth else {
            return self.tell_open_items(part, list, rows, wanted, out);
        };
        let name = phrase::list_name(rules, list, lang);
        if rows.is_empty() {
            let subject = lang.pick(format!("无{name}"), format!("no {name}"));
            return push(out, Statement::bare(subject));
        }
        let met = truth == wanted;
        let bearing: Vec<usize> = rows.clone().filter(|&item| (inner.truth.get(item) == Some(wanted)) == met).collect();
        if !met && !all_needed {
            let says = phrase::says(rules, inner.cond, lang);
            let says = if wanted { says } else { lang.pick(format!("不满足（{says}）"), format!("not ({says})")) };
            let subject = lang.pick(format!("{name}中没有“{says}”的"), format!("none of {name} with `{says}`"));
            return push(out, Statement::bare(subject));
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
            if let Some(first) = told.pop() {
                told.push(first.noted(note));
            }
        }
        told.into_iter().for_each(|statement| push(out, statement));
    }

    /// The items that leave a list's condition open: by what is not known of them, or of whether they exist.
    fn tell_open_items(
        &self,
        part: &CondPart<'b>,
        list: ListIx,
        rows: Range<usize>,
        wanted: bool,
        out: &mut Vec<Statement>,
    ) {
        let Some(inner) = part.conds.first() else { return };
        let harmless = Some(matches!(part.cond.node, CondNode::Every(..)));
        let bearing: Vec<usize> = rows.filter(|&item| inner.truth.get(item) != harmless).collect();
        for &item in bearing.iter().take(TOLD_ITEMS) {
            self.tell(inner, item, wanted, out);
            if self.block.joined(list).is_some_and(|joined| !joined.sure.get(item)) {
                let subject = self.blame(&Blame::Existence(list, item));
                push(out, Statement::bare(subject));
            }
        }
        let more = bearing.len().saturating_sub(TOLD_ITEMS);
        if more > 0 {
            let name = phrase::list_name(self.block.rules, list, self.lang);
            let subject = self.lang.pick(format!("另有 {more} 项{name}未定"), format!("{more} more of {name} open"));
            push(out, Statement::bare(subject));
        }
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
        // Nor is the item named again.
        let item = match part.scope {
            Scope::Item(list) => self.item(list, part.scope, row),
            Scope::Unit => String::new(),
        };
        let new: Vec<&str> = told
            .iter()
            .filter(|told| !told.starts_with(&statement.subject))
            .map(|told| told.strip_prefix(item.as_str()).unwrap_or(told).trim_start())
            .collect();
        if !new.is_empty() {
            let new = new.join(self.lang.pick("、", ", "));
            statement = statement.noted(new);
        }
        push(out, statement);
    }

    fn tell_unknown(&self, part: &CondPart<'b>, row: usize, out: &mut Vec<Statement>) {
        let mut blames = Vec::new();
        blame::of_cond(self.block, part, row, &mut blames);
        for blame in &blames {
            push(out, Statement::bare(self.blame(blame)));
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
