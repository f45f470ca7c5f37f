//! Every file of a run that is made from its answers: one list, in which a new output is a line.
//!
//! What always holds: outputs depend on nothing but what [`Made`] holds, and not on one another, so they are written in
//! any order and several at a time. Deliberately absent: the run's own record (`run`), and what each file looks like.

use super::figures::Figures;
use super::unit_table::UnitTable;
use super::wishes::Wishes;
use super::{
    Answers, corrections_xlsx, decisions_csv, findings_csv, ledger, map, notice, page, rejected_csv, remedies, summary,
    summary_json, units_csv, units_parquet, unsurveyed_csv,
};
use crate::run::Output;

/// All that outputs are made of.
#[derive(Clone, Copy)]
pub struct Made<'a> {
    /// The answers
    pub answers: Answers<'a>,
    /// The table of units
    pub table: &'a UnitTable<'a>,
    /// The figures
    pub figures: &'a Figures,
    /// What was asked of the outputs
    pub wishes: &'a Wishes,
}

/// The outputs that are wanted.
pub fn outputs<'a>(made: &'a Made<'a>) -> Vec<Output<'a>> {
    let Made { answers, table, figures, wishes } = made;
    let survey = answers.survey;
    let mut outputs = vec![
        Output::new("units.csv", |out| units_csv::write(out, table)),
        Output::new("units.parquet", |out| units_parquet::write(out, table)),
        Output::new("findings.csv", |out| findings_csv::write(out, answers)),
        Output::new("rejected.csv", |out| rejected_csv::write(out, &survey.all_rejected())),
        Output::new("corrections.xlsx", |out| corrections_xlsx::write(out, answers)),
        Output::new("summary.xlsx", |out| summary::write(out, answers, figures, wishes)),
        Output::new("summary.json", |out| summary_json::write(out, answers, figures)),
    ];
    if !answers.rules.remedies.is_empty() {
        outputs.push(Output::new("remedies.csv", |out| remedies::csv::write(out, answers, table)));
    }
    if let Some(coverage) = &survey.coverage {
        outputs.push(Output::new("unsurveyed.csv", |out| unsurveyed_csv::write(out, answers, coverage)));
    }
    if let Some(decisions) = &survey.decisions {
        outputs.push(Output::new("decisions.csv", |out| decisions_csv::write(out, answers, decisions)));
    }
    outputs.extend(ledger::outputs(made));
    if wishes.wants(MAP)
        && let Some(positions) = map::positions(answers)
    {
        outputs.push(Output::new(MAP, move |out| map::geojson::write(out, answers, table, &positions)));
        outputs.push(Output::new("map.qml", |out| map::qml::write(out, answers, table)));
    }
    if wishes.wants(page::NAME) {
        outputs.extend(page::outputs(made));
    }
    outputs.extend(notice::outputs(made));
    outputs.retain(|output| wishes.wants(&output.name));
    outputs
}

/// The map; its style is written beside it, or neither.
const MAP: &str = "map.geojson";

/// What `--without` can name: the first part of the path of every output that may be left out.
pub const OPTIONAL: &[&str] = &[
    "summary.xlsx",
    "units.xlsx",
    page::NAME,
    "units",
    MAP,
    "units.csv",
    "units.parquet",
    "findings.csv",
    "rejected.csv",
    "remedies.csv",
];
