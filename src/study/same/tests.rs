//! Twenty pairs of rule sets: ten that are the same in disguise, ten that differ at a single point.

use super::*;
use crate::assess::reference;
use crate::assess::regions::{Few, Reach, regions};
use crate::assess::trials::drawn::drawn;
use crate::assess::trials::made_up::{self, Source};
use crate::rules::load_text;
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Rules that differ in a few bytes of their making: where they are said to be the same, every unit that is drawn is
    /// of the same class under both.
    #[test]
    fn no_unit_contradicts_the_same(
        bytes in prop::collection::vec(any::<u8>(), 20..80),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..2),
        units in prop::collection::vec(prop::collection::vec(any::<u8>(), 10..60), 20),
    ) {
        let mut changed = bytes.clone();
        for (at, byte) in changes {
            changed[at.index(bytes.len())] = byte;
        }
        let [a, b] = [bytes, changed].map(|bytes| made_up::rules(&mut Source::small(&bytes)));
        let found = same(&a, &b).unwrap();
        let Answer::Same { items } = found.classes else { return Ok(()) };
        for unit in units {
            let point = drawn(&mut Source::small(&unit));
            if items.is_some_and(|items| point.few.iter().any(|(few, &count)| matches!(few, Few::Length(_)) && count as usize > items)) {
                continue;
            }
            let mut example = None;
            let reach = Reach { items: 2, blanks: false, questions: QUESTIONS };
            regions(&a.dictionary, reach, &point, &mut |walk| {
                example = Some(walk.example(&point));
                Ok(false)
            })
            .unwrap();
            let units = example.unwrap().units(&a.dictionary);
            prop_assert_eq!(reference::assess(&a, &units).class, reference::assess(&b, &units).class);
        }
    }
}
