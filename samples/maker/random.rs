//! A small generator of its own (splitmix64), so that the samples do not change when a library does.

/// A stream of chances.
pub struct Dice(u64);

impl Dice {
    /// The stream of that seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number from `low` to `high`, both belonging.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = (high - low + 1).max(1) as u64;
        low + (self.next() % span) as i64
    }

    /// A length in millimetres from `low` to `high`, to the step a tape measure is read at.
    pub fn length(&mut self, low: i64, high: i64, step: i64) -> i64 {
        self.between(low / step, high / step) * step
    }

    /// True so many times in a thousand.
    pub fn chance(&mut self, per_mille: i64) -> bool {
        self.between(1, 1000) <= per_mille
    }

    /// One of these, by weight.
    pub fn weighted<T: Copy>(&mut self, among: &[(i64, T)]) -> T {
        let mut left = self.between(1, among.iter().map(|(weight, _)| weight).sum());
        for (weight, thing) in among {
            left -= weight;
            if left <= 0 {
                return *thing;
            }
        }
        among[among.len() - 1].1 // not reached: `left` is at most the sum of the weights
    }

    /// One of these; never asked of none, which would panic.
    pub fn one<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.between(0, among.len() as i64 - 1) as usize]
    }
}
