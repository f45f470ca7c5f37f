//! How numbers stand in sentences and tables for people, and in JSON for programs. Cells of workbooks are numbers and
//! show themselves.

use crate::quantity::Decimal;
use serde_json::{Number, Value};

/// A number with a comma at every third digit: `1,987`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A decimal as a JSON number: the nearest floating-point one, which reads back as the same six decimals.
pub fn json(value: Decimal) -> Value {
    let micros = value.micros();
    if micros % 1_000_000 == 0 {
        return Value::from(micros / 1_000_000);
    }
    Number::from_f64(micros as f64 / 1e6).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_third_digit_has_a_comma() {
        let shown = [0, 999, 1_000, 1_234_567].map(grouped);
        assert_eq!(shown, ["0", "999", "1,000", "1,234,567"]);
    }
}
