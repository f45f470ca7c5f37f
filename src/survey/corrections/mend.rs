//! Puts what was filled in into the sheets of the file that it mends, cell by cell.
//!
//! What always holds: a cell that was left as it was shown stays what it is, with its type; a merged cell is split
//! around the row that changes, and holds for the others as before; a row whose hash is another is left alone.
//! Deliberately absent: what the cells then mean.

use super::doubtful::{for_each_row, hash_of, headers_of, text_of, texts};
use super::filled::FilledRow;
use crate::lang::Text;
use crate::survey::finding::Finding;
use crate::survey::grid::{Cell, Range, Row, Sheet};
use crate::survey::mapping::{Mapping, Matched, prepare};
use crate::survey::table::findings::nameless;
use crate::survey::table::merged::cell_at;
use crate::survey::table::names::Names;
use crate::text;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What came of the corrections of one file.
#[derive(Debug, Default)]
pub struct Mended {
    /// For each correction in order: why it was not used, if it was not
    pub refused: Vec<Option<Text>>,
    /// By sheet and row: the hash of each row that changed, as it was before
    pub hashes: HashMap<usize, HashMap<u32, String>>,
    /// Findings at the cells that changed, with the sheet of each
    pub told: Vec<(usize, Finding)>,
    /// Findings about corrections that contradict others, with the place of the correction among those given
    pub contradicted: Vec<(usize, Finding)>,
}

/// A cell that is to be changed.
struct Change<'f> {
    from: &'f FilledRow,
    column_there: u32,
    was: String,
    cell: Option<&'f Cell>,
}

/// A row as it stands: its columns by header, and its texts.
struct Standing {
    hash: String,
    columns: HashMap<String, u32>,
    texts: HashMap<u32, String>,
}

/// Mends the sheets of a file. `filled` are the corrections that name it, in the order of the input.
pub fn mend(
    file: &Arc<str>,
    sheets: &mut [Sheet],
    filled: &[&FilledRow],
    names: &Names,
    mapping: Option<&Mapping>,
) -> Mended {
    let mut mended = Mended::default();
    let mut standing: HashMap<usize, HashMap<u32, Standing>> = HashMap::new();
    for (nth, sheet) in sheets.iter().enumerate() {
        let rows: BTreeSet<u32> =
            filled.iter().filter(|row| row.sheet == sheet.name.trim()).filter_map(|row| row.row).collect();
        if !rows.is_empty() {
            standing.insert(nth, standing_rows(&prepare(file, sheet, names, mapping), &rows));
        }
    }
    let mut changes: BTreeMap<(usize, u32, u32), Change> = BTreeMap::new();
    for (nth, row) in filled.iter().enumerate() {
        let sheet = sheets.iter().position(|sheet| row.sheet == sheet.name.trim());
        match fits(row, sheet, &standing) {
            Err(why) => mended.refused.push(Some(why)),
            Ok((sheet, number, stands)) => {
                mended.refused.push(None);
                for (header, column_there, cell) in &row.cells {
                    let Some(&column) = stands.columns.get(header) else { continue };
                    let was = stands.texts.get(&column).cloned().unwrap_or_default();
                    let now = shown(cell.as_ref());
                    if now == was {
                        continue;
                    }
                    mended.hashes.entry(sheet).or_default().insert(number, stands.hash.clone());
                    let change = Change { from: row, column_there: *column_there, was, cell: cell.as_ref() };
                    let before = changes.insert((sheet, number, column), change);
                    if let Some(before) = before.filter(|before| shown(before.cell) != now) {
                        mended.contradicted.push((nth, contradicted(row, *column_there, &before, &now)));
                    }
                }
            }
        }
    }
    for ((nth, row, column), change) in changes {
        let Some(sheet) = sheets.get_mut(nth) else { continue };
        put(sheet, row, column, change.cell.cloned());
        let (now, place) = (shown(change.cell), change.from.cell(change.column_there));
        let message = match now.is_empty() {
            true => text!("按 `{place}` 改为空白", "blanked, as `{place}` says"),
            false => text!("按 `{place}` 改为 `{now}`", "corrected to `{now}`, as `{place}` says"),
        };
        let finding = Finding::new("S073", file, &sheet.name, message).at(row, column).from_written(change.was, now);
        mended.told.push((nth, finding));
    }
    mended
}

fn shown(cell: Option<&Cell>) -> String {
    cell.map_or(String::new(), |cell| text_of(cell, false))
}

fn standing_rows(matched: &Matched, rows: &BTreeSet<u32>) -> HashMap<u32, Standing> {
    let Matched { sheet, merged, headers, .. } = matched;
    let widest = sheet.rows.iter().filter_map(|row| row.cells.last()).map(|(c, _)| *c).max().unwrap_or(0);
    let mut found = HashMap::new();
    for header in headers.iter().filter(|header| header.clashes.is_empty()) {
        let columns: Vec<u32> = header.columns.iter().map(|column| column.column).collect();
        let of_header: HashMap<String, u32> = headers_of(header, &columns).into_iter().zip(columns).collect();
        for_each_row(sheet, merged, header, rows, |row, placed| {
            let cells = texts(sheet, placed);
            let mut columns = of_header.clone();
            // Data beside the header, and the columns that other rows may have there.
            for column in 0..=widest {
                columns.entry(nameless(column)).or_insert(column);
            }
            let hash = hash_of(&cells);
            let texts = cells.into_iter().map(|(column, text, _)| (column, text)).collect();
            found.insert(row.number, Standing { hash, columns, texts });
        });
    }
    found
}

/// The row that a correction is for, or why there is none.
fn fits<'s>(
    row: &FilledRow,
    sheet: Option<usize>,
    standing: &'s HashMap<usize, HashMap<u32, Standing>>,
) -> Result<(usize, u32, &'s Standing), Text> {
    let (file, name) = (&row.file, &row.sheet);
    let Some(sheet) = sheet else {
        return Err(text!("`{file}` 里没有工作表 `{name}`", "`{file}` has no sheet `{name}`"));
    };
    let Some(number) = row.row else {
        return Err(text!("“行”一列不是行号", "column `行` does not hold the number of a row"));
    };
    let Some(stands) = standing.get(&sheet).and_then(|rows| rows.get(&number)) else {
        return Err(text!("`{file}` 第 {number} 行没有数据", "row {number} of `{file}` holds no data"));
    };
    if stands.hash != row.hash {
        return Err(text!(
            "`{file}` 第 {number} 行已不是当时的样子（校验不符）",
            "row {number} of `{file}` is no longer what it was (its hash is another)"
        ));
    }
    let unknown = row.cells.iter().find(|(header, _, cell)| cell.is_some() && !stands.columns.contains_key(header));
    if let Some((header, ..)) = unknown {
        return Err(text!("原表没有 `{header}` 这一列", "the original table has no column `{header}`"));
    }
    Ok((sheet, number, stands))
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

/// Puts a cell into its place, for its row alone.
fn put(sheet: &mut Sheet, row: u32, column: u32, cell: Option<Cell>) {
    let holds = |r: &Range| (r.top..=r.bottom).contains(&row) && (r.left..=r.right).contains(&column);
    while let Some(ix) = sheet.merged.iter().position(holds) {
        let range = sheet.merged.remove(ix);
        let held = cell_at(sheet, range.top, range.left).cloned();
        if range.top < row {
            sheet.merged.push(Range { bottom: row - 1, ..range });
        }
        if row < range.bottom {
            sheet.merged.push(Range { top: row + 1, ..range });
            set(sheet, row + 1, range.left, held);
        }
        // What a program left hidden in the merged cell is not to come to light.
        for column in range.left..=range.right {
            set(sheet, row, column, None);
        }
    }
    sheet.merged.sort_by_key(|r| (r.top, r.left));
    set(sheet, row, column, cell);
}

fn set(sheet: &mut Sheet, row: u32, column: u32, cell: Option<Cell>) {
    let ix = match sheet.rows.binary_search_by_key(&row, |r| r.number) {
        Ok(ix) => ix,
        Err(_) if cell.is_none() => return,
        Err(ix) => {
            sheet.rows.insert(ix, Row { number: row, cells: Vec::new() });
            ix
        }
    };
    let Some(row) = sheet.rows.get_mut(ix) else { return };
    match (row.cells.binary_search_by_key(&column, |(c, _)| *c), cell) {
        (Ok(at), Some(cell)) => {
            if let Some(slot) = row.cells.get_mut(at) {
                slot.1 = cell;
            }
        }
        (Ok(at), None) => drop(row.cells.remove(at)),
        (Err(at), Some(cell)) => row.cells.insert(at, (column, cell)),
        (Err(_), None) => {}
    }
}
