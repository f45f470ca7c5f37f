//! Rules files → one merged, typed, checked [`RuleSet`]: dictionary, parameters, tables, criteria, escalation.
//!
//! In phases, each in its own file: [`source`] finds and opens files (nothing else opens rules files), `document`
//! reads TOML and knows its keys ([`keys`]), `merge` lays a variant over its base, `dictionary` and `check` build
//! the typed result through [`language`]. All mistakes of a file come out together, as [`Diagnostic`]s.
//!
//! What always holds: a `RuleSet` that exists has been checked: every name resolved, every type and dimension
//! right, no circle. Deliberately absent: surveys, and how anything is evaluated (that is `assess`).

mod build;
mod criteria;
mod derive;
pub mod diagnostic;
pub mod dictionary;
mod dictionary_reader;
pub mod difference;
pub(crate) mod document;
mod examples;
pub(crate) mod fuzz;
mod ids;
pub mod keys;
pub mod language;
mod lints;
mod load;
mod merge;
pub(crate) mod nearest;
mod norm;
pub mod pages;
mod params;
mod quoted;
pub mod ruleset;
pub mod schema;
mod settings;
pub(crate) mod shape;
mod show;
pub mod source;
pub mod sweeping;
mod syntax;
#[cfg(test)]
mod tests;
pub mod value;
pub(crate) mod values;

pub use diagnostic::{Diagnostic, Severity};
pub use dictionary::{Choice, Dictionary, Field, FieldIx, Kind, ListDef, ListIx};
pub use difference::Difference;
pub use load::{Loaded, load, load_base, load_base_text, load_text};
pub use ruleset::{RuleSet, RulesFile};
pub(crate) use settings::as_toml;
pub use show::show_diagnostic;
pub use source::SHIPPED;
pub use value::Value;
