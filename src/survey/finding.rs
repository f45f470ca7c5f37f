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

/// All codes of findings, in order: code, severity, title in Chinese and in English.
pub static CODES: &[(&str, FindingSeverity, &str, &str)] = &[
    ("S001", FindingSeverity::Note, "文本文件的编码已识别", "the encoding of a text file was detected"),
    ("S002", FindingSeverity::Note, "文件内容与扩展名不符", "what a file holds is not what its name says"),
    ("S003", FindingSeverity::Warning, "文本文件的引号没有配对", "a quote in a text file is never closed"),
    ("S004", FindingSeverity::Warning, "各行的列数不一", "rows of a text file differ in length"),
    ("S010", FindingSeverity::Error, "文件打不开", "the file cannot be opened"),
    ("S011", FindingSeverity::Error, "文件是空的", "the file is empty"),
    ("S012", FindingSeverity::Error, "文件已损坏", "the file is damaged"),
    ("S013", FindingSeverity::Error, "文件有密码", "the file is encrypted"),
    ("S014", FindingSeverity::Error, "文件格式太老", "the file's format is too old"),
    ("S015", FindingSeverity::Error, "不是调查表的格式", "not a format that surveys come in"),
    ("S016", FindingSeverity::Error, "文本文件的编码无法识别", "the encoding of a text file cannot be told"),
    ("S017", FindingSeverity::Error, "此处不能读取该格式", "the format cannot be read here"),
    ("S018", FindingSeverity::Error, "读取超时", "reading took too long"),
    ("S019", FindingSeverity::Error, "文件太大", "the file is too large"),
    ("S020", FindingSeverity::Warning, "看不懂", "cannot be understood"),
    ("S021", FindingSeverity::Note, "约数，按该数处理", "an approximation, read as the number"),
    ("S022", FindingSeverity::Note, "范围，按上下限处理", "a range, read as bounds"),
    ("S023", FindingSeverity::Warning, "超出合理范围", "outside the plausible range"),
    (
        "S024",
        FindingSeverity::Warning,
        "超出合理范围，可能单位不对",
        "outside the plausible range, perhaps in another unit of measure",
    ),
    ("S025", FindingSeverity::Warning, "应为整数", "not a whole number"),
    ("S026", FindingSeverity::Warning, "单位不符", "a unit of measure of another kind"),
    ("S027", FindingSeverity::Warning, "不是任何一个选项", "none of the choices"),
    ("S028", FindingSeverity::Warning, "单元格是错误值", "an error cell"),
    ("S029", FindingSeverity::Warning, "公式没有计算结果", "a formula without its result"),
    ("S030", FindingSeverity::Warning, "带删除线", "struck through"),
    ("S031", FindingSeverity::Warning, "不该是日期", "a date where none belongs"),
    ("S032", FindingSeverity::Warning, "百分数写法不明", "a percentage or a share"),
    ("S033", FindingSeverity::Note, "年份没写世纪", "a year without its century"),
    ("S034", FindingSeverity::Warning, "不是“是”或“否”", "neither yes nor no"),
];

/// How grave the findings of a code are; an error for a code that is not in [`CODES`].
pub fn severity(code: &str) -> FindingSeverity {
    CODES.iter().find(|entry| entry.0 == code).map_or(FindingSeverity::Error, |entry| entry.1)
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
    fn codes_are_in_order_and_once_each() {
        assert!(CODES.iter().zip(CODES.iter().skip(1)).all(|(a, b)| a.0 < b.0));
        assert_eq!(severity("S021"), FindingSeverity::Note);
    }

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        assert_eq!(cell_name(23, 5), "F23");
        assert_eq!(column_name(25), "Z");
        assert_eq!(column_name(26), "AA");
        assert_eq!(column_name(16383), "XFD");
    }
}
