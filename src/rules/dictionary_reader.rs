//! A dictionary file's tables → a [`Dictionary`].
//!
//! What always holds of what it builds: see [`super::dictionary`]; where that could not be kept, an error was
//! reported, and the field stands there as far as it could be read, so that rules that name it are not reported
//! on its account (`broken` names it).

use super::diagnostic::{Diagnostics, Place};
use super::dictionary::{Choice, Complete, Dictionary, Field, Kind, ListColumn, ListDef, Role};
use super::document::{Entry, Item, Node, Table};
use super::ids::{IdOf, check};
use super::nearest::did_you_mean;
use super::value::Value;
use super::values::{Complaint, Wanted, field_value, number, word};
use crate::quantity::{Bounds, Decimal, Dimension, Unit, unit_named};
use crate::text;
use std::collections::HashMap;

/// More choices than these do not fit the sets that hold several of them.
const CHOICES: usize = 64;

/// Reads a dictionary. Gives also the ids and labels of what is broken in it.
pub(super) fn read(table: &Table, out: &mut Diagnostics) -> (Dictionary, Vec<(String, String)>) {
    let mut reader = Reader { out, broken: Vec::new() };
    let fields: Vec<Field> = table.named("fields").map(|(entry, own)| reader.field(entry, own, false)).collect();
    let lists: Vec<ListDef> = table.named("lists").map(|(entry, own)| reader.list(entry, own, &fields)).collect();
    reader.names_once(table);
    (Dictionary { fields, lists }, reader.broken)
}

struct Reader<'a> {
    out: &'a mut Diagnostics,
    broken: Vec<(String, String)>,
}

impl Reader<'_> {
    fn complain(&mut self, complaint: Complaint, place: &Place) {
        self.out.error(complaint.code, place, complaint.message).help = complaint.help;
    }

    fn field(&mut self, entry: &Entry, own: &Table, of_item: bool) -> Field {
        let before = self.out.found.len();
        check(&entry.key, IdOf::Name, &entry.key_place, self.out);
        let label = own.owned("label").unwrap_or_else(|| entry.key.clone());
        let kind = self.kind(entry, own);
        let mut field = Field {
            id: entry.key.clone(),
            label: label.clone(),
            aliases: own.texts("aliases"),
            unit: None,
            kind: kind.unwrap_or(Kind::Text),
            range: None,
            help: own.owned("help"),
            none: None,
            key: own.flag("key").unwrap_or(false),
            group: own.flag("group").unwrap_or(false),
            strip: own.texts("strip"),
            yes: own.texts("yes"),
            no: own.texts("no"),
            private: own.flag("private").unwrap_or(false),
            role: match own.text("role") {
                Some("longitude") => Some(Role::Longitude),
                Some("latitude") => Some(Role::Latitude),
                _ => None,
            },
            crs: own.owned("crs"),
        };
        if own.text("kind").is_some() {
            self.marks(own, &field, of_item);
            field.unit = self.unit(own, &field.kind);
            field.range = own.item("range").and_then(|item| self.range(item, &field));
            field.none = own.item("none").and_then(|item| self.value(item, &field));
        }
        let errors = self.out.found.get(before..).unwrap_or_default();
        if errors.iter().any(|d| d.severity == super::Severity::Error) || own.text("kind").is_none() {
            self.broken.push((entry.key.clone(), label));
        }
        field
    }

    fn kind(&mut self, entry: &Entry, own: &Table) -> Option<Kind> {
        let number = |dimension| Some(Kind::Number(dimension));
        match own.text("kind")? {
            "length" => number(Dimension::LENGTH),
            "area" => number(Dimension::AREA),
            "count" => number(Dimension::Count),
            "number" => number(Dimension::Number),
            "year" => number(Dimension::Year),
            "date" => number(Dimension::Date),
            "money" => number(Dimension::MONEY),
            "percent" => Some(Kind::Percent),
            "flag" => Some(Kind::Flag),
            "choice" => {
                let choices = self.choices(entry, own);
                Some(if own.flag("several") == Some(true) { Kind::Several(choices) } else { Kind::Choice(choices) })
            }
            _ => Some(Kind::Text),
        }
    }

    fn choices(&mut self, entry: &Entry, own: &Table) -> Vec<Choice> {
        let mut choices: Vec<Choice> = Vec::new();
        let Some(given) = own.entry("choices") else {
            let id = &entry.key;
            self.out
                .error(
                    "R045",
                    &entry.key_place,
                    text!("选项字段 `{id}` 没有选项", "choice field `{id}` has no choices"),
                )
                .help(text!("加上 choices = {{ 代号 = [\"写法\"] }}", "add choices = {{ id = [\"spelling\"] }}"));
            return choices;
        };
        // Every spelling, and where it was met.
        let mut met: HashMap<String, (usize, Place)> = HashMap::new();
        let mut add = |id: &str, id_place: &Place, spellings: Vec<&Item>, out: &mut Diagnostics| {
            check(id, IdOf::Choice, id_place, out);
            let ix = choices.len();
            let written = spellings.iter().filter_map(|item| Some((item.text()?, &item.place)));
            for (spelling, place) in [(id, id_place)].into_iter().chain(written.clone()) {
                match met.get(&word(spelling)) {
                    Some((other, first)) if *other != ix => {
                        out.error("R045", place, text!("`{spelling}` 在两个选项里", "`{spelling}` is in two choices"))
                            .help(text!("一种写法只能指一个选项", "a spelling means one choice"))
                            .also(first, text!("另一处", "the other"));
                    }
                    Some(_) => {}
                    None => {
                        met.insert(word(spelling), (ix, place.clone()));
                    }
                }
            }
            choices
                .push(Choice { id: id.to_string(), spellings: written.map(|(s, _)| s.trim().to_string()).collect() });
        };
        match &given.item.node {
            Node::Table(table) => {
                for entry in &table.entries {
                    let spellings = match &entry.item.node {
                        Node::List(items) => items.iter().collect(),
                        Node::Text(_) => vec![&entry.item],
                        _ => Vec::new(),
                    };
                    add(&entry.key, &entry.key_place, spellings, self.out);
                }
            }
            Node::List(items) => {
                for item in items {
                    if let Some(id) = item.text() {
                        add(id, &item.place, Vec::new(), self.out);
                    }
                }
            }
            // Said already.
            _ => return choices,
        }
        let count = choices.len();
        if count == 0 {
            self.out.error("R045", &given.key_place, text!("一个选项也没有", "there is not one choice"));
        } else if count > CHOICES {
            self.out
                .error(
                    "R045",
                    &given.key_place,
                    text!("选项有 {count} 个，最多 64 个", "{count} choices, where 64 are the most"),
                )
                .help(text!("选项这样多，用 kind = \"text\"", "with so many, use kind = \"text\""));
        }
        choices
    }

    /// Marks that go with some kinds of field only.
    fn marks(&mut self, own: &Table, field: &Field, of_item: bool) {
        let choice = field.kind.choices().is_some();
        let number = matches!(field.kind, Kind::Number(_) | Kind::Percent);
        let wrong = [
            (
                "choices",
                !choice,
                text!("choices 要同 kind = \"choice\" 一起用", "`choices` goes with kind = \"choice\""),
            ),
            (
                "several",
                !choice,
                text!("several 要同 kind = \"choice\" 一起用", "`several` goes with kind = \"choice\""),
            ),
            (
                "yes",
                field.kind != Kind::Flag,
                text!("yes 要同 kind = \"flag\" 一起用", "`yes` goes with kind = \"flag\""),
            ),
            ("no", field.kind != Kind::Flag, text!("no 要同 kind = \"flag\" 一起用", "`no` goes with kind = \"flag\"")),
            ("range", !number, text!("只有数量才有 range", "only quantities have a `range`")),
            (
                "unit",
                !number || field.kind == Kind::Number(Dimension::Date),
                text!("只有数量才有 unit", "only quantities have a `unit`"),
            ),
            (
                "role",
                !number,
                text!("经纬度是数：kind = \"number\"", "longitude and latitude are numbers: kind = \"number\""),
            ),
            ("key", of_item, text!("清单的字段不能是 key", "a list's field cannot be a key")),
            ("group", of_item, text!("清单的字段不能是 group", "a list's field cannot be a group")),
            ("crs", field.role.is_none(), text!("crs 要同 role 一起用", "`crs` goes with `role`")),
            // The names of units and groups are on every page.
            (
                "private",
                field.key || field.group,
                text!(
                    "单元和分组的名字到处都写，key、group 的字段不能是 private",
                    "units and groups are named everywhere: a `key` or `group` field cannot be `private`"
                ),
            ),
        ];
        for (mark, is_wrong, message) in wrong {
            let unset = own.flag(mark) == Some(false);
            if let Some(entry) = own.entry(mark).filter(|_| is_wrong && !unset) {
                self.out.error("R054", &entry.key_place, message);
            }
        }
    }

    fn unit(&mut self, own: &Table, kind: &Kind) -> Option<&'static Unit> {
        let usual = match kind {
            Kind::Number(Dimension::LENGTH) => unit_named("m"),
            Kind::Number(Dimension::AREA) => unit_named("m2"),
            Kind::Number(Dimension::MONEY) => unit_named("元"),
            Kind::Percent => unit_named("%"),
            _ => None,
        };
        let (Some(item), Some(dimension)) = (own.item("unit"), kind.dimension()) else { return usual };
        let Some(name) = item.text() else { return usual };
        let wanted = dimension.name();
        let (zh, en) = (&wanted.zh, &wanted.en);
        match unit_named(word(name).as_str()) {
            Some(unit) if unit.dimension == dimension => return Some(unit),
            Some(_) => {
                self.out.error("R042", &item.place, text!("`{name}` 不是{zh}的单位", "`{name}` does not measure {en}"));
            }
            None => {
                let known = crate::quantity::UNITS.iter().filter(|unit| unit.dimension == dimension);
                self.out
                    .error("R041", &item.place, text!("`{name}` 不是计量单位", "`{name}` is no unit of measure"))
                    .help = did_you_mean(name, known.map(|unit| unit.symbol));
            }
        }
        usual
    }

    fn range(&mut self, item: &Item, field: &Field) -> Option<Bounds> {
        let want = Wanted::of(&field.kind)?;
        range(item, want, self.out)
    }

    fn value(&mut self, item: &Item, field: &Field) -> Option<Value> {
        if matches!(item.node, Node::Broken) {
            return None;
        }
        field_value(item, field).map_err(|complaint| self.complain(complaint, &item.place)).ok()
    }

    fn list(&mut self, entry: &Entry, own: &Table, unit_fields: &[Field]) -> ListDef {
        check(&entry.key, IdOf::Name, &entry.key_place, self.out);
        if unit_fields.iter().any(|field| field.id == entry.key) {
            let id = &entry.key;
            self.out.error("R040", &entry.key_place, text!("字段也叫 `{id}`", "a field is called `{id}` too"));
        }
        let fields: Vec<Field> = own.named("fields").map(|(entry, own)| self.field(entry, own, true)).collect();
        let columns = own.list("columns").iter().filter_map(|item| self.column(item.table()?, &fields)).collect();
        ListDef {
            id: entry.key.clone(),
            label: own.owned("label").unwrap_or_else(|| entry.key.clone()),
            aliases: own.texts("aliases"),
            complete: if own.text("complete") == Some("file") { Complete::File } else { Complete::Unit },
            fields,
            columns,
        }
    }

    fn column(&mut self, own: &Table, fields: &[Field]) -> Option<ListColumn> {
        let item = own.item("field")?;
        let field = self.field_named(item.text()?, &item.place, fields);
        let mut with = Vec::new();
        for entry in own.table("with").map_or(&[][..], |with| &with.entries) {
            let Some(ix) = self.field_named(&entry.key, &entry.key_place, fields) else { continue };
            if Some(ix) == field {
                let id = &entry.key;
                self.out.error("R053", &entry.key_place, text!("`{id}` 由单元格来填", "`{id}` is what the cell gives"));
            } else if let Some(value) = fields.get(ix).and_then(|field| self.value(&entry.item, field)) {
                with.push((ix, value));
            }
        }
        if let Some(entry) = own.entry("headers").filter(|_| own.list("headers").is_empty()) {
            self.out.error("R036", &entry.item.place, text!("至少要有一个表头", "at least one header is needed"));
        }
        Some(ListColumn { headers: own.texts("headers"), field: field?, with })
    }

    fn field_named(&mut self, id: &str, place: &Place, fields: &[Field]) -> Option<usize> {
        let found = fields.iter().position(|field| field.id == id);
        if found.is_none() {
            self.out.error("R048", place, text!("清单没有字段 `{id}`", "the list has no field `{id}`")).help =
                did_you_mean(id, fields.iter().map(|field| field.id.as_str()));
        }
        found
    }

    /// Warns of headers that two fields of one table answer to.
    fn names_once(&mut self, table: &Table) {
        let columns = table.named("lists").flat_map(|(_, list)| list.list("columns")).filter_map(Item::table);
        let headers = columns.flat_map(|column| column.list("headers").iter().map(move |item| (column, item)));
        let mut unit: Vec<Header> = headers.map(|(column, item)| (std::ptr::from_ref(column), item)).collect();
        unit.splice(0..0, names(table));
        self.once(&unit);
        for (_, list) in table.named("lists") {
            self.once(&names(list).collect::<Vec<_>>());
        }
    }

    fn once(&mut self, headers: &[Header]) {
        let mut met: HashMap<String, Header> = HashMap::new();
        for &(owner, item) in headers {
            let Some(text) = item.text() else { continue };
            match met.get(&word(text)) {
                Some(&(other, first)) if other != owner => {
                    self.out
                        .warning(
                            "R060",
                            &item.place,
                            text!("表头 `{text}` 有两个字段用", "two fields answer to the header `{text}`"),
                        )
                        .help(text!(
                            "留给其中一个，否则读表时分不清",
                            "leave it to one of them, or surveys are ambiguous"
                        ))
                        .also(&first.place, text!("另一处", "the other"));
                }
                Some(_) => {}
                None => {
                    met.insert(word(text), (owner, item));
                }
            }
        }
    }
}

/// Whose header it is (told by the table alone), and its text.
type Header<'a> = (*const Table, &'a Item);

/// Labels and aliases of a table's fields.
fn names(table: &Table) -> impl Iterator<Item = Header<'_>> {
    table.named("fields").flat_map(|(_, own)| {
        own.item("label").into_iter().chain(own.list("aliases")).map(move |item| (std::ptr::from_ref(own), item))
    })
}

/// Reads two ends of that dimension.
pub(super) fn range(item: &Item, want: Wanted, out: &mut Diagnostics) -> Option<Bounds> {
    let Node::List(ends) = &item.node else { return None };
    let [low, high] = ends.as_slice() else {
        out.error("R044", &item.place, text!("范围要写两端", "a range has two ends"))
            .help(text!("写成 [\"0.5 m\", \"3 m\"] 这样", "write it like [\"0.5 m\", \"3 m\"]"));
        return None;
    };
    let mut end = |item: &Item| -> Option<Decimal> {
        if matches!(item.node, Node::Broken) {
            return None;
        }
        number(item, want)
            .map_err(|complaint| out.error(complaint.code, &item.place, complaint.message).help = complaint.help)
            .ok()
    };
    let (low, high) = (end(low), end(high));
    let (low, high) = (low?, high?);
    if low > high {
        out.error("R044", &item.place, text!("范围的下限大于上限", "the lower end of the range is above the upper"))
            .help(text!("两端对调", "swap the ends"));
        return None;
    }
    Some(Bounds::between(Some(low), Some(high)))
}
