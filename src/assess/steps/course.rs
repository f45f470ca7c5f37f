//! What something is as one number moves through a window: a first value, and turns to others.
//!
//! A place in the window is twice a number in millionths, or one more: `2 * x` is the number itself, `2 * x + 1` all that
//! lies just above it, up to the next turn. So `width >= p` turns just above 1.10 m for a width of 1.10 m, `width > p` at
//! it. What always holds: turns ascend, and each turns to something else.

/// A course through the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course<T> {
    /// The value where the window begins
    pub first: T,
    /// The places where it turns, and to what
    pub turns: Vec<(i64, T)>,
}

impl<T: Copy + PartialEq> Course<T> {
    /// The same all through.
    pub fn of(value: T) -> Course<T> {
        Course { first: value, turns: Vec::new() }
    }

    /// Whether it is the same all through.
    pub fn is_still(&self) -> bool {
        self.turns.is_empty()
    }

    /// The value at a place.
    pub fn at(&self, place: i64) -> T {
        let before = self.turns.partition_point(|(turn, _)| *turn <= place);
        before.checked_sub(1).and_then(|last| self.turns.get(last)).map_or(self.first, |(_, value)| *value)
    }

    /// Turns to a value at a place behind all others.
    pub fn turn(&mut self, place: i64, value: T) {
        let last = self.turns.last().map_or(self.first, |(_, last)| *last);
        if last != value {
            self.turns.push((place, value));
        }
    }

    /// What each value makes.
    pub fn map<U: Copy + PartialEq>(&self, f: impl Fn(T) -> U) -> Course<U> {
        let mut made = Course::of(f(self.first));
        self.turns.iter().for_each(|(place, value)| made.turn(*place, f(*value)));
        made
    }

    /// What two make together.
    pub fn zip<U: Copy + PartialEq, V: Copy + PartialEq>(&self, other: &Course<U>, f: impl Fn(T, U) -> V) -> Course<V> {
        let (mut a, mut b) = (self.first, other.first);
        let mut made = Course::of(f(a, b));
        let (mut left, mut right) = (self.turns.iter().peekable(), other.turns.iter().peekable());
        while let Some(place) = [left.peek().map(|t| t.0), right.peek().map(|t| t.0)].into_iter().flatten().min() {
            if let Some((_, value)) = left.next_if(|turn| turn.0 == place) {
                a = *value;
            }
            if let Some((_, value)) = right.next_if(|turn| turn.0 == place) {
                b = *value;
            }
            made.turn(place, f(a, b));
        }
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_courses_turn_wherever_what_they_make_does() {
        let a = Course { first: 1, turns: vec![(4, 2), (7, 3)] };
        let b = Course { first: 10, turns: vec![(4, 20), (5, 10)] };
        let sum = a.zip(&b, |a, b| a + b);
        assert_eq!(sum, Course { first: 11, turns: vec![(4, 22), (5, 12), (7, 13)] });
        assert_eq!([3, 4, 5, 6, 7, 99].map(|place| sum.at(place)), [11, 22, 12, 12, 13, 13]);
        assert_eq!(sum.map(|sum| sum > 20), Course { first: false, turns: vec![(4, true), (5, false)] });
        assert!(sum.map(|_| 0).is_still());
    }
}
