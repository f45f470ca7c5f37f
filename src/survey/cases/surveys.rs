//! From sheets to units: one example for each sentence of how surveys are read.

use super::made_up::{MadeUp, dictionary, rows, sheet, struck};
use super::made_up_survey::*;
use crate::rules::dictionary::Complete;
use crate::survey::UnitRows;
use crate::survey::finding::FindingSeverity;
use crate::survey::grid::{Content, Range, Sheet};
use crate::survey::options::Duplicates;
use proptest::prelude::*;

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
fn rows_numbered_beforehand_and_not_filled_in_are_no_data() {
    let survey =
        read(rows![["序号", "小区", "楼号", "单元号", "层数"], [1, "甲", "1", "1", 6], [2], [3, "", "", "", 6]]);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: 6"]);
    assert_eq!(told(&survey), ["S056 3", "S051 B4"]);
}

#[test]
fn the_heading_of_the_next_table_is_no_data() {
    let survey = read(rows![
        ["一号楼"],
        ["小区", "楼号", "单元号", "层数"],
        ["甲", "1", "1", 6],
        ["甲"],
        ["甲", "1", "2", 5],
        [],
        ["二号楼"],
        ["小区", "单元号", "楼号", "层数"],
        ["甲", "1", "2", 4]
    ]);
    assert_eq!(units(&survey, &["storeys"]), ["甲/1/1: 6", "甲/1/2: 5", "甲/2/1: 4"]);
    assert_eq!(told(&survey), ["S051 B4", "S056 7"]);
    assert_eq!(rows_of(&survey, 0), UnitRows { found: 4, assessed: 3, rejected: 1, ..UnitRows::default() });
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

    let total = rows![["小区", "楼号", "单元号", "层数"], ["甲", "1", "1", 6], ["甲小区小计", "", "", 6]];
    assert_eq!(told(&read(total.merging(&["A3:C3"]))), ["S056 3"]);
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
    let sheet = |storeys: i32| rows![["小区", "楼号", "单元号", "层数"], ["甲", "1", "1", storeys]];
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
    assert_eq!(told(&survey), ["S063 A4", "S063 B7"]);
    assert!(message(&survey, "S063").contains("`3村` 与 `三村`（A2）"));
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

/// Cells as forms have them, and merged cells anywhere.
fn any_sheet() -> impl Strategy<Value = Sheet> {
    const TEXTS: &[&str] = &[
        "",
        "",
        "小区",
        "楼号",
        "单元号",
        "层数",
        "梯段净宽（mm）",
        "燃气管距外墙",
        "管线类型",
        "距外墙",
        "备注",
        "序号",
        "mm",
        "甲",
        "乙",
        "1",
        "2",
        "1-2",
        "12-14号",
        "无",
        "—",
        "约6",
        "同上",
        "燃气",
        "小计",
        "注：",
        "砖混",
        "1.1",
        " ",
    ];
    let cells = prop::collection::vec(prop::collection::vec((0..TEXTS.len(), prop::bool::weighted(0.1)), 1..9), 1..14);
    let ranges = prop::collection::vec((1..12_u32, 0..8_u32, 0..4_u32, 0..4_u32), 0..4);
    let header = prop::bool::weighted(0.7);
    (cells, ranges, header).prop_map(|(cells, ranges, header)| {
        let first = ["小区", "楼号", "单元号", "层数", "燃气管距外墙", "管线类型"].map(MadeUp::from);
        let cell = |(text, is_struck): &(usize, bool)| match TEXTS.get(*text) {
            Some(text) if *is_struck && !text.is_empty() => struck(text),
            text => MadeUp::from(*text.unwrap_or(&"")),
        };
        let rows = cells.iter().map(|row| row.iter().map(cell).collect());
        let mut sheet = sheet(header.then(|| first.into()).into_iter().chain(rows).collect());
        sheet.merged = ranges
            .iter()
            .map(|(top, left, height, width)| Range {
                top: *top,
                left: *left,
                bottom: top + height,
                right: left + width,
            })
            .collect();
        sheet
    })
}

proptest! {
    #[test]
    fn whatever_sheets_hold_the_books_balance(sheets in prop::collection::vec(any_sheet(), 1..4)) {
        // A row of each of several tables side by side may stand in one row of the sheet, with a cell of its own.
        let most: u64 = sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len() as u64).sum();
        // Reading fails where the books do not balance.
        let survey = read_files(&[("甲.xlsx", sheets)]);
        let file = &survey.books.files[0];
        prop_assert!(file.rows.found + file.list_rows.found <= most);
        prop_assert_eq!(file.rows.assessed, survey.units.count as u64);
        prop_assert_eq!(file.rows.rejected + file.list_rows.rejected, survey.rejected.len() as u64);
        for column in &survey.units.fields {
            prop_assert_eq!((column.values.len(), column.origins.len()), (survey.units.count, survey.units.count));
        }
        for list in &survey.units.lists {
            prop_assert_eq!(list.known.len(), survey.units.count);
            prop_assert_eq!(list.offsets.last().copied(), Some(list.len() as u32));
        }
    }
}
