//! `report.html`: the figures, a map, and every unit with its reasons, in one file that asks for nothing from anywhere.
//!
//! [`view`] and [`rows`] are what stands in the page before its script runs ([`remedies`] some of it), [`data`] and [`chunks`] what the script
//! shows, [`map`] where units stand, [`trials`] the sliders, [`ways`] how the overview of many pages leads to a unit, [`inert`] what keeps texts
//! of others from becoming markup, [`words`] the page's own words. What always holds: every unit stands in exactly one
//! page; the page is whole in itself, and runs no script and no style but its own. Above [`SPLIT`] units `report.html`
//! has the figures alone, and each residents' committee (each estate, where there are none) a page of its own.
//! Deliberately absent: private fields and carried-through columns (`public` leaves them out), today's date.

mod chunks;
mod data;
mod inert;
mod map;
mod remedies;
mod rows;
pub(super) mod style;
mod trials;
mod view;
mod ways;
mod words;

use super::figures::Figures;
use super::groups::{self, UnitGroup};
use super::outputs::Made;
use super::policy;
use crate::run::Output;
use std::io::{self, Write};
use std::sync::Arc;
use trials::Trials;
use view::Kind;

/// The page's name in the folder.
pub const NAME: &str = "report.html";
/// The folder of the committees' pages.
const FOLDER: &str = "report";
/// More units than this do not stand in one page.
const SPLIT: usize = 5_000;

/// The page, or the pages.
pub fn outputs<'a>(made: &'a Made<'a>) -> Vec<Output<'a>> {
    pages(made, SPLIT)
}

fn pages<'a>(made: &'a Made<'a>, split: usize) -> Vec<Output<'a>> {
    let every: Vec<usize> = (0..made.table.len()).collect();
    // Made once for all pages, and before any is written: a page that is written on one thread must not wait for
    // another's.
    let trials = Arc::new(Trials::of(&made.answers));
    if every.len() <= split {
        return vec![Output::new(NAME, move |out| view::write(out, made, made.figures, &trials, &every, &Kind::Whole))];
    }
    let lang = made.answers.lang;
    let groups = groups::by(&made.answers, view::divided_by(&made.answers), &every);
    let names = groups::file_names(&groups, lang);
    let address = |name: &String| format!("{FOLDER}/{}.html", policy::in_address(name));
    let linked: Vec<(String, String)> =
        groups.iter().zip(&names).map(|(group, name)| (group.value.clone(), address(name))).collect();
    let mut outputs = vec![Output::new(NAME, {
        let kind = Kind::Overview(ways::ways(&made.answers, &groups, ways::ROOM), linked);
        let trials = Arc::clone(&trials);
        move |out| view::write(out, made, made.figures, &trials, &every, &kind)
    })];
    let own = |(group, name): (UnitGroup, String)| {
        let kind = Kind::OfGroup(group.name(lang).to_string());
        let trials = Arc::clone(&trials);
        Output::new(format!("{FOLDER}/{name}.html"), move |out| of_group(out, made, &trials, &group.units, &kind))
    };
    outputs.extend(groups.into_iter().zip(names).map(own));
    outputs
}

fn of_group(out: &mut dyn Write, made: &Made, trials: &Trials, units: &[usize], kind: &Kind) -> io::Result<()> {
    let figures = Figures::among(&made.answers, made.table, units);
    view::write(out, made, &figures, trials, units, kind)
}

#[cfg(test)]
mod tests;
