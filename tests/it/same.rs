//! `liftfit check A B --same`: whether two rule sets decide alike, as people run it.

use super::{liftfit, status, stderr, stdout};
use serde_json::Value;
use std::fs;
use std::process::Output;
use tempfile::TempDir;

/// A folder with variants of the shipped rules, each of that text after its head.
fn folder(variants: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in variants {
        let text = format!("[ruleset]\nid = \"{name}\"\nextends = \"shanghai\"\n{text}\n");
        fs::write(folder.path().join(format!("{name}.toml")), text).unwrap();
    }
    folder
}

fn same(folder: &TempDir, args: &[&str]) -> Output {
    liftfit(folder.path(), &[&["check", "--same"], args].concat())
}

#[test]
fn a_unit_on_which_two_rule_sets_differ_is_named_with_the_cause() {
    let folder = folder(&[("mine", "[params.good_stair_width]\nvalue = \"1.05 m\"")]);
    let output = same(&folder, &["shanghai", "mine.toml"]);
    assert_eq!((status(&output), stderr(&output).as_str()), (1, ""));
    let text = stdout(&output);
    assert!(text.starts_with("`shanghai` 和 `mine.toml` 判断不同：有的单元结论不一样，例如\n  "), "{text}");
    assert!(text.contains("\n  起因：参数“梯段净宽（一般）” 1.10 m → 1.05 m\n"), "{text}");
    // The whole unit is a test that both rule sets pass, each with its own class.
    let document: Value =
        serde_json::from_str(&stdout(&same(&folder, &["shanghai", "mine.toml", "--format", "json"]))).unwrap();
    let unit = &document["classes"]["unit"];
    let given = unit["given"].as_str().unwrap();
    for (rules, class) in [("shanghai", &unit["classes"][0]), ("mine.toml", &unit["classes"][1])] {
        let with_test = format!(
            "[ruleset]\nid = \"tested\"\nextends = \"{rules}\"\n[[tests]]\nname = \"见证\"\ngiven = {given}\nexpect = {{ class = {class} }}\n"
        );
        fs::write(folder.path().join("tested.toml"), with_test).unwrap();
        let checked = liftfit(folder.path(), &["check", "tested.toml"]);
        assert_eq!(status(&checked), 0, "{class}: {}", stdout(&checked));
    }
}

#[test]
fn rules_written_otherwise_decide_alike() {
    let folder = folder(&[(
        "mine",
        "[criteria.storeys]\nsuitable = \"not (storeys < min_storeys)\"\n[criteria.ownership]\nsuitable = \"not ownership in [pending, illegal]\"",
    )]);
    let output = same(&folder, &["shanghai", "mine.toml"]);
    assert_eq!(stdout(&output), "`shanghai` 和 `mine.toml` 判断相同：凡资料齐全的单元，结论都一样\n");
    assert_eq!(status(&output), 0);
    let output = same(&folder, &["shanghai", "shanghai", "--lang", "en"]);
    assert_eq!(stdout(&output), "`shanghai` and `shanghai` do not differ in any rule\n");
}

#[test]
fn what_only_missing_data_can_show_stands_apart() {
    let folder = folder(&[("mine", "[criteria.storeys]\nmissing = \"unsuitable\"")]);
    let output = same(&folder, &["shanghai", "mine.toml"]);
    let text = stdout(&output);
    assert_eq!(status(&output), 0);
    assert!(text.ends_with("\n资料不全时才看得出的不同：\n  层数：层数 未知 → 适合加装／不适合加装\n"), "{text}");
}

#[test]
fn one_rule_set_against_itself_so_changed() {
    let folder = folder(&[]);
    let output = same(&folder, &["shanghai", "--set", "min_storeys=5", "--format", "json"]);
    assert_eq!(status(&output), 1);
    let document: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!((&document["from"], &document["to"]), (&"shanghai".into(), &"shanghai min_storeys=5".into()));
    let unit = &document["classes"]["unit"];
    assert_eq!(unit["said"], "层数 4");
    assert!(unit["given"].as_str().unwrap().contains("storeys = 4, "), "{unit}");
    assert_eq!(unit["causes"], serde_json::json!([["params.min_storeys"]]));
    assert_eq!(document["criteria"][0]["id"], "storeys");
}

#[test]
fn what_cannot_be_held_against_one_another_is_said() {
    let folder = folder(&[]);
    let output = same(&folder, &["shanghai"]);
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("--same 要两套规则，或一套规则加 --set"), "{}", stderr(&output));
    let small = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/small/rules.toml");
    let output = same(&folder, &["shanghai", small]);
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("字段表不同"), "{}", stderr(&output));
    fs::write(folder.path().join("broken.toml"), "[ruleset]\nid = 1\n").unwrap();
    let output = same(&folder, &["shanghai", "broken.toml"]);
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("broken.toml"), "{}", stderr(&output));
}
