//! Workbooks whose readers are not to be trusted, read by a process of their own: the same program, called as
//! `<program> read-workbook <path>`, which answers on its standard output in the form of `wire.rs`.
//!
//! What always holds: whatever the other process does (panics, aborts, is killed, answers half, never answers), this
//! one gets an error and goes on. A limit on the other's memory belongs into [`reader_command`] or at the start of
//! [`serve_workbook`]. Deliberately absent: the formats (`legacy.rs`).

use super::kind::{FileKind, kind_of};
use super::{OpenError, legacy, limits, wire};
use crate::lang::io_reason;
use crate::survey::grid::Sheet;
use crate::text;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// The hidden subcommand that calls [`serve_workbook`] with the path that follows it.
pub const READER_COMMAND: &str = "read-workbook";

/// How long the other process may take for one file.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// The body of the hidden subcommand: reads the workbook at `path` and writes what it holds, or why it cannot be
/// read. Fails only where `out` does.
pub fn serve_workbook(path: &Path, out: &mut impl Write) -> io::Result<()> {
    let answer = limits::read_file(path).and_then(|bytes| {
        let kind = kind_of(&bytes, &path.to_string_lossy())?;
        legacy::read_workbook(&bytes, kind)
    });
    let mut out = BufWriter::new(out);
    wire::write_answer(&answer, &mut out)?;
    out.flush()
}

/// The sheets of a workbook, by way of `program`.
pub(super) fn read_in_child(program: Option<&Path>, path: &Path, kind: FileKind) -> Result<Vec<Sheet>, OpenError> {
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
    within(TIME_LIMIT, reader_command(program, path))
}

fn reader_command(program: &Path, path: &Path) -> Command {
    let mut command = Command::new(program);
    // What a panic prints is for developers; people get the error.
    command.arg(READER_COMMAND).arg(path).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

pub(super) fn within(limit: Duration, mut command: Command) -> Result<Vec<Sheet>, OpenError> {
    let no_start = |error: io::Error| {
        let why = io_reason(&error);
        let (zh, en) = (why.zh, why.en);
        OpenError::new(
            "S017",
            text!("读取程序无法启动：{zh}", "the program that reads this format cannot be started: {en}"),
            text!("请另存为 .xlsx 再试", "save it as .xlsx and try again"),
        )
    };
    let mut child = command.spawn().map_err(no_start)?;
    let Some(output) = child.stdout.take() else {
        end(&mut child);
        return Err(no_start(io::ErrorKind::BrokenPipe.into()));
    };
    let (sender, receiver) = mpsc::channel();
    // Not joined: where the time is up, it may wait for the end of a pipe that somebody else still holds.
    std::thread::spawn(move || {
        let mut output = BufReader::new(output);
        let answer = wire::read_answer(&mut output);
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
        Ok(Err(_)) | Err(mpsc::RecvTimeoutError::Disconnected) => {
            end(&mut child);
            Err(OpenError::damaged(text!("读取程序中途停止", "the program that reads it broke off")))
        }
        Err(mpsc::RecvTimeoutError::Timeout) => {
            end(&mut child);
            let seconds = limit.as_secs();
            Err(OpenError::new(
                "S018",
                text!("{seconds} 秒内没有读完，已停止", "it was not read within {seconds} seconds and was given up"),
                text!("请另存为 .xlsx 再试", "save it as .xlsx and try again"),
            ))
        }
    }
}

/// Ends the other process, if it has not ended, and takes its status so that it does not linger.
fn end(child: &mut Child) {
    // Both fail only where it has ended already.
    let _ = child.kill();
    let _ = child.wait();
}
