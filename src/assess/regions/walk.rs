//! The walk through the regions: one run of a question per region, each run deciding anew what is left open.
//!
//! A question is evaluated as if for one unit. Where the evaluation must know something that the decisions before it
//! leave open (is this number at least that, is it this choice), the walk takes one answer, and the other in a later run.
//! Each run so ends in a region of units for all of which the evaluation goes the same way. What always holds: every
//! unit within reach lies in exactly one region; an answer that contradicts the others is never taken where that can be
//! found out. Deliberately absent: what is evaluated (`conditions`, `numbers`), and any unit at all (`example`).

use super::form::{Form, Number, Slot};
use super::rows::{Together, together};
use crate::quantity::Dimension;
use crate::rules::{Dictionary, Field, Kind, ListIx, Value};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a number without a plausible range is looked at up to, in base units.
pub(crate) const FARTHEST: i128 = 100_000_000;
/// Millionths in one.
pub(super) const ONE: i128 = 1_000_000;

/// The answer that says of a field that nothing is known of it.
pub(super) const BLANK: u32 = 127;

/// Why a walk came to no end: too many regions, or numbers beyond the arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// Which units are walked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reach {
    /// How many items a list has at most
    pub items: usize,
    /// Whether any field, and any list, may also be blank
    pub blanks: bool,
}

/// How much work is left before a walk is called too large: questions answered, in all regions, and what eliminations
/// make of rows. Walks may share it.
#[derive(Debug)]
pub(crate) struct Effort(Cell<usize>);

impl Effort {
    /// So many questions.
    pub fn new(questions: usize) -> Effort {
        Effort(Cell::new(questions))
    }

    /// Some of it is done.
    pub fn spend(&self, work: usize) -> Result<(), TooLarge> {
        let left = self.0.get();
        self.0.set(left.saturating_sub(work));
        if left < work { Err(TooLarge) } else { Ok(()) }
    }
}

/// Something of a unit with a few possible answers, kept as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Few {
    /// Which choice, or which of the texts met
    One(Slot),
    /// Yes (1) or no (0)
    Flag(Slot),
    /// Whether a choice is among several: no (0), yes (1)
    Among(Slot, u16),
    /// Whether two texts that are written nowhere in the rules are the same
    Same(Slot, Slot),
    /// Whether a number is there (0), is what 无 means of its field (1), or blank
    There(Slot),
    /// How many items
    Length(ListIx),
    /// A flag among the parameters, by its place
    Switch(usize),
}

/// A whole number from `low` to `high`, both belonging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub low: i128,
    pub high: i128,
}

/// An exact unit, as far as it was asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Point {
    pub numbers: BTreeMap<Number, i128>,
    pub few: BTreeMap<Few, u32>,
}

#[derive(Clone, Copy)]
struct Step {
    answer: bool,
    /// Whether what was known before left no other
    certain: bool,
    /// Whether the other answer is to be taken too
    open: bool,
}

/// One run, and what is known so far in it.
pub(crate) struct Walk<'d> {
    pub dictionary: &'d Dictionary,
    pub reach: Reach,
    pub(super) effort: &'d Effort,
    /// The answers of this run; those beyond `at` are yet to be repeated from the run before
    trail: Vec<Step>,
    at: usize,
    pub(super) numbers: BTreeMap<Number, Span>,
    pub(super) few: BTreeMap<Few, u128>,
    pub(super) rows: Vec<Form>,
    made: usize,
    /// Products and quotients that were met, and the numbers made for them
    pub(super) met: Vec<(Form, Form, bool, Number)>,
    /// Whether a number of this run is held in by its span alone, so that the region may be empty unnoticed
    pub(super) loose: bool,
    /// Texts met in rules, by the bit that stands for them
    pub(super) words: Vec<Arc<str>>,
    /// What is fixed from the start
    pinned: Point,
}

/// Runs `visit` once in every region, until it says that this is enough.
pub(crate) fn regions(
    dictionary: &Dictionary,
    reach: Reach,
    effort: &Effort,
    pinned: &Point,
    visit: &mut dyn FnMut(&mut Walk) -> Result<bool, TooLarge>,
) -> Result<(), TooLarge> {
    let mut walk = Walk {
        dictionary,
        reach,
        effort,
        trail: Vec::new(),
        at: 0,
        numbers: BTreeMap::new(),
        few: BTreeMap::new(),
        rows: Vec::new(),
        made: 0,
        met: Vec::new(),
        loose: false,
        words: Vec::new(),
        pinned: pinned.clone(),
    };
    loop {
        if !visit(&mut walk)? || !walk.turn() {
            return Ok(());
        }
    }
}

impl Walk<'_> {
    /// Goes back to the last open answer and takes the other; `false` once there is none left.
    fn turn(&mut self) -> bool {
        self.trail.truncate(self.at);
        while let Some(last) = self.trail.pop() {
            if last.open {
                self.trail.push(Step { answer: !last.answer, certain: false, open: false });
                (self.at, self.made, self.loose) = (0, 0, false);
                self.numbers.clear();
                self.few.clear();
                self.rows.clear();
                self.met.clear();
                return true;
            }
        }
        false
    }

    /// One answer: as in the run before, or what is certain, or yes first.
    fn answer(&mut self, certain: impl FnOnce(&mut Self) -> Result<Option<bool>, TooLarge>) -> Result<Step, TooLarge> {
        self.effort.spend(1)?;
        let step = match self.trail.get(self.at) {
            Some(step) => *step,
            None => {
                let certain = certain(self)?;
                let (answer, open) = (certain.unwrap_or(true), certain.is_none());
                let step = Step { answer, certain: !open, open };
                self.trail.push(step);
                step
            }
        };
        self.at += 1;
        Ok(step)
    }

    /// Whether a form is at least nothing.
    pub(super) fn at_least_nothing(&mut self, form: Form) -> Result<bool, TooLarge> {
        let form = form.reduced();
        if let Some(value) = form.value() {
            return Ok(value >= 0);
        }
        let otherwise = form.times(-1).and_then(|form| form.moved(-1)).ok_or(TooLarge)?;
        let step = self.answer(|walk| {
            let span = walk.span(&form)?;
            if span.low >= 0 || span.high < 0 {
                return Ok(Some(span.low >= 0));
            }
            let beside = walk.beside(&form);
            if beside.is_empty() && form.terms.len() == 1 {
                return Ok(None);
            }
            let mut holds = |form: &Form| walk.together(&beside, form);
            Ok(match (holds(&form)?, holds(&otherwise)?) {
                (_, Together::Never) => Some(true),
                (Together::Never, _) => Some(false),
                _ => None,
            })
        })?;
        if !step.certain {
            self.keep(if step.answer { form } else { otherwise });
        }
        Ok(step.answer)
    }

    /// Whether the answer to something is among these.
    pub(super) fn is_among(&mut self, few: Few, answers: u128) -> Result<bool, TooLarge> {
        let possible = self.possible(few);
        let step = self.answer(|_| {
            Ok(match (possible & answers, possible & !answers) {
                (0, _) => Some(false),
                (_, 0) => Some(true),
                _ => None,
            })
        })?;
        self.few.insert(few, if step.answer { possible & answers } else { possible & !answers });
        Ok(step.answer)
    }

    /// The answers that are still possible.
    pub(super) fn possible(&self, few: Few) -> u128 {
        if let Some(possible) = self.few.get(&few) {
            return *possible;
        }
        let blank = if self.reach.blanks { 1 << BLANK } else { 0 };
        if let Some(answer) = self.pinned.few.get(&few) {
            return 1 << answer;
        }
        let first = |count: usize| 1u128.checked_shl(count as u32).map_or(u128::MAX, |bit| bit - 1);
        match few {
            Few::One(slot) => match self.field(slot).map(|field| &field.kind) {
                Some(Kind::Choice(choices)) => first(choices.len()) | blank,
                _ => first(TEXTS) | blank,
            },
            Few::Flag(_) | Few::Among(..) => 0b11 | blank,
            Few::Same(..) | Few::Switch(_) => 0b11,
            Few::There(slot) => {
                self.field(slot).map_or(1, |field| if none_apart(field).is_some() { 0b11 } else { 1 }) | blank
            }
            Few::Length(_) => first(self.reach.items + 1) | blank,
        }
    }

    pub(super) fn field(&self, slot: Slot) -> Option<&Field> {
        match slot {
            Slot::Unit(field) => self.dictionary.fields.get(field),
            Slot::Item(list, _, field) => self.dictionary.lists.get(list)?.fields.get(field),
        }
    }

    /// The number that a field holds; `None` where it is blank.
    pub(super) fn number(&mut self, slot: Slot) -> Result<Option<Form>, TooLarge> {
        let Some(field) = self.field(slot) else { return Ok(None) };
        let (span, none, step) = (plausible(field), none_apart(field), step(field));
        if self.reach.blanks && !self.is_among(Few::There(slot), !(1 << BLANK))? {
            return Ok(None);
        }
        if let Some(none) = none
            && self.is_among(Few::There(slot), 0b10)?
        {
            return Ok(Some(Form { constant: none, ..Form::default() }));
        }
        if span.low > span.high {
            return Ok(None);
        }
        let number = Number::Of(slot);
        let pinned = self.pinned.numbers.get(&number).map(|&value| Span { low: value, high: value });
        self.numbers.entry(number).or_insert(pinned.unwrap_or(span));
        Ok(Some(Form::of(number, step)))
    }

    /// The plausible numbers of a field, in steps of its grid.
    pub(super) fn plausible_span(&self, field: &Field) -> Span {
        plausible(field)
    }

    /// Where a number lies in this region, as far as it does not hang together with others.
    pub(crate) fn span_of(&self, number: Number) -> Option<Span> {
        self.numbers.get(&number).copied()
    }

    /// A number that an operation makes, within a span.
    pub(super) fn made(&mut self, span: Span) -> Number {
        let number = Number::Made(self.made);
        self.made += 1;
        self.numbers.insert(number, span);
        number
    }

    /// What a form can come to, by the spans of its numbers alone.
    pub(super) fn span(&self, form: &Form) -> Result<Span, TooLarge> {
        let (mut low, mut high) = (form.constant, form.constant);
        for (number, times) in &form.terms {
            let span = self.numbers.get(number).ok_or(TooLarge)?;
            let ends = [span.low.checked_mul(*times).ok_or(TooLarge)?, span.high.checked_mul(*times).ok_or(TooLarge)?];
            low = low.checked_add(ends[0].min(ends[1])).ok_or(TooLarge)?;
            high = high.checked_add(ends[0].max(ends[1])).ok_or(TooLarge)?;
        }
        Ok(Span { low, high })
    }

    /// Takes it that a form is at least nothing.
    pub(super) fn keep(&mut self, form: Form) {
        let mut terms = form.terms.iter();
        match (terms.next(), terms.next()) {
            (Some((number, &times)), None) => {
                if let Some(span) = self.numbers.get_mut(number) {
                    match times > 0 {
                        true => span.low = span.low.max(-form.constant.div_euclid(times)),
                        false => span.high = span.high.min(form.constant.div_euclid(-times)),
                    }
                }
            }
            (Some(_), Some(_)) => self.rows.push(form),
            _ => {}
        }
    }

    /// The rows that a form hangs together with.
    fn beside(&self, form: &Form) -> Vec<Form> {
        let mut numbers: BTreeSet<Number> = form.terms.keys().copied().collect();
        let mut far: Vec<&Form> = self.rows.iter().collect();
        let mut near = Vec::new();
        loop {
            let (touching, rest): (Vec<&Form>, Vec<&Form>) =
                far.into_iter().partition(|row| row.terms.keys().any(|number| numbers.contains(number)));
            if touching.is_empty() {
                return near;
            }
            numbers.extend(touching.iter().flat_map(|row| row.terms.keys().copied()));
            near.extend(touching.into_iter().cloned());
            far = rest;
        }
    }

    fn together(&mut self, beside: &[Form], form: &Form) -> Result<Together, TooLarge> {
        let mut rows = beside.to_vec();
        rows.push(form.clone());
        let spans = self.spans_of(&rows);
        rows.extend(spans);
        let (answer, work) = together(&rows);
        self.effort.spend(work)?;
        Ok(answer)
    }

    /// The spans of the numbers in some rows, as rows.
    pub(super) fn spans_of(&self, rows: &[Form]) -> Vec<Form> {
        let numbers: BTreeSet<Number> = rows.iter().flat_map(|row| row.terms.keys().copied()).collect();
        let span = |number: Number| Some((number, self.numbers.get(&number)?));
        let ends = |(number, span): (Number, &Span)| {
            let low = Form { constant: -span.low, ..Form::of(number, 1) };
            [low, Form { constant: span.high, ..Form::of(number, -1) }]
        };
        numbers.into_iter().filter_map(span).flat_map(ends).collect()
    }

    /// The bit that stands for a text of the rules; `None` for more texts than are told apart.
    pub(super) fn word(&mut self, text: &Arc<str>) -> Result<u32, TooLarge> {
        let at = self.words.iter().position(|word| word == text).unwrap_or_else(|| {
            self.words.push(text.clone());
            self.words.len() - 1
        });
        // One bit at least is left for a text that the rules do not mention.
        u32::try_from(at).ok().filter(|at| (*at as usize) < TEXTS - 1).ok_or(TooLarge)
    }
}

/// How many texts are told apart.
const TEXTS: usize = 100;

/// The grid of a field: whole numbers of what is counted, millionths of all else.
pub(super) fn step(field: &Field) -> i128 {
    match field.kind {
        Kind::Number(Dimension::Count | Dimension::Year | Dimension::Date) => ONE,
        _ => 1,
    }
}

/// The plausible numbers of a field, in steps of its grid.
fn plausible(field: &Field) -> Span {
    let end = |end: Option<crate::quantity::Decimal>, far: i128| end.map_or(far * ONE, |end| i128::from(end.micros()));
    let (low, high) = field.range.map_or((None, None), |range| (range.low(), range.high()));
    let (low, high) = (end(low, -FARTHEST), end(high, FARTHEST));
    let step = step(field);
    Span { low: -(-low).div_euclid(step), high: high.div_euclid(step) }
}

/// What 无 means of a field, in millionths, where it lies outside the plausible numbers.
pub(super) fn none_apart(field: &Field) -> Option<i128> {
    let Some(Value::Number(none)) = &field.none else { return None };
    let (value, range) = (none.value()?, field.range?);
    (!range.admits(value)).then(|| i128::from(value.micros()))
}
