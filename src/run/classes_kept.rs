//! `run/classes.csv`: the class that the run gave each unit, so that a later program can tell what it would have said and
//! what was said.
//!
//! What always holds: a row a unit, in the order of the readings. Deliberately absent: everything else that is said of a unit
//! (`units.csv`, which may be left out and edited).

use super::RunError;
use crate::rules::ruleset::Grade;
use crate::text;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Where a run keeps them.
pub const CLASSES: &str = "run/classes.csv";
const HEADER: &str = "class,best_class,worst_class";

/// Writes the classes of all units, with their best and worst.
pub fn write(out: &mut dyn Write, classes: impl Iterator<Item = [Grade; 3]>) -> io::Result<()> {
    writeln!(out, "{HEADER}")?;
    for [class, best, worst] in classes {
        writeln!(out, "{},{},{}", class.id(), best.id(), worst.id())?;
    }
    Ok(())
}

/// Reads the classes back, each with its best and worst; there have to be so many.
pub fn read(path: &Path, units: usize) -> Result<Vec<[Grade; 3]>, RunError> {
    let text = fs::read_to_string(path).map_err(|error| RunError::cannot_read(path, &error))?;
    let mut lines = text.lines();
    let classes = |line: &str| -> Option<[Grade; 3]> {
        line.split(',').map(Grade::named).collect::<Option<Vec<Grade>>>()?.try_into().ok()
    };
    let all: Option<Vec<[Grade; 3]>> =
        lines.next().filter(|header| *header == HEADER).and_then(|_| lines.map(classes).collect());
    all.filter(|all| all.len() == units).ok_or_else(|| {
        let shown = path.display();
        RunError::new(
            text!("`{shown}` 不是这次运行的结论", "`{shown}` does not hold the classes of this run"),
            Some(text!("请重新运行一次评估", "assess the survey again")),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_come_back_and_others_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("classes.csv");
        let classes = [
            [Grade::Suitable; 3],
            [Grade::Unsuitable, Grade::Suitable, Grade::Unsuitable],
            [Grade::Difficult, Grade::Difficult, Grade::Unsuitable],
        ];
        let mut bytes = Vec::new();
        write(&mut bytes, classes.into_iter()).unwrap();
        fs::write(&path, &bytes).unwrap();
        assert_eq!(read(&path, 3).unwrap(), classes);
        assert!(read(&path, 2).is_err(), "of another run");
        fs::write(&path, "class,best_class,worst_class\ngood,suitable,suitable\n").unwrap();
        assert!(read(&path, 1).unwrap_err().message.en.contains("does not hold the classes"));
    }
}
