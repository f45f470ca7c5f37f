//! A run ↔ its folder: writing it whole, and reading it back from itself alone.
//!
//! [`folder`] is the folder while it is written, [`swap`] puts it in its place, [`lock`] keeps two runs from
//! colliding there; [`manifest`] is `run.json`, [`readings`], [`rules_kept`] and
//! [`decisions_kept`] are what the run was made from, [`classes_kept`] what came of it, and
//! [`mod@read_back`] makes units and rules of them again. `not_assessed` says
//! what became of other doors. [`copy`] and [`new_file`] write what people change, never over
//! it. What always holds: a reader sees the old run or the new one, never half; a folder that liftfit did not write is not touched. Deliberately absent: what the files people open
//! look like (`report`), and what is said about them (`cli`).

pub mod classes_kept;
pub mod copy;
pub mod decisions_kept;
pub mod folder;
pub mod lock;
pub mod manifest;
pub mod new_file;
mod not_assessed;
pub mod read_back;
pub mod readings;
mod readings_parquet;
pub mod rules_kept;
pub mod swap;

pub use folder::{Output, Writing, Written, is_half_written, is_of_a_run, is_run};
pub use manifest::Manifest;
pub use read_back::{RunRead, read_back};
pub use swap::Ended;

use crate::lang::{Text, io_reason};
use crate::text;
use std::io;
use std::path::Path;

/// Why a run could not be written or read; the message names the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunError {
    /// What is the matter
    pub message: Text,
    /// What to do, where that can be said
    pub help: Option<Text>,
}

impl RunError {
    /// An error with what to do about it.
    pub fn new(message: Text, help: Option<Text>) -> RunError {
        RunError { message, help }
    }

    /// `path` cannot be written.
    pub fn cannot_write(path: &Path, error: &io::Error) -> RunError {
        let (path, why) = (path.display(), io_reason(error));
        let (zh, en) = (why.zh, why.en);
        RunError::new(text!("无法写入 `{path}`：{zh}", "cannot write `{path}`: {en}"), write_help(error))
    }

    /// `path` cannot be read.
    pub fn cannot_read(path: &Path, error: &io::Error) -> RunError {
        let (path, why) = (path.display(), io_reason(error));
        let (zh, en) = (why.zh, why.en);
        // A file of a run that is gone is not to be had again but by another run.
        let gone = error.kind() == io::ErrorKind::NotFound;
        let help = gone.then(|| text!("请重新运行一次评估", "assess the survey again"));
        RunError::new(text!("无法读取 `{path}`：{zh}", "cannot read `{path}`: {en}"), help)
    }
}

fn write_help(error: &io::Error) -> Option<Text> {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some(text!(
            "请清理磁盘或换一个位置（--out）后重试；原有结果未被改动",
            "free some space or choose another place (--out); the previous run is unchanged"
        )),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Some(text!(
            "请换一个可以写入的位置（--out）；原有结果未被改动",
            "choose a place that can be written to (--out); the previous run is unchanged"
        )),
        _ => None,
    }
}
