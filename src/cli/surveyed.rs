//! A survey read for a command: with its bar, and with what was not used of it said.
//!
//! What always holds: a survey without one unit is an error, with what was found in it; an answer to a question says, on
//! stderr and in every file, which files and rows it is without, for there is no `findings.csv` to look into; the exit
//! status tells the same for every command.

use super::progress::Bars;
use super::put_out::{Answer, Wanted, put};
use super::screen::Screen;
use super::{DONE, FAILED, Failure, PARTLY, decisions, roster};
use crate::report::study::not_used::NotUsed;
use crate::report::terminal;
use crate::rules::RuleSet;
use crate::survey::{self, Finding, FindingSeverity, Options, Survey};
use crate::text;
use std::path::PathBuf;

/// Reads a survey with its bar, and holds it against the roster, where there is one. An error where it has no unit.
pub fn read(
    surveys: &[PathBuf],
    roster: Option<Survey>,
    rules: &RuleSet,
    options: &Options,
    bars: &Bars,
) -> Result<Survey, Failure> {
    let stage = bars.stage(text!("读取", "reading"));
    let survey = survey::read_beside(surveys, roster, &rules.dictionary, options, &|progress| stage.read(progress));
    let survey = survey.map_err(|error| Failure::new(FAILED, error.message(), error.help()))?;
    let (files, units) = (survey.books.files.len(), survey.units.count);
    stage.done(text!("{files} 个文件，{units} 个单元", "{files} files, {units} units"));
    if units == 0 { Err(nothing_read(&survey, bars.screen())) } else { Ok(survey) }
}

/// Nothing is written then, and a previous run stays: what was found is said here.
fn nothing_read(survey: &Survey, screen: &Screen) -> Failure {
    screen.raw_error(&terminal::told(&survey.findings.iter().collect::<Vec<_>>(), screen.lang));
    screen.raw_error(&terminal::rows(&survey.books, screen.lang));
    Failure::new(
        FAILED,
        text!("没有读到一个单元，什么也没有写", "not one unit was read, and nothing was written"),
        Some(text!(
            "请按上面各条修改调查表：表头要有字段表里的字段，关键字段要填全",
            "mend the surveys as said above: headers have to name fields of the dictionary, keys have to be complete"
        )),
    )
}

/// Whether every file and row was used.
pub fn is_whole(survey: &Survey) -> bool {
    let of_survey = survey.books.files.iter().all(|file| {
        file.failed.is_none() && file.rows.rejected == 0 && file.rows.unread == 0 && file.list_rows.rejected == 0
    });
    of_survey
        && survey.coverage.as_ref().is_none_or(roster::is_whole)
        && survey.decisions.as_ref().is_none_or(decisions::is_whole)
}

/// The exit status of a command that is done.
pub fn status(survey: &Survey) -> u8 {
    if is_whole(survey) { DONE } else { PARTLY }
}

/// Says which files and rows were not used, and what to do, where no run is written that would say so.
pub fn tell(survey: &Survey, screen: &Screen) {
    if is_whole(survey) {
        return;
    }
    let errors: Vec<&Finding> =
        survey.findings.iter().filter(|finding| finding.severity == FindingSeverity::Error).collect();
    let said = terminal::told(&errors, screen.lang) + &terminal::books(&survey.books, screen.lang);
    screen.note(said.trim_end());
}

/// Puts out the answer to a question about a survey, with what was not used of it. Gives the exit status.
pub fn answer(survey: &Survey, wanted: &Wanted, answer: Answer, screen: &Screen) -> Result<u8, Failure> {
    let not_used = NotUsed::of(survey, screen.lang);
    let Answer { paper, json, form } = answer;
    let answer = Answer { paper: not_used.on(paper), json: Box::new(|| not_used.within(json())), form };
    let done = put(wanted, answer, screen);
    tell(survey, screen);
    done.map(|()| status(survey))
}
