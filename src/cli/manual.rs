//! `liftfit man [COMMAND]`: the manual page of the program or of a command, in roff, to stdout.
//!
//! It is made of the same descriptions as `--help`. Deliberately absent: the rules language and the outputs, which
//! `docs/` describes.

use super::screen::Screen;
use super::{DONE, Failure, WRONG};
use crate::lang::{Lang, Text, listed};
use crate::text;
use clap::Command;
use clap_mangen::Man;

/// What was typed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 哪个命令；不写就是整个程序的 ‖ which command; without one, the program as a whole
    #[arg(value_name = "命令 ‖ COMMAND", help_heading = "参数 ‖ arguments")]
    command: Option<String>,
}

/// Prints the page.
pub fn run(args: &Args, screen: &Screen, mut command: Command) -> Result<u8, Failure> {
    command.build();
    let page = match &args.command {
        None => page(command, screen.lang),
        Some(name) => {
            let shown = |it: &&Command| !it.is_hide_set();
            let found = command.get_subcommands().filter(shown).find(|it| it.get_name() == name);
            let Some(found) = found else { return Err(no_such(name, &command)) };
            let whole = format!("liftfit-{name}");
            page(found.clone().name(whole.clone()).display_name(whole), screen.lang)
        }
    };
    screen.data(&page)?;
    Ok(DONE)
}

fn no_such(name: &str, command: &Command) -> Failure {
    let names = command.get_subcommands().filter(|it| !it.is_hide_set()).map(|it| format!("`{}`", it.get_name()));
    let Text { zh, en } = listed(names.collect::<Vec<String>>());
    Failure::new(
        WRONG,
        text!("没有命令 `{name}`", "no command `{name}`"),
        Some(text!("命令有：{zh}", "the commands are: {en}")),
    )
}

fn page(command: Command, lang: Lang) -> String {
    let version = concat!("liftfit ", env!("CARGO_PKG_VERSION"));
    let mut roff = Vec::new();
    // Nothing but memory is written to.
    let _ = Man::new(command).source(version).manual("liftfit").date("").render(&mut roff);
    in_lang(&String::from_utf8_lossy(&roff), lang)
}
/// The page with headings of a language, its lines broken where they are in the text: roff knows words by the blanks
/// between them, which Chinese has not, and would stretch lines to fill them.
fn in_lang(page: &str, lang: Lang) -> String {
    let mut shown = String::new();
    // Lines since the last request; after `.TP` the first is the tag, which ends by itself.
    let (mut lines, mut tag) = (0, false);
    for line in page.lines() {
        if line.starts_with(['.', '\'']) {
            (lines, tag) = (0, line == ".TP");
        } else {
            lines += 1;
            if lines > if tag { 2 } else { 1 } {
                shown.push_str(".br\n");
            }
        }
        match line.strip_prefix(".SH ") {
            Some(name) => shown.push_str(&format!(".SH {}", heading(name.trim_matches('"'), lang))),
            None => shown.push_str(line),
        }
        shown.push('\n');
        if line.starts_with(".TH ") {
            shown.push_str(".ad l\n.nh\n");
        }
    }
    shown
}

fn heading(name: &str, lang: Lang) -> String {
    let (zh, en) = match name {
        "NAME" => ("名称", "NAME"),
        "SYNOPSIS" => ("用法", "SYNOPSIS"),
        "DESCRIPTION" => ("说明", "DESCRIPTION"),
        "EXTRA" => ("附注", "NOTES"),
        "VERSION" => ("版本", "VERSION"),
        other => (other, other),
    };
    lang.pick(zh, en).to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_broken_lines_as_roff_wants_them() {
        let page = ".TH a 1\n.SH NAME\na \\- b\n.SH \"options\"\n.TP\n\\-\\-x\none\ntwo\n.SH 选项\n甲\n乙\n";
        let zh =
            ".TH a 1\n.ad l\n.nh\n.SH 名称\na \\- b\n.SH OPTIONS\n.TP\n\\-\\-x\none\n.br\ntwo\n.SH 选项\n甲\n.br\n乙\n";
        assert_eq!(in_lang(page, Lang::Zh), zh);
        assert!(in_lang(page, Lang::En).contains(".SH NAME\n"));
    }

    #[test]
    fn every_command_that_is_shown_has_a_page() {
        for lang in [Lang::Zh, Lang::En] {
            let mut all = super::super::command(lang);
            all.build();
            for command in all.get_subcommands().filter(|it| !it.is_hide_set()) {
                let page = page(command.clone(), lang);
                assert!(page.contains(lang.pick(".SH 用法", ".SH SYNOPSIS")) && !page.contains('‖'), "{page}");
            }
        }
    }
}
