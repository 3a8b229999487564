//! Drawing from a seed: the same cases on every machine, without a dependency.

/// SplitMix64.
#[derive(Debug, Clone)]
pub struct Draw(u64);

impl Draw {
    /// A stream of its own for a seed.
    #[must_use]
    pub fn new(seed: u64) -> Draw {
        Draw(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below a bound above 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % bound).unwrap_or(0)
    }

    /// One of a list that is not empty.
    pub fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        of.get(self.below(of.len())).expect("a list to draw from is not empty")
    }
}

#[cfg(test)]
mod tests {
    use super::Draw;

    #[test]
    fn the_same_seed_draws_the_same() {
        let three = |seed| {
            let mut draw = Draw::new(seed);
            [draw.below(1000), draw.below(1000), draw.below(1000)]
        };
        assert_eq!(three(7), three(7));
        assert_ne!(three(7), three(8));
    }
}
