//! Numbers of rules along a walk: what `conditions` compares.
//!
//! What always holds: as of conditions, part by part after the page that fixes the meaning. Deliberately absent: the
//! arithmetic itself (`numbers`), lookups (`lookup`).

use super::conditions::{Answer, Asked, Found};
use super::form::Form;
use super::numbers::Within;
use super::walk::{TooLarge, Walk};
use crate::rules::ListIx;
use crate::rules::language::typed::{Expr, Num, NumNode};
use crate::rules::ruleset::ParamValue;

impl Asked<'_> {
    /// A number of the unit, or of the item.
    pub fn num(self, walk: &mut Walk, num: &Num, found: Found) -> Answer<Within> {
        let two = |walk: &mut Walk, a: &Num, b: &Num, found: Found| -> Answer<(Within, Within)> {
            Ok((self.num(walk, a, found)?, self.num(walk, b, found)?))
        };
        Ok(match &num.node {
            NumNode::Known(value) => Within::exact(Form::constant(*value)),
            NumNode::Field(at) => match self.slot(*at) {
                Some(slot) => walk.number(slot)?.map_or(Within::UNKNOWN, Within::exact),
                None => Within::UNKNOWN,
            },
            NumNode::Param(param) => match self.rules.params.get(*param).map(|param| &param.value) {
                Some(ParamValue::Number { value, .. }) => Within::exact(Form::constant(*value)),
                _ => Within::UNKNOWN,
            },
            NumNode::Derived(ix) => match self.rules.derived.get(*ix).map(|derived| &derived.value) {
                Some(Expr::Num(num)) => self.whole_unit().num(walk, num, found)?,
                _ => Within::UNKNOWN,
            },
            NumNode::Negated(a) => self.num(walk, a, found)?.negated()?,
            NumNode::Plus(a, b) => {
                let (a, b) = two(walk, a, b, found)?;
                walk.plus(&a, &b)?
            }
            NumNode::Minus(a, b) => {
                let (a, b) = two(walk, a, b, found)?;
                walk.plus(&a, &b.negated()?)?
            }
            NumNode::Times(a, b) => {
                let (a, b) = two(walk, a, b, found)?;
                walk.times(&a, &b)?
            }
            NumNode::Over(a, b) => {
                let (a, b) = two(walk, a, b, found)?;
                walk.over(&a, &b)?
            }
            NumNode::Min(all) => self.extreme(walk, all, found, Walk::min)?,
            NumNode::Max(all) => self.extreme(walk, all, found, Walk::max)?,
            NumNode::Magnitude(a) => {
                let a = self.num(walk, a, found)?;
                walk.magnitude(a)?
            }
            NumNode::Lookup(lookup) => self.lookup(walk, lookup, found)?,
            NumNode::Count(list, cond) => {
                let Some(count) = self.length(walk, *list)? else { return Ok(Within::UNKNOWN) };
                let (mut surely, mut possibly) = (0, 0);
                for item in 0..count {
                    let holds = self.item(*list, item).cond(walk, cond, found)?;
                    surely += usize::from(holds == Some(true));
                    possibly += usize::from(holds != Some(false));
                }
                Within { low: Some(Within::whole(surely)), high: Some(Within::whole(possibly)) }
            }
            NumNode::MinOf(list, value) => self.extreme_of(walk, *list, value, found, Walk::min)?,
            NumNode::MaxOf(list, value) => self.extreme_of(walk, *list, value, found, Walk::max)?,
            NumNode::SumOf(list, value) => self.sum_of(walk, *list, value, found)?,
            NumNode::If(cond, a, b) => match self.cond(walk, cond, found)? {
                Some(true) => self.num(walk, a, found)?,
                Some(false) => self.num(walk, b, found)?,
                None => {
                    let (a, b) = two(walk, a, b, found)?;
                    walk.hull(a, b)?
                }
            },
        })
    }

    fn extreme<'d>(
        self,
        walk: &mut Walk<'d>,
        all: &[Num],
        found: Found,
        pick: fn(&mut Walk<'d>, Within, Within) -> Answer<Within>,
    ) -> Answer<Within> {
        let mut extreme = None;
        for num in all {
            let value = self.num(walk, num, found)?;
            extreme = Some(match extreme {
                Some(extreme) => pick(walk, extreme, value)?,
                None => value,
            });
        }
        Ok(extreme.unwrap_or(Within::UNKNOWN))
    }

    fn extreme_of<'d>(
        self,
        walk: &mut Walk<'d>,
        list: ListIx,
        value: &Num,
        found: Found,
        pick: fn(&mut Walk<'d>, Within, Within) -> Answer<Within>,
    ) -> Answer<Within> {
        let mut extreme = None;
        for item in 0..self.length(walk, list)?.unwrap_or(0) {
            let value = self.item(list, item).num(walk, value, found)?;
            extreme = Some(match extreme {
                Some(extreme) => pick(walk, extreme, value)?,
                None => value,
            });
        }
        Ok(extreme.unwrap_or(Within::UNKNOWN))
    }

    /// Only the sum is held against the limit, not the way to it.
    fn sum_of(self, walk: &mut Walk, list: ListIx, value: &Num, found: Found) -> Answer<Within> {
        let Some(count) = self.length(walk, list)? else { return Ok(Within::UNKNOWN) };
        let zero = Form::default();
        let mut sum = Within::exact(zero.clone());
        let add = |sum: Option<Form>, end: Option<Form>| {
            let (Some(sum), Some(end)) = (sum, end) else { return Ok(None) };
            sum.plus(&end).map(Some).ok_or(TooLarge)
        };
        for item in 0..count {
            let value = self.item(list, item).num(walk, value, found)?;
            sum = Within { low: add(sum.low, value.low)?, high: add(sum.high, value.high)? };
        }
        walk.plus(&sum, &Within::exact(zero))
    }
}
