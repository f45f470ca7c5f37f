//! Escalation conditions.

use super::super::check_tally;
use super::mistakes::well_formed;
use super::*;
use crate::rules::ruleset::{Criterion, Grade, Rule, Tally};

fn criterion(id: &str, title: &str, group: Option<&str>, enabled: bool) -> Criterion {
    let rule = Rule { cond: cond("fire_lane"), written: "fire_lane".into(), place: nowhere() };
    Criterion {
        id: id.into(),
        title: title.into(),
        group: group.map(str::to_string),
        enabled,
        applies: None,
        suitable: rule,
        difficult: None,
        otherwise: Grade::Unsuitable,
        missing: Grade::Difficult,
        cite: None,
        note: None,
        place: nowhere(),
    }
}

fn criteria() -> Vec<Criterion> {
    vec![
        criterion("stair-width", "梯段净宽", Some("楼梯"), true),
        criterion("gas", "燃气管净距", Some("管线"), true),
        criterion("gas-main", "燃气干管", Some("管线"), true),
        criterion("sunlight", "日照", Some("管线"), false),
    ]
}

fn count(among: &[usize], group: Option<&str>, at_least: u32) -> Tally {
    Tally::Count { grade: Grade::Difficult, among: among.to_vec(), group: group.map(str::to_string), at_least }
}

fn is(criterion: usize) -> Tally {
    Tally::Is { criterion, grade: Grade::Difficult }
}

#[track_caller]
fn reads(text: &str, expected: Tally) {
    assert_eq!(check_tally(text, &criteria()), Ok((expected, vec![])), "{text}");
}

#[track_caller]
fn wrong(text: &str, expected: &[&str]) {
    let problems = check_tally(text, &criteria()).expect_err(text);
    assert_eq!(told(text, &problems), expected.join("\n"));
    problems.iter().for_each(well_formed);
}

#[test]
fn counts_grades_and_or_and_brackets() {
    reads("count(difficult) >= 2", count(&[0, 1, 2], None, 2));
    reads("count(difficult, \"管线\") ≥ ２", count(&[1, 2], Some("管线"), 2));
    reads("grade(stair-width) == difficult", is(0));
    reads("grade(gas)==difficult", is(1));
    reads("grade(燃气干管) == difficult", is(2));
    let (a, b, c) = (is(0), is(1), is(2));
    let either = Tally::Or(Box::new(b), Box::new(c));
    reads(
        "grade(stair-width) == difficult 且 （grade(gas) == difficult 或 grade(gas-main) == difficult）",
        Tally::And(Box::new(a), Box::new(either)),
    );
}

#[test]
fn what_a_worse_grade_could_undo_is_refused() {
    let undone =
        "等级变差可能使它不再成立，最好与最差结论就不可靠；只用 `count(difficult) >= N`、`grade(…) == difficult`";
    let refused = |text: &str, code: &str, under: &str, what: &str| {
        wrong(text, &[&format!("{code} ‹{under}› 加重条件里不能用 `{what}` | {undone}")]);
    };
    for (text, what) in [
        ("not grade(gas) == difficult", "not"),
        ("grade(gas) != difficult", "!="),
        ("count(difficult) < 2", "<"),
        ("count(difficult) == 2", "=="),
        ("count(difficult) <= 2", "<="),
    ] {
        refused(text, "R023", text, what);
    }
    refused("count(suitable) >= 2", "R023", "suitable", "suitable");
    refused("grade(gas) == suitable", "R023", "suitable", "suitable");
}

#[test]
fn where_no_criterion_has_a_group_that_is_said() {
    let mut ungrouped = criteria();
    ungrouped.iter_mut().for_each(|criterion| criterion.group = None);
    let problems = check_tally("count(difficult, \"管线\") >= 1", &ungrouped).unwrap_err();
    assert_eq!(problems[0].help.as_ref().unwrap().zh, "评估项都没有写 group");
}

#[test]
fn other_mistakes() {
    wrong("count(difficult) > 2", &["R023 ‹count(difficult) > 2› 个数只能用 `>=` 比较 | 写成 `count(difficult) >= 3`"]);
    wrong("grade(gas) == unsuitable", &["R023 ‹unsuitable› 有一个 `unsuitable`，单元已经是不适合 | 只问 `difficult`"]);
    wrong("grade(gas) == hard", &["R023 ‹hard› 没有等级 `hard` | 这里只能写 `difficult`"]);
    wrong("grade(stair-widht) == difficult", &["R024 ‹stair-widht› 没有评估项 `stair-widht` | 是不是 `stair-width`？"]);
    wrong("grade(gas-mian) == difficult", &["R024 ‹gas-mian› 没有评估项 `gas-mian` | 是不是 `gas-main`？"]);
    wrong("count(difficult, \"管道\") >= 1", &["R024 ‹\"管道\"› 没有评估项属于组 `管道` | 组有 楼梯、管线"]);
    wrong("count(difficult, 管线) >= 1", &["R024 ‹管线› 组名要加引号 | 写成 `\"管线\"`"]);
    wrong("count(difficult) >= 1.5", &["R023 ‹1.5› `1.5` 不是从 1 起的整数"]);
    wrong("count(difficult) >= 0", &["R023 ‹0› `0` 不是从 1 起的整数"]);
    let only = "只能用 `count(difficult) >= 4`、`count(difficult, \"管线\") >= 2`、`grade(stair-width) == difficult`，以及 `and` `or` 括号";
    for text in ["gas", "true", "2 <= count(difficult)", "count(difficult) + 1 >= 2", "grade(gas)"] {
        wrong(text, &[&format!("R023 ‹{text}› 加重条件里不能这样写 | {only}")]);
    }
    wrong(
        "grade(gaz) == difficult or count(hard) >= 2 and not true",
        &[
            "R024 ‹gaz› 没有评估项 `gaz` | 是不是 `gas`？",
            "R023 ‹hard› 没有等级 `hard` | 这里只能写 `difficult`",
            &format!(
                "R023 ‹not true› 加重条件里不能用 `not` | {}",
                "等级变差可能使它不再成立，最好与最差结论就不可靠；只用 `count(difficult) >= N`、`grade(…) == difficult`"
            ),
        ],
    );
    wrong("grade() == difficult", &["R010 ‹grade()› `grade` 要一个评估项 | 例如 `grade(stair-width) == difficult`"]);
    wrong("", &["R027 ‹› 这里没有内容 | 写上内容；用不着就删去这一行"]);
}

#[test]
fn what_can_never_hold_is_a_warning() {
    let warned = |text: &str, expected: &str| {
        let (_, warnings) = check_tally(text, &criteria()).unwrap();
        assert_eq!(told(text, &warnings), expected);
        warnings.iter().for_each(well_formed);
    };
    warned(
        "grade(sunlight) == difficult or grade(gas) == difficult",
        "R025 ‹grade(sunlight) == difficult› 评估项 `sunlight` 已停用，这里永远不成立",
    );
    warned(
        "count(difficult, '管线') >= 3",
        "R025 ‹count(difficult, '管线') >= 3› 组 `管线` 里启用的评估项只有 2 个，这里永远不成立",
    );
}
