//! Dates, times of day and instants, each known to the part that is written.

use stepcare_core::value::{Bounds, Date, Instant, LocalTime, Zone};

use super::value::Value;

/// `2014-01-25T14:30:14.559+01:00`, and what is known of it when the later parts are not written. Without an offset it
/// is a time of the zone. A day without a time is a date, whether a `T` follows or not.
pub fn date_and_time(text: &str, zone: &Zone) -> Option<Value> {
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    let date = Date::parse(date)?;
    if time.is_empty() {
        return Some(Value::Date(date));
    }
    let Date::Day(day) = date else { return None };
    let end = time.find(['Z', '+', '-', '@']).unwrap_or(time.len());
    let (clock, place) = time.split_at(end);
    let clock = time_of_day(clock)?;
    if let Some(name) = place.strip_prefix('@') {
        let there = Zone::named(name)?;
        return Some(Value::Instant(clock.map(|time| Some(there.instant(day, time)))));
    }
    Some(Value::Instant(if place.is_empty() {
        clock.map(|time| Some(zone.instant(day, time)))
    } else {
        let midnight = Instant::parse(&format!("{date}T00:00:00{place}")).ok()?;
        clock.map(|time| midnight.checked_add_ms(time.ms().into()))
    }))
}

/// `10:00:00.500`, and what is known of it when the later parts are not written: an hour is from its first millisecond
/// to its last. What is finer than a millisecond is cut off.
pub fn time_of_day(text: &str) -> Option<Bounds<LocalTime>> {
    let (clock, fraction) = match text.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    let parts: Vec<u32> = clock.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let (hour, minute, second) = (parts.first().copied()?, parts.get(1).copied(), parts.get(2).copied());
    let ms = match fraction {
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) && second.is_some() => {
            let three: String = digits.chars().chain("000".chars()).take(3).collect();
            Some(three.parse().ok()?)
        }
        Some(_) => return None,
        // A time known to its second is a time, as every time of day in a ruleset is.
        None => second.map(|_| 0),
    };
    if parts.len() > 3 || hour > 23 || minute.is_some_and(|m| m > 59) || second.is_some_and(|s| s > 59) {
        return None;
    }
    let at = |minute: u32, second: u32, ms: u32| LocalTime::from_ms(((hour * 60 + minute) * 60 + second) * 1000 + ms);
    let first = at(minute.unwrap_or(0), second.unwrap_or(0), ms.unwrap_or(0))?;
    let last = at(minute.unwrap_or(59), second.unwrap_or(59), ms.unwrap_or(999))?;
    Some(Bounds::between(first, last))
}

/// What CQL's `DateTime(2014, 1, 5, 5, 0, 0, 0, -7.0)` names, by the parts that are given, as text that
/// [`date_and_time`] reads.
pub fn written(parts: &[String], offset: Option<&str>) -> String {
    let mut text = String::new();
    for (part, before) in parts.iter().zip(["", "-", "-", "T", ":", ":", "."]) {
        let width = match before {
            "" => 4,
            "." => 3,
            _ => 2,
        };
        text.push_str(&format!("{before}{part:0>width$}"));
    }
    text + offset.unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::{date_and_time, time_of_day, written};
    use crate::conformance::foreign::{ZONE, value::shown};
    use stepcare_core::value::Zone;

    #[test]
    fn a_moment_is_known_to_the_part_that_is_written() {
        let zone = Zone::named(ZONE).unwrap();
        for (text, expected) in [
            ("2014", "2014"),
            ("2014-01-25T", "2014-01-25"),
            ("2014-01-25T14", "2014-01-25T19:00:00.000Z..2014-01-25T19:59:59.999Z"),
            ("2014-01-25T14:30:14", "2014-01-25T19:30:14.000Z"),
            ("2014-01-25T14:30:14.5599+01:00", "2014-01-25T13:30:14.559Z"),
            ("2017-08-10T10:20:00@Europe/Paris", "2017-08-10T08:20:00.000Z"),
        ] {
            assert_eq!(shown(&date_and_time(text, &zone).unwrap()), expected);
        }
        for text in ["", "2014-13", "2014-01T10", "2014-01-25T24:00", "2014-01-25T10:00:00+1"] {
            assert!(date_and_time(text, &zone).is_none(), "{text}");
        }
        assert!(time_of_day("10:60").is_none() && time_of_day("10.5").is_none());
        let parts = |parts: &[&str]| parts.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            written(&parts(&["2014", "1", "5", "5", "0", "0", "7"]), Some("-07:00")),
            "2014-01-05T05:00:00.007-07:00"
        );
    }
}
