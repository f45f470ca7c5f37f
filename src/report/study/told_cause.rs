//! Why a unit moved, in words: a cell of the survey, a line of the rules, the program.
//!
//! What always holds: what a private field holds is not told, only that it changed.

use super::between::Between;
use super::comparison_causes::atom_shown;
use super::named::said;
use super::told_data::data;
use crate::study::diff::{Because, Moved, RulesDiff};
use crate::text;

/// A cause in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldCause {
    /// `data`, `rules`, `program`
    pub kind: &'static str,
    /// By id, or by path in the rules file
    pub id: String,
    /// As people know it
    pub what: String,
    /// What changed, in words, where that is more than its name and both sides
    pub change: Option<String>,
    /// What it was; nothing where there was nothing, or where it is not told
    pub before: Option<String>,
    /// What it is
    pub after: Option<String>,
    /// Where: a cell, a line
    pub place: String,
}

impl ToldCause {
    /// `梯段净宽 1.05 m → 1.15 m`
    pub fn line(&self, between: &Between) -> String {
        match (&self.change, self.sides(between)) {
            (Some(change), _) => change.clone(),
            (None, None) => self.what.clone(),
            (None, Some([before, after])) => format!("{} {before} → {after}", self.what),
        }
    }

    /// What it was and what it is; nothing where neither is told.
    pub fn sides(&self, between: &Between) -> Option<[String; 2]> {
        let nothing = match self.kind {
            "rules" => between.pick("（没有）", "(none)"),
            _ => between.pick("未填", "(blank)"),
        };
        let shown = |side: &Option<String>| side.clone().unwrap_or_else(|| nothing.to_string());
        (self.before.is_some() || self.after.is_some()).then(|| [shown(&self.before), shown(&self.after)])
    }

    /// The same with its place.
    fn placed(&self, between: &Between) -> String {
        let (line, place) = (self.line(between), &self.place);
        match place.is_empty() {
            true => line,
            false => text!("{line}（{place}）", "{line} ({place})").get(between.lang).to_string(),
        }
    }
}

/// All causes of a unit's move: those that it takes together joined by +, what is enough by itself by `or`.
pub fn told_sets(between: &Between, moved: &Moved) -> String {
    let set = |set: &Vec<Because>| {
        set.iter()
            .map(|because| told(between, *because).placed(between))
            .collect::<Vec<_>>()
            .join(between.pick("＋", " + "))
    };
    let sets: Vec<String> = moved.sets.iter().map(set).collect();
    let told = sets.join(between.pick("；或 ", "; or "));
    match moved.smallest {
        true => told,
        false => format!("{told}{}", between.pick("（也许其中一部分就够）", " (some of it may be enough)")),
    }
}

/// One cause.
pub fn told(between: &Between, because: Because) -> ToldCause {
    match because {
        Because::Data(at) => between.diff.changed.get(at).map(|changed| data(between, changed)).unwrap_or_default(),
        Because::Rule(at) => rule(between, at),
        Because::Dictionary => ToldCause {
            kind: "rules",
            id: "fields".into(),
            what: between.pick("字段表不同", "the dictionaries differ").into(),
            ..ToldCause::default()
        },
        Because::Program(side, before, after) => {
            let [first, second] = &between.diff.runs;
            let version = if side == 0 { first.version } else { second.version };
            let own = env!("CARGO_PKG_VERSION");
            let label = |class: crate::rules::ruleset::Grade| class.label().get(between.lang).to_string();
            // The first run's class became this program's; this program's became the second run's.
            let (from, to) = if side == 0 { (version, own) } else { (own, version) };
            ToldCause {
                kind: "program",
                id: format!("{from} → {to}"),
                what: text!("程序 {from} → {to}", "program {from} → {to}").get(between.lang).to_string(),
                before: Some(label(before)),
                after: Some(label(after)),
                ..ToldCause::default()
            }
        }
    }
}

fn rule(between: &Between, at: usize) -> ToldCause {
    let RulesDiff::Atoms(difference) = &between.diff.rules else { return ToldCause::default() };
    let Some(atom) = difference.atoms.get(at) else { return ToldCause::default() };
    let [first, second] = &between.diff.runs;
    let all = |get: &dyn Fn(&crate::rules::difference::Part) -> String| {
        atom.parts.iter().map(get).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(between.pick("；", "; "))
    };
    let place = |part: &crate::rules::difference::Part| {
        let of = |side: Option<&crate::rules::difference::Said>, files| said(side, files, between.lang).1;
        match &part.after {
            Some(after) => of(Some(after), &second.rules.files),
            None => of(part.before.as_ref(), &first.rules.files),
        }
    };
    ToldCause {
        kind: "rules",
        id: all(&|part| part.path.clone()),
        what: all(&|part| part.about.get(between.lang).to_string()),
        change: Some(atom_shown(atom, between.lang)),
        before: Some(all(&|part| said(part.before.as_ref(), &first.rules.files, between.lang).0)),
        after: Some(all(&|part| said(part.after.as_ref(), &second.rules.files, between.lang).0)),
        place: all(&place),
    }
}
