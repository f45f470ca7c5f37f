//! Answers of `study` as [papers](super::paper) and as JSON: one file a question.
//!
//! What always holds: no private field is told, as on every page; the JSON has the shape that the manual fixes.

pub mod between;
pub mod between_json;
pub mod cells;
pub mod comparison;
mod comparison_causes;
pub mod comparison_json;
pub mod coverage;
pub mod coverage_json;
pub mod coverage_stubs;
pub mod curve;
pub mod curve_json;
pub mod measuring;
pub mod measuring_form;
pub mod measuring_json;
mod named;
pub mod not_used;
pub mod sameness;
pub mod sameness_json;
pub mod since;
mod to_mend;
pub mod told_cause;
mod told_data;
