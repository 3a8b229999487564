//! When something is due: the end of a local day, counted from the day of what it is about.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::Due;
use crate::record::Timeline;
use crate::value::{Date, Duration, Instant};

/// The last local day on which it is in time, counted from a local day.
pub(in crate::construct) fn due_day(due: Due, from: NaiveDate) -> Option<NaiveDate> {
    match due {
        Due::Today => Some(from),
        Due::Days(days) => from.checked_add_days(Days::new(days.into())),
        Due::BusinessDays(days) => business_days_after(from, days),
    }
    .filter(|day| (1..=9999).contains(&day.year()))
}

/// The `count`-th day after `from` that is Monday to Friday. Holidays are not known here.
fn business_days_after(from: NaiveDate, count: u32) -> Option<NaiveDate> {
    if count == 0 {
        return Some(from);
    }
    // A weekend counts on from its Friday.
    let (from, done) = match from.weekday() {
        Weekday::Sat => (from.pred_opt()?, 4),
        Weekday::Sun => (from.pred_opt()?.pred_opt()?, 4),
        day => (from, day.num_days_from_monday()),
    };
    let (weeks, days) = (u64::from(count / 5), u64::from(count % 5));
    let over_weekend = if u64::from(done) + days > 4 { 2 } else { 0 };
    from.checked_add_days(Days::new(weeks * 7 + days + over_weekend))
}

/// The end of a due date's local day.
pub(super) fn due_at(date: Date, timeline: &Timeline) -> Instant {
    timeline.end_of_day(date.latest())
}

/// This long after an instant: of calendar units, the end of that local day. `None` beyond the calendar.
pub(in crate::construct) fn after(timeline: &Timeline, at: Instant, by: Duration) -> Option<Instant> {
    if by.is_exact() {
        return timeline.shift(at, by, false);
    }
    Some(timeline.end_of_day(by.add_to_date(timeline.date(at), false)?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Due, after, due_day};
    use crate::record::Timeline;
    use crate::value::{Duration, Instant, Zone};
    use alloc::string::ToString;

    fn due(due: Due, from: &str) -> alloc::string::String {
        due_day(due, from.parse().unwrap()).unwrap().to_string()
    }

    #[test]
    fn due_today_is_the_same_day_and_in_two_days_the_second_after() {
        assert_eq!(due(Due::Today, "2026-03-02"), "2026-03-02");
        assert_eq!(due(Due::Days(2), "2026-02-27"), "2026-03-01");
    }

    #[test]
    fn business_days_leave_out_saturday_and_sunday() {
        // 2026-03-02 is a Monday.
        for (from, count, expected) in [
            ("2026-03-02", 2, "2026-03-04"),
            ("2026-03-05", 2, "2026-03-09"),
            ("2026-03-06", 1, "2026-03-09"),
            ("2026-03-07", 1, "2026-03-09"),
            ("2026-03-08", 1, "2026-03-09"),
            ("2026-03-08", 5, "2026-03-13"),
            ("2026-03-02", 5, "2026-03-09"),
            ("2026-03-06", 10, "2026-03-20"),
        ] {
            assert_eq!(due(Due::BusinessDays(count), from), expected, "{count} after {from}");
        }
    }

    #[test]
    fn a_due_date_beyond_the_calendar_is_none() {
        for due in [Due::Days(u32::MAX), Due::BusinessDays(u32::MAX)] {
            assert_eq!(due_day(due, "2026-03-02".parse().unwrap()), None);
        }
    }

    #[test]
    fn four_weeks_after_end_with_that_local_day_and_hours_are_exact() {
        let timeline = Timeline::new(Zone::named("America/New_York").unwrap());
        let at = Instant::parse("2026-02-10T10:00:00-05:00").unwrap();
        let ends = |text: &str| after(&timeline, at, Duration::parse(text).unwrap()).unwrap().to_string();
        // 10 March is the last day of the wait; the clocks went forward on 8 March.
        assert_eq!(ends("4 weeks"), "2026-03-11T04:00:00.000Z");
        assert_eq!(ends("48 hours"), "2026-02-12T15:00:00.000Z");
    }
}
