//! What makes the page inert: texts of others as data that cannot become markup, and a policy under which the browser
//! runs the one script and the one style of the page and asks for nothing from anywhere.
//!
//! What always holds: JSON in a script block contains no `<`, `>` or `&`, so no text ends the block or begins a
//! comment in it; the hashes are those of the texts as a browser hashes them, with bare line feeds.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use sha2::{Digest, Sha256};
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

/// A text of this program as it is hashed: a browser makes bare line feeds of all line ends before it hashes.
pub fn bare_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// What the page may do: this style, this script, nothing else.
pub fn policy(style: &str, script: &str) -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    let (style, script) = (hash(style), hash(script));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; \
         form-action 'none'"
    )
}

/// A text within the address of a link: all but plain letters and digits as `%E4`.
pub fn in_address(text: &str) -> String {
    let mut address = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => address.push(char::from(byte)),
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}
