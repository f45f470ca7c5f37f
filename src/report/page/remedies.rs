//! What remedies would do, in the page: a sentence and a table.
//!
//! What always holds: a remedy that is offered for what a private field says is not listed, and then no sum is told either,
//! since the listed rest would give it away; a cost that is reckoned from one is left blank.

use super::words::Words;
use crate::report::Answers;
use crate::report::numbers::grouped;
use crate::report::remedies::{money, tells_cost, tells_offer};
use crate::rules::ruleset::Remedy;
use crate::study::remedies::{RemedyTotals, Totals};

/// What stands in the page.
pub struct RemediesView {
    /// The whole in a sentence
    pub said: String,
    /// Remedies that can be done somewhere
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
    let told = |remedy: &Remedy| tells_offer(rules, remedy);
    let row = |&(remedy, of): &(&Remedy, &RemedyTotals)| RemedyRow {
        title: remedy.title.clone(),
        offered: grouped(of.offered),
        alone: grouped(of.alone_suitable),
        planned: grouped(of.in_plans),
        cost: match of.cost.units - of.cost.without_cost {
            units if units > 0 && tells_cost(rules, remedy) => money(of.cost.cost, lang),
            _ => "–".into(),
        },
    };
    let rows: Vec<RemedyRow> = all.iter().filter(|(remedy, of)| of.offered > 0 && told(remedy)).map(row).collect();
    let open = all.iter().all(|(remedy, _)| told(remedy) && tells_cost(rules, remedy));
    let said = [
        ("{all}", grouped(totals.not_suitable)),
        ("{units}", grouped(totals.to_suitable.units)),
        ("{cost}", money(totals.to_suitable.cost, lang)),
        ("{better}", grouped(totals.better_only.units)),
    ];
    let said = said.iter().fold(words.remedies_said.to_string(), |text, (name, value)| text.replace(name, value));
    (!rows.is_empty()).then(|| RemediesView { said: if open { said } else { words.remedy_estimate.into() }, rows })
}
