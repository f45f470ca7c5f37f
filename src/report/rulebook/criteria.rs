//! The criteria by group, each as sentences: when it counts, when which grade, what missing data count as, on what it stands.

use super::model::{Block, Cell, Entry, Row, Section};
use super::{Teller, grade, quoted};
use crate::assess::{Possible, settle, uses_of};
use crate::lang::Text;
use crate::rules::language::outline::{Saying, outline};
use crate::rules::language::phrase::Phrase;
use crate::rules::language::printer::show_num;
use crate::rules::language::typed::Expr;
use crate::rules::ruleset::{Criterion, Derived, Grade, Rule};
use crate::text;

impl Teller<'_> {
    /// All of them.
    pub(super) fn criteria(&self) -> Section {
        let mut groups: Vec<Option<&str>> = Vec::new();
        for criterion in self.rules.enabled() {
            let group = criterion.group.as_deref();
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        let mut blocks = Vec::new();
        for group in groups {
            let name = group.unwrap_or(self.pick("未分组", "in no group"));
            blocks.push(Block::Heading(String::new(), name.to_string()));
            let own = self.rules.enabled().filter(|criterion| criterion.group.as_deref() == group);
            blocks.extend(own.map(|criterion| Block::Entry(self.criterion(criterion))));
        }
        let off: Vec<Saying> =
            self.rules.criteria.iter().filter(|criterion| !criterion.enabled).map(|it| self.off(it)).collect();
        if !off.is_empty() {
            blocks.push(Block::Heading(String::new(), self.pick("停用的评估项", "switched off").to_string()));
            blocks.push(Block::List(off));
        }
        Section::new("criteria", self.pick("评估项", "criteria"), blocks)
    }

    fn off(&self, criterion: &Criterion) -> Saying {
        let (title, id, place) = (&criterion.title, &criterion.id, self.place(&criterion.place));
        let said = text!(
            "{title}（{id}，{place}）：不核对，不计入结论",
            "{title} ({id}, {place}): not checked, and counts nowhere"
        );
        Saying::from(self.say(said))
    }

    fn criterion(&self, criterion: &Criterion) -> Entry {
        let lang = self.lang;
        let elsewhere = |key: &str| self.elsewhere("criteria", &criterion.id, key, &criterion.place);
        let row = |key: &'static str, label: Text, cell: Cell| Row {
            key,
            label: self.say(label),
            grade: None,
            place: elsewhere(key),
            cell,
        };
        let graded = |key: &'static str, of: Grade, cell: Cell| Row {
            key,
            label: grade(of, lang).to_string(),
            grade: Some(of),
            place: elsewhere(key),
            cell,
        };
        let mut rows = vec![row("applies", text!("何时核对", "checked"), self.applies(criterion))];
        rows.push(graded("suitable", Grade::Suitable, Cell::of(self.condition(&criterion.suitable, ""))));
        let good = quoted(Grade::Suitable, lang);
        if let Some(rule) = &criterion.difficult {
            let lead = text!("够不上{good}，但满足", "not {good}, but");
            rows.push(graded("difficult", Grade::Difficult, Cell::of(self.condition(rule, &self.say(lead)))));
        }
        rows.push(graded("otherwise", criterion.otherwise, Cell::of(self.otherwise(criterion))));
        rows.push(row("missing", text!("资料不全时", "where data are missing"), self.missing(criterion)));
        let derived = self.derived_in(criterion);
        if !derived.is_empty() {
            rows.push(row("where", text!("其中", "where"), Cell { lines: derived, ..Cell::default() }));
        }
        rows.push(row("cite", text!("依据", "by"), self.cited(criterion.cite.as_ref())));
        if let Some(note) = &criterion.note {
            let lines = note.lines().map(Saying::from).collect();
            rows.push(row("note", text!("说明", "note"), Cell { lines, ..Cell::default() }));
        }
        Entry {
            path: format!("criteria.{}", criterion.id),
            title: criterion.title.clone(),
            id: criterion.id.clone(),
            place: self.place(&criterion.place),
            rows,
            ..Entry::default()
        }
    }

    /// A condition leaf by leaf.
    pub(super) fn condition(&self, rule: &Rule, lead: &str) -> Saying {
        outline(&rule.cond, lead, &self.scope, self.lang)
    }

    fn applies(&self, criterion: &Criterion) -> Cell {
        match &criterion.applies {
            None => Cell::of(self.pick("每个单元都核对", "every unit")),
            Some(rule) => {
                let only = self.condition(rule, self.pick("须满足", "only if"));
                let rest = self.pick("不满足的单元不计入本项", "else it does not count");
                match only.items.is_empty() {
                    true => Cell::of(only.phrase.and(self.pick("；", "; ")).and(rest)),
                    false => Cell { lines: vec![only, Saying::from(rest)], ..Cell::default() },
                }
            }
        }
    }

    fn otherwise(&self, criterion: &Criterion) -> Phrase {
        let good = quoted(Grade::Suitable, self.lang);
        let text = match (&criterion.difficult, criterion.otherwise) {
            (None, Grade::Unsuitable) => text!(
                "够不上{good}的，都不适合（本项没有“较难”一级）",
                "whatever is not {good} (there is no difficult here)"
            ),
            (None, _) => {
                text!("够不上{good}的，都算较难（本项不会得出“不适合”）", "whatever is not {good} (never unsuitable)")
            }
            (Some(_), Grade::Unsuitable) => text!("以上都够不上", "neither of these"),
            (Some(_), _) => text!(
                "以上都够不上的，也算较难（本项不会得出“不适合”）",
                "neither of these: difficult too (never unsuitable)"
            ),
        };
        Phrase::from(self.say(text))
    }

    fn missing(&self, criterion: &Criterion) -> Cell {
        let possible = Possible::only(Grade::Suitable).or(Possible::only(criterion.otherwise));
        let possible =
            if criterion.difficult.is_some() { possible.or(Possible::only(Grade::Difficult)) } else { possible };
        let counts = settle(possible, criterion.missing).unwrap_or(criterion.missing);
        let (now, wanted) = (quoted(counts, self.lang), quoted(criterion.missing, self.lang));
        let said = text!(
            "定不下等级的，先按{now}计，列为待补",
            "what cannot be graded counts as {now} for now, and is listed as missing"
        );
        let cell = Cell::of(self.say(said));
        match counts == criterion.missing {
            true => cell,
            false => cell.and_quiet(self.say(text!(
                "规则写的是{wanted}，本项没有这一级",
                "the rules say {wanted}, which this criterion cannot be"
            ))),
        }
    }

    /// The derived fields that a criterion stands on, the ones it names first.
    fn derived_in(&self, criterion: &Criterion) -> Vec<Saying> {
        let uses = uses_of(self.rules, criterion);
        let used = uses.derived.iter().rev().filter_map(|&ix| self.rules.derived.get(ix));
        used.map(|derived| self.formula(derived)).collect()
    }

    /// `加装外挑总尺寸 = 2.40 m（井道外挑尺寸） + 连廊进深`
    fn formula(&self, derived: &Derived) -> Saying {
        let name = self.pick(&derived.label, &derived.id).clone();
        let name = Phrase::of(name, format!("derive.{}", derived.id));
        match &derived.value {
            Expr::Num(num) => Saying::from(name.and(" = ").and(show_num(num, &self.scope, self.lang))),
            Expr::Cond(cond) => {
                let lead = Phrase::filled(self.pick("“{}”成立，是指", "{} holds if"), [name]);
                outline(cond, lead, &self.scope, self.lang)
            }
        }
    }

    /// What a derived field is, without its name.
    pub(super) fn computed(&self, derived: &Derived) -> Saying {
        match &derived.value {
            Expr::Num(num) => Saying::from(show_num(num, &self.scope, self.lang)),
            Expr::Cond(cond) => outline(cond, "", &self.scope, self.lang),
        }
    }
}
