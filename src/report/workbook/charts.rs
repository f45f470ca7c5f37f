//! The charts: how they look, in one place.
//!
//! What always holds: bars stand in the order of the rows, the first at the top; every bar has its number; nothing is
//! told by colour alone. Deliberately absent: fonts by name, which no two programs share.

use crate::report::palette;
use crate::rules::ruleset::Grade;
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartPoint, ChartSolidFill, Color,
};

/// Bars that are still read one by one.
pub const BARS: usize = 30;
/// Rows from the first column with names, and columns with numbers: where a chart finds what it shows.
pub struct From<'t> {
    /// The sheet's name
    pub sheet: &'t str,
    /// The first and the last row
    pub rows: (u32, u32),
    /// The column of the names
    pub names: u16,
}

/// Two blues, for what is about no class.
pub const DEEP: u32 = 0x24476B;
/// The lighter one
pub const LIGHT: u32 = 0x9DB4CC;

/// Numbers on the colours of the classes: dark on amber, white on green and red.
const INKS: [u32; 3] = [0xFFFFFF, 0x2B1D00, 0xFFFFFF];
const TEXT: u32 = 0x333B45;

/// A series of bars: its column, what it is called, its colour and the colour of the numbers in it.
pub struct Part<'t> {
    /// The column of its numbers
    pub column: u16,
    /// What the legend calls it
    pub name: &'t str,
    /// Its colour
    pub colour: u32,
    /// The colour of its numbers
    pub ink: u32,
}

/// The three classes, whose numbers stand in three columns beginning with that one.
pub fn classes(first: u16, names: &[String; 3]) -> Vec<Part<'_>> {
    let each = Grade::ALL.into_iter().zip(INKS).zip(names).zip(first..);
    each.map(|(((class, ink), name), column)| Part { column, name, colour: palette::of(class).solid, ink }).collect()
}

/// Bars of several parts each, one a row.
pub fn stacked(title: &str, from: &From, parts: &[Part]) -> Chart {
    let mut chart = Chart::new(rust_xlsxwriter::ChartType::BarStacked);
    let (first, last) = from.rows;
    for part in parts {
        let mut label = ChartDataLabel::new();
        // A bar of nothing has no number on it.
        label.show_value().set_num_format("#,##0;;").set_font(&font(9, part.ink));
        chart
            .add_series()
            .set_categories((from.sheet, first, from.names, last, from.names))
            .set_values((from.sheet, first, part.column, last, part.column))
            .set_name(part.name)
            .set_format(&mut fill(part.colour))
            .set_gap(45)
            .set_overlap(100)
            .set_data_label(&label);
    }
    frame(&mut chart, title);
    // In a bar chart of this writer the names stand on the y axis.
    chart.y_axis().set_reverse().set_font(&font(9, TEXT)).set_format(ChartFormat::new().set_line(&quiet_line()));
    // With a number on every bar the axis of numbers has nothing to add.
    chart.x_axis().set_hidden(true).set_major_gridlines(false).set_min(0);
    if parts.len() > 1 {
        chart.legend().set_position(ChartLegendPosition::Top).set_font(&font(9, TEXT));
    } else {
        chart.legend().set_hidden();
    }
    let bars = last.saturating_sub(first) + 1;
    chart.set_width(500).set_height(100 + 22 * bars.max(6));
    chart
}

/// A ring of the three classes, whose names and numbers stand in three rows.
pub fn ring(title: &str, from: &From, numbers: u16) -> Chart {
    let mut chart = Chart::new_doughnut();
    let (first, last) = from.rows;
    let mut label = ChartDataLabel::new();
    label.show_percentage().set_num_format("0.0%");
    // White on amber cannot be read.
    let labels = INKS.map(|ink| label.clone().set_font(font(10, ink).set_bold()).to_custom());
    let points: Vec<ChartPoint> =
        Grade::ALL.map(|class| ChartPoint::new().set_format(&mut fill(palette::of(class).solid))).into();
    chart
        .add_series()
        .set_categories((from.sheet, first, from.names, last, from.names))
        .set_values((from.sheet, first, numbers, last, numbers))
        .set_points(&points)
        .set_data_label(&label)
        .set_custom_data_labels(&labels);
    frame(&mut chart, title);
    chart.set_hole_size(52);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(10, TEXT));
    chart
}

fn frame(chart: &mut Chart, title: &str) {
    chart.title().set_name(title).set_font(font(12, DEEP).set_bold());
    chart.chart_area().set_format(ChartFormat::new().set_border(&quiet_line()));
    chart.set_alt_text(title);
}

fn font(size: u32, colour: u32) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_size(size).set_color(Color::RGB(colour)).unset_bold();
    font
}

fn fill(colour: u32) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(colour)));
    format
}

fn quiet_line() -> ChartLine {
    let mut line = ChartLine::new();
    line.set_color(Color::RGB(0xC9CED6)).set_width(0.75);
    line
}
