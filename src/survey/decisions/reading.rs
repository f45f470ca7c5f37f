//! Decisions files → rows, by the readers of surveys: any format, wherever the header stands, titles and notes around it.
//!
//! What always holds: a row is kept if it says a class or tries to; what is written of a unit is kept as written. Every
//! row that is not kept is counted. Deliberately absent: which unit is meant, which of several rows holds.

use crate::lang::Text;
use crate::quantity::{Bounds, Dimension};
use crate::rules::dictionary::{Choice, Dictionary, Field, Kind};
use crate::rules::ruleset::Grade;
use crate::rules::{FieldIx, Value};
use crate::survey::books::{Books, FileBooks, RejectedRow};
use crate::survey::cell::calendar::day_of_number;
use crate::survey::files::{Found, SurveyFile, find_files};
use crate::survey::finding::{Finding, FindingSeverity};
use crate::survey::formats::open;
use crate::survey::options::Options;
use crate::survey::read::ReadError;
use crate::survey::table::names::Names;
use crate::survey::table::read_file::read_sheets;
use crate::survey::table::{ReadCell, SheetRead, Table};
use crate::text;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// Decisions as they were read, before they are held against a survey.
#[derive(Clone, Debug, Default)]
pub struct DecisionsRead {
    /// The rows that say a class or try to, in the order of the input
    pub rows: Vec<Row>,
    /// What is to be told of the files
    pub findings: Vec<Finding>,
    /// The rows that the reader rejected, whole
    pub rejected: Vec<RejectedRow>,
    /// The books, but for the rows above
    pub books: Books,
}

/// A row that says a class or tries to.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which file and which of its sheets, in the order of the books
    pub book: (usize, usize),
    /// File, sheet and row
    pub place: (Arc<str>, Arc<str>, u32),
    /// The column that the unit is named in, from 0
    pub unit_column: Option<u32>,
    /// The unit
    pub unit: Named,
    /// The column of the class
    pub class_column: Option<u32>,
    /// The class, or what is written there
    pub class: Result<Grade, String>,
    /// The computed class of that day, where it is written; or what cannot be read there
    pub recorded: Option<Result<Grade, String>>,
    /// Why
    pub reason: String,
    /// The body that decided
    pub by: String,
    /// The person who decided
    pub person: String,
    /// When, as bounds in days
    pub day: Option<Bounds>,
    /// When, for people
    pub date: String,
    /// Header and text of each cell
    pub cells: Vec<(String, String)>,
}

/// How a row names its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// In one cell: `甲小区/3/2`
    Whole(String),
    /// Key field by key field
    Parts(Vec<String>),
}

impl Named {
    /// As people read it.
    pub fn shown(&self) -> String {
        match self {
            Named::Whole(name) => name.clone(),
            Named::Parts(parts) if parts.iter().all(String::is_empty) => String::new(),
            Named::Parts(parts) => parts.join("/"),
        }
    }
}

/// The fields of a decision, after the key fields; in the order of [`columns`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Unit,
    Class,
    Reason,
    By,
    Person,
    Date,
    Recorded,
    Note,
}

const SAYS: [Says; 8] =
    [Says::Unit, Says::Class, Says::Reason, Says::By, Says::Person, Says::Date, Says::Recorded, Says::Note];

/// What is written for a class where nothing is decided yet.
const UNDECIDED: [&str; 9] = ["待定", "未定", "待议", "未议", "另议", "暂缓", "未上会", "尚未决定", "undecided"];
/// So many rows are named of those.
const NAMED: usize = 8;

/// The ids of the fields that a class is read from.
const CLASSES: [&str; 2] = ["decision", "computed"];

/// What headers of decisions are called; key fields have the names that the survey's dictionary gives them.
fn columns() -> [Field; 8] {
    let field = |id: &str, label: &str, aliases: &[&str], kind: Kind| Field {
        aliases: aliases.iter().map(|alias| alias.to_string()).collect(),
        ..Field::bare(id, label, kind)
    };
    let classes = || {
        let choice = |grade: Grade, more: &[&str]| Choice {
            id: grade.id().into(),
            spellings: [&*grade.label().zh].iter().chain(more).map(|spelling| spelling.to_string()).collect(),
        };
        Kind::Choice(vec![
            choice(Grade::Suitable, &["适合", "适宜", "适宜加装", "可加装", "可以加装"]),
            choice(Grade::Difficult, &["较难", "难", "有难度", "加装较难"]),
            choice(Grade::Unsuitable, &["不适合", "不适宜", "不适宜加装", "不宜加装", "不能加装", "不可加装"]),
        ])
    };
    let day = Kind::Number(Dimension::Date);
    // A row without a class is no decision, so the class is what a row cannot do without.
    let class = ["class", "决定", "决定结论", "审定结论", "评审结论", "会议结论", "议定结论", "决定类别"];
    [
        field("name", "单元", &["单元名称", "单元名", "门栋", "门栋名称", "unit"], Kind::Text),
        Field { key: true, ..field("decision", "结论", &class, classes()) },
        field("reason", "理由", &["决定理由", "原因"], Kind::Text),
        field("by", "决定单位", &["决定机构", "决定部门", "审定单位", "审议单位", "议定单位"], Kind::Text),
        field("person", "决定人", &["审定人", "负责人", "经办人"], Kind::Text),
        field("date", "日期", &["决定日期", "审定日期", "会议日期", "时间"], day),
        field("computed", "当时评估结论", &["当时结论", "原评估结论", "当时的评估结论"], classes()),
        // The reason in a table that has no column for one; beside one, the office's own notes.
        field("note", "备注", &["说明"], Kind::Text),
    ]
}

/// The dictionary that a decisions file is read with: the survey's key fields, none of them a must, and what is decided.
fn dictionary_of(dictionary: &Dictionary) -> (Dictionary, usize) {
    let keys = dictionary.key_fields().filter_map(|ix| dictionary.fields.get(ix));
    // As texts: they are compared as keys once they are known to be one.
    let keys = keys.map(|field| Field { key: false, group: false, kind: Kind::Text, ..field.clone() });
    let mut fields: Vec<Field> = keys.collect();
    let count = fields.len();
    fields.extend(columns());
    (Dictionary { fields, lists: Vec::new() }, count)
}

/// Reads decisions: files, and folders with all they hold.
pub fn read_decisions(
    inputs: &[PathBuf],
    dictionary: &Dictionary,
    options: &Options,
) -> Result<DecisionsRead, ReadError> {
    let Found { files, .. } = find_files(inputs, options.left_out).map_err(ReadError::Input)?;
    let (dictionary, keys) = dictionary_of(dictionary);
    let names = Names::new(&dictionary);
    let read: Vec<(FileBooks, Vec<Finding>, Vec<SheetRead>)> =
        files.par_iter().map(|file| read_file(file, &names, options)).collect();
    let mut out = DecisionsRead::default();
    for (nth, (mut file, findings, sheets)) in read.into_iter().enumerate() {
        out.findings.extend(findings);
        for (sheet_nth, mut sheet) in sheets.into_iter().enumerate() {
            let undecided = take_undecided(&mut sheet);
            let name = file.sheets.get(sheet_nth).map_or_else(Default::default, |(name, ..)| name.clone());
            let place = Place { book: (nth, sheet_nth), file: file.name.clone(), sheet: name };
            out.findings.extend(sheet.told.into_iter().filter_map(|told| concern(told.finding)));
            out.rejected.extend(sheet.rejected);
            let rows = sheet.tables.iter().flat_map(|table| {
                (0..table.rows.len()).filter_map(|at| place.row(table, at, &dictionary, keys)).collect::<Vec<Row>>()
            });
            let (open, rows): (Vec<Row>, Vec<Row>) = rows.partition(says_undecided);
            out.rows.extend(rows);
            // They are no rows of decisions: the books have nothing of them.
            let (blank, open): (Vec<u32>, Vec<u32>) = (undecided, open.iter().map(|row| row.place.2).collect());
            let of_sheet = file.sheets.get_mut(sheet_nth).map(|(_, rows, _)| rows);
            for rows in of_sheet.into_iter().chain([&mut file.rows]) {
                rows.found -= (blank.len() + open.len()) as u64;
                rows.rejected -= blank.len() as u64;
            }
            out.findings.extend(not_decided(&place, [blank, open].concat()));
        }
        out.books.files.push(file);
    }
    if options.strict {
        let failed = out.books.files.iter().filter_map(|file| Some((file.name.clone(), file.failed.clone()?)));
        let failed: Vec<(Arc<str>, Text)> = failed.collect();
        if !failed.is_empty() {
            return Err(ReadError::Failed(failed));
        }
    }
    Ok(out)
}

fn read_file(file: &SurveyFile, names: &Names, options: &Options) -> (FileBooks, Vec<Finding>, Vec<SheetRead>) {
    let opened = open(file, options);
    let mut books =
        FileBooks { name: file.name.clone(), bytes: opened.bytes, hash: opened.hash, ..FileBooks::default() };
    let mut findings = opened.findings;
    let sheets = match opened.sheets {
        Ok(sheets) => sheets,
        Err(error) => {
            let finding = Finding::new(error.code, &file.name, &Arc::from(""), error.message.clone());
            findings.push(Finding { suggestion: error.help, ..finding });
            books.failed = Some(error.message);
            return (books, findings, Vec::new());
        }
    };
    let read = read_sheets(&file.name, &sheets, names, options.as_of, None);
    for (sheet, read) in sheets.iter().zip(&read) {
        books.rows.add(&read.unit_rows);
        books.sheets.push((sheet.name.clone(), read.unit_rows, read.list_rows));
    }
    (books, findings, read)
}

/// Columns that are no field, columns read as several, rows of totals: of no concern here, as with a roster.
const OF_NO_CONCERN: [&str; 6] = ["S042", "S043", "S047", "S049", "S055", "S057"];

/// What is to be told of a decisions file, of what is told of a survey. Of classes that were not understood, `settle`
/// tells, row by row.
fn concern(finding: Finding) -> Option<Finding> {
    let of_class = CLASSES.contains(&finding.field.as_str());
    match finding.code {
        code if OF_NO_CONCERN.contains(&code) => None,
        // 2021年6月 is as good a date of a decision as any.
        _ if finding.field == "date" && finding.severity == FindingSeverity::Note => None,
        "S020" if finding.field == "date" => {
            let help = text!(
                "请连年份一起写，如 2026-06-12：日期只用来分先后",
                "write it with its year, as in 2026-06-12: dates tell which decision came later"
            );
            Some(Finding { suggestion: Some(help), ..finding })
        }
        "S045" if of_class => {
            let message = text!("表里没有“结论”这一列，各行没有采用", "there is no column `decision`: no row was used");
            let help =
                text!("表头要有：单元、结论、理由、决定单位、日期", "headers are: unit, decision, reason, by, date");
            Some(Finding { message, suggestion: Some(help), ..finding })
        }
        _ if of_class => None,
        _ => Some(finding),
    }
}

/// Takes the rows out of a sheet's rejected ones whose class is blank, and what is told of them: a list of all units, in
/// which only some are decided yet, is as good as one without the others.
fn take_undecided(sheet: &mut SheetRead) -> Vec<u32> {
    let is_blank = |finding: &Finding| finding.code == "S051" && CLASSES.contains(&finding.field.as_str());
    let told = sheet.told.iter().filter(|told| is_blank(&told.finding)).filter_map(|told| told.finding.cell);
    let told: BTreeSet<u32> = told.map(|(row, _)| row).collect();
    let (blank, rejected) =
        sheet.rejected.drain(..).partition(|row: &RejectedRow| row.code == "S051" && told.contains(&row.row));
    sheet.rejected = rejected;
    let blank: Vec<u32> = Vec::<RejectedRow>::into_iter(blank).map(|row| row.row).collect();
    let gone: BTreeSet<u32> = blank.iter().copied().collect();
    sheet.told.retain(|told| {
        let of_blank = told.finding.cell.is_some_and(|(row, _)| gone.contains(&row));
        !(is_blank(&told.finding) && of_blank)
    });
    blank
}

/// Whether a row says in words that nothing is decided yet.
fn says_undecided(row: &Row) -> bool {
    row.class.as_ref().is_err_and(|written| UNDECIDED.contains(&written.trim()))
}

/// One note a sheet for the rows in which nothing is decided yet.
fn not_decided(place: &Place, mut rows: Vec<u32>) -> Option<Finding> {
    rows.sort_unstable();
    let first = rows.first()?;
    let count = rows.len();
    let named: Vec<String> = rows.iter().take(NAMED).map(u32::to_string).collect();
    let (zh, en) = (named.join("、"), named.join(", "));
    let (more_zh, more_en) = if count > NAMED { (" 等", " and others") } else { ("", "") };
    let message = text!(
        "{count} 行没有写结论，当作还没有决定（第 {zh}{more_zh} 行）",
        "{count} rows have no class and count as not decided yet (rows {en}{more_en})"
    );
    let help = text!("已经决定的，请补上结论", "fill in the class of those that are decided");
    Some(Finding::new("S090", &place.file, &place.sheet, message).at(*first, None).suggesting(help))
}

struct Place {
    book: (usize, usize),
    file: Arc<str>,
    sheet: Arc<str>,
}

impl Place {
    fn row(&self, table: &Table, at: usize, dictionary: &Dictionary, keys: usize) -> Option<Row> {
        let kept = table.rows.get(at)?;
        let column = |ix: FieldIx| table.fields.iter().find(|column| column.field == ix);
        let cell = |ix: FieldIx| -> Option<&ReadCell> { column(ix)?.cells.get(at)?.as_ref() };
        let says = |what: Says| SAYS.iter().position(|says| *says == what).and_then(|at| cell(keys + at));
        let text = |cell: Option<&ReadCell>| cell.map_or_else(String::new, text_of);
        let class = |cell: &ReadCell| match cell.value {
            Value::Choice(choice) => Grade::ALL.get(usize::from(choice)).copied().ok_or(cell.written.to_string()),
            _ => Err(cell.written.to_string()),
        };
        let parts: Vec<Option<&ReadCell>> = (0..keys).map(cell).collect();
        let present: Vec<&&ReadCell> = parts.iter().flatten().collect();
        let columns = (0..keys).filter(|ix| column(*ix).is_some()).count();
        let whole = says(Says::Unit);
        // A column whose header is a key field's may hold whole names, where it is the only one: 单元.
        let (unit, named_at) = match (columns == keys && !present.is_empty(), whole, present.as_slice()) {
            (false, Some(cell), _) => (Named::Whole(text_of(cell)), Some(cell)),
            (false, None, [only]) if columns == 1 => (Named::Whole(text_of(only)), Some(**only)),
            _ => (Named::Parts(parts.iter().map(|cell| text(*cell)).collect()), present.first().map(|cell| **cell)),
        };
        let date = says(Says::Date);
        let day = date.and_then(|cell| match cell.value {
            Value::Number(bounds) => Some(bounds),
            _ => None,
        });
        let class_cell = says(Says::Class);
        let has_reasons =
            SAYS.iter().position(|says| *says == Says::Reason).is_some_and(|at| column(keys + at).is_some());
        Some(Row {
            book: self.book,
            place: (self.file.clone(), self.sheet.clone(), kept.row),
            unit_column: named_at.map(|cell| cell.at.1),
            unit,
            class_column: class_cell.map(|cell| cell.at.1),
            class: class_cell.map_or(Err(String::new()), class),
            recorded: says(Says::Recorded).filter(|cell| !cell.written.trim().is_empty()).map(class),
            reason: text(says(Says::Reason).or_else(|| says(Says::Note).filter(|_| !has_reasons))),
            by: text(says(Says::By)),
            person: text(says(Says::Person)),
            day,
            date: day_shown(day).unwrap_or_else(|| text(date)),
            cells: cells_of(table, at, dictionary),
        })
    }
}

/// The text of a cell, without the `'` that `decisions.csv` puts before what would start a formula.
fn text_of(cell: &ReadCell) -> String {
    let written = crate::survey::cell::words::clean(&cell.written);
    let quoted =
        written.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']));
    quoted.map_or(written.clone(), str::to_string)
}

/// `2021-06-12`, where it is one day.
fn day_shown(day: Option<Bounds>) -> Option<String> {
    let day = day?;
    let exact = day.low().filter(|low| day.high() == Some(*low))?;
    day_of_number(exact).map(|day| day.to_string())
}

/// The cells of a row with their headers: what is known by its name, in the order of columns, then what is not.
fn cells_of(table: &Table, at: usize, dictionary: &Dictionary) -> Vec<(String, String)> {
    let mut known: Vec<(u32, String, String)> = table
        .fields
        .iter()
        .filter_map(|column| {
            let cell = column.cells.get(at)?.as_ref()?;
            let label = dictionary.fields.get(column.field)?.label.clone();
            Some((cell.at.1, label, cell.written.to_string()))
        })
        .collect();
    known.sort_by_key(|(column, ..)| *column);
    let carried = table.carried.iter().filter_map(|column| {
        let text = column.cells.get(at)?.as_ref()?;
        Some((column.header.clone(), text.to_string()))
    });
    known.into_iter().map(|(_, header, text)| (header, text)).chain(carried).collect()
}
