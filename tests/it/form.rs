//! The empty form, made by the program as people run it.

use super::{left, liftfit, status, stderr, stdout, street};
use std::fs;

#[test]
fn a_form_is_written_once_and_reads_as_a_survey_without_rows() {
    let dir = street();
    let output = liftfit(dir.path(), &["form", "--rules", "shanghai", "-o", "表.xlsx", "--rows", "5"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).is_empty() && stderr(&output).contains("表.xlsx"), "{}", stderr(&output));
    let first = fs::read(dir.path().join("表.xlsx")).unwrap();
    let output = liftfit(dir.path(), &["form", "--rules", "shanghai", "-o", "表.xlsx"]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("已经存在"), "{}", stderr(&output));
    assert_eq!(fs::read(dir.path().join("表.xlsx")).unwrap(), first);
    let output = liftfit(dir.path(), &["form", "--rules", "shanghai", "-o", "又.xlsx", "--rows", "5", "-q"]);
    assert!(status(&output) == 0 && stderr(&output).is_empty());
    assert_eq!(fs::read(dir.path().join("又.xlsx")).unwrap(), first, "the same bytes every time");
    assert_eq!(left(dir.path()), ["rules", "又.xlsx", "表.xlsx", "调查"]);
    // Nothing was filled in: the one thing to be said of it.
    let output = liftfit(dir.path(), &["assess", "表.xlsx", "--rules", "shanghai", "-o", "结果"]);
    assert_eq!(status(&output), 1);
    let said = stderr(&output);
    assert!(said.contains("S048") && !said.contains("S040") && !said.contains("S042"), "{said}");
}

#[test]
fn mistakes_are_said_before_anything_is_written() {
    let dir = street();
    for (args, code, zh, en) in [
        (&["--rules", "shanghai", "-o", "表.xls"][..], 2, "要写成 .xlsx 文件", "is an .xlsx file"),
        (&["--rules", "shanghai", "-o", "没有/表.xlsx"], 1, "没有文件夹 `没有`", "there is no folder"),
        (&["--rules", "北海道", "-o", "表.xlsx"], 2, "北海道", "北海道"),
        (&["--rules", "shanghai", "-o", "表.xlsx", "--rows", "0"], 2, "1 到 20000", "1 to 20000"),
        (&["--rules", "shanghai", "-o", "表.xlsx", "--set", "nothing=1"], 2, "nothing", "nothing"),
        (&["--rules", "shanghai"], 2, "缺少参数", "missing"),
    ] {
        let said = |lang| {
            let output = liftfit(dir.path(), &[&["form", "--lang", lang], args].concat());
            assert_eq!(status(&output), code, "{args:?}: {}", stderr(&output));
            assert!(stdout(&output).is_empty());
            stderr(&output)
        };
        assert!(said("zh").contains(zh), "{args:?}: {}", said("zh"));
        assert!(said("en").contains(en), "{args:?}: {}", said("en"));
    }
    assert_eq!(left(dir.path()), ["rules", "调查"]);
}

#[test]
fn labels_that_cannot_be_told_apart_are_named() {
    let dir = street();
    let fields = dir.path().join("rules/fields.toml");
    let text = fs::read_to_string(&fields).unwrap() + "\n[fields.other]\nlabel = \"梯段净宽（总）\"\nkind = \"text\"\n";
    fs::write(&fields, text).unwrap();
    let output = liftfit(dir.path(), &["form", "--all", "--rules", "rules/rules.toml", "-o", "表.xlsx"]);
    assert_ne!(status(&output), 0);
    assert!(stderr(&output).contains("梯段净宽（总）"), "{}", stderr(&output));
}
