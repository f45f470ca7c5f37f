//! What a committee decided of a unit, as its page shows it beside the computed class.
//!
//! What always holds: it stands apart from the answer and says how it stands to it; one that has lapsed says so first.
//! Deliberately absent: the person who decided, who is not for pages.

use super::fit::clipped;
use super::plain::clean;
use super::words::Words;
use crate::report::public::ToldDecision;
use crate::rules::ruleset::Grade;

/// Columns of a reason: some three lines.
const REASON: f64 = 260.0;

/// The lines: what was decided by whom and when, why, and how it stands to the answer.
pub(super) fn lines(words: Words, decision: &ToldDecision, class: Grade) -> Vec<String> {
    let short = |text: &str, columns: f64| clipped(clean(text).trim(), columns).0;
    let (by, date) = (short(&decision.by, 50.0), short(&decision.date, 24.0));
    let reason = short(&decision.reason, REASON);
    let mut lines = vec![words.decision(decision.class, decision.state, &by, &date)];
    lines.extend((!reason.is_empty()).then(|| words.decision_reason(&reason)));
    lines.push(words.decision_state(decision.state, decision.class == class).to_string());
    lines
}
