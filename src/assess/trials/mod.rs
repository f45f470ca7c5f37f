//! The evaluator held against examples, and at random against the plain one.

mod constructs;
pub(super) mod fixture;
mod graded;
pub(super) mod long;
pub(crate) mod made_up;
pub(crate) mod made_up_expressions;
pub(crate) mod made_up_units;
mod properties;
