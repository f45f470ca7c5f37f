//! What goes on while it goes on: a bar a stage on stderr.
//!
//! What always holds: nothing where stderr is not a terminal, or when quiet; a plain line at the end of a stage
//! instead of a bar under `NO_COLOR` or `CI`.

use super::screen::Screen;
use crate::lang::{Lang, Text};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

/// Where bars are shown, and how.
#[derive(Clone, Copy, Debug)]
pub struct Bars<'a> {
    screen: &'a Screen,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    None,
    Lines,
    Drawn,
}

impl<'a> Bars<'a> {
    /// For the terminal there is.
    pub fn new(screen: &'a Screen) -> Bars<'a> {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let kind = if screen.quiet || !io::stderr().is_terminal() {
            Kind::None
        } else if set("NO_COLOR") || set("CI") {
            Kind::Lines
        } else {
            Kind::Drawn
        };
        Bars { screen, kind }
    }

    /// Begins a stage.
    pub fn stage(&self, name: Text) -> Stage<'a> {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if self.kind == Kind::Drawn {
            // A template that cannot be read would leave the plain bar.
            if let Ok(style) = ProgressStyle::with_template("{prefix} {spinner} {msg} {elapsed}") {
                bar.set_style(style);
            }
            bar.set_prefix(name.get(self.screen.lang).to_string());
            bar.enable_steady_tick(Duration::from_millis(120));
        } else {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        Stage { screen: self.screen, kind: self.kind, name, bar, began: Instant::now() }
    }
}

/// A stage that is going on.
#[derive(Debug)]
pub struct Stage<'a> {
    screen: &'a Screen,
    kind: Kind,
    name: Text,
    bar: ProgressBar,
    began: Instant,
}

impl Stage<'_> {
    /// So many of so many files are read, and so many rows.
    pub fn files(&self, done: usize, of: usize, rows: u64) {
        if self.kind != Kind::Drawn {
            return;
        }
        if self.bar.length().is_none() {
            let lang = self.screen.lang;
            let template = match lang {
                Lang::Zh => "{prefix} {bar:24} {pos}/{len} 个文件 {msg} 剩余 {eta}",
                Lang::En => "{prefix} {bar:24} {pos}/{len} files {msg} {eta} left",
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                self.bar.set_style(style);
            }
        }
        self.bar.set_length(of as u64);
        self.bar.set_position(done as u64);
        let rate = rows as f64 / self.began.elapsed().as_secs_f64().max(0.001);
        self.bar.set_message(match self.screen.lang {
            Lang::Zh => format!("{rows} 行（{rate:.0} 行/秒）"),
            Lang::En => format!("{rows} rows ({rate:.0}/s)"),
        });
    }

    /// Ends the stage; `what` says what was done in it. Gives how long it took, in seconds.
    pub fn done(self, what: Text) -> f64 {
        self.bar.finish_and_clear();
        let took = self.began.elapsed().as_secs_f64();
        if self.kind == Kind::Lines {
            let lang = self.screen.lang;
            self.screen.note(&format!("{} {} {took:.2} s", self.name.get(lang), what.get(lang)));
        }
        took
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        // A stage that failed leaves no bar behind.
        self.bar.finish_and_clear();
    }
}
