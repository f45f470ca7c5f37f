//! What is told about headers, columns and rows: every such text in one place.
//!
//! What always holds: a finding names the place, what stood there, and where it can be said, what to do.

use super::beside::told_beside;
use super::compound::Compound;
use super::header::{Header, HeaderColumn, Role, Subject};
use super::list_text::{TextSays, kind_field};
use super::names::{Meaning, Names};
use crate::lang::{Text, listed};
use crate::rules::dictionary::{Choice, Field, Kind, ListDef};
use crate::survey::finding::{Finding, cell_name, column_name};
use crate::survey::grid::Sheet;
use crate::text;
use std::collections::HashSet;
use std::sync::Arc;

/// The code of rows rejected because their table lacks a key column.
pub const KEY_COLUMN_MISSING: &str = "S045";

type File<'a> = &'a Arc<str>;

/// What a column without header is called.
pub fn nameless(column: u32) -> String {
    format!("{}列（无表头）", column_name(column))
}

/// A sheet in which no table was found; `alone` where the whole file has none.
pub fn no_table(file: File, sheet: &Sheet, names: &Names, rows: u64, alone: bool) -> Finding {
    let name = &sheet.name;
    let (hidden, hidden_en) = if sheet.hidden { ("隐藏的", "hidden ") } else { ("", "") };
    let message = if rows == 0 {
        text!("{hidden}工作表 `{name}` 没有表格，未读取", "{hidden_en}sheet `{name}` holds no table and was not read")
    } else if alone {
        text!("没有认出表头，{rows} 行均未读取", "no header was recognised; {rows} rows were not read")
    } else {
        text!(
            "{hidden}工作表 `{name}` 没有认出表头，未读取（{rows} 行）",
            "no header was recognised in {hidden_en}sheet `{name}`; it was not read ({rows} rows)"
        )
    };
    let Text { zh: keys, en: keys_en } =
        labels(names.dictionary.key_fields().filter_map(|ix| names.dictionary.fields.get(ix)));
    let suggestion = text!(
        "表头应有 {keys} 列，以及字段表里的其他字段；不便改表头的，用 --mapping 说明怎么读",
        "a header has columns {keys_en}, and other fields of the dictionary; --mapping says how to read a table whose header is to stay"
    );
    Finding::new(if alone { "S041" } else { "S040" }, file, name, message).suggesting(suggestion)
}

/// A header with nothing under it.
pub fn no_rows(file: File, sheet: &Arc<str>, row: u32) -> Finding {
    let message = text!("第 {row} 行的表头下面没有数据", "there is no data under the header in row {row}");
    Finding::new("S048", file, sheet, message).at(row, None)
}

/// What is to be told about a header. `told` holds the headers of this file that were told about already.
pub fn about_header(
    file: File,
    sheet: &Sheet,
    header: &Header,
    names: &Names,
    told: &mut HashSet<String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let new = |code, message| Finding::new(code, file, &sheet.name, message);
    let known: HashSet<Meaning> = header.known().map(|(_, meaning)| meaning).collect();
    for column in &header.columns {
        let at = |finding: Finding| finding.at(column.row, column.column).from_written(&*column.text, "");
        match column.role {
            Role::Unmatched if told.insert(column.shown()) => {
                findings.push(at(unmatched(file, sheet, header, names, &known, column)))
            }
            Role::Compound(compound) if told.insert(column.shown()) => {
                findings.push(at(compound_column(file, sheet, names, column, compound)));
            }
            Role::Elsewhere(meaning) if !is_group(names, meaning) && told.insert(column.shown()) => {
                findings.push(at(elsewhere(file, sheet, header, names, column, meaning)));
            }
            _ => {}
        }
    }
    for (first, second) in &header.clashes {
        let (Some(a), Some(b)) = (header.columns.get(*first), header.columns.get(*second)) else { continue };
        let Some(meaning) = b.meanings().find(|meaning| a.meanings().any(|other| other == *meaning)) else { continue };
        let (label, one, other) = (names.label(meaning), &a.text, &b.text);
        let (one_at, other_at) = (cell_name(a.row, a.column), cell_name(b.row, b.column));
        let message = text!(
            "{one_at} `{one}` 与 {other_at} `{other}` 都是 `{label}`，不知以哪列为准，整张表未读取",
            "{one_at} `{one}` and {other_at} `{other}` are both `{label}`; which of them counts is not known, so the table was not read"
        );
        let suggestion = text!("请删去一列，或改掉其中一个表头", "delete one of them, or change its header");
        let finding = new("S044", message).at(b.row, b.column).of_field(names.id(meaning));
        findings.push(finding.from_written(other.as_str(), "").suggesting(suggestion));
    }
    if !header.missing_keys.is_empty() && header.clashes.is_empty() {
        let missing: Vec<&Field> =
            header.missing_keys.iter().filter_map(|ix| names.dictionary.fields.get(*ix)).collect();
        let Text { zh: lacking, en: lacking_en } = labels(missing.iter().copied());
        let message = text!(
            "缺少 {lacking} 列，不知各行是哪个门栋，这张表的行都未采用",
            "column {lacking_en} is missing: which unit a row is about cannot be told, so its rows are rejected"
        );
        let Text { zh: also, en: also_en } = listed(missing.iter().flat_map(|field| &field.aliases));
        let suggestion = if also.is_empty() {
            text!("请补上 {lacking} 列", "add column {lacking_en}")
        } else {
            text!(
                "请补上 {lacking} 列（表头也可写 {also}）",
                "add column {lacking_en} (its header may also be {also_en})"
            )
        };
        let ids: Vec<&str> = missing.iter().map(|field| field.id.as_str()).collect();
        let finding = new(KEY_COLUMN_MISSING, message).at(header.rows.1, None).of_field(ids.join(","));
        findings.push(finding.suggesting(suggestion));
    }
    findings.extend(header.beside.iter().map(|beside| told_beside(file, sheet, beside)));
    findings
}

/// A column that holds several fields.
fn compound_column(file: File, sheet: &Sheet, names: &Names, column: &HeaderColumn, compound: Compound) -> Finding {
    let fields: Vec<&Field> = compound.parts().filter_map(|part| names.field(part.meaning)).collect();
    let Text { zh, en } = labels(fields.iter().copied());
    let (shown, count) = (column.shown(), fields.len());
    let message = text!("`{shown}` 一列读作 {count} 个字段：{zh}", "column `{shown}` is read as {count} fields: {en}");
    let ids: Vec<String> = compound.parts().map(|part| names.id(part.meaning)).collect();
    let suggestion = text!("最好一列只填一个字段", "better give each field a column of its own");
    Finding::new("S057", file, &sheet.name, message).of_field(ids.join(",")).suggesting(suggestion)
}

/// A text about a list, of which only the kinds it names were taken; nothing where it says that there is none.
pub fn text_about_list(
    file: File,
    sheet: &Arc<str>,
    at: (u32, u32),
    written: &str,
    header: &str,
    list: &ListDef,
    says: &[TextSays],
) -> Option<Finding> {
    let choices = kind_field(list).map_or(&[][..], |(_, choices)| choices);
    let kinds = |wanted: bool| -> Vec<&str> {
        let named = says.iter().filter_map(|says| match says {
            TextSays::Kind { choice, sure } if *sure == wanted => choices.get(*choice as usize),
            _ => None,
        });
        named.map(Choice::shown).collect()
    };
    let label = &list.label;
    let details = list.fields.iter().filter(|field| matches!(field.kind, Kind::Number(_))).take(3);
    let Text { zh: details, en: details_en } = labels(details);
    let suggestion = text!(
        "{details} 等请另建一张 `{label}` 工作表，一行一项填写",
        "give {details_en} and the like in a sheet of `{label}`, one row an item"
    );
    let (sure, unsure) = (listed(kinds(true)), listed(kinds(false)));
    let (code, message, reading) = match (sure.zh.is_empty(), unsure.zh.is_empty()) {
        (true, true) if says.iter().any(|says| matches!(says, TextSays::Unnamed { .. })) => {
            let message = text!(
                "`{header}` 是文字，没有认出种类，什么也没取",
                "`{header}` is text that names no kind; nothing was taken from it"
            );
            ("S067", message, String::new())
        }
        (true, true) => return None,
        (false, true) => {
            let Text { zh, en } = &sure;
            let message =
                text!("`{header}` 是文字，只取了种类：{zh}", "`{header}` is text, of which only the kinds count: {en}");
            ("S059", message, zh.clone())
        }
        (no_sure, _) => {
            let (maybe, maybe_en) = (&unsure.zh, &unsure.en);
            let (zh, en) = match no_sure {
                true => (String::new(), String::new()),
                false => (format!("{}；", sure.zh), format!("{}; ", sure.en)),
            };
            let message = text!(
                "`{header}` 是文字，只取了种类：{zh}{maybe} 可能有、可能没有",
                "`{header}` is text, of which only the kinds count: {en}{maybe_en} may or may not exist"
            );
            ("S059", message, format!("{zh}{maybe}（可能有）"))
        }
    };
    let finding = Finding::new(code, file, sheet, message).at(at.0, at.1).of_field(list.id.as_str());
    Some(finding.from_written(written, reading).suggesting(suggestion))
}

/// A key that cannot be told from a cell for several fields.
pub fn compound_key(file: File, sheet: &Arc<str>, at: (u32, u32), written: &str, fields: &[&Field]) -> Finding {
    let Text { zh, en } = labels(fields.iter().copied());
    let message = text!(
        "`{written}` 不能确定怎样分成 {zh}，不知是哪个门栋，整行未采用",
        "how `{written}` divides into {en} is not certain: which unit the row is about cannot be told, so it is rejected"
    );
    let ids: Vec<&str> = fields.iter().map(|field| field.id.as_str()).collect();
    let suggestion = text!("请分成几列填写，一列一个字段", "give each field a column of its own");
    Finding::new("S051", file, sheet, message)
        .at(at.0, at.1)
        .of_field(ids.join(","))
        .from_written(written, "")
        .suggesting(suggestion)
}

fn is_group(names: &Names, meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Field(_)) && names.field(meaning).is_some_and(|field| field.group)
}

/// A column that means nothing; `known` is what others of its header mean.
fn unmatched(
    file: File,
    sheet: &Sheet,
    header: &Header,
    names: &Names,
    known: &HashSet<Meaning>,
    column: &HeaderColumn,
) -> Finding {
    let belongs = |meaning: Meaning| match (header.subject, meaning) {
        (Subject::Units, Meaning::Field(_) | Meaning::Item(..)) => true,
        (Subject::List(list), Meaning::ListField(of, _)) => list == of,
        (Subject::List(_), Meaning::Field(_)) => names.field(meaning).is_some_and(|field| field.key),
        _ => false,
    };
    let nearest = names.nearest(&column.name, |meaning| belongs(meaning) && !known.contains(&meaning));
    let shown = column.shown();
    let message = match header.subject {
        Subject::Units => text!(
            "表头 `{shown}` 不在字段表中，原样带到结果里，不参与评估",
            "`{shown}` is not in the dictionary; it is carried through and not assessed"
        ),
        Subject::List(_) => {
            text!("表头 `{shown}` 不在字段表中，没有读取", "`{shown}` is not in the dictionary, and was not read")
        }
    };
    let code = if nearest.is_some() { "S043" } else { "S042" };
    let finding = Finding::new(code, file, &sheet.name, message);
    match nearest {
        None => finding,
        Some(nearest) => finding.suggesting(text!(
            "如果就是 `{nearest}`，请改成这个表头，或在字段表里把它加作别名",
            "if it is `{nearest}`, use that header, or add this one to its aliases"
        )),
    }
}

fn elsewhere(
    file: File,
    sheet: &Sheet,
    header: &Header,
    names: &Names,
    column: &HeaderColumn,
    meaning: Meaning,
) -> Finding {
    let shown = column.shown();
    let list = |ix: usize| names.dictionary.lists.get(ix).map_or("", |list| list.label.as_str());
    let message = match (header.subject, meaning) {
        (Subject::Units, Meaning::ListField(of, _)) => {
            let list = list(of);
            text!(
                "`{shown}` 是 `{list}` 的字段，一行一个门栋的表里读不了，原样带到结果里",
                "`{shown}` is a field of `{list}` and cannot be read in a table with a row a unit; it is carried through"
            )
        }
        (Subject::List(of), _) => {
            let list = list(of);
            text!(
                "`{shown}` 是门栋的字段，在 `{list}` 的表里不读取",
                "`{shown}` is a field of the unit and is not read in a table of `{list}`"
            )
        }
        _ => text!("`{shown}` 在这张表里不读取", "`{shown}` is not read in this table"),
    };
    let suggestion = match header.subject {
        Subject::Units => text!("请另建一张工作表，一行一项", "give it a sheet of its own, one row an item"),
        Subject::List(_) => text!("请填在门栋的表里", "fill it in where the units are"),
    };
    Finding::new("S049", file, &sheet.name, message).of_field(names.id(meaning)).suggesting(suggestion)
}

/// A column with data and no header; `carried` where it is carried through.
pub fn nameless_column(file: File, sheet: &Arc<str>, at: (u32, u32), carried: bool) -> Finding {
    let column = column_name(at.1);
    let message = if carried {
        text!(
            "{column} 列有数据而没有表头，原样带到结果里",
            "column {column} holds data and has no header; it is carried through"
        )
    } else {
        text!("{column} 列有数据而没有表头，没有读取", "column {column} holds data and has no header; it was not read")
    };
    Finding::new("S047", file, sheet, message).at(at.0, at.1)
}

/// A merged cell across several fields' columns.
pub fn across_fields(file: File, sheet: &Arc<str>, at: (u32, u32), written: &str, [first, last]: [&str; 2]) -> Finding {
    let message = text!(
        "合并单元格 `{written}` 从 `{first}` 横跨到 `{last}`，只作 `{first}` 的值",
        "the merged cell `{written}` spans columns from `{first}` to `{last}`; it counts for `{first}` alone"
    );
    let suggestion = text!("请取消合并，逐列填写", "unmerge it and fill in each column");
    Finding::new("S050", file, sheet, message).at(at.0, at.1).from_written(written, written).suggesting(suggestion)
}

/// A row without a full key.
pub fn key_missing(file: File, sheet: &Arc<str>, at: (u32, u32), written: &str, fields: &[&Field]) -> Finding {
    let Text { zh: lacking, en: lacking_en } = labels(fields.iter().copied());
    let row = at.0;
    let message = text!(
        "第 {row} 行没有 {lacking}，不知是哪个门栋，整行未采用",
        "row {row} has no {lacking_en}: which unit it is about cannot be told, so it is rejected"
    );
    let suggestion = text!(
        "请补上；如果与上一行相同，也请逐行填写或合并单元格",
        "fill it in; where it is the same as above, fill it in all the same, or merge the cells"
    );
    let ids: Vec<&str> = fields.iter().map(|field| field.id.as_str()).collect();
    let finding = Finding::new("S051", file, sheet, message).at(at.0, at.1).of_field(ids.join(","));
    finding.from_written(written, "").suggesting(suggestion)
}

/// A date where a key should be.
pub fn date_key(
    file: File,
    sheet: &Arc<str>,
    at: (u32, u32),
    written: &str,
    field: &Field,
    likely: Option<String>,
) -> Finding {
    let label = &field.label;
    let message = text!(
        "`{label}` 里是日期 `{written}`，不知是哪个门栋，整行未采用",
        "there is a date, `{written}`, in `{label}`: which unit the row is about cannot be told, so it is rejected"
    );
    let finding =
        Finding::new("S052", file, sheet, message).at(at.0, at.1).of_field(&*field.id).from_written(written, "");
    match likely {
        None => finding,
        Some(likely) => finding.suggesting(text!(
            "可能原来填的是 `{likely}`，被表格软件改成了日期：请把这一列设为文本格式，重新填写",
            "perhaps it was `{likely}` before the spreadsheet made a date of it: format the column as text and fill it in again"
        )),
    }
}

/// A range of doors.
pub fn range_key(file: File, sheet: &Arc<str>, at: (u32, u32), written: &str, field: &Field) -> Finding {
    let label = &field.label;
    let message = text!(
        "`{label}` 里的 `{written}` 是几个门号，一行只能是一个门栋，整行未采用",
        "`{written}` in `{label}` is several doors; a row is one unit, so it is rejected"
    );
    let suggestion = text!("请按门号分行填写", "give each door a row of its own");
    Finding::new("S053", file, sheet, message)
        .at(at.0, at.1)
        .of_field(&*field.id)
        .from_written(written, "")
        .suggesting(suggestion)
}

/// A key that may be a range of doors, or the name of one.
pub fn perhaps_range(file: File, sheet: &Arc<str>, at: (u32, u32), written: &str, field: &Field) -> Finding {
    let label = &field.label;
    let message =
        text!("`{label}` 里的 `{written}` 按一个门栋读取", "`{written}` in `{label}` is read as the name of one unit");
    let suggestion = text!("如果是几个门号，请分行填写", "if it is several doors, give each a row of its own");
    Finding::new("S055", file, sheet, message)
        .at(at.0, at.1)
        .of_field(&*field.id)
        .from_written(written, written)
        .suggesting(suggestion)
}

/// A row that is struck through.
pub fn withdrawn(file: File, sheet: &Arc<str>, row: u32, written: &str) -> Finding {
    let message = text!("第 {row} 行整行划除，不作数据", "row {row} is struck through and does not count");
    Finding::new("S054", file, sheet, message).at(row, None).from_written(written, "")
}

/// Totals, notes and the like, which are no data.
pub fn skipped(file: File, sheet: &Arc<str>, rows: &[u32]) -> Finding {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => runs.push((*row, *row)),
        }
    }
    let show = |(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}–{last}") };
    let zh = runs.iter().map(show).collect::<Vec<_>>().join("、");
    let en = zh.replace('、', ", ");
    let message = Text {
        zh: format!("第 {zh} 行是合计、注释一类，不作数据"),
        en: format!("rows {en} are totals, notes or the like, and no data"),
    };
    Finding::new("S056", file, sheet, message).at(rows.first().copied().unwrap_or(0), None)
}

/// `小区`、`楼号`
fn labels<'a>(fields: impl Iterator<Item = &'a Field>) -> Text {
    listed(fields.map(|field| format!("`{}`", field.label)))
}
