//! A rule set as a document for people who write no programs: every criterion in sentences, every figure with its source,
//! what is not settled, and, for a variant, what it changes.
//!
//! It is said once, as a [`Rulebook`] of sections with lists, entries and tables, and shown two ways: [`page`] is one
//! self-contained page to be printed, [`markdown`] the same as Markdown. The rule set that a variant stands on is said the
//! same way, and `marks` lays the two side by side. What always holds: conditions are said by `rules::language` alone,
//! which tests that a paraphrase means what the rule means; everything has its line in the rules file beside it.
//! Deliberately absent: units, and what becomes of them.

mod changes;
mod criteria;
mod doubts;
mod examples;
mod fields;
mod front;
pub mod markdown;
mod marks;
mod model;
pub mod page;
mod params;
mod remedies;
mod sources;
mod tables;
mod verdict;
mod walk;

pub use model::{Block, Cell, Entry, Row, Rulebook, Section, Table};

use crate::assess::{TestOutcome, run_tests, uses_of};
use crate::lang::{Lang, Text};
use crate::rules::language::Scope;
use crate::rules::language::phrase::Phrase;
use crate::rules::language::uses::Uses;
use crate::rules::ruleset::{Citation, Grade, place_shown};
use crate::rules::{Diagnostic, Loaded, RuleSet, diagnostic::Place};

/// What a rulebook is made of.
#[derive(Clone, Copy, Debug)]
pub struct Material<'r> {
    /// The rules
    pub rules: &'r RuleSet,
    /// What they are a variant of
    pub base: Option<&'r Loaded>,
    /// What the checker says of them
    pub doubts: &'r [Diagnostic],
    /// What of them is not in force on the day
    pub not_in_force: &'r [Text],
    /// The day that this is said of: `2026-03-01`
    pub day: &'r str,
    /// In which language
    pub lang: Lang,
}

/// The rulebook.
pub fn rulebook(material: &Material) -> Rulebook {
    let own = Teller::new(material.rules, material.lang);
    let mut book = own.sections(material);
    let Some(base) = material.base else { return book };
    let changes = match &base.rules {
        Some(rules) => {
            let below = Teller::new(rules, material.lang);
            let below_book = below.sections(&Material { rules, doubts: &[], not_in_force: &[], ..*material });
            marks::mark(&mut book, &below_book);
            changes::changes(&changes::Sides { below: &below, own: &own, below_book: &below_book, book: &book })
        }
        None => changes::unreadable(material.lang),
    };
    book.sections.insert(0, changes);
    book
}

/// Says things of one rule set.
struct Teller<'r> {
    rules: &'r RuleSet,
    scope: Scope<'r>,
    lang: Lang,
    /// What each criterion uses, and each remedy
    users: Vec<User>,
    outcomes: Vec<TestOutcome>,
}

/// Something that uses parameters, tables and fields.
struct User {
    name: Phrase,
    uses: Uses,
}

impl<'r> Teller<'r> {
    fn new(rules: &'r RuleSet, lang: Lang) -> Teller<'r> {
        let criteria = rules.enabled().map(|criterion| User {
            name: Phrase::of(&criterion.title, format!("criteria.{}", criterion.id)),
            uses: uses_of(rules, criterion),
        });
        let remedies = rules.remedies.iter().map(|remedy| {
            let mut uses = Uses::default();
            remedy.when.iter().for_each(|rule| uses.add_cond(&rule.cond, &rules.derived));
            remedy.cost.iter().for_each(|cost| uses.add_num(cost, &rules.derived));
            let name = Phrase::of(&remedy.title, format!("remedies.{}", remedy.id));
            User { name: Phrase::from(lang.pick("措施：", "remedy: ")).and(name), uses }
        });
        let users = criteria.chain(remedies).collect();
        Teller { rules, scope: Scope::of(rules), lang, users, outcomes: run_tests(rules) }
    }

    fn sections(&self, material: &Material) -> Rulebook {
        let sections = vec![
            self.reading(material.base.is_some()),
            self.criteria(),
            self.verdict(),
            self.params(),
            self.tables(),
            self.derived(),
            self.remedies(),
            self.sources(),
            self.doubts(material),
            self.fields(),
            self.examples(),
        ];
        let mut sections: Vec<Section> = sections.into_iter().filter(|section| !section.blocks.is_empty()).collect();
        for (section, number) in sections.iter_mut().zip(1usize..) {
            section.count(number);
        }
        self.front(material, sections)
    }

    fn pick<T>(&self, zh: T, en: T) -> T {
        self.lang.pick(zh, en)
    }

    fn say(&self, text: Text) -> String {
        self.lang.pick(text.zh, text.en)
    }

    /// `shanghai-strict.toml:16`: without folders where the name alone tells which file it is. All of it is in front.
    fn place(&self, place: &Place) -> String {
        let files = &self.rules.files;
        let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_string();
        let own = files.get(place.file).map_or_else(String::new, |file| last(&file.name));
        let shown = place_shown(files, place, self.lang);
        if files.iter().filter(|file| last(&file.name) == own).count() > 1 { shown } else { last(&shown) }
    }

    /// Where a key of a thing stands, if it stands in another file than the thing itself.
    fn elsewhere(&self, section: &str, id: &str, key: &str, own: &Place) -> String {
        let table = self.rules.merged.table(section).and_then(|section| section.table(id));
        let item = table.and_then(|table| table.item(key)).filter(|item| item.place.file != own.file);
        item.map_or_else(String::new, |item| self.place(&item.place))
    }

    /// Several things in a row: `甲、乙`.
    fn row(&self, phrases: impl IntoIterator<Item = Phrase>) -> Phrase {
        Phrase::joined(phrases, self.pick("、", ", "))
    }

    /// What uses something.
    fn users(&self, uses: impl Fn(&Uses) -> bool) -> Cell {
        let users: Vec<Phrase> =
            self.users.iter().filter(|user| uses(&user.uses)).map(|user| user.name.clone()).collect();
        match users.is_empty() {
            true => Cell::quiet(self.pick("没有用到", "not used")),
            false => Cell::of(self.row(users)),
        }
    }

    /// A citation, and below it what stands behind it.
    fn cited(&self, cite: Option<&Citation>) -> Cell {
        let Some(cite) = cite else { return Cell::quiet(self.pick("没有写出处", "nothing is cited")) };
        match cite.norm.and_then(|norm| self.rules.sources.get(norm)) {
            Some(norm) => {
                let titled = norm.number.is_some().then(|| self.title(norm));
                let known =
                    titled.into_iter().chain(norm.binding.map(|binding| binding.label().get(self.lang).to_string()));
                let known: Vec<String> = known.chain(self.in_force(norm)).collect();
                let cell = Cell::of(Phrase::of(&cite.shown, format!("sources.{}", norm.id)));
                if known.is_empty() { cell } else { cell.and_quiet(known.join(self.pick("，", ", "))) }
            }
            None => Cell::of(cite.shown.as_str()).and_quiet(self.pick("不是登记过的来源", "not among the sources")),
        }
    }
}

/// A grade in a word.
fn grade(grade: Grade, lang: Lang) -> &'static str {
    match grade {
        Grade::Suitable => lang.pick("适合", "suitable"),
        Grade::Difficult => lang.pick("较难", "difficult"),
        Grade::Unsuitable => lang.pick("不适合", "unsuitable"),
    }
}

/// A grade in running text: `“较难”`.
fn quoted(of: Grade, lang: Lang) -> String {
    lang.pick(format!("“{}”", grade(of, lang)), grade(of, lang).to_string())
}
