//! What a surveyor is told: a note on every header, and a page of instructions.

use super::entry::in_unit;
use super::tables::{Column, INSTRUCTIONS, Table, UNITS, unit_shown};
use crate::quantity::{Bounds, Decimal, Dimension, Unit};
use crate::rules::value::Value;
use crate::rules::{Choice, Kind, RuleSet};
use crate::survey::NO_DATA_HERE;

/// `毫米（mm）`
pub fn in_words(unit: &Unit) -> String {
    let chinese = unit.names.iter().find(|name| name.chars().all(|c| !c.is_ascii() && c.is_alphabetic()));
    match chinese {
        Some(name) if unit.symbol.is_ascii() => format!("{name}（{}）", unit_shown(unit)),
        _ => unit_shown(unit),
    }
}

/// `一般在 0.5～3 之间`
pub fn range_in_words(column: &Column) -> Option<String> {
    if column.field.kind == Kind::Number(Dimension::Date) {
        return None;
    }
    let end = |end: Decimal| in_unit(end, column.unit).to_string();
    match (column.field.range?.low(), column.field.range?.high()) {
        (Some(low), Some(high)) => Some(format!("一般在 {}～{} 之间", end(low), end(high))),
        (Some(low), None) => Some(format!("一般不小于 {}", end(low))),
        (None, Some(high)) => Some(format!("一般不大于 {}", end(high))),
        (None, None) => None,
    }
}

/// The note on a header, in lines.
pub fn note(column: &Column) -> Vec<String> {
    let field = column.field;
    let mut lines = vec![field.label.clone()];
    lines.extend(field.help.clone());
    match &field.kind {
        Kind::Choice(choices) => lines.push(format!("选一项：{}", shown(choices))),
        Kind::Several(choices) => lines.push(format!("可填：{}。几样都写，用顿号“、”隔开", shown(choices))),
        Kind::Flag => lines.push("填“是”或“否”".into()),
        Kind::Number(Dimension::Date) => lines.push("填日期，如 2026-03-01".into()),
        Kind::Number(Dimension::Year) => lines.push("填四位年份；只知道年代可写“80年代”".into()),
        Kind::Number(Dimension::Count) => lines.push("填整数".into()),
        Kind::Number(_) | Kind::Percent => {
            let unit = column.unit.map_or(String::new(), |unit| format!("，按{}填", in_words(unit)));
            let other = column.unit.map_or("", |_| "；用了别的单位请连单位一起写");
            lines.push(format!("只填数{unit}{other}"));
        }
        Kind::Text => {}
    }
    if let Some(range) = range_in_words(column) {
        lines.push(format!("{range}，超出的会作为存疑列出，按不知道处理"));
    }
    if !field.key {
        lines.push(if column.kind { "一项也没有：写一行“无”".into() } else { none(column) });
        lines.push("不知道：留空，或写“不详”".into());
    } else {
        lines.push("必填：没有它就不知道是哪个门栋".into());
    }
    if column.used {
        lines.push("* 参与评估".into());
    }
    lines
}

fn shown(choices: &[Choice]) -> String {
    choices.iter().map(Choice::shown).collect::<Vec<_>>().join("、")
}

/// What `无` means here.
fn none(column: &Column) -> String {
    let field = column.field;
    let choices = field.kind.choices().unwrap_or_default();
    let own = choices.iter().find(|choice| choice.spellings.iter().any(|spelling| spelling == "无"));
    let meant = match (&field.none, own) {
        (_, Some(choice)) => Some(choice.shown().to_string()),
        _ if field.kind == Kind::Flag => Some("否".to_string()),
        (Some(Value::Choice(ix)), _) => choices.get(usize::from(*ix)).map(|choice| choice.shown().to_string()),
        (Some(Value::Several { must, .. }), _) => {
            let among =
                choices.iter().enumerate().filter(|(ix, _)| must & 1_u64.checked_shl(*ix as u32).unwrap_or(0) != 0);
            Some(among.map(|(_, choice)| choice.shown()).collect::<Vec<_>>().join("、"))
        }
        (Some(Value::Number(bounds)), _) => number(*bounds, column),
        (Some(Value::Flag(flag)), _) => Some(if *flag { "是" } else { "否" }.to_string()),
        (Some(Value::Text(text)), _) => Some(text.to_string()),
        _ => None,
    };
    match meant {
        Some(meant) if meant == "无" => "没有：写“无”".into(),
        Some(meant) => format!("写“无”按“{meant}”算"),
        None => "写“无”等于没填".into(),
    }
}

fn number(bounds: Bounds, column: &Column) -> Option<String> {
    let value = in_unit(bounds.value()?, column.unit);
    Some(format!("{value}{}", column.unit.map_or(String::new(), unit_shown)))
}

/// What stands above a table of a form to carry.
pub fn above_of_carried(table: &Table) -> Vec<String> {
    let Some(kind) = table.columns.iter().find(|column| column.kind) else {
        let how = format!("黄格是要去测的，其余的格不用管；量不到的留空。另见“{INSTRUCTIONS}”页。");
        return vec![if table.list.is_some() { table.name.clone() } else { "补测表".into() }, how];
    };
    let kind = &kind.field.label;
    vec![
        table.name.clone(),
        format!(
            "一行一项。写好的是调查表里已有的，请不要改；黄格是要去测的，量不到的留空。整行都是黄格的门要查全：查到一项写一行，\
             不够就加行，一项也没有的在“{kind}”栏写“无”。"
        ),
    ]
}

/// The page of instructions, one cell a line.
pub fn instructions(rules: &RuleSet, tables: &[Table], carried: bool) -> Vec<String> {
    let dictionary = &rules.dictionary;
    let keys: Vec<&str> =
        dictionary.key_fields().filter_map(|ix| dictionary.fields.get(ix)).map(|field| field.label.as_str()).collect();
    let keys = keys.join("、");
    let mut lines = vec![
        format!("{INSTRUCTIONS}（{NO_DATA_HERE}）"),
        format!("1. 填“{UNITS}”页：一个门栋（一部楼梯）填一行。{keys} 合起来是门栋的名字，每行都要填全；“12-14号”请拆成几行。"),
        "2. 有小三角的格子可以下拉选择；鼠标停在表头上，可以看这一栏怎么填。带 * 的栏参与评估。".into(),
        "3. 数字按表头括号里的单位填，只填数。用了别的单位，请连单位一起写，如“1100mm”。".into(),
        "4. 不知道、没量的留空，或写“不详”，不要估。量得不准的照实写“约1.2”；只知道范围的写“1.1~1.2”。这两种写法读表时会列出来，不算错。".into(),
        "5. 确实没有的写“无”。“无”在各栏里是什么意思，见表头批注；写“无”和留空不是一回事。".into(),
        "6. 弹出“不在选项里”“超出范围”的提示时，先核对单位和填的栏；确实如此的，可以保留，读表时会列出来请人核对。".into(),
        "7. 请不要改表头、不要删列；行可以增减，列的次序可以换。要加备注，请在最右边另加一列，写上表头，会原样带到结果里。".into(),
    ];
    let lists: Vec<&Table> = tables.iter().filter(|table| table.list.is_some()).collect();
    for (table, n) in lists.iter().zip(8..) {
        let (name, how) = (&table.name, table.above.last().map_or("", String::as_str));
        lines.push(format!("{n}. “{name}”页：{how}"));
    }
    let next = 8 + lists.len();
    let again = match carried {
        true => "写好的门栋名字和格请不要改；填好以后同原来的调查表一起评估，已经在原来表里的不用再抄。",
        false => "同一个门栋只填一行；调查分几次做的，后来的也填在原来那一行里。",
    };
    lines.push(format!("{next}. {again}"));
    lines.push("填好后交给：　　　　　　　　　　　　　　电话：　　　　　　　　　　　　　　截止日期：".into());
    lines.push(format!("依据的规则：{} {}", rules.title, rules.version).trim_end().to_string());
    lines
}
