//! Silence: not supplied, behind, or nothing measured.

use super::{plain, three_days, values};
use crate::construct::testing::{HOME_BP, World};
use crate::expression::{Input, Status};
use crate::value::Number;

#[test]
fn a_series_that_was_not_supplied_is_undetermined() {
    let of = plain(World::new()).evaluate("2026-02-27 09:00");
    assert_eq!(of.average().status, Status::Undetermined);
    assert_eq!(of.decided(0).outcome.missing, [Input::Series(HOME_BP)].into());
    assert_eq!(of.average().unknown[0].name, "home_bp");
}

#[test]
fn supplied_and_empty_is_insufficient() {
    let mut world = World::new();
    world.heard("2026-02-27 09:00");
    assert_eq!(plain(world).evaluate("2026-02-27 09:00").average().status, Status::Insufficient);
}

#[test]
fn too_few_readings_of_a_feed_that_is_behind_are_undetermined() {
    let two_days = || {
        let mut world = World::new();
        world.full_day("2026-02-24", 128, 78);
        world.full_day("2026-02-25", 128, 78);
        world
    };
    // The feed may be silent for one day.
    for (through, status) in
        [("2026-02-26 09:00", Status::Insufficient), ("2026-02-26 08:59:59.999", Status::Undetermined)]
    {
        let mut world = two_days();
        world.heard(through);
        assert_eq!(plain(world).evaluate("2026-02-27 09:00").average().status, status, "{through}");
    }
}

#[test]
fn an_average_that_is_ready_stays_ready_behind_a_feed() {
    let mut world = three_days();
    world.heard("2026-02-26 20:05");
    let of = plain(world).evaluate("2026-03-01 09:00");
    assert_eq!(of.average().status, Status::Ready);
    assert_eq!(values(of.average())[0], Some(Number::integer(128)));
}
