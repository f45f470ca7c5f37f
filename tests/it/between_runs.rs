//! `diff`, `assess --since` and `runs`: what changed, put down to the cell, the line or the program.

use super::{SURVEY, left, liftfit, status, stderr, stdout, street};
use calamine::{Reader, Xlsx};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn assess(dir: &Path, out: &str, more: &[&str]) -> std::process::Output {
    let output = liftfit(dir, &[&["assess", "调查", "--rules", "rules/rules.toml", "--out", out], more].concat());
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    output
}

fn diff(dir: &Path, first: &str, second: &str) -> Value {
    let output = liftfit(dir, &["diff", first, second, "--format", "json"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

fn write(dir: &Path, name: &str, text: &str) {
    fs::write(dir.join(name), text).unwrap();
}

#[test]
fn one_edited_cell_is_named_and_nothing_else() {
    let dir = street();
    assess(dir.path(), "一月", &[]);
    write(dir.path(), "调查/甲.csv", &SURVEY.replace("1,2,1.05", "1,2,1.15"));
    assess(dir.path(), "二月", &[]);
    let told = diff(dir.path(), "一月", "二月");
    let cell = json!({
        "kind": "data", "what": "stair_width", "where": "甲.csv › E3", "before": "1.05 m", "after": "1.15 m", "set": 1,
    });
    assert_eq!(
        told["moved"],
        json!([{ "unit": "甲小区/1/2", "from": "difficult", "to": "suitable", "because": [cell] }])
    );
    assert_eq!((told["data"].as_array().unwrap().len(), &told["rules"]), (1, &json!([])));
    assert_eq!((&told["came"], &told["went"]), (&json!([]), &json!([])));
    let shown = stdout(&liftfit(dir.path(), &["diff", "一月", "二月"]));
    assert!(shown.contains("梯段净宽 1.05 m → 1.15") && shown.contains("E3"), "{shown}");
}

#[test]
fn one_changed_parameter_is_named_with_its_line_and_nothing_else() {
    let dir = street();
    assess(dir.path(), "一月", &[]);
    let rules = fs::read_to_string(dir.path().join("rules/rules.toml")).unwrap();
    write(dir.path(), "rules/rules.toml", &rules.replace("value = \"1.10 m\"", "value = \"1.05 m\""));
    assess(dir.path(), "二月", &[]);
    let told = diff(dir.path(), "一月", "二月");
    let line = rules.lines().position(|line| line.contains("value = \"1.10 m\"")).unwrap() + 1;
    let because = json!([{
        "kind": "rules", "what": "params.good_stair_width", "where": format!("rules/rules.toml:{line}"),
        "before": "1.10 m", "after": "1.05 m", "set": 1,
    }]);
    assert_eq!(told["moved"][0]["because"], because);
    assert_eq!((told["moved"].as_array().unwrap().len(), &told["data"]), (1, &json!([])));
}

#[test]
fn units_that_come_and_go_and_cells_that_move_nobody() {
    let dir = street();
    assess(dir.path(), "一月", &[]);
    let survey = SURVEY.replace("第二,甲小区,11,2,\n", "第二,甲小区,12,1,1.2\n").replace("1,1,1.10", "1,1,1.30");
    write(dir.path(), "调查/甲.csv", &survey);
    assess(dir.path(), "二月", &[]);
    let told = diff(dir.path(), "一月", "二月");
    assert_eq!((&told["came"], &told["went"]), (&json!(["甲小区/12/1"]), &json!(["甲小区/11/2"])));
    assert_eq!((&told["moved"], told["data"].as_array().unwrap().len()), (&json!([]), 1));
    assert_eq!(told["both"], 2);
}

#[test]
fn the_summary_says_what_changed_since() {
    let dir = street();
    assess(dir.path(), "一月", &[]);
    write(dir.path(), "调查/甲.csv", &SURVEY.replace("1,2,1.05", "1,2,1.15"));
    let output = assess(dir.path(), "二月", &["--since", "一月"]);
    assert!(stdout(&output).contains("与 一月 比：1 个单元的结论变了"), "{}", stdout(&output));
    let summary: Value = serde_json::from_slice(&fs::read(dir.path().join("二月/summary.json")).unwrap()).unwrap();
    assert_eq!(summary["since"]["run"], "一月");
    assert_eq!(summary["since"]["moved"][0]["because"][0]["where"], "甲.csv › E3");
    let mut book: Xlsx<_> = calamine::open_workbook(dir.path().join("二月/summary.xlsx")).unwrap();
    let sheet = book.worksheet_range("与上次比").unwrap();
    let said: String = sheet.used_cells().map(|(.., cell)| cell.to_string() + "\n").collect();
    assert!(said.contains("甲小区/1/2") && said.contains("适合加装 1 → 2"), "{said}");
    // Into the folder of the earlier run itself: it is read before it is replaced.
    let output = assess(dir.path(), "一月", &["--since", "一月"]);
    assert!(stdout(&output).contains("与 一月 比：1 个单元"), "{}", stdout(&output));
}

#[test]
fn a_run_of_a_version_that_kept_no_classes_is_read_and_it_is_said() {
    let dir = street();
    assess(dir.path(), "一月", &[]);
    fs::remove_file(dir.path().join("一月/run/classes.csv")).unwrap();
    let record = dir.path().join("一月/run.json");
    let mut run: Value = serde_json::from_slice(&fs::read(&record).unwrap()).unwrap();
    run["files"].as_array_mut().unwrap().retain(|file| file["name"] != "run/classes.csv");
    run["version"] = "0.0.9".into();
    fs::write(&record, run.to_string()).unwrap();
    assess(dir.path(), "二月", &[]);
    let output = liftfit(dir.path(), &["diff", "一月", "二月"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("没有留下当时的结论"), "{}", stdout(&output));
    assert_eq!(diff(dir.path(), "一月", "二月")["from"]["recorded"], false);
}

#[test]
fn a_class_that_this_program_would_not_give_is_put_down_to_the_program() {
    let dir = street();
    assess(dir.path(), "一月", &[]);
    // As an older program recorded it: with a hash that fits, so that nobody's edit is taken for it.
    let path = dir.path().join("一月/run/classes.csv");
    let text =
        fs::read_to_string(&path).unwrap().replacen("suitable,suitable,suitable", "difficult,difficult,difficult", 1);
    fs::write(&path, &text).unwrap();
    let output = liftfit(dir.path(), &["diff", "一月", "一月"]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("classes.csv") && stderr(&output).contains("改动过"), "{}", stderr(&output));
    let record = dir.path().join("一月/run.json");
    let mut run: Value = serde_json::from_slice(&fs::read(&record).unwrap()).unwrap();
    for file in run["files"].as_array_mut().unwrap().iter_mut().filter(|file| file["name"] == "run/classes.csv") {
        file["hash"] = blake3::hash(text.as_bytes()).to_hex().to_string().into();
    }
    run["version"] = "0.0.9".into();
    fs::write(&record, run.to_string()).unwrap();
    assess(dir.path(), "二月", &[]);
    let told = diff(dir.path(), "一月", "二月");
    assert_eq!(told["moved"][0]["because"][0]["kind"], "program");
    assert_eq!(told["moved"][0]["because"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_no_run_is_said() {
    let dir = street();
    assess(dir.path(), "一月", &[]);
    for (args, zh) in [
        (&["diff", "一月", "没有"][..], "没有文件夹 `没有`"),
        (&["diff", "一月", "调查"], "run.json"),
        (&["diff", "一月", "调查/甲.csv"], "`调查/甲.csv` 是文件，不是结果文件夹"),
        (&["runs", "调查"], "没有评估结果"),
        (&["runs", "没有"], "没有"),
        (&["assess", "调查", "--rules", "rules/rules.toml", "--out", "二月", "--since", "没有"], "没有文件夹 `没有`"),
    ] {
        let output = liftfit(dir.path(), args);
        assert_eq!(status(&output), 1, "{args:?}");
        assert!(stderr(&output).contains(zh), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains("提示："), "{args:?}: {}", stderr(&output));
    }
    assert_eq!(left(dir.path()), ["rules", "一月", "调查"], "nothing was begun");
    // Other fields name a unit: nobody can say which is which.
    let fields = fs::read_to_string(dir.path().join("rules/fields.toml")).unwrap();
    write(
        dir.path(),
        "rules/fields.toml",
        &fields.replace("label = \"楼号\"\nkind = \"text\"\nkey = true", "label = \"楼号\"\nkind = \"text\""),
    );
    write(dir.path(), "调查/甲.csv", &SURVEY.replace("甲小区,11,2", "甲小区,11,3"));
    assess(dir.path(), "二月", &[]);
    let output = liftfit(dir.path(), &["diff", "一月", "二月"]);
    assert_eq!(status(&output), 2, "{}", stdout(&output));
    assert!(
        stderr(&output).contains("小区、楼号、门牌") && stderr(&output).contains("小区、门牌"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn runs_are_listed_with_their_figures() {
    let dir = street();
    assess(dir.path(), "历次/2026/一月", &[]);
    assess(dir.path(), "历次/二月", &["--set", "good_stair_width=1.05m"]);
    let output = liftfit(dir.path(), &["runs", "历次", "--format", "json"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let listed: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let names: Vec<&str> = listed["runs"].as_array().unwrap().iter().map(|run| run["run"].as_str().unwrap()).collect();
    assert_eq!(names, ["2026/一月", "二月"]);
    assert_eq!(listed["runs"][1]["set"], json!(["good_stair_width=1.05m"]));
    assert_eq!(listed["runs"][1]["counts"]["suitable"], 2);
    let shown = stdout(&liftfit(dir.path(), &["runs", "历次"]));
    assert!(shown.contains("2 次评估") && shown.contains("2026/一月"), "{shown}");
}

#[test]
fn runs_in_folders_of_one_name_are_told_apart() {
    let dir = street();
    assess(dir.path(), "一月/结果", &[]);
    let output = assess(dir.path(), "二月/结果", &["--since", "一月/结果"]);
    assert!(stdout(&output).contains("与 一月/结果 比"), "{}", stdout(&output));
    let record: Value = serde_json::from_slice(&fs::read(dir.path().join("二月/结果/run.json")).unwrap()).unwrap();
    assert_eq!(record["options"]["since"], "一月/结果");
    let told = diff(dir.path(), "一月/结果", "二月/结果");
    assert_eq!((&told["from"]["run"], &told["to"]["run"]), (&json!("一月/结果"), &json!("二月/结果")));
}

#[test]
fn a_run_whose_record_is_broken_is_told_of_and_never_read_as_a_survey() {
    let dir = street();
    assess(dir.path(), "历次/一月", &[]);
    assess(dir.path(), "历次/二月", &[]);
    let record = dir.path().join("历次/一月/run.json");
    let whole = fs::read_to_string(&record).unwrap();
    for broken in ["", &format!("{whole}x")] {
        fs::write(&record, broken).unwrap();
        let output = liftfit(dir.path(), &["runs", "历次"]);
        assert_eq!(status(&output), 3);
        assert!(stderr(&output).contains("历次/一月/run.json"), "{}", stderr(&output));
        assert!(stdout(&output).contains("1 次评估") && stdout(&output).contains("二月"), "{}", stdout(&output));
        let output = liftfit(dir.path(), &["assess", "历次", "--rules", "rules/rules.toml", "--out", "三月"]);
        assert_eq!(status(&output), 1, "{}", stdout(&output));
        assert!(stderr(&output).contains("没有调查表"), "{}", stderr(&output));
    }
    // Another program's file of that name hides no survey.
    fs::write(dir.path().join("调查/run.json"), "{}").unwrap();
    assess(dir.path(), "三月", &[]);
}

#[test]
fn a_record_that_says_what_no_program_wrote_is_told_of() {
    let dir = street();
    assess(dir.path(), "历次/一月", &[]);
    let record = dir.path().join("历次/一月/run.json");
    let whole: Value = serde_json::from_slice(&fs::read(&record).unwrap()).unwrap();
    for (place, value) in [("/options/as_of", "某天"), ("/version", "abc"), ("/began", "早上")] {
        let mut changed = whole.clone();
        *changed.pointer_mut(place).unwrap() = value.into();
        fs::write(&record, changed.to_string()).unwrap();
        let said = |args: &[&str], code: i32| {
            let output = liftfit(dir.path(), args);
            assert_eq!(status(&output), code, "{}", stdout(&output));
            assert!(stderr(&output).contains("被改动过") && stderr(&output).contains(value), "{}", stderr(&output));
        };
        said(&["runs", "历次"], 3);
        said(&["diff", "历次/一月", "历次/一月"], 1);
    }
    // What people open is theirs: it is not what runs are compared by.
    fs::write(&record, whole.to_string()).unwrap();
    fs::write(dir.path().join("历次/一月/units.csv"), "改过").unwrap();
    assert_eq!(diff(dir.path(), "历次/一月", "历次/一月")["moved"], json!([]));
}

#[test]
fn a_run_that_was_not_written_to_its_end_is_none() {
    let dir = street();
    assess(dir.path(), "历次/一月", &[]);
    assess(dir.path(), "历次/二月.part", &[]);
    fs::write(dir.path().join("历次/二月.part/liftfit.part"), "").unwrap();
    let output = liftfit(dir.path(), &["runs", "历次"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("1 次评估") && !stdout(&output).contains("二月"), "{}", stdout(&output));
    assert_eq!(status(&liftfit(dir.path(), &["runs", "历次/二月.part"])), 1);
    let output = liftfit(dir.path(), &["diff", "历次/一月", "历次/二月.part"]);
    assert!(status(&output) == 1 && stderr(&output).contains("没有写完"), "{}", stderr(&output));
}

#[test]
fn a_correction_that_changes_no_class_is_named_with_its_cell() {
    let dir = street();
    assess(dir.path(), "一月", &[]);
    write(dir.path(), "调查/甲.csv", &SURVEY.replace("1,1,1.10", "1,1,1.30"));
    let output = assess(dir.path(), "二月", &["--since", "一月"]);
    assert!(stdout(&output).contains("1.10 m") && stdout(&output).contains("E2"), "{}", stdout(&output));
    let mut book: Xlsx<_> = calamine::open_workbook(dir.path().join("二月/summary.xlsx")).unwrap();
    let sheet = book.worksheet_range("与上次比").unwrap();
    let said: String = sheet.used_cells().map(|(.., cell)| cell.to_string() + "\n").collect();
    assert!(said.contains("数据改了 1 处") && said.contains("甲.csv › E2"), "{said}");
    let shown = stdout(&liftfit(dir.path(), &["diff", "一月", "二月"]));
    assert!(shown.contains("甲.csv › E2"), "{shown}");
}

#[test]
fn runs_with_other_values_are_told_apart() {
    let dir = street();
    assess(dir.path(), "历次/照旧", &["--as-of", "2026-02-28"]);
    assess(dir.path(), "历次/试改", &["--as-of", "2026-03-31", "--set", "good_stair_width=1.05m"]);
    let shown = stdout(&liftfit(dir.path(), &["runs", "历次"]));
    assert!(shown.contains("2026-02-28") && shown.contains("2026-03-31"), "{shown}");
    let plain: String = shown.split_whitespace().collect();
    assert!(plain.contains("good_stair_width=1.05m"), "{shown}");
}
