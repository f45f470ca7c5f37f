//! Judges the columns of a block of rows: what it is the header of, and which column means what.
//!
//! What always holds: a text over a column is looked up joined with those above it first, then with fewer of them,
//! then alone; names are matched exactly; a table is about whatever its columns name most of. Deliberately absent:
//! which rows are a block (`header_search.rs`).

use super::Search;
use super::columns::Candidate;
use crate::rules::{FieldIx, ListIx};
use crate::survey::mapping::Fills;
use crate::survey::table::compound::{Compound, Part};
use crate::survey::table::findings::nameless;
use crate::survey::table::header::{Header, HeaderColumn, Role, Subject};
use crate::survey::table::header_text::HeaderText;
use crate::survey::table::names::Meaning;
use std::collections::{HashMap, HashSet};

/// How much a block of rows names.
#[derive(Clone, Copy)]
pub(super) struct Named {
    /// Different meanings
    pub(super) score: usize,
    /// Key fields among them
    pub(super) keys: usize,
}

/// What a block of rows is, read as the header of some subject.
pub(super) struct Judged {
    pub(super) subject: Subject,
    pub(super) named: Named,
    pub(super) meanings: Vec<Option<Meaning>>,
    /// Columns that several fields are named over
    pub(super) compounds: Vec<Option<Compound>>,
}

struct JudgedAs {
    judged: Judged,
    /// Meanings that belong to this kind of table alone
    own: usize,
}

impl Search<'_> {
    /// Reads a block as the header of whichever subject it names most of.
    pub(super) fn judge(&self, candidates: &[Candidate]) -> Judged {
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
        let distinct: HashSet<Meaning> = all.iter().copied().collect();
        let keys: HashSet<FieldIx> = all
            .iter()
            .filter_map(|m| match m {
                Meaning::Field(ix) if is(*ix, |field| field.key) => Some(*ix),
                _ => None,
            })
            .collect();
        // Keys and groups stand in every kind of table; what is left tells which kind it is.
        let shared = |m: &&Meaning| matches!(m, Meaning::Field(ix) if is(*ix, |field| field.key || field.group));
        let own: HashSet<Meaning> = all.iter().copied().filter(|m| !shared(&m)).collect();
        let named = Named { score: distinct.len(), keys: keys.len() };
        let judged = Judged { subject, named, meanings, compounds };
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

    pub(super) fn with_roles(&self, rows: (u32, u32), candidates: &[Candidate], judged: &Judged) -> Header {
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
            aside: Vec::new(),
            score: judged.named.score,
            fills: Fills::default(),
        }
    }
}

/// Columns that mean the same, in pairs. Two columns for one item of a list are two items.
fn clashes(columns: &[HeaderColumn]) -> Vec<(usize, usize)> {
    let mut clashes = Vec::new();
    let mut first: HashMap<Meaning, usize> = HashMap::new();
    for (at, column) in columns.iter().enumerate() {
        let mine = || column.meanings().filter(|meaning| !matches!(meaning, Meaning::Item(..)));
        if let Some(earlier) = mine().filter_map(|meaning| first.get(&meaning).copied()).min() {
            clashes.push((earlier, at));
        }
        mine().for_each(|meaning| {
            first.entry(meaning).or_insert(at);
        });
    }
    clashes
}
