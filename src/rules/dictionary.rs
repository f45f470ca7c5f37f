//! The dictionary: what a survey can hold. Fields of a unit, and lists of things a unit may have several of.
//!
//! What always holds in a built [`Dictionary`]: ids are unique, every unit of measure has its field's dimension,
//! ranges are in base units, choices number at most 64.

use super::value::Value;
use crate::quantity::{Bounds, Dimension, Unit};

/// Place of a field among [`Dictionary::fields`], or among a list's [`ListDef::fields`].
pub type FieldIx = usize;
/// Place of a list among [`Dictionary::lists`].
pub type ListIx = usize;

/// Everything a survey can hold, in the order of the dictionary file.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    /// The fields of a unit.
    pub fields: Vec<Field>,
    /// What a unit may have several of.
    pub lists: Vec<ListDef>,
}

impl Dictionary {
    /// The fields that together name a unit, in order.
    pub fn key_fields(&self) -> impl Iterator<Item = FieldIx> + '_ {
        self.marked(|field| field.key)
    }

    /// The fields that units are grouped by, in order.
    pub fn group_fields(&self) -> impl Iterator<Item = FieldIx> + '_ {
        self.marked(|field| field.group)
    }

    fn marked(&self, mark: impl Fn(&Field) -> bool + 'static) -> impl Iterator<Item = FieldIx> + '_ {
        self.fields.iter().enumerate().filter(move |(_, field)| mark(field)).map(|(ix, _)| ix)
    }

    /// The field of that id.
    pub fn field(&self, id: &str) -> Option<FieldIx> {
        self.fields.iter().position(|field| field.id == id)
    }

    /// The label of a field, list or list's field, by the id that `missing` has: `地下管线·距外墙`.
    pub fn label(&self, id: &str) -> String {
        if let Some(field) = self.field(id).and_then(|ix| self.fields.get(ix)) {
            return field.label.clone();
        }
        let (list, field) = id.split_once('.').map_or((id, None), |(list, field)| (list, Some(field)));
        let Some(list) = self.list(list).and_then(|ix| self.lists.get(ix)) else { return id.to_string() };
        match field.and_then(|field| list.fields.get(list.field(field)?)) {
            Some(field) => format!("{}·{}", list.label, field.label),
            None => list.label.clone(),
        }
    }

    /// The list of that id.
    pub fn list(&self, id: &str) -> Option<ListIx> {
        self.lists.iter().position(|list| list.id == id)
    }
}

/// One thing that is surveyed.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its id: `stair_width`.
    pub id: String,
    /// Its name for people: `梯段净宽`.
    pub label: String,
    /// Other headers and names for it.
    pub aliases: Vec<String>,
    /// What kind of value it holds.
    pub kind: Kind,
    /// What a bare number means; `None` for kinds without units of measure.
    pub unit: Option<&'static Unit>,
    /// Plausible values; outside, a value is reported and unknown.
    pub range: Option<Bounds>,
    /// How to fill it in.
    pub help: Option<String>,
    /// What 无 没有 — - / mean here; `None`: not known.
    pub none: Option<Value>,
    /// Whether it is part of a unit's name.
    pub key: bool,
    /// Whether units are grouped by it.
    pub group: bool,
    /// Endings set aside when keys are compared.
    pub strip: Vec<String>,
    /// Further spellings of yes, for a flag.
    pub yes: Vec<String>,
    /// Further spellings of no, for a flag.
    pub no: Vec<String>,
    /// Whether it is shown only in the ledger, the findings and the corrections.
    pub private: bool,
    /// Whether it is the longitude or latitude of the unit.
    pub role: Option<Role>,
    /// The coordinate reference system of a `role` field.
    pub crs: Option<String>,
}

impl Field {
    /// A field with nothing said of it but this.
    pub fn bare(id: &str, label: &str, kind: Kind) -> Field {
        Field {
            id: id.into(),
            label: label.into(),
            aliases: Vec::new(),
            kind,
            unit: None,
            range: None,
            help: None,
            none: None,
            key: false,
            group: false,
            strip: Vec::new(),
            yes: Vec::new(),
            no: Vec::new(),
            private: false,
            role: None,
            crs: None,
        }
    }
}

/// What a coordinate field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// East
    Longitude,
    /// North
    Latitude,
}

/// The kind of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number of some dimension: lengths, areas, counts, plain numbers, percentages, years, money, dates.
    Number(Dimension),
    /// As [`Kind::Number`] of dimension number, but a bare number is in hundredths and it is shown so.
    Percent,
    /// One of a list of choices.
    Choice(Vec<Choice>),
    /// Any number of a list of choices.
    Several(Vec<Choice>),
    /// Yes or no.
    Flag,
    /// Free text.
    Text,
}

impl Kind {
    /// The dimension of a number of this kind.
    pub fn dimension(&self) -> Option<Dimension> {
        match self {
            Kind::Number(dimension) => Some(*dimension),
            Kind::Percent => Some(Dimension::Number),
            _ => None,
        }
    }

    /// The choices of a choice field, one or several.
    pub fn choices(&self) -> Option<&[Choice]> {
        match self {
            Kind::Choice(choices) | Kind::Several(choices) => Some(choices),
            _ => None,
        }
    }
}

/// One choice: its id and how people write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// `brick`
    pub id: String,
    /// `砖混`, `砖混结构`; the first is how it is shown.
    pub spellings: Vec<String>,
}

impl Choice {
    /// How it is shown to people.
    pub fn shown(&self) -> &str {
        self.spellings.first().unwrap_or(&self.id)
    }
}

/// Something a unit may have several of.
#[derive(Clone, Debug)]
pub struct ListDef {
    /// Its id: `pipes`.
    pub id: String,
    /// Its name for people: `地下管线`.
    pub label: String,
    /// Other names, for sheets.
    pub aliases: Vec<String>,
    /// What silence means.
    pub complete: Complete,
    /// The fields of one item; keys and groups do not occur among them.
    pub fields: Vec<Field>,
    /// Columns of a unit's own row that each give one item.
    pub columns: Vec<ListColumn>,
}

impl ListDef {
    /// The list's field of that id.
    pub fn field(&self, id: &str) -> Option<FieldIx> {
        self.fields.iter().position(|field| field.id == id)
    }
}

/// What it means that a survey says nothing of a unit's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complete {
    /// The list is unknown for that unit.
    Unit,
    /// In a file that carries the list: there are none.
    File,
}

/// A column that gives one item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListColumn {
    /// Headers it is found by, like a field's label and aliases.
    pub headers: Vec<String>,
    /// The item's field that the cell holds.
    pub field: FieldIx,
    /// What else is known of the item: field and value.
    pub with: Vec<(FieldIx, Value)>,
}
