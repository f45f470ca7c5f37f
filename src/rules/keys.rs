//! The keys of a rules file and of a dictionary file, in one table: what each holds, and a word on it.
//!
//! The reader checks files against it, suggestions are taken from it, the schema for editors is made of it
//! ([`super::schema`]), and a manual can be ([`every_key`]). What always holds: a key that is not here is an error wherever it stands. Not here: what a
//! text means once it is known to be a text (quantities, expressions, ids).

pub use super::ids::IdOf;
use crate::quantity::Dimension;

/// A table of a file: its keys.
#[derive(Debug)]
pub struct Section {
    /// As people find it: `[criteria.…]`
    pub path: &'static str,
    /// Its keys
    pub keys: &'static [Key],
}

/// One key of a section.
#[derive(Debug)]
pub struct Key {
    /// `suitable`
    pub name: &'static str,
    /// What it holds
    pub holds: Holds,
    /// Whether it must be there
    pub required: bool,
    /// A word on it, in Chinese
    pub zh: &'static str,
    /// A word on it, in English
    pub en: &'static str,
}

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// A text
    Text,
    /// The id of a rule set: part of names of files and columns
    Id,
    /// Texts in an array
    Texts,
    /// `true` or `false`
    Flag,
    /// A calendar date, in TOML's own form or as text
    Date,
    /// One of these words
    Word(&'static [&'static str]),
    /// A whole number
    Whole,
    /// Two quantities, the ends
    Range,
    /// What a parameter can be: a quantity, number, flag, date, choice or an array of choices
    Setting,
    /// What a field can hold
    Value,
    /// A condition of the rules language
    Condition,
    /// A number of that dimension, in the rules language
    Number(Dimension),
    /// A number or a condition of the rules language
    Expression,
    /// A condition on grades
    Tally,
    /// A shipped set's name or a relative path
    File,
    /// Choices: a table of ids and their spellings, or an array of ids
    Choices,
    /// Rows of a lookup table
    Rows,
    /// A table of field values and lists of items
    Given,
    /// A table of field values
    With,
    /// A table of criteria and grades
    Grades,
    /// A table of criteria and the grades they are expected to have, and of classes
    Expected,
    /// A table of that section
    One(&'static Section),
    /// A table whose keys are such ids, of tables of that section
    Named(IdOf, &'static Section),
    /// An array of tables of that section
    Many(&'static Section),
}

/// A key that may be left out.
pub(crate) const fn may(name: &'static str, holds: Holds, zh: &'static str, en: &'static str) -> Key {
    Key { name, holds, required: false, zh, en }
}

/// A key that must be there.
pub(crate) const fn must(name: &'static str, holds: Holds, zh: &'static str, en: &'static str) -> Key {
    Key { name, holds, required: true, zh, en }
}

use Holds::*;

/// The grades, from best to worst.
pub const GRADES: &[&str] = &["suitable", "difficult", "unsuitable"];

/// The kinds of a field. Lists are no kind of field; they stand in `[lists.…]`.
pub const KINDS: &[&str] =
    &["length", "area", "count", "number", "year", "date", "choice", "flag", "text", "money", "percent"];

/// A rules file.
pub static RULES: Section = Section {
    path: "",
    keys: &[
        must("ruleset", One(&RULESET), "规则集自己的名片", "what the rule set is called and stands on"),
        may("sources", Named(IdOf::Source, &SOURCE), "规范和文件", "standards and notices"),
        may("params", Named(IdOf::Name, &PARAM), "参数：规划人员会调的数", "parameters: what planners turn"),
        may("derive", Named(IdOf::Name, &DERIVE), "派生字段", "computed fields"),
        may("tables", Named(IdOf::Name, &TABLE), "查找表", "lookup tables"),
        may("criteria", Named(IdOf::Criterion, &CRITERION), "评估项", "criteria"),
        may("verdict", One(&VERDICT), "由各项等级到结论", "from grades to a class"),
        may("remedies", Named(IdOf::Criterion, &REMEDY), "补救措施", "what could be done about a grade"),
        may("tests", Many(&TEST), "示例检验", "embedded examples"),
    ],
};

/// A dictionary file.
pub static DICTIONARY: Section = Section {
    path: "",
    keys: &[
        must("fields", Named(IdOf::Name, &FIELD), "单元的字段", "the fields of a unit"),
        may("lists", Named(IdOf::Name, &LIST), "一个单元可以有好几个的东西", "what a unit may have several of"),
    ],
};

static RULESET: Section = Section {
    path: "ruleset",
    keys: &[
        must("id", Id, "规则集的代号", "id of the rule set"),
        may("title", Text, "给人看的名称", "its title for people"),
        may("version", Text, "版本", "its version"),
        may("fields", File, "字段表文件", "the dictionary"),
        may("extends", File, "站在哪一套规则之上", "the rule set it stands on"),
        may("jurisdiction", Text, "适用地区", "where it applies"),
        may("effective_from", Date, "自何日起适用", "first day it applies"),
        may("effective_to", Date, "适用到何日", "last day it applies"),
    ],
};

static SOURCE: Section = Section {
    path: "sources.…",
    keys: &[
        must("title", Text, "名称", "its title"),
        may("number", Text, "编号", "its number"),
        may("in_force_from", Date, "自何日起施行", "first day in force"),
        may("superseded_from", Date, "自何日起被代替", "day from which another stands in its place"),
        may("jurisdiction", Text, "适用地区", "where it applies"),
        may("binding", Word(&["mandatory", "general", "policy", "practice"]), "效力", "how binding it is"),
        may("note", Text, "备注", "a remark"),
    ],
};

static PARAM: Section = Section {
    path: "params.…",
    keys: &[
        must("value", Setting, "取值", "what it is set to"),
        may("label", Text, "中文名", "its name for people"),
        may("cite", Text, "出处", "where the figure comes from"),
        may("range", Range, "扫描时默认走过的范围", "what a sweep walks through"),
    ],
};

static DERIVE: Section = Section {
    path: "derive.…",
    keys: &[
        must("value", Expression, "怎么算", "how it is computed"),
        may("label", Text, "中文名", "its name for people"),
    ],
};

static TABLE: Section = Section {
    path: "tables.…",
    keys: &[
        must("keys", Texts, "键的名字", "names of its keys"),
        must("rows", Rows, "各行：先是键，最后是值", "rows: the keys, then the value"),
        may("label", Text, "中文名", "its name for people"),
        may("cite", Text, "出处", "where the figures come from"),
    ],
};

static CRITERION: Section = Section {
    path: "criteria.…",
    keys: &[
        may("title", Text, "名称", "its title"),
        may("group", Text, "归在哪一组", "the group it belongs to"),
        may("applies", Condition, "何时计入", "when it counts"),
        must("suitable", Condition, "何时适合", "when it is suitable"),
        may("difficult", Condition, "不适合时，何时算较难", "when it is difficult, if not suitable"),
        may("otherwise", Word(&["difficult", "unsuitable"]), "都不成立时的等级", "the grade when neither holds"),
        may("missing", Word(GRADES), "资料不全时怎么算", "how an open question counts"),
        may("cite", Text, "出处", "the standard it stands on"),
        may("note", Text, "备注", "a remark"),
        may("enabled", Flag, "是否启用", "whether it counts at all"),
    ],
};

static VERDICT: Section = Section {
    path: "verdict",
    keys: &[
        may("when_nothing_applies", Word(GRADES), "一项都不计入时的结论", "the class when no criterion applies"),
        may("escalate", Named(IdOf::Criterion, &ESCALATE), "加重", "what worsens a class"),
    ],
};

static ESCALATE: Section = Section {
    path: "verdict.escalate.…",
    keys: &[
        must("when", Tally, "何时加重", "when it does"),
        may("to", Text, "加重到（只能是 unsuitable）", "to which class (unsuitable only)"),
        may("label", Text, "说法", "for readers"),
    ],
};

static REMEDY: Section = Section {
    path: "remedies.…",
    keys: &[
        may("title", Text, "名称", "its title"),
        must("lifts", Grades, "做了之后哪一项到哪一级", "which criterion reaches which grade"),
        may("from", Word(GRADES), "最差从哪一级起", "from which grade at worst"),
        may("when", Condition, "何时可行", "offered only where this surely holds"),
        may("cost", Number(Dimension::MONEY), "费用", "what it costs"),
        may("cite", Text, "出处", "where the figure comes from"),
    ],
};

static TEST: Section = Section {
    path: "tests",
    keys: &[
        must("name", Text, "说明什么", "what it shows"),
        may("given", Given, "给出的值；没给的就是不知道", "what is known; the rest is unknown"),
        must("expect", Expected, "应得的等级和结论", "grades and classes that should come out"),
    ],
};

static FIELD: Section = Section {
    path: "fields.…",
    keys: &[
        may("label", Text, "中文名，也是表头", "its name for people, and its header"),
        may("aliases", Texts, "别的表头和叫法", "other headers and names"),
        must("kind", Word(KINDS), "装什么", "what it holds"),
        may("unit", Text, "裸数字按什么单位", "what a bare number means"),
        may("range", Range, "合常理的范围", "plausible values"),
        may("help", Text, "怎么填", "how to fill it in"),
        may("none", Value, "无 — 在这里的意思", "what 无 — mean here"),
        may("choices", Choices, "选项和写法", "choices and their spellings"),
        may("several", Flag, "可多选", "whether any number of choices may be given"),
        may("yes", Texts, "“是”的其他写法", "further spellings of yes"),
        may("no", Texts, "“否”的其他写法", "further spellings of no"),
        may("key", Flag, "合起来命名一个单元", "part of a unit's name"),
        may("group", Flag, "按它分组", "units are grouped by it"),
        may("strip", Texts, "比较时略去的字尾", "endings set aside when keys are compared"),
        may("private", Flag, "只出现在台账里", "shown only in the ledger"),
        may("role", Word(&["longitude", "latitude"]), "经度或纬度", "longitude or latitude"),
        may("crs", Text, "坐标系", "its coordinate reference system"),
    ],
};

static LIST: Section = Section {
    path: "lists.…",
    keys: &[
        may("label", Text, "中文名，也是表名", "its name for people, and for sheets"),
        may("aliases", Texts, "别的叫法", "other names"),
        may("complete", Word(&["unit", "file"]), "没提到的单元算什么", "what silence means"),
        must("fields", Named(IdOf::Name, &FIELD), "每一项的字段", "the fields of an item"),
        may("columns", Many(&COLUMN), "一列就是一项的写法", "columns that each give one item"),
    ],
};

static COLUMN: Section = Section {
    path: "lists.….columns",
    keys: &[
        must("headers", Texts, "表头", "headers it is found by"),
        must("field", Text, "单元格装的是哪个字段", "the item's field that the cell holds"),
        may("with", With, "这一项已知的其他字段", "what else is known of the item"),
    ],
};

impl Section {
    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The names of its keys.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        self.keys.iter().map(|key| key.name)
    }
}

/// Every key below a section, with the section it stands in, in the order of the table.
pub fn every_key(section: &'static Section) -> Vec<(&'static Section, &'static Key)> {
    let mut all = Vec::new();
    for key in section.keys {
        all.push((section, key));
        if let One(inner) | Named(_, inner) | Many(inner) = key.holds {
            all.extend(every_key(inner));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_section_has_a_key_twice() {
        for file in [&RULES, &DICTIONARY] {
            let mut names: Vec<_> = every_key(file).iter().map(|(section, key)| (section.path, key.name)).collect();
            names.sort();
            let count = names.len();
            names.dedup();
            // The fields of a unit and of a list's items are the same section, met twice.
            let repeated = if std::ptr::eq(file, &DICTIONARY) { FIELD.keys.len() } else { 0 };
            assert_eq!(names.len() + repeated, count);
        }
    }
}
