//! Unit pages (告知单): the sheet on the notice board in the stairwell, an A4 page a unit, a file an estate.
//!
//! [`page`] says what stands on a page, [`door`] whose it is, [`decided`] what a committee decided, [`changes`] what would
//! change the answer, [`cites`] what it stands on, [`words`] in which words, [`fit`] and [`height`] how much of it a page
//! holds, [`address`] what pages are called, [`qr`] draws the code, [`style`] is the look; the markup is in the templates beside them. What
//! always holds: a unit has exactly one page, which is one sheet of paper: what does not fit is shortened, and the page
//! says so; nothing but [`super::public`] tells of a unit's values; no script, nothing from elsewhere. Deliberately
//! absent: remedies, costs and shares; who agreed to what.

mod address;
mod changes;
mod cites;
mod decided;
mod door;
mod fit;
mod height;
mod index;
mod page;
mod plain;
mod qr;
mod style;
#[cfg(test)]
mod tests;
mod words;

use super::Answers;
use super::figures::has_lift;
use super::groups::{self, UnitGroup};
use super::outputs::Made;
use super::public::stories;
use crate::rules::FieldIx;
use crate::run::Output;
use address::Place;
use askama::Template;
pub(in crate::report) use cites::{REFERENCE, TO_CHECK};
use page::Page;
use std::io::{self, Write};
use std::sync::Arc;
use style::Style;
use words::Words;

/// How many units are told of at a time: enough to share the work, few enough to be held.
const BLOCK: usize = 64;

/// The folder of the pages.
const FOLDER: &str = "units";

/// All pages of a run, before any is written.
struct Board<'a> {
    made: &'a Made<'a>,
    words: Words,
    style: Style,
    /// The estates, in order
    estates: Vec<UnitGroup>,
    /// The residents' committees, in order
    committees: Vec<UnitGroup>,
    /// Where each unit's page stands
    places: Vec<Place>,
    /// The place among `committees` of each unit's
    committee_of: Vec<usize>,
}

/// The files of the unit pages: one an estate (or one a unit, `--pages`), and `units/index.html`, which leads to them.
pub fn outputs<'a>(made: &'a Made<'a>) -> Vec<Output<'a>> {
    if !made.wishes.wants(FOLDER) {
        return Vec::new();
    }
    let board = Arc::new(Board::new(made));
    let index = board.clone();
    let mut outputs = vec![Output::new(format!("{FOLDER}/index.html"), move |out| index::write(out, &index))];
    if made.wishes.page_each {
        for unit in 0..board.places.len() {
            let Some(place) = board.places.get(unit) else { continue };
            let (name, board) = (format!("{FOLDER}/{}", place.file), board.clone());
            outputs.push(Output::new(name, move |out| board.write_file(out, &[unit])));
        }
    } else {
        for at in 0..board.estates.len() {
            let place = board.estates.get(at).and_then(|estate| board.places.get(*estate.units.first()?));
            let Some(place) = place else { continue };
            let (name, board) = (format!("{FOLDER}/{}", place.file), board.clone());
            outputs.push(Output::new(name, move |out| match board.estates.get(at) {
                Some(estate) => board.write_file(out, &estate.units),
                None => Ok(()),
            }));
        }
    }
    outputs
}

impl<'a> Board<'a> {
    fn new(made: &'a Made<'a>) -> Board<'a> {
        let answers = &made.answers;
        let all: Vec<usize> = (0..answers.survey.units.count).collect();
        let estates = groups::by(answers, estate_field(answers), &all);
        let committees = groups::by(answers, groups::committee(answers), &all);
        let mut committee_of = vec![0; all.len()];
        for (at, committee) in committees.iter().enumerate() {
            for &unit in &committee.units {
                committee_of.get_mut(unit).into_iter().for_each(|of| *of = at);
            }
        }
        let places = address::places(made, &estates);
        Board { made, words: Words(answers.lang), style: Style::new(), estates, committees, places, committee_of }
    }

    /// The residents' committee of a unit, as shown; empty where it is not known.
    fn committee(&self, unit: usize) -> &str {
        let at = self.committee_of.get(unit).copied().unwrap_or_default();
        self.committees.get(at).map_or("", |group| &group.value)
    }

    /// Whether a unit has a lift already.
    fn has_lift(&self, unit: usize) -> bool {
        has_lift(&self.made.answers, unit)
    }

    /// The file of these units, which are of one estate.
    fn write_file(&self, out: &mut dyn Write, units: &[usize]) -> io::Result<()> {
        let name = match units {
            [unit] if self.made.wishes.page_each => door::door(self, *unit),
            _ => self.estate_name(units.first().copied().unwrap_or_default()),
        };
        let listed = units.iter().filter(|_| units.len() > 1).filter_map(|&unit| index::entry(self, unit));
        let head = Head {
            words: self.words,
            style: &self.style,
            title: self.words.title_of(&name),
            listed: listed.collect(),
            up: Some(if self.made.wishes.page_each { "../index.html" } else { "index.html" }),
        };
        head.write_into(out)?;
        for block in units.chunks(BLOCK) {
            for story in stories(&self.made.answers, block) {
                Page::of(self, &story).write_into(out)?;
            }
        }
        out.write_all(b"</main>\n</body>\n</html>\n")
    }

    /// The name of a unit's estate, as shown.
    fn estate_name(&self, unit: usize) -> String {
        let at = self.places.get(unit).map(|place| place.estate).unwrap_or_default();
        let estate = self.estates.get(at).map_or("", |estate| estate.name(self.made.answers.lang));
        fit::clipped(&plain::clean(estate), page::NAME).0
    }
}

/// The key that names an estate: the one that units are grouped by, else the first of several.
fn estate_field(answers: &Answers) -> Option<FieldIx> {
    let mut keys = answers.rules.dictionary.key_fields();
    let first = keys.next().filter(|_| keys.next().is_some());
    groups::estate(answers).or(first)
}

/// What a file begins with.
#[derive(Template)]
#[template(path = "notice/head.html")]
struct Head<'b> {
    words: Words,
    style: &'b Style,
    title: String,
    listed: Vec<index::Entry<'b>>,
    /// The way to the index
    up: Option<&'b str>,
}
