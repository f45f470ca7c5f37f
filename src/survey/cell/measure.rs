//! From a figure to a quantity: which unit of measure a number has, whether it is plausible, how it is shown.
//!
//! What always holds: a stated unit wins over the header's, the header's over the dictionary's; a number is never
//! rescaled because another unit would be likelier, only reported. Deliberately absent: how figures are written
//! (`figure.rs`).

use super::calendar::day_of_number;
use super::figure::{Amount, Figure};
use crate::quantity::{Bounds, Decimal, Dimension, UNITS, Unit, unit_named};
use crate::rules::dictionary::{Field, Kind};

/// Why a figure is no quantity of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmeasured {
    /// A unit of another kind stands with it
    WrongUnit(&'static Unit),
    /// The header states a unit of another kind
    WrongHeader(&'static Unit),
    /// A range that runs backwards, a tolerance larger than its number, a number beyond all limits
    Unclear,
}

/// The unit that a bare number has.
pub fn bare_unit(field: &Field, header: Option<&'static Unit>) -> Result<Option<&'static Unit>, Unmeasured> {
    let own = match field.kind {
        Kind::Percent => unit_named("%"),
        _ => field.unit,
    };
    match header {
        Some(header) if fits(header, field) => Ok(Some(header)),
        Some(header) => Err(Unmeasured::WrongHeader(header)),
        None => Ok(own),
    }
}

/// Whether a unit can stand with a number of the field. Storeys do not count households, but 个 counts anything.
fn fits(unit: &Unit, field: &Field) -> bool {
    let Some(dimension) = field.kind.dimension() else { return false };
    let same_things = match field.unit {
        Some(own) if own.dimension == Dimension::Count && unit.dimension == Dimension::Count => {
            own == unit || own.symbol == "个" || unit.symbol == "个"
        }
        _ => true,
    };
    same_things && (unit.dimension == dimension || dimension.meets(unit.dimension) && unit.ratio == (1, 1))
}

/// One amount in base units; `shared` is the unit of the amount beside it.
fn measure(
    amount: &Amount,
    shared: Option<&'static Unit>,
    field: &Field,
    header: Option<&'static Unit>,
) -> Result<Decimal, Unmeasured> {
    let unit = match amount.unit.or(shared) {
        Some(unit) if fits(unit, field) => Some(unit),
        Some(unit) => return Err(Unmeasured::WrongUnit(unit)),
        None => bare_unit(field, header)?,
    };
    let value = match unit {
        Some(unit) => unit.read(&amount.number),
        None => Decimal::parse(&amount.number),
    };
    value.ok_or(Unmeasured::Unclear)
}

/// A figure in base units.
pub fn measure_figure(figure: &Figure, field: &Field, header: Option<&'static Unit>) -> Result<Bounds, Unmeasured> {
    let one = |amount: &Amount, shared| measure(amount, shared, field, header);
    match figure {
        Figure::Exactly(amount) | Figure::About(amount) => Ok(Bounds::exact(one(amount, None)?)),
        Figure::Between(low, high) => {
            let unit = |amount: &Option<Amount>| amount.as_ref().and_then(|amount| amount.unit);
            let end = |amount: &Option<Amount>, other: &Option<Amount>| {
                amount.as_ref().map(|amount| one(amount, unit(other))).transpose()
            };
            let (low, high) = (end(low, high)?, end(high, low)?);
            match (low, high) {
                (Some(low), Some(high)) if low > high => Err(Unmeasured::Unclear),
                _ => Ok(Bounds::between(low, high)),
            }
        }
        Figure::Within(amount, tolerance) => {
            let (middle, tolerance) = (one(amount, tolerance.unit)?, one(tolerance, amount.unit)?);
            if tolerance > middle.abs() || tolerance < Decimal::ZERO {
                return Err(Unmeasured::Unclear);
            }
            Ok(Bounds::between(middle.minus(tolerance), middle.plus(tolerance)))
        }
    }
}

/// Whether each stated end lies within the field's plausible range.
pub fn plausible(bounds: Bounds, field: &Field) -> bool {
    let Some(range) = field.range else { return true };
    [bounds.low(), bounds.high()].into_iter().flatten().all(|end| range.admits(end))
}

/// The other usual unit in which what `read` gives is plausible, and the value in it.
pub fn likelier_unit(
    field: &Field,
    used: Option<&'static Unit>,
    read: impl Fn(Option<&'static Unit>) -> Option<Bounds>,
) -> Option<(&'static Unit, Bounds)> {
    let dimension = field.kind.dimension()?;
    field.range?;
    // Millimetres are what people forget to say most often; thousands of yuan what they say least.
    const USUAL: &[&str] = &["mm", "cm", "m", "m2", "cm2", "万元", "元", "%"];
    USUAL
        .iter()
        .filter_map(|name| UNITS.iter().find(|unit| unit.symbol == *name))
        .filter(|unit| unit.dimension == dimension && used != Some(*unit))
        .find_map(|unit| read(Some(unit)).filter(|value| plausible(*value, field)).map(|value| (unit, value)))
}

/// A value as people read it, in the field's own unit: `1.2m`, `1.2~1.3m`, `2021-06-01`.
pub fn shown(bounds: Bounds, field: &Field) -> String {
    let unit = match field.kind {
        Kind::Percent => unit_named("%"),
        _ => field.unit,
    };
    let end = |value: Decimal| match (field.kind.dimension(), unit) {
        (Some(Dimension::Date), _) => day_of_number(value).map_or(value.to_string(), |day| day.to_string()),
        (_, Some(unit)) => unit.from_base(value).unwrap_or(value).to_string(),
        _ => value.to_string(),
    };
    let symbol = unit.filter(|unit| unit.dimension != Dimension::Year).map_or("", |unit| unit.symbol);
    match (bounds.low(), bounds.high()) {
        (None, None) => String::new(),
        (Some(low), Some(high)) if low == high => format!("{}{symbol}", end(low)),
        (Some(low), Some(high)) => format!("{}~{}{symbol}", end(low), end(high)),
        (Some(low), None) => format!("≥{}{symbol}", end(low)),
        (None, Some(high)) => format!("≤{}{symbol}", end(high)),
    }
}
