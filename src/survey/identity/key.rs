//! Keys: what names a unit, as rows write it and as it is compared.
//!
//! What always holds: keys are compared after NFKC, without white space, the endings that the dictionary strips, a
//! number's `.0` and leading zeros; they are shown as written. A date and a range of doors are no keys, and are never
//! taken apart. Deliberately absent: which rows make one unit (`identity.rs`).

use crate::rules::dictionary::Field;
use crate::rules::value::Value;
use crate::survey::cell::calendar::day_of_serial;
use crate::survey::cell::words::{clean, is_blank};
use crate::survey::cell::{read_cell, written};
use crate::survey::grid::{Cell, Content, Sheet};
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

/// Stands between the parts of a full key; no text of a survey holds it, blanks being set aside.
pub const BETWEEN_PARTS: char = '\u{1f}';

/// One part of a key, as a cell gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyPart {
    /// A part that can be compared
    Part {
        /// As it is compared
        normal: String,
        /// As written, cleaned
        shown: String,
        /// It may be several doors: `12-14`
        perhaps_range: bool,
    },
    /// Blank, or not to be read
    Missing,
    /// A date, and what was likely typed: `12-3`
    Date(Option<String>),
    /// Several doors in one cell
    Range,
}

/// Reads the part of a key that a cell holds.
pub fn read_part(field: &Field, cell: Option<&Cell>, sheet: &Sheet, as_of: Date) -> KeyPart {
    let Some(cell) = cell else { return KeyPart::Missing };
    let typed = |day: Date| format!("{}-{}", day.month(), day.day());
    match &cell.content {
        Content::Error(_) | Content::NoValue => return KeyPart::Missing,
        _ if cell.struck => return KeyPart::Missing,
        Content::Date(serial) => return KeyPart::Date(day_of_serial(*serial, sheet.epoch_1904).map(typed)),
        Content::IsoDate(text) => {
            return KeyPart::Date(text.get(..10).and_then(|day| day.parse::<Date>().ok()).map(typed));
        }
        _ => {}
    }
    let reading = read_cell(field, cell, None, sheet, as_of);
    let shown = match reading.value {
        _ if reading.says_nothing => return KeyPart::Missing,
        Value::Text(text) => text.to_string(),
        _ if reading.says_none => return KeyPart::Missing,
        _ => clean(&written(&cell.content, sheet.epoch_1904)),
    };
    let normal = normal_key(field, &shown);
    if normal.is_empty() {
        return KeyPart::Missing;
    }
    if let Some(likely) = date_as_text(&shown) {
        return KeyPart::Date(Some(likely));
    }
    match several_doors(&shown, &field.strip) {
        Doors::Several => KeyPart::Range,
        doors => KeyPart::Part { normal, shown, perhaps_range: doors == Doors::Perhaps },
    }
}

/// A key as it is compared.
pub fn normal_key(field: &Field, text: &str) -> String {
    let folded = fold_key(text);
    let mut rest = folded.as_str();
    // `12号楼` loses `号楼`, or `楼` and then `号`, whatever the dictionary lists; but never everything.
    let endings: Vec<String> = field.strip.iter().map(|ending| fold_key(ending)).filter(|e| !e.is_empty()).collect();
    while let Some(shorter) =
        endings.iter().filter_map(|e| rest.strip_suffix(e.as_str())).filter(|s| !s.is_empty()).min_by_key(|s| s.len())
    {
        rest = shorter;
    }
    if let Some((whole, zeros)) = rest.split_once('.')
        && !zeros.is_empty()
        && zeros.bytes().all(|b| b == b'0')
        && !whole.is_empty()
        && whole.bytes().all(|b| b.is_ascii_digit())
    {
        rest = whole;
    }
    while let Some(shorter) = rest.strip_prefix('0').filter(|s| s.starts_with(|c: char| c.is_ascii_digit())) {
        rest = shorter;
    }
    rest.to_string()
}

/// A key as it is compared when asking whether two nearly agree: figures for Chinese numerals, one case, one dash,
/// no brackets, no leading zeros, no `第` before a number, no `小区` at the end.
pub fn loose_key(normal: &str) -> String {
    let figures: String = normal
        .chars()
        .filter(|c| !matches!(c, '(' | ')' | '[' | ']' | '【' | '】' | '.' | ',' | '、' | '#' | '_' | '\''))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '〇' | '零' => '0',
            '一' | '壹' => '1',
            '二' | '贰' | '两' => '2',
            '三' | '叁' => '3',
            '四' | '肆' => '4',
            '五' | '伍' => '5',
            '六' | '陆' => '6',
            '七' | '柒' => '7',
            '八' | '捌' => '8',
            '九' | '玖' => '9',
            '—' | '–' | '－' | '‐' | '~' | '_' => '-',
            other => other,
        })
        .collect();
    let figures = without_zeros(&tens(&figures));
    let figures = match figures.strip_suffix("小区") {
        Some(rest) if !rest.is_empty() => rest,
        _ => &figures,
    };
    // `第12`, `No12`
    let numbered = ["第", "no"].iter().find_map(|before| figures.strip_prefix(before));
    numbered.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(figures).to_string()
}

/// `a01` is a1, `12-03` is 12-3.
fn without_zeros(text: &str) -> String {
    let mut out = String::new();
    let mut within = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let leads = c == '0' && !within && chars.peek().is_some_and(char::is_ascii_digit);
        if !leads {
            out.push(c);
            within = c.is_ascii_digit();
        }
    }
    out
}

/// `2十3` is 23, `十3` is 13, `2十` is 20.
fn tens(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        match (c, digit(at.checked_sub(1)), digit(Some(at + 1))) {
            ('十', true, true) => {}
            ('十', true, false) => out.push('0'),
            ('十', false, true) => out.push('1'),
            ('十', false, false) => out.push_str("10"),
            _ => out.push(*c),
        }
    }
    out
}

fn fold_key(text: &str) -> String {
    text.nfkc().filter(|c| !is_blank(*c) && *c != BETWEEN_PARTS).collect()
}

/// `12月3日`, `2021-12-03`, `3-Dec`: a date that came as text, and what was likely typed.
fn date_as_text(shown: &str) -> Option<String> {
    let folded: String = shown.nfkc().collect();
    let first = folded.split(is_blank).next()?.trim_end_matches('日');
    let number = |text: &str, most: u32| text.parse::<u32>().ok().filter(|n| (1..=most).contains(n));
    if let Some((month, day)) = first.split_once('月')
        && let Some((month, day)) = number(month, 12).zip(number(day, 31))
    {
        return Some(format!("{month}-{day}"));
    }
    let parts: Vec<&str> = first.split(['-', '/', '.', '年', '月']).collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 && year.starts_with(['1', '2']) => {
            number(year, 2999)?;
            Some(format!("{}-{}", number(month, 12)?, number(day, 31)?))
        }
        [a, b] => {
            const MONTHS: [&str; 12] =
                ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
            let month = |text: &str| MONTHS.iter().position(|m| *m == text.to_lowercase()).map(|ix| ix + 1);
            let (month, day) = month(a).zip(number(b, 31)).or_else(|| month(b).zip(number(a, 31)))?;
            Some(format!("{month}-{day}"))
        }
        _ => None,
    }
}

#[derive(PartialEq, Eq)]
enum Doors {
    One,
    Perhaps,
    Several,
}

/// Whether a key is a range of doors: `12-14号`, `12~14`, `12、14号`. `12-14` alone may also be door 14 of building
/// 12, and `12-3号` can be nothing else; neither is a road's `12-14弄`.
fn several_doors(shown: &str, strip: &[String]) -> Doors {
    let folded = fold_key(shown);
    const ENDINGS: [&str; 8] = ["号楼", "号门", "单元", "号", "幢", "栋", "门", "室"];
    let ending = |text: &str| -> Option<usize> {
        let known = ENDINGS.iter().copied().chain(strip.iter().map(String::as_str));
        known.filter(|e| !e.is_empty() && text.ends_with(e)).map(str::len).max()
    };
    let parts: Vec<&str> =
        folded.split(['-', '—', '–', '~', '至', '到', '、', ',', '/', '和', '及', '&', '+']).collect();
    let ended = folded.len() - ending(&folded).unwrap_or(0) < folded.len();
    let number = |part: &str| loose_key(part.get(..part.len() - ending(part).unwrap_or(0))?).parse::<u64>().ok();
    // Blanks are set aside, but two numbers with a blank between them are not one: `12 14号` is not door 1214. Single
    // figures are spread like that to fill a cell: `1 2`.
    let apart: Vec<&str> = shown.split(is_blank).filter(|part| !part.is_empty()).collect();
    let spaced: Option<Vec<u64>> =
        if apart.len() > 1 { apart.iter().map(|part| number(&fold_key(part))).collect() } else { None };
    if spaced.is_some_and(|spaced| spaced.is_sorted_by(|a, b| a < b) && spaced.iter().any(|n| *n > 9)) {
        return Doors::Several;
    }
    let numbers_of = |parts: &[&str]| -> Option<Vec<u64>> {
        parts.iter().map(|part| number(part)).collect::<Option<_>>().filter(|numbers: &Vec<u64>| numbers.len() >= 2)
    };
    let Some(numbers) = numbers_of(&parts) else {
        // `12.14号`: a dot that should have been a dash or a comma, or not. 12.0 is 12.
        let dotted = numbers_of(&folded.split(['.', '·', '・']).collect::<Vec<_>>());
        return match dotted.is_some_and(|numbers| numbers.is_sorted_by(|a, b| a < b)) {
            true => Doors::Perhaps,
            false => Doors::One,
        };
    };
    let dash_only = !folded.contains(['~', '至', '到', '、', ',', '和', '及', '&', '+']);
    if !dash_only {
        return Doors::Several;
    }
    match numbers.as_slice() {
        [first, second] if first < second && ended => Doors::Several,
        [first, second] if first < second => Doors::Perhaps,
        _ => Doors::One,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::dictionary::Complete;
    use crate::survey::cases::made_up::dictionary;
    use std::sync::Arc;

    fn part(content: Content) -> KeyPart {
        let dictionary = dictionary(Complete::Unit);
        let cell = Cell { content, struck: false };
        read_part(&dictionary.fields[2], Some(&cell), &Sheet::default(), Date::constant(2021, 6, 1))
    }

    fn text(text: &str) -> KeyPart {
        part(Content::Text(Arc::from(text)))
    }

    fn normal(written: &str) -> String {
        match text(written) {
            KeyPart::Part { normal, .. } => normal,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn keys_are_compared_without_what_people_add_to_them() {
        for written in ["12", "１２", " 1 2 ", "12号楼", "12幢", "12号", "012", "12.0", "12.00号"] {
            assert_eq!(normal(written), "12", "{written}");
        }
        for (written, compared) in [("0", "0"), ("号", "号"), ("12甲", "12甲"), ("12-3", "12-3"), ("1.5", "1.5")] {
            assert_eq!(normal(written), compared);
        }
        assert!(matches!(part(Content::Number(12.0)), KeyPart::Part { normal, .. } if normal == "12"));
        assert!(matches!(text(" 12 号楼 "), KeyPart::Part { shown, .. } if shown == "12 号楼"));
    }

    #[test]
    fn what_says_nothing_is_no_key() {
        for written in ["不详", "?", "无", "—", "/", "#REF!", "####", "#N/A"] {
            assert_eq!(text(written), KeyPart::Missing, "{written}");
        }
        assert_eq!(part(Content::Error("#REF!".into())), KeyPart::Missing);
    }

    #[test]
    fn a_date_is_no_key_and_tells_what_was_typed() {
        assert_eq!(part(Content::Date(44533.0)), KeyPart::Date(Some("12-3".into())));
        for written in ["12月3日", "2021-12-03", "2021/12/3", "2021年12月3日", "3-Dec", "2021-12-03 00:00:00"] {
            assert_eq!(text(written), KeyPart::Date(Some("12-3".into())), "{written}");
        }
    }

    #[test]
    fn a_range_of_doors_is_never_split() {
        for written in [
            "12-14号",
            "12～14",
            "12号-14号",
            "12、14号",
            "12至14号",
            "12、13、14号",
            "十二至十四号",
            "12 14号",
            "12\n14",
        ] {
            assert_eq!(text(written), KeyPart::Range, "{written}");
        }
        for (written, perhaps) in [
            ("12-14", true),
            ("12.14号", true),
            ("12·14号", true),
            ("12.14", true),
            ("12.0", false),
            ("12.3号", false),
            ("12-3", false),
            ("12-3号", false),
            ("12-14弄", false),
            ("1-2-3", false),
            ("1 2", false),
            ("12 号", false),
        ] {
            assert!(
                matches!(text(written), KeyPart::Part { perhaps_range, .. } if perhaps_range == perhaps),
                "{written}"
            );
        }
    }

    #[test]
    fn keys_that_nearly_agree_are_alike_when_looked_at_loosely() {
        for (a, b) in [
            ("三村", "3村"),
            ("上钢三村", "上钢三村小区"),
            ("二十三", "23"),
            ("十号", "10号"),
            ("A1", "a1"),
            ("A01", "a1"),
            ("12-03", "12-3"),
            ("第12", "12"),
            ("No12", "12"),
        ] {
            assert_eq!(loose_key(a), loose_key(b));
        }
        assert_ne!(loose_key("三村"), loose_key("四村"));
        assert_ne!(loose_key("1-23"), loose_key("12-3"));
        assert_ne!(loose_key("100"), loose_key("10"));
    }
}
