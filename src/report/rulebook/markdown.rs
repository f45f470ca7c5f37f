//! A rulebook as Markdown: the same words as on the page, to be read anywhere and compared line by line.
//!
//! What always holds: texts of rules files are words, never markup. Of names only lookup tables and sections are links: a
//! source that is full of them cannot be read.

use super::model::{Block, Cell, Entry, Rulebook, Section, Table};
use crate::lang::{Lang, one_line};
use crate::rules::language::outline::Saying;
use crate::rules::language::phrase::Phrase;

/// The text.
pub fn write(book: &Rulebook, lang: Lang) -> String {
    let writer = Writer { lang };
    let mut out = format!("# {}\n\n**{}**\n\n", plain(&book.title), book.kind);
    for (name, cell) in &book.facts {
        out += &writer.bullet(&format!("{}{}", plain(name), writer.colon()), cell, 0);
    }
    out.extend(book.changes().iter().map(|section| writer.section(section)));
    out += &format!("\n## {}\n\n", lang.pick("目录", "contents"));
    for section in book.counted() {
        out += &format!("- [{}](#{})\n", titled(&section.number, &section.title), section.anchor);
    }
    out.extend(book.counted().iter().map(|section| writer.section(section)));
    out
}

fn titled(number: &str, title: &str) -> String {
    format!("{number} {}", plain(title)).trim_start().to_string()
}

struct Writer {
    lang: Lang,
}

impl Writer {
    fn colon(&self) -> &'static str {
        self.lang.pick("：", ": ")
    }

    fn section(&self, section: &Section) -> String {
        let title = titled(&section.number, &section.title);
        let blocks: String = section.blocks.iter().map(|block| self.block(block)).collect();
        format!("\n<a id=\"{}\"></a>\n\n## {title}\n{blocks}", section.anchor)
    }

    fn block(&self, block: &Block) -> String {
        match block {
            Block::Heading(number, title) => format!("\n### {}\n", titled(number, title)),
            Block::Text(phrase) => format!("\n{}\n", at_start(self.phrase(phrase))),
            Block::List(lines) => format!("\n{}", lines.iter().map(|line| self.line(line, 0)).collect::<String>()),
            Block::Entry(entry) => self.entry(entry),
            Block::Table(table) => self.table(table),
        }
    }

    fn entry(&self, entry: &Entry) -> String {
        let title = titled(&entry.number, &entry.title);
        let new = if entry.new { self.lang.pick("（新）", " (new)") } else { "" };
        let mut out = format!("\n#### {title}{new}\n\n{} · {}\n\n", code(&entry.id), code(&entry.place));
        for row in &entry.rows {
            let place = if row.place.is_empty() { String::new() } else { format!(" {}", code(&row.place)) };
            out += &self.bullet(&format!("**{}**{place}{}", plain(&row.label), self.colon()), &row.cell, 0);
        }
        out
    }

    /// A cell behind a label, as an item of a list.
    fn bullet(&self, label: &str, cell: &Cell, depth: usize) -> String {
        let indent = "  ".repeat(depth);
        let mut lines = cell.lines.iter();
        let first = match lines.len() {
            1 => lines.next(),
            _ => None,
        };
        let quiet: Vec<String> = cell.quiet.iter().map(|line| self.phrase(line)).collect();
        let quiet = match (quiet.is_empty(), cell.lines.is_empty()) {
            (true, _) => String::new(),
            (false, false) => self.lang.pick(format!("（{}）", quiet.join("；")), format!(" ({})", quiet.join("; "))),
            (false, true) => quiet.join(self.lang.pick("；", "; ")),
        };
        let said = first.map_or_else(String::new, |line| self.phrase(&line.phrase));
        let below = first.map_or(&[][..], |line| &line.items);
        let listed = cell.lines.len() > 1 || !below.is_empty();
        let (quiet, last) = if listed { (String::new(), quiet) } else { (quiet, String::new()) };
        let mut out = format!("{indent}- {}\n", at_start(format!("{label}{said}{quiet}")).trim_end());
        out.extend(below.iter().chain(lines).map(|line| self.line(line, depth + 1)));
        if !last.is_empty() {
            out += &format!("{indent}  - {}\n", last.trim_start());
        }
        if let Some(before) = &cell.before {
            let said = match before.as_slice() {
                [] => self.lang.pick("底版没有", "not there before").to_string(),
                [line] => format!("{}{}", self.lang.pick("底版：", "before: "), self.phrase(&line.phrase)),
                _ => self.lang.pick("底版：", "before:").to_string(),
            };
            out += &format!("{indent}  - *{}*\n", said.trim_end());
            let items = if let [line] = before.as_slice() { line.items.as_slice() } else { before.as_slice() };
            out.extend(items.iter().map(|line| self.line(line, depth + 2)));
        }
        out
    }

    fn line(&self, line: &Saying, depth: usize) -> String {
        let own = format!("{}- {}\n", "  ".repeat(depth), at_start(self.phrase(&line.phrase)));
        own + &line.items.iter().map(|item| self.line(item, depth + 1)).collect::<String>()
    }

    fn table(&self, table: &Table) -> String {
        let mut out = String::from("\n");
        if !table.path.is_empty() {
            out += &format!("<a id=\"{}\"></a>\n\n", plain(&table.path).replace('"', ""));
        }
        if !table.title.is_empty() {
            let id = if table.place.is_empty() { String::new() } else { format!(" {}", code(&table.place)) };
            out += &format!("#### {}{id}\n\n", plain(&table.title));
        }
        for note in &table.notes {
            out += &self.bullet("", note, 0);
        }
        if !table.notes.is_empty() {
            out += "\n";
        }
        let heads: String = table.heads.iter().map(|head| format!(" {} |", plain(head))).collect();
        out += &format!("|{heads}\n|{}\n", "---|".repeat(table.heads.len()));
        for row in &table.rows {
            let cell = |(at, cell): (usize, &Cell)| {
                let new = if at == 0 && row.new { self.lang.pick("（新）", "(new) ") } else { "" };
                let marks = [&row.id, &row.place].into_iter().filter(|mark| at == 0 && !mark.is_empty());
                let marks = marks.map(|mark| code(mark));
                format!(" {new}{} |", self.parts(cell).into_iter().chain(marks).collect::<Vec<_>>().join("<br>"))
            };
            out += &format!("|{}\n", row.cells.iter().enumerate().map(cell).collect::<String>());
        }
        out
    }

    /// The lines of a cell of a table, in which nothing else can break a line.
    fn parts(&self, cell: &Cell) -> Vec<String> {
        let mut parts = Vec::new();
        self.flat(&cell.lines, 0, &mut parts);
        parts.extend(cell.quiet.iter().map(|line| self.phrase(line)));
        if let Some(before) = &cell.before {
            let mut lines = Vec::new();
            self.flat(before, 0, &mut lines);
            parts.push(match lines.is_empty() {
                true => self.lang.pick("*底版没有*", "*not there before*").to_string(),
                false => format!("*{}{}*", self.lang.pick("底版：", "before: "), lines.join("<br>")),
            });
        }
        parts
    }

    fn flat(&self, lines: &[Saying], depth: usize, parts: &mut Vec<String>) {
        for line in lines {
            let before = if depth == 0 { String::new() } else { format!("{}• ", "　".repeat(depth - 1)) };
            parts.push(before + &self.phrase(&line.phrase));
            self.flat(&line.items, depth + 1, parts);
        }
    }

    fn phrase(&self, phrase: &Phrase) -> String {
        let piece = |piece: &crate::rules::language::phrase::Piece| match &piece.path {
            Some(path) if path.starts_with("tables.") || !path.contains('.') => {
                format!("[{}](#{})", words(&piece.text), words(path))
            }
            _ => words(&piece.text),
        };
        phrase.0.iter().map(piece).collect()
    }
}

/// Words that stand by themselves.
fn plain(text: &str) -> String {
    at_start(words(text))
}

/// A text as words, wherever in a line it stands.
fn words(text: &str) -> String {
    let mut shown = String::new();
    for c in one_line(text).chars() {
        if "\\`*_[]<|&#~$".contains(c) {
            shown.push('\\');
        }
        shown.push(c);
    }
    shown
}

/// What would begin a list, a quotation or a rule where a line begins does not.
fn at_start(text: String) -> String {
    let text = text.trim_start().to_string();
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let behind = text.chars().nth(digits);
    if text.starts_with(['-', '+', '=', '>']) {
        format!("\\{text}")
    } else if digits > 0
        && matches!(behind, Some('.' | ')'))
        && text.chars().nth(digits + 1).is_none_or(char::is_whitespace)
    {
        let (number, rest) = text.split_at(digits);
        format!("{number}\\{rest}")
    } else {
        text
    }
}

/// An id or a place in a file, as it is.
fn code(text: &str) -> String {
    format!("`{}`", one_line(text).replace('`', "'").replace('|', "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_markup_is_words() {
        for (text, shown) in [
            ("4.5~6.0 m，5 < 6", "4.5\\~6.0 m，5 \\< 6"),
            ("a_b *c* [d](e) `f` <b>", "a\\_b \\*c\\* \\[d\\](e) \\`f\\` \\<b>"),
            ("- 甲", "\\- 甲"),
            ("1. 甲", "1\\. 甲"),
            ("12) 甲", "12\\) 甲"),
            ("1.5 m", "1.5 m"),
            ("> 200 mm", "\\> 200 mm"),
            ("# 甲", "\\# 甲"),
            ("甲|乙", "甲\\|乙"),
            ("甲\n乙", "甲␊乙"),
        ] {
            assert_eq!(plain(text), shown);
        }
        assert_eq!(code("a`b|c\n"), "`a'b/c␊`");
    }
}
