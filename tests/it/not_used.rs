//! What the commands that ask a survey something say of files and rows that they could not use.

use super::{left, liftfit, status, stderr, stdout, street};
use calamine::{Reader, Xlsx};
use serde_json::{Value, json};
use std::fs;

/// Each command with what it needs.
const ASKING: [&[&str]; 3] = [
    &["compare", "调查", "--rules", "rules/rules.toml", "--set", "good_stair_width=1.05m"],
    &["sweep", "调查", "--rules", "rules/rules.toml", "--param", "good_stair_width=1.0..1.2m"],
    &["gaps", "调查", "--rules", "rules/rules.toml"],
];

#[test]
fn a_broken_file_and_a_row_without_a_key_are_told_on_the_screen_and_in_every_file() {
    let dir = street();
    fs::write(dir.path().join("调查/坏.xlsx"), "PK\u{3}\u{4}").unwrap();
    fs::write(dir.path().join("调查/丙.csv"), "居民区,小区,楼号,门牌,梯段净宽\n第三,丙小区,,1,1.2\n").unwrap();
    for command in ASKING {
        let out = format!("{}.xlsx", command[0]);
        let output = liftfit(dir.path(), &[command, &["-o", &out, "--format", "json"]].concat());
        assert_eq!(status(&output), 3, "{}", stderr(&output));
        let said = stderr(&output);
        assert!(said.contains("未读完 `坏.xlsx`") && said.contains("S051 丙.csv › C2"), "{said}");
        let document: Value = serde_json::from_str(&stdout(&output)).unwrap();
        let told = document["not_used"].as_array().unwrap();
        assert_eq!((told.len(), &told[1]["file"], &told[1]["row"]), (2, &json!("坏.xlsx"), &json!(null)));
        let why = json!({
            "file": "丙.csv", "sheet": "", "row": 2, "rows": 1, "code": "S051", "why": "主键不全，整行未采用",
        });
        assert_eq!(told[0], why);
        let mut book: Xlsx<_> = calamine::open_workbook(dir.path().join(out)).unwrap();
        let sheet = book.worksheet_range("未能采用").unwrap();
        let said: Vec<String> = sheet.used_cells().map(|(.., cell)| cell.to_string()).collect();
        assert!(said.contains(&"坏.xlsx".into()) && said.contains(&"S051".into()), "{said:?}");
        let shown = stdout(&liftfit(dir.path(), command));
        assert!(shown.contains("不含未能采用的：1 个文件、1 行"), "{shown}");
    }
    let explained = liftfit(dir.path(), &["explain", "1/2", "调查", "--rules", "rules/rules.toml"]);
    assert_eq!(status(&explained), 3);
    assert!(stderr(&explained).contains("未读完 `坏.xlsx`"), "{}", stderr(&explained));
}

#[test]
fn where_all_was_used_nothing_is_said() {
    let dir = street();
    for command in ASKING {
        let output = liftfit(dir.path(), &[command, &["--format", "json"]].concat());
        assert_eq!((status(&output), stderr(&output)), (0, String::new()));
        let document: Value = serde_json::from_str(&stdout(&output)).unwrap();
        assert_eq!(document.get("not_used"), None);
    }
}

#[test]
fn a_survey_without_a_unit_is_an_error_and_nothing_is_written() {
    let dir = street();
    for survey in ["居民区,小区,楼号,门牌,梯段净宽\n", ""] {
        fs::write(dir.path().join("调查/甲.csv"), survey).unwrap();
        for command in ASKING {
            let form: &[&str] = if command[0] == "gaps" { &["--form", "补测表.xlsx"] } else { &[] };
            let output = liftfit(dir.path(), &[command, &["-o", "结果"], form].concat());
            assert_eq!(status(&output), 1, "{command:?}");
            assert!(stdout(&output).is_empty());
            let said = stderr(&output);
            assert!(said.contains("甲.csv") && said.contains("没有读到一个单元"), "{said}");
            assert_eq!(left(dir.path()), ["rules", "调查"], "{command:?}");
        }
    }
}
