//! Comparing values that may be known only in part: a comparison is decided when every value that both sides may have agrees.

use chrono::NaiveDate;

use super::CompareOp;
use crate::record::Timeline;
use crate::value::{Bounds, Date, Instant, Number, Truth, Value};

/// Whether the comparison holds. An instant against a date compares the instant's local date. Values of different
/// kinds, and an order asked of what has none, are unknown.
pub(super) fn holds(op: CompareOp, left: &Value, right: &Value, timeline: &Timeline) -> Truth {
    match (left, right) {
        (Value::Number(_) | Value::Range(..), Value::Number(_) | Value::Range(..)) => {
            match (numbers(left), numbers(right)) {
                (Some((a, b)), Some((c, d))) => decide(op, Bounds::of(a, b), Bounds::of(c, d)),
                _ => Truth::Unknown,
            }
        }
        (Value::Instant(left), Value::Instant(right)) => decide(op, Bounds::exactly(*left), Bounds::exactly(*right)),
        (Value::Date(_) | Value::Instant(_), Value::Date(_) | Value::Instant(_)) => {
            match (days(left, timeline), days(right, timeline)) {
                (Some((a, b)), Some((c, d))) => decide(op, Bounds::of(Some(a), Some(b)), Bounds::of(Some(c), Some(d))),
                _ => Truth::Unknown,
            }
        }
        (Value::Time(left), Value::Time(right)) => decide(op, Bounds::exactly(*left), Bounds::exactly(*right)),
        _ => match (op, same(left, right)) {
            (CompareOp::Equal, Some(same)) => Truth::of(Some(same)),
            (CompareOp::NotEqual, Some(same)) => Truth::of(Some(!same)),
            _ => Truth::Unknown,
        },
    }
}

/// The least and greatest number that a value may be; `None` is no bound on that side.
pub(super) fn numbers(value: &Value) -> Option<(Option<Number>, Option<Number>)> {
    match value {
        Value::Number(n) => Some((Some(*n), Some(*n))),
        Value::Range(low, high) => Some((*low, *high)),
        _ => None,
    }
}

/// The first and last local day that a date or an instant may be.
pub(super) fn days(value: &Value, timeline: &Timeline) -> Option<(NaiveDate, NaiveDate)> {
    match value {
        Value::Date(date) => Some((date.earliest(), date.latest())),
        Value::Instant(at) => Some((timeline.date(*at), timeline.date(*at))),
        _ => None,
    }
}

/// Whether two values are the same; lists are the same when they hold the same members. `None` for different kinds.
pub(super) fn same(left: &Value, right: &Value) -> Option<bool> {
    fn members<T: PartialEq>(left: &[T], right: &[T]) -> bool {
        left.iter().all(|x| right.contains(x)) && right.iter().all(|x| left.contains(x))
    }
    match (left, right) {
        (Value::Symbols(a), Value::Symbols(b)) => Some(members(a, b)),
        (Value::Codes(a), Value::Codes(b)) => Some(members(a, b)),
        _ if core::mem::discriminant(left) == core::mem::discriminant(right) => Some(left == right),
        _ => None,
    }
}

/// Whether a value leaves something open: a range, a date known only to its month.
pub(super) fn is_open(value: &Value) -> bool {
    matches!(value, Value::Range(..) | Value::Date(Date::Year(_) | Date::Month(..)))
}

/// A number between two bounds: the number itself where they meet.
pub(super) fn between(low: Option<Number>, high: Option<Number>) -> Value {
    match (low, high) {
        (Some(a), Some(b)) if a == b => Value::Number(a),
        _ => Value::Range(low, high),
    }
}

/// The first instant after one.
pub(super) fn just_after(at: Instant) -> Instant {
    at.checked_add_ms(1).unwrap_or(Instant::MAX)
}

fn decide<T: Ord + Copy>(op: CompareOp, left: Bounds<T>, right: Bounds<T>) -> Truth {
    let (less, greater) = (left.before(right), right.before(left));
    match op {
        CompareOp::Less => less,
        CompareOp::AtMost => !greater,
        CompareOp::Greater => greater,
        CompareOp::AtLeast => !less,
        CompareOp::Equal => !(less.or(greater)),
        CompareOp::NotEqual => less.or(greater),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::value::{Symbol, Zone};
    use alloc::vec;

    fn new_york() -> Timeline {
        Timeline::new(Zone::named("America/New_York").unwrap())
    }

    fn compare(op: CompareOp, left: Value, right: Value) -> Truth {
        holds(op, &left, &right, &new_york())
    }

    fn n(x: i128) -> Value {
        Value::Number(Number::integer(x))
    }

    fn range(low: i128, high: i128) -> Value {
        Value::Range(Some(Number::integer(low)), Some(Number::integer(high)))
    }

    fn date(text: &str) -> Value {
        Value::Date(Date::parse(text).unwrap())
    }

    fn instant(text: &str) -> Value {
        Value::Instant(Instant::parse(text).unwrap())
    }

    #[test]
    fn each_operator_at_129_130_and_131_against_130() {
        use CompareOp::*;
        for (op, expected) in [
            (Less, [Truth::Yes, Truth::No, Truth::No]),
            (AtMost, [Truth::Yes, Truth::Yes, Truth::No]),
            (Equal, [Truth::No, Truth::Yes, Truth::No]),
            (NotEqual, [Truth::Yes, Truth::No, Truth::Yes]),
            (AtLeast, [Truth::No, Truth::Yes, Truth::Yes]),
            (Greater, [Truth::No, Truth::No, Truth::Yes]),
        ] {
            let found = [129, 130, 131].map(|x| compare(op, n(x), n(130)));
            assert_eq!(found, expected, "{}", op.text());
        }
    }

    #[test]
    fn a_mean_just_under_130_is_under_it() {
        let mean = Value::Number(Number::ratio(389_999, 3000).unwrap());
        assert_eq!(compare(CompareOp::Less, mean, n(130)), Truth::Yes);
    }

    #[test]
    fn a_range_decides_when_all_of_it_does() {
        use CompareOp::*;
        for (op, low, high, expected) in [
            (AtLeast, 64, 65, Truth::Unknown),
            (AtLeast, 65, 66, Truth::Yes),
            (AtLeast, 63, 64, Truth::No),
            (Less, 64, 65, Truth::Unknown),
            (AtMost, 64, 65, Truth::Yes),
            (Equal, 64, 65, Truth::Unknown),
            (Equal, 66, 67, Truth::No),
            (NotEqual, 66, 67, Truth::Yes),
        ] {
            assert_eq!(compare(op, range(low, high), n(65)), expected, "{low}..{high} {}", op.text());
        }
        let at_least_three = Value::Range(Some(Number::integer(3)), None);
        assert_eq!(compare(AtLeast, at_least_three.clone(), n(3)), Truth::Yes);
        assert_eq!(compare(Less, at_least_three.clone(), n(3)), Truth::No);
        assert_eq!(compare(AtLeast, at_least_three, n(4)), Truth::Unknown);
    }

    #[test]
    fn a_partial_date_leaves_open_what_its_days_do() {
        use CompareOp::*;
        assert_eq!(compare(Less, date("1961-04"), date("1961-05-01")), Truth::Yes);
        assert_eq!(compare(Less, date("1961-04"), date("1961-04-30")), Truth::Unknown);
        assert_eq!(compare(AtMost, date("1961-04"), date("1961-04-30")), Truth::Yes);
        assert_eq!(compare(Equal, date("1961-04"), date("1961-04")), Truth::Unknown);
        assert_eq!(compare(Equal, date("1961-04-01"), date("1961-04-01")), Truth::Yes);
    }

    #[test]
    fn an_instant_against_a_date_compares_its_local_date() {
        // 03:30 UTC on 2 March is still 1 March in New York.
        let late = instant("2026-03-02T03:30:00Z");
        assert_eq!(compare(CompareOp::Equal, late.clone(), date("2026-03-01")), Truth::Yes);
        assert_eq!(compare(CompareOp::Less, date("2026-03-01"), late), Truth::No);
    }

    #[test]
    fn instants_compare_by_the_millisecond() {
        let (a, b) = (instant("2026-03-02T03:30:00.000Z"), instant("2026-03-02T03:30:00.001Z"));
        assert_eq!(compare(CompareOp::Less, a.clone(), b.clone()), Truth::Yes);
        assert_eq!(compare(CompareOp::Equal, a, b), Truth::No);
    }

    #[test]
    fn members_of_an_enumeration_are_equal_or_not_and_have_no_order() {
        let (a, b) = (Value::Symbol(Symbol(0)), Value::Symbol(Symbol(1)));
        assert_eq!(compare(CompareOp::Equal, a.clone(), a.clone()), Truth::Yes);
        assert_eq!(compare(CompareOp::NotEqual, a.clone(), b.clone()), Truth::Yes);
        assert_eq!(compare(CompareOp::Less, a.clone(), b), Truth::Unknown);
        assert_eq!(compare(CompareOp::Equal, a, n(0)), Truth::Unknown);
    }

    #[test]
    fn lists_are_the_same_when_they_hold_the_same_members() {
        let (a, b) = (Value::Symbols(vec![Symbol(0), Symbol(1)]), Value::Symbols(vec![Symbol(1), Symbol(0)]));
        assert_eq!(same(&a, &b), Some(true));
        assert_eq!(same(&a, &Value::Symbols(vec![Symbol(0)])), Some(false));
        assert_eq!(same(&a, &n(1)), None);
    }
}
