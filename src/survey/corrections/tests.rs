use super::filled::{FilledColumns, FilledRow};
use super::mend::{Outcome, mend};
use crate::rules::dictionary::Complete;
use crate::survey::cases::made_up::{dictionary, rows};
use crate::survey::grid::{Cell, Content, Sheet};
use crate::survey::table::merged::cell_at;
use crate::survey::table::names::Names;
use std::sync::Arc;

fn survey() -> Sheet {
    let sheet = rows![
        ["小区", "楼号", "单元号", "层数", "备注", "备注"],
        ["甲", "1", "1", 6, "a", "b"],
        ["", "", "2", "约六", "", ""],
        ["", "", "3", 5, "", ""]
    ];
    sheet.merging(&["A2:A4", "B2:B4"])
}

/// A correction of row 3, with the hash that the row has.
fn of_row_3(sheet: &Sheet, names: &Names, cells: &[(&str, &str)]) -> FilledRow {
    let asked = [(3, None)].into_iter().collect();
    let file = Arc::from("甲.xlsx");
    let shown = super::doubtful::doubtful_rows_of(&file, sheet, names, None, &asked, &Default::default());
    let layout = &shown[0].layout;
    let text = |text: &str| Cell { content: Content::Text(text.into()), struck: false };
    let columns = FilledColumns {
        row: 1,
        headers: (6..).zip(layout.headers.iter().cloned()).collect(),
        by_header: layout.headers.iter().cloned().zip(6..).collect(),
    };
    let filled = layout.headers.iter().zip(&shown[0].cells).zip(6..).filter_map(|((header, cell), column)| {
        let new = cells.iter().find(|(h, _)| h == header).map_or(cell.text.as_str(), |(_, text)| text);
        (!new.is_empty()).then(|| (column, text(new)))
    });
    FilledRow {
        place: (1, 1, 2),
        named: ("corrections.xlsx".into(), "门栋 1".into()),
        file: "甲.xlsx".into(),
        sheet: sheet.name.to_string(),
        row: Some(3),
        hash: shown[0].hash.clone(),
        cells: filled.collect(),
        columns: columns.into(),
        unclear: None,
        mends: None,
    }
}

fn text(sheet: &Sheet, row: u32, column: u32) -> String {
    cell_at(sheet, row, column).map_or(String::new(), |cell| super::doubtful::text_of(cell, false))
}

#[test]
fn a_merged_cell_is_split_around_the_row_that_changes() {
    let dictionary = dictionary(Complete::Unit);
    let names = Names::new(&dictionary);
    let mut sheets = [survey()];
    let row = of_row_3(&sheets[0], &names, &[("楼号", "9"), ("层数", "6"), ("备注 (2)", "乙")]);
    let mended = mend(&"甲.xlsx".into(), &mut sheets, &[&row], &names, None);
    assert_eq!(mended.outcomes, [Outcome { of_list: Some(false), refused: None }]);
    let sheet = &sheets[0];
    assert_eq!([2, 3, 4].map(|row| text(sheet, row, 1)), ["1", "9", "1"]);
    assert_eq!((text(sheet, 3, 3), text(sheet, 3, 4), text(sheet, 3, 5)), ("6".into(), "".into(), "乙".into()));
    // The merged 小区 was left as it was.
    assert_eq!(
        (text(sheet, 3, 0), sheet.merged.iter().any(|r| (r.left, r.top, r.bottom) == (0, 2, 4))),
        ("".into(), true)
    );
    let told: Vec<(&str, &str)> = mended.told.iter().map(|(_, f)| (&*f.written, &*f.reading)).collect();
    assert_eq!(told, [("1", "9"), ("约六", "6"), ("", "乙")]);
    assert!(mended.told[0].1.message.zh.contains("corrections.xlsx › 门栋 1 › H2"), "{:?}", mended.told[0].1.message);
}

#[test]
fn the_later_of_two_corrections_of_one_cell_stands_and_both_are_named() {
    let dictionary = dictionary(Complete::Unit);
    let names = Names::new(&dictionary);
    let mut sheets = [survey()];
    let (one, two) = (of_row_3(&sheets[0], &names, &[("层数", "6")]), of_row_3(&sheets[0], &names, &[("层数", "7")]));
    let two = FilledRow { named: ("另一份.xlsx".into(), "门栋 1".into()), ..two };
    let mended = mend(&"甲.xlsx".into(), &mut sheets, &[&one, &two], &names, None);
    assert_eq!(text(&sheets[0], 3, 3), "7");
    let [(1, finding)] = mended.contradicted.as_slice() else { panic!("{:?}", mended.contradicted) };
    assert_eq!((finding.code, &*finding.file), ("S075", "另一份.xlsx"));
    assert!(finding.message.zh.contains("corrections.xlsx › 门栋 1 › J2"), "{:?}", finding.message);
    assert_eq!(mended.told.len(), 1);

    let mut sheets = [survey()];
    let alike = mend(&"甲.xlsx".into(), &mut sheets, &[&one, &one.clone()], &names, None);
    assert!(alike.contradicted.is_empty());
}

#[test]
fn what_does_not_fit_changes_nothing() {
    let dictionary = dictionary(Complete::Unit);
    let names = Names::new(&dictionary);
    let mut sheets = [survey()];
    let good = of_row_3(&sheets[0], &names, &[("层数", "6")]);
    // `层数` is gone, and there is a column that the survey does not have: it may be `层数`.
    let mut renamed = good.clone();
    let mut columns = FilledColumns::clone(&good.columns);
    let there = columns.by_header.remove("层数").unwrap();
    columns.by_header.insert("楼层".into(), there);
    columns.headers.insert(there, "楼层".into());
    renamed.columns = columns.into();
    let bad = [
        FilledRow { hash: "000000000000".into(), ..good.clone() },
        FilledRow { sheet: "别的".into(), ..good.clone() },
        FilledRow { row: Some(99), ..good.clone() },
        FilledRow { row: None, ..good.clone() },
        renamed,
    ];
    let mended = mend(&"甲.xlsx".into(), &mut sheets, &bad.iter().collect::<Vec<_>>(), &names, None);
    assert!(mended.outcomes.iter().all(|outcome| outcome.refused.is_some()), "{:?}", mended.outcomes);
    assert!(mended.told.is_empty());
    assert_eq!(text(&sheets[0], 3, 3), "约六");
}

#[test]
fn a_cell_merged_across_fields_keeps_its_value_for_the_first() {
    let dictionary = dictionary(Complete::Unit);
    let names = Names::new(&dictionary);
    let sheet =
        rows![["小区", "楼号", "单元号", "梯段净宽", "平台净深"], ["甲", "1", "1", 1.1, ""], ["甲", "1", "2", "", ""]];
    let mut sheets = [sheet.merging(&["D2:E3"])];
    let row = of_row_3(&sheets[0], &names, &[("平台净深", "1.3")]);
    mend(&"甲.xlsx".into(), &mut sheets, &[&row], &names, None);
    let sheet = &sheets[0];
    assert_eq!([(3, 3), (3, 4), (2, 3)].map(|(row, column)| text(sheet, row, column)), ["1.1", "1.3", "1.1"]);
    assert_eq!(sheet.merged.len(), 1, "row 2 is still merged across: {:?}", sheet.merged);
}

#[test]
fn a_header_shows_the_unit_of_measure_that_a_row_above_states() {
    let dictionary = dictionary(Complete::Unit);
    let names = Names::new(&dictionary);
    let sheet = rows![
        ["小区", "楼号", "单元号", "楼梯（mm）", ""],
        ["", "", "", "梯段净宽", "平台净深（m）"],
        ["甲", "1", "1", "宽", "1.2"]
    ]
    .merging(&["A1:A2", "B1:B2", "C1:C2", "D1:E1"]);
    let row = of_row_3(&sheet, &names, &[("梯段净宽（mm）", "1100")]);
    let mut sheets = [sheet];
    let mended = mend(&"甲.xlsx".into(), &mut sheets, &[&row], &names, None);
    assert_eq!(mended.outcomes, [Outcome { of_list: Some(false), refused: None }]);
    assert_eq!(text(&sheets[0], 3, 3), "1100");
}
