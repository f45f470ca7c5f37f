//! What questions about one survey by one rule set are asked of: `sweep`, `gaps`, `check --survey`.

use super::args::{RulesArgs, SurveyArgs};
use super::progress::Bars;
use super::screen::Screen;
use super::{Failure, in_force, surveyed, used_mapping, used_rules};
use crate::rules::RuleSet;
use crate::survey::{Options, Survey};
use std::path::PathBuf;

/// The survey and the rules as typed.
#[derive(Debug, clap::Args)]
pub struct AskedArgs {
    /// 调查表：文件或文件夹，可以写几个 ‖ surveys: files and folders, one or several
    #[arg(value_name = "调查表 ‖ SURVEY", required = true, help_heading = "参数 ‖ arguments")]
    pub surveys: Vec<PathBuf>,

    /// 规则文件的路径，或自带规则的名字（如 shanghai） ‖ the path of a rules file, or the name of a shipped one (shanghai)
    #[arg(long, value_name = "规则 ‖ RULES", help_heading = "选项 ‖ options")]
    rules: String,

    #[command(flatten)]
    rules_options: RulesArgs,

    #[command(flatten)]
    survey_options: SurveyArgs,
}

impl AskedArgs {
    /// The rules, checked.
    pub fn rules(&self, screen: &Screen) -> Result<RuleSet, Failure> {
        let RulesArgs { set, deny_warnings } = &self.rules_options;
        Ok(used_rules::load(&self.rules, set, *deny_warnings, screen)?.0)
    }

    /// The survey, read by these rules.
    pub fn survey(&self, rules: &RuleSet, bars: &Bars, screen: &Screen) -> Result<Survey, Failure> {
        survey(&self.surveys, &self.survey_options, rules, bars, screen)
    }
}

/// A survey, read by these rules.
pub fn survey(
    surveys: &[PathBuf],
    args: &SurveyArgs,
    rules: &RuleSet,
    bars: &Bars,
    screen: &Screen,
) -> Result<Survey, Failure> {
    let mapping = used_mapping::load(args.mapping.as_deref(), &rules.dictionary, screen)?;
    let options = Options { mapping, ..args.meant() };
    in_force::warnings(rules, options.as_of).iter().for_each(|warning| screen.warning(warning));
    surveyed::read(surveys, None, rules, &options, bars)
}
