//! Grades, classes, what decides, what is missing, findings and embedded tests, by example.

use super::fixture::{FINE, fine_but, rules_with, units, units_with};
use crate::assess::Assessment;
use crate::assess::Possible;
use crate::assess::assess;
use crate::assess::missing;
use crate::assess::reference;
use crate::assess::run_tests;
use crate::quantity::{Bounds, Decimal};
use crate::rules::ruleset::Grade::{self, *};
use crate::rules::{RuleSet, Value};
use crate::survey::Units;

fn classes(a: &Assessment, unit: usize) -> [Grade; 3] {
    [a.best[unit], a.class[unit], a.worst[unit]]
}

fn one(known: &str) -> (RuleSet, Units, Assessment) {
    let (rules, units) = units(&[known]);
    let a = assess(&rules, &units);
    (rules, units, a)
}

/// A fine unit with pipes given as (surely exists, kind, distance); all low-pressure and movable.
fn with_pipes(pipes: Option<&[(bool, Value, Value)]>) -> (RuleSet, Units, Assessment) {
    let (rules, fine) = units(&[FINE]);
    let mut units = Units::new(&rules.dictionary);
    let fields: Vec<Value> = fine.fields.iter().map(|column| column.values.get(0)).collect();
    let item = |(sure, kind, distance): &(bool, Value, Value)| {
        (*sure, vec![kind.clone(), Value::Choice(0), Value::Unknown, distance.clone(), Value::Flag(true)])
    };
    units.push(&["甲".into()], &fields, &[pipes.map(|pipes| pipes.iter().map(item).collect())]);
    let a = assess(&rules, &units);
    (rules, units, a)
}

fn metres(text: &str) -> Value {
    Value::Number(Bounds::exact(Decimal::parse(text).unwrap()))
}

const GAS: Value = Value::Choice(0);

#[test]
fn what_is_unknown_of_a_fine_unit_leaves_it_open_and_is_missing() {
    let (rules, units, a) = one(&fine_but("structure", ""));
    assert_eq!(classes(&a, 0), [Suitable, Difficult, Unsuitable]);
    assert_eq!(missing(&rules, &units, &a, 0), ["structure"]);
    assert_eq!(a.deciding(&rules, 0), ["structure"]);
    let (rules, units, a) = one(FINE);
    assert_eq!(classes(&a, 0), [Suitable; 3]);
    assert!(missing(&rules, &units, &a, 0).is_empty() && a.deciding(&rules, 0).is_empty());
}

#[test]
fn a_settled_unit_lacks_nothing_whatever_is_unknown_of_it() {
    let (rules, units, a) = one(r#"stair_width = "0.8 m""#);
    assert_eq!(classes(&a, 0), [Unsuitable; 3]);
    assert!(a.is_settled(0) && missing(&rules, &units, &a, 0).is_empty());
    assert_eq!(a.deciding(&rules, 0), ["stair-width"]);
}

#[test]
fn a_criterion_that_may_not_apply_may_be_n_a() {
    let (_, _, a) = one(&fine_but("fire_lane", ""));
    assert_eq!(a.possible[1][0], Possible::only(Suitable).or(Possible::NOT_APPLICABLE));
    assert_eq!((a.settled[1][0], a.is_settled(0)), (Some(Suitable), true));
    let (_, _, a) = one(&fine_but("fire_lane", "true"));
    assert_eq!((a.possible[1][0], a.settled[1][0]), (Possible::NOT_APPLICABLE, None));
}

#[test]
fn escalation_worsens_and_is_named_before_the_criteria() {
    let known = r#"stair_width = "1.05 m", front_depth = "3 m", fire_lane = false, structure = "panel", pipes = []"#;
    let (rules, _, a) = one(known);
    assert_eq!(classes(&a, 0), [Unsuitable; 3]);
    assert_eq!(a.deciding(&rules, 0), ["escalate.many", "stair-width", "front", "structure"]);
}

#[test]
fn a_list_is_missing_by_field_or_as_a_whole() {
    let (rules, units, a) = with_pipes(None);
    assert_eq!(missing(&rules, &units, &a, 0), ["pipes.kind", "pipes.pressure", "pipes.distance", "pipes.movable"]);
    let (rules, units, a) = with_pipes(Some(&[(true, GAS, Value::Unknown)]));
    assert_eq!(missing(&rules, &units, &a, 0), ["pipes.distance"]);
    // All is known of the pipe but whether it is there.
    let (rules, units, a) = with_pipes(Some(&[(false, GAS, metres("0.1"))]));
    assert_eq!(classes(&a, 0), [Suitable, Difficult, Difficult]);
    assert_eq!(missing(&rules, &units, &a, 0), ["pipes"]);
    // One that may exist and would be far enough away changes nothing.
    let (_, _, a) = with_pipes(Some(&[(false, GAS, metres("0.9"))]));
    assert_eq!(classes(&a, 0), [Suitable; 3]);
}

#[test]
fn where_nothing_of_the_survey_is_to_blame_the_rules_are() {
    let more = "[criteria.odd]\ntitle = \"除零\"\nsuitable = \"front_depth / (storeys - storeys) >= 1 m\"\n";
    let known = format!("{FINE}, storeys = 6");
    let (rules, units) = units_with(more, &[&known]);
    let a = assess(&rules, &units);
    assert_eq!(classes(&a, 0), [Suitable, Unsuitable, Unsuitable]);
    assert_eq!(missing(&rules, &units, &a, 0), ["rules"]);
}

#[test]
fn a_lookup_without_a_row_is_told_of_once_for_each_key() {
    let medium = |distance: &str| {
        let pipe = format!(r#"[{{ kind = "gas", pressure = "medium", distance = "{distance}" }}]"#);
        fine_but("pipes", &pipe)
    };
    let (rules, units) = units(&[FINE, &medium("0.5 m"), &medium("0.6 m")]);
    let a = assess(&rules, &units);
    assert_eq!(a.possible[3][1], Possible::only(Suitable).or(Possible::only(Difficult)).or(Possible::only(Unsuitable)));
    let told: Vec<(&str, &str)> = a.findings.iter().map(|found| (found.code, &*found.written)).collect();
    assert_eq!(told, [("S080", "燃气、中压")]);
    assert!(a.findings[0].message.zh.contains("2 个单元"), "{}", a.findings[0].message);
}

#[test]
fn a_lookup_that_cannot_matter_is_not_told_of() {
    let more = "[criteria.guarded]\ntitle = \"燃气\"\nsuitable = \"every(pipes, kind != gas or distance >= only_gas[kind])\"\n\
                [tables.only_gas]\nkeys = [\"kind\"]\nrows = [[\"gas\", \"0.7 m\"]]\n";
    let (rules, units) = units_with(more, &[&fine_but("pipes", r#"[{ kind = "water", distance = "2 m" }]"#)]);
    let a = assess(&rules, &units);
    assert_eq!((classes(&a, 0), a.findings.len()), ([Suitable; 3], 0));
}

#[test]
fn a_class_that_rests_on_foreign_text_is_told_of() {
    let (rules, _) = units(&[FINE]);
    let found = |kind: u16, distance: &str| {
        let (_, fine) = units(&[FINE]);
        let mut units = Units::new(&rules.dictionary);
        let fields: Vec<Value> = fine.fields.iter().map(|column| column.values.get(0)).collect();
        let pipe = vec![Value::Choice(kind), Value::Foreign, Value::Unknown, metres(distance), Value::Flag(true)];
        units.push(&["甲".into()], &fields, &[Some(vec![(true, pipe)])]);
        let a = assess(&rules, &units);
        let fields: Vec<(&str, String)> = a.findings.iter().map(|found| (found.code, found.field.clone())).collect();
        (classes(&a, 0), fields)
    };
    // Water asks 1.0 m at any pressure, so also at one that nobody knows.
    assert_eq!(found(1, "2"), ([Suitable; 3], vec![("S081", "pipes.pressure".to_string())]));
    // For gas there is no row that takes it.
    assert_eq!(found(0, "2"), ([Suitable, Difficult, Difficult], vec![("S080", String::new())]));
}

#[test]
fn where_nothing_applies_the_rules_say_what_that_makes() {
    let class = |verdict: &str, known: &str| {
        let (mut rules, units) = units(&[known]);
        for criterion in &mut rules.criteria {
            criterion.enabled = criterion.id == "front";
        }
        rules.when_nothing_applies = Grade::named(verdict).unwrap();
        let a = assess(&rules, &units);
        (classes(&a, 0), a.findings.iter().map(|found| found.code).collect::<Vec<_>>())
    };
    assert_eq!(class("difficult", "fire_lane = true"), ([Difficult; 3], vec!["S082"]));
    assert_eq!(class("suitable", "fire_lane = true"), ([Suitable; 3], vec!["S082"]));
    // It may be that nothing applies: that class is among the possible ones.
    let fine = r#"front_depth = "9 m""#;
    assert_eq!(class("unsuitable", fine), ([Suitable, Suitable, Unsuitable], vec![]));
}

#[test]
fn embedded_tests_say_what_came_out_otherwise() {
    let rules = rules_with(
        r#"
[[tests]]
name = "恰好"
given = { stair_width = "1100 mm" }
expect = { stair-width = "suitable", class = "difficult", best_class = "suitable" }
[[tests]]
name = "不符"
given = { stair_width = "1.05 m", fire_lane = true }
expect = { stair-width = "suitable", front = "n/a", worst_class = "difficult" }
"#,
    );
    let outcomes = run_tests(&rules);
    assert!(!outcomes[1].passed);
    let told: Vec<&str> = outcomes[1].mismatches.iter().map(|text| &*text.zh).collect();
    let expected =
        ["`stair-width` 应为 `suitable`，实为 `difficult`", "`worst_class` 应为 `difficult`，实为 `unsuitable`"];
    assert_eq!(told, expected);
    // Three open criteria settle as difficult, and three of them escalate.
    assert_eq!(outcomes[0].mismatches.len(), 1, "{:?}", outcomes[0]);
}

#[test]
fn the_reference_agrees_on_all_of_these() {
    let known = [FINE, "", "fire_lane = true", r#"stair_width = "1.05 m", pipes = [{ kind = "gas" }, {}]"#];
    let (rules, units) = units(&known);
    let (fast, plain) = (assess(&rules, &units), reference::assess(&rules, &units));
    assert_eq!(fast.possible, plain.possible);
    assert_eq!((fast.class, fast.best, fast.worst), (plain.class, plain.best, plain.worst));
}

#[test]
fn a_long_row_of_derived_fields_neither_runs_out_of_stack_nor_of_time() {
    let mut more = "[derive.d0]\nvalue = \"stair_width\"\n".to_string();
    for at in 1..400 {
        let before = at - 1;
        more += &format!("[derive.d{at}]\nvalue = \"d{before} + d{before} - d{before}\"\n");
    }
    more += "[criteria.last]\ntitle = \"末\"\nsuitable = \"d399 >= 1.1 m\"\n";
    let (rules, units) = units_with(&more, &[FINE, ""]);
    let a = assess(&rules, &units);
    assert_eq!((a.settled[4][0], a.possible[4][1].is_open()), (Some(Suitable), true));
    let whys = crate::assess::explain(&rules, &units, &a, &[0, 1], crate::lang::Lang::Zh);
    assert_eq!(whys[0][4].margin[0].value.to_string(), "0.3");
    assert_eq!(whys[1][4].reason, "梯段净宽未知，暂按“不适合加装”计");
}
