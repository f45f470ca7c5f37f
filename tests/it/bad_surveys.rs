//! Surveys as they arrive: each mistake is named with its file and what to do, and nothing is left behind.

use super::{SURVEY, left, liftfit, status, stderr, stdout, street};
use std::fs;
use std::path::Path;
use std::process::Output;

fn assess(dir: &Path, survey: &str, more: &[&str]) -> Output {
    let args = ["assess", survey, "--rules", "rules/rules.toml", "--out", "结果"];
    liftfit(dir, &[&args[..], more].concat())
}

fn chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c))
}

#[test]
fn a_survey_that_gives_no_unit_says_why_for_each_file() {
    let dir = street();
    let write = |name: &str, bytes: &[u8]| fs::write(dir.path().join(name), bytes).unwrap();
    write("a.csv", b"");
    write("b.xlsx", b"");
    write("c.csv", "居民区,小区,楼号,门牌,梯段净宽\n".as_bytes());
    write("d.csv", "weather,mood\nfine,good\nbad,bad\n".as_bytes());
    write("e.csv", "小区,楼号,梯段净宽\n甲,1,1.1\n".as_bytes());
    write("f.xlsx", b"PK\x03\x04 and then nothing");
    write("g.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    for (file, zh, en) in [
        ("a.csv", "S011 a.csv：文件是空的", "S011 a.csv: the file is empty"),
        ("b.xlsx", "S011 b.xlsx：文件是空的", "S011 b.xlsx: the file is empty"),
        ("c.csv", "S048 c.csv › 1：第 1 行的表头下面没有数据", "S048 c.csv › 1: there is no data under the header"),
        ("d.csv", "S041 d.csv：没有认出表头", "S041 d.csv: no header was recognised"),
        ("e.csv", "提示：请补上 `门牌` 列", "help: add column `门牌`"),
        ("f.xlsx", "S012 f.xlsx：", "S012 f.xlsx: "),
        ("g.xlsx", "S012 g.xlsx：", "S012 g.xlsx: "),
    ] {
        let output = assess(dir.path(), file, &[]);
        assert_eq!(status(&output), 1, "{file}");
        assert!(stderr(&output).contains(zh), "{file}: {}", stderr(&output));
        assert!(stdout(&output).is_empty(), "{file}");
        let output = assess(dir.path(), file, &["--lang", "en", "--quiet"]);
        assert_eq!(status(&output), 1, "{file}");
        assert!(stderr(&output).contains(en), "{file}: {}", stderr(&output));
        let names = ["小区", "楼号", "门牌"];
        let without_names = names.iter().fold(stderr(&output), |text, name| text.replace(name, "…"));
        assert!(!chinese(&without_names), "{file}: {without_names}");
    }
    let all = ["a.csv", "b.xlsx", "c.csv", "d.csv", "e.csv", "f.xlsx", "g.xlsx", "rules", "调查"];
    assert_eq!(left(dir.path()), all);
}

#[test]
fn a_file_that_fails_among_others_is_said_in_the_language_asked_for() {
    let dir = street();
    fs::write(dir.path().join("调查/empty.csv"), "").unwrap();
    let output = assess(dir.path(), "调查", &["--lang", "en"]);
    assert_eq!(status(&output), 3, "{}", stderr(&output));
    assert!(stdout(&output).contains("not read: `empty.csv`: the file is empty"), "{}", stdout(&output));
    assert!(stderr(&output).contains("findings.csv"), "{}", stderr(&output));
    let run = fs::read_to_string(dir.path().join("结果/run.json")).unwrap();
    assert!(run.contains("\"failed\": \"the file is empty\""), "{run}");
    let output = assess(dir.path(), "调查", &[]);
    assert!(stdout(&output).contains("未读完 `empty.csv`：文件是空的"), "{}", stdout(&output));
}

#[test]
fn what_the_system_says_is_said_in_words() {
    let dir = street();
    let output = assess(dir.path(), "调查/甲.csv/里面", &[]);
    assert_eq!(status(&output), 1);
    let shown = stderr(&output);
    assert!(shown.contains("调查/甲.csv/里面") && !shown.contains("os error"), "{shown}");
    fs::create_dir(dir.path().join("文件夹.xlsx")).unwrap();
    let shown = stderr(&assess(dir.path(), "文件夹.xlsx", &[]));
    assert!(shown.contains("文件夹 `文件夹.xlsx` 里没有调查表"), "{shown}");
}

#[test]
fn what_is_left_of_earlier_runs_is_not_read_as_a_survey() {
    let dir = street();
    let out = dir.path().join("调查/结果");
    let args = ["assess", "调查", "--rules", "rules/rules.toml", "--out"];
    let run = |out| liftfit(dir.path(), &[&args[..], &[out]].concat());
    assert_eq!(status(&run("调查/结果")), 0);
    // Somebody changed an output: it is kept beside the run, and has the headers of a table.
    let changed = fs::read_to_string(out.join("units.csv")).unwrap() + "\n";
    fs::write(out.join("units.csv"), changed.replace("estate,", "小区,")).unwrap();
    let output = run("调查/结果");
    assert!(stderr(&output).contains("结果.kept"), "{}", stderr(&output));
    // A run that was killed.
    fs::create_dir(dir.path().join("调查/别处.part")).unwrap();
    fs::write(dir.path().join("调查/别处.part/liftfit.part"), "").unwrap();
    fs::write(dir.path().join("调查/别处.part/units.csv"), SURVEY.replace("甲", "乙")).unwrap();
    let output = run("结果");
    assert_eq!(status(&output), 0, "{}", stdout(&output));
    let run: serde_json::Value = serde_json::from_slice(&fs::read(dir.path().join("结果/run.json")).unwrap()).unwrap();
    assert_eq!((run["inputs"].as_array().unwrap().len(), &run["counts"]["units"]), (1, &3.into()));
}

#[test]
fn a_run_that_was_killed_is_no_obstacle() {
    let dir = street();
    fs::create_dir(dir.path().join("结果.part")).unwrap();
    fs::write(dir.path().join("结果.part/liftfit.part"), "").unwrap();
    fs::write(dir.path().join("结果.part/units.csv"), "half").unwrap();
    fs::write(dir.path().join("结果.lock"), "").unwrap();
    let output = assess(dir.path(), "调查", &[]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(left(dir.path()), ["rules", "结果", "调查"]);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_a_survey_that_is_missed() {
    let dir = street();
    std::os::unix::fs::symlink("nowhere.xlsx", dir.path().join("调查/乙.xlsx")).unwrap();
    std::os::unix::fs::symlink(".", dir.path().join("调查/圈")).unwrap();
    let output = assess(dir.path(), "调查", &[]);
    assert_eq!(status(&output), 3, "{}", stderr(&output));
    assert!(stdout(&output).contains("未读完 `乙.xlsx`：文件打不开：不存在"), "{}", stdout(&output));
}

#[test]
fn the_place_for_the_outputs_may_be_written_in_any_way_but_the_folder_one_is_in() {
    let dir = street();
    let run = |out| liftfit(dir.path(), &["assess", "调查", "--rules", "rules/rules.toml", "--out", out]);
    assert_eq!(status(&run("./没有/../结果/")), 0);
    assert_eq!(left(dir.path()), ["rules", "结果", "调查"]);
    let empty = dir.path().join("空");
    fs::create_dir(&empty).unwrap();
    for out in [".", "../空"] {
        let output = liftfit(&empty, &["assess", "../调查", "--rules", "../rules/rules.toml", "--out", out]);
        assert_eq!(status(&output), 1);
        assert!(stderr(&output).contains("当前所在的文件夹"), "{}", stderr(&output));
    }
    assert_eq!(left(dir.path()), ["rules", "空", "结果", "调查"]);
}

#[test]
fn a_sheet_that_is_not_read_is_named_with_its_rows() {
    let dir = street();
    fs::write(dir.path().join("调查/乙.csv"), "居民区,小区,楼号,门牌,梯段净宽,梯段净宽\n第一,乙,1,1,1.2,\n").unwrap();
    let output = assess(dir.path(), "调查", &[]);
    assert!(stdout(&output).contains("未读 1\n未读 `乙.csv`：1 行"), "{}", stdout(&output));
}
