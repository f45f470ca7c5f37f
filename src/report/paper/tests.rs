//! One paper, three ways of showing it: the same figures, texts of others as texts.

use super::*;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;
use unicode_width::UnicodeWidthStr;

/// A paper whose words are somebody's attempt at being markup, a formula, and a command to the terminal.
fn paper() -> Paper {
    let hostile = "=1+1<script>alert(1)</script>\u{1b}[31m\n\"&'";
    let row = |n: u64| {
        vec![
            Cell::text(format!("{hostile} {n}")),
            Cell::Count(n * 1_000),
            Cell::Change(-3),
            Cell::Share(n, 8),
            Cell::Number(format!("1.{n}0 m"), 1.0 + n as f64 / 10.0),
            Cell::Class(Grade::Difficult),
        ]
    };
    let heads = || {
        vec![
            words(hostile),
            of_class(Grade::Suitable, Lang::En),
            numbers("change"),
            numbers("share"),
            numbers("width"),
            words("class"),
        ]
    };
    Paper {
        title: format!("title {hostile}"),
        notes: vec!["first note".into(), hostile.into()],
        parts: vec![
            Part {
                name: format!("curve {hostile}"),
                title: "a curve".into(),
                note: "how to read it".into(),
                on_screen: true,
                charts: vec![Chart {
                    title: hostile.into(),
                    across: hostile.into(),
                    upwards: "units".into(),
                    lines: vec![Line {
                        name: hostile.into(),
                        class: Some(Grade::Suitable),
                        points: vec![(1.0, 790.0), (1.1, 790.0), (1.1, 793.0), (1.3, 793.0)],
                    }],
                    mark: Some((1.1, hostile.into())),
                }],
                cells: Some(CellMap {
                    title: hostile.into(),
                    names: [hostile.into(), "down".into()],
                    across: vec![(0.0, 1.0), (1.0, 2.0)],
                    upwards: vec![(0.0, 3.0)],
                    counts: vec![vec![4, 7]],
                    class: Grade::Unsuitable,
                    mark: Some(([1.0, 1.0], hostile.into())),
                }),
                tables: vec![Table {
                    heads: heads(),
                    rows: (1..6).map(row).collect(),
                    total: true,
                    on_screen: 2,
                    ..Table::default()
                }],
            },
            Part {
                name: "in files".into(),
                title: "long".into(),
                tables: vec![Table { heads: heads(), rows: vec![row(1)], ..Table::default() }],
                ..Part::default()
            },
        ],
    }
}

#[test]
fn the_terminal_shows_the_first_rows_and_the_total_and_what_else_there_is() {
    let shown = text::show(&paper(), Lang::En, false);
    assert!(!shown.contains('\u{1b}'), "no escape reaches the terminal: {shown:?}");
    let rows: Vec<&str> = shown.lines().filter(|line| line.contains("-3")).collect();
    assert_eq!(rows.len(), 3, "two rows and the total: {shown}");
    assert!(shown.contains("2 more rows") && shown.contains("in files"), "{shown}");
    assert!(rows.iter().all(|line| line.contains("difficult")), "{shown}");
}

#[test]
fn notes_and_tables_of_words_fit_eighty_columns() {
    let long = "单元".repeat(60);
    let table = Table {
        heads: vec![words("unit"), numbers("n")],
        rows: vec![vec![Cell::text(&long), Cell::Count(1)]],
        on_screen: 9,
        ..Table::default()
    };
    let part = Part { note: long.clone(), on_screen: true, tables: vec![table], ..Part::default() };
    let shown = text::show(&Paper { parts: vec![part], ..Paper::default() }, Lang::Zh, false);
    assert!(shown.lines().all(|line| line.width() <= 80), "{shown}");
}

#[test]
fn the_page_asks_for_nothing_and_runs_nothing_of_others() {
    let page = page::write(&paper(), Lang::En).unwrap();
    assert!(!page.contains("<script>alert"), "texts are escaped");
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(page.contains("default-src 'none'"));
    let outside = page.replace("http-equiv", "").replace("http://www.w3.org/", "");
    assert!(!outside.contains("http"), "no address is asked");
    assert!(!page.contains(" style=") && !page.contains(" onclick="), "what the policy forbids is not there");
    assert_eq!(page.matches("<svg").count(), 2, "the curve and the cells");
    assert!(page.contains("5,000") && page.contains("1.50 m"), "all rows are there");
}

#[test]
fn the_workbook_has_numbers_as_numbers_and_texts_as_texts() {
    let bytes = book::write(&paper(), Lang::En).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    assert_eq!(names.len(), 2);
    let sheet = book.worksheet_range(&names[0]).unwrap();
    let rows: Vec<&[Data]> = sheet.rows().filter(|row| row[5] == Data::String("difficult".into())).collect();
    assert_eq!(rows.len(), 5, "every row of the table");
    assert_eq!(rows[1][1..5], [Data::Float(2000.0), Data::Float(-3.0), Data::Float(0.25), Data::Float(1.2)]);
    assert!(matches!(&rows[0][0], Data::String(text) if text.starts_with("=1+1<script>")), "{:?}", rows[0][0]);
    assert_eq!(book.worksheet_formula(&names[0]).unwrap().used_cells().count(), 0, "nothing became a formula");
    assert_eq!(sheet.get_value((1, 0)), Some(&Data::String("first note".into())));
}

#[test]
fn sheets_of_one_name_are_told_apart() {
    let part = || Part { name: "同名/".repeat(20), ..Part::default() };
    let paper = Paper { parts: vec![part(), part(), part()], ..Paper::default() };
    let book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book::write(&paper, Lang::Zh).unwrap())).unwrap();
    let mut names = book.sheet_names();
    names.dedup();
    assert_eq!(names.len(), 3, "{names:?}");
}

#[test]
fn no_line_of_a_narrow_column_ends_within_a_number_or_a_place() {
    let why = "管线·燃气·距外墙 9.06 m → 0.30 m（规则/v123.toml:11）＋ 清单 3 行（2026-03.xlsx › 管线 › D672）";
    let heads = vec![words("单元"), words("结果"), words("为什么").wide(70)];
    let row =
        |n: u64| vec![Cell::text(format!("很长很长的小区名字/{n}/2")), Cell::text("2026-02-28 12:40"), Cell::text(why)];
    let table = Table { heads, rows: vec![row(1), row(2)], on_screen: 2, ..Table::default() };
    let part = Part { on_screen: true, tables: vec![table], ..Part::default() };
    let shown = text::show(&Paper { parts: vec![part], ..Paper::default() }, Lang::Zh, false);
    assert!(shown.lines().all(|line| line.width() <= 80), "{shown}");
    for whole in ["9.06 m", "0.30 m", "v123.toml:11", "3 行", "D672", "2026-02-28 12:40"] {
        assert!(shown.contains(whole), "{whole}: {shown}");
    }
}
