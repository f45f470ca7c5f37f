//! Questions across assessments, beside what an assessment itself costs: read the ratios, in one run.

mod maker;

use divan::Bencher;
use divan::counter::ItemsCount;
use liftfit::assess::assess;
use liftfit::assess::steps::Window;
use liftfit::quantity::{Decimal, Dimension};
use liftfit::rules::{Difference, RuleSet, load};
use liftfit::study::compare::compare;
use liftfit::study::diff::{Run, diff};
use liftfit::study::gaps::{gaps, near};
use liftfit::study::remedies::remedies;
use liftfit::study::sweep::sweep;
use maker::units;

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [2_000, 20_000, 200_000];

fn shanghai() -> RuleSet {
    load("shanghai", &[]).rules.unwrap()
}

/// One evaluation of every unit.
#[divan::bench(args = SIZES, sample_count = 10)]
fn evaluating(bencher: Bencher, count: usize) {
    let rules = shanghai();
    let units = units(&rules, count);
    bencher.counter(ItemsCount::new(count)).bench(|| assess(&rules, &units));
}

/// The whole curve of a parameter over its range: one that a single criterion uses, and one that nine do.
#[divan::bench(args = SIZES, consts = [0, 1], sample_count = 10)]
fn sweeping<const WHICH: usize>(bencher: Bencher, count: usize) {
    let rules = shanghai();
    let units = units(&rules, count);
    let id = ["good_stair_width", "shaft_depth"][WHICH];
    let (place, param) = rules.params.iter().enumerate().find(|(_, param)| param.id == id).unwrap();
    let range = param.range.unwrap();
    let window = Window { low: range.low().unwrap(), high: range.high().unwrap() };
    assert!(window.low < window.high && window.low > Decimal::ZERO);
    bencher.counter(ItemsCount::new(count)).bench(|| sweep(&rules, &units, place, window).unwrap());
}

/// Ten variants of one rule set: the shipped ones, and some with parameters set otherwise.
fn ten() -> Vec<RuleSet> {
    let set = |sets: &[(&str, &str)]| {
        let sets: Vec<(String, String)> = sets.iter().map(|(id, value)| (id.to_string(), value.to_string())).collect();
        load("shanghai", &sets).rules.unwrap()
    };
    let mut all: Vec<RuleSet> = ["shanghai", "shanghai-strict", "shanghai-loose", "huzhou", "xiangyang"]
        .iter()
        .map(|name| load(name, &[]).rules.unwrap())
        .collect();
    all.push(set(&[("good_stair_width", "1.05m")]));
    all.push(set(&[("shaft_depth", "2.2m"), ("drive_width", "3m")]));
    all.push(set(&[("fire_lane_width_min", "2.8m"), ("opposite_gap", "5m"), ("opposite_gap_min", "4m")]));
    all.push(set(&[("window_gap", "1.5m")]));
    all.push(set(&[("appraisal_year", "1995 年"), ("landing_min", "1.1m"), ("path_width", "1.2m")]));
    all
}

/// Ten variants, each against the first: matrices and what moves every unit.
#[divan::bench(args = SIZES, sample_count = 5)]
fn comparing_ten(bencher: Bencher, count: usize) {
    let variants = ten();
    let units = units(&variants[0], count);
    let variants: Vec<&RuleSet> = variants.iter().collect();
    let pairs: Vec<(usize, usize)> = (1..10).map(|to| (0, to)).collect();
    bencher.counter(ItemsCount::new(count)).bench(|| compare(&variants, &units, &pairs).unwrap());
}

/// All forty-five pairs of them.
#[divan::bench(args = SIZES, sample_count = 3)]
fn comparing_all_pairs_of_ten(bencher: Bencher, count: usize) {
    let variants = ten();
    let units = units(&variants[0], count);
    let variants: Vec<&RuleSet> = variants.iter().collect();
    let pairs: Vec<(usize, usize)> = (0..10).flat_map(|from| (from + 1..10).map(move |to| (from, to))).collect();
    bencher.counter(ItemsCount::new(count)).bench(|| compare(&variants, &units, &pairs).unwrap());
}

/// The cheapest remedies of every unit.
#[divan::bench(args = SIZES, sample_count = 10)]
fn looking_for_remedies(bencher: Bencher, count: usize) {
    let rules = shanghai();
    let units = units(&rules, count);
    let a = assess(&rules, &units);
    bencher.counter(ItemsCount::new(count)).bench(|| remedies(&rules, &units, &a, 0..units.count));
}

/// What every open unit needs; of these made-up units few are open, since most are unsuitable for something.
#[divan::bench(args = SIZES, sample_count = 3)]
fn looking_for_gaps(bencher: Bencher, count: usize) {
    let rules = shanghai();
    let units = units(&rules, count);
    let a = assess(&rules, &units);
    bencher.counter(ItemsCount::new(count)).bench(|| gaps(&rules, &units, &a));
}

/// The near misses within two centimetres.
#[divan::bench(args = SIZES, sample_count = 3)]
fn looking_for_near_misses(bencher: Bencher, count: usize) {
    let rules = shanghai();
    let units = units(&rules, count);
    let a = assess(&rules, &units);
    let margins = [(Dimension::LENGTH, Decimal::parse("0.02").unwrap())];
    bencher.counter(ItemsCount::new(count)).bench(|| near(&rules, &units, &a, &margins));
}

/// Two runs of the same units, the second by other rules.
#[divan::bench(args = SIZES, sample_count = 5)]
fn holding_two_runs_against_one_another(bencher: Bencher, count: usize) {
    let variants = ten();
    let units = units(&variants[0], count);
    let (from, to) = (&variants[0], &variants[7]);
    let (before, after) = (assess(from, &units), assess(to, &units));
    let first = Run { rules: from, units: &units, assessment: &before, recorded: None, version: "1" };
    let second = Run { rules: to, assessment: &after, ..first };
    bencher.counter(ItemsCount::new(count)).bench_local(|| diff(first, second).unwrap().moved.len());
}

/// What differs between two rule sets, and one mix of them.
#[divan::bench]
fn telling_two_rule_sets_apart(bencher: Bencher) {
    let variants = ten();
    bencher.bench(|| {
        let difference = Difference::of(&variants[0], &variants[2]).unwrap();
        difference.with(&[0, 2]).unwrap()
    });
}
