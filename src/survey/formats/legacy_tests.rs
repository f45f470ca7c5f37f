//! Workbooks of the formats that a process of their own reads, and what may become of that process.

use super::child::within;
use super::tests::{refused, shown, zip_of};
use super::*;
use crate::survey::grid::Range;

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
