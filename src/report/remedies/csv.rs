//! `remedies.csv`: what would help each unit, for programs and for filtering. A row a plan; `possible` is
//! `not known` where the survey does not say whether it can be done.
//!
//! What always holds: a unit that is not here is suitable, has a lift, or no remedy helps it; costs are in yuan, both
//! ends; remedies are named by their ids, and in people's words beside them. Deliberately absent: totals (`summary.xlsx`).

use super::plans;
use crate::report::Answers;
use crate::report::csv_text::{BOM, cell, into_io, writer};
use crate::report::unit_table::UnitTable;
use crate::study::remedies::{Help, Plan};
use std::io::{self, Write};

/// The columns behind those of the keys.
const COLUMNS: [&str; 9] =
    ["class", "reaches", "sure", "possible", "remedies", "titles", "cost.low", "cost.high", "all_sets_tried"];

/// Writes them.
pub fn write(out: &mut dyn Write, answers: &Answers, table: &UnitTable) -> io::Result<()> {
    let keys = answers.rules.dictionary.key_fields().filter_map(|ix| answers.rules.dictionary.fields.get(ix));
    out.write_all(BOM)?;
    let mut rows = writer(out);
    let header = keys.map(|field| field.id.as_str()).chain(COLUMNS);
    rows.write_record(header).map_err(into_io)?;
    for unit in 0..table.len() {
        let Some(help) = table.help(unit) else { continue };
        let sure = plans(help).map(|plan| (plan, "yes"));
        for (plan, possible) in sure.chain(help.perhaps.iter().map(|plan| (plan, "not known"))) {
            let names = answers.survey.units.keys.iter().map(|key| key.get(unit).map_or("", |key| key).to_string());
            let record = names.chain(cells(answers, unit, help, plan, possible));
            rows.write_record(record.map(|text| cell(&text).into_owned())).map_err(into_io)?;
        }
    }
    rows.flush()
}

fn cells(answers: &Answers, unit: usize, help: &Help, plan: &Plan, possible: &str) -> [String; 9] {
    let rules = answers.rules;
    let all = || plan.remedies.iter().filter_map(|&at| rules.remedies.get(at));
    let class = answers.assessment.class.get(unit).map_or("", |class| class.id());
    let yuan = |end: Option<crate::quantity::Decimal>| end.map_or_else(String::new, |end| end.to_string());
    let known = plan.cost.high().is_some();
    [
        class.into(),
        plan.class.id().into(),
        plan.is_sure().to_string(),
        possible.into(),
        all().map(|remedy| remedy.id.as_str()).collect::<Vec<_>>().join(";"),
        all().map(|remedy| remedy.title.as_str()).collect::<Vec<_>>().join(";"),
        yuan(plan.cost.low().filter(|_| known)),
        yuan(plan.cost.high()),
        help.whole.to_string(),
    ]
}
