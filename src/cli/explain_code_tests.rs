//! Every page holds: its example says what it is about and nothing else, put right it says nothing.

use super::*;
use unicode_width::UnicodeWidthStr;

fn codes(example: &Example) -> Vec<&'static str> {
    let mut codes: Vec<&str> = checked(example).diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[test]
fn the_example_of_a_page_says_what_the_page_is_about() {
    for page in pages() {
        let mut expected: Vec<&str> = page.fault.others().chain([page.code]).collect();
        expected.sort_unstable();
        assert_eq!(codes(&page.fault), expected, "\n{}", said(&page.fault, Lang::Zh, false));
        // Only of the file that is checked there can be nothing to show.
        let placed = checked(&page.fault).diagnostics.iter().all(|diagnostic| diagnostic.place.is_some());
        assert!(placed || page.code == "R031", "{}", page.code);
    }
}

#[test]
fn put_right_it_says_nothing() {
    for page in pages() {
        assert!(page.right.blocks().next().is_some(), "{}", page.code);
        assert_eq!(said(&page.right, Lang::Zh, false), "", "{}", page.code);
    }
}

#[test]
fn the_wording_is_as_it_was_reviewed() {
    let all: Vec<Page> = pages().collect();
    for group in all.chunk_by(|a, b| a.code[..3] == b.code[..3]) {
        let each = group
            .iter()
            .map(|page| format!("{}\n\n{}", said(&page.fault, Lang::Zh, false), said(&page.fault, Lang::En, false)));
        let shown = each.collect::<Vec<_>>().join("\n\n");
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("diagnostics_{}", &group[0].code[..3]), shown);
        });
    }
}

#[test]
fn pages_fit_a_terminal_of_80_columns() {
    for (lang, page) in [Lang::Zh, Lang::En].into_iter().flat_map(|lang| pages().map(move |page| (lang, page))) {
        let screen = Screen { lang, quiet: false, colour: false, error_colour: false };
        for line in shown(&page, &screen).lines() {
            assert!(line.width() <= 80, "{} columns: {line}", line.width());
        }
    }
}

#[test]
fn a_code_is_found_however_it_is_typed_and_others_lead_to_the_nearest() {
    for typed in ["R012", "r12", "12", " R12", "Ｒ０１２"] {
        assert_eq!(called(typed).unwrap().code, "R012");
    }
    let help = |typed: &str| called(typed).unwrap_err().help.unwrap().en;
    assert!(help("R056").starts_with("the nearest are R054 (mark does not fit the field), R053"), "{}", help("R056"));
    for typed in ["", "R", "S012", "量纲", "-3", "99999"] {
        assert!(help(typed).contains("--explain all"), "{typed}");
    }
}
