//! Allowed hours on the patient's clock: start included, end not (D-27).

use crate::record::Timeline;
use crate::value::{Instant, LocalTime};

/// Whether a message may go at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::construct) enum Hours {
    /// It may, until this instant.
    OpenUntil(Instant),
    /// It may not before this instant.
    ClosedUntil(Instant),
}

/// The hours at an instant. A window that ends before it starts runs over midnight.
pub(in crate::construct) fn hours(timeline: &Timeline, (from, to): (LocalTime, LocalTime), at: Instant) -> Hours {
    let (now, today) = (timeline.time_of_day(at), timeline.date(at));
    let next = |time: LocalTime| {
        let day = if now < time { Some(today) } else { today.succ_opt() };
        // On a repeated hour a time of today may be past by instants: then it is tomorrow's.
        let of = day.map(|day| timeline.instant(day, time)).filter(|found| *found > at);
        of.or_else(|| today.succ_opt().map(|day| timeline.instant(day, time))).unwrap_or(Instant::MAX)
    };
    let open = if from <= to { from <= now && now < to } else { from <= now || now < to };
    if open { Hours::OpenUntil(next(to)) } else { Hours::ClosedUntil(next(from)) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Hours, hours};
    use crate::record::Timeline;
    use crate::value::{Instant, LocalTime, Zone};

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn eight_to_eight(text: &str) -> Hours {
        let timeline = Timeline::new(Zone::named("America/New_York").unwrap());
        let time = |t| LocalTime::parse(t).unwrap();
        hours(&timeline, (time("08:00"), time("20:00")), at(text))
    }

    #[test]
    fn eight_is_inside_and_twenty_is_not() {
        let closes = Hours::OpenUntil(at("2026-03-02T20:00:00-05:00"));
        assert_eq!(eight_to_eight("2026-03-02T07:59:59-05:00"), Hours::ClosedUntil(at("2026-03-02T08:00:00-05:00")));
        assert_eq!(eight_to_eight("2026-03-02T08:00:00-05:00"), closes);
        assert_eq!(eight_to_eight("2026-03-02T19:59:59-05:00"), closes);
        assert_eq!(eight_to_eight("2026-03-02T20:00:00-05:00"), Hours::ClosedUntil(at("2026-03-03T08:00:00-05:00")));
    }

    #[test]
    fn the_next_opening_is_eight_on_the_new_clock_when_the_clock_changes_that_night() {
        assert_eq!(eight_to_eight("2026-03-07T21:00:00-05:00"), Hours::ClosedUntil(at("2026-03-08T08:00:00-04:00")));
    }

    #[test]
    fn a_window_over_midnight_is_open_on_both_sides_of_it() {
        let timeline = Timeline::new(Zone::named("UTC").unwrap());
        let time = |t| LocalTime::parse(t).unwrap();
        let night = |text| hours(&timeline, (time("20:00"), time("06:00")), at(text));
        let morning = Hours::OpenUntil(at("2026-03-03T06:00:00Z"));
        assert_eq!((night("2026-03-02T23:00:00Z"), night("2026-03-03T05:00:00Z")), (morning, morning));
        assert_eq!(night("2026-03-03T06:00:00Z"), Hours::ClosedUntil(at("2026-03-03T20:00:00Z")));
    }
}
