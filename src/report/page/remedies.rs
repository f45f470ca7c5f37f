//! What remedies would do, in the page: a sentence and a table.
//!
//! What always holds: all of it comes from [`Totals`], which have no cost that is reckoned from a private field; a remedy
//! that is offered for what one says has no row.

use super::words::Words;
use crate::report::Answers;
use crate::report::numbers::grouped;
use crate::report::remedies::{summed, tells_offer};
use crate::rules::ruleset::Remedy;
use crate::study::remedies::{RemedyTotals, Totals};

/// What stands in the page.
pub struct RemediesView {
    /// The whole in a sentence
    pub said: String,
    /// Remedies that can be done somewhere, where everybody may know it
    pub rows: Vec<RemedyRow>,
}

/// One remedy.
pub struct RemedyRow {
    /// What it is
    pub title: String,
    /// Units where it can be done
    pub offered: String,
    /// Units that it alone makes suitable
    pub alone: String,
    /// Units whose cheapest plan has it
    pub planned: String,
    /// What it costs there
    pub cost: String,
}

/// The view; nothing where nothing can be done.
pub fn remedies(answers: &Answers, totals: &Totals, words: &Words) -> Option<RemediesView> {
    let (rules, lang) = (answers.rules, answers.lang);
    let all: Vec<(&Remedy, &RemedyTotals)> = rules.remedies.iter().zip(&totals.remedies).collect();
    let row = |&(remedy, of): &(&Remedy, &RemedyTotals)| RemedyRow {
        title: remedy.title.clone(),
        offered: grouped(of.offered),
        alone: grouped(of.alone_suitable),
        planned: grouped(of.in_plans),
        cost: if of.in_plans == 0 { "–".into() } else { summed(&of.cost, lang) },
    };
    let shown = |(remedy, of): &&(&Remedy, &RemedyTotals)| of.offered > 0 && tells_offer(rules, remedy);
    let rows: Vec<RemedyRow> = all.iter().filter(shown).map(row).collect();
    let said = [
        ("{all}", grouped(totals.not_suitable)),
        ("{units}", grouped(totals.to_suitable.units)),
        ("{cost}", summed(&totals.to_suitable, lang)),
        ("{better}", grouped(totals.better_only.units)),
    ];
    let said = said.iter().fold(words.remedies_said.to_string(), |text, (name, value)| text.replace(name, value));
    (!rows.is_empty()).then_some(RemediesView { said, rows })
}
