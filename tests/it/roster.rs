//! `--roster`: is everything surveyed that there is?

use super::{liftfit, status, stderr, stdout, street};
use std::fs;
use std::path::Path;

const ROSTER: &str = "街道门牌总表\n\
    序号,居民区,小区,楼号,门牌\n\
    1,第一,甲小区,1号,1\n\
    2,第一,甲小区,1,02\n\
    3,第一,甲小区,1,3\n\
    4,第二,甲小区,一一,2\n\
    5,第三,丙小区,1,1\n";

fn assess(dir: &Path, more: &[&str]) -> std::process::Output {
    let args = ["assess", "调查", "--rules", "rules/rules.toml", "--out", "结果", "--as-of", "2026-01-01"];
    liftfit(dir, &[&args[..], more].concat())
}

fn json(path: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// A survey and its roster: of five units two are surveyed, one perhaps, under a name that is nearly its own.
fn street_with_roster() -> tempfile::TempDir {
    let dir = street();
    let fields = fs::read_to_string(dir.path().join("rules/fields.toml")).unwrap();
    let fields = fields.replace("label = \"楼号\"", "label = \"楼号\"\nstrip = [\"号\"]");
    fs::write(dir.path().join("rules/fields.toml"), fields).unwrap();
    fs::write(dir.path().join("门牌总表.csv"), ROSTER).unwrap();
    dir
}

#[test]
fn coverage_is_counted_listed_and_no_failure() {
    let dir = street_with_roster();
    let output = assess(dir.path(), &["--roster", "门牌总表.csv"]);
    assert_eq!(status(&output), 0, "{}{}", stdout(&output), stderr(&output));
    let line = "全覆盖：门牌总表 5 个单元，已踏勘 2，未踏勘 3；表外 1\n表外的有 1 个与未踏勘的名称相近";
    assert!(stdout(&output).contains(line), "{}", stdout(&output));
    let out = dir.path().join("结果");
    let unsurveyed = fs::read_to_string(out.join("unsurveyed.csv")).unwrap();
    let lines: Vec<&str> = unsurveyed.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        lines,
        [
            "estate,building,unit,committee,file,sheet,row,nearest,withdrawn",
            "甲小区,1,3,第一,门牌总表.csv,,5,,false",
            "甲小区,一一,2,第二,门牌总表.csv,,6,甲小区/11/2,false",
            "丙小区,1,1,第三,门牌总表.csv,,7,,false",
        ]
    );
    let roster = &json(&out.join("summary.json"))["roster"];
    let counts = |of: &serde_json::Value| {
        ["units", "surveyed", "not_surveyed", "not_on_roster"].map(|key| of[key].as_u64().unwrap())
    };
    assert_eq!(counts(roster), [5, 2, 3, 1]);
    assert_eq!(roster["groups"][0]["field"], "committee");
    let by_committee: Vec<[u64; 4]> = roster["groups"][0]["values"].as_array().unwrap().iter().map(counts).collect();
    assert_eq!(by_committee, [[3, 2, 1, 0], [1, 0, 1, 1], [1, 0, 1, 0]]);
    let findings = fs::read_to_string(out.join("findings.csv")).unwrap();
    assert!(findings.contains("S071,warning,甲.csv,,4,甲小区/11/2,"), "{findings}");
    assert!(!findings.contains("S070"), "a pair is one finding: {findings}");
}

#[test]
fn the_run_records_the_roster_apart_from_the_survey() {
    let dir = street_with_roster();
    assert_eq!(status(&assess(dir.path(), &["--roster", "门牌总表.csv"])), 0);
    let run = json(&dir.path().join("结果/run.json"));
    let names = |list: &serde_json::Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!((names(&run["inputs"]), names(&run["roster"])), (vec!["甲.csv".into()], vec!["门牌总表.csv".into()]));
    assert_eq!(run["roster"][0]["rows"]["found"], 5);
    assert_eq!(run["options"]["roster"][0]["hash"], run["roster"][0]["hash"]);
    assert_eq!(run["counts"]["units"], 3);
    // Without one nothing speaks of it, and what an earlier run said is gone.
    assert_eq!(status(&assess(dir.path(), &[])), 0);
    let out = dir.path().join("结果");
    assert!(!out.join("unsurveyed.csv").exists());
    assert!(json(&out.join("run.json")).get("roster").is_none());
    assert!(json(&out.join("summary.json")).get("roster").is_none());
}

#[test]
fn a_roster_among_the_surveys_is_no_survey() {
    let dir = street_with_roster();
    fs::create_dir(dir.path().join("调查/总表")).unwrap();
    fs::rename(dir.path().join("门牌总表.csv"), dir.path().join("调查/总表/门牌总表.csv")).unwrap();
    for roster in ["调查/总表/门牌总表.csv", "调查/总表", "./调查/../调查/总表"] {
        let output = assess(dir.path(), &["--roster", roster]);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        assert!(stdout(&output).contains("已踏勘 2，未踏勘 3"), "{}", stdout(&output));
    }
    // A folder that is roster and survey at once holds no survey.
    let output = assess(dir.path(), &["--roster", "调查"]);
    assert_eq!(status(&output), 1, "{}", stdout(&output));
    assert!(stderr(&output).contains("--roster"), "{}", stderr(&output));
}

#[test]
fn a_roster_may_be_several_files_of_any_kind() {
    let dir = street_with_roster();
    let (head, tail) = ROSTER.split_at(ROSTER.find("4,").unwrap());
    fs::write(dir.path().join("a.csv"), head).unwrap();
    let header = "居民区\t小区\t楼号\t门牌\n";
    fs::write(
        dir.path().join("b.tsv"),
        format!("{header}{}", tail.replace("4,", "").replace("5,", "").replace(',', "\t")),
    )
    .unwrap();
    let output = assess(dir.path(), &["--roster", "a.csv", "--roster", "b.tsv"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("门牌总表 5 个单元，已踏勘 2，未踏勘 3；表外 1"), "{}", stdout(&output));
}

#[test]
fn what_is_wrong_with_a_roster_is_said() {
    let dir = street_with_roster();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write("缺列.csv", "小区,门牌\n甲小区,1\n");
    write("重复.csv", "小区,楼号,门牌\n甲小区,1,1\n甲小区,1,1号\n甲小区,1,2\n甲小区,11,2\n甲小区,,3\n");
    // Without a key column there is nothing to compare: that is known before the survey is read.
    let output = assess(dir.path(), &["--roster", "缺列.csv"]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("S045 缺列.csv") && stderr(&output).contains("楼号"), "{}", stderr(&output));
    assert!(stderr(&output).contains("门牌总表里没有读到一个单元"), "{}", stderr(&output));
    let output = assess(dir.path(), &["--roster", "没有.csv"]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("门牌总表：找不到 `没有.csv`"), "{}", stderr(&output));
    // A row that could not be used may be a unit that is not counted: status 3, as for surveys.
    let output = assess(dir.path(), &["--roster", "重复.csv"]);
    assert_eq!(status(&output), 3, "{}", stderr(&output));
    let findings = fs::read_to_string(dir.path().join("结果/findings.csv")).unwrap();
    assert!(findings.contains("S051,error,重复.csv,,B6"), "{findings}");
    let summary = json(&dir.path().join("结果/summary.json"));
    assert_eq!(summary["books"]["total"]["rows"]["rejected"], 0, "the survey's books are its own");
}

#[test]
fn the_same_bytes_on_one_thread_and_on_two() {
    let dir = street_with_roster();
    let listed: String = (0..3000).map(|n| format!("第{},乙小区,{},{}\n", n % 7, n / 6, n % 6)).collect();
    let surveyed: String = (0..3000).map(|n| format!("第{},乙小区,{},{}\n", n % 7, n / 5, n % 5)).collect();
    fs::write(dir.path().join("大表.csv"), format!("居民区,小区,楼号,门牌\n{listed}")).unwrap();
    fs::write(dir.path().join("调查/乙.csv"), format!("居民区,小区,楼号,门牌\n{surveyed}")).unwrap();
    let runs = ["1", "2"].map(|threads| {
        let output = assess(dir.path(), &["--roster", "大表.csv", "--threads", threads]);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        let bytes = |name| fs::read(dir.path().join("结果").join(name)).unwrap();
        (stdout(&output), bytes("unsurveyed.csv"), bytes("findings.csv"), bytes("summary.json"))
    });
    assert!(runs[0] == runs[1]);
}
