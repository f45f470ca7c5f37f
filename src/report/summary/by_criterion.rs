//! 按评估项: how each criterion weighs, what decides most first.
//!
//! What always holds: every enabled criterion is a row; the grades of a row, with those it does not apply to, add up to
//! all units. Below stand the lines that worsen a class, where the rules have any.

use super::Meeting;
use crate::report::figures::CriterionFigures;
use crate::report::workbook::charts::{self, DEEP, From, LIGHT, Part};
use crate::report::workbook::table::{Cell, Head, head, height, write_head_cells, write_heads, write_row};
use crate::report::workbook::{print_setup, width, write_text, write_title};
use crate::rules::ruleset::{Criterion, Grade};
use crate::text;
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::cmp::Reverse;

const HEADER: u32 = 2;
/// Characters that an A4 page is wide, lying.
const PAGE: f64 = 98.0;
const CITE: f64 = 33.0;
/// Bars of the chart: those that decide most.
const BARS: usize = 20;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, meeting: &Meeting) -> Result<(), XlsxError> {
    let Meeting { answers, figures, looks, .. } = meeting;
    let mut rows: Vec<(usize, &CriterionFigures)> = (1..).zip(&figures.criteria).collect();
    rows.sort_by_key(|(_, criterion)| Reverse((criterion.decides, criterion.decides_alone)));
    let title = meeting.pick("各评估项的结果", "criteria");
    write_title(
        sheet,
        looks,
        title,
        meeting.pick(
            "决定：单元的结论（较难或不适合）由该项得出；单独：别的项都不到这一步。按决定的单元数从多到少排列，序号是规则文件中的次序。",
            "decides: the class rests on it; alone: nothing else is as bad; what decides most comes first, the number is its place in the rules",
        ),
    )?;

    let criterion = |id: &str| answers.rules.criteria.iter().find(|criterion| criterion.id == id);
    let group = |of: Option<&Criterion>| of.and_then(|of| of.group.clone()).unwrap_or_default();
    let cite =
        |of: Option<&Criterion>| of.and_then(|of| of.cite.as_ref()).map(|it| it.shown.clone()).unwrap_or_default();
    let titles = rows.iter().map(|(_, of)| of.title.as_str());
    let of_class = |class, text| Head { text, width: 8.0, class: Some(class) };
    let heads = [
        head(meeting.pick("序号", "no"), 6.5),
        head(meeting.pick("评估项", "criterion"), width(titles, 14, 26)),
        head(meeting.pick("类别", "group"), 11.0),
        of_class(Grade::Suitable, meeting.pick("适合", "suitable")),
        of_class(Grade::Difficult, meeting.pick("较难", "difficult")),
        of_class(Grade::Unsuitable, meeting.pick("不适合", "unsuitable")),
        head(meeting.pick("不适用", "n/a"), 8.0),
        head(meeting.pick("等级未定", "open"), 8.0),
        head(meeting.pick("决定结论", "decides"), 8.0),
        head(meeting.pick("其中单独", "alone"), 8.0),
        head(meeting.pick("与别项一起", "with others"), 8.0),
        head(meeting.pick("依据", "clause"), CITE),
    ];
    write_heads(sheet, looks, HEADER, &heads)?;
    let last = HEADER + rows.len() as u32;
    for ((number, of), at) in rows.iter().zip(HEADER + 1..) {
        let found = criterion(&of.id);
        let (group, cite) = (group(found), cite(found));
        let mut cells = vec![Cell::Count(*number as u64), Cell::Text(&of.title), Cell::Text(&group)];
        cells.extend(of.grades.map(Cell::Count));
        cells.extend([of.not_applicable, of.open, of.decides, of.decides_alone].map(Cell::Count));
        cells.push(Cell::Count(of.decides - of.decides_alone));
        cells.push(Cell::Wrapped(&cite));
        write_row(sheet, looks, at, 0, &cells)?;
        sheet.set_row_height(at, height(&cite, CITE))?;
    }
    sheet.set_freeze_panes(HEADER + 1, 2)?;
    if !rows.is_empty() {
        sheet.autofilter(HEADER, 0, last, heads.len() as u16 - 1)?;
    }
    chart(sheet, meeting, &rows)?;
    escalations(sheet, meeting, last + 2)?;
    print_setup(sheet, true, HEADER + 1, title)?;
    // The table fills a page across, and the chart is a page of its own.
    let across: f64 = heads.iter().map(|head| head.width).sum();
    sheet.set_print_scale((PAGE / across * 100.0).clamp(60.0, 100.0) as u16).set_vertical_page_breaks(&[12])?;
    Ok(())
}

/// Those that decide something, as far as bars can be read.
fn chart(sheet: &mut Worksheet, meeting: &Meeting, rows: &[(usize, &CriterionFigures)]) -> Result<(), XlsxError> {
    let deciding = rows.iter().filter(|(_, of)| of.decides > 0).count();
    let shown = deciding.min(BARS);
    if shown == 0 {
        return Ok(());
    }
    let title = match shown < deciding {
        true => text!("决定结论最多的 {shown} 个评估项（单元数）", "the {shown} criteria that decide most (units)"),
        false => text!("结论由哪些评估项决定（单元数）", "what decides (units)"),
    };
    let name = sheet.name();
    let from = From { sheet: &name, rows: (HEADER + 1, HEADER + shown as u32), names: 1 };
    let alone = meeting.pick("单独决定", "alone");
    let others = meeting.pick("与别项一起决定", "with others");
    let parts = [
        Part { column: 9, name: alone, colour: DEEP, ink: 0xFFFFFF },
        Part { column: 10, name: others, colour: LIGHT, ink: 0x1B2B3B },
    ];
    sheet.set_column_width(12, 2)?;
    sheet.insert_chart(HEADER + 1, 13, &charts::stacked(title.get(meeting.lang), &from, &parts)).map(drop)
}

fn escalations(sheet: &mut Worksheet, meeting: &Meeting, from: u32) -> Result<(), XlsxError> {
    let Meeting { answers, figures, looks, .. } = meeting;
    if figures.escalations.is_empty() {
        return Ok(());
    }
    write_text(sheet, from, 0, meeting.pick("几项合起来加重结论的", "what worsens a class"), &looks.section)?;
    let heads = [
        head(meeting.pick("序号", "no"), 0.0),
        head(meeting.pick("加重条件", "line"), 0.0),
        head(meeting.pick("成立的单元", "units"), 0.0),
    ];
    write_head_cells(sheet, looks, from + 1, &heads)?;
    for (((id, units), number), at) in figures.escalations.iter().zip(1..).zip(from + 2..) {
        let label = answers.rules.escalations.iter().find(|line| &line.id == id).and_then(|line| line.label.as_ref());
        let label = label.unwrap_or(id);
        write_row(sheet, looks, at, 0, &[Cell::Count(number), Cell::Text(label), Cell::Count(*units)])?;
    }
    Ok(())
}
