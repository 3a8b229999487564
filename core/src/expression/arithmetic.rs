//! Arithmetic on numbers and on ranges of them. What does not fit, and a division by zero, is unknown.

use super::ArithmeticOp;
use super::compare::{between, numbers};
use crate::value::{Number, Value};

/// `left op right`, of numbers and of ranges of them; `None` is unknown: what does not fit, and a division by zero.
#[must_use]
pub fn combine(op: ArithmeticOp, left: &Value, right: &Value) -> Option<Value> {
    if let (Value::Number(a), Value::Number(b)) = (left, right) {
        return exact(op, *a, *b).map(Value::Number);
    }
    let ((a, b), (c, d)) = (numbers(left)?, numbers(right)?);
    match op {
        ArithmeticOp::Add => ends(sum(a, c)?, sum(b, d)?),
        ArithmeticOp::Subtract => combine(ArithmeticOp::Add, left, &negate(right)?),
        ArithmeticOp::Multiply => match (left, right) {
            (_, Value::Number(by)) => scale(left, *by),
            (Value::Number(by), _) => scale(right, *by),
            _ => corners(op, [a?, b?], [c?, d?]),
        },
        ArithmeticOp::Divide => match right {
            Value::Number(by) => scale(left, Number::ONE.div(*by)?),
            // A divisor that may be 0 leaves everything open.
            _ if c? <= Number::ZERO && d? >= Number::ZERO => None,
            _ => corners(op, [a?, b?], [c?, d?]),
        },
    }
}

/// Whether there is a result at all, were there room for it: dividing by 0, or by what may be 0, has none.
pub(super) fn has_a_result(op: ArithmeticOp, right: &Value) -> bool {
    op != ArithmeticOp::Divide || matches!(right, Value::Number(by) if *by != Number::ZERO)
}

/// `-x`.
pub(super) fn negate(x: &Value) -> Option<Value> {
    scale(x, Number::integer(-1))
}

/// x times an exact factor; a negative one changes a range's ends over.
pub(super) fn scale(x: &Value, by: Number) -> Option<Value> {
    let (low, high) = numbers(x)?;
    if by == Number::ZERO {
        return Some(Value::Number(Number::ZERO));
    }
    let times = |end: Option<Number>| match end {
        Some(end) => end.mul(by).map(Some),
        None => Some(None),
    };
    let (low, high) = (times(low)?, times(high)?);
    if by < Number::ZERO { ends(high, low) } else { ends(low, high) }
}

fn exact(op: ArithmeticOp, a: Number, b: Number) -> Option<Number> {
    match op {
        ArithmeticOp::Add => a.add(b),
        ArithmeticOp::Subtract => a.sub(b),
        ArithmeticOp::Multiply => a.mul(b),
        ArithmeticOp::Divide => a.div(b),
    }
}

/// The sum of two ends. No bound stays none; overflow is unknown.
fn sum(a: Option<Number>, b: Option<Number>) -> Option<Option<Number>> {
    match (a, b) {
        (Some(a), Some(b)) => a.add(b).map(Some),
        _ => Some(None),
    }
}

fn corners(op: ArithmeticOp, left: [Number; 2], right: [Number; 2]) -> Option<Value> {
    let mut found: Option<(Number, Number)> = None;
    for a in left {
        for b in right {
            let corner = exact(op, a, b)?;
            found = Some(found.map_or((corner, corner), |(low, high)| (low.min(corner), high.max(corner))));
        }
    }
    found.map(|(low, high)| between(Some(low), Some(high)))
}

/// A range; without any bound it says nothing.
fn ends(low: Option<Number>, high: Option<Number>) -> Option<Value> {
    (low.is_some() || high.is_some()).then(|| between(low, high))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use ArithmeticOp::*;

    fn n(x: i128) -> Value {
        Value::Number(Number::integer(x))
    }

    fn range(low: i128, high: i128) -> Value {
        Value::Range(Some(Number::integer(low)), Some(Number::integer(high)))
    }

    #[test]
    fn a_pulse_pressure_is_exact() {
        assert!(combine(Subtract, &n(128), &n(122)) == Some(n(6)));
    }

    #[test]
    fn division_by_zero_is_unknown() {
        assert!(combine(Divide, &n(1), &n(0)).is_none());
        assert!(combine(Divide, &range(1, 2), &n(0)).is_none());
        assert!(combine(Divide, &n(1), &range(-1, 1)).is_none());
    }

    #[test]
    fn what_does_not_fit_is_unknown() {
        let most = Value::Number(Number::integer(i128::MAX));
        assert!(combine(Add, &most, &n(1)).is_none());
        assert!(combine(Multiply, &most, &n(2)).is_none());
    }

    #[test]
    fn a_range_keeps_both_ends_through_every_operation() {
        assert!(combine(Add, &range(1, 2), &n(10)) == Some(range(11, 12)));
        assert!(combine(Subtract, &n(10), &range(1, 2)) == Some(range(8, 9)));
        assert!(combine(Multiply, &range(1, 2), &n(-3)) == Some(range(-6, -3)));
        assert!(combine(Divide, &range(4, 8), &range(2, 4)) == Some(range(1, 4)));
        assert!(combine(Multiply, &range(-1, 2), &range(3, 4)) == Some(range(-4, 8)));
    }

    #[test]
    fn an_end_without_bound_stays_without() {
        let at_least_3 = Value::Range(Some(Number::integer(3)), None);
        assert!(combine(Add, &at_least_3, &n(1)) == Some(Value::Range(Some(Number::integer(4)), None)));
        assert!(negate(&at_least_3) == Some(Value::Range(None, Some(Number::integer(-3)))));
        assert!(combine(Subtract, &at_least_3, &at_least_3).is_none());
    }
}
