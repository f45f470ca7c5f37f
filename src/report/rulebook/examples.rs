//! The tests that a rules file carries, as examples: what is given, what should come out, whether it does.

use super::model::{Block, Cell, Section, Table, TableRow};
use super::{Teller, grade};
use crate::assess::TestOutcome;
use crate::assess::explain::shown;
use crate::rules::language::outline::Saying;
use crate::rules::ruleset::{Grade, Test};
use crate::rules::{Field, Value};
use crate::text;

impl Teller<'_> {
    /// All of them.
    pub(super) fn examples(&self) -> Section {
        let heads = [
            self.pick("示例", "test"),
            self.pick("已知（其余不知道）", "given (the rest is not known)"),
            self.pick("应得", "expected"),
            self.pick("实际", "holds"),
        ];
        let rows = self.rules.tests.iter().zip(&self.outcomes).map(|(test, outcome)| TableRow {
            path: String::new(),
            id: String::new(),
            place: self.place(&test.place),
            new: false,
            cells: vec![
                Cell::of(test.name.as_str()),
                Cell { lines: self.given(test), ..Cell::default() },
                Cell { lines: self.expected(test), ..Cell::default() },
                self.outcome(outcome),
            ],
        });
        let rows: Vec<TableRow> = rows.collect();
        let table = Table { kind: "examples", heads: heads.map(String::from).into(), rows, ..Table::default() };
        let blocks = if table.rows.is_empty() { Vec::new() } else { vec![Block::Table(table)] };
        Section::new("tests", self.pick("示例", "examples"), blocks)
    }

    fn known(&self, field: &Field, value: &Value) -> String {
        let (name, shown) = (self.pick(&field.label, &field.id), shown::value(field, value, None, self.lang));
        self.say(text!("{name}：{shown}", "{name}: {shown}"))
    }

    fn given(&self, test: &Test) -> Vec<Saying> {
        let dictionary = &self.rules.dictionary;
        let fields = test.given.iter().filter_map(|(ix, value)| Some(self.known(dictionary.fields.get(*ix)?, value)));
        let own: Vec<String> = fields.collect();
        let mut lines = Vec::new();
        if !own.is_empty() {
            lines.push(Saying::from(own.join(self.pick("；", "; "))));
        }
        for (ix, items) in &test.lists {
            let Some(list) = dictionary.lists.get(*ix) else { continue };
            let name = self.pick(&list.label, &list.id);
            let item = |item: &Vec<(usize, Value)>| {
                let known = item.iter().filter_map(|(ix, value)| {
                    let field = list.fields.get(*ix)?;
                    let (name, shown) =
                        (self.pick(&field.label, &field.id), shown::value(field, value, None, self.lang));
                    Some(format!("{name} {shown}"))
                });
                known.collect::<Vec<_>>().join(self.pick("，", ", "))
            };
            lines.push(match items.as_slice() {
                [] => Saying::from(self.say(text!("{name}：没有", "{name}: none"))),
                [only] => {
                    let known = item(only);
                    Saying::from(self.say(text!("{name}：一条，{known}", "{name}: one, {known}")))
                }
                _ => Saying {
                    phrase: self.say(text!("{name}：", "{name}:")).into(),
                    items: items.iter().map(|one| item(one).into()).collect(),
                },
            });
        }
        if lines.is_empty() {
            lines.push(Saying::from(self.pick("什么也不知道", "nothing")));
        }
        lines
    }

    fn expected(&self, test: &Test) -> Vec<Saying> {
        let of = |of: Option<Grade>| of.map_or(self.pick("不计入", "does not count"), |of| grade(of, self.lang));
        let grades = test.grades.iter().filter_map(|(ix, grade)| {
            let (title, grade) = (&self.rules.criteria.get(*ix)?.title, of(*grade));
            Some(Saying::from(self.say(text!("{title}：{grade}", "{title}: {grade}"))))
        });
        let classes = [
            (self.pick("结论", "class"), test.class),
            (self.pick("最好", "best"), test.best_class),
            (self.pick("最差", "worst"), test.worst_class),
        ];
        let classes = classes.into_iter().filter(|(_, class)| class.is_some()).map(|(name, class)| {
            let class = of(class);
            Saying::from(self.say(text!("{name}：{class}", "{name}: {class}")))
        });
        grades.chain(classes).collect()
    }

    fn outcome(&self, outcome: &TestOutcome) -> Cell {
        match outcome.passed {
            true => Cell::of(self.pick("成立", "yes")),
            false => {
                let lines = std::iter::once(Saying::from(self.pick("不成立", "no")));
                Cell {
                    lines: lines.chain(outcome.mismatches.iter().map(|it| Saying::from(it.get(self.lang)))).collect(),
                    ..Cell::default()
                }
            }
        }
    }
}
