//! Courses held against assessing with one number after another.

use super::*;
use crate::assess::trials::fixture::units_with;
use crate::assess::trials::made_up::{self, Source};
use crate::assess::trials::made_up_expressions;
use crate::assess::trials::made_up_units;
use crate::assess::{Assessment, assess};
use crate::rules::language::typed::Cond;
use crate::rules::language::uses;
use crate::rules::ruleset::ParamValue;
use crate::survey::Values;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let default = ProptestConfig::default();
    let cases = if asked { default.cases } else { cases };
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 3000, ..default }
}

fn decimal(micros: i64) -> Decimal {
    Decimal::from_micros(micros).unwrap()
}

/// What assessing says where the variable has that value for all units.
fn assessed(rules: &RuleSet, units: &Units, variable: Variable, micros: i64) -> Assessment {
    match variable {
        Variable::Param(param) => {
            let mut rules = rules.clone();
            if let ParamValue::Number { value, .. } = &mut rules.params[param].value {
                *value = decimal(micros);
            }
            assess(&rules, units)
        }
        Variable::Field(field) => {
            let mut units = units.clone();
            if let Values::Number { low, high } = &mut units.fields[field].values {
                low.fill(micros);
                high.fill(micros);
            }
            assess(rules, &units)
        }
    }
}

/// The numbers at and beside all turns, the ends of the window and some between.
fn telling<T>(courses: &[Course<T>], window: Window, more: &[i64]) -> BTreeSet<i64> {
    let (low, high) = (window.low.micros(), window.high.micros());
    let turns = courses.iter().flat_map(|course| &course.turns).map(|(place, _)| place.div_euclid(2));
    let beside = turns.flat_map(|number| [number - 1, number, number + 1, number + 2]);
    let all = beside.chain([low, high]).chain(more.iter().copied());
    all.filter(|number| (low..=high).contains(number)).collect()
}

/// Rules whose criteria ask about the variable, as far as the bytes go.
fn rules_about(variable: Variable, src: &mut Source) -> RuleSet {
    let mut rules = made_up::rules(src);
    let asks = |cond: &Cond, rules: &RuleSet| {
        let used = uses(cond, &rules.derived);
        match variable {
            Variable::Param(param) => used.params.contains(&param),
            Variable::Field(field) => used.fields.contains(&field),
        }
    };
    for place in 0..rules.criteria.len() {
        let drawn = (0..30).map(|_| made_up_expressions::cond(src, &rules, None, 3)).find(|cond| asks(cond, &rules));
        if let Some(cond) = drawn {
            rules.criteria[place].suitable.cond = cond;
        }
    }
    rules
}

fn hold_against_assessing(
    rules: &RuleSet,
    units: &Units,
    variable: Variable,
    window: Window,
    more: &[i64],
) -> Option<usize> {
    let classes = class_courses(rules, units, variable, window).ok()?;
    let possible = possible_courses(rules, units, variable, window).expect("solved like the classes");
    let mut numbers = telling(&classes, window, more);
    possible.iter().for_each(|(_, courses)| numbers.extend(telling(courses, window, &[])));
    for &number in &numbers {
        let a = assessed(rules, units, variable, number);
        for unit in 0..units.count {
            assert_eq!(classes[unit].at(2 * number), a.class[unit], "class of {unit} at {number}: {:?}", classes[unit]);
            for (place, courses) in &possible {
                let at = a.criteria.iter().position(|own| own == place).unwrap();
                let course = &courses[unit];
                assert_eq!(
                    course.at(2 * number),
                    a.possible[at][unit],
                    "criterion {place} of {unit} at {number}: {course:?}"
                );
            }
        }
    }
    let turns = classes.iter().flat_map(|course| &course.turns);
    assert!(turns.clone().all(|(place, _)| window.low.micros() * 2 < *place && *place <= window.high.micros() * 2));
    Some(turns.count())
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn a_course_says_what_assessing_with_each_number_says(
        rules in vec(any::<u8>(), 0..2000),
        sorts in vec(vec(any::<u8>(), 0..120), 1..12),
        ends in (-3i64..4, 0i64..6),
        more in vec(-4_000_000i64..9_000_000, 0..6),
        of_field in any::<bool>(),
    ) {
        let variable = if of_field { Variable::Field(0) } else { Variable::Param(0) };
        let rules = rules_about(variable, &mut Source::small(&rules));
        let mut units = Units::new(&rules.dictionary);
        for bytes in &sorts {
            made_up_units::push(&mut units, &made_up_units::unit(&mut Source::small(bytes)));
        }
        let window = Window { low: decimal(ends.0 * 1_000_000), high: decimal((ends.0 + ends.1) * 1_000_000) };
        hold_against_assessing(&rules, &units, variable, window, &more);
    }
}

/// The class of one unit as a parameter goes from 0 to 3 m: `difficult 2.2+ suitable` turns just above 2.2.
fn course(criterion: &str, known: &str) -> String {
    let more = "[params.p]\nvalue = \"1 m\"\n[criteria.more]\n".to_string() + criterion + "\ncite = \"x\"\n";
    let (mut rules, units) = units_with(&more, &[known]);
    rules.criteria.iter_mut().for_each(|it| it.enabled = it.id == "more");
    let param = rules.params.iter().position(|param| param.id == "p").unwrap();
    let window = Window { low: decimal(0), high: decimal(3_000_000) };
    match class_courses(&rules, &units, Variable::Param(param), window) {
        Ok(courses) => {
            let turns = courses[0].turns.iter().map(|(place, class)| {
                let above = if place % 2 == 0 { "" } else { "+" };
                format!(" {}{above} {}", decimal(place.div_euclid(2)), class.id())
            });
            courses[0].first.id().to_string() + &turns.collect::<String>()
        }
        Err(unsolved) => format!("refused: {}", unsolved.written),
    }
}

#[test]
fn a_step_is_a_value_that_the_unit_has() {
    let one = |condition: &str| course(&format!("suitable = \"{condition}\""), "stair_width = \"1.10 m\"");
    // At 1.10 m it is still wide enough; just above it is not.
    assert_eq!(one("stair_width >= p"), "suitable 1.1+ unsuitable");
    assert_eq!(one("stair_width > p"), "suitable 1.1 unsuitable");
    assert_eq!(one("p >= stair_width"), "unsuitable 1.1 suitable");
    assert_eq!(one("p > stair_width"), "unsuitable 1.1+ suitable");
    assert_eq!(one("stair_width == p"), "unsuitable 1.1 suitable 1.1+ unsuitable");
    assert_eq!(one("stair_width != p"), "suitable 1.1 unsuitable 1.1+ suitable");
    assert_eq!(one("stair_width in p..p + 0.2 m"), "unsuitable 0.9 suitable 1.1+ unsuitable");
    assert_eq!(one("max(stair_width, 2 m - p) >= 1.5 m"), "suitable 0.5+ unsuitable");
    assert_eq!(one("stair_width * 2 >= p / 2 + 2 m"), "suitable 0.4+ unsuitable");
    assert_eq!(one("if(stair_width >= p, stair_width, 2 m) >= 1.5 m"), "unsuitable 1.1+ suitable");
}

#[test]
fn what_is_known_within_bounds_is_open_between_them() {
    let criterion = "suitable = \"stair_width >= p\"\notherwise = \"difficult\"\nmissing = \"suitable\"";
    assert_eq!(course(criterion, "storeys = 6"), "suitable");
    let strict = criterion.replace("\"suitable\"", "\"unsuitable\"");
    assert_eq!(course(&strict, "storeys = 6"), "difficult", "not known at all: open all through");
}

#[test]
fn items_are_asked_one_by_one() {
    let pipes = "pipes = [{ kind = \"gas\", distance = \"1 m\" }, { kind = \"water\", distance = \"2 m\" }]";
    let one = |condition: &str| course(&format!("suitable = \"{condition}\""), pipes);
    assert_eq!(one("every(pipes, distance >= p)"), "suitable 1+ unsuitable");
    assert_eq!(one("any(pipes, distance >= p)"), "suitable 2+ unsuitable");
    assert_eq!(one("every(pipes, kind == gas or distance >= p)"), "suitable 2+ unsuitable");
    assert_eq!(one("count(pipes, distance < p) == 1"), "unsuitable 1+ suitable 2+ unsuitable");
    assert_eq!(one("min(pipes, distance) + p >= 1.5 m"), "unsuitable 0.5 suitable");
    assert_eq!(one("sum(pipes, max(distance, p)) >= 3.5 m"), "unsuitable 1.5 suitable");
}

#[test]
fn what_the_number_enters_both_ways_is_refused_by_name() {
    let one = |condition: &str| course(&format!("suitable = \"{condition}\""), "stair_width = \"1.10 m\"");
    assert_eq!(one("storeys >= 4 and abs(stair_width - p) >= 0.2 m"), "refused: abs(stair_width - p) >= 0.2 m");
    assert_eq!(one("min(p, 2 m - p) >= 0.5 m"), "refused: min(p, 2 m - p) >= 0.5 m");
    // Where it makes no difference it is not refused.
    assert_eq!(one("abs(stair_width - p) >= -1 m"), "suitable");
}

#[test]
fn what_passes_the_limit_of_a_quantity_on_the_way_is_refused_by_name() {
    let one = |condition: &str| course(&format!("suitable = \"{condition}\""), "fire_lane = true");
    assert_eq!(one("p * 300000000 >= 1 m"), "unsuitable 0.000001 suitable");
    for beyond in ["p * 400000000", "if(fire_lane, p * 400000000, p)", "if(not fire_lane, p, p * 400000000)"] {
        assert_eq!(one(&format!("{beyond} >= 1 m")), format!("refused: {beyond} >= 1 m"));
    }
}
