//! `stands 14 days`: a window that was ready stays the average.

use super::{day, left_out, three_days, values, with};
use crate::construct::testing::World;
use crate::expression::Status;
use crate::value::Number;

fn stands(world: World) -> World {
    with(world, |a| a.stands_days = Some(14))
}

#[test]
fn the_newest_window_that_was_ready_stands() {
    let mut world = three_days();
    // Too few to be an average of their own, and after the window of 2 March.
    world.bp("new", "2026-03-03 08:00", 190, 99);
    let of = stands(world).evaluate("2026-03-03 09:00");
    let report = of.average();
    assert_eq!((report.status, report.stands_from), (Status::Ready, day("2026-03-02")));
    assert_eq!(values(report)[0], Some(Number::integer(128)));
    assert!(left_out(report).is_empty());
}

#[test]
fn it_stands_on_14_days_its_last_among_them() {
    // The window of 2 March is the last that holds all three days.
    let world = stands(three_days());
    for (as_of, status) in [
        ("2026-03-03 00:00", Status::Ready),
        ("2026-03-15 23:59:59.999", Status::Ready),
        ("2026-03-16 00:00", Status::Insufficient),
    ] {
        assert_eq!(world.evaluate(as_of).average().status, status, "{as_of}");
    }
    let of = world.evaluate("2026-03-10 09:00");
    assert_eq!(of.next(), (world.at("2026-03-16 00:00"), "the earlier average no longer stands".into()));
}

#[test]
fn todays_window_is_the_average_as_soon_as_it_is_ready() {
    let mut world = three_days();
    for date in ["2026-03-08", "2026-03-09", "2026-03-10"] {
        world.full_day(date, 140, 90);
    }
    let world = stands(world);
    // The last reading, of 20:05, may be ten minutes ahead of the clock.
    let of = world.evaluate("2026-03-10 19:54:59");
    assert_eq!(of.average().stands_from, day("2026-03-02"));
    let of = world.evaluate("2026-03-10 19:55");
    assert_eq!((of.average().stands_from, values(of.average())[0]), (None, Some(Number::integer(140))));
}

#[test]
fn a_dose_change_ends_it() {
    for (change, status) in [("2026-02-10 10:00", Status::Ready), ("2026-03-05 10:00", Status::Insufficient)] {
        let mut world = three_days();
        let after = world.after("0 days");
        let at = alloc::string::ToString::to_string(&world.at(change));
        world.answer("changed_at", at.as_str());
        let world = with(world, |a| {
            a.after = Some(after);
            a.stands_days = Some(14);
        });
        assert_eq!(world.evaluate("2026-03-06 09:00").average().status, status, "{change}");
    }
}

#[test]
fn behind_a_feed_a_later_window_may_be_ready_and_none_stands() {
    let mut world = three_days();
    world.heard("2026-03-02 09:00");
    let of = stands(world).evaluate("2026-03-05 09:00");
    assert_eq!(of.average().status, Status::Undetermined);
}
