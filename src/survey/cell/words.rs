//! The words of hand-filled forms: cleaning text, words that say nothing, yes and no, approximations, ends of
//! ranges. A new word is one entry in one list here.
//!
//! What always holds: words are compared after [`fold`], so a list has one spelling for full-width and half-width,
//! capital and small. Deliberately absent: numbers (`figure.rs`), years and dates (`calendar.rs`), fields (`cell.rs`).

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Whether a character is white space or shows nothing at all: zero-width characters come along when text is
/// pasted from a chat or a web page.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{00AD}' | '\u{FE0E}' | '\u{FE0F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Text as it is kept: without blanks around it, each run of blanks within it one space, and without the `'`
/// that tells a spreadsheet to take what follows as text.
pub fn clean(text: &str) -> String {
    let cleaned = text.split(is_blank).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    match cleaned.strip_prefix('\'') {
        Some(rest) => rest.trim_start().to_string(),
        None => cleaned,
    }
}

/// Text as it is compared: NFKC, without blanks, in lower case.
pub fn fold(text: &str) -> String {
    if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        return text.chars().filter(|&c| !is_blank(c)).flat_map(char::to_lowercase).collect();
    }
    text.nfkc().filter(|&c| !is_blank(c)).flat_map(char::to_lowercase).collect()
}

/// Text as numbers are read from it: like [`fold`], but a blank between two digits stays (`12 13` is not 1213),
/// dashes and tildes are one character each, and `²`, `①` and their like are not taken for figures
/// (`㎡` becomes `m²`).
pub fn fold_figure(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut blank = false;
    let mut push = |c: char| {
        if is_blank(c) {
            blank = true;
            return;
        }
        let digit = |c: char| c.is_ascii_digit() || c == '.';
        if std::mem::take(&mut blank) && digit(c) && folded.ends_with(digit) {
            folded.push(' ');
        }
        folded.push(c);
    };
    for c in text.chars() {
        match c {
            '²' => push('²'),
            '㎡' => ['m', '²'].into_iter().for_each(&mut push),
            '㎠' => ['c', 'm', '²'].into_iter().for_each(&mut push),
            '−' | '﹣' | '‐' | '‑' => push('-'),
            '–' | '—' | '―' | '‒' | '∼' | '〜' => push('~'),
            '○' | '〇' => push('零'),
            'Ø' | 'ø' | '⌀' | '∅' | 'Ф' | 'ф' => push('φ'),
            c if is_figure_sign(c) => push(c),
            c => std::iter::once(c).nfkc().flat_map(char::to_lowercase).for_each(&mut push),
        }
    }
    folded
}

/// Whether a character shows a figure and is none of a number's: `①`, `³`, `½`. Behind a number it is a footnote or a
/// power, and `1.1①` is not 1.11.
pub fn is_figure_sign(c: char) -> bool {
    let digits = c.is_ascii() || matches!(c, '０'..='９');
    !digits && std::iter::once(c).nfkc().any(|c| c.is_ascii_digit())
}

/// Words that say there is none; what that means is the dictionary's to say.
pub fn says_none(folded: &str) -> bool {
    matches!(folded, "无" | "没有" | "無" | "沒有" | "没" | "/" | "\\" | "//" | "无。" | "nil")
        || (!folded.is_empty() && folded.chars().all(|c| matches!(c, '-' | '—' | '–' | '―' | '−' | '‐' | '─')))
}

/// Words and marks that say: what stands above.
pub fn says_same(folded: &str) -> bool {
    // Longer than the longest of them in bytes, brackets and dashes included.
    if folded.len() > 30 {
        return false;
    }
    const WORDS: &[&str] = &[
        "同上",
        "同前",
        "同上行",
        "同上格",
        "同上栏",
        "同上一行",
        "〃",
        "\"",
        "”",
        "“",
        "′′",
        "〞",
        "〝",
        "''",
        "‘‘",
        "’’",
        "々",
        "ditto",
        "do.",
    ];
    // NFKC takes `″` apart into two `′`. Dashes are drawn on both sides of a mark.
    let bare = folded.trim_matches(['-', '—', '–', '─', '(', ')', '。', '.', '~']);
    WORDS.contains(&folded) || WORDS.contains(&bare)
}

/// Whether the text of a cell, as it stands there, says so. `''` does, the `'` in front of a text is no part of it.
pub fn text_says_same(text: &str) -> bool {
    // Far longer texts are never folded to find out.
    text.len() <= 60 && {
        let text = text.trim_matches(is_blank);
        says_same(&fold(text)) || text.strip_prefix('\'').is_some_and(|rest| says_same(&fold(rest)))
    }
}

/// Words that say it is not known.
pub fn says_unknown(folded: &str) -> bool {
    const WORDS: &[&str] = &[
        "n/a",
        "na",
        "n.a.",
        "null",
        "nan",
        "unknown",
        "tbd",
        "tbc",
        "不详",
        "不祥",
        "不明",
        "未知",
        "未测",
        "未测量",
        "未量",
        "未填",
        "未查",
        "未查明",
        "未提供",
        "未踏勘",
        "未勘",
        "待定",
        "待测",
        "待测量",
        "待查",
        "待核",
        "待核实",
        "待核查",
        "待补",
        "待补充",
        "待补测",
        "待确认",
        "待踏勘",
        "待勘",
        "待填",
        "不清楚",
        "不清",
        "不知",
        "不知道",
        "不确定",
        "不了解",
        "说不清",
        "看不清",
        "暂无",
        "暂无数据",
        "暂缺",
        "无数据",
        "无资料",
        "无法测量",
        "无法入户",
        "无法进入",
        "无法量",
        "未入户",
        "无人应答",
        "锁门",
        "测不到",
        "没测",
        "没量",
        "缺",
        "缺失",
        "空",
        "空白",
        "略",
    ];
    WORDS.contains(&folded.trim_matches(['(', ')', '[', ']', '。', '.', '!']))
        || (!folded.is_empty() && folded.chars().all(|c| matches!(c, '?' | '？' | '.' | '…' | '*' | '_')))
}

/// Errors of spreadsheets, as text files and some formats carry them.
pub fn is_error(folded: &str) -> bool {
    const ERRORS: &[&str] = &[
        "#ref!",
        "#div/0!",
        "#value!",
        "#name?",
        "#null!",
        "#num!",
        "#n/a",
        "#spill!",
        "#calc!",
        "#getting_data",
        "err:502",
        "err:508",
        "err:509",
        "err:522",
    ];
    // A column too narrow for its number, saved as text: `####`.
    ERRORS.contains(&folded) || (folded.len() > 1 && folded.bytes().all(|b| b == b'#'))
}

/// Yes or no, as people tick a form; `None` where it is neither.
pub fn yes_or_no(folded: &str) -> Option<bool> {
    match folded {
        "是" | "有" | "√" | "✓" | "✔" | "☑" | "✅" | "y" | "yes" | "1" | "1.0" | "true" | "t" | "对" | "v" => {
            Some(true)
        }
        "否" | "不是" | "无" | "無" | "没有" | "沒有" | "没" | "×" | "✕" | "✖" | "✗" | "✘" | "☒" | "❌" | "x" | "n"
        | "no" | "0" | "0.0" | "false" | "f" | "错" | "╳" => Some(false),
        _ => None,
    }
}

/// Before a number: read as the number, and reported.
pub const ABOUT_BEFORE: &[&str] = &[
    "约",
    "大约",
    "大概",
    "约为",
    "大约为",
    "近似",
    "接近",
    "近",
    "估",
    "估计",
    "估测",
    "目测",
    "目测约",
    "≈",
    "≒",
    "ca.",
];

/// Before a number, changing nothing.
pub const IN_ALL_BEFORE: &[&str] = &["共", "共计", "一共", "总共"];

/// After a number: read as the number, and reported.
pub const ABOUT_AFTER: &[&str] = &["左右", "上下", "前后", "许", "左右吧", "(约)", "(估)", "(目测)"];

/// Before a number that is the least possible.
pub const LEAST_BEFORE: &[&str] = &[
    ">",
    ">=",
    "=>",
    "≥",
    "≧",
    "⩾",
    "≮",
    "大于",
    "大于等于",
    "大于或等于",
    "不小于",
    "不少于",
    "不低于",
    "不短于",
    "不窄于",
    "至少",
    "最少",
    "起码",
    "超过",
    "高于",
    "多于",
    "超",
    "不早于",
    "晚于",
];

/// Before a number that is the greatest possible.
pub const MOST_BEFORE: &[&str] = &[
    "<",
    "<=",
    "=<",
    "≤",
    "≦",
    "⩽",
    "≯",
    "小于",
    "小于等于",
    "小于或等于",
    "不大于",
    "不超过",
    "不多于",
    "不高于",
    "不超",
    "至多",
    "最多",
    "少于",
    "低于",
    "不足",
    "不到",
    "未满",
    "不满",
    "未到",
    "不晚于",
    "早于",
];

/// After a number that is the least possible.
pub const LEAST_AFTER: &[&str] =
    &["以上", "及以上", "或以上", "之上", "以上(含)", "(含)以上", "含以上", "多", "余", "起", "有余"];

/// After a number that is the greatest possible.
pub const MOST_AFTER: &[&str] = &[
    "以下",
    "及以下",
    "或以下",
    "之下",
    "以内",
    "之内",
    "内",
    "以下(含)",
    "(含)以下",
    "含以下",
    "不到",
    "不足",
    "不满",
    "弱",
];

/// Takes the longest of `words` off the front.
pub fn strip_word<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().filter_map(|word| text.strip_prefix(word)).min_by_key(|rest| rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaning_keeps_what_people_see() {
        assert_eq!(clean("  砖 混\u{a0}\u{200b}\n结构 "), "砖 混 结构");
        assert_eq!(clean("'0012"), "0012");
        assert_eq!(fold("ＤＮ １００\t"), "dn100");
        assert_eq!(fold_figure("１ ２００ － １３ ０"), "1 200-13 0");
        assert_eq!(fold_figure("12 ㎡"), "12m²");
    }

    #[test]
    fn the_longest_word_comes_off() {
        assert_eq!(strip_word("大于等于1", LEAST_BEFORE), Some("1"));
        assert_eq!(strip_word("1", LEAST_BEFORE), None);
    }
}
