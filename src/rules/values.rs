//! What the values in a rules file say: quantities, dates, and what a field can hold.
//!
//! What always holds: a number is in base units and of the dimension asked for; a bare number stands only where
//! one may (counts, years, plain numbers; percentages in hundredths). Surveys are read elsewhere, by laxer rules:
//! here a doubt is a mistake.

use super::dictionary::{Field, Kind};
use super::document::{Item, Node};
use super::nearest::did_you_mean;
use super::value::Value;
use crate::lang::Text;
use crate::quantity::{Bounds, Decimal, Dimension, UNITS, Unit, read_quantity};
use crate::text;
use jiff::civil::{Date, date};
use unicode_normalization::UnicodeNormalization;

/// Why a value does not do.
#[derive(Debug)]
pub(crate) struct Complaint {
    pub code: &'static str,
    pub message: Text,
    pub help: Option<Text>,
}

impl Complaint {
    fn new(code: &'static str, message: Text, help: Text) -> Complaint {
        Complaint { code, message, help: Some(help) }
    }
}

/// A quantity as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quantity {
    pub value: Decimal,
    /// A bare number is a plain number
    pub dimension: Dimension,
    pub unit: Option<&'static Unit>,
}

/// Reads `1.10 m`, `5`, `１２ｍ`.
pub(super) fn quantity(text: &str) -> Option<Quantity> {
    let (value, unit) = read_quantity(&folded(text))?;
    Some(Quantity { value, dimension: unit.map_or(Dimension::Number, |unit| unit.dimension), unit })
}

/// Full-width letters, digits and signs as their narrow twins.
pub(super) fn folded(text: &str) -> String {
    text.nfkc().collect::<String>().trim().to_string()
}

/// As words are compared: width, case and blanks aside.
pub(super) fn word(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).collect()
}

/// Whether a text sets out to be a number.
pub(super) fn begins_like_a_number(text: &str) -> bool {
    let text = folded(text);
    text.trim_start_matches(['+', '-', '.', '~', ' ']).starts_with(|c: char| c.is_ascii_digit())
}

/// That a text is no quantity, and what one looks like.
pub(super) fn unreadable(text: &str, want: Option<Dimension>) -> Complaint {
    let example = want.and_then(example).unwrap_or("1.10 m");
    let folded = folded(text);
    let name = folded.trim_start_matches(|c: char| c.is_ascii_digit() || "+-. ".contains(c));
    if !name.is_empty() && name.len() < folded.len() && crate::quantity::unit_named(name).is_none() {
        let message = text!("`{text}` 里的 `{name}` 不是计量单位", "`{name}` in `{text}` is no unit of measure");
        let symbols: Vec<&str> = UNITS
            .iter()
            .filter(|unit| want.is_none_or(|want| unit.dimension == want))
            .map(|unit| unit.symbol)
            .collect();
        let symbols = symbols.join(" ");
        let help = text!("可用的单位：{symbols}", "units of measure: {symbols}");
        return Complaint::new("R041", message, help);
    }
    let number = folded.strip_suffix(name).unwrap_or(&folded).trim();
    if number.contains(|c: char| c.is_ascii_digit()) && number.parse::<f64>().is_ok() {
        let message = text!("`{text}` 的数太大", "the number of `{text}` is too large");
        return Complaint::new("R041", message, text!("写成 `{example}` 这样", "write it like `{example}`"));
    }
    let message = text!("看不懂的数量 `{text}`", "unreadable quantity `{text}`");
    Complaint::new("R041", message, text!("写成 `{example}` 这样", "write it like `{example}`"))
}

/// A quantity of that dimension, as it is written.
fn example(dimension: Dimension) -> Option<&'static str> {
    Some(match dimension {
        Dimension::LENGTH => "1.10 m",
        Dimension::AREA => "12 m2",
        Dimension::MONEY => "3000 元",
        Dimension::Count => "5",
        Dimension::Year => "1985",
        Dimension::Number => "1.5",
        Dimension::Date => "2026-01-31",
        Dimension::Powers { .. } => return None,
    })
}

/// What a number is read for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    pub dimension: Dimension,
    /// A bare number is in hundredths
    pub percent: bool,
}

impl Wanted {
    pub fn of(kind: &Kind) -> Option<Wanted> {
        Some(Wanted { dimension: kind.dimension()?, percent: *kind == Kind::Percent })
    }
}

/// Reads one number of that dimension.
pub(crate) fn number(item: &Item, want: Wanted) -> Result<Decimal, Complaint> {
    match &item.node {
        Node::Date(day) if want.dimension == Dimension::Date => Ok(days(*day)),
        Node::Text(text) | Node::Number(text) => one_number(text, want),
        _ => {
            let (kind, wanted) = (item.kind(), want.dimension.name());
            let (zh, en) = (&kind.zh, &kind.en);
            let (wanted_zh, wanted_en) = (wanted.zh, wanted.en);
            Err(Complaint {
                code: "R042",
                message: text!("这里应当是{wanted_zh}，写的是{zh}", "expected {wanted_en}, found {en}"),
                help: None,
            })
        }
    }
    .map_err(|complaint| match &item.node {
        Node::Number(text) => bare(text, want).unwrap_or(complaint),
        _ => complaint,
    })
}

fn one_number(text: &str, want: Wanted) -> Result<Decimal, Complaint> {
    if want.dimension == Dimension::Date {
        return day(text).map(days);
    }
    let read = quantity(text).ok_or_else(|| unreadable(text, Some(want.dimension)))?;
    fit(text, read, want)
}

/// Whether a quantity as written may stand where that dimension is wanted, and its value there.
pub(super) fn fit(text: &str, read: Quantity, want: Wanted) -> Result<Decimal, Complaint> {
    if read.unit.is_none() {
        if want.percent {
            return read.value.over(Decimal::from_int(100).unwrap_or(read.value)).ok_or_else(|| unreadable(text, None));
        }
        return if Dimension::Number.meets(want.dimension) {
            Ok(read.value)
        } else {
            Err(bare(text, want).unwrap_or_else(|| unreadable(text, Some(want.dimension))))
        };
    }
    if read.dimension == want.dimension {
        return Ok(read.value);
    }
    let (found, wanted) = (read.dimension.name(), want.dimension.name());
    let (zh, en, wanted_zh, wanted_en) = (found.zh, found.en, wanted.zh, wanted.en);
    let message = text!("`{text}` 是{zh}，这里应当是{wanted_zh}", "`{text}` is {en}, where {wanted_en} belongs");
    Err(Complaint { code: "R042", message, help: write_like(want.dimension) })
}

/// That a bare number stands where a unit of measure is needed.
fn bare(text: &str, want: Wanted) -> Option<Complaint> {
    if Dimension::Number.meets(want.dimension) {
        return None;
    }
    let (zh, en) = (want.dimension.name().zh, want.dimension.name().en);
    let help = match want.dimension {
        Dimension::LENGTH => text!("写明单位：`\"{text} m\"`", "name the unit of measure: `\"{text} m\"`"),
        Dimension::AREA => text!("写明单位：`\"{text} m2\"`", "name the unit of measure: `\"{text} m2\"`"),
        Dimension::MONEY => text!("写明单位：`\"{text} 元\"`", "name the unit of measure: `\"{text} 元\"`"),
        dimension => {
            return Some(Complaint { code: "R042", message: no_unit(text, &zh, &en), help: write_like(dimension) });
        }
    };
    Some(Complaint::new("R042", no_unit(text, &zh, &en), help))
}

fn no_unit(text: &str, zh: &str, en: &str) -> Text {
    text!("这里应当是{zh}，`{text}` 没有单位", "`{text}` has no unit of measure, where {en} belongs")
}

fn write_like(dimension: Dimension) -> Option<Text> {
    let example = example(dimension)?;
    Some(text!("写成 `{example}` 这样", "write it like `{example}`"))
}

/// Reads a calendar date.
pub(super) fn day(text: &str) -> Result<Date, Complaint> {
    folded(text).replace(['/', '.'], "-").parse::<Date>().map_err(|_| {
        let message = text!("看不懂的日期 `{text}`", "unreadable date `{text}`");
        Complaint::new("R049", message, text!("写成 2026-01-31 这样", "write it like 2026-01-31"))
    })
}

/// Reads a date key's value.
pub(super) fn date_of(item: &Item) -> Result<i32, Complaint> {
    let date = match &item.node {
        Node::Date(date) => *date,
        Node::Text(text) => day(text)?,
        _ => return Err(unreadable_date(item)),
    };
    Ok(since_1970(date))
}

fn unreadable_date(item: &Item) -> Complaint {
    let found = item.kind();
    let (zh, en) = (found.zh, found.en);
    Complaint {
        code: "R049", message: text!("这里应当是日期，写的是{zh}", "expected a date, found {en}"), help: None
    }
}

fn since_1970(day: Date) -> i32 {
    // Dates are within ten thousand years, so the days fit.
    i32::try_from(day.duration_since(date(1970, 1, 1)).as_hours() / 24).unwrap_or(i32::MAX)
}

/// A day as a number of days.
pub(crate) fn days(day: Date) -> Decimal {
    Decimal::from_int(i64::from(since_1970(day))).unwrap_or(Decimal::ZERO)
}

/// Reads what a field can hold: a quantity (also `1.05~1.10 m`), a choice by id or spelling, a flag, a text.
pub(super) fn field_value(item: &Item, field: &Field) -> Result<Value, Complaint> {
    match (&field.kind, &item.node) {
        (Kind::Number(_) | Kind::Percent, _) => match (Wanted::of(&field.kind), &item.node) {
            (Some(want), Node::Text(text)) => bounds(text, want).map(Value::Number),
            (Some(want), _) => number(item, want).map(|value| Value::Number(Bounds::exact(value))),
            (None, _) => Err(misfit(item, field)),
        },
        (Kind::Flag, Node::Flag(flag)) => Ok(Value::Flag(*flag)),
        (Kind::Flag, Node::Text(text)) => flag(text, field).map(Value::Flag).ok_or_else(|| misfit(item, field)),
        (Kind::Text, Node::Text(text)) => Ok(Value::Text(text.trim().into())),
        (Kind::Text, Node::Number(text)) => Ok(Value::Text(text.as_str().into())),
        (Kind::Choice(_), Node::Text(text)) => choice(text, field).map(Value::Choice),
        (Kind::Several(_), Node::Text(text)) => {
            choice(text, field).map(|ix| 1u64 << ix).map(|set| Value::Several { must: set, may: set })
        }
        (Kind::Several(_), Node::List(items)) => {
            let mut set = 0;
            for item in items {
                set |= 1u64 << choice(item.text().ok_or_else(|| misfit(item, field))?, field)?;
            }
            Ok(Value::Several { must: set, may: set })
        }
        _ => Err(misfit(item, field)),
    }
}

fn misfit(item: &Item, field: &Field) -> Complaint {
    let (label, found) = (&field.label, item.kind());
    let (zh, en) = (found.zh, found.en);
    let help = match &field.kind {
        Kind::Flag => text!("写 true 或 false", "write true or false"),
        Kind::Text => text!("写成文字，放在引号里", "write a text, in quotes"),
        Kind::Choice(_) => text!("写选项的代号或写法，放在引号里", "write a choice's id or spelling, in quotes"),
        Kind::Several(_) => text!("写选项的数组，如 [\"a\", \"b\"]", "write an array of choices, as [\"a\", \"b\"]"),
        Kind::Number(_) | Kind::Percent => text!("写一个数量", "write a quantity"),
    };
    Complaint::new("R053", text!("`{label}` 不能是这样的{zh}", "`{label}` cannot hold {en} like this"), help)
}

fn flag(text: &str, field: &Field) -> Option<bool> {
    let said = word(text);
    let among =
        |more: &[String], usual: &[&str]| usual.contains(&said.as_str()) || more.iter().any(|m| word(m) == said);
    if among(&field.yes, &["是", "有", "true"]) {
        Some(true)
    } else if among(&field.no, &["否", "无", "没有", "false"]) {
        Some(false)
    } else {
        None
    }
}

/// The choice of that id or spelling.
fn choice(text: &str, field: &Field) -> Result<u16, Complaint> {
    let choices = field.kind.choices().unwrap_or_default();
    let said = word(text);
    let by_id = choices.iter().position(|choice| choice.id == text.trim());
    let found = by_id.or_else(|| {
        choices.iter().position(|choice| choice.spellings.iter().chain([&choice.id]).any(|s| word(s) == said))
    });
    found.and_then(|ix| u16::try_from(ix).ok()).ok_or_else(|| {
        let known = choices.iter().flat_map(|choice| choice.spellings.iter().chain([&choice.id])).map(String::as_str);
        let ids = choices.iter().map(|choice| choice.id.as_str());
        let help = super::nearest::nearest(text, known.clone())
            .map(|near| text!("是不是 `{near}`？", "did you mean `{near}`?"))
            .or_else(|| did_you_mean(text, ids));
        let (label, id) = (&field.label, &field.id);
        Complaint {
            code: "R053", message: text!("`{label}` 没有选项 `{text}`", "`{id}` has no choice `{text}`"), help
        }
    })
}

/// Reads `1.10 m`, `1.05~1.10 m`, `1.05 m~`, `~1.1 m`, `1980..1989`: a number or two ends, both belonging.
pub(super) fn bounds(text: &str, want: Wanted) -> Result<Bounds, Complaint> {
    let folded = folded(text).replace('〜', "~");
    let Some((low, high)) = folded.split_once('~').or_else(|| folded.split_once("..")) else {
        return one_number(&folded, want).map(Bounds::exact);
    };
    let (low, high) = (low.trim(), high.trim());
    // `1.05~1.10 m`: the unit of measure is written once.
    let unit = quantity(high).and_then(|read| read.unit);
    let low = match quantity(low) {
        Some(Quantity { unit: None, .. }) => unit.map_or(low.to_string(), |unit| format!("{low} {}", unit.symbol)),
        _ => low.to_string(),
    };
    let end = |end: &str| if end.is_empty() { Ok(None) } else { one_number(end, want).map(Some) };
    // The upper end first: its unit of measure is what the lower one goes by.
    let high = end(high)?;
    let low = end(&low)?;
    match (low, high) {
        (None, None) => Err(unreadable(text, Some(want.dimension))),
        (Some(low), Some(high)) if low > high => {
            let message = text!("`{text}` 的下限大于上限", "the lower end of `{text}` is above the upper");
            Err(Complaint::new("R044", message, text!("两端对调", "swap the ends")))
        }
        _ => Ok(Bounds::between(low, high)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, dimension: Dimension) -> String {
        match bounds(text, Wanted { dimension, percent: false }) {
            Ok(bounds) => bounds.to_string(),
            Err(complaint) => format!("{}: {}", complaint.code, complaint.message.en),
        }
    }

    #[test]
    fn numbers_and_bounds_as_tests_write_them() {
        assert_eq!(read("1100 mm", Dimension::LENGTH), "1.1");
        assert_eq!(read("1.05~1.10 m", Dimension::LENGTH), "1.05~1.1");
        assert_eq!(read("105 cm ～ 1.10 m", Dimension::LENGTH), "1.05~1.1");
        assert_eq!(read("~1.1 m", Dimension::LENGTH), "~1.1");
        assert_eq!(read("1.05 m~", Dimension::LENGTH), "1.05~");
        assert_eq!(read("1980..1989", Dimension::Year), "1980~1989");
        assert_eq!(read("6", Dimension::Count), "6");
        assert_eq!(read("6 层", Dimension::Count), "6");
        assert_eq!(read("1970-01-31", Dimension::Date), "30");
        assert_eq!(read("1.1", Dimension::LENGTH), "R042: `1.1` has no unit of measure, where a length belongs");
        assert_eq!(read("1.1 元", Dimension::LENGTH), "R042: `1.1 元` is an amount of money, where a length belongs");
        assert_eq!(read("1.1 furlong", Dimension::LENGTH), "R041: `furlong` in `1.1 furlong` is no unit of measure");
        assert_eq!(read("2~1 m", Dimension::LENGTH), "R044: the lower end of `2~1 m` is above the upper");
        assert_eq!(read("~", Dimension::LENGTH), "R041: unreadable quantity `~`");
        assert_eq!(read("31 Feb", Dimension::Date), "R049: unreadable date `31 Feb`");
    }
}
