//! Where the patient lives, over time: by which clock a day begins and ends.

use alloc::vec::Vec;

use chrono::{NaiveDate, NaiveDateTime};

use super::problem::{Problem, UNKNOWN_ZONE};
use super::{ZoneFrom, problem::below};
use crate::value::text::text;
use crate::value::{Duration, Instant, LocalTime, Zone};

/// The zone in force at each instant.
#[derive(Clone, PartialEq)]
pub struct Timeline {
    /// Before the first change.
    default: Zone,
    /// From when which zone is in force, oldest first.
    changes: Vec<(Instant, Zone)>,
}

impl Timeline {
    /// One zone throughout.
    #[must_use]
    pub fn new(default: Zone) -> Timeline {
        Timeline { default, changes: Vec::new() }
    }

    /// The zone of the evaluation, and a record's changes from it. A change to a zone that does not exist is ignored,
    /// with a problem.
    #[must_use]
    pub fn of(default: Zone, zones: &[ZoneFrom], problems: &mut Vec<Problem>) -> Timeline {
        let mut changes = Vec::new();
        for (position, change) in zones.iter().enumerate() {
            match Zone::named(&change.zone) {
                Some(zone) => changes.push((change.from, zone)),
                None => problems.push(
                    Problem::new(
                        UNKNOWN_ZONE,
                        below(&below("/zones", &text![position]), "zone"),
                        "the IANA name of a time zone",
                    )
                    .found(super::item::capped(&change.zone)),
                ),
            }
        }
        // Stable: of two changes at one instant the one written later is in force.
        crate::value::sorted::sort_by(&mut changes, &mut |(a, _), (b, _)| a.cmp(b));
        Timeline { default, changes }
    }

    /// The zone in force at an instant.
    #[must_use]
    pub fn zone_at(&self, at: Instant) -> &Zone {
        self.changes.iter().rev().find(|(from, _)| *from <= at).map_or(&self.default, |(_, zone)| zone)
    }

    /// The date and time of day on the patient's clock.
    #[must_use]
    pub fn local(&self, at: Instant) -> NaiveDateTime {
        self.zone_at(at).local(at)
    }

    /// The patient's local date.
    #[must_use]
    pub fn date(&self, at: Instant) -> NaiveDate {
        self.local(at).date()
    }

    /// The time of day on the patient's clock.
    #[must_use]
    pub fn time_of_day(&self, at: Instant) -> LocalTime {
        self.local(at).time().into()
    }

    /// The first instant at which the patient's clock shows this date and time, or the first after it where a clock
    /// change or a journey skips it.
    #[must_use]
    pub fn instant(&self, date: NaiveDate, time: LocalTime) -> Instant {
        let mut zone = &self.default;
        for (change, next) in &self.changes {
            let at = zone.instant(date, time);
            if at < *change {
                return at;
            }
            // The clock before the journey would show it only after the change. Does the clock after it, before?
            if next.instant(date, time) < *change {
                return *change;
            }
            zone = next;
        }
        zone.instant(date, time)
    }

    /// The local day's first instant.
    #[must_use]
    pub fn start_of_day(&self, date: NaiveDate) -> Instant {
        self.instant(date, LocalTime::MIDNIGHT)
    }

    /// The first instant after the local day.
    #[must_use]
    pub fn end_of_day(&self, date: NaiveDate) -> Instant {
        self.instant(date, LocalTime::END)
    }

    /// The instant this much later, or earlier if `back`; `None` beyond the years 1 to 9999. An exact duration is elapsed
    /// time; one of the calendar moves the local date and keeps the time of day.
    #[must_use]
    pub fn shift(&self, from: Instant, by: Duration, back: bool) -> Option<Instant> {
        if self.changes.is_empty() || by.is_exact() {
            return self.default.shift(from, by, back);
        }
        let local = self.local(from);
        let date = by.add_to_date(local.date(), back)?;
        Some(if date == local.date() { from } else { self.instant(date, local.time().into()) })
    }
}

/// Where a patient lives is not for logs.
impl core::fmt::Debug for Timeline {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Timeline(..)")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Timeline;
    use crate::record::ZoneFrom;
    use crate::value::{Duration, Instant, LocalTime, Zone};
    use alloc::{string::ToString, vec::Vec};

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn time(text: &str) -> LocalTime {
        LocalTime::parse(text).unwrap()
    }

    fn moving(changes: &[(&str, &str)]) -> Timeline {
        let zones: Vec<_> =
            changes.iter().map(|(zone, from)| ZoneFrom { zone: (*zone).into(), from: at(from) }).collect();
        let mut problems = Vec::new();
        let timeline = Timeline::of(Zone::named("America/New_York").unwrap(), &zones, &mut problems);
        assert!(problems.is_empty());
        timeline
    }

    #[test]
    fn without_a_change_the_evaluation_s_zone_always_holds() {
        let timeline = moving(&[]);
        let noon = at("2026-03-02T17:00:00Z");
        assert_eq!(timeline.zone_at(noon).name(), "America/New_York");
        assert_eq!(timeline.time_of_day(noon), time("12:00"));
        assert_eq!(timeline.start_of_day("2026-03-08".parse().unwrap()), at("2026-03-08T05:00:00Z"));
        assert_eq!(timeline.end_of_day("2026-03-08".parse().unwrap()), at("2026-03-09T04:00:00Z"));
    }

    #[test]
    fn a_change_holds_from_its_instant_on_in_any_order_written() {
        let timeline =
            moving(&[("Europe/Berlin", "2026-03-20T00:00:00Z"), ("America/Chicago", "2026-03-10T00:00:00Z")]);
        for (instant, zone) in [
            ("2026-03-09T23:59:59Z", "America/New_York"),
            ("2026-03-10T00:00:00Z", "America/Chicago"),
            ("2026-03-19T23:59:59Z", "America/Chicago"),
            ("2026-03-20T00:00:00Z", "Europe/Berlin"),
        ] {
            assert_eq!(timeline.zone_at(at(instant)).name(), zone, "{instant}");
        }
    }

    #[test]
    fn a_time_that_a_journey_east_skips_is_the_journey_s_instant() {
        // At 22:00 on 9 March in New York the clock is set to 03:00 on 10 March in Berlin: midnight never shows.
        let timeline = moving(&[("Europe/Berlin", "2026-03-10T02:00:00Z")]);
        assert_eq!(timeline.start_of_day("2026-03-10".parse().unwrap()), at("2026-03-10T02:00:00Z"));
        assert_eq!(timeline.instant("2026-03-10".parse().unwrap(), time("03:00")), at("2026-03-10T02:00:00Z"));
        assert_eq!(timeline.instant("2026-03-10".parse().unwrap(), time("04:00")), at("2026-03-10T03:00:00Z"));
        assert_eq!(timeline.instant("2026-03-09".parse().unwrap(), time("21:00")), at("2026-03-10T01:00:00Z"));
    }

    #[test]
    fn a_time_that_a_journey_west_repeats_is_its_first() {
        // At 03:00 on 10 March in New York the clock is set to 00:00 in Los Angeles.
        let timeline = moving(&[("America/Los_Angeles", "2026-03-10T07:00:00Z")]);
        assert_eq!(timeline.instant("2026-03-10".parse().unwrap(), time("01:00")), at("2026-03-10T05:00:00Z"));
        assert_eq!(timeline.instant("2026-03-10".parse().unwrap(), time("04:00")), at("2026-03-10T11:00:00Z"));
        assert_eq!(timeline.end_of_day("2026-03-10".parse().unwrap()), at("2026-03-11T07:00:00Z"));
    }

    #[test]
    fn days_are_counted_on_the_clock_and_hours_are_not() {
        let timeline = moving(&[("Europe/Berlin", "2026-03-10T12:00:00Z")]);
        let from = at("2026-03-09T13:00:00Z"); // 09:00 in New York
        let day = timeline.shift(from, Duration::parse("2 days").unwrap(), false).unwrap();
        assert_eq!(day, at("2026-03-11T08:00:00Z")); // 09:00 in Berlin
        assert_eq!(timeline.shift(day, Duration::parse("2 days").unwrap(), true), Some(from));
        let hours = timeline.shift(from, Duration::parse("48 hours").unwrap(), false).unwrap();
        assert_eq!(hours, at("2026-03-11T13:00:00Z"));
        assert_eq!(timeline.shift(from, Duration::parse("0 days").unwrap(), false), Some(from));
    }

    #[test]
    fn an_unknown_zone_is_a_problem_and_the_change_is_ignored() {
        let zones = [ZoneFrom { zone: "Europe/Atlantis".into(), from: at("2026-03-10T12:00:00Z") }];
        let mut problems = Vec::new();
        let timeline = Timeline::of(Zone::named("UTC").unwrap(), &zones, &mut problems);
        assert_eq!(timeline, Timeline::new(Zone::named("UTC").unwrap()));
        let problem = problems.pop().unwrap();
        assert_eq!((problem.code.as_str(), problem.pointer.as_str()), ("care::P0014", "/zones/0/zone"));
        assert_eq!(problem.found.as_deref(), Some("Europe/Atlantis"));
        assert!(!problem.to_string().contains("Atlantis"));
    }
}
