//! A misspelt label is cut where a known name or an operator word happens to be inside it: `非机动车篷` becomes 非 and
//! `机动车篷`. Here such pieces are put together again where the whole is more like a known name than the piece that
//! is none, so that one slip makes one message, with the right suggestion.

use super::fold::fold;
use super::lexer::{Kind, Token};
use super::names::Names;

/// How many pieces on either side of an unknown word are tried.
const REACH: usize = 3;

/// How many unknown words of a text are tried: each takes a comparison with every known name.
const TRIED: usize = 50;

/// The tokens, with misspelt labels in one piece.
pub(super) fn joined(mut tokens: Vec<Token>, text: &str, names: &Names) -> Vec<Token> {
    let (mut at, mut tried) = (0, 0);
    while at < tokens.len() && tried < TRIED {
        tried += usize::from(is_unknown(&tokens, at));
        if let Some((from, to, word)) = best_window(&tokens, at, text, names) {
            let span = tokens.get(from).map_or(0, |t| t.span.start)..tokens.get(to).map_or(0, |t| t.span.end);
            let whole = Token { kind: Kind::Name { text: word, ticked: false, known: false }, span };
            tokens.splice(from..=to, [whole]);
            at = from;
        }
        at += 1;
    }
    tokens
}

/// The run of pieces around the unknown word at `at` that is most like a known name, if more so than the word alone.
fn best_window(tokens: &[Token], at: usize, text: &str, names: &Names) -> Option<(usize, usize, String)> {
    let Kind::Name { text: word, .. } = &tokens.get(at).filter(|_| is_unknown(tokens, at))?.kind else { return None };
    let from = (at.saturating_sub(REACH)..at).rev().take_while(|&ix| is_joint(tokens, ix)).last().unwrap_or(at);
    let to = (at..at + REACH).take_while(|&ix| is_joint(tokens, ix)).last().map_or(at, |ix| ix + 1);
    let alike = |word: &str| names.nearest(word, |_| true).map_or(0.0, |(alike, _)| alike);
    if from == to {
        return None;
    }
    let mut best = (alike(word), None);
    for start in from..=at {
        for end in at..=to {
            let span = tokens.get(start)?.span.start..tokens.get(end)?.span.end;
            let whole = fold(text.get(span)?);
            let score = alike(&whole);
            if score > best.0 {
                best = (score, Some((start, end, whole)));
            }
        }
    }
    best.1
}

fn is_unknown(tokens: &[Token], at: usize) -> bool {
    matches!(tokens.get(at).map(|token| &token.kind), Some(Kind::Name { ticked: false, known: false, .. }))
}

/// Whether the tokens at `ix` and after it are pieces of one run of Chinese words. An id is none: the `low` of
/// `压力 == low且可否迁移` may well be a choice, which only what stands opposite knows.
fn is_joint(tokens: &[Token], ix: usize) -> bool {
    let piece = |token: &Token| match &token.kind {
        Kind::Name { ticked: false, text, .. } => !text.is_ascii(),
        kind => matches!(kind, Kind::And | Kind::Or | Kind::Not | Kind::In),
    };
    match (tokens.get(ix), tokens.get(ix + 1)) {
        (Some(a), Some(b)) => piece(a) && piece(b) && a.span.end == b.span.start,
        _ => false,
    }
}
