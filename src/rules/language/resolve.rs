//! What a name means where it stands, and what is said of one that means nothing there, or two things.
//!
//! The fields of the list around come first, then everything that is no list's field. A name that two things share
//! means neither, also where only one of them could stand: whoever reads the rule would have to guess.

use super::Problem;
use super::names::Meaning;
use super::typed::{At, Span};
use super::types::Checker;
use crate::lang::Text;
use crate::rules::dictionary::{Field, ListIx};
use crate::text;

/// What a name means where it stands.
pub(super) enum Found {
    One(Meaning),
    /// Two things or more share it
    Many(Vec<Meaning>),
    /// A field of a list that is not around, or of one further out
    Elsewhere(ListIx),
    Nothing,
}

impl<'a> Checker<'a> {
    /// What a name means here: the fields of the list around come first, then everything that is not a list's field.
    pub fn look(&self, name: &str) -> Found {
        let meanings = self.names.meanings(name);
        let own = |list: ListIx| move |m: &Meaning| matches!(m, Meaning::Item(of, _) if *of == list);
        let here: Vec<Meaning> = match self.lists.last() {
            Some(&list) => meanings.iter().copied().filter(own(list)).collect(),
            None => Vec::new(),
        };
        let here = if here.is_empty() {
            meanings.iter().copied().filter(|m| !matches!(m, Meaning::Item(..))).collect()
        } else {
            here
        };
        match here.as_slice() {
            [one] => Found::One(*one),
            [] => {
                let outer = self.lists.iter().rev().copied().find(|&list| meanings.iter().any(own(list)));
                let any = meanings.iter().find_map(|m| if let Meaning::Item(list, _) = m { Some(*list) } else { None });
                outer.or(any).map_or(Found::Nothing, Found::Elsewhere)
            }
            _ => Found::Many(here),
        }
    }

    /// What a name means; reports one that means nothing here, or two things.
    pub fn resolve(&mut self, name: &str, span: &Span) -> Option<Meaning> {
        match self.look(name) {
            Found::One(Meaning::Unusable(ix)) => {
                self.mentioned.push((ix, span.clone()));
                None
            }
            Found::One(meaning) => Some(meaning),
            Found::Many(meanings) => {
                for meaning in &meanings {
                    if let Meaning::Unusable(ix) = meaning {
                        self.mentioned.push((*ix, span.clone()));
                    }
                }
                let shared = meanings.iter().map(|&m| self.described(m)).collect::<Vec<_>>();
                let zh = shared.iter().map(|t| t.zh.as_str()).collect::<Vec<_>>().join("、");
                let en = shared.iter().map(|t| t.en.as_str()).collect::<Vec<_>>().join(", ");
                let message = text!("名称 `{name}` 有两个以上的意思", "the name `{name}` means more than one thing");
                let help = text!("改用代号：{zh}", "use the id instead: {en}");
                self.report(Problem::error("R008", span.clone(), message).help(help));
                None
            }
            Found::Elsewhere(list) => {
                self.out_of_list(name, list, span);
                None
            }
            Found::Nothing => {
                let problem = self.unknown_name(name, span.clone());
                self.report(problem);
                None
            }
        }
    }

    pub fn out_of_list(&mut self, name: &str, list: ListIx, span: &Span) {
        let Some(def) = self.scope.dictionary.lists.get(list) else { return };
        let (label, id) = (&def.label, &def.id);
        let problem = if self.lists.contains(&list) {
            let message = text!(
                "内层的清单函数里不能用外层 `{label}` 的字段 `{name}`",
                "a list function inside another cannot use `{name}`, a field of the outer list `{id}`"
            );
            let help = text!(
                "把条件分成两个清单函数，不要嵌套",
                "write two list functions side by side, not one in the other"
            );
            Problem::error("R012", span.clone(), message).help(help)
        } else {
            let message = text!(
                "`{name}` 是清单 `{label}` 的字段，只能用在该清单的函数里",
                "`{name}` is a field of the list `{id}` and can only be used inside a function over it"
            );
            let help = text!("例如 `any({id}, …)`、`every({id}, …)`", "for example `any({id}, …)`, `every({id}, …)`");
            Problem::error("R012", span.clone(), message).help(help)
        };
        self.report(problem);
    }

    pub fn unknown_name(&self, name: &str, span: Span) -> Problem {
        let problem = Problem::error("R007", span, text!("没有名称 `{name}`", "there is no name `{name}`"));
        if let Some((_, near)) = self.names.nearest(name, |m| self.in_sight(m)) {
            let near = self.spelt(near);
            return problem.help(text!("是不是 `{near}`？", "did you mean `{near}`?"));
        }
        if let Some(field) = self.field_with_choice(name) {
            let help = text!(
                "`{name}` 是 `{field}` 的选项，要与它比较：`{field} == {name}`",
                "`{name}` is a choice of `{field}` and must stand opposite it: `{field} == {name}`"
            );
            return problem.help(help);
        }
        if crate::quantity::unit_named(name).is_some() {
            return problem
                .help(text!("计量单位前要有数字：`1 {name}`", "a unit of measure follows a number: `1 {name}`"));
        }
        if super::tree::Function::named(name).is_some() {
            return problem.help(text!("函数后要有括号：`{name}(…)`", "a function has brackets: `{name}(…)`"));
        }
        problem.help(text!(
            "可用的是字段、参数、派生字段的代号或名称；文字要加引号",
            "names are the ids and labels of fields, parameters and derived fields; text stands in quotes"
        ))
    }

    /// Whether something can be named here: other lists' fields cannot.
    pub fn in_sight(&self, meaning: Meaning) -> bool {
        match meaning {
            Meaning::Item(list, _) => self.lists.last() == Some(&list),
            _ => true,
        }
    }

    /// A name as it must be written: between backticks, if it has signs in it.
    pub fn spelt(&self, name: &str) -> String {
        let folded: Vec<char> = super::fold::fold(name).chars().collect();
        if self.names.longest_at(&folded) == Some(folded.len()) { name.to_string() } else { format!("`{name}`") }
    }

    pub fn field_with_choice(&self, word: &str) -> Option<&'a str> {
        let has = |field: &&Field| {
            let choices = field.kind.choices().unwrap_or_default();
            choices.iter().any(|choice| choice.id == word || choice.spellings.iter().any(|s| s == word))
        };
        let items = self.lists.last().and_then(|&list| self.scope.dictionary.lists.get(list));
        let items = items.map_or(&[][..], |list| list.fields.as_slice());
        items.iter().chain(&self.scope.dictionary.fields).find(has).map(|field| field.id.as_str())
    }

    pub fn described(&self, meaning: Meaning) -> Text {
        let scope = self.scope;
        let id_of = |id: Option<&String>| id.cloned().unwrap_or_default();
        match meaning {
            Meaning::Unit(ix) => {
                let id = id_of(scope.dictionary.fields.get(ix).map(|f| &f.id));
                text!("字段 `{id}`", "the field `{id}`")
            }
            Meaning::Item(list, ix) => {
                let id = id_of(self.field(At::Item(list, ix)).map(|f| &f.id));
                text!("清单字段 `{id}`", "the list's field `{id}`")
            }
            Meaning::List(ix) => {
                let id = id_of(scope.dictionary.lists.get(ix).map(|l| &l.id));
                text!("清单 `{id}`", "the list `{id}`")
            }
            Meaning::Param(ix) => {
                let id = id_of(scope.params.get(ix).map(|p| &p.id));
                text!("参数 `{id}`", "the parameter `{id}`")
            }
            Meaning::Derived(ix) => {
                let id = id_of(scope.derived.get(ix).map(|d| &d.id));
                text!("派生字段 `{id}`", "the derived field `{id}`")
            }
            Meaning::Unusable(ix) => {
                let id = id_of(scope.unusable.get(ix).map(|(id, _)| id));
                text!("派生字段 `{id}`", "the derived field `{id}`")
            }
            Meaning::Table(ix) => {
                let id = id_of(scope.tables.get(ix).map(|t| &t.id));
                text!("表 `{id}`", "the table `{id}`")
            }
            Meaning::Criterion(_) => text!("评估项", "a criterion"),
        }
    }
}
