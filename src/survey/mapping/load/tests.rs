//! Mapping files as people write them, and what is said of their mistakes.

use super::*;
use crate::rules::dictionary::Complete;
use crate::survey::cases::made_up::dictionary;

fn read_text(text: &str) -> Result<Mapping, Vec<(&'static str, String, String)>> {
    let file = RulesFile { name: "对应.toml".into(), text: text.into(), hash: String::new() };
    read(file, &dictionary(Complete::Unit)).map_err(|not| {
        let at = |d: &Diagnostic| d.place.as_ref().map_or("", |place| &text[place.span.clone()]).to_string();
        let help = |d: &Diagnostic| d.help.as_ref().map_or(String::new(), |help| help.en.clone());
        not.diagnostics.iter().map(|d| (d.code, at(d), help(d))).collect()
    })
}

#[test]
fn everything_that_can_be_said() {
    let mapping = read_text(
        r#"
[[source]]
file = "甲*.xlsx"
sheet = "调查*"
header_row = [3, 4]
skip = [5, "12-15"]
columns = { "宽（mm）" = "stair_width", "=f" = "梯段净宽", "类" = "pipes.kind", "备注" = false, "杂" = "" }
fill_down = ["estate"]
"#,
    )
    .unwrap();
    let source = &mapping.sources[0];
    assert_eq!((source.line, source.header_row), (2, Some(HeaderRow::Rows(3, 4))));
    assert_eq!(source.skip, [(5, 5), (12, 15)]);
    let which: Vec<_> = source.columns.iter().map(|assigned| assigned.which.clone()).collect();
    let named = |name: &str| Which::Named(name.into());
    assert_eq!(which, [named("宽"), Which::Letter(5), named("类"), named("备注"), named("杂")]);
    assert_eq!(
        source.columns[0].target.as_ref().unwrap().meanings,
        source.columns[1].target.as_ref().unwrap().meanings
    );
    assert!(source.columns[3].target.is_none() && source.columns[4].target.is_none());
    assert_eq!(source.fill_down[0].written, "estate");
}

#[test]
fn all_mistakes_come_out_at_once_each_at_its_characters() {
    let wrong = read_text(
        r#"
title = "x"
[[source]]
fille = "甲.xlsx"
file = 3
header_row = "三"
skip = [0, "5-3"]
columns = { "宽" = "stair_widht", "=1" = "estate", "深" = 2, "=B" = "unit" }
fill_down = "estate"
[[source]]
sheet = ""
header_row = 1
columns = { "宽*" = "stair_width", "宽" = "stair_width" }
"#,
    )
    .unwrap_err();
    let found: Vec<(&str, &str)> = wrong.iter().map(|(code, at, _)| (*code, at.as_str())).collect();
    for expected in [
        ("R035", "title"),
        ("R035", "fille"),
        ("R036", "3"),
        ("R036", "\"三\""),
        ("R036", "0"),
        ("R036", "\"5-3\""),
        ("R048", "\"stair_widht\""),
        ("R043", "\"=1\""),
        ("R036", "2"),
        ("R036", "\"estate\""),
        ("R036", "\"\""),
        ("R040", "\"宽\""),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
    assert!(found.iter().any(|(code, at)| *code == "R037" && at.starts_with("[[source]]")), "{found:?}");
    assert!(wrong.iter().any(|(.., help)| help == "did you mean `stair_width`?"), "{wrong:?}");
    assert!(wrong.iter().any(|(.., help)| help == "did you mean `file`?"), "{wrong:?}");
}

#[test]
fn what_a_file_cannot_be() {
    assert_eq!(read_text("").unwrap_err()[0].0, "R037");
    assert_eq!(read_text("source = 3").unwrap_err()[0].0, "R036");
    assert_eq!(read_text("[[source]\n").unwrap_err()[0].0, "R034");
    let twice = "[[source]]\nfile = \"a\"\n[[source]]\nfile = \"a\"\n";
    assert_eq!(read_text(twice).unwrap_err()[0].0, "R040");
    let letters = "[[source]]\nfile = \"a\"\ncolumns = { \"=A\" = \"estate\" }\n";
    assert_eq!(read_text(letters).unwrap_err()[0].0, "R037");
}
