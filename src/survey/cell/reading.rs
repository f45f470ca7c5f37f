//! What was made of one cell, and the doubts that go with it. Every doubt about a cell is worded here.
//!
//! What always holds: a doubt names what stood there; its code is in [`crate::survey::finding::CODES`], whose severity says
//! whether the value counts. Deliberately absent: how cells are read (`cell.rs`).

use crate::lang::{Text, listed};
use crate::rules::Value;
use crate::rules::dictionary::Field;
use crate::survey::cell::measure::shown;
use crate::survey::cell::words::clean;
use crate::survey::finding::{FindingSeverity, severity};
use crate::text;
use std::sync::Arc;

/// What was made of one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The value; unknown where nothing certain was understood
    pub value: Value,
    /// What the cell showed
    pub written: Arc<str>,
    /// What is to be told about it
    pub doubt: Option<Box<Doubt>>,
    /// It is blank, a word for "not known", an error, boxes with none ticked or not certainly one, or a 同上 of which it
    /// is not certain what it stands for
    pub says_nothing: bool,
    /// It is 无, 没有, / or a dash, and no spelling of the field's own
    pub says_none: bool,
    /// It is 同上 or one of its marks
    pub says_same: bool,
}

impl Reading {
    /// What a cell comes to under the cell `above` it, `None` where none is certain to be meant: 同上 takes that one's
    /// value where it has one and nothing is doubted; any other cell is what it is.
    pub(in crate::survey) fn below(self, above: Option<&Reading>, field: &Field) -> Reading {
        let counts = |above: &&Reading| {
            let doubted = above.doubt.as_ref().is_some_and(|doubt| severity(doubt.code) != FindingSeverity::Note);
            !doubted && !above.says_nothing && (above.value != Value::Unknown || above.says_none)
        };
        let Some(above) = above.filter(counts).filter(|_| self.says_same) else { return self };
        let shown = match &above.value {
            Value::Number(bounds) => shown(*bounds, field),
            Value::Text(text) => text.to_string(),
            _ => match &above.doubt {
                Some(doubt) => doubt.reading.clone(),
                _ => clean(&above.written),
            },
        };
        Reading {
            value: above.value.clone(),
            doubt: Some(Doubt::same(&self.written, shown)),
            says_nothing: false,
            says_none: above.says_none,
            ..self
        }
    }
}

/// Another unit of measure in which a number would be plausible.
pub(in crate::survey) struct Likely {
    /// Its symbol
    pub unit: &'static str,
    /// The value in it
    pub value: String,
    /// Whether the cell states a unit of measure
    pub stated: bool,
}

/// What is to be told about a reading. The code's severity says whether the value counts nevertheless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// `S020`
    pub code: &'static str,
    /// What was made of it; empty where it counts as unknown
    pub reading: String,
    /// What is the matter, in a sentence
    pub message: Text,
    /// What to do, where that can be said
    pub suggestion: Option<Text>,
}

/// One constructor for each kind of doubt; boxed, because most cells give none and all would make room for one.
impl Doubt {
    fn unknown(code: &'static str, message: Text, suggestion: Option<Text>) -> Box<Doubt> {
        Box::new(Doubt { code, reading: String::new(), message, suggestion })
    }

    pub(in crate::survey) fn unreadable(written: &str, field: &Field, suggestion: Option<Text>) -> Box<Doubt> {
        let label = &field.label;
        let message = text!(
            "看不懂 `{written}`，`{label}` 按未知处理",
            "cannot make sense of `{written}`; `{label}` counts as unknown"
        );
        Doubt::unknown("S020", message, suggestion)
    }

    pub(in crate::survey) fn ticks_unclear(written: &str, field: &Field) -> Box<Doubt> {
        let label = &field.label;
        let message = text!(
            "不能确定 `{written}` 勾的是哪一项，`{label}` 按未知处理",
            "what is ticked in `{written}` is not certain; `{label}` counts as unknown"
        );
        let suggestion = Some(text!("请只写勾选的那一项", "write the option that is ticked, and nothing else"));
        Doubt::unknown("S020", message, suggestion)
    }

    pub(in crate::survey) fn about(written: &str, reading: String) -> Box<Doubt> {
        let message =
            text!("约数 `{written}`，按 {reading} 处理", "`{written}` is approximate and is read as {reading}");
        let suggestion = Some(text!("临近限值时请复测", "measure again where it is close to a limit"));
        Box::new(Doubt { code: "S021", reading, message, suggestion })
    }

    pub(in crate::survey) fn bounds(written: &str, reading: String) -> Box<Doubt> {
        let message =
            text!("`{written}` 是一个范围，按 {reading} 处理", "`{written}` is a range and is read as {reading}");
        let suggestion = Some(text!("能测准的，请填一个数", "give one number where it can be measured"));
        Box::new(Doubt { code: "S022", reading, message, suggestion })
    }

    pub(in crate::survey) fn implausible(written: &str, shown: &str, range: &str, field: &Field) -> Box<Doubt> {
        let label = &field.label;
        let message = text!(
            "`{written}`（{shown}）超出 `{label}` 的合理范围 {range}，按未知处理",
            "`{written}` ({shown}) is outside the plausible range of `{label}`, {range}; it counts as unknown"
        );
        let suggestion = Some(text!("请核对原始记录", "check it against the original record"));
        Doubt::unknown("S023", message, suggestion)
    }

    pub(in crate::survey) fn likelier(
        written: &str,
        shown: Option<&str>,
        range: &str,
        field: &Field,
        Likely { unit, value, stated }: &Likely,
    ) -> Box<Doubt> {
        let label = &field.label;
        // A number beyond all limits cannot be shown as a quantity.
        let (zh, en) = shown.map_or_else(Default::default, |shown| (format!("（{shown}）"), format!(" ({shown})")));
        let message = text!(
            "`{written}`{zh}超出 `{label}` 的合理范围 {range}，可能单位不对，按未知处理",
            "`{written}`{en} is outside the plausible range of `{label}`, {range}, perhaps in another unit of measure; it counts as unknown"
        );
        let suggestion = Some(if *stated {
            text!(
                "如果是以 {unit} 计（即 {value}），请改正单位",
                "if it is in {unit} (that is {value}), correct the unit of measure"
            )
        } else {
            text!(
                "如果是以 {unit} 计（即 {value}），请写明单位",
                "if it is in {unit} (that is {value}), write the unit of measure"
            )
        });
        Doubt::unknown("S024", message, suggestion)
    }

    pub(in crate::survey) fn not_whole(written: &str, field: &Field) -> Box<Doubt> {
        let label = &field.label;
        let message = text!(
            "`{label}` 应为整数，`{written}` 按未知处理",
            "`{label}` is a whole number; `{written}` counts as unknown"
        );
        Doubt::unknown("S025", message, None)
    }

    pub(in crate::survey) fn wrong_unit(written: &str, field: &Field, unit: &str) -> Box<Doubt> {
        let (label, kind) = (&field.label, field.kind.dimension().map(|d| d.name()));
        let (zh, en) = kind.map_or((String::new(), String::new()), |name| (name.zh, name.en));
        let message = Text {
            zh: format!("`{written}` 的单位 `{unit}` 与 `{label}`（{zh}）不符，按未知处理"),
            en: format!("`{unit}` in `{written}` is no unit of measure for `{label}`, {en}; it counts as unknown"),
        };
        Doubt::unknown("S026", message, None)
    }

    pub(in crate::survey) fn wrong_header(written: &str, field: &Field, unit: &str) -> Box<Doubt> {
        let label = &field.label;
        let message = text!(
            "表头的单位 `{unit}` 与 `{label}` 不符，`{written}` 按未知处理",
            "the header's `{unit}` is no unit of measure for `{label}`; `{written}` counts as unknown"
        );
        let suggestion = Some(text!("请改正表头的单位", "correct the unit of measure in the header"));
        Doubt::unknown("S026", message, suggestion)
    }

    pub(in crate::survey) fn no_choice(written: &str, field: &Field, choices: &Text) -> Box<Doubt> {
        let label = &field.label;
        let message = text!(
            "`{written}` 不是 `{label}` 的选项，按未知处理",
            "`{written}` is none of the choices of `{label}`; it counts as unknown"
        );
        let Text { zh, en } = choices;
        let suggestion = Some(text!("可填：{zh}", "one of: {en}"));
        Doubt::unknown("S027", message, suggestion)
    }

    pub(in crate::survey) fn error_cell(written: &str) -> Box<Doubt> {
        let message = text!(
            "单元格是错误值 `{written}`，按未知处理",
            "the cell holds the error `{written}`; it counts as unknown"
        );
        let suggestion = Some(text!("请改正公式，或直接填数", "mend the formula, or fill in the value itself"));
        Doubt::unknown("S028", message, suggestion)
    }

    pub(in crate::survey) fn no_value() -> Box<Doubt> {
        let message =
            text!("公式没有保存计算结果，按未知处理", "the formula was saved without its result; it counts as unknown");
        let suggestion = Some(text!(
            "用 WPS 或 Excel 打开该文件，保存一次",
            "open the file in a spreadsheet program and save it once"
        ));
        Doubt::unknown("S029", message, suggestion)
    }

    pub(in crate::survey) fn struck(written: &str) -> Box<Doubt> {
        let message = text!("`{written}` 带删除线，按未知处理", "`{written}` is struck through; it counts as unknown");
        Doubt::unknown(
            "S030",
            message,
            Some(text!("作废的请删去，有效的请去掉删除线", "delete it, or take the line off it")),
        )
    }

    pub(in crate::survey) fn compound(
        written: &str,
        fields: &[&Field],
        suggestion: Option<Text>,
        typed: Option<String>,
    ) -> Box<Doubt> {
        let Text { zh, en } = listed(fields.iter().map(|field| format!("`{}`", field.label)));
        let message = text!(
            "`{written}` 不能确定怎样分成 {zh}，都按未知处理",
            "how `{written}` divides into {en} is not certain; they all count as unknown"
        );
        let likely = typed.map(|typed| {
            text!(
                "可能原来填的是 `{typed}`，被表格软件改成了日期：请分成几列填写，一列一个字段",
                "perhaps it was `{typed}` before the spreadsheet made a date of it: give each field a column of its own"
            )
        });
        let apart = || text!("请分成几列填写，一列一个字段", "give each field a column of its own");
        Doubt::unknown("S058", message, Some(likely.or(suggestion).unwrap_or_else(apart)))
    }

    pub(in crate::survey) fn a_date(written: &str, field: &Field, likely: Option<&str>) -> Box<Doubt> {
        let label = &field.label;
        let message = text!(
            "`{label}` 里是日期 {written}，按未知处理",
            "there is a date, {written}, in `{label}`; it counts as unknown"
        );
        let suggestion = likely.map(|likely| {
            text!(
                "可能原来填的是 `{likely}`，被表格软件改成了日期：请把单元格设为文本格式再填",
                "perhaps it was `{likely}` before the spreadsheet made a date of it: format the cell as text and fill it in again"
            )
        });
        Doubt::unknown("S031", message, suggestion)
    }

    pub(in crate::survey) fn a_fraction(written: &str, field: &Field, small: &str, large: &str) -> Box<Doubt> {
        let label = &field.label;
        let message = text!(
            "`{label}` 里的 `{written}` 可能是 {small}，也可能是 {large}，按未知处理",
            "`{written}` in `{label}` may be {small} or {large}; it counts as unknown"
        );
        Doubt::unknown("S032", message, Some(text!("请带百分号填写", "write it with a percent sign")))
    }

    pub(in crate::survey) fn century(written: &str, reading: String) -> Box<Doubt> {
        let message =
            text!("`{written}` 没写世纪，按 {reading} 处理", "`{written}` names no century and is read as {reading}");
        Box::new(Doubt {
            code: "S033",
            reading,
            message,
            suggestion: Some(text!("请写四位年份", "write years with four figures")),
        })
    }

    pub(in crate::survey) fn not_yes_or_no(written: &str, field: &Field) -> Box<Doubt> {
        let label = &field.label;
        let message = text!(
            "`{label}` 应填是或否，`{written}` 按未知处理",
            "`{label}` is yes or no; `{written}` counts as unknown"
        );
        Doubt::unknown("S034", message, None)
    }

    pub(in crate::survey) fn same(written: &str, reading: String) -> Box<Doubt> {
        let message =
            text!("`{written}`，按上一行的 {reading} 读取", "`{written}` is read as the row above: {reading}");
        Box::new(Doubt { code: "S035", reading, message, suggestion: None })
    }

    pub(in crate::survey) fn same_unclear(written: &str, field: &Field) -> Box<Doubt> {
        let label = &field.label;
        let message = text!(
            "不能确定 `{written}` 指的是哪个值，`{label}` 按未知处理",
            "it is not certain what `{written}` stands for; `{label}` counts as unknown"
        );
        let suggestion = Some(text!(
            "“同上”只在紧接的上一行是数据、该列有确定的值时才算数：请直接填值",
            "it stands for the row directly above, where that is data and has a certain value: fill in the value itself"
        ));
        Doubt::unknown("S036", message, suggestion)
    }

    pub(in crate::survey) fn share(written: &str, reading: String) -> Box<Doubt> {
        let message = text!("`{written}` 按比例读作 {reading}", "`{written}` is read as a share, {reading}");
        let suggestion = Some(text!("请带百分号填写", "write it with a percent sign"));
        Box::new(Doubt { code: "S037", reading, message, suggestion })
    }

    pub(in crate::survey) fn note_aside(written: &str, reading: String) -> Box<Doubt> {
        let message = text!(
            "`{written}` 按 {reading} 读取，括号里的说明未采用",
            "`{written}` is read as {reading}, without the note in brackets"
        );
        let suggestion = Some(text!("说明请写在备注列", "put notes into a column of their own"));
        Box::new(Doubt { code: "S038", reading, message, suggestion })
    }
}
