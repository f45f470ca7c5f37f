//! Numbers along a walk: as the evaluators have them, but with forms for ends.
//!
//! What always holds: the same as of [`Bounds`](crate::quantity::Bounds): what passes the limit of a quantity is open,
//! every operation is rounded to millionths, half away from zero. A product or quotient of two numbers that may both be
//! anything is a new number within its span: its region may be empty without being found so, which `example` finds out.
//! Deliberately absent: conditions, fields.

use super::form::{Form, Number};
use super::walk::{Span, TooLarge, Walk};
use crate::quantity::{Comparison, Decimal};

/// A number between two ends, either of which may be open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Within {
    pub low: Option<Form>,
    pub high: Option<Form>,
}

const ONE: i128 = 1_000_000;
const LIMIT: i128 = Decimal::LIMIT as i128;

type Answer<T> = Result<T, TooLarge>;

impl Within {
    pub const UNKNOWN: Within = Within { low: None, high: None };

    pub fn exact(form: Form) -> Within {
        Within { low: Some(form.clone()), high: Some(form) }
    }

    pub fn whole(count: usize) -> Form {
        Form { constant: count as i128 * ONE, ..Form::default() }
    }

    pub fn value(&self) -> Option<&Form> {
        self.low.as_ref().filter(|_| self.low == self.high)
    }

    pub fn negated(&self) -> Answer<Within> {
        let flip = |end: &Option<Form>| end.as_ref().map(|end| end.times(-1).ok_or(TooLarge)).transpose();
        Ok(Within { low: flip(&self.high)?, high: flip(&self.low)? })
    }
}

impl Walk<'_> {
    /// Whether `a >= b`.
    pub(super) fn reaches(&mut self, a: &Form, b: &Form) -> Answer<bool> {
        self.at_least_nothing(a.minus(b).ok_or(TooLarge)?)
    }

    /// Whether `a < b`.
    fn below(&mut self, a: &Form, b: &Form) -> Answer<bool> {
        Ok(!self.reaches(a, b)?)
    }

    pub(super) fn compare(&mut self, a: &Within, how: Comparison, b: &Within) -> Answer<Option<bool>> {
        let ends = |a: &Option<Form>, b: &Option<Form>| Some((a.clone()?, b.clone()?));
        let (surely, surely_not) = (ends(&a.low, &b.high), ends(&a.high, &b.low));
        Ok(match how {
            Comparison::Ge => {
                if let Some((a, b)) = surely
                    && self.reaches(&a, &b)?
                {
                    return Ok(Some(true));
                }
                match surely_not {
                    Some((a, b)) if self.below(&a, &b)? => Some(false),
                    _ => None,
                }
            }
            Comparison::Le => self.compare(b, Comparison::Ge, a)?,
            Comparison::Lt => self.compare(a, Comparison::Ge, b)?.map(|holds| !holds),
            Comparison::Gt => self.compare(b, Comparison::Ge, a)?.map(|holds| !holds),
            Comparison::Ne => self.compare(a, Comparison::Eq, b)?.map(|equal| !equal),
            Comparison::Eq => {
                if let Some((a, b)) = &surely_not
                    && self.below(a, b)?
                {
                    return Ok(Some(false));
                }
                if let Some((a, b)) = &surely
                    && self.below(b, a)?
                {
                    return Ok(Some(false));
                }
                // Neither lies beside the other: where both are exact, they are the same.
                (self.is_exact(a)? && self.is_exact(b)?).then_some(true)
            }
        })
    }

    /// Whether both ends are the same number, also where they are not the same form.
    fn is_exact(&mut self, a: &Within) -> Answer<bool> {
        match (&a.low, &a.high) {
            (Some(low), Some(high)) => Ok(low == high || self.reaches(low, high)?),
            _ => Ok(false),
        }
    }

    /// An end, unless it is beyond what can be a quantity.
    fn held(&mut self, end: Form) -> Answer<Option<Form>> {
        let span = self.span(&end)?;
        if span.low >= -LIMIT && span.high <= LIMIT {
            return Ok(Some(end));
        }
        let limit = Form { constant: LIMIT, ..Form::default() };
        let within = self.reaches(&limit, &end)? && self.reaches(&end, &limit.times(-1).ok_or(TooLarge)?)?;
        Ok(within.then_some(end))
    }

    fn held_sum(&mut self, a: &Option<Form>, b: &Option<Form>) -> Answer<Option<Form>> {
        let (Some(a), Some(b)) = (a, b) else { return Ok(None) };
        let sum = a.plus(b).ok_or(TooLarge)?;
        self.held(sum)
    }

    pub(super) fn plus(&mut self, a: &Within, b: &Within) -> Answer<Within> {
        let low = self.held_sum(&a.low, &b.low)?;
        let high =
            if a.value().is_some() && b.value().is_some() { low.clone() } else { self.held_sum(&a.high, &b.high)? };
        Ok(Within { low, high })
    }

    /// The smaller of two ends; an open one is below (or above) all.
    pub(super) fn lesser(&mut self, a: Option<Form>, b: Option<Form>) -> Answer<Option<Form>> {
        let (Some(a), Some(b)) = (a, b) else { return Ok(None) };
        Ok(Some(if self.reaches(&b, &a)? { a } else { b }))
    }

    pub(super) fn greater(&mut self, a: Option<Form>, b: Option<Form>) -> Answer<Option<Form>> {
        let (Some(a), Some(b)) = (a, b) else { return Ok(None) };
        Ok(Some(if self.reaches(&a, &b)? { a } else { b }))
    }

    /// The smaller of two upper ends, where an open one is above all.
    fn lesser_high(&mut self, a: Option<Form>, b: Option<Form>) -> Answer<Option<Form>> {
        match (a, b) {
            (None, end) | (end, None) => Ok(end),
            (a, b) => self.lesser(a, b),
        }
    }

    fn greater_low(&mut self, a: Option<Form>, b: Option<Form>) -> Answer<Option<Form>> {
        match (a, b) {
            (None, end) | (end, None) => Ok(end),
            (a, b) => self.greater(a, b),
        }
    }

    pub(super) fn min(&mut self, a: Within, b: Within) -> Answer<Within> {
        if let (Some(x), Some(y)) = (a.value(), b.value()) {
            return Ok(if self.reaches(y, x)? { a } else { b });
        }
        Ok(Within { low: self.lesser(a.low, b.low)?, high: self.lesser_high(a.high, b.high)? })
    }

    pub(super) fn max(&mut self, a: Within, b: Within) -> Answer<Within> {
        if let (Some(x), Some(y)) = (a.value(), b.value()) {
            return Ok(if self.reaches(x, y)? { a } else { b });
        }
        Ok(Within { low: self.greater_low(a.low, b.low)?, high: self.greater(a.high, b.high)? })
    }

    /// The least bounds that hold both.
    pub(super) fn hull(&mut self, a: Within, b: Within) -> Answer<Within> {
        if a == b {
            return Ok(a);
        }
        Ok(Within { low: self.lesser(a.low, b.low)?, high: self.greater(a.high, b.high)? })
    }

    /// `|a|`.
    pub(super) fn magnitude(&mut self, a: Within) -> Answer<Within> {
        let zero = Form::default();
        if let Some(low) = &a.low
            && self.reaches(low, &zero)?
        {
            return Ok(a);
        }
        let negated = a.negated()?;
        if let Some(high) = &a.high
            && self.reaches(&zero, high)?
        {
            return Ok(negated);
        }
        Ok(Within { low: Some(zero), high: self.greater(a.high, negated.high)? })
    }

    pub(super) fn times(&mut self, a: &Within, b: &Within) -> Answer<Within> {
        if let (Some(a), Some(b)) = (a.value(), b.value()) {
            return Ok(match self.product(a, b)? {
                Some(product) => Within::exact(product),
                None => Within::UNKNOWN,
            });
        }
        // Ends without bound times ends: each pair by the signs, as the evaluators take it.
        let pairs = [(&a.low, false, &b.low, false), (&a.low, false, &b.high, true)];
        let pairs = pairs.into_iter().chain([(&a.high, true, &b.low, false), (&a.high, true, &b.high, true)]);
        let mut ends = Vec::new();
        for (a, a_high, b, b_high) in pairs {
            ends.push(self.end_product(a, a_high, b, b_high)?);
        }
        let (mut low, mut high) =
            (ends.first().cloned().unwrap_or(End::Below), ends.first().cloned().unwrap_or(End::Above));
        for end in ends.into_iter().skip(1) {
            low = match (low, end.clone()) {
                (End::Below, _) | (_, End::Below) => End::Below,
                (End::Above, end) | (end, End::Above) => end,
                (End::At(a), End::At(b)) => self.lesser(Some(a), Some(b))?.map_or(End::Below, End::At),
            };
            high = match (high, end) {
                (End::Above, _) | (_, End::Above) => End::Above,
                (End::Below, end) | (end, End::Below) => end,
                (End::At(a), End::At(b)) => self.greater(Some(a), Some(b))?.map_or(End::Above, End::At),
            };
        }
        let at = |end: End| if let End::At(form) = end { Some(form) } else { None };
        Ok(Within { low: at(low), high: at(high) })
    }

    fn end_product(&mut self, a: &Option<Form>, a_high: bool, b: &Option<Form>, b_high: bool) -> Answer<End> {
        let zero = Form::default();
        for end in [a, b].into_iter().flatten() {
            if self.reaches(end, &zero)? && self.reaches(&zero, end)? {
                return Ok(End::At(zero));
            }
        }
        if let (Some(a), Some(b)) = (a, b)
            && let Some(product) = self.product(a, b)?
        {
            return Ok(End::At(product));
        }
        let mut negative = |end: &Option<Form>, high: bool| match end {
            Some(end) => Ok(!self.reaches(end, &zero)?),
            None => Ok(!high),
        };
        Ok(if negative(a, a_high)? == negative(b, b_high)? { End::Above } else { End::Below })
    }

    /// A product, rounded; `None` beyond the limit.
    fn product(&mut self, a: &Form, b: &Form) -> Answer<Option<Form>> {
        if let Some(factor) = self.fixed(b)? {
            return self.rounded(a.times(factor).ok_or(TooLarge)?, ONE);
        }
        if let Some(factor) = self.fixed(a)? {
            return self.rounded(b.times(factor).ok_or(TooLarge)?, ONE);
        }
        let (x, y) = (self.span(a)?, self.span(b)?);
        let mut ends = Vec::new();
        for a in [x.low, x.high] {
            for b in [y.low, y.high] {
                ends.push(a.checked_mul(b).ok_or(TooLarge)? / ONE);
            }
        }
        let (a, b) = if order(a) <= order(b) { (a, b) } else { (b, a) };
        self.anything(a, b, false, &ends)
    }

    /// The one value that a form can have.
    fn fixed(&self, form: &Form) -> Answer<Option<i128>> {
        let span = self.span(form)?;
        Ok((span.low == span.high).then_some(span.low))
    }

    /// A number of which no more is known than that it lies among these, give or take a rounding.
    /// The product (or quotient) of the same two is the same number.
    fn anything(&mut self, a: &Form, b: &Form, quotient: bool, ends: &[i128]) -> Answer<Option<Form>> {
        let met = self.met.iter().find(|(x, y, over, _)| (x, y, *over) == (a, b, quotient));
        if let Some(&(.., number)) = met {
            return self.held(Form::of(number, 1));
        }
        let (low, high) = (ends.iter().min().copied().unwrap_or(0) - 1, ends.iter().max().copied().unwrap_or(0) + 1);
        let made = self.made(Span { low, high });
        self.met.push((a.clone(), b.clone(), quotient, made));
        self.loose = true;
        self.held(Form::of(made, 1))
    }

    /// `form / divisor`, rounded half away from zero.
    fn rounded(&mut self, form: Form, divisor: i128) -> Answer<Option<Form>> {
        if divisor < 0 {
            return self.rounded(form.times(-1).ok_or(TooLarge)?, -divisor);
        }
        if form.constant % divisor == 0 && form.terms.values().all(|times| times % divisor == 0) {
            let terms = form.terms.iter().map(|(number, times)| (*number, times / divisor)).collect();
            return self.held(Form { terms, constant: form.constant / divisor });
        }
        if let Some(value) = self.fixed(&form)? {
            let rounded = (2 * value.abs() + divisor).div_euclid(2 * divisor) * value.signum();
            return self.held(Form { constant: rounded, ..Form::default() });
        }
        let positive = self.at_least_nothing(form.clone())?;
        let form = if positive { form } else { form.times(-1).ok_or(TooLarge)? };
        let span = self.span(&form)?;
        let made = self.made(Span { low: (span.low / divisor - 1).max(0), high: span.high.max(0) / divisor + 1 });
        // 2·form − divisor < 2·divisor·made <= 2·form + divisor
        let twice = form.times(2).ok_or(TooLarge)?;
        let scaled = Form::of(made, divisor.checked_mul(2).ok_or(TooLarge)?);
        let above = twice.moved(divisor).and_then(|form| form.minus(&scaled)).ok_or(TooLarge)?;
        let below = scaled.minus(&twice).and_then(|form| form.moved(divisor - 1)).ok_or(TooLarge)?;
        self.keep(above.reduced());
        self.keep(below.reduced());
        self.held(Form::of(made, if positive { 1 } else { -1 }))
    }

    /// `a / b`; unknown where b may be zero.
    pub(super) fn over(&mut self, a: &Within, b: &Within) -> Answer<Within> {
        let zero = Form::default();
        let (Some(divisor), Some(value)) = (b.value(), a.value()) else { return self.over_ends(a, b) };
        let positive = !self.reaches(&zero, divisor)?;
        if !positive && self.reaches(divisor, &zero)? {
            return Ok(Within::UNKNOWN);
        }
        Ok(self.quotient(value, divisor)?.map_or(Within::UNKNOWN, Within::exact))
    }

    fn quotient(&mut self, a: &Form, b: &Form) -> Answer<Option<Form>> {
        if let Some(divisor) = self.fixed(b)? {
            return self.rounded(a.times(ONE).ok_or(TooLarge)?, divisor);
        }
        let (x, y) = (self.span(a)?, self.span(b)?);
        // The divisor's sign is decided: its span is on one side of zero, or its rows say so where the span does not.
        let nearest = if y.low > 0 || y.high < 0 { [y.low, y.high] } else { [1, -1] };
        let mut ends = vec![0];
        for a in [x.low, x.high] {
            for b in nearest {
                ends.push(a.checked_mul(ONE).ok_or(TooLarge)? / b);
            }
        }
        self.anything(a, b, true, &ends)
    }

    /// A quotient of numbers that are not both exact.
    fn over_ends(&mut self, a: &Within, b: &Within) -> Answer<Within> {
        let zero = Form::default();
        if let Some(high) = &b.high
            && self.below(high, &zero)?
        {
            return self.over_ends(&a.negated()?, &b.negated()?);
        }
        match &b.low {
            Some(low) if self.below(&zero, low)? => {}
            _ => return Ok(Within::UNKNOWN),
        }
        let mut end =
            |end: &Option<Form>, near: &Option<Form>, far: &Option<Form>, low: bool| -> Answer<Option<Form>> {
                let Some(end) = end else { return Ok(None) };
                let outward = self.reaches(end, &zero)? != low;
                match if outward { near } else { far } {
                    Some(divisor) => self.quotient(end, divisor),
                    None => Ok(Some(Form::default())),
                }
            };
        let (near, far) = (b.low.clone(), b.high.clone());
        Ok(Within { low: end(&a.low, &near, &far, true)?, high: end(&a.high, &near, &far, false)? })
    }
}

#[derive(Clone)]
enum End {
    Below,
    At(Form),
    Above,
}

/// Any order of forms, so that factors can be put in it.
fn order(form: &Form) -> (Vec<(&Number, &i128)>, i128) {
    (form.terms.iter().collect(), form.constant)
}
