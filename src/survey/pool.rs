//! What all sources together say of one unit's items.
//!
//! What always holds: items equal as read from different sources count once, two alike from one source are two; an
//! item that may or may not exist gives way to one of its kind that does, or to a `无`; an item that another source
//! denies may or may not exist. Deliberately absent: where sources come from (`lists.rs`).

use super::identity::RowRef;
use super::table::{ReadCell, Says};
use crate::rules::FieldIx;
use crate::rules::value::Value;

/// What one row, or one column of a row, says of an item.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Whether the item is there
    pub says: Says,
    /// Its fields
    pub values: Vec<Value>,
    /// The cells they were read from
    pub written: Vec<Option<ReadCell>>,
    /// The fields that say what kind of item it is about
    pub kinds: Vec<FieldIx>,
    /// The source: a sheet of the list, or one row of a unit
    pub origin: (u32, Option<RowRef>),
    /// Whether it is a column of the unit's own row, and so speaks of its own kind alone
    pub of_a_column: bool,
}

/// What statements come to.
#[derive(Debug, Default, PartialEq)]
pub struct Pooled {
    /// The items, in the order of the statements
    pub items: Vec<Kept>,
    /// Whether anything was said of items at all, be it that there are none
    pub known: bool,
    /// Statements that contradict: an item, and the one that denies it
    pub denied: Vec<(usize, usize)>,
}

/// An item that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The statement it comes from
    pub statement: usize,
    /// Whether it surely exists
    pub sure: bool,
}

/// Pools statements.
pub fn pool(statements: &[Statement]) -> Pooled {
    let of = |says: Says| statements.iter().enumerate().filter(move |(_, s)| s.says == says);
    let mut pooled = Pooled { known: of(Says::Item).next().is_some(), ..Pooled::default() };

    // In a row with two columns for one kind, a `无` beside an item says only that there is no second.
    let beside = |none: &Statement| {
        none.of_a_column && of(Says::Item).any(|(_, item)| item.origin == none.origin && same_kind(none, item))
    };
    let nones: Vec<(usize, &Statement)> = of(Says::None).filter(|(_, none)| !beside(none)).collect();
    pooled.known |= !nones.is_empty();
    let denies = |none: &Statement, item: &Statement| !none.of_a_column || same_kind(none, item);

    let mut items: Vec<(usize, &Statement)> = Vec::new();
    for (at, item) in of(Says::Item) {
        let alike = |other: &Statement| same_item(other, item);
        let so_far = items.iter().filter(|(_, kept)| alike(kept)).count();
        let from_here = of(Says::Item)
            .filter(|(other_at, other)| *other_at <= at && other.origin == item.origin && alike(other))
            .count();
        if from_here > so_far {
            items.push((at, item));
        }
    }
    for (at, item) in &items {
        let denied = nones.iter().find(|(_, none)| denies(none, item));
        pooled.denied.extend(denied.map(|(none, _)| (*at, *none)));
        pooled.items.push(Kept { statement: *at, sure: denied.is_none() });
    }
    for (at, open) in of(Says::Nothing) {
        let gives_way = items.iter().any(|(_, item)| same_kind(open, item))
            || nones.iter().any(|(_, none)| denies(none, open))
            || of(Says::Nothing).any(|(other_at, other)| other_at < at && same_item(other, open));
        if !gives_way {
            pooled.items.push(Kept { statement: at, sure: false });
        }
    }
    pooled.items.sort_by_key(|kept| kept.statement);
    pooled
}

/// Whether an item is surely of the kind that a statement is about.
fn same_kind(about: &Statement, item: &Statement) -> bool {
    let same = |kind: &FieldIx| match (about.values.get(*kind), item.values.get(*kind)) {
        (None | Some(Value::Unknown | Value::Foreign), _) => false,
        (about, item) => about == item,
    };
    !about.kinds.is_empty() && about.kinds.iter().all(same)
}

/// Whether two items are equal as read. Text that is no choice is equal where it reads the same.
fn same_item(a: &Statement, b: &Statement) -> bool {
    let written =
        |s: &Statement, ix: usize| s.written.get(ix).and_then(|cell| cell.as_ref().map(|c| c.written.clone()));
    a.values == b.values
        && a.values
            .iter()
            .enumerate()
            .filter(|(_, v)| **v == Value::Foreign)
            .all(|(ix, _)| written(a, ix) == written(b, ix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Bounds, Decimal};

    /// Of list sheet number `sheet`: kind and distance.
    fn row(sheet: u32, says: Says, kind: u16, distance: &str) -> Statement {
        let distance = Decimal::parse(distance).map_or(Value::Unknown, |d| Value::Number(Bounds::exact(d)));
        let kind = if kind == 9 { Value::Unknown } else { Value::Choice(kind) };
        Statement {
            says,
            values: vec![kind, distance],
            written: vec![None, None],
            kinds: vec![0],
            origin: (sheet, None),
            of_a_column: false,
        }
    }

    /// Of a column in row number `row` of the unit's own.
    fn column(row_nr: u32, says: Says, kind: u16, distance: &str) -> Statement {
        let origin = (0, Some(RowRef { source: 0, row: row_nr }));
        Statement { origin, of_a_column: true, ..row(0, says, kind, distance) }
    }

    /// Which statements are kept, `?` for what may or may not exist; whether the list is known; who denies whom.
    fn pooled(statements: &[Statement]) -> (String, bool, Vec<(usize, usize)>) {
        let pooled = pool(statements);
        let show = |kept: &Kept| format!("{}{}", kept.statement, if kept.sure { "" } else { "?" });
        (pooled.items.iter().map(show).collect::<Vec<_>>().join(" "), pooled.known, pooled.denied)
    }

    use Says::{Item, None as No, Nothing};

    #[test]
    fn two_alike_on_one_sheet_are_two_and_on_two_sheets_one() {
        let one = [row(1, Item, 0, "1"), row(1, Item, 0, "1")];
        assert_eq!(pooled(&one).0, "0 1");
        let two = [row(1, Item, 0, "1"), row(2, Item, 0, "1"), row(2, Item, 0, "1"), row(2, Item, 0, "2")];
        assert_eq!(pooled(&two).0, "0 2 3");
    }

    #[test]
    fn a_unit_surveyed_twice_with_columns_has_its_pipe_once() {
        assert_eq!(pooled(&[column(1, Item, 0, "1"), column(2, Item, 0, "1")]).0, "0");
    }

    #[test]
    fn what_may_exist_gives_way_to_what_does_and_to_none() {
        assert_eq!(pooled(&[column(1, Nothing, 0, ""), row(1, Item, 0, "1")]).0, "1");
        assert_eq!(pooled(&[column(1, Nothing, 0, ""), column(2, No, 0, "")]).0, "");
        assert_eq!(pooled(&[column(1, Nothing, 0, ""), column(2, No, 1, "")]).0, "0?");
        assert_eq!(pooled(&[column(1, Nothing, 0, ""), column(2, Nothing, 0, "")]).0, "0?");
    }

    #[test]
    fn none_against_an_item_makes_it_doubtful() {
        let (items, known, denied) = pooled(&[column(1, No, 0, ""), row(1, Item, 0, "1"), row(1, Item, 1, "1")]);
        assert_eq!((items.as_str(), known, denied), ("1? 2", true, vec![(1, 0)]));
        let (items, _, denied) = pooled(&[row(1, No, 9, ""), row(2, Item, 0, "1")]);
        assert_eq!((items.as_str(), denied), ("1?", vec![(1, 0)]));
    }

    #[test]
    fn none_in_the_second_of_two_columns_denies_nothing() {
        assert_eq!(pooled(&[column(1, Item, 0, "1"), column(1, No, 0, "")]), ("0".into(), true, vec![]));
    }

    #[test]
    fn blanks_alone_say_nothing() {
        assert_eq!(pooled(&[column(1, Nothing, 0, "")]), ("0?".into(), false, vec![]));
        assert_eq!(pooled(&[column(1, No, 0, ""), column(1, Nothing, 1, "")]), ("1?".into(), true, vec![]));
        assert_eq!(pooled(&[]), (String::new(), false, vec![]));
    }
}
