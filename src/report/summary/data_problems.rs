//! 数据问题: what was found in the survey, by kind, and what became of every row of every file.
//!
//! What always holds: the gravest stand first; a row of the books adds up. Deliberately absent: single findings, which
//! `findings.csv` and `corrections.xlsx` have.

use super::Meeting;
use super::to_do::to_do;
use crate::report::numbers::grouped;
use crate::report::workbook::table::{
    Cell, head, height, words, write_head_cells, write_heads, write_row, write_total,
};
use crate::report::workbook::{print_setup, width, write_text, write_title};
use crate::survey::{FileBooks, FindingSeverity};
use crate::text;
use rust_xlsxwriter::{Color, FormatAlign, Worksheet, XlsxError};
use std::cmp::Reverse;

const HEADER: u32 = 2;
/// What to do stands over the columns of the books' last numbers.
const WORDS: (u16, u16) = (4, 12);
const LINE: f64 = 76.0;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, meeting: &Meeting) -> Result<(), XlsxError> {
    let Meeting { answers, figures, looks, lang, .. } = meeting;
    let title = meeting.pick("数据问题", "data problems");
    write_title(
        sheet,
        looks,
        title,
        meeting.pick(
            "未用：行或文件没有采用；存疑：那一格按不知道处理；说明：已照常采用，记下备查。逐条见 findings.csv，要改的行在 corrections.xlsx。",
            "error: rows or files not used; warning: the cell counts as unknown; note: used, said for the record; one by one in findings.csv, rows to mend in corrections.xlsx",
        ),
    )?;
    let mut findings: Vec<_> = figures.findings.iter().collect();
    findings.sort_by_key(|of| Reverse((of.severity, of.count)));
    let titles: Vec<&str> = findings.iter().map(|of| of.title.get(*lang)).collect();
    let names = answers.survey.books.files.iter().map(|file| &*file.name);
    let wide = width(titles.iter().copied().chain(names), 30, 40);
    let mut heads = vec![
        head(meeting.pick("问题", "what"), wide),
        head(meeting.pick("代码", "code"), 8.0),
        head(meeting.pick("程度", "severity"), 8.0),
        head(meeting.pick("数量", "count"), 8.0),
    ];
    heads.resize(WORDS.1 as usize + 1, head("", 8.0));
    write_heads(sheet, looks, HEADER, &heads)?;
    sheet.set_row_height(HEADER, 24)?;
    sheet.merge_range(HEADER, WORDS.0, HEADER, WORDS.1, meeting.pick("怎么办", "what to do"), &looks.header)?;
    let look_of_words = words(looks);
    let mut at = HEADER + 1;
    for of in findings {
        let severity = severity(of.severity);
        let cells = [
            Cell::Text(of.title.get(*lang)),
            Cell::Middle(of.code),
            Cell::Middle(severity.get(*lang)),
            Cell::Count(of.count),
        ];
        write_row(sheet, looks, at, 0, &cells)?;
        if let Some(colour) = ground(of.severity) {
            let look = looks.text.clone().set_align(FormatAlign::Center).set_background_color(Color::RGB(colour));
            write_text(sheet, at, 2, severity.get(*lang), &look)?;
        }
        let said = to_do(of.code);
        let said = said.get(*lang);
        sheet.merge_range(at, WORDS.0, at, WORDS.1, said, &look_of_words)?;
        sheet.set_row_height(at, height(said, LINE))?;
        at += 1;
    }
    if figures.findings.is_empty() {
        write_text(sheet, at, 0, meeting.pick("没有发现问题。", "nothing was found"), &looks.text)?;
        at += 1;
    }
    sheet.set_freeze_panes(HEADER + 1, 1)?;
    at = books(
        sheet,
        meeting,
        at + 1,
        meeting.pick("每个文件的行数账", "the books of rows"),
        &answers.survey.books.files,
    )?;
    if let Some(coverage) = &answers.survey.coverage {
        let title = meeting
            .pick("门牌总表的行数账（“单元”一列是总表上的单元）", "the books of the roster (assessed: units on it)");
        books(sheet, meeting, at, title, &coverage.books.files)?;
    }
    print_setup(sheet, true, 0, title)
}

fn books(
    sheet: &mut Worksheet,
    meeting: &Meeting,
    at: u32,
    title: &str,
    files: &[FileBooks],
) -> Result<u32, XlsxError> {
    let looks = &meeting.looks;
    let count = grouped(files.len() as u64);
    let title = match meeting.lang {
        crate::lang::Lang::Zh => format!("{title}：{count} 个文件"),
        crate::lang::Lang::En => format!("{title}: {count} files"),
    };
    write_text(sheet, at, 0, &title, &looks.section)?;
    let heads = meeting.pick(
        [
            "文件",
            "读到",
            "单元",
            "合并",
            "退回",
            "作废",
            "未读",
            "改动",
            "清单行",
            "清单归入",
            "清单退回",
            "清单作废",
            "清单改动",
        ],
        [
            "file",
            "found",
            "assessed",
            "merged",
            "rejected",
            "withdrawn",
            "unread",
            "mending",
            "list rows",
            "list joined",
            "list rejected",
            "list withdrawn",
            "list mending",
        ],
    );
    write_head_cells(sheet, looks, at + 1, &heads.map(|text| head(text, 0.0)))?;
    // Two lines: `清单退回`.
    sheet.set_row_height(at + 1, 34)?;
    let mut total = [0; 12];
    let mut row = at + 2;
    for file in files {
        let numbers = numbers(file);
        for (sum, number) in total.iter_mut().zip(numbers) {
            *sum += number;
        }
        let name = match &file.failed {
            Some(why) => {
                let (name, why) = (&file.name, why.get(meeting.lang));
                text!("{name}（没有读成：{why}）", "{name} (not read: {why})").get(meeting.lang).to_string()
            }
            None => file.name.to_string(),
        };
        write_row(sheet, looks, row, 0, &[Cell::Text(&name)])?;
        write_row(sheet, looks, row, 1, &numbers.map(Cell::Count))?;
        row += 1;
    }
    let mut cells = vec![Cell::Text(meeting.pick("合计", "total"))];
    cells.extend(total.map(Cell::Count));
    write_total(sheet, looks, row, &cells)?;
    Ok(row + 2)
}

/// In the order of the headers.
fn numbers(file: &FileBooks) -> [u64; 12] {
    let (rows, list) = (&file.rows, &file.list_rows);
    [
        rows.found,
        rows.assessed,
        rows.merged,
        rows.rejected,
        rows.withdrawn,
        rows.unread,
        rows.mending,
        list.found,
        list.joined,
        list.rejected,
        list.withdrawn,
        list.mending,
    ]
}

fn severity(severity: FindingSeverity) -> crate::lang::Text {
    match severity {
        FindingSeverity::Error => text!("未用", "error"),
        FindingSeverity::Warning => text!("存疑", "warning"),
        FindingSeverity::Note => text!("说明", "note"),
    }
}

/// Behind the word that says how grave it is.
fn ground(severity: FindingSeverity) -> Option<u32> {
    match severity {
        FindingSeverity::Error => Some(0xF8DDD9),
        FindingSeverity::Warning => Some(0xFCF0CF),
        FindingSeverity::Note => None,
    }
}
