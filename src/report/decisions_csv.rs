//! `decisions.csv`: every decision as it was read, in the order of the input, with what has become of it: the file to
//! give to the next run, so that decisions lapse without anybody's work.
//!
//! What always holds: read again it says the same; the computed class of the day a decision was made is kept, and put in
//! where it was not recorded, but nothing is put in for rows that were not used. Deliberately absent: what was in other
//! columns of the files.

use super::Answers;
use super::csv_text::{BOM, cell, into_io, writer};
use crate::lang::Lang;
use crate::rules::ruleset::Grade;
use crate::survey::decisions::{DecisionRow, Fate};
use crate::survey::{Decision, Decisions};
use std::io::{self, Write};

/// Headers, in Chinese and in English; the reader knows both.
const HEADERS: [(&str, &str); 12] = [
    ("单元", "unit"),
    ("结论", "decision"),
    ("理由", "reason"),
    ("决定单位", "by"),
    ("决定人", "person"),
    ("日期", "date"),
    ("当时评估结论", "computed"),
    ("本次评估结论", "computed_now"),
    ("状态", "state"),
    ("问题代码", "problem"),
    ("出处", "source"),
    ("状态代码", "state_id"),
];

/// Writes them.
pub fn write(out: &mut dyn Write, answers: &Answers, decisions: &Decisions) -> io::Result<()> {
    let lang = answers.lang;
    out.write_all(BOM)?;
    let mut rows = writer(out);
    rows.write_record(HEADERS.map(|(zh, en)| lang.pick(zh, en))).map_err(into_io)?;
    for row in &decisions.rows {
        rows.write_record(texts(row, lang).iter().map(|text| cell(text).into_owned())).map_err(into_io)?;
    }
    rows.flush()
}

fn texts(row: &DecisionRow, lang: Lang) -> [String; 12] {
    let class = |class: Grade| class.label().get(lang).to_string();
    let written = |given: &Result<Grade, String>| given.as_ref().map_or_else(String::clone, |grade| class(*grade));
    let (state, id, problem) = match row.fate {
        Fate::Holds => state(row, lang),
        Fate::Repeated => (lang.pick("重复", "repeated").into(), "repeated", ""),
        Fate::Superseded => (lang.pick("后来另有决定", "superseded").into(), "superseded", ""),
        Fate::NotUsed(code) => (lang.pick("没有采用", "not used").into(), "not-used", code),
    };
    let recorded = match (&row.recorded, row.fate) {
        (Some(recorded), _) => written(recorded),
        (None, Fate::Holds) => row.computed.map_or_else(String::new, class),
        (None, _) => String::new(),
    };
    let (file, sheet, number) = &row.place;
    let number = number.to_string();
    let source: Vec<&str> = [&**file, &**sheet, &*number].into_iter().filter(|part| !part.is_empty()).collect();
    [
        row.unit.clone(),
        written(&row.class),
        row.reason.clone(),
        row.by.clone(),
        row.person.clone(),
        row.date.clone(),
        recorded,
        row.computed.map_or_else(String::new, class),
        state,
        problem.into(),
        source.join(" › "),
        id.into(),
    ]
}

fn state(row: &DecisionRow, lang: Lang) -> (String, &'static str, &'static str) {
    let (Ok(class), Some(computed)) = (&row.class, row.computed) else { return (String::new(), "", "") };
    let recorded = row.recorded.as_ref().and_then(|recorded| recorded.as_ref().ok().copied());
    let state = Decision {
        class: *class,
        reason: String::new(),
        by: String::new(),
        person: String::new(),
        date: String::new(),
        recorded,
        computed,
    }
    .state();
    (state.label().get(lang).into(), state.id(), "")
}
