//! Mistakes in rules files, each shown at its characters with what to do, all in one run.

use super::*;

#[test]
fn unknown_keys_and_wrong_types() {
    let said = said_of(
        r#"
[criteria.a]
sutable = "storeys >= 4"
suitable = 4
missing = "bad"
enabled = "no"
[criteria.b]
title = "没有条件"
[paramz.x]
value = 1
[verdict]
when_nothing_applies = "unsuitabel"
[verdict.escalate.x]
to = "difficult"
when = "count(difficult) >= 1"
[remedies.r]
lifts = { storey = "suitable", stair-width = "good" }
[[tests]]
name = "t"
given = { stair_widht = "1 m", stair_width = "1", year = "80年代", structure = "砖", pipes = [ { kind = "gas", lenght = 1 } ], good_width = "1 m" }
expect = { stair-widht = "n/a", storeys = "fine", class = "n/a" }
[[tests]]
name = "t"
expect = {}
"#,
    );
    insta::assert_snapshot!(said.join("\n"), @"");
}

#[test]
fn parameters_and_tables() {
    let said = said_of(
        r#"
[params.a]
value = "1.10 furlong"
range = ["1 m", "2 m"]
[params.b]
value = "12 m2"
range = ["1 m", "2 m"]
[params.c]
value = "砖混"
range = [1, 2]
[params.stair_width]
value = 1
[tables.t]
keys = ["structure", "storeys"]
rows = [
  ["brick", "*", "1 m"],
  ["frame", "1 m"],
  ["panel", 6, "2 元"],
  ["panel", "*", "wide"],
]
[tables.e]
keys = []
rows = []
[derive.one]
value = "two + 1"
label = "梯段净宽"
[derive.two]
value = "three * 2"
[derive.three]
value = "1 + one"
[derive.four]
value = "one"
"#,
    );
    insta::assert_snapshot!(said.join("\n"), @"");
}

#[test]
fn syntax_errors_say_what_to_do() {
    insta::assert_snapshot!(shown(&[("规则.toml", "[ruleset]\nid = “底版”\ntitle = \"没有完\n[ruleset]\nversion ＝ \"1\"\n")]), @"");
}

#[test]
fn ten_mistakes_are_shown_in_one_run() {
    let rules = r#"# 某街道的变体
[ruleset]
id = "street"
title = "某街道"
extends = "city.toml"

[params.lane]
value = "3.5 丈"
label = "剩余通道"

[params.depth]
value = "2.0 m"

[criteria.stair-width]
title = "梯段净宽"
suitable = "梯段净宽度 >= good_width"
difficult = "stair_width >= 3 层"
cite = "惯例"

[criteria.lane]
title = "通道"
suitable = "stair_width >= 1.2 且 (storeys > 4 或 门前为消防车道"
difficult = """
非 门前为消防车道
且 stair_width > clearance[structure]"""
misssing = "suitable"
cite = "惯例"

[criteria.stair-widht]
enabled = false
"#;
    let city = r#"[ruleset]
id = "city"
fields = "fields.toml"
extends = "street.toml"

[params.good_width]
value = "1.10 m"

[derive.free]
value = "depth - left"

[derive.left]
value = "free / 2"

[tables.clearance]
keys = ["structure"]
rows = [
  ["brick", "0.7 m"],
  ["frame", "*", "1.0 m"],
]
"#;
    let files = [("street.toml", rules), ("city.toml", city), ("fields.toml", FIELDS)];
    insta::assert_snapshot!(shown(&files), @"");
}

#[test]
fn a_mistake_is_not_repeated_where_its_name_is_used() {
    assert_eq!(
        said_of(
            "[params.wide]\nvalue = \"1 ell\"\nlabel = \"够宽（暂定）\"\n\
             [derive.x]\nvalue = \"stair_width - wide\"\n\
             [criteria.x]\nsuitable = \"x >= 够宽（暂定）\"\ncite = \"惯例\"\n\
             [verdict.escalate.x]\nwhen = \"grade(x) == difficult\""
        ),
        ["R041 \"1 ell\": `ell` in `1 ell` is no unit of measure"]
    );
}

#[test]
fn what_nothing_uses_is_a_warning() {
    assert_eq!(
        said_of(
            "[params.wide]\nvalue = \"1 m\"\n[params.spare]\nvalue = 1\n\
             [derive.x]\nvalue = \"stair_width - wide\"\n\
             [tables.t]\nkeys = [\"structure\"]\nrows = [[\"*\", 1]]\n\
             [criteria.y]\nsuitable = \"year > 2000\"\ncite = \"desing 3\""
        ),
        [
            "R062 spare: parameter `spare` is not used",
            "R063 x: derived field `x` is not used",
            "R064 t: table `t` is not used",
            "R066 desing: no source `desing`; taken as mere words"
        ]
    );
}
