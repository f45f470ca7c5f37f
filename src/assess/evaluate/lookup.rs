//! Lookup tables: the first row that matches gives the value, also where a key is known in part only.
//!
//! A key that is not exactly known stands for every key it may be: a box with a side for each key column. A row is
//! reached only by keys that no earlier row takes, so each row's own box is cut out of what is left. What always
//! holds: if some possible key reaches no row, the lookup is unknown; foreign text matches `*` alone.

use crate::quantity::Bounds;
use crate::rules::language::typed::{LookupRow, RowKey};

/// What one key of a lookup may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::assess) enum Side {
    /// One of these choices, as a bit set
    Choices(u64),
    /// A text that is none of the choices
    Foreign,
    /// A number between two raw ends, both belonging
    Number(i64, i64),
}

impl Side {
    /// The one choice.
    pub fn choice(choice: u16) -> Side {
        Side::Choices(1u64.checked_shl(u32::from(choice)).unwrap_or(0))
    }

    /// A blank choice: any of so many.
    pub fn any_choice(choices: u16) -> Side {
        Side::Choices(1u64.checked_shl(u32::from(choices)).map_or(u64::MAX, |bit| bit - 1))
    }

    /// A number within bounds.
    pub fn number(bounds: Bounds) -> Side {
        Side::Number(bounds.low_end(), bounds.high_end())
    }
}

/// What a lookup gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::assess) enum Reach {
    /// Every possible key reaches a row: the values of all rows reached
    Rows(Bounds),
    /// Some possible key reaches no row
    Gap,
    /// No possible key reaches any row
    Nothing,
}

/// How what a row asks lies to what a key may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    Disjoint,
    Part,
    Covers,
}

/// A table made ready for being looked up often: by the choice in its first key column, the rows that ask for it
/// or for nothing there, in order.
pub(in crate::assess) struct Shelves<'t> {
    by_choice: Vec<Vec<&'t LookupRow>>,
    all: Vec<&'t LookupRow>,
}

impl<'t> Shelves<'t> {
    /// Sorts the rows.
    pub fn new(rows: &'t [LookupRow]) -> Shelves<'t> {
        let first = |row: &LookupRow| row.keys.first().copied();
        let named = |row: &LookupRow| if let Some(RowKey::Choice(choice)) = first(row) { Some(choice) } else { None };
        let choices = rows.iter().filter_map(named).max().map_or(0, |highest| highest + 1);
        let shelf = |choice| {
            let fits = |row: &&LookupRow| [Some(RowKey::Any), Some(RowKey::Choice(choice))].contains(&first(row));
            rows.iter().filter(fits).collect()
        };
        Shelves { by_choice: (0..choices).map(shelf).collect(), all: rows.iter().collect() }
    }

    /// Looks up.
    pub fn reach(&self, keys: &[Side]) -> Reach {
        let shelf = match keys.first() {
            Some(Side::Choices(set)) if set.count_ones() == 1 => self.by_choice.get(set.trailing_zeros() as usize),
            _ => None,
        };
        reach_among(shelf.unwrap_or(&self.all), keys)
    }
}

/// Looks up once.
pub(in crate::assess) fn reach(rows: &[LookupRow], keys: &[Side]) -> Reach {
    reach_among(&rows.iter().collect::<Vec<_>>(), keys)
}

/// The row that surely takes the keys, whatever they are; `None` where they leave another one possible, or none.
pub(in crate::assess) fn taken(rows: &[LookupRow], keys: &[Side]) -> Option<usize> {
    let mut relations = rows.iter().map(|row| row_relation(row, keys)).enumerate();
    let (at, first) = relations.find(|(_, relation)| *relation != Relation::Disjoint)?;
    (first == Relation::Covers).then_some(at)
}

fn reach_among(rows: &[&LookupRow], keys: &[Side]) -> Reach {
    for (at, row) in rows.iter().enumerate() {
        match row_relation(row, keys) {
            Relation::Disjoint => {}
            Relation::Covers => return Reach::Rows(Bounds::exact(row.value)),
            Relation::Part => return reach_several(rows.get(at..).unwrap_or_default(), keys),
        }
    }
    Reach::Nothing
}

/// As [`reach`], for keys that more than one row may take.
fn reach_several(rows: &[&LookupRow], keys: &[Side]) -> Reach {
    let mut left = vec![keys.to_vec()];
    let mut values: Option<Bounds> = None;
    for row in rows {
        let mut still = Vec::new();
        for keys in left {
            let relation = row_relation(row, &keys);
            if relation != Relation::Disjoint {
                let value = Bounds::exact(row.value);
                values = Some(values.map_or(value, |all| all.hull(value)));
            }
            match relation {
                Relation::Disjoint => still.push(keys),
                Relation::Part => cut_out(row, keys, &mut still),
                Relation::Covers => {}
            }
        }
        if still.is_empty() {
            return values.map_or(Reach::Nothing, Reach::Rows);
        }
        left = still;
    }
    if values.is_some() { Reach::Gap } else { Reach::Nothing }
}

/// What is left of a box without the keys that a row takes: side by side, what lies outside the row there, the
/// sides before it narrowed to what lies inside.
fn cut_out(row: &LookupRow, mut keys: Vec<Side>, left: &mut Vec<Vec<Side>>) {
    for (at, asked) in row.keys.iter().enumerate() {
        let Some(&side) = keys.get(at) else { continue };
        let (outside, inside): ([Option<Side>; 2], Side) = match (*asked, side) {
            (RowKey::Choice(choice), Side::Choices(set)) => {
                let Side::Choices(one) = Side::choice(choice) else { continue };
                ([Some(Side::Choices(set & !one)).filter(|_| set & !one != 0), None], Side::Choices(set & one))
            }
            (RowKey::Within(bounds), Side::Number(low, high)) => {
                let (from, to) = (bounds.low_end(), bounds.high_end());
                // `from - 1` and `to + 1` cannot pass the ends of i64: they lie strictly inside the key's ends.
                let below = (low < from).then(|| Side::Number(low, from.saturating_sub(1)));
                let above = (high > to).then(|| Side::Number(to.saturating_add(1), high));
                ([below, above], Side::Number(low.max(from), high.min(to)))
            }
            _ => continue,
        };
        for side in outside.into_iter().flatten() {
            let mut rest = keys.clone();
            if let Some(place) = rest.get_mut(at) {
                *place = side;
            }
            left.push(rest);
        }
        if let Some(place) = keys.get_mut(at) {
            *place = inside;
        }
    }
}

/// For each key, whether it bears on what is found that it is not exactly known: whether some row that can be
/// reached takes a part only of what it may be.
pub(in crate::assess) fn open_keys(rows: &[LookupRow], keys: &[Side]) -> Vec<bool> {
    let reachable: Vec<&LookupRow> = rows.iter().filter(|row| row_relation(row, keys) != Relation::Disjoint).collect();
    let part = |at: usize, side: Side| {
        reachable.iter().filter_map(|row| row.keys.get(at)).any(|asked| relation(*asked, side) == Relation::Part)
    };
    keys.iter().enumerate().map(|(at, &side)| part(at, side)).collect()
}

fn row_relation(row: &LookupRow, keys: &[Side]) -> Relation {
    let mut all = Relation::Covers;
    for (asked, side) in row.keys.iter().zip(keys) {
        match relation(*asked, *side) {
            Relation::Disjoint => return Relation::Disjoint,
            Relation::Part => all = Relation::Part,
            Relation::Covers => {}
        }
    }
    all
}

fn relation(asked: RowKey, side: Side) -> Relation {
    match (asked, side) {
        (RowKey::Any, _) => Relation::Covers,
        (RowKey::Choice(choice), Side::Choices(set)) => match Side::choice(choice) {
            Side::Choices(one) if one == set && set != 0 => Relation::Covers,
            Side::Choices(one) if one & set != 0 => Relation::Part,
            _ => Relation::Disjoint,
        },
        (RowKey::Within(bounds), Side::Number(low, high)) => {
            if bounds.low_end() <= low && high <= bounds.high_end() {
                Relation::Covers
            } else if bounds.low_end() <= high && low <= bounds.high_end() {
                Relation::Part
            } else {
                Relation::Disjoint
            }
        }
        _ => Relation::Disjoint,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Decimal;

    fn n(value: i64) -> Decimal {
        Decimal::from_int(value).unwrap()
    }

    fn row(keys: &[RowKey], value: i64) -> LookupRow {
        LookupRow { keys: keys.to_vec(), value: n(value) }
    }

    fn up_to(value: i64) -> RowKey {
        RowKey::Within(Bounds::between(None, Some(n(value))))
    }

    fn values(low: i64, high: i64) -> Reach {
        Reach::Rows(Bounds::between(Some(n(low)), Some(n(high))))
    }

    /// gas low 7, gas medium 10; water up to 200 10, water 30
    fn clearance() -> Vec<LookupRow> {
        let (gas, water, low, medium) = (RowKey::Choice(0), RowKey::Choice(1), RowKey::Choice(0), RowKey::Choice(1));
        vec![
            row(&[gas, low, RowKey::Any], 7),
            row(&[gas, medium, RowKey::Any], 10),
            row(&[water, RowKey::Any, up_to(200)], 10),
            row(&[water, RowKey::Any, RowKey::Any], 30),
        ]
    }

    const GAS: Side = Side::Choices(1);
    const WATER: Side = Side::Choices(2);
    const BLANK: Side = Side::Choices(3);

    #[test]
    fn a_blank_key_ranges_over_every_row_it_would_reach() {
        let unknown = Side::number(Bounds::UNKNOWN);
        assert_eq!(reach(&clearance(), &[GAS, BLANK, unknown]), values(7, 10));
        assert_eq!(reach(&clearance(), &[WATER, BLANK, unknown]), values(10, 30));
        assert_eq!(taken(&clearance(), &[GAS, GAS, unknown]), Some(0), "the diameter does not matter");
        assert_eq!(taken(&clearance(), &[WATER, BLANK, unknown]), None);
        assert_eq!(taken(&clearance(), &[WATER, Side::Foreign, Side::number(Bounds::exact(n(300)))]), Some(3));
        assert_eq!(reach(&clearance(), &[BLANK, BLANK, unknown]), values(7, 30));
    }

    #[test]
    fn an_earlier_row_takes_its_keys_from_a_later_one() {
        let below = Side::number(Bounds::between(Some(n(100)), Some(n(200))));
        assert_eq!(reach(&clearance(), &[WATER, GAS, below]), values(10, 10));
        let across = Side::number(Bounds::between(Some(n(100)), Some(n(201))));
        assert_eq!(reach(&clearance(), &[WATER, GAS, across]), values(10, 30));
        let first_all = vec![row(&[RowKey::Any], 1), row(&[RowKey::Choice(0)], 2)];
        assert_eq!(reach(&first_all, &[BLANK]), values(1, 1));
        // Two halves together leave nothing for the last row, though neither does alone.
        let halves = vec![row(&[RowKey::Choice(0)], 1), row(&[RowKey::Choice(1)], 2), row(&[RowKey::Any], 9)];
        assert_eq!(reach(&halves, &[BLANK]), values(1, 2));
    }

    #[test]
    fn a_key_without_a_row_makes_the_lookup_unknown() {
        let rows = vec![row(&[RowKey::Choice(0)], 1)];
        assert_eq!(reach(&rows, &[BLANK]), Reach::Gap);
        assert_eq!(reach(&rows, &[WATER]), Reach::Nothing);
    }

    #[test]
    fn a_key_that_no_row_asks_for_does_not_matter() {
        let unknown = Side::number(Bounds::UNKNOWN);
        assert_eq!(open_keys(&clearance(), &[WATER, BLANK, unknown]), [false, false, true]);
        assert_eq!(open_keys(&clearance(), &[GAS, BLANK, unknown]), [false, true, false]);
    }

    #[test]
    fn foreign_text_matches_the_star_alone() {
        let unknown = Side::number(Bounds::UNKNOWN);
        assert_eq!(reach(&clearance(), &[GAS, Side::Foreign, unknown]), Reach::Nothing);
        assert_eq!(reach(&clearance(), &[WATER, Side::Foreign, unknown]), values(10, 30));
    }
}
