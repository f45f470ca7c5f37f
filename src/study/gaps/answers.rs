//! Every answer to some fields, tried: whether they settle a unit whatever comes out.
//!
//! Flags and choices are tried one by one; of a number, one value of each stretch in which no comparison turns. What always
//! holds: where it gives an answer, the answer is exact, but for numbers beyond the field's range, or a million where it
//! has none. It gives none where there are too many answers, for texts, and for numbers that meet in one comparison.

use super::Need;
use crate::assess::needs::{Needs, needs};
use crate::assess::steps::{Variable, Window, meeting, turning_places};
use crate::assess::{Assessment, assess, used_by_criteria};
use crate::quantity::{Bounds, Decimal, Dimension};
use crate::rules::dictionary::Kind;
use crate::rules::{FieldIx, RuleSet, Value};
use crate::study::grid::{Stretch, stretches};
use crate::survey::Units;
use crate::survey::units::Values;
use std::collections::BTreeSet;

/// Combinations of answers that are tried.
const ROWS: usize = 2_000;

/// Which numbers meet in a comparison, so that one cannot be tried without the other.
pub(super) struct Numbers {
    meet: BTreeSet<(FieldIx, FieldIx)>,
}

impl Numbers {
    pub fn of(rules: &RuleSet) -> Numbers {
        let is_number =
            |field: &FieldIx| rules.dictionary.fields.get(*field).is_some_and(|it| it.kind.dimension().is_some());
        let all: Vec<FieldIx> = used_by_criteria(rules).fields.into_iter().filter(is_number).collect();
        let pairs = all.iter().flat_map(|&a| all.iter().filter(move |b| a < **b).map(move |&b| (a, b)));
        let meet = pairs.filter(|&(a, b)| meeting(rules, [a, b].map(Variable::Field)).is_some()).collect();
        Numbers { meet }
    }

    fn meet(&self, fields: &[FieldIx]) -> bool {
        fields.iter().any(|&a| fields.iter().any(|&b| self.meet.contains(&(a, b))))
    }
}

/// A unit whose answers are tried.
pub(super) struct Answers<'u> {
    pub rules: &'u RuleSet,
    pub units: &'u Units,
    pub numbers: &'u Numbers,
    pub unit: usize,
}

/// What the answers come to.
pub(super) struct Tried {
    /// Each combination of answers, assessed
    pub assessment: Assessment,
    /// Whether every one settles the unit, but for what the rules leave open
    pub always: bool,
    /// The first that settles it
    pub first: Option<usize>,
}

impl Answers<'_> {
    /// Tries all answers to these measurements; nothing where that cannot be done.
    pub fn tried(&self, asked: &[Need]) -> Option<Tried> {
        let own = |need: &Need| if let Need::Field(field) = need { Some(*field) } else { None };
        let fields: Vec<FieldIx> = asked.iter().map(own).collect::<Option<_>>()?;
        let rows = self.rows(&fields)?;
        let assessment = assess(self.rules, &rows);
        let settled: Vec<bool> = (0..rows.count).map(|row| assessment.is_settled(row)).collect();
        let first = settled.iter().position(|settled| *settled);
        let by_rules = |needs: &Vec<Needs>| needs.iter().all(|needs| needs.by_rules && needs.of.is_empty());
        let always =
            settled.iter().all(|settled| *settled) || needs(self.rules, &rows, &assessment).values().all(by_rules);
        Some(Tried { assessment, always, first })
    }

    /// The unit once for every combination of answers.
    fn rows(&self, fields: &[FieldIx]) -> Option<Units> {
        let mut rows = self.units.chosen(&[self.unit]);
        let kind = |field: FieldIx| self.rules.dictionary.fields.get(field).map(|field| &field.kind);
        let (numbers, others): (Vec<FieldIx>, Vec<FieldIx>) =
            fields.iter().partition(|&&field| kind(field).is_some_and(|kind| kind.dimension().is_some()));
        if self.numbers.meet(&numbers) {
            return None;
        }
        for field in others {
            let all: Vec<Value> = match kind(field)? {
                Kind::Flag => vec![Value::Flag(false), Value::Flag(true)],
                Kind::Choice(choices) => (0..u16::try_from(choices.len()).ok()?).map(Value::Choice).collect(),
                _ => return None,
            };
            rows = each(self.rules, &rows, field, &all)?;
        }
        for field in numbers {
            let window = self.window(field, &rows)?;
            let places = turning_places(self.rules, &rows, Variable::Field(field), window).ok()?;
            let def = self.rules.dictionary.fields.get(field)?;
            let whole = matches!(def.kind, Kind::Number(Dimension::Count | Dimension::Year | Dimension::Date));
            let number = |stretch: Stretch| if whole { stretch.whole_number() } else { stretch.number() };
            let exact = |number: Decimal| Value::Number(Bounds::exact(number));
            let mut all: Vec<Value> = stretches(window, &places).into_iter().filter_map(number).map(exact).collect();
            // The dictionary lets none mean a number outside the range, where nobody has measured anything yet.
            let open = rows.fields.get(field)?.values.get(0) == Value::Unknown;
            all.extend(def.none.clone().filter(|none| open && !all.contains(none)));
            rows = each(self.rules, &rows, field, &all)?;
        }
        Some(rows)
    }

    /// From where to where a number may lie: what is known of it already, within the field's range.
    fn window(&self, field: FieldIx, rows: &Units) -> Option<Window> {
        let known = match rows.fields.get(field)?.values.get(0) {
            Value::Number(bounds) => bounds,
            _ => Bounds::UNKNOWN,
        };
        let range = self.rules.dictionary.fields.get(field)?.range;
        let far = Bounds::between(Decimal::from_micros(-Decimal::LIMIT), Decimal::from_micros(Decimal::LIMIT));
        let bounds = range.map_or(Some(known), |range| known.narrowed(range))?.narrowed(far)?;
        Some(Window { low: bounds.low()?, high: bounds.high()? })
    }
}

/// Each row once for every value of a field.
fn each(rules: &RuleSet, rows: &Units, field: FieldIx, all: &[Value]) -> Option<Units> {
    if all.is_empty() || rows.count * all.len() > ROWS {
        return None;
    }
    let places: Vec<usize> = (0..rows.count).flat_map(|row| std::iter::repeat_n(row, all.len())).collect();
    let mut more = rows.chosen(&places);
    let column = &mut more.fields.get_mut(field)?.values;
    let kind = &rules.dictionary.fields.get(field)?.kind;
    let mut values = Values::new(kind);
    (0..rows.count).for_each(|_| all.iter().for_each(|value| values.push(value)));
    *column = values;
    Some(more)
}
