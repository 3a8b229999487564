//! Periods: an absent end is unknown and not before the start; days are local; a year is the calendar's.

use super::{NOON, evaluated, holds, truth};

fn condition(times: &str) -> String {
    format!(r#"{{"id": "c1", "what": [{{"system": "icd10", "code": "I10"}}], {times}}}"#)
}

#[track_caller]
fn period(times: &str, relation: &str, expected: &str) {
    let asked = format!("any conditions where {relation}");
    assert_eq!(holds("", &asked, &[("conditions", &condition(times))]), expected, "{times}: {relation}");
}

#[test]
fn a_period_overlaps_another_where_some_day_is_in_both() {
    let span = "period overlaps 2026-02-01 .. 2026-02-28";
    for (times, expected) in [
        (r#""start": "2026-01-10", "end": "2026-01-31""#, "no"),
        (r#""start": "2026-01-10", "end": "2026-02-01""#, "yes"),
        (r#""start": "2026-02-28", "end": "2026-03-10""#, "yes"),
        (r#""start": "2026-03-01", "end": "2026-03-10""#, "no"),
        (r#""start": "2026-01-10", "end": "ongoing""#, "yes"),
    ] {
        period(times, span, expected);
    }
}

#[test]
fn an_absent_end_is_unknown_and_not_before_its_start() {
    let span = "period overlaps 2026-02-01 .. 2026-02-28";
    period(r#""start": "2026-01-10""#, span, "unknown");
    period(r#""start": "2026-02-10""#, span, "yes");
    period(r#""start": "2026-03-01""#, span, "no");
    period(r#""end": "2026-02-10""#, span, "unknown");
    period(r#""end": "2026-01-31""#, span, "no");
    period(r#""start": "2026-02-10""#, "end of period >= 2026-02-01", "yes");
    period(r#""start": "2026-02-10""#, "end of period <= 2026-02-01", "no");
    period(r#""start": "2026-02-10""#, "2026-02-01 <= end of period", "yes");
    period(r#""start": "2026-02-10""#, "end of period <= 2026-02-28", "unknown");
    period(r#""start": "2026-02-10", "end": "ongoing""#, "end of period <= 2026-12-31", "no");
}

#[test]
fn where_only_the_day_of_its_start_is_known_an_end_before_an_hour_of_that_day_stays_before_it() {
    let visit = |times: &str| format!(r#"{{"id": "e1", {times}}}"#);
    let early = visit(r#""start": "2026-03-01", "end": "2026-03-01T08:00:00-05:00""#);
    let later = "define later for each bp = any encounters where end of period >= it.at";
    let reading = super::bp("2026-03-01T10:00", 134, 82);
    assert_eq!(holds(later, "any bp where later", &[("encounters", &early), ("bp", &reading)]), "no");
    let open = visit(r#""start": "2026-03-01""#);
    assert_eq!(holds(later, "any bp where later", &[("encounters", &open), ("bp", &reading)]), "yes", "by the day");
}

#[test]
fn partial_dates_decide_what_every_day_of_them_does() {
    period(r#""start": "2025", "end": "2025""#, "period overlaps 2026-01-01 .. 2026-12-31", "no");
    period(r#""start": "2026-02", "end": "2026-02""#, "period within 2026-02-01 .. 2026-02-28", "yes");
    period(r#""start": "2026-02", "end": "2026-02""#, "period within 2026-02-02 .. 2026-02-28", "unknown");
    period(r#""start": "2026""#, "start of period < 2026-06-01", "unknown");
}

#[test]
fn a_period_starts_ends_and_lies_in_another() {
    let times = r#""start": "2026-01-20", "end": "2026-02-10""#;
    period(times, "period starts in 2026-02-01 .. 2026-02-28", "no");
    period(times, "period ends in 2026-02-01 .. 2026-02-28", "yes");
    period(times, "period within 2026-02-01 .. 2026-02-28", "no");
    period(times, "period within 2026-01-20 .. 2026-02-10", "yes");
    period(times, "period within 2026-01-20 .. before 2026-02-10", "no");
    period(times, "period within above 2026-01-20 .. 2026-02-10", "no");
    period(times, "period meets 2026-02-11 .. 2026-02-20", "yes");
    period(times, "period meets 2026-02-10 .. 2026-02-20", "no");
    period(times, "start of period on a day of 2026-01-20", "yes");
    period(times, "2026-01-25 between start of period and end of period", "yes");
    period(times, "today between start of period and end of period", "no");
}

#[test]
fn this_year_is_the_calendar_s_and_an_answer_by_it_holds_until_it_ends() {
    period(r#""start": "2026-12-31", "end": "2026-12-31""#, "period overlaps this year", "no");
    let past = r#""start": "2025-12-30", "end": "2026-01-01""#;
    period(past, "period overlaps this year", "yes");
    period(past, "period overlaps last year", "yes");
    period(past, "period within this year", "no");
    period(past, "start of period between start of last year and end of this year", "yes");
    period(past, "start of period < start of this year", "yes");
    period(past, "end of period <= 1 day before 6 months after start of this year", "yes");
    let asked = "any conditions where period overlaps this year";
    let evaluation = evaluated("", asked, &[("conditions", &condition(past))], NOON);
    assert_eq!(super::until(&evaluation), "2027-01-01T05:00:00.000Z");
    let after = evaluated("", asked, &[("conditions", &condition(past))], "2027-01-01T05:00:00Z");
    assert_eq!((truth(&evaluation), truth(&after)), ("yes", "no"));
}

#[test]
fn the_end_of_a_year_counts_an_age() {
    // Born some day of April 1961: 65 on the last day of 2026, whichever.
    assert_eq!(holds("", "whole years from birth_date to end of this year >= 65 years", &[]), "yes");
    assert_eq!(holds("", "whole years from birth_date to end of this year >= 66 years", &[]), "no");
    assert_eq!(holds("", "whole years from birth_date to start of this year >= 65 years", &[]), "no");
}

#[test]
fn a_period_that_ends_before_it_starts_is_a_problem_and_unknown() {
    let evaluation = evaluated(
        "",
        "any conditions where period overlaps this year",
        &[("conditions", &condition(r#""start": "2026-02-10", "end": "2026-02-09""#))],
        NOON,
    );
    assert_eq!(truth(&evaluation), "unknown");
    let found: Vec<_> = evaluation.problems.iter().map(|p| (p.code.as_str(), p.pointer.as_str())).collect();
    assert_eq!(found, [("care::P0036", "/series/conditions/rows/0")]);
}

#[test]
fn rows_with_periods_stand_in_order_of_their_ends_an_open_one_last() {
    let row = |id: &str, code: &str, times: &str| {
        format!(r#"{{"id": "{id}", "what": [{{"system": "icd10", "code": "{code}"}}], {times}}}"#)
    };
    let ended = row("a", "I10", r#""start": "2026-01-10", "end": "2026-02-20""#);
    let earlier = row("b", "E11.9", r#""start": "2026-01-20", "end": "2026-02-01""#);
    let open = row("c", "E11.9", r#""start": "2026-01-01""#);
    let newest = "any conditions newest 1 where what is hypertension";
    assert_eq!(holds("", newest, &[("conditions", &format!("{ended}, {earlier}"))]), "yes");
    assert_eq!(holds("", newest, &[("conditions", &format!("{ended}, {earlier}, {open}"))]), "no");
    assert_eq!(
        holds("", "latest end of period of conditions = 2026-02-20", &[("conditions", &format!("{ended}, {earlier}"))]),
        "yes"
    );
    assert_eq!(
        holds("", "sum days of period of conditions = 55 days", &[("conditions", &format!("{ended}, {earlier}"))]),
        "yes"
    );
}
