//! A point in time, on whole milliseconds, the same everywhere.

use super::{Date, number};
use crate::value::text::{Padded, Part, display_of_part, text};
use alloc::string::String;
use chrono::{DateTime, NaiveDateTime, Timelike};
use core::fmt;

/// A point in time: milliseconds since 1970-01-01T00:00Z, within the years 1 to 9999 of UTC.
///
/// `Debug` does not show it: it may be when something happened to a patient. `Display` writes RFC 3339 in UTC.
///
/// ```
/// use stepcare_core::value::Instant;
/// let at = Instant::parse("2026-03-02T09:00:00-05:00")?;
/// assert_eq!(at.to_string(), "2026-03-02T14:00:00.000Z");
/// # Ok::<(), stepcare_core::value::date::InstantError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// Why a text is not an instant. No message repeats the text: it may be a patient's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InstantError {
    /// A date and a time of day that do not say where: `2026-03-02T09:00:00`.
    #[error("the time has no offset: add `Z`, or the offset from UTC as in `-05:00`")]
    NoOffset,
    /// Not RFC 3339, or a day or time that does not exist.
    #[error("not a time: expected one like `2026-03-02T09:00:00-05:00`")]
    NotATime,
    /// Digits other than 0 after the third decimal of a second.
    #[error("the time is finer than a millisecond")]
    TooFine,
    /// Before the year 1 or after the year 9999, in UTC.
    #[error("the time is outside the years 0001 to 9999")]
    OutOfRange,
}

impl Instant {
    /// 0001-01-01T00:00:00.000Z.
    pub const MIN: Instant = Instant(-62_135_596_800_000);
    /// 9999-12-31T23:59:59.999Z.
    pub const MAX: Instant = Instant(253_402_300_799_999);

    /// 1970-01-01T00:00Z, from which on the rules of time zones are known: the IANA data is not meant to hold before.
    pub const ZONED: Instant = Instant(0);

    /// The instant `ms` milliseconds after 1970-01-01T00:00Z; `None` outside the years 1 to 9999.
    #[must_use]
    pub fn from_ms(ms: i64) -> Option<Instant> {
        (Instant::MIN.0..=Instant::MAX.0).contains(&ms).then_some(Instant(ms))
    }

    /// Milliseconds since 1970-01-01T00:00Z.
    #[must_use]
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339: date, `T`, time with seconds, and an offset, which is required.
    ///
    /// # Errors
    /// See [`InstantError`]. A leap second's `:60` is not a time here; no offset is told apart from the rest.
    pub fn parse(text: &str) -> Result<Instant, InstantError> {
        let (date, time) = text.split_once('T').ok_or(InstantError::NotATime)?;
        let Some(Date::Day(date)) = Date::parse(date) else {
            return Err(InstantError::NotATime);
        };
        let end = time.find(['Z', '+', '-']).unwrap_or(time.len());
        let (clock, offset) = time.split_at_checked(end).ok_or(InstantError::NotATime)?;
        let clock_ms = clock_ms(clock)?;
        let offset_ms = offset_ms(offset)?;
        let midnight = date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
        Instant::from_ms(midnight + clock_ms - offset_ms).ok_or(InstantError::OutOfRange)
    }

    /// The instant `ms` milliseconds later, or earlier for a negative `ms`; `None` outside the years 1 to 9999.
    #[must_use]
    pub fn checked_add_ms(self, ms: i64) -> Option<Instant> {
        Instant::from_ms(self.0.checked_add(ms)?)
    }

    /// Date and time of day in UTC.
    #[must_use]
    pub fn utc(self) -> NaiveDateTime {
        // chrono reaches far beyond the year 9999: the default is never taken.
        DateTime::from_timestamp_millis(self.0).unwrap_or_default().naive_utc()
    }
}

/// Milliseconds since midnight of `09:00:00` or `09:00:00.250`.
fn clock_ms(text: &str) -> Result<i64, InstantError> {
    let (seconds, fraction) = match text.split_once('.') {
        Some((seconds, fraction)) => (seconds, fraction_ms(fraction)?),
        None => (text, 0),
    };
    let mut parts = seconds.split(':').map(|part| number(part, 2));
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(Some(hour @ 0..=23)), Some(Some(minute @ 0..=59)), Some(Some(second @ 0..=59)), None) => {
            Ok(i64::from((hour * 60 + minute) * 60 + second) * 1000 + fraction)
        }
        _ => Err(InstantError::NotATime),
    }
}

/// Milliseconds of the digits after a second's point.
fn fraction_ms(text: &str) -> Result<i64, InstantError> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(InstantError::NotATime);
    }
    if text.bytes().skip(3).any(|digit| digit != b'0') {
        return Err(InstantError::TooFine);
    }
    let digits = text.bytes().chain([b'0'; 3]).take(3);
    Ok(digits.fold(0, |ms, digit| ms * 10 + i64::from(digit - b'0')))
}

/// Milliseconds east of UTC of `Z`, `+05:30` or `-05:00`.
fn offset_ms(text: &str) -> Result<i64, InstantError> {
    let (sign, rest) = match (text, text.strip_prefix('+'), text.strip_prefix('-')) {
        ("", ..) => return Err(InstantError::NoOffset),
        ("Z", ..) => return Ok(0),
        (_, Some(rest), _) => (1, rest),
        (_, _, Some(rest)) => (-1, rest),
        _ => return Err(InstantError::NotATime),
    };
    let (hour, minute) = rest.split_once(':').ok_or(InstantError::NotATime)?;
    match (number(hour, 2), number(minute, 2)) {
        (Some(hour @ 0..=23), Some(minute @ 0..=59)) => Ok(sign * i64::from(hour * 60 + minute) * 60_000),
        _ => Err(InstantError::NotATime),
    }
}

/// `2026-03-02T14:00:00.000Z`.
impl Part for Instant {
    fn put(&self, to: &mut String) {
        let at = self.utc();
        let (seconds, ms) = (at.num_seconds_from_midnight(), at.nanosecond() / 1_000_000);
        let two = |part: u32| Padded(part.into(), 2);
        let (hour, minute, second) = (two(seconds / 3600), two(seconds / 60 % 60), two(seconds % 60));
        text![Date::Day(at.date()), "T", hour, ":", minute, ":", second, ".", Padded(ms.into(), 3), "Z"].put(to);
    }
}

display_of_part!(Instant);

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Instant(..)")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Instant, InstantError};
    use alloc::{format, string::ToString};
    use proptest::prelude::*;

    #[test]
    fn an_instant_is_read_with_any_offset_and_written_in_utc() {
        for (text, utc) in [
            ("2026-03-02T14:00:00Z", "2026-03-02T14:00:00.000Z"),
            ("2026-03-02T09:00:00-05:00", "2026-03-02T14:00:00.000Z"),
            ("2026-03-02T00:00:00.5+05:30", "2026-03-01T18:30:00.500Z"),
            ("2026-03-02T14:00:00.123000000000000-00:00", "2026-03-02T14:00:00.123Z"),
            ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"),
            ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
        ] {
            let at = Instant::parse(text).unwrap();
            assert_eq!(at.to_string(), utc);
            assert_eq!(crate::value::json::written(&at), format!("\"{utc}\""));
        }
        assert_eq!(
            (Instant::MIN.to_string(), Instant::MAX.to_string()),
            ("0001-01-01T00:00:00.000Z".into(), "9999-12-31T23:59:59.999Z".into(),)
        );
    }

    #[test]
    fn what_is_wrong_is_told_apart() {
        use InstantError::{NoOffset, NotATime, OutOfRange, TooFine};
        for (text, error) in [
            ("2026-03-02T09:00:00", NoOffset),
            ("2026-03-02T09:00:00.000", NoOffset),
            ("2026-03-02T09:00:00.0001Z", TooFine),
            ("0001-01-01T00:00:00+00:01", OutOfRange),
            ("9999-12-31T23:59:59-00:01", OutOfRange),
            ("", NotATime),
            ("2026-03-02", NotATime),
            ("2026-03-02 09:00:00Z", NotATime),
            ("2026-03-02t09:00:00Z", NotATime),
            ("2026-03-02T09:00:00z", NotATime),
            ("2026-03-02T09:00Z", NotATime),
            ("2026-03-02T24:00:00Z", NotATime),
            ("2026-03-02T23:59:60Z", NotATime),
            ("2026-02-29T09:00:00Z", NotATime),
            ("2026-03T09:00:00Z", NotATime),
            ("2026-03-02T09:00:00.Z", NotATime),
            ("2026-03-02T09:00:00,5Z", NotATime),
            ("2026-03-02T09:00:00+5:00", NotATime),
            ("2026-03-02T09:00:00+05", NotATime),
            ("2026-03-02T09:00:00+0500", NotATime),
            ("2026-03-02T09:00:00+24:00", NotATime),
            ("2026-03-02T09:00:00ZZ", NotATime),
            ("2026-03-02T9:00:00Z", NotATime),
            ("2026-03-02T09:00:00é", NotATime),
            ("2026-03-02T09:00:00:00Z", NotATime),
            ("2026-03-02T09:00:00Z+01:00", NotATime),
            ("2026-03-02T-05:00", NotATime),
        ] {
            assert_eq!(Instant::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn sums_stay_within_the_years_one_to_9999() {
        assert_eq!(Instant::MAX.checked_add_ms(1), None);
        assert_eq!(Instant::MIN.checked_add_ms(-1), None);
        assert_eq!(Instant::MIN.checked_add_ms(i64::MIN), None);
        assert_eq!(Instant::from_ms(0).unwrap().checked_add_ms(1).unwrap().ms(), 1);
    }

    #[test]
    fn debug_shows_no_time() {
        assert_eq!(format!("{:?}", Instant::MIN), "Instant(..)");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(ms in Instant::MIN.0..=Instant::MAX.0) {
            let at = Instant::from_ms(ms).unwrap();
            prop_assert_eq!(Instant::parse(&at.to_string()), Ok(at));
        }
    }
}
