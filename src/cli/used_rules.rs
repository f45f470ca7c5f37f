//! The rules that a command works with: loaded, their doubts shown, or the command stops.

use super::screen::Screen;
use super::{Failure, WRONG};
use crate::assess::never::never;
use crate::assess::run_tests;
use crate::lang::Text;
use crate::rules::ruleset::Test;
use crate::rules::{Diagnostic, Loaded, RuleSet, Severity, show_diagnostic};
use crate::run::RunRead;
use crate::{rules, text};

/// The code of an embedded test that fails.
const TEST_FAILED: &str = "R080";

/// Loads rules by name or path for a command that uses them. Warnings come with the rules; errors, and under
/// `deny_warnings` warnings, have been shown and stop.
pub fn load(
    given: &str,
    sets: &[(String, String)],
    deny_warnings: bool,
    screen: &Screen,
) -> Result<(RuleSet, Vec<Text>), Failure> {
    load_with_doubts(given, sets, deny_warnings, screen).map(in_words)
}

/// The same with the warnings as a run keeps them.
fn in_words((rules, doubts): (RuleSet, Vec<Diagnostic>)) -> (RuleSet, Vec<Text>) {
    let told = doubts.into_iter().filter(|doubt| doubt.severity >= Severity::Warning);
    let warning = |Diagnostic { code, message: Text { zh, en }, .. }| text!("{code} {zh}", "{code} {en}");
    (rules, told.map(warning).collect())
}

/// The same with the warnings as they are, in their places.
pub fn load_with_doubts(
    given: &str,
    sets: &[(String, String)],
    deny_warnings: bool,
    screen: &Screen,
) -> Result<(RuleSet, Vec<Diagnostic>), Failure> {
    use_loaded(with_tests(rules::load(given, sets), Severity::Warning), deny_warnings, screen)
}

/// The same for one of several rule sets: what is said of it is said under its name.
pub fn load_called(
    called: &str,
    given: &str,
    sets: &[(String, String)],
    deny_warnings: bool,
    screen: &Screen,
) -> Result<(RuleSet, Vec<Text>), Failure> {
    let mut loaded = with_tests(rules::load(given, sets), Severity::Warning);
    for diagnostic in &mut loaded.diagnostics {
        let Text { zh, en } = &diagnostic.message;
        diagnostic.message = text!("{called}：{zh}", "{called}: {en}");
    }
    use_loaded(loaded, deny_warnings, screen).map(in_words)
}

/// The rules of a run, as it kept them.
pub fn load_kept(run: &RunRead, screen: &Screen) -> Result<RuleSet, Failure> {
    let files: Vec<(&str, &str)> = run.rules.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let loaded = rules::load_text(&files, &run.manifest.options.set);
    // A shipped file that a kept one names comes with the program, which may be a newer one.
    let same = loaded.files.iter().all(|file| run.rules.iter().any(|(_, text)| **text == *file.text));
    let (rules, _) = use_loaded(loaded, false, &Screen { quiet: true, ..*screen })?;
    if same {
        return Ok(rules);
    }
    let version = &run.manifest.version;
    Err(Failure::new(
        super::FAILED,
        text!(
            "这次运行用的是 liftfit {version} 自带的规则，与现在的不同，无法照原样说明",
            "the run was made with the shipped rules of liftfit {version}, which are not those of this program"
        ),
        Some(text!("请重新运行一次评估", "assess the survey again")),
    ))
}

fn use_loaded(loaded: Loaded, deny_warnings: bool, screen: &Screen) -> Result<(RuleSet, Vec<Diagnostic>), Failure> {
    let wrong = loaded.diagnostics.iter().any(|d| d.severity == Severity::Error) || loaded.rules.is_none();
    let denied = deny_warnings && loaded.diagnostics.iter().any(|d| d.severity >= Severity::Warning);
    for diagnostic in loaded.diagnostics.iter().filter(|d| d.severity >= Severity::Warning) {
        if wrong || denied || !screen.quiet {
            screen.raw_error(&show_diagnostic(diagnostic, &loaded.files, screen.lang, screen.error_colour));
            screen.raw_error("\n");
        }
    }
    match loaded.rules {
        Some(rules) if !wrong && !denied => Ok((rules, loaded.diagnostics)),
        _ => Err(Failure::shown(WRONG)),
    }
}

/// Runs the embedded tests; one that fails is a diagnostic of that severity. With `--set` a test may rightly fail, so
/// it stops nothing but `check`. Beside them, what the criteria can never come to.
pub fn with_tests(mut loaded: Loaded, severity: Severity) -> Loaded {
    if let Some(rules) = &loaded.rules {
        for outcome in run_tests(rules).iter().filter(|outcome| !outcome.passed) {
            if let Some(test) = rules.tests.get(outcome.test) {
                loaded.diagnostics.push(failed(test, &outcome.mismatches, severity));
            }
        }
        loaded.diagnostics.extend(never(rules));
    }
    loaded
}

fn failed(test: &Test, mismatches: &[Text], severity: Severity) -> Diagnostic {
    let name = &test.name;
    let joined = |get: fn(&Text) -> &str, by: &str| mismatches.iter().map(get).collect::<Vec<_>>().join(by);
    let (zh, en) = (joined(|text| &text.zh, "；"), joined(|text| &text.en, "; "));
    Diagnostic {
        code: TEST_FAILED,
        severity,
        message: text!("示例 `{name}` 不成立：{zh}", "test `{name}` fails: {en}"),
        help: None,
        place: Some(test.place.clone()),
        related: Vec::new(),
    }
}
