//! Colours of the terminal, and how a table of aligned columns gets them.
//!
//! What always holds: without colours a text comes out as it went in. A cell is marked with signs that have no width,
//! so that the table is laid out as if it were plain; [`unmarked`] makes colours of them afterwards. Texts of others
//! have no such signs ([`crate::lang::one_line`]). Deliberately absent: whether there are colours at all (`cli`).

/// An emphasis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Bold
    Strong,
    /// Less than the rest
    Faint,
    /// Good
    Green,
    /// Doubtful
    Yellow,
    /// Bad
    Red,
}

const PAINTS: [Paint; 5] = [Paint::Strong, Paint::Faint, Paint::Green, Paint::Yellow, Paint::Red];
/// Signs without width: one for each of [`PAINTS`], and one for the end.
const MARKS: [char; 5] = ['\u{206a}', '\u{206b}', '\u{206c}', '\u{206d}', '\u{206e}'];
const END: char = '\u{206f}';

impl Paint {
    fn code(self) -> &'static str {
        match self {
            Paint::Strong => "1",
            Paint::Faint => "2",
            Paint::Green => "32",
            Paint::Yellow => "33",
            Paint::Red => "31",
        }
    }

    /// The code of a ground of that colour: muted ones of the 256, where the plain ones are glaring.
    fn ground(self) -> &'static str {
        match self {
            Paint::Green => "48;5;72",
            Paint::Yellow => "48;5;179",
            Paint::Red => "48;5;131",
            Paint::Strong | Paint::Faint => "49",
        }
    }
}

/// `text` so painted, where colours are shown.
pub fn painted(colour: bool, paint: Paint, text: &str) -> String {
    if colour { format!("\u{1b}[{}m{text}\u{1b}[0m", paint.code()) } else { text.to_string() }
}

/// So many columns of a colour: blanks on a ground, because the signs for blocks are two columns wide in a Chinese
/// console.
pub fn block(paint: Paint, columns: usize) -> String {
    if columns == 0 { String::new() } else { format!("\u{1b}[{}m{}\u{1b}[0m", paint.ground(), " ".repeat(columns)) }
}

/// `text` to be painted once its place in a table is known.
pub fn marked(colour: bool, paint: Paint, text: &str) -> String {
    let mark = PAINTS.iter().zip(MARKS).find(|(each, _)| **each == paint).map(|(_, mark)| mark);
    match mark.filter(|_| colour) {
        Some(mark) => format!("{mark}{text}{END}"),
        None => text.to_string(),
    }
}

/// A laid-out text with the colours that were marked in it.
pub fn unmarked(text: &str) -> String {
    let mut shown = text.replace(END, "\u{1b}[0m");
    for (paint, mark) in PAINTS.iter().zip(MARKS) {
        shown = shown.replace(mark, &format!("\u{1b}[{}m", paint.code()));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn marks_take_no_room_and_become_colours() {
        for paint in PAINTS {
            let cell = marked(true, paint, "较难");
            assert_eq!(cell.width(), 4, "{paint:?}");
            assert_eq!(unmarked(&cell), painted(true, paint, "较难"));
            assert_eq!(marked(false, paint, "较难"), "较难");
        }
    }
}
