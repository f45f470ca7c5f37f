//! The page on the small survey: what is in it, what cannot be in it, and that it comes out the same.

use super::*;
use crate::assess::assess;
use crate::lang::Lang;
use crate::report::Answers;
use crate::report::tests::{rules, rules_with_param, survey};
use crate::report::unit_table::UnitTable;
use crate::report::wishes::Wishes;
use crate::rules::{RuleSet, Value};
use crate::survey::Survey;
use base64::Engine;
use serde_json::Value as Json;
use sha2::Digest;

/// Every page of a survey, by name.
fn written(rules: &RuleSet, survey: &Survey, lang: Lang, split: usize) -> Vec<(String, String)> {
    let assessment = assess(rules, &survey.units);
    let answers = Answers { rules, survey, assessment: &assessment, lang };
    let table = UnitTable::new(answers);
    let figures = Figures::of(&answers, &table);
    let wishes = Wishes { dated: Some(jiff::civil::date(2026, 3, 1)), ..Wishes::default() };
    let made = Made { answers, table: &table, figures: &figures, wishes: &wishes };
    let text = |output: &Output| {
        let mut bytes = Vec::new();
        (output.write)(&mut bytes).unwrap();
        (output.name.clone(), String::from_utf8(bytes).unwrap())
    };
    pages(&made, split).iter().map(text).collect()
}

fn page(rules: &RuleSet, survey: &Survey, lang: Lang) -> String {
    let pages = written(rules, survey, lang, SPLIT);
    assert_eq!(pages.len(), 1);
    pages.into_iter().next().unwrap().1
}

fn small_page(lang: Lang) -> String {
    let rules = rules();
    page(&rules, &survey(&rules), lang)
}

/// What stands between two texts, every time.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    text.split(from).skip(1).map(|part| part.split(to).next().unwrap()).collect()
}

fn rows(page: &str) -> Json {
    serde_json::from_str(between(page, "id=\"data\">", "</script>")[0]).unwrap()
}

/// The names in the rows, and those in the stories.
fn names(page: &str) -> (Vec<String>, Vec<String>) {
    let name = |unit: &Json| unit[0].as_str().unwrap().to_string();
    let rows = rows(page)["units"].as_array().unwrap().iter().map(name).collect();
    let chunks = between(page, "class=\"chunk\"", "</script>");
    let chunk = |text: &&str| -> Json { serde_json::from_str(text.split_once('>').unwrap().1).unwrap() };
    let stories =
        chunks.iter().flat_map(|text| chunk(text)["units"].as_array().unwrap().iter().map(name).collect::<Vec<_>>());
    (rows, stories.collect())
}

#[test]
fn every_unit_is_in_the_page_once() {
    let (rows, stories) = names(&small_page(Lang::Zh));
    assert_eq!(rows, ["甲小区/1", "甲小区/-2", "=乙/1", "=乙/2", "丙/1"]);
    assert_eq!(rows, stories);
}

#[test]
fn rows_and_stories_say_what_the_assessment_says() {
    let page = small_page(Lang::Zh);
    let data = rows(&page);
    let narrow = &data["units"][2];
    assert_eq!((narrow[1].as_u64(), narrow[2].as_u64(), narrow[5].as_u64()), (Some(2), Some(1), Some(0)), "{narrow}");
    let decider = &data["deciders"][narrow[7][0][0].as_u64().unwrap() as usize];
    assert_eq!(decider[0], "stair-width");
    let reason = &data["reasons"][narrow[7][0][1].as_u64().unwrap() as usize];
    assert!(reason.as_str().unwrap().contains("0.95 m"), "{reason}");
    assert_eq!(data["units"][4][5], 1, "it has a lift");
    assert!(page.contains("2026-03-01") && page.contains("小规则 1"));
    assert!(page.contains("<a href=\"#class=suitable&#38;lift=no\">1</a>"), "a figure leads to its units");
}

#[test]
fn the_policy_allows_the_script_and_the_style_of_the_page_and_nothing_else() {
    let page = small_page(Lang::Zh);
    let hash = |text: &str| base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(text.as_bytes()));
    let style = hash(between(&page, "<style>", "</style>")[0]);
    let script = hash(between(&page, "<script>", "</script>")[0]);
    let policy = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{style}'; \
         script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'\">"
    );
    assert!(page.contains(&policy), "{policy}");
    assert_eq!(page.matches("<script").count(), page.matches("type=\"application/json\"").count() + 1);
    assert_eq!(page.matches("<style").count(), 1);
    for asking in [" src=", "url(", "@import", " style=", "http:", "https:", " onclick", " onload", "innerHTML"] {
        let found = page.replace("http://www.w3.org/2000/svg", "").find(asking);
        assert!(found.is_none(), "`{asking}` at {found:?}");
    }
}

const HOSTILE: &str =
    "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>&amp;\u{2028}\u{1b}[2J]]>\"'=cmd|x";

#[test]
fn hostile_texts_are_inert_and_whole() {
    let rules = rules();
    let plain = survey(&rules);
    let mut survey = survey(&rules);
    survey.units = crate::survey::Units::new(&rules.dictionary);
    for unit in 0..plain.units.count {
        let estate = if unit == 0 { HOSTILE.into() } else { plain.units.keys[0][unit].clone() };
        let name = if unit == 1 { HOSTILE.repeat(400).into() } else { plain.units.keys[1][unit].clone() };
        let mut fields: Vec<Value> = plain.units.fields.iter().map(|column| column.values.get(unit)).collect();
        fields[0] = Value::Text(HOSTILE.into());
        survey.units.push(&[estate, name], &fields, &[]);
    }
    for split in [SPLIT, 2] {
        for (name, page) in written(&rules, &survey, Lang::Zh, split) {
            assert!(!page.contains("<img") && !page.contains("alert(1)</script><"), "{name}");
            assert_eq!(page.matches("<script>").count(), 1, "{name}");
            assert_eq!(page.matches("<!--").count(), 0, "{name}");
            assert!(name.chars().all(|c| !"<>\"'|&".contains(c)), "{name}");
            if page.contains("id=\"data\"") {
                let data = rows(&page);
                assert_eq!(data["committees"][0], HOSTILE, "{name}");
                assert_eq!(data["units"][0][0], format!("{HOSTILE}/1"), "{name}");
            }
        }
    }
}

#[test]
fn what_is_private_or_carried_through_is_not_in_the_page() {
    let mut rules = rules();
    let plain = page(&rules, &survey(&rules), Lang::Zh);
    assert!(plain.contains("第一居民区") && plain.contains("0.95 m"));
    assert!(!plain.contains("漏水"), "a carried-through column");
    for field in &mut rules.dictionary.fields {
        field.private |= ["committee", "stair_width"].contains(&field.id.as_str());
    }
    let page = page(&rules, &survey(&rules), Lang::Zh);
    assert!(!page.contains("第一居民区") && !page.contains("0.95"));
    assert!(page.contains("依据不公开的资料"));
}

#[test]
fn a_parameter_with_a_range_has_a_slider_that_knows_its_steps() {
    let rules = rules_with_param();
    let page = page(&rules, &survey(&rules), Lang::Zh);
    let trials: Json = serde_json::from_str(between(&page, "id=\"trials\">", "</script>")[0]).unwrap();
    assert_eq!((trials[0]["label"].as_str(), trials[0]["suffix"].as_str()), (Some("好净宽"), Some(" m")));
    // The first unit is 1.10 m wide: just above that it is no more suitable.
    assert!(trials[0]["turns"].as_array().unwrap().contains(&serde_json::json!([2_200_001, 0, 1, 1, [0]])), "{trials}");
    assert_eq!(trials.as_array().unwrap().len(), 1);
    assert!(page.contains("都没有单元变：别的"), "what moves nobody is named");
    assert!(page.contains("或者是日期）：起始日"), "and so is a day");
}

#[test]
fn a_parameter_that_a_private_number_is_held_against_has_no_slider() {
    let mut rules = rules_with_param();
    for field in &mut rules.dictionary.fields {
        field.private |= field.id == "stair_width";
    }
    let page = page(&rules, &survey(&rules), Lang::Zh);
    assert_eq!(between(&page, "id=\"trials\">", "</script>"), ["[]"]);
    assert!(page.contains("或者是日期）：好净宽"));
}

#[test]
fn the_page_is_the_same_on_any_number_of_threads() {
    let rules = rules();
    let survey = survey(&rules);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| written(&rules, &survey, Lang::Zh, 2))
    };
    assert!(on(1) == on(4));
}

#[test]
fn above_the_limit_each_committee_has_a_page_and_the_overview_leads_to_it() {
    let rules = rules();
    let survey = survey(&rules);
    assert_eq!(written(&rules, &survey, Lang::Zh, 5).len(), 1);
    let pages = written(&rules, &survey, Lang::Zh, 4);
    let files: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(files, ["report.html", "report/第一居民区.html", "report/第二居民区.html", "report/未填.html"]);
    let overview = &pages[0].1;
    assert!(!overview.contains("id=\"data\"") && !overview.contains("id=\"units\""));
    for link in between(overview, "href=\"report/", ".html\"") {
        let bytes: Vec<u8> = link.split('%').skip(1).map(|hex| u8::from_str_radix(hex, 16).unwrap()).collect();
        let name = format!("report/{}.html", String::from_utf8(bytes).unwrap());
        assert!(files.contains(&name.as_str()), "{name}");
    }
    let units: Vec<String> = pages[1..].iter().flat_map(|(_, page)| names(page).0).collect();
    assert_eq!(units, names(&small_page(Lang::Zh)).0, "every unit in one page");
    for (_, page) in &pages[1..] {
        assert!(page.contains("<a href=\"../report.html\">"));
    }
    // A committee's figures are its own.
    assert!(pages[1].1.contains("共评估 <b>2</b>"));
}

#[test]
fn where_there_is_no_committee_each_estate_has_a_page() {
    let mut rules = rules();
    let committee = rules.dictionary.field("committee").unwrap();
    let estate = rules.dictionary.field("estate").unwrap();
    rules.dictionary.fields[committee].private = true;
    rules.dictionary.fields[estate].group = true;
    let pages = written(&rules, &survey(&rules), Lang::Zh, 4);
    let files: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(files, ["report.html", "report/甲小区.html", "report/_乙.html", "report/丙.html"]);
    assert!(pages[0].1.contains("<a href=\"report/_%E4%B9%99.html\">=乙</a>"), "the overview leads there");
}

/// The small survey, its units of these committees.
fn of_committees(rules: &RuleSet, committees: [&str; 5]) -> Survey {
    let mut survey = survey(rules);
    let at = rules.dictionary.field("committee").unwrap();
    let plain = std::mem::replace(&mut survey.units, crate::survey::Units::new(&rules.dictionary));
    for (unit, committee) in committees.into_iter().enumerate() {
        let keys: Vec<_> = plain.keys.iter().map(|column| column[unit].clone()).collect();
        let mut fields: Vec<Value> = plain.fields.iter().map(|column| column.values.get(unit)).collect();
        fields[at] = if committee.is_empty() { Value::Unknown } else { Value::Text(committee.into()) };
        survey.units.push(&keys, &fields, &[]);
    }
    survey
}

#[test]
fn the_overview_knows_the_page_of_every_unit_by_as_little_of_its_name_as_will_do() {
    let rules = rules();
    // `=乙` is of two of them.
    let survey = of_committees(&rules, ["东", "东", "东", "西", "西"]);
    let pages = written(&rules, &survey, Lang::Zh, 2);
    let overview = between(&pages[0].1, "id=\"ways\">", "</script>")[0];
    let ways: Vec<(String, Vec<String>)> = serde_json::from_str(overview).unwrap();
    let begins: Vec<&[String]> = ways.iter().map(|(_, begins)| &**begins).collect();
    assert_eq!(begins, [&["甲小区".to_string(), "=乙/1".into()][..], &["丙".into(), "=乙/2".into()]]);
    assert_eq!(ways[0].0, "report/%E4%B8%9C.html");

    let assessment = assess(&rules, &survey.units);
    let answers = Answers { rules: &rules, survey: &survey, assessment: &assessment, lang: Lang::Zh };
    let all = crate::report::groups::UnitGroup { value: String::new(), units: (0..5).collect() };
    assert_eq!(ways::ways(&answers, std::slice::from_ref(&all), 100).unwrap()[0].len(), 3, "an estate each");
    assert_eq!(ways::ways(&answers, &[all], 10), None, "there is no room for them");
}

#[test]
fn a_committee_called_as_blanks_are_shown_is_not_taken_for_a_blank() {
    let rules = rules();
    let survey = of_committees(&rules, ["（未填）", "（未填）", "", "", ""]);
    let page = page(&rules, &survey, Lang::Zh);
    assert_eq!(rows(&page)["committees"], serde_json::json!(["（未填）", ""]));
    for value in ["（未填）", " "] {
        assert!(page.contains(&format!("<option value=\"{value}\">（未填）</option>")), "{value}");
    }
    assert!(page.contains("href=\"#committee=%20&#38;lift=no\""));
}

#[test]
fn in_english_the_page_has_no_chinese_words_of_its_own() {
    // Sources have remarks of ours, and sorting asks for the Chinese order by its English name.
    let page = small_page(Lang::En);
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    let mut rest = page.clone();
    let of_the_survey = [
        "第一居民区",
        "第二居民区",
        "甲小区",
        "=乙",
        "乙",
        "丙",
        "居民区",
        "小规则",
        "梯段净宽",
        "结构形式",
        "约定",
        "砖混",
        "框架",
        "甲.xlsx",
        "调查表",
    ];
    for text in of_the_survey {
        rest = rest.replace(text, "");
    }
    let chinese: String = rest.chars().filter(|c| ('\u{3400}'..'\u{a000}').contains(c)).collect();
    assert_eq!(chinese, "");
    assert!(small_page(Lang::Zh).contains("<html lang=\"zh-CN\">"));
}

#[test]
fn a_slip_in_a_coordinate_does_not_shrink_the_map() {
    let fields = "[fields.name]\nlabel = \"门栋\"\nkind = \"text\"\nkey = true\n\
                  [fields.east]\nlabel = \"经度\"\nkind = \"number\"\nrole = \"longitude\"\ncrs = \"EPSG:4326\"\n\
                  [fields.north]\nlabel = \"纬度\"\nkind = \"number\"\nrole = \"latitude\"\ncrs = \"EPSG:4326\"\n";
    let text = "[ruleset]\nid = \"x\"\ntitle = \"x\"\nversion = \"1\"\nfields = \"fields.toml\"\n\
                [criteria.east]\ntitle = \"东\"\nsuitable = \"east > 0\"\ncite = \"约定\"\n";
    let rules = super::super::tests::rules_of(text, fields);
    let mut survey = survey(&super::super::tests::rules());
    let mut units = crate::survey::Units::new(&rules.dictionary);
    let degrees = |text: &str| match crate::quantity::Decimal::parse(text) {
        Some(number) => Value::Number(crate::quantity::Bounds::exact(number)),
        None => Value::Unknown,
    };
    for (name, east, north) in [
        ("a", "121.500", "31.200"),
        ("b", "121.501", "31.200"),
        ("c", "121.500", "31.201"),
        ("slip", "112.5", "31.2"),
        ("no", "", "31.2"),
    ] {
        units.push(&[name.into()], &[Value::Text(name.into()), degrees(east), degrees(north)], &[]);
    }
    survey.units = units;
    let assessment = assess(&rules, &survey.units);
    let answers = Answers { rules: &rules, survey: &survey, assessment: &assessment, lang: Lang::Zh };
    let map = map::Map::of(&answers, &[0, 1, 2, 3, 4]);
    assert_eq!((map.far_off, map.unplaced), (1, 1));
    let [Some(a), Some(b), Some(c), None, None] = map.points[..] else { panic!("{map:?}") };
    // A thousandth of a degree: 111 m north, times cos 31.2° east.
    assert_eq!((b.0 - a.0, b.1 - a.1), (95, 0));
    assert_eq!((c.0 - a.0, c.1 - a.1), (0, -111));
    let page = page(&rules, &survey, Lang::Zh);
    assert!(page.contains("id=\"map\"") && page.contains("1 个单元的位置离其余单元太远"), "the page tells of both");
}
