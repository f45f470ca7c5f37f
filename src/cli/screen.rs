//! The only way to stdout and stderr.
//!
//! What always holds: writing to a stdout that was closed early (`| head`) ends the writing and is no error; a
//! closed stderr loses messages and nothing else. Colours only on a terminal, and not under `NO_COLOR`.

use super::{FAILED, Failure};
use crate::lang::{Lang, Text, io_reason};
use crate::text;
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

/// An emphasis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Bold
    Strong,
    /// Less than the rest
    Faint,
    /// Good
    Green,
    /// Doubtful
    Yellow,
    /// Bad
    Red,
}

impl Paint {
    fn code(self) -> &'static str {
        match self {
            Paint::Strong => "1",
            Paint::Faint => "2",
            Paint::Green => "32",
            Paint::Yellow => "33",
            Paint::Red => "31",
        }
    }
}

/// `text` so painted, where colours are shown.
pub fn painted(colour: bool, paint: Paint, text: &str) -> String {
    if colour { format!("\u{1b}[{}m{text}\u{1b}[0m", paint.code()) } else { text.to_string() }
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
        self.data(&format!("{document:#}\n"))
    }

    /// Something worth knowing, to stderr; not when quiet.
    pub fn note(&self, message: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr().lock(), "{message}");
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
        let _ = io::stderr().lock().write_all(shown.as_bytes());
    }
}
