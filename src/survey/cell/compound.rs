//! One cell for several fields, under a header that names them all: `1.1/1.2`, `6、24`, `1.1×2.4`.
//!
//! What always holds: a cell is taken apart at one kind of separator only, into exactly as many parts as there are
//! fields, none of them blank; the parts are what stood there, cleaned, and nothing is shared among them (the `m` of
//! `1.1/1.2m` is the second's alone). Whatever might be one value (`1,200`, `1.1-1.2`, a date, `2/3` of a percentage,
//! boxes to tick) stays whole. Deliberately absent: which fields a header names, what the parts are read as.

use super::boxes::has_drawn_boxes;
use super::words::{clean, fold, is_blank, says_none, says_same, says_unknown};
use crate::quantity::Dimension;
use crate::rules::dictionary::{Field, Kind};
use crate::survey::grid::Content;
use std::sync::Arc;

/// Separators, one kind a line. Blanks come last, and only where there is nothing else.
const KINDS: [&[char]; 6] = [&['/'], &['|'], &['\n'], &['、'], &[',', ';'], &['×', '✕', '*', 'x', 'X']];

/// How many of [`KINDS`] part free text, which may hold the others.
const FOR_TEXT: usize = 3;

/// The parts of a cell, one a field, in their order; `None` where it is not certain how it parts. A word for "none",
/// "not known" or "the same" that fills the cell, and a blank one, hold for every field.
pub(in crate::survey) fn split_compound(content: &Content, fields: &[&Field]) -> Option<Vec<Arc<str>>> {
    let Content::Text(text) = content else { return None };
    if fields.len() < 2 {
        return None;
    }
    let folded = fold(text);
    if folded.is_empty() || says_none(&folded) || says_unknown(&folded) || says_same(&folded) {
        return Some(vec![Arc::from(clean(text)); fields.len()]);
    }
    let any = |is: fn(&Kind) -> bool| fields.iter().any(|field| is(&field.kind));
    // `沿街、转角` is one value of such a field.
    if any(|kind| matches!(kind, Kind::Several(_))) {
        return None;
    }
    if has_drawn_boxes(text) {
        return None;
    }
    let has_text = any(|kind| *kind == Kind::Text);
    let parts = parts(text, has_text)?;
    let parts: Vec<String> = parts.into_iter().map(clean).collect();
    if parts.len() != fields.len() || parts.iter().any(String::is_empty) {
        return None;
    }
    let figures: Vec<Option<u32>> = parts.iter().map(|part| fold(part).parse().ok()).collect();
    let at_stroke = text.contains(['/', '／']);
    let is_day = matches!(figures.as_slice(), [Some(1800..=2199), Some(1..=12), Some(1..=31)]);
    // Of a percentage or a share, `2/3` is one value.
    let is_fraction = matches!(figures.as_slice(), [Some(part), Some(whole)] if part <= whole)
        && any(|kind| matches!(kind, Kind::Percent | Kind::Number(Dimension::Number)));
    if at_stroke && (is_day || is_fraction) {
        return None;
    }
    Some(parts.iter().map(|part| Arc::from(part.as_str())).collect())
}

/// The text taken apart at the one kind of separator that it has.
fn parts(text: &str, has_text: bool) -> Option<Vec<&str>> {
    let chars: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, plain(c))).collect();
    let kind_at = |ix: usize| {
        let (_, c) = chars.get(ix)?;
        let kind = KINDS.iter().position(|kind| kind.contains(c))?;
        parts_here(&chars, ix, *c).then_some(kind)
    };
    let found: Vec<(usize, usize)> = (0..chars.len()).filter_map(|ix| Some((ix, kind_at(ix)?))).collect();
    let Some((_, kind)) = found.first() else {
        return (!has_text).then(|| at_blanks(text)).flatten();
    };
    // A line break beside a separator is a blank like others.
    let kind = found.iter().map(|(_, kind)| *kind).find(|kind| *kind != 2).unwrap_or(*kind);
    let alike = found.iter().all(|(_, other)| *other == kind || *other == 2);
    if !alike || (has_text && kind >= FOR_TEXT) {
        return None;
    }
    let mut parts = Vec::with_capacity(found.len() + 1);
    let mut from = 0;
    for (ix, _) in found.iter().filter(|(_, other)| *other == kind) {
        let (at, _) = chars.get(*ix)?;
        parts.push(text.get(from..*at)?);
        from = at + text.get(*at..)?.chars().next()?.len_utf8();
    }
    parts.push(text.get(from..)?);
    Some(parts)
}

/// Whether a separator parts where it stands: a comma of thousands does not, and a times sign stands between figures.
fn parts_here(chars: &[(usize, char)], ix: usize, c: char) -> bool {
    let digit = |at: usize| chars.get(at).is_some_and(|(_, c)| c.is_ascii_digit());
    match c {
        ',' => {
            let before = (0..ix).rev().take_while(|at| digit(*at)).count();
            let after = (ix + 1..chars.len()).take_while(|at| digit(*at)).count();
            !((1..=3).contains(&before) && after == 3)
        }
        '×' | '✕' | '*' | 'x' | 'X' => {
            let shown = |at: &usize| chars.get(*at).is_some_and(|(_, c)| !is_blank(*c));
            let before = (0..ix).rev().find(shown).and_then(|at| chars.get(at));
            let after = (ix + 1..chars.len()).find(shown).and_then(|at| chars.get(at));
            let figure = |c: &char| c.is_ascii_digit() || *c == '.';
            before.is_some_and(|(_, c)| figure(c) || matches!(c, 'm' | 'M' | '米' | '分'))
                && after.is_some_and(|(_, c)| figure(c))
        }
        _ => true,
    }
}

/// Figures side by side: `1.1 1.2`. `1 200` may be 1200, and `1.1 m` is one part.
fn at_blanks(text: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = text.split(is_blank).filter(|part| !part.is_empty()).collect();
    let plain_figure = |part: &&str| {
        let mut chars = part.chars().map(plain);
        chars.all(|c| c.is_ascii_digit() || c == '.') && !part.starts_with('.')
    };
    let starts = |part: &&str| part.chars().next().map(plain).is_some_and(|c| c.is_ascii_digit());
    let thousands =
        parts.iter().skip(1).any(|part| plain_figure(part) && part.chars().count() == 3 && !part.contains('.'));
    (parts.iter().all(starts) && !thousands).then_some(parts)
}

/// A full-width character as its plain one.
fn plain(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\r' | '\u{2028}' | '\u{0B}' => '\n',
        '∕' | '⁄' => '/',
        '∗' => '*',
        c => c,
    }
}
