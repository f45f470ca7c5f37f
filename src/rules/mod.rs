//! Rules files → one merged, typed, checked [`RuleSet`]: dictionary, parameters, tables, criteria, escalation.
//!
//! In phases, each in its own file: [`source`] finds and opens files (nothing else opens rules files), `document`
//! reads TOML and knows its keys ([`keys`]), `merge` lays a variant over its base, `dictionary` and `check` build
//! the typed result through [`language`]. All mistakes of a file come out together, as [`Diagnostic`]s.
//!
//! What always holds: a `RuleSet` that exists has been checked: every name resolved, every type and dimension
//! right, no circle. Deliberately absent: surveys, and how anything is evaluated (that is `assess`).

pub mod diagnostic;
pub mod dictionary;
pub mod language;
pub mod ruleset;
pub mod value;

pub use diagnostic::{Diagnostic, Severity};
pub use dictionary::{Choice, Dictionary, Field, FieldIx, Kind, ListDef, ListIx};
pub use ruleset::RuleSet;
pub use value::Value;
