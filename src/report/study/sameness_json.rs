//! What `check A B --same --format json` prints: the shape is fixed, keys English.

use super::sameness::Told;
use crate::study::same::{Answer, OfCriterion, Witness};
use serde_json::{Value, json};

/// The document.
pub fn document(told: &Told) -> Value {
    let [from, to] = told.names;
    json!({
        "from": from,
        "to": to,
        "classes": answer(told, &told.same.classes),
        "blanks": told.same.blanks.as_ref().map(|blanks| answer(told, blanks)),
        "criteria": told.same.criteria.iter().map(|criterion| of_criterion(told, criterion)).collect::<Vec<_>>(),
    })
}

fn of_criterion(told: &Told, criterion: &OfCriterion) -> Value {
    json!({
        "id": told.same.difference.criterion(criterion.at).map(|criterion| &criterion.id),
        "exact": answer(told, &criterion.exact),
        "blanks": criterion.blanks.as_ref().map(|blanks| answer(told, blanks)),
    })
}

fn answer(told: &Told, answer: &Answer) -> Value {
    match answer {
        Answer::Same { items } => json!({ "answer": "same", "items": items }),
        Answer::NotDecided => json!({ "answer": "not_decided" }),
        Answer::Differs(witness) => json!({ "answer": "differs", "unit": unit(told, witness) }),
    }
}

fn unit(told: &Told, witness: &Witness) -> Value {
    let path = |&at: &usize| {
        let parts = told.same.difference.atoms.get(at).map(|atom| &atom.parts);
        parts.into_iter().flatten().map(|part| part.path.clone()).collect::<Vec<_>>().join(" + ")
    };
    let sets = |sets: &Vec<Vec<usize>>| sets.iter().map(|set| set.iter().map(path).collect()).collect::<Vec<Vec<_>>>();
    json!({
        "given": witness.given,
        "said": witness.said.get(told.lang),
        "classes": witness.classes.map(|class| class.id()),
        "grades": witness.grades.map(|grade| grade.map(|grade| grade.id())),
        "causes": witness.cause.as_ref().map(|cause| sets(&cause.sets)),
        "minimal": witness.cause.as_ref().map(|cause| cause.smallest),
    })
}
