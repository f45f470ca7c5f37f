//! Checked expressions: names are resolved to places, dimensions agree, percentages and units are gone.
//!
//! There are three sorts: conditions ([`Cond`], three-valued), numbers ([`Num`], within bounds) and what choices
//! and texts are compared by ([`Pick`], [`Word`]). A list function's inside is in *item scope*: there [`At::Item`]
//! names a field of the item, [`At::Unit`] one of the unit it belongs to. A list function inside another is in
//! unit scope again (it cannot see the outer item). `x in 1..2` and `!=` are kept as written, for readers.

use super::super::dictionary::{Dictionary, Field, FieldIx, ListIx};
use crate::quantity::{Bounds, Comparison, Decimal, Dimension};
use std::ops::Range;
use std::sync::Arc;

/// Byte offsets within the text of one expression.
pub type Span = Range<usize>;
/// Place among [`super::super::RuleSet::params`].
pub type ParamIx = usize;
/// Place among [`super::super::RuleSet::derived`]; a derived field uses only those before it.
pub type DerivedIx = usize;
/// Place among [`super::super::RuleSet::tables`].
pub type TableIx = usize;

/// A condition and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Cond {
    /// What it says.
    pub node: CondNode,
    /// Where.
    pub span: Span,
}

/// A three-valued condition.
#[derive(Clone, Debug, PartialEq)]
pub enum CondNode {
    /// `true`, `false`
    Known(bool),
    /// A flag field.
    Flag(At),
    /// A flag parameter.
    FlagParam(ParamIx),
    /// A derived condition.
    Derived(DerivedIx),
    /// `not a`
    Not(Box<Cond>),
    /// `a and b`
    And(Box<Cond>, Box<Cond>),
    /// `a or b`
    Or(Box<Cond>, Box<Cond>),
    /// `a >= b` of numbers (also years and dates)
    Compare(Box<Num>, Comparison, Box<Num>),
    /// `x in low..high`, both ends belonging: the same as `x >= low and x <= high`
    Within(Box<Num>, Box<Num>, Box<Num>),
    /// `x in [a, b]` of numbers: the same as `x == a or x == b`
    AmongNumbers(Box<Num>, Vec<Num>),
    /// `a == b` (`equal`) or `a != b` of choices of one field's set; unknown if either is unknown or foreign
    SameChoice {
        /// Left
        left: Pick,
        /// Right
        right: Pick,
        /// `==` rather than `!=`
        equal: bool,
    },
    /// `x in [a, b]` of choices; unknown if x is unknown or foreign
    AmongChoices {
        /// What is sought
        value: Pick,
        /// The indices into its choices
        among: Vec<u16>,
        /// The parameter that names them, if one does
        param: Option<ParamIx>,
    },
    /// `has(x, a)` of a field of several choices
    Has {
        /// The field
        field: At,
        /// The choice, by index
        choice: u16,
        /// The parameter that names it, if one does
        param: Option<ParamIx>,
    },
    /// `a == b` (`equal`) or `a != b` of texts
    SameText {
        /// Left
        left: Word,
        /// Right
        right: Word,
        /// `==` rather than `!=`
        equal: bool,
    },
    /// `x in ["a", "b"]` of texts
    AmongTexts {
        /// What is sought
        value: Word,
        /// Among these
        among: Vec<Word>,
    },
    /// `any(list, cond)`
    Any(ListIx, Box<Cond>),
    /// `every(list, cond)`
    Every(ListIx, Box<Cond>),
    /// `if(cond, a, b)`: with an unknown condition, unknown unless both agree
    If(Box<Cond>, Box<Cond>, Box<Cond>),
}

/// A number, its dimension and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Num {
    /// What it is.
    pub node: NumNode,
    /// Its dimension.
    pub dimension: Dimension,
    /// Where.
    pub span: Span,
}

/// A number within bounds.
#[derive(Clone, Debug, PartialEq)]
pub enum NumNode {
    /// A written quantity, in base units
    Known(Decimal),
    /// A number field
    Field(At),
    /// A parameter
    Param(ParamIx),
    /// A derived number
    Derived(DerivedIx),
    /// `-a`
    Negated(Box<Num>),
    /// `a + b`
    Plus(Box<Num>, Box<Num>),
    /// `a - b`
    Minus(Box<Num>, Box<Num>),
    /// `a * b`
    Times(Box<Num>, Box<Num>),
    /// `a / b`; unknown where b may be zero
    Over(Box<Num>, Box<Num>),
    /// `min(a, b, …)`
    Min(Vec<Num>),
    /// `max(a, b, …)`
    Max(Vec<Num>),
    /// `abs(a)`
    Magnitude(Box<Num>),
    /// `table[a, b]`
    Lookup(Lookup),
    /// `count(list, cond)`; `count(list)` has the condition `true`
    Count(ListIx, Box<Cond>),
    /// `min(list, value)`; unknown without an item that surely exists
    MinOf(ListIx, Box<Num>),
    /// `max(list, value)`; unknown without an item that surely exists
    MaxOf(ListIx, Box<Num>),
    /// `sum(list, value)`; of nothing, 0
    SumOf(ListIx, Box<Num>),
    /// `if(cond, a, b)`: with an unknown condition, bounded by both
    If(Box<Cond>, Box<Num>, Box<Num>),
}

/// Whose field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum At {
    /// A field of the unit
    Unit(FieldIx),
    /// A field of the item of that list, inside a list function over it
    Item(ListIx, FieldIx),
}

impl At {
    /// The field itself.
    pub fn field(self, dictionary: &Dictionary) -> Option<&Field> {
        match self {
            At::Unit(field) => dictionary.fields.get(field),
            At::Item(list, field) => dictionary.lists.get(list)?.fields.get(field),
        }
    }
}

/// A choice: a field's, or one that is named.
#[derive(Clone, Debug, PartialEq)]
pub enum Pick {
    /// A choice field
    Field(At),
    /// A choice by its index among the choices of what stands opposite
    Known {
        /// The index
        choice: u16,
        /// The parameter that names it, if one does
        param: Option<ParamIx>,
    },
}

/// A text: a field's, or one that is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Word {
    /// A text field
    Field(At),
    /// A written text
    Known(Arc<str>),
    /// A text parameter's text
    Param(ParamIx, Arc<str>),
}

/// `table[a, b]`, with the table's rows typed for these keys. The first row that matches gives the value.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookup {
    /// The table
    pub table: TableIx,
    /// One for each key column
    pub keys: Vec<Key>,
    /// In the order of the file
    pub rows: Arc<[LookupRow]>,
}

/// What a lookup is asked with, in one key column.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// A choice; `choices` is how many the dictionary knows, all of which a blank one may be
    Choice {
        /// Which
        pick: Pick,
        /// How many there are
        choices: u16,
    },
    /// A number
    Number(Num),
}

/// One row of a lookup table.
#[derive(Clone, Debug, PartialEq)]
pub struct LookupRow {
    /// One for each key column
    pub keys: Vec<RowKey>,
    /// The value, in base units of the lookup's dimension
    pub value: Decimal,
}

/// What a row asks of one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKey {
    /// `"*"`: anything, also foreign text
    Any,
    /// A choice
    Choice(u16),
    /// A number between two ends, both belonging (`> 200 mm` begins at the next millionth)
    Within(Bounds),
}

/// A checked expression of either sort.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A condition
    Cond(Cond),
    /// A number
    Num(Num),
}

/// What a condition or number is made of, directly.
#[derive(Clone, Copy, Debug)]
pub enum Part<'t> {
    /// A condition
    Cond(&'t Cond),
    /// A number
    Num(&'t Num),
    /// A field, of whatever kind
    Field(At),
    /// A list
    List(ListIx),
    /// A parameter, also one whose words were worked in
    Param(ParamIx),
    /// A derived field
    Derived(DerivedIx),
    /// A lookup table
    Table(TableIx),
}

impl Cond {
    /// Visits what it is made of, in the order of the text.
    pub fn parts<'t>(&'t self, visit: &mut dyn FnMut(Part<'t>)) {
        match &self.node {
            CondNode::Known(_) => {}
            CondNode::Flag(at) => visit(Part::Field(*at)),
            CondNode::FlagParam(param) => visit(Part::Param(*param)),
            CondNode::Derived(ix) => visit(Part::Derived(*ix)),
            CondNode::Not(a) => visit(Part::Cond(a)),
            CondNode::And(a, b) | CondNode::Or(a, b) => [a, b].into_iter().for_each(|cond| visit(Part::Cond(cond))),
            CondNode::Compare(a, _, b) => [a, b].into_iter().for_each(|num| visit(Part::Num(num))),
            CondNode::Within(a, b, c) => [a, b, c].into_iter().for_each(|num| visit(Part::Num(num))),
            CondNode::AmongNumbers(a, among) => {
                visit(Part::Num(a));
                among.iter().for_each(|num| visit(Part::Num(num)));
            }
            CondNode::SameChoice { left, right, .. } => [left, right].into_iter().for_each(|pick| pick.parts(visit)),
            CondNode::AmongChoices { value, param, .. } => {
                value.parts(visit);
                param.iter().for_each(|param| visit(Part::Param(*param)));
            }
            CondNode::Has { field, param, .. } => {
                visit(Part::Field(*field));
                param.iter().for_each(|param| visit(Part::Param(*param)));
            }
            CondNode::SameText { left, right, .. } => [left, right].into_iter().for_each(|word| word.parts(visit)),
            CondNode::AmongTexts { value, among } => {
                value.parts(visit);
                among.iter().for_each(|word| word.parts(visit));
            }
            CondNode::Any(list, inside) | CondNode::Every(list, inside) => {
                visit(Part::List(*list));
                visit(Part::Cond(inside));
            }
            CondNode::If(a, b, c) => [a, b, c].into_iter().for_each(|cond| visit(Part::Cond(cond))),
        }
    }
}

impl Num {
    /// Visits what it is made of, in the order of the text.
    pub fn parts<'t>(&'t self, visit: &mut dyn FnMut(Part<'t>)) {
        match &self.node {
            NumNode::Known(_) => {}
            NumNode::Field(at) => visit(Part::Field(*at)),
            NumNode::Param(param) => visit(Part::Param(*param)),
            NumNode::Derived(ix) => visit(Part::Derived(*ix)),
            NumNode::Negated(a) | NumNode::Magnitude(a) => visit(Part::Num(a)),
            NumNode::Plus(a, b) | NumNode::Minus(a, b) | NumNode::Times(a, b) | NumNode::Over(a, b) => {
                [a, b].into_iter().for_each(|num| visit(Part::Num(num)));
            }
            NumNode::Min(nums) | NumNode::Max(nums) => nums.iter().for_each(|num| visit(Part::Num(num))),
            NumNode::Lookup(lookup) => {
                visit(Part::Table(lookup.table));
                for key in &lookup.keys {
                    match key {
                        Key::Choice { pick, .. } => pick.parts(visit),
                        Key::Number(num) => visit(Part::Num(num)),
                    }
                }
            }
            NumNode::Count(list, inside) => {
                visit(Part::List(*list));
                visit(Part::Cond(inside));
            }
            NumNode::MinOf(list, value) | NumNode::MaxOf(list, value) | NumNode::SumOf(list, value) => {
                visit(Part::List(*list));
                visit(Part::Num(value));
            }
            NumNode::If(question, a, b) => {
                visit(Part::Cond(question));
                [a, b].into_iter().for_each(|num| visit(Part::Num(num)));
            }
        }
    }
}

impl Pick {
    fn parts<'t>(&self, visit: &mut dyn FnMut(Part<'t>)) {
        match self {
            Pick::Field(at) => visit(Part::Field(*at)),
            Pick::Known { param, .. } => param.iter().for_each(|param| visit(Part::Param(*param))),
        }
    }
}

impl Word {
    fn parts<'t>(&self, visit: &mut dyn FnMut(Part<'t>)) {
        match self {
            Word::Field(at) => visit(Part::Field(*at)),
            Word::Param(param, _) => visit(Part::Param(*param)),
            Word::Known(_) => {}
        }
    }
}
