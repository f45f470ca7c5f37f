//! The figures of an assessment, counted once for all outputs that show them.
//!
//! What always holds: a unit with a lift already (`has_lift`) is counted apart and nowhere else; the classes of a
//! group field's values add up to the whole; values stand in the order in which the input first has them.

mod lacking;
pub mod preliminary;

pub use lacking::Lacking;
pub use preliminary::Preliminary;

use super::Answers;
use super::coverage::CoverageFigures;
use super::decision_figures::DecisionFigures;
use super::remedies::tells_cost;
use super::study::since::Since;
use super::trust::Trust;
use super::unit_table::{TableCell, UnitTable};
use crate::lang::{Lang, Text};
use crate::rules::Dictionary;
use crate::rules::ruleset::Grade;
use crate::study::remedies::{Help, Totals};
use crate::survey::finding::{CODES, Finding, FindingSeverity};
use crate::survey::lifts;
use std::collections::{BTreeMap, HashMap};

pub use crate::survey::lifts::HAS_LIFT;

/// All of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Units without a lift
    pub all: Tallied,
    /// Units that have one already
    pub with_lift: Tallied,
    /// One a group field of the dictionary
    pub groups: Vec<Group>,
    /// One an enabled criterion, in the order of the rules
    pub criteria: Vec<CriterionFigures>,
    /// One an escalation: its id and how many units it holds for
    pub escalations: Vec<(String, u64)>,
    /// What is missing, and of how many units, most first
    pub missing: Vec<Lacking>,
    /// What remedies would do
    pub remedies: Totals,
    /// What was taken on trust
    pub trust: Trust,
    /// What the surveyors thought themselves, where they said so
    pub preliminary: Option<Preliminary>,
    /// Findings by code
    pub findings: Vec<FindingFigures>,
    /// How much of the roster was surveyed, where there is a roster
    pub coverage: Option<CoverageFigures>,
    /// What was decided beside the computed classes, where decisions were given
    pub decisions: Option<DecisionFigures>,
    /// What changed since an earlier run, where one was named
    pub since: Option<Since>,
}

/// Units counted by class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tallied {
    /// All
    pub units: u64,
    /// By class, from best to worst
    pub classes: [u64; 3],
    /// Whose class no missing datum can change
    pub settled: u64,
}

/// Units by the values of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The field's id
    pub field: String,
    /// The field's label
    pub label: String,
    /// Whether it is part of a unit's name, as the estate is; what is not is wider: the residents' committee
    pub key: bool,
    /// Its values as shown to people (empty: not known), and their units
    pub values: Vec<(String, Tallied)>,
}

/// How one criterion weighs.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionFigures {
    /// Its id
    pub id: String,
    /// Its title
    pub title: String,
    /// Units by settled grade, from best to worst
    pub grades: [u64; 3],
    /// Units to which it surely does not apply
    pub not_applicable: u64,
    /// Units for which more than one grade is possible
    pub open: u64,
    /// Units whose class it decides, alone or with others
    pub decides: u64,
    /// Units whose class it alone decides
    pub decides_alone: u64,
}

/// Findings of one code.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingFigures {
    /// `S023`
    pub code: &'static str,
    /// How grave
    pub severity: FindingSeverity,
    /// How many
    pub count: u64,
    /// What they say
    pub title: Text,
}

impl Tallied {
    /// How many units have that class.
    pub fn of(&self, class: Grade) -> u64 {
        self.classes.get(class as usize).copied().unwrap_or(0)
    }

    /// These units by class.
    pub fn of_units(answers: &Answers, units: &[usize]) -> Tallied {
        let assessment = answers.assessment;
        let mut tallied = Tallied::default();
        for &unit in units {
            if let Some(&class) = assessment.class.get(unit) {
                tallied.add(class, assessment.is_settled(unit));
            }
        }
        tallied
    }

    fn add(&mut self, class: Grade, settled: bool) {
        self.units += 1;
        self.settled += u64::from(settled);
        if let Some(count) = self.classes.get_mut(class as usize) {
            *count += 1;
        }
    }
}

impl Figures {
    /// Counts them.
    pub fn of(answers: &Answers, table: &UnitTable) -> Figures {
        let every: Vec<usize> = (0..answers.survey.units.count).collect();
        Figures {
            findings: findings(answers),
            coverage: answers.survey.coverage.as_ref().map(|coverage| CoverageFigures::of(answers, coverage)),
            decisions: DecisionFigures::of(answers),
            preliminary: Preliminary::of(answers, &counted(answers, &every)),
            ..Figures::among(answers, table, &every)
        }
    }

    /// Counts these units alone, for a page of theirs; findings, coverage, decisions and what surveyors thought, which
    /// are shown of the whole survey alone, are left out.
    pub fn among(answers: &Answers, table: &UnitTable, units: &[usize]) -> Figures {
        let dictionary = &answers.rules.dictionary;
        let counted = counted(answers, units);
        let all = Tallied::of_units(answers, &counted);
        let every = Tallied::of_units(answers, units);
        let with_lift = Tallied {
            units: every.units - all.units,
            // The index runs over an array of the same length; every unit counted apart is among all of them.
            classes: std::array::from_fn(|at| every.classes[at] - all.classes[at]),
            settled: every.settled - all.settled,
        };
        let groups = dictionary.group_fields().filter_map(|ix| Some((ix, dictionary.fields.get(ix)?)));
        let groups = groups.map(|(ix, field)| {
            let members = super::groups::by(answers, Some(ix), &counted);
            let values = members.into_iter().map(|group| (group.value, Tallied::of_units(answers, &group.units)));
            let values = values.collect();
            Group { field: field.id.clone(), label: field.label.clone(), key: field.key, values }
        });
        Figures {
            all,
            with_lift,
            groups: groups.collect(),
            criteria: criteria(answers, table, &counted),
            escalations: escalations(answers, &counted),
            missing: lacking::lacking(answers, table, &counted),
            remedies: Totals::of(answers.rules, helped(answers, table, &counted), &|remedy| {
                answers.rules.remedies.get(remedy).is_some_and(|remedy| tells_cost(answers.rules, remedy))
            }),
            trust: Trust::of(answers, &counted),
            preliminary: None,
            findings: Vec::new(),
            coverage: None,
            decisions: None,
            since: None,
        }
    }
}

/// Each unit's class, and what would help it.
fn helped<'a>(
    answers: &'a Answers,
    table: &'a UnitTable,
    units: &'a [usize],
) -> impl Iterator<Item = (Grade, Option<&'a Help>)> {
    units.iter().filter_map(|&unit| Some((*answers.assessment.class.get(unit)?, table.help(unit))))
}

/// Those of the units that have no lift already.
fn counted(answers: &Answers, units: &[usize]) -> Vec<usize> {
    units.iter().copied().filter(|&unit| !has_lift(answers, unit)).collect()
}

/// Whether a unit surely has a lift already, so that it is counted apart.
pub fn has_lift(answers: &Answers, unit: usize) -> bool {
    lift_of(answers, unit) == Some(true)
}

/// A group's value as people know it: a choice's first spelling rather than its id.
pub fn shown(dictionary: &Dictionary, lang: Lang, field: &str, cell: TableCell) -> String {
    match cell {
        TableCell::Blank => String::new(),
        TableCell::Text(text) => {
            let field = dictionary.field(field).and_then(|ix| dictionary.fields.get(ix));
            let choices = field.and_then(|field| field.kind.choices()).unwrap_or_default();
            choices
                .iter()
                .find(|choice| choice.id == text)
                .map_or(text.to_string(), |choice| choice.shown().to_string())
        }
        TableCell::Number(bounds) => bounds.to_string(),
        TableCell::Flag(flag) => lang.pick(if flag { "是" } else { "否" }, if flag { "yes" } else { "no" }).into(),
    }
}

/// Whether a unit has a lift already, if that is known.
pub fn lift_of(answers: &Answers, unit: usize) -> Option<bool> {
    lifts::lift_of(&answers.rules.dictionary, &answers.survey.units, unit)
}

fn criteria(answers: &Answers, table: &UnitTable, counted: &[usize]) -> Vec<CriterionFigures> {
    let Answers { rules, assessment, .. } = *answers;
    let mut decides: HashMap<&str, (u64, u64)> = HashMap::new();
    for &unit in counted {
        let deciding = table.deciding(unit);
        for id in deciding {
            let (with_others, alone) = decides.entry(id).or_default();
            *with_others += 1;
            *alone += u64::from(deciding.len() == 1);
        }
    }
    let each = assessment.criteria.iter().zip(assessment.settled.iter().zip(&assessment.possible));
    let each = each.filter_map(|(&ix, (settled, possible))| Some((rules.criteria.get(ix)?, settled, possible)));
    each.map(|(criterion, settled, possible)| {
        let grade = |unit: usize| settled.get(unit).copied().flatten();
        let count = |holds: &dyn Fn(usize) -> bool| counted.iter().filter(|&&unit| holds(unit)).count() as u64;
        let (decides, decides_alone) = decides.get(criterion.id.as_str()).copied().unwrap_or_default();
        CriterionFigures {
            id: criterion.id.clone(),
            title: criterion.title.clone(),
            grades: Grade::ALL.map(|wanted| count(&|unit| grade(unit) == Some(wanted))),
            not_applicable: count(&|unit| grade(unit).is_none()),
            open: count(&|unit| possible.get(unit).is_some_and(|possible| possible.is_open())),
            decides,
            decides_alone,
        }
    })
    .collect()
}

fn escalations(answers: &Answers, counted: &[usize]) -> Vec<(String, u64)> {
    let Answers { rules, assessment, .. } = *answers;
    let each = rules.escalations.iter().zip(&assessment.escalated);
    each.map(|(escalation, holds)| {
        (escalation.id.clone(), counted.iter().filter(|&&unit| holds.get(unit) == Some(&true)).count() as u64)
    })
    .collect()
}

fn findings(answers: &Answers) -> Vec<FindingFigures> {
    let mut by_code: BTreeMap<&str, FindingFigures> = BTreeMap::new();
    for finding in answers.findings() {
        let figures = by_code.entry(finding.code).or_insert_with(|| FindingFigures {
            code: finding.code,
            severity: finding.severity,
            count: 0,
            title: title(finding),
        });
        figures.count += 1;
        figures.severity = figures.severity.max(finding.severity);
    }
    by_code.into_values().collect()
}

/// What findings of that code are called; what this one says, where the code has no title.
fn title(finding: &Finding) -> Text {
    match CODES.iter().find(|entry| entry.0 == finding.code) {
        Some((_, _, zh, en)) => Text { zh: (*zh).into(), en: (*en).into() },
        None => finding.message.clone(),
    }
}
