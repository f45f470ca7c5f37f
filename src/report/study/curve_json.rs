//! What `sweep --format json` prints: the shape is fixed, keys English, quantities in base units.

use super::comparison_json::by_class;
use super::curve::Swept;
use crate::report::numbers::json as number;
use crate::rules::language::typed::ParamIx;
use crate::rules::ruleset::ParamValue;
use crate::study::grid::{Grid, Stretch};
use crate::study::sweep::{Step, Sweep};
use serde_json::{Value, json};

/// The document of one parameter.
pub fn document(swept: &Swept, sweep: &Sweep) -> Value {
    json!({
        "param": id(swept, sweep.param),
        "measure": measure(swept, sweep.param),
        "from": number(sweep.window.low),
        "to": number(sweep.window.high),
        "steps": sweep.steps.iter().map(|step| of_step(swept, step)).collect::<Vec<_>>(),
    })
}

fn of_step(swept: &Swept, step: &Step) -> Value {
    let mut units: Vec<usize> = step.turns.iter().map(|turn| turn.unit).collect();
    units.dedup();
    json!({
        "at": number(step.at),
        "counts": by_class(&step.counts),
        "above": by_class(&step.above),
        "units": units.iter().map(|&unit| swept.units.name(unit)).collect::<Vec<_>>(),
    })
}

/// The document of two.
pub fn grid_document(swept: &Swept, grid: &Grid) -> Value {
    let [across, down] = grid.params;
    let counts = |row: &Vec<[u64; 3]>| row.iter().map(|counts| Value::Object(by_class(counts))).collect::<Vec<_>>();
    json!({
        "params": [id(swept, across), id(swept, down)],
        "measures": [measure(swept, across), measure(swept, down)],
        "across": grid.across.iter().map(stretch).collect::<Vec<_>>(),
        "down": grid.down.iter().map(stretch).collect::<Vec<_>>(),
        "counts": grid.counts.iter().map(counts).collect::<Vec<_>>(),
    })
}

fn stretch(stretch: &Stretch) -> Value {
    let ((low, from), (high, to)) = (stretch.low, stretch.high);
    json!({ "low": number(low), "low_included": from, "high": number(high), "high_included": to })
}

fn id<'a>(swept: &Swept<'a>, param: ParamIx) -> Option<&'a str> {
    swept.rules.params.get(param).map(|param| param.id.as_str())
}

/// The symbol of the base unit of measure; none for plain numbers, counts and years.
fn measure(swept: &Swept, param: ParamIx) -> Option<String> {
    let ParamValue::Number { dimension, .. } = &swept.rules.params.get(param)?.value else { return None };
    Some(dimension.symbol()).filter(|symbol| !symbol.is_empty())
}
