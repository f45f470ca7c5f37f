use super::{liftfit, status, stderr, stdout, street};
use serde_json::{Value, json};

const FROM_SURVEY: [&str; 3] = ["调查", "--rules", "rules/rules.toml"];

fn explain(dir: &std::path::Path, key: &str, more: &[&str]) -> std::process::Output {
    let args: Vec<&str> = ["explain", key].into_iter().chain(more.iter().copied()).collect();
    liftfit(dir, &args)
}

#[test]
fn one_unit_as_json() {
    let dir = street();
    let output = explain(dir.path(), "1/2", &[&FROM_SURVEY[..], &["--format", "json"]].concat());
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let document: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let reason = document["criteria"][0]["reason"].clone();
    assert!(reason.as_str().unwrap().contains("1.05"), "{reason}");
    assert_eq!(
        document,
        json!({
            "unit": "甲小区/1/2",
            "class": "difficult",
            "best_class": "difficult",
            "worst_class": "difficult",
            "criteria": [{
                "id": "stair-width",
                "grade": "difficult",
                "possible": ["difficult"],
                "margin": document["criteria"][0]["margin"],
                "reason": reason,
                "cite": document["criteria"][0]["cite"],
                "values": [{
                    "field": "stair_width", "value": 1.05,
                    "file": "甲.csv", "sheet": "", "cell": "E3", "written": "1.05",
                }],
            }],
        })
    );
    assert_eq!(document["criteria"][0]["margin"], json!([-0.05]));
}

#[test]
fn a_run_explains_itself_alone() {
    let dir = street();
    let assessed = liftfit(
        dir.path(),
        &["assess", "调查", "--rules", "rules/rules.toml", "--out", "结果", "--set", "good_stair_width=1.2m"],
    );
    assert_eq!(status(&assessed), 0, "{}", stderr(&assessed));
    let set = [&FROM_SURVEY[..], &["--set", "good_stair_width=1.2m"]].concat();
    let mut from_survey = Vec::new();
    for key in ["甲小区/1/1", "甲小区/1/2", "11/2"] {
        let output = explain(dir.path(), key, &[&set[..], &["--format", "json"]].concat());
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        from_survey.push(stdout(&output));
    }
    std::fs::remove_dir_all(dir.path().join("调查")).unwrap();
    std::fs::remove_dir_all(dir.path().join("rules")).unwrap();
    for (key, expected) in ["甲小区/1/1", "甲小区/1/2", "11/2"].iter().zip(from_survey) {
        let output = explain(dir.path(), key, &["--run", "结果", "--format", "json"]);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        assert_eq!(stdout(&output), expected);
    }
    std::fs::write(dir.path().join("结果/run/readings.parquet"), "changed").unwrap();
    let output = explain(dir.path(), "11/2", &["--run", "结果"]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("改动过"), "{}", stderr(&output));
}

#[test]
fn one_unit_as_a_tree() {
    let dir = street();
    let output = explain(dir.path(), "甲小区/1/2", &FROM_SURVEY);
    let shown = stdout(&output);
    for part in [
        "甲小区/1/2",
        "较难加装",
        "└─ 梯段净宽",
        "决定结论",
        "甲.csv › E3",
        "差 0.05 m",
        "GB 50096-2011",
        "规则：rules/rules.toml:",
        "参数：good_stair_width（rules/rules.toml:15）",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let open = stdout(&explain(dir.path(), "甲小区/11/2", &FROM_SURVEY));
    assert!(open.contains("缺：梯段净宽"), "{open}");
    assert!(!shown.contains('\u{1b}'), "no colours but on a terminal");
}

#[test]
fn keys_that_mean_several_units_or_none() {
    let dir = street();
    let output = explain(dir.path(), "/2", &FROM_SURVEY);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("`甲小区/1/2` `甲小区/11/2`"), "{}", stderr(&output));
    let output = explain(dir.path(), "甲小区/1/3", &FROM_SURVEY);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("`甲小区/1/1`"), "{}", stderr(&output));
    assert!(stderr(&explain(dir.path(), "1", &["--run", "没有"])).contains("没有文件夹"));
}

#[test]
fn a_folder_that_is_no_whole_run_says_what_to_do() {
    let dir = street();
    let out = ["assess", "调查", "--rules", "rules/rules.toml", "--out", "结果"];
    assert_eq!(status(&liftfit(dir.path(), &out)), 0);
    let said = || {
        let output = explain(dir.path(), "1/2", &["--run", "结果"]);
        assert_eq!(status(&output), 1);
        assert!(stdout(&output).is_empty());
        stderr(&output)
    };
    let run = dir.path().join("结果/run.json");
    let record = std::fs::read_to_string(&run).unwrap();
    let mut bare: Value = serde_json::from_str(&record).unwrap();
    bare["rules"]["files"] = json!([]);
    std::fs::write(&run, bare.to_string()).unwrap();
    assert!(said().contains("没有记下规则文件"), "{}", said());
    for damaged in ["{", "", "{\"program\": \"other\", \"version\": \"1\"}"] {
        std::fs::write(&run, damaged).unwrap();
        assert!(said().contains("不是 liftfit 的运行记录") && said().contains("--out"), "{}", said());
    }
    std::fs::write(&run, &record).unwrap();
    std::fs::remove_file(dir.path().join("结果/run/readings.parquet")).unwrap();
    assert!(said().contains("readings.parquet") && said().contains("请重新运行一次评估"), "{}", said());
    let shown = stderr(&explain(dir.path(), "1/2", &["--run", "调查"]));
    assert!(shown.contains("要给的是 assess 用 --out 写的结果文件夹"), "{shown}");
    let shown = stderr(&explain(dir.path(), "无此单元", &FROM_SURVEY));
    assert!(shown.contains("单元写成 `甲小区/1/1` 这样"), "{shown}");
}

#[test]
fn a_door_that_was_not_assessed_is_told_of_where_the_run_knows_it() {
    let dir = street();
    let survey = "小区,楼号,门牌,梯段净宽\n甲,1,1,1.1\n甲,,2,1.1\n甲,1,12-14,1.1\n甲,12月3日,7,1.1\n";
    std::fs::write(dir.path().join("调查/甲.csv"), survey).unwrap();
    std::fs::write(dir.path().join("总表.csv"), "小区,楼号,门牌\n甲,1,1\n甲,5,6\n").unwrap();
    let args = ["assess", "调查", "--rules", "rules/rules.toml", "--roster", "总表.csv", "--out", "结果", "-q"];
    assert_eq!(status(&liftfit(dir.path(), &args)), 3);
    for (key, told) in [
        ("甲/5/6", &["总表.csv › 3", "调查表里没有"][..]),
        ("5/6", &["总表.csv › 3"]),
        ("甲/4/2", &["可能是它：", "甲.csv › 3 行被退回（S051"]),
        ("甲/1/3", &["没有单元 `甲/1/3`"]),
    ] {
        let output = explain(dir.path(), key, &["--run", "结果"]);
        assert_eq!(status(&output), 1);
        let said = stderr(&output);
        assert!(told.iter().all(|part| said.contains(part)), "{key}: {said}");
    }
}
