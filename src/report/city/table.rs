//! A template and a run → sheets of rows of cells, and what has to be said below them.
//!
//! What always holds: every unit that meets the template's condition is in exactly one row of units or groups; those of
//! which that is not known, and those that have a lift, are told of; rows stand in the order of the input unless
//! `sort` says otherwise. Deliberately absent: what one cell says (`cell`), and files.

use super::cell::{Filler, RowOf};
use super::condition::Condition;
use super::decided;
use super::hindrance::hindrances;
use super::tally::{Counter, Former};
use super::template::{Content, Fact, Rows, Template};
use crate::lang::Text;
use crate::quantity::Decimal;
use crate::report::unit_table::UnitTable;
use crate::report::{Answers, groups};
use crate::rules::ruleset::Grade;
use crate::text;
use jiff::civil::Date;
use std::cmp::Ordering;

/// What was asked for beside the template.
#[derive(Clone, Debug)]
pub struct Given {
    /// The reporting body, where it was given
    pub body: Option<String>,
    /// The reporting date
    pub date: Date,
}

/// An earlier run, and the same template as its rules understand it.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// Its answers
    pub answers: Answers<'a>,
    /// The template
    pub template: &'a Template,
}

/// A report that is ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct CityReport {
    /// Its title
    pub title: String,
    /// The reporting body
    pub body: String,
    /// The reporting date
    pub date: Date,
    /// Headers
    pub headers: Vec<String>,
    /// The widths of columns, where they are given
    pub widths: Vec<Option<u16>>,
    /// Whether it prints upright
    pub portrait: bool,
    /// The sheets; one, unless it is split
    pub sheets: Vec<Sheet>,
    /// What is to be said of all of it
    pub notes: Vec<Text>,
}

/// A sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The value it is for; empty if the report is not split
    pub name: String,
    /// Lines below the title
    pub lines: Vec<String>,
    /// The template's lines below the table
    pub notes: Vec<String>,
    /// The rows
    pub rows: Vec<Vec<Cell>>,
    /// The row of totals
    pub total: Option<Vec<Cell>>,
    /// The fixed cells of a form: sheet, row and column from 0, text
    pub fixed: Vec<(Option<String>, u32, u16, String)>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing
    Blank,
    /// A text, a code, a date
    Text(String),
    /// A running number
    Nth(u64),
    /// How many
    Count(u64),
    /// A number, with so many decimals at least
    Number(Decimal, usize),
    /// What numbers add up to, with so many decimals
    Sum(Decimal, usize),
    /// A share of one
    Share(Decimal),
    /// A class or grade, as it is to be written
    Class(Grade, String),
}

/// Makes the report.
pub fn make(template: &Template, answers: &Answers, before: Option<Before>, given: &Given) -> CityReport {
    let counter = Counter { answers: *answers, date: given.date };
    let table = UnitTable::new(*answers);
    let former =
        before.map(|before| (Former::new(Counter { answers: before.answers, date: given.date }), before.template));
    let mut notes = Vec::new();
    let units = selected(template, &counter, &mut notes);
    let mut rows = rows(template, answers, &counter, &units, &mut notes);
    let sheets = split(template, answers, &mut rows);
    let mut filler = Filler::new(template, counter, &table, former.as_ref().map(|(former, then)| (former, *then)));
    filler.tell_stories(sheets.iter().flat_map(|(_, rows)| rows));
    let sheets: Vec<Sheet> =
        sheets.into_iter().map(|(name, rows)| sheet(template, &mut filler, given, name, &rows)).collect();
    notes.extend(filler.notes());
    notes.extend(decided::notes(template, answers, &units));
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        notes.push(text!("没有符合条件的，这张表一行也没有", "nothing meets the condition: the table has no row"));
    }
    if before.is_none() && template.compares() {
        notes.push(text!(
            "没有用 --since 给出上次的结果，“新增”各列空着",
            "without `--since` and the folder of an earlier run the columns of what is new are blank"
        ));
    }
    CityReport {
        title: in_braces(&template.title, template, given, &Named::default()),
        body: given.body.clone().unwrap_or(template.body.clone()),
        date: given.date,
        headers: template.columns.iter().map(|column| column.header.clone()).collect(),
        widths: template.columns.iter().map(|column| column.width).collect(),
        portrait: template.portrait,
        sheets,
        notes,
    }
}

/// The units that meet the template's condition.
fn selected(template: &Template, counter: &Counter, notes: &mut Vec<Text>) -> Vec<usize> {
    let asked = counter.asked();
    let (mut units, mut open, mut lifts) = (Vec::new(), 0u64, 0u64);
    // Columns of groups ask about lifts for themselves.
    let any_lift = template.units.about_lift || matches!(template.rows, Rows::Groups(_));
    for unit in 0..counter.answers.survey.units.count {
        match template.units.of_unit(&asked, unit) {
            Some(true) if !any_lift && counter.has_lift(unit) => {
                lifts += 1;
                if template.with_lift {
                    units.push(unit);
                }
            }
            Some(true) => units.push(unit),
            None => open += 1,
            Some(false) => {}
        }
    }
    if open > 0 {
        notes.push(text!(
            "有 {open} 个单元不知道是否合条件，未列入",
            "of {open} units it is not known whether they meet the condition; they are left out"
        ));
    }
    if lifts > 0 && template.with_lift {
        notes.push(text!(
            "合条件的单元里有 {lifts} 个已有电梯：列入表中，不算在各类单元数内",
            "{lifts} units that meet the condition have a lift already: they are listed, and count in no class"
        ));
    } else if lifts > 0 {
        notes.push(text!(
            "另有 {lifts} 个合条件的单元已有电梯，未列入",
            "{lifts} more units that meet the condition have a lift already and are left out"
        ));
    }
    units
}

fn rows(
    template: &Template,
    answers: &Answers,
    counter: &Counter,
    units: &[usize],
    notes: &mut Vec<Text>,
) -> Vec<RowOf> {
    match template.rows {
        Rows::Units => units.iter().map(|&unit| RowOf::Unit(unit)).collect(),
        Rows::Groups(field) => groups::by(answers, Some(field), units).into_iter().map(RowOf::Group).collect(),
        Rows::Items { list, in_the_way } => {
            let Some(items) = answers.survey.units.lists.get(list) else { return Vec::new() };
            let label = answers.rules.dictionary.lists.get(list).map_or("", |list| &list.label);
            let mut open = 0u64;
            let mut keeps = |item: usize, condition: &Condition| match condition.of_item(items, item, counter.date) {
                Some(keep) => keep,
                None => {
                    open += 1;
                    false
                }
            };
            let rows = if in_the_way {
                let (found, unexplained) = hindrances(answers, list, units);
                if unexplained > 0 {
                    notes.push(text!(
                        "另有 {unexplained} 个单元的有关评估项未达到“适合”，但指不出是哪一项{label}（多半是{label}不明，需先查清），未列入或未列全",
                        "{unexplained} more units are not suitable by a criterion on {label}, though no single item can be named (mostly because the items are not known)"
                    ));
                }
                found
                    .into_iter()
                    .filter(|hindrance| keeps(hindrance.item, &template.items))
                    .map(|hindrance| RowOf::Item {
                        unit: hindrance.unit,
                        item: hindrance.item,
                        hinders: hindrance.criteria,
                    })
                    .collect()
            } else {
                let unknown = units.iter().filter(|&&unit| items.known.get(unit) != Some(&true)).count();
                if unknown > 0 {
                    notes.push(text!(
                        "有 {unknown} 个单元的{label}不明",
                        "of {unknown} units the items of {label} are not known"
                    ));
                }
                let all = units.iter().flat_map(|&unit| items.of(unit).map(move |item| (unit, item)));
                all.filter(|&(_, item)| keeps(item, &template.items))
                    .map(|(unit, item)| RowOf::Item { unit, item, hinders: Vec::new() })
                    .collect()
            };
            if open > 0 {
                notes.push(text!(
                    "有 {open} 项{label}不知道是否合条件，未列入",
                    "of {open} items of {label} it is not known whether they meet the condition; they are left out"
                ));
            }
            rows
        }
    }
}

/// Rows by the value of the field that splits them, each with that value.
fn split(template: &Template, answers: &Answers, rows: &mut Vec<RowOf>) -> Vec<(String, Vec<RowOf>)> {
    let Some(field) = template.split else { return vec![(String::new(), std::mem::take(rows))] };
    let mut units: Vec<usize> = rows.iter().flat_map(RowOf::units).copied().collect();
    units.dedup();
    let mut all = std::mem::take(rows);
    let mut sheets = Vec::new();
    for group in groups::by(answers, Some(field), &units) {
        let name = group.name(answers.lang).to_string();
        let mut members: Vec<RowOf> = Vec::new();
        let mut others = Vec::new();
        for row in all {
            // A group of another field may lie in several sheets, in each with its own units.
            let (inside, outside) = row.parted(&group.units);
            members.extend(inside);
            others.extend(outside);
        }
        all = others;
        sheets.push((name, members));
    }
    if sheets.is_empty() {
        sheets.push((String::new(), Vec::new()));
    }
    sheets
}

fn sheet(template: &Template, filler: &mut Filler, given: &Given, name: String, rows: &[RowOf]) -> Sheet {
    let mut cells: Vec<Vec<Cell>> = rows.iter().map(|row| filler.row(row, false)).collect();
    cells.sort_by(|a, b| {
        let each = template.sort.iter().map(|&(column, down)| match (a.get(column), b.get(column)) {
            (Some(a), Some(b)) => order(a, b, down),
            _ => Ordering::Equal,
        });
        each.fold(Ordering::Equal, Ordering::then)
    });
    for (at, _) in template.columns.iter().enumerate().filter(|(_, c)| matches!(c.content, Content::Fact(Fact::Number)))
    {
        for (number, row) in cells.iter_mut().enumerate() {
            if let Some(cell) = row.get_mut(at) {
                *cell = Cell::Nth(number as u64 + 1);
            }
        }
    }
    let total = template.total.as_ref().map(|name| {
        let units = rows.iter().flat_map(RowOf::units).copied().collect();
        filler.row(&RowOf::Group(groups::UnitGroup { value: name.clone(), units }), true)
    });
    let named = Named { sheet: &name, rows: cells.len(), with_lift: filler.with_lift(rows) };
    let text = |line: &String| in_braces(line, template, given, &named);
    Sheet {
        lines: template.lines.iter().map(text).collect(),
        notes: template.notes.iter().map(text).collect(),
        fixed: template
            .form
            .iter()
            .flat_map(|form| &form.cells)
            .map(|(sheet, row, column, line)| (sheet.clone(), *row, *column, text(line)))
            .collect(),
        rows: cells,
        total,
        name,
    }
}

/// What the names in braces stand for that differs from sheet to sheet.
#[derive(Default)]
struct Named<'a> {
    sheet: &'a str,
    rows: usize,
    with_lift: usize,
}

/// The names in braces, replaced. What is put in is not looked at again.
fn in_braces(text: &str, template: &Template, given: &Given, named: &Named) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, name, after)) =
        rest.split_once('{').and_then(|(before, rest)| rest.split_once('}').map(|(name, after)| (before, name, after)))
    {
        shown.push_str(before);
        match name {
            "body" => shown.push_str(given.body.as_ref().unwrap_or(&template.body)),
            "date" => shown.push_str(&given.date.to_string()),
            "year" => shown.push_str(&given.date.year().to_string()),
            "month" => shown.push_str(&given.date.month().to_string()),
            "sheet" => shown.push_str(named.sheet),
            "rows" => shown.push_str(&named.rows.to_string()),
            "with_lift" => shown.push_str(&named.with_lift.to_string()),
            other => shown.push_str(other),
        }
        rest = after;
    }
    shown + rest
}

/// Blank cells come last, whatever the direction.
fn order(a: &Cell, b: &Cell, down: bool) -> Ordering {
    let turned = |order: Ordering| if down { order.reverse() } else { order };
    match (a, b) {
        (Cell::Blank, Cell::Blank) => Ordering::Equal,
        (Cell::Blank, _) => Ordering::Greater,
        (_, Cell::Blank) => Ordering::Less,
        (Cell::Count(a), Cell::Count(b)) => turned(a.cmp(b)),
        (Cell::Number(a, _), Cell::Number(b, _))
        | (Cell::Sum(a, _), Cell::Sum(b, _))
        | (Cell::Share(a), Cell::Share(b)) => turned(a.cmp(b)),
        (Cell::Class(a, _), Cell::Class(b, _)) => turned(a.cmp(b)),
        (Cell::Text(a), Cell::Text(b)) => turned(by_parts(a, b)),
        // A number that is known within bounds only is a text; numbers come first.
        (Cell::Text(_), _) => Ordering::Greater,
        (_, Cell::Text(_)) => Ordering::Less,
        _ => Ordering::Equal,
    }
}

/// `2` before `10`, `甲2` before `甲10`.
fn by_parts(a: &str, b: &str) -> Ordering {
    let (mut a_rest, mut b_rest) = (a, b);
    loop {
        let (a_part, a_after) = part(a_rest);
        let (b_part, b_after) = part(b_rest);
        let order = match (a_part.parse::<u64>(), b_part.parse::<u64>()) {
            (Ok(a), Ok(b)) => a.cmp(&b),
            _ => a_part.cmp(b_part),
        };
        if order.is_ne() || a_part.is_empty() || b_part.is_empty() {
            return order.then(a.cmp(b));
        }
        (a_rest, b_rest) = (a_after, b_after);
    }
}

/// The digits or the other characters that a text begins with, and the rest.
fn part(text: &str) -> (&str, &str) {
    let digits = text.starts_with(|c: char| c.is_ascii_digit());
    text.split_at(text.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_are_in_the_order_of_numbers() {
        let mut names = ["甲10", "甲2", "10", "9甲", "", "甲2乙", "甲"];
        names.sort_by(|a, b| by_parts(a, b));
        assert_eq!(names, ["", "9甲", "10", "甲", "甲2", "甲2乙", "甲10"]);
        let mut cells = [Cell::Blank, Cell::Count(2), Cell::Count(10)];
        cells.sort_by(|a, b| order(a, b, true));
        assert_eq!(cells, [Cell::Count(10), Cell::Count(2), Cell::Blank]);
    }
}
