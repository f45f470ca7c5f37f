//! Tables of all files → units, findings and books.
//!
//! What always holds: the result depends on the files and their order alone, not on threads; findings stand in the
//! order of the input; the books balance, or there is no result. Deliberately absent: files, formats, sheets.

use super::lists::{Joined, join};
use super::merge::merge_fields;
use super::{Filed, Identity, RowRef, Source, nearly_equal};
use crate::lang::Text;
use crate::rules::Dictionary;
use crate::survey::Survey;
use crate::survey::books::{Books, FileBooks, ListRows, RejectedRow, UnitRows};
use crate::survey::finding::Finding;
use crate::survey::options::Duplicates;
use crate::survey::table::SheetRead;
use crate::survey::table::header::Subject;
use crate::survey::units::{SheetName, Units};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// A file as it was read by itself.
#[derive(Debug, Default)]
pub struct FileRead {
    /// The file, as people know it
    pub name: Arc<str>,
    /// Its size
    pub bytes: u64,
    /// BLAKE3 of its bytes
    pub hash: String,
    /// Why it could not be read to its end
    pub failed: Option<Text>,
    /// Findings about the file itself
    pub findings: Vec<Finding>,
    /// What came of its sheets
    pub sheets: Vec<(Arc<str>, SheetRead)>,
}

/// A sheet whose books do not balance: a mistake of this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unbalanced {
    /// The sheet
    pub sheet: SheetName,
    /// Its rows of units
    pub units: UnitRows,
    /// Its rows of lists
    pub lists: ListRows,
}

/// Makes the survey.
pub fn assemble(
    files: Vec<FileRead>,
    dictionary: &Dictionary,
    duplicates: Duplicates,
) -> Result<Survey, Box<Unbalanced>> {
    let mut gathered = Gathered::default();
    for (file, read) in files.into_iter().enumerate() {
        gathered.add(file, read);
    }
    let Gathered { mut sources, sheets, files, mut books, mut filed, mut rejected, told, withdrawn } = gathered;

    let identity = Identity::new(&sources);
    filed.extend(nearly_equal(&identity, &sources, &sheets, dictionary));
    let merged = merge_fields(&mut sources, &identity, &sheets, dictionary, duplicates);
    filed.extend(merged.told);
    for (source, units) in sources.iter().zip(&identity.unit_of) {
        let Some(rows) = books.get_mut(source.sheet as usize) else { continue };
        rows.units.merged += units.len() as u64;
    }
    for first in &identity.first {
        let sheet = sources.get(first.source as usize).map(|source| source.sheet as usize);
        let Some(rows) = sheet.and_then(|sheet| books.get_mut(sheet)) else { continue };
        rows.units.assessed += 1;
        rows.units.merged = rows.units.merged.saturating_sub(1);
    }

    let joined: Vec<Joined> = (0..dictionary.lists.len())
        .into_par_iter()
        .filter_map(|list| join(list, &sources, &identity, &sheets, dictionary))
        .collect();
    let mut lists = Vec::with_capacity(joined.len());
    for list in joined {
        for (rows, joined) in books.iter_mut().zip(&list.joined) {
            rows.lists.joined += joined;
        }
        for (_, sheet, row) in list.rejected {
            if let Some(rows) = books.get_mut(sheet as usize) {
                rows.lists.rejected += 1;
            }
            rejected.push((sheet, row));
        }
        lists.push(list.items);
        filed.extend(list.told);
    }

    let count = identity.first.len();
    let units = Units {
        count,
        keys: identity.keys(&sources, dictionary.key_fields().count()),
        fields: merged.fields,
        lists,
        rows: (0..count as u32).into_par_iter().map(|unit| identity.places(&sources, unit)).collect(),
        carried: carried(&sources, &identity),
        sheets,
    };
    filed.extend(told.into_iter().map(|told| told.about(&sources, &identity, &units)));
    // A stable sort, of what came in the same order whatever the threads.
    filed.sort_by_key(|filed| {
        let cell = filed.finding.cell.map(|(row, column)| (row, column.map(|column| column + 1)));
        (filed.file, filed.sheet, cell, filed.finding.code)
    });
    rejected.sort_by_key(|(sheet, row)| (*sheet, row.row));
    Ok(Survey {
        findings: filed.into_iter().map(|filed| filed.finding).collect(),
        books: close(files, books, &units)?,
        rejected: rejected.into_iter().map(|(_, row)| row).collect(),
        withdrawn,
        coverage: None,
        decisions: None,
        doubtful: Default::default(),
        units,
    })
}

/// The rows of a sheet while they are being counted.
#[derive(Debug)]
struct SheetBooks {
    file: usize,
    units: UnitRows,
    lists: ListRows,
}

/// A finding that waits for the name of its unit.
#[derive(Debug)]
struct Waiting {
    filed: Filed,
    row: Option<RowRef>,
}

/// All files, one after the other.
#[derive(Default)]
struct Gathered {
    sources: Vec<Source>,
    sheets: Vec<SheetName>,
    files: Vec<FileBooks>,
    books: Vec<SheetBooks>,
    filed: Vec<Filed>,
    rejected: Vec<(u32, RejectedRow)>,
    told: Vec<Waiting>,
    withdrawn: Vec<Arc<str>>,
}

impl Gathered {
    fn add(&mut self, file: usize, read: FileRead) {
        self.filed.extend(read.findings.into_iter().map(|finding| Filed { file, sheet: None, finding }));
        for (name, sheet_read) in read.sheets {
            let sheet = self.sheets.len() as u32;
            self.sheets.push(SheetName { file: read.name.clone(), sheet: name });
            self.books.push(SheetBooks { file, units: sheet_read.unit_rows, lists: sheet_read.list_rows });
            self.rejected.extend(sheet_read.rejected.into_iter().map(|row| (sheet, row)));
            self.withdrawn.extend(sheet_read.withdrawn);
            let first = self.sources.len();
            self.told.extend(sheet_read.told.into_iter().map(|told| Waiting {
                row: told.row.map(|(table, row)| RowRef { source: (first + table) as u32, row: row as u32 }),
                filed: Filed { file, sheet: Some(sheet), finding: told.finding },
            }));
            self.sources.extend(sheet_read.tables.into_iter().map(|table| Source { file, sheet, table }));
        }
        self.files.push(FileBooks {
            name: read.name,
            bytes: read.bytes,
            hash: read.hash,
            failed: read.failed,
            ..FileBooks::default()
        });
    }
}

impl Waiting {
    /// The finding with its unit's name.
    fn about(self, sources: &[Source], identity: &Identity, units: &Units) -> Filed {
        let mut filed = self.filed;
        let kept = self.row.and_then(|row| sources.get(row.source as usize)?.table.rows.get(row.row as usize));
        if let Some(kept) = kept {
            let unit = identity.by_key.get(&kept.key);
            filed.finding.unit = unit.map_or_else(|| kept.shown.join("/"), |unit| units.name(*unit as usize));
        }
        filed
    }
}

/// Columns that are carried through, in the order in which their headers first occur. Where the rows of a unit say
/// different things, all of them are carried.
fn carried(sources: &[Source], identity: &Identity) -> Vec<(String, Vec<Option<Arc<str>>>)> {
    let count = identity.first.len();
    let mut columns: Vec<(String, Vec<Option<Arc<str>>>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    // For the few units whose rows differ: what was said so far, and in order.
    let mut more: BTreeMap<(usize, u32), Vec<Arc<str>>> = BTreeMap::new();
    let mut said: HashSet<(usize, u32, Arc<str>)> = HashSet::new();
    for (source, units) in sources.iter().zip(&identity.unit_of) {
        if source.table.subject != Subject::Units {
            continue;
        }
        for column in &source.table.carried {
            let place = *places.entry(&column.header).or_insert_with(|| {
                columns.push((column.header.clone(), vec![None; count]));
                columns.len() - 1
            });
            let Some((_, texts)) = columns.get_mut(place) else { continue };
            for (unit, text) in units.iter().zip(&column.cells) {
                let (Some(slot), Some(text)) = (texts.get_mut(*unit as usize), text) else { continue };
                match slot {
                    None => *slot = Some(text.clone()),
                    Some(first) if first == text => {}
                    Some(_) if said.insert((place, *unit, text.clone())) => {
                        more.entry((place, *unit)).or_default().push(text.clone());
                    }
                    Some(_) => {}
                }
            }
        }
    }
    for ((place, unit), further) in more {
        if let Some(Some(text)) = columns.get_mut(place).and_then(|(_, texts)| texts.get_mut(unit as usize)) {
            let all: Vec<&str> = [&**text].into_iter().chain(further.iter().map(|text| &**text)).collect();
            *text = all.join("；").into();
        }
    }
    columns
}

/// Closes the books: sheets under their files, sums, and whether everything is accounted for.
fn close(mut files: Vec<FileBooks>, books: Vec<SheetBooks>, units: &Units) -> Result<Books, Box<Unbalanced>> {
    let mut assessed = 0;
    for (rows, sheet) in books.into_iter().zip(&units.sheets) {
        assessed += rows.units.assessed;
        if !rows.units.balances() || !rows.lists.balances() {
            return Err(Box::new(Unbalanced { sheet: sheet.clone(), units: rows.units, lists: rows.lists }));
        }
        let Some(file) = files.get_mut(rows.file) else { continue };
        file.rows.add(&rows.units);
        file.list_rows.add(&rows.lists);
        file.sheets.push((sheet.sheet.clone(), rows.units, rows.lists));
    }
    if assessed != units.count as u64 {
        let sheet = SheetName { file: Arc::from("*"), sheet: Arc::from("*") };
        let rows = UnitRows { found: units.count as u64, assessed, ..UnitRows::default() };
        return Err(Box::new(Unbalanced { sheet, units: rows, lists: ListRows::default() }));
    }
    Ok(Books { files })
}
