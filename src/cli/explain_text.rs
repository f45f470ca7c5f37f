//! What `explain` shows people: the unit's class, then a tree with each criterion's grade, reason (which names the
//! margin), values with their cells, citation and the line of the rule. What decides comes first, then what else
//! weighs, then what is fine, then what does not apply; within each, the order of the rules file.

use super::explain::Explained;
use super::screen::{Paint, painted};
use crate::assess::explain::{Used, Why};
use crate::lang::Lang;
use crate::report::remedies;
use crate::rules::RuleSet;
use crate::rules::language::Uses;
use crate::rules::ruleset::{Criterion, Grade, Param, place_shown};
use crate::text;

/// The text, with colours or without.
pub fn tree(explained: &Explained, lang: Lang, colour: bool) -> String {
    let Explained { rules, units, assessment, unit, whys, missing, deciding, .. } = explained;
    let paint_class = |class: Grade| painted(colour, paint(Some(class)), class.label().get(lang));
    let of = |classes: &[Grade]| classes.get(*unit).map_or_else(String::new, |&class| paint_class(class));
    let name = painted(colour, Paint::Strong, &units.name(*unit));
    let mut shown = format!("{name}  {}\n", of(&assessment.class));
    if assessment.is_settled(*unit) {
        shown.push_str(
            lang.pick("已定：补测任何数据都不会改变结论\n", "settled: no missing datum can change the class\n"),
        );
    } else {
        let (best, worst) = (of(&assessment.best), of(&assessment.worst));
        shown.push_str(text!("未定：最好{best}，最差{worst}\n", "open: {best} at best, {worst} at worst\n").get(lang));
        let labels: Vec<String> = missing.iter().map(|id| rules.dictionary.label(id)).collect();
        let labels = labels.join(lang.pick("、", ", "));
        shown.push_str(text!("缺：{labels}\n", "missing: {labels}\n").get(lang));
    }
    shown.push_str(&decided(explained, lang));
    shown.push_str(&help(explained, lang));
    for (escalation, holds) in rules.escalations.iter().zip(&assessment.escalated) {
        if holds.get(*unit) == Some(&true) {
            let name = escalation.label.as_ref().unwrap_or(&escalation.id);
            let (written, to) = (&escalation.written, escalation.to.label());
            let (place, to_zh, to_en) = (place_shown(&rules.files, &escalation.place, lang), to.zh, to.en);
            shown.push_str(
                text!(
                    "升级：{name}（{written}）→ {to_zh}  [{place}]\n",
                    "escalated: {name} ({written}) → {to_en}  [{place}]\n"
                )
                .get(lang),
            );
        }
    }
    let mut whys: Vec<&Why> = whys.iter().collect();
    whys.sort_by_key(|why| {
        let decides = rules.criteria.get(why.criterion).is_some_and(|criterion| deciding.contains(&criterion.id));
        let weighs = why.grade > Some(Grade::Suitable) || why.possible.is_open();
        (!decides, !weighs, why.grade.is_none())
    });
    for (n, why) in whys.iter().enumerate() {
        let Some(criterion) = rules.criteria.get(why.criterion) else { continue };
        let last = n + 1 == whys.len();
        let lines = lines(explained, criterion, why, deciding.contains(&criterion.id), lang, colour);
        for (n, line) in lines.iter().enumerate() {
            let branch = match (n, last) {
                (0, false) => "├─ ",
                (0, true) => "└─ ",
                (_, false) => "│    ",
                (_, true) => "     ",
            };
            shown.push_str(&format!("{branch}{line}\n"));
        }
    }
    shown
}

/// What a committee decided, in a line: `决定：不适合加装（2021-06-12，街道加梯办）：… [与评估不同]`
fn decided(explained: &Explained, lang: Lang) -> String {
    let Some(decision) = &explained.decision else { return String::new() };
    let (class, state) = (decision.class.label(), decision.state().label());
    let by = decision.decided_by(lang);
    let when: Vec<&str> = [&*decision.date, &*by].into_iter().filter(|part| !part.is_empty()).collect();
    let mut line = format!("{}{}", lang.pick("决定：", "decided: "), class.get(lang));
    if !when.is_empty() {
        let (zh, en) = (when.join("，"), when.join(", "));
        line.push_str(text!("（{zh}）", " ({en})").get(lang));
    }
    if !decision.reason.is_empty() {
        line.push_str(&format!("{}{}", lang.pick("：", ": "), decision.reason.replace('\n', " ")));
    }
    line.push_str(&format!("  [{}]\n", state.get(lang)));
    line
}

/// What would help, a line each: `整改：燃气管迁移 → 适合加装，约 4 万元`
fn help(explained: &Explained, lang: Lang) -> String {
    let lines = explained.help.iter().flat_map(|help| remedies::lines(&explained.rules, help, lang));
    let mut shown = String::new();
    for line in lines {
        shown.push_str(text!("整改：{line}\n", "remedy: {line}\n").get(lang));
    }
    if !shown.is_empty() {
        let note =
            text!("      （费用是规则里的估算，不是报价）\n", "        (costs are the rules' estimates, no offers)\n");
        shown.push_str(note.get(lang));
    }
    shown
}

/// A criterion: its title and grade, and what belongs to it.
fn lines(
    explained: &Explained,
    criterion: &Criterion,
    why: &Why,
    decides: bool,
    lang: Lang,
    colour: bool,
) -> Vec<String> {
    let grade =
        why.grade.map_or(lang.pick("不适用", "does not apply").to_string(), |g| g.label().get(lang).to_string());
    let mut head = format!("{}{}{}", criterion.title, lang.pick("：", ": "), painted(colour, paint(why.grade), &grade));
    if why.possible.is_open() {
        let mut possible: Vec<String> =
            Grade::ALL.into_iter().filter(|&g| why.possible.has(g)).map(|g| g.label().get(lang).to_string()).collect();
        if why.possible.may_not_apply() {
            possible.push(lang.pick("不适用", "does not apply").into());
        }
        let possible = possible.join(lang.pick("／", " / "));
        head.push_str(text!("（可能：{possible}）", " (possible: {possible})").get(lang));
    }
    if decides {
        head.push_str(&painted(colour, Paint::Strong, lang.pick(" ◀ 决定结论", " ◀ decides")));
    }
    let mut lines = vec![head];
    if !why.reason.is_empty() {
        lines.push(why.reason.clone());
    }
    if why.possible.never_applies() {
        return lines;
    }
    lines.extend(why.values.iter().map(|used| value(explained, used, lang)));
    let faint = |text: String| painted(colour, Paint::Faint, &text);
    if let Some(cite) = &criterion.cite {
        lines.push(faint(format!("{}{}", lang.pick("依据：", "cites: "), cite.shown)));
    }
    let files = &explained.rules.files;
    let place = place_shown(files, &criterion.suitable.place, lang);
    lines.push(faint(format!("{}{place}", lang.pick("规则：", "rule: "))));
    let params: Vec<String> = params(&explained.rules, criterion)
        .map(|param| {
            let (name, place) = (lang.pick(&param.label, &param.id), place_shown(files, &param.place, lang));
            text!("{name}（{place}）", "{name} ({place})").get(lang).to_string()
        })
        .collect();
    if !params.is_empty() {
        lines.push(faint(format!("{}{}", lang.pick("参数：", "parameters: "), params.join(lang.pick("、", ", ")))));
    }
    lines
}

/// The parameters that a criterion stands on, directly or through derived fields.
fn params<'a>(rules: &'a RuleSet, criterion: &Criterion) -> impl Iterator<Item = &'a Param> {
    let mut used = Uses::default();
    for rule in criterion.conditions() {
        used.add_cond(&rule.cond, &rules.derived);
    }
    used.params.into_iter().filter_map(|ix| rules.params.get(ix))
}

/// `梯段净宽 1.05 m  ‹ 上钢三村.xlsx › 调查表 › F23：“1050”`
fn value(explained: &Explained, used: &Used, lang: Lang) -> String {
    let item = used.item.map_or(String::new(), |item| format!(" #{}", item + 1));
    let mut line = format!("{}{item} {}", used.label, used.shown);
    if let Some(origin) = &used.origin {
        let (place, written) = (explained.units.shown_place(origin), &origin.written);
        line.push_str(text!("（{place}：“{written}”）", " ({place}: “{written}”)").get(lang));
    }
    line
}

fn paint(grade: Option<Grade>) -> Paint {
    match grade {
        Some(Grade::Suitable) => Paint::Green,
        Some(Grade::Difficult) => Paint::Yellow,
        Some(Grade::Unsuitable) => Paint::Red,
        None => Paint::Faint,
    }
}
