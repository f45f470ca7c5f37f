//! Workbooks with the same bytes every time, and the tidy way to write a cell.

use super::Failure;
use super::columns::{COLUMNS, Cell, Column, KEYS, PIPE_COLUMNS};
use super::random::Dice;
use super::unit::Unit;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};

/// What a cell is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    Blank,
    Number(f64),
    Text(String),
}

impl From<&str> for Written {
    fn from(text: &str) -> Written {
        Written::Text(text.to_string())
    }
}

/// What lengths are written in.
#[derive(Clone, Copy, PartialEq)]
pub enum Scale {
    Metres,
    Centimetres,
    Millimetres,
}

impl Scale {
    /// `m`
    pub fn symbol(self) -> &'static str {
        match self {
            Scale::Metres => "m",
            Scale::Centimetres => "cm",
            Scale::Millimetres => "mm",
        }
    }

    /// A length in millimetres as a number of these.
    pub fn of(self, length: i64) -> f64 {
        length as f64
            / match self {
                Scale::Metres => 1000.0,
                Scale::Centimetres => 10.0,
                Scale::Millimetres => 1.0,
            }
    }
}

/// A cell as a tidy person writes it.
pub fn tidy(cell: &Cell, scale: Scale) -> Written {
    match cell {
        Cell::Blank => Written::Blank,
        Cell::Nothing => "无".into(),
        Cell::Word(word) => (*word).into(),
        Cell::Text(text) => text.as_str().into(),
        Cell::Length(length) => Written::Number(scale.of(*length)),
        Cell::Count(count) | Cell::Year(count) | Cell::Area(count) => Written::Number(*count as f64),
        Cell::Flag(yes) => if *yes { "是" } else { "否" }.into(),
        Cell::Share(hundredths) => Written::Number(*hundredths as f64 / 100.0),
        Cell::Creep(tenths) => Written::Number(*tenths as f64 / 10.0),
        Cell::Degrees(millionths) => Written::Number(*millionths as f64 / 1e6),
        Cell::Day(day) => Written::Text(format!("2021-05-{day:02}")),
    }
}

/// The unit of measure of a column, if it has one.
pub fn measure(header: &str, scale: Scale) -> Option<&'static str> {
    match header {
        "倾斜率" => Some("%"),
        "月沉降量" => Some("mm"),
        "占用绿地面积" => Some("m²"),
        "管径" => Some("mm"),
        "建筑高度" | "埋深" => Some("m"),
        "梯段净宽"
        | "休息平台净深"
        | "方案占用梯段宽度"
        | "方案占用平台深度"
        | "连廊进深"
        | "单元门前净距"
        | "与对面建筑净距"
        | "至用地红线距离"
        | "窗与井道最近距离"
        | "距外墙"
        | "距井道" => Some(scale.symbol()),
        _ => None,
    }
}

/// The scale a column is written in: heights and depths are metres and bores millimetres, whoever writes.
pub fn scale_of(header: &str, scale: Scale) -> Scale {
    match measure(header, scale) {
        Some("mm") => Scale::Millimetres,
        Some("cm") => Scale::Centimetres,
        _ => Scale::Metres,
    }
}

/// `梯段净宽(m)`
pub fn headed(header: &str, scale: Scale) -> String {
    measure(header, scale).map_or(header.to_string(), |unit| format!("{header}({unit})"))
}

/// A unit's cell in a column, left blank so many times in a thousand where people do.
pub fn patchy(dice: &mut Dice, column: &Column, unit: &Unit, per_mille: i64) -> Cell {
    if column.patchy && dice.chance(per_mille) { Cell::Blank } else { (column.value)(unit) }
}

/// A workbook that does not know what time it is.
pub fn timeless() -> Result<Workbook, Failure> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title("虚构示例")
        .set_comment("程序编造的数据，与任何真实地点无关")
        .set_creation_datetime(&ExcelDateTime::from_ymd(2021, 6, 1)?);
    workbook.set_properties(&properties);
    Ok(workbook)
}

/// Writes one cell.
pub fn put(sheet: &mut Worksheet, row: u32, column: u16, written: &Written) -> Result<(), Failure> {
    match written {
        Written::Blank => {}
        Written::Number(number) => {
            sheet.write_number(row, column, *number)?;
        }
        Written::Text(text) => {
            sheet.write_string(row, column, text)?;
        }
    }
    Ok(())
}

/// Writes cells side by side from the first column.
pub fn put_row(sheet: &mut Worksheet, row: u32, cells: &[Written]) -> Result<(), Failure> {
    for (column, written) in cells.iter().enumerate() {
        put(sheet, row, u16::try_from(column)?, written)?;
    }
    Ok(())
}

/// Bold, wrapped, in the middle.
pub fn heading() -> Format {
    Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter)
}

/// A sheet that says that it is all made up.
pub fn disclaimer(workbook: &mut Workbook) -> Result<(), Failure> {
    let sheet = workbook.add_worksheet();
    sheet.set_name("说明")?;
    sheet.set_column_width(0, 80)?;
    sheet.write_string(0, 0, "虚构示例")?;
    sheet.write_string(1, 0, "街道、居民区、小区、房屋、管线和征询结果全部由程序编造，与任何真实地点、人员无关。")?;
    Ok(())
}

/// The headers of a survey sheet, in the order of the form.
pub fn headers(scale: Scale) -> Vec<Written> {
    COLUMNS.iter().map(|column| Written::Text(headed(column.header, scale))).collect()
}

/// A sheet of pipes, one a row; a unit that has none says so.
pub fn pipe_sheet(workbook: &mut Workbook, name: &str, units: &[Unit], scale: Scale) -> Result<(), Failure> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    let keys = KEYS.iter().map(|key| Written::from(*key));
    let columns = PIPE_COLUMNS.iter().map(|column| Written::Text(headed(column.header, scale)));
    put_row(sheet, 0, &keys.chain(columns).collect::<Vec<_>>())?;
    sheet.set_freeze_panes(1, 3)?;
    let mut row = 0;
    for unit in units {
        let key =
            || [unit.estate.as_str().into(), Written::Number(unit.building as f64), Written::Number(unit.unit as f64)];
        for pipe in &unit.pipes {
            row += 1;
            let cells = PIPE_COLUMNS.iter().map(|c| tidy(&(c.value)(pipe), scale_of(c.header, scale)));
            put_row(sheet, row, &key().into_iter().chain(cells).collect::<Vec<_>>())?;
        }
        if unit.pipes.is_empty() {
            row += 1;
            put_row(sheet, row, &key().into_iter().chain(["无".into()]).collect::<Vec<_>>())?;
        }
    }
    Ok(())
}
