//! Reasons in words rather than signs: `≥ 1.10 m` is `不小于 1.10 米` to people who do not read formulas.
//!
//! What always holds: nothing is said that the reason does not say; characters that only machines read are gone.

use crate::lang::Lang;

/// Signs and what they are called in Chinese.
const SIGNS: [(&str, &str); 6] = [
    (" ≥ ", "不小于 "),
    (" ≤ ", "不大于 "),
    (" > ", "大于 "),
    (" < ", "小于 "),
    ("，差 ", "，还差 "),
    ("，余 ", "，富余 "),
];

/// Units of measure after a number and what they are called in Chinese.
const MEASURES: [(&str, &str); 3] = [("mm", "毫米"), ("MPa", "兆帕"), ("m", "米")];

/// A reason or a value in plain words.
pub(super) fn plain(text: &str, lang: Lang) -> String {
    let text = clean(text);
    if lang == Lang::En {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        if let Some((sign, name)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            plain.push_str(name);
            rest = rest.get(sign.len()..).unwrap_or_default();
        } else if let Some((measure, name)) = measure_at(&plain, rest) {
            plain.push(' ');
            plain.push_str(name);
            rest = rest.get(measure.len() + 1..).unwrap_or_default();
        } else {
            plain.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    plain
}

/// A reason without how its values were reckoned: `净宽 3.30 米（门前净距 5.70 米 − 外挑 2.40 米），要求…` is
/// `净宽 3.30 米，要求…`. Brackets after anything but a value stay.
pub(super) fn brief(reason: &str) -> String {
    let mut brief = String::with_capacity(reason.len());
    // Brackets that are open within one that is left out.
    let mut left_out = 0;
    for c in reason.chars() {
        match c {
            '（' | '(' if left_out > 0 => left_out += 1,
            '（' if brief.ends_with(|c: char| c.is_ascii_alphanumeric() || "米%".contains(c)) => left_out = 1,
            '）' | ')' if left_out > 0 => left_out -= 1,
            _ if left_out > 0 => {}
            _ => brief.push(c),
        }
    }
    brief
}

/// A unit of measure that stands alone after a number and a space.
fn measure_at(before: &str, rest: &str) -> Option<(&'static str, &'static str)> {
    let rest = rest.strip_prefix(' ').filter(|_| before.ends_with(|c: char| c.is_ascii_digit()))?;
    let ends = |after: &str| !after.starts_with(|c: char| c.is_ascii_alphanumeric() || "²³/·".contains(c));
    MEASURES.into_iter().find(|(measure, _)| rest.strip_prefix(measure).is_some_and(ends))
}

/// A text without control characters and without those that turn the direction of what follows.
pub(super) fn clean(text: &str) -> String {
    let machine = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if machine(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brief_reason_keeps_the_value_and_what_was_required() {
        let reason = "燃气（第 2 行）净距 0.52 米（距井道 0.52 米、距外墙（北）4.42 米），要求不小于 0.70 米（低压）";
        assert_eq!(brief(reason), "燃气（第 2 行）净距 0.52 米，要求不小于 0.70 米");
        assert_eq!(brief("未闭合 1 米（甲"), "未闭合 1 米");
    }

    #[test]
    fn signs_and_measures_become_words() {
        let said = plain("梯段净宽 1.05 m，要求 ≥ 1.10 m，差 0.05 m；沉降 3 mm/月；2 mm、4 m²", Lang::Zh);
        assert_eq!(said, "梯段净宽 1.05 米，要求不小于 1.10 米，还差 0.05 米；沉降 3 mm/月；2 毫米、4 m²");
        assert_eq!(plain("width 1.05 m, required ≥ 1.10 m", Lang::En), "width 1.05 m, required ≥ 1.10 m");
        assert_eq!(plain("a\x1b[31mb\u{202e}c", Lang::Zh), "a [31mb c");
    }
}
