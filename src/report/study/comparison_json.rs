//! What `compare --format json` prints: the shape is fixed, keys English, differences named by their paths in the rules
//! file.

use super::comparison::Compared;
use crate::rules::difference::{Atom, Difference};
use crate::rules::ruleset::Grade;
use crate::study::compare::{Cause, Move, Pair};
use serde_json::{Map, Value, json};

/// The document: of one pair, or of several.
pub fn document(compared: &Compared) -> Value {
    let mut pairs: Vec<Value> = compared.comparison.pairs.iter().map(|pair| of_pair(compared, pair)).collect();
    match compared.names.len() {
        2 => pairs.pop().unwrap_or_default(),
        _ => json!({ "comparisons": pairs }),
    }
}

fn of_pair(compared: &Compared, pair: &Pair) -> Value {
    let name = |at: usize| compared.names.get(at).cloned();
    let matrix: Map<String, Value> = Grade::ALL
        .into_iter()
        .zip(&pair.matrix)
        .map(|(class, row)| (class.id().to_string(), Value::Object(by_class(row))))
        .collect();
    let causes: Vec<Value> = pair.causes.iter().map(|cause| sets(cause, &pair.difference)).collect();
    json!({
        "from": name(pair.from),
        "to": name(pair.to),
        "matrix": matrix,
        "moves": pair.moves.iter().map(|it| of_move(compared, pair, it, &causes)).collect::<Vec<_>>(),
        "idle": pair.idle.iter().filter_map(|&at| pair.difference.atoms.get(at)).flat_map(paths).collect::<Vec<_>>(),
    })
}

fn of_move(compared: &Compared, pair: &Pair, it: &Move, causes: &[Value]) -> Value {
    let mut told = json!({
        "unit": compared.units.name(it.unit),
        "from": it.from.id(),
        "to": it.to.id(),
        "causes": causes.get(it.cause),
    });
    // Said only where it is so: a set that nobody has shown to be the smallest.
    let smallest = pair.causes.get(it.cause).is_none_or(|cause| cause.smallest);
    if let Some(told) = told.as_object_mut().filter(|_| !smallest) {
        told.insert("minimal".into(), false.into());
    }
    told
}

/// Counts by class.
pub fn by_class(counts: &[u64; 3]) -> Map<String, Value> {
    Grade::ALL.into_iter().zip(counts).map(|(class, count)| (class.id().to_string(), (*count).into())).collect()
}

fn sets(cause: &Cause, difference: &Difference) -> Value {
    let set = |set: &Vec<usize>| -> Value {
        set.iter().filter_map(|&at| difference.atoms.get(at)).flat_map(paths).map(Value::from).collect()
    };
    cause.sets.iter().map(set).collect()
}

fn paths(atom: &Atom) -> impl Iterator<Item = &str> {
    atom.parts.iter().map(|part| part.path.as_str())
}
