//! Checked rules × units → possible grades, classes, what is missing, and reasons with margins.
//!
//! `evaluate` works over columns in blocks of units, in parallel: a condition is two bitmaps (surely true, surely
//! false), a number two columns of bounds. `class` makes grades and classes of them. `explain` asks the same
//! evaluator about parts of a criterion, only for what is shown. `reference` is the plain second evaluator, row by
//! row, that exists to be compared with. What always holds: no result depends on the order of units, criteria or
//! threads. Deliberately absent: files, formats, screens.

use crate::rules::ruleset::Grade;

/// Which grades a criterion may have for one unit, as a bit set; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Possible(pub u8);

impl Possible {
    /// The criterion may not count for this unit
    pub const NOT_APPLICABLE: Possible = Possible(8);

    /// Only that grade.
    pub const fn only(grade: Grade) -> Possible {
        Possible(1 << grade as u8)
    }

    /// Whether that grade is possible.
    pub const fn has(self, grade: Grade) -> bool {
        self.0 & (1 << grade as u8) != 0
    }

    /// Whether it may not count.
    pub const fn may_not_apply(self) -> bool {
        self.0 & Possible::NOT_APPLICABLE.0 != 0
    }

    /// Whether it surely does not count.
    pub const fn never_applies(self) -> bool {
        self.0 == Possible::NOT_APPLICABLE.0
    }

    /// Both sets together.
    pub const fn or(self, other: Possible) -> Possible {
        Possible(self.0 | other.0)
    }

    /// Whether more than one outcome is possible.
    pub const fn is_open(self) -> bool {
        self.0.count_ones() > 1
    }
}

pub mod asked;
pub mod assessment;
pub mod branches;
mod class;
mod evaluate;
mod examples;
pub mod explain;
mod missing;
pub mod needs;
pub mod never;
mod notice;
pub mod reference;
pub(crate) mod regions;
pub mod steps;
#[cfg(test)]
pub(crate) mod trials;
mod uses;
mod verdict;

pub use assessment::Assessment;
pub use class::{assess, grades_of, possible_of, settle};
pub use examples::{TestOutcome, given, run_tests};
pub use explain::explain;
pub use explain::sentence::{sentence, sentences, sentences_told};
pub use missing::missing;
pub use uses::{of_criterion as uses_of, used_by_criteria};
pub use verdict::{class_of, outlook};
