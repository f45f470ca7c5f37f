//! A small dictionary, and the examples of every construct and every mistake.

mod escalation;
mod mistakes;
mod random;
mod readers;
mod reads;

use super::typed::{Cond, Num};
use super::{Problem, Scope, check_cond, check_expr, check_num};
use crate::quantity::{Bounds, Decimal, Dimension, UNITS, unit_named};
use crate::rules::diagnostic::Place;
use crate::rules::dictionary::{Choice, Complete, Dictionary, Field, Kind, ListDef};
use crate::rules::ruleset::{Derived, Param, ParamValue, Table};

fn field(id: &str, label: &str, kind: Kind) -> Field {
    let unit = kind.dimension().and_then(|d| UNITS.iter().find(|unit| unit.dimension == d));
    Field { unit, ..Field::bare(id, label, kind) }
}

fn length(id: &str, label: &str) -> Field {
    let end = |text| Decimal::parse(text);
    Field { range: Some(Bounds::between(end("0.3"), end("30"))), ..field(id, label, Kind::Number(Dimension::LENGTH)) }
}

fn choices(all: &[(&str, &[&str])]) -> Vec<Choice> {
    let choice = |(id, spellings): &(&str, &[&str])| Choice {
        id: id.to_string(),
        spellings: spellings.iter().map(|s| s.to_string()).collect(),
    };
    all.iter().map(choice).collect()
}

fn list(id: &str, label: &str, fields: Vec<Field>) -> ListDef {
    ListDef {
        id: id.into(),
        label: label.into(),
        aliases: Vec::new(),
        complete: Complete::Unit,
        fields,
        columns: Vec::new(),
    }
}

/// A street's dictionary in small.
fn dictionary() -> Dictionary {
    let number = |dimension| Kind::Number(dimension);
    let structures = choices(&[("brick", &["砖混", "砖混结构"]), ("frame", &["框架"]), ("panel", &["大板", "预制板"])]);
    let mut width = length("stair_width", "梯段净宽");
    width.aliases = vec!["楼梯净宽".into()];
    let fields = vec![
        width,
        length("landing_depth", "平台净深"),
        field("plot", "用地面积", number(Dimension::AREA)),
        field("fund", "维修资金", number(Dimension::MONEY)),
        field("storeys", "层数", number(Dimension::Count)),
        field("households", "户数", number(Dimension::Count)),
        field("year", "建成年份", number(Dimension::Year)),
        field("surveyed", "测量日期", number(Dimension::Date)),
        field("ratio", "系数", number(Dimension::Number)),
        field("consent", "同意率", Kind::Percent),
        field("structure", "结构形式", Kind::Choice(structures.clone())),
        field("annex", "附楼结构", Kind::Choice(structures)),
        field("facing", "出入口朝向", Kind::Choice(choices(&[("south", &["南"]), ("north", &["北"])]))),
        field("services", "配套", Kind::Several(choices(&[("subway", &["地铁"]), ("bus", &["公交"])]))),
        field("fire_lane", "消防车道", Kind::Flag),
        field("bike_shed", "非机动车棚", Kind::Flag),
        field("note", "备注", Kind::Text),
        field("clear_length", "长度（净）", Kind::Flag),
        field("shared_a", "同名", Kind::Flag),
        field("shared_b", "同名", Kind::Flag),
        field("kind", "楼型", Kind::Choice(choices(&[("slab", &["板楼"]), ("tower", &["塔楼"])]))),
    ];
    let pipes = vec![
        field(
            "kind",
            "管线类型",
            Kind::Choice(choices(&[("gas", &["燃气", "煤气"]), ("water", &["给水"]), ("heat", &["热力"])])),
        ),
        length("distance", "水平净距"),
        field("pressure", "压力级别", Kind::Choice(choices(&[("low", &["低压"]), ("medium_b", &["中压B", "中压"])]))),
        field("movable", "可否迁移", Kind::Flag),
        length("diameter", "管径"),
    ];
    let trees = vec![length("girth", "胸径"), field("old", "古树", Kind::Flag)];
    Dictionary { fields, lists: vec![list("pipes", "地下管线", pipes), list("trees", "树木", trees)] }
}

fn param(id: &str, label: &str, value: ParamValue) -> Param {
    Param { id: id.into(), label: label.into(), value, cite: None, range: None, place: nowhere() }
}

fn nowhere() -> Place {
    Place { file: 0, span: 0..0 }
}

fn params() -> Vec<Param> {
    let quantity = |number: &str, unit: &str| {
        let unit = unit_named(unit).unwrap();
        ParamValue::Number { value: unit.read(number).unwrap(), dimension: unit.dimension, unit: Some(unit) }
    };
    let bare = ParamValue::Number { value: Decimal::parse("3").unwrap(), dimension: Dimension::Number, unit: None };
    let words = |all: &[&str]| ParamValue::Words(all.iter().map(|word| word.to_string()).collect());
    vec![
        param("good_width", "梯段净宽（适合）", quantity("1100", "mm")),
        param("least", "least", bare),
        param("quorum", "同意门槛", quantity("40", "%")),
        param("fragile", "易损结构", words(&["砖混", "panel"])),
        param("best", "最佳结构", ParamValue::Word("frame".into())),
        param("strict", "从严", ParamValue::Flag(true)),
        param("word", "字样", ParamValue::Word("加固".into())),
        param("odd", "odd", words(&["frame", "wood"])),
        // A choice of the same name comes first opposite its field.
        param("brick", "brick", ParamValue::Word("panel".into())),
    ]
}

fn table(id: &str, label: &str, keys: &[&str], rows: &[&[&str]]) -> Table {
    let owned = |cells: &[&str]| cells.iter().map(|cell| cell.to_string()).collect::<Vec<String>>();
    Table {
        id: id.into(),
        label: label.into(),
        keys: owned(keys),
        rows: rows.iter().map(|row| owned(row)).collect(),
        cite: None,
        places: rows.iter().map(|_| nowhere()).collect(),
    }
}

fn tables() -> Vec<Table> {
    vec![
        table(
            "clearance",
            "净距表",
            &["kind", "diameter"],
            &[
                &["gas", "*", "0.7 m"],
                &["给水", "<= 200 mm", "1.0 m"],
                &["water", "> 200 mm", "150 cm"],
                &["heat", "100 mm..200 mm", "1.5 m"],
                &["*", "３００ mm", "2 m"],
            ],
        ),
        table("scores", "scores", &["storeys"], &[&["<= 6", "1"], &["7..9", "2"], &["＞9", "3"]]),
        table(
            "broken",
            "broken",
            &["kind", "diameter"],
            &[
                &["gaz", "*", "0.7 m"],
                &["gas", "<= 200", "1 m"],
                &["gas", "3 m..1 m", "1 m"],
                &["gas", "1 m"],
                &["gas", "wide", "12 元"],
            ],
        ),
    ]
}

fn derived(dictionary: &Dictionary, params: &[Param], tables: &[Table]) -> Vec<Derived> {
    let mut made: Vec<Derived> = Vec::new();
    for (id, label, written) in [
        ("lane", "剩余通道", "landing_depth - stair_width"),
        ("walkable", "可通行", "lane >= 0.9 m and every(trees, not old)"),
    ] {
        let value = check_expr(written, &Scope::new(dictionary, params, &made, tables)).unwrap();
        let (id, label, written) = (id.into(), label.into(), written.into());
        made.push(Derived { id, label, value, written, place: nowhere() });
    }
    made
}

/// Calls with the scope of the small dictionary.
fn with_scope<T>(act: impl FnOnce(&Scope) -> T) -> T {
    let (dictionary, params, tables) = (dictionary(), params(), tables());
    let derived = derived(&dictionary, &params, &tables);
    act(&Scope::new(&dictionary, &params, &derived, &tables))
}

#[track_caller]
fn cond(text: &str) -> Cond {
    with_scope(|scope| check_cond(text, scope)).unwrap_or_else(|problems| panic!("{text}:\n{}", told(text, &problems)))
}

#[track_caller]
fn num(text: &str) -> Num {
    with_scope(|scope| check_num(text, scope, None))
        .unwrap_or_else(|problems| panic!("{text}:\n{}", told(text, &problems)))
}

/// Problems as code, underlined text, message and help, a line each.
fn told(text: &str, problems: &[Problem]) -> String {
    let line = |problem: &Problem| {
        let help = problem.help.as_ref().map_or(String::new(), |help| format!(" | {}", help.zh));
        format!("{} ‹{}› {}{help}", problem.code, &text[problem.span.clone()], problem.message.zh)
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}
