//! Comparison and `in`. What stands opposite a choice field is sought among its choices first (`choices`); the rest
//! is numbers with numbers of the same dimension, and texts with texts.

use super::Problem;
use super::tree::{Function, Node, Set, Tree};
use super::typed::{Cond, CondNode, Num, NumNode, ParamIx, Span, Word};
use super::types::{Checker, Operand};
use crate::lang::Text;
use crate::quantity::Comparison;
use crate::rules::ruleset::ParamValue;
use crate::text;

impl<'a> Checker<'a> {
    /// `a >= b`
    pub fn comparison(&mut self, how: Comparison, left: &Tree, right: &Tree, span: Span) -> Option<Cond> {
        for (one, other) in [(left, right), (right, left)] {
            // A field of several choices would make what stands opposite it a second mistake.
            if let Some(field) = self.several_field(one) {
                let asked = self.choice_named(field, other);
                if self.several_field(other).is_none() && asked.is_none() {
                    self.operand_quietly(other);
                }
                self.only_with_has(field, asked, one.span.clone());
                return None;
            }
        }
        match (self.choice_field(left), self.choice_field(right)) {
            (Some(at), None) => self.choice_comparison(how, at, left, right, false, span),
            (None, Some(at)) => self.choice_comparison(how, at, right, left, true, span),
            // Two fields: unless the one names a choice of the other's.
            (Some(_), Some(at)) if self.is_choice_of(left, at) && !self.is_choice_of_field(right, left) => {
                self.choice_comparison(how, at, right, left, true, span)
            }
            (Some(at), Some(_)) => self.choice_comparison(how, at, left, right, false, span),
            (None, None) => self.plain_comparison(how, left, right, span),
        }
    }

    fn is_choice_of_field(&self, word: &Tree, field: &Tree) -> bool {
        self.choice_field(field).is_some_and(|at| self.is_choice_of(word, at))
    }

    fn plain_comparison(&mut self, how: Comparison, left: &Tree, right: &Tree, span: Span) -> Option<Cond> {
        for (one, other) in [(left, right), (right, left)] {
            if let Some(at) = self.meant_choice_field(one) {
                // What stands opposite is then a choice of the field that was meant.
                self.operand(one);
                self.pick(at, one, other);
                return None;
            }
            if matches!(one.node, Node::Call(Function::Grade, _))
                || (self.is_unknown(one) && self.is_some_choice(other))
            {
                self.operand(one);
                return None;
            }
        }
        let (a, b) = (self.operand(left), self.operand(right));
        let node = match (a?, b?) {
            (Operand::Num(a), Operand::Num(b)) => {
                self.meet((&a, left), (&b, right), &span)?;
                CondNode::Compare(Box::new(a), how, Box::new(b))
            }
            (a, b) => match (self.word(&a), self.word(&b)) {
                (Some(left), Some(right)) => CondNode::SameText { left, right, equal: self.equal(how, &span)? },
                _ => {
                    self.cannot_compare((&a, left), (&b, right), span);
                    return None;
                }
            },
        };
        Some(Cond { node, span })
    }

    /// The text of a text field, of quoted words or of a parameter.
    fn word(&self, operand: &Operand) -> Option<Word> {
        match operand {
            Operand::Text(word) => Some(word.clone()),
            Operand::Word(ix, word) => Some(Word::Param(*ix, (*word).into())),
            _ => None,
        }
    }

    /// Whether a comparison asks for sameness; reports one that asks for an order, where there is none.
    pub fn equal(&mut self, how: Comparison, span: &Span) -> Option<bool> {
        match how {
            Comparison::Eq => Some(true),
            Comparison::Ne => Some(false),
            _ => {
                let written = how.written();
                let message = text!(
                    "选项和文字没有大小，不能用 `{written}`",
                    "choices and texts have no order and cannot be compared with `{written}`"
                );
                let help = text!("用 `==`、`!=` 或 `in [a, b]`", "use `==`, `!=` or `in [a, b]`");
                self.report(Problem::error("R018", span.clone(), message).help(help));
                None
            }
        }
    }

    fn cannot_compare(&mut self, (a, left): (&Operand, &Tree), (b, right): (&Operand, &Tree), span: Span) {
        let (Text { zh: a_zh, en: a_en }, Text { zh: b_zh, en: b_en }) = (self.sort(a), self.sort(b));
        let flag = match (&left.node, a, &right.node, b) {
            (_, Operand::Cond(_), Node::Known(known), _) => Some((self.written(left), known)),
            (Node::Known(known), _, _, Operand::Cond(_)) => Some((self.written(right), known)),
            _ => None,
        };
        let help = match (flag, a, b) {
            (Some((written, true)), ..) => Some(text!("直接写 `{written}`", "write just `{written}`")),
            (Some((written, false)), ..) => Some(text!("写成 `not {written}`", "write `not {written}`")),
            (_, Operand::Words(_), _) | (_, _, Operand::Words(_)) => {
                let (words, other) = if matches!(a, Operand::Words(_)) { (left, right) } else { (right, left) };
                let (words, other) = (self.written(words), self.written(other));
                Some(text!("写成 `{other} in {words}`", "write `{other} in {words}`"))
            }
            (_, Operand::Num(_), Operand::Text(Word::Known(_)))
            | (_, Operand::Text(Word::Known(_)), Operand::Num(_)) => {
                Some(text!("数和日期不用引号", "numbers and dates stand without quotes"))
            }
            _ => None,
        };
        let message = text!("{a_zh}不能与{b_zh}比较", "{a_en} cannot be compared with {b_en}");
        self.report(Problem::error("R018", span, message).maybe_help(help));
    }

    /// `x in …`
    pub fn membership(&mut self, value: &Tree, set: &Set, span: Span) -> Option<Cond> {
        if let Some(field) = self.several_field(value) {
            self.only_with_has(field, None, value.span.clone());
            return None;
        }
        if let Some(at) = self.choice_field(value) {
            return match set {
                Set::Listed(items) => self.among_choices(at, value, items, span),
                Set::Named(name) => self.among_named_choices(at, value, name, span),
                Set::Range(..) => {
                    let message =
                        text!("选项没有大小，不能用区间", "choices have no order, so there is no range of them");
                    let help = text!("写成 `x in [a, b]`", "write `x in [a, b]`");
                    self.report(Problem::error("R018", span, message).help(help));
                    None
                }
            };
        }
        let operand = self.operand(value);
        if let (None, Some(at), Set::Listed(items)) = (&operand, self.meant_choice_field(value), set) {
            items.iter().for_each(|item| _ = self.pick(at, value, item));
            return None;
        }
        let node = match (operand, set) {
            (Some(Operand::Num(num)), Set::Range(low, high)) => self.within((num, value), low, high, &span)?,
            (Some(Operand::Num(num)), Set::Listed(items)) => {
                let items: Vec<Option<Num>> = items.iter().map(|item| self.beside((&num, value), item)).collect();
                CondNode::AmongNumbers(Box::new(num), items.into_iter().collect::<Option<_>>()?)
            }
            (Some(operand @ (Operand::Text(_) | Operand::Word(..))), Set::Listed(items)) => {
                let value = self.word(&operand)?;
                let items: Vec<Option<Word>> = items.iter().map(|item| self.text_item(item)).collect();
                CondNode::AmongTexts { value, among: items.into_iter().collect::<Option<_>>()? }
            }
            (Some(operand @ (Operand::Text(_) | Operand::Word(..))), Set::Named(name)) => {
                let (param, words) = self.words_param(value, name)?;
                let among = words.iter().map(|word| Word::Param(param, word.as_str().into())).collect();
                CondNode::AmongTexts { value: self.word(&operand)?, among }
            }
            (Some(Operand::Num(_)), Set::Named(name)) => {
                let written = self.written(name);
                let message = text!("`{written}` 不是一组数", "`{written}` is not a list of numbers");
                let help =
                    text!("数写成 `x in [a, b]` 或 `x in a..b`", "for numbers write `x in [a, b]` or `x in a..b`");
                // Its name may be wrong besides, which then is the better message.
                self.operand(name)?;
                self.report(Problem::error("R020", name.span.clone(), message).help(help));
                return None;
            }
            (Some(other), _) => {
                let Text { zh, en } = self.sort(&other);
                let message = text!("{zh}不能这样用 `in`", "{en} cannot be used with `in` like this");
                self.report(Problem::error("R018", span, message));
                return None;
            }
            (None, Set::Listed(items)) => {
                // Bare words among them may be choices of whatever the unknown name was to be.
                items
                    .iter()
                    .filter(|item| !matches!(item.node, Node::Name { .. }))
                    .for_each(|item| _ = self.operand(item));
                items.iter().for_each(|item| self.mention(item));
                return None;
            }
            (None, Set::Range(low, high)) => {
                let _ = (self.num(low), self.num(high));
                return None;
            }
            (None, Set::Named(_)) => return None,
        };
        Some(Cond { node, span })
    }

    fn beside(&mut self, num: (&Num, &Tree), item: &Tree) -> Option<Num> {
        let other = self.num(item)?;
        self.meet(num, (&other, item), &item.span)?;
        Some(other)
    }

    fn within(&mut self, (num, tree): (Num, &Tree), low: &Tree, high: &Tree, span: &Span) -> Option<CondNode> {
        let (a, b) = (self.beside((&num, tree), low), self.beside((&num, tree), high));
        let (a, b) = (a?, b?);
        if let (NumNode::Known(from), NumNode::Known(to)) = (&a.node, &b.node)
            && from > to
        {
            let (low_end, high_end) = (self.written(low), self.written(high));
            let message = text!(
                "区间 `{low_end}..{high_end}` 两端颠倒",
                "the ends of the range `{low_end}..{high_end}` are swapped"
            );
            let help = text!("写成 `{high_end}..{low_end}`", "write `{high_end}..{low_end}`");
            self.report(Problem::error("R028", low.span.start..span.end, message).help(help));
            return None;
        }
        Some(CondNode::Within(Box::new(num), Box::new(a), Box::new(b)))
    }

    fn text_item(&mut self, item: &Tree) -> Option<Word> {
        let operand = self.operand(item)?;
        let word = self.word(&operand);
        if word.is_none() {
            let Text { zh, en } = self.sort(&operand);
            let message = text!("这里应是文字，却是{zh}", "expected text, found {en}");
            self.report(Problem::error("R018", item.span.clone(), message));
        }
        word
    }

    /// A parameter that holds several words, after `in`.
    pub fn words_param(&mut self, value: &Tree, name: &Tree) -> Option<(ParamIx, &'a [String])> {
        let operand = self.operand(name)?;
        if let Operand::Words(ix) = operand
            && let ParamValue::Words(words) = &self.scope.params.get(ix)?.value
        {
            return Some((ix, words));
        }
        let (value, written) = (self.written(value), self.written(name));
        let Text { zh, en } = self.sort(&operand);
        let message = text!(
            "`in` 之后的 `{written}` 应是多选项参数，却是{zh}",
            "after `in`, `{written}` should be a parameter that holds several choices; it is {en}"
        );
        let help = text!("单个值写成 `{value} == {written}`", "for one value write `{value} == {written}`");
        self.report(Problem::error("R020", name.span.clone(), message).help(help));
        None
    }
}
