//! Values for programs: numbers in base units, ids, flags.

use crate::assess::explain::Plain;
use crate::quantity::{Bounds, Decimal};
use serde_json::{Number, Value, json};

/// A decimal as a JSON number: the nearest floating-point one, which reads back as the same six decimals.
pub fn number(value: Decimal) -> Value {
    let micros = value.micros();
    if micros % 1_000_000 == 0 {
        return Value::from(micros / 1_000_000);
    }
    Number::from_f64(micros as f64 / 1e6).map_or(Value::Null, Value::Number)
}

/// A value; an inexact number as `{ "low", "high" }`, an open end null.
pub fn value(plain: Option<&Plain>) -> Value {
    match plain {
        None => Value::Null,
        Some(Plain::Number(Bounds::UNKNOWN)) => Value::Null,
        Some(Plain::Number(bounds)) => match bounds.value() {
            Some(exact) => number(exact),
            None => json!({ "low": bounds.low().map(number), "high": bounds.high().map(number) }),
        },
        Some(Plain::Text(text)) => Value::from(text.as_str()),
        Some(Plain::Flag(flag)) => Value::from(*flag),
    }
}
