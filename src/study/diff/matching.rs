//! Which unit of the one run is which of the other: by the fields that name a unit, compared as the survey's reader does.
//!
//! What always holds: each unit of a run is matched with at most one of the other.

use super::{OtherKeys, Run};
use crate::rules::Dictionary;
use crate::survey::normal_key;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Units of both, and of one alone.
pub(super) struct Matched {
    pub both: Vec<[usize; 2]>,
    pub came: Vec<usize>,
    pub went: Vec<usize>,
}

pub(super) fn matched(runs: &[Run; 2]) -> Result<Matched, OtherKeys> {
    let [first, second] = runs;
    let ids = |dictionary: &Dictionary| -> Vec<String> {
        dictionary.key_fields().filter_map(|at| Some(dictionary.fields.get(at)?.id.clone())).collect()
    };
    if ids(&first.rules.dictionary) != ids(&second.rules.dictionary) {
        let labels = |run: &Run| -> Vec<String> {
            let dictionary = &run.rules.dictionary;
            dictionary.key_fields().filter_map(|at| Some(dictionary.fields.get(at)?.label.clone())).collect()
        };
        return Err(OtherKeys { first: labels(first), second: labels(second) });
    }
    // Both by the second's dictionary, which may cut off more endings than the first's did.
    let dictionary = &second.rules.dictionary;
    let mut before: HashMap<Vec<String>, usize> = HashMap::new();
    let (mut both, mut came, mut went) = (Vec::new(), Vec::new(), Vec::new());
    for unit in 0..first.units.count {
        // Two of the first may be one by the second's endings: the later one is then none of the second's.
        match before.entry(key(dictionary, first, unit)) {
            Entry::Vacant(place) => _ = place.insert(unit),
            Entry::Occupied(_) => went.push(unit),
        }
    }
    for unit in 0..second.units.count {
        match before.remove(&key(dictionary, second, unit)) {
            Some(old) => both.push([old, unit]),
            None => came.push(unit),
        }
    }
    went.extend(before.into_values());
    went.sort_unstable();
    Ok(Matched { both, came, went })
}

fn key(dictionary: &Dictionary, run: &Run, unit: usize) -> Vec<String> {
    let fields = dictionary.key_fields().filter_map(|at| dictionary.fields.get(at));
    let parts = fields.zip(&run.units.keys);
    parts.map(|(field, column)| normal_key(field, column.get(unit).map_or("", |key| key))).collect()
}
