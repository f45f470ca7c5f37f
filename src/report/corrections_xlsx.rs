//! `corrections.xlsx`: the doubtful and rejected rows, whole, to be filled in and given to the next run.
//!
//! What always holds: one sheet for each layout of columns; every cell is text, so that nothing becomes a date, a
//! number or a formula; the same answers give the same bytes. What to look at comes first: keys, then columns in which
//! something is doubted; the others are folded away and never left out. Without a doubtful row there is the first sheet
//! alone. Deliberately absent: which rows these are, how they are read back (`survey::corrections`), what is said of
//! them (`corrections_doubts.rs`).

use super::Answers;
use super::corrections_doubts::{Doubts, Said};
use crate::lang::Lang;
use crate::report::workbook::new_workbook;
use crate::survey::Survey;
use crate::survey::corrections::{DoubtfulRow, FIXED, Layout, TITLE};
use crate::text;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError};
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
/// Notes of a workbook: spreadsheet programs are slow with more. What they say stands beside the row too.
const NOTES: usize = 5_000;
/// Rows without room that are named.
const NAMED: usize = 10;

/// Writes the workbook.
pub fn write(out: &mut dyn Write, answers: &Answers) -> io::Result<()> {
    let bytes = filled(answers).and_then(|mut workbook| workbook.save_to_buffer()).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn filled(answers: &Answers) -> Result<Workbook, XlsxError> {
    let lang = answers.lang;
    let mut workbook = new_workbook(of(&TITLE, lang))?;
    introduce(workbook.add_worksheet(), answers.survey, lang)?;
    let sheets = sheets(answers.survey);
    if sheets.is_empty() {
        return Ok(workbook);
    }
    let doubts = Doubts::new(answers);
    let looks = Looks::new();
    let mut numbered: HashMap<String, usize> = HashMap::new();
    let mut notes = NOTES;
    for (layout, rows) in sheets {
        let subject = sheet_subject(layout, lang);
        let nth = numbered.entry(subject.clone()).or_default();
        *nth += 1;
        let sheet = workbook.add_worksheet();
        sheet.set_name(format!("{subject} {nth}"))?;
        write_sheet(sheet, layout, &rows, &doubts, (&looks, lang), &mut notes)?;
    }
    Ok(workbook)
}

fn of<'t>(texts: &[&'t str; 2], lang: Lang) -> &'t str {
    let [zh, en] = texts;
    lang.pick(zh, en)
}

/// Whether Excel can hold a row. One that it cannot hold whole would come back changed.
fn fits(row: &DoubtfulRow) -> bool {
    let short = |text: &str| text.chars().count() < TEXT;
    row.cells.len() < COLUMNS
        && row.cells.iter().all(|cell| short(&cell.text))
        && row.layout.headers.iter().all(|header| short(header))
        && short(&row.file)
        && short(&row.sheet)
}

/// The rows of each layout, in the order in which layouts first occur.
fn sheets(survey: &Survey) -> Vec<(&Arc<Layout>, Vec<&DoubtfulRow>)> {
    let mut sheets: Vec<(&Arc<Layout>, Vec<&DoubtfulRow>)> = Vec::new();
    let mut places: HashMap<&Layout, usize> = HashMap::new();
    for row in survey.doubtful.rows.iter().filter(|row| fits(row)) {
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
fn sheet_subject(layout: &Layout, lang: Lang) -> String {
    let label = layout.list.as_deref().unwrap_or(lang.pick("门栋", "units"));
    let label: String = label.chars().filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control()).take(20).collect();
    if label.trim().is_empty() { lang.pick("清单", "list").into() } else { label.trim().into() }
}

fn introduce(sheet: &mut Worksheet, survey: &Survey, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_name(lang.pick("说明", "what to do"))?;
    sheet.set_column_width(0, 96)?;
    sheet.write_string_with_format(0, 0, of(&TITLE, lang), &Format::new().set_bold().set_font_size(16))?;
    let all = &survey.doubtful;
    let mut lines = match all.rows.is_empty() && all.left_out == 0 {
        true => vec![text!(
            "这次没有存疑或退回的行，不用填。",
            "No row is doubtful or rejected this time: there is nothing to fill in."
        )],
        false => instructions(),
    };
    let (left_out, too_large) = (all.left_out, all.rows.iter().filter(|row| !fits(row)).collect::<Vec<_>>());
    if left_out > 0 {
        lines.push(text!(
            "另有 {left_out} 行也存疑或退回，太多了，没有列出；改好这些再评估，会接着列出其余的。",
            "{left_out} more rows are doubtful or rejected, too many to be listed; once these are corrected the next run lists the others."
        ));
    }
    if !too_large.is_empty() {
        let places = too_large.iter().take(NAMED).map(|row| {
            let name: String = row.file.chars().take(100).collect();
            let sheet: String = row.sheet.chars().take(40).collect();
            format!("{name} › {sheet} › {}", row.row)
        });
        let (count, places) = (too_large.len(), places.collect::<Vec<_>>().join("; "));
        lines.push(text!(
            "有 {count} 行的列太多或文字太长，Excel 放不下，没有列出，请在原表里改：{places}",
            "{count} rows have more columns or longer texts than Excel holds; they are not listed, please correct them in the survey: {places}"
        ));
    }
    let wrapped = Format::new().set_text_wrap().set_font_size(12);
    for (line, row) in lines.iter().zip(2..) {
        let line = line.get(lang);
        sheet.set_row_height(row, (line.width().div_ceil(96) * 18 + 6) as f64)?;
        sheet.write_string_with_format(row, 0, line, &wrapped)?;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn instructions() -> Vec<crate::lang::Text> {
    vec![
        text!(
            "1. 后面几张表是存疑和退回的行，照原表整行列出；“问题说明”一列说明哪一格有什么问题。",
            "1. The sheets after this one have the doubtful and rejected rows, whole; one column says what is the matter with which cell."
        ),
        text!(
            "2. 请改黄色的格（绿色的是这次已改的）。没有问题的列折叠在右边，点上方的 + 展开；其他格发现有错也可以改。",
            "2. Please correct the yellow cells (green ones were corrected in this run). Columns without a problem are folded away at the right, the + above shows them; other cells may be corrected too."
        ),
        text!(
            "3. 没有把握的不要动；把格清空就是“不知道”。数其实没错、只是划掉了的，写成别的样子，如 1.1 写成 1.1m。",
            "3. Leave what you are not sure of; a blank cell means not known. A number that is right but struck through: write it in another way, 1.1 as 1.1m."
        ),
        text!(
            "4. 灰色的列用来找回原来的行，请不要改；表头也不要改。行可以删，可以排序；自己加的列不会采用。",
            "4. The grey columns say which row it is: please leave them and the headers. Rows may be deleted and sorted; columns that you add are not used."
        ),
        text!(
            "5. 改好后存盘（仍存为 .xlsx），连同原来的调查表一起再评估：",
            "5. Save it (as .xlsx) and assess it together with the survey:"
        ),
        text!(
            "    liftfit assess 调查表 结果/corrections.xlsx --rules 规则 --out 结果",
            "    liftfit assess SURVEY OUT/corrections.xlsx --rules RULES --out OUT"
        ),
        text!(
            "6. 原来的调查表不用改，也不会被改动；每一处改动都记在结果的 findings.csv 里（S073）。",
            "6. The survey itself need not be changed, and will not be; every correction is told in findings.csv (S073)."
        ),
    ]
}

/// How the cells of a sheet look.
struct Looks {
    header: Format,
    fixed: Format,
    check: Format,
    problem: Format,
    plain: Format,
    corrected: Format,
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
        let grey = text.clone().set_background_color(Color::RGB(0xE7E6E6)).set_font_color(Color::RGB(0x7F7F7F));
        Looks {
            header: text
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0xDDEBF7)),
            fixed: grey.clone().set_text_wrap(),
            check: grey,
            problem: text.clone().set_text_wrap().set_font_color(Color::RGB(0x9C5700)),
            plain: text.clone().set_text_wrap(),
            corrected: text.clone().set_text_wrap().set_background_color(Color::RGB(0xE2EFDA)),
            doubted: text.set_text_wrap().set_background_color(Color::RGB(0xFFEB9C)),
        }
    }
}

/// Of the columns that every sheet has. What is frozen, all but the last, leaves room to scroll on a small screen.
const WIDTHS: [f64; 6] = [14.0, 8.0, 5.0, 3.0, 18.0, 44.0];
const FROZEN: u16 = 5;
const PROBLEM: usize = 40;

fn write_sheet(
    sheet: &mut Worksheet,
    layout: &Layout,
    rows: &[&DoubtfulRow],
    doubts: &Doubts,
    (looks, lang): (&Looks, Lang),
    notes_left: &mut usize,
) -> Result<(), XlsxError> {
    let said: Vec<Said> = rows.iter().map(|row| doubts.of(row)).collect();
    let order = Order::new(layout, &said);
    let header = |nth: &usize| layout.headers.get(*nth).map_or("", String::as_str);
    let headers = FIXED.iter().map(|names| of(names, lang)).chain(order.columns.iter().map(header));
    for (header, column) in headers.zip(0_u16..) {
        sheet.write_string_with_format(0, column, header, &looks.header)?;
    }
    let mut widths: Vec<usize> = order.columns.iter().map(|nth| header(nth).width().min(16)).collect();
    for ((row, said), at) in rows.iter().zip(&said).zip(1_u32..) {
        for ((nth, width), column) in order.columns.iter().zip(&mut widths).zip(6_u16..) {
            let text = row.cells.get(*nth).map_or("", |cell| cell.text.as_str());
            *width = (*width).max(text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0));
            let of_cell = said.cells.binary_search_by_key(nth, |(nth, _)| *nth).ok().and_then(|at| said.cells.get(at));
            let was =
                said.corrected.binary_search_by_key(nth, |(nth, _)| *nth).ok().and_then(|at| said.corrected.get(at));
            // What is the matter with a whole row is what it is the row of.
            let is_key = layout.keys.get(*nth).is_some_and(|key| *key);
            let look = match (of_cell, was) {
                (Some(_), _) => &looks.doubted,
                (None, Some(_)) => &looks.corrected,
                (None, None) if is_key && !said.whole.is_empty() => &looks.doubted,
                (None, None) => &looks.plain,
            };
            sheet.write_string_with_format(at, column, text, look)?;
            let was =
                was.map(|(_, was)| text!("已改，原来是 `{was}`", "corrected, it was `{was}`").get(lang).to_string());
            let notes: Vec<&str> = of_cell.iter().flat_map(|(_, said)| said).chain(&was).map(String::as_str).collect();
            if !notes.is_empty() && *notes_left > 0 {
                *notes_left -= 1;
                let note: String = notes.join("\n").chars().take(NOTE).collect();
                let note = Note::new(note).set_author("liftfit").add_author_prefix(false).set_width(260);
                sheet.insert_note(at, column, &note)?;
            }
        }
        let number = row.row.to_string();
        for (text, column) in [&*row.file, &*row.sheet, &*number].into_iter().zip(0..) {
            sheet.write_string_with_format(at, column, text, &looks.fixed)?;
        }
        sheet.write_string_with_format(at, 3, &row.hash, &looks.check)?;
        let unit: String = said.unit.chars().take(NOTE).collect();
        sheet.write_string_with_format(at, 4, &unit, &looks.fixed)?;
        let problem = problem(row, layout, said, lang);
        sheet.write_string_with_format(at, 5, &problem, &looks.problem)?;
        let lines: usize = problem.lines().map(|line| line.width().div_ceil(PROBLEM).max(1)).sum();
        sheet.set_row_height(at, (lines.clamp(1, 20) * 15 + 3) as f64)?;
    }
    for (width, column) in WIDTHS.into_iter().zip(0_u16..) {
        sheet.set_column_width(column, width)?;
    }
    for (width, column) in widths.into_iter().zip(6_u16..) {
        sheet.set_column_width(column, (width + 2).clamp(7, 30) as f64)?;
    }
    // `fits` keeps columns and rows within what these types hold.
    let last = order.columns.len() as u16 + 5;
    if order.shown < order.columns.len() {
        sheet.group_columns_collapsed(6 + order.shown as u16, last)?;
    }
    sheet.autofilter(0, 0, rows.len() as u32, last)?;
    sheet.set_row_height(0, 32)?;
    sheet.set_freeze_panes(1, FROZEN)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// In which order the columns of a layout are shown.
struct Order {
    columns: Vec<usize>,
    /// How many of them are not folded away
    shown: usize,
}

impl Order {
    fn new(layout: &Layout, said: &[Said]) -> Order {
        let mut rank: Vec<u8> = layout.keys.iter().map(|key| if *key { 0 } else { 2 }).collect();
        rank.resize(layout.headers.len(), 2);
        let corrected = said.iter().flat_map(|said| &said.corrected).map(|(nth, _)| nth);
        for nth in said.iter().flat_map(|said| &said.cells).map(|(nth, _)| nth).chain(corrected) {
            if let Some(rank) = rank.get_mut(*nth) {
                *rank = (*rank).min(1);
            }
        }
        let shown = rank.iter().filter(|rank| **rank < 2).count();
        // Nothing that can be pointed at: then all of it is to be looked at.
        let of_row = said.iter().any(|said| said.cells.is_empty() && !said.whole.is_empty());
        let mut columns: Vec<usize> = (0..rank.len()).collect();
        columns.sort_by_key(|nth| (rank.get(*nth), *nth));
        Order { shown: if of_row && shown == 0 { columns.len() } else { shown }, columns }
    }
}

/// All that is said of a row, a line each.
fn problem(row: &DoubtfulRow, layout: &Layout, said: &Said, lang: Lang) -> String {
    let mut lines = Vec::new();
    if row.mended {
        lines.push(lang.pick("已改", "corrected").to_string());
    }
    lines.extend(said.whole.iter().cloned());
    for (nth, of_cell) in &said.cells {
        let header = layout.headers.get(*nth).map_or("", String::as_str);
        let text = row.cells.get(*nth).map_or("", |cell| cell.text.as_str());
        lines.extend(of_cell.iter().map(|said| {
            let line = match text.is_empty() || said.contains(text) {
                true => text!("{header}：{said}", "{header}: {said}"),
                false => text!("{header} `{text}`：{said}", "{header} `{text}`: {said}"),
            };
            line.get(lang).to_string()
        }));
    }
    lines.join("\n").chars().take(TEXT).collect()
}
