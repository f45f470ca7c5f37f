//! What goes on while it goes on: a bar a stage on stderr.
//!
//! What always holds: nothing where stderr is not a terminal, or when quiet; plain lines, now and then and at the end
//! of a stage, instead of a bar under `NO_COLOR` or `CI`. The time left is told only where it rests on something: after
//! [`SETTLED`] and a twentieth of the work, by bytes read or by many files written.

use super::screen::Screen;
use crate::lang::{Lang, Text, one_line};
use crate::run::folder::Wrote;
use crate::survey::Progress;
use crate::text;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::io::{self, IsTerminal};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Before that, any time left would be a guess.
const SETTLED: Duration = Duration::from_secs(2);
/// Between plain lines about one stage.
const NOW_AND_THEN: Duration = Duration::from_secs(10);
/// Fewer files are too unlike one another to tell from one how long the next takes.
const MANY_FILES: u64 = 20;

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

    /// Where messages go.
    pub fn screen(&self) -> &Screen {
        self.screen
    }

    /// Begins a stage.
    pub fn stage(&self, name: Text) -> Stage<'a> {
        let target = match self.kind {
            Kind::Drawn => ProgressDrawTarget::stderr(),
            Kind::Lines | Kind::None => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(None, target);
        // A template that cannot be read would leave the plain bar. Plain signs: others are of no certain width.
        if let Ok(style) = ProgressStyle::with_template("{prefix} {spinner} {msg}") {
            bar.set_style(style.tick_chars("-\\|/ "));
        }
        bar.set_prefix(name.get(self.screen.lang).to_string());
        if self.kind == Kind::Drawn {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        let now = Instant::now();
        let state = Mutex::new(State { said: now, ..State::default() });
        Stage { screen: self.screen, kind: self.kind, name, bar, began: now, left: Arc::default(), state }
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
    /// What the time left is told from; shared with the bar, which is drawn between the reports too
    left: Arc<Mutex<Left>>,
    state: Mutex<State>,
}

/// How far a stage has come.
#[derive(Debug)]
struct State {
    files: u64,
    done: u64,
    rows: u64,
    bytes: u64,
    bytes_done: u64,
    /// Files being written, in the order in which they were begun
    going: Vec<String>,
    /// When a plain line was last written
    said: Instant,
}

impl Default for State {
    fn default() -> State {
        State { files: 0, done: 0, rows: 0, bytes: 0, bytes_done: 0, going: Vec::new(), said: Instant::now() }
    }
}

/// So much of the work was done after so long.
#[derive(Clone, Copy, Debug, Default)]
struct Left {
    done: u64,
    of: u64,
    after: Duration,
}

impl Left {
    /// How much longer it will take, as told at `now` after the beginning; `None` while there is no telling.
    fn at(self, now: Duration) -> Option<Duration> {
        let Left { done, of, after } = self;
        if after < SETTLED || done == 0 || done >= of || done.saturating_mul(20) < of {
            return None;
        }
        let whole = after.mul_f64(of as f64 / done as f64);
        // What takes longer than told is told no more.
        whole.checked_sub(now).filter(|left| *left >= Duration::from_secs(1))
    }
}

/// `约 40 秒`: no finer than it can be known.
fn roughly(left: Duration, lang: Lang) -> String {
    let seconds = left.as_secs() + 1;
    match seconds {
        0..=10 => lang.pick(format!("约 {seconds} 秒"), format!("about {seconds} s")),
        11..=90 => {
            let tens = seconds.div_ceil(10) * 10;
            lang.pick(format!("约 {tens} 秒"), format!("about {tens} s"))
        }
        _ => {
            let minutes = seconds.div_ceil(60);
            lang.pick(format!("约 {minutes} 分钟"), format!("about {minutes} min"))
        }
    }
}

impl Stage<'_> {
    /// What is done in it, where nothing tells how far it has come.
    pub fn says(&self, what: Text) {
        self.bar.set_message(what.get(self.screen.lang).to_string());
    }

    /// A report of reading.
    pub fn read(&self, progress: Progress) {
        // Only what is shown depends on it.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match progress {
            Progress::Found { files, bytes } => {
                (state.files, state.bytes) = (files as u64, bytes);
                self.draw_bar();
            }
            Progress::Read { bytes, rows, .. } => {
                state.done += 1;
                state.rows += rows;
                state.bytes_done += bytes;
            }
        }
        let State { files, done, rows, bytes, bytes_done, .. } = *state;
        let rate = rows as f64 / self.began.elapsed().as_secs_f64().max(0.001);
        let what = if done < files {
            text!(
                "{done}/{files} 个文件，{rows} 行（{rate:.0} 行/秒）",
                "{done}/{files} files, {rows} rows ({rate:.0}/s)"
            )
        } else {
            text!("{files} 个文件，{rows} 行，正在归并", "{files} files, {rows} rows, putting together")
        };
        self.shows(&what, (bytes_done, bytes), &mut state.said);
    }

    /// `of` files are to be written; some may be begun before that is known.
    pub fn to_write(&self, of: usize) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).files = of as u64;
    }

    /// A report of writing.
    pub fn wrote(&self, progress: Wrote) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match progress {
            Wrote::Begun(name) => state.going.push(name.to_string()),
            Wrote::Done(name) => {
                state.done += 1;
                state.going.retain(|going| going != name);
            }
        }
        if state.files == 0 {
            return;
        }
        if self.bar.length().is_none() {
            self.draw_bar();
        }
        let (done, files) = (state.done, state.files);
        // The one that has been going on for longest is what is waited for.
        let name = one_line(state.going.first().map_or("", String::as_str)).into_owned();
        let what = text!("{done}/{files} 个文件 {name}", "{done}/{files} files {name}");
        let of = if files >= MANY_FILES { files } else { 0 };
        // How far the bar is drawn; the time left only where there are many.
        self.bar.set_length(files);
        self.bar.set_position(done);
        self.shows(&what, (done, of), &mut state.said);
    }

    fn shows(&self, what: &Text, (done, of): (u64, u64), said: &mut Instant) {
        let lang = self.screen.lang;
        let left = Left { done, of, after: self.began.elapsed() };
        *self.left.lock().unwrap_or_else(PoisonError::into_inner) = left;
        if of > 0 {
            self.bar.set_length(of);
            self.bar.set_position(done);
        }
        self.bar.set_message(what.get(lang).to_string());
        if self.kind == Kind::Lines && said.elapsed() >= NOW_AND_THEN {
            *said = Instant::now();
            let left = left.at(left.after).map_or(String::new(), |left| still(left, lang));
            self.screen.note(&format!("{} {}{left}", self.name.get(lang), what.get(lang)));
        }
    }

    /// A bar that takes the place of what the terminal leaves of a line.
    fn draw_bar(&self) {
        let (lang, left) = (self.screen.lang, Arc::clone(&self.left));
        let time_left = move |state: &ProgressState, out: &mut dyn Write| {
            let left = left.lock().map_or(None, |left| left.at(state.elapsed()));
            let _ = out.write_str(&left.map_or(String::new(), |left| still(left, lang)));
        };
        if let Ok(style) = ProgressStyle::with_template("{prefix} [{bar:16}] {wide_msg}{left}") {
            self.bar.set_style(style.with_key("left", time_left).progress_chars("=> "));
        }
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

fn still(left: Duration, lang: Lang) -> String {
    lang.pick(format!(" 还要{}", roughly(left, lang)), format!(" {} left", roughly(left, lang)))
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        // A stage that failed leaves no bar behind.
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    #[test]
    fn time_left_is_told_only_where_it_means_something() {
        let left = |done, of, after, now| Left { done, of, after: seconds(after) }.at(seconds(now));
        assert_eq!(left(50, 100, 10, 10), Some(seconds(10)));
        assert_eq!(left(50, 100, 10, 14), Some(seconds(6)), "counts down between reports");
        assert_eq!(left(50, 100, 10, 25), None, "what takes longer than told is told no more");
        assert_eq!(left(50, 100, 1, 1), None, "not in the first blink");
        assert_eq!(left(4, 100, 10, 10), None, "not after the first crumb");
        assert_eq!((left(0, 0, 10, 10), left(0, 9, 10, 10), left(9, 9, 10, 10)), (None, None, None));
    }

    #[test]
    fn times_are_no_finer_than_they_are_known() {
        for (s, zh, en) in [
            (3, "约 4 秒", "about 4 s"),
            (38, "约 40 秒", "about 40 s"),
            (100, "约 2 分钟", "about 2 min"),
            (3599, "约 60 分钟", "about 60 min"),
        ] {
            assert_eq!((roughly(seconds(s), Lang::Zh), roughly(seconds(s), Lang::En)), (zh.into(), en.into()));
        }
    }
}
