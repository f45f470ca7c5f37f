//! The units of measure that people write, in one list: a new one is one line here.
//!
//! A unit turns a written number into its base unit by an exact ratio. Full-width forms (`ｍ`, `㎜`, `㎡`) are
//! not listed: callers fold text by NFKC first, which makes them `m`, `mm`, `m2`.

use super::{Decimal, Dimension};

/// A unit of measure: its usual symbol, the other ways to write it, and its size in the base unit.
#[derive(Debug, PartialEq, Eq)]
pub struct Unit {
    /// How it is shown.
    pub symbol: &'static str,
    /// Other spellings, after NFKC and in lower case.
    pub names: &'static [&'static str],
    /// What it measures.
    pub dimension: Dimension,
    /// One of it is `ratio.0 / ratio.1` base units.
    pub ratio: (i64, i64),
}

const fn unit(symbol: &'static str, names: &'static [&'static str], dimension: Dimension, ratio: (i64, i64)) -> Unit {
    Unit { symbol, names, dimension, ratio }
}

/// All units of measure. The first of a dimension is its base unit.
pub static UNITS: &[Unit] = &[
    unit("m", &["米", "公尺"], Dimension::LENGTH, (1, 1)),
    unit("dm", &["分米"], Dimension::LENGTH, (1, 10)),
    unit("cm", &["厘米", "公分"], Dimension::LENGTH, (1, 100)),
    unit("mm", &["毫米"], Dimension::LENGTH, (1, 1000)),
    unit("km", &["千米", "公里"], Dimension::LENGTH, (1000, 1)),
    unit("m2", &["m²", "平方米", "平米", "平方"], Dimension::AREA, (1, 1)),
    unit("cm2", &["cm²", "平方厘米"], Dimension::AREA, (1, 10_000)),
    unit("元", &["圆", "块"], Dimension::MONEY, (1, 1)),
    unit("千元", &[], Dimension::MONEY, (1000, 1)),
    unit("万元", &["万"], Dimension::MONEY, (10_000, 1)),
    unit("亿元", &["亿"], Dimension::MONEY, (100_000_000, 1)),
    unit("%", &["百分比"], Dimension::Number, (1, 100)),
    unit("‰", &["千分比"], Dimension::Number, (1, 1000)),
    unit("层", &["楼", "f"], Dimension::Count, (1, 1)),
    unit("户", &[], Dimension::Count, (1, 1)),
    unit("人", &[], Dimension::Count, (1, 1)),
    unit("个", &["只", "处", "根", "条", "台", "间", "口", "座"], Dimension::Count, (1, 1)),
    unit("株", &["棵"], Dimension::Count, (1, 1)),
    unit("辆", &[], Dimension::Count, (1, 1)),
    unit("栋", &["幢"], Dimension::Count, (1, 1)),
    unit("年", &[], Dimension::Year, (1, 1)),
];

/// The unit of that name or symbol; Latin letters in either case.
pub fn unit_named(name: &str) -> Option<&'static Unit> {
    let lower = name.to_lowercase();
    UNITS.iter().find(|unit| unit.symbol == lower || unit.names.contains(&lower.as_str()))
}

impl Unit {
    /// A written plain number in this unit, as base units.
    pub fn read(&self, number: &str) -> Option<Decimal> {
        Decimal::parse_scaled(number, self.ratio.0, self.ratio.1)
    }

    /// A stored number in this unit, as base units.
    pub fn read_f64(&self, number: f64) -> Option<Decimal> {
        Decimal::from_f64_scaled(number, self.ratio.0, self.ratio.1)
    }

    /// A number of base units, in this unit.
    pub fn from_base(&self, value: Decimal) -> Option<Decimal> {
        value.divided_by_ratio(self.ratio.0, self.ratio.1)
    }
}

/// Reads `1.10 m`, `1100mm`, `28 万元`, `40%`, `5`: a plain number and at most one unit of measure.
/// Gives the number in base units and the unit, `None` for it where the number is bare.
pub fn read_quantity(text: &str) -> Option<(Decimal, Option<&'static Unit>)> {
    let text = text.trim();
    let split = text
        .char_indices()
        .find(|&(at, c)| !(c.is_ascii_digit() || c == '.' || (at == 0 && (c == '-' || c == '+'))))
        .map_or(text.len(), |(at, _)| at);
    let (number, name) = (&text[..split], text[split..].trim());
    if name.is_empty() {
        return Some((Decimal::parse(number)?, None));
    }
    let unit = unit_named(name)?;
    Some((unit.read(number)?, Some(unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_as_rules_write_them() {
        let read = |text| read_quantity(text).map(|(d, u)| (d.to_string(), u.map(|u| u.dimension)));
        let some = |n: &str, d| Some((n.to_string(), d));
        assert_eq!(read("1.10 m"), some("1.1", Some(Dimension::LENGTH)));
        assert_eq!(read("1100mm"), some("1.1", Some(Dimension::LENGTH)));
        assert_eq!(read("110 厘米"), some("1.1", Some(Dimension::LENGTH)));
        assert_eq!(read("12 m2"), some("12", Some(Dimension::AREA)));
        assert_eq!(read("28 万元"), some("280000", Some(Dimension::MONEY)));
        assert_eq!(read("40%"), some("0.4", Some(Dimension::Number)));
        assert_eq!(read("5 层"), some("5", Some(Dimension::Count)));
        assert_eq!(read("-3"), some("-3", None));
        assert_eq!(read("1.1 furlong"), None);
        assert_eq!(read("m"), None);
        assert_eq!(read("1 2 m"), None);
    }

    #[test]
    fn no_two_units_share_a_name() {
        let mut names: Vec<_> = UNITS.iter().flat_map(|u| [&[u.symbol], u.names].concat()).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
