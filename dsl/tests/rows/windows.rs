//! Windows: of days, months and hours; around another row; on the latest day; the newest.

use super::{NOON, bp, evaluated, holds, rows, truth};

fn all() -> String {
    rows(&[
        bp("2025-12-31T08:00", 150, 95),
        bp("2026-01-02T08:00", 148, 90),
        bp("2026-03-01T08:00", 142, 92),
        bp("2026-03-01T20:00", 135, 88),
    ])
}

#[track_caller]
fn counts(what: &str, expected: u32) {
    let asked = format!("({what}) = {expected}");
    assert_eq!(holds("", &asked, &[("bp", &all())]), "yes", "{asked}");
}

#[test]
fn rows_are_in_a_range_of_days_and_its_ends_are_in_it_unless_they_are_left_out() {
    counts("count of bp in 2025-12-31 .. 2026-01-02", 2);
    counts("count of bp in above 2025-12-31 .. 2026-01-02", 1);
    counts("count of bp in 2025-12-31 .. before 2026-01-02", 1);
    counts("count of bp in this year", 3);
    counts("count of bp in last year", 1);
    counts("count of bp in start of last year .. end of this year", 4);
    counts("count of bp in 2 months before today .. today", 3);
    counts("count of bp since 2026-01-02", 2);
    counts("count of bp where at in 2026-01-02 .. 2026-01-02", 1);
}

#[test]
fn the_latest_day_has_all_its_rows_and_no_other() {
    counts("count of bp on latest day", 2);
    let lowest = "least systolic of bp in this year on latest day < 140 mmHg and least diastolic of bp in this year on latest day < 90 mmHg";
    assert_eq!(holds("", lowest, &[("bp", &all())]), "yes");
    assert_eq!(holds("", lowest, &[("bp", "")]), "unknown", "no reading is not controlled");
    let open = rows(&[
        all(),
        r#"{"id": "u", "at": "2026-03-02T08:00:00-05:00", "systolic": 150, "diastolic": 95}"#.to_string(),
    ]);
    let finals = "count of bp where status is final on latest day >= 1";
    assert_eq!(holds("", finals, &[("bp", &open)]), "unknown", "no row's status is known");
}

#[test]
fn a_row_of_the_latest_day_that_may_not_be_there_leaves_open_what_the_day_before_says() {
    let sure = |at: &str, systolic| bp(at, systolic, 80).replace("\"systolic\"", "\"status\": \"final\", \"systolic\"");
    let series = rows(&[sure("2026-02-27T08:00", 150), bp("2026-03-01T08:00", 150, 80)]);
    let asked = |limit: u32| format!("any bp where status is final on latest day where systolic >= {limit} mmHg");
    assert_eq!(holds("", &asked(150), &[("bp", &series)]), "yes", "either day says so");
    let series = rows(&[sure("2026-02-27T08:00", 150), bp("2026-03-01T08:00", 130, 80)]);
    assert_eq!(holds("", &asked(150), &[("bp", &series)]), "unknown");
    assert_eq!(holds("", &asked(160), &[("bp", &series)]), "no");
}

#[test]
fn rows_around_a_row_are_within_exact_hours_and_it_is_none_of_them() {
    let spike = "any bp where systolic - least systolic of bp within 48 hours before it > 40 mmHg";
    let pair = |first: &str, second: &str| rows(&[bp(first, 120, 70), bp(second, 161, 90)]);
    assert_eq!(
        holds("", spike, &[("bp", &pair("2026-02-27T08:00", "2026-03-01T08:00"))]),
        "yes",
        "48 hours to the minute"
    );
    // The first row has none before it, and what the least of none is, is unknown.
    assert_eq!(holds("", spike, &[("bp", &pair("2026-02-27T07:59", "2026-03-01T08:00"))]), "unknown");
    let or_itself = "any bp where systolic - (least systolic of bp within 48 hours before it, else systolic) > 40 mmHg";
    assert_eq!(holds("", or_itself, &[("bp", &pair("2026-02-27T07:59", "2026-03-01T08:00"))]), "no");
    let followed = "define answered for each feed = any bp within 72 hours after it";
    let sent = r#"{"id": "f", "at": "2026-02-26T08:00:00-05:00", "systolic": 150}"#;
    for (at, expected) in [("2026-03-01T08:00", "yes"), ("2026-03-01T08:01", "no"), ("2026-02-26T07:59", "no")] {
        let series = [("feed", sent), ("bp", &*bp(at, 120, 70))];
        assert_eq!(holds(followed, "any feed where answered", &series), expected, "{at}");
    }
}

#[test]
fn days_before_a_row_are_of_the_calendar() {
    let before = "define repeated for each bp = any bp within 1 day before it";
    let pair = |first: &str| rows(&[bp(first, 120, 70), bp("2026-03-01T20:00", 161, 90)]);
    assert_eq!(
        holds(before, "any bp where repeated", &[("bp", &pair("2026-02-28T00:10"))]),
        "yes",
        "44 hours, one day"
    );
    assert_eq!(holds(before, "any bp where repeated", &[("bp", &pair("2026-02-27T23:50"))]), "no");
}

#[test]
fn a_visit_s_readings_are_those_on_a_day_of_it() {
    let visit = |times: &str| format!(r#"{{"id": "e", {times}}}"#);
    let seen = "define seen for each encounters = any bp on a day of it";
    for (times, expected) in [
        (r#""start": "2026-03-01T10:00:00-05:00", "end": "2026-03-01T11:00:00-05:00""#, "yes"),
        (r#""start": "2026-02-20T10:00:00-05:00", "end": "2026-02-28T11:00:00-05:00""#, "no"),
        (r#""start": "2026-02-28", "end": "2026-03-02""#, "yes"),
        (r#""start": "2026-02-28""#, "unknown"),
        (r#""start": "2026-03-01""#, "yes"),
        (r#""at": "2026-03-01T23:00:00-05:00""#, "yes"),
    ] {
        let series = [("encounters", &*visit(times)), ("bp", &*bp("2026-03-01T08:00", 120, 70))];
        assert_eq!(holds(seen, "any encounters where seen", &series), expected, "{times}");
    }
    let hospital = "define at_home for each bp = no encounters on a day of it where class is inpatient";
    let stay = r#"{"id": "e", "class": "inpatient", "start": "2026-02-27", "end": "2026-03-01"}"#;
    let series = |at: &str| holds(hospital, "any bp where at_home", &[("encounters", stay), ("bp", &bp(at, 120, 70))]);
    assert_eq!((series("2026-03-01T08:00"), series("2026-03-02T08:00")), ("no", "yes"));
}

#[test]
fn rows_with_a_period_are_in_a_window_that_they_overlap() {
    let stay = |times: &str| format!(r#"{{"id": "e", {times}}}"#);
    let asked = "any encounters in last 7 days";
    for (times, expected) in [
        (r#""start": "2026-01-01", "end": "2026-02-24""#, "yes"),
        (r#""start": "2026-01-01", "end": "2026-02-23""#, "no"),
        (r#""start": "2026-01-01""#, "unknown"),
        (r#""start": "2026-02-24""#, "yes"),
    ] {
        assert_eq!(holds("", asked, &[("encounters", &stay(times))]), expected, "{times}");
    }
    let evaluation =
        evaluated("", asked, &[("encounters", &stay(r#""start": "2026-01-01", "end": "2026-02-25""#))], NOON);
    assert_eq!(super::until(&evaluation), "2026-03-04T05:00:00.000Z");
}

#[test]
fn a_series_says_by_which_of_its_columns_its_rows_are_dated() {
    let goal = |id: &str, target: u32, times: &str| format!(r#"{{"id": "{id}", "target": {target}, {times}}}"#);
    let both = rows(&[
        goal("a", 140, r#""started": "2026-02-01", "status_since": "2026-02-27""#),
        goal("b", 130, r#""status_since": "2026-02-10""#),
    ]);
    assert_eq!(holds("", "latest target of goals = 130 mmHg", &[("goals", &both)]), "yes", "started comes first");
    assert_eq!(holds("", "count of goals in last 21 days = 1", &[("goals", &both)]), "yes");
    assert_eq!(holds("", "latest at of goals = 2026-02-10", &[("goals", &both)]), "yes");
    let undated = rows(&[both, goal("c", 120, r#""started": "2026-03""#)]);
    assert_eq!(holds("", "latest target of goals = 130 mmHg", &[("goals", &undated)]), "unknown", "a month is no day");
    let evaluation =
        evaluated("", "any goals in last 21 days", &[("goals", &goal("a", 140, r#""started": "2026-02-10""#))], NOON);
    assert_eq!(truth(&evaluation), "yes");
    assert_eq!(super::until(&evaluation), "2026-03-03T05:00:00.000Z");
}
