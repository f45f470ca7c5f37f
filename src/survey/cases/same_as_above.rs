//! `同上`: which cell it stands for, in tables of units and of a list.

use super::made_up::{MadeUp, rows, sheet};
use super::made_up_survey::*;
use crate::survey::UnitRows;
use crate::survey::grid::Range;

#[test]
fn the_same_as_above_takes_the_reading_of_the_row_directly_above() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数", "梯段净宽（mm）", "结构形式"],
        ["甲", "1", "1", 6, "约1100", "砖混"],
        ["甲", "1", "2", "同上", "〃", "同上"],
        ["甲", "1", "3", "同上", "\"", "同上"]
    ]);
    assert_eq!(units(&survey, &["storeys", "stair_width"]), ["甲/1/1: 6, 1.1", "甲/1/2: 6, 1.1", "甲/1/3: 6, 1.1"]);
    assert_eq!(told(&survey)[..3], ["S021 E2", "S035 D3", "S035 E3"]);
    let origin = survey.units.fields[6].origin(2).unwrap();
    assert_eq!((origin.row, origin.column, &*origin.written), (4, 4, "\""));
    assert_eq!(message(&survey, "S035"), "`同上`，按上一行的 6层 读取");
}

#[test]
fn nothing_stands_above_the_first_row_a_gap_or_a_row_that_is_no_data() {
    let cases: &[(&[&[&str]], &str)] = &[
        (&[], "the row above is the header"),
        (&[&["甲", "1", "1", "6"], &[]], "a blank row"),
        (&[&["甲", "1", "1", "6"], &["小计", "", "", "6"]], "a total"),
        (&[&["甲", "1", "1", "6"], &["甲", "1", "", "5"]], "a rejected row"),
        (&[&["甲", "1", "1", "6"], &["小区", "楼号", "单元号", "层数"]], "the header again"),
        (&[&["甲", "1", "1", ""]], "a blank cell"),
        (&[&["甲", "1", "1", "不详"]], "not known"),
        (&[&["甲", "1", "1", "较高"]], "a doubt"),
    ];
    for (between, why) in cases {
        let header: &[&str] = &["小区", "楼号", "单元号", "层数"];
        let last: &[&str] = &["甲", "1", "9", "同上"];
        let lines = [&[header], *between, &[last]].concat();
        let survey = read(sheet(lines.iter().map(|line| line.iter().map(|c| MadeUp::from(*c)).collect()).collect()));
        assert_eq!(units(&survey, &["storeys"]).last().unwrap(), "甲/1/9: ", "{why}");
        assert_eq!(told(&survey).iter().filter(|told| told.starts_with("S036")).count(), 1, "{why}");
    }
}

#[test]
fn parts_of_a_key_may_be_the_same_as_above() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数"],
        ["甲", "1", "1", 6],
        ["同上", "〃", "2", 6],
        ["同上", "〃", "3", 6],
        [],
        ["同上", "2", "1", 6],
        ["同上", "2", "2", 6]
    ]);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: 6", "甲/1/2: 6", "甲/1/3: 6"]);
    // Below a gap it is not certain which estate is meant, and a rejected row gives no key to the next.
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 5, assessed: 3, rejected: 2, ..UnitRows::default() });
    assert_eq!(told(&survey), ["S035 A3", "S035 B3", "S035 A4", "S035 B4", "S051 A6", "S051 A7"]);
}

#[test]
fn rows_of_a_list_too() {
    let survey = read_files(&[(
        "甲.xlsx",
        vec![
            rows![["小区", "楼号", "单元号", "层数"], ["甲", "1", "1", 6]],
            rows![
                ["小区", "楼号", "单元号", "管线类型", "距外墙"],
                ["甲", "1", "1", "燃气", "1.2"],
                ["同上", "同上", "同上", "给水", "同上"]
            ],
        ],
    )]);
    assert_eq!(pipes(&survey), ["甲/1/1 known [#0 1.2, #1 1.2]"]);
    assert_eq!(told(&survey), ["S035 A3", "S035 B3", "S035 C3", "S035 E3"]);
}

#[test]
fn a_merged_same_as_above_is_read_once_and_holds_for_its_rows() {
    let mut merged = rows![
        ["小区", "楼号", "单元号", "层数"],
        ["甲", "1", "1", 6],
        ["甲", "1", "2", "同上"],
        ["甲", "1", "3", ""],
        ["甲", "1", "4", "〃"]
    ];
    merged.merged.push(Range { top: 3, left: 3, bottom: 4, right: 3 });
    let survey = read(merged);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: 6", "甲/1/2: 6", "甲/1/3: 6", "甲/1/4: 6"]);
    assert_eq!(told(&survey), ["S035 D3", "S035 D5"]);
}
