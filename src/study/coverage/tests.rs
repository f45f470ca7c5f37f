//! What goes through what, by hand on a small file, and at random against the plain evaluator; tests that are made go
//! where they should.

use super::*;
use crate::assess::reference;
use crate::assess::run_tests;
use crate::assess::trials::made_up::Source;
use crate::rules::language::typed::{Cond, CondNode};
use crate::rules::load_text;
use crate::study::made_up::{pieces, units};
use proptest::collection::vec;
use proptest::prelude::*;

const FIELDS: &str = r#"
[fields.width]
label = "净宽"
kind = "length"
[fields.lane]
label = "消防车道"
kind = "flag"
[lists.pipes]
label = "管线"
fields.kind = { label = "种类", kind = "choice", choices = { gas = [], water = [] } }
fields.pressure = { label = "压力", kind = "choice", choices = { low = [], high = [] } }
fields.away = { label = "净距", kind = "length" }
"#;

const RULES: &str = r#"
[ruleset]
id = "small"
fields = "fields.toml"
[params.least]
value = "1 m"
[tables.clearance]
keys = ["kind", "pressure"]
rows = [["gas", "low", "0.7 m"], ["gas", "high", "1 m"], ["water", "*", "2 m"]]
[derive.wide]
value = "width >= least and not lane"
[criteria.width]
applies = "lane"
suitable = "width >= 2 m"
difficult = "width >= least"
[criteria.gas]
suitable = "every(pipes, if(kind == gas, away >= clearance[kind, pressure], true))"
otherwise = "difficult"
[criteria.both]
suitable = "wide"
[verdict.escalate.two]
when = "count(difficult) >= 2"
to = "unsuitable"
"#;

fn rules(tests: &str) -> RuleSet {
    let text = RULES.to_string() + tests;
    let loaded = load_text(&[("small.toml", &text), ("fields.toml", FIELDS)], &[]);
    loaded.rules.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics))
}

fn test(given: &str, expect: &str) -> String {
    format!("[[tests]]\nname = \"{given}\"\ngiven = {{ {given} }}\nexpect = {{ {expect} }}\n")
}

/// What tests go through, in the order of the file.
fn gone(rules: &RuleSet, of: Of) -> Vec<String> {
    let branches = coverage(rules, None).branches.into_iter().filter(|branch| branch.of == of);
    let told = |branch: Branch| {
        let what = match branch.what {
            What::Outcome(outcome) => format!("{outcome:?}"),
            What::Condition(value) | What::Escalation(value) => format!("{} is {value}", branch.written),
            What::Row(row) => format!("row {row}"),
        };
        (branch.tests > 0).then_some(what)
    };
    branches.filter_map(told).collect()
}

#[test]
fn a_test_counts_for_the_criteria_whose_grades_it_expects() {
    let narrow = rules(&test("width = '0.9 m', lane = true", "width = 'unsuitable'"));
    let of_width = ["Grade(Unsuitable)", "lane is true", "width >= 2 m is false", "width >= least is false"];
    assert_eq!(gone(&narrow, Of::Criterion(0)), of_width);
    assert_eq!(gone(&narrow, Of::Criterion(2)), [""; 0], "of that it says nothing");
    assert_eq!(gone(&narrow, Of::Derived(0)), [""; 0], "nor of what only that stands on");
    assert_eq!(gone(&narrow, Of::Escalation(0)), [""; 0], "nor of the class");
    let open = rules(&test("lane = false", "width = 'n/a', both = 'difficult'"));
    assert_eq!(gone(&open, Of::Criterion(0)), ["NotApplicable", "lane is false"]);
    assert_eq!(gone(&open, Of::Criterion(2)), ["Open"]);
    assert_eq!(gone(&open, Of::Derived(0)), ["lane is false"]);
    let class = rules(&test("width = '3 m', lane = false, pipes = []", "class = 'suitable'"));
    assert_eq!(gone(&class, Of::Escalation(0)), ["count(difficult) >= 2 is false"]);
}

#[test]
fn a_row_is_taken_where_the_keys_leave_no_other_and_the_branch_leads_there() {
    let taken = |pipe: &str| {
        let rules = rules(&test(&format!("pipes = [ {{ {pipe} }} ]"), "gas = 'difficult'"));
        gone(&rules, Of::Table(0))
    };
    assert_eq!(taken("kind = 'gas', pressure = 'high', away = '0.8 m'"), ["row 1"]);
    assert_eq!(taken("kind = 'gas', away = '0.8 m'"), [""; 0], "either of two");
    assert_eq!(taken("kind = 'water', away = '0.8 m'"), [""; 0], "what is looked up of water bears on nothing here");
}

#[test]
fn the_units_of_a_survey_all_count() {
    let rules = rules("");
    let wide = test("lane = true, width = '3 m'", "class = 'suitable'");
    let with_units = self::rules(&(wide + &test("", "class = 'suitable'")));
    let given = given(&rules, &with_units.tests);
    let all = coverage(&rules, Some(&given));
    let of_width = all.branches.iter().filter(|branch| branch.of == Of::Criterion(0) && branch.units > Some(0));
    let of_width: Vec<_> = of_width.map(|branch| (branch.what, branch.tests, branch.units)).collect();
    let suitable = What::Outcome(Outcome::Grade(Grade::Suitable));
    assert_eq!(of_width[..2], [(suitable, 0, Some(1)), (What::Outcome(Outcome::Open), 0, Some(1))]);
    assert_eq!(all.total(Sort::Outcome), Total { of: 5 + 3 + 3, tests: 0, units: Some(2 + 1 + 2) });
}

#[test]
fn a_variant_answers_for_what_it_sets_and_what_stands_on_that() {
    let variant = "[ruleset]\nid = \"v\"\nextends = \"small.toml\"\n[params.least]\nvalue = \"0.9 m\"\n";
    let own = |files: &[(&str, &str)], sets: &[(String, String)]| {
        let rules = load_text(files, sets).rules.unwrap();
        let all = coverage(&rules, None);
        let mut own: Vec<Of> = all.branches.iter().map(|branch| branch.of).collect();
        own.dedup();
        (own, all.inherited)
    };
    let base = [("small.toml", RULES), ("fields.toml", FIELDS)];
    let changed = [Of::Criterion(0), Of::Criterion(2), Of::Derived(0)];
    assert_eq!(own(&[&[("v.toml", variant)], &base[..]].concat(), &[]), (changed.to_vec(), vec![1]));
    let (all, inherited) = own(&base, &[("least".into(), "0.9 m".into())]);
    assert_eq!((all.len(), inherited), (6, vec![]), "a file that stands on nothing answers for all of it");
}

#[test]
fn a_branch_is_shown_at_its_characters() {
    let rules = rules("");
    let lane = coverage(&rules, None).branches.into_iter().find(|it| it.of == Of::Derived(0) && it.written == "lane");
    let place = lane.unwrap().place;
    assert_eq!(&rules.files[place.file].text[place.span.start - 4..place.span.end], "not lane");
}

/// The smallest conditions that a unit goes through, plainly; nothing where lists are asked.
fn plainly(
    rules: &RuleSet,
    units: &Units,
    unit: usize,
    cond: &Cond,
    reached: bool,
    out: &mut Vec<[u64; 2]>,
) -> Option<()> {
    let holds = |cond: &Cond| reference::holds_for(rules, units, unit, cond);
    match &cond.node {
        CondNode::Not(a) => plainly(rules, units, unit, a, reached, out),
        CondNode::And(a, b) | CondNode::Or(a, b) => {
            plainly(rules, units, unit, a, reached, out)?;
            plainly(rules, units, unit, b, reached, out)
        }
        CondNode::If(asked, a, b) => {
            plainly(rules, units, unit, asked, reached, out)?;
            plainly(rules, units, unit, a, reached && holds(asked) == Some(true), out)?;
            plainly(rules, units, unit, b, reached && holds(asked) == Some(false), out)
        }
        CondNode::Any(..) | CondNode::Every(..) => None,
        CondNode::Known(_) | CondNode::FlagParam(_) => Some(()),
        _ => {
            let used = crate::rules::language::uses::uses(cond, &rules.derived);
            if !used.lists.is_empty() {
                return None;
            }
            if !used.fields.is_empty() {
                let seen = holds(cond).filter(|_| reached);
                out.push([true, false].map(|side| u64::from(seen == Some(side))));
            }
            Some(())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_units_go_through_is_what_the_plain_evaluator_says(
        base in vec(any::<u8>(), 60..300),
        sorts in vec(vec(any::<u8>(), 0..40), 1..12),
    ) {
        let rules = pieces(&mut Source::small(&base)).rules();
        let units = units(&rules, &sorts);
        let all = coverage(&rules, Some(&units)).branches;
        let plain = reference::assess(&rules, &units);
        for (column, &place) in plain.criteria.iter().enumerate() {
            let own = all.iter().filter(|branch| branch.of == Of::Criterion(place));
            for branch in own.clone() {
                let What::Outcome(outcome) = branch.what else { continue };
                let count = plain.possible[column].iter().filter(|it| Outcome::of(**it) == outcome).count();
                prop_assert_eq!(branch.units, Some(count as u64), "{:?} of {}", outcome, place);
            }
            let criterion = &rules.criteria[place];
            let of_unit = |unit: usize| {
                let holds = |cond: &Cond| reference::holds_for(&rules, &units, unit, cond);
                let (mut out, mut reached) = (Vec::new(), true);
                let applies = criterion.applies.iter().map(|rule| (rule, true));
                let asked = applies.chain([(&criterion.suitable, false)]);
                for (rule, leads_on) in asked.chain(criterion.difficult.iter().map(|rule| (rule, true))) {
                    plainly(&rules, &units, unit, &rule.cond, reached, &mut out)?;
                    reached &= holds(&rule.cond) == Some(leads_on);
                }
                Some(out)
            };
            let Some(seen) = (0..units.count).map(of_unit).collect::<Option<Vec<_>>>() else { continue };
            let counts: Vec<u64> = own.filter(|branch| branch.what.sort() == Sort::Condition).filter_map(|it| it.units).collect();
            let sum = |at: usize| seen.iter().map(|unit| unit.concat()[at]).sum::<u64>();
            prop_assert_eq!(&counts, &(0..counts.len()).map(sum).collect::<Vec<_>>(), "of {}", place);
        }
    }

    #[test]
    fn a_test_that_is_made_passes_and_goes_where_it_should(base in vec(any::<u8>(), 60..300)) {
        let rules = pieces(&mut Source::small(&base)).rules();
        let made = stubs(&rules, &coverage(&rules, None));
        for Stub { branch, test, .. } in made {
            let Some(test) = test else { continue };
            let rules = RuleSet { tests: vec![test], ..rules.clone() };
            prop_assert!(run_tests(&rules).iter().all(|outcome| outcome.passed));
            let gone = &coverage(&rules, None).branches[branch];
            prop_assert_eq!(gone.tests, 1, "{:?}", gone);
        }
    }
}
