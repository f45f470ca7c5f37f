//! Whether two rule sets decide alike, in words: the answer first, then a unit on which they differ, then criterion by
//! criterion what no class shows, and apart what only missing data can show.
//!
//! What always holds: "the same" never stands without the bound that goes with it. Deliberately absent: finding out.

use super::comparison_causes::cause_shown;
use crate::lang::{Lang, Text, folded};
use crate::rules::ruleset::{Criterion, Grade};
use crate::study::same::{Answer, OfCriterion, Sameness, Witness};
use crate::text;

/// Columns of a line.
const WIDE: usize = 80;

/// The longest unit that is given whole.
const GIVEN: usize = 100;

/// What was found, for whom.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// What was found
    pub same: &'a Sameness<'a>,
    /// What the two rule sets are called
    pub names: &'a [String; 2],
    /// In which language
    pub lang: Lang,
}

impl Told<'_> {
    /// The answer in lines.
    pub fn text(&self) -> String {
        let mut lines = vec![self.verdict()];
        if let Answer::Differs(witness) = &self.same.classes {
            lines.extend(self.witness(witness));
        }
        let hidden = |criterion: &&OfCriterion| match &criterion.exact {
            Answer::Differs(_) => self.same.classes.is_same(),
            Answer::NotDecided => true,
            Answer::Same { .. } => false,
        };
        let shown = self.same.criteria.iter().filter(hidden).map(|criterion| self.grade(criterion, &criterion.exact));
        lines.extend(self.part(text!("各项等级：", "grades:"), shown.collect()));
        let blank = |criterion: &OfCriterion| match &criterion.blanks {
            Some(answer) if !answer.is_same() => Some(self.grade(criterion, answer)),
            _ => None,
        };
        let only = text!("资料不全时才看得出的不同：", "what only missing data can show:");
        let mut blanks: Vec<String> = self.same.blanks.iter().filter_map(|answer| self.class(answer)).collect();
        blanks.extend(self.same.criteria.iter().filter_map(blank));
        lines.extend(self.part(only, blanks));
        lines.iter().map(|line| format!("{}\n", folded(line, WIDE))).collect()
    }

    fn said(&self, Text { zh, en }: Text) -> String {
        self.lang.pick(zh, en)
    }

    fn verdict(&self) -> String {
        let [a, b] = self.names;
        self.said(match &self.same.classes {
            _ if self.same.difference.atoms.is_empty() => {
                text!("`{a}` 和 `{b}` 的规则没有不同", "`{a}` and `{b}` do not differ in any rule")
            }
            Answer::Same { items: None } => text!(
                "`{a}` 和 `{b}` 判断相同：凡资料齐全的单元，结论都一样",
                "`{a}` and `{b}` decide alike: every unit of which all is known is of the same class"
            ),
            Answer::Same { items: Some(items) } => text!(
                "`{a}` 和 `{b}` 判断相同：凡资料齐全、每种清单不超过 {items} 项的单元，结论都一样",
                "`{a}` and `{b}` decide alike: every unit of which all is known, with at most {items} items of a list, is of the same class"
            ),
            Answer::Differs(_) => text!(
                "`{a}` 和 `{b}` 判断不同：有的单元结论不一样，例如",
                "`{a}` and `{b}` decide differently: there are units whose class differs, such as"
            ),
            Answer::NotDecided => text!(
                "`{a}` 和 `{b}` 判断是否相同，没有判定：情形太多，没有逐一看完，或有未知的数相乘，找不到单元来证实",
                "not decided whether `{a}` and `{b}` decide alike: there are too many cases to look at all of them, or unknown numbers are multiplied and no unit was found that shows it"
            ),
        })
    }

    fn witness(&self, witness: &Witness) -> Vec<String> {
        let [a, b] = self.names;
        let [from, to] = witness.classes.map(|class| self.said(class.label()));
        let (unit, given) = (self.said(witness.said.clone()), &witness.given);
        let mut lines = vec![
            format!("  {unit}"),
            self.said(text!("  {a}：{from}", "  {a}: {from}")),
            self.said(text!("  {b}：{to}", "  {b}: {to}")),
        ];
        if let Some(cause) = &witness.cause {
            let cause = cause_shown(cause, &self.same.difference, self.lang);
            lines.push(self.said(text!("  起因：{cause}", "  because of: {cause}")));
        }
        // A whole unit of many fields is for programs.
        lines.push(self.said(match given.chars().count() <= GIVEN {
            true => text!(
                "  两套规则都已对这个单元评估过。写成示例：given = {given}",
                "  both rule sets have assessed this unit. as a test: given = {given}"
            ),
            false => text!(
                "  其余资料取平常的值；两套规则都已对这个单元评估过，全部资料见 --format json 的 given，可作示例",
                "  all else is plain; both rule sets have assessed this unit, which `--format json` gives whole, as a test"
            ),
        }));
        lines
    }

    /// What differs in classes where data are missing.
    fn class(&self, answer: &Answer) -> Option<String> {
        match answer {
            Answer::Same { .. } => None,
            Answer::NotDecided => Some(self.said(text!("  结论：没有判定", "  class: not decided"))),
            Answer::Differs(witness) => {
                let unit = self.said(witness.said.clone());
                let [from, to] = witness.classes.map(|class| self.said(class.label()));
                Some(self.said(text!("  结论：{unit} → {from}／{to}", "  class: {unit} → {from} / {to}")))
            }
        }
    }

    fn part(&self, head: Text, lines: Vec<String>) -> Vec<String> {
        match lines.is_empty() {
            true => Vec::new(),
            false => [vec![String::new(), self.said(head)], lines].concat(),
        }
    }

    fn grade(&self, criterion: &OfCriterion, answer: &Answer) -> String {
        let called = self.same.difference.criterion(criterion.at);
        let called = called.map_or("", |Criterion { id, title, .. }| self.lang.pick(title, id));
        self.said(match answer {
            Answer::Differs(witness) => {
                let unit = self.said(witness.said.clone());
                let [from, to] = witness.grades.map(|grade| self.said(grade_label(grade)));
                let hint = match from == to {
                    true => text!("（但可能的等级不同）", " (but other grades are possible)"),
                    false => text!("", ""),
                };
                let (zh, en) = (hint.zh, hint.en);
                text!("  {called}：{unit} → {from}／{to}{zh}", "  {called}: {unit} → {from} / {to}{en}")
            }
            _ => text!("  {called}：没有判定", "  {called}: not decided"),
        })
    }
}

fn grade_label(grade: Option<Grade>) -> Text {
    grade.map_or(text!("不计入", "not counted"), Grade::label)
}
