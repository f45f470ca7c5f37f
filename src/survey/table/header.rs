//! Finds the tables in a sheet by the dictionary: a header is the block of rows whose texts name most of what the
//! dictionary knows.
//!
//! What always holds: a header never cuts a merged cell of its columns, and takes in the rows above whose merged
//! cells span them; of two blocks that match equally, the lower in height is the header. A header that returns in
//! mid-sheet with the same columns goes on with its table; one with other columns begins a new table. Deliberately
//! absent: how a block is judged (`header_search.rs`), what stands under it (`table.rs`), what is told about it
//! (`findings.rs`).

use super::beside::{Beside, find_in_parts, tell_apart};
use super::compound::Compound;
use super::header_search::Search;
use super::header_text::split_header;
use super::merged::Merged;
use super::names::{Meaning, Names};
use crate::quantity::Unit;
use crate::rules::{FieldIx, ListIx};
use crate::survey::grid::Sheet;
use crate::survey::mapping::Fills;
use std::collections::BTreeMap;

/// What a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// One row a unit
    Units,
    /// One row an item of that list
    List(ListIx),
}

/// A table found in a sheet.
#[derive(Clone, Debug)]
pub struct Header {
    /// What it is about
    pub subject: Subject,
    /// First and last row of the header itself
    pub rows: (u32, u32),
    /// Its columns, in order
    pub columns: Vec<HeaderColumn>,
    /// First and last row of what stands under it, as often as the header returns
    pub spans: Vec<(u32, u32)>,
    /// Key fields that have no column
    pub missing_keys: Vec<FieldIx>,
    /// Two columns for one field: the columns' places among [`Header::columns`]
    pub clashes: Vec<(usize, usize)>,
    /// Other tables at its side, which are not read, from left to right
    pub beside: Vec<Beside>,
    /// Columns, first and last, past a blank one on either side, in which nothing of the table stands
    pub aside: Vec<(u32, u32)>,
    /// How much of the dictionary it names
    pub score: usize,
    /// Blanks that take the value above, where a mapping file says so
    pub fills: Fills,
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderColumn {
    /// Which column, from 0
    pub column: u32,
    /// The row its lowest text stands in
    pub row: u32,
    /// The header as people know it: `梯段净宽（mm）`
    pub text: String,
    /// The name that was looked up
    pub name: String,
    /// The unit of measure that it states, or a row above does
    pub unit: Option<&'static Unit>,
    /// What is in it
    pub role: Role,
}

impl HeaderColumn {
    /// The header as the outputs show it, so that `备 注` and `备注*` are one column: `备注`, `净高（cm）`.
    pub fn shown(&self) -> String {
        match split_header(&self.text).unit {
            _ if self.name.is_empty() => self.text.clone(),
            Some(unit) => format!("{}（{}）", self.name, unit.symbol),
            None => self.name.clone(),
        }
    }

    /// The same with the unit of measure that holds for the column, be it from a row above: for people who fill in cells
    /// where they do not see that row.
    pub fn shown_whole(&self) -> String {
        match (self.role, self.unit) {
            (Role::Known(_), Some(unit)) if split_header(&self.text).unit.is_none() && !self.name.is_empty() => {
                format!("{}（{}）", self.name, unit.symbol)
            }
            _ => self.shown(),
        }
    }

    /// Whether the dictionary knows it, be it in a table of another kind.
    pub fn is_known(&self) -> bool {
        !matches!(self.role, Role::RunningNumber | Role::Unmatched | Role::Aside)
    }

    /// What its cells are read as.
    pub fn meanings(&self) -> impl Iterator<Item = Meaning> + use<> {
        let (known, compound) = match self.role {
            Role::Known(meaning) => (Some(meaning), None),
            Role::Compound(compound) => (None, Some(compound)),
            _ => (None, None),
        };
        known.into_iter().chain(compound.into_iter().flat_map(|compound| compound.parts().map(|part| part.meaning)))
    }
}

/// What is in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What the dictionary knows
    Known(Meaning),
    /// Several fields, named together
    Compound(Compound),
    /// Text about a list, in a table of units
    FreeText(ListIx),
    /// What the dictionary knows, but not in a table of this kind
    Elsewhere(Meaning),
    /// Numbers of rows
    RunningNumber,
    /// Nothing that the dictionary knows
    Unmatched,
    /// What a mapping file leaves aside
    Aside,
}

/// Below the first header only so many texts of a row are looked at: a header that returns names something there.
const TEXTS_OF_ROW: usize = 4;

/// The tables of a sheet, from top to bottom.
pub fn find_headers<'s>(sheet: &'s Sheet, merged: &'s Merged, names: &'s Names) -> Vec<Header> {
    let mut search = Search::new(sheet, merged, names);
    let mut found = find_below(&mut search, sheet, (0, u32::MAX));
    if found.is_empty() {
        // A number at the side may stand in the very row of the header.
        found = find_in_parts(&mut search, sheet);
    }
    tell_apart(found, &mut search, sheet, merged)
}

/// The tables below a row and down to another, in the columns that are looked at.
pub(super) fn find_below<'s>(search: &mut Search<'s>, sheet: &'s Sheet, (mut below, last): (u32, u32)) -> Vec<Header> {
    let mut found: Vec<Header> = Vec::new();
    let from = sheet.rows.partition_point(|row| row.number <= below);
    for row in sheet.rows.iter().skip(from).take_while(|row| row.number <= last) {
        let looked_at = if found.is_empty() { usize::MAX } else { TEXTS_OF_ROW };
        if row.number <= below || !search.names_something(row, looked_at) {
            continue;
        }
        let Some(mut header) = search.best_near(row.number, below) else { continue };
        if found.first().is_some_and(|first| !header.is_sure_beside(first, search.names())) {
            continue;
        }
        let (top, bottom) = header.rows;
        below = bottom;
        if let Some(span) = found.last_mut().and_then(|above| above.spans.last_mut()) {
            span.1 = top.saturating_sub(1);
        }
        let under = (bottom + 1, last);
        match found.last_mut() {
            Some(above) if above.returns_as(&header) => above.spans.push(under),
            _ => {
                header.spans.push(under);
                found.push(header);
            }
        }
    }
    found
}

impl Header {
    /// Whether a block in mid-sheet is a header rather than a row that happens to hold names: it has all keys, or
    /// more than half of what the first header has.
    fn is_sure_beside(&self, first: &Header, names: &Names) -> bool {
        let has_keys = names.dictionary.key_fields().next().is_some() && self.missing_keys.is_empty();
        has_keys || self.score * 2 > first.score
    }

    /// How well it fits beside others: first of all a table of units that says something of them, then what names most.
    pub fn fits(&self, names: &Names) -> (bool, usize) {
        let is_key = |meaning| names.field(meaning).is_some_and(|field| field.key);
        let says = self.known().any(|(_, meaning)| !is_key(meaning));
        (self.subject == Subject::Units && says, self.score)
    }

    /// Whether `other` is this header again: a return often has lost its merged cells, and units of measure with
    /// them, but never states others.
    fn returns_as(&self, other: &Header) -> bool {
        let known = |header: &Header| -> BTreeMap<u32, Role> {
            let read = |c: &&HeaderColumn| c.meanings().next().is_some() || matches!(c.role, Role::FreeText(_));
            let known = header.columns.iter().filter(read);
            known.map(|c| (c.column, c.role)).collect()
        };
        let same_unit = |column: &HeaderColumn| {
            let mine = self.columns.iter().find(|c| c.column == column.column);
            column.unit.is_none() || mine.is_none_or(|mine| mine.unit == column.unit)
        };
        self.subject == other.subject && known(self) == known(other) && other.columns.iter().all(same_unit)
    }

    /// The columns that are known to be something, with what they are; one of several fields once for each.
    pub fn known(&self) -> impl Iterator<Item = (&HeaderColumn, Meaning)> {
        self.columns.iter().flat_map(|column| column.meanings().map(move |meaning| (column, meaning)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::compound::Part;
    use super::*;
    use crate::rules::dictionary::Complete;
    use crate::survey::cases::made_up::{dictionary, rows};

    /// Each table of a sheet: its header rows, and its columns as `A estate`, with a unit of measure `G stair_width mm`.
    fn tables(sheet: &Sheet) -> Vec<String> {
        let dictionary = dictionary(Complete::Unit);
        let names = Names::new(&dictionary);
        let show = |header: &Header| {
            let columns = header.columns.iter().map(|c| {
                let what = match c.role {
                    Role::Known(meaning) => names.id(meaning),
                    Role::Compound(compound) => {
                        let part = |part: Part| match part.unit {
                            Some(unit) => format!("{} {}", names.id(part.meaning), unit.symbol),
                            None => names.id(part.meaning),
                        };
                        compound.parts().map(part).collect::<Vec<_>>().join("+")
                    }
                    Role::FreeText(_) => format!("~{}", c.text),
                    Role::Elsewhere(meaning) => format!("({})", names.id(meaning)),
                    Role::RunningNumber => "#".into(),
                    Role::Unmatched => format!("?{}", c.text),
                    Role::Aside => "-".into(),
                };
                let unit = c.unit.map_or(String::new(), |unit| format!(" {}", unit.symbol));
                format!("{} {what}{unit}", crate::survey::finding::column_name(c.column))
            });
            let columns: Vec<String> = columns.collect();
            format!("{}-{}: {}", header.rows.0, header.rows.1, columns.join(", "))
        };
        find_headers(sheet, &Merged::new(sheet), &names).iter().map(show).collect()
    }

    #[test]
    fn a_header_in_the_first_row() {
        let sheet =
            rows![["序号", "小区", "幢号", "单元", "1. 楼梯净宽（mm）*", "备注"], ["1", "甲", "1", "1", 1100, ""]];
        assert_eq!(tables(&sheet), ["1-1: A #, B estate, C building, D unit, E stair_width mm, F ?备注"]);
    }

    #[test]
    fn a_title_and_notes_above() {
        let sheet = rows![
            ["上海市加装电梯调查表"],
            ["填报单位：房管办", "", "小区"],
            [],
            ["小区", "楼号", "单元号", "层数"],
            ["甲", "1", "1", 6]
        ];
        assert_eq!(tables(&sheet), ["4-4: A estate, B building, C unit, D storeys"]);
    }

    #[test]
    fn a_header_of_two_rows_with_merged_cells() {
        let sheet = rows![
            ["调查表", "", "", "", "", ""],
            ["小区", "楼号", "单元号", "楼梯（mm）", "", "消防车道"],
            ["", "", "", "梯段净宽", "平台净深（m）", ""],
            ["甲", "1", "1", 1100, 1.2, "是"]
        ]
        .merging(&["A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3"]);
        assert_eq!(
            tables(&sheet),
            ["1-3: A estate, B building, C unit, D stair_width mm, E landing_depth m, F fire_lane"]
        );
    }

    #[test]
    fn upper_and_lower_text_together_name_a_field() {
        let sheet = rows![
            ["小区", "楼号", "单元号", "房屋", "燃气管", "", "楼梯"],
            ["", "", "", "结构", "距外墙（m）", "管径", "净宽"],
            ["甲", "1", "1", "砖混", 1, "", 1.1]
        ]
        .merging(&["A1:A2", "B1:B2", "C1:C2", "E1:F1"]);
        assert_eq!(
            tables(&sheet),
            ["1-2: A estate, B building, C unit, D structure, E pipes.distance m, F ?管径, G stair_width"]
        );
    }

    #[test]
    fn units_of_measure_in_a_row_of_their_own_and_in_the_title() {
        let own = rows![["小区", "楼号", "单元号", "梯段净宽"], ["", "", "", "mm"], ["甲", "1", "1", 1100]];
        assert_eq!(tables(&own), ["1-2: A estate, B building, C unit, D stair_width mm"]);
        let title = rows![["调查表（单位：mm）"], ["小区", "楼号", "单元号", "梯段净宽"]].merging(&["A1:D1"]);
        assert!(tables(&title)[0].ends_with("D stair_width mm"));
    }

    #[test]
    fn the_unit_of_measure_of_a_title_holds_whatever_stands_between() {
        let sheet = rows![
            ["调查表（单位：mm）"],
            ["填报单位：房管办", "", "日期：2021-05-12"],
            ["小区", "楼号", "单元号", "层数", "梯段净宽", "平台净深（m）"],
            ["甲", "1", "1", 6, 1100, 1.2]
        ];
        let columns = ["3-3: A estate", "B building", "C unit", "D storeys", "E stair_width mm", "F landing_depth m"];
        assert_eq!(tables(&sheet.clone().merging(&["A1:F1"])), [columns.join(", ")]);
        assert!(tables(&sheet.merging(&["A1:E1"]))[0].contains("E stair_width, "));
    }

    #[test]
    fn a_header_that_returns_goes_on_with_its_table() {
        let sheet = rows![
            ["小区", "楼号", "单元号", "楼梯（mm）", ""],
            ["", "", "", "梯段净宽", "平台净深"],
            ["甲", "1", "1", 1100, 1200],
            ["小区", "楼号", "单元号", "楼梯（mm）", ""],
            ["", "", "", "梯段净宽", "平台净深"],
            ["甲", "2", "1", 1100, 1200]
        ]
        .merging(&["A1:A2", "B1:B2", "C1:C2", "D1:E1"]);
        let dictionary = dictionary(Complete::Unit);
        let names = Names::new(&dictionary);
        let headers = find_headers(&sheet, &Merged::new(&sheet), &names);
        assert_eq!(headers.len(), 1);
        assert_eq!(headers[0].spans, [(3, 3), (6, u32::MAX)]);
        assert_eq!(headers[0].columns[4].unit.map(|u| u.symbol), Some("mm"));
    }

    #[test]
    fn a_header_with_other_columns_begins_another_table() {
        let sheet = rows![
            ["小区", "楼号", "单元号", "梯段净宽（m）"],
            ["甲", "1", "1", 1.1],
            ["小区", "楼号", "单元号", "梯段净宽（mm）"],
            ["甲", "2", "1", 1100],
            [],
            ["小区", "楼号", "单元号", "管线类型", "距外墙"],
            ["甲", "2", "1", "燃气", 1]
        ];
        assert_eq!(
            tables(&sheet),
            [
                "1-1: A estate, B building, C unit, D stair_width m",
                "3-3: A estate, B building, C unit, D stair_width mm",
                "6-6: A estate, B building, C unit, D pipes.kind, E pipes.distance"
            ]
        );
    }

    #[test]
    fn rows_of_data_that_hold_names_are_no_headers() {
        let sheet = rows![
            ["小区", "楼号", "单元号", "层数", "备注"],
            ["甲", "1", "1", 6, "层数"],
            ["甲", "1", "2", "层数", "楼号"]
        ];
        assert_eq!(tables(&sheet), ["1-1: A estate, B building, C unit, D storeys, E ?备注"]);
    }

    #[test]
    fn the_better_of_two_tables_side_by_side_is_read() {
        let sheet = rows![
            ["小区", "楼号", "单元号", "管线类型", "", "小区", "楼号", "单元号", "层数", "梯段净宽"],
            ["甲", "1", "1", "燃气", "", "甲", "1", "1", 6, 1.1]
        ];
        let dictionary = dictionary(Complete::Unit);
        let names = Names::new(&dictionary);
        let headers = find_headers(&sheet, &Merged::new(&sheet), &names);
        assert_eq!(headers[0].subject, Subject::Units);
        assert_eq!(headers[0].columns[0].column, 5);
        let columns: Vec<_> = headers[0].beside.iter().map(|beside| beside.columns).collect();
        assert_eq!(columns, [(0, 3)]);
    }

    #[test]
    fn two_columns_for_one_field_clash() {
        let sheet = rows![["小区", "楼号", "单元号", "梯段净宽", "楼梯净宽"], ["甲", "1", "1", 1.1, 1.2]];
        let dictionary = dictionary(Complete::Unit);
        let names = Names::new(&dictionary);
        let headers = find_headers(&sheet, &Merged::new(&sheet), &names);
        assert_eq!(headers[0].clashes, [(3, 4)]);
    }

    #[test]
    fn a_sheet_without_a_header_has_no_table() {
        assert!(tables(&rows![["填表说明"], ["净宽指扶手内侧至墙面"], ["层数", "地上层数"]]).is_empty());
    }

    #[test]
    fn a_key_column_may_be_missing() {
        let sheet = rows![["小区", "单元号", "层数"], ["甲", "1", 6]];
        let dictionary = dictionary(Complete::Unit);
        let names = Names::new(&dictionary);
        let headers = find_headers(&sheet, &Merged::new(&sheet), &names);
        assert_eq!(headers[0].missing_keys, [2]);
    }
}
