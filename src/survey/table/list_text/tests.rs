//! Texts about pipes as people write them, and what is taken from each.

use super::*;
use crate::rules::dictionary::Complete;
use crate::survey::cases::made_up::dictionary;
use proptest::prelude::*;

/// `gas sewer?`: what surely exists, and what may.
fn said(text: &str) -> String {
    let list = &dictionary(Complete::Unit).lists[0];
    let (_, choices) = kind_field(list).unwrap();
    let show = |says: &TextSays| match says {
        TextSays::Kind { choice, sure } => {
            format!("{}{}", choices[*choice as usize].id, if *sure { "" } else { "?" })
        }
        TextSays::None => "none".into(),
        TextSays::Unnamed { refers } => if *refers { "refers" } else { "unnamed" }.into(),
    };
    read_list_text(list, text).iter().map(show).collect::<Vec<_>>().join(" ")
}

#[test]
fn of_options_with_boxes_the_ticked_ones_exist() {
    for (text, kinds) in [
        ("☑燃气 ☑污水 □给水", "gas sewer"),
        ("□燃气 □污水", ""),
        ("□有 ☑无", "none"),
        ("燃气( )距墙1m", "gas?"),
        ("√燃气 ×污水 □给水", "gas"),
    ] {
        assert_eq!(said(text), kinds, "{text}");
    }
}

#[test]
fn kinds_that_are_named_exist() {
    for (text, kinds) in [
        ("煤气 DN100 距墙1.2m；污水井2只", "gas sewer"),
        ("煤气、燃气管", "gas"),
        ("门前有给水管1根，污水管2根", "water sewer"),
        ("燃气", "gas"),
        ("燃气/污水/给水", "gas sewer water"),
        ("燃气和污水各一根", "gas sewer"),
        ("燃气DN100，埋深不详，无其他管线", "gas"),
        ("燃气管距墙不足1m，不可迁", "gas"),
        ("燃气:有；给水:√", "gas water"),
        ("有燃气 无阀门箱；给水1根", "gas water"),
    ] {
        assert_eq!(said(text), kinds, "{text}");
    }
}

#[test]
fn what_is_denied_or_doubted_is_not_sure() {
    for (text, kinds) in [
        ("无燃气", "gas?"),
        ("没有煤气", "gas?"),
        ("燃气：无", "gas?"),
        ("燃气： 无", "gas?"),
        ("燃气：\n无", "gas?"),
        ("燃气:×", "gas?"),
        ("燃气 0", "gas?"),
        ("燃气0根", "gas?"),
        ("燃气：/", "gas?"),
        ("燃气不涉及", "gas?"),
        ("燃气？", "gas?"),
        ("未发现燃气、污水", "gas? sewer?"),
        ("未发现燃气，污水，给水", "gas? sewer? water?"),
        ("燃气、污水均无", "gas? sewer?"),
        ("燃气，污水，均未发现", "gas? sewer?"),
        ("燃气和污水都没有", "gas? sewer?"),
        ("无 燃气", "gas?"),
        ("可能有燃气", "gas?"),
        ("燃气已拆除", "gas?"),
        ("燃气有，污水无", "gas sewer?"),
        ("燃气有、污水无", "gas sewer?"),
        ("无燃气，有污水", "gas? sewer"),
        ("无燃气、污水管DN300", "gas? sewer"),
        ("燃气 DN100；无给水", "gas water?"),
        ("煤气 DN100 无污水", "gas sewer?"),
        ("燃气DN100；无燃气表", "gas?"),
    ] {
        assert_eq!(said(text), kinds, "{text}");
    }
}

#[test]
fn texts_that_name_no_kind() {
    for text in ["无", "没有", "/", "—", "无。", "无管线", "没有任何管线"] {
        assert_eq!(said(text), "none", "{text}");
    }
    for text in ["不详", "?", "待查", "", "  "] {
        assert_eq!(said(text), "", "{text}");
    }
    for text in ["复杂", "距墙1.2m", "不涉及", "×", "老管道一根"] {
        assert_eq!(said(text), "unnamed", "{text}");
    }
    for text in ["有", "详见附表", "见管线表"] {
        assert_eq!(said(text), "refers", "{text}");
    }
}

#[test]
fn words_that_only_look_like_kinds() {
    let list = ListDef { aliases: vec!["管线情况".into()], ..dictionary(Complete::Unit).lists[0].clone() };
    let mut list = list;
    if let Kind::Choice(choices) = &mut list.fields[0].kind {
        choices[2].spellings.push("下水".into());
        choices[1].spellings.push("pe".into());
    }
    assert_eq!(read_list_text(&list, "地下水位高"), [TextSays::Unnamed { refers: false }]);
    assert_eq!(read_list_text(&list, "pipe"), [TextSays::Unnamed { refers: false }]);
    assert_eq!(read_list_text(&list, "PE管"), [TextSays::Kind { choice: 1, sure: true }]);
    assert_eq!(read_list_text(&list, "无管线情况"), [TextSays::None]);
}

proptest! {
    #[test]
    fn whatever_is_written_only_what_is_named_is_taken(
        text in prop_oneof![
            any::<String>(),
            "(燃气|煤气|污水|给水|无|没有|均|未发现|有|管|DN100|1.2m|：|:|、|，|；|。| |\n|/|×|地下水|燃|气|Ａ){0,12}",
        ],
    ) {
        let list = &dictionary(Complete::Unit).lists[0];
        let (_, choices) = kind_field(list).unwrap();
        for says in read_list_text(list, &text) {
            if let TextSays::Kind { choice, .. } = says {
                let folded = fold(&text);
                let spellings = &choices[choice as usize].spellings;
                prop_assert!(spellings.iter().any(|spelling| folded.contains(&fold(spelling))));
            }
        }
    }
}
