//! Tables side by side whose headers stand in the same rows, told apart.
//!
//! What always holds: each side is a header by itself; without a blank column between, each has the key columns of the
//! others. Deliberately absent: tables whose headers stand in different rows (`beside.rs`).

use super::Search;
use super::columns::Candidate;
use crate::survey::table::header::{Header, Role};
use crate::survey::table::names::Meaning;
use std::collections::HashSet;

impl Search<'_> {
    /// The tables that a block of rows is the header of, from left to right.
    pub(super) fn sides(&self, rows: (u32, u32), candidates: &[Candidate]) -> Vec<Header> {
        let mut sides = Vec::new();
        for side in candidates.chunk_by(|a, b| a.column + 1 == b.column && a.is_named() && b.is_named()) {
            let parts = self.parts(rows, side);
            let parts = if parts.len() > 1 { parts } else { vec![side] };
            for part in parts.into_iter().filter(|part| part.iter().any(Candidate::is_named)) {
                let judged = self.judge(part);
                if self.is_header(judged.named) {
                    sides.push(self.with_roles(rows, part, &judged));
                }
            }
        }
        sides
    }

    /// A run of columns cut where a field returns, with what stands before it in each table (`序号`, `街道`); whole
    /// where that does not make tables of it with the same key columns.
    fn parts<'c>(&self, rows: (u32, u32), run: &'c [Candidate]) -> Vec<&'c [Candidate]> {
        let header = self.with_roles(rows, run, &self.judge(run));
        let lead: Vec<&str> = header.columns.iter().take_while(|c| !c.is_known()).map(|c| c.name.as_str()).collect();
        let (mut cuts, mut seen, mut keys) = (vec![0], HashSet::new(), vec![Vec::new()]);
        for (at, column) in header.columns.iter().enumerate() {
            let meanings: Vec<Meaning> = column.meanings().filter(|m| !matches!(m, Meaning::Item(..))).collect();
            if meanings.iter().any(|meaning| seen.contains(meaning)) {
                let before = header.columns.iter().take(at).rev();
                cuts.push(at - before.take_while(|c| lead.contains(&c.name.as_str())).count());
                seen.clear();
                keys.push(Vec::new());
            }
            let is_key = |meaning: &Meaning| {
                matches!(meaning, Meaning::Field(_)) && self.names.field(*meaning).is_some_and(|field| field.key)
            };
            if let (Role::Known(_) | Role::Compound(_), Some(keys)) = (column.role, keys.last_mut()) {
                keys.extend(meanings.iter().copied().filter(is_key));
            }
            seen.extend(meanings);
        }
        keys.iter_mut().for_each(|keys| keys.sort_by_key(|meaning| format!("{meaning:?}")));
        let alike = keys.windows(2).all(|two| matches!(two, [a, b] if a == b && !a.is_empty()));
        // Columns without a header of their own are none of the header's.
        if !alike || header.columns.len() != run.len() {
            return vec![run];
        }
        let ends = cuts.iter().skip(1).copied().chain([run.len()]);
        cuts.iter().zip(ends).filter_map(|(from, to)| run.get(*from..to)).collect()
    }
}
