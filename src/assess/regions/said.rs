//! A unit of a region in words: what was asked about, and nothing else.
//!
//! What always holds: fields in the dictionary's order, each by its label with its value as surveys show it; items of a
//! list in brackets. Deliberately absent: why.

use super::example::Example;
use super::form::Slot;
use crate::assess::explain::shown;
use crate::lang::{Lang, Text};
use crate::rules::language::Uses;
use crate::rules::{Dictionary, Field, Value};

impl Example {
    /// `梯段净宽 1.05 m、结构形式 砖混、地下管线（管线类型 燃气、距外墙 0.50 m）`; empty where nothing was asked.
    pub fn said(&self, dictionary: &Dictionary) -> Text {
        Text { zh: self.said_in(dictionary, Lang::Zh), en: self.said_in(dictionary, Lang::En) }
    }

    /// What was asked about, as the tests of a rules file give it: `{ stair_width = "1.05 m" }`.
    pub fn given(&self, dictionary: &Dictionary) -> String {
        let of = |slot: Slot, field: &Field, value: Option<&Value>| {
            let value = value.filter(|_| self.asked.contains(&slot))?;
            Some(format!("{} = {}", field.id, shown::in_rules(field, value)?))
        };
        let table = |entries: Vec<String>| match entries.is_empty() {
            true => "{}".to_string(),
            false => format!("{{ {} }}", entries.join(", ")),
        };
        let mut parts: Vec<String> = (dictionary.fields.iter().enumerate())
            .filter_map(|(ix, field)| of(Slot::Unit(ix), field, self.fields.get(ix)))
            .collect();
        for (list, def) in dictionary.lists.iter().enumerate().filter(|(list, _)| self.lists_asked.contains(list)) {
            let item = |(at, item): (usize, &Vec<Value>)| {
                let fields = def.fields.iter().enumerate();
                table(fields.filter_map(|(ix, field)| of(Slot::Item(list, at, ix), field, item.get(ix))).collect())
            };
            if let Some(items) = self.lists.get(list).and_then(Option::as_ref) {
                let items: Vec<String> = items.iter().enumerate().map(item).collect();
                parts.push(format!("{} = [{}]", def.id, items.join(", ")));
            }
        }
        table(parts)
    }

    /// Speaks from now on of all that these fields and lists hold.
    pub fn all_of(&mut self, used: &Uses) {
        self.asked = used.fields.iter().map(|&field| Slot::Unit(field)).collect();
        self.lists_asked = used.lists.iter().copied().collect();
        for &(list, field) in &used.items {
            let items = self.lists.get(list).and_then(Option::as_ref).map_or(0, Vec::len);
            self.asked.extend((0..items).map(|item| Slot::Item(list, item, field)));
        }
    }

    /// Speaks from now on of what these fields and lists hold, and of nothing else that was asked about.
    pub fn only(&mut self, used: &Uses) {
        self.asked.retain(|slot| match slot {
            Slot::Unit(field) => used.fields.contains(field),
            Slot::Item(list, _, field) => used.items.contains(&(*list, *field)),
        });
        self.lists_asked.retain(|list| used.lists.contains(list));
    }

    fn said_in(&self, dictionary: &Dictionary, lang: Lang) -> String {
        let comma = lang.pick("、", ", ");
        let name = |field: &Field| lang.pick(&field.label, &field.id).clone();
        let of = |slot: Slot, field: &Field, value: Option<&Value>| {
            let value = value.filter(|_| self.asked.contains(&slot))?;
            Some(format!("{} {}", name(field), shown::value(field, value, None, lang)))
        };
        let mut parts: Vec<String> = (dictionary.fields.iter().enumerate())
            .filter_map(|(ix, field)| of(Slot::Unit(ix), field, self.fields.get(ix)))
            .collect();
        for (list, def) in dictionary.lists.iter().enumerate() {
            let label = lang.pick(&def.label, &def.id);
            let asked = self.lists_asked.contains(&list);
            match self.lists.get(list).and_then(Option::as_ref) {
                None if asked => parts.push(format!("{label} {}", shown::unknown(lang))),
                Some(items) if items.is_empty() && asked => parts.push(format!("{label} {}", lang.pick("无", "none"))),
                items => {
                    for (at, item) in items.into_iter().flatten().enumerate() {
                        let values: Vec<String> = (def.fields.iter().enumerate())
                            .filter_map(|(ix, field)| of(Slot::Item(list, at, ix), field, item.get(ix)))
                            .collect();
                        let values = values.join(comma);
                        match values.is_empty() {
                            true if asked => parts.push(lang.pick(format!("{label}一项"), format!("one of {label}"))),
                            true => {}
                            false => {
                                parts.push(lang.pick(format!("{label}（{values}）"), format!("{label} ({values})")))
                            }
                        }
                    }
                }
            }
        }
        parts.join(comma)
    }
}
