//! Which key of a roster a key that is not on it probably is.
//!
//! What always holds: keys that are alike when looked at loosely (三村, 3村) come first, then those of which one part
//! differs by little; of equally near ones the first on the roster. A part in which every sign differs (1, 2) is
//! another one. Time grows with the number of keys, whatever they are.

use crate::survey::identity::key::{BETWEEN_PARTS, loose_key};
use std::collections::{HashMap, HashSet};

/// So many keys that agree in all parts but one are looked at: more than an estate has buildings, a building doors.
const LOOKED_AT: usize = 1000;
/// Longer parts of keys are prose, and not compared letter by letter.
const LONGEST: usize = 40;

/// Keys of a roster, to be found by what is nearly one of them.
pub struct Near {
    /// By the whole key, loosely
    alike: HashMap<String, Vec<usize>>,
    /// By all parts but one: which, the others, and for each unit that one
    but_one: HashMap<(usize, String), Vec<(usize, String)>>,
    taken: HashSet<usize>,
}

impl Near {
    /// Of units with their keys as they are compared.
    pub fn new<'k>(keys: impl Iterator<Item = (usize, &'k str)>) -> Near {
        let mut near = Near { alike: HashMap::new(), but_one: HashMap::new(), taken: HashSet::new() };
        for (unit, key) in keys {
            let parts = loose_parts(key);
            near.alike.entry(joined(&parts, None)).or_default().push(unit);
            for (nth, part) in parts.iter().enumerate() {
                near.but_one.entry((nth, joined(&parts, Some(nth)))).or_default().push((unit, part.clone()));
            }
        }
        near
    }

    /// The unit whose key is nearest to this one, if one is near.
    pub fn nearest(&self, key: &str) -> Option<usize> {
        let parts = loose_parts(key);
        if let Some(alike) = self.alike(&parts) {
            return Some(alike);
        }
        let is_free = |unit: &usize| !self.taken.contains(unit);
        let mut nearest: Option<(usize, usize)> = None;
        for (nth, part) in parts.iter().enumerate() {
            let others = self.but_one.get(&(nth, joined(&parts, Some(nth)))).into_iter().flatten();
            for (unit, other) in others.take(LOOKED_AT).filter(|(unit, _)| is_free(unit)) {
                // The order of parts, then of the roster, decides between equally near ones.
                if let Some(apart) = apart(part, other).filter(|apart| nearest.is_none_or(|(least, _)| *apart < least))
                {
                    nearest = Some((apart, *unit));
                }
            }
        }
        nearest.map(|(_, unit)| unit)
    }

    fn alike(&self, parts: &[String]) -> Option<usize> {
        let alike = self.alike.get(&joined(parts, None)).into_iter().flatten().take(LOOKED_AT);
        alike.copied().find(|unit| !self.taken.contains(unit))
    }

    /// The unit whose key is alike when looked at loosely; nobody else gets it.
    pub fn take_alike(&mut self, key: &str) -> Option<usize> {
        let unit = self.alike(&loose_parts(key))?;
        self.taken.insert(unit);
        Some(unit)
    }

    /// The unit whose key is nearest; nobody else gets it.
    pub fn take_nearest(&mut self, key: &str) -> Option<usize> {
        let unit = self.nearest(key)?;
        self.taken.insert(unit);
        Some(unit)
    }
}

fn loose_parts(key: &str) -> Vec<String> {
    key.split(BETWEEN_PARTS).map(loose_key).collect()
}

/// The parts as one text, but for one of them.
fn joined(parts: &[String], without: Option<usize>) -> String {
    let mut joined = String::new();
    for (nth, part) in parts.iter().enumerate() {
        joined.push(BETWEEN_PARTS);
        if Some(nth) != without {
            joined.push_str(part);
        }
    }
    joined
}

/// How many letters two parts are apart, where that is little: one in a short one, a third of a long one.
fn apart(a: &str, b: &str) -> Option<usize> {
    let (a_length, b_length) = (a.chars().count(), b.chars().count());
    let (short, long) = (a_length.min(b_length), a_length.max(b_length));
    let allowed = (long / 3).clamp(1, 4);
    if long > LONGEST || long - short > allowed {
        return None;
    }
    let apart = strsim::damerau_levenshtein(a, b);
    (apart <= allowed && apart < long.max(1)).then_some(apart)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(keys: &[&str]) -> Near {
        let keys: Vec<String> = keys.iter().map(|key| key.replace('/', &BETWEEN_PARTS.to_string())).collect();
        Near::new(keys.iter().map(String::as_str).enumerate())
    }

    fn nearest(key: &str, keys: &[&str]) -> Option<usize> {
        near(keys).nearest(&key.replace('/', &BETWEEN_PARTS.to_string()))
    }

    #[test]
    fn what_is_alike_comes_before_what_differs_by_little() {
        assert_eq!(nearest("3村/1/1", &["4村/1/1", "三村/1/1"]), Some(1));
        assert_eq!(nearest("青砚新二村/3/1", &["白榆村/3/1", "青砚二村/3/1"]), Some(1));
        assert_eq!(nearest("甲/21/1", &["甲/12/1", "甲/21/2"]), Some(0), "letters exchanged");
        assert_eq!(nearest("甲/12甲/1", &["甲/12/1", "甲/13/1"]), Some(0));
    }

    #[test]
    fn what_differs_in_two_parts_or_wholly_is_another() {
        assert_eq!(nearest("甲村/1/1", &["甲邨/11/1", "甲村/2/1", "甲村/1/3"]), None);
        assert_eq!(nearest("甲", &["乙", "丙"]), None);
        assert_eq!(nearest("甲/1", &[]), None);
    }

    #[test]
    fn of_equally_near_ones_the_first_that_is_left() {
        let mut near = near(&["甲/12/1", "甲/13/1"]);
        let key = "甲/1/1".replace('/', &BETWEEN_PARTS.to_string());
        assert_eq!(
            [near.take_nearest(&key), near.take_nearest(&key), near.take_nearest(&key)],
            [Some(0), Some(1), None]
        );
    }

    #[test]
    fn keys_that_agree_in_all_but_one_part_take_no_longer_than_others() {
        let keys: Vec<String> = (0..30_000).map(|n| format!("甲\u{1f}1\u{1f}{n}")).collect();
        let near = Near::new(keys.iter().map(String::as_str).enumerate());
        let began = std::time::Instant::now();
        let found = (0..2000).filter(|n| near.nearest(&format!("甲\u{1f}1\u{1f}x{n}")).is_some()).count();
        assert!(found > 0 && began.elapsed().as_secs() < 30, "quadratic: minutes");
    }
}
