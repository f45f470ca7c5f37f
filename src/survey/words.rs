//! The words of hand-filled forms: cleaning text, words that say nothing, approximations, ends of ranges.
//!
//! What always holds: words are compared after [`fold`], so a list here has one spelling for full-width and
//! half-width, capital and small. Deliberately absent: numbers (`number.rs`) and fields (`cell.rs`).

use unicode_normalization::UnicodeNormalization;

/// Whether a character is white space or shows nothing at all: zero-width characters come along when text is
/// pasted from a chat or a web page.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Text as it is kept: without blanks around it, each run of blanks within it one space.
pub fn clean(text: &str) -> String {
    text.split(is_blank).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Text as it is compared: NFKC, without blanks, in lower case.
pub fn fold(text: &str) -> String {
    text.nfkc().filter(|&c| !is_blank(c)).flat_map(char::to_lowercase).collect()
}
