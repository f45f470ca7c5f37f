//! Whole rounds: a survey is read, its doubtful rows are filled in, and both are read together.

use super::{Doubtful, DoubtfulRow, FIXED};
use crate::rules::dictionary::Complete;
use crate::survey::cases::made_up::dictionary;
use crate::survey::mapping::load;
use crate::survey::options::Options;
use crate::survey::read::{read, read_beside};
use crate::survey::{Finding, ListRows, Survey, UnitRows};
use jiff::civil::Date;
use std::fs;
use std::path::PathBuf;

type Files<'a> = &'a [(&'a str, &'a str)];

fn options() -> Options {
    Options::on(Date::constant(2021, 6, 1))
}

/// Files in a folder, and their paths in this order.
fn written(files: Files) -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let paths = files.iter().map(|(name, _)| folder.path().join(name.split('/').next().unwrap())).collect();
    (folder, paths)
}

fn read_files(files: Files) -> Survey {
    let (_folder, paths) = written(files);
    read(&paths, &dictionary(Complete::Unit), &options(), &|_| {}).unwrap()
}

/// Rows of one layout as a text file of corrections, with what was filled in: row, header, text.
fn filled(rows: &[DoubtfulRow], changes: &[(u32, &str, &str)]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let line = |cells: Vec<&str>| cells.into_iter().map(quoted).collect::<Vec<_>>().join(",");
    let headers = &rows[0].layout.headers;
    let mut lines = vec![line(FIXED.iter().map(|names| names[0]).chain(headers.iter().map(String::as_str)).collect())];
    for row in rows {
        assert_eq!(&row.layout.headers, headers);
        let number = row.row.to_string();
        let cells = headers.iter().zip(&row.cells).map(|(header, cell)| {
            let change = changes.iter().find(|(number, of, _)| *number == row.row && of == header);
            change.map_or(cell.text.as_str(), |(_, _, text)| text)
        });
        let fixed = [&*row.file, &*row.sheet, number.as_str(), row.hash.as_str(), "", ""];
        lines.push(line(fixed.into_iter().chain(cells).collect()));
    }
    lines.join("\r\n")
}

fn of_code<'s>(survey: &'s Survey, code: &str) -> Vec<&'s Finding> {
    survey.findings.iter().filter(|finding| finding.code == code).collect()
}

fn numbers(survey: &Survey) -> Vec<(u32, bool)> {
    survey.doubtful.rows.iter().map(|row| (row.row, row.mended)).collect()
}

const UNITS: &str = "小区,楼号,单元号,层数\n甲,1,1,很多\n甲,1,2,6\n甲,1,3,约\n";
const PIPES: &str = "小区,楼号,单元号,管线类型,距外墙\n甲,1,1,燃气,0.7\n甲,1,9,燃气,0.8\n甲,1,2,给水,远\n";

#[test]
fn rows_of_lists_are_corrected_and_counted_as_such() {
    let first = read_files(&[("1.csv", UNITS), ("管线.csv", PIPES)]);
    let of_list: Vec<DoubtfulRow> =
        first.doubtful.rows.iter().filter(|row| row.layout.list.is_some()).cloned().collect();
    assert_eq!(of_list.iter().map(|row| row.row).collect::<Vec<_>>(), [3, 4], "no such unit, and a distance");
    let mut text = filled(&of_list, &[(3, "单元号", "2"), (4, "距外墙", "1.5")]);
    text.push_str("\r\n没有.csv,,7,habc,,,甲,1,1,燃气,3");
    let second = read_files(&[("1.csv", UNITS), ("管线.csv", PIPES), ("改.csv", &text)]);
    let books = |name: &str| second.books.files.iter().find(|file| &*file.name == name).unwrap();
    assert_eq!(books("管线.csv").list_rows, ListRows { found: 3, joined: 3, ..ListRows::default() });
    assert_eq!(books("改.csv").list_rows, ListRows { found: 3, mending: 2, rejected: 1, ..ListRows::default() });
    assert_eq!(books("改.csv").rows, UnitRows::default());
    assert!(of_code(&second, "S064").is_empty());
    let told: Vec<(&str, &str, &str)> =
        of_code(&second, "S073").iter().map(|f| (&*f.file, f.written.as_str(), f.reading.as_str())).collect();
    assert_eq!(told, [("管线.csv", "9", "2"), ("管线.csv", "远", "1.5")]);
}

#[test]
fn a_file_in_another_folder_is_found_by_the_end_of_its_path() {
    let first = read_files(&[("甲.csv", UNITS)]);
    let text = filled(&first.doubtful.rows, &[(2, "层数", "5")]);
    let second = read_files(&[("总/2021/甲.csv", UNITS), ("改.csv", &text)]);
    assert!(of_code(&second, "S074").is_empty());
    let told: Vec<&str> = of_code(&second, "S073").iter().map(|finding| finding.reading.as_str()).collect();
    assert_eq!(told, ["5", "2021/甲.csv"]);
    // Two of that name: nothing says which is meant.
    let second = read_files(&[("总/1/甲.csv", UNITS), ("总/2/甲.csv", UNITS), ("改.csv", &text)]);
    assert_eq!((of_code(&second, "S073").len(), of_code(&second, "S074").len()), (0, 2));
}

#[test]
fn columns_may_be_moved_and_added_and_rows_deleted() {
    let first = read_files(&[("甲.csv", UNITS)]);
    let text = filled(&first.doubtful.rows, &[(2, "层数", "5"), (4, "层数", "6")]);
    let lines: Vec<&str> = text.lines().collect();
    let moved = ["张三改,,", &format!("\"经办\",{}", lines[0]), &format!("\"张三\",{}", lines[2])].join("\n");
    let second = read_files(&[("甲.csv", UNITS), ("改.csv", &moved)]);
    assert_eq!(of_code(&second, "S073").iter().map(|f| f.reading.as_str()).collect::<Vec<_>>(), ["6"]);
    let [added] = of_code(&second, "S074")[..] else { panic!("{:?}", second.findings) };
    assert!(added.message.zh.contains("经办"), "{added:?}");
    assert_eq!(second.books.files[1].rows, UnitRows { found: 1, mending: 1, ..UnitRows::default() });
    assert_eq!(numbers(&second), [(2, false), (4, true)]);
}

#[test]
fn same_as_above_follows_a_row_that_is_corrected() {
    let survey = "小区,楼号,单元号,层数\n甲,1,1,很多\n甲,1,2,同上\n";
    let first = read_files(&[("甲.csv", survey)]);
    let text = filled(&first.doubtful.rows, &[(2, "层数", "5")]);
    let second = read_files(&[("甲.csv", survey), ("改.csv", &text)]);
    assert_eq!(of_code(&second, "S035").iter().map(|f| f.reading.as_str()).collect::<Vec<_>>(), ["5层"]);
    assert!(of_code(&second, "S036").is_empty());
    // The rows that stood below it are still those that were shown.
    assert!(of_code(&second, "S074").is_empty());
}

#[test]
fn blanks_that_a_mapping_file_fills_follow_the_row_above() {
    let survey = "名,楼号,单元号,层数\n甲,1,1,很多\n,1,2,约\n";
    let mapping = "[[source]]\nfile = \"甲.csv\"\ncolumns = { \"名\" = \"estate\" }\nfill_down = [\"estate\"]\n";
    let dictionary = dictionary(Complete::Unit);
    let (_mapping_folder, paths) = written(&[("m.toml", mapping)]);
    let mapping = load(&paths[0], &dictionary).unwrap();
    let options = Options { mapping: Some(mapping), ..options() };
    let read = |files: Files| {
        let (_folder, paths) = written(files);
        read(&paths, &dictionary, &options, &|_| {}).unwrap()
    };
    let first = read(&[("甲.csv", survey)]);
    let text = filled(&first.doubtful.rows, &[(2, "名", "乙"), (2, "层数", "5")]);
    let second = read(&[("甲.csv", survey), ("改.csv", &text)]);
    assert_eq!((second.units.name(0), second.units.name(1)), ("乙/1/1".into(), "乙/1/2".into()));
    // And what the second round shows fits the survey in the third.
    let text = filled(&second.doubtful.rows, &[(3, "层数", "4")]);
    let third = read(&[("甲.csv", survey), ("改.csv", &text)]);
    assert!(of_code(&third, "S074").is_empty(), "{:?}", third.findings);
    assert_eq!((third.units.name(1), of_code(&third, "S073").len()), ("乙/1/2".into(), 3));
}

#[test]
fn a_unit_that_is_not_on_the_roster_is_a_doubtful_row() {
    let dictionary = dictionary(Complete::Unit);
    let beside = |files: Files| {
        let (_folder, paths) = written(files);
        let (_roster_folder, roster) = written(&[("总表.csv", "小区,楼号,单元号\n甲,1,1\n甲,1,2\n甲,1,3\n")]);
        let roster = read(&roster, &dictionary, &options(), &|_| {}).unwrap();
        read_beside(&paths, Some(roster), &dictionary, &options(), &|_| {}).unwrap()
    };
    let survey = "小区,楼号,单元号,层数\n甲,1,1,6\n甲,1,2,6\n甲,1,30,6\n";
    let first = beside(&[("甲.csv", survey)]);
    assert_eq!(numbers(&first), [(4, false)]);
    let text = filled(&first.doubtful.rows, &[(4, "单元号", "3")]);
    let second = beside(&[("甲.csv", survey), ("改.csv", &text)]);
    assert!(second.findings.iter().all(|finding| !["S070", "S071"].contains(&finding.code)), "{:?}", second.findings);
    assert_eq!(numbers(&second), [(4, true)]);
}

#[test]
fn text_about_a_list_alone_makes_no_row_doubtful() {
    let survey = read_files(&[("甲.csv", "小区,楼号,单元号,层数,管线\n甲,1,1,6,燃气、给水\n甲,1,2,很多,燃气\n")]);
    assert_eq!((of_code(&survey, "S059").len(), numbers(&survey)), (2, vec![(3, false)]));
}

#[test]
fn corrections_give_the_same_whatever_the_threads() {
    let names: Vec<String> = (0..12).map(|nth| format!("{nth}.csv")).collect();
    let text = |nth: usize| UNITS.replace("甲", &format!("甲{}", nth / 2));
    let texts: Vec<String> = (0..12).map(text).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let doubtful = read_files(&files).doubtful.rows;
    let (one, two) = (filled(&doubtful, &[(2, "层数", "5")]), filled(&doubtful, &[(2, "层数", "4"), (4, "层数", "")]));
    files.extend([("改1.csv", one.as_str()), ("改2.csv", two.as_str())]);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut survey = pool.install(|| read_files(&files));
        assert_eq!((of_code(&survey, "S073").len(), of_code(&survey, "S075").len()), (24, 12));
        let doubtful: Doubtful = std::mem::take(&mut survey.doubtful);
        format!("{doubtful:?} {survey:?}")
    };
    assert_eq!(on(1), on(4));
}
