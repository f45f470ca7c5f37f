//! What an assessment says: columns of possible grades and classes, one entry a unit.
//!
//! What always holds: `best <= class <= worst` for every unit; a unit is settled exactly if `best == worst`.

use crate::assess::Possible;
use crate::rules::ruleset::Grade;
use crate::survey::Finding;

/// The outcome for all units, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assessment {
    /// The enabled criteria: places among `RuleSet::criteria`, in order
    pub criteria: Vec<usize>,
    /// For each enabled criterion, each unit's possible grades
    pub possible: Vec<Vec<Possible>>,
    /// For each enabled criterion, each unit's settled grade; `None` where it surely does not apply
    pub settled: Vec<Vec<Option<Grade>>>,
    /// For each escalation, whether it holds on the settled grades of each unit
    pub escalated: Vec<Vec<bool>>,
    /// Each unit's class
    pub class: Vec<Grade>,
    /// Its class with every criterion at its best possible grade
    pub best: Vec<Grade>,
    /// Its class with every criterion at its worst possible grade
    pub worst: Vec<Grade>,
    /// What the evaluation noticed about the data: lookups without a row, foreign text a class rests on, units to
    /// which nothing applies
    pub findings: Vec<Finding>,
}

impl Assessment {
    /// Whether no missing datum can change the unit's class.
    pub fn is_settled(&self, unit: usize) -> bool {
        self.best.get(unit) == self.worst.get(unit)
    }

    /// The class of each unit, with its best and its worst.
    pub fn classes(&self) -> impl Iterator<Item = [Grade; 3]> {
        let ends = self.best.iter().zip(&self.worst);
        self.class.iter().zip(ends).map(|(class, (best, worst))| [*class, *best, *worst])
    }

    /// How many units have that class.
    pub fn count(&self, class: Grade) -> usize {
        self.class.iter().filter(|&&c| c == class).count()
    }
}
