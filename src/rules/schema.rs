//! The table of keys as a JSON schema (draft-07), so that an editor completes and checks rules files and dictionaries
//! as they are typed.
//!
//! What always holds: every key of [`keys`](super::keys) is in it, and no other; what it calls wrong the reader calls
//! wrong too. A file that stands on another need not repeat what its base has, so required keys are asked for only
//! where there is no `extends`. Deliberately absent: what takes more than one file to know (names, dimensions, whether
//! an expression reads): that is `liftfit check`.

use super::keys::{DICTIONARY, GRADES, Holds, IdOf, Key, RULES, Section};
use crate::lang::{Lang, Text};
use crate::quantity::UNITS;
use crate::text;
use serde_json::{Map, Value, json};

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A rules file
    Rules,
    /// A dictionary
    Fields,
}

impl Of {
    /// Both.
    pub const ALL: [Of; 2] = [Of::Rules, Of::Fields];

    /// How the schema's file is called.
    pub fn file(self) -> &'static str {
        match self {
            Of::Rules => "rules.schema.json",
            Of::Fields => "fields.schema.json",
        }
    }

    fn section(self) -> &'static Section {
        match self {
            Of::Rules => &RULES,
            Of::Fields => &DICTIONARY,
        }
    }

    fn title(self) -> Text {
        match self {
            Of::Rules => text!("liftfit 规则文件", "liftfit rules file"),
            Of::Fields => text!("liftfit 字段表", "liftfit dictionary of survey fields"),
        }
    }
}

/// The schema, with a word on every key in `lang`.
pub fn schema(of: Of, lang: Lang) -> Value {
    let file = of.section();
    let head = json!({ "$schema": "http://json-schema.org/draft-07/schema#", "title": of.title().get(lang) });
    let asked = match of {
        Of::Fields => json!({ "allOf": [required(file, true)] }),
        Of::Rules => json!({
            "allOf": [required(file, false)],
            "if": { "properties": { "ruleset": { "required": ["extends"] } } },
            "else": required(file, true),
        }),
    };
    together([head, section(file, lang), asked])
}

/// The text of its file.
pub fn written(of: Of, lang: Lang) -> String {
    format!("{:#}\n", schema(of, lang))
}

/// A table with these keys and no others.
fn section(section: &'static Section, lang: Lang) -> Value {
    let keys: Map<String, Value> =
        section.keys.iter().map(|key| (key.name.to_string(), described(key, lang))).collect();
    json!({ "type": "object", "properties": keys, "additionalProperties": false })
}

fn described(key: &'static Key, lang: Lang) -> Value {
    together([json!({ "description": lang.pick(key.zh, key.en) }), value(key.holds, lang)])
}

/// What a key holds.
fn value(holds: Holds, lang: Lang) -> Value {
    let texts = json!({ "type": "array", "items": { "type": "string" } });
    match holds {
        Holds::Text => json!({ "type": "string" }),
        Holds::Id => json!({ "type": "string", "pattern": "^[a-z][a-z0-9_-]*$" }),
        Holds::Texts => texts,
        Holds::Flag => json!({ "type": "boolean" }),
        Holds::Date => json!({ "type": "string", "pattern": DATE }),
        Holds::Word(words) => json!({ "enum": words }),
        Holds::Whole => json!({ "type": "integer", "minimum": 0 }),
        Holds::Range => json!({ "type": "array", "items": quantity(), "minItems": 2, "maxItems": 2 }),
        Holds::Setting => json!({ "type": ["string", "number", "boolean", "array"], "items": { "type": "string" } }),
        Holds::Value => json!({ "type": ["string", "number", "boolean", "array"] }),
        Holds::Condition | Holds::Number(_) | Holds::Expression | Holds::Tally => {
            json!({ "type": "string", "pattern": r"\S" })
        }
        // Nor an absolute path, of either system.
        Holds::File => json!({ "type": "string", "pattern": r"^(?![/\\]|.:)" }),
        Holds::Choices => json!({ "anyOf": [
            {
                "type": "object",
                "minProperties": 1,
                "propertyNames": id(IdOf::Choice),
                "additionalProperties": { "type": ["string", "array"], "items": { "type": "string" } },
            },
            { "type": "array", "minItems": 1, "items": id(IdOf::Choice) },
        ] }),
        Holds::Rows => json!({
            "type": "array",
            "minItems": 1,
            "items": { "type": "array", "minItems": 2, "items": { "type": ["string", "number"] } },
        }),
        Holds::Given | Holds::With => json!({
            "type": "object",
            "additionalProperties": { "type": ["string", "number", "boolean", "array"] },
        }),
        Holds::Grades => json!({
            "type": "object",
            "propertyNames": id(IdOf::Criterion),
            "additionalProperties": { "enum": GRADES },
        }),
        Holds::Expected => {
            let class = json!({ "description": lang.pick("单元的结论", "the class of the unit"), "enum": GRADES });
            let grades = [GRADES, &["n/a"]].concat();
            json!({
                "type": "object",
                "minProperties": 1,
                "properties": { "class": class, "best_class": class, "worst_class": class },
                "additionalProperties": { "enum": grades },
            })
        }
        Holds::One(inner) => section(inner, lang),
        Holds::Named(of, inner) => json!({
            "type": "object",
            "propertyNames": id(of),
            "additionalProperties": section(inner, lang),
        }),
        Holds::Many(inner) => json!({ "type": "array", "items": section(inner, lang) }),
    }
}

/// An id, and none of the words that mean something already.
fn id(of: IdOf) -> Value {
    let reserved = of.reserved();
    let not = if reserved.is_empty() { json!({}) } else { json!({ "not": { "enum": reserved } }) };
    together([json!({ "pattern": of.pattern() }), not])
}

/// A day; editors give TOML's own dates as texts.
const DATE: &str = r"^\s*[0-9]{4}[-/.][0-9]{2}[-/.][0-9]{2}\s*$";

/// A number with at most one unit of measure, or a day. Full-width forms are left to the program.
fn quantity() -> Value {
    let names = UNITS.iter().flat_map(|unit| std::iter::once(unit.symbol).chain(unit.names.iter().copied()));
    let either_case = |c: char| match c.is_ascii_lowercase() {
        true => format!("[{c}{}]", c.to_ascii_uppercase()),
        false => c.to_string(),
    };
    let names: Vec<String> = names.map(|name| name.chars().map(either_case).collect()).collect();
    let number = format!(r"^\s*[-+]?[0-9.]+\s*({})?\s*$", names.join("|"));
    json!({ "anyOf": [
        { "type": "number" },
        { "type": "string", "pattern": format!("{number}|{DATE}|[\u{ff01}-\u{ff5e}\u{3300}-\u{33ff}]") },
    ] })
}

/// What must be there in a table of that section and below. Of tables with a name, a base may have it: they are asked
/// only in a file that is to be `whole` by itself.
fn required(section: &'static Section, whole: bool) -> Value {
    let names: Vec<&str> = section.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let below = |key: &Key| match key.holds {
        Holds::One(section) => Some(required(section, whole)),
        Holds::Named(_, section) if whole => Some(json!({ "additionalProperties": required(section, whole) })),
        Holds::Many(section) => Some(json!({ "items": required(section, whole) })),
        _ => None,
    };
    let below: Map<String, Value> =
        section.keys.iter().filter_map(|key| Some((key.name.to_string(), below(key)?))).collect();
    json!({ "required": names, "properties": below })
}

/// The entries of all these objects in one.
fn together<const N: usize>(parts: [Value; N]) -> Value {
    let entries = parts.into_iter().filter_map(|part| if let Value::Object(map) = part { Some(map) } else { None });
    Value::Object(entries.flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::keys::every_key;

    /// The keys that are described, in order.
    fn described(schema: &Value, out: &mut Vec<String>) {
        for (name, key) in schema["properties"].as_object().into_iter().flatten() {
            assert!(key["description"].is_string(), "{name}");
            out.push(name.clone());
            [key, &key["additionalProperties"], &key["items"]].iter().for_each(|inner| described(inner, out));
        }
    }

    #[test]
    fn every_key_is_described() {
        for (of, lang) in Of::ALL.into_iter().flat_map(|of| [(of, Lang::Zh), (of, Lang::En)]) {
            let mut found = Vec::new();
            described(&schema(of, lang), &mut found);
            // What a test may expect beside criteria are no keys of a section.
            found.retain(|name| !["class", "best_class", "worst_class"].contains(&name.as_str()));
            assert_eq!(found, every_key(of.section()).iter().map(|(_, key)| key.name).collect::<Vec<_>>());
        }
    }
}
