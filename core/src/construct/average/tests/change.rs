//! Readings from before a change of drugs do not count (D-06).

use super::{left_out, three_days, with};
use crate::construct::testing::World;
use crate::expression::{Input, Status};
use crate::value::id::FactId;

fn changed(mut world: World, wait: &str, at: Option<&str>) -> World {
    let after = world.after(wait);
    if let Some(at) = at {
        let at = alloc::string::ToString::to_string(&world.at(at));
        world.answer("changed_at", at.as_str());
    }
    with(world, |a| a.after = Some(after))
}

#[test]
fn a_reading_at_the_instant_of_the_bound_does_not_count_and_one_after_it_does() {
    // 08:00 is the first morning reading of 24 February.
    for (change, used) in [("2026-02-24 07:59:59.999", 12), ("2026-02-24 08:00", 11), ("2026-02-24 08:04:59.999", 11)] {
        let of = changed(three_days(), "0 days", Some(change)).evaluate("2026-02-27 09:00");
        assert_eq!(of.average().used.len(), used, "{change}");
    }
}

#[test]
fn two_weeks_after_a_change_end_with_the_local_day() {
    // Changed on the morning of the 10th: readings count from the 25th on.
    let of = changed(three_days(), "2 weeks", Some("2026-02-10 10:00")).evaluate("2026-02-27 09:00");
    assert_eq!((of.average().status, of.average().used.len()), (Status::Insufficient, 8));
    assert_eq!(left_out(of.average())[0], ("02-24-m1", "before_change"));
    let of = changed(three_days(), "2 weeks", Some("2026-02-09 23:59")).evaluate("2026-02-27 09:00");
    assert_eq!((of.average().status, of.average().used.len()), (Status::Ready, 12));
}

#[test]
fn readings_that_straddle_a_change_count_on_its_far_side_only() {
    let mut world = three_days();
    world.full_day("2026-02-27", 128, 78);
    let of = changed(world, "12 hours", Some("2026-02-24 00:00")).evaluate("2026-02-27 21:00");
    // The morning of the 24th is before noon: its evening counts for the mean, its day does not for the need.
    assert_eq!((of.average().status, of.average().days, of.average().used.len()), (Status::Ready, 4, 14));
}

#[test]
fn a_change_that_is_unknown_leaves_a_ready_window_undetermined() {
    let of = changed(three_days(), "2 weeks", None).evaluate("2026-02-27 09:00");
    assert_eq!(of.average().status, Status::Undetermined);
    assert_eq!(of.average().possible, [Status::Ready, Status::Insufficient]);
    assert_eq!(of.decided(0).outcome.missing, [Input::Fact(FactId(0))].into());
    assert!(of.average().report.iter().all(|r| r.value.is_none()));
}

#[test]
fn too_few_readings_are_too_few_whenever_the_change_was() {
    let mut world = World::new();
    world.full_day("2026-02-24", 128, 78);
    let of = changed(world, "2 weeks", None).evaluate("2026-02-27 09:00");
    assert_eq!(of.average().status, Status::Insufficient);
}
