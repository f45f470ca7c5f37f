//! The table on the terminal of the three classes by residents' committee.
//!
//! What always holds: it fits 80 columns where names leave room, and columns are aligned where Chinese characters are
//! two wide. Colours add nothing that the numbers do not say: without them the bars are left out.

use super::figures::{Figures, Group, Tallied};
use super::paint::{Paint, block, marked, unmarked};
use super::remedies::summed;
use super::terminal::{SHOWN, WIDTH, align, table};
use crate::lang::{Lang, one_line, shortened};
use crate::rules::ruleset::Grade;
use crate::text;
use unicode_width::UnicodeWidthStr;

/// Columns of a name: all of it is in `summary.json`.
pub(super) const NAME: usize = 30;
/// Columns of a bar.
const BAR: usize = 18;

/// The classes by residents' committee (the first group field that is no part of the name, if there is one), with the
/// total.
pub fn classes(figures: &Figures, lang: Lang, colour: bool) -> String {
    let mut table = table();
    let group = figures.groups.iter().find(|group| !group.key).or(figures.groups.first());
    let strong = |text: &str| marked(colour, Paint::Strong, text);
    let mut header = vec![group.map_or(String::new(), |group| one_line(&group.label).into_owned())];
    header.extend(Grade::ALL.map(|class| marked(colour, paint(class), class.label().get(lang))));
    header.extend([lang.pick("合计", "all").to_string(), lang.pick("已定", "settled").to_string()]);
    table.set_header(header);
    // What each line below the header counts; some count nothing.
    let mut lines: Vec<Option<&Tallied>> = Vec::new();
    let values = group.map_or(&[][..], |group: &Group| &group.values);
    for (value, tallied) in values.iter().take(SHOWN) {
        let name = if value.is_empty() { lang.pick("（未填）", "(blank)").into() } else { shortened(value, NAME) };
        table.add_row(row(&name, tallied, colour));
        lines.push(Some(tallied));
    }
    if values.len() > SHOWN {
        let more = values.len() - SHOWN;
        let more = text!("…… 另有 {more} 个", "… {more} more");
        table.add_row(vec![more.get(lang)]);
        lines.push(None);
    }
    table.add_row(row(&strong(lang.pick("合计", "all")), &figures.all, colour));
    lines.push(Some(&figures.all));
    let percent = |units: u64| share(units, figures.all.units);
    let mut shares = vec![lang.pick("占比", "share").to_string()];
    shares.extend(Grade::ALL.map(|class| marked(colour, paint(class), &percent(figures.all.of(class)))));
    shares.extend([String::new(), percent(figures.all.settled)]);
    table.add_row(shares);
    lines.push(None);
    align(&mut table);
    let laid = table.trim_fmt();
    let mut shown = if colour { unmarked(&with_bars(&laid, &lines)) } else { laid };
    shown.push('\n');
    if figures.with_lift.units > 0 {
        let units = figures.with_lift.units;
        let note = text!(
            "另有 {units} 个单元已有电梯，未计入上表。",
            "{units} more units have a lift already and are not counted above"
        );
        shown.push_str(note.get(lang));
        shown.push('\n');
    }
    let helped = &figures.remedies.to_suitable;
    if helped.units > 0 {
        let (units, all, cost) = (helped.units, figures.remedies.not_suitable, summed(helped, lang));
        let note = text!(
            "较难、不适合的 {all} 个中，{units} 个按最省的办法整改可变为适合，约 {cost}（规则里的估算）。",
            "of {all} not suitable, the cheapest remedies make {units} suitable: about {cost} (by the rules)"
        );
        shown.push_str(note.get(lang));
        shown.push('\n');
    }
    shown
}

fn row(name: &str, tallied: &Tallied, colour: bool) -> Vec<String> {
    let mut cells = vec![name.to_string()];
    cells.extend(Grade::ALL.map(|class| {
        let count = tallied.of(class);
        marked(colour, if count == 0 { Paint::Faint } else { paint(class) }, &count.to_string())
    }));
    cells.extend([tallied.units.to_string(), tallied.settled.to_string()]);
    cells
}

fn paint(class: Grade) -> Paint {
    match class {
        Grade::Suitable => Paint::Green,
        Grade::Difficult => Paint::Yellow,
        Grade::Unsuitable => Paint::Red,
    }
}

/// The table with a bar behind each line that counts something; without, where they do not fit or a name takes two
/// lines.
fn with_bars(laid: &str, counted: &[Option<&Tallied>]) -> String {
    let lines: Vec<&str> = laid.lines().collect();
    let wide = lines.iter().map(|line| line.width()).max().unwrap_or(0);
    // Above are the header and its rule.
    if lines.len() != counted.len() + 2 || wide + 2 + BAR > usize::from(WIDTH) {
        return laid.to_string();
    }
    let each = lines.iter().enumerate().map(|(at, line)| {
        let bar = at.checked_sub(2).and_then(|at| counted.get(at).copied().flatten()).map_or(String::new(), bar);
        match at {
            1 => "-".repeat(wide + 2 + BAR),
            _ if bar.is_empty() => line.to_string(),
            _ => format!("{line}{}{bar}", " ".repeat(wide + 2 - line.width())),
        }
    });
    each.collect::<Vec<String>>().join("\n")
}

fn bar(tallied: &Tallied) -> String {
    let parts = parts(tallied.classes, BAR);
    Grade::ALL.into_iter().zip(parts).map(|(class, columns)| block(paint(class), columns)).collect()
}

/// Counts as parts of a bar: what is there is seen, however little it is, and the rest is shared as evenly as goes.
fn parts(counts: [u64; 3], columns: usize) -> [usize; 3] {
    let all: u64 = counts.iter().sum();
    if all == 0 {
        return [0; 3];
    }
    // Every place below is 0, 1 or 2, of arrays of three.
    let exact = counts.map(|count| count as f64 * columns as f64 / all as f64);
    let mut parts = [0, 1, 2].map(|at| if counts[at] == 0 { 0 } else { (exact[at].round() as usize).max(1) });
    // Rounding gives at most two too many or too few: the one that is farthest off mends it.
    while parts.iter().sum::<usize>() != columns {
        let over = parts.iter().sum::<usize>() > columns;
        let off = |at: &usize| if over { parts[*at] as f64 - exact[*at] } else { exact[*at] - parts[*at] as f64 };
        let may = |at: &usize| counts[*at] > 0 && !(over && parts[*at] <= 1);
        let Some(at) = (0..3).filter(may).max_by(|a, b| off(a).total_cmp(&off(b))) else { break };
        if over { parts[at] -= 1 } else { parts[at] += 1 }
    }
    parts
}

/// `41.7%`
fn share(part: u64, whole: u64) -> String {
    if whole == 0 { String::new() } else { format!("{:.1}%", part as f64 * 100.0 / whole as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tallied(classes: [u64; 3]) -> Tallied {
        Tallied { units: classes.iter().sum(), classes, settled: 1 }
    }

    fn figures(names: &[&str]) -> Figures {
        let values = names.iter().map(|name| (name.to_string(), tallied([49, 116, 66]))).collect();
        let group = Group { field: "committee".into(), label: "居民区".into(), key: false, values };
        Figures { all: tallied([795, 754, 422]), groups: vec![group], ..Figures::default() }
    }

    /// A text without its colours.
    fn plain(text: &str) -> String {
        let mut parts = text.split('\u{1b}');
        let first = parts.next().unwrap().to_string();
        parts.fold(first, |all, part| all + part.split_once('m').unwrap().1)
    }

    #[test]
    fn colours_move_nothing() {
        let figures = figures(&["青砚居民区", "Old Town", "白榆"]);
        for lang in [Lang::Zh, Lang::En] {
            let (with, without) = (classes(&figures, lang, true), classes(&figures, lang, false));
            assert!(!without.contains('\u{1b}') && without.contains("49"), "{without}");
            let with = plain(&with);
            for (with, without) in with.lines().zip(without.lines()).filter(|(_, line)| !line.starts_with('-')) {
                assert_eq!(with.trim_end(), without.trim_end());
            }
            assert!(with.lines().all(|line| line.width() <= 80), "{with}");
        }
    }

    #[test]
    fn every_bar_begins_in_one_column_and_is_as_long() {
        let shown = classes(&figures(&["青砚居民区", "Old Town", "白榆"]), Lang::Zh, true);
        let bars: Vec<(usize, usize)> = shown
            .lines()
            .filter(|line| line.contains("\u{1b}[48;5;72m"))
            .map(|line| {
                let (before, bar) = line.split_once("\u{1b}[48;5;72m").unwrap();
                (plain(before).width(), plain(&format!("\u{1b}[m{}", bar.replace("\u{1b}[0m", ""))).width())
            })
            .collect();
        assert_eq!(bars.len(), 4);
        assert!(bars.iter().all(|bar| *bar == bars[0] && bar.1 == BAR), "{bars:?}");
    }

    #[test]
    fn where_names_leave_no_room_there_are_no_bars() {
        let shown = classes(&figures(&["很长的名字".repeat(5).as_str()]), Lang::Zh, true);
        assert!(!shown.contains("\u{1b}[48;5;72m"), "{shown}");
    }

    #[test]
    fn whatever_is_there_is_seen_in_a_bar() {
        assert_eq!(parts([1000, 1, 1], 18), [16, 1, 1]);
        assert_eq!(parts([1, 1, 1], 18), [6, 6, 6]);
        assert_eq!(parts([5, 5, 0], 18), [9, 9, 0]);
        assert_eq!(parts([0, 0, 0], 18), [0, 0, 0]);
        for counts in [[1, 2, 3], [7, 7, 1], [99, 1, 0], [1, 1, 98], [13, 17, 19]] {
            assert_eq!(parts(counts, 18).iter().sum::<usize>(), 18, "{counts:?}");
        }
    }

    #[test]
    fn a_name_of_two_lines_stays_in_one() {
        let shown = classes(&figures(&["甲\n乙\u{206a}"]), Lang::Zh, false);
        assert!(shown.contains("甲␊乙\u{fffd}"), "{shown}");
    }
}
