//! Loading, whole: the file, what it stands on, its dictionary, settings of the command line → a [`RuleSet`] or
//! every reason why not.
//!
//! What always holds: there is a rule set if and only if no diagnostic is an error; diagnostics are in the order
//! of files (the nearest first) and places. A file whose TOML is broken, or that is not there, ends the loading
//! early: what would be said of the rest would mostly be its echo. A circle of `extends` does not.

use super::build::build;
use super::diagnostic::{Diagnostic, Diagnostics, FileIx, Place, Severity};
use super::dictionary_reader;
use super::document::{Table, parse};
use super::keys::{DICTIONARY, RULES, Section};
use super::merge;
use super::ruleset::{RuleSet, RulesFile};
use super::settings;
use super::shape;
use super::source::{NotOpened, Opened, Origin, Shelf, open_first, open_named};
use crate::text;

/// What came of loading a rules file.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The rule set; there is one if and only if no diagnostic is an error
    pub rules: Option<RuleSet>,
    /// Mistakes and doubts of all files, by file and place
    pub diagnostics: Vec<Diagnostic>,
    /// Every file read: the one named, what it stands on, the dictionary, the settings
    pub files: Vec<RulesFile>,
}

/// Loads a shipped rule set by its name (`shanghai`), or a file by its path, with settings of parameters.
pub fn load(name_or_path: &str, sets: &[(String, String)]) -> Loaded {
    run(Shelf::Disk, name_or_path, sets)
}

/// Loads the first of some files in memory (name and text); `extends` and `fields` find the others among them.
pub fn load_text(files: &[(&str, &str)], sets: &[(String, String)]) -> Loaded {
    load_bytes(&files.iter().map(|(name, text)| (*name, text.as_bytes())).collect::<Vec<_>>(), sets)
}

/// The same of files that may not be text.
pub(super) fn load_bytes(files: &[(&str, &[u8])], sets: &[(String, String)]) -> Loaded {
    run(Shelf::Memory(files), files.first().map_or("", |file| file.0), sets)
}

/// Loads what a rules file with these settings is a variant of: the rules that its `extends` names; for one that stands
/// on nothing, itself without the settings. `None` where it is no variant. The variant's own file is among the files.
pub fn load_base(name_or_path: &str, sets: &[(String, String)]) -> Option<Loaded> {
    run_base(Shelf::Disk, name_or_path, sets)
}

/// The same for the first of some files in memory.
pub fn load_base_text(files: &[(&str, &str)], sets: &[(String, String)]) -> Option<Loaded> {
    let bytes: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    run_base(Shelf::Memory(&bytes), files.first().map_or("", |file| file.0), sets)
}

fn run(shelf: Shelf, name: &str, sets: &[(String, String)]) -> Loaded {
    let mut loading = Loading::new(shelf);
    let rules = loading.chain(name).and_then(|chain| loading.rules(chain, sets));
    loading.into_loaded(rules)
}

fn run_base(shelf: Shelf, name: &str, sets: &[(String, String)]) -> Option<Loaded> {
    let mut loading = Loading::new(shelf);
    let mut chain = loading.chain(name)?;
    if chain.len() > 1 {
        chain.remove(0);
    } else if sets.is_empty() {
        return None;
    }
    let rules = loading.rules(chain, &[]);
    Some(loading.into_loaded(rules))
}

struct Loading<'a> {
    shelf: Shelf<'a>,
    files: Vec<RulesFile>,
    /// Of each file
    origins: Vec<Origin>,
    out: Diagnostics,
}

impl<'a> Loading<'a> {
    fn new(shelf: Shelf<'a>) -> Self {
        Loading { shelf, files: Vec::new(), origins: Vec::new(), out: Diagnostics::default() }
    }

    fn into_loaded(self, rules: Option<RuleSet>) -> Loaded {
        let rules = rules.filter(|_| !self.out.any_error());
        let rules = rules.map(|rules| RuleSet { files: self.files.clone(), ..rules });
        Loaded { rules, diagnostics: self.out.sorted(), files: self.files }
    }

    /// The rules of a chain of files, the nearest first.
    fn rules(&mut self, mut chain: Vec<Table>, sets: &[(String, String)]) -> Option<RuleSet> {
        let mut merged = chain.pop()?;
        merge::ground(&merged, &mut self.out);
        while let Some(nearer) = chain.pop() {
            merged = merge::lay(merged, nearer, &mut self.out);
        }
        let dictionary_table = self.dictionary(&merged)?;
        let (dictionary, broken) = dictionary_reader::read(&dictionary_table, &mut self.out);
        if !sets.is_empty() {
            let (text, places) = settings::write(&merged, sets);
            let file = self.files.len();
            let hash = blake3::hash(text.as_bytes()).to_hex().to_string();
            self.files.push(RulesFile { name: "--set".to_string(), text: text.as_str().into(), hash });
            let mut table = parse(file, &text, &mut self.out)?;
            settings::known(&merged, sets, &places, file, &mut self.out);
            shape::check(&mut table, &RULES, &mut self.out);
            let known = settings::only_known(table, &merged);
            merged = merge::set(merged, known);
        }
        Some(build(&merged, &dictionary_table, dictionary, broken, &self.files, &mut self.out))
    }

    /// The file named and those it stands on, the nearest first; `None` where one of them cannot be read.
    fn chain(&mut self, name: &str) -> Option<Vec<Table>> {
        let mut opened = match open_first(self.shelf, name) {
            Ok(opened) => opened,
            Err(NotOpened { code, message, help }) => {
                self.out.add(code, Severity::Error, None, message).help = help;
                return None;
            }
        };
        let mut chain = Vec::new();
        loop {
            let (file, table) = self.read(opened, &RULES);
            let table = table?;
            let extends = table.table("ruleset").and_then(|own| own.item("extends"));
            let named = extends.and_then(|item| Some((item.text()?.to_string(), item.place.clone())));
            chain.push(table);
            let Some((name, place)) = named else { return Some(chain) };
            opened = self.open(&name, &place)?;
            if let Some(first) = self.origins.iter().position(|origin| origin.is(&opened.origin)) {
                self.circle(first, file, &place);
                return Some(chain);
            }
        }
    }

    fn open(&mut self, name: &str, place: &Place) -> Option<Opened> {
        match open_named(self.shelf, name, self.origins.get(place.file)?) {
            Ok(opened) => Some(opened),
            Err(NotOpened { code, message, help }) => {
                self.out.error(code, place, message).help = help;
                None
            }
        }
    }

    fn read(&mut self, opened: Opened, section: &'static Section) -> (FileIx, Option<Table>) {
        let file = self.files.len();
        let text = opened.file.text.clone();
        self.files.push(opened.file);
        self.origins.push(opened.origin);
        let Some(mut table) = parse(file, &text, &mut self.out) else { return (file, None) };
        let top = Place { file, span: 0..0 };
        for key in section.keys.iter().filter(|key| key.required && !table.has(key.name)) {
            let name = key.name;
            let diagnostic = self.out.error("R037", &top, text!("文件里没有 `[{name}]`", "the file has no `[{name}]`"));
            if table.has("fields") && name == "ruleset" {
                diagnostic.help(text!(
                    "这像是字段表；规则文件用 fields = \"…\" 指向它",
                    "this looks like a dictionary; a rules file names it by fields = \"…\""
                ));
            } else if name == "ruleset" {
                diagnostic.help(text!("开头写 [ruleset] 和 id = \"代号\"", "begin with [ruleset] and id = \"…\""));
            }
        }
        shape::check(&mut table, section, &mut self.out);
        (file, Some(table))
    }

    fn circle(&mut self, first: FileIx, last: FileIx, place: &Place) {
        let mut names: Vec<&str> =
            self.files.iter().take(last + 1).skip(first).map(|file| file.name.as_str()).collect();
        names.extend(names.first().copied());
        let names = names.join(" → ");
        self.out
            .error("R033", place, text!("`extends` 绕成了圈：{names}", "`extends` goes in a circle: {names}"))
            .help(text!(
                "其中一个文件要独立成套，不写 extends",
                "one of these files must stand on its own, without `extends`"
            ));
    }

    /// The dictionary that the merged rules name; relative to the file that names it.
    fn dictionary(&mut self, merged: &Table) -> Option<Table> {
        // Without the section it stands in, that has been said.
        let own = merged.entry("ruleset")?;
        let Some(item) = own.item.table()?.item("fields") else {
            // In a circle of files none stands first, and any may be the one that is to name it.
            if self.out.found.iter().any(|diagnostic| diagnostic.code == "R033") {
                return None;
            }
            self.out.error("R051", &own.key_place, text!("没有说用哪一份字段表", "no dictionary is named")).help(
                text!("在 [ruleset] 里加上 fields = \"fields.toml\"", "add fields = \"fields.toml\" to [ruleset]"),
            );
            return None;
        };
        let opened = self.open(item.text()?, &item.place)?;
        let (_, table) = self.read(opened, &DICTIONARY);
        let table = table?;
        merge::whole_dictionary(&table, &DICTIONARY, &mut self.out);
        Some(table)
    }
}
