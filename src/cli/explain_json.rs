//! What `explain --format json` prints: the shape is fixed, keys English, quantities numbers in base units.

use super::explain::Explained;
use super::plain;
use crate::assess::explain::{Used, Why};
use crate::report::numbers::json as number;
use crate::report::remedies::json as remedies_json;
use crate::report::unit_table::possible_ids;
use crate::rules::ruleset::Grade;
use crate::survey::Decision;
use crate::survey::finding::cell_name;
use serde_json::{Value, json};

/// The document.
pub fn document(explained: &Explained) -> Value {
    let Explained { units, assessment, unit, whys, .. } = explained;
    let class = |classes: &[Grade]| classes.get(*unit).map(|class| class.id());
    let criteria: Vec<Value> = whys.iter().filter_map(|why| criterion(explained, why)).collect();
    let mut document = json!({
        "unit": units.name(*unit),
        "class": class(&assessment.class),
        "best_class": class(&assessment.best),
        "worst_class": class(&assessment.worst),
        "criteria": criteria,
    });
    if let Some(document) = document.as_object_mut() {
        document.extend(explained.decision.iter().map(|decision| ("decision".into(), decided(decision))));
        if !explained.rules.remedies.is_empty() {
            let help = remedies_json::help(&explained.rules, explained.help.as_deref());
            document.insert("remedies".into(), help);
        }
    }
    document
}

fn decided(decision: &Decision) -> Value {
    let Decision { class, reason, by, person, date, recorded, .. } = decision;
    json!({
        "class": class.id(),
        "reason": reason,
        "by": by,
        "person": person,
        "date": date,
        "computed_then": recorded.map(Grade::id),
        "state": decision.state().id(),
    })
}

fn criterion(explained: &Explained, why: &Why) -> Option<Value> {
    let criterion = explained.rules.criteria.get(why.criterion)?;
    Some(json!({
        "id": criterion.id,
        "grade": why.grade.map_or("n/a", Grade::id),
        "possible": possible_ids(why.possible),
        "margin": why.margin.iter().map(|margin| number(margin.value)).collect::<Vec<_>>(),
        "reason": why.reason,
        "cite": criterion.cite.as_ref().map(|cite| cite.shown.as_str()),
        "values": why.values.iter().map(|used| value(explained, used)).collect::<Vec<_>>(),
    }))
}

fn value(explained: &Explained, used: &Used) -> Value {
    let origin = used.origin.as_ref();
    let sheet = origin.and_then(|origin| explained.units.sheets.get(origin.sheet as usize));
    json!({
        "field": used.field,
        "value": plain::value(used.value.as_ref()),
        "file": sheet.map(|name| &*name.file),
        "sheet": sheet.map(|name| &*name.sheet),
        "cell": origin.map(|origin| cell_name(origin.row, origin.column)),
        "written": origin.map(|origin| &*origin.written),
    })
}
