//! Which door a page hangs in: `青砚二村 3号楼 2单元`.
//!
//! What always holds: a bare number is given no ending that neither the survey nor the dictionary surely has: whether
//! `2` is `2单元` or `2号` only the people there know. Deliberately absent: addresses of files (`address`).

use super::Board;
use super::fit::clipped;
use super::page::NAME;
use super::plain::clean;
use crate::lang::Lang;
use crate::rules::Field;

/// The door of a unit.
pub(super) fn door(board: &Board, unit: usize) -> String {
    clipped(&door_of(board, unit, None), NAME).0
}

/// The door without this key.
pub(super) fn door_of(board: &Board, unit: usize, without: Option<usize>) -> String {
    let answers = &board.made.answers;
    let units = &answers.survey.units;
    let mut parts = Vec::new();
    for (at, ix) in answers.rules.dictionary.key_fields().enumerate().filter(|&(_, ix)| Some(ix) != without) {
        let Some(part) = units.keys.get(at).and_then(|column| column.get(unit)) else { continue };
        let field = answers.rules.dictionary.fields.get(ix);
        let bare = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let written = units.fields.get(ix).and_then(|column| column.origin(unit)).map(|origin| origin.written.trim());
        parts.push(match field.filter(|_| bare) {
            Some(field) => numbered(field, part, written.unwrap_or_default(), answers.lang),
            None => clean(part),
        });
    }
    // A label and its number are one part, and have to be seen as one.
    let labelled = parts.iter().any(|part| part.contains(' '));
    parts.join(if labelled { answers.lang.pick("　", ", ") } else { " " })
}

/// A bare number as people know it: with the ending that its cell has, or the only one that the dictionary knows;
/// else behind the field's label: `单元号 2`.
fn numbered(field: &Field, number: &str, written: &str, lang: Lang) -> String {
    let ending = |text: &str| field.strip.iter().any(|ending| ending == text);
    match (written.strip_prefix(number), field.strip.as_slice()) {
        (Some(own), _) if ending(own) => clean(written),
        (_, [only]) if lang == Lang::Zh => format!("{number}{only}"),
        (_, []) => number.to_string(),
        _ => format!("{} {number}", clean(lang.pick(&field.label, &field.id))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests;

    #[test]
    fn a_number_gets_no_ending_that_nobody_wrote() {
        let rules = tests::rules();
        let field = |endings: &[&str]| {
            let mut field = rules.dictionary.fields[0].clone();
            field.label = "单元号".into();
            field.strip = endings.iter().map(|&ending| ending.into()).collect();
            field
        };
        let several = field(&["单元", "号"]);
        assert_eq!(numbered(&several, "2", "2", Lang::Zh), "单元号 2");
        assert_eq!(numbered(&several, "2", "2号", Lang::Zh), "2号");
        assert_eq!(numbered(&several, "2", "2=SUM(1)", Lang::Zh), "单元号 2");
        assert_eq!(numbered(&several, "2", "", Lang::En), format!("{} 2", several.id));
        assert_eq!(numbered(&field(&["单元"]), "2", "2", Lang::Zh), "2单元");
        assert_eq!(numbered(&field(&[]), "2", "2", Lang::Zh), "2");
    }
}
