//! What all sources together say of one unit's items.
//!
//! What always holds: items equal as read from different sources count once, two alike from one source are two, and one
//! gives way to an item of another source that says all of it and more; an item that may or may not exist gives way to one
//! of its kind that does, or to a `无`, as one known from text by its kind alone gives way to one of that kind; a row that
//! says nothing at all gives way to whatever is said; an item that another source denies may or may not exist.
//! Deliberately absent: where sources come from (`lists.rs`).

use super::RowRef;
use super::fuller::outdone;
use crate::rules::FieldIx;
use crate::rules::value::Value;
use crate::survey::table::{ReadCell, Says};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A sheet of the list, or one row of a unit.
pub type Origin = (u32, Option<RowRef>);

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
    /// The source
    pub origin: Origin,
    /// What states it
    pub form: Form,
}

/// What states something of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A row of a list
    Row,
    /// A column of the unit's own row, which speaks of its own kind alone
    Column,
    /// Text in the unit's own row: of an item its kind and nothing else, and other items it may leave out
    Text,
    /// Text that names no kind, so that what items there are is not known; one that only refers to where they are
    /// listed says nothing where they are
    Unnamed {
        /// Whether it only refers
        refers: bool,
    },
}

impl Statement {
    fn of_a_column(&self) -> bool {
        self.form == Form::Column
    }

    fn of_a_text(&self) -> bool {
        self.form == Form::Text
    }

    /// Whether nothing is written of the item, be it that it is not known.
    fn is_blank(&self) -> bool {
        self.written.iter().all(Option::is_none)
    }
}

/// What statements come to.
#[derive(Debug, Default, PartialEq)]
pub struct Pooled {
    /// The items, in the order of the statements
    pub items: Vec<Kept>,
    /// Whether anything was said of items at all, be it that there are none
    pub known: bool,
    /// Whether a text says that there is something, and not what: then even silence elsewhere does not mean none
    pub left_open: bool,
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

/// Pools statements, in time that grows with their number: a sheet may name one unit in all of its rows.
pub fn pool<'s>(statements: &'s [Statement]) -> Pooled {
    let of = |says: Says| statements.iter().enumerate().filter(move |(_, s)| s.says == says);
    let itemised = of(Says::Item).any(|(_, item)| !item.of_a_text());
    let mut pooled = Pooled { known: itemised, ..Pooled::default() };
    let ways: BTreeSet<&[FieldIx]> = statements.iter().map(|s| s.kinds.as_slice()).collect();
    // All kinds of an item: one for each way in which statements tell kinds.
    let kinds_of = |s: &'s Statement| ways.iter().map(move |way| Kind::of(s, way));

    // In a row with two columns for one kind, a `无` beside an item says only that there is no second.
    let items_of_rows: HashSet<(Kind, Origin)> = match of(Says::None).any(|(_, none)| none.of_a_column()) {
        true => of(Says::Item)
            .filter(|(_, item)| !item.of_a_text())
            .flat_map(|(_, item)| kinds_of(item).map(|kind| (kind, item.origin)))
            .collect(),
        false => HashSet::new(),
    };
    let beside = |none: &Statement| {
        none.of_a_column() && Kind::stated(none).is_some_and(|kind| items_of_rows.contains(&(kind, none.origin)))
    };
    // The first that denies everything, and the first that denies each kind.
    let mut none_at_all: Option<usize> = None;
    let mut none_of_kind: HashMap<Kind, usize> = HashMap::new();
    for (at, none) in of(Says::None).filter(|(_, none)| !beside(none)) {
        pooled.known = true;
        if !none.of_a_column() {
            none_at_all.get_or_insert(at);
        } else if let Some(kind) = Kind::stated(none) {
            none_of_kind.entry(kind).or_insert(at);
        }
    }
    let denial = |s: &'s Statement| {
        let of_kind = kinds_of(s).filter_map(|kind| none_of_kind.get(&kind).copied());
        of_kind.chain(none_at_all).min()
    };

    let (mut kept, mut from_here) = (HashMap::<Alike, usize>::new(), HashMap::<(Alike, Origin), usize>::new());
    let mut kinds_kept: HashSet<Kind> = HashSet::new();
    let items: Vec<usize> = of(Says::Item).filter(|(_, item)| !item.of_a_text()).map(|(at, _)| at).collect();
    let outdone = outdone(statements, &items);
    for (at, item) in items.iter().filter(|at| !outdone.contains(at)).filter_map(|&at| Some((at, statements.get(at)?)))
    {
        let so_far = kept.entry(Alike::of(item)).or_default();
        let here = from_here.entry((Alike::of(item), item.origin)).or_default();
        *here += 1;
        if *here <= *so_far {
            continue;
        }
        *so_far += 1;
        let denied = denial(item);
        pooled.denied.extend(denied.map(|none| (at, none)));
        pooled.items.push(Kept { statement: at, sure: denied.is_none() });
        kinds_kept.extend(kinds_of(item));
    }
    // What is known by its kind alone gives way to what is known better, and is one however often it is named.
    for (at, item) in of(Says::Item).filter(|(_, item)| item.of_a_text()) {
        if Kind::stated(item).is_some_and(|kind| kinds_kept.contains(&kind)) {
            continue;
        }
        let denied = denial(item);
        pooled.denied.extend(denied.map(|none| (at, none)));
        pooled.items.push(Kept { statement: at, sure: denied.is_none() });
        kinds_kept.extend(kinds_of(item));
    }
    let mut open_before: HashSet<Alike> = HashSet::new();
    let unnamed = |s: &Statement| matches!(s.form, Form::Unnamed { .. });
    for (at, open) in of(Says::Nothing).filter(|(_, open)| !unnamed(open)) {
        let gives_way = match Kind::stated(open) {
            Some(kind) => kinds_kept.contains(&kind),
            None => pooled.known && open.is_blank(),
        };
        let gives_way = gives_way || denial(open).is_some();
        if open_before.insert(Alike::of(open)) && !gives_way {
            pooled.items.push(Kept { statement: at, sure: false });
        }
    }
    pooled.left_open = statements.iter().any(|s| match s.form {
        Form::Unnamed { refers } => !refers || !itemised,
        _ => false,
    });
    pooled.known &= !pooled.left_open;
    pooled.items.sort_by_key(|kept| kept.statement);
    pooled
}

/// What kind of item a statement is about, told by some of its fields.
#[derive(PartialEq, Eq, Hash)]
struct Kind<'a>(&'a [FieldIx], Vec<Option<&'a Value>>);

impl<'a> Kind<'a> {
    fn of(statement: &'a Statement, fields: &'a [FieldIx]) -> Kind<'a> {
        Kind(fields, fields.iter().map(|field| statement.values.get(*field)).collect())
    }

    /// The kind that a statement names for sure.
    fn stated(statement: &'a Statement) -> Option<Kind<'a>> {
        let kind = Kind::of(statement, &statement.kinds);
        let known = |value: &Option<&Value>| !matches!(value, None | Some(Value::Unknown | Value::Foreign));
        (!kind.1.is_empty() && kind.1.iter().all(known)).then_some(kind)
    }
}

/// What two items have in common that are equal as read. Text that is no choice is equal where it reads the same.
#[derive(PartialEq, Eq, Hash)]
struct Alike<'a>(&'a [Value], Vec<Option<&'a str>>);

impl<'a> Alike<'a> {
    fn of(statement: &'a Statement) -> Alike<'a> {
        let foreign = statement.values.iter().zip(&statement.written).filter(|(value, _)| **value == Value::Foreign);
        Alike(&statement.values, foreign.map(|(_, cell)| cell.as_ref().map(|cell| &*cell.written)).collect())
    }
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
            form: Form::Row,
        }
    }

    /// Of a column in row number `row` of the unit's own.
    fn column(row_nr: u32, says: Says, kind: u16, distance: &str) -> Statement {
        let origin = (0, Some(RowRef { source: 0, row: row_nr }));
        Statement { origin, form: Form::Column, ..row(0, says, kind, distance) }
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
    fn an_item_gives_way_to_one_of_another_source_that_says_all_of_it_and_more() {
        assert_eq!(pooled(&[column(1, Item, 0, ""), row(1, Item, 0, "1")]).0, "1");
        assert_eq!(pooled(&[row(1, Item, 0, "1"), row(2, Item, 9, "1")]).0, "0");
        assert_eq!(pooled(&[row(1, Item, 0, "1"), row(2, Item, 0, "2")]).0, "0 1", "they differ");
        assert_eq!(pooled(&[row(1, Item, 0, ""), row(1, Item, 0, "1")]).0, "0 1", "one source says there are two");
        let two = [row(1, Item, 0, ""), row(1, Item, 0, ""), row(2, Item, 0, "1"), row(2, Item, 0, "")];
        assert_eq!(pooled(&two).0, "2 3", "both are told of again, of one more is known");
        let again = [row(1, Item, 0, ""), row(1, Item, 0, "2"), row(2, Item, 0, "2"), row(2, Item, 0, "1")];
        assert_eq!(pooled(&again).0, "2 3", "each has its own: the one without a distance is the other");
        assert_eq!(
            pooled(&[row(1, Item, 0, ""), row(1, Item, 9, "1"), row(2, Item, 0, "1")]).0,
            "0 1 2",
            "which is it?"
        );
        assert_eq!(pooled(&[row(1, Item, 9, ""), row(2, Item, 0, ""), row(3, Item, 0, "1")]).0, "2");
    }

    #[test]
    fn a_blank_row_gives_way_to_whatever_is_said() {
        assert_eq!(pooled(&[row(1, Nothing, 9, ""), column(1, Item, 0, "1")]).0, "1");
        assert_eq!(pooled(&[row(1, Nothing, 9, ""), column(1, No, 0, "")]).0, "");
        assert_eq!(pooled(&[row(1, Nothing, 9, "")]), ("0?".into(), false, vec![]));
    }

    /// Of text in row number `row` of the unit's own.
    fn text(row_nr: u32, says: Says, kind: u16) -> Statement {
        Statement { form: Form::Text, ..column(row_nr, says, kind, "") }
    }

    #[test]
    fn an_item_of_a_text_gives_way_to_one_of_its_kind() {
        assert_eq!(pooled(&[text(1, Item, 0), row(1, Item, 0, "1")]).0, "1");
        assert_eq!(pooled(&[text(1, Item, 0), row(1, Item, 1, "1")]).0, "0 1");
        assert_eq!(pooled(&[text(1, Item, 0), text(1, Item, 0), text(2, Item, 0)]).0, "0");
        assert_eq!(pooled(&[text(1, Item, 0), column(1, Nothing, 0, "")]).0, "0");
        assert_eq!(pooled(&[text(1, Nothing, 0), column(1, Nothing, 0, "")]).0, "0?");
        assert_eq!(pooled(&[text(1, Nothing, 0), row(1, Item, 0, "1")]).0, "1");
        assert_eq!(pooled(&[text(1, Nothing, 0), column(1, No, 0, "")]).0, "");
    }

    #[test]
    fn a_text_alone_does_not_make_a_list_known() {
        assert!(!pooled(&[text(1, Item, 0)]).1);
        assert!(pooled(&[text(1, No, 9)]).1);
        assert!(pooled(&[text(1, Item, 0), row(1, Item, 1, "1")]).1);
        let unnamed = |refers| Statement { form: Form::Unnamed { refers }, ..text(1, Nothing, 9) };
        assert_eq!(pooled(&[unnamed(false)]), (String::new(), false, vec![]));
        assert_eq!(pooled(&[unnamed(false), row(1, Item, 0, "1")]), ("1".into(), false, vec![]));
        assert_eq!(pooled(&[unnamed(true), row(1, Item, 0, "1")]), ("1".into(), true, vec![]));
        assert_eq!(pooled(&[unnamed(true), row(1, No, 9, "")]), (String::new(), false, vec![]));
    }

    #[test]
    fn an_item_of_a_text_that_is_denied_is_doubtful() {
        assert_eq!(pooled(&[text(1, Item, 0), column(1, No, 0, "")]), ("0?".into(), true, vec![(0, 1)]));
        assert_eq!(pooled(&[text(1, No, 9), row(1, Item, 0, "1")]), ("1?".into(), true, vec![(1, 0)]));
    }

    #[test]
    fn blanks_alone_say_nothing() {
        assert_eq!(pooled(&[column(1, Nothing, 0, "")]), ("0?".into(), false, vec![]));
        assert_eq!(pooled(&[column(1, No, 0, ""), column(1, Nothing, 1, "")]), ("1?".into(), true, vec![]));
        assert_eq!(pooled(&[]), (String::new(), false, vec![]));
    }

    #[test]
    fn one_unit_in_every_row_of_a_long_sheet_takes_no_longer_than_many() {
        let rows: Vec<Statement> = (0..40_000).map(|n| row(n % 2, Item, (n % 5) as u16, "1")).collect();
        let began = std::time::Instant::now();
        assert_eq!(pool(&rows).items.len(), 20_000);
        assert!(began.elapsed().as_secs() < 20, "quadratic: minutes");
    }
}
