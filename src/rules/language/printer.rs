//! Typed expressions for readers, in one line: labels for names (ids in English), figures for parameters and what they
//! are called: `梯段净宽 ≥ 1.10 m（梯段净宽（适合））`.
//!
//! What always holds: whatever a reader might bind otherwise stands in brackets; of a condition under `not` the opposite
//! is said, so that nobody has to turn it round. Deliberately not the text that was written (a
//! [`crate::rules::ruleset::Rule`] keeps that), nor text that can be read again: the syntax tree's `Display` is. Long
//! conditions, leaf by leaf, are for `outline`.

mod figures;
mod numbers;

pub use figures::{show_day, show_param, show_quantity};

use super::Scope;
use super::phrase::{Phrase, field_path, list_path};
use super::tree::level;
use super::typed::{At, Cond, CondNode, Num, ParamIx, Pick, Word};
use crate::lang::Lang;
use crate::rules::dictionary::ListIx;
use crate::rules::ruleset::ParamValue;
use figures::is_percent;

/// A condition.
pub fn show_cond(cond: &Cond, scope: &Scope, lang: Lang) -> Phrase {
    Printer::new(scope, lang).cond(cond, true)
}

/// A number.
pub fn show_num(num: &Num, scope: &Scope, lang: Lang) -> Phrase {
    Printer::new(scope, lang).whole_num(num)
}

/// Says expressions of one rule set in one language.
#[derive(Clone, Copy)]
pub(super) struct Printer<'a> {
    scope: &'a Scope<'a>,
    pub lang: Lang,
    /// The list whose function stands around
    list: Option<ListIx>,
}

/// What stands around a condition.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Nothing,
    And,
    Or,
    /// Something that may be followed by more words
    Words,
}

impl<'a> Printer<'a> {
    pub fn new(scope: &'a Scope<'a>, lang: Lang) -> Self {
        Printer { scope, lang, list: None }
    }

    /// For what stands in a function of that list.
    pub fn inside(&self, list: ListIx) -> Self {
        Printer { list: Some(list), ..*self }
    }

    /// A text of ours with phrases in the places of `{}`.
    pub fn say<const N: usize>(&self, zh: &str, en: &str, parts: [Phrase; N]) -> Phrase {
        Phrase::filled(self.lang.pick(zh, en), parts)
    }

    fn grouped(&self, phrase: Phrase, group: bool) -> Phrase {
        if group { self.say("（{}）", "({})", [phrase]) } else { phrase }
    }

    /// Several phrases in a row: `甲、乙`.
    fn row(&self, phrases: impl IntoIterator<Item = Phrase>) -> Phrase {
        Phrase::joined(phrases, self.lang.pick("、", ", "))
    }

    fn named(&self, path: String, label: &str, id: &str) -> Phrase {
        Phrase::of(self.lang.pick(label, id), path)
    }

    /// The name of a list.
    pub fn list(&self, ix: ListIx) -> Phrase {
        let list = self.scope.dictionary.lists.get(ix);
        list.map_or_else(Phrase::default, |list| self.named(list_path(list), &list.label, &list.id))
    }

    fn field(&self, at: At) -> Phrase {
        let named =
            |field: &crate::rules::Field| self.named(field_path(self.scope.dictionary, at), &field.label, &field.id);
        at.field(self.scope.dictionary).map_or_else(Phrase::default, named)
    }

    fn param(&self, ix: ParamIx) -> Phrase {
        let named =
            |param: &crate::rules::ruleset::Param| self.named(format!("params.{}", param.id), &param.label, &param.id);
        self.scope.params.get(ix).map_or_else(Phrase::default, named)
    }

    fn derived(&self, ix: usize) -> Phrase {
        let named = |derived: &crate::rules::ruleset::Derived| {
            self.named(format!("derive.{}", derived.id), &derived.label, &derived.id)
        };
        self.scope.derived.get(ix).map_or_else(Phrase::default, named)
    }

    /// What was set by a parameter, and what it is called.
    fn set_by(&self, said: Phrase, param: Option<ParamIx>) -> Phrase {
        match param {
            Some(ix) => self.say("{}（{}）", "{} ({})", [said, self.param(ix)]),
            None => said,
        }
    }

    fn quoted(&self, text: &str) -> Phrase {
        self.say("“{}”", "`{}`", [Phrase::from(text)])
    }

    fn choice(&self, of: &Pick, choice: u16) -> Phrase {
        let Pick::Field(at) = of else { return Phrase::default() };
        let choices = at.field(self.scope.dictionary).and_then(|field| field.kind.choices());
        let choice = choices.and_then(|choices| choices.get(usize::from(choice)));
        self.quoted(choice.map_or("", |choice| self.lang.pick(choice.shown(), &choice.id)))
    }

    fn pick(&self, pick: &Pick, opposite: &Pick) -> Phrase {
        match pick {
            Pick::Field(at) => self.field(*at),
            Pick::Known { choice, param } => self.set_by(self.choice(opposite, *choice), *param),
        }
    }

    fn word(&self, word: &Word) -> Phrase {
        match word {
            Word::Field(at) => self.field(*at),
            Word::Known(text) => self.quoted(text),
            Word::Param(param, text) => self.set_by(self.quoted(text), Some(*param)),
        }
    }

    /// One of several, quoted or set off by a `gap`. Not joined by 或: beside a condition that is, nobody could tell where
    /// the list ends.
    fn one_of(&self, value: Phrase, among: Vec<Phrase>, gap: &str, yes: bool) -> Phrase {
        let (zh, en) = match (among.len(), yes) {
            (1, true) => ("{}为{}", "{} is {}"),
            (1, false) => ("{}不为{}", "{} is not {}"),
            (_, true) => ("{}为{}之一", "{} is one of {}"),
            (_, false) => ("{}不是{}中的任何一个", "{} is none of {}"),
        };
        let gap = Phrase::from(self.lang.pick(gap, ""));
        self.say(zh, en, [value, Phrase::joined([gap.clone(), self.row(among), gap], "")])
    }

    /// What something is or is not; two fields are held against each other.
    fn same(&self, [left, right]: [Phrase; 2], two_fields: bool, equal: bool) -> Phrase {
        let (zh, en) = match (two_fields, equal) {
            (false, true) => ("{}为{}", "{} is {}"),
            (false, false) => ("{}不为{}", "{} is not {}"),
            (true, true) => ("{}与{}相同", "{} is the same as {}"),
            (true, false) => ("{}与{}不同", "{} is not the same as {}"),
        };
        self.say(zh, en, [left, right])
    }

    /// A condition, or its opposite.
    pub fn cond(&self, cond: &Cond, yes: bool) -> Phrase {
        self.cond_in(cond, yes, Around::Nothing)
    }

    /// The items of a list that a condition picks: `管线类型为“燃气”的地下管线`.
    pub fn picked(&self, list: ListIx, cond: &Cond) -> Phrase {
        if let CondNode::Known(true) = cond.node {
            return self.list(list);
        }
        let (items, inside) = (self.list(list), self.inside(list).cond_in(cond, true, Around::Words));
        match self.lang {
            Lang::Zh => Phrase::filled("{}的{}", [inside, items]),
            Lang::En => Phrase::filled("{} whose {}", [items, inside]),
        }
    }

    fn cond_in(&self, cond: &Cond, yes: bool, around: Around) -> Phrase {
        let either = |yes_said: (&'static str, &'static str), no_said| if yes { yes_said } else { no_said };
        match &cond.node {
            CondNode::Known(known) => Phrase::from(match *known == yes {
                true => self.lang.pick("恒成立", "always so"),
                false => self.lang.pick("恒不成立", "never so"),
            }),
            CondNode::Flag(at) => {
                let (zh, en) = either(("{}为“是”", "{} is yes"), ("{}为“否”", "{} is no"));
                self.say(zh, en, [self.field(*at)])
            }
            CondNode::FlagParam(ix) => {
                let set = self.scope.params.get(*ix).is_some_and(|param| param.value == ParamValue::Flag(true));
                let now = Phrase::from(if set { self.lang.pick("是", "yes") } else { self.lang.pick("否", "no") });
                let (zh, en) = either(
                    ("“{}”设为“是”（现设为“{}”）", "{} is set to yes (now {})"),
                    ("“{}”设为“否”（现设为“{}”）", "{} is set to no (now {})"),
                );
                self.say(zh, en, [self.param(*ix), now])
            }
            CondNode::Derived(ix) => {
                let (zh, en) = either(("“{}”成立", "{} holds"), ("“{}”不成立", "{} does not hold"));
                self.say(zh, en, [self.derived(*ix)])
            }
            CondNode::Not(a) => self.cond_in(a, !yes, around),
            CondNode::And(..) | CondNode::Or(..) | CondNode::If(..) if !yes => {
                self.say("（{}）不成立", "not ({})", [self.cond(cond, true)])
            }
            CondNode::And(a, b) => {
                let said = self.say("{} 且 {}", "{} and {}", [a, b].map(|cond| self.cond_in(cond, true, Around::And)));
                self.grouped(said, matches!(around, Around::Or | Around::Words))
            }
            CondNode::Or(a, b) => {
                let said = self.say("{} 或 {}", "{} or {}", [a, b].map(|cond| self.cond_in(cond, true, Around::Or)));
                self.grouped(said, matches!(around, Around::And | Around::Words))
            }
            CondNode::If(question, a, b) => {
                let parts = [question, a, b].map(|cond| self.cond_in(cond, true, Around::Words));
                let said = self.say("若{}，则{}，否则{}", "if {}, then {}, else {}", parts);
                self.grouped(said, around != Around::Nothing)
            }
            CondNode::Compare(a, how, b) => {
                let percent = is_percent(a, self.scope) || is_percent(b, self.scope);
                let how = if yes { *how } else { how.opposite() };
                let parts = [a, b].map(|num| self.num(num, level::COMPARE, percent));
                Phrase::joined(parts, &format!(" {} ", how.symbol()))
            }
            CondNode::Within(value, low, high) => {
                let percent = is_percent(value, self.scope);
                let (zh, en) = either(
                    ("{}在 {} 至 {} 之间（含两端）", "{} is between {} and {} (ends included)"),
                    ("{}小于 {} 或大于 {}", "{} is below {} or above {}"),
                );
                let said = self.say(
                    zh,
                    en,
                    [
                        self.num(value, level::ATOM, percent),
                        self.num(low, level::COMPARE, percent),
                        self.num(high, level::COMPARE, percent),
                    ],
                );
                self.grouped(said, !yes && around != Around::Nothing)
            }
            CondNode::AmongNumbers(value, among) => {
                let percent = is_percent(value, self.scope);
                let among = among.iter().map(|num| self.num(num, level::COMPARE, percent)).collect();
                self.one_of(self.num(value, level::ATOM, percent), among, " ", yes)
            }
            CondNode::SameChoice { left, right, equal } => {
                let (left, right) = if let Pick::Field(_) = left { (left, right) } else { (right, left) };
                let two_fields = matches!((left, right), (Pick::Field(_), Pick::Field(_)));
                self.same([self.pick(left, right), self.pick(right, left)], two_fields, *equal == yes)
            }
            CondNode::AmongChoices { value, among, param } => {
                let among = among.iter().map(|&choice| self.choice(value, choice)).collect();
                self.set_by(self.one_of(self.pick(value, value), among, "", yes), *param)
            }
            CondNode::Has { field, choice, param } => {
                let (zh, en) = either(("{}含{}", "{} has {}"), ("{}不含{}", "{} does not have {}"));
                let choice = self.set_by(self.choice(&Pick::Field(*field), *choice), *param);
                self.say(zh, en, [self.field(*field), choice])
            }
            CondNode::SameText { left, right, equal } => {
                let (left, right) = if let Word::Field(_) = left { (left, right) } else { (right, left) };
                let two_fields = matches!((left, right), (Word::Field(_), Word::Field(_)));
                self.same([self.word(left), self.word(right)], two_fields, *equal == yes)
            }
            CondNode::AmongTexts { value, among } => {
                self.one_of(self.word(value), among.iter().map(|word| self.word(word)).collect(), "", yes)
            }
            CondNode::Any(list, inside) => {
                let (zh, en) = either(("有{}", "there are {}"), ("没有{}", "there are no {}"));
                self.grouped(self.say(zh, en, [self.picked(*list, inside)]), around == Around::Words)
            }
            CondNode::Every(list, inside) => {
                let (zh, en) = either(
                    ("所有{}都满足（{}）", "all {} meet ({})"),
                    ("并非所有{}都满足（{}）", "not all {} meet ({})"),
                );
                let said = self.say(zh, en, [self.list(*list), self.inside(*list).cond(inside, true)]);
                self.grouped(said, around == Around::Words)
            }
        }
    }
}
