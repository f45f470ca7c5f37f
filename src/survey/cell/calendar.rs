//! Years and days as people write them: `1987年`, `87年`, `八十年代`, `1985-1987`, `2021年6月`, `2021.6.1`, and the
//! serial numbers of spreadsheets.
//!
//! What always holds: a day is a number of days since 1970-01-01; a month or a year where a day is asked for is
//! bounds from its first day to its last. Deliberately absent: fields, plausibility (`cell.rs`).

use super::numeral::{leading_figures, leading_numeral};
use super::words::{ABOUT_AFTER, ABOUT_BEFORE, LEAST_BEFORE, MOST_BEFORE, strip_word};
use crate::quantity::{Bounds, Decimal};
use jiff::ToSpan;
use jiff::civil::Date;

/// Years or days that a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// From the first to the last
    pub bounds: Bounds,
    /// Whether it said "about"
    pub about: bool,
    /// Whether a century had to be supplied: `87年`
    pub century_supplied: bool,
}

/// Years, from folded text. `as_of` is the day of the run: `87年` is the latest such year not after it.
pub fn read_years(text: &str, as_of: Date) -> Option<Span> {
    let text = text.trim_end_matches(['。', ',', ';', '.']);
    // A number that some program wrote into a text file.
    let text = text.strip_suffix(".0").unwrap_or(text);
    let (text, mut about) = match strip_word(text, ABOUT_BEFORE) {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let (text, side) = match (strip_word(text, LEAST_BEFORE), strip_word(text, MOST_BEFORE)) {
        (Some(rest), _) => (rest, Some(Side::Least)),
        (_, Some(rest)) => (rest, Some(Side::Most)),
        _ => (text, None),
    };
    let (first, mut rest) = some_years(text, as_of)?;
    let mut years = first;
    if side.is_none()
        && let Some(after) = strip_word(rest, &["~", "~~", "-", "至", "到"])
        && let Some((second, after)) = second_years(after, first, as_of)
    {
        years =
            Years { high: second.high, century_supplied: first.century_supplied || second.century_supplied, ..first };
        // A range that runs backwards was meant otherwise.
        if years.low > years.high {
            return None;
        }
        rest = after;
    }
    if let Some(after) = strip_word(rest, ABOUT_AFTER) {
        (rest, about) = (after, true);
    }
    const BUILT: &[&str] = &[
        "建", "建成", "建造", "竣工", "交付", "初", "末", "底", "中", "初期", "中期", "末期", "前期", "后期", "春",
        "夏", "秋", "冬",
    ];
    let rest = strip_word(rest, BUILT).unwrap_or(rest);
    // `1990年内` is not before 1990, and what `2000年以上` is, nobody knows.
    let side = match (side, rest) {
        (_, "") => side,
        (None, "后" | "以后" | "之后" | "及以后" | "起") => Some(Side::Least),
        (None, "前" | "以前" | "之前" | "及以前") => Some(Side::Most),
        _ => return None,
    };
    // `30年前`, `约40年`, `20年左右` may be how old a building is.
    if first.century_supplied && first.low == first.high && (about || side.is_some()) {
        return None;
    }
    let end = |year: i16| Decimal::from_int(i64::from(year));
    let bounds = match side {
        None => Bounds::between(end(years.low), end(years.high)),
        Some(Side::Least) => Bounds::between(end(years.low), None),
        Some(Side::Most) => Bounds::between(None, end(years.high)),
    };
    Some(Span { bounds, about, century_supplied: years.century_supplied })
}

#[derive(Clone, Copy)]
enum Side {
    Least,
    Most,
}

#[derive(Clone, Copy)]
struct Years {
    low: i16,
    high: i16,
    century_supplied: bool,
}

/// One year or decade at the front of `text`, with a month and day that do not matter, and what follows.
fn some_years(text: &str, as_of: Date) -> Option<(Years, &str)> {
    let (text, century) =
        match strip_word(text, &["20世纪", "二十世纪", "上世纪", "上个世纪", "19世纪", "21世纪", "二十一世纪"])
        {
            // The century is needed only for its decades; which one "last century" is, the day of the run says.
            Some(rest) => {
                let named = text.get(..text.len() - rest.len())?;
                let century = match named {
                    "19世纪" => 1800,
                    "21世纪" | "二十一世纪" => 2000,
                    "上世纪" | "上个世纪" => as_of.year() / 100 * 100 - 100,
                    _ => 1900,
                };
                (rest, Some(century))
            }
            None => (text, None),
        };
    let (digits, rest) = figures(text)?;
    let number: i16 = digits.parse().ok()?;
    let decade = strip_word(rest, &["年代", "s"]);
    match (digits.len(), decade, century) {
        (2, Some(rest), century) if number % 10 == 0 => {
            let low = century.map_or_else(|| latest(number, as_of), |century| century + number);
            Some((Years { low, high: low + 9, century_supplied: century.is_none() }, rest))
        }
        (4, Some(rest), None) if number % 10 == 0 => {
            Some((Years { low: number, high: number + 9, century_supplied: false }, rest))
        }
        (4, None, None) if number >= 1000 => {
            let rest =
                rest.strip_prefix('年').map(|rest| after_month(rest, "月")).unwrap_or_else(|| after_month(rest, ""));
            Some((Years { low: number, high: number, century_supplied: false }, rest))
        }
        (2, None, None) => {
            let rest = after_month(rest.strip_prefix('年')?, "月");
            let year = latest(number, as_of);
            Some((Years { low: year, high: year, century_supplied: true }, rest))
        }
        _ => None,
    }
}

/// The second end of a range: `1985-1987`, `1985-87`, `85-87年` is not read.
fn second_years(text: &str, first: Years, as_of: Date) -> Option<(Years, &str)> {
    if let Some(found) = some_years(text, as_of) {
        return Some(found);
    }
    let (digits, rest) = figures(text)?;
    let year = first.low / 100 * 100 + digits.parse::<i16>().ok()?;
    (digits.len() == 2)
        .then_some((Years { low: year, high: year, century_supplied: true }, rest.trim_start_matches('年')))
}

/// The latest year that ends in these two figures and is not after the day of the run.
fn latest(two_figures: i16, as_of: Date) -> i16 {
    let year = as_of.year() / 100 * 100 + two_figures;
    if year > as_of.year() { year - 100 } else { year }
}

/// Arabic or Chinese figures at the front of `text`: `1987`, `一九八七`, `八十` (of 八十年代).
fn figures(text: &str) -> Option<(String, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if end > 0 {
        return (end <= 4)
            .then(|| (text.get(..end).unwrap_or_default().to_string(), text.get(end..).unwrap_or_default()));
    }
    // `二十年` is how long, not when.
    let decade = |(digits, rest): &(String, &str)| digits.len() == 2 && rest.starts_with("年代");
    leading_numeral(text).filter(decade).or_else(|| leading_figures(text))
}

/// What follows a month, and perhaps a day, behind a year: `6月1日`, `.6`, `-06-01`, `/6/1`.
fn after_month<'a>(text: &'a str, mark: &str) -> &'a str {
    let attempt = || -> Option<&'a str> {
        if mark.is_empty() {
            let separator = text.chars().next().filter(|c| matches!(c, '.' | '-' | '/'))?;
            let (month, rest) = small_number(text.strip_prefix(separator)?, 12)?;
            let day = rest.strip_prefix(separator).and_then(|rest| small_number(rest, 31));
            // `1985-12` has a month; `1985-1987` and `1985-0` have none.
            return (month > 0 && !rest.starts_with(|c: char| c.is_ascii_digit()))
                .then(|| day.map_or(rest, |(_, rest)| rest));
        }
        let (_, rest) = small_number(text, 12)?;
        let rest = strip_word(rest, &[mark, "月份"])?;
        let day = small_number(rest, 31).and_then(|(_, rest)| strip_word(rest, &["日", "号"]));
        Some(day.unwrap_or(rest))
    };
    attempt().unwrap_or(text)
}

fn small_number(text: &str, most: u32) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let (number, rest) = if digits.is_empty() {
        let (numeral, rest) = leading_numeral(text)?;
        (numeral.parse::<u32>().ok()?, rest)
    } else {
        (digits.parse::<u32>().ok().filter(|_| digits.len() <= 2)?, rest)
    };
    (number <= most).then_some((number, rest))
}

/// Days, from folded text: `2021-06-01`, `2021/6/1 10:30`, `20210601`, `2021年6月`, `2021.6`, `21年6月1日`.
pub fn read_days(text: &str, as_of: Date) -> Option<Span> {
    let text = text.trim_end_matches(['。', ',', ';', '.']);
    let (text, about) = match strip_word(text, ABOUT_BEFORE) {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    if text.len() == 8
        && let Ok(number) = text.parse::<u32>()
    {
        return Some(Span { bounds: compact_day(number)?, about, century_supplied: false });
    }
    let (digits, rest) = figures(text)?;
    let number: i16 = digits.parse().ok()?;
    let (year, century_supplied) = match digits.len() {
        4 if number >= 1000 => (number, false),
        2 if rest.starts_with('年') => (latest(number, as_of), true),
        _ => return None,
    };
    let bounds = match rest.strip_prefix('年') {
        Some("") => whole_year(year)?,
        Some(rest) => {
            let (month, rest) = small_number(rest, 12)?;
            match strip_word(rest, &["月", "月份"])? {
                "" => whole_month(year, month)?,
                rest => {
                    let (day, rest) = small_number(rest, 31)?;
                    let time = strip_word(rest, &["日", "号"])?;
                    is_time(time).then(|| one_day(year, month, day)).flatten()?
                }
            }
        }
        None if rest.is_empty() => whole_year(year)?,
        None => {
            let separator = rest.chars().next().filter(|c| matches!(c, '.' | '-' | '/'))?;
            let (month, rest) = small_number(rest.strip_prefix(separator)?, 12)?;
            match rest.strip_prefix(separator) {
                // A text file has 2021.1 for the number 2021.10 too.
                None if rest.is_empty() && text.ends_with(".1") => months(year, 1, 10)?,
                None if rest.is_empty() => whole_month(year, month)?,
                None => return None,
                Some(rest) => {
                    let (day, time) = small_number(rest, 31)?;
                    is_time(time).then(|| one_day(year, month, day)).flatten()?
                }
            }
        }
    };
    Some(Span { bounds, about, century_supplied })
}

/// Whether the rest of a date is nothing or a time of day, which is set aside.
fn is_time(text: &str) -> bool {
    let text = text.trim_start_matches(['t', ' ']);
    text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | 'z')) && (text.is_empty() || text.contains(':'))
}

/// `20210601`.
pub fn compact_day(number: u32) -> Option<Bounds> {
    one_day(i16::try_from(number / 10_000).ok().filter(|year| *year >= 1000)?, number / 100 % 100, number % 100)
}

/// From the first to the last day of a year.
pub fn whole_year(year: i16) -> Option<Bounds> {
    months(year, 1, 12)
}

/// From the first to the last day of a month.
pub fn whole_month(year: i16, month: u32) -> Option<Bounds> {
    months(year, month, month)
}

/// From the first day of one month to the last day of another.
pub fn months(year: i16, first: u32, last: u32) -> Option<Bounds> {
    let first = date(year, first, 1)?;
    let last = date(year, last, 1)?.last_of_month();
    Some(Bounds::between(Some(day_number(first)?), Some(day_number(last)?)))
}

fn one_day(year: i16, month: u32, day: u32) -> Option<Bounds> {
    Some(Bounds::exact(day_number(date(year, month, day)?)?))
}

fn date(year: i16, month: u32, day: u32) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

const DAY_ZERO: Date = Date::constant(1970, 1, 1);

/// A day as days since 1970-01-01.
pub fn day_number(day: Date) -> Option<Decimal> {
    Decimal::from_int(day.duration_since(DAY_ZERO).as_hours() / 24)
}

/// The day so many days after 1970-01-01.
pub fn day_of_number(number: Decimal) -> Option<Date> {
    DAY_ZERO.checked_add((number.micros() / 1_000_000).days()).ok()
}

/// The day of a spreadsheet's serial number; `None` for a mere time of day and for what is no date.
pub fn day_of_serial(serial: f64, epoch_1904: bool) -> Option<Date> {
    // 9999-12-31, the last day that spreadsheets have, is 2958465.
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let serial = serial.floor() as i64;
    let since_1970 = match (epoch_1904, serial) {
        (true, _) => serial - 24_107,
        // Spreadsheets count a 29 February 1900 that never was.
        (false, ..60) => serial - 25_568,
        (false, _) => serial - 25_569,
    };
    DAY_ZERO.checked_add(since_1970.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_of_both_epochs() {
        let day = |serial, epoch| day_of_serial(serial, epoch).map(|d| d.to_string());
        assert_eq!(day(1.0, false).as_deref(), Some("1900-01-01"));
        assert_eq!(day(59.0, false).as_deref(), Some("1900-02-28"));
        assert_eq!(day(61.0, false).as_deref(), Some("1900-03-01"));
        assert_eq!(day(44348.75, false).as_deref(), Some("2021-06-01"));
        assert_eq!(day(42886.0, true).as_deref(), Some("2021-06-01"));
        assert_eq!(day(0.5, false), None);
        assert_eq!(day(f64::NAN, false), None);
        assert_eq!(day(2_958_465.0, false).as_deref(), Some("9999-12-31"));
    }

    #[test]
    fn days_and_numbers_are_one_to_one() {
        for text in ["1900-01-01", "1969-12-31", "1970-01-01", "2021-06-01", "9999-12-31"] {
            let day: Date = text.parse().unwrap();
            assert_eq!(day_of_number(day_number(day).unwrap()), Some(day));
        }
    }
}
