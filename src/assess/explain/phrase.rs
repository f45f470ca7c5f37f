//! Names for expressions, in the words of the dictionary: what a number is, what a condition says of an item.
//!
//! What always holds: a name says nothing of values. In English the ids stand in for labels, which the dictionary
//! has in one language only. Deliberately absent: the syntax of rules files (that is the language's printer).

use super::parts::OPENED;
use super::shown::{self, Measure};
use crate::assess::evaluate::choices_of;
use crate::lang::Lang;
use crate::quantity::{Bounds, Dimension};
use crate::rules::RuleSet;
use crate::rules::language::typed::{At, Cond, CondNode, Expr, Num, NumNode, Pick, Word};
use crate::rules::ruleset::ParamValue;

/// How a number is shown: as the first field in it of that dimension is surveyed, else as a parameter in it was
/// written; `None` where neither says.
pub(in crate::assess) fn measure(rules: &RuleSet, num: &Num) -> Option<Measure> {
    let fits = |measure: &Measure| measure.dimension == num.dimension;
    field_measure(rules, num, OPENED).filter(fits).or_else(|| param_measure(rules, num)).filter(fits)
}

/// How one measure for both sides of a comparison is found: the fields of either side before any parameter. What a
/// count counts (`3 层`) is a Chinese word, which a parameter may give where the field does not; in English it goes
/// without.
pub(in crate::assess) fn common_measure(rules: &RuleSet, subject: &Num, other: &Num, lang: Lang) -> Measure {
    let fields = |num: &Num| field_measure(rules, num, OPENED);
    let base = if subject.dimension == Dimension::Number { other } else { subject }.dimension;
    let param = || param_measure(rules, subject).or_else(|| param_measure(rules, other));
    let measure = fields(subject).or_else(|| fields(other)).or_else(param).unwrap_or(Measure::base(base));
    if measure.dimension != Dimension::Count {
        return measure;
    }
    let counted = param().filter(|param| param.dimension == Dimension::Count).and_then(|param| param.unit);
    Measure { unit: measure.unit.or(counted).filter(|_| lang == Lang::Zh), ..measure }
}

/// By the first field; derived fields within derived fields are opened as deep as elsewhere.
fn field_measure(rules: &RuleSet, num: &Num, open: usize) -> Option<Measure> {
    let own = match &num.node {
        NumNode::Field(at) => at.field(&rules.dictionary).and_then(Measure::of_field),
        NumNode::Derived(ix) => match rules.derived.get(*ix).map(|derived| &derived.value) {
            Some(Expr::Num(num)) if open > 0 => field_measure(rules, num, open - 1),
            _ => None,
        },
        _ => below(num).iter().find_map(|num| field_measure(rules, num, open)),
    };
    own.filter(|measure| measure.dimension == num.dimension)
}

fn param_measure(rules: &RuleSet, num: &Num) -> Option<Measure> {
    let own = match &num.node {
        NumNode::Param(param) => match rules.params.get(*param).map(|param| &param.value) {
            Some(ParamValue::Number { dimension, unit: Some(unit), .. }) => {
                Some(Measure { unit: Some(*unit), percent: unit.symbol == "%", dimension: *dimension })
            }
            _ => None,
        },
        _ => below(num).iter().find_map(|num| param_measure(rules, num)),
    };
    own.filter(|measure| measure.dimension == num.dimension)
}

/// The numbers that a number of the same sort is made of.
fn below(num: &Num) -> Vec<&Num> {
    match &num.node {
        NumNode::Negated(a) | NumNode::Magnitude(a) => vec![a],
        NumNode::MinOf(_, a) | NumNode::MaxOf(_, a) | NumNode::SumOf(_, a) => vec![a],
        NumNode::Plus(a, b) | NumNode::Minus(a, b) | NumNode::Times(a, b) | NumNode::Over(a, b) => vec![a, b],
        NumNode::If(_, a, b) => vec![a, b],
        NumNode::Min(all) | NumNode::Max(all) => all.iter().collect(),
        NumNode::Known(_)
        | NumNode::Field(_)
        | NumNode::Param(_)
        | NumNode::Derived(_)
        | NumNode::Lookup(_)
        | NumNode::Count(..) => Vec::new(),
    }
}

/// The name of a field.
pub(in crate::assess) fn field_name(rules: &RuleSet, at: At, lang: Lang) -> &str {
    at.field(&rules.dictionary).map_or("", |field| lang.pick(&field.label, &field.id))
}

/// The name of a list.
pub(in crate::assess) fn list_name(rules: &RuleSet, list: usize, lang: Lang) -> &str {
    rules.dictionary.lists.get(list).map_or("", |list| lang.pick(&list.label, &list.id))
}

/// The name of a number.
pub(in crate::assess) fn name(rules: &RuleSet, num: &Num, lang: Lang) -> String {
    let of = |num: &Num| name(rules, num, lang);
    let tight = |num: &Num| match num.node {
        NumNode::Plus(..) | NumNode::Minus(..) => lang.pick(format!("（{}）", of(num)), format!("({})", of(num))),
        _ => of(num),
    };
    let tights = |nums: &[Num]| nums.iter().map(tight).collect::<Vec<_>>();
    match &num.node {
        NumNode::Known(value) => measure(rules, num).unwrap_or(Measure::base(num.dimension)).show(*value),
        NumNode::Field(at) => field_name(rules, *at, lang).to_string(),
        NumNode::Param(ix) => {
            rules.params.get(*ix).map_or_else(String::new, |param| lang.pick(&param.label, &param.id).clone())
        }
        NumNode::Derived(ix) => {
            rules.derived.get(*ix).map_or_else(String::new, |derived| lang.pick(&derived.label, &derived.id).clone())
        }
        NumNode::Negated(a) => format!("−{}", tight(a)),
        NumNode::Plus(a, b) => format!("{} + {}", of(a), of(b)),
        NumNode::Minus(a, b) => format!("{} − {}", of(a), tight(b)),
        NumNode::Times(a, b) => format!("{} × {}", tight(a), tight(b)),
        NumNode::Over(a, b) => format!("{} ÷ {}", tight(a), tight(b)),
        NumNode::Min(nums) => extreme(&tights(nums), lang, ("较小者", "最小者", "smallest")),
        NumNode::Max(nums) => extreme(&tights(nums), lang, ("较大者", "最大者", "largest")),
        NumNode::Magnitude(a) => format!("|{}|", of(a)),
        NumNode::Lookup(lookup) => {
            rules.tables.get(lookup.table).map_or_else(String::new, |table| lang.pick(&table.label, &table.id).clone())
        }
        NumNode::Count(list, cond) => {
            let list = list_name(rules, *list, lang);
            match cond.node {
                CondNode::Known(true) => lang.pick(format!("{list}数量"), format!("number of {list}")),
                _ => {
                    let cond = says(rules, cond, lang);
                    lang.pick(format!("{list}中“{cond}”的数量"), format!("number of {list} with `{cond}`"))
                }
            }
        }
        NumNode::MinOf(list, value) => of_list(rules, *list, value, lang, ("最小", "smallest")),
        NumNode::MaxOf(list, value) => of_list(rules, *list, value, lang, ("最大", "largest")),
        NumNode::SumOf(list, value) => of_list(rules, *list, value, lang, ("合计", "total")),
        NumNode::If(cond, a, b) => {
            let (cond, a, b) = (says(rules, cond, lang), of(a), of(b));
            lang.pick(format!("{a}（{cond}时，否则{b}）"), format!("{a} (if {cond}, else {b})"))
        }
    }
}

/// `距井道与（距外墙 − 外挑）中较大者`
fn extreme(all: &[String], lang: Lang, (of_two, of_more, en): (&str, &str, &str)) -> String {
    match all {
        [a, b] => lang.pick(format!("{a}与{b}中{of_two}"), format!("the {en} of {a}, {b}")),
        _ => lang.pick(format!("{}中{of_more}", all.join("、")), format!("the {en} of {}", all.join(", "))),
    }
}

fn of_list(rules: &RuleSet, list: usize, value: &Num, lang: Lang, (zh, en): (&str, &str)) -> String {
    let (list, value) = (list_name(rules, list, lang), name(rules, value, lang));
    lang.pick(format!("{list}{zh}{value}"), format!("{en} {value} of {list}"))
}

/// What a condition says, without values: `管线类型为燃气`.
pub(in crate::assess) fn says(rules: &RuleSet, cond: &Cond, lang: Lang) -> String {
    let of = |cond: &Cond| says(rules, cond, lang);
    let field = |at: &At| field_name(rules, *at, lang);
    let bound = |num: &Num, measure: &Measure| match constant(rules, num) {
        Some(bounds) => measure.show_bounds(bounds, lang),
        None => name(rules, num, lang),
    };
    match &cond.node {
        CondNode::Known(value) => {
            lang.pick(if *value { "恒成立" } else { "恒不成立" }, if *value { "always" } else { "never" }).to_string()
        }
        CondNode::Flag(at) => format!("{}{}", field(at), lang.pick("：是", ": yes")),
        CondNode::FlagParam(ix) => {
            rules.params.get(*ix).map_or_else(String::new, |param| lang.pick(&param.label, &param.id).clone())
        }
        CondNode::Derived(ix) => {
            rules.derived.get(*ix).map_or_else(String::new, |derived| lang.pick(&derived.label, &derived.id).clone())
        }
        CondNode::Not(a) => match &a.node {
            CondNode::Flag(at) => format!("{}{}", field(at), lang.pick("：否", ": no")),
            _ => lang.pick(format!("不满足（{}）", of(a)), format!("not ({})", of(a))),
        },
        CondNode::And(a, b) => lang.pick(format!("{}且{}", of(a), of(b)), format!("{} and {}", of(a), of(b))),
        CondNode::Or(a, b) => lang.pick(format!("{}或{}", of(a), of(b)), format!("{} or {}", of(a), of(b))),
        CondNode::Compare(a, how, b) => {
            let measure = common_measure(rules, a, b, lang);
            format!("{} {} {}", bound(a, &measure), how.symbol(), bound(b, &measure))
        }
        CondNode::Within(x, low, high) => {
            let measure = common_measure(rules, x, low, lang);
            let (x, low, high) = (name(rules, x, lang), bound(low, &measure), bound(high, &measure));
            lang.pick(format!("{x}在 {low} 至 {high} 之间"), format!("{x} between {low} and {high}"))
        }
        CondNode::AmongNumbers(x, among) => {
            let shown = among.iter().map(|num| bound(num, &common_measure(rules, x, num, lang))).collect::<Vec<_>>();
            let (x, among) = (name(rules, x, lang), shown.join(lang.pick("、", ", ")));
            lang.pick(format!("{x}为 {among} 之一"), format!("{x} one of {among}"))
        }
        CondNode::SameChoice { left, right, equal } => {
            let (left, right) = (pick(rules, left, right, lang), pick(rules, right, left, lang));
            is(&left, &right, *equal, lang)
        }
        CondNode::AmongChoices { value, among, .. } => {
            is(&pick(rules, value, value, lang), &choices(rules, value, among, lang), true, lang)
        }
        CondNode::Has { field: at, choice, .. } => {
            let choices = choices_of(&rules.dictionary, &Pick::Field(*at));
            let choice = shown::choice(choices, *choice, lang);
            lang.pick(format!("{}含{choice}", field(at)), format!("{} has {choice}", field(at)))
        }
        CondNode::SameText { left, right, equal } => {
            is(&word(rules, left, lang), &word(rules, right, lang), *equal, lang)
        }
        CondNode::AmongTexts { value, among } => {
            let among = among.iter().map(|one| word(rules, one, lang)).collect::<Vec<_>>();
            is(&word(rules, value, lang), &among.join(lang.pick("、", ", ")), true, lang)
        }
        CondNode::Any(list, inner) => {
            let (list, inner) = (list_name(rules, *list, lang), of(inner));
            lang.pick(format!("{list}中有“{inner}”的"), format!("some of {list} with `{inner}`"))
        }
        CondNode::Every(list, inner) => {
            let (list, inner) = (list_name(rules, *list, lang), of(inner));
            lang.pick(format!("{list}均“{inner}”"), format!("all of {list} with `{inner}`"))
        }
        CondNode::If(cond, a, b) => {
            let (cond, a, b) = (of(cond), of(a), of(b));
            lang.pick(format!("{cond}时{a}，否则{b}"), format!("if {cond}, {a}, else {b}"))
        }
    }
}

/// The value of a number that is the same for every unit and needs no name: written, or a parameter.
pub(in crate::assess) fn constant(rules: &RuleSet, num: &Num) -> Option<Bounds> {
    match &num.node {
        NumNode::Known(value) => Some(Bounds::exact(*value)),
        NumNode::Param(ix) => match rules.params.get(*ix)?.value {
            ParamValue::Number { value, .. } => Some(Bounds::exact(value)),
            _ => None,
        },
        _ => None,
    }
}

fn is(left: &str, right: &str, equal: bool, lang: Lang) -> String {
    match equal {
        true => lang.pick(format!("{left}为{right}"), format!("{left} is {right}")),
        false => lang.pick(format!("{left}不为{right}"), format!("{left} is not {right}")),
    }
}

/// The name of a choice field, or of a choice of what stands opposite.
pub(in crate::assess) fn pick(rules: &RuleSet, pick: &Pick, opposite: &Pick, lang: Lang) -> String {
    match pick {
        Pick::Field(at) => field_name(rules, *at, lang).to_string(),
        Pick::Known { choice, .. } => shown::choice(choices_of(&rules.dictionary, opposite), *choice, lang),
    }
}

/// Some choices of a field: `砖混、框架`.
pub(in crate::assess) fn choices(rules: &RuleSet, field: &Pick, among: &[u16], lang: Lang) -> String {
    let choices = choices_of(&rules.dictionary, field);
    let shown = among.iter().map(|&choice| shown::choice(choices, choice, lang));
    shown.collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// The name of a text field, or the text.
pub(in crate::assess) fn word(rules: &RuleSet, word: &Word, lang: Lang) -> String {
    match word {
        Word::Field(at) => field_name(rules, *at, lang).to_string(),
        Word::Known(text) | Word::Param(_, text) => lang.pick(format!("“{text}”"), format!("`{text}`")),
    }
}
