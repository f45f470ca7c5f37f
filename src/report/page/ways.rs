//! From the overview of many pages to the page that has a unit: `report.html#u=青砚二村/3/2` leads on.
//!
//! What always holds: of each unit's name the list has as much as says which page it is on: the estate, where the
//! estate is on one page; the building, where the estate is not; and so on. So it grows with the estates, not with the
//! units. A list that is too long all the same is not made, and the page says how to find a unit. Deliberately absent:
//! following it (`figures.js`).

use crate::report::groups::UnitGroup;
use crate::report::{Answers, public};
use std::collections::HashMap;

/// Bytes of names that an overview may have for this.
pub const ROOM: usize = 1_000_000;

/// For each page the beginnings of names that are on it alone; `None` where they take more than `room`.
pub fn ways(answers: &Answers, pages: &[UnitGroup], room: usize) -> Option<Vec<Vec<String>>> {
    let parts: Vec<&[_]> = public::name_parts(answers).collect();
    let mut ways: Vec<Vec<String>> = vec![Vec::new(); pages.len()];
    let mut left: Vec<(usize, usize)> =
        pages.iter().enumerate().flat_map(|(page, group)| group.units.iter().map(move |&unit| (page, unit))).collect();
    let mut taken = 0;
    for depth in 1..=parts.len() {
        let begins = |unit: usize| {
            let begin = parts.iter().take(depth).filter_map(|part| part.get(unit));
            begin.map(|part| &**part).collect::<Vec<&str>>().join("/")
        };
        // The page of each beginning; `None`: it is on several. Two units of one whole name are on the first.
        let mut page_of: HashMap<String, Option<usize>> = HashMap::new();
        for &(page, unit) in &left {
            let known = page_of.entry(begins(unit)).or_insert(Some(page));
            if *known != Some(page) && depth < parts.len() {
                *known = None;
            }
        }
        let mut next = Vec::new();
        for (page, unit) in left {
            let begin = begins(unit);
            match page_of.get_mut(&begin) {
                Some(None) => next.push((page, unit)),
                // Taken once, at the first of its units.
                Some(known) if *known == Some(page) => {
                    *known = Some(usize::MAX);
                    taken += begin.len();
                    ways.get_mut(page)?.push(begin);
                }
                _ => {}
            }
        }
        left = next;
        if taken > room {
            return None;
        }
    }
    Some(ways)
}
