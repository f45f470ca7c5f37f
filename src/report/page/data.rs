//! What the page's script shows: a row for each unit, and its story in chunks that are parsed when one is opened.
//!
//! What always holds: values come from [`crate::report::public`] alone; every unit stands in the rows once and in one
//! chunk once, in the same order. Reasons that recur stand once, and are meant by their place. Stories are made and
//! written part by part on all threads, and what only a chunk shows of them is let go. Deliberately absent: what it
//! looks like (the scripts), how a story is written (`chunks`), and how it is made inert (`inert`).

use super::chunks::{self, CHUNK, Strings};
use super::inert;
use super::map::Map;
use super::rows::state_in_short;
use super::words::Words;
use crate::report::figures::Figures;
use crate::report::groups::UnitGroup;
use crate::report::public::{Story, stories};
use crate::report::unit_table::UnitTable;
use crate::report::{Answers, figures};
use crate::rules::ruleset::{Binding, Criterion, Grade};
use crate::survey::DecisionState;
use rayon::prelude::*;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io;

/// Units whose stories are held at once by a thread: some chunks.
const PART: usize = 5 * CHUNK;

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
) -> io::Result<Data> {
    let part = |part: &[usize]| -> io::Result<(Vec<String>, Vec<Story>)> {
        let mut stories = stories(answers, part);
        let chunks =
            stories.chunks(CHUNK).map(|chunk| chunks::json(answers, table, chunk)).collect::<io::Result<_>>()?;
        // A row tells the reasons of what decides, no more.
        for story in &mut stories {
            story.criteria.retain(|told| told.decides);
            story.criteria.iter_mut().for_each(|told| told.values = Vec::new());
        }
        Ok((chunks, stories))
    };
    let parts: Vec<(Vec<String>, Vec<Story>)> = units.par_chunks(PART).map(part).collect::<io::Result<_>>()?;
    let (chunks, stories): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    let stories: Vec<Story> = stories.into_iter().flatten().collect();
    let rows = inert::json(&rows(answers, table, figures, &stories, committees, map))?;
    Ok(Data { rows, chunks: chunks.into_iter().flatten().collect() })
}

/// What the script reads first.
#[derive(Serialize)]
struct Rows<'a> {
    lang: &'static str,
    words: Words,
    chunk: usize,
    classes: [Named; 3],
    /// Their values; empty: not known
    committees: Vec<&'a str>,
    criteria: Vec<About<'a>>,
    /// Ids and titles; criteria first, so that a decider's place is a criterion's place where it is one
    deciders: Vec<(String, &'a str)>,
    /// Ids and labels
    lacking: Vec<(Cow<'a, str>, String)>,
    states: [Named; 4],
    reasons: Vec<Cow<'a, str>>,
    units: Vec<Row<'a>>,
}

/// Name, class, whether settled, best, worst, whether it has a lift, committee, deciders (each with the place of its
/// reason, where it has one), missing data, metres on the map, and class and state of a decision.
type Row<'a> = (
    &'a str,
    usize,
    u8,
    usize,
    usize,
    u8,
    Option<usize>,
    Vec<Vec<usize>>,
    Vec<usize>,
    Option<(i64, i64)>,
    Option<(usize, usize)>,
);

#[derive(Serialize)]
struct Named {
    id: &'static str,
    label: String,
}

fn rows<'a>(
    answers: &Answers<'a>,
    table: &'a UnitTable,
    figures: &'a Figures,
    stories: &'a [Story],
    committees: &'a [UnitGroup],
    map: &Map,
) -> Rows<'a> {
    let Answers { rules, lang, .. } = *answers;
    let mut reasons = Strings::default();
    let mut deciders: Vec<(String, &str)> =
        rules.criteria.iter().map(|criterion| (criterion.id.clone(), criterion.title.as_str())).collect();
    let lines = rules.escalations.iter();
    deciders
        .extend(lines.map(|line| (format!("escalate.{}", line.id), line.label.as_ref().unwrap_or(&line.id).as_str())));
    let decider: HashMap<&str, usize> = deciders.iter().enumerate().map(|(at, (id, _))| (id.as_str(), at)).collect();
    let mut lacking = Strings::default();
    figures.missing.iter().for_each(|of| {
        lacking.place(&of.id);
    });
    let committee_of: HashMap<usize, usize> =
        committees.iter().enumerate().flat_map(|(at, group)| group.units.iter().map(move |&unit| (unit, at))).collect();
    let mut units: Vec<Row> = Vec::with_capacity(stories.len());
    for (story, point) in stories.iter().zip(&map.points) {
        let deciding = table.deciding(story.unit).iter().filter_map(|id| {
            let at = *decider.get(id.as_str())?;
            let told = story.criteria.iter().find(|told| told.criterion == at);
            Some([at].into_iter().chain(told.map(|told| reasons.place(&told.reason))).collect())
        });
        units.push((
            &story.name,
            story.class as usize,
            story.settled.into(),
            story.best as usize,
            story.worst as usize,
            figures::has_lift(answers, story.unit).into(),
            committee_of.get(&story.unit).copied(),
            deciding.collect(),
            table.missing(story.unit).iter().map(|id| lacking.place(id)).collect(),
            *point,
            story.decision.as_ref().map(|decision| (decision.class as usize, decision.state as usize)),
        ));
    }
    let words = Words::of(lang);
    Rows {
        lang: lang.pick("zh-CN", "en"),
        chunk: CHUNK,
        classes: Grade::ALL.map(|class| Named { id: class.id(), label: class.label().get(lang).into() }),
        committees: committees.iter().map(|group| group.value.as_str()).collect(),
        criteria: rules.criteria.iter().map(|criterion| about(answers, criterion, &words)).collect(),
        lacking: lacking.texts.into_iter().map(|id| (id.clone(), rules.dictionary.label(&id))).collect(),
        states: DecisionState::ALL.map(|state| Named { id: state.id(), label: state_in_short(state, lang) }),
        reasons: reasons.texts,
        words,
        deciders,
        units,
    }
}

/// What is said of a criterion wherever it appears.
#[derive(Serialize)]
struct About<'a> {
    title: &'a str,
    cite: Option<&'a str>,
    norm: Option<&'a str>,
    binding: Option<&'static str>,
    mandatory: bool,
    caution: Option<&'a str>,
    note: Option<&'a str>,
}

fn about<'a>(answers: &Answers<'a>, criterion: &'a Criterion, words: &Words) -> About<'a> {
    let cite = criterion.cite.as_ref();
    let norm = cite.and_then(|cite| answers.rules.sources.get(cite.norm?));
    let binding = norm.and_then(|norm| norm.binding).map(|binding| match binding {
        Binding::Mandatory => words.mandatory,
        Binding::General => words.general,
        Binding::Policy => words.policy,
        Binding::Practice => words.practice,
    });
    About {
        title: &criterion.title,
        cite: cite.map(|cite| cite.shown.as_str()),
        norm: norm.map(|norm| norm.title.as_str()),
        binding,
        mandatory: norm.is_some_and(|norm| norm.binding == Some(Binding::Mandatory)),
        caution: norm.and_then(|norm| norm.note.as_deref()),
        note: criterion.note.as_deref(),
    }
}
