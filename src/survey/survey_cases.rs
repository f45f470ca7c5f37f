//! From sheets to units: one example for each sentence of how surveys are read.

use super::assemble::{FileRead, assemble};
use super::finding::{Finding, FindingSeverity};
use super::grid::{Content, Sheet};
use super::made_up::{dictionary, rows, struck};
use super::names::Names;
use super::options::Duplicates;
use super::read_file::read_sheets;
use super::{Survey, UnitRows};
use crate::rules::dictionary::{Complete, Dictionary};
use crate::rules::value::Value;
use jiff::civil::Date;
use std::sync::Arc;

fn read_with(dictionary: &Dictionary, files: &[(&str, Vec<Sheet>)], duplicates: Duplicates) -> Survey {
    let names = Names::new(dictionary);
    let read = files.iter().map(|(name, sheets)| {
        let name: Arc<str> = Arc::from(*name);
        let read = read_sheets(&name, sheets, &names, Date::constant(2021, 6, 1));
        let sheets = sheets.iter().map(|sheet| sheet.name.clone()).zip(read).collect();
        FileRead { name, sheets, ..FileRead::default() }
    });
    assemble(read.collect(), dictionary, duplicates).unwrap()
}

fn read(sheet: Sheet) -> Survey {
    read_files(&[("甲.xlsx", vec![sheet])])
}

fn read_files(files: &[(&str, Vec<Sheet>)]) -> Survey {
    read_with(&dictionary(Complete::Unit), files, Duplicates::Report)
}

/// A value as these tests write it: `1.1`, `1~2`, `是`, `#0` for the first choice, `` for unknown.
fn show(value: &Value) -> String {
    match value {
        Value::Unknown => String::new(),
        Value::Foreign => "foreign".into(),
        Value::Number(bounds) => bounds.to_string(),
        Value::Choice(choice) => format!("#{choice}"),
        Value::Several { must, may } => format!("{must:b}/{may:b}"),
        Value::Flag(flag) => if *flag { "是" } else { "否" }.into(),
        Value::Text(text) => text.to_string(),
    }
}

/// Each unit with its values of these fields: `甲/1/1: 6, 1.1`.
fn units(survey: &Survey, fields: &[&str]) -> Vec<String> {
    let dictionary = dictionary(Complete::Unit);
    let columns: Vec<usize> = fields.iter().map(|id| dictionary.field(id).unwrap()).collect();
    let value = |unit: usize, column: &usize| show(&survey.units.fields[*column].values.get(unit));
    let line = |unit: usize| {
        let values: Vec<String> = columns.iter().map(|column| value(unit, column)).collect();
        format!("{}: {}", survey.units.name(unit), values.join(", "))
    };
    (0..survey.units.count).map(line).collect()
}

/// Each unit's pipes as `kind distance`, `?` for what may or may not exist; the unit alone where its list is unknown.
fn pipes(survey: &Survey) -> Vec<String> {
    let list = &survey.units.lists[0];
    let item = |at: usize| {
        let value = |field: usize| show(&list.fields[field].values.get(at));
        format!("{} {}{}", value(0), value(1), if list.sure[at] { "" } else { "?" })
    };
    let line = |unit: usize| {
        let items: Vec<String> = list.of(unit).map(item).collect();
        let known = if list.known[unit] { "known" } else { "unknown" };
        format!("{} {known} [{}]", survey.units.name(unit), items.join(", "))
    };
    (0..survey.units.count).map(line).collect()
}

/// Codes and cells of the findings: `S051 C4`.
fn told(survey: &Survey) -> Vec<String> {
    let place = |finding: &Finding| match finding.cell {
        Some((row, Some(column))) => format!(" {}", super::finding::cell_name(row, column)),
        Some((row, None)) => format!(" {row}"),
        None => String::new(),
    };
    survey.findings.iter().map(|finding| format!("{}{}", finding.code, place(finding))).collect()
}

fn message(survey: &Survey, code: &str) -> String {
    survey.findings.iter().find(|finding| finding.code == code).unwrap().message.zh.clone()
}

fn suggestion(survey: &Survey, code: &str) -> String {
    let finding = survey.findings.iter().find(|finding| finding.code == code).unwrap();
    finding.suggestion.as_ref().unwrap().zh.clone()
}

fn rows_of(survey: &Survey, file: usize) -> UnitRows {
    survey.books.files[file].rows
}

#[test]
fn a_sheet_becomes_units_with_the_cell_of_every_value() {
    let survey = read(rows![
        ["居民区", "小区", "楼号", "单元号", "层数", "梯段净宽（mm）"],
        ["第1居民区", "甲", "12号楼", 1, "6层", 1100]
    ]);
    assert_eq!(
        units(&survey, &["committee", "building", "storeys", "stair_width"]),
        ["甲/12号楼/1: 第1居民区, 12号楼, 6, 1.1"]
    );
    let origin = survey.units.fields[6].origin(0).unwrap();
    assert_eq!((origin.row, origin.column, &*origin.written), (2, 5, "1100"));
    assert_eq!(&*survey.units.sheets[origin.sheet as usize].file, "甲.xlsx");
    assert!(survey.findings.is_empty());
}

#[test]
fn totals_notes_repeated_headers_and_blank_rows_are_no_data() {
    let survey = read(rows![
        ["加装电梯调查表"],
        ["填报单位：房管办"],
        ["小区", "楼号", "单元号", "层数"],
        ["1", "2", "3", "4"],
        ["甲", "1", "1", 6],
        [],
        ["小计", "", "", 6],
        ["填报单位：房管办"],
        ["小区", "楼号", "单元号", "层数"],
        ["甲", "1", "2", 6],
        ["合计", "", "", 12],
        ["注：①层数为地上层数"],
        ["②现场踏勘"],
        ["填表人：", "", "审核："]
    ]);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: 6", "甲/1/2: 6"]);
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 2, assessed: 2, ..UnitRows::default() });
    assert_eq!(told(&survey), ["S056 4"]);
    assert_eq!(message(&survey, "S056"), "第 4、7–8、11–14 行是合计、注释一类，不作数据");
}

#[test]
fn a_merged_cell_holds_for_every_row_it_spans() {
    let survey = read(
        rows![
            ["小区", "楼号", "单元号", "结构形式", "层数"],
            ["甲", "1", "1", "砖混", 6],
            ["", "", "2", "", 5],
            ["", "", "3", "", ""]
        ]
        .merging(&["A2:A4", "B2:B4", "D2:D3"]),
    );
    assert_eq!(units(&survey, &["structure", "storeys"]), ["甲/1/1: #0, 6", "甲/1/2: #0, 5", "甲/1/3: , "]);
    assert_eq!(survey.units.fields[5].origin(1).unwrap().row, 2, "a merged cell is where it begins");
}

#[test]
fn a_doubt_about_a_merged_cell_is_told_once() {
    let survey = read(
        rows![["小区", "楼号", "单元号", "层数"], ["甲", "1", "1", "约6"], ["甲", "1", "2", ""]].merging(&["D2:D3"]),
    );
    assert_eq!(told(&survey), ["S021 D2"]);
    assert_eq!(survey.findings[0].unit, "甲/1/1");
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: 6", "甲/1/2: 6"]);
}

#[test]
fn a_merged_cell_across_several_fields_belongs_to_the_first() {
    let survey =
        read(rows![["小区", "楼号", "单元号", "梯段净宽", "平台净深"], ["甲", "1", "1", 1.2, ""]].merging(&["D2:E2"]));
    assert_eq!(units(&survey, &["stair_width", "landing_depth"]), ["甲/1/1: 1.2, "]);
    assert_eq!(told(&survey), ["S050 D2"]);
}

#[test]
fn no_other_blank_is_filled() {
    let survey = read(rows![["小区", "楼号", "单元号", "层数"], ["甲", "1", "1", 6], ["", "", "2", 6]]);
    assert_eq!(units(&survey, &[]), ["甲/1/1: "]);
    assert_eq!(told(&survey), ["S051 A3"]);
    let rejected = &survey.rejected[0];
    assert_eq!((rejected.row, rejected.code), (3, "S051"));
    assert_eq!(rejected.cells, [("单元号".into(), "2".into()), ("层数".into(), "6".into())]);
}

#[test]
fn a_row_struck_through_is_withdrawn_and_a_cell_is_unknown() {
    let mut survey = read(rows![
        ["小区", "楼号", "单元号", "层数"],
        [struck("甲"), struck("1"), struck("1"), struck("6")],
        ["甲", "1", "2", struck("6")]
    ]);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/2: "]);
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 2, assessed: 1, withdrawn: 1, ..UnitRows::default() });
    assert_eq!(told(&survey), ["S054 2", "S030 D3"]);
    survey = read(
        rows![["小区", "楼号", "单元号", "层数"], ["甲", "1", struck("1"), struck("6")], ["", "", "2", 6]]
            .merging(&["A2:A3", "B2:B3"]),
    );
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/2: 6"], "a key over several rows is not the row's alone");
}

#[test]
fn a_date_or_a_range_of_doors_is_no_key() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数"],
        ["甲", "1", Content::Date(44533.0), 6],
        ["甲", "1", "12-14号", 6],
        ["甲", "1", "12-3", 6],
        ["甲", "1", "1-2", 6],
        ["甲", "1", "1-3", 6]
    ]);
    assert_eq!(units(&survey, &[]), ["甲/1/12-3: ", "甲/1/1-2: ", "甲/1/1-3: "]);
    assert_eq!(told(&survey), ["S052 C2", "S053 C3", "S055 C5"]);
    assert!(suggestion(&survey, "S052").contains("`12-3`"));
    assert_eq!(survey.rejected.len(), 2);
}

#[test]
fn a_sheet_without_a_key_column_has_its_rows_rejected() {
    let survey = read(rows![["小区", "楼号", "层数"], ["甲", "1", 6], ["甲", "2", 6]]);
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 2, rejected: 2, ..UnitRows::default() });
    assert_eq!(told(&survey), ["S045 1"]);
    assert_eq!(suggestion(&survey, "S045"), "请补上 `单元号` 列（表头也可写 单元、门号）");
}

#[test]
fn two_columns_for_one_field_leave_the_sheet_unread() {
    let survey = read(rows![["小区", "楼号", "单元号", "梯段净宽", "楼梯净宽"], ["甲", "1", "1", 1.1, 1.2]]);
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 1, unread: 1, ..UnitRows::default() });
    assert_eq!(told(&survey), ["S044 E1"]);
    assert!(message(&survey, "S044").starts_with("D1 `梯段净宽` 与 E1 `楼梯净宽` 都是 `梯段净宽`"));
}

#[test]
fn a_sheet_that_matches_nothing_is_reported() {
    let units_sheet = || rows![["小区", "楼号", "单元号", "层数"], ["甲", "1", "1", 6]];
    let survey = read_files(&[(
        "甲.xlsx",
        vec![
            units_sheet(),
            rows![["净宽指扶手内侧至墙面"]].named("填表说明"),
            rows![["姓名", "电话"], ["张", 1]].named("通讯录"),
        ],
    )]);
    assert_eq!(told(&survey), ["S040", "S040"]);
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 3, assessed: 1, unread: 2, ..UnitRows::default() });

    let survey = read(rows![["小区;楼号;单元号"], ["甲;1;1"]]);
    assert_eq!(told(&survey), ["S041"]);
    assert_eq!(rows_of(&survey, 0).unread, 2, "with no table at all, every row counts");
}

#[test]
fn what_matches_nothing_is_carried_through_with_the_nearest_field() {
    let survey = read_files(&[
        ("甲.xlsx", vec![rows![["小区", "楼号", "单元号", "备 注", "梯段宽"], ["甲", "1", "1", "见照片", 1.1]]]),
        ("乙.xlsx", vec![rows![["小区", "楼号", "单元号", "备注*"], ["乙", "1", "1", 12]]]),
    ]);
    let carried: Vec<(&str, Vec<Option<&str>>)> = survey
        .units
        .carried
        .iter()
        .map(|(header, texts)| (header.as_str(), texts.iter().map(Option::as_deref).collect()))
        .collect();
    assert_eq!(carried, [("备注", vec![Some("见照片"), Some("12")]), ("梯段宽", vec![Some("1.1"), None])]);
    assert_eq!(told(&survey), ["S042 D1", "S043 E1", "S042 D1"]);
    assert!(suggestion(&survey, "S043").contains("`梯段净宽`"));
}

#[test]
fn a_header_is_told_about_once_a_file() {
    let sheet = |name| rows![["小区", "楼号", "单元号", "备注"], ["甲", name, "1", "x"]].named(name);
    let survey = read_files(&[("甲.xlsx", vec![sheet("1"), sheet("2")])]);
    assert_eq!(told(&survey), ["S042 D1"]);
}

#[test]
fn data_without_a_header_is_carried_through() {
    let survey = read(rows![["小区", "楼号", "单元号"], ["甲", "1", "1"], ["甲", "1", "2", "", "拆除"]]);
    assert_eq!(survey.units.carried, [("E列（无表头）".to_string(), vec![None, Some("拆除".into())])]);
    assert_eq!(told(&survey), ["S047 E3"]);
}

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
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 2, assessed: 1, unread: 1, ..UnitRows::default() });
}

#[test]
fn keys_are_compared_loosely_and_shown_as_first_written() {
    let survey = read_files(&[
        ("甲.xlsx", vec![rows![["小区", "楼号", "单元号", "层数"], ["甲 小区", "012号楼", "１单元", ""]]]),
        ("乙.xlsx", vec![rows![["小区", "楼号", "单元号", "层数"], ["甲小区", 12, 1, 6]]]),
    ]);
    assert_eq!(units(&survey, &["storeys"]), ["甲 小区/012号楼/１单元: 6"]);
    assert_eq!(survey.units.rows[0].len(), 2);
    assert_eq!(rows_of(&survey, 1), UnitRows { found: 1, merged: 1, ..UnitRows::default() });
}

#[test]
fn rows_alike_as_read_merge_without_a_word() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数", "备注"],
        ["甲", "1", "1", 6, "一"],
        ["甲", "1", "1", "6层", "二"]
    ]);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: 6"]);
    assert_eq!(told(&survey), ["S042 E1"]);
    assert_eq!(survey.units.carried[0].1, [Some("一；二".into())], "remarks may differ");
}

#[test]
fn rows_that_fill_each_others_unknowns_say_so() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数", "梯段净宽", "消防车道"],
        ["甲", "1", "1", 6, "待会儿", ""],
        ["甲", "1", "1", "", 1.1, "是"]
    ]);
    assert_eq!(units(&survey, &["storeys", "stair_width", "fire_lane"]), ["甲/1/1: 6, 1.1, 是"]);
    assert_eq!(told(&survey), ["S020 E2", "S060 3"]);
    assert_eq!(
        message(&survey, "S060"),
        "与第 2 行是同一门栋，合并为一个；由这一行补上 `梯段净宽`、`消防车道`；这一行所缺的 `层数` 取自前面"
    );
}

#[test]
fn bounds_that_overlap_narrow_and_contradictions_are_unknown() {
    let survey = read(rows![
        ["小区", "楼号", "单元号", "层数", "梯段净宽"],
        ["甲", "1", "1", 6, "1.0~1.2"],
        ["甲", "1", "1", 5, "1.1~1.3"]
    ]);
    assert_eq!(units(&survey, &["storeys", "stair_width"]), ["甲/1/1: , 1.1~1.2"]);
    let contradiction = survey.findings.iter().find(|finding| finding.code == "S062").unwrap();
    assert_eq!(contradiction.message.zh, "同一门栋的 `层数` 前后矛盾：`5`，而 D2 是 `6`，按未知处理");
    assert_eq!((contradiction.cell, contradiction.unit.as_str()), (Some((3, Some(3))), "甲/1/1"));
    let narrowed = survey.findings.iter().find(|finding| finding.code == "S061").unwrap();
    assert_eq!((narrowed.reading.as_str(), narrowed.severity), ("1.1~1.2", FindingSeverity::Note));
}

#[test]
fn contradictions_in_two_files_name_the_file() {
    let sheet = |storeys| rows![["小区", "楼号", "单元号", "层数"], ["甲", "1", "1", storeys]];
    let files = [("甲.xlsx", vec![sheet(6)]), ("乙.xlsx", vec![sheet(5)])];
    assert!(message(&read_files(&files), "S062").contains("甲.xlsx › 调查表 › D2"));
    for (duplicates, storeys) in [(Duplicates::First, "6"), (Duplicates::Last, "5")] {
        let survey = read_with(&dictionary(Complete::Unit), &files, duplicates);
        assert_eq!(units(&survey, &["storeys"]), [format!("甲/1/1: {storeys}")]);
    }
}

#[test]
fn keys_that_nearly_agree_are_reported_once() {
    let survey = read(rows![
        ["小区", "楼号", "单元号"],
        ["三村", "1", "1"],
        ["三村", "1", "2"],
        ["3村", "1", "1"],
        ["3村", "1", "2"],
        ["四村", "A1", "1"],
        ["四村", "a1", "1"]
    ]);
    assert_eq!(survey.units.count, 6);
    assert_eq!(told(&survey), ["S063 4", "S063 7"]);
    assert!(message(&survey, "S063").contains("`3村` 与 `三村`（第 2 行）"));
}

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
    assert_eq!(message(&survey, "S066"), "这个文件用列填写 `管线`，没有 污水 的列");
    let survey = read_with(&dictionary(Complete::File), &[("甲.xlsx", vec![sheet()])], Duplicates::Report);
    assert_eq!(pipes(&survey)[2], "甲/1/3 known [#0 ?, #1 ?]");
}

#[test]
fn a_list_row_whose_kind_is_none_is_an_explicit_none() {
    let pipes_sheet =
        rows![["小区", "楼号", "单元号", "管线类型", "距外墙"], ["甲", "1", "1", "无", "/"], ["甲", "1", "2", "", ""]];
    let survey = read_files(&[("甲.xlsx", vec![one_unit(), pipes_sheet])]);
    assert_eq!(pipes(&survey), ["甲/1/1 known []", "甲/1/2 unknown [ ?]"]);
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
fn rows_of_all_files_stand_in_the_order_of_the_input() {
    let sheet =
        |estate: &str| rows![["小区", "楼号", "单元号", "层数"], [estate, "1", "1", "约6"], [estate, "", "1", 6]];
    let files: Vec<(String, Vec<Sheet>)> =
        (0..20).map(|n| (format!("{n}.xlsx"), vec![sheet(format!("{n}村").as_str())])).collect();
    let files: Vec<(&str, Vec<Sheet>)> = files.iter().map(|(name, sheets)| (name.as_str(), sheets.clone())).collect();
    let survey = read_files(&files);
    let expected: Vec<String> = (0..20).map(|n| format!("{n}村/1/1: ")).collect();
    assert_eq!(units(&survey, &[]), expected);
    let told: Vec<(String, &str)> = survey.findings.iter().map(|f| (f.file.to_string(), f.code)).collect();
    let expected: Vec<(String, &str)> =
        (0..20).flat_map(|n| [(format!("{n}.xlsx"), "S021"), (format!("{n}.xlsx"), "S051")]).collect();
    assert_eq!(told, expected);
}
