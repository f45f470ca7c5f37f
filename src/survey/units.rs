//! Units in columns: what every later step works on. A field is a column over units; a list is its items in the
//! order of their units, with offsets, and a column over items for each of its fields.
//!
//! What always holds: every column is as long as there are units (or items); items of one unit stand together;
//! a number's bounds are ends in millionths as [`Bounds`] has them. Deliberately absent: formats, findings.

use super::cell::words;
use super::finding::cell_name;
use crate::quantity::Bounds;
use crate::rules::{Dictionary, Field, Kind, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// All units of a survey, in the order of the input.
#[derive(Clone, Debug, Default)]
pub struct Units {
    /// How many
    pub count: usize,
    /// The key values as first written, one column a key field in the dictionary's order
    pub keys: Vec<Vec<Arc<str>>>,
    /// One column a field of the dictionary, in its order (the key fields too)
    pub fields: Vec<Column>,
    /// One a list of the dictionary, in its order
    pub lists: Vec<Items>,
    /// Where the rows of a unit stand; indexes [`Units::sheets`]
    pub rows: Vec<Vec<RowPlace>>,
    /// Columns carried through: header, and each unit's text
    pub carried: Vec<(String, Vec<Option<Arc<str>>>)>,
    /// The sheets that places point into
    pub sheets: Vec<SheetName>,
}

/// The items of one list of a unit: whether each surely exists, and its values by field.
pub type MadeUpItems = Vec<(bool, Vec<Value>)>;

/// A sheet of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SheetName {
    /// The file, as people know it: its path relative to the folder given
    pub file: Arc<str>,
    /// The sheet's name; empty for a text file
    pub sheet: Arc<str>,
}

/// A row of a sheet, counted from 1 as spreadsheets show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowPlace {
    /// Which of [`Units::sheets`]
    pub sheet: u32,
    /// Which row, from 1
    pub row: u32,
}

/// Where a value was written, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Which of [`Units::sheets`]
    pub sheet: u32,
    /// Which row, from 1
    pub row: u32,
    /// Which column, from 0
    pub column: u32,
    /// What the cell showed
    pub written: Arc<str>,
}

impl Origin {
    /// Whether a number is none that anybody measured: the cell says 无, and the number is what the dictionary lets
    /// that mean (`none = "200 m"`: nothing is near).
    pub fn says_none(&self, field: &Field, number: Bounds) -> bool {
        field.none == Some(Value::Number(number)) && words::says_none(&words::fold(&self.written))
    }
}

/// One field's values, and where each was written.
#[derive(Clone, Debug)]
pub struct Column {
    /// The values
    pub values: Values,
    /// Where each was written, also of unknown ones that were written and not understood; empty as a whole where
    /// nothing has an origin (made-up units)
    pub origins: Vec<Option<Origin>>,
    /// The cells that bear on a value together and still leave it open, by its place: bounds that overlap, contradictions
    pub together: BTreeMap<usize, Vec<Origin>>,
}

/// A column of values; [`Values::get`] gives one.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers, as bounds
    Number {
        /// Lower ends in millionths, [`Bounds::OPEN_LOW`] where open
        low: Vec<i64>,
        /// Upper ends in millionths, [`Bounds::OPEN_HIGH`] where open
        high: Vec<i64>,
    },
    /// Choices by index; [`UNKNOWN_CHOICE`], [`FOREIGN_CHOICE`]
    Choice(Vec<u16>),
    /// Several choices as bit sets
    Several {
        /// Surely among them
        must: Vec<u64>,
        /// Possibly among them
        may: Vec<u64>,
    },
    /// Flags; `None` unknown
    Flag(Vec<Option<bool>>),
    /// Texts; `None` unknown
    Text(Vec<Option<Arc<str>>>),
}

/// A choice that is not known.
pub const UNKNOWN_CHOICE: u16 = u16::MAX;
/// A text that is none of the choices.
pub const FOREIGN_CHOICE: u16 = u16::MAX - 1;

impl Values {
    /// An empty column for a field of that kind.
    pub fn new(kind: &Kind) -> Values {
        match kind {
            Kind::Number(_) | Kind::Percent => Values::Number { low: Vec::new(), high: Vec::new() },
            Kind::Choice(_) => Values::Choice(Vec::new()),
            Kind::Several(_) => Values::Several { must: Vec::new(), may: Vec::new() },
            Kind::Flag => Values::Flag(Vec::new()),
            Kind::Text => Values::Text(Vec::new()),
        }
    }

    /// Adds one value; one that is not of the column's kind is unknown.
    pub fn push(&mut self, value: &Value) {
        match self {
            Values::Number { low, high } => {
                let bounds = if let Value::Number(bounds) = value { *bounds } else { Bounds::UNKNOWN };
                low.push(bounds.low_end());
                high.push(bounds.high_end());
            }
            Values::Choice(choices) => choices.push(match value {
                Value::Choice(choice) => *choice,
                Value::Foreign => FOREIGN_CHOICE,
                _ => UNKNOWN_CHOICE,
            }),
            Values::Several { must, may } => {
                let (surely, possibly) =
                    if let Value::Several { must, may } = value { (*must, *may) } else { (0, u64::MAX) };
                must.push(surely);
                may.push(possibly);
            }
            Values::Flag(flags) => flags.push(if let Value::Flag(flag) = value { Some(*flag) } else { None }),
            Values::Text(texts) => texts.push(if let Value::Text(text) = value { Some(text.clone()) } else { None }),
        }
    }

    /// The value at `ix`; unknown beyond the end.
    pub fn get(&self, ix: usize) -> Value {
        match self {
            Values::Number { low, high } => match (low.get(ix), high.get(ix)) {
                (Some(&low), Some(&high)) => match Bounds::from_ends(low, high) {
                    Bounds::UNKNOWN => Value::Unknown,
                    bounds => Value::Number(bounds),
                },
                _ => Value::Unknown,
            },
            Values::Choice(choices) => match choices.get(ix) {
                None | Some(&UNKNOWN_CHOICE) => Value::Unknown,
                Some(&FOREIGN_CHOICE) => Value::Foreign,
                Some(&choice) => Value::Choice(choice),
            },
            Values::Several { must, may } => match (must.get(ix), may.get(ix)) {
                (Some(0), Some(&u64::MAX)) | (None, _) | (_, None) => Value::Unknown,
                (Some(&must), Some(&may)) => Value::Several { must, may },
            },
            Values::Flag(flags) => flags.get(ix).copied().flatten().map_or(Value::Unknown, Value::Flag),
            Values::Text(texts) => texts.get(ix).cloned().flatten().map_or(Value::Unknown, Value::Text),
        }
    }

    /// These of them, in the order given; one beyond the end is unknown.
    fn chosen(&self, places: &[usize]) -> Values {
        fn these<T: Clone>(all: &[T], places: &[usize], unknown: T) -> Vec<T> {
            places.iter().map(|&place| all.get(place).cloned().unwrap_or_else(|| unknown.clone())).collect()
        }
        match self {
            Values::Number { low, high } => Values::Number {
                low: these(low, places, Bounds::OPEN_LOW),
                high: these(high, places, Bounds::OPEN_HIGH),
            },
            Values::Choice(choices) => Values::Choice(these(choices, places, UNKNOWN_CHOICE)),
            Values::Several { must, may } => {
                Values::Several { must: these(must, places, 0), may: these(may, places, u64::MAX) }
            }
            Values::Flag(flags) => Values::Flag(these(flags, places, None)),
            Values::Text(texts) => Values::Text(these(texts, places, None)),
        }
    }

    /// How many values it holds.
    pub fn len(&self) -> usize {
        match self {
            Values::Number { low, .. } => low.len(),
            Values::Choice(choices) => choices.len(),
            Values::Several { must, .. } => must.len(),
            Values::Flag(flags) => flags.len(),
            Values::Text(texts) => texts.len(),
        }
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Column {
    /// An empty column for a field of that kind.
    pub fn new(kind: &Kind) -> Column {
        Column { values: Values::new(kind), origins: Vec::new(), together: BTreeMap::new() }
    }

    /// Where the value at `ix` was written.
    pub fn origin(&self, ix: usize) -> Option<&Origin> {
        self.origins.get(ix).and_then(Option::as_ref)
    }

    /// The cells that say something of a value that is not exactly known: what is written of it elsewhere may contradict
    /// them. A blank says nothing, nor does what is no value; what is written elsewhere takes its place.
    pub fn bearing(&self, ix: usize) -> &[Origin] {
        let alone = || match self.values.get(ix) {
            Value::Unknown | Value::Foreign => &[],
            _ => self.origin(ix).map_or(&[][..], std::slice::from_ref),
        };
        self.together.get(&ix).map_or_else(alone, Vec::as_slice)
    }
}

/// The items of one list, of all units.
#[derive(Clone, Debug)]
pub struct Items {
    /// Items of unit `u` are `offsets[u]..offsets[u + 1]`; one longer than there are units
    pub offsets: Vec<u32>,
    /// Whether it is known what items a unit has; where it is not, those that stand here are some of them
    pub known: Vec<bool>,
    /// Whether an item surely exists, rather than may or may not
    pub sure: Vec<bool>,
    /// Which row an item was read from
    pub rows: Vec<Option<RowPlace>>,
    /// Which column of a unit's own row an item was read from, counted from 0; none for a row of a list
    pub columns: Vec<Option<u32>>,
    /// What leaves a unit's items open and no row elsewhere settles, by unit: a text that names none, a `无` and the item
    /// that it denies
    pub unsettled: BTreeMap<usize, Vec<(RowPlace, Option<u32>)>>,
    /// One column a field of the list, in the dictionary's order
    pub fields: Vec<Column>,
}

impl Items {
    /// The items of a unit, as places in the columns.
    pub fn of(&self, unit: usize) -> std::ops::Range<usize> {
        match (self.offsets.get(unit), self.offsets.get(unit + 1)) {
            (Some(&from), Some(&to)) => from as usize..to as usize,
            _ => 0..0,
        }
    }

    /// How many items of all units.
    pub fn len(&self) -> usize {
        self.sure.len()
    }

    /// Whether no unit has any.
    pub fn is_empty(&self) -> bool {
        self.sure.is_empty()
    }
}

impl Units {
    /// No units yet, with columns for every field and list of `dictionary`.
    pub fn new(dictionary: &Dictionary) -> Units {
        Units {
            keys: dictionary.key_fields().map(|_| Vec::new()).collect(),
            fields: dictionary.fields.iter().map(|field| Column::new(&field.kind)).collect(),
            lists: dictionary
                .lists
                .iter()
                .map(|list| Items {
                    offsets: vec![0],
                    known: Vec::new(),
                    sure: Vec::new(),
                    rows: Vec::new(),
                    columns: Vec::new(),
                    unsettled: BTreeMap::new(),
                    fields: list.fields.iter().map(|field| Column::new(&field.kind)).collect(),
                })
                .collect(),
            ..Units::default()
        }
    }

    /// A unit's name: its key values as first written, joined by `/`.
    pub fn name(&self, unit: usize) -> String {
        let parts: Vec<&str> = self.keys.iter().filter_map(|column| column.get(unit)).map(|part| &**part).collect();
        parts.join("/")
    }

    /// Where a value was written, for people: `上钢三村.xlsx › 调查表 › F23`.
    pub fn shown_place(&self, origin: &Origin) -> String {
        let sheet = self.sheets.get(origin.sheet as usize);
        let mut place: Vec<&str> = sheet.map(|name| vec![&*name.file, &*name.sheet]).unwrap_or_default();
        place.retain(|part| !part.is_empty());
        let cell = cell_name(origin.row, origin.column);
        place.push(&cell);
        place.join(" › ")
    }

    /// What of a row says something of an item: one cell of a unit's own row, or a row of a list.
    pub fn spot_shown(&self, row: &RowPlace, column: Option<u32>) -> String {
        let cell = |column| {
            let &RowPlace { sheet, row } = row;
            self.shown_place(&Origin { sheet, row, column, written: Arc::from("") })
        };
        column.map_or_else(|| self.row_shown(row), cell)
    }

    /// `上钢三村.xlsx › 调查表 › 23`
    pub fn row_shown(&self, place: &RowPlace) -> String {
        match self.sheets.get(place.sheet as usize) {
            Some(name) if name.sheet.is_empty() => format!("{} › {}", name.file, place.row),
            Some(name) => format!("{} › {} › {}", name.file, name.sheet, place.row),
            None => place.row.to_string(),
        }
    }

    /// These units, in the order given, without where anything was written: to be assessed under other rules.
    pub fn chosen(&self, units: &[usize]) -> Units {
        let column = |column: &Column, places: &[usize]| Column {
            values: column.values.chosen(places),
            origins: Vec::new(),
            together: BTreeMap::new(),
        };
        let list = |items: &Items| {
            let places: Vec<usize> = units.iter().flat_map(|&unit| items.of(unit)).collect();
            let ends = units.iter().scan(0u32, |end, &unit| {
                *end += items.of(unit).len() as u32;
                Some(*end)
            });
            Items {
                offsets: std::iter::once(0).chain(ends).collect(),
                known: units.iter().map(|&unit| items.known.get(unit) == Some(&true)).collect(),
                sure: places.iter().map(|&place| items.sure.get(place) == Some(&true)).collect(),
                rows: vec![None; places.len()],
                columns: vec![None; places.len()],
                unsettled: BTreeMap::new(),
                fields: items.fields.iter().map(|field| column(field, &places)).collect(),
            }
        };
        let key = |key: &Vec<Arc<str>>| -> Vec<Arc<str>> {
            units.iter().map(|&unit| key.get(unit).cloned().unwrap_or_else(|| Arc::from(""))).collect()
        };
        Units {
            count: units.len(),
            keys: self.keys.iter().map(key).collect(),
            fields: self.fields.iter().map(|field| column(field, units)).collect(),
            lists: self.lists.iter().map(list).collect(),
            rows: vec![Vec::new(); units.len()],
            ..Units::default()
        }
    }

    /// Adds a unit without origins, from values by field and, for each list, its items (`None`: unknown) as
    /// (surely exists, values by field). For embedded tests, made-up units and property tests.
    pub fn push(&mut self, keys: &[Arc<str>], fields: &[Value], lists: &[Option<MadeUpItems>]) {
        self.count += 1;
        for (at, column) in self.keys.iter_mut().enumerate() {
            column.push(keys.get(at).cloned().unwrap_or_else(|| Arc::from("")));
        }
        for (at, column) in self.fields.iter_mut().enumerate() {
            column.values.push(fields.get(at).unwrap_or(&Value::Unknown));
        }
        for (at, items) in self.lists.iter_mut().enumerate() {
            let given = lists.get(at).and_then(Option::as_ref);
            items.known.push(given.is_some());
            for (sure, values) in given.into_iter().flatten() {
                items.sure.push(*sure);
                items.rows.push(None);
                items.columns.push(None);
                for (field, column) in items.fields.iter_mut().enumerate() {
                    column.values.push(values.get(field).unwrap_or(&Value::Unknown));
                }
            }
            items.offsets.push(items.sure.len() as u32);
        }
        self.rows.push(Vec::new());
    }
}
