//! The form to carry, for lists: pipes that were surveyed by columns, by rows, by text, or not at all.

use super::what_if::{json_of, sheet, to_mend};
use super::{liftfit, stdout, street};
use serde_json::{Value, json};
use std::fs;

const LIST: &str = r#"
[lists.pipes]
label = "地下管线"
aliases = ["管线情况"]
complete = "unit"
fields.kind = { label = "管线类型", kind = "choice", choices = { gas = ["燃气"], water = ["给水"] } }
fields.distance = { label = "距外墙", kind = "length", unit = "m", range = ["0 m", "50 m"] }
fields.movable = { label = "可否迁移", kind = "flag" }
fields.owner = { label = "权属单位", kind = "text" }
columns = [
  { headers = ["燃气管距外墙"], field = "distance", with = { kind = "gas" } },
  { headers = ["给水管距外墙"], field = "distance", with = { kind = "water" } },
]
"#;

/// A pipe that is counted twice makes a unit unsuitable.
const CRITERIA: &str = r#"
[criteria.gas]
title = "燃气管"
suitable = "every(pipes, kind != gas or distance >= 1 m)"
difficult = "every(pipes, kind != gas or movable)"
cite = "约定"
[criteria.number]
title = "管线根数"
suitable = "count(pipes) <= 2"
otherwise = "unsuitable"
cite = "约定"
"#;

const UNITS: &str = "小区,楼号,门牌,梯段净宽,燃气管距外墙（cm）,给水管距外墙（cm）,管线情况\n\
    甲小区,1,1,1.2,50,200,\n甲小区,1,2,1.2,,200,\n甲小区,1,3,1.2,未测,200,\n甲小区,1,4,1.2,,,\n甲小区,1,5,1.2,50~200,200,\n\
    甲小区,1,6,1.2,,,有管线\n甲小区,1,7,1.2,无,200,\n甲小区,1,8,1.2,,无,\n";

const PIPES: &str = "小区,楼号,门牌,管线类型,距外墙（m）,可否迁移,权属单位\n\
    甲小区,1,7,燃气,0.5,否,燃气公司\n甲小区,1,8,燃气,0.7,,燃气公司\n甲小区,1,8,燃气,0.7,不详,\n";

#[test]
fn pipes_written_on_the_form_or_mended_in_the_survey_settle_the_units_and_count_once() {
    let dir = street();
    let path = |name: &str| dir.path().join(name);
    let add = |name: &str, more: &str| {
        let text = fs::read_to_string(path(name)).unwrap();
        fs::write(path(name), text.split("[[tests]]").next().unwrap().to_string() + more).unwrap();
    };
    add("rules/fields.toml", LIST);
    add("rules/rules.toml", CRITERIA);
    fs::write(path("调查/甲.csv"), UNITS).unwrap();
    fs::write(path("调查/管线.csv"), PIPES).unwrap();
    let gaps = ["gaps", "调查", "--rules", "rules/rules.toml"];
    let document = json_of(dir.path(), &gaps, &["--form", "补测表.xlsx"]);
    assert_eq!((&document["open"], &document["never"]), (&json!(8), &json!([])), "all eight are promised");
    let needs = document["plan"].as_array().unwrap().iter().map(|batch| batch["needs"].clone());
    assert_eq!(
        needs.collect::<Vec<_>>(),
        [json!(["pipes"]), json!(["pipes.movable"]), json!(["pipes.distance", "pipes.movable"])]
    );

    // What is known stands there already, with what rules do not ask for; `■` is to be written.
    let form = path("补测表.xlsx");
    assert_eq!(
        to_mend(&form),
        [
            "甲小区/1/6：地下管线（甲.csv › G7）",
            "甲小区/1/7：地下管线（甲.csv › E8；管线.csv › 2）",
            "下面这些有没有还不知道。有的写在这里，一项一行；没有的，在原来的调查表这一格写“无”：",
            "甲小区/1/2：燃气（甲.csv › E3）",
            "甲小区/1/3：燃气（甲.csv › E4）",
            "甲小区/1/4：燃气（甲.csv › E5）",
            "甲小区/1/4：给水（甲.csv › F5）",
            "甲小区/1/6：燃气（甲.csv › E7）",
            "甲小区/1/6：给水（甲.csv › F7）",
            "下面这些写得不准，要先在原来的调查表里清空，测得的写在这里：",
            "甲小区/1/5：地下管线·距外墙（甲.csv › E6，现在写的是“50~200”）",
        ]
    );
    let rows = sheet(&form, "地下管线");
    let of = |door: &str| rows.iter().filter(|row| row[2] == door).map(|row| row[3..].join(",")).collect::<Vec<_>>();
    assert_eq!(rows[2][3..], ["*管线类型", "*距外墙（m）", "*可否迁移", "权属单位"]);
    assert_eq!(of("1"), ["燃气,0.5,,", "给水,2,,"]);
    assert_eq!(of("2"), ["给水,2,,", ",,,"]);
    assert_eq!(of("4"), [",,,"]);
    assert_eq!(of("5"), ["燃气,,,", "给水,2,,"]);
    assert_eq!(of("8"), ["燃气,0.7,,燃气公司", "燃气,0.7,,"]);

    // What is found: door by door, the rows as they are filled in.
    let mut filled = rust_xlsxwriter::Workbook::new();
    for name in ["调查表", "地下管线"] {
        let page = filled.add_worksheet().set_name(name).unwrap();
        for (row, at) in sheet(&form, name).iter().zip(0..) {
            let nth = rows.iter().take(at as usize).filter(|other| other[2] == row[2]).count();
            let measured: &[(usize, &str)] = match (row[2].as_str(), nth) {
                ("1", 0) => &[(5, "是")],
                ("2", 1) => &[(3, "燃气"), (4, "0.8"), (5, "否")],
                ("4", 0) | ("6", 0) => &[(3, "无")],
                ("5", 0) => &[(4, "3")],
                ("7", 1) => &[(3, "燃气"), (4, "1.5")],
                ("8", 0) => &[(5, "是")],
                ("8", 1) => &[(5, "否")],
                _ => &[],
            };
            for (text, column) in row.iter().zip(0..) {
                let measured = measured.iter().find(|(of, _)| *of == usize::from(column) && name == "地下管线");
                page.write_string(at, column, measured.map_or(text.as_str(), |(_, measured)| measured)).unwrap();
            }
        }
    }
    filled.save(&form).unwrap();
    let mended = UNITS.replace("1,3,1.2,未测", "1,3,1.2,无").replace("50~200", "").replace("有管线", "");
    fs::write(path("调查/甲.csv"), mended.replace("1,7,1.2,无", "1,7,1.2,")).unwrap();
    fs::write(path("调查/管线.csv"), PIPES.replace("甲小区,1,7,燃气,0.5,否,燃气公司\n", "")).unwrap();
    let gaps = ["gaps", "调查", "补测表.xlsx", "--rules", "rules/rules.toml"];
    let left = json_of(dir.path(), &gaps, &[]);
    assert_eq!((&left["units"], &left["settled"]), (&json!(8), &json!(8)), "{left:#}");
    let args = ["assess", "调查", "补测表.xlsx", "--rules", "rules/rules.toml", "--out", "结果", "--format", "json"];
    let summary: Value = serde_json::from_str(&stdout(&liftfit(dir.path(), &args))).unwrap();
    let findings = summary["findings"].as_array().unwrap();
    assert!(findings.iter().all(|it| it["code"] != "S065"), "{findings:?}");
    let units = fs::read_to_string(path("结果/units.csv")).unwrap();
    let place = units.lines().next().unwrap().split(',').position(|cell| cell.ends_with("class")).unwrap();
    let class = |door: usize| {
        let line = units.lines().find(|line| line.contains(&format!("甲小区,1,{door},"))).unwrap();
        line.split(',').nth(place).unwrap()
    };
    let expected =
        ["difficult", "unsuitable", "suitable", "suitable", "suitable", "suitable", "suitable", "unsuitable"];
    assert_eq!((1..=8).map(class).collect::<Vec<_>>(), expected);
}
