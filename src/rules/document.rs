//! TOML text → [`Table`]s of [`Item`]s that know where they stand, in the order of the file.
//!
//! What always holds: every place is within its file, keys are unique within a table and stand in file order.
//! All syntax errors come out together as far as the parser recovers. Not here: which keys there are (`shape`),
//! and what texts mean.

use super::diagnostic::{Diagnostics, FileIx, Place};
use super::nearest::within_text;
use super::syntax;
use crate::lang::Text;
use crate::text;
use jiff::civil::Date;
use std::collections::HashMap;
use toml::de::{DeTable, DeValue};

/// A value and where it stands (a text with its quotes).
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub node: Node,
    pub place: Place,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Text(String),
    /// As written, without underscores, in decimal
    Number(String),
    Flag(bool),
    Date(Date),
    List(Vec<Item>),
    Table(Table),
    /// Something wrong that has been said already; whoever meets it keeps silent.
    Broken,
}

/// A table's entries, in the order of the file (merged: the base's order, then what is new).
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub key: String,
    pub key_place: Place,
    pub item: Item,
    /// What a base said in its stead, where a nearer file overrides it
    pub base: Option<Box<Item>>,
}

impl Table {
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// Whether the key stands there, readable or not.
    pub fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    pub fn item(&self, key: &str) -> Option<&Item> {
        self.entry(key).map(|entry| &entry.item)
    }

    pub fn text(&self, key: &str) -> Option<&str> {
        self.item(key).and_then(Item::text)
    }

    pub fn owned(&self, key: &str) -> Option<String> {
        self.text(key).map(str::to_string)
    }

    pub fn flag(&self, key: &str) -> Option<bool> {
        self.item(key).and_then(|item| if let Node::Flag(flag) = item.node { Some(flag) } else { None })
    }

    pub fn list(&self, key: &str) -> &[Item] {
        match self.item(key) {
            Some(Item { node: Node::List(items), .. }) => items,
            _ => &[],
        }
    }

    pub fn texts(&self, key: &str) -> Vec<String> {
        self.list(key).iter().filter_map(|item| item.text().map(str::to_string)).collect()
    }

    pub fn table(&self, key: &str) -> Option<&Table> {
        self.item(key).and_then(Item::table)
    }

    /// The entries of a table of tables: id, entry and its table.
    pub fn named(&self, key: &str) -> impl Iterator<Item = (&Entry, &Table)> {
        let entries = self.table(key).map_or(&[][..], |table| &table.entries);
        entries.iter().filter_map(|entry| Some((entry, entry.item.table()?)))
    }
}

impl Item {
    pub fn text(&self) -> Option<&str> {
        if let Node::Text(text) = &self.node { Some(text) } else { None }
    }

    pub fn table(&self) -> Option<&Table> {
        if let Node::Table(table) = &self.node { Some(table) } else { None }
    }

    /// What it is, for messages.
    pub fn kind(&self) -> Text {
        match self.node {
            Node::Text(_) => text!("文字", "a text"),
            Node::Number(_) => text!("数字", "a number"),
            Node::Flag(_) => text!("真假值", "true or false"),
            Node::Date(_) => text!("日期", "a date"),
            Node::List(_) => text!("数组", "an array"),
            Node::Table(_) => text!("表", "a table"),
            Node::Broken => text!("看不懂的值", "something unreadable"),
        }
    }
}

/// Reads a file's text. `None` where its syntax is broken; that is reported.
pub(crate) fn parse(file: FileIx, text: &str, out: &mut Diagnostics) -> Option<Table> {
    let (root, errors) = DeTable::parse_recoverable(text);
    syntax::report(file, text, &errors, out);
    let mut odd = 0;
    let table = convert_table(file, text, root.get_ref(), &mut odd, out);
    (errors.is_empty() && odd == 0).then_some(table)
}

fn convert_table(file: FileIx, text: &str, table: &DeTable<'_>, odd: &mut usize, out: &mut Diagnostics) -> Table {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_place: Place { file, span: within_text(text, key.span()) },
            item: convert(file, text, value, odd, out),
            base: None,
        })
        .collect();
    // The parser sorts by key; people read in the order they wrote.
    entries.sort_by_key(|entry| entry.key_place.span.start);
    Table { entries }
}

fn convert(
    file: FileIx,
    text: &str,
    value: &toml::Spanned<DeValue<'_>>,
    odd: &mut usize,
    out: &mut Diagnostics,
) -> Item {
    let place = Place { file, span: within_text(text, value.span()) };
    let node = match value.get_ref() {
        DeValue::String(text) => Node::Text(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Node::Number(number.as_str().to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Node::Number(number.to_string()),
            Err(_) => Node::Number(number.to_string()),
        },
        DeValue::Float(number) => Node::Number(number.as_str().to_string()),
        DeValue::Boolean(flag) => Node::Flag(*flag),
        DeValue::Datetime(moment) => match (moment.date, moment.time) {
            (Some(date), None) => match civil(date) {
                Some(date) => Node::Date(date),
                None => broken_date(&place, odd, out),
            },
            _ => broken_date(&place, odd, out),
        },
        DeValue::Array(items) => Node::List(items.iter().map(|item| convert(file, text, item, odd, out)).collect()),
        DeValue::Table(table) => Node::Table(convert_table(file, text, table, odd, out)),
    };
    Item { node, place }
}

fn civil(date: toml::value::Date) -> Option<Date> {
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

fn broken_date(place: &Place, odd: &mut usize, out: &mut Diagnostics) -> Node {
    *odd += 1;
    out.error("R049", place, text!("这里只能写日期，不能有钟点", "a date without a time belongs here"))
        .help(text!("写成 2026-01-31 这样", "write it like 2026-01-31"));
    Node::Broken
}

/// Where each key of a table stands among its entries.
pub(crate) fn index(table: &Table) -> HashMap<&str, usize> {
    table.entries.iter().enumerate().map(|(ix, entry)| (entry.key.as_str(), ix)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(table: &Table) -> Vec<&str> {
        table.entries.iter().map(|entry| entry.key.as_str()).collect()
    }

    #[test]
    fn the_order_of_the_file_is_kept() {
        let mut out = Diagnostics::default();
        let text = "[z]\nb = 1\na = { y = 1, x = 0x10 }\n[a]\n[m.q]\n[m]\n";
        let table = parse(0, text, &mut out).unwrap();
        assert_eq!(keys(&table), ["z", "a", "m"]);
        let z = table.table("z").unwrap();
        assert_eq!(keys(z), ["b", "a"]);
        assert_eq!(keys(z.table("a").unwrap()), ["y", "x"]);
        assert!(matches!(&z.table("a").unwrap().item("x").unwrap().node, Node::Number(n) if n == "16"));
    }

    #[test]
    fn several_syntax_errors_come_out_at_once() {
        let mut out = Diagnostics::default();
        let text = "a = “文字”\nb = 1\nb = 2\nc = \"open\n";
        assert!(parse(0, text, &mut out).is_none());
        let found: Vec<_> = out.found.iter().map(|d| (d.code, &text[d.place.as_ref().unwrap().span.clone()])).collect();
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(out.found[0].help.as_ref().unwrap().zh, "引号要用英文半角的 \"");
    }
}
