//! The evaluator held against examples, and at random against the plain one.

pub(super) mod fixture;
mod graded;
mod made_up;
mod made_up_units;
mod properties;
