//! What is told about a mapping file: what it did, once a sheet, and what in it fits nothing.
//!
//! What always holds: every text names the mapping file and the line of its `[[source]]`.

use super::fill::Run;
use super::{HeaderRow, Mapping, SheetsOf, Source};
use crate::lang::{Text, listed};
use crate::survey::cell::words::is_blank;
use crate::survey::cell::written;
use crate::survey::finding::{Finding, cell_name};
use crate::survey::grid::Sheet;
use crate::survey::table::header::Header;
use crate::survey::table::merged::cell_at;
use crate::survey::table::names::Names;
use crate::text;
use std::sync::Arc;

type File<'a> = &'a Arc<str>;

/// How a sheet was read.
pub fn applied(
    mapping: &Mapping,
    file: File,
    sheet: &Sheet,
    source: &Source,
    headers: &[Header],
    names: &Names,
) -> Finding {
    let (name, line) = (&mapping.file.name, source.line);
    let (mut zh, mut en) = match source.header_row {
        Some(HeaderRow::None) => ("没有表头".to_string(), "there is no header".to_string()),
        Some(HeaderRow::Rows(top, bottom)) if top == bottom => {
            (format!("表头在第 {top} 行"), format!("header in row {top}"))
        }
        Some(HeaderRow::Rows(top, bottom)) => {
            (format!("表头在第 {top}–{bottom} 行"), format!("header in rows {top}–{bottom}"))
        }
        None => ("表头自动查找".to_string(), "header found by itself".to_string()),
    };
    if !source.skip.is_empty() {
        let rows = source.skip.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a}–{b}") });
        let rows = listed(rows);
        zh.push_str(&format!("；不看第 {} 行", rows.zh));
        en.push_str(&format!("; rows {} skipped", rows.en));
    }
    for assigned in &source.columns {
        let column = &assigned.written;
        match &assigned.target {
            Some(target) => {
                let meaning = target.meanings.iter().find(|m| headers.iter().any(|h| h.known().any(|(_, k)| k == **m)));
                let label = meaning.map_or(target.written.as_str(), |meaning| names.label(*meaning));
                zh.push_str(&format!("；`{column}` 作 `{label}`"));
                en.push_str(&format!("; `{column}` as `{label}`"));
            }
            None => {
                zh.push_str(&format!("；不要 `{column}`"));
                en.push_str(&format!("; `{column}` left aside"));
            }
        }
    }
    let message = text!("按对应文件 `{name}` 第 {line} 行读取：{zh}", "read as line {line} of `{name}` says: {en}");
    let row = headers.first().map_or(0, |header| header.rows.1);
    let finding = Finding::new("S077", file, &sheet.name, message);
    if row > 0 { finding.at(row, None) } else { finding }
}

/// Two sources about one sheet.
pub fn contested(mapping: &Mapping, file: File, sheet: File, first: &Source, second: &Source) -> Finding {
    let (name, one, other) = (&mapping.file.name, first.line, second.line);
    let message = text!(
        "对应文件 `{name}` 第 {one} 行和第 {other} 行都说到这张表，不知听哪个，没有读取",
        "lines {one} and {other} of `{name}` are both about this sheet; which of them counts is not known, so it was not read"
    );
    Finding::new("S079", file, sheet, message).suggesting(text!(
        "请改 file 或 sheet，让一张表只对上一段",
        "change `file` or `sheet` so that one of them is about it"
    ))
}

/// A sheet in which there is no header where the source says; nothing where it says no place.
pub fn no_header(mapping: &Mapping, file: File, sheet: File, source: &Source) -> Option<Finding> {
    let (name, line) = (&mapping.file.name, source.line);
    let (zh, en) = match source.header_row? {
        HeaderRow::None => ("列号".to_string(), "its columns".to_string()),
        HeaderRow::Rows(top, bottom) if top == bottom => (format!("第 {top} 行"), format!("row {top}")),
        HeaderRow::Rows(top, bottom) => (format!("第 {top}–{bottom} 行"), format!("rows {top}–{bottom}")),
    };
    let message = text!(
        "对应文件 `{name}` 第 {line} 行所说的{zh}里，没有一个字段",
        "{en}, where line {line} of `{name}` says the header is, name no field"
    );
    Some(Finding::new("S078", file, sheet, message).suggesting(text!(
        "请核对 header_row；如果这张表不必读，用 sheet 写明是哪张",
        "check `header_row`; if this sheet is not meant, say by `sheet` which one is"
    )))
}

/// A header that the sheet does not have.
pub fn absent(mapping: &Mapping, file: File, sheet: File, source: &Source, header: &str) -> Finding {
    let (name, line) = (&mapping.file.name, source.line);
    let message = text!(
        "对应文件 `{name}` 第 {line} 行的 `{header}`，这张表里没有这个表头",
        "this sheet has no header `{header}`, which line {line} of `{name}` speaks of"
    );
    Finding::new("S078", file, sheet, message).suggesting(text!("请核对表头的写法", "check how the header is written"))
}

/// A unit of measure that is not the one in the sheet's header.
pub fn other_unit(mapping: &Mapping, file: File, sheet: File, source: &Source, said: &str, own: &str) -> Finding {
    let (name, line) = (&mapping.file.name, source.line);
    let message = text!(
        "对应文件 `{name}` 第 {line} 行写的是 `{said}`，这张表的表头写的单位是 {own}，按表头的读",
        "line {line} of `{name}` says `{said}`, but the sheet's own header says {own}, which counts"
    );
    Finding::new("S078", file, sheet, message)
        .suggesting(text!("请核对单位；改一处，让两边一样", "check the unit of measure; make both say the same"))
}

/// A field to be filled down that has no column.
pub fn nothing_to_fill(mapping: &Mapping, file: File, sheet: File, source: &Source, field: &str) -> Finding {
    let (name, line) = (&mapping.file.name, source.line);
    let message = text!(
        "对应文件 `{name}` 第 {line} 行要往下填 `{field}`，这张表里没有这一列",
        "line {line} of `{name}` fills `{field}` down, and this sheet has no such column"
    );
    Finding::new("S078", file, sheet, message)
}

/// A run of blanks that were filled.
pub fn filled(file: File, sheet: &Sheet, run: &Run, names: &Names) -> Finding {
    let cell = cell_at(sheet, run.home.0, run.home.1);
    let value = cell.map_or(Arc::from(""), |cell| written(&cell.content, sheet.epoch_1904));
    let value = value.trim_matches(is_blank);
    let (first, last) = (cell_name(run.rows.0, run.column), cell_name(run.rows.1, run.column));
    let range = if first == last { first } else { format!("{first}:{last}") };
    let (home, label) = (cell_name(run.home.0, run.home.1), names.label(run.meaning));
    let message = text!(
        "`{label}` {range} 空着的格，按对应文件填作 {home} 的 `{value}`",
        "blanks of `{label}` in {range} take `{value}` from {home}, as the mapping file says"
    );
    let finding = Finding::new("S076", file, &sheet.name, message).at(run.rows.0, run.column);
    finding.of_field(names.id(run.meaning)).from_written("", value)
}

/// Sources that are about none of the sheets that were read.
pub fn unused(mapping: &Mapping, files: &[SheetsOf]) -> Vec<Finding> {
    let name = &mapping.file.name;
    let mut findings = Vec::new();
    for source in &mapping.sources {
        let mut of_source = files.iter().filter(|(file, _)| source.is_about_file(file)).peekable();
        let (pattern, line) = (&source.file, source.line);
        let Text { zh, en } = if of_source.peek().is_none() {
            text!("没有文件叫 `{pattern}`", "no file is called `{pattern}`")
        } else if of_source.any(|(_, sheets)| {
            sheets.as_ref().is_none_or(|sheets| sheets.iter().any(|sheet| source.is_about_sheet(sheet)))
        }) {
            continue;
        } else {
            let sheet = source.sheet.as_deref().unwrap_or_default();
            text!("`{pattern}` 里没有工作表叫 `{sheet}`", "no sheet of `{pattern}` is called `{sheet}`")
        };
        let message = text!(
            "对应文件第 {line} 行的 [[source]] 没有采用：{zh}",
            "the `[[source]]` in line {line} of the mapping file is about nothing: {en}"
        );
        findings.push(Finding::new("S078", &Arc::from(name.as_str()), &Arc::from(""), message));
    }
    findings
}
