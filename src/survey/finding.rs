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
    /// File, sheet and row of a list that it contradicts, where it does
    pub against: Option<(Arc<str>, Arc<str>, u32)>,
}

/// All codes of findings, in order: code, severity, title in Chinese and in English.
pub static CODES: &[(&str, FindingSeverity, &str, &str)] = &[
    ("S001", FindingSeverity::Note, "文本文件的编码已识别", "the encoding of a text file was detected"),
    ("S002", FindingSeverity::Note, "文件内容与扩展名不符", "what a file holds is not what its name says"),
    ("S003", FindingSeverity::Warning, "文本文件的引号没有配对", "a quote in a text file is never closed"),
    ("S004", FindingSeverity::Warning, "各行的列数不一", "rows of a text file differ in length"),
    ("S005", FindingSeverity::Note, "文件含宏，未运行", "macros, which were not run"),
    ("S006", FindingSeverity::Note, "文件链接了别的文件，未去读", "links to other files, which were not followed"),
    ("S008", FindingSeverity::Error, "文件里有本程序读不了的内容", "the file holds what cannot be read here"),
    ("S009", FindingSeverity::Note, "有内容没有读取", "something was left unread"),
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
    ("S035", FindingSeverity::Note, "同上，按上一行读取", "the same as above, read as the row above"),
    ("S036", FindingSeverity::Warning, "同上，指的是什么不能确定", "the same as above, of what is not certain"),
    ("S037", FindingSeverity::Note, "分数，按比例读取", "a fraction, read as a share"),
    ("S038", FindingSeverity::Note, "括号里的说明未采用", "a note in brackets, set aside"),
    ("S040", FindingSeverity::Warning, "工作表没有可认出的表头", "sheet without a header that is known"),
    ("S041", FindingSeverity::Error, "文件里没有可认出的表", "file without any table that is known"),
    ("S042", FindingSeverity::Note, "表头不在字段表中", "header that the dictionary does not have"),
    ("S043", FindingSeverity::Warning, "表头与字段名相近但不相同", "header that nearly names a field"),
    ("S044", FindingSeverity::Error, "两列是同一字段", "two columns for one field"),
    ("S045", FindingSeverity::Error, "缺少主键列", "key column missing"),
    ("S046", FindingSeverity::Warning, "并排的另一张表没有读取", "table at the side of another, not read"),
    ("S047", FindingSeverity::Note, "有数据而无表头的列", "column with data and no header"),
    ("S048", FindingSeverity::Note, "表头下面没有数据", "header without a row under it"),
    ("S049", FindingSeverity::Warning, "字段不属于这类表", "field in a table of another kind"),
    ("S050", FindingSeverity::Warning, "合并单元格横跨多个字段", "merged cell across several fields"),
    ("S051", FindingSeverity::Error, "主键不全，整行未采用", "row without a full key"),
    ("S052", FindingSeverity::Error, "主键被存成日期", "date in a key column"),
    ("S053", FindingSeverity::Error, "一行写了多个门号", "row for a range of doors"),
    ("S054", FindingSeverity::Note, "整行划除", "row struck through"),
    ("S055", FindingSeverity::Warning, "门号可能是一个区间", "key that may be a range of doors"),
    ("S056", FindingSeverity::Note, "合计、注释等行不作数据", "totals and notes, which are no data"),
    ("S057", FindingSeverity::Note, "一列读作几个字段", "a column read as several fields"),
    ("S058", FindingSeverity::Warning, "一格几个字段，分不开", "a cell for several fields that cannot be divided"),
    (
        "S059",
        FindingSeverity::Warning,
        "清单写成文字，只取了种类",
        "a list written as text, of which only the kinds count",
    ),
    ("S060", FindingSeverity::Note, "同一门栋的多行互补合并", "rows of one unit that complete each other"),
    ("S061", FindingSeverity::Note, "同一门栋的范围相交，取交集", "bounds of one unit that narrow each other"),
    ("S062", FindingSeverity::Warning, "同一门栋的值互相矛盾", "values of one unit that contradict"),
    ("S063", FindingSeverity::Warning, "名称相近的主键", "keys that nearly agree"),
    ("S064", FindingSeverity::Error, "清单行找不到所属门栋", "list row of a unit that is not in the survey"),
    ("S065", FindingSeverity::Warning, "既写无又写有", "none stated against an item"),
    ("S066", FindingSeverity::Warning, "某些类型没有对应的列", "kinds of a list without a column"),
    ("S067", FindingSeverity::Warning, "清单写成文字，没有认出种类", "a list written as text that names no kind"),
    ("S068", FindingSeverity::Warning, "表旁的内容没有读取", "something at the side of a table, not read"),
    ("S070", FindingSeverity::Warning, "不在门牌总表里", "unit that is not on the roster"),
    ("S071", FindingSeverity::Warning, "与门牌总表上未踏勘的门栋名称相近", "key that is nearly one on the roster"),
    ("S072", FindingSeverity::Note, "门牌总表里重复的门栋", "unit that is on the roster more than once"),
    ("S073", FindingSeverity::Note, "按 corrections.xlsx 改动", "cell corrected"),
    ("S074", FindingSeverity::Error, "改动没有采用", "correction not used"),
    ("S075", FindingSeverity::Warning, "同一格有两种改法", "two corrections of one cell"),
    ("S076", FindingSeverity::Note, "空格按对应文件往下填", "blanks filled from above, as the mapping file says"),
    ("S077", FindingSeverity::Note, "按对应文件读取", "sheet read as the mapping file says"),
    ("S078", FindingSeverity::Warning, "对应文件里有用不上的话", "something in the mapping file fits nothing"),
    ("S079", FindingSeverity::Error, "对应文件里有两段说同一张表", "two parts of the mapping file about one sheet"),
    ("S080", FindingSeverity::Warning, "查表没有对应的行", "a table has no row for what is looked up"),
    ("S081", FindingSeverity::Warning, "结论依赖字典之外的写法", "a class rests on a text outside the dictionary"),
    ("S082", FindingSeverity::Warning, "没有适用的评估项", "no criterion applies"),
    ("S083", FindingSeverity::Error, "决定的单元不在调查表里", "decision for a unit that is not in the survey"),
    ("S084", FindingSeverity::Error, "决定的单元指哪个不能确定", "decision for a unit that cannot be told from others"),
    ("S085", FindingSeverity::Error, "决定的结论看不懂", "decision whose class cannot be understood"),
    ("S086", FindingSeverity::Error, "同一单元的决定互相矛盾", "decisions for one unit that contradict"),
    ("S087", FindingSeverity::Note, "后来另有决定", "decision that a later one has replaced"),
    (
        "S088",
        FindingSeverity::Warning,
        "决定已失效：评估结论变了",
        "decision that has lapsed: the computed class has changed",
    ),
    (
        "S089",
        FindingSeverity::Note,
        "决定没有记下当时的评估结论",
        "decisions that do not record what was computed then",
    ),
    ("S090", FindingSeverity::Note, "决定表里还没有决定的行", "rows of decisions in which nothing is decided yet"),
];

/// How grave the findings of a code are; an error for a code that is not in [`CODES`].
pub fn severity(code: &str) -> FindingSeverity {
    CODES.iter().find(|entry| entry.0 == code).map_or(FindingSeverity::Error, |entry| entry.1)
}

impl Finding {
    /// A finding about a sheet; the rest is filled in with the functions below.
    pub fn new(code: &'static str, file: &Arc<str>, sheet: &Arc<str>, message: Text) -> Finding {
        Finding {
            code,
            severity: severity(code),
            file: file.clone(),
            sheet: sheet.clone(),
            cell: None,
            unit: String::new(),
            field: String::new(),
            written: String::new(),
            reading: String::new(),
            message,
            suggestion: None,
            against: None,
        }
    }

    /// About a row, or a cell of it.
    pub fn at(self, row: u32, column: impl Into<Option<u32>>) -> Finding {
        Finding { cell: Some((row, column.into())), ..self }
    }

    /// About a field.
    pub fn of_field(self, id: impl Into<String>) -> Finding {
        Finding { field: id.into(), ..self }
    }

    /// What stood there, and what was made of it.
    pub fn from_written(self, written: impl Into<String>, reading: impl Into<String>) -> Finding {
        Finding { written: written.into(), reading: reading.into(), ..self }
    }

    /// What to do.
    pub fn suggesting(self, suggestion: Text) -> Finding {
        Finding { suggestion: Some(suggestion), ..self }
    }
}

/// A cell's name as spreadsheets show it: column 5 of row 23 is `F23`.
pub fn cell_name(row: u32, column: u32) -> String {
    format!("{}{row}", column_name(column))
}

/// A column's name as spreadsheets show it, from 0: `A`, `Z`, `AA`.
pub fn column_name(column: u32) -> String {
    let mut name = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        name.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    name
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
