//! The schemas by which editors check rules files and dictionaries: they accept what the program accepts, and what they
//! refuse stands where they say.

use super::{FIELDS, RULES, liftfit, status, stderr, stdout, street};
use jsonschema::Validator;
use liftfit::lang::Lang;
use liftfit::rules::schema::{Of, schema, written};
use liftfit::rules::{Severity, load_text};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A TOML file as editors see it: days are texts.
fn plain(text: &str) -> Value {
    fn value(node: toml::Value) -> Value {
        match node {
            toml::Value::Datetime(day) => day.to_string().into(),
            toml::Value::Array(items) => items.into_iter().map(value).collect(),
            toml::Value::Table(table) => Value::Object(table.into_iter().map(|(k, v)| (k, value(v))).collect()),
            other => serde_json::to_value(other).unwrap(),
        }
    }
    value(toml::Value::Table(toml::from_str(text).unwrap()))
}

fn validator(of: Of) -> Validator {
    jsonschema::draft7::new(&schema(of, Lang::Zh)).unwrap()
}

/// What is wrong with a file: where, and in which words.
fn wrong(of: Of, text: &str) -> Vec<(String, String)> {
    let told = |error: jsonschema::ValidationError| (error.instance_path().to_string(), error.to_string());
    validator(of).iter_errors(&plain(text)).map(told).collect()
}

#[test]
fn every_file_that_comes_with_the_program_is_right() {
    let mut checked = 0;
    for folder in ["rules", "rules/variants", "samples/small"] {
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                let of = if path.ends_with("fields.toml") { Of::Fields } else { Of::Rules };
                assert_eq!(wrong(of, &fs::read_to_string(&path).unwrap()), [], "{}", path.display());
                checked += 1;
            }
        }
    }
    assert!(checked >= 8, "{checked}");
}

#[test]
fn what_is_wrong_in_a_rules_file_is_refused_where_it_stands() {
    let more = |text: &str| RULES.to_string() + text;
    for (text, place, word) in [
        (RULES.replace("difficult =", "dificult ="), "/criteria/stair-width", "dificult"),
        (RULES.replace("\"stair_width >= 1.00 m\"", "1.00"), "/criteria/stair-width/difficult", "1.0"),
        (RULES.replace("suitable =", "note ="), "/criteria/stair-width", "suitable"),
        (more("[criteria.Stair_Width]\nsuitable = \"true\"\n"), "/criteria", "Stair_Width"),
        (more("[params.m]\nvalue = 1\n"), "/params", "m"),
        (RULES.replace("\"1.10 m\"", "{ m = 1.1 }"), "/params/good_stair_width/value", "1.1"),
        (RULES.replace("value = \"1.10 m\"", "value = 1\nrange = [\"1 m\"]"), "/params/good_stair_width/range", "1 m"),
        (
            RULES.replace("value = \"1.10 m\"", "value = 1\nrange = [1, \"2 尺\"]"),
            "/params/good_stair_width/range/1",
            "尺",
        ),
        (more("[sources.a]\ntitle = \"a\"\nbinding = \"law\"\n"), "/sources/a/binding", "law"),
        (RULES.replace("\"suitable\" }", "\"fine\" }"), "/tests/0/expect/stair-width", "fine"),
        (RULES.replace("id = \"small\"", "id = \"小规则\""), "/ruleset/id", "小规则"),
        (RULES.replace("\"2030-01-01\"", "\"2030年\""), "/sources/gb50096/superseded_from", "2030年"),
        (more("[tables.t]\nkeys = [\"a\"]\nrows = [\"1 m\"]\n"), "/tables/t/rows/0", "1 m"),
    ] {
        let found = wrong(Of::Rules, &text);
        assert!(matches!(&found[..], [(at, said)] if at == place && said.contains(word)), "{place}: {found:?}");
        let read = load_text(&[("rules.toml", &text), ("fields.toml", FIELDS)], &[]);
        assert!(read.rules.is_none(), "the program refuses it too: {place}");
    }
}

#[test]
fn what_is_wrong_in_a_dictionary_is_refused_where_it_stands() {
    for (text, place, word) in [
        (FIELDS.replace("group = true", "group = \"yes\""), "/fields/committee/group", "yes"),
        (FIELDS.replace("kind = \"length\"", "kind = \"list\""), "/fields/stair_width/kind", "list"),
        (FIELDS.replace("kind = \"length\"\n", ""), "/fields/stair_width", "kind"),
        (FIELDS.replace("[fields.stair_width]", "[fields.count]"), "/fields", "count"),
        (FIELDS.replace("[fields.stair_width]", "[fields.\"梯段净宽\"]"), "/fields", "梯段净宽"),
        (FIELDS.to_string() + "[lists.pipes]\nlabel = \"管线\"\n", "/lists/pipes", "fields"),
        (FIELDS.to_string() + "[lists.pipes.fields.kind]\nlabel = \"种类\"\n", "/lists/pipes/fields/kind", "kind"),
    ] {
        let found = wrong(Of::Fields, &text);
        assert!(matches!(&found[..], [(at, said)] if at == place && said.contains(word)), "{place}: {found:?}");
        let read = load_text(&[("rules.toml", RULES), ("fields.toml", &text)], &[]);
        assert!(
            read.diagnostics.iter().any(|it| it.severity == Severity::Error),
            "the program refuses it too: {place}"
        );
    }
}

#[test]
fn a_variant_need_not_repeat_what_its_base_has() {
    let variant = "[ruleset]\nid = \"v\"\nextends = \"shanghai\"\n[criteria.sunlight]\nenabled = false\n";
    assert_eq!(wrong(Of::Rules, variant), []);
    let its_own = variant.to_string() + "[[tests]]\nname = \"a\"\n";
    assert!(matches!(&wrong(Of::Rules, &its_own)[..], [(at, _)] if at == "/tests/0"));
}

#[test]
fn the_manual_has_them() {
    for of in Of::ALL {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema").join(of.file());
        let text = written(of, Lang::Zh);
        if std::env::var_os("LIFTFIT_WRITE_DOCS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let same = fs::read_to_string(&path).unwrap_or_default() == text;
        assert!(same, "{} is not what the program prints: LIFTFIT_WRITE_DOCS=1 writes it", path.display());
    }
}

#[test]
fn they_are_printed_and_copied_in_either_language() {
    let dir = street();
    for (name, of) in [("rules", Of::Rules), ("fields", Of::Fields)] {
        for (lang, of_lang) in [("zh", Lang::Zh), ("en", Lang::En)] {
            let output = liftfit(dir.path(), &["rules", "--schema", name, "--lang", lang]);
            assert_eq!(status(&output), 0, "{}", stderr(&output));
            assert_eq!(stdout(&output), written(of, of_lang));
        }
    }
    assert_eq!(status(&liftfit(dir.path(), &["rules", "--copy", "规则"])), 0);
    assert_eq!(fs::read_to_string(dir.path().join("规则/rules.schema.json")).unwrap(), written(Of::Rules, Lang::Zh));
    assert_eq!(status(&liftfit(dir.path(), &["rules", "--schema", "units"])), 2);
    assert_eq!(status(&liftfit(dir.path(), &["rules", "--schema", "rules", "--copy", "规则"])), 2);
}
