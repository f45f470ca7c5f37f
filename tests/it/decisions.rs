//! What a committee decided stands beside the computed class, and lapses when that changes.

use super::{liftfit, status, stderr, stdout, street};
use std::fs;
use std::path::Path;
use std::process::Output;

fn assess(folder: &Path, more: &[&str]) -> Output {
    let args = ["assess", "调查", "--rules", "rules/rules.toml", "--out", "结果", "--as-of", "2022-01-01"];
    liftfit(folder, &[&args[..], more].concat())
}

fn decided(text: &str) -> tempfile::TempDir {
    let dir = street();
    fs::write(dir.path().join("决定.csv"), text).unwrap();
    dir
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join("结果").join(name)).unwrap().trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

fn json(folder: &Path, name: &str) -> serde_json::Value {
    serde_json::from_str(&read(folder, name)).unwrap()
}

/// Suitable, difficult, difficult as computed.
const DECISIONS: &str = "单元,结论,理由,决定单位,决定人,日期\n\
    甲小区/1/1,适合加装,居民一致,街道加梯办,张三,2021年6月12日\n\
    甲小区/1/2,不适合,管线多,街道加梯办,,2021.6\n";

#[test]
fn decisions_stand_beside_the_classes_and_change_none() {
    let dir = decided(DECISIONS);
    assert_eq!(status(&assess(dir.path(), &[])), 0);
    let without = read(dir.path(), "units.csv");
    let output = assess(dir.path(), &["--decisions", "决定.csv"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let line = "决定：2 个单元，与评估一致 0，不同 0，已失效 0，没有记下当时评估的 2\n";
    assert!(stdout(&output).contains(line), "{}", stdout(&output));
    let with = read(dir.path(), "units.csv");
    let columns = |text: &str| -> Vec<Vec<String>> {
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        rows.records().map(|row| row.unwrap().iter().map(str::to_string).collect()).collect()
    };
    let (without, with) = (columns(&without), columns(&with));
    let source = with[0].iter().position(|name| name == "source").unwrap();
    let decision: Vec<Vec<String>> = with.iter().map(|row| row[source + 1..source + 6].to_vec()).collect();
    assert_eq!(
        decision,
        [
            ["decision", "decision.reason", "decision.by", "decision.date", "decision.state"],
            ["suitable", "居民一致", "街道加梯办，张三", "2021-06-12", "unrecorded"],
            ["unsuitable", "管线多", "街道加梯办", "2021.6", "unrecorded"],
            ["", "", "", "", ""],
        ]
    );
    let rest: Vec<Vec<String>> =
        with.into_iter().map(|row| [&row[..source + 1], &row[source + 6..]].concat()).collect();
    assert_eq!(rest, without, "all else is as it was");
    let summary = json(dir.path(), "summary.json");
    assert_eq!(summary["classes"]["unsuitable"]["units"], 0);
    let decisions = &summary["decisions"];
    assert_eq!((&decisions["units"], &decisions["states"]["unrecorded"]), (&2.into(), &2.into()));
    assert_eq!(decisions["matrix"][1]["computed"], "difficult");
    assert_eq!(decisions["matrix"][1]["decided"]["unsuitable"], 1);
}

#[test]
fn what_a_run_writes_is_given_to_the_next_and_lapses_by_itself() {
    let dir = decided(DECISIONS);
    assert_eq!(status(&assess(dir.path(), &["--decisions", "决定.csv"])), 0);
    let first = read(dir.path(), "decisions.csv");
    assert_eq!(
        first.lines().nth(2).unwrap(),
        "甲小区/1/2,不适合加装,管线多,街道加梯办,,2021.6,较难加装,较难加装,有效（没有记下当时的评估结论）,,决定.csv › 3,unrecorded"
    );
    // The same survey: nothing lapses, and now it is known what was computed.
    let again = ["--decisions", "结果/decisions.csv"];
    let output = assess(dir.path(), &again);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let line = "决定：2 个单元，与评估一致 1，不同 1，已失效 0，没有记下当时评估的 0\n";
    assert!(stdout(&output).contains(line), "{}", stdout(&output));
    // The stair of 1/2 is measured anew: its computed class is another, and the decision has lapsed, run after run.
    let survey = fs::read_to_string(dir.path().join("调查/甲.csv")).unwrap();
    fs::write(dir.path().join("调查/甲.csv"), survey.replace("1,2,1.05", "1,2,1.20")).unwrap();
    for _ in 0..2 {
        let output = assess(dir.path(), &again);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        assert!(stdout(&output).contains("已失效 1"), "{}", stdout(&output));
        let findings = read(dir.path(), "findings.csv");
        let told = "S088,warning,decisions.csv,,B3,甲小区/1/2,,不适合加装,,决定（不适合加装）已失效：当时评估为较难加装，现在评估为适合加装";
        assert!(findings.contains(told), "{findings}");
        let row = read(dir.path(), "decisions.csv").lines().nth(2).unwrap().to_string();
        assert!(row.starts_with("甲小区/1/2,不适合加装,管线多,街道加梯办,,2021.6,较难加装,适合加装,已失效"), "{row}");
    }
    // In English the same file is read, and one in English is written, which is read as well.
    for _ in 0..2 {
        let output = assess(dir.path(), &[&again[..], &["--lang", "en"]].concat());
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        let line = "decisions: 2 units, 1 agree with the assessment, 0 differ, 1 lapsed, 0 do not record";
        assert!(stdout(&output).contains(line), "{}", stdout(&output));
        let row = read(dir.path(), "decisions.csv").lines().nth(2).unwrap().to_string();
        assert!(row.starts_with("甲小区/1/2,unsuitable,管线多,街道加梯办,,2021.6,difficult,suitable,lapsed"), "{row}");
    }
}

#[test]
fn explain_tells_of_the_decision_from_a_run_and_from_surveys() {
    let dir = decided(DECISIONS);
    assert_eq!(status(&assess(dir.path(), &["--decisions", "决定.csv"])), 0);
    let line = "决定：不适合加装（2021.6，街道加梯办）：管线多  [有效（没有记下当时的评估结论）]\n";
    let of_run = liftfit(dir.path(), &["explain", "1/2", "--run", "结果"]);
    assert!(stdout(&of_run).contains(line), "{}{}", stdout(&of_run), stderr(&of_run));
    let surveys = ["explain", "1/2", "调查", "--rules", "rules/rules.toml", "--decisions", "决定.csv"];
    let of_surveys = liftfit(dir.path(), &surveys);
    assert_eq!((status(&of_surveys), stdout(&of_surveys)), (0, stdout(&of_run)), "{}", stderr(&of_surveys));
    let document = liftfit(dir.path(), &["explain", "1/2", "--run", "结果", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&stdout(&document)).unwrap();
    assert_eq!((&document["class"], &document["decision"]["class"]), (&"difficult".into(), &"unsuitable".into()));
    let other = liftfit(dir.path(), &["explain", "11/2", "--run", "结果"]);
    assert!(!stdout(&other).contains("决定：不"), "{}", stdout(&other));
    // What was decided is part of the record: changed since, it is an error and not another answer.
    let kept = dir.path().join("结果/run/decisions.json");
    fs::write(&kept, fs::read_to_string(&kept).unwrap().replace("unsuitable", "suitable")).unwrap();
    let changed = liftfit(dir.path(), &["explain", "1/2", "--run", "结果"]);
    assert_eq!(status(&changed), 1, "{}", stdout(&changed));
    assert!(stderr(&changed).contains("decisions.json"), "{}", stderr(&changed));
}

#[test]
fn rows_that_are_not_used_are_accounted_for_and_told() {
    let dir = decided(&format!("{DECISIONS}乙小区/9/9,适合,,,,\n甲小区/11/2,再议,,,,\n甲小区/11/2,,,,,\n"));
    let output = assess(dir.path(), &["--decisions", "决定.csv"]);
    assert_eq!(status(&output), 3, "{}", stderr(&output));
    assert!(stdout(&output).contains("；2 行没有采用"), "{}", stdout(&output));
    let run = json(dir.path(), "run.json");
    let rows = &run["decisions"][0]["rows"];
    assert_eq!((&rows["found"], &rows["assessed"], &rows["rejected"]), (&4.into(), &2.into(), &2.into()));
    assert_eq!(run["options"]["decisions"][0]["hash"], run["decisions"][0]["hash"]);
    assert_eq!(run["inputs"].as_array().unwrap().len(), 1, "they are no part of the survey");
    assert_eq!(run["inputs"][0]["rows"]["rejected"], 0);
    let rejected = read(dir.path(), "rejected.csv");
    for told in ["决定.csv,,4,S083,单元,乙小区/9/9", "决定.csv,,5,S085,结论,再议"] {
        assert!(rejected.contains(told), "{told}: {rejected}");
    }
    // One in which nothing is decided yet is said, and no row of decisions.
    assert!(read(dir.path(), "findings.csv").contains("1 行没有写结论，当作还没有决定（第 6 行）"));
    let decisions = read(dir.path(), "decisions.csv");
    assert!(decisions.contains("甲小区/11/2,再议,,,,,,,没有采用,S085,决定.csv › 5,not-used"), "{decisions}");
}

#[test]
fn decisions_among_the_surveys_are_no_survey_and_may_be_a_workbook() {
    let dir = street();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet().set_name("汇总").unwrap();
    sheet.merge_range(0, 0, 0, 4, "某某街道决定汇总", &rust_xlsxwriter::Format::new()).unwrap();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for (column, text) in ["小区", "楼号", "门牌", "结论", "日期"].iter().enumerate() {
        sheet.write_string(1, column as u16, *text).unwrap();
    }
    sheet.write_string(2, 0, "甲小区").unwrap();
    sheet.write_number(2, 1, 1).unwrap();
    sheet.write_number(2, 2, 2).unwrap();
    sheet.write_string(2, 3, "不宜加装").unwrap();
    sheet.write_number_with_format(2, 4, 44359, &day).unwrap();
    workbook.save(dir.path().join("调查/决定.xlsx")).unwrap();
    let output = assess(dir.path(), &["--decisions", "调查/决定.xlsx"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let row = read(dir.path(), "decisions.csv").lines().nth(1).unwrap().to_string();
    assert!(row.starts_with("甲小区/1/2,不适合加装,,,,2021-06-12,较难加装,较难加装,"), "{row}");
    assert!(row.contains("调查/决定.xlsx › 汇总 › 3") || row.contains("决定.xlsx › 汇总 › 3"), "{row}");
    // Without a decision that can be read there is nothing to do, and the run that stands is left alone.
    fs::write(dir.path().join("空.csv"), "小区,门牌\n甲小区,1\n").unwrap();
    let output = assess(dir.path(), &["--decisions", "空.csv"]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("没有读到一条决定"), "{}", stderr(&output));
    let output = assess(dir.path(), &["--decisions", "没有.csv"]);
    assert!(stderr(&output).contains("决定：找不到 `没有.csv`"), "{}", stderr(&output));
}

#[test]
fn hostile_texts_are_texts_and_the_bytes_do_not_depend_on_threads() {
    let long = "长".repeat(40_000);
    let hostile = ["=cmd|' /C calc'!A0", "@SUM(A1)", "<script>alert(1)</script>", "\u{1b}[31m", "]]>", &long];
    let rows: String = (0..2000)
        .map(|n| format!("甲小区/1/{},适合,{},＝A1,+86,2021-06-12\n", n % 5, hostile[n % hostile.len()]))
        .collect();
    let dir = decided(&format!("单元,结论,理由,决定单位,决定人,日期\n{rows}"));
    let runs = ["1", "2"].map(|threads| {
        let output = assess(dir.path(), &["--decisions", "决定.csv", "--threads", threads]);
        assert_eq!(status(&output), 3, "{}", stderr(&output));
        let bytes = |name| fs::read(dir.path().join("结果").join(name)).unwrap();
        (bytes("decisions.csv"), bytes("findings.csv"), bytes("units.csv"), bytes("run/decisions.json"))
    });
    assert!(runs[0] == runs[1]);
    let decisions = read(dir.path(), "decisions.csv");
    assert!(decisions.contains(",'=cmd|' /C calc'!A0,'＝A1,+86,"), "no cell starts a formula: {:.300}", decisions);
    assert!(!decisions.contains('\u{1b}'));
    let shown = stdout(&liftfit(dir.path(), &["explain", "甲小区/1/1", "--run", "结果"]));
    assert!(!shown.contains('\u{1b}'), "{shown}");
    // Read again, the sign that keeps a formula from starting is no part of the text.
    let once = read(dir.path(), "decisions.csv");
    assert_eq!(status(&assess(dir.path(), &["--decisions", "结果/decisions.csv"])), 3);
    let texts = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.split(',').skip(2).take(4).collect::<Vec<_>>().join(",")).collect()
    };
    assert_eq!(texts(&once), texts(&read(dir.path(), "decisions.csv")));
}
