//! `liftfit check RULES --coverage`: what the embedded tests go through, and with `--survey` what its units do; with
//! `--uncovered` tests for the rest.
//!
//! What always holds: it changes nothing of what `check` finds, nor of the status that comes of it.

use super::args::SurveyArgs;
use super::asked;
use super::diagnostics::Span;
use super::progress::Bars;
use super::put_out::{FileArgs, Wanted, note};
use super::screen::Screen;
use super::{Failure, WRONG};
use crate::report::paper::text as paper_text;
use crate::report::study::coverage::{Covered, paper};
use crate::report::study::{coverage_json, coverage_stubs};
use crate::rules::RuleSet;
use crate::run::new_file::{is_new, write_new};
use crate::study::coverage::{Branch, Coverage, coverage, stubs};
use crate::text;
use serde_json::Value;
use std::path::PathBuf;

/// What was typed of it.
#[derive(Debug, clap::Args)]
pub struct CoverageArgs {
    /// 列出示例检验到了哪些结果、条件、表行和加重，哪些没有 ‖ list the outcomes, conditions, table rows and escalations that the tests go through, and those that none does
    #[arg(long, help_heading = "选项 ‖ options")]
    coverage: bool,

    /// 同时看这些调查表的单元各走到哪里；可以写几个 ‖ also what the units of these surveys go through; one or several
    #[arg(long, value_name = "调查表 ‖ SURVEY", num_args = 1.., help_heading = "选项 ‖ options")]
    survey: Vec<PathBuf>,

    /// 给没有检验到的各写一个示例，写进这个文件（.toml），供挑选补充 ‖ write a test for whatever none goes through into this file (.toml), to choose from
    #[arg(long, value_name = "文件 ‖ FILE", help_heading = "选项 ‖ options")]
    uncovered: Option<PathBuf>,

    #[command(flatten)]
    files: FileArgs,

    #[command(flatten)]
    survey_options: SurveyArgs,
}

/// What one rules file's tests go through.
struct Answer<'r> {
    given: &'r str,
    rules: &'r RuleSet,
    coverage: Coverage,
    units: Option<usize>,
    /// Whether every file and row of the survey was used
    whole: bool,
}

/// The answers for some rules files; none where it was not asked, or the rules are wrong.
pub struct Answers<'r> {
    asked: bool,
    of: Vec<Option<Answer<'r>>>,
}

impl CoverageArgs {
    /// Looks at these rules, by what they were given as, and writes the files that are wanted.
    pub fn answers<'r>(
        &self,
        rules: impl ExactSizeIterator<Item = (&'r str, Option<&'r RuleSet>)>,
        screen: &Screen,
    ) -> Result<Answers<'r>, Failure> {
        let wanted = self.files.wanted("coverage", &self.survey, None)?;
        self.uncovered.as_deref().map_or(Ok(()), is_new)?;
        let writes = wanted.any() || self.uncovered.is_some();
        if writes && rules.len() > 1 {
            return Err(Failure::new(
                WRONG,
                text!("要写文件时，一次只能检查一个规则文件", "files can be written for one rules file at a time"),
                Some(text!(
                    "去掉 -o 和 --uncovered，或分几次检查",
                    "leave out `-o` and `--uncovered`, or check them apart"
                )),
            ));
        }
        let asked = self.coverage || writes || !self.survey.is_empty();
        let answer = |(given, rules): (&'r str, Option<&'r RuleSet>)| {
            rules.filter(|_| asked).map(|rules| self.answer(given, rules, &wanted, screen)).transpose()
        };
        Ok(Answers { asked, of: rules.map(answer).collect::<Result<_, _>>()? })
    }

    fn answer<'r>(
        &self,
        given: &'r str,
        rules: &'r RuleSet,
        wanted: &Wanted,
        screen: &Screen,
    ) -> Result<Answer<'r>, Failure> {
        let survey = match self.survey.as_slice() {
            [] => None,
            surveys => Some(asked::survey(surveys, &self.survey_options, rules, &Bars::new(screen), screen)?),
        };
        let units = survey.as_ref().map(|survey| &survey.units);
        let answer = Answer {
            given,
            rules,
            coverage: coverage(rules, units),
            units: units.map(|units| units.count),
            whole: survey.as_ref().is_none_or(super::surveyed::is_whole),
        };
        let covered = answer.covered(screen);
        wanted.write(&paper(&covered), None, screen)?;
        if let Some(path) = &self.uncovered {
            write_new(path, coverage_stubs::written(&covered, &stubs(rules, &answer.coverage)).as_bytes())?;
        }
        wanted.note(screen);
        self.uncovered.iter().for_each(|path| note(path, screen));
        Ok(answer)
    }
}

impl Answers<'_> {
    /// That of the rules at a place, for people.
    pub fn text(&self, at: usize, screen: &Screen) -> String {
        self.of(at).map_or(String::new(), |answer| format!("\n{}", answer.text(screen)))
    }

    /// That of the rules at a place, for editors.
    pub fn lines(&self, at: usize, screen: &Screen) -> String {
        self.of(at).map_or(String::new(), |answer| answer.lines(screen))
    }

    /// All of them, for programs; nothing where it was not asked.
    pub fn json(&self, screen: &Screen) -> Option<Value> {
        let documents = self.of.iter().flatten().map(|answer| answer.json(screen));
        self.asked.then(|| documents.collect())
    }

    /// Whether every file and row of the survey was used.
    pub fn are_whole(&self) -> bool {
        self.of.iter().flatten().all(|answer| answer.whole)
    }

    fn of(&self, at: usize) -> Option<&Answer<'_>> {
        self.of.get(at)?.as_ref()
    }
}

impl Answer<'_> {
    fn covered(&self, screen: &Screen) -> Covered<'_> {
        Covered { rules: self.rules, coverage: &self.coverage, units: self.units, lang: screen.lang }
    }

    fn text(&self, screen: &Screen) -> String {
        paper_text::show(&paper(&self.covered(screen)), screen.lang, screen.colour)
    }

    fn json(&self, screen: &Screen) -> Value {
        coverage_json::document(&self.covered(screen), self.given)
    }

    /// A line for each branch that no test goes through.
    fn lines(&self, screen: &Screen) -> String {
        let covered = self.covered(screen);
        let bare = self.coverage.branches.iter().filter(|branch| branch.tests == 0);
        let place = |branch: &Branch| Span::of(Some(&branch.place), &self.rules.files).shown("");
        bare.map(|branch| format!("{}: note[untested]: {}\n", place(branch), covered.untested(branch))).collect()
    }
}
