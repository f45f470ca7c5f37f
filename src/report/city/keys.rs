//! The keys of a template file, in one table, as [`crate::rules::keys`] is for rules files: the reader checks files
//! against it, suggestions are taken from it, and the manual prints it (`docs/reporting.md`).
//!
//! What always holds: a key that is not here is an error wherever it stands. Not here: the keys of a condition, which
//! are the dictionary's fields and the words of [`FACTS`].

use crate::rules::keys::{Holds, Holds::*, Section, may, must};

/// What a row can be.
pub const ROWS: &[&str] = &["units", "groups", "items"];

/// What is known of a row besides its fields: the words of `show`.
pub const SHOWN: &[&str] = &[
    "number",
    "name",
    "group",
    "class",
    "best_class",
    "worst_class",
    "settled",
    "deciding",
    "reasons",
    "clauses",
    "missing",
    "source",
    "hinders",
    "hindrance",
    "decision",
    "decision_reason",
    "decision_by",
    "decision_date",
    "decision_state",
];

/// What a condition can ask besides fields.
pub const FACTS: &[&str] = &["class", "best_class", "worst_class", "settled", "grade"];

/// What can be asked of a value other than which it is: the keys of a table in a condition.
pub const ASKED: &[&str] = &["known", "not", "at_least", "at_most", "this_month"];

/// What can stand in braces in a text.
pub const NAMES: &[&str] = &["body", "date", "year", "month", "sheet", "rows", "with_lift"];

/// A template file.
pub static TEMPLATE: Section = Section {
    path: "",
    keys: &[
        must("report", One(&REPORT), "这张表：名称、一行是什么", "the report: its title, what a row is"),
        must("columns", Many(&COLUMN), "各列，从左到右", "the columns, from left to right"),
        may("where", CONDITION, "哪些单元算进来", "which units count"),
        may("where_item", CONDITION, "清单里的哪些项算进来", "which items of the list count"),
        may("form", One(&FORM), "填进一份现成的 .xlsx 表", "an .xlsx form to fill in"),
        may("cells", Many(&CELL), "现成的表里固定的格", "fixed cells of the form"),
    ],
};

const CONDITION: Holds = Given;

static REPORT: Section = Section {
    path: "report",
    keys: &[
        must("title", Text, "名称，印在最上面", "its title, on top"),
        must(
            "rows",
            Word(ROWS),
            "一行是什么：units 单元、groups 分组、items 清单里的一项",
            "what a row is: a unit, a group, an item of a list",
        ),
        may("by", Text, "分组的字段；rows = \"groups\" 时必写", "the field to group by, for `groups`"),
        may("list", Text, "哪个清单；rows = \"items\" 时必写", "which list, for `items`"),
        may("in_the_way", Flag, "只列挡住评估项的项", "only items that a criterion fails or is open because of"),
        may(
            "with_lift",
            Flag,
            "已有电梯的单元也列入（rows = \"units\" 或 \"items\"）",
            "list units that have a lift already too, for `units` and `items`",
        ),
        may("lines", Texts, "名称下面的各行", "lines below the title"),
        may("notes", Texts, "表格下面的各行", "lines below the table"),
        may("body", Text, "填报单位；--body 可改", "the reporting body; `--body` changes it"),
        may(
            "date",
            Date,
            "填报日期；--date 可改，都没有就是评估日",
            "the reporting date; `--date` changes it, else the day of the assessment",
        ),
        may(
            "sort",
            Texts,
            "按哪几列排，写表头；前面加 - 是从大到小",
            "headers of the columns to sort by, `-` before one for descending",
        ),
        may("split", Text, "按这个字段分成几张工作表", "the field that splits it into sheets"),
        may(
            "total",
            Text,
            "合计行的名字；只有 rows = \"groups\" 能用",
            "what the row of totals is called, for `groups`",
        ),
        may("portrait", Flag, "竖着印（默认横着）", "print upright rather than landscape"),
    ],
};

static COLUMN: Section = Section {
    path: "columns",
    keys: &[
        must("header", Text, "表头，不能重复", "its header, which no other has"),
        may("field", Text, "单元的字段", "a field of the unit"),
        may("item", Text, "清单里一项的字段", "a field of the item"),
        may("show", Word(SHOWN), "评估得到的内容", "what the assessment says"),
        may("grade", Text, "一个评估项的等级", "the grade of a criterion"),
        may("count", CONDITION, "数一数合条件的单元", "how many units meet a condition"),
        may("share", One(&SHARE), "两个数的比", "the share of two counts"),
        may("sum", Text, "一个数字字段的合计", "the sum of a number field"),
        may(
            "new",
            CONDITION,
            "上次不合条件、这次合条件的单元数（--since）",
            "how many units meet a condition now and did not in the run given by `--since`",
        ),
        may("text", Text, "固定的文字", "a fixed text"),
        may("blank", Flag, "空着，由人填", "left blank, for people to fill in"),
        may("where", CONDITION, "sum 只算合条件的单元", "which units `sum` counts"),
        may("codes", Given, "各结论或选项的代码", "codes of classes, choices or yes and no"),
        may("unknown", Text, "不知道时写什么（默认空着）", "what stands for what is not known"),
        may("unit", Text, "用什么单位", "in which unit of measure"),
        may("places", Whole, "几位小数", "how many decimals"),
        may("width", Whole, "列宽（字符数）", "how wide it is, in characters"),
        may("letter", Text, "在现成的表里是哪一列", "which column of the form it is"),
    ],
};

static SHARE: Section = Section {
    path: "columns.share",
    keys: &[
        must("part", CONDITION, "分子：合条件的单元", "the units above the line"),
        must("whole", CONDITION, "分母：合条件的单元", "the units below the line"),
    ],
};

static FORM: Section = Section {
    path: "form",
    keys: &[
        must("file", Text, "现成的表（.xlsx），相对于模板文件", "the form (.xlsx), relative to the template"),
        may("sheet", Text, "哪张工作表；不写是第一张", "which sheet; the first if not given"),
        must("first_row", Whole, "第一行数据是第几行", "the row of the first line of data"),
        may("last_row", Whole, "数据最多到第几行", "the last row that data may take"),
        may(
            "total_row",
            Whole,
            "合计写在第几行；不写是紧接着数据",
            "the row of totals; the one after the data if not given",
        ),
    ],
};

static CELL: Section = Section {
    path: "cells",
    keys: &[
        must("at", Text, "哪一格，如 B2", "which cell, as in B2"),
        may("sheet", Text, "哪张工作表；不写是 [form] 的", "which sheet; that of `[form]` if not given"),
        must("text", Text, "写什么", "what stands in it"),
    ],
};
