//! Each doubt by an example, and what must not raise one.

use super::*;
use crate::assess::trials::fixture::units_with;
use crate::lang::Lang;

/// What is said of the rules of the fixture with this added, as `R082 message｜help`.
fn said_of(more: &str) -> Vec<String> {
    let (rules, _) = units_with(more, &[]);
    let (before, _) = units_with("", &[]);
    let end = before.files[0].text.len() - 1;
    let of_more = never(&rules).into_iter().filter(|found| found.place.as_ref().is_some_and(|at| at.span.start >= end));
    let help = |found: &Diagnostic| found.help.as_ref().map_or(String::new(), |help| help.get(Lang::Zh).to_string());
    of_more.map(|found| format!("{} {}｜{}", found.code, found.message.zh, help(&found))).collect()
}

/// What is said of a criterion of that text.
fn said(criterion: &str) -> Vec<String> {
    said_of(&format!("[criteria.more]\ntitle = \"更多\"\n{criterion}\n"))
}

/// The codes alone.
fn codes(criterion: &str) -> Vec<String> {
    said(criterion).iter().map(|said| said[..4].to_string()).collect()
}

#[test]
fn a_condition_that_is_always_true_or_false() {
    for (criterion, told) in [
        ("suitable = \"stair_width >= 1 m or true\"", "`stair_width >= 1 m or true` 总是成立"),
        (
            "suitable = \"fire_lane and storeys >= 0 and abs(stair_width) < -1 m\"",
            "`fire_lane and storeys >= 0 and abs(stair_width) < -1 m` 总不成立",
        ),
        (
            "suitable = \"stair_width >= 1 m and stair_width < 0.9 m\"",
            "`stair_width >= 1 m and stair_width < 0.9 m` 总不成立",
        ),
        ("suitable = \"fire_lane or stair_width - stair_width > 0 m\"", "`stair_width - stair_width > 0 m` 总不成立"),
        (
            "suitable = \"fire_lane and any(pipes, kind != gas or kind != water)\"",
            "`kind != gas or kind != water` 总是成立",
        ),
        (
            "suitable = \"structure in [brick, frame]\"\ndifficult = \"structure != brick or structure != frame\"",
            "`structure != brick or structure != frame` 总是成立",
        ),
    ] {
        let said = said(criterion);
        assert!(said.iter().any(|said| said.starts_with(&format!("R081 {told}"))), "{criterion}: {said:#?}");
    }
}

#[test]
fn a_grade_that_a_criterion_can_never_have() {
    assert_eq!(
        said("suitable = \"stair_width >= 1 m\"\ndifficult = \"stair_width >= 1.1 m\""),
        [
            "R082 评估项 `more` 总不会是“较难加装”｜满足 difficult 的单元都已满足 suitable，例如：梯段净宽 2.00 m。看看两个条件的取值是不是写反了"
        ]
    );
    assert_eq!(
        said("suitable = \"structure in [brick, frame]\"\ndifficult = \"not structure in [brick, frame]\""),
        ["R082 评估项 `more` 总不会是“不适合加装”｜不满足 suitable 的都满足 difficult；看看 difficult 的方向和取值"]
    );
    assert_eq!(
        said("applies = \"storeys < 4\"\nsuitable = \"storeys >= 6\""),
        ["R082 评估项 `more` 总不会是“适合加装”｜满足它的单元都不计入（applies 不成立），例如：层数 6"]
    );
}

#[test]
fn what_applies_leaves_out_is_said_where_it_is_to_blame() {
    let never = "R082 评估项 `more` 总不会是";
    assert_eq!(
        said("applies = \"stair_width >= 1 m\"\nsuitable = \"stair_width >= 0.9 m\"\notherwise = \"difficult\""),
        [format!("{never}“较难加装”｜计入的单元（applies 成立）都满足 suitable；看看两个条件的方向和取值")]
    );
    assert_eq!(
        said(
            "applies = \"stair_width >= 1 m\"\nsuitable = \"stair_width >= 1.1 m\"\ndifficult = \"stair_width >= 0.9 m\""
        ),
        [format!(
            "{never}“不适合加装”｜计入的单元（applies 成立）不满足 suitable 的，都满足 difficult；看看三个条件的方向和取值"
        )]
    );
}

#[test]
fn what_a_divisor_near_nothing_reaches_is_not_said_to_be_never() {
    // Of 1.0 m and 1.1 m the quotient is 10.
    let said = codes("suitable = \"front_depth > stair_width and stair_width / (front_depth - stair_width) >= 10\"");
    assert_eq!(said, [""; 0]);
}

#[test]
fn a_gap_between_suitable_and_difficult_names_a_unit_in_it() {
    assert_eq!(
        said("suitable = \"stair_width >= 1.1 m\"\ndifficult = \"stair_width in 0.9 m..1.05 m\""),
        [
            "R083 评估项 `more` 的适合与较难之间有空档：空档里的单元成了不适合｜例如 梯段净宽 1.06 m：梯段净宽 两边的值都更好；看看两个条件的端点是不是该接上"
        ]
    );
    // Along one pipe's distance too, but not where another number is to blame.
    assert_eq!(
        codes(
            "suitable = \"every(pipes, distance >= 2 m)\"\ndifficult = \"every(pipes, distance >= 1 m and distance < 1.5 m)\""
        ),
        ["R083"]
    );
    assert_eq!(
        codes(
            "suitable = \"stair_width >= 1.1 m and storeys >= 4\"\ndifficult = \"stair_width >= 0.9 m and storeys >= 4\""
        ),
        [""; 0]
    );
}

#[test]
fn an_overlap_is_told_where_neither_condition_holds_the_other() {
    assert_eq!(
        said("suitable = \"stair_width >= 1 m\"\ndifficult = \"stair_width in 0.9 m..1.05 m\""),
        [
            "R084 评估项 `more` 的适合与较难有一段重叠，重叠处按适合计｜例如 梯段净宽 1.00 m：两个条件都满足，而再往两边各只满足一个；看看 梯段净宽 的端点是不是写错了"
        ]
    );
    // Weaker than suitable, beside it, or about something else: as rules are written.
    for difficult in ["stair_width >= 0.9 m", "stair_width in 0.9 m..0.999999 m", "fire_lane", "structure == panel"] {
        assert_eq!(
            codes(&format!("suitable = \"stair_width >= 1 m\"\ndifficult = \"{difficult}\"")),
            [""; 0],
            "{difficult}"
        );
    }
}

#[test]
fn rows_and_keys_of_tables() {
    let table = |rows: &str, suitable: &str| {
        said_of(&format!(
            "[tables.gaps]\nkeys = [\"kind\", \"diameter\"]\nrows = [{rows}]\n[criteria.more]\ntitle = \"更多\"\nsuitable = \"{suitable}\"\n"
        ))
    };
    let near = "every(pipes, distance >= gaps[kind, diameter])";
    assert_eq!(
        table(
            "[\"gas\", \"*\", \"1 m\"], [\"water\", \"<= 200 mm\", \"1 m\"], [\"water\", \"> 200 mm\", \"3 m\"]",
            near
        ),
        [""; 0]
    );
    assert_eq!(
        table("[\"gas\", \"*\", \"1 m\"], [\"*\", \"*\", \"2 m\"], [\"water\", \"> 200 mm\", \"3 m\"]", near),
        [
            "R085 表 `gaps` 的这一行总用不到：water, > 200 mm, 3 m｜要么前面的行已经把它包住，要么查表的条件不会问到它；调整次序，或删去"
        ]
    );
    // Put out of use by a flag that planners turn.
    assert_eq!(
        said_of(
            "[params.strict]\nvalue = false\n[tables.gaps]\nkeys = [\"kind\"]\nrows = [[\"gas\", \"1 m\"], [\"*\", \"2 m\"]]\n[criteria.more]\ntitle = \"更多\"\nsuitable = \"every(pipes, not strict or distance >= gaps[kind])\"\ndifficult = \"every(pipes, movable)\"\n"
        ),
        [""; 0]
    );
    // Never asked for: the condition lets water pass.
    let gas = "every(pipes, kind != gas or distance >= gaps[kind, diameter])";
    assert_eq!(table("[\"gas\", \"*\", \"1 m\"], [\"water\", \"*\", \"2 m\"]", gas).len(), 1);
    assert_eq!(
        table(
            "[\"gas\", \"*\", \"1 m\"], [\"water\", \"<= 200 mm\", \"1 m\"], [\"water\", \"> 201 mm\", \"3 m\"]",
            near
        ),
        [
            "R086 表 `gaps` 有查不到的情形：没有一行对得上｜例如 地下管线（管线类型 给水、管径 201 mm、距外墙 0.00 m）：评估项 `more` 因此定不下来；补上这样一行，或在最后加一行 \"*\""
        ]
    );
}

#[test]
fn a_kind_of_item_that_no_rule_mentions() {
    let fields = "[fields.estate]\nkind = \"text\"\nkey = true\n[lists.pipes]\nfields.kind = { kind = \"choice\", choices = [\"gas\", \"water\", \"heat\"] }\nfields.distance = { kind = \"length\" }\n";
    let told = |suitable: &str| {
        let rules = format!(
            "[ruleset]\nid = \"own\"\nfields = \"f.toml\"\n[criteria.pipes]\ncite = \"惯例\"\nsuitable = \"{suitable}\"\n"
        );
        let loaded = crate::rules::load_text(&[("own.toml", &rules), ("f.toml", fields)], &[]);
        never(&loaded.rules.unwrap()).iter().map(|found| found.message.zh.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        told("every(pipes, not kind in [gas, water] or distance >= 1 m)"),
        ["没有规则提到 `pipes.kind` 的这些选项：heat"]
    );
    assert_eq!(told("every(pipes, distance >= 1 m)"), [""; 0], "the kind is not asked for");
    assert_eq!(told("count(pipes, kind != gas) < 3"), [""; 0], "three of them count");
    assert_eq!(told("sum(pipes, if(kind == gas, 2 m, distance)) <= 30 m"), [""; 0], "of sums nothing is said");
}

#[test]
fn an_escalation_that_asks_for_too_much() {
    let line = |least: u32| {
        said_of(&format!(
            "[criteria.more]\ntitle = \"更多\"\nsuitable = \"fire_lane\"\n[verdict.escalate.more]\nwhen = \"count(difficult) >= {least}\"\nto = \"unsuitable\"\n"
        ))
    };
    assert_eq!(line(4), [""; 0]);
    // Five criteria are enabled, but the new one is suitable or unsuitable.
    assert_eq!(line(5), ["R088 加重 `more` 总不成立｜它要的等级，启用的评估项里最多有 4 项能有；改小门槛，或看看组名"]);
}

#[test]
fn as_many_items_as_a_count_asks_for() {
    assert_eq!(codes("suitable = \"count(pipes, movable) <= 1\"\ndifficult = \"count(pipes, movable) <= 3\""), [""; 0]);
    assert_eq!(
        codes("suitable = \"count(pipes, movable) <= 3\"\ndifficult = \"count(pipes, movable) <= 1\""),
        ["R082"]
    );
    assert_eq!(codes("suitable = \"count(pipes, movable) >= 3 and every(pipes, not movable)\""), ["R081"]);
    // A sum may need any number of items.
    assert_eq!(codes("suitable = \"sum(pipes, if(movable, 1, 0)) <= 9\""), ["R089"]);
}

#[test]
fn what_is_too_large_is_said_to_be_undecided() {
    let steps = |field: &str, unit: &str| {
        (1..=20).map(|n| format!("if({field} > {n} {unit}, 1, 0)")).collect::<Vec<_>>().join(" + ")
    };
    let (distance, diameter) = (steps("distance", "m"), steps("diameter", "mm"));
    assert_eq!(
        said(&format!("suitable = \"sum(pipes, {distance} + {diameter}) < 1000\"")),
        ["R089 评估项 `more` 分出的情形太多，没有判定它的条件和等级是否都能成立｜这不算错；拆成几个评估项就能判定"]
    );
}
