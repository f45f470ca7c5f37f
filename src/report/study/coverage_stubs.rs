//! Tests for what no test goes through, as a piece of a rules file.
//!
//! What always holds: the file appended to its rules loads, and its tests pass: one whose values are not known stands in
//! comments, with what can be filled in. Deliberately absent: finding the values (`study::coverage`).

use super::coverage::Covered;
use crate::assess::explain::shown::in_rules;
use crate::assess::{used_by_criteria, uses_of};
use crate::lang::{folded, one_line};
use crate::rules::language::uses::Uses;
use crate::rules::ruleset::{Grade, Test};
use crate::rules::{Field, Kind, Value, as_toml};
use crate::study::coverage::{Branch, Of, Outcome, Stub, What};
use crate::text;
use std::collections::HashSet;

/// Columns of a comment.
const WIDE: usize = 100;
/// What is to be filled in: no grade and no value.
const BLANK: &str = "…";

/// The file.
pub fn written(covered: &Covered, stubs: &[Stub]) -> String {
    let head = covered.pick(
        "没有示例检验到的地方，各补一个示例；挑需要的贴进规则文件。没有注释掉的，值是试出来的，照现在的规则就成立：先对照规范，看该不该是这样，再留下。注释掉的，填好 given 里的值，再去掉行首的“# ”。",
        "a test for whatever no test goes through, to be put into the rules file. those that are not commented out hold under the rules as they are: see whether they should before you keep them. of the others, fill in the values and take away the `# ` in front.",
    );
    let mut text = commented(&folded(head, WIDE));
    let mut names: HashSet<String> = covered.rules.tests.iter().map(|test| test.name.clone()).collect();
    for stub in stubs {
        let Some(branch) = covered.coverage.branches.get(stub.branch) else { continue };
        let name = unlike(name(covered, branch), &mut names);
        text.push('\n');
        text.push_str(&match &stub.test {
            Some(test) => whole(covered, &name, test),
            None => commented(&blank(covered, &name, branch, stub)),
        });
    }
    text
}

/// A test whose values are known.
fn whole(covered: &Covered, name: &str, test: &Test) -> String {
    let dictionary = &covered.rules.dictionary;
    let pair = |field: Option<&Field>, value: &Value| Some(format!("{} = {}", field?.id, in_rules(field?, value)?));
    let fields = test.given.iter().filter_map(|(at, value)| pair(dictionary.fields.get(*at), value));
    let lists = test.lists.iter().filter_map(|(list, items)| {
        let list = dictionary.lists.get(*list)?;
        let item =
            |item: &Vec<(usize, Value)>| table(item.iter().filter_map(|(at, value)| pair(list.fields.get(*at), value)));
        let items = items.iter().map(item).collect::<Vec<_>>().join(", ");
        Some(if items.is_empty() { format!("{} = []", list.id) } else { format!("{} = [ {items} ]", list.id) })
    });
    let expected = test.grades.iter().filter_map(|(at, grade)| {
        let id = &covered.rules.criteria.get(*at)?.id;
        Some(format!("{id} = \"{}\"", grade.map_or("n/a", Grade::id)))
    });
    written_test(name, &table(fields.chain(lists)), &table(expected))
}

/// A test whose values are to be filled in, with a word on each.
fn blank(covered: &Covered, name: &str, branch: &Branch, stub: &Stub) -> String {
    let rules = covered.rules;
    let criterion = stub.criterion.and_then(|at| rules.criteria.get(at));
    let used = criterion.map_or_else(|| used_by_criteria(rules), |criterion| uses_of(rules, criterion));
    let expected = match branch.what {
        What::Outcome(Outcome::NotApplicable) => "n/a",
        What::Outcome(Outcome::Grade(grade)) => grade.id(),
        What::Outcome(Outcome::Open) => criterion.map_or(BLANK, |criterion| criterion.missing.id()),
        What::Escalation(true) => Grade::Unsuitable.id(),
        What::Escalation(false) | What::Condition(_) | What::Row(_) => BLANK,
    };
    let expected = format!("{} = \"{expected}\"", criterion.map_or("class", |criterion| &criterion.id));
    let (given, hints) = blanks(covered, &used);
    commented(&one_line(&branch.written)) + &written_test(name, &given, &table([expected])) + &commented(&hints)
}

/// What there is to be filled in, and a line on each.
fn blanks(covered: &Covered, used: &Uses) -> (String, String) {
    let dictionary = &covered.rules.dictionary;
    let mut hints = String::new();
    let mut blank = |of: &str, field: &Field| {
        hints.push_str(&format!("{of}{}: {}\n", field.id, hint(covered, field)));
        format!("{} = \"{BLANK}\"", field.id)
    };
    let mut given: Vec<String> = Vec::new();
    given.extend(used.fields.iter().filter_map(|&at| Some(blank("", dictionary.fields.get(at)?))));
    for &at in &used.lists {
        let Some(list) = dictionary.lists.get(at) else { continue };
        let of = format!("{}.", list.id);
        let fields = used.items.iter().filter(|(list, _)| *list == at);
        let fields: Vec<String> = fields.filter_map(|(_, field)| Some(blank(&of, list.fields.get(*field)?))).collect();
        given.push(format!("{} = [ {} ]", list.id, table(fields)));
    }
    (table(given), hints)
}

/// `梯段净宽，单位 m`; `结构形式：brick 砖混、frame 框架`
fn hint(covered: &Covered, field: &Field) -> String {
    let label = one_line(&field.label);
    let choices = field.kind.choices().unwrap_or_default();
    let choices = choices.iter().map(|choice| match choice.spellings.first() {
        Some(spelling) => format!("{} {}", choice.id, one_line(spelling)),
        None => choice.id.clone(),
    });
    let choices = choices.collect::<Vec<_>>().join(covered.pick("、", ", "));
    match (&field.kind, field.unit) {
        (Kind::Choice(_), _) => text!("{label}：{choices}", "{label}: {choices}"),
        (Kind::Several(_), _) => text!("{label}，可多选 []：{choices}", "{label}, any number in []: {choices}"),
        (Kind::Flag, _) => text!("{label}：true 或 false", "{label}: true or false"),
        (_, Some(unit)) => {
            let unit = unit.symbol;
            text!("{label}，单位 {unit}", "{label}, in {unit}")
        }
        _ => text!("{label}", "{label}"),
    }
    .get(covered.lang)
    .to_string()
}

/// What it is to show: `梯段净宽：较难`.
fn name(covered: &Covered, branch: &Branch) -> String {
    let (called, row) = (covered.called(branch.of), &branch.written);
    let happens = match branch.what {
        What::Outcome(Outcome::Open) => covered.pick("资料不全", "data missing").to_string(),
        what => covered.happens(what),
    };
    let name = text!("{called}：{happens}", "{called}: {happens}").get(covered.lang).to_string();
    if matches!(branch.of, Of::Table(_)) { format!("{name} {row}") } else { name }
}

/// The name, or the first like it that no test has.
fn unlike(name: String, names: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name} {number}"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|name| !names.contains(name));
    let free = free.unwrap_or(name);
    names.insert(free.clone());
    free
}

fn written_test(name: &str, given: &str, expected: &str) -> String {
    format!("[[tests]]\nname   = {}\ngiven  = {given}\nexpect = {expected}\n", as_toml(name))
}

fn table(entries: impl IntoIterator<Item = String>) -> String {
    let entries: Vec<String> = entries.into_iter().collect();
    if entries.is_empty() { "{}".to_string() } else { format!("{{ {} }}", entries.join(", ")) }
}

fn commented(text: &str) -> String {
    text.lines().map(|line| format!("# {line}\n")).collect()
}
