//! What a page stands on: the citations, the norms by their titles, how sure their texts are, and where in the survey
//! the unit stands.
//!
//! What always holds: nothing passes for the text of a norm that the rules know from elsewhere. Deliberately absent:
//! the notes of rules files themselves, which are written for whoever keeps them.

use super::Board;
use super::fit::{SMALL, clipped};
use super::plain::clean;
use crate::report::public::Told;
use crate::report::unit_table::TableCell;
use crate::rules::ruleset::{Citation, Norm};

/// How notes say that a text is not the original.
pub(in crate::report) const TO_CHECK: &str = "核对原文";
/// How notes say that a norm is another place's.
pub(in crate::report) const REFERENCE: &str = "只作参照";

/// A citation and how binding it is: `GB 55037-2022 §7.1.4 · 强制性规范`.
pub(super) fn cited(board: &Board, cite: &Citation) -> String {
    let norm = cite.norm.and_then(|norm| board.made.answers.rules.sources.get(norm));
    let shown = clipped(&clean(&cite.shown), 56.0).0;
    match norm.and_then(|norm| norm.binding) {
        Some(binding) => format!("{shown} · {}", binding.label().get(board.words.0)),
        None => shown,
    }
}

/// The titles of the norms that are cited by their numbers.
pub(super) fn norms(board: &Board, findings: &[&Told], lines: usize) -> String {
    let titled = used(board, findings).into_iter().filter_map(|norm| {
        let number = norm.number.as_deref()?;
        Some(board.words.0.pick(format!("{number}《{}》", norm.title), format!("{number} {}", norm.title)))
    });
    let titled = titled.collect::<Vec<String>>().join(board.words.comma());
    SMALL.clipped(&clean(&titled), lines).0
}

/// How sure the texts are that are cited, where the rules themselves say that they are not, in one line.
pub(super) fn caution(board: &Board, findings: &[&Told]) -> String {
    let words = board.words;
    let used = used(board, findings);
    let mut parts = Vec::new();
    for (sign, said) in [(TO_CHECK, words.to_check()), (REFERENCE, words.reference_only())] {
        let noted = |norm: &&&Norm| norm.note.as_deref().is_some_and(|note| note.contains(sign));
        let names: Vec<&str> =
            used.iter().filter(noted).map(|norm| norm.number.as_deref().unwrap_or(&norm.title)).collect();
        if !names.is_empty() {
            parts.push(format!("{said}{}{}", words.0.pick("：", ": "), names.join(words.comma())));
        }
    }
    SMALL.clipped(&clean(&parts.join(words.0.pick("；", "; "))), 1).0
}

/// The norms that are cited, each once, in the order of the findings.
fn used<'b>(board: &'b Board, findings: &[&Told]) -> Vec<&'b Norm> {
    let rules = board.made.answers.rules;
    let mut used: Vec<usize> = Vec::new();
    for norm in findings.iter().filter_map(|told| rules.criteria.get(told.criterion)?.cite.as_ref()?.norm) {
        if !used.contains(&norm) {
            used.push(norm);
        }
    }
    used.into_iter().filter_map(|norm| rules.sources.get(norm)).collect()
}

/// Where the survey has the unit.
pub(super) fn sources(board: &Board, unit: usize) -> String {
    let column = board.made.table.columns().iter().find(|column| column.id == "source");
    match column.map(|column| board.made.table.cell(column, unit)) {
        Some(TableCell::Text(text)) => text.replace(';', board.words.0.pick("；", "; ")),
        _ => String::new(),
    }
}
