//! Trials at random for as long as the environment asks for, on all cores: `LIFTFIT_TRIALS` is how many comparisons are
//! made, `LIFTFIT_SEED` what they are drawn from. Without them a few, so that the trials themselves stay tried.
//!
//! What always holds: the same seed draws the same cases, whatever the machine; a case that fails is made smaller before
//! it is told. Deliberately absent: what is compared, but for the two evaluators.

use super::made_up::{self, Source};
use super::made_up_units;
use super::properties::{answers_are_possible, same_whatever_is_asked};
use crate::survey::Units;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestError, TestRng, TestRunner};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// How many comparisons there are without being asked for more.
const FEW: u64 = 20_000;
/// Cases that are drawn from one seed; so many seeds are at work before it is looked whether there were enough.
const CASES: u32 = 20;
const AT_ONCE: u64 = 16;

fn asked(variable: &str) -> Option<u64> {
    let written = std::env::var(variable).ok()?;
    Some(written.parse().unwrap_or_else(|_| panic!("{variable} is a whole number, not `{written}`")))
}

/// How many comparisons are asked for.
pub fn trials() -> u64 {
    asked("LIFTFIT_TRIALS").unwrap_or(FEW)
}

/// Tries cases until so many comparisons were made; a case says how many it is worth.
pub fn for_long<S: Strategy>(
    what: &str,
    wanted: u64,
    cases: impl Fn() -> S + Sync,
    compare: impl Fn(S::Value) -> Result<u64, TestCaseError> + Sync,
) {
    let (seed, start, made) = (asked("LIFTFIT_SEED").unwrap_or(1), Instant::now(), AtomicU64::new(0));
    let batch = |batch: u64| -> Result<(), String> {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8..16].copy_from_slice(&batch.to_le_bytes());
        let config = ProptestConfig {
            cases: CASES,
            failure_persistence: None,
            max_shrink_iters: 5000,
            ..ProptestConfig::default()
        };
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let compare = |case| {
            made.fetch_add(compare(case)?, Ordering::Relaxed);
            Ok(())
        };
        TestRunner::new_with_rng(config, rng).run(&cases(), compare).map_err(|error| match error {
            TestError::Fail(why, case) => format!("LIFTFIT_SEED={seed}, batch {batch}: {why}\nof {case:?}"),
            TestError::Abort(why) => format!("LIFTFIT_SEED={seed}, batch {batch}: {why}"),
        })
    };
    for round in 0.. {
        let batches = round * AT_ONCE..(round + 1) * AT_ONCE;
        if let Err(told) = batches.into_par_iter().try_for_each(batch) {
            panic!("{told}");
        }
        if made.load(Ordering::Relaxed) >= wanted {
            break;
        }
    }
    let seconds = start.elapsed().as_secs();
    println!("{what}: {} comparisons, none differs, {seconds} s, LIFTFIT_SEED={seed}", made.into_inner());
}

/// A comparison is of one unit by one criterion: its possible grades and settled grade, and the classes they make.
#[test]
fn both_evaluators_say_the_same_for_long() {
    let cases = || (vec(any::<u8>(), 0..500), vec(vec(any::<u8>(), 20..200), 1..40));
    for_long("fast and plain", trials(), cases, |(rules, sorts)| {
        let rules = made_up::rules(&mut Source::any(&rules));
        let mut units = Units::new(&rules.dictionary);
        sorts.iter().for_each(|bytes| made_up_units::push(&mut units, &made_up_units::unit(&mut Source::any(bytes))));
        same_whatever_is_asked(&rules, &units)?;
        Ok((units.count * rules.enabled().count()) as u64)
    });
}

#[test]
fn answers_stay_inside_what_was_possible_for_long() {
    let cases = || (vec(any::<u8>(), 0..400), vec(any::<u8>(), 20..200), vec(vec(any::<u8>(), 20..200), 1..20));
    for_long("answers", trials() / 10, cases, |(rules, unit, answers)| {
        let rules = made_up::rules(&mut Source::small(&rules));
        answers_are_possible(&rules, &made_up_units::unit(&mut Source::small(&unit)), &answers)?;
        Ok((answers.len() * rules.enabled().count()) as u64)
    });
}
