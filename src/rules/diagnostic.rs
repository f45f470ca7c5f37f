//! What is wrong with a rules file: a code, a severity, a message, a place and what to do about it.

use crate::lang::Text;
use std::ops::Range;

/// Whether it stops the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Shown; stops only under `--deny-warnings`.
    Warning,
    /// Stops.
    Error,
}

/// Place of a file among [`super::ruleset::RulesFile`]s.
pub type FileIx = usize;

/// Bytes `span` of file `file`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Which file
    pub file: FileIx,
    /// Which bytes of its text
    pub span: Range<usize>,
}

/// One mistake or doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// `R012`
    pub code: &'static str,
    /// Whether it stops
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, input in backticks
    pub message: Text,
    /// What to do, where that can be said
    pub help: Option<Text>,
    /// Where it shows; `None` only where there is no file at all
    pub place: Option<Place>,
    /// Other places that belong to it, with a word on each
    pub related: Vec<(Place, Text)>,
}
