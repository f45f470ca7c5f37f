//! What changed since an earlier run, for the summary of this one: `assess --since`.

use super::between::{Between, causes, counts, data, gone, units};
use super::between_json::of_moved;
use crate::report::numbers::grouped;
use crate::report::paper::{Paper, Part, text as paper_text};
use crate::rules::ruleset::Grade;
use crate::text;
use serde_json::{Value, json};

/// What the summary shows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Since {
    /// A sheet of the workbook
    pub part: Part,
    /// Below its title: the two runs
    pub notes: Vec<String>,
    /// For programs
    pub json: Value,
    /// For the terminal
    paper: Paper,
}

impl Since {
    /// What changed, the second of the two being this run.
    pub fn of(between: &Between) -> Since {
        let name = between.names[0];
        let (counts, causes, units, gone) = (counts(between), causes(between), units(between), gone(between));
        let data = data(between);
        let title = format!("{}{}", text!("与 {name} 比：", "since {name}: ").get(between.lang), counts.title);
        let on_screen = |part: &Part, most: usize| {
            let mut part = part.clone();
            part.tables.iter_mut().for_each(|table| table.on_screen = table.on_screen.min(most));
            part
        };
        let shown = [on_screen(&causes, 8), on_screen(&units, 8), on_screen(&data, 8)];
        let shown = shown.into_iter().filter(|part| part.tables.iter().any(|table| !table.rows.is_empty()));
        let paper = Paper { title: title.clone(), parts: shown.collect(), ..Paper::default() };
        let titled = |part: Part| {
            let title = part.title;
            part.tables.into_iter().enumerate().map(move |(nth, mut table)| {
                if nth == 0 && table.title.is_empty() {
                    table.title.clone_from(&title);
                }
                table
            })
        };
        let mut tables: Vec<_> = Vec::new();
        for part in [causes, units, gone, data] {
            tables.extend(titled(part).filter(|table| !table.rows.is_empty()));
        }
        let part = Part { title, tables, ..Part::default() };
        let diff = between.diff;
        let names =
            |side: usize, units: &[usize]| units.iter().map(|&unit| between.name(side, unit)).collect::<Vec<_>>();
        let json = json!({
            "run": name,
            "as_of": between.days[0],
            "came": names(1, &diff.came),
            "went": names(0, &diff.went),
            "moved": diff.moved.iter().map(|moved| of_moved(between, moved)).collect::<Vec<_>>(),
        });
        let mut notes = super::between::notes(between);
        notes.push(in_a_line(between));
        Since { part, notes, json, paper }
    }

    /// What the terminal shows.
    pub fn shown(&self, lang: crate::lang::Lang, colour: bool) -> String {
        paper_text::show_kept_in(&self.paper, Some("summary.xlsx"), lang, colour)
    }
}

/// The classes before and now: `适合加装 795 → 797，…（没有电梯的单元）`
fn in_a_line(between: &Between) -> String {
    let lang = between.lang;
    let [(before, settled), (now, settled_now)] = [between.counts(0), between.counts(1)];
    let of = |(class, (before, now)): (Grade, (&u64, &u64))| {
        format!("{} {} → {}", class.label().get(lang), grouped(*before), grouped(*now))
    };
    let mut all: Vec<String> = Grade::ALL.into_iter().zip(before.iter().zip(&now)).map(of).collect();
    all.push(format!("{} {} → {}", lang.pick("已定", "settled"), grouped(settled), grouped(settled_now)));
    let all = all.join(lang.pick("，", ", "));
    text!("{all}（没有电梯的单元）", "{all} (units without a lift)").get(lang).to_string()
}
