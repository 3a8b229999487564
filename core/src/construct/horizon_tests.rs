//! Nobody notes too late: up to the instant noted, every decision says the same, whatever the patient.

use alloc::{format, vec::Vec};

use super::alert::{Alert, Confirm, Line};
use super::average::Skip;
use super::testing::{DIASTOLIC, HERE, HOME_BP, SYSTOLIC, World, task};
use super::{Average, Decision, Said, Wanted};
use crate::expression::{CompareOp, Source, Status};
use crate::value::SortedSet;
use crate::value::{Duration, Instant};

/// What must stay the same.
fn answer(world: &World, at: Instant) -> Vec<(SortedSet<Status>, Said, Vec<Wanted>)> {
    let of = world.evaluate_at(at);
    of.decided.into_iter().map(|d| (d.outcome.possible, d.said, d.wanted)).collect()
}

/// Follows the noted instants for 30 days, and looks every five hours and one millisecond before each of them.
fn follow(world: &World) {
    let (mut now, end) = (world.at("2026-03-06 09:17"), world.at("2026-04-05 09:17"));
    while now < end {
        let at_first = answer(world, now);
        let noted = world.evaluate_at(now).horizon.earliest().map(|(at, _)| at);
        let next = noted.unwrap_or(end).min(end);
        let mut look = now;
        while look < next {
            assert!(answer(world, look) == at_first, "noted {next} at {now}, and another answer at {look}");
            let soon = look.checked_add_ms(19_000_000).unwrap();
            let last = next.checked_add_ms(-1).unwrap();
            look = if look < last { soon.min(last) } else { next };
        }
        now = next;
    }
}

/// The decisions of a programme over a patient who measures on both sides of the clock change of 8 March, misses days, is
/// high once, low once, and has a device whose clock runs ahead.
fn patient(change: impl FnOnce(&mut Average)) -> World {
    let mut world = World::new();
    for day in ["2026-03-02", "2026-03-05", "2026-03-07", "2026-03-08", "2026-03-14", "2026-03-20", "2026-03-21"] {
        world.full_day(day, 133, 81);
    }
    world.bp("high", "2026-03-06 09:10", 185, 95);
    world.bp("low", "2026-03-08 03:30", 88, 60);
    world.bp("half", "2026-03-14 08:10", 120, 0);
    let received = world.at("2026-03-09 08:00");
    world.bp("ahead", "2026-03-12 08:00", 133, 81).received = Some(received);
    world.bp("midnight", "2026-03-18 00:04", 133, 81);
    let mut average = world.home_average();
    change(&mut average);
    world.push(Decision::Average(average));

    let systolic = world.column(SYSTOLIC, CompareOp::AtLeast, 180);
    let diastolic = world.column(DIASTOLIC, CompareOp::AtLeast, 120);
    let low = world.column(SYSTOLIC, CompareOp::Less, 90);
    let line = |when| Line { level: "critical".into(), when, then: task(0), cite: Vec::new(), at: HERE };
    world.push(Decision::Alert(Alert {
        name: "out_of_bounds".into(),
        on: Source::Series(HOME_BP),
        horizon: Duration::parse("14 days").unwrap(),
        lines: [systolic, diastolic, low].map(line).into(),
        confirm: Some(Confirm { within: Duration::parse("30 minutes").unwrap(), unless: None }),
        one_task_a_day: true,
        at: HERE,
    }));
    world
}

#[test]
fn the_answer_stays_the_same_until_the_noted_instant() {
    follow(&patient(|_| {}));
}

#[test]
fn it_does_while_an_earlier_window_stands() {
    follow(&patient(|a| a.stands_days = Some(14)));
}

#[test]
fn it_does_with_skipped_days() {
    for of_window in [false, true] {
        follow(&patient(|a| a.skip = Some(Skip { days: 1, of_window })));
    }
}

#[test]
fn it_does_with_windows_of_months_and_hours() {
    for window in ["1 month", "2 weeks", "100 hours"] {
        follow(&patient(|a| a.window = Duration::parse(window).unwrap()));
    }
}

#[test]
fn it_does_before_and_after_the_instant_from_which_readings_count() {
    for changed in ["2026-02-26 10:00", "2026-03-05 10:00"] {
        let mut world = patient(|_| {});
        let after = world.after("2 weeks");
        let at = format!("{}", world.at(changed));
        world.answer("changed_at", at.as_str());
        if let Some(Decision::Average(average)) = world.decisions.first_mut() {
            average.after = Some(after);
        }
        follow(&world);
    }
}
