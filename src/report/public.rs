//! What is told of a unit to everybody: pages, maps, reports for the city.
//!
//! What always holds: no private field and no column carried through is in it, not even in a reason: a criterion that
//! stands on a private field tells its grade alone. Criteria stand in the order in which people ask: what decides,
//! what else weighs, what is fine, what does not apply. Deliberately absent: markup; the ledger, which has everything.

use super::Answers;
use super::unit_table::UnitTable;
use crate::assess::explain::{Margin, Plain, Used, Why};
use crate::assess::{Possible, explain, missing, sentences_told, uses_of};
use crate::lang::Lang;
use crate::quantity::{Bounds, Decimal};
use crate::rules::language::Uses;
use crate::rules::ruleset::{Criterion, Grade};
use crate::rules::{Dictionary, FieldIx, ListIx, RuleSet};
use crate::survey::cell::words::fold;
use crate::survey::{Decision, DecisionState, Units};
use rayon::prelude::*;
use std::borrow::Cow;
use std::sync::Arc;

/// One unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Which one
    pub unit: usize,
    /// Its name: `青砚二村/3/2`
    pub name: String,
    /// Its class
    pub class: Grade,
    /// Its class with every criterion at its best possible grade
    pub best: Grade,
    /// Its class with every criterion at its worst possible grade
    pub worst: Grade,
    /// Whether no missing datum can change the class
    pub settled: bool,
    /// The escalations that hold: how people know them, and the class they make
    pub escalated: Vec<(String, Grade)>,
    /// What is missing, by labels: `梯段净宽`, `地下管线·距外墙`
    pub missing: Vec<String>,
    /// Its criteria
    pub criteria: Vec<Told>,
    /// What a committee decided of it, where it did: beside the class, never in its place
    pub decision: Option<ToldDecision>,
}

/// A decision, as it may be told to everybody: the person who decided is not named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldDecision {
    /// The class that was decided
    pub class: Grade,
    /// Why, in the committee's words; may be empty
    pub reason: String,
    /// The body that decided; may be empty
    pub by: String,
    /// When: `2021-06-12`, or as it was written; may be empty
    pub date: String,
    /// How it stands to the computed class; a lapsed one is not in force any more
    pub state: DecisionState,
}

/// One criterion of a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Place among `RuleSet::criteria`, which has its title, group, citation and line
    pub criterion: usize,
    /// The settled grade; `None`: does not apply
    pub grade: Option<Grade>,
    /// The possible grades
    pub possible: Possible,
    /// Whether the class is what it is because of this one
    pub decides: bool,
    /// Why, in a sentence
    pub reason: String,
    /// By how much it is decided: negative falls short, positive has room; empty where nothing was measured, since
    /// the cell says that there is none
    pub margin: Vec<Margin>,
    /// The values it used
    pub values: Vec<ToldValue>,
}

/// One value that a criterion used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldValue {
    /// `梯段净宽`, `距外墙 #2`
    pub label: String,
    /// As shown to people: `1.05 m`, `未知`; `无` where that was written, not the number that it counts as
    pub shown: String,
    /// What the cell showed, and which cell: `上钢三村.xlsx › 调查表 › F23`
    pub written: Option<(String, String)>,
}

impl Told {
    /// Whether it is worse than suitable, or may be.
    pub fn weighs(&self) -> bool {
        self.grade > Some(Grade::Suitable) || self.possible.is_open()
    }
}

/// The stories of these units, in their order. Costs as much as explaining them: ask once.
pub fn stories(answers: &Answers, units_asked: &[usize]) -> Vec<Story> {
    let Answers { rules, survey, assessment, lang } = *answers;
    let units = &survey.units;
    let hidden: Vec<bool> = rules.criteria.iter().map(|criterion| is_hidden(answers, criterion)).collect();
    let explained = explain(rules, units, assessment, units_asked, lang);
    // For many threads, like the explaining before it.
    let story = |(&unit, whys): (&usize, Vec<Why>)| {
        let deciding = assessment.deciding(rules, unit);
        let of = |classes: &[Grade]| classes.get(unit).copied().unwrap_or(Grade::Unsuitable);
        let told = |why: Why| {
            let id = rules.criteria.get(why.criterion).map(|criterion| &criterion.id);
            let decides = id.is_some_and(|id| deciding.contains(id));
            let hidden = hidden.get(why.criterion).copied().unwrap_or(true);
            let unmeasured = hidden || rests_on_none(answers, &why);
            Told {
                criterion: why.criterion,
                grade: why.grade,
                possible: why.possible,
                decides,
                reason: if hidden { rests_on_private(lang).into() } else { why.reason },
                margin: if unmeasured { Vec::new() } else { why.margin },
                values: if hidden {
                    Vec::new()
                } else {
                    why.values.into_iter().map(|used| value(answers, used)).collect()
                },
            }
        };
        let mut criteria: Vec<Told> = whys.into_iter().map(told).collect();
        criteria.sort_by_key(|told| (!told.decides, !told.weighs(), told.grade.is_none()));
        let escalated = rules.escalations.iter().zip(&assessment.escalated);
        let escalated = escalated.filter(|(_, holds)| holds.get(unit) == Some(&true));
        Story {
            unit,
            name: name(answers, unit),
            class: of(&assessment.class),
            best: of(&assessment.best),
            worst: of(&assessment.worst),
            settled: assessment.is_settled(unit),
            escalated: escalated.map(|(line, _)| (line.label.clone().unwrap_or(line.id.clone()), line.to)).collect(),
            missing: missing(rules, units, assessment, unit).iter().map(|id| rules.dictionary.label(id)).collect(),
            criteria,
            decision: decision(answers, unit),
        }
    };
    units_asked.par_iter().zip(explained).map(story).collect()
}

/// What a committee decided of a unit, without the person who did.
pub fn decision(answers: &Answers, unit: usize) -> Option<ToldDecision> {
    let decision = answers.survey.decisions.as_ref()?.of(unit)?;
    let Decision { class, reason, by, date, .. } = decision.clone();
    Some(ToldDecision { class, reason, by, date, state: decision.state() })
}

/// A unit's name as everybody may read it: `青砚二村/3/2`, without key fields that are private.
pub fn name(answers: &Answers, unit: usize) -> String {
    name_of(&answers.rules.dictionary, &answers.survey.units, unit)
}

/// The same of any units.
pub fn name_of(dictionary: &Dictionary, units: &Units, unit: usize) -> String {
    let parts = public_keys(dictionary, units).filter_map(|column| column.get(unit));
    parts.map(|part| &**part).collect::<Vec<&str>>().join("/")
}

/// What names are made of, widest first: the columns of the key fields that are not private.
pub fn name_parts<'a>(answers: &Answers<'a>) -> impl Iterator<Item = &'a [Arc<str>]> {
    let Answers { rules, survey, .. } = *answers;
    public_keys(&rules.dictionary, &survey.units)
}

fn public_keys<'a>(dictionary: &'a Dictionary, units: &'a Units) -> impl Iterator<Item = &'a [Arc<str>]> {
    let is_public = |ix: FieldIx| dictionary.fields.get(ix).is_some_and(|field| !field.private);
    let columns = dictionary.key_fields().zip(&units.keys);
    columns.filter(move |(ix, _)| is_public(*ix)).map(|(_, column)| &**column)
}

/// The sentence of every unit, as everybody may read it: that of the ledger but for what rests on private data.
pub fn sentences<'a>(answers: &Answers, table: &'a UnitTable) -> Vec<Cow<'a, str>> {
    let Answers { rules, survey, assessment, lang } = *answers;
    let units = &survey.units;
    let hidden: Vec<bool> = rules.criteria.iter().map(|criterion| is_hidden(answers, criterion)).collect();
    if !hidden.contains(&true) {
        return (0..units.count).map(|unit| table.reasons(unit).into()).collect();
    }
    let tell = |why: &mut Why| {
        if hidden.get(why.criterion).copied().unwrap_or(true) {
            why.reason = rests_on_private(lang).into();
            why.values.clear();
        }
    };
    let all: Vec<usize> = (0..units.count).collect();
    sentences_told(rules, units, assessment, &all, lang, tell).into_iter().map(Cow::Owned).collect()
}

/// What decides a unit's class, by the titles that its sentence has: `梯段净宽`, an escalation as people know it.
pub fn deciding_titles<'a>(answers: &'a Answers, table: &'a UnitTable, unit: usize) -> Vec<&'a str> {
    let Answers { rules, lang, .. } = answers;
    let title = |id: &'a String| -> &'a str {
        if let Some(criterion) = rules.criteria.iter().find(|criterion| criterion.id == *id) {
            return lang.pick(&criterion.title, &criterion.id);
        }
        let line = rules.escalations.iter().find(|line| id.strip_prefix("escalate.") == Some(&line.id));
        line.and_then(|line| line.label.as_ref()).unwrap_or(id)
    };
    table.deciding(unit).iter().map(title).collect()
}

fn rests_on_private(lang: Lang) -> &'static str {
    lang.pick("依据不公开的资料", "rests on data that are not published")
}

/// Whether a criterion stands on a field that is not to be shown.
pub(super) fn is_hidden(answers: &Answers, criterion: &Criterion) -> bool {
    is_private(answers.rules, &uses_of(answers.rules, criterion))
}

/// Whether a private field is among these.
pub(super) fn is_private(rules: &RuleSet, uses: &Uses) -> bool {
    let Dictionary { fields, lists } = &rules.dictionary;
    let field = |ix: &FieldIx| fields.get(*ix).is_some_and(|field| field.private);
    let item = |(list, ix): &(ListIx, FieldIx)| {
        lists.get(*list).and_then(|list| list.fields.get(*ix)).is_some_and(|field| field.private)
    };
    uses.fields.iter().any(field) || uses.items.iter().any(item)
}

/// Whether a number is what a cell's word for none counts as, rather than one that was measured.
pub fn says_none(answers: &Answers, used: &Used) -> bool {
    let (Some(Plain::Number(number)), Some(origin)) = (&used.value, &used.origin) else { return false };
    let Dictionary { fields, lists } = &answers.rules.dictionary;
    let field = fields.iter().find(|field| field.id == used.field).or_else(|| {
        let (list, id) = used.field.split_once('.')?;
        lists.iter().find(|it| it.id == list)?.fields.iter().find(|field| field.id == id)
    });
    field.is_some_and(|field| origin.says_none(field, *number))
}

/// Whether the room may be that to a number nobody measured: 无 read as far away, or nothing but 无. A nought that is
/// taken off what was measured takes no measurement away.
fn rests_on_none(answers: &Answers, why: &Why) -> bool {
    let numbers = || why.values.iter().filter(|used| matches!(used.value, Some(Plain::Number(_))));
    let nought = Some(Plain::Number(Bounds::exact(Decimal::ZERO)));
    let none = |used: &&Used| says_none(answers, used);
    numbers().filter(none).any(|used| used.value != nought)
        || (numbers().next().is_some() && numbers().all(|used| none(&used)))
}

/// A cell's word for none: `没有`; strokes and other languages get ours.
fn none_in_words(written: &str, lang: Lang) -> String {
    let word = fold(written);
    let word = word.trim_end_matches('。');
    match lang {
        Lang::Zh if word.contains(char::is_alphabetic) => word.to_string(),
        Lang::Zh => "无".into(),
        Lang::En => "none".into(),
    }
}

fn value(answers: &Answers, used: Used) -> ToldValue {
    let none = says_none(answers, &used);
    let Used { label, item, shown, origin, .. } = used;
    ToldValue {
        label: match item {
            Some(item) => format!("{label} #{}", item + 1),
            None => label,
        },
        shown: match &origin {
            Some(origin) if none => none_in_words(&origin.written, answers.lang),
            _ => shown,
        },
        written: origin.map(|origin| (origin.written.to_string(), answers.survey.units.shown_place(&origin))),
    }
}
