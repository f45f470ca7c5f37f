//! What is said to people is said in Chinese and in English, side by side where it is made, so that the two
//! cannot drift apart. Codes, keys and file names are never translated. There is no catalogue to look up.

use crate::text;
use std::borrow::Cow;
use std::{fmt, io};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The language of messages; Chinese unless asked otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

impl Lang {
    /// The one of two texts that this language wants.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// One message in both languages. English: lower case, no full stop, input in backticks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl Text {
    /// The message in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }

    /// A message that reads the same in both languages (a name, a number).
    pub fn same(text: impl Into<String>) -> Text {
        let zh = text.into();
        Text { en: zh.clone(), zh }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.zh)
    }
}

/// Several things in one line: `甲、乙`, `a, b`.
pub fn listed<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> Text {
    let items: Vec<T> = items.into_iter().collect();
    let joined = |between: &str| items.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(between);
    Text { zh: joined("、"), en: joined(", ") }
}

/// A text in lines of at most so many columns, Chinese characters being two wide: broken between its [`parts`].
pub fn folded(text: &str, columns: usize) -> String {
    let (mut lines, mut line) = (String::new(), String::new());
    for part in parts(text) {
        if line.width() + part.trim_end().width() > columns && !line.is_empty() {
            lines.push_str(line.trim_end());
            lines.push('\n');
            line.clear();
        }
        line.push_str(part);
    }
    lines + &line
}

/// The parts of a text that each stay in one line: what stands between spaces, and every Chinese character with what
/// closes behind it. A number stays with what it counts or is measured in: `1.15 m`, `3 处`.
pub fn parts(text: &str) -> Vec<&str> {
    let wide = |c: char| c.width() == Some(2);
    let (mut all, mut from) = (Vec::new(), 0);
    let (mut before, mut earlier) = (' ', ' ');
    // Every other backtick opens, and what opens may begin a line.
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        let opens = c == '`' && !quoted;
        quoted ^= c == '`';
        let counted = before.is_ascii_digit() || before == ' ' && earlier.is_ascii_digit() && c.is_alphanumeric();
        let breaks = !counted
            && (before == ' '
                || wide(before) && !"（“《".contains(before)
                || wide(c) && !OPENS_NARROW.contains(before));
        if breaks && c != ' ' && (opens || !CLOSES.contains(c)) && at > from {
            all.extend(text.get(from..at));
            from = at;
        }
        (earlier, before) = (before, c);
    }
    all.extend(text.get(from..).filter(|rest| !rest.is_empty()));
    all
}

/// A text of others as part of one line of ours: what breaks lines, turns the direction of writing or drives a terminal
/// is shown as a sign.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| sign_for(c).is_none()) {
        return text.into();
    }
    text.chars().map(|c| sign_for(c).unwrap_or(c)).collect::<String>().into()
}

/// The same, no more than so many columns of it: `很长的名…`.
pub fn shortened(text: &str, columns: usize) -> Cow<'_, str> {
    let (mut kept, mut wide) = (String::new(), 0);
    for c in text.chars().map(|c| sign_for(c).unwrap_or(c)) {
        wide += c.width().unwrap_or(0);
        // The sign for what is left out is two columns wide in a Chinese console.
        if wide > columns.saturating_sub(2) && text.width() > columns {
            return (kept + "…").into();
        }
        kept.push(c);
    }
    kept.into()
}

/// The sign for a character that does something rather than being seen; `None` for all others.
pub fn sign_for(c: char) -> Option<char> {
    match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).or(Some('\u{fffd}')),
        '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => Some('\u{fffd}'),
        _ => c.is_control().then_some('\u{fffd}'),
    }
}

/// These do not begin a line.
const CLOSES: &str = "，。；：、？！）”》…`),.;:?!";
/// Nor do these end one.
const OPENS_NARROW: &str = "(`\"";

/// What an operating system's error means, in words; its own text where there is none better.
pub fn io_reason(error: &io::Error) -> Text {
    use io::ErrorKind as K;
    match error.kind() {
        K::NotFound => text!("不存在", "it does not exist"),
        K::PermissionDenied => {
            text!("没有权限，或文件正被其他程序打开", "permission denied, or another program holds it open")
        }
        K::AlreadyExists => text!("已经存在", "it exists already"),
        K::StorageFull => text!("磁盘已满", "the disk is full"),
        K::QuotaExceeded => text!("磁盘配额已用完", "the disk quota is used up"),
        K::FileTooLarge => text!("文件太大", "the file is too large"),
        K::ReadOnlyFilesystem => text!("磁盘是只读的", "the disk is read-only"),
        K::NotADirectory => text!("路径中有一段不是文件夹", "a part of the path is not a folder"),
        K::IsADirectory => text!("是文件夹", "it is a folder"),
        K::InvalidFilename => text!("文件名无效或太长", "the file name is invalid or too long"),
        _ => Text::same(error.to_string()),
    }
}

/// `text!("找不到 `{name}`", "no such name `{name}`")`: both languages of one message, formatted from the same
/// names in scope.
#[macro_export]
macro_rules! text {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::lang::Text { zh: format!($zh), en: format!($en) }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_stays_in_its_line() {
        assert_eq!(one_line("甲\n乙\r\t\u{1b}[1m\u{202e}"), "甲␊乙␍␉␛[1m\u{fffd}");
        assert!(matches!(one_line("甲 乙.xlsx"), Cow::Borrowed(_)));
        assert_eq!(shortened("上钢三村", 8), "上钢三村");
        assert_eq!(shortened("上钢三村居民区", 8), "上钢三…");
        assert_eq!(shortened("甲\n乙", 8), "甲␊乙");
    }

    #[test]
    fn texts_are_folded_by_columns() {
        let text = "评估日（默认今天），如 2026-03-01：判断规则是否施行";
        assert_eq!(folded(text, 22), "评估日（默认今天），如\n2026-03-01：判断规则是\n否施行");
        assert_eq!(folded(text, 20), "评估日（默认今天），\n如 2026-03-01：判断\n规则是否施行");
        assert_eq!(folded("units of measure: m dm", 10), "units of\nmeasure: m\ndm");
        for columns in 1..60 {
            let bare = |text: &str| text.replace(['\n', ' '], "");
            assert_eq!(bare(&folded(text, columns)), bare(text), "nothing is lost");
        }
    }
}
