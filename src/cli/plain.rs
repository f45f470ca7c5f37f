//! Values for programs: numbers in base units, ids, flags.

use crate::assess::explain::Plain;
use crate::quantity::Bounds;
use crate::report::numbers::json as number;
use serde_json::{Value, json};

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
