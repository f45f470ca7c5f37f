//! Doubts about a rule set that has no mistakes of its own: nothing cited, nothing used, one name for two things.
//!
//! What a rule can never come to, and rows and choices nothing reaches, are not looked at here.

use super::diagnostic::Diagnostics;
use super::document::{Item, Table};
use super::ruleset::RuleSet;
use super::values::word;
use crate::text;
use std::collections::HashMap;

/// Warns of what is doubtful.
pub(super) fn lint(rules: &RuleSet, merged: &Table, dictionary: &Table, out: &mut Diagnostics) {
    uncited(rules, out);
    labels(merged, dictionary, out);
    names_of_tests(rules, out);
}

fn uncited(rules: &RuleSet, out: &mut Diagnostics) {
    for criterion in rules.enabled().filter(|criterion| criterion.cite.is_none()) {
        let id = &criterion.id;
        out.warning("R061", &criterion.place, text!("评估项 `{id}` 没有写出处", "criterion `{id}` cites nothing"))
            .help(text!(
                "加上 cite = \"…\"；没有条文可依就写明是惯例",
                "add cite = \"…\", if only to say that it is practice"
            ));
    }
}

/// A label that two things share is an error where it is used; where it is given, a doubt.
fn labels(merged: &Table, dictionary: &Table, out: &mut Diagnostics) {
    let own = ["params", "derive", "tables"].into_iter().flat_map(|section| merged.named(section));
    let fields = ["fields", "lists"].into_iter().flat_map(|section| dictionary.named(section));
    let mut met: HashMap<String, &Item> = HashMap::new();
    // Fields among themselves were looked at with the dictionary.
    for (_, table) in fields {
        if let Some((item, label)) = table.item("label").and_then(|item| Some((item, item.text()?))) {
            met.entry(word(label)).or_insert(item);
        }
    }
    for (_, table) in own {
        let Some((item, label)) = table.item("label").and_then(|item| Some((item, item.text()?))) else { continue };
        match met.get(&word(label)) {
            Some(first) => {
                out.warning(
                    "R060",
                    &item.place,
                    text!("`{label}` 已经是别的东西的名字", "`{label}` is the name of something else too"),
                )
                .help(text!("在式子里这个名字就不能用了，只能用代号", "expressions cannot use this name, only ids"))
                .also(&first.place, text!("先在这里", "first here"));
            }
            None => {
                met.insert(word(label), item);
            }
        }
    }
}

fn names_of_tests(rules: &RuleSet, out: &mut Diagnostics) {
    let mut met = HashMap::new();
    for test in &rules.tests {
        if let Some(first) = met.insert(test.name.as_str(), &test.place) {
            let name = &test.name;
            out.warning("R065", &test.place, text!("有两个示例都叫“{name}”", "two tests are called `{name}`"))
                .also(first, text!("另一个", "the other"));
        }
    }
}
