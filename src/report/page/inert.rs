//! What makes the page's data inert: texts of others that cannot become markup.
//!
//! What always holds: JSON in a script block contains no `<`, `>` or `&`, so no text ends the block or begins a
//! comment in it. Deliberately absent: what a browser may run at all (`policy`).

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// What could mean something to HTML, or end a line of a script. They stand within strings only, where an escape means
/// the same.
const ACTIVE: [char; 5] = ['<', '>', '&', '\u{2028}', '\u{2029}'];

/// A value as the content of `<script type="application/json">`.
pub fn json(value: &impl Serialize) -> io::Result<String> {
    let mut inert = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut inert, Inert))?;
    String::from_utf8(inert).map_err(io::Error::other)
}

/// JSON without spaces, its strings without [`ACTIVE`].
struct Inert;

impl Formatter for Inert {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        for piece in fragment.split_inclusive(ACTIVE) {
            let plain = piece.trim_end_matches(ACTIVE);
            out.write_all(plain.as_bytes())?;
            // A piece ends where the first of them stands.
            if let Some(active) = piece.chars().next_back().filter(|_| plain.len() < piece.len()) {
                write!(out, "\\u{:04x}", u32::from(active))?;
            }
        }
        Ok(())
    }
}
