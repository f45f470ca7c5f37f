//! Characters as the lexer sees them: full-width operators, brackets, commas and digits become their narrow twins,
//! and every character remembers its byte in the text. Names are folded the same way before they are compared, so
//! `梯段净宽（适合）` and `梯段净宽(适合)` are one label. Quoted text is never folded where it is kept, only where it
//! is compared with the spellings of choices.

use super::typed::Span;
use unicode_normalization::UnicodeNormalization;

/// A text, folded character by character.
pub(super) struct Folded {
    /// The characters.
    pub chars: Vec<char>,
    /// The byte in the text where each begins, and the text's end.
    starts: Vec<usize>,
}

impl Folded {
    pub fn new(text: &str) -> Folded {
        let mut folded = Folded { chars: Vec::with_capacity(text.len()), starts: Vec::with_capacity(text.len() + 1) };
        for (at, c) in text.char_indices() {
            each_folded(c, |narrow| {
                folded.chars.push(narrow);
                folded.starts.push(at);
            });
        }
        folded.starts.push(text.len());
        folded
    }

    /// The character at a place, if the text is so long.
    pub fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// The rest of the text from a place on.
    pub fn rest(&self, at: usize) -> &[char] {
        self.chars.get(at..).unwrap_or_default()
    }

    /// The characters between two places.
    pub fn text(&self, from: usize, to: usize) -> String {
        self.chars.get(from..to).unwrap_or_default().iter().collect()
    }

    /// The bytes of the text between two places. Where one written character stands for two (`㎡`), both belong.
    pub fn span(&self, from: usize, to: usize) -> Span {
        let end = self.starts.last().copied().unwrap_or(0);
        let start = self.starts.get(from).copied().unwrap_or(end);
        let last = self.starts.get(to.saturating_sub(1)).copied().unwrap_or(end);
        let after = self.starts.get(to..).unwrap_or_default().iter().copied().find(|&at| at > last || to <= from);
        start..after.unwrap_or(end).max(start)
    }
}

/// A name or spelling, for comparing.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        each_folded(c, |narrow| folded.push(narrow));
    }
    folded
}

fn each_folded(c: char, mut take: impl FnMut(char)) {
    match c {
        // The block of full-width forms runs in parallel to ASCII.
        '\u{FF01}'..='\u{FF5E}' => take(char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)),
        '\u{3000}' | '\u{A0}' => take(' '),
        '、' => take(','),
        '【' | '〔' => take('['),
        '】' | '〕' => take(']'),
        '“' | '”' => take('"'),
        '‘' | '’' => take('\''),
        '≧' | '⩾' => take('≥'),
        '≦' | '⩽' => take('≤'),
        '×' => take('*'),
        '÷' => take('/'),
        '−' => take('-'),
        // Squared units of measure: ㎡ ㎜ ㎝ ㎞
        '\u{3371}'..='\u{33DF}' => c.nfkc().for_each(take),
        c => take(c),
    }
}

/// Whether a character may stand in a bare word: letters of any script, digits, `_`.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a character continues an ASCII word, so that a shorter one cannot end before it.
pub(super) fn is_ascii_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
