//! `liftfit check --explain R012`: a page for every code, in text and for programs.

use super::{liftfit, status, stderr, stdout};
use std::path::Path;

fn check(args: &[&str]) -> std::process::Output {
    liftfit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/mistakes"), &[&["check"], args].concat())
}

#[test]
fn a_page_shows_what_the_program_says_of_its_example() {
    let output = check(&["--explain", "r16"]);
    assert_eq!((status(&output), stderr(&output).as_str()), (0, ""));
    let page = stdout(&output);
    assert!(page.starts_with("错误[R016]：数值缺单位\n"), "{page}");
    for part in [
        "    suitable = \"平台净深 >= 1200\"\n",
        "错误[R016]: `1200` 缺单位",
        "    suitable = \"平台净深 >= 1200 mm\"\n",
    ] {
        assert!(page.contains(part), "{page}");
    }
    let page = stdout(&check(&["--explain", "R065", "--lang", "en"]));
    assert!(page.starts_with("warning[R065]: two tests of one name\n\nTwo tests have one name."), "{page}");
}

#[test]
fn programs_get_the_same_page() {
    let page: serde_json::Value =
        serde_json::from_str(&stdout(&check(&["--explain", "45", "--format", "json"]))).unwrap();
    assert_eq!((page["code"].as_str(), page["severity"].as_str()), (Some("R045"), Some("error")));
    assert_eq!(page["fault"][0]["file"], "fields.toml");
    assert_eq!((&page["diagnostics"][0]["code"], &page["diagnostics"][0]["line"]), (&page["code"], &4.into()));
    assert!(page["right"][0]["text"].as_str().unwrap().contains("坡屋顶"));
    let all: serde_json::Value =
        serde_json::from_str(&stdout(&check(&["--explain", "all", "--format", "json"]))).unwrap();
    assert!(all.as_array().unwrap().contains(&page));
}

#[test]
fn what_is_no_code_is_said_with_the_nearest() {
    let output = check(&["--explain", "R055"]);
    assert_eq!((status(&output), stdout(&output).as_str()), (2, ""));
    assert!(stderr(&output).contains("没有代码 `R055`") && stderr(&output).contains("R054"), "{}", stderr(&output));
    let output = check(&["street.toml", "--explain", "R012"]);
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("不能和"), "{}", stderr(&output));
    assert_eq!(status(&check(&[])), 2);
}

#[test]
fn check_tells_of_the_pages_where_there_is_a_code() {
    assert!(stderr(&check(&["street.toml"])).ends_with("liftfit check --explain R041\n"));
    for args in [&["street.toml", "--format", "json"][..], &["street.toml", "-q"], &["shanghai"]] {
        assert_eq!(stderr(&check(args)), "", "{args:?}");
    }
}
