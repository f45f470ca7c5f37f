//! A merged rules file and its dictionary → a [`RuleSet`], everything named resolved and typed.
//!
//! What always holds: whatever is wrong has been reported, at its own place and once. What is wrong in itself (a
//! parameter that cannot be read, a derivation in a circle) is `unusable`: expressions that name it are not
//! reported on its account. The rule set it gives is whole only where nothing was wrong.

use super::diagnostic::{Diagnostics, Place};
use super::dictionary::Dictionary;
use super::document::{Entry, Item, Node, Table};
use super::ids::{IdOf, check};
use super::language::typed::TableIx;
use super::language::{Names, Problem, Scope};
use super::nearest::nearest;
use super::quoted;
use super::ruleset::{Binding, Citation, Criterion, Derived, Grade, Norm, Param, RuleSet, RulesFile, Table as Lookup};
use super::values::{Complaint, date_of};
use super::{criteria, derive, examples, lints, params};
use crate::text;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

/// What has been built so far.
pub(super) struct Builder<'a> {
    pub files: &'a [RulesFile],
    pub out: &'a mut Diagnostics,
    pub dictionary: Dictionary,
    /// The dictionary without what is broken in it, as expressions see it
    pub sound: Dictionary,
    pub sources: Vec<Norm>,
    pub params: Vec<Param>,
    pub tables: Vec<Lookup>,
    pub derived: Vec<Derived>,
    pub criteria: Vec<Criterion>,
    /// Ids and labels of what is wrong in itself
    unusable: Vec<(String, String)>,
    /// The names of all these, once parameters and tables are read
    names: OnceCell<Rc<Names>>,
    /// Declarations whose id is another thing's already; expressions mean the other
    pub taken: HashSet<Place>,
    /// Rows of tables that have been reported, by any expression that looks them up
    pub rows: HashSet<(TableIx, usize, &'static str)>,
}

/// Builds a rule set of a merged file.
pub(super) fn build(
    merged: &Table,
    dictionary_table: &Table,
    dictionary: Dictionary,
    broken: Vec<(String, String)>,
    files: &[RulesFile],
    out: &mut Diagnostics,
) -> RuleSet {
    let mut sound = dictionary.clone();
    let is_sound = |id: &String| !broken.iter().any(|(broken, _)| broken == id);
    sound.fields.retain(|field| is_sound(&field.id));
    sound.lists.iter_mut().for_each(|list| list.fields.retain(|field| is_sound(&field.id)));
    let mut builder = Builder {
        files,
        out,
        dictionary,
        sound,
        sources: Vec::new(),
        params: Vec::new(),
        tables: Vec::new(),
        derived: Vec::new(),
        criteria: Vec::new(),
        unusable: broken,
        names: OnceCell::new(),
        taken: HashSet::new(),
        rows: HashSet::new(),
    };
    builder.ids(merged);
    builder.sources = builder.sources(merged);
    builder.params = params::params(&mut builder, merged);
    builder.tables = params::tables(&mut builder, merged);
    derive::derive(&mut builder, merged);
    builder.criteria = criteria::criteria(&mut builder, merged);
    let escalations = criteria::escalations(&mut builder, merged);
    let remedies = criteria::remedies(&mut builder, merged);
    let tests = examples::tests(&mut builder, merged);
    let nothing = merged.table("verdict").and_then(|verdict| verdict.text("when_nothing_applies"));
    let rules = builder.finish(merged, nothing.and_then(Grade::named).unwrap_or(Grade::Difficult));
    let rules = RuleSet { escalations, remedies, tests, ..rules };
    lints::lint(&rules, merged, dictionary_table, out);
    rules
}

impl Builder<'_> {
    fn finish(&mut self, merged: &Table, when_nothing_applies: Grade) -> RuleSet {
        let empty = Table::default();
        let own = merged.table("ruleset").unwrap_or(&empty);
        let id = own.owned("id").unwrap_or_default();
        if let Some(item) = own.item("id") {
            self.id_of_set(&id, &item.place);
        }
        let (from, to) = (self.date(own, "effective_from"), self.date(own, "effective_to"));
        if let (Some(from), Some(to), Some(item)) = (from, to, own.item("effective_to"))
            && from > to
        {
            self.out.error("R044", &item.place, text!("止日早于起日", "the last day is before the first"));
        }
        RuleSet {
            title: own.owned("title").unwrap_or_else(|| id.clone()),
            id,
            version: own.owned("version").unwrap_or_default(),
            jurisdiction: own.owned("jurisdiction"),
            effective_from: from,
            effective_to: to,
            dictionary: std::mem::take(&mut self.dictionary),
            params: std::mem::take(&mut self.params),
            derived: std::mem::take(&mut self.derived),
            tables: std::mem::take(&mut self.tables),
            criteria: std::mem::take(&mut self.criteria),
            escalations: Vec::new(),
            when_nothing_applies,
            sources: std::mem::take(&mut self.sources),
            remedies: Vec::new(),
            tests: Vec::new(),
            files: Vec::new(),
            merged: Arc::new(merged.clone()),
        }
    }

    /// The id of a rule set is part of file names and columns; letters are all it is held to.
    fn id_of_set(&mut self, id: &str, place: &Place) {
        check(&id.replace('_', "-"), IdOf::Criterion, place, self.out);
    }

    /// Ids that stand in expressions: allowed, and each for one thing.
    fn ids(&mut self, merged: &Table) {
        let fields = self.dictionary.fields.iter().map(|field| (field.id.clone(), None));
        let lists = self.dictionary.lists.iter().map(|list| (list.id.clone(), None));
        let mut met: HashMap<String, Option<Place>> = fields.chain(lists).collect();
        for section in ["params", "derive", "tables"] {
            for (entry, _) in merged.named(section) {
                let (id, place) = (&entry.key, &entry.key_place);
                check(id, IdOf::Name, place, self.out);
                match met.get(id) {
                    Some(first) => {
                        self.taken.insert(place.clone());
                        let diagnostic = self.out.error(
                            "R040",
                            place,
                            text!("`{id}` 已经是别的东西的代号", "`{id}` is the id of something else already"),
                        );
                        match first {
                            Some(first) => diagnostic.also(first, text!("先在这里", "first here")),
                            None => diagnostic
                                .help(text!("字段表里有它，换一个代号", "the dictionary has it; take another id")),
                        };
                    }
                    None => {
                        met.insert(id.clone(), Some(place.clone()));
                    }
                }
            }
        }
        let verdict = merged.table("verdict").into_iter().flat_map(|verdict| verdict.named("escalate"));
        for (entry, _) in merged.named("criteria").chain(merged.named("remedies")).chain(verdict) {
            check(&entry.key, IdOf::Criterion, &entry.key_place, self.out);
        }
    }

    fn sources(&mut self, merged: &Table) -> Vec<Norm> {
        merged.named("sources").map(|(entry, own)| self.source(entry, own)).collect()
    }

    fn source(&mut self, entry: &Entry, own: &Table) -> Norm {
        Norm {
            id: entry.key.clone(),
            title: own.owned("title").unwrap_or_else(|| entry.key.clone()),
            number: own.owned("number"),
            in_force_from: self.date(own, "in_force_from"),
            superseded_from: self.date(own, "superseded_from"),
            jurisdiction: own.owned("jurisdiction"),
            binding: own.text("binding").and_then(|word| match word {
                "mandatory" => Some(Binding::Mandatory),
                "general" => Some(Binding::General),
                "policy" => Some(Binding::Policy),
                "practice" => Some(Binding::Practice),
                _ => None,
            }),
            note: own.owned("note"),
            place: entry.key_place.clone(),
        }
    }

    fn date(&mut self, own: &Table, key: &str) -> Option<i32> {
        let item = own.item(key).filter(|item| !matches!(item.node, Node::Broken))?;
        date_of(item).map_err(|complaint| self.complain(complaint, &item.place)).ok()
    }

    /// `gb55037 §3.4.5` where `gb55037` is declared: shown by its number or title; otherwise the words as written.
    pub fn cite(&mut self, own: &Table) -> Option<Citation> {
        let item = own.item("cite")?;
        let written = item.text()?.trim().to_string();
        let (first, rest) = written.split_once(char::is_whitespace).unwrap_or((&written, ""));
        let norm = self.sources.iter().position(|source| source.id == first);
        let shown = match norm.and_then(|ix| self.sources.get(ix)) {
            Some(source) => {
                let name = source.number.as_ref().unwrap_or(&source.title);
                if rest.trim().is_empty() { name.clone() } else { format!("{name} {}", rest.trim()) }
            }
            None => {
                self.citation_slip(first, item);
                written.clone()
            }
        };
        Some(Citation { norm, shown, written })
    }

    fn citation_slip(&mut self, first: &str, item: &Item) {
        // Free words begin with capitals, digits or Chinese; an id in small letters was meant as one.
        let id = first.starts_with(|c: char| c.is_ascii_lowercase()) && first.chars().all(|c| c.is_ascii_graphic());
        if !id {
            return;
        }
        if let Some(near) = nearest(first, self.sources.iter().map(|source| source.id.as_str())) {
            self.out
                .warning(
                    "R066",
                    &quoted::within(self.files, &item.place, &(0..first.len())),
                    text!("没有来源 `{first}`，只当作文字", "no source `{first}`; taken as mere words"),
                )
                .help(text!("是不是 `{near}`？", "did you mean `{near}`?"));
        }
    }

    /// The entries of a section whose ids are theirs alone.
    pub fn named<'t>(&self, merged: &'t Table, section: &str) -> Vec<(&'t Entry, &'t Table)> {
        merged.named(section).filter(|(entry, _)| !self.taken.contains(&entry.key_place)).collect()
    }

    pub fn complain(&mut self, complaint: Complaint, place: &Place) {
        self.out.error(complaint.code, place, complaint.message).help = complaint.help;
    }

    /// From here on a derived field may be used.
    pub fn add_derived(&mut self, derived: Derived) {
        if let Some(names) = self.names.get_mut() {
            Rc::make_mut(names).add_derived(self.derived.len(), &derived);
        }
        self.derived.push(derived);
    }

    /// From here on nothing more is said of what uses this.
    pub fn add_unusable(&mut self, id: &str, label: &str) {
        let one = (id.to_string(), label.to_string());
        if let Some(names) = self.names.get_mut() {
            Rc::make_mut(names).add_unusable(self.unusable.len(), &one);
        }
        self.unusable.push(one);
    }

    /// Whether that has been said of it.
    pub fn is_unusable(&self, id: &str) -> bool {
        self.unusable.iter().any(|(unusable, _)| unusable == id)
    }

    /// The names that an expression may use.
    pub fn scope(&self) -> Scope<'_> {
        let names = self.names.get_or_init(|| {
            let mut names = Names::of(&self.sound, &self.params, &self.tables);
            self.unusable.iter().enumerate().for_each(|(ix, one)| names.add_unusable(ix, one));
            self.derived.iter().enumerate().for_each(|(ix, derived)| names.add_derived(ix, derived));
            Rc::new(names)
        });
        Scope {
            names: names.clone(),
            dictionary: &self.sound,
            params: &self.params,
            derived: &self.derived,
            tables: &self.tables,
            unusable: &self.unusable,
        }
    }

    /// Reports what is wrong with the expression that `item` holds, at its very characters, or at the row of a
    /// lookup table that is to blame.
    pub fn report(&mut self, problems: Vec<Problem>, item: &Item) {
        for problem in problems {
            let place = quoted::within(self.files, &item.place, &problem.span);
            let row = problem
                .row
                .and_then(|(table, row)| Some((table, row, self.tables.get(table)?.places.get(row)?.clone())));
            match row {
                Some((table, row, row_place)) => {
                    if self.rows.insert((table, row, problem.code)) {
                        let diagnostic = self.out.add(problem.code, problem.severity, Some(row_place), problem.message);
                        diagnostic.help = problem.help;
                        diagnostic.also(&place, text!("在这里查表", "looked up here"));
                    }
                }
                None => self.out.add(problem.code, problem.severity, Some(place), problem.message).help = problem.help,
            }
        }
    }

    /// Where an expression stands, between its quotes.
    pub fn inside(&self, item: &Item) -> Place {
        quoted::inside(self.files, &item.place)
    }
}
