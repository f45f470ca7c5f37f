//! `--roster`: the list of all units there should be, read before the survey, so that one that cannot be used is
//! known before the long part begins.

use super::progress::Bars;
use super::screen::Screen;
use super::{FAILED, Failure};
use crate::report::terminal;
use crate::rules::RuleSet;
use crate::survey::options::Options;
use crate::survey::roster::read_roster;
use crate::survey::{Coverage, Survey};
use crate::text;
use std::path::PathBuf;

/// Reads it, where there is one.
pub fn read(
    files: &[PathBuf],
    rules: &RuleSet,
    options: &Options,
    bars: &Bars,
    screen: &Screen,
) -> Result<Option<Survey>, Failure> {
    if files.is_empty() {
        return Ok(None);
    }
    let stage = bars.stage(text!("读取总表", "reading the roster"));
    let roster = read_roster(files, &rules.dictionary, options, &|progress| stage.read(progress));
    let roster = roster.map_err(|error| {
        let why = error.message();
        let (zh, en) = (why.zh, why.en);
        Failure::new(FAILED, text!("门牌总表：{zh}", "the roster: {en}"), error.help())
    })?;
    let units = roster.units.count;
    if units == 0 {
        let findings: Vec<_> = roster.findings.iter().collect();
        screen.raw_error(&terminal::told(&findings, screen.lang));
        return Err(Failure::new(
            FAILED,
            text!(
                "门牌总表里没有读到一个单元，不能核对",
                "not one unit was read from the roster, so nothing can be held against it"
            ),
            Some(text!(
                "总表要有全部关键字段的列，表头与调查表的写法一样",
                "it has to have a column for each key field, under headers as surveys have them"
            )),
        ));
    }
    stage.done(text!("{units} 个单元", "{units} units"));
    Ok(Some(roster))
}

/// Whether every file and row of it was used.
pub fn is_whole(coverage: &Coverage) -> bool {
    coverage.books.files.iter().all(|file| file.failed.is_none() && file.rows.rejected == 0 && file.rows.unread == 0)
}
