//! Rules have a time: what of a rule set is not in force on the day of the run.

use crate::lang::Text;
use crate::rules::RuleSet;
use crate::text;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// One warning for each thing that is not in force on `day`: the rule set itself, and the norms that enabled criteria
/// cite.
pub fn warnings(rules: &RuleSet, day: Date) -> Vec<Text> {
    let today = days(day);
    let id = &rules.id;
    let mut warnings = Vec::new();
    if let Some(from) = rules.effective_from.filter(|&from| i64::from(from) > today) {
        let from = date(from);
        warnings.push(text!(
            "规则集 `{id}` 自 {from} 起施行，评估日 {day} 尚未施行",
            "rule set `{id}` applies from {from}, which is after {day}"
        ));
    }
    if let Some(to) = rules.effective_to.filter(|&to| i64::from(to) < today) {
        let to = date(to);
        warnings.push(text!(
            "规则集 `{id}` 施行到 {to} 为止，评估日 {day} 已失效",
            "rule set `{id}` applied until {to}, which is before {day}"
        ));
    }
    let cited: BTreeSet<usize> =
        rules.enabled().filter_map(|criterion| criterion.cite.as_ref().and_then(|cite| cite.norm)).collect();
    for norm in cited.into_iter().filter_map(|norm| rules.sources.get(norm)) {
        let name = norm.number.as_ref().map_or(norm.title.clone(), |number| format!("{number} {}", norm.title));
        if let Some(from) = norm.superseded_from.filter(|&from| i64::from(from) <= today) {
            let from = date(from);
            warnings.push(text!(
                "引用的《{name}》自 {from} 起已被替代",
                "`{name}`, which is cited, was superseded on {from}"
            ));
        }
        if let Some(from) = norm.in_force_from.filter(|&from| i64::from(from) > today) {
            let from = date(from);
            warnings.push(text!(
                "引用的《{name}》自 {from} 起施行，评估日 {day} 尚未施行",
                "`{name}`, which is cited, applies from {from}, which is after {day}"
            ));
        }
    }
    warnings
}

const EPOCH: Date = Date::constant(1970, 1, 1);

fn days(day: Date) -> i64 {
    // Both are days of the calendar: the difference is a whole number of them.
    day.duration_since(EPOCH).as_hours() / 24
}

fn date(days: i32) -> String {
    let span = jiff::Span::new().try_days(days);
    span.ok().and_then(|span| EPOCH.checked_add(span).ok()).map_or_else(|| days.to_string(), |day| day.to_string())
}
