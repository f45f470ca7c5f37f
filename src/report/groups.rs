//! Units put together by what a group field says: the residents' committee, the estate.
//!
//! What always holds: every unit asked for is in exactly one group; groups stand in the order in which the input first
//! has them and are shown as first written; spellings that are compared as one (`甲 小区`, `甲小区`) are one group; no
//! two groups have one file name, also where a disk does not tell capitals from small letters.

use super::Answers;
use super::figures::shown;
use super::unit_table::value_cell;
use crate::lang::Lang;
use crate::rules::{Dictionary, FieldIx};
use crate::survey::{Units, normal_key};
use std::collections::{HashMap, HashSet};

/// Bytes of a file name that every file system takes, with room for an ending and a number.
const FILE_NAME: usize = 120;

/// Units of one value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitGroup {
    /// The value as shown to people, as first written; empty where it is not known
    pub value: String,
    /// Its units, in order
    pub units: Vec<usize>,
}

impl UnitGroup {
    /// The value, or what stands for one that is not known.
    pub fn name(&self, lang: Lang) -> &str {
        named(&self.value, lang)
    }
}

/// A group's value for people, who are told where there is none.
pub fn named(value: &str, lang: Lang) -> &str {
    if value.is_empty() { lang.pick("（未填）", "(blank)") } else { value }
}

/// The group field that is no part of a unit's name, which is wider than one that is: the residents' committee.
pub fn committee(answers: &Answers) -> Option<FieldIx> {
    committee_of(&answers.rules.dictionary)
}

/// The same of a dictionary.
pub fn committee_of(dictionary: &Dictionary) -> Option<FieldIx> {
    dictionary.group_fields().find(|&ix| dictionary.fields.get(ix).is_some_and(|field| !field.key))
}

/// The group field that is part of a unit's name: the estate.
pub fn estate(answers: &Answers) -> Option<FieldIx> {
    let dictionary = &answers.rules.dictionary;
    dictionary.group_fields().find(|&ix| dictionary.fields.get(ix).is_some_and(|field| field.key))
}

/// `units` by a field's values; all together where there is no such field.
pub fn by(answers: &Answers, field: Option<FieldIx>, units: &[usize]) -> Vec<UnitGroup> {
    among(&answers.rules.dictionary, &answers.survey.units, answers.lang, field, units)
}

/// The same of any units.
pub fn among(
    dictionary: &Dictionary,
    units: &Units,
    lang: Lang,
    field: Option<FieldIx>,
    asked: &[usize],
) -> Vec<UnitGroup> {
    let Some((ix, field)) = field.and_then(|ix| Some((ix, dictionary.fields.get(ix)?))) else {
        return vec![UnitGroup { value: String::new(), units: asked.to_vec() }];
    };
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<UnitGroup> = Vec::new();
    for &unit in asked {
        let value = value(dictionary, units, lang, ix, unit);
        let at = *places.entry(normal_key(field, &value)).or_insert_with(|| {
            groups.push(UnitGroup { value, units: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.units.push(unit);
        }
    }
    groups
}

/// What a unit's field says, as people know it; what is part of its name as it was first written.
pub fn value(dictionary: &Dictionary, units: &Units, lang: Lang, field: FieldIx, unit: usize) -> String {
    let key = dictionary.key_fields().position(|ix| ix == field).and_then(|at| units.keys.get(at)?.get(unit));
    match (key, dictionary.fields.get(field), units.fields.get(field)) {
        (Some(key), ..) => key.to_string(),
        (None, Some(of), Some(column)) => shown(dictionary, lang, &of.id, value_cell(of, column.values.get(unit))),
        _ => String::new(),
    }
}

/// A file name for each group, without an ending: its name without what file systems and addresses cannot have.
pub fn file_names(groups: &[UnitGroup], lang: Lang) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    // How far each name has been counted: thousands of names may be alike as far as a file name goes.
    let mut counted: HashMap<String, usize> = HashMap::new();
    let each = groups.iter().map(|group| {
        let plain = file_name(if group.value.is_empty() { lang.pick("未填", "blank") } else { &group.value });
        let mut name = plain.clone();
        let n = counted.entry(plain.to_lowercase()).or_insert(1);
        while !taken.insert(name.to_lowercase()) {
            *n += 1;
            name = format!("{plain}-{n}");
        }
        name
    });
    each.collect()
}

/// A text as a file name: letters, digits and a few signs; others become `_`.
fn file_name(text: &str) -> String {
    let mut name = String::new();
    for c in text.trim().chars() {
        let c = if c.is_alphanumeric() || "-_（）()".contains(c) { c } else { '_' };
        if name.len() + c.len_utf8() > FILE_NAME {
            break;
        }
        name.push(c);
    }
    // Names that Windows keeps for devices, whatever their ending.
    let device = ["con", "prn", "aux", "nul"].contains(&name.to_lowercase().as_str())
        || (name.len() == 4 && ["com", "lpt"].contains(&name.to_lowercase().get(..3).unwrap_or("")));
    if name.is_empty() || device { format!("_{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_harmless_and_differ() {
        let group = |value: &str| UnitGroup { value: value.into(), units: Vec::new() };
        let groups =
            ["一村", "../一村", "一/村", "一\\村", "CON", "A坊", "a坊", "", "村".repeat(100).as_str()].map(group);
        let names = file_names(&groups, Lang::Zh);
        let whole = "村".repeat(40);
        assert_eq!(names, ["一村", "___一村", "一_村", "一_村-2", "_CON", "A坊", "a坊-2", "未填", &whole]);
    }

    #[test]
    fn many_names_that_are_alike_are_soon_told_apart() {
        let group = |n: usize| UnitGroup { value: format!("{}{n}", "村".repeat(40)), units: Vec::new() };
        let groups: Vec<UnitGroup> = (0..20_000).map(group).collect();
        let began = std::time::Instant::now();
        let names: HashSet<String> = file_names(&groups, Lang::Zh).into_iter().collect();
        assert_eq!(names.len(), groups.len());
        // Trying each number from the beginning would be 200 million names.
        assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
    }
}
