//! One cell → one [`Reading`]: what the field makes of what stands there.
//!
//! What always holds: a spelling that the field itself knows comes first, then words that say nothing, then the
//! grammar of the field's kind; whatever is not understood to its last character is unknown, with a doubt that names
//! it; nothing is rescaled or guessed. Deliberately absent: rows, columns and which field a column holds.

pub(in crate::survey) mod boxes;
pub(super) mod calendar;
#[cfg(test)]
mod cases;
mod checks;
mod choices;
pub(super) mod compound;
mod figure;
mod measure;
mod notes;
mod numeral;
pub mod reading;
mod stored;
pub mod words;

use crate::lang::listed;
use crate::quantity::{Bounds, Decimal, Dimension, Unit};
use crate::rules::Value;
use crate::rules::dictionary::{Choice, Field, Kind};
use crate::survey::grid::{Cell, Content, Sheet};
use crate::text;
use boxes::{Boxes, read_boxes};
use calendar::{Span, day_of_serial};
use figure::{Figure, fraction, is_pipe_size, read_figure};
use jiff::civil::Date;
use measure::{Unmeasured, measure_figure};
use reading::{Doubt, Reading};
use std::sync::Arc;

/// Reads a cell of a column that holds `field`. `header_unit` is the unit of measure that the column's header
/// states, `as_of` the day of the run.
pub fn read_cell(
    field: &Field,
    cell: &Cell,
    header_unit: Option<&'static Unit>,
    sheet: &Sheet,
    as_of: Date,
) -> Reading {
    let written = written(&cell.content, sheet.epoch_1904);
    let asked = Asked { field, header_unit, epoch_1904: sheet.epoch_1904, as_of, written: &written };
    let found = if cell.struck { Err(Doubt::struck(&written)) } else { asked.read(&cell.content) };
    let said = found.unwrap_or_else(Said::doubted);
    Reading {
        value: said.value,
        doubt: said.doubt,
        says_nothing: said.nothing || said.same,
        says_none: said.none,
        says_same: said.same,
        written,
    }
}

/// What a cell shows, as far as its stored content tells: numbers with 15 figures as spreadsheets show them, dates
/// as `2021-06-01`, percentages as `40%`.
pub fn written(content: &Content, epoch_1904: bool) -> Arc<str> {
    match content {
        Content::Text(text) | Content::IsoDate(text) | Content::Error(text) => text.clone(),
        Content::Number(number) => show_number(*number).into(),
        Content::Percent(share) => format!("{}%", show_number(share * 100.0)).into(),
        Content::Date(serial) => match day_of_serial(*serial, epoch_1904) {
            Some(day) => day.to_string().into(),
            None => show_number(*serial).into(),
        },
        Content::Flag(flag) => Arc::from(if *flag { "TRUE" } else { "FALSE" }),
        Content::NoValue => Arc::from(""),
    }
}

fn show_number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return (number as i64).to_string();
    }
    // Spreadsheets show 15 figures: 1.0999999999999999 is 1.1 to everybody who looks.
    let rounded = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    if rounded.abs() < 1e15 && rounded.abs() > 1e-9 { rounded.to_string() } else { format!("{rounded:e}") }
}

/// What was understood, before it is put together with what was written.
struct Said {
    value: Value,
    doubt: Option<Box<Doubt>>,
    nothing: bool,
    none: bool,
    same: bool,
}

impl Said {
    fn value(value: Value) -> Said {
        Said { value, doubt: None, nothing: false, none: false, same: false }
    }

    fn doubted(doubt: Box<Doubt>) -> Said {
        Said { doubt: Some(doubt), ..Said::value(Value::Unknown) }
    }

    /// Doubted, and saying nothing, not even that there is something.
    fn failed(doubt: Box<Doubt>) -> Said {
        Said { nothing: true, ..Said::doubted(doubt) }
    }

    fn nothing() -> Said {
        Said { nothing: true, ..Said::value(Value::Unknown) }
    }
}

/// A cell, and what is asked of it.
struct Asked<'a> {
    field: &'a Field,
    header_unit: Option<&'static Unit>,
    epoch_1904: bool,
    as_of: Date,
    written: &'a str,
}

impl Asked<'_> {
    fn read(&self, content: &Content) -> Result<Said, Box<Doubt>> {
        match content {
            Content::Error(_) => Ok(Said::failed(Doubt::error_cell(self.written))),
            Content::NoValue => Ok(Said::failed(Doubt::no_value())),
            Content::Text(text) => self.read_text(text),
            Content::IsoDate(text) => match text.get(..10).and_then(|day| day.parse::<Date>().ok()) {
                Some(day) => self.read_day(day, None),
                None => self.read_text(text),
            },
            Content::Date(serial) => match day_of_serial(*serial, self.epoch_1904) {
                Some(day) => self.read_day(day, Some(*serial)),
                None => Err(self.unreadable()),
            },
            Content::Number(number) => self.read_number(*number),
            Content::Percent(share) => self.read_percent(*share),
            Content::Flag(_) => self.read_text(self.written),
        }
    }

    fn unreadable(&self) -> Box<Doubt> {
        Doubt::unreadable(self.written, self.field, None)
    }

    // ---- text -----------------------------------------------------------------------------------------------

    fn read_text(&self, text: &str) -> Result<Said, Box<Doubt>> {
        let field = self.field;
        let folded = words::fold(text.trim_start_matches(|c| words::is_blank(c) || c == '\''));
        if folded.is_empty() {
            // `''` is a mark for "the same", `'` alone tells a spreadsheet to take what follows as text.
            return Ok(if words::says_same(&words::fold(text)) { self.same() } else { Said::nothing() });
        }
        if let Some(value) = self.own_spelling(text, &folded) {
            return Ok(Said::value(value));
        }
        if words::is_error(&folded) {
            return Ok(Said::failed(Doubt::error_cell(self.written)));
        }
        if words::says_same(&folded) {
            return Ok(self.same());
        }
        if words::says_none(&folded) {
            return Ok(Said { none: true, ..Said::value(field.none.clone().unwrap_or(Value::Unknown)) });
        }
        if words::says_unknown(&folded) {
            return Ok(Said::nothing());
        }
        if let Some(stated) = notes::without_note(text, field) {
            return self.read_noted(stated);
        }
        let boxes = match &field.kind {
            Kind::Text => None,
            Kind::Number(_) | Kind::Percent => read_boxes(text, true),
            Kind::Flag | Kind::Choice(_) | Kind::Several(_) => read_boxes(text, false),
        };
        if let Some(boxes) = boxes {
            return self.read_ticked(&boxes);
        }
        match &field.kind {
            Kind::Text => Ok(Said::value(Value::Text(Arc::from(words::clean(text))))),
            Kind::Flag => Err(Doubt::not_yes_or_no(self.written, field)),
            Kind::Choice(choices) => {
                let value = if choices::mentions(choices, text) { Value::Unknown } else { Value::Foreign };
                Ok(Said { value, ..Said::doubted(self.no_choice(self.written, choices)) })
            }
            // A circle is a mark, whatever it is meant for, and no nought.
            Kind::Number(_) | Kind::Percent if folded.chars().all(|c| matches!(c, '○' | '◯')) => {
                Err(self.unreadable())
            }
            Kind::Several(choices) => self.read_several(text, choices),
            Kind::Number(Dimension::Year) => {
                let span = calendar::read_years(&words::fold_figure(text), self.as_of);
                self.years_or_days(span.ok_or_else(|| self.unreadable())?)
            }
            Kind::Number(Dimension::Date) => {
                let span = calendar::read_days(&words::fold_figure(text), self.as_of);
                self.years_or_days(span.ok_or_else(|| self.unreadable())?)
            }
            Kind::Number(_) | Kind::Percent => {
                let folded = words::fold_figure(&words::clean(text));
                match fraction(&folded).filter(|_| field.kind == Kind::Percent) {
                    Some(share) => self.read_share(share),
                    None => self.read_measure(&folded),
                }
            }
        }
    }

    /// What is ticked counts as if it alone stood there. Where that is not certain, not even that there is something is.
    fn read_ticked(&self, boxes: &Boxes) -> Result<Said, Box<Doubt>> {
        match (boxes, &self.field.kind) {
            (Boxes::Untouched, _) => Ok(Said::nothing()),
            (Boxes::Ticked(options), Kind::Several(choices)) if options.len() > 1 => {
                self.read_several(&options.join("、"), choices)
            }
            (Boxes::Ticked(options), _) if options.len() == 1 => self.read_text(&options.concat()),
            _ => Ok(Said::failed(Doubt::ticks_unclear(self.written, self.field))),
        }
    }

    /// A cell without the note that stands behind what it states.
    fn read_noted(&self, stated: &str) -> Result<Said, Box<Doubt>> {
        let said = self.read_text(stated)?;
        if said.doubt.is_some() || said.nothing || said.same {
            return Ok(said);
        }
        let reading = match said.value {
            Value::Number(bounds) => measure::shown(bounds, self.field),
            _ => words::clean(stated),
        };
        let doubt = Some(Doubt::note_aside(self.written, reading));
        Ok(Said { doubt, ..said })
    }

    /// `同上`: what it stands for, only the reader of rows can tell.
    fn same(&self) -> Said {
        Said { same: true, ..Said::doubted(Doubt::same_unclear(self.written, self.field)) }
    }

    /// What the field's own spellings make of a text.
    fn own_spelling(&self, text: &str, folded: &str) -> Option<Value> {
        match &self.field.kind {
            Kind::Choice(choices) => choices::named(choices, text, folded).map(|ix| Value::Choice(ix as u16)),
            Kind::Several(choices) => choices::named(choices, text, folded)
                .map(|ix| Value::Several { must: choices::bit(ix), may: choices::bit(ix) }),
            Kind::Flag => {
                let among = |spellings: &[String]| spellings.iter().any(|spelling| words::fold(spelling) == folded);
                let own = if among(&self.field.yes) {
                    Some(true)
                } else if among(&self.field.no) {
                    Some(false)
                } else if text.contains(|c| c == '☒' || words::is_figure_sign(c)) {
                    // `☒` is a tick to some and a cross to others, `①` a footnote.
                    None
                } else {
                    words::yes_or_no(folded)
                };
                own.map(Value::Flag)
            }
            _ => None,
        }
    }

    fn no_choice(&self, written: &str, choices: &[Choice]) -> Box<Doubt> {
        Doubt::no_choice(written, self.field, &listed(choices.iter().map(Choice::shown)))
    }

    fn read_several(&self, text: &str, choices: &[Choice]) -> Result<Said, Box<Doubt>> {
        let found = choices::several_named(choices, text);
        if found.value == Value::Unknown && found.foreign.is_empty() {
            // `不详、不详` says nothing; mere separators are not understood.
            return if found.open { Ok(Said::nothing()) } else { Err(self.unreadable()) };
        }
        let doubt = (!found.foreign.is_empty()).then(|| self.no_choice(&found.foreign.join("、"), choices));
        Ok(Said { doubt, ..Said::value(found.value) })
    }

    fn read_measure(&self, folded: &str) -> Result<Said, Box<Doubt>> {
        let figure = read_figure(folded).or_else(|| read_figure(without_label(folded, self.field)?));
        let figure = figure.ok_or_else(|| Doubt::unreadable(self.written, self.field, likely_point(folded)))?;
        let bare = figure.without_units();
        let is_pipe_size = is_pipe_size(folded);
        let read = |unit| measure_figure(&bare, self.field, unit).ok().filter(|_| !is_pipe_size);
        let stated = bare != figure;
        let bounds = measure_figure(&figure, self.field, self.header_unit)
            .map_err(|why| self.beyond_limits(why, stated, read).unwrap_or_else(|| self.unmeasured(why)))?;
        if !stated {
            self.doubt_fraction(bounds)?;
        }
        self.check(bounds, stated, read)?;
        let doubt = match figure {
            Figure::Exactly(_) => None,
            Figure::About(_) => Some(Doubt::about(self.written, measure::shown(bounds, self.field))),
            Figure::Between(..) | Figure::Within(..) if bounds.is_exact() => None,
            Figure::Between(..) | Figure::Within(..) => {
                Some(Doubt::bounds(self.written, measure::shown(bounds, self.field)))
            }
        };
        Ok(Said { doubt, ..Said::value(number_value(bounds)) })
    }

    /// `2/3` of a percentage is one value, but so much like a day or two values that it is told.
    fn read_share(&self, share: Decimal) -> Result<Said, Box<Doubt>> {
        let bounds = Bounds::exact(share);
        self.check(bounds, true, |_| None)?;
        let doubt = Some(Doubt::share(self.written, measure::shown(bounds, self.field)));
        Ok(Said { doubt, ..Said::value(Value::Number(bounds)) })
    }

    /// A number too large to be one, where another unit of measure makes sense of it.
    fn beyond_limits(
        &self,
        why: Unmeasured,
        stated: bool,
        read: impl Fn(Option<&'static Unit>) -> Option<Bounds>,
    ) -> Option<Box<Doubt>> {
        (why == Unmeasured::Unclear).then(|| self.likelier(None, stated, read)).flatten()
    }

    fn unmeasured(&self, why: Unmeasured) -> Box<Doubt> {
        match why {
            Unmeasured::WrongUnit(unit) => Doubt::wrong_unit(self.written, self.field, unit.symbol),
            Unmeasured::WrongHeader(unit) => Doubt::wrong_header(self.written, self.field, unit.symbol),
            Unmeasured::Unclear => self.unreadable(),
        }
    }

    fn years_or_days(&self, span: Span) -> Result<Said, Box<Doubt>> {
        self.check(span.bounds, false, |_| None)?;
        let shown = || measure::shown(span.bounds, self.field);
        let doubt = if !span.bounds.is_exact() {
            Some(Doubt::bounds(self.written, shown()))
        } else if span.about {
            Some(Doubt::about(self.written, shown()))
        } else if span.century_supplied {
            Some(Doubt::century(self.written, shown()))
        } else {
            None
        };
        Ok(Said { doubt, ..Said::value(Value::Number(span.bounds)) })
    }
}

fn number_value(bounds: Bounds) -> Value {
    if bounds.is_unknown() { Value::Unknown } else { Value::Number(bounds) }
}

/// `3个车位` in a column `占用车位数`: what is counted, named once more.
fn without_label<'a>(folded: &'a str, field: &Field) -> Option<&'a str> {
    if field.kind != Kind::Number(Dimension::Count) {
        return None;
    }
    let label = words::fold(&field.label);
    let things = ["数量", "个数", "数"].iter().find_map(|end| label.strip_suffix(end)).unwrap_or(&label);
    let mut names =
        things.char_indices().filter_map(|(at, _)| things.get(at..)).filter(|name| name.chars().count() > 1);
    names.find_map(|name| folded.strip_suffix(name))
}

/// `1,2` and `1。2` are 1.2 with another key hit: asked, not assumed.
fn likely_point(folded: &str) -> Option<crate::lang::Text> {
    let dotted = folded.replace([',', '。', '·'], ".");
    let dotted = dotted.trim_end_matches('.');
    let likely = dotted != folded && matches!(read_figure(dotted), Some(Figure::Exactly(_)));
    likely.then(|| text!("是不是 `{dotted}`？", "perhaps `{dotted}`"))
}
