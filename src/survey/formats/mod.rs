//! A file → [`Sheet`]s: the one place that opens surveys, whatever their format.
//!
//! What a file is, its first bytes say, not its name. Containers are looked at before a reader is (`zip_scan.rs`,
//! `markup_scan.rs`); then `.xlsx` and `.xlsm` are streamed (`xlsx.rs`), text is decoded and split (`text.rs`); `.xls`,
//! `.xlsb` and `.ods`, whose readers trust what they read, are read by a process of their own (`child.rs`, which runs
//! `legacy.rs`). What always holds: no input makes this panic or hang; a file is read whole or not at all; memory is for
//! what a sheet holds, not what it declares (`limits.rs`). Deliberately absent: what cells mean.

pub mod child;
mod confine;
#[cfg(test)]
mod hostile;
mod kind;
mod legacy;
#[cfg(test)]
mod legacy_tests;
mod limits;
mod markup_scan;
mod ods_marks;
mod outline;
mod reasons;
mod shared_texts;
#[cfg(test)]
mod tests;
mod text;
mod wire;
mod xls_marks;
mod xlsb_marks;
mod xlsx;
mod zip_scan;

pub use child::{READER_COMMAND, serve_workbook};
pub use confine::confine_this_process;
pub use limits::Limits;

use super::files::{SurveyFile, why_closed};
use super::finding::{Finding, severity};
use super::grid::Sheet;
use super::options::Options;
use crate::lang::Text;
use crate::text;
use kind::FileKind;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::{Arc, Once};

/// A file that was opened, or why it could not be.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its size
    pub bytes: u64,
    /// BLAKE3 of its bytes, hexadecimal; empty where it could not be read
    pub hash: String,
    /// Its sheets, in order
    pub sheets: Result<Vec<Sheet>, OpenError>,
    /// What is to be told about the file itself
    pub findings: Vec<Finding>,
}

/// Why a file gives no sheets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenError {
    /// `S012`
    pub code: &'static str,
    /// What is the matter
    pub message: Text,
    /// What to do
    pub help: Option<Text>,
}

impl OpenError {
    fn new(code: &'static str, message: Text, help: Text) -> OpenError {
        OpenError { code, message, help: Some(help) }
    }

    fn damaged(detail: Text) -> OpenError {
        let Text { zh, en } = detail;
        OpenError::new(
            "S012",
            text!("文件已损坏，读不下去：{zh}", "the file is damaged and cannot be read to its end: {en}"),
            text!(
                "请用 WPS 或 Excel 打开，另存为 .xlsx 再试",
                "open it in a spreadsheet program and save it again as .xlsx"
            ),
        )
    }

    /// Damage, in the words of a library.
    fn broken(error: impl std::fmt::Display) -> OpenError {
        OpenError::damaged(reasons::complaint(&error.to_string()))
    }

    /// Nothing is known to be wrong with it, but the reader cannot cope.
    fn beyond_us() -> OpenError {
        OpenError::new(
            "S008",
            text!(
                "文件里有本程序读不了的内容（文件本身不一定有问题）",
                "the file holds something that cannot be read here, though it may well be sound"
            ),
            text!(
                "请用 WPS 或 Excel 打开，另存为 .xlsx 再试",
                "open it in a spreadsheet program and save it again as .xlsx"
            ),
        )
    }

    fn encrypted() -> OpenError {
        OpenError::new(
            "S013",
            // Programs encrypt a protected workbook too, with a password that they know and nobody is asked for.
            text!(
                "文件加了密：设有打开密码，或保护了工作簿",
                "the file is encrypted: it has a password, or is protected"
            ),
            text!(
                "请用 WPS 或 Excel 打开，去掉密码和工作簿保护，另存为 .xlsx",
                "open it in a spreadsheet program, take the password and the protection away and save it as .xlsx"
            ),
        )
    }
}

/// What a reader found besides sheets: code, message, what to do.
pub(super) type Notes = Vec<(&'static str, Text, Option<Text>)>;

/// Opens a file: its size, its hash, its sheets.
pub fn open(file: &SurveyFile, options: &Options) -> Opened {
    let bytes =
        why_closed(&file.path).map_or_else(|| limits::read_file(&file.path, &options.limits), |why| Err(closed(why)));
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => return Opened { bytes: 0, hash: String::new(), sheets: Err(error), findings: Vec::new() },
    };
    let (sheets, notes) = match read(&bytes, file, options) {
        Ok((sheets, notes)) => (Ok(sheets), notes),
        Err(error) => (Err(error), Vec::new()),
    };
    let findings = notes.into_iter().map(|(code, message, suggestion)| Finding {
        code,
        severity: severity(code),
        file: file.name.clone(),
        sheet: Arc::from(""),
        cell: None,
        unit: String::new(),
        field: String::new(),
        written: String::new(),
        reading: String::new(),
        message,
        suggestion,
        against: None,
    });
    let hash = blake3::hash(&bytes).to_hex().to_string();
    Opened { bytes: bytes.len() as u64, hash, findings: findings.collect(), sheets }
}

/// A subfolder stands for the files in it.
fn closed(why: Text) -> OpenError {
    let Text { zh, en } = why;
    OpenError::new(
        "S010",
        text!(
            "文件夹打不开：{zh}，里面的调查表都没有读",
            "the folder cannot be opened: {en}; no survey in it was read"
        ),
        text!("请检查这个文件夹的权限", "check the permissions of this folder"),
    )
}

pub(super) fn read(bytes: &[u8], file: &SurveyFile, options: &Options) -> Result<(Vec<Sheet>, Notes), OpenError> {
    let limits = &options.limits;
    let kind = kind::kind_of(bytes, &file.name)?;
    let in_child = |bytes: &[u8]| child::read_in_child(options.reader.as_deref(), &file.path, kind, bytes.len() as u64);
    let (sheets, mut notes) = match kind {
        // A reader that stumbles over one file must not take the others with it.
        FileKind::Xlsx => {
            let container = survive(|| zip_scan::scan(bytes, kind, limits), contradictory)?;
            let sheets = survive(|| xlsx::read_workbook(&container, limits.columns), contradictory)?;
            (sheets, container.notes)
        }
        FileKind::Xlsb | FileKind::Ods => {
            let container = survive(|| zip_scan::scan(bytes, kind, limits), contradictory)?;
            let (sheets, notes) = in_child(bytes)?;
            (sheets, container.notes.into_iter().chain(notes).collect())
        }
        FileKind::Xls => in_child(bytes)?,
        FileKind::Text => survive(|| text::read_text(bytes, options.encoding.as_deref(), limits), contradictory)?,
    };
    limits::check_columns(&sheets, limits)?;
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(OpenError::new(
            "S011",
            text!("文件里的单元格全是空的", "no cell of the file holds anything"),
            text!("可能没有保存成功，请找原文件", "perhaps it was never saved; look for the original"),
        ));
    }
    let ending = file.name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase());
    if !kind.endings().contains(&ending.as_str()) {
        let holds = kind.name();
        notes.push((
            "S002",
            Text {
                zh: format!("扩展名是 .{ending}，内容是 {}，已按内容读取", holds.zh),
                en: format!("the name ends in .{ending} but the file is {}, and was read as such", holds.en),
            },
            None,
        ));
    }
    Ok((sheets, notes))
}

/// Refuses bytes that are no `.xlsx`, or one that passes a limit or is damaged: for who opens one to write into it.
pub fn check_xlsx(bytes: &[u8], limits: &Limits) -> Result<(), OpenError> {
    let kind = kind::kind_of(bytes, "")?;
    if kind != FileKind::Xlsx {
        let Text { zh, en } = kind.name();
        return Err(OpenError::new(
            "S015",
            text!("内容是{zh}，不是 .xlsx", "the file is {en}, not an .xlsx"),
            text!("请用 WPS 或 Excel 打开，另存为 .xlsx", "open it in a spreadsheet program and save it as .xlsx"),
        ));
    }
    survive(|| zip_scan::scan(bytes, kind, limits), contradictory).map(drop)
}

fn contradictory() -> OpenError {
    OpenError::damaged(text!("内部数据自相矛盾", "what it says of itself does not fit together"))
}

/// Runs a reader; a panic is the error `otherwise`: calamine computes with what a workbook says of itself.
fn survive<T>(reader: impl FnOnce() -> Result<T, OpenError>, otherwise: fn() -> OpenError) -> Result<T, OpenError> {
    static HOOK: Once = Once::new();
    thread_local!(static QUIET: Cell<bool> = const { Cell::new(false) });
    // What a panic prints is for developers; people get the error. Panics elsewhere print as before.
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                before(panic);
            }
        }));
    });
    // Nothing outlives the reader but its result, so no half-made state is seen afterwards.
    QUIET.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(reader));
    QUIET.set(false);
    outcome.unwrap_or_else(|_| Err(otherwise()))
}
