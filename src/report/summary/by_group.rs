//! 按居民区, 按小区: one row each.
//!
//! What always holds: the last row adds up the others. Where there are more than a chart can show, rows stand by size,
//! so that the chart shows the largest, and says so. With a roster, what only the roster has is a row too.

use super::Meeting;
use crate::report::coverage::Covered;
use crate::report::figures::{Group, Tallied};
use crate::report::groups::named;
use crate::report::numbers::grouped;
use crate::report::workbook::charts::{self, BARS, From};
use crate::report::workbook::table::{Cell, Head, head, write_heads, write_row, write_total};
use crate::report::workbook::{print_setup, width, write_title};
use crate::rules::ruleset::Grade;
use crate::survey::normal_key;
use crate::text;
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The row of the header.
pub const HEADER: u32 = 2;

/// One value of the field.
struct Row<'a> {
    name: &'a str,
    units: Tallied,
    /// On the roster, where it says something of this field
    covered: Covered,
}

/// Writes the sheet of a group field; how many values it has.
pub fn write(sheet: &mut Worksheet, meeting: &Meeting, group: &Group) -> Result<u32, XlsxError> {
    let Meeting { figures, looks, lang, .. } = meeting;
    let (label, roster) = (&group.label, on_roster(meeting, group));
    let mut rows = rows(meeting, group);
    let by_size = rows.len() > BARS;
    if by_size {
        rows.sort_by_key(|row| Reverse(row.units.units));
    }

    let count = grouped(rows.len() as u64);
    let title = text!("各{label}的评估结论", "classes by {label}");
    let mut note = text!(
        "共 {count} 个{label}。占比是占本行单元数的比例；未定：缺的数据补齐后，结论可能会变。",
        "{count} in all; shares are of the row's units; open: the class may change once what is missing is known"
    );
    if by_size {
        note.zh.push_str(&format!("按单元数从多到少排列，图中是最大的 {BARS} 个。"));
        note.en.push_str(&format!("; the largest come first, and the chart shows the largest {BARS}"));
    }
    write_title(sheet, looks, title.get(*lang), note.get(*lang))?;

    let classes = Grade::ALL.map(|class| class.label().get(*lang).to_string());
    let mut heads = vec![
        head(label, width(rows.iter().map(|row| named(row.name, *lang)).chain([label.as_str()]), 14, 30)),
        head(meeting.pick("单元数", "units"), 9.0),
    ];
    let of_class = |(class, text)| Head { text, width: 9.5, class: Some(class) };
    heads.extend(Grade::ALL.into_iter().zip(classes.iter().map(String::as_str)).map(of_class));
    heads.push(head(meeting.pick("适合占比", "suitable share"), 9.5));
    heads.push(head(meeting.pick("已定", "settled"), 8.0));
    heads.push(head(meeting.pick("未定", "open"), 8.0));
    if roster {
        heads.push(head(meeting.pick("应踏勘", "on roster"), 8.5));
        heads.push(head(meeting.pick("未踏勘", "not surveyed"), 8.5));
        heads.push(head(meeting.pick("表外", "not on roster"), 8.5));
    }
    write_heads(sheet, looks, HEADER, &heads)?;

    // A sheet holds a million rows; there are fewer estates in any country.
    let last = HEADER + rows.len() as u32;
    for (row, at) in rows.iter().zip(HEADER + 1..) {
        sheet.set_row_height(at, 17)?;
        write_row(sheet, looks, at, 0, &cells(named(row.name, *lang), &row.units, roster.then_some(row.covered)))?;
    }
    let covered = figures.coverage.as_ref().filter(|_| roster).map(|coverage| coverage.all);
    write_total(sheet, looks, last + 1, &cells(meeting.pick("合计", "total"), &figures.all, covered))?;

    let columns = heads.len() as u16;
    sheet.set_freeze_panes(HEADER + 1, 1)?;
    if !rows.is_empty() {
        sheet.autofilter(HEADER, 0, last, columns - 1)?;
        let shown = last.min(HEADER + BARS as u32);
        let name = sheet.name();
        let from = From { sheet: &name, rows: (HEADER + 1, shown), names: 0 };
        let title = match by_size {
            true => text!(
                "单元最多的 {BARS} 个{label}的评估结论（单元数）",
                "classes of the largest {BARS} by {label} (units)"
            ),
            false => text!("各{label}的评估结论（单元数）", "classes by {label} (units)"),
        };
        sheet.set_column_width(columns, 2)?;
        sheet.insert_chart(
            HEADER + 1,
            columns + 1,
            &charts::stacked(title.get(*lang), &from, &charts::classes(2, &classes)),
        )?;
    }
    print_setup(sheet, true, HEADER + 1, title.get(*lang))?;
    Ok(rows.len() as u32)
}

fn cells<'t>(name: &'t str, units: &Tallied, covered: Option<Covered>) -> Vec<Cell<'t>> {
    let mut cells = vec![Cell::Text(name), Cell::Count(units.units)];
    cells.extend(units.classes.map(Cell::Count));
    cells.push(Cell::Share(units.of(Grade::Suitable), units.units));
    cells.push(Cell::Count(units.settled));
    cells.push(Cell::Count(units.units - units.settled));
    if let Some(covered) = covered {
        cells.extend([covered.units, covered.not_surveyed(), covered.not_on_roster].map(Cell::Count));
    }
    cells
}

fn on_roster(meeting: &Meeting, group: &Group) -> bool {
    let coverage = meeting.figures.coverage.as_ref();
    coverage.is_some_and(|coverage| coverage.groups.iter().any(|of| of.field == group.field))
}

/// The survey's values, then those that only the roster has.
fn rows<'a>(meeting: &'a Meeting, group: &'a Group) -> Vec<Row<'a>> {
    let mut rows: Vec<Row> =
        group.values.iter().map(|(name, units)| Row { name, units: *units, covered: Covered::default() }).collect();
    let dictionary = &meeting.answers.rules.dictionary;
    let field = dictionary.field(&group.field).and_then(|ix| dictionary.fields.get(ix));
    let coverage = meeting.figures.coverage.as_ref();
    let roster = coverage.and_then(|coverage| coverage.groups.iter().find(|of| of.field == group.field));
    let (Some(field), Some(roster)) = (field, roster) else { return rows };
    let mut places: HashMap<String, usize> =
        rows.iter().enumerate().map(|(at, row)| (normal_key(field, row.name), at)).collect();
    for (name, covered) in &roster.values {
        let at = *places.entry(normal_key(field, name)).or_insert_with(|| {
            rows.push(Row { name, units: Tallied::default(), covered: Covered::default() });
            rows.len() - 1
        });
        if let Some(row) = rows.get_mut(at) {
            row.covered = *covered;
        }
    }
    rows
}
