//! Which units have a lift already: assessed like others, counted apart everywhere.

use super::Units;
use crate::rules::{Dictionary, Value};

/// The field that says that a unit has a lift already.
pub const HAS_LIFT: &str = "has_lift";

/// Whether a unit has a lift already, if that is known.
pub fn lift_of(dictionary: &Dictionary, units: &Units, unit: usize) -> Option<bool> {
    match units.fields.get(dictionary.field(HAS_LIFT)?)?.values.get(unit) {
        Value::Flag(has) => Some(has),
        _ => None,
    }
}

/// Those of the units that do not surely have a lift already, in order: the ones that are counted.
pub fn counted(dictionary: &Dictionary, units: &Units) -> Vec<usize> {
    (0..units.count).filter(|&unit| lift_of(dictionary, units, unit) != Some(true)).collect()
}
