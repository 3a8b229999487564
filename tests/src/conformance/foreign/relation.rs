//! How two points or periods lie to one another: brought to one kind, then asked of the engine.

use chrono::NaiveDate;
use stepcare_core::value::zone::start_of;
use stepcare_core::value::{Bounds, Date, Instant, LocalTime, Number, Period, TimeUnit, Truth, Zone};

use super::ZONE;
use super::operations::in_unit;
use super::value::{Grain, Interval, Measure, Value};

/// What is asked of two points or periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    Before,
    OnOrBefore,
    Same,
    Includes,
    Overlaps,
    OverlapsBefore,
    OverlapsAfter,
    Starts,
    Ends,
    /// The second starts right after the first.
    Meets,
    /// One or the other.
    MeetsEither,
}

/// Whether the relation holds, to the precision of a unit if one is given.
pub fn relate(relation: Relation, unit: Option<TimeUnit>, left: &Value, right: &Value) -> Result<Truth, String> {
    let zone = Zone::named(ZONE).ok_or("the zone that is stated does not exist")?;
    let points: Vec<&Value> = ends(left).chain(ends(right)).filter(|end| !matches!(end, Value::Unknown)).collect();
    let is = |kind: fn(&Value) -> bool| points.iter().all(|point| kind(point));
    if matches!(left, Value::Unknown) || matches!(right, Value::Unknown) || points.is_empty() {
        return Ok(Truth::Unknown);
    }
    if unit.is_some() && !is(|v| matches!(v, Value::Date(_) | Value::Instant(_) | Value::Time(_))) {
        return Err("only a time is compared by a unit of time".into());
    }
    if unit.is_some() && matches!(relation, Relation::Meets | Relation::MeetsEither) {
        return Err("what meets, meets to the day or the millisecond".into());
    }
    if is(|v| matches!(v, Value::Text(_))) {
        // By its characters' code points.
        return of(relation, left, right, texts, |_| None);
    }
    if is(|v| matches!(v, Value::Number(..))) {
        let grain = if is(|v| matches!(v, Value::Number(_, Grain::Whole))) { Grain::Whole } else { Grain::Decimal };
        return of(relation, left, right, numbers, |n| n.add(grain.step()));
    }
    if let Some(Value::Quantity(_, measure)) = points.first() {
        let read = |point: &Value| match point {
            Value::Quantity(number, from) => in_unit(*number, from, measure).map(Bounds::exactly),
            Value::Number(..) => Err("a plain number is not a quantity: it has no unit".to_string()),
            other => Err(incomparable(other)),
        };
        return of(relation, left, right, read, |n| n.add(Grain::Decimal.step()));
    }
    let exact = matches!(unit, Some(TimeUnit::Hours | TimeUnit::Minutes | TimeUnit::Seconds));
    if is(|v| matches!(v, Value::Time(_))) {
        return of(relation, left, right, |v| times(v, unit), |time| LocalTime::from_ms(time.ms() + 1));
    }
    // An instant against a date compares the instant's local date.
    if exact || (unit.is_none() && is(|v| matches!(v, Value::Instant(_)))) {
        return of(relation, left, right, |v| instants(v, unit, &zone), |at| at.checked_add_ms(1));
    }
    of(relation, left, right, |v| days(v, unit, &zone), |day| day.succ_opt())
}

fn ends(value: &Value) -> impl Iterator<Item = &Value> {
    let ends = match value {
        Value::Interval(interval) => vec![&interval.start, &interval.end],
        other => vec![other],
    };
    ends.into_iter()
}

fn incomparable(value: &Value) -> String {
    format!("these cannot be compared: {} with another kind, or by order", value.kind())
}

fn of<'v, T: Ord + Copy>(
    relation: Relation,
    left: &'v Value,
    right: &'v Value,
    read: impl Fn(&'v Value) -> Result<Bounds<T>, String>,
    next: impl Fn(T) -> Option<T>,
) -> Result<Truth, String> {
    let (a, b) = (period(left, &read)?, period(right, &read)?);
    Ok(match relation {
        Relation::Before => a.before(b),
        Relation::OnOrBefore => a.on_or_before(b),
        Relation::Same => a.same(b),
        Relation::Includes => a.includes(b),
        Relation::Overlaps => a.overlaps(b),
        Relation::OverlapsBefore => a.overlaps_before(b),
        Relation::OverlapsAfter => a.overlaps_after(b),
        Relation::Starts => a.starts(b),
        Relation::Ends => a.ends(b),
        Relation::Meets => a.meets(b, next),
        Relation::MeetsEither => a.meets(b, &next).or(b.meets(a, &next)),
    })
}

/// A point or a period as the engine has it.
fn period<'v, T: Ord + Copy>(
    value: &'v Value,
    read: &impl Fn(&'v Value) -> Result<Bounds<T>, String>,
) -> Result<Period<T>, String> {
    let Value::Interval(interval) = value else { return read(value).map(Period::point) };
    let Interval { start, end, ongoing } = interval.as_ref();
    let end_of = |end: &'v Value| if matches!(end, Value::Unknown) { Ok(Bounds::UNKNOWN) } else { read(end) };
    if *ongoing {
        return Ok(Period::ongoing(end_of(start)?));
    }
    Period::new(end_of(start)?, end_of(end)?).ok_or_else(|| "a period that ends before it starts".into())
}

fn texts(value: &Value) -> Result<Bounds<&str>, String> {
    match value {
        Value::Text(text) => Ok(Bounds::exactly(text.as_str())),
        other => Err(incomparable(other)),
    }
}

fn numbers(value: &Value) -> Result<Bounds<Number>, String> {
    match value {
        Value::Number(number, _) => Ok(*number),
        other => Err(incomparable(other)),
    }
}

fn times(value: &Value, unit: Option<TimeUnit>) -> Result<Bounds<LocalTime>, String> {
    match (value, unit) {
        (Value::Time(time), None) => Ok(*time),
        (Value::Time(time), Some(unit)) if unit_is_of_a_day(unit) => Ok(time.map(|time| time.start_of(unit))),
        (Value::Time(_), Some(_)) => Err("a time of day has no date".into()),
        (other, _) => Err(incomparable(other)),
    }
}

fn unit_is_of_a_day(unit: TimeUnit) -> bool {
    LocalTime::MIDNIGHT.start_of(unit).is_some()
}

/// The local days that a date or an instant may be on, or the starts of the units that they lie in.
pub fn days(value: &Value, unit: Option<TimeUnit>, zone: &Zone) -> Result<Bounds<NaiveDate>, String> {
    let days = match value {
        Value::Date(date) => Bounds::between(date.earliest(), date.latest()),
        Value::Instant(at) => at.map(|at| Some(zone.date(at))),
        other => return Err(incomparable(other)),
    };
    Ok(unit.map_or(days, |unit| days.map(|day| Some(start_of(unit, day)))))
}

/// The instants that a date or an instant may be, or the starts of the units that they lie in.
pub fn instants(value: &Value, unit: Option<TimeUnit>, zone: &Zone) -> Result<Bounds<Instant>, String> {
    let whole_days = |date: &Date| {
        let last = zone.end_of_day(date.latest()).checked_add_ms(-1).unwrap_or(Instant::MAX);
        Bounds::between(zone.start_of_day(date.earliest()), last)
    };
    let instants = match value {
        Value::Date(date) => whole_days(date),
        Value::Instant(at) => *at,
        other => return Err(incomparable(other)),
    };
    Ok(unit.map_or(instants, |unit| instants.map(|at| Some(zone.start_of(unit, at)))))
}

/// What follows a point, or comes before it, where points follow one another: an open end of an interval.
pub fn neighbour(point: &Value, after: bool) -> Result<Value, String> {
    let ms = if after { 1 } else { -1 };
    let stepped = |number: Number, step: Number| if after { number.add(step) } else { number.sub(step) };
    let none = || "nothing lies beyond this end".to_string();
    match point {
        Value::Unknown => Ok(Value::Unknown),
        Value::Number(number, grain) => Ok(Value::Number(number.map(|n| stepped(n, grain.step())), *grain)),
        Value::Quantity(number, unit @ Measure::Ucum(_)) => {
            stepped(*number, Grain::Decimal.step()).map(|n| Value::Quantity(n, unit.clone())).ok_or_else(none)
        }
        Value::Date(Date::Day(day)) => {
            let day = if after { day.succ_opt() } else { day.pred_opt() };
            day.map(|day| Value::Date(Date::Day(day))).ok_or_else(none)
        }
        Value::Instant(at) => Ok(Value::Instant(at.map(|at| at.checked_add_ms(ms)))),
        Value::Time(time) => {
            let step = |time: LocalTime| time.ms().checked_add_signed(ms.try_into().ok()?).and_then(LocalTime::from_ms);
            Ok(Value::Time(time.map(step)))
        }
        other => Err(format!("an open end at {}", other.kind())),
    }
}
