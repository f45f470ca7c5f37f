//! How every workbook begins that is written here.
//!
//! What always holds: nothing in it depends on the clock, so the same content is the same bytes. Deliberately absent:
//! sheets, which each output makes for itself.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// A workbook of that title, without sheets.
pub fn new_workbook(title: &str) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // Some day it must have been made on, and today's would change the bytes.
    let made_on = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made_on));
    Ok(workbook)
}
