//! Files that mean harm, made here: each is refused with the true reason, before memory or time is spent on it.

use super::tests::{shown, zip};
use super::*;
use jiff::civil::date;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};
use zip::write::{SimpleFileOptions, ZipWriter};

const SHEET: &str = "xl/worksheets/sheet1.xml";
const BOOK: &str = "<workbook><sheets><sheet name='表' r:id='r'/></sheets></workbook>";
const PACKAGE: &str = "<Relationships><Relationship Id='r' Target='xl/workbook.xml' Type='x/relationships/officeDocument'/></Relationships>";
const RELATIONS: &str = "<Relationships><Relationship Id='r' Target='worksheets/sheet1.xml' Type='x/worksheet'/>\
     <Relationship Id='m' Target='macrosheets/sheet1.xml' Type='x/relationships/xlMacrosheet'/></Relationships>";
const ONE_CELL: &str = "<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData></worksheet>";
const LAUGHS: &str = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>";

type Packer = ZipWriter<Cursor<Vec<u8>>>;

fn pack(packer: &mut Packer, name: &str, part: &str) {
    packer.start_file(name, SimpleFileOptions::default()).unwrap();
    packer.write_all(part.as_bytes()).unwrap();
}

/// The parts of an .xlsx with one sheet, without the sheet, but for those given.
fn begun(parts: &[(&str, &str)]) -> Packer {
    let mut packer = ZipWriter::new(Cursor::new(Vec::new()));
    let usual = [("_rels/.rels", PACKAGE), ("xl/_rels/workbook.xml.rels", RELATIONS), ("xl/workbook.xml", BOOK)];
    let missing = usual.iter().filter(|(name, _)| !parts.iter().any(|(given, _)| given == name));
    missing.chain(parts).for_each(|(name, part)| pack(&mut packer, name, part));
    packer
}

/// An .xlsx of these parts, and what is missing of a workbook with one cell.
fn workbook(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut packer = begun(parts);
    if !parts.iter().any(|(name, _)| *name == SHEET) {
        pack(&mut packer, SHEET, ONE_CELL);
    }
    packer.finish().unwrap().into_inner()
}

/// An .xlsx whose sheet is a head and a piece so often that it comes to so many megabytes, packed as it is made.
fn long_sheet(head: &str, piece: &str, megabytes: usize) -> Vec<u8> {
    let mut packer = begun(&[]);
    pack(&mut packer, SHEET, head);
    let block = piece.repeat((1 << 20) / piece.len());
    (0..megabytes).for_each(|_| packer.write_all(block.as_bytes()).unwrap());
    packer.finish().unwrap().into_inner()
}

fn open_within(name: &str, bytes: &[u8], limits: Limits) -> Opened {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    open(&SurveyFile { path, name: name.into() }, &Options { limits, ..Options::on(date(2025, 11, 3)) })
}

/// The code and the English words with which a file is refused under the usual limits, soon.
fn refused(name: &str, bytes: &[u8]) -> (&'static str, String) {
    let started = Instant::now();
    let error = open_within(name, bytes, Limits::default()).sheets.unwrap_err();
    // Far more than it takes, for machines that are busy.
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    assert!(error.help.is_some(), "{error:?}");
    (error.code, error.message.en)
}

#[track_caller]
fn assert_refused(name: &str, bytes: &[u8], code: &str, words: &str) {
    let (with, message) = refused(name, bytes);
    assert!(with == code && message.contains(words), "{with} {message}");
}

#[test]
fn a_long_text_is_refused_however_it_is_written() {
    let cell = "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>";
    let long = "a text in `xl/worksheets/sheet1.xml` is longer than 1024 KB";
    let bytes = long_sheet(cell, "aaaaaaaa", 512);
    assert!(bytes.len() < 600_000, "{}", bytes.len());
    assert_refused("表.xlsx", &bytes, "S019", long);
    // In pieces, between marks that look like tags, as a value of a tag, as a tag, as a comment.
    for (more, piece) in [
        ("", "aaaa</t><t>"),
        ("<![CDATA[", "<c/>]]"),
        ("", "<!---->aaaa"),
        ("</t><t xml:space='", "<c/>\""),
        ("<", "c / "),
        ("<!--", "<c/>->"),
        ("<!-->", "<c/>"),
        ("<?", "<c/>"),
    ] {
        assert_refused("表.xlsx", &long_sheet(&format!("{cell}{more}"), piece, 8), "S019", long);
    }
    let ods = zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &format!("<table:table-cell><text:p>{}</text:p></table:table-cell>", "字".repeat(400_000))),
    ]);
    assert_refused("表.ods", &ods, "S019", "a text in `content.xml` is longer");
}

#[test]
fn long_texts_of_many_cells_and_long_lists_are_read() {
    let texts: String = (0..600).map(|_| format!("<si><t>{}</t></si>", "字".repeat(1_000))).collect();
    let cells: String = (0..600).map(|at| format!("<row r='{}'><c t='s'><v>{at}</v></c></row>", at + 1)).collect();
    let ranges: String = (0..60_000).map(|_| "<x:sqref>A1:B2 C3:D4 E5:F6</x:sqref>").collect();
    let bytes = workbook(&[
        ("xl/sharedStrings.xml", &format!("<sst>{texts}</sst>")),
        (SHEET, &format!("<worksheet><sheetData>{cells}</sheetData>{ranges}</worksheet>")),
    ]);
    let sheets = open_within("表.xlsx", &bytes, Limits::default()).sheets.unwrap();
    assert_eq!(sheets[0].rows.len(), 600);
}

#[test]
fn what_is_too_large_to_be_held_unpacked_is_read_all_the_same() {
    let cell = "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c></row></sheetData></worksheet>";
    let bytes = workbook(&[("xl/sharedStrings.xml", "<sst uniqueCount='1'><si><t>甲</t></si></sst>"), (SHEET, cell)]);
    for kept_bytes in [0, 600, u64::MAX] {
        let limits = Limits { kept_bytes, ..Limits::default() };
        let sheets = open_within("表.xlsx", &bytes, limits).sheets.unwrap();
        assert_eq!(shown(&sheets[0]), ["A1 甲"], "{kept_bytes}");
    }
}

#[test]
fn a_container_that_unpacks_to_too_much_is_refused() {
    let words = "`xl/worksheets/sheet1.xml` unpacks to more than 400 times its size";
    let piece = format!("<!--{}-->", "a".repeat(60_000));
    assert_refused("表.xlsx", &long_sheet("<worksheet>", &piece, 32), "S019", words);
    let bytes = workbook(&[(SHEET, &format!("<worksheet>{}</worksheet>", "<a/>".repeat(1 << 20)))]);
    let limits = Limits { unpacked_bytes: 4 << 20, ..Limits::default() };
    let error = open_within("表.xlsx", &bytes, limits).sheets.unwrap_err();
    assert_eq!((error.code, error.message.en.as_str()), ("S019", "it unpacks to more than 4 MB"));
}

#[test]
fn a_part_that_is_larger_than_it_says_is_refused() {
    let mut bytes = long_sheet("<worksheet>", "<a/>", 4);
    // The size stands in the directory and in front of the part, which is the last.
    let last = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    let part = u32::from_le_bytes(bytes[last + 42..last + 46].try_into().unwrap()) as usize;
    for at in [last + 24, part + 22] {
        bytes[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
    }
    assert_refused("表.xlsx", &bytes, "S012", "claims to unpack to 1000 bytes and is larger");
}

#[test]
fn a_container_of_too_many_entries_is_refused() {
    let names: Vec<String> = (0..100_000).map(|at| format!("xl/{at}.xml")).collect();
    let entries: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    let mut bytes = zip(&[&[("_rels/.rels", "")], &entries[..]].concat());
    assert_refused("表.xlsx", &bytes, "S019", "more than 65535 entries");
    // Nobody believes the end of the directory, which says how many there are.
    let end = bytes.len() - 14;
    bytes[end..end + 4].copy_from_slice(&[1, 0, 1, 0]);
    assert_refused("表.xlsx", &bytes, "S019", "more than 65535 entries");
}

#[test]
fn a_document_type_is_refused_where_it_would_be_read() {
    let words = "has a document type definition";
    for part in [SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "_rels/.rels"] {
        assert_refused("表.xlsx", &workbook(&[(part, &format!("{LAUGHS}<x>&c;</x>"))]), "S012", words);
    }
    assert_refused("表.xlsx", &workbook(&[(SHEET, "<!ENTITY a SYSTEM 'file:///etc/passwd'>")]), "S012", words);
    let ods = zip(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", LAUGHS)]);
    assert_refused("表.ods", &ods, "S012", words);
    let elsewhere = workbook(&[("docProps/app.xml", LAUGHS), ("customXml/item1.xml", LAUGHS)]);
    assert!(open_within("表.xlsx", &elsewhere, Limits::default()).sheets.is_ok());
}

#[test]
fn a_workbook_of_too_many_cells_texts_formats_or_levels_is_refused() {
    let limits = Limits { cells: 3, texts: 2, ..Limits::default() };
    let cells = |count| {
        workbook(&[(
            SHEET,
            &format!("<worksheet><sheetData><row>{}</row></sheetData></worksheet>", "<c><v>1</v></c>".repeat(count)),
        )])
    };
    let words = |bytes: &[u8]| {
        open_within("表.xlsx", bytes, limits.clone()).sheets.map(|_| ()).map_err(|error| error.message.en)
    };
    assert_eq!(words(&cells(3)), Ok(()));
    assert_eq!(words(&cells(4)), Err("there are more than 3 cells".into()));
    let texts = workbook(&[("xl/sharedStrings.xml", "<sst><si/><si/><si/></sst>")]);
    assert_eq!(words(&texts), Err("`xl/sharedStrings.xml` has more than 2 texts".into()));
    let limits = Limits { cells: 3, ..Limits::default() };
    let text = open_within("表.csv", b"a,b\nc,d\n", limits).sheets.unwrap_err();
    assert_eq!((text.code, text.message.en.as_str()), ("S019", "there are more than 3 cells"));

    let formats = workbook(&[("xl/styles.xml", &format!("<styleSheet><cellXfs>{}", "<xf/>".repeat(1 << 20)))]);
    assert_refused("表.xlsx", &formats, "S019", "`xl/styles.xml` has too many formats or names");
    assert_refused("表.xlsx", &long_sheet("<worksheet>", "<a>", 1), "S012", "is nested without end");
}

#[test]
fn sheets_that_are_one_part_are_refused() {
    let sheets = "<sheet name='表' r:id='r'/>".repeat(2);
    let bytes = workbook(&[("xl/workbook.xml", &format!("<workbook><sheets>{sheets}</sheets></workbook>"))]);
    assert_refused("表.xlsx", &bytes, "S012", "several sheets are one and the same part");
}

#[test]
fn parts_of_one_name_and_parts_that_overlap_are_refused() {
    let parts = [("_rels/.rels", PACKAGE), ("xl/a.xml", "<a/>"), ("xl/A.xml", "<b/>")];
    assert_refused("表.xlsx", &zip(&parts), "S012", "two parts named `xl/A.xml`");
    let parts = [("_rels/.rels", PACKAGE), ("xl/a.xml", "<a/>"), ("xl/a.xml", "<b/>")];
    assert_refused("表.xlsx", &zip(&parts), "S012", "two parts named `xl/a.xml`");
    let mut overlapping = zip(&[("_rels/.rels", PACKAGE), ("xl/a.xml", "<a/>"), ("xl/b.xml", "<a/>")]);
    let headers: Vec<usize> =
        (0..overlapping.len()).filter(|at| overlapping[*at..].starts_with(b"PK\x01\x02")).collect();
    overlapping.copy_within(headers[1] + 42..headers[1] + 46, headers[2] + 42);
    assert_refused("表.xlsx", &overlapping, "S012", "its entries overlap");
}

#[test]
fn macros_and_links_are_left_alone_and_said() {
    let sheets = "<workbook><sheets><sheet name='表' r:id='r'/><sheet name='宏' r:id='m'/><sheet name='模块' r:id=''/></sheets></workbook>";
    let bytes = workbook(&[
        ("xl/workbook.xml", sheets),
        ("xl/macrosheets/sheet1.xml", "<xm:macrosheet/>"),
        ("xl/vbaProject.bin", "x"),
        ("xl/externalLinks/externalLink1.xml", LAUGHS),
    ]);
    let opened = open_within("表.xlsm", &bytes, Limits::default());
    let sheets = opened.sheets.unwrap();
    assert_eq!((sheets.len(), shown(&sheets[0])), (1, vec!["A1 =1".to_string()]));
    let told: Vec<_> = opened.findings.iter().map(|finding| (finding.code, finding.severity)).collect();
    assert_eq!(told, [("S005", severity("S001")), ("S006", severity("S001"))]);
    assert!(opened.findings[0].message.en.contains("not run"), "{:?}", opened.findings);
    assert!(opened.findings[1].message.en.contains("not opened"), "{:?}", opened.findings);
}

#[test]
fn a_text_file_of_one_line_or_one_cell_is_refused() {
    let line = "a line is longer than 16 MB";
    assert_refused("表.csv", &b"a,".repeat(10 << 20), "S019", line);
    assert_refused("表.csv", &[b"\xFF\xFE", b"A\x0A".repeat(10 << 20).as_slice()].concat(), "S019", line);
    let quoted = ["楼号,备注\n1,\"", &"\"\"一行\n".repeat(120_000), "\"\n"].concat();
    assert_refused("表.csv", quoted.as_bytes(), "S019", "a text in line 2 is longer than 1024 KB");
    let plain = ["楼号,备注\n1,", &"字".repeat(400_000), "\n"].concat();
    assert_refused("表.csv", plain.as_bytes(), "S019", "a text in row 2 is longer than 1024 KB");
    // A quote that is never closed is no cell.
    let open = ["楼号,备注\n1,\"未完\n", &"2,好\n".repeat(200_000)].concat();
    assert_eq!(open_within("表.csv", open.as_bytes(), Limits::default()).sheets.unwrap()[0].rows.len(), 200_002);
}

#[test]
fn blank_cells_rows_and_comments_by_the_million_in_a_small_file_are_refused() {
    let words = "`xl/worksheets/sheet1.xml` has far more blank rows, cells and the like";
    for piece in ["<c/>", "<row/>", "<!---->", "<c r='A1' s='1'></c>"] {
        // What hardly packs stands between, so that the ratio alone gives nothing away.
        let noise: String = (0..1_000_u32).map(|at| format!("{:x}", at.wrapping_mul(2_654_435_761))).collect();
        let block = format!("{}<!--{noise}-->", piece.repeat((1 << 20) / piece.len()));
        let limits = Limits { marks: (10_000, 6), ..Limits::default() };
        let bytes = workbook(&[(SHEET, &format!("<worksheet><sheetData><row>{block}"))]);
        let error = open_within("表.xlsx", &bytes, limits).sheets.unwrap_err();
        assert!(error.code == "S019" && error.message.en.contains(words), "{piece} {error:?}");
    }
    // Cells as programs write them pass, however much alike: a mark takes a sixth of a byte at least.
    let row = |row: usize| {
        let cells: String = ('A'..='T').map(|column| format!("<c r='{column}{row}'><v>1</v></c>")).collect();
        format!("<row r='{row}'>{cells}</row>")
    };
    let rows: String = (1..3_000).map(row).collect();
    let bytes = workbook(&[(SHEET, &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))]);
    let limits = Limits { marks: (10_000, 6), ..Limits::default() };
    assert_eq!(open_within("表.xlsx", &bytes, limits).sheets.unwrap()[0].rows.len(), 2_999);
}

#[test]
fn a_sheet_of_too_many_columns_is_refused() {
    let line = |columns: usize| format!("{}\n", vec!["层"; columns].join(","));
    assert!(open_within("表.csv", line(1_024).as_bytes(), Limits::default()).sheets.is_ok());
    assert_refused("表.csv", line(1_025).as_bytes(), "S019", "more than 1024 columns hold something");
    // One cell far away is no column too many.
    let cells = "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1'><v>1</v></c></row>";
    let bytes = workbook(&[(SHEET, &format!("<worksheet><sheetData>{cells}</sheetData></worksheet>"))]);
    assert!(open_within("表.xlsx", &bytes, Limits { columns: 2, ..Limits::default() }).sheets.is_ok());
    let error = open_within("表.xlsx", &bytes, Limits { columns: 1, ..Limits::default() }).sheets.unwrap_err();
    assert_eq!(error.message.zh, "工作表 `表` 有内容的列超过 1 个");
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_are_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.csv");
    std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
    let pipe = folder.path().join("管.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let found = crate::survey::files::find_files(&[folder.path().to_path_buf()], |_| false).unwrap();
    assert_eq!(found.files.len(), 2, "{found:?}");
    for file in &found.files {
        let error = open(file, &Options::on(date(2025, 11, 3))).sheets.unwrap_err();
        assert!(error.code == "S010" && error.message.en.contains("a pipe, a device"), "{error:?}");
    }
}
