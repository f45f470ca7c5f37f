//! A header's text, taken apart: the name that is looked up, and the unit of measure it states.
//!
//! What always holds: the name is in NFKC without white space, numbering, asterisks and bracketed notes, so two
//! people's `1. 梯段净宽（mm）*` and `梯段 净宽` are one name. Labels and aliases of the dictionary go through here
//! too, before they are compared. Deliberately absent: which field a name belongs to (`header.rs`).

use crate::quantity::{Dimension, Unit, unit_named};
use crate::survey::cell::words::is_blank;
use unicode_normalization::UnicodeNormalization;

/// What a header says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderText {
    /// The name to look up; letters keep their case
    pub name: String,
    /// The unit of measure of the column, where the header states one
    pub unit: Option<&'static Unit>,
}

/// Takes a header apart.
pub fn split_header(text: &str) -> HeaderText {
    // NFKC would make `①` a `1` that cannot be told from a part of the name.
    let text: String = text.chars().map(|c| if is_circled_number(c) { ' ' } else { c }).nfkc().collect();
    let text = without_number(text.trim_matches(is_blank));
    let text: String = text
        .chars()
        .filter(|&c| !is_blank(c) && !matches!(c, '*' | '＊' | '※' | '★' | '☆' | '▲' | '△' | '●' | '■'))
        .collect();

    let (mut outside, notes) = split_brackets(&text);
    let mut unit = notes.iter().find_map(|note| unit_of_note(note));
    if unit.is_none()
        && let Some((name, found)) = trailing_unit(&outside)
    {
        outside.truncate(name);
        unit = Some(found);
    }
    let trimmed = outside.trim_matches(SEPARATORS);
    let name = match notes.first() {
        // `【楼号】` is all name; `(mm)` is all unit.
        Some(note) if trimmed.is_empty() && unit.is_none() => note.clone(),
        _ => trimmed.to_string(),
    };
    HeaderText { name, unit }
}

/// What may stand between the parts of a header, or be left at its ends.
const SEPARATORS: [char; 12] = [':', ',', '、', ';', '/', '_', '-', '.', '。', '|', '—', '·'];

pub(super) fn is_circled_number(c: char) -> bool {
    matches!(c, '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' | '❶'..='❿' | '➀'..='➓' | '⓪' | '㊀'..='㊉')
}

/// Without a leading `1.` `1、` `1)` `一、` `A.` `a)` `V、` `2.1.`, or a `2.1` set off by a blank. `(1)` goes with the
/// brackets; `A座` and `B1层` are names.
pub(super) fn without_number(text: &str) -> &str {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, rest) = text.split_at(digits);
    if number.starts_with(|c: char| c.is_ascii_digit()) {
        let marked = number.ends_with('.') || rest.starts_with(['、', ')', ':']);
        let set_off = number.contains('.') && rest.starts_with(is_blank);
        return if (marked || set_off) && !rest.is_empty() {
            rest.trim_start_matches(['、', ')', ':']).trim_start_matches(is_blank)
        } else {
            text
        };
    }
    let words = text.find(|c: char| !"一二三四五六七八九十".contains(c)).unwrap_or(text.len());
    let (number, rest) = text.split_at(words);
    if !number.is_empty() && rest.starts_with(['、', '.', ')']) {
        return rest.trim_start_matches(['、', '.', ')']);
    }
    // NFKC has made `Ⅴ` a `V`. Further on there are only words of letters, such as `No.`, and ids.
    let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, rest) = text.split_at(letters);
    let is_number = number.len() == 1 || (!number.is_empty() && number.chars().all(|c| "IVXivx".contains(c)));
    let named = rest.trim_start_matches(['、', '.', ')']).trim_start_matches(is_blank);
    if is_number && rest.starts_with(['、', '.', ')']) && named.starts_with(|c: char| !c.is_ascii()) {
        return named;
    }
    text
}

/// The text outside brackets, and what stood in each pair. A bracket that is never closed runs to the end.
fn split_brackets(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut notes, mut depth) = (String::new(), Vec::<String>::new(), 0_u32);
    for c in text.chars() {
        match c {
            '(' | '[' | '【' | '〔' | '{' | '<' | '《' | '「' => {
                depth += 1;
                if depth == 1 {
                    notes.push(String::new());
                    continue;
                }
            }
            ')' | ']' | '】' | '〕' | '}' | '>' | '》' | '」' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    continue;
                }
            }
            _ => {}
        }
        match notes.last_mut() {
            Some(note) if depth > 0 => note.push(c),
            _ => outside.push(c),
        }
    }
    (outside, notes)
}

/// The unit that a bracketed note states: `mm`, `单位:mm`, `以米计`, `净宽,mm`. Notes that name two say nothing.
fn unit_of_note(note: &str) -> Option<&'static Unit> {
    if let Some(unit) = unit_of_words(note) {
        return Some(unit);
    }
    // In `(年、月、日)` the parts say how to write a date.
    let mut found =
        note.split([',', ';', '、', ':']).filter_map(unit_of_words).filter(|u| u.dimension != Dimension::Year);
    let unit = found.next()?;
    found.all(|other| other == unit).then_some(unit)
}

fn unit_of_words(words: &str) -> Option<&'static Unit> {
    let words = words.trim_start_matches("单位").trim_start_matches([':', '为', '是']);
    let words = words.strip_prefix(['以', '按']).map_or(words, |rest| rest.trim_end_matches('计'));
    unit_named(words)
}

/// A unit at the end of a header without brackets (`面积/m2`, `净宽单位:mm`, `净宽mm`), and where the name ends.
fn trailing_unit(text: &str) -> Option<(usize, &'static Unit)> {
    if let Some(at) = text.rfind("单位")
        && at > 0
        && let Some(unit) = unit_of_words(text.get(at..)?)
    {
        return Some((at, unit));
    }
    if let Some(at) = text.rfind(['/', ',', ':', '_', '-'])
        && let (Some(name), Some(words)) = (text.get(..at), text.get(at + 1..))
        && let Some(unit) = unit_named(words)
        // `户数/层` is households a storey, `层数/层` a number of storeys; `元/m2` is one unit that is not in the list.
        && (unit.dimension != Dimension::Count || name.contains(unit.symbol))
        && !name.is_empty()
        && !name.ends_with('元')
    {
        return Some((at, unit));
    }
    // Bare letters only where they cannot be the end of a word: `净宽mm`, `同意率%`, but not `room`.
    let at = text
        .rfind(|c: char| !c.is_ascii_alphanumeric() && c != '%' && c != '‰')
        .map(|at| at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8))?;
    let unit = unit_named(text.get(at..)?)?;
    let name = text.get(..at)?;
    (unit.dimension != Dimension::Count && !name.ends_with(['/', '元'])).then_some((at, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> (String, &'static str) {
        let header = split_header(text);
        (header.name, header.unit.map_or("", |unit| unit.symbol))
    }

    #[test]
    fn headers_as_people_write_them() {
        for (text, name, unit) in [
            ("梯段净宽", "梯段净宽", ""),
            ("梯段净宽（mm）", "梯段净宽", "mm"),
            ("梯段净宽(㎜)", "梯段净宽", "mm"),
            ("梯段净宽（米）", "梯段净宽", "m"),
            ("梯段净宽（单位：毫米）", "梯段净宽", "mm"),
            ("梯段净宽（以米计）", "梯段净宽", "m"),
            ("梯段净宽（净，mm）", "梯段净宽", "mm"),
            ("梯段净宽 单位:mm", "梯段净宽", "mm"),
            ("梯段净宽mm", "梯段净宽", "mm"),
            ("梯段净宽_mm", "梯段净宽", "mm"),
            ("建筑面积/m²", "建筑面积", "m2"),
            ("建筑面积（㎡）", "建筑面积", "m2"),
            ("同意率%", "同意率", "%"),
            ("同意率（％）", "同意率", "%"),
            ("费用（万元）", "费用", "万元"),
            ("层数/层", "层数", "层"),
            ("户数/层", "户数/层", ""),
            ("物业费（元/m²）", "物业费", ""),
            ("物业费元/m2", "物业费元/m2", ""),
            ("1. 楼 号", "楼号", ""),
            ("1、楼号*", "楼号", ""),
            ("（一）楼号", "楼号", ""),
            ("一、楼号", "楼号", ""),
            ("①楼号", "楼号", ""),
            ("A.楼号", "楼号", ""),
            ("a）楼号", "楼号", ""),
            ("Ⅴ、楼号", "楼号", ""),
            ("iv. 楼号", "楼号", ""),
            ("(1)楼号", "楼号", ""),
            ("▲ 楼号", "楼号", ""),
            ("★※*楼号", "楼号", ""),
            ("A座", "A座", ""),
            ("B1层", "B1层", ""),
            ("No.", "No", ""),
            ("A.B", "A.B", ""),
            ("⑴楼号", "楼号", ""),
            ("2.1 楼号", "楼号", ""),
            ("2.1.楼号", "楼号", ""),
            ("1楼户数", "1楼户数", ""),
            ("一层户数", "一层户数", ""),
            ("梯段\n净宽\u{a0}（m）", "梯段净宽", "m"),
            ("【楼号】", "楼号", ""),
            ("(mm)", "", "mm"),
            ("历史保护（是/否）", "历史保护", ""),
            ("踏勘日期（年/月/日）", "踏勘日期", ""),
            ("踏勘日期（年、月、日）", "踏勘日期", ""),
            ("建成年份（年）", "建成年份", "年"),
            ("宽(m/mm)", "宽", ""),
            ("宽（m", "宽", "m"),
            ("room", "room", ""),
            ("stair_width", "stair_width", ""),
            ("备注：", "备注", ""),
            ("楼梯(净)宽", "楼梯宽", ""),
            ("", "", ""),
            ("1.", "1", ""),
        ] {
            assert_eq!(split(text), (name.to_string(), unit), "{text}");
        }
    }
}
