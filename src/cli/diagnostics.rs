//! Diagnostics of rules files as data: JSON for programs, a line each for editors.
//!
//! What always holds: lines and columns count from 1, columns in characters. The keys of the JSON and the form of a
//! line are fixed in the manual; only messages are in the language asked for.

use crate::lang::{Lang, one_line};
use crate::rules::diagnostic::Place;
use crate::rules::{Diagnostic, RulesFile};
use serde::Serialize;

/// One diagnostic for programs.
#[derive(Debug, Serialize)]
pub struct Told<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    #[serde(flatten)]
    span: Span<'a>,
    related: Vec<Related<'a>>,
}

/// Another place that belongs to it.
#[derive(Debug, Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    span: Span<'a>,
}

/// Where it stands.
#[derive(Debug, Default, Serialize)]
pub struct Span<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

impl<'a> Span<'a> {
    /// Of a place in one of these files.
    pub fn of(place: Option<&Place>, files: &'a [RulesFile]) -> Span<'a> {
        let Some((place, file)) = place.and_then(|place| Some((place, files.get(place.file)?))) else {
            return Span::default();
        };
        let (from, to) = (file.line_column(place.span.start), file.line_column(place.span.end));
        let [line, column, end_line, end_column] = [from.0, from.1, to.0, to.1].map(Some);
        Span { file: Some(&file.name), line, column, end_line, end_column }
    }

    /// `street.toml:12:13`; what stands in no file is in the first line of the one `given`.
    pub fn shown(&self, given: &str) -> String {
        let (file, line, column) = (self.file.unwrap_or(given), self.line.unwrap_or(1), self.column.unwrap_or(1));
        format!("{file}:{line}:{column}")
    }
}

/// The diagnostic for programs.
pub fn told<'a>(diagnostic: &'a Diagnostic, files: &'a [RulesFile], lang: Lang) -> Told<'a> {
    let related = diagnostic.related.iter();
    Told {
        code: diagnostic.code,
        severity: diagnostic.severity.id(),
        message: diagnostic.message.get(lang),
        help: diagnostic.help.as_ref().map(|help| help.get(lang)),
        span: Span::of(diagnostic.place.as_ref(), files),
        related: related
            .map(|(place, word)| Related { message: word.get(lang), span: Span::of(Some(place), files) })
            .collect(),
    }
}

/// The diagnostic in a line: `street.toml:12:13: error[R012]: message`.
pub fn line(diagnostic: &Diagnostic, files: &[RulesFile], given: &str, lang: Lang) -> String {
    let at = Span::of(diagnostic.place.as_ref(), files).shown(given);
    let (severity, code, message) = (diagnostic.severity.id(), diagnostic.code, one_line(diagnostic.message.get(lang)));
    format!("{at}: {severity}[{code}]: {message}\n")
}
