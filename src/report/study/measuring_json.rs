//! What `gaps --format json` prints: the shape is fixed, keys and ids English.

use super::measuring::Measuring;
use crate::report::numbers::json as number;
use crate::rules::ruleset::Grade;
use crate::study::gaps::{Chance, Gap, Near, Need};
use crate::survey::lifts::counted;
use serde_json::{Value, json};

/// The document.
pub fn document(measuring: &Measuring) -> Value {
    let Measuring { rules, units, assessment, gaps, plan, committees, near, .. } = measuring;
    let all = counted(&rules.dictionary, units);
    let settled = all.iter().filter(|&&unit| assessment.is_settled(unit)).count();
    let batches = plan.batches.iter().zip(plan.curve().into_iter().skip(1)).map(|(batch, (measured, more))| {
        json!({
            "committee": committees.get(batch.committee).filter(|name| !name.is_empty()),
            "needs": ids(measuring, &batch.needs),
            "units": batch.units.iter().map(|&unit| units.name(unit)).collect::<Vec<_>>(),
            "measurements": batch.measurements(),
            "measurements_so_far": measured,
            "settled_then": settled + more,
        })
    });
    json!({
        "units": all.len(),
        "settled": settled,
        "open": gaps.len(),
        "gaps": gaps.iter().map(|gap| of_gap(measuring, gap)).collect::<Vec<_>>(),
        "plan": batches.collect::<Vec<_>>(),
        "never": plan.never.iter().map(|&unit| units.name(unit)).collect::<Vec<_>>(),
        "near": near.iter().map(|near| of_near(measuring, near)).collect::<Vec<_>>(),
    })
}

fn of_gap(measuring: &Measuring, gap: &Gap) -> Value {
    let criterion = |at: usize| measuring.rules.criteria.get(at).map(|criterion| criterion.id.as_str());
    let chance = |chance: &Chance| {
        let when = chance
            .when
            .iter()
            .map(|(at, grade)| json!({ "criterion": criterion(*at), "grade": grade.map_or("n/a", Grade::id) }));
        json!({
            "needs": ids(measuring, &chance.needs),
            "when": when.collect::<Vec<_>>(),
            "class": chance.class.id(),
        })
    };
    json!({
        "unit": measuring.units.name(gap.unit),
        "needs": ids(measuring, &gap.needs),
        "sure": gap.sure.iter().map(|set| ids(measuring, set)).collect::<Vec<_>>(),
        "chances": gap.chances.iter().map(chance).collect::<Vec<_>>(),
        "by_rules": gap.by_rules.iter().map(|&at| criterion(at)).collect::<Vec<_>>(),
        "all_sets_tried": gap.whole,
    })
}

fn of_near(measuring: &Measuring, near: &Near) -> Value {
    json!({
        "unit": measuring.units.name(near.unit),
        "field": near.need.id(measuring.rules),
        "off": number(near.off),
        "class": near.class.id(),
        "best_class": near.best.id(),
        "worst_class": near.worst.id(),
    })
}

fn ids(measuring: &Measuring, needs: &[Need]) -> Vec<String> {
    needs.iter().map(|need| need.id(measuring.rules)).collect()
}
