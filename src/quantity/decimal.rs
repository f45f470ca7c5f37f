//! A decimal with six places in an `i64`, and the rounding that every operation ends with.
//!
//! What always holds: the magnitude is at most [`Decimal::LIMIT`]; whatever would exceed it is `None`, never a
//! number that wrapped round. Exponents, signs and digits are read here; signs of units and words are not.

use std::fmt;

/// A number rounded to six decimals, half away from zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i64);

/// Millionths in one.
const ONE: i128 = 1_000_000;

/// Integer digits beyond these cannot come out below [`Decimal::LIMIT`] in any unit of measure.
const MAX_INTEGER_DIGITS: usize = 15;

/// Fraction digits beyond these cannot change the sixth decimal in any unit of measure.
const MAX_FRACTION_DIGITS: usize = 18;

impl Decimal {
    /// Zero.
    pub const ZERO: Decimal = Decimal(0);

    /// The largest magnitude, in millionths: a thousand million base units.
    pub const LIMIT: i64 = 1_000_000_000_000_000;

    /// A decimal of so many millionths, if it is within [`Decimal::LIMIT`].
    pub fn from_micros(micros: i64) -> Option<Decimal> {
        (-Self::LIMIT..=Self::LIMIT).contains(&micros).then_some(Decimal(micros))
    }

    /// The number in millionths.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// A whole number, if it is within [`Decimal::LIMIT`].
    pub fn from_int(n: i64) -> Option<Decimal> {
        n.checked_mul(ONE as i64).and_then(Decimal::from_micros)
    }

    /// `numerator / denominator` millionths, rounded half away from zero; `None` beyond the limit or for a zero
    /// denominator.
    fn rounded(numerator: i128, denominator: i128) -> Option<Decimal> {
        if denominator == 0 {
            return None;
        }
        let (n, d) = (numerator.checked_abs()?, denominator.checked_abs()?);
        let magnitude = n.checked_mul(2)?.checked_add(d)? / d.checked_mul(2)?;
        let signed = if (numerator < 0) != (denominator < 0) { -magnitude } else { magnitude };
        Decimal::from_micros(i64::try_from(signed).ok()?)
    }

    /// Reads `12`, `-1.05`, `+.5`, `1e3`; nothing around it, no separators.
    pub fn parse(text: &str) -> Option<Decimal> {
        Decimal::parse_scaled(text, 1, 1)
    }

    /// Reads a plain number and multiplies it by `numerator / denominator` before the one rounding, so that a
    /// unit of measure costs no exactness.
    pub fn parse_scaled(text: &str, numerator: i64, denominator: i64) -> Option<Decimal> {
        let (negative, digits) = match text.as_bytes() {
            [b'-', ..] => (true, &text[1..]),
            [b'+', ..] => (false, &text[1..]),
            _ => (false, text),
        };
        let (digits, exponent) = match digits.find(['e', 'E']) {
            Some(at) => (&digits[..at], digits[at + 1..].parse::<i32>().ok()?),
            None => (digits, 0),
        };
        let (integer, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if integer.is_empty() && fraction.is_empty()
            || !integer.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit())
        {
            return None;
        }
        // Shift the point, so that what follows deals with plain digits alone.
        let all: String = [integer, fraction].concat();
        let point = i64::try_from(integer.len()).ok()? + i64::from(exponent);
        let significant = all.trim_start_matches('0');
        let leading = i64::try_from(all.len() - significant.len()).ok()?;
        let point = point - leading;
        if significant.is_empty() {
            return Some(Decimal::ZERO);
        }
        if point > MAX_INTEGER_DIGITS as i64 {
            return None;
        }
        if point < -(MAX_FRACTION_DIGITS as i64) {
            return Some(Decimal::ZERO);
        }
        let keep = usize::try_from(point + MAX_FRACTION_DIGITS as i64).ok()?;
        let kept = &significant[..significant.len().min(keep)];
        let mantissa: i128 = if kept.is_empty() { 0 } else { kept.parse().ok()? };
        let scale = i64::try_from(kept.len()).ok()? - point;
        let (mut n, mut d) = (mantissa.checked_mul(i128::from(numerator))?, i128::from(denominator));
        // The six places are taken off the scale first: less to overflow.
        let scale = scale - 6;
        let power = 10i128.checked_pow(u32::try_from(scale.unsigned_abs()).ok()?)?;
        if scale > 0 {
            d = d.checked_mul(power)?
        } else {
            n = n.checked_mul(power)?
        }
        Decimal::rounded(if negative { -n } else { n }, d)
    }

    /// The decimal nearest to what a spreadsheet stores: its shortest decimal text is what somebody saw or a
    /// formula made, so `1.0999999999999999` becomes 1.1.
    pub fn from_f64(x: f64) -> Option<Decimal> {
        Decimal::from_f64_scaled(x, 1, 1)
    }

    /// As [`Decimal::from_f64`], times `numerator / denominator` before the one rounding.
    pub fn from_f64_scaled(x: f64, numerator: i64, denominator: i64) -> Option<Decimal> {
        if !x.is_finite() || x.abs() > 1e16 {
            return None;
        }
        Decimal::parse_scaled(&format!("{x}"), numerator, denominator)
    }

    /// The sum, unless it is beyond the limit.
    pub fn plus(self, other: Decimal) -> Option<Decimal> {
        self.0.checked_add(other.0).and_then(Decimal::from_micros)
    }

    /// The difference, unless it is beyond the limit.
    pub fn minus(self, other: Decimal) -> Option<Decimal> {
        self.0.checked_sub(other.0).and_then(Decimal::from_micros)
    }

    /// The product, unless it is beyond the limit.
    pub fn times(self, other: Decimal) -> Option<Decimal> {
        Decimal::rounded(i128::from(self.0) * i128::from(other.0), ONE)
    }

    /// The quotient, unless it is beyond the limit or `other` is zero.
    pub fn over(self, other: Decimal) -> Option<Decimal> {
        Decimal::rounded(i128::from(self.0) * ONE, i128::from(other.0))
    }

    /// The number with the other sign.
    pub fn negated(self) -> Decimal {
        Decimal(-self.0)
    }

    /// The number without its sign.
    pub fn abs(self) -> Decimal {
        Decimal(self.0.abs())
    }

    /// For a number that comes out of one with a unit of measure: the number in that unit (`1.1` m in `mm` is
    /// `1100`), rounded like every other.
    pub fn divided_by_ratio(self, numerator: i64, denominator: i64) -> Option<Decimal> {
        Decimal::rounded(i128::from(self.0) * i128::from(denominator), i128::from(numerator))
    }

    /// With at least `places` decimals, for a figure that stands beside others: `1.1` as `1.10`.
    pub fn with_places(self, places: usize) -> String {
        let text = self.to_string();
        let have = text.split_once('.').map_or(0, |(_, f)| f.len());
        match (have, places.saturating_sub(have)) {
            (_, 0) => text,
            (0, more) => format!("{text}.{}", "0".repeat(more)),
            (_, more) => format!("{text}{}", "0".repeat(more)),
        }
    }
}

impl fmt::Display for Decimal {
    /// The shortest text that reads back as the same number: `1.1`, `-0.05`, `3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let (whole, part) = (magnitude / ONE as u64, magnitude % ONE as u64);
        let sign = if self.0 < 0 { "-" } else { "" };
        if part == 0 {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{}", format!("{part:06}").trim_end_matches('0'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn one_length_written_four_ways_is_one_value() {
        let metre = d("1.1");
        assert_eq!(Decimal::parse_scaled("1100", 1, 1000), Some(metre));
        assert_eq!(Decimal::parse_scaled("110", 1, 100), Some(metre));
        assert_eq!(Decimal::from_f64(1.0999999999999999), Some(metre));
        assert_eq!(Decimal::from_f64_scaled(1100.0, 1, 1000), Some(metre));
    }

    #[test]
    fn rounds_half_away_from_zero_at_the_sixth_decimal() {
        assert_eq!(d("0.0000005").micros(), 1);
        assert_eq!(d("-0.0000005").micros(), -1);
        assert_eq!(d("0.00000049999999999999999999").micros(), 0);
        assert_eq!(d("2").over(d("3")).unwrap().to_string(), "0.666667");
        assert_eq!(d("-2").over(d("3")).unwrap().to_string(), "-0.666667");
    }

    #[test]
    fn beyond_a_thousand_million_is_no_quantity() {
        assert!(Decimal::parse("1000000000").is_some());
        assert_eq!(Decimal::parse("1000000000.000001"), None);
        assert_eq!(Decimal::parse("1e300"), None);
        assert_eq!(Decimal::parse("99999999999999999999999999999999999999999"), None);
        assert_eq!(d("1000000").times(d("1000000")), None);
        assert_eq!(Decimal::from_f64(f64::NAN), None);
        assert_eq!(Decimal::parse_scaled("1000000000000", 1, 1000), Decimal::from_int(1_000_000_000));
    }

    #[test]
    fn exponents_and_odd_digits() {
        assert_eq!(d("1.5e2"), d("150"));
        assert_eq!(d("5e-7").micros(), 1);
        assert_eq!(d("000000000000000000001.50"), d("1.5"));
        assert_eq!(d(".5"), d("0.5"));
        for bad in ["", "-", ".", "1.2.3", "１", "1_000", "e3", "--1", "1e", "0x1"] {
            assert_eq!(Decimal::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn shown_as_short_as_it_reads_back() {
        assert_eq!(d("1.100000").to_string(), "1.1");
        assert_eq!(d("-0.05").to_string(), "-0.05");
        assert_eq!(d("3").with_places(2), "3.00");
        assert_eq!(d("1.1").with_places(2), "1.10");
        assert_eq!(d("1.125").with_places(2), "1.125");
    }
}
