//! `--set PARAM=VALUE`: a variant on the spot, written as TOML so that it is checked, shown and kept like any file.
//!
//! The value's text is written as the kind of value that the base's parameter has: `是` or `true` for a flag, words
//! with commas for several choices, all else as text (quantities are texts too).

use super::diagnostic::{Diagnostics, FileIx, Place};
use super::document::{Node, Table};
use super::nearest::did_you_mean;
use crate::text;
use std::collections::HashSet;
use std::ops::Range;

/// The text of the variant, a line a setting, and where each names its parameter.
pub(super) fn write(base: &Table, sets: &[(String, String)]) -> (String, Vec<Range<usize>>) {
    let mut text = String::new();
    let mut places = Vec::new();
    let mut met = HashSet::new();
    for (param, value) in sets {
        let start = text.len() + "params.".len();
        let key = if is_bare(param) { param.clone() } else { as_toml(param) };
        places.push(start..start + key.len());
        // Twice the same key would be a syntax error; it is told apart, so here it is only a remark.
        let remark = if met.insert(param.as_str()) { "" } else { "#" };
        if !remark.is_empty() {
            // One more character stands before the key.
            places.last_mut().into_iter().for_each(|place| *place = place.start + 1..place.end + 1);
        }
        text.push_str(&format!("{remark}params.{key}.value = {}\n", value_of(base, param, value)));
    }
    (text, places)
}

fn is_bare(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// A text as TOML writes it.
pub(crate) fn as_toml(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\U{:08x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn value_of(base: &Table, param: &str, value: &str) -> String {
    let value = value.trim();
    let node = base.table("params").and_then(|params| params.table(param)?.item("value"));
    match (node.map(|item| &item.node), value.to_lowercase().as_str()) {
        (Some(Node::Flag(_)), "true" | "是" | "yes") => "true".to_string(),
        (Some(Node::Flag(_)), "false" | "否" | "no") => "false".to_string(),
        (Some(Node::List(_)), _) => {
            let words = value.trim_matches(['[', ']']).split([',', '，', '、', ';', '；']);
            let words: Vec<String> = words.map(|word| as_toml(word.trim().trim_matches('"'))).collect();
            format!("[{}]", words.join(", "))
        }
        _ => as_toml(value),
    }
}

/// Reports settings of what is no parameter, and of one parameter twice.
pub(super) fn known(
    base: &Table,
    sets: &[(String, String)],
    places: &[Range<usize>],
    file: FileIx,
    out: &mut Diagnostics,
) {
    let params: Vec<&str> = base.named("params").map(|(entry, _)| entry.key.as_str()).collect();
    // People know a parameter by its label.
    let labelled = |name: &str| {
        let mut params = base.named("params");
        params.find(|(_, param)| param.text("label") == Some(name)).map(|(entry, _)| &entry.key)
    };
    let mut met = HashSet::new();
    for ((param, _), span) in sets.iter().zip(places) {
        let place = Place { file, span: span.clone() };
        if !params.contains(&param.as_str()) {
            out.error("R052", &place, text!("没有参数 `{param}`", "no parameter `{param}`")).help =
                match labelled(param) {
                    Some(id) => Some(text!("规则里 `{param}` 写作 `{id}`", "the rules call `{param}` `{id}`")),
                    None => did_you_mean(param, params.iter().copied()),
                };
        } else if !met.insert(param) {
            out.error("R052", &place, text!("`{param}` 设了两次", "`{param}` is set twice"));
        }
    }
}

/// The settings of parameters that exist; the others have been reported.
pub(super) fn only_known(mut settings: Table, base: &Table) -> Table {
    let params: HashSet<&str> = base.named("params").map(|(entry, _)| entry.key.as_str()).collect();
    for entry in &mut settings.entries {
        if let Node::Table(table) = &mut entry.item.node {
            table.entries.retain(|entry| params.contains(entry.key.as_str()));
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::document::parse;

    #[test]
    fn a_setting_is_written_as_its_parameter_is() {
        let base = "[params]\na.value = \"1 m\"\nb.value = true\nc.value = [\"x\"]\nd.value = 3\n";
        let base = parse(0, base, &mut Diagnostics::default()).unwrap();
        let sets = [("a", "1.05m"), ("b", "否"), ("c", "x，y"), ("d", "4"), ("z z", "\"\\\n"), ("a", "2 m")];
        let sets = sets.map(|(param, value)| (param.to_string(), value.to_string()));
        let (text, places) = write(&base, &sets);
        assert_eq!(
            text,
            "params.a.value = \"1.05m\"\nparams.b.value = false\nparams.c.value = [\"x\", \"y\"]\n\
             params.d.value = \"4\"\nparams.\"z z\".value = \"\\\"\\\\\"\n#params.a.value = \"2 m\"\n"
        );
        let named: Vec<_> = places.into_iter().map(|place| &text[place]).collect();
        assert_eq!(named, ["a", "b", "c", "d", "\"z z\"", "a"]);
        assert!(parse(0, &text, &mut Diagnostics::default()).is_some());
    }
}
