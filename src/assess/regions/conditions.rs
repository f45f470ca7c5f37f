//! Conditions along a walk, after the page that fixes the meaning: three-valued, part by part.
//!
//! What always holds: what is not needed for an answer is not asked, so that regions stay few; what is asked is answered
//! as the evaluators answer it (`tests` holds each region's unit against them). Deliberately absent: grades of more than
//! one criterion, classes.

use super::form::Slot;
use super::walk::{BLANK, Few, TooLarge, Walk};
use crate::assess::Possible;
use crate::quantity::Comparison;
use crate::rules::ListIx;
use crate::rules::language::typed::{At, Cond, CondNode, Expr, Pick, Word};
use crate::rules::ruleset::{Criterion, Grade, ParamValue, RuleSet};
use std::sync::Arc;

pub(super) type Answer<T> = Result<T, TooLarge>;

/// Rules that are asked of the unit of a walk, or of one item of it.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'r> {
    pub rules: &'r RuleSet,
    /// Which item of which list a list's own fields are of
    pub item: Option<(ListIx, usize)>,
    /// Whether flags among the parameters are taken as set either way: what planners turn is no slip
    pub either_way: bool,
    /// A list that is taken to lack its last item
    pub fewer: Option<ListIx>,
}

/// What may be found on the way.
pub(crate) type Found<'f> = &'f mut dyn FnMut(Met);

/// A lookup of exact keys that was answered along the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Met {
    /// The table
    pub table: usize,
    /// The row that matched; `None` where no row does
    pub row: Option<usize>,
}

impl<'r> Asked<'r> {
    /// Of the unit itself.
    pub fn of(rules: &'r RuleSet) -> Asked<'r> {
        Asked { rules, item: None, either_way: false, fewer: None }
    }

    /// The possible grades of a criterion.
    pub fn grades(self, walk: &mut Walk, criterion: &Criterion, found: Found) -> Answer<Possible> {
        let mut possible = Possible::default();
        if let Some(rule) = &criterion.applies {
            match self.cond(walk, &rule.cond, found)? {
                Some(true) => {}
                Some(false) => return Ok(Possible::NOT_APPLICABLE),
                None => possible = possible.or(Possible::NOT_APPLICABLE),
            }
        }
        let suitable = self.cond(walk, &criterion.suitable.cond, found)?;
        if suitable != Some(false) {
            possible = possible.or(Possible::only(Grade::Suitable));
        }
        if suitable == Some(true) {
            return Ok(possible);
        }
        let difficult = match &criterion.difficult {
            Some(rule) => self.cond(walk, &rule.cond, found)?,
            None => Some(false),
        };
        if difficult != Some(false) {
            possible = possible.or(Possible::only(Grade::Difficult));
        }
        if difficult != Some(true) {
            possible = possible.or(Possible::only(criterion.otherwise));
        }
        Ok(possible)
    }

    pub(super) fn slot(self, at: At) -> Option<Slot> {
        match (at, self.item) {
            (At::Unit(field), _) => Some(Slot::Unit(field)),
            (At::Item(list, field), Some((own, item))) if own == list => Some(Slot::Item(list, item, field)),
            (At::Item(..), _) => None,
        }
    }

    /// Inside another list function, a list function is the unit's own matter again.
    pub(super) fn whole_unit(self) -> Self {
        Asked { item: None, ..self }
    }

    /// How many items a list has; `None` where it is not known.
    pub(super) fn length(self, walk: &mut Walk, list: ListIx) -> Answer<Option<usize>> {
        let of = Few::Length(list);
        let less = usize::from(self.fewer == Some(list));
        for count in 0..=walk.reach.items {
            if walk.is_among(of, 1 << count)? {
                return Ok(Some(count.saturating_sub(less)));
            }
        }
        Ok(None)
    }

    pub(super) fn item(self, list: ListIx, item: usize) -> Self {
        Asked { item: Some((list, item)), ..self }
    }

    /// A condition of the unit, or of the item.
    pub fn cond(self, walk: &mut Walk, cond: &Cond, found: Found) -> Answer<Option<bool>> {
        Ok(match &cond.node {
            CondNode::Known(value) => Some(*value),
            CondNode::Flag(at) => match self.slot(*at) {
                Some(slot) => self.yes(walk, Few::Flag(slot))?,
                None => None,
            },
            CondNode::FlagParam(param) if self.either_way => self.yes(walk, Few::Switch(*param))?,
            CondNode::FlagParam(param) => match self.rules.params.get(*param).map(|param| &param.value) {
                Some(ParamValue::Flag(value)) => Some(*value),
                _ => None,
            },
            CondNode::Derived(ix) => match self.rules.derived.get(*ix).map(|derived| &derived.value) {
                Some(Expr::Cond(cond)) => self.whole_unit().cond(walk, cond, found)?,
                _ => None,
            },
            CondNode::Not(a) => self.cond(walk, a, found)?.map(|holds| !holds),
            CondNode::And(a, b) => self.both(walk, [a, b], found, false)?,
            CondNode::Or(a, b) => self.both(walk, [a, b], found, true)?,
            CondNode::Compare(a, how, b) => {
                let (a, b) = (self.num(walk, a, found)?, self.num(walk, b, found)?);
                walk.compare(&a, *how, &b)?
            }
            CondNode::Within(x, low, high) => {
                let x = self.num(walk, x, found)?;
                let low = self.num(walk, low, found)?;
                match walk.compare(&x, Comparison::Ge, &low)? {
                    Some(false) => Some(false),
                    above => {
                        let high = self.num(walk, high, found)?;
                        let below = walk.compare(&x, Comparison::Le, &high)?;
                        if below == Some(true) { above } else { below }
                    }
                }
            }
            CondNode::AmongNumbers(x, among) => {
                let x = self.num(walk, x, found)?;
                let mut any = Some(false);
                for number in among {
                    let number = self.num(walk, number, found)?;
                    match walk.compare(&x, Comparison::Eq, &number)? {
                        Some(true) => return Ok(Some(true)),
                        Some(false) => {}
                        None => any = None,
                    }
                }
                any
            }
            CondNode::SameChoice { left, right, equal } => {
                self.same_choice(walk, left, right)?.map(|same| same == *equal)
            }
            CondNode::AmongChoices { value, among, .. } => {
                let set =
                    among.iter().fold(0u128, |set, choice| set | 1u128.checked_shl(u32::from(*choice)).unwrap_or(0));
                self.among(walk, value, set)?
            }
            CondNode::Has { field, choice, .. } => match self.slot(*field) {
                Some(slot) => self.yes(walk, Few::Among(slot, *choice))?,
                None => None,
            },
            CondNode::SameText { left, right, equal } => self.same_text(walk, left, right)?.map(|same| same == *equal),
            CondNode::AmongTexts { value, among } => {
                let mut any = Some(false);
                for word in among {
                    match self.same_text(walk, value, word)? {
                        Some(true) => return Ok(Some(true)),
                        Some(false) => {}
                        None => any = None,
                    }
                }
                any
            }
            CondNode::Any(list, inner) => self.over_items(walk, *list, inner, found, true)?,
            CondNode::Every(list, inner) => self.over_items(walk, *list, inner, found, false)?,
            CondNode::If(cond, a, b) => match self.cond(walk, cond, found)? {
                Some(true) => self.cond(walk, a, found)?,
                Some(false) => self.cond(walk, b, found)?,
                None => {
                    let a = self.cond(walk, a, found)?;
                    if a.is_some() && a == self.cond(walk, b, found)? { a } else { None }
                }
            },
        })
    }

    /// Kleene's or (`decisive` yes) and and (`decisive` no).
    fn both(self, walk: &mut Walk, parts: [&Cond; 2], found: Found, decisive: bool) -> Answer<Option<bool>> {
        let mut all = Some(!decisive);
        for part in parts {
            match self.cond(walk, part, found)? {
                Some(value) if value == decisive => return Ok(Some(decisive)),
                Some(_) => {}
                None => all = None,
            }
        }
        Ok(all)
    }

    /// `any` (`decisive` yes) and `every` (`decisive` no).
    fn over_items(
        self,
        walk: &mut Walk,
        list: ListIx,
        inner: &Cond,
        found: Found,
        decisive: bool,
    ) -> Answer<Option<bool>> {
        let Some(count) = self.length(walk, list)? else { return Ok(None) };
        let mut all = Some(!decisive);
        for item in 0..count {
            match self.item(list, item).cond(walk, inner, found)? {
                Some(value) if value == decisive => return Ok(Some(decisive)),
                Some(_) => {}
                None => all = None,
            }
        }
        Ok(all)
    }

    fn yes(self, walk: &mut Walk, few: Few) -> Answer<Option<bool>> {
        if walk.is_among(few, 1 << 1)? {
            return Ok(Some(true));
        }
        Ok(walk.is_among(few, 1)?.then_some(false))
    }

    /// Whether a choice is among these.
    fn among(self, walk: &mut Walk, pick: &Pick, set: u128) -> Answer<Option<bool>> {
        let few = match pick {
            Pick::Known { choice, .. } => return Ok(Some(set >> choice & 1 == 1)),
            Pick::Field(at) => match self.slot(*at) {
                Some(slot) => Few::One(slot),
                None => return Ok(None),
            },
        };
        if walk.is_among(few, set)? {
            return Ok(Some(true));
        }
        Ok(walk.is_among(few, !(1 << BLANK))?.then_some(false))
    }

    fn same_choice(self, walk: &mut Walk, left: &Pick, right: &Pick) -> Answer<Option<bool>> {
        match (left, right) {
            (Pick::Known { choice, .. }, other) | (other, Pick::Known { choice, .. }) => {
                self.among(walk, other, 1u128.checked_shl(u32::from(*choice)).unwrap_or(0))
            }
            (Pick::Field(at), right) => match self.slot(*at) {
                Some(slot) => match self.the_one(walk, slot)? {
                    Some(choice) => self.among(walk, right, 1u128.checked_shl(choice).unwrap_or(0)),
                    None => Ok(None),
                },
                None => Ok(None),
            },
        }
    }

    /// Which choice it is; each is a region of its own.
    pub(super) fn the_one(self, walk: &mut Walk, slot: Slot) -> Answer<Option<u32>> {
        let few = Few::One(slot);
        for choice in 0..BLANK {
            if walk.possible(few) == 1 << BLANK {
                return Ok(None);
            }
            if walk.possible(few) >> choice & 1 == 1 && walk.is_among(few, 1 << choice)? {
                return Ok(Some(choice));
            }
        }
        Ok(None)
    }

    fn same_text(self, walk: &mut Walk, left: &Word, right: &Word) -> Answer<Option<bool>> {
        let text = |word: &Word| match word {
            Word::Known(text) | Word::Param(_, text) => Some(text.clone()),
            Word::Field(_) => None,
        };
        let slot = |word: &Word| if let Word::Field(at) = word { self.slot(*at) } else { None };
        match (text(left), text(right), slot(left), slot(right)) {
            (Some(left), Some(right), ..) => Ok(Some(left == right)),
            (Some(text), _, _, Some(slot)) | (_, Some(text), Some(slot), _) => self.is_text(walk, slot, &text),
            (_, _, Some(left), Some(right)) => self.same_texts(walk, left, right),
            _ => Ok(None),
        }
    }

    fn is_text(self, walk: &mut Walk, slot: Slot, text: &Arc<str>) -> Answer<Option<bool>> {
        let bit = walk.word(text)?;
        if walk.is_among(Few::One(slot), 1 << bit)? {
            return Ok(Some(true));
        }
        Ok(walk.is_among(Few::One(slot), !(1 << BLANK))?.then_some(false))
    }

    fn same_texts(self, walk: &mut Walk, left: Slot, right: Slot) -> Answer<Option<bool>> {
        if left == right {
            return Ok(walk.is_among(Few::One(left), !(1 << BLANK))?.then_some(true));
        }
        for slot in [left, right] {
            if !walk.is_among(Few::One(slot), !(1 << BLANK))? {
                return Ok(None);
            }
        }
        for (one, other) in [(left, right), (right, left)] {
            let answers = walk.possible(Few::One(one)) & !(1 << BLANK);
            if answers.count_ones() == 1 {
                return Ok(Some(walk.is_among(Few::One(other), answers)?));
            }
        }
        walk.loose = true;
        Ok(Some(walk.is_among(Few::Same(left.min(right), left.max(right)), 1 << 1)?))
    }

    /// The slot and kind of a choice that a lookup is asked with.
    pub(super) fn choice_slot(self, pick: &Pick) -> Option<Slot> {
        match pick {
            Pick::Field(at) => self.slot(*at),
            Pick::Known { .. } => None,
        }
    }
}
