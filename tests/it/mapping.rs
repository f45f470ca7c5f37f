//! `--mapping`: surveys that cannot be read without being told how, from the example of the manual on.

use super::{liftfit, status, stderr, stdout, street};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Output;

/// The code block of that language that comes after the heading about mapping files.
fn of_manual(language: &str) -> String {
    let manual = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/survey.md")).unwrap();
    let section = manual.split("对应文件\n").nth(1).unwrap();
    section.split(&format!("```{language}\n")).nth(1).unwrap().split("```").next().unwrap().to_string()
}

fn write(dir: &Path, name: &str, text: &str) {
    fs::write(dir.join(name), text).unwrap();
}

fn assess(dir: &Path, survey: &str, more: &[&str]) -> Output {
    liftfit(dir, &[&["assess", survey, "--rules", "rules/rules.toml", "--out", "结果"], more].concat())
}

fn findings(dir: &Path) -> String {
    fs::read_to_string(dir.join("结果/findings.csv")).unwrap()
}

#[test]
fn the_example_of_the_manual_is_read_as_it_says() {
    let dir = street();
    write(dir.path(), "甲小区.csv", &of_manual("csv"));
    write(dir.path(), "对应.toml", &of_manual("toml"));
    assert_eq!(status(&assess(dir.path(), "甲小区.csv", &[])), 1, "it cannot be read without");

    let output = assess(dir.path(), "甲小区.csv", &["--mapping", "对应.toml"]);
    assert_eq!(status(&output), 0, "{}{}", stdout(&output), stderr(&output));
    let units = fs::read_to_string(dir.path().join("结果/units.csv")).unwrap();
    assert_eq!(units.lines().count(), 3, "{units}");
    let told = findings(dir.path());
    assert!(told.contains("S077") && told.contains("表头在第 2 行；不看第 3 行；`名` 作 `小区`"), "{told}");
    assert!(told.contains("S076") && told.contains("A5 空着的格，按对应文件填作 A4 的 `甲小区`"), "{told}");
    assert!(!told.contains("S078") && !units.contains("备注"), "{told}{units}");

    let run: Value = serde_json::from_slice(&fs::read(dir.path().join("结果/run.json")).unwrap()).unwrap();
    let mapping = &run["options"]["mapping"];
    assert_eq!((&mapping["name"], &mapping["kept"]), (&"对应.toml".into(), &"run/rules/mapping-对应.toml".into()));
    let kept = fs::read(dir.path().join("结果/run/rules/mapping-对应.toml")).unwrap();
    assert_eq!(mapping["hash"], blake3::hash(&kept).to_hex().to_string());

    let explain = ["explain", "1/2", "甲小区.csv", "--rules", "rules/rules.toml", "--mapping", "对应.toml"];
    let output = liftfit(dir.path(), &explain);
    assert!(status(&output) == 0 && stdout(&output).contains("1.05"), "{}{}", stdout(&output), stderr(&output));
    assert_eq!(status(&liftfit(dir.path(), &["explain", "1/2", "--run", "结果"])), 0);
}

#[test]
fn a_unit_of_measure_is_said_where_the_header_has_none() {
    let dir = street();
    let read = |header: &str, columns: &str| {
        write(dir.path(), "甲.csv", &format!("名,栋,门,{header}\n甲小区,1,1,12\n"));
        let columns = format!("\"名\" = \"estate\", \"栋\" = \"building\", \"门\" = \"门牌\", {columns}");
        write(
            dir.path(),
            "对应.toml",
            &format!("[[source]]\nfile = \"甲.csv\"\nheader_row = 1\ncolumns = {{ {columns} }}\n"),
        );
        let output = assess(dir.path(), "甲.csv", &["--mapping", "对应.toml"]);
        assert_eq!(status(&output), 0, "{}{}", stdout(&output), stderr(&output));
        let mut units = csv::Reader::from_path(dir.path().join("结果/units.csv")).unwrap();
        let column = units.headers().unwrap().iter().position(|header| header == "stair_width").unwrap();
        units.records().next().unwrap().unwrap()[column].to_string()
    };
    assert_eq!(read("宽", "\"宽（分米）\" = \"stair_width\""), "1.2");
    assert_eq!(read("宽", "\"=D\" = \"梯段净宽（分米）\""), "1.2");
    assert_eq!(read("宽（分米）", "\"宽\" = \"stair_width\""), "1.2");
    assert!(!findings(dir.path()).contains("S078"));
    // The header's own unit counts, and the difference is told.
    assert_eq!(read("宽（分米）", "\"宽（mm）\" = \"stair_width\""), "1.2");
    assert!(findings(dir.path()).contains("写的是 `宽（mm）`，这张表的表头写的单位是 dm，按表头的读"));
}

#[test]
fn mistakes_in_it_are_shown_at_once_before_a_survey_is_opened() {
    let dir = street();
    write(dir.path(), "对应.toml", "[[source]]\nfile = \"甲.csv\"\ncolums = 1\nfill_down = [\"estat\"]\n");
    let output = assess(dir.path(), "没有这个文件夹", &["--mapping", "对应.toml"]);
    assert_eq!(status(&output), 2);
    let shown = stderr(&output);
    for part in ["R035", "对应.toml:3:1", "是不是 `columns`？", "R048", "对应.toml:4:14", "是不是 `estate`？"]
    {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(!dir.path().join("结果").exists());
    let output = assess(dir.path(), "调查", &["--mapping", "没有.toml", "--lang", "en"]);
    assert!(status(&output) == 2 && stderr(&output).contains("cannot open the mapping file"), "{}", stderr(&output));
}

#[test]
fn what_in_it_fits_nothing_is_told() {
    let dir = street();
    let mapping = "[[source]]\nfile = \"甲.csv\"\ncolumns = { \"宽\" = \"stair_width\" }\nfill_down = [\"梯段净宽\"]\n\
                   [[source]]\nfile = \"乙*.csv\"\n[[source]]\nfile = \"甲.csv\"\nsheet = \"二\"\n";
    write(dir.path(), "对应.toml", mapping);
    let output = assess(dir.path(), "调查", &["--mapping", "对应.toml"]);
    assert_eq!(status(&output), 0, "{}{}", stdout(&output), stderr(&output));
    let told = findings(dir.path());
    for part in ["第 1 行的 `宽`，这张表里没有", "没有文件叫 `乙*.csv`", "没有工作表叫 `二`"] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn a_sheet_that_two_sources_are_about_is_not_read() {
    let dir = street();
    write(dir.path(), "对应.toml", "[[source]]\nfile = \"甲.csv\"\n[[source]]\nfile = \"*.csv\"\n");
    write(dir.path(), "调查/乙.txt", "");
    let output = assess(dir.path(), "调查", &["--mapping", "对应.toml"]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("第 1 行和第 3 行都说到这张表"), "{}", stderr(&output));
}

#[test]
fn a_table_without_a_header_and_names_over_groups_of_rows() {
    let dir = street();
    let survey = "甲小区,,\n,1,1,1.1\n,1,2,1.05\n合计,,,2\n乙小区,,\n,3,1,1.2\n注：实测,,\n";
    write(dir.path(), "甲.csv", survey);
    write(
        dir.path(),
        "对应.toml",
        "[[source]]\nfile = \"甲.csv\"\nheader_row = 0\nfill_down = [\"estate\"]\n\
         columns = { \"=A\" = \"estate\", \"=B\" = \"building\", \"=C\" = \"unit\", \"=D\" = \"stair_width\" }\n",
    );
    let output = assess(dir.path(), "甲.csv", &["--mapping", "对应.toml"]);
    assert_eq!(status(&output), 0, "{}{}{}", stdout(&output), stderr(&output), findings(dir.path()));
    let units = fs::read_to_string(dir.path().join("结果/units.csv")).unwrap();
    let rows: Vec<&str> = units.lines().skip(1).collect();
    assert_eq!(rows.len(), 3, "{units}");
    assert!(rows[2].contains("乙小区"), "{units}");
    assert!(findings(dir.path()).contains("A2:A3 空着的格，按对应文件填作 A1 的 `甲小区`"), "{}", findings(dir.path()));
}

#[test]
fn a_header_printed_again_is_no_unit() {
    let dir = street();
    let header = "名,栋,门,宽\n";
    write(dir.path(), "甲.csv", &format!("{header}甲,1,1,1.1\n{header}甲,1,2,1.1\n"));
    write(
        dir.path(),
        "对应.toml",
        "[[source]]\nfile = \"甲.csv\"\nheader_row = 1\n\
         columns = { \"名\" = \"estate\", \"栋\" = \"building\", \"门\" = \"unit\", \"宽\" = \"stair_width\" }\n",
    );
    let output = assess(dir.path(), "甲.csv", &["--mapping", "对应.toml"]);
    assert_eq!(status(&output), 0, "{}{}", stdout(&output), stderr(&output));
    assert_eq!(fs::read_to_string(dir.path().join("结果/units.csv")).unwrap().lines().count(), 3);
}
