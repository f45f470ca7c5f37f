//! Text about a list in one cell of a unit's row: `煤气 DN100 距墙1.2m；污水井2只` under `管线情况`.
//!
//! What always holds: only kinds are taken, and only those whose spelling stands in the text; a kind that may be denied
//! or doubted (`无燃气`, `煤气、电缆均未发现`, `可能有电缆`) may or may not exist; that a text does not name a kind says
//! nothing of it. When in doubt a kind is not sure. Deliberately absent: figures (`DN100`), which are nobody's for sure.

use crate::rules::dictionary::{Choice, Kind, ListDef};
use crate::rules::{FieldIx, ListIx};
use crate::survey::cell::boxes::{Boxes, read_boxes};
use crate::survey::cell::words::{fold, is_blank, says_none, says_unknown, yes_or_no};
use crate::survey::identity::lists::kind_fields;
use std::collections::BTreeMap;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;
use words::{DENIALS, DETAILS, NO_DENIALS, NO_KINDS, TAILS, UNKNOWN_DETAILS};

#[cfg(test)]
mod tests;
mod words;

/// A column of text about a list.
#[derive(Debug)]
pub struct TextColumn {
    /// Which list
    pub list: ListIx,
    /// The column, from 0
    pub column: u32,
    /// What each row says; `None` where blank
    pub cells: Vec<Option<TextCell>>,
}

/// What a cell of such a column says.
#[derive(Clone, Debug)]
pub struct TextCell {
    /// What is taken from it
    pub says: Arc<[TextSays]>,
    /// Where it stands
    pub at: (u32, u32),
    /// What it showed
    pub written: Arc<str>,
}

/// One thing that a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextSays {
    /// There is an item of this kind, or there may be
    Kind {
        /// Which choice of the list's kind
        choice: u16,
        /// Whether it surely exists
        sure: bool,
    },
    /// There is none of the list
    None,
    /// Something that names no kind
    Unnamed {
        /// It says that there are some, or where they are listed: `有`, `详见附表`
        refers: bool,
    },
}

/// The field whose choices are the kinds of a list's items, where it has one.
pub fn kind_field(list: &ListDef) -> Option<(FieldIx, &[Choice])> {
    kind_fields(list).into_iter().find_map(|ix| match &list.fields.get(ix)?.kind {
        Kind::Choice(choices) => Some((ix, choices.as_slice())),
        _ => None,
    })
}

/// What is taken from a text. Of options with boxes, the ticked ones; those whose box is unclear may exist.
pub fn read_list_text(list: &ListDef, text: &str) -> Vec<TextSays> {
    match read_boxes(text, false) {
        Some(Boxes::Untouched) => Vec::new(),
        // A denial in one of them says nothing of the others.
        Some(Boxes::Ticked(options)) => read_prose(list, &options.join("；")),
        Some(Boxes::Unclear) => {
            let unsure = |says: TextSays| match says {
                TextSays::Kind { choice, .. } => TextSays::Kind { choice, sure: false },
                TextSays::None => TextSays::Unnamed { refers: false },
                says => says,
            };
            read_prose(list, text).into_iter().map(unsure).collect()
        }
        None => read_prose(list, text),
    }
}

fn read_prose(list: &ListDef, text: &str) -> Vec<TextSays> {
    let folded = fold(text);
    let folded = folded.trim_end_matches(['。', '.', ';', '!']);
    if folded.is_empty() || says_unknown(folded) {
        return Vec::new();
    }
    let names = || list.aliases.iter().chain([&list.label]).map(|name| fold(name));
    let denied = ["无任何", "没有任何", "没有", "无"].iter().find_map(|word| folded.strip_prefix(word));
    if says_none(folded) || denied.is_some_and(|what| names().any(|name| name == what)) {
        return vec![TextSays::None];
    }
    let kinds = kinds_in(kind_field(list).map_or(&[], |(_, choices)| choices), text);
    if kinds.is_empty() {
        let refers = yes_or_no(folded) == Some(true)
            || folded.starts_with(['见', '同'])
            || ["详见", "参见", "另见", "附表", "另表"].iter().any(|word| folded.contains(word));
        return vec![TextSays::Unnamed { refers }];
    }
    kinds
}

/// A piece of a text, between signs that part it.
struct Piece {
    chars: Vec<char>,
    /// What stands before it
    border: Border,
    /// The kinds it names, where they begin and end
    kinds: Vec<(usize, usize, u16)>,
    denial: Option<Denial>,
    /// It holds `有` or a figure, and so speaks for itself
    affirms: bool,
    sure: bool,
}

/// What parts two pieces: the higher, the less they have to do with each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Border {
    /// A blank or `、`
    Light,
    /// A comma
    Comma,
    /// `；`, `。` or a line break
    Strong,
}

/// How a piece denies or doubts something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Denial {
    /// `无燃气`
    Before,
    /// `燃气无`, `燃气：×`
    After,
    /// `未发现`, `均无`: nothing else, and no kind
    Alone,
    /// `无阀门`: something, but no kind
    OfSomething,
}

fn kinds_in(choices: &[Choice], text: &str) -> Vec<TextSays> {
    let mut spellings: Vec<(Vec<char>, u16)> = choices
        .iter()
        .zip(0..)
        .flat_map(|(choice, ix)| choice.spellings.iter().map(move |spelling| (fold(spelling), ix)))
        .filter(|(folded, _)| !says_none(folded) && !says_unknown(folded) && yes_or_no(folded).is_none())
        .map(|(folded, ix)| (folded.chars().collect(), ix))
        .filter(|(folded, _): &(Vec<char>, u16)| folded.len() > 1)
        .collect();
    // Longest first; the dictionary's order where equally long.
    spellings.sort_by_key(|(spelling, _)| std::cmp::Reverse(spelling.len()));
    let mut pieces = pieces(text);
    pieces.iter_mut().for_each(|piece| piece.look(&spellings));
    let denials: Vec<(usize, Denial)> =
        pieces.iter().enumerate().filter_map(|(ix, piece)| Some((ix, piece.denial?))).collect();
    for (ix, denial) in denials {
        reach(&mut pieces, ix, denial);
    }
    let mut found: Vec<u16> = Vec::new();
    let mut sure: BTreeMap<u16, bool> = BTreeMap::new();
    for piece in &pieces {
        for (.., choice) in &piece.kinds {
            // Once denied is doubtful, however often it is said.
            match sure.get_mut(choice) {
                Some(sure) => *sure &= piece.sure,
                None => {
                    found.push(*choice);
                    sure.insert(*choice, piece.sure);
                }
            }
        }
    }
    let sure = |choice: u16| sure.get(&choice).copied().unwrap_or(false);
    found.into_iter().map(|choice| TextSays::Kind { choice, sure: sure(choice) }).collect()
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut chars, mut border) = (Vec::new(), Border::Strong);
    for c in text.nfkc() {
        let next = match c {
            ';' | '。' | '!' | '\n' | '\r' => Border::Strong,
            ',' => Border::Comma,
            '、' => Border::Light,
            c if is_blank(c) => Border::Light,
            c => {
                chars.extend(c.to_lowercase());
                continue;
            }
        };
        if chars.is_empty() {
            border = border.max(next);
        } else {
            pieces.push(Piece::new(std::mem::take(&mut chars), border));
            border = next;
        }
    }
    if !chars.is_empty() {
        pieces.push(Piece::new(chars, border));
    }
    pieces
}

/// Makes doubtful what a piece denies: its own kinds; before `无` those that go on after it in the same list; after it,
/// and where it stands alone, those listed before.
fn reach(pieces: &mut [Piece], ix: usize, denial: Denial) {
    let Some(piece) = pieces.get_mut(ix) else { return };
    piece.sure = false;
    let (border, of_all) = (piece.border, piece.holds(&["均", "都", "皆", "全"]));
    if denial != Denial::Before {
        let farthest = if of_all || denial == Denial::Alone { Border::Comma } else { Border::Light };
        let mut between = border;
        // `燃气：` and in the next line `无`
        let mut across = denial == Denial::Alone && border == Border::Strong;
        for before in pieces.iter_mut().take(ix).rev() {
            if between > farthest && !std::mem::take(&mut across) {
                break;
            }
            if before.affirms && !before.kinds.is_empty() && !of_all {
                break;
            }
            before.sure = false;
            between = before.border;
        }
    }
    if denial != Denial::After {
        for after in pieces.iter_mut().skip(ix + 1) {
            let goes_on = match after.border {
                Border::Light => true,
                Border::Comma => after.is_bare_kind(),
                Border::Strong => denial == Denial::Alone && border == Border::Strong && after.is_bare_kind(),
            };
            if !goes_on || (after.affirms && !after.kinds.is_empty()) {
                break;
            }
            after.sure = false;
        }
    }
}

impl Piece {
    fn new(chars: Vec<char>, border: Border) -> Piece {
        Piece { chars, border, kinds: Vec::new(), denial: None, affirms: false, sure: true }
    }

    fn text(&self) -> String {
        self.chars.iter().collect()
    }

    fn holds(&self, words: &[&str]) -> bool {
        let text = self.text();
        words.iter().any(|word| text.contains(word))
    }

    /// Finds the kinds it names, longest first and not overlapping, and whether it denies something.
    fn look(&mut self, spellings: &[(Vec<char>, u16)]) {
        let mut taken = vec![false; self.chars.len()];
        let places = |chars: &[char], word: &[char]| -> Vec<usize> {
            let starts = chars.windows(word.len().max(1)).enumerate();
            starts.filter(|(_, window)| *window == word).map(|(at, _)| at).collect()
        };
        let free = |taken: &[bool], from: usize, to: usize| taken.get(from..to).is_some_and(|t| !t.contains(&true));
        let take = |taken: &mut [bool], from: usize, to: usize| {
            if let Some(these) = taken.get_mut(from..to) {
                these.fill(true);
            }
        };
        for word in NO_KINDS {
            let word: Vec<char> = word.chars().collect();
            for from in places(&self.chars, &word) {
                take(&mut taken, from, from + word.len());
            }
        }
        let latin = |at: Option<usize>| at.and_then(|at| self.chars.get(at)).is_some_and(char::is_ascii_alphanumeric);
        let mut kinds = Vec::new();
        for (word, choice) in spellings {
            for from in places(&self.chars, word) {
                let to = from + word.len();
                // `pe` is not in `pipe`.
                let within =
                    (latin(Some(from)) && latin(from.checked_sub(1))) || (latin(Some(to - 1)) && latin(Some(to)));
                if free(&taken, from, to) && !within {
                    take(&mut taken, from, to);
                    kinds.push((from, to, *choice));
                }
            }
        }
        kinds.sort_unstable();
        self.kinds = kinds;
        self.denial = self.denies();
        let speaks = self.chars.iter().any(|c| c.is_ascii_digit() || matches!(c, '有' | '√' | '✓' | '✔'));
        self.affirms = self.denial.is_none() && speaks;
    }

    fn denies(&self) -> Option<Denial> {
        let text = self.text();
        let Some((first, ..)) = self.kinds.first() else {
            let alone = text.trim_start_matches(['均', '都', '皆', '全', '部', '也', '亦', ':']);
            let alone = alone.trim_end_matches(['的', '。', ')']);
            const ALONE: [&str; 10] =
                ["未发现", "未见", "没发现", "没有发现", "不涉及", "未涉及", "不存在", "无此项", "未找到", "未探明"];
            if says_none(alone) || says_unknown(alone) || yes_or_no(alone) == Some(false) || ALONE.contains(&alone) {
                return Some(Denial::Alone);
            }
            return denying_words(&text).then_some(Denial::OfSomething);
        };
        let slice = |from: usize, to: usize| -> String {
            self.chars.get(from..to).map_or(String::new(), |chars| chars.iter().collect())
        };
        if denying_words(&slice(0, *first)) {
            return Some(Denial::Before);
        }
        let ends = self.kinds.iter().skip(1).map(|(from, ..)| *from).chain([self.chars.len()]);
        let after = self.kinds.iter().zip(ends).any(|((_, to, _), end)| {
            let tail = slice(*to, end);
            let said = tail.trim_start_matches(TAILS).trim_start_matches(['=', '(']).trim_end_matches(')');
            let nought =
                said.strip_prefix('0').is_some_and(|rest| !rest.starts_with(|c: char| c == '.' || c.is_ascii_digit()));
            // Between two kinds a stroke only parts them.
            let says_no =
                (says_none(said) && end == self.chars.len()) || says_unknown(said) || yes_or_no(said) == Some(false);
            (!said.is_empty() && says_no) || nought || denying_words(&tail)
        });
        after.then_some(Denial::After)
    }

    /// Whether it names kinds and says nothing else.
    fn is_bare_kind(&self) -> bool {
        let named = |at: usize| self.kinds.iter().any(|(from, to, _)| (*from..*to).contains(&at));
        !self.kinds.is_empty() && self.chars.iter().enumerate().all(|(at, c)| named(at) || TAILS.contains(c))
    }
}

fn denying_words(text: &str) -> bool {
    let mut text = text.to_string();
    for phrase in NO_DENIALS {
        text = text.replace(phrase, "，");
    }
    for (detail, unknown) in DETAILS.iter().flat_map(|d| UNKNOWN_DETAILS.iter().map(move |u| (d, u))) {
        text = text.replace(&format!("{detail}{unknown}"), "，");
    }
    DENIALS.iter().any(|word| text.contains(word))
}
