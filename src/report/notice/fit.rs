//! How much a sheet of paper holds: the width of texts in columns, their height in millimetres, and shortening.
//!
//! What always holds: texts are reckoned no smaller than they print, so that what fits here fits on the sheet; a text
//! that was shortened ends in `…`. The measures belong to `page.css`. Deliberately absent: what is worth keeping.

/// Inches have 72 points and 25.4 millimetres.
const POINT: f64 = 25.4 / 72.0;

/// The part of a line that is used where words and figures must not be broken.
const USED: f64 = 0.96;

/// A kind of text on the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Face {
    /// Size, in points
    pub size: f64,
    /// Height of a line, in sizes
    pub line: f64,
    /// Width of a line, in millimetres
    pub width: f64,
}

/// The page's own text.
pub(super) const BODY: Face = Face { size: 10.5, line: 1.4, width: 180.0 };
/// The text of a finding, set in behind its bar.
pub(super) const FINDING: Face = Face { width: 175.0, ..BODY };
/// Remarks.
pub(super) const SMALL: Face = Face { size: 9.0, line: 1.4, width: 180.0 };
/// The foot of the page, beside the code.
pub(super) const FOOT: Face = Face { size: 8.5, line: 1.4, width: 144.0 };
/// A value, of which three stand side by side.
pub(super) const VALUE: Face = Face { size: 10.0, line: 1.4, width: 57.0 };

impl Face {
    /// Columns of a line: a Chinese character has two.
    pub fn columns(self) -> f64 {
        self.width * USED / (self.size * POINT / 2.0)
    }

    /// Height of so many lines, in millimetres.
    pub fn height(self, lines: usize) -> f64 {
        lines as f64 * self.size * POINT * self.line
    }

    /// Lines of a text.
    pub fn lines(self, text: &str) -> usize {
        (width(text) / self.columns()).ceil().max(1.0) as usize
    }

    /// Height of a text.
    pub fn height_of(self, text: &str) -> f64 {
        self.height(self.lines(text))
    }

    /// A text in at most so many lines, and whether something was left out.
    pub fn clipped(self, text: &str, lines: usize) -> (String, bool) {
        clipped(text, self.columns() * lines as f64)
    }
}

/// The width of a character in columns, at least.
fn width_of(c: char) -> f64 {
    match c {
        'W' | 'M' | '@' | '%' | 'm' | 'w' | '—' | '…' => 2.0,
        'A'..='Z' => 1.5,
        ' ' | '.' | ',' | ':' | ';' | 'i' | 'l' => 0.7,
        ' '..='~' => 1.15,
        '\u{80}'..='\u{ffef}' => 2.0,
        _ => 2.5,
    }
}

/// The width of a text in columns.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(width_of).sum()
}

/// A text of at most so many columns, and whether something was left out.
pub(super) fn clipped(text: &str, columns: f64) -> (String, bool) {
    if width(text) <= columns {
        return (text.to_string(), false);
    }
    let mut left = columns - 2.0;
    let kept = text.chars().take_while(|&c| {
        left -= width_of(c);
        left >= 0.0
    });
    let mut kept: String = kept.collect();
    kept.truncate(kept.trim_end_matches(|c: char| c.is_whitespace() || "，；、：（".contains(c)).len());
    kept.push('…');
    (kept, true)
}

/// Names in a row, whole ones only; where some are left out the row ends in `…`.
pub(super) fn listed(names: &[String], comma: &str, columns: f64) -> String {
    let mut row = String::new();
    for (at, name) in names.iter().enumerate() {
        let name = super::plain::clean(name);
        let after = if at + 1 < names.len() { width("…") + width(comma) } else { 0.0 };
        if at == 0 {
            row = clipped(&name, columns - after).0;
        } else if width(&row) + width(comma) + width(&name) + after <= columns {
            row.push_str(comma);
            row.push_str(&name);
        } else {
            row.push('…');
            break;
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_to_its_lines_and_says_so() {
        assert_eq!(clipped("梯段净宽", 8.0), ("梯段净宽".to_string(), false));
        assert_eq!(clipped("梯段净宽，要求", 11.0), ("梯段净宽…".to_string(), true));
        let names = ["层数", "结构形式", "占地"].map(String::from);
        assert_eq!(listed(&names, "、", 20.0), "层数、结构形式、占地");
        assert_eq!(listed(&names, "、", 19.0), "层数、结构形式…");
        let (cut, left_out) = BODY.clipped(&"字".repeat(40_000), 3);
        assert!(left_out && BODY.lines(&cut) == 3, "{}", BODY.lines(&cut));
    }
}
