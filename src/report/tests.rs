//! The writers on one small survey: five units, one of which has a lift, with bounds, a foreign text and a formula.

use super::figures::Figures;
use super::unit_table::UnitTable;
use super::*;
use crate::assess::assess;
use crate::quantity::{Bounds, Decimal};
use crate::rules::{RuleSet, Value, load_text};
use crate::survey::units::{RowPlace, SheetName};
use crate::survey::{FileBooks, FindingSeverity, RejectedRow, UnitRows, Units};
use crate::text;
use std::sync::Arc;
use unicode_width::UnicodeWidthStr;

const FIELDS: &str = r#"
[fields.committee]
label = "居民区"
kind = "text"
group = true
[fields.estate]
label = "小区"
kind = "text"
key = true
[fields.unit]
label = "门牌"
kind = "text"
key = true
[fields.stair_width]
label = "梯段净宽"
kind = "length"
unit = "m"
[fields.structure]
label = "结构形式"
kind = "choice"
choices = { brick = ["砖混"], frame = ["框架"] }
[fields.surveyed_on]
label = "调查日期"
kind = "date"
[fields.has_lift]
label = "已有电梯"
kind = "flag"
"#;

const RULES: &str = r#"
[ruleset]
id = "small"
title = "小规则"
version = "1"
fields = "fields.toml"
[criteria.stair-width]
title = "梯段净宽"
suitable = "stair_width >= 1.10 m"
difficult = "stair_width >= 1.00 m"
cite = "GB 50096-2011 §6.3.1"
[criteria.structure]
title = "结构形式"
suitable = "structure == brick"
otherwise = "difficult"
cite = "约定"
"#;

/// Rules of this text over a dictionary of that one.
pub(super) fn rules_of(rules: &str, fields: &str) -> RuleSet {
    let loaded = load_text(&[("rules.toml", rules), ("fields.toml", fields)], &[]);
    loaded.rules.unwrap_or_else(|| panic!("{:?}", loaded.diagnostics))
}

pub(super) fn rules() -> RuleSet {
    rules_of(RULES, FIELDS)
}

/// The same with its limit as a parameter that has a range.
pub(super) fn rules_with_param() -> RuleSet {
    let param = "[params]\ngood = { value = \"1.10 m\", label = \"好净宽\", range = [\"0.90 m\", \"1.30 m\"] }\n\
                 other = { value = \"3 个\", label = \"别的\", range = [\"1 个\", \"5 个\"] }\n\
                 since = { value = \"2020-01-01\", label = \"起始日\", range = [\"2019-01-01\", \"2021-01-01\"] }\n";
    let rules = RULES.replace("[criteria.stair-width]", &format!("{param}[criteria.stair-width]"));
    let rules = rules
        .replace("stair_width >= 1.10 m", "stair_width >= good")
        .replace("structure == brick", "structure == brick or other > 9");
    rules_of(&rules, FIELDS)
}

pub(super) fn survey(rules: &RuleSet) -> Survey {
    let mut units = Units::new(&rules.dictionary);
    let metres = |low: &str, high: &str| {
        let end = |text: &str| (!text.is_empty()).then(|| Decimal::parse(text).unwrap());
        Value::Number(Bounds::between(end(low), end(high)))
    };
    let day = Value::Number(Bounds::exact(Decimal::from_int(18759).unwrap()));
    let rows: [(&str, &str, &str, Value, Value, bool); 5] = [
        ("第一居民区", "甲小区", "1", metres("1.1", "1.1"), Value::Choice(0), false),
        ("第一居民区", "甲小区", "-2", metres("1.05", "1.2"), Value::Foreign, false),
        ("第二居民区", "=乙", "1", metres("0.95", "0.95"), Value::Choice(0), false),
        ("第二居民区", "=乙", "2", Value::Unknown, Value::Choice(1), false),
        ("", "丙", "1", metres("", "1.05"), Value::Choice(0), true),
    ];
    for (committee, estate, unit, width, structure, lift) in rows {
        let text = |text: &str| if text.is_empty() { Value::Unknown } else { Value::Text(text.into()) };
        let keys: Vec<Arc<str>> = vec![estate.into(), unit.into()];
        let fields = [text(committee), text(estate), text(unit), width, structure, day.clone(), Value::Flag(lift)];
        units.push(&keys, &fields, &[]);
    }
    units.sheets = vec![
        SheetName { file: "甲.xlsx".into(), sheet: "调查表".into() },
        SheetName { file: "乙.csv".into(), sheet: "".into() },
    ];
    let place = |sheet, row| RowPlace { sheet, row };
    units.rows = vec![vec![place(0, 3), place(1, 2)], vec![place(0, 4)], vec![], vec![], vec![]];
    units.carried = vec![("备注".into(), vec![Some("@漏水".into()), None, None, None, None])];
    let finding = |file: &str, cell, written: &str| Finding {
        code: "S031",
        severity: FindingSeverity::Warning,
        file: file.into(),
        sheet: "调查表".into(),
        cell,
        unit: "甲小区/-2".into(),
        field: "structure".into(),
        written: written.into(),
        reading: String::new(),
        message: text!("不是结构形式的选项", "none of the choices"),
        suggestion: Some(text!("砖混或框架", "brick or frame")),
        against: None,
    };
    let file = |name: &str, assessed| FileBooks {
        name: name.into(),
        rows: UnitRows { found: assessed, assessed, ..UnitRows::default() },
        sheets: vec![("调查表".into(), UnitRows::default(), Default::default())],
        ..FileBooks::default()
    };
    let mut books = crate::survey::Books { files: vec![file("甲.xlsx", 2), file("乙.csv", 4)] };
    books.files[1].rows.rejected = 1;
    books.files[1].rows.found += 1;
    Survey {
        doubtful: Default::default(),
        units,
        findings: vec![
            finding("乙.csv", Some((9, None)), "整行"),
            finding("甲.xlsx", Some((4, Some(5))), "=HYPERLINK(\"x\")"),
            finding("甲.xlsx", None, ""),
        ],
        books,
        withdrawn: vec![],
        coverage: None,
        decisions: None,
        rejected: vec![RejectedRow {
            file: "乙.csv".into(),
            sheet: "".into(),
            row: 9,
            code: "S060",
            cells: vec![("门牌".into(), "".into()), ("梯段净宽".into(), "+1,2".into())],
        }],
    }
}

fn with_answers<T>(lang: Lang, test: impl FnOnce(&Answers, &UnitTable) -> T) -> T {
    let rules = rules();
    let survey = survey(&rules);
    let assessment = assess(&rules, &survey.units);
    let answers = Answers { rules: &rules, survey: &survey, assessment: &assessment, lang };
    test(&answers, &UnitTable::new(answers))
}

/// The records of a CSV file as texts, the byte-order mark taken off.
fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix(csv_text::BOM).expect("a byte-order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|record| record.unwrap().iter().map(str::to_string).collect()).collect()
}

#[test]
fn columns_of_the_units_stand_in_the_fixed_order() {
    let expected = "estate unit committee class best_class worst_class settled deciding missing reasons source \
                    grade.stair-width grade.structure possible.stair-width possible.structure \
                    stair_width structure surveyed_on has_lift survey.备注";
    with_answers(Lang::Zh, |_, table| {
        let ids: Vec<&str> = table.columns().iter().map(|column| column.id.as_str()).collect();
        assert_eq!(ids.join(" "), expected);
    });
}

#[test]
fn units_csv_says_what_is_known_and_starts_no_formula() {
    let records = with_answers(Lang::Zh, |_, table| {
        let mut bytes = Vec::new();
        units_csv::write(&mut bytes, table).unwrap();
        records(&bytes)
    });
    let at = |name: &str| records[0].iter().position(|id| id == name).unwrap();
    let column = |name: &str| -> Vec<&str> { records[1..].iter().map(|row| row[at(name)].as_str()).collect() };
    assert_eq!(column("estate"), ["甲小区", "甲小区", "'=乙", "'=乙", "丙"]);
    assert_eq!(column("unit"), ["1", "-2", "1", "2", "1"], "a plain number is no formula");
    assert_eq!(column("class"), ["suitable", "difficult", "unsuitable", "difficult", "difficult"]);
    assert_eq!(column("settled"), ["true", "false", "true", "false", "false"]);
    assert_eq!(
        column("deciding"),
        ["", "stair-width;structure", "stair-width", "stair-width;structure", "stair-width"]
    );
    assert_eq!(column("stair_width"), ["1.1", "1.05~1.2", "0.95", "", "~1.05"]);
    assert_eq!(column("structure"), ["brick", "", "brick", "frame", "brick"]);
    assert_eq!(column("surveyed_on")[0], "2021-05-12");
    assert_eq!(column("possible.stair-width")[3], "suitable|difficult|unsuitable");
    assert_eq!(column("source")[0], "甲.xlsx › 调查表 › 3;乙.csv › 2");
    assert_eq!(column("survey.备注")[0], "'@漏水");
    assert!(column("reasons")[2].contains("0.95"), "{:?}", column("reasons"));
}

#[test]
fn units_parquet_has_bounds_beside_a_number_that_has_some() {
    use polars::prelude::{ParquetReader, SerReader};
    let mut bytes = Vec::new();
    with_answers(Lang::Zh, |_, table| units_parquet::write(&mut bytes, table).unwrap());
    let frame = ParquetReader::new(std::io::Cursor::new(bytes)).finish().unwrap();
    let numbers = |name: &str| -> Vec<Option<f64>> { frame.column(name).unwrap().f64().unwrap().iter().collect() };
    assert_eq!(numbers("stair_width"), [Some(1.1), None, Some(0.95), None, None]);
    assert_eq!(numbers("stair_width.low"), [Some(1.1), Some(1.05), Some(0.95), None, None]);
    assert_eq!(numbers("stair_width.high"), [Some(1.1), Some(1.2), Some(0.95), None, Some(1.05)]);
    let lifts: Vec<Option<bool>> = frame.column("has_lift").unwrap().bool().unwrap().iter().collect();
    assert_eq!(lifts[4], Some(true));
    assert_eq!(
        frame.column("estate").unwrap().str().unwrap().get(2),
        Some("=乙"),
        "no guard where there are no formulas"
    );
}

#[test]
fn findings_stand_in_the_order_of_the_input() {
    let records = with_answers(Lang::Zh, |answers, _| {
        let mut bytes = Vec::new();
        findings_csv::write(&mut bytes, answers).unwrap();
        records(&bytes)
    });
    assert_eq!(records[0].join(","), "code,severity,file,sheet,cell,unit,field,written,reading,suggestion");
    let of_the_survey: Vec<&Vec<String>> = records[1..].iter().filter(|row| row[0] == "S031").collect();
    let places: Vec<(&str, &str)> = of_the_survey.iter().map(|row| (row[2].as_str(), row[4].as_str())).collect();
    assert_eq!(places, [("甲.xlsx", ""), ("甲.xlsx", "F4"), ("乙.csv", "9")]);
    assert_eq!(of_the_survey[1][7], "'=HYPERLINK(\"x\")");
    assert_eq!(of_the_survey[1][9], "不是结构形式的选项；砖混或框架");
}

#[test]
fn a_rejected_row_is_whole_a_line_a_cell() {
    let records = with_answers(Lang::Zh, |answers, _| {
        let mut bytes = Vec::new();
        rejected_csv::write(&mut bytes, &answers.survey.all_rejected()).unwrap();
        records(&bytes)
    });
    assert_eq!(records[0].join(","), "file,sheet,row,code,header,text");
    assert_eq!(records[2], ["乙.csv", "", "9", "S060", "梯段净宽", "'+1,2"]);
}

#[test]
fn a_unit_that_has_a_lift_is_counted_apart() {
    let figures = with_answers(Lang::Zh, Figures::of);
    assert_eq!((figures.all.units, figures.all.classes, figures.all.settled), (4, [1, 2, 1], 2));
    assert_eq!((figures.with_lift.units, figures.with_lift.classes), (1, [0, 1, 0]));
    let group = &figures.groups[0];
    let values: Vec<(&str, u64)> = group.values.iter().map(|(value, t)| (value.as_str(), t.units)).collect();
    assert_eq!(values, [("第一居民区", 2), ("第二居民区", 2)]);
    let width = &figures.criteria[0];
    assert_eq!((width.grades, width.open, width.decides, width.decides_alone), ([1, 2, 1], 2, 3, 1));
    let missing: Vec<(&str, u64, u64)> =
        figures.missing.iter().map(|it| (it.id.as_str(), it.units, it.alone)).collect();
    assert_eq!(missing, [("stair_width", 2, 1), ("structure", 1, 0)]);
    let places: Vec<(&str, u64)> = figures.missing[0].places.iter().map(|(place, n)| (place.as_str(), *n)).collect();
    assert_eq!(places, [("第一居民区", 1), ("第二居民区", 1)]);
}

#[test]
fn the_summary_holds_all_figures() {
    let summary = with_answers(Lang::En, |answers, table| summary_json::summary(answers, &Figures::of(answers, table)));
    assert_eq!(summary["classes"]["difficult"]["units"], 2);
    assert_eq!(summary["classes"]["difficult"]["share"], 0.5);
    assert_eq!(summary["open"]["units"], 2);
    assert_eq!(summary["with_lift"]["units"], 1);
    assert_eq!(summary["criteria"][1]["grades"]["n/a"], 0);
    assert_eq!(summary["books"]["total"]["rows"]["rejected"], 1);
}

#[test]
fn coverage_fits_eighty_columns_and_shows_where_units_are_lacking() {
    use super::coverage::{CoverageFigures, CoverageGroup, Covered};
    let some = Covered { units: 200_000, surveyed: 198_500, not_on_roster: 1200, nearly: 1000 };
    let all = Covered { units: 7, surveyed: 7, ..Covered::default() };
    let group = |key: bool, label: &str| CoverageGroup {
        field: label.into(),
        label: label.into(),
        key,
        values: vec![("第一居民区".into(), some), ("第二居民区".into(), all), (String::new(), some)],
    };
    let figures =
        CoverageFigures { files: vec![], all: some, groups: vec![group(true, "小区"), group(false, "居民区")] };
    for lang in [Lang::Zh, Lang::En] {
        let shown = terminal::coverage(&figures, lang);
        assert!(shown.lines().all(|line| line.width() <= 80), "{shown}");
        assert!(shown.contains("居民区") && shown.contains("第一居民区") && !shown.contains("第二居民区"), "{shown}");
        assert!(shown.contains("1500") && shown.contains(lang.pick("（未填）", "(blank)")), "{shown}");
    }
}

#[test]
fn the_terminal_is_eighty_columns_wide() {
    for lang in [Lang::Zh, Lang::En] {
        with_answers(lang, |answers, table| {
            let figures = Figures::of(answers, table);
            let classes = class_table::classes(&figures, lang, false);
            let shown = classes.clone() + &terminal::findings(&figures, lang, false);
            assert!(shown.lines().all(|line| line.width() <= 80), "{shown}");
            // Aligned: the total stands in one column, however wide the name before it.
            let end_of = |start: &str| {
                let line = classes.lines().find(|line| line.trim().starts_with(start)).unwrap();
                line.trim_end().width()
            };
            assert_eq!(end_of("第一居民区"), end_of("第二居民区"));
            assert!(classes.contains("50.0%"), "{classes}");
        });
    }
}
