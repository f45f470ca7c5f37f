//! Notes in brackets behind what a cell states: `1.1m(最窄处)`, `是（见注1）`, `1.2（m）`.
//!
//! What always holds: a note is set aside only where it cannot change what is stated: it says how or at its narrowest
//! where something was measured, repeats the field's name, or points to a remark elsewhere. With any other
//! (`1.3m(最宽处)`, `有（已拆）`) the cell is not understood.

use super::words::{fold, is_blank, strip_word};
use crate::quantity::Dimension;
use crate::rules::dictionary::{Field, Kind};

/// Where a length or an area was measured, if that is where it is least.
const LEAST: &[&str] = &["最窄处", "最窄", "最小处", "最小", "最小值", "最近处", "最近"];

/// How something was measured.
const MEASURED: &[&str] = &[
    "净",
    "净尺寸",
    "实测",
    "实测值",
    "现场实测",
    "现场测量",
    "实量",
    "已测",
    "复测",
    "已核",
    "已核实",
    "已复核",
    "激光测距",
];

/// What a cell states in front of its note.
pub fn without_note<'a>(text: &'a str, field: &Field) -> Option<&'a str> {
    let text = text.trim_matches(is_blank);
    let open = text.strip_suffix([')', '）'])?.rfind(['(', '（'])?;
    let (stated, note) = text.split_at(open);
    if stated.chars().all(is_blank) {
        return None;
    }
    let note = fold(note);
    let note = note.trim_matches(['(', ')']);
    let is_number = matches!(field.kind, Kind::Number(_) | Kind::Percent);
    let harmless = match field.kind {
        Kind::Text => false,
        _ if points_elsewhere(note) => true,
        Kind::Number(Dimension::LENGTH | Dimension::AREA) if LEAST.contains(&note) => true,
        _ => is_number && (MEASURED.contains(&note) || (note.chars().count() > 1 && fold(&field.label).contains(note))),
    };
    harmless.then_some(stated)
}

/// `见注1`, `详见备注`
fn points_elsewhere(note: &str) -> bool {
    const PLACES: &[&str] = &["注", "备注", "附注", "说明", "附件", "附图", "图", "照片", "附表"];
    let place = strip_word(note, &["见", "详见", "参见"]).and_then(|rest| strip_word(rest, PLACES));
    place.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == '.'))
}
