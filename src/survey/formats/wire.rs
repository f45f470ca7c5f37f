//! Sheets as bytes, between the process that reads a workbook and the one that asked for it.
//!
//! ```text
//! answer = "liftfit sheets 2\n" (sheet | merged | cell | note)* end      all numbers little-endian
//! sheet  = 'S' text hidden:u8 epoch_1904:u8
//! merged = 'M' top:u32 left:u32 bottom:u32 right:u32
//! cell   = 'C' row:u32 column:u32 struck:u8 content
//! note   = 'N' message
//! end    = 'E' | 'X' message
//! message = code:text zh:text en:text help_zh:text help_en:text
//! text   = length:u32 bytes
//! ```
//!
//! What always holds: an answer without its end is damage, wherever it breaks off; nothing is allocated because a
//! length says so, only for bytes that arrive; what is held of them has a limit by the size of the workbook, whose
//! passing is an error of the kind `FileTooLarge`.

use super::{Notes, OpenError, limits};
use crate::lang::Text;
use crate::survey::finding::CODES;
use crate::survey::grid::{Cell, Content, Range, Row, Sheet};
use std::collections::HashSet;
use std::io::{self, BufRead, Read, Write};
use std::sync::Arc;

const MARK: &[u8] = b"liftfit sheets 2\n";

/// Writes what a workbook holds, or why it cannot be read.
pub fn write_answer(answer: &Result<(Vec<Sheet>, Notes), OpenError>, out: &mut impl Write) -> io::Result<()> {
    out.write_all(MARK)?;
    match answer {
        Ok((sheets, notes)) => {
            for sheet in sheets {
                write_sheet(sheet, out)?;
            }
            for (code, message, help) in notes {
                out.write_all(b"N")?;
                write_message(code, message, help, out)?;
            }
            out.write_all(b"E")
        }
        Err(OpenError { code, message, help }) => {
            out.write_all(b"X")?;
            write_message(code, message, help, out)
        }
    }
}

fn write_message(code: &str, message: &Text, help: &Option<Text>, out: &mut impl Write) -> io::Result<()> {
    let help = help.clone().unwrap_or(Text::same(""));
    [code, &message.zh, &message.en, &help.zh, &help.en].iter().try_for_each(|text| write_text(text, out))
}

fn write_sheet(sheet: &Sheet, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"S")?;
    write_text(&sheet.name, out)?;
    out.write_all(&[u8::from(sheet.hidden), u8::from(sheet.epoch_1904)])?;
    for Range { top, left, bottom, right } in &sheet.merged {
        out.write_all(b"M")?;
        [top, left, bottom, right].iter().try_for_each(|number| out.write_all(&number.to_le_bytes()))?;
    }
    for row in &sheet.rows {
        for (column, cell) in &row.cells {
            out.write_all(b"C")?;
            out.write_all(&row.number.to_le_bytes())?;
            out.write_all(&column.to_le_bytes())?;
            out.write_all(&[u8::from(cell.struck)])?;
            write_content(&cell.content, out)?;
        }
    }
    Ok(())
}

fn write_content(content: &Content, out: &mut impl Write) -> io::Result<()> {
    let mut text = |tag: &[u8], text: &str| {
        out.write_all(tag)?;
        write_text(text, out)
    };
    let (tag, number) = match content {
        Content::Text(value) => return text(b"t", value),
        Content::IsoDate(value) => return text(b"i", value),
        Content::Error(value) => return text(b"e", value),
        Content::Flag(flag) => return out.write_all(&[b'f', u8::from(*flag)]),
        Content::NoValue => return out.write_all(b"0"),
        Content::Number(number) => (b"n", number),
        Content::Percent(number) => (b"p", number),
        Content::Date(number) => (b"d", number),
    };
    out.write_all(tag)?;
    out.write_all(&number.to_le_bytes())
}

fn write_text(text: &str, out: &mut impl Write) -> io::Result<()> {
    let length = u32::try_from(text.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(text.as_bytes())
}

/// What may still be held of an answer, in bytes of memory.
struct Room(u64);

/// What any workbook may hold, however small, and how much more for each byte of its size.
const ROOM: (u64, u64) = (64 << 20, 64);
/// No workbook holds more.
const MOST_ROOM: u64 = 2 << 30;

impl Room {
    fn for_file(size: u64) -> Room {
        Room(size.saturating_mul(ROOM.1).saturating_add(ROOM.0).min(MOST_ROOM))
    }

    fn take(&mut self, bytes: u64) -> io::Result<()> {
        self.0 = self.0.checked_sub(bytes).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(())
    }
}

/// Reads an answer about a workbook of `size` bytes to its end; an error where it breaks off, is none or is too much.
pub fn read_answer(input: &mut impl BufRead, size: u64) -> io::Result<Result<(Vec<Sheet>, Notes), OpenError>> {
    if read_bytes::<17>(input)? != MARK {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut room = Room::for_file(size);
    let (mut sheets, mut notes): (Vec<Sheet>, Notes) = (Vec::new(), Notes::new());
    // A text that a thousand cells share is held once.
    let mut texts = HashSet::new();
    loop {
        let [tag] = read_bytes(input)?;
        match tag {
            b'E' => return Ok(Ok((sheets, notes))),
            b'X' => {
                let (code, message, help) = read_message(input, &mut room)?;
                return Ok(Err(OpenError { code, message, help }));
            }
            b'N' => notes.push(read_message(input, &mut room)?),
            b'S' => {
                room.take(size_of::<Sheet>() as u64)?;
                let name = read_text(input, &mut room)?.into();
                let [hidden, epoch_1904] = read_bytes(input)?;
                sheets.push(Sheet { name, hidden: hidden == 1, epoch_1904: epoch_1904 == 1, ..Sheet::default() });
            }
            b'M' => {
                room.take(size_of::<Range>() as u64)?;
                let mut number = || read_bytes(input).map(u32::from_le_bytes);
                let range = Range { top: number()?, left: number()?, bottom: number()?, right: number()? };
                last(&mut sheets)?.merged.push(range);
            }
            b'C' => {
                room.take(size_of::<(u32, Cell)>() as u64)?;
                let (row, column, struck, content) = read_cell(input, &mut texts, &mut room)?;
                let cell = (column, Cell { content, struck });
                let rows = &mut last(&mut sheets)?.rows;
                match rows.last_mut() {
                    Some(last) if last.number == row => last.cells.push(cell),
                    _ => {
                        room.take(size_of::<Row>() as u64)?;
                        rows.push(Row { number: row, cells: vec![cell] });
                    }
                }
            }
            _ => return Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

fn last(sheets: &mut [Sheet]) -> io::Result<&mut Sheet> {
    sheets.last_mut().ok_or(io::ErrorKind::InvalidData.into())
}

fn read_cell(
    input: &mut impl BufRead,
    texts: &mut HashSet<Arc<str>>,
    room: &mut Room,
) -> io::Result<(u32, u32, bool, Content)> {
    let (row, column) = (u32::from_le_bytes(read_bytes(input)?), u32::from_le_bytes(read_bytes(input)?));
    if !(1..=limits::ROWS).contains(&row) || column >= limits::COLUMNS {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let [struck, tag] = read_bytes(input)?;
    let mut shared = |input| {
        let before = room.0;
        let text = read_text(input, room)?;
        if let Some(known) = texts.get(text.as_str()) {
            room.0 = before;
            return io::Result::Ok(known.clone());
        }
        let text: Arc<str> = text.into();
        texts.insert(text.clone());
        Ok(text)
    };
    let content = match tag {
        b't' => Content::Text(shared(input)?),
        b'i' => Content::IsoDate(shared(input)?),
        b'e' => Content::Error(shared(input)?),
        b'f' => Content::Flag(read_bytes(input)? == [1]),
        b'0' => Content::NoValue,
        b'n' => Content::Number(f64::from_le_bytes(read_bytes(input)?)),
        b'p' => Content::Percent(f64::from_le_bytes(read_bytes(input)?)),
        b'd' => Content::Date(f64::from_le_bytes(read_bytes(input)?)),
        _ => return Err(io::ErrorKind::InvalidData.into()),
    };
    Ok((row, column, struck == 1, content))
}

fn read_message(input: &mut impl BufRead, room: &mut Room) -> io::Result<(&'static str, Text, Option<Text>)> {
    let code = read_text(input, room)?;
    let code = CODES.iter().map(|entry| entry.0).find(|known| **known == *code).ok_or(io::ErrorKind::InvalidData)?;
    let mut text = || read_text(input, room);
    let message = Text { zh: text()?, en: text()? };
    let help = Text { zh: text()?, en: text()? };
    Ok((code, message, (!help.zh.is_empty()).then_some(help)))
}

fn read_bytes<const N: usize>(input: &mut impl BufRead) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn read_text(input: &mut impl BufRead, room: &mut Room) -> io::Result<String> {
    // Beside its bytes, a text has its counters, and its place in a table.
    const BESIDE: u64 = 64;
    let length = u32::from_le_bytes(read_bytes(input)?);
    room.take(u64::from(length) + BESIDE)?;
    let mut bytes = Vec::new();
    if input.take(u64::from(length)).read_to_end(&mut bytes)? != length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<Sheet> {
        let cell = |content| Cell { content, struck: false };
        let rows = vec![
            Row {
                number: 2,
                cells: vec![(0, cell(Content::Text("楼".into()))), (3, cell(Content::Number(1.0999999999999999)))],
            },
            Row {
                number: 9,
                cells: vec![
                    (0, cell(Content::Percent(0.4))),
                    (1, cell(Content::Date(44348.5))),
                    (2, cell(Content::IsoDate("2021-06-01".into()))),
                    (3, cell(Content::Flag(true))),
                    (4, cell(Content::Error("#REF!".into()))),
                    (5, Cell { content: Content::NoValue, struck: true }),
                ],
            },
        ];
        let merged = vec![Range { top: 1, left: 0, bottom: 2, right: 3 }];
        vec![
            Sheet { name: "一".into(), hidden: true, rows, merged, epoch_1904: true },
            Sheet { name: "空".into(), ..Sheet::default() },
        ]
    }

    fn answered(answer: &Result<(Vec<Sheet>, Notes), OpenError>) -> Vec<u8> {
        let mut bytes = Vec::new();
        write_answer(answer, &mut bytes).unwrap();
        bytes
    }

    fn noted() -> Notes {
        vec![("S009", Text::same("甲"), None), ("S009", Text::same("乙"), Some(Text::same("丙")))]
    }

    #[test]
    fn sheets_and_notes_come_back_as_they_went() {
        let bytes = answered(&Ok((sample(), noted())));
        let back = read_answer(&mut bytes.as_slice(), 0).unwrap().unwrap();
        assert_eq!(format!("{back:?}"), format!("{:?}", (sample(), noted())));
    }

    #[test]
    fn errors_come_back_as_they_went() {
        let bytes = answered(&Err(OpenError::encrypted()));
        assert_eq!(read_answer(&mut bytes.as_slice(), 0).unwrap().unwrap_err(), OpenError::encrypted());
    }

    #[test]
    fn an_answer_that_breaks_off_anywhere_is_none() {
        let bytes = answered(&Ok((sample(), noted())));
        for end in 0..bytes.len() {
            assert!(read_answer(&mut &bytes[..end], 0).is_err(), "{end}");
        }
    }

    #[test]
    fn an_answer_without_end_is_too_much_before_it_fills_the_memory() {
        let bytes = answered(&Ok((sample(), Notes::new())));
        let (start, sheet) = (&bytes[..MARK.len()], &bytes[MARK.len()..bytes.len() - 1]);
        let mut endless = start.chain(io::BufReader::new(Again(sheet, 0)));
        assert_eq!(read_answer(&mut endless, 0).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        // The length of a text is not believed, either.
        let long = [start, b"S", &[0xFF; 4]].concat();
        assert_eq!(read_answer(&mut long.as_slice(), 0).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }

    /// The same bytes for ever.
    struct Again<'a>(&'a [u8], usize);

    impl Read for Again<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            out.iter_mut().for_each(|byte| {
                *byte = self.0[self.1 % self.0.len()];
                self.1 += 1;
            });
            Ok(out.len())
        }
    }
}
