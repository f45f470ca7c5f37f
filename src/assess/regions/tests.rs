//! Every region's unit against the plain evaluator; every unit in some region.

use super::*;
use crate::assess::Possible;
use crate::assess::reference;
use crate::assess::trials::drawn::drawn;
use crate::assess::trials::made_up::{self, Source};
use crate::rules::RuleSet;
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
    regions(&rules.dictionary, reach, pinned, &mut |walk| {
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// With everything pinned there is one region, and what it says is what the plain evaluator says.
    #[test]
    fn a_unit_lies_in_one_region(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        unit in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let rules = made_up::rules(&mut Source::small(&bytes));
        let point = drawn(&mut Source::small(&unit));
        for place in enabled(&rules) {
            let all = outcomes(&rules, place, Reach { items: 2, blanks: false, questions: 100_000 }, &point).unwrap();
            for Outcome { grades, examples, .. } in &all {
                prop_assert!(examples.iter().any(|example| by_reference(&rules, place, example) == *grades));
            }
        }
    }

    /// A unit of a region has the grades of the region, also where fields and lists may be blank; only where two numbers
    /// that may be anything are multiplied, a region may be empty.
    #[test]
    fn a_region_has_a_unit(bytes in prop::collection::vec(any::<u8>(), 0..150), blanks: bool) {
        let rules = made_up::rules(&mut Source::small(&bytes));
        for place in enabled(&rules) {
            let Ok(all) = outcomes(&rules, place, Reach { items: 1, blanks, questions: 100_000 }, &Point::default()) else { continue };
            for Outcome { grades, examples, loose } in &all {
                let right = examples.iter().any(|example| by_reference(&rules, place, example) == *grades);
                prop_assert!(right || *loose, "{grades:?} {:?}", rules.criteria[place]);
            }
        }
    }
}
