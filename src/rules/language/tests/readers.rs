//! What readers see of expressions: in one line, and leaf by leaf.

use super::super::outline::{Reading, Saying, outline, read};
use super::super::printer::{show_cond, show_num};
use super::super::typed::{At, CondNode};
use super::*;
use crate::lang::Lang;
use proptest::prelude::*;

#[track_caller]
fn line(text: &str, lang: Lang) -> String {
    let cond = cond(text);
    with_scope(|scope| show_cond(&cond, scope, lang).to_string())
}

#[track_caller]
fn number(text: &str) -> String {
    let num = num(text);
    with_scope(|scope| show_num(&num, scope, Lang::Zh).to_string())
}

#[track_caller]
fn lines(text: &str, lang: Lang) -> String {
    fn put(saying: &Saying, depth: usize, shown: &mut String) {
        shown.push_str(&format!("{}{}\n", "  ".repeat(depth), saying.phrase));
        saying.items.iter().for_each(|item| put(item, depth + 1, shown));
    }
    let (cond, mut shown) = (cond(text), String::new());
    with_scope(|scope| put(&outline(&cond, "", scope, lang), 0, &mut shown));
    shown
}

#[test]
fn labels_and_figures_with_the_names_of_parameters() {
    insta::assert_snapshot!([
        "stair_width >= 1.10 m", "stair_width >= good_width", "stair_width > 0 m",
        "consent >= 0.4 and consent < quorum", "fund > 280000 元 or fund == 1.2 万元", "plot > 12 m2",
        "has(services, subway)", "structure in fragile", "structure != best", "note == word", "strict", "walkable",
        "surveyed >= 2021-05-12", "not (storeys in [4, 5])", "not (year in 1980..1999) and fire_lane",
    ].map(|text| line(text, Lang::Zh) + "\n").concat(), @r#"
梯段净宽 ≥ 1.10 m
梯段净宽 ≥ 1100 mm（梯段净宽（适合））
梯段净宽 > 0 m
同意率 ≥ 40% 且 同意率 < 40%（同意门槛）
维修资金 > 28 万元 或 维修资金 = 12000 元
用地面积 > 12 m²
配套含“地铁”
结构形式为“砖混”、“大板”之一（易损结构）
结构形式不为“框架”（最佳结构）
备注为“加固”（字样）
“从严”设为“是”（现设为“是”）
“可通行”成立
测量日期 ≥ 2021-05-12
层数不是 4、5 中的任何一个
（建成年份小于 1980 或大于 1999） 且 消防车道为“是”
"#);
}

#[test]
fn and_or_not_and_if_cannot_be_bound_otherwise() {
    insta::assert_snapshot!([
        "fire_lane and not strict or bike_shed",
        "fire_lane and (bike_shed or walkable) and clear_length",
        "fire_lane or bike_shed or walkable",
        "not (fire_lane or walkable)",
        "not fire_lane and not (stair_width >= 1 m)",
        "not (fire_lane and not bike_shed) or not not walkable",
        "if(storeys > 3, fire_lane or bike_shed, if(walkable, true, false)) and walkable",
        "any(pipes, kind == gas and (movable or distance > 1 m)) or fire_lane",
        "not any(pipes, true) and not every(pipes, movable)",
    ].map(|text| line(text, Lang::Zh) + "\n" + &line(text, Lang::En) + "\n").concat(), @r#"
（消防车道为“是” 且 “从严”设为“否”（现设为“是”）） 或 非机动车棚为“是”
(fire_lane is yes and strict is set to no (now yes)) or bike_shed is yes
消防车道为“是” 且 （非机动车棚为“是” 或 “可通行”成立） 且 长度（净）为“是”
fire_lane is yes and (bike_shed is yes or walkable holds) and clear_length is yes
消防车道为“是” 或 非机动车棚为“是” 或 “可通行”成立
fire_lane is yes or bike_shed is yes or walkable holds
（消防车道为“是” 或 “可通行”成立）不成立
not (fire_lane is yes or walkable holds)
消防车道为“否” 且 梯段净宽 < 1.00 m
fire_lane is no and stair_width < 1.00 m
（消防车道为“是” 且 非机动车棚为“否”）不成立 或 “可通行”成立
not (fire_lane is yes and bike_shed is no) or walkable holds
（若层数 > 3，则（消防车道为“是” 或 非机动车棚为“是”），否则（若“可通行”成立，则恒成立，否则恒不成立）） 且 “可通行”成立
(if storeys > 3, then (fire_lane is yes or bike_shed is yes), else (if walkable holds, then always so, else never so)) and walkable holds
有（管线类型为“燃气” 且 （可否迁移为“是” 或 水平净距 > 1.00 m））的地下管线 或 消防车道为“是”
there are pipes whose (kind is `gas` and (movable is yes or distance > 1.00 m)) or fire_lane is yes
没有地下管线 且 并非所有地下管线都满足（可否迁移为“是”）
there are no pipes and not all pipes meet (movable is yes)
"#);
}

#[test]
fn sums_stand_in_brackets_where_they_must() {
    insta::assert_snapshot!([
        "lane * 2 - (stair_width - 1 m)", "-abs(lane) + (lane + 1 m)", "2 * (lane + stair_width) / (3 - storeys)",
        "max(lane, stair_width - lane)", "max(lane, stair_width) - lane", "min(lane, stair_width, 2 m)",
        "12000 元 * count(pipes, kind == gas)", "count(pipes)", "sum(pipes, diameter)", "min(pipes, distance - lane)",
        "min(pipes, clearance[kind, diameter])", "min(pipes, clearance[gas, diameter])",
        "if(fire_lane and walkable, lane, 2 m) - 1 m",
    ].map(|text| number(text) + "\n").concat(), @r#"
剩余通道 × 2 − （梯段净宽 − 1.00 m）
−（剩余通道）的绝对值 + （剩余通道 + 1.00 m）
2 × （剩余通道 + 梯段净宽） ÷ （3 − 层数）
剩余通道与（梯段净宽 − 剩余通道）中较大者
（剩余通道与梯段净宽中较大者） − 剩余通道
剩余通道、梯段净宽、2.00 m 中最小者
12000 元 × 管线类型为“燃气”的地下管线的数量
地下管线的数量
各地下管线的管径的合计
各地下管线的（水平净距 − 剩余通道）的最小值
各地下管线的净距表所列值（按管线类型、管径查）的最小值
各地下管线的净距表所列值（按“燃气”、管径查）的最小值
（若消防车道为“是” 且 “可通行”成立，取剩余通道，否则取 2.00 m） − 1.00 m
"#);
}

#[test]
fn long_conditions_leaf_by_leaf() {
    insta::assert_snapshot!([
        "stair_width >= good_width",
        "fire_lane and (bike_shed or not (walkable or strict)) and storeys > 3",
        "not (has(services, subway) or has(services, bus))",
        "if(structure == brick, fire_lane, true) and storeys > 3",
        "if(structure == brick, true, fire_lane and walkable)",
        "if(structure == brick, fire_lane, walkable or bike_shed)",
        "any(pipes, kind == gas)",
        "any(pipes, kind == gas and not movable)",
        "every(pipes, if(kind == gas, movable or max(distance, lane) >= clearance[kind, diameter], true))",
        "not every(pipes, if(kind == gas, movable, true)) or not any(pipes, movable or kind == gas)",
        "every(pipes, kind != gas or movable)",
    ].map(|text| lines(text, Lang::Zh) + "\n").concat(), @r#"
梯段净宽 ≥ 1100 mm（梯段净宽（适合））

以下全部满足：
  消防车道为“是”
  以下任一满足：
    非机动车棚为“是”
    以下全部满足：
      “可通行”不成立
      “从严”设为“否”（现设为“是”）
  层数 > 3

以下全部满足：
  配套不含“地铁”
  配套不含“公交”

以下全部满足：
  若结构形式为“砖混”，须满足（否则不作要求）：消防车道为“是”
  层数 > 3

若结构形式不为“砖混”，须满足（否则不作要求）以下全部：
  消防车道为“是”
  “可通行”成立

分两种情形：
  若结构形式为“砖混”，须满足：消防车道为“是”
  否则须满足以下任一：
    “可通行”成立
    非机动车棚为“是”

有管线类型为“燃气”的地下管线

至少有一处地下管线满足以下全部：
  管线类型为“燃气”
  可否迁移为“否”

所有管线类型为“燃气”的地下管线都满足以下任一：
  可否迁移为“是”
  水平净距与剩余通道中较大者 ≥ 净距表所列值（按管线类型、管径查）

以下任一满足：
  至少有一处管线类型为“燃气”的地下管线满足：可否迁移为“否”
  所有地下管线都满足以下全部：
    可否迁移为“否”
    管线类型不为“燃气”

所有地下管线都满足以下任一：
  管线类型不为“燃气”
  可否迁移为“是”
"#);
    insta::assert_snapshot!([
        "fire_lane and (bike_shed or not (walkable or strict))",
        "if(structure == brick, fire_lane, walkable or bike_shed)",
        "every(pipes, if(kind == gas, movable or distance >= clearance[kind, diameter], true))",
    ].map(|text| lines(text, Lang::En) + "\n").concat(), @r#"
all of these:
  fire_lane is yes
  any of these:
    bike_shed is yes
    all of these:
      walkable does not hold
      strict is set to no (now yes)

two cases:
  if structure is `brick`, it takes: fire_lane is yes
  otherwise it takes any of these:
    walkable holds
    bike_shed is yes

all pipes whose kind is `gas` meet any of these:
  movable is yes
  distance ≥ the value in clearance (by kind, diameter)
"#);
}

#[test]
fn what_is_nested_too_deeply_stays_in_its_line() {
    let deep = (0..12).fold("fire_lane".to_string(), |inside, n| {
        format!("bike_shed {} ({inside})", if n % 2 == 0 { "and" } else { "or" })
    });
    let shown = lines(&deep, Lang::Zh);
    assert_eq!(shown.lines().map(|line| line.len() - line.trim_start().len()).max(), Some(10), "{shown}");
    assert!(shown.contains("（非机动车棚为“是” 或 （"), "{shown}");
}

/// A condition of `fire_lane` and `bike_shed`, which are true, false or unknown, and of a list of two items.
fn conditions() -> impl Strategy<Value = String> {
    let leaf = proptest::sample::select(vec!["fire_lane", "bike_shed", "true", "false"]).prop_map(String::from);
    leaf.prop_recursive(6, 40, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            inner.clone().prop_map(|a| format!("not ({a})")),
            two.clone().prop_map(|(a, b)| format!("(({a}) and ({b}))")),
            two.prop_map(|(a, b)| format!("(({a}) or ({b}))")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("if({a}, {b}, {c})")),
            inner.clone().prop_map(|a| format!("any(pipes, movable and ({a}))")),
            inner.clone().prop_map(|a| format!("every(pipes, if(movable, {a}, true))")),
            inner.prop_map(|a| format!("every(pipes, movable or ({a}))")),
        ]
    })
}

/// The truth of `fire_lane` and `bike_shed`, and of `movable` for each of two items.
type Case = ([Option<bool>; 2], [Option<bool>; 2]);

fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    if a == Some(false) || b == Some(false) { Some(false) } else { Some(a? && b?) }
}

fn not(a: Option<bool>) -> Option<bool> {
    a.map(|a| !a)
}

fn either(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    not(both(not(a), not(b)))
}

fn cases(question: Option<bool>, a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match question {
        Some(known) => {
            if known {
                a
            } else {
                b
            }
        }
        None => {
            if a == b {
                a
            } else {
                None
            }
        }
    }
}

fn truth(cond: &Cond, case: &Case, item: usize) -> Option<bool> {
    let of = |cond: &Cond| truth(cond, case, item);
    let items = |cond: &Cond| [0, 1].map(|item| truth(cond, case, item));
    match &cond.node {
        CondNode::Known(known) => Some(*known),
        CondNode::Flag(At::Unit(field)) => case.0[field - 14],
        CondNode::Flag(At::Item(..)) => case.1[item],
        CondNode::Not(a) => not(of(a)),
        CondNode::And(a, b) => both(of(a), of(b)),
        CondNode::Or(a, b) => either(of(a), of(b)),
        CondNode::If(a, b, c) => cases(of(a), of(b), of(c)),
        CondNode::Any(_, a) => items(a).into_iter().fold(Some(false), either),
        CondNode::Every(_, a) => items(a).into_iter().fold(Some(true), both),
        other => panic!("{other:?}"),
    }
}

fn meant(reading: &Reading, case: &Case, item: usize) -> Option<bool> {
    let of = |reading: &Reading| meant(reading, case, item);
    match reading {
        Reading::Leaf(cond, yes) => truth(cond, case, item).map(|truth| truth == *yes),
        Reading::All(all) => all.iter().map(of).fold(Some(true), both),
        Reading::Any(all) => all.iter().map(of).fold(Some(false), either),
        Reading::Cases(question, answers) => cases(truth(question, case, item), of(&answers[0]), of(&answers[1])),
        Reading::Items { each, picked, what, .. } => {
            let one = |item: usize| {
                let picks = picked.map_or(Some(true), |cond| truth(cond, case, item));
                let meets = meant(what, case, item);
                if *each { either(not(picks), meets) } else { both(picks, meets) }
            };
            if *each { both(one(0), one(1)) } else { either(one(0), one(1)) }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// A paraphrase that means something else than the rule would be worse than none.
    #[test]
    fn leaf_by_leaf_a_condition_means_the_same(text in conditions()) {
        let cond = cond(&text);
        let known = [None, Some(false), Some(true)];
        for n in 0..81 {
            let case = ([known[n % 3], known[n / 3 % 3]], [known[n / 9 % 3], known[n / 27]]);
            for yes in [true, false] {
                let expected = truth(&cond, &case, 0).map(|truth| truth == yes);
                prop_assert_eq!(meant(&read(&cond, yes), &case, 0), expected, "{} {:?}", text, case);
            }
        }
    }
}
