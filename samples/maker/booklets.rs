//! A committee whose people each took a building: a sheet for every building, with columns in an order of its
//! own and lengths in a unit of its own, sometimes a line of notes above; all pipes on one sheet, in metres.

use super::Failure;
use super::columns::{COLUMNS, Column};
use super::random::Dice;
use super::unit::Unit;
use super::workbook::{Scale, Written, disclaimer, headed, patchy, pipe_sheet, put_row, scale_of, tidy, timeless};

/// The workbook.
pub fn workbook(units: &[Unit], dice: &mut Dice) -> Result<Vec<u8>, Failure> {
    let mut workbook = timeless()?;
    for building in units.chunk_by(|a, b| a.estate == b.estate && a.building == b.building) {
        let Some(first) = building.first() else { continue };
        let sheet = workbook.add_worksheet();
        sheet.set_name(format!("{}{}号楼", first.estate, first.building))?;
        let scale = dice.one(&[Scale::Metres, Scale::Centimetres, Scale::Millimetres]);
        let columns = shuffled(dice);
        let mut row = 0;
        if dice.chance(500) {
            sheet.write_string(0, 0, "踏勘记录（虚构示例）")?;
            row += 1;
        }
        if dice.chance(300) {
            sheet.write_string(row, 0, format!("日期 2021-05-{:02}", first.day))?;
            row += 1;
        }
        let header: Vec<_> = columns.iter().map(|column| Written::Text(headed(column.header, scale))).collect();
        put_row(sheet, row, &header)?;
        for unit in building {
            row += 1;
            let cells: Vec<_> = columns
                .iter()
                .map(|column| tidy(&patchy(dice, column, unit, 2), scale_of(column.header, scale)))
                .collect();
            put_row(sheet, row, &cells)?;
        }
    }
    pipe_sheet(&mut workbook, "管线汇总", units, Scale::Metres)?;
    disclaimer(&mut workbook)?;
    Ok(workbook.save_to_buffer()?)
}

/// The columns with those after the unit's name in some other order.
fn shuffled(dice: &mut Dice) -> Vec<Column> {
    let mut columns = COLUMNS.to_vec();
    for at in (6..columns.len()).rev() {
        columns.swap(at, dice.between(5, at as i64) as usize);
    }
    columns
}
