//! What if this one number were different: the class counts as a step function of a parameter, every step with its units.
//!
//! What always holds: at every number of the window the counts are those of an assessment with that number. A step is at
//! a value that some unit has; what a unit is just above it, it is up to the next step. Deliberately absent: charts.

use crate::assess::steps::{Unsolved, Variable, Window, class_courses};
use crate::quantity::Decimal;
use crate::rules::RuleSet;
use crate::rules::language::typed::ParamIx;
use crate::rules::ruleset::Grade;
use crate::survey::Units;
use crate::survey::lifts::counted;

/// How the counts depend on a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sweep {
    /// Which parameter
    pub param: ParamIx,
    /// From where to where
    pub window: Window,
    /// The first at the lower end of the window, then one at each value where anything changes, ascending
    pub steps: Vec<Step>,
}

/// A value at which something changes, and the counts there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The value
    pub at: Decimal,
    /// Units by class exactly there
    pub counts: [u64; 3],
    /// Units by class just above, up to the next step
    pub above: [u64; 3],
    /// The units that change here, in their order
    pub turns: Vec<Turn>,
}

/// A unit that changes at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Which one
    pub unit: usize,
    /// Whether just above the value, rather than at it; a unit may do both
    pub above: bool,
    /// Its class before
    pub from: Grade,
    /// Its class from there on
    pub to: Grade,
}

impl Sweep {
    /// The counts at a value of the window.
    pub fn counts(&self, at: Decimal) -> [u64; 3] {
        let after = self.steps.partition_point(|step| step.at <= at);
        match after.checked_sub(1).and_then(|last| self.steps.get(last)) {
            Some(step) if step.at == at => step.counts,
            Some(step) => step.above,
            None => self.steps.first().map_or([0; 3], |step| step.counts),
        }
    }

    /// How many units change at all.
    pub fn units(&self) -> usize {
        let mut units: Vec<usize> = self.steps.iter().flat_map(|step| &step.turns).map(|turn| turn.unit).collect();
        units.sort_unstable();
        units.dedup();
        units.len()
    }
}

/// Sweeps a parameter, which is a number, through a window.
pub fn sweep(rules: &RuleSet, units: &Units, param: ParamIx, window: Window) -> Result<Sweep, Unsolved> {
    let courses = class_courses(rules, units, Variable::Param(param), window)?;
    let mut counts = [0u64; 3];
    let mut turns: Vec<(i64, Turn)> = Vec::new();
    for unit in counted(&rules.dictionary, units) {
        let Some(course) = courses.get(unit) else { continue };
        // A grade is below 3.
        counts[course.first as usize] += 1;
        let mut from = course.first;
        for &(place, to) in &course.turns {
            turns.push((place, Turn { unit, above: place % 2 != 0, from, to }));
            from = to;
        }
    }
    turns.sort_unstable_by_key(|(place, turn)| (*place, turn.unit));
    let mut steps = vec![Step { at: window.low, counts, above: counts, turns: Vec::new() }];
    for (place, turn) in turns {
        // A place lies in the window, whose ends are numbers.
        let at = Decimal::from_micros(place.div_euclid(2)).unwrap_or(window.low);
        if steps.last().is_some_and(|step| step.at != at) {
            let below = steps.last().map_or(counts, |step| step.above);
            steps.push(Step { at, counts: below, above: below, turns: Vec::new() });
        }
        let Some(step) = steps.last_mut() else { continue };
        let moved: &mut [&mut [u64; 3]] =
            if turn.above { &mut [&mut step.above] } else { &mut [&mut step.counts, &mut step.above] };
        for counts in moved {
            counts[turn.from as usize] -= 1;
            counts[turn.to as usize] += 1;
        }
        step.turns.push(turn);
    }
    steps.iter_mut().for_each(|step| step.turns.sort_by_key(|turn| (turn.unit, turn.above)));
    Ok(Sweep { param, window, steps })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::assess;
    use crate::assess::trials::made_up::Source;
    use crate::rules::ruleset::ParamValue;
    use crate::study::made_up::{bytes, pieces, runner, units};

    /// The counts of a full assessment with that value.
    fn assessed(rules: &RuleSet, units: &Units, param: usize, value: Decimal) -> [u64; 3] {
        let mut rules = rules.clone();
        if let ParamValue::Number { value: held, .. } = &mut rules.params[param].value {
            *held = value;
        }
        let a = assess(&rules, units);
        let mut counts = [0; 3];
        counted(&rules.dictionary, units).iter().for_each(|&unit| counts[a.class[unit] as usize] += 1);
        counts
    }

    #[test]
    fn a_sweep_is_what_assessing_with_each_value_gives_for_fifty_rule_sets_that_step() {
        let mut runner = runner();
        let window = Window { low: Decimal::from_int(-4).unwrap(), high: Decimal::from_int(9).unwrap() };
        let (mut stepping, mut tried) = (0, 0);
        while stepping < 50 {
            tried += 1;
            assert!(tried < 2_000, "too few of the made-up rule sets step: {stepping}");
            let rules = pieces(&mut Source::small(&bytes(&mut runner, 400))).rules();
            let sorts: Vec<Vec<u8>> = (0..40).map(|_| bytes(&mut runner, 40)).collect();
            let units = units(&rules, &sorts);
            let Ok(sweep) = sweep(&rules, &units, 0, window) else { continue };
            for (step, next) in sweep.steps.iter().zip(sweep.steps.iter().skip(1).map(Some).chain([None])) {
                assert_eq!(step.counts, assessed(&rules, &units, 0, step.at));
                let above = Decimal::from_micros(step.at.micros() + 1).unwrap();
                if above <= window.high && next.is_none_or(|next| above < next.at) {
                    assert_eq!(step.above, assessed(&rules, &units, 0, above), "just above {}", step.at);
                }
                let between = next.map_or(window.high, |next| next.at).micros() / 2 + step.at.micros() / 2;
                let between = Decimal::from_micros(between).unwrap();
                assert_eq!(sweep.counts(between), assessed(&rules, &units, 0, between), "between, at {between}");
            }
            let same = |a: &Step, b: &Step| a.above == b.counts && b.counts == b.above && b.turns.is_empty();
            assert!(sweep.steps.windows(2).all(|pair| !same(&pair[0], &pair[1])), "every step changes something");
            stepping += usize::from(sweep.steps.len() > 1);
        }
    }
}
