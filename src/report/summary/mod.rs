//! `summary.xlsx`: what the support group brings to its meeting. One file a sheet.
//!
//! What always holds: every number is one of [`Figures`](super::figures::Figures), so that the workbook, `summary.json`
//! and the screen cannot differ; texts of the survey are texts; no value of a unit is told that is not told to
//! everybody ([`public`](super::public)); charts are drawn from cells that are there to be read, and show no more bars
//! than can be read. Deliberately absent: formulas, macros, the ledger of all units.

mod by_criterion;
mod by_group;
mod data_problems;
mod differing;
mod overview;
#[cfg(test)]
mod tests;
mod to_do;
mod to_improve;
mod to_measure;

use super::Answers;
use super::figures::Figures;
use super::paper::book::write_part;
use super::wishes::Wishes;
use super::workbook::looks::Looks;
use super::workbook::{new_workbook, sheet_name};
use crate::lang::Lang;
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use std::collections::HashSet;
use std::io::{self, Write};

/// What every sheet is made of.
struct Meeting<'a> {
    answers: &'a Answers<'a>,
    figures: &'a Figures,
    wishes: &'a Wishes,
    looks: Looks,
    lang: Lang,
}

/// Writes the workbook.
pub fn write(out: &mut dyn Write, answers: &Answers, figures: &Figures, wishes: &Wishes) -> io::Result<()> {
    let meeting = Meeting { answers, figures, wishes, looks: Looks::default(), lang: answers.lang };
    let bytes = filled(&meeting).and_then(|mut workbook| workbook.save_to_buffer()).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn filled(meeting: &Meeting) -> Result<Workbook, XlsxError> {
    let mut workbook = new_workbook(meeting.pick("加装电梯评估汇总", "summary of the assessment"))?;
    let mut names = Names::default();
    // The overview stands first, and shows what stands on a later sheet.
    names.add(&mut workbook, meeting.pick("总览", "overview"))?;
    let mut groups = Vec::new();
    for group in &meeting.figures.groups {
        let label = &group.label;
        let name = match meeting.lang {
            Lang::Zh => format!("按{label}"),
            Lang::En => format!("by {label}"),
        };
        let sheet = names.add(&mut workbook, &name)?;
        let rows = by_group::write(sheet, meeting, group)?;
        groups.push((sheet.name(), rows));
    }
    overview::write(workbook.worksheet_from_index(0)?, meeting, &groups)?;
    if let Some(since) = &meeting.figures.since {
        let sheet = names.add(&mut workbook, meeting.pick("与上次比", "since"))?;
        let (name, about) = (sheet.name(), since.notes.iter().map(String::as_str).collect::<Vec<&str>>());
        write_part(sheet, &since.part, &since.part.title, &about, &name, &meeting.looks, meeting.lang)?;
    }
    by_criterion::write(names.add(&mut workbook, meeting.pick("按评估项", "by criterion"))?, meeting)?;
    to_measure::write(names.add(&mut workbook, meeting.pick("待补测", "to measure"))?, meeting)?;
    if !meeting.answers.rules.remedies.is_empty() {
        to_improve::write(names.add(&mut workbook, meeting.pick("整改措施", "remedies"))?, meeting)?;
    }
    data_problems::write(names.add(&mut workbook, meeting.pick("数据问题", "data problems"))?, meeting)?;
    if let Some(preliminary) = meeting.figures.preliminary.as_ref().filter(|it| !it.differ.is_empty()) {
        let sheet = names.add(&mut workbook, meeting.pick("结论不一致", "differing"))?;
        differing::write(sheet, meeting, preliminary)?;
    }
    Ok(workbook)
}

/// The names of sheets so far, as Excel compares them.
#[derive(Default)]
struct Names(HashSet<String>);

impl Names {
    /// A sheet of that name, or of one like it where a sheet has it already: labels are the dictionary's.
    fn add<'w>(&mut self, workbook: &'w mut Workbook, name: &str) -> Result<&'w mut Worksheet, XlsxError> {
        let plain = sheet_name(name, "-");
        let mut name = plain.clone();
        let mut n = 1;
        while !self.0.insert(name.to_lowercase()) {
            n += 1;
            name = format!("{} {n}", plain.chars().take(26).collect::<String>());
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        Ok(sheet)
    }
}

impl Meeting<'_> {
    fn pick<T>(&self, zh: T, en: T) -> T {
        self.lang.pick(zh, en)
    }
}
