//! Templates as text, on the small survey of the other reports, and what comes of them.

use super::form_cells::form_cells;
use super::*;
use crate::assess::assess;
use crate::lang::Lang;
use crate::report::Answers;
use crate::report::tests::{rules, survey};
use crate::rules::ruleset::Grade;
use crate::rules::{RuleSet, RulesFile, show_diagnostic};
use crate::survey::{Decision, Decisions, Survey};
use jiff::civil::date;

fn file(text: &str) -> RulesFile {
    RulesFile { name: "表.toml".into(), text: text.into(), hash: String::new() }
}

fn template(text: &str, rules: &RuleSet) -> Template {
    let file = file(text);
    read(&file, rules).unwrap_or_else(|wrong| {
        let shown = wrong.iter().map(|d| show_diagnostic(d, std::slice::from_ref(&file), Lang::Zh, false));
        panic!("{}", shown.collect::<Vec<_>>().join("\n"))
    })
}

fn made(text: &str) -> CityReport {
    made_with(text, None)
}

fn made_with(text: &str, decisions: Option<Decisions>) -> CityReport {
    let rules = rules();
    let survey = Survey { decisions, ..survey(&rules) };
    let assessment = assess(&rules, &survey.units);
    let answers = Answers { rules: &rules, survey: &survey, assessment: &assessment, lang: Lang::Zh };
    let given = Given { body: Some("某街道".into()), date: date(2026, 7, 1) };
    make(&template(text, &rules), &answers, None, &given)
}

/// The cells of the first sheet as texts, the row of totals last.
fn texts(report: &CityReport) -> Vec<String> {
    let sheet = &report.sheets[0];
    let rows = sheet.rows.iter().chain(&sheet.total);
    rows.map(|row| row.iter().map(csv::shown).collect::<Vec<_>>().join(" ")).collect()
}

/// The codes of what is wrong, and the characters it stands at.
fn mistakes(text: &str) -> Vec<(&'static str, String)> {
    let wrong = read(&file(text), &rules()).unwrap_err();
    wrong.iter().map(|d| (d.code, text[d.place.as_ref().unwrap().span.clone()].to_string())).collect()
}

const UNITS: &str = r#"
[report]
title = "台账"
lines = ["{body} {date}，{rows} 个"]
rows = "units"
sort = ["-门牌"]
[[columns]]
header = "序"
show = "number"
[[columns]]
header = "门牌"
field = "unit"
[[columns]]
header = "结论"
show = "class"
codes = { suitable = "1", difficult = "2", "不适合加装" = "3" }
[[columns]]
header = "宽"
field = "stair_width"
unit = "mm"
unknown = "?"
[[columns]]
header = "结构"
field = "structure"
codes = { brick = "A", frame = "B" }
unknown = "9"
"#;

#[test]
fn a_row_a_unit_with_codes_units_of_measure_and_what_is_unknown() {
    let report = made(UNITS);
    // A text that is none of the choices has no code.
    assert_eq!(texts(&report), ["1 2 2 ? B", "2 1 1 1100 A", "3 1 3 950 A", "4 -2 2 1050~1200 9"]);
    assert_eq!(report.sheets[0].lines, ["某街道 2026-07-01，4 个"]);
    assert_eq!(report.notes.len(), 1, "a unit that has a lift is left out, and told of: {:?}", report.notes);
    let with = made(&format!("{UNITS}\n[where]\nhas_lift = true\n"));
    assert_eq!(texts(&with), ["1 1 2 ~1050 A"]);
}

#[test]
fn units_with_a_lift_are_listed_where_asked_without_the_colour_of_a_class() {
    let text = UNITS.replace("{rows} 个", "{rows} 个，有电梯 {with_lift}").replace("sort", "with_lift = true\nsort");
    let report = made(&text);
    assert_eq!(report.sheets[0].lines, ["某街道 2026-07-01，5 个，有电梯 1"]);
    let classes = report.sheets[0].rows.iter().map(|row| &row[2]);
    assert_eq!(classes.filter(|cell| matches!(cell, Cell::Text(_))).count(), 1);
    assert!(report.notes[0].zh.contains("1 个已有电梯：列入表中"), "{:?}", report.notes);
    let grouped = GROUPS.replace("total =", "with_lift = true\ntotal =");
    assert_eq!(mistakes(&grouped), [("T022", "true".to_string())]);
}

#[test]
fn what_was_decided_stands_beside_the_class_and_lapsed_is_never_in_force() {
    let decided = |class, recorded, computed| {
        Some(Decision {
            class,
            reason: "同意".into(),
            by: "某街道".into(),
            person: "王某".into(),
            date: "2026-06-01".into(),
            recorded: Some(recorded),
            computed,
        })
    };
    use Grade::*;
    let decisions = Decisions {
        of_units: vec![decided(Suitable, Difficult, Difficult), decided(Suitable, Suitable, Unsuitable)],
        ..Decisions::default()
    };
    let text = "[report]\ntitle = \"表\"\nrows = \"units\"\nwith_lift = true\n\
                [[columns]]\nheader = \"决定\"\nshow = \"decision\"\n\
                [[columns]]\nheader = \"代码\"\nshow = \"decision\"\n\
                codes = { suitable = \"1\", difficult = \"2\", unsuitable = \"3\" }\n\
                [[columns]]\nheader = \"谁\"\nshow = \"decision_by\"\n\
                [[columns]]\nheader = \"状态\"\nshow = \"decision_state\"\n";
    let report = made_with(text, Some(decisions));
    assert_eq!(
        texts(&report)[..3],
        ["适合加装 1 某街道 与评估不同", "适合加装（已失效）  某街道 已失效（评估结论变了）", "   "]
    );
    assert!(report.notes.iter().any(|note| note.zh.contains("1 个单元的决定已失效")), "{:?}", report.notes);
    let without = made(text);
    assert!(texts(&without).iter().all(|row| row.trim().is_empty()));
    assert!(
        without.notes.iter().any(|note| note.zh.contains("“决定”、“代码”、“谁”、“状态”空着")),
        "{:?}",
        without.notes
    );
}

#[test]
fn a_table_without_rows_says_so_and_sums_look_like_counts() {
    let report = made(&format!("{UNITS}\n[where]\nstair_width = {{ at_least = \"2 m\" }}\n"));
    assert!(report.sheets[0].rows.is_empty());
    assert!(report.notes.iter().any(|note| note.zh.contains("一行也没有")), "{:?}", report.notes);
    let report = made(GROUPS);
    assert!(report.sheets[0].rows.iter().all(|row| !row.iter().any(|cell| matches!(cell, Cell::Number(..)))));
    assert!(matches!(report.sheets[0].rows[0][6], Cell::Sum(_, 2)), "{:?}", report.sheets[0].rows[0]);
}

const GROUPS: &str = r#"
[report]
title = "表"
rows = "groups"
by = "committee"
total = "合计"
[[columns]]
header = "居民区"
show = "group"
[[columns]]
header = "单元"
count = {}
[[columns]]
header = "适合"
count = { class = "suitable" }
[[columns]]
header = "占比"
share = { part = { class = "suitable" }, whole = {} }
[[columns]]
header = "窄"
count = { stair_width = { at_most = "1.0 m" } }
[[columns]]
header = "有梯"
count = { has_lift = true }
[[columns]]
header = "宽度和"
sum = "stair_width"
places = 2
[[columns]]
header = "砖混"
count = { structure = { not = "frame" } }
[[columns]]
header = "新增"
new = { class = "suitable" }
"#;

#[test]
fn a_row_a_group_with_counts_shares_sums_and_totals() {
    let report = made(GROUPS);
    assert_eq!(
        texts(&report),
        [
            "第一居民区 2 1 50.0% 0 0 1.10 2 ",
            "第二居民区 2 0 0.0% 1 0 0.95 1 ",
            "（未填） 0 0  0 1 0.00 0 ",
            "合计 4 1 25.0% 1 1 2.05 3 "
        ]
    );
    let notes: Vec<&str> = report.notes.iter().map(|note| note.zh.as_str()).collect();
    assert!(notes.iter().any(|note| note.contains("“窄”：有 1 个")), "{notes:?}");
    assert!(notes.iter().any(|note| note.contains("“宽度和”：有 2 个")), "{notes:?}");
    assert!(notes.iter().any(|note| note.contains("--since")), "{notes:?}");
}

#[test]
fn where_nothing_is_known_there_is_no_figure() {
    let report = made(&GROUPS.replace("at_most = \"1.0 m\"", "at_least = \"0.5 m\"").replace(
        "part = { class = \"suitable\" }, whole = {}",
        "part = { stair_width = { at_least = \"1.0 m\" } }, whole = { stair_width = { known = false } }",
    ));
    let share: Vec<String> = report.sheets[0].rows.iter().map(|row| csv::shown(&row[3])).collect();
    assert_eq!(share, ["", "", ""], "0 of none, and nothing known of one");
}

#[test]
fn it_is_split_into_sheets_that_hold_every_row_once() {
    let report = made(&UNITS.replace("rows = \"units\"", "rows = \"units\"\nsplit = \"committee\""));
    let sheets: Vec<(&str, usize)> =
        report.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.rows.len())).collect();
    assert_eq!(sheets, [("第一居民区", 2), ("第二居民区", 2)]);
    assert!(xlsx::write(&report, Lang::Zh).unwrap() == xlsx::write(&report, Lang::Zh).unwrap());
}

#[test]
fn what_others_wrote_starts_no_formula_and_what_gbk_lacks_is_named() {
    let text = UNITS.replace("field = \"unit\"", "field = \"estate\"").replace("sort = [\"-门牌\"]", "");
    let mut report = made(&text);
    let utf8 = String::from_utf8(csv::write(&report, encoding_rs::UTF_8).unwrap()).unwrap();
    assert!(utf8.starts_with('\u{feff}') && utf8.contains("'=乙"), "{utf8}");
    let gb = csv::write(&report, encoding_rs::GB18030).unwrap();
    assert_eq!(encoding_rs::GB18030.decode(&gb).0, utf8.trim_start_matches('\u{feff}'));
    report.sheets[0].rows[1][1] = Cell::Text("𠮷祥里".into());
    assert!(csv::write(&report, encoding_rs::GB18030).is_ok());
    let (message, help) = csv::write(&report, encoding_rs::GBK).unwrap_err();
    assert!(message.zh.contains("第 3 行“门牌”") && message.zh.contains("U+20BB7") && help.is_some(), "{message:?}");
    report.sheets[0].rows[1][1] = Cell::Text("\u{e5e5}".into());
    assert!(csv::write(&report, encoding_rs::GB18030).unwrap_err().0.en.contains("U+E5E5"));
}

#[test]
fn a_form_has_room_or_says_how_much_is_needed() {
    let form = "[form]\nfile = \"表.xlsx\"\nsheet = \"表三\"\nfirst_row = 5\nlast_row = 8\n[[cells]]\nat = \"B2\"\ntext = \"{body}\"\n";
    let cells = |text: &str| {
        let rules = rules();
        let template = template(text, &rules);
        form_cells(&template, template.form.as_ref().unwrap(), &made(text))
    };
    let placed = cells(&format!("{UNITS}letter = \"H\"\n{form}")).unwrap();
    assert_eq!(placed.len(), 4 * 5 + 1);
    assert_eq!((placed[0].row, placed[0].column, &placed[0].content), (1, 1, &fill::Filled::Text("某街道".into())));
    assert_eq!((placed[5].row, placed[5].column), (4, 7), "by its letter; the others one after another");
    let (message, _) = cells(&format!("{UNITS}{form}").replace("last_row = 8", "last_row = 7")).unwrap_err();
    assert!(message.zh.contains("表三") && message.zh.contains("只有 3 行，要填 4 行"), "{message:?}");
}

#[test]
fn mistakes_come_out_together_at_their_characters() {
    let text = r#"
[report]
title = "表 {boddy}"
rows = "units"
by = "committee"
sort = ["宽"]
colour = 1
[where]
clas = "suitable"
structure = "砖"
stair_width = { at_least = "1 kg" }
[[columns]]
header = "甲"
field = "stair_widht"
[[columns]]
header = "乙"
count = {}
[[columns]]
header = "丙"
show = "class"
codes = { suitable = "1" }
[[columns]]
header = "丙"
field = "structure"
show = "class"
[[columns]]
field = "stair_width"
unit = "m2"
letter = "1"
"#;
    let found = mistakes(text);
    let found: Vec<(&str, &str)> = found.iter().map(|(code, at)| (*code, at.as_str())).collect();
    assert_eq!(
        found,
        [
            ("T021", "\"表 {boddy}\""),
            ("T022", "\"committee\""),
            ("T017", "\"宽\""),
            ("T003", "colour"),
            ("T010", "clas"),
            ("T012", "\"砖\""),
            ("T013", "\"1 kg\""),
            ("T010", "\"stair_widht\""),
            ("T015", "{}"),
            ("T018", "{ suitable = \"1\" }"),
            ("T014", "\"丙\""),
            ("T005", "[[columns]]"),
            ("T019", "\"m2\""),
            ("T020", "\"1\""),
        ]
    );
}

#[test]
fn every_key_of_the_table_is_read_by_nobody_twice_and_codes_are_in_order() {
    assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    assert_eq!(keys::SHOWN.len(), super::template::Fact::ALL.len());
}
