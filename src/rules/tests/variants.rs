//! Variants: what is inherited, what is overridden, where it is said to come from.

use super::*;
use crate::rules::ruleset::{ParamValue, shown_place};

const VARIANT: &str = r#"
[ruleset]
id = "variant"
title = "变体"
extends = "base.toml"

[params.good_width]
value = "1.05 m"

[criteria.pipes]
suitable = "every(pipes, kind != gas)"
cite = "design §9"

[criteria.storeys]
enabled = false
"#;

fn variant(text: &str) -> Loaded {
    load_text(&[("variant.toml", text), ("base.toml", BASE), ("fields.toml", FIELDS)], &[])
}

#[test]
fn a_variant_overrides_key_by_key_and_keeps_the_order() {
    let rules = sound(&[("variant.toml", VARIANT), ("base.toml", BASE), ("fields.toml", FIELDS)]);
    assert_eq!((rules.id.as_str(), rules.title.as_str(), rules.version.as_str()), ("variant", "变体", ""));
    assert_eq!(rules.jurisdiction.as_deref(), Some("上海市"));
    let ids: Vec<_> = rules.criteria.iter().map(|criterion| (criterion.id.as_str(), criterion.enabled)).collect();
    assert_eq!(ids, [("stair-width", true), ("storeys", false), ("pipes", true)]);
    let width = &rules.params[0];
    assert_eq!(width.label, "梯段净宽（适合）");
    assert!(matches!(width.value, ParamValue::Number { value, .. } if value.to_string() == "1.05"));
    assert_eq!(shown_place(&rules.files, &width.place), "variant.toml:8");
    assert_eq!(width.cite.as_ref().unwrap().shown, "GB 50096-2011 §6.3.1");
    assert_eq!(shown_place(&rules.files, &rules.criteria[0].suitable.place), "base.toml:27");
    assert!(rules.tests.is_empty(), "tests belong to the file they stand in");
    let names: Vec<_> = rules.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["variant.toml", "base.toml", "fields.toml"]);
}

#[test]
fn what_the_base_lacks_cannot_be_overridden_in_part() {
    let said_of = |part: &str| said(&variant(&format!("[ruleset]\nid = \"v\"\nextends = \"base.toml\"\n{part}")));
    assert_eq!(
        said_of("[criteria.stair-widht]\nenabled = false"),
        ["R038 stair-widht: the base has no `criteria.stair-widht` to override"]
    );
    assert_eq!(said_of("[params.new]\nlabel = \"新\""), ["R038 new: the base has no `params.new` to override"]);
    // Whole in itself, it is new.
    assert_eq!(said_of("[criteria.new]\nsuitable = \"storeys > 1\"\ncite = \"惯例\""), [""; 0]);
    // What the base says it is, it stays.
    assert_eq!(
        said_of("[params.good_width]\nvalue = \"1.05\""),
        ["R042 \"1.05\": `1.05` has no unit of measure, where a length belongs"]
    );
    assert_eq!(
        said_of("[params.good_width]\nvalue = true"),
        ["R042 true: the base's value is a length, this one is a flag"]
    );
    assert_eq!(said_of("[params.least_storeys]\nvalue = \"5 层\""), [""; 0]);
}

#[test]
fn a_setting_is_a_variant_on_the_spot() {
    let set = |sets: &[(&str, &str)]| {
        let sets: Vec<_> = sets.iter().map(|(param, value)| (param.to_string(), value.to_string())).collect();
        load_text(&[("base.toml", BASE), ("fields.toml", FIELDS)], &sets)
    };
    let rules = set(&[("good_width", "105cm")]).rules.unwrap();
    assert!(matches!(rules.params[0].value, ParamValue::Number { value, .. } if value.to_string() == "1.05"));
    assert_eq!(shown_place(&rules.files, &rules.params[0].place), "--set:1");
    assert_eq!((rules.id.as_str(), rules.tests.len()), ("base", 0));
    insta::assert_snapshot!(all_shown(&set(&[("good_widht", "1 m"), ("least_storeys", "5 m")]), Lang::Zh), @r#"
    错误[R052]: 没有参数 `good_widht`
     --> --set:1:8
      |
    1 | params.good_widht.value = "1 m"
      |        ^^^^^^^^^^
      |
      = 怎么办: 是不是 `good_width`？

    错误[R042]: `5 m` 是长度，这里应当是数
      --> --set:2:30
       |
     2 | params.least_storeys.value = "5 m"
       |                              ^^^^^
       |
      ::: base.toml:22:9
       |
    22 | value = 4
       |         - 底版的值
       |
       = 怎么办: 写成 `1.5` 这样
    "#);
    let by_label = set(&[("梯段净宽（适合）", "1 m")]);
    assert!(all_shown(&by_label, Lang::Zh).contains("规则里 `梯段净宽（适合）` 写作 `good_width`"));
    assert_eq!(
        said(&set(&[("good_width", "1 m"), ("good_width", "2 m")])),
        ["R052 good_width: `good_width` is set twice"]
    );
}

#[test]
fn what_a_variant_stands_on_is_loaded_by_itself() {
    let variant = "[ruleset]\nid = \"v\"\nextends = \"base.toml\"\n[params.good_width]\nvalue = \"1 m\"\n";
    let files = [("v.toml", variant), ("base.toml", BASE), ("fields.toml", FIELDS)];
    let set = [("good_width".to_string(), "0.9 m".to_string())];
    let shown = |files: &[(&str, &str)], sets: &[(String, String)]| {
        let rules = load_base_text(files, sets)?.rules.unwrap();
        let place = shown_place(&rules.files, &rules.params[0].place);
        Some(format!("{} {} {place}", rules.id, crate::rules::language::printer::show_param(&rules.params[0])))
    };
    let base = Some("base 1.10 m base.toml:16".to_string());
    assert_eq!(shown(&files, &[]), base, "the places are those of its own file");
    assert_eq!(shown(&files, &set), base);
    assert_eq!(shown(&files[1..], &set), base, "without the settings it is what they are laid on");
    assert_eq!(shown(&files[1..], &[]), None);
}

#[test]
fn a_bare_number_is_what_the_bases_is() {
    let set = |id: &str, value: &str| {
        let rules = load("shanghai", &[(id.to_string(), value.to_string())]).rules.expect("a year or a count");
        let param = rules.params.into_iter().find(|param| param.id == id).unwrap();
        crate::rules::language::printer::show_param(&param)
    };
    assert_eq!(set("appraisal_year", "1995"), "1995 年");
    assert_eq!(set("min_storeys", "5"), "5 层");
}

#[test]
fn a_circle_of_extends_is_shown_as_a_chain() {
    let file = |id: &str, extends: &str| {
        format!("[ruleset]\nid = \"{id}\"\nfields = \"fields.toml\"\nextends = \"{extends}\"\n")
    };
    let (a, b, c) = (file("a", "sub/b.toml"), file("b", "c.toml"), file("c", "../sub/b.toml"));
    let b = b.replace("fields.toml", "../fields.toml");
    let c = c.replace("fields.toml", "../fields.toml");
    let files = [("a.toml", a.as_str()), ("sub/b.toml", &b), ("sub/c.toml", &c), ("fields.toml", FIELDS)];
    insta::assert_snapshot!(shown(&files), @r#"
    错误[R033]: `extends` 绕成了圈：sub/b.toml → sub/c.toml → sub/b.toml
     --> sub/c.toml:4:11
      |
    4 | extends = "../sub/b.toml"
      |           ^^^^^^^^^^^^^^^
      |
      = 怎么办: 其中一个文件要独立成套，不写 extends
    "#);
}

#[test]
fn what_is_named_but_not_there_is_said_where_it_is_named() {
    assert_eq!(
        said(&variant("[ruleset]\nid = \"v\"\nextends = \"bas.toml\"")),
        ["R030 \"bas.toml\": no rules file `bas.toml`"]
    );
    let base = BASE.replace("\"fields.toml\"", "\"form.toml\"");
    assert_eq!(said(&load_text(&[("base.toml", &base)], &[])), ["R030 \"form.toml\": no rules file `form.toml`"]);
    assert_eq!(
        said(&variant("[ruleset]\nid = \"v\"\nextends = \"/etc/base.toml\"")),
        ["R030 \"/etc/base.toml\": `/etc/base.toml` is an absolute path"]
    );
    assert_eq!(
        said(&load_text(&[("r.toml", "[ruleset]\nid = \"r\"\n")], &[])),
        ["R051 ruleset: no dictionary is named"]
    );
    assert_eq!(said(&load("no/such/file.toml", &[])), ["R030 : no rules file `no/such/file.toml`"]);
}

#[test]
fn files_on_disk_find_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("street/variant.toml", &VARIANT.replace("base.toml", "../city/base.toml"));
    write("city/base.toml", &format!("\u{feff}{}", BASE.replace("fields.toml", "./fields.toml").replace('\n', "\r\n")));
    write("city/fields.toml", FIELDS);
    let loaded = load(folder.path().join("street/variant.toml").to_str().unwrap(), &[]);
    assert_eq!(said(&loaded), [""; 0]);
    assert!(loaded.files[1].name.ends_with("/city/base.toml"), "{}", loaded.files[1].name);
    assert_eq!(loaded.rules.unwrap().criteria.len(), 3);
}

#[test]
fn the_shipped_rule_sets_load_without_a_word() {
    for name in source::rule_sets() {
        let loaded = load(name, &[]);
        assert_eq!(all_shown(&loaded, Lang::En), "", "{name}");
        assert_eq!(loaded.files[0].name, format!("{name} (built in)"));
        assert_eq!(loaded.rules.unwrap().id, name);
    }
    // With its ending it is the same, where no such file lies about.
    assert_eq!(load("huzhou.toml", &[]).files[0].name, "huzhou (built in)");
    // A street's own variant stands on a shipped set by its name.
    let street = "[ruleset]\nid = \"street\"\nextends = \"shanghai\"\n";
    let rules = sound(&[("street.toml", street)]);
    assert_eq!(rules.criteria.len(), load("shanghai", &[]).rules.unwrap().criteria.len());
}

#[test]
fn a_run_that_is_read_back_has_its_own_copy_of_a_shipped_set() {
    let mine = "[ruleset]\nid = \"mine\"\nextends = \"shanghai\"\n";
    let loaded =
        load_text(&[("规则/mine.toml", mine), ("shanghai (built in)", BASE), ("fields (built in)", FIELDS)], &[]);
    let names: Vec<&str> = loaded.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["规则/mine.toml", "shanghai (built in)", "fields (built in)"]);
    assert_eq!(loaded.rules.unwrap().criteria.len(), 2);
}
