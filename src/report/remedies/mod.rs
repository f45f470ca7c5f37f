//! What would help a unit, in words: the cheapest set of remedies, what it costs, and what class follows.
//!
//! What always holds: a cost is told with what it is, an estimate by the rules; what everybody may read ([`Told::public`])
//! has no remedy that is offered for what a private field says, and no cost that is reckoned from one. Deliberately absent:
//! which sets are the cheapest (`study::remedies`).

pub mod csv;
pub mod json;

use super::public::is_private;
use crate::lang::Lang;
use crate::quantity::{Bounds, Decimal};
use crate::rules::RuleSet;
use crate::rules::language::Uses;
use crate::rules::ruleset::{Grade, Remedy};
use crate::study::remedies::{FEW, Help, Plan, Summed};
use crate::text;

/// A yuan, in millionths.
const YUAN: i128 = 1_000_000;

/// Who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The office, which has the ledger
    Office,
    /// Everybody
    Public,
}

/// A plan in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The titles of what is to be done
    pub titles: Vec<String>,
    /// What it costs together; nothing where that is not known, or not told
    pub cost: Option<Bounds>,
    /// The class then
    pub class: Grade,
    /// Whether no missing datum can make it worse
    pub sure: bool,
}

/// The plans of a unit, the lesser first: to a better class, and to suitable, where that is another.
pub fn plans(help: &Help) -> impl Iterator<Item = &Plan> {
    let better = help.better.as_ref().filter(|better| help.suitable.as_ref() != Some(better));
    better.into_iter().chain(&help.suitable)
}

/// The plans that this reader is told of.
pub fn told(rules: &RuleSet, help: &Help, reader: Reader) -> Vec<Told> {
    plans(help).filter_map(|plan| told_plan(rules, plan, reader)).collect()
}

/// Whether everybody may know where a remedy is offered.
pub fn tells_offer(rules: &RuleSet, remedy: &Remedy) -> bool {
    let mut uses = Uses::default();
    remedy.when.iter().for_each(|when| uses.add_cond(&when.cond, &rules.derived));
    !is_private(rules, &uses)
}

/// Whether everybody may know what a remedy costs.
pub fn tells_cost(rules: &RuleSet, remedy: &Remedy) -> bool {
    let mut uses = Uses::default();
    remedy.cost.iter().for_each(|cost| uses.add_num(cost, &rules.derived));
    !is_private(rules, &uses)
}

/// What may help, if only it were known to be possible.
pub fn unsure(rules: &RuleSet, help: &Help) -> Vec<String> {
    help.unsure.iter().filter_map(|&at| rules.remedies.get(at)).map(|remedy| remedy.title.clone()).collect()
}

fn told_plan(rules: &RuleSet, plan: &Plan, reader: Reader) -> Option<Told> {
    let remedies: Vec<&Remedy> = plan.remedies.iter().filter_map(|&at| rules.remedies.get(at)).collect();
    let open = reader == Reader::Office;
    let known = plan.cost.high().is_some() && (open || remedies.iter().all(|remedy| tells_cost(rules, remedy)));
    (open || remedies.iter().all(|remedy| tells_offer(rules, remedy))).then(|| Told {
        titles: remedies.iter().map(|remedy| remedy.title.clone()).collect(),
        cost: known.then_some(plan.cost),
        class: plan.class,
        sure: plan.is_sure(),
    })
}

/// `燃气管迁移 ＋ 给水管迁移 → 适合加装，约 5.2 万元`
pub fn short(told: &Told, lang: Lang) -> String {
    // A remedy may have a 、 in its name.
    let titles = told.titles.join(lang.pick(" ＋ ", " + "));
    let mut line = format!("{titles} → {}", told.class.label().get(lang));
    let cost = told.cost.map(|cost| money(cost, lang));
    line.push_str(
        match cost {
            Some(cost) => text!("，约 {cost}", ", about {cost}"),
            None => text!("，费用未知", ", cost not known"),
        }
        .get(lang),
    );
    if !told.sure {
        line.push_str(lang.pick("（资料未齐，结论仍可能差些）", " (data are missing: it may turn out worse)"));
    }
    line
}

/// All of it in one cell of the ledger.
pub fn cell(rules: &RuleSet, help: &Help, lang: Lang) -> String {
    lines(rules, help, lang).join(lang.pick("；", "; "))
}

/// All of it, a line each, for the office.
pub fn lines(rules: &RuleSet, help: &Help, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = told(rules, help, Reader::Office).iter().map(|told| short(told, lang)).collect();
    if let Some(told) = help.perhaps.as_ref().and_then(|plan| told_plan(rules, plan, Reader::Office)) {
        let (unsure, plan) = (unsure(rules, help).join(lang.pick("、", ", ")), short(&told, lang));
        lines.push(text!("如查明能做{unsure}：{plan}", "if {unsure} can be done: {plan}").get(lang).to_string());
    }
    if !help.whole {
        let few = text!(
            "可做的措施多，只比较了 {FEW} 项以内的组合",
            "of many remedies only sets of up to {FEW} were compared"
        );
        lines.push(few.get(lang).to_string());
    }
    lines
}

/// An amount of money as people read it: `5.2 万元`, `8000~12000 元`, `不超过 5 万元`.
pub fn money(cost: Bounds, lang: Lang) -> String {
    let micros = |end: Option<Decimal>| end.map(|end| i128::from(end.micros()));
    amount(micros(cost.low()), micros(cost.high()), lang)
}

/// The same of both ends in millionths of a yuan; an end that is not known is none.
fn amount(low: Option<i128>, high: Option<i128>, lang: Lang) -> String {
    let least = low.or(high).unwrap_or(0);
    let (scale, symbol) = match lang {
        Lang::Zh if least >= 10_000 * YUAN => (10_000, "万元"),
        _ => (1, lang.pick("元", "yuan")),
    };
    let digits = |end: i128| in_digits(end / scale);
    match (low, high) {
        (Some(low), Some(high)) if low == high => format!("{} {symbol}", digits(high)),
        (Some(low), Some(high)) => format!("{}~{} {symbol}", digits(low), digits(high)),
        (None, Some(high)) => {
            let high = digits(high);
            text!("不超过 {high} {symbol}", "up to {high} {symbol}").get(lang).to_string()
        }
        (Some(low), None) => {
            let low = digits(low);
            text!("{low} {symbol} 以上", "{low} {symbol} or more").get(lang).to_string()
        }
        (None, None) => lang.pick("未知", "not known").into(),
    }
}

/// Millionths as a number, without zeros at its end.
fn in_digits(micros: i128) -> String {
    let (whole, rest) = ((micros / YUAN).abs(), (micros % YUAN).abs());
    let rest = format!(".{rest:06}");
    format!("{}{whole}{}", if micros < 0 { "-" } else { "" }, rest.trim_end_matches('0').trim_end_matches('.'))
}

/// What plans cost together, with how many have no cost.
pub fn summed(summed: &Summed, lang: Lang) -> String {
    let known = amount(Some(summed.cost.low), Some(summed.cost.high), lang);
    match summed.without_cost {
        0 => known,
        without if without == summed.units => lang.pick("未知", "not known").into(),
        without => text!("{known}（另 {without} 个未知）", "{known} ({without} not known)").get(lang).to_string(),
    }
}

/// Where the costs come from, and how far they are to be trusted: each norm that remedies cite, once.
pub fn cautions(rules: &RuleSet, lang: Lang) -> Vec<String> {
    let params = rules.remedies.iter().filter_map(|remedy| remedy.cost.as_ref()).flat_map(|cost| {
        let mut uses = Uses::default();
        uses.add_num(cost, &rules.derived);
        uses.params
    });
    let cites = params.filter_map(|at| rules.params.get(at)?.cite.as_ref());
    let cites = cites.chain(rules.remedies.iter().filter_map(|remedy| remedy.cite.as_ref()));
    let mut all: Vec<String> = Vec::new();
    for norm in cites.filter_map(|cite| rules.sources.get(cite.norm?)) {
        let said = match &norm.note {
            Some(note) => format!("{}{}{note}", norm.title, lang.pick("：", ": ")),
            None => norm.title.clone(),
        };
        if !all.contains(&said) {
            all.push(said);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::remedies::Sum;

    #[test]
    fn money_says_which_end_is_not_known() {
        let shown = |low: Option<i64>, high: Option<i64>, lang| {
            let end = |yuan: Option<i64>| yuan.and_then(Decimal::from_int);
            money(Bounds::between(end(low), end(high)), lang)
        };
        assert_eq!(shown(Some(52_000), Some(52_000), Lang::Zh), "5.2 万元");
        assert_eq!(shown(Some(8_000), Some(12_000), Lang::Zh), "8000~12000 元");
        assert_eq!(shown(None, Some(50_000), Lang::Zh), "不超过 5 万元");
        assert_eq!(shown(Some(50_000), None, Lang::En), "50000 yuan or more");
        assert_eq!(shown(None, None, Lang::Zh), "未知");
        let all = Summed {
            units: 201,
            cost: Sum { low: 1_206_000_000 * YUAN, high: 1_206_000_000 * YUAN },
            ..Summed::default()
        };
        assert_eq!(summed(&all, Lang::Zh), "120600 万元");
    }
}
