//! What to go and measure: the plan with its curve, door by door, and the near misses beside it.

use super::named::Named;
use crate::assess::Assessment;
use crate::assess::explain::shown::Measure;
use crate::lang::Lang;
use crate::report::groups;
use crate::report::numbers::grouped;
use crate::report::paper::{Cell, Chart, Line, Paper, Part, Table, numbers, words};
use crate::rules::RuleSet;
use crate::rules::ruleset::Grade;
use crate::study::gaps::{Chance, Gap, Near, Need, Plan, SETS};
use crate::survey::Units;
use crate::survey::lifts::counted;
use crate::text;
use std::collections::BTreeMap;

/// Rows that the terminal shows.
const ON_SCREEN: usize = 15;

/// What is to be measured.
#[derive(Clone, Copy)]
pub struct Measuring<'a> {
    /// By which rules
    pub rules: &'a RuleSet,
    /// Which units
    pub units: &'a Units,
    /// With what outcome
    pub assessment: &'a Assessment,
    /// What each open unit needs, in the order of the plan
    pub gaps: &'a [Gap],
    /// In which order to go, the committees being those of `committees`
    pub plan: &'a Plan,
    /// The names of the residents' committees, empty where it is not known
    pub committees: &'a [String],
    /// Settled units whose class hangs on a number
    pub near: &'a [Near],
    /// Within which margins, as typed
    pub within: &'a str,
    /// In which language
    pub lang: Lang,
}

impl Measuring<'_> {
    fn pick<T>(&self, zh: T, en: T) -> T {
        self.lang.pick(zh, en)
    }

    pub(super) fn named(&self) -> Named<'_> {
        Named { dictionary: &self.rules.dictionary, units: self.units, lang: self.lang }
    }

    /// `梯段净宽、地下管线·管径`
    pub(super) fn needs(&self, needs: &[Need]) -> String {
        let label = |need: &Need| self.rules.dictionary.label(&need.id(self.rules));
        needs.iter().map(label).collect::<Vec<_>>().join(self.pick("、", ", "))
    }

    /// The sets, one of which has to be measured.
    fn sets<'s>(&self, sets: impl Iterator<Item = &'s Vec<Need>>) -> String {
        sets.map(|set| self.needs(set)).collect::<Vec<_>>().join(self.pick("；或 ", "; or "))
    }

    fn grade(&self, grade: Option<Grade>) -> &'static str {
        match grade {
            Some(Grade::Suitable) => self.pick("适合", "suitable"),
            Some(Grade::Difficult) => self.pick("较难", "difficult"),
            Some(Grade::Unsuitable) => self.pick("不适合", "unsuitable"),
            None => self.pick("不适用", "not applicable"),
        }
    }

    /// How little it takes.
    fn off(&self, near: &Near) -> Cell {
        let dictionary = &self.rules.dictionary;
        let field = match near.need {
            Need::Field(field) => dictionary.fields.get(field),
            Need::Item(list, field) => dictionary.lists.get(list).and_then(|list| list.fields.get(field)),
            Need::List(_) => None,
        };
        let measure = field.and_then(Measure::of_field).filter(|_| near.off.micros() > 1);
        match measure {
            // Six decimals of a number below 2^50 survive.
            Some(measure) => Cell::Number(measure.show(near.off), measure.in_unit(near.off).micros() as f64 / 1e6),
            None => Cell::text(self.pick("压线", "on it")),
        }
    }

    /// `只测梯段净宽：加装后梯段净宽为不适合时，定为不适合加装`
    fn chance(&self, chance: &Chance) -> String {
        let (needs, class) = (self.needs(&chance.needs), chance.class.label());
        let title =
            |criterion: usize| self.rules.criteria.get(criterion).map_or("", |criterion| criterion.title.as_str());
        let when: Vec<String> = chance
            .when
            .iter()
            .map(|(at, grade)| format!("{}{}{}", title(*at), self.pick("为", ": "), self.grade(*grade)))
            .collect();
        let (zh, en, class_zh, class_en) = (when.join("、"), when.join(", "), class.zh, class.en);
        match when.is_empty() {
            true => text!("{needs}，可能定为{class_zh}", "{needs}: perhaps {class_en}"),
            false => text!("{needs}：如{zh}，就定为{class_zh}", "{needs}: if {en}, {class_en}"),
        }
        .get(self.lang)
        .to_string()
    }
}

/// The paper.
pub fn paper(measuring: &Measuring) -> Paper {
    let Measuring { rules, units, assessment, gaps, plan, lang, .. } = measuring;
    let all = counted(&rules.dictionary, units);
    let settled = all.iter().filter(|&&unit| assessment.is_settled(unit)).count();
    let (of, now, open) = (grouped(all.len() as u64), grouped(settled as u64), grouped(gaps.len() as u64));
    let (title, version) = (&rules.title, &rules.version);
    let mut notes = vec![
        text!("规则：{title} {version}", "rules: {title} {version}").get(*lang).trim_end().to_string(),
        text!(
            "{of} 个没有电梯的单元，已定 {now}，未定 {open}",
            "{of} units without a lift, {now} settled, {open} open"
        )
        .get(*lang)
        .to_string(),
    ];
    if !plan.never.is_empty() {
        let never = plan.never.len();
        notes.push(
            text!(
                "其中 {never} 个测什么都定不下来，规则本身没有答案",
                "of {never} the rules themselves leave it open, whatever is measured"
            )
            .get(*lang)
            .to_string(),
        );
    }
    Paper {
        title: measuring.pick("补测计划", "what to measure").into(),
        notes,
        parts: vec![order(measuring, settled), by_need(measuring), doors(measuring), near(measuring)],
    }
}

/// The order in which to go, with the curve.
fn order(measuring: &Measuring, settled: usize) -> Part {
    let Measuring { plan, committees, lang, .. } = measuring;
    let mut heads = vec![numbers(measuring.pick("次序", "no"))];
    if measuring.named().committee().is_some() {
        heads.push(words(measuring.named().committee_label().unwrap_or_default()).wide(20));
    }
    heads.push(words(measuring.pick("测什么", "what")).wide(44));
    heads.extend([
        numbers(measuring.pick("门数", "doors")),
        numbers(measuring.pick("测几项", "items")),
        numbers(measuring.pick("累计项", "in all")),
        numbers(measuring.pick("累计已定", "settled then")),
        words(measuring.pick("哪些门", "which doors")).wide(60).not_on_screen(),
    ]);
    let curve = plan.curve();
    let row = |(nth, (batch, (measured, more))): (usize, (&crate::study::gaps::Batch, &(usize, usize)))| {
        let mut cells = vec![Cell::Count(nth as u64 + 1)];
        if measuring.named().committee().is_some() {
            cells.push(Cell::text(groups::named(committees.get(batch.committee).map_or("", String::as_str), *lang)));
        }
        cells.push(Cell::text(measuring.needs(&batch.needs)));
        let counts = [batch.units.len(), batch.measurements(), *measured, settled + more];
        cells.extend(counts.map(|count| Cell::Count(count as u64)));
        let doors: Vec<String> = batch.units.iter().map(|&unit| measuring.named().name(unit)).collect();
        cells.push(Cell::text(doors.join(measuring.pick("、", ", "))));
        cells
    };
    let rows: Vec<Vec<Cell>> = plan.batches.iter().zip(curve.iter().skip(1)).enumerate().map(row).collect();
    let points: Vec<(f64, f64)> =
        curve.iter().map(|(measured, more)| (*measured as f64, (settled + more) as f64)).collect();
    let (measured, more) = curve.last().copied().unwrap_or_default();
    let title = text!(
        "先测什么：{measured} 项测完，{more} 个单元能定下来",
        "first things first: {measured} measurements settle {more} units"
    );
    let line = Line { name: measuring.pick("已定的单元", "settled units").into(), class: None, points };
    Part {
        name: measuring.pick("计划", "plan").into(),
        title: title.get(*lang).to_string(),
        note: measuring
            .pick(
                "每门测得少就能定的在前，同一处门多的在前。按计划测完，这些门不论测得多少，结论都能定。",
                "doors that are settled by the fewest measurements come first, then where there are most of them. whatever comes out, they are settled then.",
            )
            .into(),
        on_screen: true,
        charts: vec![Chart {
            title: measuring.pick("测得越多，定得越多", "settled units against measurements").into(),
            across: measuring.pick("测的项数", "measurements").into(),
            upwards: measuring.pick("已定的单元", "settled units").into(),
            lines: vec![line],
            mark: None,
        }],
        tables: vec![Table { heads, rows, on_screen: ON_SCREEN, ..Table::default() }],
        ..Part::default()
    }
}

/// What is measured in all, by what it is.
fn by_need(measuring: &Measuring) -> Part {
    let mut counts: BTreeMap<Need, (u64, u64)> = BTreeMap::new();
    for batch in &measuring.plan.batches {
        for need in &batch.needs {
            let (doors, alone) = counts.entry(*need).or_default();
            *doors += batch.units.len() as u64;
            *alone += if batch.needs.len() == 1 { batch.units.len() as u64 } else { 0 };
        }
    }
    let mut rows: Vec<(Need, (u64, u64))> = counts.into_iter().collect();
    rows.sort_by_key(|(need, (doors, alone))| (std::cmp::Reverse((*alone, *doors)), *need));
    let heads = vec![
        words(measuring.pick("资料", "what")).wide(40),
        numbers(measuring.pick("要测的门", "doors")),
        numbers(measuring.pick("只测它就定", "settled by it alone")),
    ];
    let row = |(need, (doors, alone)): &(Need, (u64, u64))| {
        vec![Cell::text(measuring.needs(&[*need])), Cell::Count(*doors), Cell::Count(*alone)]
    };
    Part {
        name: measuring.pick("按资料", "by what").into(),
        title: measuring.pick("每样资料要测多少门", "how many doors each is measured at").into(),
        on_screen: true,
        tables: vec![Table { heads, rows: rows.iter().map(row).collect(), on_screen: ON_SCREEN, ..Table::default() }],
        ..Part::default()
    }
}

/// Every open unit.
fn doors(measuring: &Measuring) -> Part {
    let named = measuring.named();
    let nth: BTreeMap<usize, u64> = measuring
        .plan
        .batches
        .iter()
        .zip(1..)
        .flat_map(|(batch, nth)| batch.units.iter().map(move |&unit| (unit, nth)))
        .collect();
    let mut heads = vec![numbers(measuring.pick("次序", "no")), words(measuring.pick("单元", "unit")).wide(30)];
    heads.extend(named.committee_label().map(|label| words(label).wide(20)));
    heads.extend([
        words(measuring.pick("现在", "now")),
        words(measuring.pick("最好", "best")),
        words(measuring.pick("最差", "worst")),
        words(measuring.pick("测了就能定", "settles it")).wide(46),
        words(measuring.pick("只测一部分，碰巧也能定", "less may do")).wide(46),
    ]);
    let a = measuring.assessment;
    let class = |classes: &[Grade], unit: usize| classes.get(unit).map_or(Cell::Blank, |class| Cell::Class(*class));
    let row = |gap: &Gap| {
        let nth = nth.get(&gap.unit).map_or(Cell::Blank, |&nth| Cell::Count(nth));
        let mut cells = vec![nth, Cell::text(named.name(gap.unit))];
        cells.extend(named.committee().map(|_| Cell::text(named.committee_of(gap.unit))));
        cells.extend([class(&a.class, gap.unit), class(&a.best, gap.unit), class(&a.worst, gap.unit)]);
        let mut sure = match gap.sure.is_empty() {
            true => measuring.pick("（规则没有答案）", "(the rules leave it open)").to_string(),
            false => measuring.sets(gap.sure.iter()),
        };
        if gap.sure.len() == SETS {
            sure.push_str(measuring.pick("；等等", "; and more"));
        }
        if !gap.whole {
            sure.push_str(measuring.pick("（也许更少就够）", " (less may do)"));
        }
        let chances: Vec<String> = gap.chances.iter().map(|chance| measuring.chance(chance)).collect();
        cells.extend([Cell::text(sure), Cell::text(chances.join(measuring.pick("；", "; ")))]);
        cells
    };
    Part {
        name: measuring.pick("逐门", "doors").into(),
        title: measuring.pick("每个未定的单元要测什么", "what each open unit needs").into(),
        note: measuring
            .pick(
                "次序同计划。“测了就能定”：不论测得多少。“碰巧也能定”：只有测出这样的结果才行。",
                "in the order of the plan. settles it: whatever comes out. less may do: if it comes out so.",
            )
            .into(),
        tables: vec![Table { heads, rows: measuring.gaps.iter().map(row).collect(), ..Table::default() }],
        ..Part::default()
    }
}

/// Settled units whose class hangs on a number.
fn near(measuring: &Measuring) -> Part {
    let Measuring { within, lang, .. } = measuring;
    let named = measuring.named();
    let mut heads = vec![words(measuring.pick("单元", "unit")).wide(30)];
    heads.extend(named.committee_label().map(|label| words(label).wide(20).not_on_screen()));
    heads.extend([
        words(measuring.pick("结论", "class")),
        words(measuring.pick("取决于", "hangs on")).wide(34),
        numbers(measuring.pick("差多少", "off by")),
        words(measuring.pick("可能变好到", "at best")),
        words(measuring.pick("可能变差到", "at worst")),
    ]);
    let row = |near: &Near| {
        let mut cells = vec![Cell::text(named.name(near.unit))];
        cells.extend(named.committee().map(|_| Cell::text(named.committee_of(near.unit))));
        let other = |class: Grade, differs: bool| if differs { Cell::Class(class) } else { Cell::Blank };
        cells.extend([
            Cell::Class(near.class),
            Cell::text(measuring.needs(&[near.need])),
            measuring.off(near),
            other(near.best, near.best < near.class),
            other(near.worst, near.worst > near.class),
        ]);
        cells
    };
    let mut units: Vec<usize> = measuring.near.iter().map(|near| near.unit).collect();
    units.dedup();
    let count = units.len();
    // The nearest first: they are the most doubtful.
    let mut nearest: Vec<&Near> = measuring.near.iter().collect();
    nearest.sort_by_key(|near| near.off);
    Part {
        name: measuring.pick("差一点", "near misses").into(),
        title: text!(
            "差一点的：量错不超过 {within}，{count} 个已定的单元结论就可能变",
            "near misses: at most {within} off, and {count} settled units may change class"
        )
        .get(*lang)
        .to_string(),
        note: measuring
            .pick(
                "一次只看一个数，其余照旧。开工或答复住户之前，请先复测这些数。",
                "one number at a time, all else as surveyed. measure these again before anything rests on them.",
            )
            .into(),
        on_screen: true,
        tables: vec![Table {
            heads,
            rows: nearest.into_iter().map(row).collect(),
            on_screen: ON_SCREEN,
            ..Table::default()
        }],
        ..Part::default()
    }
}
