//! What stands in a cell of the ledger: in people's words, numbers as numbers in the unit of measure of the header.
//!
//! What always holds: what is not known is blank; a number within bounds is a text, `1.05~1.10`; nothing is rounded. A
//! text that is none of a field's choices stands in quotes, so that it is not lost and not taken for a choice. A unit
//! that has a lift already shows no class, since the counts leave it out too: who filters a class gets what they say.

use super::columns::Column;
use crate::assess::explain::shown;
use crate::lang::{Lang, Text};
use crate::quantity::{Bounds, Decimal, Dimension};
use crate::report::Answers;
use crate::report::figures::has_lift;
use crate::report::unit_table::{Decided, Source, TableCell, UnitTable};
use crate::rules::ruleset::Grade;
use crate::rules::{RuleSet, Value};
use crate::survey::cell::words;
use crate::text;
use jiff::civil::Date;
use std::borrow::Cow;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing, or not known
    Blank,
    /// A text
    Text(Cow<'a, str>),
    /// An exact number
    Number(f64),
    /// A day
    Day(Date),
    /// A class, and whether it is settled
    Class(Grade, bool),
    /// A criterion's grade (`None`: does not apply), and whether it is settled
    Grade(Option<Grade>, bool),
}

/// What stands in a unit's cell.
pub fn cell<'a>(answers: &Answers<'a>, table: &'a UnitTable<'a>, column: &Column<'a>, unit: usize) -> Cell<'a> {
    let Answers { assessment, lang, rules, .. } = *answers;
    let settled = assessment.is_settled(unit);
    let class = |grades: &[Grade], sure| grades.get(unit).map_or(Cell::Blank, |&grade| Cell::Class(grade, sure));
    match column.of.source {
        Source::Class | Source::Best | Source::Worst if has_lift(answers, unit) => Cell::Text(lift_words(lang).into()),
        Source::Settled if has_lift(answers, unit) => Cell::Blank,
        Source::Class => class(&assessment.class, true),
        Source::Best => class(&assessment.best, settled),
        Source::Worst => class(&assessment.worst, settled),
        Source::Deciding => listed(table.deciding(unit).iter().map(|id| decider(rules, id, lang)), lang),
        Source::Missing => listed(table.missing(unit).iter().map(|id| lacking(rules, id, lang)), lang),
        Source::Grade(at) => {
            let open = assessment.possible.get(at).and_then(|sets| sets.get(unit)).is_some_and(|set| set.is_open());
            let grade = assessment.settled.get(at).and_then(|grades| grades.get(unit));
            grade.map_or(Cell::Blank, |&grade| Cell::Grade(grade, !open))
        }
        Source::Field(at) => value(answers, column, at, unit),
        Source::Decided(what @ (Decided::Class | Decided::State)) => {
            let decision = answers.survey.decisions.as_ref().and_then(|decisions| decisions.of(unit));
            match (decision, what) {
                (None, _) => Cell::Blank,
                (Some(decision), Decided::Class) => Cell::Class(decision.class, decision.state().in_force()),
                (Some(decision), _) => Cell::Text(decision.state().label().get(lang).to_string().into()),
            }
        }
        _ => match table.cell(column.of, unit) {
            TableCell::Blank => Cell::Blank,
            TableCell::Text(text) => Cell::Text(text),
            TableCell::Number(bounds) => Cell::Text(bounds.to_string().into()),
            TableCell::Flag(flag) => Cell::Text(shown::flag(flag).get(lang).to_string().into()),
        },
    }
}

fn value<'a>(answers: &Answers<'a>, column: &Column<'a>, at: usize, unit: usize) -> Cell<'a> {
    let (Some(field), Some(values)) = (column.field, answers.survey.units.fields.get(at)) else { return Cell::Blank };
    // Nobody measured the 200 metres that 无 stands for. None of something that is counted is 0, which is a number.
    if let (Value::Number(bounds), Some(origin)) = (values.values.get(unit), values.origin(unit))
        && bounds != Bounds::exact(Decimal::ZERO)
        && origin.says_none(field, bounds)
    {
        return Cell::Text(words::clean(&origin.written).into());
    }
    match (values.values.get(unit), &column.measure) {
        (Value::Unknown, _) => Cell::Blank,
        (Value::Number(bounds), Some(measure)) => match bounds.value() {
            Some(value) if measure.dimension == Dimension::Date => {
                day(bounds).map_or_else(|| Cell::Text(measure.show(value).into()), Cell::Day)
            }
            Some(value) => Cell::Number(measure.in_unit(value).micros() as f64 / 1e6),
            None => Cell::Text(measure.show_bare(bounds).into()),
        },
        (Value::Choice(choice), _) => {
            let choice = field.kind.choices().and_then(|choices| choices.get(usize::from(choice)));
            // As the survey has it, in English too: what is in the ledger is held against the survey.
            choice.map_or(Cell::Blank, |choice| Cell::Text(choice.shown().into()))
        }
        (value, _) => Cell::Text(shown::value(field, &value, values.origin(unit), answers.lang).into()),
    }
}

/// What stands in place of the class of a unit that has a lift already.
pub fn lift_words(lang: Lang) -> &'static str {
    lang.pick("已有电梯", "has a lift")
}

/// A day that spreadsheets have; before 1900 they have none.
fn day(bounds: Bounds) -> Option<Date> {
    let days = bounds.value()?.micros() / 1_000_000;
    let span = jiff::Span::new().try_days(days).ok()?;
    let day = Date::constant(1970, 1, 1).checked_add(span).ok()?;
    (1900..=9999).contains(&day.year()).then_some(day)
}

fn listed(names: impl Iterator<Item = String>, lang: Lang) -> Cell<'static> {
    let names: Vec<String> = names.collect();
    if names.is_empty() { Cell::Blank } else { Cell::Text(names.join(lang.pick("、", ", ")).into()) }
}

/// What decides, as people know it: a criterion's title, an escalation's label.
pub fn decider(rules: &RuleSet, id: &str, lang: Lang) -> String {
    if let Some(criterion) = rules.criteria.iter().find(|criterion| criterion.id == id) {
        return criterion.title.clone();
    }
    let line = id.strip_prefix("escalate.").and_then(|id| rules.escalations.iter().find(|line| line.id == id));
    let name = line.map_or(id, |line| line.label.as_deref().unwrap_or(&line.id));
    lang.pick(format!("加重：{name}"), format!("escalated: {name}"))
}

/// What is missing, as people know it.
pub fn lacking(rules: &RuleSet, id: &str, lang: Lang) -> String {
    // What `missing` says where nothing of the survey is to blame.
    if id == "rules" && rules.dictionary.field(id).is_none() {
        return lang.pick("规则尚不能定论", "the rules leave it open").into();
    }
    rules.dictionary.label(id)
}

/// The words of a grade in a cell: `较难`, `暂按较难`, `不适用`.
pub fn grade_words(grade: Option<Grade>, settled: bool) -> Text {
    let words = match grade {
        None => text!("不适用", "n/a"),
        Some(Grade::Suitable) => text!("适合", "suitable"),
        Some(Grade::Difficult) => text!("较难", "difficult"),
        Some(Grade::Unsuitable) => text!("不适合", "unsuitable"),
    };
    if settled {
        return words;
    }
    let Text { zh, en } = words;
    text!("暂按{zh}", "counts as {en}")
}
