//! Which of a field's choices a text names: by id or spelling, one or several.
//!
//! What always holds: comparison is after folding (NFKC, no blanks, lower case); a part that is none of the choices
//! is handed back, and may stand for any of them. Deliberately absent: words that say nothing, but within a list.

use super::boxes::is_mark;
use super::words;
use crate::rules::Value;
use crate::rules::dictionary::Choice;
use unicode_normalization::UnicodeNormalization;

/// A choice in the bit sets of [`Value::Several`].
pub fn bit(choice: usize) -> u64 {
    // A dictionary has at most 64 choices a field.
    1_u64.checked_shl(choice as u32).unwrap_or(0)
}

/// The choice that a text names. Most cells hold a spelling to the letter, so that is tried before anything is folded.
pub fn named(choices: &[Choice], text: &str, folded: &str) -> Option<usize> {
    let names =
        |choice: &Choice, hit: &dyn Fn(&str) -> bool| hit(&choice.id) || choice.spellings.iter().any(|s| hit(s));
    choices
        .iter()
        .position(|choice| names(choice, &|name| name == text))
        .or_else(|| choices.iter().position(|choice| names(choice, &|name| words::fold(name) == folded)))
}

/// Whether a text that is no choice has one among its parts: `砖混、框架`, `砖混？`, `中压或低压`. Then it is one of them
/// perhaps, and none that the dictionary lacks.
pub fn mentions(choices: &[Choice], text: &str) -> bool {
    let text: String = text.nfkc().collect();
    let between = |c: char| {
        words::is_blank(c)
            || is_mark(c)
            || matches!(c, '或' | '和' | '及' | '与' | '约' | '?' | '？' | '+' | ')' | '）' | '|')
    };
    let parts = text.split(|c| between(c) || BETWEEN_CHOICES.contains(&c)).filter(|part| !part.is_empty());
    parts.into_iter().any(|part| named(choices, part, &words::fold(part)).is_some())
}

/// Signs that part several choices in one cell.
const BETWEEN_CHOICES: [char; 8] = ['、', '，', ',', ';', '；', '/', '／', '\n'];

/// What a text of several choices says.
pub struct Several {
    /// The choices named; open to all where a part is not known or not understood
    pub value: Value,
    /// The parts that are none of the choices
    pub foreign: Vec<String>,
    /// A part is a word for "not known"
    pub open: bool,
}

/// The choices in `沿街、转角`.
pub fn several_named(choices: &[Choice], text: &str) -> Several {
    let every = choices.iter().enumerate().fold(0, |bits, (ix, _)| bits | bit(ix));
    let (mut must, mut foreign, mut open) = (0, Vec::new(), false);
    for part in text.split(BETWEEN_CHOICES) {
        let folded = words::fold(part);
        if let Some(ix) = named(choices, part, &folded) {
            must |= bit(ix);
        } else if words::says_unknown(&folded) {
            open = true;
        } else if !folded.is_empty() {
            foreign.push(words::clean(part));
        }
    }
    let may = if open || !foreign.is_empty() { every } else { must };
    let value = if must == 0 { Value::Unknown } else { Value::Several { must, may } };
    Several { value, foreign, open }
}
