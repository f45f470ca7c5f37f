//! `liftfit read-workbook FILE`, hidden: the child process that reads one workbook of a format that cannot be
//! streamed, so that a damaged one can end no more than this process.

use super::Failure;
use std::path::PathBuf;

/// What was typed, by the parent process.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which workbook
    file: PathBuf,
}

/// Reads it and writes it to stdout for the parent.
pub fn run(args: &Args) -> Result<u8, Failure> {
    Ok(crate::survey::serve_workbook(&args.file))
}
