//! Boxes to tick, as forms print them and people fill them in: `☑是 □否`, `是（√） 否（ ）`, `■砖混 □框架`.
//!
//! What always holds: every option has its own mark, all before their options or all behind them, and the boxes are of
//! one sort; otherwise it is not certain what is ticked, and nothing is taken. What the options mean is not known here.
//! Deliberately absent: fields and their spellings (`mod.rs`).

use super::words::{fold, is_blank};
use std::collections::HashSet;

/// What a text with boxes says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::survey) enum Boxes {
    /// No box is ticked
    Untouched,
    /// These options are ticked
    Ticked(Vec<String>),
    /// Which are is not certain
    Unclear,
}

/// A mark beside an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// `√` where the box was, or where none is
    Tick,
    /// `×`: not this one, beside a tick; alone it may be either
    Cross,
    /// `☒`: what word processors draw for a tick in `☐`, and people for the opposite
    CrossedBox,
    /// `[x]`, which is a tick where the others are empty
    LetterX,
    Ticked(Sort),
    Empty(Sort),
}

/// What is ticked. Only `□` and the word processor's `☐` go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sort {
    Box,
    /// `☐`
    DrawnBox,
    Circle,
    Brackets,
}

/// What a text is made of.
#[derive(Debug, PartialEq, Eq)]
enum Token {
    Mark(Mark),
    Option(String),
}

/// What the boxes of a text say; `None` where it has none. Figures have ticks and brackets of their own (`√2`, `1.2(√)`,
/// `二○二一`), so in `a_number` more is asked of them.
pub(in crate::survey) fn read_boxes(text: &str, a_number: bool) -> Option<Boxes> {
    if !text.contains(is_mark) {
        return None;
    }
    let tokens = tokens(text);
    let marks: Vec<Mark> =
        tokens.iter().filter_map(|token| if let Token::Mark(mark) = token { Some(*mark) } else { None }).collect();
    if marks.len() == tokens.len() || marks.iter().all(|mark| *mark == Mark::Cross) {
        return None;
    }
    if a_number && !boxes_of_a_number(&tokens, &marks) {
        return None;
    }
    let found = options(&tokens).and_then(|options| ticked(&options));
    Some(found.unwrap_or(Boxes::Unclear))
}

/// Whether a text has options with boxes drawn beside them, and so is one value. `√/×` and `√/1.2` may be two.
pub(super) fn has_drawn_boxes(text: &str) -> bool {
    let tokens = if text.contains(is_mark) { tokens(text) } else { return false };
    let drawn = |token: &Token| matches!(token, Token::Mark(mark) if !matches!(mark, Mark::Tick | Mark::Cross));
    tokens.iter().any(drawn) && tokens.iter().any(|token| matches!(token, Token::Option(_)))
}

/// Whether a character marks an option, or opens what may.
pub(super) fn is_mark(c: char) -> bool {
    mark(c).is_some() || matches!(c, '(' | '（' | '[' | '［' | '【')
}

fn boxes_of_a_number(tokens: &[Token], marks: &[Mark]) -> bool {
    let drawn = |mark: &Mark| match mark {
        Mark::Tick | Mark::Cross => false,
        Mark::Ticked(sort) => *sort != Sort::Brackets,
        Mark::Empty(sort) => matches!(sort, Sort::Box | Sort::DrawnBox),
        Mark::CrossedBox | Mark::LetterX => true,
    };
    let figure = |c: char| c.is_ascii_digit() || "零一二两三四五六七八九十百千半几".contains(c);
    let has_figures = |token: &Token| matches!(token, Token::Option(option) if fold(option).contains(figure));
    marks.iter().any(drawn)
        || (!tokens.iter().any(has_figures) && marks.iter().any(|m| *m != Mark::Empty(Sort::Circle)))
}

/// Options with their marks; `None` where they do not pair.
fn options(tokens: &[Token]) -> Option<Vec<(&str, Mark)>> {
    let pairs = tokens.chunks(2).map(|pair| match pair {
        [Token::Mark(mark), Token::Option(option)] => Some((true, (option.as_str(), *mark))),
        [Token::Option(option), Token::Mark(mark)] => Some((false, (option.as_str(), *mark))),
        _ => None,
    });
    let pairs: Vec<_> = pairs.collect::<Option<_>>()?;
    let (before, _) = pairs.first()?;
    let alike = pairs.iter().all(|(other, _)| other == before);
    let options: Vec<(&str, Mark)> = pairs.iter().map(|(_, option)| *option).collect();
    let different: HashSet<String> = options.iter().map(|(option, _)| fold(option)).collect();
    (alike && different.len() == options.len()).then_some(options)
}

/// What is ticked, where it is certain.
fn ticked(options: &[(&str, Mark)]) -> Option<Boxes> {
    let has = |wanted: Mark| options.iter().any(|(_, mark)| *mark == wanted);
    let only = |allowed: &[Mark]| options.iter().all(|(_, mark)| allowed.contains(mark));
    if has(Mark::CrossedBox)
        && !(has(Mark::Empty(Sort::DrawnBox)) && only(&[Mark::CrossedBox, Mark::Empty(Sort::DrawnBox)]))
    {
        return None;
    }
    if has(Mark::LetterX) && !(has(Mark::Empty(Sort::Brackets)) && only(&[Mark::LetterX, Mark::Empty(Sort::Brackets)]))
    {
        return None;
    }
    let sorts: HashSet<Sort> = options
        .iter()
        .filter_map(|(_, mark)| match mark {
            Mark::Ticked(sort) | Mark::Empty(sort) => Some(if *sort == Sort::DrawnBox { Sort::Box } else { *sort }),
            _ => None,
        })
        .collect();
    if sorts.len() > 1 {
        return None;
    }
    let is_ticked = |mark: &Mark| matches!(mark, Mark::Tick | Mark::Ticked(_) | Mark::CrossedBox | Mark::LetterX);
    let these: Vec<String> =
        options.iter().filter(|(_, mark)| is_ticked(mark)).map(|(option, _)| option.to_string()).collect();
    match these.is_empty() {
        false => Some(Boxes::Ticked(these)),
        // One empty box may say that this is not so, or nothing; a cross may be someone's tick.
        true => (options.len() > 1 && !has(Mark::Cross)).then_some(Boxes::Untouched),
    }
}

fn mark(c: char) -> Option<Mark> {
    Some(match c {
        '√' | '✓' | '✔' | '🗸' => Mark::Tick,
        '×' | '✕' | '✖' | '✗' | '✘' | '╳' => Mark::Cross,
        '☑' | '✅' | '🗹' | '■' | '◼' => Mark::Ticked(Sort::Box),
        '□' | '◻' | '▢' => Mark::Empty(Sort::Box),
        '☐' => Mark::Empty(Sort::DrawnBox),
        '☒' => Mark::CrossedBox,
        '●' | '◉' => Mark::Ticked(Sort::Circle),
        '○' | '◯' => Mark::Empty(Sort::Circle),
        _ => return None,
    })
}

/// The mark in brackets at the front of `text`, and what follows it. Other brackets belong to an option.
fn in_brackets(text: &str) -> Option<(Mark, &str)> {
    let mut chars = text.chars();
    let (close, square) = match chars.next()? {
        '(' | '（' => ([')', '）'], false),
        '[' | '［' => ([']', '］'], true),
        '【' => (['】', '】'], true),
        _ => return None,
    };
    let (within, rest) = chars.as_str().split_once(close)?;
    let mut within = within.chars().filter(|c| !is_blank(*c) && *c != '_');
    let found = match (within.next(), within.next()) {
        (None, _) => Mark::Empty(Sort::Brackets),
        (Some('v' | 'V'), None) => Mark::Ticked(Sort::Brackets),
        (Some('x' | 'X'), None) if square => Mark::LetterX,
        (Some('x' | 'X'), None) => Mark::Cross,
        (Some(c), None) => match mark(c)? {
            Mark::Tick => Mark::Ticked(Sort::Brackets),
            Mark::Cross => Mark::Cross,
            _ => return None,
        },
        _ => return None,
    };
    Some((found, rest))
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut option = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let found = in_brackets(rest).or_else(|| mark(c).map(|mark| (mark, after)));
        if let Some((mark, after)) = found {
            end_option(&mut option, &mut tokens);
            tokens.push(Token::Mark(mark));
            rest = after;
        } else {
            option.push(c);
            rest = after;
        }
    }
    end_option(&mut option, &mut tokens);
    tokens
}

/// Signs that part options, and lines to write on (`□其他____`), are no part of them.
fn end_option(option: &mut String, tokens: &mut Vec<Token>) {
    let aside = |c: char| {
        is_blank(c) || matches!(c, '、' | '，' | ',' | '；' | ';' | '/' | '／' | '：' | ':' | '。' | '_' | '＿')
    };
    let shown = option.trim_matches(aside);
    if !shown.is_empty() {
        tokens.push(Token::Option(shown.to_string()));
    }
    option.clear();
}
