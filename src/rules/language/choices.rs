//! Choices: what stands opposite a choice field, in `==`, `in`, `has` and as the key of a lookup.
//!
//! A bare word is sought among the field's choices first, then among names (another choice field with the same
//! choices, a parameter that holds a choice). Quoted words are a spelling or an id of a choice, or a mistake: a
//! rule that asks for a spelling nobody can have entered would quietly never hold.

use super::Problem;
use super::fold::fold;
use super::names::{Meaning, nearest_of};
use super::resolve::Found;
use super::tree::{Node, Tree};
use super::typed::{At, Cond, CondNode, ParamIx, Pick, Span};
use super::types::{Checker, Operand};
use crate::lang::{Text, listed};
use crate::quantity::Comparison;
use crate::rules::dictionary::{Choice, Field, Kind};
use crate::rules::ruleset::ParamValue;
use crate::text;

/// The index of a choice, by id or spelling.
pub(in crate::rules) fn choice_called(choices: &[Choice], word: &str) -> Option<u16> {
    let word = fold(word.trim());
    let called = |choice: &Choice| choice.id == word || choice.spellings.iter().any(|spelling| fold(spelling) == word);
    choices.iter().position(called).and_then(|ix| u16::try_from(ix).ok())
}

/// The index of a choice, by id.
fn choice_with_id(choices: &[Choice], id: &str) -> Option<u16> {
    choices.iter().position(|choice| choice.id == id).and_then(|ix| u16::try_from(ix).ok())
}

/// What to write instead of `word`, as a suggestion; else all that there is.
pub(super) fn suggested_choice(choices: &[Choice], word: &str) -> Text {
    let ids = choices.iter().map(|choice| (choice.id.as_str(), choice.id.as_str()));
    let spellings = choices.iter().flat_map(|c| c.spellings.iter().map(|s| (s.as_str(), s.as_str())));
    match nearest_of(word, ids.chain(spellings)) {
        Some((_, near)) if choices.iter().any(|choice| choice.id == near) => {
            text!("是不是 `{near}`？", "did you mean `{near}`?")
        }
        Some((_, near)) => text!("是不是 `\"{near}\"`？", "did you mean `\"{near}\"`?"),
        None => {
            let zh = choices.iter().map(|choice| format!("{}（{}）", choice.id, choice.shown()));
            let en = choices.iter().map(|choice| format!("{} ({})", choice.id, choice.shown()));
            let (zh, en) = (listed(zh).zh, listed(en).en);
            text!("选项有 {zh}", "the choices are {en}")
        }
    }
}

impl<'a> Checker<'a> {
    fn named_field(&self, tree: &Tree) -> Option<At> {
        let Node::Name { text, .. } = &tree.node else { return None };
        match self.look(text) {
            Found::One(Meaning::Unit(field)) => Some(At::Unit(field)),
            Found::One(Meaning::Item(list, field)) => Some(At::Item(list, field)),
            _ => None,
        }
    }

    /// The choice field that a part names, if it does; says nothing otherwise.
    pub fn choice_field(&self, tree: &Tree) -> Option<At> {
        let at = self.named_field(tree)?;
        matches!(self.field(at)?.kind, Kind::Choice(_)).then_some(at)
    }

    /// Whether a part is a name that means nothing at all.
    pub fn is_unknown(&self, tree: &Tree) -> bool {
        matches!(&tree.node, Node::Name { text, .. } if matches!(self.look(text), Found::Nothing))
    }

    /// Whether a part, itself no name, is a choice of any field in sight.
    pub fn is_some_choice(&self, tree: &Tree) -> bool {
        let Node::Name { text, ticked: false } = &tree.node else { return false };
        self.is_unknown(tree) && self.field_with_choice(text).is_some()
    }

    /// The choice field that a name which means nothing here was most likely meant to be: one of a list that is not
    /// around, or one that is spelt like it.
    pub fn meant_choice_field(&self, tree: &Tree) -> Option<At> {
        let Node::Name { text, .. } = &tree.node else { return None };
        if let Found::Elsewhere(_) = self.look(text) {
            let items = self.names.meanings(text).iter().filter_map(|meaning| match meaning {
                Meaning::Item(list, field) => Some(At::Item(*list, *field)),
                _ => None,
            });
            return items.into_iter().find(|at| self.field(*at).is_some_and(|f| matches!(f.kind, Kind::Choice(_))));
        }
        // First what costs little: nearly always the name is known.
        let (_, near) = self.is_unknown(tree).then(|| self.names.nearest(text, |m| self.in_sight(m)))??;
        let meant = Tree::new(Node::Name { text: fold(near), ticked: true }, tree.span.clone());
        self.choice_field(&meant)
    }

    /// The field of several choices that a part names, if it does; says nothing otherwise.
    pub fn several_field(&self, tree: &Tree) -> Option<&'a Field> {
        let field = self.field(self.named_field(tree)?)?;
        matches!(field.kind, Kind::Several(_)).then_some(field)
    }

    /// Whether a part is a choice of that field, by bare id or in quotes.
    pub fn is_choice_of(&self, tree: &Tree, at: At) -> bool {
        self.field(at).is_some_and(|field| self.choice_named(field, tree).is_some())
    }

    /// The choice of a field that a part names, by bare id or in quotes; says nothing otherwise.
    pub fn choice_named(&self, field: &Field, tree: &Tree) -> Option<u16> {
        let choices = field.kind.choices()?;
        match &tree.node {
            Node::Name { text, ticked: false } => choice_with_id(choices, text),
            Node::Text(text) => choice_called(choices, text),
            _ => None,
        }
    }

    /// Looks at a part for its own mistakes, where words that are no names may be choices of something.
    pub fn operand_quietly(&mut self, tree: &Tree) {
        if matches!(tree.node, Node::Name { .. }) {
            self.mention(tree);
        } else {
            self.operand(tree);
        }
    }

    /// Notes a name that may not be used yet, and nothing else.
    pub fn mention(&mut self, tree: &Tree) {
        if let Node::Name { text, .. } = &tree.node
            && let Found::One(Meaning::Unusable(ix)) = self.look(text)
        {
            self.mentioned.push((ix, tree.span.clone()));
        }
    }

    /// `field == choice`, or `choice == field` (`flipped`).
    pub fn choice_comparison(
        &mut self,
        how: Comparison,
        at: At,
        field: &Tree,
        other: &Tree,
        flipped: bool,
        span: Span,
    ) -> Option<Cond> {
        let equal = self.equal(how, &span);
        let pick = self.pick(at, field, other);
        let (equal, field, other) = (equal?, Pick::Field(at), pick?);
        let (left, right) = if flipped { (other, field) } else { (field, other) };
        Some(Cond { node: CondNode::SameChoice { left, right, equal }, span })
    }

    /// What stands opposite a choice field.
    pub fn pick(&mut self, at: At, field_tree: &Tree, other: &Tree) -> Option<Pick> {
        let field = self.field(at)?;
        if let Some(choice) = self.choice_named(field, other) {
            return Some(Pick::Known { choice, param: None });
        }
        let choices = field.kind.choices().unwrap_or_default();
        match &other.node {
            Node::Text(word) => {
                self.no_choice(field, word, other.span.clone());
                return None;
            }
            Node::Name { text, .. } if matches!(self.look(text), Found::Nothing) => {
                self.no_choice(field, text, other.span.clone());
                return None;
            }
            _ => {}
        }
        match self.operand(other)? {
            Operand::Word(param, word) => self.param_choice(field, param, word, other.span.clone()),
            Operand::Choice(other_at) => {
                let others = self.field(other_at)?;
                let ids = |choices: &'a [Choice]| choices.iter().map(|choice| choice.id.as_str());
                if ids(choices).eq(ids(others.kind.choices().unwrap_or_default())) {
                    return Some(Pick::Field(other_at));
                }
                let (a, b) = (&field.label, &others.label);
                let message = text!(
                    "`{a}` 与 `{b}` 的选项不同，不能比较",
                    "`{a}` and `{b}` have different choices and cannot be compared"
                );
                self.report(Problem::error(
                    "R018",
                    field_tree.span.start.min(other.span.start)..field_tree.span.end.max(other.span.end),
                    message,
                ));
                None
            }
            operand => {
                let Text { zh, en } = self.sort(&operand);
                let label = &field.label;
                let message =
                    text!("选项（`{label}`）不能与{zh}比较", "a choice (`{label}`) cannot be compared with {en}");
                let help = match operand {
                    Operand::Words(_) => {
                        let (value, words) = (self.written(field_tree), self.written(other));
                        text!("写成 `{value} in {words}`", "write `{value} in {words}`")
                    }
                    _ => suggested_choice(choices, self.written(other)),
                };
                self.report(Problem::error("R018", other.span.clone(), message).help(help));
                None
            }
        }
    }

    /// A word that is none of the choices.
    pub fn no_choice(&mut self, field: &Field, word: &str, span: Span) {
        let (label, id) = (&field.label, &field.id);
        let choices = field.kind.choices().unwrap_or_default();
        let message = text!("`{label}` 没有选项 `{word}`", "`{id}` has no choice `{word}`");
        let unquoted = self.text.get(span.clone()).is_some_and(|written| fold(written) == word);
        let help = match choice_called(choices, word) {
            Some(_) if unquoted => text!("加引号写成 `\"{word}\"`", "in quotes: `\"{word}\"`"),
            _ => suggested_choice(choices, word),
        };
        self.report(Problem::error("R017", span, message).help(help));
    }

    /// The choice that a parameter holds.
    pub fn param_choice(&mut self, field: &Field, param: ParamIx, word: &str, span: Span) -> Option<Pick> {
        let choices = field.kind.choices().unwrap_or_default();
        match choice_called(choices, word) {
            Some(choice) => Some(Pick::Known { choice, param: Some(param) }),
            None => {
                self.param_without_choice(field, param, word, span);
                None
            }
        }
    }

    fn is_words_param(&self, name: &str) -> bool {
        let Found::One(Meaning::Param(ix)) = self.look(name) else { return false };
        matches!(self.scope.params.get(ix).map(|param| &param.value), Some(ParamValue::Words(_)))
    }

    fn param_without_choice(&mut self, field: &Field, param: ParamIx, word: &str, span: Span) {
        let (label, id) = (&field.label, &field.id);
        let name = self.scope.params.get(param).map_or("", |param| param.id.as_str());
        let message = text!(
            "参数 `{name}` 的值 `{word}` 不是 `{label}` 的选项",
            "the parameter `{name}` holds `{word}`, which is no choice of `{id}`"
        );
        let help = suggested_choice(field.kind.choices().unwrap_or_default(), word);
        self.report(Problem::error("R020", span, message).help(help));
    }

    /// `field in [a, b]`
    pub fn among_choices(&mut self, at: At, value: &Tree, items: &[Tree], span: Span) -> Option<Cond> {
        let picks: Vec<Option<Pick>> = items.iter().map(|item| self.pick(at, value, item)).collect();
        let picks: Vec<Pick> = picks.into_iter().collect::<Option<_>>()?;
        // Choices that are written make one set. A parameter's, and other fields, are compared one by one, so that
        // they can be shown and turned; three-valued logic makes no difference between the two.
        let mut among = Vec::new();
        let mut apart = Vec::new();
        for pick in picks {
            match pick {
                Pick::Known { choice, param: None } => among.push(choice),
                right => apart.push(CondNode::SameChoice { left: Pick::Field(at), right, equal: true }),
            }
        }
        let set = (!among.is_empty()).then_some(CondNode::AmongChoices { value: Pick::Field(at), among, param: None });
        let either = |a: Cond, b: Cond| Cond { node: CondNode::Or(Box::new(a), Box::new(b)), span: span.clone() };
        set.into_iter().chain(apart).map(|node| Cond { node, span: span.clone() }).reduce(either)
    }

    /// `field in parameter`
    pub fn among_named_choices(&mut self, at: At, value: &Tree, name: &Tree, span: Span) -> Option<Cond> {
        let field = self.field(at)?;
        if let Node::Name { text, .. } = &name.node
            && self.choice_named(field, name).is_some()
            && !self.is_words_param(text)
        {
            let value = self.written(value);
            let message = text!("`in` 之后的选项要放在方括号里", "after `in`, choices stand in square brackets");
            let help = text!("写成 `{value} in [{text}]`", "write `{value} in [{text}]`");
            self.report(Problem::error("R003", name.span.clone(), message).help(help));
            return None;
        }
        let (param, words) = self.words_param(value, name)?;
        let choices = field.kind.choices().unwrap_or_default();
        let mut among = Vec::new();
        let mut complete = true;
        for word in words {
            match choice_called(choices, word) {
                Some(choice) => among.push(choice),
                None => {
                    complete = false;
                    self.param_without_choice(field, param, word, name.span.clone());
                }
            }
        }
        let node = CondNode::AmongChoices { value: Pick::Field(at), among, param: Some(param) };
        complete.then_some(Cond { node, span })
    }

    /// `has(field, choice)`
    pub fn has(&mut self, field_tree: &Tree, choice_tree: &Tree, span: Span) -> Option<Cond> {
        let at = self.named_field(field_tree);
        let field = at.and_then(|at| self.field(at));
        let (Some(at), Some(field)) = (at, field) else {
            // A name that means nothing says so itself.
            let operand = self.operand(field_tree);
            self.operand_quietly(choice_tree);
            self.not_several(&operand?, field_tree);
            return None;
        };
        if !matches!(field.kind, Kind::Several(_)) {
            let operand = self.operand(field_tree)?;
            self.not_several(&operand, field_tree);
            return None;
        }
        match self.pick(at, field_tree, choice_tree)? {
            Pick::Known { choice, param } => Some(Cond { node: CondNode::Has { field: at, choice, param }, span }),
            Pick::Field(_) => {
                let message =
                    text!("`has` 的第二项应是选项或参数", "the second of `has` must be a choice or a parameter");
                self.report(Problem::error("R018", choice_tree.span.clone(), message));
                None
            }
        }
    }

    fn not_several(&mut self, operand: &Operand, tree: &Tree) {
        let written = self.written(tree);
        let message = text!("`{written}` 不是可有多个选项的字段", "`{written}` is no field of several choices");
        let help = matches!(operand, Operand::Choice(_))
            .then(|| text!("单选字段写成 `{written} == …`", "for a field of one choice write `{written} == …`"));
        self.report(Problem::error("R019", tree.span.clone(), message).maybe_help(help));
    }

    /// The parameter that a name means, if it holds one word; says nothing otherwise.
    pub fn word_param(&self, tree: &Tree) -> Option<(ParamIx, &'a str)> {
        let Node::Name { text, .. } = &tree.node else { return None };
        let Found::One(Meaning::Param(ix)) = self.look(text) else { return None };
        match &self.scope.params.get(ix)?.value {
            ParamValue::Word(word) => Some((ix, word)),
            _ => None,
        }
    }
}
