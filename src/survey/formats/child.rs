//! Workbooks whose readers are not to be trusted, read by a process of their own: the same program, called as
//! `<program> read-workbook <path>`, which answers on its standard output in the form of `wire.rs`.
//!
//! What always holds: whatever the other process does (panics, aborts, is killed, answers half, never answers, answers
//! without end), this one gets an error that says which, and goes on. How much memory and computing the other may
//! take is in `confine.rs`. Deliberately absent: the formats (`legacy.rs`).

use super::kind::{FileKind, kind_of};
use super::limits::{self, Limits};
use super::{Notes, OpenError, confine, legacy, survive, wire};
use crate::lang::io_reason;
use crate::survey::grid::Sheet;
use crate::text;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// The hidden subcommand that calls [`serve_workbook`] with the path that follows it.
pub const READER_COMMAND: &str = "read-workbook";

/// How long the other process may take for one file, by the clock.
const TIME_LIMIT: Duration = Duration::from_secs(60);
/// How long a process that has closed its output may take to end.
const TO_END: Duration = Duration::from_secs(2);

/// The body of the hidden subcommand: reads the workbook at `path` and writes what it holds, or why it cannot be
/// read. Fails only where `out` does.
pub fn serve_workbook(path: &Path, out: &mut impl Write) -> io::Result<()> {
    let answer = limits::read_file(path, &Limits::default()).and_then(|bytes| {
        let kind = kind_of(&bytes, &path.to_string_lossy())?;
        survive(|| legacy::read_workbook(&bytes, kind), OpenError::beyond_us)
    });
    let mut out = BufWriter::new(out);
    wire::write_answer(&answer, &mut out)?;
    out.flush()
}

/// The sheets of a workbook of `size` bytes, by way of `program`.
pub(super) fn read_in_child(
    program: Option<&Path>,
    path: &Path,
    kind: FileKind,
    size: u64,
) -> Result<(Vec<Sheet>, Notes), OpenError> {
    let Some(program) = program else {
        let format = kind.endings().join("/.");
        return Err(OpenError::new(
            "S017",
            text!("此处不能读取 .{format}", "cannot read .{format} here"),
            text!(
                "请另存为 .xlsx，或在选项里给出读取程序",
                "save it as .xlsx, or name the program that reads it in the options"
            ),
        ));
    };
    within(TIME_LIMIT, size, reader_command(program, path))
}

fn reader_command(program: &Path, path: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg(READER_COMMAND).arg(path).env("RUST_BACKTRACE", "0");
    command
}

/// What the other process answers, given that it answers in time and not too much.
pub(super) fn within(limit: Duration, size: u64, mut command: Command) -> Result<(Vec<Sheet>, Notes), OpenError> {
    let no_start = |error: io::Error| {
        let why = io_reason(&error);
        let (zh, en) = (why.zh, why.en);
        OpenError::new(
            "S017",
            text!("读取程序无法启动：{zh}", "the program that reads this format cannot be started: {en}"),
            save_as(),
        )
    };
    // What the other process says while it dies is for us to know why, not for people.
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(no_start)?;
    let (Some(output), Some(last_words)) = (child.stdout.take(), child.stderr.take()) else {
        end(&mut child);
        return Err(no_start(io::ErrorKind::BrokenPipe.into()));
    };
    let (sender, receiver) = mpsc::channel();
    let (said, heard) = mpsc::channel();
    // Neither is joined: where the time is up, they may wait for the end of a pipe that somebody else still holds.
    thread::spawn(move || {
        let mut words = Vec::new();
        let _ = last_words.take(4096).read_to_end(&mut words);
        // Nobody listens any more where they are not needed.
        let _ = said.send(String::from_utf8_lossy(&words).into_owned());
    });
    thread::spawn(move || {
        let mut output = BufReader::new(output);
        let answer = wire::read_answer(&mut output, size);
        // Let the other process finish rather than break its pipe.
        let rest = io::copy(&mut output.by_ref().take(1), &mut io::sink());
        // Nobody listens any more where the time is up.
        let _ = sender.send(answer.and_then(|answer| rest.map(|_| answer)));
    });
    match receiver.recv_timeout(limit) {
        Ok(Ok(answer)) => {
            end(&mut child);
            answer
        }
        Ok(Err(error)) if error.kind() == io::ErrorKind::FileTooLarge => {
            end(&mut child);
            Err(OpenError::new(
                "S019",
                text!("里面的内容太多，已停止", "it holds too much and was given up"),
                save_less(),
            ))
        }
        Ok(Err(_)) | Err(mpsc::RecvTimeoutError::Disconnected) => {
            let status = ended(&mut child, TO_END);
            let words = heard.recv_timeout(TO_END).unwrap_or_default();
            Err(why_it_died(status, &words, size))
        }
        Err(mpsc::RecvTimeoutError::Timeout) => {
            end(&mut child);
            Err(too_slow(limit))
        }
    }
}

/// Why a process gave no answer, by how it ended and what it said last.
fn why_it_died(status: Option<ExitStatus>, last_words: &str, size: u64) -> OpenError {
    let signal = status.and_then(signal);
    // In the words of Rust's own library, which then aborts.
    if last_words.contains("memory allocation of") {
        let most = confine::memory_for(size) >> 20;
        OpenError::new(
            "S019",
            text!(
                "读它所需的内存超过 {most} MB，已停止：内容太多，或已损坏",
                "reading it takes more than {most} MB of memory and was given up: it holds too much or is damaged"
            ),
            save_less(),
        )
    } else if signal == Some(SIGXCPU) {
        too_slow(confine::COMPUTING)
    } else if signal == Some(SIGKILL) {
        OpenError::new(
            "S019",
            text!(
                "读它的进程被系统中止，多半是内存不足",
                "the process that read it was ended by the system, most likely for lack of memory"
            ),
            save_less(),
        )
    } else {
        OpenError::beyond_us()
    }
}

fn too_slow(limit: Duration) -> OpenError {
    let seconds = limit.as_secs();
    OpenError::new(
        "S018",
        text!("{seconds} 秒内没有读完，已停止", "it was not read within {seconds} seconds and was given up"),
        save_as(),
    )
}

fn save_as() -> crate::lang::Text {
    text!("请另存为 .xlsx 再试", "save it as .xlsx and try again")
}

fn save_less() -> crate::lang::Text {
    text!(
        "请删去远处的零星单元格和用不着的工作表，或另存为 .xlsx 再试",
        "delete stray cells far away and sheets that are not needed, or save it as .xlsx, and try again"
    )
}

/// Out of computing time, on Linux and macOS.
const SIGXCPU: i32 = 24;
/// Ended from outside, on all systems that have signals.
const SIGKILL: i32 = 9;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

/// How the other process ended; `None` where it has to be ended because it does not within `patience`.
fn ended(child: &mut Child, patience: Duration) -> Option<ExitStatus> {
    let since = Instant::now();
    while since.elapsed() < patience {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) => thread::sleep(Duration::from_millis(5)),
            Err(_) => break,
        }
    }
    end(child);
    None
}

/// Ends the other process, if it has not ended, and takes its status so that it does not linger.
fn end(child: &mut Child) {
    // Both fail only where it has ended already.
    let _ = child.kill();
    let _ = child.wait();
}
