//! Whether two rule sets decide alike, found without a survey: for every exactly known unit, or a unit on which they differ.
//!
//! Criterion by criterion first (`grades`): each that a difference reaches is asked under both rule sets in every region of
//! units that the two tell apart. Where all are the same, so are the classes; where not, units are sought whose class
//! differs (`classes`): another criterion may hide what one has changed. What always holds: a unit that is named has been
//! assessed under both; "the same" is said only of what was walked through whole, with the bound on list items that goes
//! with it. Differences that only unknown data can show are sought where the exact units show none, and stand apart.
//! Deliberately absent: units with numbers known within bounds, foreign texts, words for people (`report::study`).

mod classes;
mod grades;
#[cfg(test)]
mod tests;

use crate::assess::never::Lists;
use crate::assess::regions::{Effort, Example, Point, Reach, TooLarge, Walk, regions};
use crate::assess::{Possible, assess};
use crate::lang::Text;
use crate::rules::difference::Side;
use crate::rules::language::Uses;
use crate::rules::ruleset::{Criterion, Grade, RuleSet};
use crate::rules::{Dictionary, Difference};
use crate::study::compare::{Cause, compare};
use crate::survey::Units;

/// How many questions may be answered for one answer.
const QUESTIONS: usize = 1_000_000;
/// Assessing a unit under both counts as so many.
const WITNESS: usize = 500;
/// With how many items of a list a question is put at most, and where more can always make a difference.
const ITEMS: usize = 12;
const SUMMED: usize = 3;

/// Two rule sets held against each other.
#[derive(Debug)]
pub struct Sameness<'r> {
    /// What differs as it is written
    pub difference: Difference<'r>,
    /// The criteria that a difference reaches, in the order of both
    pub criteria: Vec<OfCriterion>,
    /// Whether exactly known units are of the same class
    pub classes: Answer,
    /// Whether units with blanks are; asked only where the exact ones are, and criteria are not the same ones in both
    pub blanks: Option<Answer>,
}

/// One criterion under both.
#[derive(Debug)]
pub struct OfCriterion {
    /// Its place among [`Difference::criterion`]
    pub at: usize,
    /// Whether exactly known units have the same grade
    pub exact: Answer,
    /// Whether units with blanks do; asked only where the exact ones do
    pub blanks: Option<Answer>,
}

/// What came of looking for a difference.
#[derive(Debug)]
pub enum Answer {
    /// There is none
    Same {
        /// In lists of at most so many items; of any number, if `None`
        items: Option<usize>,
    },
    /// A unit shows one
    Differs(Box<Witness>),
    /// Too many regions, or one of which it could not be told whether it has a unit
    NotDecided,
}

impl Answer {
    /// Whether there is no difference.
    pub fn is_same(&self) -> bool {
        matches!(self, Answer::Same { .. })
    }
}

/// A unit on which two rule sets differ, as both assess it.
#[derive(Debug)]
pub struct Witness {
    /// The unit
    pub units: Units,
    /// What matters of it, in words; all else is the plainest plausible
    pub said: Text,
    /// Everything that any criterion asks for, as a test of a rules file gives it
    pub given: String,
    /// Its class under each
    pub classes: [Grade; 2],
    /// The settled grade of the criterion under each; `None` where it does not count, or where classes are compared
    pub grades: [Option<Grade>; 2],
    /// The smallest sets of differences that alone suffice to change the class, where it changes
    pub cause: Option<Cause>,
}

/// Holds one rule set against another; where their dictionaries differ, how.
pub fn same<'r>(a: &'r RuleSet, b: &'r RuleSet) -> Result<Sameness<'r>, Vec<Text>> {
    let difference = Difference::of(a, b)?;
    let pair = Pair { a, b, difference: &difference };
    let criteria = grades::grades(&pair);
    let classes = classes::classes(&pair, &criteria);
    let apart = || criteria.iter().any(|criterion| !criterion.exact.is_same());
    let blanks = (classes.is_same() && apart()).then(|| classes::with_blanks(&pair, &criteria));
    Ok(Sameness { criteria, classes, blanks, difference })
}

/// The two rule sets, and what differs.
struct Pair<'p, 'r> {
    a: &'r RuleSet,
    b: &'r RuleSet,
    difference: &'p Difference<'r>,
}

impl<'r> Pair<'_, 'r> {
    fn dictionary(&self) -> &'r Dictionary {
        &self.a.dictionary
    }

    fn rules(&self, side: Side) -> &'r RuleSet {
        if side == Side::From { self.a } else { self.b }
    }

    /// A criterion of both as one of them has it, where it is enabled there.
    fn criterion(&self, side: Side, at: usize) -> Option<&'r Criterion> {
        let place = self.difference.places(side).iter().position(|&joint| joint == at)?;
        self.rules(side).criteria.get(place).filter(|criterion| criterion.enabled)
    }

    /// The criteria that some difference reaches.
    fn reached(&self) -> Vec<usize> {
        let reaches = |at: &usize| self.difference.atoms.iter().any(|atom| atom.reach.criteria.contains(at));
        (0..self.difference.criteria()).filter(reaches).collect()
    }

    /// Looks for a region where `differs` says so, with as many items of each list as can make a difference, but `most`.
    fn seek(
        &self,
        lists: &Lists,
        most: usize,
        blanks: bool,
        at: Option<usize>,
        differs: &dyn Fn(&mut Walk) -> Result<bool, TooLarge>,
    ) -> Answer {
        let most = lists.enough().unwrap_or(SUMMED).min(most);
        let (mut certain, effort) = (true, Effort::new(QUESTIONS));
        for items in lists.functions.min(1)..=most {
            let mut met = None;
            let walked = regions(self.dictionary(), Reach { items, blanks }, &effort, &Point::default(), &mut |walk| {
                if differs(walk)? {
                    effort.spend(WITNESS)?;
                    met = walk.points().find_map(|point| self.witness(walk.example(&point), at));
                    certain &= met.is_some();
                }
                Ok(met.is_none())
            });
            match met {
                Some(witness) => return Answer::Differs(Box::new(witness)),
                None if walked.is_err() => return Answer::NotDecided,
                None => {}
            }
        }
        match certain {
            true => Answer::Same { items: lists.enough().is_none_or(|enough| enough > most).then_some(most) },
            false => Answer::NotDecided,
        }
    }

    /// Assesses an example under both: to show that the grade of a criterion differs, or, without one, that the class
    /// does. `None` where it shows no such thing.
    fn witness(&self, mut example: Example, at: Option<usize>) -> Option<Witness> {
        let units = example.units(self.dictionary());
        let assessed = [Side::From, Side::To].map(|side| (side, assess(self.rules(side), &units)));
        let [Some(from), Some(to)] = assessed.each_ref().map(|(_, all)| all.class.first().copied()) else {
            return None;
        };
        let grades_of = |at: usize| {
            assessed.each_ref().map(|(side, all)| {
                let place = self.difference.places(*side).iter().position(|&joint| joint == at);
                let own = all.criteria.iter().position(|&own| Some(own) == place)?;
                Some((all.settled.get(own)?.first().copied().flatten(), all.possible.get(own)?.first().copied()?))
            })
        };
        let differs = |at: usize| {
            let [a, b] = grades_of(at).map(|grade| grade.unwrap_or((None, Possible::NOT_APPLICABLE)));
            a != b
        };
        if !at.map_or(from != to, differs) {
            return None;
        }
        let given = self.given(&mut example);
        // Of the whole unit only what the criteria ask that make the difference; all of it where the verdict makes it.
        let mut used = Uses::default();
        let different: Vec<usize> = (0..self.difference.criteria()).filter(|&at| differs(at)).collect();
        for (side, &at) in
            [Side::From, Side::To].into_iter().flat_map(|side| different.iter().map(move |at| (side, at)))
        {
            self.criterion(side, at).into_iter().for_each(|own| used.add_criterion(own, &self.rules(side).derived));
        }
        if !different.is_empty() {
            example.only(&used);
        }
        let cause = (from != to).then(|| self.cause(&units)).flatten();
        let grades = at.map_or([None, None], |at| grades_of(at).map(|grade| grade?.0));
        let said = example.said(self.dictionary());
        Some(Witness { units, said, given, classes: [from, to], grades, cause })
    }

    /// A unit that a criterion has shown, as one on which classes differ, if they do.
    fn of_classes(&self, units: &Units) -> Option<Witness> {
        self.witness(Example::of(self.dictionary(), units), None)
    }

    /// The unit as a test of both: with all that any enabled criterion asks for.
    fn given(&self, example: &mut Example) -> String {
        let mut used = Uses::default();
        for rules in [self.a, self.b] {
            rules.enabled().for_each(|criterion| used.add_criterion(criterion, &rules.derived));
        }
        let asked = (example.asked.clone(), example.lists_asked.clone());
        example.all_of(&used);
        let given = example.given(self.dictionary());
        (example.asked, example.lists_asked) = asked;
        given
    }

    fn cause(&self, units: &Units) -> Option<Cause> {
        let comparison = compare(&[self.a, self.b], units, &[(0, 1)]).ok()?;
        comparison.pairs.first()?.causes.first().cloned()
    }
}
