//! Where a comparison turns as one number moves.
//!
//! Of each row: where the whole window gives one answer, that is all. Otherwise, between the turns of what steps, each end
//! must move one way only, so each answer turns once at most; the place is guessed by proportion, which is right where
//! the number enters linearly, and else found by halving on the grid of six decimals. What always holds: at every number
//! of the grid the course says what the evaluator says. `None` where an end moves both ways, or past the limit.

use super::Span;
use super::course::Course;
use super::form::{Form, Trend, passes_the_limit};
use crate::quantity::{Bounds, Comparison};

/// Which order is asked for; the others are these turned round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// `a >= b`
    AtLeast,
    /// `a > b`
    MoreThan,
}

/// A comparison whose sides may move.
pub(super) struct Leaf<'b> {
    pub order: Order,
    pub a: Form<'b>,
    pub b: Form<'b>,
}

/// Which answer is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
}

impl Leaf<'_> {
    fn compare(&self, a: Bounds, b: Bounds) -> Option<bool> {
        let how = if self.order == Order::AtLeast { Comparison::Ge } else { Comparison::Gt };
        a.compare(how, b)
    }

    fn sides(&self, row: usize, span: Span) -> (Bounds, Bounds) {
        (self.a.value(row, span), self.b.value(row, span))
    }

    /// The answer at one number of the grid.
    fn at(&self, row: usize, number: i64) -> Option<bool> {
        let (a, b) = self.sides(row, Span::exactly(number));
        self.compare(a, b)
    }

    /// The course of a row through the window.
    pub fn course(&self, row: usize, window: Span) -> Option<Course<Option<bool>>> {
        let (a, b) = self.sides(row, window);
        if let Some(answer) = self.compare(a, b) {
            return Some(Course::of(Some(answer)));
        }
        let mut breaks = Vec::new();
        self.a.breaks(row, &mut breaks);
        self.b.breaks(row, &mut breaks);
        breaks.retain(|place| window.from < *place && *place <= window.to);
        breaks.sort_unstable();
        breaks.dedup();
        let mut course: Option<Course<Option<bool>>> = None;
        let ends = breaks.iter().map(|place| place - 1).chain([window.to]);
        for (from, to) in std::iter::once(window.from).chain(breaks.iter().copied()).zip(ends) {
            let span = Span { from, to };
            // Between a number of the grid and the next there is none; whatever stands there is never asked for.
            let Some(part) = self.between(row, span)? else { continue };
            match &mut course {
                Some(course) => {
                    course.turn(from, part.first);
                    part.turns.into_iter().for_each(|(place, value)| course.turn(place, value));
                }
                None => course = Some(part),
            }
        }
        Some(course.unwrap_or(Course::of(None)))
    }

    /// The course within a span in which nothing steps; `Some(None)` where no number of the grid lies in it.
    #[allow(clippy::option_option)] // not solved, and nothing to solve
    fn between(&self, row: usize, span: Span) -> Option<Option<Course<Option<bool>>>> {
        let Some((first, last)) = span.numbers() else { return Some(None) };
        let answers = [self.at(row, first), self.at(row, last)];
        let (a, b) = (self.a.trends(row, span), self.b.trends(row, span));
        let (of_yes, of_no) = (a.low.less(b.high), a.high.less(b.low));
        if of_yes == Trend::Wild || of_no == Trend::Wild {
            // Where the whole span gives one answer it does not matter how it comes about.
            let (a, b) = self.sides(row, span);
            return self.compare(a, b).map(|answer| Some(Course::of(Some(answer))));
        }
        let passes = |number: i64| {
            let at = Span::exactly(number);
            passes_the_limit(&self.a, row, at) || passes_the_limit(&self.b, row, at)
        };
        if passes(first) || passes(last) {
            return None;
        }
        let yes = self.turning(row, Answer::Yes, answers, [first, last]);
        let no = self.turning(row, Answer::No, answers, [first, last]);
        let answer = |yes: bool, no: bool| if yes { Some(true) } else { no.then_some(false) };
        Some(Some(yes.zip(&no, answer)))
    }

    /// Where one of the answers begins or ends to hold, which it does once at most.
    fn turning(
        &self,
        row: usize,
        answer: Answer,
        [at_first, at_last]: [Option<bool>; 2],
        [first, last]: [i64; 2],
    ) -> Course<bool> {
        let wanted = Some(answer == Answer::Yes);
        let (begins, ends) = (at_first == wanted, at_last == wanted);
        let mut course = Course::of(begins);
        if begins == ends {
            return course;
        }
        // The last number known to be as at the beginning, and the first known not to be.
        let (mut before, mut after) = (first, last);
        let mut look = |number: i64| {
            if before < number && number < after {
                if (self.at(row, number) == wanted) == begins { before = number } else { after = number }
            }
            (before, after)
        };
        if let Some(guess) = self.by_proportion(row, answer, first, last) {
            [guess, guess - 1, guess + 1].into_iter().for_each(|number| _ = look(number));
        }
        loop {
            let (before, after) = look(first);
            if after - before <= 1 {
                // Equality belongs to `>=` and to what is not `>`; so where it turns to that, it turns at the number, and
                // where it turns from that, just above it.
                let with_equality = (self.order == Order::AtLeast) == (answer == Answer::Yes);
                course.turn(if ends == with_equality { 2 * after } else { 2 * before + 1 }, ends);
                return course;
            }
            look(before + (after - before) / 2);
        }
    }

    /// Where the two ends that an answer compares would meet if they moved evenly.
    fn by_proportion(&self, row: usize, answer: Answer, first: i64, last: i64) -> Option<i64> {
        let apart = |number: i64| -> Option<i128> {
            let (a, b) = self.sides(row, Span::exactly(number));
            let (high, low) = if answer == Answer::Yes { (a.low()?, b.high()?) } else { (a.high()?, b.low()?) };
            Some(i128::from(high.micros()) - i128::from(low.micros()))
        };
        let (at_first, at_last) = (apart(first)?, apart(last)?);
        let way = i128::from(last - first).checked_mul(-at_first)?.checked_div(at_last - at_first)?;
        i64::try_from(i128::from(first) + way).ok()
    }
}
