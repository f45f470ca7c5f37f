//! What holds for any text whatever, and for texts put together from the words of forms.

use super::fields::{FIELDS, field, show};
use super::{reading, text};
use crate::rules::Value;
use crate::survey::cell::compound::split_compound;
use crate::survey::cell::words::{clean, fold};
use crate::survey::finding::{FindingSeverity, severity};
use proptest::prelude::*;

/// Words and marks of forms, to be strung together.
const WORDS: &[&str] = &[
    "1",
    "2",
    "05",
    "1.2",
    "1200",
    "1,200",
    "1987",
    "2/3",
    "m",
    "mm",
    "米",
    "公分",
    "㎡",
    "层",
    "户",
    "万元",
    "年",
    "月",
    "日",
    "年代",
    "%",
    "约",
    "左右",
    "≥",
    "<",
    "不足",
    "以上",
    "~",
    "-",
    "至",
    "±",
    "/",
    "×",
    "+",
    "、",
    ",",
    ".",
    " ",
    "(",
    ")",
    "（",
    "）",
    "最窄处",
    "见注",
    "dn",
    "Φ",
    "一",
    "二",
    "十",
    "百",
    "点",
    "半",
    "成",
    "分之",
    "百分之",
    "共",
    "¥",
    "负",
    "同上",
    "〃",
    "''",
    "'",
    "无",
    "不详",
    "?",
    "是",
    "否",
    "☑",
    "□",
    "√",
    "○",
    "( )",
    "①",
    "几",
    "砖混",
    "沿街",
    "e+",
    "#",
    "世纪",
    "零",
    "\u{a0}",
    "\n",
];

fn any_written() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(prop::sample::select(WORDS), 0..7).prop_map(|words| words.concat());
    prop_oneof![3 => words, 1 => ".{0,12}"]
}

fn any_field() -> impl Strategy<Value = &'static str> {
    prop::sample::select(FIELDS).prop_map(|(name, _)| name)
}

fn any_header() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["", "", "mm", "m", "%", "户"][..])
}

fn value_of(written: &str, name: &str, header: &str) -> String {
    show(&reading(&text(written), name, header, false).value, &field(name))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_what_is_doubted_does_not_count(
        written in any_written(), name in any_field(), header in any_header()
    ) {
        let reading = reading(&text(&written), name, header, false);
        prop_assert_eq!(&*reading.written, written.as_str());
        let counts = reading.doubt.as_ref().is_none_or(|doubt| severity(doubt.code) == FindingSeverity::Note);
        let known = !matches!(reading.value, Value::Unknown | Value::Foreign | Value::Several { .. });
        prop_assert!(counts || !known, "{:?}", reading);
        // What is not known and not said to be so was told about.
        let silent = reading.says_nothing || reading.says_none || reading.doubt.is_some();
        prop_assert!(known || silent || matches!(reading.value, Value::Several { .. }), "{:?}", reading);
        if let Value::Number(bounds) = reading.value {
            prop_assert!(super::super::measure::plausible(bounds, &field(name)) || reading.says_none);
        }
    }

    #[test]
    fn blanks_around_a_text_never_matter(
        written in any_written(), name in any_field(), header in any_header(), blank in "[ \t\n\u{a0}\u{3000}\u{200b}]{1,3}"
    ) {
        let padded = format!("{blank}{written}{blank}");
        prop_assert_eq!(value_of(&padded, name, header), value_of(&written, name, header));
    }

    #[test]
    fn full_width_characters_read_like_plain_ones(
        written in any_written(), name in any_field(), header in any_header()
    ) {
        // A `'` in front of a text is the spreadsheet's mark only as it stands on the keyboard, and free text is kept
        // as it was written.
        let written = written.replace('\'', "");
        let wide = |c: char| match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
            c => c,
        };
        let wide: String = written.chars().map(wide).collect();
        prop_assert_eq!(fold(&value_of(&wide, name, header)), fold(&value_of(&written, name, header)));
    }

    #[test]
    fn a_number_reads_back_exactly_in_every_unit_of_measure(mm in 500_u32..=5000, header in prop::sample::select(&["", "m", "mm", "cm"][..])) {
        let (metres, rest) = (mm / 1000, mm % 1000);
        let tenths = |whole: u32, tenth: u32, unit: &str| format!("{whole}.{tenth}{unit}");
        let want = value_of(&format!("{mm}"), "净宽", "mm");
        let mut spellings = vec![
            format!("{mm}mm"), format!("{mm}㎜"), format!("{mm} 毫米"), format!("{mm}MM"), format!("{mm}（mm）"),
            tenths(mm / 10, mm % 10, "cm"), tenths(mm / 10, mm % 10, "公分"),
            format!("{metres}.{rest:03}m"), format!("{metres}.{rest:03} 米"), format!("{metres}点{rest:03}米"),
            format!("{metres}m{rest:03}"), format!("{metres}米{rest:03}"), format!("{metres}m{rest}mm"),
        ];
        if mm >= 1000 {
            spellings.push(format!("{metres},{rest:03}mm"));
        }
        for spelling in spellings {
            prop_assert_eq!(&value_of(&spelling, "净宽", header), &want, "{}", spelling);
            prop_assert_eq!(&value_of(&format!("约{spelling}"), "净宽", header), &want, "约{}", spelling);
        }
    }

    #[test]
    fn a_cell_is_taken_apart_into_what_stood_there(written in any_written(), names in prop::collection::vec(any_field(), 0..4)) {
        let fields: Vec<_> = names.iter().map(|name| field(name)).collect();
        let fields: Vec<_> = fields.iter().collect();
        if let Some(parts) = split_compound(&text(&written).content, &fields) {
            prop_assert_eq!(parts.len(), fields.len());
            let whole = clean(&written);
            prop_assert!(parts.iter().all(|part| whole.contains(&**part)), "{:?}", parts);
        }
    }

    #[test]
    fn what_is_ticked_reads_as_if_it_stood_alone(
        options in prop::sample::subsequence(&["砖混", "框架", "木结构", "其他", "不详"][..], 2..=4),
        picks in any::<prop::sample::Index>(),
        marks in prop::sample::select(&[("☑", "□"), ("■", "□"), ("√", "☐"), ("●", "○"), ("（√）", "（ ）"), ("[x]", "[ ]"), ("√", "×")][..]),
        (before, between) in (any::<bool>(), prop::sample::select(&["", " ", "、", "\n", " / "][..])),
    ) {
        let pick = picks.index(options.len());
        let written = |ticked: &dyn Fn(usize) -> bool| {
            let one = |(at, option): (usize, &&str)| {
                let mark = if ticked(at) { marks.0 } else { marks.1 };
                if before { format!("{mark}{option}") } else { format!("{option}{mark}") }
            };
            options.iter().enumerate().map(one).collect::<Vec<_>>().join(between)
        };
        let one = written(&|at| at == pick);
        prop_assert_eq!(value_of(&one, "结构", ""), value_of(options[pick], "结构", ""), "{}", one);
        let all = written(&|_| true);
        prop_assert_eq!(value_of(&all, "结构", ""), "未知", "{}", all);
        // Crosses alone are no boxes.
        let none = written(&|_| false);
        prop_assert!(marks.1 == "×" || value_of(&none, "结构", "") == "未知", "{}", none);
    }

    #[test]
    fn the_same_as_above_is_what_stands_above_or_unknown(above in any_written(), name in any_field()) {
        let (field, above) = (field(name), reading(&text(&above), name, "", false));
        let same = reading(&text("同上"), name, "", false).below(Some(&above), &field);
        super::sound(&same);
        if same.value != above.value {
            prop_assert_eq!((same.value, same.doubt.unwrap().code), (Value::Unknown, "S036"));
        }
    }
}
