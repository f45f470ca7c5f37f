//! The standards and notices that are cited: number, title, days in force, how binding, how sure their texts are.

use super::Teller;
use super::model::{Block, Cell, Section, Table, TableRow};
use crate::rules::language::phrase::Phrase;
use crate::rules::language::printer::show_day;
use crate::rules::ruleset::{Citation, Norm};
use crate::text;

impl Teller<'_> {
    /// All that are declared.
    pub(super) fn sources(&self) -> Section {
        let heads = [
            self.pick("规范、文件", "norm"),
            self.pick("效力", "binding"),
            self.pick("施行", "in force"),
            self.pick("说明", "note"),
            self.pick("引用它的", "cited by"),
        ];
        let row = |(ix, norm): (usize, &Norm)| {
            let number = norm.number.iter().map(|number| Phrase::from(number.as_str()));
            let title = Phrase::from(self.title(norm));
            let name = Cell { lines: number.chain([title]).map(Into::into).collect(), ..Cell::default() };
            let binding = norm.binding.map(|binding| binding.label().get(self.lang).to_string());
            let binding = binding.map_or(Cell::quiet(self.pick("没有写", "not given")), Cell::of);
            let binding = norm.jurisdiction.iter().fold(binding, |cell, place| cell.and_quiet(place.as_str()));
            let note = norm.note.iter().flat_map(|note| note.lines()).map(Into::into).collect();
            TableRow {
                path: format!("sources.{}", norm.id),
                id: norm.id.clone(),
                place: self.place(&norm.place),
                new: false,
                cells: vec![
                    name,
                    binding,
                    self.in_force(norm).map_or(Cell::quiet(self.pick("没有写", "not given")), Cell::of),
                    Cell { lines: note, ..Cell::default() },
                    self.cited_by(ix).unmarked(),
                ],
            }
        };
        let rows: Vec<TableRow> = self.rules.sources.iter().enumerate().map(row).collect();
        let table = Table { kind: "sources", heads: heads.map(String::from).into(), rows, ..Table::default() };
        let blocks = if table.rows.is_empty() { Vec::new() } else { vec![Block::Table(table)] };
        Section::new("sources", self.pick("引用的规范和文件", "norms and notices"), blocks)
    }

    /// The title of a norm; of what has no number, words for a source.
    pub(super) fn title(&self, norm: &Norm) -> String {
        match norm.number {
            Some(_) => self.pick(format!("《{}》", norm.title), norm.title.clone()),
            None => norm.title.clone(),
        }
    }

    /// `2023-06-01 起施行，2025-05-01 起被代替`
    pub(super) fn in_force(&self, norm: &Norm) -> Option<String> {
        let [from, to] = [norm.in_force_from, norm.superseded_from].map(|day| day.map(show_day));
        let text = match (from, to) {
            (Some(from), Some(to)) => {
                text!("{from} 起施行，{to} 起被代替", "in force from {from}, superseded from {to}")
            }
            (Some(from), None) => text!("{from} 起施行", "in force from {from}"),
            (None, Some(to)) => text!("{to} 起被代替", "superseded from {to}"),
            (None, None) => return None,
        };
        Some(self.say(text))
    }

    /// Everything that cites something, with its name; what does not count left out.
    pub(super) fn citing(&self) -> Vec<(Phrase, Option<&Citation>)> {
        let rules = self.rules;
        let named = |label: &str, path: String| Phrase::of(label, path);
        let criteria = rules.enabled().map(|it| (named(&it.title, format!("criteria.{}", it.id)), it.cite.as_ref()));
        let params = rules
            .params
            .iter()
            .map(|it| (named(self.pick(&it.label, &it.id), format!("params.{}", it.id)), it.cite.as_ref()));
        let tables = rules
            .tables
            .iter()
            .map(|it| (named(self.pick(&it.label, &it.id), format!("tables.{}", it.id)), it.cite.as_ref()));
        let remedies =
            rules.remedies.iter().map(|it| (named(&it.title, format!("remedies.{}", it.id)), it.cite.as_ref()));
        criteria.chain(params).chain(tables).chain(remedies).collect()
    }

    fn cited_by(&self, norm: usize) -> Cell {
        let citing = self.citing().into_iter().filter(|(_, cite)| cite.is_some_and(|cite| cite.norm == Some(norm)));
        let citing: Vec<Phrase> = citing.map(|(name, _)| name).collect();
        match citing.is_empty() {
            true => Cell::quiet(self.pick("没有引用", "not cited")),
            false => Cell::of(self.row(citing)),
        }
    }
}
