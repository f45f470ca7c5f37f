//! How much of a file is believed: sizes that no honest survey reaches.
//!
//! What always holds: a limit that is passed is an error that names it, never a silent cut. Further limits (unpacked
//! size, ratio, cells, length of a text) belong here, checked in [`read_file`] before any format is looked at, or
//! in the reader of a format as it goes (`shared_texts.rs`).

use super::OpenError;
use crate::lang::io_reason;
use crate::text;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// The largest file that is read, in bytes.
pub const FILE_BYTES: u64 = 256 << 20;
/// Rows that a sheet can have, in any spreadsheet program.
pub const ROWS: u32 = 1_048_576;
/// Columns that a sheet can have, in any spreadsheet program.
pub const COLUMNS: u32 = 16_384;

/// The bytes of a file, within [`FILE_BYTES`].
pub fn read_file(path: &Path) -> Result<Vec<u8>, OpenError> {
    let failed = |error: std::io::Error| {
        let why = io_reason(&error);
        let (zh, en) = (why.zh, why.en);
        OpenError::new(
            "S010",
            text!("文件打不开：{zh}", "the file cannot be opened: {en}"),
            text!("请检查文件是否存在、是否有权限、是否被占用", "check that it exists, may be read, and is not in use"),
        )
    };
    let file = File::open(path).map_err(failed)?;
    let size = fs::metadata(path).map_err(failed)?.len();
    let mut bytes = Vec::new();
    // A file may grow, and a device has no size at all: what counts is what arrives.
    if size <= FILE_BYTES {
        file.take(FILE_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    if size > FILE_BYTES || bytes.len() as u64 > FILE_BYTES {
        let most = FILE_BYTES >> 20;
        return Err(OpenError::new(
            "S019",
            text!("文件超过 {most} MB", "the file is larger than {most} MB"),
            text!("请拆成几个文件，或删去图片", "split it, or take the pictures out"),
        ));
    }
    Ok(bytes)
}

/// A cell's place, row from 1 and column from 0, from a place counted from 0 in both; an error where no
/// spreadsheet has such a cell.
pub fn place(row: u32, column: u32) -> Result<(u32, u32), OpenError> {
    if row < ROWS && column < COLUMNS {
        Ok((row + 1, column))
    } else {
        let (row, column) = (u64::from(row) + 1, u64::from(column) + 1);
        Err(OpenError::damaged(text!("有单元格在第 {row} 行第 {column} 列", "a cell in row {row}, column {column}")))
    }
}
