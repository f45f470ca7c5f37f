//! What if this one number were different: the curve, its steps, and the units of each.

use super::named::{Named, said};
use crate::lang::{Lang, Text};
use crate::quantity::Decimal;
use crate::report::numbers::grouped;
use crate::report::paper::{Cell, Chart, Line, Paper, Part, Table, numbers, of_class, words};
use crate::rules::RuleSet;
use crate::rules::difference::Said;
use crate::rules::language::printer::{show_param, show_quantity};
use crate::rules::language::typed::ParamIx;
use crate::rules::ruleset::{Grade, Param, ParamValue};
use crate::study::sweep::{Step, Sweep};
use crate::survey::Units;
use crate::survey::lifts::counted;
use crate::text;

/// Steps that the terminal shows.
pub(super) const ON_SCREEN: usize = 40;

/// What was swept.
#[derive(Clone, Copy)]
pub struct Swept<'a> {
    /// By which rules
    pub rules: &'a RuleSet,
    /// Which units
    pub units: &'a Units,
    /// In which language
    pub lang: Lang,
}

impl Swept<'_> {
    pub(super) fn pick<T>(&self, zh: T, en: T) -> T {
        self.lang.pick(zh, en)
    }

    pub(super) fn param(&self, at: ParamIx) -> Option<&Param> {
        self.rules.params.get(at)
    }

    /// What a parameter is called: its label, in English its id.
    pub(super) fn called(&self, at: ParamIx) -> &str {
        self.param(at).map_or("", |param| self.lang.pick(&param.label, &param.id))
    }

    fn named(&self) -> Named<'_> {
        Named { dictionary: &self.rules.dictionary, units: self.units, lang: self.lang }
    }

    pub(super) fn notes(&self) -> Vec<String> {
        let RuleSet { title, version, .. } = self.rules;
        let units = counted(&self.rules.dictionary, self.units).len();
        let (units, with_lift) = (grouped(units as u64), self.units.count - units);
        let mut notes = vec![
            text!("规则：{title} {version}", "rules: {title} {version}").get(self.lang).trim_end().to_string(),
            text!("{units} 个没有电梯的单元", "{units} units without a lift").get(self.lang).to_string(),
        ];
        if with_lift > 0 {
            let more = text!("另有 {with_lift} 个已有电梯，不计入", "{with_lift} more have a lift and are not counted");
            notes.push(more.get(self.lang).to_string());
        }
        notes
    }
}

/// A value of a parameter as it is shown, and by itself in the unit of measure that it is shown in.
pub(super) fn value(param: &Param, number: Decimal) -> (String, f64) {
    let ParamValue::Number { dimension, unit, .. } = &param.value else { return (number.to_string(), 0.0) };
    let by_itself = unit.and_then(|unit| unit.from_base(number)).unwrap_or(number);
    // Six decimals of a number below 2^50 survive.
    (show_quantity(number, *dimension, *unit), by_itself.micros() as f64 / 1e6)
}

fn cell(param: &Param, number: Decimal) -> Cell {
    let (shown, by_itself) = value(param, number);
    Cell::Number(shown, by_itself)
}

/// The paper of one parameter.
pub fn paper(swept: &Swept, sweep: &Sweep) -> Paper {
    let Some(param) = swept.param(sweep.param) else { return Paper::default() };
    let lang = swept.lang;
    let called = swept.called(sweep.param);
    let now = show_param(param);
    let place = Said { text: now.clone(), place: Some(param.place.clone()) };
    let (_, place) = said(Some(&place), &swept.rules.files, lang);
    let (low, high) = (value(param, sweep.window.low).0, value(param, sweep.window.high).0);
    let mut notes = swept.notes();
    notes.push(
        text!(
            "“{called}”现为 {now}（{place}），从 {low} 扫到 {high}",
            "`{called}` is {now} ({place}), swept from {low} to {high}"
        )
        .get(lang)
        .to_string(),
    );
    Paper {
        title: text!("参数扫描：{called}", "sweep of {called}").get(lang).to_string(),
        notes,
        parts: vec![curve(swept, sweep, param), turns(swept, sweep, param)],
    }
}

fn curve(swept: &Swept, sweep: &Sweep, param: &Param) -> Part {
    let lang = swept.lang;
    let short = |class: Grade, above: bool| {
        let Text { zh, en } = match class {
            Grade::Suitable => text!("适合", "suitable"),
            Grade::Difficult => text!("较难", "difficult"),
            Grade::Unsuitable => text!("不适合", "unsuitable"),
        };
        let text = match above {
            false => lang.pick(zh, en),
            true => lang.pick(format!("再大：{zh}"), format!("above: {en}")),
        };
        crate::report::paper::Head { text, ..of_class(class, lang) }
    };
    let mut heads = vec![numbers(swept.pick("取值", "value"))];
    heads.extend(Grade::ALL.map(|class| short(class, false)));
    heads.extend(Grade::ALL.map(|class| short(class, true)));
    heads.push(numbers(swept.pick("变化", "change")));
    let row = |step: &Step| {
        let mut units: Vec<usize> = step.turns.iter().map(|turn| turn.unit).collect();
        units.dedup();
        let mut cells = vec![cell(param, step.at)];
        cells.extend(step.counts.map(Cell::Count));
        cells.extend(step.above.map(Cell::Count));
        cells.push(Cell::Count(units.len() as u64));
        cells
    };
    let moved = sweep.units();
    let steps = sweep.steps.iter().filter(|step| !step.turns.is_empty()).count();
    let title = text!(
        "三类各多少：{steps} 个取值上有变化，共涉及 {moved} 个单元",
        "the classes: something changes at {steps} values, for {moved} units in all"
    );
    Part {
        name: swept.pick("曲线", "curve").into(),
        title: title.get(lang).to_string(),
        note: swept
            .pick(
                "左边是正好取这个值时的单元数，“再大”是比它大一点、直到下一个取值为止。两行之间不变。",
                "left: exactly at the value; above: just above it, up to the next value. nothing changes between.",
            )
            .into(),
        on_screen: true,
        charts: Grade::ALL.map(|class| chart(swept, sweep, param, class)).into(),
        tables: vec![Table {
            heads,
            rows: sweep.steps.iter().map(row).collect(),
            on_screen: ON_SCREEN,
            ..Table::default()
        }],
        ..Part::default()
    }
}

/// The line of a class, with both sides of every step. Each has a chart of its own: a step of three units is seen where
/// the heights go from 790 to 800, not where they go from 0.
fn chart(swept: &Swept, sweep: &Sweep, param: &Param, class: Grade) -> Chart {
    let lang = swept.lang;
    let x = |number: Decimal| value(param, number).1;
    let count = |counts: &[u64; 3]| counts.get(class as usize).map_or(0.0, |count| *count as f64);
    let mut points: Vec<(f64, f64)> = Vec::new();
    let mut below = None;
    for step in &sweep.steps {
        let heights = below.into_iter().chain([count(&step.counts), count(&step.above)]);
        points.extend(heights.map(|height| (x(step.at), height)));
        below = Some(count(&step.above));
    }
    points.extend(below.map(|height| (x(sweep.window.high), height)));
    points.dedup();
    let (shown, by_itself) = match &param.value {
        ParamValue::Number { value: now, .. } => value(param, *now),
        _ => (String::new(), 0.0),
    };
    let inside = x(sweep.window.low) <= by_itself && by_itself <= x(sweep.window.high);
    let called = swept.called(sweep.param);
    let Text { zh, en } = class.label();
    Chart {
        title: text!("{called}与{zh}的单元数", "units that are {en}, over {called}").get(lang).to_string(),
        across: with_measure(swept, sweep.param),
        upwards: swept.pick("单元数", "units").into(),
        lines: vec![Line { name: class.label().get(lang).to_string(), class: Some(class), points }],
        mark: inside.then(|| (by_itself, text!("现在 {shown}", "now {shown}").get(lang).to_string())),
    }
}

/// Every unit at the value where it changes.
fn turns(swept: &Swept, sweep: &Sweep, param: &Param) -> Part {
    let named = swept.named();
    let mut heads = vec![numbers(swept.pick("取值", "value")), words(swept.pick("在哪里变", "where"))];
    heads.push(words(swept.pick("单元", "unit")).wide(30));
    heads.extend(named.committee_label().map(|label| words(label).wide(20)));
    heads.extend([words(swept.pick("从", "from")), words(swept.pick("到", "to"))]);
    let mut rows = Vec::new();
    for step in &sweep.steps {
        for turn in &step.turns {
            let at = if turn.above {
                swept.pick("再大一点就变", "just above")
            } else {
                swept.pick("到这个值就变", "at it")
            };
            let mut row = vec![cell(param, step.at), Cell::text(at), Cell::text(named.name(turn.unit))];
            row.extend(named.committee().map(|_| Cell::text(named.committee_of(turn.unit))));
            row.extend([Cell::Class(turn.from), Cell::Class(turn.to)]);
            rows.push(row);
        }
    }
    Part {
        name: swept.pick("逐个单元", "units").into(),
        title: swept.pick("取值变大时，哪些单元在哪里变", "which units change where as the value grows").into(),
        tables: vec![Table { heads, rows, ..Table::default() }],
        ..Part::default()
    }
}

/// What a parameter is called, with the unit of measure that it is shown in.
pub(super) fn with_measure(swept: &Swept, at: ParamIx) -> String {
    let called = swept.called(at);
    match swept.param(at).map(|param| &param.value) {
        Some(ParamValue::Number { unit: Some(unit), .. }) => {
            let symbol = unit.symbol;
            text!("{called}（{symbol}）", "{called} ({symbol})").get(swept.lang).to_string()
        }
        _ => called.to_string(),
    }
}
