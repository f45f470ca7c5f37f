//! What moves a unit, held against trying every set of atoms.

use super::*;
use crate::assess::trials::made_up::Source;
use crate::study::made_up::{pieces, units};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Sets of more atoms are not all tried.
const ATOMS: usize = 8;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 2000, ..ProptestConfig::default() }
}

/// The atoms that may bear on a unit's move: those that reach a criterion whose grade differs, or the verdict.
fn bearing(pair: &Pair, comparison: &Comparison, unit: usize) -> Vec<usize> {
    let grades = |which: usize, side: Side| {
        let a = &comparison.assessments[which];
        let mut grades = vec![None; pair.difference.criteria()];
        for (place, settled) in a.criteria.iter().zip(&a.settled) {
            grades[pair.difference.places(side)[*place]] = settled[unit];
        }
        grades
    };
    let (before, after) = (grades(pair.from, Side::From), grades(pair.to, Side::To));
    let differing: BTreeSet<usize> = (0..before.len()).filter(|&at| before[at] != after[at]).collect();
    let atoms = pair.difference.atoms.iter().enumerate();
    let bears = atoms.filter(|(_, atom)| atom.reach.verdict || !atom.reach.criteria.is_disjoint(&differing));
    bears.map(|(at, _)| at).collect()
}

/// The smallest sets among `atoms` that give the unit its class under the second, of whatever size, each set assessed whole.
fn by_trying_all(classes: &[Vec<Grade>], atoms: &[usize], unit: usize, goal: Grade) -> Vec<Vec<usize>> {
    let sets = (1..1usize << atoms.len()).map(|bits| -> Vec<usize> {
        atoms.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, &atom)| atom).collect()
    });
    let place = |set: &[usize]| set.iter().fold(0usize, |bits, atom| bits | 1 << atom);
    let mut enough: Vec<Vec<usize>> = sets.filter(|set| classes[place(set)][unit] == goal).collect();
    let least = enough.iter().map(Vec::len).min().unwrap_or(0);
    enough.retain(|set| set.len() == least);
    enough.sort();
    enough
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn causes_are_what_trying_every_set_of_atoms_finds(
        base in vec(any::<u8>(), 60..300),
        changes in vec(any::<u8>(), 20..200),
        sorts in vec(vec(any::<u8>(), 0..40), 1..12),
    ) {
        let pieces = pieces(&mut Source::small(&base));
        let (a, b) = (pieces.rules(), pieces.varied(&mut Source::small(&changes)).rules());
        let units = units(&a, &sorts);
        let comparison = compare(&[&a, &b], &units, &[(0, 1)]).unwrap();
        let pair = &comparison.pairs[0];
        let atoms = pair.difference.atoms.len();
        if atoms > ATOMS {
            return Ok(());
        }
        // Every set of atoms, assessed whole.
        let mixes: Vec<RuleSet> = (0..1usize << atoms)
            .map(|bits| {
                let set: Vec<usize> = (0..atoms).filter(|at| bits >> at & 1 == 1).collect();
                pair.difference.with(&set).expect("every set of atoms stands")
            })
            .collect();
        let classes: Vec<Vec<Grade>> = mixes.iter().map(|rules| assess(rules, &units).class).collect();
        prop_assert_eq!(&classes[0], &comparison.assessments[0].class, "with none made it is the first");
        prop_assert_eq!(&classes[classes.len() - 1], &comparison.assessments[1].class, "with all made it is the second");
        let mut moved = 0;
        for &unit in &comparison.counted {
            let (before, after) = (comparison.assessments[0].class[unit], comparison.assessments[1].class[unit]);
            let told = pair.moves.iter().find(|told| told.unit == unit);
            prop_assert_eq!(told.map(|told| (told.from, told.to)), (before != after).then_some((before, after)));
            let Some(told) = told else { continue };
            moved += 1;
            let cause = &pair.causes[told.cause];
            let expected = by_trying_all(&classes, &bearing(pair, &comparison, unit), unit, after);
            let least = expected.first().map_or(usize::MAX, Vec::len);
            if least <= 3 {
                let mut sets = cause.sets.clone();
                sets.sort();
                prop_assert_eq!(&sets, &expected);
                prop_assert!(cause.smallest);
            } else {
                prop_assert!(!cause.smallest && cause.sets.len() == 1);
                let place = cause.sets[0].iter().fold(0usize, |bits, atom| bits | 1 << atom);
                prop_assert_eq!(classes[place][unit], after, "all that are named suffice together");
            }
        }
        prop_assert_eq!(moved, pair.moves.len());
        prop_assert_eq!(pair.matrix.iter().flatten().sum::<u64>() as usize, comparison.counted.len());
    }
}

/// Two rule sets that differ in these switches, and one unit that is suitable where all are on.
fn switches(count: usize) -> (RuleSet, RuleSet, Units) {
    switched(count, &switches_from(0, count))
}

/// The same where it is suitable as is said.
fn switched(count: usize, suitable: &str) -> (RuleSet, RuleSet, Units) {
    let rules = |on: bool| {
        let params: String = (0..count).map(|n| format!("p{n} = {{ value = {on} }}\n")).collect();
        let text = format!(
            "[ruleset]\nid = \"x\"\nfields = \"fields.toml\"\n[params]\nidle = {{ value = {on} }}\n{params}\
             [criteria]\nk = {{ suitable = \"{suitable}\", cite = \"x\" }}\nl = {{ suitable = \"idle or true\", cite = \"x\" }}\n"
        );
        let fields = "[fields.estate]\nkind = \"text\"\nkey = true\n";
        crate::rules::load_text(&[("x.toml", &text), ("fields.toml", fields)], &[]).rules.unwrap()
    };
    let (off, on) = (rules(false), rules(true));
    let mut units = Units::new(&off.dictionary);
    units.push(&["甲".into()], &[], &[]);
    (off, on, units)
}

#[test]
fn sets_of_more_than_three_are_told_whole_and_as_not_the_smallest() {
    let told = |count: usize| {
        let (off, on, units) = switches(count);
        let comparison = compare(&[&off, &on], &units, &[(0, 1)]).unwrap();
        let pair = &comparison.pairs[0];
        let path = |&atom: &usize| pair.difference.atoms[atom].parts[0].path.clone();
        let sets = pair.causes[0].sets.iter().map(|set| set.iter().map(path).collect::<Vec<_>>().join(" "));
        (sets.collect::<Vec<_>>(), pair.causes[0].smallest, pair.idle.iter().map(path).collect::<Vec<_>>())
    };
    let idle = || vec!["params.idle".to_string()];
    assert_eq!(told(3), (vec!["params.p0 params.p1 params.p2".into()], true, idle()));
    assert_eq!(told(5), (vec!["params.p0 params.p1 params.p2 params.p3 params.p4".into()], false, idle()));
    // The other way round each of them is enough.
    let (off, on, units) = switches(2);
    let comparison = compare(&[&off, &on], &units, &[(1, 0)]).unwrap();
    assert_eq!(comparison.pairs[0].causes[0].sets.len(), 2);
    assert_eq!(comparison.pairs[0].matrix[Grade::Suitable as usize][Grade::Unsuitable as usize], 1);
}

#[test]
fn where_there_are_too_many_sets_all_is_named() {
    // Three are enough, but there are 34,220 sets of three.
    let (off, on, units) = switched(60, &format!("(p0 and p1 and p2) or ({})", switches_from(3, 60)));
    let comparison = compare(&[&off, &on], &units, &[(0, 1)]).unwrap();
    let cause = &comparison.pairs[0].causes[0];
    assert_eq!((cause.sets.len(), cause.sets[0].len(), cause.smallest), (1, 60, false));
    // Of fewer they are found.
    let (off, on, units) = switched(20, &format!("(p0 and p1 and p2) or ({})", switches_from(3, 20)));
    let comparison = compare(&[&off, &on], &units, &[(0, 1)]).unwrap();
    let cause = &comparison.pairs[0].causes[0];
    assert_eq!((cause.sets.len(), cause.sets[0].len(), cause.smallest), (1, 3, true));
}

fn switches_from(first: usize, end: usize) -> String {
    (first..end).map(|n| format!("p{n}")).collect::<Vec<_>>().join(" and ")
}

#[test]
fn differences_that_undo_one_another_have_no_part_in_any_change() {
    // Either switch alone would move the unit, and both together do not.
    let (off, on, units) = switched(2, "(p0 and p1) or not (p0 or p1)");
    let comparison = compare(&[&off, &on], &units, &[(0, 1)]).unwrap();
    assert_eq!((comparison.pairs[0].moves.len(), comparison.pairs[0].idle.len()), (0, 3));
}
