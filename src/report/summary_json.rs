//! `summary.json`: the figures, for programs. Keys are English; shares are fractions of one, to six places.

use super::Answers;
use super::figures::preliminary::LISTED;
use super::figures::{Figures, Lacking, Preliminary, Tallied};
use super::findings_csv::severity;
use super::remedies::json as remedies_json;
use crate::rules::ruleset::Grade;
use crate::run::manifest::inputs_of;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Writes the figures.
pub fn write(out: &mut dyn Write, answers: &Answers, figures: &Figures) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &summary(answers, figures))?;
    out.write_all(b"\n")
}

/// The document.
pub fn summary(answers: &Answers, figures: &Figures) -> Value {
    let Answers { rules, survey, .. } = answers;
    let groups = figures.groups.iter().map(|group| {
        let values = group.values.iter().map(|(value, tallied)| {
            let mut of = Map::new();
            of.insert("value".into(), if value.is_empty() { Value::Null } else { value.as_str().into() });
            of.extend(tally(tallied));
            Value::Object(of)
        });
        json!({ "field": group.field, "label": group.label, "values": values.collect::<Vec<_>>() })
    });
    let criteria = figures.criteria.iter().map(|criterion| {
        let [suitable, difficult, unsuitable] = criterion.grades;
        json!({
            "id": criterion.id,
            "title": criterion.title,
            "grades": {
                "suitable": suitable, "difficult": difficult, "unsuitable": unsuitable, "n/a": criterion.not_applicable,
            },
            "open": criterion.open,
            "decides": criterion.decides,
            "decides_alone": criterion.decides_alone,
        })
    });
    let findings = figures
        .findings
        .iter()
        .map(|finding| json!({ "code": finding.code, "severity": severity(finding.severity), "title": finding.title.get(answers.lang), "count": finding.count }));
    let counted = |list: &[(String, u64)], name: &str| -> Vec<Value> {
        list.iter().map(|(id, units)| json!({ name: id, "units": units })).collect()
    };
    let mut document = Map::new();
    document.insert("rules".into(), json!({ "id": rules.id, "title": rules.title, "version": rules.version }));
    document.extend(tally(&figures.all));
    document.insert("with_lift".into(), Value::Object(tally(&figures.with_lift)));
    document.insert("groups".into(), groups.collect());
    document.insert("criteria".into(), criteria.collect());
    document.insert("escalations".into(), counted(&figures.escalations, "id").into());
    document.insert("missing".into(), figures.missing.iter().map(lacking).collect());
    if !rules.remedies.is_empty() {
        document.insert("remedies".into(), remedies_json::totals(rules, &figures.remedies));
    }
    document.insert("trust".into(), figures.trust.json());
    if let Some(preliminary) = &figures.preliminary {
        document.insert("preliminary".into(), differing(answers, preliminary));
    }
    document.insert("findings".into(), findings.collect());
    if let Some(coverage) = &figures.coverage {
        document.insert("roster".into(), coverage.json());
    }
    if let Some(decisions) = &figures.decisions {
        document.insert("decisions".into(), decisions.json());
    }
    if let Some(since) = &figures.since {
        document.insert("since".into(), since.json.clone());
    }
    let inputs = inputs_of(&survey.books, answers.lang);
    document.insert("books".into(), json!({ "files": inputs, "total": total(&inputs) }));
    Value::Object(document)
}

fn lacking(lacking: &Lacking) -> Value {
    let places: Vec<Value> = lacking
        .places
        .iter()
        .map(|(place, units)| json!({ "value": (!place.is_empty()).then_some(place), "units": units }))
        .collect();
    let mut map = Map::new();
    map.insert("field".into(), lacking.id.as_str().into());
    map.insert("units".into(), lacking.units.into());
    map.insert("alone".into(), lacking.alone.into());
    if !places.is_empty() {
        map.insert("places".into(), places.into());
    }
    Value::Object(map)
}

/// What surveyors thought beside what came out: all counts, and the units of which the two differ, as many as are
/// listed.
fn differing(answers: &Answers, preliminary: &Preliminary) -> Value {
    let pairs = Grade::ALL.into_iter().flat_map(|theirs| Grade::ALL.map(|computed| (theirs, computed)));
    let counts = pairs.map(|(theirs, computed)| {
        json!({
            "preliminary": theirs.id(), "class": computed.id(), "units": preliminary.count(theirs, computed),
        })
    });
    let units = preliminary.differ.iter().take(LISTED).map(|&(unit, theirs)| {
        json!({
            "unit": answers.survey.units.name(unit),
            "preliminary": theirs.id(),
            "class": answers.assessment.class.get(unit).map(|class| class.id()),
            "settled": answers.assessment.is_settled(unit),
        })
    });
    json!({
        "compared": preliminary.compared(),
        "differ": preliminary.differ.len(),
        "counts": counts.collect::<Vec<_>>(),
        "units": units.collect::<Vec<_>>(),
    })
}

fn tally(tallied: &Tallied) -> Map<String, Value> {
    let counted = |units: u64| json!({ "units": units, "share": share(units, tallied.units) });
    let classes: Map<String, Value> =
        Grade::ALL.into_iter().map(|class| (class.id().to_string(), counted(tallied.of(class)))).collect();
    let mut map = Map::new();
    map.insert("units".into(), tallied.units.into());
    map.insert("classes".into(), Value::Object(classes));
    map.insert("settled".into(), counted(tallied.settled));
    map.insert("open".into(), counted(tallied.units - tallied.settled));
    map
}

/// A share of one; of nothing, none.
fn share(part: u64, whole: u64) -> Option<f64> {
    // Counts are far below 2^53, so nothing is lost.
    (whole > 0).then(|| (part as f64 / whole as f64 * 1e6).round() / 1e6)
}

fn total(inputs: &[crate::run::manifest::Input]) -> Value {
    let sum = |get: fn(&crate::run::manifest::Input) -> u64| inputs.iter().map(get).sum::<u64>();
    json!({
        "rows": {
            "found": sum(|file| file.rows.found),
            "assessed": sum(|file| file.rows.assessed),
            "rejected": sum(|file| file.rows.rejected),
            "merged": sum(|file| file.rows.merged),
            "withdrawn": sum(|file| file.rows.withdrawn),
            "unread": sum(|file| file.rows.unread),
            "mending": sum(|file| file.rows.mending),
        },
        "list_rows": {
            "found": sum(|file| file.list_rows.found),
            "joined": sum(|file| file.list_rows.joined),
            "rejected": sum(|file| file.list_rows.rejected),
            "withdrawn": sum(|file| file.list_rows.withdrawn),
            "mending": sum(|file| file.list_rows.mending),
        },
    })
}
