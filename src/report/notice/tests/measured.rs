//! What pages say of measurements: how close they are to their limits, and which are none.

use super::{FIELDS, file, files, page};
use crate::lang::Lang;
use crate::quantity::{Bounds, Decimal};
use crate::report::tests;
use crate::report::wishes::Wishes;
use crate::rules::Value;
use crate::survey::{Finding, Origin, Units};
use crate::text;

/// Rules of several distances and storeys, and the page of a unit that meets them all so: 无 stands for 200 m.
fn page_of_distances(lane: &str, red_line: Option<&str>) -> String {
    let length =
        |id: &str, label: &str| format!("[fields.{id}]\nlabel = \"{label}\"\nkind = \"length\"\nunit = \"m\"\n");
    let fields = format!(
        "{FIELDS}{}{}none = \"200 m\"\n{}{}[fields.storeys]\nlabel = \"层数\"\nkind = \"count\"\n",
        length("lane", "门前净距"),
        length("red_line", "距红线"),
        length("window", "距窗"),
        length("door", "门宽"),
    );
    let text = "[ruleset]\nid = \"d\"\ntitle = \"例\"\nversion = \"1\"\nfields = \"fields.toml\"\n\
        [derive.left]\nlabel = \"剩余净宽\"\nvalue = \"lane - 2 m\"\n\
        [criteria.storeys]\ntitle = \"层数\"\nsuitable = \"storeys >= 4\"\ncite = \"某规定第一条\"\n\
        [criteria.red]\ntitle = \"红线\"\nsuitable = \"red_line >= 3.9 m\"\ncite = \"某规定第一条\"\n\
        [criteria.window]\ntitle = \"窗\"\nsuitable = \"window >= 2 m\"\ncite = \"某规定第一条\"\n\
        [criteria.width]\ntitle = \"净宽\"\nsuitable = \"width >= 1 m\"\ncite = \"某规定第一条\"\n\
        [criteria.door]\ntitle = \"门\"\nsuitable = \"door >= 1 m\"\ncite = \"某规定第一条\"\n\
        [criteria.lane]\ntitle = \"小区车道剩余净宽\"\nsuitable = \"left >= 4 m\"\ncite = \"某规定第一条\"\n";
    let rules = tests::rules_of(text, &fields);
    let mut survey = tests::survey(&tests::rules());
    let mut units = Units::new(&rules.dictionary);
    let number = |text: &str| Value::Number(Bounds::exact(Decimal::parse(text).unwrap()));
    let red = number(if red_line.is_some() { "200" } else { "9" });
    let text = |text: &str| Value::Text(text.into());
    let values = [
        [text("甲"), text("1"), Value::Unknown, Value::Unknown, number("1.2")].to_vec(),
        [number(lane), red, number("2.2"), number("9"), number("6")].to_vec(),
    ];
    units.push(&["甲".into(), "1".into()], &values.concat(), &[]);
    units.rows = vec![Vec::new()];
    units.sheets.clone_from(&survey.units.sheets);
    if let Some(written) = red_line {
        let ix = rules.dictionary.field("red_line").unwrap();
        units.fields[ix].origins = vec![Some(Origin { sheet: 0, row: 3, column: 3, written: written.into() })];
    }
    survey.units = units;
    survey.findings.clear();
    let files = files(&rules, &survey, Lang::Zh, &Wishes::default());
    page(file(&files, "units/甲.html"), "1").to_string()
}

#[test]
fn the_closest_limits_stand_first_and_storeys_are_none() {
    let page = page_of_distances("6", None);
    let limits = page.split("要留意的界线").nth(1).unwrap().split("</ul>").next().unwrap();
    let lines: Vec<&str> = limits.split("<li>").skip(1).map(|line| line.split("</li>").next().unwrap()).collect();
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert!(lines[0].starts_with("小区车道剩余净宽：剩余净宽 4.00 米") && lines[0].ends_with("恰好满足"), "{lines:?}");
    assert!(lines[1].starts_with("窗：距窗 2.20 米") && lines[2].starts_with("净宽 1.20 米"), "{lines:?}");
}

#[test]
fn what_is_not_there_is_no_measurement() {
    for (written, shown) in
        [("无", "<dd>无</dd>"), ("没有", "<dd>没有</dd>"), ("—", "<dd>无<small>表上写“—”</small></dd>")]
    {
        let page = page_of_distances("9", Some(written));
        assert!(page.contains(shown), "{page}");
        assert!(!page.contains("200") && !page.contains("富余 196"), "{page}");
    }
    let measured = page_of_distances("9", Some("200"));
    assert!(measured.contains("<dd>200.00 米</dd>"), "{measured}");
}

#[test]
fn what_rests_on_an_approximation_at_a_limit_is_not_simply_settled() {
    let rules = tests::rules();
    let mut survey = tests::survey(&rules);
    let width = rules.dictionary.field("stair_width").unwrap();
    let origin = Origin { sheet: 0, row: 3, column: 3, written: "约1.1".into() };
    survey.units.fields[width].origins = vec![None; survey.units.count];
    survey.units.fields[width].origins[0] = Some(origin);
    let finding = Finding::new("S021", &"甲.xlsx".into(), &"调查表".into(), text!("约数", "approximate"));
    survey.findings.push(finding.at(3, 3));
    let files = files(&rules, &survey, Lang::Zh, &Wishes::default());
    let said = "按现有数据，结论已定。其中有“约”数正好压在界线上，请复测后再定。";
    let pages: Vec<&str> = files.iter().filter(|(_, text)| text.contains(said)).map(|(name, _)| &**name).collect();
    assert_eq!(pages, ["units/甲小区.html"]);
    let first = page(file(&files, "units/甲小区.html"), "1");
    assert!(first.contains(said) && !first.contains("都不会改变它"), "{first}");
}
