//! A chart of lines as a drawing for the page.
//!
//! What always holds: colours are classes of the page's style; nothing is told by colour alone, since every line has its
//! name at its end. Texts are escaped.

use super::{CellMap, Chart, Line};
use crate::report::policy::escaped;
use std::fmt::Write;

const WIDE: f64 = 920.0;
const HIGH: f64 = 220.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 150.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 52.0;
/// Cells beyond these are not drawn.
const CELLS: usize = 20_000;

/// The drawing.
pub(super) fn drawing(chart: &Chart) -> String {
    let points = || chart.lines.iter().flat_map(|line| &line.points);
    let (low, high) = ends(points().map(|point| point.0).chain(chart.mark.iter().map(|mark| mark.0)));
    // Heights are counts, so half a unit of room below and above, and no mark between two counts.
    let (least, most) = ends(points().map(|point| point.1));
    let (foot, top) = (least.floor() - 0.5, most.ceil() + 0.5);
    let steps = ticks(foot, top).into_iter().filter(|y| (foot..=top).contains(y) && y.fract() == 0.0);
    let across = |x: f64| LEFT + (x - low) / (high - low) * (WIDE - LEFT - RIGHT);
    let up = |y: f64| HIGH - BOTTOM - (y - foot) / (top - foot) * (HIGH - TOP - BOTTOM);
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
        let floor = HIGH - BOTTOM;
        _ = write!(
            svg,
            "<path class=\"grid\" d=\"M{at:.1} {floor}v6\"/><text class=\"axis\" x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            floor + 22.0,
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

/// The map: the more of the class, the stronger its colour. Nothing where there are too many cells to be seen.
pub(super) fn cells(map: &CellMap) -> Option<String> {
    if map.across.len() * map.upwards.len() > CELLS {
        return None;
    }
    const HIGH: f64 = 380.0;
    const TOP: f64 = 30.0;
    let (left, right) = ends(map.across.iter().flat_map(|&(low, high)| [low, high]));
    let (foot, top) = ends(map.upwards.iter().flat_map(|&(low, high)| [low, high]));
    let across = |x: f64| LEFT + (x - left) / (right - left) * (WIDE - LEFT - RIGHT);
    let up = |y: f64| HIGH - BOTTOM - (y - foot) / (top - foot) * (HIGH - TOP - BOTTOM);
    let all = || map.counts.iter().flatten().copied();
    let (least, most) = (all().min().unwrap_or(0), all().max().unwrap_or(0));
    let class = map.class.id();
    let mut svg = format!(
        "<svg class=\"curve cells\" viewBox=\"0 0 {WIDE} {HIGH}\" role=\"img\" aria-label=\"{}\">",
        escaped(&map.title)
    );
    for (&(low, high), counts) in map.upwards.iter().zip(&map.counts) {
        for (&(from, to), &count) in map.across.iter().zip(counts) {
            // A single number has no width: it is told by the table.
            let (wide, tall) = (across(to) - across(from), up(low) - up(high));
            if wide <= 0.0 || tall <= 0.0 {
                continue;
            }
            let strength = (count - least) as f64 / (most - least).max(1) as f64;
            _ = write!(
                svg,
                "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{wide:.1}\" height=\"{tall:.1}\" fill-opacity=\"{:.2}\"><title>{count}</title></rect>",
                across(from),
                up(high),
                0.12 + 0.83 * strength
            );
        }
    }
    for x in ticks(left, right).into_iter().filter(|x| (left..=right).contains(x)) {
        tick(&mut svg, (across(x), HIGH - BOTTOM + 22.0), "middle", &number(x));
    }
    for y in ticks(foot, top).into_iter().filter(|y| (foot..=top).contains(y)) {
        tick(&mut svg, (LEFT - 8.0, up(y) + 5.0), "end", &number(y));
    }
    let [below, beside] = &map.names;
    tick(&mut svg, ((LEFT + WIDE - RIGHT) / 2.0, HIGH - 8.0), "middle", below);
    tick(&mut svg, (12.0, TOP - 12.0), "start", beside);
    if let Some(([x, y], name)) = &map.mark {
        let (x, y) = (across(*x), up(*y));
        _ = write!(svg, "<circle class=\"now\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6\"/>");
        tick(&mut svg, (x + 10.0, y + 5.0), "start", name);
    }
    let (scale, at) = ([(least, 0.12), (most, 0.95)], WIDE - RIGHT + 16.0);
    for ((count, strength), y) in scale.into_iter().zip([TOP + 6.0, TOP + 36.0]) {
        _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{at}\" y=\"{y}\" width=\"22\" height=\"22\" fill-opacity=\"{strength}\"/>"
        );
        tick(&mut svg, (at + 30.0, y + 16.0), "start", &count.to_string());
    }
    Some(svg + "</svg>")
}

fn tick(svg: &mut String, (x, y): (f64, f64), anchor: &str, text: &str) {
    let text = escaped(text);
    _ = write!(svg, "<text class=\"axis\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>");
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
pub(super) fn ticks(low: f64, high: f64) -> Vec<f64> {
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
