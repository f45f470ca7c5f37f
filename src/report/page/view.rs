//! What stands in the page before its script runs: figures, tables with bars, and the frame of the table of units.
//!
//! What always holds: all of it comes from [`Figures`]; texts of others are escaped by the template. Deliberately
//! absent: rows of units (`data`, the scripts), the tables' own rows (`rows`).

use super::data::{Data, data};
use super::inert;
use super::map::Map;
use super::remedies::{RemediesView, remedies};
use super::rows::{
    Area, Areas, CoverageView, CriterionRow, DecidedView, LackingRow, Links, Segment, TrustRow, areas, bar, coverage,
    criteria, decided, in_filter, lacking, share, trust,
};
use super::style;
use super::trials::{self, Trials};
use super::words::Words;
use crate::report::figures::Figures;
use crate::report::groups;
use crate::report::numbers::grouped;
use crate::report::outputs::Made;
use crate::report::{Answers, policy};
use crate::rules::FieldIx;
use crate::rules::ruleset::Grade;
use askama::Template;
use std::io::{self, Write};

/// Missing data beyond these are folded away.
const LACKING_SHOWN: usize = 12;

/// Which page it is.
pub enum Kind {
    /// All units
    Whole,
    /// The figures alone, with the ways to units' pages, and links to the committees' pages: the committee's value, and
    /// the address
    Overview(Option<Vec<Vec<String>>>, Vec<(String, String)>),
    /// The units of the committee of that name
    OfGroup(String),
}

#[derive(Template)]
#[template(path = "page/page.html")]
struct Page<'a> {
    lang: &'static str,
    words: Words,
    policy: String,
    style: String,
    script: String,
    /// The committee whose page it is
    of: Option<&'a str>,
    rules: String,
    day: Option<String>,
    units: String,
    classes: Vec<ClassView>,
    whole: Vec<Segment>,
    settled: Part,
    open: Part,
    decided: Option<DecidedView>,
    /// Units that have a lift, where there are some
    with_lift: Option<String>,
    coverage: Option<CoverageView>,
    areas: Vec<Area>,
    area_label: String,
    overview: bool,
    criteria: Vec<CriterionRow>,
    idle: String,
    /// Escalations that hold for some units: name and units
    escalated: Vec<(String, String)>,
    lacking: Vec<LackingRow>,
    lacking_rest: Vec<LackingRow>,
    trust: Vec<TrustRow>,
    map: Option<Map>,
    /// Committees to choose from: what the filter calls it, and its name
    committees: Vec<(String, String)>,
    committee_label: String,
    /// What decides, to choose from: id and title
    deciders: Vec<(String, String)>,
    /// What is missing, to choose from: id and label
    lacks: Vec<(String, String)>,
    data: Option<Data>,
    /// What remedies would do, where something can be done
    remedies: Option<RemediesView>,
    /// Sliders, where parameters have a range
    trials: Option<trials::View>,
    /// Where an overview leads on to, as the content of a script block
    ways: Option<String>,
}

struct ClassView {
    id: &'static str,
    label: String,
    part: Part,
}

/// A number of units, its share, and the table of units with these alone.
struct Part {
    count: String,
    share: String,
    link: Option<String>,
}

/// Writes the page of these units.
pub fn write(
    out: &mut dyn Write,
    made: &Made,
    figures: &Figures,
    trials: &Trials,
    units: &[usize],
    kind: &Kind,
) -> io::Result<()> {
    page(made, figures, trials, units, kind)?.write_into(out)
}

/// The field of the residents' committee, where everybody may know it.
fn committee(answers: &Answers) -> Option<FieldIx> {
    public(answers, groups::committee(answers))
}

/// The field by which a survey of too many units is divided: the committee, or the estate where there is none.
pub fn divided_by(answers: &Answers) -> Option<FieldIx> {
    committee(answers).or_else(|| public(answers, groups::estate(answers)))
}

fn public(answers: &Answers, field: Option<FieldIx>) -> Option<FieldIx> {
    field.filter(|&ix| answers.rules.dictionary.fields.get(ix).is_some_and(|field| !field.private))
}

fn page<'a>(made: &Made, figures: &Figures, trials: &Trials, units: &[usize], kind: &'a Kind) -> io::Result<Page<'a>> {
    let Made { answers, table, wishes, .. } = made;
    let (rules, lang) = (answers.rules, answers.lang);
    let words = Words::of(lang);
    let (style, script) = (style::style(), script());
    let label = |field: Option<FieldIx>| {
        let field = field.and_then(|ix| rules.dictionary.fields.get(ix));
        field.map_or_else(String::new, |field| field.label.clone())
    };
    let overview = matches!(kind, Kind::Overview(..));
    let links = Links { table: !overview, apart: figures.with_lift.units > 0 };
    let committee = committee(answers);
    let committees = if committee.is_some() { groups::by(answers, committee, units) } else { Vec::new() };
    let map = (!overview).then(|| Map::of(answers, units));
    let data = map.as_ref().map(|map| data(answers, table, figures, units, &committees, map)).transpose()?;
    let ways = match kind {
        Kind::Overview(Some(ways), addresses) => {
            let ways: Vec<_> = addresses.iter().map(|(_, address)| address).zip(ways).collect();
            Some(inert::json(&ways)?)
        }
        _ => None,
    };
    let estate = public(answers, groups::estate(answers));
    // Within one committee the estates are what there is to compare.
    let (wide, narrow) = match (committee, kind) {
        (Some(committee), Kind::Whole | Kind::Overview(..)) => (Some(committee), estate),
        _ => (estate, None),
    };
    let addresses = match kind {
        Kind::Overview(_, addresses) => addresses.as_slice(),
        _ => &[],
    };
    let asked = Areas { links, addresses, wide_is_committee: wide == committee };
    let mut missing = lacking(figures, rules, links);
    let lacking_rest = missing.split_off(missing.len().min(LACKING_SHOWN));
    let (decisive, idle) = criteria(figures, links);
    let escalated: Vec<(String, String, u64)> = rules
        .escalations
        .iter()
        .zip(&figures.escalations)
        .map(|(line, (id, count))| (id.clone(), line.label.clone().unwrap_or_else(|| id.clone()), *count))
        .filter(|(.., count)| *count > 0)
        .collect();
    let deciding = figures.criteria.iter().filter(|it| it.decides > 0).map(|it| (it.id.clone(), it.title.clone()));
    let all = &figures.all;
    let part = |units: u64, link: &str, value: &str| Part {
        count: grouped(units),
        share: share(units, all.units),
        link: links.to(link, value),
    };
    Ok(Page {
        lang: lang.pick("zh-CN", "en"),
        policy: policy::policy(&style, Some(&script)),
        style,
        script,
        of: match kind {
            Kind::OfGroup(name) => Some(name),
            _ => None,
        },
        rules: format!("{} {}", rules.title, rules.version),
        day: wishes.dated.map(|day| day.to_string()),
        units: grouped(all.units),
        classes: Grade::ALL
            .map(|class| ClassView {
                id: class.id(),
                label: class.label().get(lang).to_string(),
                part: part(all.of(class), "class", class.id()),
            })
            .into(),
        whole: bar(all),
        settled: part(all.settled, "settled", "settled"),
        open: part(all.units - all.settled, "settled", "open"),
        decided: decided(answers, units, links),
        with_lift: (figures.with_lift.units > 0).then(|| grouped(figures.with_lift.units)),
        coverage: figures.coverage.as_ref().map(|covered| coverage(covered, lang)),
        areas: if wide.is_some() { areas(made, units, wide, narrow, &asked) } else { Vec::new() },
        area_label: label(wide),
        overview,
        criteria: decisive,
        idle: idle.join(words.comma),
        deciders: deciding
            .chain(escalated.iter().map(|(id, label, _)| (format!("escalate.{id}"), label.clone())))
            .collect(),
        escalated: escalated.into_iter().map(|(_, label, units)| (label, grouped(units))).collect(),
        lacking: missing,
        lacking_rest,
        trust: trust(&figures.trust, &words),
        lacks: figures.missing.iter().map(|of| (of.id.clone(), rules.dictionary.label(&of.id))).collect(),
        map: map.filter(|map| !map.is_empty()),
        committees: committees
            .iter()
            .map(|group| (in_filter(&group.value).to_string(), group.name(lang).to_string()))
            .collect(),
        committee_label: label(committee),
        remedies: remedies(answers, &figures.remedies, &words),
        trials: trials.view(answers, units, !overview)?,
        words,
        data,
        ways,
    })
}

/// The script: its files in one function, so that nothing of it is known outside.
fn script() -> String {
    let parts = [
        include_str!("figures.js"),
        include_str!("trials.js"),
        include_str!("overview.js"),
        include_str!("units.js"),
        include_str!("map.js"),
        include_str!("list.js"),
    ];
    policy::bare_lines(&format!("(() => {{\n\"use strict\";\n{}}})();\n", parts.concat()))
}
