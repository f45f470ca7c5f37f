//! What the form to carry cannot take: cells of the survey that something written there would contradict.
//!
//! What always holds: each place is named to the cell, with what is written there unless that is private, and what is to be
//! done about it stands above. Deliberately absent: what the form does take (`measuring_form`).

use super::measuring::Measuring;
use crate::rules::{FieldIx, ListIx, Value};
use crate::study::gaps::Need;
use crate::survey::Units;
use crate::survey::units::{Origin, RowPlace};

/// Places of the survey, by what is to be done about them.
#[derive(Debug, Default)]
pub(super) struct ToMend {
    /// Cells whose value is wrong or not exact
    changed: Vec<String>,
    /// Cells of items in whose place something is written on the form
    cleared: Vec<String>,
    /// Cells that leave it open whether there is an item
    may_exist: Vec<String>,
    /// What leaves open what items there are, and contradictions about that
    unsettled: Vec<String>,
    /// Rows in which something is to be added
    beside: Vec<String>,
}

impl ToMend {
    /// The cells of one of a unit's own fields.
    pub fn field(&mut self, measuring: &Measuring, unit: usize, field: FieldIx, cells: &[Origin]) {
        let private = measuring.rules.dictionary.fields.get(field).is_none_or(|field| field.private);
        let cells: Vec<String> = cells.iter().map(|cell| shown(measuring.units, cell, private)).collect();
        let (name, label) = (measuring.units.name(unit), measuring.needs(&[Need::Field(field)]));
        self.changed.push(format!("{name}：{label}（{}）", cells.join("；")));
    }

    /// The cell of an item's field whose value is not exact.
    pub fn clear(&mut self, measuring: &Measuring, unit: usize, of: (ListIx, FieldIx), cell: Option<&Origin>) {
        let (name, label) = (measuring.units.name(unit), measuring.needs(&[Need::Item(of.0, of.1)]));
        self.cleared.extend(cell.map(|cell| format!("{name}：{label}（{}）", shown(measuring.units, cell, false))));
    }

    /// Whatever leaves open whether a unit has an item, and is not closed by rows of the form.
    pub fn existence(&mut self, measuring: &Measuring, unit: usize, list: ListIx) {
        let units = measuring.units;
        let Some((def, items)) = measuring.rules.dictionary.lists.get(list).zip(units.lists.get(list)) else { return };
        let (name, label) = (units.name(unit), &def.label);
        let unsettled = items.unsettled.get(&unit).map_or(&[][..], Vec::as_slice);
        if !unsettled.is_empty() {
            let spots: Vec<String> = unsettled.iter().map(|(row, column)| units.spot_shown(row, *column)).collect();
            self.unsettled.push(format!("{name}：{label}（{}）", spots.join("；")));
        }
        for item in items.of(unit).filter(|&item| items.sure.get(item) != Some(&true)) {
            let (Some(Some(row)), Some(&Some(column))) = (items.rows.get(item), items.columns.get(item)) else {
                continue;
            };
            if unsettled.contains(&(*row, Some(column))) {
                continue;
            }
            let stated = def.fields.iter().zip(&items.fields).filter_map(|(field, column)| {
                let Value::Choice(choice) = column.values.get(item) else { return None };
                Some(field.kind.choices()?.get(usize::from(choice))?.shown())
            });
            let stated = stated.collect::<Vec<_>>().join("、");
            self.may_exist.push(format!("{name}：{stated}（{}）", units.spot_shown(row, Some(column))));
        }
    }

    /// What of a unit's items is added where they stand, there being something that is not written anew.
    pub fn beside(&mut self, measuring: &Measuring, unit: usize, needs: &[Need], spots: Vec<(RowPlace, Option<u32>)>) {
        let spots: Vec<String> = spots.iter().map(|(row, column)| measuring.units.spot_shown(row, *column)).collect();
        self.beside.push(format!("{}：{}（{}）", measuring.units.name(unit), measuring.needs(needs), spots.join("；")));
    }

    /// All of it, a line each.
    pub fn told(self) -> Vec<String> {
        [
            ("下面这些要在原来的调查表里改（列了几处的，几处都改）；写在这里会同原来的矛盾或重复：", self.changed),
            ("下面这些说得不清楚，或者一处写有、一处写无，要在原来的调查表里改；讲不清的那一格清空，查到的写在这里：", self.unsettled),
            ("下面这些有没有还不知道。有的写在这里，一项一行；没有的，在原来的调查表这一格写“无”：", self.may_exist),
            ("下面这些写得不准，要先在原来的调查表里清空，测得的写在这里：", self.cleared),
            ("下面这些要在原来的调查表那一行里补：", self.beside),
        ]
        .into_iter()
        .filter(|(_, places)| !places.is_empty())
        .flat_map(|(what, places)| std::iter::once(what.to_string()).chain(places))
        .collect()
    }
}

/// A cell: where it is, and what it says where everybody may know that.
fn shown(units: &Units, cell: &Origin, private: bool) -> String {
    let (place, written) = (units.shown_place(cell), &cell.written);
    if private { place } else { format!("{place}，现在写的是“{written}”") }
}
