//! The evaluator held against examples, and at random against the plain one.

pub(super) mod fixture;
mod graded;
pub(crate) mod made_up;
pub(crate) mod made_up_expressions;
pub(crate) mod made_up_units;
mod properties;
