//! 待补测: what is missing, of how many units, and where.
//!
//! What always holds: it counts what is missing, and says that it is no promise of what measuring it will settle.

use super::Meeting;
use crate::lang::listed;
use crate::report::figures::Lacking;
use crate::report::groups::named;
use crate::report::numbers::grouped;
use crate::report::workbook::charts::{self, DEEP, From, LIGHT, Part};
use crate::report::workbook::table::{Cell, head, height, write_heads, write_row};
use crate::report::workbook::{print_setup, width, write_text, write_title};
use crate::text;
use rust_xlsxwriter::{Worksheet, XlsxError};

const HEADER: u32 = 3;
const BARS: usize = 20;
/// Places that are named beside a missing datum; there are more in a city.
const PLACES: usize = 12;
const WHERE: f64 = 48.0;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, meeting: &Meeting) -> Result<(), XlsxError> {
    let Meeting { figures, looks, lang, .. } = meeting;
    let open = figures.all.units - figures.all.settled;
    let title = meeting.pick("待补测的数据", "what to measure");
    let count = grouped(open);
    let note = text!(
        "结论未定的单元 {count} 个。这里数的是未定单元缺哪些数据；一个单元可以缺几样，所以各行相加会超过未定的单元数。",
        "{count} units are open; counted is what they lack, and one may lack several things"
    );
    write_title(sheet, looks, title, note.get(*lang))?;
    let honest = meeting.pick(
        "“只缺这一项”：缺的数据里只有这一样，补上后该单元的数据就齐了。补齐后结论是好是坏、是否改变，要等补测的数。",
        "missing alone: nothing else is missing; whether the class changes depends on what is measured",
    );
    write_text(sheet, 2, 0, honest, &looks.note)?;

    let labels: Vec<String> = figures.missing.iter().map(|it| label(meeting, it)).collect();
    let heads = [
        head(meeting.pick("缺的数据", "missing"), width(labels.iter().map(String::as_str), 16, 30)),
        head(meeting.pick("缺它的单元", "units"), 9.0),
        head(meeting.pick("只缺这一项", "missing alone"), 9.0),
        head(meeting.pick("还缺别的", "others too"), 9.0),
        head(meeting.pick("占未定单元", "share of open"), 9.0),
        head(meeting.pick("在哪里（单元数）", "where (units)"), WHERE),
    ];
    write_heads(sheet, looks, HEADER, &heads)?;
    for ((lacking, label), at) in figures.missing.iter().zip(&labels).zip(HEADER + 1..) {
        let places = places(meeting, lacking);
        let cells = [
            Cell::Text(label),
            Cell::Count(lacking.units),
            Cell::Count(lacking.alone),
            Cell::Count(lacking.units - lacking.alone),
            Cell::Share(lacking.units, open),
            Cell::Wrapped(&places),
        ];
        write_row(sheet, looks, at, 0, &cells)?;
        sheet.set_row_height(at, height(&places, WHERE))?;
    }
    sheet.set_freeze_panes(HEADER + 1, 1)?;
    if figures.missing.is_empty() {
        let nothing = meeting.pick("没有未定的单元，不用补测。", "no unit is open: nothing is to be measured");
        write_text(sheet, HEADER + 1, 0, nothing, &looks.text)?;
        return print_setup(sheet, true, HEADER + 1, title);
    }
    let last = HEADER + figures.missing.len() as u32;
    sheet.autofilter(HEADER, 0, last, heads.len() as u16 - 1)?;

    let shown = figures.missing.len().min(BARS);
    let chart_title = match shown < figures.missing.len() {
        true => text!("缺得最多的 {shown} 样数据（未定单元数）", "the {shown} most missing (open units)"),
        false => text!("未定的单元缺哪些数据（单元数）", "what open units lack (units)"),
    };
    let name = sheet.name();
    let from = From { sheet: &name, rows: (HEADER + 1, HEADER + shown as u32), names: 0 };
    let parts = [
        Part { column: 2, name: meeting.pick("只缺这一项", "missing alone"), colour: DEEP, ink: 0xFFFFFF },
        Part { column: 3, name: meeting.pick("还缺别的", "others too"), colour: LIGHT, ink: 0x1B2B3B },
    ];
    sheet.set_column_width(6, 2)?;
    sheet.insert_chart(HEADER + 1, 7, &charts::stacked(chart_title.get(*lang), &from, &parts))?;
    print_setup(sheet, true, HEADER + 1, title)
}

fn label(meeting: &Meeting, lacking: &Lacking) -> String {
    match lacking.id.as_str() {
        "rules" => meeting.pick("（规则里没有写明）", "(the rules leave it open)").into(),
        id => meeting.answers.rules.dictionary.label(id),
    }
}

/// `青砚居民区 12、白榆居民区 9，另有 3 处`
fn places(meeting: &Meeting, lacking: &Lacking) -> String {
    let lang = meeting.lang;
    let shown = lacking.places.iter().take(PLACES);
    let shown = listed(shown.map(|(place, units)| format!("{} {units}", named(place, lang)))).get(lang).to_string();
    match lacking.places.len().saturating_sub(PLACES) {
        0 => shown,
        more => shown + text!("，另有 {more} 处", ", {more} more").get(lang),
    }
}
