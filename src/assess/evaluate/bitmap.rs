//! Bitmaps over the rows of a block, and three-valued conditions made of two of them: surely true, surely false.
//!
//! What always holds: bits beyond the length are zero; no row is both surely true and surely false. Kleene logic
//! is then a handful of word operations. Deliberately absent: numbers, and what a row is.

/// One bit a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::assess) struct Bits {
    len: usize,
    words: Vec<u64>,
}

impl Bits {
    /// No row.
    pub fn none(len: usize) -> Bits {
        Bits { len, words: vec![0; len.div_ceil(64)] }
    }

    /// Every row.
    pub fn all(len: usize) -> Bits {
        let mut bits = Bits { len, words: vec![u64::MAX; len.div_ceil(64)] };
        bits.trim();
        bits
    }

    /// The rows for which `f` says so.
    pub fn from_fn(len: usize, mut f: impl FnMut(usize) -> bool) -> Bits {
        let word = |from: usize| {
            let rows = (len - from).min(64);
            (0..rows).fold(0u64, |word, bit| word | (u64::from(f(from + bit)) << bit))
        };
        Bits { len, words: (0..len).step_by(64).map(word).collect() }
    }

    /// Whether the row is in; rows beyond the end are not.
    pub fn get(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Puts a row in or out.
    pub fn set(&mut self, row: usize, value: bool) {
        if let Some(word) = self.words.get_mut(row / 64).filter(|_| row < self.len) {
            let bit = 1u64 << (row % 64);
            *word = if value { *word | bit } else { *word & !bit };
        }
    }

    /// The rows that are in, ascending.
    pub fn ones(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
                rest &= rest - 1;
                Some(at * 64 + bit)
            })
        })
    }

    /// Whether no row is in.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// Rows in both.
    pub fn and(&self, other: &Bits) -> Bits {
        self.zip(other, |a, b| a & b)
    }

    /// Rows in either.
    pub fn or(&self, other: &Bits) -> Bits {
        self.zip(other, |a, b| a | b)
    }

    /// Rows in this one alone.
    pub fn minus(&self, other: &Bits) -> Bits {
        self.zip(other, |a, b| a & !b)
    }

    /// Rows that are not in.
    pub fn not(&self) -> Bits {
        let mut bits = Bits { len: self.len, words: self.words.iter().map(|word| !word).collect() };
        bits.trim();
        bits
    }

    fn zip(&self, other: &Bits, op: impl Fn(u64, u64) -> u64) -> Bits {
        Bits { len: self.len, words: self.words.iter().zip(&other.words).map(|(&a, &b)| op(a, b)).collect() }
    }

    fn trim(&mut self) {
        if let Some(last) = self.words.last_mut().filter(|_| !self.len.is_multiple_of(64)) {
            *last &= (1u64 << (self.len % 64)) - 1;
        }
    }
}

/// A three-valued condition, one value a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::assess) struct Trits {
    /// Where it is surely true
    pub yes: Bits,
    /// Where it is surely false
    pub no: Bits,
}

impl Trits {
    /// The same for every row.
    pub fn of(len: usize, value: Option<bool>) -> Trits {
        let part = |wanted| if value == Some(wanted) { Bits::all(len) } else { Bits::none(len) };
        Trits { yes: part(true), no: part(false) }
    }

    /// Row by row.
    pub fn from_fn(len: usize, f: impl Fn(usize) -> Option<bool>) -> Trits {
        let mut no = Bits::none(len);
        let yes = Bits::from_fn(len, |row| {
            let value = f(row);
            if value == Some(false) {
                no.set(row, true);
            }
            value == Some(true)
        });
        Trits { yes, no }
    }

    /// The value of a row; `None` is unknown.
    pub fn get(&self, row: usize) -> Option<bool> {
        if self.yes.get(row) {
            Some(true)
        } else if self.no.get(row) {
            Some(false)
        } else {
            None
        }
    }

    /// Kleene's `and`.
    pub fn and(&self, other: &Trits) -> Trits {
        Trits { yes: self.yes.and(&other.yes), no: self.no.or(&other.no) }
    }

    /// Kleene's `or`.
    pub fn or(&self, other: &Trits) -> Trits {
        Trits { yes: self.yes.or(&other.yes), no: self.no.and(&other.no) }
    }

    /// Kleene's `not`.
    pub fn not(self) -> Trits {
        Trits { yes: self.no, no: self.yes }
    }

    /// `if(self, a, b)`: where the condition is unknown, what both say.
    pub fn choose(&self, a: &Trits, b: &Trits) -> Trits {
        let part = |a: &Bits, b: &Bits| self.yes.and(a).or(&self.no.and(b)).or(&a.and(b));
        Trits { yes: part(&a.yes, &b.yes), no: part(&a.no, &b.no) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: [Option<bool>; 3] = [Some(true), Some(false), None];

    #[test]
    fn kleene_logic_on_every_pair_across_a_word_border() {
        let a = Trits::from_fn(90, |row| VALUES[row / 3 % 3]);
        let b = Trits::from_fn(90, |row| VALUES[row % 3]);
        let (and, or, not, chosen) = (a.and(&b), a.or(&b), a.clone().not(), a.choose(&b, &a));
        for row in 0..90 {
            let (x, y) = (a.get(row), b.get(row));
            let expect_and = if x == Some(false) || y == Some(false) { Some(false) } else { x.and(y) };
            let expect_or = if x == Some(true) || y == Some(true) { Some(true) } else { x.and(y) };
            assert_eq!((and.get(row), or.get(row), not.get(row)), (expect_and, expect_or, x.map(|x| !x)));
            let expect_chosen = match x {
                Some(true) => y,
                Some(false) => x,
                None => None,
            };
            assert_eq!(chosen.get(row), expect_chosen);
        }
    }

    #[test]
    fn bits_beyond_the_length_stay_zero() {
        let bits = Bits::none(70).not();
        assert_eq!(bits.ones().count(), 70);
        assert_eq!(bits, Bits::all(70));
        assert!(!bits.get(70) && !bits.get(700));
    }
}
