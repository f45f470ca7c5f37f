//! `liftfit compare SURVEY… --rules A --rules B`: what changes if we relax the rules?

use super::args::SurveyArgs;
use super::progress::Bars;
use super::put_out::{Answer, OutArgs};
use super::screen::Screen;
use super::variants::{Given, Variant, Variants, load};
use super::{DONE, Failure, WRONG, in_force, surveyed, used_mapping};
use crate::lang::Text;
use crate::report::study::comparison::{Compared, paper};
use crate::report::study::comparison_json;
use crate::rules::RuleSet;
use crate::study::compare::{Unlike, compare};
use crate::survey::Options;
use crate::text;
use std::path::PathBuf;

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 调查表：文件或文件夹，可以写几个 ‖ surveys: files and folders, one or several
    #[arg(value_name = "调查表 ‖ SURVEY", required = true, help_heading = "参数 ‖ arguments")]
    surveys: Vec<PathBuf>,

    #[command(flatten)]
    variants: Variants,

    /// 以哪一套为基准：第几个，或它的名字（默认第一个） ‖ which one the others are compared with: its number, or its name (the first by default)
    #[arg(long, value_name = "方案 ‖ WHICH", help_heading = "选项 ‖ options")]
    baseline: Option<String>,

    /// 规则文件有警告时也停下 ‖ stop at warnings about the rules too
    #[arg(long, help_heading = "选项 ‖ options")]
    deny_warnings: bool,

    #[command(flatten)]
    survey_options: SurveyArgs,

    #[command(flatten)]
    out: OutArgs,
}

/// Compares.
pub fn run(args: &Args, screen: &Screen) -> Result<u8, Failure> {
    let mut given = args.variants.meant()?;
    let first = args.baseline.as_deref().map_or(Ok(0), |wanted| place_of(&given, wanted))?;
    let baseline = given.remove(first);
    given.insert(0, baseline);
    let wanted = args.out.wanted("comparison", &args.surveys, None)?;
    let variants = load(&given, args.deny_warnings, screen)?;
    let Some(baseline) = variants.first() else { return Ok(DONE) };
    let mapping = used_mapping::load(args.survey_options.mapping.as_deref(), &baseline.rules.dictionary, screen)?;
    let options = Options { mapping, ..args.survey_options.meant() };
    for Variant { called, rules, .. } in &variants {
        for Text { zh, en } in in_force::warnings(rules, options.as_of) {
            screen.warning(&text!("{called}：{zh}", "{called}: {en}"));
        }
    }
    let bars = Bars::new(screen);
    let survey = surveyed::read(&args.surveys, None, &baseline.rules, &options, &bars)?;
    let stage = bars.stage(text!("比较", "comparing"));
    let rules: Vec<&RuleSet> = variants.iter().map(|variant| &variant.rules).collect();
    let names: Vec<String> = variants.iter().map(|variant| variant.name.clone()).collect();
    let called: Vec<String> = variants.iter().map(|variant| variant.called.clone()).collect();
    let pairs: Vec<(usize, usize)> =
        (0..rules.len()).flat_map(|from| (from + 1..rules.len()).map(move |to| (from, to))).collect();
    let comparison = compare(&rules, &survey.units, &pairs).map_err(|unlike| refused(&unlike, &names))?;
    let moved: usize = comparison.pairs.iter().map(|pair| pair.moves.len()).sum();
    stage.done(text!("{moved} 处变化", "{moved} changes"));
    let compared = Compared {
        names: &names,
        called: &called,
        rules: &rules,
        units: &survey.units,
        comparison: &comparison,
        lang: screen.lang,
    };
    let json = Box::new(|| comparison_json::document(&compared));
    surveyed::answer(&survey, &wanted, Answer { paper: paper(&compared), json, form: None }, screen)
}

/// Which of the rule sets is meant: by its number from 1, by its name or the path of its file.
fn place_of(given: &[Given], wanted: &str) -> Result<usize, Failure> {
    let by_name = given.iter().position(|given| given.name() == wanted || given.rules == wanted);
    let by_number = wanted.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    by_name.or(by_number).filter(|&place| place < given.len()).ok_or_else(|| {
        let names: Vec<String> =
            given.iter().enumerate().map(|(at, given)| format!("{}. {}", at + 1, given.name())).collect();
        let names = names.join("  ");
        Failure::new(
            WRONG,
            text!("没有方案 `{wanted}`", "no rule set `{wanted}` among those given"),
            Some(text!("给的有：{names}", "given are: {names}")),
        )
    })
}

/// Rule sets with different dictionaries do not see the same units.
fn refused(unlike: &Unlike, names: &[String]) -> Failure {
    let name = |at: usize| names.get(at).map_or("", String::as_str);
    let (from, to) = (name(unlike.from), name(unlike.to));
    let all =
        |get: fn(&Text) -> &str, by: &str| unlike.differences.iter().take(8).map(get).collect::<Vec<_>>().join(by);
    let (zh, en) = (all(|text| &text.zh, "；"), all(|text| &text.en, "; "));
    Failure::new(
        WRONG,
        text!(
            "`{from}` 和 `{to}` 的字段表不同，读到的单元就不同，不能比较：{zh}",
            "`{from}` and `{to}` have different dictionaries and do not see the same units: {en}"
        ),
        Some(text!("让两套规则用同一份字段表（fields = …）", "let both use one dictionary (`fields = …`)")),
    )
}
