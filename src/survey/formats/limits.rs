//! How much of a file is believed: sizes that no honest survey reaches.
//!
//! What always holds: a limit that is passed is an error that names it, never a silent cut. [`Limits`] are the ones a
//! caller may set; the largest survey that was thought of (every row of a sheet, sixty columns, all filled in) passes
//! them. Deliberately absent: looking for what they limit (`read_file` here, `zip_scan.rs`, `markup_scan.rs`, `text.rs`,
//! `xlsx.rs`).

use super::{OpenError, kind};
use crate::lang::{Text, io_reason};
use crate::survey::grid::Sheet;
use crate::text;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// How large a file and what is in it may be. What is larger is refused with the limit's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file: a full sheet of sixty columns packs into less
    pub file_bytes: u64,
    /// Entries of a zip container: as many as a plain one can count; photographs of every door are far fewer
    pub entries: usize,
    /// Bytes of all that is read of a container, unpacked: a full sheet of sixty columns takes some three gigabytes
    pub unpacked_bytes: u64,
    /// How many times its packed size a part may have, once it is larger than [`SMALL_PART`]: tables pack to a tenth or,
    /// where all cells are alike, to a three-hundredth; deflate goes to a thousandth
    pub ratio: u64,
    /// Bytes of the text of one cell: spreadsheet programs allow 32,767 characters, escaped at worst in ten bytes each
    pub text_bytes: usize,
    /// Bytes of one line of a text file
    pub line_bytes: usize,
    /// Cells of a file: a full sheet of sixty columns has 63 million
    pub cells: u64,
    /// Columns of a sheet in which something stands: a survey of everything has two hundred
    pub columns: usize,
    /// Tags and the like of a part, and how many more for each byte that it is packed in. A cell with its place takes
    /// two bytes and has four tags at most; blank cells and rows by the million in a small file are nobody's survey
    pub marks: (u64, u64),
    /// Texts that the cells of a workbook share
    pub texts: u64,
    /// Bytes of a container that are held unpacked while it is read; the rest is unpacked as often as it is asked for
    pub kept_bytes: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            file_bytes: 256 << 20,
            entries: 65_535,
            unpacked_bytes: 8 << 30,
            ratio: 400,
            text_bytes: 1 << 20,
            line_bytes: 16 << 20,
            cells: 1 << 26,
            columns: 1_024,
            marks: (4_000_000, 6),
            texts: 50_000_000,
            kept_bytes: 64 << 20,
        }
    }
}

/// A part of this size or less harms nobody, however well it is packed.
pub const SMALL_PART: u64 = 16 << 20;
/// Rows that a sheet can have, in any spreadsheet program.
pub const ROWS: u32 = 1_048_576;
/// Columns that a sheet can have, in any spreadsheet program.
pub const COLUMNS: u32 = 16_384;

/// Bytes that are read at a time.
const CHUNK: usize = 1 << 16;

/// A limit is passed.
pub fn too_large(message: Text) -> OpenError {
    let help = text!(
        "正常的调查表到不了这么大：请用 WPS 或 Excel 打开查看，拆开或另存后再试",
        "no survey is that large: open it in a spreadsheet program, split it or save it again"
    );
    OpenError::new("S019", message, help)
}

/// The bytes of a file. A text file is given up as soon as one of its lines is too long, so that no more of it is held.
pub fn read_file(path: &Path, limits: &Limits) -> Result<Vec<u8>, OpenError> {
    let failed = |error: std::io::Error| {
        let why = io_reason(&error);
        let (zh, en) = (why.zh, why.en);
        OpenError::new(
            "S010",
            text!("文件打不开：{zh}", "the file cannot be opened: {en}"),
            text!("请检查文件是否存在、是否有权限、是否被占用", "check that it exists, may be read, and is not in use"),
        )
    };
    let most = limits.file_bytes;
    let too_many = || {
        let most = most >> 20;
        OpenError::new(
            "S019",
            text!("文件超过 {most} MB", "the file is larger than {most} MB"),
            text!("请拆成几个文件，或删去图片", "split it, or take the pictures out"),
        )
    };
    // Asked before it is opened: opening a pipe waits for somebody to write to it, and a device has no end.
    let metadata = fs::metadata(path).map_err(failed)?;
    if !metadata.is_file() {
        return Err(no_file());
    }
    let (file, size) = (File::open(path).map_err(failed)?, metadata.len());
    if size > most {
        return Err(too_many());
    }
    // A file may grow while it is read: what counts is what arrives.
    let mut file = file.take(most.saturating_add(1));
    let mut bytes = Vec::new();
    bytes.try_reserve(usize::try_from(size).unwrap_or(0).saturating_add(1)).map_err(|_| too_many())?;
    let mut line = 0_usize;
    loop {
        let before = bytes.len();
        file.by_ref().take(CHUNK as u64).read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() as u64 > most {
            return Err(too_many());
        }
        let chunk = bytes.get(before..).unwrap_or_default();
        if chunk.is_empty() {
            return Ok(bytes);
        }
        line = match last_line_end(chunk, wide(&bytes)) {
            Some(end) => chunk.len() - end,
            None => line.saturating_add(chunk.len()),
        };
        if line > limits.line_bytes && !kind::is_container(&bytes) {
            return Err(long_line(limits));
        }
    }
}

/// A folder, a pipe, a device.
fn no_file() -> OpenError {
    OpenError::new(
        "S010",
        text!(
            "它是管道、设备或文件夹，不是普通文件，没有打开",
            "it is a pipe, a device or a folder, and was not opened"
        ),
        text!("请把内容存成普通的文件再试", "save what it holds as a plain file"),
    )
}

/// How text in UTF-16 writes a line end, by the mark it begins with.
fn wide(bytes: &[u8]) -> Option<[u8; 2]> {
    match bytes {
        [0xFF, 0xFE, ..] => Some([b'\n', 0]),
        [0xFE, 0xFF, ..] => Some([0, b'\n']),
        _ => None,
    }
}

/// Where the last line of a piece of a file begins, but for a few bytes. Pieces begin at even places.
fn last_line_end(chunk: &[u8], wide: Option<[u8; 2]>) -> Option<usize> {
    match wide {
        Some(end) => chunk.chunks_exact(2).rposition(|unit| *unit == end).map(|at| 2 * at),
        None => memchr::memrchr2(b'\n', b'\r', chunk),
    }
}

fn long_line(limits: &Limits) -> OpenError {
    let most = limits.line_bytes >> 20;
    too_large(text!("有一行超过 {most} MB", "a line is longer than {most} MB"))
}

/// A text that is too long, at a place that is said in words.
pub fn long_text(place: &Text, limits: &Limits) -> OpenError {
    let (most, Text { zh, en }) = (limits.text_bytes >> 10, place);
    too_large(text!(
        "{zh}里有一段文字超过 {most} KB（Excel 一格最多 32767 个字）",
        "a text in {en} is longer than {most} KB (a cell holds 32,767 characters at most)"
    ))
}

/// There are more cells than are read.
pub fn too_many_cells(limits: &Limits) -> OpenError {
    let most = limits.cells;
    too_large(text!("单元格超过 {most} 个", "there are more than {most} cells"))
}

/// The columns of a sheet that hold something, counted as cells arrive. What is made of a sheet takes as many tables,
/// findings and columns of the outputs as it has columns.
pub struct ColumnsUsed {
    used: Vec<bool>,
    count: usize,
    most: usize,
}

impl ColumnsUsed {
    /// None so far, of `most` that may be.
    pub fn new(most: usize) -> ColumnsUsed {
        ColumnsUsed { used: vec![false; COLUMNS as usize], count: 0, most }
    }

    /// A column of the sheet of that name holds something; an error where it is one too many.
    pub fn add(&mut self, column: u32, name: &str) -> Result<(), OpenError> {
        let Some(used @ false) = self.used.get_mut(column as usize) else { return Ok(()) };
        *used = true;
        self.count += 1;
        let most = self.most;
        match (self.count > most, name.is_empty()) {
            (false, _) => Ok(()),
            (true, true) => {
                Err(too_large(text!("有内容的列超过 {most} 个", "more than {most} columns hold something")))
            }
            (true, false) => Err(too_large(text!(
                "工作表 `{name}` 有内容的列超过 {most} 个",
                "more than {most} columns of sheet `{name}` hold something"
            ))),
        }
    }
}

/// Refuses a file that has a sheet with too many columns.
pub fn check_columns(sheets: &[Sheet], limits: &Limits) -> Result<(), OpenError> {
    sheets.iter().try_for_each(|sheet| {
        let mut used = ColumnsUsed::new(limits.columns);
        let cells = sheet.rows.iter().flat_map(|row| &row.cells);
        cells.into_iter().try_for_each(|(column, _)| used.add(*column, &sheet.name))
    })
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
