//! Sheets as bytes, between the process that reads a workbook and the one that asked for it.
//!
//! ```text
//! answer = "liftfit sheets 1\n" (sheet | merged | cell)* end      all numbers little-endian
//! sheet  = 'S' text hidden:u8 epoch_1904:u8
//! merged = 'M' top:u32 left:u32 bottom:u32 right:u32
//! cell   = 'C' row:u32 column:u32 struck:u8 content
//! end    = 'E' | 'X' code:text zh:text en:text help_zh:text help_en:text
//! text   = length:u32 bytes
//! ```
//!
//! What always holds: an answer without its end is damage, wherever it breaks off; nothing is allocated because a
//! length says so, only for bytes that arrive.

use super::{OpenError, limits};
use crate::lang::Text;
use crate::survey::finding::CODES;
use crate::survey::grid::{Cell, Content, Range, Row, Sheet};
use std::io::{self, BufRead, Read, Write};
use std::sync::Arc;

const MARK: &[u8] = b"liftfit sheets 1\n";

/// Writes what a workbook holds, or why it cannot be read.
pub fn write_answer(answer: &Result<Vec<Sheet>, OpenError>, out: &mut impl Write) -> io::Result<()> {
    out.write_all(MARK)?;
    match answer {
        Ok(sheets) => {
            for sheet in sheets {
                write_sheet(sheet, out)?;
            }
            out.write_all(b"E")
        }
        Err(OpenError { code, message, help }) => {
            let help = help.clone().unwrap_or(Text::same(""));
            out.write_all(b"X")?;
            [*code, &message.zh, &message.en, &help.zh, &help.en].iter().try_for_each(|text| write_text(text, out))
        }
    }
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

/// Reads an answer to its end; an error where it breaks off or is none.
pub fn read_answer(input: &mut impl BufRead) -> io::Result<Result<Vec<Sheet>, OpenError>> {
    if read_bytes::<17>(input)? != MARK {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut sheets: Vec<Sheet> = Vec::new();
    loop {
        let [tag] = read_bytes(input)?;
        match tag {
            b'E' => return Ok(Ok(sheets)),
            b'X' => return Ok(Err(read_error(input)?)),
            b'S' => {
                let name = read_text(input)?;
                let [hidden, epoch_1904] = read_bytes(input)?;
                sheets.push(Sheet { name, hidden: hidden == 1, epoch_1904: epoch_1904 == 1, ..Sheet::default() });
            }
            b'M' => {
                let mut number = || read_bytes(input).map(u32::from_le_bytes);
                let range = Range { top: number()?, left: number()?, bottom: number()?, right: number()? };
                last(&mut sheets)?.merged.push(range);
            }
            b'C' => {
                let (row, column, struck, content) = read_cell(input)?;
                let cell = (column, Cell { content, struck });
                let rows = &mut last(&mut sheets)?.rows;
                match rows.last_mut() {
                    Some(last) if last.number == row => last.cells.push(cell),
                    _ => rows.push(Row { number: row, cells: vec![cell] }),
                }
            }
            _ => return Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

fn last(sheets: &mut [Sheet]) -> io::Result<&mut Sheet> {
    sheets.last_mut().ok_or(io::ErrorKind::InvalidData.into())
}

fn read_cell(input: &mut impl BufRead) -> io::Result<(u32, u32, bool, Content)> {
    let (row, column) = (u32::from_le_bytes(read_bytes(input)?), u32::from_le_bytes(read_bytes(input)?));
    if !(1..=limits::ROWS).contains(&row) || column >= limits::COLUMNS {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let [struck, tag] = read_bytes(input)?;
    let content = match tag {
        b't' => Content::Text(read_text(input)?),
        b'i' => Content::IsoDate(read_text(input)?),
        b'e' => Content::Error(read_text(input)?),
        b'f' => Content::Flag(read_bytes(input)? == [1]),
        b'0' => Content::NoValue,
        b'n' => Content::Number(f64::from_le_bytes(read_bytes(input)?)),
        b'p' => Content::Percent(f64::from_le_bytes(read_bytes(input)?)),
        b'd' => Content::Date(f64::from_le_bytes(read_bytes(input)?)),
        _ => return Err(io::ErrorKind::InvalidData.into()),
    };
    Ok((row, column, struck == 1, content))
}

fn read_error(input: &mut impl BufRead) -> io::Result<OpenError> {
    let code = read_text(input)?;
    let code = CODES.iter().map(|entry| entry.0).find(|known| **known == *code).ok_or(io::ErrorKind::InvalidData)?;
    let mut text = || read_text(input).map(|text| text.to_string());
    let message = Text { zh: text()?, en: text()? };
    let help = Text { zh: text()?, en: text()? };
    Ok(OpenError { code, message, help: (!help.zh.is_empty()).then_some(help) })
}

fn read_bytes<const N: usize>(input: &mut impl BufRead) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn read_text(input: &mut impl BufRead) -> io::Result<Arc<str>> {
    let length = u32::from_le_bytes(read_bytes(input)?);
    let mut bytes = Vec::new();
    if input.take(u64::from(length)).read_to_end(&mut bytes)? != length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    String::from_utf8(bytes).map(Arc::from).map_err(|_| io::ErrorKind::InvalidData.into())
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

    #[test]
    fn sheets_come_back_as_they_went() {
        let mut bytes = Vec::new();
        write_answer(&Ok(sample()), &mut bytes).unwrap();
        let back = read_answer(&mut bytes.as_slice()).unwrap().unwrap();
        assert_eq!(format!("{back:?}"), format!("{:?}", sample()));
    }

    #[test]
    fn errors_come_back_as_they_went() {
        let mut bytes = Vec::new();
        write_answer(&Err(OpenError::encrypted()), &mut bytes).unwrap();
        assert_eq!(read_answer(&mut bytes.as_slice()).unwrap().unwrap_err(), OpenError::encrypted());
    }

    #[test]
    fn an_answer_that_breaks_off_anywhere_is_none() {
        let mut bytes = Vec::new();
        write_answer(&Ok(sample()), &mut bytes).unwrap();
        for end in 0..bytes.len() {
            assert!(read_answer(&mut &bytes[..end]).is_err(), "{end}");
        }
    }
}
