//! `liftfit sweep SURVEY… --rules RULES --param P`: what if this one number were different?

use super::asked::AskedArgs;
use super::progress::Bars;
use super::put_out::{Answer, OutArgs};
use super::screen::Screen;
use super::{FAILED, Failure, WRONG, surveyed};
use crate::assess::steps::{Unsolved, Window};
use crate::lang::Text;
use crate::report::study::cells;
use crate::report::study::curve::{self, Swept};
use crate::report::study::curve_json;
use crate::rules::RuleSet;
use crate::rules::ruleset::place_shown;
use crate::rules::sweeping::{Asked, Unfit, asked};
use crate::study::grid::{NoGrid, STRETCHES, grid};
use crate::study::sweep::sweep;
use crate::text;

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    asked: AskedArgs,

    /// 扫描哪个参数，可带范围，如 good_stair_width=0.9..1.3m；不带就用规则里的 range。写两个：两个一起变 ‖ the parameter to sweep, with a range if wanted, as in good_stair_width=0.9..1.3m; without one the rules' `range` is taken. Given twice, both change together
    #[arg(long, value_name = "参数[=范围] ‖ PARAM[=RANGE]", required = true, help_heading = "选项 ‖ options")]
    param: Vec<String>,

    #[command(flatten)]
    out: OutArgs,
}

/// Sweeps.
pub fn run(args: &Args, screen: &Screen) -> Result<u8, Failure> {
    let wanted = args.out.wanted("sweep", &args.asked.surveys, None)?;
    let rules = args.asked.rules(screen)?;
    let asked: Vec<Asked> =
        args.param.iter().map(|typed| asked(&rules, typed).map_err(unfit)).collect::<Result<_, _>>()?;
    let window = |asked: &Asked| Window { low: asked.low, high: asked.high };
    let bars = Bars::new(screen);
    let survey = args.asked.survey(&rules, &bars, screen)?;
    let swept = Swept { rules: &rules, units: &survey.units, lang: screen.lang };
    let stage = bars.stage(text!("扫描", "sweeping"));
    match asked.as_slice() {
        [one] => {
            let sweep =
                sweep(&rules, &survey.units, one.param, window(one)).map_err(|it| unsolved(&it, &rules, screen))?;
            stage.done(Text::same(""));
            let json = Box::new(|| curve_json::document(&swept, &sweep));
            let paper = curve::paper(&swept, &sweep);
            surveyed::answer(&survey, &wanted, Answer { paper, json, form: None }, screen)
        }
        [across, down] if across.param != down.param => {
            let grid = grid(&rules, &survey.units, [across.param, down.param], [window(across), window(down)]);
            let grid = grid.map_err(|none| no_grid(&none, &rules, screen))?;
            stage.done(Text::same(""));
            let json = Box::new(|| curve_json::grid_document(&swept, &grid));
            let paper = cells::paper(&swept, &grid);
            surveyed::answer(&survey, &wanted, Answer { paper, json, form: None }, screen)
        }
        [_, _] => Err(one_or_two(&text!("两个 --param 是同一个参数", "both `--param` are one parameter"))),
        _ => Err(one_or_two(&text!("--param 最多两个", "there are more than two `--param`"))),
    }
}

fn one_or_two(message: &Text) -> Failure {
    let help = text!("扫描一个参数，或两个不同的一起", "sweep one parameter, or two different ones together");
    Failure::new(WRONG, message.clone(), Some(help))
}

fn unfit(unfit: Unfit) -> Failure {
    Failure::new(WRONG, unfit.message, unfit.help)
}

/// A comparison that the parameter enters both ways, by name.
pub(super) fn unsolved(unsolved: &Unsolved, rules: &RuleSet, screen: &Screen) -> Failure {
    let (written, place) = (&unsolved.written, place_shown(&rules.files, &unsolved.place, screen.lang));
    Failure::new(
        FAILED,
        text!(
            "`{written}`（{place}）里，参数变大时一边时大时小，步阶算不准，不扫描",
            "in `{written}` ({place}) a side goes both ways as the parameter grows: its steps cannot be told exactly"
        ),
        Some(text!(
            "换个写法，让参数在每个比较里只朝一个方向起作用；或用 compare 比较几个取值",
            "write it so that the parameter works one way in every comparison, or compare a few values with `compare`"
        )),
    )
}

fn no_grid(none: &NoGrid, rules: &RuleSet, screen: &Screen) -> Failure {
    match none {
        NoGrid::Unsolved(meeting) => {
            let (written, place) = (&meeting.written, place_shown(&rules.files, &meeting.place, screen.lang));
            Failure::new(
                FAILED,
                text!(
                    "`{written}`（{place}）里两个参数碰在一起，或一边时大时小，格子切不开",
                    "in `{written}` ({place}) both parameters meet, or a side goes both ways: there are no exact cells"
                ),
                Some(text!("分开扫描，或用 compare 比较几种组合", "sweep them apart, or compare a few combinations")),
            )
        }
        NoGrid::TooFine(count) => Failure::new(
            FAILED,
            text!(
                "第二个参数有 {count} 段，多于 {STRETCHES} 段，算得太久",
                "the second parameter has {count} stretches, more than {STRETCHES}"
            ),
            Some(text!("把范围写窄一些：--param 参数=低..高", "give a narrower range: `--param PARAM=LOW..HIGH`")),
        ),
    }
}
