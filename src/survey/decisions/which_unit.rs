//! Which unit of the survey a row of decisions means.
//!
//! What always holds: a name is compared part by part, as keys are, and only a whole name counts: half of one may mean
//! another unit tomorrow. Deliberately absent: what is said about a name that means none.

use super::reading::Named;
use crate::rules::{Dictionary, Field};
use crate::survey::Survey;
use crate::survey::identity::key::{BETWEEN_PARTS, normal_key};
use crate::survey::roster::{Near, keys};
use crate::survey::units::Units;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Names of more parts are no names: an estate with five strokes in it has not been seen.
const MOST_PARTS: usize = 8;

/// The units of a survey, by name.
pub struct Which<'s> {
    units: &'s Units,
    fields: Vec<&'s Field>,
    by_tail: HashMap<String, Vec<usize>>,
    by_key: HashMap<String, usize>,
    struck: HashSet<&'s str>,
    near: Near,
}

/// Why a name means no one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoUnit {
    /// There is none
    Unnamed,
    /// No unit of the survey is called so
    Unknown {
        /// The unit whose name is nearest
        near: Option<usize>,
        /// Whether the survey has it, struck through
        struck: bool,
    },
    /// It is the last part of the names of these units, and not a whole one
    Part(Vec<usize>),
    /// It can be read as the names of these
    Several(Vec<usize>),
}

impl<'s> Which<'s> {
    /// The units of this survey.
    pub fn new(survey: &'s Survey, dictionary: &'s Dictionary) -> Which<'s> {
        let units = &survey.units;
        let fields: Vec<&Field> = dictionary.key_fields().filter_map(|ix| dictionary.fields.get(ix)).collect();
        let keys = keys(units, &fields);
        let mut by_tail: HashMap<String, Vec<usize>> = HashMap::new();
        for (unit, key) in keys.iter().enumerate() {
            for (at, _) in key.match_indices(BETWEEN_PARTS) {
                let tail = key.get(at + BETWEEN_PARTS.len_utf8()..).unwrap_or_default();
                by_tail.entry(tail.to_string()).or_default().push(unit);
            }
        }
        let by_key = keys.iter().enumerate().map(|(unit, key)| (key.clone(), unit)).collect();
        let near = Near::new(keys.iter().map(String::as_str).enumerate());
        let struck = survey.withdrawn.iter().map(|key| &**key).collect();
        Which { units, fields, by_tail, by_key, struck, near }
    }

    /// The unit of that name.
    pub fn find(&self, named: &Named) -> Result<usize, NoUnit> {
        let ways: Vec<Vec<String>> = match named {
            Named::Parts(parts) if parts.iter().all(String::is_empty) => return Err(NoUnit::Unnamed),
            // Half a name in columns of its own is no more than half a name in one.
            Named::Parts(parts) => vec![parts.clone()],
            Named::Whole(name) => {
                let name = name.replace('／', "/");
                let name = name.trim_matches(|c: char| c == '/' || c.is_whitespace());
                if name.is_empty() {
                    return Err(NoUnit::Unnamed);
                }
                groupings(&name.split('/').collect::<Vec<_>>(), self.fields.len())
            }
        };
        let keys: Vec<String> = ways.iter().map(|parts| self.key(parts)).collect();
        let found: BTreeSet<usize> = keys.iter().filter_map(|key| self.by_key.get(key).copied()).collect();
        match found.into_iter().collect::<Vec<_>>().as_slice() {
            [unit] => return Ok(*unit),
            [] => {}
            several => return Err(NoUnit::Several(several.to_vec())),
        }
        let tails = self.tails(named);
        if !tails.is_empty() {
            return Err(NoUnit::Part(tails));
        }
        let struck = keys.iter().any(|key| self.struck.contains(key.as_str()));
        let near = keys.iter().find_map(|key| self.near.nearest(key));
        Err(NoUnit::Unknown { near, struck })
    }

    /// The name of a unit.
    pub fn name(&self, unit: usize) -> String {
        self.units.name(unit)
    }

    fn key(&self, parts: &[String]) -> String {
        let parts = self.fields.iter().zip(parts).map(|(field, part)| normal_key(field, part));
        parts.collect::<Vec<_>>().join(&BETWEEN_PARTS.to_string())
    }

    /// The units whose last parts are these.
    fn tails(&self, named: &Named) -> Vec<usize> {
        let given: Vec<String> = match named {
            Named::Whole(name) => {
                let name = name.replace('／', "/");
                name.trim_matches('/').split('/').map(str::to_string).collect()
            }
            Named::Parts(parts) => parts.iter().skip_while(|part| part.is_empty()).cloned().collect(),
        };
        if given.is_empty() || given.len() >= self.fields.len() {
            return Vec::new();
        }
        let fields = self.fields.iter().skip(self.fields.len() - given.len());
        let tail: Vec<String> = fields.zip(&given).map(|(field, part)| normal_key(field, part)).collect();
        self.by_tail.get(&tail.join(&BETWEEN_PARTS.to_string())).cloned().unwrap_or_default()
    }
}

/// All ways of making so many parts of these, for a part may have a stroke in it.
fn groupings(parts: &[&str], wanted: usize) -> Vec<Vec<String>> {
    if parts.len() < wanted || parts.len() > MOST_PARTS {
        return vec![parts.iter().map(|part| part.to_string()).collect()];
    }
    if wanted <= 1 {
        return vec![vec![parts.join("/")]];
    }
    let firsts = 1..=parts.len() - (wanted - 1);
    firsts
        .flat_map(|first| {
            let (head, rest) = parts.split_at(first);
            let head = head.join("/");
            groupings(rest, wanted - 1).into_iter().map(move |mut tail| {
                tail.insert(0, head.clone());
                tail
            })
        })
        .collect()
}
