//! The values that expressions are made of: the engine's own, with the unit of a number beside it.

use stepcare_core::value::ucum::Ucum;
use stepcare_core::value::{Bounds, Date, Instant, LocalTime, Number, TimeUnit, Truth};

/// A value of an expression.
#[derive(Debug, Clone)]
pub enum Value {
    /// `null`.
    Unknown,
    /// yes or no.
    Truth(bool),
    /// A number, known or between two bounds.
    Number(Bounds<Number>, Grain),
    /// A number with its unit.
    Quantity(Number, Measure),
    /// A date, or a date and time known to its day or less.
    Date(Date),
    /// A date and time, known to its hour or more.
    Instant(Bounds<Instant>),
    /// A time of day, known to its hour or more.
    Time(Bounds<LocalTime>),
    /// From a start to an end.
    Interval(Box<Interval>),
    /// Rows of one column.
    List(Vec<Value>),
    /// Text, which the language does not work with.
    Text(String),
}

/// How far apart two numbers are that follow one another, where a language has them follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// 1.
    Whole,
    /// 0.00000001.
    Decimal,
}

impl Grain {
    pub fn step(self) -> Number {
        match self {
            Grain::Whole => Number::ONE,
            Grain::Decimal => Number::ratio(1, 100_000_000).unwrap_or(Number::ONE),
        }
    }
}

/// A unit of measure.
#[derive(Debug, Clone)]
pub enum Measure {
    /// One of the calendar or the clock: `days`.
    Time(TimeUnit),
    /// A UCUM code.
    Ucum(Ucum),
}

/// From a start to an end, both included. An end that is `Unknown` is unknown.
#[derive(Debug, Clone)]
pub struct Interval {
    pub start: Value,
    pub end: Value,
    /// Without an end, and not unknown.
    pub ongoing: bool,
}

impl Value {
    pub fn truth(truth: Truth) -> Value {
        truth.known().map_or(Value::Unknown, Value::Truth)
    }

    pub fn whole(number: i128) -> Value {
        Value::Number(Bounds::exactly(Number::integer(number)), Grain::Whole)
    }

    /// What it is, for a refusal.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Unknown => "an unknown",
            Value::Truth(_) => "yes or no",
            Value::Number(..) => "a plain number",
            Value::Quantity(..) => "a quantity",
            Value::Date(_) => "a date",
            Value::Instant(_) => "an instant",
            Value::Time(_) => "a time of day",
            Value::Interval(_) => "a period",
            Value::List(_) => "rows",
            Value::Text(_) => "text",
        }
    }

    /// Whether two answers are the same answer: not a comparison of the language, where unknown equals nothing.
    pub fn is_same_answer(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Unknown, Value::Unknown) => true,
            (Value::Truth(a), Value::Truth(b)) => a == b,
            (Value::Number(a, _), Value::Number(b, _)) => a == b,
            // A range is written as an interval.
            (Value::Number(a, _), Value::Interval(b)) | (Value::Interval(b), Value::Number(a, _)) => {
                let end = |end: &Value| match end {
                    Value::Number(end, _) => end.known(),
                    _ => None,
                };
                a.least().is_some() && (a.least(), a.greatest()) == (end(&b.start), end(&b.end))
            }
            // A quantity of the unity is a number.
            (Value::Quantity(a, Measure::Ucum(unit)), Value::Number(b, _))
            | (Value::Number(b, _), Value::Quantity(a, Measure::Ucum(unit))) => {
                let one = Ucum::parse("1").map(|one| unit.convert(*a, &one));
                matches!(one, Ok(Ok(a)) if b.known() == Some(a.value))
            }
            (Value::Quantity(a, unit), Value::Quantity(b, other)) => match (unit, other) {
                (Measure::Time(unit), Measure::Time(other)) => a == b && unit == other,
                (Measure::Ucum(unit), Measure::Ucum(other)) => other.convert(*b, unit).is_ok_and(|b| b.value == *a),
                _ => false,
            },
            (Value::Date(a), Value::Date(b)) => a == b,
            (Value::Instant(a), Value::Instant(b)) => a == b,
            (Value::Time(a), Value::Time(b)) => a == b,
            (Value::Interval(a), Value::Interval(b)) => {
                a.start.is_same_answer(&b.start) && a.end.is_same_answer(&b.end) && a.ongoing == b.ongoing
            }
            (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_same_answer(b)),
            (Value::Text(a), Value::Text(b)) => a == b,
            _ => false,
        }
    }
}

/// As a failure shows it.
pub fn shown(value: &Value) -> String {
    fn ends<T: Ord + Copy>(bounds: Bounds<T>, end: impl Fn(T) -> String) -> String {
        let one = |of: Option<T>| of.map_or("?".into(), &end);
        match bounds.known() {
            Some(known) => end(known),
            None => format!("{}..{}", one(bounds.least()), one(bounds.greatest())),
        }
    }
    match value {
        Value::Truth(truth) => truth.to_string(),
        Value::Number(number, _) => ends(*number, |n| n.to_string()),
        Value::Quantity(number, _) => format!("{number} of a unit"),
        Value::Date(date) => date.to_string(),
        Value::Instant(at) => ends(*at, |at| at.to_string()),
        Value::Time(time) => ends(*time, |time| time.to_string()),
        Value::Interval(of) if of.ongoing => format!("from {} on", shown(&of.start)),
        Value::Interval(of) => format!("from {} to {}", shown(&of.start), shown(&of.end)),
        other => other.kind().into(),
    }
}
