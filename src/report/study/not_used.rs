//! What an answer is without: files that could not be read, sheets and rows that were not used, with place and reason.
//!
//! What always holds: reasons are the titles of findings, never what stands in a cell, so nothing private is told.

use crate::lang::Lang;
use crate::report::paper::{Cell, Paper, Part, Table, numbers, words};
use crate::survey::finding::CODES;
use crate::survey::{FileBooks, Finding, Survey};
use crate::text;
use serde_json::{Value, json};

/// All of it, in the order of the input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotUsed {
    lang: Lang,
    entries: Vec<Entry>,
}

/// A file, a sheet or a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Entry {
    file: String,
    /// Empty for a file, or a file that has but one
    sheet: String,
    /// The row, where it is one
    row: Option<u32>,
    /// How many rows; unknown for a file that could not be read
    rows: Option<u64>,
    code: &'static str,
    why: String,
}

impl NotUsed {
    /// What was not used of a survey.
    pub fn of(survey: &Survey, lang: Lang) -> NotUsed {
        let mut entries = Vec::new();
        for file in &survey.books.files {
            let of_file = || survey.findings.iter().filter(|finding| finding.file == file.name);
            if let Some(why) = &file.failed {
                let code = gravest(of_file()).map_or("", |finding| finding.code);
                let (file, why) = (file.name.to_string(), why.get(lang).to_string());
                entries.push(Entry { file, code, why, ..Entry::default() });
                continue;
            }
            entries.extend(unread(file, &of_file, lang));
            let rejected = survey.rejected.iter().filter(|row| row.file == file.name);
            entries.extend(rejected.map(|row| Entry {
                file: row.file.to_string(),
                sheet: row.sheet.to_string(),
                row: Some(row.row),
                rows: Some(1),
                code: row.code,
                why: title(row.code, lang),
            }));
        }
        NotUsed { lang, entries }
    }

    /// The paper with a line at its head and a part at its end, where something was not used.
    pub fn on(&self, mut paper: Paper) -> Paper {
        if self.entries.is_empty() {
            return paper;
        }
        let lang = self.lang;
        let files = self.entries.iter().filter(|entry| entry.rows.is_none()).count();
        let rows: u64 = self.entries.iter().filter_map(|entry| entry.rows).sum();
        let note = text!(
            "以下各数不含未能采用的：{files} 个文件、{rows} 行",
            "without what was not used (files: {files}, rows: {rows})"
        );
        paper.notes.push(note.get(lang).to_string());
        let heads = [("文件", "file"), ("表", "sheet")].map(|(zh, en)| words(lang.pick(zh, en)).wide(30));
        let heads = heads.into_iter().chain([
            numbers(lang.pick("第几行", "row")),
            numbers(lang.pick("行数", "rows")),
            words(lang.pick("代码", "code")),
            words(lang.pick("原因", "why")).wide(60),
        ]);
        let row = |entry: &Entry| {
            let count = |count: Option<u64>| count.map_or(Cell::Blank, Cell::Count);
            vec![
                Cell::text(entry.file.as_str()),
                Cell::text(entry.sheet.as_str()),
                count(entry.row.map(u64::from)),
                count(entry.rows),
                Cell::text(entry.code),
                Cell::text(entry.why.as_str()),
            ]
        };
        let rows = self.entries.iter().map(row).collect();
        paper.parts.push(Part {
            name: lang.pick("未能采用", "not used").into(),
            title: lang.pick("未能采用的文件和行", "files and rows that were not used").into(),
            note: lang.pick("改好调查表再算一次，结果才是完整的。", "mend the surveys and ask again.").into(),
            tables: vec![Table { heads: heads.collect(), rows, ..Table::default() }],
            ..Part::default()
        });
        paper
    }

    /// The document, with `not_used` where something was not.
    pub fn within(&self, mut document: Value) -> Value {
        let of = |entry: &Entry| {
            let Entry { file, sheet, row, rows, code, why } = entry;
            json!({ "file": file, "sheet": sheet, "row": row, "rows": rows, "code": code, "why": why })
        };
        if let Some(document) = document.as_object_mut().filter(|_| !self.entries.is_empty()) {
            document.insert("not_used".into(), self.entries.iter().map(of).collect());
        }
        document
    }
}

/// Sheets whose rows were not read.
fn unread<'s, F: Iterator<Item = &'s Finding>>(
    file: &FileBooks,
    of_file: &impl Fn() -> F,
    lang: Lang,
) -> impl Iterator<Item = Entry> {
    let of = |(sheet, rows, _): &(std::sync::Arc<str>, crate::survey::UnitRows, crate::survey::ListRows)| {
        let code = gravest(of_file().filter(|finding| finding.sheet == *sheet)).map_or("", |finding| finding.code);
        (rows.unread > 0).then(|| Entry {
            file: file.name.to_string(),
            sheet: sheet.to_string(),
            row: None,
            rows: Some(rows.unread),
            code,
            why: title(code, lang),
        })
    };
    file.sheets.iter().filter_map(of).collect::<Vec<_>>().into_iter()
}

/// The first of the gravest.
fn gravest<'s>(findings: impl Iterator<Item = &'s Finding>) -> Option<&'s Finding> {
    findings.reduce(|gravest, finding| if finding.severity > gravest.severity { finding } else { gravest })
}

/// What a code is about.
fn title(code: &str, lang: Lang) -> String {
    let (zh, en) = CODES.iter().find(|entry| entry.0 == code).map_or(("", ""), |entry| (entry.2, entry.3));
    lang.pick(zh, en).to_string()
}
