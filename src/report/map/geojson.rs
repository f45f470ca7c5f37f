//! `map.geojson`: RFC 7946, one feature a line, so that two runs can be compared with line tools.

use super::Position;
use crate::quantity::Decimal;
use crate::report::figures::{lift_of, shown};
use crate::report::public::ToldDecision;
use crate::report::unit_table::{TableColumn, UnitTable};
use crate::report::{Answers, public};
use crate::rules::Dictionary;
use crate::rules::ruleset::Grade;
use serde_json::{Map, Value};
use std::io::{self, Write};

/// Properties of every feature that are no fields of the dictionary.
const OWN: [&str; 2] = ["name", "label"];

/// Writes the map.
pub fn write(
    out: &mut dyn Write,
    answers: &Answers,
    table: &UnitTable,
    positions: &[Option<Position>],
) -> io::Result<()> {
    write!(out, "{{\"type\":\"FeatureCollection\",")?;
    if let Some([west, south, east, north]) = bounds(positions) {
        write!(out, "\"bbox\":[{west},{south},{east},{north}],")?;
    }
    write!(out, "\"features\":[")?;
    let columns = columns(answers, table);
    let sentences = public::sentences(answers, table);
    for (unit, (position, sentence)) in positions.iter().zip(&sentences).enumerate() {
        out.write_all(if unit == 0 { b"\n" } else { b",\n" })?;
        write!(out, "{{\"type\":\"Feature\",\"geometry\":")?;
        match position {
            // Decimals write themselves exactly, and are numbers as JSON has them.
            Some((longitude, latitude)) => {
                write!(out, "{{\"type\":\"Point\",\"coordinates\":[{longitude},{latitude}]}}")?;
            }
            None => write!(out, "null")?,
        }
        write!(out, ",\"properties\":")?;
        serde_json::to_writer(&mut *out, &properties(answers, table, &columns, unit, sentence))?;
        write!(out, "}}")?;
    }
    out.write_all(b"\n]}\n")
}

/// West, south, east, north.
fn bounds(positions: &[Option<Position>]) -> Option<[Decimal; 4]> {
    let of = |get: fn(&Position) -> Decimal| positions.iter().flatten().map(get);
    let (longitudes, latitudes) = (|| of(|at| at.0), || of(|at| at.1));
    Some([longitudes().min()?, latitudes().min()?, longitudes().max()?, latitudes().max()?])
}

/// The columns of keys and groups that everybody may see, and how the properties are called.
pub(super) fn columns<'t>(answers: &Answers, table: &'t UnitTable) -> Vec<(String, &'t TableColumn)> {
    let dictionary = &answers.rules.dictionary;
    let fields = dictionary.key_fields().chain(dictionary.group_fields());
    let mut columns: Vec<(String, &TableColumn)> = Vec::new();
    for field in fields.filter_map(|ix| dictionary.fields.get(ix)) {
        let column = table.columns().iter().find(|column| column.id == field.id && !column.private);
        // A field that is part of the name and groups too is one property.
        if let Some(column) = column.filter(|column| columns.iter().all(|(_, other)| other.id != column.id)) {
            columns.push((property(&field.id), column));
        }
    }
    columns
}

/// The property that a field is.
pub(super) fn property(field: &str) -> String {
    if OWN.contains(&field) { format!("field.{field}") } else { field.to_string() }
}

/// Whether the map says of each unit if it has a lift already.
pub(super) fn tells_lifts(dictionary: &Dictionary) -> bool {
    let field = dictionary.field(crate::report::figures::HAS_LIFT).and_then(|ix| dictionary.fields.get(ix));
    field.is_some_and(|field| !field.private)
}

fn properties(
    answers: &Answers,
    table: &UnitTable,
    columns: &[(String, &TableColumn)],
    unit: usize,
    sentence: &str,
) -> Map<String, Value> {
    let Answers { rules, assessment, lang, .. } = *answers;
    let mut properties = Map::new();
    let mut add = |name: &str, value: Value| drop(properties.insert(name.to_string(), value));
    let text = |text: String| if text.is_empty() { Value::Null } else { text.into() };
    let class = |grades: &[Grade]| grades.get(unit).copied();
    let id = |class: Option<Grade>| class.map_or(Value::Null, |class| class.id().into());
    add("name", public::name(answers, unit).into());
    for (name, column) in columns {
        add(name, text(shown(&rules.dictionary, lang, &column.id, table.cell(column, unit))));
    }
    add("class", id(class(&assessment.class)));
    add("label", class(&assessment.class).map_or(Value::Null, |class| class.label().get(lang).into()));
    add("best_class", id(class(&assessment.best)));
    add("worst_class", id(class(&assessment.worst)));
    add("settled", assessment.is_settled(unit).into());
    if tells_lifts(&rules.dictionary) {
        add("has_lift", lift_of(answers, unit).map_or(Value::Null, Value::from));
    }
    let between = lang.pick("、", ", ");
    add("deciding", text(public::deciding_titles(answers, table, unit).join(between)));
    let missing: Vec<String> = table.missing(unit).iter().map(|id| rules.dictionary.label(id)).collect();
    add("missing", text(missing.join(between)));
    add("reasons", text(sentence.to_string()));
    // Where a run was given decisions, every feature has the properties, so that a table of them has the columns.
    if answers.survey.decisions.is_some() {
        let decided = public::decision(answers, unit);
        let of = |get: fn(&ToldDecision) -> &str| decided.as_ref().map_or_else(String::new, |it| get(it).to_string());
        add("decision", id(decided.as_ref().map(|it| it.class)));
        add("decision_state", text(of(|it| it.state.id())));
        add("decision_reason", text(of(|it| &it.reason)));
        add("decision_by", text(of(|it| &it.by)));
        add("decision_date", text(of(|it| &it.date)));
    }
    properties
}
