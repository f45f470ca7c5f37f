//! What would change the answer: what is still to be measured, and what would have to be different.
//!
//! What always holds: all of it follows from the grades; what a sentence promises holds whatever else is measured.
//! Deliberately absent: what could be done about it, and what that costs.

use super::Board;
use super::fit::{BODY, listed, width};
use super::page::{Detail, title};
use super::plain::{brief, plain};
use crate::quantity::Dimension;
use crate::report::public::{Story, Told};
use crate::rules::ruleset::Grade;

/// The sentences, in so many lines at most.
pub(super) fn of(board: &Board, story: &Story, detail: &Detail) -> Vec<String> {
    let words = board.words;
    let mut sentences = Vec::new();
    if !story.settled {
        let open = story.criteria.iter().filter(|told| told.possible.is_open());
        sentences.extend(open.map(|told| may_be(board, told)));
    }
    if story.class > Grade::Suitable {
        sentences.extend(better(board, story));
    } else if story.settled {
        sentences.extend(limits(board, story));
    }
    let mut left = detail.changes.saturating_sub(1);
    let mut kept = Vec::new();
    let count = sentences.len();
    for (at, sentence) in sentences.into_iter().enumerate() {
        let lines = BODY.lines(&sentence);
        // The last line is kept for how many more there are.
        let room = if at + 1 < count { left.saturating_sub(1) } else { left };
        if lines > room {
            kept.push(words.more(count - at));
            break;
        }
        left -= lines;
        kept.push(sentence);
    }
    kept.push(words.again().to_string());
    kept
}

/// What an open criterion may turn out to be.
fn may_be(board: &Board, told: &Told) -> String {
    let possible: Vec<Grade> = Grade::ALL.into_iter().filter(|&grade| told.possible.has(grade)).collect();
    board.words.may_be(&title(board, told), &possible, told.possible.may_not_apply())
}

/// What would have to be different for a better class.
fn better(board: &Board, story: &Story) -> Vec<String> {
    let words = board.words;
    // What is open may turn out well by itself; it is told of already.
    let (deciding, others): (Vec<&Told>, Vec<&Told>) = story.criteria.iter().partition(|told| told.decides);
    let surely: Vec<String> =
        deciding.iter().filter(|told| !told.possible.is_open()).map(|told| title(board, told)).collect();
    if surely.is_empty() {
        return Vec::new();
    }
    let titles = listed(&surely, words.comma(), BODY.columns());
    let mut sentences = vec![words.all_must_change(&titles, surely.len(), story.class)];
    // Escalations count what is left in their own way, and what is open may go either way.
    let escalations = board.made.answers.rules.escalations.is_empty();
    if story.settled && escalations && !others.iter().any(|told| told.possible.is_open()) {
        let then = others.iter().filter_map(|told| told.grade).max().unwrap_or(Grade::Suitable);
        sentences.push(words.then(then));
    }
    sentences
}

/// How many limits are told of.
const LIMITS: usize = 3;

/// The limits that a suitable unit keeps and that another measurement might cross, the closest first, each in a line.
fn limits(board: &Board, story: &Story) -> Vec<String> {
    let words = board.words;
    // What is met by its kind alone has no limit to watch.
    let asks = words.0.pick("要求", "required");
    let kept = story.criteria.iter().filter(|told| told.grade == Some(Grade::Suitable) && told.reason.contains(asks));
    let mut lines: Vec<(f64, String)> = Vec::new();
    for told in kept.filter(|told| told.margin.iter().any(|margin| is_measured(margin.dimension, &told.reason))) {
        let (title, whole) = (title(board, told), plain(&told.reason, words.0));
        let short = brief(&whole);
        let room = closeness(&short, asks);
        // `层数 5，要求…` needs no title. How a value was reckoned is left out where it makes the line too long.
        let line = |reason: String| match reason.starts_with(&title) {
            true => reason,
            false => format!("{title}{}{reason}", words.0.pick("：", ": ")),
        };
        let fits = |line: &String| width(line) <= BODY.columns();
        lines.extend([line(whole), line(short)].into_iter().find(fits).map(|line| (room, line)));
    }
    lines.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let lines: Vec<String> = lines.into_iter().take(LIMITS).map(|(_, line)| line).collect();
    if lines.is_empty() { lines } else { std::iter::once(words.close().to_string()).chain(lines).collect() }
}

/// Whether measuring again may give another value: storeys, years, days and money are what they are.
fn is_measured(dimension: Dimension, reason: &str) -> bool {
    match dimension {
        Dimension::Powers { length, money } => length != 0 && money == 0,
        // A share is measured, as a slope is; a bare number is counted or reckoned.
        Dimension::Number => reason.contains(['%', '‰']),
        Dimension::Count | Dimension::Year | Dimension::Date => false,
    }
}

/// The room that a reason tells of as a part of what is asked. Both stand there in the same unit of measure, as in
/// `要求不小于 2.00 米，富余 0.30 米`; a margin alone does not know its threshold.
fn closeness(reason: &str, asks: &str) -> f64 {
    let of_part = |part: &str| {
        let (_, demand) = part.split_once(asks)?;
        // Of bounds (`富余 2.05~2.10 米`) the lower counts.
        let figures = demand.split(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '~'));
        let lower = |figure: &str| figure.split('~').find_map(|number| number.parse().ok());
        let numbers: Vec<f64> = figures.filter_map(lower).collect();
        let (threshold, room) = (*numbers.first()?, *numbers.last()?);
        let just_met = numbers.len() == 1 || ["恰好满足", "just met"].iter().any(|said| demand.contains(said));
        Some(if just_met { 0.0 } else { room / threshold.max(f64::MIN_POSITIVE) })
    };
    reason.split(['；', ';']).filter_map(of_part).min_by(f64::total_cmp).unwrap_or(f64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closeness_is_a_part_of_what_is_asked() {
        let wide = closeness("剩余净宽 4.40 米，要求不小于 4.00 米，富余 0.40 米", "要求");
        let tight = closeness("门宽 1.10 米，要求不小于 1.00 米，富余 0.10 米", "要求");
        assert!((wide - tight).abs() < 1e-9, "{wide} {tight}");
        assert_eq!(closeness("窗 4~7 米，要求不小于 2.00 米，富余 2.00~5.00 米", "要求"), 1.0);
        assert_eq!(closeness("剩余净宽 4.00 米，要求不小于 4.00 米，恰好满足", "要求"), 0.0);
        assert_eq!(
            closeness("a 9 m, required ≥ 4 m, with 5 m to spare; b 2 m, required ≥ 2 m, just met", "required"),
            0.0
        );
    }

    #[test]
    fn storeys_and_years_are_not_measured_again() {
        let measured = |dimension| is_measured(dimension, "要求 ≥ 4，余 2");
        assert!(measured(Dimension::LENGTH) && measured(Dimension::AREA));
        assert!(!measured(Dimension::Count) && !measured(Dimension::Year) && !measured(Dimension::Number));
        assert!(is_measured(Dimension::Number, "倾斜率 0.3%，要求 ≤ 0.4%，余 0.1%"));
    }
}
