//! Something to tell the people who keep the survey: what stood where, what was made of it, what to do.

use crate::lang::Text;
use std::sync::Arc;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingSeverity {
    /// Read with certainty, said for the record (an approximation, a detected encoding)
    Note,
    /// Not read, or doubted: a value counts as unknown
    Warning,
    /// Rows or files that could not be used
    Error,
}

/// Every code: how grave it is, and what it is about in Chinese and English. Sorted by code.
pub const CODES: &[(&str, FindingSeverity, &str, &str)] = &[
    ("S080", FindingSeverity::Warning, "查表没有对应的行", "a table has no row for what is looked up"),
    ("S081", FindingSeverity::Warning, "结论依赖字典之外的写法", "a class rests on a text outside the dictionary"),
    ("S082", FindingSeverity::Warning, "没有适用的评估项", "no criterion applies"),
];

/// How grave findings of that code are; a code that is not listed is a warning.
pub fn severity(code: &str) -> FindingSeverity {
    CODES.iter().find(|(listed, ..)| *listed == code).map_or(FindingSeverity::Warning, |(_, severity, ..)| *severity)
}

/// One finding. Findings stand in the order of the input: file, sheet, row, column, code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `S001`; the list of codes is in this module
    pub code: &'static str,
    /// How grave
    pub severity: FindingSeverity,
    /// The file, as people know it
    pub file: Arc<str>,
    /// The sheet; empty for a text file or a finding about the file
    pub sheet: Arc<str>,
    /// Row from 1 and column from 0, where it is about a cell; column `None` where it is about a row
    pub cell: Option<(u32, Option<u32>)>,
    /// The unit's name, where it is about one
    pub unit: String,
    /// The field's id, where it is about one
    pub field: String,
    /// What stood there
    pub written: String,
    /// What was made of it; empty where it counts as unknown
    pub reading: String,
    /// What is the matter, in a sentence
    pub message: Text,
    /// What to do, where that can be said
    pub suggestion: Option<Text>,
}

/// A cell's name as spreadsheets show it: column 5 of row 23 is `F23`.
pub fn cell_name(row: u32, column: u32) -> String {
    format!("{}{row}", column_name(column))
}

/// A column's name as spreadsheets show it, from 0: `A`, `Z`, `AA`.
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        assert_eq!(cell_name(23, 5), "F23");
        assert_eq!(column_name(25), "Z");
        assert_eq!(column_name(26), "AA");
        assert_eq!(column_name(16383), "XFD");
    }
}
