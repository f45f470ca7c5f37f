//! Which parameter is to be swept, and from where to where: as typed, as meant.
//!
//! What always holds: the ends have the parameter's dimension, the lower comes first, both are given. A unit of measure at
//! the end stands for both: `0.9..1.3 m`. Where no range is typed, the parameter's own `range` is meant.

use super::language::typed::ParamIx;
use super::nearest::did_you_mean;
use super::ruleset::{Param, ParamValue, RuleSet};
use super::values::{Complaint, Wanted, bounds, folded};
use crate::lang::{Text, listed};
use crate::quantity::{Bounds, Decimal, Dimension};
use crate::text;

/// Why what was typed cannot be swept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// What is the matter
    pub message: Text,
    /// What to do
    pub help: Option<Text>,
}

/// A parameter and the ends of its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which one
    pub param: ParamIx,
    /// The lower end, which belongs to the range
    pub low: Decimal,
    /// The upper end, which belongs to it too
    pub high: Decimal,
}

/// Reads `good_stair_width`, `good_stair_width=0.9..1.3m`, `梯段净宽=0.9~1.3 m`.
pub fn asked(rules: &RuleSet, typed: &str) -> Result<Asked, Unfit> {
    let typed = folded(typed);
    let (name, range) = typed.split_once('=').map_or((typed.as_str(), None), |(name, range)| (name, Some(range)));
    let name = name.trim();
    let at = rules.params.iter().position(|param| param.id == name || folded(&param.label) == name);
    let (at, param) = at.and_then(|at| Some((at, rules.params.get(at)?))).ok_or_else(|| unknown(rules, name))?;
    let ParamValue::Number { dimension, .. } = param.value else { return Err(no_number(rules, param)) };
    let range = match range {
        Some(range) => {
            bounds(range, Wanted { dimension, percent: false }).map_err(|it| unreadable(&it, param, dimension))?
        }
        None => param.range.ok_or_else(|| without_range(param, dimension))?,
    };
    match (range.low(), range.high()) {
        (Some(low), Some(high)) => Ok(Asked { param: at, low, high }),
        _ => Err(one_end(param, range, dimension)),
    }
}

/// Parameters that can be swept, by id.
fn sweepable(rules: &RuleSet) -> impl Iterator<Item = &str> + Clone {
    let numbers = rules.params.iter().filter(|param| matches!(param.value, ParamValue::Number { .. }));
    numbers.map(|param| param.id.as_str())
}

fn listed_all(rules: &RuleSet) -> Option<Text> {
    let Text { zh, en } = listed(sweepable(rules));
    (!zh.is_empty()).then(|| text!("可以扫描的参数：{zh}", "parameters that can be swept: {en}"))
}

fn unknown(rules: &RuleSet, name: &str) -> Unfit {
    let known = sweepable(rules).chain(rules.params.iter().map(|param| param.label.as_str()));
    let near = super::nearest::nearest(name, known).and_then(|near| did_you_mean(name, [near]));
    let message = text!("规则里没有参数 `{name}`", "the rules have no parameter `{name}`");
    Unfit { message, help: near.or_else(|| listed_all(rules)) }
}

fn no_number(rules: &RuleSet, param: &Param) -> Unfit {
    let id = &param.id;
    let message = text!("参数 `{id}` 不是数，不能扫描", "the parameter `{id}` is no number and cannot be swept");
    Unfit { message, help: listed_all(rules) }
}

fn unreadable(complaint: &Complaint, param: &Param, dimension: Dimension) -> Unfit {
    let (id, like, Text { zh, en }) = (&param.id, like(param, dimension), &complaint.message);
    Unfit {
        message: text!("参数 `{id}` 的范围：{zh}", "the range of `{id}`: {en}"),
        help: Some(text!("写成 `{like}` 这样", "write it like `{like}`")),
    }
}

/// How a range of that parameter is typed: its own, in its own unit of measure, or any.
fn like(param: &Param, dimension: Dimension) -> String {
    let ParamValue::Number { unit, .. } = param.value else { return String::new() };
    if dimension == Dimension::Date {
        return format!("{}=2026-01-01..2026-12-31", param.id);
    }
    let own = |end: Decimal| unit.map_or(Some(end), |unit| unit.from_base(end));
    let ends = param.range.and_then(|range| Some((own(range.low()?)?, own(range.high()?)?)));
    let (low, high) = ends.map_or(("1".into(), "3".into()), |(low, high)| (low.to_string(), high.to_string()));
    format!("{}={low}..{high}{}", param.id, unit.map_or(dimension.symbol(), |unit| unit.symbol.to_string()))
}

fn without_range(param: &Param, dimension: Dimension) -> Unfit {
    let (id, like) = (&param.id, like(param, dimension));
    Unfit {
        message: text!("参数 `{id}` 没有写从多少扫到多少", "the range to sweep `{id}` through is not given"),
        help: Some(text!(
            "写在参数后面，如 `{like}`；或在规则里给它 range",
            "type it after the parameter, as in `{like}`, or give it a `range` in the rules"
        )),
    }
}

fn one_end(param: &Param, range: Bounds, dimension: Dimension) -> Unfit {
    let (id, like) = (&param.id, like(param, dimension));
    let side = if range.low().is_none() { text!("下限", "lower end") } else { text!("上限", "upper end") };
    let Text { zh, en } = side;
    Unfit {
        message: text!("参数 `{id}` 的范围缺{zh}", "the range of `{id}` has no {en}"),
        help: Some(text!("两端都写，如 `{like}`", "give both ends, as in `{like}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::load_text;

    const FIELDS: &str = "[fields]\n\
        estate = { label = \"小区\", kind = \"text\", key = true }\n\
        width = { label = \"净宽\", kind = \"length\", unit = \"m\" }\n";

    const RULES: &str = "[ruleset]\nid = \"x\"\ntitle = \"x\"\nversion = \"1\"\nfields = \"fields.toml\"\n[params]\n\
        stair = { value = \"1.1 m\", label = \"净宽（适合）\", range = [\"0.9 m\", \"1.3 m\"] }\n\
        floors = { value = \"6 层\" }\nday = { value = \"2026-03-01\" }\nkind = { value = \"brick\" }\n\
        [criteria]\nwidth = { title = \"净宽\", suitable = \"width >= stair\", otherwise = \"difficult\", cite = \"x\" }\n";

    fn read(typed: &str) -> String {
        let rules = load_text(&[("rules.toml", RULES), ("fields.toml", FIELDS)], &[]).rules.unwrap();
        match asked(&rules, typed) {
            Ok(Asked { param, low, high }) => format!("{}: {low} to {high}", rules.params[param].id),
            Err(Unfit { message, help }) => format!("{} / {}", message.en, help.map_or(String::new(), |help| help.en)),
        }
    }

    #[test]
    fn a_parameter_and_its_range_as_people_type_them() {
        for (typed, meant) in [
            ("stair", "stair: 0.9 to 1.3"),
            ("净宽（适合）=1~1.2m", "stair: 1 to 1.2"),
            ("stair＝900..1300 mm", "stair: 0.9 to 1.3"),
            ("stair = 0.9m .. 1300mm", "stair: 0.9 to 1.3"),
            ("floors=4..8", "floors: 4 to 8"),
            ("day=1970-01-02..1970-01-31", "day: 1 to 30"),
        ] {
            assert_eq!(read(typed), meant, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_swept_is_told() {
        insta::assert_snapshot!(
            ["stairs", "what", "kind", "floors", "stair=0.9..", "stair=0.9..1.3", "stair=2..1m", "stair=0.9..1.3kg", "stair=0..99999999999999m", "stair=", "day"]
                .map(|typed| format!("{typed}\n    {}\n", read(typed))).concat(),
            @r#"
            stairs
                the rules have no parameter `stairs` / did you mean `stair`?
            what
                the rules have no parameter `what` / parameters that can be swept: stair, floors, day
            kind
                the parameter `kind` is no number and cannot be swept / parameters that can be swept: stair, floors, day
            floors
                the range to sweep `floors` through is not given / type it after the parameter, as in `floors=1..3层`, or give it a `range` in the rules
            stair=0.9..
                the range of `stair`: `0.9` has no unit of measure, where a length belongs / write it like `stair=0.9..1.3m`
            stair=0.9..1.3
                the range of `stair`: `1.3` has no unit of measure, where a length belongs / write it like `stair=0.9..1.3m`
            stair=2..1m
                the range of `stair`: the lower end of `2..1m` is above the upper / write it like `stair=0.9..1.3m`
            stair=0.9..1.3kg
                the range of `stair`: `kg` in `1.3kg` is no unit of measure / write it like `stair=0.9..1.3m`
            stair=0..99999999999999m
                the range of `stair`: the number of `99999999999999m` is too large / write it like `stair=0.9..1.3m`
            stair=
                the range of `stair`: unreadable quantity `` / write it like `stair=0.9..1.3m`
            day
                the range to sweep `day` through is not given / type it after the parameter, as in `day=2026-01-01..2026-12-31`, or give it a `range` in the rules
            "#
        );
    }
}
