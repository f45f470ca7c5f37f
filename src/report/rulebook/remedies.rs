//! What could be done: what it lifts, when it can be done, what it costs, on what that stands.

use super::model::{Block, Cell, Entry, Row, Section};
use super::{Teller, quoted};
use crate::lang::Text;
use crate::rules::language::outline::Saying;
use crate::rules::language::printer::show_num;
use crate::rules::ruleset::Remedy;
use crate::text;

impl Teller<'_> {
    /// All of them.
    pub(super) fn remedies(&self) -> Section {
        let mut blocks: Vec<Block> = self.rules.remedies.iter().map(|it| Block::Entry(self.remedy(it))).collect();
        if !blocks.is_empty() {
            let said = text!(
                "做了一项措施，下列评估项就按写明的等级计，结论重新得出。费用是估算，不是报价。",
                "once a remedy is done, its criteria have the grades named here, and the class is found anew. costs are estimates, no offers"
            );
            blocks.insert(0, Block::Text(self.say(said).into()));
        }
        Section::new("remedies", self.pick("整改措施", "remedies"), blocks)
    }

    fn remedy(&self, remedy: &Remedy) -> Entry {
        let row = |key: &'static str, label: Text, cell: Cell| Row {
            key,
            label: self.say(label),
            grade: None,
            place: self.elsewhere("remedies", &remedy.id, key, &remedy.place),
            cell,
        };
        let from = quoted(remedy.from, self.lang);
        let lifts = remedy.lifts.iter().map(|&(criterion, to)| Saying::from(self.lifted(criterion, to)));
        let lifts = Cell { lines: lifts.collect(), ..Cell::default() };
        let lifts = lifts.and_quiet(self.say(text!("原来最差到{from}的才做得动", "where it was {from} at worst")));
        let when = match &remedy.when {
            Some(rule) => Cell::of(self.condition(rule, ""))
                .and_quiet(self.pick("确定成立才算能做", "only where this surely holds")),
            None => Cell::of(self.pick("都能做", "always")),
        };
        let cost = match &remedy.cost {
            Some(cost) => Cell::of(show_num(cost, &self.scope, self.lang)),
            None => Cell::of(self.pick("没有估算", "not estimated")),
        };
        Entry {
            path: format!("remedies.{}", remedy.id),
            title: remedy.title.clone(),
            id: remedy.id.clone(),
            place: self.place(&remedy.place),
            rows: vec![
                row("lifts", text!("做了以后", "once done"), lifts),
                row("when", text!("什么时候能做", "can be done"), when),
                row("cost", text!("费用", "cost"), cost),
                row("cite", text!("依据", "by"), self.cited(remedy.cite.as_ref())),
            ],
            ..Entry::default()
        }
    }
}
