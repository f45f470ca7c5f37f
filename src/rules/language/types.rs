//! Tree → typed expression: what names mean where they stand, and what sort of thing each part is.
//!
//! Every function gives `None` where something was wrong and has been reported (or stems from a name that is
//! [`super::Scope::unusable`]); its callers check the other operands all the same and say nothing more. What always
//! holds: one mistake makes one problem. Comparisons are in `compare`, functions in `functions`.

use super::arithmetic::sample;
use super::names::{Meaning, Names};
use super::tree::{Node, Operator, Tree};
use super::typed::{At, Cond, CondNode, Expr, Num, NumNode, ParamIx, Span, Word};
use super::{Problem, Scope};
use crate::lang::Text;
use crate::quantity::{Decimal, Dimension};
use crate::rules::dictionary::{Field, Kind, ListIx};
use crate::rules::ruleset::ParamValue;
use crate::text;

pub(super) struct Checker<'a> {
    pub text: &'a str,
    pub scope: &'a Scope<'a>,
    pub names: &'a Names,
    pub problems: Vec<Problem>,
    /// The lists whose functions stand around, outermost first; the last one's fields come first
    pub lists: Vec<ListIx>,
    /// Unusable names that were mentioned, and where
    pub mentioned: Vec<(usize, Span)>,
}

/// What a part of an expression turns out to be.
#[derive(Debug)]
pub(super) enum Operand<'a> {
    Cond(Cond),
    Num(Num),
    /// A choice field
    Choice(At),
    /// A text field or quoted words
    Text(Word),
    /// A parameter that holds a choice or a text
    Word(ParamIx, &'a str),
    /// A parameter that holds several
    Words(ParamIx),
}

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
    pub fn new(text: &'a str, scope: &'a Scope<'a>, names: &'a Names, problems: Vec<Problem>) -> Checker<'a> {
        Checker { text, scope, names, problems, lists: Vec::new(), mentioned: Vec::new() }
    }

    pub fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub fn written(&self, tree: &Tree) -> &'a str {
        self.text.get(tree.span.clone()).unwrap_or_default().trim()
    }

    pub fn field(&self, at: At) -> Option<&'a Field> {
        match at {
            At::Unit(field) => self.scope.dictionary.fields.get(field),
            At::Item(list, field) => self.scope.dictionary.lists.get(list)?.fields.get(field),
        }
    }

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

    fn out_of_list(&mut self, name: &str, list: ListIx, span: &Span) {
        let Some(def) = self.scope.dictionary.lists.get(list) else { return };
        let (label, id) = (&def.label, &def.id);
        let problem = if self.lists.contains(&list) {
            let message = text!(
                "内层的列表函数里不能用外层 `{label}` 的字段 `{name}`",
                "a list function inside another cannot use `{name}`, a field of the outer list `{id}`"
            );
            let help = text!(
                "把条件分成两个列表函数，不要嵌套",
                "write two list functions side by side, not one in the other"
            );
            Problem::error("R012", span.clone(), message).help(help)
        } else {
            let message = text!(
                "`{name}` 是列表 `{label}` 的字段，只能用在该列表的函数里",
                "`{name}` is a field of the list `{id}` and can only be used inside a function over it"
            );
            let help = text!("例如 `any({id}, …)`、`every({id}, …)`", "for example `any({id}, …)`, `every({id}, …)`");
            Problem::error("R012", span.clone(), message).help(help)
        };
        self.report(problem);
    }

    fn unknown_name(&self, name: &str, span: Span) -> Problem {
        let problem = Problem::error("R007", span, text!("没有名称 `{name}`", "there is no name `{name}`"));
        let visible = |m: Meaning| match m {
            Meaning::Item(list, _) => self.lists.last() == Some(&list),
            _ => true,
        };
        if let Some((_, near)) = self.names.nearest(name, visible) {
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

    /// A name as it must be written: between backticks, if it has signs in it.
    pub fn spelt(&self, name: &str) -> String {
        let folded: Vec<char> = super::fold::fold(name).chars().collect();
        if self.names.longest_at(&folded) == Some(folded.len()) { name.to_string() } else { format!("`{name}`") }
    }

    fn field_with_choice(&self, word: &str) -> Option<&'a str> {
        let has = |field: &&Field| {
            let choices = field.kind.choices().unwrap_or_default();
            choices.iter().any(|choice| choice.id == word || choice.spellings.iter().any(|s| s == word))
        };
        let items = self.lists.last().and_then(|&list| self.scope.dictionary.lists.get(list));
        let items = items.map_or(&[][..], |list| list.fields.as_slice());
        items.iter().chain(&self.scope.dictionary.fields).find(has).map(|field| field.id.as_str())
    }

    fn described(&self, meaning: Meaning) -> Text {
        let scope = self.scope;
        let id_of = |id: Option<&String>| id.cloned().unwrap_or_default();
        match meaning {
            Meaning::Unit(ix) => {
                let id = id_of(scope.dictionary.fields.get(ix).map(|f| &f.id));
                text!("字段 `{id}`", "the field `{id}`")
            }
            Meaning::Item(list, ix) => {
                let id = id_of(self.field(At::Item(list, ix)).map(|f| &f.id));
                text!("列表字段 `{id}`", "the list's field `{id}`")
            }
            Meaning::List(ix) => {
                let id = id_of(scope.dictionary.lists.get(ix).map(|l| &l.id));
                text!("列表 `{id}`", "the list `{id}`")
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

    /// A condition, number or whatever else a part of an expression is.
    pub fn operand(&mut self, tree: &Tree) -> Option<Operand<'a>> {
        let span = tree.span.clone();
        match &tree.node {
            Node::Wrong => None,
            Node::Known(known) => cond(CondNode::Known(*known), span),
            Node::Number { .. } | Node::Date(_) | Node::Negated(_) => self.number(tree).map(Operand::Num),
            Node::Text(text) => Some(Operand::Text(Word::Known(text.as_str().into()))),
            Node::Name { text, .. } => self.name(text, span),
            Node::Not(inner) => cond(CondNode::Not(Box::new(self.cond(inner)?)), span),
            Node::Binary(operator, left, right) => self.binary(*operator, left, right, span),
            Node::In(value, set) => self.membership(value, set, span).map(Operand::Cond),
            Node::Call(function, arguments) => self.call(*function, arguments, span),
            Node::Lookup { table, keys } => self.lookup(table, keys, span).map(Operand::Num),
        }
    }

    fn binary(&mut self, operator: Operator, left: &Tree, right: &Tree, span: Span) -> Option<Operand<'a>> {
        match operator {
            Operator::And | Operator::Or => {
                let (left, right) = (self.cond(left), self.cond(right));
                let (left, right) = (Box::new(left?), Box::new(right?));
                let node = if operator == Operator::And { CondNode::And } else { CondNode::Or };
                cond(node(left, right), span)
            }
            Operator::Compare(how) => self.comparison(how, left, right, span).map(Operand::Cond),
            _ => self.arithmetic(operator, left, right, span).map(Operand::Num),
        }
    }

    fn name(&mut self, name: &str, span: Span) -> Option<Operand<'a>> {
        match self.resolve(name, &span)? {
            Meaning::Unit(field) => self.field_operand(At::Unit(field), span),
            Meaning::Item(list, field) => self.field_operand(At::Item(list, field), span),
            Meaning::Param(ix) => match &self.scope.params.get(ix)?.value {
                ParamValue::Number { dimension, .. } => number(NumNode::Param(ix), *dimension, span),
                ParamValue::Word(word) => Some(Operand::Word(ix, word)),
                ParamValue::Words(_) => Some(Operand::Words(ix)),
                ParamValue::Flag(_) => cond(CondNode::FlagParam(ix), span),
            },
            Meaning::Derived(ix) => match &self.scope.derived.get(ix)?.value {
                Expr::Cond(_) => cond(CondNode::Derived(ix), span),
                Expr::Num(num) => number(NumNode::Derived(ix), num.dimension, span),
            },
            Meaning::List(ix) => {
                let id = &self.scope.dictionary.lists.get(ix)?.id;
                let message = text!("列表 `{name}` 不能单独使用", "the list `{name}` cannot stand alone");
                let help = text!("例如 `any({id}, …)`、`count({id})`", "for example `any({id}, …)`, `count({id})`");
                self.report(Problem::error("R011", span, message).help(help));
                None
            }
            Meaning::Table(ix) => {
                let keys = self.scope.tables.get(ix)?.keys.join(", ");
                let message = text!("表 `{name}` 要带键", "the table `{name}` must be looked up with keys");
                let help = text!("写成 `{name}[{keys}]`", "write `{name}[{keys}]`");
                self.report(Problem::error("R021", span, message).help(help));
                None
            }
            Meaning::Unusable(_) | Meaning::Criterion(_) => None,
        }
    }

    fn field_operand(&mut self, at: At, span: Span) -> Option<Operand<'a>> {
        let field = self.field(at)?;
        match &field.kind {
            Kind::Number(dimension) => number(NumNode::Field(at), *dimension, span),
            Kind::Percent => number(NumNode::Field(at), Dimension::Number, span),
            Kind::Choice(_) => Some(Operand::Choice(at)),
            Kind::Several(_) => {
                self.only_with_has(field, span);
                None
            }
            Kind::Flag => cond(CondNode::Flag(at), span),
            Kind::Text => Some(Operand::Text(Word::Field(at))),
        }
    }

    pub fn only_with_has(&mut self, field: &Field, span: Span) {
        let (label, id) = (&field.label, &field.id);
        let example = field.kind.choices().and_then(|choices| choices.first()).map_or("a", |choice| choice.id.as_str());
        let message = text!(
            "`{label}` 可有多个选项，只能用 `has`",
            "`{id}` may hold several choices and is only used with `has`"
        );
        let help = text!("写成 `has({id}, {example})`", "write `has({id}, {example})`");
        self.report(Problem::error("R019", span, message).help(help));
    }

    /// A condition.
    pub fn cond(&mut self, tree: &Tree) -> Option<Cond> {
        let operand = self.operand(tree)?;
        let help = match &operand {
            Operand::Cond(_) => None,
            Operand::Num(num) => {
                let (written, sample) = (self.written(tree), sample(num.dimension));
                Some(text!(
                    "与一个值比较，例如 `{written} >= {sample}`",
                    "compare it, for example `{written} >= {sample}`"
                ))
            }
            Operand::Choice(at) => {
                let written = self.written(tree);
                let choices = self.field(*at).and_then(|field| field.kind.choices()).unwrap_or_default();
                let example = choices.first().map_or("", |choice| choice.id.as_str());
                Some(text!("例如 `{written} == {example}`", "for example `{written} == {example}`"))
            }
            Operand::Text(Word::Field(_)) => {
                let written = self.written(tree);
                Some(text!("例如 `{written} == \"…\"`", "for example `{written} == \"…\"`"))
            }
            Operand::Text(_) => Some(text!("名称不用引号", "names stand without quotes")),
            Operand::Word(..) | Operand::Words(_) => {
                let written = self.written(tree);
                Some(text!(
                    "与字段比较，例如 `x == {written}`",
                    "compare a field with it, for example `x == {written}`"
                ))
            }
        };
        match operand {
            Operand::Cond(cond) => Some(cond),
            other => {
                let Text { zh, en } = self.sort(&other);
                let message = text!("这里应是条件，却是{zh}", "expected a condition, found {en}");
                self.report(Problem::error("R013", tree.span.clone(), message).maybe_help(help));
                None
            }
        }
    }

    /// A number.
    pub fn num(&mut self, tree: &Tree) -> Option<Num> {
        match self.operand(tree)? {
            Operand::Num(num) => Some(num),
            other => {
                self.not_a_number(&other, tree);
                None
            }
        }
    }

    pub fn not_a_number(&mut self, operand: &Operand, tree: &Tree) {
        let Text { zh, en } = self.sort(operand);
        let message = text!("这里应是数，却是{zh}", "expected a number, found {en}");
        let help = match operand {
            Operand::Cond(_) => {
                Some(text!("条件可以这样变成数：`if(条件, 1, 0)`", "a condition makes a number with `if(cond, 1, 0)`"))
            }
            Operand::Text(Word::Known(_)) => Some(text!("数不用引号", "numbers stand without quotes")),
            _ => None,
        };
        self.report(Problem::error("R014", tree.span.clone(), message).maybe_help(help));
    }

    /// A number or a condition.
    pub fn expr(&mut self, tree: &Tree) -> Option<Expr> {
        match self.operand(tree)? {
            Operand::Cond(cond) => Some(Expr::Cond(cond)),
            Operand::Num(num) => Some(Expr::Num(num)),
            other => {
                let Text { zh, en } = self.sort(&other);
                let message = text!("这里应是数或条件，却是{zh}", "expected a number or a condition, found {en}");
                self.report(Problem::error("R014", tree.span.clone(), message));
                None
            }
        }
    }

    /// What an operand is, in words.
    pub fn sort(&self, operand: &Operand) -> Text {
        match operand {
            Operand::Cond(_) => text!("条件", "a condition"),
            Operand::Num(num) => num.dimension.name(),
            Operand::Choice(at) => {
                let label = self.field(*at).map_or("", |field| field.label.as_str());
                text!("选项（`{label}`）", "a choice (`{label}`)")
            }
            Operand::Text(_) => text!("文字", "text"),
            Operand::Word(..) => text!("选项或文字参数", "a parameter that holds a word"),
            Operand::Words(_) => text!("多选项参数", "a parameter that holds several words"),
        }
    }
}

pub(super) fn cond<'a>(node: CondNode, span: Span) -> Option<Operand<'a>> {
    Some(Operand::Cond(Cond { node, span }))
}

pub(super) fn number<'a>(node: NumNode, dimension: Dimension, span: Span) -> Option<Operand<'a>> {
    Some(Operand::Num(Num { node, dimension, span }))
}

/// A written number.
pub(super) fn known(value: Decimal, dimension: Dimension, span: Span) -> Num {
    Num { node: NumNode::Known(value), dimension, span }
}
