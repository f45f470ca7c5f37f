//! The colours of the classes, the same in workbooks, pages and maps.
//!
//! What always holds: green, amber and red differ in lightness too, so that a grey print and colour-blind eyes tell
//! them apart; nothing is said by colour alone. Text of `ink` on `tint` has a contrast of at least 7 : 1, on white too.

use crate::rules::ruleset::Grade;

/// The colours of one class, as `0xRRGGBB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours {
    /// Areas: bars, points on a map
    pub solid: u32,
    /// Behind text
    pub tint: u32,
    /// Text
    pub ink: u32,
}

/// The colours of a class.
pub const fn of(class: Grade) -> Colours {
    match class {
        Grade::Suitable => Colours { solid: 0x2E9E6B, tint: 0xDDF1E6, ink: 0x0B4F33 },
        Grade::Difficult => Colours { solid: 0xE3A51B, tint: 0xFCF0CF, ink: 0x5F3F00 },
        Grade::Unsuitable => Colours { solid: 0xB23A31, tint: 0xF8DDD9, ink: 0x7A1710 },
    }
}

/// `#2E9E6B`
pub fn css(colour: u32) -> String {
    format!("#{colour:06X}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lightness(colour: u32) -> f64 {
        let part = |shift: u32| {
            let part = f64::from(colour >> shift & 0xff) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    }

    #[test]
    fn text_can_be_read_on_its_ground() {
        for class in Grade::ALL {
            let Colours { tint, ink, .. } = of(class);
            let contrast = |ground: u32| (lightness(ground) + 0.05) / (lightness(ink) + 0.05);
            assert!(contrast(tint) >= 7.0 && contrast(0xff_ff_ff) >= 7.0, "{class:?} {}", contrast(tint));
        }
    }
}
