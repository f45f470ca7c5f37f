//! The cells of a lookup table's row: `"*"`, a choice, a quantity, a bound `"<= 200 mm"`, a range `"100 mm..200 mm"`.
//!
//! What always holds: a bound of a number key has the key's dimension (a bare number stands for a count, a year or
//! a plain number only), and both its ends belong to it; so `> 200 mm` begins at the next millionth of a metre.

use super::arithmetic::common;
use super::choices::suggested_choice;
use super::fold::fold;
use super::lexer::days;
use super::lookup::row_choice;
use super::typed::RowKey;
use crate::lang::Text;
use crate::quantity::{Bounds, Decimal, Dimension, read_quantity};
use crate::rules::dictionary::Choice;
use crate::text;

/// What a key column is asked with.
#[derive(Clone, Copy)]
pub(super) enum KeySort<'a> {
    Choice(&'a [Choice]),
    Number(Dimension),
}

/// What is wrong with a cell.
pub(super) struct Fault {
    pub message: Text,
    pub help: Option<Text>,
}

/// A row's key in the column `column`.
pub(super) fn row_key(written: &str, sort: KeySort, column: &str) -> Result<RowKey, Fault> {
    if fold(written).trim() == "*" {
        return Ok(RowKey::Any);
    }
    match sort {
        KeySort::Choice(choices) => row_choice(choices, written).ok_or_else(|| Fault {
            message: text!("`{written}` 不是 `{column}` 的选项", "`{written}` is no choice of `{column}`"),
            help: Some(suggested_choice(choices, written)),
        }),
        KeySort::Number(dimension) => bound(written, dimension).map(RowKey::Within),
    }
}

/// A row's value and the dimension of all rows up to it.
pub(super) fn row_value(written: &str, so_far: Option<Dimension>) -> Result<(Decimal, Dimension), Fault> {
    let (value, dimension) = read(written).ok_or_else(|| unreadable(written))?;
    let Some(other) = so_far else { return Ok((value, dimension)) };
    match common(other, dimension) {
        Some(both) => Ok((value, both)),
        None => {
            let (Text { zh, en }, Text { zh: other_zh, en: other_en }) = (dimension.name(), other.name());
            Err(Fault {
                message: text!(
                    "值 `{written}` 是{zh}，前面的行是{other_zh}",
                    "the value `{written}` is {en}, the rows before have {other_en}"
                ),
                help: None,
            })
        }
    }
}

/// `<= 200 mm`, `100 mm..200 mm`, `200 mm`
fn bound(written: &str, dimension: Dimension) -> Result<Bounds, Fault> {
    let folded = fold(written);
    let folded = folded.trim();
    let end = |text: &str| end(text, written, dimension);
    if let Some((low, high)) = folded.split_once("..") {
        let (low, high) = (end(low)?, end(high)?);
        if low > high {
            return Err(Fault {
                message: text!("区间 `{written}` 两端颠倒", "the ends of the range `{written}` are swapped"),
                help: None,
            });
        }
        return Ok(Bounds::between(Some(low), Some(high)));
    }
    // Two signs before the one they begin with.
    let signs = ["<=", "≤", ">=", "≥", "==", "=", "<", ">"];
    let signed = signs.iter().find_map(|sign| folded.strip_prefix(sign).map(|rest| (*sign, rest)));
    let Some((sign, rest)) = signed else {
        return end(folded).map(Bounds::exact);
    };
    let value = end(rest)?;
    // What is compared has six decimals too: nothing lies between a number and the next millionth.
    let beside = |micros: i64| Decimal::from_micros(value.micros() + micros).ok_or_else(|| unreadable(written));
    Ok(match sign {
        "<=" | "≤" => Bounds::between(None, Some(value)),
        ">=" | "≥" => Bounds::between(Some(value), None),
        "<" => Bounds::between(None, Some(beside(-1)?)),
        ">" => Bounds::between(Some(beside(1)?), None),
        _ => Bounds::exact(value),
    })
}

/// One end of a bound.
fn end(text: &str, written: &str, wanted: Dimension) -> Result<Decimal, Fault> {
    let (value, dimension) = read(text).ok_or_else(|| unreadable(written))?;
    if dimension.meets(wanted) {
        return Ok(value);
    }
    let Text { zh, en } = wanted.name();
    let text = text.trim();
    let help = (dimension == Dimension::Number && !wanted.symbol().is_empty()).then(|| {
        let symbol = wanted.symbol();
        text!("数后要写单位，例如 `{text} {symbol}`", "a unit of measure is missing, for example `{text} {symbol}`")
    });
    Err(Fault { message: text!("`{text}` 不是{zh}", "`{text}` is not {en}"), help })
}

fn unreadable(written: &str) -> Fault {
    Fault {
        message: text!("`{written}` 不是数值", "`{written}` is no quantity"),
        help: Some(text!(
            "写 `\"*\"`、`\"200 mm\"`、`\"<= 200 mm\"` 或 `\"100 mm..200 mm\"`",
            "write `\"*\"`, `\"200 mm\"`, `\"<= 200 mm\"` or `\"100 mm..200 mm\"`"
        )),
    }
}

/// A quantity, bare number or date.
fn read(text: &str) -> Option<(Decimal, Dimension)> {
    let text = fold(text);
    let text = text.trim();
    let parts: Vec<&str> = text.split('-').collect();
    if let &[year, month, day] = parts.as_slice()
        && year.len() == 4
    {
        return Some((Decimal::from_int(i64::from(days(year, month, day)?))?, Dimension::Date));
    }
    let (value, unit) = read_quantity(text)?;
    Some((value, unit.map_or(Dimension::Number, |unit| unit.dimension)))
}
