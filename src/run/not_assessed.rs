//! Doors that a run names without having assessed them: rows that were rejected, units of the roster that no survey has.
//!
//! What always holds: a row is told of only where its own key columns say the name that was asked for, or, blank in some,
//! do not say another; a file that was left out or changed since says nothing. Deliberately absent: units that were assessed.

use super::RunRead;
use super::read_back::unchanged;
use crate::lang::Text;
use crate::rules::{Dictionary, Field};
use crate::survey::finding::CODES;
use crate::survey::normal_key;
use crate::text;
use std::collections::HashMap;

/// The file of rejected rows.
const REJECTED: &str = "rejected.csv";
/// The file of units on the roster alone.
const UNSURVEYED: &str = "unsurveyed.csv";

impl RunRead {
    /// What became of the door that `key` names, its key values from the first or from a later one on, in the order of
    /// the files; empty where the run says nothing of it.
    pub fn not_assessed(&self, dictionary: &Dictionary, key: &str) -> Vec<Text> {
        let fields: Vec<&Field> = dictionary.key_fields().filter_map(|ix| dictionary.fields.get(ix)).collect();
        let parts: Vec<&str> = key.trim().trim_matches('/').split('/').collect();
        if parts.len() > fields.len() {
            return Vec::new();
        }
        let asked: Vec<(&Field, &str)> = fields.into_iter().rev().zip(parts.into_iter().rev()).collect();
        // Of the parts asked for, how many the row has likewise, and how many it leaves blank; none where one differs.
        let agreement = |row: &HashMap<String, String>| {
            let (mut same, mut blank) = (0, 0);
            for (field, part) in &asked {
                let names = [&field.id, &field.label].into_iter().chain(&field.aliases);
                match names.filter_map(|name| row.get(name)).find(|own| !own.trim().is_empty()) {
                    Some(own) if normal_key(field, own) == normal_key(field, part) => same += 1,
                    Some(_) => return None,
                    None => blank += 1,
                }
            }
            (same > 0).then_some((same, blank))
        };
        let rejected = self.rejected_rows().into_iter().filter_map(|(row, cells)| {
            let (_, blank) = agreement(&cells)?;
            let Rejected { place, code } = row;
            let title = CODES.iter().find(|(known, ..)| *known == code);
            let (zh, en) = title.map_or(("", ""), |(_, _, zh, en)| (*zh, *en));
            let (maybe_zh, maybe_en) = if blank > 0 { ("可能是它：", "it may be ") } else { ("", "") };
            Some(text!(
                "{maybe_zh}{place} 行被退回（{code} {zh}），原样在 rejected.csv，怎么改见 findings.csv",
                "{maybe_en}row {place}, which was rejected ({code} {en}): it stands in rejected.csv, findings.csv says what to do"
            ))
        });
        let is_asked = |row: &HashMap<String, String>| agreement(row).is_some_and(|(_, blank)| blank == 0);
        let on_roster = self.records(UNSURVEYED).into_iter().filter(|row| is_asked(row)).map(|row| {
            let place = place(&row);
            text!("门牌总表上有（{place}），调查表里没有", "it is on the roster ({place}) and in no survey")
        });
        rejected.chain(on_roster).collect()
    }

    /// The rejected rows: where each stands and why, and its cells by header.
    fn rejected_rows(&self) -> Vec<(Rejected, HashMap<String, String>)> {
        let mut rows: Vec<(Rejected, HashMap<String, String>)> = Vec::new();
        for mut cell in self.records(REJECTED) {
            let place = Rejected { place: place(&cell), code: cell.remove("code").unwrap_or_default() };
            let (header, text) = (cell.remove("header").unwrap_or_default(), cell.remove("text").unwrap_or_default());
            match rows.last_mut() {
                // The cells of a row stand together.
                Some((last, cells)) if *last == place => drop(cells.insert(header, text)),
                _ => rows.push((place, HashMap::from([(header, text)]))),
            }
        }
        rows
    }

    /// The records of a csv file of the run, by the names of its columns.
    fn records(&self, name: &str) -> Vec<HashMap<String, String>> {
        let text = unchanged(&self.folder, &self.manifest, name).ok().and_then(|path| std::fs::read(path).ok());
        let text = text.unwrap_or_default();
        let mut rows = csv::Reader::from_reader(text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&text));
        rows.deserialize().filter_map(Result::ok).collect()
    }
}

/// Where a rejected row stands, and the code that says why.
#[derive(PartialEq, Eq)]
struct Rejected {
    place: String,
    code: String,
}

/// `上钢三村.xlsx › 调查表 › 23`
fn place(row: &HashMap<String, String>) -> String {
    let parts = ["file", "sheet", "row"].into_iter().filter_map(|name| row.get(name)).filter(|part| !part.is_empty());
    parts.map(String::as_str).collect::<Vec<&str>>().join(" › ")
}
