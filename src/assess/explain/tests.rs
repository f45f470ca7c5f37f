//! What people read, as examples: reasons, margins, sentences.

use crate::assess::assess;
use crate::assess::explain;
use crate::assess::sentence;
use crate::assess::sentences;
use crate::assess::trials::fixture::{FINE, fine_but, units, units_with};
use crate::lang::Lang;
use crate::survey::Units;

/// The reason of a criterion for a unit of which that is known.
fn reason_of(criterion: &str, known: &str) -> String {
    told(criterion, known, Lang::Zh).0
}

/// Reason and margins.
fn told(criterion: &str, known: &str, lang: Lang) -> (String, Vec<String>) {
    let (rules, units) = units(&[known]);
    let whys = explain(&rules, &units, &assess(&rules, &units), &[0], lang);
    let why = whys[0].iter().find(|why| rules.criteria[why.criterion].id == criterion).unwrap();
    (why.reason.clone(), why.margin.iter().map(|margin| margin.value.to_string()).collect())
}

fn sentence_of(known: &str) -> String {
    let (rules, units) = units(&[known]);
    let a = assess(&rules, &units);
    let whys = explain(&rules, &units, &a, &[0], Lang::Zh);
    let whole = sentence(&rules, &a, &whys[0], 0, Lang::Zh);
    // The short way says the same.
    assert_eq!(sentences(&rules, &units, &a, &[0], Lang::Zh), std::slice::from_ref(&whole));
    whole
}

#[test]
fn a_comparison_says_what_stands_there_what_is_asked_and_by_how_much() {
    let short = told("stair-width", r#"stair_width = "1.05 m""#, Lang::Zh);
    assert_eq!(short, ("梯段净宽 1.05 m，要求 ≥ 1.10 m，差 0.05 m".to_string(), vec!["-0.05".to_string()]));
    let room = told("stair-width", r#"stair_width = "1.4 m""#, Lang::Zh);
    assert_eq!(room, ("梯段净宽 1.40 m，要求 ≥ 1.10 m，余 0.30 m".to_string(), vec!["0.3".to_string()]));
    assert_eq!(reason_of("stair-width", r#"stair_width = "1.1 m""#), "梯段净宽 1.10 m，要求 ≥ 1.10 m，恰好满足");
    let english = told("stair-width", r#"stair_width = "1.05 m""#, Lang::En).0;
    assert_eq!(english, "stair_width 1.05 m, required ≥ 1.10 m, short by 0.05 m");
}

#[test]
fn below_difficult_both_requirements_are_told_and_the_last_one_decides() {
    let (reason, margin) = told("stair-width", r#"stair_width = "0.9 m""#, Lang::Zh);
    assert_eq!(reason, "梯段净宽 0.90 m，要求 ≥ 1.10 m，差 0.20 m；最低要求 ≥ 1.00 m，差 0.10 m");
    assert_eq!(margin, ["-0.1"]);
}

#[test]
fn a_derived_field_shows_its_parts() {
    let known = r#"front_depth = "3.8 m", fire_lane = false"#;
    let expected = "加装后门前剩余净距 1.40 m（单元门前净距 3.80 m − 井道外挑 2.40 m），要求 ≥ 1.50 m，差 0.10 m";
    assert_eq!(reason_of("front", known), expected);
    assert_eq!(reason_of("front", "fire_lane = true"), "不适用：门前为消防车道：是");
}

#[test]
fn choices_are_told_without_a_margin() {
    let (reason, margin) = told("structure", r#"structure = "panel""#, Lang::Zh);
    assert_eq!((reason.as_str(), margin.len()), ("结构形式为预制大板，要求砖混、框架", 0));
    assert_eq!(reason_of("structure", r#"structure = "frame""#), "结构形式为框架");
}

#[test]
fn of_a_list_the_item_that_decides_is_told() {
    let low = |distance: &str, movable: bool| {
        format!(r#"{{ kind = "gas", pressure = "low", distance = "{distance}", movable = {movable} }}"#)
    };
    let pipes = |items: &[String]| format!("pipes = [{}]", items.join(", "));
    let one_short = told("pipes", &pipes(&[low("2 m", true), low("0.5 m", true)]), Lang::Zh);
    let text = "燃气（第 2 项）距外墙 0.50 m，要求 ≥ 0.70 m，差 0.20 m";
    assert_eq!(one_short, (text.to_string(), vec!["-0.2".to_string()]));
    let both_short = reason_of("pipes", &pipes(&[low("0.6 m", true), low("0.5 m", true)]));
    assert_eq!(both_short, format!("{text}（另有 1 项不满足）"));
    let fixed = reason_of("pipes", &pipes(&[low("0.5 m", false)]));
    assert_eq!(
        fixed,
        "燃气距外墙 0.50 m，要求 ≥ 0.70 m，差 0.20 m；最低要求也可由以下满足，现也不满足：燃气可否迁移（现为否）"
    );
    let fine = reason_of("pipes", &pipes(&[low("2 m", true), low("0.9 m", true)]));
    assert_eq!(fine, "燃气（第 2 项）距外墙 0.90 m，要求 ≥ 0.70 m，余 0.20 m（地下管线 2 项均满足，此项余量最小）");
    assert_eq!(reason_of("pipes", "pipes = []"), "无地下管线");
}

#[test]
fn what_is_unknown_is_named() {
    assert_eq!(reason_of("stair-width", ""), "梯段净宽未知，暂按“较难加装”计");
    assert_eq!(reason_of("front", "fire_lane = false"), "单元门前净距未知，暂按“较难加装”计");
    assert_eq!(reason_of("pipes", ""), "地下管线情况未知，暂按“较难加装”计");
    let no_distance = r#"pipes = [{ kind = "gas", pressure = "low", movable = false }]"#;
    assert_eq!(reason_of("pipes", no_distance), "燃气距外墙未知，暂按“较难加装”计");
}

#[test]
fn what_leaves_a_lookup_open_is_told_beside_the_comparison() {
    let more = "[tables.apart]\nkeys = [\"kind\", \"pressure\"]\n\
                rows = [[\"gas\", \"low\", \"0.7 m\"], [\"gas\", \"medium\", \"1.0 m\"], [\"water\", \"*\", \"1.0 m\"]]\n\
                [criteria.apart]\ntitle = \"净距\"\nsuitable = \"every(pipes, distance >= apart[kind, pressure])\"\n";
    let reason = |pipe: &str| {
        let (rules, units) = units_with(more, &[&format!("pipes = [{{ {pipe} }}]")]);
        let whys = explain(&rules, &units, &assess(&rules, &units), &[0], Lang::Zh);
        let last = whys[0].last().unwrap();
        (last.reason.clone(), last.margin[0].value.to_string())
    };
    let open = "燃气距外墙 0.80 m，要求 ≥ 0.70~1.00 m，不能确定（压力级别未知），暂按“不适合加装”计";
    assert_eq!(reason(r#"kind = "gas", distance = "0.8 m""#), (open.to_string(), "-0.2".to_string()));
    // Whatever the pressure is, the least asked is more than that.
    let short = "燃气距外墙 0.60 m，要求 ≥ 0.70~1.00 m，差 0.10~0.40 m";
    assert_eq!(reason(r#"kind = "gas", distance = "0.6 m""#), (short.to_string(), "-0.4".to_string()));
}

/// The reason of a criterion whose `suitable` is that, for units of which that is known.
fn reason_where(suitable: &str, known: &str, change: impl Fn(&mut Units)) -> String {
    let more = format!("[criteria.more]\ntitle = \"净距\"\nsuitable = \"{suitable}\"\n");
    let (rules, mut units) = units_with(&more, &[known]);
    change(&mut units);
    let whys = explain(&rules, &units, &assess(&rules, &units), &[0], Lang::Zh);
    whys[0].last().unwrap().reason.clone()
}

#[test]
fn of_what_is_computed_the_unknown_part_leads_and_no_bound_passes_for_a_measurement() {
    let reason = |known: &str| reason_where("every(pipes, max(distance, front_depth - 2.4 m) >= 2.5 m)", known, |_| ());
    assert_eq!(
        reason(r#"front_depth = "2 m", pipes = [{ kind = "gas" }]"#),
        "燃气距外墙未知，不能确定是否 ≥ 2.50 m，暂按“不适合加装”计"
    );
    assert_eq!(
        reason(r#"front_depth = "2 m", pipes = [{ kind = "gas", distance = "0.5 m" }]"#),
        "燃气距外墙 0.50 m，要求 ≥ 2.50 m，差 2.00 m"
    );
    assert_eq!(reason(r#"pipes = [{ kind = "gas" }]"#), "燃气距外墙、单元门前净距未知，暂按“不适合加装”计");
}

#[test]
fn of_a_largest_or_smallest_the_operand_it_comes_from_is_told() {
    let reason = |suitable: &str, known: &str| reason_where(suitable, known, |_| ());
    let largest = "every(pipes, max(distance, front_depth - 2.4 m) >= 2.5 m)";
    assert_eq!(
        reason(largest, r#"front_depth = "4 m", pipes = [{ kind = "gas", distance = "0.5 m" }]"#),
        "燃气单元门前净距 4.00 m − 2.40 m = 1.60 m，要求 ≥ 2.50 m，差 0.90 m"
    );
    let smallest = "every(pipes, min(front_depth, distance) >= 2.5 m)";
    assert_eq!(
        reason(smallest, r#"front_depth = "2 m", pipes = [{ kind = "gas", distance = "3 m" }]"#),
        "燃气单元门前净距 2.00 m，要求 ≥ 2.50 m，差 0.50 m"
    );
    // Of several the first.
    assert_eq!(
        reason(smallest, r#"front_depth = "3 m", pipes = [{ kind = "gas", distance = "3 m" }]"#),
        "燃气单元门前净距 3.00 m，要求 ≥ 2.50 m，余 0.50 m"
    );
    // A range too, where the other is surely no better.
    assert_eq!(
        reason(largest, r#"front_depth = "2 m", pipes = [{ kind = "gas", distance = "0.5~1 m" }]"#),
        "燃气距外墙 0.50~1.00 m，要求 ≥ 2.50 m，差 1.50~2.00 m"
    );
    // What cannot be told apart stays whole.
    let either = r#"front_depth = "3 m", pipes = [{ kind = "gas", distance = "0.5~1 m" }]"#;
    assert!(
        reason(largest, either).contains("中较大者 0.60~1.00 m（距外墙 0.50~1.00 m、"),
        "{}",
        reason(largest, either)
    );
    // A number of the rules' own does not speak for what was surveyed.
    assert_eq!(
        reason("max(front_depth, 1 m) >= 2 m", r#"front_depth = "0.5 m""#),
        "单元门前净距与1.00 m中较大者 1.00 m（单元门前净距 0.50 m），要求 ≥ 2.00 m，差 1.00 m"
    );
    let english = {
        let more = format!("[criteria.more]\ntitle = \"净距\"\nsuitable = \"{largest}\"\n");
        let (rules, units) =
            units_with(&more, &[r#"front_depth = "4 m", pipes = [{ kind = "gas", distance = "0.5 m" }]"#]);
        let whys = explain(&rules, &units, &assess(&rules, &units), &[0], Lang::En);
        whys[0].last().unwrap().reason.clone()
    };
    assert_eq!(english, "gas front_depth 4.00 m − 2.40 m = 1.60 m, required ≥ 2.50 m, short by 0.90 m");
}

#[test]
fn an_alternative_that_was_told_is_not_told_again_and_the_other_stays_one() {
    let more = "[criteria.more]\ntitle = \"净距\"\nsuitable = \"every(pipes, distance >= 1 m)\"\n\
                difficult = \"every(pipes, movable or distance >= 1 m)\"\n";
    let reason = |pipes: &str| {
        let (rules, units) = units_with(more, &[&format!("pipes = [{pipes}]")]);
        let whys = explain(&rules, &units, &assess(&rules, &units), &[0], Lang::Zh);
        whys[0].last().unwrap().reason.clone()
    };
    let fixed = r#"{ kind = "gas", distance = "0.4 m", movable = false }"#;
    let told =
        "燃气距外墙 0.40 m，要求 ≥ 1.00 m，差 0.60 m；最低要求也可由以下满足，现也不满足：燃气可否迁移（现为否）";
    assert_eq!(reason(fixed), told);
    // How many more fail is said of either demand.
    let two = reason(&format!("{fixed}, {}", fixed.replace("gas", "water")));
    let told = "燃气距外墙 0.40 m，要求 ≥ 1.00 m，差 0.60 m（另有 1 项不满足）；\
                最低要求也可由以下满足，现也不满足：燃气可否迁移（现为否）（另有 1 项不满足）";
    assert_eq!(two, told);
}

#[test]
fn of_a_list_that_fails_the_item_that_surely_fails_is_told_and_none_that_is_unknown() {
    let known = r#"front_depth = "1 m", pipes = [{ kind = "gas" }, { kind = "water", distance = "0.5 m" }]"#;
    assert_eq!(
        reason_where("every(pipes, max(distance, front_depth - 2.4 m) >= 2.5 m)", known, |_| ()),
        "给水距外墙 0.50 m，要求 ≥ 2.50 m，差 2.00 m"
    );
}

#[test]
fn of_a_list_that_meets_a_demand_the_item_it_is_about_is_told() {
    let known = r#"pipes = [{ kind = "water" }, { kind = "gas", distance = "3 m" }]"#;
    assert_eq!(
        reason_where("every(pipes, if(kind == gas, distance >= 2.5 m, true))", known, |_| ()),
        "燃气距外墙 3.00 m，要求 ≥ 2.50 m，余 0.50 m"
    );
}

#[test]
fn of_what_may_not_exist_only_that_is_said() {
    let unsure = |units: &mut Units| units.lists[0].sure.fill(false);
    let known = r#"pipes = [{ kind = "gas" }]"#;
    let reason = |suitable: &str, known: &str| reason_where(suitable, known, unsure);
    assert_eq!(reason("every(pipes, distance >= 1 m)", known), "地下管线中有无燃气未知，暂按“不适合加装”计");
    assert_eq!(reason("any(pipes, kind == gas)", known), "地下管线中有无燃气未知，暂按“不适合加装”计");
    assert_eq!(
        reason("every(pipes, distance >= 1 m)", r#"pipes = [{ kind = "gas", distance = "0.4 m" }]"#),
        "地下管线中有无燃气未知；燃气距外墙 0.40 m，要求 ≥ 1.00 m，差 0.60 m，暂按“不适合加装”计"
    );
}

#[test]
fn an_escalation_without_a_label_is_told_in_words() {
    let (mut rules, units) =
        units(&[r#"stair_width = "1.05 m", front_depth = "3 m", fire_lane = false, structure = "panel", pipes = []"#]);
    rules.escalations[0].label = None;
    let a = assess(&rules, &units);
    let zh = &sentences(&rules, &units, &a, &[0], Lang::Zh)[0];
    assert!(zh.starts_with("不适合加装：较难加装的评估项达 3 项，合起来计为不适合加装。"), "{zh}");
}

#[test]
fn a_sentence_gives_what_decides_then_the_rest_then_what_is_missing() {
    assert_eq!(sentence_of(FINE), "适合加装：各项评估均适合。");
    assert_eq!(
        sentence_of(&fine_but("stair_width", r#""1.05 m""#)),
        "较难加装：梯段净宽 1.05 m，要求 ≥ 1.10 m，差 0.05 m〔GB 50096-2011 §6.3.1〕。"
    );
    assert_eq!(
        sentence_of(&fine_but("structure", "")),
        "较难加装：结构形式未知，暂按“较难加装”计。待补测：结构形式，补齐后结论在适合加装与不适合加装之间。"
    );
    let narrow = fine_but("stair_width", r#""0.9 m""#).replace("brick", "panel");
    assert_eq!(
        sentence_of(&narrow),
        "不适合加装：梯段净宽 0.90 m，要求 ≥ 1.10 m，差 0.20 m；最低要求 ≥ 1.00 m，差 0.10 m〔GB 50096-2011 §6.3.1〕。\
         另有：结构形式为预制大板，要求砖混、框架。"
    );
}

#[test]
fn a_unit_that_is_suitable_for_want_of_knowledge_says_so() {
    let (mut rules, units) = units(&[&fine_but("structure", "")]);
    for criterion in &mut rules.criteria {
        criterion.missing = crate::rules::ruleset::Grade::Suitable;
    }
    let a = assess(&rules, &units);
    let zh = &sentences(&rules, &units, &a, &[0], Lang::Zh)[0];
    assert!(zh.starts_with("适合加装：结构形式资料不全，暂按“适合加装”计；其余各项均适合。待补测：结构形式"), "{zh}");
}

#[test]
fn an_escalation_that_makes_the_class_is_told_first() {
    let known = r#"stair_width = "1.05 m", front_depth = "3 m", fire_lane = false, structure = "panel", pipes = []"#;
    let sentence = sentence_of(known);
    assert!(
        sentence.starts_with("不适合加装：按“较难项过多”一条，合起来计为不适合加装。梯段净宽 1.05 m"),
        "{sentence}"
    );
}

#[test]
fn thresholds_are_shown_in_the_unit_of_what_is_measured() {
    let more = "[criteria.trench]\ntitle = \"管径合计\"\nsuitable = \"sum(pipes, diameter) <= 0.6 m\"\n";
    let pipe = r#"pipes = [{ kind = "water", diameter = "0.65 m", distance = "9 m" }]"#;
    let (rules, units) = units_with(more, &[pipe]);
    let whys = explain(&rules, &units, &assess(&rules, &units), &[0], Lang::Zh);
    let last = whys[0].last().unwrap();
    assert_eq!(last.reason, "地下管线合计管径 650 mm，要求 ≤ 600 mm，差 50 mm");
}

#[test]
fn units_are_explained_in_the_order_asked() {
    let wide = fine_but("stair_width", r#""2 m""#);
    let (rules, units) = units(&[FINE, &wide, FINE]);
    let whys = explain(&rules, &units, &assess(&rules, &units), &[1, 0, 1, 2], Lang::Zh);
    let first: Vec<&str> = whys.iter().map(|whys| &*whys[0].values[0].shown).collect();
    assert_eq!(first, ["2.00 m", "1.40 m", "2.00 m", "1.40 m"]);
}

#[test]
fn a_choice_of_another_case_is_no_demand() {
    let more = "[criteria.more]\ntitle = \"结构\"\nsuitable = \"structure == frame or (structure == brick and front_depth >= 3 m)\"\n\
                difficult = \"structure == brick or (structure == panel and fire_lane)\"\n";
    let reason = |known: &str, lang: Lang| {
        let (rules, units) = units_with(more, &[known]);
        let whys = explain(&rules, &units, &assess(&rules, &units), &[0], lang);
        whys[0].last().unwrap().reason.clone()
    };
    let panel = "structure = \"panel\", front_depth = \"2 m\", fire_lane = false";
    assert_eq!(reason(panel, Lang::Zh), "结构形式为预制大板，要求框架；门前为消防车道：否，最低要求：是");
    let brick = "structure = \"brick\", front_depth = \"2 m\"";
    // What is another way for it as it is stays told.
    let ways = "以下满足一项即可，现都不满足：结构形式为砖混，要求框架；单元门前净距 2.00 m，要求 ≥ 3.00 m，差 1.00 m";
    assert_eq!(reason(brick, Lang::Zh), ways);
    let ways = "one of these would do, and none holds: structure is brick, required frame; \
                front_depth 2.00 m, required ≥ 3.00 m, short by 1.00 m";
    assert_eq!(reason(brick, Lang::En), ways);
}

#[test]
fn a_count_is_told_in_what_it_counts() {
    let more = "[params.least]\nvalue = \"4 层\"\nlabel = \"最少\"\n\
                [criteria.more]\ntitle = \"层\"\nsuitable = \"storeys >= least\"\n";
    let reason = |lang: Lang| {
        let (rules, units) = units_with(more, &["storeys = 3"]);
        let whys = explain(&rules, &units, &assess(&rules, &units), &[0], lang);
        whys[0].last().unwrap().reason.clone()
    };
    assert_eq!(reason(Lang::Zh), "层数 3 层，要求 ≥ 4 层，差 1 层");
    assert_eq!(reason(Lang::En), "storeys 3, required ≥ 4, short by 1");
}

#[test]
fn of_two_ways_to_be_met_the_one_with_the_most_room_is_told_also_where_it_is_said_what_must_not_be() {
    let known = r#"stair_width = "1.4 m", front_depth = "9 m""#;
    for suitable in ["stair_width >= 1 m or front_depth >= 3 m", "not (stair_width < 1 m and front_depth < 3 m)"] {
        let reason = reason_where(suitable, known, |_| ());
        assert_eq!(reason, "单元门前净距 9.00 m，要求 ≥ 3.00 m，余 6.00 m", "{suitable}");
    }
}

#[test]
fn what_no_unit_can_meet_is_told_as_the_rules_own_word() {
    assert_eq!(reason_where("fire_lane and false", "fire_lane = true", |_| ()), "规则规定如此");
    assert_eq!(reason_where("fire_lane and true", "fire_lane = true", |_| ()), "门前为消防车道：是");
}
