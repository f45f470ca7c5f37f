use super::{RULES, liftfit, status, stderr, stdout, street};
use serde_json::{Value, json};
use std::fs;

fn check(dir: &std::path::Path, args: &[&str]) -> (i32, Value) {
    let args: Vec<&str> = ["check"].into_iter().chain(args.iter().copied()).chain(["--format", "json"]).collect();
    let output = liftfit(dir, &args);
    (status(&output), serde_json::from_str(&stdout(&output)).unwrap_or_else(|_| panic!("{}", stderr(&output))))
}

#[test]
fn sound_rules_are_status_0() {
    let dir = street();
    let (code, document) = check(dir.path(), &["rules/rules.toml"]);
    assert_eq!((code, &document["tests"]), (0, &json!({ "passed": 1, "failed": 0 })), "{document:#}");
    let short = liftfit(dir.path(), &["check", "rules/rules.toml", "--format", "short"]);
    assert_eq!((status(&short), stdout(&short)), (0, String::new()), "there is nothing to be said");
    let output = liftfit(dir.path(), &["check", "rules/rules.toml", "shanghai"]);
    assert_eq!(status(&output), 0, "{}", stdout(&output));
    assert!(stdout(&output).contains("rules/rules.toml（小规则 1）"), "{}", stdout(&output));
}

#[test]
fn a_mistake_is_shown_in_its_place() {
    let dir = street();
    fs::write(
        dir.path().join("rules/bad.toml"),
        RULES.replace("\"stair_width >= 1.00 m\"", "\"stair_widht >= 1.00 m\""),
    )
    .unwrap();
    let (code, document) = check(dir.path(), &["rules/bad.toml"]);
    assert_eq!(code, 2);
    let error = document["diagnostics"].as_array().unwrap().iter().find(|d| d["severity"] == "error").unwrap();
    assert_eq!(error["file"], "rules/bad.toml");
    let line = RULES.lines().position(|line| line.starts_with("difficult")).unwrap() + 1;
    assert_eq!(
        (&error["line"], &error["column"], &error["end_column"]),
        (&json!(line), &json!(14), &json!(25)),
        "{error:#}"
    );
    assert!(error["help"].as_str().unwrap().contains("stair_width"), "{error:#}");
    let output = liftfit(dir.path(), &["check", "rules/bad.toml"]);
    assert!(stdout(&output).contains("stair_widht"), "{}", stdout(&output));
}

#[test]
fn a_test_that_fails_is_an_error_of_check_and_a_warning_of_assess() {
    let dir = street();
    fs::write(dir.path().join("rules/bad.toml"), RULES.replace("1100 mm", "1099 mm")).unwrap();
    let (code, document) = check(dir.path(), &["rules/bad.toml"]);
    assert_eq!((code, &document["tests"]["failed"]), (2, &json!(1)));
    assert_eq!(document["diagnostics"][0]["code"], "R080");
    let line = RULES.lines().position(|line| line == "[[tests]]").unwrap() + 1;
    let short = stdout(&liftfit(dir.path(), &["check", "rules/bad.toml", "--format", "short"]));
    assert!(short.starts_with(&format!("rules/bad.toml:{line}:1: error[R080]: 示例")), "{short}");
    let output = liftfit(dir.path(), &["assess", "调查", "--rules", "rules/bad.toml", "--out", "结果"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("R080"), "{}", stderr(&output));
    let denied =
        liftfit(dir.path(), &["assess", "调查", "--rules", "rules/bad.toml", "--out", "结果", "--deny-warnings"]);
    assert_eq!(status(&denied), 2);
}

#[test]
fn the_shipped_rules_are_written_out_and_sound() {
    let dir = street();
    let output = liftfit(dir.path(), &["rules", "--copy", "我的规则"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let (code, document) = check(&dir.path().join("我的规则"), &["shanghai.toml"]);
    assert_eq!(code, 0, "{document:#}");
    fs::write(dir.path().join("我的规则/shanghai.toml"), "mine").unwrap();
    let output = liftfit(dir.path(), &["rules", "--copy", "我的规则"]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("不会覆盖"), "{}", stderr(&output));
}
