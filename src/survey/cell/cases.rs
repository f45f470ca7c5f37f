//! Cells as people fill them in, and what becomes of each: the table that documents [`super::read_cell`].
//!
//! Each line is: the text of the cell, the kind of field, the unit of measure of its header (empty: none), the value,
//! and the code of the finding (empty: none). Values are in base units.

use super::compound::split_compound;
use super::read_cell;
use crate::quantity::{Bounds, Decimal, Dimension, unit_named};
use crate::rules::Value;
use crate::rules::dictionary::{Choice, Field, Kind};
use crate::survey::grid::{Cell, Content, Sheet};
use jiff::civil::date;

/// Made-up fields, one a kind.
fn field(kind: &str) -> Field {
    let range = |low: &str, high: &str| Some(Bounds::between(Decimal::parse(low), Decimal::parse(high)));
    let choices = |list: &[(&str, &[&str])]| {
        list.iter()
            .map(|(id, spellings)| Choice {
                id: id.to_string(),
                spellings: spellings.iter().map(|s| s.to_string()).collect(),
            })
            .collect::<Vec<_>>()
    };
    let number = |dimension| Kind::Number(dimension);
    let (kind, unit, range, none) = match kind {
        // A width in metres.
        "width" => (number(Dimension::LENGTH), "m", range("0.5", "5"), None),
        // A length in metres without a plausible range.
        "length" => (number(Dimension::LENGTH), "m", None, None),
        // The diameter of a pipe in millimetres; 无 is none, 0.
        "pipe" => (number(Dimension::LENGTH), "mm", range("0", "3"), Some(Value::Number(Bounds::exact(Decimal::ZERO)))),
        "area" => (number(Dimension::AREA), "m2", None, None),
        "storeys" => (number(Dimension::Count), "层", range("1", "12"), None),
        "households" => (number(Dimension::Count), "户", None, None),
        "year" => (number(Dimension::Year), "", range("1900", "2100"), None),
        "day" => (number(Dimension::Date), "", None, None),
        "money" => (number(Dimension::MONEY), "元", None, None),
        "ten-thousands" => (number(Dimension::MONEY), "万元", range("10000", "10000000"), None),
        "agreed" => (Kind::Percent, "", range("0", "1"), None),
        "slope" => (Kind::Percent, "", range("0", "0.2"), None),
        "plain" => (number(Dimension::Number), "", None, None),
        "structure" => (
            Kind::Choice(choices(&[("brick", &["砖混", "砖混结构"]), ("frame", &["框架", "框架结构"])])),
            "",
            None,
            None,
        ),
        "heritage" => (Kind::Choice(choices(&[("none", &["无"]), ("listed", &["优秀历史建筑"])])), "", None, None),
        "sides" => (
            Kind::Several(choices(&[("street", &["沿街"]), ("corner", &["转角"]), ("yard", &["内院"])])),
            "",
            None,
            None,
        ),
        "flag" => (Kind::Flag, "", None, None),
        "text" | "key" => (Kind::Text, "", None, None),
        other => unreachable!("no such field in these tests: {other}"),
    };
    Field {
        id: "x".into(),
        label: "某项".into(),
        aliases: Vec::new(),
        kind,
        unit: unit_named(unit),
        range,
        help: None,
        none,
        key: false,
        group: false,
        strip: Vec::new(),
        yes: vec!["已装".into()],
        no: vec!["未装".into()],
        private: false,
        role: None,
        crs: None,
    }
}

/// A value in one word: `1.2`, `1.2..1.3`, `#brick`, `{street,(corner)}`, `yes`, `"text"`, `?`.
fn show(value: &Value, field: &Field) -> String {
    let id = |ix: usize| field.kind.choices().and_then(|c| c.get(ix)).map_or("?", |c| c.id.as_str()).to_string();
    match value {
        Value::Unknown => "?".into(),
        Value::Foreign => "foreign".into(),
        Value::Flag(flag) => if *flag { "yes" } else { "no" }.into(),
        Value::Text(text) => format!("\"{text}\""),
        Value::Choice(ix) => format!("#{}", id(*ix as usize)),
        Value::Several { must, may } => {
            let of = |ix: usize| match (must >> ix & 1, may >> ix & 1) {
                (1, _) => Some(id(ix)),
                (_, 1) => Some(format!("({})", id(ix))),
                _ => None,
            };
            format!("{{{}}}", (0..3).filter_map(of).collect::<Vec<_>>().join(","))
        }
        Value::Number(bounds) if field.kind == Kind::Number(Dimension::Date) => {
            let day = |d: Decimal| super::calendar::day_of_number(d).unwrap().to_string();
            match (bounds.low().map(day), bounds.high().map(day)) {
                (Some(low), Some(high)) if low == high => low,
                (low, high) => format!("{}..{}", low.unwrap_or_default(), high.unwrap_or_default()),
            }
        }
        Value::Number(bounds) => match (bounds.low(), bounds.high()) {
            (Some(low), Some(high)) if low == high => low.to_string(),
            (low, high) => {
                let end = |e: Option<Decimal>| e.map_or(String::new(), |e| e.to_string());
                format!("{}..{}", end(low), end(high))
            }
        },
    }
}

fn read(content: Content, kind: &str, unit: &str) -> (String, &'static str) {
    let mut field = field(kind);
    field.key = kind == "key";
    let cell = Cell { content, struck: false };
    let reading = read_cell(&field, &cell, unit_named(unit), &Sheet::default(), date(2025, 11, 3));
    if let Some(doubt) = &reading.doubt {
        assert!(crate::survey::finding::CODES.iter().any(|entry| entry.0 == doubt.code), "{}", doubt.code);
        assert!(!doubt.message.zh.is_empty() && !doubt.message.en.is_empty());
        let counts = crate::survey::finding::severity(doubt.code) == crate::survey::finding::FindingSeverity::Note;
        assert_eq!(counts, !doubt.reading.is_empty(), "a note has a reading, a warning has none: {doubt:?}");
    }
    (show(&reading.value, &field), reading.doubt.map_or("", |doubt| doubt.code))
}

#[test]
fn texts() {
    #[rustfmt::skip]
    let cases: &[(&str, &str, &str, &str, &str)] = &[
        // Plain numbers and units of measure. The stated unit wins over the header's, that over the dictionary's.
        ("1.2",             "width",   "",    "1.2",        ""),
        ("1.2m",            "width",   "",    "1.2",        ""),
        ("1.2 M",           "width",   "",    "1.2",        ""),
        ("1.2米",           "width",   "",    "1.2",        ""),
        ("1200㎜",          "width",   "",    "1.2",        ""),
        ("120公分",         "width",   "",    "1.2",        ""),
        ("120 ｃｍ",        "width",   "",    "1.2",        ""),
        ("１．２",           "width",   "",    "1.2",        ""),
        ("1200",            "width",   "mm",  "1.2",        ""),
        ("1,200",           "width",   "mm",  "1.2",        ""),
        ("1，200",          "width",   "mm",  "1.2",        ""),
        ("1.2m",            "width",   "mm",  "1.2",        ""),
        ("'1.2",            "width",   "",    "1.2",        ""),
        (" 1.2\u{a0}",      "width",   "",    "1.2",        ""),
        ("1.2。",           "width",   "",    "1.2",        ""),
        ("+1.2",            "width",   "",    "1.2",        ""),
        ("-0.45",           "length",  "",    "-0.45",      ""),
        ("负0.45米",        "length",  "",    "-0.45",      ""),
        ("1.2E+03",         "length",  "mm",  "1.2",        ""),
        ("12m²",            "area",    "",    "12",         ""),
        ("12㎡",            "area",    "",    "12",         ""),
        ("12平方米",        "area",    "",    "12",         ""),
        ("12平米",          "area",    "",    "12",         ""),
        // Metres and what is over.
        ("1m20",            "width",   "",    "1.2",        ""),
        ("1米2",            "width",   "",    "1.2",        ""),
        ("1米20公分",       "width",   "",    "1.2",        ""),
        ("1m5cm",           "width",   "",    "1.05",       ""),
        ("1m2",             "width",   "",    "?",          "S026"),
        // Chinese numerals.
        ("两米",            "width",   "",    "2",          ""),
        ("一米二",          "width",   "",    "1.2",        ""),
        ("一点二米",        "width",   "",    "1.2",        ""),
        ("六层",            "storeys", "",    "6",          ""),
        ("十二",            "storeys", "",    "12",         ""),
        ("二十四户",        "households", "", "24",         ""),
        ("一百零八",        "households", "", "108",        ""),
        ("三四层",          "storeys", "",    "?",          "S020"),
        // Pipe sizes are millimetres, whatever the column's unit.
        ("DN100",           "pipe",    "",    "0.1",        ""),
        ("Φ200",            "pipe",    "m",   "0.2",        ""),
        ("ø200",            "length",  "",    "0.2",        ""),
        ("de110",           "pipe",    "",    "0.11",       ""),
        ("DN100~DN150",     "pipe",    "",    "0.1..0.15",  "S022"),
        ("2×DN100",         "pipe",    "",    "?",          "S020"),
        // Approximations, ranges, tolerances, inequalities.
        ("约1.2",           "width",   "",    "1.2",        "S021"),
        ("大约 1.2 m",      "width",   "",    "1.2",        "S021"),
        ("1.2左右",         "width",   "",    "1.2",        "S021"),
        ("约1.2米左右",     "width",   "",    "1.2",        "S021"),
        ("≥1.2",            "width",   "",    "1.2..",      "S022"),
        (">1.2",            "width",   "",    "1.2..",      "S022"),
        ("＞＝1.2米",       "width",   "",    "1.2..",      "S022"),
        ("≮1.1m",           "width",   "",    "1.1..",      "S022"),
        ("至少1.2",         "width",   "",    "1.2..",      "S022"),
        ("1.2以上",         "width",   "",    "1.2..",      "S022"),
        ("1.2m及以上",      "width",   "",    "1.2..",      "S022"),
        ("<1.2",            "width",   "",    "..1.2",      "S022"),
        ("不足1.2",         "width",   "",    "..1.2",      "S022"),
        ("不超过1.2m",      "width",   "",    "..1.2",      "S022"),
        ("1.2米以内",       "width",   "",    "..1.2",      "S022"),
        ("20多户",          "households", "", "20..",       "S022"),
        ("1.2~1.3",         "width",   "",    "1.2..1.3",   "S022"),
        ("1.2～1.3m",       "width",   "",    "1.2..1.3",   "S022"),
        ("1.0-1.1",         "width",   "",    "1..1.1",     "S022"),
        ("1.0—1.1",         "width",   "",    "1..1.1",     "S022"),
        ("1.0至1.1米",      "width",   "",    "1..1.1",     "S022"),
        ("120-130cm",       "width",   "",    "1.2..1.3",   "S022"),
        ("1.2m~130cm",      "width",   "",    "1.2..1.3",   "S022"),
        ("约1.2~1.3",       "width",   "",    "1.2..1.3",   "S022"),
        ("1.2-1.2",         "width",   "",    "1.2",        ""),
        ("1.3-1.2",         "width",   "",    "?",          "S020"),
        ("1.2±0.05",        "width",   "",    "1.15..1.25", "S022"),
        ("1200±50mm",       "width",   "",    "1.15..1.25", "S022"),
        ("1.2m±5cm",        "width",   "",    "1.15..1.25", "S022"),
        ("1.2±5cm",         "width",   "",    "?",          "S020"),
        ("~1.2",            "width",   "",    "?",          "S020"),
        // Plausibility: never silently rescaled.
        ("1200",            "width",   "",    "?",          "S024"),
        ("120",             "width",   "",    "?",          "S024"),
        ("1200m",           "width",   "",    "?",          "S024"),
        ("1.2",             "width",   "mm",  "?",          "S024"),
        ("7",               "width",   "",    "?",          "S023"),
        ("-1.2",            "width",   "",    "?",          "S023"),
        ("≥7",              "width",   "",    "?",          "S023"),
        ("1~7",             "width",   "",    "?",          "S023"),
        ("45",              "storeys", "",    "?",          "S023"),
        // Units of another kind.
        ("1.2m",            "area",    "",    "?",          "S026"),
        ("6户",             "storeys", "",    "?",          "S026"),
        ("6个",             "storeys", "",    "6",          ""),
        ("1.2",             "width",   "m2",  "?",          "S026"),
        ("1.2m",            "width",   "m2",  "1.2",        ""),
        // Counts.
        ("6",               "storeys", "",    "6",          ""),
        ("6F",              "storeys", "",    "6",          ""),
        ("6.0",             "storeys", "",    "6",          ""),
        ("6+1",             "storeys", "",    "?",          "S020"),
        ("2.5",             "storeys", "",    "?",          "S025"),
        ("5-6层",           "storeys", "",    "5..6",       "S022"),
        // Percentages: a bare number is in hundredths, and one of at most 1 may be a share.
        ("40%",             "agreed",  "",    "0.4",        ""),
        ("40％",            "agreed",  "",    "0.4",        ""),
        ("40",              "agreed",  "",    "0.4",        ""),
        ("百分之四十",       "agreed",  "",    "0.4",        ""),
        ("66.7%",           "agreed",  "",    "0.667",      ""),
        ("0",               "agreed",  "",    "0",          ""),
        ("0.8",             "agreed",  "",    "?",          "S032"),
        ("0.8",             "agreed",  "%",   "0.008",      ""),
        ("0.8",             "slope",   "",    "0.008",      ""),
        ("1/2",             "agreed",  "",    "?",          "S020"),
        ("40%",             "plain",   "",    "0.4",        ""),
        ("0.4",             "plain",   "",    "0.4",        ""),
        // Money.
        ("28万",            "money",   "",    "280000",     ""),
        ("28万元",          "money",   "",    "280000",     ""),
        ("二十八万",        "money",   "",    "280000",     ""),
        ("3,000元",         "money",   "",    "3000",       ""),
        ("三千元",          "money",   "",    "3000",       ""),
        ("28",              "ten-thousands", "", "280000",  ""),
        ("280000",          "ten-thousands", "", "?",       "S024"),
        ("280000",          "ten-thousands", "元", "280000", ""),
        // Years.
        ("1987",            "year",    "",    "1987",       ""),
        ("1987年",          "year",    "",    "1987",       ""),
        ("1987年6月",       "year",    "",    "1987",       ""),
        ("1986.6",          "year",    "",    "1986",       ""),
        ("1986-06",         "year",    "",    "1986",       ""),
        ("1986/6/1",        "year",    "",    "1986",       ""),
        ("1987.0",          "year",    "",    "1987",       ""),
        ("1987年建",        "year",    "",    "1987",       ""),
        ("一九八七年",      "year",    "",    "1987",       ""),
        ("87年",            "year",    "",    "1987",       "S033"),
        ("05年",            "year",    "",    "2005",       "S033"),
        ("八七年",          "year",    "",    "1987",       "S033"),
        ("80年代",          "year",    "",    "1980..1989", "S022"),
        ("八十年代",        "year",    "",    "1980..1989", "S022"),
        ("上世纪八十年代",  "year",    "",    "1980..1989", "S022"),
        ("1980年代初",      "year",    "",    "1980..1989", "S022"),
        ("1985-1987",       "year",    "",    "1985..1987", "S022"),
        ("1985~87年",       "year",    "",    "1985..1987", "S022"),
        ("1985至1987年",    "year",    "",    "1985..1987", "S022"),
        ("1990年左右",      "year",    "",    "1990",       "S021"),
        ("约1990",          "year",    "",    "1990",       "S021"),
        ("1990年以前",      "year",    "",    "..1990",     "S022"),
        ("2000年后",        "year",    "",    "2000..",     "S022"),
        ("87",              "year",    "",    "?",          "S020"),
        ("1850",            "year",    "",    "?",          "S023"),
        ("民国",            "year",    "",    "?",          "S020"),
        // Days.
        ("2021-06-01",      "day",     "",    "2021-06-01", ""),
        ("2021.6.1",        "day",     "",    "2021-06-01", ""),
        ("2021/6/1 10:30",  "day",     "",    "2021-06-01", ""),
        ("2021年6月1日",    "day",     "",    "2021-06-01", ""),
        ("20210601",        "day",     "",    "2021-06-01", ""),
        ("21年6月1日",      "day",     "",    "2021-06-01", "S033"),
        ("2021年6月",       "day",     "",    "2021-06-01..2021-06-30", "S022"),
        ("2021.6",          "day",     "",    "2021-06-01..2021-06-30", "S022"),
        ("2021年",          "day",     "",    "2021-01-01..2021-12-31", "S022"),
        ("2021-02-30",      "day",     "",    "?",          "S020"),
        ("6月1日",          "day",     "",    "?",          "S020"),
        // Choices, by id or spelling.
        ("砖混",            "structure", "",  "#brick",     ""),
        ("砖 混 结构",      "structure", "",  "#brick",     ""),
        ("BRICK",           "structure", "",  "#brick",     ""),
        ("木结构",          "structure", "",  "foreign",    "S027"),
        ("砖混、框架",      "structure", "",  "foreign",    "S027"),
        ("无",              "heritage",  "",  "#none",      ""),
        ("无",              "structure", "",  "?",          ""),
        // Several choices.
        ("沿街",            "sides",   "",    "{street}",   ""),
        ("沿街、转角",      "sides",   "",    "{street,corner}", ""),
        ("沿街/转角；内院", "sides",   "",    "{street,corner,yard}", ""),
        ("沿街、临河",      "sides",   "",    "{street,(corner),(yard)}", "S027"),
        ("沿街、不详",      "sides",   "",    "{street,(corner),(yard)}", ""),
        ("临河",            "sides",   "",    "?",          "S027"),
        // Flags.
        ("是",              "flag",    "",    "yes",        ""),
        ("有",              "flag",    "",    "yes",        ""),
        ("√",               "flag",    "",    "yes",        ""),
        ("✔\u{fe0f}",      "flag",    "",    "yes",        ""),
        ("✕",               "flag",    "",    "no",         ""),
        ("1.0",             "flag",    "",    "yes",        ""),
        ("Ｙ",              "flag",    "",    "yes",        ""),
        ("1",               "flag",    "",    "yes",        ""),
        ("已装",            "flag",    "",    "yes",        ""),
        ("否",              "flag",    "",    "no",         ""),
        ("无",              "flag",    "",    "no",         ""),
        ("×",               "flag",    "",    "no",         ""),
        ("false",           "flag",    "",    "no",         ""),
        ("未装",            "flag",    "",    "no",         ""),
        ("/",               "flag",    "",    "?",          ""),
        ("部分",            "flag",    "",    "?",          "S034"),
        // Words that say there is none, or that it is not known.
        ("无",              "width",   "",    "?",          ""),
        ("无",              "pipe",    "",    "0",          ""),
        ("—",               "pipe",    "",    "0",          ""),
        ("－",              "pipe",    "",    "0",          ""),
        ("/",               "pipe",    "",    "0",          ""),
        ("N/A",             "pipe",    "",    "?",          ""),
        ("不详",            "pipe",    "",    "?",          ""),
        ("未测",            "width",   "",    "?",          ""),
        ("？",              "width",   "",    "?",          ""),
        ("（待定）",        "width",   "",    "?",          ""),
        ("  ",              "width",   "",    "?",          ""),
        // What is not understood is unknown and named.
        ("较宽",            "width",   "",    "?",          "S020"),
        ("1,2",             "width",   "",    "?",          "S020"),
        ("1。2",            "width",   "",    "?",          "S020"),
        ("1.2/1.3",         "width",   "",    "?",          "S020"),
        ("12 13",           "households", "", "?",          "S020"),
        ("1.2.3",           "length",  "",    "?",          "S020"),
        ("99999999999999999999", "length", "", "?",         "S020"),
        ("TRUE",            "width",   "",    "?",          "S020"),
        ("#REF!",           "width",   "",    "?",          "S028"),
        // Text is kept as written, cleaned.
        (" 上钢 三村 ",     "text",    "",    "\"上钢 三村\"", ""),
        ("'0012",           "text",    "",    "\"0012\"",   ""),
        ("不详",            "text",    "",    "?",          ""),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, kind, unit, value, code)| {
            (text, kind, read(Content::Text((*text).into()), kind, unit), (value, code))
        })
        .filter(|(_, _, got, (value, code))| (got.0.as_str(), got.1) != (**value, **code))
        .map(|(text, kind, got, want)| format!("`{text}` as {kind}: {got:?}, not {want:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn stored_values() {
    use Content::*;
    #[rustfmt::skip]
    let cases: &[(Content, &str, &str, &str, &str)] = &[
        (Number(1.0999999999999999), "width",      "",   "1.1",        ""),
        (Number(1200.0),             "width",      "mm", "1.2",        ""),
        (Number(1200.0),             "width",      "",   "?",          "S024"),
        (Number(6.0),                "storeys",    "",   "6",          ""),
        (Number(2.5),                "storeys",    "",   "?",          "S025"),
        (Number(f64::NAN),           "length",     "",   "?",          "S020"),
        (Number(1e300),              "length",     "",   "?",          "S020"),
        (Number(40.0),               "agreed",     "",   "0.4",        ""),
        (Number(0.8),                "agreed",     "",   "?",          "S032"),
        (Percent(0.4),               "agreed",     "",   "0.4",        ""),
        (Percent(1.0),               "agreed",     "",   "1",          ""),
        (Percent(0.4),               "plain",      "",   "0.4",        ""),
        (Percent(1.2),               "width",      "",   "?",          "S026"),
        (Number(1987.0),             "year",       "",   "1987",       ""),
        (Number(1986.6),             "year",       "",   "1986",       ""),
        (Number(87.0),               "year",       "",   "?",          "S020"),
        (Number(31778.0),            "year",       "",   "?",          "S020"),
        (Date(31778.0),              "year",       "",   "1987",       ""),
        (Date(1987.0),               "year",       "",   "?",          "S031"),
        (IsoDate("1987-01-01".into()), "year",     "",   "1987",       ""),
        (Date(44348.75),             "day",        "",   "2021-06-01", ""),
        (Number(44348.0),            "day",        "",   "2021-06-01", ""),
        (Number(20210601.0),         "day",        "",   "2021-06-01", ""),
        (Number(2021.0),             "day",        "",   "2021-01-01..2021-12-31", "S022"),
        (Number(2021.6),             "day",        "",   "2021-06-01..2021-06-30", "S022"),
        (Number(2021.1),             "day",        "",   "2021-01-01..2021-10-31", "S022"),
        (Number(2021.12),            "day",        "",   "2021-12-01..2021-12-31", "S022"),
        (Number(12.0),               "day",        "",   "?",          "S020"),
        (IsoDate("2021-06-01T08:00:00".into()), "day", "", "2021-06-01", ""),
        (Date(0.5),                  "day",        "",   "?",          "S020"),
        (Date(44348.0),              "width",      "",   "?",          "S031"),
        (Date(44348.0),              "structure",  "",   "?",          "S031"),
        (Date(44348.0),              "text",       "",   "\"2021-06-01\"", ""),
        (Date(44348.0),              "key",        "",   "?",          "S031"),
        (Number(101.0),              "key",        "",   "\"101\"",    ""),
        (Number(1.5),                "text",       "",   "\"1.5\"",    ""),
        (Number(1.0),                "flag",       "",   "yes",        ""),
        (Flag(false),                "flag",       "",   "no",         ""),
        (Number(2.0),                "flag",       "",   "?",          "S034"),
        (Flag(true),                 "width",      "",   "?",          "S020"),
        (Number(3.0),                "structure",  "",   "foreign",    "S027"),
        (Error("#REF!".into()),      "width",      "",   "?",          "S028"),
        (Error("#N/A".into()),       "text",       "",   "?",          "S028"),
        (NoValue,                    "width",      "",   "?",          "S029"),
    ];
    for (content, kind, unit, value, code) in cases {
        assert_eq!(read(content.clone(), kind, unit), (value.to_string(), *code), "{content:?} as {kind}");
    }
}

#[test]
fn a_struck_cell_is_unknown_and_says_what_stood_there() {
    let cell = Cell { content: Content::Text("1.2".into()), struck: true };
    let reading = read_cell(&field("width"), &cell, None, &Sheet::default(), date(2025, 11, 3));
    assert_eq!((reading.value, reading.doubt.unwrap().code), (Value::Unknown, "S030"));
    assert_eq!(&*reading.written, "1.2");
}

#[test]
fn silence_and_none_are_told_apart() {
    let says = |text: &str, kind: &str| {
        let cell = Cell { content: Content::Text(text.into()), struck: false };
        let reading = read_cell(&field(kind), &cell, None, &Sheet::default(), date(2025, 11, 3));
        (reading.says_nothing, reading.says_none)
    };
    assert_eq!(says("不详", "width"), (true, false));
    assert_eq!(says(" ", "width"), (true, false));
    assert_eq!(says("无", "width"), (false, true));
    assert_eq!(says("——", "width"), (false, true));
    // A spelling of the field's own is a value, and no word for none.
    assert_eq!(says("无", "heritage"), (false, false));
    assert_eq!(says("无", "flag"), (false, false));
    assert_eq!(says("1.2", "width"), (false, false));
}

#[test]
fn the_likely_unit_is_suggested_and_the_value_shown_in_the_fields_own() {
    let cell = Cell { content: Content::Number(1200.0), struck: false };
    let reading = read_cell(&field("width"), &cell, None, &Sheet::default(), date(2025, 11, 3));
    let doubt = reading.doubt.unwrap();
    assert!(doubt.message.zh.contains("0.5~5m"), "{}", doubt.message.zh);
    assert!(doubt.suggestion.unwrap().zh.contains("mm 计（即 1.2m）"));
}

#[test]
fn a_serial_counts_in_the_sheets_own_epoch() {
    let cell = Cell { content: Content::Date(42886.0), struck: false };
    let sheet = Sheet { epoch_1904: true, ..Sheet::default() };
    let reading = read_cell(&field("day"), &cell, None, &sheet, date(2025, 11, 3));
    assert_eq!(show(&reading.value, &field("day")), "2021-06-01");
    assert_eq!(&*reading.written, "2021-06-01");
}

#[test]
fn one_cell_for_several_fields() {
    #[rustfmt::skip]
    let cases: &[(&str, &str, &str)] = &[
        ("1.1/1.2",        "width width",         "1.1|1.2"),
        ("1.1／1.2",       "width width",         "1.1|1.2"),
        ("1.1m / 1.2m",    "width width",         "1.1m|1.2m"),
        ("1.1/1.2m",       "width width",         "1.1|1.2m"),
        ("1.1、1.2",       "width width",         "1.1|1.2"),
        ("1.1，1.2",       "width width",         "1.1|1.2"),
        ("1.1；1.2",       "width width",         "1.1|1.2"),
        ("1.1 1.2",        "width width",         "1.1|1.2"),
        ("1.1\n1.2",       "width width",         "1.1|1.2"),
        ("1.1/\n1.2",      "width width",         "1.1|1.2"),
        ("1.1×1.2",        "width width",         "1.1|1.2"),
        ("1200*2400",      "width width",         "1200|2400"),
        ("1.1mX1.2m",      "width width",         "1.1m|1.2m"),
        ("1,200/1,300",    "width width",         "1,200|1,300"),
        ("1100,1200",      "width width",         "1100|1200"),
        ("6/24",           "storeys households",  "6|24"),
        ("六层/二十四户",  "storeys households",  "六层|二十四户"),
        ("1/2",            "storeys households",  "1|2"),
        ("1987/6",         "year storeys",        "1987|6"),
        ("砖混/6",         "structure storeys",   "砖混|6"),
        ("√/×",            "flag flag",           "√|×"),
        ("1.1/—",          "width width",         "1.1|—"),
        ("1.1/不详",       "width width",         "1.1|不详"),
        ("张三/1.2",       "text width",          "张三|1.2"),
        // What fills the cell and says nothing, or none, says it of each.
        ("不详",           "width width",         "不详|不详"),
        ("/",              "pipe pipe",           "/|/"),
        ("无",             "flag pipe",           "无|无"),
        (" ",              "width width",         "|"),
        // One value, or another number of them, or it cannot be told.
        ("1.1",            "width width",         "whole"),
        ("1.1/1.2/1.3",    "width width",         "whole"),
        ("1.1/1.2",        "width width width",   "whole"),
        ("1.1/1.2",        "width",               "whole"),
        ("1.1/",           "width width",         "whole"),
        ("1.1//1.2",       "width width width",   "whole"),
        ("1,200",          "width width",         "whole"),
        ("1 200",          "width width",         "whole"),
        ("1.1-1.2",        "width width",         "whole"),
        ("1.1~1.2",        "width width",         "whole"),
        ("6+1",            "storeys households",  "whole"),
        ("1.1 m",          "width width",         "whole"),
        ("1.1/1.2、1.3",   "width width",         "whole"),
        ("2/3",            "agreed households",   "whole"),
        ("2021/6/1",       "year storeys storeys", "whole"),
        ("沿街、转角",     "sides sides",         "whole"),
        ("张三、1.2",      "text width",          "whole"),
        ("DN100/150",      "pipe",                "whole"),
    ];
    for (text, kinds, want) in cases {
        let fields: Vec<Field> = kinds.split(' ').map(field).collect();
        let fields: Vec<&Field> = fields.iter().collect();
        let got = split_compound(&Content::Text((*text).into()), &fields);
        assert_eq!(got.map_or("whole".into(), |parts| parts.join("|")), *want, "`{text}` as {kinds}");
    }
    // 6/24 that the spreadsheet made a date of, and a number, are no texts to take apart.
    let (a, b) = (field("storeys"), field("households"));
    for content in [Content::Date(44371.0), Content::Number(6.24), Content::NoValue, Content::Percent(0.4)] {
        assert_eq!(split_compound(&content, &[&a, &b]), None);
    }
}
