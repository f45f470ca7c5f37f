//! `liftfit check RULES…`: are these rules sound? Diagnostics in their place, and the embedded tests; what these go
//! through is `coverage`.

use super::args::RulesArgs;
use super::coverage::{Answers, CoverageArgs};
use super::screen::{Paint, Screen, painted};
use super::used_rules::with_tests;
use super::{DONE, Failure, PARTLY, WRONG, diagnostics, explain_code, same};
use crate::assess::run_tests;
use crate::rules::{self, Diagnostic, Loaded, Severity, show_diagnostic};
use crate::text;
use clap::ValueEnum;
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

    /// 不看调查表，判定两套规则的判断是否相同：相同，或举出一个结论不同的单元 ‖ decide without a survey whether two rule sets decide alike, or name a unit on which they differ
    #[arg(long, conflicts_with_all = ["explain", "deny_warnings", "coverage", "survey", "uncovered", "out"], help_heading = "选项 ‖ options")]
    same: bool,

    #[command(flatten)]
    options: RulesArgs,

    /// 在屏幕上输出：text（默认）给人看，short 一行一条给编辑器，json 给程序 ‖ what to print: text (the default) for people, short (a line each) for editors, or json for programs
    #[arg(
        long,
        value_name = "格式 ‖ FORMAT",
        value_enum,
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项 ‖ options"
    )]
    format: Format,

    #[command(flatten)]
    coverage: CoverageArgs,
}

/// `--format`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For editors, a line each
    Short,
    /// For programs
    Json,
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
        return explain_code::run(code, args.format == Format::Json, screen);
    }
    if args.same {
        return same::run(&args.rules, &args.options.set, args.format == Format::Json, screen);
    }
    let checked: Vec<Checked> = args.rules.iter().map(|given| check(given, &args.options.set)).collect();
    let rules = checked.iter().map(|checked| (checked.given, checked.loaded.rules.as_ref()));
    let coverage = args.coverage.answers(rules, screen)?;
    let each = || checked.iter().enumerate();
    match args.format {
        Format::Json => screen.json(&document(&checked, &coverage, screen))?,
        Format::Short => {
            let lines = each().map(|(at, checked)| lines(checked, screen) + &coverage.lines(at, screen));
            screen.data(&lines.collect::<String>())?;
        }
        Format::Text => {
            let shown = each().map(|(at, checked)| shown(checked, screen) + &coverage.text(at, screen));
            screen.data(&shown.collect::<Vec<_>>().join("\n"))?;
            tell_of_pages(&checked, screen);
        }
    }
    let stops = |diagnostic: &Diagnostic| {
        diagnostic.severity == Severity::Error || args.options.deny_warnings && diagnostic.severity == Severity::Warning
    };
    let wrong = checked.iter().any(|checked| checked.loaded.diagnostics.iter().any(stops) || checked.failed > 0);
    Ok(match wrong {
        true => WRONG,
        false if coverage.are_whole() => DONE,
        false => PARTLY,
    })
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

fn document(checked: &[Checked], coverage: &Answers, screen: &Screen) -> Value {
    let diagnostics = checked.iter().flat_map(|checked| {
        let Loaded { diagnostics, files, .. } = &checked.loaded;
        diagnostics.iter().map(move |diagnostic| diagnostics::told(diagnostic, files, screen.lang))
    });
    let sum = |get: fn(&Checked) -> usize| checked.iter().map(get).sum::<usize>();
    let mut document = json!({
        "diagnostics": diagnostics.collect::<Vec<_>>(),
        "tests": { "passed": sum(|checked| checked.passed), "failed": sum(|checked| checked.failed) },
    });
    if let (Some(document), Some(coverage)) = (document.as_object_mut(), coverage.json(screen)) {
        document.insert("coverage".into(), coverage);
    }
    document
}

fn lines(checked: &Checked, screen: &Screen) -> String {
    let Checked { given, loaded, .. } = checked;
    let line = |diagnostic| diagnostics::line(diagnostic, &loaded.files, given, screen.lang);
    loaded.diagnostics.iter().map(line).collect()
}
