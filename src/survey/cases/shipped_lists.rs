//! Pipes as small surveys give them, read from text files with the shipped dictionary: in columns, in sheets of their
//! own, in a text, and in all of these.
//!
//! What always holds: each case is what people wrote, and each unit's pipes: `gas 1.2`, `gas low`, `gas ?` for one
//! that may or may not exist, `- 1.2` for one of an unknown kind; `=` before them where the list is known, `~` where not.

use super::made_up_survey::told;
use crate::rules::value::Value;
use crate::rules::{Dictionary, Kind, load};
use crate::survey::{Options, Survey, read};
use jiff::civil::date;

const NOTHING_ELSE: &[&str] = &[];

/// Files (name, rows), units with their pipes, and the findings of these codes.
struct Case {
    files: &'static [(&'static str, &'static str)],
    pipes: &'static [&'static str],
    told: &'static [&'static str],
}

const COLUMNS: &[Case] = &[
    Case {
        files: &[(
            "甲.csv",
            "小区,楼号,单元号,燃气管距离,给水管距离,污水管距离\n\
             甲,1,1,1.2,无,\n甲,1,2,有,/,不详\n甲,1,3,1200,—,没有\n甲,1,4,,,\n甲,1,5,无,无,无\n\
             甲,1,6,约1.2,≥1.5,1.0~1.2\n甲,1,7,待定,#REF!,无\n甲,1,8,已拆,0,1.2m",
        )],
        pipes: &[
            "甲/1/1 = gas 1.2, sewer ?",
            "甲/1/2 = gas, sewer ?",
            "甲/1/3 = gas",
            "甲/1/4 ~ gas ?, water ?, sewer ?",
            "甲/1/5 =",
            "甲/1/6 = gas 1.2, water 1.5.., sewer 1..1.2",
            "甲/1/7 = gas ?, water ?",
            "甲/1/8 = gas, water 0, sewer 1.2",
        ],
        told: &["S066", "S020 D3", "S024 D4", "S021 D7", "S022 E7", "S022 F7", "S028 E8", "S020 D9"],
    },
    Case {
        files: &[("甲.csv", "小区,楼号,单元号,燃气管距离(mm),给水管净距（cm）\n甲,1,1,1200,120\n甲,1,2,1.2m,1.2")],
        pipes: &["甲/1/1 = gas 1.2, water 1.2", "甲/1/2 = gas 1.2, water 0.012"],
        told: &["S066"],
    },
    // Boxes to tick: of one that is not certainly ticked it is not certain that there is a pipe.
    Case {
        files: &[(
            "甲.csv",
            "小区,楼号,单元号,燃气管距离\n甲,1,1,□有 ☑无\n甲,1,2,☑有 □无\n甲,1,3,□有 □无\n甲,1,4,☑有 ☑无\n甲,1,5,□1.0 ☑1.2",
        )],
        pipes: &["甲/1/1 =", "甲/1/2 = gas", "甲/1/3 ~ gas ?", "甲/1/4 ~ gas ?", "甲/1/5 = gas 1.2"],
        told: &["S066", "S020 D3", "S020 D5"],
    },
    // Two columns for gas: `无` in one says that there is no other.
    Case {
        files: &[(
            "甲.csv",
            "小区,楼号,单元号,低压燃气管距外墙,燃气管距外墙\n甲,1,1,1.2,无\n甲,1,2,无,1.2\n甲,1,3,,1.2\n甲,1,4,无,无",
        )],
        pipes: &["甲/1/1 = gas 1.2 low", "甲/1/2 = gas 1.2", "甲/1/3 = gas low ?, gas 1.2", "甲/1/4 ="],
        told: &["S066"],
    },
    // One unit in two files.
    Case {
        files: &[
            ("一.csv", "小区,楼号,单元号,燃气管距离\n甲,1,1,1.2\n甲,1,2,1.2\n甲,1,3,无\n甲,1,4,\n甲,1,5,不详"),
            ("二.csv", "小区,楼号,单元号,燃气管距离\n甲,1,1,1200mm\n甲,1,2,1.3\n甲,1,3,1.2\n甲,1,4,1.2\n甲,1,5,无"),
        ],
        pipes: &["甲/1/1 = gas 1.2", "甲/1/2 = gas 1.2, gas 1.3", "甲/1/3 = gas 1.2 ?", "甲/1/4 = gas 1.2", "甲/1/5 ="],
        told: &["S066", "S066", "S065 D4"],
    },
];

const SHEETS: &[Case] = &[
    Case {
        files: &[
            (
                "甲.csv",
                "小区,楼号,单元号,层数\n甲,1,1,6\n甲,1,2,6\n甲,1,3,6\n甲,1,4,6\n甲,1,5,6\n甲,1,6,6\n甲,1,7,6\n甲,1,8,6",
            ),
            (
                "管线.csv",
                "小区,楼号,单元号,管线类型,管径,距外墙\n甲,1,1,燃气,DN100,1.2\n甲,1号楼,01,煤气管,DN100,1.2\n\
                 甲,1,2,无,/,/\n甲,1,3,,,1.0\n甲,1,4,不详,,1.0\n甲,1,5,沼气,,1.0\n甲,1,6,燃气、给水,,1.0\n甲,1,7,,,\n乙,1,1,燃气,,1",
            ),
        ],
        pipes: &[
            "甲/1/1 = gas 0.1 1.2, gas 0.1 1.2",
            "甲/1/2 =",
            "甲/1/3 = - 1",
            "甲/1/4 = - 1",
            "甲/1/5 = foreign 1",
            "甲/1/6 = - 1",
            "甲/1/7 ~ - ?",
            "甲/1/8 ~",
        ],
        told: &["S027 D7", "S027 D8", "S064 10"],
    },
    // The same pipe in two files is one; of another size, another.
    Case {
        files: &[
            ("甲.csv", "小区,楼号,单元号,层数\n甲,1,1,6\n甲,1,2,6"),
            ("管线一.csv", "小区,楼号,单元号,管线类型,管径\n甲,1,1,燃气,DN100\n甲,1,2,燃气,DN100"),
            ("管线二.csv", "小区,楼号,单元号,类型,公称直径\n甲,1,1,煤气,100\n甲,1,2,煤气,150"),
        ],
        pipes: &["甲/1/1 = gas 0.1", "甲/1/2 = gas 0.1, gas 0.15"],
        told: NOTHING_ELSE,
    },
    // 同上, of the kind and of the unit.
    Case {
        files: &[
            ("甲.csv", "小区,楼号,单元号,层数\n甲,1,1,6\n甲,1,2,6"),
            (
                "管线.csv",
                "小区,楼号,单元号,管线类型,距外墙\n甲,1,1,燃气,1.2\n同上,同上,同上,给水,同上\n甲,1,2,〃,1.3\n甲,1,2,无,同上",
            ),
        ],
        pipes: &["甲/1/1 = gas 1.2, water 1.2", "甲/1/2 = water 1.3 ?"],
        told: &["S035 A3", "S035 B3", "S035 C3", "S035 E3", "S035 D4", "S065 5", "S035 E5"],
    },
];

const TEXTS: &[Case] = &[Case {
    files: &[(
        "甲.csv",
        "小区,楼号,单元号,管线情况\n甲,1,1,煤气 DN100 距墙1.2m；污水井2只\n甲,1,2,无\n甲,1,3,燃气DN100，无给水\n\
             甲,1,4,详见附表\n甲,1,5,不详\n甲,1,6,煤气、电缆均未发现\n甲,1,7,可能有电缆\n甲,1,8,雨污合流；给水",
    )],
    pipes: &[
        "甲/1/1 ~ gas, sewer",
        "甲/1/2 =",
        "甲/1/3 ~ gas, water ?",
        "甲/1/4 ~",
        "甲/1/5 ~",
        "甲/1/6 ~ gas ?, power ?",
        "甲/1/7 ~ power ?",
        "甲/1/8 ~ sewer, water",
    ],
    told: &["S059 D2", "S059 D4", "S067 D5", "S059 D7", "S059 D8", "S059 D9"],
}];

const MIXED: &[Case] = &[
    // A text and columns.
    Case {
        files: &[(
            "甲.csv",
            "小区,楼号,单元号,管线情况,燃气管距离,给水管距离\n甲,1,1,燃气、给水,1.2,\n甲,1,2,无燃气,1.2,无\n甲,1,3,无,1.2,\n\
             甲,1,4,燃气、污水,无,1\n甲,1,5,,1.2,无\n甲,1,6,污水,,",
        )],
        pipes: &[
            "甲/1/1 = gas 1.2, water",
            "甲/1/2 = gas 1.2",
            "甲/1/3 = gas 1.2 ?",
            "甲/1/4 = water 1, gas ?, sewer",
            "甲/1/5 = gas 1.2",
            "甲/1/6 ~ gas ?, water ?, sewer",
        ],
        told: &["S066", "S059 D2", "S059 D3", "S065 D4", "S059 D5", "S065 D5", "S059 D7"],
    },
    // Columns and a sheet.
    Case {
        files: &[
            (
                "甲.csv",
                "小区,楼号,单元号,燃气管距离,给水管距离\n甲,1,1,1.2,\n甲,1,2,无,\n甲,1,3,,无\n甲,1,4,1.2,无\n甲,1,5,有,不详",
            ),
            (
                "管线.csv",
                "小区,楼号,单元号,管线类型,管径,距外墙\n甲,1,1,燃气,,1.2\n甲,1,2,燃气,DN100,1.2\n甲,1,3,燃气,DN100,1.2\n\
                 甲,1,4,无,,\n甲,1,5,给水,,",
            ),
        ],
        pipes: &[
            "甲/1/1 = gas 1.2, water ?",
            "甲/1/2 = water ?, gas 0.1 1.2 ?",
            "甲/1/3 = gas 0.1 1.2",
            "甲/1/4 = gas 1.2 ?",
            "甲/1/5 = gas, water",
        ],
        told: &["S066", "S020 D6", "S065 3", "S065 5"],
    },
    // A text that refers to a sheet, and one that says more than it.
    Case {
        files: &[
            (
                "甲.csv",
                "小区,楼号,单元号,管线情况\n甲,1,1,见附表\n甲,1,2,见附表\n甲,1,3,燃气、给水\n甲,1,4,复杂\n甲,1,5,无",
            ),
            (
                "管线.csv",
                "小区,楼号,单元号,管线类型,距外墙\n甲,1,1,燃气,1.2\n甲,1,3,燃气,1.2\n甲,1,4,燃气,1.2\n甲,1,5,燃气,1.2",
            ),
        ],
        pipes: &["甲/1/1 = gas 1.2", "甲/1/2 ~", "甲/1/3 = water, gas 1.2", "甲/1/4 ~ gas 1.2", "甲/1/5 = gas 1.2 ?"],
        told: &["S067 D2", "S067 D3", "S059 D4", "S067 D5", "S065 5"],
    },
];

fn survey(case: &Case) -> (Survey, Dictionary) {
    let rules = load("shanghai", &[]).rules.expect("the shipped rules are sound");
    let dir = tempfile::tempdir().unwrap();
    for (name, rows) in case.files {
        std::fs::write(dir.path().join(name), rows).unwrap();
    }
    let options = Options::on(date(2026, 3, 1));
    let survey = read(&[dir.path().to_path_buf()], &rules.dictionary, &options, &|_| {}).unwrap();
    (survey, rules.dictionary)
}

/// Each unit's pipes, as the head of this file says.
fn pipes(survey: &Survey, dictionary: &Dictionary) -> Vec<String> {
    let (list, items) = (&dictionary.lists[0], &survey.units.lists[0]);
    let shown = |value: &Value, kind: &Kind| match value {
        Value::Choice(ix) => kind.choices().unwrap()[*ix as usize].id.clone(),
        Value::Number(bounds) if bounds.is_exact() => bounds.low().unwrap().to_string(),
        Value::Number(bounds) => {
            let end = |end: Option<crate::quantity::Decimal>| end.map_or(String::new(), |end| end.to_string());
            format!("{}..{}", end(bounds.low()), end(bounds.high()))
        }
        Value::Foreign => "foreign".into(),
        other => format!("{other:?}"),
    };
    let item = |at: usize| {
        let values = list.fields.iter().zip(&items.fields).map(|(field, column)| (field, column.values.get(at)));
        let known = values.filter(|(_, value)| *value != Value::Unknown);
        let mut words: Vec<String> = known.map(|(field, value)| shown(&value, &field.kind)).collect();
        if items.fields[0].values.get(at) == Value::Unknown {
            words.insert(0, "-".into());
        }
        // The distance before the pressure, as people say it.
        words[1..].sort_by_key(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
        words.extend((!items.sure[at]).then(|| "?".into()));
        words.join(" ")
    };
    let line = |unit: usize| {
        let known = if items.known[unit] { "=" } else { "~" };
        let items: Vec<String> = items.of(unit).map(item).collect();
        format!("{} {known} {}", survey.units.name(unit), items.join(", ")).trim_end().to_string()
    };
    (0..survey.units.count).map(line).collect()
}

fn check(cases: &[Case]) {
    let mut wrong = Vec::new();
    for case in cases {
        let (survey, dictionary) = survey(case);
        let (pipes, told) = (pipes(&survey, &dictionary), told(&survey));
        if pipes != case.pipes {
            wrong.push(format!("{:?}\n  is  {pipes:#?}\n  not {:#?}", case.files, case.pipes));
        }
        if told != case.told {
            wrong.push(format!("{:?}\n  told {told:?}\n  not  {:?}", case.files, case.told));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn in_columns() {
    check(COLUMNS);
}

#[test]
fn in_sheets_of_their_own() {
    check(SHEETS);
}

#[test]
fn in_a_text() {
    check(TEXTS);
}

#[test]
fn in_all_of_these() {
    check(MIXED);
}
