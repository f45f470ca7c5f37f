//! A number known to lie between two ends, either of which may be open; an exact number has one value for both,
//! an unknown one no end at all. Arithmetic takes every value between the ends into account.
//!
//! What always holds: `low <= high`; every value that the operands allow lies within the result. Each operand
//! stands for itself (`x - x` with x in 1..2 is -1..1): simple, and on the safe side. The ends are plain `i64`
//! millionths, the extreme values standing for open ends, so that a column of bounds is two columns of integers.

use super::Decimal;
use std::fmt;

/// The two ends, in millionths of the base unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    low: i64,
    high: i64,
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl Comparison {
    /// As it is shown to readers: `≥`.
    pub fn symbol(self) -> &'static str {
        match self {
            Comparison::Eq => "=",
            Comparison::Ne => "≠",
            Comparison::Lt => "<",
            Comparison::Le => "≤",
            Comparison::Gt => ">",
            Comparison::Ge => "≥",
        }
    }

    /// As it is written in a rules file: `>=`.
    pub fn written(self) -> &'static str {
        match self {
            Comparison::Eq => "==",
            Comparison::Ne => "!=",
            Comparison::Lt => "<",
            Comparison::Le => "<=",
            Comparison::Gt => ">",
            Comparison::Ge => ">=",
        }
    }

    /// What holds where this does not.
    pub fn opposite(self) -> Comparison {
        match self {
            Comparison::Eq => Comparison::Ne,
            Comparison::Ne => Comparison::Eq,
            Comparison::Lt => Comparison::Ge,
            Comparison::Le => Comparison::Gt,
            Comparison::Gt => Comparison::Le,
            Comparison::Ge => Comparison::Lt,
        }
    }

    /// Of two numbers, in millionths.
    pub fn holds(self, a: i64, b: i64) -> bool {
        match self {
            Comparison::Eq => a == b,
            Comparison::Ne => a != b,
            Comparison::Lt => a < b,
            Comparison::Le => a <= b,
            Comparison::Gt => a > b,
            Comparison::Ge => a >= b,
        }
    }
}

impl Bounds {
    /// The end that stands for "no lower bound".
    pub const OPEN_LOW: i64 = i64::MIN;
    /// The end that stands for "no upper bound".
    pub const OPEN_HIGH: i64 = i64::MAX;
    /// Nothing is known.
    pub const UNKNOWN: Bounds = Bounds { low: Self::OPEN_LOW, high: Self::OPEN_HIGH };

    /// A number that is known.
    pub fn exact(value: Decimal) -> Bounds {
        Bounds { low: value.micros(), high: value.micros() }
    }

    /// Between two ends, in either order; `None` is an open end (the first the lower, the second the upper).
    pub fn between(low: Option<Decimal>, high: Option<Decimal>) -> Bounds {
        let (low, high) = (low.map_or(Self::OPEN_LOW, Decimal::micros), high.map_or(Self::OPEN_HIGH, Decimal::micros));
        if low <= high { Bounds { low, high } } else { Bounds { low: high, high: low } }
    }

    /// From raw ends as columns hold them; ends beyond [`Decimal::LIMIT`] are open.
    pub fn from_ends(low: i64, high: i64) -> Bounds {
        debug_assert!(low <= high);
        Bounds {
            low: if low.unsigned_abs() > Decimal::LIMIT as u64 { Self::OPEN_LOW } else { low },
            high: if high.unsigned_abs() > Decimal::LIMIT as u64 { Self::OPEN_HIGH } else { high },
        }
    }

    /// The lower end in millionths, [`Bounds::OPEN_LOW`] if open.
    pub fn low_end(self) -> i64 {
        self.low
    }

    /// The upper end in millionths, [`Bounds::OPEN_HIGH`] if open.
    pub fn high_end(self) -> i64 {
        self.high
    }

    /// The lower end, `None` if open.
    pub fn low(self) -> Option<Decimal> {
        (self.low != Self::OPEN_LOW).then(|| Decimal::from_micros(self.low)).flatten()
    }

    /// The upper end, `None` if open.
    pub fn high(self) -> Option<Decimal> {
        (self.high != Self::OPEN_HIGH).then(|| Decimal::from_micros(self.high)).flatten()
    }

    /// The value, where there is only one.
    pub fn value(self) -> Option<Decimal> {
        if self.low == self.high { self.low() } else { None }
    }

    /// Whether only one value is possible.
    pub fn is_exact(self) -> bool {
        self.low == self.high
    }

    /// Whether every value is possible.
    pub fn is_unknown(self) -> bool {
        self == Self::UNKNOWN
    }

    /// What two statements about one number leave together; `None` where they contradict.
    pub fn narrowed(self, other: Bounds) -> Option<Bounds> {
        let (low, high) = (self.low.max(other.low), self.high.min(other.high));
        (low <= high).then_some(Bounds { low, high })
    }

    /// The least bounds that hold both.
    pub fn hull(self, other: Bounds) -> Bounds {
        Bounds { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// Whether `value` is possible.
    pub fn admits(self, value: Decimal) -> bool {
        (self.low..=self.high).contains(&value.micros())
    }

    /// Compares: `Some` where every possible pair of values says the same, `None` otherwise.
    pub fn compare(self, how: Comparison, other: Bounds) -> Option<bool> {
        let (a, b) = (self, other);
        match how {
            Comparison::Ge => decided(a.low >= b.high, a.high < b.low),
            Comparison::Gt => decided(a.low > b.high, a.high <= b.low),
            Comparison::Le => b.compare(Comparison::Ge, a),
            Comparison::Lt => b.compare(Comparison::Gt, a),
            Comparison::Eq => decided(a.is_exact() && a == b, a.high < b.low || b.high < a.low),
            Comparison::Ne => a.compare(Comparison::Eq, b).map(|equal| !equal),
        }
    }

    /// From the ends of an operation, each already rounded; one that passed the limit is open.
    fn of_ends(low: Option<i64>, high: Option<i64>) -> Bounds {
        Bounds { low: low.unwrap_or(Self::OPEN_LOW), high: high.unwrap_or(Self::OPEN_HIGH) }
    }

    /// `a + b`.
    pub fn plus(self, other: Bounds) -> Bounds {
        let add = |a: Option<Decimal>, b: Option<Decimal>| Some(a?.plus(b?)?.micros());
        Bounds::of_ends(add(self.low(), other.low()), add(self.high(), other.high()))
    }

    /// `-a`.
    pub fn negated(self) -> Bounds {
        let flip = |end: Option<Decimal>| end.map(|d| d.negated().micros());
        Bounds::of_ends(flip(self.high()), flip(self.low()))
    }

    /// `a - b`.
    pub fn minus(self, other: Bounds) -> Bounds {
        self.plus(other.negated())
    }

    /// `a * b`. Nothing times whatever is nothing, also where the other has no bound.
    pub fn times(self, other: Bounds) -> Bounds {
        let products = [
            end_product(self.low, other.low),
            end_product(self.low, other.high),
            end_product(self.high, other.low),
            end_product(self.high, other.high),
        ];
        let low = products.iter().copied().min().unwrap_or(Self::OPEN_LOW);
        let high = products.iter().copied().max().unwrap_or(Self::OPEN_HIGH);
        // A product beyond the limit says only on which side it lies, which as the wrong end says nothing.
        Bounds {
            low: if low == Self::OPEN_HIGH { Self::OPEN_LOW } else { low },
            high: if high == Self::OPEN_LOW { Self::OPEN_HIGH } else { high },
        }
    }

    /// `a / b`; unknown where b may be zero.
    pub fn over(self, other: Bounds) -> Bounds {
        if other.low <= 0 && other.high >= 0 {
            return Bounds::UNKNOWN;
        }
        if other.high < 0 {
            return self.negated().over(other.negated());
        }
        // The divisor is positive. A quotient's end is found with the nearer or the farther end of the divisor;
        // by one without bound, everything comes down to zero.
        let quotient = |a: Option<Decimal>, b: Option<Decimal>| match (a, b) {
            (Some(a), Some(b)) => a.over(b).map(Decimal::micros),
            (Some(_), None) => Some(0),
            (None, _) => None,
        };
        let low = if self.low >= 0 { quotient(self.low(), other.high()) } else { quotient(self.low(), other.low()) };
        let high =
            if self.high >= 0 { quotient(self.high(), other.low()) } else { quotient(self.high(), other.high()) };
        Bounds::of_ends(low, high)
    }

    /// The smaller of two.
    pub fn min(self, other: Bounds) -> Bounds {
        Bounds { low: self.low.min(other.low), high: self.high.min(other.high) }
    }

    /// The larger of two.
    pub fn max(self, other: Bounds) -> Bounds {
        Bounds { low: self.low.max(other.low), high: self.high.max(other.high) }
    }

    /// `|a|`.
    pub fn magnitude(self) -> Bounds {
        let negated = self.negated();
        if self.low >= 0 {
            self
        } else if self.high <= 0 {
            negated
        } else {
            Bounds { low: 0, high: self.high.max(negated.high) }
        }
    }
}

/// True, false or not known, from the two ways a question can be settled.
fn decided(surely: bool, surely_not: bool) -> Option<bool> {
    if surely {
        Some(true)
    } else if surely_not {
        Some(false)
    } else {
        None
    }
}

/// The product of two ends; the open ends and what passes the limit come out as the open end on their side.
fn end_product(a: i64, b: i64) -> i64 {
    if a == 0 || b == 0 {
        return 0;
    }
    let open = |end: i64| end == Bounds::OPEN_LOW || end == Bounds::OPEN_HIGH;
    let side = if (a < 0) == (b < 0) { Bounds::OPEN_HIGH } else { Bounds::OPEN_LOW };
    if open(a) || open(b) {
        return side;
    }
    match (Decimal::from_micros(a), Decimal::from_micros(b)) {
        (Some(a), Some(b)) => a.times(b).map_or(side, Decimal::micros),
        _ => side,
    }
}

impl fmt::Display for Bounds {
    /// `1.1`, `1.05~1.1`, `1.05~`, `~1.1`, and nothing for an unknown number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low(), self.high()) {
            (None, None) => Ok(()),
            (Some(low), Some(high)) if low == high => write!(f, "{low}"),
            (Some(low), Some(high)) => write!(f, "{low}~{high}"),
            (Some(low), None) => write!(f, "{low}~"),
            (None, Some(high)) => write!(f, "~{high}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn b(text: &str) -> Bounds {
        let end = |t: &str| (!t.is_empty()).then(|| Decimal::parse(t).unwrap());
        match text.split_once('~') {
            Some((low, high)) => Bounds::between(end(low), end(high)),
            None => Bounds::exact(Decimal::parse(text).unwrap()),
        }
    }

    #[test]
    fn a_comparison_is_decided_only_where_every_value_says_the_same() {
        let width = b("1.05~1.10");
        assert_eq!(width.compare(Comparison::Ge, b("1.00")), Some(true));
        assert_eq!(width.compare(Comparison::Ge, b("1.05")), Some(true));
        assert_eq!(width.compare(Comparison::Ge, b("1.08")), None);
        assert_eq!(width.compare(Comparison::Ge, b("1.20")), Some(false));
        assert_eq!(width.compare(Comparison::Eq, b("1.2")), Some(false));
        assert_eq!(width.compare(Comparison::Eq, b("1.1")), None);
        assert_eq!(b("1.1").compare(Comparison::Ne, b("1.1")), Some(false));
        for how in [Comparison::Eq, Comparison::Ne, Comparison::Lt, Comparison::Le, Comparison::Gt, Comparison::Ge] {
            assert_eq!(Bounds::UNKNOWN.compare(how, b("1")), None);
            assert_eq!(Bounds::UNKNOWN.compare(how, Bounds::UNKNOWN), None);
        }
    }

    #[test]
    fn arithmetic_keeps_every_possible_value() {
        assert_eq!(b("1~2").minus(b("1~2")), b("-1~1"));
        assert_eq!(b("-1~2").times(b("3~4")), b("-4~8"));
        assert_eq!(b("0").times(Bounds::UNKNOWN), b("0"));
        assert_eq!(b("1~").times(b("-2~-1")), b("~-1"));
        assert_eq!(b("1~2").over(b("4~")), b("0~0.5"));
        assert_eq!(b("1~2").over(b("-1~1")), Bounds::UNKNOWN);
        assert_eq!(b("1~2").over(b("-2~-1")), b("-2~-0.5"));
        assert_eq!(b("1").over(b("0")), Bounds::UNKNOWN);
        assert_eq!(b("-3~1").magnitude(), b("0~3"));
        assert_eq!(b("~1").magnitude(), b("0~"));
        assert_eq!(b("1~3").min(b("2~")), b("1~3"));
    }

    #[test]
    fn what_passes_the_limit_is_unknown() {
        let large = b("1000000");
        assert_eq!(large.times(large), Bounds::UNKNOWN);
        assert_eq!(large.times(large.negated()), Bounds::UNKNOWN);
        assert_eq!(b("1~1000000").times(large), b("1000000~"));
        assert_eq!(b("1000000000").plus(b("1")), Bounds::UNKNOWN);
    }

    #[test]
    fn shown_as_the_outputs_show_it() {
        for text in ["1.1", "1.05~1.1", "1.05~", "~1.1"] {
            assert_eq!(b(text).to_string(), text);
        }
        assert_eq!(Bounds::UNKNOWN.to_string(), "");
    }
}
