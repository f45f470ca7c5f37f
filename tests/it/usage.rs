use super::{liftfit, status, stderr, stdout, street};

#[test]
fn wrong_usage_is_status_2_and_said_in_chinese_or_english() {
    let dir = street();
    for (args, zh) in [
        (&["assess", "调查"][..], "缺少参数 --rules <规则>"),
        (&["assess", "调查", "--ruls", "x"], "是不是想写 `--rules`？"),
        (&["asess"], "是不是想用命令 `assess`？"),
        (&["assess", "调查", "--rules", "r", "--out", "o", "--as-of", "明天"], "要写成 2026-03-01"),
        (&["assess", "调查", "--rules", "r", "--out", "o", "--threads", "0"], "1 到 1024"),
        (&["assess", "调查", "--rules", "r", "--out", "o", "--set", "a"], "要写成 参数=值"),
        (&["check", "r", "--format", "yaml"], "可以写：text、short、json"),
        (&["explain", "a", "b", "--rules", "r", "--format", "short"], "可以写：text、json"),
        (&["explain", "甲"], "缺少参数"),
    ] {
        let output = liftfit(dir.path(), args);
        assert_eq!(status(&output), 2, "{args:?}");
        assert!(stderr(&output).contains(zh), "{args:?}: {}", stderr(&output));
        assert!(stdout(&output).is_empty(), "{args:?}");
        assert!(!dir.path().join("o").exists());
    }
    let output = liftfit(dir.path(), &["--lang", "en", "assess", "调查"]);
    assert!(stderr(&output).starts_with("error: missing --rules"), "{}", stderr(&output));
}

#[test]
fn help_and_version_go_to_stdout() {
    let dir = street();
    for args in [&["--help"][..], &["assess", "--help"], &["-V"], &["completions", "bash"], &["rules"]] {
        let output = liftfit(dir.path(), args);
        assert_eq!(status(&output), 0, "{args:?}");
        assert!(!stdout(&output).is_empty() && stderr(&output).is_empty(), "{args:?}");
    }
    assert!(stdout(&liftfit(dir.path(), &["--help"])).contains("用法："));
}

#[test]
fn nothing_at_all_shows_the_help_as_an_error() {
    let output = liftfit(street().path(), &[]);
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("用法："));
}
