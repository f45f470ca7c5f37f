//! A rule set in words, as people have it made: the small one in `tests/files/rulebook` has one of everything, and a
//! variant that changes some of each.
//!
//! `SNAPSHOTS=overwrite cargo test --test it rulebook` writes the documents anew; read them before they are kept.

use super::{left, liftfit, status, stderr, stdout, street};
use snapbox::{assert_data_eq, file};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What is written of a rules file of the folder.
fn written(rules: &str, out: &str, more: &[&str]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/rulebook");
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(out);
    let args = ["rules", rules, "--out", path.to_str().unwrap(), "--as-of", "2026-03-01", "-q"];
    let output = liftfit(&folder, &[&args[..], more].concat());
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).is_empty() && stderr(&output).is_empty(), "{}", stderr(&output));
    fs::read_to_string(path).unwrap()
}

/// The same without fingerprints, which differ with the line ends of a checkout.
fn text(rules: &str, more: &[&str]) -> String {
    let plain = |line: &str| match line.split_once(".toml　") {
        Some((before, _)) => format!("{before}.toml　…\n"),
        None => format!("{line}\n"),
    };
    written(rules, "a.md", more).lines().map(plain).collect()
}

#[test]
fn every_construct_is_said_in_words() {
    assert_data_eq!(text("street.toml", &[]), file!["../files/rulebook/street.zh.md"].raw());
    assert_data_eq!(text("street.toml", &["--lang", "en"]), file!["../files/rulebook/street.en.md"].raw());
}

#[test]
fn a_variant_marks_what_it_changes() {
    assert_data_eq!(text("strict.toml", &[]), file!["../files/rulebook/strict.zh.md"].raw());
}

#[test]
fn a_setting_is_a_change_too() {
    let said = written("street.toml", "a.md", &["--set", "good_width=1.15m"]);
    assert!(said.contains("| 参数“梯段净宽（适合）”<br>`--set:1` | 1100 mm | 1.15 m |"), "{said}");
    assert!(
        said.contains("- **适合**：剩余净宽 ≥ 1.15 m（梯段净宽（适合））\n  - *底版：剩余净宽 ≥ 1100 mm"),
        "{said}"
    );
    let said = written("strict.toml", "a.md", &["--set", "good_width=1.15m"]);
    assert!(
        said.contains("`--set:1` | 1100 mm | 1.15 m |") && said.contains("strict.toml"),
        "against what it stands on"
    );
    let said = written("street.toml", "a.md", &["--set", "good_width=1.1m"]);
    assert!(said.contains("没有会影响结论的改动"), "{said}");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let dir = street();
    let variant = |more: &str| format!("[ruleset]\nid = \"v\"\nextends = \"rules.toml\"\n{more}");
    let made = |more: &str| {
        fs::write(dir.path().join("rules/v.toml"), variant(more)).unwrap();
        let output = liftfit(dir.path(), &["rules", "rules/v.toml", "--out", "v.md", "-q"]);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        let text = fs::read_to_string(dir.path().join("v.md")).unwrap();
        fs::remove_file(dir.path().join("v.md")).unwrap();
        text
    };
    assert!(made("").contains("没有会影响结论的改动") && made("").contains("- 底版：小规则 1（small）"));
    let fields = fs::read_to_string(dir.path().join("rules/fields.toml")).unwrap();
    fs::write(dir.path().join("rules/other.toml"), fields.replace("[\"0.5 m\"", "[\"0.6 m\"")).unwrap();
    let other = made("fields = \"other.toml\"\n");
    assert!(other.contains("字段表不同") && other.contains("`stair\\_width\\` 的 range 不同"), "{other}");
    // What the variant mends is wrong in what it stands on.
    let rules = fs::read_to_string(dir.path().join("rules/rules.toml")).unwrap();
    fs::write(dir.path().join("rules/rules.toml"), rules.replace("fields = \"fields.toml\"\n", "")).unwrap();
    let alone = made("fields = \"fields.toml\"\n");
    assert!(alone.contains("底版单独读不通") && alone.contains("- 底版：rules.toml"), "{alone}");
}

#[test]
fn the_page_says_what_the_text_says() {
    for rules in ["street.toml", "strict.toml", "shanghai", "shanghai-strict", "shanghai-loose"] {
        for lang in ["zh", "en"] {
            let page = written(rules, "a.html", &["--lang", lang]);
            let text = written(rules, "a.md", &["--lang", lang]);
            let (page, text) = (words_of_page(&page), words_of_text(&text));
            let missing: Vec<&String> = text.difference(&page).collect();
            assert!(missing.is_empty(), "{rules}: {missing:?}");
        }
    }
}

/// Stretches of Chinese characters, letters and figures that are long enough to tell something.
fn stretches(text: &str) -> BTreeSet<String> {
    let plain = |c: char| c.is_alphanumeric();
    text.split(|c| !plain(c)).filter(|word| word.chars().count() > 3).map(String::from).collect()
}

fn words_of_page(page: &str) -> BTreeSet<String> {
    let mut words = String::new();
    for part in page.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        // Links and marks are within words, everything else ends one.
        words.push_str(if tag.starts_with("a ") || tag == "/a" { "" } else { "\n" });
        words.push_str(text);
    }
    stretches(&words.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

fn words_of_text(text: &str) -> BTreeSet<String> {
    // What links go to is no word.
    let text: String = text
        .split("](#")
        .enumerate()
        .map(|(at, part)| match part.split_once(')') {
            Some((_, rest)) if at > 0 => rest,
            _ => part,
        })
        .collect();
    let lines = text.lines().filter(|line| !line.starts_with("<a id="));
    stretches(&lines.collect::<Vec<_>>().join("\n").replace("<br>", "\n").replace(['[', '\\'], ""))
}

#[test]
fn every_link_of_the_page_leads_somewhere_on_it() {
    for rules in ["street.toml", "strict.toml", "shanghai-strict"] {
        let page = written(rules, "a.html", &[]);
        let ids: BTreeSet<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let links: Vec<&str> = page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(links.len() > 80, "{}", links.len());
        for link in links {
            assert!(link.strip_prefix('#').is_some_and(|id| ids.contains(id)), "{rules}: {link}");
        }
        assert_eq!(page.matches(" id=\"").count(), ids.len(), "{rules}: an id stands once");
        assert!(page.contains("default-src 'none'") && !page.contains("<script"), "nothing is run");
    }
}

#[test]
fn texts_of_rules_files_stay_texts() {
    let dir = street();
    let bad = "</style><script>alert(1)</script>\\\"']]>|`*_[x](http://x.invalid)\\u202E\\u0007";
    let fields = fs::read_to_string(dir.path().join("rules/fields.toml")).unwrap();
    let fields = fields
        .replace("label = \"梯段净宽\"", &format!("label = \"梯段净宽\"\naliases = [\"{bad}\"]\nhelp = \"{bad}\""));
    fs::write(dir.path().join("rules/fields.toml"), fields).unwrap();
    let rules = fs::read_to_string(dir.path().join("rules/rules.toml")).unwrap();
    let rules = rules
        .replace("title = \"小规则\"", &format!("title = \"{bad}\"\njurisdiction = \"{bad}\""))
        .replace("title = \"住宅设计规范\"", &format!("title = \"{bad}\"\nnote = \"{bad}\""))
        .replace("[params.good_stair_width]", &format!("[params.good_stair_width]\nlabel = \"{bad}\""))
        .replace("title = \"梯段净宽\"", &format!("title = \"{bad}\"\ngroup = \"{bad}\"\nnote = \"# {bad}\\n- {bad}\""))
        .replace("cite = \"gb50096 §6.3.1\"\n\n[[", &format!("cite = \"{bad}\"\n\n[["))
        .replace("name = \"正好", &format!("name = \"{bad}正好"));
    fs::write(dir.path().join("rules/rules.toml"), rules).unwrap();
    let output = liftfit(dir.path(), &["rules", "rules/rules.toml", "--out", "a.html", "--out", "a.md", "-q"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let page = fs::read_to_string(dir.path().join("a.html")).unwrap();
    assert!(page.contains("&lt;script&gt;alert(1)") && page.matches("<script").count() == 0);
    assert_eq!(page.matches("</style>").count(), 1);
    let text = fs::read_to_string(dir.path().join("a.md")).unwrap();
    assert!(text.contains("\\</style>\\<script>alert(1)\\</script>"), "{text}");
    for (at, _) in text.match_indices('<') {
        let ours = ["<a id=\"", "</a>", "<br>"].iter().any(|tag| text[at..].starts_with(tag));
        assert!(ours || text[..at].ends_with('\\'), "{}", &text[at..]);
    }
    assert!(!text.contains("[x](http") && !text.contains("\n# \\</") && text.contains("- \\# \\</style>"), "{text}");
    for shown in [&page, &text] {
        assert!(!shown.contains(['\u{202e}', '\u{7}']) && shown.contains('\u{2407}'), "signs for what does something");
    }
    // A cell cannot end a row of a table.
    for row in text.lines().filter(|line| line.starts_with("| ")) {
        let cells = row.replace("\\|", "").matches('|').count();
        assert!((4..=6).contains(&cells), "{cells}: {row}");
    }
}

#[test]
fn it_is_written_once_and_mistakes_are_said_before_anything_is() {
    let dir = street();
    let args = ["rules", "rules/rules.toml", "--out", "规则.html", "-o", "规则.md"];
    let output = liftfit(dir.path(), &args);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).is_empty() && stderr(&output).contains("规则.html") && stderr(&output).contains("规则.md"));
    assert_eq!(left(dir.path()), ["rules", "规则.html", "规则.md", "调查"]);
    for (args, code, zh, en) in [
        (&["shanghai", "--out", "规则.html"][..], 1, "已经存在", "exists"),
        (&["shanghai", "--out", "新.md", "--out", "规则.md"], 1, "已经存在", "exists"),
        (&["shanghai", "--out", "没有/规则.md"], 1, "没有文件夹 `没有`", "there is no folder"),
        (&["shanghai", "--out", "规则.pdf"], 2, "不知道 `规则.pdf` 要写成什么", "not known what"),
        (&["北海道", "--out", "新.md"], 2, "北海道", "北海道"),
        (&["shanghai", "--out", "新.md", "--set", "nothing=1"], 2, "nothing", "nothing"),
        (&["shanghai"], 2, "缺少参数 --out", "missing --out"),
        (&["--out", "新.md"], 2, "缺少参数", "missing"),
        (&["--set", "shaft_depth=2 m"], 2, "没有说是哪一套规则", "is not said"),
    ] {
        let said = |lang| {
            let output = liftfit(dir.path(), &[&["rules", "--lang", lang], args].concat());
            assert_eq!(status(&output), code, "{args:?}: {}", stderr(&output));
            stderr(&output)
        };
        assert!(said("zh").contains(zh), "{args:?}: {}", said("zh"));
        assert!(said("en").contains(en), "{args:?}: {}", said("en"));
    }
    assert_eq!(left(dir.path()), ["rules", "规则.html", "规则.md", "调查"]);
}
