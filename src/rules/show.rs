//! A diagnostic as people read it on the terminal: what is wrong, the lines with the characters underlined, what
//! to do. Columns are counted in characters and drawn in terminal cells, so that Chinese lines up.

use super::diagnostic::{Diagnostic, Place, Severity};
use super::nearest::within_text;
use super::ruleset::RulesFile;
use crate::lang::{Lang, folded};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};
use std::ops::Range;

/// Columns of a message and of help: 80 without what stands before it.
const TEXT_WIDTH: usize = 64;

/// Shows a diagnostic whole, with colours if asked; no line end after the last line.
pub fn show_diagnostic(d: &Diagnostic, files: &[RulesFile], lang: Lang, colour: bool) -> String {
    let (name, plain) = (
        d.severity.label(),
        match d.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        },
    );
    let level = plain.with_name(name.get(lang));
    let mut group = Group::with_title(level.primary_title(folded(d.message.get(lang), TEXT_WIDTH)).id(d.code));
    for (place, word) in
        std::iter::once((d.place.as_ref(), None)).chain(d.related.iter().map(|(p, w)| (Some(p), Some(w))))
    {
        let Some((place, file)) = place.and_then(|place| Some((place, files.get(place.file)?))) else { continue };
        let (lines, first) = lines_around(&file.text, place);
        let span = place.span.start.saturating_sub(lines.start)..place.span.end.saturating_sub(lines.start);
        // Lines begin and end at line breaks of this text.
        let source = &file.text[lines];
        let kind = if word.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
        let annotation = kind.span(within_text(source, span)).label(word.map(|word| word.get(lang)));
        group = group.element(Snippet::source(source).line_start(first).path(file.shown(lang)).annotation(annotation));
    }
    if let Some(help) = &d.help {
        let help = folded(&normalize_untrusted_str(help.get(lang)), TEXT_WIDTH);
        group = group.element(Level::HELP.with_name(lang.pick("怎么办", "help")).message(help));
    }
    let renderer = if colour { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
    renderer.render(&[group])
}

/// The lines that a place touches, and the number of the first: the rest of a long file need not be looked at.
fn lines_around(text: &str, place: &Place) -> (Range<usize>, usize) {
    // Lies in the text, between characters, as do places after a line break.
    let span = within_text(text, place.span.clone());
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
    (start..end, text[..start].matches('\n').count() + 1)
}
