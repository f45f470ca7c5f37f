//! `liftfit check RULES…`: are these rules sound? Diagnostics in their place, and the embedded tests.

use super::args::{Format, FormatArgs, RulesArgs};
use super::screen::{Paint, Screen, painted};
use super::used_rules::with_tests;
use super::{DONE, Failure, WRONG, explain_code};
use crate::assess::run_tests;
use crate::rules::ruleset::RulesFile;
use crate::rules::{self, Diagnostic, Loaded, Severity, show_diagnostic};
use crate::text;
use serde_json::{Value, json};

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 规则文件的路径，或自带规则的名字（如 shanghai）；可以写几个 ‖ paths of rules files, or names of shipped ones (shanghai); one or several
    #[arg(value_name = "规则 ‖ RULES", required_unless_present = "explain", help_heading = "参数 ‖ arguments")]
    rules: Vec<String>,

    /// 说明一个代码（如 R012）：什么意思，怎么改，附例子；all 列出全部 ‖ explain a code such as R012: what it means, what to do, with an example; `all` shows all of them
    #[arg(long, value_name = "代码 ‖ CODE", conflicts_with_all = ["rules", "set", "deny_warnings"], help_heading = "选项 ‖ options")]
    explain: Option<String>,

    #[command(flatten)]
    options: RulesArgs,

    #[command(flatten)]
    print: FormatArgs,
}

/// One rules file, checked.
struct Checked<'a> {
    given: &'a str,
    loaded: Loaded,
    passed: usize,
    failed: usize,
}

/// Checks each, shows all.
pub fn run(args: &Args, screen: &Screen) -> Result<u8, Failure> {
    if let Some(code) = &args.explain {
        return explain_code::run(code, args.print.format, screen);
    }
    let checked: Vec<Checked> = args.rules.iter().map(|given| check(given, &args.options.set)).collect();
    match args.print.format {
        Format::Json => screen.json(&document(&checked, screen))?,
        Format::Text => {
            let shown: Vec<String> = checked.iter().map(|checked| shown(checked, screen)).collect();
            screen.data(&shown.join("\n"))?;
            tell_of_pages(&checked, screen);
        }
    }
    let stops = |diagnostic: &Diagnostic| {
        diagnostic.severity == Severity::Error || args.options.deny_warnings && diagnostic.severity == Severity::Warning
    };
    let wrong = checked.iter().any(|checked| checked.loaded.diagnostics.iter().any(stops) || checked.failed > 0);
    Ok(if wrong { WRONG } else { DONE })
}

fn check<'a>(given: &'a str, sets: &[(String, String)]) -> Checked<'a> {
    let loaded = rules::load(given, sets);
    let outcomes = loaded.rules.as_ref().map(run_tests).unwrap_or_default();
    let passed = outcomes.iter().filter(|outcome| outcome.passed).count();
    Checked { given, passed, failed: outcomes.len() - passed, loaded: with_tests(loaded, Severity::Error) }
}

/// Tells of the pages, where there is a code to look up.
fn tell_of_pages(checked: &[Checked], screen: &Screen) {
    if let Some(Diagnostic { code, .. }) = checked.iter().flat_map(|checked| &checked.loaded.diagnostics).next() {
        let line = text!(
            "代码是什么意思、怎么改：liftfit check --explain {code}",
            "what a code means and what to do: liftfit check --explain {code}"
        );
        screen.note(&painted(screen.error_colour, Paint::Faint, line.get(screen.lang)));
    }
}

fn shown(checked: &Checked, screen: &Screen) -> String {
    let Checked { given, loaded, passed, failed } = checked;
    let mut shown = String::new();
    for diagnostic in &loaded.diagnostics {
        shown.push_str(&show_diagnostic(diagnostic, &loaded.files, screen.lang, screen.colour));
        shown.push_str("\n\n");
    }
    let count = |severity| loaded.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let line = match &loaded.rules {
        Some(rules) => {
            let title = format!("{} {}", rules.title, rules.version);
            let title = title.trim_end();
            text!(
                "{given}（{title}）：错误 {errors}，警告 {warnings}；示例 {passed} 个成立，{failed} 个不成立",
                "{given} ({title}): {errors} errors, {warnings} warnings; {passed} tests passed, {failed} failed"
            )
        }
        None => text!("{given}：错误 {errors}，警告 {warnings}", "{given}: {errors} errors, {warnings} warnings"),
    };
    let paint = if errors + failed > 0 { Paint::Red } else { Paint::Green };
    shown.push_str(&painted(screen.colour, paint, line.get(screen.lang)));
    shown.push('\n');
    shown
}

fn document(checked: &[Checked], screen: &Screen) -> Value {
    let diagnostics = checked.iter().flat_map(|checked| {
        let files = &checked.loaded.files;
        checked.loaded.diagnostics.iter().map(move |diagnostic| plain(diagnostic, files, screen))
    });
    let sum = |get: fn(&Checked) -> usize| checked.iter().map(get).sum::<usize>();
    json!({
        "diagnostics": diagnostics.collect::<Vec<_>>(),
        "tests": { "passed": sum(|checked| checked.passed), "failed": sum(|checked| checked.failed) },
    })
}

/// A diagnostic for programs.
pub(super) fn plain(diagnostic: &Diagnostic, files: &[RulesFile], screen: &Screen) -> Value {
    let lang = screen.lang;
    let place = diagnostic.place.as_ref().and_then(|place| Some((files.get(place.file)?, &place.span)));
    let (from, to) = match place {
        Some((file, span)) => (Some(file.line_column(span.start)), Some(file.line_column(span.end))),
        None => (None, None),
    };
    json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity.id(),
        "message": diagnostic.message.get(lang),
        "help": diagnostic.help.as_ref().map(|help| help.get(lang)),
        "file": place.map(|(file, _)| file.name.as_str()),
        "line": from.map(|at| at.0),
        "column": from.map(|at| at.1),
        "end_line": to.map(|at| at.0),
        "end_column": to.map(|at| at.1),
    })
}
