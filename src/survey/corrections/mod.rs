//! Corrections: doubtful rows as they stand in the survey, and what people filled in instead.
//!
//! `doubtful.rs` takes the rows that a workbook of corrections is to show out of their sheets; `filled.rs` reads such a
//! workbook back; `mend.rs` puts what it says into the cells of the original, before headers and rows are looked at;
//! `reading.rs` goes round all files. What always holds: a row is found by file, sheet and number, and is only touched
//! if its hash is that of what was shown. Deliberately absent: how the workbook looks (`report`).

mod doubtful;
mod filled;
mod mend;
mod reading;
#[cfg(test)]
mod tests;

pub use doubtful::{DoubtfulCell, DoubtfulRow, Layout};
pub(super) use filled::{FilledRow, filled_rows, is_corrections};
pub(super) use mend::mend;
pub(super) use reading::{ReadFile, doubtful_rows, read_all};

/// The columns that every sheet of corrections begins with, by which it is recognised.
pub const FIXED: [&str; 6] = ["文件", "工作表", "行", "校验", "单元", "问题"];

/// What its first sheet begins with: a workbook without any row is recognised by it.
pub const TITLE: &str = "liftfit 待改的行";
