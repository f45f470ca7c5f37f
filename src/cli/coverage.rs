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

/// What is to be looked at and written.
pub struct Asked<'a> {
    args: &'a CoverageArgs,
    wanted: Wanted,
}

/// What one rules file's tests go through.
pub struct Answer<'r> {
    rules: &'r RuleSet,
    coverage: Coverage,
    units: Option<usize>,
    /// Whether every file and row of the survey was used
    pub whole: bool,
}

impl CoverageArgs {
    /// What is meant for so many rules files; nothing where it is not asked for, an error where it cannot be done.
    pub fn asked(&self, rules: usize) -> Result<Option<Asked<'_>>, Failure> {
        let wanted = self.files.wanted("coverage")?;
        if let Some(path) = &self.uncovered {
            is_new(path)?;
        }
        let writes = wanted.any() || self.uncovered.is_some();
        if writes && rules > 1 {
            return Err(Failure::new(
                WRONG,
                text!("要写文件时，一次只能检查一个规则文件", "files can be written for one rules file at a time"),
                Some(text!(
                    "去掉 -o 和 --uncovered，或分几次检查",
                    "leave out `-o` and `--uncovered`, or check them apart"
                )),
            ));
        }
        let any = self.coverage || writes || !self.survey.is_empty();
        Ok(any.then_some(Asked { args: self, wanted }))
    }
}

impl Asked<'_> {
    /// Looks, and writes the files that are wanted.
    pub fn answer<'r>(&self, rules: &'r RuleSet, screen: &Screen) -> Result<Answer<'r>, Failure> {
        let CoverageArgs { survey, survey_options, uncovered, .. } = self.args;
        let survey = match survey.as_slice() {
            [] => None,
            surveys => Some(asked::survey(surveys, survey_options, rules, &Bars::new(screen), screen)?),
        };
        let units = survey.as_ref().map(|survey| &survey.units);
        let answer = Answer {
            rules,
            coverage: coverage(rules, units),
            units: units.map(|units| units.count),
            whole: survey.as_ref().is_none_or(super::assess::is_whole),
        };
        let covered = answer.covered(screen);
        self.wanted.write(&paper(&covered), screen)?;
        if let Some(path) = uncovered {
            write_new(path, coverage_stubs::written(&covered, &stubs(rules, &answer.coverage)).as_bytes())?;
        }
        Ok(answer)
    }

    /// Says what was written.
    pub fn note(&self, screen: &Screen) {
        self.wanted.note(screen);
        self.args.uncovered.iter().for_each(|path| note(path, screen));
    }
}

impl Answer<'_> {
    fn covered(&self, screen: &Screen) -> Covered<'_> {
        Covered { rules: self.rules, coverage: &self.coverage, units: self.units, lang: screen.lang }
    }

    /// For people.
    pub fn text(&self, screen: &Screen) -> String {
        paper_text::show(&paper(&self.covered(screen)), screen.lang, screen.colour)
    }

    /// For programs.
    pub fn json(&self, given: &str, screen: &Screen) -> Value {
        coverage_json::document(&self.covered(screen), given)
    }

    /// For editors: a line for each branch that no test goes through.
    pub fn lines(&self, screen: &Screen) -> String {
        let covered = self.covered(screen);
        let bare = self.coverage.branches.iter().filter(|branch| branch.tests == 0);
        let place = |branch: &Branch| Span::of(Some(&branch.place), &self.rules.files).shown("");
        bare.map(|branch| format!("{}: note[untested]: {}\n", place(branch), covered.untested(branch))).collect()
    }
}
