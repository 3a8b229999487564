//! A second reading within 30 minutes changes urgency, never existence (D-04).

use alloc::{format, vec::Vec};

use super::{confirmed, reports, said, task, tasks, wanted, with};
use crate::construct::alert::Confirm;
use crate::construct::testing::{Evaluated, World};
use crate::expression::Status;
use crate::value::Duration;

/// 185/95 at 08:00, and what follows, as of a time.
fn high_then(readings: &[(&str, i64, i64)], as_of: &str) -> Evaluated {
    let mut world = World::new();
    world.bp("first", "2026-03-02 08:00", 185, 95);
    for (time, systolic, diastolic) in readings {
        world.bp(time, &format!("2026-03-02 {time}"), *systolic, *diastolic);
    }
    confirmed(world).evaluate(&format!("2026-03-02 {as_of}"))
}

fn first(of: &Evaluated) -> &str {
    reports(of)[0].confirmation.as_deref().unwrap()
}

#[test]
fn without_a_second_reading_it_waits_through_the_30th_minute_and_then_stays() {
    for (as_of, confirmation) in
        [("08:00", "awaiting"), ("08:30", "awaiting"), ("08:30:00.001", "unconfirmed"), ("12:00", "unconfirmed")]
    {
        let of = high_then(&[], as_of);
        assert_eq!(first(&of), confirmation, "{as_of}");
        assert_eq!(wanted(&of).len(), 1, "{as_of}");
    }
    let mut world = World::new();
    world.bp("first", "2026-03-02 08:00", 185, 95);
    let world = confirmed(world);
    let of = world.evaluate("2026-03-02 08:10");
    assert_eq!(of.next(), (world.at("2026-03-02 08:30:00.001"), "the time for another reading ends".into()));
}

#[test]
fn a_second_high_reading_confirms_up_to_exactly_30_minutes() {
    for (second, confirmation) in
        [("08:04", "confirmed"), ("08:30", "confirmed"), ("08:30:00.001", "unconfirmed"), ("09:00", "unconfirmed")]
    {
        assert_eq!(first(&high_then(&[(second, 181, 90)], "10:00")), confirmation, "{second}");
    }
}

#[test]
fn a_second_reading_that_is_normal_makes_it_a_review_on_the_same_day() {
    let of = high_then(&[("08:04", 135, 85)], "08:05");
    assert_eq!((first(&of), of.decided(0).outcome.status()), ("same_day_review", Status::Fired));
    assert_eq!(tasks(&of), [("row:home_bp:first", "critical, same_day_review")]);
}

#[test]
fn it_is_the_first_later_reading_that_says_it() {
    let of = high_then(&[("08:04", 135, 85), ("08:10", 190, 95)], "10:00");
    assert_eq!(first(&of), "same_day_review");
    // The third is high within the time of the first: it joins the task, and makes it as urgent as it was.
    assert_eq!(reports(&of)[1].confirmation.as_deref(), Some("confirmed"));
    assert_eq!(tasks(&of), [("row:home_bp:first", "critical, confirmed")]);
}

#[test]
fn a_second_reading_that_cannot_be_decided_takes_nothing_away() {
    let of = high_then(&[("08:04", 120, 0)], "08:05");
    assert_eq!(said(&of), [("first", "critical", "fired"), ("08:04", "critical", "undetermined")]);
    assert_eq!(first(&of), "unconfirmed");
    assert_eq!(reports(&of)[1].confirmation, None);
}

#[test]
fn only_a_known_yes_skips_the_confirmation() {
    for (symptoms, confirmation) in [(Some(true), "confirmed"), (Some(false), "awaiting"), (None, "awaiting")] {
        let mut world = World::new();
        world.bp("first", "2026-03-02 08:00", 185, 95);
        let unless = world.yes_no("symptoms");
        if let Some(symptoms) = symptoms {
            world.answer("symptoms", symptoms);
        }
        let within = Duration::parse("30 minutes").unwrap();
        let world = with(world, |_, a| a.confirm = Some(Confirm { within, unless: Some(unless) }));
        assert_eq!(first(&world.evaluate("2026-03-02 08:05")), confirmation, "{symptoms:?}");
    }
}

#[test]
fn the_confirming_time_is_elapsed_time_over_a_clock_change() {
    // 01:45 on the day the clock goes from 02:00 to 03:00: 30 minutes later it shows 03:15.
    for (second, confirmation) in [("03:15", "confirmed"), ("03:16", "unconfirmed")] {
        let mut world = World::new();
        world.bp("first", "2026-03-08 01:45", 185, 95);
        world.bp("second", &format!("2026-03-08 {second}"), 185, 95);
        assert_eq!(first(&confirmed(world).evaluate("2026-03-08 09:00")), confirmation, "{second}");
    }
}

#[test]
fn a_reading_within_30_minutes_joins_the_task_and_one_after_makes_another() {
    let of = high_then(&[("08:30", 185, 95), ("09:00", 185, 95), ("09:30:00.001", 185, 95)], "12:00");
    let anchors: Vec<_> = wanted(&of).iter().map(|w| w.anchor.as_str()).collect();
    assert_eq!(anchors, ["row:home_bp:first", "row:home_bp:09:30:00.001"]);
    assert_eq!(wanted(&of)[0].causes.len(), 3);
    assert_eq!(wanted(&of)[0].then, task(0));
}
