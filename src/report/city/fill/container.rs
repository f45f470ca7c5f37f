//! The zip container of a form: parts are read by name, and it is written again with some of them replaced.
//!
//! What always holds: it was looked at within the limits of surveys before anything is unpacked; parts that are not
//! replaced are copied as they are packed, in their order; the clock is not asked. Deliberately absent: what parts mean.

use super::FillError;
use crate::lang::Text;
use crate::survey::formats::{Limits, OpenError, check_xlsx};
use crate::text;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::result::ZipError;
use zip::write::ZipWriter;
use zip::{CompressionMethod, DateTime, ZipArchive};

/// A part of a container, by where it stands in it.
pub type Part = usize;

/// A form, opened.
pub struct Container<'f> {
    archive: ZipArchive<Cursor<&'f [u8]>>,
    /// By their names in small letters: programs do not tell those apart.
    parts: BTreeMap<String, Part>,
}

impl<'f> Container<'f> {
    /// Opens it, if it is a sound `.xlsx` within the limits.
    pub fn open(form: &'f [u8]) -> Result<Container<'f>, FillError> {
        check_xlsx(form, &Limits::default()).map_err(not_opened)?;
        let archive = ZipArchive::new(Cursor::new(form)).map_err(broken)?;
        let named = |at| Some((archive.name_for_index(at)?.ok()?.replace('\\', "/").to_ascii_lowercase(), at));
        let parts = (0..archive.len()).filter_map(named).collect();
        Ok(Container { archive, parts })
    }

    /// The part of that name, from the container's root.
    pub fn part(&self, name: &str) -> Option<Part> {
        self.parts.get(&name.to_ascii_lowercase()).copied()
    }

    /// The text of a part.
    pub fn read(&mut self, part: Part) -> Result<String, FillError> {
        let mut file = self.archive.by_index(part).map_err(broken)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|error| broken(error.into()))?;
        let name = file.name().map(|name| name.into_owned()).unwrap_or_default();
        String::from_utf8(bytes)
            .map_err(|_| FillError::damaged(text!("`{name}` 的文字不是 UTF-8", "the text of `{name}` is not UTF-8")))
    }

    /// The container with these parts replaced.
    pub fn write(mut self, changed: &BTreeMap<Part, String>) -> Result<Vec<u8>, FillError> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        out.set_raw_comment(self.archive.comment().into()).map_err(broken)?;
        for at in 0..self.archive.len() {
            let file = self.archive.by_index_raw(at).map_err(broken)?;
            let Some(text) = changed.get(&at) else {
                out.raw_copy_file(file).map_err(broken)?;
                continue;
            };
            let time = file.last_modified().filter(DateTime::is_valid).unwrap_or_default();
            let options = file.options().compression_method(CompressionMethod::Deflated).last_modified_time(time);
            let name = file.name().map_err(broken)?.into_owned();
            drop(file);
            out.start_file(name, options).map_err(broken)?;
            out.write_all(text.as_bytes()).map_err(|error| broken(error.into()))?;
        }
        Ok(out.finish().map_err(broken)?.into_inner())
    }
}

fn broken(error: ZipError) -> FillError {
    FillError::damaged(Text::same(error.to_string()))
}

/// What reading a survey says of a file that it cannot open, said of a form.
fn not_opened(error: OpenError) -> FillError {
    let Text { zh, en } = error.message;
    FillError { message: text!("表样打不开：{zh}", "the form cannot be opened: {en}"), help: error.help }
}
