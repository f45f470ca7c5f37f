//! The built program, run as people run it: one binary for all such tests, because linking one takes long.

mod answers;
mod assess;
mod bad_surveys;
mod between_runs;
mod corrections;
mod coverage;
mod decisions;
mod docs;
mod explain;
mod explain_code;
mod form;
mod fuzz;
mod hostile_text;
mod identity;
mod languages;
mod mapping;
mod mistakes;
mod morning;
mod not_used;
mod old_formats;
mod privacy;
mod report;
mod roster;
mod rulebook;
mod rules;
mod same;
mod samples;
mod schema;
mod shipped;
mod streams;
mod usage;
mod what_if;
mod what_to_carry;

use std::path::Path;
use std::process::{Command, Output};

/// The program with these arguments, in `folder`, without the environment's wishes about colours.
fn liftfit(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_liftfit"))
        .current_dir(folder)
        .args(args)
        .env_remove("NO_COLOR")
        .env_remove("CI")
        .output()
        .expect("the program starts")
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("no signal ended it")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// The names in a folder, in order: to see that nothing is left behind.
fn left(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A folder with a small dictionary, rules and a survey of three units.
fn street() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("inside")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    write("rules/fields.toml", FIELDS);
    write("rules/rules.toml", RULES);
    write("调查/甲.csv", SURVEY);
    dir
}

const FIELDS: &str = r#"
[fields.committee]
label = "居民区"
kind = "text"
group = true
[fields.estate]
label = "小区"
kind = "text"
key = true
[fields.building]
label = "楼号"
kind = "text"
key = true
[fields.unit]
label = "门牌"
kind = "text"
key = true
[fields.stair_width]
label = "梯段净宽"
kind = "length"
unit = "m"
range = ["0.5 m", "3 m"]
"#;

const RULES: &str = r#"
[ruleset]
id = "small"
title = "小规则"
version = "1"
fields = "fields.toml"
effective_from = "2020-01-01"

[sources.gb50096]
title = "住宅设计规范"
number = "GB 50096-2011"
superseded_from = "2030-01-01"

[params.good_stair_width]
value = "1.10 m"
cite = "gb50096 §6.3.1"

[criteria.stair-width]
title = "梯段净宽"
suitable = "stair_width >= good_stair_width"
difficult = "stair_width >= 1.00 m"
cite = "gb50096 §6.3.1"

[[tests]]
name = "正好 1.10 m 即为适合"
given = { stair_width = "1100 mm" }
expect = { stair-width = "suitable" }
"#;

const SURVEY: &str = "居民区,小区,楼号,门牌,梯段净宽\n第一,甲小区,1,1,1.10\n第一,甲小区,1,2,1.05\n第二,甲小区,11,2,\n";
