//! From grades to a class: the worst, what worsens it, and what holds where nothing counts.

use super::model::{Block, Cell, Section, Table, TableRow};
use super::{Teller, grade, quoted};
use crate::rules::language::outline::Saying;
use crate::rules::language::phrase::Phrase;
use crate::rules::ruleset::{Grade, Tally};
use crate::text;

impl Teller<'_> {
    /// How grades make a class.
    pub(super) fn verdict(&self) -> Section {
        let nothing = quoted(self.rules.when_nothing_applies, self.lang);
        let mut lines = vec![
            self.say(text!(
                "单元的结论，是计入各项的等级中最差的一级。",
                "the class of a unit is the worst grade of the criteria that count"
            )),
            self.say(text!("一项也不计入的单元，结论是{nothing}。", "where none counts, the class is {nothing}")),
            self.say(text!(
                "同时给出最好和最差两种结论：缺的资料都往好里、往坏里算各是什么。两者相同，结论“已定”；不同，结论“待定”。",
                "beside it stand the best and the worst class: with all that is missing at its best, and at its worst. where they are the same the class is settled, else it is open"
            )),
        ];
        let rows: Vec<TableRow> = self
            .rules
            .escalations
            .iter()
            .map(|line| TableRow {
                path: format!("verdict.escalate.{}", line.id),
                id: line.id.clone(),
                place: self.place(&line.place),
                new: false,
                cells: vec![
                    Cell::of(line.label.as_deref().unwrap_or(&line.id)),
                    Cell::of(self.tally(&line.when)),
                    Cell::of(grade(line.to, self.lang)),
                ],
            })
            .collect();
        lines.push(match rows.is_empty() {
            true => self.say(text!(
                "本规则没有加重情形：几项较难合在一起，不会变成不适合。",
                "nothing worsens a class further: several difficult criteria do not add up"
            )),
            false => self.say(text!(
                "下面任何一种情形成立，结论加重（只会更差）：",
                "any of these lines makes a class worse, never better:"
            )),
        });
        let mut blocks = vec![Block::List(lines.into_iter().map(Saying::from).collect())];
        if !rows.is_empty() {
            let heads = [self.pick("加重", "line"), self.pick("情形", "when"), self.pick("结论", "class")];
            blocks.push(Block::Table(Table {
                kind: "escalations",
                heads: heads.map(String::from).into(),
                rows,
                ..Table::default()
            }));
        }
        Section::new("verdict", self.pick("结论怎么得出", "from grades to a class"), blocks)
    }

    /// A condition on grades, leaf by leaf.
    pub(super) fn tally(&self, tally: &Tally) -> Saying {
        match tally {
            Tally::Count { grade: of, group, at_least, .. } => {
                let of = quoted(*of, self.lang);
                Saying::from(self.say(match group {
                    None => text!("等级为{of}的评估项达到 {at_least} 项", "{at_least} or more criteria are {of}"),
                    Some(group) => text!(
                        "“{group}”一组里等级为{of}的评估项达到 {at_least} 项",
                        "{at_least} or more criteria of the group `{group}` are {of}"
                    ),
                }))
            }
            Tally::Is { criterion, grade: of } => {
                let Some(criterion) = self.rules.criteria.get(*criterion) else { return Saying::default() };
                let name = Phrase::of(&criterion.title, format!("criteria.{}", criterion.id));
                let of = quoted(*of, self.lang);
                let said = Phrase::filled(self.pick("“{}”的等级为", "{} is "), [name]).and(of);
                match criterion.enabled {
                    true => Saying::from(said),
                    false => Saying::from(said.and(self.pick("（该项停用，不会成立）", " (switched off: never)"))),
                }
            }
            Tally::And(..) | Tally::Or(..) => {
                let all = matches!(tally, Tally::And(..));
                let mut chain = Vec::new();
                gather(tally, all, &mut chain);
                let lead = match all {
                    true => self.pick("以下全部满足：", "all of these:"),
                    false => self.pick("以下任一满足：", "any of these:"),
                };
                Saying { phrase: Phrase::from(lead), items: chain.into_iter().map(|part| self.tally(part)).collect() }
            }
        }
    }

    /// `“燃气管净距”由“较难”变为“适合”`
    pub(super) fn lifted(&self, criterion: usize, to: Grade) -> Phrase {
        let Some(criterion) = self.rules.criteria.get(criterion) else { return Phrase::default() };
        let name = Phrase::of(&criterion.title, format!("criteria.{}", criterion.id));
        Phrase::filled(self.pick("“{}”变为", "{} becomes "), [name]).and(quoted(to, self.lang))
    }
}

fn gather<'t>(tally: &'t Tally, all: bool, chain: &mut Vec<&'t Tally>) {
    match tally {
        Tally::And(a, b) if all => [a, b].into_iter().for_each(|part| gather(part, all, chain)),
        Tally::Or(a, b) if !all => [a, b].into_iter().for_each(|part| gather(part, all, chain)),
        leaf => chain.push(leaf),
    }
}
