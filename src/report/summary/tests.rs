//! The workbook opened again with another library, sheet by sheet against the figures it is made of.

use super::write;
use crate::assess::assess;
use crate::lang::Lang;
use crate::quantity::{Bounds, Decimal};
use crate::report::Answers;
use crate::report::figures::Figures;
use crate::report::figures::preliminary::LISTED;
use crate::report::summary_json::summary;
use crate::report::tests::{rules, survey};
use crate::report::trust::Counted;
use crate::report::unit_table::UnitTable;
use crate::report::wishes::Wishes;
use crate::rules::{RuleSet, Value};
use crate::survey::units::SheetName;
use crate::survey::{Coverage, Finding, Origin, Survey, Units};
use crate::text;
use calamine::{Data, Reader, Xlsx};
use std::io::{Cursor, Read};
use std::sync::Arc;

const FIELDS: &str = r#"
[fields.committee]
label = "居民区"
kind = "text"
group = true
[fields.estate]
label = "小区"
kind = "text"
key = true
group = true
[fields.unit]
label = "门牌"
kind = "text"
key = true
[fields.stair_width]
label = "梯段净宽"
kind = "length"
unit = "m"
[fields.preliminary_class]
label = "初步结论"
kind = "choice"
choices = { suitable = ["适合"], difficult = ["较难"], unsuitable = ["不适合"], later = ["再议"] }
[lists.pipes]
label = "地下管线"
complete = "unit"
[lists.pipes.fields.distance]
label = "距外墙"
kind = "length"
unit = "m"
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
[criteria.pipes]
title = "管线净距"
suitable = "every(pipes, distance >= 2.5 m)"
otherwise = "difficult"
cite = "约定"
"#;

fn small_rules() -> RuleSet {
    crate::report::tests::rules_of(RULES, FIELDS)
}

fn metres(metres: &str) -> Value {
    Value::Number(Bounds::exact(Decimal::parse(metres).unwrap()))
}

/// Units as committee, estate, stair width, preliminary class and the distances of pipes (`None`: not known which).
type Told<'t> = (&'t str, &'t str, Value, Value, Option<Vec<&'t str>>);

fn survey_of(rules: &RuleSet, told: &[Told]) -> Survey {
    let mut units = Units::new(&rules.dictionary);
    for (n, (committee, estate, width, preliminary, pipes)) in told.iter().enumerate() {
        let text = |text: &str| if text.is_empty() { Value::Unknown } else { Value::Text(text.into()) };
        let number = n.to_string();
        let keys: Vec<Arc<str>> = vec![(*estate).into(), number.as_str().into()];
        let fields = [text(committee), text(estate), text(&number), width.clone(), preliminary.clone()];
        let pipes = pipes.as_ref().map(|pipes| pipes.iter().map(|at| (true, vec![metres(at)])).collect());
        units.push(&keys, &fields, &[pipes]);
    }
    units.sheets = vec![SheetName { file: "甲.xlsx".into(), sheet: "调查表".into() }];
    Survey { units, ..Survey::default() }
}

fn with_figures<T>(rules: &RuleSet, survey: &Survey, test: impl FnOnce(&Answers, &Figures) -> T) -> T {
    let assessment = assess(rules, &survey.units);
    let answers = Answers { rules, survey, assessment: &assessment, lang: Lang::Zh };
    let figures = Figures::of(&answers, &UnitTable::new(answers));
    test(&answers, &figures)
}

fn written(answers: &Answers, figures: &Figures) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes, answers, figures, &Wishes::default()).unwrap();
    bytes
}

/// The sheets by name: rows of texts, numbers as they are shown without a format.
fn sheets(bytes: &[u8]) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let names = book.sheet_names();
    let sheet = |name: &String| {
        let range = book.worksheet_range(name).unwrap();
        let shown = |cell: &Data| cell.to_string();
        (name.clone(), range.rows().map(|row| row.iter().map(shown).collect()).collect())
    };
    names.iter().map(sheet).collect()
}

fn rows<'s>(sheets: &'s [(String, Vec<Vec<String>>)], name: &str) -> &'s [Vec<String>] {
    &sheets.iter().find(|(of, _)| of == name).unwrap_or_else(|| panic!("no sheet {name}")).1
}

/// The row that begins with that, up to its last cell that is not blank.
fn row<'s>(rows: &'s [Vec<String>], first: &str) -> Vec<&'s str> {
    let row = rows.iter().find(|row| row[0].trim() == first).unwrap_or_else(|| panic!("no row {first} in {rows:?}"));
    let end = row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    row[..end].iter().map(String::as_str).collect()
}

/// The text of every part of the container whose path contains that.
fn parts(bytes: &[u8], path: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut all = String::new();
    for name in names.iter().filter(|name| name.contains(path) && name.ends_with("ml")) {
        zip.by_name(name).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

#[test]
fn every_sheet_shows_the_figures() {
    let (rules, survey) = (rules(), survey(&rules()));
    with_figures(&rules, &survey, |answers, figures| {
        let bytes = written(answers, figures);
        assert!(bytes == written(answers, figures), "the same bytes twice");
        let sheets = sheets(&bytes);
        let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["总览", "按居民区", "按评估项", "待补测", "数据问题"]);

        let overview = self::rows(&sheets, "总览");
        for (class, count) in ["适合加装", "较难加装", "不适合加装"].into_iter().zip(figures.all.classes) {
            assert_eq!(row(overview, class)[1], count.to_string());
        }
        assert_eq!(row(overview, "合计")[1], "4");
        assert_eq!(row(overview, "其中：结论未定（缺数据）")[1..], ["2", "0.5"]);
        assert_eq!(row(overview, "已有电梯，另计")[1], "1");
        assert!(overview.iter().all(|row| row[0] != "门牌总表的覆盖"), "there is no roster");

        let groups = self::rows(&sheets, "按居民区");
        assert_eq!(row(groups, "第一居民区"), ["第一居民区", "2", "1", "1", "0", "0.5", "1", "1"]);
        assert_eq!(row(groups, "合计"), ["合计", "4", "1", "2", "1", "0.25", "2", "2"]);

        let criteria = self::rows(&sheets, "按评估项");
        let width = &figures.criteria[0];
        let [a, b, c] = width.grades;
        let numbers = [a, b, c, width.not_applicable, width.open, width.decides, width.decides_alone, 2];
        let expected: Vec<String> = numbers.iter().map(u64::to_string).collect();
        let shown = row(criteria, "1");
        assert_eq!(shown[1], "梯段净宽");
        assert_eq!(shown[3..11], expected);
        assert_eq!(shown[11], "GB 50096-2011 §6.3.1");

        let missing = self::rows(&sheets, "待补测");
        assert_eq!(row(missing, "梯段净宽"), ["梯段净宽", "2", "1", "1", "1", "第一居民区 1、第二居民区 1"]);
        assert_eq!(row(missing, "结构形式")[..4], ["结构形式", "1", "0", "1"]);

        let problems = self::rows(&sheets, "数据问题");
        assert_eq!(row(problems, "不该是日期")[1..4], ["S031", "存疑", "3"]);
        assert_eq!(row(problems, "乙.csv")[1..6], ["5", "4", "0", "1", "0"]);
        assert_eq!(row(problems, "合计")[1..6], ["7", "6", "0", "1", "0"]);
    });
}

#[test]
fn charts_are_native_and_coloured_as_the_classes_are() {
    let (rules, survey) = (rules(), survey(&rules()));
    let charts = with_figures(&rules, &survey, |answers, figures| parts(&written(answers, figures), "xl/charts/chart"));
    for (what, times) in [("<c:doughnutChart>", 1), ("<c:barChart>", 4), ("<c:v>三类", 0), ("三类结论的占比", 1)]
    {
        assert_eq!(charts.matches(what).count(), times, "{what}");
    }
    for colour in ["2E9E6B", "E3A51B", "B23A31"] {
        assert!(charts.contains(colour), "{colour}");
    }
}

#[test]
fn what_surveyors_thought_otherwise_is_listed_the_better_ones_first() {
    let rules = small_rules();
    let thought = Value::Choice;
    let none = || Some(vec![]);
    let told = [
        ("一", "甲", metres("0.9"), thought(0), none()),
        ("一", "甲", metres("1.2"), thought(1), none()),
        ("一", "=cmd|x", metres("1.2"), thought(2), none()),
        ("", "甲", metres("1.2"), thought(0), none()),
        ("一", "甲", metres("1.2"), thought(3), none()),
        ("一", "甲", metres("1.2"), Value::Unknown, none()),
    ];
    let survey = survey_of(&rules, &told);
    with_figures(&rules, &survey, |answers, figures| {
        let preliminary = figures.preliminary.as_ref().unwrap();
        let units: Vec<usize> = preliminary.differ.iter().map(|(unit, _)| *unit).collect();
        assert_eq!((preliminary.compared(), units), (4, vec![2, 1, 0]));
        let sheets = sheets(&written(answers, figures));
        let listed: Vec<&[String]> = self::rows(&sheets, "结论不一致")[3..].iter().map(|row| &row[1..5]).collect();
        assert_eq!(
            listed,
            [
                ["=cmd|x/2", "不适合加装", "适合加装", "已定"],
                ["甲/1", "较难加装", "适合加装", "已定"],
                ["甲/0", "适合加装", "不适合加装", "已定"],
            ]
        );
        assert!(self::rows(&sheets, "结论不一致")[5][5].contains("0.90 m"), "the reason stands beside it");
        let overview = self::rows(&sheets, "总览");
        let table = overview.iter().position(|row| row[0].starts_with("初步结论")).unwrap();
        assert_eq!(overview[table + 1][..5], ["适合加装", "1", "0", "1", "2"]);
        let json = &summary(answers, figures)["preliminary"];
        assert_eq!((json["compared"].as_u64(), json["differ"].as_u64()), (Some(4), Some(3)));
        assert_eq!(json["units"][0]["unit"], "=cmd|x/2");
    });
}

#[test]
fn of_many_that_differ_the_first_are_listed_and_the_sheet_says_so() {
    let rules = small_rules();
    let told = vec![("一", "甲", metres("0.9"), Value::Choice(0), Some(vec![])); LISTED + 7];
    let survey = survey_of(&rules, &told);
    with_figures(&rules, &survey, |answers, figures| {
        let sheets = sheets(&written(answers, figures));
        let sheet = self::rows(&sheets, "结论不一致");
        assert_eq!(sheet.len(), 3 + LISTED);
        assert!(sheet[1][0].contains("只列前 500 个"), "{}", sheet[1][0]);
    });
}

#[test]
fn trust_counts_what_a_grade_rests_on() {
    let rules = small_rules();
    let none = || Some(vec![]);
    let unknown = || Value::Unknown;
    let told = [
        ("一", "甲", metres("1.1"), unknown(), none()),
        ("一", "甲", metres("1.2"), unknown(), Some(vec!["2.5", "9"])),
        ("一", "甲", metres("1.2"), unknown(), None),
        // Its class is unsuitable whatever the pipe is.
        ("一", "甲", metres("0.9"), unknown(), Some(vec!["2.5"])),
        ("一", "甲", metres("1.1"), unknown(), none()),
    ];
    let mut survey = survey_of(&rules, &told);
    let at = |row: u32| Some(Origin { sheet: 0, row, column: 3, written: "约1.1".into() });
    let width = rules.dictionary.field("stair_width").unwrap();
    // Of the widths all but the last are approximate; of the pipes the first and the third.
    survey.units.fields[width].origins = (1..=5).map(at).collect();
    survey.units.lists[0].fields[0].origins = (11..=13).map(at).collect();
    for row in [1, 2, 3, 4, 11, 13] {
        let finding = Finding::new("S021", &"甲.xlsx".into(), &"调查表".into(), text!("约数", "approximate"));
        survey.findings.push(finding.at(row, 3));
    }
    with_figures(&rules, &survey, |answers, figures| {
        let trust = &figures.trust;
        assert_eq!(trust.approximate, Counted { values: 6, units: 4 });
        assert_eq!(trust.on_threshold, Counted { values: 3, units: 3 });
        assert_eq!(trust.class_rests, Counted { values: 2, units: 2 });
        assert_eq!(trust.resting.len(), 2, "{:?}", trust.resting);
        assert_eq!(trust.without_items[0].units, 2, "a list that is not known is not one without items");
        assert!(!trust.without_items[0].silence);
        let json = &summary(answers, figures)["trust"];
        assert_eq!(json["on_threshold"]["values"], 3);
        let sheets = sheets(&written(answers, figures));
        let overview = self::rows(&sheets, "总览");
        assert_eq!(row(overview, "正好压在界线上")[1..3], ["3", "3"]);
        assert_eq!(row(overview, "地下管线：没有")[2], "2");
    });
}

#[test]
fn foreign_texts_are_counted_by_unit() {
    let rules = small_rules();
    let survey = survey_of(&rules, &[("一", "甲", metres("1.2"), Value::Unknown, None)]);
    let mut assessment = assess(&rules, &survey.units);
    let mut finding = Finding::new("S081", &"".into(), &"".into(), text!("字典之外", "foreign"));
    finding.unit = "甲/0".into();
    assessment.findings.push(finding);
    let answers = Answers { rules: &rules, survey: &survey, assessment: &assessment, lang: Lang::Zh };
    let figures = Figures::of(&answers, &UnitTable::new(answers));
    assert_eq!(figures.trust.foreign, 1);
}

#[test]
fn hostile_names_are_texts() {
    let rules = small_rules();
    let long = "长".repeat(40_000);
    let names = ["=cmd|' /C calc'!A0", "@SUM(1)", "<script>alert(1)</script>]]>", "\u{1b}[31m", long.as_str()];
    let told: Vec<Told> = names.iter().map(|name| (*name, *name, metres("1.2"), Value::Choice(1), None)).collect();
    let survey = survey_of(&rules, &told);
    with_figures(&rules, &survey, |answers, figures| {
        let bytes = written(answers, figures);
        let formulas = parts(&bytes, "xl/worksheets/sheet").matches("<f>").count();
        assert_eq!((formulas, parts(&bytes, "xl/worksheets/_rels").contains("hyperlink")), (0, false));
        let sheets = sheets(&bytes);
        let groups = self::rows(&sheets, "按小区");
        assert_eq!(row(groups, "=cmd|' /C calc'!A0")[1], "1");
        assert!(!groups.iter().flatten().any(|cell| cell.contains('\u{1b}')));
    });
}

#[test]
fn without_units_there_are_sheets_and_no_charts() {
    let rules = small_rules();
    with_figures(&rules, &survey_of(&rules, &[]), |answers, figures| {
        let bytes = written(answers, figures);
        let sheets = sheets(&bytes);
        assert_eq!(row(self::rows(&sheets, "按小区"), "合计"), ["合计", "0", "0", "0", "0", "", "0", "0"]);
        assert!(!parts(&bytes, "xl/").contains("<c:chart"));
    });
}

#[test]
fn of_many_estates_the_chart_shows_the_largest() {
    let rules = small_rules();
    let names: Vec<String> = (0..45).map(|n| format!("{n}村")).collect();
    // The last estate is the largest.
    let told: Vec<Told> =
        (0..45).chain([44, 44, 44]).map(|n| ("一", names[n].as_str(), metres("1.2"), Value::Unknown, None)).collect();
    let survey = survey_of(&rules, &told);
    with_figures(&rules, &survey, |answers, figures| {
        let bytes = written(answers, figures);
        let sheets = sheets(&bytes);
        let estates = self::rows(&sheets, "按小区");
        assert_eq!((estates[3][0].as_str(), estates.len()), ("44村", 3 + 45 + 1));
        assert!(estates[1][0].contains("图中是最大的 30 个"), "{}", estates[1][0]);
        let charts = parts(&bytes, "xl/charts/chart");
        assert!(charts.contains("按小区!$C$4:$C$33") && !charts.contains("$C$48"), "{charts}");
    });
}

#[test]
fn a_roster_stands_beside_the_classes() {
    let rules = small_rules();
    let unit = |committee, estate| (committee, estate, metres("1.2"), Value::Unknown, None);
    let mut survey = survey_of(&rules, &[unit("一", "甲"), unit("一", "表外")]);
    let listed = survey_of(&rules, &[unit("一", "甲"), unit("一", "乙"), unit("三", "丙")]).units;
    survey.coverage = Some(Coverage {
        units: listed,
        surveyed: vec![Some(0), None, None],
        nearly: vec![None, Some(1), None],
        withdrawn: vec![false; 3],
        not_on_roster: vec![1],
        ..Coverage::default()
    });
    with_figures(&rules, &survey, |answers, figures| {
        let sheets = sheets(&written(answers, figures));
        let overview = self::rows(&sheets, "总览");
        assert_eq!(row(overview, "应踏勘（总表上的单元）")[1], "3");
        assert_eq!(row(overview, "未踏勘")[1], "2");
        assert_eq!(row(overview, "其中名称与未踏勘的相近")[1], "1");
        let groups = self::rows(&sheets, "按居民区");
        assert_eq!(row(groups, "一")[8..], ["2", "1", "1"]);
        assert_eq!(row(groups, "三"), ["三", "0", "0", "0", "0", "", "0", "0", "1", "1", "0"]);
        assert_eq!(row(groups, "合计")[8..], ["3", "2", "1"]);
    });
}
