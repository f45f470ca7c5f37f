//! The codes of what can be wrong with a template, numbered like those of rules files.
//!
//! What always holds: a template's mistakes bear `T` codes, also those that the rules' own reader finds.

/// Every code, in order: its title in Chinese and English.
pub const CODES: &[(&str, &str, &str)] = &[
    ("T001", "模板打不开", "template cannot be opened"),
    ("T002", "TOML 语法错误", "TOML syntax error"),
    ("T003", "认不得的键", "unknown key"),
    ("T004", "值的类型不对", "wrong type of value"),
    ("T005", "缺少必需的键", "required key is missing"),
    ("T006", "不在可用的词之内", "not one of the words allowed"),
    ("T007", "看不懂的日期", "unreadable date"),
    ("T010", "没有这个字段或清单", "no such field or list"),
    ("T011", "没有这个评估项", "no such criterion"),
    ("T012", "没有这个结论或选项", "no such class or choice"),
    ("T013", "条件与字段不符", "condition does not fit its field"),
    ("T014", "一列要写明、也只能写一样内容", "a column shows exactly one thing"),
    ("T015", "这种行没有这样内容", "rows of this kind have no such thing"),
    ("T016", "表头重复", "two columns of one header"),
    ("T017", "排序用的列不在表里", "no such column to sort by"),
    ("T018", "代码不全", "codes are incomplete"),
    ("T019", "单位不对", "wrong unit of measure"),
    ("T020", "格或列的位置不对", "wrong address of a cell or column"),
    ("T021", "大括号里的名字不对", "unknown name in braces"),
    ("T022", "这几个键不能这样搭配", "keys that do not go together"),
];

/// The code of a template for one that the rules' reader gave.
pub(super) fn of_rules_code(code: &str) -> &'static str {
    match code {
        "R034" => "T002",
        "R035" => "T003",
        "R036" => "T004",
        "R037" => "T005",
        "R043" => "T006",
        "R049" => "T007",
        "R041" | "R042" | "R028" => "T013",
        _ => "T002",
    }
}
