//! The names that are known where an expression stands: by id and by label, folded. Other names (aliases) are for
//! headers only; here they merely lead to a suggestion.
//!
//! The lexer asks for the longest name at a place whichever list it belongs to; what a name means where it stands
//! is decided later, by `types`. A name that is made of a list's field alone is therefore one word outside its
//! list too, where it is an error.

use super::fold::{fold, is_ascii_word, is_word};
use super::tree::Function;
use super::typed::{DerivedIx, ParamIx, TableIx};
use super::{Scope, lexer};
use crate::rules::dictionary::{FieldIx, ListIx};
use std::collections::{BTreeMap, HashMap};

/// What a name can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Unit(FieldIx),
    Item(ListIx, FieldIx),
    List(ListIx),
    Param(ParamIx),
    Derived(DerivedIx),
    /// A derived field that may not be used (yet): place among [`Scope::unusable`]
    Unusable(usize),
    Table(TableIx),
    /// Only in escalation conditions
    Criterion(usize),
}

/// Known names and what they mean.
#[derive(Default)]
pub(super) struct Names {
    meanings: BTreeMap<String, Vec<Meaning>>,
    /// Names that may stand without backticks, by first character, the longest first
    bare: HashMap<char, Vec<Vec<char>>>,
    /// Names with signs or brackets, likewise
    signed: HashMap<char, Vec<Vec<char>>>,
    /// What people also call a field, and what it is called here
    aliases: Vec<(String, String)>,
    /// Whether `-` is part of words, as in the ids of criteria
    hyphens: bool,
}

/// How alike two words must be for one to be suggested for the other, from 0 to 1.
const ALIKE: f64 = 0.6;

impl Names {
    /// All names of a scope.
    pub fn of(scope: &Scope) -> Names {
        let mut names = Names::default();
        for (ix, field) in scope.dictionary.fields.iter().enumerate() {
            names.add_field(field, Meaning::Unit(ix));
        }
        for (ix, list) in scope.dictionary.lists.iter().enumerate() {
            names.add(&list.id, &list.label, Meaning::List(ix));
            list.aliases.iter().for_each(|alias| names.aliases.push((fold(alias), list.label.clone())));
            for (field_ix, field) in list.fields.iter().enumerate() {
                names.add_field(field, Meaning::Item(ix, field_ix));
            }
        }
        for (ix, param) in scope.params.iter().enumerate() {
            names.add(&param.id, &param.label, Meaning::Param(ix));
        }
        for (ix, derived) in scope.derived.iter().enumerate() {
            names.add(&derived.id, &derived.label, Meaning::Derived(ix));
        }
        for (ix, (id, label)) in scope.unusable.iter().enumerate() {
            names.add(id, label, Meaning::Unusable(ix));
        }
        for (ix, table) in scope.tables.iter().enumerate() {
            names.add(&table.id, &table.label, Meaning::Table(ix));
        }
        names.sorted()
    }

    /// The ids and titles of criteria.
    pub fn of_criteria<'a>(criteria: impl Iterator<Item = (&'a str, &'a str)>) -> Names {
        let mut names = Names { hyphens: true, ..Names::default() };
        for (ix, (id, title)) in criteria.enumerate() {
            names.add(id, title, Meaning::Criterion(ix));
        }
        names.sorted()
    }

    fn add_field(&mut self, field: &crate::rules::dictionary::Field, meaning: Meaning) {
        self.add(&field.id, &field.label, meaning);
        field.aliases.iter().for_each(|alias| self.aliases.push((fold(alias), field.label.clone())));
    }

    fn add(&mut self, id: &str, label: &str, meaning: Meaning) {
        for name in [fold(id), fold(label)] {
            let meanings = self.meanings.entry(name).or_default();
            if !meanings.contains(&meaning) {
                meanings.push(meaning);
            }
        }
    }

    /// With the tables by which the lexer finds names.
    fn sorted(mut self) -> Names {
        for name in self.meanings.keys() {
            let chars: Vec<char> = name.chars().collect();
            let Some(&first) = chars.first() else { continue };
            let bare = chars.iter().all(|&c| is_word(c) || (self.hyphens && c == '-'));
            if bare && (lexer::is_keyword(name) || Function::named(name).is_some()) {
                // A label that is spelt like an operator would make the operator unusable.
                continue;
            }
            let table = if bare { &mut self.bare } else { &mut self.signed };
            table.entry(first).or_default().push(chars);
        }
        for table in [&mut self.bare, &mut self.signed] {
            table.values_mut().for_each(|names| names.sort_by_key(|name| std::cmp::Reverse(name.len())));
        }
        self
    }

    /// How long the longest name is that stands bare at the beginning of `rest`.
    pub fn longest_at(&self, rest: &[char]) -> Option<usize> {
        let names = self.bare.get(rest.first()?)?;
        names.iter().find(|name| rest.starts_with(name) && self.ends_word(name, rest)).map(Vec::len)
    }

    /// How long the longest name with signs or brackets is at the beginning of `rest`.
    pub fn longest_signed_at(&self, rest: &[char]) -> Option<usize> {
        let names = self.signed.get(rest.first()?)?;
        names.iter().find(|name| rest.starts_with(name) && self.ends_word(name, rest)).map(Vec::len)
    }

    /// Whether `name`, with which `rest` begins, does not stop in the middle of an ASCII word.
    fn ends_word(&self, name: &[char], rest: &[char]) -> bool {
        let continues = |c: &char| is_ascii_word(*c) || (self.hyphens && *c == '-');
        !(name.last().is_some_and(continues) && rest.get(name.len()).is_some_and(continues))
    }

    /// What a name can mean, wherever it may stand.
    pub fn meanings(&self, name: &str) -> &[Meaning] {
        self.meanings.get(name).map_or(&[], Vec::as_slice)
    }

    /// The name most like `word` among those that may mean what is `wanted`, with how alike it is.
    pub fn nearest(&self, word: &str, wanted: impl Fn(Meaning) -> bool) -> Option<(f64, &str)> {
        let usable = |name: &str| self.meanings(name).iter().any(|&meaning| wanted(meaning));
        let names = self.meanings.keys().map(|name| (name.as_str(), name.as_str()));
        let aliases = self.aliases.iter().map(|(alias, label)| (alias.as_str(), label.as_str()));
        let known = names.chain(aliases).filter(|(_, name)| usable(&fold(name)));
        nearest_of(word, known)
    }
}

/// The second of the pair whose first is most like `word`, if any is like it at all.
pub(super) fn nearest_of<'a>(word: &str, known: impl Iterator<Item = (&'a str, &'a str)>) -> Option<(f64, &'a str)> {
    // Nothing so long is a name, and comparing takes the product of both lengths.
    if word.len() > 200 {
        return None;
    }
    known
        .map(|(spelt, name)| (strsim::normalized_damerau_levenshtein(word, spelt), name))
        .filter(|(alike, _)| *alike >= ALIKE)
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
}
