//! What kind of number a number is, and what comes of multiplying two of them.
//!
//! Lengths, areas and money are kept as powers of metre and yuan. Counts, years and dates have no powers but
//! are kept apart, so that storeys and years do not add; each of the first two compares with a bare number.

use crate::lang::Text;
use crate::text;

/// The dimension of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// A plain number or a percentage.
    Number,
    /// How many: storeys, households, pipes.
    Count,
    /// A calendar year.
    Year,
    /// A day, held as days since 1970-01-01; compared only.
    Date,
    /// A product of powers of metre and yuan, at least one of them not zero.
    Powers {
        /// Power of the metre.
        length: i8,
        /// Power of the yuan.
        money: i8,
    },
}

impl Dimension {
    /// m
    pub const LENGTH: Dimension = Dimension::Powers { length: 1, money: 0 };
    /// m²
    pub const AREA: Dimension = Dimension::Powers { length: 2, money: 0 };
    /// 元
    pub const MONEY: Dimension = Dimension::Powers { length: 0, money: 1 };

    fn powers(self) -> (i8, i8) {
        match self {
            Dimension::Powers { length, money } => (length, money),
            _ => (0, 0),
        }
    }

    fn from_powers(length: i8, money: i8) -> Dimension {
        if (length, money) == (0, 0) { Dimension::Number } else { Dimension::Powers { length, money } }
    }

    /// Whether a number of this dimension may stand where one of the other is wanted: in a comparison or sum.
    /// A bare number stands beside counts and years.
    pub fn meets(self, other: Dimension) -> bool {
        use Dimension::*;
        self == other || matches!((self, other), (Number, Count | Year) | (Count | Year, Number))
    }

    /// The dimension of a sum or difference, `None` where the two do not add. Years less years are a number;
    /// dates are compared only.
    pub fn sum(self, other: Dimension, difference: bool) -> Option<Dimension> {
        use Dimension::*;
        match (self, other) {
            (Date, _) | (_, Date) => None,
            (Year, Year) => difference.then_some(Number),
            (Year, Number | Count) => Some(Year),
            (Number | Count, Year) => (!difference).then_some(Year),
            (Count, Number) | (Number, Count) => Some(Count),
            (a, b) => (a == b).then_some(a),
        }
    }

    /// The dimension of a product: a count times anything else is that (storeys × storey height is a length).
    pub fn product(self, other: Dimension) -> Option<Dimension> {
        use Dimension::*;
        match (self, other) {
            (Date, _) | (_, Date) => None,
            (Count, Count | Number) | (Number, Count) => Some(Count),
            (a, b) => {
                let ((l1, m1), (l2, m2)) = (a.powers(), b.powers());
                Some(Dimension::from_powers(l1.checked_add(l2)?, m1.checked_add(m2)?))
            }
        }
    }

    /// The dimension of a quotient: like by like is a number.
    pub fn quotient(self, other: Dimension) -> Option<Dimension> {
        use Dimension::*;
        match (self, other) {
            (Date, _) | (_, Date) => None,
            (a, b) => {
                let ((l1, m1), (l2, m2)) = (a.powers(), b.powers());
                Some(Dimension::from_powers(l1.checked_sub(l2)?, m1.checked_sub(m2)?))
            }
        }
    }

    /// Its name in messages: `长度` / `a length`.
    pub fn name(self) -> Text {
        match self {
            Dimension::Number => text!("数", "a number"),
            Dimension::Count => text!("个数", "a count"),
            Dimension::Year => text!("年份", "a year"),
            Dimension::Date => text!("日期", "a date"),
            Dimension::LENGTH => text!("长度", "a length"),
            Dimension::AREA => text!("面积", "an area"),
            Dimension::MONEY => text!("金额", "an amount of money"),
            Dimension::Powers { .. } => {
                let symbol = self.symbol();
                text!("以 {symbol} 计的量", "a quantity in {symbol}")
            }
        }
    }

    /// The symbol of its base unit, empty where there is none: `m`, `m²`, `元`, `元/m`.
    pub fn symbol(self) -> String {
        let (length, money) = self.powers();
        let power = |name: &str, n: i8| match n {
            0 => String::new(),
            1 => name.to_string(),
            2 => format!("{name}²"),
            3 => format!("{name}³"),
            n => format!("{name}^{n}"),
        };
        match (length, money) {
            (l, m) if l < 0 && m > 0 => format!("{}/{}", power("元", m), power("m", -l)),
            (l, m) if m < 0 && l > 0 => format!("{}/{}", power("m", l), power("元", -m)),
            (l, m) if l < 0 || m < 0 => format!("1/{}{}", power("元", -m), power("m", -l)),
            (l, m) => format!("{}{}", power("元", m), power("m", l)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_adds_multiplies_and_divides() {
        use Dimension as D;
        assert_eq!(D::LENGTH.product(D::LENGTH), Some(D::AREA));
        assert_eq!(D::AREA.quotient(D::LENGTH), Some(D::LENGTH));
        assert_eq!(D::LENGTH.quotient(D::LENGTH), Some(D::Number));
        assert_eq!(D::Count.quotient(D::Count), Some(D::Number));
        assert_eq!(D::Count.product(D::LENGTH), Some(D::LENGTH));
        assert_eq!(D::MONEY.product(D::Count), Some(D::MONEY));
        assert_eq!(D::LENGTH.sum(D::Count, false), None);
        assert_eq!(D::LENGTH.sum(D::Number, false), None);
        assert_eq!(D::Year.sum(D::Year, true), Some(D::Number));
        assert_eq!(D::Year.sum(D::Year, false), None);
        assert_eq!(D::Date.sum(D::Number, false), None);
        assert!(D::Count.meets(D::Number) && !D::Count.meets(D::Year) && !D::LENGTH.meets(D::Number));
    }

    #[test]
    fn symbols() {
        assert_eq!(Dimension::AREA.symbol(), "m²");
        assert_eq!(Dimension::MONEY.quotient(Dimension::LENGTH).unwrap().symbol(), "元/m");
        assert_eq!(Dimension::Number.quotient(Dimension::LENGTH).unwrap().symbol(), "1/m");
    }
}
