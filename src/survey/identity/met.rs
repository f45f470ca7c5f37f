//! What cells showed, held once for all units: `6`, `砖混`, `1.10` are written in a city a hundred thousand times.
//!
//! What always holds: the text given back is the text given. So many are remembered and no more: a column of remarks,
//! which differ, is not remembered a second time.

use std::sync::Arc;

/// How many texts are remembered of a column.
const MOST: usize = 4096;

/// Texts met before.
#[derive(Debug, Default)]
pub struct Met(foldhash::HashSet<Arc<str>>);

impl Met {
    /// The same text, from where it was first met.
    pub fn once(&mut self, text: Arc<str>) -> Arc<str> {
        if let Some(met) = self.0.get(&text) {
            return met.clone();
        }
        if self.0.len() < MOST {
            self.0.insert(text.clone());
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_met_again_is_held_once() {
        let mut met = Met::default();
        let first = met.once("砖混".into());
        assert!(Arc::ptr_eq(&first, &met.once("砖混".into())));
        (0..MOST).for_each(|n| drop(met.once(n.to_string().into())));
        let late = met.once("late".into());
        assert!(!Arc::ptr_eq(&late, &met.once("late".into())) && *late == *"late");
    }
}
