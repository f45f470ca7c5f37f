//! Which side of a comparison is spoken of, and how the comparison reads from there.

use super::parts::NumPart;
use crate::quantity::Comparison;
use crate::rules::language::typed::NumNode;

/// Whether the rules fix a number, rather than what was surveyed.
pub(in crate::assess) fn fixed(part: &NumPart) -> bool {
    matches!(part.num.node, NumNode::Known(_) | NumNode::Param(_) | NumNode::Lookup(_))
}

/// What varies from unit to unit is the subject, what the rules fix is asked of it.
pub(in crate::assess) fn oriented<'p, 'b>(
    left: &'p NumPart<'b>,
    how: Comparison,
    right: &'p NumPart<'b>,
) -> (&'p NumPart<'b>, Comparison, &'p NumPart<'b>) {
    if fixed(left) && !fixed(right) { (right, mirrored(how), left) } else { (left, how, right) }
}

/// `a < b` as it reads from `b`.
fn mirrored(how: Comparison) -> Comparison {
    match how {
        Comparison::Lt => Comparison::Gt,
        Comparison::Le => Comparison::Ge,
        Comparison::Gt => Comparison::Lt,
        Comparison::Ge => Comparison::Le,
        same => same,
    }
}
