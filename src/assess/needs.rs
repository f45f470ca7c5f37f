//! What would have to be measured to make an open criterion's grade known, unit by unit.
//!
//! What always holds: only what still matters is needed (`blame` says what that is), and with all of it measured the grade
//! is known, unless the rules themselves leave an answer open: a table without a row for it, a division by nothing.
//! Deliberately absent: which of it is worth measuring (`study::gaps`).

use crate::assess::Assessment;
use crate::assess::class::BLOCK;
use crate::assess::evaluate::{Block, Scope};
use crate::assess::explain::blame::{self, Blame};
use crate::assess::explain::parts::CondPart;
use crate::rules::language::typed::{At, Cond};
use crate::rules::ruleset::{Criterion, Grade};
use crate::rules::{FieldIx, ListIx, RuleSet};
use crate::survey::Units;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One thing that can be measured, or asked, at a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// A field of the unit
    Field(FieldIx),
    /// A whole list: which items there are, and all that is asked of them
    List(ListIx),
    /// A field of the items of a list that is known
    Item(ListIx, FieldIx),
}

/// What an open criterion of a unit needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Place among [`RuleSet::criteria`]
    pub criterion: usize,
    /// The measurements
    pub of: BTreeSet<Need>,
    /// Whether the rules leave it open whatever is measured
    pub by_rules: bool,
}

impl Need {
    /// `stair_width`, `pipes`, `pipes.distance`.
    pub fn id(self, rules: &RuleSet) -> String {
        let list = |list: ListIx| rules.dictionary.lists.get(list);
        match self {
            Need::Field(field) => rules.dictionary.fields.get(field).map_or(String::new(), |field| field.id.clone()),
            Need::List(ix) => list(ix).map_or(String::new(), |list| list.id.clone()),
            Need::Item(ix, field) => list(ix)
                .and_then(|list| Some(format!("{}.{}", list.id, list.fields.get(field)?.id)))
                .unwrap_or_default(),
        }
    }
}

/// What each open unit's open criteria need, in the order of the rules; settled units are left out.
pub fn needs(rules: &RuleSet, units: &Units, a: &Assessment) -> BTreeMap<usize, Vec<Needs>> {
    let starts: Vec<usize> = (0..units.count).step_by(BLOCK).collect();
    let of_block = |start: usize| -> Vec<(usize, Vec<Needs>)> {
        let end = units.count.min(start + BLOCK);
        let open: Vec<usize> = (start..end).filter(|&unit| !a.is_settled(unit)).collect();
        if open.is_empty() {
            return Vec::new();
        }
        let block = Block::new(rules, units, start..end);
        let mut all: BTreeMap<usize, Vec<Needs>> = open.iter().map(|&unit| (unit, Vec::new())).collect();
        for (&place, possible) in a.criteria.iter().zip(&a.possible) {
            let Some(criterion) = rules.criteria.get(place) else { continue };
            let of: Vec<usize> =
                open.iter().copied().filter(|&unit| possible.get(unit).is_some_and(|set| set.is_open())).collect();
            if of.is_empty() {
                continue;
            }
            let parts = Parts::of(&block, criterion);
            for unit in of {
                let needs = parts.needs(&block, criterion, place, unit - start);
                all.entry(unit).or_default().push(needs);
            }
        }
        all.into_iter().collect()
    };
    starts.into_par_iter().flat_map_iter(of_block).collect()
}

/// A criterion's conditions, evaluated part by part.
struct Parts<'b> {
    applies: Option<CondPart<'b>>,
    suitable: CondPart<'b>,
    difficult: Option<CondPart<'b>>,
}

impl<'b> Parts<'b> {
    fn of(block: &'b Block<'_>, criterion: &'b Criterion) -> Parts<'b> {
        let part = |cond: &'b Cond| CondPart::of(block, cond, Scope::Unit);
        Parts {
            applies: criterion.applies.as_ref().map(|rule| part(&rule.cond)),
            suitable: part(&criterion.suitable.cond),
            difficult: criterion.difficult.as_ref().map(|rule| part(&rule.cond)),
        }
    }

    fn needs(&self, block: &Block, criterion: &Criterion, place: usize, row: usize) -> Needs {
        let mut blames = Vec::new();
        self.applies.iter().for_each(|part| blame::of_cond(block, part, row, &mut blames));
        blame::of_cond(block, &self.suitable, row, &mut blames);
        // It is not asked where the grade is suitable, nor where it changes nothing.
        let asked = self.suitable.truth.get(row) != Some(true) && criterion.otherwise != Grade::Difficult;
        self.difficult.iter().filter(|_| asked).for_each(|part| blame::of_cond(block, part, row, &mut blames));
        let mut needs = Needs { criterion: place, ..Needs::default() };
        for blame in blames {
            match blame {
                Blame::Field(At::Unit(field), ..) => _ = needs.of.insert(Need::Field(field)),
                Blame::Field(At::Item(list, field), ..) => _ = needs.of.insert(Need::Item(list, field)),
                Blame::Existence(list, _) | Blame::List(list) | Blame::NoItem(list) => {
                    needs.of.insert(Need::List(list));
                }
                Blame::NoRow(..) | Blame::Division => needs.by_rules = true,
            }
        }
        // Whoever goes and looks at the whole list sees its fields too.
        let lists: Vec<ListIx> =
            needs.of.iter().filter_map(|need| if let Need::List(list) = need { Some(*list) } else { None }).collect();
        needs.of.retain(|need| !matches!(need, Need::Item(list, _) if lists.contains(list)));
        needs.by_rules |= needs.of.is_empty();
        needs
    }
}
