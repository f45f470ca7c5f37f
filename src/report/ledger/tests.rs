//! The ledger opened again and held against `units.csv`, whole and in parts.

use super::*;
use crate::assess::{Assessment, assess};
use crate::lang::Lang;
use crate::quantity::{Bounds, Decimal};
use crate::report::figures::{self, Figures};
use crate::report::tests::{rules, survey};
use crate::report::unit_table::{TableCell, UnitTable};
use crate::report::wishes::Wishes;
use crate::report::{Answers, units_csv};
use crate::rules::{RuleSet, Value};
use crate::survey::{Origin, Survey, Values};
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;
use std::sync::Arc;

fn with_made<T>(survey: &Survey, lang: Lang, wishes: &Wishes, test: impl FnOnce(&Made) -> T) -> T {
    let rules: RuleSet = rules();
    let assessment: Assessment = assess(&rules, &survey.units);
    let answers = Answers { rules: &rules, survey, assessment: &assessment, lang };
    let table = UnitTable::new(answers);
    let figures = Figures::of(&answers, &table);
    test(&Made { answers, table: &table, figures: &figures, wishes })
}

fn small() -> Survey {
    survey(&rules())
}

/// The files with at most so many units a workbook: names and bytes.
fn files(survey: &Survey, lang: Lang, most: usize) -> Vec<(String, Vec<u8>)> {
    with_made(survey, lang, &Wishes::default(), |made| {
        let bytes = |output: &Output| {
            let mut bytes = Vec::new();
            (output.write)(&mut bytes).unwrap();
            bytes
        };
        above(made, most).iter().map(|output| (output.name.clone(), bytes(output))).collect()
    })
}

/// The rows of a workbook's only sheet, from its first on.
fn rows(bytes: &[u8]) -> Vec<Vec<Data>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&sheet).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// What a cell shows; calamine has days as numbers.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(day) => day.as_datetime().unwrap().date().to_string(),
        other => other.to_string(),
    }
}

/// The cells below a header, as text.
fn below(rows: &[Vec<Data>], header: &str) -> Vec<String> {
    let at = rows[1].iter().position(|cell| *cell == header).unwrap_or_else(|| panic!("{header}: {:?}", rows[1]));
    rows[2..].iter().map(|row| text(&row[at])).collect()
}

#[test]
fn a_unit_reads_as_people_would_write_it() {
    let rows = rows(&files(&small(), Lang::Zh, 100)[0].1);
    let of = |header| below(&rows, header);
    let headers: Vec<String> = rows[1].iter().map(Data::to_string).collect();
    let expected = "居民区 小区 门牌 评估结论 最好结论 最差结论 已定 已有电梯 决定项 理由 缺失数据 梯段净宽 结构形式 \
                    梯段净宽（m） 结构形式 调查日期 备注 出处";
    assert_eq!(headers.join(" "), expected);
    let headings: Vec<String> = rows[0].iter().map(Data::to_string).filter(|text| !text.is_empty()).collect();
    assert_eq!(headings, ["单元", "评估结论", "各项评估", "调查数据", "内部资料，不对外公开", "出处"]);
    assert_eq!(of("小区"), ["甲小区", "甲小区", "=乙", "=乙", "丙"]);
    assert_eq!(of("评估结论"), ["适合加装", "较难加装", "不适合加装", "较难加装", "已有电梯"]);
    assert_eq!((&*of("最好结论")[4], &*of("最差结论")[4]), ("已有电梯", "已有电梯"));
    assert_eq!(of("最好结论")[1], "适合加装");
    assert_eq!(of("已定"), ["是", "否", "是", "否", ""]);
    assert_eq!(of("决定项"), ["", "梯段净宽、结构形式", "梯段净宽", "梯段净宽、结构形式", "梯段净宽"]);
    assert_eq!(of("缺失数据"), ["", "梯段净宽、结构形式", "", "梯段净宽", "梯段净宽"]);
    assert_eq!(of("梯段净宽"), ["适合", "暂按较难", "不适合", "暂按较难", "暂按较难"]);
    assert_eq!(of("梯段净宽（m）"), ["1.1", "1.05~1.20", "0.95", "", "~1.05"]);
    assert_eq!(rows[2][13], Data::Float(1.1), "a number is a number");
    assert_eq!(of("调查日期")[0], "2021-05-12");
    assert_eq!(of("备注")[0], "@漏水");
}

/// What `units.csv` says, column by column, is what the ledger says in other words.
#[test]
fn the_ledger_says_what_units_csv_says() {
    for lang in [Lang::Zh, Lang::En] {
        let survey = small();
        let rows = rows(&files(&survey, lang, 100)[0].1);
        with_made(&survey, lang, &Wishes::default(), |made| {
            let mut bytes = Vec::new();
            units_csv::write(&mut bytes, made.table).unwrap();
            let mut csv = csv::Reader::from_reader(&bytes[3..]);
            let records: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
            assert_eq!(rows.len(), records.len() + 2);
            let columns = columns::columns(&made.answers, made.table);
            for (unit, record) in records.iter().enumerate() {
                for (at, column) in columns.iter().enumerate() {
                    let place = made.table.columns().iter().position(|other| other.id == column.of.id).unwrap();
                    let (here, there) = (&rows[unit + 2][at], &record[place]);
                    assert!(
                        agree(made, column, unit, here, there),
                        "{} of unit {unit}: {here:?} against {there}",
                        column.of.id
                    );
                }
            }
        });
    }
}

/// Whether a cell of the ledger says what the csv's does, the csv's taken apart by its own rules.
fn agree(made: &Made, column: &columns::Column, unit: usize, here: &Data, there: &str) -> bool {
    let (id, lang, shown) = (column.of.id.as_str(), made.answers.lang, text(here));
    let there = there.strip_prefix('\'').unwrap_or(there);
    let words = |there: &str| match there {
        "suitable" => lang.pick("适合", "suitable"),
        "difficult" => lang.pick("较难", "difficult"),
        "unsuitable" => lang.pick("不适合", "unsuitable"),
        "true" => lang.pick("是", "yes"),
        "false" => lang.pick("否", "no"),
        "n/a" => lang.pick("不适用", "n/a"),
        other => panic!("{other}"),
    };
    let label = |id: &str| match id {
        "stair-width" | "stair_width" => "梯段净宽",
        "structure" => "结构形式",
        other => panic!("{other}"),
    };
    // No class of a unit that has a lift is counted, so none is told.
    let lift = figures::has_lift(&made.answers, unit);
    match id {
        "class" | "best_class" | "worst_class" if lift => shown == lang.pick("已有电梯", "has a lift"),
        "settled" if lift => shown.is_empty(),
        "class" | "best_class" | "worst_class" => shown.starts_with(words(there)),
        "settled" | "has_lift" => shown == words(there),
        "deciding" | "missing" => {
            shown
                == there
                    .split(';')
                    .filter(|id| !id.is_empty())
                    .map(label)
                    .collect::<Vec<_>>()
                    .join(lang.pick("、", ", "))
        }
        _ if id.starts_with("grade.") => shown.trim_start_matches(lang.pick("暂按", "counts as ")) == words(there),
        "stair_width" => match here {
            Data::Float(number) => number.to_string() == there,
            _ => shown.replace("0", "") == there.replace("0", ""),
        },
        "structure" => match there {
            "brick" => shown == "砖混",
            "frame" => shown == "框架",
            _ => there.is_empty() && (shown.is_empty() || shown.contains("字典") || shown.contains("none of")),
        },
        _ => shown == there,
    }
}

#[test]
fn each_field_is_in_its_own_unit_of_measure() {
    let mut survey = small();
    let rules = RuleSet { ..rules() };
    let mut dictionary = rules.dictionary.clone();
    let field = dictionary.fields.iter_mut().find(|field| field.id == "stair_width").unwrap();
    field.unit = crate::quantity::unit_named("mm");
    let rules = RuleSet { dictionary, ..rules };
    if let Values::Number { low, high } = &mut survey.units.fields[3].values {
        (low[2], high[2]) = (150_000, 150_000);
    }
    let assessment = assess(&rules, &survey.units);
    let answers = Answers { rules: &rules, survey: &survey, assessment: &assessment, lang: Lang::Zh };
    let table = UnitTable::new(answers);
    let columns = columns::columns(&answers, &table);
    let column = columns.iter().find(|column| column.of.id == "stair_width").unwrap();
    assert_eq!(column.header, "梯段净宽（mm）");
    assert_eq!(cells::cell(&answers, &table, column, 2), cells::Cell::Number(150.0));
    assert_eq!(cells::cell(&answers, &table, column, 1), cells::Cell::Text("1050~1200".into()));
}

#[test]
fn none_is_shown_as_it_was_written_and_not_as_the_number_it_counts_as() {
    let mut survey = small();
    let mut rules = rules();
    let at = rules.dictionary.field("stair_width").unwrap();
    rules.dictionary.fields[at].none = Some(Value::Number(Bounds::exact(Decimal::parse("1.1").unwrap())));
    let assessment = assess(&rules, &survey.units);
    let shown = |survey: &mut Survey, written: &str| {
        let origin = Origin { sheet: 0, row: 3, column: 5, written: written.into() };
        survey.units.fields[at].origins = vec![Some(origin); 5];
        let answers = Answers { rules: &rules, survey, assessment: &assessment, lang: Lang::Zh };
        let table = UnitTable::new(answers);
        let columns = columns::columns(&answers, &table);
        let column = columns.iter().find(|column| column.of.id == "stair_width").unwrap();
        [0, 2].map(|unit| match cells::cell(&answers, &table, column, unit) {
            cells::Cell::Text(text) => text.into_owned(),
            cells::Cell::Number(number) => number.to_string(),
            other => panic!("{other:?}"),
        })
    };
    assert_eq!(shown(&mut survey, " 无 "), ["无", "0.95"], "another number is no word for none");
    assert_eq!(shown(&mut survey, "—"), ["—", "0.95"]);
    assert_eq!(shown(&mut survey, "1.1"), ["1.1", "0.95"]);
    assert_eq!(shown(&mut survey, "同上"), ["1.1", "0.95"], "the word stands in another row");
}

#[test]
fn many_units_are_a_workbook_a_committee_with_an_index() {
    let survey = small();
    let files = files(&survey, Lang::Zh, 2);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["units.xlsx", "ledger/第一居民区.xlsx", "ledger/第二居民区.xlsx", "ledger/未填.xlsx"]);
    let index = rows(&files[0].1);
    let links: Vec<String> =
        index.iter().skip_while(|row| row[0] != "居民区").skip(1).map(|row| row[7].to_string()).collect();
    assert_eq!(links, names[1..]);
    // A row a workbook: its units, the three classes, settled, and apart those that have a lift.
    let counts: Vec<Vec<String>> = index
        .iter()
        .skip_while(|row| row[0] != "居民区")
        .skip(1)
        .map(|row| row[1..7].iter().map(Data::to_string).collect())
        .collect();
    let expected = [["2", "1", "1", "0", "1", "0"], ["2", "0", "1", "1", "1", "0"], ["1", "0", "0", "0", "0", "1"]];
    assert_eq!(counts, expected);
    let estates: Vec<String> = files[1..].iter().flat_map(|(_, bytes)| below(&rows(bytes), "小区")).collect();
    assert_eq!(estates, ["甲小区", "甲小区", "=乙", "=乙", "丙"], "every unit once");
}

#[test]
fn a_large_committee_is_several_workbooks() {
    let survey = small();
    let files = files(&survey, Lang::Zh, 1);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "units.xlsx",
        "ledger/第一居民区（第1部分）.xlsx",
        "ledger/第一居民区（第2部分）.xlsx",
        "ledger/第二居民区（第1部分）.xlsx",
        "ledger/第二居民区（第2部分）.xlsx",
        "ledger/未填.xlsx",
    ];
    assert_eq!(names, expected);
    assert!(files[1..].iter().all(|(_, bytes)| rows(bytes).len() == 3));
    // Excel's own limit is far above what a workbook gets.
    assert!(MOST + (sheet::HEADERS as usize) < 1_048_576);
}

#[test]
fn a_sheet_too_large_to_be_held_says_the_same() {
    with_made(&small(), Lang::Zh, &Wishes::default(), |made| {
        let all: Vec<usize> = (0..made.table.len()).collect();
        let of = |held: usize| {
            let mut bytes = Vec::new();
            save(&mut bytes, made, || sheet::workbook(made, "", &all, held)).unwrap();
            rows(&bytes)
        };
        assert_eq!(of(all.len()), of(0));
    });
}

#[test]
fn a_full_folder_of_temporary_files_is_named() {
    with_made(&small(), Lang::Zh, &Wishes::default(), |made| {
        let full = save(&mut Vec::new(), made, || panic!("{}: disk full", FULL)).unwrap_err().to_string();
        assert!(full.contains("临时文件") && full.contains(&std::env::temp_dir().display().to_string()), "{full}");
        let gone = XlsxError::TempFileError("别处".into(), io::ErrorKind::NotFound.into());
        let gone = save(&mut Vec::new(), made, || Err(gone)).unwrap_err().to_string();
        assert!(gone.contains("`别处` 写不了：不存在"), "{gone}");
    });
}

#[test]
fn nothing_is_written_that_is_not_wanted() {
    let unwanted = Wishes { without: vec![NAME.into()], ..Wishes::default() };
    let survey = small();
    assert_eq!(with_made(&survey, Lang::Zh, &unwanted, |made| above(made, 1).len()), 0);
}

#[test]
fn hostile_texts_are_texts() {
    let mut survey = small();
    let hostile = ["=cmd|'/C calc'!A0", "@SUM(A1)", "<script>&\u{1b}[31m]]>", "+1\r\n-2"];
    for (unit, text) in hostile.iter().enumerate() {
        survey.units.keys[0][unit] = Arc::from(*text);
        survey.units.carried[0].1[unit] = Some(text.repeat(3_000).as_str().into());
    }
    let files = files(&survey, Lang::Zh, 100);
    let read = below(&rows(&files[0].1), "小区");
    assert_eq!(read[..4], ["=cmd|'/C calc'!A0", "@SUM(A1)", "<script>& [31m]]>", "+1\n-2"]);
    let mut book = Xlsx::new(Cursor::new(&files[0].1)).unwrap();
    let sheet = book.sheet_names()[0].clone();
    assert!(book.worksheet_formula(&sheet).unwrap().is_empty());
    let long = below(&rows(&files[0].1), "备注");
    assert!(long.iter().all(|text| text.encode_utf16().count() < 32_767));
}

#[test]
fn the_same_answers_give_the_same_bytes_on_any_number_of_threads() {
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| (files(&small(), Lang::Zh, 100), files(&small(), Lang::En, 2)))
    };
    assert_eq!(on(1), on(2));
}

#[test]
fn dates_that_spreadsheets_do_not_have_are_texts() {
    let mut survey = small();
    let day = |days: i64| Bounds::exact(Decimal::from_int(days).unwrap());
    if let Values::Number { low, high } = &mut survey.units.fields[5].values {
        (low[0], high[0]) = (day(-30_000).low_end(), day(-30_000).high_end());
        high[1] = day(18_790).high_end();
        (low[2], high[2]) = (Bounds::OPEN_LOW, Bounds::OPEN_HIGH);
    }
    assert_eq!(survey.units.fields[5].values.get(2), Value::Unknown);
    let read = below(&rows(&files(&survey, Lang::Zh, 100)[0].1), "调查日期");
    assert_eq!(read[..3], ["1887-11-12", "2021-05-12~2021-06-12", ""]);
    let table_says = with_made(&survey, Lang::Zh, &Wishes::default(), |made| {
        let column = made.table.columns().iter().find(|column| column.id == "surveyed_on").unwrap();
        matches!(made.table.cell(column, 1), TableCell::Text(text) if text == "2021-05-12~2021-06-12")
    });
    assert!(table_says);
}
