//! Small surveys and what a committee decided of them.

use super::*;
use crate::rules::dictionary::Complete;
use crate::survey::cases::made_up::{dictionary, rows, struck};
use crate::survey::cases::made_up_survey::{message, read_files, suggestion, told};
use crate::survey::options::Options;
use crate::survey::{RejectedRow, Survey};
use jiff::civil::Date;

const SUITABLE: Grade = Grade::Suitable;
const DIFFICULT: Grade = Grade::Difficult;

/// Four units: 甲/1/1 and 甲/1/2 suitable, 甲/11/2 and 三村/1/1 difficult; 甲/9/9 is struck through.
fn street() -> Survey {
    let mut survey = read_files(&[(
        "甲.xlsx",
        vec![rows![
            ["小区", "楼号", "单元号"],
            ["甲", "1", "1"],
            ["甲", "1", "2"],
            ["甲", "11", "2"],
            ["三村", "1", "1"],
            [struck("甲"), struck("9"), struck("9")]
        ]],
    )]);
    survey.findings.clear();
    survey
}

/// The street with these files of decisions.
fn decided_by(files: &[(&str, &str)]) -> Survey {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let paths: Vec<_> = files.iter().map(|(name, _)| folder.path().join(name)).collect();
    let dictionary = dictionary(Complete::Unit);
    let read = read_decisions(&paths, &dictionary, &Options::on(Date::constant(2022, 1, 1))).unwrap();
    let mut survey = street();
    settle(&mut survey, read, &dictionary, &[SUITABLE, SUITABLE, DIFFICULT, DIFFICULT]).unwrap();
    survey
}

fn decided(text: &str) -> Survey {
    decided_by(&[("决定.csv", text)])
}

/// Each unit of which something was decided: `甲/1/1 difficult differs`.
fn held(survey: &Survey) -> Vec<String> {
    let decisions = survey.decisions.as_ref().unwrap();
    let line = |unit: usize| {
        let decision = decisions.of(unit)?;
        Some(format!("{} {} {}", survey.units.name(unit), decision.class.id(), decision.state().id()))
    };
    (0..survey.units.count).filter_map(line).collect()
}

fn fates(survey: &Survey) -> Vec<Fate> {
    survey.decisions.as_ref().unwrap().rows.iter().map(|row| row.fate).collect()
}

#[test]
fn a_decision_agrees_differs_has_lapsed_or_does_not_say_what_was_computed() {
    let survey = decided(
        "单元,结论,理由,决定单位,决定人,日期,当时评估结论\n\
         甲/1/1,适合加装,居民一致,街道加梯办,张三,2021年6月12日,适合加装\n\
         甲/1/2,不适合,管线多,街道加梯办,,2021.6.1,适合\n\
         甲/11/2,适合,,,,,适合\n\
         三村/1/1,适合,,,,,\n",
    );
    assert_eq!(
        held(&survey),
        [
            "甲/1/1 suitable agrees",
            "甲/1/2 unsuitable differs",
            "甲/11/2 suitable lapsed",
            "三村/1/1 suitable unrecorded"
        ]
    );
    let first = survey.decisions.as_ref().unwrap().of(0).unwrap();
    assert_eq!(
        (&*first.reason, &*first.by, &*first.person, &*first.date),
        ("居民一致", "街道加梯办", "张三", "2021-06-12")
    );
    assert_eq!(first.decided_by(Lang::Zh), "街道加梯办，张三");
    assert_eq!(told(&survey), ["S088 B4", "S089"]);
    assert_eq!(message(&survey, "S088"), "决定（适合加装）已失效：当时评估为适合加装，现在评估为较难加装");
    assert!(message(&survey, "S089").starts_with("1 条决定没有写"));
}

#[test]
fn units_are_named_in_one_cell_or_in_a_column_for_each_part() {
    let survey = decided("小区,楼号,单元号,结论\n甲 ,1号楼,０1单元,适合\n甲,011,2.0,适合\n");
    assert_eq!(held(&survey), ["甲/1/1 suitable unrecorded", "甲/11/2 suitable unrecorded"]);
    for header in ["单元", "单元名称", "单元号", "unit", "门栋"] {
        let survey = decided(&format!("{header},结论\n/甲／1号楼/1单元/,适合\n"));
        assert_eq!(held(&survey), ["甲/1/1 suitable unrecorded"], "{header}");
    }
    let survey = decided("unit,class,reason,by,date,computed\n甲/1/1,difficult,x,y,2021-06-12,suitable\n");
    assert_eq!(held(&survey), ["甲/1/1 difficult differs"]);
}

#[test]
fn what_means_no_one_unit_is_not_used() {
    let survey = decided("单元,结论\n3村/1/1,适合\n1/2,适合\n甲/9/9,适合\n丁/7/7,适合\n,适合\n");
    assert_eq!(held(&survey), Vec::<String>::new());
    assert_eq!(told(&survey), ["S083 A2", "S084 A3", "S083 A4", "S083 A5", "S083 6"]);
    assert_eq!(suggestion(&survey, "S083"), "最接近的是 `三村/1/1`：请核对名称");
    assert_eq!(suggestion(&survey, "S084"), "可能是 `甲/1/2`：请写全");
    assert!(survey.findings[2].message.zh.contains("整行划去"), "{:?}", survey.findings[2]);
    // Half a name in columns of its own is no more than half a name in one.
    let survey = decided("楼号,单元号,结论\n1,1,适合\n");
    assert_eq!(told(&survey), ["S084 A2"]);
    assert_eq!(suggestion(&survey, "S084"), "可能是 `甲/1/1`、`三村/1/1`：请写全");
}

#[test]
fn a_name_that_reads_two_ways_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("决定.csv");
    std::fs::write(&path, "单元,结论\n甲/乙/1/1,适合\n甲/乙/丙/1,适合\n").unwrap();
    let dictionary = dictionary(Complete::Unit);
    let read = read_decisions(&[path], &dictionary, &Options::on(Date::constant(2022, 1, 1))).unwrap();
    let mut survey = read_files(&[(
        "甲.xlsx",
        vec![rows![["小区", "楼号", "单元号"], ["甲/乙", "1", "1"], ["甲", "乙/1", "1"], ["甲/乙", "丙", "1"]]],
    )]);
    survey.findings.clear();
    settle(&mut survey, read, &dictionary, &[SUITABLE; 3]).unwrap();
    assert_eq!(told(&survey), ["S084 A2", "S089"]);
    assert_eq!(held(&survey), ["甲/乙/丙/1 suitable unrecorded"]);
}

#[test]
fn a_class_that_cannot_be_read_is_not_guessed() {
    let survey = decided(
        "单元,结论,当时评估结论\n甲/1/1,暂不适合,\n甲/1/1,,\n甲/1/2,适合或较难,\n甲/11/2,适合,看情况\n三村/1/1,基本可以,\n",
    );
    assert_eq!(held(&survey), Vec::<String>::new());
    assert_eq!(told(&survey).iter().filter(|told| told.starts_with("S085")).count(), 4, "{:?}", told(&survey));
    let rejected: Vec<(u32, &str)> =
        survey.decisions.as_ref().unwrap().rejected.iter().map(|row: &RejectedRow| (row.row, row.code)).collect();
    assert!(rejected.iter().all(|(_, code)| *code == "S085") && rejected.len() == 4, "{rejected:?}");
}

#[test]
fn a_list_may_carry_units_of_which_nothing_is_decided_yet() {
    let survey =
        decided("单元,结论,日期\n甲/1/1,适合,2021-06-12\n甲/1/2,,2021-06-12\n甲/11/2,待定,\n三村/1/1,/,\n丁/7/7,,\n");
    assert_eq!(held(&survey), ["甲/1/1 suitable unrecorded"]);
    assert_eq!(told(&survey), ["S090 3", "S089"]);
    assert_eq!(message(&survey, "S090"), "4 行没有写结论，当作还没有决定（第 3、4、5、6 行）");
    let decisions = survey.decisions.as_ref().unwrap();
    let rows = decisions.books.files[0].rows;
    assert_eq!((rows.found, rows.assessed, rows.rejected, decisions.rejected.len()), (1, 1, 0, 0));
}

#[test]
fn notes_beside_reasons_are_the_offices_own() {
    let reason = |text: &str| decided(text).decisions.unwrap().of(0).unwrap().reason.clone();
    assert_eq!(reason("单元,结论,决定理由,备注\n甲/1/1,适合,居民一致,电话再约\n"), "居民一致");
    assert_eq!(reason("单元,结论,决定理由,备注\n甲/1/1,适合,,电话再约\n"), "");
    assert_eq!(reason("单元,结论,备注\n甲/1/1,适合,居民一致\n"), "居民一致");
}

#[test]
fn rows_that_contradict_each_other_do_not_count() {
    let survey = decided("单元,结论\n甲/1/1,适合\n甲/1号/1,不适合\n甲/1/2,适合\n甲/1/2,适合\n");
    assert_eq!(held(&survey), ["甲/1/2 suitable unrecorded"]);
    assert_eq!(told(&survey), ["S086 B2", "S086 B3", "S089"]);
    assert_eq!(
        message(&survey, "S086"),
        "`甲/1/1` 另有一条决定是不适合加装（决定.csv › 第 3 行），看不出先后，两条都没有采用"
    );
    assert_eq!(fates(&survey), [Fate::NotUsed("S086"), Fate::NotUsed("S086"), Fate::Holds, Fate::Repeated]);
}

#[test]
fn dates_tell_which_came_later() {
    let rows = ["甲/1/1,适合,2021-05-01", "甲/1/1,不适合,2021年6月", "甲/1/1,较难,2020"];
    for turned in 0..3 {
        let mut rows = rows;
        rows.rotate_left(turned);
        let survey = decided(&format!("单元,结论,日期\n{}\n", rows.join("\n")));
        assert_eq!(held(&survey), ["甲/1/1 unsuitable unrecorded"]);
        assert_eq!(told(&survey).iter().filter(|told| told.starts_with("S087")).count(), 2);
        assert!(message(&survey, "S087").starts_with("后来另有决定：2021年6月 不适合加装"));
    }
    // A month does not say whether a day in it came before; nor does no date.
    for other in ["2021年6月", "2021-06-12", "", "不详"] {
        let survey = decided(&format!("单元,结论,日期\n甲/1/1,适合,2021-06-12\n甲/1/1,较难,{other}\n"));
        assert_eq!(held(&survey), Vec::<String>::new(), "{other}");
        assert!(told(&survey).contains(&"S086 B2".to_string()) && told(&survey).contains(&"S086 B3".to_string()));
    }
    // Nor does a day without a year, which is asked for.
    let survey = decided("单元,结论,日期\n甲/1/1,适合,6.12\n甲/1/2,适合,2021-06-12\n");
    assert_eq!(suggestion(&survey, "S020"), "请连年份一起写，如 2026-06-12：日期只用来分先后");
    assert_eq!(held(&survey).len(), 2);
    // An older decision does not come back because newer ones contradict each other.
    let survey = decided("单元,结论,日期\n甲/1/1,适合,2020-01-01\n甲/1/1,适合,2021-01-01\n甲/1/1,较难,2021-01-01\n");
    assert_eq!((held(&survey), fates(&survey)[0]), (vec![], Fate::Superseded));
}

#[test]
fn of_rows_that_say_the_same_the_one_that_tells_of_a_lapse_is_heard() {
    let original = ("a.csv", "单元,结论\n甲/11/2,适合\n甲/1/1,适合\n");
    let of_last_run = ("b.csv", "单元,结论,当时评估结论,状态,出处\n甲/11/2,适合,适合,x,y\n甲/1/1,适合,适合,x,y\n");
    for files in [[original, of_last_run], [of_last_run, original]] {
        let survey = decided_by(&files);
        assert_eq!(held(&survey), ["甲/1/1 suitable agrees", "甲/11/2 suitable lapsed"]);
        assert_eq!(told(&survey), ["S088 B2"]);
        assert_eq!(&*survey.findings[0].file, "b.csv");
    }
}

#[test]
fn every_row_is_in_the_books() {
    let survey = decided_by(&[
        ("a.csv", "某街道决定汇总\n单元,结论\n甲/1/1,适合\n甲/1/1,适合\n丁/1/1,适合\n甲/1/2,大概\n甲/1/2,\n合计,5\n"),
        ("b.csv", "一,二,三\n1,2,3\n"),
    ]);
    let decisions = survey.decisions.as_ref().unwrap();
    let counts: Vec<[u64; 5]> = decisions
        .books
        .files
        .iter()
        .map(|file| [file.rows.found, file.rows.assessed, file.rows.merged, file.rows.rejected, file.rows.unread])
        .collect();
    assert_eq!(counts, [[4, 1, 1, 2, 0], [2, 0, 0, 0, 2]]);
    assert_eq!(decisions.rejected.len(), 2);
    assert_eq!((survey.books, survey.units.count), (street().books, 4), "the survey's own are as they were");
}
