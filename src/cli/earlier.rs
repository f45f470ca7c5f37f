//! The earlier run of `assess --since`, read before this one's survey is, and held against what comes out.

use super::Failure;
use super::diff::other_keys;
use super::names_apart::names_of;
use super::read_run::Whole;
use super::screen::Screen;
use crate::report::Answers;
use crate::report::study::between::Between;
use crate::report::study::since::Since;
use crate::rules::ruleset::Grade;
use crate::study::diff::{Run, diff};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// It.
pub struct Earlier {
    whole: Whole,
    recorded: Option<Vec<[Grade; 3]>>,
    folder: PathBuf,
}

impl Earlier {
    /// Opens the run in `folder`.
    pub fn read(folder: &Path, screen: &Screen) -> Result<Earlier, Failure> {
        let whole = Whole::read(folder, screen)?;
        let recorded = whole.recorded()?;
        Ok(Earlier { whole, recorded, folder: folder.to_path_buf() })
    }

    /// What changed since, this run being for that day and going into that folder.
    pub fn held_against(&self, answers: &Answers, day: Date, out: &Path) -> Result<Since, Failure> {
        let Answers { rules, survey, assessment, lang } = *answers;
        let recorded: Vec<[Grade; 3]> = assessment.classes().collect();
        let own = Run {
            rules,
            units: &survey.units,
            assessment,
            recorded: Some(&recorded),
            version: env!("CARGO_PKG_VERSION"),
        };
        let answer = diff(self.whole.as_run(self.recorded.as_deref()), own).map_err(other_keys)?;
        let ([name, now], day) = (names_of([&self.folder, out]), day.to_string());
        // The run may be in the folder that this one replaces.
        let now = if now == name { lang.pick("本次", "this run").to_string() } else { now };
        let days = [self.whole.run.manifest.options.as_of.as_str(), day.as_str()];
        Ok(Since::of(&Between { names: [&name, &now], days, diff: &answer, lang }))
    }
}
