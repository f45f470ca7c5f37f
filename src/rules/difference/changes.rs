//! What differs between two rule sets in what they say of units, piece by piece: a parameter's value, a derived field,
//! a row of a table, a key of a criterion, a criterion that only one has, an escalation.
//!
//! What always holds: with every change made the first rule set says what the second says, and each change by itself is
//! named by its path in the rules file. Titles, notes, citations, tests and remedies decide nothing and are no changes.

use super::Side;
use super::carry::Carry;
use super::joint::Joint;
use super::rows::{Aligned, aligned};
use crate::lang::Text;
use crate::rules::diagnostic::Place;
use crate::rules::document::Table as Document;
use crate::rules::language::printer::show_param;
use crate::rules::language::typed::Expr;
use crate::rules::ruleset::{Criterion, Derived, Escalation, Param, ParamValue, Rule, RuleSet, Table, Tally};
use crate::text;

/// One change, and what it is about, by place among both rule sets' things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Param(usize),
    Derived(usize),
    /// A whole table
    Table(usize),
    /// A row of a table: the change of that number within it
    Row(usize, usize),
    /// A criterion that only one has
    Criterion(usize),
    Key(usize, Key),
    Escalation(usize),
    WhenNothingApplies,
}

/// What can differ of a criterion that both have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Applies,
    Suitable,
    Difficult,
    Otherwise,
    Missing,
    Enabled,
    Group,
}

impl Key {
    pub const ALL: [Key; 7] =
        [Key::Applies, Key::Suitable, Key::Difficult, Key::Otherwise, Key::Missing, Key::Enabled, Key::Group];

    fn name(self) -> &'static str {
        match self {
            Key::Applies => "applies",
            Key::Suitable => "suitable",
            Key::Difficult => "difficult",
            Key::Otherwise => "otherwise",
            Key::Missing => "missing",
            Key::Enabled => "enabled",
            Key::Group => "group",
        }
    }

    fn label(self) -> Text {
        match self {
            Key::Applies => text!("适用条件", "applies"),
            Key::Suitable => text!("适合条件", "suitable"),
            Key::Difficult => text!("较难条件", "difficult"),
            Key::Otherwise => text!("都不成立时", "otherwise"),
            Key::Missing => text!("资料不全时", "missing"),
            Key::Enabled => text!("是否启用", "enabled"),
            Key::Group => text!("分组", "group"),
        }
    }
}

/// The things of both rule sets, by id.
#[derive(Clone, Debug, Default)]
pub(super) struct Things {
    pub params: Joint,
    pub derived: Joint,
    pub tables: Joint,
    pub criteria: Joint,
    pub escalations: Joint,
    /// The rows of each table, side by side, where both have it and its rows can be
    pub rows: Vec<Option<Vec<Aligned>>>,
}

/// What one side says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// As written
    pub text: String,
    /// Where, among the files of that rule set
    pub place: Option<Place>,
}

/// One change for people and programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its path in the rules file: `params.good_stair_width`, `criteria.windows.enabled`, `tables.clearance.rows[gas, low]`
    pub path: String,
    /// What it is about: `参数“梯段净宽（适合）”`
    pub about: Text,
    /// The title of the criterion that is put in or out of use, where that is what changes
    pub switch: Option<String>,
    /// What the first rule set says; `None` where it says nothing of it
    pub before: Option<Said>,
    /// What the second says
    pub after: Option<Said>,
}

impl Things {
    pub fn of(from: &RuleSet, to: &RuleSet) -> Things {
        fn ids<T>(all: &[T], id: fn(&T) -> &String) -> impl Iterator<Item = &str> {
            all.iter().map(move |one| id(one).as_str())
        }
        let tables = Joint::of(ids(&from.tables, |it| &it.id), ids(&to.tables, |it| &it.id));
        let rows = tables.both.iter().map(|both| match both {
            (Some(a), Some(b)) => from.tables.get(*a).zip(to.tables.get(*b)).and_then(|(a, b)| aligned(a, b)),
            _ => None,
        });
        Things {
            rows: rows.collect(),
            params: Joint::of(ids(&from.params, |it| &it.id), ids(&to.params, |it| &it.id)),
            derived: Joint::of(ids(&from.derived, |it| &it.id), ids(&to.derived, |it| &it.id)),
            criteria: Joint::of(ids(&from.criteria, |it| &it.id), ids(&to.criteria, |it| &it.id)),
            escalations: Joint::of(ids(&from.escalations, |it| &it.id), ids(&to.escalations, |it| &it.id)),
            tables,
        }
    }

    /// An expression of one side so that it can be compared with one of the other's.
    fn bare(&self, rules: &RuleSet, side: Side, expr: &Expr) -> Option<Expr> {
        let carry = Carry {
            dictionary: &rules.dictionary,
            params: self.params.places(side),
            derived: self.derived.places(side),
            tables: self.tables.places(side),
            anew: None,
        };
        carry.expr(expr)
    }

    fn same_expr(&self, from: &RuleSet, a: &Expr, to: &RuleSet, b: &Expr) -> bool {
        self.bare(from, Side::From, a) == self.bare(to, Side::To, b)
    }

    fn same_rule(&self, from: &RuleSet, a: Option<&Rule>, to: &RuleSet, b: Option<&Rule>) -> bool {
        let expr = |rule: &Rule| Expr::Cond(rule.cond.clone());
        match (a, b) {
            (Some(a), Some(b)) => self.same_expr(from, &expr(a), to, &expr(b)),
            (a, b) => a.is_none() && b.is_none(),
        }
    }

    fn same_key(&self, key: Key, from: &RuleSet, a: &Criterion, to: &RuleSet, b: &Criterion) -> bool {
        match key {
            Key::Applies => self.same_rule(from, a.applies.as_ref(), to, b.applies.as_ref()),
            Key::Suitable => self.same_rule(from, Some(&a.suitable), to, Some(&b.suitable)),
            Key::Difficult => self.same_rule(from, a.difficult.as_ref(), to, b.difficult.as_ref()),
            Key::Otherwise => a.otherwise == b.otherwise,
            Key::Missing => a.missing == b.missing,
            Key::Enabled => a.enabled == b.enabled,
            Key::Group => a.group == b.group,
        }
    }

    fn same_tally(&self, a: &Tally, b: &Tally) -> bool {
        match (a, b) {
            (
                Tally::Count { grade: a, group: of_a, at_least: from_a, .. },
                Tally::Count { grade: b, group: of_b, at_least: from_b, .. },
            ) => (a, of_a, from_a) == (b, of_b, from_b),
            (Tally::Is { criterion: a, grade }, Tally::Is { criterion: b, grade: other }) => {
                grade == other && self.criteria.from.get(*a) == self.criteria.to.get(*b)
            }
            (Tally::And(a, b), Tally::And(c, d)) | (Tally::Or(a, b), Tally::Or(c, d)) => {
                self.same_tally(a, c) && self.same_tally(b, d)
            }
            _ => false,
        }
    }

    /// Every change, in the order of a rules file.
    pub fn changes(&self, from: &RuleSet, to: &RuleSet) -> Vec<What> {
        let mut changes = Vec::new();
        for (at, both) in self.params.both.iter().enumerate() {
            if let (Some(a), Some(b)) = pair(both, &from.params, &to.params)
                && !same_value(&a.value, &b.value)
            {
                changes.push(What::Param(at));
            }
        }
        for (at, both) in self.derived.both.iter().enumerate() {
            if let (Some(a), Some(b)) = pair(both, &from.derived, &to.derived)
                && !self.same_expr(from, &a.value, to, &b.value)
            {
                changes.push(What::Derived(at));
            }
        }
        for (at, rows) in self.rows.iter().enumerate() {
            let in_both = self.tables.both.get(at).is_some_and(|both| both.0.is_some() && both.1.is_some());
            match rows {
                Some(rows) => {
                    let count = rows.iter().filter_map(|row| row.change).max().map_or(0, |last| last + 1);
                    changes.extend((0..count).map(|row| What::Row(at, row)));
                }
                None if in_both => changes.push(What::Table(at)),
                None => {}
            }
        }
        for (at, both) in self.criteria.both.iter().enumerate() {
            match pair(both, &from.criteria, &to.criteria) {
                (Some(a), Some(b)) => {
                    let differing = Key::ALL.into_iter().filter(|&key| !self.same_key(key, from, a, to, b));
                    changes.extend(differing.map(|key| What::Key(at, key)));
                }
                _ => changes.push(What::Criterion(at)),
            }
        }
        for (at, both) in self.escalations.both.iter().enumerate() {
            match pair(both, &from.escalations, &to.escalations) {
                (Some(a), Some(b)) if a.to == b.to && self.same_tally(&a.when, &b.when) => {}
                _ => changes.push(What::Escalation(at)),
            }
        }
        if from.when_nothing_applies != to.when_nothing_applies {
            changes.push(What::WhenNothingApplies);
        }
        changes
    }

    /// A change for people and programs.
    pub fn part(&self, what: What, from: &RuleSet, to: &RuleSet) -> Part {
        let said = |text: String, place: &Place| Said { text, place: Some(place.clone()) };
        match what {
            What::Param(at) => {
                let (a, b) = of_both(&self.params, at, &from.params, &to.params);
                let (id, label) = a.or(b).map_or(("", ""), |param| (&param.id, &param.label));
                let set = |param: &Param| said(show_param(param), &param.place);
                Part {
                    path: format!("params.{id}"),
                    about: text!("参数“{label}”", "parameter `{id}`"),
                    switch: None,
                    before: a.map(set),
                    after: b.map(set),
                }
            }
            What::Derived(at) => {
                let (a, b) = of_both(&self.derived, at, &from.derived, &to.derived);
                let (id, label) = a.or(b).map_or(("", ""), |derived| (&derived.id, &derived.label));
                let set = |derived: &Derived| said(derived.written.clone(), &derived.place);
                Part {
                    path: format!("derive.{id}"),
                    about: text!("派生字段“{label}”", "derived field `{id}`"),
                    switch: None,
                    before: a.map(set),
                    after: b.map(set),
                }
            }
            What::Table(at) => self.of_table(at, None, from, to),
            What::Row(at, row) => self.of_table(at, Some(row), from, to),
            What::Criterion(at) => {
                let (a, b) = of_both(&self.criteria, at, &from.criteria, &to.criteria);
                let (id, title) = a.or(b).map_or(("", ""), |criterion| (&criterion.id, &criterion.title));
                let set = |criterion: &Criterion| said(criterion.suitable.written.clone(), &criterion.place);
                Part {
                    path: format!("criteria.{id}"),
                    about: text!("评估项“{title}”", "criterion `{id}`"),
                    switch: None,
                    before: a.map(set),
                    after: b.map(set),
                }
            }
            What::Key(at, key) => {
                let (a, b) = of_both(&self.criteria, at, &from.criteria, &to.criteria);
                let (id, title) = a.or(b).map_or(("", ""), |criterion| (&criterion.id, &criterion.title));
                let (name, Text { zh, en }) = (key.name(), key.label());
                Part {
                    path: format!("criteria.{id}.{name}"),
                    about: text!("评估项“{title}”的{zh}", "criterion `{id}`, {en}"),
                    switch: (key == Key::Enabled).then(|| title.to_string()),
                    before: a.and_then(|criterion| of_key(key, from, criterion)),
                    after: b.and_then(|criterion| of_key(key, to, criterion)),
                }
            }
            What::Escalation(at) => {
                let (a, b) = of_both(&self.escalations, at, &from.escalations, &to.escalations);
                let id = a.or(b).map_or("", |line| &line.id);
                let label = a.or(b).and_then(|line| line.label.as_deref()).unwrap_or(id);
                let set = |line: &Escalation| said(line.written.clone(), &line.place);
                Part {
                    path: format!("verdict.escalate.{id}"),
                    about: text!("加重“{label}”", "escalation `{id}`"),
                    switch: None,
                    before: a.map(set),
                    after: b.map(set),
                }
            }
            What::WhenNothingApplies => {
                let set = |rules: &RuleSet| {
                    let place = key_place(&rules.merged, &["verdict", "when_nothing_applies"]);
                    Some(Said { text: rules.when_nothing_applies.id().into(), place })
                };
                Part {
                    path: "verdict.when_nothing_applies".into(),
                    about: text!("一项都不计入时的结论", "the class where nothing applies"),
                    switch: None,
                    before: set(from),
                    after: set(to),
                }
            }
        }
    }

    fn of_table(&self, at: usize, row: Option<usize>, from: &RuleSet, to: &RuleSet) -> Part {
        let (a, b) = of_both(&self.tables, at, &from.tables, &to.tables);
        let (id, label) = a.or(b).map_or(("", ""), |table| (&table.id, &table.label));
        let Some(change) = row else {
            let set = |table: &Table| {
                let rows = table.rows.iter().map(|row| row.join(", ")).collect::<Vec<_>>().join("; ");
                Said { text: rows, place: table.places.first().cloned() }
            };
            return Part {
                path: format!("tables.{id}"),
                about: text!("表“{label}”", "table `{id}`"),
                switch: None,
                before: a.map(set),
                after: b.map(set),
            };
        };
        let rows = self.rows.get(at).and_then(Option::as_ref).map_or(&[][..], Vec::as_slice);
        let of = |table: Option<&Table>, place: fn(&Aligned) -> Option<usize>| {
            let row = rows.iter().filter(|row| row.change == Some(change)).find_map(place)?;
            let table = table?;
            Some((table.rows.get(row)?.clone(), table.places.get(row).cloned()))
        };
        let (before, after) = (of(a, |row| row.from), of(b, |row| row.to));
        let keys = before.as_ref().or(after.as_ref()).and_then(|(row, _)| row.split_last());
        let keys = keys.map_or_else(String::new, |(_, keys)| keys.join(", "));
        // Where the row was moved, its keys and value are the same on both sides; its place is not.
        let set = |(row, place): (Vec<String>, Option<Place>)| Said { text: row.join(", "), place };
        Part {
            path: format!("tables.{id}.rows[{keys}]"),
            about: text!("表“{label}”的一行（{keys}）", "table `{id}`, row {keys}"),
            switch: None,
            before: before.map(set),
            after: after.map(set),
        }
    }
}

/// What a criterion says under a key, and where.
fn of_key(key: Key, rules: &RuleSet, criterion: &Criterion) -> Option<Said> {
    let place = || key_place(&rules.merged, &["criteria", &criterion.id, key.name()]);
    let rule = |rule: &Rule| Said { text: rule.written.clone(), place: Some(rule.place.clone()) };
    let word = |text: &str| Some(Said { text: text.into(), place: place() });
    match key {
        Key::Applies => criterion.applies.as_ref().map(rule),
        Key::Suitable => Some(rule(&criterion.suitable)),
        Key::Difficult => criterion.difficult.as_ref().map(rule),
        Key::Otherwise => word(criterion.otherwise.id()),
        Key::Missing => word(criterion.missing.id()),
        Key::Enabled => word(if criterion.enabled { "true" } else { "false" }),
        Key::Group => word(criterion.group.as_deref()?),
    }
}

/// Where a key stands that says something; `None` where it is left out.
fn key_place(merged: &Document, path: &[&str]) -> Option<Place> {
    let (last, tables) = path.split_last()?;
    let table = tables.iter().try_fold(merged, |table, key| table.table(key))?;
    table.item(last).map(|item| item.place.clone())
}

fn pair<'t, T>(both: &(Option<usize>, Option<usize>), from: &'t [T], to: &'t [T]) -> (Option<&'t T>, Option<&'t T>) {
    (both.0.and_then(|at| from.get(at)), both.1.and_then(|at| to.get(at)))
}

fn of_both<'t, T>(joint: &Joint, at: usize, from: &'t [T], to: &'t [T]) -> (Option<&'t T>, Option<&'t T>) {
    joint.both.get(at).map_or((None, None), |both| pair(both, from, to))
}

/// Whether two parameters are set to the same, in whatever unit of measure.
fn same_value(a: &ParamValue, b: &ParamValue) -> bool {
    match (a, b) {
        (
            ParamValue::Number { value: a, dimension: of_a, .. },
            ParamValue::Number { value: b, dimension: of_b, .. },
        ) => (a, of_a) == (b, of_b),
        (a, b) => a == b,
    }
}
