//! Evaluates checked expressions over a block of units, column by column. The one evaluator of plain and explained
//! runs: `class` asks it for whole criteria, `parts` for every part of one.
//!
//! What always holds: in unit scope a result has one row a unit of the block, in item scope one row an item of the
//! block's units; derived fields are computed once a block, in unit scope, and gathered where items need them.
//! Deliberately absent: grades.

pub(super) mod bitmap;
pub(super) mod lists;
pub(super) mod looking_up;
pub(super) mod lookup;
pub(super) mod numbers;

use crate::quantity::{Bounds, Comparison};
use crate::rules::language::typed::{At, Cond, CondNode, Expr, Num, NumNode, Pick, Word};
use crate::rules::ruleset::{ParamValue, RuleSet};
use crate::rules::{Choice, Dictionary, ListIx};
use crate::survey::units::{FOREIGN_CHOICE, UNKNOWN_CHOICE};
use crate::survey::{Units, Values};
use bitmap::{Bits, Trits};
use lists::Joined;
use looking_up::{LookedUp, Noticed};
use numbers::Numbers;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;

/// What stands in the rows of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::assess) enum Scope {
    /// The block's units
    Unit,
    /// The items of that list that belong to the block's units
    Item(ListIx),
}

/// Some units in a row, and what has been computed of them.
pub(in crate::assess) struct Block<'a> {
    /// The rules
    pub rules: &'a RuleSet,
    /// The survey
    pub units: &'a Units,
    /// Which units
    pub range: Range<usize>,
    /// Whether foreign text matches `*` in lookups; not so only to see what rests on it
    pub foreign_matches: bool,
    joined: Vec<OnceCell<Joined>>,
    derived: Vec<OnceCell<Column>>,
    pub looked_up: RefCell<Vec<LookedUp>>,
    pub noticed: RefCell<Noticed>,
}

/// A derived field's values.
enum Column {
    Cond(Trits),
    Num(Numbers<'static>),
}

impl<'a> Block<'a> {
    /// A block of nothing computed yet.
    pub fn new(rules: &'a RuleSet, units: &'a Units, range: Range<usize>) -> Block<'a> {
        let none = Bits::none(range.len());
        Block {
            joined: units.lists.iter().map(|_| OnceCell::new()).collect(),
            derived: rules.derived.iter().map(|_| OnceCell::new()).collect(),
            looked_up: RefCell::new(Vec::new()),
            noticed: RefCell::new(Noticed { missed: none.clone(), foreign: none }),
            foreign_matches: true,
            rules,
            units,
            range,
        }
    }

    /// The same units, with foreign text reaching no row of any table.
    pub fn without_foreign_matches(&self) -> Block<'a> {
        Block { foreign_matches: false, ..Block::new(self.rules, self.units, self.range.clone()) }
    }

    /// How many rows a column of that scope has.
    pub fn rows(&self, scope: Scope) -> usize {
        match scope {
            Scope::Unit => self.range.len(),
            Scope::Item(list) => self.joined(list).map_or(0, |joined| joined.unit_of.len()),
        }
    }

    /// How the items of a list belong to the block's units; `None` for a list that the survey has no place for.
    pub fn joined(&self, list: ListIx) -> Option<&Joined> {
        let items = self.units.lists.get(list)?;
        Some(self.joined.get(list)?.get_or_init(|| Joined::new(items, &self.range)))
    }

    /// The unit of the block to which a row belongs.
    pub fn unit_of(&self, scope: Scope, row: usize) -> Option<usize> {
        match scope {
            Scope::Unit => Some(row),
            Scope::Item(list) => self.joined(list)?.unit_of.get(row).map(|&unit| unit as usize),
        }
    }

    /// The column of a field and the place in it of each row. Items see their unit's fields.
    fn places(&self, at: At, scope: Scope) -> Option<(&'a Values, impl Fn(usize) -> usize + '_)> {
        let (column, start, unit_of) = match (at, scope) {
            (At::Unit(field), Scope::Unit) => (self.units.fields.get(field)?, self.range.start, None),
            (At::Unit(field), Scope::Item(list)) => {
                (self.units.fields.get(field)?, self.range.start, Some(&self.joined(list)?.unit_of))
            }
            (At::Item(list, field), _) => {
                (self.units.lists.get(list)?.fields.get(field)?, self.joined(list)?.items.start, None)
            }
        };
        let place = move |row: usize| match unit_of {
            None => start + row,
            Some(map) => map.get(row).map_or(usize::MAX, |&unit| start + unit as usize),
        };
        Some((&column.values, place))
    }

    /// The place of a row's value in the column of a field, for showing it.
    pub fn place(&self, at: At, scope: Scope, row: usize) -> Option<usize> {
        self.places(at, scope).map(|(_, place)| place(row))
    }

    /// A condition, for every row.
    pub fn cond(&self, cond: &Cond, scope: Scope) -> Trits {
        let rows = self.rows(scope);
        match &cond.node {
            CondNode::Known(value) => Trits::of(rows, Some(*value)),
            CondNode::Flag(at) => match self.places(*at, scope) {
                Some((Values::Flag(flags), place)) => {
                    Trits::from_fn(rows, |row| flags.get(place(row)).copied().flatten())
                }
                _ => Trits::of(rows, None),
            },
            CondNode::FlagParam(param) => match self.rules.params.get(*param).map(|param| &param.value) {
                Some(ParamValue::Flag(value)) => Trits::of(rows, Some(*value)),
                _ => Trits::of(rows, None),
            },
            CondNode::Derived(ix) => match (self.derived(*ix), scope) {
                (Some(Column::Cond(trits)), Scope::Unit) => trits.clone(),
                (Some(Column::Cond(trits)), Scope::Item(list)) => self.gathered(trits, list),
                _ => Trits::of(rows, None),
            },
            CondNode::Not(a) => self.cond(a, scope).not(),
            CondNode::And(a, b) => self.cond(a, scope).and(&self.cond(b, scope)),
            CondNode::Or(a, b) => self.cond(a, scope).or(&self.cond(b, scope)),
            CondNode::Compare(a, how, b) => self.num(a, scope).compare(rows, *how, &self.num(b, scope)),
            CondNode::Within(x, low, high) => {
                let x = self.num(x, scope);
                let above = x.compare(rows, Comparison::Ge, &self.num(low, scope));
                above.and(&x.compare(rows, Comparison::Le, &self.num(high, scope)))
            }
            CondNode::AmongNumbers(x, among) => {
                let x = self.num(x, scope);
                let equal = |number| x.compare(rows, Comparison::Eq, &self.num(number, scope));
                among.iter().map(equal).fold(Trits::of(rows, Some(false)), |any, one| any.or(&one))
            }
            CondNode::SameChoice { left, right, equal } => {
                let (left, right) = (self.choices(left, scope), self.choices(right, scope));
                Trits::from_fn(rows, |row| Some((known(left(row))? == known(right(row))?) == *equal))
            }
            CondNode::AmongChoices { value, among, .. } => {
                let value = self.choices(value, scope);
                Trits::from_fn(rows, |row| known(value(row)).map(|choice| among.contains(&choice)))
            }
            CondNode::Has { field, choice, .. } => match self.places(*field, scope) {
                Some((Values::Several { must, may }, place)) => {
                    let bit = 1u64.checked_shl(u32::from(*choice)).unwrap_or(0);
                    Trits {
                        yes: Bits::from_fn(rows, |row| must.get(place(row)).is_some_and(|set| set & bit != 0)),
                        no: Bits::from_fn(rows, |row| may.get(place(row)).is_some_and(|set| set & bit == 0)),
                    }
                }
                _ => Trits::of(rows, None),
            },
            CondNode::SameText { left, right, equal } => {
                let (left, right) = (self.texts(left, scope), self.texts(right, scope));
                Trits::from_fn(rows, |row| Some((left(row)? == right(row)?) == *equal))
            }
            CondNode::AmongTexts { value, among } => {
                let value = self.texts(value, scope);
                let same = |word| {
                    let word = self.texts(word, scope);
                    Trits::from_fn(rows, |row| Some(value(row)? == word(row)?))
                };
                among.iter().map(same).fold(Trits::of(rows, Some(false)), |any, one| any.or(&one))
            }
            CondNode::Any(list, inner) => {
                self.of_units(*list, scope, |block, joined| joined.any(&block.cond(inner, Scope::Item(*list))))
            }
            CondNode::Every(list, inner) => self
                .of_units(*list, scope, |block, joined| joined.any(&block.cond(inner, Scope::Item(*list)).not()).not()),
            CondNode::If(cond, a, b) => self.cond(cond, scope).choose(&self.cond(a, scope), &self.cond(b, scope)),
        }
    }

    /// A number, for every row.
    pub fn num(&self, num: &Num, scope: Scope) -> Numbers<'_> {
        let rows = self.rows(scope);
        let two =
            |a: &Num, b: &Num, op: fn(Bounds, Bounds) -> Bounds| self.num(a, scope).zip(rows, &self.num(b, scope), op);
        match &num.node {
            NumNode::Known(value) => Numbers::Same(Bounds::exact(*value)),
            NumNode::Field(at) => self.field(*at, scope),
            NumNode::Param(param) => match self.rules.params.get(*param).map(|param| &param.value) {
                Some(ParamValue::Number { value, .. }) => Numbers::Same(Bounds::exact(*value)),
                _ => Numbers::Same(Bounds::UNKNOWN),
            },
            NumNode::Derived(ix) => match (self.derived(*ix), scope) {
                (Some(Column::Num(numbers)), Scope::Unit) => numbers.view(),
                (Some(Column::Num(numbers)), Scope::Item(list)) => {
                    numbers.view().gathered(self.joined(list).map_or(&[], |joined| &joined.unit_of))
                }
                _ => Numbers::Same(Bounds::UNKNOWN),
            },
            NumNode::Negated(a) => self.num(a, scope).map(rows, Bounds::negated),
            NumNode::Magnitude(a) => self.num(a, scope).map(rows, Bounds::magnitude),
            NumNode::Plus(a, b) => two(a, b, Bounds::plus),
            NumNode::Minus(a, b) => two(a, b, Bounds::minus),
            NumNode::Times(a, b) => two(a, b, Bounds::times),
            NumNode::Over(a, b) => two(a, b, Bounds::over),
            NumNode::Min(all) => self.fold(all, scope, Bounds::min),
            NumNode::Max(all) => self.fold(all, scope, Bounds::max),
            NumNode::Lookup(lookup) => self.lookup(lookup, scope),
            NumNode::Count(list, cond) => {
                self.of_unit_numbers(*list, scope, |block, joined| joined.count(&block.cond(cond, Scope::Item(*list))))
            }
            NumNode::MinOf(list, value) => self.of_unit_numbers(*list, scope, |block, joined| {
                joined.extreme(&block.num(value, Scope::Item(*list)), Bounds::min)
            }),
            NumNode::MaxOf(list, value) => self.of_unit_numbers(*list, scope, |block, joined| {
                joined.extreme(&block.num(value, Scope::Item(*list)), Bounds::max)
            }),
            NumNode::SumOf(list, value) => {
                self.of_unit_numbers(*list, scope, |block, joined| joined.sum(&block.num(value, Scope::Item(*list))))
            }
            NumNode::If(cond, a, b) => {
                let (cond, a, b) = (self.cond(cond, scope), self.num(a, scope), self.num(b, scope));
                Numbers::from_fn(rows, |row| match cond.get(row) {
                    Some(true) => a.get(row),
                    Some(false) => b.get(row),
                    None => a.get(row).hull(b.get(row)),
                })
            }
        }
    }

    fn fold(&self, all: &[Num], scope: Scope, op: fn(Bounds, Bounds) -> Bounds) -> Numbers<'_> {
        let rows = self.rows(scope);
        let mut numbers = all.iter().map(|num| self.num(num, scope));
        match numbers.next() {
            Some(first) => numbers.fold(first, |a, b| a.zip(rows, &b, op)),
            None => Numbers::Same(Bounds::UNKNOWN),
        }
    }

    fn field(&self, at: At, scope: Scope) -> Numbers<'_> {
        let Some((Values::Number { low, high }, place)) = self.places(at, scope) else {
            return Numbers::Same(Bounds::UNKNOWN);
        };
        let rows = self.rows(scope);
        let start = place(0);
        let slices = (low.get(start..start.saturating_add(rows)), high.get(start..start.saturating_add(rows)));
        match (matches!(at, At::Unit(_)) && scope != Scope::Unit, slices) {
            (false, (Some(low), Some(high))) => Numbers::borrowed(low, high),
            _ => Numbers::from_fn(rows, |row| match (low.get(place(row)), high.get(place(row))) {
                (Some(&low), Some(&high)) => Bounds::from_ends(low, high),
                _ => Bounds::UNKNOWN,
            }),
        }
    }

    /// A derived field. Each uses only those before it, and these are computed first: a long row of them, each on
    /// the one before, must not run out of stack.
    fn derived(&self, ix: usize) -> Option<&Column> {
        let columns = self.derived.iter().zip(&self.rules.derived).take(ix + 1);
        columns.map(|(column, derived)| column.get_or_init(|| self.derive(&derived.value))).last()
    }

    fn derive(&self, value: &Expr) -> Column {
        match value {
            Expr::Cond(cond) => Column::Cond(self.cond(cond, Scope::Unit)),
            // What is kept owns its columns.
            Expr::Num(num) => Column::Num(self.num(num, Scope::Unit).owned()),
        }
    }

    /// A condition of units, for the rows of a scope.
    fn of_units(&self, list: ListIx, scope: Scope, f: impl Fn(&Self, &Joined) -> Trits) -> Trits {
        match (self.joined(list), scope) {
            (None, _) => Trits::of(self.rows(scope), None),
            (Some(joined), Scope::Unit) => f(self, joined),
            (Some(joined), Scope::Item(outer)) => self.gathered(&f(self, joined), outer),
        }
    }

    /// A number of units, for the rows of a scope.
    fn of_unit_numbers(
        &self,
        list: ListIx,
        scope: Scope,
        f: impl Fn(&Self, &Joined) -> Numbers<'static>,
    ) -> Numbers<'_> {
        match (self.joined(list), scope) {
            (None, _) => Numbers::Same(Bounds::UNKNOWN),
            (Some(joined), Scope::Unit) => f(self, joined),
            (Some(joined), Scope::Item(outer)) => {
                f(self, joined).gathered(self.joined(outer).map_or(&[], |outer| &outer.unit_of))
            }
        }
    }

    fn gathered(&self, trits: &Trits, list: ListIx) -> Trits {
        let unit_of: &[u32] = self.joined(list).map_or(&[], |joined| &joined.unit_of);
        Trits::from_fn(unit_of.len(), |item| unit_of.get(item).and_then(|&unit| trits.get(unit as usize)))
    }

    /// A choice by row, as columns hold it.
    pub fn choices(&self, pick: &Pick, scope: Scope) -> Box<dyn Fn(usize) -> u16 + '_> {
        match pick {
            Pick::Known { choice, .. } => {
                let choice = *choice;
                Box::new(move |_| choice)
            }
            Pick::Field(at) => match self.places(*at, scope) {
                Some((Values::Choice(choices), place)) => {
                    Box::new(move |row| choices.get(place(row)).copied().unwrap_or(UNKNOWN_CHOICE))
                }
                _ => Box::new(|_| UNKNOWN_CHOICE),
            },
        }
    }

    /// A text by row.
    fn texts<'t>(&'t self, word: &'t Word, scope: Scope) -> Box<dyn Fn(usize) -> Option<&'t str> + 't> {
        match word {
            Word::Known(text) | Word::Param(_, text) => Box::new(move |_| Some(text)),
            Word::Field(at) => match self.places(*at, scope) {
                Some((Values::Text(texts), place)) => {
                    Box::new(move |row| texts.get(place(row)).and_then(Option::as_deref))
                }
                _ => Box::new(|_| None),
            },
        }
    }
}

fn known(choice: u16) -> Option<u16> {
    (choice < FOREIGN_CHOICE).then_some(choice)
}

/// The choices that a choice may be among; none for one that is named.
pub(in crate::assess) fn choices_of<'d>(dictionary: &'d Dictionary, pick: &Pick) -> &'d [Choice] {
    match pick {
        Pick::Field(at) => at.field(dictionary).and_then(|field| field.kind.choices()).unwrap_or_default(),
        Pick::Known { .. } => &[],
    }
}
