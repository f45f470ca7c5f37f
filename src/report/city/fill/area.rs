//! Names of cells and ranges, as sheets write them: `B5`, `$A$1:C3`.
//!
//! What always holds: rows and columns count from 0; what is beyond a sheet's size is no name of a cell. Deliberately
//! absent: names of whole rows and columns, and of other sheets.

use super::{COLUMNS, ROWS};
use crate::survey::finding::cell_name;
use std::fmt;

/// A rectangle of cells, all ends belonging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// First row
    pub top: u32,
    /// First column
    pub left: u16,
    /// Last row
    pub bottom: u32,
    /// Last column
    pub right: u16,
}

impl Area {
    /// `A1:C3`, or `A1` alone.
    pub fn read(name: &str) -> Option<Area> {
        let (first, last) = name.split_once(':').unwrap_or((name, name));
        let ((top, left), (bottom, right)) = (read_cell(first)?, read_cell(last)?);
        (top <= bottom && left <= right).then_some(Area { top, left, bottom, right })
    }

    /// Whether a cell is in it.
    pub fn holds(&self, row: u32, column: u16) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column)
    }

    /// It, made as large as it takes to hold a cell too.
    pub fn with(self, row: u32, column: u16) -> Area {
        Area {
            top: self.top.min(row),
            left: self.left.min(column),
            bottom: self.bottom.max(row),
            right: self.right.max(column),
        }
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Rows of an area are within a sheet, so that one more is no overflow.
        let first = cell_name(self.top + 1, self.left.into());
        match (self.top, self.left) == (self.bottom, self.right) {
            true => f.write_str(&first),
            false => write!(f, "{first}:{}", cell_name(self.bottom + 1, self.right.into())),
        }
    }
}

/// Row and column of `B5`.
pub fn read_cell(name: &str) -> Option<(u32, u16)> {
    let name = name.strip_prefix('$').unwrap_or(name);
    let letters = name.find(|c: char| !c.is_ascii_alphabetic())?;
    let (column, row) = name.split_at_checked(letters)?;
    if row.contains('+') {
        return None;
    }
    let row: u32 = row.strip_prefix('$').unwrap_or(row).parse().ok()?;
    let column = column.bytes().try_fold(0_u16, |sum, letter| {
        sum.checked_mul(26)?.checked_add(u16::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    ((1..=ROWS).contains(&row) && (1..=COLUMNS).contains(&column)).then(|| (row - 1, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_cells_and_ranges_are_read_and_written() {
        assert_eq!(read_cell("A1"), Some((0, 0)));
        assert_eq!(read_cell("$AA$10"), Some((9, 26)));
        assert_eq!(read_cell("XFD1048576"), Some((ROWS - 1, COLUMNS - 1)));
        for nothing in ["", "A", "1", "A0", "XFE1", "A1048577", "AAAAAAAA1", "甲1", "A+1", "A1B", "Sheet1!A1"] {
            assert_eq!(read_cell(nothing), None, "{nothing}");
        }
        let area = Area::read("B2:D5").unwrap();
        assert_eq!(area, Area { top: 1, left: 1, bottom: 4, right: 3 });
        assert!(area.holds(4, 3) && !area.holds(5, 3) && !area.holds(1, 0));
        assert_eq!(area.with(9, 0).to_string(), "A2:D10");
        assert_eq!(Area::read("C3").unwrap().to_string(), "C3");
        assert_eq!(Area::read("D5:B2"), None);
    }
}
