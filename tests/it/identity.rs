//! One unit in several rows and files, and rows that name none: what becomes of them, from file to outputs.

use super::{liftfit, status, stderr, stdout, street};
use std::fs;
use std::path::Path;

/// Assesses these files, and gives the lines of an output that hold `wanted`.
fn assess(dir: &Path, files: &[(&str, &str)], more: &[&str]) -> i32 {
    fs::remove_dir_all(dir.join("调查")).unwrap();
    fs::create_dir(dir.join("调查")).unwrap();
    for (name, text) in files {
        fs::write(dir.join("调查").join(name), text).unwrap();
    }
    let args = ["assess", "调查", "--rules", "rules/rules.toml", "--out", "结果", "--as-of", "2026-01-01"];
    let output = liftfit(dir, &[&args[..], more].concat());
    assert!(matches!(status(&output), 0 | 3), "{}{}", stdout(&output), stderr(&output));
    status(&output)
}

/// The records of an output, each joined by `|`.
fn records(dir: &Path, name: &str) -> Vec<String> {
    let text = fs::read_to_string(dir.join("结果").join(name)).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.records().map(|record| record.unwrap().iter().collect::<Vec<_>>().join("|")).collect()
}

/// Each unit's name and width.
fn widths(dir: &Path) -> Vec<String> {
    let text = fs::read_to_string(dir.join("结果/units.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let columns = ["estate", "building", "unit", "stair_width"].map(at);
    reader
        .records()
        .map(|record| columns.map(|column| record.as_ref().unwrap()[column].to_string()).join("/"))
        .collect()
}

const TWICE: [(&str, &str); 3] = [
    ("9月.csv", "小区,楼号,门牌,梯段净宽,备注\n甲,1,1,1.1,一\n甲,1,2,,\n甲,1,3,1.0~1.2,\n甲,1,4,1.2,\n"),
    ("10月.csv", "小区,楼号,门牌,梯段净宽,备注\n甲,01,1.0,1100mm,二\n甲,1,2,1.05,\n甲,1,3,1.1~1.3,\n甲,1,4,很宽,\n"),
    ("11月.csv", "小区,楼号,门牌,梯段净宽,备注\n甲,１,4,0.9,\n"),
];

#[test]
fn rows_of_one_unit_merge_complete_narrow_or_contradict() {
    let dir = street();
    assert_eq!(assess(dir.path(), &TWICE, &[]), 0);
    assert_eq!(widths(dir.path()), ["甲/1/1/1.1", "甲/1/2/1.05", "甲/1/3/1.1~1.2", "甲/1/4/"]);
    let findings = records(dir.path(), "findings.csv");
    let of = |code: &str| findings.iter().filter(|line| line.starts_with(code)).collect::<Vec<_>>();
    assert!(
        of("S060")[0].contains("10月.csv||3|甲/1/2") && of("S060")[0].contains("9月.csv › 第 3 行"),
        "{findings:?}"
    );
    assert!(of("S061")[0].contains("10月.csv||D4|甲/1/3|stair_width|1.1~1.3|1.1~1.2|"), "{findings:?}");
    assert!(of("S061")[0].contains("9月.csv › D4"), "{findings:?}");
    assert!(of("S062")[0].contains("11月.csv||D2|甲/1/4|stair_width|0.9||") && of("S062")[0].contains("9月.csv › D5"));
    assert_eq!((of("S060").len(), of("S061").len(), of("S062").len()), (1, 1, 1), "{findings:?}");
    let units = records(dir.path(), "units.csv");
    assert!(units[0].ends_with("一；二") && units[0].contains("9月.csv › 2;10月.csv › 2"), "{}", units[0]);
}

#[test]
fn the_first_or_the_last_wins_where_asked() {
    let dir = street();
    for (which, width) in [("report", ""), ("first", "1.2"), ("last", "0.9")] {
        assess(dir.path(), &TWICE, &["--duplicates", which]);
        let expected = ["甲/1/1/1.1".into(), "甲/1/2/1.05".into(), "甲/1/3/1.1~1.2".into(), format!("甲/1/4/{width}")];
        assert_eq!(widths(dir.path()), expected, "{which}");
        assert!(records(dir.path(), "findings.csv").iter().any(|line| line.starts_with("S062")), "{which}");
    }
}

#[test]
fn a_row_that_names_no_unit_is_rejected_whole() {
    let dir = street();
    let text = "小区,楼号,门牌,梯段净宽\n甲,1,1,1.1\n甲,,2,1.1\n甲,1,12月3日,1.1\n甲,1,12-14号,1.1\n甲,1,12-3,1.1\n";
    assert_eq!(assess(dir.path(), &[("甲.csv", text)], &[]), 3);
    assert_eq!(widths(dir.path()), ["甲/1/1/1.1", "甲/1/12-3/1.1"]);
    let findings = records(dir.path(), "findings.csv");
    let start: Vec<String> =
        findings.iter().map(|line| line.split('|').take(5).collect::<Vec<_>>().join("|")).collect();
    assert_eq!(start, ["S051|error|甲.csv||B3", "S052|error|甲.csv||C4", "S053|error|甲.csv||C5"]);
    assert!(findings[1].contains("可能原来填的是 `12-3`"), "{}", findings[1]);
    let rejected = records(dir.path(), "rejected.csv");
    assert_eq!(rejected.iter().filter(|line| line.contains("|4|S052|")).count(), 4, "{rejected:?}");
    assert_eq!(rejected[0], "甲.csv||3|S051|小区|甲");
}
