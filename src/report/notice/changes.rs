//! What would change the answer: what could be done about it, what is still to be measured, and what would have to be
//! different.
//!
//! What always holds: all of it follows from the grades; what a sentence promises holds whatever else is measured.
//! Deliberately absent: which remedies are the cheapest (`study::remedies`).

use super::Board;
use super::fit::{BODY, listed, width};
use super::page::{Detail, title};
use super::plain::{brief, clean, plain};
use crate::assess::uses_of;
use crate::quantity::{Decimal, Dimension};
use crate::report::Answers;
use crate::report::public::{Story, Told as ToldCriterion};
use crate::report::remedies::{self, Reader, Told, money};
use crate::rules::ruleset::Grade;
use crate::rules::{Field, Kind};

/// The sentences, in so many lines at most.
pub(super) fn of(board: &Board, story: &Story, detail: &Detail) -> Vec<String> {
    let words = board.words;
    let mut sentences: Vec<String> = remedies(board, story);
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

/// What could be done about it, and what class follows.
fn remedies(board: &Board, story: &Story) -> Vec<String> {
    let Some(help) = board.made.table.help(story.unit) else { return Vec::new() };
    let words = board.words;
    let sentence = |told: Told| {
        let titles: Vec<String> = told.titles.iter().map(|title| clean(title)).collect();
        let titles = listed(&titles, words.comma(), BODY.columns());
        words.remedy(&titles, told.class, told.cost.map(|cost| money(cost, words.0)), told.sure)
    };
    remedies::told(board.made.answers.rules, help, Reader::Public).into_iter().map(sentence).collect()
}

/// What an open criterion may turn out to be.
fn may_be(board: &Board, told: &ToldCriterion) -> String {
    let possible: Vec<Grade> = Grade::ALL.into_iter().filter(|&grade| told.possible.has(grade)).collect();
    board.words.may_be(&title(board, told), &possible, told.possible.may_not_apply())
}

/// What would have to be different for a better class.
fn better(board: &Board, story: &Story) -> Vec<String> {
    let words = board.words;
    // What is open may turn out well by itself; it is told of already.
    let (deciding, others): (Vec<&ToldCriterion>, Vec<&ToldCriterion>) =
        story.criteria.iter().partition(|told| told.decides);
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
    // What a tape measure may be wrong by does not grow with what it is held against, so the room itself is compared:
    // lengths first, then areas, slopes.
    let mut near: Vec<((usize, Decimal), &ToldCriterion)> =
        kept.filter_map(|told| Some((room(&board.made.answers, told)?, told))).collect();
    near.sort_by_key(|(room, _)| *room);
    let line = |told: &ToldCriterion| {
        let (title, whole) = (title(board, told), plain(&told.reason, words.0));
        // `层数 5，要求…` needs no title. How a value was reckoned is left out where it makes the line too long.
        let titled = |reason: String| match reason.starts_with(&title) {
            true => reason,
            false => format!("{title}{}{reason}", words.0.pick("：", ": ")),
        };
        let short = brief(&whole);
        [titled(whole), titled(short)].into_iter().find(|line| width(line) <= BODY.columns())
    };
    let lines: Vec<String> = near.into_iter().filter_map(|(_, told)| line(told)).take(LIMITS).collect();
    if lines.is_empty() { lines } else { std::iter::once(words.close().to_string()).chain(lines).collect() }
}

/// The least room of what can be measured again, with what it is compared among: lengths, areas, shares such as a
/// slope. Storeys, years, days and money are what they are, and a bare number is counted or reckoned.
fn room(answers: &Answers, told: &ToldCriterion) -> Option<(usize, Decimal)> {
    let criterion = answers.rules.criteria.get(told.criterion)?;
    let fields = &answers.rules.dictionary.fields;
    let share = || uses_of(answers.rules, criterion).fields.iter().any(|&ix| is_percent(fields.get(ix)));
    let each = told.margin.iter().filter_map(|margin| match margin.dimension {
        Dimension::LENGTH => Some((0, margin.value)),
        Dimension::AREA => Some((1, margin.value)),
        Dimension::Number if share() => Some((2, margin.value)),
        _ => None,
    });
    each.min()
}

fn is_percent(field: Option<&Field>) -> bool {
    field.is_some_and(|field| field.kind == Kind::Percent)
}
