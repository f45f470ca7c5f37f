//! Reports for the city, made by the program as people run it.

use super::{liftfit, status, stderr, stdout, street};
use std::fs;
use std::path::Path;

fn shown(folder: &Path, args: &[&str]) -> serde_json::Value {
    let output = liftfit(folder, &[&["report"], args, &["--format", "json"]].concat());
    assert_eq!(status(&output), 0, "{args:?}: {}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

#[test]
fn every_shipped_template_says_of_the_sample_street_what_its_summary_says() {
    let dir = tempfile::tempdir().unwrap();
    // Two of its committees have a bit of everything: lifts, all classes, what is open, pipes.
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/street");
    fs::create_dir(dir.path().join("调查")).unwrap();
    for name in ["虚构示例02_白榆居民区.xlsx", "虚构示例07_金桂居民区.xlsx"] {
        fs::copy(samples.join(name), dir.path().join("调查").join(name)).unwrap();
    }
    assess(dir.path(), "调查", "结果");
    let summary: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(dir.path().join("结果/summary.json")).unwrap()).unwrap();
    let class = |class: &str| summary["classes"][class]["units"].clone();

    let committees = shown(dir.path(), &["结果", "--template", "committees"]);
    assert_eq!(committees["date"], "2026-07-01");
    let total = &committees["sheets"][0]["total"];
    for (header, id) in [("适合加装", "suitable"), ("较难加装", "difficult"), ("不适合加装", "unsuitable")]
    {
        assert_eq!(total[header], class(id), "{header}");
    }
    assert_eq!(total["待补测"], summary["open"]["units"]);
    assert_eq!(total["已有电梯"], summary["with_lift"]["units"]);
    let rows = committees["sheets"][0]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    let added: u64 = rows.iter().filter_map(|row| row["单元数"].as_u64()).sum();
    assert_eq!(Some(added), total["单元数"].as_u64(), "every unit is in one committee");

    let hard = shown(dir.path(), &["结果", "--template", "hard-cases"]);
    let hard = hard["sheets"][0]["rows"].as_array().unwrap();
    assert_eq!(Some(hard.len() as u64), class("difficult").as_u64());
    assert!(hard.iter().all(|row| row["原因"].is_string() && row["依据"].is_string() && row["牵头单位"].is_null()));

    let monthly = shown(dir.path(), &["结果", "--template", "monthly"]);
    assert!(
        monthly["sheets"][0]["total"]["竣工"].is_null(),
        "nobody said how far any unit is: no figure rather than 0"
    );
    assert!(monthly["notes"].to_string().contains("--since"));

    let pipes = shown(dir.path(), &["结果", "--template", "pipes"]);
    let pipes = pipes["sheets"][0]["rows"].as_array().unwrap();
    assert!(pipes.len() > 100 && pipes.iter().all(|row| row["影响的评估项"].is_string() && row["为什么"].is_string()));

    let ledger = shown(dir.path(), &["结果", "--template", "ledger"]);
    let ledger = ledger["sheets"][0]["rows"].as_array().unwrap();
    let lifts = ledger.iter().filter(|row| row["已有电梯"] == "有").count() as u64;
    assert!(lifts > 0 && Some(lifts) == summary["with_lift"]["units"].as_u64());
    let counted: u64 = ["suitable", "difficult", "unsuitable"].map(|id| class(id).as_u64().unwrap()).iter().sum();
    assert_eq!(ledger.len() as u64, counted + lifts, "every unit has a row");

    for name in ["ledger", "monthly"] {
        for out in ["一.xlsx", "二.xlsx"] {
            let args = ["report", "结果", "--template", name, "-o", &format!("{name}{out}"), "-q", "--threads", "1"];
            assert_eq!(status(&liftfit(dir.path(), &args[..if out == "一.xlsx" { 7 } else { 9 }])), 0);
        }
        let bytes = |out: &str| fs::read(dir.path().join(format!("{name}{out}"))).unwrap();
        assert!(bytes("一.xlsx") == bytes("二.xlsx"), "{name}: the same bytes on any number of threads");
    }
}

/// What no report reads.
const UNREAD: [&str; 6] = ["summary.xlsx", "units.xlsx", "report.html", "units", "map.geojson", "units.parquet"];

/// Assesses by the shipped rules into a folder.
fn assess(folder: &Path, survey: &str, out: &str) {
    let mut args = vec!["assess", survey, "--rules", "shanghai", "--as-of", "2026-07-01", "-o", out, "-q"];
    args.extend(UNREAD.iter().flat_map(|name| ["--without", name]));
    let output = liftfit(folder, &args);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
}

/// A template of which nearly every line is wrong, by the shipped dictionary.
fn wrong(more: &[&str]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/small/调查表.csv");
    let out = dir.path().join("结果");
    let (samples, out) = (samples.to_str().unwrap(), out.to_str().unwrap());
    assess(dir.path(), samples, out);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/mistakes");
    let output = liftfit(&folder, &[&["report", out, "--template", "template.toml", "--format", "csv"], more].concat());
    assert_eq!((status(&output), stdout(&output)), (2, String::new()));
    stderr(&output)
}

#[test]
fn all_mistakes_of_a_template_are_shown_in_one_run_on_80_columns() {
    use unicode_width::UnicodeWidthStr;
    let (zh, en) = (wrong(&[]), wrong(&["--lang", "en"]));
    for line in zh.lines().chain(en.lines()) {
        assert!(line.width() <= 80, "{} columns: {line}", line.width());
    }
    snapbox::assert_data_eq!(zh, snapbox::file!["../files/mistakes/template.zh.txt"].raw());
    snapbox::assert_data_eq!(en, snapbox::file!["../files/mistakes/template.en.txt"].raw());
}

const TEMPLATE: &str = r#"
[report]
title = "进度"
rows = "groups"
by = "committee"
[[columns]]
header = "居民区"
show = "group"
[[columns]]
header = "已签约"
count = { stage = ["signed", "done"] }
[[columns]]
header = "新增签约"
new = { stage = ["signed", "done"] }
[[columns]]
header = "本月竣工"
count = { stage = "done", stage_date = { this_month = true } }
"#;

/// The street with how far each of its units is, assessed into that folder.
fn with_stages(folder: &Path, out: &str, stages: [&str; 3]) {
    let fields = fs::read_to_string(folder.join("rules/fields.toml")).unwrap();
    if !fields.contains("stage_date") {
        let more = "[fields.stage]\nlabel = \"办理阶段\"\nkind = \"choice\"\n\
                    choices = { begun = [\"征询\"], signed = [\"已签约\"], done = [\"竣工\"] }\n\
                    [fields.stage_date]\nlabel = \"阶段日期\"\nkind = \"date\"\n\
                    [fields.phone]\nlabel = \"电话\"\nkind = \"text\"\nprivate = true\n";
        fs::write(folder.join("rules/fields.toml"), fields + more).unwrap();
    }
    let [a, b, c] = stages;
    let survey = format!(
        "居民区,小区,楼号,门牌,梯段净宽,办理阶段,阶段日期,电话\n第一,甲小区,1,1,1.10,{a},2026-07-03,5551\n\
         第一,甲小区,1,2,1.05,{b},2026-06-30,5552\n第二,甲小区,11,2,,{c},,5553\n"
    );
    fs::write(folder.join("调查/甲.csv"), survey).unwrap();
    let args = ["assess", "调查", "--rules", "rules/rules.toml", "--as-of", "2026-07-20", "-o", out, "-q"];
    assert_eq!(status(&liftfit(folder, &args)), 0);
}

#[test]
fn what_is_new_is_what_an_earlier_run_shows_to_be_new() {
    let dir = street();
    fs::write(dir.path().join("月报.toml"), TEMPLATE).unwrap();
    with_stages(dir.path(), "六月", ["征询", "已签约", ""]);
    with_stages(dir.path(), "七月", ["竣工", "竣工", "已签约"]);
    let rows = |args: &[&str]| shown(dir.path(), args)["sheets"][0]["rows"].clone();
    let alone = rows(&["七月", "--template", "月报.toml"]);
    assert_eq!((&alone[0]["已签约"], &alone[0]["本月竣工"]), (&2.into(), &1.into()));
    assert!(alone[0]["新增签约"].is_null(), "nothing to compare with");
    let since = rows(&["七月", "--template", "月报.toml", "--since", "六月"]);
    assert_eq!(since[0]["新增签约"], 1, "the other had signed before");
    assert!(since[1]["新增签约"].is_null(), "how far it was then is not known");
    let said = |args: &[&str]| {
        let report = ["report", "七月", "--template", "月报.toml", "--format", "csv"];
        stderr(&liftfit(dir.path(), &[&report[..], args].concat()))
    };
    assert!(said(&["--since", "七月"]).contains("就是这次的结果"));
    assert!(said(&["--since", "六月", "--lang", "en"]).contains("not there before"));
    assert!(!said(&["--since", "六月"]).contains("不同"));
    let rules = fs::read_to_string(dir.path().join("rules/rules.toml")).unwrap();
    fs::write(dir.path().join("rules/rules.toml"), format!("{rules}\n# 改过")).unwrap();
    with_stages(dir.path(), "八月", ["竣工", "竣工", "已签约"]);
    assert!(said(&["--since", "八月"]).contains("上次用的规则（small 1）与这次（small 1）不同"));
}

#[test]
fn private_fields_are_there_only_where_the_template_names_them() {
    let dir = street();
    with_stages(dir.path(), "结果", ["", "", ""]);
    let template = "[report]\ntitle = \"表\"\nrows = \"units\"\n[[columns]]\nheader = \"单元\"\nshow = \"name\"\n\
                    [[columns]]\nheader = \"原因\"\nshow = \"reasons\"\n";
    fs::write(dir.path().join("表.toml"), template).unwrap();
    let report = |more: &[&str]| liftfit(dir.path(), &[&["report", "结果", "--template", "表.toml"], more].concat());
    assert!(!stdout(&report(&["--format", "csv"])).contains("555"));
    let named = format!("{template}[[columns]]\nheader = \"电话\"\nfield = \"phone\"\n");
    fs::write(dir.path().join("表.toml"), named).unwrap();
    let output = report(&["--format", "csv"]);
    assert!(stdout(&output).contains("5551") && stderr(&output).contains("不公开"), "{}", stderr(&output));
    let written = report(&["-o", "表.csv", "--encoding", "gb18030"]);
    assert_eq!(status(&written), 0, "{}", stderr(&written));
    let bytes = fs::read(dir.path().join("表.csv")).unwrap();
    assert_eq!(
        encoding_rs::GB18030.decode(&bytes).0,
        stdout(&output).trim_start_matches('\u{feff}').replace('\n', "\r\n").replace("\r\r", "\r")
    );
    let again = report(&["-o", "表.csv"]);
    assert!(status(&again) == 1 && stderr(&again).contains("不会覆盖"));
    for (args, zh) in [
        (&["-o", "表.xlsx", "--format", "csv"][..], "结尾与 --format 不符"),
        (&["--format", "xlsx"], "不能写到屏幕上"),
        (&["-o", "又.xlsx", "--encoding", "gb18030"], "只用于 CSV"),
        (&[], "不知道要写成什么格式"),
    ] {
        let output = report(args);
        assert!(status(&output) == 2 && stderr(&output).contains(zh), "{args:?}: {}", stderr(&output));
    }
    let none = liftfit(dir.path(), &["report", "结果", "--template", "legder", "--format", "json"]);
    assert!(status(&none) == 2 && stderr(&none).contains("是不是 `ledger`"), "{}", stderr(&none));
}

#[test]
fn mistakes_of_a_template_are_shown_at_their_lines() {
    let dir = street();
    let args = ["assess", "调查", "--rules", "rules/rules.toml", "-o", "结果", "-q"];
    assert_eq!(status(&liftfit(dir.path(), &args)), 0);
    fs::write(
        dir.path().join("表.toml"),
        TEMPLATE.replace("by =", "bye =").replace("show = \"group\"", "show = \"gruop\""),
    )
    .unwrap();
    for (lang, first, second) in [
        ("zh", "`[report]` 里没有 `bye` 这个键", "是不是 `group`？"),
        ("en", "unknown key `bye` in `[report]`", "did you mean `group`?"),
    ] {
        let output =
            liftfit(dir.path(), &["report", "结果", "--template", "表.toml", "--format", "json", "--lang", lang]);
        assert_eq!(status(&output), 2);
        let said = stderr(&output);
        assert!(said.contains(first) && said.contains(second) && said.contains("表.toml:5:1"), "{said}");
        assert!(said.contains("T003") && said.contains("T006") && said.contains("T005"), "{said}");
    }
}

#[test]
fn a_form_is_filled_in_or_said_to_be_too_short() {
    let dir = street();
    let args = ["assess", "调查", "--rules", "rules/rules.toml", "-o", "结果", "-q"];
    assert_eq!(status(&liftfit(dir.path(), &args)), 0);
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("表三").unwrap();
    let border = rust_xlsxwriter::Format::new().set_border(rust_xlsxwriter::FormatBorder::Thin);
    sheet.write_string(0, 0, "市里的表").unwrap();
    for row in 0..6 {
        for column in 0..4 {
            if (row, column) != (0, 0) {
                sheet.write_blank(row, column, &border).unwrap();
            }
        }
    }
    book.save(dir.path().join("市表.xlsx")).unwrap();
    let template = |last: u32| {
        format!(
            "[report]\ntitle = \"表\"\nrows = \"units\"\nbody = \"某街道\"\n[form]\nfile = \"市表.xlsx\"\nsheet = \"表三\"\n\
             first_row = 4\nlast_row = {last}\n[[cells]]\nat = \"B2\"\ntext = \"填报：{{body}}\"\n\
             [[columns]]\nheader = \"单元\"\nshow = \"name\"\nletter = \"B\"\n\
             [[columns]]\nheader = \"结论\"\nshow = \"class\"\nletter = \"D\"\ncodes = {{ suitable = \"1\", difficult = \"2\", unsuitable = \"3\" }}\n"
        )
    };
    fs::write(dir.path().join("短.toml"), template(5)).unwrap();
    let output = liftfit(dir.path(), &["report", "结果", "--template", "短.toml", "-o", "短.xlsx"]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("表三") && stderr(&output).contains("要填 3 行"), "{}", stderr(&output));
    assert!(!dir.path().join("短.xlsx").exists());
    fs::write(dir.path().join("好.toml"), template(6)).unwrap();
    let output = liftfit(dir.path(), &["report", "结果", "--template", "好.toml", "-o", "好.xlsx"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    use calamine::Reader;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(dir.path().join("好.xlsx")).unwrap();
    let range = book.worksheet_range("表三").unwrap();
    let at = |row, column| range.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
    assert_eq!((at(0, 0), at(1, 1)), ("市里的表".into(), "填报：某街道".into()));
    assert_eq!((at(3, 1), at(3, 3)), ("甲小区/1/1".into(), "1".into()));
    assert_eq!(at(5, 1), "甲小区/11/2");
}
