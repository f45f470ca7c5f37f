//! Which rows of a survey are doubtful.
//!
//! What always holds: those whose cells, key or list are, those of units whose rows contradict each other, and those
//! that were mended in this run. More of them than anybody will mend are counted and not kept; mended ones always are.
//! Deliberately absent: what they look like (`doubtful.rs`).

use super::doubtful::{DoubtfulRow, doubtful_rows_of};
use super::{FilledRow, mend};
use crate::survey::Survey;
use crate::survey::files::SurveyFile;
use crate::survey::finding::{Finding, FindingSeverity};
use crate::survey::formats::open;
use crate::survey::grid::Sheet;
use crate::survey::options::Options;
use crate::survey::table::names::Names;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Cells of doubtful rows that are kept, of a file and of all of them: some 15,000 rows of sixty columns.
const MOST: usize = 1_000_000;

/// The doubtful rows of a survey, in the order of the input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doubtful {
    /// The rows
    pub rows: Vec<DoubtfulRow>,
    /// How many more there are
    pub left_out: u64,
}

impl Doubtful {
    /// Keeps mended rows, and of the others as many as have so many cells.
    fn keep(&mut self, most: usize) {
        let mut cells = 0;
        let before = self.rows.len();
        self.rows.retain(|row| {
            cells += if row.mended { 0 } else { row.cells.len() };
            row.mended || cells <= most
        });
        self.left_out += (before - self.rows.len()) as u64;
    }
}

/// How many rows there are to be looked at: a row that was mended counts where something is still the matter with it.
pub fn to_mend(survey: &Survey) -> u64 {
    let told = survey.findings.iter().filter(|finding| is_to_mend(finding));
    let told: HashSet<(&str, &str, u32)> =
        told.filter_map(|finding| Some((&*finding.file, &*finding.sheet, finding.cell?.0))).collect();
    let Doubtful { rows, left_out } = &survey.doubtful;
    let open = rows.iter().filter(|row| !row.mended || told.contains(&(&*row.file, &*row.sheet, row.row)));
    open.count() as u64 + left_out
}

/// Rows asked for, each perhaps for one of its cells.
pub type Asked = BTreeSet<(u32, Option<u32>)>;

/// By sheet the hashes of the rows that were mended, as they were before.
pub type Hashes = HashMap<usize, HashMap<u32, String>>;

/// Whether a finding is about something to be mended where it stands. Text about a list is not: it is never more than
/// the kinds that it names, and in some surveys every row has one.
pub fn is_to_mend(finding: &Finding) -> bool {
    finding.severity >= FindingSeverity::Warning && finding.code != "S059"
}

/// The row, and perhaps the cell, that a finding casts doubt on.
pub fn doubted(finding: &Finding) -> Option<(u32, Option<u32>)> {
    finding.cell.filter(|_| is_to_mend(finding))
}

/// The rows asked for of a file, by sheet.
pub fn doubtful_of(
    file: &Arc<str>,
    sheets: &[Sheet],
    names: &Names,
    options: &Options,
    asked: &HashMap<usize, Asked>,
    mended: &Hashes,
) -> Doubtful {
    let none = HashMap::new();
    let of_sheet = |(nth, sheet): (usize, &Sheet)| {
        let asked = asked.get(&nth).filter(|asked| !asked.is_empty())?;
        Some(doubtful_rows_of(file, sheet, names, options.mapping.as_ref(), asked, mended.get(&nth).unwrap_or(&none)))
    };
    let rows = sheets.iter().enumerate().filter_map(of_sheet).flatten().collect();
    let mut doubtful = Doubtful { rows, left_out: 0 };
    doubtful.keep(MOST);
    doubtful
}

/// All doubtful rows of a survey: those found by themselves, and those that only the whole survey casts doubt on, which
/// are looked up once more.
pub fn doubtful_rows(
    survey: &Survey,
    files: &[SurveyFile],
    known: Vec<Doubtful>,
    filled: &[FilledRow],
    names: &Names,
    options: &Options,
) -> Doubtful {
    let missing = missing(survey, &known);
    let more: Vec<(usize, Doubtful)> = files
        .par_iter()
        .enumerate()
        .filter_map(|(nth, file)| {
            let asked = missing.get(&nth)?;
            let mut sheets = open(file, options).sheets.ok()?;
            let filled: Vec<&FilledRow> = filled.iter().filter(|row| row.mends == Some(nth)).collect();
            let mended = mend(&file.name, &mut sheets, &filled, names, options.mapping.as_ref());
            Some((nth, doubtful_of(&file.name, &sheets, names, options, asked, &mended.hashes)))
        })
        .collect();
    let mut of_files = known;
    for (nth, more) in more {
        let Some(of_file) = of_files.get_mut(nth) else { continue };
        of_file.rows.extend(more.rows);
        of_file.left_out += more.left_out;
        let sheets = survey.books.files.get(nth).map_or(&[][..], |books| &books.sheets);
        let places: HashMap<&str, usize> = sheets.iter().zip(0..).map(|(sheet, nth)| (&*sheet.0, nth)).collect();
        of_file.rows.sort_by_key(|row| (places.get(&*row.sheet).copied(), row.row));
        of_file.rows.dedup_by(|a, b| (&a.sheet, a.row) == (&b.sheet, b.row));
    }
    let mut all = Doubtful::default();
    for of_file in of_files {
        all.rows.extend(of_file.rows);
        all.left_out += of_file.left_out;
    }
    all.keep(MOST);
    all
}

/// The rows that only the whole survey casts doubt on, by file and sheet.
fn missing(survey: &Survey, known: &[Doubtful]) -> HashMap<usize, HashMap<usize, Asked>> {
    let has: HashSet<(&str, &str, u32)> =
        known.iter().flat_map(|of_file| &of_file.rows).map(|row| (&*row.file, &*row.sheet, row.row)).collect();
    let mut places: HashMap<(&str, &str), (usize, usize)> = HashMap::new();
    for (file, books) in survey.books.files.iter().enumerate() {
        places.extend(books.sheets.iter().enumerate().map(|(nth, sheet)| ((&*books.name, &*sheet.0), (file, nth))));
    }
    let mut missing: HashMap<usize, HashMap<usize, Asked>> = HashMap::new();
    let mut ask = |file: &str, sheet: &str, row: u32, column: Option<u32>| {
        if let Some((nth, of_file)) = places.get(&(file, sheet)).filter(|_| !has.contains(&(file, sheet, row))) {
            missing.entry(*nth).or_default().entry(*of_file).or_default().insert((row, column));
        }
    };
    let between_rows = |finding: &&Finding| ("S060".."S072").contains(&finding.code);
    for finding in survey.findings.iter().filter(between_rows) {
        if let Some((row, column)) = doubted(finding) {
            ask(&finding.file, &finding.sheet, row, column);
        }
        if let Some((file, sheet, row)) = &finding.against {
            ask(file, sheet, *row, None);
        }
    }
    let contradicted: HashSet<&str> = survey
        .findings
        .iter()
        .filter(|finding| matches!(finding.code, "S062" | "S065"))
        .map(|finding| finding.unit.as_str())
        .collect();
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
    missing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::corrections::{DoubtfulCell, Layout};

    #[test]
    fn more_than_anybody_will_mend_is_counted_and_what_is_mended_is_kept() {
        let row = |row: u32, mended: bool| DoubtfulRow {
            file: "甲.xlsx".into(),
            sheet: "调查表".into(),
            row,
            hash: String::new(),
            mended,
            layout: Arc::new(Layout { list: None, headers: Vec::new(), fields: Vec::new(), keys: Vec::new() }),
            cells: vec![DoubtfulCell { text: String::new(), at: (row, 0) }; 2],
        };
        let rows = [row(1, false), row(2, true), row(3, false), row(4, true), row(5, false)];
        let mut doubtful = Doubtful { rows: rows.to_vec(), left_out: 1 };
        doubtful.keep(4);
        assert_eq!(doubtful.rows.iter().map(|row| row.row).collect::<Vec<_>>(), [1, 2, 3, 4]);
        let survey = Survey { doubtful, ..Survey::default() };
        assert_eq!((survey.doubtful.left_out, to_mend(&survey)), (2, 4));
    }
}
