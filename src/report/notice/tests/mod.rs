//! The pages on small surveys: the shared one of five units, and hostile and overlong ones.

mod codes;
mod measured;

use super::*;
use crate::assess::{Assessment, assess};
use crate::lang::Lang;
use crate::report::figures::Figures;
use crate::report::unit_table::UnitTable;
use crate::report::wishes::Wishes;
use crate::report::{Answers, tests};
use crate::rules::ruleset::Grade;
use crate::rules::{RuleSet, Value};
use crate::survey::{Decision, Decisions, Survey, Units};
use std::collections::HashSet;

/// The files of the pages, by name.
pub(super) fn files(rules: &RuleSet, survey: &Survey, lang: Lang, wishes: &Wishes) -> Vec<(String, String)> {
    with_made(rules, survey, lang, wishes, |made| {
        let written = outputs(made).into_iter().map(|output| {
            let mut bytes = Vec::new();
            (output.write)(&mut bytes).unwrap();
            (output.name, String::from_utf8(bytes).unwrap())
        });
        written.collect()
    })
}

fn with_made<T>(rules: &RuleSet, survey: &Survey, lang: Lang, wishes: &Wishes, test: impl FnOnce(&Made) -> T) -> T {
    let assessment: Assessment = assess(rules, &survey.units);
    let answers = Answers { rules, survey, assessment: &assessment, lang };
    let table = UnitTable::new(answers);
    let figures = Figures::of(&answers, &table);
    test(&Made { answers, table: &table, figures: &figures, wishes })
}

/// The file of that name.
pub(super) fn file<'f>(files: &'f [(String, String)], name: &str) -> &'f str {
    let names: Vec<&String> = files.iter().map(|(name, _)| name).collect();
    &files.iter().find(|(it, _)| it == name).unwrap_or_else(|| panic!("{name} is not among {names:?}")).1
}

pub(super) fn small(lang: Lang, wishes: &Wishes) -> Vec<(String, String)> {
    let rules = tests::rules();
    files(&rules, &tests::survey(&rules), lang, wishes)
}

/// The page that begins with that anchor.
pub(super) fn page<'f>(file: &'f str, anchor: &str) -> &'f str {
    let from = file.find(&format!("id=\"{anchor}\"")).unwrap_or_else(|| panic!("no {anchor}"));
    let end = file[from..].find("</article>").unwrap();
    &file[from..from + end]
}

#[test]
fn each_estate_has_a_file_and_each_unit_a_page() {
    let files = small(Lang::Zh, &Wishes::default());
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["units/index.html", "units/甲小区.html", "units/_乙.html", "units/丙.html"]);
    let pages: Vec<usize> = files.iter().map(|(_, text)| text.matches("<article ").count()).collect();
    assert_eq!(pages, [0, 2, 2, 1]);
}

#[test]
fn a_page_says_which_door_the_answer_and_why() {
    let files = small(Lang::Zh, &Wishes::default());
    let failed = page(file(&files, "units/_乙.html"), "1");
    for said in [
        "<h2>=乙 1</h2>",
        "不适合加装</p>",
        "有 1 项达不到最低要求。",
        "结论已定",
        "决定结论",
        "0.95 米",
        "要求不小于 1.10 米，还差 0.15 米",
        "GB 50096-2011 §6.3.1",
        "1 项都达到要求：结构形式",
        "这一项：梯段净宽",
        "其余照旧，结论是“适合加装”",
        "联系人：",
        "不是业主表决的结果，也不是法律意见",
        "小规则 1",
    ] {
        assert!(failed.contains(said), "{said} is not in {failed}");
    }
    let fine = page(file(&files, "units/甲小区.html"), "1");
    assert!(fine.contains("适合加装</p>") && fine.contains("查过的各项都达到要求"), "{fine}");
    assert!(fine.contains("甲.xlsx › 调查表 › 3；乙.csv › 2"), "{fine}");
}

#[test]
fn an_open_answer_says_what_is_missing_and_what_it_may_become() {
    let files = small(Lang::Zh, &Wishes::default());
    let open = page(file(&files, "units/_乙.html"), "2");
    for said in [
        "暂按“较难加装”",
        "还不是定论。有 1 样没有弄清：梯段净宽。补齐以后，结论可能是“较难加装”或“不适合加装”。",
        "“梯段净宽”查清后可能是“适合加装”或“较难加装”或“不适合加装”。",
    ] {
        assert!(open.contains(said), "{said} is not in {open}");
    }
}

#[test]
fn of_what_was_decided_no_person_is_named_and_no_markup_told() {
    let rules = tests::rules();
    let mut survey = tests::survey(&rules);
    let decision = |recorded, reason: &str| Decision {
        class: Grade::Unsuitable,
        reason: reason.into(),
        by: "联席<会议>".into(),
        person: "张三".into(),
        date: "2021-06-12".into(),
        recorded: Some(recorded),
        computed: Grade::Suitable,
    };
    let of_units = vec![
        Some(decision(Grade::Suitable, "管线多")),
        Some(decision(Grade::Difficult, "管线多")),
        Some(decision(Grade::Suitable, &"长".repeat(40_000))),
    ];
    survey.decisions = Some(Decisions { of_units, ..Decisions::default() });
    let files = files(&rules, &survey, Lang::Zh, &Wishes::default());
    let estate = file(&files, "units/甲小区.html");
    let (first, second) = estate.split_at(estate.rfind("<article").unwrap());
    assert!(
        first.contains("联席&#60;会议&#62;") && first.contains("2021-06-12") && first.contains("管线多"),
        "{first}"
    );
    assert!(second.contains("已失效的决定："), "{second}");
    assert!(files.iter().all(|(_, text)| !text.contains("张三") && !text.contains(&"长".repeat(500))));
}

#[test]
fn a_unit_with_a_lift_has_a_short_page() {
    let files = small(Lang::Zh, &Wishes::default());
    let lift = page(file(&files, "units/丙.html"), "1");
    assert!(lift.contains("本单元已有电梯") && !lift.contains("查出了什么") && !lift.contains("较难"), "{lift}");
}

#[test]
fn a_decision_stands_beside_the_answer_and_says_whether_it_holds() {
    let rules = tests::rules();
    let mut survey = tests::survey(&rules);
    let class = assess(&rules, &survey.units).class;
    let decided = |unit: usize, decision: Grade, recorded: Option<Grade>| Decision {
        class: decision,
        reason: "现场看过 <b>".into(),
        by: "某街道评审组".into(),
        person: "张三".into(),
        date: "2021-06-12".into(),
        recorded,
        computed: class[unit],
    };
    let other = |class: Grade| if class == Grade::Suitable { Grade::Difficult } else { Grade::Suitable };
    let of_units = (0..survey.units.count).map(|unit| match unit {
        0 => Some(decided(0, class[0], Some(class[0]))),
        1 => Some(decided(1, other(class[1]), Some(class[1]))),
        2 => Some(decided(2, class[2], Some(other(class[2])))),
        _ => None,
    });
    survey.decisions = Some(Decisions { of_units: of_units.collect(), ..Decisions::default() });
    with_made(&rules, &survey, Lang::Zh, &Wishes::default(), |made| {
        let board = Board::new(made);
        let all: Vec<usize> = (0..survey.units.count).collect();
        let pages: Vec<String> =
            stories(&made.answers, &all).iter().map(|story| Page::of(&board, story).render().unwrap()).collect();
        for (page, state) in pages.iter().zip(["决定与评估结论一致", "决定与评估结论不同", "请作出决定的单位重新议定"])
        {
            assert!(page.contains("（某街道评审组 2021-06-12）") && page.contains(state), "{state}: {page}");
            assert!(page.contains("理由：现场看过 &#60;b&#62;") && !page.contains("张三"), "{page}");
        }
        assert!(pages[2].contains("decided lapsed") && pages[2].contains("已失效的决定："), "{}", pages[2]);
        assert!(pages[3..].iter().all(|page| !page.contains("重新议定") && !page.contains("已作出的决定")));
    });
}

#[test]
fn norms_whose_texts_are_not_the_originals_say_so() {
    let text = "[ruleset]\nid = \"n\"\ntitle = \"例\"\nversion = \"1\"\nfields = \"fields.toml\"\n\
        [sources.a]\ntitle = \"甲规范\"\nnumber = \"GB 1-2000\"\nnote = \"据转录，引用前请核对原文\"\n\
        [sources.b]\ntitle = \"乙规范\"\nnumber = \"GB 2-2000\"\n\
        [criteria.a]\ntitle = \"甲\"\nsuitable = \"width >= 9 m\"\ncite = \"a §1\"\n\
        [criteria.b]\ntitle = \"乙\"\nsuitable = \"width >= 9 m\"\ncite = \"b §1\"\n";
    let rules = tests::rules_of(text, FIELDS);
    let files = files(&rules, &hostile_survey(&rules), Lang::Zh, &Wishes::default());
    let (_, page) = files.iter().find(|(_, text)| text.contains("<article ")).unwrap();
    assert!(page.contains("所引规定：GB 1-2000《甲规范》、GB 2-2000《乙规范》"), "{page}");
    assert!(page.contains(">引用前请核对原文：GB 1-2000</p>"), "{page}");
}

#[test]
fn the_index_leads_to_every_unit_and_counts_classes() {
    for page_each in [false, true] {
        let files = small(Lang::Zh, &Wishes { page_each, ..Wishes::default() });
        let index = file(&files, "units/index.html");
        let links: Vec<&str> = index
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|l| l.contains('#'))
            .collect();
        assert_eq!(links.len(), 5);
        for link in links {
            let (name, anchor) = link.split_once('#').unwrap();
            page(file(&files, &format!("units/{name}")), anchor);
        }
        assert!(index.contains("<td>2</td><td>1</td><td>1</td><td>0</td><td>1</td><td>0</td>"), "{index}");
        assert!(index.contains("第一居民区") && index.contains("居民区未填"), "{index}");
    }
}

#[test]
fn with_pages_each_unit_has_a_file() {
    let files = small(Lang::Zh, &Wishes { page_each: true, ..Wishes::default() });
    assert_eq!(files.len(), 6);
    let own = file(&files, "units/甲小区/1.html");
    assert_eq!(own.matches("<article ").count(), 1);
    assert!(own.contains("href=\"../index.html\""));
    assert_eq!(page(own, "1"), page(file(&small(Lang::Zh, &Wishes::default()), "units/甲小区.html"), "1"));
}

#[test]
fn what_was_asked_for_stands_on_the_page_and_nothing_in_its_place() {
    let dated = Some(jiff::civil::date(2021, 6, 1));
    let contact = Some("街道加梯办 <b> 021-0000".to_string());
    let files = small(Lang::Zh, &Wishes { dated, contact, ..Wishes::default() });
    let page = page(file(&files, "units/丙.html"), "1");
    assert!(page.contains("2021-06-01") && !page.contains("　年　"), "{page}");
    assert!(page.contains("请联系：街道加梯办 &#60;b&#62; 021-0000") && !page.contains("联系人："), "{page}");
    let unwanted = small(Lang::Zh, &Wishes { without: vec!["units".into()], ..Wishes::default() });
    assert!(unwanted.is_empty());
}

#[test]
fn in_english_the_pages_own_words_are_english() {
    let mut wishes = Wishes { base_address: Some("https://example.org".into()), ..Wishes::default() };
    wishes.dated = Some(jiff::civil::date(2021, 6, 1));
    for (name, text) in small(Lang::En, &wishes) {
        assert!(text.contains("<html lang=\"en\">"), "{name}");
        for chinese in ["适合", "较难", "结论", "要求", "量了什么", "单元", "居民区"] {
            let body = text.split("</style>").nth(1).unwrap().replace("第一居民区", "").replace("第二居民区", "");
            assert!(!body.contains(chinese), "{chinese} is in {name}");
        }
    }
}

#[test]
fn the_only_style_is_the_one_that_the_policy_allows() {
    use base64::Engine;
    use sha2::Digest;
    for (name, text) in small(Lang::Zh, &Wishes::default()) {
        let css = text.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).unwrap();
        let hash = base64::prelude::BASE64_STANDARD.encode(sha2::Sha256::digest(css));
        assert!(text.contains(&format!("content=\"default-src 'none'; style-src 'sha256-{hash}';")), "{name}");
        let body = text.split("</style>").nth(1).unwrap();
        assert!(!body.contains("<style") && !body.contains("style=") && !body.contains("<script"), "{name}");
    }
}

#[test]
fn the_same_answers_give_the_same_bytes() {
    let wishes = Wishes { base_address: Some("https://example.org".into()), ..Wishes::default() };
    let on = |threads: usize| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| small(Lang::Zh, &wishes))
    };
    assert_eq!(on(1), on(4));
}

pub(super) const FIELDS: &str = r#"
[fields.estate]
label = "小区"
kind = "text"
key = true
group = true
[fields.unit]
label = "单元"
kind = "text"
key = true
strip = ["单元"]
[fields.remark]
label = "说明"
kind = "text"
[fields.illness]
label = "住户病情"
kind = "text"
private = true
[fields.width]
label = "净宽"
kind = "length"
unit = "m"
"#;

const HOSTILE: [&str; 6] =
    ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "]]>", "\x1b[31m", "</style>", "\u{202e}倒"];

/// Rules with very many criteria, all of which stand on the remark, one of them on what is private.
fn many_rules(count: usize) -> RuleSet {
    let mut text =
        String::from("[ruleset]\nid = \"many\"\ntitle = \"多\"\nversion = \"1\"\nfields = \"fields.toml\"\n");
    text += "[criteria.private]\ntitle = \"不公开\"\nsuitable = \"illness == '无'\"\n";
    for at in 0..count {
        let long = "很长的题目".repeat(12);
        text += &format!(
            "[criteria.c{at}]\ntitle = \"{long}{at}\"\nsuitable = \"remark == '{at}'\"\ncite = \"某标准第{at}条{long}\"\n"
        );
    }
    tests::rules_of(&text, FIELDS)
}

fn hostile_survey(rules: &RuleSet) -> Survey {
    let mut survey = tests::survey(&tests::rules());
    let mut units = Units::new(&rules.dictionary);
    let long = "长".repeat(40_000);
    for text in HOSTILE.into_iter().chain([long.as_str(), "1", "01x"]) {
        let value = Value::Text(text.into());
        let fields = [value.clone(), value.clone(), value, Value::Text("糖尿病".into()), Value::Unknown];
        units.push(&[text.into(), text.into()], &fields, &[]);
    }
    units.rows = vec![Vec::new(); units.count];
    units.sheets.clone_from(&survey.units.sheets);
    survey.units = units;
    survey.findings.clear();
    survey
}

#[test]
fn hostile_texts_are_inert_and_private_ones_absent() {
    let rules = many_rules(3);
    let survey = hostile_survey(&rules);
    let wishes = Wishes { base_address: Some("https://example.org".into()), ..Wishes::default() };
    let files = files(&rules, &survey, Lang::Zh, &wishes);
    assert_eq!(files.len(), survey.units.count + 1);
    for (name, text) in &files {
        assert!(name.len() < 200 && !name.contains(".."), "{name}");
        let body = text.split_once("</style>").unwrap().1;
        assert!(!body.contains("<script") && !body.contains("</style") && !body.contains("]]>"), "{name}");
        assert!(!text.contains('\x1b') && !text.contains('\u{202e}'), "{name}");
        assert!(!text.contains("糖尿病"), "{name}");
        assert!(text.len() < 60_000, "{name}: {}", text.len());
    }
}

#[test]
fn anchors_are_unique_and_do_not_change_with_what_else_is_surveyed() {
    let rules = many_rules(1);
    let survey = hostile_survey(&rules);
    let anchors = |survey: &Survey| -> Vec<(String, String)> {
        let place = |place: &Place| (place.file.clone(), place.anchor.clone());
        with_made(&rules, survey, Lang::Zh, &Wishes::default(), |made| {
            Board::new(made).places.iter().map(place).collect()
        })
    };
    let all = anchors(&survey);
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), survey.units.count);
    let mut fewer = hostile_survey(&rules);
    fewer.units = Units::new(&rules.dictionary);
    let text = HOSTILE[0];
    let fields = [Value::Text(text.into()), Value::Text(text.into()), Value::Unknown, Value::Unknown, Value::Unknown];
    fewer.units.push(&[text.into(), text.into()], &fields, &[]);
    fewer.units.rows = vec![Vec::new()];
    assert_eq!(anchors(&fewer), all[..1]);
}

#[test]
fn however_much_there_is_to_say_it_is_one_sheet() {
    for count in [0, 1, 3, 5, 12, 60] {
        let rules = many_rules(count);
        let survey = hostile_survey(&rules);
        let wishes = Wishes {
            base_address: Some(format!("https://example.org/{}", "a".repeat(60))),
            contact: Some("街道".repeat(500)),
            ..Wishes::default()
        };
        with_made(&rules, &survey, Lang::Zh, &wishes, |made| {
            let board = Board::new(made);
            let all: Vec<usize> = (0..survey.units.count).collect();
            for story in stories(&made.answers, &all) {
                let page = Page::of(&board, &story);
                assert!(page.height() <= page::SHEET, "{count} {}: {}", story.unit, page.height());
                let text = page.render().unwrap();
                assert!(text.contains("作了缩短") || !(text.contains('…') || count >= 12), "{count}: {text}");
            }
        });
    }
}
