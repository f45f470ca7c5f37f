//! `docs/cells.md`, printed from the table of cases.
//!
//! The page must be what is printed here; `UPDATE_DOCS=1 cargo test --lib cell` writes it.

use super::fields::FIELDS;
use super::{GROUPS, Held, Rows};
use crate::survey::cell::written;
use crate::survey::finding::CODES;
use std::path::Path;

const HEAD: &str = "\
# 一格怎么读

[读表手册](survey.md)的附表：格里写什么、属于什么字段，读成什么，报告什么。原则是三条——确定的，读；要解释的，读并报告；此外一律按未知算，
原样报告。本页由程序自己的测试表打印，与程序的行为一致。

“`·`”是空格，“`↵`”是格内换行。例子里的字段：

";

fn page() -> String {
    let mut page = String::from(HEAD);
    page.push_str("| 字段 | 说明 |\n|---|---|\n");
    for (name, about) in FIELDS {
        page.push_str(&format!("| {name} | {about} |\n"));
    }
    for group in GROUPS {
        page.push_str(&format!("\n## {}\n\n", group.title));
        if !group.about.is_empty() {
            page.push_str(&format!("{}\n\n", group.about));
        }
        match group.rows {
            Rows::Texts(rows) => {
                page.push_str("| 写法 | 字段 | 表头单位 | 读成 | 报告 |\n|---|---|---|---|---|\n");
                for (text, name, unit, value, code) in rows {
                    page.push_str(&format!("| {} | {name} | {unit} | {value} | {} |\n", quoted(text), finding(code)));
                }
            }
            Rows::Stored(rows) => {
                page.push_str("| 存的值 | 字段 | 表头单位 | 读成 | 报告 |\n|---|---|---|---|---|\n");
                for (held, name, unit, value, code) in rows {
                    page.push_str(&format!("| {} | {name} | {unit} | {value} | {} |\n", stored(*held), finding(code)));
                }
            }
            Rows::Same(rows) => {
                page.push_str("| 上一行 | 这一行 | 字段 | 读成 | 报告 |\n|---|---|---|---|---|\n");
                for (above, here, name, value, code) in rows {
                    let (above, here) = (quoted(above), quoted(here));
                    page.push_str(&format!("| {above} | {here} | {name} | {value} | {} |\n", finding(code)));
                }
            }
            Rows::Together(rows) => {
                page.push_str("| 写法 | 表头里的字段 | 拆成 |\n|---|---|---|\n");
                for (text, names, parts) in rows {
                    let parts: Vec<String> = match *parts {
                        "整格" => vec!["不拆".into()],
                        parts => parts.split(" | ").map(quoted).collect(),
                    };
                    let (text, names) = (quoted(text), names.replace(' ', "、"));
                    page.push_str(&format!("| {text} | {names} | {} |\n", parts.join("，")));
                }
            }
        }
    }
    page
}

/// A text so that its blanks are seen.
fn quoted(text: &str) -> String {
    if text.is_empty() {
        return "（空白）".into();
    }
    let inner = text.trim_matches([' ', '\u{a0}']);
    let (front, back) = match inner {
        "" => (text, ""),
        _ => text.split_once(inner).unwrap_or((text, "")),
    };
    let dots = |blanks: &str| "·".repeat(blanks.chars().count());
    let shown = format!("{}{}{}", dots(front), inner.replace('\n', "↵").replace('|', "\\|"), dots(back));
    format!("`{shown}`")
}

fn stored(held: Held) -> String {
    let (cell, epoch_1904) = held.cell();
    let shown = written(&cell.content, epoch_1904);
    match held {
        Held::Number(number) => format!("数 `{number}`"),
        Held::Percent(_) => format!("百分比 `{shown}`"),
        Held::Date(serial) if serial < 1.0 => format!("时间（存为 {serial}）"),
        Held::Date(serial) => format!("日期 `{shown}`（存为 {serial}）"),
        Held::Date1904(serial) => format!("日期 `{shown}`（1904 起点，存为 {serial}）"),
        Held::Iso(_) => format!("日期 `{shown}`"),
        Held::Flag(_) => format!("真假 `{shown}`"),
        Held::Error(_) => format!("错误值 `{shown}`"),
        Held::NoValue => "没有结果的公式".into(),
        Held::Struck(_) => format!("划掉的 `{shown}`"),
    }
}

/// The code, linked to the list, and its title.
fn finding(code: &str) -> String {
    match CODES.iter().find(|entry| entry.0 == code) {
        Some((code, _, title, _)) => format!("[{code}](survey.md#问题代码) {title}"),
        None => String::new(),
    }
}

#[test]
fn the_page_is_what_the_program_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cells.md");
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let stands = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(stands == page, "docs/cells.md is out of date: run `UPDATE_DOCS=1 cargo test --lib cell`");
}
