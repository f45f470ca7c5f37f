//! Forms as other programs write them, by hand: prefixes, strict files, cells without names, and what is no form at all.

use super::{FillError, Filled, FilledCell, fill};
use calamine::{Data, Reader, Xlsx};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const SHEETS: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const BOOK_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A workbook of one sheet, `汇总`, of the given part.
fn form_of(sheet: &str) -> Vec<u8> {
    typed(sheet, BOOK_TYPE)
}

fn typed(sheet: &str, kind: &str) -> Vec<u8> {
    zipped(&[
        (
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/book.xml" ContentType="{kind}"/></Types>"#
            ),
        ),
        ("_rels/.rels", relation("rId1", "officeDocument", "xl/book.xml")),
        ("xl/_rels/book.xml.rels", relation("rId7", "worksheet", "/xl/worksheets/a.xml")),
        (
            "xl/book.xml",
            format!(
                r#"<x:workbook xmlns:x="{SHEETS}" xmlns:r="{LINKS}"><x:sheets><x:sheet name="汇总" sheetId="1" r:id="rId7"/></x:sheets><x:calcPr calcId="191029"/></x:workbook>"#
            ),
        ),
        ("xl/worksheets/a.xml", sheet.into()),
        ("xl/media/image1.png", "\u{1}picture".into()),
    ])
}

fn relation(id: &str, kind: &str, target: &str) -> String {
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="{id}" Type="{LINKS}/{kind}" Target="{target}"/></Relationships>"#
    )
}

fn cell(row: u32, column: u16, content: Filled) -> FilledCell {
    FilledCell { sheet: None, row, column, content }
}

fn text(text: &str) -> Filled {
    Filled::Text(text.into())
}

fn part(form: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(form)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The sheet of the filled form.
fn filled(sheet: &str, cells: &[FilledCell]) -> String {
    part(&fill(&form_of(sheet), cells).unwrap(), "xl/worksheets/a.xml")
}

fn error(form: &[u8], cells: &[FilledCell]) -> FillError {
    fill(form, cells).expect_err("it cannot be filled")
}

#[test]
fn names_may_have_any_prefix_and_other_vocabularies_stay() {
    let sheet = |row2: &str, row3: &str| {
        format!(
            r#"<?xml version='1.0' encoding='UTF-8'?>
<x:worksheet xmlns:x="{SHEETS}" xmlns:wps='urn:wps' xmlns="urn:other">
 <x:dimension ref="A1:B2"/> <!-- <c r="A1"/> -->
 <x:sheetData >
  <x:row r='1' wps:tall="1"><x:c r='A1'><x:v>1</x:v></x:c></x:row>
  {row2}{row3}
 </x:sheetData><wps:more><c r="B2"/></wps:more><x:mergeCells count='1'><x:mergeCell ref='C1:D4'/></x:mergeCells>
</x:worksheet>"#
        )
    };
    let before = sheet(
        r#"<x:row r='2' spans="1:2"><c r="A2"/><x:c wps:k='v' r = "B2" s='4'  t="s" ><x:v>0</x:v><x:extLst><wps:e/></x:extLst></x:c></x:row>"#,
        "",
    );
    let cells = [cell(1, 1, text("甲")), cell(1, 2, Filled::Number(2.5)), cell(2, 0, text("乙"))];
    // C2 is under a merged cell.
    assert_eq!(error(&form_of(&before), &cells).message.zh, "`汇总 › C2` 在合并单元格 `C1:D4` 里，填了也看不见");
    let after = sheet(
        r#"<x:row r='2' spans="1:5"><c r="A2"/><x:c wps:k='v' r = "B2" s='4' t="inlineStr"><x:is><x:t xml:space="preserve">甲</x:t></x:is><x:extLst><wps:e/></x:extLst></x:c><x:c r="E2"><x:v>2.5</x:v></x:c></x:row>"#,
        r#"
 <x:row r="3"><x:c r="A3" t="inlineStr"><x:is><x:t xml:space="preserve">乙</x:t></x:is></x:c></x:row>"#,
    )
    .replace("A1:B2", "A1:E3");
    let cells = [cell(2, 0, text("乙")), cell(1, 4, Filled::Number(2.5)), cell(1, 1, text("甲"))];
    let written = filled(&before, &cells);
    assert_eq!(written.split_whitespace().collect::<String>(), after.split_whitespace().collect::<String>());
}

#[test]
fn strict_files_are_filled_too() {
    let strict = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    let sheet = |cell: &str| {
        format!(r#"<worksheet xmlns="{strict}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>"#)
    };
    let written = filled(&sheet(r#"<c r="A1" s="1"/>"#), &[cell(0, 0, Filled::Number(-3.0))]);
    assert_eq!(written, sheet(r#"<c r="A1" s="1"><v>-3</v></c>"#));
}

#[test]
fn cells_are_made_in_their_place() {
    let sheet = |rows: &str| format!(r#"<worksheet xmlns="{SHEETS}"><sheetData>{rows}</sheetData></worksheet>"#);
    let before = sheet(r#"<row r="2"><c r="B2"/><c r="D2"/></row><row r="4"/><row r="6" ht="20"></row>"#);
    let wanted: Vec<FilledCell> = [(6, 0), (5, 1), (3, 2), (1, 4), (1, 2), (1, 0), (0, 0), (2, 0)]
        .map(|(row, column)| cell(row, column, Filled::Number(f64::from(row * 10 + u32::from(column)))))
        .into();
    let one = |name: &str, number: u32| format!(r#"<c r="{name}"><v>{number}</v></c>"#);
    let row2 = format!(r#"{}<c r="B2"/>{}<c r="D2"/>{}"#, one("A2", 10), one("C2", 12), one("E2", 14));
    let rows = [
        format!(r#"<row r="1">{}</row><row r="2">{row2}</row>"#, one("A1", 0)),
        format!(r#"<row r="3">{}</row><row r="4">{}</row>"#, one("A3", 20), one("C4", 32)),
        format!(r#"<row r="6" ht="20">{}</row><row r="7">{}</row>"#, one("B6", 51), one("A7", 60)),
    ];
    assert_eq!(filled(&before, &wanted), sheet(&rows.concat()));
    let mut backwards = wanted.clone();
    backwards.reverse();
    assert_eq!(filled(&before, &backwards), sheet(&rows.concat()), "the order in which they are asked for is nothing");
}

#[test]
fn rows_and_cells_without_names_are_counted() {
    let sheet = |rows: &str| format!(r#"<worksheet xmlns="{SHEETS}"><sheetData>{rows}</sheetData></worksheet>"#);
    let before = sheet("<row><c><v>1</v></c></row><row><c/><c s='2'><v>4</v></c></row>");
    let after = sheet(r#"<row><c><v>1</v></c></row><row><c/><c s='2'><v>9</v></c><c r="C2"><v>8</v></c></row>"#);
    assert_eq!(filled(&before, &[cell(1, 1, Filled::Number(9.0)), cell(1, 2, Filled::Number(8.0))]), after);
}

#[test]
fn formulas_are_kept_and_computed_when_the_form_is_opened() {
    let sheet =
        |row: &str| format!(r#"<worksheet xmlns="{SHEETS}"><sheetData><row r="1">{row}</row></sheetData></worksheet>"#);
    let form = form_of(&sheet(
        r#"<c r="A1"><v>1</v></c><c r="B1" s="1" t="str" cm="1"><f>A1&amp;"户"</f><v>1户</v></c><c r="C1"><f t="array" ref="C1:D1">A1:B1</f><v>1</v></c><c r="D1"><v>2</v></c>"#,
    ));
    let done = fill(&form, &[cell(0, 0, Filled::Number(5.0))]).unwrap();
    let after = sheet(
        r#"<c r="A1"><v>5</v></c><c r="B1" s="1" cm="1"><f>A1&amp;"户"</f></c><c r="C1"><f t="array" ref="C1:D1">A1:B1</f></c><c r="D1"><v>2</v></c>"#,
    );
    assert_eq!(part(&done, "xl/worksheets/a.xml"), after);
    assert!(part(&done, "xl/book.xml").contains(r#"<x:calcPr calcId="191029" fullCalcOnLoad="1"/>"#));
    assert_eq!(
        error(&form, &[cell(0, 3, Filled::Number(5.0))]).message.zh,
        "`汇总 › D1` 里是公式，不能填",
        "D1 is a part of the array of C1"
    );

    let without = form_of(&sheet(r#"<c r="A1"/>"#));
    let done = fill(&without, &[cell(0, 0, Filled::Number(5.0))]).unwrap();
    assert_eq!(part(&done, "xl/book.xml"), part(&without, "xl/book.xml"), "nothing in it is to be computed");
}

#[test]
fn hostile_texts_are_texts() {
    let sheet = format!(r#"<worksheet xmlns="{SHEETS}"><sheetData/></worksheet>"#);
    let texts =
        ["=cmd|' /C calc'!A0", "@SUM(1)", "</t></is><f>1</f>", "]]>", "&lt;", "\u{1b}[31m", "_x0041_", "<!--", "𠮷"];
    let cells: Vec<FilledCell> = (0..).zip(texts).map(|(row, hostile)| cell(row, 0, text(hostile))).collect();
    let done = fill(&form_of(&sheet), &cells).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&done)).unwrap();
    let range = book.worksheet_range("汇总").unwrap();
    for (row, hostile) in (0..).zip(texts) {
        assert_eq!(range.get_value((row, 0)), Some(&Data::String(hostile.replace('\u{1b}', " "))));
    }
}

#[test]
fn a_sheet_that_contradicts_itself_is_damaged() {
    let sheet = |rows: &str| format!(r#"<worksheet xmlns="{SHEETS}"><sheetData>{rows}</sheetData></worksheet>"#);
    for rows in [
        r#"<row r="2"/><row r="1"/>"#,
        r#"<row r="1"/><row r="1"/>"#,
        r#"<row r="0"/>"#,
        r#"<row r="1048577"/>"#,
        r#"<row r="1"><c r="B1"/><c r="A1"/></row>"#,
        r#"<row r="1"><c r="A2"/></row>"#,
        r#"<row r="1"><c r="A1"></row>"#,
        r#"<row r="1"><c r="A1"><v>1</c></v></row>"#,
    ] {
        let error = error(&form_of(&sheet(rows)), &[cell(9, 0, text("甲"))]);
        assert!(error.message.zh.starts_with("表样已损坏"), "{rows}: {}", error.message.zh);
    }
    let none = error(&form_of(&format!(r#"<worksheet xmlns="{SHEETS}"/>"#)), &[cell(9, 0, text("甲"))]);
    assert!(none.message.zh.starts_with("表样已损坏"), "{}", none.message.zh);
}

#[test]
fn what_is_no_xlsx_is_refused() {
    let zh = |form: &[u8]| error(form, &[cell(0, 0, text("甲"))]).message.zh;
    let kinds: [(&[u8], &str); 6] = [
        (b"", "表样打不开：文件是空的（0 字节）"),
        ("小区,楼号\n".as_bytes(), "表样打不开：内容是文本，不是 .xlsx"),
        (b"%PDF-1.7", "表样打不开：内容是PDF 文件，不是调查表"),
        (include_bytes!("../../../../tests/files/survey.xls"), "表样打不开：内容是xls 工作簿，不是 .xlsx"),
        (include_bytes!("../../../../tests/files/survey.ods"), "表样打不开：内容是ods 工作簿，不是 .xlsx"),
        (b"PK\x03\x04 and no end", "表样打不开：文件不完整，后半截丢了"),
    ];
    for (form, message) in kinds {
        assert_eq!(zh(form), message);
    }
    let sheet = format!(r#"<worksheet xmlns="{SHEETS}"><sheetData/></worksheet>"#);
    let macros = typed(&sheet, "application/vnd.ms-excel.sheet.macroEnabled.main+xml");
    assert_eq!(zh(&macros), "表样是带宏的工作簿（.xlsm），不是 .xlsx");
    let template = typed(&sheet, "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml");
    assert_eq!(zh(&template), "表样是模板（.xltx），不是 .xlsx");
}

#[test]
fn a_form_that_unpacks_without_end_is_refused() {
    let blanks = format!("{}<a/>", " ".repeat(1_000_000)).repeat(40);
    let bomb = form_of(&format!(r#"<worksheet xmlns="{SHEETS}"><sheetData/>{blanks}</worksheet>"#));
    let error = error(&bomb, &[cell(0, 0, text("甲"))]);
    assert!(error.message.zh.contains("压缩得反常"), "{}", error.message.zh);
}

#[test]
fn a_form_cut_or_changed_anywhere_gives_an_error_or_a_form() {
    let form = form_of(&format!(r#"<worksheet xmlns="{SHEETS}"><sheetData><row r="1"/></sheetData></worksheet>"#));
    let cells = [cell(0, 0, text("甲"))];
    for at in 0..form.len() {
        assert!(fill(&form[..at], &cells).is_err(), "cut at {at}");
        let mut changed = form.clone();
        changed[at] ^= 0x15;
        if let Ok(done) = fill(&changed, &cells) {
            assert!(ZipArchive::new(Cursor::new(done)).is_ok(), "changed at {at}");
        }
    }
}
