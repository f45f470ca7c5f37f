//! Text files as they come: encodings, separators, quotes, ragged rows.

use super::*;

fn read(bytes: &[u8]) -> (Vec<(u32, Vec<String>)>, Vec<&'static str>) {
    let (sheets, notes) = read_text(bytes, None, &Limits::default()).unwrap();
    let text = |content: &Content| match content {
        Content::Text(text) => text.to_string(),
        other => format!("{other:?}"),
    };
    let rows = sheets[0]
        .rows
        .iter()
        .map(|row| (row.number, row.cells.iter().map(|(at, cell)| format!("{at}:{}", text(&cell.content))).collect()));
    (rows.collect(), notes.into_iter().map(|note| note.0).collect())
}

fn cells(row: u32, cells: &[&str]) -> (u32, Vec<String>) {
    (row, cells.iter().map(|cell| cell.to_string()).collect())
}

#[test]
fn rows_are_numbered_as_spreadsheets_number_them() {
    let (rows, notes) = read("楼号,备注\n\n1,\"第一行\n第二行\"\r\n\r\n ,\n2,\n\n\n3,末".as_bytes());
    assert_eq!(
        rows,
        [
            cells(1, &["0:楼号", "1:备注"]),
            cells(3, &["0:1", "1:第一行\n第二行"]),
            cells(6, &["0:2"]),
            cells(9, &["0:3", "1:末"])
        ]
    );
    assert!(notes.is_empty());
}

#[test]
fn encodings_are_told_apart_and_those_that_are_not_utf8_are_said() {
    let text = "小区,楼号\n上钢三村,12\n";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let marked: Vec<u8> = [0xEF, 0xBB, 0xBF].into_iter().chain(text.bytes()).collect();
    let (gb, ..) = GB18030.encode(text);
    let expected = [cells(1, &["0:小区", "1:楼号"]), cells(2, &["0:上钢三村", "1:12"])];
    for (bytes, notes) in [(text.as_bytes(), &[][..]), (&marked, &[]), (&utf16, &["S001"]), (&gb, &["S001"])] {
        let (rows, said) = read(bytes);
        assert_eq!((rows.as_slice(), said.as_slice()), (&expected[..], notes));
    }
}

#[test]
fn what_fits_no_encoding_names_the_byte() {
    let error = read_text(b"ab,cd\n\xFF\xFF\xFF,1\n", None, &Limits::default()).unwrap_err();
    assert_eq!(error.code, "S016");
    assert!(error.message.en.contains("byte 6"), "{}", error.message.en);
    let error = read_text(b"\xEF\xBB\xBFab\xFF", None, &Limits::default()).unwrap_err();
    assert!(error.message.en.contains("byte 5"), "{}", error.message.en);
    let error = read_text(b"a,b,c\n1,\0,3\n1,2,3\n", None, &Limits::default()).unwrap_err();
    assert!(error.message.en.contains("UTF-16"), "{}", error.message.en);
}

#[test]
fn utf16_without_its_mark_is_known_by_its_zero_bytes() {
    let text = "小区,楼号,层数\n上钢三村一街坊,12,一层\n上钢三村二街坊,1,6\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [&little, &big] {
        let (rows, notes) = read(bytes);
        assert_eq!(rows[1], cells(2, &["0:上钢三村一街坊", "1:12", "2:一层"]));
        assert_eq!((rows.len(), notes), (3, vec!["S001"]));
    }
    let (sheets, notes) = read_text(&little, Some("utf-16le"), &Limits::default()).unwrap();
    assert_eq!((sheets[0].rows.len(), notes.len()), (3, 0));
    let (sheets, _) = read_text(&big, Some("utf-16be"), &Limits::default()).unwrap();
    assert_eq!(sheets[0].rows.len(), 3);
    // Half a character, or bytes of a program, are not taken for it.
    assert_eq!(read_text(&little[..little.len() - 1], None, &Limits::default()).unwrap_err().code, "S016");
    assert_eq!(read_text(b"\x01\0\x02\0\x03\0a\0\n\0", None, &Limits::default()).unwrap_err().code, "S016");
}

#[test]
fn an_encoding_asked_for_is_taken() {
    let (big5, ..) = encoding_rs::BIG5.encode("樓號,備註\n1,無\n");
    let (sheets, notes) = read_text(&big5, Some("big5"), &Limits::default()).unwrap();
    assert!(notes.is_empty());
    assert_eq!(sheets[0].rows[0].cells[0].1.content, Content::Text("樓號".into()));
    assert_eq!(read_text(b"a", Some("klingon"), &Limits::default()).unwrap_err().code, "S016");
    assert_eq!(read_text(&big5, Some("utf-8"), &Limits::default()).unwrap_err().code, "S016");
}

#[test]
fn the_separator_is_the_one_that_parts_lines_alike() {
    assert_eq!(separator_of("标题\na,b,c\n1,2,3\n"), ',');
    assert_eq!(separator_of("a;b;c\n1,5;2,5;3\n1;2;3\n"), ';');
    assert_eq!(separator_of("a\tb\n1,2\t3\n"), '\t');
    assert_eq!(separator_of("\"a;b;c\",d\n\"e;f;g\",h\n"), ',');
    assert_eq!(separator_of("只有一列\n"), ',');
    let (rows, _) = read(b"sep=;\na;b,c\n");
    assert_eq!(rows, [cells(2, &["0:a", "1:b,c"])]);
}

#[test]
fn an_unclosed_quote_swallows_nothing() {
    let (rows, notes) = read("a,b\n\"1,2\n3,4\n".as_bytes());
    assert_eq!(rows, [cells(1, &["0:a", "1:b"]), cells(2, &["0:\"1", "1:2"]), cells(3, &["0:3", "1:4"])]);
    assert_eq!(notes, ["S003"]);
    // A quote within a cell is a character.
    assert_eq!(read(b"a,b\n5\",6\n").1, Vec::<&str>::new());
}

#[test]
fn ragged_rows_are_kept_and_said() {
    let (rows, notes) = read("某村调查表\na,b,c\n1,2,3\n4,5,6,7\n8,9\n1,2,3,\n".as_bytes());
    assert_eq!(rows[3], cells(4, &["0:4", "1:5", "2:6", "3:7"]));
    assert_eq!((rows.len(), notes), (6, vec!["S004"]));
}
