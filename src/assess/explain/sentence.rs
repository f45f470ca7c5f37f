//! One readable sentence a unit: what decides its class, what else is not suitable, what is missing.
//!
//! What always holds: whatever decides the class is in it, with its citation. Deliberately absent: how a single
//! criterion is explained.

use super::{Plain, Telling, Used, Why, explain_each};
use crate::assess::Assessment;
use crate::lang::Lang;
use crate::rules::RuleSet;
use crate::rules::ruleset::{Grade, Tally};
use crate::survey::Units;
use std::collections::BTreeSet;

/// How many open criteria are explained each by itself where they decide the class; more are named together.
const OPEN_IN_FULL: usize = 2;

/// The sentence of one unit, from the explanations of its criteria: of all of them, or at least of those that are
/// not suitable and, for a unit that is not settled, of the open ones.
pub fn sentence(rules: &RuleSet, a: &Assessment, whys: &[Why], unit: usize, lang: Lang) -> String {
    let Some(&class) = a.class.get(unit) else { return String::new() };
    let deciding = whys.iter().filter_map(|why| why.grade).max().filter(|&worst| worst > Grade::Suitable);
    let open_deciding = whys.iter().filter(|why| why.possible.is_open() && why.grade == deciding).count();
    let told = |keep: &dyn Fn(&Why) -> bool| {
        let kept = whys.iter().filter(|why| keep(why));
        let mut before = None;
        kept.map(|why| reason(rules, why, &mut before, lang)).collect::<Vec<_>>().join(lang.pick("；", "; "))
    };
    let titles = |keep: &dyn Fn(&Why) -> bool| {
        let kept = whys.iter().filter(|why| keep(why)).filter_map(|why| rules.criteria.get(why.criterion));
        kept.map(|criterion| lang.pick(criterion.title.as_str(), &criterion.id))
            .collect::<Vec<_>>()
            .join(lang.pick("、", ", "))
    };
    let mut parts = Vec::new();
    if deciding < Some(class) && class > Grade::Suitable {
        parts.extend(escalated(rules, a, unit, class, lang));
    }
    match deciding {
        Some(worst) => {
            let in_full = |why: &Why| !why.possible.is_open() || open_deciding <= OPEN_IN_FULL;
            let main = told(&|why| why.grade == Some(worst) && in_full(why));
            let open = titles(&|why| why.grade == Some(worst) && !in_full(why));
            let label = worst.label();
            parts.extend(Some(main).filter(|main| !main.is_empty()));
            if !open.is_empty() {
                parts.push(lang.pick(
                    format!("{open}资料不全，暂按“{}”计", label.zh),
                    format!("{open}: not enough is known, counts as {} until then", label.en),
                ));
            }
            let lesser = |why: &Why| why.grade.is_some_and(|grade| grade < worst && grade > Grade::Suitable);
            let others = told(&|why| lesser(why) && !why.possible.is_open());
            if !others.is_empty() {
                parts.push(lang.pick(format!("另有：{others}"), format!("also: {others}")));
            }
            let open = titles(&|why| lesser(why) && why.possible.is_open());
            if !open.is_empty() && a.is_settled(unit) {
                parts.push(lang.pick(
                    format!("{open}资料不全，不影响结论"),
                    format!("{open}: not enough is known, which does not change the class"),
                ));
            }
        }
        None if class == Grade::Suitable => {
            let open = titles(&|why| why.possible.is_open() && why.grade == Some(Grade::Suitable));
            parts.push(if open.is_empty() || a.is_settled(unit) {
                lang.pick("各项评估均适合", "suitable by every criterion").to_string()
            } else {
                let label = class.label();
                lang.pick(
                    format!("{open}资料不全，暂按“{}”计；其余各项均适合", label.zh),
                    format!(
                        "{open}: not enough is known, counts as {} until then; suitable by every other criterion",
                        label.en
                    ),
                )
            });
        }
        None if parts.is_empty() => parts.push(lang.pick("没有适用的评估项", "no criterion applies").to_string()),
        None => {}
    }
    parts.extend(missing(rules, a, whys, unit, lang));
    let (label, rest) = (class.label(), parts.join(lang.pick("。", ". ")));
    lang.pick(format!("{}：{rest}。", label.zh), format!("{}: {rest}.", label.en))
}

/// The sentences of units, explaining only what goes into them.
pub fn sentences(rules: &RuleSet, units: &Units, a: &Assessment, units_asked: &[usize], lang: Lang) -> Vec<String> {
    sentences_told(rules, units, a, units_asked, lang, |_| ())
}

/// The same, each criterion's explanation being changed by `told` before it goes into the sentence: to leave out what
/// is not for everybody.
pub fn sentences_told(
    rules: &RuleSet,
    units: &Units,
    a: &Assessment,
    units_asked: &[usize],
    lang: Lang,
    told: impl Fn(&mut Why) + Sync,
) -> Vec<String> {
    let telling = |at: usize, unit: usize| {
        let grade = a.settled.get(at).and_then(|column| column.get(unit)).copied().flatten();
        let open = a.possible.get(at).and_then(|column| column.get(unit)).is_some_and(|possible| possible.is_open());
        if open && !a.is_settled(unit) {
            Telling::Whole
        } else if grade > Some(Grade::Suitable) {
            Telling::Reason
        } else {
            Telling::Nothing
        }
    };
    let finish = |unit: usize, mut whys: Vec<Why>| {
        whys.iter_mut().for_each(&told);
        sentence(rules, a, &whys, unit, lang)
    };
    explain_each(rules, units, a, units_asked, lang, telling, finish)
}

/// A criterion's reason under its title, with the citation; one that was given just before is not spelled out again.
fn reason<'r>(rules: &'r RuleSet, why: &Why, before: &mut Option<&'r str>, lang: Lang) -> String {
    let Some(criterion) = rules.criteria.get(why.criterion) else { return why.reason.clone() };
    let title = lang.pick(&criterion.title, &criterion.id);
    // What stands there before the first number may name it already: `加装后与对面建筑净距 4.20 m`.
    let subject = why.reason.split([' ', '，', '；', '：']).next().unwrap_or_default();
    let named = why.reason.starts_with(title.as_str()) || lang == Lang::Zh && subject.contains(title.as_str());
    let text = match named {
        true => why.reason.clone(),
        false => lang.pick(format!("{title}：{}", why.reason), format!("{title}: {}", why.reason)),
    };
    let cited = criterion.cite.as_ref().map(|cite| cite.shown.as_str());
    let again = cited.is_some() && cited == std::mem::replace(before, cited);
    match cited {
        Some(_) if again => lang.pick(format!("{text}〔同上〕"), format!("{text} [as before]")),
        Some(cite) => lang.pick(format!("{text}〔{cite}〕"), format!("{text} [{cite}]")),
        None => text,
    }
}

/// The lines that make the class, where the criteria alone would not.
fn escalated(rules: &RuleSet, a: &Assessment, unit: usize, class: Grade, lang: Lang) -> Vec<String> {
    let held = rules
        .escalations
        .iter()
        .zip(&a.escalated)
        .filter(|(line, held)| line.to == class && held.get(unit) == Some(&true));
    held.map(|(line, _)| {
        let class = class.label();
        let when = match &line.label {
            Some(label) => lang.pick(format!("按“{label}”一条"), format!("by `{label}`")),
            None => counted(rules, &line.when, lang),
        };
        lang.pick(format!("{when}，合起来计为{}", class.zh), format!("{when}: taken together {}", class.en))
    })
    .collect()
}

/// What an escalation's condition says: `较难加装的评估项达 4 项`.
fn counted(rules: &RuleSet, tally: &Tally, lang: Lang) -> String {
    match tally {
        Tally::Count { grade, group, at_least, .. } => {
            let (grade, group) = (grade.label(), group.as_deref().unwrap_or(""));
            let of = if group.is_empty() { String::new() } else { format!(" of {group}") };
            lang.pick(
                format!("{}的{group}评估项达 {at_least} 项", grade.zh),
                format!("{at_least} or more criteria{of} {}", grade.en),
            )
        }
        Tally::Is { criterion, grade } => {
            let (title, id) =
                rules.criteria.get(*criterion).map_or(("", ""), |criterion| (&criterion.title, &criterion.id));
            let grade = grade.label();
            lang.pick(format!("“{title}”为{}", grade.zh), format!("`{id}` {}", grade.en))
        }
        Tally::And(a, b) => {
            let (a, b) = (counted(rules, a, lang), counted(rules, b, lang));
            lang.pick(format!("{a}且{b}"), format!("{a} and {b}"))
        }
        Tally::Or(a, b) => {
            let (a, b) = (counted(rules, a, lang), counted(rules, b, lang));
            lang.pick(format!("{a}或{b}"), format!("{a} or {b}"))
        }
    }
}

/// What a unit that is not settled lacks, by the labels of what its open criteria use.
fn missing(rules: &RuleSet, a: &Assessment, whys: &[Why], unit: usize, lang: Lang) -> Option<String> {
    if a.is_settled(unit) {
        return None;
    }
    let open = whys.iter().filter(|why| why.possible.is_open()).flat_map(|why| &why.values);
    let missing: BTreeSet<(usize, usize, &str, &str)> = open
        .filter(|used| !is_exact(used))
        .map(|used| {
            let (list, field) = place(rules, &used.field);
            (list, field, used.field.as_str(), used.label.as_str())
        })
        .collect();
    // A list is named itself only where none of its fields is: else they say what to look for.
    let has_fields =
        |id: &str| missing.iter().any(|(_, _, other, _)| other.split_once('.').is_some_and(|(of, _)| of == id));
    let mut labels: Vec<String> = Vec::new();
    // Of a list once, then its fields: `地下管线的管径、距外墙`, which come after all that is not of a list.
    let mut before = None;
    for (list, _, id, label) in missing.iter().filter(|(_, _, id, _)| !has_fields(id)) {
        let own = label.split_once(lang.pick("·", ".")).filter(|_| id.contains('.'));
        labels.push(match own {
            Some((_, own)) if before == Some(*list) => own.to_string(),
            Some((of, own)) => lang.pick(format!("{of}的{own}"), format!("of {of}: {own}")),
            None => label.to_string(),
        });
        before = own.map(|_| *list);
    }
    let (best, worst) = (a.best.get(unit)?.label(), a.worst.get(unit)?.label());
    let what = labels.join(lang.pick("、", ", "));
    Some(match labels.is_empty() {
        true => lang.pick(
            format!("依现有规则尚不能定论，介于{}与{}之间", best.zh, worst.zh),
            format!("the rules leave it open, between {} and {}", best.en, worst.en),
        ),
        false => lang.pick(
            format!("待补测：{what}，补齐后结论在{}与{}之间", best.zh, worst.zh),
            format!("to be measured: {what}; the class then lies between {} and {}", best.en, worst.en),
        ),
    })
}

/// Where a field stands in the dictionary: lists after fields, a list before its own.
fn place(rules: &RuleSet, id: &str) -> (usize, usize) {
    let dictionary = &rules.dictionary;
    if let Some(field) = dictionary.field(id) {
        return (0, field);
    }
    let (list, field) = id.split_once('.').unwrap_or((id, ""));
    let at = dictionary.list(list);
    let def = at.and_then(|at| dictionary.lists.get(at));
    (at.map_or(usize::MAX, |at| at + 1), def.and_then(|def| def.field(field)).map_or(0, |field| field + 1))
}

fn is_exact(used: &Used) -> bool {
    match &used.value {
        None => false,
        Some(Plain::Number(bounds)) => bounds.is_exact(),
        Some(_) => true,
    }
}
