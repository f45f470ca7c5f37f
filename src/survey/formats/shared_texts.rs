//! Whether the table of texts of an `.xlsx` can hold as many as it says: calamine reserves memory for them before it
//! has seen one, and a file of two kilobytes can ask for a hundred gigabytes.
//!
//! What always holds: memory is for one element at a time. Deliberately absent: the texts.

use super::OpenError;
use crate::text;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{BufReader, Cursor, Read, Seek};
use zip::ZipArchive;
use zip::read::ZipFile;

/// The fewest bytes that a text takes: `<si/>`.
const LEAST_BYTES: u64 = 5;
/// Deflate packs no better than this.
const MOST_RATIO: u64 = 1032;
/// More texts than any honest workbook has; their places alone take a gigabyte.
const MOST_TEXTS: u64 = 50_000_000;

/// Refuses a workbook that says it has more texts than fit into it.
pub fn check(bytes: &[u8]) -> Result<(), OpenError> {
    // What is wrong with the container, its reader says.
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let is_table = |archive: &ZipArchive<Cursor<&[u8]>>, at| {
        archive.name_for_index(at).and_then(Result::ok).is_some_and(|n| n.to_lowercase().ends_with("sharedstrings.xml"))
    };
    let tables: Vec<usize> = (0..archive.len()).filter(|at| is_table(&archive, *at)).collect();
    for at in tables {
        let Ok(table) = archive.by_index(at) else { continue };
        let unpacked = table.size().min(table.compressed_size().saturating_mul(MOST_RATIO));
        let possible = (unpacked / LEAST_BYTES).min(MOST_TEXTS);
        if let Some(said) = said(table).filter(|said| *said > possible) {
            return Err(OpenError::damaged(text!(
                "文本表自称有 {said} 条，装不下这么多",
                "its table of texts claims {said} entries, more than it can hold"
            )));
        }
    }
    Ok(())
}

/// How many texts a table says it has; the most where it says so more than once.
fn said<R: Read + Seek>(table: ZipFile<R>) -> Option<u64> {
    let mut reader = Reader::from_reader(BufReader::new(table));
    reader.config_mut().check_end_names = false;
    let (mut buffer, mut most) = (Vec::new(), None);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) if element.local_name().as_ref() == "sst" => {
                let count = element.try_get_attribute("uniqueCount").ok().flatten();
                most = most.max(count.and_then(|count| count.value.trim().parse::<u64>().ok()));
            }
            // The texts themselves begin: nothing more is said.
            Ok(Event::Start(element) | Event::Empty(element)) if element.local_name().as_ref() == "si" => return most,
            Ok(Event::Eof) | Err(_) => return most,
            Ok(_) => {}
        }
    }
}
