//! Small surveys held against small rosters.

use super::*;
use crate::rules::dictionary::Complete;
use crate::survey::cases::made_up::{dictionary, rows, struck};
use crate::survey::cases::made_up_survey::{message, read_files, suggestion, told};
use crate::survey::grid::Sheet;

/// A survey of these units held against a roster.
fn covered(survey: Sheet, roster: Sheet) -> Survey {
    let mut survey = read_files(&[("甲.xlsx", vec![survey])]);
    survey.findings.clear();
    let roster = read_files(&[("门牌总表.xlsx", vec![roster])]);
    cover(&mut survey, roster, &dictionary(Complete::Unit));
    survey
}

/// The units not surveyed, each with the one it may be; and those not on the roster.
fn lacking(survey: &Survey) -> (Vec<String>, Vec<String>) {
    let coverage = survey.coverage.as_ref().unwrap();
    let nearly = |unit: usize| coverage.nearly[unit].map_or(String::new(), |near| survey.units.name(near));
    let not_surveyed = coverage.not_surveyed().map(|unit| format!("{} {}", coverage.units.name(unit), nearly(unit)));
    let not_listed = coverage.not_on_roster.iter().map(|&unit| survey.units.name(unit));
    (not_surveyed.collect(), not_listed.collect())
}

#[test]
fn keys_compare_as_those_of_surveys_do() {
    let survey = covered(
        rows![["小区", "楼号", "单元号"], ["甲 小区", "012号楼", "１单元"], ["乙", 3, "2"], ["乙", 3, "3"]],
        rows![
            ["序号", "小区名称", "幢号", "门号"],
            [1, "甲小区", 12, 1],
            [2, "乙", "3幢", "02号"],
            [3, "乙", "3.0", "3"]
        ],
    );
    assert_eq!(lacking(&survey), (vec![], vec![]));
    assert_eq!(survey.coverage.unwrap().surveyed, [Some(0), Some(1), Some(2)]);
}

#[test]
fn what_is_not_surveyed_is_counted_and_no_finding() {
    let survey = covered(
        rows![["小区", "楼号", "单元号"], ["甲", "1", "1"]],
        rows![["小区", "楼号", "单元号"], ["甲", "1", "2"], ["甲", "1", "1"], ["乙", "1", "1"]],
    );
    assert_eq!(lacking(&survey), (vec!["甲/1/2 ".into(), "乙/1/1 ".into()], vec![]));
    assert!(survey.findings.is_empty());
}

#[test]
fn a_unit_that_is_not_on_the_roster_is_a_finding_at_its_first_row() {
    let survey = covered(
        rows![["小区", "楼号", "单元号"], ["甲", "1", "1"], ["丙", "1", "1"], ["丙", "1", "1"]],
        rows![["小区", "楼号", "单元号"], ["甲", "1", "1"]],
    );
    assert_eq!(lacking(&survey).1, ["丙/1/1"]);
    assert_eq!(told(&survey), ["S070 3"]);
    assert_eq!((&*survey.findings[0].file, survey.findings[0].unit.as_str()), ("甲.xlsx", "丙/1/1"));
    assert_eq!(suggestion(&survey, "S070"), "请核对名称，确有这个门栋的补进总表");
}

#[test]
fn a_nearly_equal_pair_is_one_finding() {
    let survey = covered(
        rows![["小区", "楼号", "单元号"], ["3村", "1", "1"], ["青砚新二村", "21", "1"], ["甲", "21", "1"]],
        rows![["小区", "楼号", "单元号"], ["甲", "12", "1"], ["青砚二村", "21", "1"], ["三村", "1", "1"]],
    );
    let (not_surveyed, not_listed) = lacking(&survey);
    assert_eq!(not_surveyed, ["甲/12/1 甲/21/1", "青砚二村/21/1 青砚新二村/21/1", "三村/1/1 3村/1/1"]);
    assert_eq!(not_listed, ["3村/1/1", "青砚新二村/21/1", "甲/21/1"]);
    assert_eq!(told(&survey), ["S071 2", "S071 3", "S071 4"]);
    assert_eq!(
        message(&survey, "S071"),
        "`3村/1/1` 不在门牌总表里；总表上相近的 `三村/1/1`（门牌总表.xlsx › 调查表 › 第 4 行）没有踏勘，可能就是它"
    );
}

#[test]
fn who_is_alike_has_it_before_who_differs() {
    let survey = covered(
        rows![["小区", "楼号", "单元号"], ["31村", "1", "1"], ["3村", "1", "1"]],
        rows![["小区", "楼号", "单元号"], ["三村", "1", "1"]],
    );
    assert_eq!(lacking(&survey).0, ["三村/1/1 3村/1/1"]);
    assert_eq!(told(&survey), ["S070 2", "S071 3"]);
}

#[test]
fn where_all_near_ones_are_surveyed_the_nearest_is_named_all_the_same() {
    let survey = covered(
        rows![["小区", "楼号", "单元号"], ["三村", "1", "1"], ["3村", "1", "1"]],
        rows![["小区", "楼号", "单元号"], ["三村", "1", "1"]],
    );
    assert_eq!(told(&survey), ["S070 3"]);
    assert!(suggestion(&survey, "S070").contains("`三村/1/1`（门牌总表.xlsx › 调查表 › 第 2 行），它另有踏勘记录"));
}

#[test]
fn a_roster_is_read_as_a_survey_is_but_for_what_it_says_beside_names() {
    use jiff::civil::Date;
    let folder = tempfile::tempdir().unwrap();
    let text = "居民区,小区,楼号,单元号,层数,梯段净宽,备注\n\
                一,甲,1,1,约6,很宽,x\n一,甲,1,1,5,1.1,\n一,甲,,2,6,,\n一,甲,1,12-14号,6,,\n";
    std::fs::write(folder.path().join("总表.csv"), text).unwrap();
    let options = Options::on(Date::constant(2021, 6, 1));
    let read = |inputs| read_roster(inputs, &dictionary(Complete::Unit), &options, &|_| {}).unwrap();
    let roster = read(&[folder.path().to_path_buf()]);
    assert_eq!(roster.units.count, 1);
    assert_eq!(told(&roster), ["S051 C4", "S053 D5", "S072 3"]);
    assert_eq!(message(&roster, "S072"), "门牌总表里 `甲/1/1` 不止一行，第 2 行已有，只算一个");
    let rows = roster.books.files[0].rows;
    assert_eq!((rows.found, rows.assessed, rows.merged, rows.rejected), (4, 1, 1, 2));
}

#[test]
fn the_survey_s_own_books_and_units_stay_as_they_are() {
    let sheet = || rows![["小区", "楼号", "单元号"], ["甲", "1", "1"], ["甲", "1", "1"], ["甲", "", "1"]];
    let alone = read_files(&[("甲.xlsx", vec![sheet()])]);
    let beside = covered(sheet(), rows![["小区", "楼号", "单元号"], ["乙", "1", "1"], ["乙", "", "1"]]);
    assert_eq!(alone.books, beside.books);
    assert_eq!((alone.units.count, alone.rejected), (beside.units.count, beside.rejected));
    assert_eq!(beside.coverage.unwrap().books.files[0].rows.rejected, 1);
}

#[test]
fn a_unit_that_a_survey_has_struck_through_is_told_apart() {
    let survey = covered(
        rows![
            ["小区", "楼号", "单元号", "层数"],
            [struck("甲"), struck("01号楼"), struck("1"), struck("6")],
            [struck("甲"), struck("1"), struck("2"), struck("6")],
            ["甲", "1", "2", 6]
        ],
        rows![["小区", "楼号", "单元号"], ["甲", "1", "1"], ["甲", "1", "2"], ["甲", "1", "3"]],
    );
    assert_eq!(lacking(&survey).0, ["甲/1/1 ", "甲/1/3 "]);
    assert_eq!(survey.coverage.unwrap().withdrawn, [true, false, false]);
}
