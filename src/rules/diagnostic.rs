//! What is wrong with a rules file: a code, a severity, a message, a place and what to do about it.

use crate::lang::Text;
use crate::text;
use std::ops::Range;

/// Whether it stops the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Told by `check` alone; never stops.
    Note,
    /// Shown; stops only under `--deny-warnings`.
    Warning,
    /// Stops.
    Error,
}

impl Severity {
    /// `error`
    pub fn id(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// `错误`
    pub fn label(self) -> Text {
        match self {
            Severity::Note => text!("说明", "note"),
            Severity::Warning => text!("警告", "warning"),
            Severity::Error => text!("错误", "error"),
        }
    }
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

impl Diagnostic {
    /// Says what to do about it.
    pub fn help(&mut self, help: Text) -> &mut Diagnostic {
        self.help = Some(help);
        self
    }

    /// Shows another place that belongs to it, with a word on it.
    pub fn also(&mut self, place: &Place, word: Text) -> &mut Diagnostic {
        self.related.push((place.clone(), word));
        self
    }
}

/// The diagnostics of one loading, as they are found; each is started here and finished in place.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    /// In the order they were found
    pub found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// A mistake that stops the program.
    pub fn error(&mut self, code: &'static str, place: &Place, message: Text) -> &mut Diagnostic {
        self.add(code, Severity::Error, Some(place.clone()), message)
    }

    /// A doubt that is shown.
    pub fn warning(&mut self, code: &'static str, place: &Place, message: Text) -> &mut Diagnostic {
        self.add(code, Severity::Warning, Some(place.clone()), message)
    }

    /// What is good to know.
    pub fn note(&mut self, code: &'static str, place: &Place, message: Text) -> &mut Diagnostic {
        self.add(code, Severity::Note, Some(place.clone()), message)
    }

    /// A mistake or doubt of any kind, also one that stands in no file.
    pub fn add(
        &mut self,
        code: &'static str,
        severity: Severity,
        place: Option<Place>,
        message: Text,
    ) -> &mut Diagnostic {
        let at = self.found.len();
        self.found.push(Diagnostic { code, severity, message, help: None, place, related: Vec::new() });
        // Just pushed, so it is there.
        &mut self.found[at]
    }

    /// Whether anything found stops the program.
    pub fn any_error(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Everything found, by file and place; the same thing said twice of one place is said once.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        let key = |d: &Diagnostic| d.place.as_ref().map(|place| (place.file, place.span.start, place.span.end));
        self.found.sort_by(|a, b| key(a).cmp(&key(b)).then(a.code.cmp(b.code)));
        self.found.dedup();
        self.found
    }
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
    ("R010", Severity::Error, "函数的项数不对", "wrong number of arguments"),
    ("R011", Severity::Error, "清单用得不对", "list expected or misplaced"),
    ("R012", Severity::Error, "清单的字段用在清单函数之外", "list field outside its list"),
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
    ("R030", Severity::Error, "规则文件打不开", "rules file cannot be opened"),
    ("R031", Severity::Error, "规则文件不是 UTF-8", "rules file is not UTF-8"),
    ("R032", Severity::Error, "规则文件太大", "rules file is too large"),
    ("R033", Severity::Error, "`extends` 绕成了圈", "circular `extends`"),
    ("R034", Severity::Error, "TOML 语法错误", "TOML syntax error"),
    ("R035", Severity::Error, "认不得的键", "unknown key"),
    ("R036", Severity::Error, "值的类型不对", "wrong type of value"),
    ("R037", Severity::Error, "缺少必需的键", "required key is missing"),
    ("R038", Severity::Error, "所改的东西底版里没有", "override of what the base does not have"),
    ("R039", Severity::Error, "代号不能用", "id is not allowed"),
    ("R040", Severity::Error, "代号重复", "id is used twice"),
    ("R041", Severity::Error, "看不懂的数量", "unreadable quantity"),
    ("R042", Severity::Error, "量纲不对", "wrong dimension"),
    ("R043", Severity::Error, "不在可用的词之内", "not one of the words allowed"),
    ("R044", Severity::Error, "范围不对", "not a range"),
    ("R045", Severity::Error, "选项不对", "wrong choices"),
    ("R046", Severity::Error, "派生字段绕成了圈", "circular derivation"),
    ("R047", Severity::Error, "表的一行长短不对", "table row of the wrong length"),
    ("R048", Severity::Error, "没有这个评估项或字段", "no such criterion or field"),
    ("R049", Severity::Error, "看不懂的日期", "unreadable date"),
    ("R050", Severity::Error, "加重只能到不适合", "an escalation leads to unsuitable only"),
    ("R051", Severity::Error, "没有字段表", "no dictionary"),
    ("R052", Severity::Error, "`--set` 用不上", "`--set` does not apply"),
    ("R053", Severity::Error, "值与字段不符", "value does not fit its field"),
    ("R054", Severity::Error, "字段的标记不能用在这里", "mark does not fit the field"),
    ("R060", Severity::Warning, "两样东西同名", "one name for two things"),
    ("R061", Severity::Warning, "评估项没有出处", "criterion without a citation"),
    ("R062", Severity::Warning, "参数没有用到", "unused parameter"),
    ("R063", Severity::Warning, "派生字段没有用到", "unused derived field"),
    ("R064", Severity::Warning, "表没有用到", "unused table"),
    ("R065", Severity::Warning, "示例重名", "two tests of one name"),
    ("R066", Severity::Warning, "出处像是写错了来源", "citation resembles a declared source"),
    // Found by running the tests, which is for `assess`: an error in `check`, a warning where the rules are used.
    ("R080", Severity::Error, "示例不成立", "embedded test that fails"),
    // Found by asking the criteria, likewise.
    ("R081", Severity::Warning, "条件总是成立或总不成立", "condition that is always true or always false"),
    ("R082", Severity::Warning, "评估项总不会有的等级", "grade that a criterion can never have"),
    ("R083", Severity::Warning, "适合与较难之间有空档", "gap between suitable and difficult"),
    ("R084", Severity::Warning, "适合与较难各有一半重叠", "suitable and difficult overlap in part"),
    ("R085", Severity::Warning, "表中总用不到的一行", "table row that nothing reaches"),
    ("R086", Severity::Warning, "表里查不到的情形", "keys that no table row covers"),
    ("R087", Severity::Warning, "没有规则提到的选项", "choice that no rule mentions"),
    ("R088", Severity::Warning, "加重的门槛够不着", "escalation that cannot be reached"),
    ("R089", Severity::Note, "没有判定", "not decided"),
];
