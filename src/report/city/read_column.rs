//! The columns of a template: what each shows, and with which codes, in which unit of measure.

use super::keys::{SHOWN, TEMPLATE};
use super::read::{Reader, column_letter, required, whole};
use super::read_condition::{choice_of, class_of};
use super::template::{Column, Content, Fact, Rows};
use crate::quantity::{Unit, unit_named};
use crate::rules::Kind;
use crate::rules::diagnostic::Place;
use crate::rules::document::{Item, Table};
use crate::rules::keys::{Holds, Section};
use crate::rules::nearest::did_you_mean;
use crate::rules::ruleset::Grade;
use crate::text;

/// Keys of which a column has exactly one: what it shows.
const CONTENTS: &[&str] = &["field", "item", "show", "grade", "count", "share", "sum", "new", "text", "blank"];
/// A figure has no more decimals than a number has places.
const PLACES: u32 = 6;

impl Reader<'_> {
    /// The columns.
    pub fn columns(&mut self, table: &Table, rows: Rows) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        for item in table.list("columns") {
            let Some(own) = item.table() else { continue };
            let at = own.item("header").map_or(&item.place, |header| &header.place);
            if let Some(section) = section("columns") {
                required(own, section, at, self.out);
            }
            let Some(column) = self.column(own, at, rows) else { continue };
            if columns.iter().any(|other| other.header == column.header) {
                let header = &column.header;
                self.out.error("T016", at, text!("有两列都叫“{header}”", "two columns are called `{header}`"));
            }
            columns.push(column);
        }
        columns
    }

    fn column(&mut self, own: &Table, at: &Place, rows: Rows) -> Option<Column> {
        let shown: Vec<&str> = CONTENTS.iter().copied().filter(|key| own.has(key)).collect();
        let [key] = shown.as_slice() else {
            let message = match shown.join("`、`").as_str() {
                "" => text!("这一列没有写明内容", "nothing says what this column shows"),
                several => text!("这一列写了几样内容：`{several}`", "this column shows several things: `{several}`"),
            };
            let all = CONTENTS.join(" ");
            self.out.error("T014", at, message).help(text!("从中选一样：{all}", "choose one of these: {all}"));
            return None;
        };
        let item = own.item(key)?;
        let content = self.content(key, item, own, rows)?;
        if let (Some(item), false) = (own.item("where"), *key == "sum") {
            let message = text!("`where` 只能同 `sum` 一起写", "`where` goes with `sum` only");
            self.out.error("T022", &item.place, message);
        }
        let codes = self.codes(own, &content, rows);
        let kind = self.kind(&content, rows);
        let unit = own.item("unit").and_then(|item| self.unit(item, kind.as_ref()));
        let letter = own.item("letter").and_then(|item| self.letter(item));
        let places = own.item("places").and_then(whole).map(|places| places.min(PLACES) as usize);
        Some(Column {
            header: own.owned("header").unwrap_or_default(),
            content,
            codes,
            unknown: own.owned("unknown").unwrap_or_default(),
            unit,
            places,
            width: own.item("width").and_then(whole).map(|width| width.clamp(2, 120) as u16),
            letter,
        })
    }

    fn content(&mut self, key: &str, item: &Item, own: &Table, rows: Rows) -> Option<Content> {
        let rules = self.rules;
        let grouped = matches!(rows, Rows::Groups(_));
        let fits = match key {
            "count" | "share" | "sum" | "new" => grouped,
            "field" | "grade" => !grouped,
            "item" => matches!(rows, Rows::Items { .. }),
            _ => true,
        };
        if !fits {
            self.not_here(key, item, rows);
            return None;
        }
        Some(match key {
            "field" => Content::Field(self.field(item)?),
            "item" => match rows {
                Rows::Items { list, .. } => Content::Item(self.item_field(item, rules.dictionary.lists.get(list)?)?),
                _ => return None,
            },
            "show" => {
                let word = item.text()?;
                let fact = SHOWN.iter().zip(Fact::ALL).find(|(name, _)| **name == word)?.1;
                let fits = match fact {
                    Fact::Number => true,
                    Fact::Group => grouped,
                    Fact::Hinders | Fact::Hindrance => matches!(rows, Rows::Items { in_the_way: true, .. }),
                    _ => !grouped,
                };
                if !fits {
                    self.not_here(word, item, rows);
                    return None;
                }
                Content::Fact(fact)
            }
            "grade" => Content::Grade(self.criterion(item.text()?, &item.place)?),
            "count" => Content::Count(self.units_condition(Some(item))),
            "new" => Content::New(self.units_condition(Some(item))),
            "share" => {
                let share = item.table()?;
                if let Some(Holds::One(section)) = section("columns").and_then(|s| s.key("share")).map(|key| key.holds)
                {
                    required(share, section, &item.place, self.out);
                }
                Content::Share(self.units_condition(share.item("part")), self.units_condition(share.item("whole")))
            }
            "sum" => {
                let field = self.field(item)?;
                let adds = rules.dictionary.fields.get(field)?.kind.dimension();
                use crate::quantity::Dimension::{Date, Year};
                if adds.is_none_or(|dimension| matches!(dimension, Date | Year)) {
                    let message = text!("这个字段不能相加", "values of this field do not add up");
                    self.out.error("T013", &item.place, message);
                    return None;
                }
                Content::Sum(field, self.units_condition(own.item("where")))
            }
            "text" => {
                self.names(item);
                Content::Text(item.text()?.to_string())
            }
            _ => Content::Blank,
        })
    }

    fn not_here(&mut self, what: &str, item: &Item, rows: Rows) {
        let kind = match rows {
            Rows::Units => "units",
            Rows::Groups(_) => "groups",
            Rows::Items { .. } => "items",
        };
        let message =
            text!("rows = \"{kind}\" 的表里没有 `{what}`", "there is no `{what}` in a report of `rows = \"{kind}\"`");
        let diagnostic = self.out.error("T015", &item.place, message);
        if matches!(what, "hinders" | "hindrance") {
            diagnostic
                .help(text!("要在 [report] 里写 in_the_way = true", "it needs `in_the_way = true` in `[report]`"));
        }
    }

    /// The kind of the field that a column shows.
    fn kind(&self, content: &Content, rows: Rows) -> Option<Kind> {
        let dictionary = &self.rules.dictionary;
        let field = match (content, rows) {
            (Content::Field(ix) | Content::Sum(ix, _), _) => dictionary.fields.get(*ix),
            (Content::Item(ix), Rows::Items { list, .. }) => dictionary.lists.get(list)?.fields.get(*ix),
            _ => None,
        };
        field.map(|field| field.kind.clone())
    }

    /// Codes must be there for all that can stand in the column, and for nothing else.
    fn codes(&mut self, own: &Table, content: &Content, rows: Rows) -> Vec<(String, String)> {
        let Some(item) = own.item("codes") else { return Vec::new() };
        let Some(table) = item.table() else { return Vec::new() };
        let kind = self.kind(content, rows);
        let choices = kind.as_ref().and_then(Kind::choices).unwrap_or_default();
        let mut wanted: Vec<String> = match content {
            Content::Fact(fact) if fact.is_class() => Grade::ALL.iter().map(|grade| grade.id().to_string()).collect(),
            Content::Grade(_) => Grade::ALL.iter().map(|g| g.id().to_string()).chain(["n/a".to_string()]).collect(),
            Content::Fact(Fact::Settled) => vec!["yes".into(), "no".into()],
            _ if kind == Some(Kind::Flag) => vec!["yes".into(), "no".into()],
            _ => choices.iter().map(|choice| choice.id.clone()).collect(),
        };
        if wanted.is_empty() {
            let message = text!("这一列不是结论、选项或是非，用不上代码", "codes are for classes, choices and flags");
            self.out.error("T022", &item.place, message);
        }
        let all = wanted.clone();
        let mut codes = Vec::new();
        for entry in &table.entries {
            let by_word = class_of(&entry.key).map(|grade| grade.id().to_string());
            let by_choice =
                choice_of(&entry.key, choices).and_then(|at| choices.get(at)).map(|choice| choice.id.clone());
            let id = by_choice.or(by_word).unwrap_or(entry.key.clone());
            let Some(at) = wanted.iter().position(|known| *known == id) else {
                let (key, known) = (&entry.key, all.iter().map(String::as_str));
                self.out
                    .error("T012", &entry.key_place, text!("没有结论或选项 `{key}`", "no such class or choice `{key}`"))
                    .help = did_you_mean(key, known);
                continue;
            };
            wanted.remove(at);
            match entry.item.text() {
                Some(code) => codes.push((id, code.to_string())),
                None => {
                    let message = text!("代码要放在引号里", "a code is a text in quotes");
                    self.out.error("T004", &entry.item.place, message);
                }
            }
        }
        if !wanted.is_empty() && !all.is_empty() {
            let (zh, en) = (wanted.join("`、`"), wanted.join("`, `"));
            self.out.error("T018", &item.place, text!("没有给 `{zh}` 代码", "`{en}` has no code")).help(text!(
                "每个结论或选项都要有代码，可以是 \"\"",
                "every class or choice needs a code, which may be \"\""
            ));
        }
        codes
    }

    fn unit(&mut self, item: &Item, kind: Option<&Kind>) -> Option<&'static Unit> {
        let name = item.text()?;
        let unit = unit_named(name);
        let fits = unit.is_some_and(|unit| kind.and_then(Kind::dimension) == Some(unit.dimension));
        if !fits {
            self.out.error(
                "T019",
                &item.place,
                text!("`{name}` 不是这一列的单位", "`{name}` is no unit of this column"),
            );
        }
        unit.filter(|_| fits)
    }

    fn letter(&mut self, item: &Item) -> Option<u16> {
        let written = item.text()?;
        let letter = column_letter(written);
        if letter.is_none() {
            self.out
                .error("T020", &item.place, text!("没有 `{written}` 这一列", "there is no column `{written}`"))
                .help(text!("写成 C 或 AB 这样", "write it like C or AB"));
        }
        letter
    }
}

/// The section of a key that holds tables.
fn section(name: &str) -> Option<&'static Section> {
    match TEMPLATE.key(name).map(|key| key.holds) {
        Some(Holds::One(section) | Holds::Many(section) | Holds::Named(_, section)) => Some(section),
        _ => None,
    }
}
