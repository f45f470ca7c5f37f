//! What is missing, counted: of how many units, of how many it is the only thing, and where they are.
//!
//! What always holds: what is counted is the fields that are missing, not what measuring them would settle: a field
//! may be missing of a unit and leave its class as it is once it is known. Deliberately absent: which fields to measure
//! first, which asks for more than counting.

use super::super::Answers;
use super::super::groups::{self, UnitGroup};
use super::super::unit_table::UnitTable;
use std::cmp::Reverse;
use std::collections::HashMap;

/// One field, list or list's field that is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lacking {
    /// Its id as `missing` has it: `stair_width`, `pipes.pressure`, `rules`
    pub id: String,
    /// Units that lack it
    pub units: u64,
    /// Units that lack nothing else
    pub alone: u64,
    /// Where they are, as people call the residents' committees (empty: not known), most first; empty where the
    /// dictionary has no such group
    pub places: Vec<(String, u64)>,
}

/// Most first; the dictionary's order where as many.
pub fn lacking(answers: &Answers, table: &UnitTable, counted: &[usize]) -> Vec<Lacking> {
    let committee = groups::committee(answers);
    let members = groups::by(answers, committee, counted);
    let mut counts: HashMap<&str, Lacking> = HashMap::new();
    for UnitGroup { value, units } in &members {
        for &unit in units {
            let missing = table.missing(unit);
            for id in missing {
                let lacking = counts.entry(id).or_insert_with(|| Lacking { id: id.clone(), ..Lacking::default() });
                lacking.units += 1;
                lacking.alone += u64::from(missing.len() == 1);
                match lacking.places.last_mut() {
                    // Groups come one after the other, so the last place is this one or an earlier one.
                    Some((place, count)) if place == value => *count += 1,
                    _ => lacking.places.push((value.clone(), 1)),
                }
            }
        }
    }
    let mut all: Vec<Lacking> = counts.into_values().collect();
    for lacking in &mut all {
        if committee.is_none() {
            lacking.places.clear();
        }
        lacking.places.sort_by_key(|(_, count)| Reverse(*count));
    }
    let dictionary = &answers.rules.dictionary;
    let place = |name: &str| {
        let (list, field) = name.split_once('.').unwrap_or((name, ""));
        let of_list =
            || dictionary.list(list).map(|at| (at, dictionary.lists.get(at).and_then(|list| list.field(field))));
        (dictionary.field(name).map_or((1, 0), |at| (0, at)), of_list())
    };
    all.sort_by_cached_key(|lacking| (Reverse(lacking.units), place(&lacking.id), lacking.id.clone()));
    all
}
