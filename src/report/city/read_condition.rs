//! The conditions of a template: what stands after a field, against what the field can hold.

use super::condition::{Ask, Condition, Subject, Want};
use super::keys::{ASKED, FACTS};
use super::read::{Reader, named};
use crate::report::figures::HAS_LIFT;
use crate::rules::diagnostic::Place;
use crate::rules::document::{Entry, Item, Node};
use crate::rules::nearest::did_you_mean;
use crate::rules::ruleset::Grade;
use crate::rules::values::{Wanted, number};
use crate::rules::{Choice, Field, Kind, ListIx};
use crate::text;

impl Reader<'_> {
    /// A condition on units; without one, all of them.
    pub fn units_condition(&mut self, item: Option<&Item>) -> Condition {
        let Some(table) = item.and_then(Item::table) else { return Condition::default() };
        let mut condition = Condition::default();
        for entry in &table.entries {
            if entry.key == "grade" {
                self.grades(entry, &mut condition.asks);
                continue;
            }
            let (subject, kind) = match entry.key.as_str() {
                "class" => (Subject::Class, Holding::Class),
                "best_class" => (Subject::Best, Holding::Class),
                "worst_class" => (Subject::Worst, Holding::Class),
                "settled" => (Subject::Settled, Holding::Settled),
                id => {
                    let rules = self.rules;
                    let fields = &rules.dictionary.fields;
                    let Some(ix) = named(fields, id) else {
                        let known = FACTS.iter().copied().chain(fields.iter().map(|field| field.id.as_str()));
                        let message = text!("没有字段 `{id}`", "no such field `{id}`");
                        self.out.error("T010", &entry.key_place, message).help =
                            did_you_mean(id, known.collect::<Vec<_>>());
                        continue;
                    };
                    condition.about_lift |= Some(ix) == rules.dictionary.field(HAS_LIFT);
                    // Just found, so it is there.
                    (Subject::Field(ix), Holding::Field(&fields[ix]))
                }
            };
            self.asks(subject, kind, &entry.item, &mut condition.asks);
        }
        condition
    }

    /// A condition on the items of a list.
    pub fn items_condition(&mut self, item: &Item, list: ListIx) -> Condition {
        let mut condition = Condition::default();
        let rules = self.rules;
        let (Some(table), Some(list)) = (item.table(), rules.dictionary.lists.get(list)) else { return condition };
        for entry in &table.entries {
            match named(&list.fields, &entry.key) {
                // Just found, so it is there.
                Some(ix) => {
                    self.asks(Subject::Field(ix), Holding::Field(&list.fields[ix]), &entry.item, &mut condition.asks)
                }
                None => self.no_field(&entry.key, &list.fields, &entry.key_place),
            }
        }
        condition
    }

    fn grades(&mut self, entry: &Entry, asks: &mut Vec<Ask>) {
        let Some(table) = entry.item.table() else {
            let message = text!("`grade` 后面要写评估项", "`grade` is followed by a criterion");
            self.out
                .error("T013", &entry.item.place, message)
                .help(text!("写成 grade.pipe-gas = \"difficult\"", "write it like grade.pipe-gas = \"difficult\""));
            return;
        };
        for entry in &table.entries {
            if let Some(at) = self.criterion(&entry.key, &entry.key_place) {
                self.asks(Subject::Grade(at), Holding::Class, &entry.item, asks);
            }
        }
    }

    /// The place of a criterion among the enabled ones.
    pub fn criterion(&mut self, id: &str, place: &Place) -> Option<usize> {
        let at = self.rules.enabled().position(|criterion| criterion.id == id || criterion.title == id);
        if at.is_none() {
            let known: Vec<&str> = self.rules.enabled().map(|criterion| criterion.id.as_str()).collect();
            self.out.error("T011", place, text!("没有评估项 `{id}`", "no such criterion `{id}`")).help =
                did_you_mean(id, known);
        }
        at
    }

    fn asks(&mut self, subject: Subject, holding: Holding, item: &Item, asks: &mut Vec<Ask>) {
        let mut ask = |want: Want, not: bool| asks.push(Ask { subject, want, not });
        let Node::Table(table) = &item.node else {
            if let Some(want) = self.want(holding, item) {
                ask(want, false);
            }
            return;
        };
        for entry in &table.entries {
            match (entry.key.as_str(), &entry.item.node) {
                ("known", Node::Flag(flag)) => ask(Want::Known(*flag), false),
                ("not", _) => {
                    if let Some(want) = self.want(holding, &entry.item) {
                        ask(want, true);
                    }
                }
                ("this_month", Node::Flag(true)) if holding.is_date() => ask(Want::ThisMonth, false),
                ("at_least", _) => {
                    if let Some(low) = self.number(holding, &entry.item) {
                        ask(Want::Between(Some(low), None), false);
                    }
                }
                ("at_most", _) => {
                    if let Some(high) = self.number(holding, &entry.item) {
                        ask(Want::Between(None, Some(high)), false);
                    }
                }
                (key, _) if ASKED.contains(&key) => {
                    let message = text!("`{key}` 在这里不能这样写", "`{key}` cannot be asked here");
                    self.out.error("T013", &entry.item.place, message).help(text!(
                        "known = true/false；this_month = true 只能问日期",
                        "`known = true` or `false`; `this_month = true` is for dates"
                    ));
                }
                (key, _) => {
                    self.out.error("T003", &entry.key_place, text!("认不得的键 `{key}`", "unknown key `{key}`")).help =
                        did_you_mean(key, ASKED.iter().copied());
                }
            }
        }
    }

    fn number(&mut self, holding: Holding, item: &Item) -> Option<crate::quantity::Decimal> {
        let Some(want) = holding.field().and_then(|field| Wanted::of(&field.kind)) else {
            self.unfit(item);
            return None;
        };
        match number(item, want) {
            Ok(value) => Some(value),
            Err(complaint) => {
                self.out.error("T013", &item.place, complaint.message).help = complaint.help;
                None
            }
        }
    }

    /// What a value or an array of values asks for.
    fn want(&mut self, holding: Holding, item: &Item) -> Option<Want> {
        let one;
        let items = match &item.node {
            Node::List(items) => items.as_slice(),
            _ => {
                one = [item.clone()];
                &one
            }
        };
        match holding {
            Holding::Settled => match item.node {
                Node::Flag(flag) => Some(Want::Flag(flag)),
                _ => self.unfit(item),
            },
            Holding::Class => {
                let grades: Vec<Grade> = items.iter().filter_map(|item| self.class(item)).collect();
                Some(Want::Grades(grades))
            }
            Holding::Field(field) => match (&field.kind, &item.node) {
                (Kind::Flag, Node::Flag(flag)) => Some(Want::Flag(*flag)),
                (Kind::Choice(choices) | Kind::Several(choices), _) => {
                    let bits = items.iter().filter_map(|item| self.choice(item, choices));
                    Some(Want::Choices(bits.fold(0, |bits, choice| bits | 1u64.checked_shl(choice).unwrap_or(0))))
                }
                (Kind::Text, _) if items.iter().all(|item| item.text().is_some()) => {
                    Some(Want::Texts(items.iter().filter_map(|item| item.text().map(str::to_string)).collect()))
                }
                (Kind::Number(_) | Kind::Percent, Node::Text(_) | Node::Number(_) | Node::Date(_)) => {
                    let number = self.number(holding, item)?;
                    Some(Want::Between(Some(number), Some(number)))
                }
                _ => self.unfit(item),
            },
        }
    }

    fn class(&mut self, item: &Item) -> Option<Grade> {
        let Some(word) = item.text() else { return self.unfit(item).and(None) };
        let class = class_of(word);
        if class.is_none() {
            self.out.error("T012", &item.place, text!("没有结论 `{word}`", "no such class `{word}`")).help =
                did_you_mean(word, Grade::ALL.map(Grade::id));
        }
        class
    }

    fn choice(&mut self, item: &Item, choices: &[Choice]) -> Option<u32> {
        let Some(word) = item.text() else { return self.unfit(item).and(None) };
        let choice = choice_of(word, choices);
        if choice.is_none() {
            self.out.error("T012", &item.place, text!("没有选项 `{word}`", "no such choice `{word}`")).help =
                did_you_mean(word, choices.iter().map(|choice| choice.id.as_str()));
        }
        choice.map(|choice| choice as u32)
    }

    fn unfit(&mut self, item: &Item) -> Option<Want> {
        if !matches!(item.node, Node::Broken) {
            let kind = item.kind();
            let (zh, en) = (kind.zh, kind.en);
            self.out.error(
                "T013",
                &item.place,
                text!("这个字段不能用{zh}来问", "this field cannot be asked with {en}"),
            );
        }
        None
    }
}

/// What something that is asked about holds.
#[derive(Clone, Copy)]
enum Holding<'a> {
    Class,
    Settled,
    Field(&'a Field),
}

impl<'a> Holding<'a> {
    fn field(self) -> Option<&'a Field> {
        if let Holding::Field(field) = self { Some(field) } else { None }
    }

    fn is_date(self) -> bool {
        self.field().is_some_and(|field| field.kind == Kind::Number(crate::quantity::Dimension::Date))
    }
}

/// A class by id or label.
pub(super) fn class_of(word: &str) -> Option<Grade> {
    Grade::ALL.into_iter().find(|grade| grade.id() == word || grade.label().zh == word)
}

/// The place of a choice, by id or any spelling.
pub(super) fn choice_of(word: &str, choices: &[Choice]) -> Option<usize> {
    choices.iter().position(|choice| choice.id == word || choice.spellings.iter().any(|spelling| spelling == word))
}
