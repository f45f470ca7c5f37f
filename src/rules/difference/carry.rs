//! Typed expressions carried over from one rule set into another that has the same things at other places.
//!
//! A parameter that holds words, and a table, are worked into the expressions that use them when these are checked; so
//! where the other rule set has other words or rows, they are worked in anew. What always holds: `None` where that
//! cannot be, because a word is no choice there or a row does not fit the keys. Deliberately absent: names and text.

use crate::quantity::Dimension;
use crate::rules::language::typed::{
    At, Cond, CondNode, Expr, Key, Lookup, LookupRow, Num, NumNode, ParamIx, Pick, Span, TableIx, Word,
};
use crate::rules::language::{choice_called, typed_row};
use crate::rules::ruleset::ParamValue;
use crate::rules::{Choice, Dictionary, ListIx};
use std::sync::Arc;

/// A row of a table in the other rule set.
#[derive(Clone, Copy, Debug)]
pub(super) enum Row<'r> {
    /// The one at that place in the table as it was
    Own(usize),
    /// Another, as written
    Written(&'r [String]),
}

/// What is worked into expressions and is something else there than here.
pub(super) trait Anew {
    /// What a parameter holds there, where that is something else
    fn held(&self, _param: ParamIx) -> Option<&ParamValue> {
        None
    }

    /// The rows of a table there and the names of its keys, where they are other rows
    fn rows(&self, _table: TableIx) -> Option<(Vec<Row<'_>>, &[String])> {
        None
    }
}

/// Where things are in the other rule set.
pub(super) struct Carry<'c> {
    pub dictionary: &'c Dictionary,
    /// By place here, the place there
    pub params: &'c [usize],
    pub derived: &'c [usize],
    pub tables: &'c [usize],
    /// What is to be worked in anew. `None`: what is worked in, and where it was written, is left out, so that what is left
    /// can be compared
    pub anew: Option<&'c dyn Anew>,
}

impl Carry<'_> {
    pub fn expr(&self, expr: &Expr) -> Option<Expr> {
        Some(match expr {
            Expr::Cond(cond) => Expr::Cond(self.cond(cond, None)?),
            Expr::Num(num) => Expr::Num(self.num(num, None)?),
        })
    }

    pub fn cond(&self, cond: &Cond, around: Option<ListIx>) -> Option<Cond> {
        let of = |cond: &Cond| Some(Box::new(self.cond(cond, around)?));
        let num = |num: &Num| Some(Box::new(self.num(num, around)?));
        let node = match &cond.node {
            CondNode::Known(known) => CondNode::Known(*known),
            CondNode::Flag(at) => CondNode::Flag(*at),
            CondNode::FlagParam(param) => CondNode::FlagParam(self.param(*param)?),
            CondNode::Derived(ix) => CondNode::Derived(*self.derived.get(*ix)?),
            CondNode::Not(a) => CondNode::Not(of(a)?),
            CondNode::And(a, b) => CondNode::And(of(a)?, of(b)?),
            CondNode::Or(a, b) => CondNode::Or(of(a)?, of(b)?),
            CondNode::Compare(a, how, b) => CondNode::Compare(num(a)?, *how, num(b)?),
            CondNode::Within(x, low, high) => CondNode::Within(num(x)?, num(low)?, num(high)?),
            CondNode::AmongNumbers(x, among) => CondNode::AmongNumbers(num(x)?, self.nums(among, around)?),
            CondNode::SameChoice { left, right, equal } => CondNode::SameChoice {
                left: self.pick(left, self.choices(right))?,
                right: self.pick(right, self.choices(left))?,
                equal: *equal,
            },
            CondNode::AmongChoices { value, among, param } => {
                let choices = self.choices(value);
                CondNode::AmongChoices {
                    value: self.pick(value, &[])?,
                    among: self.among(among, *param, choices)?,
                    param: self.maybe_param(*param)?,
                }
            }
            CondNode::Has { field, choice, param } => CondNode::Has {
                field: *field,
                choice: self.choice(*choice, *param, self.choices_of(*field))?,
                param: self.maybe_param(*param)?,
            },
            CondNode::SameText { left, right, equal } => {
                CondNode::SameText { left: self.word(left)?, right: self.word(right)?, equal: *equal }
            }
            CondNode::AmongTexts { value, among } => CondNode::AmongTexts {
                value: self.word(value)?,
                among: among.iter().map(|word| self.word(word)).collect::<Option<_>>()?,
            },
            CondNode::Any(list, inner) => CondNode::Any(*list, Box::new(self.cond(inner, Some(*list))?)),
            CondNode::Every(list, inner) => CondNode::Every(*list, Box::new(self.cond(inner, Some(*list))?)),
            CondNode::If(a, b, c) => CondNode::If(of(a)?, of(b)?, of(c)?),
        };
        Some(Cond { node, span: self.span(&cond.span) })
    }

    pub fn num(&self, num: &Num, around: Option<ListIx>) -> Option<Num> {
        let of = |num: &Num| Some(Box::new(self.num(num, around)?));
        let of_items = |list: &ListIx, inner: &Num| Some((*list, Box::new(self.num(inner, Some(*list))?)));
        let node = match &num.node {
            NumNode::Known(value) => NumNode::Known(*value),
            NumNode::Field(at) => NumNode::Field(*at),
            NumNode::Param(param) => NumNode::Param(self.param(*param)?),
            NumNode::Derived(ix) => NumNode::Derived(*self.derived.get(*ix)?),
            NumNode::Negated(a) => NumNode::Negated(of(a)?),
            NumNode::Magnitude(a) => NumNode::Magnitude(of(a)?),
            NumNode::Plus(a, b) => NumNode::Plus(of(a)?, of(b)?),
            NumNode::Minus(a, b) => NumNode::Minus(of(a)?, of(b)?),
            NumNode::Times(a, b) => NumNode::Times(of(a)?, of(b)?),
            NumNode::Over(a, b) => NumNode::Over(of(a)?, of(b)?),
            NumNode::Min(all) => NumNode::Min(self.nums(all, around)?),
            NumNode::Max(all) => NumNode::Max(self.nums(all, around)?),
            NumNode::Lookup(lookup) => NumNode::Lookup(self.lookup(lookup, around)?),
            NumNode::Count(list, inner) => NumNode::Count(*list, Box::new(self.cond(inner, Some(*list))?)),
            NumNode::MinOf(list, inner) => of_items(list, inner).map(|(list, inner)| NumNode::MinOf(list, inner))?,
            NumNode::MaxOf(list, inner) => of_items(list, inner).map(|(list, inner)| NumNode::MaxOf(list, inner))?,
            NumNode::SumOf(list, inner) => of_items(list, inner).map(|(list, inner)| NumNode::SumOf(list, inner))?,
            NumNode::If(question, a, b) => NumNode::If(Box::new(self.cond(question, around)?), of(a)?, of(b)?),
        };
        // What dimension a number has follows from what it is made of.
        let dimension = if self.anew.is_some() { num.dimension } else { Dimension::Number };
        Some(Num { node, dimension, span: self.span(&num.span) })
    }

    fn nums(&self, nums: &[Num], around: Option<ListIx>) -> Option<Vec<Num>> {
        nums.iter().map(|num| self.num(num, around)).collect()
    }

    fn span(&self, span: &Span) -> Span {
        if self.anew.is_some() { span.clone() } else { 0..0 }
    }

    fn param(&self, param: ParamIx) -> Option<ParamIx> {
        self.params.get(param).copied()
    }

    fn maybe_param(&self, param: Option<ParamIx>) -> Option<Option<ParamIx>> {
        match param {
            Some(param) => self.param(param).map(Some),
            None => Some(None),
        }
    }

    /// The choices of the field of that place.
    fn choices_of(&self, at: At) -> &[Choice] {
        at.field(self.dictionary).and_then(|field| field.kind.choices()).unwrap_or_default()
    }

    fn choices(&self, pick: &Pick) -> &[Choice] {
        match pick {
            Pick::Field(at) => self.choices_of(*at),
            Pick::Known { .. } => &[],
        }
    }

    /// A choice; the one that a parameter holds there, where one names it.
    fn choice(&self, choice: u16, param: Option<ParamIx>, choices: &[Choice]) -> Option<u16> {
        match param {
            None => Some(choice),
            Some(param) => match self.anew.map(|anew| anew.held(param)) {
                None => Some(0),
                Some(Some(ParamValue::Word(word))) => choice_called(choices, word),
                Some(Some(_)) => None,
                Some(None) => Some(choice),
            },
        }
    }

    fn among(&self, among: &[u16], param: Option<ParamIx>, choices: &[Choice]) -> Option<Vec<u16>> {
        match param {
            None => Some(among.to_vec()),
            Some(param) => match self.anew.map(|anew| anew.held(param)) {
                None => Some(Vec::new()),
                Some(Some(ParamValue::Words(words))) => words.iter().map(|word| choice_called(choices, word)).collect(),
                Some(Some(_)) => None,
                Some(None) => Some(among.to_vec()),
            },
        }
    }

    fn pick(&self, pick: &Pick, opposite: &[Choice]) -> Option<Pick> {
        Some(match pick {
            Pick::Field(at) => Pick::Field(*at),
            Pick::Known { choice, param } => {
                Pick::Known { choice: self.choice(*choice, *param, opposite)?, param: self.maybe_param(*param)? }
            }
        })
    }

    fn word(&self, word: &Word) -> Option<Word> {
        Some(match word {
            Word::Field(at) => Word::Field(*at),
            Word::Known(text) => Word::Known(text.clone()),
            Word::Param(param, text) => {
                let text = match self.anew.map(|anew| anew.held(*param)) {
                    None => Arc::from(""),
                    Some(Some(ParamValue::Word(word))) => word.as_str().into(),
                    Some(Some(_)) => return None,
                    Some(None) => text.clone(),
                };
                Word::Param(self.param(*param)?, text)
            }
        })
    }

    fn lookup(&self, lookup: &Lookup, around: Option<ListIx>) -> Option<Lookup> {
        let table = *self.tables.get(lookup.table)?;
        let key = |key: &Key| -> Option<Key> {
            Some(match key {
                // Which choices a word is one of is not known here, so another one finds none and does not fit.
                Key::Choice { pick, choices } => Key::Choice { pick: self.pick(pick, &[])?, choices: *choices },
                Key::Number(num) => Key::Number(self.num(num, around)?),
            })
        };
        let keys: Vec<Key> = lookup.keys.iter().map(key).collect::<Option<_>>()?;
        let rows = match self.anew.map(|anew| anew.rows(lookup.table)) {
            None => Arc::from([]),
            Some(None) => lookup.rows.clone(),
            Some(Some((rows, columns))) => {
                rows.iter().map(|row| self.row(lookup, *row, columns, around)).collect::<Option<Vec<_>>>()?.into()
            }
        };
        Some(Lookup { table, keys, rows })
    }

    fn row(&self, lookup: &Lookup, row: Row, columns: &[String], around: Option<ListIx>) -> Option<LookupRow> {
        match row {
            Row::Own(place) => lookup.rows.get(place).cloned(),
            Row::Written(written) => typed_row(self.dictionary, around, lookup, columns, written),
        }
    }
}
