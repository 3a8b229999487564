//! `last 7 days`, `last 6 months`, `last 48 hours`: a stretch of time up to now, or up to the end of an earlier local day.

use chrono::{Days, NaiveDate};

use crate::expression::Machine;
use crate::record::Timeline;
use crate::value::{Duration, Instant};

/// A stretch of time that ends on a local day. Days and months are local calendar days, both ends in; hours are exact.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    /// Its last local day.
    pub last: NaiveDate,
    from: From,
    /// Whatever is before this instant is before the span, on any clock: most rows need no look at the calendar.
    not_before: Instant,
}

#[derive(Debug, Clone, Copy)]
enum From {
    Day(NaiveDate),
    Instant(Instant),
    /// Before every date there is.
    Always,
}

impl Span {
    /// The one that ends now.
    pub fn now(machine: &Machine<'_>, length: Duration) -> Span {
        Span::of(&machine.chart.timeline, length, machine.today(), machine.as_of)
    }

    /// The one that ends with an earlier local day.
    pub fn ending(timeline: &Timeline, length: Duration, last: NaiveDate) -> Span {
        Span::of(timeline, length, last, timeline.end_of_day(last))
    }

    fn of(timeline: &Timeline, length: Duration, last: NaiveDate, end: Instant) -> Span {
        let from = From::of(length, last, end);
        let not_before = match from {
            // A journey moves a clock by little more than a day.
            From::Day(day) => day.checked_sub_days(Days::new(3)).map_or(Instant::MIN, |day| timeline.start_of_day(day)),
            From::Instant(first) => first,
            From::Always => Instant::MIN,
        };
        Span { last, from, not_before }
    }

    /// Known to be before it without a look at the calendar.
    pub fn is_long_after(&self, at: Instant) -> bool {
        at < self.not_before
    }

    /// Its first local day, where it is of days.
    pub fn first_day(&self) -> Option<NaiveDate> {
        match self.from {
            From::Day(day) => Some(day),
            From::Instant(_) | From::Always => None,
        }
    }

    /// Whether an instant, and the local day it is on, lies in it.
    pub fn holds(&self, at: Instant, day: NaiveDate) -> bool {
        day <= self.last && self.has_begun(at, day)
    }

    /// Whether an instant is not before it.
    pub fn has_begun(&self, at: Instant, day: NaiveDate) -> bool {
        match self.from {
            From::Day(first) => day >= first,
            From::Instant(first) => at >= first,
            From::Always => true,
        }
    }
}

impl From {
    fn of(length: Duration, last: NaiveDate, end: Instant) -> From {
        if let Some(ms) = length.ms() {
            return end.checked_add_ms(ms.saturating_neg()).map_or(From::Always, From::Instant);
        }
        first_day(length, last).map_or(From::Always, From::Day)
    }
}

/// The first day of the span that ends on `last`: `7 days` count the last one, `6 months` begin on the same day 6 months before.
fn first_day(length: Duration, last: NaiveDate) -> Option<NaiveDate> {
    let back = length.add_to_date(last, true)?;
    if length.days().is_some() { back.succ_opt() } else { Some(back) }
}

/// The first instant at which a row is before a span that ends now: never late.
pub(super) fn leaves(timeline: &Timeline, length: Duration, at: Instant) -> Option<Instant> {
    if let Some(ms) = length.ms() {
        return at.checked_add_ms(ms)?.checked_add_ms(1);
    }
    let day = timeline.date(at);
    let soonest = length.add_to_date(day, false)?;
    // `6 months` after 31 August is 28 February, whose span still begins on 28 August: up to three days more.
    let left = (0..4).filter_map(|more| soonest.checked_add_days(Days::new(more)));
    left.into_iter()
        .find(|last| first_day(length, *last).is_some_and(|first| first > day))
        .map(|d| timeline.start_of_day(d))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{first_day, leaves};
    use crate::record::Timeline;
    use crate::value::{Duration, Instant, Zone};

    fn first(length: &str, last: &str) -> alloc::string::String {
        use alloc::string::ToString;
        first_day(Duration::parse(length).unwrap(), last.parse().unwrap()).unwrap().to_string()
    }

    fn left(length: &str, at: &str) -> Instant {
        let timeline = Timeline::new(Zone::named("America/New_York").unwrap());
        leaves(&timeline, Duration::parse(length).unwrap(), Instant::parse(at).unwrap()).unwrap()
    }

    #[test]
    fn seven_days_count_the_last_and_months_begin_on_the_same_day() {
        assert_eq!(first("7 days", "2026-03-02"), "2026-02-24");
        assert_eq!(first("2 weeks", "2026-03-02"), "2026-02-17");
        assert_eq!(first("1 month", "2026-03-31"), "2026-02-28");
        assert_eq!(first("1 year", "2028-02-29"), "2027-02-28");
    }

    #[test]
    fn a_row_leaves_seven_days_at_the_start_of_the_eighth_also_over_a_clock_change() {
        assert_eq!(left("7 days", "2026-03-02T23:30:00-05:00"), Instant::parse("2026-03-09T00:00:00-04:00").unwrap());
        assert_eq!(left("7 days", "2026-10-30T00:00:00-04:00"), Instant::parse("2026-11-06T00:00:00-05:00").unwrap());
    }

    #[test]
    fn a_row_leaves_months_on_the_first_day_that_begins_after_it() {
        // The month up to 28 February begins on 28 January; that up to 1 March on 1 February.
        assert_eq!(left("1 month", "2026-01-31T12:00:00-05:00"), Instant::parse("2026-03-01T00:00:00-05:00").unwrap());
        assert_eq!(left("1 month", "2026-01-28T12:00:00-05:00"), Instant::parse("2026-03-01T00:00:00-05:00").unwrap());
        assert_eq!(left("1 month", "2026-03-05T12:00:00-05:00"), Instant::parse("2026-04-06T00:00:00-04:00").unwrap());
    }

    #[test]
    fn a_row_leaves_hours_one_millisecond_after_them() {
        assert_eq!(left("48 hours", "2026-03-07T12:00:00Z"), Instant::parse("2026-03-09T12:00:00.001Z").unwrap());
    }
}
