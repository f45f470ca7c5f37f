//! The stories of some units as JSON: for each its name, the escalations that hold, its criteria, what was decided, and
//! what would help.
//!
//! What always holds: a text that recurs stands once in a chunk, and is meant by its place; a cell's text is cut, and
//! its cell is named beside it. Values of what does not apply are of no concern and left out. Deliberately absent: the
//! rows (`data`).

use super::inert;
use crate::lang::Lang;
use crate::report::Answers;
use crate::report::public::{Story, Told, ToldDecision, ToldValue};
use crate::report::remedies::{self, Reader};
use crate::report::unit_table::UnitTable;
use crate::study::remedies::Help;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io;

/// Units whose stories are parsed together.
pub const CHUNK: usize = 40;
/// Characters of a cell's text that are shown; the cell is named beside it.
const WRITTEN: usize = 300;

/// These stories.
pub fn json(answers: &Answers, table: &UnitTable, stories: &[Story]) -> io::Result<String> {
    let mut strings = Strings::default();
    let help = |story: &Story| table.help(story.unit).map_or(Vec::new(), |help| remedies(answers, help));
    let units = stories.iter().map(|story| unit_of(answers, story, help(story), &mut strings)).collect();
    inert::json(&Chunk { units, strings: strings.texts })
}

#[derive(Serialize)]
struct Chunk<'a> {
    units: Vec<UnitOf<'a>>,
    strings: Vec<Cow<'a, str>>,
}

/// Its name (by which a test or a reader finds it), escalations, criteria, decision, remedies.
type UnitOf<'a> = (&'a str, Vec<String>, Vec<CriterionOf<'a>>, Option<String>, Vec<String>);

/// Place among the criteria, grade (3: does not apply), possible grades, whether it decides, reason, values.
type CriterionOf<'a> = (usize, usize, u8, u8, usize, Vec<ValueOf<'a>>);

/// Label, value as understood; what was written, the sheet, the cell.
#[derive(Serialize)]
#[serde(untagged)]
enum ValueOf<'a> {
    Known(usize, usize),
    Written(usize, usize, usize, usize, &'a str),
}

/// Texts that recur, each once.
#[derive(Default)]
pub struct Strings<'a> {
    places: HashMap<Cow<'a, str>, usize>,
    pub texts: Vec<Cow<'a, str>>,
}

impl<'a> Strings<'a> {
    /// Where the text stands.
    pub fn place(&mut self, text: impl Into<Cow<'a, str>>) -> usize {
        let text = text.into();
        if let Some(&place) = self.places.get(&text) {
            return place;
        }
        self.texts.push(text.clone());
        self.places.insert(text, self.texts.len() - 1);
        self.texts.len() - 1
    }
}

/// What would help, a line each.
fn remedies(answers: &Answers, help: &Help) -> Vec<String> {
    let told = remedies::told(answers.rules, help, Reader::Public);
    told.iter().map(|told| remedies::short(told, answers.lang)).collect()
}

fn unit_of<'a>(answers: &Answers, story: &'a Story, remedies: Vec<String>, strings: &mut Strings<'a>) -> UnitOf<'a> {
    let lang = answers.lang;
    let escalated = story.escalated.iter().map(|(label, to)| format!("{label} → {}", to.label().get(lang)));
    let criteria = story.criteria.iter().map(|told| criterion_of(told, strings)).collect();
    let decision = story.decision.as_ref().map(|decision| decided(decision, lang));
    (&story.name, escalated.collect(), criteria, decision, remedies)
}

/// `适合加装，与评估不同。某街道办 2021-06-12：已与燃气公司商定移位`
fn decided(decision: &ToldDecision, lang: Lang) -> String {
    let ToldDecision { class, reason, by, date, state } = decision;
    let (class, state) = (class.label(), state.label());
    let mut told = lang.pick(format!("{}，{}", class.zh, state.zh), format!("{}, {}", class.en, state.en));
    let source: Vec<Cow<str>> = [by, date].into_iter().filter(|part| !part.is_empty()).map(|part| cut(part)).collect();
    if !source.is_empty() {
        told.push_str(lang.pick("。", ". "));
        told.push_str(&source.join(" "));
    }
    if !reason.is_empty() {
        told.push_str(if source.is_empty() { lang.pick("。", ". ") } else { lang.pick("：", ": ") });
        told.push_str(&cut(reason));
    }
    told
}

fn criterion_of<'a>(told: &'a Told, strings: &mut Strings<'a>) -> CriterionOf<'a> {
    // Where something does not apply, the reason says why.
    let shown: &[ToldValue] = if told.possible.never_applies() { &[] } else { &told.values };
    let values = shown.iter().map(|value| value_of(value, strings)).collect();
    let grade = told.grade.map_or(3, |grade| grade as usize);
    (told.criterion, grade, told.possible.0, told.decides.into(), strings.place(&told.reason), values)
}

fn value_of<'a>(value: &'a ToldValue, strings: &mut Strings<'a>) -> ValueOf<'a> {
    let (label, shown) = (strings.place(&value.label), strings.place(&value.shown));
    match &value.written {
        None => ValueOf::Known(label, shown),
        Some((written, place)) => {
            let (sheet, cell) = place.rsplit_once(" › ").unwrap_or(("", place));
            ValueOf::Written(label, shown, strings.place(cut(written)), strings.place(sheet), cell)
        }
    }
}

/// A text of a cell, which may be as long as somebody's patience, short enough for a page.
fn cut(text: &str) -> Cow<'_, str> {
    match text.chars().nth(WRITTEN) {
        Some(_) => text.chars().take(WRITTEN).chain(['…']).collect::<String>().into(),
        None => text.into(),
    }
}
