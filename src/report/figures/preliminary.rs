//! What the surveyors thought themselves (初步结论), beside what came out.
//!
//! The field is `preliminary_class`, a choice whose ids are those of the classes; other choices of it say nothing here.
//! What always holds: it changes no class; units with a lift already are left out, as everywhere; a private field is
//! not told of. Without the field, or where nobody filled it in, nothing is counted.

use super::super::Answers;
use crate::rules::Value;
use crate::rules::ruleset::Grade;
use std::cmp::Reverse;

/// The field.
pub const PRELIMINARY: &str = "preliminary_class";

/// Units that are listed by name where the two differ; the rest is counted, and all stand in the ledger.
pub const LISTED: usize = 500;

/// Both, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preliminary {
    /// The field's label
    pub label: String,
    /// Units by what the surveyor thought and, for each, by computed class, from best to worst
    pub classes: [[u64; 3]; 3],
    /// The units of which the two differ, with what the surveyor thought: first those that came out better, and of
    /// both kinds first those that lie further apart
    pub differ: Vec<(usize, Grade)>,
}

impl Preliminary {
    /// Counts it; `None` where nobody said anything.
    pub fn of(answers: &Answers, counted: &[usize]) -> Option<Preliminary> {
        let dictionary = &answers.rules.dictionary;
        let ix = dictionary.field(PRELIMINARY)?;
        let field = dictionary.fields.get(ix).filter(|field| !field.private)?;
        let choices = field.kind.choices()?;
        let column = answers.survey.units.fields.get(ix)?;
        let mut all = Preliminary { label: field.label.clone(), ..Preliminary::default() };
        for &unit in counted {
            let Value::Choice(choice) = column.values.get(unit) else { continue };
            let theirs = choices.get(usize::from(choice)).and_then(|choice| Grade::named(&choice.id));
            let (Some(theirs), Some(&class)) = (theirs, answers.assessment.class.get(unit)) else { continue };
            if let Some(count) = all.classes.get_mut(theirs as usize).and_then(|row| row.get_mut(class as usize)) {
                *count += 1;
            }
            if theirs != class {
                all.differ.push((unit, theirs));
            }
        }
        // A sort that keeps the order of the input among equals.
        all.differ.sort_by_key(|&(unit, theirs)| {
            let class = answers.assessment.class.get(unit).copied().unwrap_or(theirs);
            (class > theirs, Reverse((theirs as u8).abs_diff(class as u8)))
        });
        (all.compared() > 0).then_some(all)
    }

    /// Units of which both are known.
    pub fn compared(&self) -> u64 {
        self.classes.iter().flatten().sum()
    }

    /// How many units were thought to be of one class and came out as another.
    pub fn count(&self, theirs: Grade, computed: Grade) -> u64 {
        self.classes.get(theirs as usize).and_then(|row| row.get(computed as usize)).copied().unwrap_or(0)
    }
}
