//! The first readings of each session, left out.

use super::{left_out, values, with};
use crate::construct::average::{Need, Skip, Take};
use crate::construct::testing::{DIASTOLIC, World};
use crate::expression::{CompareOp, Node, Status};
use crate::value::Number;

/// A session of three readings: the first of 150/95, then 130/80 twice.
fn triple(world: &mut World, day: &str, hour: &str) {
    for (minute, systolic, diastolic) in [("00", 150, 95), ("01", 130, 80), ("02", 130, 80)] {
        let id = alloc::format!("{day}-{hour}-{minute}");
        world.bp(&id, &alloc::format!("2026-{day} {hour}:{minute}"), systolic, diastolic);
    }
}

fn five_days() -> World {
    let mut world = World::new();
    for day in ["02-26", "02-27", "02-28", "03-01", "03-02"] {
        triple(&mut world, day, "07");
        triple(&mut world, day, "20");
    }
    world
}

#[test]
fn two_days_and_the_first_reading_of_each_other_session_leave_twelve() {
    let of = with(five_days(), |a| {
        a.skip = Some(Skip { days: 2, of_window: false });
        (a.skip_readings, a.need) = (1, Some(Need::Readings(12)));
    });
    let of = of.evaluate("2026-03-02 21:00");
    assert_eq!((of.average().status, of.average().used.len()), (Status::Ready, 12));
    assert_eq!(values(of.average()), [Some(Number::integer(130)), Some(Number::integer(80))]);
    let whys = |why: &str| left_out(of.average()).iter().filter(|(_, w)| *w == why).count();
    assert_eq!((whys("skipped_day"), whys("skipped_reading")), (12, 6));
}

#[test]
fn the_last_two_of_a_session_are_taken_after_its_first_was_left_out() {
    let mut world = World::new();
    world.bp("a", "2026-03-02 07:00", 150, 95);
    world.bp("b", "2026-03-02 07:01", 130, 80);
    let of = with(world, |a| {
        (a.skip_readings, a.need, a.take) = (1, Some(Need::Readings(1)), Some(Take::LastInEachSession(2)));
    });
    let of = of.evaluate("2026-03-02 21:00");
    assert_eq!(left_out(of.average()), [("a", "skipped_reading")]);
    assert_eq!(of.average().used, ["b"]);
}

#[test]
fn a_first_reading_that_would_not_count_is_the_first_all_the_same() {
    let mut world = World::new();
    world.bp("half", "2026-03-02 07:00", 150, 0);
    world.bp("b", "2026-03-02 07:01", 130, 80);
    let of = with(world, |a| (a.skip_readings, a.need) = (1, Some(Need::Readings(1)))).evaluate("2026-03-02 21:00");
    assert_eq!(left_out(of.average()), [("half", "skipped_reading")]);
    assert_eq!(of.average().status, Status::Ready);
}

#[test]
fn a_first_reading_that_may_not_count_leaves_open_which_is_the_second() {
    let mut world = World::new();
    world.bp("a", "2026-03-02 07:00", 150, 95);
    world.bp("b", "2026-03-02 07:01", 130, 80);
    let low = world.column(DIASTOLIC, CompareOp::Less, 90);
    let (_, unknown) = world.fact("by_the_cuff", crate::record::FactKind::YesNo);
    let sure = world.program.push(Node::Any(alloc::vec![low, unknown]));
    let of = with(world, |a| {
        (a.skip_readings, a.need) = (1, Some(Need::Readings(1)));
        a.only = alloc::vec![sure];
    });
    // With the first the second is used, without it nothing is.
    assert_eq!(of.evaluate("2026-03-02 21:00").average().status, Status::Undetermined);
}
