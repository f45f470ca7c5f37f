//! An `.xlsx` without its cells: what is left of the parts that hold merged ranges, which stand behind the cells. The
//! reader goes through a sheet once for its cells and once more for its merged ranges; the second time is spared it.
//!
//! What always holds: a part is cut only between the first `<sheetData` and the last `</sheetData>`; what cannot be cut
//! stays whole. Deliberately absent: what merged ranges mean.

use memchr::memmem;
use std::io::{Cursor, Write};
use zip::result::ZipResult;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Where a workbook's merged ranges can be read.
#[derive(Debug)]
pub enum Outline {
    /// It has none
    NoneMerged,
    /// From this container, which has no cells
    Apart(Vec<u8>),
    /// From the workbook itself: it is too large to be cut
    Whole,
}

/// An outline while parts are added to it.
pub struct OutlineWriter {
    parts: ZipWriter<Cursor<Vec<u8>>>,
    any_merged: bool,
}

impl OutlineWriter {
    /// One without parts.
    pub fn new() -> OutlineWriter {
        OutlineWriter { parts: ZipWriter::new(Cursor::new(Vec::new())), any_merged: false }
    }

    /// Adds what a part has besides cells. Texts and formats are only wanted for cells.
    pub fn add(&mut self, name: &str, part: &[u8], stored: SimpleFileOptions) -> ZipResult<()> {
        let lower = name.to_ascii_lowercase();
        if lower.ends_with("sharedstrings.xml") || lower.ends_with("styles.xml") {
            return Ok(());
        }
        let (before, after) = around_cells(part).unwrap_or((part, &[]));
        self.any_merged |= [before, after].iter().any(|piece| memmem::find(piece, b"mergeCell").is_some());
        self.parts.start_file(name, stored)?;
        self.parts.write_all(before)?;
        Ok(self.parts.write_all(after)?)
    }

    /// The outline; `whole` where parts are missing from it.
    pub fn finish(self, whole: bool) -> ZipResult<Outline> {
        Ok(match (whole, self.any_merged) {
            (true, _) => Outline::Whole,
            (false, false) => Outline::NoneMerged,
            (false, true) => Outline::Apart(self.parts.finish()?.into_inner()),
        })
    }
}

/// What stands before the cells, and what behind them.
fn around_cells(part: &[u8]) -> Option<(&[u8], &[u8])> {
    let tag = memmem::find(part, b"<sheetData")?;
    let begin = tag + memchr::memchr(b'>', part.get(tag..)?)? + 1;
    let end = memmem::rfind(part, b"</sheetData>")?;
    if end < begin {
        return None;
    }
    Some((part.get(..begin)?, part.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_cut_out_where_they_can_be() {
        let cut = |part: &'static str| around_cells(part.as_bytes()).map(|(before, after)| [before, after].concat());
        let left = |part| cut(part).map(|left| String::from_utf8(left).unwrap());
        assert_eq!(
            left("<w><sheetData><row/></sheetData><mergeCells/></w>").as_deref(),
            Some("<w><sheetData></sheetData><mergeCells/></w>")
        );
        assert_eq!(left("<w><sheetData/><mergeCells/></w>"), None);
        assert_eq!(left("</sheetData><sheetData>"), None);
        assert_eq!(left("<x:sheetData><x:row/></x:sheetData>"), None);
    }
}
