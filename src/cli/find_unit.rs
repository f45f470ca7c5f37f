//! Which unit a key means: its name, or an unambiguous tail of it; parts are compared as surveys compare them, so
//! `3幢/2单元` means `3/2`.

use super::{FAILED, Failure};
use crate::rules::{Dictionary, Field};
use crate::survey::{Units, normal_key};
use crate::text;
use std::sync::Arc;

/// How many names are listed where a key is ambiguous or unknown.
const LISTED: usize = 8;

/// The unit that `key` means.
pub fn find_unit(units: &Units, dictionary: &Dictionary, key: &str) -> Result<usize, Failure> {
    let wanted = key.trim().trim_matches('/').replace('／', "/");
    let names: Vec<String> = (0..units.count).map(|unit| units.name(unit)).collect();
    let matching = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
        names.iter().enumerate().filter(|(_, name)| fits(name)).map(|(unit, _)| unit).collect()
    };
    // `1/2` means a whole building number first: not 11/2, if there is a 1/2.
    let tail = format!("/{wanted}");
    let found = [
        matching(&|name| name == wanted),
        matching(&|name| name.ends_with(&tail)),
        matching(&|name| name.ends_with(&wanted)),
        alike(units, dictionary, &wanted),
    ];
    let found = found.into_iter().find(|found| !found.is_empty() && !wanted.is_empty()).unwrap_or_default();
    match found.as_slice() {
        [unit] => Ok(*unit),
        [] => {
            let near = listed(nearest(&names, &wanted).into_iter(), 0);
            let help = match (near.is_empty(), names.first()) {
                (false, _) => Some(text!("最接近的有：{near}", "the nearest are: {near}")),
                (true, Some(first)) => Some(text!(
                    "单元写成 `{first}` 这样；全部见 units.csv",
                    "units are named like `{first}`; units.csv has them all"
                )),
                (true, None) => None,
            };
            Err(Failure::new(FAILED, text!("没有单元 `{key}`", "no unit `{key}`"), help))
        }
        several => {
            let more = several.len().saturating_sub(LISTED);
            let candidates = listed(several.iter().take(LISTED).filter_map(|&unit| names.get(unit)), more);
            let count = several.len();
            Err(Failure::new(
                FAILED,
                text!("`{key}` 可以指 {count} 个单元", "`{key}` may mean any of {count} units"),
                Some(text!("请写全一些：{candidates}", "write more of it: {candidates}")),
            ))
        }
    }
}

/// The units whose last parts are the ones wanted, compared as keys of a survey are.
fn alike(units: &Units, dictionary: &Dictionary, wanted: &str) -> Vec<usize> {
    let columns: Vec<(&Field, &Vec<Arc<str>>)> =
        dictionary.key_fields().filter_map(|ix| dictionary.fields.get(ix)).zip(&units.keys).collect();
    let parts: Vec<&str> = wanted.split('/').collect();
    if parts.len() > columns.len() {
        return Vec::new();
    }
    let asked: Vec<(String, &Field, &Vec<Arc<str>>)> = columns
        .iter()
        .rev()
        .zip(parts.iter().rev())
        .map(|((field, column), part)| (normal_key(field, part), *field, *column))
        .collect();
    let fits = |unit: &usize| {
        asked.iter().all(|(part, field, column)| column.get(*unit).is_some_and(|own| normal_key(field, own) == *part))
    };
    (0..units.count).filter(fits).collect()
}

fn listed<'a>(names: impl Iterator<Item = &'a String>, more: usize) -> String {
    let mut listed: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    if more > 0 {
        listed.push(format!("… (+{more})"));
    }
    listed.join(" ")
}

/// Names like the one wanted, the likest first.
fn nearest<'a>(names: &'a [String], wanted: &str) -> Vec<&'a String> {
    let mut near: Vec<(f64, &String)> =
        names.iter().map(|name| (strsim::normalized_damerau_levenshtein(name, wanted), name)).collect();
    near.retain(|(likeness, _)| *likeness >= 0.5);
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary() -> Dictionary {
        crate::rules::load("shanghai", &[]).rules.unwrap().dictionary
    }

    fn units() -> Units {
        let names = [("甲小区", "1", "2"), ("甲小区", "11", "2"), ("乙小区", "3", "1"), ("丙小区", "3", "1")];
        let column = |get: fn(&(&'static str, &'static str, &'static str)) -> &'static str| {
            names.iter().map(|name| Arc::from(get(name))).collect()
        };
        Units { count: 4, keys: vec![column(|n| n.0), column(|n| n.1), column(|n| n.2)], ..Units::default() }
    }

    #[test]
    fn a_name_or_an_unambiguous_tail_of_it() {
        assert_eq!(find_unit(&units(), &dictionary(), "甲小区/1/2").unwrap(), 0);
        assert_eq!(find_unit(&units(), &dictionary(), "1/2").unwrap(), 0);
        assert_eq!(find_unit(&units(), &dictionary(), "11/2").unwrap(), 1);
        assert_eq!(find_unit(&units(), &dictionary(), "/丙小区/3/1").unwrap(), 3);
    }

    #[test]
    fn parts_are_compared_as_in_surveys() {
        assert_eq!(find_unit(&units(), &dictionary(), "甲小区/１号楼/2单元").unwrap(), 0);
        assert_eq!(find_unit(&units(), &dictionary(), "11幢/02").unwrap(), 1);
        assert!(find_unit(&units(), &dictionary(), "3幢/1单元").is_err());
    }

    #[test]
    fn an_ambiguous_one_lists_the_candidates() {
        let failure = find_unit(&units(), &dictionary(), "3/1").unwrap_err();
        let help = failure.help.unwrap().zh;
        assert!(help.contains("`乙小区/3/1`") && help.contains("`丙小区/3/1`"), "{help}");
    }

    #[test]
    fn an_unknown_one_suggests_the_nearest() {
        let failure = find_unit(&units(), &dictionary(), "乙小区/3/2").unwrap_err();
        assert!(failure.help.unwrap().zh.contains("`乙小区/3/1`"));
        assert!(find_unit(&units(), &dictionary(), "").is_err());
    }
}
