//! Drop-downs that do not fit into the cell's own rule: a spreadsheet keeps 255 characters there, and splits them at
//! commas. The others stand on a hidden sheet, one below the other.

use crate::survey::NO_DATA_HERE;

/// The name of the sheet.
pub const SHEET: &str = "选项";

/// What the hidden sheet holds.
#[derive(Debug, Default)]
pub struct Lists {
    cells: Vec<String>,
}

/// Where a drop-down takes its choices from.
#[derive(Debug, PartialEq, Eq)]
pub enum Source {
    /// The rule itself
    Inline(Vec<String>),
    /// Cells of the hidden sheet
    Cells(String),
}

impl Lists {
    /// A drop-down of these.
    pub fn drop_down(&mut self, shown: &[&str]) -> Source {
        let length: usize = shown.iter().map(|text| text.encode_utf16().count() + 1).sum();
        let plain = |text: &&str| !text.contains([',', '"']) && text.trim() == *text && !text.is_empty();
        if length <= 255 && shown.iter().all(plain) {
            return Source::Inline(shown.iter().map(|text| text.to_string()).collect());
        }
        if self.cells.is_empty() {
            self.cells.push(format!("{SHEET}：下拉选项用，请勿改动（{NO_DATA_HERE}）"));
        }
        // A blank row between, which also keeps a list from being taken for rows of a table.
        self.cells.push(String::new());
        let first = self.cells.len() + 1;
        self.cells.extend(shown.iter().map(|text| text.to_string()));
        Source::Cells(format!("='{SHEET}'!$A${first}:$A${}", self.cells.len()))
    }

    /// The cells of the sheet's one column, from the top; none where every drop-down has its own.
    pub fn cells(&self) -> &[String] {
        &self.cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lists_stand_in_the_rule_and_others_on_the_sheet() {
        let mut lists = Lists::default();
        assert_eq!(lists.drop_down(&["是", "否"]), Source::Inline(vec!["是".into(), "否".into()]));
        assert!(lists.cells().is_empty());
        assert_eq!(lists.drop_down(&["a,b", "c"]), Source::Cells("='选项'!$A$3:$A$4".into()));
        let long = "某".repeat(130);
        assert_eq!(lists.drop_down(&[&long, &long]), Source::Cells("='选项'!$A$6:$A$7".into()));
        assert_eq!(lists.cells()[5], long);
    }
}
