//! Questions across assessments: what changes under other rules, what if one number were different, what to measure next.
//!
//! One folder a question. What always holds: every answer is exact, or says where it is not; units that have a lift
//! already are left out of all counts, but for `coverage`, which looks at rules and not at units. Deliberately absent: formats, screens, files.

pub mod compare;
pub mod coverage;
pub mod diff;
pub mod gaps;
pub mod grid;
#[cfg(test)]
mod made_up;
pub mod remedies;
pub mod same;
pub mod sweep;
