//! Where units stand, in metres on a plane, for a map without tiles.
//!
//! What always holds: a unit has a place here exactly where `map.geojson` could have it (`report::map` reads both); north
//! is up, a metre as long eastward as northward; a place far from all others (a slip of a digit) does not shrink the
//! rest to a dot: it is counted, not drawn. Deliberately absent: drawing
//! (the page's script).

use crate::quantity::Decimal;
use crate::report::Answers;
use crate::report::map::positions_of;

/// Metres in a degree of latitude.
const DEGREE: f64 = 111_320.0;
/// Nearer than this to the middle nothing is far off.
const NEAR: f64 = 2_000.0;

/// The map of some units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// Metres east and south of the middle, in the order of the units; `None`: not known, or far off
    pub points: Vec<Option<(i64, i64)>>,
    /// How many have no position
    pub unplaced: usize,
    /// How many lie too far off
    pub far_off: usize,
}

impl Map {
    /// The map of these units.
    pub fn of(answers: &Answers, units: &[usize]) -> Map {
        let Some(positions) = positions_of(answers, units.iter().copied()) else {
            return Map { points: vec![None; units.len()], unplaced: units.len(), far_off: 0 };
        };
        let degrees = |(east, north): (Decimal, Decimal)| (east.micros() as f64 / 1e6, north.micros() as f64 / 1e6);
        let places: Vec<Option<(f64, f64)>> = positions.into_iter().map(|position| position.map(degrees)).collect();
        let known = || places.iter().flatten();
        let (Some(middle_east), Some(middle_north)) =
            (nth(known().map(|place| place.0), 0.5), nth(known().map(|place| place.1), 0.5))
        else {
            return Map { points: vec![None; units.len()], unplaced: units.len(), far_off: 0 };
        };
        let wide = DEGREE * middle_north.to_radians().cos();
        let metres = |place: &(f64, f64)| ((place.0 - middle_east) * wide, (middle_north - place.1) * DEGREE);
        let distance = |(x, y): (f64, f64)| x.hypot(y);
        let most = nth(known().map(|place| distance(metres(place))), 0.75).unwrap_or(0.0);
        let limit = (most * 3.0).max(NEAR);
        let points: Vec<Option<(i64, i64)>> = places
            .iter()
            .map(|place| place.as_ref().map(metres).filter(|&point| distance(point) <= limit))
            .map(|point| point.map(|(x, y)| (x.round() as i64, y.round() as i64)))
            .collect();
        let unplaced = places.iter().filter(|place| place.is_none()).count();
        let far_off = points.iter().filter(|point| point.is_none()).count() - unplaced;
        Map { points, unplaced, far_off }
    }

    /// Whether there is anything to draw.
    pub fn is_empty(&self) -> bool {
        self.points.iter().all(Option::is_none)
    }
}

/// The number that this share of the others does not exceed.
fn nth(numbers: impl Iterator<Item = f64>, share: f64) -> Option<f64> {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    // Of few, the lower one: one slip among four must not set the measure.
    numbers.get((numbers.len().saturating_sub(1) as f64 * share) as usize).copied()
}
