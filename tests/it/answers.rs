//! Where `compare`, `sweep`, `gaps` and `diff` write their answers: looked at before the work, written all or none.

use super::{left, liftfit, status, stderr, stdout, street};
use std::fs;
use std::path::Path;

const GAPS: [&str; 4] = ["gaps", "调查", "--rules", "rules/rules.toml"];

fn gaps(dir: &Path, more: &[&str]) -> (i32, String) {
    let output = liftfit(dir, &[&GAPS[..], more].concat());
    (status(&output), stderr(&output))
}

#[test]
fn outputs_that_clash_are_refused_before_the_work() {
    let dir = street();
    for more in [
        &["-o", "计划.xlsx", "--form", "计划.xlsx"][..],
        &["-o", "计划.xlsx", "-o", "./计划.xlsx"],
        &["-o", "计划", "-o", "计划"],
        &["-o", "计划", "-o", "rules/../计划/"],
    ] {
        let (code, said) = gaps(dir.path(), more);
        assert!(code == 2 && said.contains("两样东西"), "{more:?}: {said}");
        assert_eq!(left(dir.path()), ["rules", "调查"], "{more:?}");
    }
}

#[test]
fn what_is_neither_a_workbook_nor_a_page_nor_a_folder_is_refused_with_what_to_write() {
    let dir = street();
    fs::write(dir.path().join("说明"), "").unwrap();
    for (out, zh) in [
        ("结果2026.3", "不知道 `结果2026.3` 要写成什么"),
        ("-", "不知道 `-` 要写成什么"),
        (".xlsx", "不知道 `.xlsx` 要写成什么"),
        ("说明", "已经存在，而且不是文件夹"),
    ] {
        let (code, said) = gaps(dir.path(), &["-o", out]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(zh) && said.contains("末尾加 /"), "{said}");
        assert_eq!(left(dir.path()), ["rules", "说明", "调查"], "{out}");
    }
    let (code, said) = gaps(dir.path(), &["-o", "结果2026.3/"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(left(&dir.path().join("结果2026.3")), ["gaps.html", "gaps.xlsx"]);
}

#[test]
fn a_command_that_fails_leaves_no_folder_behind() {
    let dir = street();
    let missing = ["gaps", "没有.csv", "--rules", "rules/rules.toml", "-o", "新/里面"];
    let misspelt = ["sweep", "调查", "--rules", "rules/rules.toml", "--param", "stair", "-o", "新/里面"];
    for args in [&missing[..], &misspelt] {
        assert_ne!(status(&liftfit(dir.path(), args)), 0);
        assert_eq!(left(dir.path()), ["rules", "调查"], "{args:?}");
    }
    assert_eq!(gaps(dir.path(), &["-o", "新/里面"]).0, 0);
    assert_eq!(left(&dir.path().join("新/里面")), ["gaps.html", "gaps.xlsx"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_told_of_before_the_work() {
    use std::os::unix::fs::PermissionsExt;
    let dir = street();
    let closed = dir.path().join("只读");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    // The one who keeps the machine can write anywhere: then there is nothing to refuse.
    let open_to_all = fs::write(closed.join("试"), "").is_ok();
    for out in ["只读/计划.xlsx", "只读/新"] {
        let output = liftfit(dir.path(), &[&GAPS[..], &["-o", out]].concat());
        let refused = status(&output) == 1 && stdout(&output).is_empty() && stderr(&output).contains("请换一个");
        assert_ne!(refused, open_to_all, "{}", stderr(&output));
    }
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn an_answer_is_not_written_among_the_surveys_but_a_form_to_carry_may_be() {
    let dir = street();
    for out in ["调查", "调查/计划.xlsx", "调查/新"] {
        let (code, said) = gaps(dir.path(), &["-o", out]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("在调查表的文件夹 `调查` 里") && said.contains("以外"), "{said}");
    }
    let (code, said) = gaps(dir.path(), &["-o", "计划.xlsx", "-o", "调查/计划.html", "--form", "调查/补测表.xlsx"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(left(&dir.path().join("调查")), ["甲.csv", "补测表.xlsx", "计划.html"]);
    let again = liftfit(dir.path(), &["assess", "调查", "--rules", "rules/rules.toml", "--out", "结果"]);
    assert_eq!(status(&again), 0, "{}", stderr(&again));
}
