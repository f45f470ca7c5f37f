//! Rows under a header that are no data: totals, notes, signatures, numbers of columns, the heading of the next table.
//!
//! What always holds: a row with a full key is data, whatever else stands in it, unless a key says `合计`. When in
//! doubt a row is data, and is rejected where everybody sees it. Deliberately absent: struck rows, repeated headers.

use super::is_blank_cell;
use super::merged::Merged;
use crate::survey::cell::words::{clean, fold};
use crate::survey::grid::{Cell, Content, Row, Sheet};
use std::collections::HashSet;

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A unit, or an item of one
    Data,
    /// `合计`, `小计`
    Total,
    /// `注：`, `填表人`
    Note,
    /// A running number and nothing else
    NotFilledIn,
    /// `1 2 3 4` under a header
    ColumnNumbers,
}

/// A row as it is judged.
pub struct RowSeen<'a> {
    /// The row's own cells that are not blank, from left to right
    pub own: Vec<&'a Cell>,
    /// Those in key columns or in a column of running numbers
    pub naming: Vec<&'a Cell>,
    /// Whether its own cells are all running numbers: a form numbered beforehand, and not filled in
    pub numbered_only: bool,
    /// Whether every key field has a cell here, its own or one merged over several rows
    pub full_key: bool,
    /// How many columns the header has
    pub columns: usize,
    /// Whether it is the first under a header
    pub first: bool,
    /// Whether the row above was a note
    pub after_note: bool,
}

const TOTALS: [&str; 6] = ["合计", "小计", "总计", "共计", "累计", "汇总"];

/// After these, what follows is prose whatever it is.
const NOTES: [&str; 35] = [
    "填表人",
    "填报人",
    "填报单位",
    "填表单位",
    "填表日期",
    "填写人",
    "填写日期",
    "填写说明",
    "填报日期",
    "填表说明",
    "制表",
    "调查人",
    "调查单位",
    "调查日期",
    "踏勘人",
    "踏勘单位",
    "踏勘日期",
    "经办人",
    "日期:",
    "盖章",
    "以上数据",
    "以上内容",
    "以下空白",
    "审核",
    "复核",
    "校核",
    "负责人",
    "联系人:",
    "联系电话:",
    "单位盖章",
    "(盖章)",
    "签名:",
    "签字:",
    "说明:",
    "备注:",
];

impl RowSeen<'_> {
    /// What the row is.
    pub fn kind(&self) -> RowKind {
        if self.own.first().into_iter().chain(&self.naming).any(|cell| says_total(cell)) {
            return RowKind::Total;
        }
        if !self.full_key {
            if self.numbered_only {
                return RowKind::NotFilledIn;
            }
            let single_text = self.own.len() == 1 && self.own.iter().all(|cell| text(cell).is_some());
            if self.own.first().is_some_and(|cell| says_note(cell)) || (self.after_note && single_text) {
                return RowKind::Note;
            }
        }
        let counts = self.own.iter().zip(1_u32..).all(|(cell, n)| is_number(cell, n));
        if self.first && self.columns >= 4 && self.own.len() >= self.columns && counts {
            return RowKind::ColumnNumbers;
        }
        RowKind::Data
    }
}

/// Rows between two tables that are the heading of the second: nothing but a text at the left, or merged over several
/// columns, directly above its header (`二、地下管线`).
pub fn headings_above(sheet: &Sheet, merged: &Merged, (top, bottom): (u32, u32), left: u32) -> HashSet<u32> {
    // Below the last header there is nothing to be the heading of.
    if bottom == u32::MAX {
        return HashSet::new();
    }
    let end = sheet.rows.partition_point(|row| row.number <= bottom);
    let above = sheet.rows.iter().take(end).rev().take_while(|row| row.number >= top);
    let is_heading = |row: &&Row| {
        let mut cells = row.cells.iter().filter(|(_, cell)| !is_blank_cell(cell));
        let (Some((column, cell)), None) = (cells.next(), cells.next()) else { return false };
        let wide = || merged.holding(row.number, *column).is_some_and(|r| r.left < r.right);
        text(cell).is_some_and(|text| clean(text).parse::<f64>().is_err()) && (*column <= left || wide())
    };
    above.take_while(is_heading).map(|row| row.number).collect()
}

fn text(cell: &Cell) -> Option<&str> {
    match &cell.content {
        Content::Text(text) => Some(text),
        _ => None,
    }
}

/// `合计`, `小计：`, `101幢小计`, `合计（户）`; but no estate whose name begins with the word.
pub fn says_total(cell: &Cell) -> bool {
    // Each of the words has one of these: most cells need not be folded.
    let Some(text) = text(cell).filter(|text| text.contains(['计', '汇'])).map(fold) else { return false };
    TOTALS.iter().any(|word| {
        let rest = text.strip_prefix(word);
        rest.is_some_and(|rest| rest.chars().all(|c| !c.is_alphabetic()) || rest.starts_with(['(', ':']))
            || text.ends_with(word)
    })
}

/// `注：`, `填表人`
pub fn says_note(cell: &Cell) -> bool {
    let Some(text) = text(cell).map(fold) else { return false };
    let after = |word: &str| text.strip_prefix(word);
    NOTES.iter().any(|word| text.starts_with(word))
        || after("备注").or(after("附注")).or(after("注")).is_some_and(|rest| {
            rest.starts_with([':', '.', '、', '(', '1', '2', '3', '4', '5', '①', ';']) || rest.is_empty()
        })
        || (text.starts_with('第') && text.contains('页') && text.chars().any(|c| c.is_ascii_digit()))
        || text.starts_with(['※', '★'])
}

fn is_number(cell: &Cell, n: u32) -> bool {
    match &cell.content {
        Content::Number(number) => *number == f64::from(n),
        Content::Text(text) => clean(text).trim_matches(['(', ')', '（', '）']) == n.to_string(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn kind_of(texts: &[&str], full_key: bool, first: bool, after_note: bool) -> RowKind {
        let cells: Vec<Cell> =
            texts.iter().map(|t| Cell { content: Content::Text(Arc::from(*t)), struck: false }).collect();
        let own: Vec<&Cell> = cells.iter().collect();
        RowSeen {
            naming: own.iter().take(2).copied().collect(),
            own,
            full_key,
            numbered_only: false,
            columns: 5,
            first,
            after_note,
        }
        .kind()
    }

    #[test]
    fn totals() {
        for row in [&["小计", "123"][..], &["合 计："], &["合计（户）"], &["101幢小计"], &["9", "总计", "12"]]
        {
            assert_eq!(kind_of(row, false, false, false), RowKind::Total, "{row:?}");
        }
        assert_eq!(kind_of(&["合计里小区", "1", "1"], true, false, false), RowKind::Data);
    }

    #[test]
    fn notes() {
        for row in [
            &["注：净距为现场激光测距"][..],
            &["注1：甲"],
            &["填表人：        审核："],
            &["说明：", "甲"],
            &["调查单位（盖章）", "日期：2021年5月12日"],
            &["日期：2021年5月12日"],
            &["第 1 页 共 3 页"],
        ] {
            assert_eq!(kind_of(row, false, false, false), RowKind::Note, "{row:?}");
        }
        assert_eq!(kind_of(&["2. 未鉴定按建成年份判断"], false, false, true), RowKind::Note);
        assert_eq!(kind_of(&["2. 未鉴定按建成年份判断"], false, false, false), RowKind::Data);
        assert_eq!(kind_of(&["注"], true, false, false), RowKind::Data);
    }

    #[test]
    fn numbers_of_columns_under_a_header() {
        assert_eq!(kind_of(&["1", "2", "3", "4", "5"], true, true, false), RowKind::ColumnNumbers);
        assert_eq!(kind_of(&["1", "2", "3", "4", "5"], true, false, false), RowKind::Data);
        assert_eq!(kind_of(&["1", "2", "3", "4", "6"], true, true, false), RowKind::Data);
    }
}
