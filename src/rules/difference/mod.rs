//! Two rule sets side by side: what differs, in atoms that can be made one by one, and what comes of making some of them.
//!
//! `joint` puts things of both together by id, `rows` the rows of tables, `changes` finds what differs, `together` which
//! changes need one another, `mix` makes a rule set of the first with some of them, `carry` moves its expressions,
//! `dictionaries` says whether surveys are read alike at all. What always holds: every set of atoms stands; with all of
//! them the first rule set grades as the second. Deliberately absent: units, and what an atom does to them (`study`).

mod carry;
mod changes;
mod dictionaries;
mod joint;
mod mix;
mod rows;
#[cfg(test)]
mod tests;
mod together;

pub use changes::{Part, Said};
pub use joint::Side;

use super::language::Uses;
use super::ruleset::{Criterion, RuleSet};
use crate::lang::Text;
use changes::{Key, Things, What};
use mix::Mix;
use std::collections::BTreeSet;

/// What differs between two rule sets.
#[derive(Clone, Debug)]
pub struct Difference<'r> {
    from: &'r RuleSet,
    to: &'r RuleSet,
    things: Things,
    stands_on: [Vec<BTreeSet<usize>>; 2],
    /// The smallest changes that can be made by themselves, in the order of a rules file
    pub atoms: Vec<Atom>,
}

/// A change that can be made by itself, or several that need one another.
#[derive(Clone, Debug)]
pub struct Atom {
    /// What changes; nearly always one part
    pub parts: Vec<Part>,
    /// What it bears on
    pub reach: Reach,
    whats: Vec<What>,
}

/// What a change bears on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Criteria whose grades it may change, by place among [`Difference::criterion`]
    pub criteria: BTreeSet<usize>,
    /// Whether it may change the class that grades make
    pub verdict: bool,
}

impl<'r> Difference<'r> {
    /// What differs; where the two do not read surveys alike, how their dictionaries differ.
    pub fn of(from: &'r RuleSet, to: &'r RuleSet) -> Result<Difference<'r>, Vec<Text>> {
        let unlike = dictionaries::differences(&from.dictionary, &to.dictionary);
        if !unlike.is_empty() {
            return Err(unlike);
        }
        let things = Things::of(from, to);
        let stands_on =
            [Side::From, Side::To].map(|side| stands_on(&things, if side == Side::From { from } else { to }, side));
        let mut difference = Difference { from, to, things, stands_on, atoms: Vec::new() };
        let changes = difference.things.changes(from, to);
        let reaches: Vec<Reach> = changes.iter().map(|&what| difference.reach(what)).collect();
        difference.atoms = together::together(&difference, &changes, &reaches)
            .into_iter()
            .map(|group| Atom {
                parts: group.iter().map(|&what| difference.things.part(what, from, to)).collect(),
                reach: changes.iter().zip(&reaches).filter(|(what, _)| group.contains(what)).fold(
                    Reach::default(),
                    |mut all, (_, reach)| {
                        all.criteria.extend(&reach.criteria);
                        all.verdict |= reach.verdict;
                        all
                    },
                ),
                whats: group,
            })
            .collect();
        Ok(difference)
    }

    /// The first rule set with these atoms of the second.
    pub fn with(&self, atoms: &[usize]) -> Option<RuleSet> {
        self.mixed(&|what| {
            atoms.iter().any(|&atom| self.atoms.get(atom).is_some_and(|atom| atom.whats.contains(&what)))
        })
    }

    fn mixed(&self, made: &dyn Fn(What) -> bool) -> Option<RuleSet> {
        let Difference { from, to, things, stands_on, .. } = self;
        Mix { from, to, things, stands_on, made }.rule_set()
    }

    /// How many criteria both have together: those of the first in its order, then the second's own.
    pub fn criteria(&self) -> usize {
        self.things.criteria.len()
    }

    /// By place among a rule set's criteria, the place among both's, as [`Difference::with`] has them.
    pub fn places(&self, side: Side) -> &[usize] {
        self.things.criteria.places(side)
    }

    /// A criterion of both, as the first has it, or the second where only it does.
    pub fn criterion(&self, at: usize) -> Option<&'r Criterion> {
        let joint = &self.things.criteria;
        let of = |side: Side| joint.place(at, side);
        of(Side::From)
            .and_then(|place| self.from.criteria.get(place))
            .or_else(|| of(Side::To).and_then(|place| self.to.criteria.get(place)))
    }

    /// What a change bears on, in either rule set.
    fn reach(&self, what: What) -> Reach {
        let of_criteria = |uses: &dyn Fn(Side, &Uses) -> bool| {
            let mut criteria = BTreeSet::new();
            for (side, rules) in [(Side::From, self.from), (Side::To, self.to)] {
                for (criterion, &at) in rules.criteria.iter().zip(self.things.criteria.places(side)) {
                    if uses(side, &used_by(rules, criterion)) {
                        criteria.insert(at);
                    }
                }
            }
            Reach { criteria, verdict: false }
        };
        let among =
            |places: &[usize], used: &BTreeSet<usize>, at: usize| used.iter().any(|&own| places.get(own) == Some(&at));
        let things = &self.things;
        match what {
            What::Param(at) => of_criteria(&|side, uses| among(things.params.places(side), &uses.params, at)),
            What::Derived(at) => of_criteria(&|side, uses| among(things.derived.places(side), &uses.derived, at)),
            What::Table(at) | What::Row(at, _) => {
                of_criteria(&|side, uses| among(things.tables.places(side), &uses.tables, at))
            }
            // Groups are counted by escalations alone.
            What::Key(_, Key::Group) | What::Escalation(_) | What::WhenNothingApplies => {
                Reach { criteria: BTreeSet::new(), verdict: true }
            }
            What::Criterion(at) | What::Key(at, _) => Reach { criteria: BTreeSet::from([at]), verdict: false },
        }
    }
}

/// What a criterion stands on, through derived fields too.
fn used_by(rules: &RuleSet, criterion: &Criterion) -> Uses {
    let mut uses = Uses::default();
    uses.add_criterion(criterion, &rules.derived);
    uses
}

/// What each derived field of a rule set stands on, by place among both rule sets'; blank for those it does not have.
fn stands_on(things: &Things, rules: &RuleSet, side: Side) -> Vec<BTreeSet<usize>> {
    let places = things.derived.places(side);
    let mut all = vec![BTreeSet::new(); things.derived.len()];
    for (derived, &at) in rules.derived.iter().zip(places) {
        let mut uses = Uses::default();
        // Without what these stand on in turn.
        uses.add_expr(&derived.value, &[]);
        if let Some(all) = all.get_mut(at) {
            all.extend(uses.derived.iter().filter_map(|&own| places.get(own).copied()));
        }
    }
    all
}
