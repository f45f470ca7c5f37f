//! Arguments → calls → terminal and exit status. One file a command.
//!
//! [`args`] is what was typed and what is meant by it, `bilingual` its description, [`usage`] says what was typed wrongly, [`screen`] is the only
//! way to stdout and stderr, [`progress`] the bars. What always holds: data goes to stdout, everything else to
//! stderr; a reader that closes stdout early is no error. Exit status: 0 done; 1 failed; 2 wrong usage or wrong
//! rules; 3 done, but files or rows were rejected or not read. Deliberately absent: everything that the library can do.

mod alone;
pub mod args;
mod asked;
mod assess;
mod bilingual;
mod check;
mod compare;
mod completions;
mod coverage;
mod decisions;
mod diagnostics;
mod diff;
mod earlier;
mod explain;
mod explain_code;
mod explain_json;
mod explain_text;
mod find_unit;
mod form;
mod gaps;
mod in_force;
mod manual;
mod names_apart;
mod plain;
mod progress;
mod put_out;
mod read_run;
mod read_workbook;
mod record;
mod report;
mod roster;
mod rules;
mod runs;
mod same;
mod screen;
mod surveyed;
mod sweep;
mod usage;
mod used_mapping;
mod used_rules;
mod variants;

use crate::lang::{Lang, Text};
use crate::run::RunError;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use screen::Screen;
use std::ffi::OsString;
use std::process::ExitCode;

/// Done.
pub const DONE: u8 = 0;
/// Failed.
pub const FAILED: u8 = 1;
/// Wrong usage or wrong rules.
pub const WRONG: u8 = 2;
/// Done, but files or rows were rejected or not read.
pub const PARTLY: u8 = 3;

/// 逐个单元判断既有多层住宅能否加装电梯，并说明理由。 ‖ says for every stairwell unit of existing walk-up housing whether a lift can be added, and why
#[derive(Debug, Parser)]
#[command(
    name = "liftfit",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_help_heading = "命令 ‖ commands"
)]
struct Cli {
    #[command(flatten)]
    everywhere: args::Everywhere,

    #[command(subcommand)]
    command: Option<Command>,

    /// 显示版本 ‖ show the version
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "选项 ‖ options", display_order = 104)]
    version: Option<bool>,
}

/// The commands. A new one is a file and a line here.
#[derive(Debug, Subcommand)]
enum Command {
    /// 评估调查表里的所有单元，结果写入一个文件夹 ‖ assess all units of surveys into a folder
    Assess(assess::Args),
    /// 说明一个单元为什么是这个结论 ‖ explain why a unit is of its class
    Explain(explain::Args),
    /// 比较几套规则：哪些单元的结论会变，是规则的哪一处造成的 ‖ compare rule sets: which units change class, and which difference in the rules moves them
    Compare(compare::Args),
    /// 扫描一个参数：取值变了，三类各多少，在哪里变，变的是哪些单元 ‖ sweep a parameter: the classes at every value of it, where they change, and which units do
    Sweep(sweep::Args),
    /// 补测计划：未定的单元各要测什么，先测哪里，哪些已定的单元只差一点 ‖ what to measure: what each open unit needs, where to go first, and which settled units are near misses
    Gaps(gaps::Args),
    /// 两次评估的差异：哪些单元的结论变了，是数据、规则还是程序变了 ‖ what changed between two runs, and whether data, rules or the program changed it
    Diff(diff::Args),
    /// 列出一个文件夹里的历次评估 ‖ list the runs in a folder, with their figures
    Runs(runs::Args),
    /// 按模板出上报的表：台账、月报、清单 ‖ make a report for the city by a template: ledger, monthly figures, lists
    Report(report::Args),
    /// 检查规则文件：语法、类型、自带的示例 ‖ check rules files: syntax, types, their own tests
    Check(check::Args),
    /// 生成空白调查表 ‖ make the empty survey form
    Form(form::Args),
    /// 自带的规则；把一套规则写成给人读的读本 ‖ the rules that come with the program; a rule set put into words
    Rules(rules::Args),
    /// 生成命令行补全脚本 ‖ print a completion script for a shell
    Completions(completions::Args),
    /// 生成手册页（roff），供 man 显示 ‖ print a manual page (roff), for man to show
    Man(manual::Args),
    /// 读取一个旧格式工作簿（供本程序自己调用）
    #[command(hide = true)]
    ReadWorkbook(read_workbook::Args),
    /// Anything else: a folder to be assessed
    #[command(external_subcommand)]
    Alone(Vec<OsString>),
}

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub struct Failure {
    /// The exit status
    pub status: u8,
    /// What is the matter; empty where it was shown already
    pub message: Option<Text>,
    /// What to do, where that can be said
    pub help: Option<Text>,
}

impl Failure {
    fn new(status: u8, message: Text, help: Option<Text>) -> Failure {
        Failure { status, message: Some(message), help }
    }

    /// What is the matter has been shown already.
    fn shown(status: u8) -> Failure {
        Failure { status, message: None, help: None }
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Failure {
        Failure::new(FAILED, error.message, error.help)
    }
}

/// Runs the program on the arguments it was started with.
pub fn main() -> ExitCode {
    let parsed = command(typed_lang()).try_get_matches();
    let cli = match parsed.and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches)) {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(usage::show(&error)),
    };
    let screen = Screen::new(typed_lang(), cli.everywhere.quiet);
    let status = run(cli, &screen).unwrap_or_else(|failure| {
        if let Some(message) = &failure.message {
            screen.error(message, failure.help.as_ref());
        }
        failure.status
    });
    ExitCode::from(status)
}

/// All arguments, described in one language.
fn command(lang: Lang) -> clap::Command {
    bilingual::in_lang(Cli::command(), lang)
        .override_usage(lang.pick(
            "liftfit 命令 …\n      liftfit 文件夹    （按自带的上海规则评估，结果写到它旁边的“结果”文件夹）",
            "liftfit COMMAND …\n       liftfit FOLDER    (by the shipped Shanghai rules, into `结果` beside it)",
        ))
        .after_help(lang.pick(
            "退出状态：0 完成；1 失败；2 用法或规则有误；3 完成，但有文件或行未能采用。\n每个命令的详细说明：liftfit 命令 --help",
            "Exit status: 0 done; 1 failed; 2 wrong usage or wrong rules; 3 done, but\nsome files or rows were not used.\nMore on each command: liftfit COMMAND --help",
        ))
}

fn run(cli: Cli, screen: &Screen) -> Result<u8, Failure> {
    use_threads(cli.everywhere.threads);
    match cli.command {
        Some(Command::Assess(args)) => assess::run(&args, screen),
        Some(Command::Explain(args)) => explain::run(&args, screen),
        Some(Command::Compare(args)) => compare::run(&args, screen),
        Some(Command::Sweep(args)) => sweep::run(&args, screen),
        Some(Command::Gaps(args)) => gaps::run(&args, screen),
        Some(Command::Diff(args)) => diff::run(&args, screen),
        Some(Command::Runs(args)) => runs::run(&args, screen),
        Some(Command::Report(args)) => report::run(&args, screen),
        Some(Command::Check(args)) => check::run(&args, screen),
        Some(Command::Form(args)) => form::run(&args, screen),
        Some(Command::Rules(args)) => rules::run(&args, screen),
        Some(Command::Completions(args)) => completions::run(&args, screen, command(screen.lang)),
        Some(Command::Man(args)) => manual::run(&args, screen, command(screen.lang)),
        Some(Command::ReadWorkbook(args)) => read_workbook::run(&args),
        Some(Command::Alone(typed)) => alone::run(&typed, screen),
        None => Ok(alone::nothing(screen)),
    }
}

fn use_threads(threads: Option<u16>) {
    if let Some(threads) = threads {
        // It can fail only if a pool was made before; then that one serves.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global();
    }
}

/// The language that help and usage errors are in: what `--lang` says, wherever it stands.
fn typed_lang() -> Lang {
    let typed: Vec<String> = std::env::args_os().map(|arg| arg.to_string_lossy().into_owned()).collect();
    let after = typed.windows(2).any(|pair| matches!(pair, [a, b] if a == "--lang" && b == "en"));
    if after || typed.iter().any(|arg| arg == "--lang=en") { Lang::En } else { Lang::Zh }
}
