//! Rules have a time: what of a rule set is not in force on the day of the run.

use crate::lang::Text;
use crate::rules::RuleSet;
use crate::rules::language::Uses;
use crate::text;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// One warning for each thing that is not in force on `day`: the rule set itself, and the norms that enabled criteria
/// and the parameters and tables they stand on cite.
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
    for norm in cited(rules).into_iter().filter_map(|norm| rules.sources.get(norm)) {
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

/// The norms that what counts cites.
fn cited(rules: &RuleSet) -> BTreeSet<usize> {
    let mut used = Uses::default();
    for criterion in rules.enabled() {
        let more = [&criterion.applies, &criterion.difficult].into_iter().flatten();
        more.chain([&criterion.suitable]).for_each(|rule| used.add_cond(&rule.cond, &rules.derived));
    }
    let criteria = rules.enabled().map(|criterion| &criterion.cite);
    let params = used.params.iter().filter_map(|&ix| rules.params.get(ix)).map(|param| &param.cite);
    let tables = used.tables.iter().filter_map(|&ix| rules.tables.get(ix)).map(|table| &table.cite);
    criteria.chain(params).chain(tables).filter_map(|cite| cite.as_ref()?.norm).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::load_text;

    #[test]
    fn what_a_parameter_cites_counts_where_the_parameter_does() {
        let rules = "[ruleset]\nid = \"x\"\ntitle = \"x\"\nversion = \"1\"\nfields = \"fields.toml\"\n\
             [sources.old]\ntitle = \"旧标准\"\nsuperseded_from = 2024-01-01\n\
             [sources.new]\ntitle = \"新标准\"\nin_force_from = 2027-01-01\n\
             [params.good]\nvalue = \"1.1 m\"\ncite = \"old §1\"\n[params.idle]\nvalue = \"1 m\"\ncite = \"new §1\"\n\
             [criteria.width]\ntitle = \"净宽\"\nsuitable = \"width >= good\"\ncite = \"惯例\"\n";
        let fields = "[fields.unit]\nlabel = \"单元\"\nkind = \"text\"\nkey = true\n\
                      [fields.width]\nlabel = \"净宽度\"\nkind = \"length\"\n";
        let rules = load_text(&[("rules.toml", rules), ("fields.toml", fields)], &[]).rules.unwrap();
        let said = |day: &str| {
            let texts = warnings(&rules, day.parse().unwrap()).into_iter();
            texts.map(|text| text.zh).collect::<Vec<_>>()
        };
        assert_eq!(said("2026-11-23"), ["引用的《旧标准》自 2024-01-01 起已被替代"]);
        assert_eq!(said("2023-11-23"), [""; 0]);
    }
}
