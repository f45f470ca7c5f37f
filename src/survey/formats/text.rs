//! `.csv` and `.tsv`: which encoding, which separator, and the rows as a spreadsheet would number them.
//!
//! What always holds: the encoding is the one asked for, else a byte order mark's, else UTF-16 where it is plain that
//! it is (ASCII takes two bytes in it, of which one is zero), else UTF-8 if every byte fits, else GB18030 if every byte
//! fits, else an error that names the byte; no byte is ever replaced. (UTF-8 decodes as GB18030 without error, so the
//! order matters.) Rows of any length are kept; a cell beyond the limits is an error, found before anything is decoded
//! where its quotes show it. Deliberately absent: what cells mean; lines (`limits.rs`).

use super::limits::{self, Limits};
use super::{Notes, OpenError};
use crate::lang::Text;
use crate::survey::cell::words::is_blank;
use crate::survey::grid::{Cell, Content, Row, Sheet};
use crate::text;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::collections::BTreeMap;

/// Reads a text file into its one sheet. `forced` is the encoding asked for, by its web name.
pub fn read_text(bytes: &[u8], forced: Option<&str>, limits: &Limits) -> Result<(Vec<Sheet>, Notes), OpenError> {
    if let Some(start) = long_quoted(bytes, limits.text_bytes) {
        let line = 1 + memchr::memchr_iter(b'\n', bytes.get(..start).unwrap_or_default()).count();
        return Err(limits::long_text(&text!("第 {line} 行", "line {line}"), limits));
    }
    let (decoded, encoding) = decode(bytes, forced)?;
    let mut notes = Notes::new();
    if encoding != UTF_8 && forced.is_none() {
        let name = encoding.name();
        notes.push((
            "S001",
            text!("文本编码识别为 {name}", "the encoding was detected as {name}"),
            Some(text!("如有乱码，请用 --encoding 指明", "if it reads as gibberish, name another with --encoding")),
        ));
    }
    if let Some(at) = decoded.find('\0') {
        return Err(unknown_encoding(text!(
            "第 {at} 字节处有零字节，不是文本，或是没有标记的 UTF-16",
            "a zero byte at byte {at}: not text, or UTF-16 without its mark"
        )));
    }
    let rows = split(&decoded, limits, &mut notes)?;
    Ok((vec![Sheet { rows, ..Sheet::default() }], notes))
}

/// Where a cell in quotes begins that has more than `most` bytes. A quote that is never closed is a character, and what
/// follows it is lines.
fn long_quoted(bytes: &[u8], most: usize) -> Option<usize> {
    let next = |from: usize| memchr::memchr(b'"', bytes.get(from..)?).map(|at| from + at);
    let mut from = 0;
    while let Some(open) = next(from) {
        let before = open.checked_sub(1).and_then(|at| bytes.get(at));
        if before.is_some_and(|byte| !matches!(byte, b',' | b';' | b'\t' | b'\n' | b'\r' | 0xBF)) {
            from = open + 1;
            continue;
        }
        let mut close = next(open + 1)?;
        // Two of them stand for one.
        while bytes.get(close + 1) == Some(&b'"') {
            close = next(close + 2)?;
        }
        if close - open > most {
            return Some(open);
        }
        from = close + 1;
    }
    None
}

fn unknown_encoding(message: Text) -> OpenError {
    let help = text!(
        "请另存为 UTF-8 编码，或用 --encoding 指明编码（如 gb18030、big5、utf-16le）",
        "save it in UTF-8, or name its encoding with --encoding (gb18030, big5, utf-16le)"
    );
    OpenError::new("S016", message, help)
}

fn decode(bytes: &[u8], forced: Option<&str>) -> Result<(String, &'static Encoding), OpenError> {
    let mark = Encoding::for_bom(bytes);
    let unmarked = |encoding: &'static Encoding| match mark {
        Some((marked, length)) if marked == encoding => bytes.get(length..).unwrap_or_default(),
        _ => bytes,
    };
    if let Some(name) = forced {
        let encoding = Encoding::for_label(name.as_bytes())
            .ok_or_else(|| unknown_encoding(text!("没有名为 `{name}` 的编码", "no encoding named `{name}`")))?;
        let text = strictly(encoding, unmarked(encoding)).map_err(|at| misfit(encoding.name(), at, None))?;
        return Ok((text, encoding));
    }
    if let Some((encoding, length)) = mark {
        let text = strictly(encoding, unmarked(encoding)).map_err(|at| misfit(encoding.name(), at + length, None))?;
        return Ok((text, encoding));
    }
    if let Some(encoding) = unmarked_utf16(bytes)
        && let Ok(text) = strictly(encoding, bytes)
        && text.contains(['\n', '\r'])
        && !text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
    {
        return Ok((text, encoding));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.to_string(), UTF_8));
    }
    match strictly(GB18030, bytes) {
        Ok(text) => Ok((text, GB18030)),
        Err(at) => Err(misfit("GB18030", at, Some(guess(bytes)))),
    }
}

/// Which UTF-16 bytes without a mark look like: digits, separators and line ends have a zero byte, always on the same
/// side, and one character in twenty is such. Chinese has zeros on the other side now and then (`一` is 4E 00).
pub fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(1 << 16)).unwrap_or_default();
    let zeros = |first: usize| start.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    let plain = |many: usize, few: usize| many * 20 * 2 >= start.len() && many > few * 4 && many >= 3;
    match (bytes.len() % 2, plain(low, high), plain(high, low)) {
        (0, true, _) => Some(UTF_16LE),
        (0, _, true) => Some(UTF_16BE),
        _ => None,
    }
}

fn misfit(name: &str, at: usize, guess: Option<&str>) -> OpenError {
    let message = match guess {
        None => text!("第 {at} 字节不是 {name} 编码", "byte {at} is not {name}"),
        Some(guess) => text!(
            "编码无法识别：不是 UTF-8，第 {at} 字节也不是 {name}；可能是 {guess}",
            "the encoding cannot be told: it is not UTF-8, and byte {at} is not {name} either; perhaps it is {guess}"
        ),
    };
    unknown_encoding(message)
}

/// What the text looks like; a hint for people, nothing is decoded by it.
fn guess(bytes: &[u8]) -> &'static str {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"cn"), Utf8Detection::Deny).name()
}

/// Decodes without replacing anything, or says at which byte it fails.
fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    let mut read = 0;
    loop {
        let rest = bytes.get(read..).unwrap_or_default();
        text.reserve(decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len()).max(16));
        let (result, taken) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        read += taken;
        match result {
            DecoderResult::InputEmpty => return Ok(text),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(wrong, after) => return Err(read.saturating_sub(usize::from(wrong + after))),
        }
    }
}

/// Splits text into rows, numbered as a spreadsheet would: a blank line is a row, a quoted line break is none.
fn split(text: &str, limits: &Limits, notes: &mut Notes) -> Result<Vec<Row>, OpenError> {
    // Other line ends, and a last line without one, would upset the counting.
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    // `sep=;` on the first line is for spreadsheet programs; it is a row to them, too.
    let told = text.strip_prefix("sep=").and_then(|rest| rest.chars().next()).filter(|c| SEPARATORS.contains(c));
    if told.is_some() {
        let end = text.find('\n').unwrap_or(0);
        text.replace_range(..end, "");
    }
    let separator = told.unwrap_or_else(|| separator_of(&text));
    let open = unclosed_quote(&text, separator);
    if let Some(line) = open {
        notes.push((
            "S003",
            text!(
                "第 {line} 行的引号没有配对，引号按普通字符处理",
                "a quote on line {line} is never closed; quotes are read as plain characters"
            ),
            Some(text!("请补上引号，或去掉多余的引号", "close it or take it out")),
        ));
    }

    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        // The separators are ASCII.
        .delimiter(separator as u8)
        .quoting(open.is_none())
        .from_reader(text.as_bytes());
    let (mut rows, mut widths) = (Vec::new(), BTreeMap::new());
    let (mut number, mut line) = (0_u64, 1_u64);
    let (mut record, mut held) = (csv::StringRecord::new(), 0);
    while reader.read_record(&mut record).map_err(OpenError::broken)? {
        // The reader passes over blank lines; a record takes one line and those within its quotes.
        let next_line = reader.position().line();
        let within: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        let blank = (next_line - line).saturating_sub(1 + within as u64);
        number += blank + 1;
        line = next_line;
        widths.insert(number, record.len());
        let (row, _) = limits::place(u32::try_from(number - 1).unwrap_or(u32::MAX), 0)?;
        let mut cells = Vec::new();
        for (column, field) in record.iter().enumerate().filter(|(_, field)| !field.chars().all(is_blank)) {
            let (_, column) = limits::place(0, u32::try_from(column).unwrap_or(u32::MAX))?;
            if field.len() > limits.text_bytes {
                return Err(limits::long_text(&text!("第 {row} 行", "row {row}"), limits));
            }
            cells.push((column, Cell { content: Content::Text(field.into()), struck: false }));
        }
        held += cells.len() as u64;
        if held > limits.cells {
            return Err(limits::too_many_cells(limits));
        }
        if !cells.is_empty() {
            rows.push(Row { number: row, cells });
        }
    }
    notes.extend(ragged(&widths, &rows));
    Ok(rows)
}

const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// The separator that parts most of the first lines into equally many cells, outside quotes.
fn separator_of(text: &str) -> char {
    let counts = |separator: char| {
        let (mut counts, mut count, mut quoted) = (Vec::new(), 0_usize, false);
        for c in text.chars() {
            match c {
                '"' => quoted = !quoted,
                '\n' if !quoted => {
                    counts.push(count);
                    count = 0;
                    if counts.len() == 30 {
                        break;
                    }
                }
                c if c == separator && !quoted => count += 1,
                _ => {}
            }
        }
        counts
    };
    let agreement = |separator: char| {
        let counts = counts(separator);
        let lines = |count: usize| counts.iter().filter(|other| **other == count).count();
        counts.iter().filter(|count| **count > 0).map(|count| (lines(*count), *count)).max().unwrap_or_default()
    };
    let mut best = (',', agreement(','));
    for separator in [';', '\t'] {
        let agreement = agreement(separator);
        if agreement > best.1 {
            best = (separator, agreement);
        }
    }
    best.0
}

/// The line on which a quote opens that is never closed. It would swallow the rest of the file.
fn unclosed_quote(text: &str, separator: char) -> Option<u64> {
    let (mut line, mut opened, mut at_start) = (1, None, true);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match (c, opened) {
            ('"', None) if at_start => opened = Some(line),
            ('"', Some(_)) if characters.peek() == Some(&'"') => {
                characters.next();
            }
            ('"', Some(_)) => opened = None,
            _ => {}
        }
        line += u64::from(c == '\n');
        at_start = opened.is_none() && (c == separator || c == '\n');
    }
    opened
}

/// Tells of rows whose number of cells is not that of most rows: a line break or separator that was not quoted.
fn ragged(widths: &BTreeMap<u64, usize>, rows: &[Row]) -> Option<(&'static str, Text, Option<Text>)> {
    let mut times = BTreeMap::<usize, usize>::new();
    for width in widths.values() {
        *times.entry(*width).or_default() += 1;
    }
    let (usual, _) = times.into_iter().max_by_key(|(width, times)| (*times, *width))?;
    // Titles and notes stand alone on their line, and blanks at the end of a line are nobody's loss.
    let ragged = |row: &&Row| {
        let width = widths.get(&u64::from(row.number)).copied().unwrap_or(usual);
        let last = row.cells.last().map_or(0, |(column, _)| *column as usize + 1);
        last > usual || (width < usual && row.cells.len() > 1)
    };
    let numbers: Vec<String> = rows.iter().filter(ragged).map(|row| row.number.to_string()).collect();
    let first = numbers.get(..numbers.len().min(10))?.join("、");
    let (count, shown) = (numbers.len(), first.replace('、', ", "));
    (count > 0).then(|| {
        (
            "S004",
            text!(
                "有 {count} 行的列数与多数行（{usual} 列）不一：第 {first} 行",
                "{count} rows differ in length from most, which have {usual} cells: rows {shown}"
            ),
            Some(text!("请检查这些行里有没有多余的分隔符或换行", "look for a stray separator or line break in them")),
        )
    })
}

#[cfg(test)]
mod tests;
