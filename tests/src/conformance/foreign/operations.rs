//! Operators on values: logic, arithmetic, comparison, time. Each calls the engine's operation; what the language does
//! not do is refused.

use stepcare_core::expression::{ArithmeticOp, combine, shifted_date};
use stepcare_core::value::date::{completed_between, elapsed_between};
use stepcare_core::value::number::median;
use stepcare_core::value::ucum::Ucum;
use stepcare_core::value::{Bounds, Date, Duration, Number, TimeUnit, Truth, Zone, first_row};

use super::Answer;
use super::relation::{Relation, days, instants, relate};
use super::value::{Grain, Measure, Value};

fn refused<T>(what: &str, left: &Value, right: &Value) -> Result<T, String> {
    Err(format!("{what}: {} and {}", left.kind(), right.kind()))
}

/// A condition, three-valued.
pub fn condition(value: &Value) -> Result<Truth, String> {
    match value {
        Value::Truth(truth) => Ok(Truth::of(Some(*truth))),
        Value::Unknown => Ok(Truth::Unknown),
        other => Err(format!("{} where a condition is expected", other.kind())),
    }
}

pub fn and(left: &Value, right: &Value) -> Answer {
    Ok(Value::truth(condition(left)?.and(condition(right)?)))
}

pub fn or(left: &Value, right: &Value) -> Answer {
    Ok(Value::truth(condition(left)?.or(condition(right)?)))
}

pub fn not(of: &Value) -> Answer {
    Ok(Value::truth(!condition(of)?))
}

/// `=`, `<` and the like.
pub fn compare(operator: &str, left: &Value, right: &Value) -> Answer {
    let holds = |relation, left, right| relate(relation, None, left, right);
    Ok(Value::truth(match operator {
        "=" => equal(left, right)?,
        "!=" => !equal(left, right)?,
        "<" => holds(Relation::Before, ordered(left)?, ordered(right)?)?,
        ">" => holds(Relation::Before, ordered(right)?, ordered(left)?)?,
        "<=" => holds(Relation::OnOrBefore, ordered(left)?, ordered(right)?)?,
        ">=" => holds(Relation::OnOrBefore, ordered(right)?, ordered(left)?)?,
        other => return Err(format!("the language has no `{other}`")),
    }))
}

fn equal(left: &Value, right: &Value) -> Result<Truth, String> {
    match (left, right) {
        (Value::Truth(a), Value::Truth(b)) => Ok(Truth::of(Some(a == b))),
        _ => relate(Relation::Same, None, left, right),
    }
}

fn ordered(value: &Value) -> Result<&Value, String> {
    match value {
        Value::Interval(_) => Err("a period is not more or less than another".into()),
        other => Ok(other),
    }
}

/// `a between b and c`, both ends in.
pub fn between(of: &Value, low: &Value, high: &Value) -> Answer {
    and(&compare(">=", of, low)?, &compare("<=", of, high)?)
}

/// `+`, `-`, `*`, `/`.
pub fn arithmetic(operator: &str, left: &Value, right: &Value, zone: &Zone) -> Answer {
    let op = match operator {
        "+" => ArithmeticOp::Add,
        "-" => ArithmeticOp::Subtract,
        "*" => ArithmeticOp::Multiply,
        "/" => ArithmeticOp::Divide,
        other => return Err(format!("the language has no `{other}`")),
    };
    match (left, right) {
        (Value::Unknown, _) | (_, Value::Unknown) => Ok(Value::Unknown),
        (Value::Number(a, grain), Value::Number(b, other)) => {
            let whole = *grain == Grain::Whole && *other == Grain::Whole && op != ArithmeticOp::Divide;
            Ok(number(combine(op, &engine(*a), &engine(*b)), if whole { Grain::Whole } else { Grain::Decimal }))
        }
        (Value::Quantity(a, unit), Value::Number(b, _))
            if matches!(op, ArithmeticOp::Multiply | ArithmeticOp::Divide) =>
        {
            scaled(combine(op, &engine(Bounds::exactly(*a)), &engine(*b)), unit)
        }
        (Value::Number(a, _), Value::Quantity(b, unit)) if op == ArithmeticOp::Multiply => {
            scaled(combine(op, &engine(*a), &engine(Bounds::exactly(*b))), unit)
        }
        (Value::Quantity(a, Measure::Ucum(unit)), Value::Quantity(b, Measure::Ucum(other)))
            if matches!(op, ArithmeticOp::Multiply | ArithmeticOp::Divide) =>
        {
            let result = combine(op, &engine(Bounds::exactly(*a)), &engine(Bounds::exactly(*b)));
            let unit = if op == ArithmeticOp::Multiply { unit.times(other) } else { unit.over(other) };
            unit.map_or(Ok(Value::Unknown), |unit| scaled(result, &Measure::Ucum(unit)))
        }
        (Value::Quantity(a, unit), Value::Quantity(b, other))
            if matches!(op, ArithmeticOp::Add | ArithmeticOp::Subtract) =>
        {
            let b = in_unit(*b, other, unit)?;
            scaled(combine(op, &engine(Bounds::exactly(*a)), &engine(Bounds::exactly(b))), unit)
        }
        (Value::Quantity(_, Measure::Time(_)), Value::Date(_) | Value::Instant(_)) if op == ArithmeticOp::Add => {
            arithmetic(operator, right, left, zone)
        }
        (Value::Date(_) | Value::Instant(_), Value::Quantity(count, Measure::Time(unit))) => {
            let back = (op == ArithmeticOp::Subtract) != (*count < Number::ZERO);
            let size = count.abs().and_then(Number::to_i64).and_then(|count| u32::try_from(count).ok());
            match (op, size) {
                (ArithmeticOp::Add | ArithmeticOp::Subtract, Some(count)) => {
                    shifted(left, Duration { count, unit: *unit }, back, zone)
                }
                _ => refused("these cannot be worked out together", left, right),
            }
        }
        _ => refused("these cannot be worked out together", left, right),
    }
}

/// As the engine has a number.
fn engine(number: Bounds<Number>) -> stepcare_core::value::Value {
    use stepcare_core::value::Value;
    number.known().map_or_else(|| Value::Range(number.least(), number.greatest()), Value::Number)
}

/// A number of the engine's; nothing is an unknown.
fn number(of: Option<stepcare_core::value::Value>, grain: Grain) -> Value {
    use stepcare_core::value::Value as Engine;
    let bounds = match of {
        Some(Engine::Number(number)) => Bounds::exactly(number),
        Some(Engine::Range(Some(least), Some(greatest))) => Bounds::between(least, greatest),
        Some(Engine::Range(Some(least), None)) => Bounds::from(least),
        Some(Engine::Range(None, Some(greatest))) => Bounds::up_to(greatest),
        _ => return Value::Unknown,
    };
    Value::Number(bounds, grain)
}

fn scaled(of: Option<stepcare_core::value::Value>, unit: &Measure) -> Answer {
    Ok(match of {
        Some(stepcare_core::value::Value::Number(number)) => Value::Quantity(number, unit.clone()),
        _ => Value::Unknown,
    })
}

/// A number of one unit in another; refused across what they measure, and between the calendar and UCUM's fixed times.
pub fn in_unit(number: Number, from: &Measure, to: &Measure) -> Result<Number, String> {
    let by_code = |unit: &TimeUnit| {
        if !(Duration { count: 1, unit: *unit }).is_exact() {
            return Err("calendar durations and UCUM's units of time do not mix".into());
        }
        Ucum::parse(unit.unit().code()).map_err(|why| why.to_string())
    };
    let convert = |from: &Ucum, to: &Ucum| from.convert(number, to).map(|to| to.value).map_err(|why| why.to_string());
    match (from, to) {
        (Measure::Time(from), Measure::Time(to)) => {
            let factor = from.unit().factor_to(to.unit()).ok_or("these units of time do not convert")?;
            number.mul(factor).ok_or_else(|| "too large".into())
        }
        (Measure::Ucum(from), Measure::Ucum(to)) => convert(from, to),
        (Measure::Time(from), Measure::Ucum(to)) => convert(&by_code(from)?, to),
        (Measure::Ucum(from), Measure::Time(to)) => convert(from, &by_code(to)?),
    }
}

/// A date or an instant moved.
fn shifted(of: &Value, by: Duration, back: bool, zone: &Zone) -> Answer {
    match of {
        Value::Date(_) if by.is_exact() => Err("hours say nothing of a date without a time".into()),
        Value::Date(date) => match shifted_date(*date, by, back) {
            Some(moved) => Ok(Value::Date(moved)),
            None if matches!(date, Date::Day(_)) => Ok(Value::Unknown),
            None => Err("a date known to its year or month does not move by what is finer".into()),
        },
        Value::Instant(at) => Ok(Value::Instant(at.map(|at| zone.shift(at, by, back)))),
        other => Err(format!("{} does not move", other.kind())),
    }
}

/// `-x`.
pub fn negated(of: &Value) -> Answer {
    let minus = Bounds::exactly(Number::integer(-1));
    match of {
        Value::Unknown => Ok(Value::Unknown),
        Value::Number(of, grain) => Ok(number(combine(ArithmeticOp::Multiply, &engine(minus), &engine(*of)), *grain)),
        Value::Quantity(number, unit) => {
            Ok(number.neg().map_or(Value::Unknown, |number| Value::Quantity(number, unit.clone())))
        }
        other => Err(format!("{} has no sign", other.kind())),
    }
}

pub fn absolute(of: &Value) -> Answer {
    match of {
        Value::Unknown => Ok(Value::Unknown),
        Value::Quantity(number, unit) => {
            Ok(number.abs().map_or(Value::Unknown, |number| Value::Quantity(number, unit.clone())))
        }
        Value::Number(number, grain) => match number.known() {
            Some(known) => {
                Ok(known.abs().map_or(Value::Unknown, |known| Value::Number(Bounds::exactly(known), *grain)))
            }
            None => Ok(Value::Unknown),
        },
        other => Err(format!("{} has no sign", other.kind())),
    }
}

/// Rounded half up to so many places.
pub fn rounded(of: &Value, places: &Value) -> Answer {
    match (of, places) {
        (Value::Number(of, _), Value::Number(places, Grain::Whole)) => {
            let (Some(of), Some(places)) = (of.known(), places.known().and_then(Number::to_i64)) else {
                return Ok(Value::Unknown);
            };
            let step = (0..places.abs()).try_fold(Number::ONE, |step, _| {
                let ten = Number::integer(10);
                if places < 0 { step.mul(ten) } else { step.div(ten) }
            });
            let round = step.and_then(|step| of.round_half_up(step));
            // A step too fine or too great to be kept leaves it unknown, as overflow does.
            Ok(round.map_or(Value::Unknown, |to| Value::Number(Bounds::exactly(to), Grain::Decimal)))
        }
        (Value::Number(..) | Value::Unknown, Value::Number(..) | Value::Unknown) => Ok(Value::Unknown),
        _ => refused("rounding takes a number and how many places", of, places),
    }
}

/// `whole months from a to b`. With `starts`, between the starts of the units that they lie in: boundaries crossed.
pub fn completed(unit: TimeUnit, starts: bool, from: &Value, to: &Value, zone: &Zone) -> Answer {
    let floor = starts.then_some(unit);
    if matches!(from, Value::Unknown) || matches!(to, Value::Unknown) {
        return Ok(Value::Unknown);
    }
    let count = match unit {
        TimeUnit::Hours | TimeUnit::Minutes | TimeUnit::Seconds => {
            elapsed_between(unit, instants(from, floor, zone)?, instants(to, floor, zone)?)
        }
        _ => completed_between(unit, days(from, floor, zone)?, days(to, floor, zone)?),
    };
    let count = count.ok_or("this unit does not count between these")?;
    Ok(Value::Number(count.map(|count| Some(Number::integer(count.into()))), Grain::Whole))
}

/// An outcome, where rows and the end leave one.
pub fn scanned(rows: Vec<(Truth, Value)>, otherwise: Value) -> Value {
    #[derive(Clone)]
    struct Outcome(Value);
    impl PartialEq for Outcome {
        fn eq(&self, other: &Outcome) -> bool {
            self.0.is_same_answer(&other.0)
        }
    }
    let rows = rows.into_iter().map(|(holds, outcome)| (holds, Outcome(outcome)));
    match first_row(rows, Outcome(otherwise)).as_slice() {
        [Outcome(settled)] => settled.clone(),
        _ => Value::Unknown,
    }
}

/// The sum of a column; unknown as soon as one of its rows is.
pub fn sum(rows: &[Value], zone: &Zone) -> Answer {
    let mut rows = rows.iter();
    let Some(first) = rows.next() else { return Ok(Value::Unknown) };
    rows.try_fold(first.clone(), |sum, row| arithmetic("+", &sum, row, zone))
}

/// The mean of a column.
pub fn mean(rows: &[Value], zone: &Zone) -> Answer {
    arithmetic("/", &sum(rows, zone)?, &count(rows)?, zone)
}

/// How many rows there are; a row whose value is unknown is one that may or may not count.
pub fn count(rows: &[Value]) -> Answer {
    let known = rows.iter().filter(|row| !matches!(row, Value::Unknown)).count();
    let number = |count: usize| Number::integer(i128::try_from(count).unwrap_or(i128::MAX));
    Ok(Value::Number(Bounds::between(number(known), number(rows.len())), Grain::Whole))
}

/// The median of a column of numbers.
pub fn middle(rows: &[Value]) -> Answer {
    let mut numbers = Vec::new();
    for row in rows {
        match row {
            Value::Number(number, _) => numbers.extend(number.known()),
            Value::Unknown => {}
            other => return Err(format!("the median of {}", other.kind())),
        }
    }
    let median = if numbers.len() == rows.len() { median(numbers) } else { None };
    Ok(median.map_or(Value::Unknown, |median| Value::Number(Bounds::exactly(median), Grain::Decimal)))
}

/// The greatest of a column, or its least; unknown where the order is.
pub fn extreme(rows: &[Value], operator: &str) -> Answer {
    let mut rows = rows.iter();
    let Some(first) = rows.next() else { return Ok(Value::Unknown) };
    rows.try_fold(first.clone(), |best, row| {
        Ok(match compare(operator, row, &best)? {
            Value::Truth(true) => row.clone(),
            Value::Truth(false) => best,
            _ => Value::Unknown,
        })
    })
}
