//! What is said of every unit, made once for all outputs and kept small: what decides, what is missing, the reasons.
//!
//! Units share most of what is said of them: the same few criteria decide, the same clauses stand in their reasons with
//! the same few figures. Each is kept once, and a unit has places among them: a million units' reasons, some 500 MB of
//! text, are some 60 MB. What always holds: what was put in comes out, letter by letter; the same answers give the same
//! places. Deliberately absent: what the words are (`assess`).

use super::Answers;
use crate::assess::{missing, sentences};
use foldhash::HashMap;
use rayon::prelude::*;
use std::hash::Hash;
use std::sync::Arc;

/// Units whose reasons are made together, and how many such blocks are made at once.
const BLOCK: usize = 500;
const AT_ONCE: usize = 16;

/// The words.
#[derive(Debug, Default)]
pub struct UnitWords {
    deciding: Places<Vec<String>>,
    missing: Places<Vec<String>>,
    clauses: Once<str>,
    /// The clauses of all units, one after another
    said: Vec<u32>,
    /// Where those of each unit end
    ends: Vec<usize>,
}

/// Which of some things each unit has.
#[derive(Debug)]
struct Places<T> {
    things: Once<T>,
    of: Vec<u32>,
}

/// Things kept once each, by their places.
#[derive(Debug)]
struct Once<T: ?Sized> {
    all: Vec<Arc<T>>,
    /// Wanted while things are put in
    places: HashMap<Arc<T>, u32>,
}

impl<T: ?Sized> Default for Once<T> {
    fn default() -> Once<T> {
        Once { all: Vec::new(), places: HashMap::default() }
    }
}

impl<T> Default for Places<T> {
    fn default() -> Places<T> {
        Places { things: Once::default(), of: Vec::new() }
    }
}

impl<T: ?Sized + Eq + Hash> Once<T> {
    fn put<'t>(&mut self, thing: &'t T) -> u32
    where
        Arc<T>: From<&'t T>,
    {
        if let Some(&place) = self.places.get(thing) {
            return place;
        }
        self.add(thing.into())
    }

    fn add(&mut self, thing: Arc<T>) -> u32 {
        // There are no more things than bytes of text, and not 2³² of them that differ.
        let place = self.all.len() as u32;
        self.all.push(thing.clone());
        self.places.insert(thing, place);
        place
    }

    fn done(&mut self) {
        self.places = HashMap::default();
        self.all.shrink_to_fit();
    }
}

impl<T: Eq + Hash> Places<T> {
    fn put(&mut self, thing: T) {
        let known = self.things.places.get(&thing).copied();
        let place = known.unwrap_or_else(|| self.things.add(Arc::new(thing)));
        self.of.push(place);
    }

    fn get(&self, unit: usize) -> Option<&T> {
        self.things.all.get(*self.of.get(unit)? as usize).map(|thing| &**thing)
    }
}

impl UnitWords {
    /// What is said of all units.
    pub fn new(answers: &Answers) -> UnitWords {
        let Answers { rules, survey, assessment, lang } = *answers;
        let units = &survey.units;
        let mut words = UnitWords::default();
        let all: Vec<usize> = (0..units.count).collect();
        for some in all.chunks(BLOCK * AT_ONCE) {
            let of_block = |block: &[usize]| {
                let each = block.iter().zip(sentences(rules, units, assessment, block, lang));
                let each = each.map(|(&unit, reasons)| {
                    (assessment.deciding(rules, unit), missing(rules, units, assessment, unit), reasons)
                });
                each.collect::<Vec<(Vec<String>, Vec<String>, String)>>()
            };
            let blocks: Vec<_> = some.par_chunks(BLOCK).map(of_block).collect();
            for (deciding, missing, reasons) in blocks.into_iter().flatten() {
                words.deciding.put(deciding);
                words.missing.put(missing);
                words.say(&reasons);
            }
        }
        words.deciding.things.done();
        words.missing.things.done();
        words.clauses.done();
        words
    }

    fn say(&mut self, reasons: &str) {
        let clauses = reasons.split_inclusive(['，', '；', '。', ',', ';', '、']);
        self.said.extend(clauses.map(|clause| self.clauses.put(clause)));
        self.ends.push(self.said.len());
    }

    /// What decides a unit's class.
    pub fn deciding(&self, unit: usize) -> &[String] {
        self.deciding.get(unit).map_or(&[], Vec::as_slice)
    }

    /// What is missing of a unit.
    pub fn missing(&self, unit: usize) -> &[String] {
        self.missing.get(unit).map_or(&[], Vec::as_slice)
    }

    /// Why a unit has its class, in a sentence.
    pub fn reasons(&self, unit: usize) -> String {
        let end_of = |unit: usize| self.ends.get(unit).copied().unwrap_or(0);
        let from = unit.checked_sub(1).map_or(0, end_of);
        let said = self.said.get(from..end_of(unit)).unwrap_or_default();
        said.iter().filter_map(|&at| self.clauses.all.get(at as usize)).map(|clause| &**clause).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_comes_out_letter_by_letter() {
        let texts = [
            "适合加装：各项评估均适合。",
            "",
            "较难加装：梯段净宽 1.05 m，要求 ≥ 1.10 m；",
            "，；。;,、\n…",
            "适合加装：各项评估均适合。",
        ];
        let mut words = UnitWords::default();
        for (text, n) in texts.iter().zip(0..) {
            words.say(text);
            words.deciding.put(vec![format!("{}", n % 2)]);
        }
        words.clauses.done();
        assert!(texts.iter().enumerate().all(|(unit, text)| words.reasons(unit) == *text));
        assert_eq!(words.reasons(99), "");
        assert_eq!((words.said.first(), words.deciding.things.all.len()), (words.said.last(), 2));
        assert_eq!(words.deciding(3), ["1"]);
        assert!(words.deciding(99).is_empty());
    }
}
