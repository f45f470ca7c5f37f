//! What headers mean: every label, alias and id of the dictionary, as headers are compared.
//!
//! What always holds: names are compared exactly, after [`split_header`]; one name may mean a field of a unit and a
//! field of a list, and the table it stands in decides. Deliberately absent: where headers stand (`header.rs`).

use super::header_text::split_header;
use super::list_text::kind_field;
use crate::rules::{Dictionary, Field, FieldIx, ListIx};
use std::collections::HashMap;

/// What a header can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// A field of the unit
    Field(FieldIx),
    /// A field of a list's items, in a sheet of that list
    ListField(ListIx, FieldIx),
    /// One item of a list, in a unit's own row: the place among the list's columns
    Item(ListIx, usize),
}

/// All names that the dictionary knows.
pub struct Names<'d> {
    /// The dictionary they come from
    pub dictionary: &'d Dictionary,
    meanings: HashMap<String, Vec<Meaning>>,
    lists: HashMap<String, ListIx>,
}

/// Headers of running numbers, which say nothing about a unit.
const RUNNING_NUMBER: [&str; 8] = ["序号", "序", "行号", "No", "NO", "no", "#", "№"];

impl<'d> Names<'d> {
    /// The names of a dictionary.
    pub fn new(dictionary: &'d Dictionary) -> Names<'d> {
        let mut names = Names { dictionary, meanings: HashMap::new(), lists: HashMap::new() };
        for (ix, field) in dictionary.fields.iter().enumerate() {
            names.add_field(field, Meaning::Field(ix));
        }
        for (list_ix, list) in dictionary.lists.iter().enumerate() {
            for (ix, column) in list.columns.iter().enumerate() {
                column.headers.iter().for_each(|header| names.add(header, Meaning::Item(list_ix, ix)));
            }
            for (ix, field) in list.fields.iter().enumerate() {
                names.add_field(field, Meaning::ListField(list_ix, ix));
            }
            let named = list.aliases.iter().chain([&list.label]).filter(|_| kind_field(list).is_some());
            for name in named {
                names.lists.entry(split_header(name).name).or_insert(list_ix);
            }
        }
        names
    }

    fn add_field(&mut self, field: &Field, meaning: Meaning) {
        for name in [&field.label, &field.id].into_iter().chain(&field.aliases) {
            self.add(name, meaning);
        }
    }

    fn add(&mut self, name: &str, meaning: Meaning) {
        let meanings = self.meanings.entry(split_header(name).name).or_default();
        if !meanings.contains(&meaning) {
            meanings.push(meaning);
        }
    }

    /// What a name, taken apart by [`split_header`], can mean.
    pub fn meanings(&self, name: &str) -> &[Meaning] {
        self.meanings.get(name).map_or(&[], Vec::as_slice)
    }

    /// The list of that name, over a column of text about it.
    pub fn list_named(&self, name: &str) -> Option<ListIx> {
        self.lists.get(name).copied()
    }

    /// Whether a header of that name numbers the rows.
    pub fn is_running_number(&self, name: &str) -> bool {
        RUNNING_NUMBER.contains(&name) && self.meanings(name).is_empty()
    }

    /// What a meaning is called: `梯段净宽`.
    pub fn label(&self, meaning: Meaning) -> &'d str {
        let list = |ix: ListIx| self.dictionary.lists.get(ix);
        match meaning {
            Meaning::Field(ix) => self.dictionary.fields.get(ix).map(|field| &field.label),
            Meaning::ListField(l, ix) => list(l).and_then(|list| list.fields.get(ix)).map(|field| &field.label),
            Meaning::Item(l, ix) => list(l).and_then(|list| list.columns.get(ix)?.headers.first()),
        }
        .map_or("", String::as_str)
    }

    /// The id of the field that a meaning fills; for a list's, `pipes.distance`.
    pub fn id(&self, meaning: Meaning) -> String {
        let list = |ix: ListIx| self.dictionary.lists.get(ix);
        let of_list = |l: ListIx, ix: FieldIx| {
            let list = list(l)?;
            Some(format!("{}.{}", list.id, list.fields.get(ix)?.id))
        };
        match meaning {
            Meaning::Field(ix) => self.dictionary.fields.get(ix).map(|field| field.id.clone()),
            Meaning::ListField(l, ix) => of_list(l, ix),
            Meaning::Item(l, ix) => list(l).and_then(|list| of_list(l, list.columns.get(ix)?.field)),
        }
        .unwrap_or_default()
    }

    /// The field that a cell under this meaning is read as.
    pub fn field(&self, meaning: Meaning) -> Option<&'d Field> {
        match meaning {
            Meaning::Field(ix) => self.dictionary.fields.get(ix),
            Meaning::ListField(l, ix) => self.dictionary.lists.get(l)?.fields.get(ix),
            Meaning::Item(l, ix) => {
                let list = self.dictionary.lists.get(l)?;
                list.fields.get(list.columns.get(ix)?.field)
            }
        }
    }

    /// The known name nearest to one that means nothing, among meanings that `wanted` allows, where one is near.
    pub fn nearest(&self, name: &str, wanted: impl Fn(Meaning) -> bool) -> Option<&'d str> {
        let near = |known: &str| strsim::normalized_damerau_levenshtein(known, name);
        self.meanings
            .iter()
            .flat_map(|(known, meanings)| meanings.iter().map(move |meaning| (known, *meaning)))
            .filter(|(_, meaning)| wanted(*meaning))
            .map(|(known, meaning)| (near(known), self.label(meaning), known))
            .filter(|(nearness, ..)| *nearness >= 0.5)
            // By name where equally near: the map's own order is by chance.
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.2.cmp(a.2)))
            .map(|(_, label, _)| label)
    }
}
