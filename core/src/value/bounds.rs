//! A value that is known only to lie between two ends: a partial date, a time known to the hour, a count that an
//! unknown row leaves open. A comparison is decided when every value that both sides may have agrees.

use core::fmt;

use super::Truth;

/// What a value may be, from its least to its greatest, both included; `None` is no bound on that side.
///
/// `Debug` shows neither: it may be a patient's.
///
/// ```
/// use stepcare_core::value::{Bounds, Date, Truth};
/// let days = |text| { let date = Date::parse(text).unwrap(); Bounds::between(date.earliest(), date.latest()) };
/// assert_eq!(days("2013").before(days("2014-02-15")), Truth::Yes);
/// assert_eq!(days("2014").before(days("2014-02-15")), Truth::Unknown);
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Bounds<T> {
    least: Option<T>,
    greatest: Option<T>,
}

impl<T> Bounds<T> {
    /// Nothing is known of it.
    pub const UNKNOWN: Bounds<T> = Bounds { least: None, greatest: None };
}

impl<T: Ord + Copy> Bounds<T> {
    /// A value that is known.
    #[must_use]
    pub fn exactly(value: T) -> Bounds<T> {
        Bounds { least: Some(value), greatest: Some(value) }
    }

    /// Between two ends, whichever of them is the lesser.
    #[must_use]
    pub fn between(one: T, other: T) -> Bounds<T> {
        Bounds { least: Some(one.min(other)), greatest: Some(one.max(other)) }
    }

    /// From its least to its greatest, which is not under the least; `None` is no bound on that side.
    pub(crate) fn of(least: Option<T>, greatest: Option<T>) -> Bounds<T> {
        Bounds { least, greatest }
    }

    /// At least so much.
    #[must_use]
    pub fn from(least: T) -> Bounds<T> {
        Bounds { least: Some(least), greatest: None }
    }

    /// At most so much.
    #[must_use]
    pub fn up_to(greatest: T) -> Bounds<T> {
        Bounds { least: None, greatest: Some(greatest) }
    }

    /// The least that it may be.
    #[must_use]
    pub fn least(self) -> Option<T> {
        self.least
    }

    /// The greatest that it may be.
    #[must_use]
    pub fn greatest(self) -> Option<T> {
        self.greatest
    }

    /// The value, where it is known.
    #[must_use]
    pub fn known(self) -> Option<T> {
        self.least.filter(|_| self.least == self.greatest)
    }

    /// Whether it lies before the other.
    #[must_use]
    pub fn before(self, other: Bounds<T>) -> Truth {
        match (self.greatest, other.least) {
            (Some(last), Some(first)) if last < first => return Truth::Yes,
            _ => {}
        }
        match (other.greatest, self.least) {
            (Some(last), Some(first)) if last <= first => Truth::No,
            _ => Truth::Unknown,
        }
    }

    /// Whether it lies before the other or is the same.
    #[must_use]
    pub fn at_most(self, other: Bounds<T>) -> Truth {
        !other.before(self)
    }

    /// Whether both are the same value. Two that may be the same are not known to be.
    #[must_use]
    pub fn same(self, other: Bounds<T>) -> Truth {
        self.at_most(other).and(other.at_most(self))
    }

    /// What a function of it may be that never falls where its argument rises. An end without a result is no bound.
    #[must_use]
    pub fn map<U: Ord + Copy>(self, rising: impl Fn(T) -> Option<U>) -> Bounds<U> {
        Bounds { least: self.least.and_then(&rising), greatest: self.greatest.and_then(&rising) }
    }

    /// The same value, once it is known not to be under `floor`; `None` if it is known to be.
    #[must_use]
    pub fn not_under(self, floor: Bounds<T>) -> Option<Bounds<T>> {
        let least = self.least.max(floor.least);
        (floor.at_most(self) != Truth::No).then_some(Bounds { least, ..self })
    }

    /// The same value, once it is known not to be over `ceiling`; `None` if it is known to be.
    #[must_use]
    pub fn not_over(self, ceiling: Bounds<T>) -> Option<Bounds<T>> {
        let greatest = match (self.greatest, ceiling.greatest) {
            (Some(own), Some(other)) => Some(own.min(other)),
            (own, other) => own.or(other),
        };
        (self.at_most(ceiling) != Truth::No).then_some(Bounds { greatest, ..self })
    }
}

impl<T> fmt::Debug for Bounds<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bounds(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, Truth};
    use alloc::format;
    use proptest::prelude::*;

    #[test]
    fn an_order_is_decided_when_all_of_both_sides_agrees() {
        use Truth::{No, Unknown, Yes};
        let month = Bounds::between(1, 30);
        for (other, before, at_most, same) in [
            (Bounds::exactly(31), Yes, Yes, No),
            (Bounds::exactly(30), Unknown, Yes, Unknown),
            (Bounds::exactly(15), Unknown, Unknown, Unknown),
            (Bounds::exactly(1), No, Unknown, Unknown),
            (Bounds::exactly(0), No, No, No),
            (month, Unknown, Unknown, Unknown),
            (Bounds::from(31), Yes, Yes, No),
            (Bounds::up_to(0), No, No, No),
            (Bounds::UNKNOWN, Unknown, Unknown, Unknown),
        ] {
            assert_eq!((month.before(other), month.at_most(other), month.same(other)), (before, at_most, same));
        }
    }

    #[test]
    fn only_a_value_that_is_known_is_the_same_as_itself() {
        assert_eq!(Bounds::exactly(130).same(Bounds::exactly(130)), Truth::Yes);
        assert_eq!(Bounds::between(129, 131).same(Bounds::between(129, 131)), Truth::Unknown);
        assert_eq!(Bounds::<i32>::UNKNOWN.same(Bounds::UNKNOWN), Truth::Unknown);
        assert_eq!((Bounds::between(4, 4).known(), Bounds::between(4, 5).known()), (Some(4), None));
        assert_eq!(Bounds::<i32>::UNKNOWN.known(), None);
    }

    #[test]
    fn what_is_learned_of_an_end_narrows_it_or_contradicts() {
        let floor = Bounds::between(3, 5);
        assert_eq!(Bounds::UNKNOWN.not_under(floor), Some(Bounds::from(3)));
        assert_eq!(Bounds::between(1, 4).not_under(floor), Some(Bounds::between(3, 4)));
        assert_eq!(Bounds::between(1, 2).not_under(floor), None);
        assert_eq!(Bounds::UNKNOWN.not_over(floor), Some(Bounds::up_to(5)));
        assert_eq!(Bounds::between(4, 9).not_over(floor), Some(Bounds::between(4, 5)));
        assert_eq!(Bounds::from(6).not_over(floor), None);
    }

    #[test]
    fn debug_shows_nothing_of_it() {
        assert_eq!(format!("{:?}", Bounds::exactly(130)), "Bounds(..)");
    }

    fn any_bounds() -> impl Strategy<Value = (Bounds<i32>, Vec<i32>)> {
        (-4..4, 0..4, any::<(bool, bool)>()).prop_map(|(least, width, (below, above))| {
            let (from, to) = (if below { -9 } else { least }, if above { 9 } else { least + width });
            let bounds = Bounds { least: (!below).then_some(from), greatest: (!above).then_some(to) };
            (bounds, (from..=to).collect())
        })
    }
    use alloc::vec::Vec;

    proptest! {
        #[test]
        fn a_comparison_is_yes_or_no_exactly_when_every_pair_says_so((a, all_a) in any_bounds(), (b, all_b) in any_bounds()) {
            let decided = |holds: &dyn Fn(i32, i32) -> bool| {
                let pairs = || all_a.iter().flat_map(|a| all_b.iter().map(move |b| (*a, *b)));
                match (pairs().all(|(a, b)| holds(a, b)), pairs().any(|(a, b)| holds(a, b))) {
                    (true, _) => Truth::Yes,
                    (_, false) => Truth::No,
                    _ => Truth::Unknown,
                }
            };
            prop_assert_eq!(a.before(b), decided(&|a, b| a < b));
            prop_assert_eq!(a.at_most(b), decided(&|a, b| a <= b));
            prop_assert_eq!(a.same(b), decided(&|a, b| a == b));
        }
    }
}
