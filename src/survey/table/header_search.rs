//! Judges blocks of rows: whether they are a header, of what, and which column means what.
//!
//! What always holds: a text over a column is looked up joined with those above it first, then with fewer of them,
//! then alone; names are matched exactly. Deliberately absent: which rows of a sheet are looked at (`header.rs`).

use super::compound::{Compound, Part, names_in};
use super::findings::nameless;
use super::header::{Header, HeaderColumn, Role, Subject};
use super::header_text::{HeaderText, split_header};
use super::merged::{Merged, cell_at, is_hidden};
use super::names::{Meaning, Names};
use crate::quantity::{Unit, unit_named};
use crate::rules::{Field, FieldIx, ListIx};
use crate::survey::cell::words::clean;
use crate::survey::grid::{Cell, Content, Row, Sheet};
use crate::survey::mapping::Fills;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Longer texts are prose, not headers.
const LONGEST_HEADER: usize = 60;
/// How many rows a header has at most, before merged cells above are taken in.
const HEADER_ROWS: u32 = 4;

/// How many texts and merged cells are looked at in a sheet before the search is given up: a thousand times what an
/// honest survey needs, and a few seconds. Rows below are still read under the header found last, or count as unread.
const MOST_EFFORT: u64 = 20_000_000;

/// One text over a column, in one row of a header.
#[derive(Clone, Debug)]
struct Level {
    row: u32,
    text: String,
    header: HeaderText,
    /// The names in it, where it names several fields
    several: Vec<HeaderText>,
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
    /// Columns that several fields are named over
    compounds: Vec<Option<Compound>>,
}

/// Looks for headers in one sheet.
pub struct Search<'s> {
    sheet: &'s Sheet,
    merged: &'s Merged,
    names: &'s Names<'s>,
    widest: u32,
    /// Texts already taken apart: a column of data repeats its few texts
    texts: HashMap<&'s str, (HeaderText, Vec<HeaderText>)>,
    effort: u64,
    /// Columns that a mapping file tells by their letters, and what they mean; nothing where they are left aside
    assigned: HashMap<u32, Vec<Meaning>>,
}

impl<'s> Search<'s> {
    /// In that sheet.
    pub fn new(sheet: &'s Sheet, merged: &'s Merged, names: &'s Names) -> Search<'s> {
        let last = sheet.rows.iter().filter_map(|row| row.cells.last());
        let widest = last.map(|(column, _)| *column).max().unwrap_or(0);
        Search { sheet, merged, names, widest, texts: HashMap::new(), effort: 0, assigned: HashMap::new() }
    }

    /// A text taken apart, once for all cells that hold it.
    fn taken_apart(&mut self, text: &'s str) -> &(HeaderText, Vec<HeaderText>) {
        static PROSE: (HeaderText, Vec<HeaderText>) = (HeaderText { name: String::new(), unit: None }, Vec::new());
        if text.chars().nth(LONGEST_HEADER).is_some() {
            return &PROSE;
        }
        let names = self.names;
        self.texts.entry(text).or_insert_with(|| {
            let header = split_header(text);
            let known = !names.meanings(&header.name).is_empty();
            let several = if known { Vec::new() } else { names_in(text, names) };
            // A row of units of measure under the names: `m`, `mm`, `户`.
            match unit_named(&header.name) {
                Some(unit) if header.unit.is_none() && !known => {
                    (HeaderText { name: String::new(), unit: Some(unit) }, Vec::new())
                }
                _ => (header, several),
            }
        })
    }

    /// Whether one of the first texts of a row is a name of the dictionary.
    pub fn names_something(&mut self, row: &'s Row, looked_at: usize) -> bool {
        let names = self.names;
        let texts = row.cells.iter().filter_map(|(_, cell)| text_of(cell));
        texts.take(looked_at).any(|text| {
            let (header, several) = self.taken_apart(text);
            !several.is_empty() || !names.meanings(&header.name).is_empty()
        })
    }

    /// The best header near this row, the first that names something; if there is one at all. A form may name a key
    /// or two above its table (`小区：` `楼号：`), so rows below are looked at, but not beyond a row of data. Rows down to
    /// `below` belong to the header above.
    pub fn best_near(&mut self, row: u32, below: u32) -> Option<Header> {
        let mut best: Option<((u32, u32), Judged)> = None;
        for top in row.saturating_sub(2).max(below + 1)..=row + HEADER_ROWS {
            if (row..top).any(|above| self.row(above).is_some_and(holds_a_number)) {
                break;
            }
            for bottom in top.max(row)..top + HEADER_ROWS {
                if self.effort + self.merged.effort() > MOST_EFFORT {
                    return None;
                }
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
        self.whole(rows, below)
    }

    /// The header in rows that a mapping file names, which it is however little it says; `None` where it says nothing
    /// that is known. Row 0 is no row: the columns are those assigned.
    pub fn told(mut self, (top, bottom): (u32, u32), assigned: HashMap<u32, Vec<Meaning>>) -> Option<Header> {
        self.assigned = assigned;
        let mut candidates = self.candidates(top, bottom);
        let without = |column: &&u32| candidates.iter().all(|candidate| candidate.column != **column);
        let bare: Vec<u32> = self.assigned.keys().filter(without).copied().collect();
        candidates.extend(bare.into_iter().map(|column| Candidate { column, levels: Vec::new() }));
        candidates.sort_by_key(|candidate| candidate.column);
        if let Some(title) = self.title_with_unit(top, &candidates) {
            candidates.iter_mut().for_each(|candidate| candidate.levels.insert(0, title.clone()));
        }
        let judged = self.judge(&candidates);
        (judged.score > 0).then(|| self.with_roles((top, bottom), &candidates, &judged))
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
        let named = judged.meanings.iter().zip(&judged.compounds).map(|(m, c)| m.is_some() || c.is_some());
        let matched = candidates.iter().zip(named).filter(|(_, named)| *named).map(|(c, _)| c.column);
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
                let (header, several) = self.taken_apart(text).clone();
                self.effort += u64::from(across.1.saturating_sub(across.0)) + 1;
                for at in across.0..=across.1 {
                    let level = Level {
                        row: row.number,
                        text: clean(text),
                        header: header.clone(),
                        several: several.clone(),
                        across,
                    };
                    columns.entry(at).or_default().push(level);
                }
            }
        }
        let ends = columns.keys().next().copied().zip(columns.keys().next_back().copied());
        if let Some((left, right)) = ends.filter(|(left, right)| left < right) {
            // A title over everything names no column; at most it states a unit of measure.
            for level in columns.values_mut().flatten().filter(|l| l.across.0 <= left && l.across.1 >= right) {
                level.header.name.clear();
                level.several.clear();
            }
        }
        columns.into_iter().map(|(column, levels)| Candidate { column, levels }).collect()
    }

    /// Reads a block as the header of whichever subject it names most of.
    fn judge(&self, candidates: &[Candidate]) -> Judged {
        let possible: Vec<Vec<Meaning>> = candidates.iter().map(|c| self.possible(c)).collect();
        let several: Vec<&[HeaderText]> = candidates.iter().map(Candidate::several).collect();
        let units = self.judge_as(Subject::Units, &possible, &several);
        let mut best = units.judged;
        let mut own = units.own;
        for list in 0..self.names.dictionary.lists.len() {
            let of_list = self.judge_as(Subject::List(list), &possible, &several);
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

    fn judge_as(&self, subject: Subject, possible: &[Vec<Meaning>], several: &[&[HeaderText]]) -> JudgedAs {
        let fields = &self.names.dictionary.fields;
        let is = |ix: FieldIx, mark: fn(&crate::rules::Field) -> bool| fields.get(ix).is_some_and(mark);
        let belongs = |meaning: &&Meaning| match (subject, meaning) {
            (Subject::Units, Meaning::Field(_) | Meaning::Item(..)) => true,
            (Subject::List(_), Meaning::Field(ix)) => is(*ix, |field| field.key),
            (Subject::List(list), Meaning::ListField(of, _)) => list == *of,
            _ => false,
        };
        let meanings: Vec<Option<Meaning>> = possible.iter().map(|p| p.iter().find(belongs).copied()).collect();
        let part = |header: &HeaderText| {
            let meaning = self.names.meanings(&header.name).iter().find(belongs).copied();
            // An item of a list is no field of the unit.
            let meaning = meaning.filter(|meaning| !matches!(meaning, Meaning::Item(..)))?;
            Some(Part { meaning, unit: header.unit })
        };
        let mut compounds: Vec<Option<Compound>> = possible
            .iter()
            .zip(several)
            .map(|(whole, several)| {
                let parts: Option<Vec<Part>> = several.iter().map(part).collect();
                parts.filter(|_| whole.is_empty()).and_then(|parts| Compound::of(&parts))
            })
            .collect();
        // One column alone is rather a text file that was split at the wrong sign.
        if meanings.iter().filter(|m| m.is_some()).count() + compounds.iter().flatten().count() < 2 {
            compounds.fill(None);
        }
        let of_compounds = compounds.iter().flatten().flat_map(Compound::parts).map(|part| part.meaning);
        let all: Vec<Meaning> = meanings.iter().flatten().copied().chain(of_compounds).collect();
        let distinct: BTreeSet<String> = all.iter().map(|m| format!("{m:?}")).collect();
        let keys: BTreeSet<FieldIx> = all
            .iter()
            .filter_map(|m| match m {
                Meaning::Field(ix) if is(*ix, |field| field.key) => Some(*ix),
                _ => None,
            })
            .collect();
        // Keys and groups stand in every kind of table; what is left tells which kind it is.
        let shared = |m: &&Meaning| matches!(m, Meaning::Field(ix) if is(*ix, |field| field.key || field.group));
        let own: BTreeSet<String> = all.iter().filter(|m| !shared(m)).map(|m| format!("{m:?}")).collect();
        let judged = Judged { subject, score: distinct.len(), keys: keys.len(), meanings, compounds };
        JudgedAs { judged, own: own.len() }
    }

    /// What a column can mean, its texts joined from top to bottom first, then with fewer of the upper ones.
    fn possible(&self, candidate: &Candidate) -> Vec<Meaning> {
        if let Some(assigned) = self.assigned.get(&candidate.column) {
            return assigned.clone();
        }
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
    fn whole(&mut self, (mut top, mut bottom): (u32, u32), below: u32) -> Option<Header> {
        let lowest = self.candidates(top, bottom);
        let (left, right) = (lowest.first()?.column, lowest.last()?.column);
        while let Some(higher) = self.spanned_from(top, left, right)
            && (below == 0 || (higher > below && (higher..top).all(|row| self.is_no_data(row))))
        {
            top = higher;
        }
        while self.states_units_alone(bottom + 1) {
            bottom += 1;
        }
        let mut candidates = self.candidates(top, bottom);
        if below == 0
            && let Some(title) = self.title_with_unit(top, &candidates)
        {
            candidates.iter_mut().for_each(|candidate| candidate.levels.insert(0, title.clone()));
        }
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

    /// A title over all columns, further up than the rows of the header, that states a unit of measure: lines such as
    /// `填报单位：… 日期：…` often stand between the two.
    fn title_with_unit(&mut self, top: u32, candidates: &[Candidate]) -> Option<Level> {
        let (left, right) = (candidates.first()?.column, candidates.last()?.column);
        let merged = self.merged;
        let wide = merged.touching(0, top.checked_sub(1)?).filter(|r| r.bottom < top && r.left <= left);
        wide.filter(|r| r.right >= right).find_map(|range| {
            let text = cell_at(self.sheet, range.top, range.left).and_then(text_of)?;
            let unit = self.taken_apart(text).0.unit?;
            let header = HeaderText { name: String::new(), unit: Some(unit) };
            Some(Level {
                row: range.top,
                text: clean(text),
                header,
                several: Vec::new(),
                across: (range.left, range.right),
            })
        })
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
            text_of(cell).map(|text| &self.taken_apart(text).0).is_some_and(|h| h.name.is_empty() && h.unit.is_some())
        })
    }

    fn with_roles(&self, rows: (u32, u32), candidates: &[Candidate], judged: &Judged) -> Header {
        let mut columns = Vec::new();
        for ((candidate, meaning), compound) in candidates.iter().zip(&judged.meanings).zip(&judged.compounds) {
            let assigned = self.assigned.get(&candidate.column);
            let own = candidate.named().filter(|l| l.across.0 == candidate.column);
            let (row, text, name) = match own {
                Some(lowest) => (lowest.row, lowest.text.clone(), lowest.header.name.clone()),
                None if assigned.is_some() => (rows.1.max(1), nameless(candidate.column), nameless(candidate.column)),
                None => continue,
            };
            let text_about = || match judged.subject {
                Subject::Units => self.names.list_named(&name),
                Subject::List(_) => None,
            };
            let role = match (meaning, compound) {
                (Some(meaning), _) => Role::Known(*meaning),
                _ if assigned.is_some_and(Vec::is_empty) => Role::Aside,
                (None, Some(compound)) if assigned.is_none() => {
                    Role::Compound(candidate.with_units(compound, self.names))
                }
                _ if self.names.is_running_number(&name) => Role::RunningNumber,
                _ => match (self.possible(candidate).first(), text_about()) {
                    (Some(meaning), _) => Role::Elsewhere(*meaning),
                    (None, Some(list)) => Role::FreeText(list),
                    (None, None) => Role::Unmatched,
                },
            };
            columns.push(HeaderColumn {
                column: candidate.column,
                row,
                text,
                name,
                unit: candidate.unit(row, meaning.and_then(|m| self.names.field(m))),
                role,
            });
        }
        let keys = self.names.dictionary.key_fields();
        let has = |ix: FieldIx| columns.iter().any(|c| c.meanings().any(|meaning| meaning == Meaning::Field(ix)));
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
            fills: Fills::default(),
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

    /// The names in its own text, where it names several fields.
    fn several(&self) -> &[HeaderText] {
        self.named().filter(|level| level.across.0 == self.column).map_or(&[], |level| &level.several)
    }

    /// A column of several fields with the unit of measure of each: its own, else the one at the end of the header,
    /// else that of another row, where they fit.
    fn with_units(&self, compound: &Compound, names: &Names) -> Compound {
        let fits = |unit: &Unit, part: &Part| {
            let dimension = names.field(part.meaning).and_then(|field| field.kind.dimension());
            dimension.is_some_and(|dimension| dimension.meets(unit.dimension))
        };
        let at_end = compound.parts().last().and_then(|part| part.unit);
        let own_row = self.named().map(|level| level.row);
        let others = || self.levels.iter().rev().filter(|l| Some(l.row) != own_row).filter_map(|l| l.header.unit);
        let with_unit = |part: Part| {
            let shared = || at_end.into_iter().chain(others()).find(|unit| fits(unit, &part));
            Part { unit: part.unit.or_else(shared), ..part }
        };
        Compound::of(&compound.parts().map(with_unit).collect::<Vec<_>>()).unwrap_or(*compound)
    }

    /// Whether a text stands over this very column, rather than over several from further left.
    fn is_named(&self) -> bool {
        self.named().is_some_and(|level| level.across.0 == self.column)
    }
}

/// Columns that mean the same, in pairs: each with the first of its kind. Two columns for one item of a list are two
/// items.
fn clashes(columns: &[HeaderColumn]) -> Vec<(usize, usize)> {
    let mut clashes = Vec::new();
    let mut firsts: HashMap<Meaning, usize> = HashMap::new();
    for (at, column) in columns.iter().enumerate() {
        let one_field = |meaning: &Meaning| !matches!(meaning, Meaning::Item(..));
        let mine = || column.meanings().filter(one_field);
        if let Some(first) = mine().filter_map(|meaning| firsts.get(&meaning).copied()).min() {
            clashes.push((first, at));
        }
        for meaning in mine() {
            firsts.entry(meaning).or_insert(at);
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
