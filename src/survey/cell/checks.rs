//! What every number of a cell goes through: whole where it must be, plausible, and no share taken for a percentage.
//!
//! What always holds: nothing is rescaled; another unit of measure is only named. Deliberately absent: how numbers are
//! read (`figure.rs`, `measure.rs`).

use super::Asked;
use super::measure::{self, bare_unit, likelier_unit};
use super::reading::{Doubt, Likely};
use crate::quantity::{Bounds, Decimal, Dimension, Unit};
use crate::rules::dictionary::Kind;

impl Asked<'_> {
    /// A percentage of at most one, written bare, may be a share: 0.8 as 80 %. Where the plausible range leaves
    /// only one of the two, there is no doubt.
    pub(super) fn doubt_fraction(&self, bounds: Bounds) -> Result<(), Box<Doubt>> {
        if self.field.kind != Kind::Percent || self.header_unit.is_some() {
            return Ok(());
        }
        let ends: Vec<i64> = [bounds.low(), bounds.high()].into_iter().flatten().map(Decimal::micros).collect();
        // In millionths: one per cent is ten thousand of them.
        if !ends.iter().all(|end| (0..=10_000).contains(end)) || ends.iter().all(|end| *end == 0) {
            return Ok(());
        }
        let hundredfold = |end: Option<Decimal>| end.and_then(|end| Decimal::from_micros(end.micros() * 100));
        let shares = Bounds::between(hundredfold(bounds.low()), hundredfold(bounds.high()));
        if self.field.range.is_some() && !measure::plausible(shares, self.field) {
            return Ok(());
        }
        let (small, large) = (measure::shown(bounds, self.field), measure::shown(shares, self.field));
        Err(Doubt::a_fraction(self.written, self.field, &small, &large))
    }

    /// Whole where it must be, and plausible. `stated` is whether the cell states its unit of measure, `read` gives the
    /// written numbers in another.
    pub(super) fn check(
        &self,
        bounds: Bounds,
        stated: bool,
        read: impl Fn(Option<&'static Unit>) -> Option<Bounds>,
    ) -> Result<(), Box<Doubt>> {
        let field = self.field;
        let whole = |end: Decimal| end.micros() % 1_000_000 == 0;
        if field.kind == Kind::Number(Dimension::Count)
            && ![bounds.low(), bounds.high()].into_iter().flatten().all(whole)
        {
            return Err(Doubt::not_whole(self.written, field));
        }
        if measure::plausible(bounds, field) {
            return Ok(());
        }
        Err(self.likelier(Some(bounds), stated, read).unwrap_or_else(|| {
            Doubt::implausible(self.written, &measure::shown(bounds, field), &self.range_shown(), field)
        }))
    }

    fn range_shown(&self) -> String {
        self.field.range.map_or(String::new(), |range| measure::shown(range, self.field))
    }

    /// The doubt that names a likelier unit of measure, where there is one. `bounds` is what it comes to as written.
    pub(super) fn likelier(
        &self,
        bounds: Option<Bounds>,
        stated: bool,
        read: impl Fn(Option<&'static Unit>) -> Option<Bounds>,
    ) -> Option<Box<Doubt>> {
        let used = bare_unit(self.field, self.header_unit).ok()?.filter(|_| !stated);
        let (unit, value) = likelier_unit(self.field, used, read)?;
        let shown = bounds.map(|bounds| measure::shown(bounds, self.field));
        let likely = Likely { unit: unit.symbol, value: measure::shown(value, self.field), stated };
        Some(Doubt::likelier(self.written, shown.as_deref(), &self.range_shown(), self.field, &likely))
    }
}
