//! Quantities as readers see them: what a parameter is set to, a number in its unit of measure, a day.

use super::super::Scope;
use super::super::tree::shown_date;
use super::super::typed::{Expr, Num, NumNode};
use crate::quantity::{Decimal, Dimension, Unit};
use crate::rules::dictionary::Kind;
use crate::rules::ruleset::{Param, ParamValue};

/// What a parameter is set to, as it was written.
pub fn show_param(param: &Param) -> String {
    match &param.value {
        ParamValue::Number { value, dimension, unit } => show_quantity(*value, *dimension, *unit),
        ParamValue::Word(word) => word.clone(),
        ParamValue::Words(words) => words.join("、"),
        ParamValue::Flag(flag) => flag.to_string(),
    }
}

/// A quantity in the unit of measure `unit`, or in its usual one: lengths with two decimals at least, large amounts
/// of money in 万元.
pub fn show_quantity(value: Decimal, dimension: Dimension, unit: Option<&Unit>) -> String {
    if let Some(unit) = unit
        && let Some(number) = unit.from_base(value)
    {
        return match unit.symbol {
            "m" => format!("{} m", number.with_places(2)),
            "m2" => format!("{number} m²"),
            "%" | "‰" => format!("{number}{}", unit.symbol),
            symbol => format!("{number} {symbol}"),
        };
    }
    let wan = crate::quantity::unit_named("万元").filter(|_| value.abs().micros() >= 100_000_000_000);
    match dimension {
        Dimension::LENGTH => format!("{} m", value.with_places(2)),
        Dimension::MONEY if wan.is_some() => show_quantity(value, dimension, wan),
        Dimension::Date => i32::try_from(value.micros() / 1_000_000).map_or_else(|_| value.to_string(), shown_date),
        Dimension::Powers { .. } => format!("{value} {}", dimension.symbol()),
        Dimension::Number | Dimension::Count | Dimension::Year => value.to_string(),
    }
}

/// A day, in days since 1970-01-01: `2026-03-01`.
pub fn show_day(days: i32) -> String {
    shown_date(days)
}

/// Whether a number is shown in hundredths: a field of percentages, or a parameter that is written so.
pub(super) fn is_percent(num: &Num, scope: &Scope) -> bool {
    match &num.node {
        NumNode::Field(at) => at.field(scope.dictionary).is_some_and(|field| field.kind == Kind::Percent),
        NumNode::Param(ix) => scope.params.get(*ix).is_some_and(
            |param| matches!(&param.value, ParamValue::Number { unit: Some(unit), .. } if unit.symbol == "%"),
        ),
        NumNode::Derived(ix) => match scope.derived.get(*ix).map(|derived| &derived.value) {
            Some(Expr::Num(num)) => matches!(num.node, NumNode::Field(_)) && is_percent(num, scope),
            _ => false,
        },
        _ => false,
    }
}
