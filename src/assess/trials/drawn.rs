//! Exactly known units made up from bytes, as points: for what is held against regions.

use super::made_up::{self, Source};
use crate::assess::regions::{Few, Number, Point, Slot};

fn whole(src: &mut Source) -> i128 {
    i128::from(src.pick(9) as i64 - 3) * 1_000_000
}

/// A unit drawn at random, as a point that leaves nothing open.
pub fn drawn(src: &mut Source) -> Point {
    let mut point = Point::default();
    let mut slots = vec![(None, 0)];
    for list in 0..made_up::LISTS {
        let count = src.pick(3);
        point.few.insert(Few::Length(list), count as u32);
        slots.extend((0..count).map(|item| (Some(list), item)));
    }
    for (list, item) in slots {
        let slot = |field| list.map_or(Slot::Unit(field), |list| Slot::Item(list, item, field));
        for field in 0..made_up::NUMBERS {
            point.numbers.insert(Number::Of(slot(field)), whole(src));
        }
        for field in [3, 4] {
            point.few.insert(Few::One(slot(field)), src.pick(3) as u32);
        }
        point.few.insert(Few::Flag(slot(made_up::FLAG)), src.pick(2) as u32);
        for choice in 0..made_up::CHOICES {
            point.few.insert(Few::Among(slot(made_up::SEVERAL), choice), src.pick(2) as u32);
        }
        point.few.insert(Few::One(slot(made_up::TEXT)), src.pick(3) as u32);
    }
    point
}
