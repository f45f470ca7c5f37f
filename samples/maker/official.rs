//! A committee that fills in the official form: a title, two header rows with merged cells, millimetres, names
//! merged down, subtotals, the header again where a printed page ends, notes at the foot.

use super::Failure;
use super::columns::{COLUMNS, Cell};
use super::random::Dice;
use super::unit::Unit;
use super::workbook::{
    Scale, Written, disclaimer, heading, measure, patchy, pipe_sheet, put, scale_of, tidy, timeless,
};
use rust_xlsxwriter::Worksheet;

/// Rows of units on a printed page.
const PAGE: usize = 60;
/// The columns of the unit's name that are merged down: committee, estate, address, building.
const MERGED: std::ops::Range<usize> = 0..4;

/// The workbook.
pub fn workbook(units: &[Unit], dice: &mut Dice) -> Result<Vec<u8>, Failure> {
    let mut workbook = timeless()?;
    let sheet = workbook.add_worksheet();
    sheet.set_name("附表1")?;
    let last = u16::try_from(COLUMNS.len())?;
    let title = "云屏街道既有多层住宅加装电梯技术评估调查表（虚构示例）";
    sheet.merge_range(0, 0, 0, last, title, &heading())?;
    sheet.write_string(1, 0, "填报单位：城建中心（虚构）")?;
    sheet.write_string(1, 20, "填报日期：2021.5.31")?;
    header(sheet, 2)?;
    let mut row = 4;
    let mut number = 0;
    for page in units.chunks(PAGE) {
        if number > 0 {
            header(sheet, row)?;
            row += 2;
        }
        for estate in page.chunk_by(|a, b| a.estate == b.estate) {
            for building in estate.chunk_by(|a, b| a.building == b.building) {
                number = block(sheet, dice, row, number, building)?;
                row += u32::try_from(building.len())?;
            }
            put(sheet, row, 0, &"小计".into())?;
            let households: i64 = estate.iter().map(Unit::households).sum();
            put(sheet, row, column_of("总户数")?, &Written::Number(households as f64))?;
            row += 1;
        }
    }
    put(sheet, row, 0, &"合计".into())?;
    put(sheet, row, column_of("总户数")?, &Written::Number(units.iter().map(Unit::households).sum::<i64>() as f64))?;
    sheet.write_string(row + 1, 0, "注：1. 净宽指扶手内侧至墙面；2. 未测的留空。")?;
    sheet.write_string(row + 2, 0, "填表人：（虚构）")?;
    pipe_sheet(&mut workbook, "附表2 管线", units, Scale::Metres)?;
    disclaimer(&mut workbook)?;
    Ok(workbook.save_to_buffer()?)
}

/// The place of a column on the sheet, past the running number.
fn column_of(header: &str) -> Result<u16, Failure> {
    let at = COLUMNS.iter().position(|column| column.header == header).ok_or("no such column")?;
    Ok(u16::try_from(at + 1)?)
}

/// Two header rows: groups above, columns below; names take both rows.
fn header(sheet: &mut Worksheet, row: u32) -> Result<(), Failure> {
    sheet.merge_range(row, 0, row + 1, 0, "序号", &heading())?;
    let mut column = 1;
    for group in COLUMNS.chunk_by(|a, b| a.group == b.group) {
        let width = u16::try_from(group.len())?;
        // `chunk_by` gives no empty group.
        let names = group.iter().all(|column| column.group == COLUMNS[0].group);
        if !names {
            sheet.merge_range(row, column, row, column + width - 1, group[0].group, &heading())?;
        }
        for (ix, one) in group.iter().enumerate() {
            let at = column + u16::try_from(ix)?;
            let text = match measure(one.header, Scale::Millimetres) {
                Some(unit) => format!("{}\n（{unit}）", one.header),
                None => one.header.to_string(),
            };
            if names {
                sheet.merge_range(row, at, row + 1, at, &text, &heading())?;
            } else {
                sheet.write_string_with_format(row + 1, at, &text, &heading())?;
            }
        }
        column += width;
    }
    Ok(())
}

/// The rows of one building, its names merged down. Gives the running number after them.
fn block(sheet: &mut Worksheet, dice: &mut Dice, row: u32, number: usize, units: &[Unit]) -> Result<usize, Failure> {
    let mut number = number;
    for (at, unit) in units.iter().enumerate() {
        let row = row + u32::try_from(at)?;
        number += 1;
        put(sheet, row, 0, &Written::Number(number as f64))?;
        for (ix, column) in COLUMNS.iter().enumerate() {
            if MERGED.contains(&ix) && at > 0 {
                continue;
            }
            let cell = if MERGED.contains(&ix) { (column.value)(unit) } else { patchy(dice, column, unit, 3) };
            let written = match cell {
                Cell::Day(day) => Written::Text(format!("2021.5.{day}")),
                cell => tidy(&cell, scale_of(column.header, Scale::Millimetres)),
            };
            let place = u16::try_from(ix + 1)?;
            if MERGED.contains(&ix) && units.len() > 1 {
                let last = row + u32::try_from(units.len() - 1)?;
                let text = match &written {
                    Written::Text(text) => text.clone(),
                    Written::Number(number) => number.to_string(),
                    Written::Blank => String::new(),
                };
                sheet.merge_range(row, place, last, place, &text, &heading())?;
            } else {
                put(sheet, row, place, &written)?;
            }
        }
    }
    Ok(number)
}
