//! A mapping file's text → a [`Mapping`], or every mistake in it at its characters.
//!
//! What always holds: there is a mapping if and only if nothing is wrong. Mistakes have the codes and the form of
//! mistakes in rules files, and are read the same way. Deliberately absent: whether anything in a survey fits it.

use super::{Assigned, HeaderRow, Mapping, Source, Target, Which};
use crate::lang::{Text, io_reason};
use crate::rules::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::rules::document::{Entry, Item, Node, Table, parse};
use crate::rules::nearest::did_you_mean;
use crate::rules::{Dictionary, RulesFile};
use crate::survey::table::header_text::split_header;
use crate::survey::table::names::{Meaning, Names};
use crate::text;
use std::io::Read;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// Larger files are no mappings.
const LIMIT: u64 = 4 << 20;
/// No sheet has more rows, or columns.
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;

const KEYS: [&str; 6] = ["file", "sheet", "header_row", "skip", "columns", "fill_down"];

/// Why there is no mapping.
#[derive(Clone, Debug)]
pub struct NotLoaded {
    /// Every mistake
    pub diagnostics: Vec<Diagnostic>,
    /// The file they stand in, if it could be opened
    pub files: Vec<RulesFile>,
}

/// Reads a mapping file.
pub fn load(path: &Path, dictionary: &Dictionary) -> Result<Mapping, NotLoaded> {
    match open(path) {
        Ok(file) => read(file, dictionary),
        Err((code, message)) => {
            let mut out = Diagnostics::default();
            out.add(code, Severity::Error, None, message);
            Err(NotLoaded { diagnostics: out.sorted(), files: Vec::new() })
        }
    }
}

fn open(path: &Path) -> Result<RulesFile, (&'static str, Text)> {
    let name = path.to_string_lossy().replace('\\', "/");
    let failed = |error: std::io::Error| {
        let Text { zh, en } = io_reason(&error);
        ("R030", text!("打不开对应文件 `{name}`：{zh}", "cannot open the mapping file `{name}`: {en}"))
    };
    if path.is_dir() {
        return Err(("R030", text!("`{name}` 是文件夹，不是对应文件", "`{name}` is a folder, not a mapping file")));
    }
    let mut bytes = Vec::new();
    // One byte past the limit tells that there is more, whatever the file's size is said to be.
    std::fs::File::open(path).and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 > LIMIT {
        let message = text!("`{name}` 超过 4 MB，不像对应文件", "`{name}` is larger than 4 MB, hardly a mapping file");
        return Err(("R032", message));
    }
    let hash = blake3::hash(&bytes).to_hex().to_string();
    match std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)) {
        Ok(text) => Ok(RulesFile { name, text: text.into(), hash }),
        Err(_) => Err((
            "R031",
            text!(
                "`{name}` 不是 UTF-8 文本，请用记事本“另存为”，编码选 UTF-8",
                "`{name}` is not UTF-8 text; save it as UTF-8"
            ),
        )),
    }
}

/// Checks a mapping file's text.
pub(super) fn read(file: RulesFile, dictionary: &Dictionary) -> Result<Mapping, NotLoaded> {
    let mut reading = Reading { names: Names::new(dictionary), out: Diagnostics::default() };
    let root = parse(0, &file.text, &mut reading.out);
    let mut sources = root.map(|root| reading.root(&root)).unwrap_or_default();
    if reading.out.any_error() {
        return Err(NotLoaded { diagnostics: reading.out.sorted(), files: vec![file] });
    }
    for (source, place) in &mut sources {
        source.line = file.line_column(place.span.start).0;
    }
    Ok(Mapping { file, sources: sources.into_iter().map(|(source, _)| source).collect() })
}

struct Reading<'d> {
    names: Names<'d>,
    out: Diagnostics,
}

impl Reading<'_> {
    fn root(&mut self, root: &Table) -> Vec<(Source, Place)> {
        for entry in root.entries.iter().filter(|entry| entry.key != "source") {
            let key = &entry.key;
            self.out
                .error("R035", &entry.key_place, text!("认不得的键 `{key}`", "unknown key `{key}`"))
                .help(text!("对应文件由一段段 [[source]] 组成", "a mapping file is made of `[[source]]` tables"));
        }
        let Some(entry) = root.entry("source") else {
            let top = Place { file: 0, span: 0..0 };
            self.out.error("R037", &top, text!("文件里没有 `[[source]]`", "the file has no `[[source]]`"));
            return Vec::new();
        };
        let Node::List(items) = &entry.item.node else {
            self.wrong_type(&entry.item, text!("若干张表 `[[source]]`", "tables `[[source]]`"));
            return Vec::new();
        };
        let mut sources: Vec<(Source, Place)> = Vec::new();
        for item in items {
            let Some(table) = item.table() else {
                self.wrong_type(item, text!("一张表 `[[source]]`", "a table `[[source]]`"));
                continue;
            };
            let Some(source) = self.source(table, &item.place) else { continue };
            let same = |(other, _): &&(Source, Place)| (&other.file, &other.sheet) == (&source.file, &source.sheet);
            if let Some((_, first)) = sources.iter().find(same) {
                let message = text!("两段 [[source]] 说的是同样的表", "two `[[source]]` are about the same sheets");
                let diagnostic = self.out.error("R040", &item.place, message);
                diagnostic.also(first, text!("这里说过", "said here"));
                diagnostic.help(text!("合成一段，或用 sheet 分开", "make one of them, or tell them apart by `sheet`"));
            }
            sources.push((source, item.place.clone()));
        }
        sources
    }

    fn source(&mut self, table: &Table, place: &Place) -> Option<Source> {
        for entry in table.entries.iter().filter(|entry| !KEYS.contains(&entry.key.as_str())) {
            let key = &entry.key;
            let message = text!("`[[source]]` 里没有 `{key}` 这个键", "unknown key `{key}` in `[[source]]`");
            self.out.error("R035", &entry.key_place, message).help = did_you_mean(key, KEYS);
        }
        let file = self.text(table, "file");
        if !table.has("file") {
            let message = text!("`[[source]]` 没有说是哪个文件", "`[[source]]` does not say which file");
            self.out.error("R037", place, message).help(text!("写上 file = \"甲*.xlsx\"", "add file = \"甲*.xlsx\""));
        }
        let header_row = table.item("header_row").and_then(|item| self.header_row(item));
        let source = Source {
            line: 0,
            file: file.unwrap_or_default(),
            sheet: self.text(table, "sheet"),
            header_row,
            skip: table.item("skip").map(|item| self.skip(item)).unwrap_or_default(),
            columns: table.item("columns").map(|item| self.columns(item)).unwrap_or_default(),
            fill_down: table.item("fill_down").map(|item| self.fill_down(item)).unwrap_or_default(),
        };
        let letter = source.columns.iter().find(|assigned| matches!(assigned.which, Which::Letter(_)));
        if let Some(letter) = letter
            && !table.has("header_row")
        {
            let written = &letter.written;
            let columns = table.item("columns").map_or(place, |item| &item.place);
            self.out
                .error("R037", columns, text!("`{written}` 指列号，要写明表头在哪行", "`{written}` needs `header_row`"))
                .help(text!(
                    "写上 header_row = 3 这样的行号；没有表头的表写 header_row = 0",
                    "add header_row = 3 or the like; header_row = 0 for a table without header"
                ));
        }
        table.has("file").then_some(source)
    }

    fn text(&mut self, table: &Table, key: &str) -> Option<String> {
        let item = table.item(key)?;
        match item.text().map(str::trim) {
            Some("") => {
                self.out.error("R036", &item.place, text!("这里不能是空的", "this cannot be empty"));
                None
            }
            Some(text) => Some(text.to_string()),
            None => {
                self.wrong_type(item, text!("文字", "a text"));
                None
            }
        }
    }

    fn header_row(&mut self, item: &Item) -> Option<HeaderRow> {
        let rows = match &item.node {
            Node::Number(number) if number == "0" => return Some(HeaderRow::None),
            Node::Number(_) => row_of(item).map(|row| (row, row)),
            Node::List(ends) => match ends.as_slice() {
                [first, last] => row_of(first).zip(row_of(last)),
                _ => None,
            },
            _ => None,
        };
        match rows.filter(|(first, last)| first <= last && last - first < 50) {
            Some((first, last)) => Some(HeaderRow::Rows(first, last)),
            None => {
                self.wrong_type(
                    item,
                    text!("行号，如 3，或首尾两行，如 [3, 4]", "a row, as 3, or the first and last row, as [3, 4]"),
                );
                None
            }
        }
    }

    fn skip(&mut self, item: &Item) -> Vec<(u32, u32)> {
        let items = match &item.node {
            Node::List(items) => items.as_slice(),
            _ => std::slice::from_ref(item),
        };
        let mut skip = Vec::new();
        for item in items {
            let range = match &item.node {
                Node::Text(text) => range_of(text),
                _ => row_of(item).map(|row| (row, row)),
            };
            match range {
                Some(range) => skip.push(range),
                None => self.wrong_type(item, text!("行号，如 5 或 \"12-15\"", "rows, as 5 or \"12-15\"")),
            }
        }
        skip
    }

    fn columns(&mut self, item: &Item) -> Vec<Assigned> {
        let Some(table) = item.table() else {
            self.wrong_type(item, text!("表头和字段的表", "a table of headers and fields"));
            return Vec::new();
        };
        let mut columns: Vec<Assigned> = Vec::new();
        for entry in &table.entries {
            let Some(assigned) = self.assigned(entry) else { continue };
            if columns.iter().any(|other| other.which == assigned.which) {
                let key = &entry.key;
                let message = text!("`{key}` 这一列说了两次", "column `{key}` stands here twice");
                self.out.error("R040", &entry.key_place, message);
            }
            columns.push(assigned);
        }
        columns
    }

    fn assigned(&mut self, entry: &Entry) -> Option<Assigned> {
        let written = entry.key.clone();
        let target = match &entry.item.node {
            Node::Flag(false) => Some(None),
            Node::Text(text) if text.trim().is_empty() => Some(None),
            Node::Text(_) => self.target(&entry.item).map(Some),
            _ => {
                self.wrong_type(
                    &entry.item,
                    text!("字段代号，或 false（不要这一列）", "a field's id, or false to leave the column aside"),
                );
                None
            }
        };
        let plain: String = written.nfkc().collect();
        let which = match plain.trim().strip_prefix('=') {
            Some(letters) => letter_of(letters).map(Which::Letter),
            None => {
                Some(Which::Named(split_header(&written).name)).filter(|which| *which != Which::Named(String::new()))
            }
        };
        if which.is_none() {
            let message = text!("`{written}` 不是表头，也不是列号", "`{written}` is no header and no column");
            let help = text!("列号写成 \"=F\" 这样", "write a column's letter like \"=F\"");
            self.out.error("R043", &entry.key_place, message).help(help);
        }
        let target = target?;
        let bracketed = |target: &&Target| target.written.contains(['(', '（']);
        let unit = match &which {
            Some(Which::Named(_)) => split_header(&written).unit,
            _ => None,
        };
        let unit =
            unit.or_else(|| target.as_ref().filter(bracketed).and_then(|target| split_header(&target.written).unit));
        Some(Assigned { written, which: which?, target, unit })
    }

    fn fill_down(&mut self, item: &Item) -> Vec<Target> {
        let Node::List(items) = &item.node else {
            self.wrong_type(item, text!("字段代号的数组", "an array of field ids"));
            return Vec::new();
        };
        items.iter().filter_map(|item| self.target(item)).collect()
    }

    /// What an id (`stair_width`, `pipes.kind`), or a name that headers have, means.
    fn target(&mut self, item: &Item) -> Option<Target> {
        let Some(written) = item.text().map(str::trim) else {
            self.wrong_type(item, text!("字段代号", "a field's id"));
            return None;
        };
        let dictionary = self.names.dictionary;
        let of_list = || {
            let (list, field) = written.split_once('.')?;
            let list = dictionary.list(list)?;
            Some(Meaning::ListField(list, dictionary.lists.get(list)?.field(field)?))
        };
        let by_id = dictionary.field(written).map(Meaning::Field).or_else(of_list);
        let meanings = match by_id {
            Some(meaning) => vec![meaning],
            None => self.names.meanings(&split_header(written).name).to_vec(),
        };
        if meanings.is_empty() {
            let lists = dictionary.lists.iter();
            let of_lists = lists.flat_map(|list| list.fields.iter().map(move |f| format!("{}.{}", list.id, f.id)));
            let labels = dictionary.fields.iter().map(|field| field.label.clone());
            let known: Vec<String> =
                dictionary.fields.iter().map(|field| field.id.clone()).chain(of_lists).chain(labels).collect();
            let message = text!("字段表里没有 `{written}`", "the dictionary has no field `{written}`");
            let is_list = dictionary
                .lists
                .iter()
                .any(|list| [&list.id, &list.label].into_iter().chain(&list.aliases).any(|name| name == written));
            self.out.error("R048", &item.place, message).help = match is_list {
                true => Some(text!(
                    "这是清单的名称，这里只能写字段；整列是文字（管线情况一类）的，请把原表的表头改成 `{written}`",
                    "that is a list and no field; a column of text about it is read where its own header says `{written}`"
                )),
                false => did_you_mean(written, known.iter().map(String::as_str)),
            };
            return None;
        }
        Some(Target { written: written.to_string(), meanings })
    }

    fn wrong_type(&mut self, item: &Item, wanted: Text) {
        if matches!(item.node, Node::Broken) {
            return;
        }
        let found = item.kind();
        let (zh, en) = (
            format!("这里应当是{}，写的是{}", wanted.zh, found.zh),
            format!("expected {}, found {}", wanted.en, found.en),
        );
        self.out.error("R036", &item.place, Text { zh, en });
    }
}

fn row_of(item: &Item) -> Option<u32> {
    match &item.node {
        Node::Number(number) => number.parse().ok().filter(|row| (1..=MOST_ROWS).contains(row)),
        _ => None,
    }
}

/// `12-15`, `12–15`, `12~15`, `12`
fn range_of(text: &str) -> Option<(u32, u32)> {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let row = |text: &str| text.parse::<u32>().ok().filter(|row| (1..=MOST_ROWS).contains(row));
    let (first, last) = match text.split_once(['-', '–', '—', '~']) {
        Some((first, last)) => (row(first)?, row(last)?),
        None => (row(&text)?, row(&text)?),
    };
    (first <= last).then_some((first, last))
}

fn letter_of(letters: &str) -> Option<u32> {
    let letters = letters.trim().to_ascii_uppercase();
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let number = letters.bytes().fold(0, |so_far, b| so_far * 26 + u32::from(b - b'A') + 1);
    (number <= MOST_COLUMNS).then_some(number - 1)
}

#[cfg(test)]
mod tests;
