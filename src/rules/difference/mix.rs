//! The first rule set with some of the changes made: a rule set that no file holds, for asking what they come to.
//!
//! What always holds: with no change made it grades every unit as the first, with all as the second; what only the
//! second has (parameters, derived fields, tables) is there and does nothing until something uses it. `None` where the
//! changes cannot stand by themselves. Deliberately absent: tests, remedies and norms, which grade nothing.

use super::carry::{Anew, Carry, Row};
use super::changes::{Key, Things, What};
use super::joint::{Joint, Side};
use super::rows::Aligned;
use crate::rules::language::typed::{ParamIx, TableIx};
use crate::rules::ruleset::{Criterion, Derived, Escalation, Param, ParamValue, Rule, RuleSet, Table, Tally};
use std::collections::BTreeSet;

/// Two rule sets, their things put together, and which changes are made.
pub(super) struct Mix<'m> {
    pub from: &'m RuleSet,
    pub to: &'m RuleSet,
    pub things: &'m Things,
    /// What each derived field stands on, by place among both rule sets', as the first has it and as the second has it
    pub stands_on: &'m [Vec<BTreeSet<usize>>; 2],
    pub made: &'m dyn Fn(What) -> bool,
}

/// What expressions of one side have worked into them anew.
struct OfSide<'m> {
    mix: &'m Mix<'m>,
    side: Side,
}

impl Anew for OfSide<'_> {
    fn held(&self, param: ParamIx) -> Option<&ParamValue> {
        let at = *self.mix.things.params.places(self.side).get(param)?;
        let (side, param) = self.mix.param(at)?;
        (side != self.side).then_some(&param.value)
    }

    fn rows(&self, table: TableIx) -> Option<(Vec<Row<'_>>, &[String])> {
        let at = *self.mix.things.tables.places(self.side).get(table)?;
        let (side, whole) = self.mix.table(at)?;
        let Some(rows) = self.mix.rows(at) else {
            // Not laid side by side: one table or the other.
            let written = || whole.rows.iter().map(|row| Row::Written(row)).collect();
            return (side != self.side).then(|| (written(), whole.keys.as_slice()));
        };
        let own = self.mix.rules(self.side).tables.get(table)?.rows.len();
        if rows.iter().copied().eq((0..own).map(|row| (self.side, row))) {
            return None;
        }
        let row = |(side, place): (Side, usize)| match side == self.side {
            true => Some(Row::Own(place)),
            false => {
                let table = self.mix.rules(side).tables.get(self.mix.things.tables.place(at, side)?)?;
                Some(Row::Written(table.rows.get(place)?))
            }
        };
        Some((rows.into_iter().filter_map(row).collect(), whole.keys.as_slice()))
    }
}

impl<'m> Mix<'m> {
    fn rules(&self, side: Side) -> &'m RuleSet {
        if side == Side::From { self.from } else { self.to }
    }

    /// A thing of both, as the side has it that it is taken from.
    fn taken<T>(&self, joint: &Joint, all: fn(&RuleSet) -> &[T], at: usize, what: What) -> Option<(Side, &'m T)> {
        let side = joint.side(at, (self.made)(what));
        Some((side, all(self.rules(side)).get(joint.place(at, side)?)?))
    }

    fn param(&self, at: usize) -> Option<(Side, &'m Param)> {
        self.taken(&self.things.params, |rules| &rules.params, at, What::Param(at))
    }

    fn table(&self, at: usize) -> Option<(Side, &'m Table)> {
        self.taken(&self.things.tables, |rules| &rules.tables, at, What::Table(at))
    }

    /// The rows of a table that is laid side by side, as the changes leave it.
    fn rows(&self, at: usize) -> Option<Vec<(Side, usize)>> {
        let made = |change: Option<usize>| change.is_some_and(|change| (self.made)(What::Row(at, change)));
        let row = |row: &Aligned| match made(row.change) {
            true => row.to.map(|place| (Side::To, place)),
            false => row.from.map(|place| (Side::From, place)),
        };
        Some(self.things.rows.get(at)?.as_ref()?.iter().filter_map(row).collect())
    }

    /// The rule set.
    pub fn rule_set(&self) -> Option<RuleSet> {
        let Things { params, tables, escalations, .. } = self.things;
        let order = self.order()?;
        let sides = [Side::From, Side::To];
        let derived_places = sides.map(|side| {
            let place = |at: &usize| order.iter().position(|placed| placed == at);
            self.things.derived.places(side).iter().map(place).collect::<Option<Vec<usize>>>()
        });
        let derived_places = [derived_places[0].as_ref()?, derived_places[1].as_ref()?];
        let anew = sides.map(|side| OfSide { mix: self, side });
        let carry = |side: Side| Carry {
            dictionary: &self.from.dictionary,
            params: params.places(side),
            // Both have an entry for either side.
            derived: derived_places[side as usize],
            tables: tables.places(side),
            anew: Some(&anew[side as usize]),
        };
        let carries = sides.map(carry);
        let derived = |&at: &usize| {
            let (side, own) = self.taken(&self.things.derived, |rules| &rules.derived, at, What::Derived(at))?;
            Some(Derived { value: carries[side as usize].expr(&own.value)?, ..own.clone() })
        };
        let criteria: Vec<Criterion> =
            (0..self.things.criteria.len()).map(|at| self.criterion(at, &carries)).collect::<Option<_>>()?;
        let lines = (0..escalations.len()).filter(|&at| self.stands(escalations, at, What::Escalation(at)));
        let escalation = |at: usize| {
            let (side, own) = self.taken(escalations, |rules| &rules.escalations, at, What::Escalation(at))?;
            Some(Escalation { when: self.tally(side, &own.when, &criteria)?, ..own.clone() })
        };
        let of_class = if (self.made)(What::WhenNothingApplies) { self.to } else { self.from };
        Some(RuleSet {
            id: self.from.id.clone(),
            title: self.from.title.clone(),
            version: self.from.version.clone(),
            jurisdiction: None,
            effective_from: None,
            effective_to: None,
            dictionary: self.from.dictionary.clone(),
            params: (0..params.len()).map(|at| Some(self.param(at)?.1.clone())).collect::<Option<_>>()?,
            derived: order.iter().map(derived).collect::<Option<_>>()?,
            tables: (0..tables.len()).map(|at| Some(self.table(at)?.1.clone())).collect::<Option<_>>()?,
            escalations: lines.map(escalation).collect::<Option<_>>()?,
            criteria,
            when_nothing_applies: of_class.when_nothing_applies,
            sources: Vec::new(),
            remedies: Vec::new(),
            tests: Vec::new(),
            files: Vec::new(),
            merged: Default::default(),
        })
    }

    /// Whether something that perhaps only one rule set has is there.
    fn stands(&self, joint: &Joint, at: usize, what: What) -> bool {
        match joint.both.get(at) {
            Some((Some(_), None)) => !(self.made)(what),
            Some((None, Some(_))) => (self.made)(what),
            _ => true,
        }
    }

    fn criterion(&self, at: usize, carries: &[Carry; 2]) -> Option<Criterion> {
        let joint = &self.things.criteria;
        let of = |side: Side| self.rules(side).criteria.get(joint.place(at, side)?);
        let rule = |side: Side, rule: &Rule| {
            Some(Rule { cond: carries[side as usize].cond(&rule.cond, None)?, ..rule.clone() })
        };
        // Each key of one that both have is taken by itself.
        let side = |key: Key| joint.side(at, (self.made)(What::Key(at, key)));
        let by_key = |key: Key| Some((side(key), of(side(key))?));
        let maybe = |key: Key, get: fn(&Criterion) -> Option<&Rule>| -> Option<Option<Rule>> {
            let (side, own) = by_key(key)?;
            match get(own) {
                Some(own) => rule(side, own).map(Some),
                None => Some(None),
            }
        };
        let suitable = by_key(Key::Suitable)?;
        Some(Criterion {
            applies: maybe(Key::Applies, |own| own.applies.as_ref())?,
            suitable: rule(suitable.0, &suitable.1.suitable)?,
            difficult: maybe(Key::Difficult, |own| own.difficult.as_ref())?,
            otherwise: by_key(Key::Otherwise)?.1.otherwise,
            missing: by_key(Key::Missing)?.1.missing,
            enabled: by_key(Key::Enabled)?.1.enabled && self.stands(joint, at, What::Criterion(at)),
            group: by_key(Key::Group)?.1.group.clone(),
            ..suitable.1.clone()
        })
    }

    /// An escalation's condition of one side, among these criteria.
    fn tally(&self, side: Side, tally: &Tally, criteria: &[Criterion]) -> Option<Tally> {
        let both = |a: &Tally, b: &Tally| {
            Some((Box::new(self.tally(side, a, criteria)?), Box::new(self.tally(side, b, criteria)?)))
        };
        Some(match tally {
            Tally::Count { grade, group, at_least, .. } => {
                // A disabled one has no grade, so it is not counted whatever else changes.
                let counts = |it: &Criterion| group.is_none() || it.group == *group;
                let among = criteria.iter().enumerate().filter(|(_, it)| counts(it)).map(|(at, _)| at).collect();
                Tally::Count { grade: *grade, among, group: group.clone(), at_least: *at_least }
            }
            Tally::Is { criterion, grade } => {
                Tally::Is { criterion: *self.things.criteria.places(side).get(*criterion)?, grade: *grade }
            }
            Tally::And(a, b) => both(a, b).map(|(a, b)| Tally::And(a, b))?,
            Tally::Or(a, b) => both(a, b).map(|(a, b)| Tally::Or(a, b))?,
        })
    }

    /// Derived fields, each after those that it stands on; `None` where they go round in a circle.
    fn order(&self) -> Option<Vec<usize>> {
        let joint = &self.things.derived;
        let side = |at: usize| joint.side(at, (self.made)(What::Derived(at)));
        let stands_on = |at: usize| self.stands_on[side(at) as usize].get(at);
        let mut order: Vec<usize> = Vec::with_capacity(joint.len());
        let mut placed = vec![false; joint.len()];
        while order.len() < joint.len() {
            let before = order.len();
            for at in 0..joint.len() {
                let ready =
                    |at: usize| stands_on(at).is_some_and(|on| on.iter().all(|&on| placed.get(on) == Some(&true)));
                if placed.get(at) == Some(&false) && ready(at) {
                    order.push(at);
                    placed.get_mut(at).into_iter().for_each(|placed| *placed = true);
                }
            }
            if order.len() == before {
                return None;
            }
        }
        Some(order)
    }
}
