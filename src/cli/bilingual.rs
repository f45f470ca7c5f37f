//! The argument parser knows one language: help texts, value names and headings of arguments stand as `中文 ‖ english`
//! where they are declared, and the command is put into one of the two here before anything is parsed.
//!
//! What always holds: a text without `‖` is the same in both. Lines of help fit a terminal of 80 columns.

use crate::lang::{Lang, folded};
use clap::{Arg, Command};

/// Between the languages.
const BETWEEN: char = '‖';
/// Columns of a terminal that nobody made wider.
const WIDTH: usize = 80;
/// Columns beside the names of arguments; the longest is `--encoding <ENCODING>`.
const BESIDE: usize = WIDTH - 30;

/// The side of a text that `lang` wants.
pub fn side(text: &str, lang: Lang) -> &str {
    match text.split_once(BETWEEN) {
        Some((zh, en)) => lang.pick(zh, en).trim(),
        None => text,
    }
}

/// A command and all below it, in one language.
pub fn in_lang(command: Command, lang: Lang) -> Command {
    let about = command.get_about().map(|about| side(&about.to_string(), lang).to_string());
    let heading = command.get_subcommand_help_heading().map(|heading| side(heading, lang).to_string());
    let command = command
        .max_term_width(WIDTH)
        .help_template(lang.pick(
            "{about}\n\n用法：{usage}\n\n{all-args}{after-help}",
            "{about}\n\nUsage: {usage}\n\n{all-args}{after-help}",
        ))
        .mut_args(|arg| argument(arg, lang))
        .mut_subcommands(|command| in_lang(command, lang));
    let command = match about {
        Some(about) => command.about(about),
        None => command,
    };
    match heading {
        Some(heading) => command.subcommand_help_heading(heading),
        None => command,
    }
}

fn argument(arg: Arg, lang: Lang) -> Arg {
    let help = arg.get_help().map(|help| folded(side(&help.to_string(), lang), BESIDE));
    let heading = arg.get_help_heading().map(|heading| side(heading, lang).to_string());
    let named = |names: &[clap::builder::Str]| -> Vec<String> {
        names.iter().map(|name| side(name, lang).to_string()).collect()
    };
    let names = arg.get_value_names().map(named);
    let arg = match help {
        Some(help) => arg.help(help),
        None => arg,
    };
    let arg = match heading {
        Some(heading) => arg.help_heading(heading),
        None => arg,
    };
    match names {
        Some(names) if arg.get_action().takes_values() => arg.value_names(names),
        _ => arg,
    }
}
