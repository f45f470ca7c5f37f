//! From sheets to the lists of units: one example for each sentence of how lists are read.

use super::made_up::{MadeUp, dictionary, rows, sheet};
use super::made_up_survey::*;
use crate::rules::dictionary::Complete;
use crate::survey::grid::{Content, Sheet};
use crate::survey::options::Duplicates;

fn one_unit() -> Sheet {
    rows![["小区", "楼号", "单元号", "层数"], ["甲", "1", "1", 6], ["甲", "1", "2", 6]]
}

fn pipe_sheet() -> Sheet {
    rows![
        ["小区", "楼号", "单元号", "管线类型", "距外墙（cm）"],
        ["甲", "01", "1", "燃气", 70],
        ["甲", "1号楼", "1", "燃气", 70],
        ["乙", "1", "1", "给水", 100]
    ]
    .named("管线")
}

#[test]
fn a_list_sheet_joins_by_key_also_from_another_file() {
    for files in [
        vec![("甲.xlsx", vec![one_unit(), pipe_sheet()])],
        vec![("管线.xlsx", vec![pipe_sheet()]), ("甲.xlsx", vec![one_unit()])],
    ] {
        let survey = read_files(&files);
        assert_eq!(pipes(&survey), ["甲/1/1 known [#0 0.7, #0 0.7]", "甲/1/2 unknown []"]);
        let rows = survey.books.files[0].list_rows;
        assert_eq!((rows.found, rows.joined, rows.rejected), (3, 2, 1));
        assert_eq!(told(&survey), ["S064 4"]);
        assert_eq!(survey.rejected[0].cells[0], ("小区".into(), "乙".into()));
    }
}

#[test]
fn silence_means_none_in_a_file_that_carries_the_list() {
    let other = rows![["小区", "楼号", "单元号"], ["丙", "1", "1"]];
    let files = [("甲.xlsx", vec![one_unit(), pipe_sheet()]), ("丙.xlsx", vec![other])];
    let survey = read_with(&dictionary(Complete::File), &files, Duplicates::Report);
    assert_eq!(pipes(&survey), ["甲/1/1 known [#0 0.7, #0 0.7]", "甲/1/2 known []", "丙/1/1 unknown []"]);
}

#[test]
fn columns_give_an_item_each() {
    let sheet = || {
        rows![
            ["小区", "楼号", "单元号", "燃气管距外墙（cm）", "给水管距外墙"],
            ["甲", "1", "1", 70, 1.5],
            ["甲", "1", "2", "无", "—"],
            ["甲", "1", "3", "", "不详"],
            ["甲", "1", "4", "有", "没有"],
            ["甲", "1", "5", Content::Error("#REF!".into()), 99]
        ]
    };
    let survey = read(sheet());
    assert_eq!(
        pipes(&survey),
        [
            "甲/1/1 known [#0 0.7, #1 1.5]",
            "甲/1/2 known []",
            "甲/1/3 unknown [#0 ?, #1 ?]",
            "甲/1/4 known [#0 ]",
            "甲/1/5 known [#0 ?, #1 ]"
        ]
    );
    assert!(message(&survey, "S066").starts_with("这个文件用列填写 `管线`，没有 污水 的列；"));
    let survey = read_with(&dictionary(Complete::File), &[("甲.xlsx", vec![sheet()])], Duplicates::Report);
    assert_eq!(pipes(&survey)[2], "甲/1/3 known [#0 ?, #1 ?]");
}

#[test]
fn a_list_row_whose_kind_is_none_is_an_explicit_none() {
    let pipes_sheet =
        rows![["小区", "楼号", "单元号", "管线类型", "距外墙"], ["甲", "1", "1", "无", "/"], ["甲", "1", "2", "", ""]];
    let survey = read_files(&[("甲.xlsx", vec![one_unit(), pipes_sheet])]);
    assert_eq!(pipes(&survey), ["甲/1/1 known []", "甲/1/2 unknown [ ?]"]);
    // A detail that is denied beside a blank kind does not deny every pipe.
    let detail = rows![["小区", "楼号", "单元号", "管线类型", "距外墙"], ["甲", "1", "1", "", "无"]];
    let survey = read_files(&[("甲.xlsx", vec![one_unit(), detail])]);
    assert_eq!(pipes(&survey)[0], "甲/1/1 unknown [ ?]");
}

#[test]
fn none_against_an_item_is_a_finding_and_the_item_may_or_may_not_exist() {
    let columns = rows![["小区", "楼号", "单元号", "燃气管距外墙"], ["甲", "1", "1", "无"], ["甲", "1", "2", ""]];
    let survey = read_files(&[("甲.xlsx", vec![columns, pipe_sheet()])]);
    assert_eq!(pipes(&survey), ["甲/1/1 known [#0 0.7?, #0 0.7?]", "甲/1/2 unknown [#0 ?]"]);
    assert_eq!(told(&survey), ["S065 2", "S065 3", "S064 4"]);
    assert_eq!(message(&survey, "S065"), "这里写有 `管线`，而 甲.xlsx › 调查表 › D2 写没有，按可能有处理");
}

#[test]
fn items_equal_as_read_from_two_sheets_count_once() {
    let again = rows![["小区", "楼号", "单元号", "类型", "水平净距"], ["甲", "1", "1", "煤气", "0.7m"]].named("管线2");
    let survey = read_files(&[("甲.xlsx", vec![one_unit(), pipe_sheet(), again])]);
    assert_eq!(pipes(&survey)[0], "甲/1/1 known [#0 0.7, #0 0.7]");
}

#[test]
fn items_of_columns_and_of_sheets_in_several_files_are_pooled() {
    let header = "小区 楼号 单元号 燃气管距外墙 给水管距外墙";
    let columns = |rows: &[[&str; 5]]| {
        let header: Vec<&str> = header.split(' ').collect();
        let rows = rows.iter().map(|row| row.to_vec());
        sheet([header].into_iter().chain(rows).map(|row| row.into_iter().map(MadeUp::from).collect()).collect())
    };
    let a = columns(&[
        ["甲", "1", "1", "0.7", "无"],
        ["甲", "1", "2", "", "1"],
        ["甲", "1", "3", "无", ""],
        ["甲", "1", "4", "0.7", "0.7"],
        ["甲", "1", "5", "不详", ""],
    ]);
    let b = columns(&[
        ["甲", "1", "1", "0.7", "1.5"],
        ["甲", "1", "2", "无", "1.0"],
        ["甲", "1", "3", "0.9", ""],
        ["甲", "1", "4", "70cm", "0.9"],
        ["甲", "1", "5", "", "无"],
    ]);
    let c = rows![
        ["小区", "楼号", "单元号", "管线类型", "距外墙"],
        ["甲", "1", "1", "燃气", 0.7],
        ["甲", "01", "1", "煤气", "70cm"],
        ["甲", "1", "3", "给水", ""],
        ["甲", "1", "4", "燃气", "70 公分"],
        ["甲", "1", "5", "污水", 2]
    ];
    let survey = read_files(&[("a.csv", vec![a]), ("b.csv", vec![b]), ("c.csv", vec![c])]);
    assert_eq!(
        pipes(&survey),
        [
            // One of a and of b and of c, and c has two; the water pipe is denied by a.
            "甲/1/1 known [#0 0.7, #1 1.5?, #0 0.7]",
            // What may exist gives way to none, and equal ones of two files are one.
            "甲/1/2 known [#1 1]",
            // Denied by a; the water pipe of c is sure, and the blank columns give way to it.
            "甲/1/3 known [#0 0.9?, #1 ]",
            "甲/1/4 known [#0 0.7, #1 0.7, #1 0.9]",
            "甲/1/5 known [#0 ?, #2 2]",
        ]
    );
    let told: Vec<String> = told(&survey).into_iter().filter(|told| told.starts_with("S065")).collect();
    assert_eq!(told, ["S065 E2", "S065 D4"]);
    assert_eq!(message(&survey, "S065"), "这里写有 `管线`，而 a.csv › 调查表 › E2 写没有，按可能有处理");
}

#[test]
fn none_against_an_item_of_a_list_sheet_names_both_rows() {
    let sheets =
        |kind: &str| rows![["小区", "楼号", "单元号", "管线类型", "距外墙"], ["甲", "1", "1", kind, ""]].named(kind);
    let survey = read_files(&[("甲.xlsx", vec![one_unit(), sheets("无"), sheets("燃气")])]);
    assert_eq!(pipes(&survey)[0], "甲/1/1 known [#0 ?]");
    assert_eq!(told(&survey), ["S065 2"]);
    assert_eq!(message(&survey, "S065"), "这里写有 `管线`，而 甲.xlsx › 无 › 第 2 行 写没有，按可能有处理");
}
