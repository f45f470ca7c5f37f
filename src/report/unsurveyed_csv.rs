//! `unsurveyed.csv`: the units on the roster that no survey has, in the order of the roster: whoever goes out next
//! takes this along. There is one only where there is a roster.

use super::Answers;
use super::coverage::group_value;
use super::csv_text::{BOM, cell, into_io, writer};
use crate::rules::FieldIx;
use crate::survey::Coverage;
use std::io::{self, Write};

/// Writes them: the key as the roster has it, the groups the roster names, where it stands there, and the surveyed
/// unit that may be it under another key, and whether a survey has it struck through.
pub fn write(out: &mut dyn Write, answers: &Answers, coverage: &Coverage) -> io::Result<()> {
    let dictionary = &answers.rules.dictionary;
    let is_key = |ix: &FieldIx| dictionary.fields.get(*ix).is_some_and(|field| field.key);
    let groups: Vec<FieldIx> = dictionary.group_fields().filter(|ix| !is_key(ix)).collect();
    let id = |ix: FieldIx| dictionary.fields.get(ix).map_or("", |field| field.id.as_str());
    let header = dictionary.key_fields().map(id).chain(groups.iter().map(|&ix| id(ix)));
    out.write_all(BOM)?;
    let mut rows = writer(out);
    rows.write_record(header.chain(["file", "sheet", "row", "nearest", "withdrawn"])).map_err(into_io)?;
    for unit in coverage.not_surveyed() {
        let units = &coverage.units;
        let keys = units.keys.iter().map(|column| column.get(unit).map_or(String::new(), |key| key.to_string()));
        let mut texts: Vec<String> = keys.collect();
        texts.extend(groups.iter().map(|&ix| group_value(answers, units, ix, unit)));
        let place = units.rows.get(unit).and_then(|rows| rows.first());
        let sheet = place.and_then(|place| units.sheets.get(place.sheet as usize));
        texts.push(sheet.map_or(String::new(), |sheet| sheet.file.to_string()));
        texts.push(sheet.map_or(String::new(), |sheet| sheet.sheet.to_string()));
        texts.push(place.map_or(String::new(), |place| place.row.to_string()));
        let nearest = coverage.nearly.get(unit).copied().flatten();
        texts.push(nearest.map_or(String::new(), |nearest| answers.survey.units.name(nearest)));
        texts.push(coverage.withdrawn.get(unit).copied().unwrap_or(false).to_string());
        rows.write_record(texts.iter().map(|text| cell(text).into_owned())).map_err(into_io)?;
    }
    rows.flush()
}
