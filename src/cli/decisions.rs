//! `--decisions`: what a committee decided, read before the survey, so that a file that cannot be used is known before
//! the long part begins.

use super::progress::Bars;
use super::screen::Screen;
use super::{FAILED, Failure};
use crate::report::terminal;
use crate::rules::RuleSet;
use crate::survey::decisions::{DecisionsRead, read_decisions, settle};
use crate::survey::options::Options;
use crate::survey::read::ReadError;
use crate::survey::{Decisions, FindingSeverity, Survey};
use crate::text;
use std::path::PathBuf;

/// Reads them, where there are some.
pub fn read(
    files: &[PathBuf],
    rules: &RuleSet,
    options: &Options,
    bars: &Bars,
    screen: &Screen,
) -> Result<Option<DecisionsRead>, Failure> {
    if files.is_empty() {
        return Ok(None);
    }
    let stage = bars.stage(text!("读取决定", "reading the decisions"));
    let read = read_decisions(files, &rules.dictionary, options).map_err(failed)?;
    let grave = |severity| severity > FindingSeverity::Note;
    if read.rows.is_empty() && read.findings.iter().any(|finding| grave(finding.severity)) {
        let findings: Vec<_> = read.findings.iter().collect();
        screen.raw_error(&terminal::told(&findings, screen.lang));
        return Err(Failure::new(
            FAILED,
            text!("--decisions 给出的文件里没有读到一条决定", "not one decision was read from what --decisions names"),
            Some(text!(
                "表头要有“单元”（或小区、楼号、单元号各一列）和“结论”，另可有理由、决定单位、决定人、日期、当时评估结论",
                "headers are `unit` (or a column for each key field) and `decision`, and may be `reason`, `by`, `person`, `date` and `computed`"
            )),
        ));
    }
    let rows = read.rows.len();
    stage.done(text!("{rows} 条决定", "{rows} decisions"));
    Ok(Some(read))
}

/// Holds them against the survey and its classes.
pub fn hold(
    survey: &mut Survey,
    read: Option<DecisionsRead>,
    rules: &RuleSet,
    computed: &[crate::rules::ruleset::Grade],
) -> Result<(), Failure> {
    read.map_or(Ok(()), |read| settle(survey, read, &rules.dictionary, computed)).map_err(failed)
}

/// Whether every file and row of them was used.
pub fn is_whole(decisions: &Decisions) -> bool {
    decisions.books.files.iter().all(|file| file.failed.is_none() && file.rows.rejected == 0 && file.rows.unread == 0)
}

fn failed(error: ReadError) -> Failure {
    let why = error.message();
    let (zh, en) = (why.zh, why.en);
    Failure::new(FAILED, text!("决定：{zh}", "the decisions: {en}"), error.help())
}
