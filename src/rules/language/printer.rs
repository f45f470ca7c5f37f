//! Typed expressions for readers: labels for names, figures for parameters, `梯段净宽 ≥ 1.10 m`. In Chinese with 且
//! 或 非 and full-width brackets, in English with the words of the language.
//!
//! Deliberately not the text that was written (a [`crate::rules::ruleset::Rule`] keeps that), nor text that can be
//! read again: the syntax tree's `Display` is.

use super::Scope;
use super::tree::{level, shown_date};
use super::typed::{At, Cond, CondNode, Key, Num, NumNode, ParamIx, Pick, Word};
use crate::lang::Lang;
use crate::quantity::{Comparison, Decimal, Dimension, Unit};
use crate::rules::dictionary::{Kind, ListIx};
use crate::rules::ruleset::{Param, ParamValue};

/// A condition.
pub fn show_cond(cond: &Cond, scope: &Scope, lang: Lang) -> String {
    Printer { scope, lang, list: None }.cond(cond, level::OR)
}

/// A number.
pub fn show_num(num: &Num, scope: &Scope, lang: Lang) -> String {
    Printer { scope, lang, list: None }.num(num, level::OR, is_percent(num, scope))
}

/// What a parameter is set to, as it was written.
pub fn show_param(param: &Param) -> String {
    match &param.value {
        ParamValue::Number { value, dimension, unit } => show_quantity(*value, *dimension, *unit),
        ParamValue::Word(word) => word.clone(),
        ParamValue::Words(words) => words.join("、"),
        ParamValue::Flag(flag) => flag.to_string(),
    }
}

/// A quantity in the unit of measure `unit`, or in its usual one: lengths with two decimals at least, large amounts
/// of money in 万元.
pub fn show_quantity(value: Decimal, dimension: Dimension, unit: Option<&Unit>) -> String {
    if let Some(unit) = unit
        && let Some(number) = unit.from_base(value)
    {
        return match unit.symbol {
            "m" => format!("{} m", number.with_places(2)),
            "m2" => format!("{number} m²"),
            "%" | "‰" => format!("{number}{}", unit.symbol),
            symbol => format!("{number} {symbol}"),
        };
    }
    let wan = crate::quantity::unit_named("万元").filter(|_| value.abs().micros() >= 100_000_000_000);
    match dimension {
        Dimension::LENGTH => format!("{} m", value.with_places(2)),
        Dimension::MONEY if wan.is_some() => show_quantity(value, dimension, wan),
        Dimension::Date => i32::try_from(value.micros() / 1_000_000).map_or_else(|_| value.to_string(), shown_date),
        Dimension::Powers { .. } => format!("{value} {}", dimension.symbol()),
        Dimension::Number | Dimension::Count | Dimension::Year => value.to_string(),
    }
}

/// Whether a number is shown in hundredths: a field of percentages, or a parameter that is written so.
fn is_percent(num: &Num, scope: &Scope) -> bool {
    match &num.node {
        NumNode::Field(at) => at.field(scope.dictionary).is_some_and(|field| field.kind == Kind::Percent),
        NumNode::Param(ix) => scope.params.get(*ix).is_some_and(
            |param| matches!(&param.value, ParamValue::Number { unit: Some(unit), .. } if unit.symbol == "%"),
        ),
        NumNode::Derived(ix) => match scope.derived.get(*ix).map(|derived| &derived.value) {
            Some(super::typed::Expr::Num(num)) => matches!(num.node, NumNode::Field(_)) && is_percent(num, scope),
            _ => false,
        },
        _ => false,
    }
}

#[derive(Clone, Copy)]
struct Printer<'a> {
    scope: &'a Scope<'a>,
    lang: Lang,
    /// The list whose function stands around
    list: Option<ListIx>,
}

impl Printer<'_> {
    /// Between brackets, if it binds less tightly than it must.
    fn grouped(&self, text: String, own: u8, at_least: u8) -> String {
        if own < at_least { self.bracketed(&text) } else { text }
    }

    fn bracketed(&self, inside: &str) -> String {
        self.lang.pick(format!("（{inside}）"), format!("({inside})"))
    }

    fn comma(&self) -> &'static str {
        self.lang.pick("，", ", ")
    }

    fn or(&self) -> &'static str {
        self.lang.pick(" 或 ", " or ")
    }

    fn inside(&self, list: ListIx) -> Self {
        Printer { list: Some(list), ..*self }
    }

    fn list(&self, ix: ListIx) -> String {
        self.scope.dictionary.lists.get(ix).map_or_else(String::new, |list| list.label.clone())
    }

    fn at(&self, at: At) -> String {
        at.field(self.scope.dictionary).map_or_else(String::new, |field| field.label.clone())
    }

    fn choice(&self, of: Option<At>, choice: u16) -> String {
        let choices = of.and_then(|at| at.field(self.scope.dictionary)).and_then(|field| field.kind.choices());
        let choice = choices.and_then(|choices| choices.get(usize::from(choice)));
        choice.map_or_else(String::new, |choice| choice.shown().to_string())
    }

    fn pick(&self, pick: &Pick, opposite: &Pick) -> String {
        let of = if let Pick::Field(at) = opposite { Some(*at) } else { None };
        match pick {
            Pick::Field(at) => self.at(*at),
            Pick::Known { choice, .. } => self.choice(of, *choice),
        }
    }

    fn word(&self, word: &Word) -> String {
        match word {
            Word::Field(at) => self.at(*at),
            Word::Known(text) | Word::Param(_, text) => self.lang.pick(format!("“{text}”"), format!("\"{text}\"")),
        }
    }

    fn param(&self, ix: ParamIx) -> String {
        self.scope.params.get(ix).map_or_else(String::new, |param| param.label.clone())
    }

    /// One of several. Not joined by 或: beside a condition that is, nobody could tell where the list ends.
    fn one_of(&self, value: &str, among: &[String]) -> String {
        match among {
            [only] => format!("{value} = {only}"),
            _ => self.lang.pick(
                format!("{value} 为 {} 之一", among.join("、")),
                format!("{value} is one of {}", among.join(", ")),
            ),
        }
    }

    fn same(&self, left: &str, right: &str, equal: bool) -> String {
        let how = if equal { Comparison::Eq } else { Comparison::Ne };
        format!("{left} {} {right}", how.symbol())
    }

    fn cond(&self, cond: &Cond, at_least: u8) -> String {
        let (text, own) = match &cond.node {
            CondNode::Known(known) => {
                let zh = if *known { "恒成立" } else { "恒不成立" };
                (self.lang.pick(zh.to_string(), known.to_string()), level::ATOM)
            }
            CondNode::Flag(at) => (self.at(*at), level::ATOM),
            CondNode::FlagParam(ix) => (self.param(*ix), level::ATOM),
            CondNode::Derived(ix) => {
                (self.scope.derived.get(*ix).map_or_else(String::new, |derived| derived.label.clone()), level::ATOM)
            }
            CondNode::Not(a) => {
                let inner = self.cond(a, level::ATOM);
                (self.lang.pick(format!("非{inner}"), format!("not {inner}")), level::NOT)
            }
            CondNode::And(a, b) => {
                let and = self.lang.pick("且", "and");
                (format!("{} {and} {}", self.cond(a, level::AND), self.cond(b, level::NOT)), level::AND)
            }
            CondNode::Or(a, b) => {
                (format!("{}{}{}", self.cond(a, level::OR), self.or(), self.cond(b, level::AND)), level::OR)
            }
            CondNode::Compare(a, how, b) => {
                let percent = is_percent(a, self.scope) || is_percent(b, self.scope);
                let (a, b) = (self.num(a, level::SUM, percent), self.num(b, level::SUM, percent));
                (format!("{a} {} {b}", how.symbol()), level::COMPARE)
            }
            CondNode::Within(value, low, high) => {
                let percent = is_percent(value, self.scope);
                let [value, low, high] = [value, low, high].map(|num| self.num(num, level::SUM, percent));
                let zh = format!("{value} 在 {low} 到 {high} 之间");
                (self.lang.pick(zh, format!("{value} in {low}..{high}")), level::COMPARE)
            }
            CondNode::AmongNumbers(value, among) => {
                let percent = is_percent(value, self.scope);
                let among: Vec<String> = among.iter().map(|num| self.num(num, level::SUM, percent)).collect();
                (self.one_of(&self.num(value, level::SUM, percent), &among), level::COMPARE)
            }
            CondNode::SameChoice { left, right, equal } => {
                (self.same(&self.pick(left, right), &self.pick(right, left), *equal), level::COMPARE)
            }
            CondNode::AmongChoices { value, among, .. } => {
                let of = if let Pick::Field(at) = value { Some(*at) } else { None };
                let among: Vec<String> = among.iter().map(|&choice| self.choice(of, choice)).collect();
                (self.one_of(&self.pick(value, value), &among), level::COMPARE)
            }
            CondNode::Has { field, choice, .. } => {
                let (field, choice) = (self.at(*field), self.choice(Some(*field), *choice));
                (self.lang.pick(format!("{field}含{choice}"), format!("{field} has {choice}")), level::COMPARE)
            }
            CondNode::SameText { left, right, equal } => {
                (self.same(&self.word(left), &self.word(right), *equal), level::COMPARE)
            }
            CondNode::AmongTexts { value, among } => {
                let among: Vec<String> = among.iter().map(|word| self.word(word)).collect();
                (self.one_of(&self.word(value), &among), level::COMPARE)
            }
            CondNode::Any(list, inside) => (
                self.over(self.lang.pick("任一", "any "), *list, "", &self.inside(*list).cond(inside, level::OR)),
                level::ATOM,
            ),
            CondNode::Every(list, inside) => (
                self.over(self.lang.pick("每一", "every "), *list, "", &self.inside(*list).cond(inside, level::OR)),
                level::ATOM,
            ),
            CondNode::If(question, a, b) => {
                let [question, a, b] = [question, a, b].map(|cond| self.cond(cond, level::OR));
                (self.conditional(&question, &a, &b), level::ATOM)
            }
        };
        self.grouped(text, own, at_least)
    }

    fn over(&self, before: &str, list: ListIx, after: &str, inside: &str) -> String {
        format!("{before}{}{after}{}", self.list(list), self.bracketed(inside))
    }

    fn conditional(&self, question: &str, a: &str, b: &str) -> String {
        self.lang.pick(format!("（若{question}，则{a}，否则{b}）"), format!("(if {question}, then {a}, else {b})"))
    }

    fn num(&self, num: &Num, at_least: u8, percent: bool) -> String {
        let (text, own) = match &num.node {
            NumNode::Known(value) => {
                let percent = percent && num.dimension == Dimension::Number;
                let unit = percent.then(|| crate::quantity::unit_named("%")).flatten();
                (show_quantity(*value, num.dimension, unit), level::ATOM)
            }
            NumNode::Field(at) => (self.at(*at), level::ATOM),
            NumNode::Param(ix) => (self.scope.params.get(*ix).map_or_else(String::new, show_param), level::ATOM),
            NumNode::Derived(ix) => {
                (self.scope.derived.get(*ix).map_or_else(String::new, |derived| derived.label.clone()), level::ATOM)
            }
            NumNode::Negated(a) => (format!("-{}", self.num(a, level::NEGATED, percent)), level::NEGATED),
            NumNode::Plus(a, b) => (self.two(a, "+", b, level::SUM, percent), level::SUM),
            NumNode::Minus(a, b) => (self.two(a, "−", b, level::SUM, percent), level::SUM),
            NumNode::Times(a, b) => (self.two(a, "×", b, level::PRODUCT, false), level::PRODUCT),
            NumNode::Over(a, b) => (self.two(a, "÷", b, level::PRODUCT, false), level::PRODUCT),
            NumNode::Min(nums) => (self.several(self.lang.pick("最小值", "min"), nums), level::ATOM),
            NumNode::Max(nums) => (self.several(self.lang.pick("最大值", "max"), nums), level::ATOM),
            NumNode::Magnitude(a) => {
                let inside = self.bracketed(&self.num(a, level::OR, percent));
                (format!("{}{inside}", self.lang.pick("绝对值", "abs")), level::ATOM)
            }
            NumNode::Lookup(lookup) => {
                let table = self.scope.tables.get(lookup.table);
                let columns = table.map_or(&[][..], |table| table.keys.as_slice());
                let keys = lookup.keys.iter().enumerate();
                let keys: Vec<String> = keys.map(|(ix, key)| self.key(key, columns.get(ix))).collect();
                let label = table.map_or("", |table| table.label.as_str());
                (format!("{label}[{}]", keys.join(self.comma())), level::ATOM)
            }
            NumNode::Count(list, inside) => {
                let (before, after) = self.lang.pick(("", "个数"), ("count of ", ""));
                let text = match inside.node {
                    CondNode::Known(true) => format!("{before}{}{after}", self.list(*list)),
                    _ => self.over(before, *list, after, &self.inside(*list).cond(inside, level::OR)),
                };
                (text, level::ATOM)
            }
            NumNode::MinOf(list, value) => (self.item_value("最小", "least of ", *list, value), level::ATOM),
            NumNode::MaxOf(list, value) => (self.item_value("最大", "greatest of ", *list, value), level::ATOM),
            NumNode::SumOf(list, value) => (self.item_value("合计", "sum of ", *list, value), level::ATOM),
            NumNode::If(question, a, b) => {
                let question = self.cond(question, level::OR);
                let [a, b] = [a, b].map(|num| self.num(num, level::OR, percent));
                (self.conditional(&question, &a, &b), level::ATOM)
            }
        };
        self.grouped(text, own, at_least)
    }

    fn two(&self, a: &Num, sign: &str, b: &Num, own: u8, percent: bool) -> String {
        format!("{} {sign} {}", self.num(a, own, percent), self.num(b, own + 1, percent))
    }

    fn several(&self, name: &str, nums: &[Num]) -> String {
        let percent = nums.iter().any(|num| is_percent(num, self.scope));
        let nums: Vec<String> = nums.iter().map(|num| self.num(num, level::OR, percent)).collect();
        format!("{name}{}", self.bracketed(&nums.join(self.comma())))
    }

    fn item_value(&self, zh: &str, en: &str, list: ListIx, value: &Num) -> String {
        let (before, after) = self.lang.pick(("", zh), (en, ""));
        self.over(before, list, after, &self.inside(list).num(value, level::OR, is_percent(value, self.scope)))
    }

    /// A key. A choice that is written as one is shown by the column it was found through.
    fn key(&self, key: &Key, column: Option<&String>) -> String {
        match key {
            Key::Number(num) => self.num(num, level::OR, false),
            Key::Choice { pick: Pick::Field(at), .. } => self.at(*at),
            Key::Choice { pick: Pick::Known { choice, .. }, .. } => {
                let found =
                    column.and_then(|column| super::lookup::column_field(self.scope.dictionary, self.list, column));
                let choices = found.and_then(|field| field.kind.choices()).unwrap_or_default();
                choices.get(usize::from(*choice)).map_or_else(String::new, |choice| choice.shown().to_string())
            }
        }
    }
}
