//! Where rule sets differ, and which difference moves how many.

use super::comparison::{Compared, ON_SCREEN};
use super::named::{said, said_to_people};
use crate::lang::{Lang, Text};
use crate::report::paper::{Cell, Part, Table, numbers, words};
use crate::rules::difference::{Atom, Difference, Part as AtomPart, Said};
use crate::study::compare::{Cause, Pair};
use crate::text;

/// An atom for people: `“梯段净宽（适合）” 1.10 m → 1.05 m`.
pub(super) fn atom_shown(atom: &Atom, lang: Lang) -> String {
    let part = |part: &AtomPart| {
        let text = |said: &Option<Said>| said.as_ref().map(|said| said_to_people(&said.text, lang));
        let about = part.about.get(lang);
        match (text(&part.before), text(&part.after)) {
            (_, Some(_)) if part.switch.is_some() => {
                let title = part.switch.as_deref().unwrap_or_default();
                let on = part.after.as_ref().is_some_and(|said| said.text == "true");
                let Text { zh, en } = match on {
                    true => text!("启用评估项“{title}”", "{about}: in use"),
                    false => text!("停用评估项“{title}”", "{about}: not in use"),
                };
                lang.pick(zh, en)
            }
            (Some(before), Some(after)) if before.chars().count() + after.chars().count() <= 40 => {
                format!("{about} {before} → {after}")
            }
            (None, Some(_)) => text!("增加{about}", "{about} added").get(lang).to_string(),
            (Some(_), None) => text!("去掉{about}", "{about} gone").get(lang).to_string(),
            _ => text!("{about}改写", "{about} rewritten").get(lang).to_string(),
        }
    };
    atom.parts.iter().map(part).collect::<Vec<_>>().join(lang.pick("，连同", ", with "))
}

/// Sets of atoms, any of which is enough, in words; `whole` says whether no smaller set is.
fn sets_shown(sets: &[String], smallest: bool, lang: Lang) -> String {
    let Text { zh, en } = match (smallest, sets) {
        (false, _) => {
            let all = sets.concat();
            text!("{all}（合起来够，未必都要）", "{all} (together enough, perhaps not all needed)")
        }
        (true, [one]) => Text::same(one.as_str()),
        _ => Text { zh: sets.join("；或 "), en: sets.join("; or ") },
    };
    lang.pick(zh, en)
}

/// A cause for people.
pub(super) fn cause_shown(cause: &Cause, difference: &Difference, lang: Lang) -> String {
    let atom = |&at: &usize| difference.atoms.get(at).map_or_else(String::new, |atom| atom_shown(atom, lang));
    let set = |set: &Vec<usize>| set.iter().map(atom).collect::<Vec<_>>().join(lang.pick(" ＋ ", " + "));
    sets_shown(&cause.sets.iter().map(set).collect::<Vec<_>>(), cause.smallest, lang)
}

/// A cause by the numbers of its differences: `1＋3`, `1 或 4`.
fn cause_by_number(cause: &Cause, lang: Lang) -> String {
    let set =
        |set: &Vec<usize>| set.iter().map(|at| (at + 1).to_string()).collect::<Vec<_>>().join(lang.pick("＋", "+"));
    cause.sets.iter().map(set).collect::<Vec<_>>().join(lang.pick(" 或 ", " or "))
}

pub(super) fn causes(compared: &Compared) -> Part {
    let lang = compared.lang;
    let of_pair = |pair: &Pair| {
        let heads = vec![
            words(compared.pick("差异号", "no")).wide(16),
            words(compared.pick("原因", "cause")).wide(70),
            numbers(compared.pick("单元", "units")),
            numbers(compared.pick("变好", "better")),
            numbers(compared.pick("变差", "worse")),
        ];
        let row = |(at, cause): (usize, &Cause)| {
            let moved = || pair.moves.iter().filter(move |it| it.cause == at);
            let better = moved().filter(|it| it.to < it.from).count();
            let all = moved().count();
            let shown = cause_shown(cause, &pair.difference, lang);
            (
                all,
                vec![
                    Cell::text(cause_by_number(cause, lang)),
                    Cell::text(shown),
                    Cell::Count(all as u64),
                    Cell::Count(better as u64),
                    Cell::Count((all - better) as u64),
                ],
            )
        };
        let mut rows: Vec<(usize, Vec<Cell>)> = pair.causes.iter().enumerate().map(row).collect();
        rows.sort_by_key(|(units, _)| std::cmp::Reverse(*units));
        Table {
            title: compared.arrow(pair),
            heads,
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            total: false,
            on_screen: if compared.on_screen(pair) { ON_SCREEN } else { 0 },
            ..Table::default()
        }
    };
    Part {
        name: compared.pick("原因", "causes").into(),
        title: compared.pick("是规则的哪一处不同造成的", "which difference in the rules moves them").into(),
        note: compared
            .pick(
                "一处差异，单独改它就够；＋连起来的要一起改；“或”隔开的改任何一种都够。号码是上面的差异号。",
                "one difference: it alone is enough; joined by +: together; separated by `or`: any of them. numbers are those of the differences.",
            )
            .into(),
        on_screen: true,
        tables: compared.comparison.pairs.iter().map(of_pair).collect(),
        ..Part::default()
    }
}

pub(super) fn differences(compared: &Compared) -> Part {
    let lang = compared.lang;
    let heads = || {
        vec![
            numbers(compared.pick("号", "no")),
            words(compared.pick("差异", "difference")).wide(30),
            words(compared.pick("键", "key")).not_on_screen().wide(36).unbroken(),
            words(compared.pick("前", "before")).wide(36),
            words(compared.pick("后", "after")).wide(36),
            words(compared.pick("前在哪里", "where before")).not_on_screen().wide(26).unbroken(),
            words(compared.pick("后在哪里", "where after")).not_on_screen().wide(26).unbroken(),
            numbers(compared.pick("单独致变", "moves alone")),
            numbers(compared.pick("参与致变", "takes part")),
        ]
    };
    let of_pair = |pair: &Pair| {
        let files = |at: usize| compared.rules.get(at).map_or(&[][..], |rules| rules.files.as_slice());
        let mut rows = Vec::new();
        for (at, atom) in pair.difference.atoms.iter().enumerate() {
            let in_sets = |alone: bool| {
                let takes_part =
                    |cause: &Cause| cause.sets.iter().any(|set| set.contains(&at) && (set.len() == 1) == alone);
                pair.moves.iter().filter(|it| pair.causes.get(it.cause).is_some_and(takes_part)).count() as u64
            };
            for (nth, part) in atom.parts.iter().enumerate() {
                let (before, where_before) = said(part.before.as_ref(), files(pair.from), lang);
                let (after, where_after) = said(part.after.as_ref(), files(pair.to), lang);
                let [before, after] = [before, after].map(|text| said_to_people(&text, lang));
                let count = |alone| if nth == 0 { Cell::Count(in_sets(alone)) } else { Cell::Blank };
                rows.push(vec![
                    if nth == 0 { Cell::Count(at as u64 + 1) } else { Cell::Blank },
                    Cell::text(part.about.get(lang)),
                    Cell::text(part.path.as_str()),
                    Cell::text(before),
                    Cell::text(after),
                    Cell::text(where_before),
                    Cell::text(where_after),
                    count(true),
                    count(false),
                ]);
            }
        }
        let idle = pair.idle.len();
        let title = match idle {
            0 => compared.arrow(pair),
            idle => {
                let arrow = compared.arrow(pair);
                text!(
                    "{arrow}：其中 {idle} 处没有参与任何结论的变化",
                    "{arrow}: {idle} of them have no part in any change"
                )
                .get(lang)
                .to_string()
            }
        };
        Table {
            title,
            heads: heads(),
            rows,
            total: false,
            on_screen: if compared.on_screen(pair) { ON_SCREEN } else { 0 },
            ..Table::default()
        }
    };
    Part {
        name: compared.pick("差异清单", "differences").into(),
        title: compared.pick("规则不同在哪里", "where the rules differ").into(),
        note: match compared.comparison.pairs.iter().any(|pair| !pair.idle.is_empty()) {
            true => compared.pick(
                "没有参与变化的，要么不牵涉结论（如整改费用），要么单独改时的作用被别的差异抵消了。",
                "what has no part either bears on no class (what a remedy costs), or what it does alone is undone by others.",
            ),
            false => "",
        }
        .into(),
        on_screen: true,
        tables: compared.comparison.pairs.iter().map(of_pair).collect(),
        ..Part::default()
    }
}
