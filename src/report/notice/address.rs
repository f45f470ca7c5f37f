//! What pages are called: the file of a unit, its anchor in it, and its address in the net.
//!
//! What always holds: an anchor is made of the unit's name alone, so that a code on paper leads to the same unit after
//! the next run; two units of an estate have two anchors, also where capitals are not told from small letters.
//! Deliberately absent: where the folder is published, which only the people who ask for it know.

use super::FOLDER;
use crate::report::groups::{self, UnitGroup};
use crate::report::outputs::Made;
use std::collections::HashSet;
use std::fmt::Write;

/// Bytes of the readable part of an anchor.
const READABLE: usize = 60;

/// Where a unit's page stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Place of its estate among all
    pub estate: usize,
    /// `青砚二村.html`, in the folder of the pages
    pub file: String,
    /// `3_2`
    pub anchor: String,
}

impl Place {
    /// `青砚二村.html#3_2`
    pub fn link(&self) -> String {
        format!("{}#{}", self.file, self.anchor)
    }

    /// Its address under that of the run's folder, in characters that every reader of codes takes.
    pub fn address(&self, base: &str) -> String {
        let (file, anchor) = (percent_encoded(&self.file), percent_encoded(&self.anchor));
        format!("{}/{FOLDER}/{file}#{anchor}", percent_encoded(base))
    }
}

/// The places of all units.
pub(super) fn places(made: &Made, estates: &[UnitGroup]) -> Vec<Place> {
    let Made { answers, wishes, .. } = made;
    // An estate that is called `index` must not lie over the file that leads to all.
    let taken = UnitGroup { value: "index".into(), units: Vec::new() };
    let named: Vec<UnitGroup> = std::iter::once(taken)
        .chain(estates.iter().map(|estate| UnitGroup { units: vec![], ..estate.clone() }))
        .collect();
    let names = groups::file_names(&named, answers.lang);
    let dictionary = &answers.rules.dictionary;
    let estate_field = super::estate_field(answers);
    // Which of the keys name a unit within its estate.
    let keys: Vec<usize> = dictionary
        .key_fields()
        .enumerate()
        .collect::<Vec<_>>()
        .into_iter()
        .filter(|&(_, field)| Some(field) != estate_field)
        .map(|(at, _)| at)
        .collect();
    let blank = || Place { estate: 0, file: String::new(), anchor: String::new() };
    let mut places: Vec<Place> = (0..answers.survey.units.count).map(|_| blank()).collect();
    for (at, (estate, name)) in estates.iter().zip(names.iter().skip(1)).enumerate() {
        let mut taken = HashSet::new();
        for &unit in &estate.units {
            let part = |&key: &usize| answers.survey.units.keys.get(key).and_then(|column| column.get(unit));
            let parts: Vec<&str> = keys.iter().filter_map(part).map(|part| &**part).collect();
            let mut anchor = anchor(&parts, false);
            if !taken.insert(anchor.to_lowercase()) {
                anchor = self::anchor(&parts, true);
                taken.insert(anchor.to_lowercase());
            }
            let file = if wishes.page_each { format!("{name}/{anchor}.html") } else { format!("{name}.html") };
            places.get_mut(unit).into_iter().for_each(|place| {
                *place = Place { estate: at, file: file.clone(), anchor: anchor.clone() };
            });
        }
    }
    places
}

/// An anchor and file name of a unit's keys: letters and digits as they are, `_` between the keys. Where that leaves
/// something out, or has to be told apart, a few digits of a hash of the keys follow.
fn anchor(parts: &[&str], apart: bool) -> String {
    let readable = |c: char| c.is_alphanumeric() || c == '-';
    let mut anchor = String::new();
    let mut whole = !apart && !parts.is_empty();
    for (at, part) in parts.iter().enumerate() {
        whole &= !part.is_empty() && part.chars().all(readable);
        if at > 0 {
            anchor.push('_');
        }
        let kept: String = part.chars().filter(|&c| readable(c)).collect();
        anchor.push_str(&kept);
    }
    // Names that Windows keeps for devices; and `index`, which servers show for a folder.
    let devices = ["con", "prn", "aux", "nul"];
    let lower = anchor.to_lowercase();
    let numbered = lower.len() == 4 && (lower.starts_with("com") || lower.starts_with("lpt"));
    whole &= !(numbered || devices.contains(&lower.as_str()) || lower == "index");
    if whole && anchor.len() <= READABLE {
        return anchor;
    }
    let end = (0..=READABLE.min(anchor.len())).rev().find(|&at| anchor.is_char_boundary(at)).unwrap_or_default();
    anchor.truncate(end);
    let hash = blake3::hash(parts.join("\0").as_bytes()).to_hex();
    // 12 of the 64 digits, which are one byte each.
    format!("{anchor}_{}", hash.as_str().get(..12).unwrap_or_default())
}

/// A text as part of an address: what may not stand there, and all that is not ASCII, as `%E5`. What is encoded
/// already stays so.
pub(super) fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:?#[]@!$&'()*+,;=%".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_can_be_read_and_tells_units_apart() {
        assert_eq!(anchor(&["3", "2"], false), "3_2");
        assert_eq!(anchor(&["12-14号", "甲"], false), "12-14号_甲");
        let hostile = ["a/b", "a b", "<script>", "../..", "", "con", "COM1", "_", "index"];
        let anchors: HashSet<String> = hostile.iter().map(|key| anchor(&[key], false)).collect();
        assert_eq!(anchors.len(), hostile.len());
        for anchor in anchors {
            assert!(anchor.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-'), "{anchor}");
            assert!(anchor.len() > 12, "{anchor}");
        }
        assert_ne!(anchor(&["1", "2_3"], false), anchor(&["1_2", "3"], false));
        let long = anchor(&["门".repeat(40_000).as_str()], false);
        assert!(long.len() < 80 && long != anchor(&["门".repeat(40_001).as_str()], false), "{long}");
    }

    #[test]
    fn an_address_is_plain_ascii() {
        let place = Place { estate: 0, file: "甲村.html".into(), anchor: "3_乙".into() };
        assert_eq!(
            place.address("https://例.cn/加梯"),
            "https://%E4%BE%8B.cn/%E5%8A%A0%E6%A2%AF/units/%E7%94%B2%E6%9D%91.html#3_%E4%B9%99"
        );
    }
}
