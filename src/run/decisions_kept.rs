//! `run/decisions.json`: what was decided of each unit, as the run used it, so that it can be told again from the run
//! alone.
//!
//! What always holds: units are named by their keys, part by part; a decision about a unit that the run does not have is
//! an error. Deliberately absent: rows that were not used (`decisions.csv` has them).

use super::RunError;
use crate::rules::ruleset::Grade;
use crate::survey::{Decision, Decisions, Units};
use crate::text;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Where a run keeps its decisions.
pub const DECISIONS: &str = "run/decisions.json";

#[derive(Serialize, Deserialize)]
struct Kept {
    /// The unit's key, as first written
    unit: Vec<String>,
    decision: String,
    reason: String,
    by: String,
    person: String,
    date: String,
    recorded: Option<String>,
    computed: String,
}

/// Writes them, in the order of the units.
pub fn write(out: &mut dyn Write, decisions: &Decisions, units: &Units) -> io::Result<()> {
    let kept: Vec<Kept> = decisions
        .of_units
        .iter()
        .enumerate()
        .filter_map(|(unit, decision)| {
            let Decision { class, reason, by, person, date, recorded, computed } = decision.as_ref()?;
            Some(Kept {
                unit: key(units, unit),
                decision: class.id().into(),
                reason: reason.clone(),
                by: by.clone(),
                person: person.clone(),
                date: date.clone(),
                recorded: recorded.map(|grade| grade.id().into()),
                computed: computed.id().into(),
            })
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &kept)?;
    out.write_all(b"\n")
}

/// Reads them back, beside the run's own units.
pub fn read(path: &Path, units: &Units) -> Result<Decisions, RunError> {
    let text = fs::read_to_string(path).map_err(|error| RunError::cannot_read(path, &error))?;
    let places: HashMap<Vec<String>, usize> = (0..units.count).map(|unit| (key(units, unit), unit)).collect();
    let mut of_units: Vec<Option<Decision>> = vec![None; units.count];
    let kept: Option<Vec<Kept>> = serde_json::from_str(&text).ok();
    let all = kept.and_then(|kept| {
        kept.into_iter().try_for_each(|kept| {
            let slot = places.get(&kept.unit).and_then(|unit| of_units.get_mut(*unit))?;
            *slot = Some(Decision {
                class: Grade::named(&kept.decision)?,
                reason: kept.reason,
                by: kept.by,
                person: kept.person,
                date: kept.date,
                recorded: kept.recorded.map_or(Some(None), |grade| Grade::named(&grade).map(Some))?,
                computed: Grade::named(&kept.computed)?,
            });
            Some(())
        })
    });
    match all {
        Some(()) => Ok(Decisions { of_units, ..Decisions::default() }),
        None => {
            let shown = path.display();
            Err(RunError::new(
                text!("`{shown}` 不是这次运行的决定", "`{shown}` does not hold the decisions of this run"),
                Some(text!("请重新运行一次评估", "assess the survey again")),
            ))
        }
    }
}

fn key(units: &Units, unit: usize) -> Vec<String> {
    units.keys.iter().map(|column| column.get(unit).map_or_else(String::new, |part| part.to_string())).collect()
}
