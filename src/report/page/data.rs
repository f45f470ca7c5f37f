//! What the page's script shows: a row for each unit, and its story in chunks that are parsed when one is opened.
//!
//! What always holds: values come from [`crate::report::public`] alone; every unit stands in the rows once and in one
//! chunk once, in the same order. Texts that recur stand once, and are meant by their place. Deliberately absent: what
//! it looks like (`page.js`), and how it is made inert (`inert`).

use super::inert;
use super::map::Map;
use super::words::Words;
use crate::lang::Lang;
use crate::report::figures::Figures;
use crate::report::groups::{self, UnitGroup};
use crate::report::public::{Story, Told, ToldDecision, ToldValue, stories};
use crate::report::unit_table::UnitTable;
use crate::report::{Answers, figures};
use crate::rules::ruleset::{Binding, Criterion, Grade};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Units whose stories are parsed together.
const CHUNK: usize = 40;
/// Characters of a cell's text that are shown; the cell is named beside it.
const WRITTEN: usize = 300;

/// All data of a page, each as the content of a script block.
pub struct Data {
    /// Words, names, and a row for each unit
    pub rows: String,
    /// Stories, [`CHUNK`] units each
    pub chunks: Vec<String>,
}

/// The data of these units.
pub fn data(
    answers: &Answers,
    table: &UnitTable,
    figures: &Figures,
    units: &[usize],
    committees: &[UnitGroup],
    map: &Map,
) -> Data {
    let stories = stories(answers, units);
    let chunks = stories.chunks(CHUNK).map(|chunk| inert::json(&chunk_of(answers, chunk))).collect();
    let rows = inert::json(&rows(answers, table, figures, &stories, committees, map));
    Data { rows, chunks }
}

/// Texts that recur, each once.
#[derive(Default)]
struct Strings {
    places: HashMap<String, usize>,
    texts: Vec<String>,
}

impl Strings {
    fn place(&mut self, text: &str) -> usize {
        if let Some(&place) = self.places.get(text) {
            return place;
        }
        self.texts.push(text.to_string());
        self.places.insert(text.to_string(), self.texts.len() - 1);
        self.texts.len() - 1
    }
}

fn rows(
    answers: &Answers,
    table: &UnitTable,
    figures: &Figures,
    stories: &[Story],
    committees: &[UnitGroup],
    map: &Map,
) -> Value {
    let Answers { rules, lang, .. } = *answers;
    let mut reasons = Strings::default();
    // Criteria first, so that a decider's place is a criterion's place where it is one.
    let mut deciders: Vec<(String, String)> =
        rules.criteria.iter().map(|criterion| (criterion.id.clone(), criterion.title.clone())).collect();
    deciders.extend(
        rules
            .escalations
            .iter()
            .map(|line| (format!("escalate.{}", line.id), line.label.clone().unwrap_or_else(|| line.id.clone()))),
    );
    let decider: HashMap<&str, usize> = deciders.iter().enumerate().map(|(at, (id, _))| (id.as_str(), at)).collect();
    let mut lacking = Strings::default();
    figures.missing.iter().for_each(|of| {
        lacking.place(&of.id);
    });
    let committee_of: HashMap<usize, usize> =
        committees.iter().enumerate().flat_map(|(at, group)| group.units.iter().map(move |&unit| (unit, at))).collect();
    let mut row = |story: &Story, point: &Option<(i64, i64)>| {
        let why = |id: &String| {
            let at = *decider.get(id.as_str())?;
            let told = story.criteria.iter().find(|told| told.criterion == at);
            Some((at, told.map(|told| told.reason.as_str())))
        };
        let deciding = table.deciding(story.unit).iter().filter_map(why);
        let deciding: Vec<Value> = deciding
            .map(|(at, reason)| match reason {
                Some(reason) => json!([at, reasons.place(reason)]),
                None => json!([at]),
            })
            .collect();
        let missing: Vec<usize> = table.missing(story.unit).iter().map(|id| lacking.place(id)).collect();
        json!([
            story.name,
            story.class as usize,
            usize::from(story.settled),
            story.best as usize,
            story.worst as usize,
            usize::from(figures::has_lift(answers, story.unit)),
            committee_of.get(&story.unit),
            deciding,
            missing,
            point.map(|(x, y)| [x, y]),
        ])
    };
    let units: Vec<Value> = stories.iter().zip(&map.points).map(|(story, point)| row(story, point)).collect();
    let words = Words::of(lang);
    json!({
        "lang": lang.pick("zh-CN", "en"),
        "words": words,
        "chunk": CHUNK,
        "classes": Grade::ALL.map(|class| json!({ "id": class.id(), "label": class.label().get(lang) })),
        "committees": committees.iter().map(|group| groups::named(&group.value, lang)).collect::<Vec<_>>(),
        "criteria": rules.criteria.iter().map(|criterion| about(answers, criterion, &words)).collect::<Vec<_>>(),
        "deciders": deciders,
        "lacking": lacking.texts.iter().map(|id| json!([id, rules.dictionary.label(id)])).collect::<Vec<_>>(),
        "reasons": reasons.texts,
        "units": units,
    })
}

/// What is said of a criterion wherever it appears.
fn about(answers: &Answers, criterion: &Criterion, words: &Words) -> Value {
    let cite = criterion.cite.as_ref();
    let norm = cite.and_then(|cite| answers.rules.sources.get(cite.norm?));
    let binding = norm.and_then(|norm| norm.binding).map(|binding| match binding {
        Binding::Mandatory => words.mandatory,
        Binding::General => words.general,
        Binding::Policy => words.policy,
        Binding::Practice => words.practice,
    });
    json!({
        "title": criterion.title,
        "cite": cite.map(|cite| &cite.shown),
        "norm": norm.map(|norm| &norm.title),
        "binding": binding,
        "mandatory": norm.is_some_and(|norm| norm.binding == Some(Binding::Mandatory)),
        "caution": norm.and_then(|norm| norm.note.as_ref()),
        "note": criterion.note,
    })
}

fn chunk_of(answers: &Answers, stories: &[Story]) -> Value {
    let mut strings = Strings::default();
    let units: Vec<Value> = stories.iter().map(|story| one(answers, story, &mut strings)).collect();
    json!({ "strings": strings.texts, "units": units })
}

/// Its name (by which a test or a reader finds it), the escalations that hold, its criteria, what was decided of it.
fn one(answers: &Answers, story: &Story, strings: &mut Strings) -> Value {
    let lang = answers.lang;
    let escalated: Vec<String> =
        story.escalated.iter().map(|(label, to)| format!("{label} → {}", to.label().get(lang))).collect();
    let criteria: Vec<Value> = story.criteria.iter().map(|told| criterion(told, strings)).collect();
    json!([story.name, escalated, criteria, story.decision.as_ref().map(|decision| decided(decision, lang))])
}

/// `适合加装（与评估不同） 某街道办 2021-06-12：已与燃气公司商定移位`
fn decided(decision: &ToldDecision, lang: Lang) -> String {
    let ToldDecision { class, reason, by, date, state } = decision;
    let (class, state) = (class.label(), state.label());
    let mut told = lang.pick(format!("{}（{}）", class.zh, state.zh), format!("{} ({})", class.en, state.en));
    for part in [by, date].into_iter().filter(|part| !part.is_empty()) {
        told.push(' ');
        told.push_str(&cut(part));
    }
    if !reason.is_empty() {
        told.push_str(lang.pick("：", ": "));
        told.push_str(&cut(reason));
    }
    told
}

fn criterion(told: &Told, strings: &mut Strings) -> Value {
    // Where something does not apply, the reason says why; the values are of no concern.
    let shown: &[ToldValue] = if told.possible.never_applies() { &[] } else { &told.values };
    let values: Vec<Value> = shown.iter().map(|value| value_of(value, strings)).collect();
    json!([
        told.criterion,
        told.grade.map_or(3, |grade| grade as usize),
        told.possible.0,
        usize::from(told.decides),
        strings.place(&told.reason),
        values,
    ])
}

/// Label, value as understood; what was written, the sheet, the cell.
fn value_of(value: &ToldValue, strings: &mut Strings) -> Value {
    let (label, shown) = (strings.place(&value.label), strings.place(&value.shown));
    match &value.written {
        None => json!([label, shown]),
        Some((written, place)) => {
            let (sheet, cell) = place.rsplit_once(" › ").unwrap_or(("", place));
            json!([label, shown, strings.place(&cut(written)), strings.place(sheet), cell])
        }
    }
}

/// A text of a cell, which may be as long as somebody's patience, short enough for a page.
fn cut(text: &str) -> String {
    let mut cut: String = text.chars().take(WRITTEN).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}
