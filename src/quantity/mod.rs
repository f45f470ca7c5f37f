//! Exact quantities: decimals with six places, what dimension they have, the units of measure people write, and
//! bounds for a number that is known only to lie between two others.
//!
//! What always holds: a number is in its base unit (m, m², 元, a plain number), rounded to six decimals, half
//! away from zero, after every reading, conversion and operation; so 1100 mm, 1.1 m and a spreadsheet's
//! 1.0999999999999999 are one value. Beyond a thousand million base units nothing is a quantity.
//!
//! Deliberately absent: floating point (but at the door, [`Decimal::from_f64`]), units of measure at run time
//! (dimensions are checked before any data), and anything about surveys or rules.

mod bounds;
mod decimal;
mod dimension;
mod units;

pub use bounds::{Bounds, Comparison};
pub use decimal::Decimal;
pub use dimension::Dimension;
pub use units::{UNITS, Unit, read_quantity, unit_named};
