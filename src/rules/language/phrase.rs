//! What is said of rules, in pieces: words, and names that know what they name, so that a page can link them.
//!
//! What always holds: a piece names at most one thing, by its path in the rules file (`params.good_stair_width`) or in the
//! dictionary's (`lists.pipes.fields.kind`). Deliberately absent: how expressions are said (`printer`, `outline`).

use super::typed::At;
use crate::rules::dictionary::{Dictionary, ListDef};
use std::fmt;

/// Words in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase(pub Vec<Piece>);

/// Some words, and what they name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The words
    pub text: String,
    /// The path of what they name, if they name something
    pub path: Option<String>,
}

impl Phrase {
    /// The name of the thing at a path.
    pub fn of(text: impl Into<String>, path: String) -> Phrase {
        Phrase(vec![Piece { text: text.into(), path: Some(path) }])
    }

    /// A text of ours with phrases in the places of `{}`.
    pub fn filled<const N: usize>(ours: &str, parts: [Phrase; N]) -> Phrase {
        let mut parts = parts.into_iter();
        let mut words = ours.split("{}").map(Phrase::from);
        let first = words.next().unwrap_or_default();
        words.fold(first, |said, words| said.and(parts.next().unwrap_or_default()).and(words))
    }

    /// Several phrases with the same words between them.
    pub fn joined(phrases: impl IntoIterator<Item = Phrase>, between: &str) -> Phrase {
        let join = |said: Phrase, more: Phrase| said.and(between).and(more);
        phrases.into_iter().reduce(join).unwrap_or_default()
    }

    /// Adds words.
    pub fn push(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(Piece { text, path: None }) => text.push_str(words),
            _ => self.0.push(Piece { text: words.to_string(), path: None }),
        }
    }

    /// The same with more behind it; a space between a Chinese character and a figure or letter.
    pub fn and(mut self, more: impl Into<Phrase>) -> Phrase {
        let more = more.into();
        let ends =
            (self.0.last().and_then(|it| it.text.chars().last()), more.0.first().and_then(|it| it.text.chars().next()));
        let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        if let (Some(before), Some(behind)) = ends
            && (han(before) && behind.is_ascii_alphanumeric() || before.is_ascii_alphanumeric() && han(behind))
        {
            self.push(" ");
        }
        for piece in more.0 {
            match piece.path {
                None => self.push(&piece.text),
                Some(_) => self.0.push(piece),
            }
        }
        self
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|piece| piece.text.is_empty())
    }
}

impl From<&str> for Phrase {
    fn from(words: &str) -> Phrase {
        let mut phrase = Phrase::default();
        phrase.push(words);
        phrase
    }
}

impl From<String> for Phrase {
    fn from(words: String) -> Phrase {
        Phrase::from(words.as_str())
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| f.write_str(&piece.text))
    }
}

/// The path of a field: `fields.stair_width`, `lists.pipes.fields.kind`.
pub fn field_path(dictionary: &Dictionary, at: At) -> String {
    let id = at.field(dictionary).map_or("", |field| &field.id);
    match at {
        At::Unit(_) => format!("fields.{id}"),
        At::Item(list, _) => {
            let list = dictionary.lists.get(list).map_or_else(String::new, list_path);
            format!("{list}.fields.{id}")
        }
    }
}

/// The path of a list: `lists.pipes`.
pub fn list_path(list: &ListDef) -> String {
    format!("lists.{}", list.id)
}
