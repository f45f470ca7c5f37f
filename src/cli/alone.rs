//! `liftfit 文件夹`, or something dropped on the program: assessed by the shipped rules into `结果` beside it.

use super::args::Everywhere;
use super::screen::Screen;
use super::{Cli, DONE, Failure, WRONG, assess, bilingual, command, usage, use_threads};
use crate::text;
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Where the outputs go.
const OUT: &str = "结果";

/// What may stand beside the folders.
#[derive(Debug, Parser)]
#[command(name = "liftfit", disable_help_flag = true)]
struct Args {
    /// 调查表：文件或文件夹，可以写几个 ‖ surveys: files and folders, one or several
    #[arg(value_name = "文件夹 ‖ FOLDER", help_heading = "参数 ‖ arguments")]
    folders: Vec<PathBuf>,

    #[command(flatten)]
    everywhere: Everywhere,
}

/// Nothing was typed: that is answered with the help.
pub fn nothing(screen: &Screen) -> u8 {
    screen.raw_error(&help(screen));
    WRONG
}

/// Assesses what was typed, if it is there; else a command was meant.
pub fn run(typed: &[OsString], screen: &Screen) -> Result<u8, Failure> {
    if let Some(first) = typed.first().map(Path::new).filter(|first| !first.exists()) {
        return Err(missing(first));
    }
    let arguments = std::iter::once(OsString::from("liftfit")).chain(typed.iter().cloned());
    let parsed = bilingual::in_lang(Args::command(), screen.lang).try_get_matches_from(arguments);
    let args = match parsed.and_then(|mut matches| Args::from_arg_matches_mut(&mut matches)) {
        Ok(args) => args,
        Err(error) if error.kind() == ErrorKind::DisplayHelp => {
            screen.data(&help(screen))?;
            return Ok(DONE);
        }
        Err(error) => return Ok(usage::show(&error)),
    };
    if let Some(folder) = args.folders.iter().find(|folder| !folder.exists()) {
        return Err(missing(folder));
    }
    use_threads(args.everywhere.threads);
    let screen = Screen { quiet: screen.quiet || args.everywhere.quiet, ..*screen };
    let out = args.folders.first().map_or_else(|| PathBuf::from(OUT), |first| beside(first));
    assess::run(&assess::Args::alone(&args.folders, out), &screen)
}

/// `结果` beside a file or folder, also one that is named `..` or by a link.
fn beside(first: &Path) -> PathBuf {
    // A folder dropped on the program is where its link is; only `.` and `..` have to be looked up.
    let path = match first.file_name() {
        Some(_) => std::path::absolute(first),
        None => first.canonicalize(),
    };
    path.ok().and_then(|path| Some(path.parent()?.join(OUT))).unwrap_or_else(|| PathBuf::from(OUT))
}

fn missing(path: &Path) -> Failure {
    let shown = path.display();
    let help = usage::nearest_command(&path.to_string_lossy(), &Cli::command())
        .map(|near| text!("是不是想用命令 `{near}`？", "did you mean the command `{near}`?"))
        .unwrap_or_else(|| text!("用法见 liftfit --help", "see liftfit --help"));
    let message = text!("没有命令或文件夹 `{shown}`", "no command and no folder `{shown}`");
    Failure::new(WRONG, message, Some(help))
}

fn help(screen: &Screen) -> String {
    usage::translated(&command(screen.lang).render_help().to_string(), screen.lang)
}
