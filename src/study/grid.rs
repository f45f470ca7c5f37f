//! Two numbers at once: the class counts in every cell that the steps of two parameters cut out.
//!
//! Where no comparison has both, each cell is exact: within it no comparison turns. The second parameter is set to one
//! number of each of its stretches, and the first swept. What always holds: every pair of numbers of the grid of six
//! decimals lies in exactly one cell, and the cell's counts are those of an assessment with them. Deliberately absent:
//! three parameters.

use super::sweep::{Sweep, sweep};
use crate::assess::steps::{Unsolved, Variable, Window, meeting, turning_places};
use crate::quantity::Decimal;
use crate::rules::RuleSet;
use crate::rules::language::typed::ParamIx;
use crate::rules::ruleset::ParamValue;
use crate::survey::Units;

/// Stretches of the second parameter beyond these are not swept one by one.
pub const STRETCHES: usize = 2_000;

/// The cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The parameters
    pub params: [ParamIx; 2],
    /// The stretches of the first
    pub across: Vec<Stretch>,
    /// The stretches of the second
    pub down: Vec<Stretch>,
    /// Units by class: by stretch of the second, then of the first
    pub counts: Vec<Vec<[u64; 3]>>,
}

/// A stretch of a parameter in which nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its lower end, and whether that belongs to it
    pub low: (Decimal, bool),
    /// Its upper end, and whether that belongs to it
    pub high: (Decimal, bool),
}

/// Why there is no grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoGrid {
    /// A comparison that cannot be solved, or that has both parameters
    Unsolved(Unsolved),
    /// So many stretches of the second parameter
    TooFine(usize),
}

impl Stretch {
    /// A number in it; none where no number of the grid lies between its ends.
    pub fn number(self) -> Option<Decimal> {
        let ((low, included), (high, up_to)) = (self.low, self.high);
        let number = if included { low } else { Decimal::from_micros(low.micros() + 1)? };
        (number < high || (up_to && number == high)).then_some(number)
    }

    /// The same of what is counted.
    pub fn whole_number(self) -> Option<Decimal> {
        const ONE: i64 = 1_000_000;
        let least = self.number()?.micros();
        let (number, (high, up_to)) = (Decimal::from_micros(least + (-least).rem_euclid(ONE))?, self.high);
        (number < high || (up_to && number == high)).then_some(number)
    }
}

/// Sweeps two parameters, which are numbers, through their windows.
pub fn grid(rules: &RuleSet, units: &Units, params: [ParamIx; 2], windows: [Window; 2]) -> Result<Grid, NoGrid> {
    let [first, second] = params;
    if let Some(both) = meeting(rules, [first, second].map(Variable::Param)) {
        return Err(NoGrid::Unsolved(both));
    }
    let places = turning_places(rules, units, Variable::Param(second), windows[1]).map_err(NoGrid::Unsolved)?;
    let down = stretches(windows[1], &places);
    if down.len() > STRETCHES {
        return Err(NoGrid::TooFine(down.len()));
    }
    let mut sweeps: Vec<Sweep> = Vec::with_capacity(down.len());
    let mut set = rules.clone();
    for stretch in &down {
        if let (Some(number), Some(param)) = (stretch.number(), set.params.get_mut(second))
            && let ParamValue::Number { value, .. } = &mut param.value
        {
            *value = number;
        }
        sweeps.push(sweep(&set, units, first, windows[0]).map_err(NoGrid::Unsolved)?);
    }
    let mut across_places: Vec<i64> = Vec::new();
    for step in sweeps.iter().flat_map(|sweep| &sweep.steps) {
        across_places.extend(step.turns.iter().map(|turn| 2 * step.at.micros() + i64::from(turn.above)));
    }
    across_places.sort_unstable();
    across_places.dedup();
    let across = stretches(windows[0], &across_places);
    let row = |sweep: &Sweep| across.iter().filter_map(|stretch| Some(sweep.counts(stretch.number()?))).collect();
    let counts: Vec<Vec<[u64; 3]>> = sweeps.iter().map(row).collect();
    let column = |at: usize| counts.iter().filter_map(|row| row.get(at).copied()).collect::<Vec<[u64; 3]>>();
    let columns: Vec<Vec<[u64; 3]>> = (0..across.len()).map(column).collect();
    let (across, columns) = joined(across, columns);
    let row = |at: usize| columns.iter().filter_map(|column| column.get(at).copied()).collect();
    let rows = (0..down.len()).map(row).collect();
    let (down, counts) = joined(down, rows);
    Ok(Grid { params, across, down, counts })
}

/// The window cut at the places where something turns, each number apart from what lies behind it; without what no
/// number of the grid lies in.
pub(super) fn stretches(window: Window, places: &[i64]) -> Vec<Stretch> {
    let mut numbers: Vec<i64> = places.iter().map(|place| place.div_euclid(2)).collect();
    numbers.extend([window.low.micros(), window.high.micros()]);
    numbers.sort_unstable();
    numbers.dedup();
    let numbers: Vec<Decimal> = numbers.into_iter().filter_map(Decimal::from_micros).collect();
    let at = numbers.iter().map(|&number| Stretch { low: (number, true), high: (number, true) });
    let behind = numbers.windows(2).filter_map(|pair| match pair {
        [low, high] => Some(Stretch { low: (*low, false), high: (*high, false) }),
        _ => None,
    });
    let mut stretches: Vec<Stretch> = at.chain(behind).filter(|stretch| stretch.number().is_some()).collect();
    stretches.sort_by_key(|stretch| (stretch.low.0, !stretch.low.1));
    stretches
}

/// Stretches beside one another that say the same, as one.
fn joined(stretches: Vec<Stretch>, said: Vec<Vec<[u64; 3]>>) -> (Vec<Stretch>, Vec<Vec<[u64; 3]>>) {
    let mut all: (Vec<Stretch>, Vec<Vec<[u64; 3]>>) = (Vec::new(), Vec::new());
    for (stretch, said) in stretches.into_iter().zip(said) {
        match all.0.last_mut().filter(|_| all.1.last() == Some(&said)) {
            Some(last) => last.high = stretch.high,
            None => {
                all.0.push(stretch);
                all.1.push(said);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::assess;
    use crate::assess::trials::made_up::Source;
    use crate::study::made_up::{bytes, pieces, runner, units};
    use crate::survey::lifts::counted;

    #[test]
    fn a_cell_is_what_assessing_with_a_number_of_it_gives() {
        let mut runner = runner();
        let window = Window { low: Decimal::from_int(-3).unwrap(), high: Decimal::from_int(6).unwrap() };
        let (mut telling, mut refused, mut tried) = (0, 0, 0);
        while telling < 12 {
            tried += 1;
            assert!(tried < 2_000, "too few of the made-up rule sets step both ways");
            let rules = pieces(&mut Source::small(&bytes(&mut runner, 400))).rules();
            let sorts: Vec<Vec<u8>> = (0..20).map(|_| bytes(&mut runner, 40)).collect();
            let units = units(&rules, &sorts);
            let Ok(grid) = grid(&rules, &units, [0, 1], [window, window]) else {
                refused += 1;
                continue;
            };
            if grid.across.len() < 2 || grid.down.len() < 2 {
                continue;
            }
            telling += 1;
            for (row, down) in grid.counts.iter().zip(&grid.down) {
                for (counts, across) in row.iter().zip(&grid.across) {
                    let mut set = rules.clone();
                    for (at, stretch) in [across, down].into_iter().enumerate() {
                        if let ParamValue::Number { value, .. } = &mut set.params[at].value {
                            *value = stretch.number().unwrap();
                        }
                    }
                    let a = assess(&set, &units);
                    let mut expected = [0; 3];
                    counted(&rules.dictionary, &units).iter().for_each(|&unit| expected[a.class[unit] as usize] += 1);
                    assert_eq!(*counts, expected, "{across:?} {down:?}");
                }
            }
        }
        assert!(refused > 0, "some have both parameters in one comparison");
    }
}
