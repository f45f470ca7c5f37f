//! Columns that hold several fields, from sheets to units.

use super::made_up::{rows, struck};
use super::made_up_survey::*;
use crate::survey::grid::Content;
use crate::survey::{Survey, UnitRows};

fn two(survey: &Survey) -> Vec<String> {
    units(survey, &["stair_width", "landing_depth"])
}

#[test]
fn a_column_of_two_fields_is_read_part_by_part() {
    for header in [
        "楼梯净宽/平台净深（m）",
        "3、梯段净宽、平台净深*",
        "梯段净宽 × 平台净深",
        "梯段净宽和平台净深",
        "楼梯净宽\n平台净深",
    ] {
        let survey = read(rows![
            ["小区", "楼号", "单元号", header],
            ["甲", "1", "1", "1.1/1.2"],
            ["甲", "1", "2", "1.1×1.2"],
            ["甲", "1", "3", "1.1 m / 不详"],
            ["甲", "1", "4", "不详"],
            ["甲", "1", "5", ""]
        ]);
        let expected = ["甲/1/1: 1.1, 1.2", "甲/1/2: 1.1, 1.2", "甲/1/3: 1.1, ", "甲/1/4: , ", "甲/1/5: , "];
        assert_eq!(two(&survey), expected, "{header}");
        assert_eq!(told(&survey), ["S057 D1"], "{header}");
        let origin = survey.units.fields[7].origin(0).unwrap();
        assert_eq!((origin.column, &*origin.written), (3, "1.1/1.2"));
    }
}

#[test]
fn what_cannot_be_divided_is_unknown_for_all_and_told_of_whole() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "楼梯净宽/平台净深（m）"],
        ["甲", "1", "1", 1.2],
        ["甲", "1", "2", "1.1-1.2"],
        ["甲", "1", "3", "1.1/1.2/1.3"],
        ["甲", "1", "4", "1.1/待会儿"],
        ["甲", "1", "5", "1.1/"],
        ["甲", "1", "6", Content::Date(44533.0)],
        ["甲", "1", "7", "2/3cm"],
        ["甲", "1", "8", struck("1.1/1.2")]
    ]);
    assert!(two(&survey).iter().all(|unit| unit.ends_with(": , ")));
    let cells: Vec<String> = (2..=8).map(|row| format!("S058 D{row}")).collect();
    assert_eq!(told(&survey), [vec!["S057 D1".to_string()], cells, vec!["S030 D9".to_string()]].concat());
    let finding = survey.findings.iter().find(|finding| finding.cell == Some((5, Some(3)))).unwrap();
    assert_eq!(finding.message.zh, "`1.1/待会儿` 不能确定怎样分成 `梯段净宽`、`平台净深`，都按未知处理");
    assert_eq!((finding.written.as_str(), finding.field.as_str()), ("1.1/待会儿", "stair_width,landing_depth"));
    let date = survey.findings.iter().find(|finding| finding.cell == Some((7, Some(3)))).unwrap();
    assert!(date.suggestion.as_ref().unwrap().zh.contains("`12/3`"));
}

#[test]
fn units_of_measure_hold_for_all_parts_but_those_with_their_own() {
    for (header, cell) in [
        ("楼梯净宽/平台净深（mm）", "1100/1200"),
        ("楼梯净宽（mm）/平台净深（cm）", "1100/120"),
        ("楼梯净宽（mm）/平台净深", "1100/1.2"),
    ] {
        let survey = read(rows![["小区", "楼号", "单元号", header], ["甲", "1", "1", cell]]);
        assert_eq!(two(&survey), ["甲/1/1: 1.1, 1.2"], "{header}");
    }
    let above = rows![
        ["小区", "楼号", "单元号", "尺寸（mm）", ""],
        ["", "", "", "楼梯净宽/平台净深", "层数"],
        ["甲", "1", "1", "1100/1200", 6]
    ];
    assert_eq!(two(&read(above.merging(&["A1:A2", "B1:B2", "C1:C2", "D1:E1"]))), ["甲/1/1: 1.1, 1.2"]);
    let survey = read(rows![["小区", "楼号", "单元号", "层数、梯段净宽（mm）"], ["甲", "1", "1", "6、1100"]]);
    assert_eq!(units(&survey, &["storeys", "stair_width"]), ["甲/1/1: 6, 1.1"]);
}

#[test]
fn a_doubt_about_a_part_that_counts_is_told() {
    let survey = read(
        rows![["小区", "楼号", "单元号", "楼梯净宽/平台净深"], ["甲", "1", "1", "约1.1/1.2"], ["甲", "1", "2", ""]]
            .merging(&["D2:D3"]),
    );
    assert_eq!(two(&survey), ["甲/1/1: 1.1, 1.2", "甲/1/2: 1.1, 1.2"]);
    assert_eq!(told(&survey), ["S057 D1", "S021 D2"]);
    assert_eq!(survey.findings[1].written, "约1.1/1.2");
}

#[test]
fn a_field_named_twice_clashes_also_within_a_column_of_several() {
    let survey =
        read(rows![["小区", "楼号", "单元号", "梯段净宽", "楼梯净宽/平台净深"], ["甲", "1", "1", 1.1, "1.1/1.2"]]);
    assert_eq!(survey.units.count, 0);
    assert!(message(&survey, "S044").contains("都是 `梯段净宽`"));
}

#[test]
fn keys_in_one_column_name_the_unit() {
    for header in ["楼号/单元号", "幢号-单元", "楼号、门号"] {
        let survey = read(rows![
            ["小区", header, "层数"],
            ["甲", "12/3", 6],
            ["甲", "12-4", 6],
            ["甲", "12号楼5单元", 6],
            ["甲", "12幢/6单元", 6]
        ]);
        let expected = ["甲/12/3: 6", "甲/12/4: 6", "甲/12号楼/5单元: 6", "甲/12幢/6单元: 6"];
        assert_eq!(units(&survey, &["storeys"]), expected, "{header}");
        assert_eq!(units(&survey, &["building", "unit"])[1], "甲/12/4: 12, 4");
    }
    let all = read(rows![["小区/楼号/单元号", "梯段净宽"], ["甲/12/3", 1.1]]);
    assert_eq!(units(&all, &["stair_width"]), ["甲/12/3: 1.1"]);
}

#[test]
fn keys_that_cannot_be_told_reject_the_row() {
    let survey = read(rows![
        ["小区", "楼号/单元号", "层数"],
        ["甲", 12, 6],
        ["甲", Content::Date(44533.0), 6],
        ["甲", "1/2/3", 6],
        ["甲", "12-14/3", 6],
        ["甲", "不详", 6],
        ["甲", "12、3", 6]
    ]);
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 6, rejected: 6, ..UnitRows::default() });
    assert_eq!(told(&survey), ["S057 B1", "S051 B2", "S052 B3", "S051 B4", "S053 B5", "S051 B6", "S051 B7"]);
    assert!(message(&survey, "S051").contains("不能确定怎样分成 `楼号`、`单元号`"));
}

#[test]
fn a_list_sheet_may_have_columns_of_several_too() {
    let pipe_sheet =
        rows![["小区", "楼号/单元号", "管线类型/距外墙（cm）"], ["甲", "1/1", "燃气/70"], ["甲", "1/2", "燃气70"]];
    let one = rows![["小区", "楼号", "单元号"], ["甲", "1", "1"], ["甲", "1", "2"]];
    let survey = read_files(&[("甲.xlsx", vec![one, pipe_sheet.named("管线")])]);
    assert_eq!(pipes(&survey), ["甲/1/1 known [#0 0.7]", "甲/1/2 known [ ]"]);
    assert!(told(&survey).contains(&"S058 C3".to_string()));
}

#[test]
fn a_header_that_names_other_things_too_is_no_column_of_several() {
    for header in
        ["楼梯净宽/踏步高", "梯段净宽/梯段净宽", "梯段净宽（平台净深/层数）", "层数/梯段净宽/平台净深/消防车道"]
    {
        let survey = read(rows![["小区", "楼号", "单元号", header], ["甲", "1", "1", "1.1/1.2"]]);
        assert!(!told(&survey).contains(&"S057 D1".to_string()), "{header}");
    }
}

#[test]
fn the_same_as_above_is_not_taken_for_several_parts_of_a_key() {
    let survey = read(rows![["小区", "楼号/单元号", "层数"], ["甲", "1/2", 6], ["甲", "同上", 5]]);
    assert_eq!((survey.units.count, survey.rejected.len()), (1, 1));
    assert!(told(&survey).contains(&"S051 B3".to_string()), "{:?}", told(&survey));
}
