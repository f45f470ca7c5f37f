//! Pieces of a text to be replaced by others, all at once.
//!
//! What always holds: what no piece covers comes out as it went in. Deliberately absent: what texts mean.

use std::ops::Range;

/// Replacements in one text.
#[derive(Debug, Default)]
pub struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Puts `text` where that piece stood; an empty piece is a place.
    pub fn replace(&mut self, piece: Range<usize>, text: String) {
        if !(piece.is_empty() && text.is_empty()) {
            self.0.push((piece, text));
        }
    }

    /// The text with all of it replaced; `None` where pieces overlap or are not of this text, which is never so where
    /// they are those of tags that stand in it.
    pub fn apply(mut self, source: &str) -> Option<String> {
        // What is put at a place comes before what is put in place of what begins there.
        self.0.sort_by_key(|(piece, _)| (piece.start, piece.end));
        let more: usize = self.0.iter().map(|(_, text)| text.len()).sum();
        let mut out = String::with_capacity(source.len() + more);
        let mut end = 0;
        for (piece, text) in &self.0 {
            out.push_str(source.get(end..piece.start)?);
            out.push_str(text);
            end = piece.end;
        }
        out.push_str(source.get(end..)?);
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_replaced_in_the_order_of_the_text() {
        let mut edits = Edits::default();
        edits.replace(5..7, "DE".into());
        edits.replace(1..2, String::new());
        edits.replace(5..5, "|".into());
        assert_eq!(edits.apply("abc..de.").as_deref(), Some("ac..|DE."));
        let mut overlapping = Edits::default();
        overlapping.replace(0..3, String::new());
        overlapping.replace(2..4, String::new());
        assert_eq!(overlapping.apply("abcde"), None);
    }
}
