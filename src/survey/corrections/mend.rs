//! Says which cells of a file change, of what was filled in for it.
//!
//! What always holds: a cell that was left as it was shown stays what it is, with its type; a row whose hash is another
//! is left alone, and so is one that says more than its table has columns for. Deliberately absent: how cells get into
//! their places (`put.rs`), and what they then mean.

use super::doubtful::{CellText, for_each_row, hash_of, headers_of, text_of, texts};
use super::filled::FilledRow;
use super::put::{Cells, put};
use crate::lang::Text;
use crate::survey::finding::Finding;
use crate::survey::grid::{Cell, Range, Sheet};
use crate::survey::mapping::{Mapping, Matched, prepare};
use crate::survey::table::findings::nameless;
use crate::survey::table::header::{Header, Subject};
use crate::survey::table::names::Names;
use crate::text;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What came of the corrections of one file.
#[derive(Debug, Default)]
pub struct Mended {
    /// For each correction in order what it came to
    pub outcomes: Vec<Outcome>,
    /// By sheet and row: the hash of each row that changed, as it was before
    pub hashes: HashMap<usize, HashMap<u32, String>>,
    /// Findings at the cells that changed, with the sheet of each
    pub told: Vec<(usize, Finding)>,
    /// Findings about corrections that contradict others, with the place of the correction among those given
    pub contradicted: Vec<(usize, Finding)>,
    /// Columns that people added: the place of a correction that fills one, and the column
    pub added: Vec<(usize, u32)>,
}

/// What a correction came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Whether the row that it is about is one of a list, if there is such a row
    pub of_list: Option<bool>,
    /// Why it was not used, if it was not
    pub refused: Option<Text>,
}

/// A cell that is to be changed.
struct Change<'f> {
    from: &'f FilledRow,
    column_there: u32,
    was: String,
    cell: Option<&'f Cell>,
}

/// A row as it stands.
struct Standing {
    hash: String,
    cells: Vec<CellText>,
    columns: Arc<Columns>,
}

/// The columns of a table.
struct Columns {
    of_list: bool,
    by_header: HashMap<String, u32>,
    headers: BTreeMap<u32, String>,
}

impl Columns {
    /// The column under a header, or the one without a header that it stands for.
    fn column(&self, header: &str) -> Option<u32> {
        let nameless = || nameless_column(header).filter(|column| !self.headers.contains_key(column));
        self.by_header.get(header).copied().or_else(nameless)
    }

    fn header(&self, column: u32) -> String {
        self.headers.get(&column).cloned().unwrap_or_else(|| nameless(column))
    }
}

/// The rows that stand in a sheet.
type Rows = HashMap<u32, Standing>;

/// Mends the sheets of a file. `filled` are the corrections that name it, in the order of the input.
pub fn mend(
    file: &Arc<str>,
    sheets: &mut [Sheet],
    filled: &[&FilledRow],
    names: &Names,
    mapping: Option<&Mapping>,
) -> Mended {
    let mut mended = Mended::default();
    if filled.is_empty() {
        return mended;
    }
    let mut wanted: HashMap<&str, BTreeSet<u32>> = HashMap::new();
    for row in filled {
        wanted.entry(&row.sheet).or_default().extend(row.row);
    }
    let mut standing: Vec<Rows> = Vec::with_capacity(sheets.len());
    let mut sheets_named: HashMap<String, Vec<usize>> = HashMap::new();
    for (nth, sheet) in sheets.iter().enumerate() {
        let rows = wanted.get(trimmed(&sheet.name));
        standing.push(rows.map(|rows| standing_rows(&prepare(file, sheet, names, mapping), rows)).unwrap_or_default());
        sheets_named.entry(trimmed(&sheet.name).to_string()).or_default().push(nth);
    }
    let mut changes: BTreeMap<(usize, u32, u32), Change> = BTreeMap::new();
    for (nth, row) in filled.iter().enumerate() {
        let sheets = sheets_named.get(&row.sheet).map_or(&[][..], Vec::as_slice);
        let found = found(row, sheets, &standing);
        let of_list = found.as_ref().ok().map(|(_, _, stands)| stands.columns.of_list);
        let fits = found.and_then(|found| fits(row, found.2).map(|()| found));
        let refused = fits.as_ref().err().cloned();
        mended.outcomes.push(Outcome { of_list, refused });
        let Ok((sheet, number, stands)) = fits else { continue };
        mended.added.extend(
            row.cells.iter().map(|(there, _)| (nth, *there)).filter(|(_, there)| is_added(row, *there, stands)),
        );
        for (column, change) in changes_of(row, stands) {
            let now = shown(change.cell);
            let there = change.column_there;
            mended.hashes.entry(sheet).or_default().insert(number, stands.hash.clone());
            let before = changes.insert((sheet, number, column), change);
            if let Some(before) = before.filter(|before| shown(before.cell) != now) {
                mended.contradicted.push((nth, contradicted(row, there, &before, &now)));
            }
        }
    }
    let mut cells: BTreeMap<usize, Cells> = BTreeMap::new();
    for ((nth, row, column), change) in changes {
        let Some(sheet) = sheets.get(nth) else { continue };
        let (now, place) = (shown(change.cell), change.from.cell(change.column_there));
        let message = match now.is_empty() {
            true => text!("按 `{place}` 改为空白", "blanked, as `{place}` says"),
            false => text!("按 `{place}` 改为 `{now}`", "corrected to `{now}`, as `{place}` says"),
        };
        let finding = Finding::new("S073", file, &sheet.name, message).at(row, column).from_written(change.was, now);
        mended.told.push((nth, finding));
        cells.entry(nth).or_default().insert((row, column), change.cell.cloned());
    }
    for (nth, cells) in cells {
        let (Some(sheet), Some(rows)) = (sheets.get_mut(nth), standing.get(nth)) else { continue };
        put(sheet, cells, |row, range| home(rows, row, range));
    }
    mended
}

/// What people see as the name of a sheet.
fn trimmed(name: &str) -> &str {
    name.trim_matches(crate::survey::cell::words::is_blank)
}

fn shown(cell: Option<&Cell>) -> String {
    cell.map_or(String::new(), |cell| text_of(cell, false))
}

/// In which column of a row a merged cell counts.
fn home(rows: &Rows, row: u32, range: &Range) -> u32 {
    let cells = rows.get(&row).map_or(&[][..], |stands| &stands.cells);
    let counts = cells.iter().find(|(_, _, at)| *at == (range.top, range.left));
    counts.map_or(range.left, |(column, ..)| *column)
}

/// The cells of a row that were filled in otherwise than they stand, by the column where they stand.
fn changes_of<'f>(row: &'f FilledRow, stands: &Standing) -> Vec<(u32, Change<'f>)> {
    let was = |column: u32| {
        let at = stands.cells.binary_search_by_key(&column, |(c, ..)| *c).ok();
        at.and_then(|at| stands.cells.get(at)).map_or("", |(_, text, _)| text.as_str())
    };
    let mut columns: BTreeMap<u32, String> = BTreeMap::new();
    for (there, _) in &row.cells {
        let header = row.columns.headers.get(there);
        columns.extend(header.and_then(|header| Some((stands.columns.column(header)?, header.clone()))));
    }
    // What stands there, and may have been emptied.
    columns.extend(stands.cells.iter().map(|(column, ..)| (*column, stands.columns.header(*column))));
    let change = |(column, header): (u32, String)| {
        let (column_there, cell) = row.under(&header)?;
        let was = was(column);
        (shown(cell) != was).then(|| (column, Change { from: row, column_there, was: was.to_string(), cell }))
    };
    columns.into_iter().filter_map(change).collect()
}

fn standing_rows(matched: &Matched, rows: &BTreeSet<u32>) -> Rows {
    let Matched { sheet, merged, headers, .. } = matched;
    let mut found = HashMap::new();
    for header in headers.iter().filter(|header| header.clashes.is_empty()) {
        let mut of_table = None;
        for_each_row(sheet, merged, header, rows, |row, placed| {
            let cells = texts(sheet, placed);
            let columns = of_table.get_or_insert_with(|| Arc::new(columns_of(header))).clone();
            found.insert(row.number, Standing { hash: hash_of(&cells), cells, columns });
        });
    }
    found
}

fn columns_of(header: &Header) -> Columns {
    let columns: BTreeSet<u32> = header.columns.iter().map(|column| column.column).collect();
    let columns: Vec<u32> = columns.into_iter().collect();
    let headers = headers_of(header, &columns);
    Columns {
        of_list: header.subject != Subject::Units,
        by_header: headers.iter().cloned().zip(columns.iter().copied()).collect(),
        headers: columns.into_iter().zip(headers).collect(),
    }
}

/// The column that a header made up for one without a header stands for.
fn nameless_column(header: &str) -> Option<u32> {
    let letters: String = header.chars().take_while(char::is_ascii_uppercase).take(3).collect();
    let number = letters.bytes().fold(0_u32, |number, letter| number * 26 + u32::from(letter - b'A') + 1);
    number.checked_sub(1).filter(|column| nameless(*column) == header)
}

/// The row that a correction is for. Of sheets whose names differ in blanks alone, the one where it fits.
fn found<'s>(row: &FilledRow, sheets: &[usize], standing: &'s [Rows]) -> Result<(usize, u32, &'s Standing), Text> {
    let (file, name) = (&row.file, &row.sheet);
    let Some(number) = row.row else {
        return Err(text!("“行”一列不是行号", "column `row` does not hold the number of a row"));
    };
    let stands = || sheets.iter().filter_map(|nth| Some((*nth, number, standing.get(*nth)?.get(&number)?)));
    match stands().find(|(_, _, stands)| stands.hash == row.hash).or_else(|| stands().next()) {
        Some(found) => Ok(found),
        None if sheets.is_empty() => Err(text!("`{file}` 里没有工作表 `{name}`", "`{file}` has no sheet `{name}`")),
        None => Err(text!("`{file}` 第 {number} 行没有数据", "row {number} of `{file}` holds no data")),
    }
}

/// Why a correction is not for a row as it stands.
fn fits(row: &FilledRow, stands: &Standing) -> Result<(), Text> {
    let (file, number) = (&row.file, row.row.unwrap_or_default());
    if stands.hash != row.hash {
        return Err(text!(
            "`{file}` 第 {number} 行已不是当时的样子（校验不符）",
            "row {number} of `{file}` is no longer what it was (its check is another)"
        ));
    }
    if let Some(why) = &row.unclear {
        return Err(why.clone());
    }
    // A column that people added is set aside. Where one of the table is gone, it may be that one under another name.
    if let Some(gone) = stands.columns.headers.values().find(|header| !row.columns.by_header.contains_key(*header))
        && let Some((there, _)) = row.cells.iter().find(|(there, _)| is_added(row, *there, stands))
    {
        let header = row.columns.headers.get(there).cloned().unwrap_or_default();
        return Err(text!(
            "原表没有 `{header}` 这一列，而原表的 `{gone}` 这里没有",
            "the survey has no column `{header}`, and its `{gone}` is not here"
        ));
    }
    Ok(())
}

fn is_added(row: &FilledRow, there: u32, stands: &Standing) -> bool {
    row.columns.headers.get(&there).is_none_or(|header| stands.columns.column(header).is_none())
}

fn contradicted(row: &FilledRow, column: u32, before: &Change, now: &str) -> Finding {
    let (other, was) = (before.from.cell(before.column_there), shown(before.cell));
    let message = text!(
        "同一格有两种改法：`{other}` 写 `{was}`，这里写 `{now}`；以这里（后给的）为准",
        "two corrections of one cell: `{other}` says `{was}`, `{now}` here stands, being given later"
    );
    Finding::new("S075", &row.named.0, &row.named.1, message)
        .at(row.place.2, column)
        .from_written(was, now)
        .suggesting(text!("请核实，只留一种", "find out which is right and keep one"))
}
