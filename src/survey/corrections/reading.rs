//! Reads all files of a survey, corrections among them: first each by itself, then once more those that are mended.
//!
//! What always holds: the result does not depend on threads; every row of corrections is counted as mending or as
//! rejected. Deliberately absent: units (`identity`).

use super::asked::{Asked, Doubtful, doubted, doubtful_of};
use super::mend::Outcome;
use super::{FilledRow, Kind, filled_rows, is_corrections, kind_of, mend};
use crate::lang::Text;
use crate::survey::books::{RejectedRow, UnitRows};
use crate::survey::files::SurveyFile;
use crate::survey::finding::Finding;
use crate::survey::formats::open;
use crate::survey::grid::Sheet;
use crate::survey::identity::assemble::FileRead;
use crate::survey::options::Options;
use crate::survey::read::Progress;
use crate::survey::table::names::Names;
use crate::survey::table::read_file::read_sheets;
use crate::survey::table::{SheetRead, Told, is_blank_cell};
use crate::text;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A file as read by itself.
#[derive(Debug, Default)]
pub struct ReadFile {
    /// Its tables
    pub read: FileRead,
    /// Why it could not be read to its end
    pub failed: Option<Text>,
    /// Whether it is a workbook of corrections
    pub is_corrections: bool,
    /// Its rows, if it is
    pub filled: Vec<FilledRow>,
    /// Rows that are doubtful by themselves
    pub doubtful: Doubtful,
    /// For each correction of it what it came to
    outcomes: Vec<Outcome>,
    /// Corrections that contradict others, with their places among those of this file
    contradicted: Vec<(usize, Finding)>,
    /// Columns that people added to corrections of it, with a place among those
    added: Vec<(usize, u32)>,
}

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
            progress(Progress::Read { file: file.name.clone(), bytes: file.bytes(), rows });
            read
        })
        .collect();
    let mut filled: Vec<FilledRow> = all.iter_mut().flat_map(|file| std::mem::take(&mut file.filled)).collect();
    let by_file = by_file(files, &mut all, &mut filled);
    let again: Vec<(usize, ReadFile)> = by_file
        .par_iter()
        .map(|(nth, rows)| {
            let rows: Vec<&FilledRow> = rows.iter().filter_map(|row| filled.get(*row)).collect();
            let file = files.get(*nth).map(|file| read_one(*nth, file, &rows, names, options));
            (*nth, file.unwrap_or_default())
        })
        .collect();
    let no_file = |row: &FilledRow| {
        let file = &row.file;
        Some(text!("这次的调查表里没有读到 `{file}`", "`{file}` is not among the surveys that were read"))
    };
    let mut outcomes: Vec<Outcome> =
        filled.iter().map(|row| Outcome { of_list: None, refused: no_file(row) }).collect();
    let mut added: BTreeSet<(usize, usize, u32)> = BTreeSet::new();
    for ((_, rows), (nth, mut file)) in by_file.iter().zip(again) {
        let of = |row: usize| rows.get(row).and_then(|row| filled.get(*row));
        for (row, outcome) in rows.iter().zip(std::mem::take(&mut file.outcomes)) {
            if let Some(slot) = outcomes.get_mut(*row) {
                *slot = outcome;
            }
        }
        for (row, finding) in std::mem::take(&mut file.contradicted) {
            if let Some(sheet) = of(row).and_then(|row| sheet_of(&mut all, row)) {
                sheet.told.push(Told { finding, row: None });
            }
        }
        for (row, column) in std::mem::take(&mut file.added) {
            if let Some(row) = of(row).filter(|row| added.insert((row.place.0, row.place.1, column)))
                && let Some(sheet) = sheet_of(&mut all, row)
            {
                sheet.told.push(Told { finding: column_added(row, column), row: None });
            }
        }
        if let Some(slot) = all.get_mut(nth) {
            *slot = file;
        }
    }
    count_all(&mut all, &filled, outcomes);
    for row in filled {
        if let Some(file) = all.get_mut(row.place.0) {
            file.filled.push(row);
        }
    }
    all
}

/// The files that are mended, in order, with the corrections of each. A file is found by its name, or where folders were
/// given another way, by the end of its path that only one file has; the rows still have to be what they were.
fn by_file(files: &[SurveyFile], all: &mut [ReadFile], filled: &mut [FilledRow]) -> Vec<(usize, Vec<usize>)> {
    let can_be_mended = |read: &ReadFile| read.failed.is_none() && !read.is_corrections;
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut by_last: HashMap<&str, Vec<usize>> = HashMap::new();
    for (nth, (file, _)) in files.iter().zip(&*all).enumerate().filter(|(_, (_, read))| can_be_mended(read)) {
        places.insert(file.name.trim(), nth);
        by_last.entry(last_name(&file.name)).or_default().push(nth);
    }
    let ends_alike = |nth: usize, name: &str| {
        let other = files.get(nth).map_or("", |file| file.name.trim());
        let (long, short) = if other.len() > name.len() { (other, name) } else { (name, other) };
        long.strip_suffix(short).is_some_and(|rest| rest.ends_with('/'))
    };
    let mut by_file: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut renamed: BTreeSet<(usize, usize, &str)> = BTreeSet::new();
    let mut told = Vec::new();
    for (nth, row) in filled.iter_mut().enumerate() {
        let mut near = || {
            let alike = by_last.get(last_name(&row.file)).into_iter().flatten().copied();
            let alike: Vec<usize> = alike.filter(|file| ends_alike(*file, &row.file)).collect();
            let [file] = alike.as_slice() else { return None };
            let name = files.get(*file).map_or("", |file| &*file.name);
            if renamed.insert((row.place.0, row.place.1, name)) {
                told.push((row.place, renamed_file(row, name)));
            }
            Some(*file)
        };
        row.mends = places.get(row.file.as_str()).copied().or_else(&mut near);
        if let Some(file) = row.mends {
            by_file.entry(file).or_default().push(nth);
        }
    }
    for (place, finding) in told {
        if let Some((_, sheet)) = all.get_mut(place.0).and_then(|file| file.read.sheets.get_mut(place.1)) {
            sheet.told.push(Told { finding, row: None });
        }
    }
    by_file.into_iter().collect()
}

fn last_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name).trim()
}

fn sheet_of<'a>(all: &'a mut [ReadFile], row: &FilledRow) -> Option<&'a mut SheetRead> {
    all.get_mut(row.place.0)?.read.sheets.get_mut(row.place.1).map(|(_, sheet)| sheet)
}

fn renamed_file(row: &FilledRow, name: &str) -> Finding {
    let file = &row.file;
    let message = text!(
        "`{file}` 这次的名字是 `{name}`（文件夹不同），改动用于这个文件",
        "`{file}` is `{name}` this time, in another folder: its corrections are used there"
    );
    Finding::new("S073", &row.named.0, &row.named.1, message).at(row.place.2, None).from_written(&**file, name)
}

fn column_added(row: &FilledRow, column: u32) -> Finding {
    let header = row.columns.headers.get(&column).cloned().unwrap_or_default();
    let message = match header.is_empty() {
        true => text!("这一列没有表头，没有采用", "this column has no header and was not used"),
        false => text!("原表没有 `{header}` 这一列，没有采用", "the survey has no column `{header}`: it was not used"),
    };
    Finding::new("S074", &row.named.0, &row.named.1, message).at(row.columns.row, column).from_written(header, "")
}

/// Enters the rows of corrections into the books. Whether one that mends nothing was to mend a list is told by the others
/// on its sheet, which holds rows of one kind.
fn count_all(all: &mut [ReadFile], filled: &[FilledRow], outcomes: Vec<Outcome>) {
    let mut of_lists: HashMap<(usize, usize), bool> = HashMap::new();
    for (row, outcome) in filled.iter().zip(&outcomes) {
        if let Some(of_list) = outcome.of_list {
            of_lists.entry((row.place.0, row.place.1)).or_insert(of_list);
        }
    }
    for (row, Outcome { of_list, refused }) in filled.iter().zip(outcomes) {
        let of_list = of_list.or_else(|| of_lists.get(&(row.place.0, row.place.1)).copied()).unwrap_or_default();
        let Some(sheet) = sheet_of(all, row) else { continue };
        let (units, lists) = (&mut sheet.unit_rows, &mut sheet.list_rows);
        let (found, mending, rejected) = match of_list {
            true => (&mut lists.found, &mut lists.mending, &mut lists.rejected),
            false => (&mut units.found, &mut units.mending, &mut units.rejected),
        };
        *found += 1;
        match refused {
            None => *mending += 1,
            Some(why) => {
                *rejected += 1;
                reject(sheet, row, why);
            }
        }
    }
}

fn reject(sheet: &mut SheetRead, row: &FilledRow, why: Text) {
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
    let fixed = super::FIXED.iter().map(|[header, _]| header.to_string());
    let fixed = fixed.zip([file, of_sheet, of_row, row.hash.clone()]);
    let header = |column: &u32| row.columns.headers.get(column).cloned().unwrap_or_default();
    let filled = row.cells.iter().map(|(column, cell)| (header(column), super::doubtful::text_of(cell, false)));
    sheet.rejected.push(RejectedRow {
        file: row.named.0.clone(),
        sheet: row.named.1.clone(),
        row: number,
        code: "S074",
        cells: fixed.chain(filled).collect(),
    });
}

/// What came of the sheets of a workbook of corrections by themselves: one that people added is not read, and is said.
fn sheets_of_corrections(file: &Arc<str>, sheets: &[Sheet]) -> Vec<(Arc<str>, SheetRead)> {
    let read = |sheet: &Sheet| {
        let mut read = SheetRead::default();
        let rows =
            sheet.rows.iter().filter(|row| row.cells.iter().any(|(_, cell)| !is_blank_cell(cell))).count() as u64;
        if kind_of(sheet) == Kind::Other && rows > 0 {
            read.unit_rows = UnitRows { found: rows, unread: rows, ..UnitRows::default() };
            let name = &sheet.name;
            let message = text!(
                "工作表 `{name}` 没有“文件、工作表、行、校验”各列，不是待改的行，没有读取",
                "sheet `{name}` lacks the columns that say what its rows correct, and was not read"
            );
            read.told.push(Told { finding: Finding::new("S040", file, name, message), row: None });
        }
        (sheet.name.clone(), read)
    };
    sheets.iter().map(read).collect()
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
        out.is_corrections = true;
        out.filled = filled_rows(nth, &file.name, &sheets);
        out.read.sheets = sheets_of_corrections(&file.name, &sheets);
        return out;
    }
    let mended = mend(&file.name, &mut sheets, filled, names, options.mapping.as_ref());
    let mut of_sheets = read_sheets(&file.name, &sheets, names, options.as_of, options.mapping.as_ref());
    let mut asked: HashMap<usize, Asked> = HashMap::new();
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
    (out.outcomes, out.contradicted, out.added) = (mended.outcomes, mended.contradicted, mended.added);
    out.read.sheets = sheets.iter().map(|sheet| sheet.name.clone()).zip(of_sheets).collect();
    out
}

fn kept(sheet: &SheetRead, row: u32) -> Option<(usize, usize)> {
    let mut tables = sheet.tables.iter().enumerate();
    tables.find_map(|(nth, table)| Some((nth, table.rows.iter().position(|kept| kept.row == row)?)))
}
