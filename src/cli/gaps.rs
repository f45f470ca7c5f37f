//! `liftfit gaps SURVEY… --rules RULES`: what should we go and measure?

use super::asked::AskedArgs;
use super::progress::Bars;
use super::put_out::{Answer, OutArgs};
use super::screen::Screen;
use super::{Failure, WRONG, surveyed};
use crate::assess::assess;
use crate::lang::Lang;
use crate::quantity::{Decimal, Dimension, read_quantity};
use crate::report::groups;
use crate::report::study::measuring::{Measuring, paper};
use crate::report::study::{measuring_form, measuring_json};
use crate::rules::{Field, RuleSet};
use crate::study::gaps::{gaps, margin_for, near, plan};
use crate::text;
use std::collections::HashMap;
use std::path::PathBuf;

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    asked: AskedArgs,

    /// 差多少算“差一点”，默认 2cm，按毫米量的 2mm；可重复，各管各的计量，如 0.2% ‖ how near a miss is: 2cm by default, 2mm for what is surveyed in mm; may be repeated for other measures, as in 0.2%
    #[arg(long, value_name = "余量 ‖ MARGIN", value_parser = margin, allow_hyphen_values = true, help_heading = "选项 ‖ options")]
    within: Vec<Margin>,

    /// 另写一份带去现场填的补测表（.xlsx）；填好后同原来的调查表一起评估 ‖ also write a form to carry and fill in (.xlsx), to be assessed beside the surveys
    #[arg(long, value_name = "文件 ‖ FILE", help_heading = "选项 ‖ options")]
    form: Option<PathBuf>,

    #[command(flatten)]
    out: OutArgs,
}

/// The margins where none is typed.
const DEFAULT: [&str; 2] = ["2cm", "2mm"];

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

/// The margins that some field takes, with what those fields are surveyed in where another is for the same measure; an
/// error where one that was typed would do nothing.
fn margins(typed: &[Margin], rules: &RuleSet, lang: Lang) -> Result<(Vec<(Dimension, Decimal)>, String), Failure> {
    let usual = || DEFAULT.iter().filter_map(|text| margin(text).ok()).collect();
    let all: Vec<Margin> = if typed.is_empty() { usual() } else { typed.to_vec() };
    let values: Vec<(Dimension, Decimal)> = all.iter().map(|it| (it.dimension, it.value)).collect();
    let of_lists = rules.dictionary.lists.iter().flat_map(|list| &list.fields);
    let fields: Vec<&Field> = rules.dictionary.fields.iter().chain(of_lists).collect();
    let values_of = values.as_slice();
    let takes = |at: usize| fields.iter().copied().filter(move |field| margin_for(field, values_of) == Some(at));
    let same = |at: usize, it: &Margin| all.iter().take(at).find(|other| other.dimension == it.dimension);
    let mut shown = Vec::new();
    for (at, it) in all.iter().enumerate() {
        let (margin, first) = (&it.typed, same(at, it));
        let unit = takes(at).find_map(|field| field.unit).map(|unit| unit.symbol);
        match (takes(at).next(), first, unit) {
            (Some(_), Some(_), Some(unit)) => {
                shown.push(
                    text!("{margin}（按 {unit} 量的）", "{margin} (of what is surveyed in {unit})")
                        .get(lang)
                        .to_string(),
                );
            }
            (Some(_), ..) => shown.push(margin.clone()),
            (None, ..) if typed.is_empty() => {}
            (None, first, _) => return Err(does_nothing(margin, first, &fields, it.dimension)),
        }
    }
    Ok((values, shown.join(lang.pick("、", ", "))))
}

fn does_nothing(margin: &str, first: Option<&Margin>, fields: &[&Field], dimension: Dimension) -> Failure {
    let measured = fields.iter().any(|field| field.kind.dimension() == Some(dimension));
    let (message, help) = match first {
        Some(Margin { typed: first, .. }) => (
            text!(
                "`{first}` 和 `{margin}` 是同一种计量的余量，字段各用一个，有一个用不上",
                "`{first}` and `{margin}` are margins of one measure, and no field takes both: one does nothing"
            ),
            text!(
                "每种计量写一个；按更小的单位量的字段，另写一个不到它十个单位的，如 2mm",
                "give one for each measure, and for fields that are surveyed in a smaller unit one of less than ten of it, as in 2mm"
            ),
        ),
        None if measured => (
            text!(
                "`{margin}` 太大：字段的余量要不到它自己单位的十倍",
                "`{margin}` is too much: a field takes a margin of less than ten of its own unit of measure"
            ),
            text!("写小一点，如 2cm、2mm", "give a smaller one, as in 2cm or 2mm"),
        ),
        None => (
            text!("没有字段用 `{margin}` 这种计量", "no field is measured as `{margin}` is"),
            text!("写字段表里有的计量，如 5cm、0.2%", "give a measure that fields have, as in 5cm or 0.2%"),
        ),
    };
    Failure::new(WRONG, message, Some(help))
}

/// Looks for what is missing.
pub fn run(args: &Args, screen: &Screen) -> Result<u8, Failure> {
    let wanted = args.out.wanted("gaps", &args.asked.surveys, args.form.as_deref())?;
    let rules = args.asked.rules(screen)?;
    let (margins, within) = margins(&args.within, &rules, screen.lang)?;
    let bars = Bars::new(screen);
    let survey = args.asked.survey(&rules, &bars, screen)?;
    let stage = bars.stage(text!("推算", "working it out"));
    let units = &survey.units;
    let assessment = assess(&rules, units);
    let mut found = gaps(&rules, units, &assessment);
    let open: Vec<usize> = found.iter().map(|gap| gap.unit).collect();
    let field = groups::committee_of(&rules.dictionary)
        .filter(|&at| rules.dictionary.fields.get(at).is_some_and(|field| !field.private));
    let by_committee = groups::among(&rules.dictionary, units, screen.lang, field, &open);
    let committees: Vec<String> = by_committee.iter().map(|group| group.value.clone()).collect();
    let committee_of: HashMap<usize, usize> = by_committee
        .iter()
        .enumerate()
        .flat_map(|(at, group)| group.units.iter().map(move |&unit| (unit, at)))
        .collect();
    let order = plan(&found, &|unit| committee_of.get(&unit).copied().unwrap_or_default());
    let near = near(&rules, units, &assessment, &margins);
    // Doors stand in the order of the plan everywhere.
    let place: HashMap<usize, usize> = order.doors().enumerate().map(|(nth, (_, unit))| (unit, nth)).collect();
    found.sort_by_key(|gap| place.get(&gap.unit).copied().unwrap_or(usize::MAX));
    let count = found.len();
    stage.done(text!("未定 {count} 个", "{count} open"));
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
