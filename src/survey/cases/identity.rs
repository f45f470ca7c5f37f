//! From rows to units where rows say different things of one: one example for each sentence on identity.

use super::made_up::{dictionary, rows};
use super::made_up_survey::*;
use crate::rules::dictionary::Complete;
use crate::survey::Survey;
use crate::survey::grid::Content;
use crate::survey::options::Duplicates;

/// What is told of a code, cell by cell: `D3 前后矛盾…`.
fn messages(survey: &Survey, code: &str) -> Vec<String> {
    survey.findings.iter().filter(|finding| finding.code == code).map(|finding| finding.message.zh.clone()).collect()
}

#[test]
fn a_key_is_the_same_in_columns_of_any_type() {
    let survey = read_files(&[
        ("甲.xlsx", vec![rows![["小区", "楼号", "单元号", "层数"], ["甲", 12, 1.0, ""], ["甲", "012", "１", 6]]]),
        ("乙.csv", vec![rows![["小区", "楼号", "单元号"], [" 甲", "12.0", "01单元"], ["'甲", "１２幢", "1.00"]]]),
        (
            "丙.xlsx",
            vec![rows![["小区", "楼号", "单元号"], ["甲", Content::Text("12\u{a0}号楼".into()), 1], ["甲", 12.5, 1]]],
        ),
    ]);
    assert_eq!(units(&survey, &["storeys"]), ["甲/12/1: 6", "甲/12.5/1: "]);
    assert_eq!(survey.units.rows[0].len(), 5);
}

#[test]
fn several_doors_in_one_cell_are_never_one_door() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数"],
        ["甲", "12\n14", "1", 6],
        ["甲", "1", "12 14号", 6],
        ["甲", "1", "十二至十四号", 6],
        ["甲", "1", "1 2", 6],
        ["甲", "1214", "1", 6]
    ]);
    assert_eq!(units(&survey, &[]), ["甲/1/1 2: ", "甲/1214/1: "]);
    assert_eq!(told(&survey), ["S053 B2", "S053 C3", "S053 C4"]);
}

#[test]
fn texts_that_read_alike_do_not_contradict() {
    let survey = read(rows![
        ["居民区", "小区", "楼号", "单元号"],
        ["第 1 居民区", "甲", "1", "1"],
        ["第１居民区", "甲", "1", "1"],
        ["第一居民区", "甲", "1", "2"],
        ["第二居民区", "甲", "1", "2"]
    ]);
    assert_eq!(units(&survey, &["committee"]), ["甲/1/1: 第 1 居民区", "甲/1/2: "]);
    assert_eq!(told(&survey), ["S062 A5"]);
}

#[test]
fn each_value_that_contradicts_is_told_of_with_the_cell_it_contradicts() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数"],
        ["甲", "1", "1", 6],
        ["甲", "1", "1", 5],
        ["甲", "1", "1", 6],
        ["甲", "1", "1", ""],
        ["甲", "1", "1", 4]
    ]);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: "]);
    assert_eq!(told(&survey), ["S062 D3", "S062 D6"]);
    assert!(messages(&survey, "S062").iter().all(|message| message.contains("D2 是 `6`")));
}

#[test]
fn what_contradicts_fills_no_blank() {
    let sheet =
        || rows![["小区", "楼号", "单元号", "层数"], ["甲", "1", "1", 6], ["甲", "1", "1", 5], ["甲", "1", "1", ""]];
    assert_eq!(told(&read(sheet())), ["S062 D3"]);
    let survey = read_with(&dictionary(Complete::Unit), &[("甲.xlsx", vec![sheet()])], Duplicates::Last);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: 5"]);
    assert_eq!(told(&survey), ["S062 D3", "S060 4"]);
}

#[test]
fn what_could_not_be_read_or_is_doubted_counts_as_blank() {
    let survey = read_files(&[
        (
            "甲.xlsx",
            vec![rows![
                ["小区", "楼号", "单元号", "梯段净宽", "结构形式"],
                ["甲", "1", "1", "很宽", "不知道什么结构"],
                ["甲", "1", "2", 1200, Content::Error("#REF!".into())]
            ]],
        ),
        (
            "乙.xlsx",
            vec![rows![
                ["小区", "楼号", "单元号", "梯段净宽", "结构形式"],
                ["甲", "1", "1", 1.1, "砖混"],
                ["甲", "1", "2", 1.2, "框架"]
            ]],
        ),
    ]);
    assert_eq!(units(&survey, &["stair_width", "structure"]), ["甲/1/1: 1.1, #0", "甲/1/2: 1.2, #1"]);
    let filled = "与 甲.xlsx › 调查表 › 第 2 行是同一门栋，合并为一个；由这一行补上 `结构形式`、`梯段净宽`";
    assert_eq!(messages(&survey, "S060")[0], filled);
    assert!(!told(&survey).iter().any(|told| told.starts_with("S062")));
}

#[test]
fn who_wins_is_a_matter_of_the_order_of_the_input() {
    let sheet = |storeys: &str, width: &str| {
        rows![["小区", "楼号", "单元号", "层数", "梯段净宽"], ["甲", "1", "1", storeys, width]]
    };
    let files = [
        ("a.csv", vec![sheet("6", "待测")]),
        ("b.csv", vec![sheet("5", "1.0~1.2")]),
        ("c.csv", vec![sheet("", "1.3")]),
        ("d.csv", vec![sheet("6", "不清楚")]),
    ];
    for (duplicates, expected) in [
        (Duplicates::Report, "甲/1/1: , "),
        (Duplicates::First, "甲/1/1: 6, 1~1.2"),
        // Blank and unreadable cells do not win over anything.
        (Duplicates::Last, "甲/1/1: 6, 1.3"),
    ] {
        let survey = read_with(&dictionary(Complete::Unit), &files, duplicates);
        assert_eq!(units(&survey, &["storeys", "stair_width"]), [expected]);
        let contradictions = messages(&survey, "S062");
        assert_eq!(contradictions.len(), 2);
        assert!(contradictions[0].contains("a.csv › 调查表 › D2 是 `6`"), "{contradictions:?}");
    }
}

#[test]
fn keys_that_nearly_agree_name_both_cells_also_of_two_files() {
    let survey = read_files(&[
        ("甲.xlsx", vec![rows![["小区", "楼号", "单元号"], ["三村", "A01", "1"], ["三村", "第12", "1"]]]),
        ("乙.xlsx", vec![rows![["单元号", "楼号", "小区"], ["1", "a1", "三村"], [1, 12, "三村"], [1, 12, "3 村"]]]),
    ]);
    assert_eq!(survey.units.count, 5);
    assert_eq!(told(&survey), ["S063 B2", "S063 B3", "S063 C4"]);
    let messages = messages(&survey, "S063");
    assert!(messages[0].contains("楼号 `a1` 与 `A01`（甲.xlsx › 调查表 › B2）"), "{messages:?}");
    assert!(messages[2].contains("小区 `3 村` 与 `三村`（甲.xlsx › 调查表 › A2）"), "{messages:?}");
}
