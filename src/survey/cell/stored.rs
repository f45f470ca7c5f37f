//! What spreadsheets store in a cell besides text: numbers, percentages, days.
//!
//! What always holds: the stored value counts, not the way it is shown; a day where none belongs is doubted, with what
//! was likely typed. Deliberately absent: text (`mod.rs`), which serial is which day (`calendar.rs`).

use super::calendar::{Span, compact_day, day_number, day_of_serial, months, whole_month, whole_year};
use super::measure::bare_unit;
use super::reading::Doubt;
use super::{Asked, Said, show_number};
use crate::quantity::{Bounds, Decimal, Dimension, Unit};
use crate::rules::Value;
use crate::rules::dictionary::Kind;
use crate::text;
use jiff::civil::Date;

impl Asked<'_> {
    pub(super) fn read_number(&self, number: f64) -> Result<Said, Box<Doubt>> {
        match &self.field.kind {
            Kind::Number(Dimension::Year) => self.read_year_number(number),
            Kind::Number(Dimension::Date) => {
                let bounds = self.days_of_number(number).ok_or_else(|| self.unreadable())?;
                self.years_or_days(Span { bounds, about: false, century_supplied: false })
            }
            Kind::Number(_) | Kind::Percent => {
                let unit = bare_unit(self.field, self.header_unit).map_err(|why| self.unmeasured(why))?;
                let read = |unit: Option<&'static Unit>| {
                    let value = match unit {
                        Some(unit) => unit.read_f64(number),
                        None => Decimal::from_f64(number),
                    };
                    value.map(Bounds::exact)
                };
                let bounds =
                    read(unit).ok_or_else(|| self.likelier(None, false, read).unwrap_or_else(|| self.unreadable()))?;
                self.doubt_fraction(bounds)?;
                self.check(bounds, false, read)?;
                Ok(Said::value(Value::Number(bounds)))
            }
            Kind::Choice(_) | Kind::Several(_) | Kind::Flag | Kind::Text => self.read_text(self.written),
        }
    }

    fn read_year_number(&self, number: f64) -> Result<Said, Box<Doubt>> {
        if !(1000.0..10_000.0).contains(&number) {
            // 31778 is 1987-01-01 without its date format; 87 has no century.
            let day = day_of_serial(number, self.epoch_1904).filter(|_| number >= 10_000.0);
            let suggestion =
                day.map(|day| text!("如果是日期 {day}，请填年份", "if it is the day {day}, give the year"));
            return Err(Doubt::unreadable(self.written, self.field, suggestion));
        }
        let year = Decimal::from_int(number.trunc() as i64).ok_or_else(|| self.unreadable())?;
        self.check(Bounds::exact(year), false, |_| None)?;
        Ok(Said::value(Value::Number(Bounds::exact(year))))
    }

    /// A bare number in a column of days: a serial without its format, `20210601`, a year, or a year and month.
    fn days_of_number(&self, number: f64) -> Option<Bounds> {
        let whole = number.fract() == 0.0;
        if (1900.0..2101.0).contains(&number) {
            let year = number.trunc() as i16;
            if whole {
                return whole_year(year);
            }
            let hundredths = (number.fract() * 100.0).round() as u32;
            return match hundredths {
                // 2021.10 is stored as 2021.1.
                10 => months(year, 1, 10),
                20..=90 if hundredths.is_multiple_of(10) => whole_month(year, hundredths / 10),
                11 | 12 => whole_month(year, hundredths),
                1..=9 => whole_month(year, hundredths),
                _ => None,
            };
        }
        if whole && (19_000_101.0..21_010_101.0).contains(&number) {
            return compact_day(number as u32);
        }
        // Serials below 10000 are before 1928: rather a mistake than a day of a survey.
        let day = day_of_serial(number, self.epoch_1904).filter(|_| number >= 10_000.0)?;
        Some(Bounds::exact(day_number(day)?))
    }

    pub(super) fn read_percent(&self, share: f64) -> Result<Said, Box<Doubt>> {
        match &self.field.kind {
            Kind::Percent | Kind::Number(Dimension::Number) => {
                let value = Decimal::from_f64(share).ok_or_else(|| self.unreadable())?;
                self.check(Bounds::exact(value), true, |_| None)?;
                Ok(Said::value(Value::Number(Bounds::exact(value))))
            }
            Kind::Number(_) => Err(Doubt::wrong_unit(self.written, self.field, "%")),
            Kind::Choice(_) | Kind::Several(_) | Kind::Flag | Kind::Text => self.read_text(self.written),
        }
    }

    /// A day, and the serial that is stored, where one is.
    pub(super) fn read_day(&self, day: Date, serial: Option<f64>) -> Result<Said, Box<Doubt>> {
        let month_and_day = format!("{}-{}", day.month(), day.day());
        match &self.field.kind {
            Kind::Number(Dimension::Date) => {
                let value = day_number(day).ok_or_else(|| self.unreadable())?;
                self.check(Bounds::exact(value), false, |_| None)?;
                Ok(Said::value(Value::Number(Bounds::exact(value))))
            }
            Kind::Number(Dimension::Year) => {
                // A year typed into a cell with a date format: 1987 shows as a day in 1905.
                if let Some(serial) = serial.filter(|serial| (1900.0..2101.0).contains(serial)) {
                    return Err(Doubt::a_date(self.written, self.field, Some(&show_number(serial))));
                }
                let year = Decimal::from_int(i64::from(day.year())).ok_or_else(|| self.unreadable())?;
                self.check(Bounds::exact(year), false, |_| None)?;
                Ok(Said::value(Value::Number(Bounds::exact(year))))
            }
            Kind::Text if !self.field.key => self.read_text(&day.to_string()),
            _ => Err(Doubt::a_date(self.written, self.field, Some(&month_and_day))),
        }
    }
}
