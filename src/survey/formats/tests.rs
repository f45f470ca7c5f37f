//! Workbooks as programs write them, and as nobody should: each opened as a file.

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

pub fn refused(name: &str, bytes: &[u8]) -> &'static str {
    open_as(name, bytes).sheets.unwrap_err().code
}

/// A sheet in short: `A1 text`, `B2 %0.4`, one line a cell.
pub(super) fn shown(sheet: &Sheet) -> Vec<String> {
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
pub(super) fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
    zip_of(&entries.iter().map(|(name, text)| (*name, text.as_bytes())).collect::<Vec<_>>())
}

/// A zip of stored entries.
pub(super) fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
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
pub(super) fn xlsx(sheet: &str) -> Vec<u8> {
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
    let honest = book("<sst uniqueCount='2'><si><t>甲</t></si><si/></sst>");
    assert!(zip_scan::scan(&honest, FileKind::Xlsx, &Limits::default()).is_ok());
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
