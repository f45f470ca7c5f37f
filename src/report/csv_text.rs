//! CSV as Excel and programs both read it: UTF-8 with a byte-order mark, quoted as RFC 4180 says, and no cell that a
//! spreadsheet would take for a formula.

use std::borrow::Cow;
use std::io::{self, Write};

/// What makes Excel read the file as UTF-8.
pub const BOM: &[u8] = "\u{feff}".as_bytes();

/// A writer of records; lines end as RFC 4180 has them.
pub fn writer<W: Write>(out: W) -> csv::Writer<W> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(false).from_writer(out)
}

/// An error of the CSV writer as what it is underneath.
pub fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A text as a cell: without control characters but line breaks, and with `'` before what would start a formula.
/// A plain number stays as it is: nothing is computed from `-5`.
pub fn cell(text: &str) -> Cow<'_, str> {
    let stripped: Cow<str> = if text.chars().any(|c| c.is_control() && c != '\n') {
        let text = text.replace("\r\n", "\n").replace(['\r', '\t'], " ");
        text.chars().filter(|&c| !c.is_control() || c == '\n').collect::<String>().into()
    } else {
        text.into()
    };
    // What was stripped must not bring a formula to the front, so the stripped text is looked at; full-width signs
    // start one too where the input method is Chinese.
    let starts = stripped.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if starts && !is_plain_number(&stripped) { format!("'{stripped}").into() } else { stripped }
}

fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_starts_a_formula() {
        for text in
            ["=1+1", "+86 21", "-", "@SUM(A1)", "＝A1", "-5+3", "-1.", "+.5", " =1", "\t=1", "\r=1", "\u{0}=1", "\n=1"]
        {
            assert!(cell(text).starts_with('\''), "{text:?} → {:?}", cell(text));
        }
    }

    #[test]
    fn plain_numbers_and_texts_stay_as_they_are() {
        for text in ["-5", "+5", "-1.25", "3号", "", "1-2", "a=b", "甲,\"乙\"", "二行\n三行"] {
            assert_eq!(cell(text), text);
        }
    }

    #[test]
    fn control_characters_are_stripped() {
        assert_eq!(cell("甲\u{0}乙\u{7}\r\n丙\t丁\u{85}"), "甲乙\n丙 丁");
    }
}
