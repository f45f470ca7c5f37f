//! Why a unit has the grade it has: values with their cells, comparisons with their margins, citations.
//!
//! What always holds: grades are those of the assessment, told of again by the same evaluator, never decided anew.
//! Deliberately absent: how outcomes are shown as pages, tables or JSON.

pub(super) mod blame;
mod comparison;
mod extreme;
mod item;
mod margin;
pub(super) mod parts;
pub(super) mod phrase;
mod reason;
pub(super) mod sentence;
pub mod shown;
mod sides;
mod statement;
#[cfg(test)]
mod tests;
mod values;

use crate::assess::Assessment;
use crate::assess::Possible;
use crate::assess::class::BLOCK;
use crate::assess::evaluate::{Block, Scope};
use crate::assess::uses;
use crate::lang::Lang;
use crate::quantity::{Bounds, Decimal, Dimension};
use crate::rules::RuleSet;
use crate::rules::language::uses::Uses;
use crate::rules::ruleset::{Criterion, Grade, Rule};
use crate::survey::{Origin, Units};
use comparison::Speaker;
use parts::CondPart;
use rayon::prelude::*;
use statement::{Statement, asking_words, joined};
use std::ops::Range;

/// One criterion for one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// Place among `RuleSet::criteria`
    pub criterion: usize,
    /// The settled grade; `None`: does not apply
    pub grade: Option<Grade>,
    /// The possible grades
    pub possible: Possible,
    /// By how much it is decided, for each dimension apart: negative falls short, positive has room
    pub margin: Vec<Margin>,
    /// The comparison that decided it, as a sentence: `梯段净宽 1.05 m，要求 ≥ 1.10 m，差 0.05 m`
    pub reason: String,
    /// The values used, in the dictionary's order, lists after
    pub values: Vec<Used>,
}

/// A distance from a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margin {
    /// Of what dimension
    pub dimension: Dimension,
    /// How far, in base units
    pub value: Decimal,
}

/// A value that a criterion used.
#[derive(Clone, Debug, PartialEq)]
pub struct Used {
    /// The field's id, `pipes.distance` for an item's
    pub field: String,
    /// Its label for people
    pub label: String,
    /// Which item of the unit's list, from 0
    pub item: Option<usize>,
    /// The value as shown to people: `1.05 m`, `砖混`, `未知`
    pub shown: String,
    /// The value for programs: base units, choice ids; `None` unknown
    pub value: Option<Plain>,
    /// Where it was written
    pub origin: Option<Origin>,
}

/// A value for programs.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// A number within bounds, in base units
    Number(Bounds),
    /// A choice's id, several joined by `;`, or a text
    Text(String),
    /// Yes or no
    Flag(bool),
}

/// Explains every enabled criterion for each of the units asked: one list a unit, in the order asked.
pub fn explain(rules: &RuleSet, units: &Units, a: &Assessment, units_asked: &[usize], lang: Lang) -> Vec<Vec<Why>> {
    explain_each(rules, units, a, units_asked, lang, |_, _| Telling::Whole, |_, whys| whys)
}

/// How much is told of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::assess) enum Telling {
    /// Nothing
    Nothing,
    /// The reason alone
    Reason,
    /// The reason, the values and the margins
    Whole,
}

/// As [`explain`], as much of each criterion as `telling` says (by its place among the enabled ones, and the unit),
/// each unit made into something by `finish` before the next is begun, so that what is told need not be kept.
pub(in crate::assess) fn explain_each<T: Send>(
    rules: &RuleSet,
    units: &Units,
    a: &Assessment,
    units_asked: &[usize],
    lang: Lang,
    telling: impl Fn(usize, usize) -> Telling + Sync,
    finish: impl Fn(usize, Vec<Why>) -> T + Sync,
) -> Vec<T> {
    let criteria: Vec<(usize, &Criterion, Uses)> = a
        .criteria
        .iter()
        .filter_map(|&place| Some((place, rules.criteria.get(place)?)))
        .map(|(place, criterion)| (place, criterion, uses::of_criterion(rules, criterion)))
        .collect();
    let explain_run = |run: Range<usize>| -> Vec<T> {
        let block = Block::new(rules, units, run.clone());
        let speaker = Speaker { block: &block, lang, asks: asking_words(lang).0 };
        let asked = |at: usize| run.clone().any(|unit| telling(at, unit) != Telling::Nothing);
        let judged: Vec<Option<Judged>> =
            criteria.iter().enumerate().map(|(at, (_, it, _))| asked(at).then(|| Judged::of(&block, it))).collect();
        let why = |unit: usize, at: usize| {
            let ((place, _, used), judged) = (criteria.get(at)?, judged.get(at)?.as_ref()?);
            let telling = telling(at, unit);
            let possible = a.possible.get(at).and_then(|column| column.get(unit)).copied().unwrap_or_default();
            let grade = a.settled.get(at).and_then(|column| column.get(unit)).copied().flatten();
            let (row, whole) = (unit - run.start, telling == Telling::Whole);
            (telling != Telling::Nothing).then(|| Why {
                criterion: *place,
                grade,
                possible,
                margin: if whole { judged.margin(&block, row, possible) } else { Vec::new() },
                reason: judged.reason(speaker, row, possible, grade),
                values: if whole { values::used(rules, units, unit, used, lang) } else { Vec::new() },
            })
        };
        run.clone().map(|unit| finish(unit, (0..criteria.len()).filter_map(|at| why(unit, at)).collect())).collect()
    };
    let explained: Vec<Vec<T>> = runs(units_asked, units.count).into_par_iter().map(explain_run).collect();
    explained.into_iter().flatten().collect()
}

/// The units asked, as runs of one after another, none longer than a block.
fn runs(asked: &[usize], count: usize) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for &unit in asked {
        match runs.last_mut() {
            Some(run) if run.end == unit && run.len() < BLOCK && unit < count => run.end += 1,
            // A unit that is not there gets a run of its own, in which everything is unknown.
            _ => runs.push(unit..unit + 1),
        }
    }
    runs
}

/// A criterion with all its parts evaluated.
struct Judged<'b> {
    applies: Option<CondPart<'b>>,
    suitable: CondPart<'b>,
    difficult: Option<CondPart<'b>>,
}

impl<'b> Judged<'b> {
    fn of(block: &'b Block<'_>, criterion: &'b Criterion) -> Judged<'b> {
        let part = |rule: &'b Rule| CondPart::of(block, &rule.cond, Scope::Unit);
        Judged {
            applies: criterion.applies.as_ref().map(part),
            suitable: part(&criterion.suitable),
            difficult: criterion.difficult.as_ref().map(part),
        }
    }

    /// Whether the condition for difficult has the last word: it does not hold, nor does the one for suitable.
    fn below_difficult(&self, row: usize) -> Option<&CondPart<'b>> {
        let fails = self.suitable.truth.get(row) == Some(false);
        self.difficult.as_ref().filter(|difficult| fails && difficult.truth.get(row) != Some(true))
    }

    fn margin(&self, block: &Block, row: usize, possible: Possible) -> Vec<Margin> {
        if possible.never_applies() {
            return Vec::new();
        }
        let decisive = self.below_difficult(row).unwrap_or(&self.suitable);
        margin::worse_ends(&margin::of_cond(block, decisive, row))
    }

    fn reason(&self, speaker: Speaker<'b>, row: usize, possible: Possible, grade: Option<Grade>) -> String {
        let lang = speaker.lang;
        let mut told = Vec::new();
        if possible.never_applies() {
            self.applies.iter().for_each(|applies| speaker.tell(applies, row, true, &mut told));
            // Where something does not apply nothing is asked: what stands there says why.
            let told: Vec<Statement> = told.into_iter().map(Statement::standing).collect();
            let why = joined(&told, lang);
            return lang.pick(format!("不适用：{why}"), format!("does not apply: {why}"));
        }
        let applies_unknown = self.applies.as_ref().filter(|applies| applies.truth.get(row).is_none());
        let harmless = !possible.has(Grade::Difficult) && !possible.has(Grade::Unsuitable);
        if !harmless {
            applies_unknown.iter().for_each(|applies| speaker.tell(applies, row, true, &mut told));
        }
        speaker.tell(&self.suitable, row, true, &mut told);
        let minimum = Speaker { asks: asking_words(lang).1, ..speaker };
        let open = self.suitable.truth.get(row).is_none();
        let difficult = self.difficult.as_ref().filter(|difficult| open && difficult.truth.get(row).is_none());
        difficult.or(self.below_difficult(row)).iter().for_each(|part| minimum.tell(part, row, true, &mut told));
        let why = match told.is_empty() {
            true => lang.pick("符合要求", "met").to_string(),
            false => joined(&told, lang),
        };
        match grade.map(|grade| grade.label()) {
            _ if harmless && applies_unknown.is_some() => lang.pick(
                format!("{why}（是否适用未定，不影响结果）"),
                format!("{why} (whether it applies is open, and makes no difference)"),
            ),
            Some(label) if possible.is_open() => {
                let label = label.get(lang);
                lang.pick(format!("{why}，暂按“{label}”计"), format!("{why}; counts as {label} until known"))
            }
            _ => why,
        }
    }
}
