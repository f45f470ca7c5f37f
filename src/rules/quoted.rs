//! From a place within a text's value back to the characters of the file that say it, through quotes, escapes
//! and line continuations, so that a mistake inside an expression shows at its very characters.
//!
//! It walks a string that TOML has already accepted; its value is not made here (the TOML parser does that), only
//! where each byte of it stands.

use super::diagnostic::Place;
use super::ruleset::RulesFile;
use std::ops::Range;

/// The bytes between the quotes of the text at `place`.
pub(super) fn inside(files: &[RulesFile], place: &Place) -> Place {
    let raw = raw(files, place);
    let (open, close) = quotes(raw);
    let span = place.span.start + open..place.span.end.saturating_sub(close).max(place.span.start + open);
    Place { file: place.file, span }
}

/// Where the bytes `inner` of the value of the text at `place` stand in its file.
pub(super) fn within(files: &[RulesFile], place: &Place, inner: &Range<usize>) -> Place {
    let raw = raw(files, place);
    let starts = starts(raw);
    // Where the text ends, before its closing quotes.
    let end = raw.len().saturating_sub(quotes(raw).1);
    let at = |offset: usize| starts.get(offset).map_or(end, |range| range.start);
    let start = at(inner.start);
    let last = inner.end.checked_sub(1).filter(|&last| last >= inner.start);
    let stop = last.and_then(|last| starts.get(last)).map_or(start, |range| range.end);
    Place { file: place.file, span: place.span.start + start..place.span.start + stop.max(start) }
}

fn raw<'a>(files: &'a [RulesFile], place: &Place) -> &'a str {
    files.get(place.file).and_then(|file| file.text.get(place.span.clone())).unwrap_or_default()
}

/// Lengths of the opening (with the line end that does not count) and closing quotes.
fn quotes(raw: &str) -> (usize, usize) {
    for mark in ["\"\"\"", "'''"] {
        if let Some(rest) = raw.strip_prefix(mark).filter(|rest| rest.len() >= 3) {
            let line_end = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
            return (3 + line_end, 3);
        }
    }
    if raw.len() >= 2 && raw.starts_with(['"', '\'']) { (1, 1) } else { (0, 0) }
}

/// For every byte of the value, the bytes of `raw` that its character is written with.
fn starts(raw: &str) -> Vec<Range<usize>> {
    let (open, close) = quotes(raw);
    let escapes = raw.starts_with('"');
    let end = raw.len().saturating_sub(close);
    let mut found = Vec::with_capacity(raw.len());
    let mut at = open;
    while let Some(c) = raw.get(at..end).and_then(|rest| rest.chars().next()) {
        let rest = raw.get(at + c.len_utf8()..end).unwrap_or_default();
        let (written, bytes) = if escapes && c == '\\' { escape(rest) } else { (c.len_utf8(), c.len_utf8()) };
        found.extend(std::iter::repeat_n(at..at + written, bytes));
        at += written;
    }
    found
}

/// Of what follows a backslash: how long the whole escape is as written, and how many bytes it stands for.
fn escape(rest: &str) -> (usize, usize) {
    let hex = |digits: usize| {
        let value =
            rest.get(1..1 + digits).and_then(|text| u32::from_str_radix(text, 16).ok()).and_then(char::from_u32);
        (2 + digits, value.map_or(0, char::len_utf8))
    };
    match rest.chars().next() {
        Some('x') => hex(2),
        Some('u') => hex(4),
        Some('U') => hex(8),
        Some(' ' | '\t' | '\r' | '\n') => {
            let skipped = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            (1 + skipped, 0)
        }
        Some(c) => (1 + c.len_utf8(), 1),
        None => (1, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::de::DeTable;

    /// The value of `a = …` and, for each of its characters, the characters of the file that write it.
    fn written(raw: &str) -> (String, Vec<String>) {
        let text = format!("a = {raw}");
        let table = DeTable::parse(&text).unwrap();
        let value = table.get_ref().values().next().unwrap();
        let file = RulesFile { name: String::new(), text: text.as_str().into(), hash: String::new() };
        let place = Place { file: 0, span: value.span() };
        let value = value.get_ref().as_str().unwrap().to_string();
        let parts = value
            .char_indices()
            .map(|(at, c)| {
                let place = within(std::slice::from_ref(&file), &place, &(at..at + c.len_utf8()));
                file.text[place.span].to_string()
            })
            .collect();
        (value, parts)
    }

    #[test]
    fn every_character_is_found_through_quotes_and_escapes() {
        for raw in [
            "\"宽 >= 1\"",
            "'宽 >= \\n'",
            "\"\"\"\n宽\n且\"\"\"",
            "'''\r\n宽\r\n'''",
            "\"\"\"a \"quoted\" \\\n   b\"\"\"",
            "\"\\u5bbd \\\"x\\\" \\U00005bbd\\t\\x41\\\\z\"",
            "\"\"",
            "\"\"\"\"\"\"",
            "'''it's'''",
        ] {
            let (value, parts) = written(raw);
            assert_eq!(value.chars().count(), parts.len());
            for (c, part) in value.chars().zip(&parts) {
                assert!(part.starts_with('\\') || *part == c.to_string(), "{raw}: {c:?} shown as {part:?}");
                assert!(!part.is_empty());
            }
        }
        let (_, parts) = written("\"\\u5bbd\\\\\"");
        assert_eq!(parts, ["\\u5bbd", "\\\\"]);
    }

    #[test]
    fn past_the_end_is_before_the_closing_quote() {
        let text = "a = \"x >\"";
        let file = RulesFile { name: String::new(), text: text.into(), hash: String::new() };
        let place = Place { file: 0, span: 4..9 };
        assert_eq!(within(std::slice::from_ref(&file), &place, &(3..3)).span, 8..8);
        assert_eq!(within(std::slice::from_ref(&file), &place, &(9..12)).span, 8..8);
        assert_eq!(inside(std::slice::from_ref(&file), &place).span, 5..8);
    }
}
