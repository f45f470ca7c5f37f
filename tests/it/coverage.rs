//! What the embedded tests of rules go through, as people ask for it.

use super::{RULES, left, liftfit, status, stderr, stdout, street};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

const CHECK: [&str; 3] = ["check", "rules/rules.toml", "--coverage"];

fn json_of(dir: &Path, args: &[&str]) -> Value {
    let output = liftfit(dir, &[args, &["--format", "json"]].concat());
    serde_json::from_str(&stdout(&output)).unwrap_or_else(|_| panic!("{}", stderr(&output)))
}

#[test]
fn what_no_test_goes_through_is_shown_with_its_line() {
    let dir = street();
    let output = liftfit(dir.path(), &CHECK);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let shown = stdout(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    let line = RULES.lines().position(|line| line.starts_with("difficult")).unwrap() + 1;
    for row in [
        "梯段净宽 1 0 0 0 1/4",
        &format!("{line} 梯段净宽 较难 stair_width >= 1.00 m"),
        &format!("{line} 梯段净宽 不成立 stair_width >= 1.00 m"),
        "示例检验到：结果 1/4，条件 1/4",
    ] {
        assert!(shown.contains(row), "{row}\n{shown}");
    }
    let bad = RULES.replace("1100 mm", "1099 mm");
    fs::write(dir.path().join("rules/bad.toml"), bad).unwrap();
    assert_eq!(status(&liftfit(dir.path(), &["check", "rules/bad.toml", "--coverage"])), 2);
}

#[test]
fn units_of_a_survey_are_counted_beside_the_tests() {
    let dir = street();
    let args = ["check", "rules/rules.toml", "--survey", "调查"];
    let output = liftfit(dir.path(), &args);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("调查表遇到：结果 3/4，条件 3/4"), "{}", stdout(&output));
    let document = json_of(dir.path(), &args);
    let coverage = &document["coverage"][0];
    assert_eq!(coverage["totals"]["outcome"], json!({ "of": 4, "tests": 1, "units": 3 }));
    let difficult = coverage["branches"].as_array().unwrap().iter().find(|it| it["what"] == "difficult").unwrap();
    let line = RULES.lines().position(|line| line.starts_with("difficult")).unwrap() + 1;
    assert_eq!(
        *difficult,
        json!({
            "kind": "outcome", "of": "criteria.stair-width", "what": "difficult", "written": "stair_width >= 1.00 m",
            "file": "rules/rules.toml", "line": line, "column": 14, "tests": 0, "units": 1,
        })
    );
}

#[test]
fn what_is_written_for_the_rest_loads_with_the_rules_and_passes() {
    let dir = street();
    let add = |rules: &str, more: &str| {
        let all = fs::read_to_string(dir.path().join(rules)).unwrap() + more;
        fs::write(dir.path().join("rules/more.toml"), all).unwrap();
    };
    let escalation = "\n[verdict.escalate.any]\nwhen = \"count(difficult) >= 1\"\nto = \"unsuitable\"\n";
    add("rules/rules.toml", escalation);
    let args = ["check", "rules/more.toml", "--uncovered", "补.toml", "--quiet"];
    assert_eq!(status(&liftfit(dir.path(), &args)), 0);
    let tests = fs::read_to_string(dir.path().join("补.toml")).unwrap();
    assert!(tests.contains("name   = \"梯段净宽：较难\"\ngiven  = { stair_width = \"1.00 m\" }\n"), "{tests}");
    assert!(tests.contains("# name   = \"any：不成立\"\n# given  = { stair_width = \"…\" }\n"), "{tests}");
    assert!(tests.contains("# # stair_width: 梯段净宽，单位 m"), "{tests}");
    add("rules/more.toml", &tests);
    let document = json_of(dir.path(), &["check", "rules/more.toml", "--coverage"]);
    assert_eq!((&document["diagnostics"], &document["tests"]), (&json!([]), &json!({ "passed": 4, "failed": 0 })));
    let totals = &document["coverage"][0]["totals"];
    assert_eq!(totals["outcome"], json!({ "of": 4, "tests": 4, "units": null }));
    assert_eq!(totals["escalation"], json!({ "of": 2, "tests": 0, "units": null }));
    let again = liftfit(dir.path(), &args);
    assert_eq!((status(&again), fs::read_to_string(dir.path().join("补.toml")).unwrap()), (1, tests));
    assert!(stderr(&again).contains("已经存在"), "{}", stderr(&again));
}

#[test]
fn it_is_written_as_workbook_and_page_for_one_rules_file() {
    let dir = street();
    let output = liftfit(dir.path(), &[&CHECK[..], &["-o", "覆盖"]].concat());
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(left(&dir.path().join("覆盖")), ["coverage.html", "coverage.xlsx"]);
    let page = fs::read_to_string(dir.path().join("覆盖/coverage.html")).unwrap();
    assert!(page.contains("stair_width &#62;= 1.00 m") && page.contains("default-src 'none'"));
    let output = liftfit(dir.path(), &["check", "rules/rules.toml", "shanghai", "-o", "两个.html"]);
    assert_eq!(status(&output), 2);
    assert!(!dir.path().join("两个.html").exists() && stderr(&output).contains("一次只能"), "{}", stderr(&output));
}

#[test]
fn editors_get_a_line_for_each() {
    let dir = street();
    let output = liftfit(dir.path(), &[&CHECK[..], &["--format", "short"]].concat());
    let line = RULES.lines().position(|line| line.starts_with("difficult")).unwrap() + 1;
    let expected = format!("rules/rules.toml:{line}:14: note[untested]: 没有示例检验到：梯段净宽 较难 `stair_width");
    assert!(stdout(&output).contains(&expected), "{}", stdout(&output));
    assert_eq!(stdout(&output).lines().count(), 3 + 3, "outcomes and conditions");
}

#[test]
fn it_fits_80_columns_in_either_language() {
    let dir = street();
    for args in [&CHECK[..], &["check", "shanghai", "shanghai-strict", "--coverage"]] {
        for lang in ["zh", "en"] {
            let output = liftfit(dir.path(), &[args, &["--lang", lang]].concat());
            assert_eq!(status(&output), 0);
            for line in stdout(&output).lines().filter(|line| !line.starts_with("shanghai")) {
                assert!(line.width() <= 80, "{} columns: {line}", line.width());
            }
        }
    }
}
