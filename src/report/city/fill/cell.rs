//! What one cell is written as: a text as an inline string, a number as it reads back, nothing as nothing.
//!
//! What always holds: a text is a text to every program, whatever it begins with; what XML or Excel cannot hold is not
//! written. Deliberately absent: where the cell stands, and its look.

use super::{FillError, Filled};
use crate::lang::Text;
use crate::text;
use quick_xml::escape::partial_escape;

/// Characters of a cell, as Excel counts them.
const TEXT: usize = 32_767;

/// Refuses what no cell can hold.
pub fn check(content: &Filled) -> Result<(), FillError> {
    match content {
        Filled::Text(text) => match as_held(text).encode_utf16().count() {
            length if length > TEXT => Err(FillError::new(
                text!(
                    "的文字有 {length} 个字，Excel 一格最多 {TEXT} 个",
                    "would hold a text of {length} characters, and a cell holds {TEXT} at most"
                ),
                text!("请缩短文字，或分到几个格", "make it shorter, or spread it over several cells"),
            )),
            _ => Ok(()),
        },
        Filled::Number(number) if !number.is_finite() => Err(FillError {
            message: text!("要填的数不是有限的数", "would hold a number that is not finite"),
            help: None::<Text>,
        }),
        Filled::Number(_) | Filled::Blank => Ok(()),
    }
}

/// The attribute `t` of a cell with that content, and what stands in it; `prefix` is that of the names around it.
pub fn written(content: &Filled, prefix: &str) -> (&'static str, String) {
    match content {
        // Not among the texts that cells share: that part, and what others count in it, stays as it is.
        Filled::Text(text) => {
            let text = escaped(&as_held(text));
            let inside = format!(r#"<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>"#);
            (r#" t="inlineStr""#, inside)
        }
        Filled::Number(number) => ("", format!("<{prefix}v>{}</{prefix}v>", digits(*number))),
        Filled::Blank => ("", String::new()),
    }
}

/// A text without what a cell cannot hold: one kind of line break, a space for other control characters.
fn as_held(text: &str) -> String {
    let unheld = |c: char| c.is_control() && c != '\n' && c != '\t' || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.replace("\r\n", "\n").replace('\r', "\n").chars().map(|c| if unheld(c) { ' ' } else { c }).collect()
}

/// A text as XML, and so that Excel shows it as it is: to Excel `_x000D_` is a character, by its number.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let number = from.get(2..6).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        out.push_str(if number && from.get(6..7) == Some("_") { "_x005F_x" } else { "_x" });
        rest = from.get(2..).unwrap_or_default();
    }
    out.push_str(rest);
    partial_escape(&*out).into_owned()
}

/// A number in the fewest digits that read back as the same number.
fn digits(number: f64) -> String {
    let number = if number == 0.0 { 0.0 } else { number };
    match number.abs() {
        // Written out, the very large and the very small have hundreds of zeros.
        size if size != 0.0 && !(1e-7..1e17).contains(&size) => format!("{number:e}"),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_written_so_that_they_read_back_the_same() {
        let text = |text: &str| written(&Filled::Text(text.into()), "").1;
        assert_eq!(text(" =1+1 "), r#"<is><t xml:space="preserve"> =1+1 </t></is>"#);
        assert_eq!(text("a<b>&\"c\"]]>"), r#"<is><t xml:space="preserve">a&lt;b&gt;&amp;"c"]]&gt;</t></is>"#);
        assert_eq!(text("甲\r\n乙\r丙\t\u{1b}[31m\u{0}"), "<is><t xml:space=\"preserve\">甲\n乙\n丙\t [31m </t></is>");
        assert_eq!(text("_x000D_ _x00_"), r#"<is><t xml:space="preserve">_x005F_x000D_ _x00_</t></is>"#);
        let number = |number| written(&Filled::Number(number), "x:").1;
        assert_eq!(number(1987.0), "<x:v>1987</x:v>");
        assert_eq!(number(-0.0), "<x:v>0</x:v>");
        assert_eq!(number(0.1), "<x:v>0.1</x:v>");
        assert_eq!(number(1e300), "<x:v>1e300</x:v>");
    }

    #[test]
    fn what_no_cell_can_hold_is_refused() {
        assert!(check(&Filled::Text("长".repeat(TEXT))).is_ok());
        let error = check(&Filled::Text("长".repeat(TEXT + 1))).unwrap_err();
        assert_eq!(error.message.zh, "的文字有 32768 个字，Excel 一格最多 32767 个");
        // Excel counts signs beyond the first plane twice.
        assert!(check(&Filled::Text("𠮷".repeat(TEXT / 2 + 1))).is_err());
        assert!(check(&Filled::Number(f64::NAN)).is_err());
    }
}
