//! What `diff --format json` prints: the shape is fixed, keys and ids English.

use super::between::Between;
use super::comparison_json::by_class;
use super::told_cause::{ToldCause, told};
use crate::study::diff::{Because, Diff, Moved, RulesDiff};
use serde_json::{Value, json};

/// The document.
pub fn document(between: &Between) -> Value {
    let Diff { came, went, lifted, moved, changed, both, rules, .. } = between.diff;
    let names = |side: usize, units: &[usize]| units.iter().map(|&unit| between.name(side, unit)).collect::<Vec<_>>();
    let atoms = match rules {
        RulesDiff::Atoms(difference) => (0..difference.atoms.len()).map(Because::Rule).collect(),
        RulesDiff::Unlike(_) => vec![Because::Dictionary],
    };
    let lift = |side: usize| {
        let of = lifted.iter().filter(|unit| between.diff.runs[side].has_lift(unit[side]));
        of.map(|unit| between.name(1, unit[1])).collect::<Vec<_>>()
    };
    let side = |side: usize| {
        let run = &between.diff.runs[side];
        json!({
            "run": between.names[side],
            "as_of": between.days[side],
            "version": run.version,
            "rules": { "id": run.rules.id, "title": run.rules.title, "version": run.rules.version },
            "units": run.units.count,
            "classes": by_class(&between.counts(side).0),
            "recorded": run.recorded.is_some(),
        })
    };
    let data = changed.iter().enumerate().map(|(at, changed)| {
        let mut told = cause(&told(between, Because::Data(at)));
        if let Some(told) = told.as_object_mut() {
            told.insert("unit".into(), between.name(1, changed.unit[1]).into());
        }
        told
    });
    json!({
        "from": side(0),
        "to": side(1),
        "both": both.len(),
        "came": names(1, came),
        "went": names(0, went),
        "got_lift": lift(1),
        "lost_lift": lift(0),
        "moved": moved.iter().map(|moved| of_moved(between, moved)).collect::<Vec<_>>(),
        "data": data.collect::<Vec<_>>(),
        "rules": atoms.into_iter().map(|because| cause(&told(between, because))).collect::<Vec<_>>(),
    })
}

/// A unit that moved. Causes of one `set` suffice together; where there are several sets, each suffices by itself.
pub fn of_moved(between: &Between, moved: &Moved) -> Value {
    let because = moved.sets.iter().zip(1..).flat_map(|(set, number)| {
        set.iter().map(move |&because| {
            let mut told = cause(&told(between, because));
            if let Some(told) = told.as_object_mut() {
                told.insert("set".into(), number.into());
            }
            told
        })
    });
    let mut document = json!({
        "unit": between.name(1, moved.unit[1]),
        "from": moved.from.id(),
        "to": moved.to.id(),
        "because": because.collect::<Vec<_>>(),
    });
    if let Some(document) = document.as_object_mut().filter(|_| !moved.smallest) {
        document.insert("minimal".into(), false.into());
    }
    document
}

fn cause(told: &ToldCause) -> Value {
    let ToldCause { kind, id, before, after, place, .. } = told;
    json!({ "kind": kind, "what": id, "where": place, "before": before, "after": after })
}
