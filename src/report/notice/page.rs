//! What stands on a unit's page.
//!
//! What always holds: a page is reckoned before it is written, and told in ever fewer words until it fits on its sheet;
//! the answer, what decides it and whom to turn to are never left out. Deliberately absent: the words (`words`), the
//! markup (`unit.html`), how much room texts take (`fit`, `height`).

use super::cites::{caution, cited, norms, sources};
use super::door::door;
use super::fit::{BODY, FINDING, FOOT, SMALL, clipped, listed, width};
use super::plain::{brief, clean, plain};
use super::qr::{self, Drawing};
use super::words::{Words, letter, mark};
use super::{Board, changes, decided};
use crate::lang::Lang;
use crate::report::public::{Story, Told, ToldValue};
use crate::rules::ruleset::Grade;
use crate::survey::DecisionState;
use askama::Template;

/// Columns of a unit's name in its large line.
pub(super) const NAME: f64 = 48.0;
/// Height of a sheet within its margins, in millimetres, less some for what cannot be reckoned.
pub(super) const SHEET: f64 = 296.5 - 18.0 - 2.0;
/// Columns of a reason before it is shortened: more than any page has.
const REASON: f64 = 1000.0;

/// How much is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Detail {
    /// Lines of the reason of what decides
    deciding: usize,
    /// Lines of the reason of what else weighs
    weighing: usize,
    /// How many findings have a reason at all
    findings: usize,
    /// How many values
    values: usize,
    /// How many items of lists
    items: usize,
    /// Lines of what is only named
    named: usize,
    /// Lines of what would change the answer
    pub changes: usize,
}

/// From the whole to less.
const DETAILS: [Detail; 6] = [
    Detail { deciding: 9, weighing: 9, findings: 99, values: 24, items: 10, named: 4, changes: 9 },
    Detail { deciding: 6, weighing: 5, findings: 99, values: 18, items: 8, named: 3, changes: 7 },
    Detail { deciding: 4, weighing: 3, findings: 99, values: 18, items: 5, named: 3, changes: 6 },
    Detail { deciding: 3, weighing: 2, findings: 99, values: 15, items: 0, named: 3, changes: 6 },
    Detail { deciding: 2, weighing: 2, findings: 99, values: 12, items: 0, named: 2, changes: 5 },
    Detail { deciding: 2, weighing: 1, findings: 99, values: 9, items: 0, named: 2, changes: 5 },
];

/// From the whole to what fits in any case.
fn details() -> impl Iterator<Item = Detail> {
    let fewer = |findings| Detail { deciding: 2, weighing: 1, findings, values: 6, items: 0, named: 2, changes: 5 };
    let least = Detail { deciding: 1, weighing: 1, findings: 3, values: 3, items: 0, named: 1, changes: 4 };
    DETAILS.into_iter().chain((3..12).rev().map(fewer)).chain([least])
}

/// A page.
#[derive(Template)]
#[template(path = "notice/unit.html")]
pub(super) struct Page {
    pub words: Words,
    letter: Option<&'static str>,
    anchor: String,
    committee: String,
    door: String,
    mark: &'static str,
    answer: String,
    pub status: Vec<String>,
    /// What a committee decided
    pub decided: Vec<String>,
    lapsed: bool,
    pub values: Vec<Shown>,
    pub items: Vec<String>,
    pub found: Vec<Finding>,
    pub rest: Vec<Line>,
    pub norms: String,
    /// How sure the norms' texts are
    pub caution: String,
    pub changes: Vec<String>,
    pub whom: String,
    pub fill_in: bool,
    pub rule_set: String,
    day: String,
    pub sources: String,
    /// Whether something but a reason was left out
    cut: bool,
    pub code: Option<Drawing>,
    pub address: Option<String>,
}

/// A value.
pub(super) struct Shown {
    pub label: String,
    pub shown: String,
    pub written: Option<String>,
}

/// What a criterion found.
pub(super) struct Finding {
    letter: &'static str,
    pub title: String,
    pub grade: String,
    pub cite: String,
    pub reason: String,
    /// The reason before it was shortened
    whole: String,
}

/// A line with what it is about.
pub(super) struct Line {
    pub title: Option<&'static str>,
    pub text: String,
}

impl Page {
    /// The page of a unit.
    pub fn of(board: &Board, story: &Story) -> Page {
        let mut page = Page::bare(board, story);
        if board.has_lift(story.unit) {
            page.tell_lift();
            return page;
        }
        for detail in details() {
            page.tell(board, story, &detail);
            if page.height() <= SHEET {
                break;
            }
        }
        page.grow();
        page
    }

    /// What stands on every page, whatever the answer.
    fn bare(board: &Board, story: &Story) -> Page {
        let (words, wishes) = (board.words, board.made.wishes);
        let rules = board.made.answers.rules;
        let place = board.places.get(story.unit);
        let base = wishes.base_address.as_deref();
        let encoded = base.zip(place).map(|(base, place)| place.address(base));
        let whom = match &wishes.contact {
            Some(contact) => words.contact(&BODY.clipped(&clean(contact), 4).0),
            None => words.whom().to_string(),
        };
        let rule_set = format!("{} {}", rules.title, rules.version);
        Page {
            words,
            letter: None,
            anchor: place.map(|place| place.anchor.clone()).unwrap_or_default(),
            committee: clipped(&clean(board.committee(story.unit)), 50.0).0,
            door: door(board, story.unit),
            mark: "",
            answer: String::new(),
            status: Vec::new(),
            decided: story.decision.as_ref().map(|it| decided::lines(words, it, story.class)).unwrap_or_default(),
            lapsed: story.decision.as_ref().is_some_and(|it| it.state == DecisionState::Lapsed),
            values: Vec::new(),
            items: Vec::new(),
            found: Vec::new(),
            rest: Vec::new(),
            norms: String::new(),
            caution: String::new(),
            changes: Vec::new(),
            whom,
            fill_in: wishes.contact.is_none(),
            rule_set: FOOT.clipped(&clean(&rule_set), 1).0,
            day: wishes.dated.map_or(words.blank_day().to_string(), |day| day.to_string()),
            sources: FOOT.clipped(&clean(&sources(board, story.unit)), 3).0,
            cut: false,
            code: encoded.as_deref().and_then(qr::drawing),
            // As people read and type it; browsers take it for the same.
            address: base.zip(place).map(|(base, place)| format!("{base}/{}/{}", super::FOLDER, place.link())),
        }
    }

    /// The short page of a unit that has a lift.
    fn tell_lift(&mut self) {
        self.answer = self.words.has_lift().into();
        self.status = vec![self.words.has_lift_status().into()];
        self.changes = vec![self.words.has_lift_changes().into()];
    }

    /// All else, in so much detail.
    fn tell(&mut self, board: &Board, story: &Story, detail: &Detail) {
        let words = self.words;
        self.cut = false;
        self.letter = Some(letter(story.class));
        self.mark = mark(story.class);
        self.answer = words.answer(story.class, story.settled);
        self.status = status(board, story);
        let (findings, named): (Vec<&Told>, Vec<&Told>) = {
            let mut told = 0;
            story.criteria.iter().filter(|told| told.weighs()).partition(|_| {
                told += 1;
                told <= detail.findings
            })
        };
        self.tell_values(story, detail);
        self.found = findings.iter().map(|told| self.finding(board, told, detail)).collect();
        self.rest = story
            .escalated
            .iter()
            .take(2)
            .map(|(label, to)| Line { title: None, text: words.escalated(&clipped(&clean(label), 60.0).0, *to) })
            .collect();
        self.tell_named(board, story, &named, detail);
        self.norms = norms(board, &findings, detail.named);
        self.caution = caution(board, &findings);
        self.changes = changes::of(board, story, detail);
        self.cut |= self.norms.ends_with('…')
            || self.decided.iter().any(|line| line.contains('…'))
            || self.changes.iter().any(|line| line.ends_with('…'));
    }

    /// Gives the room that is left to the reasons that were shortened, in their order.
    fn grow(&mut self) {
        for at in 0..self.found.len() {
            let longer = self.found.get(at).map(|finding| [finding.whole.clone(), brief(&finding.whole)]);
            for longer in longer.into_iter().flatten() {
                let Some(finding) = self.found.get_mut(at).filter(|finding| finding.reason != longer) else { break };
                let shorter = std::mem::replace(&mut finding.reason, longer);
                if self.height() <= SHEET {
                    break;
                }
                self.found.get_mut(at).into_iter().for_each(|finding| finding.reason.clone_from(&shorter));
            }
        }
    }

    fn finding(&self, board: &Board, told: &Told, detail: &Detail) -> Finding {
        let (words, lang) = (self.words, self.words.0);
        let grade = told.grade.unwrap_or(Grade::Suitable);
        let cite = board.made.answers.rules.criteria.get(told.criterion).and_then(|it| it.cite.as_ref());
        let mut tag = words.grade(told.grade, told.possible.is_open());
        if told.decides {
            tag.push_str(" · ");
            tag.push_str(words.decides());
        }
        let lines = if told.decides { detail.deciding } else { detail.weighing };
        // No page has room for more; the last sign says that there is more.
        let whole = plain(&clipped(&told.reason, REASON).0, lang);
        let reason = match FINDING.lines(&whole) > lines {
            true => FINDING.clipped(&brief(&whole), lines).0,
            false => whole.clone(),
        };
        Finding {
            letter: letter(grade),
            title: title(board, told),
            grade: tag,
            cite: cite.map_or(String::new(), |cite| cited(board, cite)),
            reason,
            whole,
        }
    }

    /// The values that weigh; where nothing weighs, those that were looked at. Unknown ones are told of elsewhere.
    fn tell_values(&mut self, story: &Story, detail: &Detail) {
        let lang = self.words.0;
        let any = story.criteria.iter().any(Told::weighs);
        let used = story.criteria.iter().filter(|told| told.grade.is_some() && (told.weighs() || !any));
        let mut seen: Vec<&str> = Vec::new();
        let mut values: Vec<Shown> = Vec::new();
        let mut items: Vec<(&str, Vec<&ToldValue>)> = Vec::new();
        for value in used.flat_map(|told| &told.values) {
            if seen.contains(&value.label.as_str()) || value.shown == unknown(lang) {
                continue;
            }
            seen.push(&value.label);
            match value.label.rsplit_once(" #") {
                Some((_, item)) => match items.iter_mut().find(|(number, _)| *number == item) {
                    Some((_, values)) => values.push(value),
                    None => items.push((item, vec![value])),
                },
                None => values.push(self.shown(value)),
            }
        }
        self.cut |= values.len() > detail.values || items.len() > detail.items;
        values.truncate(detail.values);
        items.truncate(detail.items);
        self.values = values;
        self.items = items.iter().map(|(item, values)| self.item(item, values)).collect();
    }

    fn shown(&mut self, value: &ToldValue) -> Shown {
        let lang = self.words.0;
        let written = value.written.as_ref().map(|(written, _)| written.trim());
        let written = written.filter(|written| !says_the_same(&value.shown, written));
        let (shown, cut) = clipped(&plain(&value.shown, lang), 24.0);
        self.cut |= cut;
        Shown {
            label: clipped(&clean(&value.label), 30.0).0,
            shown,
            written: written.map(|written| self.words.written(&clipped(&clean(written), 24.0).0)),
        }
    }

    /// An item in a line: `地下管线 1：燃气，管径 100 毫米，距外墙 4.42 米`.
    fn item(&mut self, number: &str, values: &[&ToldValue]) -> String {
        let lang = self.words.0;
        let mut line = String::new();
        for value in values {
            let label = value.label.rsplit_once(" #").map_or(value.label.as_str(), |(label, _)| label);
            let (list, field) = label.split_once('·').unwrap_or(("", label));
            let shown = plain(&value.shown, lang);
            if line.is_empty() {
                // What an item is comes first in its list and needs no label.
                line = format!("{list} {number}{}{shown}", lang.pick("：", ": "));
            } else {
                line.push_str(&format!("{}{field} {shown}", lang.pick("，", ", ")));
            }
        }
        let (line, cut) = SMALL.clipped(&clean(&line), 2);
        self.cut |= cut;
        line
    }

    /// What is only named: what weighs and has no room, what is fine, what does not apply.
    fn tell_named(&mut self, board: &Board, story: &Story, named: &[&Told], detail: &Detail) {
        let words = self.words;
        let titles = |told: &[&Told], and_grade: bool| {
            let name = |told: &&Told| match and_grade {
                true => {
                    let (title, grade) = (title(board, told), words.grade(told.grade, told.possible.is_open()));
                    words.0.pick(format!("{title}（{grade}）"), format!("{title} ({grade})"))
                }
                false => title(board, told),
            };
            told.iter().map(name).collect::<Vec<String>>()
        };
        let room = BODY.columns() * (detail.named + 1) as f64;
        if !named.is_empty() {
            let all = listed(&titles(named, true), words.comma(), room - width(words.also_weighs()) - 2.0);
            self.rest.push(self.line(words.also_weighs(), &all, detail.named + 1));
        }
        let of = |applies: bool| -> Vec<&Told> {
            let rest = story.criteria.iter().filter(|told| !told.weighs());
            rest.filter(|told| told.grade.is_some() == applies).collect()
        };
        let (fine, not_applicable) = (of(true), of(false));
        let mut text: Vec<String> = Vec::new();
        let mut left = room - width(words.rest()) - 4.0;
        for (told, outcome) in [(&fine, words.fine()), (&not_applicable, words.not_applicable())] {
            if !told.is_empty() {
                let bare = words.counted(told.len(), outcome, "");
                let titles = listed(&titles(told, false), words.comma(), left - width(&bare));
                text.push(words.counted(told.len(), outcome, &titles));
                left -= text.last().map_or(0.0, |said| width(said)) + 2.0;
            }
        }
        if !text.is_empty() {
            let line = self.line(words.rest(), &text.join(words.0.pick("；", "; ")), detail.named + 1);
            self.rest.push(line);
        }
        self.cut |= self.rest.iter().any(|line| line.text.ends_with('…'));
    }

    fn line(&self, title: &'static str, text: &str, lines: usize) -> Line {
        let room = BODY.columns() * lines as f64 - width(title) - 2.0;
        Line { title: Some(title), text: clipped(text, room).0 }
    }

    /// Whether something was left out.
    pub fn shortened(&self) -> bool {
        let ends = |text: &str| text.ends_with('…');
        let finding = |it: &Finding| it.reason != it.whole || ends(&it.whole) || ends(&it.title);
        self.cut
            || [&self.door, &self.sources, &self.whom].into_iter().any(|text| ends(text))
            || self.found.iter().any(finding)
    }
}

/// A criterion's title.
pub(super) fn title(board: &Board, told: &Told) -> String {
    let title = board.made.answers.rules.criteria.get(told.criterion).map_or("", |criterion| &criterion.title);
    clipped(&clean(title), 40.0).0
}

/// What the class means, and whether it is settled; what rests on an approximate value is not simply so.
fn status(board: &Board, story: &Story) -> Vec<String> {
    let words = board.words;
    let on_the_limit = board.made.figures.trust.resting.binary_search(&story.unit).is_ok();
    let worst = story.criteria.iter().filter_map(|told| told.grade).max();
    let escalated = worst.is_some_and(|worst| worst < story.class) && !story.escalated.is_empty();
    let applies = story.criteria.iter().any(|told| told.grade.is_some());
    let deciding = story.criteria.iter().filter(|told| told.decides);
    let (pending, failed): (Vec<&Told>, Vec<&Told>) =
        deciding.partition(|told| told.possible.has(Grade::Suitable) || told.possible.may_not_apply());
    let meaning = match applies {
        true => words.meaning(story.class, failed.len(), pending.len(), escalated),
        false => words.nothing_applies(),
    };
    let second = match story.settled {
        true if on_the_limit => words.settled_but().to_string(),
        true => words.settled().to_string(),
        false => {
            let missing = listed(&words.by_list(&story.missing), words.comma(), 220.0);
            words.open_status(&missing, story.missing.len(), story.best, story.worst)
        }
    };
    let second = match on_the_limit {
        true => format!("{second}{}{}", words.0.pick("", "; "), words.on_the_limit()),
        false => second,
    };
    vec![meaning, second]
}

/// Whether a cell wrote no more nor less than is shown of it: `1.8` and `1.80 m`.
fn says_the_same(shown: &str, written: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    let first = shown.split(' ').next().unwrap_or(shown);
    shown == written || shown.replace(' ', "") == written || number(written).is_some_and(|it| number(first) == Some(it))
}

fn unknown(lang: Lang) -> &'static str {
    lang.pick("未知", "unknown")
}
