use super::{SURVEY, liftfit, status, stderr, stdout, street};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const ASSESS: [&str; 6] = ["assess", "调查", "--rules", "rules/rules.toml", "--out", "结果"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    ASSESS.iter().copied().chain(more.iter().copied()).collect()
}

/// All files below a folder but `run.json`, by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(
                super::assess::files(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)),
            );
        } else if name != "run.json" {
            files.insert(name, fs::read(&path).unwrap());
        }
    }
    files
}

#[test]
fn a_survey_is_assessed_into_a_folder() {
    let dir = street();
    let output = liftfit(dir.path(), &ASSESS);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("适合加装") && stdout(&output).contains("33.3%"), "{}", stdout(&output));
    assert!(stderr(&output).contains("结果在 `结果`"));
    let names: Vec<String> = files(&dir.path().join("结果")).into_keys().collect();
    assert_eq!(
        names,
        [
            "corrections.xlsx",
            "findings.csv",
            "rejected.csv",
            "report.html",
            "run/classes.csv",
            "run/readings.parquet",
            "run/rules/01-rules.toml",
            "run/rules/02-fields.toml",
            "summary.json",
            "summary.xlsx",
            "units.csv",
            "units.parquet",
            "units.xlsx",
            "units/index.html",
            "units/甲小区.html",
        ]
    );
    let run: serde_json::Value = serde_json::from_slice(&fs::read(dir.path().join("结果/run.json")).unwrap()).unwrap();
    assert_eq!(run["rules"]["id"], "small");
    assert_eq!(run["inputs"][0]["rows"]["assessed"], 3);
    assert_eq!(run["inputs"][0]["bytes"], SURVEY.len());
    assert_eq!(run["counts"]["units"], 3);
    let mut beside: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    beside.sort();
    assert_eq!(beside, ["rules", "结果", "调查"]);
}

#[test]
fn the_same_bytes_on_one_thread_and_on_two() {
    let dir = street();
    let mut rows = SURVEY.to_string();
    for n in 0..3000 {
        rows.push_str(&format!(
            "第{},乙小区,{},{},{}\n",
            n % 7,
            n / 6,
            n % 6,
            ["1.2", "1.05~1.1", "0.9", "约1.1", "不详"][n % 5]
        ));
    }
    fs::write(dir.path().join("调查/乙.csv"), rows).unwrap();
    let mut runs = Vec::new();
    for threads in ["1", "2"] {
        let output = liftfit(dir.path(), &with(&["--threads", threads, "--as-of", "2026-01-01"]));
        assert!(matches!(status(&output), 0 | 3), "{}", stderr(&output));
        runs.push((stdout(&output), files(&dir.path().join("结果"))));
    }
    assert!(runs[0].1.len() > 6);
    assert!(runs[0] == runs[1], "a file differs by the number of threads");
}

#[test]
fn what_is_not_there_or_in_the_way_is_named() {
    let dir = street();
    fs::create_dir(dir.path().join("空")).unwrap();
    fs::create_dir(dir.path().join("文档")).unwrap();
    fs::write(dir.path().join("文档/论文.doc"), "mine").unwrap();
    let assess = |survey, rules, out| liftfit(dir.path(), &["assess", survey, "--rules", rules, "--out", out]);
    for (output, code, names) in [
        (assess("调查", "rules/没有.toml", "结果"), 2, "没有.toml"),
        (assess("没有", "rules/rules.toml", "结果"), 1, "没有"),
        (assess("空", "rules/rules.toml", "结果"), 1, "空"),
        (assess("调查", "rules/rules.toml", "文档"), 1, "run.json"),
        (assess("调查", "rules/rules.toml", "文档/论文.doc"), 1, "不是文件夹"),
        (assess("调查", "rules/rules.toml", "文档/论文.doc/里面"), 1, "论文.doc"),
    ] {
        assert_eq!(status(&output), code, "{names}: {}", stderr(&output));
        assert!(stderr(&output).contains(names), "{names}: {}", stderr(&output));
        assert!(stdout(&output).is_empty());
    }
    let mut left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["rules", "文档", "空", "调查"], "nothing half-written is left behind");
    assert_eq!(fs::read(dir.path().join("文档/论文.doc")).unwrap(), b"mine");
}

#[test]
fn rejected_rows_are_status_3() {
    let dir = street();
    fs::write(dir.path().join("调查/甲.csv"), format!("{SURVEY}第二,甲小区,2,,1.2\n")).unwrap();
    let output = liftfit(dir.path(), &ASSESS);
    assert_eq!(status(&output), 3, "{}", stderr(&output));
    assert!(fs::read_to_string(dir.path().join("结果/rejected.csv")).unwrap().contains("1.2"));
}

#[test]
fn a_survey_without_a_unit_leaves_the_previous_run() {
    let dir = street();
    assert_eq!(status(&liftfit(dir.path(), &ASSESS)), 0);
    let before = files(&dir.path().join("结果"));
    fs::write(dir.path().join("调查/甲.csv"), "天气,心情\n晴,好\n").unwrap();
    let output = liftfit(dir.path(), &ASSESS);
    assert_eq!(status(&output), 1, "{}", stderr(&output));
    assert!(before == files(&dir.path().join("结果")));
}

#[test]
fn rules_not_in_force_are_warned_of() {
    let dir = street();
    let output = liftfit(dir.path(), &with(&["--as-of", "2019-06-01"]));
    assert!(stderr(&output).contains("尚未施行"), "{}", stderr(&output));
    let output = liftfit(dir.path(), &with(&["--as-of", "2031-01-01", "--lang", "en"]));
    assert!(stderr(&output).contains("superseded on 2030-01-01"), "{}", stderr(&output));
    let run = fs::read_to_string(dir.path().join("结果/run.json")).unwrap();
    assert!(run.contains("superseded on 2030-01-01"), "{run}");
    let output = liftfit(dir.path(), &with(&["--as-of", "2031-01-01", "--quiet"]));
    assert!(stderr(&output).is_empty() && stdout(&output).is_empty());
}

#[test]
fn a_parameter_set_by_hand_is_recorded() {
    let dir = street();
    let output = liftfit(dir.path(), &with(&["--set", "good_stair_width=1.05m", "--format", "json"]));
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let summary: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(summary["classes"]["suitable"]["units"], 2);
    let run: serde_json::Value = serde_json::from_slice(&fs::read(dir.path().join("结果/run.json")).unwrap()).unwrap();
    assert_eq!(run["options"]["set"][0][0], "good_stair_width");
    let output = liftfit(dir.path(), &with(&["--set", "no_such=1"]));
    assert_eq!(status(&output), 2, "{}", stderr(&output));
}

#[test]
fn a_folder_and_nothing_else() {
    let dir = street();
    fs::write(dir.path().join("调查/甲.csv"), "小区,楼号,单元号,梯段净宽\n甲小区,1,1,1.10\n").unwrap();
    let output = liftfit(dir.path(), &["调查"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(dir.path().join("结果/units.csv").is_file());
}

#[test]
fn a_run_within_the_survey_folder_is_not_read_as_a_survey() {
    let dir = street();
    let inside = ["assess", "调查", "--rules", "rules/rules.toml", "--out", "调查/结果"];
    for _ in 0..2 {
        let output = liftfit(dir.path(), &inside);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
    }
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(dir.path().join("调查/结果/run.json")).unwrap()).unwrap();
    assert_eq!(run["inputs"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_workbook_that_upsets_its_reader_is_told_of_in_one_line() {
    use std::io::{Cursor, Write};
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id='r' Target='{target}' \
             Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}'/></Relationships>"
        )
    };
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/workbook.xml", "<workbook><sheets><sheet name='表' r:id='r'/></sheets></workbook>".into()),
        // A merged cell turned inside out makes the reader's arithmetic overflow.
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><sheetData/><mergeCells><mergeCell ref='B5:A1'/></mergeCells></worksheet>".into(),
        ),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let dir = street();
    fs::write(dir.path().join("调查/坏.xlsx"), zip.finish().unwrap().into_inner()).unwrap();
    let output = liftfit(dir.path(), &ASSESS);
    assert_eq!(status(&output), 3);
    assert!(stdout(&output).contains("坏.xlsx"), "{}", stdout(&output));
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
}

#[test]
fn a_survey_of_ordinary_size_wants_no_folder_of_temporary_files() {
    let dir = street();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_liftfit"))
        .current_dir(dir.path())
        .args(["assess", "调查", "--rules", "rules/rules.toml", "--out", "结果"])
        .env("TMPDIR", "/没有这个文件夹")
        .env("TEMP", "没有这个文件夹")
        .output()
        .expect("the program starts");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(dir.path().join("结果/units.xlsx").is_file());
}

#[test]
fn the_folder_of_a_run_is_no_survey_and_stays_as_it_is() {
    let dir = street();
    assert_eq!(status(&liftfit(dir.path(), &ASSESS)), 0);
    let before = files(&dir.path().join("结果"));
    for args in [&["结果"][..], &["assess", "结果", "--rules", "rules/rules.toml", "--out", "又"]] {
        let output = liftfit(dir.path(), args);
        assert_eq!(status(&output), 1);
        assert!(stderr(&output).contains("`结果` 是评估结果的文件夹"), "{}", stderr(&output));
    }
    assert_eq!(files(&dir.path().join("结果")), before);
    assert!(!dir.path().join("又").exists());
}
