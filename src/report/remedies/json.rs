//! What would help, for programs: keys English, costs in yuan, remedies by id.

use crate::quantity::Bounds;
use crate::report::numbers::json as number;
use crate::rules::RuleSet;
use crate::study::remedies::{Help, Plan, Sum, Summed, Totals};
use serde_json::{Value, json};

/// What would help one unit.
pub fn help(rules: &RuleSet, help: Option<&Help>) -> Value {
    let Some(help) = help else {
        return json!({ "better": null, "suitable": null, "perhaps": null, "offered": [], "unsure": [], "all_sets_tried": true });
    };
    let offered = help.offered.iter().map(|offer| json!({ "id": id(rules, offer.remedy), "cost": cost(offer.cost) }));
    json!({
        "better": help.better.as_ref().map(|it| plan(rules, it)),
        "suitable": help.suitable.as_ref().map(|it| plan(rules, it)),
        "perhaps": help.perhaps.as_ref().map(|it| plan(rules, it)),
        "offered": offered.collect::<Vec<_>>(),
        "unsure": ids(rules, &help.unsure),
        "all_sets_tried": help.whole,
    })
}

fn plan(rules: &RuleSet, plan: &Plan) -> Value {
    json!({
        "remedies": ids(rules, &plan.remedies),
        "cost": cost(plan.cost),
        "class": plan.class.id(),
        "worst_class": plan.worst.id(),
    })
}

/// What remedies would do for all units.
pub fn totals(rules: &RuleSet, totals: &Totals) -> Value {
    let remedies = totals.remedies.iter().enumerate().map(|(at, of)| {
        json!({
            "id": id(rules, at),
            "title": rules.remedies.get(at).map(|remedy| remedy.title.as_str()),
            "offered": of.offered,
            "alone_better": of.alone_better,
            "alone_suitable": of.alone_suitable,
            "in_plans": of.in_plans,
            "unsure": of.unsure,
            "cost": summed(&of.cost),
        })
    });
    let sets = totals
        .sets
        .iter()
        .map(|set| json!({ "remedies": ids(rules, &set.remedies), "to_suitable": summed(&set.summed) }));
    json!({
        "not_suitable": totals.not_suitable,
        "to_suitable": summed(&totals.to_suitable),
        "better_only": summed(&totals.better_only),
        "perhaps": summed(&totals.perhaps),
        "not_all_sets_tried": totals.not_whole,
        "remedies": remedies.collect::<Vec<_>>(),
        "sets": sets.collect::<Vec<_>>(),
    })
}

fn summed(summed: &Summed) -> Value {
    json!({
        "units": summed.units, "sure": summed.sure, "cost": sum(summed.cost), "without_cost": summed.without_cost,
    })
}

/// Yuan, as what one unit costs.
fn sum(Sum { low, high }: Sum) -> Value {
    let yuan = |micros: i128| match (micros % 1_000_000, i64::try_from(micros / 1_000_000)) {
        (0, Ok(whole)) => json!(whole),
        _ => json!(micros as f64 / 1e6),
    };
    if low == high { yuan(high) } else { json!({ "low": yuan(low), "high": yuan(high) }) }
}

/// Yuan; bounds as `{ "low", "high" }`; null where it is not known.
fn cost(cost: Bounds) -> Value {
    match (cost.value(), cost.high()) {
        (Some(value), _) => number(value),
        (None, Some(high)) => json!({ "low": cost.low().map(number), "high": number(high) }),
        (None, None) => Value::Null,
    }
}

fn id(rules: &RuleSet, remedy: usize) -> Option<&str> {
    rules.remedies.get(remedy).map(|remedy| remedy.id.as_str())
}

fn ids<'a>(rules: &'a RuleSet, remedies: &[usize]) -> Vec<Option<&'a str>> {
    remedies.iter().map(|&at| id(rules, at)).collect()
}
