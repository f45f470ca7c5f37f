//! An answer as a workbook: a sheet a part, native charts, A4.
//!
//! What always holds: numbers are numbers; the points of a chart stand in columns of their own at the right, so that it is
//! drawn from cells that are there. Deliberately absent: formulas.

use super::{Cell, Chart, Head, Paper, Part, Table};
use crate::lang::Lang;
use crate::report::palette;
use crate::report::paper::svg::ticks;
use crate::report::workbook::looks::Looks;
use crate::report::workbook::table::height;
use crate::report::workbook::{new_workbook, print_setup, sheet_name, write_text, write_title};
use crate::text;
use rust_xlsxwriter::{
    Chart as Drawing, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartType, Color,
    ConditionalFormat2ColorScale, Format, FormatAlign, Worksheet, XlsxError,
};
use std::collections::HashSet;
use unicode_width::UnicodeWidthStr;

/// Rows of a sheet that a table may take; Excel has no more than 1,048,576.
const ROWS: usize = 1_000_000;
/// Rows whose texts are looked at for the width of columns.
const MEASURED: usize = 500;
/// Rows that a chart is high.
const CHART: u32 = 12;
/// Characters that fit across an A4 page, upright.
const UPRIGHT: f64 = 90.0;

/// Characters across that are still read when they are made to fit an A4 page turned sideways.
const LANDSCAPE: f64 = 240.0;

/// The bytes of the file.
pub fn write(paper: &Paper, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = new_workbook(&paper.title)?;
    let looks = Looks::default();
    let mut taken: HashSet<String> = HashSet::new();
    for (nth, part) in paper.parts.iter().enumerate() {
        let plain = sheet_name(&part.name, "-");
        let mut name = plain.clone();
        let mut n = 1;
        while !taken.insert(name.to_lowercase()) {
            n += 1;
            name = format!("{} {n}", plain.chars().take(26).collect::<String>());
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(&name)?;
        // What the answer is about stands in full on the first sheet.
        let about: Vec<&str> = match nth {
            0 => paper.notes.iter().map(String::as_str).collect(),
            _ => vec![&paper.title],
        };
        write_part(sheet, part, &paper.title, &about, &name, &looks, lang)?;
    }
    workbook.save_to_buffer()
}

/// Writes a part on a sheet that is there, of that name; `about` stands below its title.
pub(in crate::report) fn write_part(
    sheet: &mut Worksheet,
    part: &Part,
    title: &str,
    about: &[&str],
    name: &str,
    looks: &Looks,
    lang: Lang,
) -> Result<(), XlsxError> {
    let mut about = about.iter().copied().chain((!part.note.is_empty()).then_some(part.note.as_str()));
    write_title(sheet, looks, &part.title, about.next().unwrap_or_default())?;
    let mut row = 2;
    for note in about {
        write_text(sheet, row, 0, note, &looks.note)?;
        row += 1;
    }
    // The widest table says how wide the columns are.
    let columns = part.tables.iter().map(|table| table.heads.len()).max().unwrap_or(0);
    let width = |at: usize| part.tables.iter().map(|table| column_width(table, at, lang)).fold(9.0, f64::max);
    let widths: Vec<f64> = (0..columns).map(width).collect();
    for (width, column) in widths.iter().zip(0..) {
        sheet.set_column_width(column, *width)?;
    }
    let mut points = columns.max(8) as u16 + 2;
    // A character is some seven pixels wide; a chart is as wide as the table below it.
    let wide = (widths.iter().sum::<f64>() * 7.3).clamp(480.0, 1200.0) as u32;
    for chart in &part.charts {
        row += 1;
        let drawn = drawing(sheet, chart, name, &mut points, wide, looks)?;
        sheet.insert_chart(row, 0, &drawn)?;
        row += CHART;
    }
    let mut only = None;
    for table in &part.tables {
        row += 1;
        if !table.title.is_empty() {
            write_text(sheet, row, 0, &table.title, &looks.section)?;
            row += 1;
        }
        only = Some(row);
        row = write_table(sheet, table, row, &widths, looks, lang)?;
    }
    // A sheet of one table filters and scrolls by its header.
    let header = match (part.tables.as_slice(), only) {
        ([table], Some(header)) if part.charts.is_empty() && !table.rows.is_empty() => {
            let last = header + table.rows.len().min(ROWS) as u32 - u32::from(table.total);
            sheet.autofilter(header, 0, last.max(header), table.heads.len().max(1) as u16 - 1)?;
            sheet.set_freeze_panes(header + 1, 1)?;
            header + 1
        }
        _ => 0,
    };
    let across: f64 = widths.iter().sum();
    print_setup(sheet, across > UPRIGHT, header, title)?;
    if across > LANDSCAPE {
        // What does not fit beside one another stays readable on several pages, each with the names of the rows.
        sheet.set_print_fit_to_pages((across / LANDSCAPE).ceil() as u16, 0).set_repeat_columns(0, 0)?;
    }
    sheet.set_print_area(0, 0, row.max(1), columns.max(8) as u16 - 1)?;
    Ok(())
}

/// How wide a column is: its texts, as far as it may grow.
fn column_width(table: &Table, at: usize, lang: Lang) -> f64 {
    let Some(head) = table.heads.get(at) else { return 0.0 };
    let cells = table.rows.iter().take(MEASURED).filter_map(|row| row.get(at)).map(|cell| cell.shown(lang).width());
    let widest = cells.max().unwrap_or(0).max(head.text.width().min(12));
    (widest + 3).min(head.wide + 3) as f64
}

/// Writes a table, and gives the row behind it.
fn write_table(
    sheet: &mut Worksheet,
    table: &Table,
    header: u32,
    widths: &[f64],
    looks: &Looks,
    lang: Lang,
) -> Result<u32, XlsxError> {
    for (head, column) in table.heads.iter().zip(0..) {
        write_text(sheet, header, column, &head.text, &head_look(looks, head))?;
    }
    sheet.set_row_height(header, 30)?;
    let mut row = header + 1;
    for (at, cells) in table.rows.iter().take(ROWS).enumerate() {
        let total = table.total && at + 1 == table.rows.len();
        let mut high: f64 = 0.0;
        for (cell, column) in cells.iter().zip(0..) {
            write_cell(sheet, row, column, cell, looks, total, lang)?;
            if let (Cell::Text(text), Some(width)) = (cell, widths.get(usize::from(column))) {
                high = high.max(height(text, *width));
            }
        }
        if high > 20.0 {
            sheet.set_row_height(row, high)?;
        }
        row += 1;
    }
    if let Some(class) = table.shaded
        && table.heads.len() > 1
        && row > header + 1
    {
        let shade = ConditionalFormat2ColorScale::new()
            .set_minimum_color(Color::White)
            .set_maximum_color(Color::RGB(palette::of(class).solid));
        sheet.add_conditional_format(header + 1, 1, row - 1, table.heads.len() as u16 - 1, &shade)?;
    }
    if table.rows.len() > ROWS {
        let more = table.rows.len() - ROWS;
        let note = text!("另有 {more} 行没有写，一张表放不下", "{more} more rows do not fit a sheet");
        write_text(sheet, row, 0, note.get(lang), &looks.note)?;
        row += 1;
    }
    Ok(row)
}

fn head_look(looks: &Looks, head: &Head) -> Format {
    match head.class.map(palette::of) {
        Some(colours) => {
            looks.header.clone().set_background_color(Color::RGB(colours.tint)).set_font_color(Color::RGB(colours.ink))
        }
        None => looks.header.clone(),
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    looks: &Looks,
    total: bool,
    lang: Lang,
) -> Result<(), XlsxError> {
    let [text, count, share] = &looks.total;
    let look = |plain: &Format, of_total: &Format| if total { of_total.clone() } else { plain.clone() };
    let at_the_right = |look: Format| look.set_align(FormatAlign::Right).set_indent(1);
    // Counts and decimals are far below 2^53.
    let mut number = |value: f64, look: Format| sheet.write_number_with_format(row, column, value, &look).map(drop);
    match cell {
        Cell::Count(value) => number(*value as f64, at_the_right(look(&looks.count, count))),
        Cell::Change(value) => {
            number(*value as f64, at_the_right(look(&looks.count, count).set_num_format("+#,##0;-#,##0;0")))
        }
        Cell::Share(part, whole) if *whole > 0 => {
            number(*part as f64 / *whole as f64, look(&looks.share, share).set_align(FormatAlign::Center))
        }
        Cell::Number(shown, value) => {
            number(*value, at_the_right(look(&looks.number, count)).set_num_format(number_format(shown)))
        }
        Cell::Class(class) => write_text(sheet, row, column, class.label().get(lang), &looks.class(*class)),
        Cell::Blank | Cell::Share(..) => sheet.write_blank(row, column, &look(&looks.text, text)).map(drop),
        Cell::Text(said) => {
            let plain = looks.wrapped.clone().set_align(FormatAlign::VerticalCenter);
            write_text(sheet, row, column, said, &look(&plain, text).set_align(FormatAlign::Left).set_indent(1))
        }
    }
}

/// The number format that shows a number as it stands elsewhere: `0.90 m` by `0.00" m"`.
fn number_format(shown: &str) -> String {
    let digits = shown.trim_start_matches('-');
    let behind = digits.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    let number = digits.strip_suffix(behind).unwrap_or(digits);
    let places = number.split_once('.').map_or(0, |(_, places)| places.len());
    let (whole, point) = (if number.contains(',') { "#,##0" } else { "0" }, if places > 0 { "." } else { "" });
    let unit = behind.replace('"', "");
    let unit = if unit.is_empty() { unit } else { format!("\"{unit}\"") };
    format!("{whole}{point}{}{unit}", "0".repeat(places))
}

/// A chart, its points written into columns from `points` on.
fn drawing(
    sheet: &mut Worksheet,
    chart: &Chart,
    name: &str,
    points: &mut u16,
    wide: u32,
    looks: &Looks,
) -> Result<Drawing, XlsxError> {
    let mut drawn = Drawing::new(ChartType::ScatterStraight);
    for line in &chart.lines {
        let (across, up) = (*points, *points + 1);
        write_text(sheet, 0, across, &chart.across, &looks.note)?;
        write_text(sheet, 0, up, &line.name, &looks.note)?;
        for (point, row) in line.points.iter().zip(1..) {
            sheet.write_number_with_format(row, across, point.0, &looks.note)?;
            sheet.write_number_with_format(row, up, point.1, &looks.note)?;
        }
        let last = line.points.len().max(1) as u32;
        let colour = line.class.map_or(0x24476B, |class| palette::of(class).solid);
        let mut drawn_line = ChartLine::new();
        drawn_line.set_color(Color::RGB(colour)).set_width(2.25);
        let mut format = ChartFormat::new();
        format.set_line(&drawn_line);
        drawn
            .add_series()
            .set_categories((name, 1, across, last, across))
            .set_values((name, 1, up, last, up))
            .set_name(&line.name)
            .set_format(&mut format);
        *points += 2;
    }
    let xs = || chart.lines.iter().flat_map(|line| &line.points).map(|point| point.0);
    let (low, high) = (xs().fold(f64::INFINITY, f64::min), xs().fold(f64::NEG_INFINITY, f64::max));
    drawn.title().set_name(&chart.title).set_font(ChartFont::new().set_size(11));
    drawn.x_axis().set_name(&chart.across).set_major_gridlines(false);
    if low < high {
        drawn.x_axis().set_min(low).set_max(high);
    }
    // Heights are counts: an axis from just below the least to just above the most shows every step.
    let heights = || chart.lines.iter().flat_map(|line| &line.points).map(|point| point.1);
    let (least, most) = (heights().fold(f64::INFINITY, f64::min), heights().fold(f64::NEG_INFINITY, f64::max));
    drawn.y_axis().set_name(&chart.upwards);
    if least <= most {
        let (foot, top, step) = scale(least, most);
        drawn.y_axis().set_min(foot).set_max(top).set_major_unit(step);
        if let Some((at, called)) = &chart.mark {
            let (across, up) = (*points, *points + 1);
            write_text(sheet, 0, up, called, &looks.note)?;
            for (height, row) in [foot, top].into_iter().zip(1..) {
                sheet.write_number_with_format(row, across, *at, &looks.note)?;
                sheet.write_number_with_format(row, up, height, &looks.note)?;
            }
            let mut dashes = ChartLine::new();
            dashes.set_color(Color::RGB(0x7A7A7A)).set_width(1.25).set_dash_type(ChartLineDashType::Dash);
            let mut format = ChartFormat::new();
            format.set_line(&dashes);
            let marked = drawn.add_series().set_categories((name, 1, across, 2, across));
            marked.set_values((name, 1, up, 2, up)).set_name(called).set_format(&mut format);
            *points += 2;
        }
    }
    drawn.legend().set_position(ChartLegendPosition::Bottom);
    if chart.lines.len() < 2 && chart.mark.is_none() {
        drawn.legend().set_hidden();
    }
    drawn.set_width(wide).set_height(CHART * 20 - 20);
    drawn.set_alt_text(&chart.title);
    Ok(drawn)
}

/// The least and the most of an axis of counts, and how far apart its marks are: round numbers.
fn scale(least: f64, most: f64) -> (f64, f64, f64) {
    let marks = ticks(least, most.max(least + 1.0));
    let step = marks.first().zip(marks.get(1)).map_or(1.0, |(a, b)| b - a).max(1.0).ceil();
    let foot = ((least - 1.0) / step).floor() * step;
    (foot.max(0.0), ((most + 1.0) / step).ceil() * step, step)
}

#[cfg(test)]
mod tests {
    use super::{number_format, scale};

    #[test]
    fn an_axis_of_counts_has_round_marks() {
        assert_eq!(scale(727.0, 889.0), (700.0, 900.0, 50.0));
        assert_eq!(scale(3.0, 3.0), (2.0, 4.0, 1.0));
        assert_eq!(scale(0.0, 7.0).0, 0.0);
    }

    #[test]
    fn a_number_is_shown_as_it_stands_elsewhere() {
        for (shown, format) in [("0.90 m", "0.00\" m\""), ("-1,985 元", "#,##0\" 元\""), ("5", "0"), ("1%", "0\"%\"")]
        {
            assert_eq!(number_format(shown), format, "{shown}");
        }
    }
}
