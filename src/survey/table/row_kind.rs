//! Rows under a header that are no data: totals, notes, signatures, examples, numbers of columns, units of measure, the
//! heading of the next table.
//!
//! What always holds: a row with a full key is data, whatever else stands in it, unless a key says `合计` or that the
//! row is an example. When in doubt a row is data, and is rejected where everybody sees it. Deliberately absent: struck rows, repeated headers.

use super::is_blank_cell;
use super::merged::Merged;
use crate::quantity::unit_named;
use crate::survey::cell::words::{clean, fold, is_blank};
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
    /// `1 2 3 4` or `甲 乙 丙` under a header
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
const NOTES: [&str; 47] = [
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
    "调查员",
    "记录人",
    "记录员",
    "测量人",
    "编制人",
    "编制单位",
    "编制:",
    "审批",
    "调查单位",
    "调查日期",
    "踏勘人",
    "踏勘员",
    "踏勘单位",
    "踏勘日期",
    "经办人",
    "日期:",
    "盖章",
    "以上数据",
    "以上内容",
    "平均",
    "总数",
    "以下空白",
    "审核",
    "复核",
    "校核",
    "负责人",
    "联系人:",
    "联系电话",
    "电话:",
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
        if self.own.first().into_iter().chain(&self.naming).any(|cell| says_example(cell)) {
            return RowKind::Note;
        }
        if !self.full_key {
            if self.numbered_only {
                return RowKind::NotFilledIn;
            }
            let single_text = self.own.len() == 1 && self.own.iter().all(|cell| text(cell).is_some());
            if self.own.first().is_some_and(|cell| says_note(cell)) || (self.after_note && single_text) {
                return RowKind::Note;
            }
            if single_text && self.own.iter().any(|cell| says_aside(cell)) {
                return RowKind::Note;
            }
            // Units of measure below the numbers of columns; directly below a header, they belong to it.
            if !self.own.is_empty()
                && self.own.iter().all(|cell| text(cell).is_some_and(|t| unit_named(&clean(t)).is_some()))
            {
                return RowKind::Note;
            }
        }
        let counts = || self.own.iter().zip(1_u32..).all(|(cell, n)| is_number(cell, n));
        if self.first && self.columns >= 4 && self.own.len() >= self.columns && (counts() || self.is_lettered()) {
            return RowKind::ColumnNumbers;
        }
        RowKind::Data
    }

    /// `甲 乙 1 2 3`: columns lettered by the stems, the rest numbered from 1, as statistical forms do; or `A B C D`.
    fn is_lettered(&self) -> bool {
        let is = |cell: &Cell, letter: char| text(cell).is_some_and(|text| clean(text).chars().eq([letter]));
        let stems =
            self.own.iter().zip("甲乙丙丁戊己庚辛壬癸".chars()).take_while(|(cell, stem)| is(cell, *stem)).count();
        let rest = self.own.iter().skip(stems).zip(1_u32..);
        let latin = || self.own.len() <= 26 && self.own.iter().zip('A'..='Z').all(|(cell, letter)| is(cell, letter));
        (stems > 1 && rest.into_iter().all(|(cell, n)| is_number(cell, n))) || latin()
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

/// `合计`, `小计：`, `101幢小计`, `合计（户）`, `共 36 户`; but no estate whose name begins with the word.
pub fn says_total(cell: &Cell) -> bool {
    // Each of the words has one of these: most cells need not be folded.
    let Some(text) = text(cell).filter(|text| text.contains(['计', '汇', '共'])).map(fold) else { return false };
    let rest_is =
        |rest: &str| rest.chars().all(|c| !c.is_alphabetic()) || rest.starts_with(['(', ':']) || is_counted(rest);
    TOTALS.iter().any(|word| text.strip_prefix(word).is_some_and(rest_is) || text.ends_with(word))
        || ["以上共", "共有", "共"].iter().any(|word| text.strip_prefix(word).is_some_and(is_counted))
}

/// `36户`, `4个单元`, `2幢12门48户`: numbers of what is counted, and nothing else.
fn is_counted(text: &str) -> bool {
    let of_row = |c: char| "个户幢栋门层人套间座处根台行份单元门洞楼栋,、:;.。".contains(c);
    text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || of_row(c))
}

/// `（例）`, `示例：`, in the first cell or a key; but no estate whose name begins with the word.
fn says_example(cell: &Cell) -> bool {
    let words = ["填写示例", "填表示例", "示例", "样例", "范例", "例"];
    // Few cells begin like that, and the others need not be folded.
    let perhaps =
        |text: &&str| text.trim_start_matches(is_blank).starts_with(['(', '（', '填', '示', '样', '范', '例']);
    let Some(text) = text(cell).filter(perhaps).map(fold) else { return false };
    let after = |text: &str, ends: &[char]| {
        words.iter().any(|word| text.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(ends)))
    };
    after(&text, &[':', '(']) || text.strip_prefix('(').is_some_and(|inside| after(inside, &[')', ':']))
}

/// A text all in brackets, between rows of data: `（以下为二期）`.
fn says_aside(cell: &Cell) -> bool {
    let Some(text) = text(cell).map(fold) else { return false };
    text.starts_with('(') && text.find(')').is_some_and(|end| end + 1 == text.len())
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
        for row in [
            &["小计", "123"][..],
            &["合 计："],
            &["合计（户）"],
            &["101幢小计"],
            &["9", "总计", "12"],
            &["共 36 户"],
            &["合计：12户"],
            &["总计 4 个单元"],
            &["以上共2幢12门48户"],
        ] {
            assert_eq!(kind_of(row, false, false, false), RowKind::Total, "{row:?}");
        }
        for estate in ["合计里小区", "共和新村", "共12弄"] {
            assert_eq!(kind_of(&[estate, "1", "1"], true, false, false), RowKind::Data, "{estate}");
        }
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
            &["（以下为二期）"],
            &["调查员：张三", "2021.5.1"],
            &["联系电话", "13800000000"],
            &["层", "m", "mm"],
        ] {
            assert_eq!(kind_of(row, false, false, false), RowKind::Note, "{row:?}");
        }
        assert_eq!(kind_of(&["2. 未鉴定按建成年份判断"], false, false, true), RowKind::Note);
        assert_eq!(kind_of(&["2. 未鉴定按建成年份判断"], false, false, false), RowKind::Data);
        assert_eq!(kind_of(&["注"], true, false, false), RowKind::Data);
    }

    #[test]
    fn examples_are_no_units_whatever_stands_in_them() {
        for row in [&["（例）某小区", "1", "1"][..], &["例", "某小区", "1", "1"], &["填写示例：", "某小区", "1"]]
        {
            assert_eq!(kind_of(row, true, false, false), RowKind::Note, "{row:?}");
        }
        for row in [&["示例小区", "1", "1"][..], &["例行新村", "1", "1"], &["（甲）小区", "1", "1"]] {
            assert_eq!(kind_of(row, true, false, false), RowKind::Data, "{row:?}");
        }
    }

    #[test]
    fn numbers_of_columns_under_a_header() {
        assert_eq!(kind_of(&["1", "2", "3", "4", "5"], true, true, false), RowKind::ColumnNumbers);
        assert_eq!(kind_of(&["甲", "乙", "1", "2", "3"], true, true, false), RowKind::ColumnNumbers);
        assert_eq!(kind_of(&["A", "B", "C", "D", "E"], true, true, false), RowKind::ColumnNumbers);
        assert_eq!(kind_of(&["甲", "乙", "丙", "6", "1"], true, true, false), RowKind::Data);
        assert_eq!(kind_of(&["1", "2", "3", "4", "5"], true, false, false), RowKind::Data);
        assert_eq!(kind_of(&["1", "2", "3", "4", "6"], true, true, false), RowKind::Data);
    }
}
