//! How high a page is, reckoned from its texts: what decides how much is told on it.
//!
//! What always holds: no less than it prints, so that what is reckoned to fit does. The measures belong to `page.css`.
//! Deliberately absent: what is left out where it does not fit (`page`).

use super::fit::{BODY, FINDING, FOOT, Face, SMALL, VALUE, width};
use super::page::{Finding, Line, Page, Shown};

/// Height of a section's heading.
const HEADING: f64 = 8.7;
/// Height of a code with its words, and of the gap above the foot.
const CODE: f64 = 27.5;

impl Page {
    /// The height of all that stands on the page, in millimetres.
    pub fn height(&self) -> f64 {
        let answer = Face { width: 166.0, ..BODY };
        let status: f64 = self.status.iter().map(|line| answer.height_of(line)).sum();
        let head = 5.9 + 12.4 + 5.4 + 11.1 + status;
        let rows = self.values.chunks(3).map(|row| row.iter().map(Shown::height).fold(0.0, f64::max) + 0.2);
        let items: f64 = self.items.iter().map(|item| SMALL.height_of(item)).sum();
        let measured = if self.values.is_empty() && self.items.is_empty() { 0.0 } else { HEADING };
        let found: f64 = self.found.iter().map(Finding::height).sum();
        let rest = |line: &Line| BODY.height_of(&format!("{}　{}", line.title.unwrap_or_default(), line.text)) + 0.6;
        let rest: f64 = self.rest.iter().map(rest).sum();
        let norms = if self.norms.is_empty() {
            0.0
        } else {
            SMALL.height_of(&format!("{}：{}", self.words.norms(), self.norms)) + 0.7
        };
        let changes = Face { width: 176.0, ..BODY };
        let changes: f64 = self.changes.iter().map(|line| changes.height_of(line)).sum();
        let fill_in = if self.fill_in { 7.0 } else { 0.0 };
        let object = BODY.height_of(&self.whom) + fill_in + SMALL.height_of(self.words.no_vote()) + 0.6;
        let foot = FOOT.height_of(&self.rule_set)
            + FOOT.height(1)
            + FOOT.height_of(&format!("{}：{}", self.words.sources(), self.sources))
            + FOOT.height_of(self.words.shortened());
        let foot = 3.5 + if self.code.is_some() { foot.max(CODE) } else { foot };
        let address = Face { size: 7.0, ..SMALL };
        let address = self.address.as_deref().map_or(0.0, |text| address.height_of(text));
        let caution = if self.caution.is_empty() { 0.0 } else { SMALL.height_of(&self.caution) + 0.7 };
        let decided: f64 = self.decided.iter().map(|line| answer.height_of(line)).sum();
        let decided = if self.decided.is_empty() { 0.0 } else { decided + 6.0 };
        let sections = measured + 3.0 * HEADING;
        let norms = norms + caution;
        head + decided + sections + rows.sum::<f64>() + items + found + rest + norms + changes + object + foot + address
    }
}

impl Shown {
    fn height(&self) -> f64 {
        let beside = width(&self.label) + 3.0 + self.written.as_deref().map_or(0.0, width).max(width(&self.shown));
        let lines = (beside / VALUE.columns()).ceil().max(1.0) as usize;
        VALUE.height(lines) + self.written.as_ref().map_or(0.0, |_| SMALL.height(1))
    }
}

impl Finding {
    fn height(&self) -> f64 {
        let head = width(&self.title) + width(&self.grade) + width(&self.cite) * SMALL.size / BODY.size + 6.0;
        let head = (head / FINDING.columns()).ceil().max(1.0) as usize;
        FINDING.height(head) + FINDING.height_of(&self.reason) + 1.3
    }
}
