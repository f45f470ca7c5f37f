//! Answers → one file a format: what people and programs open.
//!
//! [`unit_table`] is the one place that says which columns a unit's row has; `units_csv` and `units_parquet` write it.
//! [`figures`] counts; `summary_json` and `terminal` show the counts. [`form`] makes the empty survey form. [`outputs`] is the list of
//! all files of a run, [`public`] what is told to everybody, [`groups`] puts units together, [`palette`] has the colours.
//! What always holds: the same answers give the same bytes, however many threads there are; nothing here holds the
//! clock. Deliberately absent: deciding anything, and where files go (`run` opens them).

pub mod city;
pub mod class_table;
mod corrections_doubts;
pub mod corrections_xlsx;
pub mod coverage;
pub mod csv_text;
pub mod decision_figures;
pub mod decisions_csv;
pub mod figures;
pub mod findings_csv;
pub mod form;
pub mod groups;
pub mod ledger;
pub mod map;
pub mod notice;
pub mod numbers;
pub mod outputs;
pub mod page;
pub mod paint;
pub mod palette;
pub mod paper;
mod policy;
pub mod public;
pub mod rejected_csv;
pub mod remedies;
pub mod rulebook;
pub mod study;
pub mod summary;
pub mod summary_json;
pub mod terminal;
pub mod trust;
pub mod unit_table;
mod unit_words;
pub mod units_csv;
pub mod units_parquet;
pub mod unsurveyed_csv;
pub mod wishes;
pub mod workbook;

use crate::assess::Assessment;
use crate::lang::Lang;
use crate::rules::RuleSet;
use crate::survey::{Finding, Survey};
use std::collections::HashMap;

/// All that a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Answers<'a> {
    /// By which rules
    pub rules: &'a RuleSet,
    /// From what survey
    pub survey: &'a Survey,
    /// With what outcome
    pub assessment: &'a Assessment,
    /// In which language texts are
    pub lang: Lang,
}

impl<'a> Answers<'a> {
    /// The findings of reading and of assessing together, in the order of the input: file, sheet, row, column, code.
    pub fn findings(&self) -> Vec<&'a Finding> {
        let mut files: HashMap<&str, usize> = HashMap::new();
        let mut sheets: HashMap<(&str, &str), usize> = HashMap::new();
        // The roster's files come after the survey's, those of decisions last.
        let roster = self.survey.coverage.iter().flat_map(|coverage| &coverage.books.files);
        let decisions = self.survey.decisions.iter().flat_map(|decisions| &decisions.books.files);
        for (at, file) in self.survey.books.files.iter().chain(roster).chain(decisions).enumerate() {
            files.entry(&file.name).or_insert(at);
            for (at, (sheet, ..)) in file.sheets.iter().enumerate() {
                sheets.entry((&file.name, sheet)).or_insert(at);
            }
        }
        let place = |finding: &Finding| {
            // Those about no file of the survey come last; those about a file before those about its sheets.
            let file = files.get(&*finding.file).copied().unwrap_or(usize::MAX);
            let sheet = sheets.get(&(&*finding.file, &*finding.sheet)).copied();
            (file, sheet, finding.cell, finding.code)
        };
        let mut findings: Vec<&Finding> = self.survey.findings.iter().chain(&self.assessment.findings).collect();
        findings.sort_by_cached_key(|finding| place(finding));
        findings
    }
}

#[cfg(test)]
mod tests;
