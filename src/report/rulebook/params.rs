//! The parameters in one table, and what is computed.

use super::Teller;
use super::model::{Block, Cell, Section, Table, TableRow};
use super::walk::{Met, walk};
use crate::assess::explain::shown;
use crate::rules::Choice;
use crate::rules::document::Node;
use crate::rules::language::printer::show_param;
use crate::rules::language::typed::{At, CondNode, Pick};
use crate::rules::ruleset::{Param, ParamValue};

impl Teller<'_> {
    /// What planners turn.
    pub(super) fn params(&self) -> Section {
        let heads = [
            self.pick("参数", "parameter"),
            self.pick("现值", "value"),
            self.pick("可调范围", "range"),
            self.pick("出处", "source"),
            self.pick("用于", "used by"),
        ];
        let row = |(ix, param): (usize, &Param)| TableRow {
            path: format!("params.{}", param.id),
            id: param.id.clone(),
            place: self.place(&param.place),
            new: false,
            cells: vec![
                Cell::of(param.label.as_str()),
                Cell::of(self.set_to(ix, param)),
                self.range(param),
                self.cited(param.cite.as_ref()),
                self.users(|uses| uses.params.contains(&ix)).unmarked(),
            ],
        };
        let rows: Vec<TableRow> = self.rules.params.iter().enumerate().map(row).collect();
        let table = Table { kind: "params", heads: heads.map(String::from).into(), rows, ..Table::default() };
        let blocks = if table.rows.is_empty() { Vec::new() } else { vec![Block::Table(table)] };
        Section::new("params", self.pick("参数", "parameters"), blocks)
    }

    /// What a parameter is set to: choices by their labels, where the rules show which they are.
    pub(super) fn set_to(&self, ix: usize, param: &Param) -> String {
        match &param.value {
            ParamValue::Flag(flag) => shown::flag(*flag).get(self.lang).to_string(),
            ParamValue::Word(_) | ParamValue::Words(_) => self.choices_of(ix).unwrap_or_else(|| show_param(param)),
            ParamValue::Number { .. } => show_param(param),
        }
    }

    /// The choices that a parameter names, as the first condition with it takes them.
    fn choices_of(&self, ix: usize) -> Option<String> {
        let mut found = None;
        let mut put = |field: &At, choices: &[u16]| {
            let field = field.field(&self.rules.dictionary).and_then(|field| field.kind.choices());
            let shown = |choices: &[u16], all: &[Choice]| {
                let shown: Vec<String> = choices.iter().map(|&it| shown::choice(all, it, self.lang)).collect();
                shown.join(self.pick("、", ", "))
            };
            found = found.take().or_else(|| field.map(|all| shown(choices, all)));
        };
        walk(self.rules, &mut |met| {
            let Met::Cond(cond) = met else { return };
            match &cond.node {
                CondNode::AmongChoices { value: Pick::Field(at), among, param } if *param == Some(ix) => put(at, among),
                CondNode::Has { field, choice, param } if *param == Some(ix) => put(field, &[*choice]),
                CondNode::SameChoice { left: Pick::Field(at), right: Pick::Known { choice, param }, .. }
                | CondNode::SameChoice { left: Pick::Known { choice, param }, right: Pick::Field(at), .. }
                    if *param == Some(ix) =>
                {
                    put(at, &[*choice]);
                }
                _ => {}
            }
        });
        found
    }

    /// The range as it is written, whatever the value is written in.
    fn range(&self, param: &Param) -> Cell {
        let written = self.rules.merged.table("params").and_then(|params| params.table(&param.id));
        let ends = written.map_or(&[][..], |own| own.list("range")).iter().filter_map(|end| match &end.node {
            Node::Text(text) | Node::Number(text) => Some(text.as_str()),
            _ => None,
        });
        match ends.collect::<Vec<_>>().as_slice() {
            [low, high] => {
                // The unit of measure stands once, where both have the same.
                let unit = |end: &str| end.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').to_string();
                let low = if unit(low) == unit(high) { low.trim_end_matches(&unit(low)) } else { low };
                Cell::of(format!("{low}~{high}"))
            }
            _ => Cell::quiet(self.pick("没有写", "not given")),
        }
    }

    /// What is computed of surveyed values.
    pub(super) fn derived(&self) -> Section {
        let heads = [
            self.pick("名称", "name"),
            self.pick("怎么算、什么时候成立", "how it is computed, when it holds"),
            self.pick("用于", "used by"),
        ];
        let rows = self.rules.derived.iter().enumerate().map(|(ix, derived)| TableRow {
            path: format!("derive.{}", derived.id),
            id: derived.id.clone(),
            place: self.place(&derived.place),
            new: false,
            cells: vec![
                Cell::of(derived.label.as_str()),
                Cell::of(self.computed(derived)),
                self.users(|uses| uses.derived.contains(&ix)).unmarked(),
            ],
        });
        let rows: Vec<TableRow> = rows.collect();
        let table = Table { kind: "derived", heads: heads.map(String::from).into(), rows, ..Table::default() };
        let blocks = if table.rows.is_empty() { Vec::new() } else { vec![Block::Table(table)] };
        Section::new("derived", self.pick("算出来的量", "what is computed"), blocks)
    }
}
