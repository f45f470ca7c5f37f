//! Arguments → calls → terminal and exit status. One file a command.
//!
//! [`args`] is what was typed and what is meant by it, [`usage`] says what was typed wrongly, [`screen`] is the only
//! way to stdout and stderr, [`progress`] the bars. What always holds: data goes to stdout, everything else to
//! stderr; a reader that closes stdout early is no error. Exit status: 0 done; 1 failed; 2 wrong usage or wrong
//! rules; 3 done, but files or rows were rejected or not read. Deliberately absent: everything that the library can do.

pub mod args;
mod assess;
mod check;
mod completions;
mod explain;
mod explain_json;
mod explain_text;
mod find_unit;
mod in_force;
mod plain;
mod progress;
mod read_workbook;
mod rules;
mod screen;
mod usage;
mod used_rules;

use crate::lang::{Lang, Text};
use crate::run::RunError;
use crate::text;
use clap::{CommandFactory, Parser, Subcommand};
use screen::Screen;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// Done.
pub const DONE: u8 = 0;
/// Failed.
pub const FAILED: u8 = 1;
/// Wrong usage or wrong rules.
pub const WRONG: u8 = 2;
/// Done, but files or rows were rejected or not read.
pub const PARTLY: u8 = 3;

const TEMPLATE: &str = "\
{about}

用法：{usage}

{all-args}{after-help}";

/// 逐个单元判断既有多层住宅能否加装电梯，并说明理由。
#[derive(Debug, Parser)]
#[command(
    name = "liftfit",
    version,
    help_template = TEMPLATE,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_help_heading = "命令",
    override_usage = "liftfit 命令 …\n      liftfit 文件夹    （按自带的上海规则评估，结果写到它旁边的“结果”文件夹）",
    after_help = "退出状态：0 完成；1 失败；2 用法或规则有误；3 完成，但有文件或行未能采用。\n每个命令的详细说明：liftfit 命令 --help",
)]
struct Cli {
    #[command(flatten)]
    everywhere: args::Everywhere,

    #[command(subcommand)]
    command: Option<Command>,

    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "选项", display_order = 104)]
    version: Option<bool>,
}

/// The commands. A new one is a file and a line here.
#[derive(Debug, Subcommand)]
enum Command {
    /// 评估调查表里的所有单元，结果写入一个文件夹
    #[command(help_template = TEMPLATE)]
    Assess(assess::Args),
    /// 说明一个单元为什么是这个结论
    #[command(help_template = TEMPLATE)]
    Explain(explain::Args),
    /// 检查规则文件：语法、类型、自带的示例
    #[command(help_template = TEMPLATE)]
    Check(check::Args),
    /// 自带的规则
    #[command(help_template = TEMPLATE)]
    Rules(rules::Args),
    /// 生成命令行补全脚本
    #[command(help_template = TEMPLATE)]
    Completions(completions::Args),
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
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(usage::show(&error)),
    };
    let screen = Screen::new(cli.everywhere.lang.meant(), cli.everywhere.quiet);
    let status = run(cli, &screen).unwrap_or_else(|failure| {
        if let Some(message) = &failure.message {
            screen.error(message, failure.help.as_ref());
        }
        failure.status
    });
    ExitCode::from(status)
}

fn run(cli: Cli, screen: &Screen) -> Result<u8, Failure> {
    if let Some(threads) = cli.everywhere.threads {
        // It can fail only if a pool was made before, and none was.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global();
    }
    match cli.command {
        Some(Command::Assess(args)) => assess::run(&args, screen),
        Some(Command::Explain(args)) => explain::run(&args, screen),
        Some(Command::Check(args)) => check::run(&args, screen),
        Some(Command::Rules(args)) => rules::run(&args, screen),
        Some(Command::Completions(args)) => completions::run(&args, screen, Cli::command()),
        Some(Command::ReadWorkbook(args)) => read_workbook::run(&args),
        Some(Command::Alone(folders)) => alone(&folders, screen),
        None => alone(&[], screen),
    }
}

/// `liftfit 文件夹`, or something dropped on the program.
fn alone(typed: &[OsString], screen: &Screen) -> Result<u8, Failure> {
    let folders: Vec<PathBuf> = typed.iter().map(PathBuf::from).collect();
    let Some(first) = folders.first() else {
        screen.raw_error(&usage::translated(&Cli::command().render_help().to_string()));
        return Ok(WRONG);
    };
    if let Some(missing) = folders.iter().find(|folder| !folder.exists()) {
        let shown = missing.display();
        let help = usage::nearest_command(&missing.to_string_lossy(), &Cli::command())
            .map(|near| text!("是不是想用命令 `{near}`？", "did you mean the command `{near}`?"))
            .unwrap_or_else(|| text!("用法见 liftfit --help", "see liftfit --help"));
        let message = text!("没有命令或文件夹 `{shown}`", "no command and no folder `{shown}`");
        return Err(Failure::new(WRONG, message, Some(help)));
    }
    let beside = std::path::absolute(first).ok().and_then(|path| Some(path.parent()?.join("结果")));
    let out = beside.unwrap_or_else(|| PathBuf::from("结果"));
    assess::run(&assess::Args::alone(&folders, out), screen)
}

/// The language that usage errors are in: what `--lang` says, wherever it stands.
fn typed_lang() -> Lang {
    let typed: Vec<String> = std::env::args_os().map(|arg| arg.to_string_lossy().into_owned()).collect();
    let after = typed.windows(2).any(|pair| matches!(pair, [a, b] if a == "--lang" && b == "en"));
    if after || typed.iter().any(|arg| arg == "--lang=en") { Lang::En } else { Lang::Zh }
}
