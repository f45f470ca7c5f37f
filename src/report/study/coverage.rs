//! Which branches of the rules are tested: every criterion in a line, what no test goes through with its expression and
//! place, the totals; beside them what the units of a survey go through.
//!
//! What always holds: only the rules are told, and how many; no unit and no value of one.

use crate::lang::{Lang, one_line};
use crate::report::numbers::grouped;
use crate::report::paper::{Cell, Head, Paper, Part, Table, numbers, words};
use crate::rules::RuleSet;
use crate::rules::ruleset::Grade;
use crate::study::coverage::{Branch, Coverage, Of, Outcome, Sort, What};
use crate::text;

/// What is covered.
#[derive(Clone, Copy, Debug)]
pub struct Covered<'a> {
    /// The rules
    pub rules: &'a RuleSet,
    /// Their branches
    pub coverage: &'a Coverage,
    /// How many units the survey has, if one was given
    pub units: Option<usize>,
    /// In which language
    pub lang: Lang,
}

impl Covered<'_> {
    pub(super) fn pick<T>(&self, zh: T, en: T) -> T {
        self.lang.pick(zh, en)
    }

    /// What a branch belongs to, by name.
    pub(super) fn called(&self, of: Of) -> &str {
        let rules = self.rules;
        let named = match of {
            Of::Criterion(at) => rules.criteria.get(at).map(|it| (&it.title, &it.id)),
            Of::Derived(at) => rules.derived.get(at).map(|it| (&it.label, &it.id)),
            Of::Table(at) => rules.tables.get(at).map(|it| (&it.label, &it.id)),
            Of::Escalation(at) => rules.escalations.get(at).map(|it| (it.label.as_ref().unwrap_or(&it.id), &it.id)),
            Of::Remedy(at) => rules.remedies.get(at).map(|it| (&it.title, &it.id)),
        };
        named.map_or("", |(label, id)| self.pick(label, id))
    }

    /// What happens there, in a word.
    pub(super) fn happens(&self, what: What) -> String {
        match what {
            What::Outcome(outcome) => self.outcome(outcome).to_string(),
            What::Condition(true) | What::Escalation(true) => self.pick("成立", "true").to_string(),
            What::Condition(false) | What::Escalation(false) => self.pick("不成立", "false").to_string(),
            What::Row(row) => {
                let row = row + 1;
                text!("第 {row} 行", "row {row}").get(self.lang).to_string()
            }
        }
    }

    fn outcome(&self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::NotApplicable => self.pick("不计入", "n/a"),
            Outcome::Grade(Grade::Suitable) => self.pick("适合", "suitable"),
            Outcome::Grade(Grade::Difficult) => self.pick("较难", "difficult"),
            Outcome::Grade(Grade::Unsuitable) => self.pick("不适合", "unsuitable"),
            Outcome::Open => self.pick("未定", "open"),
        }
    }

    /// Where a branch stands: its file and line.
    fn place(&self, branch: &Branch) -> (String, u64) {
        let file = self.rules.files.get(branch.place.file);
        let line = file.map_or(0, |file| file.line_column(branch.place.span.start).0);
        (file.map_or(String::new(), |file| file.shown(self.lang).into_owned()), line as u64)
    }

    /// That no test goes through a branch, in a line.
    pub fn untested(&self, branch: &Branch) -> String {
        let (called, happens, written) = (self.called(branch.of), self.happens(branch.what), &branch.written);
        let written = if written.is_empty() { String::new() } else { format!(" `{}`", one_line(written)) };
        let named = format!("{called} {happens}{written}");
        text!("没有示例检验到：{named}", "no test goes through: {named}").get(self.lang).to_string()
    }

    /// `结果 31/40，条件 52/66`, counted by `met`.
    fn totals(&self, met: impl Fn(Sort) -> u64) -> String {
        let sorts = Sort::ALL.into_iter().filter(|&sort| self.coverage.total(sort).of > 0);
        let shown = sorts.map(|sort| format!("{} {}/{}", self.sort(sort), met(sort), self.coverage.total(sort).of));
        shown.collect::<Vec<_>>().join(self.pick("，", ", "))
    }

    fn sort(&self, sort: Sort) -> &'static str {
        match sort {
            Sort::Outcome => self.pick("结果", "outcomes"),
            Sort::Condition => self.pick("条件", "conditions"),
            Sort::Row => self.pick("表行", "rows"),
            Sort::Escalation => self.pick("加重", "escalations"),
        }
    }
}

/// The paper.
pub fn paper(covered: &Covered) -> Paper {
    let RuleSet { title, version, .. } = covered.rules;
    let by_tests = |branch: &Branch| branch.tests;
    let mut parts = vec![Part {
        name: covered.pick("示例", "tests").into(),
        title: covered.pick("每一项的各种结果，各有几个示例", "tests by outcome of each criterion").into(),
        note: covered
            .pick(
                "只算写了该项等级的示例；空着的是规则没有的结果。“条件”成立、不成立各算一处。",
                "tests that expect its grade; blank: no such outcome. conditions: true and false.",
            )
            .into(),
        ..by_criterion(covered, &by_tests)
    }];
    if let Some(units) = covered.units {
        let units = grouped(units as u64);
        parts.push(Part {
            name: covered.pick("调查表", "survey").into(),
            title: text!("调查表的 {units} 个单元，各种结果各有多少", "outcomes of the survey's {units} units")
                .get(covered.lang)
                .to_string(),
            ..by_criterion(covered, &|branch| branch.units.unwrap_or(0))
        });
    }
    parts.extend([bare(covered), all(covered), sums(covered)]);
    Paper {
        title: text!("检验到了哪些：{title} {version}", "what is tested: {title} {version}")
            .get(covered.lang)
            .trim_end()
            .to_string(),
        notes: inherited(covered).into_iter().collect(),
        parts,
    }
}

/// What the file does not answer for.
fn inherited(covered: &Covered) -> Option<String> {
    let count = covered.coverage.inherited.len();
    let note = text!(
        "沿用底版、没有改动的 {count} 项不在此列：示例不继承，这些由底版的示例检验",
        "{count} criteria are the base's, unchanged, and not listed: its own tests test them"
    );
    (count > 0).then(|| note.get(covered.lang).to_string())
}

/// A line a criterion: how many for each outcome, and how many of its conditions.
fn by_criterion(covered: &Covered, count: &dyn Fn(&Branch) -> u64) -> Part {
    let mut heads = vec![words(covered.pick("评估项", "criterion")).wide(30)];
    heads.extend(Outcome::ALL.map(|outcome| numbers(covered.outcome(outcome))));
    heads.push(numbers(covered.pick("条件", "conditions")));
    let branches = &covered.coverage.branches;
    let mut rows = Vec::new();
    for place in 0..covered.rules.criteria.len() {
        let own: Vec<&Branch> = branches.iter().filter(|branch| branch.of == Of::Criterion(place)).collect();
        if own.is_empty() {
            continue;
        }
        let mut row = vec![Cell::text(covered.called(Of::Criterion(place)))];
        for outcome in Outcome::ALL {
            let branch = own.iter().find(|branch| branch.what == What::Outcome(outcome));
            row.push(branch.map_or(Cell::Blank, |branch| Cell::Count(count(branch))));
        }
        let conditions = own.iter().filter(|branch| branch.what.sort() == Sort::Condition);
        let (met, of) = (conditions.clone().filter(|branch| count(branch) > 0).count(), conditions.count());
        row.push(if of > 0 { Cell::text(format!("{met}/{of}")) } else { Cell::Blank });
        rows.push(row);
    }
    Part {
        on_screen: true,
        tables: vec![Table { heads, on_screen: rows.len(), rows, ..Table::default() }],
        ..Part::default()
    }
}

/// What no test goes through, by file.
fn bare(covered: &Covered) -> Part {
    let bare: Vec<&Branch> = covered.coverage.branches.iter().filter(|branch| branch.tests == 0).collect();
    let mut files: Vec<String> = bare.iter().map(|branch| covered.place(branch).0).collect();
    files.sort();
    files.dedup();
    let table = |file: String| {
        let mut own: Vec<(u64, &Branch)> = bare
            .iter()
            .map(|branch| (covered.place(branch), *branch))
            .filter(|((of, _), _)| *of == file)
            .map(|((_, line), branch)| (line, branch))
            .collect();
        own.sort_by_key(|(line, branch)| (*line, branch.place.span.start));
        let row = |(line, branch): &(u64, &Branch)| {
            // Lines are far below 2^53; a comma among their digits would be in the way.
            let mut row = vec![Cell::Number(line.to_string(), *line as f64)];
            row.extend(told(covered, branch));
            row.extend(branch.units.map(Cell::Count));
            row
        };
        let mut heads = vec![numbers(covered.pick("行", "line"))];
        heads.extend(told_heads(covered));
        heads.extend(covered.units.map(|_| numbers(covered.pick("单元", "units"))));
        Table { title: file, heads, rows: own.iter().map(row).collect(), on_screen: own.len(), ..Table::default() }
    };
    let count = bare.len();
    Part {
        name: covered.pick("没有示例的", "untested").into(),
        title: match count {
            0 => covered.pick("处处都有示例检验", "every branch is tested").to_string(),
            _ => text!("没有示例检验到的 {count} 处", "{count} branches that no test goes through")
                .get(covered.lang)
                .to_string(),
        },
        on_screen: true,
        tables: files.into_iter().map(table).collect(),
        ..Part::default()
    }
}

fn told_heads(covered: &Covered) -> [Head; 3] {
    [
        words(covered.pick("在哪一项", "where")).wide(24).unbroken(),
        words(covered.pick("情形", "what")).wide(10).unbroken(),
        words(covered.pick("写法", "written")).wide(70),
    ]
}

fn told(covered: &Covered, branch: &Branch) -> [Cell; 3] {
    [covered.called(branch.of).to_string(), covered.happens(branch.what), branch.written.clone()].map(Cell::text)
}

/// Every branch.
fn all(covered: &Covered) -> Part {
    let mut heads = Vec::from(told_heads(covered));
    heads.push(words(covered.pick("位置", "place")).unbroken());
    heads.push(numbers(covered.pick("示例", "tests")));
    heads.extend(covered.units.map(|_| numbers(covered.pick("单元", "units"))));
    let row = |branch: &Branch| {
        let (file, line) = covered.place(branch);
        let mut row = Vec::from(told(covered, branch));
        row.extend([Cell::text(format!("{file}:{line}")), Cell::Count(branch.tests)]);
        row.extend(branch.units.map(Cell::Count));
        row
    };
    Part {
        name: covered.pick("逐处", "branches").into(),
        title: covered.pick("每一处有几个示例", "every branch").into(),
        tables: vec![Table { heads, rows: covered.coverage.branches.iter().map(row).collect(), ..Table::default() }],
        ..Part::default()
    }
}

/// How much of it all.
fn sums(covered: &Covered) -> Part {
    let total = |sort| covered.coverage.total(sort);
    let tested = covered.totals(|sort| total(sort).tests);
    let mut heads = vec![words(""), numbers(covered.pick("共", "of")), numbers(covered.pick("示例检验到", "tested"))];
    heads.extend(covered.units.map(|_| numbers(covered.pick("调查表遇到", "met by units"))));
    let row = |sort: Sort| {
        let total = total(sort);
        let mut row = vec![Cell::text(covered.sort(sort)), Cell::Count(total.of), Cell::Count(total.tests)];
        row.extend(total.units.map(Cell::Count));
        row
    };
    let met = covered.units.map(|_| {
        let met = covered.totals(|sort| total(sort).units.unwrap_or(0));
        text!("调查表遇到：{met}", "met by units: {met}").get(covered.lang).to_string()
    });
    Part {
        name: covered.pick("合计", "totals").into(),
        title: text!("示例检验到：{tested}", "tested: {tested}").get(covered.lang).to_string(),
        note: met.unwrap_or_default(),
        on_screen: true,
        tables: vec![Table { heads, rows: Sort::ALL.map(row).into(), ..Table::default() }],
        ..Part::default()
    }
}
