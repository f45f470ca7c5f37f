//! A small rule set for tests, with units given as embedded tests give them.

use crate::assess::examples::given;
use crate::rules::{RuleSet, load_text};
use crate::survey::Units;

const FIELDS: &str = r#"
[fields.estate]
label = "小区"
kind = "text"
key = true

[fields.storeys]
label = "层数"
kind = "count"

[fields.stair_width]
label = "梯段净宽"
kind = "length"
unit = "m"

[fields.front_depth]
label = "单元门前净距"
kind = "length"
unit = "m"

[fields.fire_lane]
label = "门前为消防车道"
kind = "flag"

[fields.structure]
label = "结构形式"
kind = "choice"
choices = { brick = ["砖混"], frame = ["框架"], panel = ["预制大板"] }

[lists.pipes]
label = "地下管线"
fields.kind = { label = "管线类型", kind = "choice", choices = { gas = ["燃气"], water = ["给水"] } }
fields.pressure = { label = "压力级别", kind = "choice", choices = { low = ["低压"], medium = ["中压"] } }
fields.diameter = { label = "管径", kind = "length", unit = "mm" }
fields.distance = { label = "距外墙", kind = "length", unit = "m" }
fields.movable = { label = "可否迁移", kind = "flag" }
"#;

const RULES: &str = r#"
[ruleset]
id = "small"
title = "小例"
version = "1"
fields = "fields.toml"

[params.good_stair_width]
value = "1100 mm"
label = "梯段净宽（适合）"

[params.shaft]
value = "240 cm"
label = "井道外挑"

[derive.remaining]
value = "front_depth - shaft"
label = "加装后门前剩余净距"

[tables.clearance]
label = "净距表"
keys = ["kind", "pressure"]
rows = [["gas", "low", "0.7 m"], ["water", "*", "1.0 m"]]

[criteria.stair-width]
title = "梯段净宽"
suitable = "stair_width >= good_stair_width"
difficult = "stair_width >= 1.0 m"
cite = "GB 50096-2011 §6.3.1"

[criteria.front]
title = "门前通道"
applies = "not fire_lane"
suitable = "remaining >= 1.5 m"
otherwise = "difficult"

[criteria.structure]
title = "结构形式"
group = "结构"
suitable = "structure in [brick, frame]"
difficult = "structure == panel"

[criteria.pipes]
title = "管线净距"
suitable = "every(pipes, distance >= clearance[kind, pressure])"
difficult = "every(pipes, distance >= clearance[kind, pressure] or movable)"

[verdict.escalate.many]
when = "count(difficult) >= 3"
to = "unsuitable"
label = "较难项过多"
"#;

/// The rule set, with more text at its end.
pub fn rules_with(more: &str) -> RuleSet {
    let text = format!("{RULES}{more}");
    let loaded = load_text(&[("small.toml", &text), ("fields.toml", FIELDS)], &[]);
    let told: Vec<String> = loaded.diagnostics.iter().map(|d| format!("{} {}", d.code, d.message)).collect();
    loaded.rules.unwrap_or_else(|| panic!("{told:#?}"))
}

/// The rule set, and one unit for each text of what is known of it: `stair_width = "1.05 m"`.
pub fn units(known: &[&str]) -> (RuleSet, Units) {
    units_with("", known)
}

/// As [`units`], under rules with more text at their end.
pub fn units_with(more: &str, known: &[&str]) -> (RuleSet, Units) {
    let test = |known: &&str| {
        format!("[[tests]]\nname = \"单元\"\ngiven = {{ {known} }}\nexpect = {{ class = \"suitable\" }}\n")
    };
    let rules = rules_with(&format!("{more}\n{}", known.iter().map(test).collect::<String>()));
    let units = given(&rules, &rules.tests);
    (rules, units)
}

/// What is known of a unit where nothing stands in the way.
pub const FINE: &str =
    r#"stair_width = "1.4 m", front_depth = "9 m", fire_lane = false, structure = "brick", pipes = []"#;

/// [`FINE`], but for one thing.
pub fn fine_but(key: &str, value: &str) -> String {
    let start = FINE.find(key).unwrap_or_else(|| panic!("{key} is not a key"));
    let rest = &FINE[start..];
    let end = rest.find(", ").map_or(FINE.len(), |end| start + end);
    match value {
        "" => format!("{}{}", &FINE[..start], FINE[end..].trim_start_matches(", ")).trim_end_matches(", ").to_string(),
        value => format!("{}{key} = {value}{}", &FINE[..start], &FINE[end..]),
    }
}
