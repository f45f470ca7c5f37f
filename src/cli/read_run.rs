//! A run opened again, for the commands that ask it something: its rules and units, assessed once more.
//!
//! What always holds: nothing but the run's own folder is read; a run of a newer program is told of.

use super::screen::Screen;
use super::{Failure, used_rules};
use crate::assess::{Assessment, assess};
use crate::report::Answers;
use crate::rules::RuleSet;
use crate::run::{RunRead, read_back};
use crate::survey::Survey;
use crate::text;
use jiff::civil::Date;
use std::path::Path;

/// A run that was read back and assessed again.
pub struct Whole {
    /// Its folder
    pub run: RunRead,
    /// Its own rules
    pub rules: RuleSet,
    /// Its units and what was decided of them; findings and books are not kept
    pub survey: Survey,
    /// What they come to
    pub assessment: Assessment,
}

impl Whole {
    /// Opens the run in `folder`.
    pub fn read(folder: &Path, screen: &Screen) -> Result<Whole, Failure> {
        let run = read_back(folder)?;
        let (written, own) = (&run.manifest.version, env!("CARGO_PKG_VERSION"));
        if parts(written) > parts(own) {
            let shown = folder.display();
            screen.warning(&text!(
                "`{shown}` 是更新的版本 {written} 写的，这个程序是 {own}，读出来的可能不全：请换新的程序",
                "`{shown}` was written by the newer version {written}, this is {own}, which may miss some of it: use the newer one"
            ));
        }
        let rules = used_rules::load_kept(&run, screen)?;
        let units = run.units(&rules.dictionary)?;
        let decisions = run.decisions(&units)?;
        let survey = Survey { units, decisions, ..Survey::default() };
        let assessment = assess(&rules, &survey.units);
        Ok(Whole { run, rules, survey, assessment })
    }

    /// All that reports are made of.
    pub fn answers(&self, screen: &Screen) -> Answers<'_> {
        Answers { rules: &self.rules, survey: &self.survey, assessment: &self.assessment, lang: screen.lang }
    }

    /// The day the run is for.
    pub fn day(&self) -> Option<Date> {
        self.run.manifest.options.as_of.parse().ok()
    }
}

/// `0.10.2` as numbers.
fn parts(version: &str) -> Vec<u64> {
    version.split(['.', '-', '+']).map_while(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(parts("0.10.0") > parts("0.9.9") && parts("1.0.0-beta") > parts("0.99"));
        assert!(parts("0.1.0") <= parts("0.1.0") && parts("") < parts("0.1"));
    }
}
