//! Sliders: what if a parameter were different. One a parameter that has a `range` in the rules.
//!
//! What always holds: what a slider shows is what an assessment with that value gives, since it comes from the exact steps
//! of `study::sweep`; the page has no engine. A unit with a lift is not counted, so it does not move. A parameter whose
//! steps would tell what a private field holds has no slider, nor has one whose steps cannot be told exactly, nor a date;
//! the page names them. Deliberately absent: moving them (`trials.js`), two at a time (the command `sweep`).

use super::inert;
use crate::assess::steps::Window;
use crate::assess::uses_of;
use crate::lang::Lang;
use crate::quantity::{Decimal, Dimension};
use crate::report::{Answers, public};
use crate::rules::language::printer::show_quantity;
use crate::rules::language::typed::ParamIx;
use crate::rules::ruleset::{Grade, Param, ParamValue};
use crate::study::sweep::sweep;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::io;

/// Positions that a slider has at least, where its steps do not ask for more.
const COARSEST: i64 = 20;
/// Positions that a slider has at most, where its ends can be reached with so few.
const FINEST: i64 = 1_000;

/// The sweeps of all parameters that can have a slider.
#[derive(Clone, Debug, Default)]
pub struct Trials {
    trials: Vec<Trial>,
    /// Parameters left out: private, not exact, or a date
    refused: Vec<ParamIx>,
}

#[derive(Clone, Debug)]
struct Trial {
    param: ParamIx,
    now: Decimal,
    window: Window,
    /// Twice the value in millionths, and one more where it is just above it; the unit; its class before and from there
    turns: Vec<(i64, usize, Grade, Grade)>,
}

/// What a page shows of them.
pub struct View {
    /// The sliders
    pub rows: Vec<Slider>,
    /// Parameters that move nobody here
    pub still: Vec<String>,
    /// Parameters left out
    pub refused: Vec<String>,
    /// The steps, as the content of a script block
    pub data: String,
}

/// A slider before its script runs.
pub struct Slider {
    /// The parameter's id
    pub id: String,
    /// What it is called
    pub label: String,
    /// Its value in the rules, as people read it
    pub now: String,
    /// Its last position, the first being 0
    pub last: i64,
    /// Its position now
    pub at: i64,
}

/// A slider for the script; all numbers are whole, in millionths of the base unit of measure.
#[derive(Serialize)]
struct Steps<'a> {
    label: &'a str,
    /// What follows the number: ` m`
    suffix: String,
    /// How many millionths the unit of measure that is shown has
    scale: i64,
    places: usize,
    low: i64,
    step: i64,
    now: i64,
    /// Place, class before, class from there on, how many, and the rows of these units where the page has them
    turns: Vec<(i64, usize, usize, usize, Vec<usize>)>,
}

impl Trials {
    /// Sweeps all parameters that have a range.
    pub fn of(answers: &Answers) -> Trials {
        let rules = answers.rules;
        let asked: Vec<(ParamIx, Decimal, Dimension, Window)> = rules
            .params
            .iter()
            .enumerate()
            .filter_map(|(at, param)| {
                let ParamValue::Number { value, dimension, .. } = param.value else { return None };
                let (low, high) = (param.range?.low()?, param.range?.high()?);
                Some((at, value, dimension, Window { low: low.min(value), high: high.max(value) }))
            })
            .collect();
        let private: Vec<ParamIx> = rules
            .enabled()
            .filter(|criterion| public::is_hidden(answers, criterion))
            .flat_map(|criterion| uses_of(rules, criterion).params)
            .collect();
        let swept = asked.into_par_iter().map(|(param, now, dimension, window)| {
            // A slider of days would need words of its own.
            let shown = !private.contains(&param) && dimension != Dimension::Date;
            let sweep = shown.then(|| sweep(rules, &answers.survey.units, param, window).ok()).flatten();
            let sweep = sweep.ok_or(param)?;
            let turns = sweep.steps.iter().flat_map(|step| {
                let place = 2 * step.at.micros();
                step.turns.iter().map(move |turn| (place + i64::from(turn.above), turn.unit, turn.from, turn.to))
            });
            let mut turns: Vec<_> = turns.collect();
            turns.sort_unstable_by_key(|turn| (turn.0, turn.1));
            Ok(Trial { param, now, window, turns })
        });
        let (mut trials, mut refused) = (Vec::new(), Vec::new());
        for swept in swept.collect::<Vec<Result<Trial, ParamIx>>>() {
            match swept {
                Ok(trial) => trials.push(trial),
                Err(param) => refused.push(param),
            }
        }
        Trials { trials, refused }
    }

    /// What the page of these units shows; `listed`: whether it has a row for each. Nothing where no parameter has a
    /// range.
    pub fn view(&self, answers: &Answers, units: &[usize], listed: bool) -> io::Result<Option<View>> {
        if self.trials.is_empty() && self.refused.is_empty() {
            return Ok(None);
        }
        let row_of: HashMap<usize, usize> = units.iter().enumerate().map(|(row, &unit)| (unit, row)).collect();
        let called =
            |at: ParamIx| answers.rules.params.get(at).map(|param| name(param, answers.lang)).unwrap_or_default();
        let (mut rows, mut still, mut all) = (Vec::new(), Vec::new(), Vec::new());
        for trial in &self.trials {
            let Some(param) = answers.rules.params.get(trial.param) else { continue };
            let turns: Vec<_> = trial.turns.iter().filter(|turn| row_of.contains_key(&turn.1)).collect();
            if turns.is_empty() {
                still.push(called(trial.param).to_string());
                continue;
            }
            let places: Vec<i64> = turns.iter().map(|turn| turn.0.div_euclid(2)).collect();
            let (low, high, now) = (trial.window.low.micros(), trial.window.high.micros(), trial.now.micros());
            let ParamValue::Number { dimension, unit, .. } = param.value else { continue };
            let step = match dimension {
                // There is no half a storey.
                Dimension::Count | Dimension::Year => 1_000_000,
                _ => step_of(low, high, now, &places),
            };
            let shown = show_quantity(trial.now, dimension, unit);
            let scale = scale_of(unit);
            rows.push(Slider {
                id: param.id.clone(),
                label: called(trial.param).to_string(),
                now: shown.clone(),
                last: (high - low) / step,
                at: (now - low) / step,
            });
            let mut grouped: BTreeMap<(i64, Grade, Grade), Vec<usize>> = BTreeMap::new();
            for (place, unit, from, to) in turns {
                grouped.entry((*place, *from, *to)).or_default().extend(row_of.get(unit));
            }
            let turn = |((place, from, to), rows): ((i64, Grade, Grade), Vec<usize>)| {
                let count = rows.len();
                (place, from as usize, to as usize, count, if listed { rows } else { Vec::new() })
            };
            all.push(Steps {
                label: called(trial.param),
                suffix: suffix(&shown).to_string(),
                scale,
                places: places_of(&[low, step], scale).max(decimals(&shown)),
                low,
                step,
                now,
                turns: grouped.into_iter().map(turn).collect(),
            });
        }
        let refused = self.refused.iter().map(|&at| called(at).to_string()).collect();
        Ok(Some(View { rows, still, refused, data: inert::json(&all)? }))
    }
}

fn name(param: &Param, lang: Lang) -> &str {
    lang.pick(&param.label, &param.id)
}

/// How far a slider moves at a time: the coarsest round number that reaches the ends, the present value and every value
/// where something changes; where that is too fine, one that reaches the ends and the present value.
fn step_of(low: i64, high: i64, now: i64, places: &[i64]) -> i64 {
    let wide = high - low;
    let reaches = |step: i64, ends: &[i64]| ends.iter().all(|end| (end - low) % step == 0);
    let rounds = (0..16).rev().flat_map(|power| [5, 2, 1].map(|digit| digit * 10i64.pow(power)));
    let mut finest = None;
    for step in rounds.filter(|step| wide / step <= FINEST) {
        if !reaches(step, &[high, now]) {
            continue;
        }
        finest = Some(step);
        if wide / step >= COARSEST && reaches(step, places) {
            return step;
        }
    }
    finest.unwrap_or_else(|| gcd(wide, now - low).max(1))
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// How many millionths of the base unit one of that unit of measure is.
fn scale_of(unit: Option<&crate::quantity::Unit>) -> i64 {
    unit.and_then(|unit| unit.read("1")).map_or(1_000_000, |one| one.micros().max(1))
}

/// Decimals that these numbers need.
fn places_of(numbers: &[i64], scale: i64) -> usize {
    let needs = |number: i64| {
        let (mut rest, mut places) = ((number % scale).abs(), 0);
        while rest != 0 && places < 6 {
            rest = rest * 10 % scale;
            places += 1;
        }
        places
    };
    numbers.iter().map(|&number| needs(number)).max().unwrap_or(0)
}

/// What follows the number: ` m`.
fn suffix(shown: &str) -> &str {
    shown.trim_start_matches(|c: char| c.is_ascii_digit() || "-.,".contains(c))
}

fn decimals(shown: &str) -> usize {
    let number = shown.strip_suffix(suffix(shown)).unwrap_or(shown);
    number.split_once('.').map_or(0, |(_, places)| places.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slider_stops_at_every_step_that_a_round_step_reaches() {
        let metres = |hundredths: i64| hundredths * 10_000;
        assert_eq!(step_of(metres(90), metres(130), metres(110), &[metres(104), metres(112)]), metres(2));
        assert_eq!(step_of(metres(90), metres(130), metres(110), &[metres(99)]), metres(1));
        assert_eq!(step_of(metres(0), metres(100_000), metres(500), &[metres(7)]), metres(100), "too fine to reach it");
        assert_eq!(step_of(0, 7, 3, &[]), 1);
    }

    #[test]
    fn numbers_are_shown_with_the_decimals_that_they_need() {
        assert_eq!(places_of(&[900_000, 10_000], 1_000_000), 2);
        assert_eq!(places_of(&[20_000], 10_000), 0, "2%");
        assert_eq!((suffix("1.10 m"), decimals("1.10 m")), (" m", 2));
        assert_eq!((suffix("4 层"), decimals("4 层")), (" 层", 0));
    }
}
