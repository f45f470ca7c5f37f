//! Which comparisons decided a condition, told in order.
//!
//! What always holds: only parts that bear the outcome speak. Of an `and` that fails the sides that fail, of one
//! that is open the open ones; of a list the item nearest to changing it. Deliberately absent: how one comparison
//! is worded.

use super::blame::{self, Blame};
use super::comparison::Speaker;
use super::extreme::hanging_on;
use super::margin;
use super::parts::{CondPart, NumPart, items};
use super::phrase;
use super::shown;
use super::sides::oriented;
use super::statement::{Statement, push, push_alternatives, push_group};
use crate::assess::evaluate::Scope;
use crate::rules::language::typed::{At, CondNode, Num, NumNode, Pick};
use crate::rules::{ListIx, Value};
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
            let told_of = |at: At| {
                let subject = self.is(at, part.scope, row);
                out.iter().any(|statement| statement.subject == subject)
            };
            let sides = alike().filter(|side| !is_other_case(side, &part.conds, row, &told_of));
            let told = sides.map(|side| {
                let mut told = Vec::new();
                self.tell(side, row, wanted, &mut told);
                told
            });
            push_alternatives(told.collect(), out);
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
        // What is not known, or may not exist, does not settle anything.
        let settles = Some(if met { wanted } else { !wanted });
        let counts = |item: usize| met == all_needed || self.block.joined(list).is_none_or(|all| all.sure.get(item));
        let bearing: Vec<usize> =
            rows.clone().filter(|&item| inner.truth.get(item) == settles && counts(item)).collect();
        if !met && !all_needed {
            let says = phrase::says(rules, inner.cond, lang);
            let says = if wanted { says } else { lang.pick(format!("不满足（{says}）"), format!("not ({says})")) };
            let subject = lang.pick(format!("{name}中没有“{says}”的"), format!("none of {name} with `{says}`"));
            return push(out, Statement::bare(subject));
        }
        // Of items that meet it, those it is about: others have no room to tell of.
        let about: Vec<usize> = bearing
            .iter()
            .copied()
            .filter(|&item| met && !margin::of_cond(self.block, inner, item).is_empty())
            .collect();
        let bearing = if about.is_empty() { bearing } else { about };
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
            // Not to one that was made before, and is not made again.
            let at = told.iter().rposition(|statement| !statement.is_among(out)).unwrap_or_default();
            if at < told.len() {
                let noted = told.remove(at).noted(note);
                told.insert(at, noted);
            }
        }
        push_group(told, out);
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
            let sure = self.block.joined(list).is_none_or(|joined| joined.sure.get(item));
            if !sure {
                push(out, Statement::bare(self.blame(&Blame::Existence(list, item))));
            }
            // What is not known of what may not exist goes without saying, and so does what is as it should be.
            if sure || inner.truth.get(item) == Some(!wanted) {
                self.tell(inner, item, wanted, out);
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
        if let Some(statement) = self.cannot_tell(part, row, wanted) {
            return push(out, statement);
        }
        let Some(mut statement) = self.leaf(part, row, wanted) else { return };
        let mut blames = Vec::new();
        blame::of_cond(self.block, part, row, &mut blames);
        // Where the bounds are those of the subject itself they stand there already.
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
            let new = new.join(self.and());
            statement = statement.noted(new);
        }
        push(out, statement);
    }

    fn tell_unknown(&self, part: &CondPart<'b>, row: usize, out: &mut Vec<Statement>) {
        let mut blames = Vec::new();
        blame::of_cond(self.block, part, row, &mut blames);
        // Where nothing but unknown fields is to blame they are named in one piece.
        if !blames.iter().all(|blame| self.is_unknown(blame)) {
            return self.blames(&blames).into_iter().for_each(|told| push(out, Statement::bare(told)));
        }
        for blame in &blames {
            if let Blame::Field(at, scope, row) = blame {
                let item = match at {
                    At::Unit(_) => String::new(),
                    At::Item(list, _) => self.item(*list, *scope, *row),
                };
                let field = phrase::field_name(self.block.rules, *at, self.lang);
                push(out, Statement::unknown(item, vec![field.to_string()]));
            }
        }
    }

    /// A comparison of something of which a part is not known at all: `污水距井道未知，不能确定…是否 ≥ 2.50 m`. A bound
    /// that the rest leaves is no measurement, and is not shown as one.
    fn cannot_tell(&self, part: &CondPart<'b>, row: usize, wanted: bool) -> Option<Statement> {
        let (CondNode::Compare(_, how, _), [a, b]) = (&part.cond.node, part.nums.as_slice()) else { return None };
        let (subject, how, other) = oriented(a, *how, b);
        let threshold = other.value.get(row);
        // What it does not hang on is neither blamed nor named.
        let hanging = hanging_on(subject, how, threshold, row);
        let hanging = if hanging.is_empty() { vec![subject] } else { hanging };
        let mut blames = Vec::new();
        hanging.iter().for_each(|operand| blame::of_num(self.block, operand, row, &mut blames));
        blames.retain(|blame| self.is_unknown(blame));
        if blames.is_empty() {
            return None;
        }
        let (unknown, rules) = (self.blames(&blames).join(self.and()), self.block.rules);
        let how = if wanted { how } else { how.opposite() }.symbol();
        let name = match hanging.as_slice() {
            // It was just named.
            [NumPart { num: Num { node: NumNode::Field(_), .. }, .. }] => self.lang.pick("", "it").to_string(),
            [one] => phrase::name(rules, one.num, self.lang),
            _ => phrase::name(rules, subject.num, self.lang),
        };
        let threshold = match threshold.is_exact() {
            true => phrase::common_measure(rules, subject.num, other.num, self.lang).show_bounds(threshold, self.lang),
            false => phrase::name(rules, other.num, self.lang),
        };
        Some(Statement::bare(self.lang.pick(
            format!("{unknown}，不能确定{name}是否 {how} {threshold}"),
            format!("{unknown}, so it cannot be told whether {name} {how} {threshold}"),
        )))
    }

    fn and(&self) -> &'static str {
        self.lang.pick("、", ", ")
    }

    /// What is to blame, in words; fields of one item or of the unit that are all unknown in one piece:
    /// `污水距井道、距外墙未知`.
    fn blames<'a>(&self, blames: impl IntoIterator<Item = &'a Blame<'b>>) -> Vec<String>
    where
        'b: 'a,
    {
        let mut told: Vec<String> = Vec::new();
        let mut last: Option<(Scope, usize, Vec<At>)> = None;
        for blame in blames {
            match (blame, &mut last) {
                (Blame::Field(at, scope, row), Some((same, of, fields)))
                    if self.is_unknown(blame) && (*same, *of) == (*scope, *row) && same_owner(fields, *at) =>
                {
                    fields.push(*at);
                    told.pop();
                    told.push(self.unknown_fields(fields, *scope, *row));
                }
                (Blame::Field(at, scope, row), _) if self.is_unknown(blame) => {
                    told.push(self.blame(blame));
                    last = Some((*scope, *row, vec![*at]));
                }
                _ => {
                    told.push(self.blame(blame));
                    last = None;
                }
            }
        }
        told
    }

    fn is_unknown(&self, blame: &Blame) -> bool {
        matches!(blame, Blame::Field(at, scope, row)
            if blame::value(self.block, *at, *scope, *row) == Value::Unknown)
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

/// Whether a field is of the same item, or likewise of the unit, as those before it.
fn same_owner(fields: &[At], at: At) -> bool {
    let list = |at: &At| match at {
        At::Unit(_) => None,
        At::Item(list, _) => Some(*list),
    };
    fields.first().is_some_and(|first| list(first) == list(&at))
}

/// Whether a side of an `or` that fails is but for another case than that of the unit: what it asks is no demand then.
/// It is one where it is `A and more`, `A` asking for a choice of a field of which another side by itself asks for others;
/// and where it asks for such a choice itself, what is asked of that field has been told, and other sides tell such
/// cases apart, of which one is that of the unit or all are of others.
fn is_other_case(side: &CondPart, sides: &[CondPart], row: usize, told_of: &dyn Fn(At) -> bool) -> bool {
    let cases = |side: &CondPart, truth: bool| -> Vec<At> {
        let CondNode::And(..) = side.cond.node else { return Vec::new() };
        let parts = side.conds.iter().filter(|part| part.truth.get(row) == Some(truth));
        parts.filter_map(asked_choice).collect()
    };
    let other_sides = |at: At| sides.iter().filter(move |other| asked_choice(other) != Some(at));
    match asked_choice(side) {
        Some(at) => {
            let others: Vec<&CondPart> = other_sides(at).collect();
            let own = others.iter().any(|other| cases(other, true).contains(&at));
            let all_others = !others.is_empty() && others.iter().all(|other| cases(other, false).contains(&at));
            told_of(at) && (own || all_others)
        }
        None => {
            let demanded = |at: &At| sides.iter().any(|other| asked_choice(other) == Some(*at));
            cases(side, false).iter().any(demanded)
        }
    }
}

/// The field of which a condition asks to be one of some choices.
fn asked_choice(part: &CondPart) -> Option<At> {
    match &part.cond.node {
        CondNode::SameChoice { left: Pick::Field(at), right: Pick::Known { .. }, equal: true }
        | CondNode::SameChoice { left: Pick::Known { .. }, right: Pick::Field(at), equal: true }
        | CondNode::AmongChoices { value: Pick::Field(at), .. } => Some(*at),
        _ => None,
    }
}
