//! Periods: from a start to an end, both included, either of which may be known only in part.
//!
//! A point is a period that starts and ends there. An end that is absent is unknown, and not before the start; one that
//! is still to come is `ongoing`, and later than everything.

use super::{Bounds, Truth};

/// From a start to an end, both included. Of dates, instants, times of day or numbers.
///
/// ```
/// use stepcare_core::value::{Bounds, Period, Truth};
/// let stay = Period::new(Bounds::exactly(4), Bounds::UNKNOWN).unwrap();
/// assert_eq!(stay.holds(Bounds::exactly(3)), Truth::No);
/// assert_eq!(stay.holds(Bounds::exactly(4)), Truth::Yes);
/// assert_eq!(stay.holds(Bounds::exactly(5)), Truth::Unknown);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period<T> {
    start: Bounds<T>,
    end: Bounds<End<T>>,
}

/// Where a period ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End<T> {
    At(T),
    /// Later than everything.
    Ongoing,
}

impl<T: Ord + Copy> Period<T> {
    /// From a start to an end; `None` if it is known to end before it starts.
    #[must_use]
    pub fn new(start: Bounds<T>, end: Bounds<T>) -> Option<Period<T>> {
        let (start, end) = (start.not_over(end)?, end.not_under(start)?);
        Some(Period { start, end: at(end) })
    }

    /// From a start on, still going on.
    #[must_use]
    pub fn ongoing(start: Bounds<T>) -> Period<T> {
        Period { start, end: Bounds::exactly(End::Ongoing) }
    }

    /// The period of a point.
    #[must_use]
    pub fn point(of: Bounds<T>) -> Period<T> {
        Period { start: of, end: at(of) }
    }

    /// Whether a point lies in it.
    #[must_use]
    pub fn holds(self, point: Bounds<T>) -> Truth {
        self.includes(Period::point(point))
    }

    /// Whether the other lies in it, the whole of it.
    #[must_use]
    pub fn includes(self, other: Period<T>) -> Truth {
        self.start.at_most(other.start).and(other.end.at_most(self.end))
    }

    /// Whether both start and end at the same.
    #[must_use]
    pub fn same(self, other: Period<T>) -> Truth {
        self.start.same(other.start).and(self.end.same(other.end))
    }

    /// Whether it is over when the other starts.
    #[must_use]
    pub fn before(self, other: Period<T>) -> Truth {
        self.end.before(at(other.start))
    }

    /// Whether it is over when the other starts, or just then.
    #[must_use]
    pub fn on_or_before(self, other: Period<T>) -> Truth {
        self.end.at_most(at(other.start))
    }

    /// Whether a point lies in both.
    #[must_use]
    pub fn overlaps(self, other: Period<T>) -> Truth {
        at(self.start).at_most(other.end).and(at(other.start).at_most(self.end))
    }

    /// Whether it overlaps the other and starts before it.
    #[must_use]
    pub fn overlaps_before(self, other: Period<T>) -> Truth {
        self.overlaps(other).and(self.start.before(other.start))
    }

    /// Whether it overlaps the other and ends after it.
    #[must_use]
    pub fn overlaps_after(self, other: Period<T>) -> Truth {
        self.overlaps(other).and(other.end.before(self.end))
    }

    /// Whether it starts with the other and lies in it.
    #[must_use]
    pub fn starts(self, other: Period<T>) -> Truth {
        self.start.same(other.start).and(self.end.at_most(other.end))
    }

    /// Whether it ends with the other and lies in it.
    #[must_use]
    pub fn ends(self, other: Period<T>) -> Truth {
        self.end.same(other.end).and(other.start.at_most(self.start))
    }

    /// Whether the other starts right after it ends. `next` is what comes right after a point: a date's next day, an
    /// instant's next millisecond.
    #[must_use]
    pub fn meets(self, other: Period<T>, next: impl Fn(T) -> Option<T>) -> Truth {
        let after = self.end.map(|end| match end {
            End::At(end) => next(end).map(End::At),
            End::Ongoing => Some(End::Ongoing),
        });
        after.same(at(other.start))
    }
}

fn at<T: Ord + Copy>(point: Bounds<T>) -> Bounds<End<T>> {
    point.map(|point| Some(End::At(point)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Bounds, Period, Truth};
    use Truth::{No, Unknown, Yes};
    use alloc::vec::Vec;
    use proptest::prelude::*;

    fn period(start: i32, end: i32) -> Period<i32> {
        Period::new(Bounds::exactly(start), Bounds::exactly(end)).unwrap()
    }

    fn since(start: i32) -> Period<i32> {
        Period::new(Bounds::exactly(start), Bounds::UNKNOWN).unwrap()
    }

    fn next(day: i32) -> Option<i32> {
        day.checked_add(1)
    }

    #[test]
    fn both_ends_are_in() {
        let ten = period(1, 10);
        for (point, holds) in [(0, No), (1, Yes), (10, Yes), (11, No)] {
            assert_eq!(ten.holds(Bounds::exactly(point)), holds, "{point}");
        }
        assert_eq!((ten.overlaps(period(10, 20)), ten.overlaps(period(11, 20))), (Yes, No));
        assert_eq!((ten.includes(period(1, 10)), ten.includes(period(1, 11))), (Yes, No));
    }

    #[test]
    fn one_is_before_another_that_starts_after_its_end() {
        assert_eq!((period(1, 10).before(period(11, 20)), period(1, 10).before(period(10, 20))), (Yes, No));
        assert_eq!((period(1, 10).on_or_before(period(10, 20)), period(1, 10).on_or_before(period(9, 20))), (Yes, No));
    }

    #[test]
    fn they_meet_with_nothing_between_them() {
        assert_eq!(period(1, 10).meets(period(11, 20), next), Yes);
        assert_eq!(period(1, 10).meets(period(10, 20), next), No);
        assert_eq!(period(1, 10).meets(period(12, 20), next), No);
    }

    #[test]
    fn what_overlaps_may_start_before_or_end_after() {
        assert_eq!(
            (period(1, 10).overlaps_before(period(4, 10)), period(4, 10).overlaps_before(period(4, 10))),
            (Yes, No)
        );
        assert_eq!(
            (period(4, 15).overlaps_after(period(1, 10)), period(4, 10).overlaps_after(period(1, 10))),
            (Yes, No)
        );
        assert_eq!(
            (period(1, 3).overlaps_before(period(4, 10)), period(11, 15).overlaps_after(period(1, 10))),
            (No, No)
        );
    }

    #[test]
    fn one_starts_or_ends_another_that_it_lies_in() {
        assert_eq!((period(1, 4).starts(period(1, 10)), period(1, 11).starts(period(1, 10))), (Yes, No));
        assert_eq!((period(4, 10).ends(period(1, 10)), period(0, 10).ends(period(1, 10))), (Yes, No));
        assert_eq!((period(1, 10).same(period(1, 10)), period(1, 10).same(period(1, 11))), (Yes, No));
    }

    #[test]
    fn an_absent_end_is_unknown_and_not_before_the_start() {
        // It is over some day: at the soonest on its first.
        assert_eq!(since(4).overlaps(period(1, 4)), Yes);
        assert_eq!(since(4).overlaps(period(1, 3)), No);
        assert_eq!(since(4).overlaps(period(5, 9)), Unknown);
        assert_eq!(since(4).before(period(4, 9)), No);
        assert_eq!(since(4).meets(period(4, 9), next), No);
        assert_eq!(since(4).meets(period(9, 9), next), Unknown);
        assert_eq!(since(4).same(since(4)), Unknown);
    }

    #[test]
    fn an_ongoing_period_outlasts_everything() {
        let ongoing = Period::ongoing(Bounds::exactly(4));
        assert_eq!((ongoing.holds(Bounds::exactly(i32::MAX)), ongoing.holds(Bounds::exactly(3))), (Yes, No));
        assert_eq!((ongoing.overlaps_after(period(1, 10)), ongoing.before(period(1, 10))), (Yes, No));
        assert_eq!((ongoing.meets(period(5, 9), next), period(1, 3).meets(ongoing, next)), (No, Yes));
        assert_eq!(ongoing.same(ongoing), Yes);
    }

    #[test]
    fn a_period_that_ends_before_it_starts_is_none() {
        assert_eq!(Period::new(Bounds::exactly(10), Bounds::exactly(1)), None);
        assert!(Period::new(Bounds::between(1, 9), Bounds::exactly(4)).is_some());
    }

    #[test]
    fn a_start_known_in_part_decides_what_it_can() {
        let some = Period::new(Bounds::between(1, 5), Bounds::exactly(10)).unwrap();
        assert_eq!((some.holds(Bounds::exactly(5)), some.holds(Bounds::exactly(3))), (Yes, Unknown));
        assert_eq!((some.holds(Bounds::exactly(0)), some.before(period(11, 12))), (No, Yes));
    }

    type Relation = (&'static str, fn(Period<i32>, Period<i32>) -> Truth, fn((i32, i32), (i32, i32)) -> bool);

    const RELATIONS: [Relation; 10] = [
        ("includes", Period::includes, |a, b| a.0 <= b.0 && b.1 <= a.1),
        ("same", Period::same, |a, b| a == b),
        ("before", Period::before, |a, b| a.1 < b.0),
        ("on or before", Period::on_or_before, |a, b| a.1 <= b.0),
        ("overlaps", Period::overlaps, |a, b| a.0 <= b.1 && b.0 <= a.1),
        ("overlaps before", Period::overlaps_before, |a, b| a.0 < b.0 && b.0 <= a.1),
        ("overlaps after", Period::overlaps_after, |a, b| a.0 <= b.1 && b.1 < a.1),
        ("starts", Period::starts, |a, b| a.0 == b.0 && a.1 <= b.1),
        ("ends", Period::ends, |a, b| a.1 == b.1 && b.0 <= a.0),
        ("meets", |a, b| a.meets(b, next), |a, b| a.1 + 1 == b.0),
    ];

    /// Every period that one known in part may be.
    fn completions((start, start_width, length, end_width): (i32, i32, i32, i32)) -> (Period<i32>, Vec<(i32, i32)>) {
        let (starts, ends) = (start..=start + start_width, start + length..=start + length + end_width);
        let period =
            Period::new(Bounds::between(*starts.start(), *starts.end()), Bounds::between(*ends.start(), *ends.end()));
        let all =
            starts.flat_map(|start| ends.clone().map(move |end| (start, end))).filter(|(start, end)| start <= end);
        (period.unwrap(), all.collect())
    }

    fn any_period() -> impl Strategy<Value = (i32, i32, i32, i32)> {
        (0..6, 0..3, 0..4, 0..3)
    }

    proptest! {
        #[test]
        fn what_is_decided_holds_however_the_ends_turn_out(a in any_period(), b in any_period()) {
            let ((a, all_a), (b, all_b)) = (completions(a), completions(b));
            for (name, relation, holds) in RELATIONS {
                let decided = relation(a, b).known();
                let agrees = |a: &(i32, i32)| all_b.iter().all(|b| decided == Some(holds(*a, *b)));
                prop_assert!(decided.is_none() || all_a.iter().all(agrees), "{}", name);
            }
        }
    }
}
