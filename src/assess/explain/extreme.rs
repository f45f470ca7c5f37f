//! Which operand of a largest or smallest number speaks for it: of `max(距井道, 距外墙 − 外挑)` the one it comes from.
//!
//! What always holds: the operand that speaks has the very value of the whole, so what is shown, compared and left as
//! a gap is the same number. Naming it alone is honest: the others are no better (of a `max` none is larger, of a
//! `min` none smaller), so that none of them could change the outcome as it stands, and their values stand in the
//! list of values with their cells. Where it is not certain which operand it is, all are named.

use super::parts::NumPart;
use crate::quantity::{Bounds, Comparison};
use crate::rules::language::typed::NumNode;

/// The operand that a `max` or `min` comes from in a row, the first of several; any other number itself. A number
/// written in the rules does not speak for what was surveyed.
pub(in crate::assess) fn speaking<'p, 'b>(part: &'p NumPart<'b>, row: usize) -> &'p NumPart<'b> {
    let value = |part: &NumPart| part.value.get(row);
    // Whether the first surely stands no worse than the second.
    let surely: fn(Bounds, Bounds) -> bool = match part.num.node {
        NumNode::Max(_) => |a, b| a.low_end() >= b.high_end(),
        NumNode::Min(_) => |a, b| a.high_end() <= b.low_end(),
        _ => return part,
    };
    let attains = |&at: &usize| {
        let others = part.nums.iter().enumerate().filter(|(other, _)| *other != at);
        part.nums.get(at).is_some_and(|own| {
            value(own) == value(part) && others.into_iter().all(|(_, other)| surely(value(own), value(other)))
        })
    };
    let own = (0..part.nums.len()).find(attains).and_then(|at| part.nums.get(at));
    match own {
        Some(own) if !matches!(own.num.node, NumNode::Known(_)) => speaking(own, row),
        _ => part,
    }
}

/// Of a `max` or `min` whose comparison with an exact number is open, the operands it hangs on: one that is exactly
/// known would have settled it, or has no say. Empty where nothing can be left out.
pub(in crate::assess) fn hanging_on<'p, 'b>(
    part: &'p NumPart<'b>,
    how: Comparison,
    threshold: Bounds,
    row: usize,
) -> Vec<&'p NumPart<'b>> {
    let ordered = !matches!(how, Comparison::Eq | Comparison::Ne);
    if !ordered || !threshold.is_exact() || !matches!(part.num.node, NumNode::Max(_) | NumNode::Min(_)) {
        return Vec::new();
    }
    part.nums.iter().filter(|operand| !operand.value.get(row).is_exact()).collect()
}
