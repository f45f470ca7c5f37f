//! Whether two numbers that move meet in one comparison: then the steps of one hang on the other, and cells are no
//! rectangles.

use super::{Unsolved, Variable, moving};
use crate::assess::steps::conditions::Text;
use crate::rules::language::typed::{At, Cond, CondNode, Expr, Num, Part};
use crate::rules::ruleset::RuleSet;

/// The first comparison of an enabled criterion that has both.
pub fn meeting(rules: &RuleSet, variables: [Variable; 2]) -> Option<Unsolved> {
    let depends = variables.map(|variable| moving(rules, variable));
    let search = Search { rules, variables, depends };
    rules.enabled().find_map(|criterion| {
        let conditions = criterion.conditions();
        conditions
            .into_iter()
            .find_map(|rule| search.of_cond(&rule.cond, Text { written: &rule.written, place: &rule.place }))
    })
}

struct Search<'r> {
    rules: &'r RuleSet,
    variables: [Variable; 2],
    /// For each, which derived fields depend on it
    depends: [Vec<bool>; 2],
}

impl Search<'_> {
    /// The first comparison in a condition that has both.
    fn of_cond(&self, cond: &Cond, text: Text) -> Option<Unsolved> {
        match &cond.node {
            CondNode::Compare(..) | CondNode::Within(..) | CondNode::AmongNumbers(..) => {
                let mut has = [false; 2];
                cond.parts(&mut |part| self.look(part, &mut has));
                (has == [true; 2]).then(|| text.unsolved(&cond.span))
            }
            CondNode::Derived(ix) => {
                let derived = self.rules.derived.get(*ix)?;
                let Expr::Cond(inner) = &derived.value else { return None };
                self.of_cond(inner, Text { written: &derived.written, place: &derived.place })
            }
            _ => {
                let mut found = None;
                cond.parts(&mut |part| {
                    if let Part::Cond(inner) = part {
                        found = found.take().or_else(|| self.of_cond(inner, text));
                    }
                });
                found
            }
        }
    }

    fn look(&self, part: Part, has: &mut [bool; 2]) {
        match part {
            Part::Cond(cond) => cond.parts(&mut |part| self.look(part, has)),
            Part::Num(num) => self.of_num(num, has),
            Part::Param(param) => self.note(Variable::Param(param), has),
            Part::Field(At::Unit(field)) => self.note(Variable::Field(field), has),
            Part::Derived(ix) => {
                for (has, depends) in has.iter_mut().zip(&self.depends) {
                    *has |= depends.get(ix) == Some(&true);
                }
            }
            Part::Field(At::Item(..)) | Part::List(_) | Part::Table(_) => {}
        }
    }

    fn note(&self, found: Variable, has: &mut [bool; 2]) {
        for (has, of) in has.iter_mut().zip(self.variables) {
            *has |= of == found;
        }
    }

    fn of_num(&self, num: &Num, has: &mut [bool; 2]) {
        num.parts(&mut |part| self.look(part, has));
    }
}
