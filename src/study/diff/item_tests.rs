//! Items of a list from one run to another: in any order, one more, one less, one that changed.

use super::tests::run;
use super::*;
use crate::assess::assess;
use crate::quantity::{Bounds, Decimal};
use crate::rules::{Value, load_text};
use crate::study::made_up::{bytes, pieces, runner};
use crate::survey::units::MadeUpItems;

const FIELDS: &str = r#"
[fields]
door = { label = "门", kind = "text", key = true }
[lists.pipes]
label = "管线"
fields.kind = { label = "类型", kind = "choice", choices = { gas = [], water = [], sewer = [] } }
fields.distance = { label = "距外墙", kind = "length", unit = "m" }
fields.movable = { label = "可迁", kind = "flag" }
"#;

const RULES: &str = r#"
[ruleset]
id = "x"
title = "x"
version = "1"
fields = "fields.toml"
[criteria.gas]
title = "燃气"
suitable = "not any(pipes, kind == gas and distance < 1 m)"
otherwise = "unsuitable"
cite = "x"
"#;

const GAS: u16 = 0;
const WATER: u16 = 1;
const SEWER: u16 = 2;

/// A pipe that surely is there: its kind, its distance, and whether it can be moved.
fn pipe(kind: u16, distance: &str, movable: Option<bool>) -> (bool, Vec<Value>) {
    let distance = Decimal::parse(distance).map_or(Value::Unknown, |it| Value::Number(Bounds::exact(it)));
    (true, vec![Value::Choice(kind), distance, movable.map_or(Value::Unknown, Value::Flag)])
}

/// What changed of a unit with these pipes before and these after, and why it moved, if it did.
fn told(before: MadeUpItems, after: MadeUpItems) -> (Vec<What>, Vec<Vec<Because>>) {
    let rules = load_text(&[("rules.toml", RULES), ("fields.toml", FIELDS)], &[]).rules.unwrap();
    let [before, after] = [before, after].map(|items| {
        let mut units = Units::new(&rules.dictionary);
        units.push(&["甲".into()], &[Value::Text("甲".into())], &[Some(items)]);
        units
    });
    let (a, b) = (assess(&rules, &before), assess(&rules, &after));
    let diff = diff(run(&rules, &before, &a), run(&rules, &after, &b)).unwrap();
    (diff.changed.iter().map(|it| it.what).collect(), diff.moved.first().map(|it| it.sets.clone()).unwrap_or_default())
}

#[test]
fn the_order_of_items_is_no_change() {
    let pipes = || vec![pipe(GAS, "2", None), pipe(WATER, "1", None), pipe(WATER, "1", None), pipe(SEWER, "3", None)];
    let (mut turned, mut doubled) = (pipes(), pipes());
    turned.reverse();
    assert_eq!(told(pipes(), turned), (vec![], vec![]));
    // One of two alike is one less, not none less.
    doubled.remove(2);
    assert_eq!(told(pipes(), doubled).0, [What::Item(0, [Some(2), None])]);
}

#[test]
fn an_item_that_came_is_the_one_that_is_named_wherever_it_stands() {
    let (water, gas) = (pipe(WATER, "0.5", None), pipe(GAS, "0.5", None));
    for (after, at) in [(vec![water.clone(), gas.clone()], 1), (vec![gas.clone(), water.clone()], 0)] {
        let came = vec![What::Item(0, [None, Some(at)])];
        assert_eq!(told(vec![water.clone()], after.clone()), (came, vec![vec![Because::Data(0)]]));
        let went = vec![What::Item(0, [Some(at), None])];
        assert_eq!(told(after, vec![water.clone()]), (went, vec![vec![Because::Data(0)]]));
    }
}

#[test]
fn an_item_that_changed_is_found_among_others_that_changed_place() {
    let before = vec![pipe(WATER, "3", None), pipe(SEWER, "7.55", Some(false)), pipe(GAS, "9", Some(false))];
    let after = vec![pipe(GAS, "0.3", Some(false)), pipe(WATER, "3", None), pipe(SEWER, "7.55", Some(false))];
    let changed = vec![What::Cell(0, [2, 0], 1)];
    assert_eq!(told(before, after), (changed, vec![vec![Because::Data(0)]]));
}

#[test]
fn a_kind_put_right_is_a_changed_cell_and_another_pipe_is_not() {
    let (water, gas) = (pipe(WATER, "0.5", Some(true)), pipe(GAS, "0.5", Some(true)));
    assert_eq!(told(vec![water.clone()], vec![gas]).0, [What::Cell(0, [0, 0], 0)]);
    let other = pipe(GAS, "0.7", Some(true));
    assert_eq!(told(vec![water], vec![other]).0, [What::Item(0, [None, Some(0)]), What::Item(0, [Some(0), None])]);
}

#[test]
fn an_item_that_may_be_there_and_then_surely_is_changed_as_a_whole() {
    let may = (false, pipe(GAS, "", None).1);
    let is = pipe(GAS, "2", None);
    assert_eq!(told(vec![may], vec![is]), (vec![What::Item(0, [Some(0), Some(0)])], vec![vec![Because::Data(0)]]));
}

#[test]
fn of_units_in_every_state_of_knowledge_no_order_of_items_changes_anything() {
    let mut runner = runner();
    let mut turned_units = 0;
    for _ in 0..60 {
        let rules = pieces(&mut crate::assess::trials::made_up::Source::small(&bytes(&mut runner, 400))).rules();
        let sorts: Vec<Vec<u8>> = (0..10).map(|_| bytes(&mut runner, 60)).collect();
        let units = crate::study::made_up::units(&rules, &sorts);
        let mut turned = Units::new(&rules.dictionary);
        for unit in 0..units.count {
            let fields: Vec<Value> = units.fields.iter().map(|column| column.values.get(unit)).collect();
            let items = &units.lists[0];
            let mut own: MadeUpItems = items.of(unit).map(|at| super::items::item(items, at)).collect();
            own.reverse();
            turned_units += usize::from(own.len() > 1);
            turned.push(&[units.keys[0][unit].clone()], &fields, &[items.known[unit].then_some(own)]);
        }
        let (a, b) = (assess(&rules, &units), assess(&rules, &turned));
        let diff = diff(run(&rules, &units, &a), run(&rules, &turned, &b)).unwrap();
        assert!(diff.changed.is_empty() && diff.moved.is_empty(), "{:?}", diff.changed);
    }
    assert!(turned_units > 100, "{turned_units}");
}
