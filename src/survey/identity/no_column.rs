//! What a file that gives a list in columns has no column for.
//!
//! What always holds: it is told once a file, and of files that give the list in columns alone. Deliberately absent: what
//! that means for units (`pool.rs`).

use super::lists::kind_fields;
use super::{Filed, Source};
use crate::lang::{Text, listed};
use crate::rules::ListIx;
use crate::rules::dictionary::{Kind, ListDef};
use crate::rules::value::Value;
use crate::survey::finding::Finding;
use crate::survey::table::header::Subject;
use crate::survey::units::SheetName;
use crate::text;
use std::sync::Arc;

/// For each file that gives the list in columns alone: the kinds it has no column for.
pub(super) fn kinds_without_column(
    list_ix: ListIx,
    list: &ListDef,
    sources: &[Source],
    sheets: &[SheetName],
) -> Vec<Filed> {
    let mut findings = Vec::new();
    let files = sources.iter().map(|source| source.file + 1).max().unwrap_or(0);
    for file in 0..files {
        let of_file = || sources.iter().filter(|source| source.file == file);
        let columns: Vec<usize> =
            of_file().flat_map(|s| &s.table.items).filter(|i| i.meaning.0 == list_ix).map(|i| i.meaning.1).collect();
        if columns.is_empty() || of_file().any(|source| source.table.subject == Subject::List(list_ix)) {
            continue;
        }
        let Some(name) = of_file().find_map(|source| sheets.get(source.sheet as usize)) else { continue };
        for kind in kind_fields(list) {
            let Some(field) = list.fields.get(kind) else { continue };
            let Kind::Choice(choices) = &field.kind else { continue };
            let has = |choice: usize| {
                let defined = columns.iter().filter_map(|ix| list.columns.get(*ix));
                defined.flat_map(|c| &c.with).any(|(f, value)| *f == kind && *value == Value::Choice(choice as u16))
            };
            let lacking: Vec<&str> =
                choices.iter().enumerate().filter(|(ix, _)| !has(*ix)).map(|(_, choice)| choice.shown()).collect();
            if lacking.is_empty() {
                continue;
            }
            let (label, Text { zh, en }) = (&list.label, listed(&lacking));
            let message = text!(
                "这个文件用列填写 `{label}`，没有 {zh} 的列；写了其他类型（写“无”也算）的门栋，这些都按没有计",
                "this file gives `{label}` in columns and has none for {en}; units that say anything of other kinds count as without these"
            );
            let finding =
                Finding::new("S066", &name.file, &Arc::from(""), message).of_field(list.id.as_str()).suggesting(text!(
                    "如果没有踏勘这些，请补上这些列（没查的留空）",
                    "where they were not surveyed, add columns for them and leave those blank"
                ));
            findings.push(Filed { file, sheet: None, finding });
        }
    }
    findings
}
