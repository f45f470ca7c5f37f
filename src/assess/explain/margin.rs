//! By how much a condition holds or fails: the difference of a comparison's two sides, for each dimension apart.
//!
//! A margin is kept as bounds until the end, so that `not` can change its sign and still the worse end counts: of
//! an `and` (and `every`) the smaller, of an `or` (and `any`) the larger. What always holds: comparisons without a
//! distance take no part. Deliberately absent: dividing by the threshold, which is for those who sort.

use super::Margin;
use super::parts::{CondPart, NumPart, items};
use crate::assess::evaluate::{Block, Scope};
use crate::quantity::{Bounds, Comparison, Dimension};
use crate::rules::language::typed::CondNode;

/// Margins by dimension, in the order of the expression; at most one a dimension.
pub(in crate::assess) type Margins = Vec<(Dimension, Bounds)>;

/// The margins of a condition in a row.
pub(in crate::assess) fn of_cond(block: &Block, part: &CondPart, row: usize) -> Margins {
    let child = |at: usize| part.conds.get(at).map(|cond| of_cond(block, cond, row)).unwrap_or_default();
    match &part.cond.node {
        CondNode::Compare(_, how, _) => match part.nums.as_slice() {
            [a, b] => vec![(dimension(a, b), difference(a.value.get(row), *how, b.value.get(row)))],
            _ => Vec::new(),
        },
        CondNode::Within(..) => match part.nums.as_slice() {
            [x, low, high] => {
                let above = difference(x.value.get(row), Comparison::Ge, low.value.get(row));
                let below = difference(x.value.get(row), Comparison::Le, high.value.get(row));
                vec![(dimension(x, low), above.min(below))]
            }
            _ => Vec::new(),
        },
        CondNode::AmongNumbers(..) => match part.nums.split_first() {
            Some((x, among)) => {
                let one = |num: &NumPart| {
                    vec![(dimension(x, num), difference(x.value.get(row), Comparison::Eq, num.value.get(row)))]
                };
                among.iter().map(one).reduce(|a, b| combine(a, &b, Bounds::max)).unwrap_or_default()
            }
            None => Vec::new(),
        },
        CondNode::Not(_) => child(0).into_iter().map(|(dimension, margin)| (dimension, margin.negated())).collect(),
        CondNode::And(..) => combine(child(0), &child(1), Bounds::min),
        CondNode::Or(..) => combine(child(0), &child(1), Bounds::max),
        CondNode::Derived(_) => child(0),
        CondNode::If(..) => match part.conds.first().and_then(|cond| cond.truth.get(row)) {
            Some(true) => child(1),
            Some(false) => child(2),
            None => combine(child(1), &child(2), Bounds::hull),
        },
        CondNode::Any(list, _) | CondNode::Every(list, _) => {
            let every = matches!(part.cond.node, CondNode::Every(..));
            let Some(inner) = part.conds.first() else { return Vec::new() };
            match items(block, *list, part.scope, row) {
                None => dimensions(inner).into_iter().map(|dimension| (dimension, Bounds::UNKNOWN)).collect(),
                Some(items) => items
                    .map(|item| of_item(block, inner, item, every))
                    .reduce(|a, b| combine(a, &b, if every { Bounds::min } else { Bounds::max }))
                    .unwrap_or_default(),
            }
        }
        CondNode::Known(_)
        | CondNode::Flag(_)
        | CondNode::FlagParam(_)
        | CondNode::SameChoice { .. }
        | CondNode::AmongChoices { .. }
        | CondNode::Has { .. }
        | CondNode::SameText { .. }
        | CondNode::AmongTexts { .. } => Vec::new(),
    }
}

/// The margins of one item. One that may not exist may as well leave `every` all the room there is, and `any` none.
fn of_item(block: &Block, inner: &CondPart, item: usize, every: bool) -> Margins {
    let sure = match inner.scope {
        Scope::Item(list) => block.joined(list).is_some_and(|joined| joined.sure.get(item)),
        Scope::Unit => true,
    };
    let loosen = |margin: Bounds| match (sure, every) {
        (true, _) => margin,
        (false, true) => Bounds::from_ends(margin.low_end(), Bounds::OPEN_HIGH),
        (false, false) => Bounds::from_ends(Bounds::OPEN_LOW, margin.high_end()),
    };
    of_cond(block, inner, item).into_iter().map(|(dimension, margin)| (dimension, loosen(margin))).collect()
}

/// What is said at the end: the worse end of each, where there is one.
pub(in crate::assess) fn worse_ends(margins: &Margins) -> Vec<Margin> {
    let end =
        |(dimension, margin): &(Dimension, Bounds)| margin.low().map(|value| Margin { dimension: *dimension, value });
    margins.iter().filter_map(end).collect()
}

/// How far `a` is on the right side of `b`; of an equality, how far it is off.
pub(in crate::assess) fn difference(a: Bounds, how: Comparison, b: Bounds) -> Bounds {
    match how {
        Comparison::Ge | Comparison::Gt => a.minus(b),
        Comparison::Le | Comparison::Lt => b.minus(a),
        Comparison::Eq => a.minus(b).magnitude().negated(),
        Comparison::Ne => a.minus(b).magnitude(),
    }
}

/// The dimension of a comparison: a bare number takes the other side's.
fn dimension(a: &NumPart, b: &NumPart) -> Dimension {
    if a.num.dimension == Dimension::Number { b.num.dimension } else { a.num.dimension }
}

fn combine(mut a: Margins, b: &Margins, op: fn(Bounds, Bounds) -> Bounds) -> Margins {
    for (dimension, margin) in b {
        match a.iter_mut().find(|(own, _)| own == dimension) {
            Some((_, own)) => *own = op(*own, *margin),
            None => a.push((*dimension, *margin)),
        }
    }
    a
}

/// The dimensions in which a condition has distances.
pub(in crate::assess) fn dimensions(part: &CondPart) -> Vec<Dimension> {
    let own = match (&part.cond.node, part.nums.as_slice()) {
        (CondNode::Compare(..) | CondNode::Within(..) | CondNode::AmongNumbers(..), [a, b, ..]) => {
            vec![dimension(a, b)]
        }
        _ => Vec::new(),
    };
    let mut all = own;
    for dimension in part.conds.iter().flat_map(dimensions) {
        if !all.contains(&dimension) {
            all.push(dimension);
        }
    }
    all
}
