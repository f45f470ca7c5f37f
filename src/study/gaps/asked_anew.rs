//! What nobody can tell from a text outside a field's choices, before it is asked anew.
//!
//! Such a text is known to be none of the choices, and takes the row of a table that is for all others. Once somebody goes
//! and asks, the answer may be a choice, and what was known by that row is known no more. So where it has to be asked, it
//! counts as unknown from the beginning. What always holds: of units that are settled nothing is changed.

use super::Need;
use crate::assess::needs::{Needs, needs};
use crate::assess::{Assessment, assess};
use crate::rules::RuleSet;
use crate::survey::Units;
use crate::survey::units::{FOREIGN_CHOICE, UNKNOWN_CHOICE, Values};
use std::collections::BTreeMap;

/// All units, without where anything was written.
pub(super) fn all_of(units: &Units) -> Units {
    units.chosen(&(0..units.count).collect::<Vec<usize>>())
}

/// Which units and with which assessment gaps are looked for.
pub(super) struct Anew {
    /// What open units need
    pub needs: BTreeMap<usize, Vec<Needs>>,
    /// The units with what is asked anew unknown, and their assessment, where there is such
    pub changed: Option<(Units, Assessment)>,
}

/// What open units need, each text that has to be asked anew being unknown, and the assessment with it.
pub(super) fn needs_of(rules: &RuleSet, units: &Units, a: &Assessment) -> Anew {
    let mut all = needs(rules, units, a);
    let mut changed: Option<(Units, Assessment)> = None;
    // Each round makes at least one text unknown, so there is an end.
    loop {
        let now = changed.as_ref().map_or(units, |(units, _)| units);
        let foreign: Vec<(usize, Need)> = all
            .iter()
            .flat_map(|(&unit, needs)| {
                needs.iter().flat_map(move |needs| needs.of.iter().map(move |&need| (unit, need)))
            })
            .filter(|&(unit, need)| places(now, unit, need).any(|(values, at)| is_foreign(values, at)))
            .collect();
        if foreign.is_empty() {
            return Anew { needs: all, changed };
        }
        let mut next = changed.map_or_else(|| all_of(units), |(units, _)| units);
        foreign.iter().for_each(|&(unit, need)| forget(&mut next, unit, need));
        let assessment = assess(rules, &next);
        let more = needs(rules, &next, &assessment);
        all = more.into_iter().filter(|(unit, _)| !a.is_settled(*unit)).collect();
        changed = Some((next, assessment));
    }
}

fn is_foreign(values: &Values, at: usize) -> bool {
    matches!(values, Values::Choice(choices) if choices.get(at) == Some(&FOREIGN_CHOICE))
}

/// Where the values of a need stand.
fn places(units: &Units, unit: usize, need: Need) -> impl Iterator<Item = (&Values, usize)> {
    let (column, range) = match need {
        Need::Field(field) => (units.fields.get(field), unit..unit + 1),
        Need::Item(list, field) => match units.lists.get(list) {
            Some(items) => (items.fields.get(field), items.of(unit)),
            None => (None, 0..0),
        },
        Need::List(_) => (None, 0..0),
    };
    column.into_iter().flat_map(move |column| range.clone().map(move |at| (&column.values, at)))
}

fn forget(units: &mut Units, unit: usize, need: Need) {
    let (column, range) = match need {
        Need::Field(field) => (units.fields.get_mut(field), unit..unit + 1),
        Need::Item(list, field) => match units.lists.get_mut(list) {
            Some(items) => {
                let range = items.of(unit);
                (items.fields.get_mut(field), range)
            }
            None => (None, 0..0),
        },
        Need::List(_) => (None, 0..0),
    };
    let Some(Values::Choice(choices)) = column.map(|column| &mut column.values) else { return };
    for choice in choices.get_mut(range).into_iter().flatten() {
        if *choice == FOREIGN_CHOICE {
            *choice = UNKNOWN_CHOICE;
        }
    }
}
