//! `units/index.html`: the way to every page, by residents' committee and estate, with the counts of the classes.
//!
//! What always holds: every unit is in it once; units with a lift already are counted apart, as in the summary.
//! Deliberately absent: reasons.

use super::words::{Words, letter, mark};
use super::{Board, Head, door};
use crate::report::groups::named;
use crate::rules::ruleset::Grade;
use askama::Template;
use std::collections::HashMap;
use std::io::{self, Write};

/// A unit in a list of links.
pub(super) struct Entry<'b> {
    pub letter: Option<&'static str>,
    pub mark: &'static str,
    pub door: String,
    pub anchor: &'b str,
    /// From the index
    pub link: String,
}

/// The link to a unit's page.
pub(super) fn entry<'b>(board: &'b Board, unit: usize) -> Option<Entry<'b>> {
    let place = board.places.get(unit)?;
    let answers = &board.made.answers;
    let class = answers.assessment.class.get(unit).copied().filter(|_| !board.has_lift(unit));
    let name = door::door_of(board, unit, super::estate_field(answers));
    let door = if name.trim().is_empty() { door::door(board, unit) } else { name };
    Some(Entry {
        letter: class.map(letter),
        mark: class.map_or("＝", mark),
        door: super::fit::clipped(&door, 40.0).0,
        anchor: &place.anchor,
        link: place.link(),
    })
}

/// Units counted.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    units: usize,
    classes: [usize; 3],
    open: usize,
    with_lift: usize,
}

impl Tally {
    fn add(&mut self, board: &Board, unit: usize) {
        let assessment = board.made.answers.assessment;
        self.units += 1;
        if board.has_lift(unit) {
            self.with_lift += 1;
            return;
        }
        let class = assessment.class.get(unit).and_then(|&class| self.classes.get_mut(class as usize));
        class.into_iter().for_each(|count| *count += 1);
        self.open += usize::from(!assessment.is_settled(unit));
    }
}

struct Estate<'b> {
    name: String,
    /// Its file, where there is one for all its units
    file: Option<&'b str>,
    tally: Tally,
    entries: Vec<Entry<'b>>,
}

struct Committee<'b> {
    name: String,
    tally: Tally,
    estates: Vec<Estate<'b>>,
}

#[derive(Template)]
#[template(path = "notice/index.html")]
struct Index<'b> {
    words: Words,
    classes: [(&'static str, &'static str); 3],
    committees: Vec<Committee<'b>>,
}

/// Writes it.
pub(super) fn write(out: &mut dyn Write, board: &Board) -> io::Result<()> {
    let words = board.words;
    let title = words.index_title().to_string();
    let head = Head { words, style: &board.style, title, listed: Vec::new(), up: None };
    head.write_into(out)?;
    let committees = (0..board.committees.len()).filter_map(|at| committee(board, at)).collect();
    let classes = Grade::ALL.map(|class| (letter(class), words.class_short(class)));
    Index { words, classes, committees }.write_into(out)?;
    out.write_all(b"</main>\n</body>\n</html>\n")
}

fn committee<'b>(board: &'b Board, at: usize) -> Option<Committee<'b>> {
    let group = board.committees.get(at)?;
    let lang = board.made.answers.lang;
    let mut tally = Tally::default();
    let mut estates: Vec<Estate> = Vec::new();
    let mut places: HashMap<usize, usize> = HashMap::new();
    for &unit in &group.units {
        let place = board.places.get(unit)?;
        tally.add(board, unit);
        let here = *places.entry(place.estate).or_insert_with(|| {
            let file = Some(place.file.as_str()).filter(|_| !board.made.wishes.page_each);
            estates.push(Estate { name: board.estate_name(unit), file, tally: Tally::default(), entries: Vec::new() });
            estates.len() - 1
        });
        if let Some(estate) = estates.get_mut(here) {
            estate.tally.add(board, unit);
            estate.entries.extend(entry(board, unit));
        }
    }
    let name = match (group.value.is_empty(), board.committees.len()) {
        (true, 1) => board.words.kind_short().to_string(),
        (true, _) => board.words.no_committee().to_string(),
        _ => super::fit::clipped(&super::plain::clean(named(&group.value, lang)), 60.0).0,
    };
    Some(Committee { name, tally, estates })
}
