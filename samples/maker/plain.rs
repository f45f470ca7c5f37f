//! A committee that keeps its survey as one would wish: one header row, metres, pipes on a sheet of their own.
//! Here and there a cell is blank, and two have slipped by a decimal point.

use super::Failure;
use super::columns::COLUMNS;
use super::random::Dice;
use super::unit::Unit;
use super::workbook::{Scale, Written, disclaimer, headers, patchy, pipe_sheet, put_row, scale_of, tidy, timeless};

/// The workbook.
pub fn workbook(units: &[Unit], dice: &mut Dice) -> Result<Vec<u8>, Failure> {
    let mut workbook = timeless()?;
    let sheet = workbook.add_worksheet();
    sheet.set_name("调查表")?;
    let mut header = headers(Scale::Metres);
    header.push("备注".into());
    put_row(sheet, 0, &header)?;
    sheet.set_freeze_panes(1, 5)?;
    let slipped = [dice.between(0, units.len() as i64 - 1), dice.between(0, units.len() as i64 - 1)];
    for (at, unit) in units.iter().enumerate() {
        let mut cells: Vec<Written> = COLUMNS
            .iter()
            .map(|column| {
                let cell = tidy(&patchy(dice, column, unit, 2), scale_of(column.header, Scale::Metres));
                match cell {
                    Written::Number(metres) if column.header == "梯段净宽" && slipped.contains(&(at as i64)) => {
                        Written::Number((metres * 1000.0).round() / 10_000.0)
                    }
                    cell => cell,
                }
            })
            .collect();
        if dice.chance(150) {
            cells.push(Written::Text(format!("照片{}", dice.between(1, 400))));
        }
        put_row(sheet, u32::try_from(at + 1)?, &cells)?;
    }
    pipe_sheet(&mut workbook, "管线", units, Scale::Metres)?;
    disclaimer(&mut workbook)?;
    Ok(workbook.save_to_buffer()?)
}
