//! Whole files, as people write them and get them wrong.

mod dictionary;
mod fuzz;
mod mistakes;
mod variants;

use super::*;
use crate::lang::Lang;

/// A small dictionary.
const FIELDS: &str = r#"
[fields.estate]
label = "小区"
kind = "text"
key = true
group = true

[fields.storeys]
label = "层数"
kind = "count"
range = ["1 层", "40 层"]

[fields.year]
label = "建成年份"
kind = "year"
range = [1900, 2030]

[fields.structure]
label = "结构形式"
kind = "choice"
choices = { brick = ["砖混", "砖混结构"], frame = ["框架"], panel = ["大板"] }

[fields.stair_width]
label = "梯段净宽"
aliases = ["楼梯净宽"]
kind = "length"
unit = "mm"
range = ["0.5 m", "3 m"]
none = "0 m"

[fields.fire_lane]
label = "门前为消防车道"
kind = "flag"

[lists.pipes]
label = "地下管线"
complete = "file"
fields.kind = { label = "管线类型", kind = "choice", choices = { water = ["给水"], gas = ["燃气"] } }
fields.distance = { label = "水平净距", kind = "length" }

[[lists.pipes.columns]]
headers = ["燃气管净距"]
field = "distance"
with = { kind = "gas" }
"#;

/// A small rule set on it.
const BASE: &str = r#"
[ruleset]
id = "base"
title = "底版"
version = "1"
fields = "fields.toml"
jurisdiction = "上海市"
effective_from = 2026-01-01

[sources.design]
title = "住宅设计规范"
number = "GB 50096-2011"
in_force_from = "2012-08-01"

[params.good_width]
value = "1.10 m"
label = "梯段净宽（适合）"
cite = "design §6.3.1"
range = ["0.80 m", "1.50 m"]

[params.least_storeys]
value = 4

[criteria.stair-width]
title = "梯段净宽"
group = "楼梯"
suitable = "stair_width >= good_width"
difficult = "stair_width >= 1.00 m"
cite = "design §6.3.1"

[criteria.storeys]
suitable = "storeys >= least_storeys"
otherwise = "difficult"
cite = "惯例"

[[tests]]
name = "宽"
given = { stair_width = "1100 mm" }
expect = { stair-width = "suitable" }
"#;

/// Everything said of some files, as it is shown.
fn shown(files: &[(&str, &str)]) -> String {
    let loaded = load_text(files, &[]);
    all_shown(&loaded, Lang::Zh)
}

fn all_shown(loaded: &Loaded, lang: Lang) -> String {
    assert_eq!(loaded.rules.is_none(), loaded.diagnostics.iter().any(|d| d.severity == Severity::Error));
    let each = loaded.diagnostics.iter().map(|d| show_diagnostic(d, &loaded.files, lang, false));
    each.collect::<Vec<_>>().join("\n\n")
}

/// A rule set that must load without a word.
fn sound(files: &[(&str, &str)]) -> RuleSet {
    let loaded = load_text(files, &[]);
    assert_eq!(all_shown(&loaded, Lang::En), "");
    loaded.rules.unwrap()
}

/// What is said of a rules file's part, put after [`BASE`].
fn said_of(part: &str) -> Vec<String> {
    let text = format!("{BASE}\n{part}");
    said(&load_text(&[("rules.toml", &text), ("fields.toml", FIELDS)], &[]))
}

/// Code, characters underlined and message of each diagnostic.
fn said(loaded: &Loaded) -> Vec<String> {
    let one = |d: &Diagnostic| {
        let at = d.place.as_ref().map_or("", |place| &loaded.files[place.file].text[place.span.clone()]);
        assert!(
            diagnostic::CODES.iter().any(|code| (code.0, code.1) == (d.code, d.severity)),
            "{} is not listed",
            d.code
        );
        format!("{} {at}: {}", d.code, d.message.en)
    };
    loaded.diagnostics.iter().map(one).collect()
}
