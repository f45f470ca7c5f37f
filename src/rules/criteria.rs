//! Criteria, escalations and remedies of a merged rules file.
//!
//! A criterion whose expressions are wrong still stands in the list, so that escalations, remedies and tests that
//! name it are not reported on its account; a rule set with such a criterion is never given out.

use super::build::Builder;
use super::document::{Entry, Item, Node, Table};
use super::language::typed::{Cond, CondNode};
use super::language::{check_cond, check_num, check_tally};
use super::nearest::did_you_mean;
use super::ruleset::{Criterion, Escalation, Grade, Remedy, Rule};
use crate::quantity::Dimension;
use crate::text;

/// Reads the criteria.
pub(super) fn criteria(builder: &mut Builder, merged: &Table) -> Vec<Criterion> {
    merged.named("criteria").map(|(entry, own)| criterion(builder, entry, own)).collect()
}

fn criterion(builder: &mut Builder, entry: &Entry, own: &Table) -> Criterion {
    let grade = |key: &str, usual: Grade| own.text(key).and_then(Grade::named).unwrap_or(usual);
    let never = Rule {
        cond: Cond { node: CondNode::Known(false), span: 0..0 },
        written: String::new(),
        place: entry.key_place.clone(),
    };
    let otherwise = grade("otherwise", Grade::Unsuitable);
    Criterion {
        id: entry.key.clone(),
        title: own.owned("title").unwrap_or_else(|| entry.key.clone()),
        group: own.owned("group"),
        enabled: own.flag("enabled").unwrap_or(true),
        applies: rule(builder, own.item("applies")),
        suitable: rule(builder, own.item("suitable")).unwrap_or(never),
        difficult: rule(builder, own.item("difficult")),
        otherwise,
        missing: grade("missing", Grade::Difficult),
        cite: builder.cite(own),
        note: own.owned("note"),
        place: entry.key_place.clone(),
    }
}

fn rule(builder: &mut Builder, item: Option<&Item>) -> Option<Rule> {
    let item = item?;
    let text = item.text()?;
    let checked = check_cond(text, &builder.scope());
    match checked {
        Ok(cond) => Some(Rule { cond, written: text.to_string(), place: builder.inside(item) }),
        Err(problems) => {
            builder.report(problems, item);
            None
        }
    }
}

/// Reads the escalations.
pub(super) fn escalations(builder: &mut Builder, merged: &Table) -> Vec<Escalation> {
    let Some(verdict) = merged.table("verdict") else { return Vec::new() };
    verdict.named("escalate").filter_map(|(entry, own)| escalation(builder, entry, own)).collect()
}

fn escalation(builder: &mut Builder, entry: &Entry, own: &Table) -> Option<Escalation> {
    if let Some((item, to)) = own.item("to").and_then(|item| Some((item, item.text()?)))
        && Grade::named(to) != Some(Grade::Unsuitable)
    {
        builder.out.error("R050", &item.place, text!("加重不能到 `{to}`", "an escalation cannot lead to `{to}`")).help(
            text!(
                "只能写 to = \"unsuitable\"；要得到“较难”，用评估项的 difficult",
                "write to = \"unsuitable\"; for difficult, use a criterion's `difficult`"
            ),
        );
    }
    let item = own.item("when")?;
    let text = item.text()?;
    match check_tally(text, &builder.criteria) {
        Ok((when, warnings)) => {
            builder.report(warnings, item);
            Some(Escalation {
                id: entry.key.clone(),
                label: own.owned("label"),
                when,
                to: Grade::Unsuitable,
                written: text.to_string(),
                place: builder.inside(item),
            })
        }
        Err(problems) => {
            builder.report(problems, item);
            None
        }
    }
}

/// Reads the remedies.
pub(super) fn remedies(builder: &mut Builder, merged: &Table) -> Vec<Remedy> {
    merged.named("remedies").map(|(entry, own)| remedy(builder, entry, own)).collect()
}

fn remedy(builder: &mut Builder, entry: &Entry, own: &Table) -> Remedy {
    let lifts = own.table("lifts").map_or(&[][..], |lifts| &lifts.entries);
    let lifts =
        lifts.iter().filter_map(|entry| Some((named(builder, entry, &[])?, grade(builder, &entry.item, false)??)));
    let lifts: Vec<(usize, Grade)> = lifts.collect();
    let cost = own.item("cost").and_then(|item| Some((item, item.text()?)));
    let cost = cost.and_then(|(item, text)| match check_num(text, &builder.scope(), Some(Dimension::MONEY)) {
        Ok(cost) => Some((cost, text.to_string())),
        Err(problems) => {
            builder.report(problems, item);
            None
        }
    });
    let (cost, cost_written) = cost.unzip();
    Remedy {
        id: entry.key.clone(),
        title: own.owned("title").unwrap_or_else(|| entry.key.clone()),
        lifts,
        from: own.text("from").and_then(Grade::named).unwrap_or(Grade::Difficult),
        when: rule(builder, own.item("when")),
        cost,
        cost_written,
        cite: builder.cite(own),
        place: entry.key_place.clone(),
    }
}

/// The criterion that a key names, where `others` could have stood too.
pub(super) fn named(builder: &mut Builder, entry: &Entry, others: &[&'static str]) -> Option<usize> {
    let id = &entry.key;
    let found = builder.criteria.iter().position(|criterion| criterion.id == *id);
    if found.is_none() {
        let known = builder.criteria.iter().map(|criterion| criterion.id.as_str()).chain(others.iter().copied());
        builder.out.error("R048", &entry.key_place, text!("没有评估项 `{id}`", "no criterion `{id}`")).help =
            did_you_mean(id, known);
    }
    found
}

/// A grade; `Some(None)` is `n/a`, where that may be.
pub(super) fn grade(builder: &mut Builder, item: &Item, may_be_not_applicable: bool) -> Option<Option<Grade>> {
    if matches!(item.node, Node::Broken) {
        return None;
    }
    let word = item.text()?;
    match Grade::named(word) {
        Some(grade) => Some(Some(grade)),
        None if word == "n/a" && may_be_not_applicable => Some(None),
        None => {
            let known = Grade::ALL.iter().map(|grade| grade.id()).chain(may_be_not_applicable.then_some("n/a"));
            builder.out.error("R043", &item.place, text!("`{word}` 不是等级", "`{word}` is no grade")).help =
                did_you_mean(word, known);
            None
        }
    }
}
