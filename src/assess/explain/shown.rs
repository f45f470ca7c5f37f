//! How numbers and values are shown to people: in the unit of measure they are surveyed in, metres with two
//! decimals at least, percentages and dates as such.
//!
//! What always holds: nothing is rounded for show; what is shown is what was compared. Deliberately absent: what
//! programs read (base units, choice ids), and whole sentences.

use crate::lang::{Lang, Text};
use crate::quantity::{Bounds, Decimal, Dimension, Unit};
use crate::rules::{Choice, Field, Kind, Value, as_toml};
use crate::survey::Origin;
use crate::text;

/// How numbers of one field, or of what is compared with it, are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// What kind of number
    pub dimension: Dimension,
    /// In which unit of measure; `None`: the base unit
    pub unit: Option<&'static Unit>,
    /// Whether in hundredths with `%`
    pub percent: bool,
}

impl Measure {
    /// The base unit of a dimension.
    pub fn base(dimension: Dimension) -> Measure {
        Measure { dimension, unit: None, percent: false }
    }

    /// As a number field is surveyed.
    pub fn of_field(field: &Field) -> Option<Measure> {
        let dimension = field.kind.dimension()?;
        let percent = field.kind == Kind::Percent;
        Some(Measure { dimension, unit: field.unit.filter(|unit| unit.dimension == dimension), percent })
    }

    /// A number: `1.10 m`, `150 mm`, `40%`, `2001`, `2021-05-12`.
    pub fn show(&self, value: Decimal) -> String {
        match self.dimension {
            Dimension::Date => date(value),
            Dimension::Year => value.to_string(),
            _ => self.with_symbol(self.digits(value)),
        }
    }

    /// A difference of two such numbers: `0.05 m`, `3 年`, `30 天`.
    pub fn show_difference(&self, value: Decimal, lang: Lang) -> String {
        match self.dimension {
            Dimension::Date => format!("{value} {}", lang.pick("天", "days")),
            Dimension::Year => format!("{value} {}", lang.pick("年", "years")),
            Dimension::Number if self.percent => {
                format!("{} {}", self.digits(value), lang.pick("个百分点", "percentage points"))
            }
            _ => self.show(value),
        }
    }

    /// A difference within bounds: `0.05~0.10 m`, `12~21 年`, `30 天 以上`.
    pub fn show_difference_bounds(&self, bounds: Bounds, lang: Lang) -> String {
        let digits = |value: Decimal| match self.dimension {
            Dimension::Date => value.to_string(),
            _ => self.digits(value),
        };
        match (bounds.low(), bounds.high()) {
            (None, None) => unknown(lang).to_string(),
            (Some(low), Some(high)) if low != high => {
                format!("{}~{}", digits(low), self.show_difference(high, lang))
            }
            (Some(low), Some(_)) => self.show_difference(low, lang),
            (Some(low), None) => {
                let low = self.show_difference(low, lang);
                lang.pick(format!("{low} 以上"), format!("{low} or more"))
            }
            (None, Some(high)) => {
                let high = self.show_difference(high, lang);
                lang.pick(format!("{high} 以下"), format!("{high} or less"))
            }
        }
    }

    /// A number within bounds: `1.05~1.10 m`, `1.05 m 以上`, `未知`.
    pub fn show_bounds(&self, bounds: Bounds, lang: Lang) -> String {
        match (bounds.low(), bounds.high()) {
            (None, None) => unknown(lang).to_string(),
            (Some(low), Some(high)) if low == high => self.show(low),
            (Some(low), Some(high)) if self.dimension == Dimension::Date => {
                format!("{}~{}", self.show(low), self.show(high))
            }
            (Some(low), Some(high)) => format!("{}~{}", self.digits(low), self.show(high)),
            (Some(low), None) => {
                let low = self.show(low);
                lang.pick(format!("{low} 以上"), format!("{low} or more"))
            }
            (None, Some(high)) => {
                let high = self.show(high);
                lang.pick(format!("{high} 以下"), format!("{high} or less"))
            }
        }
    }

    /// A number within bounds as a cell of a table has it, whose header says the unit of measure: `1.05~1.10`, `1.05~`,
    /// `~1.10`; empty where it is not known.
    pub fn show_bare(&self, bounds: Bounds) -> String {
        let digits = |end: Decimal| if self.dimension == Dimension::Date { date(end) } else { self.digits(end) };
        match (bounds.low(), bounds.high()) {
            (None, None) => String::new(),
            (Some(low), Some(high)) if low == high => digits(low),
            (low, high) => format!("{}~{}", low.map_or(String::new(), digits), high.map_or(String::new(), digits)),
        }
    }

    /// A number of base units as a number of this unit of measure; hundredths where it is shown with `%`.
    pub fn in_unit(&self, value: Decimal) -> Decimal {
        if self.percent {
            return value.divided_by_ratio(1, 100).unwrap_or(value);
        }
        self.unit.and_then(|unit| unit.from_base(value)).unwrap_or(value)
    }

    /// How many decimals are always shown: two of metres.
    pub fn places(&self) -> usize {
        let metres = match self.unit {
            _ if self.percent => false,
            Some(unit) => unit.symbol == "m",
            None => self.dimension == Dimension::LENGTH,
        };
        if metres { 2 } else { 0 }
    }

    /// The symbol of the unit of measure: `m`, `m²`, `%`; empty where there is none.
    pub fn symbol(&self) -> String {
        match self.unit {
            _ if self.percent => "%".into(),
            Some(unit) => unit.symbol.replace("m2", "m²"),
            None => self.dimension.symbol(),
        }
    }

    fn digits(&self, value: Decimal) -> String {
        self.in_unit(value).with_places(self.places())
    }

    fn with_symbol(&self, digits: String) -> String {
        let symbol = self.symbol();
        match symbol.as_str() {
            "" => digits,
            "%" | "‰" => format!("{digits}{symbol}"),
            _ => format!("{digits} {symbol}"),
        }
    }
}

/// A day, from days since 1970-01-01; a number that is no day stays a number.
fn date(days: Decimal) -> String {
    let whole = days.micros() / 1_000_000;
    let day = jiff::Span::new().try_days(whole).and_then(|span| jiff::civil::date(1970, 1, 1).checked_add(span));
    day.map_or_else(|_| days.to_string(), |day| day.to_string())
}

/// `未知`
pub fn unknown(lang: Lang) -> &'static str {
    lang.pick("未知", "unknown")
}

/// Yes or no.
pub fn flag(value: bool) -> Text {
    if value { text!("是", "yes") } else { text!("否", "no") }
}

/// A choice by its place: its first spelling, its id in English.
pub fn choice(choices: &[Choice], choice: u16, lang: Lang) -> String {
    choices
        .get(usize::from(choice))
        .map_or_else(String::new, |choice| lang.pick(choice.shown(), &choice.id).to_string())
}

/// A field's value. Foreign text is shown as it was written.
pub fn value(field: &Field, value: &Value, origin: Option<&Origin>, lang: Lang) -> String {
    let choices = field.kind.choices().unwrap_or_default();
    let named = |set: u64| {
        let names: Vec<String> =
            (0u16..64).filter(|&bit| set >> bit & 1 == 1).map(|bit| choice(choices, bit, lang)).collect();
        names.join(lang.pick("、", ", "))
    };
    match value {
        Value::Unknown => unknown(lang).to_string(),
        Value::Number(bounds) => {
            Measure::of_field(field).map_or_else(|| bounds.to_string(), |measure| measure.show_bounds(*bounds, lang))
        }
        Value::Choice(place) => choice(choices, *place, lang),
        Value::Foreign => match origin {
            Some(origin) => format!("“{}”", origin.written),
            None => lang.pick("字典之外的写法", "none of the known choices").to_string(),
        },
        Value::Several { must: 0, may: 0 } => lang.pick("无", "none").to_string(),
        Value::Several { must, may } if must == may => named(*must),
        Value::Several { must, may } => {
            let possibly = named(may & !must);
            match must {
                0 => lang.pick(format!("可能有{possibly}"), format!("possibly {possibly}")),
                _ => {
                    let surely = named(*must);
                    lang.pick(format!("{surely}，可能还有{possibly}"), format!("{surely}, possibly {possibly}"))
                }
            }
        }
        Value::Flag(value) => flag(*value).get(lang).to_string(),
        Value::Text(text) => text.to_string(),
    }
}

/// A value as the tests of a rules file give it: `"1.05 m"`, `4`, `"brick"`, `["tree"]`; `None` where it is not exact.
pub fn in_rules(field: &Field, value: &Value) -> Option<String> {
    let id = |at: usize| Some(as_toml(&field.kind.choices()?.get(at)?.id));
    match value {
        Value::Number(bounds) => {
            let shown = Measure::of_field(field)?.show(bounds.value()?);
            Some(if Decimal::parse(&shown).is_some() { shown } else { as_toml(&shown) })
        }
        Value::Flag(flag) => Some(flag.to_string()),
        Value::Choice(choice) => id(usize::from(*choice)),
        Value::Several { must, .. } => {
            let chosen = (0..64).filter(|at| must >> at & 1 == 1).filter_map(id);
            Some(format!("[{}]", chosen.collect::<Vec<_>>().join(", ")))
        }
        Value::Text(text) => Some(as_toml(text)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::unit_named;

    fn d(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn numbers_are_shown_in_the_unit_they_are_surveyed_in() {
        let metres = Measure::base(Dimension::LENGTH);
        assert_eq!(metres.show(d("1.1")), "1.10 m");
        assert_eq!(metres.show(d("1.125")), "1.125 m");
        assert_eq!(Measure { unit: unit_named("mm"), ..metres }.show(d("0.15")), "150 mm");
        assert_eq!(Measure { unit: unit_named("m"), ..metres }.show(d("3")), "3.00 m");
        assert_eq!(Measure::base(Dimension::AREA).show(d("12.5")), "12.5 m²");
        assert_eq!(Measure::base(Dimension::Count).show(d("6")), "6");
        assert_eq!(Measure { percent: true, ..Measure::base(Dimension::Number) }.show(d("0.4")), "40%");
        assert_eq!(Measure::base(Dimension::Date).show(d("18759")), "2021-05-12");
        assert_eq!(Measure::base(Dimension::Year).show_difference(d("3"), Lang::Zh), "3 年");
        let some = Bounds::between(Some(d("12")), Some(d("21")));
        assert_eq!(Measure::base(Dimension::Year).show_difference_bounds(some, Lang::Zh), "12~21 年");
        assert_eq!(Measure::base(Dimension::Date).show_difference_bounds(some, Lang::Zh), "12~21 天");
    }

    #[test]
    fn bounds_say_their_unit_once() {
        let metres = Measure::base(Dimension::LENGTH);
        let between = |low: &str, high: &str| {
            let end = |text: &str| (!text.is_empty()).then(|| d(text));
            metres.show_bounds(Bounds::between(end(low), end(high)), Lang::Zh)
        };
        assert_eq!(between("1.05", "1.1"), "1.05~1.10 m");
        assert_eq!(between("1.05", ""), "1.05 m 以上");
        assert_eq!(between("", "1.1"), "1.10 m 以下");
        assert_eq!(between("", ""), "未知");
        let millimetres = Measure { unit: unit_named("mm"), ..metres };
        assert_eq!(millimetres.show_bare(Bounds::between(Some(d("1.05")), Some(d("1.1")))), "1050~1100");
        assert_eq!(millimetres.show_bare(Bounds::exact(d("1.05"))), "1050");
        assert_eq!(metres.show_bare(Bounds::between(Some(d("1.05")), None)), "1.05~");
        assert_eq!(metres.show_bare(Bounds::UNKNOWN), "");
    }
}
