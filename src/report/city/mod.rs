//! Reports for the city: what a template asks for, from a run → a workbook, CSV, JSON, or a form filled in.
//!
//! `keys` are the keys of a template, [`read`](read::read) checks its text into a [`Template`], [`make`](table::make)
//! picks the rows and fills the cells, `xlsx`, `csv` and `json` write them, [`form_cells`](form_cells::form_cells) says
//! which cells of a form they go to, [`fill`] puts them there. What always holds: private fields are in it only where the template names them; a
//! unit that has a lift counts only where a condition asks about lifts; what is not known is not counted and told of
//! below the table. Deliberately absent: deciding anything; the layouts, which are the templates' (`rules/reporting/`).

mod cell;
mod codes;
mod condition;
pub mod csv;
mod decided;
pub mod fill;
pub mod form_cells;
mod hindrance;
pub mod json;
pub mod keys;
mod open;
mod read;
mod read_column;
mod read_condition;
mod table;
mod tally;
mod template;
pub mod xlsx;

pub use codes::CODES;
pub use open::{Opened, SHIPPED, open};
pub use read::read;
pub use table::{Before, Cell, CityReport, Given, Sheet, make};
pub use template::Template;

#[cfg(test)]
mod tests;
