//! What changes under other rules: matrices, causes, differences, the units that move.

use super::comparison_causes::{cause_shown, causes, differences};
use super::named::Named;
use crate::lang::Lang;
use crate::report::numbers::grouped;
use crate::report::paper::{Cell, Paper, Part, Table, numbers, of_class, words};
use crate::rules::RuleSet;
use crate::rules::ruleset::Grade;
use crate::study::compare::{Comparison, Pair};
use crate::survey::Units;
use crate::text;
use unicode_width::UnicodeWidthStr;

/// A comparison with what its rule sets are called.
#[derive(Clone, Copy)]
pub struct Compared<'a> {
    /// How each was typed, in the order of the comparison
    pub names: &'a [String],
    /// What each is called where people read it
    pub called: &'a [String],
    /// The rule sets
    pub rules: &'a [&'a RuleSet],
    /// The units
    pub units: &'a Units,
    /// The answers
    pub comparison: &'a Comparison<'a>,
    /// In which language
    pub lang: Lang,
}

/// Columns of the longest name that stands in tables.
const NAME: usize = 34;
/// Rows of causes, differences and units that the terminal shows.
pub(super) const ON_SCREEN: usize = 12;

impl Compared<'_> {
    pub(super) fn pick<T>(&self, zh: T, en: T) -> T {
        self.lang.pick(zh, en)
    }

    /// What a rule set is called: its name, or a number where names are too long to stand in tables.
    pub(super) fn name(&self, at: usize) -> String {
        let number = at + 1;
        match self.numbered() {
            true => text!("方案 {number}", "set {number}").get(self.lang).to_string(),
            false => self.called.get(at).cloned().unwrap_or_default(),
        }
    }

    fn numbered(&self) -> bool {
        self.called.iter().any(|name| name.width() > NAME)
    }

    pub(super) fn named(&self) -> Option<Named<'_>> {
        let dictionary = &self.rules.first()?.dictionary;
        Some(Named { dictionary, units: self.units, lang: self.lang })
    }

    pub(super) fn arrow(&self, pair: &Pair) -> String {
        format!("{} → {}", self.name(pair.from), self.name(pair.to))
    }

    /// Whether the terminal, which has no room for all, shows a pair: those of the baseline.
    pub(super) fn on_screen(&self, pair: &Pair) -> bool {
        pair.from == 0
    }
}

/// The paper.
pub fn paper(compared: &Compared) -> Paper {
    let Compared { comparison, lang, .. } = compared;
    let units = grouped(comparison.counted.len() as u64);
    let mut notes = vec![text!("{units} 个没有电梯的单元", "{units} units without a lift").get(*lang).to_string()];
    let with_lift = compared.units.count - comparison.counted.len();
    if with_lift > 0 {
        let with_lift = grouped(with_lift as u64);
        notes.push(
            text!("另有 {with_lift} 个已有电梯，不计入", "{with_lift} more have a lift and are not counted")
                .get(*lang)
                .to_string(),
        );
    }
    if compared.numbered() {
        let legend = |(at, name): (usize, &String)| {
            let number = compared.name(at);
            text!("{number}：{name}", "{number}: {name}").get(*lang).to_string()
        };
        notes.extend(compared.called.iter().enumerate().map(legend));
    }
    if comparison.pairs.iter().all(|pair| pair.difference.atoms.is_empty()) {
        notes.push(compared.pick("规则没有不同", "the rules do not differ").into());
    }
    let parts = [
        classes(compared),
        matrices(compared),
        differences(compared),
        causes(compared),
        by_committee(compared),
        moves(compared),
    ];
    Paper {
        title: compared.pick("规则方案比较", "rule sets compared").into(),
        notes,
        // What there is nothing of takes no sheet.
        parts: parts.into_iter().filter(|part| part.tables.iter().any(|table| !table.rows.is_empty())).collect(),
    }
}

fn classes(compared: &Compared) -> Part {
    let lang = compared.lang;
    let mut heads = vec![words(compared.pick("方案", "rule set"))];
    heads.extend(Grade::ALL.map(|class| of_class(class, lang)));
    heads.extend([numbers(compared.pick("合计", "all")), numbers(compared.pick("已定", "settled"))]);
    let row = |(at, a): (usize, &crate::assess::Assessment)| {
        let counted = &compared.comparison.counted;
        let of = |class: Grade| counted.iter().filter(|&&unit| a.class.get(unit) == Some(&class)).count() as u64;
        let mut cells = vec![Cell::text(compared.name(at))];
        cells.extend(Grade::ALL.map(|class| Cell::Count(of(class))));
        cells.push(Cell::Count(counted.len() as u64));
        cells.push(Cell::Count(counted.iter().filter(|&&unit| a.is_settled(unit)).count() as u64));
        cells
    };
    let rows = compared.comparison.assessments.iter().enumerate().map(row).collect();
    Part {
        name: compared.pick("各方案", "rule sets").into(),
        title: compared.pick("各方案的结论", "the classes under each rule set").into(),
        on_screen: true,
        tables: vec![Table { heads, rows, on_screen: usize::MAX, ..Table::default() }],
        ..Part::default()
    }
}

/// Units that move to a better class, and to a worse one.
fn better_and_worse(pair: &Pair) -> (usize, usize) {
    let better = pair.moves.iter().filter(|it| it.to < it.from).count();
    (better, pair.moves.len() - better)
}

fn matrices(compared: &Compared) -> Part {
    let lang = compared.lang;
    let matrix = |pair: &Pair| {
        let (from, to) = (compared.name(pair.from), compared.name(pair.to));
        let (better, worse) = better_and_worse(pair);
        let mut heads = vec![words(text!("{from} ＼ {to}", "{from} \\ {to}").get(lang))];
        heads.extend(Grade::ALL.map(|class| of_class(class, lang)));
        heads.push(numbers(compared.pick("合计", "all")));
        let row = |(class, counts): (Grade, &[u64; 3])| {
            let mut cells = vec![Cell::Class(class)];
            cells.extend(counts.map(Cell::Count));
            cells.push(Cell::Count(counts.iter().sum()));
            cells
        };
        let mut rows: Vec<Vec<Cell>> = Grade::ALL.into_iter().zip(&pair.matrix).map(row).collect();
        let column = |at: usize| pair.matrix.iter().filter_map(|row| row.get(at)).sum::<u64>();
        let mut total = vec![Cell::text(compared.pick("合计", "all"))];
        total.extend([0, 1, 2].map(|at| Cell::Count(column(at))));
        total.push(Cell::Count(pair.matrix.iter().flatten().sum()));
        rows.push(total);
        let [moved, better, worse] = [better + worse, better, worse].map(|count| grouped(count as u64));
        let title = text!(
            "{from} → {to}：{moved} 个单元的结论变了，变好 {better}，变差 {worse}",
            "{from} → {to}: {moved} units move, {better} to a better class, {worse} to a worse one"
        );
        Table {
            title: title.get(lang).into(),
            heads,
            rows,
            total: true,
            on_screen: if compared.on_screen(pair) { 9 } else { 0 },
            ..Table::default()
        }
    };
    Part {
        name: compared.pick("结论变化", "changes").into(),
        title: compared.pick("结论怎么变", "how the classes change").into(),
        note: compared
            .pick(
                "横行是前一方案的结论，竖列是后一方案的结论；对角线上的没有变。",
                "rows: the class under the first; columns: under the second.",
            )
            .into(),
        on_screen: true,
        tables: compared.comparison.pairs.iter().map(matrix).collect(),
        ..Part::default()
    }
}

fn moves(compared: &Compared) -> Part {
    let lang = compared.lang;
    let Some(named) = compared.named() else { return Part::default() };
    let several = compared.comparison.pairs.len() > 1;
    let mut heads = Vec::new();
    if several {
        heads.push(words(compared.pick("比较", "compared")).wide(36));
    }
    heads.push(words(compared.pick("单元", "unit")).wide(30));
    if let Some(label) = named.committee_label() {
        heads.push(words(label).wide(20));
    }
    heads.extend([
        words(compared.pick("原结论", "from")),
        words(compared.pick("新结论", "to")),
        words(compared.pick("原因", "cause")).wide(70),
    ]);
    let mut rows = Vec::new();
    for pair in &compared.comparison.pairs {
        let causes: Vec<String> = pair.causes.iter().map(|cause| cause_shown(cause, &pair.difference, lang)).collect();
        for it in &pair.moves {
            let mut row = Vec::new();
            if several {
                row.push(Cell::text(compared.arrow(pair)));
            }
            row.push(Cell::text(named.name(it.unit)));
            if named.committee().is_some() {
                row.push(Cell::text(named.committee_of(it.unit)));
            }
            let cause = causes.get(it.cause).cloned().unwrap_or_default();
            row.extend([Cell::Class(it.from), Cell::Class(it.to), Cell::text(cause)]);
            rows.push(row);
        }
    }
    Part {
        name: compared.pick("变化的单元", "units").into(),
        title: compared.pick("结论变了的单元", "the units that move").into(),
        tables: vec![Table { heads, rows, ..Table::default() }],
        ..Part::default()
    }
}

fn by_committee(compared: &Compared) -> Part {
    let lang = compared.lang;
    let Some(named) = compared.named() else { return Part::default() };
    let groups = named.by_committee(&compared.comparison.counted);
    let of_pair = |pair: &Pair| {
        let mut heads = vec![words(named.committee_label().unwrap_or(compared.pick("全部", "all")))];
        heads.extend([
            numbers(compared.pick("单元", "units")),
            numbers(compared.pick("变好", "better")),
            numbers(compared.pick("变差", "worse")),
        ]);
        heads.extend(Grade::ALL.map(|class| of_class(class, lang)));
        let change = |class: Grade, moves: &[&crate::study::compare::Move]| {
            let (to, from) = (moves.iter().filter(|it| it.to == class), moves.iter().filter(|it| it.from == class));
            Cell::Change(to.count() as i64 - from.count() as i64)
        };
        let place = |unit: usize| pair.moves.binary_search_by_key(&unit, |it| it.unit).ok();
        let row = |group: &crate::report::groups::UnitGroup| {
            let moves: Vec<_> = group.units.iter().filter_map(|&unit| pair.moves.get(place(unit)?)).collect();
            let better = moves.iter().filter(|it| it.to < it.from).count();
            let mut cells = vec![
                Cell::text(group.name(lang)),
                Cell::Count(group.units.len() as u64),
                Cell::Count(better as u64),
                Cell::Count((moves.len() - better) as u64),
            ];
            cells.extend(Grade::ALL.map(|class| change(class, &moves)));
            cells
        };
        Table {
            title: compared.arrow(pair),
            heads,
            rows: groups.iter().map(row).collect(),
            total: false,
            on_screen: if compared.on_screen(pair) { usize::MAX } else { 0 },
            ..Table::default()
        }
    };
    Part {
        name: compared.pick("分区变化", "by area").into(),
        title: compared.pick("各处变了多少", "how much changes where").into(),
        note: compared.pick("三类下面是增减的单元数。", "below the classes: how many more or fewer units.").into(),
        on_screen: false,
        tables: compared.comparison.pairs.iter().map(of_pair).collect(),
        ..Part::default()
    }
}
