//! The two evaluators agree, and no answer to an open question leads out of what was said to be possible.

use super::made_up::{self, Source};
use super::made_up_units;
use crate::assess::Assessment;
use crate::assess::Possible;
use crate::assess::assess;
use crate::assess::class_of;
use crate::assess::explain;
use crate::assess::grades_of;
use crate::assess::missing;
use crate::assess::reference;
use crate::assess::sentence;
use crate::assess::sentences;
use crate::lang::Lang;
use crate::rules::RuleSet;
use crate::survey::Units;
use proptest::collection::vec;
use proptest::prelude::*;

fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let default = ProptestConfig::default();
    ProptestConfig {
        cases: if asked { default.cases } else { cases },
        failure_persistence: None,
        max_shrink_iters: 5000,
        ..default
    }
}

/// Units of a few sorts, in turn; few or more than a word of bits has.
fn units(rules: &RuleSet, sorts: &[made_up_units::Unit], count: usize) -> Units {
    let mut units = Units::new(&rules.dictionary);
    for unit in 0..count {
        // The sorts do not repeat in step with words or blocks.
        made_up_units::push(&mut units, &sorts[(unit + unit / 7) % sorts.len()]);
    }
    units
}

fn same(fast: &Assessment, plain: &Assessment) -> Result<(), TestCaseError> {
    prop_assert_eq!(&fast.possible, &plain.possible);
    prop_assert_eq!(&fast.settled, &plain.settled);
    prop_assert_eq!(&fast.escalated, &plain.escalated);
    prop_assert_eq!(&fast.class, &plain.class);
    prop_assert_eq!(&fast.best, &plain.best);
    prop_assert_eq!(&fast.worst, &plain.worst);
    Ok(())
}

/// Both evaluators say the same, and so does the fast one where it is asked for one class or one criterion alone.
pub(super) fn same_whatever_is_asked(rules: &RuleSet, units: &Units) -> Result<(), TestCaseError> {
    let fast = assess(rules, units);
    same(&fast, &reference::assess(rules, units))?;
    in_order(&fast)?;
    for unit in 0..units.count {
        let grade = |place: usize| fast.settled[fast.criteria.iter().position(|&own| own == place)?][unit];
        prop_assert_eq!(class_of(rules, &grade), fast.class[unit]);
    }
    for (&place, settled) in fast.criteria.iter().zip(&fast.settled) {
        prop_assert_eq!(&grades_of(rules, units, place), settled);
    }
    Ok(())
}

/// A unit of which some is found out, in every way drawn, has grades and a class that were possible before.
pub(super) fn answers_are_possible(
    rules: &RuleSet,
    before: &made_up_units::Unit,
    answers: &[Vec<u8>],
) -> Result<(), TestCaseError> {
    let mut all = vec![before.clone()];
    all.extend(answers.iter().map(|bytes| made_up_units::found_out(&mut Source::small(bytes), before)));
    let mut units = Units::new(&rules.dictionary);
    all.iter().for_each(|unit| made_up_units::push(&mut units, unit));
    let a = assess(rules, &units);
    for after in 1..all.len() {
        prop_assert!(a.best[0] <= a.best[after], "{:?}", all[after]);
        prop_assert!(a.worst[after] <= a.worst[0], "{:?}", all[after]);
        for possible in &a.possible {
            let Possible(more) = possible[after];
            prop_assert_eq!(more & !possible[0].0, 0, "{:?}\n{:?}\n{:?}", all[0], all[after], rules.criteria);
        }
    }
    Ok(())
}

/// Of each unit: best <= class <= worst, and a settled grade is a possible one.
fn in_order(a: &Assessment) -> Result<(), TestCaseError> {
    for unit in 0..a.class.len() {
        prop_assert!(a.best[unit] <= a.class[unit] && a.class[unit] <= a.worst[unit]);
        for (possible, settled) in a.possible.iter().zip(&a.settled) {
            match settled[unit] {
                None => prop_assert!(possible[unit].never_applies()),
                Some(grade) => prop_assert!(possible[unit].has(grade) || possible[unit].may_not_apply()),
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn both_evaluators_say_the_same(
        rules in vec(any::<u8>(), 0..200),
        sorts in vec(vec(any::<u8>(), 0..120), 1..6),
        count in 1usize..140,
    ) {
        let rules = made_up::rules(&mut Source::any(&rules));
        let sorts: Vec<_> = sorts.iter().map(|bytes| made_up_units::unit(&mut Source::any(bytes))).collect();
        let units = units(&rules, &sorts, count);
        same_whatever_is_asked(&rules, &units)?;
    }

    #[test]
    fn whatever_the_rules_and_units_there_is_a_reason(
        rules in vec(any::<u8>(), 0..200),
        sorts in vec(vec(any::<u8>(), 0..120), 1..4),
    ) {
        let rules = made_up::rules(&mut Source::any(&rules));
        let sorts: Vec<_> = sorts.iter().map(|bytes| made_up_units::unit(&mut Source::any(bytes))).collect();
        let units = units(&rules, &sorts, sorts.len());
        let a = assess(&rules, &units);
        let all: Vec<usize> = (0..units.count).collect();
        for lang in [Lang::Zh, Lang::En] {
            let whys = explain(&rules, &units, &a, &all, lang);
            for (unit, whys) in whys.iter().enumerate() {
                prop_assert_eq!(whys.len(), a.criteria.len());
                for (at, why) in whys.iter().enumerate() {
                    prop_assert_eq!((why.grade, why.possible), (a.settled[at][unit], a.possible[at][unit]));
                    prop_assert!(!why.reason.is_empty());
                }
                let missing = missing(&rules, &units, &a, unit);
                prop_assert_eq!(missing.is_empty(), a.is_settled(unit));
            }
            let told: Vec<String> =
                all.iter().zip(&whys).map(|(&unit, whys)| sentence(&rules, &a, whys, unit, lang)).collect();
            prop_assert_eq!(told, sentences(&rules, &units, &a, &all, lang));
        }
    }

    #[test]
    fn answers_stay_inside_what_was_possible(
        rules in vec(any::<u8>(), 0..200),
        unit in vec(any::<u8>(), 0..120),
        answers in vec(vec(any::<u8>(), 0..160), 1..20),
    ) {
        let rules = made_up::rules(&mut Source::small(&rules));
        let before = made_up_units::unit(&mut Source::small(&unit));
        answers_are_possible(&rules, &before, &answers)?;
    }
}

proptest! {
    #![proptest_config(config(6))]

    #[test]
    fn blocks_have_no_borders(
        rules in vec(any::<u8>(), 0..120),
        sorts in vec(vec(any::<u8>(), 0..120), 1..6),
        more in 1usize..200,
    ) {
        let rules = made_up::rules(&mut Source::any(&rules));
        let sorts: Vec<_> = sorts.iter().map(|bytes| made_up_units::unit(&mut Source::any(bytes))).collect();
        let units = units(&rules, &sorts, crate::assess::class::BLOCK + more);
        same(&assess(&rules, &units), &reference::assess(&rules, &units))?;
    }
}
