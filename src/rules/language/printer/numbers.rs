//! Numbers for readers: names and figures, sums in brackets where they must be.

use super::super::lookup::column_field;
use super::super::phrase::Phrase;
use super::super::tree::level;
use super::super::typed::{Key, Num, NumNode, Pick};
use super::Printer;
use super::figures::{is_percent, show_param, show_quantity};
use crate::lang::Lang;
use crate::quantity::{Decimal, Dimension};
use crate::rules::dictionary::ListIx;

impl Printer<'_> {
    /// A number that stands by itself.
    pub fn whole_num(&self, num: &Num) -> Phrase {
        self.num(num, level::OR, is_percent(num, self.scope))
    }

    /// A number, in brackets where it binds less tightly than it must.
    pub(super) fn num(&self, num: &Num, at_least: u8, percent: bool) -> Phrase {
        let (phrase, own) = match &num.node {
            NumNode::Known(value) => {
                let percent = percent && num.dimension == Dimension::Number;
                let unit = percent.then(|| crate::quantity::unit_named("%")).flatten();
                let shown = match num.dimension {
                    Dimension::LENGTH if *value == Decimal::ZERO => "0 m".to_string(),
                    dimension => show_quantity(*value, dimension, unit),
                };
                (Phrase::from(shown), level::ATOM)
            }
            NumNode::Field(at) => (self.field(*at), level::ATOM),
            NumNode::Param(ix) => {
                let set = self.scope.params.get(*ix).map_or_else(String::new, show_param);
                (self.set_by(Phrase::from(set), Some(*ix)), level::ATOM)
            }
            NumNode::Derived(ix) => (self.derived(*ix), level::ATOM),
            NumNode::Negated(a) => (self.say("−{}", "−{}", [self.num(a, level::NEGATED, percent)]), level::NEGATED),
            NumNode::Plus(a, b) => (self.two(a, " + ", b, level::SUM, percent), level::SUM),
            NumNode::Minus(a, b) => (self.two(a, " − ", b, level::SUM, percent), level::SUM),
            NumNode::Times(a, b) => (self.two(a, " × ", b, level::PRODUCT, false), level::PRODUCT),
            NumNode::Over(a, b) => (self.two(a, " ÷ ", b, level::PRODUCT, false), level::PRODUCT),
            NumNode::Min(nums) => (self.extreme(nums, ["较小者", "最小者"], ["smaller", "smallest"]), level::COMPARE),
            NumNode::Max(nums) => (self.extreme(nums, ["较大者", "最大者"], ["larger", "largest"]), level::COMPARE),
            NumNode::Magnitude(a) => {
                let inside = self.say("（{}）", "({})", [self.num(a, level::OR, percent)]);
                (self.say("{}的绝对值", "the magnitude of {}", [inside]), level::ATOM)
            }
            NumNode::Lookup(lookup) => {
                let table = self.scope.tables.get(lookup.table);
                let columns = table.map_or(&[][..], |table| table.keys.as_slice());
                let keys = lookup.keys.iter().enumerate();
                let keys = self.row(keys.map(|(ix, key)| self.key(key, columns.get(ix))));
                let table = table.map_or_else(Phrase::default, |table| {
                    self.named(format!("tables.{}", table.id), &table.label, &table.id)
                });
                (self.say("{}所列值（按{}查）", "the value in {} (by {})", [table, keys]), level::ATOM)
            }
            NumNode::Count(list, inside) => {
                (self.say("{}的数量", "the number of {}", [self.picked(*list, inside)]), level::ATOM)
            }
            NumNode::MinOf(list, value) => (self.of_items("最小值", "smallest", *list, value), level::ATOM),
            NumNode::MaxOf(list, value) => (self.of_items("最大值", "largest", *list, value), level::ATOM),
            NumNode::SumOf(list, value) => (self.of_items("合计", "sum", *list, value), level::ATOM),
            NumNode::If(question, a, b) => {
                let [a, b] = [a, b].map(|num| self.num(num, level::OR, percent));
                let parts = [self.cond(question, true), a, b];
                (self.say("（若{}，取{}，否则取{}）", "(if {}, then {}, else {})", parts), level::ATOM)
            }
        };
        self.grouped(phrase, own < at_least)
    }

    fn two(&self, a: &Num, sign: &str, b: &Num, own: u8, percent: bool) -> Phrase {
        Phrase::joined([self.num(a, own, percent), self.num(b, own + 1, percent)], sign)
    }

    /// `甲与（乙 − 丙）中较大者`
    fn extreme(&self, nums: &[Num], zh: [&str; 2], en: [&str; 2]) -> Phrase {
        let percent = nums.iter().any(|num| is_percent(num, self.scope));
        let each = nums.iter().map(|num| self.num(num, level::ATOM, percent));
        let ([of_two, of_more], two) = (self.lang.pick(zh, en), nums.len() == 2);
        let which = Phrase::from(if two { of_two } else { of_more });
        let each = if two { Phrase::joined(each, self.lang.pick("与", " and ")) } else { self.row(each) };
        match self.lang {
            Lang::Zh => Phrase::filled("{}中{}", [each, which]),
            Lang::En => Phrase::filled("the {} of {}", [which, each]),
        }
    }

    fn of_items(&self, zh: &str, en: &str, list: ListIx, value: &Num) -> Phrase {
        let inside = self.inside(list).num(value, level::ATOM, is_percent(value, self.scope));
        match self.lang {
            Lang::Zh => Phrase::filled("各{}的{}的{}", [self.list(list), inside, Phrase::from(zh)]),
            Lang::En => Phrase::filled("the {} over {} of {}", [Phrase::from(en), self.list(list), inside]),
        }
    }

    /// A key. A choice that is written as one is shown by the column it was found through.
    fn key(&self, key: &Key, column: Option<&String>) -> Phrase {
        match key {
            Key::Number(num) => self.num(num, level::SUM, false),
            Key::Choice { pick: Pick::Field(at), .. } => self.field(*at),
            Key::Choice { pick: Pick::Known { choice, param }, .. } => {
                let found = column.and_then(|column| column_field(self.scope.dictionary, self.list, column));
                let choice = found.and_then(|field| field.kind.choices()?.get(usize::from(*choice)));
                let shown = choice.map_or("", |choice| self.lang.pick(choice.shown(), &choice.id));
                self.set_by(self.quoted(shown), *param)
            }
        }
    }
}
