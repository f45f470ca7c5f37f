//! What ids may be: their letters, and the words that mean something already.

use super::diagnostic::{Diagnostics, Place};
use super::language::reserved_ids;
use super::language::tree::Function;
use crate::quantity::unit_named;
use crate::text;

/// Columns that every `units.csv` has.
const COLUMNS: &[&str] =
    &["class", "best_class", "worst_class", "settled", "deciding", "missing", "reasons", "source", "rules"];

/// What an id is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdOf {
    /// A field, list, parameter, derived field or table: stands in expressions
    Name,
    /// A choice: stands in expressions, opposite a field
    Choice,
    /// A criterion, and whatever else expressions do not name
    Criterion,
    /// A source: one word, since it begins a citation
    Source,
}

impl IdOf {
    /// What such an id looks like, as a regular expression.
    pub(super) fn pattern(self) -> &'static str {
        match self {
            IdOf::Name | IdOf::Choice => "^[a-z][a-z0-9_]*$",
            IdOf::Criterion => "^[a-z][a-z0-9-]*$",
            IdOf::Source => r"^\S+$",
        }
    }

    /// The words that look like one and cannot be one.
    pub(super) fn reserved(self) -> Vec<&'static str> {
        let looks_like_one = |word: &&str| word.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        match self {
            IdOf::Name => reserved_ids().filter(looks_like_one).chain(COLUMNS.iter().copied()).collect(),
            IdOf::Choice => reserved_ids().filter(|id| looks_like_one(id) && keyword(id)).collect(),
            IdOf::Criterion => vec!["class"],
            IdOf::Source => Vec::new(),
        }
    }
}

/// Reports an id that cannot be used; tells whether it can.
pub(super) fn check(id: &str, of: IdOf, place: &Place, out: &mut Diagnostics) -> bool {
    let (joint, pattern) = if of == IdOf::Criterion { ('-', "stair-width") } else { ('_', "stair_width") };
    let other = if joint == '-' { '_' } else { '-' };
    let letters = |joint: char| {
        id.starts_with(|c: char| c.is_ascii_lowercase())
            && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == joint)
    };
    if !letters(joint) {
        let mut mended = id.to_lowercase().replace([other, ' ', '.'], &joint.to_string());
        mended.retain(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == joint);
        let diagnostic = out.error("R039", place, text!("代号 `{id}` 不合写法", "`{id}` is not written as an id"));
        if mended.starts_with(|c: char| c.is_ascii_lowercase()) && mended.len() + 2 >= id.chars().count() {
            diagnostic.help(text!("可以写 `{mended}`", "`{mended}` would do"));
        } else {
            diagnostic.help(text!(
                "代号以小写字母开头，只用小写字母、数字和 `{joint}`，如 `{pattern}`；中文写在 label 或 title 里",
                "an id begins with a small letter and has small letters, digits and `{joint}`, like `{pattern}`; names for people go into `label` or `title`"
            ));
        }
        return false;
    }
    let meaning = match of {
        IdOf::Criterion => (id == "class").then(|| text!("示例里的结论", "the class in a test")),
        IdOf::Choice => keyword(id).then(|| text!("表达式里的关键字", "a keyword of expressions")),
        IdOf::Name if unit_named(id).is_some() => Some(text!("计量单位", "a unit of measure")),
        IdOf::Name if Function::named(id).is_some() => Some(text!("表达式里的函数", "a function of expressions")),
        IdOf::Name if keyword(id) => Some(text!("表达式里的关键字", "a keyword of expressions")),
        IdOf::Name if COLUMNS.contains(&id) => Some(text!("输出里的固定列名", "a fixed column of the output")),
        IdOf::Name | IdOf::Source => None,
    };
    let Some(meaning) = meaning else { return true };
    let (zh, en) = (meaning.zh, meaning.en);
    out.error("R039", place, text!("`{id}` 是{zh}，不能用作代号", "`{id}` is {en} and cannot be an id"))
        .help(text!("换一个代号，如 `{id}{joint}1`", "take another id, such as `{id}{joint}1`"));
    false
}

/// Whether expressions read it as a sign, never as a name.
fn keyword(id: &str) -> bool {
    unit_named(id).is_none() && Function::named(id).is_none() && reserved_ids().any(|reserved| reserved == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_reserved_words() {
        let said = |id: &str, of: IdOf| {
            let mut out = Diagnostics::default();
            check(id, of, &Place { file: 0, span: 0..0 }, &mut out);
            out.found.first().map(|d| d.help.as_ref().unwrap().en.clone())
        };
        assert_eq!(said("stair_width", IdOf::Name), None);
        assert_eq!(said("stair-width", IdOf::Criterion), None);
        assert_eq!(said("count", IdOf::Criterion), None);
        assert_eq!(said("stair_width", IdOf::Criterion).unwrap(), "`stair-width` would do");
        assert_eq!(said("Stair-Width", IdOf::Name).unwrap(), "`stair_width` would do");
        assert!(said("梯段净宽", IdOf::Name).unwrap().starts_with("an id begins"));
        assert_eq!(said("class", IdOf::Criterion).unwrap(), "take another id, such as `class-1`");
        for reserved in ["count", "in", "m", "mm", "class", "best_class", "f"] {
            assert!(said(reserved, IdOf::Name).is_some(), "{reserved}");
        }
        assert!(said("true", IdOf::Choice).is_some() && said("none", IdOf::Choice).is_none());
        for of in [IdOf::Name, IdOf::Choice, IdOf::Criterion] {
            assert!(of.reserved().iter().all(|id| said(id, of).is_some()), "{:?}", of.reserved());
        }
    }
}
