//! `corrections.xlsx`: the doubtful and rejected rows, whole, to be filled in and given to the next run.
//!
//! What always holds: one sheet for each layout of columns; every cell is text, so that nothing becomes a date, a
//! number or a formula; the same answers give the same bytes. Without a doubtful row there is the first sheet alone.
//! Deliberately absent: which rows these are, and how they are read back (`survey::corrections`).

use super::Answers;
use crate::lang::Lang;
use crate::survey::corrections::{DoubtfulRow, FIXED, Layout, TITLE};
use crate::survey::finding::FindingSeverity;
use crate::survey::{Finding, Survey};
use crate::text;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError,
};
use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;
use unicode_width::UnicodeWidthStr;

/// Rows of one sheet: fewer than Excel holds, and as many as people bear.
const ROWS: usize = 50_000;
/// Columns of a sheet, and characters of a cell, that Excel holds, with something to spare.
const COLUMNS: usize = 16_000;
const TEXT: usize = 32_000;
/// Characters of a note that is still read.
const NOTE: usize = 1_000;

type File<'a> = HashMap<&'a str, HashMap<(&'a str, u32), Vec<&'a Finding>>>;

/// Writes the workbook.
pub fn write(out: &mut dyn Write, answers: &Answers) -> io::Result<()> {
    let mut workbook = Workbook::new();
    let bytes = fill(&mut workbook, answers).and_then(|()| workbook.save_to_buffer()).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn fill(workbook: &mut Workbook, answers: &Answers) -> Result<(), XlsxError> {
    // No clock: the day that spreadsheets count from.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(TITLE).set_creation_datetime(&created));
    let survey = answers.survey;
    let sheets = sheets(survey);
    let rows = sheets.iter().map(|(_, rows)| rows.len()).sum();
    introduce(workbook.add_worksheet(), rows)?;
    let doubts = Doubts::new(survey, answers.lang);
    let mut numbered: HashMap<String, usize> = HashMap::new();
    for (layout, rows) in sheets {
        let subject = sheet_subject(layout);
        let nth = numbered.entry(subject.clone()).or_default();
        *nth += 1;
        let sheet = workbook.add_worksheet();
        sheet.set_name(format!("{subject} {nth}"))?;
        write_sheet(sheet, layout, &rows, &doubts)?;
    }
    Ok(())
}

/// How many rows there are to be looked at: a row that was mended counts where something is still the matter with it.
pub fn to_mend(survey: &Survey) -> usize {
    let doubts = Doubts::new(survey, Lang::Zh);
    survey.doubtful.iter().filter(|row| !row.mended || !doubts.at(row, row.row).is_empty()).count()
}

/// The rows of each layout, in the order in which layouts first occur.
fn sheets(survey: &Survey) -> Vec<(&Arc<Layout>, Vec<&DoubtfulRow>)> {
    let mut sheets: Vec<(&Arc<Layout>, Vec<&DoubtfulRow>)> = Vec::new();
    let mut places: HashMap<&Layout, usize> = HashMap::new();
    // What Excel cannot hold whole would come back changed; `rejected.csv` and `findings.csv` have it.
    let fits =
        |row: &&DoubtfulRow| row.cells.len() < COLUMNS && row.cells.iter().all(|cell| cell.text.chars().count() < TEXT);
    for row in survey.doubtful.iter().filter(fits) {
        let place = places.get(&*row.layout).copied().filter(|at| sheets.get(*at).is_some_and(|s| s.1.len() < ROWS));
        match place.and_then(|at| sheets.get_mut(at)) {
            Some((_, rows)) => rows.push(row),
            None => {
                places.insert(&row.layout, sheets.len());
                sheets.push((&row.layout, vec![row]));
            }
        }
    }
    sheets
}

/// `门栋`, or the list's label without what a sheet's name cannot have.
fn sheet_subject(layout: &Layout) -> String {
    let label = layout.list.as_deref().unwrap_or("门栋");
    let label: String = label.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(20).collect();
    if label.trim().is_empty() { "清单".into() } else { label.trim().into() }
}

fn introduce(sheet: &mut Worksheet, rows: usize) -> Result<(), XlsxError> {
    sheet.set_name("说明")?;
    sheet.set_column_width(0, 96)?;
    sheet.write_string_with_format(0, 0, TITLE, &Format::new().set_bold().set_font_size(16))?;
    let some = [
        "1. 后面几张表是存疑和退回的行，照原表整行列出；“问题”一列说明哪一格有什么问题。",
        "2. 请改黄色的格（其他格发现有错也可以改）；没有把握的不要动，留空就是“不知道”。",
        "3. 灰色的列用来找回原来的行，请不要改；不要删行、删列，不要加列，不要改表头；一行要分成几个门的，请在原来的表里分。",
        "4. 改好后存盘（仍存为 .xlsx），连同原来的调查表一起再评估：",
        "    liftfit assess 调查表 结果/corrections.xlsx --rules 规则 --out 结果",
        "5. 原来的调查表不用改，也不会被改动；每一处改动都记在结果的 findings.csv 里（S073）。",
    ];
    let none = ["这次没有存疑或退回的行，不用填。"];
    let lines: &[&str] = if rows == 0 { &none } else { &some };
    let wrapped = Format::new().set_text_wrap().set_font_size(12);
    for (line, row) in lines.iter().zip(2..) {
        sheet.set_row_height(row, 24)?;
        sheet.write_string_with_format(row, 0, *line, &wrapped)?;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// How many contradictions with other rows a cell tells of.
const MOST_OTHERS: usize = 5;

/// What is to be told of the rows, by row.
struct Doubts<'a> {
    of_row: File<'a>,
    /// Contradictions, which are about every row of a unit: by unit and field
    of_unit: HashMap<(&'a str, &'a str), Vec<&'a Finding>>,
    /// Contradictions with a row of a list, by that row
    against: HashMap<(&'a str, &'a str, u32), Vec<&'a Finding>>,
    units: HashMap<(&'a str, &'a str, u32), usize>,
    survey: &'a Survey,
    lang: Lang,
}

impl<'a> Doubts<'a> {
    fn new(survey: &'a Survey, lang: Lang) -> Doubts<'a> {
        let mut of_row = File::new();
        let mut of_unit: HashMap<(&str, &str), Vec<&Finding>> = HashMap::new();
        let mut against: HashMap<(&str, &str, u32), Vec<&Finding>> = HashMap::new();
        for finding in survey.findings.iter().filter(|finding| finding.severity >= FindingSeverity::Warning) {
            let Some((row, _)) = finding.cell else { continue };
            if let Some((file, sheet, row)) = &finding.against {
                against.entry((file, sheet, *row)).or_default().push(finding);
            }
            let file = of_row.entry(&*finding.file).or_default();
            file.entry((&*finding.sheet, row)).or_default().push(finding);
            if finding.code == "S062" {
                of_unit.entry((&finding.unit, &finding.field)).or_default().push(finding);
            }
        }
        let mut units = HashMap::new();
        for (unit, places) in survey.units.rows.iter().enumerate() {
            for place in places {
                if let Some(sheet) = survey.units.sheets.get(place.sheet as usize) {
                    units.insert((&*sheet.file, &*sheet.sheet, place.row), unit);
                }
            }
        }
        Doubts { of_row, of_unit, against, units, survey, lang }
    }

    fn unit(&self, row: &DoubtfulRow) -> String {
        let unit = self.units.get(&(&*row.file, &*row.sheet, row.row));
        unit.map_or(String::new(), |unit| self.survey.units.name(*unit))
    }

    fn at<'s>(&'s self, row: &'s DoubtfulRow, number: u32) -> &'s [&'s Finding] {
        let file = self.of_row.get(&*row.file);
        file.and_then(|rows| rows.get(&(&*row.sheet, number))).map_or(&[], Vec::as_slice)
    }

    /// What is said of a cell.
    fn of_cell(&self, row: &DoubtfulRow, unit: &str, field: &str, at: (u32, u32)) -> Vec<String> {
        let here = self.at(row, at.0).iter().filter(|finding| finding.cell == Some((at.0, Some(at.1))));
        let mut said: Vec<String> = here.map(|finding| self.say(finding)).collect();
        if !said.is_empty() || unit.is_empty() || field.is_empty() {
            return said;
        }
        // A contradiction is told of at the later row; the earlier may be the wrong one. A unit in every row of a
        // sheet contradicts itself as often as that.
        let all = self.of_unit.get(&(unit, field)).map_or(&[][..], Vec::as_slice);
        let others = all.iter().filter(|finding| finding.cell != Some((at.0, Some(at.1))));
        said.extend(others.take(MOST_OTHERS).map(|finding| self.say_there(finding)));
        if all.len() > MOST_OTHERS {
            let count = all.len();
            let more = text!("共 {count} 处，其余见 findings.csv", "{count} in all; see findings.csv for the others");
            said.push(more.get(self.lang).to_string());
        }
        said
    }

    /// What is said elsewhere of a row that is contradicted.
    fn of_contradicted(&self, row: &DoubtfulRow) -> Vec<String> {
        let told = self.against.get(&(&*row.file, &*row.sheet, row.row));
        told.into_iter().flatten().map(|finding| self.say_there(finding)).collect()
    }

    fn say_there(&self, finding: &Finding) -> String {
        let cell = super::findings_csv::cell_of(finding);
        let place: Vec<&str> =
            [&*finding.file, &*finding.sheet, &*cell].into_iter().filter(|part| !part.is_empty()).collect();
        format!("{}：{}", place.join(" › "), self.say(finding))
    }

    fn say(&self, finding: &Finding) -> String {
        let mut said = finding.message.get(self.lang).to_string();
        if !finding.reading.is_empty() {
            said.push_str(&format!("（读成 {}）", finding.reading));
        }
        if let Some(advice) = &finding.suggestion {
            said.push('；');
            said.push_str(advice.get(self.lang));
        }
        said
    }
}

/// How the cells of a sheet look.
struct Looks {
    header: Format,
    fixed: Format,
    problem: Format,
    plain: Format,
    doubted: Format,
}

impl Looks {
    fn new() -> Looks {
        let line = Color::RGB(0xBFBFBF);
        let text = Format::new()
            .set_num_format("@")
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin)
            .set_border_color(line);
        Looks {
            header: text
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0xDDEBF7)),
            fixed: text.clone().set_background_color(Color::RGB(0xE7E6E6)).set_font_color(Color::RGB(0x7F7F7F)),
            problem: text.clone().set_text_wrap().set_font_color(Color::RGB(0x9C5700)),
            plain: text.clone().set_text_wrap(),
            doubted: text.set_text_wrap().set_background_color(Color::RGB(0xFFEB9C)),
        }
    }
}

const FIXED_WIDTHS: [f64; 6] = [16.0, 9.0, 6.0, 14.0, 18.0, 50.0];

fn write_sheet(
    sheet: &mut Worksheet,
    layout: &Layout,
    rows: &[&DoubtfulRow],
    doubts: &Doubts,
) -> Result<(), XlsxError> {
    let looks = Looks::new();
    let mut widths: Vec<usize> = layout.headers.iter().map(|header| header.width().min(16)).collect();
    for (header, column) in FIXED.iter().copied().chain(layout.headers.iter().map(String::as_str)).zip(0_u16..) {
        sheet.set_column_format(column, &looks.plain)?;
        sheet.write_string_with_format(0, column, header, &looks.header)?;
    }
    for (row, at) in rows.iter().zip(1_u32..) {
        let unit = doubts.unit(row);
        let mut problems = Vec::new();
        let whole = doubts.at(row, row.row).iter().filter(|finding| finding.cell == Some((row.row, None)));
        problems.extend(whole.map(|finding| doubts.say(finding)));
        problems.extend(doubts.of_contradicted(row));
        let columns = layout.headers.iter().zip(&layout.fields).zip(&row.cells).zip(&mut widths).zip(6_u16..);
        for ((((header, field), cell), width), column) in columns {
            *width = (*width).max(cell.text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0));
            let said = doubts.of_cell(row, &unit, field, cell.at);
            if said.is_empty() {
                sheet.write_string_with_format(at, column, &cell.text, &looks.plain)?;
                continue;
            }
            sheet.write_string_with_format(at, column, &cell.text, &looks.doubted)?;
            let note: String = said.join("\n").chars().take(NOTE).collect();
            sheet.insert_note(
                at,
                column,
                &Note::new(note).set_author("liftfit").add_author_prefix(false).set_width(260),
            )?;
            problems.extend(said.iter().map(|said| match cell.text.is_empty() || said.contains(&cell.text) {
                true => format!("{header}：{said}"),
                false => format!("{header} `{}`：{said}", cell.text),
            }));
        }
        if row.mended {
            problems.insert(0, "已改".into());
        }
        let problem: String = problems.join("\n").chars().take(TEXT).collect();
        let number = row.row.to_string();
        for (text, column) in [&*row.file, &*row.sheet, &*number, &*row.hash].into_iter().zip(0..) {
            sheet.write_string_with_format(at, column, text, &looks.fixed)?;
        }
        sheet.write_string_with_format(at, 4, &unit, &looks.fixed)?;
        sheet.write_string_with_format(at, 5, &problem, &looks.problem)?;
        let lines: usize = problem.lines().map(|line| line.width().div_ceil(46).max(1)).sum();
        sheet.set_row_height(at, (lines.clamp(1, 20) * 15 + 3) as f64)?;
    }
    for (width, column) in FIXED_WIDTHS.into_iter().zip(0_u16..) {
        sheet.set_column_width(column, width)?;
    }
    for (width, column) in widths.into_iter().zip(6_u16..) {
        sheet.set_column_width(column, (width + 2).clamp(7, 30) as f64)?;
    }
    sheet.set_row_height(0, 32)?;
    sheet.set_freeze_panes(1, 6)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}
