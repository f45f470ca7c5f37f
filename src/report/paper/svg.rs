//! A chart of lines as a drawing for the page.
//!
//! What always holds: colours are classes of the page's style; nothing is told by colour alone, since every line has its
//! name at its end. Texts are escaped.

use super::{Chart, Line};
use std::fmt::Write;

const WIDE: f64 = 920.0;
const HIGH: f64 = 360.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 150.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 52.0;

/// The drawing.
pub(super) fn drawing(chart: &Chart) -> String {
    let points = || chart.lines.iter().flat_map(|line| &line.points);
    let (low, high) = ends(points().map(|point| point.0).chain(chart.mark.iter().map(|mark| mark.0)));
    let most = points().map(|point| point.1).fold(1.0, f64::max);
    let steps = ticks(0.0, most);
    let top = steps.last().copied().unwrap_or(most).max(most);
    let across = |x: f64| LEFT + (x - low) / (high - low) * (WIDE - LEFT - RIGHT);
    let up = |y: f64| HIGH - BOTTOM - y / top * (HIGH - TOP - BOTTOM);
    let mut svg = format!(
        "<svg class=\"curve\" viewBox=\"0 0 {WIDE} {HIGH}\" role=\"img\" aria-label=\"{}\">",
        escaped(&chart.title)
    );
    for y in steps {
        let at = up(y);
        _ = write!(
            svg,
            "<path class=\"grid\" d=\"M{LEFT} {at:.1}H{:.1}\"/><text class=\"axis\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            WIDE - RIGHT,
            LEFT - 8.0,
            at + 5.0,
            number(y)
        );
    }
    for x in ticks(low, high).into_iter().filter(|x| (low..=high).contains(x)) {
        let at = across(x);
        let foot = HIGH - BOTTOM;
        _ = write!(
            svg,
            "<path class=\"grid\" d=\"M{at:.1} {foot}v6\"/><text class=\"axis\" x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            foot + 22.0,
            number(x)
        );
    }
    _ = write!(
        svg,
        "<text class=\"axis\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
        (LEFT + WIDE - RIGHT) / 2.0,
        HIGH - 8.0,
        escaped(&chart.across)
    );
    if let Some((x, name)) = &chart.mark {
        let at = across(*x);
        _ = write!(
            svg,
            "<path class=\"now\" d=\"M{at:.1} {TOP}V{:.1}\"/><text class=\"axis\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            HIGH - BOTTOM,
            at + 5.0,
            TOP + 12.0,
            escaped(name)
        );
    }
    let mut labels: Vec<(f64, &Line)> =
        chart.lines.iter().filter_map(|line| Some((up(line.points.last()?.1), line))).collect();
    apart(&mut labels);
    for line in &chart.lines {
        let mut path = String::new();
        for (nth, (x, y)) in line.points.iter().enumerate() {
            _ = write!(path, "{}{:.1} {:.1}", if nth == 0 { 'M' } else { 'L' }, across(*x), up(*y));
        }
        _ = write!(svg, "<path class=\"line {}\" d=\"{path}\"/>", class_of(line));
    }
    for (y, line) in labels {
        let last = line.points.last().map_or(0.0, |point| point.1);
        _ = write!(
            svg,
            "<text class=\"name {}\" x=\"{:.1}\" y=\"{:.1}\">{} {}</text>",
            class_of(line),
            WIDE - RIGHT + 8.0,
            y + 5.0,
            escaped(&line.name),
            number(last)
        );
    }
    svg + "</svg>"
}

fn class_of(line: &Line) -> &'static str {
    line.class.map_or("plain", |class| class.id())
}

/// Names that would stand over one another, moved apart.
fn apart(labels: &mut [(f64, &Line)]) {
    labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut least = f64::NEG_INFINITY;
    for (y, _) in labels {
        *y = y.max(least);
        least = *y + 19.0;
    }
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    if low < high { (low, high) } else { (low - 1.0, low + 1.0) }
}

/// Round numbers from one to the other, some five of them.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let rough = (high - low) / 5.0;
    let power = 10f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|step| step * power).find(|step| *step >= rough).unwrap_or(rough);
    let first = (low / step).ceil();
    (0..12).map(|nth| (first + f64::from(nth)) * step).take_while(|at| *at <= high + step * 0.999).collect()
}

fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
