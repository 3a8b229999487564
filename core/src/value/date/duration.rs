//! Durations as they are written: "7 days", "3 months", "48 hours".

use super::in_range;
use crate::value::Unit;
use crate::value::json::write::{json_object, json_words};
use crate::value::text::{Part, display_of_part, text};
use alloc::string::String;
use chrono::{Days, Months, NaiveDate};

/// The unit that a duration counts. Hours and below are exact; days and above are steps of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeUnit {
    /// Calendar years; 29 February plus one is 28 February.
    Years,
    /// Calendar months; the day is held within the month's end.
    Months,
    /// Seven calendar days.
    Weeks,
    /// Calendar days, of 23 to 25 hours where a clock changes.
    Days,
    /// 60 minutes.
    Hours,
    /// 60 seconds.
    Minutes,
    /// 1,000 milliseconds.
    Seconds,
}

impl TimeUnit {
    /// The unit of the word, singular or plural: `day`, `days`.
    #[must_use]
    pub fn written(word: &str) -> Option<TimeUnit> {
        Some(match word {
            "year" | "years" => TimeUnit::Years,
            "month" | "months" => TimeUnit::Months,
            "week" | "weeks" => TimeUnit::Weeks,
            "day" | "days" => TimeUnit::Days,
            "hour" | "hours" => TimeUnit::Hours,
            "minute" | "minutes" => TimeUnit::Minutes,
            "second" | "seconds" => TimeUnit::Seconds,
            _ => return None,
        })
    }

    /// The unit of measure that a number of these is in.
    #[must_use]
    pub fn unit(self) -> Unit {
        match self {
            TimeUnit::Years => Unit::YEARS,
            TimeUnit::Months => Unit::MONTHS,
            TimeUnit::Weeks => Unit::WEEKS,
            TimeUnit::Days => Unit::DAYS,
            TimeUnit::Hours => Unit::HOURS,
            TimeUnit::Minutes => Unit::MINUTES,
            TimeUnit::Seconds => Unit::SECONDS,
        }
    }

    /// Milliseconds in one; `None` for a unit of the calendar.
    fn ms(self) -> Option<i64> {
        match self {
            TimeUnit::Hours => Some(3_600_000),
            TimeUnit::Minutes => Some(60_000),
            TimeUnit::Seconds => Some(1000),
            TimeUnit::Years | TimeUnit::Months | TimeUnit::Weeks | TimeUnit::Days => None,
        }
    }
}

/// A whole number of one unit of time.
///
/// ```
/// use stepcare_core::value::Duration;
/// let wait = Duration::parse("2 months").unwrap();
/// let new_year_s_eve = "2025-12-31".parse().unwrap();
/// assert_eq!(wait.add_to_date(new_year_s_eve, false).unwrap().to_string(), "2026-02-28");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Duration {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: TimeUnit,
}

impl Duration {
    /// Reads a whole number, white space and a unit, singular or plural: `7 days`, `1 day`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Duration> {
        let mut words = text.split_ascii_whitespace();
        let (count, unit) = (words.next()?, words.next()?);
        if words.next().is_some() || !count.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        Some(Duration { count: count.parse().ok()?, unit: TimeUnit::written(unit)? })
    }

    /// Whether it is elapsed time (hours, minutes, seconds) and not a step of the calendar.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.unit.ms().is_some()
    }

    /// Milliseconds, if it is exact.
    #[must_use]
    pub fn ms(self) -> Option<i64> {
        i64::from(self.count).checked_mul(self.unit.ms()?)
    }

    /// Calendar days, if it is in days or weeks.
    #[must_use]
    pub fn days(self) -> Option<i64> {
        match self.unit {
            TimeUnit::Weeks => Some(i64::from(self.count) * 7),
            TimeUnit::Days => Some(i64::from(self.count)),
            _ => None,
        }
    }

    /// The date this much later, or earlier if `back`. A day beyond the end of the month reached is its last day.
    ///
    /// `None` for an exact duration, which says nothing of dates, and outside the years 1 to 9999.
    #[must_use]
    pub fn add_to_date(self, date: NaiveDate, back: bool) -> Option<NaiveDate> {
        let moved = match self.unit {
            TimeUnit::Years | TimeUnit::Months => {
                let months =
                    Months::new(if self.unit == TimeUnit::Years { self.count.checked_mul(12)? } else { self.count });
                if back { date.checked_sub_months(months)? } else { date.checked_add_months(months)? }
            }
            TimeUnit::Weeks | TimeUnit::Days => {
                let days = Days::new(u64::try_from(self.days()?).ok()?);
                if back { date.checked_sub_days(days)? } else { date.checked_add_days(days)? }
            }
            TimeUnit::Hours | TimeUnit::Minutes | TimeUnit::Seconds => return None,
        };
        in_range(moved)
    }
}

/// `7 days`, `1 day`.
impl Part for Duration {
    fn put(&self, to: &mut String) {
        let plural = self.unit.unit().shown();
        let word = if self.count == 1 { plural.trim_end_matches('s') } else { plural };
        text![self.count, " ", word].put(to);
    }
}

display_of_part!(Duration);

json_object! { Duration { "count": count, "unit": unit } }

json_words! {
    TimeUnit {
        Years => "years", Months => "months", Weeks => "weeks", Days => "days", Hours => "hours", Minutes => "minutes",
        Seconds => "seconds",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Duration;
    use alloc::string::ToString;
    use chrono::NaiveDate;

    fn added(text: &str, to: &str, back: bool) -> Option<alloc::string::String> {
        Duration::parse(text).unwrap().add_to_date(to.parse().unwrap(), back).map(|date| date.to_string())
    }

    #[test]
    fn durations_are_read_in_words_and_written_alike() {
        for text in [
            "7 days",
            "1 day",
            "0 days",
            "1 year",
            "2 years",
            "1 month",
            "3 weeks",
            "48 hours",
            "1 minute",
            "30 seconds",
        ] {
            let duration = Duration::parse(text).unwrap();
            assert_eq!(duration.to_string(), text);
        }
        assert_eq!(Duration::parse("1 days"), Duration::parse("1 day"));
        for text in
            ["", "7", "days", "-7 days", "+7 days", "7.5 days", "7 Days", "7 business days", "7 d", "4294967296 days"]
        {
            assert_eq!(Duration::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_past_the_month_s_end_is_its_last() {
        assert_eq!(added("1 month", "2026-01-31", false).as_deref(), Some("2026-02-28"));
        assert_eq!(added("1 month", "2024-01-31", false).as_deref(), Some("2024-02-29"));
        assert_eq!(added("1 month", "2026-03-31", true).as_deref(), Some("2026-02-28"));
        assert_eq!(added("1 year", "2024-02-29", false).as_deref(), Some("2025-02-28"));
        assert_eq!(added("13 months", "2026-05-31", true).as_deref(), Some("2025-04-30"));
    }

    #[test]
    fn weeks_and_days_count_dates_and_hours_do_not() {
        assert_eq!(added("2 weeks", "2026-02-26", false).as_deref(), Some("2026-03-12"));
        assert_eq!(added("7 days", "2026-03-01", true).as_deref(), Some("2026-02-22"));
        assert_eq!(added("24 hours", "2026-03-01", false), None);
        let hours = Duration::parse("48 hours").unwrap();
        assert_eq!((hours.ms(), hours.days(), hours.is_exact()), (Some(172_800_000), None, true));
        let weeks = Duration::parse("2 weeks").unwrap();
        assert_eq!((weeks.ms(), weeks.days(), weeks.is_exact()), (None, Some(14), false));
    }

    #[test]
    fn a_date_out_of_range_is_none() {
        for (text, back) in
            [("4294967295 years", false), ("4294967295 days", true), ("8000 years", false), ("4294967295 months", true)]
        {
            assert_eq!(added(text, "2026-03-02", back), None, "{text}");
        }
        let longest = Duration::parse("4294967295 weeks").unwrap();
        assert_eq!(longest.add_to_date(NaiveDate::MAX, false), None);
        assert_eq!(longest.days(), Some(30_064_771_065));
    }
}
