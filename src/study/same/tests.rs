//! Twenty pairs of rule sets: ten that are the same in disguise, ten that differ at a single point.

use super::*;
use crate::assess::reference;
use crate::assess::trials::made_up::Source;
use crate::quantity::{Bounds, Decimal};
use crate::rules::{Field, Kind, Value, load_text};
use crate::study::made_up::pieces;
use proptest::prelude::*;

const FIELDS: &str = r#"
[fields.estate]
kind = "text"
key = true
[fields.storeys]
label = "层数"
kind = "count"
range = ["1 层", "40 层"]
[fields.stair_width]
label = "梯段净宽"
kind = "length"
range = ["0.5 m", "3 m"]
[fields.front_depth]
label = "门前净距"
kind = "length"
[fields.fire_lane]
label = "消防车道"
kind = "flag"
[fields.structure]
label = "结构"
kind = "choice"
choices = ["brick", "frame", "panel"]
[fields.obstacles]
label = "障碍"
kind = "choice"
several = true
choices = ["tree", "shed"]
[lists.pipes]
label = "管线"
fields.kind = { label = "类型", kind = "choice", choices = ["gas", "water"] }
fields.distance = { label = "净距", kind = "length", range = ["0 m", "50 m"] }
fields.movable = { label = "可迁", kind = "flag" }
"#;

/// A rule set of that text.
fn rules(text: &str) -> RuleSet {
    let whole = format!("[ruleset]\nid = \"one\"\nfields = \"fields.toml\"\n{text}\n");
    let loaded = load_text(&[("one.toml", &whole), ("fields.toml", FIELDS)], &[]);
    let told: Vec<String> = loaded.diagnostics.iter().map(|d| d.message.zh.clone()).collect();
    loaded.rules.unwrap_or_else(|| panic!("{text}: {told:?}"))
}

/// A rule set of one criterion with that condition.
fn suitable(cond: &str) -> String {
    format!("[criteria.it]\nsuitable = \"{cond}\"")
}

const WIDTHS: &str = "[criteria.width]\nsuitable = \"stair_width >= 1.1 m\"\ndifficult = \"stair_width >= 1 m\"\n";

/// Texts of two rule sets each.
fn in_disguise() -> Vec<(String, String)> {
    let pair = |a: &str, b: &str| (suitable(a), suitable(b));
    vec![
        pair("stair_width >= 1.1 m", "not (stair_width < 1100 mm)"),
        // Storeys are whole, lengths have six decimals.
        pair("storeys >= 4", "storeys > 3"),
        pair("stair_width > 1.1 m", "stair_width >= 1.100001 m"),
        pair("front_depth - stair_width >= 1.5 m", "front_depth >= stair_width + 150 cm"),
        pair("structure in [brick, frame]", "structure != panel"),
        pair("every(pipes, kind != gas or distance >= 1 m)", "not any(pipes, kind == gas and distance < 1 m)"),
        pair("max(stair_width, front_depth) >= 2 m", "if(stair_width >= front_depth, stair_width, front_depth) >= 2 m"),
        pair("min(pipes, distance) >= 1 m or count(pipes) == 0", "every(pipes, distance >= 1 m)"),
        (
            "[tables.t]\nkeys = [\"kind\"]\nrows = [[\"gas\", \"0.7 m\"], [\"*\", \"1 m\"]]\n".to_string()
                + &suitable("every(pipes, distance >= t[kind])"),
            suitable("every(pipes, if(kind == gas, distance >= 0.7 m, distance >= 1 m))"),
        ),
        // One criterion in two.
        (
            suitable("stair_width >= 1.1 m and storeys >= 4"),
            "[criteria.a]\nsuitable = \"stair_width >= 1.1 m\"\n[criteria.b]\nsuitable = \"storeys >= 4\"".to_string(),
        ),
    ]
}

fn at_one_point() -> Vec<(String, String)> {
    let pair = |a: &str, b: &str| (suitable(a), suitable(b));
    vec![
        pair("stair_width >= 1.1 m", "stair_width > 1.1 m"),
        pair("storeys >= 4", "storeys >= 4 and storeys != 17"),
        pair("stair_width in 1 m..2 m", "stair_width in 1 m..1.999999 m"),
        pair("front_depth - stair_width >= 1.5 m", "front_depth - stair_width > 1.5 m"),
        pair(
            "structure in [brick, frame] or fire_lane",
            "structure == brick or fire_lane or structure == frame and storeys != 7",
        ),
        pair("every(pipes, distance >= 1 m)", "every(pipes, distance >= 1 m or distance == 0.123456 m)"),
        pair("has(obstacles, tree) or storeys > 1", "storeys > 1 or has(obstacles, tree) and not has(obstacles, shed)"),
        // Half a micrometre is rounded away from nothing.
        pair("stair_width / 2 >= 0.55 m", "stair_width >= 1.1 m"),
        (
            format!(
                "{WIDTHS}[criteria.lane]\nsuitable = \"fire_lane\"\notherwise = \"difficult\"\n[verdict.escalate.two]\nwhen = \"count(difficult) >= 2\"\nto = \"unsuitable\""
            ),
            format!("{WIDTHS}[criteria.lane]\nsuitable = \"fire_lane\"\notherwise = \"difficult\""),
        ),
        (
            format!("{WIDTHS}[criteria.lane]\nsuitable = \"fire_lane\""),
            format!("{WIDTHS}[criteria.lane]\nsuitable = \"fire_lane or stair_width == 3 m\""),
        ),
    ]
}

#[test]
fn ten_pairs_are_the_same_in_disguise() {
    for (a, b) in in_disguise() {
        let (a, b) = (rules(&a), rules(&b));
        let found = same(&a, &b).unwrap();
        assert!(
            found.classes.is_same(),
            "{:?}\n{:?}\n{found:#?}",
            a.criteria[0].suitable.written,
            b.criteria[0].suitable.written
        );
    }
}

#[test]
fn ten_pairs_differ_and_a_unit_shows_it() {
    for (a, b) in at_one_point() {
        let (a, b) = (rules(&a), rules(&b));
        let found = same(&a, &b).unwrap();
        let Answer::Differs(witness) = &found.classes else {
            panic!("{:?}: {:?}", b.criteria[0].suitable.written, found.classes)
        };
        let class = |rules: &RuleSet| reference::assess(rules, &witness.units).class[0];
        assert_eq!(witness.classes, [class(&a), class(&b)]);
        assert_ne!(class(&a), class(&b), "{}", witness.said);
        assert!(witness.cause.is_some());
    }
}

#[test]
fn the_unit_is_the_one_point() {
    let said = |a: &str, b: &str| {
        let (a, b) = (rules(&suitable(a)), rules(&suitable(b)));
        match same(&a, &b).unwrap().classes {
            Answer::Differs(witness) => witness.said.zh,
            other => format!("{other:?}"),
        }
    };
    assert_eq!(said("stair_width >= 1.1 m", "stair_width > 1.1 m"), "梯段净宽 1.10 m");
    assert_eq!(said("stair_width / 2 >= 0.55 m", "stair_width >= 1.1 m"), "梯段净宽 1.099999 m");
    assert_eq!(
        said("every(pipes, distance >= 1 m)", "every(pipes, distance >= 1 m or distance == 0.123456 m)"),
        "管线（净距 0.123456 m）"
    );
    assert_eq!(said("storeys >= 4", "storeys >= 4 and storeys != 17"), "层数 17");
}

#[test]
fn what_only_unknown_data_can_show_stands_apart() {
    let blanks = |a: &str, b: &str| {
        let (a, b) = (rules(a), rules(b));
        let found = same(&a, &b).unwrap();
        assert!(found.classes.is_same());
        match &found.criteria[0].blanks {
            Some(Answer::Differs(witness)) => format!("{} {:?}", witness.said.zh, witness.grades),
            other => format!("{other:?}"),
        }
    };
    // Each operand stands for itself: an unknown width is not known to be one or the other.
    assert_eq!(
        blanks(&suitable("stair_width < 1 m or stair_width >= 1 m"), &suitable("true")),
        "梯段净宽 未知 [Some(Unsuitable), Some(Suitable)]"
    );
    let missing = |grade: &str| format!("[criteria.it]\nsuitable = \"fire_lane\"\nmissing = \"{grade}\"");
    assert_eq!(
        blanks(&missing("suitable"), &missing("unsuitable")),
        "消防车道 未知 [Some(Suitable), Some(Unsuitable)]"
    );
    assert_eq!(
        blanks(&suitable("stair_width >= 1.1 m"), &suitable("not (stair_width < 1.1 m)")),
        "Some(Same { items: None })"
    );
}

#[test]
fn as_many_items_as_a_count_asks_for_are_looked_at() {
    for (a, b) in [
        ("count(pipes, distance < 1 m) <= 2", "count(pipes, distance < 1 m) <= 3"),
        ("count(pipes, movable) <= 8", "count(pipes, movable) <= 7"),
        ("count(pipes, movable) in 0..4", "count(pipes, movable) in 0..5"),
    ] {
        let (a, b) = (rules(&suitable(a)), rules(&suitable(b)));
        assert!(matches!(same(&a, &b).unwrap().classes, Answer::Differs(_)));
    }
}

#[test]
fn the_unit_can_be_given_as_a_test_of_the_class() {
    let two = |x: &str| {
        format!("[criteria.x]\nsuitable = \"stair_width >= {x}\"\n[criteria.y]\nsuitable = \"front_depth >= 1.1 m\"\n")
    };
    let (a, b) = (rules(&two("1.1 m")), rules(&two("1.2 m")));
    let Answer::Differs(witness) = same(&a, &b).unwrap().classes else { panic!() };
    assert_eq!(witness.said.zh, "梯段净宽 1.10 m");
    for (x, class) in [("1.1 m", witness.classes[0]), ("1.2 m", witness.classes[1])] {
        let test =
            format!("[[tests]]\nname = \"它\"\ngiven = {}\nexpect = {{ class = \"{}\" }}", witness.given, class.id());
        let with_test = rules(&format!("{}{test}", two(x)));
        assert!(crate::assess::run_tests(&with_test)[0].passed, "{}", witness.given);
    }
}

#[test]
fn blanks_are_looked_for_in_classes_where_criteria_are_not_the_same_ones() {
    let (a, b) = (
        rules("[criteria.x]\nsuitable = \"stair_width >= 1 m\"\nmissing = \"difficult\""),
        rules("[criteria.y]\nsuitable = \"stair_width >= 1 m\"\nmissing = \"suitable\""),
    );
    let found = same(&a, &b).unwrap();
    assert!(found.classes.is_same());
    let Some(Answer::Differs(witness)) = found.blanks else { panic!("{:?}", found.blanks) };
    assert_eq!((witness.said.zh.as_str(), witness.given.as_str()), ("梯段净宽 未知", "{}"));
}

#[test]
fn a_product_is_the_same_whichever_way_it_is_written() {
    let (a, b) =
        (rules(&suitable("stair_width * front_depth >= 2 m2")), rules(&suitable("front_depth * stair_width >= 2 m2")));
    assert!(same(&a, &b).unwrap().classes.is_same());
}

#[test]
fn another_criterion_may_hide_a_difference() {
    let hides = |cond: &str| format!("[criteria.always]\nsuitable = \"false\"\n{}", suitable(cond));
    let (a, b) = (rules(&hides("stair_width >= 1.1 m")), rules(&hides("stair_width >= 1 m")));
    let found = same(&a, &b).unwrap();
    assert!(matches!(found.criteria[0].exact, Answer::Differs(_)));
    assert!(found.classes.is_same());
}

#[test]
fn how_many_items_were_looked_at_goes_with_the_answer() {
    let items = |a: &str, b: &str| match same(&rules(&suitable(a)), &rules(&suitable(b))).unwrap().classes {
        Answer::Same { items } => items,
        other => panic!("{other:?}"),
    };
    assert_eq!(items("any(pipes, movable)", "not every(pipes, not movable)"), None);
    assert_eq!(items("count(pipes, movable) >= 1", "any(pipes, movable)"), None);
    assert_eq!(
        items(
            "count(pipes, movable) >= count(pipes, not movable)",
            "count(pipes, not movable) <= count(pipes, movable)"
        ),
        Some(SUMMED)
    );
}

#[test]
fn what_is_too_large_is_not_decided() {
    let steps = |field: &str, unit: &str| {
        (1..30).map(|n| format!("if({field} > {n}{unit}, 1, 0)")).collect::<Vec<_>>().join(" + ")
    };
    let score = |least: u32| {
        let (distance, storeys) = (steps("distance", " m"), steps("storeys", ""));
        suitable(&format!("sum(pipes, {distance}) + {storeys} > {least}"))
    };
    let (a, b) = (rules(&score(5000)), rules(&score(6000)));
    assert!(matches!(same(&a, &b).unwrap().classes, Answer::NotDecided));
}

/// Exactly known units of made-up rules, one for each of these.
fn exact_units(rules: &RuleSet, sorts: &[Vec<u8>]) -> Units {
    let mut units = Units::new(&rules.dictionary);
    for sort in sorts {
        let mut src = Source::small(sort);
        let mut values = |fields: &[Field]| -> Vec<Value> {
            let value = |field: &Field| match &field.kind {
                Kind::Number(_) => Value::Number(Bounds::exact(Decimal::from_int(src.pick(9) as i64 - 3).unwrap())),
                Kind::Choice(choices) => Value::Choice(src.pick(choices.len()) as u16),
                Kind::Flag => Value::Flag(src.once_in(2)),
                _ => Value::Text("甲".into()),
            };
            fields.iter().map(value).collect()
        };
        let own = values(&rules.dictionary.fields);
        let count = usize::from(sort[0] % 4);
        let lists = rules.dictionary.lists.iter();
        let lists: Vec<_> =
            lists.map(|list| Some((0..count).map(|_| (true, values(&list.fields))).collect())).collect();
        units.push(&["甲".into()], &own, &lists);
    }
    units
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Where rules and a variant of them are said to be the same, every unit that is drawn is of the same class under both.
    #[test]
    fn no_unit_contradicts_the_same(
        (base, variant) in (prop::collection::vec(any::<u8>(), 60), prop::collection::vec(any::<u8>(), 60)),
        sorts in prop::collection::vec(prop::collection::vec(any::<u8>(), 30), 30),
    ) {
        let pieces = pieces(&mut Source::small(&base));
        let (a, b) = (pieces.rules(), pieces.varied(&mut Source::small(&variant)).rules());
        if let Answer::Same { items } = same(&a, &b).unwrap().classes {
            let units = exact_units(&a, &sorts);
            let (by_a, by_b) = (reference::assess(&a, &units).class, reference::assess(&b, &units).class);
            for unit in (0..units.count).filter(|&unit| items.is_none_or(|items| units.lists[0].of(unit).len() <= items)) {
                prop_assert_eq!(by_a[unit], by_b[unit]);
            }
        }
    }
}
