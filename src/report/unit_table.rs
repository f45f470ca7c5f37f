//! The table of units that every output with a row a unit shares: its columns, and what stands in each cell.
//!
//! What always holds: columns stand in the fixed order and no two have one name; a cell can be asked for in any
//! order, by any thread. Reasons, what decides, what is missing and what would help are made once, for all outputs. Deliberately
//! absent: how a cell is written (`units_csv` and `units_parquet` differ in bounds).

use super::Answers;
use super::remedies;
use super::unit_words::UnitWords;
use crate::quantity::{Bounds, Dimension};
use crate::rules::ruleset::Grade;
use crate::rules::{Field, Kind, Value};
use crate::study::remedies::{Help, remedies as helps};
use crate::text;
use crate::{assess::Possible, lang::Text};
use std::borrow::Cow;
use std::collections::HashSet;

/// The table.
pub struct UnitTable<'a> {
    answers: Answers<'a>,
    columns: Vec<TableColumn>,
    words: UnitWords,
    help: Vec<Option<Box<Help>>>,
    help_column: Option<TableColumn>,
}

/// One column.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// Its name for programs
    pub id: String,
    /// Its name for people
    pub label: Text,
    /// Whether its cells are numbers, flags or texts
    pub sort: Sort,
    /// Whether it is shown in the ledger only, never to the public
    pub private: bool,
    /// What its cells are
    pub(super) source: Source,
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Numbers within bounds
    Number,
    /// `true`, `false`
    Flag,
    /// Texts
    Text,
}

/// What stands in a column about decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decided {
    Class,
    Reason,
    By,
    Date,
    State,
}

/// What the cells of a column are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Key(usize),
    Field(usize),
    Class,
    Best,
    Worst,
    Settled,
    Deciding,
    Missing,
    Help,
    Reasons,
    Rows,
    Decided(Decided),
    /// Place among the assessment's enabled criteria
    Grade(usize),
    Possible(usize),
    Carried(usize),
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum TableCell<'a> {
    /// Nothing, or not known
    Blank,
    /// A text, an id, a date
    Text(Cow<'a, str>),
    /// A number within bounds, in base units
    Number(Bounds),
    /// Yes or no
    Flag(bool),
}

impl<'a> UnitTable<'a> {
    /// The table of these answers.
    pub fn new(answers: Answers<'a>) -> UnitTable<'a> {
        let Answers { rules, survey, assessment, .. } = answers;
        let help = helps(rules, &survey.units, assessment, 0..survey.units.count);
        let help_column = (!rules.remedies.is_empty()).then(|| TableColumn {
            id: "remedies".into(),
            label: text!("整改措施", "remedies"),
            sort: Sort::Text,
            private: false,
            source: Source::Help,
        });
        UnitTable { answers, columns: columns(&answers), words: UnitWords::new(&answers), help, help_column }
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[TableColumn] {
        &self.columns
    }

    /// The column of what would help, where the rules have remedies: for people alone, programs have `remedies.csv`.
    pub fn help_column(&self) -> Option<&TableColumn> {
        self.help_column.as_ref()
    }

    /// How many units there are.
    pub fn len(&self) -> usize {
        self.answers.survey.units.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What decides a unit's class.
    pub fn deciding(&self, unit: usize) -> &[String] {
        self.words.deciding(unit)
    }

    /// What is missing of a unit.
    pub fn missing(&self, unit: usize) -> &[String] {
        self.words.missing(unit)
    }

    /// What would help a unit.
    pub fn help(&self, unit: usize) -> Option<&Help> {
        self.help.get(unit)?.as_deref()
    }

    /// The reasons of a unit's class, in a sentence; with what is private.
    pub fn reasons(&self, unit: usize) -> String {
        self.words.reasons(unit)
    }

    /// What stands in a unit's cell of a column.
    pub fn cell(&self, column: &TableColumn, unit: usize) -> TableCell<'_> {
        let Answers { survey, assessment, .. } = self.answers;
        let units = &survey.units;
        let grade = |grades: &[Grade]| grades.get(unit).map_or(TableCell::Blank, |grade| id(grade.id()));
        match column.source {
            Source::Key(at) => units.keys.get(at).and_then(|key| key.get(unit)).map_or(TableCell::Blank, |key| id(key)),
            Source::Field(at) => self.value(at, unit),
            Source::Class => grade(&assessment.class),
            Source::Best => grade(&assessment.best),
            Source::Worst => grade(&assessment.worst),
            Source::Settled => TableCell::Flag(assessment.is_settled(unit)),
            Source::Deciding => joined(self.deciding(unit)),
            Source::Missing => joined(self.missing(unit)),
            Source::Help => match self.help(unit) {
                Some(help) => match remedies::cell(self.answers.rules, help, self.answers.lang) {
                    told if told.is_empty() => TableCell::Blank,
                    told => TableCell::Text(told.into()),
                },
                None => TableCell::Blank,
            },
            Source::Reasons => match self.reasons(unit) {
                reasons if reasons.is_empty() => TableCell::Blank,
                reasons => TableCell::Text(reasons.into()),
            },
            Source::Rows => TableCell::Text(self.rows(unit).into()),
            Source::Decided(what) => self.decided(what, unit),
            Source::Grade(at) => match assessment.settled.get(at).and_then(|grades| grades.get(unit)) {
                Some(grade) => id(grade.map_or("n/a", Grade::id)),
                None => TableCell::Blank,
            },
            Source::Possible(at) => match assessment.possible.get(at).and_then(|sets| sets.get(unit)) {
                Some(possible) => match possible_ids(*possible).as_slice() {
                    [only] => id(only),
                    several => TableCell::Text(several.join("|").into()),
                },
                None => TableCell::Blank,
            },
            Source::Carried(at) => {
                let text = units.carried.get(at).and_then(|(_, texts)| texts.get(unit));
                text.and_then(Option::as_ref).map_or(TableCell::Blank, |text| id(text))
            }
        }
    }

    fn decided(&self, what: Decided, unit: usize) -> TableCell<'_> {
        let Answers { survey, lang, .. } = self.answers;
        let Some(decision) = survey.decisions.as_ref().and_then(|decisions| decisions.of(unit)) else {
            return TableCell::Blank;
        };
        match what {
            Decided::Class => id(decision.class.id()),
            Decided::Reason => id(&decision.reason),
            Decided::By => match decision.decided_by(lang) {
                by if by.is_empty() => TableCell::Blank,
                by => TableCell::Text(by.into()),
            },
            Decided::Date => id(&decision.date),
            Decided::State => id(decision.state().id()),
        }
    }

    fn value(&self, at: usize, unit: usize) -> TableCell<'a> {
        let Answers { rules, survey, .. } = self.answers;
        match (rules.dictionary.fields.get(at), survey.units.fields.get(at)) {
            (Some(field), Some(column)) => value_cell(field, column.values.get(unit)),
            _ => TableCell::Blank,
        }
    }

    /// `上钢三村.xlsx › 调查表 › 23; …`
    fn rows(&self, unit: usize) -> String {
        let units = &self.answers.survey.units;
        let places: Vec<String> = units.rows.get(unit).into_iter().flatten().map(|row| units.row_shown(row)).collect();
        places.join(";")
    }
}

fn id(text: &str) -> TableCell<'_> {
    if text.is_empty() { TableCell::Blank } else { TableCell::Text(text.into()) }
}

fn joined(parts: &[String]) -> TableCell<'static> {
    if parts.is_empty() { TableCell::Blank } else { TableCell::Text(parts.join(";").into()) }
}

/// The ids of possible grades, from best to worst, `n/a` last.
pub fn possible_ids(possible: Possible) -> Vec<&'static str> {
    let mut ids: Vec<&str> = Grade::ALL.into_iter().filter(|&grade| possible.has(grade)).map(Grade::id).collect();
    if possible.may_not_apply() {
        ids.push("n/a");
    }
    ids
}

/// A value as understood: ids for choices, a day for a date, blank for what is not known.
pub fn value_cell<'a>(field: &Field, value: Value) -> TableCell<'a> {
    let choices = field.kind.choices().unwrap_or_default();
    match value {
        Value::Unknown | Value::Foreign => TableCell::Blank,
        Value::Number(bounds) if field.kind == Kind::Number(Dimension::Date) => TableCell::Text(days(bounds).into()),
        Value::Number(bounds) => TableCell::Number(bounds),
        Value::Choice(choice) => match choices.get(usize::from(choice)) {
            Some(choice) => TableCell::Text(choice.id.clone().into()),
            None => TableCell::Blank,
        },
        // As with numbers in Parquet, only what is exactly known.
        Value::Several { must, may } if must == may => {
            let chosen = choices.iter().take(64).enumerate().filter(|(n, _)| must >> n & 1 == 1);
            let ids: Vec<String> = chosen.map(|(_, choice)| choice.id.clone()).collect();
            joined(&ids)
        }
        Value::Several { .. } => TableCell::Blank,
        Value::Flag(flag) => TableCell::Flag(flag),
        Value::Text(text) => TableCell::Text(text.to_string().into()),
    }
}

/// A date within bounds: `2021-05-12`, `2021-06-01~2021-06-30`.
pub fn days(bounds: Bounds) -> String {
    let day = |end: Option<crate::quantity::Decimal>| {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        let days = end.map(|end| jiff::Span::new().try_days(end.micros() / 1_000_000));
        days.and_then(Result::ok).and_then(|days| epoch.checked_add(days).ok()).map(|day| day.to_string())
    };
    match (day(bounds.low()), day(bounds.high())) {
        (Some(low), Some(high)) if low == high => low,
        (low, high) => format!("{}~{}", low.unwrap_or_default(), high.unwrap_or_default()),
    }
}

fn columns(answers: &Answers) -> Vec<TableColumn> {
    let Answers { rules, survey, assessment, .. } = answers;
    let dictionary = &rules.dictionary;
    let mut columns = Vec::new();
    let mut taken: HashSet<String> = HashSet::new();
    let mut add = |id: String, label: Text, sort: Sort, private: bool, source: Source| {
        // Two carried columns may have one header; programs want names that differ.
        let mut name = id.clone();
        let mut n = 1;
        while !taken.insert(name.clone()) {
            n += 1;
            name = format!("{id} ({n})");
        }
        columns.push(TableColumn { id: name, label, sort, private, source });
    };
    let mut shown: HashSet<usize> = HashSet::new();
    for (at, ix) in dictionary.key_fields().enumerate() {
        if let Some(field) = dictionary.fields.get(ix) {
            add(field.id.clone(), Text::same(&field.label), Sort::Text, field.private, Source::Key(at));
            shown.insert(ix);
        }
    }
    let mut field_column = |ix: usize, shown: &mut HashSet<usize>| {
        if let Some(field) = dictionary.fields.get(ix)
            && shown.insert(ix)
        {
            add(field.id.clone(), Text::same(&field.label), sort_of(&field.kind), field.private, Source::Field(ix));
        }
    };
    dictionary.group_fields().for_each(|ix| field_column(ix, &mut shown));
    for (id, label, sort, source) in [
        ("class", text!("评估结论", "class"), Sort::Text, Source::Class),
        ("best_class", text!("最好结论", "best class"), Sort::Text, Source::Best),
        ("worst_class", text!("最差结论", "worst class"), Sort::Text, Source::Worst),
        ("settled", text!("已定", "settled"), Sort::Flag, Source::Settled),
        ("deciding", text!("决定项", "deciding"), Sort::Text, Source::Deciding),
        ("missing", text!("缺失数据", "missing"), Sort::Text, Source::Missing),
        ("reasons", text!("理由", "reasons"), Sort::Text, Source::Reasons),
        ("source", text!("出处", "source"), Sort::Text, Source::Rows),
    ] {
        add(id.into(), label, sort, false, source);
    }
    if survey.decisions.is_some() {
        // Who decided is named with the person here: for the office, not for pages.
        for (id, label, private, what) in [
            ("decision", text!("决定", "decision"), false, Decided::Class),
            ("decision.reason", text!("决定理由", "reason of the decision"), false, Decided::Reason),
            ("decision.by", text!("决定单位", "decided by"), true, Decided::By),
            ("decision.date", text!("决定日期", "date of the decision"), false, Decided::Date),
            ("decision.state", text!("决定状态", "state of the decision"), false, Decided::State),
        ] {
            add(id.into(), label, Sort::Text, private, Source::Decided(what));
        }
    }
    let criteria =
        || assessment.criteria.iter().enumerate().filter_map(|(at, &ix)| Some((at, rules.criteria.get(ix)?)));
    for (at, criterion) in criteria() {
        add(format!("grade.{}", criterion.id), Text::same(&criterion.title), Sort::Text, false, Source::Grade(at));
    }
    for (at, criterion) in criteria() {
        let title = &criterion.title;
        let label = text!("{title}（可能）", "{title} (possible)");
        add(format!("possible.{}", criterion.id), label, Sort::Text, false, Source::Possible(at));
    }
    for (ix, field) in dictionary.fields.iter().enumerate() {
        if shown.insert(ix) {
            add(field.id.clone(), Text::same(&field.label), sort_of(&field.kind), field.private, Source::Field(ix));
        }
    }
    for (at, (header, _)) in survey.units.carried.iter().enumerate() {
        add(format!("survey.{header}"), Text::same(header), Sort::Text, true, Source::Carried(at));
    }
    columns
}

fn sort_of(kind: &Kind) -> Sort {
    match kind {
        Kind::Number(Dimension::Date) => Sort::Text,
        Kind::Number(_) | Kind::Percent => Sort::Number,
        Kind::Flag => Sort::Flag,
        Kind::Choice(_) | Kind::Several(_) | Kind::Text => Sort::Text,
    }
}
