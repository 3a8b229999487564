//! Calendar dates, times of day, instants and durations. Civil time and instants are kept apart by type: only a
//! [`Zone`](super::Zone) leads from one to the other.

mod age;
mod clock;
mod duration;
mod elapsed;
mod instant;

pub use age::{date_of_age, date_of_months, whole_months, whole_years};
pub use clock::LocalTime;
pub use duration::{Duration, TimeUnit};
pub use elapsed::{completed_between, elapsed_between};
pub use instant::{Instant, InstantError};

use crate::value::text::{Padded, Part, display_of_part, text};
use alloc::string::String;
use chrono::{Datelike, NaiveDate};
use core::fmt;

use super::json::write::json_displayed;

/// A calendar date, possibly known only to its month or year. Years 1 to 9999.
///
/// `Debug` does not show the date: it may be a birth date. `Display` writes what [`Date::parse`] reads.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Date {
    /// Some day of the year.
    Year(i32),
    /// Some day of the year's month, 1 to 12.
    Month(i32, u32),
    /// This day.
    Day(NaiveDate),
}

impl Date {
    /// Reads `1961`, `1961-04` or `1961-04-01`, and nothing looser; `None` for a day that does not exist.
    ///
    /// ```
    /// use stepcare_core::value::Date;
    /// let april = Date::parse("1961-04").unwrap();
    /// assert_eq!(april.latest().to_string(), "1961-04-30");
    /// assert_eq!(Date::parse("1961-4"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let year = i32::try_from(number(parts.next()?, 4)?).ok().filter(|year| *year >= 1)?;
        let Some(month) = parts.next() else {
            return Some(Date::Year(year));
        };
        let month = number(month, 2).filter(|month| (1..=12).contains(month))?;
        let Some(day) = parts.next() else {
            return Some(Date::Month(year, month));
        };
        let day = NaiveDate::from_ymd_opt(year, month, number(day, 2)?)?;
        parts.next().is_none().then_some(Date::Day(day))
    }

    /// The first day that it may be.
    #[must_use]
    pub fn earliest(self) -> NaiveDate {
        match self {
            Date::Year(year) => first_of(year, 1),
            Date::Month(year, month) => first_of(year, month),
            Date::Day(day) => day,
        }
    }

    /// The last day that it may be.
    #[must_use]
    pub fn latest(self) -> NaiveDate {
        let first_after = match self {
            Date::Year(year) => first_of(year.saturating_add(1), 1),
            Date::Month(year, month) if month >= 12 => first_of(year.saturating_add(1), 1),
            Date::Month(year, month) => first_of(year, month.saturating_add(1)),
            Date::Day(day) => return day,
        };
        // A year past chrono's last has one day there, and it is both ends.
        first_after.pred_opt().unwrap_or(first_after).max(self.earliest())
    }
}

/// The month's first day; for a month or year that chrono does not have, the nearest that it has.
fn first_of(year: i32, month: u32) -> NaiveDate {
    let end = if year < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
    NaiveDate::from_ymd_opt(year, month.clamp(1, 12), 1).unwrap_or(end)
}

/// Exactly `len` ASCII digits.
fn number(text: &str, len: usize) -> Option<u32> {
    (text.len() == len && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Dates from 0001-01-01 to 9999-12-31: what four digits of a year can write.
fn in_range(date: NaiveDate) -> Option<NaiveDate> {
    (1..=9999).contains(&date.year()).then_some(date)
}

impl Part for Date {
    fn put(&self, to: &mut String) {
        let (year, month) = match self {
            Date::Year(year) => (*year, None),
            Date::Month(year, month) => (*year, Some(*month)),
            Date::Day(day) => return day.put(to),
        };
        Padded(year.unsigned_abs().into(), 4).put(to);
        if let Some(month) = month {
            text!["-", Padded(month.into(), 2)].put(to);
        }
    }
}

impl Part for NaiveDate {
    fn put(&self, to: &mut String) {
        let two = |part: u32| Padded(part.into(), 2);
        text![Padded(self.year().unsigned_abs().into(), 4), "-", two(self.month()), "-", two(self.day())].put(to);
    }
}

display_of_part!(Date);

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Date(..)")
    }
}

json_displayed! { Date Instant LocalTime }

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Date;
    use alloc::{format, string::ToString};

    #[test]
    fn a_partial_date_spans_its_month_or_year() {
        for (text, earliest, latest) in [
            ("1961", "1961-01-01", "1961-12-31"),
            ("1961-04", "1961-04-01", "1961-04-30"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("1961-12", "1961-12-01", "1961-12-31"),
            ("1961-04-01", "1961-04-01", "1961-04-01"),
            ("0001", "0001-01-01", "0001-12-31"),
            ("9999", "9999-01-01", "9999-12-31"),
        ] {
            let date = Date::parse(text).unwrap();
            assert_eq!((date.earliest().to_string(), date.latest().to_string()), (earliest.into(), latest.into()));
            assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn dates_that_do_not_exist_or_are_written_otherwise_are_refused() {
        for text in [
            "",
            "0000",
            "61",
            "1961-",
            "1961-00",
            "1961-13",
            "1961-4",
            "1961-04-31",
            "2023-02-29",
            "1961-04-01-",
            "19610401",
            "+1961",
            "-1961",
            "1961-04-01T00:00",
            " 1961",
            "1961/04/01",
            "٠٠٠١",
            "10000",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_made_by_hand_has_its_ends_whatever_it_holds() {
        for date in [
            Date::Year(i32::MAX),
            Date::Year(i32::MIN),
            Date::Month(2026, 0),
            Date::Month(2026, u32::MAX),
            Date::Month(i32::MAX, 12),
        ] {
            assert!(date.earliest() <= date.latest());
        }
    }

    #[test]
    fn debug_shows_no_date() {
        assert_eq!(format!("{:?}", Date::parse("1961-04-01").unwrap()), "Date(..)");
    }
}
