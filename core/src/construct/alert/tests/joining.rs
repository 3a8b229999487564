//! Which readings share a task, and what its key is made of.

use alloc::vec::Vec;

use super::{confirmed, names, plain, reports, task, tasks, wanted, with};
use crate::construct::alert::Confirm;
use crate::construct::testing::World;
use crate::value::Duration;

fn one_a_day(world: World) -> World {
    with(world, |_, a| a.one_task_a_day = true)
}

#[test]
fn each_row_has_its_own_task_where_nothing_joins_them() {
    let mut world = World::new();
    world.bp("a", "2026-03-02 08:00", 185, 95);
    world.bp("b", "2026-03-02 08:10", 85, 55);
    let of = plain(world).evaluate("2026-03-02 09:00");
    assert_eq!(tasks(&of), [("row:home_bp:a", "critical"), ("row:home_bp:b", "low")]);
    // The same task of the same alert is one rule in the key, whatever its level.
    assert!(wanted(&of).iter().all(|w| w.rule == "out_of_bounds/1"));
    assert_eq!(names(&wanted(&of)[1].because), ["out_of_bounds/2"]);
}

#[test]
fn one_task_a_day_joins_a_local_day_and_the_most_urgent_level_wins() {
    let mut world = World::new();
    world.bp("low", "2026-03-02 08:00", 85, 55);
    world.bp("critical", "2026-03-02 23:59", 185, 95);
    world.bp("next", "2026-03-03 00:00", 85, 55);
    let world = one_a_day(world);
    let of = world.evaluate("2026-03-03 09:00");
    assert_eq!(tasks(&of), [("day:home_bp:2026-03-02", "critical"), ("day:home_bp:2026-03-03", "low")]);
    let first = &wanted(&of)[0];
    assert_eq!(names(&first.because), ["out_of_bounds/1", "out_of_bounds/2"]);
    assert_eq!(first.since, Some(world.at("2026-03-02 08:00")));
    // Each cause is there: one that comes after the task was done makes a new one.
    assert_eq!(first.causes, [world.at("2026-03-02 08:00"), world.at("2026-03-02 23:59")]);
}

#[test]
fn readings_that_cannot_be_decided_share_one_task_a_day_in_any_case() {
    let mut world = World::new();
    world.bp("a", "2026-03-02 08:00", 120, 0);
    world.bp("b", "2026-03-02 20:00", 120, 0);
    let of = plain(world).evaluate("2026-03-02 21:00");
    assert_eq!((reports(&of).len(), tasks(&of)), (2, alloc::vec![("day:home_bp:2026-03-02", "critical")]));
    assert!(wanted(&of)[0].undecided);
}

#[test]
fn a_task_of_the_day_is_decided_as_soon_as_one_of_its_readings_is() {
    let mut world = World::new();
    world.bp("a", "2026-03-02 08:00", 120, 0);
    world.bp("b", "2026-03-02 20:00", 185, 95);
    let of = one_a_day(world).evaluate("2026-03-02 21:00");
    assert_eq!(tasks(&of), [("day:home_bp:2026-03-02", "critical")]);
    assert!(!wanted(&of)[0].undecided);
}

#[test]
fn a_reading_that_arrives_late_changes_no_key() {
    // "early" was measured 10 minutes before "first" and uploaded two hours later.
    let mut world = World::new();
    let (soon, late) = (world.at("2026-03-02 08:01"), world.at("2026-03-02 10:00"));
    world.bp("first", "2026-03-02 08:00", 185, 95).received = Some(soon);
    world.bp("early", "2026-03-02 07:50", 190, 95).received = Some(late);
    let of = confirmed(world).evaluate("2026-03-02 11:00");
    assert_eq!(tasks(&of), [("row:home_bp:first", "critical, confirmed")]);
    assert_eq!((wanted(&of)[0].since, wanted(&of)[0].causes.len()), (Some(soon), 2));
}

#[test]
fn readings_on_both_sides_of_midnight_share_the_first_one_s_day() {
    let mut world = World::new();
    world.bp("a", "2026-03-02 23:50", 185, 95);
    world.bp("b", "2026-03-03 00:10", 185, 95);
    let within = Duration::parse("30 minutes").unwrap();
    let world = with(world, |_, a| {
        a.one_task_a_day = true;
        a.confirm = Some(Confirm { within, unless: None });
    });
    assert_eq!(tasks(&world.evaluate("2026-03-03 01:00")), [("day:home_bp:2026-03-02", "critical, confirmed")]);
}

#[test]
fn lines_with_different_tasks_are_different_rules_in_the_key() {
    let mut world = World::new();
    world.bp("a", "2026-03-02 08:00", 185, 95);
    world.bp("b", "2026-03-02 09:00", 85, 55);
    let world = with(world, |_, a| {
        a.one_task_a_day = true;
        a.lines[1].then = task(1);
    });
    let of = world.evaluate("2026-03-02 10:00");
    let rules: Vec<_> = wanted(&of).iter().map(|w| (w.rule.as_str(), w.anchor.as_str())).collect();
    assert_eq!(rules, [("out_of_bounds/1", "day:home_bp:2026-03-02"), ("out_of_bounds/2", "day:home_bp:2026-03-02")]);
}
