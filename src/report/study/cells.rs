//! Two numbers at once: a map and a table of exact cells for each class.

use super::curve::{ON_SCREEN, Swept, value, with_measure};
use crate::lang::Text;
use crate::report::paper::{Cell, CellMap, Paper, Part, Table, numbers, words};
use crate::rules::language::printer::show_param;
use crate::rules::language::typed::ParamIx;
use crate::rules::ruleset::{Grade, ParamValue};
use crate::study::grid::{Grid, Stretch};
use crate::text;

/// Cells across that the terminal has room for.
const ACROSS: usize = 6;

/// The paper of two parameters: a table for each class.
pub fn paper(swept: &Swept, grid: &Grid) -> Paper {
    let [first, second] = grid.params;
    let lang = swept.lang;
    let (across, down) = (swept.called(first), swept.called(second));
    let mut notes = swept.notes();
    for at in grid.params {
        let (called, now) = (swept.called(at), swept.param(at).map(show_param).unwrap_or_default());
        notes.push(text!("“{called}”现为 {now}", "`{called}` is {now}").get(lang).to_string());
    }
    let (wide, high) = (grid.across.len(), grid.down.len());
    notes.push(
        match wide <= ACROSS {
            true => text!("{wide} × {high} 格", "{wide} × {high} cells"),
            false => text!(
                "{wide} × {high} 格：横向超过 {ACROSS} 格的表屏幕放不下，在 -o 写出的文件里",
                "{wide} × {high} cells: a table of more than {ACROSS} across is in the files that `-o` writes"
            ),
        }
        .get(lang)
        .to_string(),
    );
    let of_class = |class: Grade| {
        let mut heads = vec![words(text!("{down} ＼ {across}", "{down} \\ {across}").get(lang)).wide(24).unbroken()];
        heads.extend(grid.across.iter().map(|stretch| numbers(stretch_shown(swept, first, *stretch))));
        let row = |(stretch, counts): (&Stretch, &Vec<[u64; 3]>)| {
            let mut cells = vec![Cell::text(stretch_shown(swept, second, *stretch))];
            cells.extend(counts.iter().map(|counts| Cell::Count(counts.get(class as usize).copied().unwrap_or(0))));
            cells
        };
        let label = class.label();
        Part {
            name: label.get(lang).to_string(),
            title: {
                let Text { zh, en } = label;
                text!("“{zh}”的单元数", "units that are {en}").get(lang).to_string()
            },
            note: swept
                .pick(
                    "每格内处处相同。方括号的端点属于这一段，圆括号的不属于。",
                    "the same all through a cell. an end in a square bracket belongs to its stretch, one in a round bracket does not.",
                )
                .into(),
            on_screen: wide <= ACROSS,
            cells: Some(cell_map(swept, grid, class)),
            tables: vec![Table {
                heads,
                rows: grid.down.iter().zip(&grid.counts).map(row).collect(),
                on_screen: ON_SCREEN,
                shaded: Some(class),
                ..Table::default()
            }],
            ..Part::default()
        }
    };
    Paper {
        title: text!("两个参数：{across}、{down}", "two parameters: {across}, {down}").get(lang).to_string(),
        notes,
        parts: Grade::ALL.map(of_class).into(),
    }
}

fn cell_map(swept: &Swept, grid: &Grid, class: Grade) -> CellMap {
    let by_itself = |at: ParamIx, number| swept.param(at).map_or(0.0, |param| value(param, number).1);
    let ends = |at: ParamIx, stretches: &[Stretch]| {
        stretches.iter().map(|it| (by_itself(at, it.low.0), by_itself(at, it.high.0))).collect::<Vec<(f64, f64)>>()
    };
    let now = |at: ParamIx| match swept.param(at).map(|param| &param.value) {
        Some(ParamValue::Number { value, .. }) => Some(by_itself(at, *value)),
        _ => None,
    };
    let [first, second] = grid.params;
    let (across, upwards) = (ends(first, &grid.across), ends(second, &grid.down));
    let inside = |stretches: &[(f64, f64)], x: f64| {
        stretches.first().is_some_and(|first| first.0 <= x) && stretches.last().is_some_and(|last| x <= last.1)
    };
    let mark = now(first).zip(now(second)).filter(|&(x, y)| inside(&across, x) && inside(&upwards, y));
    let Text { zh, en } = class.label();
    CellMap {
        title: text!("{zh}的单元数", "units that are {en}").get(swept.lang).to_string(),
        names: [with_measure(swept, first), with_measure(swept, second)],
        counts: grid
            .counts
            .iter()
            .map(|row| row.iter().map(|counts| counts.get(class as usize).copied().unwrap_or(0)).collect())
            .collect(),
        mark: mark.map(|(x, y)| ([x, y], swept.pick("现在", "now").to_string())),
        across,
        upwards,
        class,
    }
}

/// `[1.00, 1.05) m`
fn stretch_shown(swept: &Swept, param: ParamIx, stretch: Stretch) -> String {
    let Some(param) = swept.param(param) else { return String::new() };
    let ((low, from), (high, to)) = (stretch.low, stretch.high);
    let shown = |number| value(param, number).0;
    if low == high {
        return shown(low);
    }
    let (open, close) = (if from { "[" } else { "(" }, if to { "]" } else { ")" });
    let (low, high) = (shown(low), shown(high));
    // `(1.00, 1.05] m`: the unit of measure once.
    match (low.rsplit_once(' '), high.rsplit_once(' ')) {
        (Some((low, unit)), Some((high, same))) if unit == same => format!("{open}{low}, {high}{close} {unit}"),
        _ => format!("{open}{low}, {high}{close}"),
    }
}
