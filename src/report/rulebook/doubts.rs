//! What is not settled: what the checker doubts, tests that fail, norms not in force, texts that nobody has held against
//! the original, figures that stand on practice alone.

use super::model::{Block, Section};
use super::{Material, Teller};
use crate::lang::Text;
use crate::report::notice::{REFERENCE, TO_CHECK};
use crate::rules::Diagnostic;
use crate::rules::language::outline::Saying;
use crate::rules::language::phrase::Phrase;
use crate::rules::language::printer::show_param;
use crate::rules::ruleset::{Binding, Norm, ParamValue};
use crate::text;

/// The code of an embedded test that fails.
const TEST_FAILED: &str = "R080";
/// How the note of a source says that something of it was not looked up.
const LOOKED_UP: &str = "核对";

impl Teller<'_> {
    /// All of it; the section says so where there is nothing.
    pub(super) fn doubts(&self, material: &Material) -> Section {
        let failed = |wanted: bool| material.doubts.iter().filter(move |doubt| (doubt.code == TEST_FAILED) == wanted);
        let parts: [(Text, Vec<Saying>); 6] = [
            (text!("检查规则时的疑问", "doubts of the checker"), failed(false).map(|it| self.doubt(it)).collect()),
            (text!("不成立的示例", "tests that fail"), failed(true).map(|it| self.doubt(it)).collect()),
            (
                text!("不在施行期内", "not in force"),
                material.not_in_force.iter().map(|it| Saying::from(it.get(self.lang))).collect(),
            ),
            (text!("出处的原文尚待核对", "sources whose text is to be checked"), self.to_check()),
            (text!("评估项自己注明要核对的", "criteria that say so themselves"), self.own_notes()),
            (text!("没有规范条文可依的数", "figures without a norm"), self.of_practice()),
        ];
        let mut blocks = Vec::new();
        for (title, lines) in parts.into_iter().filter(|(_, lines)| !lines.is_empty()) {
            blocks.push(Block::Heading(String::new(), self.say(title)));
            blocks.push(Block::List(lines));
        }
        if blocks.is_empty() {
            blocks.push(Block::Text(self.pick("没有。", "nothing").into()));
        }
        Section::new("doubts", self.pick("尚未落实的", "what is not settled"), blocks)
    }

    fn doubt(&self, doubt: &Diagnostic) -> Saying {
        let (code, message) = (doubt.code, doubt.message.get(self.lang));
        let place = doubt.place.as_ref().map_or_else(String::new, |place| self.place(place));
        let help = doubt.help.as_ref().map(|help| Saying::from(help.get(self.lang)));
        let said = self.pick(format!("{message}（{code}，{place}）"), format!("{message} ({code}, {place})"));
        Saying { phrase: said.into(), items: help.into_iter().collect() }
    }

    fn norm(&self, norm: &Norm) -> Phrase {
        let title = self.title(norm);
        let name = match &norm.number {
            Some(number) => self.pick(format!("{number}{title}"), format!("{number} {title}")),
            None => title,
        };
        Phrase::of(name, format!("sources.{}", norm.id))
    }

    fn to_check(&self) -> Vec<Saying> {
        let citing = self.citing();
        let mut lines = Vec::new();
        for (ix, norm) in self.rules.sources.iter().enumerate() {
            let Some(note) = norm.note.as_deref().filter(|note| note.contains(LOOKED_UP) || note.contains(REFERENCE))
            else {
                continue;
            };
            let own = citing.iter().filter(|(_, cite)| cite.is_some_and(|cite| cite.norm == Some(ix)));
            let own: Vec<Phrase> = own.map(|(name, _)| name.clone()).collect();
            if own.is_empty() {
                continue;
            }
            let note = note.lines().collect::<Vec<_>>().join(" ");
            let phrase = self.norm(norm).and(self.pick("：", ": ")).and(note);
            let cited = Phrase::from(self.pick("引用它的：", "cited by: ")).and(self.row(own));
            lines.push(Saying { phrase, items: vec![cited.into()] });
        }
        lines
    }

    fn own_notes(&self) -> Vec<Saying> {
        let noted = self.rules.enabled().filter_map(|criterion| {
            let note = criterion.note.as_deref().filter(|note| note.contains(TO_CHECK))?;
            let name = Phrase::of(&criterion.title, format!("criteria.{}", criterion.id));
            Some(name.and(self.pick("：", ": ")).and(note.lines().collect::<Vec<_>>().join(" ")).into())
        });
        noted.collect()
    }

    /// Parameters in use that cite practice, free words or nothing.
    fn of_practice(&self) -> Vec<Saying> {
        let used = |ix: usize| self.users.iter().any(|user| user.uses.params.contains(&ix));
        let params = self.rules.params.iter().enumerate().filter(|(ix, param)| {
            let norm = param.cite.as_ref().and_then(|cite| self.rules.sources.get(cite.norm?));
            let number = matches!(param.value, ParamValue::Number { .. });
            number
                && used(*ix)
                && norm.is_none_or(|norm| norm.binding.is_none_or(|binding| binding == Binding::Practice))
        });
        let said = params.map(|(_, param)| {
            let name = Phrase::of(self.pick(&param.label, &param.id), format!("params.{}", param.id));
            let cite = param.cite.as_ref().map_or(self.pick("没有写出处", "nothing is cited"), |cite| &cite.shown);
            name.and(" ").and(show_param(param)).and(self.pick(format!("（{cite}）"), format!(" ({cite})"))).into()
        });
        said.collect()
    }
}
