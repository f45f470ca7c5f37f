//! Everything in the language asked for, within 80 columns; only names from files and code are Chinese in English.

use super::{liftfit, status, stderr, stdout, street};
use unicode_width::UnicodeWidthStr;

fn chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c))
}

const COMMANDS: [&str; 7] = ["assess", "explain", "check", "form", "rules", "completions", "man"];

#[test]
fn help_is_in_either_language_and_fits_80_columns() {
    let dir = street();
    for command in COMMANDS.iter().map(Some).chain([None]) {
        let args: Vec<&str> = command.into_iter().copied().chain(["--help"]).collect();
        let zh = stdout(&liftfit(dir.path(), &args));
        let en = stdout(&liftfit(dir.path(), &[&args[..], &["--lang", "en"]].concat()));
        assert!(zh.contains("用法：") && !zh.contains("Usage") && !zh.contains("OPTIONS"), "{zh}");
        assert!(en.contains("Usage: ") && !chinese(&en.replace("结果", "")), "{en}");
        for line in zh.lines().chain(en.lines()) {
            assert!(line.width() <= 80, "{} columns: {line}", line.width());
            assert!(!line.contains('‖'), "{line}");
        }
    }
}

#[test]
fn wrong_usage_is_said_in_either_language() {
    let dir = street();
    let assess = ["assess", "s", "--rules", "r", "--out", "o"];
    for more in [
        &["--set", "a"][..],
        &["--as-of", "tomorrow"],
        &["--as-of", "2026-02-30"],
        &["--threads", "0"],
        &["--threads", "9999"],
        &["--encoding", "martian"],
        &["--duplicates", "both"],
        &["--duplicates"],
        &["--format", "yaml"],
        &["--lang", "fr"],
        &["--out", "twice"],
        &["--quiet=3"],
        &["--nope"],
    ] {
        let said = |lang| {
            let output = liftfit(dir.path(), &[&["--lang", lang], &assess[..], more].concat());
            assert_eq!(status(&output), 2, "{more:?}");
            assert!(stdout(&output).is_empty(), "{more:?}");
            stderr(&output)
        };
        let (zh, en) = (said("zh"), said("en"));
        assert!(zh.starts_with("错误：") && !zh.contains('‖'), "{zh}");
        assert!(zh.lines().next().is_some_and(|line| chinese(line.trim_start_matches("错误："))), "{zh}");
        if !more.contains(&"--lang") {
            assert!(en.starts_with("error: ") && !chinese(&en) && !en.contains('‖'), "{en}");
        }
    }
    for args in [&["nope"][..], &["assess"], &["explain"], &["check"], &["completions", "cmd"], &["rules", "x"], &[]] {
        let output = liftfit(dir.path(), &[args, &["--lang", "en"]].concat());
        assert_eq!(status(&output), 2, "{args:?}");
        assert!(!chinese(&stderr(&output).replace("结果", "")), "{args:?}: {}", stderr(&output));
    }
}

#[test]
fn a_folder_alone_may_have_options_behind_it() {
    let dir = street();
    let output = liftfit(dir.path(), &["调查", "--lang", "en", "--threads", "1"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).starts_with("the outputs are in"), "{}", stderr(&output));
    assert!(stdout(&output).contains("suitable"));
    let output = liftfit(dir.path(), &["调查", "-q"]);
    assert!(stdout(&output).is_empty() && stderr(&output).is_empty());
    let output = liftfit(dir.path(), &["调查", "--rules", "shanghai"]);
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("不认识的参数 `--rules`"), "{}", stderr(&output));
}

#[test]
fn the_folder_above_has_its_outputs_beside_it() {
    let dir = street();
    std::fs::create_dir(dir.path().join("调查/里面")).unwrap();
    let output = liftfit(&dir.path().join("调查/里面"), &[".."]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(dir.path().join("结果/run.json").is_file());
}

#[test]
fn completions_are_in_either_language() {
    let dir = street();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        for lang in ["zh", "en"] {
            let output = liftfit(dir.path(), &["completions", shell, "--lang", lang]);
            assert_eq!(status(&output), 0);
            let script = stdout(&output);
            assert!(script.contains("deny-warnings") && !script.contains('‖'), "{shell}");
        }
    }
}
