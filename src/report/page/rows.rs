//! The rows of the page's tables of figures, each with the bar that shows it and the link to the units it counts.
//!
//! What always holds: bars are whole numbers out of [`WIDE`], so the same figures draw the same bars; a link to units
//! shows as many as the figure says. Deliberately absent: counting ([`Figures`]).

use super::words::Words;
use crate::lang::Lang;
use crate::report::Answers;
use crate::report::coverage::{CoverageFigures, Covered};
use crate::report::figures::{CriterionFigures, Figures, Lacking, Tallied, has_lift};
use crate::report::groups;
use crate::report::numbers::grouped;
use crate::report::outputs::Made;
use crate::report::policy;
use crate::report::trust::Trust;
use crate::rules::ruleset::Grade;
use crate::rules::{FieldIx, RuleSet};
use crate::survey::{Decision, DecisionState};

/// How wide a whole bar is, in its own measure.
pub const WIDE: u64 = 1000;

/// How figures lead to the units they count.
#[derive(Clone, Copy)]
pub struct Links {
    /// Whether there is a table of units in the page
    pub table: bool,
    /// Whether some units have a lift already, which figures leave out
    pub apart: bool,
}

impl Links {
    /// `#class=suitable&lift=no`
    pub fn to(self, filter: &str, value: &str) -> Option<String> {
        let apart = if self.apart { "&lift=no" } else { "" };
        self.table.then(|| format!("#{filter}={}{apart}", policy::in_address(value)))
    }
}

/// A part of a bar.
pub struct Segment {
    pub id: &'static str,
    pub from: u64,
    pub wide: u64,
}

/// A committee, or an estate of one.
pub struct Area {
    pub name: String,
    pub link: Option<String>,
    /// Units of each class
    pub classes: Vec<String>,
    pub total: String,
    pub open: String,
    pub bar: Vec<Segment>,
    pub estates: Vec<Area>,
}

/// What areas are made with.
pub struct Areas<'a> {
    pub links: Links,
    /// Pages of their own, by the area's value
    pub addresses: &'a [(String, String)],
    /// Whether the table of units can be filtered by them
    pub wide_is_committee: bool,
}

/// How one criterion weighs.
pub struct CriterionRow {
    pub title: String,
    pub link: Option<String>,
    pub decides: String,
    pub alone: String,
    pub open: String,
    pub bar_alone: u64,
    pub bar_others: u64,
}

/// What is missing.
pub struct LackingRow {
    pub label: String,
    pub link: Option<String>,
    pub count: String,
    pub bar: u64,
}

/// Something that was taken on trust.
pub struct TrustRow {
    pub label: String,
    /// Values; a dash where units are counted alone
    pub values: String,
    pub units: String,
    pub hint: &'static str,
}

/// What was decided beside the computed classes.
pub struct DecidedView {
    pub units: String,
    pub link: Option<String>,
    pub states: Vec<StateView>,
}

/// The decisions that stand so to the computed class.
pub struct StateView {
    pub id: &'static str,
    pub label: String,
    pub units: String,
    pub link: Option<String>,
}

/// How much of the roster was surveyed.
pub struct CoverageView {
    pub all: CoveredRow,
    pub label: String,
    pub rows: Vec<CoveredRow>,
}

/// The same of one area.
pub struct CoveredRow {
    pub name: String,
    pub units: String,
    pub surveyed: String,
    pub share: String,
    pub not_surveyed: String,
    pub not_on_roster: String,
    pub nearly: String,
    pub bar: u64,
}

/// `41.7%`
pub fn share(part: u64, whole: u64) -> String {
    if whole == 0 { "–".into() } else { format!("{:.1}%", part as f64 * 100.0 / whole as f64) }
}

/// The three classes side by side.
pub fn bar(tallied: &Tallied) -> Vec<Segment> {
    let mut sum = 0;
    let mut from = 0;
    let segments = Grade::ALL.map(|class| {
        sum += tallied.of(class);
        // The ends are rounded rather than the lengths: together they are as wide as the whole.
        let to = out_of(sum, tallied.units);
        let segment = Segment { id: class.id(), from, wide: to - from };
        from = to;
        segment
    });
    segments.into_iter().filter(|segment| segment.wide > 0).collect()
}

fn out_of(part: u64, whole: u64) -> u64 {
    (part * WIDE + whole / 2).checked_div(whole).unwrap_or(0)
}

/// What the filter of committees calls one. No value is a blank alone, so none is taken for what is not known.
pub fn in_filter(value: &str) -> &str {
    if value.is_empty() { " " } else { value }
}

/// Areas by a field and, within each, by a narrower one.
pub fn areas(made: &Made, units: &[usize], wide: Option<FieldIx>, narrow: Option<FieldIx>, asked: &Areas) -> Vec<Area> {
    let answers = &made.answers;
    let groups = groups::by(answers, wide, units);
    let area = |group: groups::UnitGroup| {
        let counted = group.units.iter().copied().filter(|&unit| !has_lift(answers, unit));
        let tallied = Tallied::of_units(answers, &counted.collect::<Vec<_>>());
        let own = asked.addresses.iter().find(|(value, _)| *value == group.value).map(|(_, address)| address.clone());
        let name = group.name(answers.lang).to_string();
        let filter = || asked.wide_is_committee.then(|| asked.links.to("committee", in_filter(&group.value))).flatten();
        let below = Areas { links: asked.links, addresses: &[], wide_is_committee: false };
        let estates = match narrow {
            Some(_) => areas(made, &group.units, narrow, None, &below),
            None => Vec::new(),
        };
        Area {
            link: own.or_else(filter),
            name,
            classes: tallied.classes.map(grouped).into(),
            total: grouped(tallied.units),
            open: grouped(tallied.units - tallied.settled),
            bar: bar(&tallied),
            estates,
        }
    };
    groups.into_iter().map(area).collect()
}

/// The criteria that hold units back or are open, those that decide most first; and the titles of the others.
pub fn criteria(figures: &Figures, links: Links) -> (Vec<CriterionRow>, Vec<String>) {
    let most = figures.criteria.iter().map(|criterion| criterion.decides).max().unwrap_or(0);
    let (mut weighing, idle): (Vec<_>, Vec<_>) =
        figures.criteria.iter().partition(|criterion| criterion.decides > 0 || criterion.open > 0);
    weighing.sort_by_key(|criterion| std::cmp::Reverse((criterion.decides, criterion.decides_alone)));
    let row = |criterion: &CriterionFigures| {
        let alone = out_of(criterion.decides_alone, most);
        CriterionRow {
            title: criterion.title.clone(),
            link: if criterion.decides > 0 { links.to("criterion", &criterion.id) } else { None },
            decides: grouped(criterion.decides),
            alone: grouped(criterion.decides_alone),
            open: grouped(criterion.open),
            bar_alone: alone,
            bar_others: out_of(criterion.decides, most) - alone,
        }
    };
    (weighing.into_iter().map(row).collect(), idle.into_iter().map(|criterion| criterion.title.clone()).collect())
}

/// What is missing, most first.
pub fn lacking(figures: &Figures, rules: &RuleSet, links: Links) -> Vec<LackingRow> {
    let most = figures.missing.first().map_or(0, |lacking| lacking.units);
    let row = |Lacking { id, units, .. }: &Lacking| LackingRow {
        label: rules.dictionary.label(id),
        link: links.to("missing", id),
        count: grouped(*units),
        bar: out_of(*units, most),
    };
    figures.missing.iter().map(row).collect()
}

/// What was taken on trust, as far as there is any.
pub fn trust(trust: &Trust, words: &Words) -> Vec<TrustRow> {
    let row = |label: String, values: Option<u64>, units: u64, hint: &'static str| {
        (units > 0)
            .then(|| TrustRow { label, values: values.map_or("–".into(), grouped), units: grouped(units), hint })
    };
    let approximate = [
        (words.approximate, trust.approximate, words.approximate_hint),
        (words.on_threshold, trust.on_threshold, words.on_threshold_hint),
        (words.class_rests, trust.class_rests, words.class_rests_hint),
    ];
    let mut rows: Vec<Option<TrustRow>> =
        approximate.into_iter().map(|(label, of, hint)| row(label.into(), Some(of.values), of.units, hint)).collect();
    rows.extend(trust.without_items.iter().map(|none| {
        let hint = if none.silence { words.silent_hint } else { words.none_hint };
        row(format!("{}{}{}", none.label, words.colon, words.none), None, none.units, hint)
    }));
    rows.push(row(words.foreign.into(), None, trust.foreign, words.foreign_hint));
    rows.into_iter().flatten().collect()
}

/// Decisions about these units, where there are some. Of units with a lift too: somebody decided about them.
pub fn decided(answers: &Answers, units: &[usize], links: Links) -> Option<DecidedView> {
    let decisions = answers.survey.decisions.as_ref()?;
    let states: Vec<DecisionState> = units.iter().filter_map(|&unit| decisions.of(unit)).map(Decision::state).collect();
    let links = Links { apart: false, ..links };
    let of_state = |state: DecisionState| {
        let units = states.iter().filter(|each| **each == state).count() as u64;
        (units > 0).then(|| StateView {
            id: state.id(),
            label: state_in_short(state, answers.lang),
            units: grouped(units),
            link: links.to("decided", state.id()),
        })
    };
    (!states.is_empty()).then(|| DecidedView {
        units: grouped(states.len() as u64),
        link: links.to("decided", "any"),
        states: DecisionState::ALL.into_iter().filter_map(of_state).collect(),
    })
}

/// How people know a state, without the explanation in brackets that the unit's story has.
pub fn state_in_short(state: DecisionState, lang: Lang) -> String {
    let label = state.label();
    label.get(lang).split(['（', '(']).next().unwrap_or_default().trim_end().to_string()
}

/// Coverage in all, and by the committees where the roster names them.
pub fn coverage(figures: &CoverageFigures, lang: Lang) -> CoverageView {
    let group = figures.groups.iter().find(|group| !group.key).or(figures.groups.first());
    let rows = group.map_or(&[][..], |group| &group.values);
    CoverageView {
        all: covered(String::new(), &figures.all),
        label: group.map_or_else(String::new, |group| group.label.clone()),
        rows: rows.iter().map(|(value, of)| covered(groups::named(value, lang).into(), of)).collect(),
    }
}

fn covered(name: String, of: &Covered) -> CoveredRow {
    CoveredRow {
        name,
        units: grouped(of.units),
        surveyed: grouped(of.surveyed),
        share: share(of.surveyed, of.units),
        not_surveyed: grouped(of.not_surveyed()),
        not_on_roster: grouped(of.not_on_roster),
        nearly: grouped(of.nearly),
        bar: out_of(of.surveyed, of.units),
    }
}
