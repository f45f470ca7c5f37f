//! A committee where everybody types as they like: `约1.1m`, `１．０５`, `1100㎜`, `√`, `不详`, `86年`. Three doors
//! were surveyed twice (alike, with gaps, contradicting), two rows lack a door, one names a range of doors, one
//! pipe lies before a door that is not in the survey.

use super::Failure;
use super::columns::{COLUMNS, Cell, KEYS, PIPE_COLUMNS};
use super::random::Dice;
use super::unit::Unit;
use super::workbook::{Scale, Written, disclaimer, measure, patchy, put, put_row, tidy, timeless};

/// The workbook.
pub fn workbook(units: &[Unit], dice: &mut Dice) -> Result<Vec<u8>, Failure> {
    let mut workbook = timeless()?;
    let sheet = workbook.add_worksheet();
    sheet.set_name("Sheet1")?;
    let header: Vec<_> = COLUMNS.iter().map(|column| heading(dice, column.header)).collect();
    put_row(sheet, 0, &header)?;
    let mut row = 0;
    for unit in units {
        row += 1;
        let cells: Vec<_> = COLUMNS
            .iter()
            .map(|column| match column.header {
                "居民区" | "小区" | "楼号" | "单元号" => tidy(&(column.value)(unit), Scale::Metres),
                _ => {
                    let cell = patchy(dice, column, unit, 4);
                    typed(dice, &cell)
                }
            })
            .collect();
        put_row(sheet, row, &cells)?;
    }
    for (which, unit) in units.iter().step_by(units.len() / 3).take(3).enumerate() {
        row += 1;
        put_row(sheet, row, &again(which, unit))?;
    }

    let sheet = workbook.add_worksheet();
    sheet.set_name("管线")?;
    for (at, key) in KEYS.iter().enumerate() {
        put(sheet, 0, u16::try_from(at)?, &(*key).into())?;
    }
    for (at, column) in PIPE_COLUMNS.iter().enumerate() {
        put(sheet, 0, u16::try_from(at + KEYS.len())?, &heading(dice, column.header))?;
    }
    let mut row = 0;
    for unit in units {
        let key =
            [unit.estate.as_str().into(), Written::Number(unit.building as f64), Written::Number(unit.unit as f64)];
        for pipe in &unit.pipes {
            row += 1;
            let cells = PIPE_COLUMNS.iter().map(|column| match (column.value)(pipe) {
                Cell::Length(bore) if column.header == "管径" => bore_typed(dice, bore),
                cell => typed(dice, &cell),
            });
            put_row(sheet, row, &key.iter().cloned().chain(cells).collect::<Vec<_>>())?;
        }
        if unit.pipes.is_empty() {
            row += 1;
            put_row(sheet, row, &key.iter().cloned().chain(["无".into()]).collect::<Vec<_>>())?;
        }
    }
    disclaimer(&mut workbook)?;
    Ok(workbook.save_to_buffer()?)
}

/// A header as somebody typed it: other names, blanks between the characters, stars.
fn heading(dice: &mut Dice, header: &str) -> Written {
    let known = match header {
        "居民区" => "居委会",
        "小区" => "小区名称",
        "楼号" => "幢号",
        "单元号" => "门洞",
        "层数" => "总层数",
        "结构形式" => "结构类型",
        "可否迁移" => "是否可迁",
        "建成年份" => "建造年份",
        "房屋安全等级" => "鉴定等级",
        other => other,
    };
    let mut text = match dice.between(0, 5) {
        0 => known.chars().map(String::from).collect::<Vec<_>>().join(" "),
        1 => format!("{known}*"),
        _ => known.to_string(),
    };
    if let Some(unit) = measure(header, Scale::Metres) {
        text.push_str(&match dice.between(0, 2) {
            0 => format!("（{unit}）"),
            1 => format!("/{unit}"),
            _ => format!("({unit})"),
        });
    }
    Written::Text(text)
}

/// A cell as somebody typed it.
fn typed(dice: &mut Dice, cell: &Cell) -> Written {
    match cell {
        Cell::Blank => dice.one(&["", "不详", "未测", "待定", "?"]).into(),
        Cell::Nothing => dice.one(&["无", "没有", "—", "/"]).into(),
        Cell::Length(length) => length_typed(dice, *length),
        Cell::Flag(yes) => dice.one(if *yes { &["是", "√", "有", "Y"] } else { &["否", "×", "否", "N"] }).into(),
        Cell::Year(year) => match dice.between(0, 5) {
            0 => Written::Text(format!("{year}年")),
            1 => Written::Text(format!("{}年", year % 100)),
            2 => Written::Text(format!("{year}.{}", dice.between(1, 9))),
            _ => Written::Number(*year as f64),
        },
        Cell::Count(count) => match dice.between(0, 4) {
            0 => Written::Text(count.to_string()),
            1 => Written::Text(format!("{count} ")),
            _ => Written::Number(*count as f64),
        },
        Cell::Share(hundredths) if dice.chance(500) => Written::Text(format!("{}‰", *hundredths as f64 / 10.0)),
        Cell::Day(day) => Written::Text(match dice.between(0, 2) {
            0 => format!("2021年5月{day}日"),
            1 => format!("2021.5.{day}"),
            _ => format!("2021/5/{day}"),
        }),
        Cell::Word(word) => Written::Text(word_typed(dice, word)),
        cell => tidy(cell, Scale::Metres),
    }
}

fn length_typed(dice: &mut Dice, length: i64) -> Written {
    let metres = Scale::Metres.of(length);
    Written::Text(match dice.between(0, 15) {
        0 => format!("约{metres}m"),
        1 => format!("{metres}").chars().map(wide).collect(),
        2 => format!("{length}㎜"),
        3 => format!("{metres}米"),
        4 if length % 10 == 0 => format!("{}cm", length / 10),
        5 => format!("{metres}左右"),
        6 if dice.chance(250) => format!("{metres}~{}", Scale::Metres.of(length + 50)),
        // What a formula leaves behind.
        7 => return Written::Number(metres + 1e-13),
        _ => return Written::Number(metres),
    })
}

fn bore_typed(dice: &mut Dice, bore: i64) -> Written {
    match dice.between(0, 3) {
        0 => Written::Text(format!("DN{bore}")),
        1 => Written::Text(format!("Φ{bore}")),
        _ => Written::Number(bore as f64),
    }
}

/// Full-width twins of digits and the point.
fn wide(c: char) -> char {
    match c {
        '.' => '．',
        c => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
    }
}

fn word_typed(dice: &mut Dice, word: &str) -> String {
    let other = match word {
        "砖混" => "砖混结构",
        "框架" => "框架结构",
        "预制大板" => "大板",
        "A" => "A级",
        "B" => "Ｂ级",
        "C" => "C级",
        "否" => "无",
        "错层" => "只能半层",
        "平层" => "平层入户",
        "消防车道" => "消防通道",
        "燃气" => "煤气",
        "给水" => "自来水",
        "通信" => "电信",
        "中压B" => "中B",
        "合法" => "有",
        word => word,
    };
    match dice.between(0, 4) {
        0 | 1 => other.to_string(),
        2 => format!("{word} "),
        _ => word.to_string(),
    }
}

/// A further row: the same door once more, alike, with gaps, or contradicting.
fn again(which: usize, unit: &Unit) -> Vec<Written> {
    let row = COLUMNS.iter().enumerate().map(|(at, column)| {
        let cell = tidy(&(column.value)(unit), Scale::Metres);
        match (which, column.header) {
            (1, _) if at > 20 => Written::Blank,
            (2, "窗与井道最近距离") => Written::Number(Scale::Metres.of(unit.window) + 0.3),
            _ => cell,
        }
    });
    row.collect()
}
