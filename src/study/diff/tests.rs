//! What moved a unit from one run to another, held against trying everything that changed; and by example.

use super::*;
use crate::assess::trials::made_up::Source;
use crate::assess::{assess, reference};
use crate::quantity::{Bounds, Decimal};
use crate::rules::{Value, load_text};
use crate::study::made_up::{bytes, pieces, runner, units};
use crate::survey::lifts::lift_of;
use std::collections::BTreeSet;

pub(super) fn run<'a>(rules: &'a RuleSet, units: &'a Units, assessment: &'a Assessment) -> Run<'a> {
    Run { rules, units, assessment, recorded: None, version: "1" }
}

/// Whether the unit has its second class with these causes alone, by the plain evaluator.
fn suffices(diff: &Diff, moved: &Moved, causes: &[Because]) -> bool {
    let RulesDiff::Atoms(difference) = &diff.rules else { panic!("the dictionaries are one") };
    let atoms: Vec<usize> =
        causes.iter().filter_map(|it| if let Because::Rule(atom) = it { Some(*atom) } else { None }).collect();
    let data =
        causes.iter().filter_map(|it| if let Because::Data(at) = it { Some(diff.changed[*at].what) } else { None });
    let rules = difference.with(&atoms).expect("every set of atoms stands");
    let rows = values::mixed(&rules, &diff.runs, moved.unit, &[data.collect()]);
    reference::assess(&rules, &rows).class[0] == moved.to
}

/// Everything that bears on the move: changed values that a criterion with another grade asks for, atoms that reach one.
fn bearing(diff: &Diff, moved: &Moved) -> Vec<Because> {
    use crate::rules::difference::Side;
    let RulesDiff::Atoms(difference) = &diff.rules else { panic!("the dictionaries are one") };
    let grades = |side: usize, which: Side| {
        let mut grades = vec![None; difference.criteria()];
        let a = diff.runs[side].assessment;
        for (place, settled) in a.criteria.iter().zip(&a.settled) {
            grades[difference.places(which)[*place]] = settled[moved.unit[side]];
        }
        grades
    };
    let (before, after) = (grades(0, Side::From), grades(1, Side::To));
    let differing: BTreeSet<usize> = (0..before.len()).filter(|&at| before[at] != after[at]).collect();
    let asks = |what: What| {
        [Side::From, Side::To].into_iter().zip(&diff.runs).any(|(side, run)| {
            run.rules.criteria.iter().zip(difference.places(side)).any(|(criterion, at)| {
                let uses = crate::assess::uses_of(run.rules, criterion);
                differing.contains(at)
                    && match what {
                        What::Field(field) => uses.fields.contains(&field),
                        What::Cell(list, _, field) => uses.items.contains(&(list, field)),
                        What::Item(list, _) | What::Known(list) => uses.lists.contains(&list),
                    }
            })
        })
    };
    let data = diff.changed.iter().enumerate().filter(|(_, it)| it.unit == moved.unit && asks(it.what));
    let atoms = difference.atoms.iter().enumerate();
    let atoms = atoms.filter(|(_, atom)| atom.reach.verdict || !atom.reach.criteria.is_disjoint(&differing));
    data.map(|(at, _)| Because::Data(at)).chain(atoms.map(|(at, _)| Because::Rule(at))).collect()
}

#[test]
fn what_moved_a_unit_is_what_trying_every_set_of_changes_finds() {
    let mut runner = runner();
    let (mut by_data, mut by_rules, mut by_both, mut large) = (0, 0, 0, 0);
    for _ in 0..400 {
        let base = pieces(&mut Source::small(&bytes(&mut runner, 400)));
        let other = base.varied(&mut Source::small(&bytes(&mut runner, 60)));
        let (a, b) = (base.rules(), other.rules());
        let sorts: Vec<Vec<u8>> = (0..10).map(|_| bytes(&mut runner, 40)).collect();
        // Half of the units are surveyed anew, some wholly, some from a byte on.
        let anew: Vec<Vec<u8>> = sorts
            .iter()
            .enumerate()
            .map(|(nth, bytes_before)| {
                let mut sort = bytes_before.clone();
                if nth % 2 == 0 {
                    let fresh = bytes(&mut runner, 40);
                    let from = usize::from(fresh[0]) % 40;
                    sort[from..].copy_from_slice(&fresh[from..]);
                }
                sort
            })
            .collect();
        let (before, after) = (units(&a, &sorts), units(&b, &anew));
        let (of_before, of_after) = (assess(&a, &before), assess(&b, &after));
        let diff = diff(run(&a, &before, &of_before), run(&b, &after, &of_after)).unwrap();
        assert_eq!((diff.both.len(), diff.came.len(), diff.went.len()), (10, 0, 0));
        // What has a lift is not counted, so it does not move.
        let counts = |&at: &usize| {
            [&before, &after].map(|units| lift_of(&a.dictionary, units, at)).iter().all(|it| *it != Some(true))
        };
        let moves = |at: &usize| of_before.class[*at] != of_after.class[*at];
        let differ: Vec<usize> = (0..10).filter(moves).filter(counts).collect();
        assert_eq!(diff.moved.iter().map(|moved| moved.unit[1]).collect::<Vec<_>>(), differ);
        for moved in &diff.moved {
            let bearing = bearing(&diff, moved);
            if bearing.len() > 8 {
                continue;
            }
            let mut sets: Vec<Vec<Because>> = (1u32..1 << bearing.len())
                .map(|bits| {
                    bearing.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0).map(|(_, it)| *it).collect()
                })
                .filter(|set: &Vec<Because>| suffices(&diff, moved, set))
                .collect();
            let least = sets.iter().map(Vec::len).min().unwrap_or(usize::MAX);
            sets.retain(|set| set.len() == least);
            sets.sort();
            if least > 3 {
                assert!(!moved.smallest && suffices(&diff, moved, &moved.sets[0]));
                large += 1;
                continue;
            }
            let mut found = moved.sets.clone();
            found.iter_mut().for_each(|set| set.sort());
            found.sort();
            assert_eq!(found, sets);
            let data = |set: &Vec<Because>| set.iter().any(|it| matches!(it, Because::Data(_)));
            let rules = |set: &Vec<Because>| set.iter().any(|it| matches!(it, Because::Rule(_)));
            by_both += usize::from(found.iter().any(|set| data(set) && rules(set)));
            by_data += usize::from(found.iter().any(|set| data(set) && !rules(set)));
            by_rules += usize::from(found.iter().any(|set| rules(set) && !data(set)));
        }
    }
    assert!(by_data > 60 && by_rules > 200 && by_both > 20, "{by_data} {by_rules} {by_both} {large}");
}

const FIELDS: &str = "[fields]\n\
    estate = { label = \"小区\", kind = \"text\", key = true, strip = [\"小区\"] }\n\
    width = { label = \"净宽\", kind = \"length\", unit = \"m\" }\n\
    remark = { label = \"备注\", kind = \"text\" }\n";

fn rules(limit: &str) -> RuleSet {
    let text = format!(
        "[ruleset]\nid = \"x\"\ntitle = \"x\"\nversion = \"1\"\nfields = \"fields.toml\"\n\
         [params]\ngood = {{ value = \"{limit}\" }}\n\
         [criteria]\nwidth = {{ title = \"净宽\", suitable = \"width >= good\", otherwise = \"difficult\", cite = \"x\" }}\n"
    );
    load_text(&[("rules.toml", &text), ("fields.toml", FIELDS)], &[]).rules.unwrap()
}

fn surveyed(rules: &RuleSet, rows: &[(&str, &str)]) -> Units {
    let mut units = Units::new(&rules.dictionary);
    for (name, width) in rows {
        let width = Decimal::parse(width).map_or(Value::Unknown, |width| Value::Number(Bounds::exact(width)));
        units.push(&[(*name).into()], &[Value::Text((*name).into()), width, Value::Unknown], &[]);
    }
    units
}

#[test]
fn units_are_matched_by_their_names_as_the_reader_compares_them() {
    let rules = rules("1.10 m");
    let (before, after) = (
        surveyed(&rules, &[("甲", "1"), ("乙小区", "1"), ("丙", "1")]),
        surveyed(&rules, &[("丁", "1"), ("乙", "1"), ("甲 小区", "1")]),
    );
    let (a, b) = (assess(&rules, &before), assess(&rules, &after));
    let diff = diff(run(&rules, &before, &a), run(&rules, &after, &b)).unwrap();
    assert_eq!((diff.both, diff.came, diff.went), (vec![[1, 1], [0, 2]], vec![0], vec![2]));
    assert!(diff.moved.is_empty() && diff.changed.is_empty());
}

#[test]
fn a_cell_a_line_or_both_together_move_a_unit() {
    let (strict, loose) = (rules("1.10 m"), rules("1.05 m"));
    let told = |first: (&RuleSet, &str), second: (&RuleSet, &str)| {
        let (before, after) = (surveyed(first.0, &[("甲", first.1)]), surveyed(second.0, &[("甲", second.1)]));
        let (a, b) = (assess(first.0, &before), assess(second.0, &after));
        let diff = diff(run(first.0, &before, &a), run(second.0, &after, &b)).unwrap();
        diff.moved.into_iter().map(|moved| moved.sets).next().unwrap_or_default()
    };
    assert_eq!(told((&strict, "1.00"), (&strict, "1.10")), [[Because::Data(0)]]);
    assert_eq!(told((&strict, "1.07"), (&loose, "1.07")), [[Because::Rule(0)]]);
    assert_eq!(told((&strict, "1.00"), (&loose, "1.07")), [[Because::Data(0), Because::Rule(0)]]);
    assert_eq!(told((&strict, "1.07"), (&loose, "1.12")), [[Because::Data(0)], [Because::Rule(0)]], "either is enough");
    assert_eq!(told((&strict, "1.00"), (&strict, "1.05")), Vec::<Vec<Because>>::new(), "it is as difficult as it was");
}

#[test]
fn a_class_that_this_program_would_not_give_is_put_down_to_the_program() {
    let rules = rules("1.10 m");
    let (before, after) = (surveyed(&rules, &[("甲", "1.2")]), surveyed(&rules, &[("甲", "1.0")]));
    let (a, b) = (assess(&rules, &before), assess(&rules, &after));
    let recorded = [[Grade::Unsuitable; 3]];
    let old = Run { recorded: Some(&recorded), version: "0", ..run(&rules, &before, &a) };
    let told = diff(old, run(&rules, &after, &b)).unwrap().moved.remove(0);
    assert_eq!((told.from, told.to), (Grade::Unsuitable, Grade::Difficult));
    assert_eq!(told.sets, [[Because::Program(0, Grade::Unsuitable, Grade::Suitable), Because::Data(0)]]);
    let same = Run { recorded: Some(&recorded), version: "0", ..run(&rules, &before, &a) };
    let told = diff(same, run(&rules, &before, &a)).unwrap().moved.remove(0);
    assert_eq!(told.sets, [[Because::Program(0, Grade::Unsuitable, Grade::Suitable)]]);
}

#[test]
fn how_a_name_is_written_is_a_value_where_the_rules_ask_for_it() {
    let text = "[ruleset]\nid = \"x\"\ntitle = \"x\"\nversion = \"1\"\nfields = \"fields.toml\"\n\
         [criteria]\nname = { title = \"名\", suitable = \"estate != '甲'\", otherwise = \"difficult\", cite = \"x\" }\n";
    let rules = load_text(&[("rules.toml", text), ("fields.toml", FIELDS)], &[]).rules.unwrap();
    let (before, after) = (surveyed(&rules, &[("甲小区", "1")]), surveyed(&rules, &[("甲", "1")]));
    let (a, b) = (assess(&rules, &before), assess(&rules, &after));
    let diff = diff(run(&rules, &before, &a), run(&rules, &after, &b)).unwrap();
    assert_eq!(diff.changed[0].what, What::Field(0));
    assert_eq!(diff.moved[0].sets, [[Because::Data(0)]]);
}

#[test]
fn a_unit_that_got_a_lift_does_not_move_and_is_told_apart() {
    let text = "[ruleset]\nid = \"x\"\ntitle = \"x\"\nversion = \"1\"\nfields = \"fields.toml\"\n\
         [criteria]\nwidth = { title = \"净宽\", suitable = \"width >= 1 m\", otherwise = \"difficult\", cite = \"x\" }\n";
    let fields = format!("{FIELDS}has_lift = {{ label = \"已有电梯\", kind = \"flag\" }}\n");
    let rules = load_text(&[("rules.toml", text), ("fields.toml", &fields)], &[]).rules.unwrap();
    let surveyed = |rows: [(&str, bool, i64); 3]| {
        let mut units = Units::new(&rules.dictionary);
        for (name, lift, width) in rows {
            let width = Value::Number(Bounds::exact(Decimal::from_int(width).unwrap()));
            let values = [Value::Text(name.into()), width, Value::Unknown, Value::Flag(lift)];
            units.push(&[name.into()], &values, &[]);
        }
        units
    };
    let before = surveyed([("甲", false, 2), ("乙", true, 2), ("丙", true, 2)]);
    let after = surveyed([("甲", true, 0), ("乙", false, 0), ("丙", true, 0)]);
    let (a, b) = (assess(&rules, &before), assess(&rules, &after));
    let diff = diff(run(&rules, &before, &a), run(&rules, &after, &b)).unwrap();
    assert_eq!((diff.moved, diff.lifted), (vec![], vec![[0, 0], [1, 1]]));
}

#[test]
fn whether_a_unit_is_settled_is_what_the_run_recorded() {
    let rules = rules("1.10 m");
    let units = surveyed(&rules, &[("甲", "1.2"), ("乙", "?")]);
    let a = assess(&rules, &units);
    let recorded = [[Grade::Suitable, Grade::Suitable, Grade::Difficult], [Grade::Difficult; 3]];
    let old = Run { recorded: Some(&recorded), version: "0", ..run(&rules, &units, &a) };
    assert_eq!([0, 1].map(|unit| old.is_settled(unit)), [false, true]);
    assert_eq!([0, 1].map(|unit| run(&rules, &units, &a).is_settled(unit)), [true, false]);
}

#[test]
fn runs_that_name_units_otherwise_are_not_held_against_one_another() {
    let rules = rules("1.10 m");
    let other = "[ruleset]\nid = \"x\"\ntitle = \"x\"\nversion = \"1\"\nfields = \"fields.toml\"\n[criteria]\nk = { suitable = \"true\", cite = \"x\" }\n";
    let other = load_text(
        &[("rules.toml", other), ("fields.toml", "[fields]\ndoor = { label = \"门\", kind = \"text\", key = true }\n")],
        &[],
    )
    .rules
    .unwrap();
    let (a, b) = (assess(&rules, &Units::new(&rules.dictionary)), assess(&other, &Units::new(&other.dictionary)));
    let (before, after) = (Units::new(&rules.dictionary), Units::new(&other.dictionary));
    let refused = diff(run(&rules, &before, &a), run(&other, &after, &b)).unwrap_err();
    assert_eq!(refused, OtherKeys { first: vec!["小区".into()], second: vec!["门".into()] });
}
