//! `liftfit check --explain R012`: what a code means, an example of it, what the program says of the example, and the
//! example put right. `all` gives every page, as one Markdown text.
//!
//! What always holds: what the program says is found at that moment, as `check` finds it, so that a page and its
//! message cannot drift apart.

use super::diagnostics::told;
use super::screen::{Paint, Screen, painted};
use super::used_rules::with_tests;
use super::{DONE, Failure, WRONG};
use crate::lang::{Lang, Text, folded, listed};
use crate::rules::pages::{BASE, Block, Example, FIELDS, Page, pages};
use crate::rules::{Loaded, Severity, show_diagnostic};
use crate::text;
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

/// Columns of a page's text.
const WIDTH: usize = 78;

/// Shows the page of the code that was typed, or all of them.
pub fn run(typed: &str, json: bool, screen: &Screen) -> Result<u8, Failure> {
    let all = typed.eq_ignore_ascii_case("all");
    match json {
        true if all => screen.json(&pages().map(|page| document(&page, screen)).collect())?,
        true => screen.json(&document(&called(typed)?, screen))?,
        false if all => screen.data(&manual(screen.lang))?,
        false => screen.data(&shown(&called(typed)?, screen))?,
    }
    Ok(DONE)
}

/// The page of a code, typed `R012`, `r12` or `12`.
fn called(typed: &str) -> Result<Page, Failure> {
    let plain: String = typed.trim().nfkc().collect();
    let number = plain.strip_prefix(['R', 'r']).unwrap_or(&plain).parse::<u16>().ok();
    let number_of = |page: &Page| page.code.trim_start_matches('R').parse::<u16>().ok();
    if let Some(page) = pages().find(|page| number.is_some() && number_of(page) == number) {
        return Ok(page);
    }
    let message = text!("没有代码 `{typed}`", "there is no code `{typed}`");
    let help = match number {
        Some(number) => {
            let mut near: Vec<Page> = pages().collect();
            near.sort_by_key(|page| number_of(page).map(|other| other.abs_diff(number)));
            near.truncate(2);
            let zh = listed(near.iter().map(|page| format!("{}（{}）", page.code, page.title.zh))).zh;
            let en = listed(near.iter().map(|page| format!("{} ({})", page.code, page.title.en))).en;
            text!("相近的有 {zh}", "the nearest are {en}")
        }
        None => text!(
            "写成 `R012` 或 `12` 这样；`--explain all` 列出全部",
            "write it like `R012` or `12`; `--explain all` shows them all"
        ),
    };
    Err(Failure::new(WRONG, message, Some(help)))
}

/// An example, loaded and looked at as by `check`.
fn checked(example: &Example) -> Loaded {
    with_tests(example.load(), Severity::Error)
}

/// What is said of an example, as it is shown.
fn said(example: &Example, lang: Lang, colour: bool) -> String {
    let loaded = checked(example);
    let each = loaded.diagnostics.iter().map(|diagnostic| show_diagnostic(diagnostic, &loaded.files, lang, colour));
    each.collect::<Vec<_>>().join("\n\n")
}

fn headings() -> [Text; 3] {
    [text!("这样写不对：", "wrong:"), text!("程序会说：", "what the program says:"), text!("改成：", "right:")]
}

/// A page for the terminal.
fn shown(page: &Page, screen: &Screen) -> String {
    let (lang, strong) = (screen.lang, |text: &str| painted(screen.colour, Paint::Strong, text));
    let paint = if page.severity == Severity::Error { Paint::Red } else { Paint::Yellow };
    let [fault, says, right] = headings().map(|heading| strong(heading.get(lang)));
    let name = painted(screen.colour, paint, &format!("{}[{}]", page.severity.label().get(lang), page.code));
    let title = strong(page.title.get(lang));
    let text: Vec<String> = page.text.get(lang).lines().map(|line| folded(line, WIDTH)).collect();
    format!(
        "{name}{}{title}\n\n{}\n\n{fault}\n\n{}{says}\n\n{}\n\n{right}\n\n{}",
        lang.pick("：", ": "),
        text.join("\n"),
        indented(&page.fault, lang),
        said(&page.fault, lang, screen.colour),
        indented(&page.right, lang),
    )
    .trim_end()
    .to_string()
        + "\n"
}

fn indented(example: &Example, lang: Lang) -> String {
    let block = |(heading, block): (Option<Text>, &Block)| {
        let heading = heading.map_or(String::new(), |heading| format!("  {}\n", heading.get(lang)));
        let lines = block.text.lines().map(|line| format!("    {line}").trim_end().to_string() + "\n");
        heading + &lines.collect::<String>() + "\n"
    };
    example.blocks().map(block).collect()
}

/// Every page, in Markdown: a table of the codes, the pages, and the files that the examples share.
fn manual(lang: Lang) -> String {
    let Text { zh, en } = text!(
        "# 规则文件的检查代码\n\n\
         `liftfit check` 说的每一种问题都有代码，`liftfit check --explain R012` 显示的就是这里的一页。\
         例子没有写出来的部分，取自[文末的两个文件](#例子共用的文件)；“程序会说”是程序检查这个例子的原话。\n\n\
         | 代码 | 程度 | 问题 |\n|---|---|---|\n",
        "# Codes of rules files\n\n\
         Everything that `liftfit check` says has a code, and `liftfit check --explain R012` shows its page. \
         What an example leaves out is taken from [the two files at the end](#what-the-examples-share); \
         what the program says is what it says of that very example.\n\n\
         | code | severity | what |\n|---|---|---|\n"
    );
    let mut manual = lang.pick(zh, en);
    for page in pages() {
        let (code, severity, title) = (page.code, page.severity.label(), page.title.get(lang));
        let anchor = code.to_lowercase();
        manual.push_str(&format!("| [{code}](#{anchor}) | {} | {title} |\n", severity.get(lang)));
    }
    let [fault, says, right] = headings();
    for page in pages() {
        let (code, severity, title) = (page.code, page.severity.label(), page.title.get(lang));
        let (colon, text) = (lang.pick("：", ": "), page.text.get(lang));
        manual.push_str(&format!("\n## {code}\n\n**{}{colon}{title}**\n\n{text}\n", severity.get(lang)));
        manual.push_str(&format!("\n{}\n{}", fault.get(lang), fenced(&page.fault, lang)));
        let said = said(&page.fault, lang, false);
        manual.push_str(&format!("\n{}\n\n```text\n{said}\n```\n", says.get(lang)));
        manual.push_str(&format!("\n{}\n{}", right.get(lang), fenced(&page.right, lang)));
    }
    let shared = lang.pick("例子共用的文件", "What the examples share");
    let base = lang.pick("rules.toml 的其余部分，也就是 base.toml：", "The rest of rules.toml, which is base.toml:");
    manual
        + &format!(
            "\n## {shared}\n\n{base}\n\n```toml\n{BASE}```\n\nfields.toml{}\n\n```toml\n{FIELDS}```\n",
            lang.pick("：", ":")
        )
}

fn fenced(example: &Example, lang: Lang) -> String {
    let block = |(heading, block): (Option<Text>, &Block)| {
        let heading = heading.map_or(String::new(), |heading| format!("\n{}\n", heading.get(lang)));
        format!("{heading}\n```{}\n{}```\n", block.language, block.text)
    };
    example.blocks().map(block).collect()
}

/// A page for programs.
fn document(page: &Page, screen: &Screen) -> Value {
    let lang = screen.lang;
    let loaded = checked(&page.fault);
    let diagnostics = loaded.diagnostics.iter().map(|diagnostic| told(diagnostic, &loaded.files, screen.lang));
    let example = |example: &Example| -> Value {
        example.blocks().map(|(_, block)| json!({ "file": block.file(), "text": block.text })).collect()
    };
    json!({
        "code": page.code,
        "severity": page.severity.id(),
        "title": page.title.get(lang),
        "text": page.text.get(lang),
        "fault": example(&page.fault),
        "diagnostics": diagnostics.collect::<Vec<_>>(),
        "right": example(&page.right),
    })
}

#[cfg(test)]
#[path = "explain_code_tests.rs"]
mod tests;
