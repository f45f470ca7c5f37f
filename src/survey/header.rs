//! Finds the tables in a sheet by the dictionary: a header is the block of rows whose texts name most of what the
//! dictionary knows.
//!
//! What always holds: a header never cuts a merged cell of its columns, and takes in the rows above whose merged
//! cells span them; of two blocks that match equally, the lower in height is the header. A header that returns in
//! mid-sheet with the same columns goes on with its table; one with other columns begins a new table. Deliberately
//! absent: what stands under a header (`table.rs`), and what is told about it (`header_findings.rs`).

use super::grid::{Cell, Content, Row, Sheet};
use super::header_text::{HeaderText, split_header};
use super::merged::{Merged, is_hidden};
use super::names::{Meaning, Names};
use super::words::clean;
use crate::quantity::{Unit, unit_named};
use crate::rules::{Field, FieldIx, ListIx};
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    /// Columns, first and last, of another table at its side, which is not read
    pub beside: Vec<(u32, u32)>,
    /// How much of the dictionary it names
    score: usize,
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
}

/// What is in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What the dictionary knows
    Known(Meaning),
    /// What the dictionary knows, but not in a table of this kind
    Elsewhere(Meaning),
    /// Numbers of rows
    RunningNumber,
    /// Nothing that the dictionary knows
    Unmatched,
}

/// Longer texts are prose, not headers.
const LONGEST_HEADER: usize = 60;
/// How many rows a header has at most, before merged cells above are taken in.
const HEADER_ROWS: u32 = 4;
/// Below the first header only so many texts of a row are looked at: a header that returns names something there.
const TEXTS_OF_ROW: usize = 4;

/// The tables of a sheet, from top to bottom.
pub fn find_headers<'s>(sheet: &'s Sheet, merged: &'s Merged, names: &'s Names) -> Vec<Header> {
    let widest = sheet.rows.iter().filter_map(|row| row.cells.last()).map(|(column, _)| *column).max().unwrap_or(0);
    let mut search = Search { sheet, merged, names, widest, texts: HashMap::new() };
    let mut found: Vec<Header> = Vec::new();
    let mut below = 0;
    for row in &sheet.rows {
        let looked_at = if found.is_empty() { usize::MAX } else { TEXTS_OF_ROW };
        if row.number <= below || !search.names_something(row, looked_at) {
            continue;
        }
        let Some(mut header) = search.best_near(row.number, found.is_empty()) else { continue };
        if found.first().is_some_and(|first| !header.is_sure_beside(first, names)) {
            continue;
        }
        let (top, bottom) = header.rows;
        below = bottom;
        if let Some(span) = found.last_mut().and_then(|above| above.spans.last_mut()) {
            span.1 = top.saturating_sub(1);
        }
        let under = (bottom + 1, u32::MAX);
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

    /// Whether `other` is this header again: a return often has lost its merged cells, and units of measure with
    /// them, but never states others.
    fn returns_as(&self, other: &Header) -> bool {
        let known = |header: &Header| -> BTreeMap<u32, Role> {
            let known = header.columns.iter().filter(|c| matches!(c.role, Role::Known(_)));
            known.map(|c| (c.column, c.role)).collect()
        };
        let same_unit = |column: &HeaderColumn| {
            let mine = self.columns.iter().find(|c| c.column == column.column);
            column.unit.is_none() || mine.is_none_or(|mine| mine.unit == column.unit)
        };
        self.subject == other.subject && known(self) == known(other) && other.columns.iter().all(same_unit)
    }

    /// The columns that are known to be something, with what they are.
    pub fn known(&self) -> impl Iterator<Item = (&HeaderColumn, Meaning)> {
        self.columns.iter().filter_map(|column| match column.role {
            Role::Known(meaning) => Some((column, meaning)),
            _ => None,
        })
    }
}

/// One text over a column, in one row of a header.
#[derive(Clone, Debug)]
struct Level {
    row: u32,
    text: String,
    header: HeaderText,
    /// First and last column of the cell it stands in
    across: (u32, u32),
}

/// One column of a block of rows that may be a header.
struct Candidate {
    column: u32,
    /// Its texts, from top to bottom
    levels: Vec<Level>,
}

/// What a block of rows is, read as the header of some subject.
struct Judged {
    subject: Subject,
    /// Different meanings
    score: usize,
    /// Key fields among them
    keys: usize,
    meanings: Vec<Option<Meaning>>,
}

struct Search<'s> {
    sheet: &'s Sheet,
    merged: &'s Merged,
    names: &'s Names<'s>,
    widest: u32,
    /// Texts already taken apart: a column of data repeats its few texts
    texts: HashMap<&'s str, HeaderText>,
}

impl<'s> Search<'s> {
    fn taken_apart(&mut self, text: &'s str) -> HeaderText {
        if text.chars().count() > LONGEST_HEADER {
            return HeaderText::default();
        }
        let names = self.names;
        let apart = self.texts.entry(text).or_insert_with(|| {
            let header = split_header(text);
            // A row of units of measure under the names: `m`, `mm`, `户`.
            match unit_named(&header.name) {
                Some(unit) if header.unit.is_none() && names.meanings(&header.name).is_empty() => {
                    HeaderText { name: String::new(), unit: Some(unit) }
                }
                _ => header,
            }
        });
        apart.clone()
    }

    fn names_something(&mut self, row: &'s Row, looked_at: usize) -> bool {
        let names = self.names;
        let texts = row.cells.iter().filter_map(|(_, cell)| text_of(cell));
        texts.take(looked_at).any(|text| !names.meanings(&self.taken_apart(text).name).is_empty())
    }

    /// The best header near this row, the first that names something; if there is one at all. A form may name a key
    /// or two above its table (`小区：` `楼号：`), so rows below are looked at, but not beyond a row of data.
    fn best_near(&mut self, row: u32, is_first: bool) -> Option<Header> {
        let mut best: Option<((u32, u32), Judged)> = None;
        for top in row.saturating_sub(2).max(1)..=row + HEADER_ROWS {
            if (row..top).any(|above| self.row(above).is_some_and(holds_a_number)) {
                break;
            }
            for bottom in top.max(row)..top + HEADER_ROWS {
                let Some(judged) = self.judge_block(top, bottom) else { continue };
                let better = best.as_ref().is_none_or(|((best_top, best_bottom), so_far)| {
                    let lower = bottom - top < best_bottom - best_top;
                    judged.score > so_far.score || judged.score == so_far.score && lower
                });
                if better {
                    best = Some(((top, bottom), judged));
                }
            }
        }
        let (rows, _) = best.filter(|(_, judged)| self.is_header(judged))?;
        self.whole(rows, is_first)
    }

    /// Whether so much is named that it is a header: all keys, a key and something else, or three things.
    fn is_header(&self, judged: &Judged) -> bool {
        let keys = self.names.dictionary.key_fields().count();
        (judged.keys > 0 && (judged.keys == keys || judged.score >= 2)) || judged.score >= 3
    }

    fn judge_block(&mut self, top: u32, bottom: u32) -> Option<Judged> {
        if (top..=bottom).any(|row| self.row(row).is_some_and(holds_a_number)) {
            return None;
        }
        let candidates = self.candidates(top, bottom);
        let judged = self.judge(&candidates);
        let matched = candidates.iter().zip(&judged.meanings).filter(|(_, m)| m.is_some()).map(|(c, _)| c.column);
        let (left, right) = (matched.clone().min()?, matched.max()?);
        let cut = self.merged.touching(top, bottom).any(|r| {
            let inside = r.left <= right && r.right >= left;
            inside && (r.top < top || r.bottom > bottom)
        });
        (!cut).then_some(judged)
    }

    /// The texts over each column in a block of rows.
    fn candidates(&mut self, top: u32, bottom: u32) -> Vec<Candidate> {
        let mut columns: BTreeMap<u32, Vec<Level>> = BTreeMap::new();
        let sheet = self.sheet;
        let from = sheet.rows.partition_point(|row| row.number < top);
        for row in sheet.rows.iter().skip(from).take_while(|row| row.number <= bottom) {
            for (column, cell) in &row.cells {
                let Some(text) = text_of(cell) else { continue };
                let range = self.merged.holding(row.number, *column);
                if range.is_some_and(|range| is_hidden(range, row.number, *column)) {
                    continue;
                }
                let across = range.map_or((*column, *column), |range| (range.left, range.right.min(self.widest)));
                let header = self.taken_apart(text);
                for at in across.0..=across.1 {
                    let level = Level { row: row.number, text: clean(text), header: header.clone(), across };
                    columns.entry(at).or_default().push(level);
                }
            }
        }
        let ends = columns.keys().next().copied().zip(columns.keys().next_back().copied());
        if let Some((left, right)) = ends.filter(|(left, right)| left < right) {
            // A title over everything names no column; at most it states a unit of measure.
            for level in columns.values_mut().flatten().filter(|l| l.across.0 <= left && l.across.1 >= right) {
                level.header.name.clear();
            }
        }
        columns.into_iter().map(|(column, levels)| Candidate { column, levels }).collect()
    }

    /// Reads a block as the header of whichever subject it names most of.
    fn judge(&self, candidates: &[Candidate]) -> Judged {
        let possible: Vec<Vec<Meaning>> = candidates.iter().map(|c| self.possible(c)).collect();
        let units = self.judge_as(Subject::Units, &possible);
        let mut best = units.judged;
        let mut own = units.own;
        for list in 0..self.names.dictionary.lists.len() {
            let of_list = self.judge_as(Subject::List(list), &possible);
            if of_list.own > own || (of_list.own == own && own > 0 && self.sheet_is_named_after(list)) {
                (best, own) = (of_list.judged, of_list.own);
            }
        }
        best
    }

    fn sheet_is_named_after(&self, list: ListIx) -> bool {
        let list = self.names.dictionary.lists.get(list);
        list.is_some_and(|list| {
            list.aliases.iter().chain([&list.label]).any(|name| self.sheet.name.contains(name.as_str()))
        })
    }

    fn judge_as(&self, subject: Subject, possible: &[Vec<Meaning>]) -> JudgedAs {
        let fields = &self.names.dictionary.fields;
        let is = |ix: FieldIx, mark: fn(&crate::rules::Field) -> bool| fields.get(ix).is_some_and(mark);
        let belongs = |meaning: &&Meaning| match (subject, meaning) {
            (Subject::Units, Meaning::Field(_) | Meaning::Item(..)) => true,
            (Subject::List(_), Meaning::Field(ix)) => is(*ix, |field| field.key),
            (Subject::List(list), Meaning::ListField(of, _)) => list == *of,
            _ => false,
        };
        let meanings: Vec<Option<Meaning>> = possible.iter().map(|p| p.iter().find(belongs).copied()).collect();
        let distinct: BTreeSet<String> = meanings.iter().flatten().map(|m| format!("{m:?}")).collect();
        let keys: BTreeSet<FieldIx> = meanings
            .iter()
            .filter_map(|m| match m {
                Some(Meaning::Field(ix)) if is(*ix, |field| field.key) => Some(*ix),
                _ => None,
            })
            .collect();
        // Keys and groups stand in every kind of table; what is left tells which kind it is.
        let shared = |m: &&Meaning| matches!(m, Meaning::Field(ix) if is(*ix, |field| field.key || field.group));
        let own: BTreeSet<String> =
            meanings.iter().flatten().filter(|m| !shared(m)).map(|m| format!("{m:?}")).collect();
        let judged = Judged { subject, score: distinct.len(), keys: keys.len(), meanings };
        JudgedAs { judged, own: own.len() }
    }

    /// What a column can mean, its texts joined from top to bottom first, then with fewer of the upper ones.
    fn possible(&self, candidate: &Candidate) -> Vec<Meaning> {
        let Some(lowest) = candidate.named() else { return Vec::new() };
        if lowest.across.0 != candidate.column {
            return Vec::new();
        }
        let names: Vec<&str> =
            candidate.levels.iter().map(|l| l.header.name.as_str()).filter(|name| !name.is_empty()).collect();
        (0..names.len())
            .flat_map(|from| {
                let joined: String = names.iter().skip(from).copied().collect();
                self.names.meanings(&joined).to_vec()
            })
            .collect()
    }

    /// The header in full: rows above taken in, tables side by side told apart, every column with its role.
    fn whole(&mut self, (mut top, mut bottom): (u32, u32), is_first: bool) -> Option<Header> {
        let lowest = self.candidates(top, bottom);
        let (left, right) = (lowest.first()?.column, lowest.last()?.column);
        while let Some(higher) = self.spanned_from(top, left, right)
            && (is_first || (higher..top).all(|row| self.is_no_data(row)))
        {
            top = higher;
        }
        while self.states_units_alone(bottom + 1) {
            bottom += 1;
        }
        let candidates = self.candidates(top, bottom);
        let judged = self.judge(&candidates);
        let header = self.with_roles((top, bottom), &candidates, &judged);
        if header.clashes.is_empty() {
            return Some(header);
        }
        // Two columns for one field may be two tables side by side, with a blank column between.
        let mut sides: Vec<Header> = Vec::new();
        for side in candidates.chunk_by(|a, b| a.column + 1 == b.column && a.is_named() && b.is_named()) {
            let judged = self.judge(side);
            if side.iter().any(Candidate::is_named) && self.is_header(&judged) {
                sides.push(self.with_roles((top, bottom), side, &judged));
            }
        }
        let ends = |header: &Header| Some((header.columns.first()?.column, header.columns.last()?.column));
        // The first of the best: `max_by_key` would give the last.
        let Some(best) = (0..sides.len()).rev().max_by_key(|ix| sides.get(*ix).map(|side| side.score)) else {
            return Some(header);
        };
        if sides.len() < 2 {
            return Some(header);
        }
        let mut chosen = sides.swap_remove(best);
        chosen.beside = sides.iter().filter_map(ends).collect();
        chosen.beside.sort_unstable();
        Some(chosen)
    }

    /// Where the merged cells begin that stand in the row above and span some of these columns.
    fn spanned_from(&self, top: u32, left: u32, right: u32) -> Option<u32> {
        let above = top.checked_sub(1)?;
        let mut wide = self.merged.touching(above, above).filter(|r| r.left < r.right);
        wide.find(|r| r.left <= right && r.right >= left).map(|r| r.top)
    }

    fn row(&self, number: u32) -> Option<&'s Row> {
        let rows = &self.sheet.rows;
        rows.binary_search_by_key(&number, |row| row.number).ok().and_then(|ix| rows.get(ix))
    }

    /// Whether a row in mid-sheet cannot be the last row of the table above: nothing but text, in no tall merged cell.
    fn is_no_data(&self, number: u32) -> bool {
        let tall = self.merged.touching(number, number).any(|r| r.top < number || r.bottom > number);
        let text_only = self.row(number).is_none_or(|row| row.cells.iter().all(|(_, cell)| text_of(cell).is_some()));
        let wide = self.merged.touching(number, number).filter(|r| r.left < r.right).count();
        !tall && text_only && self.row(number).is_none_or(|row| row.cells.len() <= 2 * wide)
    }

    /// Whether a row holds units of measure and nothing else.
    fn states_units_alone(&mut self, number: u32) -> bool {
        let Some(row) = self.row(number) else { return false };
        row.cells.iter().all(|(_, cell)| {
            text_of(cell).map(|text| self.taken_apart(text)).is_some_and(|h| h.name.is_empty() && h.unit.is_some())
        })
    }

    fn with_roles(&self, rows: (u32, u32), candidates: &[Candidate], judged: &Judged) -> Header {
        let mut columns = Vec::new();
        for (candidate, meaning) in candidates.iter().zip(&judged.meanings) {
            let Some(lowest) = candidate.named().filter(|l| l.across.0 == candidate.column) else { continue };
            let role = match meaning {
                Some(meaning) => Role::Known(*meaning),
                None if self.names.is_running_number(&lowest.header.name) => Role::RunningNumber,
                None => self.possible(candidate).first().map_or(Role::Unmatched, |m| Role::Elsewhere(*m)),
            };
            columns.push(HeaderColumn {
                column: candidate.column,
                row: lowest.row,
                text: lowest.text.clone(),
                name: lowest.header.name.clone(),
                unit: candidate.unit(lowest.row, meaning.and_then(|m| self.names.field(m))),
                role,
            });
        }
        let keys = self.names.dictionary.key_fields();
        let has = |ix: FieldIx| columns.iter().any(|c| c.role == Role::Known(Meaning::Field(ix)));
        let missing_keys = keys.filter(|ix| !has(*ix)).collect();
        let clashes = clashes(&columns);
        Header {
            subject: judged.subject,
            rows,
            columns,
            spans: Vec::new(),
            missing_keys,
            clashes,
            beside: Vec::new(),
            score: judged.score,
        }
    }
}

struct JudgedAs {
    judged: Judged,
    /// Meanings that belong to this kind of table alone
    own: usize,
}

impl Candidate {
    /// The lowest text that is more than a unit of measure.
    fn named(&self) -> Option<&Level> {
        self.levels.iter().rev().find(|level| !level.header.name.is_empty())
    }

    /// The unit of measure that holds for the column. One that its own text or one below states holds whatever it is,
    /// and cells will be doubted where it does not fit; one from above only where it fits: a title's `mm` is not
    /// meant for the number of storeys.
    fn unit(&self, own_row: u32, field: Option<&Field>) -> Option<&'static Unit> {
        let fits =
            |unit: &Unit| field.is_none_or(|field| field.kind.dimension().is_some_and(|d| d.meets(unit.dimension)));
        let units = self.levels.iter().rev().filter_map(|level| Some((level.row, level.header.unit?)));
        units.into_iter().find(|(row, unit)| *row >= own_row || fits(unit)).map(|(_, unit)| unit)
    }

    /// Whether a text stands over this very column, rather than over several from further left.
    fn is_named(&self) -> bool {
        self.named().is_some_and(|level| level.across.0 == self.column)
    }
}

/// Columns that mean the same, in pairs. Two columns for one item of a list are two items.
fn clashes(columns: &[HeaderColumn]) -> Vec<(usize, usize)> {
    let mut clashes = Vec::new();
    for (second, column) in columns.iter().enumerate() {
        let Role::Known(Meaning::Field(_) | Meaning::ListField(..)) = column.role else { continue };
        if let Some(first) = columns.iter().take(second).position(|c| c.role == column.role) {
            clashes.push((first, second));
        }
    }
    clashes
}

/// Whether a row holds a number, be it as text: then it is no header.
fn holds_a_number(row: &Row) -> bool {
    let is_number = |cell: &Cell| text_of(cell).is_none_or(|text| clean(text).parse::<f64>().is_ok());
    row.cells.iter().any(|(_, cell)| is_number(cell))
}

fn text_of(cell: &Cell) -> Option<&str> {
    match &cell.content {
        Content::Text(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::made_up::{dictionary, rows};
    use super::*;
    use crate::rules::dictionary::Complete;

    /// Each table of a sheet: its header rows, and its columns as `A estate`, with a unit of measure `G stair_width mm`.
    fn tables(sheet: &Sheet) -> Vec<String> {
        let dictionary = dictionary(Complete::Unit);
        let names = Names::new(&dictionary);
        let show = |header: &Header| {
            let columns = header.columns.iter().map(|c| {
                let what = match c.role {
                    Role::Known(meaning) => names.id(meaning),
                    Role::Elsewhere(meaning) => format!("({})", names.id(meaning)),
                    Role::RunningNumber => "#".into(),
                    Role::Unmatched => format!("?{}", c.text),
                };
                let unit = c.unit.map_or(String::new(), |unit| format!(" {}", unit.symbol));
                format!("{} {what}{unit}", super::super::finding::column_name(c.column))
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
        assert_eq!(headers[0].beside, [(0, 3)]);
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
