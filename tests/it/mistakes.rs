//! Ten mistakes of ten kinds in the rules of one street, all of them shown in one run, each at its characters.

use super::{liftfit, status, stdout};
use serde_json::json;
use snapbox::{assert_data_eq, file};
use std::path::Path;
use unicode_width::UnicodeWidthStr;

fn check(more: &[&str]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/mistakes");
    let output = liftfit(&folder, &[&["check", "street.toml"], more].concat());
    assert_eq!(status(&output), 2);
    stdout(&output)
}

#[test]
fn ten_mistakes_are_shown_in_one_run() {
    assert_data_eq!(check(&[]), file!["../files/mistakes/shown.zh.txt"].raw());
    assert_data_eq!(check(&["--lang", "en"]), file!["../files/mistakes/shown.en.txt"].raw());
}

#[test]
fn they_fit_a_terminal_of_80_columns() {
    for shown in [check(&[]), check(&["--lang", "en"])] {
        for line in shown.lines() {
            assert!(line.width() <= 80, "{} columns: {line}", line.width());
        }
    }
}

#[test]
fn programs_get_the_same_ten() {
    let document: serde_json::Value = serde_json::from_str(&check(&["--format", "json"])).unwrap();
    let diagnostics = document["diagnostics"].as_array().unwrap();
    let mut codes: Vec<&str> = diagnostics.iter().filter_map(|d| d["code"].as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["R004", "R007", "R015", "R016", "R033", "R035", "R038", "R041", "R046", "R047"]);
    assert!(diagnostics.iter().all(|d| d["severity"] == "error" && d["line"].as_u64() > Some(0)));
    let circle = diagnostics.iter().find(|d| d["code"] == "R046").unwrap();
    let others = circle["related"].as_array().unwrap().iter();
    let lines: Vec<_> = others.map(|it| (it["message"].as_str().unwrap(), &it["file"], &it["line"])).collect();
    assert_eq!(lines, [("接着用到", &json!("street.toml"), &json!(32))], "{circle:#}");
}

#[test]
fn editors_get_a_line_each() {
    let lines = check(&["--format", "short", "--lang", "en"]);
    let tenth = "street.toml:66:11: error[R038]: the base has no `criteria.sunlight` to override\n";
    assert!(lines.contains(tenth), "{lines}");
    assert_eq!(lines.lines().count(), 10, "{lines}");
    assert!(check(&["--format", "short"]).contains("street.toml:66:11: error[R038]: 底版里没有"));
}
