//! An address as a QR code: the path of an SVG drawing, error correction M, with its quiet zone.
//!
//! What always holds: the path draws exactly the dark modules. Deliberately absent: whether there is an address.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Light modules around the code, without which readers do not find it.
pub(super) const QUIET: usize = 4;

/// A drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Drawing {
    /// Its side, in modules, with the quiet zone
    pub side: usize,
    /// Lines one module thick, for a stroke
    pub path: String,
}

/// The code of an address; `None` where it is longer than any code.
pub(super) fn drawing(address: &str) -> Option<Drawing> {
    let code = QrCode::with_error_correction_level(address.as_bytes(), EcLevel::M).ok()?;
    let colours = code.to_colors();
    let mut path = String::new();
    for (y, row) in colours.chunks(code.width()).enumerate() {
        let (mut x, mut pen) = (0, None);
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                // Writing to a string does not fail.
                let _ = match pen {
                    None => write!(path, "M{} {}.5", x + QUIET, y + QUIET),
                    Some(pen) => write!(path, "m{} 0", x - pen),
                };
                let _ = write!(path, "h{}", run.len());
                pen = Some(x + run.len());
            }
            x += run.len();
        }
    }
    Some(Drawing { side: code.width() + 2 * QUIET, path })
}
