//! A rule set as the rest of the program sees it: merged, typed, checked.

use super::diagnostic::{FileIx, Place};
use super::dictionary::{Dictionary, ListIx};
use super::document::Table as Document;
use super::language::typed::{Cond, Expr, Num};
use super::nearest::within_text;
pub use super::norm::{Binding, Citation, Norm};
use super::value::Value;
use crate::lang::Lang;
use crate::quantity::{Bounds, Decimal, Dimension};
use std::borrow::Cow;
use std::sync::Arc;

/// What stands behind the names of files that come with the program; `run.json` has them so, in either language.
pub(super) const BUILT_IN: &str = " (built in)";

/// A complete rule set. Built only by [`super::load`].
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// `shanghai`
    pub id: String,
    /// Its title for people
    pub title: String,
    /// `2026.1`
    pub version: String,
    /// Where it applies
    pub jurisdiction: Option<String>,
    /// First day it applies, in days since 1970-01-01
    pub effective_from: Option<i32>,
    /// Last day it applies
    pub effective_to: Option<i32>,
    /// What a survey can hold
    pub dictionary: Dictionary,
    /// Numbers and choices that planners turn
    pub params: Vec<Param>,
    /// Computed fields; each uses only those before it
    pub derived: Vec<Derived>,
    /// Lookup tables, as written (lookups carry typed rows)
    pub tables: Vec<Table>,
    /// Criteria in the order of the files; disabled ones too
    pub criteria: Vec<Criterion>,
    /// What worsens a class
    pub escalations: Vec<Escalation>,
    /// The class of a unit to which no criterion applies
    pub when_nothing_applies: Grade,
    /// Standards and notices that are cited
    pub sources: Vec<Norm>,
    /// What could be done about a grade
    pub remedies: Vec<Remedy>,
    /// Examples embedded in the file itself (not in those it stands on)
    pub tests: Vec<Test>,
    /// Every rules file read; places and origins point into it
    pub files: Vec<RulesFile>,
    /// The merged file itself, in which every key knows its place
    pub(crate) merged: Arc<Document>,
}

impl RuleSet {
    /// The criteria that count, in order.
    pub fn enabled(&self) -> impl Iterator<Item = &Criterion> {
        self.criteria.iter().filter(|criterion| criterion.enabled)
    }
}

/// A rules file that was read.
#[derive(Clone, Debug)]
pub struct RulesFile {
    /// As people know it: a path as given, relative to the file that names it, or `shanghai (built in)`
    pub name: String,
    /// Its text
    pub text: Arc<str>,
    /// BLAKE3 of its bytes, hexadecimal
    pub hash: String,
}

impl RulesFile {
    /// Its name in a language: a file that comes with the program is `shanghai（自带）`.
    pub fn shown(&self, lang: Lang) -> Cow<'_, str> {
        match (lang, self.name.strip_suffix(BUILT_IN)) {
            (Lang::Zh, Some(name)) => format!("{name}（自带）").into(),
            _ => self.name.as_str().into(),
        }
    }

    /// Line and column of a byte offset, from 1, the column in characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        // What `within_text` gives lies in the text, between characters; a line begins after the `\n` that was found.
        let before = &self.text[..within_text(&self.text, offset..offset).start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Param {
    /// `good_stair_width`
    pub id: String,
    /// `梯段净宽（适合）`; the id where no label is given
    pub label: String,
    /// What it is set to
    pub value: ParamValue,
    /// Where the figure comes from
    pub cite: Option<Citation>,
    /// What a sweep walks through by default
    pub range: Option<Bounds>,
    /// The line that sets its value
    pub place: Place,
}

/// What a parameter can be.
#[derive(Clone, Debug, PartialEq)]
pub enum ParamValue {
    /// A quantity or number, with the unit of measure it was written in
    Number {
        /// In base units
        value: Decimal,
        /// Its dimension
        dimension: Dimension,
        /// The unit it was written in, for showing it so
        unit: Option<&'static crate::quantity::Unit>,
    },
    /// A choice, by id or spelling (resolved where it is used), or a text
    Word(String),
    /// Several choices
    Words(Vec<String>),
    /// A flag
    Flag(bool),
}

/// A computed field.
#[derive(Clone, Debug)]
pub struct Derived {
    /// `remaining_lane`
    pub id: String,
    /// `加装后剩余通道`; the id where no label is given
    pub label: String,
    /// How it is computed
    pub value: Expr,
    /// The expression as written
    pub written: String,
    /// Where the expression stands
    pub place: Place,
}

/// A lookup table as written.
#[derive(Clone, Debug)]
pub struct Table {
    /// `clearance`
    pub id: String,
    /// `管线净距表`; the id where no label is given
    pub label: String,
    /// The names of its keys
    pub keys: Vec<String>,
    /// The rows as written, keys and then the value
    pub rows: Vec<Vec<String>>,
    /// Where the figures come from
    pub cite: Option<Citation>,
    /// Where the rows stand, one place each
    pub places: Vec<Place>,
}

/// A condition of a criterion, with what was written.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Checked
    pub cond: Cond,
    /// As written
    pub written: String,
    /// Where the expression stands (the bytes between the quotes)
    pub place: Place,
}

/// One check.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// `stair-width`
    pub id: String,
    /// `梯段净宽`
    pub title: String,
    /// `楼梯`
    pub group: Option<String>,
    /// Whether it counts
    pub enabled: bool,
    /// When it applies; always, if `None`
    pub applies: Option<Rule>,
    /// When the grade is suitable
    pub suitable: Rule,
    /// When it is difficult, if not suitable; without it, unsuitable
    pub difficult: Option<Rule>,
    /// The grade when neither holds: unsuitable, or difficult with `otherwise = "difficult"`
    pub otherwise: Grade,
    /// How an open question counts
    pub missing: Grade,
    /// The standard it stands on
    pub cite: Option<Citation>,
    /// A remark for readers
    pub note: Option<String>,
    /// Where it is declared
    pub place: Place,
}

impl Criterion {
    /// Its conditions, in the order in which they are asked.
    pub fn conditions(&self) -> impl Iterator<Item = &Rule> {
        self.applies.iter().chain([&self.suitable]).chain(&self.difficult)
    }
}

/// A grade of a criterion and equally a class of a unit, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// 适合
    Suitable,
    /// 较难
    Difficult,
    /// 不适合
    Unsuitable,
}

impl Grade {
    /// From best to worst.
    pub const ALL: [Grade; 3] = [Grade::Suitable, Grade::Difficult, Grade::Unsuitable];

    /// `suitable`
    pub fn id(self) -> &'static str {
        match self {
            Grade::Suitable => "suitable",
            Grade::Difficult => "difficult",
            Grade::Unsuitable => "unsuitable",
        }
    }

    /// `适合加装`
    pub fn label(self) -> crate::lang::Text {
        use crate::text;
        match self {
            Grade::Suitable => text!("适合加装", "suitable"),
            Grade::Difficult => text!("较难加装", "difficult"),
            Grade::Unsuitable => text!("不适合加装", "unsuitable"),
        }
    }

    /// The grade of that id.
    pub fn named(id: &str) -> Option<Grade> {
        Grade::ALL.into_iter().find(|grade| grade.id() == id)
    }
}

/// A line that worsens a class to unsuitable.
#[derive(Clone, Debug)]
pub struct Escalation {
    /// `too-many`
    pub id: String,
    /// For readers, if given
    pub label: Option<String>,
    /// When
    pub when: Tally,
    /// The class it makes, at best
    pub to: Grade,
    /// The condition as written
    pub written: String,
    /// Where it stands
    pub place: Place,
}

/// A condition on settled grades that a worse grade cannot undo. Criteria are places among
/// [`RuleSet::criteria`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tally {
    /// `count(grade) >= at_least`, over these enabled criteria (all, or a group's)
    Count {
        /// The grade counted
        grade: Grade,
        /// Which criteria are looked at
        among: Vec<usize>,
        /// The group named, if one is
        group: Option<String>,
        /// How many it takes
        at_least: u32,
    },
    /// `grade(criterion) == grade`; never, for a disabled criterion
    Is {
        /// Which criterion
        criterion: usize,
        /// Which grade
        grade: Grade,
    },
    /// Both
    And(Box<Tally>, Box<Tally>),
    /// Either
    Or(Box<Tally>, Box<Tally>),
}

/// What could be done about a grade.
#[derive(Clone, Debug)]
pub struct Remedy {
    /// `move-gas`
    pub id: String,
    /// `燃气管移位`
    pub title: String,
    /// Which criterion (place among [`RuleSet::criteria`]) reaches which grade
    pub lifts: Vec<(usize, Grade)>,
    /// From which grade at worst
    pub from: Grade,
    /// Offered only where this surely holds
    pub when: Option<Rule>,
    /// What it costs, in money
    pub cost: Option<Num>,
    /// The cost as written
    pub cost_written: Option<String>,
    /// Where the figure comes from
    pub cite: Option<Citation>,
    /// Where it is declared
    pub place: Place,
}

/// One item of a list in a test: values by place among the list's fields.
pub type GivenItem = Vec<(usize, Value)>;

/// An example that a rules file carries. What is not given is unknown.
#[derive(Clone, Debug)]
pub struct Test {
    /// What it shows
    pub name: String,
    /// Values of unit fields, by place in the dictionary
    pub given: Vec<(usize, Value)>,
    /// Items of lists; a list that is not given is unknown, one given empty has none
    pub lists: Vec<(ListIx, Vec<GivenItem>)>,
    /// Grades by criterion (place among [`RuleSet::criteria`]); `None` is n/a
    pub grades: Vec<(usize, Option<Grade>)>,
    /// The class
    pub class: Option<Grade>,
    /// The best class
    pub best_class: Option<Grade>,
    /// The worst class
    pub worst_class: Option<Grade>,
    /// Where it stands
    pub place: Place,
}

/// Which file and line a place is at, for people: `shanghai.toml:12`, `shanghai (built in):12`.
pub fn shown_place(files: &[RulesFile], place: &Place) -> String {
    place_shown(files, place, Lang::En)
}

/// The same in a language: `shanghai（自带）:12`.
pub fn place_shown(files: &[RulesFile], place: &Place, lang: Lang) -> String {
    let ix: FileIx = place.file;
    let line = |file: &RulesFile| format!("{}:{}", file.shown(lang), file.line_column(place.span.start).0);
    files.get(ix).map_or_else(String::new, line)
}
