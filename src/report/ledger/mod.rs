//! `units.xlsx`, the ledger (一门一档): everything that is known and said of every unit, a row each, for people.
//!
//! [`columns`] says which columns there are, [`cells`] what stands in them, [`sheet`] how it looks and prints. Above
//! [`MOST`] units there is a workbook a residents' committee in [`FOLDER`], and `units.xlsx` is the [`index`] of them.
//! What always holds: every unit stands in exactly one row of one workbook; its cells say what `units.csv` says, in the
//! words and units of measure of people; it has private fields and carried-through columns too, marked as such.
//! Deliberately absent: counts (`summary`), anything that is to be published.

mod cells;
mod columns;
mod index;
mod sheet;
#[cfg(test)]
mod tests;

use super::groups::{UnitGroup, by, committee, file_names, named};
use super::outputs::Made;
use crate::lang::{Lang, io_reason};
use crate::run::Output;
use crate::text;
use rust_xlsxwriter::{Workbook, XlsxError};
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

/// The name of the ledger, or of its index.
pub const NAME: &str = "units.xlsx";
/// Where the workbooks are where there are several.
pub const FOLDER: &str = "ledger";
/// Units of one workbook: spreadsheet programs are slow with more, and none can have more than 1,048,576 rows.
const MOST: usize = 100_000;
/// Units of a workbook that is made in memory alone; those of a larger one stand in a temporary file meanwhile.
const HELD: usize = 20_000;
/// Workbooks by committee; where there are more values than this the field says something else than a committee.
const BOOKS: usize = 2_000;

/// One workbook of several.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Book {
    /// `上钢三村居民区`, or `…（第2部分）`, as shown to people
    name: String,
    /// Its path in the run's folder
    path: String,
    units: Vec<usize>,
}

/// The files of the ledger.
pub fn outputs<'a>(made: &'a Made<'a>) -> Vec<Output<'a>> {
    above(made, MOST)
}

/// With so many units a workbook at most.
fn above<'a>(made: &'a Made<'a>, most: usize) -> Vec<Output<'a>> {
    if !made.wishes.wants(NAME) {
        return Vec::new();
    }
    if made.table.len() <= most {
        let all = || (0..made.table.len()).collect::<Vec<usize>>();
        return vec![Output::new(NAME, move |out| save(out, made, || sheet::workbook(made, "", &all(), HELD)))];
    }
    let books = books(made, most);
    let listed = books.clone();
    let mut outputs = vec![Output::new(NAME, move |out| save(out, made, || index::workbook(made, &listed)))];
    let each = books.into_iter().map(|book| {
        Output::new(book.path.clone(), move |out| {
            save(out, made, || sheet::workbook(made, &book.name, &book.units, HELD))
        })
    });
    outputs.extend(each);
    outputs
}

/// The units by residents' committee, those of a large one in parts.
fn books(made: &Made, most: usize) -> Vec<Book> {
    let (answers, lang) = (&made.answers, made.answers.lang);
    let all: Vec<usize> = (0..made.table.len()).collect();
    let mut groups = by(answers, committee(answers), &all);
    if groups.len() > BOOKS {
        groups = by(answers, None, &all);
    }
    let whole = groups.len() == 1;
    let mut parts: Vec<UnitGroup> = Vec::new();
    for group in groups {
        let several = group.units.len() > most;
        for (units, n) in group.units.chunks(most.max(1)).zip(1..) {
            let value = match several {
                true if whole && group.value.is_empty() => {
                    lang.pick(format!("台账（第{n}部分）"), format!("ledger (part {n})"))
                }
                true => {
                    let name = group_name(&group.value, lang);
                    lang.pick(format!("{name}（第{n}部分）"), format!("{name} (part {n})"))
                }
                false => group.value.clone(),
            };
            parts.push(UnitGroup { value, units: units.to_vec() });
        }
    }
    let names = file_names(&parts, lang);
    let book = |(part, name): (UnitGroup, String)| Book {
        name: named(&part.value, lang).to_string(),
        path: format!("{FOLDER}/{name}.xlsx"),
        units: part.units,
    };
    parts.into_iter().zip(names).map(book).collect()
}

fn group_name(value: &str, lang: Lang) -> &str {
    if value.is_empty() { lang.pick("未填", "blank") } else { value }
}

/// `加装电梯技术评估台账（一门一档）`, with whose it is.
fn title(of: &str, lang: Lang) -> String {
    let title = text!("加装电梯技术评估台账（一门一档）", "lift retrofit assessment, ledger of units");
    if of.is_empty() { title.get(lang).into() } else { format!("{} · {of}", title.get(lang)) }
}

fn save(out: &mut dyn Write, made: &Made, workbook: impl FnOnce() -> Result<Workbook, XlsxError>) -> io::Result<()> {
    let bytes = || -> Result<Vec<u8>, XlsxError> {
        // Between 3 and 6, the default, lie a third of the time and a twentieth of the size.
        workbook()?.set_zip_compression_level(3).save_to_buffer()
    };
    let lang = made.answers.lang;
    // The writer of workbooks panics where its temporary file cannot be written to its end.
    let bytes = match panic::catch_unwind(AssertUnwindSafe(bytes)) {
        Ok(bytes) => bytes.map_err(|error| into_io(error, lang))?,
        Err(why) if why.downcast_ref::<String>().is_some_and(|why| why.contains(FULL)) => {
            return Err(no_room(&std::env::temp_dir(), "", lang));
        }
        Err(why) => panic::resume_unwind(why),
    };
    out.write_all(&bytes)
}

/// What that panic says.
const FULL: &str = "Couldn't write to xml file";

/// The kind of an error is what its message is made of: a full disk has to be called one.
fn into_io(error: XlsxError, lang: Lang) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        XlsxError::TempFileError(folder, error) => no_room(&folder, io_reason(&error).get(lang), lang),
        other => io::Error::other(other),
    }
}

/// It is not the run's folder that is full, but the one of temporary files.
fn no_room(folder: &Path, why: &str, lang: Lang) -> io::Error {
    let shown = folder.display();
    let why = if why.is_empty() { lang.pick("磁盘已满", "the disk is full") } else { why };
    io::Error::other(lang.pick(
        format!("放临时文件的文件夹 `{shown}` 写不了：{why}；请腾出空间，或用环境变量 TMPDIR（Windows 是 TEMP）指定别的文件夹，或加上 --without units.xlsx"),
        format!("the folder of temporary files `{shown}` cannot be written to: {why}; make room, name another in the environment variable TMPDIR (on Windows, TEMP), or leave the ledger out with --without units.xlsx"),
    ))
}
