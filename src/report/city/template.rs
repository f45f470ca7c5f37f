//! A template that was read and checked against the rules of a run: plain data.
//!
//! What always holds: every field, list, criterion and choice it names exists; headers differ; a column shows exactly one
//! thing, and one that a row of this kind has. Deliberately absent: reading it (`read`), using it (`table`).

use super::condition::Condition;
use crate::quantity::Unit;
use crate::rules::{FieldIx, ListIx, RuleSet};
use jiff::civil::Date;

/// A template.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its title
    pub title: String,
    /// What a row is
    pub rows: Rows,
    /// Which units count
    pub units: Condition,
    /// Whether rows are also for units that have a lift already
    pub with_lift: bool,
    /// Which items count, for rows that are items
    pub items: Condition,
    /// Lines below the title
    pub lines: Vec<String>,
    /// Lines below the table
    pub notes: Vec<String>,
    /// The reporting body
    pub body: String,
    /// The reporting date
    pub date: Option<Date>,
    /// Columns to sort by, and whether downwards
    pub sort: Vec<(usize, bool)>,
    /// The field that splits it into sheets
    pub split: Option<FieldIx>,
    /// What the row of totals is called
    pub total: Option<String>,
    /// Whether it prints upright
    pub portrait: bool,
    /// The columns
    pub columns: Vec<Column>,
    /// The form to fill in
    pub form: Option<Form>,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// A unit
    Units,
    /// The units of one value of a field
    Groups(FieldIx),
    /// An item of a list; only one that stands in the way of a criterion, where that is asked
    Items {
        /// Which list
        list: ListIx,
        /// Whether only what stands in the way
        in_the_way: bool,
    },
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its header
    pub header: String,
    /// What it shows
    pub content: Content,
    /// Codes: a class's or choice's id, `yes`, `no`, and what is written for it
    pub codes: Vec<(String, String)>,
    /// What stands for what is not known
    pub unknown: String,
    /// The unit of measure of its numbers
    pub unit: Option<&'static Unit>,
    /// Decimals of its numbers
    pub places: Option<usize>,
    /// Its width in characters
    pub width: Option<u16>,
    /// The column of the form, from 0
    pub letter: Option<u16>,
}

/// What a column shows.
#[derive(Clone, Debug)]
pub enum Content {
    /// What the assessment says of a row
    Fact(Fact),
    /// A field of the unit
    Field(FieldIx),
    /// A field of the item
    Item(FieldIx),
    /// The grade of a criterion, by its place among the enabled ones
    Grade(usize),
    /// How many units meet a condition
    Count(Condition),
    /// A share of two counts
    Share(Condition, Condition),
    /// The sum of a number field over units that meet a condition
    Sum(FieldIx, Condition),
    /// How many units meet a condition now and did not before
    New(Condition),
    /// A fixed text
    Text(String),
    /// Nothing, for people to fill in
    Blank,
}

/// What the assessment says of a row: the words of `show`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the words of `keys::SHOWN`, in its order
pub enum Fact {
    Number,
    Name,
    Group,
    Class,
    Best,
    Worst,
    Settled,
    Deciding,
    Reasons,
    Clauses,
    Missing,
    Source,
    Hinders,
    Hindrance,
    Decision,
    DecisionReason,
    DecisionBy,
    DecisionDate,
    DecisionState,
}

impl Fact {
    /// In the order of `keys::SHOWN`.
    pub const ALL: [Fact; 19] = [
        Fact::Number,
        Fact::Name,
        Fact::Group,
        Fact::Class,
        Fact::Best,
        Fact::Worst,
        Fact::Settled,
        Fact::Deciding,
        Fact::Reasons,
        Fact::Clauses,
        Fact::Missing,
        Fact::Source,
        Fact::Hinders,
        Fact::Hindrance,
        Fact::Decision,
        Fact::DecisionReason,
        Fact::DecisionBy,
        Fact::DecisionDate,
        Fact::DecisionState,
    ];

    /// Whether it is a class or grade.
    pub fn is_class(self) -> bool {
        matches!(self, Fact::Class | Fact::Best | Fact::Worst | Fact::Decision)
    }

    /// Whether it is about what a committee decided.
    pub fn is_decision(self) -> bool {
        use Fact::*;
        matches!(self, Decision | DecisionReason | DecisionBy | DecisionDate | DecisionState)
    }
}

/// An `.xlsx` form to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its file, relative to the template
    pub file: String,
    /// Its sheet; the first if not given
    pub sheet: Option<String>,
    /// The first row of data, from 0
    pub first_row: u32,
    /// The last row that data may take, from 0
    pub last_row: Option<u32>,
    /// The row of totals, from 0
    pub total_row: Option<u32>,
    /// Fixed cells: sheet, row and column from 0, text
    pub cells: Vec<(Option<String>, u32, u16, String)>,
}

impl Template {
    /// Whether a column compares with an earlier run.
    pub fn compares(&self) -> bool {
        self.columns.iter().any(|column| matches!(column.content, Content::New(_)))
    }

    /// The headers of columns that show private fields.
    pub fn private_columns(&self, rules: &RuleSet) -> Vec<&str> {
        let dictionary = &rules.dictionary;
        let private = |column: &&Column| {
            let field = match (&column.content, self.rows) {
                (Content::Field(ix), _) => dictionary.fields.get(*ix),
                (Content::Item(ix), Rows::Items { list, .. }) => {
                    dictionary.lists.get(list).and_then(|list| list.fields.get(*ix))
                }
                _ => None,
            };
            field.is_some_and(|field| field.private)
        };
        self.columns.iter().filter(private).map(|column| column.header.as_str()).collect()
    }
}
