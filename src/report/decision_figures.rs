//! Decisions, counted: by how they stand to the computed class, and computed against decided.
//!
//! What always holds: the states add up to the decisions, and so does the matrix; a unit with a lift already is counted
//! like any other here, for somebody decided about it. Deliberately absent: rows that were not used (`decisions.csv`).

use super::Answers;
use crate::rules::ruleset::Grade;
use crate::survey::{Decision, DecisionState};
use serde_json::{Map, Value, json};

/// Decisions, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionFigures {
    /// Units of which something was decided
    pub units: u64,
    /// By state, in the order of [`DecisionState::ALL`]
    pub states: [u64; 4],
    /// By computed class, and within it by decided class, from best to worst
    pub matrix: [[u64; 3]; 3],
    /// Rows of the files that were not used
    pub not_used: u64,
}

impl DecisionFigures {
    /// Counts them, where there are decisions.
    pub fn of(answers: &Answers) -> Option<DecisionFigures> {
        let decisions = answers.survey.decisions.as_ref()?;
        let not_used = decisions.books.files.iter().map(|file| file.rows.rejected + file.rows.unread).sum();
        let mut figures = DecisionFigures { not_used, ..DecisionFigures::default() };
        for decision in decisions.of_units.iter().flatten() {
            figures.add(decision);
        }
        Some(figures)
    }

    /// How many stand so.
    pub fn of_state(&self, state: DecisionState) -> u64 {
        DecisionState::ALL.iter().zip(self.states).find(|(each, _)| **each == state).map_or(0, |(_, count)| count)
    }

    fn add(&mut self, decision: &Decision) {
        self.units += 1;
        let state = decision.state();
        for (count, _) in self.states.iter_mut().zip(DecisionState::ALL).filter(|(_, each)| *each == state) {
            *count += 1;
        }
        let row = self.matrix.get_mut(decision.computed as usize);
        if let Some(count) = row.and_then(|row| row.get_mut(decision.class as usize)) {
            *count += 1;
        }
    }

    /// As `summary.json` has it.
    pub fn json(&self) -> Value {
        let states = DecisionState::ALL.into_iter().zip(self.states);
        let states: Map<String, Value> = states.map(|(state, count)| (state.id().into(), count.into())).collect();
        let classes = |counts: &[u64; 3]| -> Map<String, Value> {
            Grade::ALL.into_iter().zip(counts).map(|(class, count)| (class.id().into(), (*count).into())).collect()
        };
        let matrix: Vec<Value> = Grade::ALL
            .into_iter()
            .zip(&self.matrix)
            .map(|(computed, decided)| json!({ "computed": computed.id(), "decided": classes(decided) }))
            .collect();
        json!({ "units": self.units, "states": states, "matrix": matrix, "not_used": self.not_used })
    }
}
