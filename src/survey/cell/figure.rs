//! A number as people write it in a form: `约1.2m`, `≥1.2`, `1.0-1.1`, `1.2±0.05`, `1m20`, `DN100`, `两米`.
//!
//! One small grammar, read from left to right over text folded by [`fold_figure`](super::words::fold_figure):
//!
//! ```text
//! figure  = ["共"] [about] [least | most] amount [about | least | most]
//!         | [about] amount ("-" | "~" | "至" | "到") amount [about]
//!         | numeral "几" unit of measure
//!         | [about] amount ("±" | "+-" | "+/-") amount
//! amount  = ["dn" | "de" | "d" | "φ" | "¥"] [sign] (digits | numeral) [unit of measure] | metre and rest | share
//! share   = "百分之" numeral | numeral "分之" numeral | numeral "成" [figure]
//! ```
//!
//! What always holds: what is not in the grammar to its last character is not a figure. Deliberately absent: fields,
//! which unit of measure a bare number has, and whether the number is plausible (`measure.rs`).

use super::numeral::{leading_figures, leading_numeral};
use super::words::{
    ABOUT_AFTER, ABOUT_BEFORE, IN_ALL_BEFORE, LEAST_AFTER, LEAST_BEFORE, MOST_AFTER, MOST_BEFORE, strip_word,
};
use crate::quantity::{Decimal, Dimension, UNITS, Unit, unit_named};

/// Before the size of a pipe.
const PIPE_BEFORE: &[&str] = &["dn", "de", "d", "φ"];

/// A number and the unit of measure stated with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Plain digits, with a sign and a point at most
    pub number: String,
    /// The unit stated, if any
    pub unit: Option<&'static Unit>,
}

/// What a text says of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// This
    Exactly(Amount),
    /// About this
    About(Amount),
    /// Between two ends, either of which may be open
    Between(Option<Amount>, Option<Amount>),
    /// This, give or take
    Within(Amount, Amount),
}

impl Figure {
    /// The same, without the units of measure that are stated.
    pub fn without_units(&self) -> Figure {
        let bare = |amount: &Amount| Amount { number: amount.number.clone(), unit: None };
        match self {
            Figure::Exactly(amount) => Figure::Exactly(bare(amount)),
            Figure::About(amount) => Figure::About(bare(amount)),
            Figure::Between(low, high) => Figure::Between(low.as_ref().map(bare), high.as_ref().map(bare)),
            Figure::Within(middle, tolerance) => Figure::Within(bare(middle), bare(tolerance)),
        }
    }
}

/// Reads a whole folded text.
pub fn read_figure(text: &str) -> Option<Figure> {
    let text = text.trim_end_matches(['。', ';', '!', '.']);
    let text = strip_word(text, IN_ALL_BEFORE).unwrap_or(text);
    let before = strip_word(text, ABOUT_BEFORE);
    let mut about = before.is_some();
    let text = before.unwrap_or(text);

    if let Some(rest) = strip_word(text, LEAST_BEFORE) {
        let (amount, rest) = amount(rest)?;
        return rest.is_empty().then_some(Figure::Between(Some(amount), None));
    }
    if let Some(rest) = strip_word(text, MOST_BEFORE) {
        let (amount, rest) = amount(rest)?;
        return rest.is_empty().then_some(Figure::Between(None, Some(amount)));
    }

    let (first, rest) = amount(text)?;
    if rest.is_empty() {
        return Some(if about { Figure::About(first) } else { Figure::Exactly(first) });
    }
    let whole = |words: &[&str]| strip_word(rest, words).is_some_and(str::is_empty);
    if whole(ABOUT_AFTER) {
        return Some(Figure::About(first));
    }
    if whole(LEAST_AFTER) {
        return Some(Figure::Between(Some(first), None));
    }
    if whole(MOST_AFTER) {
        return Some(Figure::Between(None, Some(first)));
    }
    // `20多户`: what is over stands before the unit.
    if let Some(rest) = strip_word(rest, &["多", "余"])
        && first.unit.is_none()
        && let Some((unit, _, "")) = leading_unit(rest)
    {
        return Some(Figure::Between(Some(Amount { unit: Some(unit), ..first }), None));
    }
    if let Some((low, high)) = some_more(&first, rest) {
        return Some(Figure::Between(Some(low), Some(high)));
    }
    if let Some(rest) = strip_word(rest, &["±", "+-", "+/-", "正负"]) {
        let (tolerance, rest) = amount(rest)?;
        return rest.is_empty().then_some(Figure::Within(first, tolerance));
    }
    let (second, rest) = amount(strip_word(rest, &["~", "~~", "-", "至", "到"])?)?;
    let rest = strip_word(rest, ABOUT_AFTER).inspect(|_| about = true).unwrap_or(rest);
    // A range says more than the "about" that stands with it.
    rest.is_empty().then_some(Figure::Between(Some(first), Some(second)))
}

/// `十几户`: from eleven to nineteen. Only of what is counted: `十几米` may be 19.5.
fn some_more(tens: &Amount, rest: &str) -> Option<(Amount, Amount)> {
    let (unit, _, "") = leading_unit(rest.strip_prefix('几')?)? else { return None };
    let tens =
        tens.number.parse::<u32>().ok().filter(|n| tens.unit.is_none() && n % 10 == 0 && (10..100).contains(n))?;
    let end = |number: u32| Amount { number: number.to_string(), unit: Some(unit) };
    (unit.dimension == Dimension::Count).then(|| (end(tens + 1), end(tens + 9)))
}

/// Whether a folded text gives the size of a pipe, which is in millimetres wherever it stands: `dn100`, `φ200`.
pub fn is_pipe_size(text: &str) -> bool {
    let before_figure = |(at, word): (usize, &str)| {
        text.get(at + word.len()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    PIPE_BEFORE.iter().any(|word| text.match_indices(word).any(before_figure))
}

/// One amount at the front of `text`, and what follows it.
fn amount(text: &str) -> Option<(Amount, &str)> {
    if let Some(rest) = text.strip_prefix("百分之") {
        let (number, rest) = plain_number(rest)?;
        return Some((Amount { number, unit: unit_named("%") }, rest));
    }
    // Half a metre; half of anything else is left alone.
    if let Some(rest) = text.strip_prefix('半')
        && let Some((unit, _, rest)) = leading_unit(rest).filter(|(unit, ..)| unit.symbol == "m")
    {
        return Some((Amount { number: "0.5".into(), unit: Some(unit) }, rest));
    }
    if let Some(rest) = text.strip_prefix('¥') {
        let (amount, rest) = amount(rest)?;
        return Some((Amount { unit: amount.unit.or_else(|| unit_named("元")), ..amount }, rest));
    }
    let pipe = strip_word(text, PIPE_BEFORE).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let (number, rest) = plain_number(pipe.unwrap_or(text))?;
    if let Some((number, rest)) = share(&number, rest) {
        return Some((Amount { number, unit: unit_named("%") }, rest));
    }
    // `1.2(m)`
    let in_brackets = || {
        let (unit, name, rest) = leading_unit(rest.strip_prefix('(')?)?;
        Some((unit, name, rest.strip_prefix(')')?))
    };
    let Some((unit, name, rest)) = leading_unit(rest).or_else(in_brackets) else {
        // Pipe sizes are in millimetres wherever they stand.
        return Some((Amount { number, unit: pipe.and_then(|_| unit_named("mm")) }, rest));
    };
    let whole_metres = unit.symbol == "m" && !number.contains('.') && pipe.is_none();
    if whole_metres && let Some((rest_of_metre, rest)) = after_metre(rest, name) {
        return Some((Amount { number: joined(&number, rest_of_metre)?, unit: Some(unit) }, rest));
    }
    Some((Amount { number, unit: Some(unit) }, rest))
}

/// Hundredths, of `三分之二`, `七成`, `七成五`, whose first numeral is `number`.
fn share<'a>(number: &str, rest: &'a str) -> Option<(String, &'a str)> {
    let first: u64 = number.parse().ok()?;
    if let Some(rest) = rest.strip_prefix("分之") {
        let (part, rest) = plain_number(rest)?;
        let micros = share_of(part.parse().ok()?, first)?;
        return Some((Decimal::from_micros(micros)?.times(Decimal::from_int(100)?)?.to_string(), rest));
    }
    let rest = rest.strip_prefix('成').filter(|_| (1..=10).contains(&first))?;
    match plain_number(rest) {
        Some((figure, rest)) if figure.len() == 1 => Some((format!("{first}{figure}"), rest)),
        Some(_) => None,
        None => Some((format!("{first}0"), rest)),
    }
}

/// A whole folded text that is a fraction of at most one: `2/3`, `24/36`.
pub fn fraction(text: &str) -> Option<Decimal> {
    let (part, whole) = text.split_once('/')?;
    let digits = |text: &str| text.parse::<u64>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    Decimal::from_micros(share_of(digits(part)?, digits(whole)?)?)
}

/// Millionths, rounded to the nearest, as decimals everywhere are.
fn share_of(part: u64, whole: u64) -> Option<i64> {
    let fits = part <= whole && (1..1_000_000).contains(&whole);
    fits.then(|| ((part * 2_000_000 + whole) / (2 * whole)) as i64)
}

/// What stands behind whole metres: decimals (`1m20`, `一米二`) or a smaller length (`1米20公分`).
enum RestOfMetre {
    Decimals(String),
    Length(Decimal),
}

fn after_metre<'a>(text: &'a str, metre: &str) -> Option<(RestOfMetre, &'a str)> {
    if let Some(rest) = text.strip_prefix('半') {
        return Some((RestOfMetre::Decimals("5".into()), rest));
    }
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = if end > 0 {
        let (digits, rest) = text.split_at(end);
        (digits.to_string(), rest)
    } else {
        // `一米二十公分` counts, `一米一五` reads figure by figure.
        let counted = leading_numeral(text).filter(|(_, rest)| leading_unit(rest).is_some());
        counted.or_else(|| leading_figures(text))?
    };
    if let Some((unit, _, rest)) = leading_unit(rest) {
        let smaller = unit.dimension == Dimension::LENGTH && unit.ratio.0 < unit.ratio.1;
        return smaller.then(|| unit.read(&digits)).flatten().map(|length| (RestOfMetre::Length(length), rest));
    }
    // `1m2` may be 1.2 m or 1 m²: only 米 takes a single figure.
    let clear = digits.len() <= 3 && (digits.len() > 1 || metre != "m");
    (clear && !rest.starts_with('.')).then_some((RestOfMetre::Decimals(digits), rest))
}

fn joined(metres: &str, rest: RestOfMetre) -> Option<String> {
    match rest {
        RestOfMetre::Decimals(digits) => Some(format!("{metres}.{digits}")),
        RestOfMetre::Length(length) if !metres.starts_with('-') => {
            Some(Decimal::parse(metres)?.plus(length)?.to_string())
        }
        RestOfMetre::Length(_) => None,
    }
}

/// The longest unit of measure at the front of `text`, its spelling there, and what follows it.
fn leading_unit(text: &str) -> Option<(&'static Unit, &str, &str)> {
    let spellings =
        UNITS.iter().flat_map(|unit| std::iter::once(&unit.symbol).chain(unit.names).map(move |name| (unit, *name)));
    let (unit, name) = spellings.filter(|(_, name)| text.starts_with(name)).max_by_key(|(_, name)| name.len())?;
    // `1m20` is no `m2`, `1.2max` no `m`.
    let fits = |name: &str| {
        let next = text.get(name.len()..).and_then(|rest| rest.chars().next());
        !(name.ends_with('2') && next.is_some_and(|c| c.is_ascii_digit() || c == '.')
            || name.ends_with(|c: char| c.is_ascii_alphanumeric()) && next.is_some_and(|c| c.is_ascii_alphabetic()))
    };
    let (unit, name) = if fits(name) {
        (unit, name)
    } else {
        let shorter = name.strip_suffix('2').filter(|name| fits(name))?;
        (unit_named(shorter)?, shorter)
    };
    Some((unit, text.get(..name.len())?, text.get(name.len()..)?))
}

/// Digits (with sign, thousands separators, point, exponent) or a Chinese numeral at the front of `text`.
fn plain_number(text: &str) -> Option<(String, &str)> {
    let (sign, unsigned) = match text.chars().next()? {
        '-' | '负' => ("-", text.trim_start_matches(['-', '负'])),
        '+' => ("", text.get(1..)?),
        _ => ("", text),
    };
    // A double sign is no number.
    if text.len() - unsigned.len() > '负'.len_utf8() || text.starts_with("--") {
        return None;
    }
    let end = unsigned.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(unsigned.len());
    if end == 0 {
        let (number, rest) = leading_numeral(unsigned)?;
        return Some((format!("{sign}{number}"), rest));
    }
    let (written, rest) = unsigned.split_at(end);
    let mut number = without_thousands(written)?;
    let mut rest = rest;
    // `1点2米`
    if let Some(after) = rest.strip_prefix('点')
        && !number.contains('.')
    {
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (decimals, after) = after.split_at(end);
        if decimals.is_empty() {
            return None;
        }
        number = format!("{number}.{decimals}");
        rest = after;
    }
    // `1.2e+03`, as spreadsheets write large numbers into text files.
    if let Some(exponent) = rest.strip_prefix('e')
        && exponent.starts_with(['+', '-'])
    {
        let end = exponent.get(1..)?.find(|c: char| !c.is_ascii_digit()).map_or(exponent.len(), |at| at + 1);
        let (exponent, after) = exponent.split_at(end);
        number = format!("{number}e{exponent}");
        rest = after;
    }
    Decimal::parse(&number)?;
    Some((format!("{sign}{number}"), rest))
}

/// `1,200.5` without its separators; `None` where commas do not part thousands (`1,2` is not 12).
fn without_thousands(written: &str) -> Option<String> {
    if !written.contains(',') {
        return Some(written.to_string());
    }
    let (whole, _) = written.split_once('.').unwrap_or((written, ""));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let fits = (1..=3).contains(&first.len()) && first != "0" && groups.all(|group| group.len() == 3);
    (fits && !written.rsplit('.').next().is_some_and(|f| written.contains('.') && f.contains(',')))
        .then(|| written.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        let amount = |a: &Amount| format!("{}{}", a.number, a.unit.map_or("", |u| u.symbol));
        match read_figure(text) {
            None => "?".to_string(),
            Some(Figure::Exactly(a)) => amount(&a),
            Some(Figure::About(a)) => format!("about {}", amount(&a)),
            Some(Figure::Within(a, b)) => format!("{} give or take {}", amount(&a), amount(&b)),
            Some(Figure::Between(a, b)) => {
                format!("{}..{}", a.as_ref().map_or(String::new(), amount), b.as_ref().map_or(String::new(), amount))
            }
        }
    }

    #[test]
    fn the_grammar() {
        for (text, said) in [
            ("1.2", "1.2"),
            ("-1.2", "-1.2"),
            (".5m", ".5m"),
            ("1,200mm", "1200mm"),
            ("1,2", "?"),
            ("1,200,5", "?"),
            ("1.200,500", "?"),
            ("1m20", "1.20m"),
            ("1m2", "1m2"),
            ("1米2", "1.2m"),
            ("1米05", "1.05m"),
            ("1m20cm", "1.2m"),
            ("一米二", "1.2m"),
            ("12m2", "12m2"),
            ("12m²", "12m2"),
            ("dn100", "100mm"),
            ("φ200~φ300", "200mm..300mm"),
            ("约1.2m左右", "about 1.2m"),
            ("约1.2m", "about 1.2m"),
            ("1.2左右", "about 1.2"),
            ("1.2~1.3m", "1.2..1.3m"),
            ("-3--1", "-3..-1"),
            ("1.2±0.05", "1.2 give or take 0.05"),
            ("≥1.2", "1.2.."),
            ("大于等于1.2", "1.2.."),
            ("不足1.2米", "..1.2m"),
            ("6层及以上", "6层.."),
            ("百分之四十", "40%"),
            ("1.2max", "?"),
            ("1.2e+3", "1.2e+3"),
            ("12 13", "?"),
            ("6+1", "?"),
            ("1/2", "?"),
            ("--1", "?"),
            ("1.2.3", "?"),
            ("", "?"),
            ("m", "?"),
        ] {
            assert_eq!(show(text), said, "{text}");
        }
    }
}
