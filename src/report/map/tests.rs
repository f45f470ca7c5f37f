//! The map of a small survey: positions known, unknown, within bounds and private.

use super::*;
use crate::assess::assess;
use crate::lang::Lang;
use crate::report::unit_table::UnitTable;
use crate::rules::RuleSet;
use crate::rules::ruleset::Grade;
use crate::survey::{Decision, Decisions};
use crate::survey::{Survey, Units};
use serde_json::{Value as Json, json};
use std::sync::Arc;

const FIELDS: &str = r#"
[fields.estate]
label = "小区"
kind = "text"
key = true
group = true
[fields.name]
label = "门牌"
kind = "text"
key = true
[fields.owner]
label = "户主"
kind = "text"
private = true
[fields.committee]
label = "居民区"
kind = "text"
group = true
[fields.east]
label = "经度"
kind = "number"
role = "longitude"
crs = "EPSG:4326"
[fields.north]
label = "纬度"
kind = "number"
role = "latitude"
crs = "EPSG:4326"
[fields.debt]
label = "欠费"
kind = "number"
private = true
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
[criteria.debt]
title = "欠费"
suitable = "debt <= 10"
otherwise = "difficult"
cite = "约定"
"#;

fn rules(fields: &str) -> RuleSet {
    crate::report::tests::rules_of(RULES, fields)
}

/// Four units at these places; the first owes 98765, the third has a lift.
fn survey(rules: &RuleSet, places: [(&str, &str); 4]) -> Survey {
    let mut units = Units::new(&rules.dictionary);
    let number = |text: &str| match text.split_once('~') {
        Some((low, high)) => Value::Number(Bounds::between(Decimal::parse(low), Decimal::parse(high))),
        None => Decimal::parse(text).map_or(Value::Unknown, |number| Value::Number(Bounds::exact(number))),
    };
    for (at, (east, north)) in places.into_iter().enumerate() {
        let keys: Vec<Arc<str>> = vec!["甲<小区>".into(), format!("{}", at + 1).into()];
        let fields = [
            Value::Text("甲<小区>".into()),
            Value::Text(format!("{}", at + 1).into()),
            Value::Text("赵某".into()),
            Value::Unknown,
            number(east),
            number(north),
            number(if at == 0 { "98765" } else { "5" }),
            Value::Flag(at == 2),
        ];
        units.push(&keys, &fields, &[]);
    }
    Survey { units, ..Survey::default() }
}

const PLACES: [(&str, &str); 4] =
    [("121.473701", "31.230400"), ("121.4~121.5", "31.23"), ("121.5", "31"), ("", "31.2")];

fn with_answers<T>(fields: &str, places: [(&str, &str); 4], test: impl FnOnce(&Answers, &UnitTable) -> T) -> T {
    let rules = rules(fields);
    let survey = survey(&rules, places);
    let assessment = assess(&rules, &survey.units);
    let answers = Answers { rules: &rules, survey: &survey, assessment: &assessment, lang: Lang::Zh };
    test(&answers, &UnitTable::new(answers))
}

fn map_text(answers: &Answers, table: &UnitTable) -> String {
    let mut bytes = Vec::new();
    geojson::write(&mut bytes, answers, table, &positions(answers).expect("a map")).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_unit_is_a_feature_and_only_exact_positions_are_points() {
    let text = with_answers(FIELDS, PLACES, map_text);
    assert!(text.contains("\"coordinates\":[121.473701,31.2304]"), "written as they are: {text}");
    let map: Json = serde_json::from_str(&text).unwrap();
    assert_eq!(map["bbox"], json!([121.473701, 31, 121.5, 31.2304]));
    let features = map["features"].as_array().unwrap();
    let names: Vec<&str> = features.iter().map(|f| f["properties"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["甲<小区>/1", "甲<小区>/2", "甲<小区>/3", "甲<小区>/4"]);
    let known: Vec<bool> = features.iter().map(|feature| !feature["geometry"].is_null()).collect();
    assert_eq!(known, [true, false, true, false], "bounds are no position, nor is half of one");
}

#[test]
fn a_feature_tells_class_and_reason_and_nothing_private() {
    let text = with_answers(FIELDS, PLACES, map_text);
    assert!(!text.contains("赵某") && !text.contains("98765"), "{text}");
    let map: Json = serde_json::from_str(&text).unwrap();
    assert_eq!(
        map["features"][0]["properties"],
        json!({
            "name": "甲<小区>/1", "estate": "甲<小区>", "field.name": "1", "committee": null,
            "class": "difficult", "label": "较难加装", "best_class": "difficult", "worst_class": "difficult",
            "settled": true, "has_lift": false, "deciding": "欠费", "missing": null,
            "reasons": "较难加装：欠费：依据不公开的资料〔约定〕。",
        })
    );
    assert_eq!(map["features"][2]["properties"]["has_lift"], true);
}

#[test]
fn a_feature_tells_what_was_decided_but_not_by_which_person() {
    let rules = rules(FIELDS);
    let mut survey = survey(&rules, PLACES);
    let decision = Decision {
        class: Grade::Suitable,
        reason: "居民一致".into(),
        by: "街道".into(),
        person: "张三".into(),
        date: "2021-06-12".into(),
        recorded: Some(Grade::Suitable),
        computed: Grade::Difficult,
    };
    survey.decisions = Some(Decisions { of_units: vec![Some(decision)], ..Decisions::default() });
    let assessment = assess(&rules, &survey.units);
    let answers = Answers { rules: &rules, survey: &survey, assessment: &assessment, lang: Lang::Zh };
    let text = map_text(&answers, &UnitTable::new(answers));
    assert!(!text.contains("张三"), "{text}");
    let map: Json = serde_json::from_str(&text).unwrap();
    let told = |at: usize, what: &str| map["features"][at]["properties"][what].clone();
    assert_eq!(told(0, "class"), "difficult", "a decision is beside the class");
    let all = ["decision", "decision_state", "decision_reason", "decision_by", "decision_date"];
    assert_eq!(all.map(|what| told(0, what)), ["suitable", "lapsed", "居民一致", "街道", "2021-06-12"]);
    assert!(map["features"][1]["properties"].as_object().unwrap().contains_key("decision"), "each has the column");
}

#[test]
fn without_a_known_position_there_is_no_map_and_nothing_to_say() {
    with_answers(FIELDS, [("", ""), ("1~2", "3"), ("181", "3"), ("", "")], |answers, _| {
        assert_eq!((positions(answers), warning(answers)), (None, None));
    });
    let private = FIELDS.replace("label = \"经度\"", "label = \"经度\"\nprivate = true");
    with_answers(&private, PLACES, |answers, _| assert_eq!(positions(answers), None, "not for everybody"));
}

#[test]
fn positions_of_another_system_are_not_drawn_and_it_is_said() {
    for (crs, drawn) in [("epsg:4490", true), ("CGCS 2000", true), ("EPSG:4549", false), ("GCJ-02", false)] {
        let fields = FIELDS.replace("EPSG:4326", crs);
        with_answers(&fields, PLACES, |answers, _| {
            assert_eq!((positions(answers).is_some(), warning(answers).is_none()), (drawn, drawn), "{crs}");
        });
    }
    with_answers(&FIELDS.replace("crs = \"EPSG:4326\"", ""), PLACES, |answers, _| {
        assert!(positions(answers).is_none() && warning(answers).unwrap().zh.contains("没有写明"));
    });
    with_answers(&FIELDS.replace("EPSG:4326", "GCJ-02"), [("", ""); 4], |answers, _| {
        assert_eq!(warning(answers), None, "nothing was surveyed, so nothing is lost");
    });
}

#[test]
fn the_style_is_xml_with_a_symbol_for_every_class() {
    let fields = FIELDS.replace("label = \"小区\"", "label = \"小区<&\\\"\"");
    let style = with_answers(&fields, PLACES, |answers, table| {
        let mut bytes = Vec::new();
        qml::write(&mut bytes, answers, table).unwrap();
        String::from_utf8(bytes).unwrap()
    });
    let mut reader = quick_xml::Reader::from_str(&style);
    let (mut categories, mut symbols, mut aliases) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        use quick_xml::events::Event;
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                let get = |name: &str| {
                    let found = tag.try_get_attribute(name).unwrap();
                    found.map(|found| quick_xml::escape::unescape(&found.value).unwrap().into_owned())
                };
                match tag.name().as_ref() {
                    "category" => categories.push((get("value").unwrap(), get("symbol").unwrap())),
                    "symbol" => symbols.push(get("name").unwrap()),
                    "alias" => aliases.push((get("field").unwrap(), get("name").unwrap())),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    let values: Vec<&str> = categories.iter().map(|(value, _)| value.as_str()).collect();
    assert_eq!(values, ["suitable", "difficult", "unsuitable", "has_lift"]);
    assert!(categories.iter().all(|(_, symbol)| symbols.contains(symbol)), "{categories:?} {symbols:?}");
    let map: Json = serde_json::from_str(&with_answers(&fields, PLACES, map_text)).unwrap();
    let properties: Vec<&String> = map["features"][0]["properties"].as_object().unwrap().keys().collect();
    for (property, _) in &aliases {
        assert!(properties.contains(&property), "`{property}` is no property of the map");
    }
    assert!(aliases.contains(&("estate".into(), "小区<&\"".into())), "{aliases:?}");
}
