//! How units, values and places are named in answers.

use crate::lang::Lang;
use crate::report::groups;
use crate::report::public;
use crate::rules::ruleset::{RulesFile, place_shown};
use crate::rules::{Dictionary, FieldIx, difference::Said};
use crate::survey::Units;

/// The units that an answer is about, and how they are known.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    pub dictionary: &'a Dictionary,
    pub units: &'a Units,
    pub lang: Lang,
}

impl Named<'_> {
    /// A unit's name, without what is private.
    pub fn name(&self, unit: usize) -> String {
        public::name_of(self.dictionary, self.units, unit)
    }

    /// The field of the residents' committee, where everybody may know it.
    pub fn committee(&self) -> Option<FieldIx> {
        let field = groups::committee_of(self.dictionary)?;
        self.dictionary.fields.get(field).filter(|field| !field.private).map(|_| field)
    }

    /// Its label.
    pub fn committee_label(&self) -> Option<&str> {
        self.dictionary.fields.get(self.committee()?).map(|field| field.label.as_str())
    }

    /// A unit's residents' committee.
    pub fn committee_of(&self, unit: usize) -> String {
        let value = self.committee().map(|field| groups::value(self.dictionary, self.units, self.lang, field, unit));
        value.unwrap_or_default()
    }

    /// These units by residents' committee.
    pub fn by_committee(&self, units: &[usize]) -> Vec<groups::UnitGroup> {
        groups::among(self.dictionary, self.units, self.lang, self.committee(), units)
    }
}

/// Where something is said, and what: `1.05 m（我的规则.toml:12）`.
pub fn said(said: Option<&Said>, files: &[RulesFile], lang: Lang) -> (String, String) {
    let Some(said) = said else { return (lang.pick("（没有）", "(none)").into(), String::new()) };
    (said.text.clone(), said.place.as_ref().map_or_else(String::new, |place| place_shown(files, place, lang)))
}

/// What the rules say, for those who do not write them: yes and no in Chinese.
pub fn said_to_people(text: &str, lang: Lang) -> String {
    match text {
        "true" => lang.pick("是", text).into(),
        "false" => lang.pick("否", text).into(),
        _ => text.into(),
    }
}
