//! An answer as one self-contained page.
//!
//! What always holds: it looks like the report page and asks for nothing from anywhere; texts of others are escaped by the
//! template. Long tables can be searched, and show what the page can hold; the workbook has them whole.

use super::{Cell, Paper, svg};
use crate::lang::Lang;
use crate::report::page::style;
use crate::report::policy;
use crate::text;
use askama::Template;

/// Rows of a table that a browser shows without effort.
const ROWS: usize = 5_000;
/// Tables of more rows can be searched.
const SEARCHED: usize = 30;

#[derive(Template)]
#[template(path = "paper/page.html")]
struct Page<'p> {
    lang: &'static str,
    policy: String,
    style: String,
    script: String,
    paper: &'p Paper,
    parts: Vec<Section<'p>>,
    contents: &'static str,
    search: &'static str,
    footer: &'static str,
}

struct Section<'p> {
    name: &'p str,
    title: &'p str,
    note: &'p str,
    charts: Vec<String>,
    tables: Vec<Rows<'p>>,
}

struct Rows<'p> {
    title: &'p str,
    heads: Vec<Column<'p>>,
    rows: Vec<Row>,
    searched: bool,
    more: String,
}

struct Column<'p> {
    text: &'p str,
    class: Option<&'static str>,
    number: bool,
}

struct Row {
    total: bool,
    cells: Vec<Shown>,
}

struct Shown {
    text: String,
    /// The class of a chip
    class: Option<&'static str>,
    /// How it is laid out
    kind: &'static str,
}

/// The page's text.
pub fn write(paper: &Paper, lang: Lang) -> Result<String, askama::Error> {
    let style = policy::bare_lines(&format!("{}{}", style::style(), include_str!("page.css")));
    let script = policy::bare_lines(include_str!("page.js"));
    let page = Page {
        lang: lang.pick("zh-CN", "en"),
        policy: policy::policy(&style, Some(&script)),
        style,
        script,
        paper,
        parts: paper.parts.iter().map(|part| section(part, lang)).collect(),
        contents: lang.pick("目录", "contents"),
        search: lang.pick("查找", "search"),
        footer: lang.pick(
            "由 liftfit 生成。技术评估不是审批结论，以主管部门意见为准。",
            "made by liftfit. a technical assessment is no approval.",
        ),
    };
    page.render()
}

fn section(part: &super::Part, lang: Lang) -> Section<'_> {
    Section {
        name: &part.name,
        title: &part.title,
        note: &part.note,
        charts: part.charts.iter().map(svg::drawing).chain(part.cells.as_ref().and_then(svg::cells)).collect(),
        tables: part.tables.iter().map(|table| rows(table, lang)).collect(),
    }
}

fn rows(table: &super::Table, lang: Lang) -> Rows<'_> {
    let kind = |at: usize| match table.heads.get(at) {
        Some(head) if head.number => "number",
        Some(head) if head.unbroken => "unbroken",
        _ => "",
    };
    let shown = |(at, cell): (usize, &Cell)| Shown {
        text: cell.shown(lang),
        class: if let Cell::Class(class) = cell { Some(class.id()) } else { None },
        kind: kind(at),
    };
    let last = table.rows.len();
    let row = |(at, cells): (usize, &Vec<Cell>)| Row {
        total: table.total && at + 1 == last,
        cells: cells.iter().enumerate().map(shown).collect(),
    };
    let more = last.saturating_sub(ROWS);
    let more = match more {
        0 => String::new(),
        more => text!(
            "另有 {more} 行网页放不下，写成工作簿（-o 文件.xlsx）可以看全。",
            "{more} more rows are too many for a page: a workbook (`-o FILE.xlsx`) has them."
        )
        .get(lang)
        .to_string(),
    };
    Rows {
        title: &table.title,
        heads: table
            .heads
            .iter()
            .map(|head| Column { text: &head.text, class: head.class.map(|class| class.id()), number: head.number })
            .collect(),
        rows: table.rows.iter().take(ROWS).enumerate().map(row).collect(),
        searched: last > SEARCHED && table.shaded.is_none(),
        more,
    }
}
