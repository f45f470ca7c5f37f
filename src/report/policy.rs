//! What a browser may do with a page of ours: its own style, its own script where it has one, and nothing else.
//!
//! What always holds: a page asks for nothing from anywhere; the hashes are those of the texts as a browser hashes
//! them, with bare line feeds, however this program was checked out. Deliberately absent: what pages look like.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// A text of this program as it is hashed: a browser makes bare line feeds of all line ends before it hashes.
pub fn bare_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// What stands in a page's `Content-Security-Policy`: this style, this script if there is one, nothing else.
pub fn policy(style: &str, script: Option<&str>) -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    let (style, script) = (hash(style), script.map(|script| format!("script-src 'sha256-{}'; ", hash(script))));
    let script = script.unwrap_or_default();
    format!("default-src 'none'; style-src 'sha256-{style}'; {script}base-uri 'none'; form-action 'none'")
}

/// A text within markup, also within an attribute in double quotes.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A text within the quotes of a style sheet, in a `<style>` too: all but letters and digits by their numbers.
pub fn in_style(text: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c.to_string() } else { format!("\\{:06x}", u32::from(c)) };
    text.chars().map(plain).collect()
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
