//! The only way to stdout and stderr.
//!
//! What always holds: writing to a stdout that was closed early (`| head`) ends the writing and is no error; a
//! closed stderr loses messages and nothing else. Colours only on a terminal, and not under `NO_COLOR`. Names and cells
//! are other people's: of control characters only line ends, tabs and colours get through.

use super::{FAILED, Failure};
use crate::lang::{Lang, Text, io_reason, sign_for};
pub use crate::report::paint::{Paint, painted};
use crate::text;
use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

/// Where messages and data go, and how.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// The language of messages
    pub lang: Lang,
    /// Errors only
    pub quiet: bool,
    /// Whether stdout shows colours
    pub colour: bool,
    /// Whether stderr does
    pub error_colour: bool,
}

impl Screen {
    /// For the terminal there is.
    pub fn new(lang: Lang, quiet: bool) -> Screen {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        // The old Windows console shows the codes themselves; the new one sets this variable.
        let capable = !cfg!(windows) || set("WT_SESSION") || set("TERM");
        let wanted = !set("NO_COLOR") && !dumb && capable;
        Screen {
            lang,
            quiet,
            colour: wanted && io::stdout().is_terminal(),
            error_colour: wanted && io::stderr().is_terminal(),
        }
    }

    /// Data, to stdout.
    pub fn data(&self, text: &str) -> Result<(), Failure> {
        self.plain_data(&inert(text, self.colour))
    }

    fn plain_data(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => {
                let why = io_reason(&error);
                let (zh, en) = (why.zh, why.en);
                Err(Failure::new(FAILED, text!("无法输出：{zh}", "cannot write to stdout: {en}"), None))
            }
            Ok(()) => Ok(()),
        }
    }

    /// A document for programs, to stdout.
    pub fn json(&self, document: &serde_json::Value) -> Result<(), Failure> {
        // JSON has its own way to write control characters.
        self.plain_data(&format!("{document:#}\n"))
    }

    /// Something worth knowing, to stderr; not when quiet.
    pub fn note(&self, message: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr().lock(), "{}", inert(message, self.error_colour));
        }
    }

    /// A warning, to stderr; not when quiet.
    pub fn warning(&self, message: &Text) {
        let word = painted(self.error_colour, Paint::Yellow, self.lang.pick("警告：", "warning:"));
        self.note(&format!("{word}{}{}", self.lang.pick("", " "), message.get(self.lang)));
    }

    /// An error and what to do about it, to stderr.
    pub fn error(&self, message: &Text, help: Option<&Text>) {
        let word = painted(self.error_colour, Paint::Red, self.lang.pick("错误：", "error:"));
        let mut shown = format!("{word}{}{}\n", self.lang.pick("", " "), message.get(self.lang));
        if let Some(help) = help {
            shown.push_str(&format!("  {}{}\n", self.lang.pick("提示：", "help: "), help.get(self.lang)));
        }
        self.raw_error(&shown);
    }

    /// Text that is ready to be shown, to stderr, also when quiet.
    pub fn raw_error(&self, shown: &str) {
        let _ = io::stderr().lock().write_all(inert(shown, self.error_colour).as_bytes());
    }
}

/// A text that can do nothing to a terminal: control characters and those that turn the direction of writing are shown
/// as signs. Colours stay where they are shown.
fn inert(text: &str, colour: bool) -> Cow<'_, str> {
    let harmless = |c: char| matches!(c, '\n' | '\t') || sign_for(c).is_none();
    if text.chars().all(harmless) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = colour_code(rest).filter(|_| colour).unwrap_or(0);
        let (kept, after) = rest.split_at(length.max(c.len_utf8()));
        match c {
            _ if length > 0 || harmless(c) => shown.push_str(kept),
            '\r' if after.starts_with('\n') => {}
            _ => shown.extend(sign_for(c)),
        }
        rest = after;
    }
    shown.into()
}

/// How long the code of a colour is that a text begins with.
fn colour_code(text: &str) -> Option<usize> {
    let numbers = text.strip_prefix("\u{1b}[")?;
    let end = numbers.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    numbers.get(end..)?.starts_with('m').then_some(2 + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_does_nothing_to_the_terminal() {
        for (text, plain, coloured) in [
            ("甲\t乙\r\n", "甲\t乙\n", "甲\t乙\n"),
            ("\u{1b}]0;题\u{7}.xlsx", "␛]0;题␇.xlsx", "␛]0;题␇.xlsx"),
            ("\u{1b}[31m红\u{1b}[0m", "␛[31m红␛[0m", "\u{1b}[31m红\u{1b}[0m"),
            ("\u{1b}[2J\u{1b}[", "␛[2J␛[", "␛[2J␛["),
            ("a\u{202e}b\u{9b}c\u{7f}", "a\u{fffd}b\u{fffd}c\u{fffd}", "a\u{fffd}b\u{fffd}c\u{fffd}"),
        ] {
            assert_eq!((&*inert(text, false), &*inert(text, true)), (plain, coloured), "{text:?}");
        }
    }
}
