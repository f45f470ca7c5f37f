//! How much of the roster was surveyed, counted: in all, and by the groups that the roster names.
//!
//! What always holds: surveyed and not surveyed add up to the units on the roster, in all and over the values of each
//! group. A group that the roster says nothing of (no column for the residents' committee) is left out rather than
//! made up from the survey.

use super::Answers;
use super::figures::shown;
use super::unit_table::value_cell;
use crate::rules::{FieldIx, Value};
use crate::survey::{Coverage, Units, normal_key};
use serde_json::{Map, Value as Json, json};
use std::collections::{HashMap, HashSet};

/// Coverage, counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CoverageFigures {
    /// The roster's files
    pub files: Vec<String>,
    /// All
    pub all: Covered,
    /// One a group field that the roster has values of
    pub groups: Vec<CoverageGroup>,
}

/// Units counted by whether they are on the roster and in the survey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Covered {
    /// On the roster
    pub units: u64,
    /// On the roster and in the survey
    pub surveyed: u64,
    /// In the survey and not on the roster
    pub not_on_roster: u64,
    /// Those of them that are nearly one that was not surveyed
    pub nearly: u64,
}

impl Covered {
    /// On the roster and in no survey.
    pub fn not_surveyed(&self) -> u64 {
        self.units - self.surveyed
    }
}

/// Coverage by the values of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverageGroup {
    /// The field's id
    pub field: String,
    /// The field's label
    pub label: String,
    /// Whether it is part of a unit's name
    pub key: bool,
    /// Its values as shown to people (empty: not known), those of the roster first and in its order
    pub values: Vec<(String, Covered)>,
}

impl CoverageFigures {
    /// Counts it.
    pub fn of(answers: &Answers, coverage: &Coverage) -> CoverageFigures {
        let all = counted(answers, coverage, None).into_iter().next().map(|(_, all)| all).unwrap_or_default();
        let dictionary = &answers.rules.dictionary;
        let groups = dictionary.group_fields().filter_map(|ix| {
            let field = dictionary.fields.get(ix)?;
            let named = coverage.units.fields.get(ix)?;
            (0..coverage.units.count).any(|unit| named.values.get(unit) != Value::Unknown).then(|| CoverageGroup {
                field: field.id.clone(),
                label: field.label.clone(),
                key: field.key,
                values: counted(answers, coverage, Some(ix)),
            })
        });
        CoverageFigures {
            files: coverage.books.files.iter().map(|file| file.name.to_string()).collect(),
            all,
            groups: groups.collect(),
        }
    }

    /// As `summary.json` has it.
    pub fn json(&self) -> Json {
        let groups = self.groups.iter().map(|group| {
            let values = group.values.iter().map(|(value, covered)| {
                let mut of = Map::new();
                of.insert("value".into(), if value.is_empty() { Json::Null } else { value.as_str().into() });
                of.extend(counts(covered));
                Json::Object(of)
            });
            json!({ "field": group.field, "label": group.label, "values": values.collect::<Vec<_>>() })
        });
        let mut document = Map::new();
        document.insert("files".into(), self.files.clone().into());
        document.extend(counts(&self.all));
        document.insert("groups".into(), groups.collect());
        Json::Object(document)
    }
}

fn counts(covered: &Covered) -> Map<String, Json> {
    [
        ("units", covered.units),
        ("surveyed", covered.surveyed),
        ("not_surveyed", covered.not_surveyed()),
        ("not_on_roster", covered.not_on_roster),
        ("nearly", covered.nearly),
    ]
    .into_iter()
    .map(|(name, count)| (name.to_string(), count.into()))
    .collect()
}

/// Units by the value of a field, written alike or not; a unit that is not on the roster by what the survey says.
/// All together where there is no field.
fn counted(answers: &Answers, coverage: &Coverage, field: Option<FieldIx>) -> Vec<(String, Covered)> {
    let value = |units: &Units, unit| field.map_or(String::new(), |field| group_value(answers, units, field, unit));
    let field = field.and_then(|field| answers.rules.dictionary.fields.get(field));
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut values: Vec<(String, Covered)> = Vec::new();
    let mut at = |value: String, add: &dyn Fn(&mut Covered)| {
        let alike = field.map_or(String::new(), |field| normal_key(field, &value));
        let place = *places.entry(alike).or_insert_with(|| {
            values.push((value, Covered::default()));
            values.len() - 1
        });
        if let Some((_, covered)) = values.get_mut(place) {
            add(covered);
        }
    };
    for (unit, surveyed) in coverage.surveyed.iter().enumerate() {
        at(value(&coverage.units, unit), &|covered| {
            covered.units += 1;
            covered.surveyed += u64::from(surveyed.is_some());
        });
    }
    let nearly: HashSet<usize> = coverage.nearly.iter().flatten().copied().collect();
    for &unit in &coverage.not_on_roster {
        at(value(&answers.survey.units, unit), &|covered| {
            covered.not_on_roster += 1;
            covered.nearly += u64::from(nearly.contains(&unit));
        });
    }
    values
}

/// What a unit's group is called.
pub fn group_value(answers: &Answers, units: &Units, field: FieldIx, unit: usize) -> String {
    let value = units.fields.get(field).map_or(Value::Unknown, |column| column.values.get(unit));
    let dictionary = &answers.rules.dictionary;
    dictionary
        .fields
        .get(field)
        .map_or(String::new(), |field| shown(dictionary, answers.lang, &field.id, value_cell(field, value)))
}
