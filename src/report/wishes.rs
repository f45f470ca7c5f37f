//! What was asked of the outputs beyond the answers themselves.
//!
//! What always holds: nothing here changes an answer. What is not asked for leaves no trace in the outputs.

use jiff::civil::Date;

/// The wishes; by default none.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// The day of the assessment, where it was given (`--as-of`): no output shows today's date on its own
    pub dated: Option<Date>,
    /// Where the folder will be published (`--base-address`), for QR codes; without it there are none
    pub base_address: Option<String>,
    /// Whom residents can turn to (`--contact`); without it unit pages leave a line for it
    pub contact: Option<String>,
    /// A file for each unit's page rather than one an estate (`--pages`)
    pub page_each: bool,
    /// Outputs that are not wanted (`--without`), by the first part of their path
    pub without: Vec<String>,
}

impl Wishes {
    /// Whether the output of that path in the folder is wanted.
    pub fn wants(&self, name: &str) -> bool {
        let first = name.split('/').next().unwrap_or(name);
        !self.without.iter().any(|unwanted| unwanted.trim_end_matches('/') == first)
    }
}
