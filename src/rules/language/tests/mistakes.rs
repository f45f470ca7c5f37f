//! Every mistake: what is told, what is underlined, and the suggestion.

use super::*;
use crate::rules::diagnostic::CODES;

/// What is told of a text, a line a problem: code, underlined text, message, help.
#[track_caller]
fn wrong(text: &str, expected: &[&str]) {
    let problems = with_scope(|scope| check_cond(text, scope)).expect_err(text);
    assert_eq!(told(text, &problems), expected.join("\n"));
    problems.iter().for_each(well_formed);
}

/// Every problem has a registered code, and its English reads like the rest of the program's.
#[track_caller]
pub(super) fn well_formed(problem: &Problem) {
    let code = CODES.iter().find(|code| code.0 == problem.code).expect(problem.code);
    assert_eq!(code.1, problem.severity);
    for text in [Some(&problem.message), problem.help.as_ref()].into_iter().flatten() {
        assert!(!text.en.ends_with('.') && !text.en.starts_with(|c: char| c.is_ascii_uppercase()), "{}", text.en);
        assert!(!text.zh.ends_with('。') && !text.zh.is_empty());
    }
}

#[test]
fn misspelt_names_are_told_with_the_nearest_one() {
    wrong("stair_widht >= 1.10 m", &["R007 ‹stair_widht› 没有名称 `stair_widht` | 是不是 `stair_width`？"]);
    wrong("梯段净款 >= 1.10 m", &["R007 ‹梯段净款› 没有名称 `梯段净款` | 是不是 `梯段净宽`？"]);
    wrong(
        "梯段净宽度 >= 1.10 m且平台净神>=1.2m",
        &[
            "R007 ‹梯段净宽度› 没有名称 `梯段净宽度` | 是不是 `梯段净宽`？",
            "R007 ‹平台净神› 没有名称 `平台净神` | 是不是 `平台净深`？",
        ],
    );
    wrong("非机动车篷", &["R007 ‹非机动车篷› 没有名称 `非机动车篷` | 是不是 `非机动车棚`？"]);
    wrong("楼梯净宽 >= 1 m", &["R007 ‹楼梯净宽› 没有名称 `楼梯净宽` | 是不是 `梯段净宽`？"]);
    wrong("`abc`", &["R007 ‹`abc`› 没有名称 `abc` | 可用的是字段、参数、派生字段的代号或名称；文字要加引号"]);
    wrong("m > 3", &["R007 ‹m› 没有名称 `m` | 计量单位前要有数字：`1 m`"]);
    wrong("any", &["R007 ‹any› 没有名称 `any` | 函数后要有括号：`any(…)`"]);
    wrong(
        "strcture == brik",
        &[
            "R007 ‹strcture› 没有名称 `strcture` | 是不是 `structure`？",
            "R017 ‹brik› `结构形式` 没有选项 `brik` | 是不是 `brick`？",
        ],
    );
    wrong(
        "strcture in [brik, frame]",
        &[
            "R007 ‹strcture› 没有名称 `strcture` | 是不是 `structure`？",
            "R017 ‹brik› `结构形式` 没有选项 `brik` | 是不是 `brick`？",
        ],
    );
    wrong(
        "stair_widht > 1 and storeys > 1 m or any(pipes, kimd == gas) and (structure == brik",
        &[
            "R007 ‹stair_widht› 没有名称 `stair_widht` | 是不是 `stair_width`？",
            "R015 ‹storeys > 1 m› 个数与长度不能放在一起",
            "R007 ‹kimd› 没有名称 `kimd` | 是不是 `kind`？",
            "R004 ‹(› 括号 `(` 没有配对",
            "R017 ‹brik› `结构形式` 没有选项 `brik` | 是不是 `brick`？",
        ],
    );
}

#[test]
fn comparisons_do_not_chain() {
    wrong(
        "1.0 m < stair_width < 1.2 m",
        &[
            "R005 ‹1.0 m < stair_width < 1.2 m› 比较不能连写 | 写成 `stair_width in 1.0 m..1.2 m`（含两端），或 `1.0 m < stair_width and stair_width < 1.2 m`",
        ],
    );
    wrong(
        "1 < storeys <= 5 and year > 3 > 2",
        &[
            "R005 ‹1 < storeys <= 5› 比较不能连写 | 写成 `storeys in 1..5`（含两端），或 `1 < storeys and storeys <= 5`",
            "R005 ‹year > 3 > 2› 比较不能连写 | 写成 `3 in 2..year`（含两端），或 `year > 3 and 3 > 2`",
        ],
    );
    wrong("1 == storeys == 5", &["R005 ‹1 == storeys == 5› 比较不能连写 | 写成 `1 == storeys and storeys == 5`"]);
    wrong(
        "storeys < 5 < 6 < 7",
        &["R005 ‹storeys < 5 < 6› 比较不能连写 | 写成 `5 in storeys..6`（含两端），或 `storeys < 5 and 5 < 6`"],
    );
}

#[test]
fn numbers_need_units_of_measure_and_the_right_ones() {
    wrong("stair_width >= 1.1", &["R016 ‹1.1› `1.1` 缺单位：这里应是长度 | 例如 `1.1 m`"]);
    wrong("1100 <= stair_width", &["R016 ‹1100› `1100` 缺单位：这里应是长度 | 例如 `1100 mm`"]);
    wrong("stair_width + 0.1 > 1 m", &["R016 ‹0.1› `0.1` 缺单位：这里应是长度 | 例如 `0.1 m`"]);
    wrong(
        "fund >= 28 and plot > -12",
        &[
            "R016 ‹28› `28` 缺单位：这里应是金额 | 例如 `28 元`",
            "R016 ‹-12› `-12` 缺单位：这里应是面积 | 例如 `-12 m2`",
        ],
    );
    wrong("stair_width > storeys", &["R015 ‹stair_width > storeys› 长度与个数不能放在一起"]);
    wrong("stair_width + storeys > 1 m", &["R015 ‹stair_width + storeys› 长度与个数不能放在一起"]);
    wrong("stair_width >= least", &["R015 ‹stair_width >= least› 长度与数不能放在一起 | 参数 `least` 的值没有写单位"]);
    wrong(
        "stair_width >= 1.10 furlong",
        &[
            "R003 ‹furlong› 这里应是运算符，却是 `furlong` | 没有计量单位 `furlong`，可用的有 m dm cm mm km m2 cm2 元 千元 万元 亿元 % ‰ 层 户 人 个 株 辆 栋 年",
        ],
    );
    wrong(
        "storeys > 99999999999 万元",
        &["R002 ‹99999999999 万元› 数值 `99999999999 万元` 太大 | 最多十亿（以 m、m²、元 计）"],
    );
    wrong("1.2.3 m > stair_width", &["R003 ‹.3 m› 这里应是运算符，却是 `.3 m`"]);
    wrong("storeys > 12,000", &["R003 ‹,› 这里应是运算符或结尾，却是 `,` | 数字中间不加逗号：`12000`"]);
}

#[test]
fn dates_are_compared_only() {
    wrong("surveyed > 2020", &["R015 ‹surveyed > 2020› 日期与数不能放在一起 | 日期写成 `2001-01-01`"]);
    wrong("surveyed + 1 > surveyed", &["R015 ‹surveyed + 1› 日期只能比较，不能计算"]);
    wrong("surveyed == 2021-13-40", &["R002 ‹2021-13-40› 没有 `2021-13-40` 这一天"]);
    wrong(r#"surveyed >= "2021-05-12""#, &[r#"R018 ‹surveyed >= "2021-05-12"› 日期不能与文字比较 | 数和日期不用引号"#]);
}

#[test]
fn conditions_and_numbers_are_not_one_another() {
    wrong("stair_width", &["R013 ‹stair_width› 这里应是条件，却是长度 | 与一个值比较，例如 `stair_width >= 1.10 m`"]);
    wrong("structure", &["R013 ‹structure› 这里应是条件，却是选项（`结构形式`） | 例如 `structure == brick`"]);
    wrong("note", &[r#"R013 ‹note› 这里应是条件，却是文字 | 例如 `note == "…"`"#]);
    wrong(r#""砖混""#, &[r#"R013 ‹"砖混"› 这里应是条件，却是文字 | 名称不用引号"#]);
    wrong("brick", &["R013 ‹brick› 这里应是条件，却是选项或文字参数 | 与字段比较，例如 `x == brick`"]);
    wrong("storeys > fire_lane", &["R018 ‹storeys > fire_lane› 个数不能与条件比较"]);
    wrong("fire_lane == true", &["R018 ‹fire_lane == true› 条件不能与条件比较 | 直接写 `fire_lane`"]);
    wrong("fire_lane == false", &["R018 ‹fire_lane == false› 条件不能与条件比较 | 写成 `not fire_lane`"]);
    wrong(
        "fire_lane + 1 > 2",
        &["R014 ‹fire_lane› 这里应是数，却是条件 | 数清单有几项用 `count(清单, 条件)`；变成数用 `if(条件, 1, 0)`"],
    );
    wrong(r#"stair_width > "1 m""#, &[r#"R018 ‹stair_width > "1 m"› 长度不能与文字比较 | 数和日期不用引号"#]);
    wrong("if(storeys, 1, 2 m) > 1", &["R013 ‹storeys› 这里应是条件，却是个数 | 与一个值比较，例如 `storeys >= 1`"]);
    wrong(
        "if(fire_lane, 1, note) > 1",
        &["R014 ‹if(fire_lane, 1, note)› `if` 的两个结果应同为数或同为条件，却是数和文字"],
    );
}

#[test]
fn choices_and_their_fields() {
    wrong("structure == brik", &["R017 ‹brik› `结构形式` 没有选项 `brik` | 是不是 `brick`？"]);
    wrong(
        r#"structure == "砖混结沟""#,
        &[r#"R017 ‹"砖混结沟"› `结构形式` 没有选项 `砖混结沟` | 是不是 `"砖混结构"`？"#],
    );
    wrong("structure == 砖混", &[r#"R017 ‹砖混› `结构形式` 没有选项 `砖混` | 加引号写成 `"砖混"`"#]);
    wrong(
        "structure == 木",
        &["R017 ‹木› `结构形式` 没有选项 `木` | 选项有 brick（砖混）、frame（框架）、panel（大板）"],
    );
    wrong(
        r#"structure == "木""#,
        &[r#"R017 ‹"木"› `结构形式` 没有选项 `木` | 选项有 brick（砖混）、frame（框架）、panel（大板）"#],
    );
    wrong(
        "structure > brick",
        &["R018 ‹structure > brick› 选项和文字没有大小，不能用 `>` | 用 `==`、`!=` 或 `in [a, b]`"],
    );
    wrong("structure in brick", &["R003 ‹brick› `in` 之后的选项要放在方括号里 | 写成 `structure in [brick]`"]);
    wrong(
        "structure in best",
        &["R020 ‹best› `in` 之后的 `best` 应是多选项参数，却是选项或文字参数 | 单个值写成 `structure == best`"],
    );
    wrong(
        r#"structure in [brick, "土木", wood]"#,
        &[
            r#"R017 ‹"土木"› `结构形式` 没有选项 `土木` | 选项有 brick（砖混）、frame（框架）、panel（大板）"#,
            "R017 ‹wood› `结构形式` 没有选项 `wood` | 选项有 brick（砖混）、frame（框架）、panel（大板）",
        ],
    );
    wrong("structure in 1..2", &["R018 ‹structure in 1..2› 选项没有大小，不能用区间 | 写成 `x in [a, b]`"]);
    wrong(
        "structure in odd",
        &[
            "R020 ‹odd› 参数 `odd` 的值 `wood` 不是 `结构形式` 的选项 | 选项有 brick（砖混）、frame（框架）、panel（大板）",
        ],
    );
    wrong(
        "structure == fragile",
        &["R018 ‹fragile› 选项（`结构形式`）不能与多选项参数比较 | 写成 `structure in fragile`"],
    );
    wrong(
        "structure == word",
        &[
            "R020 ‹word› 参数 `word` 的值 `加固` 不是 `结构形式` 的选项 | 选项有 brick（砖混）、frame（框架）、panel（大板）",
        ],
    );
    wrong(
        "structure == 3",
        &["R018 ‹3› 选项（`结构形式`）不能与数比较 | 选项有 brick（砖混）、frame（框架）、panel（大板）"],
    );
    wrong("structure == facing", &["R018 ‹structure == facing› `结构形式` 与 `出入口朝向` 的选项不同，不能比较"]);
    wrong("kind == gas", &["R017 ‹gas› `楼型` 没有选项 `gas` | 选项有 slab（板楼）、tower（塔楼）"]);
    wrong("services == subway", &["R019 ‹services› `配套` 可有多个选项，只能用 `has` | 写成 `has(services, subway)`"]);
    wrong("services == bus", &["R019 ‹services› `配套` 可有多个选项，只能用 `has` | 写成 `has(services, bus)`"]);
    wrong("subway == services", &["R019 ‹services› `配套` 可有多个选项，只能用 `has` | 写成 `has(services, subway)`"]);
    wrong(
        "services in [subway]",
        &["R019 ‹services› `配套` 可有多个选项，只能用 `has` | 写成 `has(services, subway)`"],
    );
    wrong("has(services, tram)", &["R017 ‹tram› `配套` 没有选项 `tram` | 选项有 subway（地铁）、bus（公交）"]);
    wrong(
        "has(structure, brick)",
        &["R019 ‹structure› `structure` 不是可有多个选项的字段 | 单选字段写成 `structure == …`"],
    );
    wrong("has(storeys, 3)", &["R019 ‹storeys› `storeys` 不是可有多个选项的字段"]);
    wrong("note > 'a'", &["R018 ‹note > 'a'› 选项和文字没有大小，不能用 `>` | 用 `==`、`!=` 或 `in [a, b]`"]);
    wrong("note in [1, 'b']", &["R018 ‹1› 这里应是文字，却是数"]);
    wrong(
        "storeys in [1 m, 'b']",
        &["R015 ‹1 m› 个数与长度不能放在一起", "R014 ‹'b'› 这里应是数，却是文字 | 数不用引号"],
    );
    wrong("storeys in 9..1", &["R028 ‹9..1› 区间 `9..1` 两端颠倒 | 写成 `1..9`"]);
    wrong("storeys in fragile", &["R020 ‹fragile› `fragile` 不是一组数 | 数写成 `x in [a, b]` 或 `x in a..b`"]);
}

#[test]
fn names_of_two_things() {
    wrong("同名", &["R008 ‹同名› 名称 `同名` 有两个以上的意思 | 改用代号：字段 `shared_a`、字段 `shared_b`"]);
}

#[test]
fn lists_and_their_fields() {
    wrong(
        "distance > 1 m",
        &[
            "R012 ‹distance› `distance` 是清单 `地下管线` 的字段，只能用在该清单的函数里 | 例如 `any(pipes, …)`、`every(pipes, …)`",
        ],
    );
    wrong(
        "pressure == low or pressure in [low, medium_b]",
        &["R012 ‹pressure› `pressure` 是清单 `地下管线` 的字段，只能用在该清单的函数里 | 例如 `any(pipes, …)`、`every(pipes, …)`";
            2],
    );
    wrong(
        "any(pipes, any(trees, girth > distance))",
        &["R012 ‹distance› 内层的清单函数里不能用外层 `地下管线` 的字段 `distance` | 把条件分成两个清单函数，不要嵌套"],
    );
    wrong(
        "any(storeys, true)",
        &["R011 ‹storeys› `any` 的第一项应是清单，`storeys` 不是 | 清单有 pipes（地下管线）、trees（树木）"],
    );
    wrong("any(pips, true)", &["R011 ‹pips› `any` 的第一项应是清单，`pips` 不是 | 是不是 `pipes`？"]);
    wrong("min(pips, distance) > 1 m", &["R011 ‹pips› `min` 的第一项应是清单，`pips` 不是 | 是不是 `pipes`？"]);
    wrong("any(pipes)", &["R010 ‹any(pipes)› `any` 的括号里有 1 项，个数不对 | 例如 `any(pipes, kind == gas)`"]);
    wrong("pipes", &["R011 ‹pipes› 清单 `pipes` 不能单独使用 | 例如 `any(pipes, …)`、`count(pipes)`"]);
    wrong("sum(pipes, kind) > 1", &["R014 ‹kind› 这里应是数，却是选项（`管线类型`）"]);
}

#[test]
fn functions() {
    wrong("foo(1)", &["R009 ‹foo› 没有函数 `foo` | 函数有 any every count min max sum abs has if grade"]);
    wrong("cout(pipes) > 1", &["R009 ‹cout› 没有函数 `cout` | 是不是 `count(pipes, kind == gas)`？"]);
    wrong("min(1) > 2", &["R010 ‹min(1)› `min` 的括号里有 1 项，个数不对 | 例如 `min(a, b)`"]);
    wrong("abs(1, 2) > 1", &["R010 ‹abs(1, 2)› `abs` 的括号里有 2 项，个数不对 | 例如 `abs(a)`"]);
    wrong(
        "if(fire_lane, 1) > 1",
        &["R010 ‹if(fire_lane, 1)› `if` 的括号里有 2 项，个数不对 | 例如 `if(a >= b, a, b)`"],
    );
    wrong("最大(1, 2) > 1", &["R009 ‹最大› 没有函数 `最大` | 函数有 any every count min max sum abs has if grade"]);
    wrong("grade(x) == difficult", &["R009 ‹grade(x)› 等级只能在 `[verdict.escalate]` 的 `when` 里问"]);
    wrong("count(difficult) >= 4", &["R009 ‹difficult› 等级只能在 `[verdict.escalate]` 的 `when` 里问"]);
}

#[test]
fn signs_of_other_languages_are_read_as_meant() {
    wrong("count(pipes, kind = gas) > 1", &["R026 ‹=› 没有运算符 `=` | 写成 `==`"]);
    wrong(
        "storeys > 1 && fire_lane || !strict",
        &[
            "R026 ‹&&› 没有运算符 `&&` | 写成 `and`",
            "R026 ‹||› 没有运算符 `||` | 写成 `or`",
            "R026 ‹!› 没有运算符 `!` | 写成 `not`",
        ],
    );
    wrong("storeys = 3", &["R026 ‹=› 没有运算符 `=` | 写成 `==`"]);
    wrong(
        "storeys => 3 并且 fire_lane",
        &["R026 ‹=>› 没有运算符 `=>` | 写成 `>=`", "R026 ‹并且› 没有运算符 `并且` | 写成 `且`"],
    );
    wrong("storeys <> 3", &["R026 ‹<>› 没有运算符 `<>` | 写成 `!=`"]);
    wrong("storeys not in [3, 4]", &["R026 ‹not in› 没有运算符 `not in` | 写成 `not x in [a, b]`"]);
}

#[test]
fn brackets_quotes_and_things_out_of_place() {
    wrong("(storeys > 3", &["R004 ‹(› 括号 `(` 没有配对"]);
    wrong("storeys > 3)", &["R004 ‹)› 右括号 `)` 没有配对的左括号"]);
    wrong(
        "any(pipes, kind == gas] and storeys > stair_width",
        &["R004 ‹(› 括号 `(` 没有配对 | 在 `]` 之前补上右括号", "R015 ‹storeys > stair_width› 个数与长度不能放在一起"],
    );
    wrong("storeys in [3, 4 and fire_lane", &["R004 ‹[› 括号 `[` 没有配对"]);
    wrong("storeys in [3..4]", &["R003 ‹..› 这里应是逗号或右括号，却是 `..` | 区间不用方括号：`x in 1..2`"]);
    wrong("storeys in (3, 4)", &["R003 ‹,› 这里应是右括号，却是 `,` | 列表写在方括号里：`x in [a, b]`"]);
    wrong("storeys in []", &["R003 ‹[]› 列表是空的"]);
    wrong("storeys in 3", &["R003 ‹3› `in` 之后要有列表、区间或参数 | 例如 `x in [a, b]`、`x in 1..2`"]);
    wrong("[1, 2] > 3", &["R003 ‹[1, 2]› 列表只用在 `in` 之后 | 写成 `x in [a, b]`"]);
    wrong("storeys > ", &["R003 ‹>› 这里应是名称或数值，却是结尾"]);
    wrong(
        "> 3 and fire_lan",
        &["R003 ‹>› 这里应是名称或数值，却是 `>`", "R007 ‹fire_lan› 没有名称 `fire_lan` | 是不是 `fire_lane`？"],
    );
    wrong(
        "storeys > and fire_lan",
        &["R003 ‹and› 这里应是名称或数值，却是 `and`", "R007 ‹fire_lan› 没有名称 `fire_lan` | 是不是 `fire_lane`？"],
    );
    wrong(
        "storeys fire_lane and bick_shed",
        &[
            "R003 ‹fire_lane› 这里应是运算符，却是 `fire_lane`",
            "R007 ‹bick_shed› 没有名称 `bick_shed` | 是不是 `bike_shed`？",
        ],
    );
    wrong("storeys .. 3", &["R003 ‹..› 这里应是运算符或结尾，却是 `..` | 区间只用在 `in` 之后：`x in 1..2`"]);
    wrong("storeys > 3 and and fire_lane", &["R003 ‹and› 这里应是名称或数值，却是 `and`"]);
    wrong("not", &["R003 ‹not› 这里应是名称或数值，却是结尾"]);
    wrong("fire_lane fire_lane", &["R003 ‹fire_lane› 这里应是运算符，却是 `fire_lane`"]);
    wrong(
        "梯段净宽（适合） > 1 m",
        &["R029 ‹梯段净宽（适合）› 名称 `梯段净宽（适合）` 里有括号，要放在反引号里 | 写成 ``梯段净宽（适合）``"],
    );
    wrong(
        "长度（净） or fire_lane",
        &["R029 ‹长度（净）› 名称 `长度（净）` 里有括号，要放在反引号里 | 写成 ``长度（净）``"],
    );
    wrong(r#""abc"#, &[r#"R004 ‹"› 引号 `"` 没有配对 | 在末尾补上另一半引号"#]);
    wrong("`abc", &["R004 ‹`› 引号 ``` 没有配对 | 在末尾补上另一半引号"]);
    wrong("storeys # 3", &["R001 ‹#› 这里不能用 `#` | 说明写在引号外面"]);
    let punctuation = "列出几项用逗号，几个条件之间写 `且` 或 `或`，末尾不加标点";
    wrong("storeys > 3。", &[&format!("R001 ‹。› 这里不能用 `。` | {punctuation}")]);
    wrong("storeys > 3；fire_lane", &[&format!("R001 ‹；› 这里不能用 `；` | {punctuation}")]);
    wrong("storeys > 3，fire_lane", &["R003 ‹，› 这里应是运算符或结尾，却是 `，` | 几个条件之间写 `且` 或 `或`"]);
    wrong("storeys > 3%2", &["R003 ‹2› 这里应是运算符，却是 `2`"]);
    wrong("", &["R027 ‹› 这里没有内容 | 写上内容；用不着就删去这一行"]);
    wrong("   ", &["R027 ‹   › 这里没有内容 | 写上内容；用不着就删去这一行"]);
    wrong("12 storeys", &["R003 ‹storeys› 这里应是运算符，却是 `storeys`"]);
}

#[test]
fn lookups() {
    wrong(
        "clearance[gas] > 1 m",
        &["R021 ‹clearance[gas]› 表 `clearance` 要 2 个键，这里有 1 个 | 写成 `clearance[kind, diameter]`"],
    );
    wrong("clearanc[gas, 1 m] > 1 m", &["R021 ‹clearanc› 没有表 `clearanc` | 是不是 `clearance`？"]);
    wrong("clearance", &["R021 ‹clearance› 表 `clearance` 要带键 | 写成 `clearance[kind, diameter]`"]);
    wrong("storeys[1] > 1", &["R021 ‹storeys› 没有表 `storeys` | 是不是 `scores`？"]);
    wrong("clearance[fire_lane, 1 m] > 1 m", &["R021 ‹fire_lane› 表的键应是选项或数，却是条件"]);
    wrong("clearance[fragile, 1 m] > 1 m", &["R021 ‹fragile› 表的键应是选项或数，却是多选项参数"]);
    wrong("any(pipes, clearance[gaz, diameter] > 1 m)", &["R017 ‹gaz› `管线类型` 没有选项 `gaz` | 是不是 `gas`？"]);
    wrong(
        "any(pipes, broken[kind, diameter] > 1 m)",
        &[
            "R022 ‹broken› 表 `broken` 第 1 行：`gaz` 不是 `kind` 的选项 | 是不是 `gas`？",
            "R022 ‹broken› 表 `broken` 第 2 行：`200` 不是长度 | 数后要写单位，例如 `200 m`",
            "R022 ‹broken› 表 `broken` 第 3 行：区间 `3 m..1 m` 两端颠倒",
            "R022 ‹broken› 表 `broken` 第 4 行：应有 3 格，却有 2 格",
            r#"R022 ‹broken› 表 `broken` 第 5 行：`wide` 不是数值 | 写 `"*"`、`"200 mm"`、`"<= 200 mm"` 或 `"100 mm..200 mm"`"#,
        ],
    );
    wrong(
        "any(pipes, clearance[kind, storeys] > 1 m)",
        &[
            "R022 ‹clearance› 表 `clearance` 第 2 行：`200 mm` 不是个数",
            "R022 ‹clearance› 表 `clearance` 第 3 行：`200 mm` 不是个数",
            "R022 ‹clearance› 表 `clearance` 第 4 行：`100 mm` 不是个数",
            "R022 ‹clearance› 表 `clearance` 第 5 行：`300 mm` 不是个数",
        ],
    );
}
