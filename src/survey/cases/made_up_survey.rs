//! Made-up sheets read as a survey, and its parts in short, for the tests of this folder.

use super::made_up::dictionary;
use crate::rules::dictionary::{Complete, Dictionary};
use crate::rules::value::Value;
use crate::survey::Survey;
use crate::survey::UnitRows;
use crate::survey::finding::Finding;
use crate::survey::grid::Sheet;
use crate::survey::identity::assemble::{FileRead, assemble};
use crate::survey::options::Duplicates;
use crate::survey::table::names::Names;
use crate::survey::table::read_file::read_sheets;
use jiff::civil::Date;
use std::sync::Arc;

pub fn read_with(dictionary: &Dictionary, files: &[(&str, Vec<Sheet>)], duplicates: Duplicates) -> Survey {
    let names = Names::new(dictionary);
    let read = files.iter().map(|(name, sheets)| {
        let name: Arc<str> = Arc::from(*name);
        let read = read_sheets(&name, sheets, &names, Date::constant(2021, 6, 1), None);
        let sheets = sheets.iter().map(|sheet| sheet.name.clone()).zip(read).collect();
        FileRead { name, sheets, ..FileRead::default() }
    });
    assemble(read.collect(), dictionary, duplicates).unwrap()
}

pub fn read(sheet: Sheet) -> Survey {
    read_files(&[("甲.xlsx", vec![sheet])])
}

pub fn read_files(files: &[(&str, Vec<Sheet>)]) -> Survey {
    read_with(&dictionary(Complete::Unit), files, Duplicates::Report)
}

/// A value as these tests write it: `1.1`, `1~2`, `是`, `#0` for the first choice, `` for unknown.
pub fn show(value: &Value) -> String {
    match value {
        Value::Unknown => String::new(),
        Value::Foreign => "foreign".into(),
        Value::Number(bounds) => bounds.to_string(),
        Value::Choice(choice) => format!("#{choice}"),
        Value::Several { must, may } => format!("{must:b}/{may:b}"),
        Value::Flag(flag) => if *flag { "是" } else { "否" }.into(),
        Value::Text(text) => text.to_string(),
    }
}

/// Each unit with its values of these fields: `甲/1/1: 6, 1.1`.
pub fn units(survey: &Survey, fields: &[&str]) -> Vec<String> {
    let dictionary = dictionary(Complete::Unit);
    let columns: Vec<usize> = fields.iter().map(|id| dictionary.field(id).unwrap()).collect();
    let value = |unit: usize, column: &usize| show(&survey.units.fields[*column].values.get(unit));
    let line = |unit: usize| {
        let values: Vec<String> = columns.iter().map(|column| value(unit, column)).collect();
        format!("{}: {}", survey.units.name(unit), values.join(", "))
    };
    (0..survey.units.count).map(line).collect()
}

/// Each unit's pipes as `kind distance`, `?` for what may or may not exist; the unit alone where its list is unknown.
pub fn pipes(survey: &Survey) -> Vec<String> {
    let list = &survey.units.lists[0];
    let item = |at: usize| {
        let value = |field: usize| show(&list.fields[field].values.get(at));
        format!("{} {}{}", value(0), value(1), if list.sure[at] { "" } else { "?" })
    };
    let line = |unit: usize| {
        let items: Vec<String> = list.of(unit).map(item).collect();
        let known = if list.known[unit] { "known" } else { "unknown" };
        format!("{} {known} [{}]", survey.units.name(unit), items.join(", "))
    };
    (0..survey.units.count).map(line).collect()
}

/// Codes and cells of the findings: `S051 C4`.
pub fn told(survey: &Survey) -> Vec<String> {
    let place = |finding: &Finding| match finding.cell {
        Some((row, Some(column))) => format!(" {}", crate::survey::finding::cell_name(row, column)),
        Some((row, None)) => format!(" {row}"),
        None => String::new(),
    };
    survey.findings.iter().map(|finding| format!("{}{}", finding.code, place(finding))).collect()
}

pub fn message(survey: &Survey, code: &str) -> String {
    survey.findings.iter().find(|finding| finding.code == code).unwrap().message.zh.clone()
}

pub fn suggestion(survey: &Survey, code: &str) -> String {
    let finding = survey.findings.iter().find(|finding| finding.code == code).unwrap();
    finding.suggestion.as_ref().unwrap().zh.clone()
}

pub fn rows_of(survey: &Survey, file: usize) -> UnitRows {
    survey.books.files[file].rows
}
