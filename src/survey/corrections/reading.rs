//! Reads all files of a survey, corrections among them: first each by itself, then once more those that are mended.
//!
//! What always holds: the result does not depend on threads; every row of corrections is counted as mending or as
//! rejected. Deliberately absent: units (`identity`).

use super::doubtful::{DoubtfulRow, doubtful_rows_of};
use super::{FilledRow, filled_rows, is_corrections, mend};
use crate::lang::Text;
use crate::survey::Survey;
use crate::survey::books::RejectedRow;
use crate::survey::files::SurveyFile;
use crate::survey::finding::{Finding, FindingSeverity};
use crate::survey::formats::open;
use crate::survey::grid::Sheet;
use crate::survey::identity::assemble::FileRead;
use crate::survey::options::Options;
use crate::survey::read::Progress;
use crate::survey::table::names::Names;
use crate::survey::table::read_file::read_sheets;
use crate::survey::table::{SheetRead, Told};
use crate::text;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// A file as read by itself.
#[derive(Debug, Default)]
pub struct ReadFile {
    /// Its tables
    pub read: FileRead,
    /// Why it could not be read to its end
    pub failed: Option<Text>,
    /// Its rows, if it is a workbook of corrections
    pub filled: Option<Vec<FilledRow>>,
    /// Rows that are doubtful by themselves
    pub doubtful: Vec<DoubtfulRow>,
    /// For each correction of it: why it was not used, if it was not
    refused: Vec<Option<Text>>,
    /// Corrections that contradict others, with their places among those of this file
    contradicted: Vec<(usize, Finding)>,
}

/// The rows asked for, by sheet.
type Asked = HashMap<usize, Rows>;

/// Rows, each perhaps for one of its cells.
type Rows = BTreeSet<(u32, Option<u32>)>;

/// Reads all files; those that corrections name, with what they say.
pub fn read_all(
    files: &[SurveyFile],
    names: &Names,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
) -> Vec<ReadFile> {
    let mut all: Vec<ReadFile> = files
        .par_iter()
        .enumerate()
        .map(|(nth, file)| {
            let read = read_one(nth, file, &[], names, options);
            let rows = read.read.sheets.iter().map(|(_, sheet)| sheet.unit_rows.found + sheet.list_rows.found).sum();
            progress(Progress::Read { file: file.name.clone(), rows });
            read
        })
        .collect();
    let filled: Vec<FilledRow> = all.iter().filter_map(|file| file.filled.clone()).flatten().collect();
    let by_file = by_file(files, &all, &filled);
    let again: Vec<(usize, ReadFile)> = by_file
        .par_iter()
        .map(|(nth, rows)| {
            let file = files.get(*nth).map(|file| read_one(*nth, file, &refs(&filled, rows), names, options));
            (*nth, file.unwrap_or_default())
        })
        .collect();
    let no_file = |row: &FilledRow| {
        let file = &row.file;
        text!("这次的调查表里没有读到 `{file}`", "`{file}` is not among the surveys that were read")
    };
    let mut refused: Vec<Option<Text>> = filled.iter().map(|row| Some(no_file(row))).collect();
    for ((_, rows), (nth, mut file)) in by_file.iter().zip(again) {
        for (row, why) in rows.iter().zip(std::mem::take(&mut file.refused)) {
            if let Some(slot) = refused.get_mut(*row) {
                *slot = why;
            }
        }
        for (row, finding) in std::mem::take(&mut file.contradicted) {
            let from = rows.get(row).and_then(|row| filled.get(*row));
            if let Some(told) = from.and_then(|row| sheet_of(&mut all, row)) {
                told.told.push(Told { finding, row: None });
            }
        }
        if let Some(slot) = all.get_mut(nth) {
            *slot = file;
        }
    }
    for (row, why) in filled.iter().zip(refused) {
        if let Some(sheet) = sheet_of(&mut all, row) {
            count(sheet, row, why);
        }
    }
    all
}

fn refs<'f>(filled: &'f [FilledRow], rows: &[usize]) -> Vec<&'f FilledRow> {
    rows.iter().filter_map(|row| filled.get(*row)).collect()
}

/// The files that are mended, in order, with the corrections of each.
fn by_file(files: &[SurveyFile], all: &[ReadFile], filled: &[FilledRow]) -> Vec<(usize, Vec<usize>)> {
    let places: HashMap<&str, usize> = files
        .iter()
        .zip(all)
        .enumerate()
        .filter(|(_, (_, read))| read.failed.is_none() && read.filled.is_none())
        .map(|(nth, (file, _))| (&*file.name, nth))
        .collect();
    let mut by_file: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    for (nth, row) in filled.iter().enumerate() {
        if let Some(file) = places.get(row.file.as_str()) {
            by_file.entry(*file).or_default().push(nth);
        }
    }
    by_file.into_iter().collect()
}

fn sheet_of<'a>(all: &'a mut [ReadFile], row: &FilledRow) -> Option<&'a mut SheetRead> {
    all.get_mut(row.place.0)?.read.sheets.get_mut(row.place.1).map(|(_, sheet)| sheet)
}

/// Enters a row of corrections into the books.
fn count(sheet: &mut SheetRead, row: &FilledRow, refused: Option<Text>) {
    sheet.unit_rows.found += 1;
    let Some(why) = refused else {
        sheet.unit_rows.mending += 1;
        return;
    };
    sheet.unit_rows.rejected += 1;
    let (Text { zh, en }, number) = (why, row.place.2);
    let message = text!("这一行改动没有采用：{zh}", "this correction was not used: {en}");
    let place = [row.file.clone(), row.sheet.clone(), row.row.map_or(String::new(), |row| row.to_string())];
    let finding = Finding::new("S074", &row.named.0, &row.named.1, message)
        .at(number, None)
        .from_written(place.join(" › "), "")
        .suggesting(text!(
            "请连同原来的调查表一起给出；原表改过的，用最新结果里的 corrections.xlsx 重填",
            "give the original survey too; where it has changed, fill in the corrections.xlsx of the latest run"
        ));
    sheet.told.push(Told { finding, row: None });
    let [file, of_sheet, of_row] = place;
    let fixed = super::FIXED.iter().map(|header| header.to_string()).zip([file, of_sheet, of_row, row.hash.clone()]);
    let filled = row
        .cells
        .iter()
        .filter_map(|(header, _, cell)| Some((header.clone(), super::doubtful::text_of(cell.as_ref()?, false))));
    sheet.rejected.push(RejectedRow {
        file: row.named.0.clone(),
        sheet: row.named.1.clone(),
        row: number,
        code: "S074",
        cells: fixed.chain(filled).collect(),
    });
}

/// Opens and reads one file, mended by `filled`.
fn read_one(nth: usize, file: &SurveyFile, filled: &[&FilledRow], names: &Names, options: &Options) -> ReadFile {
    let opened = open(file, options);
    let read = FileRead {
        name: file.name.clone(),
        bytes: opened.bytes,
        hash: opened.hash,
        findings: opened.findings,
        ..FileRead::default()
    };
    let mut out = ReadFile { read, ..ReadFile::default() };
    let mut sheets = match opened.sheets {
        Ok(sheets) => sheets,
        Err(error) => {
            let finding = Finding::new(error.code, &file.name, &Arc::from(""), error.message.clone());
            out.read.findings.push(Finding { suggestion: error.help, ..finding });
            out.read.failed = Some(error.message.clone());
            out.failed = Some(error.message);
            return out;
        }
    };
    if is_corrections(&sheets) {
        out.filled = Some(filled_rows(nth, &file.name, &sheets));
        out.read.sheets = sheets.iter().map(|sheet| (sheet.name.clone(), SheetRead::default())).collect();
        return out;
    }
    let mended = mend(&file.name, &mut sheets, filled, names, options.mapping.as_ref());
    let mut of_sheets = read_sheets(&file.name, &sheets, names, options.as_of, options.mapping.as_ref());
    let mut asked = Asked::new();
    for (nth, sheet) in of_sheets.iter().enumerate() {
        let asked = asked.entry(nth).or_default();
        asked.extend(sheet.told.iter().filter_map(|told| doubted(&told.finding)));
        asked.extend(sheet.rejected.iter().map(|row| (row.row, None)));
        asked.extend(mended.hashes.get(&nth).into_iter().flatten().map(|(row, _)| (*row, None)));
    }
    out.doubtful = doubtful_of(&file.name, &sheets, names, options, &asked, &mended.hashes);
    for (nth, finding) in mended.told {
        if let Some(sheet) = of_sheets.get_mut(nth) {
            let row = finding.cell.and_then(|(row, _)| kept(sheet, row));
            sheet.told.push(Told { finding, row });
        }
    }
    (out.refused, out.contradicted) = (mended.refused, mended.contradicted);
    out.read.sheets = sheets.iter().map(|sheet| sheet.name.clone()).zip(of_sheets).collect();
    out
}

fn kept(sheet: &SheetRead, row: u32) -> Option<(usize, usize)> {
    let mut tables = sheet.tables.iter().enumerate();
    tables.find_map(|(nth, table)| Some((nth, table.rows.iter().position(|kept| kept.row == row)?)))
}

/// The row, and perhaps the cell, that a finding casts doubt on.
fn doubted(finding: &Finding) -> Option<(u32, Option<u32>)> {
    finding.cell.filter(|_| finding.severity >= FindingSeverity::Warning)
}

fn doubtful_of(
    file: &Arc<str>,
    sheets: &[Sheet],
    names: &Names,
    options: &Options,
    asked: &Asked,
    mended: &HashMap<usize, HashMap<u32, String>>,
) -> Vec<DoubtfulRow> {
    let none = HashMap::new();
    let of_sheet = |(nth, sheet): (usize, &Sheet)| {
        let asked = asked.get(&nth).filter(|asked| !asked.is_empty())?;
        Some(doubtful_rows_of(file, sheet, names, options.mapping.as_ref(), asked, mended.get(&nth).unwrap_or(&none)))
    };
    sheets.iter().enumerate().filter_map(of_sheet).flatten().collect()
}

/// All doubtful rows of a survey in the order of the input: those found by themselves, and those of units whose rows
/// contradict each other, which are looked up once more.
pub fn doubtful_rows(
    survey: &Survey,
    files: &[SurveyFile],
    known: Vec<Vec<DoubtfulRow>>,
    filled: &[FilledRow],
    names: &Names,
    options: &Options,
) -> Vec<DoubtfulRow> {
    let has: HashSet<(&str, &str, u32)> =
        known.iter().flatten().map(|row| (&*row.file, &*row.sheet, row.row)).collect();
    let mut missing: HashMap<&str, HashMap<&str, Rows>> = HashMap::new();
    let mut ask = |file: &'_ str, sheet: &'_ str, row: u32, column: Option<u32>| {
        let read = survey.books.files.iter().find(|books| &*books.name == file);
        let sheet = read.and_then(|books| Some((&*books.name, &*books.sheets.iter().find(|s| &*s.0 == sheet)?.0)));
        if let Some((file, sheet)) = sheet.filter(|(file, sheet)| !has.contains(&(*file, *sheet, row))) {
            missing.entry(file).or_default().entry(sheet).or_default().insert((row, column));
        }
    };
    let contradicted: HashSet<&str> =
        survey.findings.iter().filter(|finding| finding.code == "S062").map(|finding| finding.unit.as_str()).collect();
    for finding in survey.findings.iter().filter(|finding| finding.code >= "S060" && finding.code < "S070") {
        if let Some((row, column)) = doubted(finding) {
            ask(&finding.file, &finding.sheet, row, column);
        }
        if let Some((file, sheet, row)) = &finding.against {
            ask(file, sheet, *row, None);
        }
    }
    for unit in (0..survey.units.count).filter(|_| !contradicted.is_empty()) {
        if !contradicted.contains(survey.units.name(unit).as_str()) {
            continue;
        }
        for place in survey.units.rows.get(unit).into_iter().flatten() {
            if let Some(sheet) = survey.units.sheets.get(place.sheet as usize) {
                ask(&sheet.file, &sheet.sheet, place.row, None);
            }
        }
    }
    let mut rows = known;
    let more: Vec<(usize, Vec<DoubtfulRow>)> = files
        .par_iter()
        .enumerate()
        .filter_map(|(nth, file)| {
            let asked = missing.get(&*file.name)?;
            let mut sheets = open(file, options).sheets.ok()?;
            let filled: Vec<&FilledRow> = filled.iter().filter(|row| row.file == *file.name).collect();
            let mended = mend(&file.name, &mut sheets, &filled, names, options.mapping.as_ref());
            let by_sheet = |(nth, sheet): (usize, &Sheet)| Some((nth, asked.get(&*sheet.name)?.clone()));
            let asked: Asked = sheets.iter().enumerate().filter_map(by_sheet).collect();
            Some((nth, doubtful_of(&file.name, &sheets, names, options, &asked, &mended.hashes)))
        })
        .collect();
    for (nth, more) in more {
        let Some(of_file) = rows.get_mut(nth) else { continue };
        of_file.extend(more);
        let sheets = survey.books.files.get(nth).map_or(&[][..], |books| &books.sheets);
        of_file.sort_by_key(|row| (sheets.iter().position(|s| s.0 == row.sheet), row.row));
        of_file.dedup_by(|a, b| (&a.sheet, a.row) == (&b.sheet, b.row));
    }
    rows.into_iter().flatten().collect()
}
