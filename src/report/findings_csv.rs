//! `findings.csv`: everything that is to be told to whoever keeps the survey, in the order of the input.

use super::Answers;
use super::csv_text::{BOM, cell, into_io, writer};
use crate::survey::finding::cell_name;
use crate::survey::{Finding, FindingSeverity};
use std::io::{self, Write};

const COLUMNS: [&str; 10] =
    ["code", "severity", "file", "sheet", "cell", "unit", "field", "written", "reading", "suggestion"];

/// Writes the findings. What is the matter and what to do stand together in `suggestion`.
pub fn write(out: &mut dyn Write, answers: &Answers) -> io::Result<()> {
    out.write_all(BOM)?;
    let mut rows = writer(out);
    rows.write_record(COLUMNS).map_err(into_io)?;
    for finding in answers.findings() {
        let lang = answers.lang;
        let mut suggestion = finding.message.get(lang).to_string();
        if let Some(advice) = &finding.suggestion {
            suggestion.push_str(lang.pick("；", "; "));
            suggestion.push_str(advice.get(lang));
        }
        let place = cell_of(finding);
        let texts = [
            finding.code,
            severity(finding.severity),
            &finding.file,
            &finding.sheet,
            &place,
            &finding.unit,
            &finding.field,
            &finding.written,
            &finding.reading,
            &suggestion,
        ];
        rows.write_record(texts.map(|text| cell(text).into_owned())).map_err(into_io)?;
    }
    rows.flush()
}

/// `F23`; `23` for a whole row; empty for a whole sheet or file.
pub fn cell_of(finding: &Finding) -> String {
    match finding.cell {
        Some((row, Some(column))) => cell_name(row, column),
        Some((row, None)) => row.to_string(),
        None => String::new(),
    }
}

/// `note`, `warning`, `error`
pub fn severity(severity: FindingSeverity) -> &'static str {
    match severity {
        FindingSeverity::Note => "note",
        FindingSeverity::Warning => "warning",
        FindingSeverity::Error => "error",
    }
}
