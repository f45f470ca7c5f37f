//! Doubts about a rule set that has no mistakes of its own: nothing cited, nothing used, one name for two things.
//!
//! What a rule can never come to, and rows and choices nothing reaches, are not looked at here.

use super::diagnostic::Diagnostics;
use super::document::{Item, Table};
use super::language::Uses;
use super::nearest::nearest;
use super::ruleset::RuleSet;
use super::values::word;
use crate::lang::Text;
use crate::text;
use std::collections::HashMap;

/// Warns of what is doubtful.
pub(super) fn lint(rules: &RuleSet, merged: &Table, dictionary: &Table, out: &mut Diagnostics) {
    uncited(rules, out);
    labels(merged, dictionary, out);
    names_of_tests(rules, out);
    // What a broken expression would have used is not known.
    if !out.any_error() {
        unused(rules, merged, out);
    }
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
                .help(text!(
                    "换一个名字；不然表达式里只能用代号",
                    "take another name, or expressions can only use the ids"
                ))
                .also(&first.place, text!("先在这里", "first here"));
            }
            None => {
                met.insert(word(label), item);
            }
        }
    }
}

/// Warns of parameters, derived fields and tables that no criterion or remedy comes to. What only an unused
/// derived field uses is not mentioned beside it.
fn unused(rules: &RuleSet, merged: &Table, out: &mut Diagnostics) {
    let derived = &rules.derived;
    let mut asked = Uses::default();
    for criterion in &rules.criteria {
        asked.add_criterion(criterion, derived);
    }
    for remedy in &rules.remedies {
        remedy.when.iter().for_each(|rule| asked.add_cond(&rule.cond, derived));
        remedy.cost.iter().for_each(|cost| asked.add_num(cost, derived));
    }
    let mut at_all = asked.clone();
    derived.iter().for_each(|one| at_all.add_expr(&one.value, derived));
    let declared = |section: &str, id: &str| merged.table(section)?.entry(id).map(|entry| entry.key_place.clone());
    for (ix, param) in rules.params.iter().enumerate().filter(|(ix, _)| !at_all.params.contains(ix)) {
        let id = &param.id;
        let Some(place) = declared("params", id) else { continue };
        let others =
            rules.params.iter().enumerate().filter(|(other, _)| *other != ix).map(|(_, param)| param.id.as_str());
        // A new parameter of a variant that resembles one of the base was meant to override it.
        let near =
            nearest(id, others).filter(|near| declared("params", near).is_some_and(|other| other.file > place.file));
        let diagnostic = out.warning("R062", &place, text!("参数 `{id}` 没有用到", "parameter `{id}` is not used"));
        diagnostic.help = near
            .map_or_else(use_or_remove, |near| Some(text!("是不是要改 `{near}`？", "was `{near}` meant to be set?")));
    }
    for (_, one) in derived.iter().enumerate().filter(|(ix, _)| !asked.derived.contains(ix)) {
        let id = &one.id;
        if let Some(place) = declared("derive", id) {
            out.warning("R063", &place, text!("派生字段 `{id}` 没有用到", "derived field `{id}` is not used")).help =
                use_or_remove();
        }
    }
    for (_, table) in rules.tables.iter().enumerate().filter(|(ix, _)| !at_all.tables.contains(ix)) {
        let id = &table.id;
        if let Some(place) = declared("tables", id) {
            out.warning("R064", &place, text!("表 `{id}` 没有用到", "table `{id}` is not used")).help = use_or_remove();
        }
    }
}

fn use_or_remove() -> Option<Text> {
    Some(text!("看看哪个条件该用它；用不着就删去", "see which condition should use it, or remove it"))
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
