//! A condition as readers check it, leaf by leaf: chains of and and or as lists, all of which or any of which must hold.
//!
//! What always holds: a [`Reading`] is true, false or unknown just where its condition is; `not` stands at leaves alone,
//! which the printer says as their opposite. Deeper than [`DEEPEST`] what is left is said in one line, in brackets.
//! Deliberately absent: numbers and single comparisons (`printer`), and how lists look on a page.

use super::Scope;
use super::phrase::Phrase;
use super::printer::Printer;
use super::typed::{Cond, CondNode};
use crate::lang::Lang;
use crate::rules::dictionary::ListIx;

/// How deep lists stand in lists.
const DEEPEST: usize = 5;

/// A line, and what stands below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saying {
    /// The line
    pub phrase: Phrase,
    /// The items of the list below it, if it has one
    pub items: Vec<Saying>,
}

impl<T: Into<Phrase>> From<T> for Saying {
    fn from(phrase: T) -> Saying {
        Saying { phrase: phrase.into(), items: Vec::new() }
    }
}

/// What a condition asks.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reading<'c> {
    /// The condition, or its opposite
    Leaf(&'c Cond, bool),
    /// All of these
    All(Vec<Reading<'c>>),
    /// Any of these
    Any(Vec<Reading<'c>>),
    /// If the first holds the second, else the third
    Cases(&'c Cond, Box<[Reading<'c>; 2]>),
    /// Of each item that a condition picks (or of at least one) the same
    Items { list: ListIx, each: bool, picked: Option<&'c Cond>, what: Box<Reading<'c>> },
}

/// Takes a condition apart, or its opposite.
pub(super) fn read(cond: &Cond, yes: bool) -> Reading<'_> {
    read_to(cond, yes, DEEPEST)
}

fn read_to(cond: &Cond, yes: bool, deep: usize) -> Reading<'_> {
    let Some(below) = deep.checked_sub(1) else { return Reading::Leaf(cond, yes) };
    match &cond.node {
        CondNode::Not(a) => read_to(a, !yes, deep),
        CondNode::And(..) | CondNode::Or(..) => {
            let all = matches!(cond.node, CondNode::And(..)) == yes;
            let mut chain = Vec::new();
            gather(cond, yes, all, &mut chain);
            let items = chain.into_iter().map(|(cond, yes)| read_to(cond, yes, below)).collect();
            if all { Reading::All(items) } else { Reading::Any(items) }
        }
        CondNode::If(question, a, b) => {
            Reading::Cases(question, Box::new([read_to(a, yes, below), read_to(b, yes, below)]))
        }
        // One line says it: 有管线类型为“燃气”的地下管线.
        CondNode::Any(_, inside) if matches!(read_to(inside, true, below), Reading::Leaf(..)) => {
            Reading::Leaf(cond, yes)
        }
        CondNode::Any(list, inside) | CondNode::Every(list, inside) => {
            let each = matches!(cond.node, CondNode::Every(..)) == yes;
            // `if(kind == gas, …, true)` asks it of gas alone.
            let (picked, what) = match &inside.node {
                CondNode::If(question, a, b)
                    if b.node == CondNode::Known(true) && matches!(cond.node, CondNode::Every(..)) =>
                {
                    (Some(&**question), &**a)
                }
                _ => (None, &**inside),
            };
            Reading::Items { list: *list, each, picked, what: Box::new(read_to(what, yes, below)) }
        }
        _ => Reading::Leaf(cond, yes),
    }
}

/// The conditions of a chain of the same sort, with `not` worked in: none of two is all of their opposites.
fn gather<'c>(cond: &'c Cond, yes: bool, all: bool, chain: &mut Vec<(&'c Cond, bool)>) {
    match &cond.node {
        CondNode::Not(a) => gather(a, !yes, all, chain),
        CondNode::And(a, b) if yes == all => [a, b].into_iter().for_each(|cond| gather(cond, yes, all, chain)),
        CondNode::Or(a, b) if yes != all => [a, b].into_iter().for_each(|cond| gather(cond, yes, all, chain)),
        _ => chain.push((cond, yes)),
    }
}

/// Says a condition behind words of its own: none, or some that want an object (`够不上“适合”，但满足`).
pub fn outline(cond: &Cond, lead: impl Into<Phrase>, scope: &Scope, lang: Lang) -> Saying {
    say(&Printer::new(scope, lang), &read(cond, true), lead.into())
}

fn say(printer: &Printer, reading: &Reading, lead: Phrase) -> Saying {
    match reading {
        Reading::Leaf(cond, yes) => Saying::from(behind(printer, lead, printer.cond(cond, *yes))),
        Reading::All(items) | Reading::Any(items) => {
            let (zh, en) = match (matches!(reading, Reading::All(_)), lead.is_empty()) {
                (true, true) => ("以下全部满足：", "all of these:"),
                (true, false) => ("以下全部：", " all of these:"),
                (false, true) => ("以下任一满足：", "any of these:"),
                (false, false) => ("以下任一：", " any of these:"),
            };
            let items = items.iter().map(|item| say(printer, item, Phrase::default())).collect();
            Saying { phrase: lead.and(printer.lang.pick(zh, en)), items }
        }
        Reading::Cases(question, cases) => {
            let [then, other] = &**cases;
            let asked = printer.cond(question, true);
            let not = printer.cond(question, false);
            match (is_free(then), is_free(other)) {
                (_, true) => say(printer, then, behind(printer, lead, only(printer, asked))),
                (true, _) => say(printer, other, behind(printer, lead, only(printer, not))),
                _ => {
                    let lines = [
                        case(printer, then, printer.say("若{}，", "if {}, ", [asked])),
                        case(printer, other, Phrase::from(printer.lang.pick("否则", "otherwise "))),
                    ];
                    let phrase = behind(printer, lead, Phrase::from(printer.lang.pick("分两种情形：", "two cases:")));
                    Saying { phrase, items: lines.into() }
                }
            }
        }
        Reading::Items { list, each, picked, what } => {
            let inside = printer.inside(*list);
            let items = picked.map_or_else(|| printer.list(*list), |cond| printer.picked(*list, cond));
            let words = match each {
                true => printer.say("所有{}都满足", "all {} meet", [items]),
                false => printer.say("至少有一处{}满足", "at least one of {} meets", [items]),
            };
            say(&inside, what, behind(printer, lead, words))
        }
    }
}

/// One of two cases: `否则须满足：…`.
fn case(printer: &Printer, reading: &Reading, when: Phrase) -> Saying {
    match reading {
        // That nothing is asked was said otherwise: this is never so.
        Reading::Leaf(Cond { node: CondNode::Known(_), .. }, _) => {
            Saying::from(when.and(printer.lang.pick("不成立", "it does not hold")))
        }
        _ => say(printer, reading, when.and(printer.lang.pick("须满足", "it takes"))),
    }
}

/// `若结构形式为“砖混”，须满足（否则不作要求）`
fn only(printer: &Printer, question: Phrase) -> Phrase {
    printer.say("若{}，须满足（否则不作要求）", "if {} (else nothing is asked)", [question])
}

/// Whether nothing is asked.
fn is_free(reading: &Reading) -> bool {
    matches!(reading, Reading::Leaf(cond, yes) if cond.node == CondNode::Known(*yes))
}

fn behind(printer: &Printer, lead: Phrase, words: Phrase) -> Phrase {
    if lead.is_empty() { words } else { lead.and(printer.lang.pick("：", ": ")).and(words) }
}
