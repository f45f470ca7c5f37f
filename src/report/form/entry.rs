//! How a cell of a field is filled in: its number format, its width, what drops down, what is warned of.
//!
//! What always holds: nothing is refused (every rule warns), so that `约1.2`, `80年代` or a case that nobody thought
//! of can be written; texts keep to the lengths that spreadsheets allow. Ranges are the dictionary's plausible ones,
//! in the header's unit of measure.

use super::help::{in_words, range_in_words};
use super::lists::{Lists, Source};
use super::tables::Column;
use super::{Entry, FormError};
use crate::assess::explain::shown::Measure;
use crate::quantity::{Bounds, Decimal, Dimension, Unit};
use crate::rules::value::Value;
use crate::rules::{Choice, Kind};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule as Rule, ExcelDateTime, Formula, XlsxError,
};
use unicode_width::UnicodeWidthStr;

/// What says of a list that the unit has none of it.
const NONE: &str = "无";

/// A number of base units as a number of the header's.
pub fn in_unit(value: Decimal, unit: Option<&Unit>) -> Decimal {
    unit.and_then(|unit| unit.from_base(value)).unwrap_or(value)
}

/// Whether what is known of a field can be written in a cell, so that the same is read again.
pub fn can_be_written(value: &Value) -> bool {
    match value {
        Value::Unknown | Value::Foreign => false,
        Value::Number(bounds) => bounds.low().is_some() && bounds.high().is_some(),
        value => value.is_exact(),
    }
}

/// How a column writes what is known; nothing where it cannot be written.
pub fn known(column: &Column, value: &Value) -> Option<Entry> {
    let field = column.field;
    let choices = field.kind.choices().unwrap_or_default();
    let text = match value {
        // It may lie outside the field's range.
        value if !column.kind && field.none.as_ref() == Some(value) => NONE.to_string(),
        Value::Number(bounds) => match (bounds.value(), field.kind.dimension()) {
            (Some(days), Some(Dimension::Date)) => Measure::base(Dimension::Date).show(days),
            (Some(number), _) => return Some(Entry::Number(as_f64(in_unit(number, column.unit)))),
            (None, _) => format!("{}~{}", in_unit(bounds.low()?, column.unit), in_unit(bounds.high()?, column.unit)),
        },
        Value::Choice(choice) => choices.get(usize::from(*choice))?.shown().to_string(),
        Value::Several { must, may } if must == may => {
            let among = choices.iter().zip(0u32..).filter(|(_, at)| must & 1u64.checked_shl(*at).unwrap_or(0) != 0);
            among.map(|(choice, _)| choice.shown()).collect::<Vec<_>>().join("、")
        }
        Value::Flag(flag) => (if *flag { "是" } else { "否" }).to_string(),
        Value::Text(text) => text.to_string(),
        Value::Unknown | Value::Foreign | Value::Several { .. } => return None,
    };
    Some(Entry::Text(text))
}

/// The number format of a column; keys and choices are text, so that `12-3` does not become the third of December.
pub fn number_format(column: &Column) -> &'static str {
    match &column.field.kind {
        Kind::Number(Dimension::Date) => "yyyy-mm-dd",
        Kind::Number(Dimension::LENGTH | Dimension::AREA) if is_base(column.unit) => "0.00##",
        Kind::Number(_) | Kind::Percent => "General",
        Kind::Choice(_) | Kind::Several(_) | Kind::Flag | Kind::Text => "@",
    }
}

fn is_base(unit: Option<&Unit>) -> bool {
    unit.is_none_or(|unit| unit.ratio == (1, 1))
}

/// The width of a column, in characters of the spreadsheet, of which a Chinese one takes two.
pub fn width(column: &Column) -> f64 {
    let longest = |choices: &[Choice]| choices.iter().map(|choice| choice.shown().width()).max().unwrap_or(0);
    let cell = match &column.field.kind {
        Kind::Choice(choices) => longest(choices) + 4,
        Kind::Several(choices) => longest(choices) + 8,
        Kind::Number(Dimension::Date) => 12,
        Kind::Text if !column.field.key || column.field.group => 14,
        Kind::Text | Kind::Flag | Kind::Number(_) | Kind::Percent => 8,
    };
    // The header takes two lines or three, with the button of the filter beside it.
    let lines = if column.header.width() > 28 { 3 } else { 2 };
    let header = column.header.width().div_ceil(lines) + 4;
    cell.max(header).clamp(8, 24) as f64
}

/// What the cells of a column accept without a warning; nothing is said of texts.
pub fn validation(column: &Column, lists: &mut Lists) -> Result<Option<DataValidation>, FormError> {
    let field = column.field;
    let range = field.range;
    let (rule, wrong) = match &field.kind {
        Kind::Choice(choices) => {
            let mut shown: Vec<&str> = choices.iter().map(Choice::shown).collect();
            if column.kind && !choices.iter().any(|choice| choice.spellings.iter().any(|text| text == NONE)) {
                shown.push(NONE);
            }
            (
                drop_down(lists, &shown)?,
                "不在选项里。不知道请留空；确实不是任何一个，可照实写，读表时会列出来。".to_string(),
            )
        }
        Kind::Flag => (drop_down(lists, &["是", "否"])?, "请填“是”或“否”；不知道请留空。".to_string()),
        Kind::Number(Dimension::Date) => (days(range)?, "请填日期，如 2026-03-01。".to_string()),
        Kind::Number(Dimension::Year) => {
            let rule = DataValidation::new().allow_whole_number(whole(range.unwrap_or(Bounds::UNKNOWN), 1800, 2200));
            (rule, format!("请填四位年份，如 1987{}。只知道年代可写“80年代”。", within(column)))
        }
        Kind::Number(Dimension::Count) => {
            let rule = DataValidation::new().allow_whole_number(whole(range.unwrap_or(Bounds::UNKNOWN), 0, 1_000_000));
            (rule, format!("请填整数{}。", within(column)))
        }
        Kind::Number(_) | Kind::Percent => {
            let unit = column.unit.map_or(String::new(), |unit| format!("，单位 {}", in_words(unit)));
            let wrong = format!("请填数{unit}{}。请核对单位；量得不准可写“约1.2”。", within(column));
            (DataValidation::new().allow_decimal_number(decimal(range, column.unit)), wrong)
        }
        Kind::Several(_) => (DataValidation::new().allow_any_value(), String::new()),
        Kind::Text if field.help.is_some() => (DataValidation::new().allow_any_value(), String::new()),
        Kind::Text => return Ok(None),
    };
    let mut rule = rule.set_input_title(cut(&field.label, 32))?.set_input_message(cut(&message(column), 255))?;
    if !wrong.is_empty() {
        rule = rule
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title(cut(&field.label, 32))?
            .set_error_message(cut(&format!("{wrong}仍要保留吗？"), 255))?;
    }
    Ok(Some(rule))
}

/// What is shown while a cell is filled in: less than the header's note.
fn message(column: &Column) -> String {
    let mut parts: Vec<String> = column.field.help.clone().into_iter().collect();
    if let Kind::Several(choices) = &column.field.kind {
        let shown: Vec<&str> = choices.iter().map(Choice::shown).collect();
        parts.push(format!("可填：{}。几样都写，用顿号“、”隔开。", shown.join("、")));
    }
    parts.extend(range_in_words(column));
    if parts.is_empty() { "不知道的留空".to_string() } else { parts.join("\n") }
}

fn within(column: &Column) -> String {
    range_in_words(column).map_or(String::new(), |range| format!("，{range}"))
}

fn drop_down(lists: &mut Lists, shown: &[&str]) -> Result<DataValidation, XlsxError> {
    match lists.drop_down(shown) {
        Source::Inline(shown) => DataValidation::new().allow_list_strings(&shown),
        Source::Cells(range) => Ok(DataValidation::new().allow_list_formula(Formula::new(range))),
    }
}

/// Whole numbers between the ends, of which an open one is far away.
fn whole(range: Bounds, least: i32, most: i32) -> Rule<i32> {
    let end = |end: Option<Decimal>, otherwise: i32| {
        end.and_then(|end| i32::try_from(end.micros() / 1_000_000).ok()).unwrap_or(otherwise)
    };
    Rule::Between(end(range.low(), least), end(range.high(), most))
}

fn decimal(range: Option<Bounds>, unit: Option<&Unit>) -> Rule<f64> {
    let end = |end: Option<Decimal>| end.map(|end| as_f64(in_unit(end, unit)));
    match range.map(|range| (end(range.low()), end(range.high()))) {
        Some((Some(low), Some(high))) => Rule::Between(low, high),
        Some((Some(low), None)) => Rule::GreaterThanOrEqualTo(low),
        Some((None, Some(high))) => Rule::LessThanOrEqualTo(high),
        _ => Rule::Between(-1e9, 1e9),
    }
}

fn days(range: Option<Bounds>) -> Result<DataValidation, XlsxError> {
    // Days of the dictionary count from 1970-01-01, those of the spreadsheet from 25569 days before.
    let serial = |end: Option<Decimal>| end.map(|end| as_f64(end) + 25_569.0).filter(|serial| *serial >= 1.0);
    let ends = range.map_or((None, None), |range| (serial(range.low()), serial(range.high())));
    let low = ExcelDateTime::from_serial_datetime(ends.0.unwrap_or(10_000.0))?;
    let high = ExcelDateTime::from_serial_datetime(ends.1.unwrap_or(73_415.0))?;
    Ok(DataValidation::new().allow_date(Rule::Between(low, high)))
}

fn as_f64(value: Decimal) -> f64 {
    value.micros() as f64 / 1e6
}

/// So much of a text as fits, counted as spreadsheets count.
fn cut(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_string();
    }
    let mut cut = String::new();
    let mut length = 1;
    for c in text.chars() {
        length += c.len_utf16();
        if length > most {
            break;
        }
        cut.push(c);
    }
    cut + "…"
}
