//! What is wrong with a rules file: a code, a severity, a message, a place and what to do about it.

use crate::lang::Text;
use std::ops::Range;

/// Whether it stops the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Shown; stops only under `--deny-warnings`.
    Warning,
    /// Stops.
    Error,
}

/// Place of a file among [`super::ruleset::RulesFile`]s.
pub type FileIx = usize;

/// Bytes `span` of file `file`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Which file
    pub file: FileIx,
    /// Which bytes of its text
    pub span: Range<usize>,
}

/// One mistake or doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// `R012`
    pub code: &'static str,
    /// Whether it stops
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, input in backticks
    pub message: Text,
    /// What to do, where that can be said
    pub help: Option<Text>,
    /// Where it shows; `None` only where there is no file at all
    pub place: Option<Place>,
    /// Other places that belong to it, with a word on each
    pub related: Vec<(Place, Text)>,
}

/// Every code of a rules diagnostic, in order: how much it matters, and its title in Chinese and English.
pub const CODES: &[(&str, Severity, &str, &str)] = &[
    ("R001", Severity::Error, "认不得的符号", "unknown sign"),
    ("R002", Severity::Error, "数值或日期不能读", "unreadable number or date"),
    ("R003", Severity::Error, "表达式写法不对", "malformed expression"),
    ("R004", Severity::Error, "括号或引号没有配对", "unmatched bracket or quotation mark"),
    ("R005", Severity::Error, "比较连写", "chained comparison"),
    ("R006", Severity::Error, "嵌套太深", "nested too deeply"),
    ("R007", Severity::Error, "没有这个名称", "unknown name"),
    ("R008", Severity::Error, "名称有歧义", "ambiguous name"),
    ("R009", Severity::Error, "没有这个函数，或不能用在这里", "unknown or misplaced function"),
    ("R010", Severity::Error, "函数的参数个数不对", "wrong number of arguments"),
    ("R011", Severity::Error, "列表用得不对", "list expected or misplaced"),
    ("R012", Severity::Error, "列表的字段用在列表函数之外", "list field outside its list"),
    ("R013", Severity::Error, "应是条件", "condition expected"),
    ("R014", Severity::Error, "应是数", "number expected"),
    ("R015", Severity::Error, "量纲不合", "dimensions do not agree"),
    ("R016", Severity::Error, "数值缺单位", "number without a unit of measure"),
    ("R017", Severity::Error, "没有这个选项", "unknown choice"),
    ("R018", Severity::Error, "不能这样比较", "things that cannot be compared"),
    ("R019", Severity::Error, "多选字段只用 `has`", "field of several choices without `has`"),
    ("R020", Severity::Error, "参数的值不合用", "parameter that does not fit"),
    ("R021", Severity::Error, "查表写法不对", "malformed lookup"),
    ("R022", Severity::Error, "表中一行不对", "wrong row of a lookup table"),
    ("R023", Severity::Error, "加重条件里不能用", "not allowed in an escalation condition"),
    ("R024", Severity::Error, "没有这个评估项或组", "unknown criterion or group"),
    ("R025", Severity::Warning, "加重条件永远不成立", "escalation condition that never holds"),
    ("R026", Severity::Error, "没有这个运算符", "unknown operator"),
    ("R027", Severity::Error, "表达式是空的", "empty expression"),
    ("R028", Severity::Error, "区间两端颠倒", "range with its ends swapped"),
    ("R029", Severity::Error, "名称要加反引号", "label that needs backticks"),
];
