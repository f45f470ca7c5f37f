//! The text of a template → [`Template`], checked against the rules of a run, or everything that is wrong with it.
//!
//! What always holds: there is a template if and only if nothing is wrong; all mistakes come out together, at their
//! characters. Deliberately absent: which keys there are (`keys`), conditions (`read_condition`), columns
//! (`read_column`).

use super::codes::of_rules_code;
use super::condition::Condition;
use super::keys::{NAMES, TEMPLATE};
use super::template::{Form, Rows, Template};
use crate::rules::diagnostic::{Diagnostics, Place};
use crate::rules::document::{Item, Node, Table, parse};
use crate::rules::keys::Section;
use crate::rules::nearest::did_you_mean;
use crate::rules::{Diagnostic, Field, FieldIx, ListDef, RuleSet, RulesFile, shape};
use crate::text;
use jiff::civil::Date;

/// Where the rows of a form end for Excel.
const LAST_ROW: u32 = 1_048_576;

/// A template, or what is wrong with it, and its file for showing that.
pub fn read(file: &RulesFile, rules: &RuleSet) -> Result<Template, Vec<Diagnostic>> {
    let mut out = Diagnostics::default();
    let template = parse(0, &file.text, &mut out).and_then(|mut table| {
        shape::check(&mut table, &TEMPLATE, &mut out);
        required(&table, &TEMPLATE, &Place { file: 0, span: 0..0 }, &mut out);
        Reader { rules, out: &mut out }.template(&table)
    });
    match template {
        Some(template) if !out.any_error() => Ok(template),
        _ => {
            for diagnostic in &mut out.found {
                if diagnostic.code.starts_with('R') {
                    diagnostic.code = of_rules_code(diagnostic.code);
                }
            }
            Err(out.sorted())
        }
    }
}

/// Says which keys are missing that must be there.
pub(super) fn required(table: &Table, section: &'static Section, at: &Place, out: &mut Diagnostics) {
    for key in section.keys.iter().filter(|key| key.required && !table.has(key.name)) {
        let (name, zh, en) = (key.name, key.zh, key.en);
        out.error("T005", at, text!("缺少 `{name}`", "`{name}` is missing"))
            .help(text!("{name}：{zh}", "{name}: {en}"));
    }
}

/// What reading needs.
pub(super) struct Reader<'a> {
    pub rules: &'a RuleSet,
    pub out: &'a mut Diagnostics,
}

impl<'a> Reader<'a> {
    fn template(&mut self, table: &Table) -> Option<Template> {
        let entry = table.entry("report")?;
        let report = entry.item.table()?;
        let (Some(section), at) = (TEMPLATE.key("report"), &entry.key_place) else { return None };
        if let crate::rules::keys::Holds::One(section) = section.holds {
            required(report, section, at, self.out);
        }
        // Where that is wrong, the columns are read all the same, so that all mistakes come out.
        let rows = self.rows(report, at).unwrap_or(match report.text("rows") {
            Some("groups") => Rows::Groups(0),
            Some("items") => Rows::Items { list: usize::MAX, in_the_way: report.flag("in_the_way") == Some(true) },
            _ => Rows::Units,
        });
        let title = report.owned("title").unwrap_or_default();
        let units = self.units_condition(table.item("where"));
        let items = self.item_condition(table, rows);
        let columns = self.columns(table, rows);
        if columns.is_empty() && table.has("columns") {
            self.out.error("T005", at, text!("一列也没有", "there is no column"));
        }
        let total = report.owned("total");
        if let (Some(item), false) = (report.item("total"), matches!(rows, Rows::Groups(_))) {
            self.together(item, "total", "rows = \"groups\"");
        }
        let split = report.item("split").and_then(|item| self.field(item));
        let form = table.entry("form").and_then(|entry| self.form(entry.item.table()?, table, &entry.key_place));
        if let (Some(item), true) = (report.item("split"), form.is_some()) {
            let message =
                text!("填现成的表时不能分成几张工作表", "a form that is filled in cannot be split into sheets");
            self.out.error("T022", &item.place, message);
        }
        if let (Some(entry), None) = (table.entry("cells"), table.entry("form")) {
            self.out
                .error("T022", &entry.key_place, text!("没有 [form]，固定的格无处可填", "`[[cells]]` needs a `[form]`"))
                .help(text!(
                    "不填现成的表时，用 lines 和 notes 写表格上下的文字",
                    "without a form, `lines` and `notes` say what stands above and below the table"
                ));
        }
        if let Some(item) = report.item("title") {
            self.names(item);
        }
        for key in ["lines", "notes"] {
            report.list(key).iter().for_each(|item| self.names(item));
        }
        Some(Template {
            title,
            rows,
            units,
            with_lift: report.flag("with_lift") == Some(true),
            items,
            lines: report.texts("lines"),
            notes: report.texts("notes"),
            body: report.owned("body").unwrap_or_default(),
            date: report.item("date").and_then(|item| self.date(item)),
            sort: self.sort(report, table, &columns),
            split,
            total,
            portrait: report.flag("portrait") == Some(true),
            columns,
            form,
        })
    }

    fn rows(&mut self, report: &Table, at: &Place) -> Option<Rows> {
        let rows = report.text("rows")?;
        let in_the_way = report.flag("in_the_way") == Some(true);
        for (key, belongs) in [("by", "groups"), ("list", "items"), ("in_the_way", "items")] {
            if let (Some(item), true) = (report.item(key), rows != belongs) {
                self.together(item, key, &format!("rows = \"{belongs}\""));
            }
        }
        if let (Some(item), "groups") = (report.item("with_lift"), rows) {
            // Columns of groups ask about lifts for themselves.
            self.together(item, "with_lift", "rows = \"units\" / \"items\"");
        }
        let named = |reader: &mut Self, key: &str| {
            if report.item(key).is_none() {
                let message = text!("rows = \"{rows}\" 要写明 `{key}`", "`{key}` goes with `rows = \"{rows}\"`");
                reader.out.error("T005", at, message);
            }
            report.item(key).cloned()
        };
        match rows {
            "groups" => {
                let item = named(self, "by")?;
                self.field(&item).map(Rows::Groups)
            }
            "items" => {
                let item = named(self, "list")?;
                let lists = &self.rules.dictionary.lists;
                let id = item.text()?;
                let list = lists.iter().position(|list| list.id == id || list.label == id);
                if list.is_none() {
                    self.out.error("T010", &item.place, text!("没有清单 `{id}`", "no such list `{id}`")).help =
                        did_you_mean(id, lists.iter().map(|list| list.id.as_str()));
                }
                list.map(|list| Rows::Items { list, in_the_way })
            }
            _ => Some(Rows::Units),
        }
    }

    fn together(&mut self, item: &Item, key: &str, with: &str) {
        let message = text!("`{key}` 只能同 `{with}` 一起写", "`{key}` goes with `{with}` only");
        self.out.error("T022", &item.place, message);
    }

    fn item_condition(&mut self, table: &Table, rows: Rows) -> Condition {
        match (table.item("where_item"), rows) {
            (Some(item), Rows::Items { list, .. }) => self.items_condition(item, list),
            (Some(item), _) => {
                self.together(item, "where_item", "rows = \"items\"");
                Condition::default()
            }
            (None, _) => Condition::default(),
        }
    }

    fn sort(&mut self, report: &Table, table: &Table, columns: &[super::template::Column]) -> Vec<(usize, bool)> {
        // Also those of columns that something is wrong with.
        let headers: Vec<&str> = table.list("columns").iter().filter_map(|item| item.table()?.text("header")).collect();
        let mut sort = Vec::new();
        for item in report.list("sort") {
            let Some(written) = item.text() else { continue };
            let header = written.strip_prefix('-').unwrap_or(written);
            match columns.iter().position(|column| column.header == header) {
                Some(at) => sort.push((at, written.starts_with('-'))),
                None if headers.contains(&header) => {}
                None => {
                    self.out.error("T017", &item.place, text!("没有“{header}”这一列", "no column `{header}`")).help =
                        did_you_mean(header, headers.iter().copied());
                }
            }
        }
        sort
    }

    fn form(&mut self, form: &Table, table: &Table, at: &Place) -> Option<Form> {
        if let Some(crate::rules::keys::Key { holds: crate::rules::keys::Holds::One(section), .. }) =
            TEMPLATE.key("form")
        {
            required(form, section, at, self.out);
        }
        let cells = table.list("cells").iter().filter_map(|item| {
            let cell = item.table()?;
            let at = cell.item("at")?;
            if let Some(text) = cell.item("text") {
                self.names(text);
            }
            let Some((row, column)) = at.text().and_then(address) else {
                let written = at.text().unwrap_or_default();
                let message = text!("看不懂的格 `{written}`", "no such cell `{written}`");
                self.out.error("T020", &at.place, message).help(text!("写成 B2 这样", "write it like B2"));
                return None;
            };
            Some((cell.owned("sheet"), row, column, cell.owned("text").unwrap_or_default()))
        });
        let cells = cells.collect();
        let first_row = self.row(form, "first_row")?;
        let last_row = self.row(form, "last_row");
        if let (Some(last), Some(item)) = (last_row, form.item("last_row"))
            && last < first_row
        {
            self.out.error("T020", &item.place, text!("最后一行在第一行之前", "the last row comes before the first"));
        }
        Some(Form {
            file: form.owned("file")?,
            sheet: form.owned("sheet"),
            first_row,
            last_row,
            total_row: self.row(form, "total_row"),
            cells,
        })
    }

    /// A row as people count them, from 0.
    fn row(&mut self, table: &Table, key: &str) -> Option<u32> {
        let item = table.item(key)?;
        let row = whole(item)?;
        if (1..=LAST_ROW).contains(&row) {
            return Some(row - 1);
        }
        self.out.error("T020", &item.place, text!("没有第 {row} 行", "there is no row {row}"));
        None
    }

    fn date(&mut self, item: &Item) -> Option<Date> {
        let date = match &item.node {
            Node::Date(date) => Some(*date),
            Node::Text(text) => text.parse().ok(),
            _ => return None,
        };
        if date.is_none() {
            self.out
                .error("T007", &item.place, text!("看不懂的日期", "unreadable date"))
                .help(text!("写成 2026-01-31 这样", "write it like 2026-01-31"));
        }
        date
    }

    /// Names in braces must be known.
    pub fn names(&mut self, item: &Item) {
        for name in item.text().into_iter().flat_map(braced) {
            if !NAMES.contains(&name) {
                self.out
                    .error(
                        "T021",
                        &item.place,
                        text!("大括号里没有 `{name}` 这个名字", "no such name `{name}` in braces"),
                    )
                    .help = did_you_mean(name, NAMES.iter().copied());
            }
        }
    }

    /// The field of the unit that is named, by id or label.
    pub fn field(&mut self, item: &Item) -> Option<FieldIx> {
        let id = item.text()?;
        let fields = &self.rules.dictionary.fields;
        let found = named(fields, id);
        if found.is_none() {
            self.no_field(id, fields, &item.place);
        }
        found
    }

    /// The field of a list's items that is named.
    pub fn item_field(&mut self, item: &Item, list: &ListDef) -> Option<FieldIx> {
        let id = item.text()?;
        let found = named(&list.fields, id);
        if found.is_none() {
            self.no_field(id, &list.fields, &item.place);
        }
        found
    }

    pub fn no_field(&mut self, id: &str, fields: &[Field], place: &Place) {
        self.out.error("T010", place, text!("没有字段 `{id}`", "no such field `{id}`")).help =
            did_you_mean(id, fields.iter().flat_map(|field| [field.id.as_str(), field.label.as_str()]));
    }
}

/// A field by id or label.
pub(super) fn named(fields: &[Field], id: &str) -> Option<FieldIx> {
    let by = |name: fn(&Field) -> &str| fields.iter().position(|field| name(field) == id);
    by(|field| &field.id).or_else(|| by(|field| &field.label))
}

pub(super) fn whole(item: &Item) -> Option<u32> {
    if let Node::Number(number) = &item.node { number.parse().ok() } else { None }
}

/// `B2` as row and column from 0.
fn address(text: &str) -> Option<(u32, u16)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = text.split_at(digits);
    let row: u32 = number.parse().ok().filter(|row| (1..=LAST_ROW).contains(row))?;
    Some((row - 1, column_letter(letters)?))
}

/// `AB` as a column from 0.
pub(super) fn column_letter(letters: &str) -> Option<u16> {
    let capital = letters.to_ascii_uppercase();
    if capital.is_empty() || capital.len() > 3 || !capital.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let number = capital.bytes().fold(0u16, |sum, b| sum * 26 + u16::from(b - b'A') + 1);
    (number <= 16_384).then(|| number - 1)
}

/// The names in braces of a text.
fn braced(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_as_spreadsheets_have_them() {
        assert_eq!(address("B2"), Some((1, 1)));
        assert_eq!(address("xfd1"), Some((0, 16_383)));
        assert!(
            ["", "B", "2", "B0", "2B", "XFE1", "甲1", "ABCD1", "A99999999"]
                .iter()
                .all(|wrong| address(wrong).is_none())
        );
    }
}
