//! Rows → the decision of each unit: which row holds where there are several, and how it stands to the computed class.
//!
//! What always holds: the result does not depend on the order of rows, but that of equal ones the first holds; rows that
//! contradict each other count only if their dates tell which came last. Every row is accounted for, or there is no
//! result. Deliberately absent: reading.

use super::reading::{DecisionsRead, Row};
use super::which_unit::{NoUnit, Which};
use super::{Decision, DecisionRow, DecisionState, Decisions, Fate};
use crate::lang::Text;
use crate::rules::Dictionary;
use crate::rules::ruleset::Grade;
use crate::survey::Survey;
use crate::survey::books::{Books, RejectedRow, UnitRows};
use crate::survey::finding::Finding;
use crate::survey::identity::assemble::Unbalanced;
use crate::survey::read::ReadError;
use crate::survey::units::SheetName;
use crate::text;
use std::collections::BTreeMap;

/// So many units are named where a name may mean several.
const NAMED: usize = 5;

/// Holds decisions against a survey and its computed classes, one a unit: what they come to is kept with it, and its
/// findings are joined by what is to be told of them.
pub fn settle(
    survey: &mut Survey,
    read: DecisionsRead,
    dictionary: &Dictionary,
    computed: &[Grade],
) -> Result<(), ReadError> {
    let which = Which::new(survey, dictionary);
    let DecisionsRead { rows, mut findings, mut rejected, mut books } = read;
    let mut settling = Settling { which: &which, computed, told: Vec::new(), fates: vec![Fate::Holds; rows.len()] };
    let units: Vec<Option<usize>> = rows.iter().enumerate().map(|(at, row)| settling.unit_of(at, row)).collect();
    let mut by_unit: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        if let Some(unit) = unit {
            by_unit.entry(*unit).or_default().push(at);
        }
    }
    let mut of_units: Vec<Option<Decision>> = vec![None; survey.units.count];
    for (unit, of_unit) in &by_unit {
        let decision = settling.one_of(&rows, *unit, of_unit);
        if let Some(slot) = of_units.get_mut(*unit) {
            *slot = decision;
        }
    }
    settling.tell_unrecorded(&rows, &units, &of_units);
    let Settling { told, fates, .. } = settling;
    let shown = rows.iter().zip(units).zip(&fates).map(|((row, unit), fate)| DecisionRow {
        place: row.place.clone(),
        unit: unit.map_or_else(|| row.unit.shown(), |unit| which.name(unit)),
        class: row.class.clone(),
        reason: row.reason.clone(),
        by: row.by.clone(),
        person: row.person.clone(),
        date: row.date.clone(),
        recorded: row.recorded.clone(),
        computed: unit.and_then(|unit| computed.get(unit)).copied(),
        fate: *fate,
    });
    let shown: Vec<DecisionRow> = shown.collect();
    count(&mut books, &rows, &fates)?;
    rejected.extend(rows.iter().zip(&fates).filter_map(|(row, fate)| rejected_row(row, *fate)));
    findings.extend(told);
    survey.findings.extend(findings);
    survey.decisions = Some(Decisions { of_units, rows: shown, books, rejected });
    Ok(())
}

struct Settling<'a> {
    which: &'a Which<'a>,
    computed: &'a [Grade],
    told: Vec<Finding>,
    fates: Vec<Fate>,
}

impl Settling<'_> {
    fn refuse(&mut self, at: usize, finding: Finding) {
        if let Some(fate) = self.fates.get_mut(at) {
            *fate = Fate::NotUsed(finding.code);
        }
        self.told.push(finding);
    }

    fn set(&mut self, at: usize, fate: Fate) {
        if let Some(slot) = self.fates.get_mut(at) {
            *slot = fate;
        }
    }

    /// The unit that a row is about, if all of the row can be read.
    fn unit_of(&mut self, at: usize, row: &Row) -> Option<usize> {
        let unit = match self.which.find(&row.unit) {
            Ok(unit) => unit,
            Err(why) => {
                let finding = self.no_unit(row, &why);
                self.refuse(at, finding);
                return None;
            }
        };
        let unread = match (&row.class, &row.recorded) {
            (Err(written), _) => Some(("结论", "decision", written)),
            (_, Some(Err(written))) => Some(("当时评估结论", "computed", written)),
            _ => None,
        };
        let Some((zh, en, written)) = unread else { return Some(unit) };
        let message = text!(
            "{zh} `{written}` 看不懂，这一行没有采用",
            "`{written}` under `{en}` cannot be understood, so the row was not used"
        );
        let help = text!("请写“适合加装”“较难加装”或“不适合加装”", "write `suitable`, `difficult` or `unsuitable`");
        let mut finding = about(row, "S085", row.class_column, message).from_written(written.as_str(), "");
        finding.unit = self.which.name(unit);
        self.refuse(at, finding.of_field(en).suggesting(help));
        None
    }

    fn no_unit(&self, row: &Row, why: &NoUnit) -> Finding {
        let name = row.unit.shown();
        let listed = |units: &[usize]| {
            let named: Vec<String> =
                units.iter().take(NAMED).map(|unit| format!("`{}`", self.which.name(*unit))).collect();
            let (more_zh, more_en) = if units.len() > NAMED { (" 等", " and others") } else { ("", "") };
            (format!("{}{more_zh}", named.join("、")), format!("{}{more_en}", named.join(", ")))
        };
        let (code, message, help) = match why {
            NoUnit::Unnamed => (
                "S083",
                text!("没有写是哪个单元，这一行没有采用", "the row names no unit and was not used"),
                text!(
                    "请在“单元”一列写全名，如 小区/楼号/单元号",
                    "write its whole name under `unit`, as in ESTATE/12/3"
                ),
            ),
            NoUnit::Unknown { struck: true, .. } => (
                "S083",
                text!(
                    "`{name}` 在调查表里整行划去了，这一行没有采用",
                    "`{name}` is struck through in the survey, so the row was not used"
                ),
                text!("请核对调查表", "check the survey"),
            ),
            NoUnit::Unknown { near: Some(near), .. } => {
                let near = self.which.name(*near);
                (
                    "S083",
                    text!(
                        "调查表里没有 `{name}`，这一行没有采用",
                        "`{name}` is not in the survey, so the row was not used"
                    ),
                    text!("最接近的是 `{near}`：请核对名称", "the nearest is `{near}`: check the name"),
                )
            }
            NoUnit::Unknown { near: None, .. } => (
                "S083",
                text!(
                    "调查表里没有 `{name}`，这一行没有采用",
                    "`{name}` is not in the survey, so the row was not used"
                ),
                text!(
                    "请核对名称，写法同 units.csv，如 小区/楼号/单元号",
                    "check the name; units are named as in units.csv, ESTATE/12/3"
                ),
            ),
            NoUnit::Part(units) => {
                let (zh, en) = listed(units);
                (
                    "S084",
                    text!(
                        "`{name}` 只是名称的一段，这一行没有采用",
                        "`{name}` is only part of a name, so the row was not used"
                    ),
                    text!("可能是 {zh}：请写全", "it may be {en}: write the whole name"),
                )
            }
            NoUnit::Several(units) => {
                let (zh, en) = listed(units);
                (
                    "S084",
                    text!(
                        "`{name}` 可以指几个单元，这一行没有采用",
                        "`{name}` may mean several units, so the row was not used"
                    ),
                    text!("可能是 {zh}：请把名称的各段分列填写", "it may be {en}: give each part of the name a column"),
                )
            }
        };
        let mut finding = about(row, code, row.unit_column, message).from_written(name.as_str(), "");
        finding.unit = name;
        finding.suggesting(help)
    }

    /// What the rows about a unit come to.
    fn one_of(&mut self, rows: &[Row], unit: usize, of_unit: &[usize]) -> Option<Decision> {
        let row = |at: usize| rows.get(at);
        let same = |a: &Row, b: &Row| a.class == b.class;
        // Those that no other is surely later than.
        let last = |at: &usize| {
            let Some(mine) = row(*at) else { return false };
            !of_unit.iter().filter_map(|other| row(*other)).any(|other| is_later(other, mine))
        };
        let latest: Vec<usize> = of_unit.iter().copied().filter(last).collect();
        let first = row(*latest.first()?)?;
        if let Some(other) = latest.iter().copied().filter_map(row).find(|other| !same(first, other)) {
            for at in &latest {
                let Some(mine) = row(*at) else { continue };
                let against = if same(mine, first) { other } else { first };
                let finding = self.contradicting(mine, against, unit);
                self.refuse(*at, finding);
            }
            // An older one does not come back because newer ones quarrel.
            for at in of_unit.iter().filter(|at| !latest.contains(at)) {
                self.set(*at, Fate::Superseded);
            }
            return None;
        }
        let now = *self.computed.get(unit)?;
        let recorded = |at: &usize| row(*at).and_then(|row| row.recorded.as_ref()?.as_ref().ok().copied());
        // Of rows that say the same, one that tells of a lapse is heard; then one that records anything; then one with a
        // date; then the first.
        let holds = latest.iter().copied().min_by_key(|at| {
            let dated = row(*at).is_some_and(|row| row.day.is_some());
            (recorded(at).is_none_or(|then| then == now), recorded(at).is_none(), !dated, *at)
        })?;
        let held = row(holds)?;
        for at in of_unit.iter().filter(|at| **at != holds) {
            let Some(other) = row(*at) else { continue };
            if same(other, held) {
                self.set(*at, Fate::Repeated);
            } else {
                self.set(*at, Fate::Superseded);
                let finding = superseded(other, held);
                self.told.push(Finding { unit: self.which.name(unit), ..finding });
            }
        }
        let decision = Decision {
            class: *held.class.as_ref().ok()?,
            reason: held.reason.clone(),
            by: held.by.clone(),
            person: held.person.clone(),
            date: held.date.clone(),
            recorded: recorded(&holds),
            computed: now,
        };
        if decision.state() == DecisionState::Lapsed {
            let finding = lapsed(held, &decision);
            self.told.push(Finding { unit: self.which.name(unit), ..finding });
        }
        Some(decision)
    }

    fn contradicting(&self, mine: &Row, other: &Row, unit: usize) -> Finding {
        let name = self.which.name(unit);
        let (place, class) = (place_of(other), label(other));
        let (zh, en, class_zh, class_en) = (place.zh, place.en, class.zh, class.en);
        let message = text!(
            "`{name}` 另有一条决定是{class_zh}（{zh}），看不出先后，两条都没有采用",
            "another row decides that `{name}` is {class_en} ({en}), and which came later cannot be told: neither was used"
        );
        let help = text!("请删去作废的一条，或都写上日期", "take out the one that is void, or date them both");
        let finding = about(mine, "S086", mine.class_column, message);
        Finding { unit: name, written: label(mine).zh, ..finding }.suggesting(help)
    }

    /// One finding a sheet for the decisions in force of which nobody knows what was computed when they were made.
    fn tell_unrecorded(&mut self, rows: &[Row], units: &[Option<usize>], of_units: &[Option<Decision>]) {
        let mut counts: BTreeMap<(usize, usize), (u64, &Row)> = BTreeMap::new();
        for ((row, unit), fate) in rows.iter().zip(units).zip(&self.fates) {
            let decision = unit.and_then(|unit| of_units.get(unit)?.as_ref());
            if *fate == Fate::Holds && decision.is_some_and(|decision| decision.recorded.is_none()) {
                counts.entry(row.book).or_insert((0, row)).0 += 1;
            }
        }
        for (count, row) in counts.into_values() {
            let message = text!(
                "{count} 条决定没有写“当时评估结论”，按有效处理",
                "{count} decisions do not say what was computed when they were made; they count as in force"
            );
            let help = text!(
                "结果里的 decisions.csv 已按这次的评估补上：下次用它，评估结论变了就会提示",
                "decisions.csv among the outputs has it filled in: give that to the next run, and it will tell when the computed class changes"
            );
            let finding = Finding::new("S089", &row.place.0, &row.place.1, message);
            self.told.push(finding.suggesting(help));
        }
    }
}

/// Whether a row was surely decided after another.
fn is_later(row: &Row, than: &Row) -> bool {
    let ends = row.day.and_then(|day| day.low()).zip(than.day.and_then(|day| day.high()));
    ends.is_some_and(|(from, to)| from > to)
}

fn about(row: &Row, code: &'static str, column: Option<u32>, message: Text) -> Finding {
    Finding::new(code, &row.place.0, &row.place.1, message).at(row.place.2, column)
}

fn label(row: &Row) -> Text {
    row.class.as_ref().map_or_else(|written| Text::same(written.as_str()), |class| class.label())
}

fn place_of(row: &Row) -> Text {
    let (file, sheet, number) = &row.place;
    let named: Vec<&str> = [&**file, &**sheet].into_iter().filter(|part| !part.is_empty()).collect();
    let named = named.join(" › ");
    text!("{named} › 第 {number} 行", "{named} › row {number}")
}

fn superseded(row: &Row, by: &Row) -> Finding {
    let (place, class, date) = (place_of(by), label(by), &by.date);
    let (zh, en, class_zh, class_en) = (place.zh, place.en, class.zh, class.en);
    let message = text!(
        "后来另有决定：{date} {class_zh}（{zh}），以后来的为准",
        "decided anew on {date}: {class_en} ({en}), which holds"
    );
    about(row, "S087", row.class_column, message).from_written(label(row).zh, "")
}

fn lapsed(row: &Row, decision: &Decision) -> Finding {
    let then = decision.recorded.unwrap_or(decision.computed).label();
    let (class, now) = (decision.class.label(), decision.computed.label());
    let (class_zh, then_zh, now_zh) = (&class.zh, &then.zh, &now.zh);
    let (class_en, then_en, now_en) = (&class.en, &then.en, &now.en);
    let message = text!(
        "决定（{class_zh}）已失效：当时评估为{then_zh}，现在评估为{now_zh}",
        "the decision ({class_en}) has lapsed: the computed class was {then_en} then and is {now_en} now"
    );
    let help = text!(
        "请重新议定：仍按原决定的，把“当时评估结论”改成“{now_zh}”并写上新的日期；改变的，改“结论”",
        "have it decided again: where the decision stands, put `{now_en}` under `computed` and the new date; where not, change it"
    );
    about(row, "S088", row.class_column, message).from_written(class.zh.clone(), "").suggesting(help)
}

fn rejected_row(row: &Row, fate: Fate) -> Option<RejectedRow> {
    let Fate::NotUsed(code) = fate else { return None };
    let (file, sheet, number) = row.place.clone();
    Some(RejectedRow { file, sheet, row: number, code, cells: row.cells.clone() })
}

/// Enters the rows into the books.
fn count(books: &mut Books, rows: &[Row], fates: &[Fate]) -> Result<(), ReadError> {
    for (row, fate) in rows.iter().zip(fates) {
        let Some(file) = books.files.get_mut(row.book.0) else { continue };
        let sheet = file.sheets.get_mut(row.book.1).map(|(_, rows, _)| rows);
        for counted in sheet.into_iter().chain([&mut file.rows]) {
            match fate {
                Fate::Holds => counted.assessed += 1,
                Fate::Repeated | Fate::Superseded => counted.merged += 1,
                Fate::NotUsed(_) => counted.rejected += 1,
            }
        }
    }
    let unbalanced = |file: &crate::survey::FileBooks| {
        let (name, rows, lists) = file.sheets.iter().find(|(_, rows, _): &&(_, UnitRows, _)| !rows.balances())?;
        let sheet = SheetName { file: file.name.clone(), sheet: name.clone() };
        Some(Unbalanced { sheet, units: *rows, lists: *lists })
    };
    match books.files.iter().find_map(unbalanced) {
        Some(at) => Err(ReadError::Unbalanced(Box::new(at))),
        None => Ok(()),
    }
}
