//! `liftfit diff RUN1 RUN2`: what changed since last month's run?

use super::names_apart::names_of;
use super::put_out::{Answer, OutArgs, put};
use super::read_run::Whole;
use super::screen::Screen;
use super::{DONE, Failure, WRONG};
use crate::report::study::between::{Between, paper};
use crate::report::study::between_json;
use crate::rules::ruleset::Grade;
use crate::study::diff::{OtherKeys, Run, diff};
use crate::text;
use std::path::PathBuf;

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 前一次评估的结果文件夹 ‖ the folder of the earlier run
    #[arg(value_name = "前次 ‖ RUN1", help_heading = "参数 ‖ arguments")]
    first: PathBuf,

    /// 后一次评估的结果文件夹 ‖ the folder of the later run
    #[arg(value_name = "后次 ‖ RUN2", help_heading = "参数 ‖ arguments")]
    second: PathBuf,

    #[command(flatten)]
    out: OutArgs,
}

/// Holds two runs against one another.
pub fn run(args: &Args, screen: &Screen) -> Result<u8, Failure> {
    let wanted = args.out.wanted("diff", &[], None)?;
    let first = Whole::read(&args.first, screen)?;
    let second = Whole::read(&args.second, screen)?;
    let recorded = [first.recorded()?, second.recorded()?];
    let [before, after] = &recorded;
    let answer = diff(first.as_run(before.as_deref()), second.as_run(after.as_deref())).map_err(other_keys)?;
    let names = names_of([&args.first, &args.second]);
    let [name, other] = &names;
    let between = Between {
        names: [name, other],
        days: [&first.run.manifest.options.as_of, &second.run.manifest.options.as_of],
        diff: &answer,
        lang: screen.lang,
    };
    let json = Box::new(|| between_json::document(&between));
    put(&wanted, Answer { paper: paper(&between), json, form: None }, screen)?;
    Ok(DONE)
}

/// Units cannot be matched.
pub(super) fn other_keys(other: OtherKeys) -> Failure {
    let [first, second] = [other.first, other.second].map(|labels| labels.join("、"));
    Failure::new(
        WRONG,
        text!(
            "两次评估认单元的字段不同：前次是 {first}，后次是 {second}，单元对不上",
            "the runs name units by different fields, {first} and {second}: their units cannot be matched"
        ),
        Some(text!("用同一份字段表重新评估一次，再比较", "assess one of them again with the other's dictionary")),
    )
}

impl Whole {
    /// The classes that it recorded, each with its best and worst.
    pub(super) fn recorded(&self) -> Result<Option<Vec<[Grade; 3]>>, Failure> {
        Ok(self.run.classes(&self.survey.units)?)
    }

    /// As one of two runs.
    pub(super) fn as_run<'a>(&'a self, recorded: Option<&'a [[Grade; 3]]>) -> Run<'a> {
        Run {
            rules: &self.rules,
            units: &self.survey.units,
            assessment: &self.assessment,
            recorded,
            version: &self.run.manifest.version,
        }
    }
}
