//! `liftfit read-workbook FILE`, hidden: the child process that reads one workbook of a format that cannot be
//! streamed, so that a damaged one can end no more than this process. Before it opens the file, it limits itself.

use super::{DONE, FAILED, Failure};
use crate::survey::formats::{confine_this_process, serve_workbook};
use std::path::PathBuf;

/// What was typed, by the parent process.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which workbook
    file: PathBuf,
}

/// Reads it and writes it to stdout for the parent, who hears of a failed reading there; only a parent that listens
/// no more is a failure here.
pub fn run(args: &Args) -> Result<u8, Failure> {
    confine_this_process(&args.file);
    match serve_workbook(&args.file, &mut std::io::stdout().lock()) {
        Ok(()) => Ok(DONE),
        Err(_) => Err(Failure::shown(FAILED)),
    }
}
