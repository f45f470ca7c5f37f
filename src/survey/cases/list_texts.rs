//! Text about a list in a unit's own row, from sheets to the lists of units.

use super::made_up::{dictionary, rows, struck};
use super::made_up_survey::*;
use crate::rules::dictionary::Complete;
use crate::survey::grid::Sheet;
use crate::survey::options::Duplicates;

fn texts() -> Sheet {
    rows![
        ["小区", "楼号", "单元号", "管线"],
        ["甲", "1", "1", "煤气 DN100 距墙1.2m；污水井2只"],
        ["甲", "1", "2", "无"],
        ["甲", "1", "3", "燃气DN100，无给水"],
        ["甲", "1", "4", "复杂"],
        ["甲", "1", "5", "不详"],
        ["甲", "1", "6", ""],
        ["甲", "1", "7", struck("燃气")]
    ]
}

#[test]
fn of_text_only_the_kinds_are_taken_and_all_of_it_is_carried_through() {
    let survey = read(texts());
    assert_eq!(
        pipes(&survey),
        [
            "甲/1/1 unknown [#0 , #2 ]",
            "甲/1/2 known []",
            "甲/1/3 unknown [#0 , #1 ?]",
            "甲/1/4 unknown []",
            "甲/1/5 unknown []",
            "甲/1/6 unknown []",
            "甲/1/7 unknown []"
        ]
    );
    assert_eq!(told(&survey), ["S059 D2", "S059 D4", "S067 D5", "S030 D8"]);
    assert_eq!(message(&survey, "S059"), "`管线` 是文字，只取了种类：燃气、污水");
    assert_eq!(suggestion(&survey, "S059"), "`距外墙` 等请另建一张 `管线` 工作表，一行一项填写");
    assert_eq!(survey.findings[1].message.zh, "`管线` 是文字，只取了种类：燃气；给水 可能有、可能没有");
    assert_eq!((survey.findings[0].unit.as_str(), survey.findings[0].field.as_str()), ("甲/1/1", "pipes"));
    let (header, carried) = &survey.units.carried[0];
    assert_eq!((header.as_str(), carried[0].as_deref()), ("管线", Some("煤气 DN100 距墙1.2m；污水井2只")));
    let origin = survey.units.lists[0].fields[0].origin(1).unwrap();
    assert_eq!((origin.row, origin.column, &*origin.written), (2, 3, "煤气 DN100 距墙1.2m；污水井2只"));
}

#[test]
fn what_a_text_names_gives_way_to_a_row_or_column_of_its_kind() {
    let pipe_sheet = rows![
        ["小区", "楼号", "单元号", "管线类型", "距外墙"],
        ["甲", "1", "1", "燃气", 1.2],
        ["甲", "1", "2", "燃气", 1.2],
        ["甲", "1", "4", "燃气", 1.2]
    ]
    .named("管线");
    let survey = read_files(&[("甲.xlsx", vec![texts(), pipe_sheet])]);
    let found = pipes(&survey);
    assert_eq!(found[0], "甲/1/1 known [#2 , #0 1.2]");
    assert_eq!(found[1], "甲/1/2 known [#0 1.2?]", "denied by the text");
    assert_eq!(found[3], "甲/1/4 unknown [#0 1.2]", "the text says that there is something else");
    assert!(told(&survey).contains(&"S065 3".to_string()));

    let columns = rows![
        ["小区", "楼号", "单元号", "管线", "燃气管距外墙", "给水管距外墙"],
        ["甲", "1", "1", "燃气、给水", 1.2, ""],
        ["甲", "1", "2", "燃气、给水", "无", "1"]
    ];
    let survey = read(columns);
    assert_eq!(pipes(&survey), ["甲/1/1 known [#0 1.2, #1 ]", "甲/1/2 known [#1 1, #0 ?]"]);
    assert_eq!(told(&survey), ["S066", "S059 D2", "S059 D3", "S065 D3"]);
}

#[test]
fn text_is_no_carrier_of_a_list_so_that_silence_does_not_mean_none() {
    let read = |sheet| read_with(&dictionary(Complete::File), &[("甲.xlsx", vec![sheet])], Duplicates::Report);
    let survey = read(texts());
    assert_eq!(pipes(&survey)[5], "甲/1/6 unknown []");
    let columns = rows![
        ["小区", "楼号", "单元号", "管线", "燃气管距外墙", "燃气管距外墙"],
        ["甲", "1", "1", "复杂", "", ""],
        ["甲", "1", "2", "", "", ""]
    ];
    assert_eq!(pipes(&read(columns)), ["甲/1/1 unknown [#0 ?]", "甲/1/2 known [#0 ?]"]);
}

#[test]
fn a_text_merged_over_several_units_holds_for_all_and_is_told_of_once() {
    let sheet = rows![["小区", "楼号", "单元号", "管线"], ["甲", "1", "1", "有燃气"], ["甲", "1", "2", ""]];
    let survey = read(sheet.merging(&["D2:D3"]));
    assert_eq!(pipes(&survey), ["甲/1/1 unknown [#0 ]", "甲/1/2 unknown [#0 ]"]);
    assert_eq!(told(&survey), ["S059 D2"]);
}

#[test]
fn a_sheet_of_the_list_has_no_column_of_text_about_it() {
    let pipe_sheet = rows![["小区", "楼号", "单元号", "管线", "距外墙"], ["甲", "1", "1", "燃气", 1.2]];
    let one = rows![["小区", "楼号", "单元号"], ["甲", "1", "1"]];
    let survey = read_files(&[("甲.xlsx", vec![one, pipe_sheet.named("管线")])]);
    assert_eq!(pipes(&survey), ["甲/1/1 known [ 1.2]"]);
    assert!(!told(&survey).iter().any(|told| told.starts_with("S059")));
}
