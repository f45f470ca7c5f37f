//! What makes the page inert: texts of others as data that cannot become markup, and a policy under which the browser
//! runs the one script and the one style of the page and asks for nothing from anywhere.
//!
//! What always holds: JSON in a script block contains no `<`, `>` or `&`, so no text ends the block or begins a
//! comment in it; the hashes are those of the texts as a browser hashes them, with bare line feeds.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A value as the content of `<script type="application/json">`.
pub fn json(value: &Value) -> String {
    let plain = value.to_string();
    let mut inert = String::with_capacity(plain.len() + plain.len() / 50);
    for c in plain.chars() {
        match c {
            // They stand within strings only, where an escape means the same.
            '<' => inert.push_str("\\u003c"),
            '>' => inert.push_str("\\u003e"),
            '&' => inert.push_str("\\u0026"),
            '\u{2028}' => inert.push_str("\\u2028"),
            '\u{2029}' => inert.push_str("\\u2029"),
            c => inert.push(c),
        }
    }
    inert
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
