//! What differs between two rule sets, and mixes of both, by example.

use super::*;
use crate::assess::assess;
use crate::rules::{RuleSet, load_text};
use crate::survey::Units;

const FIELDS: &str = "[fields]\n\
    estate = { label = \"小区\", kind = \"text\", key = true }\n\
    width = { label = \"净宽\", kind = \"length\", unit = \"m\" }\n\
    storeys = { label = \"层数\", kind = \"count\" }\n\
    structure = { label = \"结构\", kind = \"choice\", choices = { brick = [\"砖混\"], frame = [], panel = [] } }\n\
    danger = { label = \"等级\", kind = \"choice\", choices = { a = [], b = [] } }\n\
    [lists.pipes]\nlabel = \"管线\"\n\
    fields.kind = { label = \"类型\", kind = \"choice\", choices = { gas = [], water = [] } }\n\
    fields.distance = { label = \"距离\", kind = \"length\", unit = \"m\" }\n";

const BASE: &str = "[params]\n\
    good = { value = \"1.10 m\", label = \"适合净宽\" }\n\
    least = { value = \"1.00 m\" }\n\
    fine = { value = [\"brick\", \"frame\"] }\n\
    [derive]\nroom = { value = \"width - 0.1 m\" }\n\
    [tables.gap]\nkeys = [\"kind\"]\nrows = [[\"gas\", \"0.7 m\"], [\"water\", \"1 m\"]]\n\
    [criteria]\n\
    width = { title = \"净宽\", group = \"楼梯\", suitable = \"width >= 适合净宽\", difficult = \"width >= least\", cite = \"x\" }\n\
    room = { title = \"余宽\", group = \"楼梯\", suitable = \"room >= least\", otherwise = \"difficult\", cite = \"x\" }\n\
    structure = { title = \"结构\", suitable = \"structure in fine\", otherwise = \"difficult\", cite = \"x\" }\n\
    pipes = { title = \"管线\", suitable = \"every(pipes, distance >= gap[kind])\", otherwise = \"difficult\", cite = \"x\" }\n\
    [verdict.escalate.many]\nwhen = \"count(difficult) >= 3\"\nto = \"unsuitable\"\n";

fn rules(text: &str) -> RuleSet {
    let head = "[ruleset]\nid = \"x\"\ntitle = \"x\"\nversion = \"1\"\nfields = \"fields.toml\"\n";
    let text = format!("{head}{text}");
    let loaded = load_text(&[("rules.toml", &text), ("fields.toml", FIELDS)], &[]);
    let told: Vec<String> = loaded.diagnostics.iter().map(|d| format!("{} {}", d.code, d.message)).collect();
    loaded.rules.unwrap_or_else(|| panic!("{told:#?}"))
}

/// The base with some of its text changed.
fn but(changes: &[(&str, &str)]) -> RuleSet {
    let changed = changes.iter().fold(BASE.to_string(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    });
    rules(&changed)
}

/// The atoms as paths, those of one atom joined by `+`.
fn paths(difference: &Difference) -> Vec<String> {
    let path = |atom: &Atom| atom.parts.iter().map(|part| part.path.as_str()).collect::<Vec<_>>().join("+");
    difference.atoms.iter().map(path).collect()
}

#[test]
fn each_piece_that_differs_is_an_atom_named_by_its_path() {
    let base = rules(BASE);
    let other = but(&[
        ("1.10 m", "1.05 m"),
        ("width - 0.1 m", "width - 20 cm"),
        ("[\"water\", \"1 m\"]", "[\"water\", \"1.5 m\"]"),
        ("group = \"楼梯\", suitable = \"width", "missing = \"suitable\", suitable = \"width"),
        ("title = \"结构\"", "title = \"结构\", enabled = false"),
        ("count(difficult) >= 3", "count(difficult) >= 2"),
        (
            "[verdict.escalate.many]",
            "more = { title = \"层数\", suitable = \"storeys >= 4\", cite = \"x\" }\n[verdict.escalate.many]",
        ),
    ]);
    let difference = Difference::of(&base, &other).unwrap();
    assert_eq!(
        paths(&difference),
        [
            "params.good",
            "derive.room",
            "tables.gap.rows[water]",
            "criteria.width.missing",
            "criteria.width.group",
            "criteria.structure.enabled",
            "criteria.more",
            "verdict.escalate.many",
        ]
    );
    let part = &difference.atoms[0].parts[0];
    let said = |said: &Option<Said>| said.as_ref().map(|said| said.text.clone()).unwrap_or_default();
    assert_eq!((said(&part.before), said(&part.after)), ("1.10 m".into(), "1.05 m".into()));
    assert_eq!(part.about.zh, "参数“适合净宽”");
    assert_eq!(difference.atoms[0].reach.criteria, [0].into());
    assert_eq!(difference.atoms[1].reach.criteria, [1].into());
    assert!(difference.atoms[4].reach.verdict && difference.atoms[4].reach.criteria.is_empty());
}

#[test]
fn what_says_the_same_in_other_words_is_no_difference() {
    let base = rules(BASE);
    let other = but(&[
        ("1.10 m", "110 cm"),
        ("width >= 适合净宽", "净宽 ≥ good"),
        ("label = \"适合净宽\"", "label = \"适合宽度\""),
        ("\"structure in fine\"", "\"结构 in fine\""),
        ("title = \"管线\"", "title = \"管线净距\""),
        ("\"0.7 m\"", "\"700 mm\""),
    ]);
    assert_eq!(paths(&Difference::of(&base, &other).unwrap()), [""; 0]);
}

#[test]
fn dictionaries_that_read_differently_are_refused_with_what_differs() {
    let base = rules(BASE);
    let text = "[ruleset]\nid = \"y\"\ntitle = \"y\"\nversion = \"1\"\nfields = \"fields.toml\"\n[criteria.w]\n\
                title = \"w\"\nsuitable = \"width >= 1 m\"\ncite = \"x\"\n";
    let fields = FIELDS.replacen("unit = \"m\"", "unit = \"mm\", help = \"量\"", 1).replace("danger", "level");
    let other = load_text(&[("rules.toml", text), ("fields.toml", &fields)], &[]).rules.unwrap();
    let told: Vec<String> = Difference::of(&base, &other).unwrap_err().into_iter().map(|text| text.zh).collect();
    assert_eq!(told, ["`width` 的 unit 不同", "只有前一套有 `danger`", "只有后一套有 `level`"]);
}

#[test]
fn changes_that_cannot_stand_alone_are_one_atom() {
    let base = rules(BASE);
    // A length that becomes a count goes with the expressions of the criteria that use it.
    let other = but(&[
        ("least = { value = \"1.00 m\" }", "least = { value = \"4 层\" }"),
        ("width >= least", "storeys >= least"),
        ("room >= least", "storeys >= least"),
        ("1.10 m", "1.05 m"),
        ("count(difficult) >= 3", "count(difficult) >= 2"),
    ]);
    assert_eq!(
        paths(&Difference::of(&base, &other).unwrap()),
        ["params.good+params.least+criteria.width.difficult+criteria.room.suitable", "verdict.escalate.many"]
    );
    // Words that are choices of another field.
    let other = but(&[("[\"brick\", \"frame\"]", "[\"a\"]"), ("structure in fine", "danger in fine")]);
    assert_eq!(paths(&Difference::of(&base, &other).unwrap()), ["params.fine+criteria.structure.suitable"]);
    // Other words of the same field can stand.
    let other = but(&[("[\"brick\", \"frame\"]", "[\"panel\"]"), ("structure in fine", "not structure in fine")]);
    assert_eq!(paths(&Difference::of(&base, &other).unwrap()), ["params.fine", "criteria.structure.suitable"]);
    // Derived fields that stand on one another the other way round.
    let two = |one: &str, other: &str| {
        let derived = format!("room = {{ value = \"{one}\" }}\nnet = {{ value = \"{other}\" }}");
        but(&[("room = { value = \"width - 0.1 m\" }", &derived), ("room >= least", "room + net >= least")])
    };
    let (base, other) = (two("width", "room - 0.1 m"), two("net - 0.1 m", "width"));
    assert_eq!(paths(&Difference::of(&base, &other).unwrap()), ["derive.room+derive.net"]);
}

#[test]
fn a_mix_grades_as_the_first_or_the_second_or_between_them() {
    let base = rules(BASE);
    let other = but(&[
        ("1.10 m", "1.05 m"),
        ("least = { value = \"1.00 m\" }", "least = { value = \"0.90 m\" }"),
        ("[\"brick\", \"frame\"]", "[\"panel\"]"),
        ("[\"gas\", \"0.7 m\"], [\"water\", \"1 m\"]", "[\"water\", \"0.5 m\"], [\"*\", \"2 m\"]"),
        ("count(difficult) >= 3", "count(difficult, '楼梯') >= 2"),
    ]);
    let difference = Difference::of(&base, &other).unwrap();
    let tests = "[[tests]]\nname = \"u\"\ngiven = { width = \"1.06 m\", structure = \"砖混\", pipes = [{ kind = \"gas\", distance = \"1 m\" }] }\n\
                 expect = { class = \"suitable\" }\n\
                 [[tests]]\nname = \"v\"\ngiven = { width = \"1.02 m\", structure = \"panel\", pipes = [{ kind = \"water\", distance = \"0.6 m\" }] }\n\
                 expect = { class = \"suitable\" }\n";
    let with_tests = rules(&format!("{BASE}{tests}"));
    let units = units_of(&with_tests);
    let all: Vec<usize> = (0..difference.atoms.len()).collect();
    let classes = |rules: &RuleSet| assess(rules, &units).class;
    assert_eq!(classes(&difference.with(&[]).unwrap()), classes(&base));
    assert_eq!(classes(&difference.with(&all).unwrap()), classes(&other));
    assert_ne!(classes(&base), classes(&other));
    assert_eq!(
        paths(&difference),
        [
            "params.good",
            "params.least",
            "params.fine",
            "tables.gap.rows[gas]",
            "tables.gap.rows[water]",
            "tables.gap.rows[*]",
            "verdict.escalate.many"
        ]
    );
    // The words of a parameter are worked into the first rule set's own expression.
    let only_words = assess(&difference.with(&[2]).unwrap(), &units);
    assert_eq!(
        only_words.settled[2].iter().map(|grade| grade.unwrap().id()).collect::<Vec<_>>(),
        ["difficult", "suitable"]
    );
    // A row of the second among those of the first: gas at 1 m was far enough for 0.7 m, and is not for 2 m.
    let rows = |atoms: &[usize]| {
        let grades = assess(&difference.with(atoms).unwrap(), &units).settled[3].clone();
        grades.iter().map(|grade| grade.map_or("n/a", |grade| grade.id())).collect::<Vec<_>>()
    };
    assert_eq!(rows(&[]), ["suitable", "difficult"]);
    assert_eq!(rows(&[3]), ["difficult", "difficult"], "no row for gas: open, and counted as difficult");
    assert_eq!(rows(&[3, 5]), ["difficult", "difficult"]);
    assert_eq!(rows(&[4]), ["suitable", "suitable"]);
}

fn units_of(rules: &RuleSet) -> Units {
    let mut units = Units::new(&rules.dictionary);
    for test in &rules.tests {
        let fields: Vec<crate::rules::Value> = (0..rules.dictionary.fields.len())
            .map(|at| {
                test.given.iter().find(|(ix, _)| *ix == at).map_or(crate::rules::Value::Unknown, |(_, v)| v.clone())
            })
            .collect();
        let items = |(_, items): &(usize, Vec<Vec<(usize, crate::rules::Value)>>)| {
            let item = |item: &Vec<(usize, crate::rules::Value)>| {
                (true, (0..2).map(|at| item.iter().find(|(ix, _)| *ix == at).unwrap().1.clone()).collect())
            };
            Some(items.iter().map(item).collect())
        };
        units.push(&["u".into()], &fields, &test.lists.iter().map(items).collect::<Vec<_>>());
    }
    units
}
