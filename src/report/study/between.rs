//! What changed between two runs: counts, causes, units, values, rules.

use super::told_cause::{ToldCause, told, told_sets};
use crate::lang::{Lang, Text};
use crate::report::groups;
use crate::report::numbers::grouped;
use crate::report::paper::{Cell, Paper, Part, Table, numbers, of_class, words};
use crate::report::public;
use crate::rules::ruleset::Grade;
use crate::study::diff::{Because, Diff, Moved, RulesDiff};
use crate::text;
use std::collections::{BTreeMap, HashSet};

/// Rows that the terminal shows.
const ON_SCREEN: usize = 15;

/// Two runs and what changed between them.
#[derive(Clone, Copy)]
pub struct Between<'a> {
    /// What each is called
    pub names: [&'a str; 2],
    /// The day that each is for
    pub days: [&'a str; 2],
    /// The answer
    pub diff: &'a Diff<'a>,
    /// In which language
    pub lang: Lang,
}

impl Between<'_> {
    pub(super) fn pick<T>(&self, zh: T, en: T) -> T {
        self.lang.pick(zh, en)
    }

    /// A unit's name, by its place in one of the runs.
    pub(super) fn name(&self, side: usize, unit: usize) -> String {
        let run = self.run(side);
        public::name_of(&run.rules.dictionary, run.units, unit)
    }

    fn run(&self, side: usize) -> &crate::study::diff::Run<'_> {
        let [first, second] = &self.diff.runs;
        if side == 0 { first } else { second }
    }

    /// The residents' committee of a unit of the second run, where everybody may know it.
    fn committee_of(&self, unit: usize) -> Option<String> {
        let run = self.run(1);
        let dictionary = &run.rules.dictionary;
        let field = groups::committee_of(dictionary)?;
        dictionary.fields.get(field).filter(|field| !field.private)?;
        Some(groups::value(dictionary, run.units, self.lang, field, unit))
    }

    fn committee_label(&self) -> Option<&str> {
        let dictionary = &self.run(1).rules.dictionary;
        let field = dictionary.fields.get(groups::committee_of(dictionary)?)?;
        (!field.private).then_some(field.label.as_str())
    }

    /// Units of a run without a lift, by class, and how many of them are settled.
    pub(super) fn counts(&self, side: usize) -> ([u64; 3], u64) {
        let run = self.run(side);
        let (mut counts, mut settled) = ([0; 3], 0);
        for unit in (0..run.units.count).filter(|&unit| !run.has_lift(unit)) {
            if let Some(count) = run.class(unit).and_then(|class| counts.get_mut(class as usize)) {
                *count += 1;
            }
            settled += u64::from(run.is_settled(unit));
        }
        (counts, settled)
    }
}

/// The paper.
pub fn paper(between: &Between) -> Paper {
    Paper {
        title: between.pick("两次评估的差异", "what changed between two runs").into(),
        notes: notes(between),
        // What there is nothing of takes no sheet.
        parts: [counts(between), causes(between), units(between), gone(between), rules(between), data(between)]
            .into_iter()
            .filter(|part| part.tables.iter().any(|table| !table.rows.is_empty()))
            .collect(),
    }
}

/// Which runs they are, and what cannot be told of them.
pub(super) fn notes(between: &Between) -> Vec<String> {
    let Between { names, days, diff, .. } = between;
    let line = |side: usize| {
        let run = between.run(side);
        let (name, day, title, version, program) =
            (names[side], days[side], &run.rules.title, &run.rules.version, run.version);
        let units = grouped(run.units.count as u64);
        text!(
            "{name}：评估日 {day}，{title} {version}，{units} 个单元，程序 {program}",
            "{name}: as of {day}, {title} {version}, {units} units, program {program}"
        )
        .get(between.lang)
        .to_string()
    };
    let mut notes = vec![line(0), line(1)];
    for side in [0, 1] {
        if between.run(side).recorded.is_none() {
            let name = names[side];
            notes.push(text!(
                "{name} 是旧版本写的，没有留下当时的结论，以下按现在的程序重算；程序造成的变化看不出来",
                "{name} was written by a version that kept no classes: they are worked out anew, and what the program changed cannot be told"
            ).get(between.lang).to_string());
        }
    }
    if let RulesDiff::Unlike(texts) = &diff.rules {
        let all = |get: fn(&Text) -> &str, by: &str| texts.iter().take(6).map(get).collect::<Vec<_>>().join(by);
        let (zh, en) = (all(|it| &it.zh, "；"), all(|it| &it.en, "; "));
        notes.push(
            text!(
                "两次的字段表不同，数据不能逐格比较：{zh}",
                "the dictionaries differ, so values are not compared cell by cell: {en}"
            )
            .get(between.lang)
            .to_string(),
        );
    }
    notes
}

pub(super) fn counts(between: &Between) -> Part {
    let lang = between.lang;
    let mut heads = vec![words("")];
    heads.extend(Grade::ALL.map(|class| of_class(class, lang)));
    heads.extend([numbers(between.pick("合计", "all")), numbers(between.pick("已定", "settled"))]);
    let both = [between.counts(0), between.counts(1)];
    let row = |(name, (counts, settled)): (&str, &([u64; 3], u64))| {
        let mut cells = vec![Cell::text(name)];
        cells.extend(counts.map(Cell::Count));
        cells.extend([Cell::Count(counts.iter().sum()), Cell::Count(*settled)]);
        cells
    };
    let mut rows: Vec<Vec<Cell>> = between.names.into_iter().zip(&both).map(row).collect();
    let [(before, settled), (after, settled_now)] = both;
    // Counts of units are far below 2^63.
    let change = |a: u64, b: u64| Cell::Change(b as i64 - a as i64);
    let mut cells = vec![Cell::text(between.pick("变化", "change"))];
    cells.extend(before.iter().zip(after).map(|(a, b)| change(*a, b)));
    cells.extend([change(before.iter().sum(), after.iter().sum()), change(settled, settled_now)]);
    rows.push(cells);
    let without_lift =
        |side: usize, units: &[usize]| units.iter().filter(|&&unit| !between.run(side).has_lift(unit)).count();
    let Diff { moved, came, went, lifted, .. } = between.diff;
    let (moved, came, went) = (moved.len(), without_lift(1, came), without_lift(0, went));
    let better = between.diff.moved.iter().filter(|moved| moved.to < moved.from).count();
    let worse = moved - better;
    let [moved, better, worse, came, went] = [moved, better, worse, came, went].map(|count| grouped(count as u64));
    let title = text!(
        "{moved} 个单元的结论变了（变好 {better}，变差 {worse}），新增 {came}，不见了 {went}",
        "{moved} units changed class ({better} better, {worse} worse), {came} came, {went} went"
    );
    let mut title = title.get(lang).to_string();
    let got = lifted.iter().filter(|[_, unit]| between.run(1).has_lift(*unit)).count();
    for (count, said) in [
        (got, text!("，有了电梯 {got}", ", {got} got a lift")),
        (lifted.len() - got, {
            let lost = lifted.len() - got;
            text!("，不再记作有电梯 {lost}", ", {lost} no longer have a lift")
        }),
    ] {
        if count > 0 {
            title.push_str(said.get(lang));
        }
    }
    Part {
        name: between.pick("总数", "figures").into(),
        title,
        note: between.pick("没有电梯的单元。", "units without a lift.").into(),
        on_screen: true,
        tables: vec![Table { heads, rows, total: true, on_screen: 3, ..Table::default() }],
        ..Part::default()
    }
}

/// What moved how many.
pub(super) fn causes(between: &Between) -> Part {
    // What it comes from, what changed, where; and the units that it moves, with others and by itself.
    let mut by_cause: BTreeMap<(u8, String, String), [HashSet<usize>; 2]> = BTreeMap::new();
    for (nth, moved) in between.diff.moved.iter().enumerate() {
        for set in &moved.sets {
            for because in set {
                let cause = told(between, *because);
                // Cells are many: they are put together by what they say.
                let (rank, place) = match because {
                    Because::Rule(_) | Because::Dictionary => (0, cause.place.clone()),
                    Because::Data(_) => (1, String::new()),
                    Because::Program(..) => (2, String::new()),
                };
                let change = if matches!(because, Because::Data(_)) { cause.what.clone() } else { cause.line(between) };
                let [all, alone] = by_cause.entry((rank, change, place)).or_default();
                all.insert(nth);
                if set.len() == 1 {
                    alone.insert(nth);
                }
            }
        }
    }
    let heads = vec![
        words(between.pick("来自", "from")),
        words(between.pick("什么变了", "what changed")).wide(44),
        words(between.pick("在哪里", "where")).not_on_screen().wide(24).unbroken(),
        numbers(between.pick("使几个单元变", "units")),
        numbers(between.pick("单独就够的", "by itself")),
    ];
    let mut rows: Vec<(usize, Vec<Cell>)> = by_cause
        .into_iter()
        .map(|((rank, change, place), [all, alone])| {
            let from = match rank {
                0 => between.pick("规则", "rules"),
                1 => between.pick("数据", "data"),
                _ => between.pick("程序", "program"),
            };
            let counts = [all.len(), alone.len()].map(|count| Cell::Count(count as u64));
            (all.len(), [Cell::text(from), Cell::text(change), Cell::text(place)].into_iter().chain(counts).collect())
        })
        .collect();
    rows.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    Part {
        name: between.pick("原因", "causes").into(),
        title: between.pick("结论为什么变", "why classes changed").into(),
        note: between
            .pick(
                "一个单元可能有几个原因：要一起才够的，都算进来。",
                "a unit may have several causes: all of those that it takes together are counted.",
            )
            .into(),
        on_screen: true,
        tables: vec![Table {
            heads,
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            on_screen: ON_SCREEN,
            ..Table::default()
        }],
        ..Part::default()
    }
}

pub(super) fn units(between: &Between) -> Part {
    let mut heads = vec![words(between.pick("单元", "unit")).wide(30)];
    heads.extend(between.committee_label().map(|label| words(label).wide(20).not_on_screen()));
    heads.extend([words(between.pick("原来", "before")), words(between.pick("现在", "now"))]);
    heads.push(words(between.pick("为什么", "why")).wide(70));
    let row = |moved: &Moved| {
        let mut cells = vec![Cell::text(between.name(1, moved.unit[1]))];
        if between.committee_label().is_some() {
            cells.push(Cell::text(between.committee_of(moved.unit[1]).unwrap_or_default()));
        }
        cells.extend([Cell::Class(moved.from), Cell::Class(moved.to), Cell::text(told_sets(between, moved))]);
        cells
    };
    Part {
        name: between.pick("变了的单元", "units").into(),
        title: between.pick("结论变了的单元", "units that changed class").into(),
        on_screen: true,
        tables: vec![Table {
            heads,
            rows: between.diff.moved.iter().map(row).collect(),
            on_screen: ON_SCREEN,
            ..Table::default()
        }],
        ..Part::default()
    }
}

pub(super) fn gone(between: &Between) -> Part {
    let table = |side: usize, units: &[usize], title: &str| {
        let row = |&unit: &usize| {
            let class = match between.run(side).has_lift(unit) {
                true => Cell::text(between.pick("已有电梯", "has a lift")),
                false => between.run(side).class(unit).map_or(Cell::Blank, Cell::Class),
            };
            vec![Cell::text(between.name(side, unit)), class]
        };
        Table {
            title: title.into(),
            heads: vec![words(between.pick("单元", "unit")).wide(30), words(between.pick("结论", "class"))],
            rows: units.iter().map(row).collect(),
            on_screen: if units.is_empty() { 0 } else { ON_SCREEN },
            ..Table::default()
        }
    };
    let Diff { came, went, lifted, .. } = between.diff;
    // Their class is that of the run in which they have no lift.
    let lifts = |side: usize| -> Vec<usize> {
        lifted.iter().map(|unit| unit[side]).filter(|&unit| !between.run(side).has_lift(unit)).collect()
    };
    let (got, lost) = (lifts(0), lifts(1));
    let tables = [
        table(1, came, between.pick("新增", "came")),
        table(0, went, between.pick("不见了", "went")),
        table(0, &got, between.pick("有了电梯", "got a lift")),
        table(1, &lost, between.pick("不再记作有电梯", "no longer have a lift")),
    ];
    Part {
        name: between.pick("增减", "came and went").into(),
        title: between.pick("增减的单元", "units that came and went").into(),
        on_screen: true,
        tables: tables.into_iter().filter(|table| !table.rows.is_empty()).collect(),
        ..Part::default()
    }
}

fn rules(between: &Between) -> Part {
    let atoms = match &between.diff.rules {
        RulesDiff::Atoms(difference) => difference.atoms.len(),
        RulesDiff::Unlike(_) => 0,
    };
    let heads = vec![
        words(between.pick("规则的哪一处", "what in the rules")).wide(36),
        words(between.pick("原来", "before")).wide(36),
        words(between.pick("现在", "now")).wide(36),
        words(between.pick("在哪里", "where")).wide(30).unbroken(),
        numbers(between.pick("参与的变化", "units")),
    ];
    let row = |at: usize| {
        let cause = told(between, Because::Rule(at));
        let takes_part = |moved: &&Moved| moved.sets.iter().any(|set| set.contains(&Because::Rule(at)));
        let count = between.diff.moved.iter().filter(takes_part).count();
        vec![
            Cell::text(cause.what.as_str()),
            Cell::text(cause.before.unwrap_or_default()),
            Cell::text(cause.after.unwrap_or_default()),
            Cell::text(cause.place),
            Cell::Count(count as u64),
        ]
    };
    Part {
        name: between.pick("规则改动", "rules").into(),
        title: text!("规则改了 {atoms} 处", "{atoms} changes of the rules").get(between.lang).to_string(),
        on_screen: atoms > 0,
        tables: vec![Table { heads, rows: (0..atoms).map(row).collect(), on_screen: ON_SCREEN, ..Table::default() }],
        ..Part::default()
    }
}

pub(super) fn data(between: &Between) -> Part {
    let diff = between.diff;
    let moved: HashSet<usize> = diff.moved.iter().map(|moved| moved.unit[1]).collect();
    let heads = vec![
        words(between.pick("单元", "unit")).wide(30),
        words(between.pick("资料", "what")).wide(26),
        words(between.pick("原来", "before")).wide(26),
        words(between.pick("现在", "now")).wide(26),
        words(between.pick("在哪里", "where")).wide(40).unbroken(),
        words(between.pick("结论变了", "class changed")).not_on_screen(),
    ];
    let row = |(at, changed): (usize, &crate::study::diff::Changed)| {
        let cause = told(between, Because::Data(at));
        // What a private field holds is not told.
        let [before, after] = cause.sides(between).unwrap_or_default();
        let ToldCause { what, place, .. } = cause;
        let changed = if moved.contains(&changed.unit[1]) { between.pick("是", "yes") } else { "" };
        vec![
            Cell::text(between.name(1, diff.changed.get(at).map_or(0, |it| it.unit[1]))),
            Cell::text(what),
            Cell::text(before),
            Cell::text(after),
            Cell::text(place),
            Cell::text(changed),
        ]
    };
    let count = diff.changed.len();
    let told = grouped(count as u64);
    Part {
        name: between.pick("数据改动", "data").into(),
        title: text!("数据改了 {told} 处", "{told} changes of the data").get(between.lang).to_string(),
        on_screen: count > 0,
        tables: vec![Table {
            heads,
            rows: diff.changed.iter().enumerate().map(row).collect(),
            on_screen: ON_SCREEN,
            ..Table::default()
        }],
        ..Part::default()
    }
}
