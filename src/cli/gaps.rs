//! `liftfit gaps SURVEY… --rules RULES`: what should we go and measure?

use super::asked::AskedArgs;
use super::progress::Bars;
use super::put_out::{Answer, OutArgs};
use super::screen::Screen;
use super::{Failure, WRONG, surveyed};
use crate::assess::assess;
use crate::quantity::{Decimal, Dimension, read_quantity};
use crate::report::groups;
use crate::report::study::measuring::{Measuring, paper};
use crate::report::study::{measuring_form, measuring_json};
use crate::rules::RuleSet;
use crate::study::gaps::{gaps, near, plan};
use crate::text;
use std::path::PathBuf;

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    asked: AskedArgs,

    /// 差多少算“差一点”，如 2cm（默认）；可重复，各管各的计量，如 0.2% ‖ how near a miss is, as in 2cm (the default); may be repeated for other measures, as in 0.2%
    #[arg(long, value_name = "余量 ‖ MARGIN", value_parser = margin, allow_hyphen_values = true, help_heading = "选项 ‖ options")]
    within: Vec<Margin>,

    /// 另写一份带去现场填的补测表（.xlsx）；填好后同原来的调查表一起评估 ‖ also write a form to carry and fill in (.xlsx), to be assessed beside the surveys
    #[arg(long, value_name = "文件 ‖ FILE", help_heading = "选项 ‖ options")]
    form: Option<PathBuf>,

    #[command(flatten)]
    out: OutArgs,
}

/// `--within`
#[derive(Clone, Debug)]
struct Margin {
    dimension: Dimension,
    value: Decimal,
    typed: String,
}

fn margin(typed: &str) -> Result<Margin, String> {
    let read = read_quantity(typed.trim()).and_then(|(value, unit)| Some((value, unit?)));
    match read {
        // What is counted is not measured with a tape.
        Some((value, unit)) if value > Decimal::ZERO && unit.dimension != Dimension::Count => {
            Ok(Margin { dimension: unit.dimension, value, typed: typed.trim().to_string() })
        }
        _ => Err(
            "要写成带单位的正数，如 5cm、0.2% ‖ expected a positive number with its unit of measure, as in 5cm or 0.2%"
                .into(),
        ),
    }
}

/// An error where a margin would do nothing: it is the second of a measure, or no field has that measure.
fn margins_fit(margins: &[Margin], rules: &RuleSet) -> Result<(), Failure> {
    let of_lists = rules.dictionary.lists.iter().flat_map(|list| &list.fields);
    let measured: Vec<Dimension> =
        rules.dictionary.fields.iter().chain(of_lists).filter_map(|field| field.kind.dimension()).collect();
    for (at, Margin { dimension, typed, .. }) in margins.iter().enumerate() {
        let wrong = |message, help| Err(Failure::new(WRONG, message, Some(help)));
        if let Some(first) = margins.iter().take(at).find(|first| first.dimension == *dimension) {
            let first = &first.typed;
            return wrong(
                text!(
                    "`{first}` 和 `{typed}` 是同一种计量的余量",
                    "`{first}` and `{typed}` are margins of one measure"
                ),
                text!("每种计量写一个", "give one for each measure"),
            );
        }
        if !measured.contains(dimension) {
            return wrong(
                text!("没有字段用 `{typed}` 这种计量", "no field is measured as `{typed}` is"),
                text!("写字段表里有的计量，如 5cm、0.2%", "give a measure that fields have, as in 5cm or 0.2%"),
            );
        }
    }
    Ok(())
}

/// Looks for what is missing.
pub fn run(args: &Args, screen: &Screen) -> Result<u8, Failure> {
    let wanted = args.out.wanted("gaps", &args.asked.surveys, args.form.as_deref())?;
    let rules = args.asked.rules(screen)?;
    margins_fit(&args.within, &rules)?;
    let bars = Bars::new(screen);
    let survey = args.asked.survey(&rules, &bars, screen)?;
    let stage = bars.stage(text!("推算", "working it out"));
    let units = &survey.units;
    let assessment = assess(&rules, units);
    let found = gaps(&rules, units, &assessment);
    let open: Vec<usize> = found.iter().map(|gap| gap.unit).collect();
    let field = groups::committee_of(&rules.dictionary)
        .filter(|&at| rules.dictionary.fields.get(at).is_some_and(|field| !field.private));
    let by_committee = groups::among(&rules.dictionary, units, screen.lang, field, &open);
    let committees: Vec<String> = by_committee.iter().map(|group| group.name(screen.lang).to_string()).collect();
    let committee_of: std::collections::HashMap<usize, usize> = by_committee
        .iter()
        .enumerate()
        .flat_map(|(at, group)| group.units.iter().map(move |&unit| (unit, at)))
        .collect();
    let order = plan(&found, &|unit| committee_of.get(&unit).copied().unwrap_or_default());
    let margins = if args.within.is_empty() {
        vec![margin("2cm").map_err(|_| Failure::shown(super::FAILED))?]
    } else {
        args.within.clone()
    };
    let near = near(&rules, units, &assessment, &margins.iter().map(|it| (it.dimension, it.value)).collect::<Vec<_>>());
    let count = found.len();
    stage.done(text!("未定 {count} 个", "{count} open"));
    let within = margins.iter().map(|it| it.typed.as_str()).collect::<Vec<_>>().join(screen.lang.pick("、", ", "));
    let measuring = Measuring {
        rules: &rules,
        units,
        assessment: &assessment,
        gaps: &found,
        plan: &order,
        committees: &committees,
        near: &near,
        within: &within,
        lang: screen.lang,
    };
    let form = args.form.is_some().then(|| measuring_form::form(&measuring)).transpose();
    let form = form.map_err(|error| Failure::new(super::FAILED, error.message, error.help))?;
    let json = Box::new(|| measuring_json::document(&measuring));
    surveyed::answer(&survey, &wanted, Answer { paper: paper(&measuring), json, form }, screen)
}
