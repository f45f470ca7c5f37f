//! `map.geojson` and `map.qml`: where the units are, with class and reason, and how a GIS shows them.
//!
//! What always holds: every unit is a feature, in the order of the input, also one whose position is not known; a
//! position is one that was written exactly, in degrees on the ellipsoid of WGS 84 (RFC 7946), and never made up of
//! bounds. Where no position is known, or in another reference system, there is no map, and [`warning`] says why.
//! Nothing private is in it. Deliberately absent: transformations; a background map; offsets of map services
//! (GCJ-02, BD-09), which cannot be told from the numbers.

pub mod geojson;
pub mod qml;

use super::Answers;
use crate::lang::Text;
use crate::quantity::{Bounds, Decimal};
use crate::rules::dictionary::Role;
use crate::rules::{Dictionary, FieldIx, Value};
use crate::text;

/// Reference systems whose degrees can be drawn as they are: CGCS2000 (EPSG:4490) is WGS 84 to a few centimetres.
const AS_THEY_ARE: [&str; 5] = ["EPSG:4326", "EPSG:4490", "OGC:CRS84", "WGS84", "CGCS2000"];

/// Longitude and latitude.
pub type Position = (Decimal, Decimal);

/// The positions of all units; `None` where there is no map to make.
pub fn positions(answers: &Answers) -> Option<Vec<Option<Position>>> {
    positions_of(answers, 0..answers.survey.units.count)
}

/// The positions of these units; `None` where there is no map of them to make.
pub fn positions_of(answers: &Answers, units: impl Iterator<Item = usize>) -> Option<Vec<Option<Position>>> {
    let pair = pair(&answers.rules.dictionary)?;
    let positions = written(answers, pair, units);
    let any = positions.iter().any(Option::is_some);
    (any && odd_system(&answers.rules.dictionary, pair).is_none()).then_some(positions)
}

/// Why there is no map although positions were surveyed.
pub fn warning(answers: &Answers) -> Option<Text> {
    let dictionary = &answers.rules.dictionary;
    let pair = pair(dictionary)?;
    let field = odd_system(dictionary, pair)?;
    if !written(answers, pair, 0..answers.survey.units.count).iter().any(Option::is_some) {
        return None;
    }
    let label = &dictionary.fields.get(field)?.label;
    Some(match &dictionary.fields.get(field)?.crs {
        Some(crs) => text!(
            "没有写 map.geojson：字段“{label}”的坐标系是 {crs}，只认 WGS 84（EPSG:4326）和 CGCS2000（EPSG:4490）的经纬度；请先换算好，再改字段表里的 crs",
            "no map.geojson: field `{label}` is in {crs}, and only degrees of WGS 84 (EPSG:4326) and CGCS2000 (EPSG:4490) are drawn; transform them first, then change `crs` in the dictionary"
        ),
        None => text!(
            "没有写 map.geojson：字段“{label}”没有写明坐标系；如是 WGS 84 经纬度，请在字段表里加上 crs = \"EPSG:4326\"",
            "no map.geojson: field `{label}` does not say its reference system; if it is in degrees of WGS 84, add crs = \"EPSG:4326\" in the dictionary"
        ),
    })
}

/// The fields for longitude and latitude, where both are for everybody.
fn pair(dictionary: &Dictionary) -> Option<(FieldIx, FieldIx)> {
    let with = |role| dictionary.fields.iter().position(|field| field.role == Some(role) && !field.private);
    Some((with(Role::Longitude)?, with(Role::Latitude)?))
}

/// The first of the two fields that is not in degrees as they are drawn.
fn odd_system(dictionary: &Dictionary, (longitude, latitude): (FieldIx, FieldIx)) -> Option<FieldIx> {
    let plain = |crs: &str| crs.to_uppercase().replace([' ', '-', '_'], "");
    let is_known = |ix: &FieldIx| {
        let crs = dictionary.fields.get(*ix).and_then(|field| field.crs.as_deref());
        crs.is_some_and(|crs| AS_THEY_ARE.contains(&plain(crs).as_str()))
    };
    [longitude, latitude].into_iter().find(|ix| !is_known(ix))
}

/// What was written of each unit's position, if it was exact, whole and on the globe.
fn written(
    answers: &Answers,
    (longitude, latitude): (FieldIx, FieldIx),
    asked: impl Iterator<Item = usize>,
) -> Vec<Option<Position>> {
    let units = &answers.survey.units;
    let exact = |ix: FieldIx, unit: usize, limit: i64| {
        let Value::Number(bounds) = units.fields.get(ix)?.values.get(unit) else { return None };
        Bounds::value(bounds).filter(|degrees| degrees.micros().abs() <= limit * 1_000_000)
    };
    let position = |unit: usize| Some((exact(longitude, unit, 180)?, exact(latitude, unit, 90)?));
    asked.map(position).collect()
}

#[cfg(test)]
mod tests;
