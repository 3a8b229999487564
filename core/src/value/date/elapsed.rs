//! Completed units of time between two times, either of which may be known only in part.

use chrono::NaiveDate;

use super::{Duration, Instant, TimeUnit, whole_months, whole_years};
use crate::value::Bounds;

/// Completed years, months, weeks or days from one day to another: as many back as forth. `None` for a unit of elapsed
/// time.
///
/// ```
/// use stepcare_core::value::{Bounds, Date, TimeUnit, date::completed_between};
/// let days = |text| { let date = Date::parse(text).unwrap(); Bounds::between(date.earliest(), date.latest()) };
/// let months = completed_between(TimeUnit::Months, days("2005"), days("2006-05")).unwrap();
/// assert_eq!((months.least(), months.greatest()), (Some(4), Some(16)));
/// ```
#[must_use]
pub fn completed_between(unit: TimeUnit, from: Bounds<NaiveDate>, to: Bounds<NaiveDate>) -> Option<Bounds<i64>> {
    let forth: fn(NaiveDate, NaiveDate) -> i64 = match unit {
        TimeUnit::Years => whole_years,
        TimeUnit::Months => whole_months,
        TimeUnit::Weeks => |from, to| to.signed_duration_since(from).num_weeks(),
        TimeUnit::Days => |from, to| to.signed_duration_since(from).num_days(),
        TimeUnit::Hours | TimeUnit::Minutes | TimeUnit::Seconds => return None,
    };
    Some(between(from, to, |from, to| if to < from { -forth(to, from) } else { forth(from, to) }))
}

/// Completed hours, minutes or seconds elapsed from one instant to another: as many back as forth. `None` for a unit of
/// the calendar.
#[must_use]
pub fn elapsed_between(unit: TimeUnit, from: Bounds<Instant>, to: Bounds<Instant>) -> Option<Bounds<i64>> {
    let ms = Duration { count: 1, unit }.ms()?;
    // Within the years 1 to 9999 the difference fits, and no unit is 0 or -1.
    Some(between(from, to, |from, to| to.ms().saturating_sub(from.ms()).checked_div(ms).unwrap_or_default()))
}

/// A count that falls with `from` and rises with `to`.
fn between<T: Ord + Copy>(from: Bounds<T>, to: Bounds<T>, count: impl Fn(T, T) -> i64) -> Bounds<i64> {
    let least = from.greatest().zip(to.least()).map(|(from, to)| count(from, to));
    let greatest = from.least().zip(to.greatest()).map(|(from, to)| count(from, to));
    Bounds::of(least, greatest)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Bounds, Instant, NaiveDate, TimeUnit, completed_between, elapsed_between};

    fn completed(unit: TimeUnit, from: &str, to: &str) -> Option<i64> {
        let day = |text: &str| Bounds::exactly(text.parse::<NaiveDate>().unwrap());
        completed_between(unit, day(from), day(to))?.known()
    }

    #[test]
    fn as_many_are_completed_back_as_forth() {
        use TimeUnit::{Days, Months, Weeks, Years};
        for (unit, from, to, count) in [
            (Years, "2011-12-22", "2013-08-24", 1),
            (Months, "2011-12-22", "2013-08-24", 20),
            (Months, "2014-01-31", "2014-02-01", 0),
            (Months, "2015-01-21", "2016-01-21", 12),
            (Months, "2015-01-21", "2016-01-20", 11),
            (Weeks, "2026-03-02", "2026-03-15", 1),
            (Weeks, "2026-03-02", "2026-03-16", 2),
            (Days, "2026-03-02", "2026-03-02", 0),
            (Days, "2026-03-02", "2026-03-03", 1),
        ] {
            assert_eq!(completed(unit, from, to), Some(count), "{from} {to}");
            assert_eq!(completed(unit, to, from), Some(-count), "{to} {from}");
        }
        assert_eq!(completed(TimeUnit::Hours, "2026-03-02", "2026-03-03"), None);
    }

    #[test]
    fn elapsed_time_is_counted_over_offsets() {
        let at = |text: &str| Bounds::exactly(Instant::parse(text).unwrap());
        let (from, to) = (at("2017-03-12T01:00:00-07:00"), at("2017-03-12T03:00:00-06:00"));
        assert_eq!(elapsed_between(TimeUnit::Hours, from, to).unwrap().known(), Some(1));
        assert_eq!(elapsed_between(TimeUnit::Minutes, to, from).unwrap().known(), Some(-60));
        assert_eq!(elapsed_between(TimeUnit::Days, from, to), None);
        let short = at("2017-03-12T03:59:59-06:00");
        assert_eq!(elapsed_between(TimeUnit::Hours, to, short).unwrap().known(), Some(0));
        assert_eq!(elapsed_between(TimeUnit::Hours, short, to).unwrap().known(), Some(0));
    }

    #[test]
    fn an_unknown_side_leaves_the_count_open() {
        let day = Bounds::exactly("2026-03-02".parse::<NaiveDate>().unwrap());
        let since = Bounds::from("2026-03-10".parse::<NaiveDate>().unwrap());
        assert_eq!(completed_between(TimeUnit::Days, day, since).unwrap().least(), Some(8));
        assert_eq!(completed_between(TimeUnit::Days, since, day).unwrap().greatest(), Some(-8));
        assert!(completed_between(TimeUnit::Days, Bounds::UNKNOWN, day).unwrap() == Bounds::UNKNOWN);
    }
}
