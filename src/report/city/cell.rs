//! What stands in one cell: a fact, a value, a code, a count.
//!
//! What always holds: what is not known is the column's `unknown` text, or blank; a reason is told as to everybody
//! (`public`), so no private field gets into it. What was left out of counts is remembered and told below the table.

use super::condition::Condition;
use super::decided;
use super::table::Cell;
use super::tally::{Counter, Former};
use super::template::{Column, Content, Fact, Rows, Template};
use crate::assess::explain::shown;
use crate::lang::{Lang, Text, listed};
use crate::quantity::{Decimal, Unit};
use crate::report::groups::UnitGroup;
use crate::report::public::{Story, Told, stories};
use crate::report::unit_table::{TableCell, UnitTable, days};
use crate::rules::ruleset::Grade;
use crate::rules::{Field, Kind, Value};
use crate::survey::Origin;
use crate::text;
use std::collections::HashMap;

/// Units whose stories are told together.
const BLOCK: usize = 2_000;

/// What a row is about.
pub enum RowOf {
    /// A unit
    Unit(usize),
    /// Units together
    Group(UnitGroup),
    /// An item of a unit, and what it hinders
    Item {
        /// Whose it is
        unit: usize,
        /// Its place in the list's columns
        item: usize,
        /// The criteria it stands in the way of
        hinders: Vec<Told>,
    },
}

impl RowOf {
    /// The units it is about.
    pub fn units(&self) -> &[usize] {
        match self {
            RowOf::Unit(unit) | RowOf::Item { unit, .. } => std::slice::from_ref(unit),
            RowOf::Group(group) => &group.units,
        }
    }

    /// What of it is about these units (in order), and what is not.
    pub fn parted(self, units: &[usize]) -> (Option<RowOf>, Option<RowOf>) {
        let among = |unit: &usize| units.binary_search(unit).is_ok();
        match self {
            RowOf::Group(UnitGroup { value, units }) => {
                let (inside, outside): (Vec<usize>, Vec<usize>) = units.into_iter().partition(among);
                let group = |units: Vec<usize>| {
                    (!units.is_empty()).then(|| RowOf::Group(UnitGroup { value: value.clone(), units }))
                };
                (group(inside), group(outside))
            }
            row if row.units().iter().all(among) => (Some(row), None),
            row => (None, Some(row)),
        }
    }
}

/// What is told of one unit, of its story.
struct Telling {
    reasons: String,
    clauses: String,
    deciding: String,
}

/// Fills cells.
pub struct Filler<'a> {
    template: &'a Template,
    counter: Counter<'a>,
    table: &'a UnitTable<'a>,
    before: Option<(&'a Former<'a>, &'a Template)>,
    told: HashMap<usize, Telling>,
    /// Units not counted for want of data, by column
    left_out: Vec<u64>,
}

impl<'a> Filler<'a> {
    /// One for a report.
    pub fn new(
        template: &'a Template,
        counter: Counter<'a>,
        table: &'a UnitTable<'a>,
        before: Option<(&'a Former<'a>, &'a Template)>,
    ) -> Filler<'a> {
        let left_out = vec![0; template.columns.len()];
        Filler { template, counter, table, before, told: HashMap::new(), left_out }
    }

    /// Tells the stories of the units of these rows, if a column shows any of them.
    pub fn tell_stories<'r>(&mut self, rows: impl Iterator<Item = &'r RowOf>) {
        let wanted =
            |column: &Column| matches!(column.content, Content::Fact(Fact::Reasons | Fact::Clauses | Fact::Deciding));
        if !self.template.columns.iter().any(wanted) {
            return;
        }
        let mut units: Vec<usize> = rows.flat_map(RowOf::units).copied().collect();
        units.sort_unstable();
        units.dedup();
        for block in units.chunks(BLOCK) {
            for story in stories(&self.counter.answers, block) {
                self.told.insert(story.unit, self.telling(&story));
            }
        }
    }

    fn telling(&self, story: &Story) -> Telling {
        let (rules, lang) = (self.counter.answers.rules, self.counter.answers.lang);
        let deciding: Vec<&Told> = story.criteria.iter().filter(|told| told.decides).collect();
        let mut reasons: Vec<String> =
            story.escalated.iter().filter(|(_, to)| *to == story.class).map(|(label, _)| label.clone()).collect();
        let mut titles = reasons.clone();
        let mut clauses: Vec<String> = Vec::new();
        for told in deciding {
            let Some(criterion) = rules.criteria.get(told.criterion) else { continue };
            titles.push(lang.pick(&criterion.title, &criterion.id).clone());
            // Two criteria may say the same of one value.
            if !reasons.contains(&told.reason) {
                reasons.push(told.reason.clone());
            }
            if let Some(cite) = &criterion.cite
                && !clauses.contains(&cite.shown)
            {
                clauses.push(cite.shown.clone());
            }
        }
        Telling {
            reasons: reasons.join(lang.pick("；", "; ")),
            clauses: clauses.join(lang.pick("；", "; ")),
            deciding: titles.join(lang.pick("、", ", ")),
        }
    }

    /// How many of the units of these rows have a lift already.
    pub fn with_lift(&self, rows: &[RowOf]) -> usize {
        let mut units: Vec<usize> = rows.iter().flat_map(RowOf::units).copied().collect();
        units.sort_unstable();
        units.dedup();
        units.into_iter().filter(|&unit| self.counter.has_lift(unit)).count()
    }

    /// What was left out of counts, column by column.
    pub fn notes(&self) -> Vec<Text> {
        let each = self.left_out.iter().zip(&self.template.columns).filter(|(count, _)| **count > 0);
        let mut by_count: Vec<((u64, bool), Vec<&str>)> = Vec::new();
        for (&count, column) in each {
            let kind = (count, matches!(column.content, Content::New(_)));
            match by_count.iter_mut().find(|(other, _)| *other == kind) {
                Some((_, headers)) => headers.push(&column.header),
                None => by_count.push((kind, vec![&column.header])),
            }
        }
        let said = by_count.into_iter().map(|((count, compares), headers)| {
            let headers = listed(headers.iter().map(|header| format!("“{header}”")));
            let (zh, en) = (headers.zh, headers.en.replace(['“', '”'], "`"));
            if compares {
                return text!(
                    "{zh}：有 {count} 个单元上次没有，或者上次、这次缺这项资料，未计入；一个都不知道的空着",
                    "{en}: {count} units are not counted because they were not there before, or it is not known of then or now; blank where nothing is known of any"
                );
            }
            text!(
                "{zh}：有 {count} 个单元缺这项资料，未计入；一个都不知道的空着",
                "{en}: {count} units are not counted because it is not known; blank where nothing is known of any"
            )
        });
        said.collect()
    }

    /// The cells of a row; the row of totals does not count again what was left out.
    pub fn row(&mut self, row: &RowOf, total: bool) -> Vec<Cell> {
        let template = self.template;
        let mut cells = Vec::with_capacity(template.columns.len());
        for (at, column) in template.columns.iter().enumerate() {
            let (cell, unknown) = self.cell(at, column, row, total);
            if let (Some(left_out), false) = (self.left_out.get_mut(at), total) {
                *left_out += unknown;
            }
            cells.push(match cell {
                Cell::Blank if !matches!(column.content, Content::Blank) && !column.unknown.is_empty() && !total => {
                    Cell::Text(column.unknown.clone())
                }
                cell => cell,
            });
        }
        cells
    }

    /// A cell, and how many units were left out of its count.
    fn cell(&self, at: usize, column: &Column, row: &RowOf, total: bool) -> (Cell, u64) {
        let counter = &self.counter;
        let units = row.units();
        let count = |condition: &Condition| counter.count(condition, units);
        let figure = |figure: Option<u64>| figure.map_or(Cell::Blank, Cell::Count);
        match &column.content {
            Content::Count(condition) => {
                let tally = count(condition);
                (figure(tally.figure()), tally.unknown)
            }
            Content::Share(part, whole) => {
                let (part, whole) = counter.share(part, whole, units);
                let share = match (part.figure(), whole.figure()) {
                    (Some(part), Some(whole)) if whole > 0 => share_of(part, whole).map_or(Cell::Blank, Cell::Share),
                    _ => Cell::Blank,
                };
                (share, part.unknown.max(whole.unknown))
            }
            Content::Sum(ix, condition) => {
                let (sum, unknown) = counter.sum(*ix, condition, units);
                let field = counter.answers.rules.dictionary.fields.get(*ix);
                let cell = sum.zip(field).map_or(Cell::Blank, |(sum, field)| match number(sum, field, column) {
                    Cell::Number(sum, places) => Cell::Sum(sum, places),
                    cell => cell,
                });
                (cell, unknown)
            }
            Content::New(now) => match self.before {
                Some((former, template)) => match template.columns.get(at).map(|column| &column.content) {
                    Some(Content::New(then)) => {
                        let tally = counter.new_since(now, then, former, units);
                        (figure(tally.figure()), tally.unknown)
                    }
                    _ => (Cell::Blank, 0),
                },
                None => (Cell::Blank, 0),
            },
            Content::Text(text) => (if total { Cell::Blank } else { Cell::Text(text.clone()) }, 0),
            Content::Blank => (Cell::Blank, 0),
            Content::Fact(fact) => (self.fact(*fact, column, row), 0),
            Content::Field(_) | Content::Item(_) | Content::Grade(_) => (self.value(column, row), 0),
        }
    }

    fn value(&self, column: &Column, row: &RowOf) -> Cell {
        let answers = &self.counter.answers;
        let dictionary = &answers.rules.dictionary;
        let (&unit, units) = match row.units().first() {
            Some(unit) => (unit, &answers.survey.units),
            None => return Cell::Blank,
        };
        match (&column.content, row, self.template.rows) {
            (Content::Field(ix), ..) => {
                // A part of the name is shown as first written.
                let key = dictionary.key_fields().position(|key| key == *ix);
                if let Some(text) = key.and_then(|at| units.keys.get(at)?.get(unit)) {
                    return text_cell(text);
                }
                let (Some(field), Some(values)) = (dictionary.fields.get(*ix), units.fields.get(*ix)) else {
                    return Cell::Blank;
                };
                value_of(field, &values.values.get(unit), values.origin(unit), column, answers.lang)
            }
            (Content::Item(ix), RowOf::Item { item, .. }, Rows::Items { list, .. }) => {
                let def = dictionary.lists.get(list).and_then(|list| list.fields.get(*ix));
                let values = units.lists.get(list).and_then(|items| items.fields.get(*ix));
                let (Some(field), Some(values)) = (def, values) else { return Cell::Blank };
                value_of(field, &values.values.get(*item), values.origin(*item), column, answers.lang)
            }
            (Content::Grade(at), ..) => {
                match answers.assessment.settled.get(*at).and_then(|grades| grades.get(unit)).copied().flatten() {
                    Some(grade) => self.class(column, grade),
                    None => text_cell(&code(column, "n/a").unwrap_or(answers.lang.pick("不适用", "n/a").into())),
                }
            }
            _ => Cell::Blank,
        }
    }

    fn class(&self, column: &Column, grade: Grade) -> Cell {
        Cell::Class(grade, class_text(column, grade, self.counter.answers.lang))
    }

    fn fact(&self, fact: Fact, column: &Column, row: &RowOf) -> Cell {
        let answers = &self.counter.answers;
        let (a, lang) = (answers.assessment, answers.lang);
        if let RowOf::Group(group) = row {
            return match fact {
                Fact::Group => Cell::Text(group.name(lang).to_string()),
                _ => Cell::Blank,
            };
        }
        let Some(&unit) = row.units().first() else { return Cell::Blank };
        // Only what counts bears a class's colour.
        let class = |classes: &[Grade]| match classes.get(unit) {
            Some(&grade) if self.counter.has_lift(unit) => Cell::Text(class_text(column, grade, lang)),
            Some(&grade) => self.class(column, grade),
            None => Cell::Blank,
        };
        let told =
            |part: fn(&Telling) -> &String| self.told.get(&unit).map_or(Cell::Blank, |told| text_cell(part(told)));
        let hinders = || if let RowOf::Item { hinders, .. } = row { hinders.as_slice() } else { &[] };
        match fact {
            // Numbered when the rows are in order.
            Fact::Number | Fact::Group => Cell::Blank,
            Fact::Name => text_cell(&answers.survey.units.name(unit)),
            Fact::Class => class(&a.class),
            Fact::Best => class(&a.best),
            Fact::Worst => class(&a.worst),
            Fact::Settled => flag(a.is_settled(unit), column, lang),
            Fact::Deciding => told(|told| &told.deciding),
            Fact::Reasons => told(|told| &told.reasons),
            Fact::Clauses => told(|told| &told.clauses),
            Fact::Missing => {
                let labels = self.table.missing(unit).iter().map(|id| answers.rules.dictionary.label(id));
                text_cell(&labels.collect::<Vec<_>>().join(lang.pick("、", ", ")))
            }
            Fact::Source => match self.table.columns().iter().find(|column| column.id == "source") {
                Some(source) => match self.table.cell(source, unit) {
                    TableCell::Text(text) => text_cell(&text),
                    _ => Cell::Blank,
                },
                None => Cell::Blank,
            },
            Fact::Hinders => {
                let titles = hinders().iter().filter_map(|told| answers.rules.criteria.get(told.criterion));
                let titles = titles.map(|criterion| lang.pick(criterion.title.as_str(), &criterion.id));
                text_cell(&titles.collect::<Vec<_>>().join(lang.pick("、", ", ")))
            }
            Fact::Hindrance => {
                let reasons: Vec<&str> = hinders().iter().map(|told| told.reason.as_str()).collect();
                text_cell(&reasons.join(lang.pick("；", "; ")))
            }
            fact => decided::cell(answers, unit, fact, column),
        }
    }
}

/// A class as the column writes it.
pub(super) fn class_text(column: &Column, grade: Grade, lang: Lang) -> String {
    code(column, grade.id()).unwrap_or_else(|| grade.label().get(lang).to_string())
}

pub(super) fn text_cell(text: &str) -> Cell {
    if text.is_empty() { Cell::Blank } else { Cell::Text(text.into()) }
}

fn code(column: &Column, id: &str) -> Option<String> {
    column.codes.iter().find(|(of, _)| of == id).map(|(_, code)| code.clone())
}

fn flag(flag: bool, column: &Column, lang: Lang) -> Cell {
    let plain = || shown::flag(flag).get(lang).to_string();
    text_cell(&code(column, if flag { "yes" } else { "no" }).unwrap_or_else(plain))
}

/// A value as the column writes it; a text that is none of the choices as it was written, unless there are codes.
fn value_of(field: &Field, value: &Value, origin: Option<&Origin>, column: &Column, lang: Lang) -> Cell {
    let choices = field.kind.choices().unwrap_or_default();
    let choice = |at: usize| {
        let choice = choices.get(at)?;
        Some(code(column, &choice.id).unwrap_or_else(|| choice.shown().to_string()))
    };
    match value {
        Value::Unknown => Cell::Blank,
        Value::Foreign if !column.codes.is_empty() => Cell::Blank,
        Value::Foreign => origin.map_or(Cell::Blank, |origin| text_cell(&origin.written)),
        Value::Choice(at) => choice(usize::from(*at)).map_or(Cell::Blank, |text| text_cell(&text)),
        Value::Several { must, may } if must == may => {
            let chosen: Vec<String> = (0..64).filter(|bit| must >> bit & 1 == 1).filter_map(choice).collect();
            text_cell(&chosen.join(lang.pick("、", ", ")))
        }
        Value::Several { .. } => Cell::Blank,
        Value::Flag(yes) => flag(*yes, column, lang),
        Value::Text(text) => text_cell(text),
        Value::Number(bounds) if field.kind.dimension() == Some(crate::quantity::Dimension::Date) => {
            text_cell(&days(*bounds))
        }
        Value::Number(bounds) => match bounds.value() {
            Some(exact) => number(exact, field, column),
            None => {
                let end = |end: Option<Decimal>| end.map(|end| in_unit(end, field, column).to_string());
                let (low, high) = (end(bounds.low()), end(bounds.high()));
                text_cell(&format!("{}~{}", low.unwrap_or_default(), high.unwrap_or_default()))
            }
        },
    }
}

fn unit_of(field: &Field, column: &Column) -> Option<&'static Unit> {
    column.unit.or(field.unit)
}

fn in_unit(value: Decimal, field: &Field, column: &Column) -> Decimal {
    unit_of(field, column).and_then(|unit| unit.from_base(value)).unwrap_or(value)
}

fn number(value: Decimal, field: &Field, column: &Column) -> Cell {
    if field.kind == Kind::Percent && column.unit.is_none() {
        return Cell::Share(value);
    }
    let value = in_unit(value, field, column);
    match column.places {
        Some(places) => Cell::Number(rounded(value, places), places),
        // As they are measured: metres to the centimetre.
        None if unit_of(field, column).is_some_and(|unit| unit.symbol == "m") => Cell::Number(value, 2),
        None => Cell::Number(value, 0),
    }
}

/// To so many decimals, half away from zero.
fn rounded(value: Decimal, places: usize) -> Decimal {
    let step = 10i64.pow(6u32.saturating_sub(places as u32));
    let half = if value.micros() < 0 { -(step / 2) } else { step / 2 };
    Decimal::from_micros((value.micros() + half) / step * step).unwrap_or(value)
}

fn share_of(part: u64, whole: u64) -> Option<Decimal> {
    let decimal = |count: u64| i64::try_from(count).ok().and_then(Decimal::from_int);
    decimal(part)?.over(decimal(whole)?)
}
