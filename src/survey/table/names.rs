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

    /// These names, some of which mean something else: what is said, and nothing besides.
    pub fn with(&self, others: impl Iterator<Item = (String, Vec<Meaning>)>) -> Names<'d> {
        let mut meanings = self.meanings.clone();
        meanings.extend(others);
        Names { dictionary: self.dictionary, meanings, lists: self.lists.clone() }
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
        self.meanings
            .iter()
            .flat_map(|(known, meanings)| meanings.iter().map(move |meaning| (known, *meaning)))
            .filter(|(_, meaning)| wanted(*meaning))
            .filter_map(|(known, meaning)| Some((nearness(known, name, meaning)?, self.label(meaning), known)))
            // By name where equally near: the map's own order is by chance.
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.2.cmp(a.2)))
            .map(|(_, label, _)| label)
    }
}

/// Characters of which another one makes another thing of a name: 梯段净宽 is not 梯段净高.
const TELLING: [&str; 9] =
    ["宽高深长厚距", "上下", "内外", "前后", "左右", "新旧", "有无", "每总", "0123456789一二三四五六七八九十"];

/// How near a header is to a known name, where it may well be meant: one holds the other, or they are so much alike
/// that it is a slip or another wording, and they do not tell two things apart. A wrong suggestion is worse than none.
fn nearness(known: &str, name: &str, meaning: Meaning) -> Option<f64> {
    let near = strsim::normalized_damerau_levenshtein(known, name);
    let holds = |long: &str, short: &str| short.chars().nth(1).is_some() && long.contains(short);
    let wording = || known.chars().next_back() == name.chars().next_back();
    let alike = match meaning {
        _ if holds(known, name) || holds(name, known) => near >= 0.5,
        // 热力管距外墙 is another pipe than 燃气管距外墙.
        Meaning::Item(..) => false,
        _ => shares_two(known, name) && (near >= 0.75 || (near >= 0.6 && wording())),
    };
    let tells_apart = |these: &str| {
        let of = |text: &str| -> Vec<char> { text.chars().filter(|c| these.contains(*c)).collect() };
        let (mine, theirs) = (of(name), of(known));
        !mine.is_empty() && !theirs.is_empty() && mine != theirs
    };
    // 单元数 counts what 单元 names.
    let counts = name.ends_with('数') && !known.ends_with('数');
    (alike && !counts && !TELLING.iter().any(|these| tells_apart(these))).then_some(near)
}

/// Whether two characters in a row are the same in both.
fn shares_two(a: &str, b: &str) -> bool {
    let chars: Vec<char> = a.chars().collect();
    chars.windows(2).any(|two| b.contains(&two.iter().collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::dictionary::Complete;
    use crate::survey::cases::made_up::dictionary;

    #[test]
    fn names_are_suggested_where_they_may_well_be_meant() {
        let dictionary = dictionary(Complete::Unit);
        let names = Names::new(&dictionary);
        let nearest = |name| names.nearest(name, |_| true).unwrap_or("");
        for (name, label) in [
            ("净宽", "梯段净宽"),
            ("楼梯净款", "梯段净宽"),
            ("结构型式", "结构形式"),
            ("单元编号", "单元号"),
            ("小区名", "小区"),
            ("层数合计", "层数"),
            ("燃气管距外墙面", "燃气管距外墙"),
            ("消防车通道", "消防车道"),
        ] {
            assert_eq!(nearest(name), label, "{name}");
        }
    }

    #[test]
    fn other_things_are_not_suggested() {
        let dictionary = dictionary(Complete::Unit);
        let names = Names::new(&dictionary);
        for name in [
            "备注",
            "梯段净高",
            "楼梯净高",
            "平台净宽",
            "层高",
            "房屋朝向",
            "房屋用途",
            "热力管距外墙",
            "距内墙",
            "楼层",
            "单元数",
            "物业",
            "审核",
            "照片",
            "坐落",
            "电梯品牌",
        ] {
            let of_units = |meaning| !matches!(meaning, Meaning::ListField(..));
            assert_eq!(names.nearest(name, of_units), None, "{name}");
        }
    }
}
