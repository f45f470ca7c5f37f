//! Tables side by side, and what else stands at the side of a table.

use super::made_up::rows;
use super::made_up_survey::{message, read, read_files, rows_of, told, units};
use crate::survey::UnitRows;

#[test]
fn the_table_at_the_side_is_reported_with_its_range() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数", "梯段净宽", "", "小区", "楼号", "单元号", "管线类型"],
        ["甲", "1", "1", 6, 1.1, "", "甲", "1", "1", "燃气"],
        ["", "", "", "", "", "", "甲", "1", "1", "给水"]
    ]);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: 6"]);
    assert_eq!(told(&survey), ["S046 G1"]);
    assert!(message(&survey, "S046").starts_with("G1:J3 "));
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 3, assessed: 1, unread: 2, ..UnitRows::default() });
}

#[test]
fn the_table_at_the_side_may_begin_in_another_row() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数", "梯段净宽", "", "管线表"],
        ["甲", "1", "1", 6, 1.1],
        ["甲", "1", "2", 6, 1.1, "", "小区", "楼号", "单元号", "管线类型"],
        ["甲", "1", "3", 6, 1.1, "", "甲", 1, 1, "燃气"],
        ["", "", "", "", "", "", "甲", 1, 2, "燃气"]
    ]);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: 6", "甲/1/2: 6", "甲/1/3: 6"]);
    assert_eq!(told(&survey), ["S046 G3"]);
    assert!(message(&survey, "S046").starts_with("G3:J5 "));
    assert!(survey.units.carried.is_empty());
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 5, assessed: 3, unread: 2, ..UnitRows::default() });
}

#[test]
fn the_one_that_names_most_is_read_wherever_it_begins() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数"],
        ["甲", 1, 1, 6],
        ["甲", 1, 2, 6, "", "小区", "楼号", "单元号", "层数", "梯段净宽"],
        ["甲", 1, 3, 6, "", "乙", 1, 1, 5, 1.1]
    ]);
    assert_eq!(units(&survey, &["storeys"]), ["乙/1/1: 5"]);
    assert_eq!(told(&survey), ["S046 A1"]);
    assert!(message(&survey, "S046").starts_with("A1:D4 "));
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 4, assessed: 1, unread: 3, ..UnitRows::default() });
}

#[test]
fn the_table_at_the_side_goes_on_beside_the_next_table() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数", "梯段净宽", "", "小区", "楼号", "单元号"],
        ["甲", "1", "1", 6, 1.1, "", "乙", 1, "一"],
        ["小区", "楼号", "单元号", "梯段净宽（mm）", "", "", "乙", 2, "一"],
        ["甲", "1", "2", 1100, "", "", "乙", 3, "一"]
    ]);
    assert_eq!(units(&survey, &["stair_width"]), ["甲/1/1: 1.1", "甲/1/2: 1.1"]);
    assert_eq!(told(&survey), ["S046 G1", "S046 G3"]);
    assert!(survey.units.carried.is_empty());
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 5, assessed: 2, unread: 3, ..UnitRows::default() });
}

#[test]
fn tables_side_by_side_need_no_blank_column_between() {
    let survey = read(rows![
        ["序号", "小区", "楼号", "单元号", "层数", "序号", "小区", "楼号", "单元号", "梯段净宽"],
        [1, "甲", "1", "1", 6, 3, "乙", "1", "1", 1.1],
        [2, "甲", "1", "2", 6]
    ]);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: 6", "甲/1/2: 6"]);
    assert_eq!(told(&survey), ["S046 F1"]);
    assert!(message(&survey, "S046").starts_with("F1:J2 "));
}

#[test]
fn a_second_column_of_one_key_makes_no_second_table() {
    let survey = read(rows![["小区", "楼号", "单元号", "层数", "单元"], ["甲", "1", "1", 6, "1"]]);
    assert_eq!(told(&survey), ["S044 E1"]);
}

#[test]
fn a_blank_column_inside_a_table_does_not_divide_it() {
    let survey = read(rows![
        ["小区", "楼号", "", "单元号", "层数", "", "梯段净宽", "平台净深", "结构形式", "", "备注"],
        ["甲", "1", "", "1", 6, "", 1.1, 1.2, "砖混", "", "户主不同意"]
    ]);
    assert_eq!(units(&survey, &["storeys", "stair_width"]), ["甲/1/1: 6, 1.1"]);
    assert_eq!(told(&survey), ["S042 K1"]);
    assert_eq!(survey.units.carried, [("备注".to_string(), vec![Some("户主不同意".into())])]);
}

#[test]
fn lines_of_a_legend_are_no_rows_and_are_told_of_once() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数", "", "图例"],
        ["甲", "1", "1", 6, "", "○", "适合"],
        ["", "", "", "", "", "●", "较难"],
        ["甲", "1", "2", 6],
        ["", "", "", "", "", "×", "不适合"]
    ]);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: 6", "甲/1/2: 6"]);
    assert_eq!(told(&survey), ["S042 F1", "S047 G2", "S068 F3"]);
    assert!(message(&survey, "S068").starts_with("F3:G5 "));
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 2, assessed: 2, ..UnitRows::default() });
}

#[test]
fn what_may_be_a_unit_in_the_wrong_place_is_no_legend() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数", ""],
        ["甲", "1", "1", 6],
        ["", "", "", "", "", "甲", "1", "2", 6]
    ]);
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 2, assessed: 1, rejected: 1, ..UnitRows::default() });
    assert_eq!(told(&survey), ["S051 A3"]);
    // Without a blank column between, it is a column of the table.
    let next_to_it = read(rows![["小区", "楼号", "单元号", "层数"], ["甲", "1", "1", 6], ["", "", "", "", "x"]]);
    assert_eq!(told(&next_to_it), ["S051 A3"]);
}

#[test]
fn a_hidden_sheet_without_a_table_is_said_to_be_hidden() {
    let table = rows![["小区", "楼号", "单元号", "层数"], ["甲", "1", "1", 6]];
    let hidden = |mut sheet: crate::survey::grid::Sheet| {
        sheet.hidden = true;
        sheet
    };
    let photos = hidden(rows![["编号", "照片"], ["1", "甲.jpg"]].named("照片"));
    let more = hidden(rows![["小区", "楼号", "单元号", "层数"], ["甲", "1", "2", 6]].named("又"));
    let survey = read_files(&[("甲.xlsx", vec![table, photos, more])]);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: 6", "甲/1/2: 6"]);
    assert_eq!(told(&survey), ["S040"]);
    assert!(message(&survey, "S040").contains("隐藏的工作表 `照片`"), "{}", message(&survey, "S040"));
}

#[test]
fn a_number_at_the_side_does_not_hide_a_header() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数", "", "编号", 2021],
        ["甲", "1", "1", 6],
        ["小区", "楼号", "单元号", "层数", "", "合格", 3],
        ["甲", "1", "2", 6]
    ]);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: 6", "甲/1/2: 6"]);
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 2, assessed: 2, ..UnitRows::default() });
}

#[test]
fn a_table_of_units_is_read_before_one_of_a_list() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数", "", "小区", "楼号", "单元号", "管线类型", "管径", "距外墙"],
        ["甲", "1", "1", 6, "", "甲", "1", "1", "燃气", 100, 1]
    ]);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: 6"]);
    assert_eq!(told(&survey), ["S046 F1"]);
}
