//! Which tables and columns the form has, and the proof that the reader takes each header for its field.
//!
//! What always holds: keys come first, then what units are grouped by, then the fields that the rules use, then, where
//! all are wanted, the others; within each, the dictionary's order. A table that the reader would read differently is
//! an error that names the header.

use super::{FormError, Of};
use crate::assess::used_by_criteria;
use crate::quantity::{Dimension, Unit, unit_named};
use crate::rules::dictionary::Complete;
use crate::rules::language::uses::Uses;
use crate::rules::{Dictionary, Field, Kind, ListDef, ListIx, RuleSet};
use crate::survey::{Meaning, Subject, kind_fields, recognise, split_header};
use crate::text;

/// The name of the sheet of units.
pub const UNITS: &str = "调查表";
/// The name of the sheet of instructions.
pub const INSTRUCTIONS: &str = "填表说明";

/// A sheet to be filled in.
#[derive(Debug)]
pub struct Table<'d> {
    /// Which list, where it is not the units
    pub list: Option<ListIx>,
    /// The name of the sheet
    pub name: String,
    /// The rows above the header
    pub above: Vec<String>,
    /// Its columns
    pub columns: Vec<Column<'d>>,
    /// How many of them name the unit
    pub keys: usize,
}

/// A column to be filled in.
#[derive(Debug)]
pub struct Column<'d> {
    /// Whose values it holds
    pub of: Of,
    /// The field
    pub field: &'d Field,
    /// The header: `*梯段净宽（m）`
    pub header: String,
    /// The unit of measure that numbers are written in
    pub unit: Option<&'static Unit>,
    /// Whether the rules use it
    pub used: bool,
    /// Whether it says what kind of item an item is, so that `无` there says that there is none
    pub kind: bool,
}

/// The tables of a form.
pub fn tables(rules: &RuleSet, all: bool) -> Result<Vec<Table<'_>>, FormError> {
    let tables = unproved(rules, all);
    tables.iter().try_for_each(|table| prove(table, &rules.dictionary))?;
    Ok(tables)
}

/// The same, before the reader is asked.
pub(super) fn unproved(rules: &RuleSet, all: bool) -> Vec<Table<'_>> {
    let dictionary = &rules.dictionary;
    let uses = used_by_criteria(rules);
    let mut tables = vec![units(rules, &uses, all)];
    for (ix, list) in dictionary.lists.iter().enumerate() {
        if all || uses.lists.contains(&ix) || uses.items.iter().any(|(of, _)| *of == ix) {
            let taken: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
            let name = sheet_name(&list.label, &taken);
            tables.push(of_list(dictionary, ix, list, &uses, all, name));
        }
    }
    tables
}

fn units<'d>(rules: &'d RuleSet, uses: &Uses, all: bool) -> Table<'d> {
    let dictionary = &rules.dictionary;
    let rank = |(ix, field): &(usize, &Field)| match (field.key, field.group, uses.fields.contains(ix)) {
        (true, ..) => 0,
        (_, true, _) => 1,
        (.., true) => 2,
        _ => 3,
    };
    let mut fields: Vec<(usize, &Field)> = dictionary.fields.iter().enumerate().collect();
    fields.sort_by_key(rank);
    fields.retain(|field| all || rank(field) < 3);
    let column = |(ix, field): (usize, &'d Field)| Column::new(Of::Unit(ix), field, uses.fields.contains(&ix));
    let title = match rules.title.trim() {
        "" => UNITS.to_string(),
        title => format!("{title}：{UNITS}"),
    };
    let grey = if all { "，浅色的列供参考" } else { "" };
    let how = format!(
        "一个门栋（一部楼梯）填一行，深色的几列是门栋的名字，每行都要填全。带 * 的列参与评估{grey}。不知道的留空或写“不详”，量得不准的照实写“约1.2”。\
         鼠标停在表头上可看填法；详见“{INSTRUCTIONS}”页。"
    );
    Table {
        list: None,
        name: UNITS.into(),
        above: vec![title, how],
        columns: fields.into_iter().map(column).collect(),
        keys: dictionary.key_fields().count(),
    }
}

fn of_list<'d>(
    dictionary: &'d Dictionary,
    ix: ListIx,
    list: &'d ListDef,
    uses: &Uses,
    all: bool,
    name: String,
) -> Table<'d> {
    let used = |field: &usize| uses.items.contains(&(ix, *field));
    // Where the rules only count items, what an item is decides all the same.
    let kinds = kind_fields(list);
    let counted = uses.items.iter().all(|(of, _)| *of != ix);
    let mut fields: Vec<usize> = (0..list.fields.len()).collect();
    fields.retain(|field| all || counted || used(field) || kinds.contains(field));
    fields.sort_by_key(|field| !used(field) && !kinds.contains(field));
    let keys: Vec<Column> = dictionary
        .key_fields()
        .filter_map(|key| Some(Column::new(Of::Unit(key), dictionary.fields.get(key)?, false)))
        .collect();
    let count = keys.len();
    let item = |field: usize| {
        let column = Column::new(Of::Item(field), list.fields.get(field)?, used(&field));
        Some(Column { kind: kinds.first() == Some(&field), ..column })
    };
    let items = fields.into_iter().filter_map(item);
    let label = &list.label;
    let silence = match list.complete {
        Complete::Unit => {
            "写了一项的门栋，没写到的其余各项就算没有，所以要查全、写全；没查过的门栋不用写，查过而确实没有的写一行“无”"
        }
        Complete::File => "没有写到的门栋一律按“没有”算；没查过的门栋要写一行，内容写“不详”",
    };
    let kind = kinds.first().and_then(|kind| list.fields.get(*kind));
    let silence = match kind {
        Some(kind) => format!("{silence}（写在“{}”栏）", kind.label),
        None => silence.to_string(),
    };
    Table {
        list: Some(ix),
        above: vec![
            label.clone(),
            format!(
                "一行一项；深色的几列写明是哪个门栋，与“{UNITS}”页一致，每行都要写。{silence}。带 * 的列参与评估。"
            ),
        ],
        name,
        columns: keys.into_iter().chain(items).collect(),
        keys: count,
    }
}

impl<'d> Column<'d> {
    fn new(of: Of, field: &'d Field, used: bool) -> Column<'d> {
        let unit = match field.kind {
            Kind::Percent => unit_named("%"),
            Kind::Number(Dimension::Year | Dimension::Date) => None,
            Kind::Number(_) => field.unit,
            _ => None,
        };
        let own = split_header(&field.label).unit;
        let stated = match unit {
            Some(unit) if own.is_none() => format!("（{}）", unit_shown(unit)),
            _ => String::new(),
        };
        let mark = if used { "*" } else { "" };
        Column { of, field, header: format!("{mark}{}{stated}", field.label), unit: own.or(unit), used, kind: false }
    }

    fn meaning(&self, list: Option<ListIx>) -> Meaning {
        match (self.of, list) {
            (Of::Item(ix), Some(list)) => Meaning::ListField(list, ix),
            (Of::Unit(ix) | Of::Item(ix), _) => Meaning::Field(ix),
        }
    }
}

/// `m²`, as people write it.
pub fn unit_shown(unit: &Unit) -> String {
    unit.symbol.replace('2', "²")
}

impl Table<'_> {
    /// The rows of the sheet down to the header.
    pub fn header_rows(&self) -> Vec<Vec<String>> {
        let header = self.columns.iter().map(|column| column.header.clone()).collect();
        let above = |text: &String| vec![String::new(); self.keys].into_iter().chain([text.clone()]).collect();
        self.above.iter().map(above).chain([header]).collect()
    }
}

/// Asks the reader what it would make of the header.
pub(super) fn prove(table: &Table, dictionary: &Dictionary) -> Result<(), FormError> {
    let sheet = &table.name;
    let found = recognise(sheet, &table.header_rows(), dictionary);
    let subject = table.list.map_or(Subject::Units, Subject::List);
    let help = || {
        Some(text!(
            "请在字段表里改它的 label，让表头只能读成它自己",
            "change its label in the dictionary, so that its header can mean nothing else"
        ))
    };
    let Some(found) = found.filter(|found| found.subject == subject) else {
        let message = text!(
            "按这份字段表做出的“{sheet}”页，表头读不回来：字段太少，或同别的表一样",
            "sheet `{sheet}` made from this dictionary would not be recognised: it has too few fields, or those of another table"
        );
        return Err(FormError { message, help: help() });
    };
    for (column, at) in table.columns.iter().zip(0..) {
        let (id, header) = (&column.field.id, &column.header);
        let dimension = column.field.kind.dimension();
        if let (Some(dimension), Some(unit)) = (dimension, column.unit)
            && !dimension.meets(unit.dimension)
        {
            let unit = unit_shown(unit);
            let message = text!(
                "字段 `{id}` 的名称 `{header}` 里写着单位 `{unit}`，与它的种类不符，格子会全部存疑",
                "the label `{header}` of field `{id}` states `{unit}`, which does not fit its kind: every cell would be doubted"
            );
            return Err(FormError { message, help: help() });
        }
        let read = found.columns.iter().find(|(column, ..)| *column == at);
        if read.is_some_and(|(_, meaning, unit)| *meaning == column.meaning(table.list) && *unit == column.unit) {
            continue;
        }
        let other = read.map(|(_, meaning, _)| *meaning).filter(|meaning| *meaning != column.meaning(table.list));
        let other = other.and_then(|meaning| match (meaning, table.list) {
            (Meaning::Field(ix), _) => dictionary.fields.get(ix).map(|field| field.id.as_str()),
            (Meaning::ListField(list, ix), _) => dictionary.lists.get(list)?.fields.get(ix).map(|f| f.id.as_str()),
            (Meaning::Item(list, _), _) => dictionary.lists.get(list).map(|list| list.id.as_str()),
        });
        let message = match other {
            Some(other) => text!(
                "“{sheet}”页里字段 `{id}` 的表头 `{header}` 会被读成 `{other}`",
                "in sheet `{sheet}` the header `{header}` of field `{id}` would be read as `{other}`"
            ),
            None => text!(
                "“{sheet}”页里字段 `{id}` 的表头 `{header}` 读不回来",
                "in sheet `{sheet}` the header `{header}` of field `{id}` would not be read as that field"
            ),
        };
        return Err(FormError { message, help: help() });
    }
    Ok(())
}

/// A label as the name of a sheet: spreadsheets allow 31 characters, some of them not, and each name once.
fn sheet_name(label: &str, taken: &[&str]) -> String {
    let taken = |name: &str| {
        let fixed = [UNITS, INSTRUCTIONS, super::lists::SHEET];
        taken.iter().chain(&fixed).any(|other| other.to_lowercase() == name.to_lowercase())
    };
    let allowed = |c: char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') && !c.is_control();
    let name: String = label.chars().filter(|c| allowed(*c)).take(14).collect();
    let name = if name.trim().is_empty() { "清单".to_string() } else { name.trim().to_string() };
    if !taken(&name) {
        return name;
    }
    // There are finitely many names taken, so one of these is free.
    (2_u32..).map(|n| format!("{name}{n}")).find(|name| !taken(name)).unwrap_or(name)
}
