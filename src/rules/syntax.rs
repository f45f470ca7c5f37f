//! What is wrong with the TOML of a file, in words for people who write rules, not programs.
//!
//! The parser's messages are English; those that people meet are said in Chinese too, and slips that a Chinese
//! keyboard makes (full-width quotes, equals signs, brackets) are named.

use super::diagnostic::{Diagnostics, FileIx, Place};
use super::nearest::within_text;
use crate::lang::Text;
use crate::text;
use toml::de::Error;

/// At most so many syntax errors of a file are shown: those that follow are usually consequences.
const SHOWN: usize = 20;

/// What the parser says, in Chinese; the first whose beginning fits.
const SAID: &[(&str, &str)] = &[
    ("duplicate key", "同一个键写了两次"),
    ("string values must be quoted", "文字要放在引号里"),
    ("missing opening quote", "文字少了开头的引号"),
    ("invalid basic string", "引号没有成对"),
    ("invalid literal string", "引号没有成对"),
    ("invalid multi-line", "三个引号没有成对"),
    ("key with no value", "键后面没有等号和值"),
    ("missing value", "等号后面没有值"),
    ("missing assignment", "键和值之间少了等号"),
    ("invalid unquoted key", "键的写法不对"),
    ("unclosed array table", "`[[…` 没有用 `]]` 收尾"),
    ("unclosed array", "数组没有用 `]` 收尾"),
    ("unclosed inline table", "`{…` 没有用 `}` 收尾"),
    ("unclosed table", "`[…` 没有用 `]` 收尾"),
    ("missing comma", "两项之间少了逗号"),
    ("extra comma", "多了一个逗号"),
    ("missing escaped value", "反斜杠后面的写法不对"),
    ("too few unicode", "\\u 后面的数字不够"),
    ("unexpected leading zero", "数字不能以 0 开头"),
    ("unexpected content", "这里多了东西"),
    ("unexpected key or value", "这里多了东西"),
    ("cannot extend value", "这个键已经有值，不能再当作表往下写"),
    ("recursion limit", "套得太深"),
    ("carriage return", "换行符不对"),
];

/// Reports a file's syntax errors, one a line: what is said of a line after its first error is noise.
pub(super) fn report(file: FileIx, text: &str, errors: &[Error], out: &mut Diagnostics) {
    let mut lines: Vec<usize> = Vec::new();
    for error in errors {
        if lines.len() == SHOWN {
            break;
        }
        // Lies in the text, between characters, as does the place after a line break.
        let span = within_text(text, error.span().unwrap_or(0..0));
        let line = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        if !lines.contains(&line) {
            lines.push(line);
            let message = error.message();
            let written = text[line..].lines().next().unwrap_or_default();
            // What the parser says of a text between curly quotes is about its words.
            match curly(written) {
                Some((at, mark)) => {
                    let span = line + at..line + at + mark.len_utf8();
                    out.error(
                        "R034",
                        &Place { file, span },
                        text!("引号 `{mark}` 不能用在这里", "the quotation mark `{mark}` cannot stand here"),
                    )
                    .help(text!("引号要用英文半角的 \"", "write straight quotes `\"`"));
                }
                None => out.error("R034", &Place { file, span }, in_words(message)).help = help(written, message),
            }
        }
    }
}

/// The first quotation mark of a Chinese keyboard in a line, outside straight ones, and where it stands.
fn curly(line: &str) -> Option<(usize, char)> {
    let mut quoted = false;
    let mut outside = line.char_indices().filter(|(_, c)| {
        quoted ^= *c == '"';
        !quoted
    });
    outside.find(|(_, c)| "#“”‘’＂".contains(*c)).filter(|(_, c)| *c != '#')
}

fn in_words(message: &str) -> Text {
    let zh = SAID.iter().find(|(begins, _)| message.starts_with(begins)).map(|(_, zh)| *zh);
    let zh = zh.map_or_else(|| format!("TOML 语法错误：{message}"), str::to_string);
    Text { zh, en: format!("TOML syntax error: {message}") }
}

fn help(line: &str, message: &str) -> Option<Text> {
    if line.contains(['＝', '［', '］', '｛', '｝', '，', '＃']) {
        Some(text!(
            "TOML 的等号、括号、逗号要用英文半角（引号之内不限）",
            "outside quotes, `=`, brackets and commas must be narrow"
        ))
    } else if message == "duplicate key" {
        Some(text!("同一张表里每个键只写一次；合成一处即可", "keep one of the two"))
    } else if message.contains("unquoted key") {
        Some(text!(
            "键只用英文字母、数字、`-` 和 `_`；中文名写在 label 或 title 里",
            "a key has letters, digits, `-` and `_`; names for people go into `label` or `title`"
        ))
    } else if message.contains("string") || message.contains("quote") {
        Some(text!("文字前后要有成对的引号", "a text stands between a pair of quotes"))
    } else {
        None
    }
}
