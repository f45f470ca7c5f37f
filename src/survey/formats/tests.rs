//! Workbooks as programs write them, and as nobody should: each opened as a file.

use super::child::within;
use super::*;
use crate::survey::grid::{Content, Range};
use jiff::civil::date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::path::PathBuf;

/// Opens bytes under a name.
fn open_as(name: &str, bytes: &[u8]) -> Opened {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    open(&SurveyFile { path, name: name.into() }, &Options::on(date(2025, 11, 3)))
}

fn refused(name: &str, bytes: &[u8]) -> &'static str {
    open_as(name, bytes).sheets.unwrap_err().code
}

/// A sheet in short: `A1 text`, `B2 %0.4`, one line a cell.
fn shown(sheet: &Sheet) -> Vec<String> {
    let cells = sheet.rows.iter().flat_map(|row| row.cells.iter().map(|(column, cell)| (row.number, *column, cell)));
    cells
        .map(|(row, column, cell)| {
            let content = match &cell.content {
                Content::Text(text) => text.to_string(),
                Content::Number(number) => format!("={number}"),
                Content::Percent(share) => format!("%{share}"),
                Content::Date(serial) => format!("@{serial}"),
                Content::IsoDate(text) => format!("@{text}"),
                Content::Flag(flag) => flag.to_string(),
                Content::Error(error) => format!("!{error}"),
                Content::NoValue => "!".into(),
            };
            let struck = if cell.struck { " struck" } else { "" };
            format!("{} {content}{struck}", crate::survey::finding::cell_name(row, column))
        })
        .collect()
}

#[test]
fn a_workbook_as_a_spreadsheet_program_writes_it() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("调查表").unwrap();
    sheet.merge_range(0, 0, 0, 5, "某村调查表", &Format::new()).unwrap();
    sheet.write(1, 0, "楼号").unwrap();
    sheet.write(2, 0, 1.0999999999999999).unwrap();
    sheet.write_with_format(2, 1, 0.8, &Format::new().set_num_format("0.0%")).unwrap();
    sheet.write_with_format(2, 2, 0.8, &Format::new().set_num_format("0.0\"%\"")).unwrap();
    let day = ExcelDateTime::from_ymd(2021, 6, 1).unwrap();
    sheet.write_with_format(2, 3, &day, &Format::new().set_num_format("yyyy\"年\"m\"月\"")).unwrap();
    sheet.write_with_format(2, 4, "作废", &Format::new().set_font_strikethrough()).unwrap();
    sheet.write(2, 5, true).unwrap();
    sheet.write_blank(2, 6, &Format::new().set_bold()).unwrap();
    sheet.write(2, 7, "  \u{a0}").unwrap();
    sheet.write_with_format(2, 8, "楼号", &Format::new().set_num_format_index(9)).unwrap();
    book.add_worksheet().set_name("旧").unwrap().set_hidden(true);
    let bytes = book.save_to_buffer().unwrap();

    let opened = open_as("表.xlsx", &bytes);
    let sheets = opened.sheets.unwrap();
    assert_eq!(
        shown(&sheets[0]),
        [
            "A1 某村调查表",
            "A2 楼号",
            "A3 =1.0999999999999999",
            "B3 %0.8",
            "C3 =0.8",
            "D3 @44348",
            "E3 作废 struck",
            "F3 true",
            "I3 楼号"
        ]
    );
    assert_eq!(sheets[0].merged, [Range { top: 1, left: 0, bottom: 1, right: 5 }]);
    assert_eq!((&*sheets[1].name, sheets[1].hidden, sheets[0].hidden), ("旧", true, false));
    assert_eq!((opened.bytes, opened.hash), (bytes.len() as u64, blake3::hash(&bytes).to_hex().to_string()));
    assert!(opened.findings.is_empty());
}

/// A zip of stored texts.
fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
    zip_of(&entries.iter().map(|(name, text)| (*name, text.as_bytes())).collect::<Vec<_>>())
}

/// A zip of stored entries.
fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let crc = |bytes: &[u8]| {
        !bytes.iter().fold(!0_u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
        })
    };
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for (name, data) in entries {
        let (size, start) = (data.len() as u32, zip.len() as u32);
        let mut header = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        header.extend([crc(data), size, size].iter().flat_map(|n| n.to_le_bytes()));
        header.extend((name.len() as u16).to_le_bytes());
        header.extend([0, 0]);
        zip.extend(b"PK\x03\x04");
        zip.extend(&header);
        zip.extend(name.bytes().chain(data.iter().copied()));
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&header);
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.bytes());
    }
    let (count, size, start) = (entries.len() as u16, directory.len() as u32, zip.len() as u32);
    zip.extend(directory);
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend([count, count].iter().flat_map(|n| n.to_le_bytes()));
    zip.extend([size, start].iter().flat_map(|n| n.to_le_bytes()));
    zip.extend([0, 0]);
    zip
}

/// An .xlsx with one sheet of this XML.
fn xlsx(sheet: &str) -> Vec<u8> {
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id='r' Target='{target}' \
             Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}'/></Relationships>"
        )
    };
    zip(&[
        ("_rels/.rels", &relation("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", &relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/workbook.xml", "<workbook><sheets><sheet name='表' r:id='r'/></sheets></workbook>"),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet>{sheet}</worksheet>")),
    ])
}

fn one_sheet(sheet: &str) -> Sheet {
    open_as("表.xlsx", &xlsx(sheet)).sheets.unwrap().remove(0)
}

#[test]
fn formulas_errors_and_types() {
    let sheet = one_sheet(
        "<sheetData><row r='2'><c r='A2'><f>1+1</f></c><c r='B2' t='e'><f>1/0</f><v>#DIV/0!</v></c>\
         <c r='C2' t='str'><f>A1</f><v></v></c><c r='D2'><f>1+1</f><v>2</v></c><c r='E2' t='inlineStr'><is><t>甲</t></is></c>\
         <c r='F2' t='d'><v>2021-06-01</v></c><c r='G2'/></row></sheetData>",
    );
    assert_eq!(shown(&sheet), ["A2 !", "B2 !#DIV/0!", "D2 =2", "E2 甲", "F2 @2021-06-01"]);
}

#[test]
fn errors_newer_than_the_library_keep_their_place() {
    let sheet = one_sheet(
        "<sheetData><row r='1'><c><v>1</v></c><c t='e'><v>#SPILL!</v></c><c><v>3</v></c></row>\
         <row r='2'><c t='e'><v>#CALC!</v></c></row></sheetData>",
    );
    assert_eq!(shown(&sheet), ["A1 =1", "B1 !#SPILL!", "C1 =3", "A2 !#CALC!"]);
}

#[test]
fn a_sheet_takes_memory_for_what_it_holds() {
    let far = "<dimension ref='A1:XFD1048576'/><sheetData><row r='1'><c r='A1'><v>1</v></c></row>\
               <row r='1048576'><c r='XFD1048576'><v>2</v></c></row></sheetData>";
    assert_eq!(shown(&one_sheet(far)), ["A1 =1", "XFD1048576 =2"]);
    let beyond = xlsx("<sheetData><row r='1048577'><c r='A1048577'><v>1</v></c></row></sheetData>");
    assert_eq!(refused("表.xlsx", &beyond), "S012");
}

#[test]
fn cells_out_of_order_are_put_in_order() {
    let sheet = one_sheet(
        "<sheetData><row r='2'><c r='B2'><v>1</v></c><c r='A2'><v>2</v></c></row>\
         <row r='1'><c r='A1'><v>3</v></c><c r='A1'><v>4</v></c></row></sheetData>",
    );
    assert_eq!(shown(&sheet), ["A1 =3", "A2 =2", "B2 =1"]);
}

#[test]
fn what_makes_the_library_panic_is_damage() {
    let inverted = xlsx("<sheetData/><mergeCells><mergeCell ref='B5:A1'/></mergeCells>");
    assert_eq!(refused("表.xlsx", &inverted), "S012");
}

#[test]
fn more_texts_than_fit_are_damage_before_memory_is_taken_for_them() {
    let book = |table| zip(&[("_rels/.rels", ""), ("xl/workbook.xml", "<workbook/>"), ("xl/sharedStrings.xml", table)]);
    let hostile = open_as("表.xlsx", &book("<x:sst uniqueCount='4294967296'><x:si/></x:sst>")).sheets.unwrap_err();
    assert!(hostile.message.zh.contains("4294967296"), "{hostile:?}");
    assert!(shared_texts::check(&book("<sst uniqueCount='2'><si><t>甲</t></si><si/></sst>")).is_ok());
}

#[test]
fn every_truncation_of_a_workbook_is_said() {
    let bytes = Workbook::new().save_to_buffer().unwrap();
    for end in (0..bytes.len()).step_by(97) {
        let code = refused("表.xlsx", &bytes[..end]);
        assert!(["S011", "S012"].contains(&code) || end < 4, "{end}: {code}");
    }
}

#[test]
fn what_a_file_is_its_bytes_say() {
    let bytes = xlsx("<sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData>");
    let opened = open_as("表.xls", &bytes);
    assert_eq!(shown(&opened.sheets.unwrap()[0]), ["A1 =1"]);
    assert_eq!(opened.findings[0].code, "S002");
    assert!(open_as("表.xlsm", &bytes).findings.is_empty());
    let opened = open_as("表.xls", "楼号\t宽\n1\t1.2\n".as_bytes());
    assert_eq!(shown(&opened.sheets.unwrap()[0]), ["A1 楼号", "B1 宽", "A2 1", "B2 1.2"]);
    assert_eq!(opened.findings[0].code, "S002");
}

#[test]
fn what_is_no_survey_is_refused_with_the_reason() {
    assert_eq!(refused("表.xlsx", b""), "S011");
    assert_eq!(refused("表.csv", b"\xEF\xBB\xBF\n,,\n"), "S011");
    assert_eq!(refused("表.xlsx", &Workbook::new().save_to_buffer().unwrap()), "S011");
    assert_eq!(refused("表.xls", b"\xEF\xBB\xBF\n <HTML><table>"), "S015");
    assert_eq!(refused("表.xls", b"<?xml version='1.0'?><Workbook>"), "S015");
    assert_eq!(refused("表.xls", &[0x09, 0x04, 0x06, 0x00, 0x00, 0x04, 0x10, 0x00]), "S014");
    assert_eq!(refused("表.xlsx", b"%PDF-1.7"), "S015");
    assert_eq!(refused("表.xlsx", &zip(&[("word/document.xml", "")])), "S015");
    assert_eq!(refused("表.xlsx", &zip(&[("a.txt", "a")])), "S015");
    assert_eq!(refused("表.xls", b"\x01\x00\x02rubbish"), "S012");
    let mut encrypted = vec![0; 1024];
    encrypted[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    assert_eq!(refused("表.xlsx", &encrypted), "S012");
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    encrypted[640..640 + name.len()].copy_from_slice(&name);
    assert_eq!(refused("表.xlsx", &encrypted), "S013");
    let gone = SurveyFile { path: PathBuf::from("无此文件.csv"), name: "无此文件.csv".into() };
    assert_eq!(open(&gone, &Options::on(date(2025, 11, 3))).sheets.unwrap_err().code, "S010");
}

/// What the reading process would answer for a file.
fn served(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, OpenError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut answer = Vec::new();
    serve_workbook(&path, &mut answer).unwrap();
    wire::read_answer(&mut answer.as_slice(), bytes.len() as u64).unwrap().map(|(sheets, _)| sheets)
}

#[test]
fn other_workbooks_are_served() {
    let xls = served("表.xls", include_bytes!("../../../tests/files/survey.xls")).unwrap();
    let header = ["A1 楼号", "B1 梯段净宽(mm)", "C1 同意率", "D1 踏勘日期"];
    assert_eq!(shown(&xls[0]), [&header[..], &["A3 甲 1 号", "B3 =1100", "C3 %0.8", "D3 @44348", "B4 不详"]].concat());
    assert_eq!(xls[0].merged, [Range { top: 3, left: 0, bottom: 4, right: 0 }]);
    assert_eq!((&*xls[1].name, xls[1].hidden, shown(&xls[1])), ("旧表", true, vec!["A1 =1".to_string()]));

    let ods = served("表.ods", include_bytes!("../../../tests/files/survey.ods")).unwrap();
    assert_eq!(
        shown(&ods[0]),
        [&header[..], &["A3 甲 1 号", "B3 =1100", "C3 %0.8", "D3 @2021-06-01", "B4 不详"]].concat()
    );
    assert_eq!(ods[0].merged, [Range { top: 3, left: 0, bottom: 4, right: 0 }]);
    assert_eq!((&*ods[1].name, ods[1].hidden), ("旧表", true));
}

#[test]
fn other_workbooks_need_a_reader() {
    assert_eq!(refused("表.xls", include_bytes!("../../../tests/files/survey.xls")), "S017");
    assert_eq!(served("表.csv", b"a,b").unwrap_err().code, "S012");
}

#[cfg(unix)]
#[test]
fn a_reader_that_fails_in_any_way_is_given_up_for_the_true_reason() {
    use std::process::Command;
    use std::time::{Duration, Instant};
    let run = |script: &str, limit: u64| {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        within(Duration::from_millis(limit), 0, command).unwrap_err().code
    };
    let started = Instant::now();
    assert_eq!(run("exec sleep 30", 100), "S018");
    assert!(started.elapsed() < Duration::from_secs(20));
    assert_eq!(run("printf 'liftfit sheets 2\\nS'", 20_000), "S008");
    assert_eq!(run("kill -ABRT $$", 20_000), "S008");
    assert_eq!(run("kill -SEGV $$", 20_000), "S008");
    assert_eq!(run("yes", 20_000), "S008");
    assert_eq!(run("yes >&2", 20_000), "S008");
    assert_eq!(run("echo memory allocation of 9 bytes failed >&2; kill -ABRT $$", 20_000), "S019");
    assert_eq!(run("kill -9 $$", 20_000), "S019");
    assert_eq!(run("kill -XCPU $$", 20_000), "S018");
}

#[test]
fn an_xls_shows_what_is_struck_through_and_percentages() {
    let bytes = include_bytes!("../../../tests/files/struck.xls");
    let header = ["A1 楼号", "B1 单元号", "C1 层数", "D1 同意率", "E1 备注"];
    let rows = [
        &["A2 12", "B2 =1", "C2 =6", "D2 %0.8", "E2 =80"][..],
        &["A3 12 struck", "B3 =2 struck", "C3 =6 struck", "D3 %0.5 struck"],
        &["A4 13", "C4 =5.5 struck", "C5 =6"],
    ];
    let sheets = served("表.xls", bytes).unwrap();
    assert_eq!(shown(&sheets[0]), [&header[..], &rows.concat()].concat());
    assert_eq!(sheets[0].merged, [Range { top: 4, left: 0, bottom: 5, right: 0 }]);
    assert_eq!((sheets.len(), shown(&sheets[1]).len()), (2, 0));
    // The same under the name that WPS gives.
    assert_eq!(shown(&served("表.et", bytes).unwrap()[0]), shown(&sheets[0]));
}

#[test]
fn an_xls_takes_memory_for_what_it_holds() {
    let mut bytes = include_bytes!("../../../tests/files/struck.xls").to_vec();
    let before = served("表.xls", &bytes).unwrap();
    let marks = xls_marks::read_marks(&bytes).unwrap();
    // The first sheet declares as many rows as four bytes can say.
    let at = bytes.windows(4).position(|window| window == [0x00, 0x02, 14, 0]).unwrap();
    bytes[at + 8..at + 12].fill(0xFF);
    let undeclared = xls_marks::undeclared(&bytes, &marks).unwrap();
    assert!(undeclared.len() == bytes.len() && undeclared[at + 4..at + 18].iter().all(|byte| *byte == 0));
    assert_eq!(shown(&served("表.xls", &bytes).unwrap()[0]), shown(&before[0]));
}

#[test]
fn damage_to_an_xls_is_no_panic() {
    let bytes = include_bytes!("../../../tests/files/struck.xls");
    for end in (0..bytes.len()).step_by(61) {
        let _ = xls_marks::read_marks(&bytes[..end]);
        let mut bytes = bytes.to_vec();
        bytes[end] ^= 0xFF;
        if let Ok(marks) = xls_marks::read_marks(&bytes) {
            let _ = xls_marks::undeclared(&bytes, &marks);
        }
    }
}

/// A record of an .xlsb.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let number = |number: usize| match (number & 0x7F, number >> 7) {
        (low, 0) => vec![low as u8],
        (low, high) => vec![low as u8 | 0x80, high as u8],
    };
    [number(usize::from(kind)), number(data.len()), data.to_vec()].concat()
}

/// A text as an .xlsb has it.
fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [(units.len() as u32).to_le_bytes().to_vec(), units.into_iter().flat_map(u16::to_le_bytes).collect()].concat()
}

/// An .xlsb with one sheet of these records, in whose formats 1 is struck through and 2 a percentage.
fn xlsb(sheet: &[Vec<u8>]) -> Vec<u8> {
    let numbers = |numbers: &[u16]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
    let look = |format, font| record(0x2F, &numbers(&[0, format, font, 0, 0, 0, 0, 0]));
    let styles = [
        record(0x0267, &[1, 0, 0, 0]),
        record(0x2C, &[numbers(&[170]), wide("0.0%")].concat()),
        record(0x2B, &numbers(&[220, 0])),
        record(0x2B, &numbers(&[220, 8])),
        record(0x0272, &[1, 0, 0, 0]),
        look(9, 1),
        record(0x0269, &[3, 0, 0, 0]),
        look(0, 0),
        look(0, 1),
        look(170, 0),
        record(0x026A, &[]),
    ];
    let book = [
        record(0x99, &[0; 12]),
        record(0x9C, &[vec![0; 4], vec![1, 0, 0, 0], wide("rId1"), wide("调查表")].concat()),
        record(0x90, &[]),
        record(0x9D, &[0; 25]),
    ];
    let start = [record(0x81, &[]), record(0x94, &[0; 16]), record(0x91, &[])];
    let relations = "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.bin'/></Relationships>";
    zip_of(&[
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/workbook.bin", &book.concat()),
        ("xl/styles.bin", &styles.concat()),
        ("xl/worksheets/sheet1.bin", &[start.concat(), sheet.concat()].concat()),
    ])
}

#[test]
fn an_xlsb_with_its_looks_errors_and_merged_cells() {
    let at = |column: u8, look: u8| vec![column, 0, 0, 0, look, 0, 0, 0];
    let row = |number: u8| record(0, &[&[number, 0, 0, 0][..], &[0; 13]].concat());
    let number = |column, look, number: f64| record(5, &[at(column, look), number.to_le_bytes().to_vec()].concat());
    // Whole numbers are shifted by two bits, of which one says so.
    let whole = |column, number: i32| record(2, &[at(column, 0), (number << 2 | 2).to_le_bytes().to_vec()].concat());
    let bytes = xlsb(&[
        row(0),
        record(6, &[at(0, 0), wide("楼号")].concat()),
        row(2),
        record(6, &[at(0, 1), wide("12")].concat()),
        number(1, 2, 0.8),
        number(2, 1, 1.1),
        whole(3, -1200),
        record(3, &[at(4, 0), vec![0x07]].concat()),
        record(11, &[at(5, 0), vec![0x17, 0, 0, 0, 0, 0, 0]].concat()),
        record(5, &at(6, 0)),
        record(0x92, &[]),
        record(0xB0, &[[2, 0, 0, 0], [3, 0, 0, 0], [0; 4], [0; 4]].concat()),
    ]);
    let sheets = served("表.xlsb", &bytes).unwrap();
    let expected = [
        "A1 楼号",
        "A3 12 struck",
        "B3 %0.8",
        "C3 =1.1 struck",
        "D3 =-1200",
        "E3 !#DIV/0!",
        "F3 !#REF!",
        "G3 !#ERROR!",
    ];
    assert_eq!((&*sheets[0].name, shown(&sheets[0])), ("调查表", expected.map(String::from).to_vec()));
    assert_eq!(sheets[0].merged, [Range { top: 3, left: 0, bottom: 4, right: 0 }]);
}

#[test]
fn what_makes_the_other_readers_panic_is_not_called_damage() {
    // A cell with the tenth of no shared texts.
    let none = xlsb(&[record(0, &[0; 17]), record(7, &[0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0]), record(0x92, &[])]);
    let error = served("表.xlsb", &none).unwrap_err();
    assert_eq!(error.code, "S008");
    assert!(error.help.unwrap().zh.contains(".xlsx"));
}
