//! What `corrections.xlsx` says of a doubtful row, and of each of its cells.
//!
//! What always holds: a contradiction is told of at every row that takes part in it, with the place of the other.
//! However many findings there are about a cell, few are shown; `findings.csv` has all of them. Deliberately absent: how
//! it looks.

use super::Answers;
use super::findings_csv::cell_of;
use crate::lang::Lang;
use crate::survey::corrections::{DoubtfulCell, DoubtfulRow, is_to_mend};
use crate::survey::{Finding, Survey};
use crate::text;
use std::collections::HashMap;

/// How many findings are shown of a cell.
const MOST: usize = 4;

type Findings<'a> = Vec<&'a Finding>;

/// What is to be told of rows.
pub struct Doubts<'a> {
    of_row: HashMap<(&'a str, &'a str, u32), Findings<'a>>,
    /// Contradictions by unit and field: they are about every row of the unit
    contradictions: HashMap<(&'a str, &'a str), Findings<'a>>,
    /// Contradictions with a row of a list, by that row
    against: HashMap<(&'a str, &'a str, u32), Findings<'a>>,
    units: HashMap<(&'a str, &'a str, u32), usize>,
    survey: &'a Survey,
    lang: Lang,
}

/// What is said of one row.
pub struct Said {
    /// The unit that it is about, if it is about one
    pub unit: String,
    /// What is said of it as a whole
    pub whole: Vec<String>,
    /// What is said of its cells, by their place among the columns
    pub cells: Vec<(usize, Vec<String>)>,
    /// Which of them were corrected in this run, and what stood there
    pub corrected: Vec<(usize, String)>,
}

impl<'a> Doubts<'a> {
    /// Of all rows of a survey.
    pub fn new(answers: &Answers<'a>) -> Doubts<'a> {
        let survey = answers.survey;
        let mut of_row: HashMap<_, Findings> = HashMap::new();
        let mut contradictions: HashMap<_, Findings> = HashMap::new();
        let mut against: HashMap<_, Findings> = HashMap::new();
        let wanted = |finding: &&Finding| is_to_mend(finding) || finding.code == "S073";
        for finding in survey.findings.iter().filter(wanted) {
            let Some((row, _)) = finding.cell else { continue };
            if let Some((file, sheet, row)) = &finding.against {
                against.entry((&**file, &**sheet, *row)).or_default().push(finding);
            }
            of_row.entry((&*finding.file, &*finding.sheet, row)).or_default().push(finding);
            if finding.code == "S062" {
                contradictions.entry((&*finding.unit, &*finding.field)).or_default().push(finding);
            }
        }
        let mut units = HashMap::new();
        for (unit, places) in survey.units.rows.iter().enumerate() {
            for place in places {
                if let Some(sheet) = survey.units.sheets.get(place.sheet as usize) {
                    units.insert((&*sheet.file, &*sheet.sheet, place.row), unit);
                }
            }
        }
        Doubts { of_row, contradictions, against, units, survey, lang: answers.lang }
    }

    /// Of a row.
    pub fn of(&self, row: &DoubtfulRow) -> Said {
        let unit = self.units.get(&(&*row.file, &*row.sheet, row.row));
        // A row of a list is no row of a unit, but belongs to one.
        let of_finding =
            || self.at(row, row.row).iter().map(|finding| finding.unit.clone()).find(|unit| !unit.is_empty());
        let unit = unit.map_or_else(|| of_finding().unwrap_or_default(), |unit| self.survey.units.name(*unit));
        let whole = self.at(row, row.row).iter().filter(|finding| finding.cell == Some((row.row, None)));
        let was = |(nth, cell): (usize, &DoubtfulCell)| {
            let mut told = self.at(row, cell.at.0).iter().filter(|finding| finding.code == "S073");
            Some((nth, told.find(|finding| finding.cell == Some((cell.at.0, Some(cell.at.1))))?.written.to_string()))
        };
        let corrected = if row.mended { row.cells.iter().enumerate().filter_map(was).collect() } else { Vec::new() };
        let of_cell = |(nth, cell): (usize, &DoubtfulCell)| {
            let fields = row.layout.fields.get(nth).map_or(&[][..], Vec::as_slice);
            let said = self.of_cell(row, &unit, fields, cell.at);
            (!said.is_empty()).then_some((nth, said))
        };
        let against = self.against.get(&(&*row.file, &*row.sheet, row.row)).into_iter().flatten();
        let against = against.take(MOST).map(|finding| self.say_there(finding));
        let whole = whole.take(MOST).map(|finding| self.say(finding)).chain(against).collect();
        let cells = row.cells.iter().enumerate().filter_map(of_cell).collect();
        Said { unit, whole, cells, corrected }
    }

    fn at<'s>(&'s self, row: &'s DoubtfulRow, number: u32) -> &'s [&'s Finding] {
        self.of_row.get(&(&*row.file, &*row.sheet, number)).map_or(&[], Vec::as_slice)
    }

    fn of_cell(&self, row: &DoubtfulRow, unit: &str, fields: &[String], at: (u32, u32)) -> Vec<String> {
        let here = self.at(row, at.0).iter().filter(|finding| finding.cell == Some((at.0, Some(at.1))));
        let here = here.filter(|finding| finding.code != "S073");
        let said: Vec<String> = here.take(MOST).map(|finding| self.say(finding)).collect();
        if !said.is_empty() || unit.is_empty() {
            return said;
        }
        // A contradiction is told of at the later row; the earlier may be the wrong one.
        let others = fields.iter().filter_map(|field| self.contradictions.get(&(unit, field.as_str()))).flatten();
        let others = others.filter(|finding| finding.cell != Some((at.0, Some(at.1))));
        others.take(MOST).map(|finding| self.say_there(finding)).collect()
    }

    fn say_there(&self, finding: &Finding) -> String {
        let cell = cell_of(finding);
        let place: Vec<&str> =
            [&*finding.file, &*finding.sheet, &*cell].into_iter().filter(|part| !part.is_empty()).collect();
        let (place, said) = (place.join(" › "), self.say(finding));
        text!("{place}：{said}", "{place}: {said}").get(self.lang).to_string()
    }

    fn say(&self, finding: &Finding) -> String {
        let mut said = finding.message.get(self.lang).to_string();
        if !finding.reading.is_empty() && finding.reading != finding.written {
            let reading = &finding.reading;
            said.push_str(text!("（读成 {reading}）", " (read as {reading})").get(self.lang));
        }
        if let Some(advice) = &finding.suggestion {
            said.push_str(self.lang.pick("；", "; "));
            said.push_str(advice.get(self.lang));
        }
        said
    }
}
