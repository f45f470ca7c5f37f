//! Which known name somebody probably meant.
//!
//! A name is offered only where it is near: a letter or two in a short one, a third of a long one. A wrong
//! suggestion sends people further astray than none.

use crate::lang::Text;
use crate::text;
use std::ops::Range;

/// The known name nearest to `name`, if one is near enough.
pub(super) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(name);
    let length = folded.chars().count();
    let allowed = (length / 3).clamp(1, 4);
    known
        .into_iter()
        .filter_map(|candidate| {
            let other = fold(candidate);
            let apart = other.chars().count().abs_diff(length);
            // A name continued or cut short is near too: `stair` for `stair_width`.
            let begins = length >= 3 && (other.starts_with(&folded) || folded.starts_with(&other) && !other.is_empty());
            if apart > allowed {
                return begins.then_some((allowed + apart, candidate));
            }
            let distance = strsim::damerau_levenshtein(&folded, &other);
            // Every letter changed is another name.
            (distance <= allowed && distance < length.max(2)).then_some((distance, candidate))
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// `是不是 `x`？` where a known name is near, else what there is to choose from.
pub(crate) fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Option<Text> {
    if let Some(near) = nearest(name, known.clone()) {
        return Some(text!("是不是 `{near}`？", "did you mean `{near}`?"));
    }
    let all: Vec<&str> = known.into_iter().collect();
    if all.is_empty() || all.len() > LISTED {
        return None;
    }
    let (zh, en) = (all.join("`、`"), all.join("`, `"));
    Some(text!("这里可以写：`{zh}`", "known here: `{en}`"))
}

/// More than these are not listed in one line of help.
const LISTED: usize = 16;

fn fold(name: &str) -> String {
    name.to_lowercase().replace(['-', ' '], "_")
}

/// Cuts a range of bytes to what lies within `text`, on character boundaries.
pub(super) fn within_text(text: &str, span: Range<usize>) -> Range<usize> {
    // Offset 0 and the end are boundaries, so both searches end within four bytes.
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let ceil = |at: usize| (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    let (start, end) = (floor(span.start), ceil(span.end));
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_offered() {
        let known = ["suitable", "difficult", "stair_width", "cite"];
        assert_eq!(nearest("suitabel", known), Some("suitable"));
        assert_eq!(nearest("stair-widht", known), Some("stair_width"));
        assert_eq!(nearest("stair", known), Some("stair_width"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("ab", ["cd", "xy"]), None);
        assert_eq!(nearest("梯段净款", ["梯段净宽", "平台净深"]), Some("梯段净宽"));
    }
}
