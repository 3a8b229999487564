//! Local days: where a window begins and ends, clock changes, skipped days, readings dated in the future.

use super::{Skip, day, left_out, plain, three_days, with};
use crate::construct::testing::World;
use crate::expression::Status;
use crate::value::Duration;

#[test]
fn seven_days_are_seven_local_dates_with_today() {
    // The first day is 24 February: in the window until the end of 2 March.
    for (as_of, status, used) in [
        ("2026-03-02 00:00", Status::Ready, 12),
        ("2026-03-02 23:59:59.999", Status::Ready, 12),
        ("2026-03-03 00:00", Status::Insufficient, 8),
    ] {
        let of = plain(three_days()).evaluate(as_of);
        assert_eq!((of.average().status, of.average().used.len()), (status, used), "{as_of}");
    }
}

#[test]
fn it_holds_until_its_oldest_reading_leaves_the_window() {
    let world = plain(three_days());
    let of = world.evaluate("2026-02-28 09:00");
    assert_eq!(of.next(), (world.at("2026-03-03 00:00"), "a reading leaves the window".into()));
    assert_eq!((of.average().first_day, of.average().last_day), (day("2026-02-24"), day("2026-02-26")));
}

#[test]
fn the_day_of_23_hours_is_a_day_as_any_other() {
    // 2026-03-08: the clock goes from 02:00 to 03:00.
    let mut world = World::new();
    for date in ["2026-03-07", "2026-03-08", "2026-03-09"] {
        world.full_day(date, 128, 78);
    }
    let world = plain(world);
    let of = world.evaluate("2026-03-10 09:00");
    assert_eq!((of.average().status, of.average().days), (Status::Ready, 3));
    assert_eq!(of.next().0, world.at("2026-03-14 00:00"));
    assert_eq!(world.evaluate("2026-03-13 23:59:59.999").average().status, Status::Ready);
    assert_eq!(world.evaluate("2026-03-14 00:00").average().status, Status::Insufficient);
}

#[test]
fn on_the_day_of_25_hours_a_time_that_occurs_twice_is_two_instants_of_one_day() {
    // 2026-11-01: the clock goes from 02:00 back to 01:00; both 01:30 lie in a session from 01:00 to 02:00.
    let mut world = World::new();
    let first = world.at("2026-11-01 01:30");
    world.bp("first", "2026-11-01 01:30", 128, 78);
    world.bp("second", "2026-11-01 01:30", 128, 78).at = first.checked_add_ms(3_600_000);
    world.bp("third", "2026-11-01 02:00", 128, 78);
    let world = with(world, |a| {
        a.sessions.truncate(1);
        a.sessions[0].from = crate::value::LocalTime::parse("01:00").unwrap();
        a.sessions[0].to = crate::value::LocalTime::parse("02:00").unwrap();
        a.need = None;
    });
    let of = world.evaluate("2026-11-01 09:00");
    assert_eq!((of.average().used.len(), of.average().days), (2, 1));
    assert_eq!(left_out(of.average()), [("third", "no_session")]);
    assert_eq!(of.next().0, world.at("2026-11-08 00:00"));
}

#[test]
fn a_skipped_day_is_the_first_that_has_a_reading_and_the_minimum_counts_what_is_left() {
    let skip = |world, of_window| with(world, |a| a.skip = Some(Skip { days: 1, of_window }));
    let of = skip(three_days(), false).evaluate("2026-02-27 09:00");
    assert_eq!(of.average().status, Status::Insufficient);
    assert_eq!(left_out(of.average()).iter().filter(|(_, why)| *why == "skipped_day").count(), 4);

    let mut four = three_days();
    four.full_day("2026-02-27", 128, 78);
    let of = skip(four, false).evaluate("2026-02-27 21:00");
    assert_eq!((of.average().status, of.average().first_day), (Status::Ready, day("2026-02-25")));
}

#[test]
fn the_first_day_of_the_window_is_another_meaning_of_skip() {
    let skip = |as_of: &str| with(three_days(), |a| a.skip = Some(Skip { days: 1, of_window: true })).evaluate(as_of);
    // On 1 March the window begins on 23 February, which has no reading; on 2 March it begins on the 24th.
    assert_eq!(skip("2026-03-01 09:00").average().status, Status::Ready);
    assert_eq!(skip("2026-03-02 09:00").average().status, Status::Insufficient);
    assert_eq!(skip("2026-03-01 09:00").next().1, "the days that are skipped move on");
}

#[test]
fn a_reading_more_than_ten_minutes_ahead_is_set_aside_until_its_time_has_come() {
    for (as_of, used, out) in [("2026-02-27 07:49:59.999", 12, 1), ("2026-02-27 07:50", 13, 0)] {
        let mut world = three_days();
        world.bp("ahead", "2026-02-27 08:00", 128, 78);
        let of = plain(world).evaluate(as_of);
        assert_eq!((of.average().used.len(), of.average().left_out.len()), (used, out), "{as_of}");
        assert!(of.average().left_out.iter().all(|l| l.why == "from_the_future"));
    }
}

#[test]
fn a_window_of_hours_is_exact_and_has_both_ends_in() {
    for (as_of, status) in [("2026-02-26 08:00", Status::Ready), ("2026-02-26 08:00:00.001", Status::Insufficient)] {
        let mut world = World::new();
        world.bp("only", "2026-02-24 08:00", 128, 78);
        let world = with(world, |a| {
            a.window = Duration::parse("48 hours").unwrap();
            a.need = None;
        });
        let of = world.evaluate(as_of);
        assert_eq!(of.average().status, status, "{as_of}");
    }
}

#[test]
fn a_reading_dated_tomorrow_is_no_reading_of_today_s_window() {
    let mut world = three_days();
    world.bp("tomorrow", "2026-02-28 08:00", 128, 78);
    let world = plain(world);
    assert!(world.evaluate("2026-02-27 09:00").average().left_out.is_empty());
    assert_eq!(world.evaluate("2026-02-27 09:00").next().0, world.at("2026-02-28 00:00"));
    assert_eq!(left_out(world.evaluate("2026-02-28 00:00").average()), [("tomorrow", "from_the_future")]);
}

#[test]
fn a_reading_of_just_after_midnight_counts_when_its_day_begins() {
    let mut world = three_days();
    world.bp("ahead", "2026-02-28 00:03", 128, 78);
    let world = plain(world);
    let of = world.evaluate("2026-02-27 23:55");
    assert_eq!((left_out(of.average()).len(), of.next().0), (0, world.at("2026-02-28 00:00")));
    assert_eq!(left_out(world.evaluate("2026-02-28 00:00").average()), [("ahead", "no_session")]);
}
