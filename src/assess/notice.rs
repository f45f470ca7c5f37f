//! What an assessment has to tell about the data: lookups without a row, classes that rest on foreign text, units
//! to which nothing applies.
//!
//! What always holds: a lookup without a row is told of only where it leaves a grade open, once for each key.

use crate::assess::class::Graded;
use crate::assess::evaluate::bitmap::Bits;
use crate::assess::evaluate::lookup::Side;
use crate::assess::evaluate::{Block, Scope, choices_of};
use crate::assess::explain::blame::{self, Blame};
use crate::assess::explain::parts::CondPart;
use crate::assess::explain::shown::{self, Measure};
use crate::assess::uses;
use crate::lang::{Lang, Text};
use crate::quantity::Bounds;
use crate::rules::RuleSet;
use crate::rules::language::typed::{At, Key, Lookup, Pick};
use crate::survey::units::FOREIGN_CHOICE;
use crate::survey::{Finding, Units, Values, finding};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What was noticed, by place of the unit in the survey.
#[derive(Default)]
pub(super) struct Notices {
    /// Table and keys that reach no row, in both languages, with the units that ask so
    no_row: BTreeMap<(usize, String, String), BTreeSet<usize>>,
    /// Units whose class rests on foreign text matching `*`
    foreign: Vec<usize>,
    /// Units to which surely nothing applies
    nothing_applies: Vec<usize>,
}

impl Notices {
    /// Adds those of another block.
    pub fn merge(&mut self, other: Notices) {
        for (key, units) in other.no_row {
            self.no_row.entry(key).or_default().extend(units);
        }
        self.foreign.extend(other.foreign);
        self.nothing_applies.extend(other.nothing_applies);
    }

    /// The findings, in the order of the units.
    pub fn into_findings(self, rules: &RuleSet, units: &Units) -> Vec<Finding> {
        let mut findings: Vec<(usize, Finding)> = Vec::new();
        for ((table, zh, en), asking) in &self.no_row {
            let Some(&first) = asking.first() else { continue };
            let (label, id) = rules.tables.get(*table).map_or(("", ""), |table| (&table.label, &table.id));
            let count = asking.len();
            let message = text!(
                "`{label}` 里没有 `{zh}` 这一行，查不到值，按未知计；涉及 {count} 个单元，首个为此单元",
                "table `{id}` has no row for `{en}`: the value counts as unknown, for {count} units of which this is the first"
            );
            let mut finding = about_unit("S080", units, first, message);
            finding.written.clone_from(zh);
            finding.suggestion = Some(text!(
                "请核对调查表中的写法；如确有此情形，请在规则文件的表 `{id}` 中补一行",
                "check what the survey says, or add such a row to table `{id}` in the rules file"
            ));
            findings.push((first, finding));
        }
        for &unit in &self.foreign {
            findings.push((unit, rests_on_foreign(rules, units, unit)));
        }
        for &unit in &self.nothing_applies {
            let Text { zh, en } = rules.when_nothing_applies.label();
            let message = text!(
                "没有一条评估项适用于该单元，按规则计为“{zh}”",
                "no criterion applies to this unit: the rules make it `{en}`"
            );
            findings.push((unit, about_unit("S082", units, unit, message)));
        }
        findings.sort_by(|(a, x), (b, y)| (a, x.code, &x.written).cmp(&(b, y.code, &y.written)));
        findings.into_iter().map(|(_, finding)| finding).collect()
    }
}

/// What a block has to tell. `noticed` bits of the block are complete once it has been graded.
pub(super) fn notices(block: &Block, criteria: &[usize], graded: &Graded) -> Notices {
    let noticed = block.noticed();
    let mut notices = Notices {
        nothing_applies: graded.without.iter().map(|unit| block.range.start + unit).collect(),
        ..Notices::default()
    };
    if !noticed.missed.is_empty() {
        for (at, &place) in criteria.iter().enumerate() {
            let open = |unit: usize| {
                graded.possible.get(at).and_then(|column| column.get(unit)).is_some_and(|possible| possible.is_open())
            };
            let open = Bits::from_fn(block.range.len(), open).and(&noticed.missed);
            notice_missing_rows(block, place, &open, &mut notices);
        }
    }
    if !noticed.foreign.is_empty() {
        let other = Graded::of(&block.without_foreign_matches(), criteria);
        let differs = noticed.foreign.ones().filter(|&unit| graded.classes(unit) != other.classes(unit));
        notices.foreign = differs.map(|unit| block.range.start + unit).collect();
    }
    notices
}

/// Finds the lookups without a row that leave a criterion open for some units.
fn notice_missing_rows(block: &Block, criterion: usize, units: &Bits, notices: &mut Notices) {
    let Some(criterion) = block.rules.criteria.get(criterion).filter(|_| !units.is_empty()) else { return };
    let rules = criterion.conditions();
    for rule in rules {
        let part = CondPart::of(block, &rule.cond, Scope::Unit);
        for unit in units.ones() {
            let mut blames = Vec::new();
            blame::of_cond(block, &part, unit, &mut blames);
            for blame in blames {
                if let Blame::NoRow(lookup, scope, row) = blame {
                    let shown = |lang| show_keys(block, lookup, scope, row, lang);
                    let key = (lookup.table, shown(Lang::Zh), shown(Lang::En));
                    notices.no_row.entry(key).or_default().insert(block.range.start + unit);
                }
            }
        }
    }
}

/// The keys of a lookup in a row for people: `燃气、次高压、150 mm`.
pub(super) fn show_keys(block: &Block, lookup: &Lookup, scope: Scope, row: usize, lang: Lang) -> String {
    let rules = block.rules;
    let sides = block.sides_at(lookup, scope, row);
    let shown = lookup.keys.iter().zip(sides).map(|(key, side)| match (key, side) {
        (Key::Choice { pick: Pick::Field(at), .. }, _) => blame::shown(block, *at, scope, row, lang),
        (Key::Choice { pick, .. }, Side::Choices(set)) => {
            let place = u16::try_from(set.trailing_zeros()).unwrap_or(u16::MAX);
            shown::choice(choices_of(&rules.dictionary, pick), place, lang)
        }
        (Key::Number(num), Side::Number(low, high)) => {
            let measure = crate::assess::explain::phrase::measure(rules, num).unwrap_or(Measure::base(num.dimension));
            measure.show_bounds(Bounds::from_ends(low, high), lang)
        }
        _ => shown::unknown(lang).to_string(),
    });
    shown.collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// The finding that a unit's class rests on foreign text; it points at the first such text that a criterion
/// with a lookup uses.
fn rests_on_foreign(rules: &RuleSet, units: &Units, unit: usize) -> Finding {
    let message = text!(
        "评估表中的写法不在字典内，查表时按“*”一行取值，该单元的结论因此成立，请核实",
        "the class of this unit rests on a text that is none of the known choices and matched `*` in a table"
    );
    let mut finding = about_unit("S081", units, unit, message);
    let asking =
        rules.enabled().map(|criterion| uses::of_criterion(rules, criterion)).filter(|used| !used.tables.is_empty());
    let used = asking.flat_map(|used| {
        let items = used.items.into_iter().map(|(list, field)| At::Item(list, field));
        used.fields.into_iter().map(At::Unit).chain(items).collect::<Vec<_>>()
    });
    for at in used {
        let (id, column, mut places) = match at {
            At::Unit(field) => {
                let Some(def) = rules.dictionary.fields.get(field) else { continue };
                (def.id.clone(), units.fields.get(field), unit..unit + 1)
            }
            At::Item(list, field) => {
                let Some(def) = rules.dictionary.lists.get(list) else { continue };
                let Some(items) = units.lists.get(list) else { continue };
                let Some(item) = def.fields.get(field) else { continue };
                (format!("{}.{}", def.id, item.id), items.fields.get(field), items.of(unit))
            }
        };
        let Some(column) = column else { continue };
        let Values::Choice(choices) = &column.values else { continue };
        let Some(place) = places.find(|&place| choices.get(place) == Some(&FOREIGN_CHOICE)) else { continue };
        finding.field = id;
        if let Some(origin) = column.origin(place) {
            finding.written = origin.written.to_string();
            finding.cell = Some((origin.row, Some(origin.column)));
            if let Some(name) = usize::try_from(origin.sheet).ok().and_then(|sheet| units.sheets.get(sheet)) {
                (finding.file, finding.sheet) = (name.file.clone(), name.sheet.clone());
            }
        }
        break;
    }
    finding
}

/// A finding about a unit, at its first row.
fn about_unit(code: &'static str, units: &Units, unit: usize, message: Text) -> Finding {
    let place = units.rows.get(unit).and_then(|rows| rows.first());
    let name = place.and_then(|place| units.sheets.get(usize::try_from(place.sheet).ok()?));
    let nowhere: Arc<str> = Arc::from("");
    Finding {
        code,
        severity: finding::severity(code),
        file: name.map_or_else(|| nowhere.clone(), |name| name.file.clone()),
        sheet: name.map_or(nowhere, |name| name.sheet.clone()),
        cell: place.map(|place| (place.row, None)),
        unit: units.name(unit),
        field: String::new(),
        written: String::new(),
        reading: String::new(),
        message,
        suggestion: None,
        against: None,
    }
}
