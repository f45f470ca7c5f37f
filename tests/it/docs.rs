//! The manual says what the program does: its lists are the program's, its examples hold.

use super::{liftfit, stdout};
use liftfit::assess::run_tests;
use liftfit::rules::load;
use liftfit::survey::FindingSeverity;
use std::path::Path;

fn page(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn every_code_of_a_finding_is_listed() {
    let mut table = String::from("| 代码 | 程度 | 问题 |\n|---|---|---|\n");
    for (code, severity, title, _) in liftfit::survey::finding::CODES {
        let severity = match severity {
            FindingSeverity::Note => "说明",
            FindingSeverity::Warning => "存疑",
            FindingSeverity::Error => "未用",
        };
        table.push_str(&format!("| {code} | {severity} | {title} |\n"));
    }
    assert!(page("docs/survey.md").ends_with(&table), "docs/survey.md should end with:\n{table}");
}

#[test]
fn the_rule_that_the_readme_shows_is_sound() {
    let readme = page("README.md");
    let example = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("our-street.toml");
    std::fs::write(&path, example).unwrap();
    let loaded = load(path.to_str().unwrap(), &[]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    let outcomes = run_tests(&loaded.rules.unwrap());
    assert!(!outcomes.is_empty() && outcomes.iter().all(|outcome| outcome.passed), "{outcomes:?}");
}

#[test]
fn every_key_of_a_template_is_listed() {
    use liftfit::report::city::keys::TEMPLATE;
    let mut table = String::from("| 在哪里 | 键 | 必写 | 说明 |\n|---|---|---|---|\n");
    for (section, key) in liftfit::rules::keys::every_key(&TEMPLATE) {
        let place = if section.path.is_empty() { "最外层".into() } else { format!("`{}`", section.path) };
        let required = if key.required { "是" } else { "" };
        table.push_str(&format!("| {place} | `{}` | {required} | {} |\n", key.name, key.zh));
    }
    assert!(page("docs/reporting.md").ends_with(&table), "docs/reporting.md should end with:\n{table}");
}

#[test]
fn the_template_that_the_manual_shows_is_sound() {
    let manual = page("docs/reporting.md");
    let example = manual.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let file = liftfit::rules::RulesFile { name: "月报.toml".into(), text: example.into(), hash: String::new() };
    let rules = load("shanghai", &[]).rules.unwrap();
    let template = liftfit::report::city::read(&file, &rules);
    assert!(template.is_ok(), "{:?}", template.err());
}

/// `LIFTFIT_WRITE_DOCS=1 cargo test --test it docs` writes the page.
#[test]
fn the_page_of_every_code_is_what_the_program_says() {
    let printed = stdout(&liftfit(Path::new("."), &["check", "--explain", "all"]));
    if std::env::var_os("LIFTFIT_WRITE_DOCS").is_some() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics.md"), &printed).unwrap();
    }
    assert!(page("docs/diagnostics.md") == printed, "docs/diagnostics.md should be:\n{printed}");
}
