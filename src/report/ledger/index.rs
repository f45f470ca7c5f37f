//! What `units.xlsx` is where the ledger is several workbooks: which they are, and what is in them.
//!
//! What always holds: the counts are what filtering the workbooks gives: units that have a lift already are in the
//! first, and then apart.

use super::cells::lift_words;
use super::{Book, title};
use crate::report::figures::has_lift;
use crate::report::outputs::Made;
use crate::report::workbook::looks::Looks;
use crate::report::workbook::{new_workbook, print_setup, sheet_name, width, write_text, write_title};
use crate::rules::ruleset::Grade;
use rust_xlsxwriter::{Url, Workbook, XlsxError};

/// Rows above the workbooks.
const HEADERS: u32 = 4;

/// The workbook.
pub fn workbook(made: &Made, books: &[Book]) -> Result<Workbook, XlsxError> {
    let lang = made.answers.lang;
    let assessment = made.answers.assessment;
    let title = title("", lang);
    let mut workbook = new_workbook(&title)?;
    let looks = Looks::default();
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(lang.pick("目录", "index"), "index"))?;
    let (units, files) = (made.table.len(), books.len());
    let note = lang.pick(
        format!("共 {units} 个单元，分在 {files} 个工作簿里；点文件名打开。已有电梯的单元另计，不在三类之内。"),
        format!("{units} units in {files} workbooks; those that have a lift already are counted apart"),
    );
    write_title(sheet, &looks, &title, &note)?;
    let label = |class: Grade| class.label().get(lang).to_string();
    let [suitable, difficult, unsuitable] = Grade::ALL.map(label);
    let headers = [
        lang.pick("居民区", "committee").to_string(),
        lang.pick("单元", "units").to_string(),
        suitable,
        difficult,
        unsuitable,
        lang.pick("已定", "settled").to_string(),
        lift_words(lang).to_string(),
        lang.pick("文件", "file").to_string(),
    ];
    for (header, at) in headers.iter().zip(0_u16..) {
        write_text(sheet, HEADERS - 1, at, header, &looks.header)?;
        sheet.set_column_width(at, 12)?;
    }
    sheet.set_column_width(0, width(books.iter().map(|book| book.name.as_str()), 16, 50))?;
    sheet.set_column_width(7, width(books.iter().map(|book| book.path.as_str()), 24, 70))?;
    for (book, row) in books.iter().zip(HEADERS..) {
        let lift = |unit: usize| has_lift(&made.answers, unit);
        let with_lift = book.units.iter().filter(|&&unit| lift(unit)).count() as f64;
        let count = |holds: &dyn Fn(usize) -> bool| {
            book.units.iter().filter(|&&unit| !lift(unit) && holds(unit)).count() as f64
        };
        write_text(sheet, row, 0, &book.name, &looks.text)?;
        sheet.write_number_with_format(row, 1, book.units.len() as f64, &looks.count)?;
        for (class, at) in Grade::ALL.into_iter().zip(2_u16..) {
            let of_class = count(&|unit| assessment.class.get(unit) == Some(&class));
            sheet.write_number_with_format(row, at, of_class, &looks.count)?;
        }
        sheet.write_number_with_format(row, 5, count(&|unit| assessment.is_settled(unit)), &looks.count)?;
        sheet.write_number_with_format(row, 6, with_lift, &looks.count)?;
        // The name of the file is made here and harmless, see `groups::file_names`.
        let link = Url::new(format!("file:///{}", book.path)).set_text(&book.path);
        sheet.write_url_with_format(
            row,
            7,
            link,
            &looks.text.clone().set_font_color(0x1F5FBF).set_underline(rust_xlsxwriter::FormatUnderline::Single),
        )?;
    }
    let last = (HEADERS + books.len() as u32).saturating_sub(1);
    sheet.autofilter(HEADERS - 1, 0, last, 7)?;
    sheet.set_freeze_panes(HEADERS, 1)?;
    print_setup(sheet, true, HEADERS, &title)?;
    Ok(workbook)
}
