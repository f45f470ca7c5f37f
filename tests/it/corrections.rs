//! Doubtful rows go out in `corrections.xlsx`, and come back filled in.

use super::{liftfit, status, stderr, stdout, street};
use calamine::{Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{Format, Workbook};
use std::fs;
use std::path::Path;

type Grid = Vec<Vec<String>>;

/// A street with: a width in millimetres, one that cannot be read, a row without its door, and two rows under one
/// merged 楼号 that contradict each other.
fn doubtful(folder: &Path, first_width: &str) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("调查表").unwrap();
    let rows = [
        ["居民区", "小区", "楼号", "门牌", "梯段净宽（m）", "备注"],
        ["第一", "甲小区", "1", "1", first_width, "=1+1"],
        ["第一", "甲小区", "1", "2", "宽得很", ""],
        ["第一", "甲小区", "1", "", "1.05", ""],
        ["第一", "甲小区", "11", "1", "1.2", ""],
        ["第一", "甲小区", "", "1", "1.3", ""],
        ["第一", "甲小区", "13", "1", "1.3", "没问题"],
    ];
    for (cells, row) in rows.iter().zip(0..) {
        for (text, column) in cells.iter().zip(0..) {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
    sheet.merge_range(4, 2, 5, 2, "11", &Format::new()).unwrap();
    fs::remove_dir_all(folder.join("调查")).ok();
    fs::create_dir_all(folder.join("调查")).unwrap();
    workbook.save(folder.join("调查/甲.xlsx")).unwrap();
}

fn grids(path: &Path) -> Vec<(String, Grid)> {
    let mut workbook: Xlsx<_> = open_workbook(path).unwrap();
    let names = workbook.sheet_names().to_vec();
    let grid = |name: &str, workbook: &mut Xlsx<_>| -> Grid {
        workbook.worksheet_range(name).unwrap().rows().map(|r| r.iter().map(ToString::to_string).collect()).collect()
    };
    names.iter().map(|name| (name.clone(), grid(name, &mut workbook))).collect()
}

fn fill_in(from: &Path, to: &Path, change: impl Fn(&str, &str, &str) -> Option<&'static str>) {
    let mut workbook = Workbook::new();
    for (name, grid) in grids(from) {
        let sheet = workbook.add_worksheet().set_name(&name).unwrap();
        for (cells, row) in grid.iter().zip(0..) {
            for (text, column) in cells.iter().zip(0_u16..) {
                let header = &grid[0].get(column as usize).cloned().unwrap_or_default();
                let number = cells.get(2).map_or("", |text| text);
                let text = change(number, header, text).filter(|_| row > 0 && column > 5).unwrap_or(text);
                sheet.write_string(row, column, text).unwrap();
            }
        }
    }
    workbook.save(to).unwrap();
}

fn mend(row: &str, header: &str, _: &str) -> Option<&'static str> {
    match (row, header) {
        ("2", "梯段净宽（m）") => Some("1.1"),
        ("3", "梯段净宽（m）") => Some("1.02"),
        ("4", "门牌") => Some("3"),
        ("6", "楼号") => Some("12"),
        _ => None,
    }
}

const RULES: [&str; 4] = ["--rules", "rules/rules.toml", "--out", "结果"];

fn assess(folder: &Path, surveys: &[&str]) -> std::process::Output {
    let args: Vec<&str> = ["assess"].iter().chain(surveys).chain(&RULES).copied().collect();
    liftfit(folder, &args)
}

fn findings(folder: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(folder.join("结果/findings.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    rows.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect()
}

#[test]
fn doubtful_rows_are_filled_in_and_come_back() {
    let dir = street();
    let folder = dir.path();
    doubtful(folder, "1100");
    let first = assess(folder, &["调查"]);
    assert_eq!(status(&first), 3, "{}", stderr(&first));
    assert!(stderr(&first).contains("有 5 行存疑或退回"), "{}", stderr(&first));
    let written = folder.join("结果/corrections.xlsx");
    let shown = grids(&written);
    let names: Vec<&str> = shown.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["说明", "门栋 1"]);
    let rows = &shown[1].1;
    assert_eq!(rows[0][..6], ["文件", "工作表", "行", "校验", "所属单元", "问题说明"]);
    assert_eq!(rows[0][6..], ["小区", "楼号", "门牌", "梯段净宽（m）", "居民区", "备注"]);
    assert_eq!(rows.iter().skip(1).map(|row| row[2].as_str()).collect::<Vec<_>>(), ["2", "3", "4", "5", "6"]);
    assert_eq!(rows[1][11], "=1+1");
    assert_eq!(rows[5][7], "11", "the merged 楼号 holds for the row");
    assert!(rows[4][5].contains("1.3") && rows[5][5].contains("1.2"), "both rows tell of the contradiction");
    let bytes = fs::read(&written).unwrap();
    assess(folder, &["调查"]);
    assert_eq!(bytes, fs::read(&written).unwrap());

    fill_in(&written, &folder.join("改好.xlsx"), mend);
    let second = assess(folder, &["调查", "改好.xlsx"]);
    assert_eq!(status(&second), 0, "{}\n{}", stderr(&second), stdout(&second));
    assert!(stdout(&second).contains("改动 5"), "{}", stdout(&second));
    let told = findings(folder);
    let codes: Vec<&str> = told.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(codes.iter().filter(|code| **code == "S073").count(), 4, "{told:?}");
    assert!(codes.iter().all(|code| !["S020", "S024", "S051", "S062", "S074"].contains(code)), "{told:?}");
    let width = told.iter().find(|row| row[0] == "S073" && row[4] == "E2").unwrap();
    assert_eq!((&*width[2], &*width[3], &*width[7], &*width[8]), ("甲.xlsx", "调查表", "1100", "1.1"));
    assert!(width[9].contains("改好.xlsx › 门栋 1 › J2"), "{width:?}");
    let run: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("结果/run.json")).unwrap()).unwrap();
    let inputs = run["inputs"].as_array().unwrap();
    let mending = inputs.iter().find(|input| input["name"] == "改好.xlsx").unwrap();
    assert_eq!((&mending["rows"]["found"], &mending["rows"]["mending"]), (&5.into(), &5.into()));
    assert_eq!(run["counts"]["units"], 6);

    // The newest file alone is enough the next time: it has the mended rows, as mended.
    let shown = grids(&written);
    assert_eq!(shown[1].1[1][9], "1.1");
    assert!(shown[1].1[1][5].contains("已改"));
    let third = assess(folder, &["调查", "结果/corrections.xlsx"]);
    assert_eq!(status(&third), 0, "{}", stderr(&third));
    assert_eq!(findings(folder).iter().filter(|row| row[0] == "S073").count(), 4);
}

#[test]
fn rows_left_as_they_were_are_not_called_mended() {
    let dir = street();
    let folder = dir.path();
    doubtful(folder, "1100");
    assess(folder, &["调查"]);
    // Row 3 gets another remark, and its width stays what nobody can read; the others are left alone.
    let remark = |row: &str, header: &str, _: &str| (row == "3" && header == "备注").then_some("门朝南");
    fill_in(&folder.join("结果/corrections.xlsx"), &folder.join("改好.xlsx"), remark);
    let again = assess(folder, &["调查", "改好.xlsx"]);
    assert!(stderr(&again).contains("有 5 行存疑或退回"), "{}", stderr(&again));
    let shown = grids(&folder.join("结果/corrections.xlsx"));
    let mended: Vec<bool> = shown[1].1.iter().skip(1).map(|row| row[5].starts_with("已改")).collect();
    assert_eq!(mended, [false, true, false, false, false], "{:?}", shown[1].1);
}

#[test]
fn both_rows_of_a_list_that_contradict_each_other_are_shown() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let folder = dir.path();
    fs::create_dir_all(folder.join("调查")).unwrap();
    fs::write(folder.join("调查/甲.csv"), "小区,楼号,单元号,居民区,梯段净宽\n甲小区,1,1,第一,1.2\n").unwrap();
    fs::write(folder.join("调查/管线.csv"), "小区,楼号,单元号,管线类型\n甲小区,1,1,无\n甲小区,1,1,燃气\n").unwrap();
    let assess = |surveys: &[&str]| {
        let args = [&["assess"], surveys, &["--rules", "shanghai", "--out", "结果"]].concat();
        liftfit(folder, &args)
    };
    let first = assess(&["调查"]);
    assert!(findings(folder).iter().any(|row| row[0] == "S065" && row[4] == "3"), "{}", stderr(&first));
    let shown = grids(&folder.join("结果/corrections.xlsx"));
    let pipes = &shown.iter().find(|(name, _)| name == "地下管线 1").expect("a sheet of pipes").1;
    let rows: Vec<(&str, bool)> =
        pipes.iter().skip(1).map(|row| (row[9].as_str(), row[5].contains("写没有"))).collect();
    assert_eq!(rows, [("无", true), ("燃气", true)]);
    assert!(pipes[1][5].starts_with("管线.csv › 3："), "{}", pipes[1][5]);

    // That there is none turns out to be wrong.
    let water = |row: &str, header: &str, _: &str| (row == "2" && header == "管线类型").then_some("给水");
    fill_in(&folder.join("结果/corrections.xlsx"), &folder.join("改好.xlsx"), water);
    let second = assess(&["调查", "改好.xlsx"]);
    assert!(findings(folder).iter().all(|row| row[0] != "S065"), "{}", stderr(&second));
}

#[test]
fn a_correction_of_a_row_that_has_changed_since_is_not_used() {
    let dir = street();
    let folder = dir.path();
    doubtful(folder, "1100");
    assess(folder, &["调查"]);
    fill_in(&folder.join("结果/corrections.xlsx"), &folder.join("改好.xlsx"), mend);
    doubtful(folder, "1200");
    let output = assess(folder, &["调查", "改好.xlsx"]);
    assert_eq!(status(&output), 3, "{}", stderr(&output));
    let told = findings(folder);
    let refused: Vec<&Vec<String>> = told.iter().filter(|row| row[0] == "S074").collect();
    assert_eq!(refused.len(), 1, "{told:?}");
    assert_eq!((&*refused[0][2], &*refused[0][4]), ("改好.xlsx", "2"));
    assert!(told.iter().any(|row| row[0] == "S024" && row[4] == "E2"), "{told:?}");
    assert_eq!(told.iter().filter(|row| row[0] == "S073").count(), 3);
}

#[test]
fn corrections_alone_are_no_survey() {
    let dir = street();
    let folder = dir.path();
    doubtful(folder, "1100");
    assess(folder, &["调查"]);
    let output = assess(folder, &["结果/corrections.xlsx"]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("没有给原来的调查表"), "{}", stderr(&output));
}

#[test]
fn rows_of_a_list_stand_apart_in_the_books_of_a_run() {
    let dir = street();
    let folder = dir.path();
    let fields = fs::read_to_string(folder.join("rules/fields.toml")).unwrap();
    let list = "[lists.pipes]\nlabel = \"管线\"\n[lists.pipes.fields.distance]\nlabel = \"距外墙\"\nkind = \"length\"\nunit = \"m\"\n";
    fs::write(folder.join("rules/fields.toml"), format!("{fields}\n{list}")).unwrap();
    fs::write(folder.join("调查/管线.csv"), "小区,楼号,门牌,距外墙\n甲小区,1,1,很远\n甲小区,1,7,2\n").unwrap();
    assert_eq!(status(&assess(folder, &["调查"])), 3);
    let change = |row: &str, header: &str, _: &str| match (row, header) {
        ("2", "距外墙") => Some("2.5"),
        ("3", "门牌") => Some("2"),
        _ => None,
    };
    fill_in(&folder.join("结果/corrections.xlsx"), &folder.join("改好.xlsx"), change);
    let second = assess(folder, &["调查", "改好.xlsx"]);
    assert_eq!(status(&second), 0, "{}", stderr(&second));
    assert!(stdout(&second).contains("改动 2；清单 2 行，归入 2"), "{}", stdout(&second));
    let read = |name: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(folder.join("结果").join(name)).unwrap()).unwrap()
    };
    let run = read("run.json");
    let mending = run["inputs"].as_array().unwrap().iter().find(|input| input["name"] == "改好.xlsx").unwrap();
    let counts = |rows: &serde_json::Value| ["found", "mending", "rejected"].map(|key| rows[key].as_u64().unwrap());
    assert_eq!((counts(&mending["list_rows"]), counts(&mending["rows"])), ([2, 2, 0], [0, 0, 0]));
    assert!(fs::read_to_string(folder.join("结果/summary.json")).unwrap().contains("\"mending\": 2"));
}

#[test]
fn a_sheet_that_people_added_is_said_and_english_corrections_are_read_too() {
    let dir = street();
    let folder = dir.path();
    doubtful(folder, "1100");
    let english: Vec<&str> = ["assess", "调查"].into_iter().chain(RULES).chain(["--lang", "en"]).collect();
    liftfit(folder, &english);
    let written = folder.join("结果/corrections.xlsx");
    let shown = grids(&written);
    assert_eq!((shown[1].0.as_str(), shown[1].1[0][3].as_str()), ("units 1", "check"));
    fill_in(&written, &folder.join("fixed.xlsx"), mend);
    let second = assess(folder, &["调查", "fixed.xlsx"]);
    assert_eq!(status(&second), 0, "{}", stderr(&second));
    assert_eq!(findings(folder).iter().filter(|row| row[0] == "S073").count(), 4);

    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("what to do").unwrap().write_string(0, 0, &shown[0].1[0][0]).unwrap();
    workbook.add_worksheet().set_name("我的备注").unwrap().write_string(0, 0, "三单元没人在").unwrap();
    workbook.save(folder.join("备注.xlsx")).unwrap();
    let third = assess(folder, &["调查", "备注.xlsx"]);
    assert_eq!(status(&third), 3, "{}", stderr(&third));
    assert!(findings(folder).iter().any(|row| row[0] == "S040" && row[3] == "我的备注"));
}
