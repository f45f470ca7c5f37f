//! `liftfit explain KEY …`: why is this one difficult? From surveys and rules, or from a run.

use super::args::{Format, FormatArgs, RulesArgs, SurveyArgs};
use super::find_unit::find_unit;
use super::progress::Bars;
use super::read_run::Whole;
use super::screen::Screen;
use super::{
    DONE, FAILED, Failure, decisions, explain_json, explain_text, in_force, surveyed, used_mapping, used_rules,
};
use crate::assess::Assessment;
use crate::assess::assess;
use crate::assess::explain;
use crate::assess::explain::Why;
use crate::assess::missing;
use crate::lang::{Lang, Text};
use crate::rules::RuleSet;
use crate::study::remedies::{Help, remedies};
use crate::survey::{Decision, Options, Survey, Units};
use crate::text;
use std::path::PathBuf;

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 哪个单元：关键字段用 / 连起来，如 甲小区/12/3；后面一段能认出来就行，如 12/3 ‖ which unit: its key fields joined by /, as in ESTATE/12/3; an unambiguous tail is enough, as in 12/3
    #[arg(value_name = "单元 ‖ UNIT", help_heading = "参数 ‖ arguments")]
    key: String,

    /// 调查表：文件或文件夹，可以写几个 ‖ surveys: files and folders, one or several
    #[arg(
        value_name = "调查表 ‖ SURVEY",
        required_unless_present = "run",
        conflicts_with = "run",
        help_heading = "参数 ‖ arguments"
    )]
    surveys: Vec<PathBuf>,

    /// 规则文件的路径，或自带规则的名字（如 shanghai） ‖ the path of a rules file, or the name of a shipped one (shanghai)
    #[arg(
        long,
        value_name = "规则 ‖ RULES",
        required_unless_present = "run",
        conflicts_with = "run",
        help_heading = "选项 ‖ options"
    )]
    rules: Option<String>,

    /// 用以前一次评估的结果文件夹，不再读调查表和规则 ‖ the folder of an earlier run, instead of surveys and rules
    #[arg(long, value_name = "文件夹 ‖ FOLDER", conflicts_with_all = ["set", "as_of", "duplicates", "encoding", "strict", "mapping", "decisions"], help_heading = "选项 ‖ options")]
    run: Option<PathBuf>,

    /// 已作出的决定，同 assess --decisions ‖ what a committee decided, as with assess --decisions
    #[arg(long, value_name = "决定 ‖ DECISIONS", help_heading = "选项 ‖ options")]
    decisions: Vec<PathBuf>,

    #[command(flatten)]
    rules_options: RulesArgs,

    #[command(flatten)]
    survey_options: SurveyArgs,

    #[command(flatten)]
    print: FormatArgs,
}

/// One unit, explained.
pub struct Explained {
    /// By which rules
    pub rules: RuleSet,
    /// Among which units
    pub units: Units,
    /// With what outcome
    pub assessment: Assessment,
    /// Which unit
    pub unit: usize,
    /// Why, criterion by criterion
    pub whys: Vec<Why>,
    /// What is missing
    pub missing: Vec<String>,
    /// What decides the class
    pub deciding: Vec<String>,
    /// What a committee decided of it
    pub decision: Option<Decision>,
    /// What would help it
    pub help: Option<Box<Help>>,
}

/// Explains one unit.
pub fn run(args: &Args, screen: &Screen) -> Result<u8, Failure> {
    let mut opened = None;
    let (rules, survey, status, assessment) = match &args.run {
        Some(folder) => {
            let Whole { run, rules, survey, assessment } = Whole::read(folder, screen)?;
            opened = Some(run);
            (rules, survey, DONE, assessment)
        }
        None => read(args, screen)?,
    };
    let Survey { units, decisions, .. } = survey;
    let unit = find_unit(&units, &rules.dictionary, &args.key).map_err(|failure| {
        // A door that was rejected or not surveyed is told of as such.
        let found = opened.map_or_else(Vec::new, |run| run.not_assessed(&rules.dictionary, &args.key));
        not_assessed(&args.key, &found).unwrap_or(failure)
    })?;
    let whys = explain(&rules, &units, &assessment, &[unit], screen.lang).pop().unwrap_or_default();
    let missing = missing(&rules, &units, &assessment, unit);
    let deciding = assessment.deciding(&rules, unit);
    let decision = decisions.and_then(|decisions| decisions.of(unit).cloned());
    let help = remedies(&rules, &units, &assessment, unit..unit + 1).pop().flatten();
    let explained = Explained { rules, units, assessment, unit, whys, missing, deciding, decision, help };
    match args.print.format {
        Format::Json => screen.json(&explain_json::document(&explained))?,
        Format::Text => screen.data(&explain_text::tree(&explained, screen.lang, screen.colour))?,
    }
    Ok(status)
}

/// How many places are named where a door was not assessed.
const NAMED: usize = 5;

/// That a door was not assessed, where the run says what became of it.
fn not_assessed(key: &str, found: &[Text]) -> Option<Failure> {
    let all = |lang: Lang| found.iter().take(NAMED).map(|text| text.get(lang)).collect::<Vec<_>>();
    let (zh, en) = (all(Lang::Zh).join("；"), all(Lang::En).join("; "));
    let help = (!found.is_empty()).then_some(Text { zh, en })?;
    Some(Failure::new(FAILED, text!("`{key}` 没有评估", "`{key}` was not assessed"), Some(help)))
}

fn read(args: &Args, screen: &Screen) -> Result<(RuleSet, Survey, u8, Assessment), Failure> {
    let RulesArgs { set, deny_warnings } = &args.rules_options;
    let given = args.rules.as_deref().unwrap_or_default();
    let (rules, _) = used_rules::load(given, set, *deny_warnings, screen)?;
    let mapping = used_mapping::load(args.survey_options.mapping.as_deref(), &rules.dictionary, screen)?;
    let options = Options { mapping, not_surveys: args.decisions.clone(), ..args.survey_options.meant() };
    for warning in in_force::warnings(&rules, options.as_of) {
        screen.warning(&warning);
    }
    let bars = Bars::new(screen);
    let decided = decisions::read(&args.decisions, &rules, &options, &bars, screen)?;
    let mut survey = surveyed::read(&args.surveys, None, &rules, &options, &bars)?;
    let assessment = assess(&rules, &survey.units);
    decisions::hold(&mut survey, decided, &rules, &assessment.class)?;
    surveyed::tell(&survey, screen);
    let status = surveyed::status(&survey);
    Ok((rules, survey, status, assessment))
}
