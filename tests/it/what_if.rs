//! `compare`, `sweep`, `gaps` and remedies, as people run them.

use super::{left, liftfit, status, stderr, stdout, street};
use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const COMPARE: [&str; 4] = ["compare", "调查", "--rules", "rules/rules.toml"];
const SWEEP: [&str; 4] = ["sweep", "调查", "--rules", "rules/rules.toml"];
const GAPS: [&str; 4] = ["gaps", "调查", "--rules", "rules/rules.toml"];

pub(super) fn json_of(dir: &Path, args: &[&str], more: &[&str]) -> Value {
    let output = liftfit(dir, &[args, more, &["--format", "json"]].concat());
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

/// A street whose rules have a range for the stair width and a remedy for a narrow one.
fn with_remedy() -> tempfile::TempDir {
    let dir = street();
    let rules = dir.path().join("rules/rules.toml");
    let text = fs::read_to_string(&rules).unwrap()
        + "\n[remedies.thin-rail]\ntitle = \"换细栏杆\"\nlifts = { stair-width = \"suitable\" }\ncost = \"1.2 万元\"\ncite = \"约定\"\n";
    fs::write(&rules, text.replace("value = \"1.10 m\"\n", "value = \"1.10 m\"\nrange = [\"1.00 m\", \"1.20 m\"]\n"))
        .unwrap();
    dir
}

#[test]
fn one_rule_set_is_compared_with_its_own_setting() {
    let dir = street();
    let document = json_of(dir.path(), &COMPARE, &["--set", "good_stair_width=1.05m"]);
    assert_eq!(
        document["moves"],
        json!([{
            "unit": "甲小区/1/2", "from": "difficult", "to": "suitable", "causes": [["params.good_stair_width"]],
        }])
    );
    assert_eq!(document["matrix"]["difficult"], json!({ "suitable": 1, "difficult": 1, "unsuitable": 0 }));
    assert_eq!(document["idle"], json!([]));
    let output = liftfit(dir.path(), &[&COMPARE[..], &["--set", "good_stair_width=1.05m"]].concat());
    let shown = stdout(&output);
    assert!(shown.contains("1.10 m") && shown.contains("1.05 m"), "{shown}");
}

#[test]
fn a_comparison_is_written_as_workbook_and_page_and_never_over_a_file() {
    let dir = street();
    let args =
        [&COMPARE[..], &["--rules", "rules/rules.toml", "--set", "good_stair_width=1.05m", "-o", "比较"]].concat();
    let output = liftfit(dir.path(), &args);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(left(&dir.path().join("比较")), ["comparison.html", "comparison.xlsx"]);
    let page = fs::read_to_string(dir.path().join("比较/comparison.html")).unwrap();
    assert!(page.contains("甲小区/1/2") && page.contains("default-src 'none'"));
    let again = liftfit(dir.path(), &args);
    assert_eq!(status(&again), 1);
    assert!(stderr(&again).contains("comparison.xlsx") && stderr(&again).contains("已经存在"), "{}", stderr(&again));
    assert_eq!(fs::read_to_string(dir.path().join("比较/comparison.html")).unwrap(), page);
}

#[test]
fn any_rule_set_can_be_the_one_that_others_are_compared_with() {
    let dir = street();
    let two = ["--rules", "rules/rules.toml", "--set", "good_stair_width=1.05m"];
    let other = json_of(dir.path(), &COMPARE, &[&two[..], &["--baseline", "2"]].concat());
    assert_eq!((&other["moves"][0]["from"], &other["moves"][0]["to"]), (&json!("suitable"), &json!("difficult")));
    let output = liftfit(dir.path(), &[&COMPARE[..], &two, &["--baseline", "五"]].concat());
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("五") && stderr(&output).contains("给的有"), "{}", stderr(&output));
}

#[test]
fn rule_sets_that_read_surveys_otherwise_are_refused_with_the_difference() {
    let dir = street();
    let fields = fs::read_to_string(dir.path().join("rules/fields.toml")).unwrap();
    let other = fields.replace("range = [\"0.5 m\", \"3 m\"]", "range = [\"0.8 m\", \"3 m\"]");
    fs::write(dir.path().join("rules/fields2.toml"), other).unwrap();
    let rules = fs::read_to_string(dir.path().join("rules/rules.toml")).unwrap();
    fs::write(dir.path().join("rules/other.toml"), rules.replace("fields.toml", "fields2.toml")).unwrap();
    let output = liftfit(dir.path(), &[&COMPARE[..], &["--rules", "rules/other.toml"]].concat());
    assert_eq!(status(&output), 2);
    let said = stderr(&output);
    assert!(said.contains("字段表不同") && said.contains("`stair_width`") && said.contains("range"), "{said}");
}

#[test]
fn a_sweep_tells_every_step_with_its_units() {
    let dir = with_remedy();
    let document = json_of(dir.path(), &SWEEP, &["--param", "good_stair_width"]);
    let counts =
        |suitable: u64, difficult: u64| json!({ "suitable": suitable, "difficult": difficult, "unsuitable": 0 });
    assert_eq!(
        document,
        json!({
            "param": "good_stair_width", "measure": "m", "from": 1, "to": 1.2,
            "steps": [
                { "at": 1, "counts": counts(2, 1), "above": counts(2, 1), "units": [] },
                { "at": 1.05, "counts": counts(2, 1), "above": counts(1, 2), "units": ["甲小区/1/2"] },
                { "at": 1.1, "counts": counts(1, 2), "above": counts(0, 3), "units": ["甲小区/1/1"] },
            ],
        })
    );
    let output =
        liftfit(dir.path(), &[&SWEEP[..], &["--param", "good_stair_width=1.06..1.2m", "-o", "扫描.html"]].concat());
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("1.10 m") && !stdout(&output).contains("1.05 m"), "{}", stdout(&output));
    assert!(fs::read_to_string(dir.path().join("扫描.html")).unwrap().contains("<svg"));
}

#[test]
fn what_cannot_be_swept_is_said() {
    let dir = with_remedy();
    for (param, code, zh) in [
        ("stair", 2, "没有参数 `stair`"),
        ("good_stair_width=1..2", 2, "没有单位"),
        ("good_stair_width=2..1m", 2, "下限大于上限"),
        ("good_stair_width=1m..", 2, "缺上限"),
        ("good_stair_width=0..99999999999999m", 2, "`99999999999999m` 的数太大"),
        ("good_stair_width=0.9..1.3kg", 2, "`kg` 不是计量单位"),
    ] {
        let output = liftfit(dir.path(), &[&SWEEP[..], &["--param", param]].concat());
        assert_eq!(status(&output), code, "{param}");
        assert!(stderr(&output).contains(zh) && stderr(&output).contains("提示"), "{param}: {}", stderr(&output));
        assert!(stdout(&output).is_empty());
    }
    // A side that goes both ways has no steps to tell.
    let rules = dir.path().join("rules/rules.toml");
    let text = fs::read_to_string(&rules).unwrap();
    fs::write(
        &rules,
        text.replace(
            "stair_width >= good_stair_width\"",
            "stair_width >= good_stair_width * (2.1 m - good_stair_width) / 1 m\"",
        ),
    )
    .unwrap();
    let output = liftfit(dir.path(), &[&SWEEP[..], &["--param", "good_stair_width"]].concat());
    assert_eq!(status(&output), 1, "{}", stderr(&output));
    assert!(
        stderr(&output).contains("good_stair_width * (2.1 m") && stderr(&output).contains("rules.toml:"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn gaps_say_what_to_measure_and_the_form_to_carry_is_read_back() {
    let dir = street();
    let document = json_of(dir.path(), &GAPS, &["--within", "6cm", "--form", "补测表.xlsx"]);
    assert_eq!(document["gaps"][0]["sure"], json!([["stair_width"]]));
    assert_eq!(document["plan"][0]["units"], json!(["甲小区/11/2"]));
    assert_eq!((&document["settled"], &document["plan"][0]["settled_then"]), (&json!(2), &json!(3)));
    let near: Vec<(&str, f64)> = document["near"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["unit"].as_str().unwrap(), it["off"].as_f64().unwrap()))
        .collect();
    assert_eq!(near, [("甲小区/1/1", 0.000001), ("甲小区/1/2", 0.05)]);

    // The form has the one door, its key filled in; filled in whole and assessed beside the survey, it settles the unit.
    let mut book: Xlsx<_> = calamine::open_workbook(dir.path().join("补测表.xlsx")).unwrap();
    let sheet = book.worksheet_range("调查表").unwrap();
    let row: Vec<String> = sheet.rows().next_back().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(row[..3], ["甲小区", "11", "2"], "{row:?}");
    assert!(sheet.rows().any(|row| row.contains(&Data::String("*梯段净宽（m）".into()))));
    let rows = liftfit(
        dir.path(),
        &["assess", "调查", "补测表.xlsx", "--rules", "rules/rules.toml", "--out", "结果", "--format", "json"],
    );
    assert_eq!(status(&rows), 0, "nothing was filled in, and nothing is doubted: {}", stderr(&rows));
    let summary: Value = serde_json::from_str(&stdout(&rows)).unwrap();
    let codes: Vec<&str> =
        summary["findings"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
    assert_eq!(codes, Vec::<&str>::new());
}

/// The texts of a sheet of a workbook, row by row.
pub(super) fn sheet(path: &Path, name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let range = book.worksheet_range(name).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The lines of a form's instructions about what is to be mended in the survey itself.
pub(super) fn to_mend(form: &Path) -> Vec<String> {
    let lines = sheet(form, "填表说明").concat();
    lines.into_iter().skip_while(|line| !line.contains("在原来的调查表里改")).skip(1).collect()
}

/// A street whose rules also ask for the structure: a blank, a text that is no choice, one that is no number, a
/// contradiction, a range, and two ranges that overlap.
fn with_all_kinds_of_gaps() -> tempfile::TempDir {
    let dir = street();
    let add = |name: &str, more: &str| {
        let path = dir.path().join(name);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text + more).unwrap();
    };
    add(
        "rules/fields.toml",
        "[fields.structure]\nlabel = \"结构\"\nkind = \"choice\"\nchoices = { brick = [\"砖混\"], frame = [\"框架\"] }\n",
    );
    add(
        "rules/rules.toml",
        "[criteria.structure]\ntitle = \"结构\"\nsuitable = \"structure == brick\"\notherwise = \"difficult\"\ncite = \"约定\"\n",
    );
    fs::write(
        dir.path().join("调查/甲.csv"),
        "居民区,小区,楼号,门牌,梯段净宽,结构\n第一,甲小区,1,1,1.10,砖混\n第一,甲小区,1,2,1.05,砖混\n第一,甲小区,1,2,1.15,砖混\n\
         第一,甲小区,1,3,1.05~1.12,砖混\n第一,甲小区,1,4,,砖混\n第一,甲小区,1,5,1.15,钢构\n第一,甲小区,1,6,1.0~1.12,砖混\n\
         第一,甲小区,1,6,1.05~1.3,砖混\n第一,甲小区,1,7,说不准,砖混\n",
    )
    .unwrap();
    dir
}

#[test]
fn what_is_written_on_the_form_or_mended_in_the_survey_settles_the_units_as_promised() {
    let dir = with_all_kinds_of_gaps();
    let form = dir.path().join("补测表.xlsx");
    let document = json_of(dir.path(), &GAPS, &["--form", "补测表.xlsx"]);
    assert_eq!((&document["open"], &document["never"]), (&json!(6), &json!([])), "all six are promised");
    // A second row would contradict what says something; a blank, and what is no value, it fills.
    let rows = sheet(&form, "调查表");
    let doors: Vec<&[String]> = rows.iter().skip(3).map(|row| &row[..3]).collect();
    assert_eq!(doors, [["甲小区", "1", "4"], ["甲小区", "1", "7"], ["甲小区", "1", "5"]]);
    assert_eq!(
        to_mend(&form),
        [
            "甲小区/1/2：梯段净宽（甲.csv › E3，现在写的是“1.05”；甲.csv › E4，现在写的是“1.15”）",
            "甲小区/1/3：梯段净宽（甲.csv › E5，现在写的是“1.05~1.12”）",
            "甲小区/1/6：梯段净宽（甲.csv › E8，现在写的是“1.0~1.12”；甲.csv › E9，现在写的是“1.05~1.3”）",
        ]
    );

    // The doors of the form are filled in there; what it says of others is done in the survey: some outside the ranges.
    let mut filled = rust_xlsxwriter::Workbook::new();
    let page = filled.add_worksheet();
    for (row, at) in rows.iter().zip(0..) {
        for (text, column) in row.iter().zip(0..) {
            let text = match (row[2].as_str(), column) {
                ("4", 4) => "1.12",
                ("7", 4) => "1.02",
                ("5", 5) => "框架",
                _ => text,
            };
            page.write_string(at, column, text).unwrap();
        }
    }
    filled.save(&form).unwrap();
    let survey = dir.path().join("调查/甲.csv");
    let mut text = fs::read_to_string(&survey).unwrap();
    for (written, measured) in
        [("2,1.05,", "2,1.12,"), ("2,1.15,", "2,1.12,"), ("1.05~1.12", "1.2"), ("1.0~1.12", "1.4"), ("1.05~1.3", "1.4")]
    {
        assert!(text.contains(written));
        text = text.replace(written, measured);
    }
    fs::write(&survey, text).unwrap();
    let args = ["assess", "调查", "补测表.xlsx", "--rules", "rules/rules.toml", "--out", "结果", "--format", "json"];
    let summary: Value = serde_json::from_str(&stdout(&liftfit(dir.path(), &args))).unwrap();
    let findings = summary["findings"].as_array().unwrap();
    assert!(findings.iter().all(|it| it["code"] != "S062" && it["code"] != "S061"), "{findings:?}");
    let gaps = ["gaps", "调查", "补测表.xlsx", "--rules", "rules/rules.toml"];
    let left = json_of(dir.path(), &gaps, &[]);
    assert_eq!((&left["units"], &left["settled"]), (&json!(7), &json!(7)));
    let units = fs::read_to_string(dir.path().join("结果/units.csv")).unwrap();
    let of = |door: &str| units.lines().find(|line| line.contains(&format!("甲小区,1,{door},"))).unwrap().to_string();
    assert!(of("3").contains(",suitable,") && of("5").contains(",difficult,") && of("7").contains(",difficult,"));
}

#[test]
fn the_form_names_every_cell_that_is_to_be_mended_and_has_no_columns_for_nothing() {
    let dir = street();
    let rows: String = (1..=450).map(|door| format!("第一,甲小区,1,{door},1.05~1.12\n")).collect();
    fs::write(dir.path().join("调查/甲.csv"), format!("居民区,小区,楼号,门牌,梯段净宽\n{rows}")).unwrap();
    json_of(dir.path(), &GAPS, &["--form", "补测表.xlsx"]);
    let form = dir.path().join("补测表.xlsx");
    let told = to_mend(&form);
    assert_eq!(told.len(), 450);
    assert_eq!(told[449], "甲小区/1/450：梯段净宽（甲.csv › E451，现在写的是“1.05~1.12”）");
    assert_eq!(sheet(&form, "调查表")[2..], [["小区", "楼号", "门牌", "居民区"]], "nothing is to be filled in there");
    let args = ["assess", "调查", "补测表.xlsx", "--rules", "rules/rules.toml", "--out", "结果"];
    let output = liftfit(dir.path(), &args);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
}

#[test]
fn a_margin_has_a_unit_of_measure() {
    let dir = street();
    for (within, zh) in [
        (&["5"][..], "带单位"),
        (&["-1cm"], "带单位的正数"),
        (&["1层"], "带单位的正数"),
        (&["2cm", "5mm"], "`2cm` 和 `5mm` 是同一种计量的余量"),
        (&["20m"], "`20m` 太大"),
        (&["1元"], "没有字段用 `1元` 这种计量"),
    ] {
        let within: Vec<&str> = within.iter().flat_map(|margin| ["--within", margin]).collect();
        let output = liftfit(dir.path(), &[&GAPS[..], &within].concat());
        assert_eq!(status(&output), 2, "{within:?}");
        assert!(stderr(&output).contains(zh) && stdout(&output).is_empty(), "{}", stderr(&output));
    }
    let output = liftfit(dir.path(), &[&GAPS[..], &["--form", "补测表.csv"]].concat());
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains(".xlsx"), "{}", stderr(&output));
}

#[test]
fn remedies_stand_in_the_run_and_in_what_is_explained() {
    let dir = with_remedy();
    let assessed =
        liftfit(dir.path(), &["assess", "调查", "--rules", "rules/rules.toml", "--out", "结果", "--format", "json"]);
    let summary: Value = serde_json::from_str(&stdout(&assessed)).unwrap();
    let remedies = &summary["remedies"];
    assert_eq!((&remedies["not_suitable"], &remedies["to_suitable"]["units"]), (&json!(2), &json!(2)));
    assert_eq!(remedies["remedies"][0]["cost"]["cost"], 24000);
    let rows = fs::read_to_string(dir.path().join("结果/remedies.csv")).unwrap();
    assert!(rows.contains("甲小区,1,2,difficult,suitable,true,yes,thin-rail,换细栏杆,12000,12000,true"), "{rows}");
    let explained = liftfit(dir.path(), &["explain", "1/2", "--run", "结果"]);
    assert!(stdout(&explained).contains("整改：换细栏杆 → 适合加装，约 1.2 万元"), "{}", stdout(&explained));
    let page = fs::read_to_string(dir.path().join("结果/units/甲小区.html")).unwrap();
    assert!(page.contains("做换细栏杆后，按规则是“适合加装”（费用约 1.2 万元，是估算，不是报价）"), "{page}");
    let book: Xlsx<_> = calamine::open_workbook(dir.path().join("结果/summary.xlsx")).unwrap();
    assert!(book.sheet_names().contains(&"整改措施".to_string()));
    let mut ledger: Xlsx<_> = calamine::open_workbook(dir.path().join("结果/units.xlsx")).unwrap();
    let sheet = ledger.worksheet_range("台账").unwrap();
    let column = sheet.rows().nth(1).unwrap().iter().position(|cell| *cell == Data::String("整改措施".into())).unwrap();
    assert_eq!(sheet.get_value((3, column as u32)), Some(&Data::String("换细栏杆 → 适合加装，约 1.2 万元".into())));
}

#[test]
fn on_one_thread_and_on_two_the_answers_are_the_same_bytes() {
    let dir = with_remedy();
    for (command, more) in
        [(&COMPARE, &["--set", "good_stair_width=1.05m"][..]), (&SWEEP, &["--param", "good_stair_width"]), (&GAPS, &[])]
    {
        let on = |threads: &'static str| {
            let out = format!("{}-{threads}.xlsx", command[0]);
            let args = [&command[..], more, &["--threads", threads, "-o", &out]].concat();
            let output = liftfit(dir.path(), &args);
            assert_eq!(status(&output), 0, "{}", stderr(&output));
            (stdout(&output), fs::read(dir.path().join(out)).unwrap())
        };
        assert!(on("1") == on("2"), "{}", command[0]);
    }
}

#[test]
fn rule_sets_are_told_apart_whatever_their_paths_and_settings() {
    let dir = street();
    let path = dir.path().join("rules/rules.toml").display().to_string();
    let compare = |more: &[&str]| {
        let output = liftfit(dir.path(), &[&["compare", "调查", "--rules", &path], more].concat());
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        output
    };
    // A long path is shortened from its beginning, and nothing is lost at its end.
    let shown = stdout(&compare(&["--set", "good_stair_width=1.05m"]));
    assert!(shown.contains(" rules.toml good_stair_width=1.05m "), "{shown}");
    assert!(!shown.contains(&path), "{shown}");
    // Names that fit no table are numbers.
    let many = ["--set", "good_stair_width=1.05m", "--rules", &path, "--set", "good_stair_width=1.0500000m"];
    let shown = stdout(&compare(&many));
    assert!(
        shown.contains("方案 2：rules.toml good_stair_width=1.0500000m") && shown.contains("方案 1 → 方案 2"),
        "{shown}"
    );
    // What is doubtful about one is said under its name.
    let doubted = stderr(&compare(&["--set", "good_stair_width=0.90m"]));
    assert!(doubted.contains("rules.toml good_stair_width=0.90m："), "{doubted}");
}
