//! Whether the table of texts of an `.xlsx` can hold as many as it says: calamine reserves memory for them before it
//! has seen one, and a file of two kilobytes can ask for a hundred gigabytes.
//!
//! What always holds: only the beginning of the table is read, up to its first text. Deliberately absent: the texts;
//! how large the table truly is (`zip_scan.rs`).

use super::OpenError;
use super::limits::Limits;
use crate::text;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::BufRead;

/// The fewest bytes that a text takes: `<si/>`.
const LEAST_BYTES: u64 = 5;

/// Refuses the part of this name, of so many bytes, where it is a table that says it has more texts than fit into it.
pub fn check<R: BufRead>(
    part: impl FnOnce() -> Option<R>,
    name: &str,
    unpacked: u64,
    limits: &Limits,
) -> Result<(), OpenError> {
    if !name.ends_with("sharedstrings.xml") {
        return Ok(());
    }
    let possible = (unpacked / LEAST_BYTES).min(limits.texts);
    match part().and_then(said).filter(|said| *said > possible) {
        Some(said) => Err(OpenError::damaged(text!(
            "文本表自称有 {said} 条，装不下这么多",
            "its table of texts claims {said} entries, more than it can hold"
        ))),
        None => Ok(()),
    }
}

/// How many texts a table says it has; the most where it says so more than once.
fn said(table: impl BufRead) -> Option<u64> {
    let mut reader = Reader::from_reader(table);
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
