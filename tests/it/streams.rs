//! What goes to stdout and stderr, and several runs at once.

use super::{SURVEY, left, liftfit, status, stderr, stdout, street};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

#[test]
fn json_is_one_document_whatever_there_is_to_warn_of() {
    let dir = street();
    fs::write(dir.path().join("调查/坏.xlsx"), "PK").unwrap();
    fs::write(dir.path().join("rules/bad.toml"), "[ruleset]\nid = 1\n[paramz]\n").unwrap();
    let old = ["--rules", "rules/rules.toml", "--as-of", "2019-01-01"];
    for (args, expected) in [
        (&["assess", "调查", "--out", "结果"][..], 3),
        (&["assess", "调查", "--out", "结果", "--quiet"], 3),
        (&["explain", "1/2", "调查"], 3),
    ] {
        let output = liftfit(dir.path(), &[args, &old, &["--format", "json"]].concat());
        assert_eq!(status(&output), expected, "{args:?}: {}", stderr(&output));
        serde_json::from_str::<serde_json::Value>(&stdout(&output)).expect("one document");
        assert_eq!(stderr(&output).is_empty(), args.contains(&"--quiet"), "{args:?}: {}", stderr(&output));
    }
    let output = liftfit(dir.path(), &["check", "rules/rules.toml", "rules/bad.toml", "无此", "--format", "json"]);
    assert_eq!(status(&output), 2);
    let document: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("one document");
    assert!(document["diagnostics"].as_array().unwrap().len() > 2);
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let dir = street();
    for args in [&["completions", "zsh"][..], &["check", "rules/rules.toml", "shanghai"], &["--help"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_liftfit"))
            .current_dir(dir.path())
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((status(&output), stderr(&output).as_str()), (0, ""), "{args:?}");
        assert!(!first.is_empty());
    }
}

#[test]
fn of_several_runs_into_one_place_each_is_whole_or_says_that_another_is_writing() {
    let dir = street();
    let mut rows = SURVEY.to_string();
    for n in 0..4000 {
        rows.push_str(&format!("第一,乙小区,{},{},1.2\n", n / 6, n % 6));
    }
    fs::write(dir.path().join("调查/乙.csv"), rows).unwrap();
    let run = || liftfit(dir.path(), &["assess", "调查", "--rules", "rules/rules.toml", "--out", "结果", "-q"]);
    let outputs: Vec<_> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..3).map(|_| scope.spawn(run)).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    for output in &outputs {
        let said = stderr(output);
        assert!(matches!(status(output), 0 | 3) || said.contains("另一次运行正在写入"), "{said}");
    }
    assert!(outputs.iter().any(|output| status(output) != 1));
    assert_eq!(left(dir.path()), ["rules", "结果", "调查"]);
    let output = liftfit(dir.path(), &["explain", "乙小区/1/1", "--run", "结果"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
}
