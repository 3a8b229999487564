//! A dimension: base units, and units that a procedure defines, each with its exponent.

use alloc::vec::Vec;

/// Exponents by symbol, in order of symbol, none of them 0. Two units convert if these are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dimension(Vec<(&'static str, i32)>);

impl Dimension {
    /// Of a plain number.
    pub(super) const NONE: Dimension = Dimension(Vec::new());

    /// Of one unit that is its own measure.
    pub(super) fn of(symbol: &'static str) -> Dimension {
        Dimension(alloc::vec![(symbol, 1)])
    }

    pub(super) fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// This, times the other raised to a power; `None` if an exponent does not fit.
    pub(super) fn times(&self, other: &Dimension, exponent: i32) -> Option<Dimension> {
        let mut all = self.0.clone();
        for (symbol, of_other) in &other.0 {
            let added = of_other.checked_mul(exponent)?;
            match all.iter_mut().find(|(known, _)| known == symbol) {
                Some((_, sum)) => *sum = sum.checked_add(added)?,
                None => all.push((symbol, added)),
            }
        }
        all.retain(|(_, exponent)| *exponent != 0);
        all.sort_unstable();
        Some(Dimension(all))
    }

    /// This raised to a power; `None` if an exponent does not fit.
    pub(super) fn power(&self, exponent: i32) -> Option<Dimension> {
        Dimension::NONE.times(self, exponent)
    }
}
