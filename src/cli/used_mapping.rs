//! The mapping file that a command reads surveys by: checked, or the command stops with all that is wrong in it.

use super::screen::Screen;
use super::{Failure, WRONG};
use crate::rules::{Dictionary, show_diagnostic};
use crate::survey::Mapping;
use crate::survey::mapping;
use std::path::Path;

/// Loads the mapping file, if one is named; what is wrong with it has been shown.
pub fn load(path: Option<&Path>, dictionary: &Dictionary, screen: &Screen) -> Result<Option<Mapping>, Failure> {
    let Some(path) = path else { return Ok(None) };
    mapping::load(path, dictionary).map(Some).map_err(|not| {
        for diagnostic in &not.diagnostics {
            screen.raw_error(&show_diagnostic(diagnostic, &not.files, screen.lang, screen.error_colour));
            screen.raw_error("\n");
        }
        Failure::shown(WRONG)
    })
}
