//! Corrections: doubtful rows as they stand in the survey, and what people filled in instead.
//!
//! `doubtful.rs` takes the rows that a workbook of corrections is to show out of their sheets, `asked.rs` says which
//! rows these are; `filled.rs` reads such a workbook back; `mend.rs` says which cells of the original change, before
//! headers and rows are looked at, and `put.rs` changes them; `reading.rs` goes round all files. What always holds: a
//! row is found by file, sheet and number, and is only touched if its hash is that of what was shown. Deliberately
//! absent: how the workbook looks (`report`).

mod asked;
mod doubtful;
mod filled;
mod mend;
mod put;
mod reading;
#[cfg(test)]
mod rounds;
#[cfg(test)]
mod tests;

pub use asked::{Doubtful, doubtful_rows, is_to_mend, to_mend};
pub use doubtful::{DoubtfulCell, DoubtfulRow, Layout};
pub(super) use filled::{FilledRow, Kind, filled_rows, is_corrections, kind_of};
pub(super) use mend::mend;
pub(super) use reading::{ReadFile, read_all};

/// The columns that every sheet of corrections has, in Chinese and in English: what a row mends, and for people to
/// read, what is the matter. No column of a survey is shown under such a name.
pub const FIXED: [[&str; 2]; 6] = [
    ["文件", "file"],
    ["工作表", "sheet"],
    ["行", "row"],
    ["校验", "check"],
    ["所属单元", "of unit"],
    ["问题说明", "what is the matter"],
];

/// How many of them, from the first, it is recognised by.
const RECOGNISED_BY: usize = 4;

/// What its first sheet begins with: a workbook without any row is recognised by it.
pub const TITLE: [&str; 2] = ["liftfit 待改的行", "liftfit rows to be corrected"];
