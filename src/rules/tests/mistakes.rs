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
    insta::assert_snapshot!(said.join("\n"), @r#"
    R061 a: criterion `a` cites nothing
    R035 sutable: unknown key `sutable` in `[criteria.a]`
    R036 4: expected a condition (in quotes), found a number
    R043 "bad": `bad` is not one of the words allowed
    R036 "no": expected true or false without quotes, found a text
    R037 b: `suitable` is missing in `[criteria.b]`
    R061 b: criterion `b` cites nothing
    R035 paramz: unknown key `paramz`
    R043 "unsuitabel": `unsuitabel` is not one of the words allowed
    R050 "difficult": an escalation cannot lead to `difficult`
    R048 storey: no criterion `storey`
    R043 "good": `good` is no grade
    R048 stair_widht: the dictionary has no `stair_widht`
    R042 "1": `1` has no unit of measure, where a length belongs
    R041 "80年代": `年代` in `80年代` is no unit of measure
    R053 "砖": `structure` has no choice `砖`
    R048 lenght: the list has no field `lenght`
    R048 good_width: the dictionary has no `good_width`
    R048 stair-widht: no criterion `stair-widht`
    R043 "fine": `fine` is no grade
    R043 "n/a": `n/a` is no grade
    R065 [[tests]]: two tests are called `t`
    R037 {}: the test expects nothing
    "#);
}

#[test]
fn a_class_misspelt_in_a_test_is_suggested() {
    let file = "[ruleset]\nid = \"x\"\nfields = \"fields.toml\"\n\
                [[tests]]\nname = \"t\"\nexpect = { clas = \"suitable\" }\n";
    let loaded = load_text(&[("rules.toml", file), ("fields.toml", "[fields]\n")], &[]);
    let helps: Vec<String> = loaded.diagnostics.into_iter().filter_map(|d| Some(d.help?.zh)).collect();
    assert!(helps.contains(&"是不是 `class`？".to_string()), "{helps:?}");
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
    insta::assert_snapshot!(said.join("\n"), @r#"
    R041 "1.10 furlong": `furlong` in `1.10 furlong` is no unit of measure
    R042 "1 m": `1 m` is a length, where an area belongs
    R042 "2 m": `2 m` is a length, where an area belongs
    R054 range: only quantities have a `range`
    R040 stair_width: `stair_width` is the id of something else already
    R047 ["frame", "1 m"]: cells in this row: 2, not 3
    R042 "2 元": `2 元` is an amount of money, the rows before give a length
    R041 "wide": unreadable quantity `wide`
    R047 []: a table has at least one key
    R047 []: the table has no row
    R046 two: derivation goes round in a circle: one → two → three → one
    R060 "梯段净宽": `梯段净宽` is the name of something else too
    "#);
}

#[test]
fn syntax_errors_say_what_to_do() {
    insta::assert_snapshot!(shown(&[("规则.toml", "[ruleset]\nid = “底版”\ntitle = \"没有完\n[ruleset]\nversion ＝ \"1\"\n")]), @r#"
    错误[R034]: 引号 `“` 不能用在这里
     --> 规则.toml:2:6
      |
    2 | id = “底版”
      |      ^
      |
      = 怎么办: 引号要用英文半角的 "

    错误[R034]: 引号没有成对
     --> 规则.toml:3:13
      |
    3 | title = "没有完
      |                ^
      |
      = 怎么办: 文字前后要有成对的引号

    错误[R034]: 同一个键写了两次
     --> 规则.toml:4:2
      |
    4 | [ruleset]
      |  ^^^^^^^
      |
      = 怎么办: 同一张表里每个键只写一次；合成一处即可

    错误[R034]: 键后面没有等号和值
     --> 规则.toml:5:9
      |
    5 | version ＝ "1"
      |         ^
      |
      = 怎么办: TOML 的等号、括号、逗号要用英文半角（引号之内不限）
    "#);
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
suitable = "梯段净宽度 >= good_width"
difficult = "stair_width >= 3 层"

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

[criteria.stair-width]
title = "梯段净宽"
suitable = "stair_width >= good_width"
cite = "惯例"

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
    insta::assert_snapshot!(shown(&files), @r#"
    错误[R041]: `3.5 丈` 里的 `丈` 不是计量单位
     --> street.toml:8:9
      |
    8 | value = "3.5 丈"
      |         ^^^^^^^^
      |
      = 怎么办: 可用的单位：m dm cm mm km m2 cm2 元 千元 万元 亿元 % ‰ 层 户 人
                个 株 辆 栋 年

    错误[R007]: 没有名称 `梯段净宽度`
      --> street.toml:15:13
       |
    15 | suitable = "梯段净宽度 >= good_width"
       |             ^^^^^^^^^^
       |
       = 怎么办: 是不是 `梯段净宽`？

    错误[R015]: 长度与个数不能放在一起
      --> street.toml:16:14
       |
    16 | difficult = "stair_width >= 3 层"
       |              ^^^^^^^^^^^^^^^^^^^

    错误[R016]: `1.2` 缺单位：这里应是长度
      --> street.toml:20:28
       |
    20 | suitable = "stair_width >= 1.2 且 (storeys > 4 或 门前为消防车道"
       |                            ^^^
       |
       = 怎么办: 例如 `1.2 m`

    错误[R004]: 括号 `(` 没有配对
      --> street.toml:20:34
       |
    20 | suitable = "stair_width >= 1.2 且 (storeys > 4 或 门前为消防车道"
       |                                   ^

    错误[R035]: `[criteria.lane]` 里没有 `misssing` 这个键
      --> street.toml:24:1
       |
    24 | misssing = "suitable"
       | ^^^^^^^^
       |
       = 怎么办: 是不是 `missing`？

    错误[R038]: 底版里没有 `criteria.stair-widht`，无从改起
      --> street.toml:27:11
       |
    27 | [criteria.stair-widht]
       |           ^^^^^^^^^^^
       |
      ::: city.toml:9:11
       |
     9 | [criteria.stair-width]
       |           ----------- 底版的 `stair-width` 在这里
       |
       = 怎么办: 是不是 `stair-width`？

    错误[R033]: `extends` 绕成了圈：street.toml → city.toml → street.toml
     --> city.toml:4:11
      |
    4 | extends = "street.toml"
      |           ^^^^^^^^^^^^^
      |
      = 怎么办: 其中一个文件要独立成套，不写 extends

    错误[R046]: 派生字段绕成了圈：free → left → free
      --> city.toml:15:18
       |
    15 | value = "depth - left"
       |                  ^^^^
       |
      ::: city.toml:18:10
       |
    18 | value = "free / 2"
       |          ---- 接着用到
       |
       = 怎么办: 其中一个要只用字段和参数来算

    错误[R047]: 这一行有 3 格，应当是 2 格
      --> city.toml:24:3
       |
    24 |   ["frame", "*", "1.0 m"],
       |   ^^^^^^^^^^^^^^^^^^^^^^^
       |
       = 怎么办: 每行先写键（structure），最后写值
    "#);
}

#[test]
fn a_mistake_is_not_repeated_where_its_name_is_used() {
    assert_eq!(
        said_of(
            "[params.wide]\nvalue = \"1 ell\"\nlabel = \"够宽（暂定）\"\n\
             [derive.x]\nvalue = \"stair_width - wide\"\n\
             [criteria.x]\nsuitable = \"x >= `够宽（暂定）`\"\ncite = \"惯例\"\n\
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
