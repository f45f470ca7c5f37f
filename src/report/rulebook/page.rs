//! A rulebook as one self-contained page that reads like a standard, on a screen and on paper.
//!
//! What always holds: it asks for nothing from anywhere and runs nothing; texts of rules files are escaped, and named by
//! signs where they would turn or break a line; names link only to what is on the page.

use super::model::{Block, Cell, Entry, Row, Rulebook, Section, Table, TableRow};
use crate::lang::{Lang, one_line};
use crate::report::page::style;
use crate::report::policy::{bare_lines, escaped, in_style, policy};
use crate::rules::language::outline::Saying;
use crate::rules::language::phrase::Phrase;
use askama::Template;
use std::collections::HashSet;

#[derive(Template)]
#[template(path = "rulebook/page.html")]
struct Page<'b> {
    lang: &'static str,
    policy: String,
    style: String,
    title: String,
    kind: &'b str,
    facts: Vec<(String, String)>,
    contents: &'static str,
    /// What a variant changes, which stands before the contents
    changes: Vec<Part<'b>>,
    parts: Vec<Part<'b>>,
    footer: &'static str,
}

struct Part<'b> {
    anchor: &'b str,
    number: &'b str,
    title: &'b str,
    /// What of it is in the contents: headings, and entries below them
    listed: Vec<Listed>,
    body: String,
}

struct Listed {
    number: String,
    title: String,
    path: String,
}

/// The page's text.
pub fn write(book: &Rulebook, lang: Lang) -> Result<String, askama::Error> {
    let title = one_line(&book.title);
    let running = format!("@page {{ @top-left {{ content: \"{}\"; }} }}\n", in_style(&title));
    let style = bare_lines(&format!("{}{}{running}", style::style(), include_str!("page.css")));
    let writer = Writer { lang, targets: targets(book) };
    let page = Page {
        lang: lang.pick("zh-CN", "en"),
        policy: policy(&style, None),
        style,
        title: title.to_string(),
        kind: book.kind,
        facts: book.facts.iter().map(|(name, cell)| (name.clone(), writer.cell(cell, ""))).collect(),
        contents: lang.pick("目录", "contents"),
        changes: book.changes().iter().map(|section| writer.part(section)).collect(),
        parts: book.counted().iter().map(|section| writer.part(section)).collect(),
        footer: lang.pick(
            "由 liftfit 根据规则文件生成，与程序据以评估的是同一份规则。技术评估不是审批结论，以主管部门意见为准。",
            "made by liftfit from the rules files by which it assesses. a technical assessment is no approval.",
        ),
    };
    page.render()
}

/// What names can link to.
fn targets(book: &Rulebook) -> HashSet<&str> {
    let mut targets: HashSet<&str> = book.sections.iter().map(|section| section.anchor).collect();
    for block in book.sections.iter().flat_map(|section| &section.blocks) {
        match block {
            Block::Entry(entry) => _ = targets.insert(&entry.path),
            Block::Table(table) => targets
                .extend(std::iter::once(&table.path).chain(table.rows.iter().map(|row| &row.path)).map(String::as_str)),
            _ => {}
        }
    }
    targets.remove("");
    targets
}

struct Writer<'b> {
    lang: Lang,
    targets: HashSet<&'b str>,
}

impl Writer<'_> {
    fn part<'s>(&self, section: &'s Section) -> Part<'s> {
        let listed = section.blocks.iter().filter_map(|block| match block {
            Block::Heading(number, title) => {
                Some(Listed { number: number.clone(), title: one_line(title).to_string(), path: heading_path(number) })
            }
            Block::Entry(entry) => Some(Listed {
                number: entry.number.clone(),
                title: one_line(&entry.title).to_string(),
                path: entry.path.clone(),
            }),
            _ => None,
        });
        Part {
            anchor: section.anchor,
            number: &section.number,
            title: &section.title,
            listed: listed.collect(),
            body: section.blocks.iter().map(|block| self.block(block)).collect(),
        }
    }

    fn block(&self, block: &Block) -> String {
        match block {
            Block::Heading(number, title) => {
                let (path, title) = (heading_path(number), text(title));
                format!("<h3 id=\"{path}\"><span class=\"count\">{number}</span>{title}</h3>\n")
            }
            Block::Text(phrase) => format!("<p class=\"text\">{}</p>\n", self.phrase(phrase)),
            Block::List(lines) => format!("{}\n", self.list(lines)),
            Block::Entry(entry) => self.entry(entry),
            Block::Table(table) => self.table(table),
        }
    }

    fn entry(&self, entry: &Entry) -> String {
        let rows: String = entry.rows.iter().map(|row| self.row(row)).collect();
        // Below a heading of its section, or else below the section's own.
        let level = if entry.number.matches('.').count() > 1 { "h4" } else { "h3" };
        format!(
            "<article class=\"entry\" id=\"{}\">\n<{level}><span class=\"count\">{}</span>{}{} <small>{}　{}</small></{level}>\n<dl>\n{rows}</dl>\n</article>\n",
            text(&entry.path),
            entry.number,
            text(&entry.title),
            self.tag(entry.new),
            text(&entry.id),
            text(&entry.place),
        )
    }

    fn row(&self, row: &Row) -> String {
        let label = match row.grade {
            Some(grade) => {
                let id = grade.id();
                format!(
                    "<span class=\"chip {id}\"><span class=\"mark {id}\" aria-hidden=\"true\"></span>{}</span>",
                    text(&row.label)
                )
            }
            None => text(&row.label),
        };
        let mark = if row.cell.before.is_some() { self.changed() } else { String::new() };
        let cell = self.cell(&row.cell, &small(&[&row.place]));
        format!("<div class=\"{}\"><dt>{label}{mark}</dt><dd>{cell}</dd></div>\n", row.key)
    }

    fn table(&self, table: &Table) -> String {
        let mut shown = String::new();
        if !table.title.is_empty() {
            let id = if table.path.is_empty() { String::new() } else { format!(" id=\"{}\"", text(&table.path)) };
            shown += &format!("<h3{id}>{} <small>{}</small></h3>\n", text(&table.title), text(&table.place));
        }
        shown.extend(table.notes.iter().map(|note| format!("<div class=\"text\">{}</div>\n", self.cell(note, ""))));
        let heads: String = table.heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", text(head))).collect();
        let rows: String = table.rows.iter().map(|row| self.table_row(row)).collect();
        let about =
            text(if table.title.is_empty() { table.heads.first().map_or("", String::as_str) } else { &table.title });
        shown
            + &format!(
                "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{about}\">\n<table class=\"figures {}\">\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n",
                table.kind
            )
    }

    fn table_row(&self, row: &TableRow) -> String {
        let id = if row.path.is_empty() { String::new() } else { format!(" id=\"{}\"", text(&row.path)) };
        let cell = |(at, cell): (usize, &Cell)| {
            let mark = if cell.before.is_some() { self.changed() } else { String::new() };
            let (tag, place) = match at {
                0 => (self.tag(row.new), small(&[&row.id, &row.place])),
                _ => Default::default(),
            };
            format!("<td>{tag}{mark}{}</td>", self.cell(cell, &place))
        };
        format!("<tr{id}>{}</tr>\n", row.cells.iter().enumerate().map(cell).collect::<String>())
    }

    fn tag(&self, new: bool) -> String {
        if new { format!("<span class=\"tag strong\">{}</span>", self.lang.pick("新", "new")) } else { String::new() }
    }

    fn changed(&self) -> String {
        format!("<span class=\"tag strong\">{}</span>", self.lang.pick("改", "changed"))
    }

    /// A cell with small lines of the row's below its own.
    fn cell(&self, cell: &Cell, marks: &str) -> String {
        let mut shown: String = cell.lines.iter().map(|line| self.line(line)).collect();
        shown.extend(cell.quiet.iter().map(|line| format!("<p class=\"small\">{}</p>", self.phrase(line))));
        shown += marks;
        if let Some(before) = &cell.before {
            let lines: String = before.iter().map(|line| self.line(line)).collect();
            let said = match before.is_empty() {
                true => self.lang.pick("底版没有", "not there before").to_string(),
                false => format!("{}<del>{lines}</del>", self.lang.pick("底版：", "before: ")),
            };
            shown += &format!("<div class=\"before\">{said}</div>");
        }
        shown
    }

    fn line(&self, line: &Saying) -> String {
        let items = if line.items.is_empty() { String::new() } else { self.list(&line.items) };
        format!("<p>{}</p>{items}", self.phrase(&line.phrase))
    }

    /// Lists are no deeper than conditions are taken apart, or as written by us.
    fn list(&self, lines: &[Saying]) -> String {
        format!(
            "<ul class=\"said\">{}</ul>",
            lines.iter().map(|line| format!("<li>{}</li>", self.line(line))).collect::<String>()
        )
    }

    fn phrase(&self, phrase: &Phrase) -> String {
        let piece = |piece: &crate::rules::language::phrase::Piece| match &piece.path {
            Some(path) if self.targets.contains(path.as_str()) => {
                format!("<a href=\"#{}\">{}</a>", text(path), text(&piece.text))
            }
            _ => text(&piece.text),
        };
        phrase.0.iter().map(piece).collect()
    }
}

/// Where a heading can be found.
fn heading_path(number: &str) -> String {
    format!("part-{number}")
}

/// Small grey lines, of what there is.
fn small(said: &[&str]) -> String {
    said.iter().filter(|said| !said.is_empty()).map(|said| format!("<p class=\"small\">{}</p>", text(said))).collect()
}

/// A text of others, or one that may hold some.
fn text(said: &str) -> String {
    escaped(&one_line(said))
}
