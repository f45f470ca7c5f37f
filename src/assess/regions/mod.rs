//! What rules come to for every unit there could be: the finite regions that their thresholds, choices and flags cut out
//! of all units, found one by one without a survey.
//!
//! `walk` goes from region to region; `conditions`, `figures` and `lookup` say what an expression is in one; `numbers`,
//! `form` and `rows` are the arithmetic behind (linear forms, and whether they can hold together); `example` makes a unit
//! of a region, `said` shows it. What always holds: within the reach that is stated (so many items of a list; numbers
//! without a plausible range up to 100 million) no unit lies outside of all regions; what is too large is refused, never
//! sampled. A region may turn out empty where two unknown numbers are multiplied: what is shown to people has been
//! confirmed by an evaluator.
//! Deliberately absent: numbers known within bounds only, foreign texts, what to make of it all (`never`, `study::same`).

mod conditions;
mod example;
mod figures;
mod form;
mod lookup;
mod numbers;
mod rows;
mod said;
#[cfg(test)]
mod tests;
mod walk;

pub(crate) use conditions::{Asked, Met};
pub(crate) use example::Example;
pub(crate) use form::{Number, Slot};
pub(crate) use walk::{Effort, Few, Point, Reach, TooLarge, Walk, regions};
