//! What was made of each text and number of a column: a reading, or a part of a key. People write few different
//! ones, so most cells of a large survey need not be read again.
//!
//! What always holds: only cells whose content alone decides how they are read are kept (not struck ones, errors or
//! dates), so a reading from here is the one that reading would give.

use crate::survey::grid::{Cell, Content};
use foldhash::HashMap;
use std::sync::Arc;

pub(in crate::survey) struct ReadOnce<T> {
    known: HashMap<(u32, Seen), T>,
}

impl<T> Default for ReadOnce<T> {
    fn default() -> ReadOnce<T> {
        ReadOnce { known: HashMap::default() }
    }
}

#[derive(PartialEq, Eq, Hash)]
enum Seen {
    Text(Arc<str>),
    Number(u64),
}

impl<T: Clone> ReadOnce<T> {
    /// What is made of a cell of that column, by `read` where it is seen for the first time.
    pub fn of(&mut self, column: u32, cell: &Cell, read: impl FnOnce() -> T) -> T {
        let seen = match &cell.content {
            _ if cell.struck => return read(),
            Content::Text(text) => Seen::Text(text.clone()),
            Content::Number(number) => Seen::Number(number.to_bits()),
            _ => return read(),
        };
        self.known.entry((column, seen)).or_insert_with(read).clone()
    }
}
