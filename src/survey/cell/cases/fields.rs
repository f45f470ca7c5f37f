//! The made-up fields of the cases, and how the page shows values.

use crate::quantity::{Bounds, Decimal, Dimension, unit_named};
use crate::rules::Value;
use crate::rules::dictionary::{Choice, Field, Kind};
use crate::survey::cell::measure::shown;

/// Name, and what the page says of it.
pub const FIELDS: &[(&str, &str)] = &[
    ("净宽", "长度，字段表单位 m，合理范围 0.5~5m"),
    ("长度", "长度，字段表单位 m，没有合理范围"),
    ("管径", "长度，字段表单位 mm，合理范围 0~3000mm，“无”是 0"),
    ("面积", "面积，字段表单位 m2"),
    ("层数", "计数，字段表单位 层，合理范围 1~12层"),
    ("户数", "计数，字段表单位 户"),
    ("车位", "计数，字段表单位 个"),
    ("年份", "年份，合理范围 1900~2100"),
    ("日期", "日期"),
    ("金额", "金额，字段表单位 元"),
    ("造价", "金额，字段表单位 万元，合理范围 1~1000万元"),
    ("同意率", "百分数，合理范围 0~100%"),
    ("倾斜率", "百分数，合理范围 0~20%"),
    ("比值", "没有单位的数"),
    ("结构", "选项：砖混（brick，砖混结构）、框架（frame，框架结构）"),
    ("保护", "选项：无（none）、优秀历史建筑（listed）"),
    ("临街", "可多选：沿街、转角、内院"),
    ("电梯", "是否，`已装` 是，`未装` 否"),
    ("备注", "文字"),
    ("楼号", "文字，主键"),
];

/// The made-up field of that name.
pub fn field(name: &str) -> Field {
    let range = |low: &str, high: &str| Some(Bounds::between(Decimal::parse(low), Decimal::parse(high)));
    let choices = |list: &[(&str, &[&str])]| {
        let choice = |(id, spellings): &(&str, &[&str])| Choice {
            id: id.to_string(),
            spellings: spellings.iter().map(|s| s.to_string()).collect(),
        };
        list.iter().map(choice).collect::<Vec<_>>()
    };
    let number = |dimension| Kind::Number(dimension);
    let zero = Some(Value::Number(Bounds::exact(Decimal::ZERO)));
    let (kind, unit, range, none) = match name {
        "净宽" => (number(Dimension::LENGTH), "m", range("0.5", "5"), None),
        "长度" => (number(Dimension::LENGTH), "m", None, None),
        "管径" => (number(Dimension::LENGTH), "mm", range("0", "3"), zero),
        "面积" => (number(Dimension::AREA), "m2", None, None),
        "层数" => (number(Dimension::Count), "层", range("1", "12"), None),
        "户数" => (number(Dimension::Count), "户", None, None),
        "车位" => (number(Dimension::Count), "个", None, None),
        "年份" => (number(Dimension::Year), "", range("1900", "2100"), None),
        "日期" => (number(Dimension::Date), "", None, None),
        "金额" => (number(Dimension::MONEY), "元", None, None),
        "造价" => (number(Dimension::MONEY), "万元", range("10000", "10000000"), None),
        "同意率" => (Kind::Percent, "", range("0", "1"), None),
        "倾斜率" => (Kind::Percent, "", range("0", "0.2"), None),
        "比值" => (number(Dimension::Number), "", None, None),
        "结构" => {
            let list: [(&str, &[&str]); 2] = [("brick", &["砖混", "砖混结构"]), ("frame", &["框架", "框架结构"])];
            (Kind::Choice(choices(&list)), "", None, None)
        }
        "保护" => (Kind::Choice(choices(&[("none", &["无"]), ("listed", &["优秀历史建筑"])])), "", None, None),
        "临街" => {
            let list: [(&str, &[&str]); 3] = [("street", &["沿街"]), ("corner", &["转角"]), ("yard", &["内院"])];
            (Kind::Several(choices(&list)), "", None, None)
        }
        "电梯" => (Kind::Flag, "", None, None),
        "备注" | "楼号" => (Kind::Text, "", None, None),
        other => unreachable!("no such field in these tests: {other}"),
    };
    Field {
        unit: unit_named(unit),
        range,
        none,
        key: name == "楼号",
        yes: vec!["已装".into()],
        no: vec!["未装".into()],
        ..Field::bare("x", name, kind)
    }
}

/// A value as the page shows it: `1.2m`, `≥1.2m`, `砖混`, `沿街、（转角）`, `是`, `“文字”`, `未知`.
pub fn show(value: &Value, field: &Field) -> String {
    let spelling = |ix: usize| field.kind.choices().and_then(|c| c.get(ix)).unwrap().spellings[0].clone();
    match value {
        Value::Unknown => "未知".into(),
        Value::Foreign => "未知（不在选项内）".into(),
        Value::Flag(flag) => if *flag { "是" } else { "否" }.into(),
        Value::Text(text) => format!("“{text}”"),
        Value::Choice(ix) => spelling(*ix as usize),
        Value::Several { must, may } => {
            let of = |ix: usize| match (must >> ix & 1, may >> ix & 1) {
                (1, _) => Some(spelling(ix)),
                (_, 1) => Some(format!("（{}）", spelling(ix))),
                _ => None,
            };
            (0..3).filter_map(of).collect::<Vec<_>>().join("、")
        }
        Value::Number(bounds) => shown(*bounds, field),
    }
}
