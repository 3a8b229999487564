//! The start of the hour, day, month or year that a time lies in.

use chrono::{Datelike, NaiveDate};

use super::Zone;
use crate::value::{Duration, Instant, LocalTime, TimeUnit};

/// The first day of the year or month that a day lies in; by any shorter unit the day itself. Which day a week begins
/// with is a custom: by weeks too it is the day itself.
///
/// ```
/// use stepcare_core::value::{TimeUnit, zone::start_of};
/// let day = "2026-04-15".parse().unwrap();
/// assert_eq!(start_of(TimeUnit::Months, day).to_string(), "2026-04-01");
/// ```
#[must_use]
pub fn start_of(unit: TimeUnit, day: NaiveDate) -> NaiveDate {
    let first = match unit {
        TimeUnit::Years => NaiveDate::from_ymd_opt(day.year(), 1, 1),
        TimeUnit::Months => day.with_day(1),
        TimeUnit::Weeks | TimeUnit::Days | TimeUnit::Hours | TimeUnit::Minutes | TimeUnit::Seconds => None,
    };
    first.unwrap_or(day)
}

impl LocalTime {
    /// The start of the hour, minute or second that it lies in; `None` for a unit of the calendar.
    #[must_use]
    pub fn start_of(self, unit: TimeUnit) -> Option<LocalTime> {
        let ms = u32::try_from(Duration { count: 1, unit }.ms()?).ok()?;
        LocalTime::from_ms(self.ms() - self.ms().checked_rem(ms)?)
    }
}

impl Zone {
    /// The first instant of the local year, month, day, hour, minute or second that an instant lies in; by weeks, of the
    /// day.
    ///
    /// An hour that the clock shows twice is two hours.
    #[must_use]
    pub fn start_of(&self, unit: TimeUnit, at: Instant) -> Instant {
        let local = self.local(at);
        let time = LocalTime::from(local.time());
        match time.start_of(unit) {
            Some(start) => at.checked_add_ms(i64::from(start.ms()) - i64::from(time.ms())).unwrap_or(Instant::MIN),
            None => self.start_of_day(start_of(unit, local.date())),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Instant, LocalTime, TimeUnit, Zone};
    use alloc::string::ToString;

    fn start(unit: TimeUnit, at: &str) -> alloc::string::String {
        let zone = Zone::named("America/New_York").unwrap();
        zone.start_of(unit, Instant::parse(at).unwrap()).to_string()
    }

    #[test]
    fn each_unit_starts_on_the_local_clock() {
        for (unit, expected) in [
            (TimeUnit::Years, "2026-01-01T05:00:00.000Z"),
            (TimeUnit::Months, "2026-03-01T05:00:00.000Z"),
            (TimeUnit::Weeks, "2026-03-01T05:00:00.000Z"),
            (TimeUnit::Days, "2026-03-01T05:00:00.000Z"),
            (TimeUnit::Hours, "2026-03-02T03:00:00.000Z"),
            (TimeUnit::Minutes, "2026-03-02T03:30:00.000Z"),
            (TimeUnit::Seconds, "2026-03-02T03:30:15.000Z"),
        ] {
            assert_eq!(start(unit, "2026-03-02T03:30:15.250Z"), expected);
        }
    }

    #[test]
    fn an_hour_that_occurs_twice_is_two() {
        assert_eq!(start(TimeUnit::Hours, "2026-11-01T05:30:00Z"), "2026-11-01T05:00:00.000Z");
        assert_eq!(start(TimeUnit::Hours, "2026-11-01T06:30:00Z"), "2026-11-01T06:00:00.000Z");
    }

    #[test]
    fn a_time_of_day_starts_no_day() {
        let time = LocalTime::parse("23:25:35").unwrap();
        assert_eq!(time.start_of(TimeUnit::Hours), LocalTime::parse("23:00"));
        assert_eq!(time.start_of(TimeUnit::Minutes), LocalTime::parse("23:25"));
        assert_eq!(time.start_of(TimeUnit::Days), None);
        assert_eq!(LocalTime::END.start_of(TimeUnit::Hours), Some(LocalTime::END));
    }

    #[test]
    fn nothing_starts_before_the_first_instant() {
        let zone = Zone::named("Asia/Kolkata").unwrap();
        assert!(zone.start_of(TimeUnit::Years, Instant::MIN) <= Instant::MIN);
    }
}
