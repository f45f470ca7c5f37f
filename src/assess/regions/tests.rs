//! Every region's unit against the plain evaluator; every unit in some region.

use super::*;
use crate::assess::Possible;
use crate::assess::reference;
use crate::assess::trials::long::{for_long, trials};
use crate::assess::trials::made_up::{self, Source};
use crate::rules::RuleSet;
use proptest::collection::vec;
use proptest::prelude::*;

/// What a criterion comes to in a region, with units of it.
struct Outcome {
    grades: Possible,
    examples: Vec<Example>,
    loose: bool,
}

fn enabled(rules: &RuleSet) -> impl Iterator<Item = usize> + '_ {
    (0..rules.criteria.len()).filter(|&place| rules.criteria[place].enabled)
}

/// What a criterion comes to in each region.
fn outcomes(rules: &RuleSet, place: usize, reach: Reach, pinned: &Point) -> Result<Vec<Outcome>, TooLarge> {
    let mut all = Vec::new();
    regions(&rules.dictionary, reach, &Effort::new(100_000), pinned, &mut |walk| {
        let grades = Asked::of(rules).grades(walk, &rules.criteria[place], &mut |_| {})?;
        let examples = walk.points().map(|point| walk.example(&point)).collect();
        all.push(Outcome { grades, examples, loose: walk.is_loose() });
        if all.len() > 3000 { Err(TooLarge) } else { Ok(true) }
    })?;
    Ok(all)
}

/// What the plain evaluator says of a unit.
fn by_reference(rules: &RuleSet, place: usize, example: &Example) -> Possible {
    let units = example.units(&rules.dictionary);
    let assessed = reference::assess(rules, &units);
    let at = assessed.criteria.iter().position(|&criterion| criterion == place).unwrap();
    assessed.possible[at][0]
}

fn whole(src: &mut Source) -> i128 {
    i128::from(src.pick(9) as i64 - 3) * 1_000_000
}

/// A unit drawn at random, as a point that leaves nothing open.
fn drawn(src: &mut Source) -> Point {
    let mut point = Point::default();
    let mut slots = vec![(None, 0)];
    for list in 0..made_up::LISTS {
        let count = src.pick(3);
        point.few.insert(Few::Length(list), count as u32);
        slots.extend((0..count).map(|item| (Some(list), item)));
    }
    for (list, item) in slots {
        let slot = |field| list.map_or(Slot::Unit(field), |list| Slot::Item(list, item, field));
        for field in 0..made_up::NUMBERS {
            point.numbers.insert(Number::Of(slot(field)), whole(src));
        }
        for field in [3, 4] {
            point.few.insert(Few::One(slot(field)), src.pick(3) as u32);
        }
        point.few.insert(Few::Flag(slot(made_up::FLAG)), src.pick(2) as u32);
        for choice in 0..made_up::CHOICES {
            point.few.insert(Few::Among(slot(made_up::SEVERAL), choice), src.pick(2) as u32);
        }
        point.few.insert(Few::One(slot(made_up::TEXT)), src.pick(3) as u32);
    }
    point
}

/// With everything pinned there is one region, and what it says is what the plain evaluator says. How many regions there
/// were, of all criteria.
fn says_the_same(rules: &RuleSet, point: &Point) -> Result<u64, TestCaseError> {
    let reach = Reach { items: 2, blanks: false };
    let mut count = 0;
    for place in enabled(rules) {
        let all = outcomes(rules, place, reach, point).map_err(|_| TestCaseError::fail("too large"))?;
        for Outcome { grades, examples, .. } in &all {
            let right = examples.iter().any(|example| by_reference(rules, place, example) == *grades);
            prop_assert!(right, "{grades:?} {:?}", rules.criteria[place]);
            count += 1;
        }
    }
    Ok(count)
}

/// A unit of a region has the grades of the region, also where fields and lists may be blank; only where two numbers
/// that may be anything are multiplied, a region may be empty. How many regions there were, of all criteria. Of some no
/// unit is found: fractions would do, and no whole numbers come to mind.
fn has_a_unit(rules: &RuleSet, blanks: bool) -> Result<u64, TestCaseError> {
    let reach = Reach { items: 1, blanks };
    let mut count = 0;
    for place in enabled(rules) {
        let Ok(all) = outcomes(rules, place, reach, &Point::default()) else { continue };
        for Outcome { grades, examples, loose } in &all {
            let right = examples.iter().any(|example| by_reference(rules, place, example) == *grades);
            prop_assert!(right || *loose || examples.is_empty(), "{grades:?} {:?}", rules.criteria[place]);
            count += u64::from(right);
        }
    }
    Ok(count)
}

#[test]
fn a_region_has_a_unit_for_long() {
    let cases = || (vec(any::<u8>(), 0..150), any::<bool>());
    for_long("regions with blanks", trials() / 10, cases, |(bytes, blanks)| {
        has_a_unit(&made_up::rules(&mut Source::small(&bytes)), blanks)
    });
}

#[test]
fn a_unit_lies_in_one_region_for_long() {
    let cases = || (vec(any::<u8>(), 0..300), vec(vec(any::<u8>(), 20..80), 1..20));
    for_long("regions and plain", trials() / 50, cases, |(rules, units)| {
        let rules = made_up::rules(&mut Source::small(&rules));
        units.iter().map(|bytes| says_the_same(&rules, &drawn(&mut Source::small(bytes)))).sum()
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_unit_lies_in_one_region(
        bytes in vec(any::<u8>(), 0..200),
        unit in vec(any::<u8>(), 0..60),
    ) {
        let rules = made_up::rules(&mut Source::small(&bytes));
        let point = drawn(&mut Source::small(&unit));
        says_the_same(&rules, &point)?;
    }

    #[test]
    fn a_region_has_a_unit(bytes in vec(any::<u8>(), 0..150), blanks: bool) {
        let rules = made_up::rules(&mut Source::small(&bytes));
        has_a_unit(&rules, blanks)?;
    }
}
