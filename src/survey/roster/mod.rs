//! A roster, the list of all units there should be, held against the survey: which were surveyed, which were not,
//! which are on no list.
//!
//! What always holds: a roster is read like a survey and its keys are compared like a survey's; its books are its own
//! and stand beside the survey's; a pair of nearly equal keys is one finding. What is not surveyed is counted, not
//! found fault with. Deliberately absent: which near key is meant (`near.rs`), how any of it is shown.

pub(in crate::survey) mod near;

use crate::lang::Text;
use crate::rules::{Dictionary, Field};
use crate::survey::Survey;
use crate::survey::books::Books;
use crate::survey::finding::Finding;
use crate::survey::identity::key::{BETWEEN_PARTS, normal_key};
use crate::survey::identity::place_from;
use crate::survey::options::Options;
use crate::survey::read::{Progress, ReadError, read};
use crate::survey::units::{RowPlace, Units};
use crate::text;
pub(in crate::survey) use near::Near;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

/// What a survey comes to beside a roster.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// The units on the roster, in its order
    pub units: Units,
    /// What became of the roster's rows
    pub books: Books,
    /// For each unit on the roster, which unit of the survey it is; `None` where no survey has it
    pub surveyed: Vec<Option<usize>>,
    /// For each unit on the roster that was not surveyed, the unit of the survey that may be it under another key
    pub nearly: Vec<Option<usize>>,
    /// For each unit on the roster, whether it was not surveyed but stands in a survey, struck through
    pub withdrawn: Vec<bool>,
    /// The units of the survey that are not on the roster, in the order of the input
    pub not_on_roster: Vec<usize>,
}

impl Coverage {
    /// The units on the roster that no survey has, in its order.
    pub fn not_surveyed(&self) -> impl Iterator<Item = usize> {
        self.surveyed.iter().enumerate().filter(|(_, surveyed)| surveyed.is_none()).map(|(unit, _)| unit)
    }
}

/// Reads a roster, as a survey is read. What it says of a unit beside its name and its groups is nobody's concern
/// here, and neither are findings about that.
pub fn read_roster(
    inputs: &[PathBuf],
    dictionary: &Dictionary,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Survey, ReadError> {
    let options = Options { not_surveys: Vec::new(), ..options.clone() };
    let mut roster = read(inputs, dictionary, &options, progress)?;
    let names: Vec<&str> =
        dictionary.fields.iter().filter(|field| field.key || field.group).map(|field| field.id.as_str()).collect();
    roster.findings.retain(|finding| {
        // Of two key fields, the finding about a key that is not full names both.
        let of_a_name = finding.field.split(',').all(|field| field.is_empty() || names.contains(&field));
        of_a_name && !OF_NO_CONCERN.contains(&finding.code)
    });
    let twice: Vec<Finding> = (0..roster.units.count).flat_map(|unit| listed_twice(&roster.units, unit)).collect();
    roster.findings.extend(twice);
    Ok(roster)
}

/// Columns that are no field or are beside the point, rows that complete each other.
const OF_NO_CONCERN: [&str; 7] = ["S042", "S043", "S047", "S049", "S060", "S064", "S066"];

/// Holds a survey against a roster: its findings join the survey's, and what they come to is kept with it.
pub fn cover(survey: &mut Survey, roster: Survey, dictionary: &Dictionary) {
    let Survey { units: listed, findings, books, .. } = roster;
    let fields: Vec<&Field> = dictionary.key_fields().filter_map(|ix| dictionary.fields.get(ix)).collect();
    let (on_roster, in_survey) = (keys(&listed, &fields), keys(&survey.units, &fields));
    let by_key: HashMap<&str, usize> = in_survey.iter().enumerate().map(|(unit, key)| (key.as_str(), unit)).collect();
    let surveyed: Vec<Option<usize>> = on_roster.iter().map(|key| by_key.get(key.as_str()).copied()).collect();
    let mut is_listed = vec![false; survey.units.count];
    for unit in surveyed.iter().flatten() {
        if let Some(is_listed) = is_listed.get_mut(*unit) {
            *is_listed = true;
        }
    }
    let not_on_roster: Vec<usize> =
        is_listed.iter().enumerate().filter(|(_, listed)| !**listed).map(|(unit, _)| unit).collect();

    let of = |wanted: bool| {
        let keys = on_roster.iter().zip(&surveyed).enumerate();
        keys.filter(move |(_, (_, surveyed))| surveyed.is_some() == wanted).map(|(unit, (key, _))| (unit, key.as_str()))
    };
    let mut nearly = vec![None; listed.count];
    let mut told = Vec::new();
    if !not_on_roster.is_empty() {
        let (mut open, done) = (Near::new(of(false)), Near::new(of(true)));
        let key = |unit: usize| in_survey.get(unit).map_or("", String::as_str);
        // Who is like one in all but the way of writing has it before who differs.
        let alike: Vec<Option<usize>> = not_on_roster.iter().map(|&unit| open.take_alike(key(unit))).collect();
        for (&unit, alike) in not_on_roster.iter().zip(alike) {
            let key = key(unit);
            match alike.or_else(|| open.take_nearest(key)) {
                Some(near) => {
                    if let Some(nearly) = nearly.get_mut(near) {
                        *nearly = Some(unit);
                    }
                    told.extend(nearly_on_roster(&survey.units, unit, &listed, near));
                }
                None => told.extend(not_listed(&survey.units, unit, &listed, done.nearest(key))),
            }
        }
    }
    let struck: HashSet<&str> = survey.withdrawn.iter().map(|key| &**key).collect();
    let withdrawn = on_roster.iter().zip(&surveyed).map(|(key, at)| at.is_none() && struck.contains(key.as_str()));
    let withdrawn = withdrawn.collect();
    survey.findings.extend(told);
    survey.findings.extend(findings);
    survey.coverage = Some(Coverage { units: listed, books, surveyed, nearly, withdrawn, not_on_roster });
}

/// The keys of all units as they are compared.
pub(in crate::survey) fn keys(units: &Units, fields: &[&Field]) -> Vec<String> {
    let mut keys = vec![String::new(); units.count];
    for (nth, (field, column)) in fields.iter().zip(&units.keys).enumerate() {
        for (key, part) in keys.iter_mut().zip(column) {
            if nth > 0 {
                key.push(BETWEEN_PARTS);
            }
            key.push_str(&normal_key(field, part));
        }
    }
    keys
}

/// A finding about a unit's row.
fn about(units: &Units, unit: usize, place: RowPlace, code: &'static str, message: Text) -> Option<Finding> {
    let name = units.sheets.get(place.sheet as usize)?;
    let of_unit = units.name(unit);
    let finding =
        Finding::new(code, &name.file, &name.sheet, message).at(place.row, None).from_written(&*of_unit, &*of_unit);
    Some(Finding { unit: of_unit, ..finding })
}

/// A unit's first row.
fn first_row(units: &Units, unit: usize) -> Option<RowPlace> {
    units.rows.get(unit)?.first().copied()
}

/// Where a unit first stands on the roster, in both languages.
fn place_of(listed: &Units, unit: usize) -> Option<Text> {
    let place = first_row(listed, unit)?;
    let row = place.row;
    // No sheet of the survey is a sheet of the roster, so the file is always named.
    let named = |row: &str| place_from(&listed.sheets, u32::MAX, place.sheet, row);
    Some(Text { zh: named(&format!("第 {row} 行")), en: named(&format!("row {row}")) })
}

fn nearly_on_roster(units: &Units, unit: usize, listed: &Units, near: usize) -> Option<Finding> {
    let (mine, theirs, place) = (units.name(unit), listed.name(near), place_of(listed, near)?);
    let (zh, en) = (place.zh, place.en);
    let message = text!(
        "`{mine}` 不在门牌总表里；总表上相近的 `{theirs}`（{zh}）没有踏勘，可能就是它",
        "`{mine}` is not on the roster; `{theirs}` there ({en}) is nearly it and was not surveyed"
    );
    let finding = about(units, unit, first_row(units, unit)?, "S071", message)?;
    Some(finding.suggesting(text!("如果是同一个，请统一写法", "if they are one, write them alike")))
}

fn not_listed(units: &Units, unit: usize, listed: &Units, near: Option<usize>) -> Option<Finding> {
    let mine = units.name(unit);
    let message = text!("`{mine}` 不在门牌总表里", "`{mine}` is not on the roster");
    let suggestion = match near.and_then(|near| Some((listed.name(near), place_of(listed, near)?))) {
        Some((theirs, place)) => {
            let (zh, en) = (place.zh, place.en);
            text!(
                "总表上最接近的是 `{theirs}`（{zh}），它另有踏勘记录：请核对名称，确有这个门栋的补进总表",
                "the nearest on the roster is `{theirs}` ({en}), which was surveyed too: check the key, or add the unit to the roster"
            )
        }
        None => text!("请核对名称，确有这个门栋的补进总表", "check the key, or add the unit to the roster"),
    };
    Some(about(units, unit, first_row(units, unit)?, "S070", message)?.suggesting(suggestion))
}

/// One finding for each further row of a unit on the roster.
fn listed_twice(listed: &Units, unit: usize) -> Vec<Finding> {
    let Some((first, more)) = listed.rows.get(unit).and_then(|rows| rows.split_first()) else { return Vec::new() };
    let told = more.iter().filter_map(|place| {
        let (name, row) = (listed.name(unit), first.row);
        let zh = place_from(&listed.sheets, place.sheet, first.sheet, &format!("第 {row} 行"));
        let en = place_from(&listed.sheets, place.sheet, first.sheet, &format!("row {row}"));
        let message = text!(
            "门牌总表里 `{name}` 不止一行，{zh}已有，只算一个",
            "`{name}` is on the roster more than once, first in {en}; it counts once"
        );
        about(listed, unit, *place, "S072", message)
    });
    told.collect()
}

#[cfg(test)]
mod tests;
