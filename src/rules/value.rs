//! What one field of one unit can hold. Shared by surveys, embedded tests and the evaluators.

use crate::quantity::Bounds;
use std::sync::Arc;

/// The value of a field. What is not exactly known says how far it is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing is known: blank, unreadable, implausible, contradicted.
    Unknown,
    /// A number (also a year, or a date in days since 1970-01-01), exactly or within bounds, in base units.
    Number(Bounds),
    /// One choice, by its place in the field's [`super::Choice`]s.
    Choice(u16),
    /// A text that is none of the field's choices: unknown in comparisons; in a lookup it matches only `*`.
    Foreign,
    /// Several choices (a field marked `several`), as bit sets over the field's choices.
    Several {
        /// Those that surely are among them.
        must: u64,
        /// Those that may be among them; holds all of `must`.
        may: u64,
    },
    /// Yes or no.
    Flag(bool),
    /// Text as written, cleaned.
    Text(Arc<str>),
}

impl Value {
    /// Whether exactly one value is possible.
    pub fn is_exact(&self) -> bool {
        match self {
            Value::Unknown | Value::Foreign => false,
            Value::Number(bounds) => bounds.is_exact(),
            Value::Several { must, may } => must == may,
            Value::Choice(_) | Value::Flag(_) | Value::Text(_) => true,
        }
    }
}
