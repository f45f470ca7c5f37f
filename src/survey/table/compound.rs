//! A column that holds several fields: its header names them all (`楼梯净宽/平台净深（m）`, `幢-单元`), its cells are
//! parted like it (`1.1/1.2`, `12-3`).
//!
//! What always holds: every part of the header is exactly a name of the dictionary, and the whole is none. A cell is
//! read part by part where that is certain, each part understood by its field; otherwise it is unknown for all of the
//! fields, and told of whole. Deliberately absent: how cells are parted (`cell/compound.rs`), but for keys.

use super::header_text::{HeaderText, is_circled_number, split_header, without_number};
use super::names::{Meaning, Names};
use crate::quantity::Unit;
use crate::rules::Field;
use crate::rules::value::Value;
use crate::survey::cell::calendar::day_of_serial;
use crate::survey::cell::compound::split_compound;
use crate::survey::cell::reading::{Doubt, Reading};
use crate::survey::cell::words::{clean, fold, is_blank, says_none, says_unknown};
use crate::survey::cell::{read_cell, written};
use crate::survey::finding::{FindingSeverity, severity};
use crate::survey::grid::{Cell, Content, Sheet};
use jiff::civil::Date;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// One of the fields that a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which
    pub meaning: Meaning,
    /// The unit of measure that the header states for it
    pub unit: Option<&'static Unit>,
}

/// The two or three fields that a column holds, in the order in which its header names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compound {
    first: Part,
    second: Part,
    third: Option<Part>,
}

impl Compound {
    /// Of parts that are two or three, and different.
    pub fn of(parts: &[Part]) -> Option<Compound> {
        let (first, second, third) = match parts {
            [first, second] => (*first, *second, None),
            [first, second, third] => (*first, *second, Some(*third)),
            _ => return None,
        };
        let alike = |a: Part, b: Part| a.meaning == b.meaning;
        let twice = alike(first, second) || third.is_some_and(|third| alike(first, third) || alike(second, third));
        (!twice).then_some(Compound { first, second, third })
    }

    /// The fields, in order.
    pub fn parts(&self) -> impl Iterator<Item = Part> + use<> {
        [Some(self.first), Some(self.second), self.third].into_iter().flatten()
    }
}

/// Between the names of a header. Words come second: `与对面建筑净距` is one name.
const BETWEEN_NAMES: [char; 13] = ['/', '、', ',', '|', '×', '✕', '*', '-', '—', '–', '+', '&', '\n'];
const WORDS_BETWEEN: [char; 3] = ['和', '及', '与'];

/// The names in a header that has two or three, each taken apart; none where a part is no name.
pub fn names_in(text: &str, names: &Names) -> Vec<HeaderText> {
    let text: String = text.chars().map(|c| if is_circled_number(c) { ' ' } else { c }).nfkc().collect();
    let text = without_number(text.trim_matches(is_blank));
    let is_name = |header: &HeaderText| !names.meanings(&header.name).is_empty();
    let mut found = Vec::new();
    for part in outside_brackets(text, &BETWEEN_NAMES) {
        let header = split_header(part);
        if is_name(&header) || header.name.is_empty() {
            found.push(header);
        } else {
            found.extend(outside_brackets(part, &WORDS_BETWEEN).into_iter().map(split_header));
        }
    }
    // An asterisk marks what must be filled in, and leaves a blank part.
    found.retain(|header| !header.name.is_empty() || header.unit.is_some());
    if (2..=3).contains(&found.len()) && found.iter().all(is_name) { found } else { Vec::new() }
}

/// The text taken apart at these characters, but not within brackets.
fn outside_brackets<'t>(text: &'t str, at: &[char]) -> Vec<&'t str> {
    let mut depth = 0_u32;
    text.split(|c: char| {
        match c {
            '(' | '[' | '【' | '〔' | '{' | '<' => depth += 1,
            ')' | ']' | '】' | '〕' | '}' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && at.contains(&c)
    })
    .collect()
}

/// What was made of a cell for several fields.
#[derive(Clone, Debug)]
pub struct CompoundReading {
    /// One a field, in their order
    pub parts: Vec<Reading>,
    /// Why the whole is unknown, where it is
    pub doubt: Option<Doubt>,
}

/// Reads a cell that holds several fields, each with the unit of measure that the header states for it.
pub fn read_compound(
    fields: &[(&Field, Option<&'static Unit>)],
    cell: &Cell,
    sheet: &Sheet,
    as_of: Date,
) -> CompoundReading {
    let whole = written(&cell.content, sheet.epoch_1904);
    let unknown = |doubt: Box<Doubt>| {
        let blank = || Reading {
            value: Value::Unknown,
            written: whole.clone(),
            doubt: None,
            says_nothing: false,
            says_none: false,
            says_same: false,
        };
        CompoundReading { parts: fields.iter().map(|_| blank()).collect(), doubt: Some(*doubt) }
    };
    match &cell.content {
        _ if cell.struck => return unknown(Doubt::struck(&whole)),
        Content::Error(_) => return unknown(Doubt::error_cell(&whole)),
        Content::NoValue => return unknown(Doubt::no_value()),
        _ => {}
    }
    let only: Vec<&Field> = fields.iter().map(|(field, _)| *field).collect();
    let unclear = |reason: Option<&Doubt>| {
        let suggestion = reason.and_then(|doubt| doubt.suggestion.clone());
        unknown(Doubt::compound(&whole, &only, suggestion, typed(&cell.content, sheet)))
    };
    let Some(texts) = parts_of(&cell.content, &only) else { return unclear(None) };
    let read = |(field, unit): (&Field, Option<&'static Unit>), text: &str| {
        let cell = Cell { content: Content::Text(Arc::from(text)), struck: false };
        read_cell(field, &cell, unit, sheet, as_of)
    };
    let mut parts: Vec<Reading> = fields.iter().zip(&texts).map(|(field, text)| read(*field, text)).collect();
    let doubted = |reading: &Reading| reading.doubt.clone().filter(|doubt| !counts(doubt));
    if let Some(doubt) = parts.iter().find_map(doubted) {
        return unclear(Some(&doubt));
    }
    let folded = fold(&whole);
    let known = parts.iter().filter(|part| part.value != Value::Unknown).count();
    // `无` for both, where only one of them has a meaning for it.
    if says_none(&folded) && known > 0 && known < parts.len() {
        return unclear(None);
    }
    // In `2/3cm` the `cm` may be meant for both.
    for ((field, reading), (at, text)) in fields.iter().zip(&parts).zip(texts.iter().enumerate()) {
        let others = texts.iter().enumerate().filter(|(other, _)| *other != at);
        let mut units = others.map(|(_, other)| after_figures(other)).filter(|unit| !unit.is_empty());
        let bare = text.trim().parse::<f64>().is_ok();
        if bare
            && units.any(|unit| {
                let shared = read(*field, &format!("{text}{unit}"));
                doubted(&shared).is_none() && shared.value != Value::Unknown && shared.value != reading.value
            })
        {
            return unclear(None);
        }
    }
    parts.iter_mut().for_each(|part| part.written = whole.clone());
    CompoundReading { parts, doubt: None }
}

/// The parts of a cell: keys alone are also parted by dashes, and by the endings that their fields set aside.
pub fn parts_of(content: &Content, fields: &[&Field]) -> Option<Vec<Arc<str>>> {
    let split = split_compound(content, fields);
    let Content::Text(text) = content else { return split };
    if split.is_some() || !fields.iter().all(|field| field.key) {
        return split;
    }
    let parts = at_dashes(text, fields.len()).or_else(|| at_endings(text, fields))?;
    Some(parts.into_iter().map(Arc::from).collect())
}

/// `12-3`: as many parts as there are fields, and no sign beside the dashes that might part it otherwise.
fn at_dashes(text: &str, count: usize) -> Option<Vec<String>> {
    let folded: String = clean(text).nfkc().map(|c| if matches!(c, '—' | '–' | '−' | '‐') { '-' } else { c }).collect();
    if folded.contains(['/', '、', ',', ';', '|', '~', '至', '到', '和', '及', '&', '+']) {
        return None;
    }
    let parts: Vec<String> = folded.split('-').map(clean).collect();
    (parts.len() == count && parts.iter().all(|part| !part.is_empty())).then_some(parts)
}

/// `12号楼3单元`: every part but the last a number with an ending of its field, the last a number with one or without.
fn at_endings(text: &str, fields: &[&Field]) -> Option<Vec<String>> {
    let folded = fold(text);
    let mut rest = folded.as_str();
    let mut parts = Vec::with_capacity(fields.len());
    for (at, field) in fields.iter().enumerate() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let after = rest.get(digits..)?;
        let ending = field.strip.iter().map(|ending| fold(ending)).filter(|e| after.starts_with(e.as_str()));
        let ending = ending.map(|ending| ending.len()).max().unwrap_or(0);
        let last = at + 1 == fields.len();
        if digits == 0 || (ending == 0 && !last) {
            return None;
        }
        let (part, others) = rest.split_at_checked(digits + ending)?;
        parts.push(part.to_string());
        rest = others;
    }
    rest.is_empty().then_some(parts)
}

/// Whether a doubt leaves the value standing.
fn counts(doubt: &Doubt) -> bool {
    severity(doubt.code) == FindingSeverity::Note
}

/// What follows the last figure of a text: `cm`.
fn after_figures(text: &str) -> &str {
    let digits = text.rfind(|c: char| c.is_ascii_digit());
    digits.and_then(|at| text.get(at + 1..)).map_or("", str::trim)
}

/// What was likely typed where a spreadsheet made a date of it: `1/2`.
fn typed(content: &Content, sheet: &Sheet) -> Option<String> {
    let day = match content {
        Content::Date(serial) => day_of_serial(*serial, sheet.epoch_1904)?,
        Content::IsoDate(text) => text.get(..10)?.parse::<Date>().ok()?,
        _ => return None,
    };
    Some(format!("{}/{}", day.month(), day.day()))
}

/// Whether a text fills the whole cell with a word for "none" or "not known".
pub fn says_no_part(text: &str) -> bool {
    let folded = fold(text);
    folded.is_empty() || says_none(&folded) || says_unknown(&folded)
}
